#include "crawler/microdata.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "crawler/html_text.h"

namespace agencywatch::crawler {
namespace {

using nlohmann::json;

bool IsScope(HtmlNode element) {
  return element.HasAttribute("itemscope") || element.HasAttribute("itemtype") ||
         element.HasAttribute("typeof");
}

// What an element says to machines (WHATWG HTML, section 5.2.4), or nothing.
std::string_view MachineValue(HtmlNode element) {
  for (const char* attribute : {"content", "datetime"})
    if (element.HasAttribute(attribute)) return element.attribute(attribute);
  return element.name() == "data" || element.name() == "meter" ? element.attribute("value")
                                                               : std::string_view();
}

void AddProperties(HtmlNode element, json& object, int depth) {
  if (depth > 300) return;
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    const std::string name = PropertyName(child);
    const bool scope = IsScope(child);
    if (name.empty()) {
      if (!scope) AddProperties(child, object, depth + 1);
      continue;
    }
    json value;
    if (scope) {
      value = json::object();
      AddProperties(child, value, depth + 1);
      if (value.empty()) value = PropertyValue(child, false);
    } else {
      value = PropertyValue(
          child, name == "description" || name == "responsibilities" || name == "qualifications");
      // A property may hold others: itemprop="hiringOrganization" around itemprop="name" without a scope.
      json inner = json::object();
      AddProperties(child, inner, depth + 1);
      if (!inner.empty() && name != "description") {
        if (name == "baseSalary" || name == "jobLocation" || name == "hiringOrganization" ||
            name == "address" || name == "identifier" || name == "value")
          value = std::move(inner);
        else
          for (auto& [key, of_inner] : inner.items())
            if (!object.contains(key)) object[key] = of_inner;
      }
    }
    if (!object.contains(name))
      object[name] = std::move(value);
    else if (name == "jobLocation") {
      if (!object[name].is_array()) object[name] = json::array({object[name]});
      object[name].push_back(std::move(value));
    }
  }
}

}  // namespace

std::string PropertyName(HtmlNode element) {
  std::string_view name = element.attribute("itemprop");
  if (name.empty()) name = element.attribute("property");
  const std::size_t prefix = name.find_last_of(":/");
  if (prefix != std::string_view::npos) name.remove_prefix(prefix + 1);
  return std::string(name);
}

std::string PropertyValue(HtmlNode element, bool lines) {
  if (const std::string_view value = MachineValue(element); value.data() != nullptr)
    return std::string(value);
  const HtmlName name = element.name();
  if (name == "meta" || name == "img") return {};
  if (name == "link" || (name == "a" && PropertyName(element) == "url"))
    return std::string(element.attribute("href"));
  // <li itemprop="datePosted"><time datetime="2026-10-28">3 tuần trước</time></li>
  if (!lines)
    for (const HtmlNode inner : element.below())
      if (inner.name() == "time" || inner.name() == "data")
        if (const std::string_view value = MachineValue(inner); !value.empty())
          return std::string(value);
  return lines ? TextOf(element) : LineOf(element);
}

json ScopeAsJson(HtmlNode scope) {
  json object = json::object();
  AddProperties(scope, object, 0);
  return object;
}

}  // namespace agencywatch::crawler
