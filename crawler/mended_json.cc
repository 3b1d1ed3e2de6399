#include "crawler/mended_json.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace agencywatch::crawler {
namespace {

// Rewrites almost-JSON as JSON: drops comments, CDATA and HTML comment marks, commas before a closing bracket, and
// whatever stands before the first bracket and behind its partner; escapes control characters inside texts.
// nullopt when there is no bracket, no partner, or they are nested too deep.
std::optional<std::string> MendJson(std::string_view text) {
  constexpr std::string_view kCdata = "<![CDATA[";
  constexpr std::size_t kOpeningBytes = 100;
  const std::size_t cdata = text.substr(0, kOpeningBytes).find(kCdata);
  if (cdata != std::string_view::npos) text.remove_prefix(cdata + kCdata.size());
  const std::size_t first = text.find_first_of("{[");
  if (first == std::string_view::npos) return std::nullopt;
  std::string out;
  out.reserve(text.size() - first);
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = first; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\' && at + 1 < text.size()) {
        const char next = text[++at];
        // \' and the like are no escapes of JSON: the letter stands for itself.
        if (std::string_view("\"\\/bfnrtu").find(next) != std::string_view::npos) {
          out += c;
          out += next;
        } else if (next == '\n' || next == '\r') {
          out += ' ';
        } else {
          out += next;
        }
        continue;
      }
      if (c == '"') in_string = false;
      if (static_cast<unsigned char>(c) < 0x20)
        out += c == '\n' ? "\\n" : " ";
      else
        out += c;
      continue;
    }
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("/*")) {
      const std::size_t end = rest.find("*/", 2);
      if (end == std::string_view::npos) return std::nullopt;
      at += end + 1;
    } else if (rest.starts_with("//")) {
      const std::size_t end = rest.find_first_of("\r\n");
      if (end == std::string_view::npos) return std::nullopt;
      at += end - 1;
    } else if (rest.starts_with("<!--")) {
      at += 3;
    } else if (rest.starts_with("-->")) {
      at += 2;
    } else if (c == '"') {
      in_string = true;
      out += c;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxJsonDepth) return std::nullopt;
      out += c;
    } else if (c == '}' || c == ']') {
      while (!out.empty() && (out.back() == ',' || out.back() == ' ' || out.back() == '\n'))
        out.pop_back();
      out += c;
      if (--depth == 0) return out;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return std::nullopt;
}

// The entities that templates leave in JSON: &quot; for its quotes, and those inside its texts.
std::string DecodeJsonEntities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("&quot;")) {
      out += '"';
      at += 5;
    } else if (rest.starts_with("&#34;")) {
      out += '"';
      at += 4;
    } else if (rest.starts_with("&amp;")) {
      out += '&';
      at += 4;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace

std::vector<nlohmann::json> ParseMendedJson(std::string_view text) {
  std::vector<nlohmann::json> values;
  const auto mended = MendJson(text);
  if (mended) {
    nlohmann::json value = nlohmann::json::parse(*mended, nullptr, false);
    if (!value.is_discarded()) {
      values.push_back(std::move(value));
      return values;
    }
  }
  if (text.find("&quot;") != std::string_view::npos ||
      text.find("&#34;") != std::string_view::npos) {
    if (const auto again = MendJson(DecodeJsonEntities(text))) {
      nlohmann::json value = nlohmann::json::parse(*again, nullptr, false);
      if (!value.is_discarded()) values.push_back(std::move(value));
    }
  }
  return values;
}

}  // namespace agencywatch::crawler
