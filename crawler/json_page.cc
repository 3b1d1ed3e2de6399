#include "crawler/json_page.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace agencywatch::crawler {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxHtmlBytes = 4UL * 1024 * 1024;

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void AddEscaped(std::string_view text, std::string& html) {
  for (const char c : text) {
    if (c == '<')
      html += "&lt;";
    else if (c == '"')
      html += "&quot;";
    else if (c == '&')
      html += "&amp;";
    else
      html += c;
  }
}

void AddElement(std::string_view name, std::string_view text, std::string& html) {
  html.append("<").append(name).append(">");
  AddEscaped(text, html);
  html.append("</").append(name).append(">\n");
}

void AddText(std::string_view name, const std::string& text, std::string& html) {
  const bool is_address =
      text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://");
  if (IsOneOf(name, {"title", "name", "job_title", "jobTitle", "headline"})) {
    AddElement("h2", text, html);
  } else if (text.find('<') != std::string::npos && text.find('>') != std::string::npos) {
    html.append("<div>").append(text).append("</div>\n");
  } else if (is_address && text.find(' ') == std::string::npos) {
    if (!IsOneOf(name, {"url", "link", "href", "permalink", "path", "next", "next_url", "nextUrl",
                        "next_page_url"}))
      return;
    html += "<p><a href=\"";
    AddEscaped(text, html);
    html += "\">…</a></p>\n";
  } else {
    AddElement("p", std::string(name) + ": " + text, html);
  }
}

void Add(std::string_view name, const Json& value, std::string& html) {
  if (html.size() > kMaxHtmlBytes) return;
  if (value.is_string()) return AddText(name, value.get_ref<const std::string&>(), html);
  if (value.is_number()) return AddElement("p", std::string(name) + ": " + value.dump(), html);
  if (value.is_array())
    for (const Json& one : value) Add(name, one, html);
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items())
    // WordPress: "title": {"rendered": "…"}
    Add(key == "rendered" ? name : std::string_view(key), inner, html);
}

// As pages hold JSON-LD; nothing in it ends the script.
std::string AsScript(const Json& json) {
  std::string html = "<script type=\"application/ld+json\">";
  for (const char c : json.dump()) {
    if (c == '/' && html.back() == '<') html += '\\';
    html += c;
  }
  return html + "</script>";
}

}  // namespace

std::optional<std::string> HtmlOfJson(std::string_view text) {
  // What is nested deeper is left out: nobody walks it.
  const auto is_near = [](int depth, Json::parse_event_t, Json&) { return depth <= kMaxDepth; };
  const Json json = Json::parse(text, is_near, false);
  if (!json.is_structured()) return std::nullopt;
  std::string html = "<!DOCTYPE html>\n";
  if (text.find("\"JobPosting\"") != std::string_view::npos) return html + AsScript(json);
  Add("", json, html);
  return html;
}

}  // namespace agencywatch::crawler
