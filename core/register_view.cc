#include "core/register_view.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/fold.h"

namespace agencywatch::core {
namespace {

constexpr std::array<std::string_view, 5> kStatusNames = {"active", "suspended", "revoked",
                                                          "returned", "expired"};

struct StatusWord {
  std::string_view folded;
  LicenceStatus status;
};
// Tried in this order, anywhere in the text: "bi thu hoi giay phep tu ngay …".
constexpr std::array kStatusWords = {
    StatusWord{"thu hoi", LicenceStatus::kRevoked},
    StatusWord{"revoked", LicenceStatus::kRevoked},
    StatusWord{"withdrawn", LicenceStatus::kRevoked},
    StatusWord{"nop lai", LicenceStatus::kReturned},
    StatusWord{"tra lai", LicenceStatus::kReturned},
    StatusWord{"returned", LicenceStatus::kReturned},
    StatusWord{"surrendered", LicenceStatus::kReturned},
    StatusWord{"dinh chi", LicenceStatus::kSuspended},
    StatusWord{"tam dung", LicenceStatus::kSuspended},
    StatusWord{"tam ngung", LicenceStatus::kSuspended},
    StatusWord{"suspended", LicenceStatus::kSuspended},
    StatusWord{"het han", LicenceStatus::kExpired},
    StatusWord{"het hieu luc", LicenceStatus::kExpired},
    StatusWord{"expired", LicenceStatus::kExpired},
    StatusWord{"hoat dong", LicenceStatus::kActive},
    StatusWord{"hieu luc", LicenceStatus::kActive},
    StatusWord{"active", LicenceStatus::kActive},
    StatusWord{"valid", LicenceStatus::kActive},
    StatusWord{"duoc cap phep", LicenceStatus::kActive},
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string Digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (IsDigit(c)) digits += c;
  }
  return digits;
}

// Vietnamese numbers as registers write them; the rules' phone reader does the harder spellings.
std::string PhoneKey(std::string_view phone) {
  const std::string digits = Digits(phone);
  if (digits.size() < 8) return {};
  if (digits.starts_with("84")) return "+" + digits;
  if (digits.starts_with('0')) return "+84" + digits.substr(1);
  return "+" + digits;
}

}  // namespace

