#include "rules/condition.h"

#include <array>
#include <utility>

namespace agencywatch::rules {
namespace {

constexpr std::array<std::pair<RegisterState, std::string_view>, 9> kStates = {{
    {RegisterState::kUnlisted, "unlisted"},
    {RegisterState::kInactive, "inactive"},
    {RegisterState::kActive, "active"},
    {RegisterState::kNumberUnknown, "number_unknown"},
    {RegisterState::kNumberOfOther, "number_of_other"},
    {RegisterState::kPossible, "possible"},
    {RegisterState::kNobody, "nobody"},
    {RegisterState::kBorrowed, "borrowed"},
    {RegisterState::kUnknown, "unknown"},
}};

constexpr std::array<std::pair<ContactKind, std::string_view>, 7> kContacts = {{
    {ContactKind::kLandline, "landline"},
    {ContactKind::kAddress, "address"},
    {ContactKind::kEnterprise, "enterprise"},
    {ContactKind::kMobile, "mobile"},
    {ContactKind::kSocial, "social"},
    {ContactKind::kEmail, "email"},
    {ContactKind::kWebsite, "website"},
}};

template <class Table, class Value>
std::string_view NameIn(const Table& table, Value value) {
  for (const auto& [known, name] : table) {
    if (known == value) return name;
  }
  return {};
}

template <class Table>
auto FindIn(const Table& table, std::string_view wanted)
    -> std::optional<typename Table::value_type::first_type> {
  for (const auto& [value, name] : table) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view RegisterStateName(RegisterState state) { return NameIn(kStates, state); }
std::optional<RegisterState> FindRegisterState(std::string_view name) {
  return FindIn(kStates, name);
}
std::string_view ContactKindName(ContactKind kind) { return NameIn(kContacts, kind); }
std::optional<ContactKind> FindContactKind(std::string_view name) {
  return FindIn(kContacts, name);
}

}  // namespace agencywatch::rules
