// The words that tell an advert from any other text. `folded` is core::FoldPlain text.
#pragma once

#include <string_view>

namespace agencywatch::crawler {

// How many different words of recruitment (tuyển, lương, đơn hàng, vacancy …) occur.
[[nodiscard]] int CountJobWords(std::string_view folded);

// The same in Japanese, Korean, Chinese and Thai; `text` as written, for folding leaves nothing of them.
[[nodiscard]] int CountJobWordsInOtherWritings(std::string_view text);

// A postal address without a label before it.
[[nodiscard]] bool IsAddress(std::string_view folded);

// The line holds something that identifies or reaches an advertiser: phone, e-mail, chat, licence, company, address.
[[nodiscard]] bool HasIdentity(std::string_view folded);

}  // namespace agencywatch::crawler
