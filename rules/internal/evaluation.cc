#include "rules/internal/evaluation.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "core/enterprise_name.h"
#include "rules/fact_reader.h"

namespace agencywatch::rules::internal {
namespace {

using core::Fact;
using core::FactKind;
using core::Field;

constexpr std::size_t kMaxSpans = 8;      // quoted per finding; more would not be read
constexpr std::size_t kMaxNearOpen = 16;  // unfinished neighbourhoods kept per set of patterns

double Amount(const core::Money& money) {
  return static_cast<double>(money.minor_units) /
         std::pow(10.0, core::CurrencyExponent(money.currency));
}

void TrimBlanks(core::Place& place) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (place.start < place.end && blank(place.quote.back())) {
    place.quote.pop_back();
    --place.end;
  }
  while (place.start < place.end && blank(place.quote.front())) {
    place.quote.erase(0, 1);
    ++place.start;
  }
}

bool Covers(const core::Place& whole, const core::Place& part) {
  return whole.field == part.field && whole.start <= part.start && part.end <= whole.end;
}

// Sorts them; those that overlap, or have one blank between them, become one quote of the text.
void JoinTouching(std::vector<core::Place>& places, const core::PostingText& text) {
  std::sort(places.begin(), places.end(), [](const core::Place& a, const core::Place& b) {
    return std::tuple(a.field, a.start, a.end) < std::tuple(b.field, b.start, b.end);
  });
  std::vector<core::Place> joined;
  for (core::Place& place : places) {
    if (joined.empty() || joined.back().field != place.field) {
      joined.push_back(std::move(place));
      continue;
    }
    core::Place& last = joined.back();
    const std::string& whole = text.Get(last.field);
    const bool touching =
        place.start <= last.end || (place.start == last.end + 1 && whole[last.end] == ' ');
    if (!touching) {
      joined.push_back(std::move(place));
    } else if (place.end > last.end) {
      last.end = place.end;
      last.quote = whole.substr(last.start, last.end - last.start);
    }
  }
  places = std::move(joined);
}

// By which somebody can be reached or paid.
bool IsContact(FactKind kind) {
  return kind == FactKind::kPhone || kind == FactKind::kAccount || kind == FactKind::kSocial ||
         kind == FactKind::kEmail || kind == FactKind::kDomain;
}

bool IsReported(const Fact& fact) { return fact.Attr("reported") == "true"; }

bool IsContactOf(const Fact& fact, ContactKind kind) {
  if (IsReported(fact)) return false;
  const std::string_view line = fact.Attr("line");
  switch (kind) {
    case ContactKind::kLandline:
      return fact.kind == FactKind::kPhone && (line == "landline" || line == "hotline");
    case ContactKind::kMobile:
      return fact.kind == FactKind::kPhone && (line == "mobile" || line == "foreign");
    case ContactKind::kAddress:
      return fact.kind == FactKind::kAddress;
    case ContactKind::kEnterprise:
      return fact.kind == FactKind::kEnterprise;
    case ContactKind::kSocial:
      return fact.kind == FactKind::kSocial;
    case ContactKind::kEmail:
      return fact.kind == FactKind::kEmail;
    case ContactKind::kWebsite:
      return fact.kind == FactKind::kDomain;
  }
  return false;
}

bool InFields(const Fact& fact, FieldSet in) { return (FieldBit(fact.place.field) & in) != 0; }

std::string WithThousands(double vnd) { return core::DisplayText({std::llround(vnd), "VND"}); }

std::string_view StatusName(std::optional<core::LicenceStatus> status, bool vietnamese) {
  if (!status) return vietnamese ? "chưa được cấp" : "not issued yet";
  switch (*status) {
    case core::LicenceStatus::kActive:
      return vietnamese ? "còn hiệu lực" : "in force";
    case core::LicenceStatus::kSuspended:
      return vietnamese ? "bị đình chỉ" : "suspended";
    case core::LicenceStatus::kRevoked:
      return vietnamese ? "bị thu hồi" : "revoked";
    case core::LicenceStatus::kReturned:
      return vietnamese ? "đã nộp lại" : "returned";
    case core::LicenceStatus::kExpired:
      return vietnamese ? "hết hiệu lực" : "expired";
  }
  return {};
}

// Frequent little words of both languages, without marks; words that are both are left out.
bool IsVietnameseWord(std::string_view word) {
  static const std::set<std::string_view> kWords = {
      "khong", "la",    "va",   "cua",   "cho",  "duoc", "nguoi", "voi",   "cac",
      "nhung", "trong", "tai",  "luong", "viec", "lam",  "ngay",  "thang", "phi",
      "tuyen", "nhan",  "lien", "he",    "cong", "ty",   "lao",   "dong",  "nam",
      "nu",    "tu",    "den",  "co",    "di",   "em",   "anh",   "chi",   "ai"};
  return kWords.contains(word);
}

bool IsEnglishWord(std::string_view word) {
  static const std::set<std::string_view> kWords = {
      "the",   "and",     "of",     "for",  "with",   "you",  "your", "is",   "are",
      "in",    "on",      "our",    "we",   "will",   "be",   "this", "from", "no",
      "not",   "work",    "job",    "jobs", "salary", "visa", "fee",  "per",  "month",
      "apply", "workers", "abroad", "all",  "have",   "or",   "as",   "at",   "to"};
  return kWords.contains(word);
}

template <class Visit>
void EachWord(std::string_view folded, Visit&& visit) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= folded.size(); ++i) {
    const bool letter = i < folded.size() && folded[i] >= 'a' && folded[i] <= 'z';
    if (letter) continue;
    if (i > begin) visit(folded.substr(begin, i - begin));
    begin = i + 1;
  }
}

}  // namespace

