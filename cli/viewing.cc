#include "cli/viewing.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "cli/acting.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

constexpr std::size_t kMostNumbers = 200;

void Record(Context& context, pqxx::connection& connection, const Viewer& viewer, const std::string& action,
            const std::string& object, const std::string& body) {
  const db::AuditEntry entry{context.clock().Now(), ActorName(*viewer.as), action, object, core::MakeValidUtf8(*viewer.reason), body};
  db::InTransaction(connection, [&](pqxx::work& tx) { db::AppendAudit(tx, entry); });
}

}  // namespace

Viewer AddViewer(CLI::App& command) {
  const Viewer viewer{AddAsOption(command), std::make_shared<std::string>()};
  command.add_option("--reason", *viewer.reason, "What for; it is kept with your name in the audit chain")->type_name("TEXT");
  return viewer;
}

db::Restricted RestrictedFor(const Viewer& viewer) {
  return core::Trim(*viewer.reason).empty() ? db::Restricted::kHidden : db::Restricted::kShownWhereNeeded;
}

void RecordView(Context& context, pqxx::connection& connection, const Viewer& viewer, const std::string& action,
                const std::string& object) {
  Record(context, connection, viewer, action, object, "");
}

void RecordView(Context& context, pqxx::connection& connection, const Viewer& viewer, const std::string& action,
                const std::string& object, const std::vector<std::int64_t>& numbers) {
  const std::vector<std::int64_t> first(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(std::min(numbers.size(), kMostNumbers)));
  Record(context, connection, viewer, action, object, nlohmann::ordered_json{{"rows", numbers.size()}, {"numbers", first}}.dump());
}

}  // namespace agencywatch::cli
