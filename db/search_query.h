// What is asked of a list that people search: words, or one thing that identifies a person. Words are looked for in what the
// review site shows of an advert before anybody opens it (shown_words), so that no question about words, however it is put
// together, tells more than the page itself. A phone, account, handle, address or identity number is looked for in everything, as
// a whole, and by itself: one question is one guess, which whoever answers it can count and keep.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::db {

struct SearchQuery {
  std::string words;       // folded (core/fold.h), in the language of websearch_to_tsquery: "…", -word, or
  std::string identifier;  // folded; with one there are no words, unless it may be either: "thuyduong.vd", "mau_88"
};
// Throws core::InputError for an identifier that does not stand alone: beside words or another one, or behind a minus sign.
[[nodiscard]] SearchQuery ParseSearchQuery(std::string_view text);

}  // namespace agencywatch::db
