// A page of HTML, written part by part. Everything that is handed over is text and comes out as text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agencywatch::alerts {

// Text with & < > " ' escaped; control characters and direction marks out, and what a redactor blacked out in a black box.
[[nodiscard]] std::string HtmlText(std::string_view text);

class HtmlPage {
 public:
  // `lang` is vi or en; `running` stands at the foot of every printed page beside its number.
  HtmlPage(std::string_view lang, std::string_view title, std::string_view running);

  HtmlPage& Heading(int level, std::string_view text);
  HtmlPage& Paragraph(std::string_view text, std::string_view css_class = {});
  HtmlPage& List(const std::vector<std::string>& items);
  // What a line is about, and what it says; lines that say nothing are left out.
  HtmlPage& Facts(const std::vector<std::pair<std::string, std::string>>& lines);
  // Each column by its heading and its share of the width, in per cent.
  HtmlPage& Table(const std::vector<std::pair<std::string, int>>& columns,
                  const std::vector<std::vector<std::string>>& rows);
  HtmlPage& Begin(std::string_view css_class);  // a block that is kept together where it fits
  HtmlPage& End();
  [[nodiscard]] std::string Finish() &&;

 private:
  std::string html_;
};

}  // namespace agencywatch::alerts
