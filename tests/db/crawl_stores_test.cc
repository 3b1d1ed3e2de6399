// Runs, sources, leases, frontier, captures: what a page's outcome is made of.
#include <string>

#include "core/errors.h"
#include "db/lease_store.h"
#include "db/robots_store.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

using namespace std::chrono_literals;

class RunStore : public StoreTest {
 protected:
  NewRun Scan() const { return {"scan", now_, "1.0.0", {}, {}, {}}; }
};

TEST_F(RunStore, SecondScanIsRefusedUntilTheFirstOnesConnectionIsGone) {
  auto first = database().Connect();
  {
    pqxx::work tx(*first);
    EXPECT_TRUE(TakeScanLock(tx));
    tx.commit();
  }
  pqxx::work tx(connection());
  EXPECT_FALSE(TakeScanLock(tx));
  first.reset();
  bool taken = false;
  for (int i = 0; i < 100 && !taken; ++i) {
    taken = TakeScanLock(tx);
    if (!taken) tx.exec("SELECT pg_sleep(0.02)");
  }
  EXPECT_TRUE(taken);
}

TEST_F(RunStore, RunOfAKilledProcessIsMarkedInterruptedAndItsLeasesAreSetFree) {
  auto killed = database().Connect();
  const LeaseKey lease{LeaseKind::kOrigin, "http://127.0.0.2:8101"};
  std::int64_t dead = 0;
  {
    pqxx::work tx(*killed);
    dead = StartRun(tx, Scan());
    EXPECT_TRUE(TakeLease(tx, lease, WorkerOfRun(dead), 60s));
    tx.commit();
  }
  {
    pqxx::work tx(connection());
    (void)StartRun(tx, Scan());
    EXPECT_EQ(LatestRuns(tx, 2)[1].outcome, "") << "it is still alive";
    EXPECT_EQ(TakeLease(tx, lease, "other", 60s), std::nullopt);
  }
  killed.reset();
  std::string outcome;
  for (int i = 0; i < 100 && outcome.empty(); ++i) {
    pqxx::work tx(connection());
    tx.exec("SELECT pg_sleep(0.02)");
    const auto run = StartRun(tx, Scan());
    outcome = LatestRuns(tx, 2)[1].outcome;
    if (outcome.empty()) continue;
    const auto token = TakeLease(tx, lease, WorkerOfRun(run), 60s);
    ASSERT_TRUE(token.has_value());
    EXPECT_GT(*token, 1);
  }
  EXPECT_EQ(outcome, "interrupted");
}

TEST_F(RunStore, RunEndsOnceWithItsCounts) {
  pqxx::work tx(connection());
  const auto run = StartRun(tx, Scan());
  EndRun(tx, run, now_ + 60s, R"({"fetched":12})");
  const auto rows = LatestRuns(tx, 10);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].outcome, "done");
  EXPECT_EQ(rows[0].ended, now_ + 60s);
  EXPECT_EQ(rows[0].counts, R"({"fetched": 12})");
  EXPECT_THROW(EndRun(tx, run, now_, "{}"), std::logic_error);
}

TEST_F(RunStore, ClockSetBackMoreThanFiveMinutesIsRefusedByName) {
  pqxx::work tx(connection());
  RefuseClockSetBack(tx, now_);
  EndRun(tx, StartRun(tx, Scan()), now_ + 10min, "{}");
  RefuseClockSetBack(tx, now_ + 5min);
  try {
    RefuseClockSetBack(tx, now_ + 4min);
    FAIL() << "the clock was accepted";
  } catch (const core::CannotRun& error) {
    EXPECT_STREQ(error.what(),
                 "the clock was set back: it says 2026-11-01T02:04:00Z, but an earlier run reached "
                 "2026-11-01T02:10:00Z; set the clock right, or wait until then");
  }
}

TEST_F(RunStore, WorkersTakePartInAnOpenRunAndTheLastOneKnows) {
  auto first = database().Connect();
  auto second = database().Connect();
  std::int64_t id = 0;
  {
    pqxx::work tx(*first);
    EXPECT_FALSE(JoinRun(tx)) << "there is none yet";
    id = StartRun(tx, {"crawl", now_, "1.0.0", {}, {}, {}});
    tx.commit();
  }
  {
    pqxx::work tx(*second);
    const auto joined = JoinRun(tx);
    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->id, id);
    EXPECT_EQ(joined->started, now_);
    tx.commit();
  }
  {
    pqxx::work tx(*first);
    EXPECT_FALSE(LeaveRun(tx, id, now_, "{}"));
    tx.commit();
  }
  pqxx::work tx(*second);
  EXPECT_TRUE(LeaveRun(tx, id, now_, "{}"));
  EXPECT_EQ(LatestRuns(tx, 1)[0].outcome, "done");
}

