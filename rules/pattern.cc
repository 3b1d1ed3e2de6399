#include "rules/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "core/errors.h"
#include "core/fold.h"
#include "rules/internal/pattern_parser.h"
#include "rules/internal/pattern_tree.h"
#include "rules/internal/tones.h"

namespace agencywatch::rules {
namespace {

using Answer = internal::PatternProgram::Answer;

constexpr std::size_t kMaxExpanded = 64 * 1024;

Match MatchOf(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool IsNameByte(char c) { return IsNameStart(c) || (c >= '0' && c <= '9'); }

void Expand(std::string_view source, const FragmentLookup& lookup, std::vector<std::string>& open,
            std::string& out, std::vector<std::string>& problems) {
  bool in_class = false;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const char c = source[at];
    if (out.size() > kMaxExpanded) return;
    if (c == '\\' && at + 1 < source.size()) {
      out += source.substr(at, 2);
      ++at;
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    if (c != '$' || in_class || at + 1 >= source.size() || !IsNameStart(source[at + 1])) {
      out += c;
      continue;
    }
    std::size_t end = at + 1;
    while (end < source.size() && IsNameByte(source[end])) ++end;
    const std::string name{source.substr(at + 1, end - at - 1)};
    at = end - 1;
    if (std::find(open.begin(), open.end(), name) != open.end()) {
      problems.push_back("the fragment $" + name + " uses itself");
      continue;
    }
    const auto text = lookup(name);
    if (!text) {
      problems.push_back("there is no fragment $" + name);
      continue;
    }
    open.push_back(name);
    out += "(?:";
    Expand(*text, lookup, open, out, problems);
    out += ')';
    open.pop_back();
  }
}

// Borders that cannot become part of the tree take the byte beside them, and the match is what is captured.
constexpr std::string_view kCaptureStart = "(?:^|\\b|[^A-Za-z0-9_])(";
constexpr std::string_view kCaptureEnd = ")(?:$|\\b|[^A-Za-z0-9_])";

}  // namespace

struct Pattern::Once {
  std::once_flag once;
  std::unique_ptr<RE2> re2;
  std::once_flag toned_once;
  std::unique_ptr<RE2> toned;
};

std::string ExpandFragments(std::string_view source, const FragmentLookup& lookup,
                            std::vector<std::string>& problems) {
  std::string out;
  std::vector<std::string> open;
  Expand(source, lookup, open, out, problems);
  if (out.size() > kMaxExpanded) {
    problems.push_back("the pattern is longer than 64 KiB with its fragments; split the rule");
    out.clear();
  }
  return out;
}

std::optional<Pattern> Pattern::Compile(std::string_view source, Form form,
                                        std::vector<std::string>& problems, std::int64_t memory) {
  const bool open_start = source.starts_with('~');
  if (open_start) source.remove_prefix(1);
  const bool open_end = source.ends_with('~') && !source.ends_with("\\~");
  if (open_end) source.remove_suffix(1);

  Pattern pattern;
  pattern.form_ = form;
  pattern.memory_ = memory;
  if (form == Form::kFolded) {
    const std::size_t before = problems.size();
    internal::PatternNode tree = internal::ParsePattern(core::Compose(source), problems);
    if (problems.size() > before) return std::nullopt;
    pattern.matches_empty_ = internal::CanBeEmpty(tree);
    const bool marked = internal::HasTones(tree);
    internal::PatternNode toned = marked ? tree : internal::PatternNode{};
    if (marked) internal::WidenTones(toned);
    internal::DropTones(tree);
    bool start = false;
    bool end = false;
    // With its borders, as RE2 runs it. Marks change no border: a tree and its toned one have the same.
    const auto bordered = [&](internal::PatternNode& node) {
      start = open_start || internal::AddBorder(node, false);
      end = open_end || internal::AddBorder(node, true);
      if (start && end) return internal::PrintPattern(node);
      return std::string(start ? "(" : kCaptureStart) + internal::PrintPattern(node) +
             std::string(end ? ")" : kCaptureEnd);
    };
    if (marked) pattern.toned_regex_ = bordered(toned);
    pattern.regex_ = bordered(tree);
    pattern.captures_ = !start || !end;
    pattern.takes_byte_before_ = !start;
    pattern.chains_ = internal::ChainsOf(tree);
    if (pattern.captures_) {
      for (internal::LiteralChain& chain : pattern.chains_) chain.exact = false;
    }
    const auto program_of = [&](internal::PatternNode node) {
      if (!start) node = internal::NotInsideWord(std::move(node), false);
      if (!end) node = internal::NotInsideWord(std::move(node), true);
      return internal::PatternProgram(node);
    };
    if (marked) pattern.toned_program_ = program_of(std::move(toned));
    pattern.program_ = program_of(std::move(tree));
  } else {
    pattern.captures_ = !open_start || !open_end;
    pattern.takes_byte_before_ = !open_start;
    pattern.regex_ = std::string(open_start ? "" : "(?:^|[^\\pL\\pN])") +
                     (pattern.captures_ ? "(" : "(?:") + std::string(source) + ")" +
                     (open_end ? "" : "(?:$|[^\\pL\\pN])");
    // A capturing group of the rule's own would stand behind ours, so group 1 is always the match.
    RE2 plain(std::string(source), RE2::Quiet);
    pattern.matches_empty_ = plain.ok() && RE2::FullMatch("", plain);
    if (const auto tree = internal::ParseExactLoosely(source))
      pattern.chains_ = internal::ChainsOf(*tree);
  }
  try {
    static_cast<void>(pattern.Compiled());
    if (pattern.toned()) static_cast<void>(pattern.CompiledToned());
  } catch (const core::CannotRun& error) {
    problems.push_back(error.what());
    return std::nullopt;
  }
  return pattern;
}

std::unique_ptr<re2::RE2> Pattern::Compile(const std::string& regex) const {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(memory_);
  if (form_ == Form::kFolded) options.set_encoding(RE2::Options::EncodingLatin1);
  auto re2 = std::make_unique<RE2>(regex, options);
  if (!re2->ok()) {
    throw core::CannotRun("RE2 refuses the pattern: " + re2->error() +
                          (re2->error_arg().empty() ? "" : " '" + re2->error_arg() + "'"));
  }
  return re2;
}

const RE2& Pattern::Compiled() const {
  std::call_once(compiled_->once, [this] { compiled_->re2 = Compile(regex_); });
  return *compiled_->re2;
}

const RE2& Pattern::CompiledToned() const {
  std::call_once(compiled_->toned_once, [this] { compiled_->toned = Compile(toned_regex_); });
  return *compiled_->toned;
}

Pattern::Pattern() : compiled_(std::make_unique<Once>()) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

double Pattern::RunsPerAdvert() const {
  constexpr double kAdvertBytes = 1000;
  if (chains_.empty()) return kAdvertBytes;
  double runs = 0;
  for (const internal::LiteralChain& chain : chains_) {
    if (chain.exact) continue;
    double rarest = 1;
    for (const internal::ChainLink& link : chain.links) {
      rarest = std::min(rarest, internal::ExpectedRate(link.literals));
    }
    runs += rarest * kAdvertBytes;
  }
  return runs;
}

Answer Pattern::Find(std::string_view text, std::size_t first, std::size_t last,
                     std::size_t& steps, Match& found) const {
  internal::PatternProgram::Found place;
  const Answer answer = program_.Find(text, first, last, steps, place);
  if (answer != Answer::kNo) found = MatchOf(place.begin, place.end);
  return answer;
}

std::optional<Match> Pattern::Settle(std::string_view text, std::size_t from) const {
  // A captured match may have the byte before it taken by a border, perhaps out of the match before.
  const bool byte_before = takes_byte_before_ && from > 0;
  const auto match = FindWith(Compiled(), text, from - (byte_before ? 1 : 0), text.size());
  return match && match->begin < from ? FindWith(Compiled(), text, from, text.size()) : match;
}

std::optional<Match> Pattern::FindToned(std::string_view toned, std::size_t from, std::size_t last,
                                        std::size_t end, std::size_t& steps) const {
  for (std::size_t at = from; at < last; ++at) {
    internal::PatternProgram::Found found;
    switch (toned_program_.MatchAt(toned, at, end, steps, found)) {
      case Answer::kNo:
        continue;
      case Answer::kYes:
        return MatchOf(found.begin, found.end);
      case Answer::kUnsettled:
        break;
    }
    const auto match = FindWith(CompiledToned(), toned, at, end);
    return match && match->begin < last ? match : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Match> Pattern::FindWith(const re2::RE2& compiled, std::string_view text,
                                       std::size_t from, std::size_t end) const {
  const re2::StringPiece whole(text.data(), text.size());
  while (from <= end) {
    std::array<re2::StringPiece, 2> found;
    if (!compiled.Match(whole, from, end, RE2::UNANCHORED, found.data(), captures_ ? 2 : 1)) {
      return std::nullopt;
    }
    const re2::StringPiece& match = captures_ ? found[1] : found[0];
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    if (!match.empty()) return MatchOf(begin, begin + match.size());
    from = begin + 1;  // an empty match decides nothing
    while (form_ == Form::kExact && from < text.size() &&
           (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) {
      ++from;
    }
  }
  return std::nullopt;
}

}  // namespace agencywatch::rules
