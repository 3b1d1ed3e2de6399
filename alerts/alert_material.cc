#include "alerts/alert_material.h"

#include <algorithm>
#include <utility>

#include "alerts/province.h"
#include "alerts/rank.h"
#include "core/enterprise_name.h"
#include "core/sha256.h"
#include "core/time.h"
#include "rules/register_check.h"

namespace agencywatch::alerts {

using core::FactKind;
using db::IdentifierValue;

bool IsContact(const std::string& identifier_kind) {
  static const std::set<std::string> kContacts = {"phone", "account", "social", "email", "domain"};
  return kContacts.contains(identifier_kind);
}

JudgedPosting JudgedPostingOf(db::PostingHead head, const db::StoredAssessment& stored,
                              const db::StoredAssessment* edited, const core::RegisterView* view) {
  JudgedPosting posting;
  const core::Assessment& assessment = stored.assessment;
  posting.verdict = assessment.verdict;
  posting.score = assessment.score;
  for (const auto& finding : assessment.findings) posting.indicators.insert(finding.indicator);
  posting.provinces = ProvincesIn(head.region + "\n" + head.places);
  for (const auto& fact : assessment.facts.facts) {
    if (fact.kind == FactKind::kDestination) posting.destinations.insert(fact.value);
    // An address around the advert is mostly the site's own.
    if (fact.kind == FactKind::kAddress && fact.place.field != core::Field::kContext)
      posting.provinces.merge(ProvincesIn(fact.value));
  }
  const auto* claimed =
      view != nullptr ? ClaimedEntry(*view, assessment.facts, head.standing_employer) : nullptr;
  // A listed firm's name in the mouth of somebody else is no label: its holder must not stand in the queue.
  if (claimed == nullptr || ContactAgrees(*claimed, assessment.facts, head.canonical_url)) {
    const auto names = assessment.facts.OfKind(FactKind::kEnterprise);
    // Around an advert that says itself whom to reach stands whoever runs the page.
    const bool own = !names.empty() && (names.front()->place.field != core::Field::kContext ||
                                        !rules::GivesContact(assessment.facts));
    posting.enterprise = !head.standing_employer.empty() ? head.standing_employer
                         : own                           ? names.front()->value
                                                         : "";
  }
  posting.signs = SignsOf(head, stored, edited, claimed);
  posting.head = std::move(head);
  return posting;
}

std::string SubjectLabel(const std::vector<const JudgedPosting*>& postings,
                         const std::set<IdentifierValue>& identifiers) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const auto* posting : postings) {
    const std::string& name = posting->enterprise;
    if (!name.empty() && seen.insert(core::ParseEnterpriseName(name).Key()).second)
      names.push_back(name);
  }
  std::string label;
  static constexpr std::size_t kNames = 3;
  for (std::size_t i = 0; i < std::min(names.size(), kNames); ++i)
    label += (label.empty() ? "" : " / ") + names[i];
  if (names.size() > kNames) label += " / …";
  int contacts = 0;
  for (const std::string kind : {"phone", "social", "account", "email", "domain"}) {
    for (const auto& identifier : identifiers) {
      if (identifier.kind != kind || contacts == 2) continue;
      label += (label.empty() ? "" : " · ") + identifier.norm;
      ++contacts;
    }
  }
  if (!label.empty()) return label;
  const db::PostingHead& head = postings.front()->head;
  // What a person told is no title: it may hold their name, or their plea.
  if (head.kind == core::PostingKind::kTip)
    return "Tin báo số " + std::to_string(head.posting_id) + ", " +
           core::DisplayDay(core::VietnamDay(head.first_seen));
  return head.title.empty() ? "?" : head.title;
}

db::AlertMaterial MaterialOf(const std::vector<const JudgedPosting*>& postings,
                             const std::set<IdentifierValue>& identifiers) {
  db::AlertMaterial material;
  std::set<std::string> parts;
  std::set<std::string> indicators;
  std::set<std::string> destinations;
  std::set<std::string> provinces;
  std::set<std::string> sites;
  for (const auto* posting : postings) {
    const db::PostingHead& head = posting->head;
    material.verdict = std::max(material.verdict, posting->verdict);
    material.score = std::max(material.score, posting->score);
    material.postings.push_back({head.posting_id, head.version_id, head.withdrawn});
    material.first_seen = std::min(material.first_seen.value_or(head.first_seen), head.first_seen);
    material.last_seen = std::max(material.last_seen.value_or(head.last_seen), head.last_seen);
    indicators.insert(posting->indicators.begin(), posting->indicators.end());
    destinations.insert(posting->destinations.begin(), posting->destinations.end());
    provinces.insert(posting->provinces.begin(), posting->provinces.end());
    sites.insert(head.source);
    parts.insert("posting " + head.source + " " + head.canonical_url + " " + head.item_key + " " +
                 head.text_sha256 + (head.withdrawn ? " withdrawn" : ""));
  }
  for (const auto& identifier : identifiers) {
    // Which of two copies is the first hangs on the order of their coming; both are among the postings.
    if (identifier.kind != "text")
      parts.insert("identifier " + identifier.kind + " " + identifier.norm);
    if (IsContact(identifier.kind))
      material.identifiers.push_back(identifier.kind + " " + identifier.norm);
  }
  for (const auto& indicator : indicators) parts.insert("indicator " + indicator);
  std::string text = "verdict " + std::string{core::VerdictName(material.verdict)} + "\nscore " +
                     std::to_string(material.score) + "\n";
  for (const auto& part : parts) text += part + "\n";
  material.sha256 = core::Sha256Hex(text);
  std::sort(material.identifiers.begin(), material.identifiers.end());
  material.indicators.assign(indicators.begin(), indicators.end());
  material.destinations.assign(destinations.begin(), destinations.end());
  material.provinces.assign(provinces.begin(), provinces.end());
  material.sites = static_cast<int>(sites.size());
  material.rank =
      QueueRank(material.verdict, material.score, static_cast<int>(material.postings.size()),
                material.sites, *material.last_seen);
  return material;
}

}  // namespace agencywatch::alerts
