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
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 64;

// Rewrites almost-JSON as JSON: drops comments, CDATA and HTML comment marks, commas before a closing bracket, and
// whatever stands before the first bracket and behind its partner; escapes control characters inside texts.
// nullopt when there is no bracket, no partner, or they are nested too deep.
std::optional<std::string> MendJson(std::string_view text) {
  constexpr std::string_view kCdata = "<![CDATA[";
  constexpr std::size_t kOpeningBytes = 100;
  const std::size_t cdata = text.substr(0, kOpeningBytes).find(kCdata);
  if (cdata != std::string_view::npos) text.remove_prefix(cdata + kCdata.size());
  const std::size_t first = text.find_first_of("{[");
  if (first == std::string_view::npos) return std::nullopt;
  std::string out;
  out.reserve(text.size() - first);
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = first; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\' && at + 1 < text.size()) {
        const char next = text[++at];
        // \' and the like are no escapes of JSON: the letter stands for itself.
        if (std::string_view("\"\\/bfnrtu").find(next) != std::string_view::npos) {
          out += c;
          out += next;
        } else if (next == '\n' || next == '\r') {
          out += ' ';
        } else {
          out += next;
        }
        continue;
      }
      if (c == '"') in_string = false;
      if (static_cast<unsigned char>(c) < 0x20)
        out += c == '\n' ? "\\n" : " ";
      else
        out += c;
      continue;
    }
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("/*")) {
      const std::size_t end = rest.find("*/", 2);
      if (end == std::string_view::npos) return std::nullopt;
      at += end + 1;
    } else if (rest.starts_with("//")) {
      const std::size_t end = rest.find_first_of("\r\n");
      if (end == std::string_view::npos) return std::nullopt;
      at += end - 1;
    } else if (rest.starts_with("<!--")) {
      at += 3;
    } else if (rest.starts_with("-->")) {
      at += 2;
    } else if (c == '"') {
      in_string = true;
      out += c;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return std::nullopt;
      out += c;
    } else if (c == '}' || c == ']') {
      while (!out.empty() && (out.back() == ',' || out.back() == ' ' || out.back() == '\n'))
        out.pop_back();
      out += c;
      if (--depth == 0) return out;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return std::nullopt;
}

// The entities that templates leave in JSON: &quot; for its quotes, and those inside its texts.
std::string DecodeJsonEntities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("&quot;")) {
      out += '"';
      at += 5;
    } else if (rest.starts_with("&#34;")) {
      out += '"';
      at += 4;
    } else if (rest.starts_with("&amp;")) {
      out += '&';
      at += 4;
    } else {
      out += text[at];
    }
  }
  return out;
}

// All values of a block; templates put several objects behind one another.
std::vector<json> ParseBlock(std::string_view text) {
  std::vector<json> values;
  const auto mended = MendJson(text);
  if (mended) {
    json value = json::parse(*mended, nullptr, false);
    if (!value.is_discarded()) {
      values.push_back(std::move(value));
      return values;
    }
  }
  if (text.find("&quot;") != std::string_view::npos ||
      text.find("&#34;") != std::string_view::npos) {
    if (const auto again = MendJson(DecodeJsonEntities(text))) {
      json value = json::parse(*again, nullptr, false);
      if (!value.is_discarded()) values.push_back(std::move(value));
    }
  }
  return values;
}

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

std::string OneLine(std::string_view text) {
  std::string plain = TextOfHtml(text);
  std::string out;
  for (const char c : plain) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

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
    if (job.salary_currency.empty()) job.salary_currency = OneLine(TextIn(Member(*salary, name)));
  for (const char* name : {"unitText", "unitCode", "duration"})
    if (job.salary_unit.empty()) job.salary_unit = UnitOf(OneLine(TextIn(Member(*salary, name))));
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
  std::string text = OneLine(TextIn(country));
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
    region = OneLine(TextIn(location));
  } else if (location->is_object()) {
    const json* address = Member(*location, "address");
    if (address != nullptr && address->is_array()) return ReadLocation(address, job, depth + 1);
    if (address != nullptr && address->is_string()) {
      region = OneLine(TextIn(address));
    } else {
      const json& of = address != nullptr ? *address : *location;
      for (const char* name : {"streetAddress", "addressLocality", "addressRegion"}) {
        const std::string part = OneLine(TextIn(Member(of, name)));
        if (region.find(part) == std::string::npos || part.empty()) AddPart(region, part, ", ");
      }
      if (job.country.empty()) job.country = CountryOf(Member(of, "addressCountry"));
      if (region.empty()) region = OneLine(TextIn(Member(*location, "name")));
    }
  }
  if (job.region.find(region) == std::string::npos) AddPart(job.region, region, "; ");
}

