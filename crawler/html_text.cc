#include "crawler/html_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_tree.h"
#include "crawler/job_labels.h"

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMaxLines = 20'000;
constexpr std::size_t kMaxTextBytes = 2UL * 1024 * 1024;

// What the name of an element says of how it is shown.
enum class Shown { kInline, kBlock, kNever };

class ShownTable {
 public:
  ShownTable() {
    for (const std::string_view name :
         {"script", "style",  "template", "noscript", "svg",    "math",     "head",  "iframe",
          "object", "embed",  "select",   "option",   "button", "textarea", "input", "video",
          "audio",  "canvas", "map",      "datalist", "dialog", "rp"})
      Add(name, Shown::kNever);
    for (const std::string_view name :
         {"html", "body",    "address", "article", "aside",    "blockquote", "center", "details",
          "dd",   "div",     "dl",      "dt",      "fieldset", "figcaption", "figure", "footer",
          "form", "h1",      "h2",      "h3",      "h4",       "h5",         "h6",     "header",
          "hr",   "legend",  "li",      "main",    "menu",     "nav",        "ol",     "p",
          "pre",  "section", "summary", "table",   "tbody",    "thead",      "tfoot",  "tr",
          "td",   "th",      "caption", "ul",      "hgroup",   "search"})
      Add(name, Shown::kBlock);
  }

  [[nodiscard]] Shown Find(std::string_view name) const {
    if (name.empty()) return Shown::kInline;
    for (std::size_t at = HashOf(name);; ++at) {
      const Entry& entry = entries_[at % entries_.size()];
      if (entry.name.empty()) return Shown::kInline;
      if (entry.name == name) return entry.shown;
    }
  }

 private:
  struct Entry {
    std::string_view name;
    Shown shown = Shown::kInline;
  };

  static std::size_t HashOf(std::string_view name) {
    return name.size() * 37 + static_cast<unsigned char>(name.front()) * 11 +
           static_cast<unsigned char>(name.back()) * 5;
  }
  void Add(std::string_view name, Shown shown) {
    std::size_t at = HashOf(name);
    while (!entries_[at % entries_.size()].name.empty()) ++at;
    entries_[at % entries_.size()] = {name, shown};
  }

  std::array<Entry, 256> entries_;
};

Shown ShownAs(std::string_view name) {
  static const ShownTable table;
  return table.Find(name);
}
bool IsNeverShown(std::string_view name) { return ShownAs(name) == Shown::kNever; }

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool IsHidden(pugi::xml_node element) {
  if (element.attribute("hidden")) return true;
  const std::string_view style = element.attribute("style").value();
  if (style.empty()) return false;
  std::string squeezed;
  for (const char c : style.substr(0, 400))
    if (!IsBlank(c)) squeezed += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return squeezed.find("display:none") != std::string::npos ||
         squeezed.find("visibility:hidden") != std::string::npos;
}

// Bytes of text below `element`, counted up to `enough`.
std::size_t TextBytes(pugi::xml_node element, std::size_t enough) {
  std::size_t bytes = 0;
  for (const pugi::xml_node child : element.children()) {
    if (bytes >= enough) break;
    if (child.type() == pugi::node_pcdata)
      bytes += core::Trim(child.value()).size();
    else if (!IsNeverShown(child.name()))
      bytes += TextBytes(child, enough - bytes);
  }
  return bytes;
}

bool Holds(pugi::xml_node element, std::string_view name) {
  for (const pugi::xml_node child : element.children())
    if (child.name() == name || (child.type() == pugi::node_element && Holds(child, name)))
      return true;
  return false;
}

int HeadingLevel(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

template <std::size_t N>
bool HasWord(std::string_view words, const std::array<std::string_view, N>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view word) {
    return words.find(word) != std::string_view::npos;
  });
}

