#include "rules/reference_tables.h"

#include <gtest/gtest.h>

namespace agencywatch::rules {
namespace {

core::Day On(const char* text) { return *core::ParseDay(text); }

ReferenceTables Tables() {
  ReferenceTables tables;
  tables.rates = {{"JPY", 160, On("2024-01-01")}, {"JPY", 170, On("2026-01-01")}};
  tables.fees = {{"*", std::nullopt, 1, 3, {}},
                 {"TW", "care", 0.4, 1, {On("2024-05-15"), std::nullopt}},
                 {"TW", "factory", 1, 3, {}},
                 {"JP", "engineer", 0.7, 2, {}},
                 {"JP", std::nullopt, 1, 3, {}}};
  tables.wages = {{"JP", std::nullopt, 250000, {}, "JPY", "month", {}},
                  {"*", std::nullopt, 1000000, {}, "VND", "day", {}}};
  tables.deposits = {{"TW", std::nullopt, {12000000, "VND"}, {}},
                     {"*", std::nullopt, {0, "VND"}, {}}};
  tables.channels = {{"dolab.gov.vn", "Cục"}};
  return tables;
}

TEST(Rates, TheLatestNotAfterTheDayCounts) {
  const ReferenceTables tables = Tables();
  EXPECT_EQ(tables.InVnd({1000, "JPY"}, On("2025-12-31")), 160000);
  EXPECT_EQ(tables.InVnd({1000, "JPY"}, On("2026-01-01")), 170000);
  EXPECT_EQ(tables.InVnd({1000, "JPY"}, On("2023-01-01")), std::nullopt);
  EXPECT_EQ(tables.InVnd({1000, "RON"}, On("2026-01-01")), std::nullopt);
}

// Law 69/2020 article 23: a month's wage for each 12 months, three for 36 months and more.
TEST(FeeCeiling, FollowsMarketJobAndLength) {
  const ReferenceTables tables = Tables();
  const auto day = On("2026-11-01");
  EXPECT_EQ(tables.FeeCeilingMonths({"RO"}, {}, 24, day), 2);
  EXPECT_EQ(tables.FeeCeilingMonths({"RO"}, {}, std::nullopt, day), 3);
  EXPECT_EQ(tables.FeeCeilingMonths({"JP"}, {"engineer"}, 60, day), 2);
  EXPECT_EQ(tables.FeeCeilingMonths({"JP"}, {"welder"}, 36, day), 3);
}

TEST(FeeCeiling, AnUnknownJobGetsTheMostGenerousReading) {
  const ReferenceTables tables = Tables();
  EXPECT_EQ(tables.FeeCeilingMonths({"TW"}, {}, 36, On("2026-11-01")), 3);
  EXPECT_EQ(tables.FeeCeilingMonths({"TW"}, {"care"}, 36, On("2026-11-01")), 1);
  // Before the special row was in force, only the other one is left.
  EXPECT_EQ(tables.FeeCeilingMonths({"TW"}, {"care"}, 36, On("2024-01-01")), 3);
}

TEST(Wages, AreMonthlyAndInVnd) {
  const ReferenceTables tables = Tables();
  EXPECT_EQ(tables.PlausibleMonthlyWage({"JP"}, {}, On("2026-11-01")), 250000 * 170.0);
  EXPECT_EQ(tables.PlausibleMonthlyWage({"AE"}, {}, On("2026-11-01")), 26000000);
}

TEST(Deposits, NoughtForbidsThem) {
  const ReferenceTables tables = Tables();
  EXPECT_EQ(tables.DepositCap({"TW"}, {}, On("2026-11-01")), 12000000);
  EXPECT_EQ(tables.DepositCap({"JP"}, {}, On("2026-11-01")), 0);
}

TEST(Channels, HostOrItsParentDecides) {
  const ReferenceTables tables = Tables();
  EXPECT_NE(tables.FindChannel("https://www.dolab.gov.vn/tin?x=1"), nullptr);
  EXPECT_NE(tables.FindChannel("http://DOLAB.gov.vn:8080"), nullptr);
  EXPECT_EQ(tables.FindChannel("https://xdolab.gov.vn/"), nullptr);
  EXPECT_EQ(tables.FindChannel("https://dolab.gov.vn.example/"), nullptr);
  EXPECT_EQ(tables.FindChannel("https://dolab.gov.vn@evil.example/"), nullptr);
  EXPECT_EQ(tables.FindChannel("dolab.gov.vn"), nullptr);
}

}  // namespace
}  // namespace agencywatch::rules
