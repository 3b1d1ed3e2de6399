// What one origin's robots.txt lets our crawler fetch. Source: RFC 9309; section numbers are its
// own. Where we are stricter or kinder than the RFC, the comment says so.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace agencywatch::crawler {

// "agencywatch" out of "agencywatch/1.0 (+https://…)": letters, '_' and '-' (2.2.1).
[[nodiscard]] std::string ProductToken(std::string_view user_agent);

// An immutable value: copy it, cache it, share it between threads.
// Owns all its text; nothing passed in needs to outlive the call.
class RobotsPolicy {
 public:
  static constexpr std::chrono::hours kMaxAge{24};           // section 2.4
  static constexpr std::size_t kMaxBodyBytes = 1024 * 1024;  // section 2.5 asks for 500 KiB or more
  static constexpr int kMaxRedirects = 5;  // section 2.3.1.2; followed by the caller
  static constexpr std::chrono::hours kMaxCrawlDelay{24};  // a longer one counts as this

  // `http_status` is the one after redirects: 2xx parses `body` (whatever its charset; a byte order
  // mark and any line ending are fine; what lies beyond kMaxBodyBytes is left out, with the line
  // that is cut in two), 3xx (too many redirects) and 4xx allow everything (2.3.1.2, 2.3.1.3), 5xx
  // or 0 (no answer) forbid everything (2.3.1.4). `product_token` may also be a whole user agent,
  // which is cut to its token. Never fails: lines that cannot be read are skipped (2.3.1.5) and
  // counted.
  [[nodiscard]] static RobotsPolicy FromResponse(int http_status, std::string_view body,
                                                 std::string_view product_token,
                                                 core::Instant fetched_at);

  struct Decision {
    bool allowed = false;
    int line = 0;  // the line of robots.txt that decided, from 1; 0 when none did
  };
  // `path_and_query` starts with '/' and is percent-encoded (RFC 3986).
  // The longest matching rule wins, and on equal length Allow does (2.2.2). /robots.txt itself is
  // always allowed.
  [[nodiscard]] Decision Check(std::string_view path_and_query) const;

  // Not in the RFC, but asked for by many sites and kept by us: the longest Crawl-delay of our
  // group (seconds, with decimals). nullopt when there is none.
  [[nodiscard]] std::optional<std::chrono::milliseconds> crawl_delay() const {
    return crawl_delay_;
  }
  // As written, of the whole file (2.2.4), at most 1,000.
  [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }
  [[nodiscard]] core::Instant expires_at() const { return fetched_at_ + kMaxAge; }
  [[nodiscard]] int skipped_lines() const { return skipped_lines_; }
  // No answer or a server error: everything is forbidden because of it, not because of a rule.
  [[nodiscard]] bool unreachable() const { return forbids_everything_; }

 private:
  struct Rule {
    std::string pattern;  // percent-encoding normalised; '*' and a '$' at the end are special
    bool allow = false;
    int line = 0;
  };
  void Parse(std::string_view body, std::string_view product_token);

  std::vector<Rule>
      rules_;  // only the group that applies to us; longest pattern first, Allow before Disallow
  std::vector<std::string> sitemaps_;
  std::optional<std::chrono::milliseconds> crawl_delay_;
  core::Instant fetched_at_{};
  int skipped_lines_ = 0;
  bool forbids_everything_ = false;
};

}  // namespace agencywatch::crawler
