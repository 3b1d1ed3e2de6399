#include "core/enterprise_name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/fold.h"

namespace agencywatch::core {
namespace {

struct Phrase {
  std::string_view words;
  std::string_view meaning;
};

// Longest first: the first that fits at a place is taken.
constexpr std::array kLegalForms = {
    Phrase{"cong ty trach nhiem huu han mot thanh vien", "llc1"},
    Phrase{"cong ty tnhh mot thanh vien", "llc1"},
    Phrase{"trach nhiem huu han mot thanh vien", "llc1"},
    Phrase{"cong ty tnhh 1 thanh vien", "llc1"},
    Phrase{"cong ty tnhh 1tv", "llc1"},
    Phrase{"cong ty tnhh mtv", "llc1"},
    Phrase{"tnhh mtv", "llc1"},
    Phrase{"one member limited liability company", "llc1"},
    Phrase{"one member company limited", "llc1"},
    Phrase{"one member co ltd", "llc1"},
    Phrase{"cong ty trach nhiem huu han", "llc"},
    Phrase{"limited liability company", "llc"},
    Phrase{"company limited", "llc"},
    Phrase{"cong ty tnhh", "llc"},
    Phrase{"co ltd", "llc"},
    Phrase{"tnhh", "llc"},
    Phrase{"llc", "llc"},
    Phrase{"ltd", "llc"},
    Phrase{"tong cong ty co phan", "corporation"},
    Phrase{"tong cong ty", "corporation"},
    Phrase{"joint stock corporation", "jsc"},
    Phrase{"joint stock company", "jsc"},
    Phrase{"cong ty co phan", "jsc"},
    Phrase{"cong ty cp", "jsc"},
    Phrase{"cty cp", "jsc"},
    Phrase{"ctcp", "jsc"},
    Phrase{"jsc", "jsc"},
    Phrase{"doanh nghiep tu nhan", "private"},
    Phrase{"dntn", "private"},
    Phrase{"tap doan", "group"},
    Phrase{"corporation", "corporation"},
    Phrase{"corp", "corporation"},
    Phrase{"cong ty", ""},
    Phrase{"company", ""},
};

constexpr std::array kAbbreviations = {
    Phrase{"cty", "cong ty"},
    Phrase{"cti", "cong ty"},
    Phrase{"xkld", "xuat khau lao dong"},
    Phrase{"xnk", "xuat nhap khau"},
    Phrase{"tm", "thuong mai"},
    Phrase{"dv", "dich vu"},
    Phrase{"tmdv", "thuong mai dich vu"},
    Phrase{"dt", "dau tu"},
    Phrase{"pt", "phat trien"},
    Phrase{"qt", "quoc te"},
    Phrase{"htqt", "hop tac quoc te"},
    Phrase{"hr", "human resources"},
    Phrase{"nnl", "nguon nhan luc"},
    Phrase{"intl", "international"},
};

// Words that many enterprises of the trade share; they tell little, but they do tell two names
// apart.
constexpr std::array<std::string_view, 62> kGeneric = {
    "nhan",          "luc",         "cung",     "ung",        "hop",      "tac",
    "quoc",          "te",          "phat",     "trien",      "nguon",    "thuong",
    "mai",           "dau",         "tu",       "xuat",       "nhap",     "khau",
    "dich",          "vu",          "lao",      "dong",       "ngoai",    "nuoc",
    "giao",          "duc",         "dao",      "tao",        "du",       "hoc",
    "viet",          "nam",         "va",       "viec",       "lam",      "nghe",
    "tong",          "san",         "xay",      "dung",       "manpower", "human",
    "resources",     "resource",    "labour",   "labor",      "export",   "import",
    "supply",        "service",     "services", "investment", "trading",  "development",
    "international", "cooperation", "overseas", "and",        "group",    "vietnam",
    "education",     "training"};

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) {
      word += c;
    } else if (c != '.' && c != '\'' && !word.empty()) {  // "j.s.c", "c.ty" are one word
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

bool IsGeneric(const std::string& word) {
  return std::find(kGeneric.begin(), kGeneric.end(), word) != kGeneric.end();
}

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Shared weight over all weight; a generic word weighs a fifth of a distinctive one.
double WordOverlap(const EnterpriseName& a, const EnterpriseName& b) {
  const auto weight = [](const std::string& word) { return IsGeneric(word) ? 0.2 : 1.0; };
  double shared = 0;
  double all = 0;
  std::vector<std::string> rest = b.words;
  for (const auto& word : a.words) {
    const auto found = std::find(rest.begin(), rest.end(), word);
    all += weight(word);
    if (found == rest.end()) continue;
    shared += weight(word);
    rest.erase(found);
  }
  for (const auto& word : rest) all += weight(word);
  return all > 0 ? shared / all : 0;
}

}  // namespace

std::string EnterpriseName::Key() const { return Join(words); }

EnterpriseName ParseEnterpriseName(std::string_view name) {
  EnterpriseName result;
  std::string folded = FoldPlain(name.substr(0, 400));
  if (const auto open = folded.find('('); open != std::string::npos) {
    const auto close = folded.find(')', open);
    const auto length = close == std::string::npos ? std::string::npos : close - open + 1;
    result.alias = Join(Split(std::string_view{folded}.substr(open, length)));
    folded.erase(open, length);
  }
  std::vector<std::string> words;
  for (auto& word : Split(folded)) {
    const auto found = std::find_if(kAbbreviations.begin(), kAbbreviations.end(),
                                    [&](const Phrase& entry) { return entry.words == word; });
    if (found == kAbbreviations.end()) {
      words.push_back(std::move(word));
    } else {
      for (auto& part : Split(found->meaning)) words.push_back(std::move(part));
    }
  }
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    for (const auto& form : kLegalForms) {
      const auto parts = Split(form.words);
      if (at + parts.size() > words.size() ||
          !std::equal(parts.begin(), parts.end(),
                      words.begin() + static_cast<std::ptrdiff_t>(at))) {
        continue;
      }
      if (result.legal_form.empty()) result.legal_form = form.meaning;
      taken = parts.size();
      break;
    }
    if (taken == 0) {
      if (!IsGeneric(words[at])) result.distinctive.push_back(words[at]);
      result.words.push_back(words[at]);
      taken = 1;
    }
    at += taken;
  }
  return result;
}

