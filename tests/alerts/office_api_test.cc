// Tips, rules with their figures, the audit chain, people.
#include "alerts/alert_builder.h"
#include "db/audit_store.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

class OfficeApiTest : public ApiTest {};

TEST_F(OfficeApiTest, ATipIsTakenUnderTheNameOfWhoeverIsLoggedIn) {
  const auto session = SessionOf(db::Role::kInspector);
  const auto answer = Post("/tips", {{"text", "Có người rủ đi Campuchia việc nhẹ lương cao"}, {"channel", "<b>zalo</b>"}, {"place", "Nghệ An"}}, session);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(taken_.taken_by, "inspector");
  EXPECT_EQ(taken_.channel, "<b>zalo</b>");
  EXPECT_EQ(Post("/tips", {{"text", " "}}, session).status, 400);
  EXPECT_EQ(Post("/tips", {{"text", "x"}, {"url", "javascript:alert(1)"}}, session).status, 400);
  EXPECT_EQ(Post("/tips", {{"text", "x"}, {"place", std::string(501, 'a')}}, session).status, 400);
}

TEST_F(OfficeApiTest, PrecisionAndLiftComeOfDecisionsAndAreNullWithoutAny) {
  {
    pqxx::work tx(*connection_);
    Publish(tx, "a", "http://127.0.0.2/1", "Tuyển đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ. Gọi 0912 000 345", kNow);
    Publish(tx, "a", "http://127.0.0.2/2", "Tuyển đi Đài Loan, đặt cọc 20 triệu giữ chỗ. Gọi 0913 000 777", kNow);
    Publish(tx, "a", "http://127.0.0.2/3", "Bán xe máy cũ còn tốt, giá thương lượng", kNow);
    Publish(tx, "a", "http://127.0.0.2/4", "Cho thuê phòng trọ gần chợ", kNow);
    tx.commit();
    BuildAlerts(*connection_, nullptr, kNow);
  }
  const auto session = SessionOf(db::Role::kSupervisor);
  const auto deposit = [&] {
    const Json rules = Get("/rules", session)["rules"];
    for (const auto& rule : rules) {
      if (rule["adverts"] == 2 && rule["indicator"] == "fee.upfront_deposit") return rule;
    }
    return Json{};
  };
  ASSERT_FALSE(deposit().is_null());
  EXPECT_TRUE(deposit()["precision"].is_null());
  EXPECT_TRUE(deposit()["lift"].is_null());
  const Json alerts = Get("/alerts", session)["alerts"];
  ASSERT_EQ(alerts.size(), 2U);
  const auto on = [&](int i) { return Json::array({{{"number", alerts[i]["number"]}, {"row_version", alerts[i]["row_version"]}}}); };
  EXPECT_EQ(Post("/alerts/confirm", {{"alerts", on(0)}}, session).status, 200);
  EXPECT_EQ(Post("/alerts/dismiss", {{"alerts", on(1)}, {"reason_code", "lawful"}, {"note", "x"}}, session).status, 200);
  EXPECT_EQ(deposit()["precision"], 0.5);
  EXPECT_GT(deposit()["lift"], 1.0) << "in the one confirmed alert, and in no advert of a licensed enterprise";
}

// Every figure opens down to what it counts; the published form names nothing and hides what is small.
TEST_F(OfficeApiTest, AFigureOpensToItsAlertsAndIsHiddenFromOthers) {
  {
    pqxx::work tx(*connection_);
    for (int i = 1; i <= 6; ++i) {
      const std::string n = std::to_string(i);
      Publish(tx, "a", "http://127.0.0.2/" + n, "Tuyển đi Hàn Quốc, đặt cọc " + n + "5 triệu giữ chỗ. Gọi 0912 000 34" + n, kNow);
    }
    tx.commit();
    BuildAlerts(*connection_, nullptr, kNow);
  }
  clock_.now = kNow + std::chrono::hours{1};
  const auto session = SessionOf(db::Role::kViewer);
  const auto table = [](const Json& figures, const std::string& id) {
    for (const auto& one : figures["tables"]) {
      if (one["id"] == id) return one;
    }
    return Json{};
  };
  const Json inside = Get("/statistics?period=2026-11", session);
  EXPECT_EQ(inside["period"]["title"]["vi"], "tháng 11 năm 2026");
  EXPECT_EQ(table(inside, "alerts.destination")["rows"]["labels"][0]["code"], "KR");
  EXPECT_EQ(table(inside, "alerts.destination")["values"].back().back(), 6);
  EXPECT_EQ(inside.dump().find("\"of\""), std::string::npos) << "numbers are asked for one figure at a time";
  const Json behind = Get("/statistics/behind?period=2026-11&table=alerts.destination&row=KR&column=total", session);
  EXPECT_EQ(behind["value"], 6);
  ASSERT_EQ(behind["alerts"].size(), 6U);
  EXPECT_NE(behind["alerts"][0]["label"].get<std::string>().find("•"), std::string::npos) << "masked";
  EXPECT_EQ(Ask("GET", "/api/v1/statistics/behind?table=alerts.place&row=Atlantis&column=total", {}, session.cookie).status, 404);
  EXPECT_EQ(ErrorOf(Ask("GET", "/api/v1/statistics?period=2031", {}, session.cookie)), "bad_period");
  EXPECT_EQ(ErrorOf(Ask("GET", "/api/v1/statistics?period=soon", {}, session.cookie)), "bad_period");

  const Json outside = Get("/statistics?period=2026-11&external=1", session);
  EXPECT_EQ(outside["form"], "external");
  EXPECT_TRUE(table(outside, "alerts.when").is_null()) << "hardly any day has five alerts";
  for (const auto& one : outside["tables"]) {
    for (const auto& row : one["values"]) {
      for (const auto& value : row)
        EXPECT_TRUE(value.is_null() || value == 0 || value >= 5) << one["id"] << value;
    }
  }
}