TEST_F(RunStore, ANightlyBudgetIsCountedOverAllWorkers) {
  pqxx::work tx(connection());
  const auto run = StartRun(tx, Scan());
  const auto source = Source(tx);
  EXPECT_EQ(VisitedInRun(tx, run, source), 0);
  AddVisited(tx, run, source, 3);
  AddVisited(tx, run, source, 4);
  EXPECT_EQ(VisitedInRun(tx, run, source), 7);
}

using SourceStore = StoreTest;

TEST_F(SourceStore, RobotsFileIsKeptWithAnyBytesUntilTheNextOne) {
  pqxx::work tx(connection());
  const auto origin = EnsureOrigin(tx, {"http", "127.0.0.2", 8101});
  EXPECT_FALSE(FindRobots(tx, origin));
  const std::string odd("Disallow: /\0\xFF", 14);
  SaveRobots(tx, origin, {now_, 200, odd, "\"a\"", ""});
  EXPECT_EQ(FindRobots(tx, origin)->body, odd);
  SaveRobots(tx, origin, {now_ + 1h, 404, "", "", ""});
  EXPECT_EQ(FindRobots(tx, origin)->status, 404);
  EXPECT_EQ(FindRobots(tx, origin)->fetched_at, now_ + 1h);
}

TEST_F(SourceStore, SourceKeepsItsIdAndTellsWhetherItChanged) {
  pqxx::work tx(connection());
  const auto added = SaveSource(tx, {"a", "A", "site", Hash("1")}, now_);
  const auto same = SaveSource(tx, {"a", "A", "site", Hash("1")}, now_);
  const auto changed = SaveSource(tx, {"a", "B", "feed", Hash("2")}, now_);
  EXPECT_TRUE(added.changed);
  EXPECT_FALSE(same.changed);
  EXPECT_TRUE(changed.changed);
  EXPECT_EQ(same.id, added.id);
  EXPECT_EQ(changed.id, added.id);
  EXPECT_EQ(FindSource(tx, "a"), added.id);
  EXPECT_EQ(FindSource(tx, "b"), std::nullopt);
}

TEST_F(SourceStore, NextRequestNeverMovesBack) {
  pqxx::work tx(connection());
  const auto origin = EnsureOrigin(tx, {"http", "127.0.0.2", 8101});
  EXPECT_EQ(EnsureOrigin(tx, {"http", "127.0.0.2", 8101}), origin);
  EXPECT_EQ(NextRequest(tx, origin), std::nullopt);
  SetNextRequest(tx, origin, now_ + 10s);
  SetNextRequest(tx, origin, now_);
  EXPECT_EQ(NextRequest(tx, origin), now_ + 10s);
}

using LeaseStore = StoreTest;

TEST_F(LeaseStore, TokenRisesWithEachTakingAndALeaseInForceIsNotGivenAway) {
  const LeaseKey lease{LeaseKind::kAddress, "127.0.0.2"};
  pqxx::work tx(connection());
  const auto first = TakeLease(tx, lease, "a", 60s).value();
  EXPECT_EQ(TakeLease(tx, lease, "b", 60s), std::nullopt);
  EXPECT_TRUE(RenewLease(tx, lease, first, 60s));
  ReleaseLease(tx, lease, first);
  EXPECT_GT(TakeLease(tx, lease, "b", 60s), first);
  EXPECT_FALSE(RenewLease(tx, lease, first, 60s));
  ReleaseLease(tx, lease, first);  // too late: it is another's
  EXPECT_EQ(TakeLease(tx, lease, "a", 60s), std::nullopt);
}

TEST_F(LeaseStore, StaleTokenFailsTheWholePageAndNothingOfItStays) {
  const LeaseKey lease{LeaseKind::kOrigin, "http://127.0.0.2:8101"};
  std::int64_t source = 0;
  {
    pqxx::work tx(connection());
    source = Source(tx);
    EXPECT_EQ(TakeLease(tx, lease, "slow", 0s), 2);  // ends at once
    tx.commit();
  }
  auto other = database().Connect();
  {
    pqxx::work tx(*other);
    EXPECT_EQ(TakeLease(tx, lease, "quick", 60s), 3);
    tx.commit();
  }
  const auto page = [&] {
    pqxx::work tx(connection());
    const auto url = SeedUrl(tx, source, Url("/"), now_);
    AddLinks(tx, source, {{Url("/a"), url, 1, 0}}, now_);
    (void)SavePosting(tx, source, Advert("j1", "cọc 15tr"), now_, "1");
    CheckToken(tx, lease, 2);
    tx.commit();
  };
  try {
    page();
    FAIL() << "the stale token was accepted";
  } catch (const core::RetryLater& error) {
    EXPECT_STREQ(
        error.what(),
        "stale lease: http://127.0.0.2:8101 with token 2 now belongs to quick with token 3");
  }
  pqxx::work tx(connection());
  EXPECT_TRUE(CountUrls(tx, source).empty());
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM posting")[0].as<int>(), 0);
  CheckToken(tx, lease, 3);
}

