#include "alerts/api/http_server.h"

// Asio of Boost 1.74 forgets <utility>: it must stand before.
// clang-format off
#include <utility>
// clang-format on
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

std::string Lower(std::string_view text) {
  std::string lower{text};
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

// "1.2.3.4" of an IPv4 address that came over an IPv6 socket.
std::string AddressText(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

// The address that the nearest trusted proxy says it heard; `peer` itself when it says nothing that can be read.
std::string ForwardedFor(std::string_view header, const std::string& peer,
                         const std::set<std::string>& proxies) {
  std::string found = peer;
  while (!header.empty() && proxies.contains(found)) {
    const auto comma = header.rfind(',');
    std::string_view last = comma == std::string_view::npos ? header : header.substr(comma + 1);
    header = comma == std::string_view::npos ? std::string_view{} : header.substr(0, comma);
    while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
    while (!last.empty() && last.back() == ' ') last.remove_suffix(1);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string{last}, error);
    if (error) return found;
    found = AddressText(address);
  }
  return found;
}

}  // namespace

bool IsLoopback(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  return !error && parsed.is_loopback();
}

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (beast::iequals(beast::string_view{key.data(), key.size()},
                       beast::string_view{name.data(), name.size()})) {
      return value;
    }
  }
  return {};
}

struct HttpServer::Impl {
  // One client; lives as long as something of it is under way.
  struct Connection {
    virtual ~Connection() = default;
    // No further request; at once when none is under way.
    virtual void Finish() = 0;
    // Ended where it stands, without an answer.
    virtual void Drop() = 0;

    std::string client;  // address; behind a trusted proxy what that one says, once it has said it
    // Which wait for a whole request this is, counted over all connections; 0: its request is handled or answered.
    std::uint64_t waiting_since = 0;
  };
  template <class Stream>
  struct Session;

  Impl(HttpOptions opened, HttpApp& served, core::Log& logged)
      : options(std::move(opened)),
        app(served),
        log(logged),
        proxies(options.trusted_proxies.begin(), options.trusted_proxies.end()),
        acceptor(io) {
    if (!options.certificate.empty()) LoadCertificate();
    Listen();
    const std::string port_text = std::to_string(acceptor.local_endpoint().port());
    const auto add_host = [&](const std::string& host) {
      hosts.insert(host);
      hosts.insert(host + ":" + port_text);
    };
    const auto address = acceptor.local_endpoint().address();
    if (!address.is_unspecified())
      add_host(address.is_v6() ? "[" + address.to_string() + "]" : address.to_string());
    if (address.is_loopback()) add_host("localhost");
    for (const auto& host : options.hosts) add_host(Lower(host));
  }

  void LoadCertificate() {
    tls.emplace(ssl::context::tls_server);
    tls->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                     ssl::context::no_tlsv1_1 | ssl::context::single_dh_use);
    boost::system::error_code error;
    tls->use_certificate_chain_file(options.certificate.string(), error);
    if (error) {
      throw core::InputError(
          {options.certificate.string(), 0, 0, "the certificate cannot be read: " + error.message(),
           "give a PEM file with the chain, the server's own certificate first"});
    }
    tls->use_private_key_file(options.key.string(), ssl::context::pem, error);
    if (error) {
      throw core::InputError(
          {options.key.string(), 0, 0,
           "the key cannot be read, or is not the certificate's: " + error.message(),
           "give the PEM file of its private key, without a password"});
    }
  }

  void Listen() {
    boost::system::error_code error;
    const tcp::endpoint endpoint(asio::ip::make_address(options.address, error), options.port);
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      throw core::CannotRun("cannot listen on " + options.address + " port " +
                            std::to_string(options.port) + ": " + error.message() +
                            "; choose another with --listen");
    }
  }

  void Accept();
  void Open(tcp::socket socket, const std::string& peer);
  // Ends the oldest connection that waits for its request, of `client` or, empty, of whoever has most. False: none waits.
  bool MakeRoom(const std::string& client = {});
  void Stop();
  [[nodiscard]] bool IsExempt(const std::string& peer) const {
    return proxies.contains(peer) || IsLoopback(peer);
  }
  // The Host header, as hosts holds it.
  [[nodiscard]] bool IsOurHost(const std::string& host) const {
    return hosts.contains(Lower(host));
  }

  HttpOptions options;
  HttpApp& app;
  core::Log& log;
  std::set<std::string> proxies;
  std::set<std::string> hosts;
  std::map<Connection*, std::weak_ptr<Connection>> open;
  std::map<std::string, std::size_t> open_of_peer;
  std::uint64_t waits = 0;  // how often a connection began to wait
  std::size_t turned_away = 0;  // connections that are only told to come again
  std::atomic<std::size_t> open_count{0};
  std::size_t large_body_bytes = 0;  // reserved by sessions
  bool stopping = false;
  // Last, so that sessions which die with it still find the maps above.
  asio::io_context io{1};
  std::optional<ssl::context> tls;
  tcp::acceptor acceptor;
};

