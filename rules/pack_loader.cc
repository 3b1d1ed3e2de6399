#include "rules/pack_loader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "core/indicator.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "rules/internal/yaml_reader.h"

namespace agencywatch::rules {
namespace {

using internal::YamlReader;

constexpr std::array<std::string_view, 12> kEvasions = {
    "no_diacritics", "spaced_letters", "dotted_letters", "zero_width",
    "homoglyph",     "emoji_digits",   "leet",           "digit_words",
    "code_words",    "teencode",       "mixed_script",   "image_only_contact"};
constexpr std::array<std::string_view, 6> kMoneyRoles = {"fee",     "deposit",    "wage",
                                                         "penalty", "commission", "loan"};
constexpr std::array<std::string_view, 6> kMoneyPeriods = {"once", "month", "day",
                                                           "hour", "head",  "none"};
constexpr int kMaxDepth = 30;  // of conditions inside conditions

template <class Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Names>
std::string Listed(const Names& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// Where conditions stand decides which of them make sense there.
struct ConditionPlace {
  std::string owner;
  bool in_rule = false;
  bool in_verdict = false;
  TextOptions text_defaults;
};

class Loader {
 public:
  std::shared_ptr<const Pack> Load(std::span<const PackFile> given) {
    std::vector<PackFile> files(given.begin(), given.end());
    std::sort(files.begin(), files.end(),
              [](const PackFile& a, const PackFile& b) { return a.path < b.path; });
    pack_->sha256 = core::Sha256Hex(PackBytes(files));
    std::vector<std::pair<std::string, YAML::Node>> parsed;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (i > 0 && files[i].path == files[i - 1].path) {
        problems_.push_back({files[i].path, 0, 0, "the file is in the pack twice", "give it once"});
        continue;
      }
      if (!core::IsValidUtf8(files[i].bytes)) {
        problems_.push_back({files[i].path, 0, 0, "the file is not UTF-8", "save it as UTF-8"});
        continue;
      }
      try {
        YAML::Node root = YAML::Load(files[i].bytes);
        if (!root.IsNull()) parsed.emplace_back(files[i].path, std::move(root));
      } catch (const YAML::Exception& error) {
        problems_.push_back({files[i].path, error.mark.line + 1, error.mark.column + 1,
                             "this is not YAML: " + error.msg,
                             "quote texts that hold ':', '#', '[' or '{'"});
      }
    }
    // Every fragment is known before the first pattern is read, every law before the first rule is
    // checked.
    for (const auto& [path, root] : parsed) {
      reader_.SetFile(path);
      if (!reader_.CheckMap(root, "a pack file",
                            {"fragments", "rules", "law", "rates", "wages", "fees", "deposits",
                             "channels", "places", "banks", "genres", "negations", "quotations",
                             "abroad", "jobs", "verdicts", "scoring", "test_register", "likeness"})) {
        continue;
      }
      ReadFragments(root);
      ReadTables(root);
      ReadLikeness(root);
    }
    for (const auto& [path, root] : parsed) {
      if (!root.IsMap()) continue;
      reader_.SetFile(path);
      ReadWords(root);
      ReadGenres(root);
      ReadRules(root);
      ReadVerdicts(root);
      ReadTestRegister(root);
    }
    SortAndCheck();
    if (!problems_.empty()) throw core::InputError(std::move(problems_));
    pack_->tables.gazetteer = Gazetteer(std::move(places_), std::move(banks_));
    pack_->matcher.Build();
    std::vector<const Condition*> conditions;
    for (const std::size_t rule : pack_->order) conditions.push_back(&pack_->rules[rule].when);
    pack_->rule_index = internal::RuleIndex(conditions, pack_->matcher.size());
    return pack_;
  }

 private:
  // --- fragments and patterns

  void ReadFragments(const YAML::Node& root) {
    const auto node = reader_.Find(root, "fragments");
    if (!node) return;
    if (!node->IsMap()) {
      reader_.Problem(*node, "'fragments' is not a map", "write `name: 'pattern'` lines");
      return;
    }
    for (const auto& entry : *node) {
      const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
      const bool good =
          !name.empty() &&
          name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
          (name[0] < '0' || name[0] > '9');
      if (!good) {
        reader_.Problem(entry.first,
                        "a fragment's name is made of a-z, 0-9 and _, and begins with a letter");
        continue;
      }
      auto text = reader_.Text(entry.second, "the fragment " + name);
      if (!text) continue;
      if (!fragments_.emplace(name, std::move(*text)).second) {
        reader_.Problem(entry.first, "there are two fragments $" + name, "rename one of them");
      }
    }
  }

  std::optional<PatternId> ReadPattern(const YAML::Node& node, const std::string& owner,
                                       Pattern::Form form = Pattern::Form::kFolded) {
    const auto source = reader_.Text(node, "a pattern");
    if (!source) return std::nullopt;
    if (core::Trim(*source).empty()) {
      reader_.Problem(node, "an empty pattern");
      return std::nullopt;
    }
    std::vector<std::string> problems;
    const std::string expanded = ExpandFragments(
        *source,
        [&](std::string_view name) -> std::optional<std::string> {
          const auto found = fragments_.find(std::string(name));
          if (found == fragments_.end()) return std::nullopt;
          return found->second;
        },
        problems);
    std::optional<PatternId> id;
    if (problems.empty()) id = pack_->matcher.Add(expanded, form, problems);
    for (std::string& problem : problems) {
      const bool unknown = problem.starts_with("there is no fragment");
      reader_.Problem(node, std::move(problem), unknown ? "define it under `fragments:`" : "");
    }
    if (id) pack_->pattern_uses.push_back({*id, *source, owner, reader_.PlaceOf(node)});
    return id;
  }

  std::vector<PatternId> ReadPatterns(const YAML::Node& map, const char* key,
                                      const std::string& owner,
                                      Pattern::Form form = Pattern::Form::kFolded) {
    std::vector<PatternId> ids;
    const auto node = reader_.Find(map, key);
    if (!node || !reader_.CheckList(*node, std::string("'") + key + "'")) return ids;
    for (const YAML::Node& entry : *node) {
      if (const auto id = ReadPattern(entry, owner, form)) ids.push_back(*id);
    }
    return ids;
  }

  // --- reference tables

  std::pair<std::string, std::string> ReadBothLanguages(const YAML::Node& map, const char* key,
                                                        bool required) {
    const auto node = reader_.Find(map, key, required);
    if (!node || !reader_.CheckMap(*node, std::string("'") + key + "'", {"vi", "en"})) return {};
    return {reader_.TextAt(*node, "vi", true), reader_.TextAt(*node, "en", true)};
  }

  Validity ReadValidity(const YAML::Node& map) {
    Validity validity{reader_.DayAt(map, "from"), reader_.DayAt(map, "to")};
    if (validity.from && validity.to && *validity.to < *validity.from) {
      reader_.Problem(map, "'to' is before 'from'", "both days count");
    }
    return validity;
  }

  std::optional<std::string> ReadJob(const YAML::Node& map) {
    const auto node = reader_.Find(map, "job");
    return node ? reader_.Text(*node, "'job'") : std::nullopt;
  }

  std::optional<core::Money> ReadMoney(const YAML::Node& node, std::string_view what) {
    double amount = 0;
    std::string currency = "VND";
    if (node.IsScalar()) {
      const auto plain = reader_.Number(node, what);
      if (!plain) return std::nullopt;
      amount = *plain;
    } else {
      if (!reader_.CheckMap(node, what, {"amount", "currency"})) return std::nullopt;
      const auto stated = reader_.NumberAt(node, "amount", true);
      if (!stated) return std::nullopt;
      amount = *stated;
      currency = reader_.TextAt(node, "currency", true);
    }
    const double minor = amount * std::pow(10.0, core::CurrencyExponent(currency));
    if (minor < 0 || minor > 9e17) {
      reader_.Problem(node, std::string(what) + " is out of bounds");
      return std::nullopt;
    }
    return core::Money{std::llround(minor), currency};
  }

  template <class ReadRow>
  void ForEachRow(const YAML::Node& root, const char* key,
                  std::initializer_list<std::string_view> keys, ReadRow&& read_row) {
    const auto node = reader_.Find(root, key);
    if (!node || !reader_.CheckList(*node, std::string("'") + key + "'")) return;
    for (const YAML::Node& row : *node) {
      if (reader_.CheckMap(row, std::string("a row of '") + key + "'", keys)) read_row(row);
    }
  }

  void ReadTables(const YAML::Node& root) {
    ReferenceTables& tables = pack_->tables;
    ForEachRow(root, "law", {"id", "act", "article", "text", "from", "to", "source"},
               [&](const YAML::Node& row) {
                 LawArticle article;
                 article.id = reader_.TextAt(row, "id", true);
                 article.act = reader_.TextAt(row, "act", true);
                 article.article = reader_.TextAt(row, "article", true);
                 std::tie(article.text_vi, article.text_en) = ReadBothLanguages(row, "text", true);
                 article.validity = ReadValidity(row);
                 article.source = reader_.TextAt(row, "source");
                 if (tables.FindLaw(article.id) != nullptr) {
                   reader_.Problem(row, "there are two articles with the id " + article.id,
                                   "give each its own id");
                 }
                 tables.law.push_back(std::move(article));
               });
    ForEachRow(root, "rates", {"currency", "vnd", "from"}, [&](const YAML::Node& row) {
      const auto vnd = reader_.NumberAt(row, "vnd", true);
      const auto from = reader_.DayAt(row, "from", true);
      if (vnd && from) tables.rates.push_back({reader_.TextAt(row, "currency", true), *vnd, *from});
      if (vnd && *vnd <= 0) reader_.Problem(row, "a rate that is not above 0");
    });
    ForEachRow(root, "wages",
               {"destination", "job", "plausible_max", "floor", "currency", "period", "from", "to"},
               [&](const YAML::Node& row) {
                 WageRow wage;
                 wage.destination = reader_.TextAt(row, "destination", true);
                 wage.job = ReadJob(row);
                 wage.plausible_max = reader_.NumberAt(row, "plausible_max", true).value_or(0);
                 wage.floor = reader_.NumberAt(row, "floor");
                 wage.currency = reader_.TextAt(row, "currency", true);
                 wage.period = reader_.TextAt(row, "period", true);
                 wage.validity = ReadValidity(row);
                 if (!wage.period.empty() && !PeriodsPerMonth(wage.period)) {
                   reader_.Problem(row, "unknown period '" + wage.period + "'",
                                   "write month, day or hour");
                 }
                 tables.wages.push_back(std::move(wage));
               });
    ForEachRow(root, "fees", {"market", "job", "months_per_12", "max_months_36", "from", "to"},
               [&](const YAML::Node& row) {
                 FeeRow fee;
                 fee.market = reader_.TextAt(row, "market", true);
                 fee.job = ReadJob(row);
                 fee.months_per_12 = reader_.NumberAt(row, "months_per_12", true).value_or(0);
                 fee.max_months_36 = reader_.NumberAt(row, "max_months_36", true).value_or(0);
                 fee.validity = ReadValidity(row);
                 tables.fees.push_back(std::move(fee));
               });
    ForEachRow(root, "deposits", {"market", "job", "cap", "from", "to"},
               [&](const YAML::Node& row) {
                 DepositRow deposit;
                 deposit.market = reader_.TextAt(row, "market", true);
                 deposit.job = ReadJob(row);
                 deposit.validity = ReadValidity(row);
                 if (const auto node = reader_.Find(row, "cap", true)) {
                   if (auto cap = ReadMoney(*node, "'cap'")) {
                     deposit.cap = std::move(*cap);
                     tables.deposits.push_back(std::move(deposit));
                   }
                 }
               });
    ForEachRow(root, "channels", {"domain", "name"}, [&](const YAML::Node& row) {
      tables.channels.push_back(
          {reader_.TextAt(row, "domain", true), reader_.TextAt(row, "name", true)});
    });
    ForEachRow(root, "places", {"names", "iso", "via", "zone", "context"},
               [&](const YAML::Node& row) { ReadPlaces(row); });
    ForEachRow(root, "banks", {"code", "names", "wallet"}, [&](const YAML::Node& row) {
      const std::string code = reader_.TextAt(row, "code", true);
      const bool wallet = FlagAt(row, "wallet");
      for (std::string& name : NamesOf(row)) banks_.push_back({std::move(name), code, wallet});
    });
    if (const auto scoring = reader_.Find(root, "scoring")) {
      if (reader_.CheckMap(*scoring, "'scoring'", {"review_at", "cap_per_indicator"})) {
        if (const auto value = reader_.IntegerAt(*scoring, "review_at")) pack_->review_at = *value;
        if (const auto value = reader_.IntegerAt(*scoring, "cap_per_indicator"))
          pack_->cap_per_indicator = *value;
      }
    }
  }

  // "words: 'giu cho=512; mat suat=430; …'": what each term speaks for the sign.
  void ReadLikeness(const YAML::Node& root) {
    ForEachRow(root, "likeness", {"indicator", "bias", "words"}, [&](const YAML::Node& row) {
      std::vector<std::pair<std::string, std::int32_t>> weights;
      const std::string words = reader_.TextAt(row, "words", true);
      for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(';', at), words.size());
        const std::string_view entry = core::Trim(std::string_view(words).substr(at, end - at));
        at = end + 1;
        if (entry.empty()) continue;
        const std::size_t equals = entry.rfind('=');
        std::int32_t weight = 0;
        if (equals == std::string_view::npos || equals == 0 ||
            std::from_chars(entry.data() + equals + 1, entry.data() + entry.size(), weight).ptr !=
                entry.data() + entry.size()) {
          reader_.Problem(row, "'" + std::string(entry) + "' is no term with its weight", "write term=hundredths;");
          return;
        }
        weights.emplace_back(entry.substr(0, equals), weight);
      }
      const std::string indicator = reader_.TextAt(row, "indicator", true);
      if (!pack_->likeness.Add(indicator, reader_.IntegerAt(row, "bias", true).value_or(0), weights))
        reader_.Problem(row, "there are two rows for " + indicator, "give one");
    });
  }

