// A list uploaded: looked at, taken in with a reason, and what hostile files come to.
#include <openssl/evp.h>
#include <zlib.h>

#include "db/register_store.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

std::string Base64(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string List(int licences) {
  std::string csv = "Tên doanh nghiệp;Số giấy phép;Ngày cấp;Tình trạng;Ghi chú riêng\n";
  for (int i = 0; i < licences; ++i) {
    csv += "Công ty TNHH Mẫu Số " + std::to_string(i) + ";" + std::to_string(9100 + i) +
           "/LĐTBXH-GP;01/02/2020;Đang hoạt động;x\n";
  }
  return csv;
}

// A ZIP of one deflated file (APPNOTE 6.3), as large as asked.
std::string ZipOfZeros(const std::string& name, std::size_t size) {
  const std::string chunk(1 << 20, '<');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
  std::string packed;
  std::string out(1 << 16, '\0');
  uLong crc = crc32(0, nullptr, 0);
  for (std::size_t done = 0; done < size; done += chunk.size()) {
    crc = crc32(crc, reinterpret_cast<const Bytef*>(chunk.data()), static_cast<uInt>(chunk.size()));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(chunk.data()));
    stream.avail_in = static_cast<uInt>(chunk.size());
    const int flush = done + chunk.size() >= size ? Z_FINISH : Z_NO_FLUSH;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = static_cast<uInt>(out.size());
      deflate(&stream, flush);
      packed.append(out, 0, out.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  const auto number = [](std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
  };
  const std::string common = number(0, 2) + number(8, 2) + number(0, 4) + number(crc, 4) +
                             number(packed.size(), 4) + number(size, 4) + number(name.size(), 2);
  const std::string local = "PK\x03\x04" + number(20, 2) + common + number(0, 2) + name + packed;
  const std::string central = "PK\x01\x02" + number(20, 2) + number(20, 2) + common + number(0, 2) +
                              number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(0, 4) + name;
  return local + central + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) +
         number(central.size(), 4) + number(local.size(), 4) + number(0, 2);
}

class RegisterImportApiTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    session_ = SessionOf(db::Role::kAdmin);
  }
  HttpResponse Preview(const std::string& bytes, const std::string& name = "danh-sach.csv") {
    return Post("/register/preview", {{"name", name}, {"content", Base64(bytes)}, {"published_on", "2026-11-20"}}, session_);
  }
  HttpResponse Import(const std::string& bytes, bool force = false) {
    return Post("/register/import", {{"name", "danh-sach.csv"}, {"content", Base64(bytes)}, {"published_on", "2026-11-20"}, {"reason", "bản công bố tháng 11"}, {"force", force}}, session_);
  }
  std::size_t Snapshots() { return Get("/register/snapshots", session_)["snapshots"].size(); }
  Session session_;
};

TEST_F(RegisterImportApiTest, APreviewShowsMappingAndChangesAndTakesNothingIn) {
  const auto answer = Preview(List(20));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["rows"], 20);
  EXPECT_EQ(json["headings"][0]["column"], "name");
  EXPECT_EQ(json["headings"][1]["column"], "licence_no");
  EXPECT_EQ(json["counts"]["new"], 20);
  EXPECT_TRUE(json["objections"].empty()) << json["objections"];
  EXPECT_EQ(Snapshots(), 0U);
}

TEST_F(RegisterImportApiTest, AnEndlessNameIsToldAndPassedOver) {
  const auto answer = Preview(List(20) + std::string(1'500'000, 'A') + ";9200/LĐTBXH-GP;01/02/2020;Đang hoạt động;x\n");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["rows"], 20);
  EXPECT_NE(json["problems"].dump().find("dài hơn 2.000 byte"), std::string::npos) << json["problems"];
}

TEST_F(RegisterImportApiTest, APreviewNamesLicenceNumbersAndDaysThatAreNone) {
  const auto answer = Preview("Tên doanh nghiệp;Số giấy phép;Ngày cấp\nCông ty TNHH Mẫu;chưa rõ số;31/31/2020\nCông ty TNHH Mẫu Hai;9902/LĐTBXH-GP;01/02/2020\n");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::string problems = Json::parse(answer.body)["problems"].dump();
  EXPECT_NE(problems.find("không có số giấy phép lẫn mã số thuế"), std::string::npos) << problems;
  EXPECT_NE(problems.find("31/31/2020"), std::string::npos) << problems;
  EXPECT_EQ(problems.find("9902"), std::string::npos) << problems;
}

