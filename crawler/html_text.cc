#include "crawler/html_text.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_hidden.h"
#include "crawler/icon_label.h"
#include "crawler/job_labels.h"
#include "crawler/line_writer.h"
#include "crawler/page_region.h"
#include "crawler/page_teasers.h"
#include "crawler/shown_contact.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// Goes through a page's elements in their order and hands their texts to the lines.
class Walker {
 public:
  // Without `classes` the regions are of no interest.
  explicit Walker(ClassBook* classes) : classes_(classes) {}

  PageText Read(HtmlNode root) {
    if (classes_ != nullptr) {
      regions_.emplace(root, *classes_);
      has_scrambled_ = root.TreeUses("data-cfemail");
      teasers_ = FindTeasers(root);
    }
    constexpr std::size_t kUsualLines = 96;
    if (classes_ != nullptr) page_.lines.reserve(kUsualLines);
    root_ = root;
    Children(root, {});
    writer_.EndLine();
    return std::move(page_);
  }

  // As a part of a page: a table or list reads as such.
  std::vector<TextLine> ReadElement(HtmlNode element) {
    root_ = element;
    Element(element, {});
    writer_.EndLine();
    return std::move(page_.lines);
  }

 private:
  struct Context : TextPlace {
    bool in_main = false;  // below main or article: a header or footer in there is theirs
    bool drawn = false;    // in a heading that holds a picture only
  };

  void Children(HtmlNode parent, const Context& context) {
    HeadedRegions headed(parent);
    for (const HtmlNode child : parent.children()) {
      if (writer_.full()) return;
      if (child.IsText()) {
        Context here = context;
        here.region = headed.OfText(context.region);
        writer_.Text(child.value(), here);
        continue;
      }
      if (!child.IsElement() || child == stand_in_) continue;
      Context here = context;
      if (regions_ && !context.teaser &&
          (context.region == Region::kMain || context.region == Region::kAside)) {
        constexpr std::size_t kTextAbove = 100;
        const bool text_above =
            writer_.main_bytes() >= kTextAbove || context.region == Region::kAside;
        here.region = headed.Next(child, context.region, text_above, *regions_, context.in_main);
      }
      Element(child, here);
    }
  }

