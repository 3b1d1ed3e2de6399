// Judges posting versions as stored, and saves what came of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/posting.h"
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

  // A posting as judged on every Vietnamese day from the stated date (the first sight, where it says none or a later
  // one) to the last sight. Needs no database; any number of threads may call it.
  struct Judgement {
    core::Day day_from;
    core::Day day_to;
    core::Assessment assessment;
    std::string shown_words;  // by which the site finds it (db::SaveShownWords); of a flagged one
  };
  [[nodiscard]] Judgement Evaluate(const core::Posting& posting, core::Instant first_seen,
                                   core::Instant last_seen) const;
  // Whether Evaluate would judge the same days.
  [[nodiscard]] static bool IsOf(const Judgement& judgement, const core::Posting& posting,
                                 core::Instant first_seen, core::Instant last_seen);
  struct OfVersion {
    std::int64_t version_id = 0;
    const Judgement* judgement = nullptr;  // outlives the call
  };
  void Save(pqxx::transaction_base& tx, const std::vector<OfVersion>& judgements,
            core::Instant now) const;
  // Evaluates and saves.
  void Assess(pqxx::transaction_base& tx, const std::vector<db::StoredVersion>& versions,
              core::Instant now) const;

  [[nodiscard]] const db::JudgedWith& with() const { return with_; }
  [[nodiscard]] const rules::RuleSet& rules() const { return *rules_; }
  [[nodiscard]] const core::RegisterView* register_view() const {
    return register_view_ ? &*register_view_ : nullptr;
  }

 private:
  std::shared_ptr<const rules::RuleSet> rules_;
  std::optional<core::RegisterView> register_view_;
  db::JudgedWith with_;
};

}  // namespace agencywatch::cli
