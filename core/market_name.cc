#include "core/market_name.h"

#include <unicode/locid.h>

#include <unordered_map>
#include <unordered_set>

#include "core/internal/whole_words.h"
#include "core/utf8.h"
#include "core/word_table.h"
#include "market_names.h"

namespace agencywatch::core {
namespace {

struct Markets {
  std::unordered_map<std::string, std::string_view> code_of;  // by WholeWords of the name
  std::unordered_set<std::string_view> codes;
};

Markets ReadMarkets() {
  Markets markets;
  for (const auto& [code, name] : ReadWordTable(embedded::market_names().front().bytes)) {
    markets.code_of.emplace(internal::WholeWords(name), code);
    markets.codes.insert(code);
  }
  return markets;
}

// ISO 3166 alpha-2, in capitals, by ICU's table.
bool IsCountryCode(std::string_view code) {
  for (const char* const* known = icu::Locale::getISOCountries(); *known != nullptr; ++known) {
    if (code == *known) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> FindMarket(std::string_view name) {
  static const Markets markets = ReadMarkets();
  const std::string_view trimmed = Trim(name);
  // A code before a name: MY is Malaysia, Mỹ is not.
  if (markets.codes.contains(trimmed)) return std::string(trimmed);
  if (const auto found = markets.code_of.find(internal::WholeWords(name));
      found != markets.code_of.end())
    return std::string(found->second);
  if (trimmed.size() == 2 && IsCountryCode(trimmed)) return std::string(trimmed);
  return std::nullopt;
}

}  // namespace agencywatch::core
