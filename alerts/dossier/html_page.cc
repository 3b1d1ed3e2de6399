#include "alerts/dossier/html_page.h"

#include "alerts/dossier/redaction.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 20mm 18mm 22mm 22mm;
  @bottom-left { content: string(running); font: 8pt sans-serif; color: #555; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "DejaVu Serif", "Noto Serif", serif; color: #111; max-width: 46em; margin: 0 auto; }
.running { string-set: running content(); height: 0; overflow: hidden; font-size: 1px; color: #fff; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0.6em 0 0.4em; }
h2 { font-size: 13pt; margin: 1.6em 0 0.4em; border-bottom: 0.5pt solid #888; break-after: avoid; }
h3 { font-size: 11pt; margin: 1.2em 0 0.3em; break-after: avoid; }
h4 { font-size: 10.5pt; margin: 0.9em 0 0.2em; break-after: avoid; }
p { margin: 0.35em 0; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: 0.5em 0 0.9em; font-size: 9pt; line-height: 1.35; }
th, td { border: 0.4pt solid #999; padding: 2.5pt 4pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; font-weight: bold; }
tr { break-inside: avoid; }
table.facts th { width: 30%; }
ul { margin: 0.3em 0; padding-left: 1.4em; }
.notice { border: 1pt solid #333; padding: 6pt 9pt; margin: 0.9em 0; break-inside: avoid; }
.quote { margin: 0.25em 0 0.25em 0.6em; padding-left: 0.7em; border-left: 2pt solid #777; font-style: italic; overflow-wrap: anywhere; }
.law { margin: 0.25em 0 0.25em 0.6em; font-size: 9.5pt; }
.small { font-size: 9pt; color: #333; overflow-wrap: anywhere; }
.right { text-align: right; } .middle { text-align: center; }
.finding { break-inside: avoid; margin-bottom: 0.5em; }
.sign { break-inside: avoid; margin: 2em 0 5em 50%; text-align: center; }
.black { background: #000; color: #fff; padding: 0 0.35em; font-style: normal; font-size: 85%; }
)";

bool IsInvisible(char32_t c) {
  return (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
}

std::string Cells(const char* tag, const std::vector<std::string>& texts) {
  std::string html = "<tr>";
  for (const auto& text : texts) {
    html += "<" + std::string{tag} + ">" + HtmlText(text) + "</" + tag + ">";
  }
  return html + "</tr>\n";
}

}  // namespace

std::string HtmlText(std::string_view text) {
  std::string html;
  bool black = false;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(kBlack)) {
      html += black ? "</span>" : "<span class=\"black\">";
      black = !black;
      at += kBlack.size();
      continue;
    }
    const std::size_t begin = at;
    const char32_t c = core::NextCodePoint(text, at);
    if (c == U'&') html += "&amp;";
    else if (c == U'<') html += "&lt;";
    else if (c == U'>') html += "&gt;";
    else if (c == U'"') html += "&quot;";
    else if (c == U'\'') html += "&#39;";
    else if (c == U'\n') html += "<br>";
    else if (!IsInvisible(c)) html += text.substr(begin, at - begin);
  }
  return html + (black ? "</span>" : "");
}

HtmlPage::HtmlPage(std::string_view lang, std::string_view title, std::string_view running) {
  html_ = "<!DOCTYPE html>\n<html lang=\"" + std::string{lang} + "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
          HtmlText(title) + "</title>\n<style>" + std::string{kStyle} + "</style>\n</head>\n<body>\n<div class=\"running\">" +
          HtmlText(running) + "</div>\n";
}

HtmlPage& HtmlPage::Heading(int level, std::string_view text) {
  const std::string tag = "h" + std::to_string(level);
  html_ += "<" + tag + ">" + HtmlText(text) + "</" + tag + ">\n";
  return *this;
}

HtmlPage& HtmlPage::Paragraph(std::string_view text, std::string_view css_class) {
  if (text.empty()) return *this;
  html_ += css_class.empty() ? "<p>" : "<p class=\"" + std::string{css_class} + "\">";
  html_ += HtmlText(text) + "</p>\n";
  return *this;
}

HtmlPage& HtmlPage::List(const std::vector<std::string>& items) {
  html_ += "<ul>\n";
  for (const auto& item : items) html_ += "<li>" + HtmlText(item) + "</li>\n";
  html_ += "</ul>\n";
  return *this;
}

HtmlPage& HtmlPage::Facts(const std::vector<std::pair<std::string, std::string>>& lines) {
  html_ += "<table class=\"facts\">\n";
  for (const auto& [about, says] : lines) {
    if (!says.empty())
      html_ += "<tr><th>" + HtmlText(about) + "</th><td>" + HtmlText(says) + "</td></tr>\n";
  }
  html_ += "</table>\n";
  return *this;
}

HtmlPage& HtmlPage::Table(const std::vector<std::pair<std::string, int>>& columns,
                          const std::vector<std::vector<std::string>>& rows) {
  html_ += "<table>\n<colgroup>";
  std::vector<std::string> heads;
  for (const auto& [head, percent] : columns) {
    html_ += "<col style=\"width: " + std::to_string(percent) + "%\">";
    heads.push_back(head);
  }
  html_ += "</colgroup>\n<thead>" + Cells("th", heads) + "</thead>\n<tbody>\n";
  for (const auto& row : rows) html_ += Cells("td", row);
  html_ += "</tbody>\n</table>\n";
  return *this;
}

HtmlPage& HtmlPage::Begin(std::string_view css_class) {
  html_ += "<div class=\"" + std::string{css_class} + "\">\n";
  return *this;
}

HtmlPage& HtmlPage::End() {
  html_ += "</div>\n";
  return *this;
}

std::string HtmlPage::Finish() && {
  html_ += "</body>\n</html>\n";
  return std::move(html_);
}

}  // namespace agencywatch::alerts
