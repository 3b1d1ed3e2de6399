#include "rules/matcher.h"

#include <algorithm>

namespace agencywatch::rules {

std::optional<PatternId> Matcher::Add(std::string_view expanded, Pattern::Form form,
                                      std::vector<std::string>& problems) {
  const auto key = std::pair{form, std::string{expanded}};
  if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  auto pattern = Pattern::Compile(expanded, form, problems);
  if (!pattern) return std::nullopt;
  const auto id = static_cast<PatternId>(patterns_.size());
  patterns_.push_back(std::move(*pattern));
  ids_.emplace(key, id);
  return id;
}

void Matcher::Build() {
  std::map<std::string, std::vector<PatternId>> by_literal;
  for (PatternId id = 0; id < patterns_.size(); ++id) {
    if (patterns_[id].literals().empty()) always_.push_back(id);
    for (const std::string& literal : patterns_[id].literals()) by_literal[literal].push_back(id);
  }
  std::vector<std::string> literals;
  for (auto& [literal, ids] : by_literal) {
    literals.push_back(literal);
    patterns_of_literal_.push_back(std::move(ids));
  }
  literals_ = internal::AhoCorasick(literals);
}

Matcher::Candidates Matcher::Scan(std::string_view folded) const {
  Candidates candidates(patterns_.size());
  for (const PatternId id : always_) candidates.Insert(id);
  literals_.Scan(folded, [&](std::uint32_t literal, std::size_t) {
    for (const PatternId id : patterns_of_literal_[literal]) candidates.Insert(id);
  });
  return candidates;
}

std::vector<Match> Matcher::FindAll(PatternId id, std::string_view text) const {
  std::vector<Match> matches;
  std::size_t from = 0;
  while (matches.size() < kMaxMatches) {
    const auto found = patterns_[id].Find(text, from);
    if (!found) break;
    matches.push_back(
        {static_cast<std::uint32_t>(found->first), static_cast<std::uint32_t>(found->second)});
    from = found->second;
  }
  return matches;
}

}  // namespace agencywatch::rules
