// One rule in plain words, for a lawyer who has to answer for it.
#pragma once

#include <string>

#include "rules/pack.h"

namespace agencywatch::rules {

enum class ExplainLanguage { kVietnamese, kEnglish };

// Title, indicator, weight, the law with its articles and days of validity, when it fires, what it
// is known to mistake, what to look at, and its tests. Several lines, each ended by '\n'.
[[nodiscard]] std::string Explain(const Pack& pack, const Rule& rule, ExplainLanguage language);
// The rest for a page that shows title, law, mistakes and guide itself: when it fires, its tests and sources.
[[nodiscard]] std::string ExplainCondition(const Pack& pack, const Rule& rule, ExplainLanguage language);

// nullptr when the pack has no such rule.
[[nodiscard]] const Rule* FindRule(const Pack& pack, std::string_view id);

}  // namespace agencywatch::rules
