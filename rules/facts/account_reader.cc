#include "rules/facts/account_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "rules/facts/crypto_address.h"
#include "rules/facts/scan_pattern.h"

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
    if (IsSum(span) && !AccountWord(at)) return end;
    if (digits.size() < kFewestDigits || digits.size() > kMostDigits || field_.WordAt(end) ||
        taken_.Overlaps(span))
      return end;
    Bank bank = NearBank(span);
    const bool cue = PaymentCue(span.begin);
    if (bank.name == nullptr && !cue) return end;
    if (bank.name == nullptr) bank.name = BankOnNextLine(span);
    // A mobile number after "ck" or beside a bank is an account only where a word says so.
    const bool mobile_like = digits.size() == 10 && digits[0] == '0' &&
                             std::string_view("35789").find(digits[1]) != std::string_view::npos;
    const bool office_like =
        ((digits.size() == 10 || digits.size() == 11) && digits.compare(0, 2, "02") == 0) ||
        digits.compare(0, 4, "1900") == 0 || digits.compare(0, 4, "1800") == 0;
    const bool wallet = bank.name != nullptr && bank.name->wallet;
    const bool beside = bank.name != nullptr && !bank.span.empty() && bank.span.begin >= span.end &&
                        bank.span.begin - span.end <= 2;
    const bool said = AccountWord(span.begin) || HolderNamed(span);
    if (!said && !OwnerBehind(bank, span) &&
        ((mobile_like && !wallet && !beside) || (office_like && CallWord(span.begin))))
      return end;
    const std::string code = bank.name != nullptr ? bank.name->code : "UNKNOWN";
    core::Fact fact = field_.MakeFact(core::FactKind::kAccount, code + ":" + digits, span);
    if (bank.name != nullptr) fact.attrs["bank"] = code;
    fact.attrs["number"] = digits;
    ReadHolder(span, bank, fact);
    facts_.push_back(std::move(fact));
    // A wallet's number is a telephone as well; "TK là SĐT 0912…" says so of an account.
    if (!wallet && !(mobile_like && (!said || AlsoPhone(span.begin)))) taken_.Add(span);
    return end;
  }

  // "15.000.000": a sum, not an account in groups.
  [[nodiscard]] bool IsSum(Span span) const {
    const std::string_view number = field_.Text(span);
    std::size_t group = 0;
    std::size_t groups = 0;
    for (std::size_t i = 0; i <= number.size(); ++i) {
      if (i < number.size() && IsDigit(number[i])) {
        ++group;
        continue;
      }
      if (i < number.size() && number[i] != '.') return false;
      if (groups == 0 ? group > 3 : group != 3) return false;
      ++groups;
      group = 0;
    }
    return groups >= 2 && number[0] != '0';
  }
  // What makes a number beside a bank's name a telephone.
  [[nodiscard]] bool CallWord(std::size_t at) const {
    static const ScanPattern kWord(
        R"(\b(?:dt|dien thoai|sdt|so dien thoai|tel|hotline|goi|lien he|lh|tong dai|phone|call)\b[^0-9]{0,24}$)");
    return kWord.Contains(Left(at)) || !PaymentCue(at);
  }
  [[nodiscard]] bool AlsoPhone(std::size_t at) const {
    static const ScanPattern kWord(R"(\b(?:so dien thoai|sdt|dt|dien thoai|zalo)\b[^0-9]{0,16}$)");
    return kWord.Contains(Left(at));
  }
  // "Số tài khoản: …" with "Ngân hàng: BIDV" on a line of its own, up to two lines before or behind.
  [[nodiscard]] const BankName* BankOnNextLine(Span span) const {
    constexpr std::size_t kLongest = 60;
    const auto in_line = [&](Span line) -> const BankName* {
      if (line.end - line.begin > kLongest || HasNumberBetween(line.begin, line.end))
        return nullptr;
      for (std::size_t at = line.begin; at < line.end; ++at) {
        std::size_t length = 0;
        if (!field_.WordStart(at)) continue;
        if (const BankName* name = gazetteer_.FindBank(text_, at, length)) return name;
      }
      return nullptr;
    };
    Span behind = field_.LineOf(span.begin);
    Span before = behind;
    for (int n = 0; n < 2; ++n) {
      if (behind.end < text_.size()) {
        behind = field_.LineOf(behind.end + 1);
        if (const BankName* name = in_line(behind)) return name;
      }
      if (before.begin > 0) {
        before = field_.LineOf(before.begin - 1);
        if (const BankName* name = in_line(before)) return name;
      }
    }
    return nullptr;
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
      // Short codes are capitals (MB, SCB), not syllables; "momo" is a wallet right before its number.
      if (length <= 4 && !field_.Capital(at) &&
          !(name->wallet ? RightBefore(at + length, span.begin) : AllLower()))
        continue;
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
  // "momo 0777…", "momo số: 0777…", "momo của em 0777…".
  [[nodiscard]] bool RightBefore(std::size_t from, std::size_t to) const {
    static const ScanPattern kBetween(
        R"(^ ?(?:so|sdt|cua (?:em|minh|chi|anh|toi|tui)|em|chi|anh)? ?[:\-]? ?$)");
    return from <= to && kBetween.Contains(text_.substr(from, to - from));
  }
  [[nodiscard]] bool HasNumberBetween(std::size_t from, std::size_t to) const {
    int digits = 0;
    for (std::size_t i = from; i < to; ++i) digits += IsDigit(text_[i]) ? 1 : 0;
    return digits >= 6;
  }
  [[nodiscard]] bool AllLower() const { return all_lower_; }

  [[nodiscard]] bool AccountWord(std::size_t at) const {
    static const ScanPattern kWord(
        R"(\b(?:stk|so tk|tk|so tai khoan|tai khoan|account(?: no| number)?|acc|acct|a/c)\b[^0-9]{0,32}$)");
    return kWord.Contains(Left(at));
  }
  // "ACB 0203 000 811, thụ hưởng: …": nobody calls a beneficiary.
  [[nodiscard]] bool HolderNamed(Span number) const {
    static const ScanPattern kNamed(
        R"(^[ ,(\-]{0,4}(?:thu huong|nguoi (?:thu huong|nhan)|chu (?:tk|tai khoan)|ctk|beneficiary|account holder)\b)");
    return kNamed.Contains(text_.substr(number.end, 32));
  }
  // "MB 0822 000 713 – TRAN HOANG MAU": the owner in capitals, behind a number that follows the bank.
  [[nodiscard]] bool OwnerBehind(const Bank& bank, Span number) const {
    if (bank.name == nullptr || bank.span.empty() || AllLower() || bank.span.end > number.begin ||
        number.begin - bank.span.end > 2)
      return false;
    std::size_t at = number.end;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '-' || text_[at] == ',')) ++at;
    if (at == number.end || at >= text_.size() || !field_.WordAt(at)) return false;
    const Span name = Names(at, field_.LineOf(number.begin).end);
    return !name.empty() && IsFamilyName(field_.Text({at, field_.WordEnd(at)})) &&
           field_.Capital(field_.WordEnd(at) - 1) && field_.Capital(name.end - 1);
  }
  [[nodiscard]] bool PaymentCue(std::size_t at) const {
    static const ScanPattern kCue(
        R"(\b(?:stk|so tk|tk|so tai khoan|tai khoan|chuyen khoan|thanh toan|account(?: no| number)?|acc|a/c|transfer|bank)\b[^0-9]{0,24}$)");
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
        R"(^(?:[\s\-:,(/|.=>]|\b(?:chu tk|chu tai khoan|chu vi|chu the|ctk|ten tk|ten|chu|cua|mang ten|thu huong|nguoi thu huong|nguoi nhan|ten nguoi nhan|account holder|beneficiary|name|holder|bank|chi nhanh [a-z ]{2,18}(?:-|,)|cn [a-z ]{2,18}(?:-|,))\b)+)");
    ScanPattern::Groups groups;
    const std::size_t line_end = field_.LineOf(number.end > 0 ? number.end - 1 : 0).end;
    const std::string_view rest = text_.substr(at, line_end > at ? line_end - at : 0);
    Span holder;
    if (kSkip.Find(rest, 0, groups)) holder = Names(at + groups[0].end, line_end);
    if (holder.empty()) holder = HolderOnNextLine(number);
    if (holder.empty()) holder = HolderBefore(number);
    if (holder.empty()) {
      if (FirmBefore(number)) fact.attrs["holder_kind"] = "enterprise";
      return;
    }
    const std::string written(field_.Written(holder));
    fact.attrs["holder"] = written;
    static const ScanPattern kFirm(
        R"(\b(?:cong ty|cty|ctcp|ct tnhh|tnhh|jsc|co ltd|co\., ltd|company|ngan hang|trung tam|tap doan|truong (?:dai hoc|cao dang|trung cap|thpt|nghe|tieu hoc|mam non)|kho bac|cp)\b|^quy )");
    const std::string_view folded = field_.Text(holder);
    const std::size_t words =
        static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' ')) + 1;
    if (kFirm.Contains(folded)) {
      fact.attrs["holder_kind"] = "enterprise";
    } else if (words >= 2 && words <= 7 && IsFamilyName(folded.substr(0, folded.find(' ')))) {
      fact.attrs["holder_kind"] = "person";
    } else if (written.find('.') != std::string::npos) {
      fact.attrs["holder_kind"] = "person";  // initials: T.H. Dung
    } else if (FirmBefore(number)) {
      fact.attrs["holder_kind"] = "enterprise";  // what stands behind is the bank's branch
    }
  }

  // "tài khoản của công ty: CONG TY CP …, số 0123": a firm before the number, and no person in between.
  [[nodiscard]] bool FirmBefore(Span number) const {
    static const ScanPattern kFirmBefore(
        R"(\b(?:cong ty|cty|ctcp|tnhh|jsc|co\.?,? ?ltd|company|trung tam|kho bac)\b[^.;!?]{0,100}$)");
    static const ScanPattern kPerson(
        R"(\b(?:ca nhan|chi|anh|em|co|bac|ke toan|giam doc|truong phong|nhan vien|can bo|personal|cashier|manager)\b[^.;!?]{0,60}$)");
    const std::size_t begin =
        std::max(field_.LineOf(number.begin).begin, number.begin > 160 ? number.begin - 160 : 0);
    const std::string_view before = text_.substr(begin, number.begin - begin);
    return kFirmBefore.Contains(before) && !kPerson.Contains(before);
  }

  // "Thụ hưởng: TRAN LE BAO CHAU, số tài khoản 6868…", "treasurer Mr. Luong The Vinh, ACB account 6780…".
  [[nodiscard]] Span HolderBefore(Span number) const {
    constexpr std::size_t kReach = 80;
    static const ScanPattern kTitle(
        R"(\b(?:thu huong|nguoi nhan|chu tk|chu tai khoan|ten|cho|ong|ba|anh|chi|mr|ms|mrs|miss)[ .:]{1,3}$)");
    const std::size_t from = std::max(field_.LineOf(number.begin).begin,
                                      number.begin > kReach ? number.begin - kReach : 0);
    Span found;
    for (std::size_t at = from; at < number.begin;) {
      if (!field_.WordStart(at)) {
        ++at;
        continue;
      }
      const Span name = Names(at, number.begin);
      const std::size_t words = static_cast<std::size_t>(std::count(
                                    text_.begin() + static_cast<std::ptrdiff_t>(name.begin),
                                    text_.begin() + static_cast<std::ptrdiff_t>(name.end), ' ')) +
                                1;
      const bool shouted = !AllLower() && !name.empty() && field_.Capital(name.end - 1) &&
                           field_.Capital(field_.WordEnd(name.begin) - 1);
      const bool person = !name.empty() && words >= 2 && words <= 7 &&
                          IsFamilyName(text_.substr(at, field_.WordEnd(at) - at));
      if (person && ((shouted && words >= 3) ||
                     (!AllLower() && kTitle.Contains(text_.substr(from, at - from))))) {
        found = name;
        at = name.end;
      } else {
        at = field_.WordEnd(at);
      }
    }
    return found;
  }

  // "Chủ tài khoản: …" on one of the next three lines.
  [[nodiscard]] Span HolderOnNextLine(Span number) const {
    static const ScanPattern kLabel(
        R"(^ ?-? ?(?:chu tk|chu tai khoan|ten tk|ten tai khoan|ctk|ten nguoi nhan|nguoi nhan|nguoi thu huong|don vi thu huong|ten|account name|beneficiary|holder|name) ?[:\-]? ?)");
    Span line = field_.LineOf(number.begin);
    for (int n = 0; n < 3 && line.end < text_.size(); ++n) {
      line = field_.LineOf(line.end + 1);
      ScanPattern::Groups groups;
      if (kLabel.Find(field_.Text(line), 0, groups))
        return Names(line.begin + groups[0].end, line.end);
    }
    return {};
  }

  // "NGUYEN VAN MAU LH 0912…": what is no syllable of a name, and says what comes behind it.
  [[nodiscard]] static bool EndsName(std::string_view word) {
    static constexpr std::array<std::string_view, 12> kBehind = {"lh", "sdt", "dt", "nd", "ndck", "stk", "tk", "zalo", "tel", "hotline", "ib", "sms"};
    return std::find(kBehind.begin(), kBehind.end(), word) != kBehind.end();
  }

  // Words written as a name, up to eight.
  [[nodiscard]] Span Names(std::size_t at, std::size_t end) const {
    const bool capitals = !AllLower();
    Span span{at, at};
    int words = 0;
    while (at < end && words < 9) {
      const std::size_t word_end = field_.WordEnd(at);
      if (word_end == at || IsDigit(text_[at]) || (capitals && !field_.Capital(at))) break;
      if (words > 0 && EndsName(text_.substr(at, word_end - at))) break;
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

  // Addresses are case-sensitive, and folding would shrink repeated letters: read from the original.
  void ReadCrypto() {
    constexpr std::size_t kShortest = 26;
    const std::string_view original = field_.original();
    const auto is_word = [&](std::size_t i) {
      return i < original.size() && std::isalnum(static_cast<unsigned char>(original[i])) != 0;
    };
    for (std::size_t at = 0; at < original.size();) {
      if (!is_word(at)) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (is_word(end)) ++end;
      if (end - at >= kShortest) AddAddress(original.substr(at, end - at), at);
      at = end;
    }
  }
  void AddAddress(std::string_view address, std::size_t original_at) {
    const auto kind = KindOfCryptoAddress(address);
    if (!kind) return;
    const Span span{field_.FoldedAt(original_at), field_.FoldedAt(original_at + address.size())};
    static const ScanPattern kBinance(R"(\b(?:bep ?-?20|bsc|bnb)\b)");
    const std::size_t begin = span.begin > 60 ? span.begin - 60 : 0;
    const std::string_view around = text_.substr(begin, span.end - begin + 20);
    std::string chain(kind->chain);
    if (chain == "USDT-ERC20" && kBinance.Contains(around)) chain = "USDT-BEP20";
    core::Fact fact =
        field_.MakeFact(core::FactKind::kAccount, chain + ":" + std::string(address), span);
    fact.place.start = original_at;
    fact.place.end = original_at + address.size();
    fact.place.quote = std::string(address);
    fact.attrs["bank"] = chain;
    fact.attrs["number"] = std::string(address);
    if (kind->checked) fact.attrs["checksum"] = kind->checksum_ok ? "ok" : "wrong";
    facts_.push_back(std::move(fact));
    taken_.Add(span);
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