// Words of class and id, each with a blank on both sides.
constexpr std::array<std::string_view, 33> kMenuWords = {
    " nav ",        " navbar ",        " navigation ", " menu ",        " topmenu ",
    " mainmenu ",   " submenu ",       " breadcrumb ", " breadcrumbs ", " crumbs ",
    " pagination ", " pager ",         " paging ",     " social ",      " share ",
    " sharing ",    " addthis ",       " cookie ",     " cookies ",     " popup ",
    " modal ",      " login ",         " signin ",     " search form ", " searchform ",
    " searchbox ",  " advertisement ", " quangcao ",   " quang cao ",   " tagcloud ",
    " skip link ",  " toolbar ",       " offcanvas "};
constexpr std::array<std::string_view, 32> kRelatedWords = {
    " related ",     " relatedposts ",    " lienquan ",     " lien quan ",   " similar ",
    " suggest ",     " suggested ",       " suggestion ",   " suggestions ", " recommend ",
    " recommended ", " recommendations ", " goiy ",         " goi y ",       " tin khac ",
    " tinkhac ",     " bai khac ",        " viec khac ",    " cung loai ",   " cung chuyen muc ",
    " other jobs ",  " other news ",      " othernews ",    " otherjobs ",   " more jobs ",
    " hot jobs ",    " recent posts ",    " latest posts ", " latest news ", " xem nhieu ",
    " doc nhieu ",   " tuong tu "};
constexpr std::array<std::string_view, 8> kCommentWords = {
    " comments ", " comment list ", " commentlist ", " binh luan ",
    " binhluan ", " fb comments ",  " disqus ",      " respond "};
constexpr std::array<std::string_view, 5> kFooterWords = {" footer ", " foot ", " colophon ",
                                                          " copyright ", " chan trang "};
constexpr std::array<std::string_view, 7> kAsideWords = {
    " sidebar ", " aside ", " widget ", " widgets ", " side bar ", " rightbar ", " leftbar "};
constexpr std::array<std::string_view, 5> kHeaderWords = {" header ", " masthead ", " topbar ",
                                                          " top bar ", " site branding "};
// A "header" with one of these is that of a part of the page.
constexpr std::array<std::string_view, 23> kPartWords = {
    " date ",    " post ", " entry ", " job ",    " article ", " page ",   " section ", " card ",
    " panel ",   " box ",  " block ", " detail ", " content ", " title ",  " table ",   " news ",
    " company ", " list ", " item ",  " thread ", " topic ",   " widget ", " message "};
constexpr std::array<std::string_view, 26> kMainWords = {
    " job detail ",      " jobdetail ",      " job description ", " job content ",
    " detail content ",  " post content ",   " entry content ",   " article body ",
    " article content ", " article detail ", " content detail ",  " news detail ",
    " post body ",       " post detail ",    " post view ",       " chi tiet ",
    " chitiet ",         " noi dung ",       " noidung ",         " main content ",
    " maincontent ",     " single content ", " fck detail ",      " order detail ",
    " ad detail ",       " description "};

// What the words of an element's class and id say. Pages use the same few over and over, so the answer is kept.
struct ClassSigns {
  bool menu = false;
  bool pager = false;
  bool related = false;
  bool comments = false;
  bool footer = false;
  bool header = false;
  bool aside = false;
  bool part = false;  // of the page: its header or footer is not the page's
  bool main = false;
  bool content = false;
  bool any = false;  // there are words
};

class ClassBook {
 public:
  const ClassSigns& Of(pugi::xml_node element) {
    const std::string words = WithoutNumbers(ClassWords(element));
    const auto [found, is_new] = signs_.try_emplace(words);
    if (is_new) found->second = Read(words);
    return found->second;
  }

 private:
  // " card card 17 " is " card card " for us.
  static std::string WithoutNumbers(const std::string& words) {
    std::string out = " ";
    for (std::size_t begin = 1; begin < words.size();) {
      const std::size_t end = std::min(words.find(' ', begin), words.size());
      const std::string_view word = std::string_view(words).substr(begin, end - begin);
      if (word.find_first_not_of("0123456789") != std::string_view::npos) {
        out += word;
        out += ' ';
      }
      begin = end + 1;
    }
    return out;
  }

