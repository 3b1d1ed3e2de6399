#include "crawler/page_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <unordered_set>
#include <utility>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/register_columns.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "crawler/charset.h"
#include "crawler/feed.h"
#include "crawler/html_text.h"
#include "crawler/html_tree.h"
#include "crawler/job_labels.h"
#include "crawler/job_markup.h"
#include "crawler/order_table.h"
#include "crawler/url.h"
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

using core::Posting;
using core::PostingKind;

void Append(std::string& to, std::string_view part, std::string_view separator = "\n") {
  part = core::Trim(part);
  if (part.empty()) return;
  if (!to.empty()) to += separator;
  to += part;
}

std::string Squeeze(std::string_view text) {
  std::string out;
  for (const char c : core::Trim(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  return out;
}

// ---- the head of the page

struct Head {
  std::string title;
  std::string og_title;
  std::string og_type;
  std::string site_name;
  std::string canonical;  // as written
  std::string base;       // as written
  std::optional<core::Day> published;
};

std::optional<core::Day> MetaDay(std::string_view text) {
  const bool has_time = text.size() > 11 && text[10] == 'T';
  if (has_time)
    if (const auto instant = core::ParseInstant(text)) return core::VietnamDay(*instant);
  return core::FindDayInText(text);
}

void ReadHeadBelow(pugi::xml_node element, Head& head) {
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = child.name();
    if (name == "title") {
      if (head.title.empty()) head.title = Squeeze(child.child_value());
    } else if (name == "base") {
      if (head.base.empty()) head.base = child.attribute("href").value();
    } else if (name == "link") {
      if (head.canonical.empty() && core::FoldPlain(AttributeOf(child, "rel")) == "canonical")
        head.canonical = child.attribute("href").value();
    } else if (name == "meta") {
      std::string key = child.attribute("property").value();
      if (key.empty()) key = child.attribute("name").value();
      key = core::FoldPlain(key);
      const std::string content = Squeeze(AttributeOf(child, "content"));
      if (key == "og:title" && head.og_title.empty()) head.og_title = content;
      if (key == "og:type" && head.og_type.empty()) head.og_type = core::FoldPlain(content);
      if ((key == "og:site_name" || key == "application-name") && head.site_name.empty())
        head.site_name = content;
      if ((key == "article:published_time" || key == "pubdate" || key == "date" ||
           key == "dc.date.issued" || key == "og:published_time") &&
          !head.published)
        head.published = MetaDay(content);
    } else if (name == "head" || name == "html" || name == "noscript") {
      ReadHeadBelow(child, head);
    }
  }
}

// Titles and links stand in the body of careless pages, too.
void ReadHead(pugi::xml_node root, Head& head) {
  ReadHeadBelow(root, head);
  const pugi::xml_node body = root.child("html").child("body");
  if (head.title.empty() || head.canonical.empty() || head.base.empty()) ReadHeadBelow(body, head);
}

// "Hàn TIG đi Nhật Bản - Việc làm Ánh Sao" -> "Việc làm Ánh Sao"
std::string TitleSuffix(std::string_view title) {
  std::size_t best = std::string_view::npos;
  std::size_t behind = 0;
  for (const std::string_view mark : {" | ", " - ", " – ", " — ", " :: ", " » ", " • "}) {
    const std::size_t at = title.rfind(mark);
    if (at == std::string_view::npos || (best != std::string_view::npos && at < best)) continue;
    best = at;
    behind = at + mark.size();
  }
  return best == std::string_view::npos ? std::string()
                                        : std::string(core::Trim(title.substr(behind)));
}

std::string WithoutSuffix(std::string_view title) {
  const std::string suffix = TitleSuffix(title);
  if (suffix.empty()) return std::string(title);
  std::string_view front = title.substr(0, title.size() - suffix.size());
  while (!front.empty() && std::string_view(" |-:").find(front.back()) != std::string_view::npos)
    front.remove_suffix(1);
  for (const std::string_view mark : {"–", "—", "»", "•"})
    if (front.ends_with(mark)) front.remove_suffix(mark.size());
  return std::string(core::Trim(front));
}

// ---- links

void CollectLinks(pugi::xml_node element, const Url* base, std::unordered_set<std::string>& seen,
                  std::vector<PageLink>& links) {
  for (const pugi::xml_node child : element.children()) {
    if (links.size() >= kMaxLinksPerPage) return;
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = child.name();
    if (name == "a" || name == "area") {
      const std::string_view href = core::Trim(AttributeOf(child, "href"));
      if (!href.empty() && href.front() != '#') {
        if (auto url = ParseUrl(href, base); url && url->IsHttp()) {
          url->fragment.reset();
          std::string absolute = url->Href();
          if (seen.insert(absolute).second) {
            const std::string rel = " " + core::FoldPlain(AttributeOf(child, "rel")) + " ";
            links.push_back({std::move(absolute), rel.find(" nofollow ") != std::string::npos});
          }
        }
      }
    }
    CollectLinks(child, base, seen, links);
  }
}

// ---- names and licences

// "Công ty Cổ phần Nhân lực Mẫu Đơn", "CÔNG TY TNHH …", "… Co., Ltd", "… JSC"
std::string FindEnterprise(std::string_view text) {
  static const re2::RE2 kVietnamese(
      R"((?i)((?:tổng\s+)?c[oô]ng\s+ty\s+(?:tnhh|cổ\s+phần|co\s+phan|cp|trách\s+nhiệm\s+hữu\s+hạn|một\s+thành\s+viên|mtv|hợp\s+danh)[^\n:;|–—!?<>"“”]{2,120}|ctcp\s+[^\n:;|–—!?<>"“”]{2,100}))");
  static const re2::RE2 kEnglish(
      R"(((?:[A-ZĐ][\pL\d&'.-]*\s+){1,8}(?:JSC|J\.S\.C|Joint Stock Company|Co\., ?Ltd\.?|Company Limited|Corporation|LLC|Ltd\.?)))");
  std::string name;
  const re2::StringPiece piece(text.data(), std::min<std::size_t>(text.size(), 64UL * 1024));
  if (re2::RE2::PartialMatch(piece, kVietnamese, &name)) {
    // What follows the name on its line belongs to the sentence.
    const std::string folded = core::FoldPlain(name);
    static const std::array<std::string_view, 22> kEnds = {
        " thông báo", " tuyển",      " được",       " hoạt động",  " - ",        ", địa chỉ",
        ". ",         " là ",        ", giấy phép", " (giấy phép", " giấy phép", " xin ",
        " chuyên",    " trân trọng", " cần ",       " có ",        ", gp",       ", mst",
        " hiện",      " địa chỉ",    ", số ",       " THÔNG BÁO"};
    std::size_t end = name.size();
    for (const std::string_view mark : kEnds) end = std::min(end, name.find(mark));
    const std::size_t comma = name.find(", ");
    if (comma != std::string::npos && name.substr(comma, 6) != ", Ltd") end = std::min(end, comma);
    const std::size_t open = name.find('(');
    if (open != std::string::npos) end = std::min(end, open);
    name.resize(end);
  } else if (!re2::RE2::PartialMatch(piece, kEnglish, &name)) {
    return {};
  }
  while (!name.empty() && std::string_view(" .,-").find(name.back()) != std::string_view::npos &&
         !(name.ends_with("Ltd.") || name.ends_with("J.S.C.")))
    name.pop_back();
  return name;
}

bool HasLicenceNumber(std::string_view folded) {
  static const re2::RE2 kNumber(
      R"(\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?s?(?:ldtbxh|ld-tbxh|bnv|nv|dolab)[\s\w/]*-?\s*gp\b)");
  return re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kNumber);
}