TEST_F(OfficeApiTest, ListsGoOutAsFilesThatNoSpreadsheetRunsAndTheChainKnows) {
  {
    pqxx::work tx(*connection_);
    Publish(tx, "a", "http://127.0.0.2/1", "=HYPERLINK(\"http://192.0.2.1\") Tuyển đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ. Gọi 0912 000 345", kNow);
    db::AppendAudit(tx, {kNow, "minh", "alert.dismiss", "alert 9", "=1+1 \u202Egnp", ""});
    tx.commit();
    BuildAlerts(*connection_, nullptr, kNow);
  }
  const auto session = SessionOf(db::Role::kSupervisor);
  for (const std::string path : {"/alerts.csv?lang=en", "/subjects.csv", "/statistics.csv?period=2026-11", "/audit.csv"}) {
    const auto answer = Ask("GET", "/api/v1" + path, {}, session.cookie);
    ASSERT_EQ(answer.status, 200) << path << answer.body;
    std::map<std::string, std::string> headers(answer.headers.begin(), answer.headers.end());
    EXPECT_EQ(headers["Content-Type"], "text/csv; charset=utf-8") << path;
    EXPECT_TRUE(headers["Content-Disposition"].ends_with(".csv\"")) << headers["Content-Disposition"];
    EXPECT_EQ(answer.body.find("912000345"), std::string::npos) << path << ": personal data are masked";
    for (const char* begin : {"\n=", ",=", "\"=", "\u202E"}) EXPECT_EQ(answer.body.find(begin), std::string::npos) << path;
  }
  ASSERT_EQ(Post("/audit/open", {{"reason", "kiểm tra định kỳ"}}, session).status, 200);
  const auto audit = Ask("GET", "/api/v1/audit.csv?object=alert+9", {}, session.cookie).body;
  EXPECT_NE(audit.find("'=1+1 [U+202E]gnp"), std::string::npos) << audit;
  const Json rows = Get("/audit?action=export.csv", session)["rows"];
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[4]["object"], "queue");
  EXPECT_EQ(Json::parse(rows[4]["details"].get<std::string>())["rows"], 1);
}

TEST_F(OfficeApiTest, ARuleIsTriedOnAText) {
  const auto session = SessionOf(db::Role::kViewer);
  const std::string text = "Tuyển đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay ngay";
  std::string rule;
  const auto checked = Post("/check", {{"text", text}}, session);
  const Json findings = Json::parse(checked.body)["findings"];
  for (const auto& finding : findings) {
    if (finding["indicator"] == "fee.upfront_deposit") rule = finding["rule"];
  }
  ASSERT_FALSE(rule.empty());
  const Json found = Json::parse(Post("/rules/" + rule + "/try", {{"text", text}}, session).body);
  EXPECT_EQ(found["found"], true);
  EXPECT_EQ(found["findings"].size(), 1U);
  EXPECT_EQ(Json::parse(Post("/rules/" + rule + "/try", {{"text", "Bán xe máy"}}, session).body)["found"], false);
  EXPECT_EQ(Post("/rules/no.such.rule/try", {{"text", text}}, session).status, 404);
}

// Who splits an account off names it in the chain: shown to whoever opened it with a reason, in that session.
TEST_F(OfficeApiTest, TheAuditChainHidesReasonsAndContactsUntilASupervisorOpensItWithAReason) {
  {
    pqxx::work tx(*connection_);
    db::AppendAudit(tx, {kNow, "minh.tran", "subject.split", "subject 17", "Trần Thị Cúc nói",
                         R"({"separate":[["phone +84912000345","account VCB:1903456789012"],["social telegram:@mau_tuyen","name mai mau"]]})"});
    tx.commit();
  }
  const auto supervisor = SessionOf(db::Role::kSupervisor);
  const auto shown = [&](const Session& session) {
    return Get("/audit?action=subject.", session).dump() + Ask("GET", "/api/v1/audit.csv?action=subject.", {}, session.cookie).body;
  };
  for (const char* hidden : {"Cúc", "912000345", "3456789", "mau_tuyen"}) EXPECT_EQ(shown(supervisor).find(hidden), std::string::npos) << shown(supervisor);
  EXPECT_EQ(Post("/audit/open", {{"reason", " "}}, supervisor).status, 400);
  ASSERT_EQ(Post("/audit/open", {{"reason", "kiểm tra định kỳ"}}, supervisor).status, 200);
  for (const char* told : {"Cúc", "912000345", "mau_tuyen"}) EXPECT_NE(shown(supervisor).find(told), std::string::npos);
  const auto admin = SessionOf(db::Role::kAdmin);
  EXPECT_EQ(Post("/audit/open", {{"reason", "kiểm tra định kỳ"}}, admin).status, 403);
  EXPECT_EQ(shown(admin).find("Cúc"), std::string::npos);
}

