#include "rules/facts/enterprise_reader.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

using Words = std::unordered_set<std::string_view>;
constexpr int kMostWords = 16;

class Reader {
 public:
  Reader(const FieldText& field, std::vector<core::Fact>& facts)
      : field_(field), text_(field.text()), facts_(facts) {}

  void Read() {
    ReadLegalForms();
    ReadEnglishForms();
    ReadBrandsBeforeLicences();
  }

 private:
  void Add(Span span, std::string_view form) {
    if (span.empty() || read_.Overlaps(span)) return;
    core::Fact fact =
        field_.MakeFact(core::FactKind::kEnterprise, std::string(field_.Written(span)), span);
    fact.attrs["form"] = form;
    static const ScanPattern kWarning(
        R"(\b(?:canh bao|mao danh|gia mao|gia danh|mang ten|tu xung|xu phat|phat|doi voi|thu hoi giay phep(?: cua)?|dinh chi)[^.;]{0,16}$)");
    static const ScanPattern kForeign(
        R"(\b(?:xi nghiep|nghiep doan|chu su dung(?: lao dong)?|nha may|doi tac)[^.;,\n]{0,24}$)");
    const std::size_t begin =
        std::max(field_.LineOf(span.begin).begin, span.begin > 48 ? span.begin - 48 : 0);
    const std::string_view left = text_.substr(begin, span.begin - begin);
    if (kWarning.Contains(left)) {
      fact.attrs["mention"] = "warning";
    } else if (kForeign.Contains(left)) {
      fact.attrs["mention"] = "foreign";
    }
    facts_.push_back(std::move(fact));
    read_.Add(span);
  }

  // "Sông Đà 7", but not the sum in "Việt Tâm Thảo 12.500.000 đồng".
  [[nodiscard]] bool IsNumberInName(Span word) const {
    if (text_[word.begin] < '0' || text_[word.begin] > '9' || word.end - word.begin > 2)
      return false;
    return word.end >= text_.size() || text_[word.end] == ' ' || text_[word.end] == ',' ||
                   text_[word.end] == ')'
               ? !(word.end + 1 < text_.size() && text_[word.end] == ',' &&
                   text_[word.end + 1] != ' ') &&
                     !field_.WordAt(word.end)
               : false;
  }

  // Words that belong to a name from `at` on: capitals, and the small words of legal forms.
  [[nodiscard]] std::size_t NameEnd(std::size_t at) const {
    static const Words kForms = {"tnhh",  "cp",   "mtv", "co",   "phan",  "trach",
                                 "nhiem", "huu",  "han", "mot",  "thanh", "vien",
                                 "tu",    "nhan", "xnk", "xkld", "ctcp",  "jsc"};
    // Small letters inside a name, when another capital follows: "Dịch vụ việc làm và Thương mại Á Đông".
    static const Words kInside = {
        "va",   "vu",     "mai",  "xuat",  "khau",  "nhap",  "lao",   "dong",  "luc",    "te",
        "tac",  "trien",  "tu",   "nguon", "phat",  "cung",  "ung",   "lam",   "nghiep", "nghe",
        "san",  "xay",    "dung", "ky",    "thuat", "du",    "lich",  "hoc",   "van",    "tao",
        "dao",  "thuong", "dich", "dau",   "hop",   "quoc",  "nuoc",  "ngoai", "cu",     "nhan",
        "viec", "bi",     "y",    "cong",  "tu",    "doan",  "moi",   "gioi",  "thong",  "pham",
        "tin",  "khi",    "mac",  "giay",  "tai",   "chinh", "luyen", "thiet", "noi",    "that",
        "che",  "bien",   "kien", "truc"};
    std::size_t end = at;
    std::size_t certain = at;  // behind the last capitalised word or form
    int words = 0;
    int small = 0;
    for (std::size_t i = at; i < text_.size() && words < kMostWords; ++words) {
      std::size_t word_end = field_.WordEnd(i);
      if (word_end == i) break;
      const std::string_view word = text_.substr(i, word_end - i);
      const bool name = field_.Capital(i) || (IsNumberInName({i, word_end}) && certain > at);
      if (name || kForms.count(word) != 0) {
        certain = word_end;
        small = 0;
      } else if (kInside.count(word) != 0 && small < 6) {
        ++small;
      } else {
        break;
      }
      end = word_end;
      if (end >= text_.size()) break;
      if (text_[end] == ' ' && !field_.LineBreak(end)) {
        i = end + 1;
      } else if (text_[end] == '-' && field_.WordAt(end + 1)) {
        i = end + 1;  // Bình-Minh
      } else if (text_[end] == '&' && field_.WordAt(end + 1)) {
        i = end + 1;
      } else {
        break;
      }
      if (i < text_.size() && text_[i] == '&' && i + 2 < text_.size() && text_[i + 1] == ' ')
        i += 2;
    }
    return certain;
  }

