#include "core/enterprise_name.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <utility>

#include "core/edit_distance.h"
#include "core/fold.h"

namespace agencywatch::core {
namespace {

constexpr std::size_t kMaxNameBytes = 400;

// What each part may add; together 1.
constexpr double kProperPoints = 0.55;
constexpr double kGenericPoints = 0.30;
constexpr double kFormPoints = 0.10;
constexpr double kSpellingPoints = 0.05;
constexpr double kHighestDifferent = 0.84;  // below kSameName

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

// A word as written, and folded.
struct Written {
  std::string original;
  std::string folded;
};

// "Kĩ thuật" is "Kỹ thuật": one vowel in two spellings.
std::string OneSpelling(std::string folded) {
  static constexpr std::array<std::string_view, 7> kWithI = {"hi", "ki",  "li", "mi",
                                                             "si", "qui", "ti"};
  if (std::find(kWithI.begin(), kWithI.end(), folded) != kWithI.end()) folded.back() = 'y';
  return folded;
}

// "lựcThúy" lacks a blank: a small letter, a capital and a small letter again.
std::string WithMissingBlanks(const std::string& name) {
  icu::UnicodeString letters = icu::UnicodeString::fromUTF8(name);
  bool missing = false;
  for (std::int32_t i = letters.length() - 2; i > 0; --i) {
    if (u_isupper(letters[i]) == 0 || u_islower(letters[i - 1]) == 0 ||
        u_islower(letters[i + 1]) == 0)
      continue;
    letters.insert(i, u' ');
    missing = true;
  }
  std::string text;
  return missing ? letters.toUTF8String(text) : name;
}

// "J.S.C", "C.ty" and "Int'l" are one word.
std::vector<Written> Split(std::string_view text) {
  std::vector<Written> words;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    std::string folded;
    for (const char c : FoldPlain(word)) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) folded += c;
    }
    if (!folded.empty()) words.push_back({word, OneSpelling(std::move(folded))});
    word.clear();
  };
  for (const char c : text) {
    if (IsWordByte(c)) {
      word += c;
    } else if (c != '.' && c != '\'') {
      end_word();
    }
  }
  end_word();
  return words;
}

// The marks of a word, wherever in it they stand (hòa, hoà), sorted; đ counts as one.
std::string MarksOf(const std::string& word) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) return {};
  const icu::UnicodeString letters =
      nfd->normalize(icu::UnicodeString::fromUTF8(word).toLower(), error);
  if (U_FAILURE(error)) return {};
  std::set<char> marks;
  for (std::int32_t i = 0; i < letters.length(); ++i) {
    switch (letters[i]) {
      case 0x0300: marks.insert('`'); break;   // grave
      case 0x0301: marks.insert('\''); break;  // acute
      case 0x0303: marks.insert('~'); break;   // tilde
      case 0x0309: marks.insert('?'); break;   // hook above
      case 0x0323: marks.insert('.'); break;   // dot below
      case 0x0302: marks.insert('^'); break;   // circumflex
      case 0x0306: marks.insert('('); break;   // breve
      case 0x031B: marks.insert('+'); break;   // horn
      case 0x0111: marks.insert('d'); break;   // đ
      default: break;
    }
  }
  return {marks.begin(), marks.end()};
}

bool IsAlias(const std::vector<Written>& words) {
  constexpr std::size_t kMostWords = 3;
  return !words.empty() && words.size() <= kMostWords;
}

std::string Join(const std::vector<Written>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word.folded;
  return text;
}

