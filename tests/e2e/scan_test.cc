// The whole way on the bundled sites: what a newcomer sees, held against what was planted.
#include <gtest/gtest.h>

#include <set>

#include "tests/db/test_database.h"
#include "tests/e2e/demo_expectations.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

using nlohmann::json;

std::vector<std::string> Split(std::string_view text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// One demo run for all tests of this suite.
class DemoScan : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<db::TemporaryFolder>();
    FixDemoPort(Data(), DemoPort());
    demo_ = RunProgram({"--data-dir", Data(), "demo"});
    alerts_ = JsonLines(RunProgram({"--data-dir", Data(), "alerts", "export"}).out);
    postings_ = JsonLines(RunProgram({"--data-dir", Data(), "postings", "export"}).out);
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static std::string Data() { return (folder_->path() / "data").string(); }

  static bool EndsWith(const std::string& url, std::string_view path) {
    return url.size() > path.size() &&
           std::string_view{url}.substr(url.size() - path.size()) == path;
  }

  static const json* AlertOf(const DemoOffender& offender) {
    for (const auto& alert : alerts_) {
      for (const auto& advert : alert["adverts"]) {
        if (advert["source"] == offender.site && EndsWith(advert["url"], offender.path))
          return &alert;
      }
    }
    return nullptr;
  }

  static std::unique_ptr<db::TemporaryFolder> folder_;
  static Ended demo_;
  static std::vector<json> alerts_;
  static std::vector<json> postings_;
};

std::unique_ptr<db::TemporaryFolder> DemoScan::folder_;
Ended DemoScan::demo_;
std::vector<json> DemoScan::alerts_;
std::vector<json> DemoScan::postings_;

TEST_F(DemoScan, EndsWellAndPrintsTheQueue) {
  EXPECT_EQ(demo_.code, 0) << demo_.err;
  EXPECT_NE(demo_.out.find("HÀNG ĐỢI"), std::string::npos) << demo_.out;
}

TEST_F(DemoScan, EachPlantedOffenderStandsThereWithVerdictAndReason) {
  for (const auto& offender : kDemoOffenders) {
    const json* alert = AlertOf(offender);
    ASSERT_NE(alert, nullptr) << offender.story;
    for (const auto& advert : (*alert)["adverts"]) {
      if (!EndsWith(advert["url"], offender.path)) continue;
      EXPECT_EQ(advert["verdict"], core::VerdictName(offender.verdict)) << offender.story;
      std::set<std::string> found;
      for (const auto& finding : advert["findings"])
        found.insert(finding["indicator"].get<std::string>());
      for (const auto& wanted : Split(offender.indicators, ' ')) {
        bool any = false;
        for (const auto& code : Split(wanted, '|')) any = any || found.contains(code);
        EXPECT_TRUE(any) << offender.story << ": " << wanted << " is missing";
      }
      EXPECT_FALSE(advert["evidence"].is_null()) << offender.story;
    }
  }
}

TEST_F(DemoScan, NothingElseIsFlagged) {
  std::set<std::string> planted;
  for (const auto& offender : kDemoOffenders) planted.insert(std::string{offender.path});
  for (const auto& posting : postings_) {
    const std::string url =
        posting["canonical_url"].is_null() ? posting["url"] : posting["canonical_url"];
    bool expected = false;
    for (const auto& path : planted) expected = expected || EndsWith(url, path);
    EXPECT_EQ(posting["verdict"] != "clear", expected)
        << posting["source"] << " " << url << " '" << posting["title"] << "' is "
        << posting["verdict"];
  }
}

