#include "crawler/html_hidden.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "crawler/class_signs.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

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

bool IsHiddenByStyle(HtmlNode element) {
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

// The panel of a tab, or of a part that unfolds: by its role, or by how page builders name it.
bool IsOpenedByClick(HtmlNode element) {
  if (element.attribute("role") == "tabpanel") return true;
  constexpr auto kPanels = std::to_array<std::string_view>(
      {" tab content ", " tab pane ", " tabs content ", " tabs panel ", " tab panel ", " tabpanel ",
       " accordion content ", " accordion body ", " accordion panel ", " collapse ",
       " toggle content ", " application details ", " read more content "});
  const std::string words = ClassWords(element);
  return std::any_of(kPanels.begin(), kPanels.end(), [&](std::string_view panel) {
    return words.find(panel) != std::string::npos;
  });
}

}  // namespace

bool IsHidden(HtmlNode element) {
  const bool hidden = element.HasAttribute("hidden") || IsHiddenByStyle(element);
  if (hidden) return !IsOpenedByClick(element);
  return IsHiddenByClass(element);
}

}  // namespace agencywatch::crawler