template <class Stream>
struct HttpServer::Impl::Session final : Connection, std::enable_shared_from_this<Session<Stream>> {
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  Session(Impl& of_server, Stream of_stream, std::string of_peer)
      : server(of_server), stream(std::move(of_stream)), peer(std::move(of_peer)) {
    client = peer;
    ++server.open_of_peer[peer];
    ++server.open_count;
  }
  ~Session() override {
    Release();
    Leave();
  }
  // It counts no longer among those that are open.
  void Leave() {
    if (left) return;
    left = true;
    server.open.erase(this);
    if (--server.open_of_peer[peer] == 0) server.open_of_peer.erase(peer);
    --server.open_count;
    if (turned_away) --server.turned_away;
  }

  beast::tcp_stream& socket() { return beast::get_lowest_layer(stream); }

  void Start() {
    Wait();
    if constexpr (kTls) {
      socket().expires_after(server.options.read_deadline);
      stream.async_handshake(ssl::stream_base::server,
                             [self = this->shared_from_this()](beast::error_code error) {
                               if (!error) self->ReadHeader();
                             });
    } else {
      ReadHeader();
    }
  }
  void Wait() { waiting_since = ++server.waits; }

  // There is no room: whoever it is hears it before saying what it wants.
  void TurnAway() {
    turned_away = true;
    ++server.turned_away;
    Start();
  }

  void ReadHeader() {
    if (server.stopping) return Close();
    if (turned_away) return Refuse(503);
    client = peer;  // a proxy's connection is not one client's
    Wait();
    parser.emplace();
    parser->header_limit(static_cast<std::uint32_t>(server.options.max_header_bytes));
    // Any, until the application has seen whom the body is for (none would count as nought).
    parser->body_limit(std::numeric_limits<std::uint64_t>::max());
    busy = false;
    // Not renewed by single bytes: all headers have to be there by then.
    socket().expires_after(server.options.read_deadline);
    http::async_read_header(stream, buffer, *parser,
                            [self = this->shared_from_this()](
                                beast::error_code error, std::size_t) { self->OnHeader(error); });
  }

  void OnHeader(beast::error_code error) {
    if (error) return OnReadError(error);
    busy = true;
    const auto& head = parser->get();
    const auto target = head.target();
    const auto fields = static_cast<std::size_t>(std::distance(head.begin(), head.end()));
    if (target.size() > server.options.max_target_bytes) return Refuse(414);
    if (fields > server.options.max_headers) return Refuse(431);
    if (head.version() != 11 && head.version() != 10) return Refuse(505);
    if (target.empty() || target.front() != '/') return Refuse(400);
    if (head.count(http::field::host) != 1) return Refuse(400);
    if (!server.IsOurHost(std::string{head[http::field::host]})) return Refuse(421);
    if (!server.proxies.empty() && !server.IsExempt(peer)) return Refuse(403);
    client = ForwardedFor(std::string_view{head["X-Forwarded-For"].data(), head["X-Forwarded-For"].size()}, peer, server.proxies);
    const std::string path{target.substr(0, target.find('?'))};
    const std::string method{head.method_string()};
    const std::size_t limit = server.app.BodyLimit(method, path);
    if (parser->content_length() && *parser->content_length() > limit) return Refuse(413);
    if (!Reserve(limit)) return Refuse(503);
    parser->body_limit(limit);
    received = 0;
    body_since = std::chrono::steady_clock::now();
    ReadBody();
  }