  // A share of adverts, as the logarithm of its odds.
  std::optional<double> OddsAt(const YAML::Node& map, const char* key) {
    const auto share = reader_.NumberAt(map, key);
    if (!share) return std::nullopt;
    if (*share <= 0 || *share >= 1) {
      reader_.Problem(map, std::string("'") + key + "' is no share", "write a number between 0 and 1");
      return std::nullopt;
    }
    return std::log(*share / (1 - *share));
  }

  std::optional<Condition> ReadWordsLike(const YAML::Node& node) {
    if (!reader_.CheckMap(node, "'words_like'", {"indicator", "min", "max"})) return std::nullopt;
    LikenessCondition condition{reader_.TextAt(node, "indicator", true), OddsAt(node, "min"), OddsAt(node, "max")};
    if (condition.least.has_value() == condition.most.has_value())
      reader_.Problem(node, "'words_like' needs one of 'min' and 'max'", "min: 0.7");
    if (!pack_->likeness.Find(condition.indicator))
      reader_.Problem(node, "no likeness was learned for " + condition.indicator, "see tables/likeness.yaml");
    return Condition{std::move(condition)};
  }

  bool FlagAt(const YAML::Node& row, const char* key) {
    const auto node = reader_.Find(row, key);
    return node && reader_.Boolean(*node, std::string("'") + key + "'").value_or(false);
  }

