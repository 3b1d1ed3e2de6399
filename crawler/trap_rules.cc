#include "crawler/trap_rules.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMostPathsRemembered = 2000;

std::vector<std::string_view> Split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

struct Parameter {
  std::string name;  // in lower case
  std::string_view value;
};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::vector<Parameter> ParametersOf(const Url& url) {
  std::vector<Parameter> parameters;
  if (!url.query) return parameters;
  for (const std::string_view part : Split(*url.query, "&;")) {
    const std::size_t equals = std::min(part.find('='), part.size());
    parameters.push_back(
        {Lower(part.substr(0, equals)), part.substr(std::min(equals + 1, part.size()))});
  }
  return parameters;
}

std::optional<int> Number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) return 1'000'000'000;
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number < 0)
    return std::nullopt;
  return number;
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsPageName(std::string_view name) {
  return IsOneOf(name, {"page", "p", "pg", "paged", "trang", "pageindex", "page_no", "pagenumber",
                        "pageno", "currentpage"});
}

bool IsOffsetName(std::string_view name) {
  return IsOneOf(name, {"start", "offset", "from", "skip", "first"});
}

// Some segment three times, or the last few segments twice in a row with something before them
// (/a/b/a/b): what relative links that go round make.
bool IsRepeating(const std::vector<std::string_view>& segments) {
  for (const std::string_view segment : segments) {
    if (segment.size() > 1 && std::count(segments.begin(), segments.end(), segment) >= 3)
      return true;
  }
  for (std::size_t length = 2; length * 2 <= segments.size(); ++length) {
    const auto end = segments.end();
    const auto half = static_cast<std::ptrdiff_t>(length);
    if (std::equal(end - half, end, end - 2 * half)) return true;
  }
  return false;
}

// "/trang-12", "/page/12", "?page=12", "?start=240".
bool IsBeyondLists(const std::vector<std::string_view>& segments,
                   const std::vector<Parameter>& parameters) {
  static constexpr int kAdvertsPerPage = 20;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    std::string segment = Lower(segments[i]);
    if (segment.ends_with(".html")) segment.resize(segment.size() - 5);
    for (const std::string_view lead : {"trang-", "page-", "p-"}) {
      if (!segment.starts_with(lead)) continue;
      if (Number(std::string_view(segment).substr(lead.size())).value_or(0) >
          TrapRules::kMaxListPages)
        return true;
    }
    if (i > 0 && IsPageName(Lower(segments[i - 1])) &&
        Number(segment).value_or(0) > TrapRules::kMaxListPages)
      return true;
  }
  for (const auto& [name, value] : parameters) {
    const int number = Number(value).value_or(0);
    if (IsPageName(name) && number > TrapRules::kMaxListPages) return true;
    if (IsOffsetName(name) && number > TrapRules::kMaxListPages * kAdvertsPerPage) return true;
  }
  return false;
}

bool HasCalendarWord(const std::vector<std::string_view>& segments,
                     const std::vector<Parameter>& parameters) {
  const auto is_word = [](const std::string& text) {
    return text.find("calendar") != std::string::npos || text.starts_with("lich-") ||
           IsOneOf(text, {"lich", "month", "thang", "year", "nam", "week", "tuan", "ym", "events",
                          "su-kien"});
  };
  return std::any_of(segments.begin(), segments.end(),
                     [&](std::string_view segment) { return is_word(Lower(segment)); }) ||
         std::any_of(parameters.begin(), parameters.end(),
                     [&](const Parameter& parameter) { return is_word(parameter.name); });
}

