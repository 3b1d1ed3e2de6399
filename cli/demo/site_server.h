// Small web sites on loopback, one address per site (127.0.0.2, 127.0.0.3, …): what `agencywatch
// demo` scans, and the real HTTP server of our tests. Source: RFC 9110 and 9112 (HTTP), RFC 9110
// section 13 (304).
//
// One thread serves all sites. Every request is bounded in size (8 KiB of header, 64 KiB of body)
// and in time, and must name the site's own host and port, so that no page elsewhere can talk to it
// by another name.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/embedded_file.h"
#include "core/time.h"

namespace agencywatch::demo {

// One answer. In `body` and in header values "{{site:KEY}}" becomes the base URL of the site KEY.
struct SitePage {
  int status = 200;
  // Sent as given. Content-Type defaults to what the path's ending says, ETag to the SHA-256 of the
  // body; a header given here replaces the default, and one with an empty value leaves it out.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds delay{0};  // waits this long before it answers
  // Sent as Last-Modified. The default is the evening before the demo's scan.
  core::Instant modified =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{11};
};

// `pages` by target: a path, or a path with a query. A target with a query that is not listed is
// answered with the page of its path. Of anything else the answer is 404.
struct Site {
  std::string key;
  std::map<std::string, SitePage> pages;
};

// A request as it came in, in the order of arrival.
struct SeenRequest {
  std::string site;  // key
  std::string method;
  std::string target;
  std::string user_agent;
  std::string if_none_match;
  std::string if_modified_since;
  int status = 0;  // what was answered
  std::chrono::steady_clock::time_point at;
  std::uint64_t connection = 0;  // the same for all requests of one connection
};

// Serves until Stop() or its end. All functions are safe to call from any thread.
class DemoSites {
 public:
  struct Options {
    // Site number i (from 0) listens on 127.0.0.(2 + i), port first_port + i; 0 lets the kernel
    // choose.
    std::uint16_t first_port = 0;
    std::chrono::milliseconds time_limit{
        5000};                  // for a whole request, for an answer, and for an idle connection
    int max_connections = 128;  // of all sites together; one more is closed at once
  };

  static constexpr std::size_t kMaxSites = 64;
  static constexpr std::size_t kMaxHeaderBytes = 8 * 1024;
  static constexpr std::size_t kMaxBodyBytes = 64 * 1024;
  static constexpr std::size_t kMaxSeen = 100'000;  // older requests are forgotten first

  // Throws core::CannotRun when a port is in use or an address cannot be bound; nothing is left
  // running then.
  DemoSites(std::vector<Site> sites, Options options);
  // The first folder of a path (behind `sites/`, if it begins so) is the site's key, sites in the
  // order of their first file: "sites/bao-moi/tin/1.html" is /tin/1.html of bao-moi, "…/index.html"
  // is its folder.
  DemoSites(std::span<const core::EmbeddedFile> files, Options options);
  ~DemoSites();
  DemoSites(const DemoSites&) = delete;
  DemoSites& operator=(const DemoSites&) = delete;

  // "http://127.0.0.2:40123", without a slash at the end. An unknown key is a std::logic_error.
  [[nodiscard]] std::string BaseUrl(std::string_view site_key) const;
  [[nodiscard]] std::vector<std::string> site_keys() const;
  // `text` with every "{{site:KEY}}" replaced; a key that no site has is a std::logic_error.
  [[nodiscard]] std::string Render(std::string_view text) const;
  // The targets that a site answers, in order.
  [[nodiscard]] std::vector<std::string> Targets(std::string_view site_key) const;

  // From now on; a request being answered is not affected.
  void SetPage(std::string_view site_key, std::string_view target, SitePage page);
  void RemovePage(std::string_view site_key, std::string_view target);

  [[nodiscard]] std::vector<SeenRequest> Requests() const;
  void ForgetRequests();
  // The most connections that one site held open at once.
  [[nodiscard]] int PeakConnections(std::string_view site_key) const;

  // Closes every connection and joins the thread; may be called twice. BaseUrl() keeps its answer.
  void Stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace agencywatch::demo
