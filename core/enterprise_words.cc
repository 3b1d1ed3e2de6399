#include "core/enterprise_words.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/edit_distance.h"

namespace agencywatch::core {
namespace {

constexpr NameLanguage kVi = NameLanguage::kVietnamese;
constexpr NameLanguage kEn = NameLanguage::kEnglish;

struct Phrase {
  std::string_view words;
  std::string_view meaning;
  NameLanguage language;
};

constexpr std::array kLegalForms = {
    Phrase{"cong ty trach nhiem huu han mot thanh vien", "llc1", kVi},
    Phrase{"cong ty tnhh mot thanh vien", "llc1", kVi},
    Phrase{"trach nhiem huu han mot thanh vien", "llc1", kVi},
    Phrase{"cong ty tnhh 1 thanh vien", "llc1", kVi},
    Phrase{"tnhh mot thanh vien", "llc1", kVi},
    Phrase{"tnhh 1 thanh vien", "llc1", kVi},
    Phrase{"cong ty tnhh 1 tv", "llc1", kVi},
    Phrase{"cong ty tnhh mot tv", "llc1", kVi},
    Phrase{"cong ty tnhh 1tv", "llc1", kVi},
    Phrase{"cong ty tnhh mtv", "llc1", kVi},
    Phrase{"tnhh 1 tv", "llc1", kVi},
    Phrase{"tnhh mot tv", "llc1", kVi},
    Phrase{"tnhh 1tv", "llc1", kVi},
    Phrase{"tnhh mtv", "llc1", kVi},
    Phrase{"cong ty 1 tv", "llc1", kVi},
    Phrase{"cong ty 1tv", "llc1", kVi},
    Phrase{"cong ty mtv", "llc1", kVi},
    Phrase{"one member limited liability company", "llc1", kEn},
    Phrase{"single member limited liability company", "llc1", kEn},
    Phrase{"one member company limited", "llc1", kEn},
    Phrase{"one member co ltd", "llc1", kEn},
    Phrase{"one member llc", "llc1", kEn},
    Phrase{"cong ty trach nhiem huu han", "llc", kVi},
    Phrase{"limited liability company", "llc", kEn},
    Phrase{"trach nhiem huu han", "llc", kVi},
    Phrase{"company limited", "llc", kEn},
    Phrase{"company ltd", "llc", kEn},
    Phrase{"cong ty tnhh", "llc", kVi},
    Phrase{"pte ltd", "llc", kEn},
    Phrase{"co ltd", "llc", kEn},
    Phrase{"coltd", "llc", kEn},
    Phrase{"tnhh", "llc", kVi},
    Phrase{"llc", "llc", kEn},
    Phrase{"ltd", "llc", kEn},
    Phrase{"tong cong ty", "corporation", kVi},
    Phrase{"joint stock corporation", "jsc", kEn},
    Phrase{"joint stock company", "jsc", kEn},
    Phrase{"joint stock co", "jsc", kEn},
    Phrase{"jstock co", "jsc", kEn},
    Phrase{"cong ty co phan", "jsc", kVi},
    Phrase{"cong ty cp", "jsc", kVi},
    Phrase{"cty cp", "jsc", kVi},
    Phrase{"co phan", "jsc", kVi},
    Phrase{"ctcp", "jsc", kVi},
    Phrase{"cp", "jsc", kVi},
    Phrase{"jsc", "jsc", kEn},
    Phrase{"doanh nghiep tu nhan", "private", kVi},
    Phrase{"dntn", "private", kVi},
    Phrase{"private enterprise", "private", kEn},
    Phrase{"corporation", "corporation", kEn},
    Phrase{"corp", "corporation", kEn},
    Phrase{"incorporated", "corporation", kEn},
    Phrase{"inc", "corporation", kEn},
    Phrase{"cong ty", "", kVi},
    Phrase{"company", "", kEn},
};

// `people` is what English calls manpower and human resources alike: "nhân lực" and "nguồn nhân
// lực" are two names in Vietnamese, and one in translation.
constexpr std::array kGeneric = {
    Phrase{"nhan luc", "people", kVi},
    Phrase{"nguon nhan luc", "people", kVi},
    Phrase{"nhan su", "people", kVi},
    Phrase{"manpower", "people", kEn},
    Phrase{"human resources", "people", kEn},
    Phrase{"human resource", "people", kEn},
    Phrase{"personnel", "people", kEn},
    Phrase{"workforce", "people", kEn},
    Phrase{"nguon luc", "resources", kVi},
    Phrase{"resources", "resources", kEn},
    Phrase{"lao dong", "labour", kVi},
    Phrase{"labour", "labour", kEn},
    Phrase{"labor", "labour", kEn},
    Phrase{"viec lam", "employment", kVi},
    Phrase{"employment", "employment", kEn},
    Phrase{"job", "employment", kEn},
    Phrase{"jobs", "employment", kEn},
    Phrase{"cung ung", "supply", kVi},
    Phrase{"supply", "supply", kEn},
    Phrase{"supplying", "supply", kEn},
    Phrase{"phai cu", "dispatch", kVi},
    Phrase{"dispatch", "dispatch", kEn},
    Phrase{"dispatching", "dispatch", kEn},
    Phrase{"sending", "dispatch", kEn},
    Phrase{"tuyen dung", "recruitment", kVi},
    Phrase{"recruitment", "recruitment", kEn},
    Phrase{"recruiting", "recruitment", kEn},
    Phrase{"hop tac", "cooperation", kVi},
    Phrase{"cooperation", "cooperation", kEn},
    Phrase{"co operation", "cooperation", kEn},
    Phrase{"quoc te", "international", kVi},
    Phrase{"international", "international", kEn},
    Phrase{"ngoai nuoc", "overseas", kVi},
    Phrase{"nuoc ngoai", "overseas", kVi},
    Phrase{"overseas", "overseas", kEn},
    Phrase{"phat trien", "development", kVi},
    Phrase{"development", "development", kEn},
    Phrase{"dau tu", "investment", kVi},
    Phrase{"investment", "investment", kEn},
    Phrase{"invest", "investment", kEn},
    Phrase{"thuong mai", "trading", kVi},
    Phrase{"trading", "trading", kEn},
    Phrase{"trade", "trading", kEn},
    Phrase{"commercial", "trading", kEn},
    Phrase{"commerce", "trading", kEn},
    Phrase{"dich vu", "service", kVi},
    Phrase{"service", "service", kEn},
    Phrase{"services", "service", kEn},
    Phrase{"xuat nhap khau", "export import", kVi},
    Phrase{"xuat khau", "export", kVi},
    Phrase{"nhap khau", "import", kVi},
    Phrase{"import export", "export import", kEn},
    Phrase{"export import", "export import", kEn},
    Phrase{"export", "export", kEn},
    Phrase{"import", "import", kEn},
    Phrase{"dao tao", "training", kVi},
    Phrase{"training", "training", kEn},
    Phrase{"giao duc", "education", kVi},
    Phrase{"education", "education", kEn},
    Phrase{"du hoc", "study", kVi},
    Phrase{"study abroad", "study", kEn},
    Phrase{"overseas study", "study", kEn},
    Phrase{"day nghe", "vocation", kVi},
    Phrase{"vocational", "vocation", kEn},
    Phrase{"thuyen vien", "crew", kVi},
    Phrase{"crewing", "crew", kEn},
    Phrase{"crew", "crew", kEn},
    Phrase{"seafarer", "crew", kEn},
    Phrase{"seafarers", "crew", kEn},
    Phrase{"hang hai", "maritime", kVi},
    Phrase{"maritime", "maritime", kEn},
    Phrase{"marine", "maritime", kEn},
    Phrase{"van tai", "transport", kVi},
    Phrase{"transport", "transport", kEn},
    Phrase{"transportation", "transport", kEn},
    Phrase{"du lich", "tourism", kVi},
    Phrase{"tourism", "tourism", kEn},
    Phrase{"travel", "tourism", kEn},
    Phrase{"xay dung", "construction", kVi},
    Phrase{"construction", "construction", kEn},
    Phrase{"san xuat", "production", kVi},
    Phrase{"production", "production", kEn},
    Phrase{"manufacturing", "production", kEn},
    Phrase{"ky thuat", "technical", kVi},
    Phrase{"technical", "technical", kEn},
    Phrase{"engineering", "technical", kEn},
    Phrase{"cong nghe", "technology", kVi},
    Phrase{"technology", "technology", kEn},
    Phrase{"co khi", "mechanical", kVi},
    Phrase{"mechanical", "mechanical", kEn},
    Phrase{"nong nghiep", "agriculture", kVi},
    Phrase{"agriculture", "agriculture", kEn},
    Phrase{"agricultural", "agriculture", kEn},
    Phrase{"tu van", "consulting", kVi},
    Phrase{"consulting", "consulting", kEn},
    Phrase{"consultancy", "consulting", kEn},
    Phrase{"kinh doanh", "business", kVi},
    Phrase{"business", "business", kEn},
    Phrase{"dieu duong", "nursing", kVi},
    Phrase{"nursing", "nursing", kEn},
    Phrase{"y te", "medical", kVi},
    Phrase{"medical", "medical", kEn},
    Phrase{"healthcare", "medical", kEn},
    Phrase{"khach san", "hospitality", kVi},
    Phrase{"hospitality", "hospitality", kEn},
    Phrase{"hotel", "hospitality", kEn},
    Phrase{"chuyen gia", "experts", kVi},
    Phrase{"experts", "experts", kEn},
    Phrase{"expert", "experts", kEn},
    Phrase{"giai phap", "solutions", kVi},
    Phrase{"solutions", "solutions", kEn},
    Phrase{"tap doan", "group", kVi},
    Phrase{"group", "group", kEn},
    Phrase{"tong hop", "general", kVi},
    Phrase{"general", "general", kEn},
    Phrase{"toan cau", "global", kVi},
    Phrase{"global", "global", kEn},
    Phrase{"trung dong", "middle-east", kVi},
    Phrase{"middle east", "middle-east", kEn},
    Phrase{"dong nam a", "south-east-asia", kVi},
    Phrase{"southeast asia", "south-east-asia", kEn},
    Phrase{"thai binh duong", "pacific", kVi},
    Phrase{"pacific", "pacific", kEn},
    Phrase{"chau a", "asia", kVi},
    Phrase{"asia", "asia", kEn},
    Phrase{"viet nam", "vietnam", kVi},
    Phrase{"vietnam", "vietnam", kEn},
    Phrase{"chi nhanh", "branch", kVi},
    Phrase{"branch", "branch", kEn},
    Phrase{"trung tam", "centre", kVi},
    Phrase{"center", "centre", kEn},
    Phrase{"centre", "centre", kEn},
    Phrase{"va", "", kVi},
    Phrase{"and", "", kEn},
};

struct Abbreviation {
  std::string_view word;
  std::string_view meaning;
};
constexpr std::array kAbbreviations = {
    Abbreviation{"cty", "cong ty"},
    Abbreviation{"ct", "cong ty"},
    Abbreviation{"tct", "tong cong ty"},
    Abbreviation{"tt", "trung tam"},
    Abbreviation{"xkld", "xuat khau lao dong"},
    Abbreviation{"xknl", "xuat khau nhan luc"},
    Abbreviation{"xnk", "xuat nhap khau"},
    Abbreviation{"xk", "xuat khau"},
    Abbreviation{"nk", "nhap khau"},
    Abbreviation{"tm", "thuong mai"},
    Abbreviation{"dv", "dich vu"},
    Abbreviation{"tmdv", "thuong mai dich vu"},
    Abbreviation{"dvtm", "dich vu thuong mai"},
    Abbreviation{"dvvl", "dich vu viec lam"},
    Abbreviation{"dvld", "dich vu lao dong"},
    Abbreviation{"dt", "dau tu"},
    Abbreviation{"pt", "phat trien"},
    Abbreviation{"dtpt", "dau tu phat trien"},
    Abbreviation{"qt", "quoc te"},
    Abbreviation{"ht", "hop tac"},
    Abbreviation{"htqt", "hop tac quoc te"},
    Abbreviation{"htld", "hop tac lao dong"},
    Abbreviation{"ld", "lao dong"},
    Abbreviation{"ldnn", "lao dong ngoai nuoc"},
    Abbreviation{"nn", "ngoai nuoc"},
    Abbreviation{"hr", "human resources"},
    Abbreviation{"nl", "nhan luc"},
    Abbreviation{"nlqt", "nhan luc quoc te"},
    Abbreviation{"nnl", "nguon nhan luc"},
    Abbreviation{"ptnnl", "phat trien nguon nhan luc"},
    Abbreviation{"cunl", "cung ung nhan luc"},
    Abbreviation{"vl", "viec lam"},
    Abbreviation{"gd", "giao duc"},
    Abbreviation{"xd", "xay dung"},
    Abbreviation{"sx", "san xuat"},
    Abbreviation{"vn", "viet nam"},
    Abbreviation{"intl", "international"},
    Abbreviation{"dev", "development"},
    Abbreviation{"inv", "investment"},
    Abbreviation{"coop", "cooperation"},
    Abbreviation{"impex", "import export"},
};

std::vector<std::string> WordsOf(std::string_view phrase) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin < phrase.size()) {
    const std::size_t end = std::min(phrase.find(' ', begin), phrase.size());
    words.emplace_back(phrase.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// Phrases by their first word, longest first.
class PhraseIndex {
 public:
  template <std::size_t N>
  explicit PhraseIndex(const std::array<Phrase, N>& phrases) {
    for (const Phrase& phrase : phrases) {
      Entry entry{&phrase, WordsOf(phrase.words)};
      by_first_word_[entry.words.front()].push_back(std::move(entry));
    }
    for (auto& [word, entries] : by_first_word_) {
      std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.words.size() > b.words.size();
      });
    }
  }

  [[nodiscard]] std::pair<const Phrase*, std::size_t> Find(const std::vector<std::string>& words,
                                                           std::size_t at) const {
    const auto found = by_first_word_.find(words[at]);
    if (found == by_first_word_.end()) return {nullptr, 0};
    for (const Entry& entry : found->second) {
      if (at + entry.words.size() <= words.size() &&
          std::equal(entry.words.begin(), entry.words.end(),
                     words.begin() + static_cast<std::ptrdiff_t>(at)))
        return {entry.phrase, entry.words.size()};
    }
    return {nullptr, 0};
  }

 private:
  struct Entry {
    const Phrase* phrase;
    std::vector<std::string> words;
  };
  std::unordered_map<std::string, std::vector<Entry>> by_first_word_;
};

const Phrase* FindMisspelt(const std::string& word) {
  constexpr std::size_t kShortest = 6;  // of the right word
  if (word.size() + 1 < kShortest) return nullptr;
  for (const Phrase& phrase : kGeneric) {
    const bool near = phrase.language == kEn && phrase.words.size() >= kShortest &&
                      phrase.words.find(' ') == std::string_view::npos &&
                      phrase.words.front() == word.front() &&
                      phrase.words.size() + 1 >= word.size() &&
                      word.size() + 1 >= phrase.words.size();
    if (near && EditDistance(phrase.words, word) == 1) return &phrase;
  }
  return nullptr;
}

}  // namespace

std::optional<LegalFormWords> FindLegalForm(const std::vector<std::string>& words,
                                            std::size_t at) {
  static const PhraseIndex index(kLegalForms);
  const auto [phrase, count] = index.Find(words, at);
  if (phrase == nullptr) return {};
  return LegalFormWords{count, phrase->meaning, phrase->language};
}

std::optional<GenericWords> FindGenericWords(const std::vector<std::string>& words,
                                             std::size_t at) {
  static const PhraseIndex index(kGeneric);
  const auto [phrase, count] = index.Find(words, at);
  if (phrase != nullptr)
    return GenericWords{count, phrase->words, phrase->meaning, phrase->language};
  if (const Phrase* near = FindMisspelt(words[at]))
    return GenericWords{1, near->words, near->meaning, near->language};
  return {};
}

std::string_view WrittenOut(std::string_view word) {
  const auto found =
      std::find_if(kAbbreviations.begin(), kAbbreviations.end(),
                   [&](const Abbreviation& abbreviation) { return abbreviation.word == word; });
  return found == kAbbreviations.end() ? std::string_view{} : found->meaning;
}

}  // namespace agencywatch::core
