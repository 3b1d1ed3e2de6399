#include "alerts/alert_builder.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "alerts/alert_material.h"
#include "alerts/posting_signs.h"
#include "alerts/rank.h"
#include "alerts/subject_groups.h"
#include "core/crash_point.h"
#include "core/enterprise_name.h"
#include "core/sha256.h"
#include "db/alert_store.h"
#include "db/assessment_store.h"
#include "db/posting_store.h"
#include "db/silence_store.h"
#include "db/subject_store.h"
#include "db/transaction.h"
#include "db/triage_store.h"

namespace agencywatch::alerts {
namespace {

using db::IdentifierValue;

constexpr std::size_t kPostingsAtOnce = 1000;
constexpr std::size_t kGroupsAtOnce = 300;
// A hub found among the postings makes others due, which may show another hub.
constexpr int kHubRounds = 3;
constexpr const char* kHubReason = "printed around the adverts of several employers";

bool Covers(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

class Builder {
 public:
  Builder(pqxx::connection& connection, const core::RegisterView* view, core::Instant now,
          const Occasion& occasion)
      : connection_(connection), view_(view), now_(now), occasion_(occasion) {}

  AlertCounts Run();

 private:
  // A group with what it will be saved as.
  struct Group {
    std::vector<const JudgedPosting*> entries;
    std::set<IdentifierValue> identifiers;
    db::AlertMaterial material;
    std::set<std::int64_t> subjects;  // that it goes on with; none: a new one
    std::optional<std::int64_t> made;  // the new one
  };

  // What several groups add, written in one go.
  struct Additions {
    std::vector<std::int64_t> tied_postings;
    std::vector<db::NewTie> ties;
    std::vector<db::NewAlert> alerts;  // unless all their signs are known false alarms
  };

  std::vector<std::int64_t> SettleHubs();
  void Load(std::vector<std::int64_t> ids);
  void LoadSubjectsOf(std::vector<std::int64_t> ids);
  std::vector<std::int64_t> IdsOf(const std::set<IdentifierValue>& identifiers);
  std::vector<Group> Groups();
  void GiveSubjects(std::vector<Group>& groups);
  void SaveKnown(pqxx::work& tx, const Group& group, Additions& additions, AlertCounts& counts);
  void CreateSubjects(pqxx::work& tx, std::span<Group> groups);
  void AddTies(std::int64_t subject, const Group& group, Additions& additions) const;
  void AddAlert(std::int64_t subject, const Group& group, Additions& additions) const;
  void SaveAlert(pqxx::work& tx, std::int64_t subject, const Group& group,
                 const std::set<std::string>& new_names, Additions& additions, AlertCounts& counts);
  void OpenNew(pqxx::work& tx, std::vector<db::NewAlert> alerts, AlertCounts& counts);
  void SaveClosed(pqxx::work& tx, const db::AlertRow& closed, const Group& group,
                  const std::set<std::string>& new_names, AlertCounts& counts);
  void Clear(pqxx::work& tx, std::int64_t subject, AlertCounts& counts);
  [[nodiscard]] db::AlertChange Change() const {
    return {occasion_.actor, now_, occasion_.reason, "{}"};
  }
  [[nodiscard]] core::Instant Due(core::Verdict verdict) const { return now_ + DueWithin(verdict); }

  pqxx::connection& connection_;
  const core::RegisterView* view_;
  core::Instant now_;
  const Occasion& occasion_;
  std::map<std::int64_t, JudgedPosting> entries_;
  std::map<IdentifierValue, std::int64_t> id_of_;
  std::set<IdentifierValue> hubs_;
  std::vector<db::TieJudgement> judgements_;
  std::map<std::int64_t, std::set<std::int64_t>> subjects_of_posting_;
  std::map<std::int64_t, std::set<std::int64_t>> subjects_of_identifier_;
  std::set<std::int64_t> subjects_;
};

void Builder::Load(std::vector<std::int64_t> ids) {
  std::erase_if(ids, [this](std::int64_t id) { return entries_.contains(id); });
  for (std::size_t begin = 0; begin < ids.size(); begin += kPostingsAtOnce) {
    const std::vector<std::int64_t> some(
        ids.begin() + static_cast<std::ptrdiff_t>(begin),
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kPostingsAtOnce, ids.size())));
    pqxx::read_transaction tx(connection_);
    std::unordered_map<std::int64_t, db::StoredAssessment> standing;
    for (auto& stored : db::StandingAssessments(tx, some))
      standing.emplace(stored.posting_id, std::move(stored));
    auto heads = db::PostingHeads(tx, some);
    std::vector<std::int64_t> edited_ids;
    for (const auto& head : heads) {
      if (standing.at(head.posting_id).version_id != head.version_id)
        edited_ids.push_back(head.posting_id);
    }
    std::unordered_map<std::int64_t, db::StoredAssessment> current;
    for (auto& stored : db::CurrentAssessments(tx, edited_ids))
      current.emplace(stored.posting_id, std::move(stored));
    for (auto& head : heads) {
      const auto id = head.posting_id;
      const auto edited = current.find(id);
      entries_.emplace(id,
                       JudgedPostingOf(std::move(head), standing.at(id),
                                       edited == current.end() ? nullptr : &edited->second, view_));
    }
  }
}

// The postings to be looked at. Which contacts belong to a site is asked of theirs; where the answer changes, whatever
// else shows them has to be looked at, too.
std::vector<std::int64_t> Builder::SettleHubs() {
  std::vector<std::int64_t> due;
  for (int round = 0; round < kHubRounds; ++round) {
    due = db::InTransaction(connection_,
                            [](pqxx::work& tx) { return db::TakeUnbuiltPostings(tx); });
    Load(due);
    const bool settled = db::InTransaction(connection_, [&](pqxx::work& tx) {
      std::set<IdentifierValue> shared;
      for (auto& contact : db::SharedContacts(tx, due)) {
        if (contact.kind == "enterprise")
          contact = {"name", core::ParseEnterpriseName(contact.norm).Key()};
        if (!contact.norm.empty()) shared.insert(std::move(contact));
      }
      std::set<IdentifierValue> others;
      for (const auto id : due) {
        const auto found = entries_.find(id);
        if (found == entries_.end()) continue;
        for (const auto& sign : found->second.signs.signs) {
          if ((IsContact(sign.identifier.kind) || sign.identifier.kind == "name") &&
              !shared.contains(sign.identifier)) {
            others.insert(sign.identifier);
          }
        }
      }
      auto change = db::SetHubs(tx, {shared.begin(), shared.end()}, {others.begin(), others.end()},
                                kHubReason);
      change.became.insert(change.became.end(), change.ceased.begin(), change.ceased.end());
      if (change.became.empty()) return true;
      db::MarkBuilt(tx, db::PostingsShowing(tx, change.became), false);
      return false;
    });
    if (settled) break;
  }
  return due;
}

std::vector<std::int64_t> Builder::IdsOf(const std::set<IdentifierValue>& identifiers) {
  std::vector<IdentifierValue> unknown;
  for (const auto& identifier : identifiers) {
    if (!id_of_.contains(identifier)) unknown.push_back(identifier);
  }
  if (!unknown.empty()) {
    const auto ids = db::InTransaction(connection_, [&](pqxx::work& tx) {
      for (auto& hub : db::HubsAmong(tx, unknown)) hubs_.insert(std::move(hub));
      return db::EnsureIdentifiers(tx, unknown);
    });
    for (std::size_t i = 0; i < unknown.size(); ++i) id_of_.emplace(unknown[i], ids.at(i));
  }
  std::vector<std::int64_t> ids;
  for (const auto& identifier : identifiers) ids.push_back(id_of_.at(identifier));
  return ids;
}

// Loads the subjects behind the postings, all postings of those, and so on until nothing is added.
void Builder::LoadSubjectsOf(std::vector<std::int64_t> ids) {
  while (!ids.empty()) {
    Load(ids);
    std::set<IdentifierValue> all;
    for (const auto id : ids) {
      const auto found = entries_.find(id);
      if (found == entries_.end()) continue;
      for (const auto& sign : found->second.signs.signs) all.insert(sign.identifier);
    }
    for (const auto& judgement : judgements_) {
      if (!judgement.link) continue;
      if (all.contains(judgement.a)) all.insert(judgement.b);
      if (all.contains(judgement.b)) all.insert(judgement.a);
    }
    IdsOf(all);  // and with them, which are hubs
    for (const auto id : ids) {
      const auto found = entries_.find(id);
      if (found == entries_.end()) continue;
      for (const auto& identifier : UnitingIdentifiers(found->second.signs, hubs_)) all.insert(identifier);
    }
    const auto identifier_ids = IdsOf(all);
    pqxx::read_transaction tx(connection_);
    std::set<std::int64_t> found;
    for (const auto& pair : db::SubjectsOfPostings(tx, ids)) {
      subjects_of_posting_[pair.posting_id].insert(pair.subject_id);
      found.insert(pair.subject_id);
    }
    for (const auto& pair : db::SubjectsControlling(tx, identifier_ids)) {
      subjects_of_identifier_[pair.identifier_id].insert(pair.subject_id);
      found.insert(pair.subject_id);
    }
    std::vector<std::int64_t> added;
    for (const auto subject : found) {
      if (subjects_.insert(subject).second) added.push_back(subject);
    }
    ids = db::PostingsOfSubjects(tx, added);
    std::erase_if(ids, [this](std::int64_t id) { return entries_.contains(id); });
  }
}

std::vector<Builder::Group> Builder::Groups() {
  std::vector<const JudgedPosting*> flagged;
  std::vector<PostingSigns> signs;
  for (const auto& [id, entry] : entries_) {
    if (entry.verdict == core::Verdict::kClear) continue;
    flagged.push_back(&entry);
    signs.push_back(entry.signs);
  }
  std::vector<Group> groups;
  for (auto& found : GroupBySubject(signs, hubs_, judgements_)) {
    Group group;
    for (const auto i : found.postings) group.entries.push_back(flagged[i]);
    group.identifiers = std::move(found.identifiers);
    group.material = MaterialOf(group.entries, group.identifiers);
    groups.push_back(std::move(group));
  }
  // The gravest first, so that alerts opened in one run are numbered by rank.
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.material.rank > b.material.rank;
  });
  return groups;
}

