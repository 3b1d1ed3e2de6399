#include "crawler/page_parts.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/job_labels.h"
#include "crawler/page_headings.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

constexpr auto kHonorifics =
    std::to_array<std::string_view>({"co ", "chi ", "anh ", "ong ", "ba ", "em ", "thay ", "chu ",
                                     "mr ", "mr. ", "mrs ", "mrs. ", "ms ", "ms. ", "miss "});

bool IsLinkLine(const TextLine& line) { return line.link_bytes * 10 >= line.text.size() * 8; }

// "Về đầu trang", "In trang này", "A- A+ Chia sẻ": nothing but what leads elsewhere on the page or acts on it, or several
// links with signs between them.
bool IsControl(const TextLine& line) {
  constexpr std::size_t kMostBytes = 100;
  constexpr std::size_t kBetweenBytes = 4;
  if (line.links == 0 || line.heading != 0 || line.text.size() > kMostBytes) return false;
  const std::size_t linked = line.link_bytes + line.anchor_bytes;
  if (line.text.size() > linked + kBetweenBytes * line.links) return false;
  return (line.links >= 2 || line.anchor_bytes > 0) && !HasIdentity(line.Folded());
}

// "Giới thiệu · Liên hệ · Tin tức": mostly links, and no number in it.
bool IsLinkRow(const TextLine& line) {
  return line.link_bytes * 10 >= line.text.size() * 6 &&
         line.text.find_first_of("0123456789@") == std::string::npos;
}

const MainCandidate* ChooseMain(const PageText& page) {
  std::vector<std::size_t> bytes(page.lines.size() + 1, 0);
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const TextLine& line = page.lines[i];
    const bool counts = line.region == Region::kMain && !line.in_teaser && !IsLinkLine(line);
    bytes[i + 1] = bytes[i] + (counts ? line.text.size() : 0);
  }
  const std::size_t total = bytes.back();
  const MainCandidate* best = nullptr;
  std::size_t best_score = 0;
  for (const MainCandidate& candidate : page.candidates) {
    const std::size_t own = bytes[candidate.last] - bytes[candidate.first];
    // What says plainly that it is the main part may be the smaller one beside untitled sidebars.
    const std::size_t least = candidate.strength >= 3 ? total * 3 / 10 : total / 2;
    if (own < least || own < 60) continue;
    const std::size_t share = own * 10 / std::max<std::size_t>(total, 1);  // tenths
    const std::size_t score = share + static_cast<std::size_t>(candidate.strength) * 2;
    // Of equal ones the inner one comes first in the list (elements end before those around them).
    if (best == nullptr || score > best_score) {
      best = &candidate;
      best_score = score;
    }
  }
  return best;
}

// Values that stand on the line below their label are joined with it: "Mức lương" / "30 triệu".
bool TakesValueBelow(JobLabel label) {
  switch (label) {
    case JobLabel::kSalary:
    case JobLabel::kPlace:
    case JobLabel::kCountry:
    case JobLabel::kDeadline:
    case JobLabel::kPosted:
    case JobLabel::kCode:
    case JobLabel::kQuantity:
    case JobLabel::kAge:
    case JobLabel::kSex:
    case JobLabel::kFee:
    case JobLabel::kEmployer:
      return true;
    default:
      return false;
  }
}

void JoinLabels(std::vector<TextLine>& lines) {
  constexpr std::size_t kMaxLabelBytes = 40;
  constexpr std::size_t kMaxValueBytes = 120;
  std::vector<TextLine> joined;
  joined.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    TextLine& line = lines[i];
    std::string_view name = line.text;
    if (name.ends_with(':')) name.remove_suffix(1);
    if (i + 1 < lines.size() && line.text.size() <= kMaxLabelBytes &&
        !line.text.starts_with("- ") &&
        name.find_first_of(":|0123456789") == std::string_view::npos) {
      const auto label = FindJobLabel(name);
      TextLine& next = lines[i + 1];
      if (label && TakesValueBelow(*label) && line.region == next.region &&
          next.text.size() <= kMaxValueBytes && next.heading == 0 && !next.text.starts_with("- ") &&
          next.text.find(':') == std::string::npos && !FindJobLabel(next.text)) {
        line.SetText(std::string(name) + ": " + next.text);
        line.link_bytes += next.link_bytes;
        joined.push_back(std::move(line));
        ++i;
        continue;
      }
    }
    joined.push_back(std::move(line));
  }
  lines = std::move(joined);
}

