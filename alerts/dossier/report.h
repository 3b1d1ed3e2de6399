// What people read of a dossier: the cover letter, and a report for a prosecutor. HTML that stands alone (no script, no
// link, no picture), made to be printed on A4. It speaks of signs, never of guilt.
#pragma once

#include <string>

#include "alerts/dossier/material.h"
#include "alerts/dossier/redaction.h"

namespace agencywatch::alerts {

struct ReportView {
  bool english = false;
  const Redactor* redactor = nullptr;  // null: the sealed part, which hides nothing
  std::string key;                     // fingerprint of the key that signs
  bool preview = false;                // says that nothing is signed yet
};

[[nodiscard]] std::string CoverLetterHtml(const DossierMaterial& material, const ReportView& view);
[[nodiscard]] std::string ReportHtml(const DossierMaterial& material, const ReportView& view);

}  // namespace agencywatch::alerts
