// Values that programs in a page are given, as JSON and as JavaScript writes them.
#include "crawler/script_value.h"

#include <gtest/gtest.h>

#include <string>

namespace agencywatch::crawler {
namespace {

struct Case {
  std::string name;
  std::string text;
  std::string json;  // "" for what cannot be read
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class ScriptValueCase : public testing::TestWithParam<Case> {};

TEST_P(ScriptValueCase, IsRead) {
  const auto value = ParseScriptValue(GetParam().text);
  EXPECT_EQ(value ? value->dump() : "", GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    Of, ScriptValueCase,
    testing::Values(Case{"Json", R"({"b":[1,2.5,true,null],"a":"x"} behind)",
                         R"({"b":[1,2.5,true,null],"a":"x"})"},
                    Case{"KeysWithoutQuotesAndACommaTooMany", "{a:1,'b':'x',}",
                         R"({"a":1,"b":"x"})"},
                    Case{"ShortTruthAndNothing", "{a:!0,b:!1,c:void 0,d:undefined}",
                         R"({"a":true,"b":false,"c":null,"d":null})"},
                    Case{"Comments", "{/* x */a:1, // y\nb:2}", R"({"a":1,"b":2})"},
                    Case{"Escapes", R"("\u003cp\u003e \ud83d\ude00 \x41\'")", R"("<p> 😀 A'")"},
                    Case{"HalfASurrogate", R"("\ud83d!")", "\"\xEF\xBF\xBD!\""},
                    Case{"ADate", R"({at:new Date("2026-11-12")})", R"({"at":"2026-11-12"})"},
                    Case{"JsonInAText", R"(JSON.parse("{\"a\":[1]}"))", R"({"a":[1]})"},
                    Case{"NuxtsFunction", R"((function(a,b){return {x:a,y:[b,a]}}("often",null)))",
                         R"({"x":"often","y":[null,"often"]})"},
                    Case{"PlacesLeftOut", "[,1,,2]", "[null,1,null,2]"},
                    Case{"CutOff", R"({"a":"x)", ""}, Case{"ACall", "{a:load()}", ""},
                    Case{"NoValue", "", ""}, Case{"TooDeep", std::string(100, '['), ""}),
    [](const auto& one) { return one.param.name; });

TEST(ScriptValue, WhatIsNamedOftenDoesNotGrowWithoutEnd) {
  const std::string large(1'000'000, 'x');
  std::string text = "(function(a){return [a";
  for (int i = 0; i < 1000; ++i) text += ",a";
  text += "]}(\"" + large + "\"))";
  EXPECT_FALSE(ParseScriptValue(text));
}

}  // namespace
}  // namespace agencywatch::crawler
