// The demo server on real sockets. Sources: RFC 9110 (methods, conditional requests), RFC 9112
// (Host, framing).
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "cli/demo/site_server.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "tests/e2e/http_client.h"

namespace agencywatch {
namespace {

using demo::DemoSites;
using demo::Site;
using demo::SitePage;
using test::Fetch;
using test::Wire;

SitePage Body(std::string text) {
  SitePage page;
  page.body = std::move(text);
  return page;
}

std::vector<Site> TwoSites() {
  return {Site{"a",
               {{"/", Body("<p>Trang chủ, xem <a href=\"{{site:b}}/x.txt\">b</a>")},
                {"/?trang=2", Body("hai")}}},
          Site{"b", {{"/x.txt", Body("chữ")}}}};
}

std::string Authority(const std::string& base_url) { return base_url.substr(7); }

TEST(DemoServer, EverySiteHasAnAddressOfItsOwn) {
  const DemoSites sites(TwoSites(), {});
  EXPECT_TRUE(sites.BaseUrl("a").starts_with("http://127.0.0.2:"));
  EXPECT_TRUE(sites.BaseUrl("b").starts_with("http://127.0.0.3:"));
  EXPECT_THROW((void)sites.BaseUrl("c"), std::logic_error);
  EXPECT_EQ(sites.site_keys(), (std::vector<std::string>{"a", "b"}));
}

TEST(DemoServer, LinksBetweenSitesCarryTheRealPorts) {
  const DemoSites sites(TwoSites(), {});
  const auto answer = Fetch(sites.BaseUrl("a"), "GET", "/");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Get("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(answer.body.find("href=\"" + sites.BaseUrl("b") + "/x.txt\""), std::string::npos);
  EXPECT_EQ(Fetch(sites.BaseUrl("b"), "GET", "/x.txt").Get("content-type"),
            "text/plain; charset=utf-8");
}

TEST(DemoServer, AQueryFindsItsOwnPageElseThatOfThePath) {
  const DemoSites sites(TwoSites(), {});
  EXPECT_EQ(Fetch(sites.BaseUrl("a"), "GET", "/?trang=2").body, "hai");
  EXPECT_EQ(Fetch(sites.BaseUrl("b"), "GET", "/x.txt?utm_source=zalo").body, "chữ");
}

TEST(DemoServer, AnUnchangedPageIsAnswered304) {
  DemoSites sites(TwoSites(), {});
  const auto first = Fetch(sites.BaseUrl("b"), "GET", "/x.txt");
  const std::string etag = first.Get("etag");
  EXPECT_EQ(etag, '"' + core::Sha256Hex("chữ") + '"');
  EXPECT_EQ(first.Get("last-modified"), "Fri, 20 Nov 2026 11:00:00 GMT");

  const auto again =
      Fetch(sites.BaseUrl("b"), "GET", "/x.txt", "If-None-Match: \"x\", W/" + etag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.Get("etag"), etag);
  EXPECT_EQ(Fetch(sites.BaseUrl("b"), "GET", "/x.txt",
                  "If-Modified-Since: Fri, 20 Nov 2026 11:00:00 GMT\r\n")
                .status,
            304);
  // If-None-Match decides alone where both are sent (RFC 9110 section 13.2.2).
  EXPECT_EQ(Fetch(sites.BaseUrl("b"), "GET", "/x.txt",
                  "If-None-Match: \"x\"\r\nIf-Modified-Since: Fri, 20 Nov 2026 11:00:00 GMT\r\n")
                .status,
            200);

  sites.SetPage("b", "/x.txt", Body("chữ khác"));
  const auto changed =
      Fetch(sites.BaseUrl("b"), "GET", "/x.txt", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, "chữ khác");
  sites.RemovePage("b", "/x.txt");
  EXPECT_EQ(Fetch(sites.BaseUrl("b"), "GET", "/x.txt", "If-None-Match: " + etag + "\r\n").status,
            404);
}

TEST(DemoServer, HeadHasTheLengthAndNoBody) {
  const DemoSites sites(TwoSites(), {});
  Wire wire(sites.BaseUrl("b"));
  const std::string host = "Host: " + Authority(sites.BaseUrl("b")) + "\r\n\r\n";
  ASSERT_TRUE(wire.Send("HEAD /x.txt HTTP/1.1\r\n" + host));
  const auto head = wire.Read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Get("content-length"), std::to_string(std::string("chữ").size()));
  // The connection stays usable, so nothing followed the header.
  ASSERT_TRUE(wire.Send("GET /x.txt HTTP/1.1\r\n" + host));
  EXPECT_EQ(wire.Read().body, "chữ");
}