TEST_F(DemoScan, OneAlertForEachSubjectAndNoInnocentInIt) {
  std::map<std::string, std::set<std::int64_t>> alerts_of_subject;
  for (const auto& offender : kDemoOffenders) {
    const json* alert = AlertOf(offender);
    ASSERT_NE(alert, nullptr) << offender.story;
    alerts_of_subject[std::string{offender.subject}].insert((*alert)["number"].get<std::int64_t>());
  }
  std::set<std::int64_t> all;
  for (const auto& [subject, numbers] : alerts_of_subject) {
    EXPECT_EQ(numbers.size(), 1U) << subject;
    all.insert(numbers.begin(), numbers.end());
  }
  EXPECT_EQ(all.size(), alerts_of_subject.size());
  EXPECT_EQ(alerts_.size(), all.size());
  for (const auto& alert : alerts_) {
    for (const auto& identifier : alert["identifiers"]) {
      EXPECT_FALSE(identifier["role"] == "controls" && identifier["value"] == kDemoBoardHotline)
          << "the board's hotline ties " << alert["subject"];
    }
  }
}

TEST_F(DemoScan, TheBorrowersSubjectOnlyClaimsTheHoldersLicence) {
  const json* alert = AlertOf(kDemoOffenders[0]);
  ASSERT_NE(alert, nullptr);
  bool claims = false;
  for (const auto& identifier : (*alert)["identifiers"]) {
    if (identifier["kind"] == "licence") {
      claims = true;
      EXPECT_EQ(identifier["role"], "claims");
    }
    EXPECT_NE(identifier["kind"], "enterprise") << "the borrower is taken for the holder";
  }
  EXPECT_TRUE(claims);
}

TEST_F(DemoScan, OrderTablesGiveOnePostingARow) {
  for (const auto& table : kDemoOrderTables) {
    int orders = 0;
    for (const auto& posting : postings_) {
      if (posting["source"] == "phu-son" && EndsWith(posting["canonical_url"], table.path))
        ++orders;
    }
    EXPECT_EQ(orders, table.orders) << table.path;
  }
}

TEST_F(DemoScan, ASecondNightWithNothingNewChangesNothing) {
  const auto before = StoredState(Data());
  const Ended second = RunProgram({"--data-dir", Data(), "demo"});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_NE(second.out.find("0 mới, 0 cập nhật"), std::string::npos) << second.out;
  EXPECT_EQ(StoredState(Data()), before);
}

TEST_F(DemoScan, ATipWithTheSameTextIsOneTipAndOpensAnAlert) {
  const std::string tip =
      "Cần 20 bạn đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu giữ chỗ, chuyển vào STK "
      "0123000456789 MB Bank "
      "NGUYEN VAN THU, zalo 0912 000 777, bay trong 20 ngày, bao đậu visa 100%";
  const Ended first = RunProgram({"--data-dir", Data(), "--lang", "en", "--now",
                                  "2026-11-21T09:00:00+07:00", "import", "--tip", "--channel", "hotline 111", "-"},
                                 {}, tip);
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.out.find("1 new"), std::string::npos) << first.out;
  EXPECT_NE(first.out.find("1 opened"), std::string::npos) << first.out;
  const Ended again = RunProgram(
      {"--data-dir", Data(), "--lang", "en", "--now", "2026-11-21T09:00:10+07:00", "import", "--tip", "-"}, {},
      tip);
  EXPECT_NE(again.out.find("1 known; alerts: 0 opened, 0 updated"), std::string::npos) << again.out;
}

