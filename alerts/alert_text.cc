#include "alerts/alert_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "alerts/country_name.h"
#include "alerts/event_text.h"
#include "alerts/triage.h"
#include "core/utf8.h"
#include "db/posting_store.h"

namespace agencywatch::alerts {
namespace {

using core::Verdict;

std::string ShortDay(core::Instant instant) {
  return core::FormatVietnamTime(instant).substr(0, 10);
}

std::size_t Letters(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters)
    static_cast<void>(core::NextCodePoint(text, at));
  return letters;
}

// Breaks at blanks so that lines hold at most `width` letters; every line begins with `indent`.
std::string Wrapped(const std::string& text, const std::string& indent, std::size_t width = 100) {
  std::string out;
  std::string line;
  std::size_t begin = 0;
  const auto flush = [&] {
    if (!line.empty()) out += indent + line + "\n";
    line.clear();
  };
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!line.empty() && Letters(indent) + Letters(line) + 1 + Letters(word) > width) flush();
    if (!word.empty()) line += (line.empty() ? "" : " ") + word;
    begin = end + 1;
  }
  flush();
  return out;
}

std::string Plural(std::size_t count, const char* vi, const char* one, const char* many,
                   bool english) {
  return std::to_string(count) + " " + (english ? (count == 1 ? one : many) : vi);
}

