#include "rules/internal/evaluation.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "core/enterprise_name.h"
#include "rules/fact_reader.h"

namespace agencywatch::rules::internal {
namespace {

using core::Fact;
using core::FactKind;
using core::Field;

// By which somebody can be reached or paid.
bool IsContact(FactKind kind) {
  return kind == FactKind::kPhone || kind == FactKind::kAccount || kind == FactKind::kSocial ||
         kind == FactKind::kEmail || kind == FactKind::kDomain;
}

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

}  // namespace agencywatch::rules::internal
