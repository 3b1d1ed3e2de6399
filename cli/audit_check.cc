#include "cli/audit_check.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "cli/context.h"
#include "cli/input.h"
#include "core/errors.h"

namespace agencywatch::cli {
namespace {

using db::AuditHead;

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kShown = 5;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHashDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }

// Every "digits:64 hexadecimal digits" in a text.
std::vector<AuditHead> HeadsIn(const std::string& text) {
  std::vector<AuditHead> heads;
  for (auto colon = text.find(':'); colon != std::string::npos; colon = text.find(':', colon + 1)) {
    std::size_t begin = colon;
    while (begin > 0 && IsDigit(text[begin - 1])) --begin;
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1,
                                      text.end(), IsHashDigit);
    const auto digits = static_cast<std::size_t>(end - text.begin()) - colon - 1;
    AuditHead head;
    const auto read = std::from_chars(text.data() + begin, text.data() + colon, head.seq);
    if (begin == colon || digits != kHashDigits || read.ec != std::errc{}) continue;
    head.sha256 = text.substr(colon + 1, kHashDigits);
    heads.push_back(std::move(head));
  }
  return heads;
}

std::string SentText(const db::Anchor& anchor, bool english) {
  const std::string where = anchor.in_dossier ? (english ? "sealed in " : "niêm phong trong hồ sơ ")
                                              : (english ? "sent to " : "đã gửi cho ");
  return where + anchor.sent_to + ", " + core::FormatVietnamTime(anchor.at);
}

}  // namespace

std::vector<AuditHead> ReadHeads(const std::vector<std::string>& texts,
                                 const std::vector<std::filesystem::path>& files) {
  std::vector<AuditHead> heads;
  for (const auto& text : texts) {
    const auto found = HeadsIn(text);
    if (found.size() != 1 ||
        std::to_string(found.front().seq) + ":" + found.front().sha256 != text) {
      throw core::InputError({"--head", 0, 0,
                              "'" + text.substr(0, 80) + "' is no head of the audit chain",
                              "a message names it: --head 12:4be0… with 64 hexadecimal digits"});
    }
    heads.push_back(found.front());
  }
  for (const auto& file : files) {
    const auto found = HeadsIn(ReadFile(file, "the file with heads"));
    if (found.empty()) {
      throw core::InputError({file.string(), 0, 0, "no head of the audit chain stands in it",
                              "give a saved message with all its headers, or lines like 12:4be0…"});
    }
    heads.insert(heads.end(), found.begin(), found.end());
  }
  return heads;
}

std::vector<AuditFinding> CheckAudit(pqxx::transaction_base& tx, const std::vector<AuditHead>& kept,
                                     bool english) {
  const auto anchors = db::Anchors(tx);
  std::vector<AuditHead> heads = kept;
  std::map<AuditHead, const db::Anchor*> sent;  // the first time
  for (const auto& anchor : anchors) {
    heads.push_back(anchor.head);
    sent.emplace(anchor.head, &anchor);
  }
  const db::AuditState audit = db::VerifyAudit(tx, heads);
  const std::string name = english ? "audit: " : "nhật ký: ";
  std::vector<AuditFinding> findings;
  if (audit.broken_seq) {
    const std::string row = std::to_string(*audit.broken_seq);
    findings.push_back(
        {false, name + (english ? "row " + row + " does not fit the chain; somebody changed the log"
                                : "dòng " + row + " không khớp chuỗi; có người đã sửa nhật ký")});
  }
  for (std::size_t i = 0; i < std::min(kShown, audit.denied.size()); ++i) {
    const auto& head = audit.denied[i];
    const auto anchor = sent.find(head);
    const std::string from = std::to_string(audit.proved_up_to + 1);
    const std::string to = std::to_string(head.seq);
    const std::string rows = from == to
                                 ? (english ? "row " : "dòng ") + to
                                 : (english ? "of rows " + from + " to " + to + " one"
                                            : "trong các dòng " + from + "–" + to + " có dòng");
    findings.push_back(
        {false,
         name +
             (english ? "the chain does not have the head " + to + ":" + head.sha256.substr(0, 12) +
                            "… "
                      : "chuỗi không có đầu " + to + ":" + head.sha256.substr(0, 12) + "… ") +
             (anchor != sent.end() ? "(" + SentText(*anchor->second, english) + ")"
              : english            ? "(given)"
                                   : "(được đưa vào)") +
             (english ? ": " + rows +
                            " was changed, removed or put in by somebody who could rewrite the log"
                      : ": " + rows + " bị sửa, xóa hoặc chèn bởi người có thể viết lại nhật ký")});
  }
  if (!findings.empty()) return findings;
  std::string text = name + std::to_string(audit.rows) +
                     (english ? " rows, the chain is whole" : " dòng, chuỗi nguyên vẹn");
  if (!kept.empty()) {
    text += english ? "; it has the " + std::to_string(kept.size()) + " heads given"
                    : "; khớp " + std::to_string(kept.size()) + " đầu chuỗi được đưa vào";
  }
  if (anchors.empty()) {
    text +=
        english ? "; no head has been sent to anybody yet" : "; chưa gửi đầu chuỗi nào ra ngoài";
  } else {
    text += english
                ? "; it has all " + std::to_string(anchors.size()) + " heads that went out in messages and dossiers, the last "
                : "; khớp cả " + std::to_string(anchors.size()) + " đầu chuỗi đã ra ngoài trong thư và hồ sơ, lần cuối ";
    text += SentText(anchors.back(), english);
  }
  if (audit.rows > audit.proved_up_to) {
    text += english ? "; rows after " + std::to_string(audit.proved_up_to) +
                          " wait for the next message"
                    : "; các dòng sau " + std::to_string(audit.proved_up_to) + " chờ thư sau";
  }
  if (kept.empty() && !anchors.empty())
    text += english ? " (hold it against a saved message: --heads FILE)"
                    : " (đối chiếu với thư đã giữ: --heads TỆP)";
  findings.push_back({true, text});
  return findings;
}

}  // namespace agencywatch::cli
