// Through whose hands the evidence went, from the page to the dossier.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alerts/dossier/material.h"

namespace agencywatch::alerts {

// How a step by no person begins: "agencywatch @ scan-1".
inline constexpr std::string_view kByProgram = "agencywatch @ ";

struct CustodyStep {
  core::Instant at;
  std::string by;    // a person, or the program on a machine
  std::string what;  // in fixed words
  std::string note;  // in the person's own: for the sealed part only
};
// By time.
[[nodiscard]] std::vector<CustodyStep> CustodyOf(const DossierMaterial& material, bool english);

}  // namespace agencywatch::alerts
