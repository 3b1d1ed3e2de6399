#include "cli/demo/site_server.h"

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <ctime>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>  // before Asio: Boost 1.74 forgets it under C++20

#include "core/errors.h"
#include "core/sha256.h"

namespace agencywatch::demo {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

// A page with its placeholders filled in and its headers settled.
struct ReadyPage {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string etag;           // empty: none
  std::string last_modified;  // empty: none
  std::chrono::milliseconds delay{0};
};

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// RFC 9110 section 5.6.7: "Fri, 20 Nov 2026 11:00:00 GMT".
std::string HttpDate(core::Instant instant) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = instant.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                   kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                                   kMonths[static_cast<std::size_t>(parts.tm_mon)],
                                   parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view ContentTypeOf(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  struct Type {
    std::string_view ending;
    std::string_view type;
  };
  static constexpr std::array kTypes = {
      Type{".txt", "text/plain; charset=utf-8"}, Type{".css", "text/css; charset=utf-8"},
      Type{".js", "text/javascript; charset=utf-8"}, Type{".json", "application/json"},
      Type{".xml", "application/xml; charset=utf-8"}, Type{".svg", "image/svg+xml"},
      Type{".csv", "text/csv; charset=utf-8"},
      // Old pages say their charset themselves.
      Type{".htm", "text/html"}};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "text/html; charset=utf-8";
}

// RFC 9110 section 13.1.2: "*" or a list of entity tags, compared weakly.
bool MatchesEtag(std::string_view if_none_match, std::string_view etag) {
  if (etag.empty()) return false;
  if (if_none_match == "*") return true;
  const auto strip = [](std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
  };
  while (!if_none_match.empty()) {
    const auto comma = if_none_match.find(',');
    std::string_view tag = if_none_match.substr(0, comma);
    while (!tag.empty() && (tag.front() == ' ' || tag.front() == '\t')) tag.remove_prefix(1);
    while (!tag.empty() && (tag.back() == ' ' || tag.back() == '\t')) tag.remove_suffix(1);
    if (strip(tag) == strip(etag)) return true;
    if (comma == std::string_view::npos) break;
    if_none_match.remove_prefix(comma + 1);
  }
  return false;
}

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

std::vector<Site> SitesOf(std::span<const core::EmbeddedFile> files) {
  std::vector<Site> sites;
  for (const auto& file : files) {
    std::string_view path = file.path;
    constexpr std::string_view kFolder = "sites/";
    if (path.starts_with(kFolder)) path.remove_prefix(kFolder.size());
    const auto slash = path.find('/');
    if (slash == std::string_view::npos || slash == 0) {
      throw std::logic_error("demo file without a site folder: " + std::string(file.path));
    }
    const std::string_view key = path.substr(0, slash);
    std::string target(path.substr(slash));
    constexpr std::string_view kIndex = "/index.html";
    if (target.ends_with(kIndex)) target.resize(target.size() - kIndex.size() + 1);
    auto site =
        std::find_if(sites.begin(), sites.end(), [&](const Site& s) { return s.key == key; });
    if (site == sites.end()) site = sites.insert(sites.end(), Site{std::string(key), {}});
    SitePage page;
    page.body = std::string(file.bytes);
    site->pages.insert_or_assign(std::move(target), std::move(page));
  }
  return sites;
}

}  // namespace

class DemoSites::Impl {
 public:
  Impl(std::vector<Site> sites, Options options) : options_(options) {
    if (sites.empty() || sites.size() > kMaxSites) throw std::logic_error("demo: 1 to 64 sites");
    for (std::size_t i = 0; i < sites.size(); ++i) Listen(sites[i].key, i);
    // Placeholders need every site's port, so pages come after all sockets.
    for (auto& site : sites) {
      Served& served = Get(site.key);
      for (auto& [target, page] : site.pages) {
        served.pages.insert_or_assign(target, Ready(target, std::move(page)));
      }
    }
    for (std::size_t i = 0; i < sites_.size(); ++i) Accept(i);
    thread_ = std::jthread([this] { Run(); });
  }

  ~Impl() { Stop(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] std::string BaseUrl(std::string_view key) const {
    return "http://" + Get(key).authority;
  }

  [[nodiscard]] std::vector<std::string> Keys() const {
    std::vector<std::string> keys;
    for (const auto& site : sites_) keys.push_back(site->key);
    return keys;
  }

  [[nodiscard]] std::string Render(std::string_view text) const {
    constexpr std::string_view kOpen = "{{site:";
    std::string out;
    out.reserve(text.size());
    for (;;) {
      const auto open = text.find(kOpen);
      out.append(text.substr(0, open));
      if (open == std::string_view::npos) return out;
      text.remove_prefix(open + kOpen.size());
      const auto close = text.find("}}");
      if (close == std::string_view::npos) throw std::logic_error("demo: {{site: without }}");
      out.append(BaseUrl(text.substr(0, close)));
      text.remove_prefix(close + 2);
    }
  }

  [[nodiscard]] std::vector<std::string> Targets(std::string_view key) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> targets;
    for (const auto& [target, page] : Get(key).pages) targets.push_back(target);
    return targets;
  }

