#include "crawler/transfer.h"

#include <sys/socket.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <utility>

#include "core/sha256.h"
#include "crawler/address_guard.h"

namespace agencywatch::crawler {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

// An exception (out of memory) must not cross libcurl: it counts as a failure of this fetch.
template <typename Body>
std::size_t Guarded(Transfer& transfer, std::size_t wrong, Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    transfer.reason = FailReason::kOther;
    return wrong;
  }
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = size * count;
  return Guarded(transfer, bytes == 0 ? 1 : 0, [&]() -> std::size_t {
    const std::string_view line(data, bytes);
    transfer.header_bytes += bytes;
    if (transfer.header_bytes > transfer.request.limits.header_bytes) {
      transfer.reason = FailReason::kHeaderTooLarge;
      return 0;
    }
    if (transfer.body_begun) return bytes;  // trailers: they are in the raw body
    std::string& head = transfer.result.exchange.response_head;
    if (transfer.head_ended && line.starts_with("HTTP/")) {  // what came before was a 1xx answer
      head.clear();
      transfer.head_ended = false;
    }
    head += line;
    if (line == "\r\n" || line == "\n") transfer.head_ended = true;
    return bytes;
  });
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = size * count;
  return Guarded(transfer, bytes == 0 ? 1 : 0, [&]() -> std::size_t {
    std::string& body = transfer.result.exchange.response_body;
    if (!transfer.body_begun) {
      transfer.body_begun = true;
      curl_off_t announced = -1;
      curl_easy_getinfo(transfer.easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
      constexpr curl_off_t kMostReserved = 256 * 1024;  // a lying length costs no more than this
      if (announced > 0) body.reserve(static_cast<std::size_t>(std::min(announced, kMostReserved)));
    }
    const std::size_t room = transfer.request.limits.body_bytes - body.size();
    if (bytes > room) {
      body.append(data, room);
      transfer.reason = FailReason::kBodyTooLarge;
      return 0;
    }
    body.append(data, bytes);
    return bytes;
  });
}

int OnDebug(CURL*, curl_infotype type, char* data, std::size_t size, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  if (type == CURLINFO_HEADER_OUT) {
    Guarded(transfer, 0, [&]() -> std::size_t {
      transfer.result.exchange.request.append(data, size);
      return 0;
    });
  }
  return 0;
}

std::string Described(const IpAddress& address, std::string_view text) {
  return std::string(text) + " (" + std::string(AddressKindName(KindOf(address))) + ")";
}

// The address that the socket is about to use: a new connection.
curl_socket_t OnOpenSocket(void* user, curlsocktype purpose, curl_sockaddr* peer) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  try {
    const auto address = AddressOf(peer->addr);
    if (!address) return CURL_SOCKET_BAD;
    if (!transfer.request.may_be_private && !IsPublic(*address)) {
      transfer.refused = Described(*address, "the name's address");
      return CURL_SOCKET_BAD;
    }
  } catch (...) {
    return CURL_SOCKET_BAD;
  }
  return socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

// Asked again just before the request is sent, for a connection may have been opened for another
// source.
int OnBeforeRequest(void* user, char* primary_ip, char*, int, int) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.request.may_be_private) return CURL_PREREQFUNC_OK;
  try {
    const auto address = ParseIpAddress(primary_ip);
    if (address && IsPublic(*address)) return CURL_PREREQFUNC_OK;
    transfer.refused = address ? Described(*address, primary_ip) : "an address that is not known";
  } catch (...) {
    transfer.reason = FailReason::kOther;
  }
  return CURL_PREREQFUNC_ABORT;
}

// Header values come from servers and settings: nothing may end the line.
std::string HeaderLine(std::string_view name, std::string_view value) {
  std::string line(name);
  line += ": ";
  for (const char c : value) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) line += c;
  }
  return line;
}

void AddHeader(CurlList& list, std::string_view name, std::string_view value) {
  curl_slist* longer = curl_slist_append(list.get(), HeaderLine(name, value).c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

// Most pages come in one piece: libcurl reads once for each time that it waited.
constexpr long kReadBytes = 64L << 10;

template <typename Value>
void Set(CURL* handle, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(handle, option, value);
  if (code != CURLE_OK) {
    throw std::logic_error("libcurl refuses option " + std::to_string(option) + ": " +
                           curl_easy_strerror(code));
  }
}

std::string DecodeBase64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    if (c >= '0' && c <= '9') value = c - '0' + 52;
    if (c == '+') value = 62;
    if (c == '/') value = 63;
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return out;
}

FailReason TimeoutReason(const Transfer& transfer) {
  curl_off_t before_request = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_PRETRANSFER_TIME_T, &before_request);
  if (before_request == 0) return FailReason::kConnectTimeout;
  if (transfer.header_bytes == 0) return FailReason::kFirstByteTimeout;
  // libcurl counts in milliseconds of its own and may come to the end a little before we do.
  constexpr milliseconds kSlack{50};
  const bool over = Steady::now() - transfer.start + kSlack >= transfer.request.limits.total;
  return over ? FailReason::kTotalTimeout : FailReason::kTooSlow;
}