bool IsBreadcrumb(std::string_view folded) {
  return (folded.starts_with("trang chu") || folded.starts_with("home ") ||
          folded.starts_with("home/")) &&
         folded.size() < 200;
}

// "トップ ＞ 求人一覧 ＞ 求人詳細": links with arrows between them.
bool IsTrail(const TextLine& line) {
  constexpr std::size_t kMostBytes = 200;
  constexpr auto kArrows =
      std::to_array<std::string_view>({"＞", "›", "»", " > ", " / ", "→", "❯"});
  return line.links >= 2 && line.heading == 0 && line.text.size() <= kMostBytes &&
         std::any_of(kArrows.begin(), kArrows.end(), [&](std::string_view arrow) {
           return line.text.find(arrow) != std::string::npos;
         });
}

// Who made the software.
bool IsPlatformLine(std::string_view folded) {
  constexpr std::size_t kLineBytes = 80;
  static const PhraseSet kPhrases = {"duoc tao boi",    "powered by",  "theme by",
                                     "proudly powered", "designed by", "thiet ke boi"};
  return folded.size() < kLineBytes && kPhrases.IsIn(folded);
}

// "Đang truy cập: 17", "Tổng số điểm của bài viết là: 0 trong 0 đánh giá": what sites count.
bool IsCounter(std::string_view folded) {
  constexpr std::size_t kLineBytes = 100;
  constexpr auto kBeginnings = std::to_array<std::string_view>({"dang truy cap",
                                                                "luot truy cap",
                                                                "so luot truy cap",
                                                                "tong luot truy cap",
                                                                "tong so luot xem",
                                                                "click de danh gia",
                                                                "tong so diem cua bai viet",
                                                                "so nguoi online",
                                                                "dang xem:",
                                                                "so nguoi dang xem",
                                                                "luot xem",
                                                                "dang online",
                                                                "hom nay:",
                                                                "hom qua:",
                                                                "users online",
                                                                "users browsing",
                                                                "ai dang truc tuyen",
                                                                "ai truc tuyen",
                                                                "thanh vien dang xem",
                                                                "hien co "});
  // "Hiện có 14 khách và không thành viên đang trực tuyến" counts, "Hiện có 14 đơn hàng" does not.
  if (folded.starts_with("hien co ") && !HasPhrase(folded, "truc tuyen")) return false;
  return folded.size() < kLineBytes &&
         std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view beginning) {
           return folded.starts_with(beginning) ||
                  (folded.starts_with("- ") && folded.substr(2).starts_with(beginning));
         });
}

// What sites count and whom they let write, in other writings: "瀏覽人次：000118822", "您需要登錄後才可以回帖".
bool IsForeignChrome(std::string_view text) {
  constexpr std::size_t kLineBytes = 60;
  constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"瀏覽人次", "瀏覽次數", "浏览次数", "浏览量", "點閱", "人氣", "閲覧数", "閲覧回数", "조회수",
       "조회 ", "您需要登", "請先登", "请先登", "ログインして"});
  return text.size() <= kLineBytes && !text.empty() && IsOtherWriting(text.front()) &&
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

// What a page says of itself while it is read: "Đang tải…", "Cỡ chữ A- A+ Gửi email", "Processed in 0.04 second(s)",
// "Chị Lan vừa đăng ký 2 phút trước".
bool IsOfPage(std::string_view folded) {
  constexpr std::size_t kLineBytes = 100;
  if (folded.size() > kLineBytes) return false;
  const auto begins = [&](std::string_view beginning) { return folded.starts_with(beginning); };
  constexpr auto kWaits =
      std::to_array<std::string_view>({"dang tai", "loading", "please wait", "vui long cho"});
  if (folded.ends_with("...") || folded.ends_with('\x01'))
    return std::any_of(kWaits.begin(), kWaits.end(), begins);
  if (folded.find_first_of("0123456789") == std::string_view::npos) {
    constexpr auto kFirst = std::to_array<std::string_view>(
        {"co chu", "doc bai", "nghe bai", "in ", "gui email", "chia se", "print", "share"});
    if (std::none_of(kFirst.begin(), kFirst.end(), begins)) return false;
    static const PhraseSet kTools = {"co chu",   "doc bai", "nghe bai",  "gui email",
                                     "in trang", "in bai",  "luu bai",   "chia se",
                                     "print",    "share",   "font size", "email this"};
    return kTools.CountIn(folded) >= 2 && folded.find('@') == std::string_view::npos;
  }
  if (folded.find("processed in ") != std::string_view::npos ||
      folded.find("generated in ") != std::string_view::npos)
    return true;
  static const re2::RE2 kDone(
      R"(\bvua (?:dang ky|dang ki|ung tuyen|dat cho|mua)\b.*\d (?:phut|gio|giay|ngay) truoc)");
  return folded.find("vua ") != std::string_view::npos &&
         re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kDone);
}

