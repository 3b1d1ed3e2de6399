#include "crawler/job_markup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/mended_json.h"
#include "crawler/microdata.h"
#include "crawler/text_lines.h"
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

using nlohmann::json;

bool TypeIs(const json& object, std::string_view wanted) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  const auto is = [&](const json& one) {
    if (!one.is_string()) return false;
    std::string_view name = one.get_ref<const std::string&>();
    const std::size_t slash = name.find_last_of("/#:");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return core::FoldPlain(name) == core::FoldPlain(wanted);
  };
  if (type->is_array()) return std::any_of(type->begin(), type->end(), is);
  return is(*type);
}

// A member by its name, with or without "schema:" or "http://schema.org/" before it.
const json* Member(const json& object, const std::string& name) {
  if (!object.is_object()) return nullptr;
  for (const std::string& prefix :
       {std::string(), std::string("schema:"), std::string("https://schema.org/"),
        std::string("http://schema.org/")}) {
    const auto found = object.find(prefix + name);
    if (found != object.end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

std::string NumberText(const json& number) {
  if (number.is_number_integer()) return std::to_string(number.get<std::int64_t>());
  std::string text = number.dump();
  return text;
}

// A text, a number as text, the first of a list, or the value of {"@value": …}.
std::string TextIn(const json* value) {
  if (value == nullptr) return {};
  if (value->is_string()) return core::MakeValidUtf8(value->get<std::string>());
  if (value->is_number()) return NumberText(*value);
  if (value->is_array()) {
    for (const json& one : *value)
      if (std::string text = TextIn(&one); !text.empty()) return text;
    return {};
  }
  if (value->is_object()) {
    for (const char* name : {"@value", "name", "value"})
      if (const json* inner = Member(*value, name); inner != nullptr && !inner->is_object())
        return TextIn(inner);
  }
  return {};
}

std::string LineOfHtml(std::string_view html) { return OneLine(TextOfHtml(html)); }

std::optional<core::Day> DayOf(std::string_view text) {
  text = core::Trim(text);
  if (text.empty()) return std::nullopt;
  // A time with an offset is an instant, whose day is that in Vietnam.
  const bool has_time = text.size() > 11 && (text[10] == 'T' || text[10] == ' ');
  if (has_time)
    if (const auto instant = core::ParseInstant(text)) return core::VietnamDay(*instant);
  if (const auto day = core::ParseDay(text.substr(0, 10))) return day;
  return core::FindDayInText(text);
}

// "30000000", "30,000,000", "30.000.000", "1.5", "30 triệu"
std::optional<double> AmountOf(std::string_view text) {
  std::string digits;
  std::size_t at = 0;
  while (at < text.size() && (text[at] < '0' || text[at] > '9')) ++at;
  const std::size_t begin = at;
  while (at < text.size() &&
         ((text[at] >= '0' && text[at] <= '9') || text[at] == '.' || text[at] == ','))
    ++at;
  std::string_view number = text.substr(begin, at - begin);
  while (!number.empty() && (number.back() == '.' || number.back() == ',')) number.remove_suffix(1);
  if (number.empty() || number.size() > 24) return std::nullopt;
  const std::size_t last = number.find_last_of(".,");
  const auto separators =
      std::count_if(number.begin(), number.end(), [](char c) { return c == '.' || c == ','; });
  // The last separator divides the fraction unless three digits follow it.
  const bool fraction = last != std::string_view::npos && number.size() - last - 1 != 3 &&
                        (separators == 1 || number.find(number[last]) == last);
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] >= '0' && number[i] <= '9')
      digits += number[i];
    else if (fraction && i == last)
      digits += '.';
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  const std::string behind = core::FoldPlain(text.substr(at, 20));
  if (behind.starts_with("trieu") || behind.starts_with("tr")) value *= 1e6;
  return value;
}

std::optional<double> AmountIn(const json* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const double amount = value->get<double>();
    return std::isfinite(amount) && amount > 0 ? std::optional(amount) : std::nullopt;
  }
  const auto amount = AmountOf(TextIn(value));
  return amount && *amount > 0 ? amount : std::nullopt;
}

