// The licence register as an inspector uses it, and what its changes do to the queue.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "cli/demo/demo_world.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

class Register : public testing::Test {
 protected:
  Ended Run(const std::string& now, std::vector<std::string> arguments) {
    std::vector<std::string> all = {"--data-dir", data_, "--lang", "en", "--now", now};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all);
  }
  std::string Write(const std::string& name, const std::string& text) {
    const auto path = (folder_.path() / name).string();
    std::ofstream(path) << text;
    return path;
  }

  db::TemporaryFolder folder_;
  std::string data_ = (folder_.path() / "data").string();
};

const char* const kHeadings = "Tên doanh nghiệp;Số giấy phép;Ngày cấp;Tình trạng\n";

TEST_F(Register, ListsAreTakenInComparedAndAskedOnTwoTimeAxes) {
  const std::string first = Write(
      "first.csv", std::string{kHeadings} +
                       "Công ty Cổ phần Nhân lực Bạch Lĩnh;3901/LĐTBXH-GP;18/04/2012;đang hoạt động\n"
                       "Công ty TNHH Vạn Tường Hà;3902/LĐTBXH-GP;18/04/2012;đang hoạt động\n"
                       "Công ty TNHH Tân Mộc Lan;3902/BNV-GP;18/04/2025;đang hoạt động\n"
                       "Công ty TNHH An Thục;3904/LĐTBXH-GP;18/04/2012;đang hoạt động\n"
                       "Công ty TNHH Đông Vũ Ninh;3905/LĐTBXH-GP;18/04/2012;đang hoạt động\n");
  const std::string second = Write(
      "second.csv",
      std::string{kHeadings} +
          "Công ty Cổ phần Nhân lực Bạch Lĩnh;3901/LĐTBXH-GP;18/04/2012;Thu hồi từ 15/10/2026\n"
          "Công ty TNHH Vạn Tường Hà;3902/LĐTBXH-GP;18/04/2012;đang hoạt động\n"
          "Công ty TNHH Tân Mộc Lan;3902/BNV-GP;18/04/2025;đang hoạt động\n"
          "Công ty TNHH An Thục;3904/LĐTBXH-GP;18/04/2012;đang hoạt động\n");
  const Ended imported =
      Run("2026-10-01T08:00:00+07:00",
          {"register", "import", first, "--published-on", "2026-10-01"});
  ASSERT_EQ(imported.code, 0) << imported.out << imported.err;
  const Ended again = Run("2026-11-01T08:00:00+07:00",
                          {"register", "import", second, "--published-on", "2026-11-01"});
  ASSERT_EQ(again.code, 0) << again.out << again.err;
  EXPECT_NE(again.out.find("revoked  3901/LĐTBXH-GP"), std::string::npos) << again.out;
  EXPECT_NE(again.out.find("gone  3905/LĐTBXH-GP"), std::string::npos) << again.out;
  EXPECT_NE(again.out.find("0 adverts were judged anew"), std::string::npos) << again.out;

  const std::string now = "2026-11-02T08:00:00+07:00";
  const Ended list = Run(now, {"register", "list"});
  EXPECT_NE(list.out.find("no longer on the list since 01.11.2026"), std::string::npos) << list.out;
  EXPECT_NE(list.out.find("4 enterprises, as of 01.11.2026; 1 no longer on the list"),
            std::string::npos)
      << list.out;
  const Ended shown = Run(now, {"register", "show", "3901", "--on", "2026-10-20", "--json"});
  ASSERT_EQ(shown.code, 0) << shown.out << shown.err;
  const auto answer = JsonLines(shown.out).at(0);
  EXPECT_EQ(answer["as_known_then"]["status"], "active") << answer;
  EXPECT_EQ(answer["as_known_now"]["status"], "revoked") << answer;
  EXPECT_NE(Run(now, {"register", "show", "3901", "--on", "2026-09-01"}).out.find("no list was known then"), std::string::npos)
      << "nobody was missing from a list that was not there";
  for (const auto& line : JsonLines(Run(now, {"register", "list", "--json"}).out)) {
    if (line["licence_no"] != "3901/LĐTBXH-GP") continue;
    EXPECT_EQ(line["status_from"], "2026-10-15") << line;
  }
  EXPECT_EQ(Run(now, {"register", "show", "3901", "--market", "ZZ"}).code, 2) << "no country";
  const Ended to_come = Run(now, {"register", "import", second, "--published-on", "2026-11-03", "--force"});
  EXPECT_EQ(to_come.code, 2);
  EXPECT_NE(to_come.err.find("a day that is still to come"), std::string::npos) << to_come.err;
  const std::string two = Write("two.html",
                                "<h1>Danh sách doanh nghiệp</h1><table><tr><th>Tên doanh nghiệp<th>Số giấy phép<tr><td>Công ty TNHH An Thục"
                                "<td>3904/LĐTBXH-GP<tr><td>Công ty TNHH Vạn Tường Hà<td>3902/LĐTBXH-GP</table>");
  EXPECT_NE(Run(now, {"register", "import", two, "--dry-run"}).out.find("2 enterprises were read"), std::string::npos);
  const Ended serial = Run(now, {"register", "show", "3902"});
  EXPECT_EQ(serial.code, 1);
  EXPECT_NE(serial.out.find("3902/BNV-GP"), std::string::npos) << serial.out;
  const Ended diff = Run(now, {"register", "diff", "--json"});
  ASSERT_EQ(JsonLines(diff.out).size(), 2U) << diff.out;
  EXPECT_EQ(JsonLines(diff.out)[0]["change"], "revoked");
  const Ended snapshots = Run(now, {"register", "snapshots", "--json"});
  ASSERT_EQ(JsonLines(snapshots.out).size(), 2U) << snapshots.out;
  EXPECT_NE(JsonLines(snapshots.out)[0]["imported_by"], "");
}

