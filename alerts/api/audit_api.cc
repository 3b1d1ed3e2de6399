// What people did, as the audit chain has it, and whether the chain is whole.
#include <pqxx/pqxx>

#include "alerts/api/csv_answer.h"
#include "alerts/api/handlers.h"
#include "alerts/api/masking.h"
#include "alerts/cases/masked_case.h"
#include "db/audit_search.h"
#include "db/audit_store.h"
#include "db/session_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

// The beginning of a Vietnamese day; with `after`, of the day behind it.
std::optional<core::Instant> DayBorder(const ApiCall& call, const char* name, int after) {
  const std::string text = call.Query(name);
  if (text.empty()) return {};
  const auto day = core::ParseDay(text);
  if (!day) throw ApiError(400, "bad_query", std::string{name} + " must be a day, YYYY-MM-DD");
  return core::StartOfVietnamDay(core::AddDays(*day, after));
}

db::AuditFilter FilterOf(const ApiCall& call) {
  db::AuditFilter filter;
  filter.actor = call.Query("actor");
  filter.action = call.Query("action");
  filter.object = call.Query("object");
  filter.from = DayBorder(call, "from", 0);
  filter.before = DayBorder(call, "to", 1);
  return filter;
}

// As they are shown: reasons and details may name anybody, and the hash of a row would tell what is hidden in it.
std::vector<db::AuditRow> RowsOf(pqxx::transaction_base& tx, const db::AuditFilter& filter, bool open) {
  auto rows = db::SearchAudit(tx, filter);
  if (open) return rows;
  for (auto& row : rows) {
    const std::string details = MaskedDetails(row.body);
    const std::string object = MaskedLabel(row.object);
    if (!row.reason.empty() || details != row.body || object != row.object) row.sha256.clear();
    row.reason = HiddenWords(row.reason);
    row.body = details;
    row.object = object;
  }
  return rows;
}

}  // namespace

HttpResponse GetAudit(ApiCall& call) {
  db::AuditFilter filter = FilterOf(call);
  if (const auto before = call.Query("before"); !before.empty())
    filter.before_sequence = call.QueryNumber("before", 0, 1, 2'000'000'000);
  filter.limit = call.QueryNumber("limit", 100, 1, 500);
  pqxx::read_transaction tx(call.connection);
  const bool open = db::IsAuditDisclosed(tx, call.session.token_sha256);
  Json rows = Json::array();
  for (const auto& row : RowsOf(tx, filter, open)) {
    rows.push_back({{"sequence", row.sequence},
                    {"at", core::FormatInstant(row.at)},
                    {"actor", row.actor},
                    {"action", row.action},
                    {"object", row.object},
                    {"reason", row.reason},
                    {"details", row.body},
                    {"sha256", row.sha256}});
  }
  return JsonAnswer({{"masked", !open}, {"rows", rows}, {"actors", db::AuditActors(tx)}});
}

HttpResponse GetAuditCsv(ApiCall& call) {
  db::AuditFilter filter = FilterOf(call);
  filter.limit = kMaxCsvRows;
  CsvTable table(InEnglish(call) ? std::vector<std::string>{"Number", "When", "Who", "What", "Of what", "Reason", "Details", "SHA-256"}
                                 : std::vector<std::string>{"Số", "Lúc", "Người làm", "Việc", "Đối tượng của việc", "Lý do", "Chi tiết", "SHA-256"});
  {
    pqxx::read_transaction tx(call.connection);
    for (const auto& row : RowsOf(tx, filter, db::IsAuditDisclosed(tx, call.session.token_sha256)))
      table.Add({std::to_string(row.sequence), CsvTime(row.at), row.actor, row.action, row.object, row.reason, row.body, row.sha256});
  }
  return CsvAnswer(call, "audit", table);
}

HttpResponse PostAuditOpen(ApiCall& call) {
  const std::string reason = call.Reason();
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    if (db::DiscloseAudit(tx, call.session, reason, call.now))
      db::AppendAudit(tx, {call.now, call.session.account, "audit.open", "audit", reason, ""});
  });
  return JsonAnswer(Json::object());
}

HttpResponse GetAuditChain(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  const auto state = db::VerifyAudit(tx);
  return JsonAnswer({{"rows", state.rows},
                     {"head_sha256", state.head_sha256},
                     {"broken", state.broken_seq ? Json(*state.broken_seq) : Json{}}});
}

}  // namespace agencywatch::alerts
