// What the nightly runs did, how the sources are, and a page tried out before it becomes a source.
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/masking.h"
#include "core/utf8.h"
#include "crawler/page_barrier.h"
#include "db/audit_store.h"
#include "db/run_store.h"
#include "db/source_health.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kShownLinks = 50;
constexpr std::size_t kShownPostings = 20;
constexpr std::size_t kShownTextBytes = 4000;

Json SourceOf(const db::SourceHealth& source) {
  return {{"key", source.key},
          {"name", source.name},
          {"kind", source.kind},
          {"urls", source.urls},
          {"outcomes", source.outcomes},
          {"run", source.run_id ? Json(*source.run_id) : Json{}},
          {"postings", source.postings},
          {"flagged", source.flagged},
          {"last_seen", ToJson(source.last_seen)}};
}

std::string Beginning(const std::string& text) {
  return std::string{core::Utf8Prefix(text, kShownTextBytes)};
}

Json ContentOf(const crawler::PageContent& content) {
  Json json = {{"kind", crawler::PageKindName(content.kind)},
               {"barrier", crawler::PageBarrierName(content.barrier)},
               {"charset", content.charset},
               {"title", content.title},
               {"canonical", content.canonical},
               {"cut", content.cut},
               {"links", content.links.size()},
               {"first_links", Json::array()},
               {"postings", content.postings.size()},
               {"first_postings", Json::array()},
               {"listings", content.listings.size()},
               {"register_rows", content.register_rows.size()},
               {"entries", content.entries.size()},
               {"text", Beginning(content.text)}};
  for (const auto& link : content.links) {
    if (json["first_links"].size() == kShownLinks) break;
    json["first_links"].push_back(link.url);
  }
  for (const auto& posting : content.postings) {
    if (json["first_postings"].size() == kShownPostings) break;
    json["first_postings"].push_back({{"title", posting.text.title},
                                      {"employer", posting.employer},
                                      {"date_posted", ToJson(posting.date_posted)},
                                      {"valid_through", ToJson(posting.valid_through)},
                                      {"country", posting.country},
                                      {"region", posting.region},
                                      {"url", posting.canonical_url},
                                      {"item_key", posting.item_key},
                                      {"locator", posting.locator},
                                      {"body", Beginning(posting.text.body)}});
  }
  return json;
}

}  // namespace

HttpResponse GetRuns(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json runs = Json::array();
  for (const auto& run : db::LatestRuns(tx, call.QueryNumber("limit", 20, 1, 100))) {
    runs.push_back({{"id", run.id},
                    {"kind", run.kind},
                    {"started", core::FormatInstant(run.started)},
                    {"ended", ToJson(run.ended)},
                    {"outcome", run.outcome},
                    {"counts", Json::parse(run.counts)}});
  }
  return JsonAnswer({{"runs", runs}});
}

HttpResponse GetSources(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json sources = Json::array();
  for (const auto& source : db::HealthOfSources(tx)) sources.push_back(SourceOf(source));
  return JsonAnswer({{"sources", sources}});
}

HttpResponse GetSource(ApiCall& call) {
  const std::string& key = call.path.at(0);
  pqxx::read_transaction tx(call.connection);
  Json json;
  for (const auto& source : db::HealthOfSources(tx)) {
    if (source.key == key) json = SourceOf(source);
  }
  if (json.is_null()) throw ApiError(404, "not_found", "there is no source of that key");
  json["robots"] = Json::array();
  for (const auto& robots : db::RobotsOfSource(tx, key)) {
    json["robots"].push_back({{"origin", robots.origin},
                              {"fetched_at", core::FormatInstant(robots.fetched_at)},
                              {"status", robots.status},
                              {"body", Beginning(core::MakeValidUtf8(robots.body))}});
  }
  json["unread"] = Json::array();
  Masker masker;
  masker.Add(core::Facts{});
  for (const auto& url : db::UnreadUrlsOf(tx, key)) {
    json["unread"].push_back({{"url", MaskedAddress(url.url, masker)},
                              {"outcome", url.outcome},
                              {"status", url.status ? Json(*url.status) : Json{}},
                              {"robots_line", url.robots_line ? Json(*url.robots_line) : Json{}},
                              {"at", core::FormatInstant(url.at)},
                              {"detail", masker(url.detail)}});
  }
  return JsonAnswer(json);
}

HttpResponse PostSourceTry(ApiCall& call) {
  const std::string url = call.Text("url");
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    db::AppendAudit(tx, {call.now, call.session.account, "source.try", "url", url, ""});
  });
  const auto trial = call.services.page_trials.Try(url, call.services.user_agent, *call.services.clock);
  if (!trial) throw ApiError(409, "trial_under_way", "another page is being tried out; wait a moment");
  return JsonAnswer({{"url", trial->url},
                     {"outcome", trial->outcome},
                     {"detail", core::MakeValidUtf8(trial->detail)},
                     {"status", trial->status},
                     {"robots_line", trial->robots_line},
                     {"crawl_delay", trial->crawl_delay
                                         ? Json(static_cast<double>(trial->crawl_delay->count()) / 1000)
                                         : Json{}},
                     {"bytes", trial->bytes},
                     {"content", trial->content ? ContentOf(*trial->content) : Json{}}});
}

}  // namespace agencywatch::alerts
