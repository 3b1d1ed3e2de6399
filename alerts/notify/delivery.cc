#include "alerts/notify/delivery.h"

#include <curl/curl.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "alerts/alert_text.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "crawler/address_guard.h"

namespace agencywatch::alerts {
namespace {

constexpr long kConnectSeconds = 10;
constexpr std::size_t kMaxProblemLetters = 300;

struct EasyDeleter {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

List ListOf(const std::vector<std::string>& lines) {
  List list;
  for (const auto& line : lines) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

struct Upload {
  std::string_view rest;
};

std::size_t ReadUpload(char* out, std::size_t size, std::size_t count, void* data) noexcept {
  auto& upload = *static_cast<Upload*>(data);
  const std::size_t bytes = std::min(size * count, upload.rest.size());
  std::memcpy(out, upload.rest.data(), bytes);
  upload.rest.remove_prefix(bytes);
  return bytes;
}

// What a receiver answers is of no use beside its status.
std::size_t DropAnswer(char* /*bytes*/, std::size_t size, std::size_t count,
                       void* /*data*/) noexcept {
  return size * count;
}

int StopWhenAsked(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  return static_cast<const std::stop_token*>(data)->stop_requested() ? 1 : 0;
}

curl_socket_t OpenLoopbackOnly(void* /*data*/, curlsocktype /*purpose*/,
                               curl_sockaddr* address) noexcept {
  const auto ip = crawler::AddressOf(address->addr);
  if (!ip || crawler::KindOf(*ip) != crawler::AddressKind::kLoopback) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// One transfer with what all of them have in common.
class Transfer {
 public:
  Transfer(const std::string& url, const char* protocols, bool loopback_only,
           const std::filesystem::path& ca_file, std::chrono::seconds timeout,
           const std::stop_token& stop)
      : handle_(curl_easy_init()) {
    if (!handle_) throw std::bad_alloc();
    Set(CURLOPT_URL, url.c_str());
    Set(CURLOPT_PROTOCOLS_STR, protocols);
    Set(CURLOPT_PROXY, "");
    Set(CURLOPT_NOSIGNAL, 1L);
    Set(CURLOPT_ERRORBUFFER, reason_.data());
    Set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    Set(CURLOPT_TIMEOUT, static_cast<long>(timeout.count()));
    Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    Set(CURLOPT_NOPROGRESS, 0L);
    Set(CURLOPT_XFERINFOFUNCTION, &StopWhenAsked);
    Set(CURLOPT_XFERINFODATA, &stop);
    Set(CURLOPT_WRITEFUNCTION, &DropAnswer);
    if (loopback_only) Set(CURLOPT_OPENSOCKETFUNCTION, &OpenLoopbackOnly);
    if (!ca_file.empty()) Set(CURLOPT_CAINFO, ca_file.c_str());
  }

  template <typename Value>
  void Set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(handle_.get(), option, value);
    if (code != CURLE_OK)
      throw std::logic_error("libcurl option " + std::to_string(option) + ": " +
                             curl_easy_strerror(code));
  }
  CURLcode Perform() { return curl_easy_perform(handle_.get()); }
  [[nodiscard]] long ResponseCode() const {
    long code = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
  }
  // libcurl's words, and its own reason where it gave one.
  [[nodiscard]] std::string Problem(CURLcode code) const {
    std::string text = curl_easy_strerror(code);
    if (reason_.front() != '\0') text += std::string{": "} + reason_.data();
    return TerminalText(core::MakeValidUtf8(text), kMaxProblemLetters);
  }

 private:
  std::unique_ptr<CURL, EasyDeleter> handle_;
  std::array<char, CURL_ERROR_SIZE> reason_{};
};

// Of all that libcurl may say, what is about this message or its recipient only.
bool IsAboutTheMessage(CURLcode code) {
  return code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY ||
         code == CURLE_REMOTE_ACCESS_DENIED;
}

std::string KeyOf(std::string_view secret) {
  static constexpr std::string_view kPrefix = "whsec_";
  if (!secret.starts_with(kPrefix)) return std::string{secret};
  secret.remove_prefix(kPrefix.size());
  std::string key(secret.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), secret.data(),
                        secret.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    throw core::CannotRun("the webhook's secret begins with whsec_, but what follows is no base64");
  }
  key.resize(length);
  return key;
}

}  // namespace

std::string WebhookSignature(std::string_view secret, std::string_view id,
                             std::string_view timestamp, std::string_view body) {
  const std::string key = KeyOf(secret);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                              key.size());
  const std::string head = std::string{id} + "." + std::string{timestamp} + ".";
  for (const std::string_view part : {std::string_view{head}, body})
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                                  part.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_final(&state, mac.data());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_auth_hmacsha256_BYTES,
                                             sodium_base64_VARIANT_ORIGINAL)>
      text{};
  sodium_bin2base64(text.data(), text.size(), mac.data(), mac.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  return std::string{"v1,"} + text.data();
}

Delivery SendMail(const SmtpSettings& smtp, std::chrono::seconds timeout, const std::string& to,
                  const std::string& message, const std::stop_token& stop) {
  const bool v6 = smtp.host.find(':') != std::string::npos;
  const std::string url = std::string{smtp.tls == MailTls::kImplicit ? "smtps" : "smtp"} + "://" +
                          (v6 ? "[" + smtp.host + "]" : smtp.host) + ":" +
                          std::to_string(smtp.port);
  Transfer transfer(url, smtp.tls == MailTls::kImplicit ? "smtps" : "smtp",
                    smtp.tls == MailTls::kNone, smtp.ca_file, timeout, stop);
  if (smtp.tls != MailTls::kNone) transfer.Set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!smtp.user.empty()) {
    transfer.Set(CURLOPT_USERNAME, smtp.user.c_str());
    transfer.Set(CURLOPT_PASSWORD, ReadSecret(smtp.password_file).c_str());
  }
  const List recipients = ListOf({"<" + to + ">"});
  Upload upload{message};
  transfer.Set(CURLOPT_MAIL_FROM, ("<" + smtp.from + ">").c_str());
  transfer.Set(CURLOPT_MAIL_RCPT, recipients.get());
  transfer.Set(CURLOPT_UPLOAD, 1L);
  transfer.Set(CURLOPT_READFUNCTION, &ReadUpload);
  transfer.Set(CURLOPT_READDATA, &upload);
  const CURLcode code = transfer.Perform();
  if (code == CURLE_OK) return {};
  return {smtp.host + ":" + std::to_string(smtp.port) + ": " + transfer.Problem(code),
          !IsAboutTheMessage(code)};
}

Delivery PostWebhook(const Recipient& recipient, std::chrono::seconds timeout,
                     const std::string& id, const std::string& body, core::Instant now,
                     const std::stop_token& stop) {
  const bool clear = recipient.url.starts_with("http:");
  const std::string timestamp = std::to_string(now.time_since_epoch().count());
  const List headers =
      ListOf({"Content-Type: application/json", "User-Agent: agencywatch",
              "Expect:", "webhook-id: " + id, "webhook-timestamp: " + timestamp,
              "webhook-signature: " +
                  WebhookSignature(ReadSecret(recipient.secret_file), id, timestamp, body)});
  Transfer transfer(recipient.url, clear ? "http" : "https", clear, recipient.ca_file, timeout,
                    stop);
  transfer.Set(CURLOPT_HTTPHEADER, headers.get());
  transfer.Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  transfer.Set(CURLOPT_POSTFIELDS, body.data());
  const CURLcode code = transfer.Perform();
  const long status = transfer.ResponseCode();
  // What came after a 2xx, and how it ended, does not matter any more.
  if (status / 100 == 2) return {};
  if (code != CURLE_OK) return {transfer.Problem(code), false};
  return {"HTTP " + std::to_string(status), false};
}

}  // namespace agencywatch::alerts
