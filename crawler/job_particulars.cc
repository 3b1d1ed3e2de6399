#include "crawler/job_particulars.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/market_name.h"
#include "crawler/html_text.h"
#include "crawler/job_labels.h"
#include "crawler/page_head.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

// The last sentence of what stands before a place in the text.
std::string_view LastSentence(std::string_view before) {
  constexpr std::size_t kSentenceBytes = 120;
  before.remove_prefix(before.size() - std::min(before.size(), kSentenceBytes));
  if (const std::size_t stop = before.rfind(". "); stop != std::string_view::npos)
    before.remove_prefix(stop + 2);
  return before;
}

// "Đóng đơn 14/12/2026" begins a sentence or follows "ngày"; "lao động đơn …" and "hợp đồng đơn …" fold to the same.
bool BeginsClosing(std::string_view folded, std::size_t at) {
  const std::string_view before = core::Trim(folded.substr(0, at));
  return before.empty() || before.ends_with("ngay") || before.ends_with("se") ||
         std::string_view(".,;:!-|(\x01").find(before.back()) != std::string_view::npos;
}

// A day at the beginning of `text`, where it is plain that there must be one: of the year two digits may be enough.
std::optional<core::Day> DayAt(std::string_view text) {
  if (auto day = core::FindDayInText(text)) return day;
  static const re2::RE2 kShort(R"(^(\d{1,2})[./-](\d{1,2})[./-](2\d)(?:[^\d./-]|\.?$|\.\D))");
  std::string day;
  std::string month;
  std::string year;
  if (!re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), kShort, &day, &month,
                              &year))
    return std::nullopt;
  return core::FindDayInText(day + "/" + month + "/20" + year);
}

// "Hết hạn nhận hồ sơ ngày 27/11/2026", "Deadline: 5 December 2026", "chốt danh sách vào 02/12/2026": words that end
// something, and the day behind them in the same sentence.
std::optional<core::Day> DeadlineBehindItsName(std::string_view folded) {
  static const PhraseSet kOfPapers = {"hop dong", "visa",     "ho chieu", "giay phep",
                                      "passport", "contract", "licence",  "license"};
  for (const std::string_view name :
       {"het han",  "han nop",        "han chot",    "han cuoi",     "han form", "han dang ky",
        "han nhan", "chot danh sach", "chot form",   "chot ho so",   "chot don", "nhan form",
        "deadline", "closing date",   "closes on",   "closes",       "expires",  "last date",
        "last day", "paling lambat",  "batas akhir", "batas waktu",  "ditutup",  "penutupan",
        "dong don", "dong ho so",     "chot nguoi",  "chot so luong"}) {
    const std::size_t at = folded.find(name);
    if (at == std::string_view::npos) continue;
    if (name.starts_with("dong ") && !BeginsClosing(folded, at)) continue;
    constexpr std::size_t kReach = 60;
    std::string_view behind = folded.substr(at + name.size(), kReach);
    behind = behind.substr(0, behind.find(". "));
    // Until when papers are to be handed in is no end of theirs.
    const bool handed_in = name.ends_with("nop") || name.ends_with("nhan") ||
                           behind.starts_with(" nop ") || behind.starts_with(" nhan ");
    if ((!handed_in && kOfPapers.IsIn(behind)) ||
        kOfPapers.IsIn(LastSentence(folded.substr(0, at))))
      continue;
    if (auto day = core::FindDayInText(behind)) return day;
  }
  // "Chủ trả vé. Hạn 31/12/2026."
  static const re2::RE2 kAlone(R"((?:^|[.;,!-] )han(?: (?:ngay|den|het))*:? (\d[\d/. -]{7,12}))");
  std::string day;
  if (re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kAlone, &day))
    return core::FindDayInText(day);
  return std::nullopt;
}