NameComparison CompareNames(std::string_view a, std::string_view b) {
  const EnterpriseName first = ParseEnterpriseName(a);
  const EnterpriseName second = ParseEnterpriseName(b);
  NameComparison result;
  if (first.words.empty() || second.words.empty()) {
    result.reasons.push_back("one side names no enterprise");
    return result;
  }
  const bool forms_differ = !first.legal_form.empty() && !second.legal_form.empty() &&
                            first.legal_form != second.legal_form;
  const bool alias_agrees = !first.alias.empty() && first.alias == second.alias;
  if (first.Key() == second.Key()) {
    result.score = forms_differ ? 0.9 : 1;
    result.same = !forms_differ;
    result.reasons.push_back("the same words in the same order");
    if (forms_differ) {
      result.reasons.push_back("different legal forms: " + first.legal_form + " and " +
                               second.legal_form);
    }
    return result;
  }
  const double overlap = WordOverlap(first, second);
  result.score = 0.85 * overlap;
  if (first.distinctive == second.distinctive && !first.distinctive.empty()) {
    result.reasons.push_back("the same distinctive words: " + Join(first.distinctive));
    result.reasons.push_back("generic words differ: '" + first.Key() + "' and '" + second.Key() +
                             "'");
  } else if (std::is_permutation(first.words.begin(), first.words.end(), second.words.begin(),
                                 second.words.end())) {
    result.score = 0.7;
    result.reasons.push_back("the same words in another order");
  } else {
    const std::string left = Join(first.distinctive);
    const std::string right = Join(second.distinctive);
    const std::size_t longest = std::max(left.size(), right.size());
    const std::size_t edits = longest > 0 ? EditDistance(left, right) : 0;
    if (longest >= 6 && edits <= 2) {
      result.score = std::max(result.score, 0.8 - 0.1 * static_cast<double>(edits));
      result.reasons.push_back("distinctive words differ by " + std::to_string(edits) +
                               " letters: '" + left + "' and '" + right + "'");
    } else if (overlap > 0) {
      result.reasons.push_back("some words are shared: '" + first.Key() + "' and '" + second.Key() +
                               "'");
    } else {
      result.reasons.push_back("no word is shared");
    }
  }
  if (alias_agrees) {
    result.score = std::max(result.score, 0.8);
    result.reasons.push_back("the same brand: " + first.alias);
  }
  if (forms_differ)
    result.reasons.push_back("different legal forms: " + first.legal_form + " and " +
                             second.legal_form);
  return result;
}

}  // namespace agencywatch::core
