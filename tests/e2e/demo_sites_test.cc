// The pages of the demo, as they come over HTTP: whole, linked, in good order, and with every
// planted offender in place.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/demo/demo_world.h"
#include "core/indicator.h"
#include "core/utf8.h"
#include "tests/e2e/demo_expectations.h"
#include "tests/e2e/http_client.h"

namespace agencywatch {
namespace {

using test::Fetch;

// Base URL without a slash at the end, and the path with its query.
std::pair<std::string, std::string> Split(const std::string& url) {
  const auto slash = url.find('/', std::string_view("http://").size());
  return {url.substr(0, slash), slash == std::string::npos ? "/" : url.substr(slash)};
}

// The links of a page of ours: absolute, on "/…", or a plain file name beside it.
std::vector<std::string> Links(const std::string& url, const std::string& html) {
  static const RE2 kLink(R"((?i)\b(?:href|src|action)\s*=\s*["']([^"']*)["'])");
  const auto [base, path] = Split(url);
  std::vector<std::string> links;
  re2::StringPiece rest(html);
  std::string link;
  while (RE2::FindAndConsume(&rest, kLink, &link)) {
    if (link.starts_with("tel:") || link.starts_with("mailto:")) continue;
    if (link.starts_with("http://")) {
      links.push_back(link);
    } else if (link.starts_with("/")) {
      links.push_back(base + link);
    } else {
      links.push_back(base + path.substr(0, path.rfind('/') + 1) + link);
    }
  }
  return links;
}

bool IsHtml(const test::Answer& answer) {
  return answer.Get("content-type").starts_with("text/html");
}

class DemoPages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sites_ = demo::StartDemoSites({});
    for (const auto& key : sites_->site_keys()) {
      for (const auto& target : sites_->Targets(key)) {
        pages_[sites_->BaseUrl(key) + target] = Fetch(sites_->BaseUrl(key), "GET", target);
      }
    }
  }
  static void TearDownTestSuite() {
    pages_.clear();
    sites_.reset();
  }

  static std::unique_ptr<demo::DemoSites> sites_;
  static std::map<std::string, test::Answer> pages_;  // by URL
};
std::unique_ptr<demo::DemoSites> DemoPages::sites_;
std::map<std::string, test::Answer> DemoPages::pages_;

TEST_F(DemoPages, ThereAreEightSitesWithAHundredAndThirtyPagesOrMore) {
  EXPECT_EQ(sites_->site_keys(),
            (std::vector<std::string>{"viec-lam", "phu-son", "bao-moi", "dolab", "rao-vat",
                                      "trung-tam", "khu-cong-nghiep", "lang-nghe"}));
  const auto html = std::count_if(pages_.begin(), pages_.end(),
                                  [](const auto& page) { return IsHtml(page.second); });
  EXPECT_GE(html, 130);
}

TEST_F(DemoPages, EachIsValidTextWithATitleAndNoPlaceholder) {
  for (const auto& [url, answer] : pages_) {
    EXPECT_EQ(answer.status, 200) << url;
    // One site is in windows-1258, and says so in its pages only.
    EXPECT_NE(core::IsValidUtf8(answer.body), url.ends_with(".htm")) << url;
    EXPECT_EQ(answer.body.find("{{"), std::string::npos) << url;
    if (!IsHtml(answer)) continue;
    EXPECT_TRUE(RE2::PartialMatch(answer.body, RE2("(?is)<title>[^<]+</title>", RE2::Latin1)))
        << url;
    EXPECT_TRUE(RE2::PartialMatch(answer.body, "(?i)<h[1-3]>|<b>")) << url;
    EXPECT_TRUE(RE2::PartialMatch(answer.body, "(?i)</html>\\s*$")) << url;
  }
}

TEST_F(DemoPages, EveryLinkLeadsToAPage) {
  int links = 0;
  for (const auto& [url, answer] : pages_) {
    if (!IsHtml(answer)) continue;
    for (const auto& link : Links(url, answer.body)) {
      ++links;
      const auto [base, target] = Split(link);
      EXPECT_EQ(Fetch(base, "HEAD", target).status, 200) << link << " on " << url;
    }
  }
  EXPECT_GE(links, 800);
}

TEST_F(DemoPages, EveryPageCanBeReachedFromTheFirstPageOfItsSite) {
  for (const auto& key : sites_->site_keys()) {
    const std::string base = sites_->BaseUrl(key);
    std::set<std::string> seen = {base + "/"};
    std::deque<std::string> open(seen.begin(), seen.end());
    while (!open.empty()) {
      const std::string url = open.front();
      open.pop_front();
      const auto page = pages_.find(url.substr(0, url.find('?')));
      ASSERT_NE(page, pages_.end()) << url;
      if (!IsHtml(page->second)) continue;
      for (const auto& link : Links(url, page->second.body)) {
        if (link.starts_with(base) && seen.insert(link).second) open.push_back(link);
      }
    }
    for (const auto& [url, answer] : pages_) {
      if (!url.starts_with(base + "/") || !IsHtml(answer)) continue;
      EXPECT_TRUE(seen.contains(url)) << url;
    }
  }
}

