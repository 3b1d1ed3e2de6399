// What the handlers of the JSON API work with. One call: who asks, what for, on which connection; the answer is JSON, or an
// ApiError is thrown.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <pqxx/connection>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/api/http_server.h"
#include "alerts/api/page_trial.h"
#include "alerts/api/statistics_cache.h"
#include "core/assessment.h"
#include "core/register_view.h"
#include "core/time.h"
#include "db/alert_queue.h"
#include "db/session_store.h"
#include "rules/engine.h"

namespace agencywatch::core {
class SigningKey;
}

namespace agencywatch::alerts {

class Recipients;
struct DossierMaker;

using Json = nlohmann::ordered_json;

// An answer that is no success: {"error":{"code","message","message_vi"}}, its Vietnamese by alerts/problem_text.h. The
// browser part has texts of its own for the codes that people meet.
class ApiError : public std::runtime_error {
 public:
  ApiError(int status, std::string code, const std::string& message)
      : std::runtime_error(message), status_(status), code_(std::move(code)) {}
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& code() const { return code_; }

 private:
  int status_;
  std::string code_;
};

// The register as last imported, read again only when there is a newer one. Safe to use from several threads.
class RegisterCache {
 public:
  // Null before the first import.
  [[nodiscard]] std::shared_ptr<const core::RegisterView> Get(pqxx::connection& connection,
                                                              core::Instant now);
  // There is a newer one: the next call reads it.
  void Forget();

 private:
  static constexpr std::chrono::seconds kLook{30};  // how often a newer one is looked for
  std::mutex mutex_;                                // guards what follows
  std::optional<std::int64_t> snapshot_id_;
  core::Day day_{};  // states change with the day
  core::Instant looked_at_{};
  std::shared_ptr<const core::RegisterView> view_;
};

// The counts of the queue, made anew when something happened to an alert (at most once a second) or a minute is over. Safe
// to use from several threads.
class QueueCountsCache {
 public:
  [[nodiscard]] db::QueueCounts Get(pqxx::transaction_base& tx, core::Instant now);

 private:
  std::mutex mutex_;  // guards what follows; held while they are counted, so that they are counted once
  std::int64_t last_event_ = -1;
  std::chrono::steady_clock::time_point made_{};
  db::QueueCounts counts_;
};

// What a person reported, pasted in.
struct NewTip {
  std::string title;
  std::string body;
  std::string url;  // where it stood, if anywhere
  std::string channel;
  std::string place;
  std::string informant_name;  // stored apart; may be empty, as the next
  std::string informant_contact;
  std::string taken_by;
};
struct TakenTip {
  std::int64_t posting_id = 0;
  bool is_new = false;  // the same text had not been reported before
  core::Verdict verdict = core::Verdict::kClear;
  std::optional<std::int64_t> alert_number;  // for which it speaks now
};

// What all calls share. Owned by whoever runs the site; outlives all calls.
struct ApiServices {
  const core::Clock* clock = nullptr;
  std::shared_ptr<const rules::RuleSet> rules;
  std::filesystem::path data_dir;  // where the WARC files are
  std::chrono::days register_max_age{14};
  std::string program_version;
  // Who we say we are when a page is tried out.
  std::string user_agent = "agencywatch";
  // Saves, judges and alerts, as `agencywatch import --tip` does: the way of a posting is wired above this room.
  std::function<TakenTip(pqxx::connection&, const NewTip&, core::Instant)> take_tip;
  // Judges all live adverts anew, in the background: a list was taken in. Who did it and why go into the events of alerts.
  std::function<void(const std::string& by, const std::string& reason)> rescreen;
  // To whom cases are referred, and this office's province; empty: said with each referral.
  std::shared_ptr<const Recipients> recipients;
  std::string province;
  // What a dossier says of this machine and program, and the key that signs (core::InputError when there is none). Finished
  // dossiers lie in data_dir/dossiers.
  std::function<DossierMaker()> dossier_maker;
  std::function<core::SigningKey()> dossier_key;
  mutable std::mutex dossier_building;  // one at a time
  mutable RegisterCache register_cache;
  mutable QueueCountsCache queue_counts;
  mutable StatisticsCache statistics;
  mutable PageTrials page_trials;
};

struct ApiCall {
  const HttpRequest& http;
  const ApiServices& services;
  pqxx::connection& connection;
  core::Instant now;
  std::vector<std::string> path;             // what stood in the {…} of the route, decoded
  std::map<std::string, std::string> query;  // decoded; only names that the route lists
  Json body;               // an object whose members the route lists; null without a body
  db::WebSession session;  // empty on an open route

  // The n-th part of the path as a positive number; 404 otherwise.
  [[nodiscard]] std::int64_t Number(std::size_t n) const;
  // The value of the query, or "".
  [[nodiscard]] std::string Query(const std::string& name) const;
  // A whole number from `least` to `most`; 400 otherwise.
  [[nodiscard]] int QueryNumber(const std::string& name, int otherwise, int least, int most) const;
  // A member of the body, trimmed; "" when it is not there.
  [[nodiscard]] std::string Text(const std::string& name) const;
  // Likewise, of at most so many bytes; 400 for a longer one.
  [[nodiscard]] std::string Text(const std::string& name, std::size_t most) const;
  // Why somebody does something, for the audit chain: at most 2,000 bytes and at least three letters; 400 otherwise.
  [[nodiscard]] std::string Reason() const;
  // A file in the body, as base64 (RFC 4648 section 4, with padding); 400 for anything else.
  [[nodiscard]] std::string Bytes(const std::string& name) const;
  // Whole numbers or texts of an array in the body; none when it is not there; 400 for other things in it, and for more
  // than a hundred.
  [[nodiscard]] std::vector<std::int64_t> Numbers(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> Texts(const std::string& name) const;
};

// nullopt for anything but digits, with a minus sign perhaps.
[[nodiscard]] std::optional<std::int64_t> FindWholeNumber(const std::string& text);

[[nodiscard]] HttpResponse JsonAnswer(const Json& json, int status = 200);
// A file to keep, never to show: whatever its name, it is a header's harmless value (RFC 6266).
[[nodiscard]] HttpResponse FileAnswer(std::string bytes, const std::string& media_type, std::string_view name);
// A page in a frame of ours that runs, loads and links nothing.
[[nodiscard]] HttpResponse FramedAnswer(std::string html);
[[nodiscard]] HttpResponse ErrorAnswer(int status, std::string_view code, std::string_view message);

// {"vi":…, "en":…}
[[nodiscard]] Json InBoth(std::string_view vi, std::string_view en);
// Null for nullopt; RFC 3339 and YYYY-MM-DD.
[[nodiscard]] Json ToJson(const std::optional<core::Instant>& instant);
[[nodiscard]] Json ToJson(const std::optional<core::Day>& day);

}  // namespace agencywatch::alerts