// "2026년 12월 5일까지 연락 주세요", "12月10日までにご応募ください", "请于2026年12月10日前报名": the day stands before.
std::optional<core::Day> DeadlineBeforeUntil(std::string_view line) {
  constexpr auto kUntil = std::to_array<std::string_view>({"까지", "まで", "前", "之前", "止"});
  constexpr auto kWhat = std::to_array<std::string_view>(
      {"연락", "지원", "접수", "신청", "문의", "応募", "申込", "申し込", "受付", "連絡", "报名",
       "報名", "应聘", "應徵", "联系", "聯絡", "投递"});
  if (std::none_of(kWhat.begin(), kWhat.end(), [&](std::string_view what) {
        return line.find(what) != std::string_view::npos;
      }))
    return std::nullopt;
  constexpr std::size_t kReach = 30;
  for (const std::string_view until : kUntil) {
    const std::size_t at = line.find(until);
    if (at == std::string_view::npos) continue;
    std::size_t begin = at - std::min(at, kReach);
    while (begin < at && (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80) ++begin;
    if (auto day = core::FindDayInText(line.substr(begin, at - begin))) return day;
  }
  return std::nullopt;
}

// "ปิดรับสมัครวันที่ 15 ธันวาคม 2569", "応募の締切は2026年12月10日です": as written, for folding leaves nothing of the words.
std::optional<core::Day> DeadlineInOtherWritings(std::string_view line) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"ปิดรับ", "หมดเขต", "ภายในวันที่", "วันสุดท้าย", "締切", "締め切り",
                                       "期限日", "応募期限", "마감", "截止"});
  constexpr std::size_t kReach = 90;
  for (const std::string_view name : kNames)
    if (const std::size_t at = line.find(name); at != std::string_view::npos)
      if (auto day = core::FindDayInText(core::Utf8Prefix(line.substr(at + name.size()), kReach)))
        return day;
  return DeadlineBeforeUntil(line);
}

// "16 giờ 30 ngày 18/12/2026" -> "18/12/2026"
std::string_view WithoutClock(std::string_view folded) {
  static const re2::RE2 kClock(
      R"(^\d{1,2}(?:\s*(?:gio|h|:)\s*)(?:\d{2})?(?:\s*phut)?\s*,?\s*(?:ngay\s+)?)");
  re2::StringPiece rest(folded.data(), folded.size());
  re2::RE2::Consume(&rest, kClock);
  return {rest.data(), rest.size()};
}

// "Nhận tới 16/12/2026", "Đến hết ngày 08/12/2026.": a sentence about until when one may apply, and nothing else.
bool IsNothingElse(std::string_view before, std::string_view until) {
  before = core::Trim(before);
  if (before.starts_with("- ")) before.remove_prefix(2);
  return before == "nhan" || (before.empty() && until.find("het ngay") != std::string_view::npos);
}

// "Nộp hồ sơ trước ngày 05/04/2026", "Hồ sơ nhận đến hết 30/6/2026", "Applications are taken until 31 July 2026": in one
// sentence, what is done, until when, and the day.
std::optional<core::Day> DeadlineInSentence(std::string_view folded) {
  static const PhraseSet kWhat = {
      "ho so",    "nop don",     "nop ho so",  "dang ky",      "dang ki", "ung tuyen",
      "apply",    "application", "nhan don",   "applications", "gui cv",  "send your cv",
      "submit",   "nhan form",   "form",       "nop cv",       "gui",     "nop",
      "register", "cv",          "danh sach",  "don",          "lien he", "goi anh",
      "goi chi",  "goi co",      "goi ngay",   "gap anh",      "gap chi", "gap co",
      "gap ong",  "gap ba",      "dien thoai", "zalo",         "ly lich", "write to",
      "contact"};
  for (const std::string_view until :
       {"truoc ngay ", "den het ngay ", "den ngay ", "het ngay ", "cham nhat ngay ", "cham nhat ",
        "den het ", "toi het ngay ", "toi ngay ", "toi ", "truoc ", "den ", "before ", "until ",
        "till ", "no later than ", "by "}) {
    for (std::size_t at = folded.find(until); at != std::string_view::npos;
         at = folded.find(until, at + 1)) {
      const std::string_view behind = folded.substr(at + until.size());
      if (behind.empty()) continue;
      constexpr std::size_t kDayBytes = 24;
      const bool number = behind[0] >= '0' && behind[0] <= '9';
      const bool month = behind[0] >= 'a' && behind[0] <= 's' && until.back() == ' ' &&
                         (until == "before " || until == "until " || until == "by " ||
                          until == "till " || until == "no later than ");
      if (!number && !month) continue;
      const auto day = DayAt(WithoutClock(behind).substr(0, kDayBytes));
      const std::string_view said = LastSentence(folded.substr(0, at));
      if (day && (kWhat.IsIn(said) || IsNothingElse(said, until))) return day;
    }
  }
  return DeadlineBehindItsName(folded);
}

