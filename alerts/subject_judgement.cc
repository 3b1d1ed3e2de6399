#include "alerts/subject_judgement.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "core/errors.h"
#include "db/audit_store.h"
#include "db/subject_page.h"
#include "db/subject_store.h"
#include "db/transaction.h"
#include "db/triage_store.h"

namespace agencywatch::alerts {
namespace {

using db::IdentifierValue;

// The subject's own identifiers; merges followed.
std::vector<IdentifierValue> ControlsOf(pqxx::transaction_base& tx, std::int64_t& subject_id) {
  const auto subject = db::FindSubject(tx, subject_id);
  if (!subject) {
    throw core::InputError({"", 0, 0, "there is no subject " + std::to_string(subject_id),
                            "see agencywatch subjects list"});
  }
  subject_id = subject->merged_into.value_or(subject_id);
  std::vector<IdentifierValue> controls;
  for (const auto& identifier : db::IdentifiersOf(tx, subject_id, db::Restricted::kShownWhereNeeded)) {
    if (identifier.kind == db::TieKind::kControls) controls.push_back(identifier.identifier);
  }
  return controls;
}

std::string Digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

bool Means(const IdentifierValue& identifier, std::string_view text) {
  if (text == identifier.norm || text == identifier.kind + ":" + identifier.norm) return true;
  if (identifier.kind != "phone") return false;
  const std::string digits = Digits(text);
  static constexpr std::size_t kWholeNumber = 9;
  return digits.size() >= kWholeNumber && digits.front() == '0' &&
         identifier.norm.ends_with(digits.substr(1));
}

// May this person change the subjects now?
void Begin(pqxx::transaction_base& tx, const std::set<std::int64_t>& subjects, const JudgedBy& by) {
  db::RequireReason(by.reason);
  for (const auto subject : subjects) db::RequireUnlocked(tx, subject, by.name, by.at);
}

void MarkDue(pqxx::transaction_base& tx, const std::vector<std::int64_t>& subjects) {
  db::MarkBuilt(tx, db::PostingsOfSubjects(tx, subjects), false);
}

// Who controls it now; nullopt: nobody.
std::optional<std::int64_t> ControllerOf(pqxx::transaction_base& tx,
                                         const IdentifierValue& identifier) {
  const auto found = db::SubjectsControlling(tx, db::EnsureIdentifiers(tx, {identifier}));
  if (found.empty()) return {};
  return found.front().subject_id;
}

// All identifiers that adverts tie to `start`, one after another.
std::set<IdentifierValue> TiedByAdverts(const std::vector<db::ControlTie>& ties,
                                        const IdentifierValue& start) {
  std::multimap<IdentifierValue, std::int64_t> postings_of;
  std::multimap<std::int64_t, IdentifierValue> identifiers_on;
  for (const auto& tie : ties) {
    postings_of.emplace(tie.identifier, tie.posting_id);
    identifiers_on.emplace(tie.posting_id, tie.identifier);
  }
  std::set<IdentifierValue> reached{start};
  std::vector<IdentifierValue> to_visit{start};
  while (!to_visit.empty()) {
    const auto [begin, end] = postings_of.equal_range(to_visit.back());
    to_visit.pop_back();
    for (auto posting = begin; posting != end; ++posting) {
      const auto [first, last] = identifiers_on.equal_range(posting->second);
      for (auto shown = first; shown != last; ++shown) {
        if (reached.insert(shown->second).second) to_visit.push_back(shown->second);
      }
    }
  }
  return reached;
}

// The opposite word on each pair; what one side lost is tied again by the adverts that show it.
void JoinAgain(pqxx::transaction_base& tx, const db::SubjectJudgement& split, const JudgedBy& by) {
  std::set<std::int64_t> subjects;
  for (const auto& [a, b] : split.pairs) {
    for (const auto& controller : {ControllerOf(tx, a), ControllerOf(tx, b)}) {
      if (controller) subjects.insert(*controller);
    }
  }
  Begin(tx, subjects, by);
  std::vector<IdentifierValue> identifiers;
  nlohmann::json pairs = nlohmann::json::array();
  for (const auto& [a, b] : split.pairs) {
    db::JudgeTie(tx, {true, a, b}, by.name, by.reason, by.at);
    identifiers.push_back(a);
    identifiers.push_back(b);
    pairs.push_back({a.kind + " " + a.norm, b.kind + " " + b.norm});
  }
  db::MarkBuilt(tx, db::PostingsShowing(tx, db::EnsureIdentifiers(tx, identifiers)), false);
  db::AppendAudit(tx, {by.at, by.name, "subject.merge", "judgement " + std::to_string(split.id),
                       by.reason, nlohmann::json{{"link", pairs}}.dump()});
}

}  // namespace

void SplitSubject(pqxx::connection& connection, std::int64_t subject_id,
                  const std::vector<std::string>& taken, const JudgedBy& by) {
  db::InTransaction(connection, [&](pqxx::work& tx) {
    std::int64_t subject = subject_id;
    const auto controls = ControlsOf(tx, subject);
    Begin(tx, {subject}, by);
    std::set<IdentifierValue> leaving;
    for (const auto& text : taken) {
      const auto found = std::find_if(controls.begin(), controls.end(),
                                      [&text](const auto& known) { return Means(known, text); });
      if (found == controls.end()) {
        throw core::InputError({"", 0, 0,
                                "subject " + std::to_string(subject) + " does not control " + text,
                                "see agencywatch subjects show " + std::to_string(subject)});
      }
      leaving.insert(*found);
    }
    if (leaving.size() == controls.size()) {
      throw core::InputError({"", 0, 0, "nothing would be left of subject " + std::to_string(subject),
                              "take only what belongs to somebody else"});
    }
    nlohmann::json pairs = nlohmann::json::array();
    for (const auto& stays : controls) {
      if (leaving.contains(stays)) continue;
      for (const auto& leaves : leaving) {
        db::JudgeTie(tx, {false, stays, leaves}, by.name, by.reason, by.at);
        pairs.push_back({stays.kind + " " + stays.norm, leaves.kind + " " + leaves.norm});
      }
    }
    MarkDue(tx, {subject});
    db::TakeAway(tx, subject, {leaving.begin(), leaving.end()}, by.at);
    db::AppendAudit(tx, {by.at, by.name, "subject.split", "subject " + std::to_string(subject),
                         by.reason, nlohmann::json{{"separate", pairs}}.dump()});
  });
}

void LinkSubjects(pqxx::connection& connection, std::int64_t a, std::int64_t b, const JudgedBy& by) {
  db::InTransaction(connection, [&](pqxx::work& tx) {
    std::int64_t first = a;
    std::int64_t second = b;
    const auto of_first = ControlsOf(tx, first);
    const auto of_second = ControlsOf(tx, second);
    if (first == second) {
      throw core::InputError({"", 0, 0, "both are subject " + std::to_string(first) + " already", ""});
    }
    Begin(tx, {first, second}, by);
    if (of_first.empty() || of_second.empty()) {
      throw core::InputError({"", 0, 0, "one of the subjects controls nothing by which it could be linked", ""});
    }
    const std::set<IdentifierValue> firsts(of_first.begin(), of_first.end());
    const std::set<IdentifierValue> seconds(of_second.begin(), of_second.end());
    // Whatever was said against it before is taken back.
    for (const auto& judgement : db::TieJudgements(tx)) {
      if (judgement.link) continue;
      if ((firsts.contains(judgement.a) && seconds.contains(judgement.b)) ||
          (firsts.contains(judgement.b) && seconds.contains(judgement.a))) {
        db::JudgeTie(tx, {true, judgement.a, judgement.b}, by.name, by.reason, by.at);
      }
    }
    if (of_first.front() != of_second.front())
      db::JudgeTie(tx, {true, of_first.front(), of_second.front()}, by.name, by.reason, by.at);
    MarkDue(tx, {first, second});
    db::AppendAudit(tx, {by.at, by.name, "subject.merge",
                         "subjects " + std::to_string(first) + " " + std::to_string(second),
                         by.reason, ""});
  });
}

void TakeBackJudgement(pqxx::connection& connection, std::int64_t judgement_id, const JudgedBy& by) {
  std::int64_t subject = 0;
  std::vector<std::string> leaving;
  db::InTransaction(connection, [&](pqxx::work& tx) {
    leaving.clear();
    const auto judgement = db::FindJudgement(tx, judgement_id);
    if (!judgement)
      throw core::InputError({"", 0, 0, "there is no judgement " + std::to_string(judgement_id), ""});
    if (!judgement->in_force) {
      throw core::InputError({"", 0, 0, "this word does not stand any more",
                              "look at the subject as it is now, then split or merge"});
    }
    if (!judgement->link) {
      JoinAgain(tx, *judgement, by);
      return;
    }
    auto [a, b] = judgement->pairs.front();
    const auto of_a = ControllerOf(tx, a);
    const auto ties = of_a ? db::ControlTiesOf(tx, *of_a) : std::vector<db::ControlTie>{};
    auto tied = TiedByAdverts(ties, b);
    // The side that went into the other one leaves, so that both are what they were.
    if (const auto other = TiedByAdverts(ties, a);
        of_a && !db::StandsAgain(tx, *of_a, {tied.begin(), tied.end()}) && db::StandsAgain(tx, *of_a, {other.begin(), other.end()})) {
      tied = other;
      std::swap(a, b);
    }
    if (!of_a || of_a != ControllerOf(tx, b) || tied.contains(a)) {
      throw core::InputError({"", 0, 0, "adverts tie both sides by now, or neither is shown any more",
                              "split the subject, and say which identifiers leave"});
    }
    subject = *of_a;
    for (const auto& identifier : tied) leaving.push_back(identifier.kind + ":" + identifier.norm);
  });
  if (!leaving.empty()) SplitSubject(connection, subject, leaving, by);
}

}  // namespace agencywatch::alerts
