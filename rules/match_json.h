// `match`: one JSON object in, one JSON object out, a line each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/register_view.h"
#include "core/time.h"
#include "rules/engine.h"

namespace agencywatch::rules {

inline constexpr std::size_t kMaxMatchLineBytes = 4
                                                  << 20;  // a longer line is answered with an error

struct MatchAnswer {
  std::string line;  // without '\n'; valid UTF-8
  bool bad = false;  // the line could not be read, and `line` says why
};

// `line_number` counts from 1. `today` is the day judged where the line has no posted_at. `view`
// may be null. Never throws for what a line says. Offsets in the answer are bytes of the UTF-8 that
// came in.
[[nodiscard]] MatchAnswer MatchLine(const RuleSet& rules, const core::RegisterView* view,
                                    std::string_view line, std::size_t line_number, core::Day today,
                                    std::string_view program_version);

// The facts of `text` as `match` and `inspect text` show them: a JSON object.
[[nodiscard]] std::string FactsJson(const core::Facts& facts);

}  // namespace agencywatch::rules
