#include "alerts/cases/case_text.h"

#include <map>
#include <nlohmann/json.hpp>

#include "alerts/alert_text.h"
#include "alerts/cases/referral_text.h"
#include "alerts/cases/words.h"
#include "alerts/country_name.h"
#include "alerts/event_text.h"

namespace agencywatch::alerts {
namespace {

using nlohmann::json;

constexpr const char* kDot = "  ·  ";

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const auto& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

// "3 alerts", "1 alert", "3 cảnh báo".
std::string Counted(std::size_t n, const char* vi, const char* en, bool english) {
  return std::to_string(n) + " " + (english ? en : vi) + (english && n != 1 ? "s" : "");
}
std::string Counted(int n, const char* vi, const char* en, bool english) {
  return Counted(static_cast<std::size_t>(n), vi, en, english);
}

std::string State(const db::CaseRow& row, bool english) {
  if (row.open) return english ? "open" : "đang mở";
  return (english ? "closed: " : "đã đóng: ") + TitleOf(CaseOutcomes(), db::CaseOutcomeName(*row.outcome), english);
}

std::string Due(const std::optional<core::Instant>& due, const TextOptions& options) {
  if (!due) return {};
  // A last day ends at midnight; people mean the day.
  std::string text = kDot + std::string{options.english ? "due " : "hạn "} +
                     core::DisplayDay(core::VietnamDay(*due - std::chrono::seconds{1}));
  if (*due < options.now) text += options.english ? "  OVERDUE" : "  QUÁ HẠN";
  return text;
}

std::string Size(std::int64_t bytes) {
  if (bytes < 10000) return std::to_string(bytes) + " B";
  if (bytes < 10000000) return std::to_string(bytes / 1000) + " kB";
  return std::to_string(bytes / 1000000) + " MB";
}

struct Titles {
  const char* vi;
  const char* en;
};

std::string EventTitle(const std::string& kind, bool english) {
  static const std::map<std::string, Titles> kTitles = {
      {"opened", {"lập vụ việc", "opened"}},
      {"assigned", {"giao cho", "given to"}},
      {"alert_added", {"đưa vào cảnh báo", "alert added:"}},
      {"alert_removed", {"đưa ra cảnh báo", "alert taken out:"}},
      {"noted", {"ghi chú", "note"}},
      {"task_added", {"giao việc", "task given:"}},
      {"task_done", {"xong việc", "task done:"}},
      {"attached", {"thêm tài liệu", "file added:"}},
      {"counted", {"ghi nhận người bị ảnh hưởng", "persons affected:"}},
      {"closed", {"đóng vụ việc", "closed"}},
      {"reopened", {"mở lại vụ việc", "opened again"}},
      {"referral_proposed", {"đề xuất phiếu chuyển", "referral proposed:"}},
      {"referral_returned", {"trả lại phiếu chuyển", "referral returned:"}},
      {"referral_approved", {"duyệt phiếu chuyển", "referral approved:"}},
      {"referral_sent", {"gửi phiếu chuyển", "referral sent:"}},
      {"referral_answered", {"có trả lời phiếu chuyển", "referral answered:"}},
      {"referral_withdrawn", {"rút phiếu chuyển", "referral withdrawn:"}}};
  const auto found = kTitles.find(kind);
  if (found == kTitles.end()) return kind;
  return english ? found->second.en : found->second.vi;
}

std::string EventLine(const db::CaseEvent& event, bool english) {
  std::string text = "  " + core::FormatVietnamTime(event.at) + "  (" + TerminalText(event.by, 60) + ")  " + CaseEventText(event, english);
  if (!event.note.empty()) text += ": “" + TerminalText(event.note, 600) + "”";
  return text + "\n";
}

}  // namespace

std::string CaseEventText(const db::CaseEvent& event, bool english) {
  const json details = json::parse(event.details);
  std::string text = EventTitle(event.kind, english);
  if (details.contains("owner") && event.kind == "assigned") text += " " + TerminalText(details["owner"].get<std::string>(), 60);
  if (details.contains("alert")) text += " #" + details["alert"].dump();
  if (details.contains("task")) text += " " + details["task"].dump();
  if (details.contains("attachment"))
    text += " " + details["attachment"].dump() + " " + TerminalText(details["name"].get<std::string>(), 80);
  if (details.contains("referral")) text += " " + details["referral"].dump();
  if (details.contains("recipient_name")) text += ", " + TerminalText(details["recipient_name"].get<std::string>(), 80);
  if (details.contains("answer")) text += ": " + TitleOf(ReferralAnswers(), details["answer"].get<std::string>(), english);
  if (details.contains("outcome")) text += ": " + TitleOf(CaseOutcomes(), details["outcome"].get<std::string>(), english);
  if (event.kind == "counted") {
    text += " " + details["before"].dump() + " → " +
            AffectedText({details["sex"], details["age_band"], details["purpose"], details["returned"], details["support"],
                          details["n"]},
                         english);
  }
  if (details.contains("undone")) text += english ? " (undone)" : " (hoàn tác)";
  return text;
}

std::string AffectedText(const db::AffectedPersons& persons, bool english) {
  std::string text = std::to_string(persons.n) + "  " + TitleOf(Sexes(), persons.sex, english) + ", " +
                     TitleOf(AgeBands(), persons.age_band, english) + ", " + TitleOf(Purposes(), persons.purpose, english) +
                     "; " + TitleOf(Returns(), persons.returned, english);
  std::vector<std::string> support;
  for (const auto& code : persons.support) support.push_back(TitleOf(Supports(), code, english));
  if (!support.empty()) text += (english ? "; support: " : "; đã hỗ trợ: ") + Joined(support);
  return text;
}

std::string CaseLines(const db::CaseRow& row, const TextOptions& options) {
  const bool english = options.english;
  std::string text = std::to_string(row.id) + "  " + TerminalText(row.title, 100) + "\n    " + State(row, english);
  if (row.verdict) text += kDot + VerdictTitle(*row.verdict, english);
  text += kDot + TerminalText(row.owner, 60) + Due(row.open ? row.due : std::nullopt, options) + "\n    ";
  text += Counted(row.alerts.size(), "cảnh báo", "alert", english);
  for (const auto number : row.alerts) text += " #" + std::to_string(number);
  if (!row.destinations.empty()) text += kDot + std::string{english ? "to " : "đi "} + CountryNames(row.destinations, english);
  if (!row.provinces.empty()) text += kDot + Joined(row.provinces);
  if (row.persons > 0) text += kDot + Counted(row.persons, "người", "person", english) + (english ? " affected" : " bị ảnh hưởng");
  if (row.open_tasks > 0) text += kDot + Counted(row.open_tasks, "việc cần làm", "task", english);
  if (row.referrals > 0) text += kDot + Counted(row.referrals, "phiếu chuyển", "referral", english);
  return text + "\n";
}

std::string CaseText(const db::CaseDetails& details, const std::vector<db::ReferralRow>& referrals, const TextOptions& options) {
  const bool english = options.english;
  const auto head = [&](const char* vi, const char* en) { return std::string{"\n"} + (english ? en : vi) + "\n"; };
  std::string text = (english ? "CASE " : "VỤ VIỆC ") + CaseLines(details.row, options);
  text += (english ? "    opened " : "    lập ") + core::FormatVietnamTime(details.row.opened_at) + ", " +
          TerminalText(details.row.opened_by, 60);
  if (details.row.closed_at) text += (english ? "; closed " : "; đóng ") + core::FormatVietnamTime(*details.row.closed_at);
  text += "\n" + head("CẢNH BÁO", "ALERTS");
  for (const auto& alert : details.alerts) {
    text += "  #" + std::to_string(alert.number) + "  " + VerdictTitle(alert.verdict, english) + "  " + std::to_string(alert.score) +
            "/100" + kDot + TerminalText(alert.subject, 80) + kDot + Counted(alert.adverts, "tin", "advert", english) +
            kDot + StateTitle(alert.state, alert.closed_as, english) + "\n";
  }
  if (!details.corrections.empty())
    text += head("ĐÃ ĐÍNH CHÍNH theo yêu cầu của người có tên", "CORRECTED, as persons named here asked");
  for (const auto& correction : details.corrections) text += "  " + CorrectionText(correction, english) + "\n";
  text += head("NGƯỜI BỊ ẢNH HƯỞNG (không ghi danh tính)", "PERSONS AFFECTED (without identity)");
  for (const auto& persons : details.affected) text += "  " + AffectedText(persons, english) + "\n";
  if (details.affected.empty()) text += english ? "  nobody counted yet\n" : "  chưa ghi nhận\n";
  if (!details.tasks.empty()) text += head("VIỆC CẦN LÀM", "TASKS");
  for (const auto& task : details.tasks) {
    text += std::string{"  "} + (task.done_at ? "[x] " : "[ ] ") + std::to_string(task.id) + "  " + TerminalText(task.what, 200) + kDot +
            TerminalText(task.owner, 60);
    text += task.done_at ? (english ? "  ·  done " : "  ·  xong ") + core::FormatVietnamTime(*task.done_at) + ", " +
                               TerminalText(task.done_by, 60)
                         : Due(task.due, options);
    text += "\n";
  }
  if (!details.attachments.empty()) text += head("TÀI LIỆU", "FILES");
  for (const auto& file : details.attachments) {
    text += "  " + std::to_string(file.id) + "  " + TerminalText(file.name, 100) + kDot + file.media_type + ", " + Size(file.size) +
            kDot + TerminalText(file.by, 60) + ", " + core::FormatVietnamTime(file.at) + "\n" + (file.sha256.empty() ? "" : "      sha256 " + file.sha256 + "\n");
  }
  text += head("PHIẾU CHUYỂN", "REFERRALS");
  for (const auto& referral : referrals) text += ReferralLines(referral, "  ", options);
  if (referrals.empty()) {
    text += (english ? "  none yet: " : "  chưa có: ") + options.command + " referrals propose " + std::to_string(details.row.id) + "\n";
  }
  text += head("DIỄN BIẾN", "HISTORY");
  for (const auto& event : details.events) text += EventLine(event, english);
  return text;
}

}  // namespace agencywatch::alerts