Evaluation::Evaluation(const Pack& pack, const AssessInput& input, const core::RegisterView* view,
                       bool count_all)
    : pack_(pack), input_(input), count_all_(count_all) {
  for (const Field field : core::kFields) {
    foldings_[static_cast<std::size_t>(field)] = core::Fold(input.text.Get(field), field);
  }
  texts_.reserve(core::kFields.size());
  for (const Field field : core::kFields) {
    texts_.emplace_back(pack, field, input.text.Get(field),
                        foldings_[static_cast<std::size_t>(field)].folded);
    candidates_.Add(texts_.back().candidates());
  }
  facts_ = ReadFacts(input.text, foldings_, input.posted_at.value_or(input.day_from),
                     pack.tables.gazetteer);
  MarkReported();
  register_ = CheckRegister(facts_, input.agency, view, input.day_from, input.day_to,
                            [this]() -> const std::vector<std::string>& { return Jobs(); });
  genre_ = FindGenre();
}

std::string Evaluation::folded() const {
  std::string text;
  for (const ScannedText& part : texts_) {
    if (part.folded().empty()) continue;
    if (!text.empty()) text += '\n';
    text += part.folded();
  }
  return text;
}

// A contact that a sentence tells of ("đối tượng dùng số …") is not the author's own. In a tip it is the one that is
// looked for, and the author's own is not.
void Evaluation::MarkReported() {
  const bool tip = input_.channel == kTipChannel;
  for (Fact& fact : facts_.facts) {
    if (!IsContact(fact.kind)) continue;
    ScannedText& text = texts_[static_cast<std::size_t>(fact.place.field)];
    const bool telephone = fact.kind == FactKind::kPhone || fact.Attr("handle").starts_with('+');
    if (tip ? text.OfTheTeller(fact.place, telephone) : text.Reported(fact.place))
      fact.attrs["reported"] = "true";
  }
}

// --- genre

int Evaluation::Weigh(const GenreTable& table) {
  int weight = 0;
  for (const GenreCue& cue : table.cues) {
    Evidence unused;
    if (Holds(cue.condition, unused) == Truth::kTrue) weight += cue.weight;
  }
  return weight;
}

