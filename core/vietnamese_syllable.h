// Which runs of plain letters could be a Vietnamese syllable: how a disguised word is told from a
// code. Source: the onsets, nuclei and codas of the written language, marks left off.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace agencywatch::core {

// `letters` are lower-case a-z without marks: "luong", "thoai", "coc"; not "tts", "shopee".
[[nodiscard]] bool IsVietnameseSyllable(std::string_view letters);
// Foreign words that adverts spell apart or with digits: visa, malaysia, shopee …
[[nodiscard]] bool IsKnownForeignWord(std::string_view letters);
// Where to cut "datcoc" into syllables (here {3}); empty when it is one word, a known foreign word,
// or cannot be cut. Fewest pieces win.
[[nodiscard]] std::vector<std::size_t> SyllableCuts(std::string_view letters);

}  // namespace agencywatch::core
