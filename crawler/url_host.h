// Hosts of URLs. Source: the WHATWG URL standard, section 3, with its IPv4 and IPv6 parsers and UTS 46 (by ICU).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::crawler {

// As Url::host has it; nullopt is the standard's "failure". `special`: of a scheme like http, whose host is a domain or
// an address.
[[nodiscard]] std::optional<std::string> ParseHost(std::string_view text, bool special);

// Its last label is a number, however it is spelt: no domain, but an address.
[[nodiscard]] bool EndsInNumber(std::string_view domain);

}  // namespace agencywatch::crawler
