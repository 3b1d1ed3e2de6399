// Which addresses of a site a source wants.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::crawler {

// The patterns of `follow` and `skip` (RE2, anywhere in path and query), compiled. Cheap to copy,
// safe to share.
class PathFilter {
 public:
  PathFilter();
  // Patterns must be valid (LoadSources has checked those of a Source); a bad one is a
  // std::logic_error.
  PathFilter(const std::vector<std::string>& follow, const std::vector<std::string>& skip);
  // No `skip` pattern matches, and, where there are `follow` patterns, one of them does.
  [[nodiscard]] bool Wants(std::string_view path_and_query) const;

  // What RE2 says against a pattern; empty when nothing.
  [[nodiscard]] static std::string ProblemOf(const std::string& pattern);

 private:
  struct Patterns;
  std::shared_ptr<const Patterns> patterns_;
};

}  // namespace agencywatch::crawler