MarkedUpJob ReadJob(const json& object, std::string locator) {
  MarkedUpJob job;
  job.locator = std::move(locator);
  job.title = OneLine(TextIn(Member(object, "title")));
  if (job.title.empty()) job.title = OneLine(TextIn(Member(object, "name")));
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
    job.employer = OneLine(TextIn(Member(*organisation, "name")));
    if (job.employer.empty()) job.employer = OneLine(TextIn(Member(*organisation, "legalName")));
  } else {
    job.employer = OneLine(TextIn(organisation));
  }
  ReadLocation(Member(object, "jobLocation"), job);
  // Work from home is done where applicants must live.
  if (job.region.empty() && job.country.empty())
    ReadLocation(Member(object, "applicantLocationRequirements"), job);
  ReadSalary(Member(object, "baseSalary"), job);
  if (!job.salary_min && !job.salary_max) ReadSalary(Member(object, "estimatedSalary"), job);
  if (job.salary_currency.empty())
    job.salary_currency = OneLine(TextIn(Member(object, "salaryCurrency")));
  const json* identifier = Member(object, "identifier");
  if (identifier != nullptr && identifier->is_array() && !identifier->empty())
    identifier = &identifier->front();
  if (identifier != nullptr && identifier->is_object())
    job.identifier = OneLine(TextIn(Member(*identifier, "value")));
  else
    job.identifier = OneLine(TextIn(identifier));
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
  if (depth > kMaxDepth) return;
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
    if (page.headline.empty()) page.headline = OneLine(TextIn(Member(value, "headline")));
    if (!page.published) page.published = DayOf(TextIn(Member(value, "datePublished")));
    if (page.publisher.empty()) page.publisher = OneLine(TextIn(Member(value, "publisher")));
  } else if (TypeIs(value, "ItemList") || TypeIs(value, "CollectionPage") ||
             TypeIs(value, "SearchResultsPage")) {
    page.is_list = true;
  } else if (TypeIs(value, "Organization") || TypeIs(value, "EmploymentAgency") ||
             TypeIs(value, "LocalBusiness") || TypeIs(value, "Corporation") ||
             TypeIs(value, "NewsMediaOrganization")) {
    if (page.publisher.empty()) page.publisher = OneLine(TextIn(Member(value, "name")));
  }
  for (const auto& [key, inner] : value.items())
    if (inner.is_array() || inner.is_object()) WalkJson(inner, depth + 1, number, page);
}

// ---- microdata (itemprop) and RDFa (property) share one shape: elements with a name and a value.

std::string PropertyName(HtmlNode element) {
  std::string_view name = element.attribute("itemprop");
  if (name.empty()) name = element.attribute("property");
  const std::size_t prefix = name.find_last_of(":/");
  if (prefix != std::string_view::npos) name.remove_prefix(prefix + 1);
  return std::string(name);
}

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

// The scope as the JSON that would say the same, so that both are read by one reader.
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

void WalkScopes(HtmlNode element, std::size_t& number, PageMarkup& page) {
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    const std::string_view item = child.attribute("itemtype");
    const std::string_view type = item.empty() ? child.attribute("typeof") : item;
    if (type.find("JobPosting") != std::string_view::npos) {
      json object = json::object();
      AddProperties(child, object, 0);
      AddJob(ReadJob(object, "microdata:" + std::to_string(number++)), page.jobs);
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
    for (const json& value : ParseBlock(node.child_value())) WalkJson(value, 0, number, page);
  }
  number = 0;
  if (root.TreeUses("itemtype") || root.TreeUses("typeof")) WalkScopes(root, number, page);
  return page;
}

}  // namespace agencywatch::crawler
