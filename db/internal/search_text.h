// What is looked up of a text. Whatever identifies a person (phones, accounts, identity numbers, handles, e-mail
// addresses) is found by whoever has the whole of it and by nobody else: a search that also took beginnings would tell
// a masked number digit by digit. All texts here are folded (core/fold.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::db::internal {

// `folded` with each number that is written in groups ("0912 000 345", "0123-4567-8901") as one word, and a Vietnamese
// phone always with its leading 0 ("+84 912 000 345" too). For the text that is looked in and for what is asked alike.
[[nodiscard]] std::string WithWholeNumbers(std::string_view folded);

// A label's words that identify nobody: without phones, accounts, handles, addresses and other numbers of four digits or
// more.
[[nodiscard]] std::string WithoutContacts(std::string_view folded);

// Patterns for ILIKE, by which `asked` is some identifier's whole value, or all of it behind "zalo:" or "VCB:". None where it
// cannot be one.
[[nodiscard]] std::vector<std::string> ContactPatterns(std::string_view asked);

// `text` for LIKE: its wildcards taken literally.
[[nodiscard]] std::string LikeText(std::string_view text);

}  // namespace agencywatch::db::internal