// "Từ ngày 16/11/2026 đến hết ngày 10/12/2026", "1 - 30 Nov 2026": the day on which it ends.
std::optional<core::Day> LastDayIn(std::string_view value) {
  const std::string folded = core::FoldPlain(value);
  for (const std::string_view mark : {" den ", " to ", " until ", " - ", "-", "\xE2\x80\x93"})
    if (const std::size_t at = folded.rfind(mark); at != std::string::npos)
      if (auto day = core::FindDayInText(std::string_view(folded).substr(at + mark.size())))
        return day;
  return core::FindDayInText(value);
}

// "Đăng 17/11/2026", "Posted on 18 October 2026", "Cập nhật lúc 08:30, 12/11/2026": the day that stands directly behind
// such words. "Đang tuyển …" and "Đăng ký trước ngày …" fold to the same first word, and speak of something else.
std::optional<core::Day> DayBehindPosted(std::string_view folded) {
  static const re2::RE2 kPosted(
      R"(\b(?:dang|posted|published|submitted|listed|added|cap nhat|updated|created|gui|advertised|dodan[oae]|opublikowano)(?:\s+(?:tin|bai|ngay|luc|vao|hom|on|at|date|lan cuoi))*\s*:?\s*(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|\w+day|mon|tue|wed|thu|fri|sat|sun)\s*,?\s*)?(?:ngay\s+)?(\d[^\n]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thang )[^\n]*))");
  re2::StringPiece behind;
  if (!re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kPosted, &behind))
    return std::nullopt;
  constexpr std::size_t kReach = 40;
  return core::FindDayInText(std::string_view(behind.data(), std::min(behind.size(), kReach)));
}

// `part` is the label with its value.
void TakeParticular(JobLabel label, std::string_view value, std::string_view part,
                    core::Posting& posting) {
  // "薪資：20,000 元", "刊登日期：115/11/11": the writing of the label tells whose money and whose years these are.
  const std::string_view in_its_writing = IsOtherWriting(part.front()) ? part : value;
  switch (label) {
    case JobLabel::kPosted:
      if (!posting.date_posted) posting.date_posted = core::FindDayInText(in_its_writing);
      break;
    case JobLabel::kDeadline:
      if (!posting.valid_through) posting.valid_through = LastDayIn(in_its_writing);
      break;
    case JobLabel::kEmployer:
      if (posting.employer.empty() && value.size() <= 200) posting.employer = value;
      break;
    case JobLabel::kCountry:
      if (posting.country.empty() && value.size() <= 100)
        posting.country = core::FindMarket(value).value_or(std::string(value));
      break;
    case JobLabel::kPlace:
      if (posting.region.empty() && value.size() <= 200) posting.region = value;
      break;
    case JobLabel::kSalary:
      if (!posting.salary_min && !posting.salary_max) ReadWage(in_its_writing, posting);
      break;
    default:
      break;
  }
}

// "10 tháng 11, 2026 lúc 20:15 · Công khai", "Nov 14, 2026 9:12 pm": a time and a day, and hardly another word.
std::optional<core::Day> DayOfStamp(std::string_view line) {
  constexpr std::size_t kMostBytes = 60;
  static const re2::RE2 kClock(R"((?:^|[^\d:])\d{1,2}[:h]\d\d(?:[^\d]|$))");
  if (line.size() > kMostBytes ||
      !re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), kClock))
    return std::nullopt;
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"thang", "ngay", "nam",  "luc",  "vao",  "thu", "hai",  "ba",  "tu",     "sau",
       "bay",   "chu",  "nhat", "cong", "khai", "gio", "at",   "on",  "public", "gmt",
       "utc",   "ict",  "mon",  "tue",  "wed",  "thu", "fri",  "sat", "sun",    "day",
       "jan",   "feb",  "mar",  "apr",  "may",  "jun", "jul",  "aug", "sep",    "oct",
       "nov",   "dec",  "am",   "pm",   "muoi", "mot", "chin", "tam", "gieng"});
  const std::string folded = core::FoldPlain(line);
  constexpr std::size_t kOtherBytes = 3;
  std::size_t other = 0;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    std::size_t end = at;
    while (end < folded.size() && folded[end] >= 'a' && folded[end] <= 'z') ++end;
    const std::string_view word = std::string_view(folded).substr(at, end - at);
    // English names of months and days begin with three letters that tell them.
    const bool known = std::any_of(kWords.begin(), kWords.end(), [&](std::string_view one) {
      return word == one || (word.size() > 4 && one.size() == 3 && word.starts_with(one));
    });
    if (!known) other += word.size();
    at = end;
  }
  return other <= kOtherBytes ? core::FindDayInText(line) : std::nullopt;
}