// A subject goes on as the group that holds most of its postings; the one with the oldest posting where two hold as many.
void Builder::GiveSubjects(std::vector<Group>& groups) {
  struct Claim {
    std::size_t postings = 0;
    std::int64_t oldest = 0;  // posting
    std::size_t group = 0;
  };
  std::map<std::int64_t, Claim> best;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::map<std::int64_t, std::size_t> claims;
    for (const auto* entry : groups[g].entries) {
      for (const auto subject : subjects_of_posting_[entry->head.posting_id]) ++claims[subject];
    }
    for (const auto& identifier : groups[g].identifiers) {
      for (const auto subject : subjects_of_identifier_[id_of_.at(identifier)]) claims[subject];
    }
    const std::int64_t oldest = groups[g].entries.front()->head.posting_id;
    for (const auto& [subject, postings] : claims) {
      const auto [found, added] = best.emplace(subject, Claim{postings, oldest, g});
      if (added) continue;
      Claim& known = found->second;
      if (std::pair{postings, -oldest} > std::pair{known.postings, -known.oldest})
        known = {postings, oldest, g};
    }
  }
  for (const auto& [subject, claim] : best) groups[claim.group].subjects.insert(subject);
}

void Builder::AddTies(std::int64_t subject, const Group& group, Additions& additions) const {
  std::set<std::tuple<std::int64_t, std::int64_t, db::TieKind>> once;
  for (const auto* entry : group.entries) {
    const auto posting = entry->head.posting_id;
    additions.tied_postings.push_back(posting);
    for (const auto& sign : entry->signs.signs) {
      // What stands around the advert counts only where it united the group.
      if (sign.shared || hubs_.contains(sign.identifier)) continue;
      if (sign.role == db::TieKind::kControls && !group.identifiers.contains(sign.identifier))
        continue;
      const auto identifier = id_of_.at(sign.identifier);
      if (once.insert({identifier, posting, sign.role}).second)
        additions.ties.push_back({subject, identifier, posting, sign.role, sign.fact_id});
    }
    for (const auto& identifier : UnitingIdentifiers(entry->signs, hubs_)) {
      if (identifier.kind == "claim_at")
        additions.ties.push_back({subject, id_of_.at(identifier), posting, db::TieKind::kControls, {}});
    }
  }
}

