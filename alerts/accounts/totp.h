// Time-based one-time passwords: the second factor. Source: RFC 6238 with its usual values (HMAC-SHA-1, 30 seconds, six
// digits), which is what authenticator apps take; RFC 4226 for the truncation; RFC 4648 for base32.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace agencywatch::alerts {

inline constexpr int kTotpSeconds = 30;

// 160 random bits in base32, 32 letters.
[[nodiscard]] std::string NewTotpSecret();
// otpauth://totp/agencywatch:NAME?secret=…: what an app reads from a QR code or a link.
[[nodiscard]] std::string TotpUri(std::string_view account, std::string_view secret);

// The six digits of a step (instant / 30 s). Throws std::invalid_argument for a secret that is no base32.
[[nodiscard]] std::string TotpCode(std::string_view secret, std::int64_t step);
// The step whose code this is: the present one, or one to either side for clocks that differ. Blanks in `code` do not
// count. Takes as long for a wrong code as for a right one.
[[nodiscard]] std::optional<std::int64_t> FindTotpStep(std::string_view secret,
                                                       std::string_view code, core::Instant now);

}  // namespace agencywatch::alerts
