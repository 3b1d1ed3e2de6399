#include "crawler/html_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/job_labels.h"
#include "crawler/page_frame.h"
#include "crawler/page_teasers.h"

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMaxLines = 20'000;
constexpr std::size_t kMaxTextBytes = 2UL * 1024 * 1024;

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// Classes by which style frameworks hide an element on every screen. With another class it is shown on some
// ("d-none d-md-block"), or as a part that is opened by a click: those are texts of the page.
bool IsHiddenByClass(HtmlNode element) {
  const std::string_view classes = element.attribute("class");
  // A long text that is hidden at first is what "Xem thêm" opens.
  constexpr std::size_t kMuchText = 200;
  if (classes.empty() ||
      (element.text_bytes() >= kMuchText && element.attribute("aria-hidden") != "true"))
    return false;
  constexpr std::size_t kMaxBytes = 200;
  constexpr std::array<std::string_view, 7> kHiding = {
      "d-none", "hidden", "hide", "is-hidden", "display-none", "u-hidden", "ot-hide"};
  constexpr std::array<std::string_view, 14> kShowing = {
      "-block", ":block", "-flex", ":flex", "-inline", ":inline", "-grid",
      ":grid",  ":table", "tab",   "pane",  "collaps", "accord",  "toggle"};
  if (classes.size() > kMaxBytes) return false;
  bool hiding = false;
  for (std::size_t begin = 0; begin < classes.size();) {
    std::size_t end = begin;
    while (end < classes.size() && !IsBlank(classes[end])) ++end;
    const std::string_view one = classes.substr(begin, end - begin);
    hiding |= std::find(kHiding.begin(), kHiding.end(), one) != kHiding.end();
    begin = end + 1;
  }
  return hiding && std::none_of(kShowing.begin(), kShowing.end(), [&](std::string_view part) {
           return classes.find(part) != std::string_view::npos;
         });
}

bool IsHidden(HtmlNode element) {
  if (element.HasAttribute("hidden")) return true;
  if (IsHiddenByClass(element)) return true;
  const std::string_view style = element.attribute("style");
  if (style.empty()) return false;
  std::string squeezed;
  for (const char c : style.substr(0, 400))
    if (!IsBlank(c)) squeezed += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view hiding :
       {"display:none", "visibility:hidden", "left:-9999", "top:-9999", "text-indent:-9999"})
    if (squeezed.find(hiding) != std::string::npos) return true;
  // Around other elements, that is a way to do away with the gaps between them.
  const std::size_t size = squeezed.find("font-size:0");
  return size != std::string::npos && !element.first_child().IsElement() &&
         squeezed.find_first_of("123456789.", size) >= squeezed.find(';', size);
}

constexpr std::string_view kRightToLeft = "\xE2\x80\xAE";  // U+202E, right-to-left override

// A number written backwards behind U+202E is read forwards by people. Source: UAX #9, rules X1 to X8, for one level:
// up to the mark that ends it (U+202C) or the end of the line.
std::string AsShown(std::string_view line) {
  constexpr std::string_view kEnd = "\xE2\x80\xAC";
  std::string out;
  for (std::size_t at = line.find(kRightToLeft); at != std::string_view::npos;
       at = line.find(kRightToLeft)) {
    out += line.substr(0, at);
    line.remove_prefix(at + kRightToLeft.size());
    const std::string_view backwards = line.substr(0, line.find(kEnd));
    line.remove_prefix(std::min(backwards.size() + kEnd.size(), line.size()));
    for (std::size_t end = backwards.size(); end > 0;) {
      std::size_t begin = end - 1;
      while (begin > 0 && (static_cast<unsigned char>(backwards[begin]) & 0xC0) == 0x80) --begin;
      out += backwards.substr(begin, end - begin);
      end = begin;
    }
  }
  return out += line;
}

