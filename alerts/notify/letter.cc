#include "alerts/notify/letter.h"

#include "alerts/alert_text.h"
#include "alerts/country_name.h"

namespace agencywatch::alerts {
namespace {

using core::Verdict;

// Picks the reader's language.
struct Words {
  bool english;
  std::string operator()(const char* vi, const char* en) const { return english ? en : vi; }
};

std::string Join(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::string Counted(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string NewsTitle(db::News news, const Words& say) {
  switch (news) {
    case db::News::kOpened:
      return "";
    case db::News::kReturned:
      return say("HỌ QUAY LẠI", "THEY ARE BACK");
    case db::News::kReopened:
      return say("mở lại", "reopened");
    case db::News::kGraver:
      return say("nặng hơn trước", "graver than before");
  }
  return "";
}

LetterItem ItemOf(const DigestAlert& alert, const Words& say) {
  LetterItem item;
  std::vector<std::string> head = {"#" + std::to_string(alert.number),
                                   std::to_string(alert.score) + "/100"};
  if (alert.news && *alert.news != db::News::kOpened) head.push_back(NewsTitle(*alert.news, say));
  if (!alert.who.empty()) head.push_back(alert.who);
  item.head = Join(head, " · ");
  item.lines.push_back(say.english ? alert.why_en : alert.why_vi);
  std::vector<std::string> reach = {say.english ? Counted(alert.adverts, "advert", "adverts")
                                                : std::to_string(alert.adverts) + " tin đăng"};
  if (alert.sites > 1)
    reach.back() += say(" trên ", " on ") + std::to_string(alert.sites) + say(" trang", " sites");
  if (!alert.destinations.empty())
    reach.push_back(say("đi ", "to ") + CountryNames(alert.destinations, say.english));
  if (!alert.provinces.empty()) reach.push_back(say("tại ", "in ") + Join(alert.provinces, ", "));
  if (alert.due)
    reach.push_back((alert.news ? say("hạn ", "due ") : say("quá hạn từ ", "overdue since ")) +
                    core::FormatVietnamTime(*alert.due));
  item.lines.push_back(Join(reach, " · "));
  return item;
}

// One section for each verdict, gravest first.
void AddGroups(Letter& letter, const std::vector<DigestGroup>& groups, const std::string& what,
               const char* see, const Words& say) {
  for (const auto& group : groups) {
    LetterSection section;
    section.heading = what + " · " + VerdictTitle(group.verdict, letter.english) + ": " +
                      std::to_string(group.count);
    section.tone = group.verdict == Verdict::kTrafficking ? Tone::kGrave : Tone::kPlain;
    for (const auto& alert : group.first) section.items.push_back(ItemOf(alert, say));
    if (const auto left = group.count - static_cast<std::int64_t>(group.first.size()); left > 0) {
      section.more = say("… và ", "… and ") + std::to_string(left) +
                     say(" cảnh báo khác: ", " more: ") + see +
                     std::string{core::VerdictName(group.verdict)};
    }
    letter.sections.push_back(std::move(section));
  }
}

// How many there are of what the recipient did not ask for: "0 new" must not read as if nothing had happened.
void AddBelow(Letter& letter, const std::vector<DigestGroup>& news, const std::vector<DigestGroup>& overdue, const Words& say) {
  LetterSection section;
  section.heading = say("NHẸ HƠN MỨC THƯ NÀY BÁO", "BELOW WHAT THIS MESSAGE TELLS OF");
  const auto line = [&](const std::string& what, const std::vector<DigestGroup>& groups) {
    std::vector<std::string> counts;
    for (const auto& group : groups) counts.push_back(std::to_string(group.count) + " " + VerdictTitle(group.verdict, letter.english));
    if (!counts.empty()) section.items.push_back({"", {what + ": " + Join(counts, ", ")}});
  };
  line(say("Mới", "New"), news);
  line(say("Quá hạn", "Overdue"), overdue);
  if (section.items.empty()) return;
  section.more = say("Xem: agencywatch alerts list. Mức được chọn ở `severity` trong `notify:`.",
                     "See agencywatch alerts list. The level is chosen by `severity` under `notify:`.");
  letter.sections.push_back(std::move(section));
}

std::string RegisterLine(const Digest& digest, const Words& say) {
  if (!digest.register_as_of) {
    return say("Chưa có danh sách giấy phép: không kết luận ai không phép",
               "There is no licence register: nobody is called unlisted");
  }
  return say("Danh sách giấy phép ngày ", "The licence register of ") +
         core::DisplayDay(*digest.register_as_of) +
         say(" đã quá cũ: không kết luận ai không phép", " is too old: nobody is called unlisted");
}

void AddBlindSpots(Letter& letter, const Digest& digest, const Words& say) {
  LetterSection section;
  section.heading = say("KHÔNG NHÌN THẤY (ĐIỂM MÙ)", "NOT SEEN (BLIND SPOTS)");
  if (BlindSpotCount(digest) == 0) {
    section.more =
        say("Mọi nguồn đều trả lời và đọc được.", "Every source answered and could be read.");
  } else {
    section.tone = Tone::kWarning;
    for (const auto& spot : digest.blind_spots)
      section.items.push_back({"", {BlindSpotLine(spot, letter.english)}});
    if (!digest.register_as_of || digest.register_stale)
      section.items.push_back(
          {"", {RegisterLine(digest, say) + ". agencywatch register import FILE"}});
    section.more = say("Ở những nơi này, không có cảnh báo không có nghĩa là không có vi phạm.",
                       "Where nothing was seen, no alert does not mean no offence.");
  }
  letter.sections.push_back(std::move(section));
}

void AddHead(Letter& letter, const db::AuditHead& head, const Words& say) {
  letter.footer.push_back(say("Đầu chuỗi nhật ký: ", "Head of the audit chain: ") + HeadText(head));
  letter.footer.push_back(
      say("Hãy giữ thư này: `agencywatch doctor --heads THƯ.eml` đối chiếu nhật ký với nó, kể cả "
          "khi chủ cơ sở dữ liệu đã sửa.",
          "Keep this message: `agencywatch doctor --heads MESSAGE.eml` holds the log against it, "
          "even one that the "
          "database's owner has rewritten."));
}

std::string HtmlText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

const char* ColourOf(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "#1f3a5f";
    case Tone::kGrave:
      return "#a4161a";
    case Tone::kWarning:
      return "#8a5a00";
  }
  return "";
}

}  // namespace

std::string HeadText(const db::AuditHead& head) {
  return std::to_string(head.seq) + ":" + head.sha256;
}

Letter NightLetter(const Digest& digest, const Recipient& recipient) {
  const Words say{recipient.english};
  const auto news = AtLeast(digest.news, recipient.least);
  const auto overdue = AtLeast(digest.overdue, recipient.least);
  const std::vector<DigestGroup> none;
  const auto lesser_news = recipient.wanted.news ? Below(digest.news, recipient.least) : none;
  const auto lesser_overdue = recipient.wanted.overdue ? Below(digest.overdue, recipient.least) : none;
  Letter letter;
  letter.english = recipient.english;
  std::vector<std::string> counts;
  if (recipient.wanted.news) {
    counts.push_back(std::to_string(CountOf(news)) + say(" mới", " new"));
    if (!news.empty() && news.front().verdict == Verdict::kTrafficking)
      counts.back() +=
          " (" + std::to_string(news.front().count) + say(" mua bán người)", " trafficking)");
    if (const auto below = CountOf(lesser_news); below > 0)
      counts.back() += " (+" + std::to_string(below) + say(" nhẹ hơn)", " lesser)");
  }
  if (recipient.wanted.overdue)
    counts.push_back(std::to_string(CountOf(overdue)) + say(" quá hạn", " overdue"));
  if (recipient.wanted.blind_spots) {
    const auto spots = static_cast<std::int64_t>(BlindSpotCount(digest));
    counts.push_back(say.english ? Counted(spots, "blind spot", "blind spots")
                                 : std::to_string(spots) + " điểm mù");
  }
  const std::string day = core::FormatVietnamTime(digest.started).substr(0, 10);
  letter.subject = "[agencywatch] " + day + ": " + Join(counts, ", ");
  letter.title = "agencywatch · " + core::FormatVietnamTime(digest.started) + " – " +
                 core::FormatVietnamTime(digest.ended).substr(11);
  letter.summary = Join(counts, " · ") + " · " + std::to_string(digest.open) +
                   say(" cảnh báo đang mở", digest.open == 1 ? " open alert" : " open alerts");
  if (recipient.wanted.news)
    AddGroups(letter, news, say("MỚI", "NEW"), "agencywatch alerts list --verdict ", say);
  if (recipient.wanted.overdue) {
    AddGroups(letter, overdue, say("QUÁ HẠN", "OVERDUE"),
              "agencywatch alerts list --overdue --verdict ", say);
  }
  AddBelow(letter, lesser_news, lesser_overdue, say);
  if (recipient.wanted.blind_spots) AddBlindSpots(letter, digest, say);
  letter.footer.push_back(say("Lượt quét ", "Run ") + std::to_string(digest.run_id) + ": " +
                          std::to_string(digest.sources) + say(" nguồn, ", " sources, ") +
                          std::to_string(digest.pages) + say(" trang, ", " pages, ") +
                          std::to_string(digest.new_postings) + say(" tin mới", " new postings"));
  letter.footer.push_back(
      say("Xem một cảnh báo: agencywatch alerts show SỐ. Đây là dấu hiệu, không phải kết luận.",
          "One alert in full: agencywatch alerts show NUMBER. These are signs, not findings of "
          "guilt."));
  AddHead(letter, digest.head, say);
  return letter;
}

Letter NoScanLetter(core::Instant last, core::Instant now, const db::AuditHead& head,
                    bool english) {
  const Words say{english};
  const auto hours =
      std::to_string(std::chrono::duration_cast<std::chrono::hours>(now - last).count());
  Letter letter;
  letter.english = english;
  letter.subject = say("[agencywatch] KHÔNG CÓ LƯỢT QUÉT NÀO XONG trong ",
                       "[agencywatch] NO SCAN HAS ENDED for ") +
                   hours + say(" giờ", " hours");
  letter.title = "agencywatch · " + core::FormatVietnamTime(now);
  letter.summary = say("Lượt quét xong gần nhất: ", "The last scan that ended: ") +
                   core::FormatVietnamTime(last);
  LetterSection section;
  section.heading = say("KHÔNG NHÌN THẤY GÌ", "NOTHING IS SEEN");
  section.tone = Tone::kGrave;
  section.items.push_back(
      {"",
       {say("Từ đó không trang nào được đọc. Không có cảnh báo mới không có nghĩa là không có vi "
            "phạm.",
            "No page has been read since. No new alert does not mean no offence.")}});
  section.items.push_back({"",
                           {say("Trên máy quét: systemctl status agencywatch-scan; journalctl -u "
                                "agencywatch-scan; agencywatch doctor",
                                "On the machine that scans: systemctl status agencywatch-scan; "
                                "journalctl -u agencywatch-scan; "
                                "agencywatch doctor")}});
  letter.sections.push_back(std::move(section));
  AddHead(letter, head, say);
  return letter;
}

Letter TestLetter(core::Instant now, bool english) {
  const Words say{english};
  Letter letter;
  letter.english = english;
  letter.subject = say("[agencywatch] Thư thử", "[agencywatch] Test message");
  letter.title = "agencywatch · " + core::FormatVietnamTime(now);
  letter.summary =
      say("Cài đặt thông báo hoạt động. Sau mỗi lượt quét, bản tin sẽ đến theo đường này.",
          "The settings work. After each scan its message will come this way.");
  return letter;
}

std::string LetterText(const Letter& letter) {
  std::string text = letter.title + "\n" + letter.summary + "\n";
  for (const auto& section : letter.sections) {
    text += "\n" + section.heading + "\n";
    for (const auto& item : section.items) {
      if (item.head.empty()) {
        for (const auto& line : item.lines) text += "  - " + line + "\n";
        continue;
      }
      text += "  " + item.head + "\n";
      for (const auto& line : item.lines) text += "      " + line + "\n";
    }
    if (!section.more.empty()) text += "  " + section.more + "\n";
  }
  text += "\n--------\n";
  for (const auto& line : letter.footer) text += line + "\n";
  return text;
}

// Tables and styles on the elements themselves: what mail programs show alike. Nothing is loaded from anywhere.
std::string LetterHtml(const Letter& letter) {
  std::string html =
      std::string{"<!DOCTYPE html>\n<html lang=\""} + (letter.english ? "en" : "vi") +
      "\">\n<head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
      HtmlText(letter.subject) +
      "</title></head>\n<body style=\"margin:0;padding:16px;background:#ffffff;color:#1a1a1a;"
      "font:15px/1.45 sans-serif\">\n<div style=\"max-width:680px;margin:0 auto\">\n"
      "<h1 style=\"font-size:18px;margin:0 0 4px\">" +
      HtmlText(letter.title) + "</h1>\n<p style=\"margin:0 0 16px\">" + HtmlText(letter.summary) +
      "</p>\n";
  for (const auto& section : letter.sections) {
    const std::string colour = ColourOf(section.tone);
    html += "<h2 style=\"font-size:15px;margin:20px 0 8px;padding:4px 0;border-bottom:2px solid " +
            colour + ";color:" + colour + "\">" + HtmlText(section.heading) + "</h2>\n";
    for (const auto& item : section.items) {
      html += "<div style=\"margin:0 0 10px;padding-left:10px;border-left:3px solid " + colour +
              ";overflow-wrap:anywhere\">";
      if (!item.head.empty()) html += "<strong>" + HtmlText(item.head) + "</strong><br>";
      for (std::size_t i = 0; i < item.lines.size(); ++i)
        html += (i == 0 ? "" : "<br>") + HtmlText(item.lines[i]);
      html += "</div>\n";
    }
    if (!section.more.empty())
      html += "<p style=\"margin:0 0 10px\">" + HtmlText(section.more) + "</p>\n";
  }
  html +=
      "<div style=\"margin-top:24px;padding-top:8px;border-top:1px solid #c8c8c8;color:#555555;"
      "font-size:12px;overflow-wrap:anywhere\">\n";
  for (const auto& line : letter.footer) html += "<div>" + HtmlText(line) + "</div>\n";
  return html + "</div>\n</div>\n</body>\n</html>\n";
}

}  // namespace agencywatch::alerts
