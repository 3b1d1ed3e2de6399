// What a dossier is made of, taken out of the store for one approved referral.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/register_view.h"
#include "core/time.h"
#include "crawler/sources.h"
#include "db/alert_queue.h"
#include "db/case_store.h"
#include "db/dossier_store.h"
#include "db/referral_store.h"
#include "rules/engine.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::alerts {

// Who builds, where, with what, and by which clock.
struct DossierMaker {
  std::string by;  // a person's name
  core::Instant at;
  std::string node;             // this machine's name
  std::string system;           // its operating system
  std::string program_version;
  std::string program_sha256;   // of the running program's file
  // How far off the system's clock may be, as the kernel has it from a time server; nullopt: none keeps it.
  std::optional<std::chrono::milliseconds> clock_error;
  std::chrono::days register_max_age{14};
  const crawler::SourceList* sources = nullptr;  // for the XPaths of pages without mark-up; may be null
};

struct DossierPosting {
  int n = 0;  // in the dossier, from 1
  std::int64_t alert = 0;
  db::AlertPosting stored;
  // The capture that the judged version is read out of again; nullopt: a tip, or its page is no longer kept.
  std::optional<std::int64_t> read_from;
  std::string locator;
  const crawler::ExtractRules* extract = nullptr;  // those of its source
  std::vector<db::PostingSight> sights;
  std::string rules_path;     // in the sealed part
  std::string register_path;  // empty: judged without one
};

struct DossierMaterial {
  DossierMaker maker;
  std::string name;  // of the folder and the file
  db::ReferralDetails referral;
  db::CaseDetails case_file;
  std::vector<db::AttachmentBytes> attachments;  // of the case, by number
  std::vector<db::AlertDetails> alerts;
  std::vector<std::int64_t> changed_alerts;  // stand on something else than when they were proposed
  std::vector<DossierPosting> postings;      // each once, by alert, the gravest first
  std::vector<db::CaptureOrigin> captures;   // of their sights, by time
  std::map<std::string, std::string> packs;  // path in the sealed part -> bytes
  std::map<std::string, std::shared_ptr<const rules::RuleSet>> rules;  // by the same path
  std::map<std::string, core::RegisterView> registers;                 // by path
  // Filled by TakeRecords.
  std::string warc;  // the captures that are still kept, each with its request and metadata
  std::map<std::int64_t, std::chrono::seconds> server_offsets;  // our time less the server's own, by capture

  // One of `captures`.
  [[nodiscard]] const db::CaptureOrigin& GetCapture(std::int64_t capture_id) const;
};

// Throws core::InputError when there is no such referral, when it is not approved (a preview is for whoever is to approve it,
// and takes no attachments), and when the attachments are more than a dossier holds.
[[nodiscard]] DossierMaterial GatherDossier(pqxx::transaction_base& tx, std::int64_t referral_id,
                                            const DossierMaker& maker, bool preview = false);

// Copies the records of the captures out of the WARC files below `data_dir`, byte by byte. Throws core::CannotRun for one
// that lies on another machine, or is not where it should be.
void TakeRecords(DossierMaterial& material, const std::string& data_dir);

}  // namespace agencywatch::alerts
