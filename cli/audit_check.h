// Holds the audit chain against itself and against the heads that went out in messages.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "db/audit_store.h"

namespace agencywatch::cli {

// Heads that somebody has kept outside the database: texts "SEQ:SHA256", and files that hold any number of them, such as
// saved mails. Throws core::InputError for a text that is none, and for a file without any.
[[nodiscard]] std::vector<db::AuditHead> ReadHeads(const std::vector<std::string>& texts,
                                                   const std::vector<std::filesystem::path>& files);

struct AuditFinding {
  bool good = false;
  std::string text;  // one line
};
// `kept` beside the anchors that the database holds itself, which its owner could change.
[[nodiscard]] std::vector<AuditFinding> CheckAudit(pqxx::transaction_base& tx,
                                                   const std::vector<db::AuditHead>& kept,
                                                   bool english);

}  // namespace agencywatch::cli
