#include "alerts/cases/referral_text.h"

#include <array>

#include "alerts/cases/words.h"

namespace agencywatch::alerts {
namespace {

constexpr const char* kDot = "  ·  ";

std::string Stood(const std::string& by, const std::optional<core::Instant>& at) {
  return TerminalText(by, 60) + (at ? ", " + core::FormatVietnamTime(*at) : "");
}

std::string AnswerText(const db::AnswerRow& answer, bool english) {
  std::string text = TitleOf(ReferralAnswers(), db::ReferralAnswerName(answer.answer), english) + ", " +
                     core::DisplayDay(answer.answered_on);
  if (!answer.reference.empty()) text += ", " + TerminalText(answer.reference, 80);
  if (!answer.note.empty()) text += ": “" + TerminalText(answer.note, 300) + "”";
  return text;
}

std::string StepTitle(const std::string& kind, bool english) {
  static constexpr std::array kSteps = {Word{"proposed", "đề xuất", "proposed"},   Word{"returned", "trả lại", "returned"},
                                        Word{"approved", "phê duyệt", "approved"}, Word{"sent", "gửi đi", "sent"},
                                        Word{"answered", "nơi nhận trả lời", "answered"}, Word{"withdrawn", "rút", "withdrawn"}};
  return TitleOf(kSteps, kind, english);
}

std::string NextStep(const db::ReferralRow& row, const TextOptions& options) {
  const std::string id = std::to_string(row.id);
  const std::string call = options.command + " referrals ";
  switch (row.state) {
    case db::ReferralState::kProposed:
      return (options.english ? "Another person: " : "Người khác duyệt: ") + call + "approve " + id + " --proposal " +
             std::to_string(row.proposal_no);
    case db::ReferralState::kReturned:
      return (options.english ? "Propose again: " : "Đề xuất lại: ") + call + "propose " + std::to_string(row.case_id) +
             " --again " + id;
    case db::ReferralState::kApproved:
      return (options.english ? "Send: " : "Gửi đi: ") + call + "send " + id;
    case db::ReferralState::kSent:
    case db::ReferralState::kAnswered:
      return (options.english ? "Their answer: " : "Ghi trả lời: ") + call + "answer " + id + " accepted|insufficient|charged|no_offence";
    case db::ReferralState::kWithdrawn:
      return {};
  }
  return {};
}

}  // namespace

std::string ReferralStepText(const db::ReferralEvent& event, bool english) {
  return StepTitle(event.kind, english) + (english ? ", proposal " : ", bản ") + std::to_string(event.proposal);
}

std::string ReferralLines(const db::ReferralRow& row, const std::string& indent, const TextOptions& options) {
  const bool english = options.english;
  std::string text = indent + std::to_string(row.id) + "  " + TerminalText(row.proposal.recipient_name, 120) + kDot +
                     TitleOf(ReferralStates(), db::ReferralStateName(row.state), english) + "\n" + indent + "    " +
                     (english ? "proposed: " : "đề xuất: ") + Stood(row.proposed_by, row.proposed_at);
  if (row.approved_at) text += kDot + std::string{english ? "approved: " : "duyệt: "} + Stood(row.approved_by, row.approved_at);
  if (row.sent_at) text += kDot + std::string{english ? "sent: " : "gửi: "} + Stood(row.sent_by, row.sent_at);
  text += "\n";
  if (row.answer) text += indent + "    " + (english ? "answer: " : "trả lời: ") + AnswerText(*row.answer, english) + "\n";
  return text;
}

std::string ReferralText(const db::ReferralDetails& details, const TextOptions& options) {
  const db::ReferralRow& row = details.row;
  const bool english = options.english;
  const auto line = [&](const char* vi, const char* en, const std::string& value) {
    return value.empty() ? std::string{} : std::string{"    "} + (english ? en : vi) + value + "\n";
  };
  std::string text = (english ? "REFERRAL " : "PHIẾU CHUYỂN ") + ReferralLines(row, "", options);
  text += line("vụ việc: ", "case: ", std::to_string(row.case_id) + "  " + TerminalText(row.case_title, 100));
  text += line("địa chỉ: ", "address: ", TerminalText(row.proposal.recipient_address, 200));
  std::string copies;
  for (const auto& copy : row.proposal.copies) copies += (copies.empty() ? "" : "; ") + TerminalText(copy, 120);
  text += line("đồng gửi: ", "copies: ", copies);
  std::string alerts;
  for (const auto number : row.proposal.alerts) alerts += (alerts.empty() ? "#" : " #") + std::to_string(number);
  text += line("cảnh báo: ", "alerts: ", alerts);
  text += line("lý do: ", "grounds: ", TerminalText(row.proposal.grounds, 2000));
  text += line("bản đề xuất: ", "proposal: ", std::to_string(row.proposal_no));
  if (row.sent_at) {
    text += line("cách gửi: ", "sent by: ", TerminalText(row.sent_how, 200));
    text += line("số công văn: ", "letter: ", TerminalText(row.document_no, 80));
  }
  text += english ? "\nHISTORY\n" : "\nDIỄN BIẾN\n";
  auto answer = details.answers.begin();
  for (const auto& event : details.events) {
    text += "  " + core::FormatVietnamTime(event.at) + "  (" + TerminalText(event.by, 60) + ")  " +
            ReferralStepText(event, english);
    if (event.kind == "answered" && answer != details.answers.end()) {
      text += ": " + AnswerText(*answer++, english);
    } else if (!event.note.empty()) {
      text += ": “" + TerminalText(event.note, 600) + "”";
    }
    text += "\n";
  }
  const std::string next = NextStep(row, options);
  return next.empty() ? text : text + "\n" + next + "\n";
}

}  // namespace agencywatch::alerts
