// Half a year after a night: what is over its time goes, what alerts rest on stays, and the evidence is proved whole. And a
// person named in the data who asks to see and to delete them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

class AfterANight : public testing::Test {
 protected:
  AfterANight() : data_((folder_.path() / "data").string()) {
    FixDemoPort(data_, DemoPort());
    const Ended demo = RunProgram({"--data-dir", data_, "--lang", "en", "demo"});
    EXPECT_EQ(demo.code, 0) << demo.out << demo.err;
  }
  Ended At(const std::string& now, std::vector<std::string> arguments) {
    std::vector<std::string> all = {"--data-dir", data_, "--lang", "en", "--now", now};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all);
  }
  std::size_t Exported(const std::string& now) { return JsonLines(At(now, {"postings", "export"}).out).size(); }
  std::size_t WarcFiles(const char* folder) const {
    const auto path = std::filesystem::path(data_) / folder;
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
  }

  db::TemporaryFolder folder_;
  std::string data_;
};

TEST_F(AfterANight, WhatIsOverItsTimeGoesAndTheEvidenceIsStillWhole) {
  const std::string soon = "2026-11-22T09:00:00+07:00";
  const std::string later = "2027-06-30T09:00:00+07:00";
  const std::size_t before = Exported(soon);
  EXPECT_NE(At(soon, {"purge", "--dry-run"}).out.find("0  postings without signs  (180 days)"), std::string::npos);
  const std::string due = At(later, {"purge", "--dry-run"}).out;
  EXPECT_EQ(due.find("\n0  postings without signs"), std::string::npos) << due;
  EXPECT_EQ(Exported(later), before) << "a dry run takes nothing";
  EXPECT_GT(WarcFiles("warc"), 0U);

  const Ended purged = At(later, {"purge", "--as", "Người dọn"});
  EXPECT_EQ(purged.code, 0) << purged.err;
  EXPECT_EQ(purged.out, "GONE" + due.substr(due.find('\n')));
  EXPECT_LT(Exported(later), before);
  EXPECT_GT(Exported(later), 0U) << "what alerts rest on";
  EXPECT_EQ(WarcFiles("warc"), 0U);
  EXPECT_GT(WarcFiles("evidence"), 0U);
  EXPECT_NE(At(later, {"alerts", "show", "1"}).out.find("evidence/"), std::string::npos);

  const std::string doctor = At(later, {"doctor", "--evidence"}).out;
  EXPECT_NE(doctor.find("ok    evidence: "), std::string::npos) << doctor;
  EXPECT_NE(doctor.find("purged files"), std::string::npos) << doctor;
  EXPECT_NE(doctor.find("ok    audit: "), std::string::npos) << doctor;
  EXPECT_NE(At(later, {"report", "--period", "2026-11", "--explain", "table=alerts.open"}).out.find("6 alerts"), std::string::npos)
      << "the figures of that November are what they were";
}

TEST_F(AfterANight, APersonAsksToSeeAndToDelete) {
  // A Sunday; the Tuesday after it is a holiday, and the twentieth day a Saturday.
  const std::string now = "2026-11-22T09:00:00+07:00";
  const auto json = [&](std::vector<std::string> arguments) { return JsonLines(At(now, std::move(arguments)).out); };
  std::string phone;
  for (const auto& line : json({"postings", "export"})) {
    if (line["verdict"] == "clear" && line["phones"].size() == 1) phone = line["phones"][0];
  }
  ASSERT_NE(phone, "");
  const std::string spoken = "0" + phone.substr(3);
  for (const char* kind : {"view", "delete"}) {
    const Ended taken = At(now, {"requests", "new", "--kind", kind, "--about", "gọi " + spoken, "--from", "Lê Thị Dâu", "--as", "Văn thư"});
    EXPECT_EQ(taken.code, 0) << taken.err;
    EXPECT_NE(taken.out.find("answer by 25.11.2026"), std::string::npos) << taken.out;
  }
  const auto open = json({"requests", "list", "--json"});
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[0]["due"], "2026-12-02");
  EXPECT_EQ(open[1]["due"], "2026-12-14");
  EXPECT_EQ(open[1]["about"][0]["value"], phone);

  EXPECT_EQ(At(now, {"requests", "extract", "1"}).code, 2) << "nobody proved who asks";
  EXPECT_EQ(At(now, {"requests", "identify", "1", "--how", "gọi lại số máy"}).code, 0);
  const std::string extract = At(now, {"requests", "extract", "1"}).out;
  EXPECT_NE(extract.find("1. phone " + phone + ", as written"), std::string::npos) << extract;
  EXPECT_EQ(At(now, {"requests", "decide", "1", "--grant"}).code, 0);

  const auto held = json({"requests", "show", "2", "--json"})[0]["held"];
  ASSERT_FALSE(held.empty());
  EXPECT_EQ(At(now, {"requests", "decide", "2", "--grant"}).code, 2);
  EXPECT_EQ(At(now, {"requests", "identify", "2", "--how", "gọi lại số máy"}).code, 0);
  const Ended proposed = At(now, {"requests", "decide", "2", "--grant", "--as", "Cán bộ A"});
  EXPECT_EQ(proposed.code, 0) << proposed.err;
  EXPECT_NE(proposed.out.find("requests approve 2 --proposal 1"), std::string::npos) << proposed.out;
  EXPECT_EQ(json({"requests", "show", "2", "--json"})[0]["held"], held) << "nothing goes by one person alone";
  EXPECT_EQ(At(now, {"requests", "approve", "2", "--proposal", "1", "--as", "cán bộ a"}).code, 2);
  const Ended decided = At(now, {"requests", "approve", "2", "--proposal", "1", "--as", "Lãnh đạo B"});
  EXPECT_EQ(decided.code, 0) << decided.err;
  for (const auto& line : json({"postings", "export"})) {
    const bool names_it = line["phones"].dump().find(phone) != std::string::npos;
    EXPECT_FALSE(names_it && line["verdict"] == "clear") << line;
  }
  EXPECT_EQ(At(now, {"requests", "decide", "2", "--refuse", "prevent_crime"}).code, 2) << "it was decided";
  EXPECT_EQ(At("2026-12-24T09:00:00+07:00", {"requests", "list", "--overdue", "--json"}).out, "");
  EXPECT_NE(At(now, {"doctor"}).out.find("ok    audit: "), std::string::npos);
}

}  // namespace
}  // namespace agencywatch::test
