#include "alerts/cases/recipients.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <utility>

#include "alerts/cases/words.h"
#include "alerts/province.h"
#include "core/errors.h"
#include "core/indicator.h"
#include "recipients_file.h"

namespace agencywatch::alerts {
namespace {

constexpr std::string_view kProvince = "{province}";

// "coercion." or a whole code.
bool IsIndicator(const std::string& code) {
  if (core::FindIndicator(code) != nullptr) return true;
  const auto all = core::Indicators();
  return code.ends_with('.') && std::any_of(all.begin(), all.end(), [&](const core::Indicator& indicator) {
           return indicator.code.starts_with(code);
         });
}

bool Matches(const std::string& wanted, const std::string& code) {
  return wanted.ends_with('.') ? code.starts_with(wanted) : code == wanted;
}

bool IsKey(const std::string& text) {
  return !text.empty() && text.size() <= 60 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

// Collects mistakes with their places, so that a person mends them in one go.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  void Read(const YAML::Node& root) {
    if (!root.IsMap() || !root["recipients"] || !root["recipients"].IsSequence()) {
      Complain(root, "the table has no list `recipients`", "see `agencywatch referrals recipients --yaml`");
      return;
    }
    for (const auto& entry : root) {
      const auto key = entry.first.as<std::string>("");
      if (key != "recipients" && key != "routes")
        Complain(entry.first, "unknown setting '" + key + "'", "known are recipients, routes");
    }
    for (const auto& node : root["recipients"]) ReadRecipient(node);
    for (const auto& node : root["routes"]) ReadRoute(node);
  }

  std::vector<Recipient> recipients;
  std::vector<Recipients::Route> routes;
  std::vector<core::InputProblem> problems;

 private:
  void ReadRecipient(const YAML::Node& node) {
    Recipient recipient;
    for (const auto& [key, value] : Entries(node)) {
      if (key == "key") recipient.key = value.as<std::string>("");
      else if (key == "kind") recipient.kind = value.as<std::string>("");
      else if (key == "name") recipient.name = value.as<std::string>("");
      else if (key == "address") recipient.address = value.as<std::string>("");
      else Complain(value, "unknown setting '" + key + "'", "known are key, kind, name, address");
    }
    if (!IsKey(recipient.key)) Complain(node, "'" + recipient.key + "' is no key", "small letters, digits and _");
    if (Has(recipient.key)) Complain(node, "the key '" + recipient.key + "' is there twice", "give each its own");
    if (!IsCode(RecipientKinds(), recipient.kind))
      Complain(node, "'" + recipient.kind + "' is no kind of recipient", "one of " + Listed(CodesOf(RecipientKinds())));
    if (recipient.name.empty()) Complain(node, "a recipient has no name", "as it stands on a letter");
    recipients.push_back(recipient);
  }

  void ReadRoute(const YAML::Node& node) {
    Recipients::Route route;
    for (const auto& [key, value] : Entries(node)) {
      if (key == "to") route.to = Known(value, value.as<std::string>(""));
      else if (key == "copies") for (const auto& copy : Texts(value)) route.copies.push_back(Known(value, copy));
      else if (key == "verdict") for (const auto& name : Texts(value)) AddVerdict(value, name, route);
      else if (key == "indicators") for (const auto& code : Texts(value)) AddIndicator(value, code, route);
      else if (key == "provinces") for (const auto& name : Texts(value)) AddProvince(value, name, route);
      else if (key == "several_provinces") route.several_provinces = value.as<bool>(false);
      else Complain(value, "unknown setting '" + key + "'",
                    "known are verdict, indicators, provinces, several_provinces, to, copies");
    }
    if (route.to.empty() && route.copies.empty()) Complain(node, "a route leads nowhere", "give it `to` or `copies`");
    routes.push_back(route);
  }

  void AddVerdict(const YAML::Node& node, const std::string& name, Recipients::Route& route) {
    if (const auto verdict = core::FindVerdict(name)) route.verdicts.push_back(*verdict);
    else Complain(node, "'" + name + "' is no verdict", "one of trafficking, fraud, unlicensed, violation");
  }
  void AddIndicator(const YAML::Node& node, const std::string& code, Recipients::Route& route) {
    if (!IsIndicator(code)) Complain(node, "'" + code + "' is no sign", "a code as in `alerts list --indicator`, or a family: fee.");
    route.indicators.push_back(code);
  }
  void AddProvince(const YAML::Node& node, const std::string& name, Recipients::Route& route) {
    if (const auto province = FindProvince(name)) route.provinces.push_back(*province);
    else Complain(node, "there is no province '" + name + "'", "of today or a former one");
  }