  void SetPage(std::string_view key, std::string_view target, SitePage page) {
    auto ready = Ready(target, std::move(page));
    const std::lock_guard lock(mutex_);
    Get(key).pages.insert_or_assign(std::string(target), std::move(ready));
  }

  void RemovePage(std::string_view key, std::string_view target) {
    const std::lock_guard lock(mutex_);
    Get(key).pages.erase(std::string(target));
  }

  [[nodiscard]] std::vector<SeenRequest> Requests() const {
    const std::lock_guard lock(mutex_);
    return {seen_.begin(), seen_.end()};
  }

  void ForgetRequests() {
    const std::lock_guard lock(mutex_);
    seen_.clear();
  }

  [[nodiscard]] int PeakConnections(std::string_view key) const {
    const std::lock_guard lock(mutex_);
    return Get(key).peak;
  }

  void Stop() {
    std::call_once(stopped_, [this] {
      io_->stop();
      if (thread_.joinable()) thread_.join();
      // Nothing runs any more. Connections live in the handlers that io_ holds and end with it.
      acceptors_.clear();
      io_.reset();
    });
  }

 private:
  struct Served {
    std::string key;
    std::string authority;                                          // host:port
    std::map<std::string, std::shared_ptr<const ReadyPage>> pages;  // guarded by mutex_
    int open = 0;                                                   // guarded by mutex_
    int peak = 0;                                                   // guarded by mutex_
  };