bool Identifies(const TextLine& line) {
  return HasIdentity(line.Folded()) || IsAddress(line.Folded());
}

// "Không chuyển tiền trước khi gặp người đăng tin.": what a board tells all its readers of those who advertise there.
bool IsSafetyNote(std::string_view folded) {
  constexpr std::size_t kMostBytes = 200;
  static constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"khong ", "dung ", "tuyet doi ", "hay ", "never ", "do not ", "don't ", "avoid "});
  static const PhraseSet kAdvertisers = {"nguoi dang tin", "nguoi ban",      "nguoi dang",
                                         "the seller",     "the advertiser", "sellers",
                                         "the poster",     "advertisers"};
  return folded.size() <= kMostBytes &&
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); }) &&
         folded.find_first_of("0123456789@") == std::string_view::npos && kAdvertisers.IsIn(folded);
}

// "Mẹo an toàn: Không đặt cọc trước khi ký hợp đồng.", "Quảng cáo": the site's own words amid the text.
bool IsSideBoxLine(std::string_view folded) {
  if (IsSafetyNote(folded)) return true;
  constexpr std::size_t kHeadingBytes = 40;
  const std::string_view heading = folded.substr(0, folded.find(':'));
  if (heading.size() > kHeadingBytes) return false;
  if (heading.size() == folded.size()) return folded == "quang cao" || folded == "advertisement";
  static const PhraseSet kSafety = {"an toan", "lua dao", "safe", "safety"};
  return IsSideBoxHeading(heading) && kSafety.IsIn(heading);
}

// "Cô Đặng Bích Liên", "Ms. Ha": who is to be called, on a line above the number or below it.
bool IsPerson(std::string_view folded) {
  constexpr std::size_t kMostBytes = 50;
  if (folded.starts_with("- ")) folded.remove_prefix(2);
  return folded.size() <= kMostBytes &&
         std::any_of(kHonorifics.begin(), kHonorifics.end(),
                     [&](std::string_view honorific) { return folded.starts_with(honorific); });
}

// What sites say to everybody and what tells nobody who they are: greetings, counters, newsletters.
bool IsBoilerplate(const TextLine& line) {
  constexpr std::size_t kLineBytes = 160;
  const std::string& folded = line.Folded();
  if (folded.size() > kLineBytes) return false;
  static const PhraseSet kPhrases = {"dang ky nhan tin",    "dang ky nhan ban tin",
                                     "nhan ban tin",        "nhan tin moi",
                                     "chao mung quy khach", "chao mung ban",
                                     "len dau trang",       "ve dau trang",
                                     "dau trang",           "back to top",
                                     "subscribe to",        "newsletter",
                                     "so nguoi dang xem",   "dang xem",
                                     "dang online",         "khach truy cap",
                                     "luot truy cap",       "tong truy cap",
                                     "all rights reserved", "welcome to"};
  return kPhrases.IsIn(folded) && !HasIdentity(folded);
}

// What sites say of themselves at their very bottom, marked as a footer or not.
bool IsImprint(std::string_view folded) {
  static const PhraseSet kPhrases = {
      "ban quan tri",           "ban quyen", "copyright",     "all rights reserved",
      "khong chiu trach nhiem", "toa soan",  "tong bien tap", "powered by",
      "not responsible for"};
  return kPhrases.IsIn(folded);
}

