#include "crawler/page_json.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

namespace agencywatch::crawler {
namespace {

using Json = nlohmann::ordered_json;

Json DayJson(const std::optional<core::Day>& day) {
  return day ? Json(core::FormatDay(*day)) : Json(nullptr);
}
Json TextJson(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// Whole amounts without ".0".
Json AmountJson(const std::optional<double>& amount) {
  if (!amount) return nullptr;
  constexpr double kExact = 9e15;
  if (std::floor(*amount) == *amount && std::abs(*amount) < kExact)
    return static_cast<std::int64_t>(*amount);
  return *amount;
}

Json PostingJson(const core::Posting& posting, std::string_view url) {
  Json json;
  json["url"] = url.empty() ? posting.canonical_url : std::string(url);
  json["canonical_url"] = posting.canonical_url;
  json["source"] = nullptr;
  json["item_key"] = posting.item_key;
  json["kind"] = core::PostingKindName(posting.kind);
  json["title"] = posting.text.title;
  json["employer"] = TextJson(posting.employer);
  json["date_posted"] = DayJson(posting.date_posted);
  json["valid_through"] = DayJson(posting.valid_through);
  json["salary_min"] = AmountJson(posting.salary_min);
  json["salary_max"] = AmountJson(posting.salary_max);
  json["salary_currency"] = TextJson(posting.salary_currency);
  json["salary_unit"] = TextJson(posting.salary_unit);
  json["channel"] = TextJson(posting.channel);
  json["country"] = TextJson(posting.country);
  json["region"] = TextJson(posting.region);
  json["body"] = posting.text.body;
  json["context"] = posting.text.context;
  json["phones"] = Json::array();
  json["emails"] = Json::array();
  json["accounts"] = Json::array();
  for (const char* name :
       {"first_seen", "last_seen", "withdrawn_by", "duplicate_of", "verdict", "capture"})
    json[name] = nullptr;
  return json;
}

Json RowJson(const core::RegisterRow& row) {
  Json json;
  json["name"] = row.name;
  json["name_en"] = TextJson(row.name_en);
  json["short_name"] = TextJson(row.short_name);
  json["licence_no"] = TextJson(row.licence_no);
  json["issued_on"] = DayJson(row.issued_on);
  json["status"] = core::LicenceStatusName(row.status);
  json["status_from"] = DayJson(row.status_from);
  json["status_to"] = DayJson(row.status_to);
  json["status_market"] = TextJson(row.status_market);
  json["tax_code"] = TextJson(row.tax_code);
  json["address"] = TextJson(row.address);
  json["phone"] = row.phones.empty()       ? Json(nullptr)
                  : row.phones.size() == 1 ? Json(row.phones.front())
                                           : Json(row.phones);
  json["markets"] = row.markets;
  json["reissued_from"] = TextJson(row.reissued_from);
  json["website"] = TextJson(row.website);
  json["email"] = TextJson(row.email);
  return json;
}

}  // namespace

std::string PageJson(const PageContent& content, std::string_view url) {
  Json json;
  json["kind"] = PageKindName(content.kind);
  json["barrier"] = TextJson(std::string(PageBarrierName(content.barrier)));
  json["charset"] = content.charset;
  json["title"] = content.title;
  json["canonical"] = TextJson(content.canonical);
  json["links"] = Json::array();
  for (const PageLink& link : content.links) json["links"].push_back(link.url);
  json["postings"] = Json::array();
  for (const core::Posting& posting : content.postings)
    json["postings"].push_back(PostingJson(posting, url));
  json["listings"] = Json::array();
  for (const core::Posting& listing : content.listings)
    json["listings"].push_back(PostingJson(listing, url));
  json["register_rows"] = Json::array();
  for (const core::RegisterRow& row : content.register_rows)
    json["register_rows"].push_back(RowJson(row));
  json["entries"] = Json::array();
  for (const PageEntry& entry : content.entries) {
    Json one;
    one["url"] = TextJson(entry.url);
    one["title"] = entry.title;
    one["published"] = DayJson(entry.published);
    one["updated"] = DayJson(entry.updated);
    one["summary"] = entry.summary;
    one["content"] = entry.content;
    json["entries"].push_back(std::move(one));
  }
  json["text"] = content.text;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace agencywatch::crawler
