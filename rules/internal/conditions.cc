// Which conditions hold for a posting, and what says so.
#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/internal/evaluation.h"

namespace agencywatch::rules::internal {
namespace {

using core::Fact;
using core::FactKind;
using core::Field;

constexpr std::size_t kMaxNearOpen = 16;  // unfinished neighbourhoods kept per set of patterns

double Amount(const core::Money& money) {
  return static_cast<double>(money.minor_units) /
         std::pow(10.0, core::CurrencyExponent(money.currency));
}

bool InFields(const Fact& fact, FieldSet in) { return (FieldBit(fact.place.field) & in) != 0; }

}  // namespace

Truth Evaluation::Holds(const Condition& condition, Evidence& evidence) {
  return std::visit([&](const auto& kind) { return Holds(kind, evidence); }, condition.kind);
}

Truth Evaluation::Holds(const TextCondition& condition, Evidence& evidence) {
  if (!candidates_.Contains(condition.pattern)) return Truth::kFalse;
  bool found = false;
  for (ScannedText& text : texts_) {
    if (!text.MayMatch(condition.pattern)) continue;
    for (const Match& match : text.Matches(condition.pattern, condition.options)) {
      found = true;
      if (condition.options.quote == Quote::kNone) return Truth::kTrue;
      if (evidence.spans.size() >= Evidence::kMaxSpans) continue;
      if (condition.options.quote == Quote::kLine) {
        evidence.spans.push_back(text.SentenceOf(condition.pattern, match));
        return Truth::kTrue;
      }
      evidence.spans.push_back(text.PlaceOf(condition.pattern, match));
    }
  }
  return found ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const CountCondition& condition, Evidence& evidence) {
  std::size_t count = 0;
  std::vector<core::Place> places;
  for (ScannedText& text : texts_) {
    for (const Match& match : text.Matches(condition.pattern, condition.options)) {
      ++count;
      if (places.size() < Evidence::kMaxSpans)
        places.push_back(text.PlaceOf(condition.pattern, match));
    }
  }
  if (count < condition.min) return Truth::kFalse;
  evidence.spans.insert(evidence.spans.end(), places.begin(), places.end());
  return Truth::kTrue;
}

// One match of each pattern, none overlapping, each within `gap` of the one before it, all in one
// paragraph. Goes through all matches from left to right and extends the chains that end before
// them.
Truth Evaluation::Holds(const NearCondition& condition, Evidence& evidence) {
  struct Item {
    Match match;
    std::size_t of = 0;
  };
  struct Chain {
    std::uint32_t end = 0;
    std::size_t paragraph = 0;
    std::vector<Item> items;
  };
  const std::size_t wanted = condition.of.size();
  const unsigned all = (1u << wanted) - 1;
  for (ScannedText& text : texts_) {
    std::vector<Item> items;
    bool each_found = true;
    for (std::size_t of = 0; of < wanted && each_found; ++of) {
      const auto matches = text.Matches(condition.of[of], condition.options);
      each_found = !matches.empty();
      for (const Match& match : matches) items.push_back({match, of});
    }
    if (!each_found) continue;
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
      return std::tuple(a.match.begin, a.match.end, a.of) <
             std::tuple(b.match.begin, b.match.end, b.of);
    });
    std::map<unsigned, std::deque<Chain>> open;  // by the set of patterns that a chain has
    for (const Item& item : items) {
      const std::size_t paragraph = text.ParagraphOf(item.match);
      const unsigned bit = 1u << item.of;
      std::vector<std::pair<unsigned, Chain>> grown;
      for (auto& [set, chains] : open) {
        while (!chains.empty() && chains.front().end + condition.gap < item.match.begin)
          chains.pop_front();
        // In order: this pattern comes after exactly those that are written before it.
        if ((set & bit) != 0 || (condition.ordered && set != bit - 1)) continue;
        for (auto chain = chains.rbegin(); chain != chains.rend(); ++chain) {
          if (chain->end > item.match.begin || chain->paragraph != paragraph) continue;
          if (item.match.begin - chain->end > condition.gap) continue;
          Chain longer = *chain;
          longer.end = item.match.end;
          longer.items.push_back(item);
          grown.emplace_back(set | bit, std::move(longer));
          break;
        }
      }
      if (!condition.ordered || item.of == 0)
        grown.emplace_back(bit, Chain{item.match.end, paragraph, {item}});
      for (auto& [set, chain] : grown) {
        if (set == all) {
          for (const Item& part : chain.items) {
            evidence.spans.push_back(text.PlaceOf(condition.of[part.of], part.match));
          }
          return Truth::kTrue;
        }
        auto& chains = open[set];
        chains.push_back(std::move(chain));
        if (chains.size() > kMaxNearOpen) chains.pop_front();
      }
    }
  }
  return Truth::kFalse;
}