std::string Join(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::string FindingText(const core::Finding& finding, bool english) {
  std::string text = "  [" + std::to_string(finding.points) + "] " + (english ? finding.title_en : finding.title_vi) + "  (" +
                     finding.rule + ")\n";
  const std::string& why = english ? finding.why_en : finding.why_vi;
  if (why != finding.title_vi && why != finding.title_en)
    text += Wrapped(TerminalText(why, 400), "      ");
  std::set<std::string> quotes;
  for (const auto& span : finding.spans) {
    if (quotes.size() < 4 && quotes.insert(span.quote).second) {
      const bool around = span.field == core::Field::kContext;
      text += Wrapped("“" + TerminalText(span.quote, 160) + "”" +
                          (!around ? "" : english ? " (around the advert)" : " (phần quanh tin)"),
                      "      > ");
    }
  }
  text += "      § " + Join(finding.law, ", ") + "\n";
  return text;
}

std::string TitleOf(const core::Posting& posting) {
  return TerminalText(posting.text.title.empty() ? posting.text.body : posting.text.title, 110);
}

// Where it stands and since when; of a tip, who took it in and how.
std::string SightText(const db::AlertPosting& posting, bool english) {
  const core::Posting& read = posting.version.posting;
  std::string text = "  ";
  if (read.kind == core::PostingKind::kTip) {
    text += english ? "tip" : "tin báo";
    for (const auto& report : posting.reports) {
      text += "; " + core::FormatVietnamTime(report.at);
      if (!report.channel.empty())
        text += (english ? " by " : " qua ") + TerminalText(report.channel, 80);
      if (!report.place.empty()) text += (english ? ", at " : ", tại ") + TerminalText(report.place, 80);
      text += (english ? ", taken in by " : ", người nhận ") + TerminalText(report.taken_by, 60);
    }
    if (!read.canonical_url.empty()) text += "\n  " + TerminalText(read.canonical_url, 200);
  } else {
    text += TerminalText(read.canonical_url, 200) + "  (" + posting.version.source + ")";
  }
  return text + "\n";
}

std::string ChangeText(const db::AlertPosting& posting, bool english) {
  std::string text;
  if (posting.withdrawn_by) {
    text += (english ? "  Withdrawn: seen last " : "  Đã gỡ: thấy lần cuối ") +
            core::FormatVietnamTime(*posting.withdrawn_after) +
            (english ? ", gone at " : ", đã mất lúc ") +
            core::FormatVietnamTime(*posting.withdrawn_by) + "\n";
  }
  if (posting.edited) {
    text += english ? "  Edited since; what stands here is the gravest version ("
                    : "  Tin đã bị sửa; dưới đây là bản nặng nhất (";
    text += std::to_string(posting.version.n) + "/" + std::to_string(posting.edited->n) + ")\n";
  }
  if (!posting.duplicate_of.empty()) {
    text += (english ? "  Copies the text of " : "  Chép lại nội dung của ") +
            TerminalText(posting.duplicate_of, 200) + "\n";
  }
  return text;
}

std::string EvasionTitle(const std::string& kind, bool english) {
  struct Title {
    std::string_view kind, vi, en;
  };
  static constexpr std::array kTitles = {Title{"no_diacritics", "bỏ dấu", "without marks"},
                                         Title{"spaced_letters", "tách rời chữ", "spaced letters"},
                                         Title{"dotted_letters", "chấm giữa chữ", "dotted letters"},
                                         Title{"zero_width", "ký tự vô hình", "invisible characters"},
                                         Title{"homoglyph", "chữ giống hình", "look-alike letters"},
                                         Title{"emoji_digits", "số bằng biểu tượng", "emoji digits"},
                                         Title{"leet", "thay chữ bằng số", "digits for letters"},
                                         Title{"digit_words", "số viết bằng chữ", "numbers in words"},
                                         Title{"code_words", "từ lóng", "code words"},
                                         Title{"teencode", "viết tắt teen", "teencode"},
                                         Title{"mixed_script", "lẫn bảng chữ khác", "mixed scripts"},
                                         Title{"image_only_contact", "liên hệ chỉ trong ảnh", "contact in a picture only"}};
  for (const auto& title : kTitles) {
    if (title.kind == kind) return std::string{english ? title.en : title.vi};
  }
  return kind;
}

std::string EvidenceText(const db::AlertPosting& posting, bool english) {
  std::string text = english ? "  Evidence: " : "  Chứng cứ: ";
  if (posting.evidence) {
    return text + posting.evidence->file + " @" + std::to_string(posting.evidence->offset) + " +" +
           std::to_string(posting.evidence->length) + "\n            " +
           posting.evidence->record_id + "\n            SHA-256 " +
           posting.evidence->payload_sha256 + ", " +
           core::FormatVietnamTime(posting.evidence->at) + "\n";
  }
  if (posting.version.posting.kind != core::PostingKind::kTip) return {};
  return text + (english ? "the text as it was taken in, SHA-256 " : "nguyên văn tin báo, SHA-256 ") +
         db::TextSha256(posting.version.posting.text) + "\n";
}

std::string PostingText(const db::AlertPosting& posting, bool english) {
  const core::Posting& read = posting.version.posting;
  const core::Assessment& assessment = posting.assessment.assessment;
  std::string text = "\n■ " + TitleOf(read) + "\n" + SightText(posting, english) + "  " +
                     VerdictTitle(assessment.verdict, english) + ", " +
                     std::to_string(assessment.score) + "/100";
  if (read.date_posted)
    text += (english ? ", dated " : ", đăng ngày ") + core::DisplayDay(*read.date_posted);
  text += (english ? "; seen " : "; thấy từ ") + ShortDay(posting.version.first_seen) + " – " +
          ShortDay(posting.version.last_seen) + "\n" + ChangeText(posting, english);
  const std::string& note = english ? assessment.register_note_en : assessment.register_note_vi;
  if (!note.empty()) text += Wrapped(TerminalText(note, 400), "  ");
  std::vector<std::string> evasions;
  for (const auto& evasion : assessment.facts.evasions) evasions.push_back(EvasionTitle(evasion.kind, english));
  if (!evasions.empty())
    text += (english ? "  disguise: " : "  ngụy trang chữ: ") + Join(evasions, ", ") + "\n";
  for (const auto& finding : assessment.findings) text += FindingText(finding, english);
  return text + EvidenceText(posting, english);
}

// "tin đăng 3, trang 2, thấy từ … – …, đi JP KR, tại Nghệ An".
std::string ReachText(const db::AlertRow& alert, bool english) {
  std::string text = Plural(static_cast<std::size_t>(alert.adverts), "tin đăng", "advert", "adverts", english);
  if (alert.sites > 1)
    text += (english ? " on " : " trên ") +
            Plural(static_cast<std::size_t>(alert.sites), "trang", "site", "sites", english);
  if (alert.first_seen) {
    text += (english ? ", seen " : ", thấy từ ") + ShortDay(*alert.first_seen) + " – " +
            ShortDay(*alert.last_seen);
  }
  if (!alert.destinations.empty())
    text += (english ? "  ·  to " : "  ·  đi ") + CountryNames(alert.destinations, english);
  if (!alert.provinces.empty())
    text += (english ? "  ·  in " : "  ·  tại ") + Join(alert.provinces, ", ");
  return text;
}

// State, owner, lock, due date.
std::string StandText(const db::AlertRow& alert, core::Instant now, bool english) {
  std::string text = StateTitle(alert.state, alert.closed_as, english);
  if (!alert.owner.empty()) text += (english ? ", with " : ", người xử lý ") + TerminalText(alert.owner, 60);
  if (alert.due) {
    const bool over = *alert.due < now;
    text += std::string{"  ·  "} + (over ? (english ? "OVERDUE since " : "QUÁ HẠN từ ") : (english ? "due " : "hạn ")) +
            core::FormatVietnamTime(*alert.due);
  }
  if (alert.locked_until && *alert.locked_until > now) {
    text += (english ? "  ·  locked by " : "  ·  đang khóa bởi ") + TerminalText(alert.locked_by, 60) +
            (english ? " until " : " đến ") + core::FormatVietnamTime(*alert.locked_until);
  }
  if (alert.silenced_until && *alert.silenced_until > now)
    text += (english ? "  ·  silenced until " : "  ·  tạm lặng đến ") + ShortDay(*alert.silenced_until);
  return text;
}

std::string RestrictedText(const db::SubjectIdentifier& identifier, bool english) {
  if (!identifier.restricted) return TerminalText(identifier.shown, 120);
  const std::string word = english ? "restricted" : "hạn chế";
  return identifier.shown.empty() ? word : TerminalText(identifier.shown, 120) + "  [" + word + "]";
}

// Each article once, in the order of its first use.
std::string LawText(const db::AlertDetails& alert, const rules::ReferenceTables& law,
                    bool english) {
  std::set<std::string> seen;
  std::string text;
  for (const auto& posting : alert.postings) {
    for (const auto& finding : posting.assessment.assessment.findings) {
      for (const auto& id : finding.law) {
        const auto* article = seen.insert(id).second ? law.FindLaw(id) : nullptr;
        if (article == nullptr) continue;
        text += Wrapped(id + "  " + article->act + ", " + article->article + ": " +
                            (english ? article->text_en : article->text_vi),
                        "  ");
      }
    }
  }
  return text.empty() ? text : (english ? "\nLAW\n" : "\nCĂN CỨ PHÁP LUẬT\n") + text;
}

}  // namespace

