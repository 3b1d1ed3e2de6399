#include "rules/reference_tables.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace agencywatch::rules {
namespace {

// The rows that may apply: those of the market (the general ones where a market has none), and
// among them those of a known job, else those of any job. `guess`: with no job known at all, every
// row of the market is possible.
template <class Row>
std::vector<const Row*> Applicable(const std::vector<Row>& rows, const std::string Row::*place,
                                   const std::vector<std::string>& places,
                                   const std::vector<std::string>& jobs, core::Day day,
                                   bool guess) {
  std::vector<const Row*> result;
  const auto add = [&](std::string_view wanted) {
    std::vector<const Row*> of_job;
    std::vector<const Row*> of_any;
    std::vector<const Row*> all;
    for (const Row& row : rows) {
      if (row.*place != wanted || !row.validity.Holds(day)) continue;
      all.push_back(&row);
      if (!row.job) {
        of_any.push_back(&row);
      } else if (std::find(jobs.begin(), jobs.end(), *row.job) != jobs.end()) {
        of_job.push_back(&row);
      }
    }
    const bool open = of_any.empty() || (guess && jobs.empty());
    const auto& chosen = !of_job.empty() ? of_job : open ? all : of_any;
    result.insert(result.end(), chosen.begin(), chosen.end());
    return !all.empty();
  };
  bool general_needed = places.empty();
  for (const std::string& wanted : places) {
    if (!add(wanted)) general_needed = true;
  }
  if (general_needed) add("*");
  return result;
}

}  // namespace

const LawArticle* ReferenceTables::FindLaw(std::string_view id) const {
  const auto found =
      std::find_if(law.begin(), law.end(), [&](const LawArticle& row) { return row.id == id; });
  return found == law.end() ? nullptr : &*found;
}

std::optional<double> ReferenceTables::VndPerUnit(std::string_view currency, core::Day day) const {
  if (currency == "VND") return 1.0;
  const ExchangeRate* best = nullptr;
  for (const ExchangeRate& rate : rates) {
    if (rate.currency == currency && rate.from <= day &&
        (best == nullptr || best->from < rate.from))
      best = &rate;
  }
  if (best == nullptr) return std::nullopt;
  return best->vnd;
}

std::optional<double> ReferenceTables::InVnd(const core::Money& money, core::Day day) const {
  const auto rate = VndPerUnit(money.currency, day);
  if (!rate) return std::nullopt;
  return static_cast<double>(money.minor_units) /
         std::pow(10.0, core::CurrencyExponent(money.currency)) * *rate;
}

std::optional<double> ReferenceTables::PlausibleMonthlyWage(
    const std::vector<std::string>& destinations, const std::vector<std::string>& jobs,
    core::Day day) const {
  std::optional<double> highest;
  for (const WageRow* row :
       Applicable(wages, &WageRow::destination, destinations, jobs, day, true)) {
    const auto rate = VndPerUnit(row->currency, day);
    const auto times = PeriodsPerMonth(row->period);
    if (!rate || !times) continue;
    highest = std::max(highest.value_or(0), row->plausible_max * *times * *rate);
  }
  return highest;
}

std::optional<double> ReferenceTables::FeeCeilingMonths(const std::vector<std::string>& markets,
                                                        const std::vector<std::string>& jobs,
                                                        std::optional<double> contract_months,
                                                        core::Day day) const {
  std::optional<double> highest;
  for (const FeeRow* row : Applicable(fees, &FeeRow::market, markets, jobs, day, false)) {
    const double months =
        !contract_months || *contract_months >= 36
            ? row->max_months_36
            : std::min(row->months_per_12 * *contract_months / 12, row->max_months_36);
    highest = std::max(highest.value_or(0), months);
  }
  return highest;
}

std::optional<double> ReferenceTables::DepositCap(const std::vector<std::string>& markets,
                                                  const std::vector<std::string>& jobs,
                                                  core::Day day) const {
  std::optional<double> highest;
  for (const DepositRow* row :
       Applicable(deposits, &DepositRow::market, markets, jobs, day, false)) {
    const auto cap = InVnd(row->cap, day);
    if (cap) highest = std::max(highest.value_or(0), *cap);
  }
  return highest;
}

const OfficialChannel* ReferenceTables::FindChannel(std::string_view url) const {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return nullptr;
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#\\"));
  if (const auto at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  if (const auto colon = url.find(':'); colon != std::string_view::npos) url = url.substr(0, colon);
  std::string host{url};
  std::transform(host.begin(), host.end(), host.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  while (!host.empty() && host.back() == '.') host.pop_back();
  for (const OfficialChannel& channel : channels) {
    if (host == channel.domain) return &channel;
    if (host.size() > channel.domain.size() + 1 && host.ends_with(channel.domain) &&
        host[host.size() - channel.domain.size() - 1] == '.') {
      return &channel;
    }
  }
  return nullptr;
}

std::optional<double> PeriodsPerMonth(std::string_view period) {
  if (period == "month") return 1.0;
  if (period == "day") return kWorkDaysPerMonth;
  if (period == "hour") return kWorkHoursPerMonth;
  return std::nullopt;
}

}  // namespace agencywatch::rules