// "52 - 58 triệu/tháng" says all of it; "30-40" holds two amounts.
void AmountsOfText(std::string_view text, MarkedUpJob& job) {
  core::Posting wage;
  ReadWage(text, wage);
  if (wage.salary_min) {
    job.salary_min = wage.salary_min;
    job.salary_max = wage.salary_max;
    if (job.salary_currency.empty()) job.salary_currency = wage.salary_currency;
    if (job.salary_unit.empty()) job.salary_unit = wage.salary_unit;
    return;
  }
  std::size_t dash = std::string_view::npos;
  std::size_t behind = 0;
  for (const std::string_view mark : {"–", "—", "~", "-", " to ", " đến "}) {
    dash = text.find(mark, 1);
    behind = dash + mark.size();
    if (dash != std::string_view::npos) break;
  }
  // "0" is what a template says where nobody filled it in.
  const auto amount = [](std::string_view of) {
    const auto found = AmountOf(of);
    return found && *found > 0 ? found : std::nullopt;
  };
  job.salary_min = amount(text.substr(0, dash));
  job.salary_max = dash == std::string_view::npos ? job.salary_min : amount(text.substr(behind));
  if (!job.salary_max) job.salary_max = job.salary_min;
}

// HOUR, DAY, WEEK, MONTH, YEAR for the spellings that occur: schema.org's, UN/CEFACT codes, ISO 8601 durations.
std::string UnitOf(const std::string& written) {
  struct Unit {
    std::string_view word;
    std::string_view unit;
  };
  static constexpr std::array kUnits = std::to_array<Unit>({
      {"hour", "HOUR"},     {"hourly", "HOUR"}, {"hur", "HOUR"},    {"pt1h", "HOUR"},
      {"gio", "HOUR"},      {"day", "DAY"},     {"daily", "DAY"},   {"p1d", "DAY"},
      {"ngay", "DAY"},      {"week", "WEEK"},   {"weekly", "WEEK"}, {"wee", "WEEK"},
      {"p1w", "WEEK"},      {"p7d", "WEEK"},    {"tuan", "WEEK"},   {"month", "MONTH"},
      {"monthly", "MONTH"}, {"mon", "MONTH"},   {"p1m", "MONTH"},   {"thang", "MONTH"},
      {"year", "YEAR"},     {"yearly", "YEAR"}, {"annual", "YEAR"}, {"ann", "YEAR"},
      {"p1y", "YEAR"},      {"nam", "YEAR"},
  });
  const std::string folded = core::FoldPlain(written);
  for (const Unit& unit : kUnits)
    if (folded == unit.word) return std::string(unit.unit);
  return written;
}

void ReadSalary(const json* salary, MarkedUpJob& job, int depth = 0) {
  if (salary == nullptr || depth > 4) return;
  if (salary->is_array()) {
    if (!salary->empty()) ReadSalary(&salary->front(), job, depth + 1);
    return;
  }
  if (salary->is_number()) {
    job.salary_min = job.salary_max = AmountIn(salary);
    return;
  }
  if (salary->is_string()) {
    AmountsOfText(TextIn(salary), job);
    return;
  }
  if (!salary->is_object()) return;
  for (const char* name : {"currency", "priceCurrency"})
    if (job.salary_currency.empty())
      job.salary_currency = LineOfHtml(TextIn(Member(*salary, name)));
  for (const char* name : {"unitText", "unitCode", "duration"})
    if (job.salary_unit.empty())
      job.salary_unit = UnitOf(LineOfHtml(TextIn(Member(*salary, name))));
  // A MonetaryAmountDistribution: from the tenth percentile to the ninetieth, or what of them is given.
  for (const char* name : {"percentile10", "percentile25", "median"})
    if (!job.salary_min) job.salary_min = AmountIn(Member(*salary, name));
  for (const char* name : {"percentile90", "percentile75", "median"})
    if (!job.salary_max) job.salary_max = AmountIn(Member(*salary, name));
  if (const auto min = AmountIn(Member(*salary, "minValue"))) job.salary_min = min;
  if (const auto max = AmountIn(Member(*salary, "maxValue"))) job.salary_max = max;
  for (const char* name : {"value", "price"}) {
    const json* value = Member(*salary, name);
    if (value == nullptr) continue;
    if (value->is_object() || value->is_array())
      ReadSalary(value, job, depth + 1);
    else if (!job.salary_min && !job.salary_max)
      ReadSalary(value, job, depth + 1);
  }
}

