// The face of the rules: a set of rules, made once, that judges one posting after the other.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/fact.h"
#include "core/posting.h"
#include "core/register_view.h"
#include "core/time.h"
#include "rules/pack.h"
#include "rules/register_check.h"

namespace agencywatch::rules {

// Somebody told it to the office (core::PostingKind::kTip): what happened to a person is then a sign, not news.
inline constexpr std::string_view kTipChannel = "tip";

// What is judged. `text` is valid UTF-8 (core::MakeValidUtf8).
struct AssessInput {
  core::PostingText text;
  std::string agency;   // the advertiser as the publisher names it; may be empty
  std::string url;      // where it was published; may be empty
  std::string channel;  // facebook, zalo, job_board, newspaper …, kTipChannel; may be empty
  // From which day ages and days to departure count; nullopt: day_from.
  std::optional<core::Day> posted_at;
  core::Day
      day_from{};  // the first and the last day on which the licence is judged, both inclusive
  core::Day day_to{};
};

// A posting as it is judged from its first to its last day.
[[nodiscard]] AssessInput InputOf(const core::Posting& posting, core::Day day_from,
                                  core::Day day_to);

// Immutable; may be shared between threads, each of which may call Assess at the same time.
class RuleSet {
 public:
  // Throws core::InputError with everything that is wrong in the pack.
  static std::shared_ptr<const RuleSet> Load(std::span<const PackFile> files);
  static std::shared_ptr<const RuleSet> Of(std::shared_ptr<const Pack> pack);

  // Pure: the same input, pack and register give the same assessment, bit for bit. `view` may be
  // null. Throws std::bad_alloc and nothing else.
  [[nodiscard]] core::Assessment Assess(const AssessInput& input,
                                        const core::RegisterView* view) const;

  // What the reading alone makes of a text, without judging it.
  struct Reading {
    std::string folded;  // title, body and context, one a line
    core::Facts facts;
    std::string genre;
  };
  [[nodiscard]] Reading Read(const AssessInput& input) const;

  // Would this rule fire? Also for rules that are not stable; `finding` conditions then see all
  // rules.
  [[nodiscard]] bool Fires(std::string_view rule_id, const AssessInput& input,
                           const core::RegisterView* view) const;

  [[nodiscard]] const Pack& pack() const { return *pack_; }
  [[nodiscard]] const std::string& sha256() const { return pack_->sha256; }

 private:
  explicit RuleSet(std::shared_ptr<const Pack> pack) : pack_(std::move(pack)) {}
  std::shared_ptr<const Pack> pack_;
};

}  // namespace agencywatch::rules
