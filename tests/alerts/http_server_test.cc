// What the server lets a client do, tried over real sockets. Sources: RFC 9112 (framing), issue of the review site.
#include "alerts/api/http_server.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/db/test_database.h"

namespace agencywatch::alerts {
namespace {

using namespace std::chrono_literals;

class EchoApp final : public HttpApp {
 public:
  std::size_t BodyLimit(std::string_view, std::string_view path) override {
    return path == "/upload" ? 200'000 : 1000;
  }
  void Handle(HttpRequest request, HttpRespond respond) override {
    // From another thread, as the real one does.
    std::thread([this, request = std::move(request), respond = std::move(respond)] {
      while (hold) std::this_thread::sleep_for(5ms);
      respond({200,
               {{"Content-Type", "text/plain"}},
               request.method + " " + request.path + " peer=" + request.peer +
                   (request.secure ? " secure" : "") + " " + request.body});
    }).detach();
  }
  std::atomic<bool> hold = false;  // answers wait
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool Send(const std::string& bytes) {
    return connected_ && send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                             static_cast<ssize_t>(bytes.size());
  }
  // What comes until the end of the connection, or until nothing came for `patience`.
  std::string Read(std::chrono::milliseconds patience = 1500ms) {
    std::string text;
    for (;;) {
      pollfd ready{socket_, POLLIN, 0};
      if (poll(&ready, 1, static_cast<int>(patience.count())) <= 0) return text;
      char buffer[4096];
      const auto size = recv(socket_, buffer, sizeof buffer, 0);
      if (size <= 0) {
        ended_ = true;
        return text;
      }
      text.append(buffer, static_cast<std::size_t>(size));
    }
  }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  int socket_;
  bool connected_ = false;
  bool ended_ = false;
};

class HttpServerTest : public ::testing::Test {
 protected:
  void Start(HttpOptions options = {}) {
    server_.emplace(std::move(options), app_, log_);
    thread_ = std::jthread([this](const std::stop_token& stop) { server_->Run(stop); });
  }
  void TearDown() override { Stop(); }
  void Stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }
  // The status of the answer to `request`; 0: none came.
  int Status(const std::string& request) {
    Client client(server_->port());
    client.Send(request);
    const std::string answer = client.Read(800ms);
    return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3));
  }
  [[nodiscard]] std::string Host() const {
    return "Host: 127.0.0.1:" + std::to_string(server_->port()) + "\r\n";
  }

  EchoApp app_;
  core::Log log_{core::LogLevel::kError};
  std::optional<HttpServer> server_;
  std::jthread thread_;
};

TEST_F(HttpServerTest, AnswersARequestAndKeepsTheConnection) {
  Start();
  Client client(server_->port());
  client.Send("POST /x?y=1 HTTP/1.1\r\n" + Host() + "Content-Length: 2\r\n\r\nhi");
  EXPECT_NE(client.Read(300ms).find("POST /x peer=127.0.0.1 hi"), std::string::npos);
  client.Send("GET /again HTTP/1.1\r\n" + Host() + "\r\n");
  EXPECT_NE(client.Read(300ms).find("GET /again"), std::string::npos);
}

