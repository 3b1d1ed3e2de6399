#include "rules/lint.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/fold.h"

namespace agencywatch::rules {
namespace {

constexpr std::size_t kLeastTests = 3;
constexpr double kMostRuns = 6;  // places in an advert at which a pattern is worth trying

// A part of a word that has one or two letters stands in every advert.
bool HasWeakChain(const Pattern& pattern) {
  const auto weak = [](const internal::Literal& literal) {
    const bool word = literal.border_before && literal.border_after;
    return !word && std::count_if(literal.bytes.begin(), literal.bytes.end(), [](char c) {
                      return internal::WordBytes().test(static_cast<unsigned char>(c));
                    }) < 3;
  };
  return std::any_of(
      pattern.chains().begin(), pattern.chains().end(), [&](const internal::LiteralChain& chain) {
        return !chain.exact &&
               std::all_of(chain.links.begin(), chain.links.end(),
                           [&](const internal::ChainLink& link) {
                             return std::all_of(link.literals.begin(), link.literals.end(), weak);
                           });
      });
}

class Linter {
 public:
  explicit Linter(const Pack& pack) : pack_(pack) {}

  std::vector<core::InputProblem> Run() {
    for (const Rule& rule : pack_.rules) LintRule(rule);
    for (const PatternUse& use : pack_.pattern_uses) LintPattern(use);
    LintTables();
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const core::InputProblem& a, const core::InputProblem& b) {
                       return std::tie(a.file, a.line, a.column) <
                              std::tie(b.file, b.line, b.column);
                     });
    return std::move(problems_);
  }

 private:
  void Add(const SourcePlace& place, std::string what, std::string fix) {
    problems_.push_back({place.file, place.line, place.column, std::move(what), std::move(fix)});
  }

  void LintRule(const Rule& rule) {
    if (rule.status == RuleStatus::kDeprecated) return;
    if (rule.law.empty())
      Add(rule.place, rule.id + " cites no law", "write `law: [id of the article]`");
    if (rule.hits.size() < kLeastTests) {
      Add(rule.place, rule.id + " has " + std::to_string(rule.hits.size()) + " tests that must hit",
          "write three at least, in different wording");
    }
    if (rule.misses.size() < kLeastTests) {
      Add(rule.place,
          rule.id + " has " + std::to_string(rule.misses.size()) + " tests that must miss",
          "write three look-alikes at least: a denial, a news report, a lawful advertisement");
    }
    if (rule.points == 0)
      Add(rule.place, rule.id + " is worth no points", "write `points:` from 1 to 100");
    if (!rule.law.empty() &&
        std::all_of(rule.law.begin(), rule.law.end(), [&](const std::string& id) {
          const LawArticle* article = pack_.tables.FindLaw(id);
          return article != nullptr && article->validity.to.has_value();
        })) {
      Add(rule.place, rule.id + " cites only law that is no longer in force",
          "add the article that replaced it");
    }
  }

  // One bad pattern of a fragment would be told for every rule that uses it; each place once is
  // enough.
  void LintPattern(const PatternUse& use) {
    const Pattern& pattern = pack_.matcher.pattern(use.id);
    if (pattern.matches_empty()) {
      Add(use.place, "the pattern '" + use.source + "' matches the empty text",
          "make one part of it required");
      return;
    }
    if (pattern.form() != Pattern::Form::kFolded) return;
    const bool in_rule = use.owner.find('.') != std::string::npos;
    if (in_rule && (pattern.RunsPerAdvert() > kMostRuns || HasWeakChain(pattern))) {
      Add(use.place, "the pattern '" + use.source + "' has no selective literal",
          "write out a word of three letters or more that every match must have");
    }
    LintFolding(use, pattern);
  }

  // A literal that folding itself rewrites ("xkld" -> "xuat khau lao dong") is never seen in folded
  // text.
  void LintFolding(const PatternUse& use, const Pattern& pattern) {
    const auto never = [](const internal::Literal& literal) {
      const bool word = literal.bytes.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") ==
                        std::string::npos;
      return word && Folded(literal.bytes).find(literal.bytes) == std::string::npos;
    };
    const auto impossible = [&](const internal::ChainLink& link) {
      return std::all_of(link.literals.begin(), link.literals.end(), never);
    };
    const internal::ChainLink* why = nullptr;
    for (const internal::LiteralChain& chain : pattern.chains()) {
      const auto link = std::find_if(chain.links.begin(), chain.links.end(), impossible);
      if (link == chain.links.end()) return;
      if (why == nullptr) why = &*link;
    }
    if (why == nullptr) return;
    const std::string& literal = why->literals.front().bytes;
    Add(use.place,
        "the pattern '" + use.source + "' can never match: folding turns '" + literal + "' into '" +
            Folded(literal) + "'",
        "write the folded form");
  }

  static std::string Folded(const std::string& text) {
    return core::Fold(text, core::Field::kBody).folded.text();
  }

  void LintTables() {
    const core::Day last{std::chrono::year{9999}, std::chrono::month{12}, std::chrono::day{31}};
    std::set<std::string> currencies;
    for (const WageRow& row : pack_.tables.wages) currencies.insert(row.currency);
    for (const DepositRow& row : pack_.tables.deposits) currencies.insert(row.cap.currency);
    for (const std::string& currency : currencies) {
      if (!pack_.tables.VndPerUnit(currency, last)) {
        Add({}, "there is no rate for " + currency + ", which the wage or deposit table uses",
            "add it to `rates:`");
      }
    }
  }

  const Pack& pack_;
  std::vector<core::InputProblem> problems_;
};

}  // namespace

std::vector<core::InputProblem> Lint(const Pack& pack) { return Linter(pack).Run(); }

}  // namespace agencywatch::rules