TEST_F(LeaseStore, LeaseCannotBeTakenWhileAPageCommitsWithItsToken) {
  const LeaseKey lease{LeaseKind::kOrigin, "http://127.0.0.2:8101"};
  {
    pqxx::work tx(connection());
    (void)TakeLease(tx, lease, "a", 0s);
    tx.commit();
  }
  pqxx::work page(connection());
  CheckToken(page, lease, 2);
  auto other = database().Connect();
  pqxx::work thief(*other);
  EXPECT_EQ(TakeLease(thief, lease, "b", 60s), std::nullopt) << "and does not wait for it";
}

class FrontierStore : public StoreTest {
 protected:
  int Add(pqxx::transaction_base& tx, std::int64_t source, const std::vector<NewUrl>& urls,
          std::int64_t seen_from, int step = 1) {
    std::vector<NewLink> links;
    for (const auto& url : urls) links.push_back({url, seen_from, step, 0});
    return AddLinks(tx, source, links, now_);
  }
};

TEST_F(FrontierStore, LinksAreAddedOnceAndComeNearerButNeverFarther) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto start = SeedUrl(tx, source, Url("/"), now_);
  EXPECT_EQ(Add(tx, source, {Url("/b"), Url("/a"), Url("/b"), Url("/", "127.0.0.3")}, start, 3), 3);
  EXPECT_EQ(Add(tx, source, {Url("/a"), Url("/")}, start), 0);
  EXPECT_EQ(Add(tx, source, {Url("/a")}, start, 2), 0);
  const auto due = NextDue(tx, source, now_, 10);
  ASSERT_EQ(due.size(), 4U);
  EXPECT_EQ(due[0].url, "http://127.0.0.2:8101/");
  EXPECT_EQ(due[0].depth, 0);
  EXPECT_EQ(due[1].url, "http://127.0.0.2:8101/a");
  EXPECT_EQ(due[1].depth, 1);
  EXPECT_EQ(NextDue(tx, source, now_, 10, {EnsureOrigin(tx, Url("/", "127.0.0.3").origin)}).size(),
            3U);
  EXPECT_EQ(NextDue(tx, source, now_, 2).size(), 2U);
  EXPECT_TRUE(NextDue(tx, source, now_ - 1s, 10).empty());
}

TEST_F(FrontierStore, AddressesWithQuotesCommasAndBracesAreStoredAsTheyAre) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const std::string odd = R"(/a"b\c,{d}'e NULL)";
  const auto start = SeedUrl(tx, source, Url("/"), now_);
  EXPECT_EQ(Add(tx, source, {Url(odd)}, start), 1);
  EXPECT_EQ(NextDue(tx, source, now_, 10).at(1).url, Url(odd).url);
}

TEST_F(FrontierStore, TooLongAnAddressIsLeftOutAmongLinksAndRefusedAsAStart) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto start = SeedUrl(tx, source, Url("/"), now_);
  const NewUrl longest = Url("/" + std::string(kMaxUrlBytes, 'a'));
  EXPECT_EQ(Add(tx, source, {longest, Url("/a")}, start), 1);
  EXPECT_THROW((void)SeedUrl(tx, source, longest, now_), core::InputError);
}