// The first day of the month that the address names: year and month stand beside each other, in
// the path or in the query, with or without a separator ("/2026/12", "?year=2026&month=12",
// "?m=2026-12", "date=20261201").
std::optional<core::Day> MonthOf(const Url& url) {
  const std::string text = url.PathAndQuery();
  std::vector<std::string_view> numbers;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end > at) numbers.push_back(std::string_view(text).substr(at, end - at));
    at = std::max(end, at + 1);
  }
  const auto month_of = [](std::string_view year,
                           std::string_view month) -> std::optional<core::Day> {
    const int y = Number(year).value_or(0);
    const int m = Number(month).value_or(0);
    if (y < 1900 || y > 9999 || m < 1 || m > 12) return std::nullopt;
    return core::Day{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(m)),
                     std::chrono::day(1)};
  };
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string_view number = numbers[i];
    if (number.size() == 6 || number.size() == 8) {
      if (const auto day = month_of(number.substr(0, 4), number.substr(4, 2))) return day;
    }
    if (number.size() == 4 && i + 1 < numbers.size() && numbers[i + 1].size() <= 2) {
      if (const auto day = month_of(number, numbers[i + 1])) return day;
    }
    if (number.size() <= 2 && i + 1 < numbers.size() && numbers[i + 1].size() == 4) {
      if (const auto day = month_of(numbers[i + 1], number)) return day;
    }
  }
  return std::nullopt;
}

// A parameter for a visitor, not for a page: adverts may well have random ids.
bool IsSessionName(const std::string& name) {
  for (const std::string_view part :
       {"sess", "sid", "token", "nonce", "rand", "rnd", "csrf", "ticket", "cache", "visit"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return false;
}

// Letters and digits mixed, and long: a token that somebody drew.
bool IsRandom(std::string_view value) {
  if (value.size() < 12 || value.size() > 200) return false;
  const auto digits =
      std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto others = std::count_if(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return digits >= 3 && others >= 1 &&
         static_cast<std::size_t>(digits + others) + 4 >= value.size();
}

}  // namespace

std::string_view TrapName(Trap trap) {
  switch (trap) {
    case Trap::kRepeating:
      return "repeating";
    case Trap::kDeepPath:
      return "deep-path";
    case Trap::kCalendar:
      return "calendar";
    case Trap::kFacets:
      return "facets";
    case Trap::kPagination:
      return "pagination";
    case Trap::kSession:
      return "session";
  }
  return "";
}

std::optional<Trap> TrapRules::Check(const Url& url) {
  const auto segments = Split(url.path, "/");
  const auto parameters = ParametersOf(url);
  if (IsRepeating(segments)) return Trap::kRepeating;
  if (segments.size() > kMaxSegments) return Trap::kDeepPath;
  if (IsBeyondLists(segments, parameters)) return Trap::kPagination;

  if (const auto month = MonthOf(url)) {
    const int ahead = core::DaysBetween(today_, *month);
    const bool calendar = HasCalendarWord(segments, parameters);
    if (calendar && (ahead > kDaysAhead || -ahead > kDaysBack)) return Trap::kCalendar;
  }

  const std::string path = url.origin().Text() + url.path;
  for (const auto& [name, value] : parameters) {
    if (!IsSessionName(name) || !IsRandom(value)) continue;
    if (random_.size() > kMostPathsRemembered) random_.clear();
    auto& values = random_[path + "?" + name];
    if (values.contains(std::string(value))) continue;
    if (values.size() >= static_cast<std::size_t>(kMaxRandomValues)) return Trap::kSession;
    values.insert(std::string(value));
  }

  const auto filters = static_cast<std::size_t>(
      std::count_if(parameters.begin(), parameters.end(), [](const Parameter& parameter) {
        return !IsPageName(parameter.name) && !IsOffsetName(parameter.name);
      }));
  if (filters > kMaxParameters) return Trap::kFacets;
  if (filters >= 2) {
    if (facets_.size() > kMostPathsRemembered) facets_.clear();
    auto& queries = facets_[path];
    if (!queries.contains(*url.query)) {
      if (queries.size() >= kMaxFacetsPerPath) return Trap::kFacets;
      queries.insert(*url.query);
    }
  }
  return std::nullopt;
}

}  // namespace agencywatch::crawler
