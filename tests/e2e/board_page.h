// An advertisement as a job board shows it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace agencywatch::test {

// With schema.org's JobPosting; `employer` may be empty.
inline std::string AdvertPage(const std::string& title, const std::string& employer, const std::string& body) {
  nlohmann::json posting = {{"@context", "https://schema.org"}, {"@type", "JobPosting"}, {"title", title}, {"description", body},
                            {"datePosted", "2026-11-21"}};
  if (!employer.empty()) posting["hiringOrganization"] = {{"@type", "Organization"}, {"name", employer}};
  return "<!doctype html><html><head><meta charset=utf-8><title>" + title + "</title><script type=\"application/ld+json\">" +
         posting.dump() + "</script></head><body><h1>" + title + "</h1><p>" + body + "</p></body></html>";
}

}  // namespace agencywatch::test
