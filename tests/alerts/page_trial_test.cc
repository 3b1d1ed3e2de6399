// A page tried out: as polite and as guarded as a scan.
#include "alerts/api/page_trial.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "core/errors.h"
#include "tests/crawler/test_server.h"

namespace agencywatch::alerts {
namespace {

class SystemClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant Now() const override {
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

class PageTrialTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { curl_global_init(CURL_GLOBAL_DEFAULT); }

  crawler::TestServer server_{[](const std::string& request, crawler::TestConnection& connection) {
    if (request.starts_with("GET /robots.txt ")) return connection.SendPage("User-agent: *\nDisallow: /kin/\n");
    if (request.starts_with("GET /chuyen ")) {
      connection.Send("HTTP/1.1 302 Found\r\nLocation: /kin/1\r\nContent-Length: 0\r\n\r\n");
      return true;
    }
    return connection.SendPage(
        "<html><head><title>Tuyển thợ hàn</title><script type='application/ld+json'>{\"@context\":\"https://schema.org\","
        "\"@type\":\"JobPosting\",\"title\":\"Tuyển thợ hàn đi Nhật\",\"description\":\"Lương 30 triệu một tháng, làm tại "
        "Osaka, ba năm.\",\"datePosted\":\"2026-11-20\",\"hiringOrganization\":{\"name\":\"Công ty Mẫu\"}}</script></head>"
        "<body><h1>Tuyển thợ hàn đi Nhật</h1></body></html>",
        "Content-Type: text/html; charset=utf-8\r\n");
  }};
  SystemClock clock_;
};

TEST_F(PageTrialTest, ShowsWhatIsReadOutOfAPage) {
  PageTrials trials(true);
  const auto trial = trials.Try(server_.Url("/viec-lam/1"), "agencywatch", clock_);
  ASSERT_TRUE(trial && trial->content) << (trial ? trial->outcome + " " + trial->detail : "");
  EXPECT_EQ(trial->status, 200);
  ASSERT_EQ(trial->content->postings.size(), 1U);
  EXPECT_EQ(trial->content->postings[0].text.title, "Tuyển thợ hàn đi Nhật");
}

TEST_F(PageTrialTest, KeepsToRobotsAlsoBehindARedirect) {
  PageTrials trials(true);
  for (const char* path : {"/kin/1", "/chuyen"}) {
    const auto trial = trials.Try(server_.Url(path), "agencywatch", clock_);
    ASSERT_TRUE(trial);
    EXPECT_EQ(trial->outcome, "refused-robots") << path;
    EXPECT_EQ(trial->robots_line, 2);
    EXPECT_FALSE(trial->content);
  }
}

// RFC 1918, loopback, link-local (cloud metadata), odd spellings.
TEST_F(PageTrialTest, NeverTalksToAPrivateAddress) {
  PageTrials trials;
  for (const auto& url : {server_.Url("/"), std::string{"http://0x7f.1:"} + std::to_string(server_.port()) + "/",
                          std::string{"http://169.254.169.254/latest/meta-data/"}, std::string{"http://10.0.0.1/"},
                          std::string{"http://[::1]/"}}) {
    const auto trial = trials.Try(url, "agencywatch", clock_);
    ASSERT_TRUE(trial) << url;
    EXPECT_EQ(trial->outcome, "refused-private") << url;
    EXPECT_EQ(trial->status, 0) << url;
    EXPECT_FALSE(trial->content) << url;
  }
  for (const char* url : {"file:///etc/passwd", "ftp://example.com/", "http://user:password@example.com/", "x"})
    EXPECT_THROW(static_cast<void>(trials.Try(url, "agencywatch", clock_)), core::InputError) << url;
}

}  // namespace
}  // namespace agencywatch::alerts
