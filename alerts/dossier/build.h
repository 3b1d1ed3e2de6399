// A dossier built, signed and written down for an approved referral.
#pragma once

#include <filesystem>
#include <pqxx/connection>
#include <string>
#include <vector>

#include "alerts/dossier/material.h"
#include "alerts/dossier/repeat.h"
#include "core/signature.h"

namespace agencywatch::alerts {

// In the data directory: where the site keeps what it builds.
inline constexpr const char* kDossierFolder = "dossiers";
// Both archives of the dossier, where they lie there; those that are elsewhere stay. Returns how many were removed.
int RemoveDossier(const std::filesystem::path& data_dir, const std::string& name);

struct DossierOptions {
  std::int64_t referral_id = 0;
  DossierMaker maker;
  std::filesystem::path data_dir;  // where this machine's WARC files lie
  std::filesystem::path folder;    // where the archives are written; made if missing
  std::string file_name;           // of the whole archive; empty: the dossier's name
  bool english = false;            // language of what people read
};

struct BuiltDossier {
  std::string name;
  std::filesystem::path whole;     // both parts
  std::filesystem::path redacted;  // the one that may be given away alone
  std::string whole_sha256;
  std::string redacted_sha256;
  std::string fingerprint;
  int postings = 0;
  int records = 0;
  int without_page = 0;  // adverts whose page is no longer kept, and tips
  std::vector<std::int64_t> changed_alerts;
  Repetition repetition;  // of what was sealed
};

// Nothing is left behind when it fails. Building and what came of it are written to the audit chain; the head of the chain
// that lies in the dossier is the row that says it was built. Throws core::InputError for a referral that is unknown or not
// approved, and for a file that exists already; core::CannotRun when evidence is missing, the PDF cannot be printed, or a
// person's data would be left in the redacted part.
[[nodiscard]] BuiltDossier BuildDossier(pqxx::connection& connection, const DossierOptions& options,
                                        const core::SigningKey& key);

// The report as a dossier of the referral would have it, before it is approved, too: redacted, or with everything. Throws
// core::InputError for a referral that is unknown, core::CannotRun when evidence is missing.
[[nodiscard]] std::string PreviewReport(pqxx::connection& connection, std::int64_t referral_id, const DossierMaker& maker,
                                        const std::filesystem::path& data_dir, bool redacted, bool english);

}  // namespace agencywatch::alerts