  std::vector<std::string> NamesOf(const YAML::Node& row) {
    const auto node = reader_.Find(row, "names", true);
    return node ? reader_.Texts(*node, "'names'") : std::vector<std::string>{};
  }

  void ReadPlaces(const YAML::Node& row) {
    static constexpr std::array<std::string_view, 5> kVia = {"country", "city", "zone", "visa",
                                                             "nickname"};
    PlaceName place;
    place.iso = reader_.TextAt(row, "iso", true);
    place.via = reader_.TextAt(row, "via", true);
    place.zone = reader_.TextAt(row, "zone");
    place.context = FlagAt(row, "context");
    const bool is_code =
        place.iso.size() == 2 &&
        place.iso.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    if (!place.iso.empty() && !is_code) {
      reader_.Problem(row, "'iso' is no country code", "write the two letters of ISO 3166, as JP");
    }
    if (!place.via.empty() && !Contains(kVia, place.via)) {
      reader_.Problem(row, "unknown 'via'", "one of " + Listed(kVia));
    }
    for (std::string& name : NamesOf(row)) {
      place.name = std::move(name);
      places_.push_back(place);
    }
  }

  void ReadWords(const YAML::Node& root) {
    const auto append = [](std::vector<PatternId>& to, std::vector<PatternId> from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    if (const auto node = reader_.Find(root, "negations")) {
      if (reader_.CheckMap(*node, "'negations'",
                           {"words", "exact_words", "over_commas", "conditional", "breaks"})) {
        append(pack_->negations, ReadPatterns(*node, "words", "negations"));
        append(pack_->negations,
               ReadPatterns(*node, "exact_words", "negations", Pattern::Form::kExact));
        append(pack_->negations_over_commas, ReadPatterns(*node, "over_commas", "negations"));
        append(pack_->conditional_negations, ReadPatterns(*node, "conditional", "negations"));
        append(pack_->negation_breaks, ReadPatterns(*node, "breaks", "negations"));
      }
    }
    if (const auto node = reader_.Find(root, "quotations")) {
      if (reader_.CheckMap(*node, "'quotations'", {"attributing", "reporting", "tellers", "others", "tellings", "heard"})) {
        append(pack_->attributions, ReadPatterns(*node, "attributing", "quotations"));
        append(pack_->reportings, ReadPatterns(*node, "reporting", "quotations"));
        append(pack_->tellers, ReadPatterns(*node, "tellers", "quotations"));
        append(pack_->others, ReadPatterns(*node, "others", "quotations"));
        append(pack_->tellings, ReadPatterns(*node, "tellings", "quotations"));
        append(pack_->heard, ReadPatterns(*node, "heard", "quotations"));
      }
    }
    if (const auto node = reader_.Find(root, "abroad")) {
      if (reader_.CheckMap(*node, "'abroad'", {"words", "mentions"})) {
        append(pack_->abroad_words, ReadPatterns(*node, "words", "abroad"));
        append(pack_->abroad_mentions, ReadPatterns(*node, "mentions", "abroad"));
      }
    }
    ForEachRow(root, "jobs", {"id", "text"}, [&](const YAML::Node& row) {
      const std::string id = reader_.TextAt(row, "id", true);
      const auto text = reader_.Find(row, "text", true);
      if (!text) return;
      if (const auto pattern = ReadPattern(*text, "jobs")) pack_->jobs.push_back({id, *pattern});
    });
  }

  // --- conditions

  std::optional<FieldSet> ReadFields(const YAML::Node& node) {
    FieldSet set = 0;
    for (const std::string& name : reader_.Texts(node, "'in'")) {
      if (const auto field = core::FindField(name)) {
        set = static_cast<FieldSet>(set | FieldBit(*field));
      } else {
        reader_.Problem(node, "unknown part '" + name + "'", "the parts are title, body, context");
      }
    }
    return set == 0 ? std::nullopt : std::optional(set);
  }

  Inside ReadInside(const YAML::Node& map, const char* key, Inside otherwise) {
    const auto node = reader_.Find(map, key);
    if (!node) return otherwise;
    const std::string text = reader_.Text(*node, std::string("'") + key + "'").value_or("");
    if (text == "skip") return Inside::kSkip;
    if (text == "only") return Inside::kOnly;
    if (text == "any") return Inside::kAny;
    reader_.Problem(*node, std::string("'") + key + "' is '" + text + "'",
                    "write skip, only or any");
    return otherwise;
  }

  TextOptions ReadTextOptions(const YAML::Node& map, const ConditionPlace& place) {
    TextOptions options = place.text_defaults;
    if (const auto node = reader_.Find(map, "in"))
      options.in = ReadFields(*node).value_or(options.in);
    options.negated = ReadInside(map, "negated", options.negated);
    options.quoted = ReadInside(map, "quoted", options.quoted);
    if (const auto node = reader_.Find(map, "quote")) {
      const std::string text = node->IsScalar() ? node->Scalar() : "";
      if (text != "match" && text != "line" && text != "none") {
        reader_.Problem(*node, "'quote' is '" + text + "'", "write match, line or none");
      }
      options.quote = text == "line" ? Quote::kLine : text == "none" ? Quote::kNone : Quote::kMatch;
    }
    return options;
  }

  // The texts of `node`, each checked to be one of `known`.
  template <class Names>
  std::set<std::string> ReadNames(const YAML::Node& node, std::string_view what,
                                  const Names& known) {
    std::set<std::string> names;
    for (std::string& name : reader_.Texts(node, what)) {
      if (!Contains(known, name)) {
        reader_.Problem(node, "unknown " + std::string(what) + " '" + name + "'",
                        "one of " + Listed(known));
      } else {
        names.insert(std::move(name));
      }
    }
    return names;
  }

  std::vector<Condition> ReadConditions(const YAML::Node& node, const ConditionPlace& place,
                                        int depth) {
    std::vector<Condition> conditions;
    if (node.IsMap()) {
      if (auto one = ReadCondition(node, place, depth + 1)) conditions.push_back(std::move(*one));
      return conditions;
    }
    if (!reader_.CheckList(node, "a group of conditions")) return conditions;
    for (const YAML::Node& entry : node) {
      if (auto condition = ReadCondition(entry, place, depth + 1))
        conditions.push_back(std::move(*condition));
    }
    if (node.size() == 0) reader_.Problem(node, "an empty group of conditions");
    return conditions;
  }

  std::optional<Condition> ReadCondition(const YAML::Node& node, const ConditionPlace& place,
                                         int depth = 0) {
    if (depth > kMaxDepth) {
      reader_.Problem(node, "conditions nested more than 30 deep");
      return std::nullopt;
    }
    if (node.IsSequence()) return Condition{AllCondition{ReadConditions(node, place, depth)}};
    if (!node.IsMap() || node.size() == 0) {
      reader_.Problem(node, "a condition is a map with one key",
                      "write for instance `text: 'pattern'` or `all: [ … ]`");
      return std::nullopt;
    }
    std::vector<Condition> parts;
    std::set<std::string> seen;
    for (const auto& entry : node) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (!seen.insert(key).second)
        reader_.Problem(entry.first, "the key '" + key + "' stands twice");
      if (auto part = ReadOne(entry.first, key, entry.second, place, depth))
        parts.push_back(std::move(*part));
    }
    if (parts.empty()) return std::nullopt;
    if (parts.size() == 1) return std::move(parts.front());
    return Condition{AllCondition{std::move(parts)}};
  }

