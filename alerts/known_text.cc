#include "alerts/known_text.h"

#include <algorithm>

#include "alerts/alert_text.h"
#include "alerts/event_text.h"

namespace agencywatch::alerts {
namespace {

std::string Counted(int n, std::string_view vi, std::string_view one, std::string_view many, bool english) {
  return std::to_string(n) + " " + std::string{!english ? vi : n == 1 ? one : many};
}

// "#3, #5": of those that are open, or not.
std::string Numbers(const db::Known& known, bool open) {
  std::string text;
  for (const auto& entry : known.alerts) {
    if ((entry.alert.state != db::AlertState::kClosed) == open) text += (text.empty() ? "#" : ", #") + std::to_string(entry.alert.number);
  }
  return text;
}

std::string OpenSentence(const std::string& numbers, bool english) {
  return english ? "An open alert speaks of it: " + numbers + "." : "Đang có cảnh báo về điều này: " + numbers + ".";
}

std::string ClosedSentence(const db::Known& known, bool english) {
  std::string ends;
  for (const auto& entry : known.alerts) {
    if (entry.alert.state == db::AlertState::kClosed)
      ends += (ends.empty() ? "#" : ", #") + std::to_string(entry.alert.number) + " (" + StateTitle(entry.alert.state, entry.alert.closed_as, english) + ")";
  }
  return english ? "Looked at before: " + ends + "." : "Đã được xem xét trước đây: " + ends + ".";
}

}  // namespace

std::vector<std::string> KnownSentences(const db::Known& known, bool english) {
  std::vector<std::string> sentences;
  const std::string open = Numbers(known, true);
  if (!open.empty()) sentences.push_back(OpenSentence(open, english));
  if (!Numbers(known, false).empty()) sentences.push_back(ClosedSentence(known, english));
  if (known.adverts > 0) {
    const std::string where = Counted(known.adverts, "tin đăng", "advert", "adverts", english) + (english ? " on " : " trên ") +
                              Counted(known.sites, "trang", "site", "sites", english);
    sentences.push_back(english ? "Read in " + where + (known.alerts.empty() ? "; none of them gave an alert." : ".")
                                : "Có trong " + where + (known.alerts.empty() ? "; không tin nào thành cảnh báo." : "."));
  }
  if (!known.hub_reason.empty()) {
    sentences.emplace_back(english ? "Many unrelated advertisers use it (a switchboard, a portal's hotline): it does not tell who is behind an advert."
                                   : "Nhiều bên không liên quan cùng dùng (tổng đài, đường dây của trang rao vặt): không cho biết ai đứng sau một tin.");
  }
  if (sentences.empty()) {
    sentences.emplace_back(english ? "In nothing that was read so far. That does not prove that it is safe."
                                   : "Chưa thấy trong bất cứ tin nào đã đọc. Điều đó không chứng minh là an toàn.");
  }
  return sentences;
}

std::vector<std::string> ReferredSentences(const db::Known& known, bool english) {
  const std::string referred = Numbers(known, true);
  if (!referred.empty()) return {OpenSentence(referred, english)};
  return {english ? "No alert that was referred speaks of it." : "Không có cảnh báo nào đã chuyển nói về điều này."};
}

std::string KnownAlertText(const db::KnownAlert& entry, bool english) {
  std::string text = "#" + std::to_string(entry.alert.number) + " · " + VerdictTitle(entry.alert.verdict, english) + " · " +
                     StateTitle(entry.alert.state, entry.alert.closed_as, english);
  if (entry.claims) text += english ? " · it is claimed or named there only" : " · chỉ được tự xưng hoặc nêu tên";
  return text;
}

std::string StandingText(const core::RegisterEntry& entry, core::Day day, bool english) {
  const std::string since = english ? " since " : " từ ";
  const auto status = core::RegisterView::StatusOn(entry, day);
  if (!status && entry.left_on && *entry.left_on <= day)
    return (english ? "no longer on the list" : "không còn trong danh sách") + since + core::DisplayDay(*entry.left_on);
  if (!status) return english ? "not licensed yet on that day" : "chưa được cấp phép vào ngày này";
  std::string text{core::LicenceStatusTitle(*status, english)};
  // A later period wins over an earlier one.
  const auto holds = std::find_if(entry.periods.rbegin(), entry.periods.rend(), [&](const core::LicencePeriod& period) {
    return period.market == "*" && period.activity == "*" && (!period.from || *period.from <= day) && (!period.to || day <= *period.to);
  });
  if (holds != entry.periods.rend() && holds->from) text += since + core::DisplayDay(*holds->from);
  return text;
}

std::string NotLicensedText(const core::RegisterEntry& entry, core::Day day, bool english) {
  if (core::RegisterView::StatusOn(entry, day) == core::LicenceStatus::kActive) return {};
  return (english ? "Not licensed today: " : "Hôm nay không có phép: ") + StandingText(entry, day, english);
}

}  // namespace agencywatch::alerts
