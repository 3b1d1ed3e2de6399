#include "alerts/alert_builder.h"

#include <algorithm>
#include <map>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alerts/subject_groups.h"
#include "core/crash_point.h"
#include "core/enterprise_name.h"
#include "core/sha256.h"
#include "db/alert_store.h"
#include "db/assessment_store.h"
#include "db/posting_store.h"
#include "db/subject_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

using core::FactKind;
using db::IdentifierValue;

struct Flagged {
  db::StoredAssessment stored;
  db::StoredVersion version;
  PostingSigns signs;
  std::string
      enterprise;  // as the posting names it; empty when it names none, or one that its contacts do not bear out
};

bool Ties(const std::string& genre) {
  static const std::set<std::string> kSpeaksOfOthers = {"news", "official_warning",
                                                        "official_notice", "complaint"};
  return !kSpeaksOfOthers.contains(genre);
}

// The entry of the register that the posting claims to be, by number, tax code or name.
const core::RegisterEntry* ClaimedEntry(const core::RegisterView& view, const core::Facts& facts,
                                        const std::string& employer) {
  for (const auto& fact : facts.facts) {
    if (fact.kind == FactKind::kLicence) {
      if (const auto* entry = view.FindByLicence(fact.value)) return entry;
    } else if (fact.kind == FactKind::kTaxCode) {
      if (const auto* entry = view.FindByTaxCode(fact.value)) return entry;
    }
  }
  const auto listed = [&view](const std::string& name) -> const core::RegisterEntry* {
    const auto match = view.MatchName(name);
    return match.kind == core::RegisterView::NameMatch::Kind::kListed ? match.entry : nullptr;
  };
  if (const auto* entry = employer.empty() ? nullptr : listed(employer)) return entry;
  for (const auto& fact : facts.facts) {
    if (fact.kind != FactKind::kEnterprise) continue;
    if (const auto* entry = listed(fact.value)) return entry;
  }
  return nullptr;
}

// A contact of the posting agrees with the register's row: then the claim is the enterprise's own word.
bool ContactAgrees(const core::RegisterEntry& entry, const core::Facts& facts) {
  return std::any_of(facts.facts.begin(), facts.facts.end(), [&entry](const core::Fact& fact) {
    return fact.kind == FactKind::kPhone &&
           std::find(entry.phones_norm.begin(), entry.phones_norm.end(), fact.value) !=
               entry.phones_norm.end();
  });
}

// `claimed` is the register's entry that the posting claims to be; null when there is none.
PostingSigns SignsOf(const db::StoredAssessment& stored, const db::StoredVersion& version,
                     const core::RegisterEntry* claimed) {
  PostingSigns signs;
  signs.posting_id = stored.posting_id;
  signs.source = version.source;
  signs.ties = Ties(stored.assessment.genre);
  const auto& facts = stored.assessment.facts.facts;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const core::Fact& fact = facts[i];
    Sign sign;
    sign.fact_id = stored.fact_ids[i];
    sign.field = fact.place.field;
    sign.identifier = {std::string{core::FactKindName(fact.kind)}, fact.value};
    switch (fact.kind) {
      case FactKind::kPhone:
        sign.shared = fact.Attr("line") == "hotline";
        break;
      case FactKind::kAccount:
      case FactKind::kSocial:
      case FactKind::kEmail:
        break;
      case FactKind::kLicence:
      case FactKind::kTaxCode:
        sign.role = db::TieKind::kClaims;
        break;
      case FactKind::kEnterprise:
        sign.role = db::TieKind::kClaims;
        sign.identifier = {"name", core::ParseEnterpriseName(fact.value).Key()};
        break;
      default:
        continue;
    }
    if (!sign.identifier.norm.empty()) signs.signs.push_back(std::move(sign));
  }
  if (const auto key = core::ParseEnterpriseName(version.posting.employer).Key(); !key.empty()) {
    signs.signs.push_back({{"name", key}, db::TieKind::kClaims, {}, core::Field::kContext, false});
  }
  if (claimed != nullptr && !claimed->licence_norm.empty() &&
      ContactAgrees(*claimed, stored.assessment.facts)) {
    signs.signs.push_back({{"enterprise", claimed->licence_norm},
                           db::TieKind::kControls,
                           {},
                           core::Field::kBody,
                           false});
  }
  if (signs.signs.empty()) {  // nobody can be told: the posting stands for itself
    const auto& posting = version.posting;
    signs.signs.push_back(
        {{"posting", version.source + " " + posting.canonical_url + " " + posting.item_key},
         db::TieKind::kControls,
         {},
         core::Field::kBody,
         false});
  }
  return signs;
}

