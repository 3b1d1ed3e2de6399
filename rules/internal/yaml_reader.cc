#include "rules/internal/yaml_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

namespace agencywatch::rules::internal {
namespace {

std::string Join(std::initializer_list<std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace

SourcePlace YamlReader::PlaceOf(const YAML::Node& node) const {
  const YAML::Mark mark = node.Mark();
  return {file_, mark.is_null() ? 0 : mark.line + 1, mark.is_null() ? 0 : mark.column + 1};
}

void YamlReader::Problem(const YAML::Node& node, std::string what, std::string fix) {
  const SourcePlace place = PlaceOf(node);
  problems_.push_back({place.file, place.line, place.column, std::move(what), std::move(fix)});
}

bool YamlReader::CheckMap(const YAML::Node& node, std::string_view what,
                          std::initializer_list<std::string_view> keys) {
  if (!node.IsMap()) {
    Problem(node, std::string(what) + " is not a map",
            "write `key: value` lines with the keys " + Join(keys));
    return false;
  }
  std::set<std::string> seen;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) {
      Problem(entry.first, "a key of " + std::string(what) + " is not a word");
      continue;
    }
    const std::string& key = entry.first.Scalar();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      Problem(entry.first, "unknown key '" + key + "' in " + std::string(what),
              "the keys are " + Join(keys));
    }
    if (!seen.insert(key).second) {
      Problem(entry.first, "the key '" + key + "' stands twice in " + std::string(what),
              "keep one of them");
    }
  }
  return true;
}

bool YamlReader::CheckList(const YAML::Node& node, std::string_view what) {
  if (node.IsSequence()) return true;
  Problem(node, std::string(what) + " is not a list", "write one `- …` line for each entry");
  return false;
}

std::optional<YAML::Node> YamlReader::Find(const YAML::Node& map, const char* key, bool required) {
  if (map.IsMap()) {
    const YAML::Node value = map[key];
    if (value.IsDefined() && !value.IsNull()) return value;
  }
  if (required)
    Problem(map, std::string("'") + key + "' is missing", std::string("write `") + key + ": …`");
  return std::nullopt;
}

std::optional<std::string> YamlReader::Text(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar()) return node.Scalar();
  Problem(node, std::string(what) + " is not a text", "write one value in quotes");
  return std::nullopt;
}

std::optional<double> YamlReader::Number(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar()) {
    const std::string& text = node.Scalar();
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (!text.empty() && *end == '\0' && std::isfinite(value)) return value;
  }
  Problem(node, std::string(what) + " is not a number", "write digits, with a '.' before decimals");
  return std::nullopt;
}

std::optional<int> YamlReader::Integer(const YAML::Node& node, std::string_view what) {
  const auto value = Number(node, what);
  if (!value) return std::nullopt;
  if (std::floor(*value) == *value && std::abs(*value) <= 1e9) return static_cast<int>(*value);
  Problem(node, std::string(what) + " is not a whole number");
  return std::nullopt;
}

std::optional<bool> YamlReader::Boolean(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar() && node.Scalar() == "true") return true;
  if (node.IsScalar() && node.Scalar() == "false") return false;
  Problem(node, std::string(what) + " is neither true nor false");
  return std::nullopt;
}

std::optional<core::Day> YamlReader::Day(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar()) {
    if (const auto day = core::ParseDay(node.Scalar()); day && node.Scalar().size() == 10)
      return day;
  }
  Problem(node, std::string(what) + " is not a day", "write it as 2026-10-31");
  return std::nullopt;
}

std::vector<std::string> YamlReader::Texts(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar()) return {node.Scalar()};
  std::vector<std::string> texts;
  if (!CheckList(node, what)) return texts;
  for (const YAML::Node& entry : node) {
    if (auto text = Text(entry, "an entry of " + std::string(what)))
      texts.push_back(std::move(*text));
  }
  return texts;
}

std::string YamlReader::TextAt(const YAML::Node& map, const char* key, bool required) {
  const auto node = Find(map, key, required);
  return node ? Text(*node, std::string("'") + key + "'").value_or("") : "";
}

std::optional<double> YamlReader::NumberAt(const YAML::Node& map, const char* key, bool required) {
  const auto node = Find(map, key, required);
  return node ? Number(*node, std::string("'") + key + "'") : std::nullopt;
}

std::optional<int> YamlReader::IntegerAt(const YAML::Node& map, const char* key, bool required) {
  const auto node = Find(map, key, required);
  return node ? Integer(*node, std::string("'") + key + "'") : std::nullopt;
}

std::optional<core::Day> YamlReader::DayAt(const YAML::Node& map, const char* key, bool required) {
  const auto node = Find(map, key, required);
  return node ? Day(*node, std::string("'") + key + "'") : std::nullopt;
}

std::vector<std::string> YamlReader::TextsAt(const YAML::Node& map, const char* key) {
  const auto node = Find(map, key);
  return node ? Texts(*node, std::string("'") + key + "'") : std::vector<std::string>{};
}

}  // namespace agencywatch::rules::internal
