#include "rules/internal/json_fields.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

namespace agencywatch::rules::internal {
namespace {

using Json = nlohmann::json;
using Problem = TextFields::Problem;

const std::vector<std::string_view> kKeys = {"id", "title", "body"};

// The same by way of a tree.
TextFields Expected(const std::string& line) {
  TextFields fields;
  fields.texts.resize(kKeys.size());
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded()) {
    fields.problem = Problem::kNotJson;
    return fields;
  }
  if (!json.is_object()) {
    fields.problem = Problem::kNotAnObject;
    return fields;
  }
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const auto value = json.find(std::string(kKeys[i]));
    if (value == json.end() || value->is_null()) continue;
    if (value->is_string()) {
      fields.texts[i] = value->get<std::string>();
    } else if (fields.problem == Problem::kNone) {
      fields.problem = Problem::kNotAString;
      fields.key = kKeys[i];
    }
  }
  return fields;
}

void ExpectReadAsByTree(const std::string& line) {
  const TextFields read = ReadTextFields(line, kKeys);
  const TextFields expected = Expected(line);
  EXPECT_EQ(read.problem, expected.problem) << line;
  EXPECT_EQ(read.key, expected.key) << line;
  if (expected.problem == Problem::kNone) {
    EXPECT_EQ(read.texts, expected.texts) << line;
  }
}

const std::vector<std::string> kLines = {
    R"({"id":"1","title":"Đi Nhật","body":"a\nb\t\"c\" \\ \/ \b\f\r"})",
    R"( { "id" : "1" , "title" : null , "other" : "x" , "body" : "" } )",
    R"({"id":"\u0031","title":"\u0110i \ud83d\ude00","body":"\u0000"})",
    R"({"id":"1","id":"2","title":5,"title":"t","body":"b","body":null})",
    R"({"id":1,"title":"t","body":["b",{"id":"x"}]})",
    R"({"id":"1","other":{"id":"2","title":[null,true,1e3]},"body":"b"})",
    R"({})",
    R"([{"id":"1"}])",
};

TEST(ReadTextFields, ReadsWhatATreeHolds) {
  for (const std::string& line : kLines) ExpectReadAsByTree(line);
}

// Bytes taken out, put in and changed: what is refused is refused, whoever reads first.
TEST(ReadTextFields, ReadsDamagedLinesAsATreeDoes) {
  static constexpr std::string_view kBytes = "{}[]\",:\\u0dnl \x01\x7F\xC4\xBB\xE1\xED\xFF";
  std::mt19937 random(1);
  const auto below = [&](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
  };
  for (int round = 0; round < 20000; ++round) {
    std::string line = kLines[below(kLines.size())];
    for (std::size_t changes = 1 + below(3); changes > 0 && !line.empty(); --changes) {
      const std::size_t at = below(line.size());
      switch (below(3)) {
        case 0:
          line.erase(at, 1 + below(4));
          break;
        case 1:
          line.insert(at, 1, kBytes[below(kBytes.size())]);
          break;
        default:
          line[at] = kBytes[below(kBytes.size())];
          break;
      }
    }
    ExpectReadAsByTree(line);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace agencywatch::rules::internal