// The same below the marked main part, where names and numbers of the site's firm stand, too.
bool IsFirmLine(std::string_view folded) {
  static const PhraseSet kPhrases = {"van hanh",
                                     "gop y",
                                     "thiet ke boi",
                                     "tru so",
                                     "gpkd",
                                     "ma so doanh nghiep",
                                     "ma so thue",
                                     "van phong dai dien",
                                     "so dang ky kinh doanh"};
  return kPhrases.IsIn(folded) && CountJobWords(folded) == 0;
}

bool IsWordByte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

struct TitlePiece {
  // The piece stands in `line`, or `line` in it. Folding leaves nothing of other writings: those are compared as written.
  [[nodiscard]] bool IsIn(const TextLine& line) const {
    return foreign ? line.text.find(text) != std::string::npos : HasPhrase(line.Folded(), text);
  }
  [[nodiscard]] bool Holds(const TextLine& line) const {
    return foreign ? text.find(line.text) != std::string::npos : HasPhrase(text, line.Folded());
  }
  [[nodiscard]] bool Begins(const TextLine& line) const {
    return (foreign ? line.text : line.Folded()).starts_with(text);
  }
  [[nodiscard]] bool Is(const TextLine& line) const {
    return text == (foreign ? line.text : line.Folded());
  }
  // The piece is `line` with words left out: "Tuyển lao động thời vụ Gangwon".
  [[nodiscard]] bool Shortens(const TextLine& line) const {
    constexpr std::ptrdiff_t kLeastBlanks = 3;
    constexpr std::size_t kLineBytes = 200;
    if (foreign || line.text.size() > kLineBytes ||
        std::count(text.begin(), text.end(), ' ') < kLeastBlanks)
      return false;
    const std::string whole = ' ' + line.Folded() + ' ';
    std::size_t at = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      const std::size_t found = whole.find(' ' + text.substr(begin, end - begin), at);
      const std::size_t behind = found + 1 + end - begin;
      if (found == std::string::npos || IsWordByte(whole[behind])) return false;
      at = behind;
      begin = end + 1;
    }
    return true;
  }

  std::string text;  // folded, unless it is foreign
  bool foreign = false;
  bool cut = false;  // "Tuyển nam nữ làm trang trại…"
};

// The pieces of a document's title, the last one first: "Bến Mẫu - Tuyển 25 công nhân".
std::vector<TitlePiece> TitlePieces(std::string_view title) {
  std::vector<TitlePiece> pieces;
  const auto add = [&](std::string_view piece) {
    TitlePiece made;
    for (const std::string_view dots : {"...", "…"})
      if (piece.ends_with(dots)) {
        piece = core::Trim(piece.substr(0, piece.size() - dots.size()));
        made.cut = true;
      }
    made.text = core::FoldPlain(piece);
    constexpr std::ptrdiff_t kFewLetters = 3;
    made.foreign = std::count_if(made.text.begin(), made.text.end(),
                                 [](char c) { return c >= 'a' && c <= 'z'; }) < kFewLetters;
    if (made.foreign) made.text = piece;
    pieces.push_back(std::move(made));
  };
  std::string rest(title);
  while (!rest.empty()) {
    const std::string suffix = TitleSuffix(rest);
    if (suffix.empty()) break;
    rest = WithoutTitleSuffix(rest);
    add(suffix);
  }
  add(rest);
  return pieces;
}

// "Tuyển 30 nữ đóng gói …": a line that begins by calling for workers, and hardly the heading of a part.
bool BeginsCall(std::string_view folded) {
  constexpr std::size_t kLeastBytes = 20;
  constexpr std::size_t kMostBytes = 160;
  if (folded.size() < kLeastBytes || folded.size() > kMostBytes) return false;
  for (const std::string_view notice : {"thong bao ", "can ", "ve viec ", "v/v "})
    if (folded.starts_with(notice)) folded.remove_prefix(notice.size());
  constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"tuyen ", "gap ", "recruit", "hiring ", "vacanc", "wanted", "lowongan ", "dibutuhkan "});
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); });
}