// A number, address or chat in the text itself.
bool HasContact(std::string_view folded) {
  static const re2::RE2 kContact(
      R"((?:^|[^\d])(?:\+?84|0)[\d .-]{8,13}(?:[^\d]|$)|\bzalo\b|\bzl\b|\btelegram\b|\btele\b|\bib\b|\binbox\b|\bwhatsapp\b|t\.me/|[\w.-]@[\w-]+\.)");
  return re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kContact);
}

// ---- the labelled particulars of an advert

void ReadParticulars(std::string_view body, Posting& posting) {
  std::size_t begin = 0;
  while (begin < body.size()) {
    std::size_t end = body.find('\n', begin);
    if (end == std::string_view::npos) end = body.size();
    const std::string_view line = body.substr(begin, end - begin);
    begin = end + 1;
    // A line of details may hold several: "Ngày đăng: 12/11/2026 | Hạn nộp: 30/11/2026".
    std::size_t from = 0;
    while (from < line.size()) {
      std::size_t to = line.find(" | ", from);
      if (to == std::string_view::npos) to = line.size();
      const auto labelled = SplitLabelledLine(line.substr(from, to - from));
      from = to + 3;
      if (!labelled || labelled->second.empty()) continue;
      const auto& [label, value] = *labelled;
      switch (label) {
        case JobLabel::kPosted:
          if (!posting.date_posted) posting.date_posted = core::FindDayInText(value);
          break;
        case JobLabel::kDeadline:
          if (!posting.valid_through) posting.valid_through = core::FindDayInText(value);
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
          if (!posting.salary_min && !posting.salary_max) ReadWage(value, posting);
          break;
        default:
          break;
      }
    }
  }
  // "Nơi làm việc: Nhật Bản" names the country.
  if (posting.country.empty() && !posting.region.empty()) {
    std::string_view region = posting.region;
    const std::size_t comma = region.rfind(',');
    if (comma != std::string_view::npos) region = core::Trim(region.substr(comma + 1));
    if (auto market = core::FindMarket(region)) posting.country = *market;
  }
}

// ---- the parts of the page

struct Parts {
  std::string heading;
  std::string body;
  std::string context;
  std::vector<TextLine> lines;  // of the body
  std::size_t labels = 0;       // labelled particulars outside of teasers
  std::size_t prose_bytes = 0;  // lines of running text outside of teasers
  std::size_t teaser_bytes = 0;
  pugi::xml_node main;  // the element that holds the main text
};

bool IsLinkLine(const TextLine& line) { return line.link_bytes * 10 >= line.text.size() * 8; }

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
        line.text = std::string(name) + ": " + next.text;
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

// What sites say of themselves at their very bottom, marked as a footer or not.
bool IsImprint(std::string_view folded) {
  constexpr std::array<std::string_view, 9> kPhrases = {
      "ban quan tri",           "ban quyen", "copyright",     "all rights reserved",
      "khong chiu trach nhiem", "toa soan",  "tong bien tap", "powered by",
      "not responsible for"};
  return std::any_of(kPhrases.begin(), kPhrases.end(),
                     [&](std::string_view phrase) { return HasPhrase(folded, phrase); });
}

// The same below the marked main part, where names and numbers of the site's firm stand, too.
bool IsFirmLine(std::string_view folded) {
  constexpr std::array<std::string_view, 9> kPhrases = {"van hanh",
                                                        "gop y",
                                                        "thiet ke boi",
                                                        "tru so",
                                                        "gpkd",
                                                        "ma so doanh nghiep",
                                                        "ma so thue",
                                                        "van phong dai dien",
                                                        "so dang ky kinh doanh"};
  return CountJobWords(folded) == 0 &&
         std::any_of(kPhrases.begin(), kPhrases.end(),
                     [&](std::string_view phrase) { return HasPhrase(folded, phrase); });
}

