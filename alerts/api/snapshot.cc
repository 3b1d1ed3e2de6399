#include "alerts/api/snapshot.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "crawler/html_tree.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxBytes = 2 * 1024 * 1024;

constexpr auto kKept = std::to_array<std::string_view>(
    {"address", "article", "aside", "b",       "blockquote", "br",   "caption", "cite",
     "code",    "dd",      "del",   "div",     "dl",         "dt",   "em",      "figcaption",
     "figure",  "footer",  "h1",    "h2",      "h3",         "h4",   "h5",      "h6",
     "header",  "hr",      "i",     "ins",     "li",         "main", "mark",    "ol",
     "p",       "pre",     "s",     "section", "small",      "span", "strong",  "table",
     "tbody",   "td",      "th",    "tr",      "u",          "ul"});
// What stands in these is no text of the page.
constexpr auto kDropped = std::to_array<std::string_view>(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math",
     "canvas", "audio", "video", "select", "head", "textarea", "frameset"});

void AppendEscaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

bool IsOneOf(std::string_view name, const auto& list) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

void AppendNode(std::string& out, crawler::HtmlNode node) {
  if (out.size() > kMaxBytes) return;
  if (node.IsText()) {
    AppendEscaped(out, node.value());
    return;
  }
  const std::string_view name = node.name();
  if (IsOneOf(name, kDropped)) return;
  if (name == "img") {
    out += "<span class=\"picture\">[";
    AppendEscaped(out, node.attribute("alt"));
    out += "]</span>";
    return;
  }
  const bool kept = IsOneOf(name, kKept);
  if (kept) {
    out += '<';
    out += name;
    for (const char* attribute : {"colspan", "rowspan"}) {
      const std::string_view text = node.attribute(attribute);
      int span = 0;
      std::from_chars(text.data(), text.data() + text.size(), span);
      if (span > 1 && span <= 100)
        out += std::string{" "} + attribute + "=\"" + std::to_string(span) + "\"";
    }
    out += '>';
    if (name == "br" || name == "hr") return;
  }
  for (const crawler::HtmlNode child : node.children()) AppendNode(out, child);
  if (kept) {
    out += "</";
    out += name;
    out += '>';
  }
}

}  // namespace

std::string SanitisedPage(std::string_view utf8, std::string_view url,
                          std::string_view captured_at) {
  const crawler::HtmlTree page = crawler::ParseHtml(utf8);
  std::string out =
      "<!doctype html><html><head><meta charset=\"utf-8\"><title>snapshot</title><style>"
      "body{font:15px/1.5 "
      "system-ui,sans-serif;color:#1b1f24;background:#fff;margin:1rem;overflow-wrap:anywhere}"
      "table{border-collapse:collapse}td,th{border:1px solid #c8ccd2;padding:.2rem .5rem}"
      ".picture{color:#59636e}.origin{color:#59636e;border-bottom:1px solid "
      "#c8ccd2;padding-bottom:.5rem}"
      "</style></head><body><p class=\"origin\">";
  AppendEscaped(out, url);
  out += " · ";
  AppendEscaped(out, captured_at);
  out += "</p>";
  AppendNode(out, page.root());
  out += "</body></html>";
  return out;
}

}  // namespace agencywatch::alerts
