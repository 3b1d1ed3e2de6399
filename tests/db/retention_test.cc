// What goes when its time is over, what nothing may take, and what stays to tell of it.
#include "db/retention_store.h"

#include "db/alert_queue.h"
#include "db/evidence_store.h"
#include "db/posting_index.h"
#include "db/statistics_store.h"
#include "db/tip_store.h"
#include "tests/db/case_fixture.h"

namespace agencywatch::db {
namespace {

using namespace std::chrono_literals;

class Retention : public CaseFixture {
 protected:
  // An advert without signs, seen in `file` on the first of November.
  std::int64_t Clear(int n) {
    return Do([&](pqxx::work& tx) {
      const auto source = Source(tx);
      const auto url = SeedUrl(tx, source, Url("/clear/" + std::to_string(n)), now_);
      const auto posting = SavePosting(tx, source, Advert("clear" + std::to_string(n), "tin thường"), now_, "1");
      AddSighting(tx, posting.version_id, Capture(tx, url, n, now_), "main");
      core::Assessment clear = Fraud();
      clear.verdict = core::Verdict::kClear;
      clear.findings.clear();
      static_cast<void>(SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), clear, now_));
      return posting.posting_id;
    });
  }
  template <class Unit>
  auto AsRetention(Unit unit) {
    const auto retention = database().ConnectForRetention();
    return InTransaction(*retention, unit);
  }
  std::int64_t Purge(RetentionClass of, core::Instant now, std::chrono::hours keep = 180 * 24h) {
    return AsRetention([&](pqxx::work& tx) { return PurgePostings(tx, of, now - keep, 100, now, "Người dọn"); });
  }
  std::string One(const std::string& sql) {
    return Do([&](pqxx::work& tx) { return std::string{tx.exec1(sql)[0].c_str()}; });
  }
  void Judge(std::int64_t alert, DecisionKind kind) {
    Do([&](pqxx::work& tx) {
      Decision decision;
      decision.kind = kind;
      decision.by = kInspector;
      decision.at = now_;
      decision.reason_code = "lawful";
      Decide(tx, alert, decision);
    });
  }
  const core::Instant later_ = now_ + 200 * 24h;
};

TEST_F(Retention, AClearPostingBecomesATombstoneAndARowOfTheChain) {
  const auto id = std::to_string(Clear(1));
  EXPECT_EQ(Purge(RetentionClass::kClear, now_ + 179 * 24h), 0) << "not before its time";
  EXPECT_EQ(Do([&](pqxx::work& tx) { return CountPurgeable(tx, RetentionClass::kClear, later_ - 180 * 24h); }).postings, 1);
  EXPECT_EQ(Purge(RetentionClass::kClear, later_), 1);
  EXPECT_EQ(Purge(RetentionClass::kClear, later_), 0);
  EXPECT_EQ(One("SELECT purged_as || ' ' || kind || ' ' || canonical_url FROM posting WHERE id = " + id), "clear advert ");
  for (const std::string table : {"posting_version", "assessment", "fact", "sighting", "posting_index", "current_assessment"})
    EXPECT_EQ(One("SELECT count(*) FROM " + table), "0") << table;
  EXPECT_EQ(Audited(1), std::vector<std::string>{"retention.purge postings Người dọn"});
  EXPECT_NE(One("SELECT convert_from(body, 'UTF8') FROM audit ORDER BY seq DESC LIMIT 1").find("[" + id + "]"), std::string::npos);
  EXPECT_EQ(Do([](pqxx::work& tx) { return VerifyAudit(tx); }).broken_seq, std::nullopt);
  Do([&](pqxx::work& tx) {
    EXPECT_EQ(SourcesIn(tx, now_ - 1h, now_ + 1h).at(0).new_adverts, 1) << "the figures stay";
    EXPECT_TRUE(SavePosting(tx, Source(tx), Advert("clear1", "tin thường"), later_, "1").new_posting) << "what is seen again is new";
  });
}

TEST_F(Retention, NothingThatACaseOrAnAlertRestsOnGoes) {
  const auto open = NewAlert();
  const auto confirmed = NewAlert();
  const auto in_case = NewAlert();
  Judge(confirmed, DecisionKind::kConfirm);
  const auto id = NewCase({in_case});
  Do([&](pqxx::work& tx) { CloseCase(tx, id, CaseOutcome::kInsufficient, By(kInspector, "chưa đủ")); });
  EXPECT_EQ(Alert(in_case).state, AlertState::kClosed) << "dismissed with its case, which keeps its evidence";
  const auto far = now_ + 4000 * 24h;
  EXPECT_EQ(Purge(RetentionClass::kDismissed, far), 0);
  EXPECT_EQ(Purge(RetentionClass::kClear, far), 0);
  EXPECT_EQ(Do([](pqxx::work& tx) { return tx.exec1("SELECT count(*) FROM held_posting")[0].as<int>(); }), 3);
  // Not even whoever may write everything.
  const auto owner = database().ConnectAsOwner();
  for (const auto alert : {open, confirmed, in_case}) {
    pqxx::work tx(*owner);
    EXPECT_THROW(tx.exec_params("SELECT make_tombstone(ap.posting_id, 'clear', now()) FROM alert_posting ap JOIN alert a ON a.id = ap.alert_id"
                                " WHERE a.number = $1", alert),
                 pqxx::sql_error);
  }
}

