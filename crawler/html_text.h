// What a page shows, line by line, and which part of the page each line belongs to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/class_signs.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

enum class Region {
  kMain,    // whatever is nothing of the following
  kHeader,  // the site's, not an article's
  kFooter,
  kAside,    // sidebars, contact boxes
  kMenu,     // menus, breadcrumbs, page numbers, share buttons, cookie banners
  kRelated,  // other adverts and articles
  kComments
};

struct TextLine {
  // core::FoldPlain of `text`, kept once it was asked for: several readers look at the same line.
  [[nodiscard]] const std::string& Folded() const;
  void SetText(std::string changed);
  // Nearly all of it leads to other pages.
  [[nodiscard]] bool IsLinked() const { return link_bytes * 10 >= text.size() * 8; }

  std::string text;  // trimmed, blanks collapsed, not empty
  Region region = Region::kMain;
  int heading = 0;      // 1 … 6 for h1 … h6
  bool strong = false;  // all of it is bold, a summary, or the heading of a table
  std::size_t link_bytes =
      0;  // how many bytes of `text` are links to other pages (not tel:, mailto:, chats)
  // Of `text`, what is linked to a place on this page or to a script, and opens no part of it.
  std::size_t anchor_bytes = 0;
  std::size_t links = 0;            // of either kind
  bool of_seller = false;           // in a box about who advertises
  bool of_facts = false;            // in a box of the advert's particulars, beside its text
  bool in_teaser = false;           // part of a row of similar cards or links
  std::size_t number = 0;           // among the page's lines
  HtmlNode table;                   // the table whose row this is, unless it only lays the page out
  mutable std::string folded = {};  // what Folded() keeps
};

// An element that may hold the page's main text, and the lines it gave: [first, last).
struct MainCandidate {
  HtmlNode element;
  std::size_t first = 0;
  std::size_t last = 0;
  int strength = 0;  // the higher the plainer the page says that this is it
};

struct PictureText {
  std::string text;
  bool leads_away = false;  // linked to another page
};

struct PageText {
  std::vector<TextLine> lines;
  std::vector<MainCandidate> candidates;
  std::size_t teasers =
      0;  // cards in rows of similar cards with links, in region kMain; menus do not count
  bool has_page_numbers = false;  // a pager was seen
  // What pictures of the main part show, as told to those who cannot see them; not part of `lines`.
  std::vector<PictureText> pictures;
};

// Reads a tree made by ParseHtml (whose depth is bounded: this walks it recursively). Hidden parts give no lines.
// A number or address that a link calls, an image tells or a click would show stands in the text, and so does a label
// that is only an icon's title; text behind U+202E in the order in which it is seen.
// Tables give "label: value" for two columns and cells joined by " | " for more; lists "- …"; dl "term: value".
[[nodiscard]] PageText ReadPageText(HtmlNode root, ClassBook& classes);

// The lines that an element shows as a part of a page; their regions are not told.
[[nodiscard]] std::vector<TextLine> LinesOf(HtmlNode element);
// All visible text in an element, lines separated by '\n', whatever its regions.
[[nodiscard]] std::string TextOf(HtmlNode element);
// The same as one line.
[[nodiscard]] std::string LineOf(HtmlNode element);
// A piece of HTML (a JSON-LD description) as text; text without mark-up comes back as it is, trimmed.
[[nodiscard]] std::string TextOfHtml(std::string_view html);

// The rows of a table that are its own (not those of tables inside), with their cells (td and th).
[[nodiscard]] std::vector<std::vector<HtmlNode>> RowsOf(HtmlNode table);

}  // namespace agencywatch::crawler