std::string_view LicenceStatusName(LicenceStatus status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

std::string_view LicenceStatusTitle(LicenceStatus status, bool english) {
  if (english) return LicenceStatusName(status);
  switch (status) {
    case LicenceStatus::kActive:
      return "đang hiệu lực";
    case LicenceStatus::kSuspended:
      return "bị đình chỉ";
    case LicenceStatus::kRevoked:
      return "đã bị thu hồi";
    case LicenceStatus::kReturned:
      return "đã nộp lại";
    case LicenceStatus::kExpired:
      return "đã hết hiệu lực";
  }
  return {};
}

std::optional<LicenceStatus> FindLicenceStatus(std::string_view text) {
  const std::string folded = FoldPlain(text.substr(0, 300));
  for (const auto& word : kStatusWords) {
    if (folded.find(word.folded) != std::string::npos) return word.status;
  }
  return {};
}

std::optional<std::string> NormaliseLicence(std::string_view text) {
  // Letters and digits only, upper case: "3224/LĐTBXH - GP" -> 3224 LDTBXHGP.
  std::string folded = FoldPlain(text.substr(0, 120));
  std::string compact;
  for (const char c : folded) {
    if (IsDigit(c)) {
      compact += c;
    } else if (c >= 'a' && c <= 'z') {
      compact += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else if (c == '/') {
      compact += '/';
    }
  }
  std::size_t at = compact.find_first_of("0123456789");
  if (at == std::string::npos) return {};
  std::size_t end = at;
  // Serial; a capital O typed for a zero counts inside it.
  while (end < compact.size() && (IsDigit(compact[end]) || (compact[end] == 'O' && end > at)))
    ++end;
  std::string serial = compact.substr(at, end - at);
  std::replace(serial.begin(), serial.end(), 'O', '0');
  serial.erase(0, std::min(serial.find_first_not_of('0'), serial.size()));
  if (serial.empty() || serial.size() > 5) return {};
  std::string year;
  if (end + 5 <= compact.size() && compact[end] == '/' && compact.compare(end + 1, 2, "20") == 0 &&
      IsDigit(compact[end + 3]) && IsDigit(compact[end + 4])) {
    year = compact.substr(end + 1, 4);
    end += 5;
  }
  std::string rest;
  for (std::size_t i = end; i < compact.size(); ++i) {
    if (compact[i] != '/') rest += compact[i];
  }
  if (rest.starts_with("GP")) rest = rest.substr(2) + "GP";  // the older "…/GP-LĐTBXH"
  struct Issuer {
    std::string_view written;
    std::string_view normal;
  };
  static constexpr std::array kIssuers = {Issuer{"SLDTBXH", "SLDTBXH"}, Issuer{"BLDTBXH", "LDTBXH"},
                                          Issuer{"LDTBXH", "LDTBXH"}, Issuer{"SNV", "SNV"},
                                          Issuer{"BNV", "BNV"}};
  for (const auto& issuer : kIssuers) {
    if (!rest.starts_with(issuer.written)) continue;
    return serial + "/" + (year.empty() ? "" : year + "/") + std::string{issuer.normal} + "-GP";
  }
  return {};
}

std::vector<RegisterEntry> RegisterView::EntriesOf(const std::vector<RegisterRow>& rows) {
  std::vector<RegisterEntry> entries;
  entries.reserve(rows.size());
  std::unordered_map<std::string, std::size_t> index_of;  // by number and name
  for (const auto& row : rows) {
    RegisterEntry entry;
    entry.row = row;
    entry.licence_norm = NormaliseLicence(row.licence_no).value_or("");
    entry.reissued_from_norm = NormaliseLicence(row.reissued_from).value_or("");
    for (const auto& phone : row.phones) {
      if (auto key = PhoneKey(phone); !key.empty()) entry.phones_norm.push_back(std::move(key));
    }
    // A line for each market or activity that a status holds for: one licence all the same.
    const auto [same, is_new] = entry.licence_norm.empty()
                                    ? std::pair{index_of.end(), true}
                                    : index_of.emplace(entry.licence_norm + " " + row.name, entries.size());
    entry.periods.push_back({LicenceStatus::kActive, "*", row.issued_on, {}});
    if (row.status != LicenceStatus::kActive) {
      const std::string market = row.status_market.empty() ? "*" : row.status_market;
      const std::string activity = row.status_activity.empty() ? "*" : row.status_activity;
      entry.periods.push_back({row.status, market, row.status_from, row.status_to, activity});
    }
    if (!is_new) {
      auto& periods = entries[same->second].periods;
      periods.insert(periods.end(), entry.periods.begin() + 1, entry.periods.end());
      continue;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

RegisterView::RegisterView(std::vector<RegisterEntry> entries, Day as_of)
    : entries_(std::move(entries)), as_of_(as_of) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const RegisterEntry& entry = entries_[i];
    if (!entry.licence_norm.empty()) by_licence_.emplace(entry.licence_norm, i);
    if (!entry.row.tax_code.empty()) by_tax_code_.emplace(Digits(entry.row.tax_code).substr(0, 10), i);
    for (const auto& phone : entry.phones_norm) by_phone_.emplace(phone, i);
    const std::string short_name = ParseEnterpriseName(entry.row.short_name).Key();
    for (const std::string& name : {entry.row.name, entry.row.name_en}) {
      EnterpriseName parsed = ParseEnterpriseName(name);
      if (parsed.words.empty()) continue;
      if (!short_name.empty()) parsed.alias = short_name;
      const std::size_t at = names_.size();
      by_name_[parsed.Key()].push_back(at);
      if (!parsed.alias.empty()) by_name_[parsed.alias].push_back(at);
      for (const auto& word : parsed.distinctive) {
        auto& list = by_word_[word];
        if (list.empty() || list.back() != at) list.push_back(at);
      }
      names_.push_back({i, std::move(parsed)});
    }
    const int serial = std::atoi(entry.licence_norm.c_str());
    highest_serial_ = std::max(highest_serial_, serial);
  }
  // Former numbers give way to current ones.
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!entries_[i].reissued_from_norm.empty())
      by_licence_.emplace(entries_[i].reissued_from_norm, i);
  }
}

const RegisterEntry* RegisterView::FindByLicence(std::string_view licence_norm) const {
  const auto found = by_licence_.find(std::string{licence_norm});
  return found == by_licence_.end() ? nullptr : &entries_[found->second];
}

std::vector<const RegisterEntry*> RegisterView::FindBySerial(std::string_view serial) const {
  std::vector<const RegisterEntry*> found;
  const std::string begins = Digits(serial) + "/";
  for (const auto& entry : entries_) {
    if (entry.licence_norm.starts_with(begins)) found.push_back(&entry);
  }
  return found;
}

std::size_t RegisterView::listed() const {
  return static_cast<std::size_t>(std::count_if(
      entries_.begin(), entries_.end(), [](const auto& entry) { return !entry.left_on; }));
}

const RegisterEntry* RegisterView::FindByTaxCode(std::string_view tax_code) const {
  const auto found = by_tax_code_.find(Digits(tax_code).substr(0, 10));
  return found == by_tax_code_.end() ? nullptr : &entries_[found->second];
}

std::vector<const RegisterEntry*> RegisterView::FindByPhone(std::string_view e164) const {
  std::vector<const RegisterEntry*> found;
  const auto [begin, end] = by_phone_.equal_range(std::string{e164});
  for (auto it = begin; it != end; ++it) found.push_back(&entries_[it->second]);
  std::sort(found.begin(), found.end());
  return found;
}

// The names that share the rarest words with `asked`.
std::vector<std::size_t> RegisterView::Resembling(const EnterpriseName& asked) const {
  constexpr std::size_t kMostNames = 24;    // compared in full
  constexpr std::size_t kCommonWord = 400;  // finds nothing that a rarer one would not
  std::unordered_map<std::size_t, double> weights;
  for (const auto& word : asked.distinctive) {
    const auto found = by_word_.find(word);
    if (found == by_word_.end() || (found->second.size() > kCommonWord && !weights.empty()))
      continue;
    for (const std::size_t at : found->second)
      weights[at] += 1.0 / static_cast<double>(found->second.size());
  }
  std::vector<std::pair<double, std::size_t>> ranked;
  ranked.reserve(weights.size());
  for (const auto& [at, weight] : weights) ranked.emplace_back(-weight, at);
  const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(kMostNames, ranked.size()));
  std::partial_sort(ranked.begin(), end, ranked.end());
  std::vector<std::size_t> nearest;
  for (auto it = ranked.begin(); it != end; ++it) nearest.push_back(it->second);
  return nearest;
}

