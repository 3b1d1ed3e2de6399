#include "rules/match_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>

namespace agencywatch::rules {
namespace {

using Json = nlohmann::ordered_json;

const RuleSet& Rules() {
  static const auto rules = [] {
    std::ifstream file(AW_SOURCE_DIR "/tests/rules/testdata/engine.yaml");
    const std::vector<PackFile> files = {
        {"engine.yaml", {std::istreambuf_iterator<char>(file), {}}}};
    return RuleSet::Load(files);
  }();
  return *rules;
}

MatchAnswer Match(std::string_view line, const core::RegisterView* view = nullptr) {
  return MatchLine(Rules(), view, line, 7, *core::ParseDay("2026-11-01"), "1.0.0");
}

TEST(Match, AnswersWithTheFieldsOfTheContractInTheirOrder) {
  const core::RegisterView view(core::RegisterView::EntriesOf(Rules().pack().test_register),
                                *core::ParseDay("2026-10-30"));
  const MatchAnswer answer = Match(
      R"({"id":"d001","title":"Đi Nhật","body":"ib em, đặt cọc 15tr, đặt cọc 15tr, zalo 0912 000 345"})",
      &view);
  EXPECT_FALSE(answer.bad);
  const Json json = Json::parse(answer.line);
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"id", "verdict", "score", "review", "genre", "evasion",
                                            "findings", "facts", "program", "pack",
                                            "register_as_of", "register_note"}));
  EXPECT_EQ(json["id"], "d001");
  EXPECT_EQ(json["program"], "1.0.0");
  EXPECT_EQ(json["pack"], "sha256:" + Rules().sha256());
  EXPECT_EQ(json["register_as_of"], "2026-10-30");
  const Json& finding = json["findings"][0];
  EXPECT_EQ(finding["rule"], "t.text");
  EXPECT_EQ(finding["severity"], "high");
  EXPECT_EQ(finding["spans"][0]["quote"], "đặt cọc");
  const Json& facts = json["facts"];
  ASSERT_EQ(facts["money"].size(), 1u) << "the same sum twice is one";
  EXPECT_EQ(
      facts["money"][0],
      Json::parse(
          R"({"role":"deposit","amount":15000000,"currency":"VND","period":"once","text":"15tr"})"));
  EXPECT_EQ(facts["phones"], Json::parse(R"(["+84912000345"])"));
  EXPECT_EQ(facts["destinations"], Json::parse(R"(["JP"])"));
}

// Whatever stands in the text: a span is bytes of it, and quotes them.
TEST(Match, SpansQuoteTheBytesThatCameIn) {
  const std::string body =
      "\xF0\x9F\x9B\xAB ib em \xE2\x80\x8B c.ọ.c \xF0\x9D\x90\x9C\xE1\xBB\x8D\xF0\x9D\x90\x9C 15tr";
  const std::string with_nul =
      std::string("🛫 ib em") + '\0' +
      " Đặt  c\xCC\xA3ọc, cọc 15tr ☎ 0️⃣9️⃣1️⃣2️⃣ 000 345";
  for (const std::string& text : {body, with_nul}) {
    const Json line = {{"id", "x"}, {"title", text}, {"body", text}};
    const Json json = Json::parse(Match(line.dump()).line);
    std::size_t seen = 0;
    const auto check = [&](const Json& place) {
      ++seen;
      const auto start = place["start"].get<std::size_t>();
      const auto end = place["end"].get<std::size_t>();
      ASSERT_LE(end, text.size());
      EXPECT_EQ(text.substr(start, end - start), place["quote"].get<std::string>());
    };
    for (const Json& finding : json["findings"]) {
      for (const Json& span : finding["spans"]) check(span);
    }
    for (const Json& place : json["facts"]["at"]) check(place);
    EXPECT_GT(seen, 0u);
  }
}

TEST(Match, PostedAtIsTheDayJudged) {
  const std::string start =
      R"({"id":"x","body":"Tuyển, liên hệ","agency":"Công ty Cổ phần Nhân lực Đồi Sim Biếc","posted_at":)";
  const core::RegisterView view(core::RegisterView::EntriesOf(Rules().pack().test_register),
                                *core::ParseDay("2026-10-14"));
  EXPECT_EQ(Json::parse(Match(start + "\"2026-10-14\"}", &view).line)["findings"].size(), 0u);
  EXPECT_EQ(Json::parse(Match(start + "\"2026-10-15\"}", &view).line)["findings"][0]["rule"],
            "t.inactive");
  // 18:00 UTC is the next day in Vietnam.
  EXPECT_EQ(Json::parse(Match(start + "\"2026-10-14T18:00:00Z\"}", &view).line)["findings"].size(),
            1u);
}

TEST(Match, RegisterIsNullWithoutOne) {
  EXPECT_TRUE(Json::parse(Match(R"({"id":"x","body":"a"})").line)["register_as_of"].is_null());
}

struct BadCase {
  const char* name;
  std::string line;
  const char* error;
};
void PrintTo(const BadCase& c, std::ostream* out) { *out << c.name; }

class MatchRefuses : public testing::TestWithParam<BadCase> {};

TEST_P(MatchRefuses, TheLineAndSaysWhy) {
  const MatchAnswer answer = Match(GetParam().line);
  EXPECT_TRUE(answer.bad);
  EXPECT_EQ(Json::parse(answer.line), (Json{{"line", 7}, {"error", GetParam().error}}));
}

const char* const kNotJson = "the line is not valid JSON in UTF-8";

INSTANTIATE_TEST_SUITE_P(
    Table, MatchRefuses,
    testing::Values(
        BadCase{"Empty", "", "the line is empty"}, BadCase{"Blank", " \t\r", "the line is empty"},
        BadCase{"NoJson", "hello", kNotJson}, BadCase{"CutOff", R"({"id":"x","body":"a)", kNotJson},
        BadCase{"TwoValues", R"({"id":"x","body":"a"} {})", kNotJson},
        BadCase{"IllFormedUtf8", "{\"id\":\"x\",\"body\":\"a\xC3\"}", kNotJson},
        BadCase{"LoneSurrogate", R"({"id":"x","body":"\ud800"})", kNotJson},
        BadCase{"DeepNesting", std::string(200000, '['), kNotJson},
        BadCase{"List", "[1,2]", "the line is not a JSON object"},
        BadCase{"NoId", R"({"body":"a"})", "\"id\" is missing"},
        BadCase{"NumberAsId", R"({"id":5,"body":"a"})", "\"id\" is not a string"},
        BadCase{"NoText", R"({"id":"x"})", "\"title\" and \"body\" are missing"},
        BadCase{"BodyIsAList", R"({"id":"x","body":["a"]})", "\"body\" is not a string"},
        BadCase{"LangIsANumber", R"({"id":"x","body":"a","lang":1})", "\"lang\" is not a string"},
        BadCase{"WrongDay", R"({"id":"x","body":"a","posted_at":"31.10.2026"})",
                "\"posted_at\" is neither a day nor an ISO 8601 time"}),
    [](const testing::TestParamInfo<BadCase>& row) { return std::string(row.param.name); });

TEST(Match, NullMeansNotGiven) {
  EXPECT_FALSE(
      Match(R"({"id":"x","title":null,"body":"a","agency":null,"posted_at":null,"url":null})").bad);
}

TEST(Match, LongLinesAreRefused) {
  const MatchAnswer answer = Match(std::string(kMaxMatchLineBytes + 1, 'x'));
  EXPECT_TRUE(answer.bad);
  EXPECT_NE(answer.line.find("longer than"), std::string::npos);
}

}  // namespace
}  // namespace agencywatch::rules