std::string IdentifierTitle(const std::string& kind, bool english) {
  static const std::map<std::string, std::array<std::string_view, 2>> kNames = {
      {"phone", {"điện thoại", "phone"}},
      {"account", {"tài khoản", "account"}},
      {"social", {"mạng xã hội", "handle"}},
      {"email", {"e-mail", "e-mail"}},
      {"domain", {"tên miền", "domain"}},
      {"analytics", {"mã thống kê, quảng cáo của trang", "analytics or advertising id"}},
      {"enterprise", {"doanh nghiệp trong danh sách", "listed enterprise"}},
      {"licence", {"số giấy phép", "licence no."}},
      {"tax_code", {"mã số thuế", "tax code"}},
      {"name", {"tên", "name"}},
      {"licence_of", {"tự xưng là doanh nghiệp có giấy phép số", "claims the licence of"}},
      {"text", {"cùng nội dung với", "same text as"}},
      {"posting", {"bài đăng", "posting"}}};
  const auto found = kNames.find(kind);
  return found == kNames.end() ? kind : std::string{found->second.at(english ? 1 : 0)};
}

std::string WhyInOneSentence(const std::vector<db::AlertReason>& reasons, std::size_t most,
                             bool english) {
  std::set<std::string> indicators;
  std::vector<std::string> titles;
  for (const auto& reason : reasons) {
    if (!indicators.insert(reason.indicator).second) continue;
    if (titles.size() < most) titles.push_back(english ? reason.title_en : reason.title_vi);
  }
  std::string text = Join(titles, "; ");
  if (indicators.size() > most) {
    text += english ? "; and " + std::to_string(indicators.size() - most) + " more"
                    : "; và " + std::to_string(indicators.size() - most) + " dấu hiệu khác";
  }
  return text;
}

std::string VerdictTitle(Verdict verdict, bool english) {
  switch (verdict) {
    case Verdict::kTrafficking:
      return english ? "SIGNS OF TRAFFICKING" : "DẤU HIỆU MUA BÁN NGƯỜI";
    case Verdict::kFraud:
      return english ? "SIGNS OF FRAUD" : "DẤU HIỆU LỪA ĐẢO";
    case Verdict::kUnlicensed:
      return english ? "NO LICENCE" : "KHÔNG CÓ GIẤY PHÉP";
    case Verdict::kViolation:
      return english ? "VIOLATION" : "VI PHẠM QUY ĐỊNH";
    case Verdict::kClear:
      return english ? "clear" : "không có dấu hiệu";
  }
  return "";
}

