#include "crawler/address_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace agencywatch::crawler {
namespace {

IpAddress Mapped(const std::uint8_t* four) {
  IpAddress address;
  address.bytes[10] = address.bytes[11] = 0xFF;
  std::copy(four, four + 4, address.bytes.begin() + 12);
  return address;
}

struct Block4 {
  std::uint32_t network;
  int bits;
  AddressKind kind;
};
constexpr std::uint32_t Ip4(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0,
                            std::uint32_t d = 0) {
  return a << 24 | b << 16 | c << 8 | d;
}
constexpr Block4 kBlocks4[] = {
    {Ip4(0, 0), 8, AddressKind::kUnspecified},
    {Ip4(10, 0), 8, AddressKind::kPrivate},
    {Ip4(100, 64), 10, AddressKind::kSharedNat},
    {Ip4(127, 0), 8, AddressKind::kLoopback},
    {Ip4(169, 254), 16, AddressKind::kLinkLocal},
    {Ip4(172, 16), 12, AddressKind::kPrivate},
    {Ip4(192, 0, 0), 24, AddressKind::kReserved},
    {Ip4(192, 0, 2), 24, AddressKind::kDocumentation},
    {Ip4(192, 88, 99), 24, AddressKind::kReserved},
    {Ip4(192, 168), 16, AddressKind::kPrivate},
    {Ip4(198, 18), 15, AddressKind::kReserved},
    {Ip4(198, 51, 100), 24, AddressKind::kDocumentation},
    {Ip4(203, 0, 113), 24, AddressKind::kDocumentation},
    {Ip4(224, 0), 4, AddressKind::kMulticast},
    {Ip4(240, 0), 4, AddressKind::kReserved},
};

AddressKind KindOf4(const std::uint8_t* four) {
  const std::uint32_t address = Ip4(four[0], four[1], four[2], four[3]);
  for (const Block4& block : kBlocks4) {
    if ((address ^ block.network) >> (32 - block.bits) == 0) return block.kind;
  }
  return AddressKind::kPublic;
}

// `prefix` holds at least `bits` bits.
bool IsIn(const IpAddress& address, std::initializer_list<std::uint8_t> prefix, int bits) {
  int left = bits;
  std::size_t i = 0;
  for (const std::uint8_t byte : prefix) {
    const int here = std::min(left, 8);
    if (here <= 0) break;
    if ((address.bytes[i] ^ byte) >> (8 - here) != 0) return false;
    left -= here;
    ++i;
  }
  return true;
}

}  // namespace

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string copy(text);
  in_addr four{};
  if (inet_pton(AF_INET, copy.c_str(), &four) == 1) {
    std::uint8_t bytes[4];
    std::memcpy(bytes, &four, 4);
    return Mapped(bytes);
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, copy.c_str(), &six) != 1) return std::nullopt;
  IpAddress address;
  std::memcpy(address.bytes.data(), &six, 16);
  return address;
}

std::optional<IpAddress> AddressOf(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    std::uint8_t bytes[4];
    std::memcpy(bytes, &four.sin_addr, 4);
    return Mapped(bytes);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    IpAddress ip;
    std::memcpy(ip.bytes.data(), &six.sin6_addr, 16);
    return ip;
  }
  return std::nullopt;
}

AddressKind KindOf(const IpAddress& address) {
  const std::uint8_t* b = address.bytes.data();
  if (IsIn(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96)) return KindOf4(b + 12);
  if (IsIn(address, {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0}, 96))
    return KindOf4(b + 12);                                    // NAT64
  if (IsIn(address, {0x20, 0x02}, 16)) return KindOf4(b + 2);  // 6to4
  if (IsIn(address, {0x20, 0x01, 0, 0},
           32)) {  // Teredo: the server, and the client with its bits turned
    const AddressKind server = KindOf4(b + 4);
    if (server != AddressKind::kPublic) return server;
    std::uint8_t client[4];
    for (int i = 0; i < 4; ++i) client[i] = static_cast<std::uint8_t>(~b[12 + i]);
    return KindOf4(client);
  }
  if (IsIn(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 96)) {
    if (b[12] == 0 && b[13] == 0 && b[14] == 0 && b[15] <= 1) {
      return b[15] == 1 ? AddressKind::kLoopback : AddressKind::kUnspecified;
    }
    return AddressKind::kReserved;  // IPv4-compatible, given up
  }
  if (IsIn(address, {0xFE, 0x80}, 10)) return AddressKind::kLinkLocal;
  if (IsIn(address, {0xFE, 0xC0}, 10) || IsIn(address, {0xFC}, 7)) return AddressKind::kPrivate;
  if (IsIn(address, {0xFF}, 8)) return AddressKind::kMulticast;
  if (IsIn(address, {0x20, 0x01, 0x0D, 0xB8}, 32) || IsIn(address, {0x3F, 0xFF, 0x00}, 20)) {
    return AddressKind::kDocumentation;
  }
  if (IsIn(address, {0x20, 0x01, 0x00}, 23)) return AddressKind::kReserved;  // protocol assignments
  // Only 2000::/3 is given to the public Internet so far.
  return IsIn(address, {0x20}, 3) ? AddressKind::kPublic : AddressKind::kReserved;
}

std::string_view AddressKindName(AddressKind kind) {
  switch (kind) {
    case AddressKind::kPublic:
      return "public";
    case AddressKind::kUnspecified:
      return "unspecified";
    case AddressKind::kLoopback:
      return "loopback";
    case AddressKind::kPrivate:
      return "private";
    case AddressKind::kLinkLocal:
      return "link-local";
    case AddressKind::kSharedNat:
      return "shared-nat";
    case AddressKind::kMulticast:
      return "multicast";
    case AddressKind::kDocumentation:
      return "documentation";
    case AddressKind::kReserved:
      return "reserved";
  }
  return "";
}

}  // namespace agencywatch::crawler