  // Each piece that came gives the rest the time it should have taken, and no more: who falls behind is let go.
  void ReadBody() {
    if (parser->is_done()) return Handle();
    const auto earned = std::chrono::milliseconds(received * 1000 / kLeastUploadBytesPerSecond);
    socket().expires_at(body_since + server.options.read_deadline + earned);
    http::async_read_some(stream, buffer, *parser,
                          [self = this->shared_from_this()](beast::error_code failed, std::size_t bytes) {
                            if (failed) return self->OnReadError(failed);
                            self->received += bytes;
                            self->ReadBody();
                          });
  }

  // Room for the body that is coming, until its answer is written.
  bool Reserve(std::size_t limit) {
    const bool chunked = parser->chunked();
    const std::size_t coming = chunked ? limit : static_cast<std::size_t>(parser->content_length().value_or(0));
    if (coming <= kSmallBodyBytes) return true;
    if (server.large_body_bytes + coming > server.options.max_large_body_bytes) return false;
    server.large_body_bytes += coming;
    reserved = coming;
    return true;
  }
  void Release() {
    server.large_body_bytes -= reserved;
    reserved = 0;
  }

  void OnReadError(beast::error_code error) {
    if (error == http::error::end_of_stream || error == beast::error::timeout) return Close();
    if (error == http::error::header_limit) return Refuse(431);
    if (error == http::error::body_limit) return Refuse(413);
    if (error.category() == make_error_code(http::error::bad_method).category()) return Refuse(400);
    Close();
  }

  void Handle() {
    waiting_since = 0;
    auto message = parser->release();
    HttpRequest request;
    request.method = std::string{message.method_string()};
    const std::string target{message.target()};
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = target.substr(question + 1);
    for (const auto& field : message)
      request.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    request.body = std::move(message.body());
    request.peer = client;
    request.secure =
        kTls || (server.proxies.contains(peer) && request.Header("X-Forwarded-Proto") == "https");
    keep_alive = message.keep_alive();
    is_head = message.method() == http::verb::head;
    socket().expires_never();
    server.app.Handle(std::move(request), [self = this->shared_from_this()](HttpResponse response) {
      asio::post(self->stream.get_executor(), [self, answer = std::move(response)]() mutable {
        self->Write(std::move(answer));
      });
    });
  }

  // What the application never gets to see; the connection ends with it.
  void Refuse(int status) {
    keep_alive = false;
    busy = true;
    HttpResponse answer{status,
                        {{"Content-Type", "text/plain; charset=utf-8"}},
                        std::string{http::obsolete_reason(static_cast<http::status>(status))} + "\n"};
    if (status == 503) answer.headers.emplace_back("Retry-After", "5");
    Write(std::move(answer));
  }

  void Write(HttpResponse response) {
    if (server.stopping) keep_alive = false;
    outgoing.emplace();
    outgoing->version(11);
    outgoing->result(static_cast<unsigned>(response.status));
    for (const auto& [name, value] : response.headers) outgoing->insert(name, value);
    for (const auto& [name, value] : server.options.headers) {
      if (outgoing->count(name) == 0) outgoing->set(name, value);
    }
    outgoing->keep_alive(keep_alive);
    const std::size_t size = response.body.size();
    if (!is_head) outgoing->body() = std::move(response.body);
    if (response.status != 204 && response.status != 304) outgoing->content_length(size);
    waiting_since = 0;
    socket().expires_after(server.options.write_deadline + std::chrono::seconds(size / kLeastBytesPerSecond));
    serializer.emplace(*outgoing);
    const auto done = [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->serializer.reset();
      self->outgoing.reset();
      self->Release();
      if (error || !self->keep_alive) return self->Close();
      self->ReadHeader();
    };
    if (is_head) {
      http::async_write_header(stream, *serializer, done);
    } else {
      http::async_write(stream, *serializer, done);
    }
  }

  void Finish() override {
    if (!busy) socket().cancel();  // what is being waited for ends with an error, and that closes
  }

  void Drop() override {
    Leave();
    socket().close();
  }

  // A client that is still sending gets to read the answer: what it sends is thrown away for a moment.
  void Close() {
    Wait();
    beast::error_code ignored;
    socket().socket().shutdown(tcp::socket::shutdown_send, ignored);
    socket().expires_after(std::chrono::seconds(1));
    Drain();
  }
  void Drain() {
    socket().async_read_some(asio::buffer(drained), [self = this->shared_from_this()](
                                                        beast::error_code error, std::size_t) {
      if (!error) self->Drain();
    });
  }