std::string LabelText(const std::string& label, std::size_t max_letters, bool english) {
  const bool restricted = label.find("•••") != std::string::npos;
  constexpr std::string_view kTip = "Tin báo số ";  // as the builder of alerts labels a tip without contacts
  if (english && label.starts_with(kTip)) return "Tip no. " + TerminalText(label.substr(kTip.size()), max_letters);
  return TerminalText(label, max_letters) + (restricted ? (english ? " (restricted)" : " (hạn chế)") : "");
}

std::string TerminalText(std::string_view text, std::size_t max_letters) {
  std::string out;
  std::size_t letters = 0;
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = core::NextCodePoint(text, at);
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xA0 || c == 0x2028 || c == 0x2029) {
      blank = !out.empty();
      continue;
    }
    const bool hidden = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
                        (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
                        c == 0x61C || (c >= 0xE0000 && c <= 0xE007F);
    if (hidden) continue;
    if (letters >= max_letters) return out + "…";
    if (blank) out += ' ';
    blank = false;
    out += text.substr(begin, at - begin);
    ++letters;
  }
  return out;
}

std::string QueueText(const std::vector<db::AlertSummary>& alerts,
                      const QueueHead& head, const TextOptions& options) {
  const bool english = options.english;
  const auto open = static_cast<std::size_t>(head.counts.all_open());
  std::string text = english ? "QUEUE  " : "HÀNG ĐỢI  ";
  text += Plural(open, "cảnh báo đang mở", "open alert", "open alerts", english);
  if (head.counts.overdue > 0)
    text += ", " + std::to_string(head.counts.overdue) + (english ? " OVERDUE" : " QUÁ HẠN");
  if (head.counts.silenced > 0)
    text += ", " + std::to_string(head.counts.silenced) + (english ? " silenced" : " đang tạm lặng");
  text += "  ·  " +
          core::FormatVietnamTime(head.now) + "  ·  ";
  if (!head.register_as_of) {
    text += english ? "no licence register: nobody is called unlisted"
                    : "chưa có danh sách giấy phép: không kết luận ai không phép";
  } else {
    text += (english ? "licence register of " : "danh sách giấy phép ngày ") +
            core::DisplayDay(*head.register_as_of);
    if (head.register_stale)
      text += english ? " (TOO OLD: nobody is called unlisted)"
                      : " (QUÁ CŨ: không kết luận ai không phép)";
  }
  text += "\n\n";
  for (const auto& entry : alerts) {
    text += "#" + std::to_string(entry.alert.number) + "  " +
            VerdictTitle(entry.alert.verdict, english) + "  " + std::to_string(entry.alert.score) +
            "/100  ·  " + LabelText(entry.label, 90, english) + "\n";
    text += Wrapped(WhyInOneSentence(entry.reasons, 4, english), "    ");
    text += "    " + ReachText(entry.alert, english) + "\n    " +
            StandText(entry.alert, head.now, english) + "\n\n";
  }
  if (alerts.empty()) {
    text += english ? "Nothing waits for a person.\n" : "Không có gì cần người xem xét.\n";
  } else {
    const auto shown = static_cast<std::int64_t>(alerts.size()) + head.offset;
    if (head.matching > shown) {
      text += (english ? "… and " : "… và ") +
              Plural(static_cast<std::size_t>(head.matching - shown), "cảnh báo khác", "more", "more", english) +
              ": " + head.next_page + "\n";
    }
    text += (english ? "One in full: " : "Xem chi tiết: ") + options.command + " alerts show " +
            std::to_string(alerts.front().alert.number) + "\n";
  }
  return text;
}

std::string CorrectionText(const db::Correction& correction, bool english) {
  std::string about = english ? "posting" : "tin đăng";
  if (correction.subject_id) about = english ? "shown as" : "tên hiển thị";
  if (correction.identifier)
    about = IdentifierTitle(correction.identifier->kind, english) + " " + TerminalText(correction.identifier->norm, 80);
  return about + ": “" + TerminalText(correction.says, 400) + "” (" + (english ? "request " : "yêu cầu số ") +
         std::to_string(correction.request) + ", " + core::DisplayDay(core::VietnamDay(correction.at)) + ")";
}

