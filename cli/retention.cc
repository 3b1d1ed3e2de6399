#include "cli/retention.h"

#include <pqxx/pqxx>

#include "alerts/dossier/build.h"
#include "db/retention_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

std::int64_t PurgeClass(pqxx::connection& connection, db::RetentionClass of, core::Instant before,
                        core::Instant now, const std::string& actor) {
  static constexpr int kBatch = 500;
  std::int64_t purged = 0;
  for (;;) {
    const auto batch = db::InTransaction(connection, [&](pqxx::work& tx) {
      return db::PurgePostings(tx, of, before, kBatch, now, actor);
    });
    purged += batch;
    if (batch < kBatch) return purged;
  }
}

}  // namespace

Purged CountPurgeable(pqxx::connection& connection, const RetentionPlace& place, const Config& config,
                      core::Instant now) {
  pqxx::read_transaction tx(connection);
  return {db::CountPurgeable(tx, db::RetentionClass::kClear, now - config.keep_clear).postings,
          db::CountPurgeable(tx, db::RetentionClass::kDismissed, now - config.keep_dismissed).postings,
          static_cast<int>(db::PurgeableFiles(tx, place.node, now - config.spool_keep).size()),
          static_cast<int>(db::PurgeableDossiers(tx, now - config.keep_dismissed).size())};
}

Purged Purge(pqxx::connection& connection, const RetentionPlace& place, const Config& config,
             core::Instant now, const std::string& actor) {
  Purged purged;
  purged.clear = PurgeClass(connection, db::RetentionClass::kClear, now - config.keep_clear, now, actor);
  purged.dismissed =
      PurgeClass(connection, db::RetentionClass::kDismissed, now - config.keep_dismissed, now, actor);
  const core::Instant before = now - config.spool_keep;
  const auto files = db::InTransaction(
      connection, [&](pqxx::work& tx) { return db::PurgeableFiles(tx, place.node, before); });
  for (const auto& file : files) {
    db::InTransaction(connection, [&](pqxx::work& tx) { db::MarkPurged(tx, file.id, before, now, actor); });
    std::error_code ignored;  // one that stays is named by doctor --evidence
    std::filesystem::remove(place.data_dir / file.name, ignored);
  }
  purged.files = static_cast<int>(files.size());
  const core::Instant free_before = now - config.keep_dismissed;
  const auto dossiers = db::InTransaction(connection, [&](pqxx::work& tx) { return db::PurgeableDossiers(tx, free_before); });
  for (const auto& dossier : dossiers) {
    db::InTransaction(connection, [&](pqxx::work& tx) { db::MarkDossierPurged(tx, dossier.id, free_before, now, actor); });
    alerts::RemoveDossier(place.data_dir, dossier.name);
  }
  purged.dossiers = static_cast<int>(dossiers.size());
  return purged;
}

}  // namespace agencywatch::cli