TEST_F(OfficeApiTest, TheAuditChainIsReadByPersonObjectAndTimeAndProved) {
  {
    pqxx::work tx(*connection_);
    db::AppendAudit(tx, {kNow - std::chrono::hours(48), "lan.pham", "alert.dismiss", "alert 3", "hợp pháp", "{\"note\":\"=1+1\"}"});
    db::AppendAudit(tx, {kNow, "minh.tran", "subject.split", "subject 17", "hai người", ""});
    tx.commit();
  }
  const auto session = SessionOf(db::Role::kAdmin);
  const auto count = [&](const std::string& query) { return Get("/audit" + query, session)["rows"].size(); };
  EXPECT_EQ(count(""), 3U) << "the log-in, too";
  EXPECT_EQ(count("?actor=lan.pham"), 1U);
  EXPECT_EQ(count("?action=subject."), 1U);
  EXPECT_EQ(count("?object=alert%203"), 1U);
  EXPECT_EQ(count("?from=2026-11-21&action=subject"), 1U);
  EXPECT_EQ(count("?to=2026-11-19"), 1U) << "the last day counts";
  EXPECT_EQ(count("?before=2"), 1U);
  const Json masked = Get("/audit?action=subject.", session)["rows"][0];
  EXPECT_EQ(masked["reason"], "•••");
  EXPECT_EQ(masked["sha256"], "") << "it would tell what is hidden";
  EXPECT_EQ(count("?actor=%27%20OR%201=1--"), 0U);
  EXPECT_EQ(Ask("GET", "/api/v1/audit?from=yesterday", {}, session.cookie).status, 400);
  const Json chain = Get("/audit/chain", session);
  EXPECT_EQ(chain["rows"], 3);
  EXPECT_TRUE(chain["broken"].is_null());
}

TEST_F(OfficeApiTest, AnAdministratorAddsSomebodyWhoCanLogInWithWhatWasShownOnce) {
  const auto session = SessionOf(db::Role::kAdmin);
  const auto added = Post("/people", {{"name", "hoa.le"}, {"role", "supervisor"}}, session);
  ASSERT_EQ(added.status, 200) << added.body;
  Json secrets = Json::parse(added.body);
  const auto code = [&] {
    return TotpCode(secrets["second_factor"]["secret"].get<std::string>(), clock_.now.time_since_epoch().count() / kTotpSeconds);
  };
  EXPECT_EQ(LogInAs("hoa.le", secrets["password"], code()).status, 200);
  EXPECT_EQ(Get("/people", session).dump().find(secrets["password"].get<std::string>()), std::string::npos);
  EXPECT_EQ(Get("/people", session).dump().find("secret"), std::string::npos);

  const std::string old_code = code();
  clock_.now += std::chrono::seconds(kTotpSeconds);
  secrets["second_factor"] = Json::parse(Post("/people/hoa.le/second-factor", {}, session).body)["second_factor"];
  EXPECT_EQ(LogInAs("hoa.le", secrets["password"], old_code).status, 401) << "the former factor";
  EXPECT_EQ(LogInAs("hoa.le", secrets["password"], code()).status, 200);
  const std::string old_password = secrets["password"];
  secrets["password"] = Json::parse(Post("/people/hoa.le/password", {}, session).body)["password"];
  clock_.now += std::chrono::seconds(kTotpSeconds);
  EXPECT_EQ(LogInAs("hoa.le", old_password, code()).status, 401);
  EXPECT_EQ(LogInAs("hoa.le", secrets["password"], code()).status, 200);

  EXPECT_EQ(Post("/people/hoa.le/disable", {}, session).status, 200);
  clock_.now += std::chrono::seconds(kTotpSeconds);
  EXPECT_EQ(LogInAs("hoa.le", secrets["password"], code()).status, 401);
  EXPECT_EQ(Get("/audit?action=account.&object=account%20hoa.le", session)["rows"].size(), 4U);
}

TEST_F(OfficeApiTest, NobodyDisablesTheAccountTheyUseAndNamesAreUnique) {
  const auto session = SessionOf(db::Role::kAdmin);
  EXPECT_EQ(Post("/people/admin/disable", {}, session).status, 409);
  EXPECT_EQ(Post("/people", {{"name", "viewer"}, {"role", "viewer"}}, session).status, 422);
  EXPECT_EQ(Post("/people", {{"name", "Scan!"}, {"role", "viewer"}}, session).status, 422);
  EXPECT_EQ(Post("/people", {{"name", "x"}, {"role", "root"}}, session).status, 400);
  EXPECT_EQ(Post("/people/nobody/disable", {}, session).status, 404);
}

}  // namespace
}  // namespace agencywatch::alerts