std::vector<Flagged> LoadFlagged(pqxx::connection& connection, const core::RegisterView* view) {
  pqxx::read_transaction tx(connection);
  std::vector<Flagged> flagged;
  for (auto& stored : db::NotClearAssessments(tx)) {
    auto version = db::FindCurrentVersion(tx, stored.posting_id);
    if (!version) continue;
    Flagged entry{std::move(stored), std::move(*version), {}, {}};
    const core::Facts& facts = entry.stored.assessment.facts;
    const std::string& employer = entry.version.posting.employer;
    const auto* claimed = view != nullptr ? ClaimedEntry(*view, facts, employer) : nullptr;
    entry.signs = SignsOf(entry.stored, entry.version, claimed);
    // A listed firm's name in the mouth of somebody else is no label: its holder must not stand in the queue.
    if (claimed == nullptr || ContactAgrees(*claimed, facts)) {
      const auto names = facts.OfKind(FactKind::kEnterprise);
      entry.enterprise = !employer.empty() ? employer : names.empty() ? "" : names.front()->value;
    }
    flagged.push_back(std::move(entry));
  }
  return flagged;
}

// "Tên A / Tên B · +84912000345": the names as written, then the first contacts.
std::string Label(const std::vector<Flagged>& flagged, const SubjectGroup& group) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const std::size_t i : group.postings) {
    const std::string& name = flagged[i].enterprise;
    if (!name.empty() && seen.insert(core::ParseEnterpriseName(name).Key()).second)
      names.push_back(name);
  }
  std::string label;
  static constexpr std::size_t kNames = 3;
  for (std::size_t i = 0; i < std::min(names.size(), kNames); ++i)
    label += (label.empty() ? "" : " / ") + names[i];
  if (names.size() > kNames) label += " / …";
  int contacts = 0;
  for (const std::string kind : {"phone", "social", "account"}) {
    for (const auto& identifier : group.identifiers) {
      if (identifier.kind != kind || contacts == 2) continue;
      label += (label.empty() ? "" : " · ") + identifier.norm;
      ++contacts;
    }
  }
  if (label.empty()) label = flagged[group.postings.front()].version.posting.text.title;
  return label.empty() ? "?" : label;
}

db::AlertMaterial MaterialOf(const std::vector<Flagged>& flagged, const SubjectGroup& group) {
  db::AlertMaterial material;
  std::set<std::string> parts;
  std::set<std::string> indicators;
  for (const std::size_t i : group.postings) {
    const auto& assessment = flagged[i].stored.assessment;
    const auto& posting = flagged[i].version.posting;
    material.verdict = std::max(material.verdict, assessment.verdict);
    material.score = std::max(material.score, assessment.score);
    material.posting_ids.push_back(flagged[i].stored.posting_id);
    for (const auto& finding : assessment.findings) parts.insert("indicator " + finding.indicator);
    parts.insert("posting " + flagged[i].version.source + " " + posting.canonical_url + " " +
                 posting.item_key);
  }
  for (const auto& identifier : group.identifiers)
    parts.insert("identifier " + identifier.kind + " " + identifier.norm);
  std::string text = "verdict " + std::string{core::VerdictName(material.verdict)} + "\nscore " +
                     std::to_string(material.score) + "\n";
  for (const auto& part : parts) text += part + "\n";
  material.sha256 = core::Sha256Hex(text);
  return material;
}

// The group's subject: the one that its postings or identifiers belong to already, several of them made one, or a new one.
std::int64_t SubjectOf(pqxx::work& tx, const std::vector<std::int64_t>& postings,
                       const std::vector<std::int64_t>& identifiers, const std::string& label,
                       core::Instant now) {
  std::set<std::int64_t> subjects;
  for (const auto id : db::SubjectsOfPostings(tx, postings)) subjects.insert(id);
  for (const auto id : db::SubjectsControlling(tx, identifiers)) subjects.insert(id);
  if (subjects.empty()) return db::CreateSubject(tx, label, now);
  const std::int64_t oldest = *subjects.begin();
  subjects.erase(oldest);
  for (const auto id : subjects) db::MergeSubjects(tx, id, oldest);
  db::SetSubjectLabel(tx, oldest, label);
  return oldest;
}

void SaveTies(pqxx::work& tx, std::int64_t subject, const std::vector<Flagged>& flagged,
              const SubjectGroup& group, const std::set<IdentifierValue>& hubs,
              const std::vector<std::int64_t>& postings, core::Instant now) {
  std::vector<IdentifierValue> identifiers;
  std::vector<db::NewTie> ties;
  std::set<std::tuple<IdentifierValue, std::int64_t, db::TieKind>> once;
  for (const std::size_t i : group.postings) {
    for (const auto& sign : flagged[i].signs.signs) {
      // What stands around the advert counts only where it united the group.
      if (sign.shared || hubs.contains(sign.identifier)) continue;
      if (sign.role == db::TieKind::kControls && !group.identifiers.contains(sign.identifier))
        continue;
      if (!once.insert({sign.identifier, flagged[i].stored.posting_id, sign.role}).second) continue;
      identifiers.push_back(sign.identifier);
      ties.push_back({subject, 0, flagged[i].stored.posting_id, sign.role, sign.fact_id});
    }
  }
  const auto ids = db::EnsureIdentifiers(tx, identifiers);
  for (std::size_t i = 0; i < ties.size(); ++i) ties[i].identifier_id = ids[i];
  db::ReplaceTies(tx, postings, ties, now);
}

