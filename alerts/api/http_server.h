// An HTTP/1.1 server that a slow or hostile client cannot hold: deadlines over whole requests, bounds on everything,
// strict framing. Stands on Boost.Beast, which only http_server.cc knows. Source: RFC 9110, RFC 9112.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/log.h"

namespace agencywatch::alerts {

struct HttpRequest {
  std::string method;
  std::string path;   // up to '?', percent-encoded as it came
  std::string query;  // behind '?'
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string peer;     // IP address of the client; what a trusted proxy says counts
  bool secure = false;  // came over TLS, to us or to a trusted proxy

  // The first header of that name, in any case of letters; empty when there is none.
  [[nodiscard]] std::string_view Header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

inline constexpr std::size_t kSmallBodyBytes = 64 * 1024;
// A sealed dossier may have hundreds of megabytes, and an office a slow line.
inline constexpr std::size_t kLeastBytesPerSecond = 256 * 1024;
// A file of 25 MiB, in base64, over a line of half a megabit takes nine minutes.
inline constexpr std::size_t kLeastUploadBytesPerSecond = 64 * 1024;

struct HttpOptions {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;             // 0: any free one
  // Both or none: PEM files of a certificate chain and its key; then only TLS 1.2 and later is spoken.
  std::filesystem::path certificate;
  std::filesystem::path key;
  // Whose X-Forwarded-For and X-Forwarded-Proto count. With any named, other clients than these and this machine are
  // refused.
  std::vector<std::string> trusted_proxies;
  // Names under which the server is known ("host" or "host:port"); the Host header must be one of them, or the address
  // it listens on. "localhost" counts on a loopback address.
  std::vector<std::string> hosts;
  // Added to each answer, unless it has a header of that name.
  std::vector<std::pair<std::string, std::string>> headers;

  // Beyond either, a new connection takes the place of the oldest one whose request is not whole yet, of the address that
  // has most of them: whoever opens many pushes out itself. Where all are being answered, the new one is: 503.
  std::size_t max_connections = 512;
  std::size_t max_connections_of_peer = 64;  // of one address; proxies and this machine excepted
  std::size_t max_header_bytes = 8 * 1024;   // of all headers together
  std::size_t max_headers = 64;
  std::size_t max_target_bytes = 2048;
  // Of all bodies above kSmallBodyBytes that are being read or handled; more are answered with 503. Small ones always pass:
  // whoever fills this keeps nobody from logging in.
  std::size_t max_large_body_bytes = 64UL * 1024 * 1024;
  // For all headers, for the body, and idle in between; a body earns more by coming at kLeastUploadBytesPerSecond or faster.
  std::chrono::seconds read_deadline{15};
  std::chrono::seconds write_deadline{30};  // for a whole answer, and as long as kLeastBytesPerSecond takes for it
  std::chrono::seconds stop_grace{10};      // for requests under way when the server stops
};

// Gives the answer; may be called from any thread, once.
using HttpRespond = std::function<void(HttpResponse)>;

class HttpApp {
 public:
  virtual ~HttpApp() = default;
  // Asked before a body is read; a longer one is answered with 413.
  [[nodiscard]] virtual std::size_t BodyLimit(std::string_view method, std::string_view path) = 0;
  // Called on the server's only thread: must not block. `respond` must be called in the end, or the client waits.
  virtual void Handle(HttpRequest request, HttpRespond respond) = 0;
};

class HttpServer {
 public:
  // Binds and listens. Throws core::CannotRun when that does not work, core::InputError for a certificate that cannot
  // be read. `app` and `log` outlive the server.
  HttpServer(HttpOptions options, HttpApp& app, core::Log& log);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;  // open now; from any thread

  // Serves until `stop`, then lets requests under way end. The app must go on answering until it returns.
  void Run(std::stop_token stop);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// True for 127.0.0.0/8 and ::1.
[[nodiscard]] bool IsLoopback(const std::string& address);

}  // namespace agencywatch::alerts
