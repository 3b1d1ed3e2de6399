// Reads the facts of a text with the names that the shipped pack knows.
#pragma once

#include <yaml-cpp/yaml.h>

#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/fact_reader.h"

namespace agencywatch::rules {

using Strings = std::set<std::string>;

// The names of the shipped pack.
inline const Gazetteer& ShippedNames() {
  static const Gazetteer gazetteer = [] {
    const std::string folder = AW_SOURCE_DIR "/rules/packs/tables/";
    const auto text = [](const YAML::Node& row, const char* key) {
      return row[key] ? row[key].as<std::string>() : std::string{};
    };
    std::vector<PlaceName> places;
    const YAML::Node place_file = YAML::LoadFile(folder + "places.yaml");
    for (const auto& row : place_file["places"]) {
      for (const auto& name : row["names"]) {
        places.push_back({name.as<std::string>(), text(row, "iso"), text(row, "via"),
                          text(row, "zone"), text(row, "context") == "true"});
      }
    }
    std::vector<BankName> banks;
    const YAML::Node bank_file = YAML::LoadFile(folder + "banks.yaml");
    for (const auto& row : bank_file["banks"]) {
      for (const auto& name : row["names"]) {
        banks.push_back({name.as<std::string>(), text(row, "code"), text(row, "wallet") == "true"});
      }
    }
    return Gazetteer(std::move(places), std::move(banks));
  }();
  return gazetteer;
}

inline core::Facts Read(const std::string& body, const std::string& title = {}) {
  const core::PostingText text{title, body, {}};
  const std::array<core::Folding, 3> foldings = {core::Fold(text.title, core::Field::kTitle),
                                                 core::Fold(text.body, core::Field::kBody),
                                                 core::Fold(text.context, core::Field::kContext)};
  return ReadFacts(text, foldings, *core::ParseDay("2026-03-10"), ShippedNames());
}

inline Strings Values(const std::string& body, core::FactKind kind) {
  Strings values;
  const core::Facts facts = Read(body);
  for (const core::Fact* fact : facts.OfKind(kind)) values.insert(fact->value);
  return values;
}

}  // namespace agencywatch::rules
