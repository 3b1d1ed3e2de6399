#include "crawler/address_guard.h"

#include <gtest/gtest.h>

#include <ostream>

namespace agencywatch::crawler {
namespace {

struct Case {
  const char* address;
  const char* kind;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.address; }
class AddressGuard : public testing::TestWithParam<Case> {};

TEST_P(AddressGuard, KnowsTheKind) {
  const auto address = ParseIpAddress(GetParam().address);
  ASSERT_TRUE(address);
  EXPECT_EQ(AddressKindName(KindOf(*address)), GetParam().kind);
}

const Case kCases[] = {
    {"1.1.1.1", "public"},
    {"0.0.0.0", "unspecified"},
    {"10.255.255.255", "private"},
    {"11.0.0.0", "public"},
    {"100.63.255.255", "public"},
    {"100.64.0.1", "shared-nat"},
    {"100.127.255.255", "shared-nat"},
    {"127.0.0.2", "loopback"},
    {"169.254.169.254", "link-local"},
    {"172.15.0.1", "public"},
    {"172.16.0.1", "private"},
    {"172.31.255.255", "private"},
    {"172.32.0.0", "public"},
    {"192.0.0.8", "reserved"},
    {"192.0.2.1", "documentation"},
    {"192.168.1.1", "private"},
    {"198.18.0.1", "reserved"},
    {"198.51.100.7", "documentation"},
    {"203.0.113.7", "documentation"},
    {"224.0.0.1", "multicast"},
    {"255.255.255.255", "reserved"},
    {"::", "unspecified"},
    {"::1", "loopback"},
    {"[::1]", "loopback"},
    {"2606:4700::1111", "public"},
    {"fe80::1", "link-local"},
    {"fec0::1", "private"},
    {"fd00::1", "private"},
    {"ff02::1", "multicast"},
    {"2001:db8::1", "documentation"},
    {"3fff::1", "documentation"},
    {"2001:10::1", "reserved"},
    {"4000::1", "reserved"},
    {"::127.0.0.1", "reserved"},
    {"::ffff:127.0.0.1", "loopback"},
    {"::ffff:7f00:1", "loopback"},
    {"::ffff:1.1.1.1", "public"},
    {"64:ff9b::10.0.0.1", "private"},
    {"64:ff9b::1.1.1.1", "public"},
    {"64:ff9b:1::1.1.1.1", "reserved"},
    {"2002:7f00:1::", "loopback"},
    {"2002:101:101::", "public"},
    {"2001:0:101:101::f5ff:fffe", "private"},
    {"2001:0:7f00:1::fefe:fefe", "loopback"},
};
INSTANTIATE_TEST_SUITE_P(Registries, AddressGuard, testing::ValuesIn(kCases));

TEST(AddressText, IsTakenInItsCanonicalSpellingOnly) {
  for (const char* text : {"", "127.1", "0x7f.0.0.1", "localhost", "1.2.3.4.5", "fe80::1%eth0"}) {
    EXPECT_FALSE(ParseIpAddress(text)) << text;
  }
}

}  // namespace
}  // namespace agencywatch::crawler