void Builder::AddAlert(std::int64_t subject, const Group& group, Additions& additions) const {
  additions.alerts.push_back({subject, group.material, Due(group.material.verdict)});
}

void Builder::SaveClosed(pqxx::work& tx, const db::AlertRow& closed, const Group& group,
                         const std::set<std::string>& new_names, AlertCounts& counts) {
  const db::AlertMaterial& material = group.material;
  db::AlertChange change = Change();
  const auto reopen = [&](const char* kind) {
    db::ReopenAlert(tx, closed, material, Due(material.verdict), kind, change);
    ++counts.reopened;
  };
  if (closed.closed_as == db::ClosedAs::kCleared) return reopen("reopened");
  if (closed.material_sha256 == material.sha256) {
    ++counts.unchanged;
    return;
  }
  const bool confirmed = closed.closed_as == db::ClosedAs::kConfirmed;
  if (confirmed &&
      std::any_of(group.entries.begin(), group.entries.end(), [&](const JudgedPosting* entry) {
        return entry->head.first_seen > *closed.closed_at;
      })) {
    nlohmann::json details = {{"was", db::ClosedAsName(*closed.closed_as)}};
    if (!new_names.empty()) details["names_added"] = new_names;
    std::set<std::string> shared;
    for (const auto* entry : group.entries) {
      if (entry->head.first_seen <= *closed.closed_at) continue;
      for (const auto& sign : entry->signs.signs) {
        const std::string name = sign.identifier.kind + " " + sign.identifier.norm;
        if (std::binary_search(closed.identifiers.begin(), closed.identifiers.end(), name))
          shared.insert(name);
      }
    }
    details["shared"] = shared;
    change.details = details.dump();
    return reopen("returned");
  }
  const auto judged = db::LastJudged(tx, closed.id);
  const bool more = !judged || material.verdict > judged->verdict ||
                    !Covers(judged->indicators, material.indicators) ||
                    !Covers(judged->identifiers, material.identifiers);
  if (more) return reopen("reopened");
  // More of the same joins, and the decision stands.
  db::UpdateAlert(tx, closed, material, {}, change);
  ++counts.updated;
}

