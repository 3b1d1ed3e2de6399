#include "core/market_name.h"
#include "core/old_workbook.h"
#include "core/register_columns.h"
#include "core/register_file.h"
#include "core/register_row.h"
#include "core/spreadsheet.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>


namespace agencywatch::core {
namespace {

std::string Text(const std::optional<Day>& day) { return day ? FormatDay(*day) : ""; }

TEST(RegisterFile, ReadsJsonLines) {
  const RegisterFile file = ParseRegisterFile(
      "{\"name\": \"Công ty Cổ phần Nhân lực Mẫu Đơn\", \"name_en\": \"Mau Don Manpower JSC\", "
      "\"short_name\": \"MADO\", "
      "\"licence_no\": \"3901/LĐTBXH-GP\", \"issued_on\": \"2012-04-18\", \"status\": "
      "\"suspended\", \"status_from\": "
      "\"2026-02-01\", \"status_to\": \"2026-04-30\", \"status_market\": \"TW\", \"tax_code\": "
      "\"0199001010\", "
      "\"address\": \"Số 12 phố Thử, Hà Nội\", \"phone\": \"+842430000101\", \"markets\": [\"JP\", "
      "\"TW\"], "
      "\"reissued_from\": null}\n\n",
      "r.jsonl");
  EXPECT_TRUE(file.problems.empty());
  ASSERT_EQ(file.rows.size(), 1U);
  const RegisterRow& row = file.rows[0];
  EXPECT_EQ(row.name, "Công ty Cổ phần Nhân lực Mẫu Đơn");
  EXPECT_EQ(row.name_en, "Mau Don Manpower JSC");
  EXPECT_EQ(row.short_name, "MADO");
  EXPECT_EQ(row.licence_no, "3901/LĐTBXH-GP");
  EXPECT_EQ(Text(row.issued_on), "2012-04-18");
  EXPECT_EQ(row.status, LicenceStatus::kSuspended);
  EXPECT_EQ(Text(row.status_from), "2026-02-01");
  EXPECT_EQ(Text(row.status_to), "2026-04-30");
  EXPECT_EQ(row.status_market, "TW");
  EXPECT_EQ(row.tax_code, "0199001010");
  EXPECT_EQ(row.phones, std::vector<std::string>{"+842430000101"});
  EXPECT_EQ(row.markets, (std::vector<std::string>{"JP", "TW"}));
  EXPECT_EQ(row.reissued_from, "");
}

TEST(RegisterFile, AMarketsCodeIsItsOwnAndNoNameOfAnotherOne) {
  EXPECT_EQ(FindMarket("MY"), "MY");
  EXPECT_EQ(FindMarket("Mỹ"), "US");
  EXPECT_EQ(FindMarket("UC"), "AU") << "Úc without its mark";
}

TEST(RegisterFile, NamesTheLineOfAProblemAndGoesOn) {
  const RegisterFile file = ParseRegisterFile(
      "{\"name\": \"Công ty A\", \"licence_no\": \"3901/LĐTBXH-GP\", \"status\": "
      "\"active\"}\n{broken\n"
      "{\"name\": \"Công ty B\", \"licence_no\": \"3902/LĐTBXH-GP\", \"status\": \"whatever\"}\n",
      "r.jsonl");
  EXPECT_EQ(file.rows.size(), 2U);
  ASSERT_EQ(file.problems.size(), 2U);
  EXPECT_EQ(file.problems[0].line, 2);
  EXPECT_EQ(file.problems[0].file, "r.jsonl");
  EXPECT_EQ(file.problems[1].line, 3);
  EXPECT_NE(file.problems[1].what.find("whatever"), std::string::npos);
}

TEST(RegisterFile, ASumBelowTheListIsNoEnterprise) {
  const RegisterFile file = ParseRegisterFile(
      "Tên doanh nghiệp,Số giấy phép,Ngày cấp\nCông ty A,3901/LĐTBXH-GP,18/04/2012\n"
      "Tổng cộng: 1 doanh nghiệp,,\n",
      "r.csv");
  ASSERT_EQ(file.rows.size(), 1U);
  EXPECT_EQ(file.rows[0].name, "Công ty A");
  ASSERT_FALSE(file.problems.empty());
  EXPECT_EQ(file.problems[0].line, 3);
  EXPECT_NE(file.problems[0].what.find("Tổng cộng"), std::string::npos);
}

TEST(RegisterFile, ReadsCsvWithVietnameseHeadingsSemicolonsAndBom) {
  const RegisterFile file = ParseRegisterFile(
      "\xEF\xBB\xBF"
      "DANH SÁCH DOANH NGHIỆP DỊCH VỤ;;;;;;\r\nCập nhật đến ngày 20/11/2026;;;;;;\r\n"
      "STT;Tên doanh nghiệp;Số giấy phép;Ngày cấp;Địa chỉ;Điện thoại;Tình trạng;Thị trường\r\n"
      "1;\"Công ty TNHH \"\"Sao Thử\"\" (SAOTHU)\";3902/LĐTBXH-GP;18/04/2012;\"Số 1\nphố Thử\";024 "
      "3000 0102/0103;"
      "Đang hoạt động;Nhật Bản, Đài Loan\r\n"
      "2;Công ty CP Trăng Thử;3903/LĐTBXH-GP;05/09/2014;;;Thu hồi theo Quyết định ngày "
      "01/02/2026;\r\n"
      ";;;;;;;\r\n",
      "r.csv");
  EXPECT_TRUE(file.problems.empty()) << file.problems[0].Text();
  EXPECT_EQ(Text(file.published_on), "2026-11-20");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].name, "Công ty TNHH \"Sao Thử\"");
  EXPECT_EQ(file.rows[0].short_name, "SAOTHU");
  EXPECT_EQ(file.rows[0].address, "Số 1 phố Thử");
  EXPECT_EQ(file.rows[0].phones, (std::vector<std::string>{"024 3000 0102", "024 3000 0103"}));
  EXPECT_EQ(file.rows[0].markets, (std::vector<std::string>{"JP", "TW"}));
  EXPECT_EQ(file.rows[1].status, LicenceStatus::kRevoked);
  EXPECT_EQ(Text(file.rows[1].status_from), "2026-02-01");
}

