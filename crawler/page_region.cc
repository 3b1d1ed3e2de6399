#include "crawler/page_region.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/fold.h"
#include "crawler/advert_words.h"
#include "crawler/icon_label.h"
#include "crawler/job_labels.h"
#include "crawler/page_frame.h"
#include "crawler/page_headings.h"
#include "crawler/page_teasers.h"
#include "crawler/shown_contact.h"

namespace agencywatch::crawler {
namespace {

std::string_view SchemaType(HtmlNode element) {
  const std::string_view item = element.attribute("itemtype");
  return item.empty() ? element.attribute("typeof") : item;
}

// A few words around a field for the password.
bool AsksToLogIn(HtmlNode form) {
  constexpr std::size_t kMostBytes = 200;
  if (form.text_bytes() > kMostBytes) return false;
  for (const HtmlNode node : form.below())
    if (node.name() == "input" && node.attribute("type") == "password") return true;
  return false;
}

// A bar that looks like a menu by its class, leads nowhere and says how to reach somebody.
bool IsContactLine(HtmlNode element) {
  constexpr std::size_t kLongestBytes = 400;
  if (element.text_bytes() == 0 || element.text_bytes() > kLongestBytes) return false;
  for (const HtmlNode node : element.below())
    if (node.name() == "input" || node.name() == "button" ||
        (node.name() == "a" && IsOtherPage(node.attribute("href"))))
      return false;
  return HasIdentity(core::FoldPlain(LineOf(element)));
}

HtmlNode FindHeading(HtmlNode element) {
  if (HeadingLevel(element.name()) != 0) return element;
  for (const HtmlNode node : element.below())
    if (HeadingLevel(node.name()) != 0) return node;
  return {};
}

// The text of an element that is a heading and hardly more: an h1 … h6, a block around one, or a short line. Empty for
// everything else. `level` is 0 where the mark-up has none.
std::string ShortHeading(HtmlNode element, int& level) {
  constexpr std::size_t kHeadingBytes = 80;
  constexpr std::size_t kBesidesBytes = 24;  // "Xem tất cả"
  const HtmlName name = element.name();
  if (name == "ul" || name == "ol" || name == "table" || name == "tr" || name == "td" ||
      name == "li" || name == "dd" || name == "a" || name == "br" || name == "img" ||
      element.shown() == Shown::kNever)
    return {};
  const std::size_t bytes = element.text_bytes();
  if (bytes < 5 || bytes >= kHeadingBytes + kBesidesBytes) return {};
  const HtmlNode heading = FindHeading(element);
  if (heading) {
    level = HeadingLevel(heading.name());
    if (bytes > heading.text_bytes() + kBesidesBytes) return {};
    return LineOf(heading);
  }
  if (bytes >= kHeadingBytes || Holds(element, "a") || Holds(element, "br")) return {};
  std::string line = LineOf(element);
  // "Chi phí khác: 5 triệu" is a line of the advert.
  const std::size_t colon = line.find(':');
  if (colon != std::string::npos && colon + 4 < line.size()) return {};
  return line;
}

}  // namespace

PageRegions::PageRegions(HtmlNode root, ClassBook& classes)
    : classes_(classes),
      layout_(FindFrame(root)),
      body_bytes_(std::max<std::size_t>(root.text_bytes(), 1)),
      has_types_(root.TreeUses("itemtype") || root.TreeUses("typeof")) {}

Region PageRegions::OfLayout(HtmlNode element) const {
  if (layout_.empty()) return Region::kMain;
  const auto found = layout_.find(element.id());
  return found != layout_.end() ? found->second : Region::kMain;
}

Region PageRegions::Of(HtmlNode element, bool in_main) const {
  if (const Region laid_out = OfLayout(element); laid_out != Region::kMain) return laid_out;
  const ClassSigns& signs = classes_.Of(element);
  const HtmlName name = element.name();
  const std::string_view role = element.attribute("role");
  if (name == "nav" || role == "navigation" || role == "search" || signs.consent ||
      name == "amp-sidebar" || name == "amp-consent")
    return Region::kMenu;
  if (name == "aside" || role == "complementary")
    return signs.related ? Region::kRelated : Region::kAside;
  if (name == "footer" || role == "contentinfo") return in_main ? Region::kMain : Region::kFooter;
  if (name == "header" || role == "banner")
    return in_main || signs.part ? Region::kMain : Region::kHeader;
  if (name == "form" && AsksToLogIn(element)) return Region::kMenu;
  // A script may show an advert in a dialog, too.
  constexpr std::size_t kDialogBytes = 800;
  const bool modal = signs.modal || ((role == "dialog" || role == "alertdialog") &&
                                     element.text_bytes() <= kDialogBytes);
  if ((!signs.any && !modal) || name == "html" || name == "body" || name == "main" ||
      name == "article" || name == "form")
    return Region::kMain;
  Region region = Region::kMain;
  if (signs.related)
    region = Region::kRelated;
  else if (modal)
    region = HoldsContact(element) ? Region::kAside : Region::kMenu;
  else if (signs.menu && !IsContactLine(element))
    region = Region::kMenu;
  else if (signs.comments)
    region = Region::kComments;
  else if (!in_main && signs.footer && !signs.part)
    region = Region::kFooter;
  else if (!in_main && signs.header && !signs.part)
    region = Region::kHeader;
  else if (signs.aside)
    region = Region::kAside;
  if (region == Region::kMain) return region;
  // A class on what holds most of the page, or its heading, is about something else ("has-sidebar", "menu-open").
  constexpr std::size_t kMostPercent = 60;
  const std::size_t most = body_bytes_ * kMostPercent / 100 + 1;
  if (body_bytes_ > 300 && element.text_bytes() >= most) return Region::kMain;
  if (region != Region::kHeader && region != Region::kFooter && Holds(element, "h1"))
    return Region::kMain;
  // Blogger's posts stand in a widget.
  if (region == Region::kAside && HoldsMainPart(element)) return Region::kMain;
  return region;
}

bool PageRegions::HoldsMainPart(HtmlNode element) const {
  constexpr std::size_t kTextBytes = 100;
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    if ((child.attribute("itemprop").ends_with("articleBody") || classes_.Of(child).main) &&
        child.text_bytes() >= kTextBytes)
      return true;
    if (HoldsMainPart(child)) return true;
  }
  return false;
}