  std::optional<Condition> ReadOne(const YAML::Node& key_node, const std::string& key,
                                   const YAML::Node& node, const ConditionPlace& place, int depth) {
    if (key == "text" || key == "exact") return ReadText(node, place, key == "exact");
    if (key == "near") return ReadNear(node, place);
    if (key == "count") return ReadCount(node, place);
    if (key == "all") return Condition{AllCondition{ReadConditions(node, place, depth)}};
    if (key == "any") return Condition{AnyCondition{ReadConditions(node, place, depth)}};
    if (key == "none" || key == "not")
      return Condition{NoneCondition{ReadConditions(node, place, depth)}};
    if (key == "at_least") {
      if (!reader_.CheckMap(node, "'at_least'", {"n", "of"})) return std::nullopt;
      AtLeastCondition condition;
      const int n = reader_.IntegerAt(node, "n", true).value_or(1);
      if (const auto of = reader_.Find(node, "of", true))
        condition.of = ReadConditions(*of, place, depth);
      if (n < 1 || static_cast<std::size_t>(n) > condition.of.size()) {
        reader_.Problem(node, "'n' is not between 1 and the number of conditions");
      }
      condition.n = static_cast<std::size_t>(std::max(n, 1));
      return Condition{std::move(condition)};
    }
    if (key == "fact") return ReadFact(node);
    if (key == "money") return ReadMoneyCondition(node);
    if (key == "wage_above") {
      if (!reader_.CheckMap(node, "'wage_above'", {"factor"})) return std::nullopt;
      return Condition{WageAboveCondition{reader_.NumberAt(node, "factor", true).value_or(1)}};
    }
    if (key == "fee_above_ceiling") return ReadFlag(node, key, FeeAboveCeilingCondition{});
    if (key == "deposit_above_cap") return ReadFlag(node, key, DepositAboveCapCondition{});
    if (key == "abroad") return ReadFlag(node, key, AbroadCondition{});
    if (key == "genre") {
      if (!place.in_rule && !place.in_verdict) {
        reader_.Problem(key_node, "a genre's cue cannot ask for the genre");
        return std::nullopt;
      }
      GenreCondition condition;
      for (std::string& name : reader_.Texts(node, "'genre'")) {
        if (!IsGenre(name)) {
          reader_.Problem(
              node, "unknown genre '" + name + "'",
              "advert, tip, news, official_warning, official_notice, study_abroad, visa_service, "
              "travel, complaint or other");
        }
        condition.genres.insert(std::move(name));
      }
      return Condition{std::move(condition)};
    }
    if (key == "register") {
      RegisterCondition condition;
      for (const std::string& name : reader_.Texts(node, "'register'")) {
        if (const auto state = FindRegisterState(name)) {
          condition.states =
              static_cast<RegisterStates>(condition.states | static_cast<RegisterStates>(*state));
        } else {
          reader_.Problem(
              node, "unknown register state '" + name + "'",
              "unlisted, inactive, active, number_unknown, number_of_other, possible, nobody, "
              "borrowed or unknown");
        }
      }
      return Condition{condition};
    }
    if (key == "finding") {
      if (!place.in_rule && !place.in_verdict) {
        reader_.Problem(key_node, "a genre's cue cannot ask for findings");
        return std::nullopt;
      }
      FindingCondition condition;
      for (std::string& name : reader_.Texts(node, "'finding'")) {
        finding_uses_.push_back({name, reader_.PlaceOf(node)});
        condition.names.insert(std::move(name));
      }
      return Condition{std::move(condition)};
    }
    if (key == "evasion") return Condition{EvasionCondition{ReadNames(node, "evasion", kEvasions)}};
    if (key == "language") {
      static constexpr std::array<std::string_view, 2> kLanguages = {"vi", "en"};
      return Condition{LanguageCondition{ReadNames(node, "language", kLanguages)}};
    }
    if (key == "contact") return ReadContact(node);
    if (key == "channel") {
      ChannelCondition condition;
      for (std::string& name : reader_.Texts(node, "'channel'"))
        condition.channels.insert(std::move(name));
      return Condition{std::move(condition)};
    }
    if (key == "words_like") return ReadWordsLike(node);
    if (key == "score") {
      if (!place.in_verdict) {
        reader_.Problem(key_node, "only a verdict can ask for the score");
        return std::nullopt;
      }
      if (node.IsScalar() && node.Scalar() == "review_at")
        return Condition{ScoreCondition{pack_->review_at}};
      return Condition{ScoreCondition{reader_.Integer(node, "'score'").value_or(0)}};
    }
    reader_.Problem(
        key_node, "unknown condition '" + key + "'",
        "the conditions are text, exact, near, count, all, any, none, not, at_least, fact, money, "
        "wage_above, fee_above_ceiling, deposit_above_cap, abroad, genre, register, finding, "
        "evasion, "
        "language, contact, channel and words_like");
    return std::nullopt;
  }