  // "Tổng công ty … - CTCP", "(KISAVA)", " - QUEBAVI" behind a name.
  void ReadBehind(Span& span) {
    static const ScanPattern kForm(R"(^ ?- ?(?:ctcp|cong ty co phan|jsc)\b)");
    ScanPattern::Groups groups;
    if (kForm.Find(text_.substr(span.end, 24), 0, groups)) span.end += groups[0].end;
  }
  void ReadBrand(std::size_t end) {
    static const ScanPattern kBrand(
        R"(^ ?(?:\(| - )([a-z][a-z0-9]{2,15}(?: [a-z0-9]{2,12}){0,2})(?:\)|$| ?[,.|;-]| ))");
    ScanPattern::Groups groups;
    const std::string_view rest = text_.substr(end, std::min<std::size_t>(48, text_.size() - end));
    if (!kBrand.Find(rest, 0, groups)) return;
    const bool bracket = rest.substr(0, 2).find('(') != std::string_view::npos;
    Span span{end + groups[1].begin, end + groups[1].end};
    if (!bracket) span.end = field_.WordEnd(span.begin);
    // A brand is all capitals.
    for (std::size_t i = span.begin; i < span.end; ++i) {
      if (text_[i] >= 'a' && text_[i] <= 'z' && !field_.Capital(i)) return;
    }
    static const Words kNot = {"giay",  "phep",    "gp",      "so",  "mst", "don",
                               "tuyen", "license", "licence", "tel", "dt"};
    if (kNot.count(text_.substr(span.begin, field_.WordEnd(span.begin) - span.begin)) != 0) return;
    Add(span, "brand");
  }