// "TUYEN 25 CONG NHAN DIEN TU": how headings are written where nothing else marks them.
bool IsInCapitals(std::string_view line) {
  constexpr std::size_t kLeast = 10;
  constexpr std::size_t kLineBytes = 200;
  std::size_t capitals = 0;
  for (const char c : line) {
    if (c >= 'a' && c <= 'z') return false;
    capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
  }
  return capitals >= kLeast && line.size() <= kLineBytes;
}

// "Công ty Cổ phần …": whose page it is.
bool NamesFirm(std::string_view folded) {
  static constexpr auto kFirms = std::to_array<std::string_view>(
      {"trung tam", "cong ty", "cty", "ctcp", "tap doan", "van phong"});
  return std::any_of(kFirms.begin(), kFirms.end(),
                     [&](std::string_view firm) { return folded.starts_with(firm); });
}

// The line that is the page's heading: an h1 that is not the site's own name; else a heading or a bold line that the
// document's title speaks of, rather one that leads nowhere; else a line that says the same as that; else the first
// heading of the main part; else a bold line at its top, rather one that calls for workers than a letterhead, or one in
// capitals; else a plain line that calls for workers. The number of lines when there is none.
std::size_t FindHeading(const PageText& page, const PageHead& head, std::size_t first,
                        std::size_t last) {
  const std::string site = core::FoldPlain(head.site_name);
  std::vector<TitlePiece> pieces = TitlePieces(head.title);
  // "Bến Mẫu - Thợ sắt, Kuwait": the advert's is the last piece here.
  if (!site.empty() && pieces.back().text == site) std::reverse(pieces.begin(), pieces.end());
  constexpr std::size_t kLeastBytes = 10;
  const auto in_title = [&](const TextLine& line) {
    if ((line.heading == 0 && !line.strong) || line.text.size() < kLeastBytes) return false;
    return std::any_of(pieces.begin(), pieces.end(), [&](const TitlePiece& piece) {
      constexpr std::size_t kLeastForeignBytes = 21;  // seven letters
      if (piece.text.size() < (piece.foreign ? kLeastForeignBytes : kLeastBytes)) return false;
      // A bold sentence may name the site, too.
      const bool may_hold = line.heading != 0 || piece.text.size() * 2 >= line.Folded().size();
      return (may_hold && piece.IsIn(line)) || piece.Holds(line);
    });
  };
  const auto is_title = [&, whole = core::FoldPlain(head.og_title)](const TextLine& line) {
    if (line.text.size() < kLeastBytes || line.link_bytes > 0) return false;
    return line.text == head.og_title || (line.Folded() == whole && !pieces.back().foreign) ||
           pieces.back().Is(line) ||
           std::any_of(pieces.begin(), pieces.end(), [&](const TitlePiece& piece) {
             return (piece.cut && piece.text.size() >= kLeastBytes && piece.Begins(line)) ||
                    (BeginsCall(line.Folded()) && piece.Shortens(line));
           });
  };
  // The title names the enterprise, as does a letterhead; what the page is about is a bold call for workers below it.
  const auto calls = [&](const TextLine& line) {
    return line.region == Region::kMain && !line.in_teaser && line.link_bytes == 0 &&
           (line.heading != 0 || line.strong) && BeginsCall(line.Folded());
  };
  const bool is_letterhead = pieces.size() == 1 && NamesFirm(pieces.back().text) &&
                             !HasPhrase(pieces.back().text, "tuyen") &&
                             std::any_of(page.lines.begin(), page.lines.end(), calls);
  // "Nơi đăng tin tuyển người - Diễn đàn Bến Mẫu": the one is a heading, the other the site.
  const auto names_site = [&](const TextLine& line) {
    if (!site.empty()) return line.Folded() == site;
    if (pieces.size() < 2 || pieces.front().cut || !pieces.front().Is(line)) return false;
    return std::any_of(page.lines.begin(), page.lines.end(), [&](const TextLine& other) {
      return other.heading != 0 && other.region == Region::kMain && pieces.back().Is(other);
    });
  };
  const auto is_day = [](const TextLine& line) {
    constexpr std::size_t kDayBytes = 60;
    return line.text.size() <= kDayBytes && core::FindDayInText(line.text).has_value();
  };
  constexpr std::size_t kTopLines = 4;
  constexpr std::size_t kLetterheadLines = 10;
  constexpr std::size_t kCapitalsWithin = 2;
  // "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": what stands in capitals above a notice is whose it is.
  constexpr std::size_t kNoticeLines = 30;
  bool is_notice = false;
  for (std::size_t i = 0; i < std::min(page.lines.size(), kNoticeLines) && !is_notice; ++i)
    is_notice = page.lines[i].Folded().starts_with("cong hoa xa hoi chu nghia");
  enum Pass {
    kMainH1,
    kAnyH1,
    kUnlinkedInTitle,
    kIsTitle,
    kInTitle,
    kH2,
    kH3,
    kStrongCall,
    kStrongAtTop,
    kCapitals,
    kCall,
    kPasses
  };
  for (int pass = kMainH1; pass < kPasses; ++pass) {
    std::size_t lines_of_main = 0;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
      const TextLine& line = page.lines[i];
      if (line.region != Region::kMain) continue;
      const bool inside = i >= first && i < last;
      if (inside && !line.in_teaser) ++lines_of_main;
      if (!inside && (pass == kMainH1 || pass > kInTitle)) continue;
      if (pass > kAnyH1 && line.in_teaser) continue;
      const auto fits = [&] {
        switch (pass) {
          case kMainH1:
          case kAnyH1:
            return line.heading == 1;
          case kUnlinkedInTitle:
            return !is_letterhead && !IsLinkLine(line) && in_title(line);
          case kIsTitle:
            return !is_letterhead && is_title(line);
          case kInTitle:
            return !is_letterhead && in_title(line);
          case kH2:
          case kH3:
            return line.heading == pass - kH2 + 2 && !is_day(line);
          case kStrongCall:
            return line.strong && lines_of_main <= kLetterheadLines && BeginsCall(line.Folded());
          case kStrongAtTop:
            return line.strong && !is_notice && lines_of_main <= kTopLines && !is_day(line) &&
                   line.text.size() >= kLeastBytes && !SplitLabelledLine(line.text);
          case kCapitals:
            return !is_notice && lines_of_main <= kCapitalsWithin && IsInCapitals(line.text) &&
                   !SplitLabelledLine(line.text);
          default:
            return lines_of_main <= (is_notice ? kLetterheadLines : kTopLines) &&
                   BeginsCall(line.Folded()) && CountJobWords(pieces.back().text) == 0;
        }
      };
      if (fits() && !names_site(line)) return i;
    }
  }
  return page.lines.size();
}