  template <class Kind>
  std::optional<Condition> ReadFlag(const YAML::Node& node, const std::string& key, Kind kind) {
    const auto value = reader_.Boolean(node, "'" + key + "'");
    if (!value) return std::nullopt;
    Condition condition{std::move(kind)};
    if (*value) return condition;
    NoneCondition none;
    none.of.push_back(std::move(condition));
    return Condition{std::move(none)};
  }

  std::optional<Condition> ReadText(const YAML::Node& node, const ConditionPlace& place,
                                    bool exact) {
    const auto form = exact ? Pattern::Form::kExact : Pattern::Form::kFolded;
    TextCondition condition;
    condition.options = place.text_defaults;
    YAML::Node pattern = node;
    if (node.IsMap()) {
      if (!reader_.CheckMap(node, "a text condition",
                            {"pattern", "in", "negated", "quoted", "quote"}))
        return std::nullopt;
      condition.options = ReadTextOptions(node, place);
      const auto found = reader_.Find(node, "pattern", true);
      if (!found) return std::nullopt;
      pattern.reset(*found);
    }
    const auto id = ReadPattern(pattern, place.owner, form);
    if (!id) return std::nullopt;
    condition.pattern = *id;
    return Condition{condition};
  }

  std::optional<Condition> ReadNear(const YAML::Node& node, const ConditionPlace& place) {
    if (!reader_.CheckMap(node, "'near'", {"gap", "ordered", "of", "in", "negated", "quoted"}))
      return std::nullopt;
    NearCondition condition;
    condition.options = ReadTextOptions(node, place);
    const int gap = reader_.IntegerAt(node, "gap", true).value_or(0);
    if (gap < 0 || gap > 2000) reader_.Problem(node, "'gap' is not between 0 and 2000");
    condition.gap = static_cast<std::uint32_t>(std::clamp(gap, 0, 2000));
    if (const auto ordered = reader_.Find(node, "ordered")) {
      condition.ordered = reader_.Boolean(*ordered, "'ordered'").value_or(false);
    }
    if (const auto of = reader_.Find(node, "of", true); of && reader_.CheckList(*of, "'of'")) {
      if (of->size() < 2 || of->size() > 6)
        reader_.Problem(*of, "'near' takes two to six patterns");
      for (const YAML::Node& entry : *of) {
        if (const auto id = ReadPattern(entry, place.owner)) condition.of.push_back(*id);
      }
    }
    return Condition{std::move(condition)};
  }

  std::optional<Condition> ReadCount(const YAML::Node& node, const ConditionPlace& place) {
    if (!reader_.CheckMap(node, "'count'", {"of", "min", "in", "negated", "quoted"}))
      return std::nullopt;
    CountCondition condition;
    condition.options = ReadTextOptions(node, place);
    const int min = reader_.IntegerAt(node, "min", true).value_or(1);
    if (min < 1 || static_cast<std::size_t>(min) > Matcher::kMaxMatches) {
      reader_.Problem(node, "'min' is not between 1 and 256");
    }
    condition.min = static_cast<std::size_t>(std::max(min, 1));
    const auto of = reader_.Find(node, "of", true);
    if (!of) return std::nullopt;
    const auto id = ReadPattern(*of, place.owner);
    if (!id) return std::nullopt;
    condition.pattern = *id;
    return Condition{condition};
  }

