// What the packs know besides rules: law, exchange rates, wages, fee ceilings, deposit caps and
// official channels, each row with the days on which it holds. Read from YAML; nothing of it is
// written in C++.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/time.h"
#include "rules/gazetteer.h"

namespace agencywatch::rules {

// Both days are inclusive; an absent one is open.
struct Validity {
  std::optional<core::Day> from;
  std::optional<core::Day> to;
  [[nodiscard]] bool Holds(core::Day day) const {
    return (!from || *from <= day) && (!to || day <= *to);
  }
};

struct LawArticle {
  std::string id;       // L69-7.7
  std::string act;      // Luật 69/2020/QH14
  std::string article;  // Điều 7 khoản 7
  std::string text_vi;  // in our words
  std::string text_en;
  Validity validity;
  std::string source;
};

struct ExchangeRate {
  std::string currency;
  double vnd = 0;  // VND per one unit (not per minor unit)
  core::Day from{};
};

// What a job can plausibly pay. Sums are in units of `currency` per `period`.
struct WageRow {
  std::string destination;         // ISO 3166 alpha-2, or "*" for anywhere else
  std::optional<std::string> job;  // an id of `jobs`; nullopt: any job
  double plausible_max = 0;
  std::optional<double> floor;
  std::string currency;
  std::string period;  // month, day or hour
  Validity validity;
};

// Ceiling of the service fee, in months of contract wage (Law 69/2020 article 23; Circular 21/2021
// annexes).
struct FeeRow {
  std::string market;  // ISO 3166 alpha-2, or "*": the general cap
  std::optional<std::string> job;
  double months_per_12 = 0;
  double max_months_36 =
      0;  // for contracts of 36 months and more, and where the length is not stated
  Validity validity;
};

struct DepositRow {
  std::string market;
  std::optional<std::string> job;
  core::Money cap;  // 0: any deposit is forbidden
  Validity validity;
};

struct OfficialChannel {
  std::string domain;  // lower case; its subdomains count too
  std::string name;
};

struct ReferenceTables {
  std::vector<LawArticle> law;
  std::vector<ExchangeRate> rates;
  std::vector<WageRow> wages;
  std::vector<FeeRow> fees;
  std::vector<DepositRow> deposits;
  std::vector<OfficialChannel> channels;
  Gazetteer gazetteer;  // places and banks, for the fact readers

  [[nodiscard]] const LawArticle* FindLaw(std::string_view id) const;
  // The latest rate that is not after `day`; nullopt for a currency without one. VND is 1.
  [[nodiscard]] std::optional<double> VndPerUnit(std::string_view currency, core::Day day) const;
  [[nodiscard]] std::optional<double> InVnd(const core::Money& money, core::Day day) const;
  // The highest plausible monthly wage in VND for these destinations ("*" where one has no row of
  // its own) and jobs; rows of any job count when no job is known or no row names it. nullopt: the
  // tables do not say.
  [[nodiscard]] std::optional<double> PlausibleMonthlyWage(
      const std::vector<std::string>& destinations, const std::vector<std::string>& jobs,
      core::Day day) const;
  // The most generous ceiling, in months of wage, among the rows that may apply: one is accused
  // only when every reading of the advertisement is above it. `contract_months` nullopt:
  // max_months_36.
  [[nodiscard]] std::optional<double> FeeCeilingMonths(const std::vector<std::string>& markets,
                                                       const std::vector<std::string>& jobs,
                                                       std::optional<double> contract_months,
                                                       core::Day day) const;
  // The highest deposit cap in VND among the rows that may apply.
  [[nodiscard]] std::optional<double> DepositCap(const std::vector<std::string>& markets,
                                                 const std::vector<std::string>& jobs,
                                                 core::Day day) const;
  // The official channel whose domain is the host of `url` or a parent of it.
  [[nodiscard]] const OfficialChannel* FindChannel(std::string_view url) const;
};

// Hours and days in a month of wages: 26 working days of 8 hours (Labour Code 2019 article 105,
// six-day week).
inline constexpr double kWorkDaysPerMonth = 26;
inline constexpr double kWorkHoursPerMonth = 208;
// Times that a sum of `period` is earned in a month; nullopt for anything that is not a wage
// period.
[[nodiscard]] std::optional<double> PeriodsPerMonth(std::string_view period);

}  // namespace agencywatch::rules
