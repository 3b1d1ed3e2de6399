// The activities that a licence, or a suspension of it, may be limited to. A published list writes them in words; their
// codes are those of the kinds of job in the rule packs (`jobs`), so that an advert can be held against them.
// Source: Law 69/2020/QH14 articles 8-10 (conditions of some markets, trades and jobs), Decree 283/2026 article 49(11) (suspension).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

// "Giúp việc gia đình", "domestic workers", "domestic" -> "domestic"; nullopt for what is none. `text` may say more around it.
[[nodiscard]] std::optional<std::string> FindActivity(std::string_view text);
// Each that the text names, once, in the order of the table.
[[nodiscard]] std::vector<std::string> FindActivities(std::string_view text);
// For people; the code itself where it has no title.
[[nodiscard]] std::string ActivityTitle(std::string_view activity, bool english);
// All codes by ", ", for messages.
[[nodiscard]] std::string ActivityCodes();

}  // namespace agencywatch::core