TEST_F(HttpServerTest, RefusesWhatIsAmbiguousOrTooLong) {
  HttpOptions options;
  options.headers = {{"X-Content-Type-Options", "nosniff"}};
  Start(options);
  const std::string long_word(9000, 'x');
  EXPECT_EQ(Status("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
  EXPECT_EQ(Status("GET / HTTP/1.1\r\n" + Host() + Host() + "\r\n"), 400) << "two Hosts";
  EXPECT_EQ(Status("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421)
      << "not our name (DNS rebinding)";
  EXPECT_EQ(Status("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200);
  EXPECT_EQ(Status("POST / HTTP/1.1\r\n" + Host() +
                   "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400);
  EXPECT_EQ(Status("POST / HTTP/1.1\r\n" + Host() +
                   "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
            400);
  EXPECT_EQ(Status("GET /" + std::string(3000, 'a') + " HTTP/1.1\r\n" + Host() + "\r\n"), 414);
  EXPECT_EQ(Status("GET / HTTP/1.1\r\n" + Host() + "X: " + long_word + "\r\n\r\n"), 431);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  EXPECT_EQ(Status("GET / HTTP/1.1\r\n" + Host() + many + "\r\n"), 431);
  EXPECT_EQ(Status("POST / HTTP/1.1\r\n" + Host() + "Content-Length: 1001\r\n\r\n"), 413)
      << "before the body comes";
  EXPECT_EQ(Status("POST / HTTP/1.1\r\n" + Host() + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                   std::string(2000, 'b') + "\r\n0\r\n\r\n"),
            413);
  EXPECT_EQ(Status("GET http://evil.example/ HTTP/1.1\r\n" + Host() + "\r\n"), 400)
      << "absolute form";
  Client client(server_->port());
  client.Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_NE(client.Read(800ms).find("nosniff"), std::string::npos)
      << "refusals carry the headers, too";
}

TEST_F(HttpServerTest, ASlowHeaderEndsAtTheDeadlineHoweverOftenABytesComes) {
  HttpOptions options;
  options.read_deadline = 1s;
  Start(options);
  Client client(server_->port());
  const auto begun = std::chrono::steady_clock::now();
  client.Send("GET / HTTP/1.1\r\nX: ");
  while (std::chrono::steady_clock::now() - begun < 5s) {
    client.Send("x");
    client.Read(200ms);
    if (client.ended()) break;
  }
  EXPECT_TRUE(client.ended());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST_F(HttpServerTest, ASlowBodyEndsAtTheDeadlineToo) {
  HttpOptions options;
  options.read_deadline = 1s;
  Start(options);
  Client client(server_->port());
  client.Send("POST / HTTP/1.1\r\n" + Host() + "Content-Length: 10\r\n\r\nab");
  client.Read(3s);
  EXPECT_TRUE(client.ended());
}

// A file over a slow line takes longer than the deadline; a client that only trickles is let go all the same.
TEST_F(HttpServerTest, ABodyThatKeepsComingGetsTheTimeItTakesAndATrickleDoesNot) {
  HttpOptions options;
  options.read_deadline = 1s;
  Start(options);
  const std::string head = "POST /upload HTTP/1.1\r\n" + Host() + "Content-Length: 200000\r\n\r\n";
  Client steady(server_->port());
  steady.Send(head);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(steady.Send(std::string(10'000, 'x')));
    std::this_thread::sleep_for(80ms);
  }
  EXPECT_NE(steady.Read(1s).find("200 OK"), std::string::npos);

  Client trickle(server_->port());
  trickle.Send(head);
  const auto begun = std::chrono::steady_clock::now();
  while (!trickle.ended() && std::chrono::steady_clock::now() - begun < 5s) {
    trickle.Send(std::string(100, 'x'));
    trickle.Read(100ms);
  }
  EXPECT_TRUE(trickle.ended());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

// Slow clients fill the server: whoever comes takes the place of the one that has kept it waiting longest.
TEST_F(HttpServerTest, SlowClientsShutNobodyOut) {
  HttpOptions options;
  options.max_connections = 20;
  Start(options);
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 60; ++i) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    ASSERT_TRUE(slow.back()->Send("GET / HTTP/1.1\r\n" + Host() + "X: "));
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Status("GET / HTTP/1.1\r\n" + Host() + "\r\n"), 200) << i;
  EXPECT_LE(server_->connections(), 20U);
  slow.front()->Read(500ms);
  EXPECT_TRUE(slow.front()->ended()) << "the oldest one went first";
  EXPECT_TRUE(slow.back()->Send("1\r\n\r\n"));
  EXPECT_NE(slow.back()->Read(500ms).find("200 OK"), std::string::npos) << "one of the newest goes on";
}

// Behind a proxy all connections have one address: those whose header has come are told apart by what it says.
TEST_F(HttpServerTest, BehindAProxyWhoeverHasMostUnfinishedRequestsLosesTheOldest) {
  HttpOptions options;
  options.max_connections = 6;
  options.trusted_proxies = {"127.0.0.1"};
  Start(options);
  const auto half = [&](const std::string& address) {
    auto client = std::make_unique<Client>(server_->port());
    EXPECT_TRUE(client->Send("POST / HTTP/1.1\r\n" + Host() + "X-Forwarded-For: " + address + "\r\nContent-Length: 2\r\n\r\nh"));
    EXPECT_TRUE(client->Read(50ms).empty());
    return client;
  };
  const auto quiet = half("203.0.113.9");
  std::vector<std::unique_ptr<Client>> many;
  for (int i = 0; i < 12; ++i) many.push_back(half("203.0.113.1"));
  EXPECT_TRUE(quiet->Send("i"));
  EXPECT_NE(quiet->Read(500ms).find("peer=203.0.113.9"), std::string::npos);
}

TEST_F(HttpServerTest, WhenAllAreBeingAnsweredTheNextIsToldToComeAgain) {
  HttpOptions options;
  options.max_connections = 2;
  Start(options);
  app_.hold = true;
  Client first(server_->port());
  Client second(server_->port());
  first.Send("GET / HTTP/1.1\r\n" + Host() + "\r\n");
  second.Send("GET / HTTP/1.1\r\n" + Host() + "\r\n");
  EXPECT_TRUE(second.Read(200ms).empty());
  Client third(server_->port());
  third.Send("GET / HTTP/1.1\r\n" + Host() + "\r\n");
  const std::string refusal = third.Read(800ms);
  EXPECT_NE(refusal.find(" 503 "), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("Retry-After: "), std::string::npos) << refusal;
  app_.hold = false;
  EXPECT_NE(first.Read(500ms).find("200 OK"), std::string::npos);
  EXPECT_NE(second.Read(500ms).find("200 OK"), std::string::npos);
}

TEST_F(HttpServerTest, LargeBodiesAreBoundedTogetherAndSmallOnesPass) {
  HttpOptions options;
  options.max_large_body_bytes = 250'000;
  Start(options);
  const std::string upload = "POST /upload HTTP/1.1\r\n" + Host();
  {
    Client first(server_->port());
    first.Send(upload + "Content-Length: 200000\r\n\r\n");
    EXPECT_TRUE(first.Read(200ms).empty()) << "its body is waited for";
    EXPECT_EQ(Status(upload + "Content-Length: 100000\r\n\r\n"), 503);
    EXPECT_EQ(Status(upload + "Transfer-Encoding: chunked\r\n\r\n"), 503) << "may become as long as allowed";
    EXPECT_EQ(Status("POST / HTTP/1.1\r\n" + Host() + "Content-Length: 2\r\n\r\nhi"), 200);
  }
  // The first client has gone: there is room again, and again after each answer.
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(Status(upload + "Content-Length: 200000\r\n\r\n" + std::string(200'000, 'x')), 200) << i;
}

// A certificate of its own, made for this test.
TEST_F(HttpServerTest, SpeaksTlsWithItsOwnCertificateAndNothingOlderThan12) {
  const db::TemporaryFolder folder;
  HttpOptions options;
  options.certificate = folder.path() / "chain.pem";
  options.key = folder.path() / "key.pem";
  const std::string make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout " +
                           options.key.string() + " -out " + options.certificate.string() + " 2>/dev/null";
  ASSERT_EQ(std::system(make.c_str()), 0);
  Start(options);
  const auto get = [&](long versions) {
    CURL* curl = curl_easy_init();
    const std::string url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/";
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, versions);
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 5L);
    const CURLcode result = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    return result;
  };
  EXPECT_EQ(get(CURL_SSLVERSION_DEFAULT), CURLE_OK);
  EXPECT_NE(get(CURL_SSLVERSION_TLSv1_0 | static_cast<long>(CURL_SSLVERSION_TLSv1_1) << 16), CURLE_OK);
  EXPECT_EQ(Status("GET / HTTP/1.1\r\n" + Host() + "\r\n"), 0) << "without TLS";
}

TEST_F(HttpServerTest, ForwardedHeadersCountOnlyFromATrustedProxy) {
  Start();
  const std::string forwarded = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
  Client client(server_->port());
  client.Send("GET / HTTP/1.1\r\n" + Host() + forwarded + "\r\n");
  EXPECT_NE(client.Read(300ms).find("peer=127.0.0.1 "), std::string::npos);
  Stop();
  HttpOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  Start(options);
  Client proxied(server_->port());
  proxied.Send("GET / HTTP/1.1\r\n" + Host() + forwarded + "\r\n");
  EXPECT_NE(proxied.Read(300ms).find("peer=203.0.113.9 secure"), std::string::npos);
}

TEST_F(HttpServerTest, StopsWhileClientsAreIdle) {
  Start();
  Client client(server_->port());
  client.Send("GET / HTTP/1.1\r\n" + Host() + "\r\n");
  client.Read(300ms);
  const auto begun = std::chrono::steady_clock::now();
  Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 4s);
  client.Read(500ms);
  EXPECT_TRUE(client.ended());
}

}  // namespace
}  // namespace agencywatch::alerts