TEST_F(DemoScan, ATipShowsItsChannelAndPlaceAndItsInformantOnlyWithAReason) {
  const auto run = [](const std::string& now, std::vector<std::string> arguments, const std::string& input = "") {
    std::vector<std::string> all = {"--data-dir", Data(), "--lang", "en", "--now", "2026-11-21T" + now + "+07:00"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all, {}, input);
  };
  const std::string body =
      "Người ta nhận lao động đi Úc hái nho, đòi cọc 27 triệu giữ chỗ, gọi 0912 000 888 để nộp tiền";
  const Ended bad = run("09:01:00", {"import", "--tip", "-"},
                        R"json({"body":"a","posted_at":"hôm qua"})json" "\n" R"json({"body":"b","url":"javascript:alert(1)"})json" "\n");
  EXPECT_EQ(bad.code, 2) << bad.out;
  EXPECT_NE(bad.err.find("stdin:1: posted_at is no day: \"hôm qua\""), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("stdin:2: url is no web address: javascript:alert(1)"), std::string::npos) << bad.err;

  const Ended unread = run("09:01:05", {"import", "--tip", "-"},
                           R"json({"body":"đòi cọc 27 triệu","caller":"Lò Thị Mẫu"})json" "\n"
                           R"json({"body":"đòi cọc 27 triệu","informant":{"nick":"mau"}})json" "\n");
  EXPECT_EQ(unread.code, 2) << unread.out;
  EXPECT_NE(unread.err.find("stdin:1: nothing reads the key 'caller'"), std::string::npos) << unread.err;
  EXPECT_NE(unread.err.find("stdin:2: nothing reads the key 'informant.nick'"), std::string::npos) << unread.err;

  const Ended taken = run("09:01:10", {"import", "--tip", "--channel", "hotline 111", "--place", "Vinh, Nghệ An", "--informant",
                                       "Lò Thị Mẫu", "--informant-contact", "0912 000 999", "--as", "Người trực", "-"}, body);
  EXPECT_NE(taken.out.find("1 tip: 1 new"), std::string::npos) << taken.out;
  json tip;
  for (const auto& row : JsonLines(run("09:02:00", {"tips", "list", "--json"}).out)) {
    if (row["channel"] == "hotline 111" && row["place"] == "Vinh, Nghệ An") tip = row;
  }
  ASSERT_FALSE(tip["alert"].is_null());
  const std::string number = std::to_string(tip["alert"].get<int>());
  const Ended shown = run("09:02:10", {"alerts", "show", number});
  EXPECT_NE(shown.out.find("by hotline 111, at Vinh, Nghệ An, taken in by Người trực"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("the text as it was taken in, SHA-256"), std::string::npos) << shown.out;
  EXPECT_EQ(JsonLines(run("09:02:20", {"alerts", "list", "--province", "nghe an", "--json"}).out).size(), 1U);
  const std::string everything = shown.out + run("09:02:30", {"alerts", "export"}).out + run("09:02:40", {"postings", "export"}).out;
  EXPECT_EQ(everything.find("Lò Thị Mẫu"), std::string::npos);
  EXPECT_EQ(everything.find("0912 000 999"), std::string::npos);
  const std::string id = std::to_string(tip["id"].get<int>());
  EXPECT_EQ(run("09:03:00", {"tips", "informant", id, "--reason", " "}).code, 2);
  EXPECT_NE(run("09:03:10", {"tips", "informant", id, "--reason", "hẹn lấy lời khai"}).out.find("Lò Thị Mẫu  0912 000 999"),
            std::string::npos);
  // Under the keys that others use.
  EXPECT_EQ(run("09:03:20", {"import", "--tip", "--channel", "form", "-"},
                R"json({"body":"Bà Sáu đòi cọc 30 triệu đi Úc, tôi 0912 000 777","informant":"Vàng Thị Dợ","informant_phone":"0912000777"})json").code, 0);
  for (const auto& row : JsonLines(run("09:03:30", {"tips", "list", "--json"}).out)) {
    if (row["channel"] != "form") continue;
    EXPECT_NE(run("09:03:40", {"tips", "informant", std::to_string(row["id"].get<int>()), "--reason", "kiểm tra"}).out.find("Vàng Thị Dợ  0912000777"),
              std::string::npos);
    EXPECT_EQ(row.dump().find("0912 000 777"), std::string::npos);
  }
  EXPECT_EQ(JsonLines(run("09:04:00", {"postings", "search", "HAI NHO uc", "--json"}).out).size(), 1U);
}

}  // namespace
}  // namespace agencywatch::test
