// Which part of the page an element opens: menu, header, main text, other adverts. By its name, its role, its class,
// the layout it stands in, what it holds, and the heading above it.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

#include "crawler/class_signs.h"
#include "crawler/html_text.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// Of one tree, which outlives it, as does `classes`.
class PageRegions {
 public:
  PageRegions(HtmlNode root, ClassBook& classes);

  // The region an element opens by itself; kMain when it does not say. `in_main`: it stands below main or article, whose
  // headers and footers are not the page's.
  [[nodiscard]] Region Of(HtmlNode element, bool in_main) const;
  // The part of a table layout it is; kMain when it is none.
  [[nodiscard]] Region OfLayout(HtmlNode element) const;
  // How plainly the element says that it holds the main text, 0 to 5; 0: it does not.
  [[nodiscard]] int MainStrength(HtmlNode element) const;

 private:
  [[nodiscard]] bool HoldsMainPart(HtmlNode element) const;

  ClassBook& classes_;
  std::unordered_map<std::size_t, Region> layout_;
  std::size_t body_bytes_ = 1;
  bool has_types_ = false;  // microdata or RDFa
};

// What headings say about the children of one element, asked in their order: other adverts, comments and the site's own
// boxes go on up to the next heading of their level.
class HeadedRegions {
 public:
  explicit HeadedRegions(HtmlNode parent) : parent_(parent) {}

  // Of the next child, an element in `outside`. `text_above`: with nothing above them, "new adverts" are what the page
  // is about.
  [[nodiscard]] Region Next(HtmlNode child, Region outside, bool text_above,
                            const PageRegions& page, bool in_main);
  [[nodiscard]] Region OfText(Region outside) const { return level_ != 0 ? region_ : outside; }

 private:
  HtmlNode parent_;
  // 1 … 6: a heading over other adverts or over comments was passed; 7: one without a level.
  int level_ = 0;
  Region region_ = Region::kRelated;
  bool side_box_ = false;  // the children belong to a box of the site's own, as its heading says
};

// A list or table, or what holds one, under a heading or not.
[[nodiscard]] bool IsBox(HtmlNode element);

// A box beside the text that gives the advert's own particulars: "Lương", "Nơi làm", "Hạn nộp" once each, and neither
// fields to search by nor links to other adverts.
[[nodiscard]] bool HoldsFacts(HtmlNode box);

// "Liên hệ tư vấn": whom to call may stand in a window only.
[[nodiscard]] bool HoldsContact(HtmlNode element);

// Of h1 … h6; 0 for everything else.
[[nodiscard]] int HeadingLevel(std::string_view name);

}  // namespace agencywatch::crawler
