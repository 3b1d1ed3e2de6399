#include "crawler/robots_policy.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace agencywatch::crawler {
namespace {

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view TrimBlanks(std::string_view text) {
  const auto blank = [](char c) {
    return c == ' ' || c == '\t' || c == '\0' || c == '\v' || c == '\f';
  };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view TokenPrefix(std::string_view text) {
  const auto is_token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  };
  std::size_t end = 0;
  while (end < text.size() && is_token(text[end])) ++end;
  return text.substr(0, end);
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = Lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool IsUnreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

void AppendPercent(std::string& out, unsigned char byte) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  out += '%';
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

// One spelling for all that mean the same octets (2.2.2): unreserved characters as themselves,
// bytes beyond ASCII and encoded ones as %XX in capitals. In a pattern '*' and the last '$' stay
// special; everywhere else they are encoded, so that a pattern's %2A meets a path's '*'.
std::string NormaliseEncoding(std::string_view text, bool is_pattern) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      const auto byte =
          static_cast<unsigned char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      if (IsUnreserved(byte)) {
        out += static_cast<char>(byte);
      } else {
        AppendPercent(out, byte);
      }
      i += 2;
    } else if (c == '*') {
      if (!is_pattern) {
        AppendPercent(out, c);
      } else if (!out.ends_with('*')) {
        out += '*';
      }
    } else if (c == '$') {
      if (is_pattern && i + 1 == text.size()) {
        out += '$';
      } else {
        AppendPercent(out, c);
      }
    } else if (c <= 0x20 || c >= 0x7F) {
      AppendPercent(out, c);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

// Leftmost matching of the parts between the stars is enough for a glob, and needs no memory of
// earlier choices.
bool Matches(std::string_view pattern, std::string_view path) {
  const bool to_the_end = pattern.ends_with('$');
  if (to_the_end) pattern.remove_suffix(1);
  std::size_t star = pattern.find('*');
  const std::string_view first = pattern.substr(0, star);
  if (!path.starts_with(first)) return false;
  if (star == std::string_view::npos) return !to_the_end || path.size() == first.size();
  std::size_t at = first.size();
  for (;;) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view part = pattern.substr(0, star);
    if (star == std::string_view::npos && to_the_end) {
      return path.size() - at >= part.size() && path.ends_with(part);
    }
    at = path.find(part, at);
    if (at == std::string_view::npos) return false;
    if (star == std::string_view::npos) return true;
    at += part.size();
  }
}

enum class Key { kUserAgent, kAllow, kDisallow, kCrawlDelay, kSitemap, kOther };

// Misspellings of user-agent and disallow that are common in the wild are read as meant: kinder to
// the site.
Key KeyOf(std::string_view name) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view known) { return EqualsIgnoringCase(name, known); });
  };
  if (is_one_of({"user-agent", "useragent", "user agent"})) return Key::kUserAgent;
  if (is_one_of({"allow"})) return Key::kAllow;
  if (is_one_of({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})) {
    return Key::kDisallow;
  }
  if (is_one_of({"crawl-delay", "crawldelay", "crawl delay"})) return Key::kCrawlDelay;
  if (is_one_of({"sitemap", "site-map"})) return Key::kSitemap;
  return Key::kOther;
}

std::optional<std::chrono::milliseconds> ParseDelay(std::string_view text) {
  double seconds = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  if (error != std::errc{} || end == text.data() || !(seconds >= 0)) return std::nullopt;
  const std::string_view unit =
      TrimBlanks(text.substr(static_cast<std::size_t>(end - text.data())));
  if (!unit.empty() && !EqualsIgnoringCase(unit, "s")) return std::nullopt;
  const double longest = std::chrono::duration<double>(RobotsPolicy::kMaxCrawlDelay).count();
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(std::min(seconds, longest) * 1000.0 + 0.5));
}

}  // namespace

std::string ProductToken(std::string_view user_agent) {
  return std::string(TokenPrefix(TrimBlanks(user_agent)));
}

RobotsPolicy RobotsPolicy::FromResponse(int http_status, std::string_view body,
                                        std::string_view product_token, core::Instant fetched_at) {
  RobotsPolicy policy;
  policy.fetched_at_ = fetched_at;
  if (http_status >= 200 && http_status < 300) {
    policy.Parse(body, ProductToken(product_token));
  } else if (http_status < 300 || http_status >= 500) {
    policy.forbids_everything_ = true;
  }
  return policy;
}

