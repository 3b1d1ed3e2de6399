// Which IP addresses a crawler of public pages may talk to. Asked about the very address that a
// socket is about to use, so that neither a name that resolves to the inside nor an odd spelling
// gets past. Source: IANA's special-purpose address registries (RFC 6890 and what they list).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

struct sockaddr;

namespace agencywatch::crawler {

// IPv4 addresses are kept in their mapped form, ::ffff:a.b.c.d.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// "127.0.0.1", "::1", "[::1]"; canonical spellings only (ParseUrl makes them). nullopt: no IP
// address.
[[nodiscard]] std::optional<IpAddress> ParseIpAddress(std::string_view text);
// nullopt for anything but AF_INET and AF_INET6.
[[nodiscard]] std::optional<IpAddress> AddressOf(const sockaddr& address);

enum class AddressKind {
  kPublic,
  kUnspecified,  // 0.0.0.0/8, ::
  kLoopback,
  kPrivate,    // RFC 1918, unique local (fc00::/7), site local
  kLinkLocal,  // 169.254.0.0/16 (cloud metadata lives there), fe80::/10
  kSharedNat,  // 100.64.0.0/10, RFC 6598
  kMulticast,
  kDocumentation,
  kReserved  // all else that the registries do not give to the public Internet
};

// An address that carries an IPv4 one (mapped, NAT64, 6to4, Teredo) is of the carried one's kind.
[[nodiscard]] AddressKind KindOf(const IpAddress& address);
[[nodiscard]] std::string_view AddressKindName(AddressKind kind);  // public, loopback, link-local …
[[nodiscard]] inline bool IsPublic(const IpAddress& address) {
  return KindOf(address) == AddressKind::kPublic;
}

}  // namespace agencywatch::crawler
