// A dossier checked by whoever receives it: is it whole, who signed it, does its evidence still give the same result?
// Bytes in, an answer out: no database, no network, no settings. The dossier is a stranger's: everything is bounded.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alerts/dossier/repeat.h"

namespace agencywatch::alerts {

struct VerifyOptions {
  std::optional<std::string> key;              // the fingerprint that the signature must have
  std::vector<rules::PackFile> other_rules;    // see RepeatOptions
  std::string program_version;
  bool english = false;
};

struct Verification {
  enum class Origin {
    kNotAsked,     // signed, but nobody said by whom it must be
    kProved,       // by the key that was asked for
    kOtherKey,     // by another one
    kNotSigned     // there is no signature that fits
  };
  std::string name;
  bool redacted_alone = false;        // the redacted part only: nothing to repeat
  std::vector<std::string> problems;  // of bag and archive, one that programs may read differently included; empty: whole
  std::string signed_by;              // fingerprint; empty for kNotSigned
  Origin origin = Origin::kNotSigned;
  std::string made_by_program;        // bag-info.txt: who made it, when
  std::string made_on;
  bool as_packed = true;  // the archive's bytes are those that `dossier build` wrote
  std::optional<Repetition> repetition;  // not tried where nothing is there to repeat

  // Whole, not signed by another key than the one asked for, and the same result.
  [[nodiscard]] bool Good() const;
};

// `path` is an archive or the folder that one was unpacked to. Throws core::InputError for what is no dossier.
[[nodiscard]] Verification VerifyDossier(const std::filesystem::path& path, const VerifyOptions& options);

// For people; several lines.
[[nodiscard]] std::string VerificationText(const Verification& verification, bool english);

}  // namespace agencywatch::alerts
