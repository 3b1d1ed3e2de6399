#include "db/retention_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kCount{"retention.count", R"(
  SELECT count(*), extract(epoch FROM min(since))::bigint FROM purgeable_posting WHERE class = $1 AND since < $2)"};
constexpr Statement kPurge{"retention.purge", "SELECT purge_postings($1, $2, $3, $4, $5)"};
constexpr Statement kFiles{"retention.files", R"(
  SELECT warc_file_id, name, class = 'evidence' FROM purgeable_warc_file WHERE node = $1 AND since < $2 ORDER BY warc_file_id)"};
constexpr Statement kPurgeFile{"retention.purge_file", "SELECT purge_warc_file($1, $2, $3, $4)"};
constexpr Statement kErase{"retention.erase", "SELECT erase_for_request($1, $2::bigint[], $3, $4)"};
constexpr Statement kRedact{"retention.redact", "SELECT redact_for_request($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Statement kDossiers{"retention.dossiers", R"(
  SELECT dossier_id, name FROM dossier_keeping WHERE NOT held AND purged_at IS NULL AND since < $1 ORDER BY dossier_id)"};
constexpr Statement kPurgeDossier{"retention.purge_dossier", "SELECT purge_dossier($1, $2, $3, $4)"};
constexpr Statement kForget{"retention.forget", "SELECT forget_for_request($1, $2, $3)"};
constexpr Statement kEraseDossiers{"retention.erase_dossiers", "SELECT erase_dossiers_for_request($1, $2::bigint[], $3, $4)"};

}  // namespace

std::string_view RetentionClassName(RetentionClass of) {
  return of == RetentionClass::kClear ? "clear" : "dismissed";
}

PurgeablePostings CountPurgeable(pqxx::transaction_base& tx, RetentionClass of, core::Instant before) {
  const auto row = ExecOne(tx, kCount, RetentionClassName(of), before);
  return {row[0].as<std::int64_t>(), FindValue<core::Instant>(row[1])};
}

std::int64_t PurgePostings(pqxx::transaction_base& tx, RetentionClass of, core::Instant before, int most,
                           core::Instant now, const std::string& actor) {
  return ExecOne(tx, kPurge, RetentionClassName(of), before, most, now, actor)[0].as<std::int64_t>();
}

std::vector<PurgeableFile> PurgeableFiles(pqxx::transaction_base& tx, const std::string& node,
                                          core::Instant before) {
  std::vector<PurgeableFile> files;
  for (const auto& row : Exec(tx, kFiles, node, before))
    files.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].as<bool>()});
  return files;
}

void MarkPurged(pqxx::transaction_base& tx, std::int64_t warc_file_id, core::Instant before,
                core::Instant now, const std::string& actor) {
  Exec(tx, kPurgeFile, warc_file_id, before, now, actor);
}

std::vector<PurgeableDossier> PurgeableDossiers(pqxx::transaction_base& tx, core::Instant before) {
  std::vector<PurgeableDossier> dossiers;
  for (const auto& row : Exec(tx, kDossiers, before)) dossiers.push_back({row[0].as<std::int64_t>(), row[1].c_str()});
  return dossiers;
}

void MarkDossierPurged(pqxx::transaction_base& tx, std::int64_t dossier_id, core::Instant before,
                       core::Instant now, const std::string& actor) {
  Exec(tx, kPurgeDossier, dossier_id, before, now, actor);
}

std::vector<std::string> EraseDossiersForRequest(pqxx::transaction_base& tx, std::int64_t request_id,
                                                 const std::vector<std::int64_t>& posting_ids,
                                                 core::Instant now, const std::string& actor) {
  return TextsOf(ExecOne(tx, kEraseDossiers, request_id, ArrayOf(posting_ids), now, actor)[0]);
}

std::int64_t EraseForRequest(pqxx::transaction_base& tx, std::int64_t request_id,
                             const std::vector<std::int64_t>& posting_ids, core::Instant now,
                             const std::string& actor) {
  return ExecOne(tx, kErase, request_id, ArrayOf(posting_ids), now, actor)[0].as<std::int64_t>();
}

bool RedactForRequest(pqxx::transaction_base& tx, std::int64_t request_id, const Redaction& redaction, core::Instant now) {
  return ExecOne(tx, kRedact, request_id, redaction.version_id, redaction.title, redaction.body, redaction.context,
                 redaction.employer, redaction.words, now)[0]
      .as<bool>();
}

std::int64_t ForgetForRequest(pqxx::transaction_base& tx, std::int64_t request_id, core::Instant now, const std::string& actor) {
  return ExecOne(tx, kForget, request_id, now, actor)[0].as<std::int64_t>();
}

}  // namespace agencywatch::db