TEST(RegisterFile, ReadsCsvWithTheKeysOfJson) {
  const RegisterFile file = ParseRegisterFile(
      "name,name_en,short_name,licence_no,issued_on,status,status_from,status_to,status_market,tax_"
      "code,address,phone,"
      "markets,reissued_from\nCông ty A,A "
      "JSC,A,3904/LĐTBXH-GP,2012-04-18,returned,2026-01-01,,,0199001010,"
      "\"Số 1, Hà Nội\",+842430000104,JP;TW,2207/LĐTBXH-GP\n",
      "r.csv");
  ASSERT_EQ(file.rows.size(), 1U);
  const RegisterRow& row = file.rows[0];
  EXPECT_EQ(row.name_en, "A JSC");
  EXPECT_EQ(row.short_name, "A");
  EXPECT_EQ(row.status, LicenceStatus::kReturned);
  EXPECT_EQ(Text(row.status_from), "2026-01-01");
  EXPECT_EQ(row.address, "Số 1, Hà Nội");
  EXPECT_EQ(row.markets, (std::vector<std::string>{"JP", "TW"}));
  EXPECT_EQ(row.reissued_from, "2207/LĐTBXH-GP");
}

TEST(RegisterFile, ReadsUnicodeTextOfASpreadsheet) {
  const std::string utf8 = "name\tlicence_no\nTien\t1/A-GP\n";
  std::string utf16 = "\xFF\xFE";
  for (const char c : utf8) (utf16 += c) += '\0';
  EXPECT_EQ(ParseRegisterFile(utf16, "r.txt").rows.size(), 1U);
}