// "VN", {"@type": "Country", "name": "Nhật Bản"}
std::string CountryOf(const json* country) {
  std::string text = LineOfHtml(TextIn(country));
  if (text.size() == 2)
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

void AddPart(std::string& to, const std::string& part, std::string_view separator) {
  if (part.empty()) return;
  if (!to.empty()) to += separator;
  to += part;
}

void ReadLocation(const json* location, MarkedUpJob& job, int depth = 0) {
  if (location == nullptr || depth > 4) return;
  if (location->is_array()) {
    std::size_t count = 0;
    for (const json& one : *location)
      if (++count <= 50) ReadLocation(&one, job, depth + 1);
    return;
  }
  std::string region;
  if (location->is_string()) {
    region = LineOfHtml(TextIn(location));
  } else if (location->is_object()) {
    const json* address = Member(*location, "address");
    if (address != nullptr && address->is_array()) return ReadLocation(address, job, depth + 1);
    if (address != nullptr && address->is_string()) {
      region = LineOfHtml(TextIn(address));
    } else {
      const json& of = address != nullptr ? *address : *location;
      for (const char* name : {"streetAddress", "addressLocality", "addressRegion"}) {
        const std::string part = LineOfHtml(TextIn(Member(of, name)));
        if (region.find(part) == std::string::npos || part.empty()) AddPart(region, part, ", ");
      }
      if (job.country.empty()) job.country = CountryOf(Member(of, "addressCountry"));
      if (region.empty()) region = LineOfHtml(TextIn(Member(*location, "name")));
    }
  }
  if (job.region.find(region) == std::string::npos) AddPart(job.region, region, "; ");
}

MarkedUpJob ReadJob(const json& object, std::string locator) {
  MarkedUpJob job;
  job.locator = std::move(locator);
  job.title = LineOfHtml(TextIn(Member(object, "title")));
  if (job.title.empty()) job.title = LineOfHtml(TextIn(Member(object, "name")));
  job.description = TextOfHtml(TextIn(Member(object, "description")));
  for (const char* name :
       {"responsibilities", "qualifications", "skills", "jobBenefits", "experienceRequirements"}) {
    const std::string more = TextOfHtml(TextIn(Member(object, name)));
    if (!more.empty() && job.description.find(more) == std::string::npos)
      AddPart(job.description, more, "\n");
  }
  job.date_posted = DayOf(TextIn(Member(object, "datePosted")));
  job.valid_through = DayOf(TextIn(Member(object, "validThrough")));
  const json* organisation = Member(object, "hiringOrganization");
  if (organisation != nullptr && organisation->is_object()) {
    job.employer = LineOfHtml(TextIn(Member(*organisation, "name")));
    if (job.employer.empty()) job.employer = LineOfHtml(TextIn(Member(*organisation, "legalName")));
  } else {
    job.employer = LineOfHtml(TextIn(organisation));
  }
  ReadLocation(Member(object, "jobLocation"), job);
  // Work from home is done where applicants must live.
  if (job.region.empty() && job.country.empty())
    ReadLocation(Member(object, "applicantLocationRequirements"), job);
  ReadSalary(Member(object, "baseSalary"), job);
  if (!job.salary_min && !job.salary_max) ReadSalary(Member(object, "estimatedSalary"), job);
  if (job.salary_currency.empty())
    job.salary_currency = LineOfHtml(TextIn(Member(object, "salaryCurrency")));
  const json* identifier = Member(object, "identifier");
  if (identifier != nullptr && identifier->is_array() && !identifier->empty())
    identifier = &identifier->front();
  if (identifier != nullptr && identifier->is_object())
    job.identifier = LineOfHtml(TextIn(Member(*identifier, "value")));
  else
    job.identifier = LineOfHtml(TextIn(identifier));
  job.url = TextIn(Member(object, "url"));
  return job;
}

bool SameTitle(const MarkedUpJob& a, const MarkedUpJob& b) {
  return core::FoldPlain(a.title) == core::FoldPlain(b.title);
}

// One job in two mark-ups, or twice: the same identifier, or the same title with nothing that tells them apart.
bool SameJob(const MarkedUpJob& a, const MarkedUpJob& b) {
  if (!a.identifier.empty() && !b.identifier.empty()) return a.identifier == b.identifier;
  if (!a.title.empty() && !b.title.empty() && !SameTitle(a, b)) return false;
  if (!a.url.empty() && !b.url.empty() && a.url != b.url) return false;
  if (!a.region.empty() && !b.region.empty() && a.region != b.region &&
      a.locator.substr(0, a.locator.find(':')) == b.locator.substr(0, b.locator.find(':')))
    return false;
  return true;
}

template <class T>
void Fill(T& to, const T& from) {
  if (to == T{}) to = from;
}

void AddJob(MarkedUpJob job, std::vector<MarkedUpJob>& jobs) {
  if (job.title.empty() && job.description.empty()) return;
  for (MarkedUpJob& known : jobs) {
    if (!SameJob(known, job)) continue;
    Fill(known.title, job.title);
    if (known.description.size() < job.description.size()) known.description = job.description;
    Fill(known.date_posted, job.date_posted);
    Fill(known.valid_through, job.valid_through);
    Fill(known.employer, job.employer);
    Fill(known.country, job.country);
    Fill(known.region, job.region);
    if (!known.salary_min && !known.salary_max) {
      known.salary_min = job.salary_min;
      known.salary_max = job.salary_max;
    }
    Fill(known.salary_currency, job.salary_currency);
    Fill(known.salary_unit, job.salary_unit);
    Fill(known.identifier, job.identifier);
    Fill(known.url, job.url);
    return;
  }
  if (jobs.size() < kMaxJobsPerPage) jobs.push_back(std::move(job));
}

void WalkJson(const json& value, int depth, std::size_t& number, PageMarkup& page) {
  if (depth > kMaxJsonDepth) return;
  if (value.is_array()) {
    for (const json& one : value) WalkJson(one, depth + 1, number, page);
    return;
  }
  if (!value.is_object()) return;
  if (TypeIs(value, "JobPosting")) {
    AddJob(ReadJob(value, "json-ld:" + std::to_string(number++)), page.jobs);
    return;
  }
  if (TypeIs(value, "NewsArticle") || TypeIs(value, "Article") || TypeIs(value, "BlogPosting") ||
      TypeIs(value, "ReportageNewsArticle")) {
    ++page.articles;
    if (page.headline.empty()) page.headline = LineOfHtml(TextIn(Member(value, "headline")));
    if (!page.published) page.published = DayOf(TextIn(Member(value, "datePublished")));
    if (page.publisher.empty()) page.publisher = LineOfHtml(TextIn(Member(value, "publisher")));
  } else if (TypeIs(value, "ItemList") || TypeIs(value, "CollectionPage") ||
             TypeIs(value, "SearchResultsPage")) {
    page.is_list = true;
  } else if (TypeIs(value, "Organization") || TypeIs(value, "EmploymentAgency") ||
             TypeIs(value, "LocalBusiness") || TypeIs(value, "Corporation") ||
             TypeIs(value, "NewsMediaOrganization")) {
    if (page.publisher.empty()) page.publisher = LineOfHtml(TextIn(Member(value, "name")));
  }
  for (const auto& [key, inner] : value.items())
    if (inner.is_array() || inner.is_object()) WalkJson(inner, depth + 1, number, page);
}

void WalkScopes(HtmlNode element, std::size_t& number, PageMarkup& page) {
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    const std::string_view item = child.attribute("itemtype");
    const std::string_view type = item.empty() ? child.attribute("typeof") : item;
    if (type.find("JobPosting") != std::string_view::npos) {
      AddJob(ReadJob(ScopeAsJson(child), "microdata:" + std::to_string(number++)), page.jobs);
      continue;
    }
    if (type.find("NewsArticle") != std::string_view::npos || type.ends_with("/Article") ||
        type.ends_with("BlogPosting")) {
      ++page.articles;
      for (const HtmlNode node : child.below())
        if (!page.published && PropertyName(node) == "datePublished")
          page.published = DayOf(PropertyValue(node, false));
    }
    WalkScopes(child, number, page);
  }
}

}  // namespace

PageMarkup ReadMarkup(HtmlNode root) {
  PageMarkup page;
  std::size_t number = 0;
  for (const HtmlNode node : root.below()) {
    if (node.name() != "script") continue;
    for (const json& value : ParseMendedJson(node.child_value())) WalkJson(value, 0, number, page);
  }
  number = 0;
  if (root.TreeUses("itemtype") || root.TreeUses("typeof")) WalkScopes(root, number, page);
  return page;
}

}  // namespace agencywatch::crawler
