// The codes of cases and referrals with what people read for them. Source: migrations 0041 and 0042 have the codes; the
// kinds of support are those of Law 53/2024/QH15 on preventing human trafficking.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::alerts {

struct Word {
  std::string_view code;
  std::string_view vi;
  std::string_view en;
};
// Of persons affected.
[[nodiscard]] std::span<const Word> Sexes();
[[nodiscard]] std::span<const Word> AgeBands();
[[nodiscard]] std::span<const Word> Purposes();
[[nodiscard]] std::span<const Word> Returns();
[[nodiscard]] std::span<const Word> Supports();
// How a case ended.
[[nodiscard]] std::span<const Word> CaseOutcomes();
[[nodiscard]] std::span<const Word> RecipientKinds();
[[nodiscard]] std::span<const Word> ReferralStates();
[[nodiscard]] std::span<const Word> ReferralAnswers();

[[nodiscard]] bool IsCode(std::span<const Word> words, std::string_view code);
// The code itself when it is none of the words.
[[nodiscard]] std::string TitleOf(std::span<const Word> words, std::string_view code, bool english);
[[nodiscard]] std::vector<std::string> CodesOf(std::span<const Word> words);

}  // namespace agencywatch::alerts
