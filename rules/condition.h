// The conditions of a rule, as a tree that was checked and compiled when the pack was loaded.
// What each kind means stands in packs/README.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/fact.h"
#include "core/posting.h"
#include "rules/matcher.h"

namespace agencywatch::rules {

// A set of core::Field, bit by bit.
using FieldSet = std::uint8_t;
[[nodiscard]] constexpr FieldSet FieldBit(core::Field field) {
  return static_cast<FieldSet>(1u << static_cast<unsigned>(field));
}
inline constexpr FieldSet kTitleAndBody =
    FieldBit(core::Field::kTitle) | FieldBit(core::Field::kBody);
inline constexpr FieldSet kEveryField = kTitleAndBody | FieldBit(core::Field::kContext);

// What to do with a match inside a negation's scope, or inside reported speech.
enum class Inside { kSkip, kOnly, kAny };

// What a finding quotes of a match: the match, the line or sentence it stands in, or nothing (the
// pattern only helps to decide).
enum class Quote { kMatch, kLine, kNone };

struct TextOptions {
  FieldSet in = kTitleAndBody;
  Inside negated = Inside::kSkip;
  Inside quoted = Inside::kSkip;
  Quote quote = Quote::kMatch;
};

// What the register says of the advertiser. Several may hold at once.
enum class RegisterState : std::uint16_t {
  kUnlisted = 1 << 0,
  kInactive = 1 << 1,
  kActive = 1 << 2,
  kNumberUnknown = 1 << 3,
  kNumberOfOther = 1 << 4,
  kPossible = 1 << 5,
  kNobody = 1 << 6,
  kBorrowed = 1 << 7,
  kUnknown = 1 << 8
};
using RegisterStates = std::uint16_t;

enum class ContactKind { kLandline, kAddress, kEnterprise, kMobile, kSocial, kEmail, kWebsite };
inline constexpr std::size_t kContactKinds = 7;

struct Condition;

struct TextCondition {
  PatternId pattern = 0;  // folded or exact
  TextOptions options;
};
struct NearCondition {
  std::uint32_t gap = 0;  // bytes of folded text between neighbours, at most
  bool ordered = false;   // in the order of `of`
  std::vector<PatternId> of;
  TextOptions options;
};
struct CountCondition {
  PatternId pattern = 0;
  std::size_t min = 1;
  TextOptions options;
};
struct AllCondition {
  std::vector<Condition> of;
};
struct AnyCondition {
  std::vector<Condition> of;
};
struct NoneCondition {
  std::vector<Condition> of;
};
struct AtLeastCondition {
  std::size_t n = 1;
  std::vector<Condition> of;
};
struct FactCondition {
  core::FactKind kind = core::FactKind::kPhone;
  std::set<std::string> values;                        // empty: any
  std::map<std::string, std::set<std::string>> attrs;  // every one must be in its set
  std::optional<double> min;
  std::optional<double> max;
  std::size_t count = 1;
  FieldSet in = kTitleAndBody;
};
struct MoneyCondition {
  std::set<std::string> roles;
  std::set<std::string> currencies;
  std::set<std::string> periods;  // "none" stands for a sum without a period
  std::optional<double> min;      // in units of the sum's own currency, or in VND
  std::optional<double> max;
  bool in_vnd = false;
};
struct WageAboveCondition {
  double factor = 1;
};
struct FeeAboveCeilingCondition {};
struct DepositAboveCapCondition {};
struct AbroadCondition {};
struct GenreCondition {
  std::set<std::string> genres;
};
struct RegisterCondition {
  RegisterStates states = 0;
};
struct FindingCondition {
  std::set<std::string> names;  // indicator codes and rule ids
};
struct EvasionCondition {
  std::set<std::string> kinds;
};
struct LanguageCondition {
  std::set<std::string> languages;
};
struct ContactCondition {
  std::set<ContactKind> any;   // one of these is there
  std::set<ContactKind> none;  // none of these is there
};
struct ChannelCondition {
  std::set<std::string> channels;
};
// The text's words are, or are not, like those of adverts that people labelled with the sign (likeness.h).
struct LikenessCondition {
  std::string indicator;
  std::optional<double> least;  // of the logarithm of the odds
  std::optional<double> most;
};
struct ScoreCondition {
  int min = 0;
};

struct Condition {
  std::variant<TextCondition, NearCondition, CountCondition, AllCondition, AnyCondition,
               NoneCondition, AtLeastCondition, FactCondition, MoneyCondition, WageAboveCondition,
               FeeAboveCeilingCondition, DepositAboveCapCondition, AbroadCondition, GenreCondition,
               RegisterCondition, FindingCondition, EvasionCondition, LanguageCondition,
               ContactCondition, ChannelCondition, LikenessCondition, ScoreCondition>
      kind;
};

[[nodiscard]] std::string_view RegisterStateName(RegisterState state);
[[nodiscard]] std::optional<RegisterState> FindRegisterState(std::string_view name);
[[nodiscard]] std::string_view ContactKindName(ContactKind kind);
[[nodiscard]] std::optional<ContactKind> FindContactKind(std::string_view name);

// Calls visit(condition) for `condition` and every one below it.
template <class Visit>
void Walk(const Condition& condition, Visit&& visit);
template <class Visit>
void Walk(const std::vector<Condition>& conditions, Visit&& visit) {
  for (const Condition& condition : conditions) Walk(condition, visit);
}
template <class Visit>
void Walk(const Condition& condition, Visit&& visit) {
  visit(condition);
  std::visit(
      [&](const auto& kind) {
        if constexpr (requires {
                        requires std::is_same_v<decltype(kind.of), std::vector<Condition>>;
                      }) {
          Walk(kind.of, visit);
        }
      },
      condition.kind);
}

}  // namespace agencywatch::rules
