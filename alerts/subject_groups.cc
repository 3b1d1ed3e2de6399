#include "alerts/subject_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace agencywatch::alerts {
namespace {

// Disjoint sets of postings and identifiers, with path halving; the smaller index leads. Sets that hold two identifiers
// which a person has separated are never joined.
class Clusters {
 public:
  std::size_t Add() {
    parent_.push_back(parent_.size());
    return parent_.size() - 1;
  }
  std::size_t Find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void Separate(std::size_t a, std::size_t b) {
    apart_[a].insert(b);
    apart_[b].insert(a);
    judged_[a].insert(a);
    judged_[b].insert(b);
  }
  bool Join(std::size_t a, std::size_t b) {
    a = Find(a);
    b = Find(b);
    if (a == b) return true;
    if (b < a) std::swap(a, b);
    const auto theirs = judged_.find(b);
    if (theirs != judged_.end()) {
      auto& ours = judged_[a];
      for (const auto mine : ours) {
        const auto foes = apart_.find(mine);
        if (foes == apart_.end()) continue;
        for (const auto other : theirs->second) {
          if (foes->second.contains(other)) return false;
        }
      }
      ours.insert(theirs->second.begin(), theirs->second.end());
    }
    parent_[b] = a;
    return true;
  }

 private:
  std::vector<std::size_t> parent_;
  std::map<std::size_t, std::set<std::size_t>> apart_;   // by identifier
  std::map<std::size_t, std::set<std::size_t>> judged_;  // by leader: the judged identifiers in its set
};

}  // namespace

std::vector<Identifier> UnitingIdentifiers(const PostingSigns& posting,
                                           const std::set<Identifier>& hubs) {
  std::vector<Identifier> own;
  std::vector<Identifier> surrounding;
  std::vector<Identifier> claimed;
  std::optional<Identifier> copied;
  bool listed = false;
  for (const auto& sign : posting.signs) {
    if (sign.shared || hubs.contains(sign.identifier)) continue;
    listed = listed || (sign.identifier.kind == "enterprise" && sign.role == db::TieKind::kControls);
    if (sign.identifier.kind == "text") {
      copied = sign.identifier;
    } else if (sign.role == db::TieKind::kClaims) {
      claimed.push_back({"claim_at", posting.source + " " + sign.identifier.kind + " " + sign.identifier.norm});
    } else {
      (sign.field == core::Field::kContext ? surrounding : own).push_back(sign.identifier);
    }
  }
  auto& chosen = !own.empty() ? own : !surrounding.empty() ? surrounding : claimed;
  if (copied && !listed) chosen.push_back(*copied);
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

std::vector<SubjectGroup> GroupBySubject(const std::vector<PostingSigns>& postings,
                                         const std::set<Identifier>& hubs,
                                         const std::vector<db::TieJudgement>& judgements) {
  Clusters clusters;
  for (std::size_t i = 0; i < postings.size(); ++i) clusters.Add();
  std::map<Identifier, std::size_t> node_of;
  std::vector<std::vector<Identifier>> uniting(postings.size());
  for (std::size_t i = 0; i < postings.size(); ++i) {
    if (!postings[i].ties) continue;
    uniting[i] = UnitingIdentifiers(postings[i], hubs);
    for (const auto& identifier : uniting[i]) {
      const auto [found, added] = node_of.emplace(identifier, 0);
      if (added) found->second = clusters.Add();
    }
  }
  for (const bool link : {false, true}) {
    for (const auto& judgement : judgements) {
      const auto a = node_of.find(judgement.a);
      const auto b = node_of.find(judgement.b);
      if (judgement.link != link || a == node_of.end() || b == node_of.end()) continue;
      if (link) {
        clusters.Join(a->second, b->second);
      } else {
        clusters.Separate(a->second, b->second);
      }
    }
  }
  for (std::size_t i = 0; i < postings.size(); ++i) {
    std::erase_if(uniting[i], [&](const Identifier& identifier) {
      return !clusters.Join(i, node_of.at(identifier));
    });
  }
  std::vector<SubjectGroup> groups;
  std::map<std::size_t, std::size_t> group_of;
  for (std::size_t i = 0; i < postings.size(); ++i) {
    if (!postings[i].ties) continue;
    const auto [found, added] = group_of.emplace(clusters.Find(i), groups.size());
    if (added) groups.emplace_back();
    SubjectGroup& group = groups[found->second];
    group.postings.push_back(i);
    group.identifiers.insert(uniting[i].begin(), uniting[i].end());
  }
  return groups;
}

}  // namespace agencywatch::alerts
