// The findings of the rules that hold: what they quote, and why.
#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/fact_reader.h"
#include "rules/internal/evaluation.h"

namespace agencywatch::rules::internal {
namespace {

using core::Fact;
using core::FactKind;
using core::Field;

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

}  // namespace

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
    if (evidence.spans.size() < Evidence::kMaxSpans)
      evidence.spans.push_back(facts_.facts[index].place);
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
  if (evidence.spans.size() > Evidence::kMaxSpans) evidence.spans.resize(Evidence::kMaxSpans);

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