  static ClassSigns Read(std::string_view words) {
    constexpr std::array<std::string_view, 3> kPagerWords = {" pagination ", " pager ", " paging "};
    ClassSigns signs;
    signs.any = words.size() > 2;
    signs.menu = HasWord(words, kMenuWords);
    signs.pager = HasWord(words, kPagerWords);
    signs.related = HasWord(words, kRelatedWords);
    signs.comments = HasWord(words, kCommentWords);
    signs.footer = HasWord(words, kFooterWords);
    signs.header = HasWord(words, kHeaderWords);
    // Elementor calls every part of a page a widget.
    signs.aside =
        HasWord(words, kAsideWords) && words.find(" elementor ") == std::string_view::npos;
    signs.part = HasWord(words, kPartWords);
    signs.main = HasWord(words, kMainWords);
    signs.content = words == " main " || words.find(" content ") != std::string_view::npos;
    return signs;
  }

  std::unordered_map<std::string, ClassSigns> signs_;
};

std::string_view SchemaType(pugi::xml_node element) {
  const std::string_view item = AttributeOf(element, "itemtype");
  return item.empty() ? AttributeOf(element, "typeof") : item;
}

int MainStrength(pugi::xml_node element, const ClassSigns& signs) {
  const std::string_view name = element.name();
  if (SchemaType(element).find("JobPosting") != std::string_view::npos) return 5;
  if (AttributeOf(element, "itemprop") == "articleBody") return 4;
  if (name == "main" || AttributeOf(element, "role") == "main") return 2;
  if (name == "article") return 3;
  if (signs.main) return 3;
  return signs.content ? 1 : 0;
}

class Walker {
 public:
  explicit Walker(bool with_regions) : with_regions_(with_regions) {}

  PageText Read(pugi::xml_node root) {
    if (with_regions_) {
      body_bytes_ = std::max<std::size_t>(TextBytes(root, kMaxTextBytes), 1);
      FindFrame(root);
      FindTeasers(root);
    }
    Children(root, {});
    Flush({});
    return std::move(page_);
  }

 private:
  struct Context {
    Region region = Region::kMain;
    bool in_link = false;  // to another page
    bool in_main = false;  // below main or article: a header or footer in there is theirs
    bool teaser = false;
    bool preformatted = false;
    bool strong = false;
    int heading = 0;
    pugi::xml_node table;
  };

  // The region an element opens by itself; kMain when it does not say.
  Region OwnRegion(pugi::xml_node element, const ClassSigns& signs, const Context& context) {
    if (!frame_.empty())
      if (const auto found = frame_.find(element.internal_object()); found != frame_.end())
        return found->second;
    const std::string_view name = element.name();
    const std::string_view role = AttributeOf(element, "role");
    if (name == "nav" || role == "navigation" || role == "search") {
      return Region::kMenu;
    }
    if (name == "aside" || role == "complementary")
      return signs.related ? Region::kRelated : Region::kAside;
    if (name == "footer" || role == "contentinfo")
      return context.in_main ? Region::kMain : Region::kFooter;
    if (name == "header" || role == "banner")
      return context.in_main || signs.part ? Region::kMain : Region::kHeader;
    if (!signs.any || name == "html" || name == "body" || name == "main" || name == "article" ||
        name == "form")
      return Region::kMain;
    Region region = Region::kMain;
    if (signs.related)
      region = Region::kRelated;
    else if (signs.menu)
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
    if (body_bytes_ > 300 && TextBytes(element, most) >= most) return Region::kMain;
    if (region != Region::kHeader && region != Region::kFooter && Holds(element, "h1"))
      return Region::kMain;
    // Blogger's posts stand in a widget.
    if (region == Region::kAside && HoldsMainPart(element)) return Region::kMain;
    return region;
  }

  bool HoldsMainPart(pugi::xml_node element) {
    constexpr std::size_t kTextBytes = 100;
    for (const pugi::xml_node child : element.children()) {
      if (child.type() != pugi::node_element) continue;
      if ((AttributeOf(child, "itemprop").ends_with("articleBody") || classes_.Of(child).main) &&
          TextBytes(child, kTextBytes) >= kTextBytes)
        return true;
      if (HoldsMainPart(child)) return true;
    }
    return false;
  }

