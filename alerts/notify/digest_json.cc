#include "alerts/notify/digest_json.h"

#include <nlohmann/json.hpp>

#include "alerts/notify/letter.h"

namespace agencywatch::alerts {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json GroupsJson(const std::vector<DigestGroup>& groups, bool english) {
  Json list = Json::array();
  for (const auto& group : groups) {
    Json alerts = Json::array();
    for (const auto& alert : group.first) {
      Json entry{{"number", alert.number}, {"score", alert.score}};
      if (alert.news) entry["news"] = db::NewsName(*alert.news);
      entry["who"] = alert.who;
      entry["why"] = english ? alert.why_en : alert.why_vi;
      entry["adverts"] = alert.adverts;
      entry["sites"] = alert.sites;
      entry["destinations"] = alert.destinations;
      entry["provinces"] = alert.provinces;
      entry["due"] = alert.due ? Json(core::FormatInstant(*alert.due)) : Json{};
      alerts.push_back(std::move(entry));
    }
    list.push_back({{"verdict", core::VerdictName(group.verdict)},
                    {"count", group.count},
                    {"alerts", alerts}});
  }
  return list;
}

Json HeadJson(const db::AuditHead& head) { return {{"seq", head.seq}, {"sha256", head.sha256}}; }

}  // namespace

std::string NightJson(const Digest& digest, const Recipient& recipient, std::string_view id) {
  Json json{{"type", "scan"},
            {"id", id},
            {"run", digest.run_id},
            {"started", core::FormatInstant(digest.started)},
            {"ended", core::FormatInstant(digest.ended)}};
  if (recipient.wanted.news)
    json["new"] = GroupsJson(AtLeast(digest.news, recipient.least), recipient.english);
  if (recipient.wanted.overdue)
    json["overdue"] = GroupsJson(AtLeast(digest.overdue, recipient.least), recipient.english);
  if (recipient.wanted.blind_spots) {
    json["blind_spots"] = Json::array();
    for (const auto& spot : digest.blind_spots) {
      json["blind_spots"].push_back({{"source", spot.source},
                                     {"kind", BlindSpotName(spot.spot)},
                                     {"pages", spot.pages},
                                     {"why", spot.why},
                                     {"nights", spot.nights},
                                     {"machine", spot.machine}});
    }
    json["register"] = {
        {"as_of", digest.register_as_of ? Json(core::FormatDay(*digest.register_as_of)) : Json{}},
        {"stale", digest.register_stale}};
  }
  json["open"] = digest.open;
  json["below"] = Json::object();
  if (recipient.wanted.news) json["below"]["new"] = CountOf(Below(digest.news, recipient.least));
  if (recipient.wanted.overdue) json["below"]["overdue"] = CountOf(Below(digest.overdue, recipient.least));
  json["audit_head"] = HeadJson(digest.head);
  json["text"] = LetterText(NightLetter(digest, recipient));
  return Dump(json);
}

std::string NoScanJson(core::Instant last, core::Instant now, const db::AuditHead& head,
                       bool english, std::string_view id) {
  return Dump({{"type", "no_scan"},
               {"id", id},
               {"last_ended", core::FormatInstant(last)},
               {"audit_head", HeadJson(head)},
               {"text", LetterText(NoScanLetter(last, now, head, english))}});
}

std::string TestJson(core::Instant now, bool english, std::string_view id) {
  return Dump({{"type", "test"}, {"id", id}, {"text", LetterText(TestLetter(now, english))}});
}

}  // namespace agencywatch::alerts
