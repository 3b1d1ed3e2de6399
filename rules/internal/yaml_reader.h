// Reads checked values out of YAML and collects what is wrong, with its place, instead of stopping
// at once.
#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.h"
#include "core/time.h"
#include "rules/pack.h"

namespace agencywatch::rules::internal {

class YamlReader {
 public:
  explicit YamlReader(std::vector<core::InputProblem>& problems) : problems_(problems) {}

  void SetFile(std::string path) { file_ = std::move(path); }
  [[nodiscard]] SourcePlace PlaceOf(const YAML::Node& node) const;
  void Problem(const YAML::Node& node, std::string what, std::string fix = {});

  // Is `node` a map with only these keys, each once? Says so if not.
  bool CheckMap(const YAML::Node& node, std::string_view what,
                std::initializer_list<std::string_view> keys);
  bool CheckList(const YAML::Node& node, std::string_view what);
  // The value under `key`; says so when it is missing and `required`. Invalid or null: not there.
  std::optional<YAML::Node> Find(const YAML::Node& map, const char* key, bool required = false);

  std::optional<std::string> Text(const YAML::Node& node, std::string_view what);
  std::optional<double> Number(const YAML::Node& node, std::string_view what);
  std::optional<int> Integer(const YAML::Node& node, std::string_view what);
  std::optional<bool> Boolean(const YAML::Node& node, std::string_view what);
  std::optional<core::Day> Day(const YAML::Node& node, std::string_view what);
  // A list of texts, or one text standing for a list of one.
  std::vector<std::string> Texts(const YAML::Node& node, std::string_view what);

  // The same for a key of a map; the default when it is missing.
  std::string TextAt(const YAML::Node& map, const char* key, bool required = false);
  std::optional<double> NumberAt(const YAML::Node& map, const char* key, bool required = false);
  std::optional<int> IntegerAt(const YAML::Node& map, const char* key, bool required = false);
  std::optional<core::Day> DayAt(const YAML::Node& map, const char* key, bool required = false);
  std::vector<std::string> TextsAt(const YAML::Node& map, const char* key);

 private:
  std::vector<core::InputProblem>& problems_;
  std::string file_;
};

}  // namespace agencywatch::rules::internal