  // Mostly links of a few words each.
  static bool LooksLikeMenu(pugi::xml_node element) {
    constexpr std::size_t kLongestBytes = 3000;
    const std::size_t all = TextBytes(element, kLongestBytes);
    if (all == 0 || all >= kLongestBytes) return false;
    std::size_t links = 0;
    std::size_t bytes = 0;
    CountLinks(element, links, bytes);
    constexpr std::size_t kWordsBytes = 45;
    return links >= 3 && bytes * 10 >= all * 6 && bytes <= links * kWordsBytes;
  }

  static void CountLinks(pugi::xml_node element, std::size_t& links, std::size_t& bytes) {
    constexpr std::size_t kLinkBytes = 400;
    for (const pugi::xml_node child : element.children()) {
      if (child.type() != pugi::node_element) continue;
      if (std::string_view(child.name()) == "a") {
        const std::size_t own = TextBytes(child, kLinkBytes);
        links += own > 0 ? 1 : 0;
        bytes += own;
      } else {
        CountLinks(child, links, bytes);
      }
    }
  }

  // Pages of the years before style sheets: a table lays out header, menu, main cell and footer. From the outside in,
  // follows the element that holds most of the text, through rows and cells, and remembers what those beside it are:
  // mostly links: a menu; before a menu was passed, or beside it: header; behind: footer.
  void FindFrame(pugi::xml_node root) {
    std::vector<pugi::xml_node> before;
    std::vector<pugi::xml_node> behind;
    bool menu = false;
    pugi::xml_node at = root;
    constexpr int kMaxFrameDepth = 16;
    for (int depth = 0; depth < kMaxFrameDepth; ++depth) {
      pugi::xml_node main;
      std::size_t bytes = 0;
      for (const pugi::xml_node child : at.children()) {
        if (child.type() != pugi::node_element || IsNeverShown(child.name())) continue;
        const std::size_t own = TextBytes(child, kMaxTextBytes);
        if (own > bytes) {
          bytes = own;
          main = child;
        }
      }
      constexpr std::size_t kMostPercent = 40;
      if (!main || bytes * 100 < body_bytes_ * kMostPercent) break;
      const std::string_view name = main.name();
      if (name != "table" && name != "tbody" && name != "tr" && name != "td" && name != "center" &&
          name != "div" && name != "font" && name != "form")
        break;
      // Where the text itself begins, no frame goes on.
      if (menu && name != "tbody" && name != "tr" && name != "td") break;
      bool passed = false;
      std::vector<pugi::xml_node> menus;
      for (const pugi::xml_node child : at.children()) {
        passed |= child == main;
        if (child.type() != pugi::node_element || child == main || IsNeverShown(child.name()))
          continue;
        const std::string_view beside = child.name();
        if (beside != "table" && beside != "tr" && beside != "td" && beside != "center") continue;
        if (LooksLikeMenu(child))
          menus.push_back(child);
        else
          (passed ? behind : before).push_back(child);
      }
      for (const pugi::xml_node child : menus) {
        frame_.emplace(child.internal_object(), Region::kAside);
        menu = true;
      }
      at = main;
    }
    if (!menu) return;
    constexpr std::size_t kShortBytes = 800;  // more is text
    for (const pugi::xml_node part : before)
      if (TextBytes(part, kShortBytes) < kShortBytes)
        frame_.emplace(part.internal_object(), Region::kHeader);
    for (const pugi::xml_node part : behind)
      if (TextBytes(part, kShortBytes) < kShortBytes)
        frame_.emplace(part.internal_object(), Region::kFooter);
  }