// "Nhân lực Biển Gọi 10:05 - 13/11/2026": who wrote it, and a stamp behind the name.
std::optional<core::Day> DayBehindAuthor(std::string_view line) {
  static const re2::RE2 kStamp(
      R"(^[^\d:|]{2,60}\s(\d{1,2}[:h]\d\d\s*[-,|]?\s*\d{1,2}[/.-]\d{1,2}[/.-]20\d\d|\d{1,2}[/.-]\d{1,2}[/.-]20\d\d\s*[-,|]?\s*\d{1,2}[:h]\d\d)$)");
  static const PhraseSet kOtherDays = {"thi",       "phong van", "han",        "xuat canh", "bay",
                                       "interview", "deadline",  "khai giang", "den",       "truoc",
                                       "until",     "before",    "tu",         "from",      "hop"};
  std::string stamp;
  if (!re2::RE2::FullMatch(re2::StringPiece(line.data(), line.size()), kStamp, &stamp) ||
      kOtherDays.IsIn(core::FoldPlain(line)))
    return std::nullopt;
  if (const std::size_t behind = stamp.find_first_of(":h"); behind <= 2)
    return core::FindDayInText(std::string_view(stamp).substr(behind + 3));
  return core::FindDayInText(stamp);
}

// "Tin đăng ngày 18/11/2026": nothing but when it was put there, wherever that stands.
std::optional<core::Day> DayOfPostedLine(std::string_view line) {
  constexpr std::size_t kMostBytes = 60;
  if (line.size() > kMostBytes || line.find("20") == std::string_view::npos) return std::nullopt;
  const std::string folded = core::FoldPlain(line);
  static constexpr auto kBeginnings =
      std::to_array<std::string_view>({"tin dang", "dang ngay", "dang luc", "dang tin", "dang vao",
                                       "ngay dang", "bai dang", "posted", "published", "listed"});
  if (std::none_of(kBeginnings.begin(), kBeginnings.end(),
                   [&](std::string_view beginning) { return folded.starts_with(beginning); }))
    return std::nullopt;
  return DayBehindPosted(folded);
}

// "날짜 : 26-11-16 (월) 11:20", as Gnuboard heads a post.
std::optional<core::Day> KoreanStamp(std::string_view line) {
  static const re2::RE2 kStamp(
      R"((?:날짜|작성일|등록일|게시일)\s*:?\s*(\d\d)[-./](\d\d)[-./](\d\d)\b)");
  std::string year;
  std::string month;
  std::string day;
  if (!HoldsOtherWriting(line) ||
      !re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), kStamp, &year, &month,
                              &day))
    return std::nullopt;
  return core::FindDayInText("20" + year + "-" + month + "-" + day);
}