// Headings were drawn, once: a picture that calls for workers, where the title says no more than whose page it is.
std::string_view HeadingOfPictures(const PageText& page, const PageHead& head) {
  if (page.pictures.empty()) return {};
  const std::string title = core::FoldPlain(head.title);
  if (!NamesFirm(title) && CountJobWords(title) > 0) return {};
  for (const PictureText& picture : page.pictures)
    if (!picture.leads_away && BeginsCall(core::FoldPlain(picture.text))) return picture.text;
  return {};
}

// "Xem thêm: Đơn hàng ép nhựa Aichi": leads to another advert in the midst of this one.
bool IsPointer(const TextLine& line) {
  constexpr std::size_t kUnlinkedBytes = 40;
  if (line.link_bytes == 0 || line.heading != 0 ||
      line.text.size() > line.link_bytes + kUnlinkedBytes)
    return false;
  std::string_view folded = line.Folded();
  if (folded.starts_with("- ")) folded.remove_prefix(2);
  static constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"xem them", "doc them", "tham khao", "tim hieu them", "bai lien quan", "tin lien quan",
       "read more", "see also", "read also", "related:"});
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); });
}

// "Chat via WhatsApp", "Nhắn tin ngay": a button that tells neither number nor name.
bool IsBareButton(const TextLine& line) {
  constexpr std::size_t kMostBytes = 40;
  if (!IsLinkLine(line) || line.text.size() > kMostBytes ||
      line.text.find_first_of("0123456789@:./") != std::string::npos)
    return false;
  static constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"chat ", "nhan tin", "hubungi", "message ", "contact ", "call us", "goi ngay", "apply ",
       "ung tuyen", "dang ky ngay"});
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view beginning) {
    return line.Folded().starts_with(beginning);
  });
}