  void ReadLegalForms() {
    static const ScanPattern kForm(
        R"(\b(?:(?:chi nhanh |van phong dai dien )?(?:tong cong ty|cong ty|c\.?ty|ctcp|tap doan|doanh nghiep tu nhan|dntn|hop tac xa)|chi nhanh|trung tam(?: tu van| dich vu| gioi thieu| du hoc| ngoai ngu| nhat ngu| dao tao| hop tac lao dong| cung ung lao dong| nhan luc| xuat khau lao dong)+|hoc vien nhan luc|htx(?: dich vu)?|co so (?:xkld|xuat khau lao dong)|van phong dai dien(?: nghiep doan)?)\b)");
    kForm.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      const std::size_t at = groups[0].begin;
      if (read_.Overlaps(groups[0])) return;
      std::size_t next = groups[0].end;
      // "Cty. Sao Mai", but "… của công ty. Lương …" ends a sentence.
      const bool whole_word = text_.substr(at, next - at).ends_with("cong ty");
      if (next < text_.size() && text_[next] == '.' && !whole_word) ++next;
      if (next >= text_.size() || text_[next] != ' ' || field_.LineBreak(next)) return;
      Span span{at, NameEnd(next + 1)};
      if (span.end <= next + 1) return;
      // "công ty Đài Loan", "công ty mẹ": no name either.
      static const ScanPattern kForeign(
          R"(^ (?:dai loan|nhat(?: ban)?|han(?: quoc)?|trung quoc|duc|my|nuoc ngoai|phai cu|me|con)(?: \d+)?$)");
      if (kForeign.Contains(text_.substr(next, span.end - next))) return;
      // A form alone is no name: "công ty TNHH", "công ty cổ phần".
      static const ScanPattern kBare(
          R"(^(?: ?(?:tnhh|cp|mtv|co phan|trach nhiem huu han|mot thanh vien|co|phan|1))*$)");
      if (kBare.Contains(text_.substr(next, span.end - next))) return;
      if (!field_.Capital(span.end - 1) && !HasCapital({next + 1, span.end})) return;
      ReadBehind(span);
      Add(span, "legal");
      ReadBrand(span.end);
      // "VITHANH - CTCP QUỐC TẾ …": the brand stands before.
      static const ScanPattern kBefore(R"(^([a-z0-9]{3,15}) - $)");
      const std::size_t line = field_.LineOf(at).begin;
      ScanPattern::Groups brand;
      if (kBefore.Find(text_.substr(line, at - line), 0, brand)) {
        const Span place{line, line + brand[1].end};
        if (AllCapitals(place)) Add(place, "brand");
      }
    });
  }
  [[nodiscard]] bool HasCapital(Span span) const {
    for (std::size_t i = span.begin; i < span.end; ++i) {
      if (field_.Capital(i)) return true;
    }
    return false;
  }
  [[nodiscard]] bool AllCapitals(Span span) const {
    for (std::size_t i = span.begin; i < span.end; ++i) {
      if (text_[i] >= 'a' && text_[i] <= 'z' && !field_.Capital(i)) return false;
    }
    return true;
  }

  // "Au Lac Trung Manpower JSC", "Nhan Tri Duc Saigon Co., Ltd", "EUROQUILL JOBS BRIDGE", "GHP MANPOWER GROUP".
  void ReadEnglishForms() {
    static const ScanPattern kForm(
        R"(\b(?:co\.?,? ?ltd\.?|company limited|joint stock company|jsc|corporation|corp\.|inc\.|limited|llc|manpower|jobs bridge|consult(?:ing|ants?)?|recruitment|group|crew agency|shipmanning|crewing|labou?r export|staffing|careers)(?:$|[^a-z0-9]))");
    kForm.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      if (read_.Overlaps(groups[0])) return;
      std::size_t form_end = field_.WordEnd(groups[0].begin);
      // All of "Co., Ltd" and of "Manpower Group".
      static const ScanPattern kWhole(
          R"(^(?:co\.?,? ?ltd|company limited|joint stock company|jobs bridge|[a-z]+)(?:[ ,]+(?:service |services |supply )?(?:co\.?,? ?ltd|jsc|group|company limited|joint stock company|corp|inc|llc))*)");
      ScanPattern::Groups whole;
      if (kWhole.Find(text_.substr(groups[0].begin), 0, whole))
        form_end = groups[0].begin + whole[0].end;
      std::size_t begin = groups[0].begin;
      if (!field_.Capital(begin)) return;
      int words = 0;
      while (words < 10) {
        const Span word = field_.WordBefore(begin);
        if (word.empty() || !field_.Capital(word.begin)) break;
        // Only blanks, '&' or a hyphen inside a name.
        const std::string_view gap = text_.substr(word.end, begin - word.end);
        if (gap.find_first_not_of(" &-") != std::string_view::npos) break;
        begin = word.begin;
        ++words;
      }
      if (words == 0) return;
      Add({begin, form_end}, "english");
      ReadBrand(form_end);
    });
  }

  // Capitals before "GP 3154/…": "SADEPRO (GP 3154/LĐTBXH-GP)", "Phòng tuyển sinh Lam Hồng Phú (GP …)".
  void ReadBrandsBeforeLicences() {
    static const ScanPattern kCue(
        R"((?:\b(?:giay phep(?: hoat dong)?(?: so)?|gpkd(?: dich vu)?(?: so)?|so gp|gp(?: so)?|licen[cs]e(?: no\.?| number)?|overseas labour licence))[^a-z0-9]{0,4}(?:\d|bo cap))");
    kCue.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      const std::size_t line = field_.LineOf(groups[0].begin).begin;
      std::size_t end = groups[0].begin;
      if (end > 0 && text_[end - 1] == '-') return;  // the "-GP" of another number
      // Back over what separates the name from the licence.
      while (end > line && !field_.WordAt(end - 1)) --end;
      if (groups[0].begin - end > 6) return;
      std::size_t begin = end;
      int words = 0;
      while (words < 10) {
        const Span word = field_.WordBefore(begin);
        if (word.empty() || word.begin < line || !field_.Capital(word.begin)) break;
        const std::string_view gap =
            begin == end ? std::string_view{} : text_.substr(word.end, begin - word.end);
        if (gap.find_first_not_of(" &") != std::string_view::npos) break;
        begin = word.begin;
        ++words;
      }
      static const ScanPattern kTitle(
          R"(^(?:phong tuyen sinh|phong tuyen dung|ban tuyen dung|page|fanpage|dai dien) )");
      ScanPattern::Groups title;
      if (kTitle.Find(text_.substr(begin, end - begin), 0, title)) begin += title[0].end;
      if (words > 0 && begin < end) Add({begin, end}, "brand");
    });
  }

  const FieldText& field_;
  std::string_view text_;
  std::vector<core::Fact>& facts_;
  Taken read_;
};

}  // namespace