  std::optional<Condition> ReadFact(const YAML::Node& node) {
    if (!reader_.CheckMap(node, "'fact'", {"kind", "value", "attr", "min", "max", "count", "in"}))
      return std::nullopt;
    FactCondition condition;
    const auto kind_node = reader_.Find(node, "kind", true);
    if (!kind_node) return std::nullopt;
    const std::string name = reader_.Text(*kind_node, "'kind'").value_or("");
    const auto kind = core::FindFactKind(name);
    if (!kind) {
      reader_.Problem(
          *kind_node, "unknown kind of fact '" + name + "'",
          "money, phone, account, social, email, domain, licence, tax_code, contract, destination, "
          "enterprise, address, age, departure_days, hours_per_day, days_off, contract_months, "
          "headcount or date");
      return std::nullopt;
    }
    condition.kind = *kind;
    for (std::string& value : reader_.TextsAt(node, "value"))
      condition.values.insert(std::move(value));
    if (const auto attrs = reader_.Find(node, "attr")) {
      if (!attrs->IsMap()) {
        reader_.Problem(*attrs, "'attr' is not a map", "write `attr: {line: [mobile]}`");
      } else {
        for (const auto& entry : *attrs) {
          auto& wanted = condition.attrs[entry.first.as<std::string>("")];
          for (std::string& value : reader_.Texts(entry.second, "an attribute"))
            wanted.insert(std::move(value));
        }
      }
    }
    condition.min = reader_.NumberAt(node, "min");
    condition.max = reader_.NumberAt(node, "max");
    const int count = reader_.IntegerAt(node, "count").value_or(1);
    if (count < 1) reader_.Problem(node, "'count' is below 1");
    condition.count = static_cast<std::size_t>(std::max(count, 1));
    if (const auto in = reader_.Find(node, "in"))
      condition.in = ReadFields(*in).value_or(condition.in);
    return Condition{std::move(condition)};
  }

  std::optional<Condition> ReadMoneyCondition(const YAML::Node& node) {
    if (!reader_.CheckMap(node, "'money'", {"role", "currency", "min", "max", "period", "in"}))
      return std::nullopt;
    MoneyCondition condition;
    if (const auto role = reader_.Find(node, "role"))
      condition.roles = ReadNames(*role, "role", kMoneyRoles);
    if (const auto period = reader_.Find(node, "period")) {
      condition.periods = ReadNames(*period, "period", kMoneyPeriods);
    }
    for (std::string& currency : reader_.TextsAt(node, "currency"))
      condition.currencies.insert(std::move(currency));
    condition.min = reader_.NumberAt(node, "min");
    condition.max = reader_.NumberAt(node, "max");
    if (const auto in = reader_.Find(node, "in")) {
      condition.in_vnd = reader_.Text(*in, "'in'").value_or("") == "VND";
      if (!condition.in_vnd)
        reader_.Problem(*in, "sums are converted into VND only", "write `in: VND`");
    }
    return Condition{std::move(condition)};
  }

  std::optional<Condition> ReadContact(const YAML::Node& node) {
    if (!reader_.CheckMap(node, "'contact'", {"any", "none"})) return std::nullopt;
    ContactCondition condition;
    for (const char* key : {"any", "none"}) {
      auto& kinds = key == std::string_view("any") ? condition.any : condition.none;
      const auto list = reader_.Find(node, key);
      if (!list) continue;
      for (const std::string& name : reader_.Texts(*list, "'contact'")) {
        if (const auto kind = FindContactKind(name)) {
          kinds.insert(*kind);
        } else {
          reader_.Problem(*list, "unknown contact '" + name + "'",
                          "landline, address, enterprise, mobile, social, email or website");
        }
      }
    }
    if (condition.any.empty() && condition.none.empty()) {
      reader_.Problem(node, "'contact' names no kind", "write `any: […]` or `none: […]`");
    }
    return Condition{std::move(condition)};
  }

  // --- genres, rules, verdicts

  void ReadGenres(const YAML::Node& root) {
    ForEachRow(root, "genres", {"id", "needs", "cues"}, [&](const YAML::Node& row) {
      GenreTable table;
      table.id = reader_.TextAt(row, "id", true);
      table.needs = reader_.IntegerAt(row, "needs", true).value_or(1);
      ConditionPlace place;
      place.owner = "genres";
      place.text_defaults.negated = Inside::kAny;
      place.text_defaults.quoted = Inside::kAny;
      const auto cues = reader_.Find(row, "cues", true);
      if (cues && reader_.CheckList(*cues, "'cues'")) {
        for (const YAML::Node& cue_node : *cues) {
          GenreCue cue;
          if (!cue_node.IsMap()) {
            reader_.Problem(cue_node, "a cue is not a map", "write `{text: 'pattern', weight: 2}`");
            continue;
          }
          cue.weight = reader_.IntegerAt(cue_node, "weight", true).value_or(0);
          std::vector<Condition> parts;
          for (const auto& entry : cue_node) {
            const std::string key = entry.first.as<std::string>("");
            if (key == "weight") continue;
            if (auto part = ReadOne(entry.first, key, entry.second, place, 1))
              parts.push_back(std::move(*part));
          }
          if (parts.empty()) {
            reader_.Problem(cue_node, "a cue without a condition",
                            "write `{text: 'pattern', weight: 2}`");
            continue;
          }
          cue.condition = parts.size() == 1 ? std::move(parts.front())
                                            : Condition{AllCondition{std::move(parts)}};
          table.cues.push_back(std::move(cue));
        }
      }
      if (table.id != "offer" && !IsGenre(table.id)) {
        reader_.Problem(row, "unknown genre '" + table.id + "'");
        return;
      }
      // A genre may be spread over files: its cues are one list, the first `needs` counts.
      GenreTable* known = nullptr;
      if (table.id == "offer") {
        if (pack_->offer) known = &*pack_->offer;
      } else {
        for (GenreTable& other : pack_->genres) {
          if (other.id == table.id) known = &other;
        }
      }
      if (known != nullptr) {
        std::move(table.cues.begin(), table.cues.end(), std::back_inserter(known->cues));
      } else if (table.id == "offer") {
        pack_->offer = std::move(table);
      } else {
        pack_->genres.push_back(std::move(table));
      }
    });
  }

  RuleTest ReadTest(const YAML::Node& node) {
    RuleTest test;
    test.place = reader_.PlaceOf(node);
    if (node.IsScalar()) {
      test.text.body = node.Scalar();
      return test;
    }
    if (!reader_.CheckMap(node, "a test",
                          {"title", "body", "context", "agency", "url", "channel", "posted_at"})) {
      return test;
    }
    test.text = {reader_.TextAt(node, "title"), reader_.TextAt(node, "body"),
                 reader_.TextAt(node, "context")};
    test.agency = reader_.TextAt(node, "agency");
    test.url = reader_.TextAt(node, "url");
    test.channel = reader_.TextAt(node, "channel");
    test.posted_at = reader_.DayAt(node, "posted_at");
    return test;
  }