void Builder::SaveAlert(pqxx::work& tx, std::int64_t subject, const Group& group,
                        const std::set<std::string>& new_names, Additions& additions,
                        AlertCounts& counts) {
  const db::AlertMaterial& material = group.material;
  db::AlertChange change = Change();
  auto open = db::OpenAlertsOf(tx, subject);
  for (std::size_t i = 1; i < open.size(); ++i) db::CloseMergedAlert(tx, open[i], open[0], change);
  if (!open.empty()) {
    std::optional<core::Instant> due;
    if (material.verdict > open[0].verdict) due = Due(material.verdict);
    if (!new_names.empty() && open[0].material_sha256 != material.sha256)
      change.details = nlohmann::json{{"names_added", new_names}}.dump();
    ++(db::UpdateAlert(tx, open[0], material, due, change) ? counts.updated : counts.unchanged);
    return;
  }
  if (const auto closed = db::FindClosedAlert(tx, subject))
    return SaveClosed(tx, *closed, group, new_names, counts);
  if (const auto merged = db::FindMergedAlert(tx, subject)) {
    db::ReopenAlert(tx, merged->alert, material, Due(material.verdict), "reopened", change, merged->was);
    ++counts.reopened;
    return;
  }
  AddAlert(subject, group, additions);
}

void Builder::OpenNew(pqxx::work& tx, std::vector<db::NewAlert> alerts, AlertCounts& counts) {
  std::vector<std::vector<std::int64_t>> postings;
  for (const auto& alert : alerts) {
    auto& ids = postings.emplace_back();
    for (const auto& posting : alert.material.postings) ids.push_back(posting.posting_id);
  }
  const auto known = db::KnownFalseAlarms(tx, postings);
  std::vector<db::NewAlert> unknown;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    if (!known.at(i)) unknown.push_back(std::move(alerts[i]));
  }
  static_cast<void>(db::OpenAlerts(tx, unknown, Change()));
  counts.opened += static_cast<int>(unknown.size());
  counts.unchanged += static_cast<int>(alerts.size() - unknown.size());
}

void Builder::CreateSubjects(pqxx::work& tx, std::span<Group> groups) {
  std::vector<Group*> without;
  std::vector<std::string> labels;
  for (Group& group : groups) {
    if (!group.subjects.empty()) continue;
    without.push_back(&group);
    labels.push_back(SubjectLabel(group.entries, group.identifiers));
  }
  const auto made = db::CreateSubjects(tx, labels, now_);
  for (std::size_t i = 0; i < without.size(); ++i) without[i]->made = made.at(i);
}

