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

}  // namespace agencywatch::alerts