TEST(DemoServer, UnknownPagesAndMethodsAreRefused) {
  const DemoSites sites(TwoSites(), {});
  EXPECT_EQ(Fetch(sites.BaseUrl("a"), "GET", "/khong-co").status, 404);
  Wire wire(sites.BaseUrl("a"));
  ASSERT_TRUE(wire.Send("POST / HTTP/1.1\r\nHost: " + Authority(sites.BaseUrl("a")) +
                        "\r\nContent-Length: 3\r\n\r\nabc"));
  EXPECT_EQ(wire.Read().status, 405);
  const auto remove = Fetch(sites.BaseUrl("a"), "DELETE", "/");
  EXPECT_EQ(remove.status, 405);
  EXPECT_EQ(remove.Get("allow"), "GET, HEAD");
}

// A page elsewhere whose name resolves to 127.0.0.2 must not be able to read us (DNS rebinding).
TEST(DemoServer, OnlyItsOwnHostIsServed) {
  const DemoSites sites(TwoSites(), {});
  const auto status = [&](const std::string& header) {
    Wire wire(sites.BaseUrl("a"));
    EXPECT_TRUE(wire.Send("GET / HTTP/1.1\r\n" + header + "\r\n"));
    return wire.Read().status;
  };
  const std::string own = "Host: " + Authority(sites.BaseUrl("a")) + "\r\n";
  EXPECT_EQ(status(own), 200);
  EXPECT_EQ(status("Host: vi-du.example\r\n"), 421);
  EXPECT_EQ(status("Host: " + Authority(sites.BaseUrl("b")) + "\r\n"), 421);
  EXPECT_EQ(status(""), 400);
  EXPECT_EQ(status(own + own), 400);
}

TEST(DemoServer, RequestsThatAreTooLargeOrBrokenLoseTheConnection) {
  const DemoSites sites(TwoSites(), {});
  const std::string start = "GET / HTTP/1.1\r\nHost: " + Authority(sites.BaseUrl("a")) + "\r\n";
  {
    Wire wire(sites.BaseUrl("a"));
    (void)wire.Send(start + "X-Long: " + std::string(9000, 'x') + "\r\n\r\n");
    EXPECT_EQ(wire.Read().status, 431);
    EXPECT_TRUE(wire.ClosedWithin(std::chrono::seconds(2)));
  }
  {
    Wire wire(sites.BaseUrl("a"));
    (void)wire.Send(start + "Content-Length: 70000\r\n\r\n");
    EXPECT_EQ(wire.Read().status, 413);
  }
  {
    Wire wire(sites.BaseUrl("a"));
    (void)wire.Send("xin chào\r\n\r\n");
    EXPECT_EQ(wire.Read().status, 400);
    EXPECT_TRUE(wire.ClosedWithin(std::chrono::seconds(2)));
  }
}

TEST(DemoServer, ASlowClientIsCutHoweverItsBytesTrickle) {
  DemoSites::Options options;
  options.time_limit = std::chrono::milliseconds(400);
  const DemoSites sites(TwoSites(), options);
  const auto begin = std::chrono::steady_clock::now();
  Wire wire(sites.BaseUrl("a"));
  bool open = true;
  for (int i = 0; open && i < 100; ++i) {
    open = wire.Send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "y") &&
           !wire.ClosedWithin(std::chrono::milliseconds(50));
  }
  EXPECT_FALSE(open);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
}

