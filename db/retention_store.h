// What goes when its time is over, or because a person asked for it. Only a connection of Database::ConnectForRetention may
// take anything away; the database itself refuses what a case or an alert still rests on, and writes each step to the
// audit chain. What went leaves a tombstone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "db/deletion_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class RetentionClass {
  kClear,     // postings without signs
  kDismissed  // with signs, in dismissed alerts only
};
[[nodiscard]] std::string_view RetentionClassName(RetentionClass of);  // clear, dismissed

struct PurgeablePostings {
  std::int64_t postings = 0;
  std::optional<core::Instant> oldest;  // since when nothing has needed it
};
// What nothing has needed since before `before`. Any role may ask.
[[nodiscard]] PurgeablePostings CountPurgeable(pqxx::transaction_base& tx, RetentionClass of,
                                               core::Instant before);
// At most `most` of them; returns how many, 0 when none is left.
std::int64_t PurgePostings(pqxx::transaction_base& tx, RetentionClass of, core::Instant before,
                           int most, core::Instant now, const std::string& actor);

struct PurgeableFile {
  std::int64_t id = 0;
  std::string name;  // relative to the node's data directory
  bool evidence = false;
};
// WARC files of the node whose last capture is older than `before` and that hold nothing needed. Any role may ask.
[[nodiscard]] std::vector<PurgeableFile> PurgeableFiles(pqxx::transaction_base& tx,
                                                        const std::string& node, core::Instant before);
// Commit, then remove the file.
void MarkPurged(pqxx::transaction_base& tx, std::int64_t warc_file_id, core::Instant before,
                core::Instant now, const std::string& actor);

struct PurgeableDossier {
  std::int64_t id = 0;
  std::string name;
};
// Dossiers (dossier_store.h) that no case has held since before `before`. Any role may ask.
[[nodiscard]] std::vector<PurgeableDossier> PurgeableDossiers(pqxx::transaction_base& tx, core::Instant before);
// Commit, then remove its archives.
void MarkDossierPurged(pqxx::transaction_base& tx, std::int64_t dossier_id, core::Instant before,
                       core::Instant now, const std::string& actor);
// The dossiers that show one of these postings, likewise agreed on, and that no case holds; returns their names.
// Call it before EraseForRequest; commit, then remove the archives.
std::vector<std::string> EraseDossiersForRequest(pqxx::transaction_base& tx, std::int64_t request_id,
                                                 const std::vector<std::int64_t>& posting_ids,
                                                 core::Instant now, const std::string& actor);

// Of these, which two persons agreed on (deletion_store.h), those that nothing holds. Returns how many.
std::int64_t EraseForRequest(pqxx::transaction_base& tx, std::int64_t request_id,
                             const std::vector<std::int64_t>& posting_ids, core::Instant now,
                             const std::string& actor);
// The same of one to black out; false when something holds it meanwhile.
bool RedactForRequest(pqxx::transaction_base& tx, std::int64_t request_id, const Redaction& redaction, core::Instant now);
// After the two: the person as an informant, the address under which somebody reported them, and what alerts remember of contacts
// that no posting shows any more. Returns how many informants went.
std::int64_t ForgetForRequest(pqxx::transaction_base& tx, std::int64_t request_id, core::Instant now, const std::string& actor);

}  // namespace agencywatch::db