TEST_F(DemoPages, EachJobPageHasOneReadableJobPosting) {
  static const RE2 kScript(R"((?s)<script type="application/ld\+json">(.*?)</script>)");
  int postings = 0;
  for (const auto& [url, answer] : pages_) {
    re2::StringPiece rest(answer.body);
    std::string script;
    while (RE2::FindAndConsume(&rest, kScript, &script)) {
      RE2::GlobalReplace(&script, R"((?m)^//(<!\[CDATA\[|\]\]>)$)", "");
      const auto json = nlohmann::json::parse(script, nullptr, false);
      EXPECT_FALSE(json.is_discarded()) << url;
      if (script.find("\"JobPosting\"") != std::string::npos) ++postings;
    }
  }
  EXPECT_EQ(postings, test::kDemoJobPostings);
}

TEST_F(DemoPages, ExpectationsNamePagesThatExist) {
  for (const auto& offender : test::kDemoOffenders) {
    const auto page = pages_.find(sites_->BaseUrl(offender.site) + std::string(offender.path));
    ASSERT_NE(page, pages_.end()) << offender.path;
    // The contact is on the page, whatever its spelling.
    std::string digits;
    for (const char c : page->second.body) {
      if (c >= '0' && c <= '9') digits += c;
    }
    EXPECT_NE(digits.find("0" + std::string(offender.phone.substr(3))), std::string::npos)
        << offender.path;
    std::string indicators(offender.indicators);
    std::replace(indicators.begin(), indicators.end(), '|', ' ');
    re2::StringPiece rest(indicators);
    std::string code;
    while (RE2::FindAndConsume(&rest, R"((\S+)\s*)", &code))
      EXPECT_NE(core::FindIndicator(code), nullptr) << code;
  }
  for (const auto& page : test::kDemoLookAlikes) {
    EXPECT_TRUE(pages_.contains(sites_->BaseUrl(page.site) + std::string(page.path))) << page.path;
  }
  for (const auto& table : test::kDemoOrderTables) {
    const auto page = pages_.find(sites_->BaseUrl("phu-son") + std::string(table.path));
    ASSERT_NE(page, pages_.end()) << table.path;
    EXPECT_NE(page->second.body.find("<td>" + std::string(table.first_code) + "</td>"),
              std::string::npos);
  }
}

TEST_F(DemoPages, TheRegisterHasAllItsRows) {
  int rows = 0;
  for (const auto& [url, answer] : pages_) {
    if (!url.starts_with(sites_->BaseUrl("dolab") + "/")) continue;
    re2::StringPiece rest(answer.body);
    while (
        RE2::FindAndConsume(&rest, "<td>\\d+/(?:LĐTBXH|BNV)-GP</td><td>\\d\\d/\\d\\d/\\d{4}</td>"))
      ++rows;
  }
  EXPECT_EQ(rows, test::kDemoRegisterRows);
}

// Only numbers with the block 000 behind the prefix, which nobody has.
TEST_F(DemoPages, EveryPhoneIsFictional) {
  static const RE2 kMobile(R"(\b(0[35789]\d[ .]?\d{3}[ .]?\d{3})\b)");
  static const RE2 kLandline(R"(\b(02\d{1,2}[ .]\d{4}[ .]\d{3,4})\b)");
  for (const auto& [url, answer] : pages_) {
    for (const RE2* pattern : {&kMobile, &kLandline}) {
      re2::StringPiece rest(answer.body);
      std::string phone;
      while (RE2::FindAndConsume(&rest, *pattern, &phone)) {
        EXPECT_TRUE(RE2::FullMatch(phone, R"(0\d\d[ .]?000[ .]?\d{3}|02\d{1,2} 3000 0?\d{3})"))
            << phone << " on " << url;
      }
    }
  }
}

TEST_F(DemoPages, TheSourcesPointAtTheSitesAsTheyAreServed) {
  const std::string yaml = demo::DemoSourcesYaml(*sites_);
  EXPECT_EQ(yaml.find("{{"), std::string::npos);
  for (const auto& key : sites_->site_keys()) {
    EXPECT_NE(yaml.find("key: " + key + "\n"), std::string::npos);
    EXPECT_NE(yaml.find("[\"" + sites_->BaseUrl(key) + "/"), std::string::npos);
  }
  EXPECT_EQ(core::FormatVietnamTime(demo::kDemoNow), "21.11.2026 06:00");
}

}  // namespace
}  // namespace agencywatch