// A line at the top of a page that says when it was put there.
std::optional<core::Day> DayOfDateLine(std::string_view line) {
  // "Hạn nộp: 20/12/2026" is another day.
  if (const auto labelled = SplitLabelledLine(line);
      labelled && labelled->first != JobLabel::kPosted)
    return std::nullopt;
  if (auto day = KoreanStamp(line)) return day;
  const std::string folded = core::FoldPlain(line);
  if (folded.empty()) return std::nullopt;
  if (auto day = DayBehindPosted(folded)) return day;
  static const PhraseSet kDateWords = {"dang ngay", "ngay dang", "cap nhat",  "thu hai",
                                       "thu ba",    "thu tu",    "thu nam",   "thu sau",
                                       "thu bay",   "chu nhat",  "posted",    "published",
                                       "dang luc",  "tin dang",  "submitted", "updated"};
  const bool says_so = kDateWords.IsIn(folded);
  std::size_t letters = 0;
  for (const char c : folded) letters += c >= 'a' && c <= 'z' ? 1 : 0;
  // "Ngày 13 tháng 11 năm 2026" has no letters but those of the date.
  for (const std::string_view word : {"ngay ", "thang ", "nam "})
    if (HasPhrase(folded, word.substr(0, word.size() - 1))) letters -= word.size() - 1;
  // "12/11/2026 14:05 - Lượt xem: 1.377"
  static const PhraseSet kBeside = {"luot xem",  "luot doc", "views", "view",  "in trang",
                                    "tac gia",   "admin",    "boi",   "by",    "nguoi dang",
                                    "binh luan", "comments", "gmt",   "co chu"};
  const bool leads = folded.front() >= '0' && folded.front() <= '9' && kBeside.IsIn(folded);
  // "Thi: 12/12/2026" is another day, too.
  const std::size_t colon = folded.find(':');
  const bool labelled_so = colon != std::string::npos && colon > 0 && folded[colon - 1] >= 'a' &&
                           folded[colon - 1] <= 'z';
  constexpr std::size_t kFewLetters = 8;
  if (says_so || leads || (letters <= kFewLetters && (!labelled_so || letters == 0)))
    if (auto day = core::FindDayInText(line)) return day;
  if (auto day = DayBehindAuthor(line)) return day;
  return DayOfStamp(line);
}

// "7.12.26": a year of two digits behind a mark.
bool NamesShortYear(std::string_view line) {
  const auto is_digit = [&](std::size_t at) {
    return at < line.size() && line[at] >= '0' && line[at] <= '9';
  };
  for (std::size_t at = line.find_first_of("/.-"); at != std::string_view::npos;
       at = line.find_first_of("/.-", at + 1))
    if (at > 0 && is_digit(at - 1) && at + 1 < line.size() && line[at + 1] == '2' &&
        is_digit(at + 2) && !is_digit(at + 3))
      return true;
  return false;
}

// "2026", 2569 as Thailand counts, or 令和8年.
bool NamesYear(std::string_view line) {
  return line.find("20") != std::string_view::npos || NamesShortYear(line) ||
         (HoldsOtherWriting(line) &&
          (line.find("25") != std::string_view::npos || line.find("年") != std::string_view::npos));
}

// "lao động", "anh em", "mỹ phẩm", "y tá": in small letters, words that begin others.
bool IsAnotherWord(std::string_view name) {
  std::size_t end = 0;
  if (name.empty() || !IsSmallLetter(core::NextCodePoint(name, end))) return false;
  const std::string folded = core::FoldPlain(name);
  return folded == "lao" || folded == "anh" || folded == "my" || folded == "y";
}

// A country named by the first words of `text`: "Nhật Bản theo đơn …".
std::optional<std::string> CountryAt(std::string_view text) {
  constexpr std::size_t kMostBytes = 24;
  text = core::Utf8Prefix(text.substr(0, text.find_first_of(",.;:()|-\n")), kMostBytes);
  // A code would be a word like any other.
  constexpr std::size_t kCodeBytes = 2;
  for (std::size_t end = text.size(); end > kCodeBytes && end != std::string_view::npos;
       end = text.substr(0, end).rfind(' ')) {
    const std::string_view name = core::Trim(text.substr(0, end));
    if (IsAnotherWord(name)) continue;
    if (auto market = core::FindMarket(name)) return market;
  }
  return std::nullopt;
}

// "Tuyển 40 thợ mộc đi Kuwait", "Nurses for Germany", "Đóng gói rau Nhật Bản"
std::optional<std::string> CountryOfTitle(std::string_view title) {
  constexpr std::size_t kMostBytes = 200;
  title = core::Utf8Prefix(title, kMostBytes);
  for (const std::string_view where : {" đi ", " tại ", " sang ", " ở ", " ĐI ", " TẠI ", " SANG ",
                                       " di ", " in ", " to ", " for ", ", ", " – ", " - "})
    for (std::size_t at = title.find(where); at != std::string_view::npos;
         at = title.find(where, at + 1))
      if (auto market = CountryAt(title.substr(at + where.size()))) return market;
  std::size_t blank = title.size();
  for (int words = 0; words < 2 && blank != std::string_view::npos && blank > 0; ++words) {
    blank = title.rfind(' ', blank - 1);
    if (blank == std::string_view::npos) break;
    if (const std::string_view end = core::Trim(title.substr(blank + 1)); !IsAnotherWord(end))
      if (auto market = core::FindMarket(end); market && end.size() > 2) return market;
  }
  return std::nullopt;
}

}  // namespace