Truth Evaluation::Holds(const AllCondition& condition, Evidence& evidence) {
  Evidence found;
  Truth truth = Truth::kTrue;
  for (const Condition& part : condition.of) {
    truth = std::min(truth, Holds(part, found));
    if (truth == Truth::kFalse) return truth;
  }
  if (truth == Truth::kTrue) {
    evidence.spans.insert(evidence.spans.end(), found.spans.begin(), found.spans.end());
    evidence.facts.insert(evidence.facts.end(), found.facts.begin(), found.facts.end());
    if (found.ceiling_vnd) evidence.ceiling_vnd = found.ceiling_vnd;
  }
  return truth;
}

Truth Evaluation::Holds(const AnyCondition& condition, Evidence& evidence) {
  Truth truth = Truth::kFalse;
  for (const Condition& part : condition.of) {
    truth = std::max(truth, Holds(part, evidence));
    if (truth == Truth::kTrue) return truth;
  }
  return truth;
}

Truth Evaluation::Holds(const NoneCondition& condition, Evidence& /*evidence*/) {
  Truth truth = Truth::kTrue;
  for (const Condition& part : condition.of) {
    Evidence unused;
    switch (Holds(part, unused)) {
      case Truth::kTrue:
        return Truth::kFalse;
      case Truth::kUnknown:
        truth = Truth::kUnknown;
        break;
      case Truth::kFalse:
        break;
    }
  }
  return truth;
}

Truth Evaluation::Holds(const AtLeastCondition& condition, Evidence& evidence) {
  std::size_t certain = 0;
  std::size_t possible = 0;
  Evidence found;
  for (const Condition& part : condition.of) {
    const Truth truth = Holds(part, found);
    certain += truth == Truth::kTrue ? 1 : 0;
    possible += truth != Truth::kFalse ? 1 : 0;
  }
  if (certain >= condition.n) {
    evidence.spans.insert(evidence.spans.end(), found.spans.begin(), found.spans.end());
    evidence.facts.insert(evidence.facts.end(), found.facts.begin(), found.facts.end());
    if (found.ceiling_vnd) evidence.ceiling_vnd = found.ceiling_vnd;
    return Truth::kTrue;
  }
  return possible >= condition.n ? Truth::kUnknown : Truth::kFalse;
}

Truth Evaluation::Holds(const FactCondition& condition, Evidence& evidence) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
    const Fact& fact = facts_.facts[i];
    if (fact.kind != condition.kind || !InFields(fact, condition.in) || IsReported(fact)) continue;
    if (!condition.values.empty() && !condition.values.contains(fact.value)) continue;
    const bool attrs =
        std::all_of(condition.attrs.begin(), condition.attrs.end(), [&](const auto& wanted) {
          return wanted.second.contains(std::string(fact.Attr(wanted.first)));
        });
    if (!attrs) continue;
    if (condition.min || condition.max) {
      const auto number = fact.number  ? fact.number
                          : fact.money ? std::optional(Amount(*fact.money))
                                       : std::nullopt;
      if (!number || (condition.min && *number < *condition.min) ||
          (condition.max && *number > *condition.max)) {
        continue;
      }
    }
    found.push_back(i);
  }
  if (found.size() < condition.count) return Truth::kFalse;
  evidence.facts.insert(evidence.facts.end(), found.begin(), found.end());
  return Truth::kTrue;
}

