#include "cli/register_text.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "alerts/alert_text.h"
#include "core/register_activity.h"

namespace agencywatch::cli {
namespace {

constexpr std::size_t kMostLetters = 160;

std::string Shown(const std::string& text) { return alerts::TerminalText(text, kMostLetters); }

std::string_view ChangeTitle(db::RegisterChangeKind kind, bool english) {
  if (english) return db::RegisterChangeName(kind);
  switch (kind) {
    case db::RegisterChangeKind::kNew:
      return "mới";
    case db::RegisterChangeKind::kChanged:
      return "thay đổi";
    case db::RegisterChangeKind::kSuspended:
      return "bị đình chỉ";
    case db::RegisterChangeKind::kRevoked:
      return "bị thu hồi";
    case db::RegisterChangeKind::kReturned:
      return "nộp lại";
    case db::RegisterChangeKind::kExpired:
      return "hết hiệu lực";
    case db::RegisterChangeKind::kReinstated:
      return "có hiệu lực lại";
    case db::RegisterChangeKind::kReissued:
      return "cấp lại";
    case db::RegisterChangeKind::kGone:
      return "không còn trong danh sách";
  }
  return {};
}

bool HoldsOn(const core::LicencePeriod& period, core::Day day) {
  return (!period.from || *period.from <= day) && (!period.to || day <= *period.to);
}

std::string PeriodText(const core::LicencePeriod& period, bool english) {
  std::string text{core::LicenceStatusTitle(period.status, english)};
  if (period.market != "*") text += (english ? " for " : " ở thị trường ") + period.market;
  if (period.activity != "*") text += (english ? ", only " : ", riêng ") + core::ActivityTitle(period.activity, english);
  if (period.from) text += (english ? " from " : " từ ") + core::DisplayDay(*period.from);
  if (period.to) text += (english ? " to " : " đến ") + core::DisplayDay(*period.to);
  return text;
}

}  // namespace

std::string StatusText(std::optional<core::LicenceStatus> status, const core::RegisterEntry* entry,
                       core::Day day, bool english) {
  if (status) return std::string{core::LicenceStatusTitle(*status, english)};
  if (entry == nullptr) return english ? "not on the list" : "không có trong danh sách";
  if (entry->left_on && *entry->left_on <= day) {
    return (english ? "no longer on the list since " : "không còn trong danh sách từ ") +
           core::DisplayDay(*entry->left_on);
  }
  return english ? "not licensed yet" : "chưa được cấp phép";
}

std::string EntryLine(const core::RegisterEntry& entry, core::Day day, bool english) {
  const core::RegisterRow& row = entry.row;
  std::string text = row.licence_no.empty() ? (english ? "(no number)" : "(không có số)")
                                            : Shown(row.licence_no);
  text += "  " + Shown(row.name);
  if (!row.short_name.empty()) text += " (" + Shown(row.short_name) + ")";
  text += "  " + StatusText(core::RegisterView::StatusOn(entry, day), &entry, day, english);
  for (const auto& period : entry.periods) {
    if ((period.market != "*" || period.activity != "*") && period.status != core::LicenceStatus::kActive &&
        HoldsOn(period, day))
      text += "; " + PeriodText(period, english);
  }
  return text;
}

core::Instant EndOfDay(core::Day day) {
  return core::StartOfVietnamDay(core::AddDays(day, 1)) - std::chrono::seconds(1);
}

nlohmann::ordered_json DayJson(const std::optional<core::Day>& day) {
  return day ? nlohmann::ordered_json(core::FormatDay(*day)) : nlohmann::ordered_json{};
}

nlohmann::ordered_json EntryJson(const core::RegisterEntry& entry, core::Day day) {
  const core::RegisterRow& row = entry.row;
  const auto status = core::RegisterView::StatusOn(entry, day);
  nlohmann::ordered_json json;
  json["licence_no"] = row.licence_no;
  json["name"] = row.name;
  json["name_en"] = row.name_en;
  json["short_name"] = row.short_name;
  json["issued_on"] = DayJson(row.issued_on);
  json["status"] = status ? nlohmann::ordered_json(core::LicenceStatusName(*status))
                          : nlohmann::ordered_json{};
  // As an import reads it: the period that the status of that day is of.
  const auto of = std::find_if(entry.periods.begin(), entry.periods.end(), [&](const core::LicencePeriod& period) {
    return period.status == status && period.market == "*" && period.activity == "*" && HoldsOn(period, day);
  });
  json["status_from"] = of == entry.periods.end() ? nlohmann::ordered_json{} : DayJson(of->from);
  json["status_to"] = of == entry.periods.end() ? nlohmann::ordered_json{} : DayJson(of->to);
  json["left_on"] = DayJson(entry.left_on);
  json["periods"] = nlohmann::ordered_json::array();
  for (const auto& period : entry.periods) {
    json["periods"].push_back({{"status", core::LicenceStatusName(period.status)},
                               {"market", period.market},
                               {"activity", period.activity},
                               {"from", DayJson(period.from)},
                               {"to", DayJson(period.to)}});
  }
  json["tax_code"] = row.tax_code;
  json["address"] = row.address;
  json["phones"] = row.phones;
  json["markets"] = row.markets;
  json["activities"] = row.activities;
  json["reissued_from"] = row.reissued_from;
  json["website"] = row.website;
  json["email"] = row.email;
  json["branches"] = row.branches;
  json["accounts"] = row.accounts;
  return json;
}

std::string ChangeText(const db::RegisterChange& change, bool english) {
  std::string text = std::string{ChangeTitle(change.kind, english)} + "  " +
                     Shown(change.licence_no) + "  " + Shown(change.name) + '\n';
  for (const auto& field : change.fields) {
    const auto value = [english](const std::string& written) {
      return written.empty() ? std::string{english ? "(nothing)" : "(trống)"} : Shown(written);
    };
    text += "    " + field.field + ": " + value(field.before) + " -> " + value(field.after) + '\n';
  }
  return text;
}

nlohmann::ordered_json ChangeJson(const db::RegisterChange& change) {
  nlohmann::ordered_json json;
  json["change"] = db::RegisterChangeName(change.kind);
  json["licence_no"] = change.licence_no;
  json["name"] = change.name;
  json["fields"] = nlohmann::ordered_json::array();
  for (const auto& field : change.fields)
    json["fields"].push_back(
        {{"field", field.field}, {"before", field.before}, {"after", field.after}});
  return json;
}

std::string RegisterUnknownText(bool english) {
  return english ? "no register has been imported yet: agencywatch register import FILE\n"
                 : "chưa có danh sách giấy phép nào: agencywatch register import FILE\n";
}

}  // namespace agencywatch::cli