  // One connection: reads a request, answers it, and again. Kept alive by its pending operation.
  class Connection : public std::enable_shared_from_this<Connection> {
   public:
    Connection(Impl& impl, Served& site, tcp::socket socket, std::uint64_t number)
        : impl_(impl),
          site_(site),
          stream_(std::move(socket)),
          timer_(stream_.get_executor()),
          number_(number) {}
    ~Connection() { impl_.Closed(site_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void Read() {
      parser_.emplace();
      parser_->header_limit(static_cast<std::uint32_t>(kMaxHeaderBytes));
      parser_->body_limit(kMaxBodyBytes);
      stream_.expires_after(
          impl_.options_.time_limit);  // for the whole request, however its bytes trickle in
      http::async_read(stream_, buffer_, *parser_,
                       [self = shared_from_this()](beast::error_code error, std::size_t) {
                         self->OnRead(error);
                       });
    }

   private:
    void OnRead(beast::error_code error) {
      if (error == http::error::header_limit)
        return Refuse(http::status::request_header_fields_too_large);
      if (error == http::error::body_limit) return Refuse(http::status::payload_too_large);
      if (error && error.category() == http::make_error_code(http::error::bad_method).category() &&
          error != http::error::end_of_stream && error != http::error::partial_message) {
        return Refuse(http::status::bad_request);
      }
      if (error) return Close();  // gone, or too slow

      const auto& request = parser_->get();
      auto page = impl_.Answer(site_, request, number_);
      keep_alive_ = request.keep_alive();
      head_ = request.method() == http::verb::head;
      version_ = request.version();
      if (page->delay.count() == 0) return Send(std::move(page));
      stream_.expires_never();
      timer_.expires_after(page->delay);
      timer_.async_wait([self = shared_from_this(), page](beast::error_code wait_error) mutable {
        if (!wait_error) self->Send(std::move(page));
      });
    }

    // What is no readable request gets a status and loses the connection: its framing cannot be
    // trusted.
    void Refuse(http::status status) {
      keep_alive_ = false;
      auto page = std::make_shared<ReadyPage>();
      page->status = static_cast<int>(status);
      page->headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
      page->body = std::string(View(http::obsolete_reason(status))) + "\n";
      Send(std::move(page));
    }

    void Send(std::shared_ptr<const ReadyPage> page) {
      http::response<http::string_body> response;
      response.version(version_);
      response.result(static_cast<unsigned>(page->status));
      response.set(http::field::server, "agencywatch-demo");
      for (const auto& [name, value] : page->headers) response.insert(name, value);
      response.keep_alive(keep_alive_);
      if (page->status != 304 && page->status != 204) response.content_length(page->body.size());
      if (!head_ && page->status != 304) response.body() = page->body;
      response_.emplace(std::move(response));
      serializer_.emplace(*response_);
      stream_.expires_after(impl_.options_.time_limit);
      http::async_write(stream_, *serializer_,
                        [self = shared_from_this()](beast::error_code error, std::size_t) {
                          self->OnSent(error);
                        });
    }

    void OnSent(beast::error_code error) {
      if (error || !keep_alive_) return Close();
      Read();
    }

    void Close() {
      boost::system::error_code ignored;
      stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      stream_.close();
    }

    Impl& impl_;    // outlives every connection: Stop() ends them all
    Served& site_;  // likewise
    beast::tcp_stream stream_;
    asio::steady_timer timer_;
    beast::flat_buffer buffer_{kMaxHeaderBytes + kMaxBodyBytes};
    std::optional<http::request_parser<http::string_body>> parser_;
    std::optional<http::response<http::string_body>> response_;
    std::optional<http::response_serializer<http::string_body>> serializer_;
    std::uint64_t number_;
    bool keep_alive_ = false;
    bool head_ = false;
    unsigned version_ = 11;
  };

  void Listen(const std::string& key, std::size_t number) {
    for (const auto& site : sites_) {
      if (site->key == key) throw std::logic_error("demo: two sites are called " + key);
    }
    const auto address = asio::ip::make_address_v4("127.0.0." + std::to_string(2 + number));
    const auto port = options_.first_port == 0
                          ? std::uint16_t{0}
                          : static_cast<std::uint16_t>(options_.first_port + number);
    tcp::acceptor acceptor(*io_);
    boost::system::error_code error;
    acceptor.open(tcp::v4(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind({address, port}, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) {
      throw core::CannotRun("port " + std::to_string(port) + " on " + address.to_string() +
                            " is in use; choose another first port, or 0 for any free one");
    }
    if (error) {
      throw core::CannotRun("cannot listen on " + address.to_string() + ":" + std::to_string(port) +
                            ": " + error.message() +
                            "; choose another first port, or 0 for any free one");
    }
    auto site = std::make_unique<Served>();
    site->key = key;
    site->authority = address.to_string() + ":" + std::to_string(acceptor.local_endpoint().port());
    sites_.push_back(std::move(site));
    acceptors_.push_back(std::move(acceptor));
  }

  void Accept(std::size_t number) {
    acceptors_[number].async_accept(
        [this, number](boost::system::error_code error, tcp::socket socket) {
          if (error == asio::error::operation_aborted) return;
          Served& site = *sites_[number];
          if (!error && Opened(site)) {
            std::make_shared<Connection>(*this, site, std::move(socket), ++connections_)->Read();
          }
          Accept(number);
        });
  }

  bool Opened(Served& site) {
    const std::lock_guard lock(mutex_);
    if (open_ >= options_.max_connections) return false;
    ++open_;
    site.peak = std::max(site.peak, ++site.open);
    return true;
  }

  void Closed(Served& site) {
    const std::lock_guard lock(mutex_);
    --open_;
    --site.open;
  }

  void Run() {
    for (;;) {
      try {
        io_->run();
        return;
      } catch (const std::exception&) {
        // The connection whose handler threw (out of memory, say) is gone with its handler; the
        // rest go on.
      }
    }
  }

  std::shared_ptr<const ReadyPage> Ready(std::string_view target, SitePage page) const {
    auto ready = std::make_shared<ReadyPage>();
    ready->status = page.status;
    ready->delay = page.delay;
    ready->body = Render(page.body);
    ready->etag = '"' + core::Sha256Hex(ready->body) + '"';
    ready->last_modified = HttpDate(page.modified);
    std::string type(ContentTypeOf(target));
    for (auto& [name, value] : page.headers) {
      const std::string lower = LowerAscii(name);
      std::string rendered = Render(value);
      if (lower == "etag") {
        ready->etag = std::move(rendered);
      } else if (lower == "last-modified") {
        ready->last_modified = std::move(rendered);
      } else if (lower == "content-type") {
        type = std::move(rendered);
      } else {
        ready->headers.emplace_back(std::move(name), std::move(rendered));
      }
    }
    if (!type.empty()) ready->headers.emplace_back("Content-Type", std::move(type));
    if (ready->status == 200) {
      if (!ready->etag.empty()) ready->headers.emplace_back("ETag", ready->etag);
      if (!ready->last_modified.empty())
        ready->headers.emplace_back("Last-Modified", ready->last_modified);
    }
    return ready;
  }

  static std::shared_ptr<const ReadyPage> Plain(int status, std::string body) {
    auto page = std::make_shared<ReadyPage>();
    page->status = status;
    page->headers.emplace_back("Content-Type", "text/html; charset=utf-8");
    if (status == 405) page->headers.emplace_back("Allow", "GET, HEAD");
    page->body = "<!DOCTYPE html>\n<html lang=\"vi\"><meta charset=\"utf-8\"><title>" +
                 std::to_string(status) + "</title><p>" + body + "</p></html>\n";
    return page;
  }

  // Never throws but for lack of memory. Writes the request down.
  template <class Request>
  std::shared_ptr<const ReadyPage> Answer(const Served& site, const Request& request,
                                          std::uint64_t connection) {
    SeenRequest seen;
    seen.site = site.key;
    seen.method = View(request.method_string());
    seen.target = View(request.target());
    seen.user_agent = View(request[http::field::user_agent]);
    seen.if_none_match = View(request[http::field::if_none_match]);
    seen.if_modified_since = View(request[http::field::if_modified_since]);
    seen.at = std::chrono::steady_clock::now();
    seen.connection = connection;
    auto page = Choose(site, request, seen);
    seen.status = page->status;
    const std::lock_guard lock(mutex_);
    if (seen_.size() >= kMaxSeen) seen_.pop_front();
    seen_.push_back(std::move(seen));
    return page;
  }

  template <class Request>
  std::shared_ptr<const ReadyPage> Choose(const Served& site, const Request& request,
                                          const SeenRequest& seen) const {
    const auto hosts = request.count(http::field::host);
    if (hosts != 1) return Plain(400, "Yêu cầu phải có đúng một dòng Host.");
    if (LowerAscii(View(request[http::field::host])) != site.authority) {
      return Plain(421, "Máy chủ này không phục vụ tên đó.");
    }
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
      return Plain(405, "Chỉ nhận GET và HEAD.");
    }
    if (!seen.target.starts_with('/'))
      return Plain(400, "Đường dẫn phải bắt đầu bằng dấu gạch chéo.");
    const auto page = Find(site, seen.target);
    if (!page) return Plain(404, "Không tìm thấy trang này.");
    if (page->status != 200) return page;
    // RFC 9110 section 13.2.2: If-Modified-Since counts only without If-None-Match.
    const bool same =
        !seen.if_none_match.empty()
            ? MatchesEtag(seen.if_none_match, page->etag)
            : !page->last_modified.empty() && seen.if_modified_since == page->last_modified;
    if (!same) return page;
    auto unchanged = std::make_shared<ReadyPage>();
    unchanged->status = 304;
    unchanged->delay = page->delay;
    if (!page->etag.empty()) unchanged->headers.emplace_back("ETag", page->etag);
    if (!page->last_modified.empty())
      unchanged->headers.emplace_back("Last-Modified", page->last_modified);
    return unchanged;
  }

  [[nodiscard]] std::shared_ptr<const ReadyPage> Find(const Served& site,
                                                      const std::string& target) const {
    const std::lock_guard lock(mutex_);
    auto found = site.pages.find(target);
    if (found == site.pages.end()) found = site.pages.find(target.substr(0, target.find('?')));
    return found == site.pages.end() ? nullptr : found->second;
  }

  [[nodiscard]] Served& Get(std::string_view key) const {
    for (const auto& site : sites_) {
      if (site->key == key) return *site;
    }
    throw std::logic_error("demo: no site is called " + std::string(key));
  }

  Options options_;
  mutable std::mutex mutex_;  // guards pages, counts of connections and seen_
  std::deque<SeenRequest> seen_;
  int open_ = 0;
  std::uint64_t connections_ = 0;  // only on the serving thread
  std::vector<std::unique_ptr<Served>>
      sites_;  // filled in the constructor, never changed in number
  std::unique_ptr<asio::io_context> io_ = std::make_unique<asio::io_context>(1);
  std::vector<tcp::acceptor> acceptors_;  // as sites_; only the serving thread uses them
  std::jthread thread_;
  std::once_flag stopped_;
};

DemoSites::DemoSites(std::vector<Site> sites, Options options)
    : impl_(std::make_unique<Impl>(std::move(sites), options)) {}
DemoSites::DemoSites(std::span<const core::EmbeddedFile> files, Options options)
    : DemoSites(SitesOf(files), options) {}
DemoSites::~DemoSites() = default;

std::string DemoSites::BaseUrl(std::string_view site_key) const { return impl_->BaseUrl(site_key); }
std::vector<std::string> DemoSites::site_keys() const { return impl_->Keys(); }
std::string DemoSites::Render(std::string_view text) const { return impl_->Render(text); }
std::vector<std::string> DemoSites::Targets(std::string_view site_key) const {
  return impl_->Targets(site_key);
}
void DemoSites::SetPage(std::string_view site_key, std::string_view target, SitePage page) {
  impl_->SetPage(site_key, target, std::move(page));
}
void DemoSites::RemovePage(std::string_view site_key, std::string_view target) {
  impl_->RemovePage(site_key, target);
}
std::vector<SeenRequest> DemoSites::Requests() const { return impl_->Requests(); }
void DemoSites::ForgetRequests() { impl_->ForgetRequests(); }
int DemoSites::PeakConnections(std::string_view site_key) const {
  return impl_->PeakConnections(site_key);
}
void DemoSites::Stop() { impl_->Stop(); }

}  // namespace agencywatch::demo
