// The files of the two parts, but for the pages that people read.
#pragma once

#include <string>
#include <vector>

#include "alerts/dossier/material.h"
#include "alerts/dossier/redaction.h"
#include "core/bagit.h"
#include "db/audit_store.h"

namespace agencywatch::alerts {

// Everything that Repeat wants but the audit chain; TakeRecords has been called.
[[nodiscard]] core::BagFiles SealedFiles(const DossierMaterial& material);
[[nodiscard]] std::string AuditFile(const std::vector<db::AuditLink>& chain);
// The findings of the redacted part, for machines.
[[nodiscard]] std::string RedactedFindings(const DossierMaterial& material, const Redactor& redactor);
// What the dossier's folder is, in both languages.
[[nodiscard]] std::string ReadMe(const std::string& name, bool redacted);

}  // namespace agencywatch::alerts