  std::vector<std::pair<std::string, YAML::Node>> Entries(const YAML::Node& node) {
    std::vector<std::pair<std::string, YAML::Node>> entries;
    if (!node.IsMap()) Complain(node, "this is no list of `key: value`", "see `agencywatch referrals recipients --yaml`");
    else for (const auto& entry : node) entries.emplace_back(entry.first.as<std::string>(""), entry.second);
    return entries;
  }
  static std::vector<std::string> Texts(const YAML::Node& node) {
    std::vector<std::string> texts;
    if (node.IsScalar()) texts.push_back(node.Scalar());
    else for (const auto& entry : node) texts.push_back(entry.as<std::string>(""));
    return texts;
  }
  [[nodiscard]] bool Has(const std::string& key) const {
    return std::any_of(recipients.begin(), recipients.end(), [&](const Recipient& known) { return known.key == key; });
  }
  std::string Known(const YAML::Node& node, std::string key) {
    if (!Has(key)) Complain(node, "there is no recipient '" + key + "'", "name one of the list above");
    return key;
  }
  static std::string Listed(const std::vector<std::string>& codes) {
    std::string text;
    for (const auto& code : codes) text += (text.empty() ? "" : ", ") + code;
    return text;
  }
  void Complain(const YAML::Node& node, std::string what, std::string fix) {
    problems.push_back({file_, node.Mark().line + 1, node.Mark().column + 1, std::move(what), std::move(fix)});
  }

  std::string file_;
};

template <class T>
bool AnyOf(const std::vector<T>& wanted, const std::vector<T>& shown) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const T& one) {
           return std::find(shown.begin(), shown.end(), one) != shown.end();
         });
}

bool Fits(const Recipients::Route& route, const CaseSigns& signs) {
  if (!AnyOf(route.verdicts, signs.verdict ? std::vector{*signs.verdict} : std::vector<core::Verdict>{})) return false;
  if (!AnyOf(route.provinces, signs.provinces)) return false;
  if (route.several_provinces && signs.provinces.size() < 2) return false;
  return route.indicators.empty() ||
         std::any_of(route.indicators.begin(), route.indicators.end(), [&](const std::string& wanted) {
           return std::any_of(signs.indicators.begin(), signs.indicators.end(),
                              [&](const std::string& code) { return Matches(wanted, code); });
         });
}

}  // namespace

Recipients Recipients::Parse(const std::string& text, const std::string& file) {
  Reader reader(file);
  try {
    reader.Read(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw core::InputError({file, error.mark.line + 1, error.mark.column + 1, error.msg, "the table is YAML"});
  }
  if (!reader.problems.empty()) throw core::InputError(std::move(reader.problems));
  Recipients table;
  table.recipients_ = std::move(reader.recipients);
  table.routes_ = std::move(reader.routes);
  return table;
}

std::string_view Recipients::DefaultText() { return embedded::recipients_file().front().bytes; }

const Recipient* Recipients::Find(std::string_view key) const {
  for (const auto& recipient : recipients_) {
    if (recipient.key == key) return &recipient;
  }
  return nullptr;
}

Recipients::Suggestion Recipients::Suggest(const CaseSigns& signs) const {
  Suggestion suggestion;
  for (const auto& route : routes_) {
    if (!Fits(route, signs)) continue;
    if (suggestion.to.empty()) suggestion.to = route.to;
    suggestion.copies.insert(suggestion.copies.end(), route.copies.begin(), route.copies.end());
  }
  std::vector<std::string> once;
  for (const auto& copy : suggestion.copies) {
    if (copy != suggestion.to && std::find(once.begin(), once.end(), copy) == once.end()) once.push_back(copy);
  }
  suggestion.copies = once;
  return suggestion;
}

std::string WithProvince(std::string text, std::string_view province) {
  for (auto at = text.find(kProvince); at != std::string::npos; at = text.find(kProvince, at)) {
    const bool blank = province.empty() && at > 0 && text[at - 1] == ' ';
    if (blank) --at;
    text.replace(at, kProvince.size() + (blank ? 1 : 0), province);
    at += province.size();
  }
  return text;
}

}  // namespace agencywatch::alerts
