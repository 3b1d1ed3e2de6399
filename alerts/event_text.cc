#include "alerts/event_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "alerts/alert_text.h"
#include "alerts/text_diff.h"
#include "alerts/triage.h"
#include "core/indicator.h"

namespace agencywatch::alerts {
namespace {

using nlohmann::json;

struct Titles {
  std::string_view vi;
  std::string_view en;
};

const std::map<std::string_view, Titles>& EventTitles() {
  static const std::map<std::string_view, Titles> kTitles = {
      {"opened", {"phát hiện dấu hiệu", "signs found"}},
      {"updated", {"có thay đổi", "changed"}},
      {"edited", {"tin đã bị sửa", "advert edited"}},
      {"withdrawn", {"tin đã bị gỡ", "advert withdrawn"}},
      {"reappeared", {"tin xuất hiện lại", "advert is back"}},
      {"reopened", {"mở lại", "reopened"}},
      {"returned", {"HỌ QUAY LẠI", "THEY ARE BACK"}},
      {"merged", {"nhập vào cảnh báo khác", "merged into another alert"}},
      {"cleared", {"không còn dấu hiệu: quy tắc hoặc danh sách giấy phép đã đổi",
                   "no signs left: rules or register changed"}},
      {"assigned", {"giao cho", "assigned to"}},
      {"watched", {"theo dõi", "watched"}},
      {"case_opened", {"đưa vào vụ việc", "into case"}},
      {"case_left", {"đưa ra khỏi vụ việc", "out of case"}},
      {"undone", {"hoàn tác quyết định vừa rồi", "the last decision taken back"}},
      {"referred", {"chuyển cơ quan chức năng", "referred"}},
      {"confirmed", {"xác nhận vi phạm, đóng", "confirmed, closed"}},
      {"dismissed", {"loại bỏ, đóng", "dismissed, closed"}},
      {"duplicate", {"trùng với cảnh báo khác, đóng", "duplicate, closed"}},
      {"overdue", {"quá hạn xử lý", "overdue"}},
      {"locked", {"khóa để xử lý", "locked"}},
      {"unlocked", {"mở khóa", "unlocked"}}};
  return kTitles;
}

std::string ListOf(const json& after, const char* key) {
  std::string text;
  if (!after.contains(key)) return text;
  for (const auto& value : after[key])
    text += (text.empty() ? "" : ", ") + TerminalText(value.get<std::string>(), 80);
  return text;
}

std::string Indicators(const json& after, const char* key, bool english) {
  std::string text;
  if (!after.contains(key)) return text;
  for (const auto& value : after[key]) {
    const auto code = value.get<std::string>();
    const auto* indicator = core::FindIndicator(code);
    text += (text.empty() ? "" : ", ") + (indicator == nullptr ? code
                                                               : std::string{english ? indicator->title_en
                                                                                     : indicator->title_vi});
  }
  return text;
}

std::string PostingName(const db::AlertDetails& alert, std::int64_t id) {
  const auto found = alert.posting_names.find(id);
  return found == alert.posting_names.end() ? "#" + std::to_string(id)
                                            : TerminalText(found->second, 120);
}

std::string DayOf(const json& after, const char* key) {
  const auto at = core::ParseInstant(after[key].get<std::string>());
  return at ? core::FormatVietnamTime(*at) : after[key].get<std::string>();
}

// As an advert writes it; the event holds it folded.
std::string NameAsWritten(const db::AlertDetails& alert, const std::string& folded) {
  for (const auto& identifier : alert.identifiers) {
    if (identifier.identifier.kind == "name" && identifier.identifier.norm == folded) return identifier.shown;
  }
  return folded;
}

std::string Names(const json& after, const char* key, const db::AlertDetails& alert) {
  std::string text;
  if (!after.contains(key)) return text;
  for (const auto& name : after[key])
    text += (text.empty() ? "" : ", ") + TerminalText(NameAsWritten(alert, name.get<std::string>()), 120);
  return text;
}

// Each is "phone +84912000345".
std::string Identifiers(const json& after, const char* key, const db::AlertDetails& alert, bool english) {
  std::string text;
  if (!after.contains(key)) return text;
  for (const auto& entry : after[key]) {
    const auto identifier = entry.get<std::string>();
    const auto blank = std::min(identifier.find(' '), identifier.size());
    const std::string kind = identifier.substr(0, blank);
    const std::string value = identifier.substr(std::min(blank + 1, identifier.size()));
    text += (text.empty() ? "" : ", ") + IdentifierTitle(kind, english) + " " + TerminalText(kind == "name" ? NameAsWritten(alert, value) : value, 120);
  }
  return text;
}

// Verdict, score, adverts, indicators and contacts that came or went.
void AddChanges(const db::AlertEventRow& event, const json& after, const db::AlertDetails& alert,
                bool english, std::vector<std::string>& parts) {
  const json before = json::parse(event.before);
  const auto change = [&](const char* key, const char* vi, const char* en) {
    if (!before.contains(key) || before[key] == after[key]) return;
    const auto show = [&](const json& value) {
      if (!value.is_string()) return value.dump();
      const auto verdict = core::FindVerdict(value.get<std::string>());
      return verdict ? VerdictTitle(*verdict, english) : value.get<std::string>();
    };
    parts.push_back(std::string{english ? en : vi} + " " + show(before[key]) + " → " + show(after[key]));
  };
  change("verdict", "kết luận", "verdict");
  change("score", "điểm", "score");
  const auto list = [&](const char* vi, const char* en, const std::string& text) {
    if (!text.empty()) parts.push_back(std::string{english ? en : vi} + " " + text);
  };
  for (const auto& [key, vi, en] : {std::tuple{"postings_added", "thêm tin", "advert added:"},
                                    std::tuple{"postings_removed", "bớt tin", "advert gone from it:"}}) {
    if (!after.contains(key)) continue;
    std::string names;
    for (const auto& id : after[key])
      names += (names.empty() ? "" : ", ") + PostingName(alert, id.get<std::int64_t>());
    list(vi, en, names);
  }
  list("thêm dấu hiệu:", "new sign:", Indicators(after, "indicators_added", english));
  list("hết dấu hiệu:", "sign gone:", Indicators(after, "indicators_removed", english));
  list("thêm liên hệ:", "new contact:", Identifiers(after, "identifiers_added", alert, english));
  list("bớt liên hệ:", "contact gone:", Identifiers(after, "identifiers_removed", alert, english));
  list("tên mới:", "new name:", Names(after, "names_added", alert));
  list("cùng liên hệ với đối tượng đã đóng:", "by the contacts of the closed recruiter:",
       ListOf(after, "shared"));
}

std::string EditText(const json& after, const db::AlertDetails& alert) {
  const auto before = alert.texts.find(after.at("from_version").get<std::int64_t>());
  const auto now = alert.texts.find(after.at("to_version").get<std::int64_t>());
  if (before == alert.texts.end() || now == alert.texts.end()) return {};
  const TextDiff diff = DiffText(before->second.title + "\n" + before->second.body,
                                 now->second.title + "\n" + now->second.body);
  std::string text;
  for (const auto& piece : diff.removed) text += "\n      − " + TerminalText(piece, 200);
  for (const auto& piece : diff.added) text += "\n      + " + TerminalText(piece, 200);
  return text;
}

}  // namespace

std::string StateTitle(db::AlertState state, std::optional<db::ClosedAs> closed_as, bool english) {
  static constexpr std::array kStates = {
      Titles{"mới", "new"},           Titles{"đã giao", "assigned"}, Titles{"theo dõi", "watching"},
      Titles{"đã lập vụ việc", "in a case"}, Titles{"đã chuyển", "referred"}, Titles{"đã đóng", "closed"}};
  static constexpr std::array kEnds = {
      Titles{"xác nhận", "confirmed"}, Titles{"loại bỏ", "dismissed"}, Titles{"trùng", "duplicate"},
      Titles{"nhập vào cảnh báo khác", "merged"}, Titles{"hết dấu hiệu", "no signs left"}};
  const auto& title = kStates.at(static_cast<std::size_t>(state));
  std::string text{english ? title.en : title.vi};
  if (closed_as) {
    const auto& end = kEnds.at(static_cast<std::size_t>(*closed_as));
    text += ": " + std::string{english ? end.en : end.vi};
  }
  return text;
}

std::string EventText(const db::AlertEventRow& event, const db::AlertDetails& alert, bool english) {
  const json after = json::parse(event.after);
  const auto title = EventTitles().find(event.kind);
  std::string text =
      title == EventTitles().end() ? event.kind : std::string{english ? title->second.en : title->second.vi};
  if (event.kind == "assigned") text += " " + TerminalText(after.value("owner", std::string{}), 60);
  if (after.contains("of")) text += " #" + std::to_string(after["of"].get<std::int64_t>());
  if (after.contains("into")) text += " #" + std::to_string(after["into"].get<std::int64_t>());
  const bool by_case = event.kind == "case_opened" || event.kind == "case_left";
  if (by_case && after.contains("case")) text += " " + std::to_string(after["case"].get<std::int64_t>());
  std::vector<std::string> parts;
  if (after.contains("referral"))
    parts.push_back((english ? "referral " : "phiếu chuyển ") + std::to_string(after["referral"].get<std::int64_t>()));
  if (!by_case && after.contains("case"))
    parts.push_back((english ? "with case " : "cùng vụ việc ") + std::to_string(after["case"].get<std::int64_t>()));
  if (after.contains("reason_code")) {
    const auto code = after["reason_code"].get<std::string>();
    const auto* reason = FindDismissalReason(code);
    parts.push_back(reason == nullptr ? code : std::string{english ? reason->title_en : reason->title_vi});
  }
  if (after.contains("posting")) parts.push_back(PostingName(alert, after["posting"].get<std::int64_t>()));
  if (after.contains("withdrawn_after")) {
    parts.push_back((english ? "seen last " : "thấy lần cuối ") + DayOf(after, "withdrawn_after") +
                    (english ? ", gone at " : ", đã mất lúc ") + DayOf(after, "withdrawn_by"));
  }
  if (after.contains("due")) parts.push_back((english ? "look again by " : "xem lại trước ") + DayOf(after, "due"));
  if (after.contains("was_due"))
    parts.push_back((english ? "was due " : "hạn ") + DayOf(after, "was_due"));
  if (after.contains("until")) parts.push_back((english ? "until " : "đến ") + DayOf(after, "until"));
  if (event.kind == "updated" || event.kind == "reopened" || event.kind == "returned")
    AddChanges(event, after, alert, english, parts);
  if (!event.reason.empty()) parts.push_back("“" + TerminalText(event.reason, 300) + "”");
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? ": " : "; ") + parts[i];
  if (event.kind == "edited") text += EditText(after, alert);
  return text;
}

}  // namespace agencywatch::alerts
