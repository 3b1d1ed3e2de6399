#include "alerts/data_request.h"

#include <array>
#include <map>

#include "alerts/alert_text.h"

namespace agencywatch::alerts {
namespace {

struct KindTitle {
  int days;
  std::string_view vi;
  std::string_view en;
};
// In the order of db::RequestKind.
constexpr std::array kKinds = {KindTitle{10, "xem dữ liệu", "to see the data"},
                               KindTitle{10, "chỉnh sửa dữ liệu", "to correct the data"},
                               KindTitle{15, "hạn chế xử lý", "to restrict the processing"},
                               KindTitle{20, "xóa dữ liệu", "to delete the data"},
                               KindTitle{15, "phản đối xử lý", "objection to the processing"}};

constexpr std::array kGrounds = {
    RefusalGround{"prevent_crime", "Phòng ngừa, phát hiện tội phạm và vi phạm pháp luật (Luật 91/2025/QH15, Điều 19 khoản 1 điểm b)",
                  "Preventing and finding crime and breaches of law (Law 91/2025/QH15, article 19(1)(b))"},
    RefusalGround{"state_task", "Thực hiện nhiệm vụ của cơ quan nhà nước theo luật (Điều 19 khoản 1 điểm c)",
                  "A state body's task by law (article 19(1)(c))"},
    RefusalGround{"protect_life", "Bảo vệ tính mạng, sức khỏe, quyền của người khác trong trường hợp cấp bách (Điều 19 khoản 1 điểm a)",
                  "Urgent protection of life, health or rights (article 19(1)(a))"},
    RefusalGround{"not_identified", "Người yêu cầu không chứng minh được dữ liệu là của mình",
                  "It was not proved that the data are about whoever asks"},
    RefusalGround{"not_held", "Không lưu giữ dữ liệu được nêu", "No such data are held"}};

const KindTitle& TitleOf(db::RequestKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

}  // namespace

int TermInDays(db::RequestKind kind) { return TitleOf(kind).days; }

Deadlines DeadlinesOf(db::RequestKind kind, core::Instant received_at, const core::WorkingDays& days) {
  const core::Day received = core::VietnamDay(received_at);
  return {days.AfterWorkingDays(received, kAcknowledgeWorkingDays), days.AfterDays(received, TermInDays(kind))};
}

core::Day LatestExtension(db::RequestKind kind, core::Day due, const core::WorkingDays& days) {
  return days.AfterDays(due, TermInDays(kind));
}

std::span<const RefusalGround> RefusalGrounds() { return kGrounds; }

const RefusalGround* FindRefusalGround(std::string_view code) {
  for (const auto& ground : kGrounds) {
    if (ground.code == code) return &ground;
  }
  return nullptr;
}

std::string RequestKindTitle(db::RequestKind kind, bool english) {
  return std::string{english ? TitleOf(kind).en : TitleOf(kind).vi};
}

std::string RequestOutcomeTitle(db::RequestOutcome outcome, bool english) {
  switch (outcome) {
    case db::RequestOutcome::kFulfilled:
      return english ? "granted" : "đã thực hiện";
    case db::RequestOutcome::kPartly:
      return english ? "granted in part" : "thực hiện một phần";
    case db::RequestOutcome::kRefused:
      return english ? "refused" : "từ chối";
    case db::RequestOutcome::kWithdrawn:
      return english ? "withdrawn" : "người yêu cầu rút lại";
  }
  return "";
}

std::string RequestEventTitle(const std::string& kind, bool english) {
  static const std::map<std::string, std::array<const char*, 2>> kTitles = {
      {"taken", {"tiếp nhận", "taken in"}},
      {"acknowledged", {"đã phản hồi", "acknowledged"}},
      {"identified", {"đã xác minh người yêu cầu", "identity proved"}},
      {"extended", {"gia hạn", "extended"}},
      {"extract_made", {"lập bản trích", "extract made"}},
      {"deletion_proposed", {"đề xuất xóa", "deletion proposed"}},
      {"deletion_approved", {"duyệt xóa", "deletion approved"}},
      {"decided", {"giải quyết", "decided"}},
      {"lifted", {"bỏ hạn chế hoặc đính chính", "restriction or correction lifted"}}};
  const auto found = kTitles.find(kind);
  return found == kTitles.end() ? kind : found->second.at(english ? 1 : 0);
}

std::string HeldWordsText(const db::HeldWords& words, bool english) {
  static const std::map<std::string, std::array<const char*, 2>> kKinds = {{"title", {"tên", "title of"}},
                                                                           {"note", {"ghi chú ở", "note on"}},
                                                                           {"task", {"việc phải làm ở", "task in"}},
                                                                           {"grounds", {"căn cứ của", "grounds of"}},
                                                                           {"reason", {"lý do của", "reason of"}}};
  static const std::map<std::string, const char*> kWhere = {
      {"case", "vụ việc"}, {"referral", "phiếu chuyển"}, {"alert", "cảnh báo"}, {"silence", "lần tạm im"}};
  const auto space = words.written.find(' ');
  const std::string where = english ? words.written : kWhere.at(words.written.substr(0, space)) + words.written.substr(space);
  return std::string{kKinds.at(words.kind).at(english ? 1 : 0)} + ' ' + where + ", " + core::DisplayDay(core::VietnamDay(words.at));
}

std::string ExtractText(const db::RequestRow& request, const std::vector<db::HeldData>& held, const std::vector<db::HeldInformant>& informants,
                        const std::vector<db::HeldWords>& words, core::Instant now, bool english) {
  const auto say = [english](const char* vi, const char* en) { return std::string{english ? en : vi}; };
  std::string text = say("DỮ LIỆU ĐƯỢC LƯU GIỮ", "DATA THAT ARE HELD") + "\n";
  text += say("Yêu cầu số ", "Request ") + std::to_string(request.number) + ", " + TerminalText(request.request.requester, 200) +
          say("; lập lúc ", "; made ") + core::FormatVietnamTime(now) + "\n" + say("Về:", "About:");
  for (const auto& identifier : request.request.identifiers)
    text += " " + IdentifierTitle(identifier.kind, english) + " " + TerminalText(identifier.norm, 200) + ";";
  text += "\n\n";
  if (held.empty() && informants.empty() && words.empty()) text += say("Không lưu giữ dữ liệu nào có các thông tin này.\n", "Nothing that shows them is held.\n");
  std::size_t n = 0;
  for (const auto& one : held) {
    text += std::to_string(++n) + ". " + IdentifierTitle(one.identifier.kind, english) + " " + TerminalText(one.identifier.norm, 200);
    if (!one.quote.empty()) text += say(", nguyên văn “", ", as written “") + TerminalText(one.quote, 120) + "”";
    if (!one.corrected.empty()) text += "\n   " + say("Đã đính chính: “", "Corrected: “") + TerminalText(one.corrected, 400) + "”";
    text += "\n   " + say("Nguồn: ", "From: ") + (one.url.empty() ? TerminalText(one.source, 100) : TerminalText(one.url, 300)) + "\n   " +
            say("Thấy từ ", "Seen from ") + core::FormatVietnamTime(one.first_seen).substr(0, 10) + say(" đến ", " to ") +
            core::FormatVietnamTime(one.last_seen).substr(0, 10) + "\n";
  }
  for (const auto& one : informants) {
    text += std::to_string(++n) + ". " + say("Người báo tin: ", "As who gave a tip: ") + TerminalText(one.name, 200) +
            (one.name.empty() || one.contact.empty() ? "" : ", ") + TerminalText(one.contact, 300) + "\n   " + say("Báo lúc ", "Given ") +
            core::FormatVietnamTime(one.at) + (one.channel.empty() ? "" : ", " + TerminalText(one.channel, 100)) +
            say("; lưu riêng, chỉ xem khi nêu lý do, có ghi nhật ký\n", "; kept apart, shown only for a purpose, which is logged\n");
  }
  for (const auto& one : words) {
    text += std::to_string(++n) + ". " + say("Ghi chép của cán bộ có nêu các thông tin này: ", "Written by an officer, naming them: ") +
            HeldWordsText(one, english) + say("; lưu cùng hồ sơ\n", "; kept with its file\n");
  }
  text += "\n" +
          say("Mục đích: phát hiện, phòng ngừa tuyển dụng lao động đi nước ngoài trái pháp luật và mua bán người.\n"
              "Căn cứ: Luật 91/2025/QH15, Điều 19 khoản 1 điểm b và c. Dữ liệu lấy từ trang thông tin công khai và tin báo.\n"
              "Thời hạn lưu: tin không có dấu hiệu vi phạm được xóa khi hết hạn lưu trữ; dữ liệu trong vụ việc giữ theo hồ sơ.\n"
              "Quyền: xem, chỉnh sửa, hạn chế, phản đối, xóa và khiếu nại; mỗi yêu cầu được phản hồi trong 2 ngày làm việc.\n",
              "Purpose: finding and preventing unlawful recruitment for work abroad and trafficking in persons.\n"
              "Basis: Law 91/2025/QH15, article 19(1)(b) and (c). The data come from public pages and from tips.\n"
              "Kept: postings without signs go when their time is over; data in a case are kept with its file.\n"
              "Your rights: to see, correct, restrict, object, delete and complain; each request is answered within 2 working days.\n");
  return text;
}

}  // namespace agencywatch::alerts
