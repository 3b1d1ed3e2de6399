#include "rules/facts/account_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>

namespace agencywatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

constexpr std::size_t kFewestDigits = 8;
constexpr std::size_t kMostDigits = 16;

// Family names of more than nine in ten Vietnamese; a holder of 2 to 7 words that begins with one is a person.
bool IsFamilyName(std::string_view word) {
  static const std::unordered_set<std::string_view> names = {
      "nguyen", "tran",   "le",     "pham",  "hoang", "huynh", "phan",  "vu",   "vo",    "dang",
      "bui",    "do",     "ho",     "ngo",   "duong", "ly",    "dinh",  "doan", "lam",   "mai",
      "trinh",  "truong", "dao",    "cao",   "luong", "luu",   "chau",  "ta",   "thai",  "ha",
      "to",     "tong",   "kieu",   "quach", "vuong", "la",    "thach", "mac",  "phung", "tang",
      "lai",    "bach",   "nghiem", "khuat", "an",    "au",    "chu",   "ma",   "nong",  "lo",
      "quan",   "tu",     "van",    "khong", "diep",  "giang", "hua",   "son",  "than",  "tieu",
      "dam",    "thi",    "ninh",   "ton",   "trieu", "kim"};
  return names.count(word) != 0;
}

class Reader {
 public:
  Reader(const FieldText& field, const Gazetteer& gazetteer, Taken& taken,
         std::vector<core::Fact>& facts)
      : field_(field), text_(field.text()), gazetteer_(gazetteer), taken_(taken), facts_(facts) {}

  void Read() {
    for (std::size_t at = 0; at < text_.size() && all_lower_; ++at)
      all_lower_ = !field_.Capital(at);
    for (std::size_t at = 0; at < text_.size();) {
      if (!IsDigit(text_[at]) ||
          (at > 0 && (field_.WordAt(at - 1) || text_[at - 1] == '+' || text_[at - 1] == '/' ||
                      text_[at - 1] == '@' || text_[at - 1] == '_'))) {
        ++at;
        continue;
      }
      at = ReadNumber(at);
    }
    ReadCrypto();
  }

 private:
  struct Bank {
    const BankName* name = nullptr;
    Span span;
  };

  std::size_t ReadNumber(std::size_t at) {
    std::string digits;
    std::size_t end = at;
    std::size_t i = at;
    while (i < text_.size()) {
      if (IsDigit(text_[i])) {
        digits += text_[i++];
        end = i;
        continue;
      }
      const bool gap =
          (text_[i] == ' ' && !field_.LineBreak(i)) || text_[i] == '.' || text_[i] == '-';
      if (!gap || i + 1 >= text_.size() || !IsDigit(text_[i + 1])) break;
      ++i;
    }
    const Span span{at, end};
    if (digits.size() < kFewestDigits || digits.size() > kMostDigits || field_.WordAt(end) ||
        taken_.Overlaps(span))
      return end;
    const Bank bank = NearBank(span);
    const bool cue = PaymentCue(span.begin);
    if (bank.name == nullptr && !cue) return end;
    // A mobile number after "ck" or beside a bank is an account only where a word says so.
    const bool phone_like = digits.size() == 10 && digits[0] == '0' &&
                            std::string_view("35789").find(digits[1]) != std::string_view::npos;
    const bool wallet = bank.name != nullptr && bank.name->wallet;
    if (phone_like && !wallet && !AccountWord(span.begin) &&
        !(bank.name != nullptr && bank.span.begin >= span.end &&
          text_.substr(span.end, bank.span.begin - span.end).size() <= 2))
      return end;
    const std::string code = bank.name != nullptr ? bank.name->code : "UNKNOWN";
    core::Fact fact = field_.MakeFact(core::FactKind::kAccount, code + ":" + digits, span);
    if (bank.name != nullptr) fact.attrs["bank"] = code;
    fact.attrs["number"] = digits;
    ReadHolder(span, bank, fact);
    facts_.push_back(std::move(fact));
    if (!wallet && !phone_like) taken_.Add(span);
    return end;
  }

