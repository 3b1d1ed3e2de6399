// Pages that a server sends in place of the one that was asked for: nothing on them is an advert, and what stands
// behind them was not seen.
#pragma once

#include <cstddef>
#include <string_view>

namespace agencywatch::crawler {

enum class PageBarrier {
  kNone,
  kCaptcha,  // a challenge of Cloudflare, DataDome, HUMAN, Imperva, Akamai, AWS WAF, reCAPTCHA, hCaptcha …
  kRateLimit,   // too many requests
  kBlocked,     // access denied
  kLogin,       // to be seen by members only, or by who pays or consents to cookies
  kNotFound,    // "no longer there", sent with status 200
  kJavascript,  // an empty page that a program fills in the browser
};
inline constexpr std::size_t kMaxBarrierBytes = 2500;  // of text: a page that shows more is itself
[[nodiscard]] std::string_view PageBarrierName(
    PageBarrier barrier);  // "", captcha, rate-limit, blocked, log-in, soft-404, needs-javascript

struct BarrierSigns {
  std::string_view html;      // the page's source, decoded
  std::string_view heading;   // folded (core::FoldPlain), as title and text
  std::string_view title;     // of the document
  std::string_view text;      // what it shows beside menus, header and footer
  std::size_t labels = 0;     // labelled particulars of an advert in it
  bool has_password = false;  // a field for one
  bool awaits_program = false;  // an element that one fills is still empty
};

// Marks of vendors count on pages that show hardly anything else: many a good page carries a reCAPTCHA in its form, and
// Cloudflare adds its script to all.
[[nodiscard]] PageBarrier FindBarrier(const BarrierSigns& page);

}  // namespace agencywatch::crawler