void Builder::SaveKnown(pqxx::work& tx, const Group& group, Additions& additions,
                        AlertCounts& counts) {
  const auto subject = *group.subjects.begin();
  std::set<std::string> new_names;
  const auto known = db::NamesEverOf(tx, subject);
  for (const auto* entry : group.entries) {
    const auto key = core::ParseEnterpriseName(entry->enterprise).Key();
    if (!key.empty() && !std::binary_search(known.begin(), known.end(), key))
      new_names.insert(entry->enterprise);
  }
  for (const auto other : group.subjects) {
    if (other != subject) db::MergeSubjects(tx, other, subject);
  }
  db::SetSubjectLabel(tx, subject, SubjectLabel(group.entries, group.identifiers));
  AddTies(subject, group, additions);
  SaveAlert(tx, subject, group, new_names, additions, counts);
}

// What no posting speaks for any more (the rules or the register changed) is closed, visibly, unless a person has taken
// it up: then only its signs go.
void Builder::Clear(pqxx::work& tx, std::int64_t subject, AlertCounts& counts) {
  for (const auto& alert : db::OpenAlertsOf(tx, subject)) {
    if (alert.state == db::AlertState::kNew) {
      db::CloseClearedAlert(tx, alert, Change());
      ++counts.cleared;
      continue;
    }
    db::AlertMaterial none;
    none.verdict = alert.verdict;
    none.score = alert.score;
    none.sha256 = core::Sha256Hex("no signs");
    none.first_seen = alert.first_seen;
    none.last_seen = alert.last_seen;
    if (db::UpdateAlert(tx, alert, none, {}, Change())) ++counts.updated;
  }
}

AlertCounts Builder::Run() {
  const auto due = SettleHubs();
  {
    pqxx::read_transaction tx(connection_);
    judgements_ = db::TieJudgements(tx);
  }
  LoadSubjectsOf(due);
  auto groups = Groups();
  GiveSubjects(groups);
  std::vector<std::int64_t> all;
  for (const auto& [id, entry] : entries_) all.push_back(id);
  // If this is killed half-way, the next run looks at all of them again.
  db::InTransaction(connection_, [&](pqxx::work& tx) { db::MarkBuilt(tx, all, false); });

  AlertCounts counts;
  counts.subjects = static_cast<int>(groups.size());
  std::set<std::int64_t> spoken_for;
  for (std::size_t begin = 0; begin < groups.size(); begin += kGroupsAtOnce) {
    const std::size_t end = std::min(begin + kGroupsAtOnce, groups.size());
    counts = db::InTransaction(connection_, [&](pqxx::work& tx) {
      AlertCounts after = counts;
      // Everything here is looked up by a key. A plan made while a table was empty would read it through for as long as
      // nobody counts its rows again.
      tx.exec("SET LOCAL enable_seqscan = off");
      const std::span some(groups.data() + begin, groups.data() + end);
      CreateSubjects(tx, some);
      Additions additions;
      for (const Group& group : some) {
        if (group.made) {
          AddTies(*group.made, group, additions);
          AddAlert(*group.made, group, additions);
        } else {
          SaveKnown(tx, group, additions, after);
        }
        core::CrashPoint("building_alerts");
      }
      OpenNew(tx, std::move(additions.alerts), after);
      db::ReplaceTies(tx, additions.tied_postings, additions.ties, now_);
      return after;
    });
  }
  for (const auto& group : groups) {
    counts.flagged += static_cast<int>(group.entries.size());
    spoken_for.insert(group.subjects.begin(), group.subjects.end());
  }
  counts = db::InTransaction(connection_, [&](pqxx::work& tx) {
    AlertCounts after = counts;
    for (const auto subject : subjects_) {
      if (!spoken_for.contains(subject)) Clear(tx, subject, after);
    }
    db::MarkBuilt(tx, all, true);
    db::ApplySilences(tx, now_);
    after.overdue = db::TellOverdue(tx, now_);
    return after;
  });
  return counts;
}

}  // namespace

AlertCounts BuildAlerts(pqxx::connection& connection, const core::RegisterView* register_view,
                        core::Instant now, const Occasion& occasion) {
  return Builder(connection, register_view, now, occasion).Run();
}

}  // namespace agencywatch::alerts
