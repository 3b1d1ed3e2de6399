// What the database itself refuses, whatever the program does. Source: MODEL, the rules below the
// tables.
#include <string>

#include "core/errors.h"
#include "db/audit_store.h"
#include "db/tip_store.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

using SchemaGuard = StoreTest;

TEST_F(SchemaGuard, AppMayNeitherUpdateNorDeleteWhatIsAppendOnly) {
  for (const std::string table :
       {"\"fetch\"", "capture", "posting_version", "assessment", "finding", "alert_event",
        "decision", "alert_snapshot", "judged_finding", "tip_report", "sighting", "fact", "pack", "judgement_of_tie", "case_file",
        "case_alert", "case_posting", "case_event", "case_task", "case_attachment", "referral", "referral_proposal",
        "referral_alert", "referral_event", "referral_answer"}) {
    EXPECT_EQ(Refusal("DELETE FROM " + table), kForbidden) << table;
    EXPECT_EQ(Refusal("TRUNCATE " + table), kForbidden) << table;
  }
  for (const std::string set : {"\"fetch\" SET outcome = 'x'", "capture SET final_url = 'x'",
                                "posting_version SET title = 'x'", "assessment SET score = 0",
                                "finding SET points = 0", "alert_event SET reason = 'x'",
                                "decision SET note = 'x'", "licence_state SET status = 'active'"}) {
    EXPECT_EQ(Refusal("UPDATE " + set), kForbidden) << set;
  }
}

TEST_F(SchemaGuard, AppMayNotTouchAPartitionOfFetchEither) {
  {
    pqxx::work tx(connection());
    EnsureFetchPartition(tx, now_);
    tx.commit();
  }
  EXPECT_EQ(Refusal("DELETE FROM fetch_2026_11"), kForbidden);
  EXPECT_EQ(Refusal("UPDATE fetch_2026_11 SET outcome = 'x'"), kForbidden);
}

TEST_F(SchemaGuard, AnInformantIsReadOnlyWithAReasonThatIsWrittenDown) {
  pqxx::work tx(connection());
  core::Posting tip = Advert("tip-1", "có người đòi cọc");
  tip.kind = core::PostingKind::kTip;
  tip.canonical_url.clear();
  const auto posting = SavePosting(tx, Source(tx, "tip"), tip, now_, "1").posting_id;
  const auto report = AddTipReport(tx, posting, {now_, "111", "Nghệ An", "Người trực"});
  SaveInformant(tx, posting, report, {"Người báo tin", "0912 000 111", "", now_});
  EXPECT_THROW(static_cast<void>(ReadInformants(tx, posting, "Người xét", "  ", now_)),
               core::InputError);
  EXPECT_EQ(VerifyAudit(tx).rows, 0);
  EXPECT_EQ(ReadInformants(tx, posting, "Người xét", "hẹn lấy lời khai", now_).at(0).name,
            "Người báo tin");
  EXPECT_EQ(VerifyAudit(tx).rows, 1);
  tx.commit();
  EXPECT_EQ(Refusal("SELECT name FROM confidential.informant"), kForbidden);
  EXPECT_EQ(Refusal("SELECT * FROM confidential.read_informants(1, now(), 'a', '')"), "23000");
}

TEST_F(SchemaGuard, TheAuditChainTellsOfAChangedRow) {
  {
    pqxx::work tx(connection());
    for (int i = 1; i <= 3; ++i) {
      EXPECT_EQ(AppendAudit(tx, {now_, "A", "alert.dismiss", "alert 1", "lý do", "{}"}), i);
    }
    EXPECT_EQ(VerifyAudit(tx).broken_seq, std::nullopt);
    tx.commit();
  }
  for (const std::string sql :
       {"UPDATE audit SET reason = 'x'", "DELETE FROM audit", "TRUNCATE audit",
        "INSERT INTO audit VALUES (9, now(), 'a', 'b', 'c', 'd', '', repeat('0', 64), repeat('1', 64))"}) {
    EXPECT_EQ(Refusal(sql), kForbidden) << sql;
  }
  const auto owner = database().ConnectAsOwner();
  pqxx::work tx(*owner);
  tx.exec("UPDATE audit SET reason = 'another' WHERE seq = 2");
  EXPECT_EQ(VerifyAudit(tx).broken_seq, 2);
  tx.exec("UPDATE audit SET sha256 = audit_sha256(prev_sha256, seq, at, actor, action, object, reason, body) WHERE seq = 2");
  EXPECT_EQ(VerifyAudit(tx).broken_seq, 3) << "its successor remembers";
  tx.exec("DELETE FROM audit WHERE seq = 2");
  EXPECT_EQ(VerifyAudit(tx).broken_seq, 3);
}

TEST_F(SchemaGuard, LeaseTokenCannotFall) {
  EXPECT_EQ(Refusal("INSERT INTO lease VALUES ('origin', 'http://127.0.0.2:1', 'w', 7, now())"),
            "");
  EXPECT_EQ(Refusal("UPDATE lease SET token = 6"), "23000");
  EXPECT_EQ(Refusal("UPDATE lease SET worker = 'other'"), "23000");
  EXPECT_EQ(Refusal("UPDATE lease SET worker = 'other', token = 8"), "");
}

TEST_F(SchemaGuard, AlertStateNeedsItsEventInTheSameTransaction) {
  const std::string open =
      "WITH s AS (INSERT INTO subject (label, made_at) VALUES ('A', now()) RETURNING id)"
      " INSERT INTO alert (subject_id, state, verdict, score, material_sha256, opened_at)"
      " SELECT id, 'new', 'fraud', 80, repeat('0', 64), now() FROM s;";
  const std::string event =
      "INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason)"
      " SELECT max(id), now(), 'scan', 'x', '{}', '{\"state\": \"%\"}', '' FROM alert;";
  const auto to = [&event](const std::string& state) {
    std::string sql = event;
    return sql.replace(sql.find('%'), 1, state);
  };
  EXPECT_EQ(Refusal(open), "23000");
  EXPECT_EQ(Refusal(open + to("watching")), "23000") << "an event of another state does not count";
  EXPECT_EQ(Refusal(open + to("new")), "");
  const std::string close =
      "UPDATE alert SET state = 'closed', closed_as = 'cleared', closed_at = now()";
  EXPECT_EQ(Refusal(close), "23000");
  EXPECT_EQ(Refusal("UPDATE alert SET score = 81"), "") << "only the state needs one";
  EXPECT_EQ(Refusal(to("closed") + close), "") << "in any order";
  EXPECT_EQ(
      Refusal("INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason, xact)"
              " SELECT max(id), now(), 'scan', 'x', '{}', '{}', '', '1' FROM alert"),
      kForbidden);
}

TEST_F(SchemaGuard, ASubjectHasOneOpenAlert) {
  const std::string sql =
      "WITH s AS (INSERT INTO subject (label, made_at) VALUES ('A', now()) RETURNING id)"
      " INSERT INTO alert (subject_id, state, verdict, score, material_sha256, opened_at)"
      " SELECT id, 'new', 'fraud', 80, repeat('0', 64), now() FROM s, generate_series(1, 2)";
  EXPECT_EQ(Refusal(sql), "23505");
}

}  // namespace
}  // namespace agencywatch::db
