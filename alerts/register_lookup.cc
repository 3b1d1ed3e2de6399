#include "alerts/register_lookup.h"

#include <algorithm>

#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == ' ' || c == '-';
  });
}

}  // namespace

RegisterLookup LookUp(const core::RegisterView& view, const std::string& asked) {
  RegisterLookup found;
  const std::string_view text = core::Trim(asked);
  constexpr std::size_t kMostSerialDigits = 5;
  constexpr std::size_t kMostNumberBytes = 40;
  if (text.size() <= kMostNumberBytes) {
    if (const auto licence = core::NormaliseLicence(text)) {
      found.by_number = true;
      found.entry = view.FindByLicence(*licence);
      return found;
    }
    if (IsNumber(text)) {
      found.by_number = true;
      if (text.size() <= kMostSerialDigits) {
        found.candidates = view.FindBySerial(text);
        if (found.candidates.size() == 1) found.entry = found.candidates.front();
      } else {
        found.entry = view.FindByTaxCode(text);
      }
      return found;
    }
  }
  const auto match = view.MatchName(text);
  if (match.kind == core::RegisterView::NameMatch::Kind::kListed) {
    found.entry = match.entry;
  } else if (match.entry != nullptr) {
    found.candidates = {match.entry};
  }
  return found;
}

}  // namespace agencywatch::alerts
