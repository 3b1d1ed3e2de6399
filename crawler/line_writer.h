// Puts the texts of a page together to lines, as they are seen: blanks collapsed, marks between label and value, and
// what each line was made of.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/html_text.h"

namespace agencywatch::crawler {

inline constexpr std::string_view kRightToLeft = "\xE2\x80\xAE";   // U+202E, right-to-left override
inline constexpr std::string_view kDirectionEnd = "\xE2\x80\xAC";  // U+202C, ends it

// Where a text stands.
struct TextPlace {
  Region region = Region::kMain;
  bool in_link = false;  // to another page
  bool in_anchor = false;
  bool of_seller = false;
  bool of_facts = false;
  bool teaser = false;
  bool preformatted = false;
  bool strong = false;
  int heading = 0;
  HtmlNode table;
};

class LineWriter {
 public:
  // `lines` outlives it; nobody else adds to them meanwhile.
  explicit LineWriter(std::vector<TextLine>& lines) : lines_(lines) {}

  void Text(std::string_view text, const TextPlace& place);
  void TextApart(std::string_view text, const TextPlace& place);  // with a blank on either side
  void Gap() { blank_ = true; }
  void Bullet();  // begins an empty line
  void Colon();   // behind a label, unless it has one
  void Bar();     // between cells
  void CountLink() { ++links_; }
  // A label that only an icon tells: written before the next text, unless that says what it is by itself.
  void LabelNext(std::string_view label) { icon_label_ = label; }
  void EndLine();

  [[nodiscard]] const std::string& line() const { return line_; }  // as far as it is written
  [[nodiscard]] bool HasText() const { return !line_.empty() && line_ != "-"; }
  [[nodiscard]] std::size_t text_size() const { return HasText() ? line_.size() : 0; }
  [[nodiscard]] std::string_view Since(std::size_t text_size) const {
    return std::string_view(line_).substr(std::min(text_size, line_.size()));
  }
  [[nodiscard]] bool EndsInSmallLetter() const;  // and no blank follows
  [[nodiscard]] bool full() const {
    return lines_.size() >= kMaxLines || text_bytes_ >= kMaxTextBytes;
  }
  [[nodiscard]] std::size_t main_bytes() const { return main_bytes_; }

 private:
  static constexpr std::size_t kMaxLines = 20'000;
  static constexpr std::size_t kMaxTextBytes = 2UL * 1024 * 1024;

  void Account(std::size_t before, const TextPlace& place);

  std::vector<TextLine>& lines_;
  std::string line_;
  bool blank_ = false;  // before the next text
  std::string icon_label_;
  // Of line_, as TextLine has it.
  Region region_ = Region::kMain;
  int heading_ = 0;
  std::size_t link_bytes_ = 0;
  std::size_t anchor_bytes_ = 0;
  std::size_t links_ = 0;
  bool of_seller_ = false;
  bool of_facts_ = false;
  std::size_t strong_bytes_ = 0;
  bool teaser_ = false;
  HtmlNode table_;
  std::size_t text_bytes_ = 0;  // of all lines
  std::size_t main_bytes_ = 0;  // of main text so far, links aside
};

}  // namespace agencywatch::crawler