// What no posting speaks for any more (a text, the rules or the register changed) is closed, visibly, unless a person
// has taken it up.
void CloseCleared(pqxx::connection& connection, const std::set<std::int64_t>& spoken_for,
                  core::Instant now, AlertCounts& counts) {
  counts.cleared += db::InTransaction(connection, [&](pqxx::work& tx) {
    int cleared = 0;
    for (const auto subject : db::SubjectsWithNewAlerts(tx)) {
      if (spoken_for.contains(subject)) continue;
      for (const auto& alert : db::OpenAlertsOf(tx, subject)) {
        if (alert.state != db::AlertState::kNew) continue;
        db::CloseClearedAlert(
            tx, alert,
            {"scan", now, "no posting shows signs any more: text, rules or register changed"});
        ++cleared;
      }
    }
    return cleared;
  });
}

void SaveAlert(pqxx::work& tx, std::int64_t subject, const db::AlertMaterial& material,
               core::Instant now, AlertCounts& counts) {
  db::AlertChange change;
  change.at = now;
  auto open = db::OpenAlertsOf(tx, subject);
  for (std::size_t i = 1; i < open.size(); ++i) {
    change.reason = "subjects turned out to be one";
    db::CloseMergedAlert(tx, open[i], open[0], change);
  }
  if (!open.empty()) {
    change.reason = "new evidence";
    ++(db::UpdateAlert(tx, open[0], material, change) ? counts.updated : counts.unchanged);
    return;
  }
  if (const auto closed = db::FindClosedAlert(tx, subject)) {
    if (closed->material_sha256 == material.sha256) {
      ++counts.unchanged;
      return;
    }
    change.reason = "new evidence on a closed alert";
    db::ReopenAlert(tx, *closed, material, change);
    ++counts.reopened;
    return;
  }
  change.reason = "signs found";
  static_cast<void>(db::OpenAlert(tx, subject, material, change));
  ++counts.opened;
}

}  // namespace

AlertCounts BuildAlerts(pqxx::connection& connection, const core::RegisterView* register_view,
                        core::Instant now) {
  const std::vector<Flagged> flagged = LoadFlagged(connection, register_view);
  const std::set<IdentifierValue> hubs = db::InTransaction(connection, [](pqxx::work& tx) {
    auto shared = db::SharedContacts(tx);
    for (auto& identifier : shared) {
      if (identifier.kind == "enterprise")
        identifier = {"name", core::ParseEnterpriseName(identifier.norm).Key()};
    }
    std::erase_if(shared,
                  [](const IdentifierValue& identifier) { return identifier.norm.empty(); });
    db::SetHubReason(tx, db::EnsureIdentifiers(tx, shared),
                     "printed around the adverts of several employers");
    return std::set<IdentifierValue>(shared.begin(), shared.end());
  });
  std::vector<PostingSigns> signs;
  for (const auto& entry : flagged) signs.push_back(entry.signs);
  auto groups = GroupBySubject(signs, hubs);
  // The gravest first, so that alerts opened in one run are numbered by rank.
  const auto gravity = [&flagged](const SubjectGroup& group) {
    const db::AlertMaterial material = MaterialOf(flagged, group);
    return std::pair{material.verdict, material.score};
  };
  std::stable_sort(groups.begin(), groups.end(), [&](const SubjectGroup& a, const SubjectGroup& b) {
    return gravity(a) > gravity(b);
  });

  AlertCounts counts;
  counts.flagged = static_cast<int>(flagged.size());
  counts.subjects = static_cast<int>(groups.size());
  std::set<std::int64_t> spoken_for;
  for (const auto& group : groups) {
    const std::string label = Label(flagged, group);
    const db::AlertMaterial material = MaterialOf(flagged, group);
    std::int64_t subject = 0;
    counts = db::InTransaction(connection, [&](pqxx::work& tx) {
      AlertCounts after = counts;
      const auto uniting =
          db::EnsureIdentifiers(tx, {group.identifiers.begin(), group.identifiers.end()});
      subject = SubjectOf(tx, material.posting_ids, uniting, label, now);
      SaveTies(tx, subject, flagged, group, hubs, material.posting_ids, now);
      SaveAlert(tx, subject, material, now, after);
      return after;
    });
    spoken_for.insert(subject);
    core::CrashPoint("building_alerts");
  }
  CloseCleared(connection, spoken_for, now, counts);
  return counts;
}

}  // namespace agencywatch::alerts
