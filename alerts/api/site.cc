#include "alerts/api/site.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <pqxx/pqxx>
#include <thread>
#include <vector>

#include "alerts/api/router.h"
#include "alerts/api/static_files.h"
#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

// No inline script or style, nothing from elsewhere, never in a frame.
const std::vector<std::pair<std::string, std::string>> kSecurityHeaders = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src "
     "'self'; "
     "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Server", "agencywatch"}};

// What is counted, for Prometheus.
class Metrics {
 public:
  void Count(int status, std::chrono::microseconds took) {
    const std::lock_guard lock(mutex_);
    ++by_status_[status];
    seconds_ += std::chrono::duration<double>(took).count();
    ++handled_;
  }
  void CountRefused() { ++refused_; }

  [[nodiscard]] std::string Text(std::size_t connections, std::size_t waiting) const {
    const std::lock_guard lock(mutex_);
    std::string text =
        "# HELP agencywatch_http_requests_total Requests that were answered, by status.\n"
        "# TYPE agencywatch_http_requests_total counter\n";
    for (const auto& [status, count] : by_status_) {
      text += "agencywatch_http_requests_total{status=\"" + std::to_string(status) + "\"} " +
              std::to_string(count) + "\n";
    }
    const auto add = [&text](const char* name, const char* type, const char* help,
                             const std::string& value) {
      text += std::string{"# HELP "} + name + " " + help + "\n# TYPE " + name + " " + type + "\n" +
              name + " " + value + "\n";
    };
    add("agencywatch_http_seconds_total", "counter", "Time spent in handlers.",
        std::to_string(seconds_));
    add("agencywatch_http_handled_total", "counter", "Requests that handlers answered.",
        std::to_string(handled_));
    add("agencywatch_http_overload_total", "counter",
        "Requests refused because too many were waiting.", std::to_string(refused_));
    add("agencywatch_http_connections", "gauge", "Connections open now.",
        std::to_string(connections));
    add("agencywatch_http_waiting", "gauge", "Requests waiting for a handler.",
        std::to_string(waiting));
    return text;
  }

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::map<int, std::int64_t> by_status_;
  double seconds_ = 0;
  std::int64_t handled_ = 0;
  std::atomic<std::int64_t> refused_{0};
};

struct Job {
  HttpRequest request;
  HttpRespond respond;
};

}  // namespace

struct Site::Impl {
  Impl(SiteOptions opened, const ApiServices& shared, const db::Database& store, core::Log& logged)
      : options(std::move(opened)),
        services(shared),
        database(store),
        log(logged),
        app(*this),
        health_app(*this),
        server(WithHeaders(options.http), app, log),
        health(options.health, health_app, log) {}

  static HttpOptions WithHeaders(HttpOptions http) {
    http.headers = kSecurityHeaders;
    if (!http.certificate.empty())
      http.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    return http;
  }

  struct App final : HttpApp {
    explicit App(Impl& of_site) : site(of_site) {}
    std::size_t BodyLimit(std::string_view method, std::string_view path) override {
      if (!path.starts_with("/api/")) return 0;
      try {
        return FindRoute(method, path).route->body_limit;
      } catch (const ApiError&) {
        return 16 * 1024;  // read, so that the answer can say what is wrong
      }
    }
    void Handle(HttpRequest request, HttpRespond respond) override {
      if (request.path != "/api" && !request.path.starts_with("/api/")) {
        HttpResponse answer = site.files.Get(request);
        site.metrics.Count(answer.status, {});
        respond(std::move(answer));
        return;
      }
      {
        const std::lock_guard lock(site.mutex);
        if (site.waiting.size() < site.options.max_waiting) {
          site.waiting.push_back({std::move(request), std::move(respond)});
          site.wake.notify_one();
          return;
        }
      }
      site.metrics.CountRefused();
      HttpResponse answer = ErrorAnswer(503, "busy", "too many requests at once; try again");
      answer.headers.emplace_back("Retry-After", "1");
      respond(std::move(answer));
    }
    Impl& site;
  };