  std::vector<RuleTest> ReadTests(const YAML::Node& tests, const char* key) {
    std::vector<RuleTest> result;
    const auto list = reader_.Find(tests, key);
    if (!list || !reader_.CheckList(*list, std::string("'") + key + "'")) return result;
    for (const YAML::Node& node : *list) result.push_back(ReadTest(node));
    return result;
  }

  void ReadRules(const YAML::Node& root) {
    ForEachRow(root, "rules",
               {"id", "version", "indicator", "severity", "points", "status", "reason", "title",
                "why", "law", "false_positives", "guide", "author", "date", "references", "genres",
                "when", "tests"},
               [&](const YAML::Node& row) { ReadRule(row); });
  }

  void ReadRule(const YAML::Node& row) {
    Rule rule;
    rule.place = reader_.PlaceOf(row);
    rule.id = reader_.TextAt(row, "id", true);
    if (const auto node = reader_.Find(row, "id")) {
      rule.place = reader_.PlaceOf(*node);
      if (rule.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-") !=
          std::string::npos) {
        reader_.Problem(*node, "a rule's id is made of a-z, 0-9, '_' and '.'",
                        "write for instance vi.fee.deposit");
      }
    }
    rule.version = reader_.IntegerAt(row, "version", true).value_or(1);
    rule.indicator = reader_.TextAt(row, "indicator", true);
    if (const auto node = reader_.Find(row, "indicator");
        node && core::FindIndicator(rule.indicator) == nullptr) {
      reader_.Problem(*node, "unknown indicator '" + rule.indicator + "'",
                      "take one of the indicator codes");
    }
    if (const auto node = reader_.Find(row, "severity", true)) {
      const auto severity = core::FindSeverity(reader_.Text(*node, "'severity'").value_or(""));
      if (!severity) reader_.Problem(*node, "unknown severity", "low, medium, high or critical");
      rule.severity = severity.value_or(core::Severity::kLow);
    }
    if (const auto node = reader_.Find(row, "points", true)) {
      rule.points = reader_.Integer(*node, "'points'").value_or(0);
      if (rule.points < 0 || rule.points > 100)
        reader_.Problem(*node, "'points' is not between 0 and 100");
    }
    if (const auto node = reader_.Find(row, "status", true)) {
      const std::string status = reader_.Text(*node, "'status'").value_or("");
      bool known = false;
      for (const auto candidate : {RuleStatus::kExperimental, RuleStatus::kTest,
                                   RuleStatus::kStable, RuleStatus::kDeprecated}) {
        if (RuleStatusName(candidate) != status) continue;
        rule.status = candidate;
        known = true;
      }
      if (!known)
        reader_.Problem(*node, "unknown status '" + status + "'",
                        "experimental, test, stable or deprecated");
    }
    rule.reason = reader_.TextAt(row, "reason");
    if (rule.status == RuleStatus::kDeprecated && rule.reason.empty()) {
      reader_.Problem(row, "a deprecated rule without a reason", "write `reason: …`");
    }
    std::tie(rule.title_vi, rule.title_en) = ReadBothLanguages(row, "title", true);
    std::tie(rule.why_vi, rule.why_en) = ReadBothLanguages(row, "why", false);
    std::tie(rule.guide_vi, rule.guide_en) = ReadBothLanguages(row, "guide", false);
    if (const auto node = reader_.Find(row, "law")) {
      rule.law = reader_.Texts(*node, "'law'");
      for (const std::string& id : rule.law) law_uses_.push_back({id, reader_.PlaceOf(*node)});
    }
    rule.false_positives = reader_.TextsAt(row, "false_positives");
    rule.author = reader_.TextAt(row, "author");
    rule.date = reader_.TextAt(row, "date");
    rule.references = reader_.TextsAt(row, "references");
    if (const auto node = reader_.Find(row, "genres")) {
      rule.any_genre = node->IsScalar() && node->Scalar() == "any";
      if (!rule.any_genre) {
        reader_.Problem(*node, "'genres' can only be `any`",
                        "for some genres write the condition `genre: […]`");
      }
    }
    if (const auto node = reader_.Find(row, "when", true)) {
      ConditionPlace place;
      place.owner = rule.id;
      place.in_rule = true;
      if (auto when = ReadCondition(*node, place)) rule.when = std::move(*when);
      Walk(rule.when, [&](const Condition& condition) {
        if (std::holds_alternative<GenreCondition>(condition.kind)) rule.has_genre_condition = true;
      });
    }
    if (const auto tests = reader_.Find(row, "tests")) {
      if (reader_.CheckMap(*tests, "'tests'", {"hit", "miss"})) {
        rule.hits = ReadTests(*tests, "hit");
        rule.misses = ReadTests(*tests, "miss");
      }
    }
    pack_->rules.push_back(std::move(rule));
  }

  void ReadVerdicts(const YAML::Node& root) {
    ForEachRow(root, "verdicts", {"verdict", "when"}, [&](const YAML::Node& row) {
      VerdictRow verdict;
      const auto name = reader_.Find(row, "verdict", true);
      if (name) {
        const auto found = core::FindVerdict(reader_.Text(*name, "'verdict'").value_or(""));
        if (!found)
          reader_.Problem(*name, "unknown verdict",
                          "trafficking, fraud, unlicensed, violation or clear");
        verdict.verdict = found.value_or(core::Verdict::kClear);
      }
      ConditionPlace place;
      place.owner = "verdicts";
      place.in_verdict = true;
      const auto when = reader_.Find(row, "when", true);
      if (!when) return;
      if (auto condition = ReadCondition(*when, place)) {
        verdict.when = std::move(*condition);
        pack_->verdicts.push_back(std::move(verdict));
      }
    });
  }