  // The bank named in the same line, nearest to the number.
  [[nodiscard]] Bank NearBank(Span span) const {
    constexpr std::size_t kBefore = 45;
    constexpr std::size_t kBehind = 40;
    const Span line = field_.LineOf(span.begin);
    Bank best;
    std::size_t best_distance = kBefore + kBehind;
    const std::size_t from = std::max(line.begin, span.begin > kBefore ? span.begin - kBefore : 0);
    const std::size_t to =
        std::min(field_.LineOf(span.end > 0 ? span.end - 1 : 0).end, span.end + kBehind);
    for (std::size_t at = from; at < to; ++at) {
      if ((at >= span.begin && at < span.end) || !field_.WordStart(at)) continue;
      std::size_t length = 0;
      const BankName* name = gazetteer_.FindBank(text_, at, length);
      if (name == nullptr) continue;
      // Short codes are capitals (MB, SCB), not syllables.
      if (length <= 4 && !field_.Capital(at) && !AllLower()) continue;
      const std::size_t distance =
          at >= span.end ? at - span.end : span.begin - std::min(span.begin, at + length) + 8;
      if (at < span.begin && HasNumberBetween(at + length, span.begin)) continue;
      if (at >= span.end && HasNumberBetween(span.end, at)) continue;
      if (distance >= best_distance) continue;
      best = {name, {at, at + length}};
      best_distance = distance;
    }
    return best;
  }
  [[nodiscard]] bool HasNumberBetween(std::size_t from, std::size_t to) const {
    int digits = 0;
    for (std::size_t i = from; i < to; ++i) digits += IsDigit(text_[i]) ? 1 : 0;
    return digits >= 6;
  }
  [[nodiscard]] bool AllLower() const { return all_lower_; }

  [[nodiscard]] bool AccountWord(std::size_t at) const {
    static const ScanPattern kWord(
        R"(\b(?:stk|so tk|tk|so tai khoan|tai khoan|account(?: no| number)?|acc|a/c)\b[^0-9]{0,24}$)");
    return kWord.Contains(Left(at));
  }
  [[nodiscard]] bool PaymentCue(std::size_t at) const {
    static const ScanPattern kCue(
        R"(\b(?:stk|so tk|tk|so tai khoan|tai khoan|chuyen khoan|account(?: no| number)?|acc|a/c|transfer|bank)\b[^0-9]{0,24}$)");
    return kCue.Contains(Left(at));
  }
  [[nodiscard]] std::string_view Left(std::size_t at) const {
    const std::size_t begin = std::max(field_.LineOf(at).begin, at > 60 ? at - 60 : 0);
    return text_.substr(begin, at - begin);
  }

