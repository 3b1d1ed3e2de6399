// The WHATWG URL standard by its behaviour; each row is led by what it shows.
#include "crawler/url.h"

#include <gtest/gtest.h>

#include <ostream>

namespace agencywatch::crawler {
namespace {

constexpr const char* kFails = "failure";

struct Case {
  const char* name;
  std::string_view input;
  const char* base;  // nullptr: none
  const char* href;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class UrlParsing : public testing::TestWithParam<Case> {};

TEST_P(UrlParsing, GivesTheStandardsHref) {
  const Case& c = GetParam();
  std::optional<Url> base;
  if (c.base != nullptr) {
    base = ParseUrl(c.base);
    ASSERT_TRUE(base) << c.base;
  }
  const auto url = ParseUrl(c.input, base ? &*base : nullptr);
  EXPECT_EQ(url ? url->Href() : kFails, c.href) << c.input;
  if (url) {  // print, parse and print again is the same
    const auto again = ParseUrl(url->Href());
    ASSERT_TRUE(again) << url->Href();
    EXPECT_EQ(again->Href(), url->Href());
  }
}

constexpr const char* kBase = "http://example.org/foo/bar?x#y";

const Case kCases[] = {
    {"PlainHost", "http://example.com", nullptr, "http://example.com/"},
    {"SchemeAndHostBecomeLowerCase", "HTTP://EXAMPLE.com/Path", nullptr, "http://example.com/Path"},
    {"DefaultPortIsDropped", "http://a.vn:80/", nullptr, "http://a.vn/"},
    {"DefaultPortWithZeros", "https://a.vn:00443/", nullptr, "https://a.vn/"},
    {"OtherPortStays", "http://a.vn:8080/", nullptr, "http://a.vn:8080/"},
    {"EmptyPort", "http://a.vn:/x", nullptr, "http://a.vn/x"},
    {"PortTooLarge", "http://a.vn:65536/", nullptr, kFails},
    {"PortNotANumber", "http://a.vn:x/", nullptr, kFails},
    {"BackslashesAreSlashes", "http:\\\\a.vn\\b\\c", nullptr, "http://a.vn/b/c"},
    {"AnyNumberOfSlashes", "http:////a.vn/b", nullptr, "http://a.vn/b"},
    {"NoSlashesAtAll", "https:a.vn/b", nullptr, "https://a.vn/b"},
    {"TabsAndNewlinesAreStripped", " ht\ttp://a.\nvn/b\r ", nullptr, "http://a.vn/b"},
    {"DotSegments", "http://a.vn/b/./c/../d", nullptr, "http://a.vn/b/d"},
    {"EncodedDotSegments", "http://a.vn/b/%2e/c/%2E%2e/d/.%2E", nullptr, "http://a.vn/b/"},
    {"AboveTheRoot", "http://a.vn/../../x", nullptr, "http://a.vn/x"},
    {"Credentials", "http://u:p@ss@a.vn/", nullptr, "http://u:p%40ss@a.vn/"},
    {"CredentialsWithoutHost", "http://u@/x", nullptr, kFails},
    {"NoHost", "http://", nullptr, kFails},
    {"PathIsEncoded", "http://a.vn/việc làm{}`^\"<>", nullptr,
     "http://a.vn/vi%E1%BB%87c%20l%C3%A0m%7B%7D%60%5E%22%3C%3E"},
    {"EncodedOctetsStay", "http://a.vn/%41%zz%", nullptr, "http://a.vn/%41%zz%"},
    {"QueryIsEncoded", "http://a.vn/?a='b'&c=\"<> #f", nullptr,
     "http://a.vn/?a=%27b%27&c=%22%3C%3E%20#f"},
    {"FragmentIsEncoded", "http://a.vn/#a b`<", nullptr, "http://a.vn/#a%20b%60%3C"},
    {"EmptyQueryAndFragmentStay", "http://a.vn/?#", nullptr, "http://a.vn/?#"},
    {"IllFormedUtf8", "http://a.vn/\xFFx", nullptr, "http://a.vn/%EF%BF%BDx"},
    {"NulInThePath", std::string_view("http://a.vn/a\0b", 15), nullptr, "http://a.vn/a%00b"},
    // Hosts.
    {"InternationalName", "http://việc-làm.vn/", nullptr, "http://xn--vic-lm-mta0532d.vn/"},
    {"SharpSStays", "http://faß.de/", nullptr, "http://xn--fa-hia.de/"},
    {"FullWidthLetters", "http://ａ.ｖｎ/", nullptr, "http://a.vn/"},
    {"IdeographicFullStop", "http://a。vn/", nullptr, "http://a.vn/"},
    {"SoftHyphenVanishes", "http://a\u00ADb.vn/", nullptr, "http://ab.vn/"},
    {"EncodedHost", "http://%61.vn/", nullptr, "http://a.vn/"},
    {"EmptyPunycode", "http://xn--/", nullptr, kFails},
    {"BlankInHost", "http://a b/", nullptr, kFails},
    {"EncodedPercentInHost", "http://a%2541.vn/", nullptr, kFails},
    {"HostOfOnlyASoftHyphen", "http://\u00AD/", nullptr, kFails},
    {"TrailingDotStays", "http://a.vn./", nullptr, "http://a.vn./"},
    // IPv4 in all its spellings.
    {"DottedDecimal", "http://127.0.0.1/", nullptr, "http://127.0.0.1/"},
    {"Octal", "http://0177.0.0.01/", nullptr, "http://127.0.0.1/"},
    {"Hexadecimal", "http://0x7f.0x0.0x0.0x1/", nullptr, "http://127.0.0.1/"},
    {"OneHexadecimalNumber", "http://0x7F000001/", nullptr, "http://127.0.0.1/"},
    {"OneDecimalNumber", "http://2130706433/", nullptr, "http://127.0.0.1/"},
    {"Short", "http://127.1/", nullptr, "http://127.0.0.1/"},
    {"FullWidth", "http://１２７．０．０．１/", nullptr, "http://127.0.0.1/"},
    {"FullWidthHexadecimal", "http://０ｘ７ｆ．１/", nullptr, "http://127.0.0.1/"},
    {"EncodedDigits", "http://%31%32%37.1/", nullptr, "http://127.0.0.1/"},
    {"CircledDigits", "http://①②⑦.0.0.1/", nullptr, "http://127.0.0.1/"},
    {"TrailingDot", "http://127.0.0.1./", nullptr, "http://127.0.0.1/"},
    {"BareHexadecimalPrefixIsZero", "http://0x/", nullptr, "http://0.0.0.0/"},
    {"MetadataServiceInDisguise", "http://0xA9FEA9FE/", nullptr, "http://169.254.169.254/"},
    {"PartTooLarge", "http://256.0.0.1/", nullptr, kFails},
    {"NumberTooLarge", "http://4294967296/", nullptr, kFails},
    {"FiveParts", "http://1.2.3.4.5/", nullptr, kFails},
    {"NotOctal", "http://09.1/", nullptr, kFails},
    {"NameThatEndsInANumber", "http://a.1/", nullptr, kFails},
    {"NumberFirstIsAName", "http://1.a/", nullptr, "http://1.a/"},
    // IPv6, serialised after RFC 5952.
    {"Ipv6Compressed", "http://[0:0:0:0:0:0:0:1]/", nullptr, "http://[::1]/"},
    {"Ipv6LongestRun", "http://[1:0:0:2:0:0:0:3]/", nullptr, "http://[1:0:0:2::3]/"},
    {"Ipv6NoRunOfOne", "http://[1:0:2:3:4:5:6:7]/", nullptr, "http://[1:0:2:3:4:5:6:7]/"},
    {"Ipv6CapitalsAndZeros", "http://[00AB::0001]/", nullptr, "http://[ab::1]/"},
    {"Ipv4InIpv6", "http://[::ffff:127.0.0.1]/", nullptr, "http://[::ffff:7f00:1]/"},
    {"Ipv6TwoCompressions", "http://[1::2::3]/", nullptr, kFails},
    {"Ipv6TooShort", "http://[1:2:3]/", nullptr, kFails},
    {"Ipv6Zone", "http://[fe80::1%25eth0]/", nullptr, kFails},
    {"Ipv6Unclosed", "http://[::1/", nullptr, kFails},
    {"Ipv4InIpv6WithLeadingZero", "http://[::127.0.0.01]/", nullptr, kFails},
    // Relative references.
    {"NoBase", "foo/bar", nullptr, kFails},
    {"Empty", "", kBase, "http://example.org/foo/bar?x"},
    {"RelativePath", "z", kBase, "http://example.org/foo/z"},
    {"RootPath", "/z", kBase, "http://example.org/z"},
    {"SchemeRelative", "//b.vn/z", kBase, "http://b.vn/z"},
    {"QueryOnly", "?z", kBase, "http://example.org/foo/bar?z"},
    {"FragmentOnly", "#z", kBase, "http://example.org/foo/bar?x#z"},
    {"SameSchemeWithoutSlashes", "http:z", kBase, "http://example.org/foo/z"},
    {"OtherSchemeWithoutSlashes", "https:z", kBase, "https://z/"},
    {"BackslashHost", "\\\\b.vn", kBase, "http://b.vn/"},
    {"UpTwice", "../../z", kBase, "http://example.org/z"},
    // Other schemes.
    {"Mailto", "mailto:a@b.vn", kBase, "mailto:a@b.vn"},
    {"Javascript", "javascript:alert(1)", kBase, "javascript:alert(1)"},
    {"OpaquePathKeepsBlanks", "data:a b ?c", nullptr, "data:a b%20?c"},
    {"RelativeToOpaque", "z", "mailto:a@b.vn", kFails},
    {"FragmentOfOpaque", "#z", "mailto:a@b.vn", "mailto:a@b.vn#z"},
    {"OtherSchemeWithHost", "zalo://Chat/../x", nullptr, "zalo://Chat/x"},
    {"OtherSchemeForbiddenHost", "foo://a b/", nullptr, kFails},
    {"PathThatLooksLikeAHost", "foo:/.//p", nullptr, "foo:/.//p"},
    {"Websocket", "WSS://a.vn:443/x", nullptr, "wss://a.vn/x"},
    {"Ftp", "ftp://a.vn:21/x", nullptr, "ftp://a.vn/x"},
    {"FileDriveLetter", "file:c|/x/../..", nullptr, "file:///c:/"},
    {"FileLocalhost", "file://localhost/x", nullptr, "file:///x"},
    {"FileRelative", "../z", "file:///C:/a/b", "file:///C:/z"},
};

INSTANTIATE_TEST_SUITE_P(Whatwg, UrlParsing, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

TEST(UrlParsing, RefusesWhatIsLongerThanTheLimit) {
  EXPECT_FALSE(ParseUrl("http://a.vn/" + std::string(kMaxUrlBytes, 'x')));
}

std::string Normalised(std::string_view text) { return Normalise(*ParseUrl(text)).Href(); }

TEST(UrlNormalising, DropsFragmentAndCredentials) {
  EXPECT_EQ(Normalised("http://u:p@a.vn/x?b=1#top"), "http://a.vn/x?b=1");
}

TEST(UrlNormalising, DropsTrackingAndKeepsTheOrderOfTheRest) {
  EXPECT_EQ(Normalised("http://a.vn/x?z=1&utm_source=fb&a=2&fbclid=Iw&GCLID=9"),
            "http://a.vn/x?z=1&a=2");
  EXPECT_EQ(Normalised("http://a.vn/x?utm_source=fb"), "http://a.vn/x");
  EXPECT_EQ(Normalised("http://a.vn/x?"), "http://a.vn/x");
}

TEST(UrlNormalising, DropsSessionIdsButNotShortNumbers) {
  EXPECT_EQ(Normalised("http://a.vn/x;jsessionid=0A1B2C?b=1"), "http://a.vn/x?b=1");
  EXPECT_EQ(Normalised("http://a.vn/x?PHPSESSID=0123456789abcdef&b=1"), "http://a.vn/x?b=1");
  EXPECT_EQ(Normalised("http://a.vn/x?sid=31"), "http://a.vn/x?sid=31");
}

TEST(UrlOrigin, FillsInTheDefaultPort) {
  EXPECT_EQ(ParseUrl("https://a.vn/x")->origin(), (Origin{"https", "a.vn", 443}));
  EXPECT_EQ(ParseUrl("https://a.vn/x")->origin().Text(), "https://a.vn");
  EXPECT_EQ(ParseUrl("http://127.0.0.2:8101/x?y")->origin().Text(), "http://127.0.0.2:8101");
  EXPECT_EQ(ParseUrl("http://127.0.0.2:8101/x?y#z")->PathAndQuery(), "/x?y");
}

TEST(RegistrableDomainOf, FollowsThePublicSuffixList) {
  EXPECT_EQ(RegistrableDomain("www.congty.com.vn"), "congty.com.vn");
  EXPECT_EQ(RegistrableDomain("a.b.example.vn"), "example.vn");
  EXPECT_EQ(RegistrableDomain("com.vn"), "com.vn");
  EXPECT_EQ(RegistrableDomain("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(RegistrableDomain("[::1]"), "[::1]");
  EXPECT_EQ(RegistrableDomain("localhost"), "localhost");
}

}  // namespace
}  // namespace agencywatch::crawler