TEST(DemoServer, AnIdleConnectionIsClosed) {
  DemoSites::Options options;
  options.time_limit = std::chrono::milliseconds(300);
  const DemoSites sites(TwoSites(), options);
  Wire wire(sites.BaseUrl("b"));
  ASSERT_TRUE(
      wire.Send("GET /x.txt HTTP/1.1\r\nHost: " + Authority(sites.BaseUrl("b")) + "\r\n\r\n"));
  EXPECT_EQ(wire.Read().status, 200);
  EXPECT_TRUE(wire.ClosedWithin(std::chrono::seconds(4)));
}

TEST(DemoServer, MoreConnectionsThanAllowedAreClosedAtOnce) {
  DemoSites::Options options;
  options.max_connections = 2;
  const DemoSites sites(TwoSites(), options);
  const Wire one(sites.BaseUrl("a"));
  const Wire two(sites.BaseUrl("a"));
  const Wire three(sites.BaseUrl("a"));
  EXPECT_TRUE(three.ClosedWithin(std::chrono::seconds(2)));
  EXPECT_FALSE(one.ClosedWithin(std::chrono::milliseconds(50)));
}

TEST(DemoServer, ABusyPortIsNamedWithItsAddress) {
  const DemoSites first(TwoSites(), {});
  const std::string base = first.BaseUrl("a");
  DemoSites::Options options;
  options.first_port = static_cast<std::uint16_t>(std::stoi(base.substr(base.rfind(':') + 1)));
  try {
    const DemoSites second(TwoSites(), options);
    FAIL() << "two servers on one port";
  } catch (const core::CannotRun& error) {
    EXPECT_EQ(std::string(error.what()),
              "port " + std::to_string(options.first_port) +
                  " on 127.0.0.2 is in use; choose another first port, or 0 for any "
                  "free one");
  }
}

TEST(DemoServer, RequestsAreWrittenDownInOrder) {
  auto pages = TwoSites();
  pages[0].pages["/cham"] = Body("chậm");
  pages[0].pages["/cham"].delay = std::chrono::milliseconds(150);
  pages[0].pages["/loi"] = Body("lỗi");
  pages[0].pages["/loi"].status = 503;
  pages[0].pages["/loi"].headers = {{"Retry-After", "120"}, {"Content-Type", "text/plain"}};
  DemoSites sites(std::move(pages), {});
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Fetch(sites.BaseUrl("a"), "GET", "/cham", "User-Agent: thu/1\r\n").status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(150));
  const auto error = Fetch(sites.BaseUrl("a"), "GET", "/loi", "If-None-Match: \"q\"\r\n");
  EXPECT_EQ(error.status, 503);
  EXPECT_EQ(error.Get("retry-after"), "120");
  EXPECT_EQ(error.Get("content-type"), "text/plain");
  EXPECT_EQ(error.Get("etag"), "");

  const auto seen = sites.Requests();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].site, "a");
  EXPECT_EQ(seen[0].method, "GET");
  EXPECT_EQ(seen[0].target, "/cham");
  EXPECT_EQ(seen[0].user_agent, "thu/1");
  EXPECT_EQ(seen[1].if_none_match, "\"q\"");
  EXPECT_EQ(seen[1].status, 503);
  EXPECT_LE(seen[0].at, seen[1].at);
  EXPECT_NE(seen[0].connection, seen[1].connection);
  EXPECT_EQ(sites.PeakConnections("a"), 1);
  sites.ForgetRequests();
  EXPECT_TRUE(sites.Requests().empty());
}

TEST(DemoServer, StopClosesWhatIsOpen) {
  DemoSites sites(TwoSites(), {});
  const std::string base = sites.BaseUrl("a");
  const Wire wire(base);
  sites.Stop();
  EXPECT_TRUE(wire.ClosedWithin(std::chrono::seconds(2)));
  EXPECT_THROW(Wire{base}, std::runtime_error);
  EXPECT_EQ(sites.BaseUrl("a"), base);
  sites.Stop();
}

}  // namespace
}  // namespace agencywatch