TEST_F(FrontierStore, OutcomeDecidesWhetherAndWhenAnAddressIsVisitedAgain) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto url = SeedUrl(tx, source, Url("/"), now_);
  UrlOutcome outcome;
  outcome.url_id = url;
  outcome.due_at = now_ + 24h;
  outcome.etag = "\"abc\"";
  outcome.last_modified = "Sun, 01 Nov 2026 00:00:00 GMT";
  outcome.body_sha256 = Hash("page");
  outcome.unchanged = 4;
  outcome.keen = true;
  RecordOutcomes(tx, {outcome});
  EXPECT_TRUE(NextDue(tx, source, now_, 10).empty());
  const auto due = NextDue(tx, source, now_ + 24h, 10);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].state, UrlState::kDone);
  EXPECT_EQ(due[0].etag, outcome.etag);
  EXPECT_EQ(due[0].last_modified, outcome.last_modified);
  EXPECT_EQ(due[0].body_sha256, outcome.body_sha256);
  EXPECT_EQ(due[0].unchanged, 4);
  EXPECT_TRUE(due[0].keen);
  (void)SeedUrl(tx, source, Url("/"), now_);
  EXPECT_TRUE(NextDue(tx, source, now_, 10).empty()) << "a start page keeps its time";

  RecordOutcomes(tx, {{url, UrlState::kDone, now_ + 1h, 1, now_, "", "", ""}});
  EXPECT_EQ(NextDue(tx, source, now_ + 1h, 1).at(0).gone_since, now_);
  RecordOutcomes(tx, {{url, UrlState::kGone, {}, 2, now_, "", "", ""}});
  EXPECT_TRUE(NextDue(tx, source, now_ + 1000h, 10).empty());
  const auto counts = CountUrls(tx, source);
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].state, UrlState::kGone);
  EXPECT_EQ(counts[0].count, 1);
}

TEST_F(FrontierStore, ALinkIsAsDeepAsItsPageIsKnownToBeByThen) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto start = SeedUrl(tx, source, Url("/"), now_);
  EXPECT_EQ(Add(tx, source, {Url("/far")}, start, 5), 1);
  const auto far = NextDue(tx, source, now_, 10).at(1).id;
  EXPECT_EQ(Add(tx, source, {Url("/far")}, start, 1), 0);
  EXPECT_EQ(Add(tx, source, {Url("/farther")}, far), 1);
  EXPECT_EQ(NextDue(tx, source, now_, 10).at(2).depth, 2);
  EXPECT_EQ(DepthsOf(tx, {far}).at(far), 1);
}

TEST_F(FrontierStore, RobotsFileHasARowButIsNeverDue) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto robots = EnsureUrl(tx, source, Url("/robots.txt"));
  EXPECT_EQ(EnsureUrl(tx, source, Url("/robots.txt")), robots);
  EXPECT_TRUE(NextDue(tx, source, now_ + 1000h, 10).empty());
}

using CaptureStore = StoreTest;

TEST_F(CaptureStore, CaptureIsFoundWithFileAndOffsetEvidenceBeforeSpool) {
  pqxx::work tx(connection());
  const auto url = SeedUrl(tx, Source(tx), Url("/"), now_);
  const auto id = Capture(tx, url, 7, now_);
  const auto spool = FindCapture(tx, id);
  ASSERT_TRUE(spool.has_value());
  EXPECT_EQ(spool->file, "warc/spool.warc.gz");
  EXPECT_EQ(spool->offset, 7000);
  EXPECT_EQ(spool->length, 900);
  EXPECT_EQ(spool->at, now_);
  EXPECT_EQ(Capture(tx, url, 7, now_), id) << "the same record again is the same capture";
  const auto evidence = EnsureWarcFile(tx, "evidence/2026.warc.gz", WarcClass::kEvidence, "node-1");
  tx.exec_params("INSERT INTO capture_at VALUES ($1, $2, 5, 900)", id, evidence);
  EXPECT_EQ(FindCapture(tx, id)->file, "evidence/2026.warc.gz");
  EXPECT_EQ(FindCaptureOfPayload(tx, url, spool->payload_sha256)->capture_id, id);
  EXPECT_FALSE(FindCaptureOfPayload(tx, url, Hash("other")).has_value());
  EXPECT_FALSE(FindCapture(tx, id + 1).has_value());
}

TEST_F(CaptureStore, FetchesGoIntoTheirMonthAndARunMakesRoomForTwo) {
  pqxx::work tx(connection());
  const auto url = SeedUrl(tx, Source(tx), Url("/"), now_);
  NewFetch fetch;
  fetch.run_id = StartRun(tx, {"scan", At("2026-12-31T23:59:59Z"), "1.0.0", {}, {}, {}});
  fetch.url_id = url;
  fetch.outcome = "refused";
  fetch.robots_line = 3;
  fetch.at = At("2026-12-31T23:59:59Z");
  AddFetches(tx, {fetch});
  fetch.at = At("2027-01-01T00:00:00Z");
  fetch.outcome = "page";
  fetch.status = 200;
  fetch.ip = "127.0.0.2";
  fetch.ms = 12;
  fetch.bytes = 5000;
  fetch.capture_id = Capture(tx, url, 1, fetch.at);
  AddFetches(tx, {fetch});
  EXPECT_EQ(tx.exec1("SELECT count(DISTINCT tableoid) FROM \"fetch\"")[0].as<int>(), 2);
}

}  // namespace
}  // namespace agencywatch::db
