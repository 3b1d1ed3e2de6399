#include "crawler/page_parts.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/job_labels.h"
#include "crawler/page_headings.h"
#include "crawler/page_title.h"
#include "crawler/phrase_set.h"
#include "crawler/site_lines.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

constexpr auto kHonorifics =
    std::to_array<std::string_view>({"co ", "chi ", "anh ", "ong ", "ba ", "em ", "thay ", "chu ",
                                     "mr ", "mr. ", "mrs ", "mrs. ", "ms ", "ms. ", "miss "});

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
    const bool counts = line.region == Region::kMain && !line.in_teaser && !line.IsLinked();
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

bool Identifies(const TextLine& line) {
  return HasIdentity(line.Folded()) || IsAddress(line.Folded());
}

// "Cô Đặng Bích Liên", "Ms. Ha": who is to be called, on a line above the number or below it.
bool IsPerson(std::string_view folded) {
  constexpr std::size_t kMostBytes = 50;
  if (folded.starts_with("- ")) folded.remove_prefix(2);
  return folded.size() <= kMostBytes &&
         std::any_of(kHonorifics.begin(), kHonorifics.end(),
                     [&](std::string_view honorific) { return folded.starts_with(honorific); });
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
  if (!line.IsLinked() || line.text.size() > kMostBytes ||
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
    return line.IsLinked() && line.heading == 0 && !SplitLabelledLine(line.text);
  };
  for (std::size_t i = 0; i < body.size();) {
    std::size_t end = i;
    while (end < body.size() && body[end].IsLinked()) ++end;
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
    return !line.IsLinked() &&
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
        if (!line.IsLinked() || line.heading != 0 || HasIdentity(line.Folded()))
          add_context(line, header);
        break;
      case Region::kFooter:
        if (!IsLinkRow(line) && (!line.IsLinked() || HasIdentity(line.Folded())))
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
        } else if (i >= last && !line.IsLinked() && !IsImprint(folded) && !IsFirmLine(folded) &&
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
    if (line.text.size() >= 80 && !line.IsLinked()) parts.prose_bytes += line.text.size();
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
  if (!publisher.empty() && IsBeginning(publisher, parts.heading))
    publisher = WithoutTitleSuffix(head.title);
  Append(parts.context, publisher);
  Append(parts.context, header);
  Append(parts.context, aside);
  Append(parts.context, footer);
  return parts;
}

}  // namespace agencywatch::crawler
