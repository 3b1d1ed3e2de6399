#include "crawler/fetcher.h"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <list>
#include <map>
#include <stdexcept>
#include <utility>

#include "crawler/transfer.h"

namespace agencywatch::crawler {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct CurlMultiDeleter {
  void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
using CurlMulti = std::unique_ptr<CURLM, CurlMultiDeleter>;

milliseconds TimeOf(CURL* handle, CURLINFO info) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(handle, info, &microseconds);
  return milliseconds(microseconds / 1000);
}

}  // namespace

struct Fetcher::Impl {
  FetcherOptions options;
  const core::Clock& clock;
  CurlMulti multi;
  std::list<Transfer> active;
  std::vector<CurlEasy> idle;
  std::vector<FetchResult> ended;  // refused without being started
  std::atomic<bool> woken = false;
  std::map<std::pair<std::string, long>, std::string>
      certificates;  // of open connections: server IP, own port

  Impl(FetcherOptions o, const core::Clock& c)
      : options(std::move(o)), clock(c), multi(curl_multi_init()) {
    if (!multi) throw std::bad_alloc();
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS,
                      static_cast<long>(options.max_in_flight * 2));
    curl_multi_setopt(multi.get(), CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
  }
  ~Impl() {
    for (Transfer& transfer : active) curl_multi_remove_handle(multi.get(), transfer.easy.get());
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Start(FetchRequest request) {
    active.emplace_back();
    Transfer& transfer = active.back();
    transfer.request = std::move(request);
    transfer.result.id = transfer.request.id;
    transfer.result.url = transfer.request.url;
    transfer.result.exchange.at = clock.Now();
    transfer.start = Steady::now();
    if (idle.empty()) {
      transfer.easy.reset(curl_easy_init());
      if (!transfer.easy) throw std::bad_alloc();
    } else {
      transfer.easy = std::move(idle.back());
      idle.pop_back();
    }
    Configure(transfer, options.user_agent, options.from);
    const CURLMcode code = curl_multi_add_handle(multi.get(), transfer.easy.get());
    if (code != CURLM_OK)
      throw std::logic_error(std::string("libcurl: ") + curl_multi_strerror(code));
  }

  void RecordConnection(Transfer& transfer) {
    CURL* handle = transfer.easy.get();
    Exchange& exchange = transfer.result.exchange;
    const char* ip = nullptr;
    long port = 0;
    long own_port = 0;
    curl_easy_getinfo(handle, CURLINFO_PRIMARY_IP, &ip);
    curl_easy_getinfo(handle, CURLINFO_PRIMARY_PORT, &port);
    curl_easy_getinfo(handle, CURLINFO_LOCAL_PORT, &own_port);
    if (ip != nullptr) exchange.ip = ip;
    exchange.port = static_cast<std::uint16_t>(port);
    exchange.first_byte =
        transfer.header_bytes > 0 ? TimeOf(handle, CURLINFO_STARTTRANSFER_TIME_T) : milliseconds(0);
    exchange.total = TimeOf(handle, CURLINFO_TOTAL_TIME_T);
    if (transfer.request.url.scheme != "https" || exchange.ip.empty()) return;
    constexpr std::size_t kMostRemembered = 10'000;
    if (certificates.size() > kMostRemembered) certificates.clear();
    std::string& remembered = certificates[{exchange.ip, own_port}];
    const std::string seen = LeafCertificateSha256(handle);
    if (!seen.empty()) remembered = seen;
    exchange.cert_sha256 = remembered;
  }

  FetchResult Finish(CURLcode code, Transfer& transfer) {
    RecordConnection(transfer);
    transfer.result.outcome = OutcomeOf(code, transfer);
    curl_multi_remove_handle(multi.get(), transfer.easy.get());
    curl_easy_reset(transfer.easy.get());
    FetchResult result = std::move(transfer.result);
    idle.push_back(std::move(transfer.easy));
    active.remove_if([&](const Transfer& other) { return &other == &transfer; });
    return result;
  }

  // Ends fetches whose answer has not begun in time; says when the next one would be.
  Steady::time_point EndSilentOnes(std::vector<FetchResult>& results) {
    const auto now = Steady::now();
    auto next = Steady::time_point::max();
    for (auto it = active.begin(); it != active.end();) {
      Transfer& transfer = *it++;
      if (transfer.header_bytes > 0) continue;
      const auto deadline = transfer.start + transfer.request.limits.first_byte;
      if (deadline > now) {
        next = std::min(next, deadline);
      } else {
        results.push_back(Finish(CURLE_OPERATION_TIMEDOUT, transfer));
      }
    }
    return next;
  }
};

Fetcher::Fetcher(FetcherOptions options, const core::Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(options), clock)) {}
Fetcher::~Fetcher() = default;

void Fetcher::Wake() noexcept {
  impl_->woken = true;
  curl_multi_wakeup(impl_->multi.get());
}

std::size_t Fetcher::in_flight() const { return impl_->active.size() + impl_->ended.size(); }
bool Fetcher::HasRoom() const { return in_flight() < impl_->options.max_in_flight; }

void Fetcher::Submit(FetchRequest request) {
  if (!HasRoom()) throw std::logic_error("a fetch was submitted beyond max_in_flight");
  if (!request.url.IsHttp()) {
    FetchResult result;
    result.id = request.id;
    result.url = request.url;
    result.exchange.at = impl_->clock.Now();
    result.outcome = Refused{RefusedReason::kScheme, request.url.scheme};
    impl_->ended.push_back(std::move(result));
    return;
  }
  impl_->Start(std::move(request));
}

std::vector<FetchResult> Fetcher::Poll(milliseconds timeout, const std::stop_token& stop) {
  std::vector<FetchResult> results = std::exchange(impl_->ended, {});
  const auto deadline = Steady::now() + timeout;
  CURLM* multi = impl_->multi.get();
  const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
  for (;;) {
    int running = 0;
    const CURLMcode code = curl_multi_perform(multi, &running);
    if (code != CURLM_OK)
      throw std::logic_error(std::string("libcurl: ") + curl_multi_strerror(code));
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode ended_with = message->data.result;
      char* user = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &user);
      results.push_back(impl_->Finish(ended_with, *reinterpret_cast<Transfer*>(user)));
    }
    const auto next = std::min(deadline, impl_->EndSilentOnes(results));
    const auto wait = std::chrono::ceil<milliseconds>(next - Steady::now());
    if (!results.empty() || impl_->woken.exchange(false) || stop.stop_requested() ||
        (wait.count() <= 0 && next == deadline))
      return results;
    curl_multi_poll(multi, nullptr, 0,
                    static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, 60'000)), nullptr);
  }
}

}  // namespace agencywatch::crawler
