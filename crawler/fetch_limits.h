// How much of a site's answers is taken. Going beyond a limit is an outcome with a name, never a hang.
#pragma once

#include <chrono>
#include <cstddef>

namespace agencywatch::crawler {

// Of one request; FailReason names what was exceeded.
struct FetchLimits {
  std::size_t header_bytes = 64 * 1024;          // of all header lines, 1xx answers included
  std::size_t body_bytes = 10 * 1024 * 1024;     // as sent; a feed of 8 MB passes
  std::size_t decoded_bytes = 32 * 1024 * 1024;  // after decompression
  std::chrono::milliseconds connect{10'000};     // name, TCP and TLS
  std::chrono::milliseconds first_byte{20'000};  // from the start until the answer's first line
  std::chrono::milliseconds total{60'000};
  long least_bytes_per_second = 100;  // on average over slow_window, else the body is too slow
  std::chrono::seconds slow_window{20};
};

// Of a source: `limits` in sources.yaml.
struct CrawlLimits {
  FetchLimits fetch;
  int redirects = 5;        // in a row; "too-many-redirects"
  int feed_entries = 5000;  // the rest of a feed is left; "feed-entries"
  int sitemap_urls =
      50'000;  // the rest of a sitemap is left (sitemaps.org allows no more); "sitemap-urls"
  int sitemap_depth = 3;  // sitemaps within sitemaps; "sitemap-depth"
};

}  // namespace agencywatch::crawler