  void ReadTestRegister(const YAML::Node& root) {
    ForEachRow(
        root, "test_register",
        {"name", "name_en", "short_name", "licence_no", "issued_on", "status", "status_from",
         "status_to", "status_market", "status_activity", "tax_code", "address", "phone", "markets",
         "reissued_from", "website", "email"},
        [&](const YAML::Node& row) {
          core::RegisterRow entry;
          entry.name = reader_.TextAt(row, "name", true);
          entry.name_en = reader_.TextAt(row, "name_en");
          entry.short_name = reader_.TextAt(row, "short_name");
          entry.licence_no = reader_.TextAt(row, "licence_no");
          entry.issued_on = reader_.DayAt(row, "issued_on");
          if (const auto node = reader_.Find(row, "status")) {
            const auto status =
                core::FindLicenceStatus(reader_.Text(*node, "'status'").value_or(""));
            if (!status) {
              reader_.Problem(*node, "unknown status",
                              "active, suspended, revoked, returned or expired");
            }
            entry.status = status.value_or(core::LicenceStatus::kActive);
          }
          entry.status_from = reader_.DayAt(row, "status_from");
          entry.status_to = reader_.DayAt(row, "status_to");
          entry.status_market = reader_.TextAt(row, "status_market");
          entry.status_activity = reader_.TextAt(row, "status_activity");
          entry.tax_code = reader_.TextAt(row, "tax_code");
          entry.address = reader_.TextAt(row, "address");
          for (const std::string& phones : reader_.TextsAt(row, "phone")) {
            std::size_t from = 0;
            while (from <= phones.size()) {
              const std::size_t end = std::min(phones.find_first_of(";/", from), phones.size());
              const auto phone = core::Trim(std::string_view(phones).substr(from, end - from));
              if (!phone.empty()) entry.phones.emplace_back(phone);
              from = end + 1;
            }
          }
          entry.markets = reader_.TextsAt(row, "markets");
          entry.reissued_from = reader_.TextAt(row, "reissued_from");
          entry.website = reader_.TextAt(row, "website");
          entry.email = reader_.TextAt(row, "email");
          pack_->test_register.push_back(std::move(entry));
        });
  }

  // --- what can be checked only when all is read

  void ProblemAt(const SourcePlace& place, std::string what, std::string fix) {
    problems_.push_back({place.file, place.line, place.column, std::move(what), std::move(fix)});
  }

  void SortAndCheck() {
    auto& rules = pack_->rules;
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule& a, const Rule& b) { return a.id < b.id; });
    std::set<std::string> known;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (i > 0 && rules[i].id == rules[i - 1].id) {
        ProblemAt(rules[i].place, "there are two rules " + rules[i].id, "give each its own id");
      }
      known.insert(rules[i].id);
    }
    for (const auto& [id, place] : law_uses_) {
      if (pack_->tables.FindLaw(id) == nullptr) {
        ProblemAt(place, "there is no law '" + id + "'", "add it to a `law:` table");
      }
    }
    for (const auto& [name, place] : finding_uses_) {
      if (!known.contains(name) && core::FindIndicator(name) == nullptr) {
        ProblemAt(place, "'" + name + "' is neither a rule nor an indicator",
                  "write the id of a rule or a code");
      }
    }
    SortByFindings();
    const auto by_place = [](const core::InputProblem& a, const core::InputProblem& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    };
    std::stable_sort(problems_.begin(), problems_.end(), by_place);
  }

  // A rule that asks for findings is evaluated after the rules that make them.
  void SortByFindings() {
    const auto& rules = pack_->rules;
    std::vector<std::vector<std::size_t>> needs(rules.size());
    for (std::size_t i = 0; i < rules.size(); ++i) {
      Walk(rules[i].when, [&](const Condition& condition) {
        const auto* finding = std::get_if<FindingCondition>(&condition.kind);
        if (finding == nullptr) return;
        for (std::size_t other = 0; other < rules.size(); ++other) {
          if (finding->names.contains(rules[other].id) ||
              finding->names.contains(rules[other].indicator)) {
            needs[i].push_back(other);
          }
        }
      });
    }
    enum class Mark { kNew, kOpen, kDone };
    std::vector<Mark> marks(rules.size(), Mark::kNew);
    const std::function<bool(std::size_t)> visit = [&](std::size_t i) {
      if (marks[i] == Mark::kDone) return true;
      if (marks[i] == Mark::kOpen) return false;
      marks[i] = Mark::kOpen;
      for (const std::size_t other : needs[i]) {
        if (!visit(other)) {
          ProblemAt(rules[i].place,
                    "the rule " + rules[i].id + " asks for a finding of " + rules[other].id +
                        ", which in turn depends on it",
                    "name single rules instead of an indicator, or drop one of the conditions");
          break;
        }
      }
      marks[i] = Mark::kDone;
      pack_->order.push_back(i);
      return true;
    };
    for (std::size_t i = 0; i < rules.size(); ++i) visit(i);
  }

  struct NameUse {
    std::string name;
    SourcePlace place;
  };

  std::shared_ptr<Pack> pack_ = std::make_shared<Pack>();
  std::vector<core::InputProblem> problems_;
  YamlReader reader_{problems_};
  std::map<std::string, std::string> fragments_;
  std::vector<PlaceName> places_;
  std::vector<BankName> banks_;
  std::vector<NameUse> law_uses_;
  std::vector<NameUse> finding_uses_;
};

}  // namespace

std::string PackBytes(std::span<const PackFile> files) {
  std::vector<PackFile> sorted(files.begin(), files.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const PackFile& a, const PackFile& b) { return a.path < b.path; });
  std::string bytes;
  for (const PackFile& file : sorted) {
    bytes += file.path + '\0' + std::to_string(file.bytes.size()) + '\0' + file.bytes;
  }
  return bytes;
}

std::vector<PackFile> UnpackPackBytes(std::string_view bytes, const std::string& name) {
  std::vector<PackFile> files;
  const auto until_nul = [&] {
    const std::size_t end = bytes.find('\0');
    if (end == bytes.npos)
      throw core::InputError({name, 0, 0, "these are not the bytes of a rule pack", ""});
    const std::string_view part = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    return part;
  };
  while (!bytes.empty()) {
    PackFile file{std::string{until_nul()}, {}};
    const std::string_view length = until_nul();
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), size);
    if (error != std::errc{} || end != length.data() + length.size() || size > bytes.size())
      throw core::InputError({name, 0, 0, "a file of the rule pack is cut off", ""});
    file.bytes = bytes.substr(0, size);
    bytes.remove_prefix(size);
    files.push_back(std::move(file));
  }
  return files;
}

std::shared_ptr<const Pack> LoadPack(std::span<const PackFile> files) {
  return Loader().Load(files);
}

}  // namespace agencywatch::rules
