// What the application's role may do, table by table: read (r), add (a), change (w), take away (d). Rights on single columns stand
// behind the table's own, "a(…)" and "w(…)". Whoever grants more has to write it down here, and to say why in the migration.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

const std::map<std::string, std::string> kRights = {
    {"agencywatch.account", "raw"},
    {"agencywatch.affected_count", "radw(n)"},
    {"agencywatch.alert", "raw"},
    {"agencywatch.alert_event", "ra(actor after alert_id at before kind reason)"},
    {"agencywatch.alert_outcome", "r"},
    {"agencywatch.alert_posting", "radw(version_id withdrawn)"},
    {"agencywatch.alert_snapshot", "r"},
    {"agencywatch.alert_words", "raw"},
    {"agencywatch.anchor", "ra"},
    {"agencywatch.assessment", "ra"},
    {"agencywatch.audit", "r"},
    {"agencywatch.audit_disclosure", "ra"},
    {"agencywatch.capture", "ra"},
    {"agencywatch.capture_at", "ra"},
    {"agencywatch.case_alert", "raw(left_at left_by_id)"},
    {"agencywatch.case_attachment", "ra"},
    {"agencywatch.case_event", "ra(at by_id case_id details kind note)"},
    {"agencywatch.case_file", "raw(closed_at due outcome owner_id row_version state title)"},
    {"agencywatch.case_holds_posting", "r"},
    {"agencywatch.case_posting", "r"},
    {"agencywatch.case_task", "raw(done_at done_by_id)"},
    {"agencywatch.correction", "raw(withdrawn_at)"},
    {"agencywatch.current_assessment", "raw"},
    {"agencywatch.decision", "ra"},
    {"agencywatch.deletion", "r"},
    {"agencywatch.disclosure", "ra"},
    {"agencywatch.dossier", "ra"},
    {"agencywatch.dossier_keeping", "r"},
    {"agencywatch.enterprise", "raw"},
    {"agencywatch.enterprise_contact", "raw(known)"},
    {"agencywatch.enterprise_name", "raw(known)"},
    {"agencywatch.fact", "ra"},
    {"agencywatch.fetch", "ra"},
    {"agencywatch.finding", "ra"},
    {"agencywatch.flagged_url", "r"},
    {"agencywatch.held_posting", "r"},
    {"agencywatch.history_view", "ra"},
    {"agencywatch.identifier", "raw(hub_reason)"},
    {"agencywatch.judged_finding", "ra"},
    {"agencywatch.judgement_of_tie", "ra"},
    {"agencywatch.known_address", "rawd"},
    {"agencywatch.last_number", "r"},
    {"agencywatch.lease", "raw"},
    {"agencywatch.licence", "raw"},
    {"agencywatch.licence_row", "raw(known)"},
    {"agencywatch.licence_state", "raw(known)"},
    {"agencywatch.login_attempt", "radw(throttled)"},
    {"agencywatch.origin", "raw(next_request_at robots_capture)"},
    {"agencywatch.outbox", "raw(done_at due gave_up_at problem tries)"},
    {"agencywatch.pack", "ra"},
    {"agencywatch.person", "ra"},
    {"agencywatch.person_request", "raw(acknowledged_at decided_at extended_to identified_at outcome)"},
    {"agencywatch.posting", "raw(duplicate_of first_seen last_seen missing_since withdrawn_after withdrawn_by)"},
    {"agencywatch.posting_index", "raw"},
    {"agencywatch.posting_version", "ra"},
    {"agencywatch.purgeable_posting", "r"},
    {"agencywatch.purgeable_warc_file", "r"},
    {"agencywatch.referral", "r"},
    {"agencywatch.referral_alert", "r"},
    {"agencywatch.referral_answer", "r"},
    {"agencywatch.referral_event", "r"},
    {"agencywatch.referral_proposal", "r"},
    {"agencywatch.register_snapshot", "raw"},
    {"agencywatch.request_event", "ra"},
    {"agencywatch.request_identifier", "ra"},
    {"agencywatch.restricted_identifier", "r"},
    {"agencywatch.restricted_posting", "r"},
    {"agencywatch.restriction", "raw(lifted_at)"},
    {"agencywatch.robots", "raw"},
    {"agencywatch.rule_backtest", "ra"},
    {"agencywatch.rule_outcome", "r"},
    {"agencywatch.rule_version", "ra"},
    {"agencywatch.run", "raw"},
    {"agencywatch.run_source", "raw"},
    {"agencywatch.schema_migration", "r"},
    {"agencywatch.shown_words", "raw"},
    {"agencywatch.sighting", "ra"},
    {"agencywatch.silence", "raw(lifted_at lifted_by_id)"},
    {"agencywatch.source", "raw"},
    {"agencywatch.standing_decision", "r"},
    {"agencywatch.subject", "raw(folded label merged_into)"},
    {"agencywatch.tie", "raw(ended_at)"},
    {"agencywatch.tip_report", "ra"},
    {"agencywatch.told", "ra"},
    {"agencywatch.undone_decision", "ra"},
    {"agencywatch.url", "raw"},
    {"agencywatch.warc_file", "ra"},
    {"agencywatch.web_session", "raw"},
    {"agencywatch.worker_blind_spot", "raw(told_in)"},
    {"confidential.informant", "a"},
};

using Rights = StoreTest;

TEST_F(Rights, OfTheApplicationAreThoseOfThisList) {
  pqxx::work tx(connection());
  std::map<std::string, std::string> found;
  // Views and partitions follow their tables; fetch has partitions of its own.
  for (const auto& row : tx.exec(R"(
      WITH app AS (SELECT oid FROM pg_roles WHERE rolname = 'aw_app'),
      tables AS (SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relacl FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('agencywatch', 'confidential') AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition),
      granted AS (SELECT t.oid, x.privilege_type AS what, NULL::text AS col FROM tables t, aclexplode(t.relacl) x, app WHERE x.grantee = app.oid
       UNION ALL SELECT t.oid, x.privilege_type, a.attname FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid, aclexplode(a.attacl) x, app
       WHERE x.grantee = app.oid),
      words AS (SELECT oid, CASE what WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a' WHEN 'UPDATE' THEN 'w' WHEN 'DELETE' THEN 'd' ELSE what END AS what, col FROM granted)
      SELECT t.name,
       coalesce((SELECT string_agg(w.what, '' ORDER BY position(w.what IN 'rawd')) FROM words w WHERE w.oid = t.oid AND w.col IS NULL), '')
       || coalesce((SELECT string_agg(c.what || '(' || c.cols || ')', '' ORDER BY position(c.what IN 'rawd')) FROM
        (SELECT w.what, string_agg(w.col, ' ' ORDER BY w.col) AS cols FROM words w WHERE w.oid = t.oid AND w.col IS NOT NULL GROUP BY w.what) c), '')
      FROM tables t ORDER BY 1)"))
    found.emplace(row[0].c_str(), row[1].c_str());
  for (const auto& [table, rights] : found) {
    const auto known = kRights.find(table);
    EXPECT_TRUE(known != kRights.end() && known->second == rights) << "{\"" << table << "\", \"" << rights << "\"},";
  }
  for (const auto& [table, rights] : kRights) EXPECT_TRUE(found.contains(table)) << table << " is gone";
}

}  // namespace
}  // namespace agencywatch::db