Parts TakeApart(PageText& page, const Head& head, const PageMarkup& markup, bool is_thread) {
  Parts parts;
  // The posts of a thread stand side by side: none of them is the main part alone.
  const MainCandidate* main = is_thread ? nullptr : ChooseMain(page);
  std::size_t first = 0;
  std::size_t last = page.lines.size();
  if (main != nullptr) {
    first = main->first;
    last = main->last;
    parts.main = main->element;
  }
  // The heading: the first h1 that is not the site's own, else the first heading of the main part.
  const std::string site = core::FoldPlain(head.site_name);
  std::size_t heading_line = page.lines.size();
  for (int pass = 0; pass < 4 && heading_line == page.lines.size(); ++pass)
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
      const TextLine& line = page.lines[i];
      const bool inside = i >= first && i < last;
      const bool fits =
          pass == 0   ? line.heading == 1 && inside && line.region == Region::kMain
          : pass == 1 ? line.heading == 1 && line.region == Region::kMain
          : pass == 2
              ? line.heading == 2 && inside && line.region == Region::kMain && !line.in_teaser
              : line.heading == 3 && inside && line.region == Region::kMain && !line.in_teaser;
      if (!fits || (!site.empty() && core::FoldPlain(line.text) == site)) continue;
      heading_line = i;
      parts.heading = line.text;
      break;
    }
  if (parts.heading.empty())
    parts.heading = head.og_title.empty() ? WithoutSuffix(head.title) : head.og_title;

  std::vector<TextLine> body;
  std::string header;
  std::string aside;
  std::string footer;
  std::unordered_set<std::string> in_context;
  const auto add_context = [&](const TextLine& line, std::string& to) {
    if (to.size() < kMaxBodyBytes && in_context.insert(line.text).second) Append(to, line.text);
  };
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    TextLine& line = page.lines[i];
    switch (line.region) {
      case Region::kMenu:
      case Region::kRelated:
      case Region::kComments:
        break;
      case Region::kHeader:
        if (i == heading_line) break;
        if (!IsLinkLine(line) || HasIdentity(core::FoldPlain(line.text))) add_context(line, header);
        break;
      case Region::kFooter:
        if (!IsLinkLine(line) && !IsLinkRow(line))
          add_context(line, footer);
        else if (HasIdentity(core::FoldPlain(line.text)) && !IsLinkRow(line))
          add_context(line, footer);
        break;
      case Region::kAside:
        if (!line.in_teaser && HasIdentity(core::FoldPlain(line.text))) add_context(line, aside);
        break;
      case Region::kMain: {
        if (line.in_teaser) {
          parts.teaser_bytes += line.text.size();
          break;
        }
        if (i == heading_line) break;
        // What stands between the heading and the marked main part belongs to it: date, employer, wage.
        const bool under_heading = heading_line < i && i < first;
        const bool inside = (i >= first && i < last) || under_heading;
        const std::string folded = core::FoldPlain(line.text);
        if (IsBreadcrumb(folded) && line.link_bytes > 0) break;
        constexpr std::size_t kBottomLines = 4;
        if (inside && main == nullptr && i + kBottomLines >= page.lines.size() &&
            IsImprint(folded)) {
          add_context(line, footer);
          break;
        }
        if (inside) {
          body.push_back(std::move(line));
        } else if (i >= last && !IsLinkLine(line) && !IsImprint(folded) && !IsFirmLine(folded) &&
                   (line.text.size() >= 60 || SplitLabelledLine(line.text))) {
          // Below the marked main part, and no teaser: the bottom of the advert.
          body.push_back(std::move(line));
        } else if (HasIdentity(folded)) {
          add_context(line, i < first ? header : footer);
        }
        break;
      }
    }
  }
  // Three lines of links in a row are a menu that nobody marked.
  for (std::size_t i = 0; i < body.size();) {
    std::size_t end = i;
    while (end < body.size() && IsLinkLine(body[end])) ++end;
    if (end - i >= 3)
      body.erase(body.begin() + static_cast<std::ptrdiff_t>(i),
                 body.begin() + static_cast<std::ptrdiff_t>(end));
    else
      i = std::max(end, i + 1);
  }
  JoinLabels(body);
  std::unordered_set<std::string> long_lines;
  for (const TextLine& line : body) {
    // The same card above and below the text.
    if (line.text.size() >= 40 && !long_lines.insert(line.text).second) continue;
    if (SplitLabelledLine(line.text)) ++parts.labels;
    if (line.text.size() >= 80 && !IsLinkLine(line)) parts.prose_bytes += line.text.size();
    if (parts.body.size() >= kMaxBodyBytes) continue;
    Append(parts.body, line.text);
    parts.lines.push_back(line);
  }
  std::string publisher = head.site_name;
  if (publisher.empty()) publisher = markup.publisher;
  if (publisher.empty()) publisher = TitleSuffix(head.title);
  Append(parts.context, publisher);
  Append(parts.context, header);
  Append(parts.context, aside);
  Append(parts.context, footer);
  return parts;
}

// ---- what kind of page it is

bool AnyPhrase(std::string_view folded, std::initializer_list<std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return HasPhrase(folded, phrase); });
}

constexpr std::array<std::string_view, 19> kAboutPhrases = {"gioi thieu",
                                                            "gioi thieu chung",
                                                            "gioi thieu cong ty",
                                                            "ve chung toi",
                                                            "lien he",
                                                            "lien he voi chung toi",
                                                            "thong tin cong ty",
                                                            "thong tin doanh nghiep",
                                                            "thong tin lien he",
                                                            "ho so doanh nghiep",
                                                            "ho so cong ty",
                                                            "ho so nang luc",
                                                            "giay phep hoat dong",
                                                            "about us",
                                                            "about",
                                                            "contact us",
                                                            "contact",
                                                            "who we are",
                                                            "company profile"};

// The heading is such a phrase and hardly more ("Giới thiệu công ty Mẫu Đơn"), or the address says so. An advert that
// begins with "Giới thiệu việc làm …" is none.
bool IsAboutPage(std::string_view folded_heading, std::string_view folded_path) {
  const bool heading =
      std::any_of(kAboutPhrases.begin(), kAboutPhrases.end(), [&](std::string_view phrase) {
        if (!folded_heading.starts_with(phrase)) return false;
        const std::string_view rest = core::Trim(folded_heading.substr(phrase.size()));
        return rest.empty() || HasPhrase(rest, "cong ty") || HasPhrase(rest, "ctcp") ||
               rest.size() < 25;
      });
  return (heading && CountJobWords(folded_heading) == 0) ||
         AnyPhrase(folded_path,
                   {"gioi-thieu", "lien-he", "ve-chung-toi", "about", "about-us", "contact",
                    "contact-us", "gioithieu", "lienhe", "ho-so-doanh-nghiep", "company-profile"});
}

bool IsHousekeeping(std::string_view folded_title) {
  return AnyPhrase(folded_title, {"chinh sach",
                                  "dieu khoan",
                                  "bao mat",
                                  "dang nhap",
                                  "dang ky tai khoan",
                                  "quen mat khau",
                                  "404",
                                  "khong tim thay",
                                  "not found",
                                  "privacy",
                                  "terms of use",
                                  "terms of service",
                                  "terms and conditions",
                                  "login",
                                  "log in",
                                  "sign in",
                                  "sitemap",
                                  "so do trang",
                                  "quy che hoat dong",
                                  "cau hoi thuong gap",
                                  "hoi dap",
                                  "faq"});
}

