#include "alerts/api/page_trial.h"

#include <thread>

#include "core/errors.h"
#include "crawler/fetcher.h"
#include "crawler/robots_policy.h"

namespace agencywatch::alerts {
namespace {

using namespace std::chrono_literals;

constexpr int kMaxHops = 5;
constexpr auto kPause = 1s;       // between two requests
constexpr auto kMostDelay = 5s;   // a longer Crawl-delay is told, and not waited for
constexpr auto kOneRequest = 10s;

class Trial {
 public:
  Trial(const std::string& user_agent, const core::Clock& clock, bool may_be_private)
      : user_agent_(user_agent),
        clock_(clock),
        may_be_private_(may_be_private),
        fetcher_({user_agent, "", 1}, clock) {}

  PageTrial Run(crawler::Url url) {
    PageTrial trial;
    for (int hop = 0;; ++hop) {
      trial.url = url.Href();
      const auto robots = RobotsOf(url);
      if (refused_) {
        trial.outcome = refused_->name;
        trial.detail = refused_->detail;
        return trial;
      }
      const auto decision = robots.Check(url.PathAndQuery());
      trial.robots_line = decision.line;
      trial.crawl_delay = robots.crawl_delay();
      if (!decision.allowed) {
        trial.outcome = "refused-robots";
        trial.detail = robots.unreachable() ? "robots.txt could not be had" : "";
        return trial;
      }
      if (trial.crawl_delay && *trial.crawl_delay > kPause)
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(*trial.crawl_delay, kMostDelay) - kPause);
      const auto result = Fetch(url);
      trial.outcome = crawler::OutcomeName(result.outcome);
      trial.status = result.exchange.head.status;
      trial.bytes = result.exchange.response_body.size();
      if (const auto* redirect = std::get_if<crawler::Redirect>(&result.outcome)) {
        if (!redirect->target || !redirect->target->IsHttp() || hop == kMaxHops) return trial;
        url = *redirect->target;
        continue;
      }
      if (const auto* refused = std::get_if<crawler::Refused>(&result.outcome)) trial.detail = refused->detail;
      if (const auto* failed = std::get_if<crawler::Failed>(&result.outcome)) trial.detail = failed->detail;
      if (std::holds_alternative<crawler::Page>(result.outcome) && trial.status / 100 == 2)
        trial.content = crawler::ReadPage(result.body(), trial.url, result.exchange.head.Get("content-type"));
      return trial;
    }
  }

 private:
  crawler::FetchResult Fetch(const crawler::Url& url) {
    if (asked_) std::this_thread::sleep_for(kPause);
    asked_ = true;
    crawler::FetchRequest request;
    request.url = url;
    request.may_be_private = may_be_private_;
    request.limits.body_bytes = 4UL * 1024 * 1024;
    request.limits.decoded_bytes = 8UL * 1024 * 1024;
    request.limits.connect = 5s;
    request.limits.first_byte = kOneRequest;
    request.limits.total = kOneRequest;
    request.take_what_fits = true;
    fetcher_.Submit(std::move(request));
    for (;;) {
      auto ended = fetcher_.Poll(kOneRequest);
      if (!ended.empty()) return std::move(ended.front());
    }
  }

  // Of this origin; asked once a trial.
  crawler::RobotsPolicy RobotsOf(const crawler::Url& url) {
    const auto origin = url.origin();
    if (robots_ && origin == robots_of_) return *robots_;
    auto ask = crawler::ParseUrl("/robots.txt", &url).value();
    for (int hop = 0;; ++hop) {
      const auto result = Fetch(ask);
      const auto* redirect = std::get_if<crawler::Redirect>(&result.outcome);
      if (redirect != nullptr && redirect->target && redirect->target->IsHttp() &&
          hop < crawler::RobotsPolicy::kMaxRedirects) {
        ask = *redirect->target;
        continue;
      }
      if (const auto* refused = std::get_if<crawler::Refused>(&result.outcome))
        refused_ = {crawler::OutcomeName(result.outcome), refused->detail};
      const bool page = std::holds_alternative<crawler::Page>(result.outcome);
      robots_ = crawler::RobotsPolicy::FromResponse(
          page || redirect != nullptr ? result.exchange.head.status : 0,
          page ? result.body() : std::string_view{}, user_agent_, clock_.Now());
      robots_of_ = origin;
      return *robots_;
    }
  }

  std::string user_agent_;
  const core::Clock& clock_;
  bool may_be_private_;
  crawler::Fetcher fetcher_;
  bool asked_ = false;
  std::optional<crawler::RobotsPolicy> robots_;
  crawler::Origin robots_of_;
  struct Refusal {
    std::string name;
    std::string detail;
  };
  std::optional<Refusal> refused_;  // not even robots.txt may be asked for there
};

}  // namespace

std::optional<PageTrial> PageTrials::Try(const std::string& url, const std::string& user_agent,
                                         const core::Clock& clock) {
  const auto parsed = crawler::ParseUrl(url);
  if (!parsed || !parsed->IsHttp() || !parsed->username.empty() || !parsed->password.empty())
    throw core::InputError({"", 0, 0, "this is no web address", "write https://example.com/viec-lam/"});
  const std::unique_lock only(under_way_, std::try_to_lock);
  if (!only.owns_lock()) return {};
  return Trial(user_agent, clock, may_be_private_).Run(crawler::Normalise(*parsed));
}

}  // namespace agencywatch::alerts