  // "- NGUYEN VAN A", "chủ TK: CTCP …", "(Hoang Gia Bao Ngan)"; also before the number: "TK chị … : 0123".
  void ReadHolder(Span number, const Bank& bank, core::Fact& fact) const {
    std::size_t at =
        bank.name != nullptr && bank.span.begin >= number.end ? bank.span.end : number.end;
    static const ScanPattern kSkip(
        R"(^(?:[\s\-:,(/|.=>]|\b(?:chu tk|chu tai khoan|chu vi|chu the|ctk|ten tk|ten|chu|cua|mang ten|account holder|name|holder|bank|chi nhanh [a-z ]{2,18}(?:-|,)|cn [a-z ]{2,18}(?:-|,))\b)+)");
    ScanPattern::Groups groups;
    const std::size_t line_end = field_.LineOf(number.end > 0 ? number.end - 1 : 0).end;
    const std::string_view rest = text_.substr(at, line_end > at ? line_end - at : 0);
    Span holder;
    if (kSkip.Find(rest, 0, groups)) holder = Names(at + groups[0].end, line_end);
    if (holder.empty()) {
      // "tài khoản của công ty: CONG TY CP …, số 0123": a firm before the number, and no person in between.
      static const ScanPattern kFirmBefore(
          R"(\b(?:cong ty|cty|ctcp|tnhh|jsc|co\.?,? ?ltd|company|trung tam|kho bac)\b[^.;!?]{0,100}$)");
      static const ScanPattern kPerson(
          R"(\b(?:ca nhan|chi|anh|em|co|bac|ke toan|giam doc|truong phong|nhan vien|can bo|personal|cashier|manager)\b[^.;!?]{0,60}$)");
      const std::size_t begin =
          std::max(field_.LineOf(number.begin).begin, number.begin > 160 ? number.begin - 160 : 0);
      const std::string_view before = text_.substr(begin, number.begin - begin);
      if (kFirmBefore.Contains(before) && !kPerson.Contains(before))
        fact.attrs["holder_kind"] = "enterprise";
      return;
    }
    const std::string written(field_.Written(holder));
    fact.attrs["holder"] = written;
    static const ScanPattern kFirm(
        R"(\b(?:cong ty|cty|ctcp|ct tnhh|tnhh|jsc|co ltd|co\., ltd|company|ngan hang|trung tam|tap doan|truong|quy|kho bac|cp)\b)");
    const std::string_view folded = field_.Text(holder);
    const std::size_t words =
        static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' ')) + 1;
    if (kFirm.Contains(folded)) {
      fact.attrs["holder_kind"] = "enterprise";
    } else if (words >= 2 && words <= 7 && IsFamilyName(folded.substr(0, folded.find(' ')))) {
      fact.attrs["holder_kind"] = "person";
    } else if (written.find('.') != std::string::npos) {
      fact.attrs["holder_kind"] = "person";  // initials: T.H. Dung
    }
  }

  // Words written as a name, up to eight.
  [[nodiscard]] Span Names(std::size_t at, std::size_t end) const {
    const bool capitals = !AllLower();
    Span span{at, at};
    int words = 0;
    while (at < end && words < 9) {
      const std::size_t word_end = field_.WordEnd(at);
      if (word_end == at || IsDigit(text_[at]) || (capitals && !field_.Capital(at))) break;
      span.end = word_end;
      ++words;
      at = word_end;
      if (at < end && text_[at] == '.' && at + 1 < end) ++at;  // T.H.
      if (at < end && text_[at] == ' ' && !field_.LineBreak(at))
        ++at;
      else if (at < end && !field_.WordAt(at))
        break;
    }
    return words >= 2 ? span : Span{at, at};
  }

  // Addresses are case-sensitive: found in folded text, read from the original.
  void ReadCrypto() {
    static const ScanPattern kAddress(R"(\b(?:t[1-9a-z]{33}|0x[0-9a-f]{40}|bc1[0-9a-z]{25,59})\b)");
    kAddress.ForEach(text_, [&](const ScanPattern::Groups& groups) {
      const std::string written(field_.Written(groups[0]));
      const bool tron = written.size() == 34 && written[0] == 'T' &&
                        written.find_first_of("0OIl") == std::string::npos;
      const bool ether = written.size() == 42 && written[0] == '0';
      const bool bitcoin = written.compare(0, 3, "bc1") == 0;
      if (!tron && !ether && !bitcoin) return;
      const std::string kind = tron ? "USDT-TRC20" : ether ? "USDT-ERC20" : "BTC";
      core::Fact fact = field_.MakeFact(core::FactKind::kAccount, kind + ":" + written, groups[0]);
      fact.attrs["bank"] = kind;
      fact.attrs["number"] = written;
      facts_.push_back(std::move(fact));
      taken_.Add(groups[0]);
    });
  }

  const FieldText& field_;
  std::string_view text_;
  const Gazetteer& gazetteer_;
  Taken& taken_;
  std::vector<core::Fact>& facts_;
  bool all_lower_ = true;  // capitals tell nothing where there are none
};

}  // namespace

void ReadAccounts(const FieldText& field, const Gazetteer& gazetteer, Taken& taken,
                  std::vector<core::Fact>& facts) {
  Reader(field, gazetteer, taken, facts).Read();
}

}  // namespace agencywatch::rules