std::string Evaluation::FindGenre() {
  const GenreTable* best = nullptr;
  int best_weight = 0;
  for (const GenreTable& table : pack_.genres) {
    const int weight = Weigh(table);
    if (weight >= table.needs && weight > best_weight) {
      best = &table;
      best_weight = weight;
    }
  }
  const int offer = pack_.offer ? Weigh(*pack_.offer) : 0;
  const bool outweighs = pack_.offer && offer >= pack_.offer->needs && offer > best_weight;
  // A fraudster's warning that is followed by an offer is an offer; what an official channel says
  // is not.
  const bool official = pack_.tables.FindChannel(input_.url) != nullptr;
  std::string genre = best != nullptr ? best->id : offer > 0 ? "advert" : "other";
  if (outweighs && !IsOfferGenre(genre)) genre = "advert";
  // Of somebody's own trouble, or of what they read: the office is told of a recruiter.
  constexpr std::array<std::string_view, 4> kTold = {"complaint", "news", "official_warning",
                                                     "other"};
  if (input_.channel == kTipChannel &&
      std::find(kTold.begin(), kTold.end(), genre) != kTold.end() &&
      std::none_of(texts_.begin(), texts_.end(),
                   [&](ScannedText& text) { return text.Says(pack_.heard); }))
    genre = "tip";
  if (official && (IsOfferGenre(genre) || genre == "other")) genre = "official_notice";
  return genre;
}

// --- what several conditions ask for

const std::vector<std::string>& Evaluation::Languages() {
  if (languages_) return *languages_;
  int vietnamese = 0;
  int english = 0;
  for (const ScannedText& text : texts_) {
    if (text.field() == Field::kContext) continue;
    EachWord(text.folded(), [&](std::string_view word) {
      if (IsVietnameseWord(word)) ++vietnamese;
      if (IsEnglishWord(word)) ++english;
    });
  }
  languages_.emplace();
  // A text may be in both; a few borrowed words do not make it so.
  if (vietnamese >= 2 && vietnamese * 4 >= english) languages_->push_back("vi");
  if (english >= 2 && english * 4 >= vietnamese) languages_->push_back("en");
  return *languages_;
}

bool Evaluation::OnlyMentioned(const Fact& destination) {
  ScannedText& text = texts_[static_cast<std::size_t>(destination.place.field)];
  const auto place = text.FoldedRange(destination.place.start, destination.place.end);
  if (!place) return false;
  if (text.Quoted(*place)) return true;
  for (const PatternId id : pack_.abroad_mentions) {
    for (const Match& match : text.Matches(id)) {
      if (match.begin < place->end && place->begin < match.end) return true;
    }
  }
  return false;
}

const std::vector<std::string>& Evaluation::Destinations() {
  if (destinations_) return *destinations_;
  destinations_.emplace();
  for (const Fact& fact : facts_.facts) {
    if (fact.kind != FactKind::kDestination || fact.value == "VN" ||
        fact.place.field == Field::kContext)
      continue;
    if (std::find(destinations_->begin(), destinations_->end(), fact.value) != destinations_->end())
      continue;
    if (!OnlyMentioned(fact)) destinations_->push_back(fact.value);
  }
  return *destinations_;
}

const std::vector<std::string>& Evaluation::Jobs() {
  if (jobs_) return *jobs_;
  jobs_.emplace();
  TextOptions options;
  for (const JobWords& job : pack_.jobs) {
    if (std::find(jobs_->begin(), jobs_->end(), job.id) != jobs_->end()) continue;
    for (ScannedText& text : texts_) {
      if (text.Matches(job.pattern, options).empty()) continue;
      jobs_->push_back(job.id);
      break;
    }
  }
  return *jobs_;
}

std::optional<double> Evaluation::ContractMonths() const {
  std::optional<double> months;
  for (const Fact& fact : facts_.facts) {
    if (fact.kind == FactKind::kContractMonths && fact.number)
      months = std::max(months.value_or(0), *fact.number);
  }
  return months;
}