std::string AlertText(const db::AlertDetails& alert, const rules::ReferenceTables& law,
                      const TextOptions& options) {
  const bool english = options.english;
  const auto& summary = alert.summary;
  std::string text = "#" + std::to_string(summary.alert.number) + "  " +
                     VerdictTitle(summary.alert.verdict, english) + "  " +
                     std::to_string(summary.alert.score) + "/100\n" +
                     StandText(summary.alert, options.now, english) + "\n" +
                     ReachText(summary.alert, english) + "\n";
  text += (english ? "\nWHO\n  " : "\nAI\n  ") + LabelText(summary.label, 200, english) + "\n";
  for (const auto& identifier : alert.identifiers) {
    const std::string& kind = identifier.identifier.kind;
    if (kind == "posting" || kind == "claim_at") continue;
    const bool controls = identifier.kind == db::TieKind::kControls;
    text +=
        "  " + IdentifierTitle(kind, english) + ": " + RestrictedText(identifier, english) +
        (controls ? (english ? "  (its own contact, " : "  (liên hệ của chính đối tượng, ")
                  : (english ? "  (only claimed, " : "  (chỉ tự xưng, ")) +
        Plural(static_cast<std::size_t>(identifier.postings), "tin", "advert", "adverts", english) +
        ")\n";
  }
  if (!alert.corrections.empty())
    text += english ? "  Corrected, as persons named here asked:\n" : "  Đã đính chính theo yêu cầu của người có tên:\n";
  for (const auto& correction : alert.corrections) text += Wrapped(CorrectionText(correction, english), "    ");
  text += english ? "\nWHY\n" : "\nVÌ SAO\n";
  text += Wrapped(WhyInOneSentence(summary.reasons, 6, english), "  ");
  for (const auto& posting : alert.postings) text += PostingText(posting, english);
  if (alert.restricted_postings > 0) {
    text += Wrapped(english ? "■ restricted: " + std::to_string(alert.restricted_postings) +
                                  " not shown, as a person in them asked. What this alert needs is shown for a purpose, which is logged: --reason \"…\""
                            : "■ hạn chế: " + std::to_string(alert.restricted_postings) +
                                  " tin không hiển thị theo yêu cầu của người có tên. Phần cảnh báo này đang cần chỉ hiển thị khi nêu lý do, có ghi nhật ký: --reason \"…\"",
                    "");
  }
  text += LawText(alert, law, english);
  if (!alert.linked.empty()) {
    text += english ? "\nLINKS: other postings with the same contact\n"
                    : "\nLIÊN KẾT: tin khác cùng liên hệ\n";
    for (const auto& linked : alert.linked) {
      text += "  " + TerminalText(linked.title, 80) + "  (" + linked.source + ", " +
              IdentifierTitle(linked.shared.kind, english) + " " +
              TerminalText(linked.shared.norm, 60) + ", " + VerdictTitle(linked.verdict, english) +
              (linked.alert_number ? ", #" + std::to_string(*linked.alert_number) : "") +
              ")\n    " + TerminalText(linked.canonical_url, 200) + "\n";
    }
  }
  if (!alert.judged_before.empty()) {
    text += english ? "\nJUDGED BEFORE: the same text in other alerts\n"
                    : "\nĐÃ XEM XÉT: cùng nội dung trong cảnh báo khác\n";
    for (const auto& judged : alert.judged_before) {
      const auto* reason = FindDismissalReason(judged.reason_code);
      text += "  #" + std::to_string(judged.alert_number) + "  " + core::FormatVietnamTime(judged.at) +
              "  " + TerminalText(judged.by, 60) + ": " +
              (judged.kind == "confirm" ? (english ? "confirmed" : "xác nhận vi phạm")
                                        : (english ? "dismissed" : "loại bỏ"));
      if (reason != nullptr) text += "; " + std::string{english ? reason->title_en : reason->title_vi};
      if (!judged.note.empty()) text += "; “" + TerminalText(judged.note, 160) + "”";
      text += "\n";
    }
  }
  text += english ? "\nHISTORY\n" : "\nDIỄN BIẾN\n";
  for (const auto& event : alert.events) {
    text += "  " + core::FormatVietnamTime(event.at) + "  (" + TerminalText(event.actor, 60) + ")  " +
            EventText(event, alert, english) + "\n";
  }
  return text;
}

}  // namespace agencywatch::alerts
