// Searches for what identifies a person. The lists are masked, and a search by a whole number still tells whether it is there: each
// such question (db/search_query.h: one identifier, by itself) is a row of the audit chain, and nobody may ask so many that a masked
// number could be found by trying. What is hidden of one has a million values (MaskedValue).
#pragma once

#include <string>

#include "alerts/api/api.h"

namespace agencywatch::alerts {

// Within an hour; the same question in the same session counts once, so that a page may be read again.
inline constexpr int kSearchesOfOpeners = 100;  // who may open personal data with a reason
inline constexpr int kSearchesOfOthers = 10;

// To be called before a list is searched for `text`; `where` names the list. Gives what it is searched for (SearchText), and keeps
// nothing of words. Throws core::InputError as ParseSearchQuery, and ApiError 429.
[[nodiscard]] std::string NoteSearch(ApiCall& call, const std::string& text, const std::string& where);

// `text` as the audit chain may keep it.
[[nodiscard]] std::string NotedSearch(const std::string& text);

}  // namespace agencywatch::alerts
