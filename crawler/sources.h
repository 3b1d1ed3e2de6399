// sources.yaml: who we are on the web, and which sites are read, how often and how gently. Written
// by the operator; every mistake is told at once, with file, line, column, what is wrong and what
// to write instead.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/fetch_limits.h"
#include "crawler/path_filter.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

enum class SourceKind { kAuto, kSite, kFeed, kSitemap, kRegister };
[[nodiscard]] std::string_view SourceKindName(
    SourceKind kind);  // auto, site, feed, sitemap, register

enum class TlsCheck { kVerify, kAny };

// Where on a page, that no standard mark-up describes, the postings and their fields stand
// (XPath 1.0).
struct ExtractRules {
  std::string posting;  // selects one element per posting
  std::map<std::string, std::string>
      fields;  // name of kExtractFields -> XPath relative to the posting
};
inline constexpr std::array<std::string_view, 11> kExtractFields = {
    "title",   "body",   "context",     "employer",      "salary",  "location",
    "country", "region", "date_posted", "valid_through", "item_key"};

struct Source {
  std::string key;   // [a-z0-9-]+, unique, stable
  std::string name;  // for people; the key when not given
  std::vector<Url> start;
  SourceKind kind = SourceKind::kAuto;
  std::vector<std::string> follow;
  std::vector<std::string> skip;
  PathFilter filter;  // of follow and skip
  int max_pages = 2000;
  int max_depth = 5;
  std::chrono::milliseconds max_time = std::chrono::hours(6);  // of a night, for this source
  std::chrono::milliseconds every = std::chrono::hours(24);
  std::chrono::milliseconds delay = std::chrono::seconds(1);
  int connections = 1;
  bool is_private = false;  // `private`
  TlsCheck tls = TlsCheck::kVerify;
  CrawlLimits limits;  // of the file, changed by those of the source
  std::optional<ExtractRules> extract;
  int line = 0;  // where it stands in the file

  // `private: true` opens exactly the origins that `start` names.
  [[nodiscard]] bool MayBePrivate(const Origin& origin) const;
  // The same site as a start URL: its registrable domain; for a private source, an IP address or a
  // bare name, its origin.
  [[nodiscard]] bool IsOnSite(const Url& url) const;
};

struct SourceList {
  std::string user_agent;
  std::string
      contact_email;  // of the mailto: in user_agent, for the From header; empty when there is none
  std::vector<Source> sources;

  [[nodiscard]] const Source* Find(std::string_view key) const;
};

// Throws core::InputError with every problem of the file; a file that cannot be read is one, too.
[[nodiscard]] SourceList LoadSources(const std::string& path);
// The same from text; `file` is what messages call it.
[[nodiscard]] SourceList ParseSources(std::string_view yaml, const std::string& file);

// "1d", "90m", "1s", "500ms", "2w"; whole numbers. nullopt for anything else, and beyond ten years.
[[nodiscard]] std::optional<std::chrono::milliseconds> ParseDuration(std::string_view text);

// "64KB", "10MB", "2000B"; whole numbers, a kilobyte is 1024 bytes. nullopt for anything else, and
// beyond 1 GB.
[[nodiscard]] std::optional<std::size_t> ParseBytes(std::string_view text);

// What `agencywatch init` writes: every key explained, one example, commented out.
[[nodiscard]] std::string_view FirstSourcesYaml();

}  // namespace agencywatch::crawler