bool IsListTitle(std::string_view folded_title) {
  constexpr std::array<std::string_view, 12> kWhole = {
      "tin tuc",         "viec lam", "tuyen dung", "don hang",  "news",    "jobs",
      "tin tuc su kien", "careers",  "blog",       "thong bao", "su kien", "bai viet"};
  for (const std::string_view whole : kWhole)
    if (folded_title.starts_with(whole) && (folded_title.size() == whole.size() ||
                                            folded_title.substr(whole.size()).starts_with(" - ")))
      return true;
  return AnyPhrase(
      folded_title,
      {"danh sach", "tim thay", "ket qua tim", "tat ca", "trang chu", "chuyen muc", "danh muc",
       "tin tuyen dung", "search results", "all jobs", "job list", "jobs in", "home", "category",
       "archive", "luu tru", "viec lam moi", "viec lam tai", "tuyen dung viec lam"});
}

bool LooksLikeList(const PageText& page, const Parts& parts, std::string_view folded_title,
                   std::string_view path) {
  if (page.teasers < 3) return false;
  const bool home = path.empty() || path == "/" || path == "/index.html" || path == "/index.php";
  if (parts.labels >= 3 && !home) return false;
  if (home || page.has_page_numbers || IsListTitle(folded_title))
    return parts.labels < 3 || page.teasers >= 6;
  if (parts.prose_bytes >= 400 && parts.prose_bytes > parts.teaser_bytes) return false;
  return !(parts.labels >= 2 && parts.prose_bytes >= 150);
}

std::string HashKey(std::string_view heading) {
  return core::Sha256Hex(core::FoldPlain(heading)).substr(0, 16);
}

// ---- forum threads: the first post, and what the same author adds

std::string AuthorOf(pugi::xml_node post) {
  for (const pugi::xml_node child : post.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string words = ClassWords(child);
    for (const std::string_view word :
         {" author ", " username ", " user ", " nick ", " poster ", " member ", " nguoi dang "})
      if (words.find(word) != std::string::npos)
        return core::FoldPlain(LineOf(child)).substr(0, 60);
    if (std::string inner = AuthorOf(child); !inner.empty()) return inner;
  }
  return {};
}

// The posts of a thread: at least two siblings of one class, each with an author. Empty when this is no thread.
std::vector<pugi::xml_node> FindThread(pugi::xml_node element) {
  std::vector<pugi::xml_node> posts;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string words = ClassWords(child);
    bool is_post = false;
    for (const std::string_view word :
         {" post ", " message ", " postbit ", " reply ", " bai viet ", " postcontainer "})
      is_post |= words.find(word) != std::string::npos;
    if (!is_post) continue;
    if (AuthorOf(child).empty()) continue;
    posts.push_back(child);
  }
  if (posts.size() >= 2 && posts.size() <= 500) return posts;
  for (const pugi::xml_node child : element.children())
    if (child.type() == pugi::node_element)
      if (auto inner = FindThread(child); !inner.empty()) return inner;
  return {};
}

// Takes the replies of others out of the tree. True when the page was a thread.
bool KeepOnlyTheAuthor(pugi::xml_node root) {
  const auto posts = FindThread(root);
  if (posts.empty()) return false;
  const std::string author = AuthorOf(posts.front());
  bool first = true;
  for (pugi::xml_node post : posts) {
    if (!first && AuthorOf(post) != author) post.parent().remove_child(post);
    first = false;
  }
  return true;
}

// The date in <time datetime> inside the main part.
std::optional<core::Day> TimeElement(pugi::xml_node element) {
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    if (std::string_view(child.name()) == "time") {
      const std::string_view value = AttributeOf(child, "datetime");
      if (auto day = value.empty() ? core::FindDayInText(LineOf(child)) : MetaDay(value))
        return day;
    }
    if (auto day = TimeElement(child)) return day;
  }
  return std::nullopt;
}

// "(Đăng ngày 12/11/2026)", "Thứ Năm, 12/11/2026 - 08:30": a short line near the top that is a date.
std::optional<core::Day> DateLine(std::string_view body) {
  std::size_t begin = 0;
  for (int lines = 0; lines < 6 && begin < body.size(); ++lines) {
    std::size_t end = body.find('\n', begin);
    if (end == std::string_view::npos) end = body.size();
    const std::string_view line = body.substr(begin, end - begin);
    begin = end + 1;
    constexpr std::size_t kShortBytes = 140;
    if (line.size() > kShortBytes) continue;
    const std::string folded = core::FoldPlain(line);
    const bool says_so = AnyPhrase(
        folded, {"dang ngay", "ngay dang", "cap nhat", "thu hai", "thu ba", "thu tu", "thu nam",
                 "thu sau", "thu bay", "chu nhat", "posted", "published", "dang luc", "tin dang"});
    std::size_t letters = 0;
    for (const char c : folded) letters += c >= 'a' && c <= 'z' ? 1 : 0;
    if (says_so || letters <= 8)
      if (auto day = core::FindDayInText(line)) return day;
  }
  return std::nullopt;
}