  Impl& server;
  Stream stream;
  std::string peer;
  beast::flat_buffer buffer{64 * 1024};
  std::optional<http::request_parser<http::string_body>> parser;
  std::optional<http::response<http::string_body>> outgoing;
  std::optional<http::response_serializer<http::string_body>> serializer;
  std::array<char, 4096> drained{};
  std::size_t reserved = 0;
  std::size_t received = 0;  // of the body that is being read
  std::chrono::steady_clock::time_point body_since{};
  bool left = false;
  bool turned_away = false;
  bool busy = false;  // a request is being read behind its header, handled or answered
  bool keep_alive = false;
  bool is_head = false;
};

void HttpServer::Impl::Accept() {
  acceptor.async_accept([this](boost::system::error_code error, tcp::socket socket) {
    if (stopping) return;
    if (!error) {
      boost::system::error_code gone;
      const auto endpoint = socket.remote_endpoint(gone);
      const std::string peer = gone ? std::string{} : AddressText(endpoint.address());
      if (!gone) Open(std::move(socket), peer);
    } else {
      log.Warn("http_accept", {{"error", error.message()}});
    }
    Accept();
  });
}

void HttpServer::Impl::Open(tcp::socket socket, const std::string& peer) {
  const auto same = open_of_peer.find(peer);
  const bool crowding = !IsExempt(peer) && same != open_of_peer.end() && same->second >= options.max_connections_of_peer;
  bool room = true;
  if (crowding) {
    room = MakeRoom(peer);
  } else if (open.size() - turned_away >= options.max_connections) {
    room = MakeRoom();
  }
  if (!room && turned_away >= options.max_connections_of_peer) return;
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto start = [&](const auto& session) {
    open.emplace(session.get(), session);
    room ? session->Start() : session->TurnAway();
  };
  if (tls) {
    start(std::make_shared<Session<TlsStream>>(*this, TlsStream(std::move(socket), *tls), peer));
  } else {
    start(std::make_shared<Session<PlainStream>>(*this, PlainStream(std::move(socket)), peer));
  }
}

bool HttpServer::Impl::MakeRoom(const std::string& client) {
  std::map<std::string, std::size_t> waiting;
  for (const auto& [connection, owner] : open) {
    if (connection->waiting_since > 0 && (client.empty() || connection->client == client)) ++waiting[connection->client];
  }
  log.Warn("http_full", {{"open", std::to_string(open.size())}, {"waiting_clients", std::to_string(waiting.size())}});
  if (waiting.empty()) return false;
  const std::string& most =
      std::max_element(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  Connection* oldest = nullptr;
  for (const auto& [connection, owner] : open) {
    if (connection->waiting_since > 0 && connection->client == most &&
        (oldest == nullptr || connection->waiting_since < oldest->waiting_since))
      oldest = connection;
  }
  oldest->Drop();
  return true;
}

void HttpServer::Impl::Stop() {
  stopping = true;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : open) all.push_back(connection.lock());
  for (const auto& connection : all) {
    if (connection) connection->Finish();
  }
}

HttpServer::HttpServer(HttpOptions options, HttpApp& app, core::Log& log)
    : impl_(std::make_unique<Impl>(std::move(options), app, log)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->acceptor.local_endpoint().port(); }

std::size_t HttpServer::connections() const { return impl_->open_count; }

void HttpServer::Run(std::stop_token stop) {
  impl_->Accept();
  asio::steady_timer grace(impl_->io);
  const std::stop_callback on_stop(stop, [&] {
    asio::post(impl_->io, [&] {
      impl_->Stop();
      grace.expires_after(impl_->options.stop_grace);
      grace.async_wait([&](boost::system::error_code error) {
        if (!error) impl_->io.stop();
      });
      // The wait must not keep the server alive when nobody is left.
      asio::post(impl_->io, [&] {
        if (impl_->open.empty()) grace.cancel();
      });
    });
  });
  while (!impl_->io.stopped()) {
    impl_->io.run_one();
    if (impl_->stopping && impl_->open.empty()) break;
  }
}

}  // namespace agencywatch::alerts
