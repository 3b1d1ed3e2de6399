// What the database itself refuses, whatever the program does. Source: MODEL, the rules below the
// tables.
#include <string>

#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

constexpr const char* kForbidden = "42501";

class SchemaGuard : public StoreTest {
 protected:
  // The SQLSTATE with which aw_app's statement is refused; empty when it is not. (libpqxx 6 has a
  // class of its own for some, and does not give those their state.)
  std::string Refusal(const std::string& sql) {
    try {
      pqxx::work tx(connection());
      tx.exec(sql);
      tx.commit();
    } catch (const pqxx::insufficient_privilege&) {
      return kForbidden;
    } catch (const pqxx::unique_violation&) {
      return "23505";
    } catch (const pqxx::integrity_constraint_violation&) {
      return "23000";
    } catch (const pqxx::sql_error& error) {
      return error.sqlstate().empty() ? error.what() : error.sqlstate();
    }
    return "";
  }
};

TEST_F(SchemaGuard, AppMayNeitherUpdateNorDeleteWhatIsAppendOnly) {
  for (const std::string table :
       {"\"fetch\"", "capture", "posting_version", "assessment", "finding", "alert_event",
        "decision", "sighting", "fact", "pack", "judgement_of_tie"}) {
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

TEST_F(SchemaGuard, AppMayAddAnInformantButNotReadOne) {
  pqxx::work tx(connection());
  core::Posting tip = Advert("tip-1", "có người đòi cọc");
  tip.kind = core::PostingKind::kTip;
  tip.canonical_url.clear();
  const auto posting = SavePosting(tx, Source(tx, "tip"), tip, now_, "1");
  SaveInformant(tx, posting.posting_id, "Người báo tin", "0912 000 111", "", now_);
  tx.commit();
  EXPECT_EQ(Refusal("SELECT name FROM confidential.informant"), kForbidden);
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
      " INSERT INTO alert (subject_id, state, verdict, score, material_sha256)"
      " SELECT id, 'new', 'fraud', 80, repeat('0', 64) FROM s;";
  const std::string event =
      "INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason)"
      " SELECT max(id), now(), 'scan', 'x', '{}', '{\"state\": \"%\"}', '' FROM alert;";
  const auto to = [&event](const std::string& state) {
    std::string sql = event;
    return sql.replace(sql.find('%'), 1, state);
  };
  EXPECT_EQ(Refusal(open), "23000");
  EXPECT_EQ(Refusal(open + to("watched")), "23000") << "an event of another state does not count";
  EXPECT_EQ(Refusal(open + to("new")), "");
  EXPECT_EQ(Refusal("UPDATE alert SET state = 'closed'"), "23000");
  EXPECT_EQ(Refusal("UPDATE alert SET score = 81"), "") << "only the state needs one";
  EXPECT_EQ(Refusal(to("closed") + "UPDATE alert SET state = 'closed';"), "") << "in any order";
  EXPECT_EQ(
      Refusal("INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason, xact)"
              " SELECT max(id), now(), 'scan', 'x', '{}', '{}', '', '1' FROM alert"),
      kForbidden);
}

TEST_F(SchemaGuard, ASubjectHasOneOpenAlert) {
  const std::string sql =
      "WITH s AS (INSERT INTO subject (label, made_at) VALUES ('A', now()) RETURNING id)"
      " INSERT INTO alert (subject_id, state, verdict, score, material_sha256)"
      " SELECT id, 'new', 'fraud', 80, repeat('0', 64) FROM s, generate_series(1, 2)";
  EXPECT_EQ(Refusal(sql), "23505");
}

}  // namespace
}  // namespace agencywatch::db
