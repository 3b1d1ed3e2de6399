// Spellings from life and what is to be read in them, one a line: testdata/facts/*.txt.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "fact_reading.h"

namespace agencywatch::rules {
namespace {

struct Row {
  std::string table;
  int line = 0;
  std::string text;
  std::vector<std::string> wanted;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.table << ".txt:" << row.line << ": " << row.text;
}
std::string RowName(const testing::TestParamInfo<Row>& info) {
  return info.param.table + "_line" + std::to_string(info.param.line);
}

// Lines "TEXT => A; B"; "-" for nothing, "\\n" in a text for a line break, "# " for a remark.
std::vector<Row> RowsOf(const std::string& table) {
  std::vector<Row> rows;
  std::ifstream file(AW_SOURCE_DIR "/tests/rules/testdata/facts/" + table + ".txt");
  if (!file) throw std::runtime_error("there is no table " + table);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::size_t arrow = line.rfind(" => ");
    if (line.rfind("# ", 0) == 0 || arrow == std::string::npos) continue;
    Row row{table, number, line.substr(0, arrow), {}};
    for (std::size_t at = row.text.find("\\n"); at != std::string::npos;
         at = row.text.find("\\n", at))
      row.text.replace(at, 2, "\n");
    std::istringstream items(line.substr(arrow + 4));
    for (std::string item; std::getline(items, item, ';');) {
      item.erase(0, item.find_first_not_of(' '));
      if (item != "-" && !item.empty()) row.wanted.push_back(item);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> RowsOfAll(const std::vector<std::string>& tables) {
  std::vector<Row> rows;
  for (const std::string& table : tables) {
    const auto more = RowsOf(table);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

class Sums : public testing::TestWithParam<Row> {};
TEST_P(Sums, AreRead) {
  // "wage 15000000 VND month"; the period only where the row says one.
  std::vector<std::string> read;
  const core::Facts facts = Read(GetParam().text);
  for (const core::Fact* fact : facts.OfKind(core::FactKind::kMoney)) {
    std::string sum = std::string(fact->Attr("role")) + " " + fact->value;
    const auto& wanted = GetParam().wanted;
    if (std::find(wanted.begin(), wanted.end(), sum) == wanted.end())
      sum += " " + std::string(fact->Attr("period"));
    read.push_back(std::move(sum));
  }
  EXPECT_EQ(Strings(read.begin(), read.end()),
            Strings(GetParam().wanted.begin(), GetParam().wanted.end()));
}
INSTANTIATE_TEST_SUITE_P(InAdverts, Sums,
                         testing::ValuesIn(RowsOfAll({"money_spellings", "money_roles",
                                                      "money_adverts", "money_more", "money_payers"})),
                         RowName);

class Handles : public testing::TestWithParam<Row> {};
TEST_P(Handles, AreRead) {
  EXPECT_EQ(Values(GetParam().text, core::FactKind::kSocial),
            Strings(GetParam().wanted.begin(), GetParam().wanted.end()));
}
INSTANTIATE_TEST_SUITE_P(InAdverts, Handles,
                         testing::ValuesIn(RowsOfAll({"handles", "handles_more", "handles_asked"})), RowName);

class Destinations : public testing::TestWithParam<Row> {};
TEST_P(Destinations, AreRead) {
  EXPECT_EQ(Values(GetParam().text, core::FactKind::kDestination),
            Strings(GetParam().wanted.begin(), GetParam().wanted.end()));
}
INSTANTIATE_TEST_SUITE_P(InAdverts, Destinations,
                         testing::ValuesIn(RowsOfAll({"destinations", "destinations_more"})),
                         RowName);

class Numbers : public testing::TestWithParam<Row> {};
TEST_P(Numbers, AreReadAsTelephones) {
  EXPECT_EQ(Values(GetParam().text, core::FactKind::kPhone),
            Strings(GetParam().wanted.begin(), GetParam().wanted.end()));
}
INSTANTIATE_TEST_SUITE_P(InAdverts, Numbers, testing::ValuesIn(RowsOf("phones")), RowName);

class Accounts : public testing::TestWithParam<Row> {};
TEST_P(Accounts, AreRead) {
  Strings read;
  const core::Facts facts = Read(GetParam().text);
  for (const core::Fact* fact : facts.OfKind(core::FactKind::kAccount)) {
    const auto& wanted = GetParam().wanted;
    std::string account = fact->value;
    if (std::find(wanted.begin(), wanted.end(), account) == wanted.end())
      account += " " + std::string(fact->Attr("holder_kind"));
    read.insert(std::move(account));
  }
  EXPECT_EQ(read, Strings(GetParam().wanted.begin(), GetParam().wanted.end()));
}
INSTANTIATE_TEST_SUITE_P(InAdverts, Accounts, testing::ValuesIn(RowsOf("accounts")), RowName);

}  // namespace
}  // namespace agencywatch::rules