FailReason ReasonOf(CURLcode code, const Transfer& transfer) {
  if (transfer.reason) return *transfer.reason;
  switch (code) {  // of libcurl's hundred codes only those that an HTTP fetch can meet
    case CURLE_COULDNT_RESOLVE_HOST:
      return FailReason::kNameNotFound;
    case CURLE_COULDNT_CONNECT:
      return FailReason::kConnectFailed;
    case CURLE_PEER_FAILED_VERIFICATION:
      return FailReason::kCertificate;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
      return FailReason::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return TimeoutReason(transfer);
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
      return FailReason::kConnectionLost;
    case CURLE_RECV_ERROR: {
      // libcurl says so for a reset connection and for broken chunks alike.
      long os_error = 0;
      curl_easy_getinfo(transfer.easy.get(), CURLINFO_OS_ERRNO, &os_error);
      return os_error == 0 && transfer.body_begun ? FailReason::kBadCoding
                                                  : FailReason::kConnectionLost;
    }
    case CURLE_PARTIAL_FILE:
      return FailReason::kTruncated;
    case CURLE_OUT_OF_MEMORY:  // libcurl's word for one header line of more than 100 KB, too
      return transfer.head_ended ? FailReason::kOther : FailReason::kHeaderTooLarge;
    case CURLE_FILESIZE_EXCEEDED:
      return FailReason::kBodyTooLarge;
    case CURLE_UNSUPPORTED_PROTOCOL:  // an answer of HTTP/0.9, that is, none
    case CURLE_WEIRD_SERVER_REPLY:
      return FailReason::kBadHttp;
    default:
      return FailReason::kOther;
  }
}

FailReason ReasonOf(BodyError error) {
  return error == BodyError::kTooLarge ? FailReason::kDecodedTooLarge : FailReason::kBadCoding;
}

}  // namespace

std::string LeafCertificateSha256(CURL* handle) {
  curl_certinfo* info = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &info) != CURLE_OK || info == nullptr ||
      info->num_of_certs < 1) {
    return "";
  }
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  for (const curl_slist* entry = info->certinfo[0]; entry != nullptr; entry = entry->next) {
    const std::string_view text = entry->data;
    if (!text.starts_with("Cert:")) continue;
    const std::size_t begin = text.find(kBegin);
    const std::size_t end = text.find("-----END");
    if (begin == std::string_view::npos || end == std::string_view::npos) continue;
    return core::Sha256Hex(
        DecodeBase64(text.substr(begin + kBegin.size(), end - begin - kBegin.size())));
  }
  return "";
}