int HeadingLevel(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

std::string_view SchemaType(HtmlNode element) {
  const std::string_view item = element.attribute("itemtype");
  return item.empty() ? element.attribute("typeof") : item;
}

int MainStrength(HtmlNode element, const ClassSigns& signs, bool has_types) {
  const HtmlName name = element.name();
  if (has_types && SchemaType(element).find("JobPosting") != std::string_view::npos) return 5;
  if (element.attribute("itemprop") == "articleBody") return 4;
  if (name == "main" || element.attribute("role") == "main") return 2;
  if (name == "article") return 3;
  if (signs.main) return 3;
  return signs.content ? 1 : 0;
}

class Walker {
 public:
  // Without `classes` the regions are of no interest.
  explicit Walker(ClassBook* classes) : classes_(classes) {}

  PageText Read(HtmlNode root) {
    if (classes_ != nullptr) {
      body_bytes_ = std::max<std::size_t>(root.text_bytes(), 1);
      has_types_ = root.TreeUses("itemtype") || root.TreeUses("typeof");
      has_scrambled_ = root.TreeUses("data-cfemail");
      frame_ = FindFrame(root);
      teasers_ = FindTeasers(root);
    }
    constexpr std::size_t kUsualLines = 96;
    if (classes_ != nullptr) page_.lines.reserve(kUsualLines);
    root_ = root;
    Children(root, {});
    Flush({});
    return std::move(page_);
  }

 private:
  struct Context {
    Region region = Region::kMain;
    bool in_link = false;  // to another page
    bool in_anchor = false;
    bool of_seller = false;
    bool of_facts = false;
    bool in_main = false;  // below main or article: a header or footer in there is theirs
    bool teaser = false;
    bool preformatted = false;
    bool drawn = false;  // in a heading that holds a picture only
    bool strong = false;
    int heading = 0;
    HtmlNode table;
  };

  // The region an element opens by itself; kMain when it does not say.
  Region OwnRegion(HtmlNode element, const ClassSigns& signs, const Context& context) {
    if (!frame_.empty())
      if (const auto found = frame_.find(element.id()); found != frame_.end()) return found->second;
    const HtmlName name = element.name();
    const std::string_view role = element.attribute("role");
    if (name == "nav" || role == "navigation" || role == "search" || signs.consent ||
        name == "amp-sidebar" || name == "amp-consent")
      return Region::kMenu;
    if (name == "aside" || role == "complementary")
      return signs.related ? Region::kRelated : Region::kAside;
    if (name == "footer" || role == "contentinfo")
      return context.in_main ? Region::kMain : Region::kFooter;
    if (name == "header" || role == "banner")
      return context.in_main || signs.part ? Region::kMain : Region::kHeader;
    if (name == "form" && AsksToLogIn(element)) return Region::kMenu;
    if (!signs.any || name == "html" || name == "body" || name == "main" || name == "article" ||
        name == "form")
      return Region::kMain;
    Region region = Region::kMain;
    if (signs.related)
      region = Region::kRelated;
    else if (signs.modal)
      region = HoldsContact(element) ? Region::kAside : Region::kMenu;
    else if (signs.menu && !IsContactLine(element))
      region = Region::kMenu;
    else if (signs.comments)
      region = Region::kComments;
    else if (!context.in_main && signs.footer && !signs.part)
      region = Region::kFooter;
    else if (!context.in_main && signs.header && !signs.part)
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

  // A few words around a field for the password.
  static bool AsksToLogIn(HtmlNode form) {
    constexpr std::size_t kMostBytes = 200;
    if (form.text_bytes() > kMostBytes) return false;
    for (const HtmlNode node : form.below())
      if (node.name() == "input" && node.attribute("type") == "password") return true;
    return false;
  }

  // A list or table, or what holds one, under a heading or not.
  static bool IsBox(HtmlNode element) {
    const auto is_rows = [](HtmlName name) {
      return name == "dl" || name == "table" || name == "ul";
    };
    if (is_rows(element.name())) return true;
    for (const HtmlNode child : element.children())
      if (is_rows(child.name())) return true;
    return false;
  }

  // A box beside the text that gives the advert's own particulars: "Lương", "Nơi làm", "Hạn nộp" once each, and neither
  // fields to search by nor links to other adverts.
  static bool HoldsFacts(HtmlNode box) {
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
    Walker walker(nullptr);
    walker.Element(box, {});
    walker.Flush({});
    for (const TextLine& line : walker.page_.lines)
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

  // A bar that looks like a menu by its class, leads nowhere and says how to reach somebody.
  static bool IsContactLine(HtmlNode element) {
    constexpr std::size_t kLongestBytes = 400;
    if (element.text_bytes() == 0 || element.text_bytes() > kLongestBytes) return false;
    for (const HtmlNode node : element.below())
      if (node.name() == "input" || node.name() == "button" ||
          (node.name() == "a" && IsOtherPage(node.attribute("href"))))
        return false;
    return HasIdentity(core::FoldPlain(LineOf(element)));
  }

  // "Liên hệ tư vấn": whom to call may stand in a window only.
  static bool HoldsContact(HtmlNode element) {
    constexpr std::size_t kLongestBytes = 600;
    return element.text_bytes() > 0 && element.text_bytes() <= kLongestBytes &&
           HoldsNumber(LineOf(element));
  }

  bool HoldsMainPart(HtmlNode element) {
    constexpr std::size_t kTextBytes = 100;
    for (const HtmlNode child : element.children()) {
      if (!child.IsElement()) continue;
      if ((child.attribute("itemprop").ends_with("articleBody") || classes_->Of(child).main) &&
          child.text_bytes() >= kTextBytes)
        return true;
      if (HoldsMainPart(child)) return true;
    }
    return false;
  }

  void Children(HtmlNode parent, Context context) {
    // 1 … 6: a heading over other adverts or over comments was passed; 7: one without a level.
    int related_level = 0;
    Region related = Region::kRelated;
    bool side_box = false;  // the children belong to a box of the site's own, as its heading says
    for (const HtmlNode child : parent.children()) {
      if (page_.lines.size() >= kMaxLines || text_bytes_ >= kMaxTextBytes) return;
      if (child.IsText()) {
        Context here = context;
        if (related_level != 0) here.region = related;
        Text(child.value(), here);
        continue;
      }
      if (!child.IsElement() || child == stand_in_) continue;
      Context here = context;
      if (classes_ != nullptr && !context.teaser &&
          (context.region == Region::kMain || context.region == Region::kAside)) {
        int level = 0;
        const std::string heading = ShortHeading(child, level);
        if (!heading.empty()) {
          // With nothing above them, "new adverts" are what the page is about.
          constexpr std::size_t kTextAbove = 100;
          const bool text_above = main_bytes_ >= kTextAbove || context.region == Region::kAside;
          if (text_above && (IsRelatedHeading(heading) || IsCommentsHeading(heading))) {
            related_level = level != 0 ? level : 7;
            related = IsRelatedHeading(heading) ? Region::kRelated : Region::kComments;
          } else if (level != 0 && related_level != 0 && level <= related_level)
            related_level = 0;
          constexpr std::size_t kBoxBytes = 800;
          // Over an advertisement in the midst of the text stands nothing but that word.
          const bool opens = level != 0 || (heading != "quang cao" && heading != "advertisement");
          side_box = (parent.text_bytes() <= kBoxBytes && opens && IsSideBoxHeading(heading)) ||
                     (side_box && level == 0);
        }
        const bool ends =
            related_level != 0 && OwnRegion(child, classes_->Of(child), context) == Region::kFooter;
        if (related_level != 0 && !ends)
          here.region = related;
        else if (side_box)
          here.region = Region::kAside;
      }
      Element(child, here);
    }
  }

  // The folded text of an element that is a heading and hardly more: an h1 … h6, a block around one, or a short
  // line. Empty for everything else. `level` is 0 where the mark-up has none.
  static std::string ShortHeading(HtmlNode element, int& level) {
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
      return core::FoldPlain(LineOf(heading));
    }
    if (bytes >= kHeadingBytes || Holds(element, "a") || Holds(element, "br")) return {};
    const std::string line = LineOf(element);
    // "Chi phí khác: 5 triệu" is a line of the advert.
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && colon + 4 < line.size()) return {};
    return core::FoldPlain(line);
  }

  static HtmlNode FindHeading(HtmlNode element) {
    if (HeadingLevel(element.name()) != 0) return element;
    for (const HtmlNode node : element.below())
      if (HeadingLevel(node.name()) != 0) return node;
    return {};
  }

  void Element(HtmlNode element, Context context) {
    const HtmlName name = element.name();
    if (IsHidden(element)) return;
    if (name == "button") return Button(element, context);
    if (name == "svg") return Icon(element, context);
    if (name == "dialog") return Dialog(element, context);
    if (name == "template") return Streamed(element, context);
    if (element.shown() == Shown::kNever) return;
    if (name == "br") return Flush(context);
    if (classes_ != nullptr) {
      if (has_scrambled_ && Scrambled(element, context)) return;
      if (line_.empty() || line_ == "-") Icon(element, context);
    }
    if (name == "img") return Image(element, context);
    if (name == "wbr") return;
    if (name == "label" && NamesField(element)) return;
    // "[Tìm người] Đơn đi Đài": what forums and shops stick on a heading is not part of it.
    if (context.heading != 0 && name == "span" && classes_ != nullptr &&
        classes_->Of(element).label)
      return;
    const bool block = element.shown() == Shown::kBlock;
    std::size_t first = 0;
    int strength = 0;
    if (classes_ != nullptr) {
      const ClassSigns& signs = classes_->Of(element);
      if (context.region == Region::kMain || context.region == Region::kAside ||
          context.region == Region::kFooter || context.region == Region::kHeader) {
        const Region own = OwnRegion(element, signs, context);
        const bool opens_aside = own == Region::kAside && context.region == Region::kMain;
        const bool is_box = opens_aside || (context.region == Region::kAside && IsBox(element));
        if (is_box && !context.teaser && !teasers_.contains(element.id()) && HoldsFacts(element)) {
          context.region = Region::kMain;
          context.of_facts = true;
        } else if (own != Region::kMain && (context.region == Region::kMain ||
                                            own == Region::kMenu || own == Region::kRelated))
          context.region = own;
        if (own == Region::kMenu && signs.pager) page_.has_page_numbers = true;
      }
      if (context.region == Region::kMain) strength = MainStrength(element, signs, has_types_);
      if (signs.seller) context.of_seller = true;
      EnterTeaser(element, context);
      if (name == "main" || name == "article" || strength >= 3) context.in_main = true;
    }
    if (name == "a") {
      context.in_link = context.in_link || IsOtherPage(element.attribute("href"));
      context.in_anchor = IsAnchor(element);
    }
    if (name == "pre") context.preformatted = true;
    if (const int level = HeadingLevel(name)) {
      context.heading = level;
      context.drawn = element.text_bytes() == 0;
    }
    if (name == "summary" && context.heading == 0) context.heading = kSummaryLevel;
    constexpr std::size_t kTitleBytes = 250;
    if (name == "b" || name == "strong" || name == "summary" || name == "th" || name == "caption" ||
        (classes_ != nullptr && element.text_bytes() <= kTitleBytes && classes_->Of(element).title))
      context.strong = true;
    if (block)
      Flush(context);
    else
      Gap(element);
    first = page_.lines.size();
    const std::size_t before = line_ == "-" ? 0 : line_.size();
    if (name == "table")
      Table(element, context);
    else if (name == "dl")
      Definitions(element, context);
    else if (name == "li")
      ListItem(element, context);
    else
      Children(element, context);
    if (name == "a") {
      if ((context.in_link || context.in_anchor) && line_.size() > before) ++links_;
      ContactBehind(element, before, context);
    }
    if (classes_ != nullptr) NumberBehind(element, before, context);
    if (block)
      Flush(context);
    else if (before == 0 && !line_.empty() && context.region == Region::kMain)
      MarkLabel(element);
    if (strength > 0 && page_.candidates.size() < 500)
      page_.candidates.push_back({element, first, page_.lines.size(), strength});
  }

  // "Về đầu trang", "In trang này": leads to a place on this page, or does something to it. What opens a part of it is
  // that part's heading.
  static bool IsAnchor(HtmlNode link) {
    const std::string_view href = link.attribute("href");
    if (!href.starts_with('#') && !href.starts_with("javascript:")) return false;
    for (const char* opens : {"data-toggle", "data-bs-toggle", "aria-controls", "aria-expanded"})
      if (link.HasAttribute(opens)) return false;
    return true;
  }

  // "<li><span>Mức lương</span> <b>30 triệu</b>": style sheets tell label and value apart, text needs a colon.
  void MarkLabel(HtmlNode element) {
    constexpr std::size_t kMaxLabelBytes = 40;
    std::string_view label = line_;
    if (label.starts_with("- ")) label.remove_prefix(2);
    // "Đăng ngày 20/11/2026" says it all.
    if (label.size() > kMaxLabelBytes || label.ends_with(':') ||
        label.find_first_of("0123456789") != std::string_view::npos || !FindJobLabel(label))
      return;
    for (HtmlNode next = element.next_sibling(); next; next = next.next_sibling()) {
      if (next.IsText()) {
        const std::string_view text = core::Trim(next.value());
        if (text.empty()) continue;
        return;  // running text, or a colon
      }
      const HtmlName name = next.name();
      if (name != "span" && name != "b" && name != "strong" && name != "em" && name != "i" &&
          name != "a" && name != "time")
        return;
      if (next.text_bytes() == 0) continue;
      line_ += ':';
      blank_ = true;
      return;
    }
  }

  // React sends what takes long at the end, hidden, and a script moves it to where it belongs: <div hidden id="S:0">
  // takes the place of <template id="B:0"> and of the "Loading…" behind that. Each is shown once.
  void Streamed(HtmlNode place, const Context& context) {
    const std::string_view id = place.attribute("id");
    if (classes_ == nullptr || !id.starts_with("B:")) return;
    if (!std::exchange(streams_known_, true))
      for (const HtmlNode node : root_.below())
        if (node.HasAttribute("hidden") && node.attribute("id").starts_with("S:"))
          streamed_.emplace(node.attribute("id").substr(2), node);
    const auto part = streamed_.find(id.substr(2));
    if (part == streamed_.end()) return;
    const HtmlNode shown = std::exchange(part->second, {});
    if (!shown) return;
    Flush(context);
    Children(shown, context);
    Flush(context);
    stand_in_ = place.next_sibling();
    while (stand_in_ && !stand_in_.IsElement()) stand_in_ = stand_in_.next_sibling();
  }

  // A window that a click opens, as those told by their class.
  void Dialog(HtmlNode dialog, Context context) {
    if (!HoldsContact(dialog)) return;
    Flush(context);
    if (context.region == Region::kMain) context.region = Region::kAside;
    Children(dialog, context);
    Flush(context);
  }

  void EnterTeaser(HtmlNode element, Context& context) {
    if (context.teaser) return;
    const auto found = teasers_.find(element.id());
    if (found == teasers_.end()) return;
    context.teaser = true;
    if (context.region == Region::kMain && !found->second) ++page_.teasers;
  }

  // Two inline elements that touch ("<b>Lương</b><span>30 triệu</span>") are kept apart by style sheets.
  void Gap(HtmlNode element) {
    const HtmlNode before = element.previous_sibling();
    if (before.IsElement() && !line_.empty() && before.name() != "br" && before.text_bytes() >= 2 &&
        element.text_bytes() >= 2)
      blank_ = true;
  }

  // "Họ tên" beside the field of a form.
  static bool NamesField(HtmlNode label) {
    const auto is_field = [](HtmlNode node) {
      return node.name() == "input" || node.name() == "textarea" || node.name() == "select";
    };
    HtmlNode next = label.next_sibling();
    while (next && !next.IsElement()) next = next.next_sibling();
    if (is_field(next)) return true;
    for (const HtmlNode node : label.below())
      if (is_field(node)) return true;
    return false;
  }

  // Buttons press something, but for those that call somebody, or open the part of which they are the heading.
  void Button(HtmlNode button, const Context& context) {
    if (context.heading != 0) return Children(button, context);
    const std::string text = LineOf(button);
    const std::size_t before = line_ == "-" ? 0 : line_.size();
    if (HoldsNumber(text)) {
      blank_ = true;
      Text(text, context);
      blank_ = true;
    }
    if (classes_ != nullptr) NumberBehind(button, before, context);
  }

  // "Gọi ngay", "Chat Zalo", "Email the agency": the number, name or address that a link leads to is shown where its own
  // text does not say it.
  void ContactBehind(HtmlNode link, std::size_t before, const Context& context) {
    const std::string_view href = link.attribute("href");
    if (href.empty()) return;
    for (const std::string_view scheme : {"tel:", "sms:", "callto:"})
      if (href.starts_with(scheme)) return AddNumber(href.substr(scheme.size()), before, context);
    if (href.starts_with("mailto:")) {
      const std::string_view address = href.substr(7, href.find('?') - 7);
      return AddName(address, address.find('@') != std::string_view::npos, before, context);
    }
    for (const std::string_view chat : {"zalo.me/", "wa.me/", "t.me/", "m.me/", "line.me/"}) {
      const std::size_t at = href.find(chat);
      if (at == std::string_view::npos || at == 0 || (href[at - 1] != '/' && href[at - 1] != '.'))
        continue;
      const std::string_view contact = href.substr(at);
      if (DigitsOf(contact).size() >= kLeastDigits) return AddNumber(contact, before, context);
      const std::string_view name = contact.substr(0, contact.find_first_of("?#&"));
      return AddName(name, name.size() > chat.size() && contact.find("share") == contact.npos,
                     before, context);
    }
    // viber://chat?number=%2B84…, https://api.whatsapp.com/send?phone=84…
    for (const std::string_view parameter : {"number=", "phone="})
      if (const std::size_t at = href.find(parameter); at != std::string_view::npos) {
        std::string_view number = href.substr(at + parameter.size());
        for (const std::string_view plus : {"%2B", "%2b", "+"})
          if (number.starts_with(plus)) number.remove_prefix(plus.size());
        return AddNumber(number, before, context);
      }
  }

  void AddNumber(std::string_view contact, std::size_t before, const Context& context) {
    contact = contact.substr(0, contact.find_first_of("?#;&"));
    std::string digits = DigitsOf(contact);
    constexpr std::size_t kMostBytes = 40;
    if (digits.size() < kLeastDigits || contact.size() > kMostBytes) return;
    if (digits.starts_with("84")) digits.erase(0, 2);  // "+84 912 …" beside "0912 …"
    while (digits.starts_with('0')) digits.erase(0, 1);
    if (digits.empty() || DigitsOf(ShownSince(before)).find(digits) != std::string::npos) return;
    blank_ = true;
    Text(contact, context);
    blank_ = true;
  }

  void AddName(std::string_view contact, bool is_one, std::size_t before, const Context& context) {
    constexpr std::size_t kMostBytes = 60;
    if (!is_one || contact.size() > kMostBytes || contact.find('%') != std::string_view::npos ||
        ShownSince(before).find(contact) != std::string_view::npos)
      return;
    // The name alone may be shown ("@ten"), or the address of a letter.
    const std::size_t slash = contact.rfind('/');
    if (slash != std::string_view::npos &&
        ShownSince(before).find(contact.substr(slash + 1)) != std::string_view::npos)
      return;
    blank_ = true;
    Text(contact, context);
    blank_ = true;
  }

  [[nodiscard]] std::string_view ShownSince(std::size_t before) const {
    return std::string_view(line_).substr(std::min(before, line_.size()));
  }

  // "Bấm để hiện số 0912000***": the number that a click would show stands in an attribute.
  void NumberBehind(HtmlNode element, std::size_t before, const Context& context) {
    constexpr std::size_t kLabelBytes = 80;  // what is clicked
    if (element.text_bytes() > kLabelBytes) return;
    std::string_view number;
    element.ForEachAttribute([&](std::string_view name, std::string_view value) {
      constexpr std::size_t kMostBytes = 120;
      if (!number.empty() || value.size() < kLeastDigits || value.size() > kMostBytes) return;
      if (name.starts_with("data-") || name == "phone") {
        if (value.size() <= 24 && IsNumber(value) &&
            (SaysNumber(name) || (BeginsNumber(value) && ShownSince(before).find_first_of("*xX") !=
                                                             std::string_view::npos)))
          number = value;
      } else if (name == "onclick" || (name == "href" && value.starts_with("javascript:"))) {
        number = QuotedNumber(value);
      }
    });
    if (!number.empty()) AddNumber(number, before, context);
  }

  static bool SaysNumber(std::string_view attribute) {
    for (const std::string_view word : {"phone", "tel", "mobile", "sdt", "zalo", "hotline",
                                        "contact", "call", "whatsapp", "viber", "didong"})
      if (attribute.find(word) != std::string_view::npos) return true;
    return false;
  }

  static bool BeginsNumber(std::string_view number) {
    return number.starts_with('0') || number.starts_with("+84") || number.starts_with("84");
  }

  // showPhone('0912 000 345')
  static std::string_view QuotedNumber(std::string_view call) {
    for (std::size_t open = call.find_first_of("'\""); open != std::string_view::npos;
         open = call.find_first_of("'\"", open + 1)) {
      const std::string_view inside =
          call.substr(open + 1, call.find(call[open], open + 1) - open - 1);
      if (IsNumber(inside) && BeginsNumber(inside)) return inside;
    }
    return {};
  }

  // Addresses that Cloudflare hides from collectors and shows to people: hexadecimal, the first byte is the key.
  bool Scrambled(HtmlNode element, const Context& context) {
    const std::string_view code = element.attribute("data-cfemail");
    if (code.size() < 8 || code.size() > 200) return false;
    const auto byte = [&](std::size_t at) {
      unsigned value = 0;
      for (const char c : code.substr(at, 2)) {
        const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                               : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                                      : 256U;
        value = value * 16 + digit;
      }
      return value;
    };
    std::string address;
    const unsigned key = byte(0);
    for (std::size_t at = 2; at + 2 <= code.size(); at += 2) {
      const unsigned letter = byte(at) ^ key;
      if (letter <= ' ' || letter >= 0x7F) return false;
      address += static_cast<char>(letter);
    }
    Text(address, context);
    return true;
  }

  // A picture that says what stands behind it: <i title="Địa điểm">, <svg><title>Mức lương</title>, data-label="Phí".
  void Icon(HtmlNode element, const Context& context) {
    if (classes_ == nullptr || context.region != Region::kMain || context.teaser) return;
    const HtmlName name = element.name();
    const bool picture = element.text_bytes() == 0 || name == "svg";
    if (!picture && name != "span" && name != "div" && name != "li" && name != "p") return;
    constexpr std::size_t kValueBytes = 160;
    if (name != "svg" && element.text_bytes() > kValueBytes) return;
    // Shown before the next text, unless that says what it is by itself.
    if (const std::string_view label = IconLabel(element); !label.empty()) icon_label_ = label;
  }

  // The name of a particular that an element's attributes or a drawing's title tell; empty when they tell none.
  static std::string_view IconLabel(HtmlNode element) {
    constexpr auto kLabels = std::to_array<std::string_view>(
        {"title", "aria-label", "data-original-title", "data-bs-original-title", "data-label",
         "data-title", "data-th", "alt"});
    std::string_view found;
    element.ForEachAttribute([&](std::string_view attribute, std::string_view value) {
      if (found.empty() && std::find(kLabels.begin(), kLabels.end(), attribute) != kLabels.end())
        found = AsLabel(value);
    });
    if (found.empty() && element.name() == "svg")
      found = AsLabel(element.child("title").child_value());
    return found;
  }

  // `text` without a colon where it is a label, else nothing.
  static std::string_view AsLabel(std::string_view text) {
    constexpr std::size_t kMostBytes = 40;
    text = core::Trim(text);
    if (text.empty() || text.size() > kMostBytes) return {};
    if (text.ends_with(':')) text.remove_suffix(1);
    const auto label = FindJobLabel(text);
    if (!label || *label == JobLabel::kOther || *label == JobLabel::kContact) return {};
    return text;
  }

  static std::string DigitsOf(std::string_view text) {
    std::string digits;
    for (const char c : text)
      if (c >= '0' && c <= '9') digits += c;
    return digits;
  }

  // A number drawn as an image against collectors, told to those who cannot see it.
  static bool IsNumber(std::string_view alt) {
    return alt.find_first_not_of("0123456789 .-+()") == std::string_view::npos &&
           DigitsOf(alt).size() >= kLeastDigits;
  }

  // "Zalo cô Huyền 0915 000 934"
  static bool HoldsNumber(std::string_view text) {
    std::size_t digits = 0;
    for (const char c : text) {
      if (c >= '0' && c <= '9') {
        if (++digits > kLeastDigits) return true;
      } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') {
        digits = 0;
      }
    }
    return false;
  }

  // Emoji drawn as images carry the letter in `alt`.
  void Image(HtmlNode image, const Context& context) {
    const std::string_view alt = image.attribute("alt");
    constexpr std::size_t kMostBytes = 24;
    if (alt.size() <= kMostBytes && IsNumber(alt)) return Text(alt, context);
    constexpr std::size_t kHeadingBytes = 160;
    // One that leads away is the site's sign.
    if (context.drawn && !context.in_link && alt.size() <= kHeadingBytes) return Text(alt, context);
    constexpr std::size_t kSentenceBytes = 120;
    if (alt.size() <= kSentenceBytes && HoldsNumber(alt)) {
      Flush(context);
      Text(alt, context);
      return Flush(context);
    }
    if (classes_ != nullptr && (line_.empty() || line_ == "-")) Icon(image, context);
    constexpr std::size_t kWordsBytes = 25;
    constexpr std::size_t kMostAlts = 20;
    if (classes_ != nullptr && context.region == Region::kMain && !context.teaser &&
        alt.size() >= kWordsBytes && page_.pictures.size() < kMostAlts)
      page_.pictures.push_back({std::string(core::Utf8Prefix(alt, 1000)), context.in_link});
    if (alt.empty() || alt.size() > 16) return;
    const std::string words = ClassWords(image);
    const bool symbol = static_cast<unsigned char>(alt[0]) >= 0xE2 ||
                        alt.find("\xE2\x83\xA3") != std::string_view::npos;
    const std::string_view source = image.attribute("src");
    if (symbol || words.find("emoji") != std::string::npos ||
        source.find("emoji") != std::string_view::npos)
      Text(alt, context);
  }

  void Text(std::string_view text, const Context& context) {
    if (!icon_label_.empty() && !core::Trim(text).empty()) {
      const std::string label = std::exchange(icon_label_, {});
      if ((line_.empty() || line_ == "-") && !FindJobLabel(core::Trim(text)) &&
          !SplitLabelledLine(core::Trim(text)))
        Text(label + ": ", context);
    }
    std::size_t before = line_.size();
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '\n' && context.preformatted) {
        Account(before, context);
        Flush(context);
        before = 0;
        continue;
      }
      if (IsBlank(c)) {
        blank_ = true;
        continue;
      }
      // A no-break space is a blank, too.
      if (c == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0') {
        blank_ = true;
        ++at;
        continue;
      }
      if (blank_ && !line_.empty()) line_ += ' ';
      blank_ = false;
      line_ += c;
    }
    Account(before, context);
  }

  void Account(std::size_t before, const Context& context) {
    if (context.in_link) link_bytes_ += line_.size() - before;
    if (context.in_anchor) anchor_bytes_ += line_.size() - before;
    if (context.of_seller) of_seller_ = true;
    if (context.of_facts) of_facts_ = true;
    if (context.heading != 0) heading_ = context.heading;
    if (context.teaser) teaser_ = true;
    if (context.strong) strong_bytes_ += line_.size() - before;
    if (line_.size() > before) {
      region_ = context.region;
      table_ = context.table;
    }
  }

  void Flush(const Context& /*context*/) {
    if (!line_.empty() && line_ != "-") {
      icon_label_.clear();
      if (line_.find(kRightToLeft) != std::string::npos) line_ = AsShown(line_);
      text_bytes_ += line_.size();
      if (region_ == Region::kMain && !teaser_)
        main_bytes_ += line_.size() - std::min(link_bytes_, line_.size());
      constexpr std::size_t kMarksBytes = 4;  // a bullet or colon beside the bold words
      const bool strong = strong_bytes_ > 0 && strong_bytes_ + kMarksBytes >= line_.size();
      page_.lines.push_back({std::move(line_), region_, heading_, strong, link_bytes_,
                             anchor_bytes_, links_, of_seller_, of_facts_, teaser_,
                             page_.lines.size(), table_});
    }
    line_.clear();
    blank_ = false;
    heading_ = 0;
    link_bytes_ = 0;
    anchor_bytes_ = 0;
    links_ = 0;
    of_seller_ = false;
    of_facts_ = false;
    strong_bytes_ = 0;
    teaser_ = false;
  }

  void ListItem(HtmlNode item, Context context) {
    if (context.region == Region::kMain && !context.teaser) line_ = "- ";
    if (line_ == "- ") {
      line_.pop_back();
      blank_ = true;
    }
    Children(item, context);
  }

  void Definitions(HtmlNode list, Context context) {
    bool after_term = false;
    for (const HtmlNode child : list.children()) {
      const HtmlName name = child.name();
      if (name == "dt") {
        Flush(context);
        Children(child, context);
        after_term = !line_.empty();
      } else if (name == "dd") {
        if (after_term) {
          if (line_.back() != ':') line_ += ':';
          blank_ = true;
        } else {
          Flush(context);
        }
        Children(child, context);
        Flush(context);
        after_term = false;
      } else if (name == "div") {
        Definitions(child, context);
      } else if (child.IsElement()) {
        Element(child, context);
      }
    }
  }

  static bool IsLayoutCell(HtmlNode cell) {
    constexpr std::size_t kLongBytes = 1500;
    if (cell.text_bytes() >= kLongBytes) return true;
    for (const HtmlNode node : cell.below()) {
      const HtmlName name = node.name();
      if (name == "table" || name == "h1" || name == "h2" || name == "form") return true;
    }
    return false;
  }

  void Cell(HtmlNode cell, const Context& context) {
    if (IsHidden(cell)) return;
    Children(cell, context);
  }

  void Table(HtmlNode table, const Context& context) {
    for (const HtmlNode child : table.children())
      if (child.name() == "caption") Element(child, context);
    for (const auto& row : RowsOf(table)) {
      Context here = context;
      if (!row.empty()) {
        const HtmlNode tr = row.front().parent();
        if (IsHidden(tr)) continue;
        if (const auto found = frame_.find(tr.id());
            found != frame_.end() && here.region == Region::kMain)
          here.region = found->second;
        EnterTeaser(tr, here);
      }
      const bool layout = std::any_of(row.begin(), row.end(), [this](HtmlNode cell) {
        return frame_.contains(cell.id()) || IsLayoutCell(cell);
      });
      if (layout || row.size() == 1) {
        for (const HtmlNode cell : row) {
          Flush(here);
          Element(cell, here);
        }
        continue;
      }
      here.table = table;
      const bool pairs =
          row.size() == 2 || (row.size() % 2 == 0 && IsLabelCell(row[0]) && IsLabelCell(row[2]) &&
                              !IsLabelCell(row[1]) && !IsLabelCell(row[3]));
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].text_bytes() == 0 && line_.empty()) continue;
        if (pairs && i % 2 == 0) Flush(here);
        const bool has_text = row[i].text_bytes() > 0;
        if (has_text && !line_.empty()) {
          if (pairs)
            line_ += line_.back() == ':' ? "" : ":";
          else
            line_ += " |";
          blank_ = true;
        }
        Cell(row[i], here);
      }
      Flush(here);
    }
  }

  static bool IsLabelCell(HtmlNode cell) {
    if (cell.name() == "th") return true;
    const std::string line = LineOf(cell);
    return !line.empty() && line.size() < 60 && (line.back() == ':' || FindJobLabel(line));
  }

  bool has_types_ = false;      // microdata or RDFa
  bool has_scrambled_ = false;  // addresses hidden by Cloudflare
  ClassBook* classes_;
  HtmlNode root_;
  std::unordered_map<std::string_view, HtmlNode> streamed_;  // by number; none where it was shown
  bool streams_known_ = false;
  HtmlNode stand_in_;  // until a part that was streamed took its place
  PageText page_;
  static constexpr int kSummaryLevel = 6;         // of the heading that opens a part
  static constexpr std::size_t kLeastDigits = 8;  // of a telephone number
  std::unordered_map<std::size_t, Region> frame_;
  Teasers teasers_;
  std::size_t body_bytes_ = 1;
  std::size_t text_bytes_ = 0;
  std::string line_;
  bool blank_ = false;
  std::string icon_label_;  // waits for the text behind it
  int heading_ = 0;
  std::size_t link_bytes_ = 0;
  std::size_t anchor_bytes_ = 0;
  std::size_t links_ = 0;
  bool of_seller_ = false;
  bool of_facts_ = false;
  std::size_t strong_bytes_ = 0;
  bool teaser_ = false;
  Region region_ = Region::kMain;
  HtmlNode table_;
  std::size_t main_bytes_ = 0;  // of main text so far, links aside
};