  // Rows of at least four (three) similar elements, each of them short and with a link in it.
  void FindTeasers(pugi::xml_node root) {
    struct Group {
      std::vector<pugi::xml_node> cards;
    };
    std::unordered_map<std::string, Group> groups;
    int children = 0;
    for (const pugi::xml_node child : root.children()) {
      if (child.type() != pugi::node_element) continue;
      const std::string_view name = child.name();
      if (name == "div" || name == "li" || name == "article" || name == "section" || name == "tr" ||
          name == "a" || name == "p" || name == "dd" || name == "table") {
        std::string key(name);
        const std::string words = ClassWords(child);
        key += words.substr(0, words.find(' ', 1));
        groups[key].cards.push_back(child);
      }
      if (++children > 5000) break;
    }
    for (const auto& [key, group] : groups) {
      if (group.cards.size() < 3) continue;
      std::size_t with_link = 0;
      std::size_t linked_to_others = 0;
      std::size_t bytes = 0;
      std::unordered_set<std::string_view> targets;
      for (const pugi::xml_node card : group.cards) {
        constexpr std::size_t kCardBytes = 700;
        const std::size_t own = TextBytes(card, kCardBytes);
        if (own >= kCardBytes) continue;
        // Parts of the page that share a class are no cards.
        if (Holds(card, "h1") || Holds(card, "nav")) continue;
        bytes += own;
        std::string_view target;
        const bool has = LinkWithText(card, target);
        with_link += has ? 1 : 0;
        if (has && targets.insert(target).second) ++linked_to_others;
      }
      if (with_link * 10 < group.cards.size() * 8 || linked_to_others < 3) continue;
      // A few words each: a menu, not teasers.
      constexpr std::size_t kMenuBytes = 40;
      const bool menu = bytes < group.cards.size() * kMenuBytes;
      for (const pugi::xml_node card : group.cards) teasers_.emplace(card.internal_object(), menu);
    }
    for (const pugi::xml_node child : root.children())
      if (child.type() == pugi::node_element && !IsNeverShown(child.name()) &&
          !teasers_.contains(child.internal_object()))
        FindTeasers(child);
  }

  // A link to another page with at least some words in it.
  static bool LinkWithText(pugi::xml_node element, std::string_view& target) {
    constexpr std::size_t kTitleBytes = 5;
    if (std::string_view(element.name()) == "a") {
      const std::string_view href = AttributeOf(element, "href");
      if (IsOtherPage(href) && TextBytes(element, kTitleBytes) >= kTitleBytes) {
        target = href;
        return true;
      }
    }
    for (const pugi::xml_node child : element.children())
      if (child.type() == pugi::node_element && LinkWithText(child, target)) return true;
    return false;
  }

  static bool IsOtherPage(std::string_view href) {
    if (href.empty() || href.front() == '#') return false;
    for (const std::string_view scheme :
         {"tel:", "mailto:", "sms:", "javascript:", "zalo:", "viber:"})
      if (href.starts_with(scheme)) return false;
    for (const std::string_view chat : {"//zalo.me/", "//t.me/", "//wa.me/", "//m.me/",
                                        "//line.me/", "//www.facebook.com/", "//facebook.com/"})
      if (href.find(chat) != std::string_view::npos) return false;
    return true;
  }

  void Children(pugi::xml_node parent, Context context) {
    int related_level =
        0;  // 1 … 6: a heading over other adverts was passed; 7: one without a level
    for (const pugi::xml_node child : parent.children()) {
      if (page_.lines.size() >= kMaxLines || text_bytes_ >= kMaxTextBytes) return;
      if (child.type() == pugi::node_pcdata) {
        Context here = context;
        if (related_level != 0) here.region = Region::kRelated;
        Text(child.value(), here);
        continue;
      }
      if (child.type() != pugi::node_element) continue;
      Context here = context;
      if (with_regions_ && !context.teaser &&
          (context.region == Region::kMain || context.region == Region::kAside)) {
        int level = 0;
        const std::string heading = ShortHeading(child, level);
        if (!heading.empty()) {
          // With nothing above them, "new adverts" are what the page is about.
          constexpr std::size_t kTextAbove = 100;
          if ((main_bytes_ >= kTextAbove || context.region == Region::kAside) &&
              IsRelatedHeading(heading))
            related_level = level != 0 ? level : 7;
          else if (level != 0 && related_level != 0 && level <= related_level)
            related_level = 0;
        }
        const bool ends =
            related_level != 0 && OwnRegion(child, classes_.Of(child), context) == Region::kFooter;
        if (related_level != 0 && !ends) here.region = Region::kRelated;
      }
      Element(child, here);
    }
  }