// "Việc khác:" on a line of its own: what follows are links to other adverts.
bool NamesOthers(const TextLine& line) {
  std::string_view folded = line.Folded();
  if (!folded.ends_with(':')) return false;
  folded.remove_suffix(1);
  return IsRelatedHeading(folded) || IsForeignRelatedHeading(line.text);
}

// Three lines of links in a row are a menu that nobody marked, and so are those between a heading and the next one, or
// the end: "More vacancies". The heading is the menu's. Links at the very end lead to the next page and the one before.
void DropUnmarkedMenus(std::vector<TextLine>& body) {
  const auto leads_away = [](const TextLine& line) {
    return IsLinkLine(line) && line.heading == 0 && !SplitLabelledLine(line.text);
  };
  for (std::size_t i = 0; i < body.size();) {
    std::size_t end = i;
    while (end < body.size() && IsLinkLine(body[end])) ++end;
    const bool of_others = i > 0 && NamesOthers(body[i - 1]);
    const bool heads = i > 0 && body[i - 1].heading != 0 && !FindJobLabel(body[i - 1].text);
    const bool all_below = i > 1 && end > i && leads_away(body[i]) &&
                           (of_others || (heads && (end == body.size() || body[end].heading != 0)));
    if (end - i >= 3 || all_below) {
      if (i > 0 && (body[i - 1].heading != 0 || of_others)) --i;
      body.erase(body.begin() + static_cast<std::ptrdiff_t>(i),
                 body.begin() + static_cast<std::ptrdiff_t>(end));
    } else {
      i = std::max(end, i + 1);
    }
  }
  while (body.size() > 1 && leads_away(body.back()) &&
         (!HasIdentity(body.back().Folded()) || IsBareButton(body.back())) &&
         (!FindJobLabel(body[body.size() - 2].text) || IsBareButton(body.back())))
    body.pop_back();
}

}  // namespace

