// Names of enterprises compared part by part, and looked up in a register.
#include "core/enterprise_name.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "core/register_view.h"

namespace agencywatch::core {
namespace {

struct Pair {
  std::string a;
  std::string b;
  bool same = false;
  std::string why;
};

std::vector<Pair> LoadPairs() {
  std::ifstream file(AW_SOURCE_DIR "/tests/core/testdata/enterprise_pairs.tsv");
  std::vector<Pair> pairs;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    const auto third = line.find('\t', second + 1);
    pairs.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                     line.substr(second + 1, third - second - 1) == "1", line.substr(third + 1)});
  }
  return pairs;
}

TEST(EnterpriseNames, ThreeHundredPairsAreToldApart) {
  int right_same = 0;
  int wrong_same = 0;
  int missed = 0;
  int look_alikes = 0;
  int look_alikes_right = 0;
  const auto pairs = LoadPairs();
  ASSERT_EQ(pairs.size(), 300U);
  for (const Pair& pair : pairs) {
    const bool same = CompareNames(pair.a, pair.b).same;
    EXPECT_EQ(CompareNames(pair.b, pair.a).same, same) << pair.a << " | " << pair.b;
    right_same += same && pair.same ? 1 : 0;
    wrong_same += same && !pair.same ? 1 : 0;
    missed += !same && pair.same ? 1 : 0;
    if (pair.why.starts_with("look-alike")) {
      ++look_alikes;
      look_alikes_right += same ? 0 : 1;
    }
  }
  const double f1 = 2.0 * right_same / (2.0 * right_same + wrong_same + missed);
  RecordProperty("f1", std::to_string(f1));
  EXPECT_GE(f1, 0.85);
  EXPECT_EQ(look_alikes, 100);
  EXPECT_GE(look_alikes_right, 90);
}

TEST(EnterpriseNames, ScoreIsExplainedPartByPartAndOneOnlyForNamesSpeltAlike) {
  const std::string name = "Công ty Cổ phần Nhân lực Bạch Lĩnh";
  EXPECT_DOUBLE_EQ(CompareNames(name, name).score, 1.0);
  const auto shorter = CompareNames(name, "CTCP Nhân lực Bạch Lĩnh");
  EXPECT_TRUE(shorter.same);
  EXPECT_LT(shorter.score, 1.0);
  EXPECT_EQ(shorter.reasons.size(), 4U) << "proper name, generic words, legal form, spelling";
  const auto other = CompareNames(name, "Công ty Cổ phần Nhân lực Quốc tế Bạch Lĩnh");
  EXPECT_FALSE(other.same);
  EXPECT_LT(other.score, kSameName);
  EXPECT_GT(other.score, CompareNames(name, "Công ty TNHH Hoa tươi Nhật Quỳ").score);
}

RegisterEntry Entry(const std::string& serial, const std::string& name,
                    const std::string& short_name = "") {
  RegisterRow row;
  row.name = name;
  row.short_name = short_name;
  row.licence_no = serial + "/LĐTBXH-GP";
  return RegisterView::EntriesOf({row}).front();
}

Day Today() { return ParseDay("2026-11-01").value(); }

TEST(NameOnTheRegister, IsListedPossibleOrUnknown) {
  using Kind = RegisterView::NameMatch::Kind;
  const RegisterView view({Entry("3901", "Công ty Cổ phần Nhân lực Bạch Lĩnh", "BALICO"),
                           Entry("3902", "Công ty TNHH Cung ứng Lao động Vạn Tường Hà", "VTH"),
                           Entry("3903", "Công ty Cổ phần Du lịch Vạn Thọ Hương", "VTH")},
                          Today());
  const auto kind = [&view](const char* name) { return view.MatchName(name).kind; };
  EXPECT_EQ(kind("cty CP nhân lực Bạch Lĩnh"), Kind::kListed);
  EXPECT_EQ(kind("Bach Linh Manpower JSC"), Kind::kListed);
  EXPECT_EQ(kind("BALICO"), Kind::kListed) << "a short name of one only";
  EXPECT_EQ(kind("VTH"), Kind::kPossible) << "a short name of two";
  EXPECT_EQ(kind("Công ty TNHH Nhân lực Bạch Lĩnh"), Kind::kPossible) << "another legal form";
  EXPECT_EQ(kind("Công ty Cổ phần Nhân lực Bạch Linh"), Kind::kPossible) << "another mark";
  EXPECT_EQ(kind("Công ty Cổ phần Mây Hồng Hoa (BALICO)"), Kind::kNone)
      << "anybody can write a brand in brackets";
  EXPECT_EQ(kind("Công ty Cổ phần Nhân lực Hải Triều Vân"), Kind::kNone);
}

TEST(NameOnTheRegister, OneThatLeftTheListGivesWayToOneThatIsOnIt) {
  RegisterEntry former = Entry("3901", "Công ty Cổ phần Nhân lực Bạch Lĩnh");
  former.left_on = ParseDay("2026-05-01");
  const RegisterView view({former, Entry("3999", "Công ty Cổ phần Nhân lực Bạch Lĩnh")}, Today());
  const auto match = view.MatchName("CTCP Nhân lực Bạch Lĩnh");
  EXPECT_EQ(match.kind, RegisterView::NameMatch::Kind::kListed);
  EXPECT_EQ(match.entry->row.licence_no, "3999/LĐTBXH-GP");
}

// 10,000 names against 5,000: under a second; told leniently, for the machine may be busy.
TEST(NameOnTheRegister, TenThousandNamesAreLookedUpInAMoment) {
  const std::vector<std::string> first = {"An", "Bạch", "Cẩm", "Diệu", "Đông", "Gia",  "Hạc",
                                          "Kha", "Lam",  "Mộc", "Ngọc", "Phúc", "Quỳ", "Sơn",
                                          "Tân", "Thiên", "Trúc", "Uyển", "Vân", "Xuân"};
  const std::vector<std::string> trade = {"Nhân lực", "Cung ứng Lao động", "Thương mại và Dịch vụ",
                                          "Phát triển Nguồn nhân lực", "Hợp tác Quốc tế"};
  std::vector<RegisterEntry> entries;
  for (std::size_t i = 0; i < 5000; ++i) {
    entries.push_back(Entry(std::to_string(10000 + i),
                            "Công ty Cổ phần " + trade[i % 5] + " " + first[i % 20] + " " +
                                first[i / 20 % 20] + " " + first[i / 400 % 20]));
  }
  const RegisterView view(std::move(entries), Today());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 10'000; ++i) {
    names.push_back((i % 2 == 0 ? "Cty CP " : "Công ty TNHH ") + trade[i / 3 % 5] + " " +
                    first[i * 7 % 20] + " " + first[i / 11 % 20] + " " + first[i / 5 % 20] +
                    (i % 3 == 0 ? " Việt Nam" : ""));
  }
  const auto begin = std::chrono::steady_clock::now();
  int found = 0;
  for (const auto& name : names)
    found += view.MatchName(name).kind != RegisterView::NameMatch::Kind::kNone ? 1 : 0;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  RecordProperty("milliseconds", std::to_string(took.count()));
  std::cout << "10,000 names against 5,000: " << took.count() << " ms\n";
  EXPECT_GT(found, 500);
  EXPECT_LT(took.count(), 3000);
}

}  // namespace
}  // namespace agencywatch::core