  // The folded text of an element that is a heading and hardly more: an h1 … h6, a block around one, or a short
  // line. Empty for everything else. `level` is 0 where the mark-up has none.
  static std::string ShortHeading(pugi::xml_node element, int& level) {
    constexpr std::size_t kHeadingBytes = 80;
    constexpr std::size_t kBesidesBytes = 24;  // "Xem tất cả"
    const std::string_view name = element.name();
    if (name == "ul" || name == "ol" || name == "table" || name == "tr" || name == "td" ||
        name == "li" || name == "dd" || name == "a" || name == "br" || name == "img" ||
        IsNeverShown(name))
      return {};
    const std::size_t bytes = TextBytes(element, kHeadingBytes + kBesidesBytes);
    if (bytes < 5 || bytes >= kHeadingBytes + kBesidesBytes) return {};
    const pugi::xml_node heading = FindHeading(element);
    if (heading) {
      level = HeadingLevel(heading.name());
      if (bytes > TextBytes(heading, kHeadingBytes) + kBesidesBytes) return {};
      return core::FoldPlain(LineOf(heading));
    }
    if (bytes >= kHeadingBytes || Holds(element, "a") || Holds(element, "br")) return {};
    const std::string line = LineOf(element);
    // "Chi phí khác: 5 triệu" is a line of the advert.
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && colon + 4 < line.size()) return {};
    return core::FoldPlain(line);
  }

  static pugi::xml_node FindHeading(pugi::xml_node element) {
    if (HeadingLevel(element.name()) != 0) return element;
    for (const pugi::xml_node child : element.children())
      if (child.type() == pugi::node_element)
        if (const pugi::xml_node found = FindHeading(child)) return found;
    return {};
  }

  void Element(pugi::xml_node element, Context context) {
    const std::string_view name = element.name();
    if (IsNeverShown(name) || IsHidden(element)) return;
    if (name == "br") return Flush(context);
    if (name == "img") return Image(element, context);
    if (name == "wbr") return;
    const bool block = ShownAs(name) == Shown::kBlock;
    std::size_t first = 0;
    int strength = 0;
    if (with_regions_) {
      const ClassSigns& signs = classes_.Of(element);
      if (context.region == Region::kMain || context.region == Region::kAside ||
          context.region == Region::kFooter || context.region == Region::kHeader) {
        const Region own = OwnRegion(element, signs, context);
        if (own != Region::kMain &&
            (context.region == Region::kMain || own == Region::kMenu || own == Region::kRelated))
          context.region = own;
        if (own == Region::kMenu && signs.pager) page_.has_page_numbers = true;
      }
      if (context.region == Region::kMain) strength = MainStrength(element, signs);
      EnterTeaser(element, context);
      if (name == "main" || name == "article" || strength >= 3) context.in_main = true;
    }
    if (name == "a" && IsOtherPage(AttributeOf(element, "href"))) context.in_link = true;
    if (name == "pre") context.preformatted = true;
    if (const int level = HeadingLevel(name)) context.heading = level;
    if (name == "b" || name == "strong" || name == "summary" || name == "th" || name == "caption")
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
    if (block)
      Flush(context);
    else if (before == 0 && !line_.empty() && context.region == Region::kMain)
      MarkLabel(element);
    if (strength > 0 && page_.candidates.size() < 500)
      page_.candidates.push_back({element, first, page_.lines.size(), strength});
  }

  // "<li><span>Mức lương</span> <b>30 triệu</b>": style sheets tell label and value apart, text needs a colon.
  void MarkLabel(pugi::xml_node element) {
    constexpr std::size_t kMaxLabelBytes = 40;
    std::string_view label = line_;
    if (label.starts_with("- ")) label.remove_prefix(2);
    if (label.size() > kMaxLabelBytes || label.ends_with(':') || !FindJobLabel(label)) return;
    for (pugi::xml_node next = element.next_sibling(); next; next = next.next_sibling()) {
      if (next.type() == pugi::node_pcdata) {
        const std::string_view text = core::Trim(next.value());
        if (text.empty()) continue;
        return;  // running text, or a colon
      }
      const std::string_view name = next.name();
      if (name != "span" && name != "b" && name != "strong" && name != "em" && name != "i" &&
          name != "a" && name != "time")
        return;
      if (TextBytes(next, 1) == 0) continue;
      line_ += ':';
      blank_ = true;
      return;
    }
  }

  void EnterTeaser(pugi::xml_node element, Context& context) {
    if (context.teaser) return;
    const auto found = teasers_.find(element.internal_object());
    if (found == teasers_.end()) return;
    context.teaser = true;
    if (context.region == Region::kMain && !found->second) ++page_.teasers;
  }

  // Two inline elements that touch ("<b>Lương</b><span>30 triệu</span>") are kept apart by style sheets.
  void Gap(pugi::xml_node element) {
    const pugi::xml_node before = element.previous_sibling();
    if (before.type() == pugi::node_element && !line_.empty() &&
        std::string_view(before.name()) != "br" && TextBytes(before, 2) >= 2 &&
        TextBytes(element, 2) >= 2)
      blank_ = true;
  }

  // Emoji drawn as images carry the letter in `alt`.
  void Image(pugi::xml_node image, const Context& context) {
    const std::string_view alt = AttributeOf(image, "alt");
    if (alt.empty() || alt.size() > 16) return;
    const std::string words = ClassWords(image);
    const bool symbol = static_cast<unsigned char>(alt[0]) >= 0xE2 ||
                        alt.find("\xE2\x83\xA3") != std::string_view::npos;
    const std::string_view source = AttributeOf(image, "src");
    if (symbol || words.find("emoji") != std::string::npos ||
        source.find("emoji") != std::string_view::npos)
      Text(alt, context);
  }

  void Text(std::string_view text, const Context& context) {
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
      text_bytes_ += line_.size();
      if (region_ == Region::kMain && !teaser_)
        main_bytes_ += line_.size() - std::min(link_bytes_, line_.size());
      constexpr std::size_t kMarksBytes = 4;  // a bullet or colon beside the bold words
      const bool strong = strong_bytes_ > 0 && strong_bytes_ + kMarksBytes >= line_.size();
      page_.lines.push_back(
          {std::move(line_), region_, heading_, strong, link_bytes_, teaser_, table_});
    }
    line_.clear();
    blank_ = false;
    heading_ = 0;
    link_bytes_ = 0;
    strong_bytes_ = 0;
    teaser_ = false;
  }

  void ListItem(pugi::xml_node item, Context context) {
    if (context.region == Region::kMain && !context.teaser) line_ = "- ";
    if (line_ == "- ") {
      line_.pop_back();
      blank_ = true;
    }
    Children(item, context);
  }

  void Definitions(pugi::xml_node list, Context context) {
    bool after_term = false;
    for (const pugi::xml_node child : list.children()) {
      const std::string_view name = child.name();
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
      } else if (child.type() == pugi::node_element) {
        Element(child, context);
      }
    }
  }

  static bool IsLayoutCell(pugi::xml_node cell) {
    constexpr std::size_t kLongBytes = 1500;
    return Holds(cell, "table") || Holds(cell, "h1") || Holds(cell, "h2") ||
           TextBytes(cell, kLongBytes) >= kLongBytes;
  }

  void Cell(pugi::xml_node cell, const Context& context) {
    if (IsHidden(cell)) return;
    Children(cell, context);
  }

  void Table(pugi::xml_node table, const Context& context) {
    for (const pugi::xml_node child : table.children())
      if (std::string_view(child.name()) == "caption") Element(child, context);
    for (const auto& row : RowsOf(table)) {
      Context here = context;
      if (!row.empty()) {
        const pugi::xml_node tr = row.front().parent();
        if (IsHidden(tr)) continue;
        if (const auto found = frame_.find(tr.internal_object());
            found != frame_.end() && here.region == Region::kMain)
          here.region = found->second;
        EnterTeaser(tr, here);
      }
      const bool layout = std::any_of(row.begin(), row.end(), IsLayoutCell);
      if (layout || row.size() == 1) {
        for (const pugi::xml_node cell : row) {
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
        if (TextBytes(row[i], 1) == 0 && line_.empty()) continue;
        if (pairs && i % 2 == 0) Flush(here);
        const bool has_text = TextBytes(row[i], 1) > 0;
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

  static bool IsLabelCell(pugi::xml_node cell) {
    if (std::string_view(cell.name()) == "th") return true;
    const std::string line = LineOf(cell);
    return !line.empty() && line.size() < 60 && (line.back() == ':' || FindJobLabel(line));
  }

  bool with_regions_;
  ClassBook classes_;
  PageText page_;
  std::unordered_map<pugi::xml_node_struct*, Region> frame_;  // of a page laid out by tables
  std::unordered_map<pugi::xml_node_struct*, bool> teasers_;  // to whether it is an entry of a menu
  std::size_t body_bytes_ = 1;
  std::size_t text_bytes_ = 0;
  std::string line_;
  bool blank_ = false;
  int heading_ = 0;
  std::size_t link_bytes_ = 0;
  std::size_t strong_bytes_ = 0;
  bool teaser_ = false;
  Region region_ = Region::kMain;
  pugi::xml_node table_;
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

}  // namespace

PageText ReadPageText(pugi::xml_node root) { return Walker(true).Read(root); }

std::string TextOf(pugi::xml_node element) { return Joined(Walker(false).Read(element), "\n"); }

std::string LineOf(pugi::xml_node element) { return Joined(Walker(false).Read(element), " "); }

std::string TextOfHtml(std::string_view html) {
  constexpr std::string_view kMarkup = "<&";
  if (html.find_first_of(kMarkup) == std::string_view::npos) return std::string(core::Trim(html));
  pugi::xml_document document;
  // Lines of a description that is not HTML but holds an entity stay lines.
  const bool has_tags = html.find('<') != std::string_view::npos;
  ParseHtml(has_tags ? std::string(html) : "<pre>\n" + std::string(html) + "</pre>", document);
  std::string text = TextOf(document);
  // Escaped twice: "&lt;p&gt;…" is mark-up again.
  if (!has_tags && text.find('<') != std::string::npos && text.find('>') != std::string::npos) {
    ParseHtml(text, document);
    text = TextOf(document);
  }
  return text;
}

std::string ClassWords(pugi::xml_node element) {
  std::string out = " ";
  for (const char* attribute : {"class", "id"}) {
    constexpr std::size_t kMaxBytes = 300;
    bool lower_before = false;
    for (const char c :
         std::string_view(element.attribute(attribute).value()).substr(0, kMaxBytes)) {
      const bool upper = c >= 'A' && c <= 'Z';
      const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if ((!word || (upper && lower_before)) && out.back() != ' ') out += ' ';
      if (word) out += upper ? static_cast<char>(c - 'A' + 'a') : c;
      lower_before = word && !upper;
    }
    if (out.back() != ' ') out += ' ';
  }
  return out;
}

std::string_view AttributeOf(pugi::xml_node element, const char* name) {
  return element.attribute(name).value();
}

std::vector<std::vector<pugi::xml_node>> RowsOf(pugi::xml_node table) {
  constexpr std::size_t kMaxRows = 5000;
  constexpr std::size_t kMaxCells = 100;
  std::vector<std::vector<pugi::xml_node>> rows;
  const auto add = [&](pugi::xml_node tr) {
    if (rows.size() >= kMaxRows) return;
    std::vector<pugi::xml_node> cells;
    for (const pugi::xml_node cell : tr.children()) {
      const std::string_view name = cell.name();
      if ((name == "td" || name == "th") && cells.size() < kMaxCells) cells.push_back(cell);
    }
    if (!cells.empty()) rows.push_back(std::move(cells));
  };
  for (const pugi::xml_node child : table.children()) {
    const std::string_view name = child.name();
    if (name == "tr") add(child);
    if (name == "thead" || name == "tbody" || name == "tfoot")
      for (const pugi::xml_node row : child.children("tr")) add(row);
  }
  return rows;
}

}  // namespace agencywatch::crawler
