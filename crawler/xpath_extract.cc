#include "crawler/xpath_extract.h"

#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/day_text.h"
#include "core/market_name.h"
#include "crawler/html_text.h"
#include "crawler/job_particulars.h"
#include "crawler/text_lines.h"
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

std::string Select(pugi::xml_node from, const std::string& xpath, bool lines) {
  try {
    const pugi::xpath_query query(xpath.c_str());
    if (query.return_type() != pugi::xpath_type_node_set) return query.evaluate_string(from);
    std::string out;
    for (const pugi::xpath_node& node : query.evaluate_node_set(from))
      Append(out,
             node.attribute() ? std::string(node.attribute().value())
             : lines          ? TextOf(TreeOfXml(node.node()).root())
                              : LineOf(TreeOfXml(node.node()).root()),
             lines ? "\n" : " ");
    return out;
  } catch (const pugi::xpath_exception&) {
    return {};
  }
}

core::Posting Extract(pugi::xml_node place, const ExtractRules& rules, core::Posting posting) {
  const auto field = [&](const char* name, bool lines = false) {
    const auto found = rules.fields.find(name);
    return found == rules.fields.end() ? std::string() : Select(place, found->second, lines);
  };
  posting.text.title = field("title");
  posting.text.body = field("body", true);
  if (posting.text.body.empty()) posting.text.body = TextOf(TreeOfXml(place).root());
  if (std::string context = field("context", true); !context.empty())
    posting.text.context = std::move(context);
  posting.employer = field("employer");
  posting.country = field("country");
  if (auto market = core::FindMarket(posting.country)) posting.country = *market;
  posting.region = field("region");
  if (posting.region.empty()) posting.region = field("location");
  posting.date_posted = core::FindDayInText(field("date_posted"));
  posting.valid_through = core::FindDayInText(field("valid_through"));
  if (const std::string salary = field("salary"); !salary.empty()) ReadWage(salary, posting);
  posting.item_key = field("item_key");
  ReadParticulars(posting.text.body, posting);
  return posting;
}

}  // namespace

std::vector<core::Posting> ExtractPostings(const HtmlTree& tree,
                                           const ExtractRules& rules, const core::Posting& like) {
  std::vector<core::Posting> postings;
  pugi::xml_document document;
  CopyToXml(tree, document);
  pugi::xpath_node_set places;
  try {
    places = document.select_nodes(rules.posting.c_str());
  } catch (const pugi::xpath_exception&) {
    return postings;
  }
  for (const pugi::xpath_node& place : places) {
    if (!place.node()) continue;
    postings.push_back(Extract(place.node(), rules, like));
    postings.back().locator = "xpath:" + std::to_string(postings.size() - 1);
  }
  return postings;
}

}  // namespace agencywatch::crawler