std::string Joined(const PageText& page, std::string_view separator) {
  std::string out;
  for (const TextLine& line : page.lines) {
    if (!out.empty()) out += separator;
    out += line.text;
  }
  return out;
}

// "&amp;", "&lt;": what no text holds that was escaped once.
bool HoldsEntity(std::string_view text) {
  constexpr auto kEntities = std::to_array<std::string_view>(
      {"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#39;", "&#039;"});
  return std::any_of(kEntities.begin(), kEntities.end(), [&](std::string_view entity) {
    return text.find(entity) != std::string_view::npos;
  });
}

}  // namespace

const std::string& TextLine::Folded() const {
  if (folded.empty()) folded = core::FoldPlain(text);
  return folded;
}

void TextLine::SetText(std::string changed) {
  text = std::move(changed);
  folded.clear();
}

PageText ReadPageText(HtmlNode root, ClassBook& classes) { return Walker(&classes).Read(root); }

std::string TextOf(HtmlNode element) { return Joined(Walker(nullptr).Read(element), "\n"); }

std::string LineOf(HtmlNode element) { return Joined(Walker(nullptr).Read(element), " "); }

std::string TextOfHtml(std::string_view html) {
  constexpr std::string_view kMarkup = "<&";
  if (html.find_first_of(kMarkup) == std::string_view::npos) return std::string(core::Trim(html));
  // Lines of a description that is not HTML but holds an entity stay lines.
  const bool has_tags = html.find('<') != std::string_view::npos;
  std::string text = TextOf(
      ParseHtml(has_tags ? std::string(html) : "<pre>\n" + std::string(html) + "</pre>").root());
  // Escaped twice or thrice: "&lt;p&gt;…" is mark-up again, "&amp;amp;" one sign.
  constexpr int kMostTimes = 3;
  for (int times = 1; !has_tags && times < kMostTimes; ++times) {
    const bool tags = text.find('<') != std::string::npos && text.find('>') != std::string::npos;
    if (!tags && !HoldsEntity(text)) break;
    text = TextOf(ParseHtml(tags ? text : "<pre>\n" + text + "</pre>").root());
  }
  return text;
}

std::vector<std::vector<HtmlNode>> RowsOf(HtmlNode table) {
  constexpr std::size_t kMaxRows = 5000;
  constexpr std::size_t kMaxCells = 100;
  std::vector<std::vector<HtmlNode>> rows;
  const auto add = [&](HtmlNode tr) {
    if (rows.size() >= kMaxRows) return;
    std::vector<HtmlNode> cells;
    for (const HtmlNode cell : tr.children()) {
      const HtmlName name = cell.name();
      if ((name == "td" || name == "th") && cells.size() < kMaxCells) cells.push_back(cell);
    }
    if (!cells.empty()) rows.push_back(std::move(cells));
  };
  for (const HtmlNode child : table.children()) {
    const HtmlName name = child.name();
    if (name == "tr") add(child);
    if (name == "thead" || name == "tbody" || name == "tfoot")
      for (const HtmlNode row : child.children())
        if (row.name() == "tr") add(row);
  }
  return rows;
}

}  // namespace agencywatch::crawler
