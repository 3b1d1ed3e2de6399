// The store at the size of a country: 1,000,000 postings with their versions, words, facts and assessments, 20,000 alerts.
// Answers to people within 100 ms, warm, without reading a big table through; alerts for 50,000 new postings within 60 s.
// Everything lies in a private PostgreSQL in /tmp that goes with the process (about 4 GB while it runs).
//
//   store [POSTINGS]    with fewer postings everything is smaller in proportion, for a quick look
//
// Filling a million takes three minutes of a core, the whole some six on two free ones: there is no limit of its own.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "alerts/alert_builder.h"
#include "db/alert_queue.h"
#include "db/posting_index.h"
#include "db/subject_store.h"
#include "db/transaction.h"
#include "tests/bench/store_filler.h"
#include "tests/db/test_database.h"

namespace agencywatch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 9;
constexpr double kMostMs = 100;
constexpr double kMostBuildSeconds = 60;
// A scan through one of these would be felt; the others are small.
constexpr const char* kBigTables =
    "('posting', 'posting_version', 'posting_index', 'fact', 'assessment', 'current_assessment', 'finding', 'tie', 'identifier', "
    "'alert_posting', 'alert_event')";

double SecondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

class Report {
 public:
  Report(pqxx::connection& app, pqxx::connection& watcher) : app_(app), watcher_(watcher) {}