TEST_F(Register, DoubtfulListsAreRefusedWithTheirLines) {
  const std::string list = Write(
      "list.csv", std::string{kHeadings} +
                      "Công ty TNHH Vạn Tường Hà;3902/LĐTBXH-GP;18/04/2012;đang xem xét\n");
  const Ended refused = Run("2026-11-01T08:00:00+07:00", {"register", "import", list});
  EXPECT_EQ(refused.code, 2) << refused.out << refused.err;
  EXPECT_NE(refused.err.find("list.csv:2"), std::string::npos) << refused.err;
  const std::string good = Write(
      "good.csv",
      std::string{kHeadings} + "Công ty TNHH Vạn Tường Hà;3902/LĐTBXH-GP;18/04/2012;\n");
  const Ended old = Run("2026-11-01T08:00:00+07:00",
                        {"register", "import", good, "--published-on", "2026-09-01"});
  EXPECT_EQ(old.code, 2) << old.out << old.err;
  EXPECT_NE(old.err.find("--force"), std::string::npos) << old.err;
  const Ended pdf = Run("2026-11-01T08:00:00+07:00",
                        {"register", "import", Write("list.pdf", "%PDF-1.7 …")});
  EXPECT_EQ(pdf.code, 2);
  EXPECT_NE(pdf.err.find("XLSX or CSV"), std::string::npos) << pdf.err;
  const Ended dry = Run("2026-11-01T08:00:00+07:00",
                        {"register", "import", "--dry-run", "--json", good});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_EQ(JsonLines(dry.out).at(0)["headings"][1]["column"], "licence_no") << dry.out;
}

// Headings in two rows; a row without a name, one without a licence.
TEST_F(Register, APageTellsWhatASpreadsheetTells) {
  const std::string page = Write("list.html", R"(<h1>Danh sách doanh nghiệp được cấp phép</h1><table>
<tr><th rowspan=2>STT</th><th rowspan=2>Tên doanh nghiệp</th><th colspan=2>Giấy phép</th></tr><tr><th>Số</th><th>Ngày cấp</th></tr>
<tr><td>1</td><td>Công ty TNHH Vạn Tường Hà</td><td>3902/LĐTBXH-GP</td><td>18/04/2012</td></tr>
<tr><td>2</td><td></td><td>3903/LĐTBXH-GP</td><td>18/04/2012</td></tr>
<tr><td>3</td><td>Công ty Cổ phần Ba Tường Hà</td><td></td><td></td></tr></table>)");
  const std::string table = Write("list.csv", std::string{kHeadings} + "Công ty TNHH Vạn Tường Hà;3902/LĐTBXH-GP;18/04/2012;\n;3903/LĐTBXH-GP;18/04/2012;\n"
                                              "Công ty Cổ phần Ba Tường Hà;;;\n");
  for (const auto& list : {page, table}) {
    const Ended dry = Run("2026-11-01T08:00:00+07:00", {"register", "import", "--dry-run", list});
    EXPECT_EQ(dry.code, 1) << dry.out;
    EXPECT_NE(dry.err.find("no name of an enterprise: 3903/LĐTBXH-GP"), std::string::npos) << dry.err;
    EXPECT_NE(dry.err.find("no licence number and no tax code: Công ty Cổ phần Ba Tường Hà"), std::string::npos) << dry.err;
  }
  const Ended dry = Run("2026-11-01T08:00:00+07:00", {"register", "import", "--dry-run", page});
  EXPECT_NE(dry.out.find("Giấy phép / Số -> licence_no"), std::string::npos) << dry.out;
}

int Counted(const Ended& scan, const std::string& what) {
  std::smatch found;
  return std::regex_search(scan.out, found, std::regex("([0-9]+) " + what)) ? std::stoi(found[1])
                                                                            : -1;
}

// Every licence is revoked, and the revocations turn out an error: alerts open and are cleared.
TEST_F(Register, RevocationsOpenAlertsOnLiveAdvertsAndTheirEndClearsThem) {
  const auto sites = demo::StartDemoSites({});
  const std::string sources = Write("sources.yaml", demo::DemoSourcesYaml(*sites));
  const Ended first =
      Run("2026-11-21T06:00:00+07:00", {"scan", "--sources", sources});
  ASSERT_EQ(first.code, 0) << first.out << first.err;
  const auto listed =
      JsonLines(Run("2026-11-21T08:00:00+07:00", {"register", "list", "--json"}).out);
  ASSERT_EQ(listed.size(), 24U);
  std::string revoked;
  std::string active;
  for (auto row : listed) {
    row.erase("periods");
    active += row.dump() + "\n";
    row["status"] = "revoked";
    row["status_from"] = "2026-11-01";
    revoked += row.dump() + "\n";
  }
  const Ended import =
      Run("2026-11-21T08:00:00+07:00",
          {"register", "import", Write("revoked.jsonl", revoked), "--source", "dolab"});
  ASSERT_EQ(import.code, 0) << import.out << import.err;
  const int opened = Counted(import, "opened");
  EXPECT_GT(opened, 0) << import.out << import.err;
  // Left to the night.
  const Ended back = Run("2026-11-22T08:00:00+07:00",
                         {"register", "import", Write("active.jsonl", active), "--source", "dolab", "--later"});
  ASSERT_EQ(back.code, 0) << back.out << back.err;
  EXPECT_EQ(Counted(back, "closed"), -1) << back.out;
  const Ended scan = Run("2026-11-23T06:00:00+07:00",
                         {"scan", "--sources", sources, "--only", "bao-moi"});
  EXPECT_EQ(Counted(scan, "cleared"), opened) << scan.out << scan.err;
}

}  // namespace
}  // namespace agencywatch::test
