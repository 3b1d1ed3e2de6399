// A web server on loopback that does exactly what a test tells it, badly behaved ones included: a
// thread per connection, plain sockets, nothing checked.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace agencywatch::crawler {

class TestConnection {
 public:
  explicit TestConnection(int socket) : socket_(socket) {}
  bool Send(std::string_view bytes);  // false when the client has gone
  void Reset();                       // the next close sends RST
  // Status 200 with a Content-Length.
  bool SendPage(std::string_view body, std::string_view more_headers = "");

 private:
  int socket_;
};

class TestServer {
 public:
  // Gets the request's head; the connection is kept for another request when it returns true.
  using Handler = std::function<bool(const std::string& request, TestConnection& connection)>;

  explicit TestServer(Handler handler);
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::string Url(std::string_view path) const;  // http://127.0.0.1:PORT + path
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void Serve(int socket);

  Handler handler_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;  // guards what follows
  std::vector<std::string> requests_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace agencywatch::crawler