Truth Evaluation::Holds(const MoneyCondition& condition, Evidence& evidence) {
  bool any = false;
  for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
    const Fact& fact = facts_.facts[i];
    if (fact.kind != FactKind::kMoney || fact.place.field == Field::kContext) continue;
    if (!condition.roles.empty() && !condition.roles.contains(std::string(fact.Attr("role"))))
      continue;
    if (!condition.periods.empty()) {
      const std::string_view period = fact.Attr("period");
      if (!condition.periods.contains(period.empty() ? "none" : std::string(period))) continue;
    }
    if (!condition.currencies.empty() &&
        (!fact.money || !condition.currencies.contains(fact.money->currency))) {
      continue;
    }
    if (condition.min || condition.max) {
      if (!fact.money) continue;
      const auto amount = condition.in_vnd ? pack_.tables.InVnd(*fact.money, input_.day_to)
                                           : std::optional(Amount(*fact.money));
      if (!amount || (condition.min && *amount < *condition.min) ||
          (condition.max && *amount > *condition.max)) {
        continue;
      }
    }
    evidence.facts.push_back(i);
    any = true;
  }
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const WageAboveCondition& condition, Evidence& evidence) {
  const auto plausible = pack_.tables.PlausibleMonthlyWage(Destinations(), Jobs(), input_.day_to);
  if (!plausible) return Truth::kFalse;
  bool any = false;
  for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
    const auto wage = MonthlyWage(facts_.facts[i]);
    if (!wage || *wage <= *plausible * condition.factor) continue;
    evidence.facts.push_back(i);
    any = true;
  }
  return any ? Truth::kTrue : Truth::kFalse;
}

// The fee against ceiling months times the highest stated wage; where the ceiling is nought, any
// fee.
Truth Evaluation::Holds(const FeeAboveCeilingCondition& /*condition*/, Evidence& evidence) {
  if (Holds(AbroadCondition{}, evidence) != Truth::kTrue) return Truth::kFalse;
  const auto months =
      pack_.tables.FeeCeilingMonths(Destinations(), Jobs(), ContractMonths(), input_.day_to);
  if (!months) return Truth::kFalse;
  std::optional<double> wage;
  for (const Fact& fact : facts_.facts) {
    if (const auto monthly = MonthlyWage(fact)) wage = std::max(wage.value_or(0), *monthly);
  }
  if (*months > 0 && !wage) return Truth::kFalse;
  const double ceiling = *months * wage.value_or(0);
  bool any = false;
  for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
    const Fact& fact = facts_.facts[i];
    if (fact.kind != FactKind::kMoney || !fact.money || fact.place.field == Field::kContext)
      continue;
    const std::string_view period = fact.Attr("period");
    if (!(fact.Attr("role") == "fee" || fact.Attr("role") == "deposit" ||
          fact.Attr("role") == "loan") ||
        !(period == "once" || period == "head"))
      continue;
    const auto vnd = pack_.tables.InVnd(*fact.money, input_.day_to);
    if (!vnd || *vnd <= ceiling) continue;
    evidence.facts.push_back(i);
    any = true;
  }
  if (any) evidence.ceiling_vnd = ceiling;
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const DepositAboveCapCondition& /*condition*/, Evidence& evidence) {
  if (Holds(AbroadCondition{}, evidence) != Truth::kTrue) return Truth::kFalse;
  const auto cap = pack_.tables.DepositCap(Destinations(), Jobs(), input_.day_to);
  if (!cap) return Truth::kFalse;
  bool any = false;
  for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
    const Fact& fact = facts_.facts[i];
    if (fact.kind != FactKind::kMoney || !fact.money || fact.Attr("role") != "deposit") continue;
    const auto vnd = pack_.tables.InVnd(*fact.money, input_.day_to);
    if (!vnd || *vnd <= *cap) continue;
    evidence.facts.push_back(i);
    any = true;
  }
  if (any) evidence.ceiling_vnd = *cap;
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const AbroadCondition& /*condition*/, Evidence& /*evidence*/) {
  if (!Destinations().empty()) return Truth::kTrue;
  for (const PatternId id : pack_.abroad_words) {
    for (ScannedText& text : texts_) {
      if (!text.Matches(id, TextOptions{}).empty()) return Truth::kTrue;
    }
  }
  return Truth::kFalse;
}