  struct HealthApp final : HttpApp {
    explicit HealthApp(Impl& of_site) : site(of_site) {}
    std::size_t BodyLimit(std::string_view, std::string_view) override { return 0; }
    void Handle(HttpRequest request, HttpRespond respond) override {
      const auto text = [&](int status, std::string body) {
        respond({status,
                 {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                 std::move(body)});
      };
      if (request.method != "GET" && request.method != "HEAD") {
        respond({405, {{"Allow", "GET, HEAD"}}, ""});
      } else if (request.path == "/healthz") {
        text(200, "ok\n");
      } else if (request.path == "/readyz") {
        site.connected > 0 ? text(200, "ready\n") : text(503, "no database connection\n");
      } else if (request.path == "/metrics") {
        std::size_t waiting_now = 0;
        {
          const std::lock_guard lock(site.mutex);
          waiting_now = site.waiting.size();
        }
        text(200, site.metrics.Text(site.server.connections(), waiting_now));
      } else {
        text(404, "not found\n");
      }
    }
    Impl& site;
  };

  // One thread of the pool, with its connection.
  void Work(const std::stop_token& stop) {
    std::unique_ptr<pqxx::connection> connection;
    for (;;) {
      if (connection == nullptr) connection = Connect();
      Job job;
      {
        std::unique_lock lock(mutex);
        if (!wake.wait(lock, stop, [this] { return !waiting.empty(); })) break;
        job = std::move(waiting.front());
        waiting.pop_front();
      }
      const auto begun = std::chrono::steady_clock::now();
      HttpResponse answer =
          ErrorAnswer(503, "no_database", "the database does not answer; try again");
      if (connection != nullptr) {
        try {
          answer = Dispatch(job.request, services, *connection, log);
        } catch (const core::RetryLater& error) {
          log.Warn("api_retry", {{"path", job.request.path}, {"error", error.what()}});
          if (!connection->is_open()) {
            connection.reset();
            --connected;
          }
        }
      }
      metrics.Count(answer.status, std::chrono::duration_cast<std::chrono::microseconds>(
                                       std::chrono::steady_clock::now() - begun));
      job.respond(std::move(answer));
    }
    if (connection != nullptr) --connected;
  }

  // Null when the database does not answer; the next request tries again.
  std::unique_ptr<pqxx::connection> Connect() {
    try {
      auto connection = database.Connect();
      pqxx::nontransaction(*connection)
          .exec("SET statement_timeout = '15s'; SET lock_timeout = '5s'");
      ++connected;
      return connection;
    } catch (const std::exception& error) {
      log.Error("api_database", {{"error", error.what()}});
      return nullptr;
    }
  }

  SiteOptions options;
  const ApiServices& services;
  const db::Database& database;
  core::Log& log;
  StaticFiles files;
  Metrics metrics;
  std::mutex mutex;  // guards waiting
  std::condition_variable_any wake;
  std::deque<Job> waiting;
  std::atomic<int> connected{0};
  App app;
  HealthApp health_app;
  HttpServer server;
  HttpServer health;
};

Site::Site(SiteOptions options, const ApiServices& services, const db::Database& database,
           core::Log& log)
    : impl_(std::make_unique<Impl>(std::move(options), services, database, log)) {}

Site::~Site() = default;

std::uint16_t Site::port() const { return impl_->server.port(); }

std::uint16_t Site::health_port() const { return impl_->health.port(); }

void Site::Run(std::stop_token stop) {
  std::vector<std::jthread> workers;
  for (int i = 0; i < impl_->options.threads; ++i)
    workers.emplace_back([this](const std::stop_token& ended) { impl_->Work(ended); });
  std::jthread health([this, stop] { impl_->health.Run(stop); });
  impl_->server.Run(stop);
  for (auto& worker : workers) worker.request_stop();
}

}  // namespace agencywatch::alerts