std::optional<double> Evaluation::MonthlyWage(const Fact& fact) const {
  if (fact.kind != FactKind::kMoney || !fact.money || fact.Attr("role") != "wage")
    return std::nullopt;
  const auto times = PeriodsPerMonth(fact.Attr("period"));
  const auto vnd = pack_.tables.InVnd(*fact.money, input_.day_to);
  if (!times || !vnd) return std::nullopt;
  return *vnd * *times;
}

const std::vector<std::size_t>& Evaluation::ContactFacts(ContactKind kind) {
  auto& known = contacts_[static_cast<std::size_t>(kind)];
  if (!known) {
    known.emplace();
    for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
      if (IsContactOf(facts_.facts[i], kind)) known->push_back(i);
    }
  }
  return *known;
}

bool Evaluation::HasContact(ContactKind kind, Evidence& evidence) {
  const std::vector<std::size_t>& facts = ContactFacts(kind);
  evidence.facts.insert(evidence.facts.end(), facts.begin(), facts.end());
  if (!facts.empty() || kind != ContactKind::kEnterprise || input_.agency.empty())
    return !facts.empty();
  if (!agency_is_enterprise_) {
    const core::EnterpriseName name = core::ParseEnterpriseName(input_.agency);
    agency_is_enterprise_ = !name.legal_form.empty() || name.words.size() > name.distinctive.size();
  }
  return *agency_is_enterprise_;
}

