#include "core/word_table.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace agencywatch::core {
namespace {

std::vector<std::string> Read(std::string_view table) {
  std::vector<std::string> read;
  for (const auto& [section, word] : ReadWordTable(table))
    read.push_back(std::string(section) + "=" + std::string(word));
  return read;
}

TEST(WordTable, WordsStandUnderTheirSectionInOrder) {
  EXPECT_EQ(Read("# chú thích, không là từ\n\n[a]\nmột từ, hai\n  ba ,\n[b whole] bốn\r\n[a]\nnăm"),
            (std::vector<std::string>{"a=một từ", "a=hai", "a=ba", "b whole=bốn", "a=năm"}));
}

TEST(WordTable, AWordOfNoSectionAndAnOpenSectionAreBugs) {
  EXPECT_THROW(Read("một\n[a]\nhai"), std::logic_error);
  EXPECT_THROW(Read("[a\nhai"), std::logic_error);
}

}  // namespace
}  // namespace agencywatch::core
