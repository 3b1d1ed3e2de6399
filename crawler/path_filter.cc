#include "crawler/path_filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace agencywatch::crawler {
namespace {

RE2::Options PatternOptions() {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);  // paths are percent-encoded ASCII
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  return options;
}

}  // namespace

struct PathFilter::Patterns {
  std::vector<std::unique_ptr<RE2>> follow;
  std::vector<std::unique_ptr<RE2>> skip;
};

PathFilter::PathFilter() : patterns_(std::make_shared<Patterns>()) {}

PathFilter::PathFilter(const std::vector<std::string>& follow,
                       const std::vector<std::string>& skip) {
  auto patterns = std::make_shared<Patterns>();
  const auto compile = [](const std::vector<std::string>& texts,
                          std::vector<std::unique_ptr<RE2>>& out) {
    for (const std::string& text : texts) {
      out.push_back(std::make_unique<RE2>(text, PatternOptions()));
      if (!out.back()->ok()) throw std::logic_error("unchecked pattern of a source: " + text);
    }
  };
  compile(follow, patterns->follow);
  compile(skip, patterns->skip);
  patterns_ = std::move(patterns);
}

bool PathFilter::Wants(std::string_view path_and_query) const {
  const re2::StringPiece text(path_and_query.data(), path_and_query.size());
  const auto matches = [&](const std::unique_ptr<RE2>& pattern) {
    return RE2::PartialMatch(text, *pattern);
  };
  if (std::any_of(patterns_->skip.begin(), patterns_->skip.end(), matches)) return false;
  return patterns_->follow.empty() ||
         std::any_of(patterns_->follow.begin(), patterns_->follow.end(), matches);
}

std::string PathFilter::ProblemOf(const std::string& pattern) {
  return RE2(pattern, PatternOptions()).error();
}

}  // namespace agencywatch::crawler