void ReadTitle(std::string_view title, core::Posting& posting) {
  if (!posting.salary_min && !posting.salary_max) FindWage(title, posting);
  if (posting.country.empty()) posting.country = CountryOfTitle(title).value_or("");
}

void ReadParticulars(std::string_view body, core::Posting& posting) {
  std::size_t begin = 0;
  std::optional<core::Day> deadline;  // said in a sentence
  while (begin < body.size()) {
    std::size_t end = body.find('\n', begin);
    if (end == std::string_view::npos) end = body.size();
    const std::string_view line = body.substr(begin, end - begin);
    begin = end + 1;
    if (!deadline && NamesYear(line)) {
      deadline = DeadlineInSentence(core::FoldPlain(line));
      if (!deadline && HoldsOtherWriting(line)) deadline = DeadlineInOtherWritings(line);
    }
    // A line of details may hold several: "Ngày đăng: 12/11/2026 | Hạn nộp: 30/11/2026".
    ForEachPart(line, [&](std::string_view part) {
      if (const auto labelled = SplitLabelledLine(part); labelled && !labelled->second.empty())
        TakeParticular(labelled->first, labelled->second, part, posting);
    });
  }
  if (!posting.valid_through) posting.valid_through = deadline;
  if (!posting.salary_min && !posting.salary_max) FindWage(body, posting);
  // "Nơi làm việc: Nhật Bản" names the country.
  if (posting.country.empty() && !posting.region.empty()) {
    std::string_view region = posting.region;
    const std::size_t comma = region.rfind(',');
    if (comma != std::string_view::npos) region = core::Trim(region.substr(comma + 1));
    if (auto market = core::FindMarket(region)) posting.country = *market;
  }
}

std::optional<core::Day> FindTimeElement(HtmlNode element) {
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    if (child.name() == "time") {
      const std::string_view value = child.attribute("datetime");
      if (auto day = value.empty() ? core::FindDayInText(LineOf(child)) : FindMarkedDay(value))
        return day;
    }
    if (auto day = FindTimeElement(child)) return day;
  }
  return std::nullopt;
}

std::optional<core::Day> FindDateLine(std::string_view body) {
  std::optional<core::Day> found;
  int lines = 0;
  ForEachLine(body, [&](std::string_view line) {
    constexpr int kTopLines = 6;
    if (found) return;
    if (++lines > kTopLines) {
      found = DayOfStamp(line);
      if (!found) found = DayOfPostedLine(line);
      return;
    }
    constexpr std::size_t kShortBytes = 140;
    if (line.size() > kShortBytes || line.find_first_of("0123456789") == std::string_view::npos)
      return;
    ForEachPart(line, [&](std::string_view part) {
      if (!found) found = DayOfDateLine(part);
    });
  });
  return found;
}

std::optional<core::Day> FindSharedDay(std::string_view context) {
  static const PhraseSet kReaders = {"cong khai", "public", "nhom cong khai", "moi nguoi"};
  std::optional<core::Day> found;
  ForEachLine(context, [&](std::string_view line) {
    if (!found && kReaders.IsIn(core::FoldPlain(line))) found = DayOfStamp(line);
  });
  return found;
}

std::optional<core::Day> FindSignedDay(std::string_view body) {
  std::optional<core::Day> found;
  constexpr std::size_t kEndBytes = 600;
  body.remove_prefix(body.size() - std::min(body.size(), kEndBytes));
  ForEachLine(body, [&](std::string_view line) {
    constexpr std::size_t kLineBytes = 90;
    if (line.size() > kLineBytes) return;
    const std::string folded = core::FoldPlain(line);
    const std::size_t at = folded.find(", ngay ");
    const std::size_t month = folded.find(" thang ");
    constexpr std::size_t kPlaceBytes = 40;
    if (at == std::string::npos || at == 0 || at > kPlaceBytes || month == std::string::npos ||
        month < at || folded.find(" nam ", month) == std::string::npos)
      return;
    if (auto day = core::FindDayInText(line)) found = day;
  });
  return found;
}

}  // namespace agencywatch::crawler
