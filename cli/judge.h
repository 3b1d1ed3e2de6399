// Judges posting versions as stored, and saves what came of it.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "core/register_view.h"
#include "core/time.h"
#include "db/assessment_store.h"
#include "db/posting_store.h"

namespace agencywatch::rules {
class RuleSet;
struct PackFile;
}  // namespace agencywatch::rules

namespace agencywatch::cli {

// Keeps the pack in the store, so that any assessment can be repeated.
void SaveRules(pqxx::transaction_base& tx, const rules::RuleSet& rules,
               std::span<const rules::PackFile> files, core::Instant now);

// Rules and register as they stood when a run began; the same for the whole run.
class Judge {
 public:
  // `register_view` is nullopt when no register is known.
  Judge(std::shared_ptr<const rules::RuleSet> rules,
        std::optional<core::RegisterView> register_view, std::optional<std::int64_t> snapshot_id);

  // Judged on every Vietnamese day from the stated date (the first sight, where it says none or a later one)
  // to the last sight. Returns the verdict.
  core::Verdict Assess(pqxx::transaction_base& tx, const db::StoredVersion& version,
                       core::Instant now) const;

  [[nodiscard]] const db::JudgedWith& with() const { return with_; }
  [[nodiscard]] const core::RegisterView* register_view() const {
    return register_view_ ? &*register_view_ : nullptr;
  }

 private:
  std::shared_ptr<const rules::RuleSet> rules_;
  std::optional<core::RegisterView> register_view_;
  db::JudgedWith with_;
};

}  // namespace agencywatch::cli