PageParts TakeApart(const PageText& page, const PageHead& head, std::string_view publisher_marked,
                    bool is_thread) {
  PageParts parts;
  // The posts of a thread stand side by side: none of them is the main part alone.
  const MainCandidate* main = is_thread ? nullptr : ChooseMain(page);
  std::size_t first = 0;
  std::size_t last = page.lines.size();
  if (main != nullptr) {
    first = main->first;
    last = main->last;
    parts.main = main->element;
  }
  const std::size_t heading_line = FindHeading(page, head, first, last);
  if (heading_line < page.lines.size()) {
    parts.heading_line = page.lines[heading_line];
    parts.heading = parts.heading_line.text;
    constexpr std::size_t kNearLines = 3;
    const std::size_t from = heading_line - std::min(heading_line, kNearLines);
    for (std::size_t i = from; i < std::min(heading_line + kNearLines + 1, page.lines.size()); ++i)
      if (page.lines[i].region == Region::kMain && !page.lines[i].in_teaser)
        Append(parts.near_heading, page.lines[i].text);
  } else if (const std::string_view poster = HeadingOfPictures(page, head); !poster.empty()) {
    parts.heading = poster;
  } else {
    parts.heading = head.og_title.empty() ? WithoutTitleSuffix(head.title) : head.og_title;
    if (!head.site_name.empty() && parts.heading == head.site_name)
      parts.heading = TitleSuffix(head.title);
  }

  std::vector<TextLine> body;
  body.reserve(page.lines.size());
  std::string header;
  std::string aside;
  std::string footer;
  std::unordered_set<std::string_view> in_context;
  const auto add_context = [&](const TextLine& line, std::string& to) {
    if (IsPlatformLine(line.Folded()) || IsCounter(line.Folded()) || IsBoilerplate(line)) return;
    if (to.size() < kMaxBodyBytes && in_context.insert(line.text).second) Append(to, line.text);
  };
  const auto stands_by_identity = [&](std::size_t i) {
    const auto identifies = [&](std::size_t beside) {
      return beside < page.lines.size() && page.lines[beside].region == page.lines[i].region &&
             Identifies(page.lines[beside]);
    };
    return identifies(i + 1) || (i > 0 && identifies(i - 1));
  };
  // Beside the text: a name in the seller's box, a line that identifies somebody, and the person to be called.
  const auto tells_who = [&](std::size_t i) {
    const TextLine& line = page.lines[i];
    if (line.of_seller && line.links == 1) return true;
    return !IsLinkLine(line) &&
           (Identifies(line) || (IsPerson(line.Folded()) && stands_by_identity(i)));
  };
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const TextLine& line = page.lines[i];
    switch (line.region) {
      case Region::kMenu:
      case Region::kRelated:
      case Region::kComments:
        break;
      case Region::kHeader:
        if (i == heading_line) break;
        // A linked heading up there is the site's name, or whose post it is.
        if (!IsLinkLine(line) || line.heading != 0 || HasIdentity(line.Folded()))
          add_context(line, header);
        break;
      case Region::kFooter:
        if (!IsLinkRow(line) && (!IsLinkLine(line) || HasIdentity(line.Folded())))
          add_context(line, footer);
        break;
      case Region::kAside:
        if (!line.in_teaser && tells_who(i)) add_context(line, aside);
        break;
      case Region::kMain: {
        if (line.in_teaser) {
          parts.teaser_bytes += line.text.size();
          break;
        }
        if (i == heading_line || IsCounter(line.Folded()) || IsSideBoxLine(line.Folded()) ||
            IsOfPage(line.Folded()) || IsForeignChrome(line.text) || IsPointer(line) ||
            (i < heading_line && IsTrail(line)))
          break;
        // Links below the name of a particular are its value.
        if (IsControl(line) && (i == 0 || !FindJobLabel(page.lines[i - 1].text))) break;
        // A heading over teasers goes with them.
        if (line.heading != 0 && i + 1 < page.lines.size() && page.lines[i + 1].in_teaser) break;
        // What stands between the heading and the marked main part belongs to it: date, employer, wage.
        const bool under_heading = heading_line < i && i < first;
        const bool inside = (i >= first && i < last) || under_heading || line.of_facts;
        constexpr std::size_t kBottomLines = 4;
        const bool bottom = main == nullptr && i + kBottomLines >= page.lines.size();
        if (inside && !bottom && line.link_bytes == 0) {
          body.push_back(line);
          break;
        }
        const std::string& folded = line.Folded();
        if (IsBreadcrumb(folded) && line.link_bytes > 0) break;
        if (inside && bottom && IsImprint(folded)) {
          add_context(line, footer);
          break;
        }
        if (inside) {
          body.push_back(line);
        } else if (i >= last && !IsLinkLine(line) && !IsImprint(folded) && !IsFirmLine(folded) &&
                   (line.text.size() >= 60 || SplitLabelledLine(line.text))) {
          // Below the marked main part, and no teaser: the bottom of the advert.
          body.push_back(line);
        } else if (Identifies(line)) {
          add_context(line, i < first ? header : footer);
        }
        break;
      }
    }
  }
  DropUnmarkedMenus(body);
  JoinLabels(body);
  parts.lines.reserve(body.size());
  std::unordered_set<std::string_view>
      long_lines;  // those in parts.lines: a moved text stays where it is
  for (TextLine& line : body) {
    // The same card above and below the text.
    constexpr std::size_t kCardBytes = 40;
    if (line.text.size() >= kCardBytes && long_lines.contains(line.text)) continue;
    if (SplitLabelledLine(line.text)) ++parts.labels;
    if (line.text.size() >= 80 && !IsLinkLine(line)) parts.prose_bytes += line.text.size();
    if (parts.body.size() >= kMaxBodyBytes) continue;
    Append(parts.body, line.text);
    parts.lines.push_back(std::move(line));
    if (const std::string& kept = parts.lines.back().text; kept.size() >= kCardBytes)
      long_lines.insert(kept);
  }
  std::string publisher = head.site_name;
  if (publisher.empty()) publisher = publisher_marked;
  if (publisher.empty()) publisher = TitleSuffix(head.title);
  // "Hội việc làm Bến Mẫu - Tuyển nam nữ làm trang trại …": the site may be named first.
  if (const std::vector<TitlePiece> pieces = TitlePieces(publisher); !publisher.empty()) {
    TextLine heading;
    heading.text = parts.heading;
    if (pieces.back().Begins(heading)) publisher = WithoutTitleSuffix(head.title);
  }
  Append(parts.context, publisher);
  Append(parts.context, header);
  Append(parts.context, aside);
  Append(parts.context, footer);
  return parts;
}

}  // namespace agencywatch::crawler