  void Element(HtmlNode element, Context context) {
    const HtmlName name = element.name();
    if (IsHidden(element)) return;
    if (name == "button") return Button(element, context);
    if (name == "svg") return Icon(element, context);
    if (name == "dialog") return Dialog(element, context);
    if (name == "template") return Streamed(element, context);
    if (element.shown() == Shown::kNever) return;
    if (name == "br") return writer_.EndLine();
    if (classes_ != nullptr) {
      if (has_scrambled_)
        if (const std::string address = UnscrambledAddress(element); !address.empty())
          return writer_.Text(address, context);
      if (!writer_.HasText()) Icon(element, context);
    }
    if (name == "img") return Image(element, context);
    if (name == "wbr") return;
    if (name == "label" && NamesField(element)) return;
    // "[Tìm người] Đơn đi Đài": what forums and shops stick on a heading is not part of it.
    if (context.heading != 0 && name == "span" && classes_ != nullptr &&
        classes_->Of(element).label)
      return;
    std::size_t first = 0;
    int strength = 0;
    if (classes_ != nullptr) {
      const ClassSigns& signs = classes_->Of(element);
      if (context.region == Region::kMain || context.region == Region::kAside ||
          context.region == Region::kFooter || context.region == Region::kHeader) {
        const Region own = regions_->Of(element, context.in_main);
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
      if (context.region == Region::kMain) strength = regions_->MainStrength(element);
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
    const bool short_text = classes_ != nullptr && element.text_bytes() <= kTitleBytes;
    const bool titled = short_text && classes_->Of(element).title;
    if (name == "b" || name == "strong" || name == "summary" || name == "th" || name == "caption" ||
        titled || (short_text && IsBoldByStyle(element)))
      context.strong = true;
    // What is a title by its class stands on a line of its own, whatever element it is.
    constexpr std::size_t kLeastTitleBytes = 20;
    const bool block =
        element.shown() == Shown::kBlock || (titled && context.heading == 0 && !context.in_link &&
                                             element.text_bytes() >= kLeastTitleBytes);
    if (block)
      writer_.EndLine();
    else
      Gap(element);
    first = page_.lines.size();
    const std::size_t before = writer_.text_size();
    if (name == "table")
      Table(element, context);
    else if (name == "dl")
      Definitions(element, context);
    else if (name == "li")
      ListItem(element, context);
    else if (classes_ != nullptr && classes_->IsTurned(element))
      Turned(element, context);
    else
      Children(element, context);
    if (name == "a") {
      if ((context.in_link || context.in_anchor) && writer_.line().size() > before)
        writer_.CountLink();
      Contact(ContactBehind(element, writer_.Since(before)), context);
    }
    if (classes_ != nullptr) Contact(NumberBehind(element, writer_.Since(before)), context);
    if (block)
      writer_.EndLine();
    else if (before == 0 && !writer_.line().empty() && context.region == Region::kMain)
      MarkLabel(element);
    if (strength > 0 && page_.candidates.size() < 500)
      page_.candidates.push_back({element, first, page_.lines.size(), strength});
  }

  // As if the text itself said so.
  void Turned(HtmlNode element, const Context& context) {
    writer_.Text(kRightToLeft, context);
    Children(element, context);
    writer_.Text(kDirectionEnd, context);
  }

  static bool IsBoldByStyle(HtmlNode element) {
    const std::string_view style = element.attribute("style");
    std::size_t at = style.find("font-weight");
    if (at == std::string_view::npos) return false;
    at = style.find_first_not_of(": ", at + std::string_view("font-weight").size());
    return at != std::string_view::npos &&
           std::string_view("bB6789").find(style[at]) != std::string_view::npos;
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
    std::string_view label = writer_.line();
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
      return writer_.Colon();
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
    writer_.EndLine();
    Children(shown, context);
    writer_.EndLine();
    stand_in_ = place.next_sibling();
    while (stand_in_ && !stand_in_.IsElement()) stand_in_ = stand_in_.next_sibling();
  }

  // A window that a click opens, as those told by their class.
  void Dialog(HtmlNode dialog, Context context) {
    if (!HoldsContact(dialog)) return;
    writer_.EndLine();
    if (context.region == Region::kMain) context.region = Region::kAside;
    Children(dialog, context);
    writer_.EndLine();
  }

  void EnterTeaser(HtmlNode element, Context& context) {
    if (context.teaser) return;
    const auto found = teasers_.find(element.id());
    if (found == teasers_.end()) return;
    context.teaser = true;
    if (context.region == Region::kMain && !found->second) ++page_.teasers;
  }

  // Two inline elements that touch ("<b>Lương</b><span>30 triệu</span>") are kept apart by style sheets; word processors
  // begin another one in the midst of a word.
  void Gap(HtmlNode element) {
    const HtmlNode before = element.previous_sibling();
    if (before.IsElement() && !writer_.line().empty() && before.name() != "br" &&
        before.text_bytes() >= 2 && element.text_bytes() >= 2 && !GoesOn(before, element))
      writer_.Gap();
  }

  // Of the same kind and class, a small letter follows a small letter, and one of the two is no word: "th", "ành phố".
  bool GoesOn(HtmlNode before, HtmlNode element) const {
    if (element.name() != "span" || before.name() != "span" || !element.first_child().IsText() ||
        element.attribute("class") != before.attribute("class") ||
        element.attribute("style") != before.attribute("style"))
      return false;
    const std::string_view text = element.first_child().value();
    std::size_t end = 0;
    if (text.empty() || !IsSmallLetter(core::NextCodePoint(text, end)) ||
        !writer_.EndsInSmallLetter())
      return false;
    const auto is_word = [](std::string_view part) {
      return core::FoldPlain(part).find_first_of("aeiouy") != std::string::npos;
    };
    const std::string_view line = writer_.line();
    return !is_word(line.substr(line.rfind(' ') + 1)) || !is_word(text.substr(0, text.find(' ')));
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
    const std::size_t before = writer_.text_size();
    if (HoldsNumber(text)) writer_.TextApart(text, context);
    if (classes_ != nullptr) Contact(NumberBehind(button, writer_.Since(before)), context);
  }

  void Contact(std::string_view contact, const Context& context) {
    if (!contact.empty()) writer_.TextApart(contact, context);
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
    if (const std::string_view label = IconLabel(element); !label.empty()) writer_.LabelNext(label);
  }

  // Emoji drawn as images carry the letter in `alt`.
  void Image(HtmlNode image, const Context& context) {
    const std::string_view alt = image.attribute("alt");
    constexpr std::size_t kMostBytes = 24;
    if (alt.size() <= kMostBytes && IsNumber(alt)) return writer_.Text(alt, context);
    constexpr std::size_t kHeadingBytes = 160;
    // One that leads away is the site's sign.
    if (context.drawn && !context.in_link && alt.size() <= kHeadingBytes)
      return writer_.Text(alt, context);
    constexpr std::size_t kSentenceBytes = 120;
    if (alt.size() <= kSentenceBytes && HoldsNumber(alt)) {
      writer_.EndLine();
      writer_.Text(alt, context);
      return writer_.EndLine();
    }
    if (classes_ != nullptr && !writer_.HasText()) Icon(image, context);
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
      writer_.Text(alt, context);
  }

  void ListItem(HtmlNode item, Context context) {
    if (context.region == Region::kMain && !context.teaser) writer_.Bullet();
    Children(item, context);
  }

  void Definitions(HtmlNode list, Context context) {
    bool after_term = false;
    for (const HtmlNode child : list.children()) {
      const HtmlName name = child.name();
      if (name == "dt") {
        writer_.EndLine();
        Children(child, context);
        after_term = !writer_.line().empty();
      } else if (name == "dd") {
        if (after_term)
          writer_.Colon();
        else
          writer_.EndLine();
        Children(child, context);
        writer_.EndLine();
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
    auto rows = RowsOf(table);
    if (HasNumberedLabels(rows))
      for (auto& row : rows)
        if (row.size() == 3) row.erase(row.begin());
    for (const auto& row : rows) {
      Context here = context;
      if (!row.empty()) {
        const HtmlNode tr = row.front().parent();
        if (IsHidden(tr)) continue;
        if (regions_ && here.region == Region::kMain) here.region = regions_->OfLayout(tr);
        EnterTeaser(tr, here);
      }
      const bool layout = std::any_of(row.begin(), row.end(), [this](HtmlNode cell) {
        return (regions_ && regions_->OfLayout(cell) != Region::kMain) || IsLayoutCell(cell);
      });
      if (layout || row.size() == 1) {
        for (const HtmlNode cell : row) {
          writer_.EndLine();
          Element(cell, here);
        }
        continue;
      }
      here.table = table;
      const bool pairs =
          row.size() == 2 || (row.size() % 2 == 0 && IsLabelCell(row[0]) && IsLabelCell(row[2]) &&
                              !IsLabelCell(row[1]) && !IsLabelCell(row[3]));
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].text_bytes() == 0 && writer_.line().empty()) continue;
        if (pairs && i % 2 == 0) writer_.EndLine();
        const bool has_text = row[i].text_bytes() > 0;
        if (has_text && !writer_.line().empty()) {
          if (pairs)
            writer_.Colon();
          else
            writer_.Bar();
        }
        Cell(row[i], here);
      }
      writer_.EndLine();
    }
  }

  // "1 | Địa điểm làm việc | Miyagi": label and value behind a number, row by row.
  static bool HasNumberedLabels(const std::vector<std::vector<HtmlNode>>& rows) {
    constexpr int kLeastLabels = 3;
    int number = 0;
    int labels = 0;
    for (const auto& row : rows) {
      if (row.size() != 3 || row[2].text_bytes() == 0) continue;
      const std::string first = LineOf(row[0]);
      if (first != std::to_string(number + 1) && first != std::to_string(number + 1) + ".")
        return false;
      ++number;
      labels += FindJobLabel(LineOf(row[1])) ? 1 : 0;
    }
    return labels >= kLeastLabels && labels * 2 >= number;
  }

  static bool IsLabelCell(HtmlNode cell) {
    if (cell.name() == "th") return true;
    const std::string line = LineOf(cell);
    return !line.empty() && line.size() < 60 && (line.back() == ':' || FindJobLabel(line));
  }

  static constexpr int kSummaryLevel = 6;  // of the heading that opens a part

  ClassBook* classes_;
  std::optional<PageRegions> regions_;  // with classes_ only
  Teasers teasers_;
  bool has_scrambled_ = false;  // addresses hidden by Cloudflare
  HtmlNode root_;
  std::unordered_map<std::string_view, HtmlNode> streamed_;  // by number; none where it was shown
  bool streams_known_ = false;
  HtmlNode stand_in_;  // until a part that was streamed took its place
  PageText page_;
  LineWriter writer_{page_.lines};
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

std::vector<TextLine> LinesOf(HtmlNode element) { return Walker(nullptr).ReadElement(element); }

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