  // The median of warm calls, and whether they read a big table through.
  void Measure(const std::string& what, const std::function<std::size_t(pqxx::transaction_base&)>& call) {
    std::size_t found = 0;
    const auto once = [&] {
      const auto begin = Clock::now();
      pqxx::read_transaction tx(app_);
      found = call(tx);
      return SecondsSince(begin) * 1000;
    };
    for (int i = 0; i < 6; ++i) once();  // warm, and past the custom plans of a prepared statement
    const long before = Scans();
    std::vector<double> ms;
    for (int i = 0; i < kRounds; ++i) ms.push_back(once());
    const long scans = Scans() - before;
    std::nth_element(ms.begin(), ms.begin() + kRounds / 2, ms.end());
    const bool good = ms[kRounds / 2] < kMostMs && scans == 0;
    failed_ = failed_ || !good;
    std::printf("%-42s %8.1f ms  %6zu found  %s\n", what.c_str(), ms[kRounds / 2], found,
                scans > 0 ? "READS A BIG TABLE THROUGH" : good ? "ok" : "TOO SLOW");
  }
  void Fail() { failed_ = true; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  long Scans() {
    pqxx::nontransaction(app_).exec("SELECT pg_stat_force_next_flush()");
    pqxx::nontransaction(app_).exec("SELECT 1");
    pqxx::nontransaction tx(watcher_);
    return tx.exec1(std::string{"SELECT coalesce(sum(seq_scan), 0) FROM pg_stat_user_tables WHERE schemaname = 'agencywatch' AND relname IN "} +
                    kBigTables)[0]
        .as<long>();
  }

  pqxx::connection& app_;
  pqxx::connection& watcher_;
  bool failed_ = false;
};

int Run(long postings) {
  const long new_postings = postings / 20;
  const db::TemporaryFolder folder;
  db::PrivateServerOptions options;
  options.data_dir = folder.path() / "data";
  options.durable = false;
  const std::shared_ptr<db::PrivateServer> server = db::PrivateServer::Attach(options);
  const auto database = db::Database::On(server, db::PrivateServer::kDatabase, db::BuiltInMigrations());
  pqxx::connection super(server->ConnectionString(db::ServerRole::kSuperuser));
  StoreFiller filler(super);
  filler.Exec("SET search_path = agencywatch, public");
  filler.Exec("SET session_replication_role = replica");  // the rows fit together: nothing to check
  filler.Exec("SET maintenance_work_mem = '512MB'");

  auto begin = Clock::now();
  filler.Prepare();
  // As many flagged ones as make 20,000 subjects of three postings in a million.
  filler.Fill(1, postings, 50 / 3);
  filler.Index();
  std::printf("filled with %ld postings in %.0f s\n", postings, SecondsSince(begin));
  const auto app = database.Connect();
  const core::Instant now = core::ParseInstant("2026-11-21T06:00:00+07:00").value();
  begin = Clock::now();
  const auto all = alerts::BuildAlerts(*app, nullptr, now);
  std::printf("%d alerts from %d flagged postings in %.1f s\n", all.opened, all.flagged, SecondsSince(begin));
  filler.Exec("VACUUM ANALYZE");

  Report report(*app, super);
  report.Measure("queue: the first 50", [&](auto& tx) {
    static_cast<void>(db::CountAlerts(tx, now));
    static_cast<void>(db::CountMatching(tx, {}, now));
    return db::ListAlerts(tx, {}, now).size();
  });
  report.Measure("queue: page 200", [&](auto& tx) {
    db::AlertFilter filter;
    filter.offset = 200 * 50 * static_cast<int>(postings / 1000) / 1000;
    return db::ListAlerts(tx, filter, now).size();
  });
  report.Measure("queue: frauds with one sign, in no province", [&](auto& tx) {
    db::AlertFilter filter;
    filter.verdict = core::Verdict::kFraud;
    filter.indicator = "fee.upfront_deposit";
    filter.province = "Nghệ An";
    return db::ListAlerts(tx, filter, now).size();
  });
  report.Measure("queue: overdue in a month", [&](auto& tx) {
    db::AlertFilter filter;
    filter.overdue = true;
    return db::ListAlerts(tx, filter, now + std::chrono::hours(720)).size();
  });
  report.Measure("alert: one in full", [&](auto& tx) { return db::ShowAlert(tx, 1)->postings.size(); });
  report.Measure("subject: by a phone", [](auto& tx) { return db::ListSubjects(tx, "+840010000100", 50).size(); });
  report.Measure("subject: by a part of a label", [](auto& tx) { return db::ListSubjects(tx, "0000123", 50).size(); });
  report.Measure("subject: evidence", [](auto& tx) {
    return db::IdentifiersOf(tx, 100).size() + db::EvidenceOf(tx, 100, 500).size();
  });
  report.Measure("search: a rare word, without marks", [](auto& tx) { return db::SearchPostings(tx, "tu12345", 50).size(); });
  report.Measure("search: a word that every advert has", [](auto& tx) { return db::SearchPostings(tx, "tuyển", 50).size(); });
  report.Measure("search: two words, one in ten, one in 100", [](auto& tx) { return db::SearchPostings(tx, "đặt bay", 50).size(); });
  report.Measure("search: words in a row", [](auto& tx) { return db::SearchPostings(tx, "\"bay ngay\"", 50).size(); });
  report.Measure("search: a word that no advert has", [](auto& tx) { return db::SearchPostings(tx, "khongcotunay", 50).size(); });

  // A third of them by phones that have alerts already.
  filler.Fill(postings + 1, postings + new_postings, 1);
  filler.Exec("UPDATE fact SET value = '+84001' || lpad((version_id % 20000)::text, 8, '0') WHERE version_id > " + std::to_string(postings) +
              " AND version_id % 3 = 0");
  begin = Clock::now();
  const auto added = alerts::BuildAlerts(*app, nullptr, now + std::chrono::hours(24));
  const double seconds = SecondsSince(begin);
  const bool fast = seconds < kMostBuildSeconds;
  if (!fast) report.Fail();
  std::printf("alerts for %ld new postings, all flagged: %d opened, %d updated in %.1f s  %s\n", new_postings, added.opened,
              added.updated, seconds, fast ? "ok" : "TOO SLOW");
  begin = Clock::now();
  const auto none = alerts::BuildAlerts(*app, nullptr, now + std::chrono::hours(48));
  std::printf("and when nothing is new: %d opened, %d updated in %.2f s\n", none.opened, none.updated, SecondsSince(begin));
  return report.failed() ? 1 : 0;
}

}  // namespace
}  // namespace agencywatch

int main(int argc, char** argv) {
  const long postings = argc > 1 ? std::atol(argv[1]) : 1'000'000;
  if (postings < 10'000) {
    std::cerr << "store: at least 10000 postings\n";
    return 2;
  }
  static_cast<void>(std::setvbuf(stdout, nullptr, _IOLBF, 0));  // each line as it comes, into a file too
  try {
    return agencywatch::Run(postings);
  } catch (const std::exception& error) {
    std::cerr << "store: " << error.what() << '\n';
    return 3;
  }
}
