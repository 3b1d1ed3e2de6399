#include "rules/facts/scan_pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "rules/internal/pattern_parser.h"
#include "rules/internal/pattern_program.h"

namespace agencywatch::rules {

using Answer = internal::PatternProgram::Answer;

ScanPattern::ScanPattern(const char* pattern) : pattern_(pattern) {
  const auto tree = internal::ParseAsWritten(pattern);
  program_ = tree ? std::make_unique<internal::PatternProgram>(*tree)
                  : std::make_unique<internal::PatternProgram>();
}

ScanPattern::~ScanPattern() = default;

const re2::RE2& ScanPattern::Compiled() const {
  std::call_once(compiled_once_, [this] {
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    compiled_ = std::make_unique<re2::RE2>(pattern_, options);
    if (!compiled_->ok())
      throw std::logic_error("fact pattern: " + compiled_->error() + ": " + pattern_);
  });
  return *compiled_;
}

bool ScanPattern::Find(Text searched, std::size_t from, Groups& groups) const {
  const std::string_view text = searched.bytes;
  std::size_t steps = internal::PatternProgram::StepsFor(text.size() - from);
  internal::PatternProgram::Found whole;
  internal::PatternProgram::Groups parts{};
  switch (program_->Find(text, searched.words, from, steps, whole, parts)) {
    case Answer::kNo:
      return false;
    case Answer::kYes:
      groups[0] = {whole.begin, whole.end};
      for (std::size_t n = 1; n < groups.size(); ++n)
        groups[n] = {parts[2 * n - 2], parts[2 * n - 1]};
      return true;
    case Answer::kUnsettled:
      break;
  }
  std::array<re2::StringPiece, std::tuple_size_v<Groups>> found;
  const re2::RE2& compiled = Compiled();
  const int count =
      std::min(compiled.NumberOfCapturingGroups() + 1, static_cast<int>(found.size()));
  if (!compiled.Match(re2::StringPiece(text.data(), text.size()), whole.begin, text.size(),
                      re2::RE2::UNANCHORED, found.data(), count)) {
    return false;
  }
  for (std::size_t n = 0; n < found.size(); ++n) {
    groups[n] = {};
    if (n < static_cast<std::size_t>(count) && found[n].data() != nullptr) {
      groups[n].begin = static_cast<std::size_t>(found[n].data() - text.data());
      groups[n].end = groups[n].begin + found[n].size();
    }
  }
  return true;
}

bool ScanPattern::Contains(Text searched) const {
  const std::string_view text = searched.bytes;
  std::size_t steps = internal::PatternProgram::StepsFor(text.size());
  internal::PatternProgram::Found found;
  internal::PatternProgram::Groups groups;
  const Answer answer = program_->Find(text, searched.words, 0, steps, found, groups);
  if (answer != Answer::kUnsettled) return answer == Answer::kYes;
  return Compiled().Match(re2::StringPiece(text.data(), text.size()), found.begin, text.size(),
                          re2::RE2::UNANCHORED, nullptr, 0);
}

}  // namespace agencywatch::rules
