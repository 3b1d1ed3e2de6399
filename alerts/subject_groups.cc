#include "alerts/subject_groups.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace agencywatch::alerts {
namespace {

// Disjoint sets with path halving; the smaller index leads.
class Union {
 public:
  explicit Union(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::size_t Find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void Join(std::size_t a, std::size_t b) {
    a = Find(a);
    b = Find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

std::vector<Identifier> UnitingIdentifiers(const PostingSigns& posting,
                                           const std::set<Identifier>& hubs) {
  std::vector<Identifier> own;
  std::vector<Identifier> surrounding;
  std::vector<Identifier> claimed;
  for (const auto& sign : posting.signs) {
    if (sign.shared || hubs.contains(sign.identifier)) continue;
    if (sign.role == db::TieKind::kClaims) {
      claimed.push_back({sign.identifier.kind + "@" + posting.source, sign.identifier.norm});
    } else {
      (sign.field == core::Field::kContext ? surrounding : own).push_back(sign.identifier);
    }
  }
  auto& chosen = !own.empty() ? own : !surrounding.empty() ? surrounding : claimed;
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

std::vector<SubjectGroup> GroupBySubject(const std::vector<PostingSigns>& postings,
                                         const std::set<Identifier>& hubs) {
  Union sets(postings.size());
  std::map<Identifier, std::size_t> first_with;
  std::vector<std::vector<Identifier>> uniting(postings.size());
  for (std::size_t i = 0; i < postings.size(); ++i) {
    if (!postings[i].ties) continue;
    uniting[i] = UnitingIdentifiers(postings[i], hubs);
    for (const auto& identifier : uniting[i]) {
      const auto [found, added] = first_with.emplace(identifier, i);
      if (!added) sets.Join(found->second, i);
    }
  }
  std::vector<SubjectGroup> groups;
  std::map<std::size_t, std::size_t> group_of;
  for (std::size_t i = 0; i < postings.size(); ++i) {
    if (!postings[i].ties) continue;
    const auto [found, added] = group_of.emplace(sets.Find(i), groups.size());
    if (added) groups.emplace_back();
    SubjectGroup& group = groups[found->second];
    group.postings.push_back(i);
    group.identifiers.insert(uniting[i].begin(), uniting[i].end());
  }
  return groups;
}

}  // namespace agencywatch::alerts
