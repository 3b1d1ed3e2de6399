// A person taken out of a text: each byte of what names or reaches them becomes an asterisk, so that every other place in the
// text stays where it was. Found in whatever disguise core::Fold undoes. `text` is valid UTF-8 and stays so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

// [begin, end) of the text, as far as there is such a place.
void BlackOut(std::string& text, std::size_t begin, std::size_t end);
// The words in a row, however marked or cased: a name, a handle, an address. Returns how many times.
int BlackOutWords(std::string& text, std::string_view words);
// Words in a row with up to three signs that are no letter between two of them: "Lê.Thị.Nga", "lê - thị - nga". With `loose` none
// need stand between them, signs may stand between all letters, and digits behind: "lethinga", "L ê T h ị N g a", "lethinga88".
// `words` are small letters without marks. Returns how many times.
int BlackOutName(std::string& text, const std::vector<std::string>& words, bool loose);
// A telephone number, in any spelling: with or without 0, 84 or +84 before it, with up to three signs that are no letter
// between two digits. `national` are its digits without those prefixes, seven or more. Returns how many times.
int BlackOutNumber(std::string& text, std::string_view national);

}  // namespace agencywatch::core