// --- conditions

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
      if (evidence.spans.size() >= kMaxSpans) continue;
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
      if (places.size() < kMaxSpans) places.push_back(text.PlaceOf(condition.pattern, match));
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
    if (evidence.spans.size() < kMaxSpans) evidence.spans.push_back(evasion.place);
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
  if (condition.least && evidence.spans.size() < kMaxSpans) {
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

// --- findings

std::vector<core::Finding> Evaluation::Judge() {
  std::vector<core::Finding> findings;
  const bool offer = IsOfferGenre(genre_);
  pack_.rule_index.ForEach(candidates_, [&](std::size_t place) {
    const Rule& rule = pack_.rules[pack_.order[place]];
    if (!count_all_ && rule.status != RuleStatus::kStable) return;
    if (!rule.any_genre && !rule.has_genre_condition && !offer) return;
    Evidence evidence;
    if (Holds(rule.when, evidence) != Truth::kTrue) return;
    fired_.insert(rule.id);
    indicators_.insert(rule.indicator);
    findings.push_back(MakeFinding(rule, std::move(evidence)));
  });
  std::sort(findings.begin(), findings.end(), [](const core::Finding& a, const core::Finding& b) {
    return a.points != b.points ? a.points > b.points : a.rule < b.rule;
  });
  return findings;
}

core::Verdict Evaluation::VerdictFor(int score) {
  score_ = score;
  for (const VerdictRow& row : pack_.verdicts) {
    Evidence unused;
    if (Holds(row.when, unused) == Truth::kTrue) return row.verdict;
  }
  return core::Verdict::kClear;
}

core::Finding Evaluation::MakeFinding(const Rule& rule, Evidence evidence) const {
  std::sort(evidence.facts.begin(), evidence.facts.end());
  evidence.facts.erase(std::unique(evidence.facts.begin(), evidence.facts.end()),
                       evidence.facts.end());
  // A contact of whoever runs the page proves nothing of an advert that gives its own.
  if (GivesContact(facts_)) {
    std::erase_if(evidence.facts, [&](std::size_t index) {
      const Fact& fact = facts_.facts[index];
      return fact.place.field == Field::kContext &&
             (fact.kind == FactKind::kPhone || fact.kind == FactKind::kSocial ||
              fact.kind == FactKind::kEmail);
    });
  }
  // What facts decided is quoted too.
  for (const std::size_t index : evidence.facts) {
    if (evidence.spans.size() < kMaxSpans) evidence.spans.push_back(facts_.facts[index].place);
  }
  for (core::Place& place : evidence.spans) TrimBlanks(place);
  std::erase_if(evidence.spans, [](const core::Place& place) { return place.start >= place.end; });
  JoinTouching(evidence.spans, input_.text);
  // A single word is a poor quote: it stays only where it is what a fact says, or nothing longer and no fact speaks for the
  // finding.
  const auto of_fact = [&](const core::Place& place) {
    return std::any_of(evidence.facts.begin(), evidence.facts.end(),
                       [&](std::size_t index) { return Covers(place, facts_.facts[index].place); });
  };
  const auto one_word = [](const core::Place& place) {
    return place.quote.find(' ') == std::string::npos;
  };
  if (!evidence.facts.empty() ||
      !std::all_of(evidence.spans.begin(), evidence.spans.end(), one_word)) {
    std::erase_if(evidence.spans,
                  [&](const core::Place& place) { return one_word(place) && !of_fact(place); });
  }
  if (evidence.spans.size() > kMaxSpans) evidence.spans.resize(kMaxSpans);

  core::Finding finding;
  finding.rule = rule.id;
  finding.rule_version = rule.version;
  finding.indicator = rule.indicator;
  finding.severity = rule.severity;
  finding.points = rule.points;
  for (const std::string& id : rule.law) {
    const LawArticle* article = pack_.tables.FindLaw(id);
    if (article != nullptr && article->validity.Holds(input_.day_to)) finding.law.push_back(id);
  }
  finding.title_vi = rule.title_vi;
  finding.title_en = rule.title_en;
  if (evidence.alike) {
    finding.why_vi = "Câu chữ giống những tin có dấu hiệu này; chưa thấy câu nào nói thẳng.";
    finding.why_en = "Worded like adverts with this sign; no sentence states it outright.";
  } else {
    finding.why_vi = Fill(rule.why_vi, rule.title_vi, evidence, true);
    finding.why_en = Fill(rule.why_en, rule.title_en, evidence, false);
  }
  finding.spans = std::move(evidence.spans);
  finding.fact_index = std::move(evidence.facts);
  return finding;
}

// The sentence with its {placeholders} filled; the title when one of them has no value here.
std::string Evaluation::Fill(const std::string& text, const std::string& title,
                             const Evidence& evidence, bool vietnamese) const {
  if (text.empty()) return title;
  const auto value_of = [&](std::string_view name) -> std::string {
    if (name == "quote") {
      const auto longest = std::max_element(evidence.spans.begin(), evidence.spans.end(),
                                            [](const core::Place& a, const core::Place& b) {
                                              return a.quote.size() < b.quote.size();
                                            });
      return longest == evidence.spans.end() ? "" : longest->quote;
    }
    if (name == "money") {
      for (const std::size_t index : evidence.facts) {
        if (facts_.facts[index].money) return core::DisplayText(*facts_.facts[index].money);
      }
      return "";
    }
    if (name == "day") return core::FormatDay(register_.inactive_on.value_or(input_.day_to));
    if (name == "enterprise") {
      if (!register_.enterprise.empty()) return register_.enterprise;
      return register_.entry != nullptr ? register_.entry->row.name : "";
    }
    if (name == "licence") return register_.entry != nullptr ? register_.entry->row.licence_no : "";
    if (name == "register_name") return register_.entry != nullptr ? register_.entry->row.name : "";
    if (name == "status") {
      return std::string(StatusName(
          register_.inactive_on ? register_.status : core::LicenceStatus::kActive, vietnamese));
    }
    if (name == "number") return register_.number;
    if (name == "ceiling") return evidence.ceiling_vnd ? WithThousands(*evidence.ceiling_vnd) : "";
    return "";
  };
  std::string filled;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    filled += text.substr(at, open - at);
    const std::string value = value_of(std::string_view(text).substr(open + 1, close - open - 1));
    if (value.empty()) return title;
    filled += value;
    at = close + 1;
  }
  return filled + text.substr(at);
}

}  // namespace agencywatch::rules::internal
