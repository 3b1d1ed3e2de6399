// URLs as browsers understand them. Source: the WHATWG URL standard (url.spec.whatwg.org); the
// names of its states and character sets are kept. Odd spellings of an IP address (octal,
// hexadecimal, short, full-width) come out as the address they mean, so that whatever looks at the
// host sees what the socket will use.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::crawler {

// Scheme, host and port: the unit of robots.txt, delay and lease.
struct Origin {
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;  // never 0 for http and https: the default port is filled in

  [[nodiscard]] std::string Text()
      const;  // https://example.com, http://127.0.0.2:8101 (default port left out)
  friend auto operator<=>(const Origin&, const Origin&) = default;
};

// A parsed URL: an immutable value that owns its text. Made by ParseUrl only.
struct Url {
  std::string scheme;    // lower case, without ':'
  std::string username;  // percent-encoded, like all that follows
  std::string password;
  std::optional<std::string>
      host;  // domain in ASCII (punycode), dotted IPv4, [IPv6]; "" is possible for file:
  std::optional<std::uint16_t> port;  // absent when it is the scheme's default
  std::string path;                   // begins with '/' for http; opaque for mailto: and the like
  bool opaque_path = false;
  std::optional<std::string> query;     // without '?'
  std::optional<std::string> fragment;  // without '#'

  [[nodiscard]] std::string Href() const;
  // Can be asked for: http or https. Not at port 0, which the standard reads, but no server can have.
  [[nodiscard]] bool IsHttp() const { return (scheme == "http" || scheme == "https") && port != 0; }
  // For http and https only.
  [[nodiscard]] Origin origin() const;
  // "/path?query": what goes on the request line and what robots.txt is asked about.
  [[nodiscard]] std::string PathAndQuery() const;

  friend bool operator==(const Url&, const Url&) = default;
};

inline constexpr std::size_t kMaxUrlBytes =
    64 * 1024;  // longer input is refused: nobody links to that

// The standard's basic URL parser: nullopt is its "failure". Any scheme; `base` may be null. `text`
// may be any bytes (ill-formed UTF-8 counts as U+FFFD).
[[nodiscard]] std::optional<Url> ParseUrl(std::string_view text, const Url* base = nullptr);

// The form under which the frontier knows a page: no fragment, no credentials, no tracking
// parameters (utm_*, fbclid, gclid …), no session ids (also ";jsessionid=…" in the path), no empty
// query. The rest, and its order, stays as it is.
[[nodiscard]] Url Normalise(const Url& url);

// "congty.com.vn" for "www.congty.com.vn", by the public suffix list (libpsl); an IP address, a
// bare name or a public suffix stands for itself. `host` as in Url.
[[nodiscard]] std::string RegistrableDomain(std::string_view host);

}  // namespace agencywatch::crawler