void RobotsPolicy::Parse(std::string_view body, std::string_view product_token) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  if (body.size() > kMaxBodyBytes) {
    const std::size_t last_end = body.substr(0, kMaxBodyBytes).find_last_of("\r\n");
    body = body.substr(0, last_end == std::string_view::npos ? 0 : last_end + 1);
  }

  // What a group says, for our own name and for '*' (2.2.1: groups of one name are merged).
  struct Group {
    bool seen = false;
    std::vector<Rule> rules;
    std::optional<std::chrono::milliseconds> delay;
  };
  Group ours;
  Group everybody;
  bool in_ours = false;
  bool in_everybody = false;
  bool rules_begun = true;  // the next user-agent line begins a new group

  int line_number = 0;
  while (!body.empty()) {
    ++line_number;
    const std::size_t end = std::min(body.find_first_of("\r\n"), body.size());
    std::string_view line = body.substr(0, end);
    std::size_t next = std::min(end + 1, body.size());
    if (end + 1 < body.size() && body[end] == '\r' && body[end + 1] == '\n') next = end + 2;
    body.remove_prefix(next);

    line = TrimBlanks(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    std::size_t separator = line.find(':');
    if (separator == std::string_view::npos) {  // kinder: "Disallow /x" without the colon
      separator = line.find_first_of(" \t");
    }
    if (separator == std::string_view::npos) {
      ++skipped_lines_;
      continue;
    }
    const Key key = KeyOf(TrimBlanks(line.substr(0, separator)));
    const std::string_view value = TrimBlanks(line.substr(separator + 1));
    switch (key) {
      case Key::kUserAgent: {
        if (rules_begun) {
          in_ours = in_everybody = false;
          rules_begun = false;
        }
        if (value == "*" || value.starts_with("* ") || value.starts_with("*\t")) {
          in_everybody = everybody.seen = true;
        } else if (!product_token.empty() &&
                   EqualsIgnoringCase(TokenPrefix(value), product_token)) {
          in_ours = ours.seen = true;
        }
        break;
      }
      case Key::kAllow:
      case Key::kDisallow: {
        rules_begun = true;
        if (value.empty() || !(in_ours || in_everybody)) break;
        const Rule rule{NormaliseEncoding(value, true), key == Key::kAllow, line_number};
        if (in_ours) ours.rules.push_back(rule);
        if (in_everybody) everybody.rules.push_back(rule);
        break;
      }
      case Key::kCrawlDelay: {  // no rule of the RFC, so it does not end the list of user agents
        const auto delay = ParseDelay(value);
        if (!delay) {
          ++skipped_lines_;
          break;
        }
        if (in_ours) ours.delay = std::max(ours.delay.value_or(*delay), *delay);
        if (in_everybody) everybody.delay = std::max(everybody.delay.value_or(*delay), *delay);
        break;
      }
      case Key::kSitemap:
        if (!value.empty() && sitemaps_.size() < 1000) sitemaps_.emplace_back(value);
        break;
      case Key::kOther:
        ++skipped_lines_;
        break;
    }
  }

  Group& group = ours.seen ? ours : everybody;
  rules_ = std::move(group.rules);
  crawl_delay_ = group.delay;
  std::stable_sort(rules_.begin(), rules_.end(), [](const Rule& a, const Rule& b) {
    if (a.pattern.size() != b.pattern.size()) return a.pattern.size() > b.pattern.size();
    return a.allow && !b.allow;
  });
}

RobotsPolicy::Decision RobotsPolicy::Check(std::string_view path_and_query) const {
  if (path_and_query == "/robots.txt") return {true, 0};
  if (forbids_everything_) return {false, 0};
  if (rules_.empty()) return {true, 0};
  const std::string path = NormaliseEncoding(
      path_and_query.empty() ? "/" : path_and_query.substr(0, path_and_query.find('#')), false);
  for (const Rule& rule : rules_) {
    if (Matches(rule.pattern, path)) return {rule.allow, rule.line};
  }
  return {true, 0};
}

}  // namespace agencywatch::crawler
