#include "tests/e2e/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace agencywatch::test {
namespace {

constexpr int kReadLimitMs = 10'000;

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Appends what has come in; false at the end of the stream or when nothing comes.
bool More(int socket, std::string& pending) {
  pollfd wait{socket, POLLIN, 0};
  if (poll(&wait, 1, kReadLimitMs) != 1) return false;
  std::array<char, 16384> part{};
  const auto got = recv(socket, part.data(), part.size(), 0);
  if (got <= 0) return false;
  pending.append(part.data(), static_cast<std::size_t>(got));
  return true;
}

}  // namespace

std::string Answer::Get(std::string_view lower_name) const {
  const std::string lower = Lower(header);
  const auto at = lower.find("\r\n" + std::string(lower_name) + ":");
  if (at == std::string::npos) return {};
  auto begin = at + 2 + lower_name.size() + 1;
  while (begin < header.size() && header[begin] == ' ') ++begin;
  return header.substr(begin, header.find("\r\n", begin) - begin);
}

Wire::Wire(std::string_view base_url) {
  base_url.remove_prefix(std::string_view("http://").size());
  const auto colon = base_url.find(':');
  const std::string host(base_url.substr(0, colon));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port =
      htons(static_cast<std::uint16_t>(std::atoi(std::string(base_url.substr(colon + 1)).c_str())));
  inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0 ||
      connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to " + std::string(base_url));
  }
}

Wire::~Wire() { ::close(socket_); }

bool Wire::Send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Answer Wire::Read(bool head) {
  Answer answer;
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!More(socket_, pending_)) return answer;
  }
  answer.header = pending_.substr(0, end);
  pending_.erase(0, end + 4);
  answer.status = std::atoi(answer.header.substr(9, 3).c_str());
  if (head || answer.status == 304) return answer;
  const auto length = static_cast<std::size_t>(std::atoll(answer.Get("content-length").c_str()));
  while (pending_.size() < length && More(socket_, pending_)) {
  }
  answer.body = pending_.substr(0, length);
  pending_.erase(0, answer.body.size());
  return answer;
}

bool Wire::ClosedWithin(std::chrono::milliseconds limit) const {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                          until - std::chrono::steady_clock::now())
                          .count();
    pollfd wait{socket_, POLLIN, 0};
    if (left <= 0 || poll(&wait, 1, static_cast<int>(left)) != 1) return false;
    std::array<char, 4096> part{};
    if (recv(socket_, part.data(), part.size(), 0) <= 0) return true;
  }
}

Answer Fetch(const std::string& base_url, std::string_view method, std::string_view target,
             std::string_view more) {
  Wire wire(base_url);
  const std::string authority = base_url.substr(std::string_view("http://").size());
  if (!wire.Send(std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: " +
                 authority + "\r\n" + std::string(more) + "Connection: close\r\n\r\n")) {
    return {};
  }
  return wire.Read(method == "HEAD");
}

}  // namespace agencywatch::test
