#include "crawler/page_title.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/job_labels.h"
#include "crawler/phrase_set.h"

namespace agencywatch::crawler {
namespace {

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
  // "🔥🔥 Cần gấp 5 bạn …"
  while (!folded.empty() && !IsWordByte(folded.front())) folded.remove_prefix(1);
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

}  // namespace

// An h1 that is not the site's own name; else a heading or a bold line that the document's title speaks of, rather one
// that leads nowhere; else a line that says the same as that, or that it shortens; else a bold call for workers just
// above the main part; else the first heading of that; else a bold line at its top, rather one that calls for workers
// than a letterhead, or one in capitals; else a plain line that calls for workers.
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
  constexpr std::size_t kTitleAbove = 4;  // lines over the main part: day, summary
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
    kAboveMain,
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
      if (!inside && (pass == kMainH1 || pass > kAboveMain)) continue;
      if (pass > kAnyH1 && line.in_teaser) continue;
      const auto fits = [&] {
        switch (pass) {
          case kMainH1:
          case kAnyH1:
            return line.heading == 1;
          case kUnlinkedInTitle:
            return !is_letterhead && !line.IsLinked() && in_title(line);
          case kIsTitle:
            return !is_letterhead && is_title(line);
          case kInTitle:
            return !is_letterhead && in_title(line);
          case kAboveMain:
            return i < first && i + kTitleAbove >= first && line.strong && !line.IsLinked() &&
                   BeginsCall(line.Folded());
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
                   !SplitLabelledLine(line.text) && !NamesFirm(line.Folded());
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

std::string_view HeadingOfPictures(const PageText& page, const PageHead& head) {
  if (page.pictures.empty()) return {};
  const std::string title = core::FoldPlain(head.title);
  if (!NamesFirm(title) && CountJobWords(title) > 0) return {};
  for (const PictureText& picture : page.pictures)
    if (!picture.leads_away && BeginsCall(core::FoldPlain(picture.text))) return picture.text;
  return {};
}

bool IsBeginning(std::string_view title, std::string_view heading) {
  TextLine line;
  line.text = heading;
  return TitlePieces(title).back().Begins(line);
}

}  // namespace agencywatch::crawler