std::string Join(const std::vector<std::string>& words, const char* between = " ") {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

// Takes a brand in brackets out of `name`.
std::string TakeBracketed(std::string& name) {
  const auto open = name.find('(');
  if (open == std::string::npos) return {};
  const auto close = name.find(')', open);
  const auto length = close == std::string::npos ? std::string::npos : close - open + 1;
  const auto words = Split(std::string_view{name}.substr(open, length));
  name.erase(open, length);
  return IsAlias(words) ? Join(words) : std::string{};
}

// A brand is one word of capitals, with at most a legal form or "Group" behind it: "KISAVA", "KISAVA
// JSC". Empty for what is none.
std::string BrandOf(std::string_view text) {
  const auto words = Split(text);
  std::vector<std::string> folded;
  for (const auto& word : words) folded.push_back(word.folded);
  if (folded.empty() || FindLegalForm(folded, 0) || FindGenericWords(folded, 0)) return {};
  const auto form = folded.size() > 1 ? FindLegalForm(folded, 1) : std::nullopt;
  const bool group = folded.size() == 2 && folded[1] == "group";
  if (!group && folded.size() != 1 + (form ? form->words : 0)) return {};
  const std::string& brand = words.front().original;
  const bool capitals = std::all_of(brand.begin(), brand.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  return capitals ? folded.front() : std::string{};
}

// "… Kim Sa Vân - KISAVA., JSC", "KISAVA - Công ty …": takes the brand out of `name`, and what
// follows it unless that is the only legal form.
std::string TakeBesideDash(std::string& name) {
  for (const std::string_view dash : {" - ", " – ", " — "}) {
    if (const auto at = name.rfind(dash); at != std::string::npos && at > 0) {
      const std::size_t tail = at + dash.size();
      if (std::string brand = BrandOf(std::string_view{name}.substr(tail)); !brand.empty()) {
        name.erase(at, dash.size() + name.find_first_not_of(' ', tail) - tail + brand.size());
        return brand;
      }
    }
    if (const auto at = name.find(dash); at != std::string::npos && at > 0) {
      if (std::string brand = BrandOf(std::string_view{name}.substr(0, at)); !brand.empty()) {
        name.erase(0, at + dash.size());
        return brand;
      }
    }
  }
  return {};
}

// 0 … 1: how near two proper names are that are not the same.
double Nearness(const EnterpriseName& a, const EnterpriseName& b) {
  if (std::is_permutation(a.distinctive.begin(), a.distinctive.end(), b.distinctive.begin(),
                          b.distinctive.end()))
    return 0.8;
  const std::string& left = a.letters;
  const std::string& right = b.letters;
  const std::size_t longest = std::max(left.size(), right.size());
  if (longest == 0) return 0;
  const double letters =
      1.0 - static_cast<double>(EditDistance(left, right)) / static_cast<double>(longest);
  std::size_t shared = 0;
  for (const auto& word : a.distinctive) {
    if (std::find(b.distinctive.begin(), b.distinctive.end(), word) != b.distinctive.end())
      ++shared;
  }
  const double words = static_cast<double>(shared) /
                       static_cast<double>(std::max(a.distinctive.size(), b.distinctive.size()));
  return std::max({letters * letters, 0.8 * words, 0.0});
}

enum class Agreement { kEqual, kCompatible, kDifferent };

struct ProperComparison {
  Agreement agreement = Agreement::kDifferent;
  double share = 0;
  std::string reason;
};

bool IsTranslation(const EnterpriseName& a, const EnterpriseName& b) {
  return (a.english && b.vietnamese) || (a.vietnamese && b.english);
}

// The brand of `a` is all that `b` calls itself, or both have it and one name translates the other
// ("Sao Đỏ (REDSTAR)", "Red Star (REDSTAR)"). Anybody can put somebody's brand behind a name of his
// own.
bool BrandAgrees(const EnterpriseName& a, const EnterpriseName& b) {
  if (a.alias.empty()) return false;
  return (a.alias == b.alias && IsTranslation(a, b)) || a.alias == Join(b.distinctive) ||
         (b.distinctive.empty() && a.alias == b.Key());
}

bool IsMarked(const EnterpriseName& name) {
  return std::any_of(name.marks.begin(), name.marks.end(),
                     [](const std::string& marks) { return !marks.empty(); });
}

// Translators put the place first: "Cẩm Thạch Hà Nội" -> "Hanoi Cam Thach".
std::string WithPlaceLast(const EnterpriseName& name) {
  static constexpr std::array<std::string_view, 5> kPlaces = {"hanoi", "saigon", "danang",
                                                              "haiphong", "cantho"};
  const std::string& letters = name.letters;
  for (const std::string_view place : kPlaces) {
    if (letters.starts_with(place)) return letters.substr(place.size()) + std::string{place};
  }
  return letters;
}

// `because` is only called when the reason is wanted.
template <typename Because>
ProperComparison Proper(Agreement agreement, double share, bool with_reasons, Because because) {
  return {agreement, share, with_reasons ? because() : std::string{}};
}

ProperComparison CompareProper(const EnterpriseName& a, const EnterpriseName& b,
                               bool with_reasons) {
  const auto both = [&] {
    return "'" + Join(a.distinctive) + "' and '" + Join(b.distinctive) + "'";
  };
  if (a.letters == b.letters) {
    if (a.distinctive != b.distinctive)
      return Proper(Agreement::kCompatible, 0.95, with_reasons,
                    [&] { return "one proper name, spaced differently: " + both(); });
    // A name written without any marks agrees with every way to mark it.
    const bool both_marked = IsMarked(a) && IsMarked(b);
    for (std::size_t i = 0; both_marked && i < a.distinctive.size(); ++i) {
      if (a.marks[i] != b.marks[i])
        return Proper(Agreement::kDifferent, 0.8, with_reasons, [&] {
          return "proper names with other marks on '" + a.distinctive[i] + "'";
        });
    }
    if (!a.alias.empty() && !b.alias.empty() && a.alias != b.alias && !a.distinctive.empty())
      return Proper(Agreement::kDifferent, 0.7, with_reasons,
                    [&] { return "other brands: '" + a.alias + "' and '" + b.alias + "'"; });
    return Proper(Agreement::kEqual, 1, with_reasons, [&] {
      return a.distinctive.empty() ? std::string{"neither has a proper name"}
                                   : "the same proper name '" + Join(a.distinctive) + "'";
    });
  }
  if (IsTranslation(a, b) && WithPlaceLast(a) == WithPlaceLast(b))
    return Proper(Agreement::kCompatible, 0.95, with_reasons,
                  [&] { return "one proper name, with the place first: " + both(); });
  if (BrandAgrees(a, b) || BrandAgrees(b, a))
    return Proper(Agreement::kCompatible, 0.9, with_reasons,
                  [&] { return "the same brand '" + (a.alias.empty() ? b.alias : a.alias) + "'"; });
  const double share = Nearness(a, b);
  return Proper(Agreement::kDifferent, share, with_reasons, [&] {
    if (share <= 0) return "no word of the proper names is shared: " + both();
    const bool permuted = std::is_permutation(a.distinctive.begin(), a.distinctive.end(),
                                              b.distinctive.begin(), b.distinctive.end());
    return (permuted ? "the words of the proper name in another order: "
                     : "proper names differ: ") +
           both();
  });
}

struct GenericComparison {
  Agreement agreement = Agreement::kDifferent;
  double share = 0;
  std::vector<std::string> only_a;
  std::vector<std::string> only_b;
};

// What is left of each when the common part is taken out.
void TakeOutCommon(std::vector<std::string>& a, std::vector<std::string>& b) {
  std::erase_if(a, [&](const std::string& part) {
    const auto found = std::find(b.begin(), b.end(), part);
    if (found == b.end()) return false;
    b.erase(found);
    return true;
  });
}

std::vector<std::string> Parts(const EnterpriseName& name, bool meanings) {
  std::vector<std::string> parts;
  for (const GenericPart& part : name.generic) {
    if (part.meanings.empty()) continue;  // "và"
    if (!meanings) {
      parts.push_back(part.phrase);
      continue;
    }
    const auto blank = part.meanings.find(' ');
    parts.push_back(part.meanings.substr(0, blank));
    if (blank != std::string::npos) parts.push_back(part.meanings.substr(blank + 1));
  }
  return parts;
}

GenericComparison CompareGeneric(const EnterpriseName& a, const EnterpriseName& b) {
  // A translation is compared by meaning: "nhân lực" and "nguồn nhân lực" are both "human
  // resources". Translators leave a word out of a long chain ("Đầu tư và Phát triển Nhân lực" ->
  // "Manpower Investment"), "supply" first of all; they add none.
  const bool translated = IsTranslation(a, b);
  GenericComparison result;
  result.only_a = Parts(a, translated);
  result.only_b = Parts(b, translated);
  const std::size_t all_a = result.only_a.size();
  TakeOutCommon(result.only_a, result.only_b);
  const std::size_t shared = all_a - result.only_a.size();
  const std::size_t all = shared + result.only_a.size() + result.only_b.size();
  result.share = all == 0 ? 1 : static_cast<double>(shared) / static_cast<double>(all);
  if (result.only_a.empty() && result.only_b.empty()) {
    result.agreement = a.generic == b.generic ? Agreement::kEqual : Agreement::kCompatible;
  } else if (translated && !(a.english && a.vietnamese) && !(b.english && b.vietnamese)) {
    const auto& vietnamese_rest = a.vietnamese ? result.only_a : result.only_b;
    const auto& english_rest = a.vietnamese ? result.only_b : result.only_a;
    if (english_rest.empty() && vietnamese_rest.size() == 1 &&
        (shared >= 2 || (shared == 1 && vietnamese_rest.front() == "supply")))
      result.agreement = Agreement::kCompatible;
  }
  return result;
}

Agreement CompareForms(const EnterpriseName& a, const EnterpriseName& b) {
  const std::string& left = a.legal_form;
  const std::string& right = b.legal_form;
  if (left == right) return Agreement::kEqual;
  if (left.empty() || right.empty()) return Agreement::kCompatible;
  const auto pair = [&](std::string_view x, std::string_view y) {
    return (left == x && right == y) || (left == y && right == x);
  };
  if (pair("llc", "llc1")) return Agreement::kCompatible;
  // "Corporation" is what English makes of a joint stock company too.
  if (pair("jsc", "corporation") && (a.english || b.english)) return Agreement::kCompatible;
  return Agreement::kDifferent;
}

class Points {
 public:
  explicit Points(bool with_reasons) : with_reasons_(with_reasons) {}
  void Add(double points, double share, const std::string& reason) {
    score_ += points * share;
    if (!with_reasons_) return;
    char text[32];
    std::snprintf(text, sizeof text, " (%.2f of %.2f)", points * share, points);
    reasons_.push_back(reason + text);
  }
  double score_ = 0;
  std::vector<std::string> reasons_;

 private:
  bool with_reasons_;
};

std::string GenericReason(const GenericComparison& generic) {
  if (generic.agreement == Agreement::kEqual) return "the same generic words";
  std::string reason = generic.agreement == Agreement::kCompatible
                           ? "generic words that mean the same"
                           : "generic words differ";
  if (!generic.only_a.empty()) reason += "; only in the first: " + Join(generic.only_a, ", ");
  if (!generic.only_b.empty()) reason += "; only in the second: " + Join(generic.only_b, ", ");
  return reason;
}

std::string FormReason(const EnterpriseName& a, const EnterpriseName& b, Agreement agreement) {
  if (agreement == Agreement::kEqual)
    return a.legal_form.empty() ? "no legal form is named" : "the same legal form";
  if (a.legal_form.empty() || b.legal_form.empty()) return "one names no legal form";
  return std::string{agreement == Agreement::kCompatible ? "legal forms that go together: "
                                                         : "different legal forms: "} +
         a.legal_form + " and " + b.legal_form;
}

NameComparison Compare(const EnterpriseName& a, const EnterpriseName& b, double spelling,
                       bool with_reasons) {
  if (a.words.empty() || b.words.empty())
    return {0, false, {"one side names no enterprise"}};
  const ProperComparison proper = CompareProper(a, b, with_reasons);
  const GenericComparison generic = CompareGeneric(a, b);
  const Agreement forms = CompareForms(a, b);
  Points points(with_reasons);
  points.Add(kProperPoints, proper.share, with_reasons ? proper.reason : "");
  // What everybody shares says something only next to a proper name that is near.
  points.Add(kGenericPoints, generic.share * proper.share, with_reasons ? GenericReason(generic) : "");
  const double form_share = forms == Agreement::kEqual        ? 1
                            : forms == Agreement::kCompatible ? 0.7
                                                              : 0;
  points.Add(kFormPoints, form_share * proper.share, with_reasons ? FormReason(a, b, forms) : "");
  points.Add(kSpellingPoints, spelling * proper.share,
             !with_reasons ? "" : spelling >= 1 ? "spelt alike" : "not spelt alike");
  NameComparison result;
  // A brand of its own (KISAVA) stands for the whole name.
  const bool by_brand = proper.agreement == Agreement::kCompatible &&
                        (BrandAgrees(a, b) || BrandAgrees(b, a)) &&
                        (generic.only_a.empty() || generic.only_b.empty());
  result.same = proper.agreement != Agreement::kDifferent && forms != Agreement::kDifferent &&
                (generic.agreement != Agreement::kDifferent || by_brand);
  result.score = result.same ? std::max(points.score_, kSameName)
                             : std::min(points.score_, kHighestDifferent);
  result.reasons = std::move(points.reasons_);
  return result;
}

}  // namespace

std::string EnterpriseName::Key() const { return Join(words); }

EnterpriseName ParseEnterpriseName(std::string_view name) {
  EnterpriseName result;
  result.written = Compose(name.substr(0, kMaxNameBytes));
  std::string text = WithMissingBlanks(std::string{name.substr(0, kMaxNameBytes)});
  result.alias = TakeBracketed(text);
  if (result.alias.empty()) result.alias = TakeBesideDash(text);

  std::vector<Written> written;
  std::vector<std::string> folded;
  for (auto& word : Split(text)) {
    const std::string_view meaning = WrittenOut(word.folded);
    if (meaning.empty()) {
      folded.push_back(word.folded);
      written.push_back(std::move(word));
      continue;
    }
    for (auto& part : Split(meaning)) {
      folded.push_back(part.folded);
      written.push_back(std::move(part));
    }
  }
  for (std::size_t at = 0; at < folded.size();) {
    NameLanguage language = NameLanguage::kNone;
    std::size_t taken = 1;
    if (const auto form = FindLegalForm(folded, at)) {
      if (result.legal_form.empty()) result.legal_form = form->form;
      language = form->language;
      taken = form->words;
    } else if (const auto generic = FindGenericWords(folded, at)) {
      result.generic.push_back({std::string{generic->phrase}, std::string{generic->meanings}});
      for (std::size_t i = at; i < at + generic->words && !generic->meanings.empty(); ++i)
        result.words.push_back(folded[i]);
      language = generic->language;
      taken = generic->words;
    } else {
      result.distinctive.push_back(folded[at]);
      result.marks.push_back(MarksOf(written[at].original));
      result.words.push_back(folded[at]);
    }
    result.vietnamese |= language == NameLanguage::kVietnamese;
    result.english |= language == NameLanguage::kEnglish;
    at += taken;
  }
  result.letters = Join(result.distinctive, "");
  return result;
}

NameComparison CompareNames(const EnterpriseName& a, const EnterpriseName& b, bool with_reasons) {
  return Compare(a, b, a.written == b.written ? 1 : 0, with_reasons);
}

NameComparison CompareNames(std::string_view a, std::string_view b) {
  return CompareNames(ParseEnterpriseName(a), ParseEnterpriseName(b), true);
}

}  // namespace agencywatch::core
