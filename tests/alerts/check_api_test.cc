// What somebody who pastes a line is told: a number, a handle, a name.
#include "alerts/alert_builder.h"
#include "alerts/register_list.h"
#include "db/audit_search.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

class CheckApiTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    pqxx::work tx(*connection_);
    Publish(tx, "bang-a", "http://127.0.0.2/1",
            "Công ty TNHH Mai Mẫu Xanh tuyển lao động đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. Gọi 0912 000 345, telegram: @mau_tuyen", kNow);
    Publish(tx, "bang-b", "http://127.0.0.3/1", "Tuyển thợ may ở Huế, lương 9 triệu, đóng bảo hiểm. Gọi 0988 000 111", kNow);
    tx.commit();
    BuildAlerts(*connection_, nullptr, kNow);
    viewer_ = SessionOf(db::Role::kViewer);
  }
  Json Check(const std::string& text, const Session& session) {
    const auto answer = Post("/check", {{"text", text}}, session);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body);
  }
  static std::string Sentences(const Json& answer) { return answer["known"]["sentences"].dump(); }
  Session viewer_;
};

TEST_F(CheckApiTest, ANumberThatAnAlertKnowsIsToldInEverySpelling) {
  for (const std::string asked : {"0912 000 345", "+84912000345", "@mau_tuyen", "mau_tuyen", "https://t.me/mau_tuyen", "telegram:mau_tuyen", "zalo.me/0912000345"}) {
    const Json answer = Check(asked, viewer_);
    ASSERT_NE(answer["kind"], "advert") << asked;
    ASSERT_EQ(answer["known"]["alerts"].size(), 1U) << asked << answer;
    EXPECT_EQ(answer["known"]["alerts"][0]["number"], 1) << asked;
    EXPECT_NE(Sentences(answer).find("#1"), std::string::npos) << asked;
    EXPECT_EQ(answer.dump().find("912000345"), std::string::npos) << "the label is masked";
  }
}

TEST_F(CheckApiTest, AHarmlessOrUnknownNumberIsNotCalledCheckedAndClear) {
  const Json read = Check("0988 000 111", viewer_);
  EXPECT_EQ(read["kind"], "contact");
  EXPECT_TRUE(read["known"]["alerts"].empty());
  EXPECT_NE(Sentences(read).find("1 tin đăng trên 1 trang"), std::string::npos) << read;
  const Json unknown = Check("0977 000 222", viewer_);
  EXPECT_TRUE(unknown["known"]["nothing"]);
  EXPECT_FALSE(unknown.contains("verdict"));
}

TEST_F(CheckApiTest, TellsHowAnAlertEnded) {
  const auto inspector = SessionOf(db::Role::kInspector);
  const Json row = {{"number", 1}, {"row_version", Get("/alerts/1", inspector)["row_version"]}};
  ASSERT_EQ(Post("/alerts/dismiss", {{"alerts", {row}}, {"reason_code", "lawful"}, {"note", "đã xem"}}, inspector).status, 200);
  const Json answer = Check("0912000345", viewer_);
  EXPECT_FALSE(answer["known"]["alerts"][0]["open"]);
  EXPECT_NE(Sentences(answer).find("loại bỏ"), std::string::npos) << answer;
}

TEST_F(CheckApiTest, AShortNameIsLookedUpAmongSubjects) {
  for (const std::string asked : {"Mai Mẫu Xanh", "cong ty mai mau xanh"}) EXPECT_EQ(Check(asked, viewer_)["known"]["alerts"].size(), 1U) << asked;
  const Json nobody = Check("Nguyễn Thị Mẫu", viewer_);
  EXPECT_EQ(nobody["kind"], "name");
  EXPECT_TRUE(nobody["known"]["nothing"]);
  EXPECT_EQ(Check("Đặt cọc giữ chỗ trước 15 triệu", viewer_)["kind"], "advert");
}

TEST_F(CheckApiTest, EachContactIsInTheAuditChainAndFewAreAskedByWhoMayNotOpen) {
  Check("0912 000 345", viewer_);
  {
    pqxx::work tx(*connection_);
    const auto rows = db::SearchAudit(tx, {"viewer", db::kIdentifierSearch, "", {}, {}, {}, 10});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].body.find("000345"), std::string::npos);
  }
  for (int i = 0; i < 9; ++i) Check("09120003" + std::to_string(50 + i), viewer_);
  EXPECT_EQ(Post("/check", {{"text", "0912000360"}}, viewer_).status, 429);
}

TEST_F(CheckApiTest, LiaisonOfficersAreToldOfReferredAlertsOnly) {
  const Json answer = Check("0912 000 345", SessionOf(db::Role::kLiaison));
  EXPECT_TRUE(answer["known"]["alerts"].empty());
  EXPECT_EQ(Sentences(answer).find("tin đăng"), std::string::npos) << answer;
}

TEST_F(CheckApiTest, ALicenceThatWasTakenAwayIsNotCalledLicensed) {
  {
    pqxx::work tx(*connection_);
    core::RegisterFile list;
    core::RegisterRow row;
    row.name = "Công ty TNHH Mẫu Đã Thôi";
    row.licence_no = "9101/LĐTBXH-GP";
    row.issued_on = core::ParseDay("2020-02-01");
    row.status = core::LicenceStatus::kRevoked;
    row.status_from = core::ParseDay("2026-02-01");
    list.rows.push_back(row);
    row.name = "Công ty TNHH Mẫu Còn Phép";
    row.licence_no = "9102/LĐTBXH-GP";
    row.status = core::LicenceStatus::kActive;
    row.status_from.reset();
    list.rows.push_back(row);
    list.published_on = core::VietnamDay(kNow);
    db::RegisterImport import;
    import.source = "file";
    import.retrieved_at = kNow;
    import.sha256 = std::string(64, 'a');
    import.by = "admin";
    static_cast<void>(TakeIn(tx, import, list));
    tx.commit();
  }
  const Json gone = Check("9101/LĐTBXH-GP", viewer_);
  EXPECT_EQ(gone["not_licensed"]["en"], "Not licensed today: revoked since " + core::DisplayDay(*core::ParseDay("2026-02-01"))) << gone;
  EXPECT_TRUE(Check("9102/LĐTBXH-GP", viewer_)["not_licensed"].is_null());
}

}  // namespace
}  // namespace agencywatch::alerts
