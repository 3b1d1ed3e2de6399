#include "rules/pattern_words.h"

#include <algorithm>
#include <vector>

namespace agencywatch::rules {
namespace {

constexpr std::size_t kMaxTold = 6;     // alternatives of one group
constexpr std::size_t kMaxPhrases = 8;  // of the whole pattern
constexpr std::string_view kGap = "…";

class Teller {
 public:
  explicit Teller(std::string_view source) : source_(source) {}

  std::string Run() {
    std::string text = Told(Alternatives(), kMaxPhrases, " | ");
    // Blanks and gaps that came together.
    std::string clean;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool twice = text[i] == ' ' && (clean.empty() || clean.back() == ' ');
      if (!twice) clean += text[i];
    }
    for (const std::string_view doubled : {"… …", "……"}) {
      for (std::size_t at = 0; (at = clean.find(doubled)) != std::string::npos;) {
        clean.replace(at, doubled.size(), kGap);
      }
    }
    return clean;
  }

 private:
  static std::string Told(const std::vector<std::string>& parts, std::size_t most,
                          std::string_view between) {
    std::string text;
    for (std::size_t i = 0; i < std::min(parts.size(), most); ++i) {
      if (i > 0) text += between;
      text += parts[i];
    }
    if (parts.size() > most) text += std::string(between) + std::string(kGap);
    return text;
  }

  [[nodiscard]] bool AtEnd() const { return at_ >= source_.size(); }
  [[nodiscard]] bool Sees(std::string_view text) const {
    return source_.substr(at_).starts_with(text);
  }

  std::vector<std::string> Alternatives() {
    std::vector<std::string> all = {Sequence()};
    while (!AtEnd() && source_[at_] == '|') {
      ++at_;
      all.push_back(Sequence());
    }
    return all;
  }

  std::string Sequence() {
    std::string text;
    while (!AtEnd() && source_[at_] != '|' && source_[at_] != ')') {
      const std::string atom = Atom();
      text += Quantified(atom);
    }
    return text;
  }

  std::string Atom() {
    const char c = source_[at_];
    if (c == '(') return Group();
    if (c == '[') return Class();
    if (c == '$') return Fragment();
    if (c == '\\' && at_ + 1 < source_.size()) {
      at_ += 2;
      return source_[at_ - 1] == 'b' ? " " : std::string(1, source_[at_ - 1]);
    }
    ++at_;
    if (c == '.') return std::string(kGap);
    return c == '^' ? "" : std::string(1, c);
  }

  std::string Group() {
    if (Sees("(?:")) {
      at_ += 3;
    } else if (Sees("(?i)")) {
      at_ += 4;
      return "";
    } else if (Sees("(?i:")) {
      at_ += 4;
    } else {
      ++at_;
    }
    const std::vector<std::string> parts = Alternatives();
    if (!AtEnd()) ++at_;  // its ')'
    return Told(parts, kMaxTold, "/");
  }

  std::string Class() {
    const std::size_t close = source_.find(']', at_ + 1);
    if (close == std::string_view::npos) return std::string(1, source_[at_++]);
    const std::string_view members = source_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    if (members.starts_with("^")) return std::string(kGap);
    if (members.find("0-9") != std::string_view::npos &&
        members.find("a-z") == std::string_view::npos)
      return "‹số›";
    if (members.find("a-z") != std::string_view::npos)
      return members.find("0-9") != std::string_view::npos && members[0] == '0' ? ""
                                                                                : std::string(kGap);
    if (members.find('-') != std::string_view::npos) return "‹số›";
    return std::string(members.substr(0, 1));
  }

  std::string Fragment() {
    ++at_;
    std::string name;
    while (!AtEnd() && (source_[at_] == '_' || (source_[at_] >= 'a' && source_[at_] <= 'z'))) {
      name += source_[at_] == '_' ? ' ' : source_[at_];
      ++at_;
    }
    return name.empty() ? "" : "‹" + name + "›";
  }

  std::string Quantified(const std::string& atom) {
    if (AtEnd()) return atom;
    bool optional = false;
    bool many = false;
    if (source_[at_] == '?' || source_[at_] == '*' || source_[at_] == '+') {
      optional = source_[at_] != '+';
      many = source_[at_] != '?';
      ++at_;
    } else if (source_[at_] == '{') {
      const std::size_t close = source_.find('}', at_);
      if (close == std::string_view::npos) return atom;
      optional = source_[at_ + 1] == '0';
      many = true;
      at_ = close + 1;
    } else {
      return atom;
    }
    if (atom.find(kGap) != std::string::npos && atom.size() <= 6) return many ? " … " : "";
    if (atom.find("‹số›") != std::string::npos) return atom;
    if (!optional) return atom;
    if (atom == " " || atom.empty()) return atom;
    return (atom.front() == ' ' ? " (" : "(") + atom.substr(atom.front() == ' ' ? 1 : 0) + ")";
  }

  std::string_view source_;
  std::size_t at_ = 0;
};

}  // namespace

std::string PatternInWords(std::string_view source) { return Teller(source).Run(); }

}  // namespace agencywatch::rules
