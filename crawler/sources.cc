#include "crawler/sources.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "core/errors.h"

namespace agencywatch::crawler {

std::string_view SourceKindName(SourceKind kind) {
  switch (kind) {
    case SourceKind::kAuto:
      return "auto";
    case SourceKind::kSite:
      return "site";
    case SourceKind::kFeed:
      return "feed";
    case SourceKind::kSitemap:
      return "sitemap";
    case SourceKind::kRegister:
      return "register";
  }
  return "";
}

bool Source::MayBePrivate(const Origin& origin) const {
  return is_private && std::any_of(start.begin(), start.end(),
                                   [&](const Url& url) { return url.origin() == origin; });
}

bool Source::IsOnSite(const Url& url) const {
  if (!url.IsHttp()) return false;
  return std::any_of(start.begin(), start.end(), [&](const Url& home) {
    // Nearly every link: no need to ask the list of suffixes.
    if (home.host == url.host && home.scheme == url.scheme && home.port == url.port) return true;
    const std::string domain = RegistrableDomain(*home.host);
    const bool by_origin = is_private || domain.find('.') == std::string::npos ||
                           domain.front() == '[' || (domain.back() >= '0' && domain.back() <= '9');
    return by_origin ? home.origin() == url.origin() : RegistrableDomain(*url.host) == domain;
  });
}

const Source* SourceList::Find(std::string_view key) const {
  const auto found = std::find_if(sources.begin(), sources.end(),
                                  [&](const Source& source) { return source.key == key; });
  return found == sources.end() ? nullptr : &*found;
}

SourceList LoadSources(const std::string& path) {
  std::error_code error;
  std::ifstream file;
  if (std::filesystem::is_regular_file(path, error)) file.open(path, std::ios::binary);  // a pipe would be waited for
  std::ostringstream text;
  if (file.is_open()) text << file.rdbuf();
  if (!file.is_open() || !file || text.bad()) {
    throw core::InputError({path, 0, 0, "cannot be read",
                            "check the path, or let agencywatch init write a first one"});
  }
  return ParseSources(text.str(), path);
}

std::optional<std::chrono::milliseconds> ParseDuration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"ms", 1},        {"s", 1000},       {"m", 60'000},
      {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}};
  constexpr std::int64_t kMost = std::int64_t{3650} * 86'400'000;
  for (const auto& [name, factor] : kUnits) {
    if (unit == name && number <= kMost / factor) return std::chrono::milliseconds(number * factor);
  }
  return std::nullopt;
}

std::optional<std::size_t> ParseBytes(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  static constexpr std::pair<std::string_view, std::size_t> kUnits[] = {
      {"B", 1}, {"KB", 1024}, {"MB", 1024 * 1024}};
  constexpr std::size_t kMost = 1024UL * 1024 * 1024;
  for (const auto& [name, factor] : kUnits) {
    if (unit == name && number <= kMost / factor) return number * factor;
  }
  return std::nullopt;
}

std::string_view FirstSourcesYaml() {
  return R"yaml(# What agencywatch reads, and how gently.

# Who we are, to every site we visit: a name, a version, and how to reach you (a page or a mail address).
user_agent: "agencywatch/1.0 (+https://example.gov.vn/agencywatch; mailto:scan@example.gov.vn)"

# How much of an answer is taken; these are the defaults. A source may have its own.
#limits: {header_bytes: 64KB, body_bytes: 10MB, decoded_bytes: 32MB, connect: 10s, first_byte: 20s, total: 60s,
#         redirects: 5, feed_entries: 5000, sitemap_urls: 50000, sitemap_depth: 3}

sources:
#  - key: vieclam-example            # stable: a-z, 0-9, -; used in every list and report
#    name: "Việc làm Example"        # for people
#    start: [https://vieclam.example.vn/]   # where reading begins
#    kind: auto                      # auto | site | feed | sitemap | register
#    follow: ['^/viec-lam/']         # patterns (RE2) on path and query; without it: the whole site
#    skip: ['/login', '[?&]sort=']   # what is never asked for
#    max_pages: 2000                 # a run, at most
#    max_depth: 5                    # links away from start
#    max_time: 6h                    # a run, at most
#    every: 1d                       # how often: 500ms, 1s, 90m, 6h, 1d, 2w
#    delay: 1s                       # between two requests; a longer Crawl-delay in robots.txt wins
#    connections: 1                  # at once, 2 at most
#    private: false                  # true: the site is your own and may have a private address
#    tls: verify                     # verify | any (a broken certificate is accepted, and recorded)
#    extract:                        # XPath, for pages that no standard mark-up describes
#      posting: "//div[@class='job']"
#      fields: {title: ".//h1", salary: ".//td[@class='wage']"}
)yaml";
}

}  // namespace agencywatch::crawler