TEST(RegisterFile, HostileBytesGiveProblemsAndNoRows) {
  EXPECT_TRUE(ParseRegisterFile("", "r").rows.empty());
  EXPECT_FALSE(ParseRegisterFile("", "r").problems.empty());
  for (const std::string& bytes :
       {std::string(200'000, '['), "{" + std::string(200'000, '['), std::string(100'000, '"'),
        std::string(100'000, ','), std::string(1000, '\0'), std::string("a,b\n1,2\n"),
        std::string("{\"name\":\"") + std::string(100'000, '\xff')}) {
    const RegisterFile file = ParseRegisterFile(bytes, "r");
    EXPECT_TRUE(file.rows.empty());
    EXPECT_FALSE(file.problems.empty());
  }
}

struct HeadingCase {
  const char* heading;
  RegisterColumn column;
};
class RegisterHeading : public testing::TestWithParam<HeadingCase> {};

TEST_P(RegisterHeading, IsKnown) {
  EXPECT_EQ(FindRegisterColumn(GetParam().heading), GetParam().column) << GetParam().heading;
}

INSTANTIATE_TEST_SUITE_P(
    All, RegisterHeading,
    testing::Values(HeadingCase{"STT", RegisterColumn::kRowNumber},
                    HeadingCase{"TT", RegisterColumn::kRowNumber},
                    HeadingCase{"No.", RegisterColumn::kRowNumber},
                    HeadingCase{"TÊN DOANH NGHIỆP", RegisterColumn::kName},
                    HeadingCase{"Doanh nghiệp dịch vụ", RegisterColumn::kName},
                    HeadingCase{"Company name", RegisterColumn::kName},
                    HeadingCase{"Tên tiếng Anh", RegisterColumn::kNameEn},
                    HeadingCase{"Tên doanh nghiệp (tiếng Anh)", RegisterColumn::kNameEn},
                    HeadingCase{"Tên viết tắt", RegisterColumn::kShortName},
                    HeadingCase{"Số giấy phép", RegisterColumn::kLicenceNo},
                    HeadingCase{"Số, ngày cấp giấy phép", RegisterColumn::kLicenceNo},
                    HeadingCase{"Giấy phép", RegisterColumn::kLicenceNo},
                    HeadingCase{"License No.", RegisterColumn::kLicenceNo},
                    HeadingCase{"Ngày cấp", RegisterColumn::kIssuedOn},
                    HeadingCase{"Ngày cấp giấy phép", RegisterColumn::kIssuedOn},
                    HeadingCase{"Date of issue", RegisterColumn::kIssuedOn},
                    HeadingCase{"Địa chỉ trụ sở chính", RegisterColumn::kAddress},
                    HeadingCase{"Điện thoại/Fax", RegisterColumn::kPhone},
                    HeadingCase{"MST", RegisterColumn::kTaxCode},
                    HeadingCase{"Mã số thuế", RegisterColumn::kTaxCode},
                    HeadingCase{"Tình trạng giấy phép", RegisterColumn::kStatus},
                    HeadingCase{"Ngày thu hồi", RegisterColumn::kStatusFrom},
                    HeadingCase{"Thị trường", RegisterColumn::kMarkets},
                    HeadingCase{"Hoạt động bị đình chỉ", RegisterColumn::kStatusActivity},
                    HeadingCase{"status_activity", RegisterColumn::kStatusActivity},
                    HeadingCase{"Phạm vi hoạt động", RegisterColumn::kActivities},
                    HeadingCase{"Ghi chú", RegisterColumn::kNote},
                    HeadingCase{"Giám đốc công ty", RegisterColumn::kDirector}));

TEST(RegisterRowCells, StatusCellMayHoldDaysAndMarket) {
  std::vector<std::string> problems;
  const auto row = RowFromCells(
      {{RegisterColumn::kName, "Công ty A"},
       {RegisterColumn::kLicenceNo, "3901/LĐTBXH-GP"},
       {RegisterColumn::kStatus, "Tạm đình chỉ thị trường Đài Loan từ 01/02/2026 đến 30/04/2026"}},
      LicenceStatus::kActive, problems);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->status, LicenceStatus::kSuspended);
  EXPECT_EQ(row->status_market, "TW");
  EXPECT_EQ(Text(row->status_from), "2026-02-01");
  EXPECT_EQ(Text(row->status_to), "2026-04-30");
}

TEST(RegisterRowCells, AStatusMayHoldForOneActivityOnly) {
  const auto read = [](const RegisterCells& more) {
    std::vector<std::string> problems;
    RegisterCells cells = {{RegisterColumn::kName, "Công ty A"}, {RegisterColumn::kLicenceNo, "3901/LĐTBXH-GP"}};
    cells.insert(cells.end(), more.begin(), more.end());
    return std::pair{RowFromCells(cells, LicenceStatus::kActive, problems).value(), problems.size()};
  };
  const auto [said, no_problem] =
      read({{RegisterColumn::kStatus, "Đình chỉ đưa lao động giúp việc gia đình, thị trường Đài Loan, từ 01/02/2026"}});
  EXPECT_EQ(said.status_activity, "domestic");
  EXPECT_EQ(said.status_market, "TW");
  const auto [own_column, none] = read({{RegisterColumn::kStatus, "Tạm đình chỉ"},
                                        {RegisterColumn::kStatusActivity, "Thuyền viên tàu cá"},
                                        {RegisterColumn::kActivities, "Thuyền viên; hộ lý, điều dưỡng; xây dựng"}});
  EXPECT_EQ(own_column.status_activity, "fishing");
  EXPECT_EQ(own_column.activities, (std::vector<std::string>{"care_home", "fishing", "construction"}));
  EXPECT_EQ(none, 0U);
  const auto [unknown, one] = read({{RegisterColumn::kStatusActivity, "múa rối"}});
  EXPECT_EQ(unknown.status_activity, "");
  EXPECT_EQ(one, 1U);
  // What a licence does all day is no suspension of it.
  EXPECT_EQ(read({{RegisterColumn::kStatus, "Đang hoạt động, xây dựng"}}).first.status_activity, "");
}

TEST(RegisterRowCells, LicenceCellMayHoldTheDayOfIssue) {
  std::vector<std::string> problems;
  const auto row =
      RowFromCells({{RegisterColumn::kName, "Công ty A"},
                    {RegisterColumn::kLicenceNo, "Số 3905/LĐTBXH-GP cấp ngày 18/04/2012"},
                    {RegisterColumn::kAddress, "Số 1 phố Thử, Hà Nội. ĐT: 024 3000 0105"},
                    {RegisterColumn::kNote, "Đổi từ giấy phép 2905/LĐTBXH-GP"}},
                   LicenceStatus::kActive, problems);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->licence_no, "3905/LĐTBXH-GP");
  EXPECT_EQ(Text(row->issued_on), "2012-04-18");
  EXPECT_EQ(row->address, "Số 1 phố Thử, Hà Nội");
  EXPECT_EQ(row->phones, std::vector<std::string>{"024 3000 0105"});
  EXPECT_EQ(row->reissued_from, "2905/LĐTBXH-GP");
  EXPECT_EQ(row->status, LicenceStatus::kActive);
}

TEST(RegisterRowCells, ColumnNumbersAreNoRow) {
  std::vector<std::string> problems;
  EXPECT_FALSE(RowFromCells({{RegisterColumn::kName, "(2)"}, {RegisterColumn::kLicenceNo, "(3)"}},
                            LicenceStatus::kActive, problems));
}

TEST(RegisterFile, QuoteThatIsNeverClosedMakesTheListDoubtfulAndNamesItsLine) {
  const RegisterFile file = ParseRegisterFile(
      "name,licence_no\nCông ty A,3901/LĐTBXH-GP\n\"Công ty B,3902/LĐTBXH-GP\n"
      "Công ty C,3903/LĐTBXH-GP\n",
      "r.csv");
  ASSERT_EQ(file.doubts.size(), 1U);
  EXPECT_EQ(file.doubts[0].line, 3);
}

TEST(RegisterFile, UnknownStatusIsADoubtWithItsLine) {
  const RegisterFile file = ParseRegisterFile(
      "name,licence_no,status\nCông ty A,3901/LĐTBXH-GP,active\n"
      "Công ty B,3902/LĐTBXH-GP,đang xem xét\n",
      "r.csv");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_FALSE(file.rows[0].status_unclear);
  EXPECT_TRUE(file.rows[1].status_unclear);
  ASSERT_EQ(file.doubts.size(), 1U);
  EXPECT_EQ(file.doubts[0].line, 3);
}

// An officer's list, as they write it by hand: a firm that is dead must not count as licensed.
class StatusCell : public testing::TestWithParam<std::pair<const char*, std::optional<LicenceStatus>>> {};

TEST_P(StatusCell, IsNeverActiveUnlessItSaysSo) {
  const auto& [text, status] = GetParam();
  std::vector<std::string> problems;
  const auto row = RowFromCells({{RegisterColumn::kName, "Công ty A"},
                                 {RegisterColumn::kLicenceNo, "3901/LĐTBXH-GP"},
                                 {RegisterColumn::kStatus, text}},
                                LicenceStatus::kActive, problems);
  ASSERT_TRUE(row) << text;
  EXPECT_EQ(row->status_unclear, !status) << text;
  EXPECT_EQ(problems, status ? std::vector<std::string>{} : std::vector{"status not understood: " + std::string(text)});
  EXPECT_EQ(row->status, status.value_or(LicenceStatus::kActive)) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Known, StatusCell,
    testing::ValuesIn(std::vector<std::pair<const char*, std::optional<LicenceStatus>>>{
        {"", LicenceStatus::kActive},
        {"active", LicenceStatus::kActive},
        {"Đang hoạt động", LicenceStatus::kActive},
        {"Còn hiệu lực", LicenceStatus::kActive},
        {"Không vi phạm, đang hoạt động", LicenceStatus::kActive},
        {"Không bị thu hồi", LicenceStatus::kActive},
        {"Hết đình chỉ, hoạt động trở lại", LicenceStatus::kActive},
        {"Đang hoạt động, đồng thời hoạt động tại Lào", LicenceStatus::kActive}}));
INSTANTIATE_TEST_SUITE_P(
    Denied, StatusCell,
    testing::ValuesIn(std::vector<std::pair<const char*, std::optional<LicenceStatus>>>{
        {"không hoạt động", LicenceStatus::kSuspended},
        {"Không còn hoạt động", LicenceStatus::kSuspended},
        {"chưa hoạt động", LicenceStatus::kSuspended},
        {"chưa được phép hoạt động", LicenceStatus::kSuspended},
        {"chưa hoạt động trở lại", LicenceStatus::kSuspended},
        {"chưa hết đình chỉ", LicenceStatus::kSuspended},
        {"ngừng hoạt động", LicenceStatus::kSuspended},
        {"thôi hoạt động", LicenceStatus::kSuspended},
        {"dừng mọi hoạt động", LicenceStatus::kSuspended},
        {"hết hoạt động", LicenceStatus::kSuspended},
        {"chấm dứt hoạt động", LicenceStatus::kSuspended},
        {"Hoạt động: không", LicenceStatus::kSuspended},
        {"hoạt động không phép", LicenceStatus::kSuspended},
        {"không được phép", LicenceStatus::kSuspended},
        {"inactive", LicenceStatus::kSuspended},
        {"not active", LicenceStatus::kSuspended},
        {"No longer valid", LicenceStatus::kSuspended},
        {"không hoạt động, bị thu hồi giấy phép", LicenceStatus::kRevoked},
        {"hết hiệu lực", LicenceStatus::kExpired}}));
INSTANTIATE_TEST_SUITE_P(Unknown, StatusCell,
                         testing::ValuesIn(std::vector<std::pair<const char*, std::optional<LicenceStatus>>>{
                             {"???", {}}, {"-", {}}, {"—", {}}, {"...", {}}, {"không", {}}, {"không có", {}}, {"N/A", {}},
                             {"không còn", {}}, {"x", {}}, {"chờ", {}}}));

TEST(RegisterFile, NumbersThatStandTwiceAreToldWithBothPlacesMarketsTellThemApart) {
  RegisterFile list = ParseRegisterFile(
      "name,licence_no,status,status_market\nCông ty A,3901/LĐTBXH-GP,active,\n"
      "Công ty A,3901/LĐTBXH-GP,suspended,JP\nCông ty B,3902/LĐTBXH-GP,active,\n",
      "one.csv");
  Append(list, ParseRegisterFile("name,licence_no\nCông ty Khác,3902 / LĐTBXH-GP\n", "two.csv"));
  EXPECT_EQ(list.rows.size(), 4U);
  const auto duplicates = FindDuplicates(list);
  ASSERT_EQ(duplicates.size(), 1U);
  EXPECT_EQ(duplicates[0].file, "two.csv");
  EXPECT_EQ(duplicates[0].line, 2);
  EXPECT_NE(duplicates[0].what.find("one.csv:4, with another name"), std::string::npos)
      << duplicates[0].what;
}

TEST(RegisterFile, ANumberWithTwoStatusesForTheSameDaysIsToldWithBothPlaces) {
  const auto told = [](const std::string& lines) {
    std::string all;
    for (const auto& problem : FindDuplicates(ParseRegisterFile("name,licence_no,status,status_from,status_to\n" + lines, "r.csv")))
      all += problem.Text() + "\n";
    return all;
  };
  EXPECT_EQ(told("A,300/LĐTBXH-GP,active,,\nA,300/LĐTBXH-GP,revoked,,\n"),
            "r.csv:3: 300/LĐTBXH-GP is revoked here and active at r.csv:2; find out which is true, and take the other out\n");
  EXPECT_EQ(told("A,300/LĐTBXH-GP,suspended,2025-01-01,2025-06-30\nA,300/LĐTBXH-GP,revoked,2025-07-01,\n"), "")
      << "one after the other";
}

TEST(RegisterFile, JsonLineWithoutANumberIsReportedOnce) {
  const RegisterFile file = ParseRegisterFile("{\"name\": \"Công ty A\"}\n", "r.jsonl");
  EXPECT_TRUE(file.rows.empty());
  EXPECT_EQ(file.problems.size(), 1U);
}

// As a spreadsheet with merged cells in its head comes out.
TEST(RegisterFile, HeadingsOnTwoLinesAreOneAndColumnNumbersNoRow) {
  const RegisterFile file = ParseRegisterFile(
      "TT;Tên doanh nghiệp;Giấy phép;;Mã số thuế;Tình trạng;\n"
      ";;Số;Ngày cấp;;Trạng thái;Từ ngày\n"
      "(1);(2);(3);(4);(5);(6);(7)\n"
      "1;Công ty Cổ phần Mây Trắng Bay;601/LĐTBXH-GP;01/03/2019;;Đang hoạt động;\n"
      "2;Công ty TNHH Sông Xanh Biếc;603/LĐTBXH-GP;15/05/2020;;Thu hồi;01/11/2026\n",
      "r.csv");
  EXPECT_TRUE(file.problems.empty()) << file.problems.front().Text();
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].issued_on, ParseDay("2019-03-01"));
  EXPECT_EQ(file.rows[1].status, LicenceStatus::kRevoked);
  EXPECT_EQ(file.rows[1].status_from, ParseDay("2026-11-01"));
  EXPECT_EQ(file.headings[3].heading, "Ngày cấp");
  EXPECT_EQ(file.headings[3].column, RegisterColumn::kIssuedOn);
  EXPECT_EQ(file.headings[2].heading, "Giấy phép / Số");
}

TEST(RegisterFile, SaysWhatEachHeadingIsTakenFor) {
  const RegisterFile file = ParseRegisterFile(
      "STT|Tên doanh nghiệp|Số giấy phép|Vốn điều lệ|Số tài khoản\n"
      "1|Công ty A|3901/LĐTBXH-GP|5 tỷ|0011 000 345\n",
      "r.csv");
  ASSERT_EQ(file.headings.size(), 5U);
  EXPECT_EQ(file.headings[1].heading, "Tên doanh nghiệp");
  EXPECT_EQ(file.headings[1].column, RegisterColumn::kName);
  EXPECT_EQ(file.headings[2].column, RegisterColumn::kLicenceNo);
  EXPECT_FALSE(file.headings[3].column.has_value());
  EXPECT_EQ(file.headings[4].column, RegisterColumn::kAccounts);
  EXPECT_EQ(file.rows.at(0).accounts, std::vector<std::string>{"0011 000 345"});
}

TEST(Workbook, SheetsBecomeLinesWithDaysAndTextsOfEveryKind) {
  std::ifstream stream(AW_SOURCE_DIR "/tests/core/testdata/register_list.xlsx", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto sheets = ReadWorkbook(bytes, "register_list.xlsx");
  ASSERT_EQ(sheets.size(), 2U);
  EXPECT_EQ(sheets[1].name, "Danh sách");
  const RegisterFile file = ParseRegisterTable(sheets[1].lines, "register_list.xlsx");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.published_on, ParseDay("2026-11-20"));
  EXPECT_EQ(file.rows[0].name, "Công ty Cổ phần Nhân lực Bạch Lĩnh") << "a shared text in two runs";
  EXPECT_EQ(file.rows[0].issued_on, ParseDay("2012-04-18")) << "a number with the format of a day";
  EXPECT_EQ(file.rows[0].tax_code, "0100000123") << "a number that lost its zero";
  EXPECT_EQ(file.rows[1].name, "Công ty TNHH Vạn Tường Hà") << "an inline text";
  EXPECT_EQ(file.rows[1].status, LicenceStatus::kRevoked);
  EXPECT_EQ(file.places[1].line, 5);
}

// Written by Debian's python3-xlwt.
std::string OldWorkbookBytes() {
  std::ifstream stream(AW_SOURCE_DIR "/tests/core/testdata/register_list.xls", std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(OldWorkbook, ItsSheetsAreReadAsThoseOfANewOne) {
  const auto sheets = ReadOldWorkbook(OldWorkbookBytes(), "register_list.xls");
  ASSERT_EQ(sheets.size(), 2U);
  EXPECT_EQ(sheets[1].name, "Danh sách");
  const RegisterFile file = ParseRegisterTable(sheets[1].lines, "register_list.xls");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.published_on, ParseDay("2026-11-20"));
  EXPECT_EQ(file.rows[0].name, "Công ty Cổ phần Nhân lực Bạch Lĩnh");
  EXPECT_EQ(file.rows[0].issued_on, ParseDay("2012-04-18"));
  EXPECT_EQ(file.rows[1].issued_on, ParseDay("2021-04-06")) << "a day with its hour";
  EXPECT_EQ(file.rows[1].tax_code, "0100000124") << "a number that lost its zero";
  EXPECT_EQ(file.rows[1].status, LicenceStatus::kRevoked);
  EXPECT_EQ(file.places[1].line, 5);
}

TEST(OldWorkbook, WhatIsDamagedIsReadOrRefused) {
  const std::string whole = OldWorkbookBytes();
  EXPECT_THROW((void)ReadOldWorkbook("\xD0\xCF\x11\xE0 a document", "x.doc"), InputError);
  for (std::size_t i = 0; i < whole.size(); i += 61) {
    std::string altered = whole;
    altered[i] = static_cast<char>(altered[i] ^ 0x5A);
    for (const auto& bytes : {altered, whole.substr(0, i)}) {
      try {
        (void)ReadOldWorkbook(bytes, "x.xls");
      } catch (const InputError&) {
      }
    }
  }
}

TEST(Workbook, WhatIsNoneIsRefusedByName) {
  for (const std::string& bytes : {std::string{"PK\x03\x04 broken"}, std::string{}}) {
    EXPECT_THROW((void)ReadWorkbook(bytes, "broken.xlsx"), InputError) << bytes;
  }
}

TEST(RegisterFile, TaxCodeThatIsNoneIsToldAndItsRowKept) {
  const RegisterFile file = ParseRegisterFile(
      "name,licence_no,tax_code\n"
      "Công ty A,101/LĐTBXH-GP,abc\n"
      "Công ty B,102/LĐTBXH-GP,12345\n"
      "Công ty C,103/LĐTBXH-GP,\"0199001010-001, cấp ngày 01/02/2019\"\n"
      "Công ty D,104/LĐTBXH-GP,MST 0199.001.010\n",
      "list.csv");
  ASSERT_EQ(file.rows.size(), 4U);
  EXPECT_EQ(file.rows[0].tax_code, "");
  EXPECT_EQ(file.rows[1].tax_code, "");
  EXPECT_EQ(file.rows[2].tax_code, "0199001010-001");
  EXPECT_EQ(file.rows[3].tax_code, "0199.001.010");
  ASSERT_EQ(file.problems.size(), 2U);
  EXPECT_EQ(file.problems[0].line, 2);
  EXPECT_EQ(file.problems[0].what, "no tax code: abc");
  EXPECT_EQ(file.problems[1].line, 3);
}

}  // namespace
}  // namespace agencywatch::core