// Letters and digits only, folded: what is left when layout is taken away.
std::string Letters(std::string_view text) {
  std::string out;
  for (const char c : core::FoldPlain(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

// Most of the description's lines can be seen on the page.
bool IsShown(std::string_view description, std::string_view body) {
  const std::string shown = Letters(body);
  std::size_t found = 0;
  std::size_t total = 0;
  std::size_t begin = 0;
  while (begin < description.size()) {
    std::size_t end = description.find('\n', begin);
    if (end == std::string_view::npos) end = description.size();
    const std::string line = Letters(description.substr(begin, end - begin));
    begin = end + 1;
    constexpr std::size_t kPieceBytes = 60;  // of a paragraph, its beginning is enough
    if (line.size() < 8) continue;
    total += line.size();
    if (shown.find(line.substr(0, kPieceBytes)) != std::string::npos) found += line.size();
  }
  return total == 0 || found * 10 >= total * 6;
}

class Reader {
 public:
  Reader(std::string_view url, const ExtractRules* extract, PageContent& content)
      : extract_(extract), content_(content) {
    if (auto parsed = ParseUrl(url)) page_url_ = std::move(parsed);
    given_url_ = url;
  }

  void Read(std::string_view utf8) {
    content_.cut = ParseHtml(utf8, document_).cut;
    ReadHead(document_, head_);
    ReadLinks();
    markup_ = ReadMarkup(document_);
    const pugi::xml_node html = document_.child("html");
    const pugi::xml_node body = html.child("body");
    root_ = body ? body : html;
    if (KeepOnlyTheAuthor(root_)) thread_ = true;
    page_ = ReadPageText(root_);
    PageText copy = page_;
    parts_ = TakeApart(copy, head_, markup_, thread_);
    content_.title = !head_.title.empty()      ? head_.title
                     : !head_.og_title.empty() ? head_.og_title
                                               : parts_.heading;
    content_.text = parts_.heading;
    Append(content_.text, parts_.body);
    if (parts_.body.empty() || page_.teasers > 0)
      for (const TextLine& line : page_.lines)
        if (line.in_teaser && line.region == Region::kMain && content_.text.size() < kMaxBodyBytes)
          Append(content_.text, line.text);
    Append(content_.text, parts_.context);
    if (extract_ != nullptr && ReadExtract()) return;
    if (ReadRegister()) return;
    if (ReadMarkedUp()) return;
    if (ReadOrders()) return;
    ReadFree();
  }

 private:
  void ReadLinks() {
    std::optional<Url> base = page_url_;
    if (!head_.base.empty())
      if (auto parsed = ParseUrl(head_.base, base ? &*base : nullptr); parsed && parsed->IsHttp())
        base = std::move(parsed);
    std::unordered_set<std::string> seen;
    CollectLinks(document_, base ? &*base : nullptr, seen, content_.links);
    content_.canonical = page_url_ ? Normalise(*page_url_).Href() : given_url_;
    if (head_.canonical.empty()) return;
    auto canonical = ParseUrl(core::Trim(head_.canonical), base ? &*base : nullptr);
    if (!canonical || !canonical->IsHttp()) return;
    // A canonical link to another site would give its advert away to it.
    if (page_url_ && page_url_->host && canonical->host &&
        RegistrableDomain(*page_url_->host) != RegistrableDomain(*canonical->host))
      return;
    canonical->fragment.reset();
    content_.canonical = canonical->Href();
  }

  Posting NewPosting() const {
    Posting posting;
    posting.canonical_url = content_.canonical;
    posting.text.context = parts_.context;
    return posting;
  }

  // Adds a posting unless the page had the same before; two different ones never share a key.
  void Add(Posting posting, std::vector<Posting>& to) {
    if (to.size() >= kMaxPostingsPerPage) {
      content_.cut = true;
      return;
    }
    if (posting.text.body.size() > kMaxBodyBytes)
      posting.text.body = core::Utf8Prefix(posting.text.body, kMaxBodyBytes);
    if (posting.text.context.size() > kMaxBodyBytes)
      posting.text.context = core::Utf8Prefix(posting.text.context, kMaxBodyBytes);
    const std::string key = posting.item_key;
    int number = 1;
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (to[i].item_key != posting.item_key) continue;
      if (to[i].text.title == posting.text.title && to[i].text.body == posting.text.body) return;
      posting.item_key = key + "-" + std::to_string(++number);
      i = static_cast<std::size_t>(-1);
    }
    to.push_back(std::move(posting));
  }

  static std::string Select(pugi::xml_node from, const std::string& xpath, bool lines) {
    try {
      const pugi::xpath_query query(xpath.c_str());
      if (query.return_type() != pugi::xpath_type_node_set) return query.evaluate_string(from);
      std::string out;
      for (const pugi::xpath_node& node : query.evaluate_node_set(from))
        Append(out,
               node.attribute() ? std::string(node.attribute().value())
               : lines          ? TextOf(node.node())
                                : LineOf(node.node()),
               lines ? "\n" : " ");
      return out;
    } catch (const pugi::xpath_exception&) {
      return {};  // LoadSources refuses such a path; a function may still fail on a node
    }
  }

  bool ReadExtract() {
    pugi::xpath_node_set places;
    try {
      places = document_.select_nodes(extract_->posting.c_str());
    } catch (const pugi::xpath_exception&) {
      return false;
    }
    std::size_t number = 0;
    for (const pugi::xpath_node& place : places) {
      if (!place.node()) continue;
      Posting posting = NewPosting();
      const auto field = [&](const char* name, bool lines) {
        const auto found = extract_->fields.find(name);
        return found == extract_->fields.end() ? std::string()
                                               : Select(place.node(), found->second, lines);
      };
      posting.text.title = field("title", false);
      posting.text.body = field("body", true);
      if (posting.text.body.empty()) posting.text.body = TextOf(place.node());
      if (std::string context = field("context", true); !context.empty())
        posting.text.context = std::move(context);
      posting.employer = field("employer", false);
      posting.country = field("country", false);
      if (auto market = core::FindMarket(posting.country)) posting.country = *market;
      posting.region = field("region", false);
      if (posting.region.empty()) posting.region = field("location", false);
      posting.date_posted = core::FindDayInText(field("date_posted", false));
      posting.valid_through = core::FindDayInText(field("valid_through", false));
      if (const std::string salary = field("salary", false); !salary.empty())
        ReadWage(salary, posting);
      posting.item_key = field("item_key", false);
      if (posting.text.title.empty()) posting.text.title = parts_.heading;
      if (posting.item_key.empty())
        posting.item_key = places.size() == 1 ? kWholePage : HashKey(posting.text.title);
      ReadParticulars(posting.text.body, posting);
      posting.locator = "xpath:" + std::to_string(number++);
      Add(std::move(posting), content_.postings);
    }
    if (content_.postings.empty()) return false;
    content_.kind = PageKind::kPosting;
    return true;
  }

  void FindTables(pugi::xml_node element, std::vector<pugi::xml_node>& tables) const {
    for (const pugi::xml_node child : element.children()) {
      if (child.type() != pugi::node_element || tables.size() >= 200) continue;
      if (std::string_view(child.name()) == "table") tables.push_back(child);
      FindTables(child, tables);
    }
  }

  bool ReadRegister() {
    std::vector<pugi::xml_node> tables;
    FindTables(root_, tables);
    for (const pugi::xml_node table : tables) ReadRegisterTable(table);
    if (content_.register_rows.empty()) return false;
    content_.kind = PageKind::kRegister;
    content_.register_published_on =
        core::FindPublishedOn(parts_.heading + "\n" + parts_.body + "\n" + content_.text);
    return true;
  }

  void ReadRegisterTable(pugi::xml_node table) {
    const auto rows = RowsOf(table);
    std::vector<std::optional<core::RegisterColumn>> columns;
    std::size_t heading = 0;
    constexpr std::size_t kHeadingWithin = 6;
    for (; heading < rows.size() && heading < kHeadingWithin; ++heading) {
      columns.clear();
      bool name = false;
      bool licence = false;
      for (const pugi::xml_node cell : rows[heading]) {
        auto column = core::FindRegisterColumn(LineOf(cell));
        if (column && std::find(columns.begin(), columns.end(), column) != columns.end())
          column.reset();
        name |= column == core::RegisterColumn::kName;
        licence |= column == core::RegisterColumn::kLicenceNo;
        columns.push_back(column);
        const int span = cell.attribute("colspan").as_int(1);
        for (int i = 1; i < span && i < 20; ++i) columns.push_back(std::nullopt);
      }
      if (name && licence && columns.size() >= 3) break;
      columns.clear();
    }
    if (columns.empty()) return;
    // The words above the table say what holds for all of it.
    std::string above = LineOf(table.child("caption"));
    for (pugi::xml_node before = table.previous_sibling(); before;
         before = before.previous_sibling()) {
      const std::string_view name = before.name();
      if (name.size() == 2 && name[0] == 'h' && name[1] != 'r') {
        Append(above, LineOf(before));
        break;
      }
      if (name == "table") break;
    }
    if (above.empty()) above = parts_.heading;
    const core::LicenceStatus status =
        core::FindStatusInText(above).value_or(core::LicenceStatus::kActive);
    std::vector<core::RegisterRow> found;
    std::vector<std::string> problems;
    std::size_t with_licence = 0;
    for (std::size_t i = heading + 1; i < rows.size(); ++i) {
      core::RegisterCells cells;
      std::size_t at = 0;
      for (const pugi::xml_node cell : rows[i]) {
        if (at < columns.size() && columns[at]) cells.emplace_back(*columns[at], TextOf(cell));
        at += static_cast<std::size_t>(std::clamp(cell.attribute("colspan").as_int(1), 1, 20));
      }
      std::vector<std::string> sentences;
      if (auto row = core::RowFromCells(cells, status, sentences)) {
        with_licence += row->licence_no.find('/') != std::string::npos ? 1 : 0;
        found.push_back(std::move(*row));
        for (std::string& sentence : sentences)
          if (problems.size() < 1000)
            problems.push_back("row " + std::to_string(i) + ": " + sentence);
      }
    }
    if (with_licence == 0) return;
    for (const pugi::xml_node cell : rows[heading])
      content_.register_headings.push_back(LineOf(cell));
    std::move(found.begin(), found.end(), std::back_inserter(content_.register_rows));
    std::move(problems.begin(), problems.end(), std::back_inserter(content_.register_problems));
  }

  bool ReadMarkedUp() {
    if (markup_.jobs.empty()) return false;
    const bool single = markup_.jobs.size() == 1;
    if (single && page_.teasers >= 6 && LooksLikeList(page_, parts_, FoldedTitle(), Path()) &&
        markup_.jobs.front().description.empty()) {
      content_.kind = PageKind::kList;
      return true;
    }
    for (const MarkedUpJob& job : markup_.jobs) {
      Posting posting = NewPosting();
      posting.text.title = job.title;
      posting.employer = job.employer;
      posting.date_posted = job.date_posted;
      posting.valid_through = job.valid_through;
      posting.salary_min = job.salary_min;
      posting.salary_max = job.salary_max;
      posting.salary_currency = job.salary_currency;
      posting.salary_unit = job.salary_unit;
      posting.country = job.country;
      posting.region = job.region;
      posting.locator = job.locator;
      posting.item_key = !job.identifier.empty() ? job.identifier
                         : single                ? kWholePage
                                                 : HashKey(job.title);
      if (single) {
        FillFromPage(job, posting);
      } else {
        posting.text.body = job.description;
        if (!job.url.empty())
          if (auto url = ParseUrl(job.url, page_url_ ? &*page_url_ : nullptr);
              url && url->IsHttp() && SameSite(*url))
            posting.canonical_url = url->Href();
      }
      Add(std::move(posting), content_.postings);
    }
    content_.kind = PageKind::kPosting;
    return true;
  }

  bool SameSite(const Url& url) const {
    return page_url_ && page_url_->host && url.host &&
           RegistrableDomain(*page_url_->host) == RegistrableDomain(*url.host);
  }

  // The visible text is what is judged; the mark-up's description stands in only where the page shows less.
  void FillFromPage(const MarkedUpJob& job, Posting& posting) {
    const std::string title = core::FoldPlain(posting.text.title);
    const bool title_shown =
        !title.empty() && (core::FoldPlain(parts_.heading).find(title) != std::string::npos ||
                           core::FoldPlain(parts_.body).find(title) != std::string::npos);
    if (!title_shown && !parts_.heading.empty() && parts_.labels + parts_.prose_bytes / 200 >= 2)
      posting.text.title = parts_.heading;
    if (posting.text.title.empty()) posting.text.title = parts_.heading;
    if (job.description.empty() || job.description.size() < parts_.body.size() / 2 ||
        IsShown(job.description, parts_.body)) {
      posting.text.body = parts_.body;
    } else {
      posting.text.body = job.description;
      std::size_t begin = 0;
      const std::string letters = Letters(job.description);
      while (begin < parts_.body.size()) {
        std::size_t end = parts_.body.find('\n', begin);
        if (end == std::string::npos) end = parts_.body.size();
        const std::string_view line = std::string_view(parts_.body).substr(begin, end - begin);
        begin = end + 1;
        const bool wanted = SplitLabelledLine(line).has_value() ||
                            HasIdentity(core::FoldPlain(line)) || line.size() >= 60;
        if (wanted && letters.find(Letters(line)) == std::string::npos)
          Append(posting.text.body, line);
      }
    }
    Posting seen = posting;
    ReadParticulars(parts_.body, seen);
    if (!posting.valid_through) posting.valid_through = seen.valid_through;
    if (!posting.date_posted) posting.date_posted = seen.date_posted;
    if (posting.country.empty()) posting.country = seen.country;
    if (posting.region.empty()) posting.region = seen.region;
    if (posting.employer.empty()) posting.employer = seen.employer;
    if (!posting.salary_min && !posting.salary_max) {
      posting.salary_min = seen.salary_min;
      posting.salary_max = seen.salary_max;
      posting.salary_currency = seen.salary_currency;
      posting.salary_unit = seen.salary_unit;
    }
  }

  bool ReadOrders() {
    std::vector<pugi::xml_node> tables;
    FindTables(root_, tables);
    std::vector<std::pair<std::size_t, OrderTable>> found;  // with the table's number on the page
    std::vector<pugi::xml_node> order_tables;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      OrderTable orders = ReadOrderTable(tables[i]);
      if (orders.rows.empty()) continue;
      order_tables.push_back(tables[i]);
      found.emplace_back(i + 1, std::move(orders));
    }
    if (found.empty()) return false;
    const std::string notes = NotesAround(order_tables);
    const std::string agency = Employer(true);
    const auto day = PageDay();
    for (const auto& [number, orders] : found) {
      for (std::size_t i = 0; i < orders.rows.size(); ++i) {
        const OrderRow& row = orders.rows[i];
        Posting posting = NewPosting();
        posting.text.title = row.title;
        posting.text.body = row.body;
        Append(posting.text.body, notes);
        posting.item_key = row.code.empty() ? HashKey(row.title) : row.code;
        posting.locator = "table:" + std::to_string(number) + ":" + std::to_string(i + 1);
        posting.employer = agency;
        ReadParticulars(row.body, posting);
        if (!posting.date_posted) posting.date_posted = day;
        Add(std::move(posting), content_.postings);
      }
    }
    content_.kind = PageKind::kPosting;
    return true;
  }

  // The page's words outside of the order tables speak to all orders: heading, paragraphs, notes on fees.
  std::string NotesAround(const std::vector<pugi::xml_node>& order_tables) const {
    std::string notes;
    Append(notes, parts_.heading);
    for (const TextLine& line : parts_.lines)
      if (std::find(order_tables.begin(), order_tables.end(), line.table) == order_tables.end())
        Append(notes, line.text);
    return notes;
  }

  // Who recruits, by the text; else, on a site that shows a licence, whose site it is: a board's own name in its
  // footer says nothing about the adverts on it.
  std::string Employer(bool agency_page) const {
    std::string name = FindEnterprise(parts_.body);
    if (name.empty() && (agency_page || HasLicenceNumber(core::FoldPlain(parts_.context))))
      name = FindEnterprise(parts_.context);
    return name;
  }

  std::optional<core::Day> PageDay() const {
    if (head_.published) return head_.published;
    if (markup_.published) return markup_.published;
    if (parts_.main)
      if (auto day = TimeElement(parts_.main)) return day;
    if (page_.teasers == 0)
      if (auto day = TimeElement(root_)) return day;
    if (auto day = DateLine(parts_.body)) return day;
    constexpr std::size_t kTop = 800;
    return core::FindPublishedOn(core::Utf8Prefix(parts_.body, kTop));
  }

  std::string Path() const { return page_url_ ? page_url_->path : std::string(); }
  std::string FoldedTitle() const { return core::FoldPlain(parts_.heading + " " + content_.title); }

  void ReadFree() {
    const std::string title = FoldedTitle();
    const std::string heading = core::FoldPlain(parts_.heading);
    const std::string body = core::FoldPlain(parts_.body);
    const std::string path = core::FoldPlain(Path());
    const int job_words = CountJobWords(heading + " " + body);
    const bool article =
        markup_.is_article || head_.og_type == "article" || head_.published.has_value();
    const bool home = path.empty() || path == "/" || path == "/index.html" || path == "/index.php";
    if (!article && parts_.labels < 5 && IsAboutPage(heading, path)) {
      ReadListing(body);
      return;
    }
    if (IsHousekeeping(heading.empty() ? title : heading)) return;
    if (LooksLikeList(page_, parts_, heading.empty() ? title : heading, Path()) ||
        (parts_.labels < 2 && parts_.prose_bytes < 600 && IsListTitle(heading) &&
         content_.links.size() >= 3)) {
      content_.kind = PageKind::kList;
      return;
    }
    if (ReadCards()) return;
    constexpr std::size_t kLeastBytes = 40;  // shorter texts say nothing that could be judged
    if (parts_.body.size() < kLeastBytes) return;
    const bool news = article && parts_.labels < 3;
    // An advert speaks of work in its heading, has labelled particulars, or tells how to reach somebody about work.
    // An article is what the page says it is, whatever its subject.
    const bool offers = CountJobWords(heading) >= 1 && job_words >= 2;
    // On a board, what has a date and a contact is an advert, however it spells its words.
    const std::string unmasked =
        core::Fold(core::Utf8Prefix(parts_.body, 20'000), core::Field::kBody).folded.text();
    const bool dated = PageDay().has_value();
    const int signs =
        std::max(job_words, CountJobWords(unmasked)) + (dated ? 1 : 0) + (thread_ ? 1 : 0);
    const bool contact = HasContact(unmasked);
    const bool reaches = home ? contact && signs >= 3 : (contact && signs >= 1) || signs >= 3;
    const bool advert =
        home ? parts_.labels >= 3 || (reaches && !HasLicenceNumber(body + context_folded()))
             : parts_.labels >= 2 || offers || reaches;
    if (!news && !advert) {
      if (home) ReadListing(body);
      return;
    }
    Posting posting = NewPosting();
    posting.text.title = parts_.heading;
    posting.text.body = parts_.body;
    posting.item_key = kWholePage;
    posting.locator = "main";
    ReadParticulars(parts_.body, posting);
    if (!posting.date_posted) posting.date_posted = PageDay();
    if (posting.employer.empty() && !news) posting.employer = Employer(false);
    content_.kind = news ? PageKind::kArticle : PageKind::kPosting;
    Add(std::move(posting), content_.postings);
  }

  std::string context_folded() const { return core::FoldPlain(parts_.context); }

  // An enterprise presents itself: its name, and its licence or both address and telephone.
  bool ReadListing(std::string_view folded_body) {
    std::string name = FindEnterprise(parts_.heading);
    if (name.empty()) name = Employer(true);
    if (name.empty()) return false;
    const std::string context = core::FoldPlain(parts_.context);
    const bool licence = HasLicenceNumber(folded_body) || HasLicenceNumber(context);
    const bool address = AnyPhrase(folded_body, {"dia chi", "tru so", "address", "head office"}) ||
                         AnyPhrase(context, {"dia chi", "tru so", "address", "head office"});
    const bool phone =
        AnyPhrase(folded_body, {"dien thoai", "hotline", "tel", "phone", "sdt", "dt"}) ||
        AnyPhrase(context, {"dien thoai", "hotline", "tel", "phone", "sdt", "dt"});
    if (!licence && !(address && phone)) return false;
    Posting listing = NewPosting();
    listing.kind = PostingKind::kListing;
    listing.text.title = parts_.heading;
    listing.text.body = parts_.body;
    listing.employer = std::move(name);
    listing.item_key = kWholePage;
    listing.locator = "main";
    Add(std::move(listing), content_.listings);
    content_.kind = PageKind::kListing;
    return true;
  }

  // Several whole adverts below one another: similar blocks, each with a heading of its own that is no link, and
  // at least two labelled lines.
  bool ReadCards() {
    const std::vector<pugi::xml_node> cards = FindCards(parts_.main ? parts_.main : root_, 0);
    if (cards.size() < 2) return false;
    std::size_t number = 0;
    for (const pugi::xml_node card : cards) {
      const PageText text = ReadPageText(card);
      Posting posting = NewPosting();
      for (const TextLine& line : text.lines) {
        if (posting.text.title.empty()) {
          posting.text.title = line.text;
          continue;
        }
        Append(posting.text.body, line.text);
        const auto labelled = SplitLabelledLine(line.text);
        if (labelled && labelled->first == JobLabel::kCode && posting.item_key.empty() &&
            labelled->second.size() <= 40)
          posting.item_key = labelled->second;
      }
      if (posting.item_key.empty()) posting.item_key = HashKey(posting.text.title);
      posting.locator = "card:" + std::to_string(number++);
      ReadParticulars(posting.text.body, posting);
      if (posting.employer.empty()) posting.employer = Employer(false);
      if (!posting.date_posted) posting.date_posted = PageDay();
      Add(std::move(posting), content_.postings);
    }
    content_.kind = PageKind::kPosting;
    return true;
  }

  static bool IsCard(pugi::xml_node element) {
    constexpr std::size_t kMaxBytes = 6000;
    const std::string text = TextOf(element);
    if (text.size() < 80 || text.size() > kMaxBytes) return false;
    std::size_t labels = 0;
    std::size_t begin = 0;
    while (begin < text.size()) {
      std::size_t end = text.find('\n', begin);
      if (end == std::string::npos) end = text.size();
      labels += SplitLabelledLine(std::string_view(text).substr(begin, end - begin)) ? 1U : 0U;
      begin = end + 1;
    }
    return labels >= 3 && HasPlainHeading(element);
  }

  static bool HasPlainHeading(pugi::xml_node element) {
    for (const pugi::xml_node child : element.children()) {
      const std::string_view name = child.name();
      if (name == "h2" || name == "h3" || name == "h4" || name == "h5") return !child.child("a");
      if (child.type() == pugi::node_element && HasPlainHeading(child)) return true;
    }
    return false;
  }

  static std::vector<pugi::xml_node> FindCards(pugi::xml_node element, int depth) {
    std::vector<pugi::xml_node> cards;
    std::size_t others = 0;
    for (const pugi::xml_node child : element.children()) {
      const std::string_view name = child.name();
      if (name != "div" && name != "article" && name != "section" && name != "li") continue;
      if (IsCard(child))
        cards.push_back(child);
      else
        ++others;
    }
    if (cards.size() >= 2) return cards;
    constexpr int kMaxCardDepth = 12;
    if (depth < kMaxCardDepth)
      for (const pugi::xml_node child : element.children())
        if (child.type() == pugi::node_element)
          if (auto inner = FindCards(child, depth + 1); inner.size() >= 2) return inner;
    return {};
  }

  static constexpr const char* kWholePage =
      "page";  // the key of a page that is one posting and names no other

  const ExtractRules* extract_;
  PageContent& content_;
  std::optional<Url> page_url_;
  std::string given_url_;
  pugi::xml_document document_;
  pugi::xml_node root_;
  Head head_;
  PageMarkup markup_;
  PageText page_;
  Parts parts_;
  bool thread_ = false;
};

bool LooksLikeXml(std::string_view utf8, std::string_view content_type) {
  const std::string type = core::FoldPlain(content_type);
  if (type.find("html") != std::string::npos && type.find("xhtml") == std::string::npos)
    return false;
  const std::string_view start = core::Trim(utf8.substr(0, 4096));
  for (const std::string_view root : {"<rss", "<feed", "<rdf:RDF", "<urlset", "<sitemapindex"}) {
    const std::size_t at = start.find(root);
    if (at != std::string_view::npos && start.substr(0, at).find("<html") == std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace

std::string_view PageKindName(PageKind kind) {
  switch (kind) {
    case PageKind::kPosting:
      return "posting";
    case PageKind::kList:
      return "list";
    case PageKind::kListing:
      return "listing";
    case PageKind::kRegister:
      return "register";
    case PageKind::kArticle:
      return "article";
    case PageKind::kFeed:
      return "feed";
    case PageKind::kSitemap:
      return "sitemap";
    case PageKind::kOther:
      return "other";
  }
  return "other";
}

PageContent ReadPage(std::string_view bytes, std::string_view url, std::string_view content_type,
                     const ExtractRules* extract) {
  PageContent content;
  DecodedPage decoded = DecodePage(bytes, content_type);
  content.charset = std::move(decoded.charset);
  content.canonical = url;
  if (LooksLikeXml(decoded.text, content_type) && ReadFeed(decoded.text, url, content))
    return content;
  Reader(url, extract, content).Read(decoded.text);
  return content;
}

}  // namespace agencywatch::crawler