RegisterView::NameMatch RegisterView::MatchName(std::string_view name) const {
  static constexpr double kPossible = 0.6;
  const EnterpriseName asked = ParseEnterpriseName(name);
  NameMatch best;
  // Of names that are the same, one in the very words wins over others, and an enterprise on the
  // list over one that left it.
  std::vector<std::size_t> same;
  std::vector<std::size_t> same_words;
  std::vector<std::size_t> same_left;
  const auto consider = [&](std::size_t at) {
    const ListedName& listed = names_[at];
    const NameComparison comparison = CompareNames(asked, listed.name, false);
    const auto add = [&listed](std::vector<std::size_t>& entries) {
      if (std::find(entries.begin(), entries.end(), listed.entry) == entries.end())
        entries.push_back(listed.entry);
    };
    const bool left = entries_[listed.entry].left_on.has_value();
    if (comparison.same) add(left ? same_left : same);
    if (comparison.same && !left && listed.name.words == asked.words) add(same_words);
    const bool better = comparison.score > best.score ||
                        (comparison.score == best.score && !left && best.entry->left_on);
    if (comparison.score >= kPossible && better)
      best = {NameMatch::Kind::kPossible, &entries_[listed.entry], comparison.score, &listed.name};
  };
  for (const std::string& key : {asked.Key(), asked.alias}) {
    const auto found = key.empty() ? by_name_.end() : by_name_.find(key);
    if (found == by_name_.end()) continue;
    for (const std::size_t at : found->second) consider(at);
  }
  if (same.empty() && same_left.empty()) {
    for (const std::size_t at : Resembling(asked)) consider(at);
  }
  if (same.empty()) same = same_left;
  if (same.size() == 1 || same_words.size() == 1) best.kind = NameMatch::Kind::kListed;
  return best;
}

std::optional<LicenceStatus> RegisterView::StatusOn(const RegisterEntry& entry, Day day,
                                                    std::string_view market,
                                                    std::string_view activity) {
  std::optional<LicenceStatus> status;
  for (const auto& period : entry.periods) {
    const bool in_time = (!period.from || *period.from <= day) && (!period.to || day <= *period.to);
    const bool in_market = period.market == "*" || (!market.empty() && period.market == market);
    const bool in_activity = period.activity == "*" || (!activity.empty() && period.activity == activity);
    if (in_time && in_market && in_activity) status = period.status;
  }
  return status;
}

}  // namespace agencywatch::core
