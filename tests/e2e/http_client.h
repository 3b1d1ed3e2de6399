// Plain HTTP on a socket, for tests that must say exactly what goes over the wire.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace agencywatch::test {

struct Answer {
  int status = 0;      // 0: no answer
  std::string header;  // as received, without the blank line
  std::string body;

  // The first value of a header, by its name in lower case; empty when there is none.
  [[nodiscard]] std::string Get(std::string_view lower_name) const;
};

// One connection to "http://127.0.0.2:1234". Reads give up after ten seconds.
class Wire {
 public:
  explicit Wire(std::string_view base_url);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  [[nodiscard]] bool Send(std::string_view bytes) const;  // false: the other side has closed
  // Reads one answer; `head` says that no body follows. Needs Content-Length, as our server sends.
  [[nodiscard]] Answer Read(bool head = false);
  // True when the server closes the connection within `limit`.
  [[nodiscard]] bool ClosedWithin(std::chrono::milliseconds limit) const;

 private:
  int socket_ = -1;
  std::string pending_;
};

// One request on a connection of its own, with Host, and `more` header lines ("Name: value\r\n"…).
[[nodiscard]] Answer Fetch(const std::string& base_url, std::string_view method,
                           std::string_view target, std::string_view more = {});

}  // namespace agencywatch::test
