#include "rules/pack_loader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "rules/lint.h"

namespace agencywatch::rules {
namespace {

std::string ReadData(const std::string& name) {
  std::ifstream file(std::string(AW_SOURCE_DIR) + "/tests/rules/testdata/" + name);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string ProblemsOf(const std::vector<PackFile>& files) {
  try {
    static_cast<void>(LoadPack(files));
  } catch (const core::InputError& error) {
    std::string text;
    for (const core::InputProblem& problem : error.problems()) text += problem.Text() + "\n";
    return text;
  }
  return "";
}

TEST(PackLoader, NamesEveryProblemWithItsPlace) {
  EXPECT_EQ(ProblemsOf({{"broken.yaml", ReadData("broken.yaml")}}), ReadData("broken.expected"));
}

TEST(PackLoader, BrokenYamlIsToldWithItsPlace) {
  EXPECT_EQ(ProblemsOf({{"a.yaml", "rules:\n  - id: [x\n"}, {"b.yaml", "law: {\n"}}).substr(0, 27),
            "a.yaml:3:1: this is not YAM");
}

TEST(PackLoader, HashCoversPathsAndBytesButNotTheirOrder) {
  const std::vector<PackFile> files = {{"a.yaml", "fragments: {x: 'coc'}"},
                                       {"b.yaml", "fragments: {y: 'phi'}"}};
  const std::vector<PackFile> turned = {files[1], files[0]};
  const std::vector<PackFile> other = {{"a.yaml", "fragments: {x: 'coc'}"},
                                       {"c.yaml", "fragments: {y: 'phi'}"}};
  EXPECT_EQ(LoadPack(files)->sha256, LoadPack(turned)->sha256);
  EXPECT_NE(LoadPack(files)->sha256, LoadPack(other)->sha256);
  EXPECT_EQ(LoadPack(files)->sha256.size(), 64u);
}

TEST(PackLoader, RulesThatNeedEachOtherAreRefused) {
  const auto rule = [](const std::string& id, const std::string& asks) {
    return "  - {id: " + id +
           ", version: 1, indicator: fee.debt, severity: low, points: 5, status: stable, "
           "title: {vi: a, en: b}, when: {finding: [" +
           asks + "]}}\n";
  };
  const std::string text =
      ProblemsOf({{"p.yaml", "rules:\n" + rule("vi.a", "vi.b") + rule("vi.b", "vi.a")}});
  EXPECT_EQ(text,
            "p.yaml:3:10: the rule vi.b asks for a finding of vi.a, which in turn depends on it; "
            "name single rules instead of an indicator, or drop one of the conditions\n");
}

TEST(Lint, TellsWhatMayNotGoLive) {
  const auto pack = LoadPack(std::vector<PackFile>{{"lint.yaml", ReadData("lint.yaml")}});
  std::string text;
  for (const core::InputProblem& problem : Lint(*pack)) text += problem.Text() + "\n";
  EXPECT_EQ(text, ReadData("lint.expected"));
}

}  // namespace
}  // namespace agencywatch::rules
