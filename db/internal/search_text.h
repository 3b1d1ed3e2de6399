// What is looked up of a text. Whatever identifies a person (phones, accounts, identity numbers, handles, e-mail
// addresses) is found by whoever has the whole of it and by nobody else: a search that also took beginnings would tell
// a masked number digit by digit. All texts here are folded (core/fold.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Kinds of identifiers that persons are known by.
#define AW_PERSONAL_KINDS "('phone', 'account', 'social', 'email')"

namespace agencywatch::db::internal {

// `folded` with each number that is written in groups ("0912 000 345", "0123-4567-8901") as one word, and a Vietnamese
// phone always with its leading 0 ("+84 912 000 345" too). For the text that is looked in and for what is asked alike.
[[nodiscard]] std::string WithWholeNumbers(std::string_view folded);

// A label's words that identify nobody: without phones, accounts, handles, addresses and other numbers of four digits or
// more.
[[nodiscard]] std::string WithoutContacts(std::string_view folded);

// `asked` is one phone, account, handle, address or identity number and nothing else: a number of seven figures or more, however
// grouped, or a word with '@' or ':'.
[[nodiscard]] bool IsIdentifier(std::string_view asked);
// One word that may be a handle without its '@', or no more than a word: letters with a dot, '_' or a figure at its end.
[[nodiscard]] bool MayBeHandle(std::string_view asked);
// Among its words is one, whatever stands before or behind it.
[[nodiscard]] bool HoldsIdentifier(std::string_view asked);
// The one word that an identifier is in a text that went through WithWholeNumbers: its number without "VCB:", a mail address; as a
// literal for tsquery.
[[nodiscard]] std::string IdentifierWord(std::string_view identifier);

// Patterns for ILIKE, by which `asked` is some identifier's whole value, or all of it behind "zalo:" or "VCB:". None where it
// cannot be one.
[[nodiscard]] std::vector<std::string> ContactPatterns(std::string_view asked);

// `text` for LIKE: its wildcards taken literally.
[[nodiscard]] std::string LikeText(std::string_view text);

}  // namespace agencywatch::db::internal