void ReadEnterprises(const FieldText& field, std::vector<core::Fact>& facts) {
  Reader(field, facts).Read();
}

void ReadAddresses(const FieldText& field, std::vector<core::Fact>& facts) {
  // A house number with a street word, a floor with a building, a lot with an estate; or "số 2 Bùi Xá".
  static const ScanPattern kAddress(
      R"(\b(?:(?:so |nha so |ngo |ngach |hem )?\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)* ?,? ?(?:duong|pho|ngo|ngach|hem|tt\d|to|quoc lo)\b|\d{1,4} (?:[a-z]+ ){1,4}(?:street|road|avenue)\b|(?:tang|lau) \d{1,2},? ?(?:toa|so|nha|cao oc|chung cu)\b|\d{1,2}(?:st|nd|rd|th) floor\b|lo [a-z]{0,3}\d{1,3}[a-z]?,? (?:kcn|khu|cho|duong)\b|(?:thon|ap|xom) [a-z]+(?: [a-z]+)?, ?(?:xa|phuong)\b|so \d{1,4}[a-z]?(?:/\d{1,4})* )[^|;\n]{2,80})");
  const std::string_view text = field.text();
  kAddress.ForEach(field, [&](const ScanPattern::Groups& groups) {
    Span span = groups[0];
    const Span line = field.LineOf(span.begin);
    span.end = std::min(span.end, line.end);
    // Up to a phone, a licence, the end of the sentence or a dash.
    static const ScanPattern kStop(
        R"( - |\. |\.$|[|;()]| ?[,.-]? ?(?:\+84|0\d{2,3}[ .-]?\d)| ?\x01|,? (?:hoac|hoi them|dien thoai|so dien thoai|hotline|tel|lien he|goi|email|hoac goi|gap)\b)");
    ScanPattern::Groups stop;
    const std::string_view whole = text.substr(span.begin, span.end - span.begin);
    if (kStop.Find(whole, 4, stop)) span.end = span.begin + stop[0].begin;
    while (span.end > span.begin && (text[span.end - 1] == ' ' || text[span.end - 1] == ','))
      --span.end;
    if (span.end - span.begin < 8) return;
    // "số 2 Bùi Xá" needs a name: "số 2 tháng 5" is none.
    static const ScanPattern kStreet(
        R"(\b(?:duong|pho|ngo|ngach|hem|street|road|avenue|tang|lau|floor|lo|thon|ap|xom|xa)\b)");
    if (!kStreet.Contains(text.substr(span.begin, span.end - span.begin))) {
      const Span second = field.WordAfter(field.WordAfter(span.begin).end);
      const Span name = field.WordAfter(second.end);
      if (name.empty() || !field.Capital(name.begin)) return;
    }
    facts.push_back(
        field.MakeFact(core::FactKind::kAddress, std::string(field.Written(span)), span));
  });
}

}  // namespace agencywatch::rules
