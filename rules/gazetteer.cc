#include "rules/gazetteer.h"

#include <algorithm>
#include <utility>

#include "core/fold.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {
namespace {

bool IsWord(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string_view FirstWord(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && IsWord(text[end])) ++end;
  return text.substr(0, end);
}

}  // namespace

Gazetteer::Gazetteer(std::vector<PlaceName> places, std::vector<BankName> banks)
    : places_(std::move(places)), banks_(std::move(banks)) {
  for (std::size_t row = 0; row < places_.size(); ++row) Add(place_index_, places_[row].name, row);
  for (const PlaceName& place : places_)
    spellings_[core::FoldPlain(place.name)].push_back(LowerVietnamese(place.name));
  for (std::size_t row = 0; row < banks_.size(); ++row) Add(bank_index_, banks_[row].name, row);
}

void Gazetteer::Add(Index& index, const std::string& name, std::size_t row) {
  std::string folded = core::FoldPlain(name);
  if (folded.empty()) return;
  auto& keys = index[std::string(FirstWord(folded))];
  const auto place = std::find_if(
      keys.begin(), keys.end(), [&](const Key& key) { return key.folded.size() < folded.size(); });
  keys.insert(place, Key{std::move(folded), row});
}

const Gazetteer::Key* Gazetteer::Find(const Index& index, std::string_view folded, std::size_t at) {
  const auto found = index.find(FirstWord(folded.substr(at)));
  if (found == index.end()) return nullptr;
  for (const Key& key : found->second) {
    if (folded.substr(at, key.folded.size()) != key.folded) continue;
    const std::size_t end = at + key.folded.size();
    if (end < folded.size() && IsWord(folded[end]) && IsWord(folded[end - 1])) continue;
    return &key;
  }
  return nullptr;
}

const PlaceName* Gazetteer::FindPlace(std::string_view folded, std::size_t at,
                                      std::size_t& length) const {
  const Key* key = Find(place_index_, folded, at);
  if (key == nullptr) return nullptr;
  length = key->folded.size();
  return &places_[key->row];
}

bool Gazetteer::MayBeWritten(const PlaceName& place, std::string_view written) const {
  const auto found = spellings_.find(core::FoldPlain(place.name));
  return found == spellings_.end() ||
         std::any_of(found->second.begin(), found->second.end(), [&](const std::string& spelling) {
           return !SpeltDifferently(written, spelling);
         });
}

const BankName* Gazetteer::FindBank(std::string_view folded, std::size_t at,
                                    std::size_t& length) const {
  const Key* key = Find(bank_index_, folded, at);
  if (key == nullptr) return nullptr;
  length = key->folded.size();
  return &banks_[key->row];
}

}  // namespace agencywatch::rules
