// Whoever trusted us with a tip stays out of it: what they told of themselves is blacked out of the tip's text before it is
// kept, so that no identifier, title, quote, subject or dossier can hold it. Their name and contact are stored apart
// (db/tip_store.h).
#pragma once

#include <string>
#include <vector>

#include "rules/engine.h"

namespace agencywatch::alerts {

struct DeclaredInformant {
  std::string name;     // valid UTF-8, as everything here; may be empty
  std::string contact;  // one or several: telephones, e-mail, handles, as the officer wrote them; may be empty
};

// Blacks out of every text each contact, in any spelling that the reader of facts (rules::RuleSet::Read) decodes, the whole
// e-mail address that holds one, and the name, whole or by family and given name, in any order, joined, spaced or dotted.
// Of a name of one word, which may be a word of the language, only what is surely the person: "Bà Tám" where it was declared
// so, and behind em, tôi, tên ("Em tên Lan"); the rest stays and is counted (NamesLeft).
// Returns in how many places.
// In a place, and in how it came, which are lines of an officer's and no advert, no word of the name stays either (KeepNameOut).
int KeepOut(const DeclaredInformant& informant, const std::vector<std::string*>& texts, const rules::RuleSet& rules);

// How often a name of one word is left in the texts; 0 for a fuller one.
[[nodiscard]] int NamesLeft(const std::string& name, const std::vector<const std::string*>& texts);

int KeepNameOut(const std::string& name, std::string& line);

}  // namespace agencywatch::alerts
