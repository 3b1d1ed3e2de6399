// The fetcher against a real server on loopback, well and badly behaved.
#include "crawler/fetcher.h"

#include <curl/curl.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>

#include "tests/crawler/test_server.h"

namespace agencywatch::crawler {
namespace {

using namespace std::chrono_literals;

class CurlEnvironment : public testing::Environment {
 public:
  void SetUp() override { ASSERT_EQ(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK); }
};
[[maybe_unused]] const auto* const kEnvironment =
    testing::AddGlobalTestEnvironment(new CurlEnvironment);

std::string Gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class Fetching : public testing::Test {
 protected:
  static FetchRequest Request(const std::string& url) {
    FetchRequest request;
    request.id = 7;
    request.url = *ParseUrl(url);
    request.may_be_private = true;
    request.limits.connect = 2s;
    request.limits.first_byte = 2s;
    request.limits.total = 5s;
    return request;
  }
  FetchResult Fetch(FetchRequest request) {
    fetcher_.Submit(std::move(request));
    for (int i = 0; i < 20; ++i) {
      auto results = fetcher_.Poll(1s);
      if (!results.empty()) return std::move(results[0]);
    }
    ADD_FAILURE() << "no result";
    return {};
  }
  FetchResult Fetch(const std::string& url) { return Fetch(Request(url)); }

  core::SystemClock clock_;
  Fetcher fetcher_{{"agencywatch/1.0 (+https://example.gov.vn/aw)", "scan@example.gov.vn", 8},
                   clock_};
};

TEST_F(Fetching, APageIsItsBytesAndItsStory) {
  TestServer server([](const std::string&, TestConnection& c) {
    return c.SendPage("xin chào", "ETag: \"1\"\r\n");
  });
  const FetchResult result = Fetch(server.Url("/a?b=c#d"));
  EXPECT_EQ(result.id, 7U);
  ASSERT_EQ(OutcomeName(result.outcome), "page");
  EXPECT_EQ(result.body(), "xin chào");
  const Exchange& exchange = result.exchange;
  EXPECT_EQ(exchange.head.status, 200);
  EXPECT_EQ(exchange.head.Get("etag"), "\"1\"");
  EXPECT_EQ(
      exchange.response_head,
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nETag: \"1\"\r\n\r\n");
  EXPECT_EQ(exchange.response_body, "xin chào");
  EXPECT_EQ(exchange.ip, "127.0.0.1");
  EXPECT_EQ(exchange.port, server.port());
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(exchange.request, server.requests()[0]);
}

TEST_F(Fetching, TheRequestSaysWhoWeAreAndOffersOnlyGzip) {
  TestServer server([](const std::string&, TestConnection& c) { return c.SendPage(""); });
  setenv("http_proxy", "http://127.0.0.1:1/", 1);  // from the environment: ignored
  const FetchResult result = Fetch(server.Url("/%2e%41/x|y?z={}"));
  unsetenv("http_proxy");
  EXPECT_EQ(OutcomeName(result.outcome), "page");
  const std::string& request = result.exchange.request;
  EXPECT_TRUE(request.starts_with("GET /%2e%41/x|y?z={} HTTP/1.1\r\nHost: 127.0.0.1:")) << request;
  for (const char* line : {"\r\nUser-Agent: agencywatch/1.0 (+https://example.gov.vn/aw)\r\n",
                           "\r\nFrom: scan@example.gov.vn\r\n", "\r\nAccept-Encoding: gzip\r\n",
                           "\r\nAccept: text/html"}) {
    EXPECT_NE(request.find(line), std::string::npos) << line << request;
  }
}

TEST_F(Fetching, ValidatorsAreSentAndA304IsNotModified) {
  TestServer server([](const std::string&, TestConnection& c) {
    return c.Send("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
  });
  auto request = Request(server.Url("/"));
  request.etag = "\"1\"\r\nX: y";  // whatever a server made us remember, it stays on its line
  request.last_modified = "Thu, 01 Jan 1970 00:10:00 GMT";
  const FetchResult result = Fetch(request);
  EXPECT_EQ(OutcomeName(result.outcome), "not-modified");
  EXPECT_NE(result.exchange.request.find("\r\nIf-None-Match: \"1\"X: y\r\n"), std::string::npos);
  EXPECT_NE(
      result.exchange.request.find("\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:10:00 GMT\r\n"),
      std::string::npos);
  EXPECT_EQ(OutcomeName(Fetch(server.Url("/")).outcome),
            "failed-bad-http");  // 304 that nobody asked for
}

TEST_F(Fetching, ARedirectIsHandedBackAndNotFollowed) {
  TestServer server([](const std::string&, TestConnection& c) {
    return c.Send("HTTP/1.1 302 Found\r\nLocation: /\\127.1/x\r\nContent-Length: 0\r\n\r\n");
  });
  const FetchResult result = Fetch(server.Url("/a"));
  ASSERT_EQ(OutcomeName(result.outcome), "redirect");
  EXPECT_EQ(std::get<Redirect>(result.outcome).target->Href(), "http://127.0.0.1/x");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Fetching, AnErrorStatusIsAPageToo) {
  TestServer server([](const std::string&, TestConnection& c) {
    return c.Send("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
  });
  const FetchResult result = Fetch(server.Url("/"));
  EXPECT_EQ(OutcomeName(result.outcome), "page");
  EXPECT_EQ(result.exchange.head.status, 404);
}

TEST_F(Fetching, ChunksAndGzipAreKeptAsSentAndDecodedByUs) {
  const std::string zipped = Gzip("đơn hàng");
  TestServer server([&](const std::string&, TestConnection& c) {
    // The second chunk is 255 bytes long: the rest of the gzip member, and zeros behind its end.
    const std::string rest = zipped.substr(3);
    return c.Send(
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: "
               "gzip\r\n\r\n3;x=y\r\n") &&
           c.Send(zipped.substr(0, 3) + "\r\nff\r\n" + rest) &&
           c.Send(std::string(255 - rest.size(), '\0') + "\r\n0\r\nTrailer: x\r\n\r\n");
  });
  for (int i = 0; i < 2; ++i) {  // twice: the connection is left in good order
    const FetchResult result = Fetch(server.Url("/"));
    ASSERT_EQ(OutcomeName(result.outcome), "page") << std::get<Failed>(result.outcome).detail;
    EXPECT_EQ(result.body(), "đơn hàng");
    EXPECT_TRUE(result.payload().starts_with(zipped));
    EXPECT_TRUE(result.exchange.response_body.starts_with("3;x=y\r\n"));
    EXPECT_TRUE(result.exchange.response_body.ends_with("\r\n0\r\nTrailer: x\r\n\r\n"));
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Fetching, InterimAnswersAreNotThePage) {
  TestServer server([](const std::string&, TestConnection& c) {
    c.Send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    return c.SendPage("x");
  });
  const FetchResult result = Fetch(server.Url("/"));
  EXPECT_EQ(OutcomeName(result.outcome), "page");
  EXPECT_TRUE(result.exchange.response_head.starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Fetching, APrivateAddressIsNotEvenConnectedTo) {
  TestServer server([](const std::string&, TestConnection& c) { return c.SendPage("secret"); });
  for (const std::string host : {"127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]"}) {
    auto request = Request("http://" + host + ":" + std::to_string(server.port()) + "/");
    request.may_be_private = false;
    const FetchResult result = Fetch(request);
    EXPECT_EQ(OutcomeName(result.outcome), "refused-private") << host;
    EXPECT_NE(std::get<Refused>(result.outcome).detail.find("loopback"), std::string::npos);
    EXPECT_EQ(result.exchange.request, "");
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(Fetching, AConnectionOpenedForAPrivateSourceIsNotLentToOthers) {
  TestServer server([](const std::string&, TestConnection& c) { return c.SendPage("x"); });
  EXPECT_EQ(OutcomeName(Fetch(server.Url("/")).outcome), "page");
  auto request = Request(server.Url("/"));
  request.may_be_private = false;
  EXPECT_EQ(OutcomeName(Fetch(request).outcome), "refused-private");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Fetching, OtherSchemesAreRefused) {
  EXPECT_EQ(OutcomeName(Fetch("ftp://127.0.0.1/").outcome), "refused-scheme");
  EXPECT_EQ(OutcomeName(Fetch("file:///etc/passwd").outcome), "refused-scheme");
}

struct BadServer {
  const char* name;
  const char* outcome;
  std::function<void(TestConnection&)> behaviour;
};
void PrintTo(const BadServer& c, std::ostream* out) { *out << c.name; }

class BadServers : public Fetching, public testing::WithParamInterface<BadServer> {};

TEST_P(BadServers, EndInANamedOutcome) {
  TestServer server([](const std::string&, TestConnection& c) {
    GetParam().behaviour(c);
    return false;
  });
  auto request = Request(server.Url("/"));
  request.limits.header_bytes = 4000;
  request.limits.body_bytes = 100'000;
  request.limits.decoded_bytes = 200'000;
  request.limits.first_byte = 300ms;
  request.limits.total = 1200ms;
  const FetchResult result = Fetch(request);
  EXPECT_EQ(OutcomeName(result.outcome), GetParam().outcome)
      << (std::holds_alternative<Failed>(result.outcome) ? std::get<Failed>(result.outcome).detail
                                                         : "");
  EXPECT_LE(result.exchange.response_body.size(), 100'000U);
  EXPECT_LT(result.exchange.total, 2500ms);
}

void SendSlowly(TestConnection& c, std::string_view text, std::chrono::milliseconds pause) {
  for (const char byte : text) {
    if (!c.Send({&byte, 1})) return;
    std::this_thread::sleep_for(pause);
  }
}

const BadServer kBadServers[] = {
    {"SilentForever", "failed-first-byte-timeout",
     [](TestConnection&) { std::this_thread::sleep_for(600ms); }},
    {"ByteByByte", "failed-total-timeout",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
       SendSlowly(c, std::string(1000, 'x'), 10ms);
     }},
    {"SlowHeader", "failed-total-timeout",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\n");
       SendSlowly(c, "X-Long: " + std::string(500, 'x'), 10ms);
     }},
    {"EndlessBody", "failed-body-too-large",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\n\r\n");
       while (c.Send(std::string(10'000, 'x'))) {
       }
     }},
    {"EndlessChunks", "failed-body-too-large",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
       while (c.Send("1000\r\n" + std::string(4096, 'x') + "\r\n")) {
       }
     }},
    {"AnnouncesTooMuch", "failed-body-too-large",
     [](TestConnection& c) { c.Send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"); }},
    {"EndlessHeader", "failed-header-too-large",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\n");
       while (c.Send("X-Again: " + std::string(100, 'x') + "\r\n")) {
       }
     }},
    {"OneEndlessHeaderLine", "failed-header-too-large",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\nX: ");
       while (c.Send(std::string(1000, 'x'))) {
       }
     }},
    {"EndlessInterimAnswers", "failed-header-too-large",
     [](TestConnection& c) {
       while (c.Send("HTTP/1.1 103 Early Hints\r\n\r\n")) {
       }
     }},
    {"LengthTooLong", "failed-truncated",
     [](TestConnection& c) { c.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"); }},
    {"ChunksCutOff", "failed-truncated",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
     }},
    {"ChunksThatAreNone", "failed-bad-coding",
     [](TestConnection& c) {
       c.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
     }},
    {"GzipBomb", "failed-decoded-too-large",
     [](TestConnection& c) {
       c.SendPage(Gzip(std::string(20'000'000, '\0')), "Content-Encoding: gzip\r\n");
     }},
    {"GzipCutOff", "failed-bad-coding",
     [](TestConnection& c) {
       c.SendPage(Gzip("a long enough text to be cut").substr(0, 20), "Content-Encoding: gzip\r\n");
     }},
    {"CodingThatWasNotOffered", "failed-bad-coding",
     [](TestConnection& c) { c.SendPage("x", "Content-Encoding: br\r\n"); }},
    {"GzipThatIsNone", "page",
     [](TestConnection& c) { c.SendPage("plain", "Content-Encoding: gzip\r\n"); }},
    {"ResetBeforeTheAnswer", "failed-connection-lost", [](TestConnection& c) { c.Reset(); }},
    {"ClosedBeforeTheAnswer", "failed-connection-lost", [](TestConnection&) {}},
    {"NoHttpAtAll", "failed-bad-http", [](TestConnection& c) { c.Send("SSH-2.0-x\r\n"); }},
    {"NoLengthAndClose", "page", [](TestConnection& c) { c.Send("HTTP/1.0 200 OK\r\n\r\nabc"); }},
};
INSTANTIATE_TEST_SUITE_P(OnLoopback, BadServers, testing::ValuesIn(kBadServers),
                         [](const auto& test) { return test.param.name; });

TEST_F(Fetching, ABodyBelowTheLeastSpeedIsTooSlow) {
  TestServer server([](const std::string&, TestConnection& c) {
    c.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    SendSlowly(c, std::string(40, 'x'), 100ms);
    return false;
  });
  auto request = Request(server.Url("/"));
  request.limits.slow_window = 1s;
  request.limits.total = 30s;
  EXPECT_EQ(OutcomeName(Fetch(request).outcome), "failed-too-slow");
}

TEST_F(Fetching, NobodyListeningAndNoSuchNameAreToldApart) {
  std::uint16_t port = 0;
  {
    TestServer server([](const std::string&, TestConnection&) { return false; });
    port = server.port();
  }
  EXPECT_EQ(OutcomeName(Fetch("http://127.0.0.1:" + std::to_string(port) + "/").outcome),
            "failed-connect");
  EXPECT_EQ(OutcomeName(Fetch("http://no-such-name.invalid/").outcome), "failed-name-not-found");
}

TEST_F(Fetching, ManyAtOnceAllComeBack) {
  TestServer server([](const std::string& request, TestConnection& c) {
    std::this_thread::sleep_for(20ms);
    return c.SendPage(request.substr(4, request.find(' ', 4) - 4));
  });
  std::size_t done = 0;
  std::size_t submitted = 0;
  while (done < 100) {
    while (submitted < 100 && fetcher_.HasRoom()) {
      auto request = Request(server.Url("/" + std::to_string(submitted)));
      request.id = submitted++;
      fetcher_.Submit(std::move(request));
    }
    EXPECT_LE(fetcher_.in_flight(), 8U);
    for (const FetchResult& result : fetcher_.Poll(1s)) {
      ASSERT_EQ(OutcomeName(result.outcome), "page");
      EXPECT_EQ(result.body(), "/" + std::to_string(result.id));
      ++done;
    }
  }
  EXPECT_LE(server.connections(), 8);
}

TEST_F(Fetching, AWaitEndsWhenAskedToStop) {
  const auto start = std::chrono::steady_clock::now();
  std::stop_source stop;
  std::jthread asker([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  EXPECT_TRUE(fetcher_.Poll(10s, stop.get_token()).empty());
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST_F(Fetching, AnEmptyPollIsASleep) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(fetcher_.Poll(150ms).empty());
  EXPECT_GE(std::chrono::steady_clock::now() - start, 149ms);
}

}  // namespace
}  // namespace agencywatch::crawler