Truth Evaluation::Holds(const GenreCondition& condition, Evidence& /*evidence*/) {
  return condition.genres.contains(genre_) ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const RegisterCondition& condition, Evidence& evidence) {
  const auto both = static_cast<RegisterStates>(register_.states & condition.states);
  if (both != 0) {
    const auto add = [&](const std::vector<std::size_t>& facts) {
      evidence.facts.insert(evidence.facts.end(), facts.begin(), facts.end());
    };
    const auto asks = [&](RegisterState state) {
      return (both & static_cast<RegisterStates>(state)) != 0;
    };
    if (asks(RegisterState::kUnlisted) || asks(RegisterState::kInactive) ||
        asks(RegisterState::kPossible)) {
      add(register_.name_facts);
    }
    if (asks(RegisterState::kNumberUnknown) || asks(RegisterState::kNumberOfOther))
      add(register_.number_facts);
    if (asks(RegisterState::kBorrowed)) add(register_.contact_facts);
    return Truth::kTrue;
  }
  // Without a register all but "nobody" is open, and that it is unknown is known.
  if (!register_.Has(RegisterState::kUnknown)) return Truth::kFalse;
  const auto known =
      static_cast<RegisterStates>(static_cast<RegisterStates>(RegisterState::kUnknown) |
                                  static_cast<RegisterStates>(RegisterState::kNobody));
  return (condition.states & ~known) != 0 ? Truth::kUnknown : Truth::kFalse;
}

Truth Evaluation::Holds(const FindingCondition& condition, Evidence& /*evidence*/) {
  const auto any = std::any_of(
      condition.names.begin(), condition.names.end(),
      [&](const std::string& name) { return fired_.contains(name) || indicators_.contains(name); });
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const EvasionCondition& condition, Evidence& evidence) {
  bool any = false;
  for (const core::Evasion& evasion : facts_.evasions) {
    if (!condition.kinds.contains(evasion.kind)) continue;
    if (evidence.spans.size() < Evidence::kMaxSpans) evidence.spans.push_back(evasion.place);
    any = true;
  }
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const LanguageCondition& condition, Evidence& /*evidence*/) {
  const auto& languages = Languages();
  const bool any = std::any_of(
      languages.begin(), languages.end(),
      [&](const std::string& language) { return condition.languages.contains(language); });
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const ContactCondition& condition, Evidence& evidence) {
  Evidence unused;
  for (const ContactKind kind : condition.none) {
    if (HasContact(kind, unused)) return Truth::kFalse;
  }
  bool any = condition.any.empty();
  for (const ContactKind kind : condition.any) any = HasContact(kind, evidence) || any;
  return any ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const ChannelCondition& condition, Evidence& /*evidence*/) {
  return condition.channels.contains(input_.channel) ? Truth::kTrue : Truth::kFalse;
}

Truth Evaluation::Holds(const LikenessCondition& condition, Evidence& evidence) {
  // Learned from adverts: what somebody told the office is put in other words.
  const auto sign = pack_.likeness.Find(condition.indicator);
  if (!sign || input_.channel == kTipChannel) return Truth::kFalse;
  if (!likeness_) {
    likeness_.emplace(pack_.likeness);
    for (const Field field : {Field::kTitle, Field::kBody}) {
      const auto part = static_cast<std::size_t>(field);
      likeness_->Read(part, texts_[part].folded());
    }
  }
  const double odds = likeness_->Odds(*sign);
  if (condition.least && odds < *condition.least) return Truth::kFalse;
  if (condition.most && odds > *condition.most) return Truth::kFalse;
  if (condition.least) evidence.alike = true;
  if (condition.least && evidence.spans.size() < Evidence::kMaxSpans) {
    if (auto sentence = TellingSentence(*sign)) evidence.spans.push_back(std::move(*sentence));
  }
  return Truth::kTrue;
}

// The sentence whose words speak most for a sign.
std::optional<core::Place> Evaluation::TellingSentence(std::size_t sign) const {
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> weights;  // by part and beginning
  std::optional<core::Place> best;
  std::int64_t most = 0;
  for (const Likeness::Spoken& spoken : likeness_->SpokenFor(sign)) {
    core::Place sentence = texts_[spoken.part].SentenceAt(spoken.term.begin, spoken.term.end);
    std::int64_t& weight = weights[{spoken.part, sentence.start}];
    weight += spoken.weight;
    if (weight <= most) continue;
    most = weight;
    best = std::move(sentence);
  }
  return best;
}

Truth Evaluation::Holds(const ScoreCondition& condition, Evidence& /*evidence*/) {
  return score_ >= condition.min ? Truth::kTrue : Truth::kFalse;
}

}  // namespace agencywatch::rules::internal
