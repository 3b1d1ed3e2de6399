#include "rules/facts/money_role.h"

#include <algorithm>
#include <array>

#include "rules/facts/lexicon.h"
#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

// Keeps a hostile text linear.
constexpr std::size_t kLongestClause = 240;
constexpr std::size_t kLongestSentence = 240;
constexpr std::size_t kLongestRow = 400;
// "38 triệu, chủ trả trước hết": how far behind a sum its lender may stand.
constexpr std::size_t kLenderBehind = 40;

// In đồng: what no job beside a sum makes a month's pay of it, and what hours beside it make no day's pay of it.
constexpr std::int64_t kAboveMonthlyPay = 80'000'000;
constexpr std::int64_t kAboveDailyPay = 2'000'000;

// Sums that stand alone in an order sheet are monthly wages when they look like one.
bool LooksMonthly(std::string_view currency, std::int64_t units) {
  struct Wage {
    std::string_view currency;
    std::int64_t least;
    std::int64_t most;
  };
  static constexpr std::array kMonthly = {Wage{"JPY", 100'000, 600'000},
                                          Wage{"TWD", 15'000, 90'000},
                                          Wage{"KRW", 1'200'000, 8'000'000},
                                          Wage{"EUR", 300, 5'000},
                                          Wage{"MYR", 1'000, 6'000},
                                          Wage{"PLN", 2'000, 12'000},
                                          Wage{"GBP", 600, 6'000},
                                          Wage{"HUF", 150'000, 900'000},
                                          Wage{"MOP", 4'000, 30'000},
                                          Wage{"SGD", 600, 5'000},
                                          Wage{"AUD", 1'500, 9'000},
                                          Wage{"CAD", 1'200, 8'000},
                                          Wage{"SAR", 800, 5'000},
                                          Wage{"AED", 800, 8'000},
                                          Wage{"RON", 2'000, 9'000},
                                          Wage{"THB", 8'000, 60'000},
                                          Wage{"CNY", 3'000, 20'000},
                                          Wage{"CZK", 15'000, 60'000},
                                          Wage{"ILS", 4'000, 15'000},
                                          Wage{"RUB", 30'000, 200'000},
                                          Wage{"NZD", 2'000, 9'000},
                                          Wage{"HKD", 4'000, 30'000},
                                          Wage{"QAR", 800, 8'000},
                                          Wage{"TRY", 15'000, 90'000},
                                          Wage{"USD", 300, 2'500}};
  for (const Wage& wage : kMonthly) {
    if (wage.currency == currency && units >= wage.least && units <= wage.most) return true;
  }
  return false;
}

}  // namespace

RoleReader::RoleReader(const FieldText& field) : field_(field), text_(field.text()) { FindCues(); }

void RoleReader::FindCues() {
  static const Lexicon<CueWord> lexicon(CueWords());
  const auto fits = [&](const CueWord& word, Span span) {
    if (word.marked_only && field_.unmarked()) return false;
    return field_.Spelt(span, word.written);
  };
  for (std::size_t at = 0; at < text_.size();) {
    if (!field_.WordStart(at)) {
      ++at;
      continue;
    }
    const CueWord* word = lexicon.Longest(field_, at, fits);
    if (word == nullptr) {
      at = field_.WordEnd(at);
      continue;
    }
    const Span span{at, at + word->phrase.size()};
    if (word->sense != Sense::kNeutral)
      cues_.push_back({span, word->sense, word->strong, word->reach});
    gifts_ = gifts_ || word->sense == Sense::kGift;
    tasks_ = tasks_ || word->sense == Sense::kTask;
    at = span.end;
  }
}

std::optional<Role> RoleReader::RoleOf(Sense sense) {
  switch (sense) {
    case Sense::kFee:
    case Sense::kBoard:
      return Role::kFee;
    case Sense::kDeposit:
      return Role::kDeposit;
    case Sense::kWage:
      return Role::kWage;
    case Sense::kPenalty:
      return Role::kPenalty;
    case Sense::kCommission:
      return Role::kCommission;
    case Sense::kLoan:
    case Sense::kLend:
    case Sense::kDeduct:
      return Role::kLoan;
    case Sense::kNothing:
      return Role::kNothing;
    case Sense::kNeutral:
    case Sense::kJob:
    case Sense::kRecruit:
    case Sense::kAgent:
    case Sense::kHeads:
    case Sense::kBreach:
    case Sense::kFirst:
    case Sense::kLater:
    case Sense::kTotal:
    case Sense::kTask:
    case Sense::kGift:
      return {};
  }
  return {};
}

bool RoleReader::Has(Sense sense, Span in) const {
  const auto first =
      std::lower_bound(cues_.begin(), cues_.end(), in.begin,
                       [](const Cue& cue, std::size_t begin) { return cue.span.begin < begin; });
  for (auto cue = first; cue != cues_.end() && cue->span.end <= in.end; ++cue) {
    if (cue->sense == sense) return true;
  }
  return false;
}

std::size_t RoleReader::NextDigit(std::size_t at) const {
  while (at < text_.size() && (text_[at] < '0' || text_[at] > '9')) ++at;
  return at;
}

// The last strong cue that reaches `at`, else the last weak one.
const RoleReader::Cue* RoleReader::LastBefore(Span in, std::size_t at) const {
  const Cue* weak = nullptr;
  const Cue* fee = nullptr;
  auto cue = std::lower_bound(cues_.begin(), cues_.end(), in.end,
                              [](const Cue& c, std::size_t end) { return c.span.end <= end; });
  while (cue != cues_.begin()) {
    --cue;
    if (cue->span.begin < in.begin) break;
    if (!RoleOf(cue->sense) || (cue->reach != 0 && at - cue->span.end > cue->reach)) continue;
    if (!cue->strong) {
      if (weak == nullptr) weak = &*cue;
    } else if (cue->sense == Sense::kWage && weak != nullptr && weak->sense == Sense::kFee &&
               fee == nullptr && at - weak->span.end <= 1 && field_.Text(weak->span) != "het" &&
               field_.Text(weak->span) != "hoc") {
      return weak;  // "muốn nhận lương phải đóng 1tr"
    } else if (cue->sense == Sense::kFee) {
      if (fee == nullptr) fee = &*cue;
    } else if (fee == nullptr || cue->sense == Sense::kPenalty || cue->sense == Sense::kLoan) {
      return PenaltyOver(*cue, in, at);  // "bồi thường chi phí đào tạo", "nợ phí"
    } else {
      break;
    }
  }
  return fee != nullptr ? fee : weak;
}

// What a penalty is made of is named between it and the sum: "đền vé và hoa hồng 2.500 đô".
const RoleReader::Cue* RoleReader::PenaltyOver(const Cue& cue, Span in, std::size_t at) const {
  if (cue.sense == Sense::kPenalty || cue.sense == Sense::kNothing) return &cue;
  for (const Cue* left = &cue; left != cues_.data();) {
    --left;
    if (left->span.begin < in.begin) break;
    if (left->sense == Sense::kPenalty && left->strong &&
        (left->reach == 0 || at - left->span.end <= left->reach))
      return left;
  }
  return &cue;
}

// The first strong cue behind a sum, else the first weak one.
const RoleReader::Cue* RoleReader::FirstBehind(Span in, std::size_t at) const {
  const Cue* weak = nullptr;
  const std::size_t next = NextDigit(at);
  // What is no money is said before the sum; a word nearer to the next number is that one's.
  for (auto cue =
           std::lower_bound(cues_.begin(), cues_.end(), in.begin,
                            [](const Cue&c, std::size_t begin) { return c.span.begin < begin; });
       cue != cues_.end() && cue->span.end <= in.end; ++cue) {
    if (!RoleOf(cue->sense) || cue->sense == Sense::kNothing ||
        text_[cue->span.begin - 1] == '/' ||  // counts: "3 triệu/hồ sơ"
        (next < in.end &&
         (cue->span.begin > next ||
          (cue->span.end <= next && next - cue->span.end <= cue->span.begin - at))) ||
        (cue->reach != 0 && cue->span.begin - at > cue->reach))
      continue;
    if (cue->strong) return weak != nullptr && weak->sense == Sense::kDeduct ? weak : &*cue;
    if (weak == nullptr) weak = &*cue;
  }
  return weak;
}

// ---- clauses, sentences, headings ----

bool RoleReader::BorderAt(std::size_t i) const {
  const char c = text_[i];
  if (c == ';' || c == ':' || c == '(' || c == ')' || c == '|' || c == '!' || c == '?' ||
      c == '+' || c == '\x01')
    return true;
  const bool space = i + 1 >= text_.size() || text_[i + 1] == ' ';
  if ((c == ',' || c == '.') && space) return true;
  return c == '-' && space && i > 0 && text_[i - 1] == ' ';
}

Span RoleReader::ClauseOf(Span sum) const {
  constexpr std::size_t kBehind = 48;
  Span clause = sum;
  const std::size_t first = field_.LineOf(sum.begin).begin;
  while (clause.begin > first && sum.begin - clause.begin < kLongestClause &&
         !BorderAt(clause.begin - 1))
    --clause.begin;
  const std::size_t last = field_.LineOf(sum.end).end;
  while (clause.end < last && clause.end - sum.end < kBehind && !BorderAt(clause.end)) ++clause.end;
  if (const std::size_t then = field_.Text({sum.end, clause.end}).find(" roi ");
      then != std::string_view::npos)
    clause.end = sum.end + then;
  return clause;
}

Span RoleReader::SentenceOf(Span sum) const {
  constexpr std::size_t kBehind = 160;
  Span sentence = sum;
  const std::size_t first = field_.LineOf(sum.begin).begin;
  const auto ends = [&](std::size_t i) {
    return text_[i] == '.' || text_[i] == '!' || text_[i] == '?';
  };
  while (sentence.begin > first && sum.begin - sentence.begin < kLongestSentence &&
         !(text_[sentence.begin - 1] == ' ' && sentence.begin > 1 && ends(sentence.begin - 2)))
    --sentence.begin;
  const std::size_t last = field_.LineOf(sum.end).end;
  while (
      sentence.end < last && sentence.end - sum.end < kBehind &&
      !(text_[sentence.end] == '.' && (sentence.end + 1 >= last || text_[sentence.end + 1] == ' ')))
    ++sentence.end;
  return sentence;
}

// "Các khoản phí:" above a list of lines.
Span RoleReader::ListHeadOf(std::size_t at) const {
  constexpr int kLines = 8;
  constexpr std::size_t kLongest = 80;
  Span line = field_.LineOf(at);
  for (int n = 0; n < kLines && line.begin > 0; ++n) {
    line = field_.LineOf(line.begin - 1);
    const std::size_t last = text_.find_last_not_of(' ', line.end > 0 ? line.end - 1 : 0);
    if (last == std::string_view::npos || last < line.begin) continue;
    if (text_[last] == ':' && line.end - line.begin <= kLongest) return {line.begin, last};
  }
  return {};
}

// The cell above `at` in the last row without digits: "| Đơn | Lương (yên) | Phí (triệu) |".
std::optional<Span> RoleReader::ColumnHeadOf(std::size_t at) const {
  constexpr int kLines = 24;
  Span line = field_.LineOf(at);
  if (line.end - line.begin > kLongestRow) return {};
  const auto bars = [&](std::size_t from, std::size_t to) {
    return std::count(text_.begin() + static_cast<std::ptrdiff_t>(from),
                      text_.begin() + static_cast<std::ptrdiff_t>(to), '|');
  };
  if (bars(line.begin, line.end) < 2) return {};
  auto column = bars(line.begin, at);
  for (int n = 0; n < kLines && line.begin > 0; ++n) {
    line = field_.LineOf(line.begin - 1);
    if (line.end - line.begin > kLongestRow || bars(line.begin, line.end) < 2) continue;
    const std::string_view row = text_.substr(line.begin, line.end - line.begin);
    if (row.find_first_of("0123456789") != std::string_view::npos) continue;
    std::size_t begin = line.begin;
    for (; column > 0; --column) {
      const std::size_t bar = text_.find('|', begin);
      if (bar >= line.end) return {};
      begin = bar + 1;
    }
    return Span{begin, std::min(text_.find('|', begin), line.end)};
  }
  return {};
}

Span RoleReader::HeadingOf(std::size_t at) const {
  if (const auto column = ColumnHeadOf(at)) return *column;
  Span line = field_.LineOf(at);
  if (at - line.begin > kLongestSentence) line.begin = at - kLongestSentence;
  const std::size_t colon = text_.substr(line.begin, at - line.begin).rfind(':');
  if (colon == std::string_view::npos) return {};
  Span label{line.begin, line.begin + colon};
  // Back to the border before; brackets belong to a label: "Lương (yên):".
  for (std::size_t i = label.end; i > line.begin; --i) {
    const char c = text_[i - 1];
    if (c != '(' && c != ')' && BorderAt(i - 1)) {
      label.begin = i;
      break;
    }
  }
  return label;
}

const RoleReader::Cue* RoleReader::CueInHeading(Span heading) const {
  return heading.empty() ? nullptr : LastBefore(heading, heading.end);
}

std::optional<Role> RoleReader::SpokenOf(std::size_t at) const {
  const Span clause = ClauseOf({at, at});
  const Cue* cue = LastBefore({clause.begin, at}, at);
  if (cue == nullptr || !cue->strong) {
    if (const Cue* label = CueInHeading(HeadingOf(at)); label != nullptr) cue = label;
  }
  if (cue == nullptr) return {};
  return RoleOf(cue->sense);
}

// "đóng 30 triệu trước, 15 triệu sau", "nộp 5 triệu giữ visa".
bool RoleReader::PaidAhead(std::size_t at) const {
  static const ScanPattern kAhead(R"(^ truoc ?(?:[,;.)]|$| (?:thi|de|cho|la) )|^ (?:de )?giu )");
  return kAhead.Contains(text_.substr(at, std::min<std::size_t>(12, field_.LineOf(at).end - at)));
}

// "xác minh 200k, hoàn ngay sau 5 phút": whatever happens; a fee that comes back when a visa fails is one.
bool RoleReader::ComesBack(std::size_t at) const {
  static const ScanPattern kBack(
      R"(^([^.;0-9]{0,32}[ (])(?:hoan (?:tra|lai|ngay|sau|du|trong)|tra lai (?:sau|khi|ngay|het))\b)");
  static const ScanPattern kOnlyIf(
      R"(\b(?:truot|rot|khong|ko|k|neu|huy|fail|se|phi|duoc|mien|xong)\b)");
  ScanPattern::Groups groups;
  const std::string_view rest =
      text_.substr(at, std::min<std::size_t>(48, field_.LineOf(at).end - at));
  return kBack.Find(rest, 0, groups) &&
         !kOnlyIf.Contains(rest.substr(groups[1].begin, groups[1].end - groups[1].begin));
}

// "lệ phí 60tr, đóng trước 40tr": the part named behind is the deposit.
bool RoleReader::PartFollows(std::size_t at) const {
  static const ScanPattern kPart(
      R"(^ ?[,(-] ?(?:dat coc|coc|(?:dong|nop|gui|chuyen|dat) truoc)\b)");
  return kPart.Contains(text_.substr(at, 24));
}

// "bị phạt 80 triệu theo Nghị định": what the State takes.
bool RoleReader::LawBehind(std::size_t at) const {
  static const ScanPattern kLaw(
      R"(^[^.;0-9]{0,12} theo (?:nghi dinh|luat|quy dinh cua phap luat)\b)");
  return kLaw.Contains(text_.substr(at, 48));
}

// "tạm ứng 35 củ lấy giấy phép": an advance that the reader pays for something.
bool RoleReader::BuysBehind(const Cue& advance, std::size_t at) const {
  static const ScanPattern kBuys(R"(^ (?:de )?(?:lay|giu|mo|xin|chay|dat) )");
  return field_.Text(advance.span) == "tam ung" && kBuys.Contains(text_.substr(at, 12));
}

// "lương tháng đầu trừ bảo hiểm, còn 132.000 yên".
bool RoleReader::LeftOver(Span sum) const {
  static const ScanPattern kLeft(R"(\bcon (?:lai )?(?:khoang )?$)");
  const std::size_t begin = sum.begin > 16 ? sum.begin - 16 : 0;
  return kLeft.Contains(text_.substr(begin, sum.begin - begin)) &&
         Has(Sense::kWage, {SentenceOf(sum).begin, sum.begin});
}

// ---- the role ----

Role RoleReader::RoleIn(const SumInText& sum, const std::string& period, bool piecework,
                        bool& cued) const {
  const Span span = sum.span;
  const Span clause = ClauseOf(span);
  const Span sentence = SentenceOf(span);
  const bool foreign = sum.currency != "VND";
  const bool monthly = LooksMonthly(sum.currency, sum.units);
  const Span said{sentence.begin, span.begin};
  const bool recruit = Has(Sense::kRecruit, said) ||
                       Has(Sense::kRecruit, {span.begin, clause.end}) ||
                       (Has(Sense::kAgent, {sentence.begin, clause.end}) &&
                        (period == "head" || Has(Sense::kHeads, {sentence.begin, clause.end}))) ||
                       (period == "head" && Has(Sense::kRecruit, ListHeadOf(span.begin)));
  const bool timed =
      period == "month" || period == "day" || period == "hour" || (piecework && !recruit);
  cued = true;

  // Words between the sum before and this one are its own; those behind an "and" still more.
  Span own{std::max(clause.begin, std::min(sum.previous_end, span.begin)), span.begin};
  const std::size_t joint = field_.Text(own).rfind(" va ");
  const bool joined = joint != std::string_view::npos && sum.previous_end > clause.begin;
  if (joined) own.begin += joint;
  const Cue* left = LastBefore(own, span.begin);
  const bool own_word = left != nullptr;
  if (left == nullptr) left = LastBefore({clause.begin, span.begin}, span.begin);
  const Cue* right = FirstBehind({span.end, clause.end}, span.end);
  // "AUD 2,800 monthly plus housing"
  if (left == nullptr && right != nullptr && right->sense == Sense::kBoard && foreign && timed)
    right = nullptr;

  // "300k lời 90k", "nạp 500k nhận về 650k": a stake, and what it is said to win.
  static const ScanPattern kWins(R"(^ (?:loi|lai|nhan ve|nhan|hoan|an) (?:[0-9]|gap )|^, back [0-9])");
  if (!timed && (left == nullptr || !left->strong || tasks_ || left->sense == Sense::kLoan) &&
      kWins.Contains(text_.substr(span.end, 16)))
    return Role::kDeposit;

  const Span label = HeadingOf(span.begin);
  const Cue* labelled = CueInHeading(label);
  // "25 triệu + 2 chỉ", "3 triệu, 10 triệu", "280k làm vân tay + 150k áo": more of the same.
  if (left == nullptr && right == nullptr && sum.previous_end > sentence.begin) {
    static const ScanPattern kMore(
        R"(^ ?(?:,|\+|va|cong|plus|and|kem|voi|hoac|or) ?$|^[a-z ]{0,32} \+ ?$)");
    if (kMore.Contains(field_.Text({sum.previous_end, span.begin}))) return sum.previous_role;
  }

  // Rent and food taken from a wage, or asked for abroad, are no fee.
  const Span near{std::max(sentence.begin, span.begin > 60 ? span.begin - 60 : 0),
                  std::min(sentence.end, span.end + 40)};
  const auto is_pay = [](const Cue* cue) {
    return cue != nullptr && cue->strong && cue->sense == Sense::kWage;
  };
  const bool pay = is_pay(left) || is_pay(right);
  if (Has(Sense::kDeduct, clause) && Has(Sense::kBoard, near) && !pay) return Role::kNothing;
  const bool board = (left != nullptr && left->sense == Sense::kBoard) ||
                     (left == nullptr && right != nullptr && right->sense == Sense::kBoard);
  if (board && foreign && !(right != nullptr && right->sense == Sense::kWage) && !is_pay(labelled))
    return Role::kNothing;

  if (foreign && period == "hour") return Role::kWage;

  // Where in a row of payments the sum stands: said in its own words, in its label, or right behind it.
  const auto placed = [&](Sense place) {
    return Has(place, own) || (sum.previous_end <= label.begin && Has(place, label));
  };
  const Span behind{span.end, std::min(clause.end, NextDigit(span.end))};
  const bool goes_on = sum.previous_end > sentence.begin;  // behind another sum of the sentence
  // A lender named right before the next sum lends that one.
  const std::size_t next_sum = NextDigit(span.end);
  const Span after{
      span.end,
      std::min({sentence.end, span.end + kLenderBehind,
                next_sum == text_.size() ? next_sum : std::max(span.end, next_sum - 2)})};

  // What else a word may mean here, by the role that it has by itself.
  const auto fee_or = [&](const Cue& cue) {
    if (period == "hour" && !cue.strong) return Role::kWage;
    if (PaidAhead(span.end) || ComesBack(span.end)) return Role::kDeposit;
    if (!placed(Sense::kLater) && !Has(Sense::kLater, behind)) {
      if (placed(Sense::kFirst)) return PartFollows(span.end) ? Role::kFee : Role::kDeposit;
      const bool named = cue.strong && cue.span.begin >= own.begin && cue.span.end <= span.begin;
      if (!named && Has(Sense::kFirst, behind)) return Role::kDeposit;
      if (!named && !cue.strong && tasks_ && !timed) return Role::kDeposit;
      if (!cue.strong && gifts_)
        return recruit ? Role::kCommission : Role::kWage;
    }
    if (Has(Sense::kLend, said) || Has(Sense::kLend, after)) return Role::kLoan;
    if (Has(Sense::kBreach, cue.strong ? Span{clause.begin, span.begin} : said) ||
        (!cue.strong && Has(Sense::kBreach, behind)))
      return Role::kPenalty;
    return Role::kFee;
  };
  const auto wage_or = [&](const Cue& cue) {
    if (timed) return Role::kWage;
    const std::string_view word = field_.Text(cue.span);
    if (!cue.strong) {
      if (Has(Sense::kBreach, {clause.begin, span.begin})) return Role::kPenalty;
      // "cọc 30 triệu, nhận visa trả 100 triệu", "trả 90 triệu sau khi bay"
      const bool paid_before =
          goes_on && (sum.previous_role == Role::kFee || sum.previous_role == Role::kDeposit);
      if (word == "tra" && paid_before && !tasks_ && !gifts_)
        return Has(Sense::kFirst, behind) ? Role::kDeposit : Role::kFee;
      if (word == "tra" && !recruit && Has(Sense::kLater, behind)) return Role::kFee;
      // "15 triệu, đủ mười người nhận thêm 2 chỉ"
      if (goes_on && sum.previous_role == Role::kCommission) return Role::kCommission;
    }
    if (recruit && (!Has(Sense::kGift, own) || Has(Sense::kRecruit, own)) &&
        (!cue.strong || word == "earn" || Has(Sense::kRecruit, {span.end, clause.end})))
      return Role::kCommission;
    // "pay 4,000 now to …"
    return !cue.strong && Has(Sense::kFirst, behind) ? Role::kDeposit : Role::kWage;
  };
  const auto loan_or = [&](const Cue& cue) {
    if ((cue.sense == Sense::kDeduct || field_.Text(cue.span) == "repay") &&
        Has(Sense::kBreach, said))
      return Role::kPenalty;
    if (gifts_ && !recruit && !timed) return Role::kWage;  // given before an operation
    static const ScanPattern kBack(R"(^.{0,12}\b(?:nhan ve|hoan|nhan lai)\b)");
    const bool paid_by_reader = Has(Sense::kFirst, behind) || BuysBehind(cue, span.end) ||
                                kBack.Contains(text_.substr(span.end, sentence.end - span.end));
    return paid_by_reader ? Role::kDeposit : Role::kLoan;
  };
  const auto settle = [&](const Cue& cue) {
    const Role role = *RoleOf(cue.sense);
    if (role == Role::kFee) return fee_or(cue);
    if (role == Role::kWage) return wage_or(cue);
    if (role == Role::kLoan) return loan_or(cue);
    if (role == Role::kPenalty && LawBehind(span.end)) return Role::kNothing;
    // "nếu trượt, bồi thường 20 triệu": what the recruiter promises, and no penalty of the reader's.
    static const ScanPattern kFailure(
        R"(\b(?:truot|rot|khong (?:dau|do|ra visa|co visa|duoc cap))\b[^.;0-9]{0,60}\bboi thuong(?: [a-z]+){0,2} ?$)");
    if (role == Role::kPenalty && kFailure.Contains(field_.Text({sentence.begin, span.begin})))
      return Role::kWage;
    if (role == Role::kDeposit && placed(Sense::kLater) &&
        (cue.span.end <= own.begin || cue.span.begin >= span.end))
      return Role::kFee;
    return role;
  };
  // "trừ 500k tiền xe vào lương", "trừ ăn ở còn 38tr gửi về": what the sum is stands behind it.
  const bool told_behind = left != nullptr && left->sense == Sense::kDeduct && right != nullptr &&
                           right->strong &&
                           (right->sense == Sense::kFee || right->sense == Sense::kWage);
  if (Has(Sense::kDeduct, said) && LeftOver(span) &&
      (right == nullptr || *RoleOf(right->sense) != Role::kFee))
    return Role::kWage;
  if (joined && !own_word && sum.previous_role == Role::kFee &&
      (right == nullptr || *RoleOf(right->sense) == Role::kFee))
    return Role::kFee;  // "nộp 480 nghìn thẻ an ninh và 650 nghìn bảo hộ"
  if (!own_word && right != nullptr && sum.previous_end > clause.begin) return settle(*right);
  if (left != nullptr && left->strong && !told_behind) return settle(*left);
  if (right != nullptr && right->strong && right->sense != Sense::kRecruit) return settle(*right);
  if (left != nullptr) return settle(*left);

  if (!timed && right == nullptr && Has(Sense::kTotal, own) &&
      !(goes_on && sum.previous_role == Role::kWage))
    return Has(Sense::kLend, after) ? Role::kLoan : Role::kFee;
  if (placed(Sense::kLater) && goes_on && right != nullptr && *RoleOf(right->sense) == Role::kFee)
    return settle(*right);
  if (recruit && !timed && (Has(Sense::kRecruit, clause) || Has(Sense::kRecruit, label)))
    return Role::kCommission;
  const Cue* far = labelled;
  if (far == nullptr || !far->strong) {
    const Cue* before = LastBefore({sentence.begin, clause.begin}, span.begin);
    if (before != nullptr && (far == nullptr || before->strong)) far = before;
    // "EUR 900 to secure your place, EUR 2,000 when the permit comes": the deposit was the one before.
    static const ScanPattern kCondition(R"(^ (?:when|once|after|on|upon|khi|luc|sau khi) )");
    if (far == before && far != nullptr && far->sense == Sense::kDeposit &&
        far->span.begin < sum.previous_end + kLongestClause && sum.previous_end > sentence.begin &&
        kCondition.Contains(text_.substr(span.end, 16)))
      return Role::kFee;
  }
  // A period or a foreign wage speaks louder than a word further off, unless that is a wage word too.
  if (far != nullptr && !far->strong && right != nullptr) return settle(*right);
  if (far != nullptr && !((timed || (monthly && !far->strong)) && far->sense == Sense::kFee))
    return settle(*far);
  if (right != nullptr) return settle(*right);
  if (recruit && !timed && !(foreign && monthly)) return Role::kCommission;
  if (far == nullptr && !timed) {
    if (const Cue* head = CueInHeading(ListHeadOf(span.begin))) return settle(*head);
  }
  if (Has(Sense::kBreach, said) || Has(Sense::kBreach, label)) return Role::kPenalty;
  if (placed(Sense::kFirst) || Has(Sense::kFirst, behind)) return Role::kDeposit;
  if (placed(Sense::kLater)) return Role::kFee;
  if (gifts_) return Role::kWage;
  cued = far != nullptr;
  const bool above_pay = !foreign && sum.units >= kAboveMonthlyPay && !timed;
  if (far == nullptr && !above_pay && Has(Sense::kJob, {sentence.begin, clause.end}))
    return Role::kWage;
  // "8 tiếng 300k": paid by the hours.
  static const ScanPattern kHours(R"(\b\d{1,2} ?(?:h|gio|tieng)(?: ?/ ?ngay)? ?$)");
  if (kHours.Contains(field_.Text({clause.begin, span.begin}))) return Role::kWage;
  if (tasks_ && !timed) return Role::kDeposit;
  if (goes_on && !timed && sum.previous_role == Role::kFee && far != nullptr && !far->strong)
    return Role::kFee;  // "medical USD 260, embarkation letter USD 340"
  // A range of some millions is what people write of wages.
  const bool like_pay = !foreign && sum.range && sum.units >= 3'000'000 && sum.units <= 60'000'000;
  const bool more_pay = far == nullptr && goes_on && sum.previous_role == Role::kWage;
  return timed || monthly || like_pay || more_pay ? Role::kWage : Role::kFee;
}

// ---- the period ----

std::string RoleReader::PeriodBehind(std::size_t at, std::size_t& end, bool& written) const {
  static const ScanPattern kPeriod(
      R"(^(?: ?/ ?(?:1 |mot )?| (?:mot|moi|1|hang|per|an|a|every|tren) | 1| ?/)(dau nguoi|nguoi|dau|lao dong|ban|em|head|candidate|person|worker|thang|th|month|mo|t|ngay|day|cong|gio|h|hour|hr|tieng|tuan|week|nam|year|chuyen|don|ca|khoa|luot|kg|form|suat|review|cai|bai|video|kien|chiec|tin|dem|lan|be|ho so|khach|vu|mua|nhiem vu|tour|tua|buoi|tan|bao|thung|san pham|mon|met vuong|m2|parcel|piece)\b)");
  static const ScanPattern kLoose(
      R"(^ (?:gross |net )?(?:per|a|an|each) (hour|month|day)\b|^ (?:gross |net )?(hourly|monthly|daily)\b|^ (thang|ngay|gio|tuan)(?:[,.;!)]|$| (?:bao|chua|tang|an|luong|cong|thuc|ve|va|o|co|khong|thuong)\b))");
  ScanPattern::Groups groups;
  written = false;
  end = at;
  const std::string_view rest = text_.substr(at, std::min<std::size_t>(24, text_.size() - at));
  if (rest.size() < 2 || (rest[0] != ' ' && rest[0] != '/')) return {};
  if (!kPeriod.Find(rest, 0, groups) && !kLoose.Find(rest, 0, groups)) return {};
  const Span unit = !groups[1].empty() ? groups[1] : !groups[2].empty() ? groups[2] : groups[3];
  const std::string_view word = rest.substr(unit.begin, unit.end - unit.begin);
  end = at + unit.end;
  written = true;
  if (word == "thang" || word == "th" || word == "t" || word == "month" || word == "mo" ||
      word == "monthly")
    return "month";
  if (word == "ngay" || word == "day" || word == "cong" || word == "daily") return "day";
  if (word == "gio" || word == "h" || word == "hour" || word == "hr" || word == "tieng" ||
      word == "hourly")
    return "hour";
  if (word == "khoa" || word == "form" || word == "suat" || (word == "lan" && gifts_))
    return "once";
  static constexpr std::array<std::string_view, 13> kHeads = {
      "nguoi", "dau nguoi", "dau",  "lao dong",  "ban",    "em",    "be",
      "ho so", "khach",     "head", "candidate", "person", "worker"};
  return std::find(kHeads.begin(), kHeads.end(), word) != kHeads.end() ? "head" : "";
}

// "ngày kiếm 500k", "mỗi tháng nộp": the period stands before; "visa 90 ngày 15tr" is none.
std::string RoleReader::PeriodBefore(std::size_t at) const {
  static const ScanPattern kBefore(
      R"((?:^ ?|[^0-9 ] )(?:1 |mot )?(ngay|thang|thag|gio|(?:moi|mot|1) tieng|day|month|hour|hourly|daily|monthly)(?: (?:kiem|nop|luong|thu nhap|tu|duoc|tra|nhan|lam|khoang|tam|trung binh|binh quan|gui ve nha|gui ve|cung))* ?(?:tu |khoang |tam |duoc )?$)");
  ScanPattern::Groups groups;
  const Span clause = ClauseOf({at, at});
  const std::size_t begin = std::max(clause.begin, at > 44 ? at - 44 : 0);
  const std::string_view left = text_.substr(begin, at - begin);
  if (!kBefore.Find(left, 0, groups)) return {};
  const std::string_view word = left.substr(groups[1].begin, groups[1].end - groups[1].begin);
  if (word == "month" || word == "monthly" || word == "thag") return "month";
  if (word == "thang") {
    const Span place{begin + groups[1].begin, begin + groups[1].end};
    return field_.Spelt(place, "tháng") ? "month" : "";  // "bay thẳng"
  }
  if (word == "ngay") {
    const Span place{begin + groups[1].begin, begin + groups[1].end};
    return field_.Spelt(place, "ngày") ? "day" : "";  // "nộp ngay"
  }
  return word == "day" || word == "daily" ? "day" : "hour";
}

// "mỗi đơn 15k", "ngày 10 trang là 450k", "tuần 600 đô": pay by the piece, by a day's or a week's work.
bool RoleReader::PieceBefore(const SumInText& sum, std::string& period) const {
  static const ScanPattern kPiece(
      R"(\b(?:moi|1|mot|each|per|every) (?:don|trang|bai|nhiem vu|review|video|san pham|vu|ca|dem|lan|luot|chuyen|kien|tuan|nam|buoi|week|task|order|mission|like|clip|link|vong|hop|san pham|follow|comment|hinh|anh|cap|thung|cay|cuon)(?: (?:duoc|tra|nhan|la|hoa hong|khoang|tu|kiem|luong|thu nhap))* ?$|\b(?:luong|thu nhap) (?:moi )?tuan ?$)");
  static const ScanPattern kOutput(
      R"((?:^|[^0-9] )(?:1 |mot |moi |moi |a )?(?:ngay|day) (?:lam |duoc |go )?\d{1,3}(?:-\d{1,3})? [a-z]+(?: [a-z]+)? ?(?:=|~|la|duoc|kiem|nhan|thu)(?: (?:duoc|khoang|ve))? ?$)");
  static const ScanPattern kHours(
      R"(\b\d{1,2} ?(?:phut|p|gio|tieng|h)(?: ?/ ?ngay| (?:moi|1|mot|trong) ngay)?(?: (?:la|nhan|duoc|kiem|co|thu|tra))* ?$)");
  const std::size_t at = sum.span.begin;
  const std::size_t first = field_.LineOf(at).begin;
  const std::size_t begin = std::max(first, at > 48 ? at - 48 : 0);
  const std::string_view left = text_.substr(begin, at - begin);
  const bool small = sum.currency == "VND" && sum.units < kAboveDailyPay;
  if (kOutput.Contains(left) || (small && kHours.Contains(left))) {
    period = "day";
    return true;
  }
  return kPiece.Contains(left);
}

// How often a sum of this role is paid where nobody says so.
std::string RoleReader::UsualPeriod(const SumInText& sum, Role role) const {
  static const ScanPattern kOnce(
      R"(\b(?:nhan|boi duong|nha trai|nha gai|tan thu|mang thai|hien|mua|ghep)\b)");
  static const ScanPattern kDaily(
      R"(\b(?:per day|per diem|a day|daily|moi ngay|hang ngay|cong nhat)\b)");
  static const ScanPattern kHead(
      R"(gioi thieu|nguoi|lao dong|candidate|head|worker|friend|lady|apiece|\b(?:1|dan|dat|ru|mach|mot dua|moi em|moi ho so) )");
  if (role == Role::kCommission) {
    const Span sentence = SentenceOf(sum.span);
    const std::string_view said = text_.substr(sentence.begin, sentence.end - sentence.begin);
    return kHead.Contains(said) ? "head" : "once";
  }
  const Span clause = ClauseOf(sum.span);
  const std::string_view left = text_.substr(clause.begin, sum.span.begin - clause.begin);
  const bool dong = sum.currency == "VND";
  static const ScanPattern kGivenOnce(
      R"(\b(?:hoan|loi|tang|bonus|voucher|khoi nghiep|sinh le)(?: [a-z]+)? ?$)");
  static const ScanPattern kPay(R"(\b(?:luong|thu nhap|salary|income)\b)");
  if (role == Role::kWage && kDaily.Contains(left)) return "day";
  if (role != Role::kWage || kOnce.Contains(left) || kGivenOnce.Contains(left) ||
      sum.currency == "XAU_CHI" || (gifts_ && !kPay.Contains(left)) ||
      (dong && sum.units >= 100'000'000 && !kPay.Contains(left)))
    return "once";
  return !dong || sum.units >= 200'000 ? "month" : "";
}

Purpose RoleReader::PurposeOf(const SumInText& sum) const {
  Purpose purpose;
  bool written = false;
  purpose.period = PeriodBehind(sum.span.end, purpose.end, written);
  if (!written) purpose.period = PeriodBefore(sum.span.begin);
  if (!written && purpose.period.empty()) written = PieceBefore(sum, purpose.period);
  purpose.role = RoleIn(sum, purpose.period, written && purpose.period.empty(), purpose.cued);
  // What a village sends home, what a market is worth: nobody's pay.
  constexpr std::int64_t kAboveAnyPay = 2'000'000'000;
  if (purpose.role == Role::kWage && sum.currency == "VND" && sum.units >= kAboveAnyPay)
    purpose.role = Role::kNothing;
  if (purpose.period.empty() && !written) purpose.period = UsualPeriod(sum, purpose.role);
  return purpose;
}

}  // namespace agencywatch::rules
