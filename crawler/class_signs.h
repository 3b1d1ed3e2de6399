// What the class and id of an element say about the part of the page it is: menu, footer, main text, other adverts.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// "job-detail__Body" and id "main2" as " job detail body main2 ": lower-case words of class and id.
[[nodiscard]] std::string ClassWords(HtmlNode element);
[[nodiscard]] std::string FirstClassWord(HtmlNode element);  // " job"

struct ClassSigns {
  bool menu = false;
  bool pager = false;
  bool consent = false;  // to cookies
  bool modal = false;    // opened by a click
  bool related = false;
  bool comments = false;
  bool footer = false;
  bool header = false;
  bool aside = false;
  bool part = false;  // of the page: its header or footer is not the page's
  bool main = false;
  bool content = false;
  bool title = false;   // of an advert or article, where no heading says so
  bool label = false;   // stuck on a heading: "HOT", "Tìm người"
  bool post = false;    // one of several by different people
  bool author = false;  // of such a one
  bool seller = false;  // a box about who advertises
  bool any = false;     // there are words
};

// The signs of the elements of one tree, which outlives it. Pages use the same few classes over and over, so answers are
// kept.
class ClassBook {
 public:
  ClassBook() = default;
  // `html` is the page's source, whose style sheets may turn texts around.
  explicit ClassBook(std::string_view html);

  [[nodiscard]] const ClassSigns& Of(HtmlNode element);

  // Its text is shown from right to left, letter by letter: a number that is written backwards. Source: CSS Writing Modes,
  // unicode-bidi: bidi-override.
  [[nodiscard]] bool IsTurned(HtmlNode element) const;

 private:
  const ClassSigns& OfWords(HtmlNode element);

  std::vector<const ClassSigns*> of_node_;                            // by HtmlNode::id
  std::unordered_map<std::string_view, const ClassSigns*> of_class_;  // of elements without an id
  std::unordered_map<std::string, ClassSigns> of_words_;              // never moves what it holds
  bool turns_ = false;               // the page turns some texts around
  std::vector<std::string> turned_;  // classes that turn texts around
};

}  // namespace agencywatch::crawler