void Configure(Transfer& transfer, const std::string& user_agent, const std::string& from) {
  CURL* handle = transfer.easy.get();
  const FetchRequest& request = transfer.request;
  const FetchLimits& limits = request.limits;
  const std::string address = request.url.origin().Text() + "/";
  const std::string target = request.url.PathAndQuery();

  AddHeader(transfer.headers, "User-Agent", user_agent);
  AddHeader(transfer.headers, "Accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,application/"
            "ld+json;q=0.9,text/*;q=0.8,*/*;q=0.1");
  AddHeader(transfer.headers, "Accept-Language", "vi,en;q=0.7");
  AddHeader(transfer.headers, "Accept-Encoding", "gzip");
  if (!from.empty()) AddHeader(transfer.headers, "From", from);
  if (!request.etag.empty()) AddHeader(transfer.headers, "If-None-Match", request.etag);
  if (!request.last_modified.empty())
    AddHeader(transfer.headers, "If-Modified-Since", request.last_modified);

  if (!request.pinned_ip.empty() && !ParseIpAddress(*request.url.host)) {
    const Origin origin = request.url.origin();
    const bool v6 = request.pinned_ip.find(':') != std::string::npos;
    const std::string entry = origin.host + ":" + std::to_string(origin.port) + ":" +
                              (v6 ? "[" + request.pinned_ip + "]" : request.pinned_ip);
    transfer.pinned.reset(curl_slist_append(nullptr, entry.c_str()));
    if (!transfer.pinned) throw std::bad_alloc();
    Set(handle, CURLOPT_RESOLVE, transfer.pinned.get());
  }
  Set(handle, CURLOPT_URL, address.c_str());
  Set(handle, CURLOPT_REQUEST_TARGET,
      target.c_str());  // as normalised by us, not again by libcurl
  Set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  Set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  Set(handle, CURLOPT_HTTPHEADER, transfer.headers.get());
  Set(handle, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  Set(handle, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  Set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  Set(handle, CURLOPT_PROXY, "");
  Set(handle, CURLOPT_NOPROXY, "*");
  Set(handle, CURLOPT_NOSIGNAL, 1L);
  Set(handle, CURLOPT_BUFFERSIZE, kReadBytes);
  Set(handle, CURLOPT_PRIVATE, static_cast<void*>(&transfer));
  Set(handle, CURLOPT_ERRORBUFFER, transfer.error.data());

  Set(handle, CURLOPT_HEADERFUNCTION, &OnHeader);
  Set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  Set(handle, CURLOPT_WRITEFUNCTION, &OnBody);
  Set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  Set(handle, CURLOPT_VERBOSE, 1L);  // only so that OnDebug sees the request as sent
  Set(handle, CURLOPT_DEBUGFUNCTION, &OnDebug);
  Set(handle, CURLOPT_DEBUGDATA, static_cast<void*>(&transfer));
  Set(handle, CURLOPT_OPENSOCKETFUNCTION, &OnOpenSocket);
  Set(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer));
  Set(handle, CURLOPT_PREREQFUNCTION, &OnBeforeRequest);
  Set(handle, CURLOPT_PREREQDATA, static_cast<void*>(&transfer));

  Set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  Set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total.count()));
  Set(handle, CURLOPT_LOW_SPEED_LIMIT, limits.least_bytes_per_second);
  Set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.slow_window.count()));
  if (!request.take_what_fits)
    Set(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.body_bytes));

  Set(handle, CURLOPT_CERTINFO, 1L);
  if (request.tls == TlsCheck::kAny) {
    Set(handle, CURLOPT_SSL_VERIFYPEER, 0L);
    Set(handle, CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

FetchOutcome OutcomeOf(CURLcode code, Transfer& transfer) {
  Exchange& exchange = transfer.result.exchange;
  const auto head = ParseHttpHead(exchange.response_head);
  if (head) exchange.head = *head;
  const std::string words =
      transfer.error[0] != '\0' ? transfer.error.data() : curl_easy_strerror(code);
  if (!transfer.refused.empty() && transfer.header_bytes == 0 && !transfer.reason) {
    return Refused{RefusedReason::kPrivateAddress, transfer.refused};
  }
  if (transfer.reason || code != CURLE_OK) return Failed{ReasonOf(code, transfer), words};
  if (!head) return Failed{FailReason::kBadHttp, "the answer has no status line"};

  if (head->status == 304) {
    const bool asked = !transfer.request.etag.empty() || !transfer.request.last_modified.empty();
    if (asked) return NotModified{};
    return Failed{FailReason::kBadHttp, "304 to a request without validators"};
  }
  const std::string_view location = head->Get("Location");
  const bool redirects = head->status == 301 || head->status == 302 || head->status == 303 ||
                         head->status == 307 || head->status == 308;
  if (redirects) {
    if (location.empty()) return Redirect{};
    return Redirect{ParseUrl(location, &transfer.request.url)};
  }
  const FetchLimits& limits = transfer.request.limits;
  Page page;
  if (!head->Get("Transfer-Encoding").empty()) {
    DecodedBody payload = RemoveTransferCoding(*head, exchange.response_body, limits.body_bytes);
    if (payload.error != BodyError::kNone)
      return Failed{ReasonOf(payload.error), "the transfer coding is broken"};
    page.payload = std::move(payload.bytes);
  }
  const std::string& payload = page.payload ? *page.payload : exchange.response_body;
  if (!head->Get("Content-Encoding").empty()) {
    DecodedBody body = RemoveContentCoding(*head, payload, limits.decoded_bytes);
    if (body.error != BodyError::kNone)
      return Failed{ReasonOf(body.error), "the content coding is broken or too much"};
    page.decoded = std::move(body.bytes);
  } else if (payload.size() > limits.decoded_bytes) {
    return Failed{FailReason::kDecodedTooLarge, "the body is too large"};
  }
  return page;
}

}  // namespace agencywatch::crawler
