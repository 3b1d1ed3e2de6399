#include "crawler/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "crawler/address_guard.h"

namespace agencywatch::crawler {
namespace {

constexpr int kThreads = 4;
constexpr std::size_t kMostRemembered = 20'000;

std::string FirstAddress(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
  std::array<char, NI_MAXHOST> text{};
  if (getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0,
                  NI_NUMERICHOST) != 0) {
    return {};
  }
  return text.data();
}

}  // namespace

struct Resolver::Impl {
  using Steady = std::chrono::steady_clock;
  struct Known {
    bool pending = true;
    std::string address;
    Steady::time_point at{};
  };

  std::mutex mutex;  // guards everything below
  std::condition_variable wanted;
  std::map<std::string, Known> known;
  std::deque<std::string> hosts;  // to be looked up
  bool ending = false;
  std::function<void()> ready;
};

Resolver::Resolver(std::function<void()> ready) : impl_(std::make_shared<Impl>()) {
  impl_->ready = std::move(ready);
  for (int i = 0; i < kThreads; ++i) {
    // A look-up can take as long as the system's resolver likes; the end of the program does not
    // wait for it.
    std::thread([impl = impl_] {
      for (;;) {
        std::string host;
        {
          std::unique_lock lock(impl->mutex);
          impl->wanted.wait(lock, [&] { return impl->ending || !impl->hosts.empty(); });
          if (impl->ending) return;
          host = std::move(impl->hosts.front());
          impl->hosts.pop_front();
        }
        std::string address = FirstAddress(host);
        const std::lock_guard lock(impl->mutex);
        if (impl->ending) return;
        impl->known[host] = {false, std::move(address), Impl::Steady::now()};
        impl->ready();
      }
    }).detach();
  }
}

Resolver::~Resolver() {
  const std::lock_guard lock(impl_->mutex);
  impl_->ending = true;
  impl_->wanted.notify_all();
}

std::optional<std::string> Resolver::Find(const std::string& host) {
  if (ParseIpAddress(host)) {
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
  }
  const std::lock_guard lock(impl_->mutex);
  if (impl_->known.size() > kMostRemembered) impl_->known.clear();
  const auto [found, added] = impl_->known.try_emplace(host);
  Impl::Known& entry = found->second;
  const bool old = !entry.pending && Impl::Steady::now() - entry.at > kMaxAge;
  if (added || old) {
    entry = {};
    impl_->hosts.push_back(host);
    impl_->wanted.notify_one();
  }
  if (entry.pending) return std::nullopt;
  return entry.address;
}

}  // namespace agencywatch::crawler