TEST_F(Retention, ADismissedAlertLosesItsPostingsAndWhatNamedThem) {
  const auto alert = NewAlert();
  Do([](pqxx::work& tx) {
    const auto ids = EnsureIdentifiers(tx, {{"phone", "+84912000345"}});
    tx.exec_params("INSERT INTO tie (subject_id, identifier_id, posting_id, role, by) SELECT a.subject_id, $1, ap.posting_id, 'controls', 'scan'"
                   " FROM alert a JOIN alert_posting ap ON ap.alert_id = a.id", ids[0]);
    tx.exec("UPDATE alert SET identifiers = '{phone +84912000345}'");
  });
  Judge(alert, DecisionKind::kDismiss);
  EXPECT_EQ(Purge(RetentionClass::kDismissed, now_ + 729 * 24h, 730 * 24h), 0);
  EXPECT_EQ(Purge(RetentionClass::kDismissed, now_ + 731 * 24h, 730 * 24h), 1);
  EXPECT_EQ(One("SELECT count(*) FROM identifier"), "0");
  EXPECT_EQ(One("SELECT identifiers::text FROM alert"), "{}");
  EXPECT_EQ(One("SELECT label FROM subject"), "#" + One("SELECT id FROM subject"));
  EXPECT_EQ(One("SELECT identifiers::text FROM decision"), "{}");
  EXPECT_EQ(Alert(alert).closed_as, ClosedAs::kDismissed) << "that it was judged stays";
  Do([&](pqxx::work& tx) { EXPECT_TRUE(ShowAlert(tx, alert)->postings.empty()); });
}

TEST_F(Retention, OnlyTheRoleOfRetentionTakesAnythingAway) {
  Clear(1);
  EXPECT_EQ(Refusal("SELECT purge_postings('clear', now(), 10, now(), 'x')"), kForbidden);
  EXPECT_EQ(Refusal("SELECT purge_warc_file(1, now(), now(), 'x')"), kForbidden);
  EXPECT_EQ(Refusal("SELECT make_tombstone(1, 'clear', now())"), kForbidden);
  EXPECT_EQ(Refusal("UPDATE posting SET purged_at = now(), purged_as = 'clear'"), kForbidden);
  EXPECT_EQ(Refusal("UPDATE warc_file SET purged_at = now()"), kForbidden);
  EXPECT_EQ(Refusal("DELETE FROM capture_at"), kForbidden);
  EXPECT_EQ(Refusal("DELETE FROM posting"), kForbidden);
  const auto retention = database().ConnectForRetention();
  for (const std::string sql : {"DELETE FROM posting", "SELECT title FROM posting_version", "SELECT make_tombstone(1, 'clear', now())",
                                "INSERT INTO audit SELECT * FROM audit", "UPDATE capture SET purged_at = now()"}) {
    pqxx::work tx(*retention);
    EXPECT_THROW(tx.exec(sql), pqxx::insufficient_privilege) << sql;
  }
}

TEST_F(Retention, AWarcFileGoesOnlyWhenItsEvidenceIsKeptElsewhere) {
  Clear(1);
  const auto flagged = Do([&](pqxx::work& tx) {
    const auto source = Source(tx);
    const auto url = SeedUrl(tx, source, Url("/flagged"), now_);
    const auto posting = SavePosting(tx, source, Advert("flagged", "cọc 15tr"), now_, "1");
    const auto capture = Capture(tx, url, 2, now_);
    AddSighting(tx, posting.version_id, capture, "main");
    static_cast<void>(SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud(), now_));
    return capture;
  });
  const auto files = [&] { return Do([&](pqxx::work& tx) { return PurgeableFiles(tx, "node-1", later_); }); };
  EXPECT_TRUE(files().empty());
  EXPECT_THROW(AsRetention([&](pqxx::work& tx) { MarkPurged(tx, 1, later_, later_, "x"); }), pqxx::sql_error);
  Do([&](pqxx::work& tx) {
    ASSERT_EQ(EvidenceToKeep(tx, "node-1", 10).size(), 1U);
    AddPlace(tx, flagged, EnsureWarcFile(tx, "evidence/a.warc.gz", WarcClass::kEvidence, "node-1"), 0, 900);
  });
  ASSERT_EQ(files().size(), 1U) << "the spool's, not the evidence";
  EXPECT_EQ(files()[0].name, "warc/spool.warc.gz");
  AsRetention([&](pqxx::work& tx) { MarkPurged(tx, files()[0].id, later_, later_, "Người dọn"); });
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(One("SELECT count(*) FROM capture WHERE purged_at IS NOT NULL"), "1") << "the clear one's bytes are gone, the other's are kept";
  EXPECT_EQ(Audited(1), std::vector<std::string>{"retention.purge warc/spool.warc.gz Người dọn"});
}

}  // namespace
}  // namespace agencywatch::db