TEST_F(RegisterImportApiTest, IsTakenInWithAReasonWhichIsLogged) {
  EXPECT_EQ(Post("/register/import", {{"name", "a"}, {"content", Base64(List(20))}, {"reason", " "}}, session_).status, 400);
  ASSERT_EQ(Import(List(20)).status, 200);
  EXPECT_EQ(Snapshots(), 1U);
  EXPECT_EQ(Get("/register?q=mau%20so%203", session_)["found"], 1) << "at once, without a restart";
  const Json audit = Get("/audit?action=register.import", session_)["rows"];
  ASSERT_EQ(audit.size(), 1U);
  EXPECT_EQ(audit[0]["actor"], "admin");
  EXPECT_EQ(audit[0]["reason"], "•••") << "until it is opened";
  EXPECT_EQ(Json::parse(Import(List(20)).body)["imported"], false) << "the same again";
  EXPECT_EQ(rescreened_, std::vector<std::string>{"admin: bản công bố tháng 11"}) << "once: live adverts are judged by it";
}

TEST_F(RegisterImportApiTest, AListThatLostMostOfItsLicencesIsTakenOnlyWhenToldTo) {
  ASSERT_EQ(Import(List(20)).status, 200);
  clock_.now += std::chrono::minutes(1);
  const Json preview = Json::parse(Preview(List(3)).body);
  EXPECT_FALSE(preview["objections"].empty());
  EXPECT_EQ(preview["counts"]["gone"], 17);
  EXPECT_EQ(Import(List(3)).status, 422);
  EXPECT_EQ(Snapshots(), 1U);
  EXPECT_EQ(Import(List(3), true).status, 200);
  std::set<std::int64_t> ids;
  const Json snapshots = Get("/register/snapshots", session_)["snapshots"];
  for (const auto& snapshot : snapshots) ids.insert(snapshot["id"].get<std::int64_t>());
  ASSERT_EQ(ids.size(), 2U) << snapshots;
  const Json diff = Get("/register/diff?from=" + std::to_string(*ids.begin()) + "&to=" +
                            std::to_string(*ids.rbegin()),
                        session_);
  EXPECT_EQ(diff["counts"]["gone"], 17);
  EXPECT_EQ(Ask("GET", "/api/v1/register/diff?from=1&to=9999", {}, session_.cookie).status, 422);
}

TEST_F(RegisterImportApiTest, ASmallListOfAnotherSourceIsHeldAgainstTheOneInForce) {
  ASSERT_EQ(Import(List(20)).status, 200);
  clock_.now += std::chrono::minutes(1);
  Json small = {{"name", "hai-dong.csv"}, {"content", Base64(List(2))}, {"published_on", "2026-11-20"}, {"source", "so-noi-vu"}};
  EXPECT_EQ(Json::parse(Post("/register/preview", small, session_).body)["objections"].size(), 1U);
  small["reason"] = "hai giấy phép";
  EXPECT_EQ(Post("/register/import", small, session_).status, 422);
  EXPECT_EQ(Snapshots(), 1U);
  small["force"] = true;
  EXPECT_EQ(Post("/register/import", small, session_).status, 200);
}

TEST_F(RegisterImportApiTest, HostileFilesAreRefusedOrReadAsText) {
  EXPECT_EQ(Preview("%PDF-1.7").status, 422);
  EXPECT_EQ(Preview("PK\x03\x04 not a zip").status, 422);
  EXPECT_EQ(Post("/register/preview", {{"name", "x"}, {"content", "=not base64="}}, session_).status, 400);
  const auto bomb = Preview(ZipOfZeros("xl/workbook.xml", 1UL << 30), "bomb.xlsx");
  EXPECT_EQ(bomb.status, 422) << bomb.body.substr(0, 300);
  const std::string nested(200'000, '<');
  EXPECT_LT(Preview("<table>" + nested).status, 500);
  const auto attack = Preview("Tên doanh nghiệp;Số giấy phép\n=HYPERLINK(\"http://192.0.2.1\");9100/LĐTBXH-GP\n<script>alert(1)</script>';DROP TABLE licence;--;9101/LĐTBXH-GP\n");
  ASSERT_EQ(attack.status, 200);
  EXPECT_NE(attack.body.find("<script>alert(1)</script>"), std::string::npos) << "as it was written";
  const auto binary = Preview(std::string("a\0b;c\n\xff\xfe;d\n", 12));
  EXPECT_EQ(binary.status, 422) << binary.body;
  EXPECT_EQ(Snapshots(), 0U);
}

}  // namespace
}  // namespace agencywatch::alerts
