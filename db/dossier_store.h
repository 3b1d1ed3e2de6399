// Dossiers that were built, and what the store knows that only a dossier asks for: how captures came about, in which of
// them an advert was seen, and the bytes that judged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// A capture that shows a version of a posting, or confirms one that does.
struct PostingSight {
  std::int64_t posting_id = 0;
  std::int64_t version_id = 0;
  int version = 1;
  std::int64_t capture_id = 0;
  std::string locator;  // empty for one that only confirms
  core::Instant at;
};
// Of each version the first and the last capture that shows it, and the last one that confirms either; by posting, time.
[[nodiscard]] std::vector<PostingSight> SightsOf(pqxx::transaction_base& tx,
                                                 const std::vector<std::int64_t>& posting_ids);

struct CaptureOrigin {
  std::int64_t capture_id = 0;
  std::string record_id;  // urn:uuid:…
  std::string url;        // of the record
  core::Instant at;
  std::string ip;           // empty: not known
  std::string cert_sha256;  // empty without TLS
  std::string block_sha256;
  std::string payload_sha256;
  std::string confirms;  // record id of the capture that a 304 confirms; empty for a page
  std::string node;      // the machine; empty when the file was purged, as the next three
  std::string file;      // relative to that machine's data directory; evidence before spool
  std::int64_t offset = 0;
  std::int64_t length = 0;
  std::int64_t run_id = 0;
  std::string program_version;
  std::optional<int> status;
  std::optional<int> robots_line;  // of robots.txt that allowed it; nullopt: none spoke of it
};
// In the order of time and id.
[[nodiscard]] std::vector<CaptureOrigin> CaptureOrigins(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& capture_ids);

[[nodiscard]] std::string PackBytesOf(pqxx::transaction_base& tx, const std::string& sha256);

// Alerts (numbers) of the referral's proposal that stand on something else now than when they were proposed.
[[nodiscard]] std::vector<std::int64_t> ChangedSinceProposed(pqxx::transaction_base& tx,
                                                             std::int64_t referral_id);

struct DossierRow {
  std::int64_t referral_id = 0;
  int proposal = 0;
  core::Instant made_at;
  std::string by;
  std::string bag_sha256;
  std::string redacted_sha256;
  std::string signature;  // hex
  std::string key_id;
  std::int64_t audit_seq = 0;
};
// Throws pqxx::integrity_constraint_violation when the proposal is not approved.
void AddDossier(pqxx::transaction_base& tx, const DossierRow& dossier);
// Oldest first.
[[nodiscard]] std::vector<DossierRow> DossiersOf(pqxx::transaction_base& tx, std::int64_t referral_id);
[[nodiscard]] int CountDossiers(pqxx::transaction_base& tx, std::int64_t referral_id);

// What becomes of a dossier: kept while its case needs it (retention_store.h takes it away after that).
struct KeptDossier {
  std::int64_t id = 0;
  std::int64_t referral_id = 0;
  std::int64_t case_id = 0;
  std::string name;  // dossier-REFERRAL-N
  core::Instant made_at;
  std::string by;
  bool held = true;                       // by its case
  std::optional<core::Instant> free_since;  // of one that nothing holds
  std::optional<core::Instant> purged_at;
  bool restricted = false;  // it shows what a person asked not to be shown, and no case needs it
};
// All of them, oldest first.
[[nodiscard]] std::vector<KeptDossier> KeptDossiers(pqxx::transaction_base& tx);
// Those that show one of the postings, likewise.
[[nodiscard]] std::vector<KeptDossier> DossiersShowing(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);
[[nodiscard]] std::vector<KeptDossier> KeptDossiersOf(pqxx::transaction_base& tx, std::int64_t referral_id);

}  // namespace agencywatch::db
