// The review site: the browser part and the API behind one HTTP server, handlers on a small pool of threads with a database
// connection each.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "alerts/api/api.h"
#include "alerts/api/http_server.h"
#include "db/database.h"

namespace agencywatch::alerts {

struct SiteOptions {
  HttpOptions http;
  // For /healthz, /readyz and /metrics, on a listener of their own.
  HttpOptions health;
  int threads = 4;
  std::size_t max_waiting = 128;  // requests for a handler; more are answered with 503
};

class Site {
 public:
  // Listens; throws like HttpServer. Everything named outlives the site.
  Site(SiteOptions options, const ApiServices& services, const db::Database& database,
       core::Log& log);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t health_port() const;
  // Serves until `stop`; lets requests under way end.
  void Run(std::stop_token stop);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace agencywatch::alerts