int PageRegions::MainStrength(HtmlNode element) const {
  const ClassSigns& signs = classes_.Of(element);
  const HtmlName name = element.name();
  if (has_types_ && SchemaType(element).find("JobPosting") != std::string_view::npos) return 5;
  if (element.attribute("itemprop") == "articleBody") return 4;
  if (name == "main" || element.attribute("role") == "main") return 2;
  if (name == "article") return 3;
  if (signs.main) return 3;
  return signs.content ? 1 : 0;
}

Region HeadedRegions::Next(HtmlNode child, Region outside, bool text_above, const PageRegions& page,
                           bool in_main) {
  int level = 0;
  const std::string line = ShortHeading(child, level);
  if (const std::string heading = core::FoldPlain(line); !heading.empty()) {
    const bool related = IsRelatedHeading(heading) || IsForeignRelatedHeading(line);
    if (text_above && (related || IsCommentsHeading(heading))) {
      level_ = level != 0 ? level : 7;
      region_ = related ? Region::kRelated : Region::kComments;
    } else if (level != 0 && level_ != 0 && level <= level_) {
      level_ = 0;
    }
    constexpr std::size_t kBoxBytes = 800;
    // Over an advertisement in the midst of the text stands nothing but that word.
    const bool opens = level != 0 || (heading != "quang cao" && heading != "advertisement");
    side_box_ =
        (level != 1 && parent_.text_bytes() <= kBoxBytes && opens && IsSideBoxHeading(heading)) ||
        (side_box_ && level == 0);
  }
  if (level_ != 0 && page.Of(child, in_main) != Region::kFooter) return region_;
  return side_box_ ? Region::kAside : outside;
}

int HeadingLevel(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

bool IsBox(HtmlNode element) {
  const auto is_rows = [](HtmlName name) {
    return name == "dl" || name == "table" || name == "ul";
  };
  if (is_rows(element.name())) return true;
  for (const HtmlNode child : element.children())
    if (is_rows(child.name())) return true;
  return false;
}

bool HoldsFacts(HtmlNode box) {
  constexpr std::size_t kLeastBytes = 20;
  constexpr std::size_t kMostBytes = 1500;
  constexpr int kMostLinks = 2;
  constexpr std::size_t kHeadingBytes = 80;
  if (box.text_bytes() < kLeastBytes || box.text_bytes() > kMostBytes) return false;
  std::array<int, static_cast<std::size_t>(JobLabel::kOther) + 1> times{};
  const auto count = [&](std::optional<JobLabel> label) {
    if (label) ++times.at(static_cast<std::size_t>(*label));
  };
  constexpr int kMostNodes = 600;
  int links = 0;
  int nodes = 0;
  for (const HtmlNode node : box.below()) {
    if (++nodes > kMostNodes) return false;
    const HtmlName name = node.name();
    if (name == "input" || name == "select" || name == "form") return false;
    if (name == "a" && IsOtherPage(node.attribute("href")) && ++links > kMostLinks) return false;
    if (HeadingLevel(name) != 0 && node.text_bytes() <= kHeadingBytes &&
        IsRelatedHeading(core::FoldPlain(LineOf(node))))
      return false;
    if (name == "svg" || (node.IsElement() && node.text_bytes() == 0))
      count(FindJobLabel(IconLabel(node)));
  }
  for (const TextLine& line : LinesOf(box))
    if (const auto labelled = SplitLabelledLine(line.text)) count(labelled->first);
  constexpr auto kFacts = std::to_array<JobLabel>(
      {JobLabel::kSalary, JobLabel::kPlace, JobLabel::kCountry, JobLabel::kDeadline,
       JobLabel::kPosted, JobLabel::kCode, JobLabel::kQuantity, JobLabel::kFee, JobLabel::kAge,
       JobLabel::kSex, JobLabel::kContract, JobLabel::kTest, JobLabel::kDeparture});
  constexpr int kEnough = 2;
  constexpr int kOfSeveralAdverts = 3;
  int facts = 0;
  for (const JobLabel label : kFacts) {
    const int found = times.at(static_cast<std::size_t>(label));
    if (found >= kOfSeveralAdverts) return false;
    facts += found > 0 ? 1 : 0;
  }
  return facts >= kEnough;
}

bool HoldsContact(HtmlNode element) {
  constexpr std::size_t kLongestBytes = 600;
  return element.text_bytes() > 0 && element.text_bytes() <= kLongestBytes &&
         HoldsNumber(LineOf(element));
}

}  // namespace agencywatch::crawler
