// The API without its server: every route × every role, log-in and its throttle, masking, decisions.
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <set>

#include "alerts/api/masking.h"
#include "alerts/api/posting_json.h"
#include "alerts/api/snapshot.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

// A path that the route matches, and a body that it takes.
std::string PathOf(const Route& route) {
  std::string path{route.path};
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
    path.replace(open, path.find('}') - open + 1, "999");
  return path;
}
Json BodyOf(const Route& route) {
  if (route.body.empty()) return {};
  Json body = Json::object();
  for (const auto& part : route.body) {
    if (!part.required) continue;
    const std::string name{part.name};
    if (part.type == "string") body[name] = "x";
    if (part.type == "integer") body[name] = 1;
    if (part.type == "array") body[name] = Json::array({{{"number", 999}, {"row_version", 1}}});
  }
  return body;
}

TEST_F(ApiTest, EveryRouteTimesEveryRole) {
  std::map<db::Role, Session> sessions;
  for (int i = 0; i < db::kRoles; ++i)
    sessions[static_cast<db::Role>(i)] = SessionOf(static_cast<db::Role>(i));
  for (const auto& route : Routes()) {
    const std::string what = std::string{route.method} + " " + std::string{route.path};
    const std::string method{route.method};
    if (route.open()) continue;
    EXPECT_EQ(Ask(method, PathOf(route), BodyOf(route)).status, 401) << what;
    for (auto& [role, session] : sessions) {
      const std::string who = what + " as " + std::string{db::RoleName(role)};
      if (route.changes()) {
        EXPECT_EQ(ErrorOf(Ask(method, PathOf(route), BodyOf(route), session.cookie)), "csrf")
            << who;
      }
      if (route.path == "/api/v1/logout") continue;
      const auto answer = Ask(method, PathOf(route), BodyOf(route), session.cookie, session.csrf);
      if (route.roles.Has(role)) {
        EXPECT_NE(answer.status, 401) << who;
        EXPECT_NE(ErrorOf(answer), "role") << who;
        EXPECT_NE(answer.status, 500) << who;
      } else {
        EXPECT_EQ(ErrorOf(answer), "role") << who;
      }
    }
  }
}

// What each role must not do, said once more by hand: a slip in the table shows here.
TEST_F(ApiTest, TheTableSaysWhatTheOfficeSays) {
  const auto may = [](db::Role role, std::string_view method, std::string_view path) {
    return FindRoute(method, path).route->roles.Has(role);
  };
  for (const auto* act :
       {"assign", "watch", "dismiss", "confirm", "duplicate", "case", "reopen"}) {
    const std::string path = std::string{"/api/v1/alerts/"} + act;
    for (const auto role : {db::Role::kViewer, db::Role::kLiaison, db::Role::kAdmin})
      EXPECT_FALSE(may(role, "POST", path)) << act << " " << db::RoleName(role);
  }
  for (const auto role : {db::Role::kViewer, db::Role::kInspector, db::Role::kLiaison}) {
    EXPECT_FALSE(may(role, "POST", "/api/v1/register/import")) << db::RoleName(role);
    EXPECT_FALSE(may(role, "POST", "/api/v1/sources/try")) << db::RoleName(role);
    EXPECT_FALSE(may(role, "GET", "/api/v1/audit")) << db::RoleName(role);
  }
  for (int i = 0; i < db::kRoles; ++i) {
    const auto role = static_cast<db::Role>(i);
    EXPECT_EQ(may(role, "POST", "/api/v1/people"), role == db::Role::kAdmin) << db::RoleName(role);
  }
  EXPECT_FALSE(may(db::Role::kViewer, "POST", "/api/v1/alerts/1/open"));
  EXPECT_FALSE(may(db::Role::kAdmin, "POST", "/api/v1/alerts/1/open"));
  EXPECT_FALSE(may(db::Role::kViewer, "GET", "/api/v1/postings/1/record"));
  EXPECT_FALSE(may(db::Role::kLiaison, "GET", "/api/v1/sources"));
  for (const auto role : {db::Role::kViewer, db::Role::kLiaison, db::Role::kAdmin}) {
    for (const auto* path : {"/api/v1/cases/1/open", "/api/v1/cases/1/notes", "/api/v1/cases/1/referrals", "/api/v1/referrals/1/withdraw"})
      EXPECT_FALSE(may(role, "POST", path)) << path << " " << db::RoleName(role);
    EXPECT_FALSE(may(role, "GET", "/api/v1/cases/1/attachments/1")) << db::RoleName(role);
  }
  for (const auto role : {db::Role::kViewer, db::Role::kInspector, db::Role::kLiaison, db::Role::kAdmin})
    EXPECT_FALSE(may(role, "POST", "/api/v1/referrals/1/approve")) << db::RoleName(role);
  for (const auto role : {db::Role::kViewer, db::Role::kInspector, db::Role::kAdmin})
    EXPECT_FALSE(may(role, "POST", "/api/v1/referrals/1/dossiers/1/sealed")) << db::RoleName(role);
  EXPECT_FALSE(may(db::Role::kLiaison, "GET", "/api/v1/cases"));
}

TEST_F(ApiTest, AWrongNamePasswordOrCodeIsAnsweredTheSame) {
  const auto name = LogInAs("nobody", kPassword, Code());
  const auto password = LogInAs("supervisor", "wrong", Code());
  const auto code = LogInAs("supervisor", kPassword, "000000");
  EXPECT_EQ(name.status, 401);
  EXPECT_EQ(name.body, password.body);
  EXPECT_EQ(name.body, code.body);
  EXPECT_EQ(LogInAs("supervisor", kPassword, "").status, 401) << "the second factor is no option";
  EXPECT_EQ(LogInAs("supervisor", kPassword, Code()).status, 200);
}

TEST_F(ApiTest, ACodeCountsOnce) {
  EXPECT_EQ(LogInAs("admin", kPassword, Code()).status, 200);
  EXPECT_EQ(LogInAs("admin", kPassword, Code()).status, 401);
  clock_.now += std::chrono::seconds(kTotpSeconds);
  EXPECT_EQ(LogInAs("admin", kPassword, Code()).status, 200);
}

TEST_F(ApiTest, FailuresOfANameFromAnAddressMakeItWaitLongerEachTimeAndThatAddressOnly) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(LogInAs("inspector", "wrong", "").status, 401);
  const auto wait = [&] {
    const auto answer = LogInAs("inspector", kPassword, "");
    EXPECT_EQ(answer.status, 429) << "the right password, too";
    for (const auto& [name, value] : answer.headers) {
      if (name == "Retry-After") return std::chrono::seconds(std::stoi(value));
    }
    return std::chrono::seconds(0);
  };
  EXPECT_EQ(wait(), std::chrono::seconds(15));
  EXPECT_EQ(LogInAs("viewer", kPassword, "").status, 200) << "others in the same office log in";
  peer_ = "192.0.2.2";
  EXPECT_EQ(LogInAs("inspector", kPassword, "").status, 200) << "its owner is not locked out";
  peer_ = "192.0.2.1";
  clock_.now += std::chrono::seconds(15);
  EXPECT_EQ(LogInAs("inspector", "wrong", "").status, 401);
  EXPECT_EQ(wait(), std::chrono::seconds(30)) << "twice as long";
  clock_.now += std::chrono::seconds(30);
  EXPECT_EQ(LogInAs("inspector", kPassword, "").status, 200);
}

// Guesses from very many addresses slow everybody down but whoever logged in from theirs before.
TEST_F(ApiTest, GuessesFromEverywhereDoNotKeepTheOwnerOut) {
  peer_ = "198.51.100.7";
  EXPECT_EQ(LogInAs("inspector", kPassword, "").status, 200);
  for (int i = 0; i < 10; ++i) {
    peer_ = "203.0.113." + std::to_string(i + 1);
    EXPECT_EQ(LogInAs("inspector", "wrong", "").status, 401);
  }
  peer_ = "203.0.113.99";
  EXPECT_EQ(LogInAs("inspector", kPassword, "").status, 429) << "from where nobody knows it";
  peer_ = "198.51.100.7";
  EXPECT_EQ(LogInAs("inspector", kPassword, "").status, 200);
}

TEST_F(ApiTest, LoggingInAndOutStandsInTheAuditChainWithoutSecrets) {
  const auto session = SessionOf(db::Role::kInspector);
  EXPECT_EQ(LogInAs("inspector", "geheim-1", "").status, 401);
  EXPECT_EQ(LogInAs("geheim-2 typed as a name", "x", "").status, 401);
  for (int i = 0; i < 6; ++i) (void)LogInAs("viewer", "geheim-3", "");
  (void)LogInAs("viewer", "geheim-3", "");
  (void)Ask("POST", "/api/v1/me/password", {{"current", "geheim-4"}, {"next", "x"}}, session.cookie, session.csrf);
  (void)Ask("POST", "/api/v1/me/password", {{"current", kPassword}, {"next", "mot mat khau khac"}}, session.cookie, session.csrf);
  const auto again = LogInAs("inspector", "mot mat khau khac", "");
  ASSERT_EQ(again.status, 200);
  pqxx::read_transaction tx(*connection_);
  std::string all;
  std::vector<std::string> acts;
  for (const auto& row : tx.exec("SELECT actor, action, object, convert_from(body, 'UTF8') FROM audit ORDER BY seq")) {
    for (const auto& field : row) all += std::string{field.c_str()} + " ";
    acts.push_back(std::string{row[0].c_str()} + " " + row[1].c_str() + " " + row[2].c_str());
  }
  const auto has = [&](const std::string& act) { return std::count(acts.begin(), acts.end(), act); };
  EXPECT_EQ(has("inspector session.begin account inspector"), 2);
  EXPECT_EQ(has("- session.refuse account inspector"), 1);
  EXPECT_EQ(has("- session.refuse account unknown"), 1);
  EXPECT_EQ(has("- session.refuse account viewer"), 5);
  EXPECT_EQ(has("- session.throttled account viewer"), 1) << "once, however often it is tried";
  EXPECT_EQ(has("- password.refuse account inspector"), 1);
  EXPECT_EQ(has("inspector password.change account inspector"), 1);
  EXPECT_EQ(all.find("geheim"), std::string::npos);
  EXPECT_EQ(all.find(kPassword), std::string::npos);
}

TEST_F(ApiTest, ASessionEndsByIdlenessByAgeAndByLogOut) {
  auto session = SessionOf(db::Role::kInspector);
  const auto status = [&] { return Ask("GET", "/api/v1/me", {}, session.cookie).status; };
  EXPECT_EQ(status(), 200);
  clock_.now += db::kSessionIdle + std::chrono::minutes(1);
  EXPECT_EQ(status(), 401);
  session = SessionOf(db::Role::kInspector);
  for (int hour = 0; hour < 24 && status() == 200; ++hour) clock_.now += std::chrono::minutes(30);
  EXPECT_EQ(status(), 401) << "used all the time, and over all the same";
  session = SessionOf(db::Role::kInspector);
  EXPECT_EQ(Ask("POST", "/api/v1/logout", {}, session.cookie, session.csrf).status, 200);
  EXPECT_EQ(status(), 401);
}

TEST_F(ApiTest, ANewPasswordEndsAllSessions) {
  const auto here = SessionOf(db::Role::kViewer);
  const auto there = SessionOf(db::Role::kViewer);
  EXPECT_EQ(Ask("POST", "/api/v1/me/password",
                {{"current", "wrong"}, {"next", "mot mat khau khac"}}, here.cookie, here.csrf)
                .status,
            403);
  EXPECT_EQ(Ask("POST", "/api/v1/me/password", {{"current", kPassword}, {"next", "ngan"}},
                here.cookie, here.csrf)
                .status,
            422);
  EXPECT_EQ(Ask("POST", "/api/v1/me/password",
                {{"current", kPassword}, {"next", "mot mat khau khac"}}, here.cookie, here.csrf)
                .status,
            200);
  EXPECT_EQ(Ask("GET", "/api/v1/me", {}, there.cookie).status, 401);
  EXPECT_EQ(LogInAs("viewer", "mot mat khau khac", "").status, 200);
}

TEST_F(ApiTest, RequestsThatAreNotWhatTheTableSays) {
  const auto session = SessionOf(db::Role::kInspector);
  const auto get = [&](const std::string& path) { return Ask("GET", path, {}, session.cookie); };
  EXPECT_EQ(get("/api/v1/nothing").status, 404);
  const auto method = Ask("DELETE", "/api/v1/alerts", {}, session.cookie, session.csrf);
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(get("/api/v1/alerts?page=1").status, 400) << "an unknown part";
  EXPECT_EQ(get("/api/v1/alerts?limit=201").status, 400);
  EXPECT_EQ(get("/api/v1/alerts?limit=1&limit=2").status, 400);
  EXPECT_EQ(get("/api/v1/alerts?q=%zz").status, 400);
  EXPECT_EQ(get("/api/v1/alerts?q=%ff").status, 400) << "no UTF-8";
  EXPECT_EQ(get("/api/v1/alerts/0").status, 404);
  EXPECT_EQ(get("/api/v1/alerts/1'--").status, 404);
  EXPECT_EQ(get("/api/v1/alerts?q=%27%3B%20DROP%20TABLE%20alert").status, 200);
  const auto check = [&](const Json& body) {
    return Ask("POST", "/api/v1/check", body, session.cookie, session.csrf).status;
  };
  EXPECT_EQ(check({{"text", 1}}), 400);
  EXPECT_EQ(check({{"text", "x"}, {"more", "y"}}), 400);
  EXPECT_EQ(check(Json::object()), 400);
  HttpRequest form;
  form.method = "POST";
  form.path = "/api/v1/login";
  form.headers = {{"Host", "localhost"}, {"Content-Type", "text/plain"}};
  form.body = "{}";
  EXPECT_EQ(Dispatch(form, services_, *connection_, log_).status, 415);
  form.headers.emplace_back("Origin", "http://evil.example");
  EXPECT_EQ(Dispatch(form, services_, *connection_, log_).status, 403);
}

TEST_F(ApiTest, CheckAnswersAnAdvertWithItsOwnWords) {
  const auto session = SessionOf(db::Role::kViewer);
  const auto answer = Ask("POST", "/api/v1/check",
                          {{"text",
                            "Tuyển nam nữ đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. "
                            "<script>alert(1)</script>"}},
                          session.cookie, session.csrf);
  ASSERT_EQ(answer.status, 200);
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["kind"], "advert");
  EXPECT_NE(json["verdict"], "clear");
  std::string whole;
  std::string marked;
  for (const auto& segment : json["body"]) {
    whole += segment["text"].get<std::string>();
    if (segment.contains("findings")) marked += segment["text"].get<std::string>();
  }
  EXPECT_NE(marked.find("đặt cọc 15 triệu giữ chỗ"), std::string::npos) << marked;
  EXPECT_NE(whole.find("<script>alert(1)</script>"), std::string::npos)
      << "text stays text, unchanged";
}

// "external=yes" must not give the figures that are not for publication.
TEST_F(ApiTest, AnUnknownValueOfAParameterIsRefusedAndNeverTakenForNone) {
  const auto supervisor = SessionOf(db::Role::kSupervisor);
  int asked = 0;
  for (const auto& route : Routes()) {
    for (const auto& part : route.query) {
      if (part.values.empty() || !route.roles.Has(db::Role::kSupervisor)) continue;
      std::string path{route.path};
      for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) path.replace(at, path.find('}') - at + 1, "1");
      const auto answer = Ask(std::string{route.method}, path + "?" + std::string{part.name} + "=yes", {}, supervisor.cookie);
      EXPECT_EQ(answer.status, 422) << path << " " << part.name << answer.body;
      ++asked;
    }
  }
  EXPECT_GT(asked, 20);
  EXPECT_EQ(Ask("GET", "/api/v1/statistics?external=true", {}, supervisor.cookie).status, 422);
  EXPECT_EQ(Ask("GET", "/api/v1/statistics?external=1", {}, supervisor.cookie).status, 200);
}

TEST_F(ApiTest, TheOpenApiDocumentNamesEveryRoute) {
  const auto answer = Ask("GET", "/api/openapi.json");
  ASSERT_EQ(answer.status, 200);
  const Json document = Json::parse(answer.body);
  EXPECT_EQ(document["openapi"], "3.1.0");
  for (const auto& route : Routes())
    EXPECT_TRUE(document["paths"].contains(std::string{route.path})) << route.path;
}

TEST(Masking, KeepsEnoughToTellOneFromAnother) {
  EXPECT_EQ(MaskedValue("+84912000345"), "+849••••••45");
  EXPECT_EQ(MaskedValue("zalo:+84912000345"), "zalo:+849••••••45");
  EXPECT_EQ(MaskedValue("0912000345"), "09••••••45");
  EXPECT_EQ(MaskedValue("VCB:0123456789012"), "VCB:•••••••••••12");
  EXPECT_EQ(MaskedValue("telegram:@mau_tele"), "telegram:@m•••••••");
  EXPECT_EQ(MaskedValue("nam@mau.example"), "n••••••••••••••");
  EXPECT_EQ(MaskedValue("001085000345"), "••••••••••45");
  EXPECT_EQ(MaskedValue("0912"), "••••");
  Masker masker;
  masker.Add(db::IdentifierValue{"phone", "+84912000345"});
  masker.Add(db::IdentifierValue{"domain", "example.vn"});
  EXPECT_EQ(masker("gọi +84912000345 hay example.vn"), "gọi +849••••••45 hay example.vn");
}

TEST(Masking, OfALabelHidesContactsAndNumbersButNoNames) {
  EXPECT_EQ(MaskedLabel("Việc làm Sen Vàng · zalo:+84912000345"),
            "Việc làm Sen Vàng · zalo:+849••••••45");
  EXPECT_EQ(MaskedLabel("TUYỂN GẤP: lương 30.000.000, gọi 0912 000 345"),
            "TUYỂN GẤP: lương 30.000.000, gọi 09••••••••45");
  EXPECT_EQ(MaskedLabel("Đơn hàng 2026"), "Đơn hàng 2026");
}

TEST(Segments, CutAtMarksAndHidePersonalPlaces) {
  core::PostingText text;
  text.body = "Cọc 15tr, gọi 0912 000 345";
  core::Assessment assessment;
  core::Finding finding;
  finding.spans = {
      {core::Field::kBody, 0, text.body.find(','), text.body.substr(0, text.body.find(','))}};
  assessment.findings = {finding};
  const auto phone_at = text.body.find("0912");
  core::Fact phone;
  phone.kind = core::FactKind::kPhone;
  phone.value = "+84912000345";
  phone.place = {core::Field::kBody, phone_at, text.body.size(), text.body.substr(phone_at)};
  assessment.facts.facts = {phone};
  const Json open = SegmentsOf(text, core::Field::kBody, assessment, nullptr);
  ASSERT_EQ(open.size(), 3U);
  EXPECT_EQ(open[0]["text"], "Cọc 15tr");
  EXPECT_EQ(open[0]["findings"], Json::array({0}));
  EXPECT_EQ(open[2]["text"], "0912 000 345");
  const Masker masker;
  const Json masked = SegmentsOf(text, core::Field::kBody, assessment, &masker);
  EXPECT_EQ(masked[2]["text"], "09••••••••45");
  EXPECT_EQ(masked.dump().find("000 345"), std::string::npos);
}

TEST(Snapshot, NothingRunsLoadsOrLinks) {
  const std::string page = SanitisedPage(
      "<html><head><script>alert(1)</script><meta http-equiv=refresh content='0;url=//evil'></head>"
      "<body onload=alert(2)><h1 style='x' onclick=a()>Tuyển &lt;b&gt;</h1><img src=//evil/x.png "
      "alt='ảnh \"1\"'>"
      "<a href='javascript:alert(3)'>bấm</a><iframe src=//evil></iframe><svg onload=alert(4)></svg>"
      "<form action=//evil><input name=q><button>ok</button></form><table><tr><td "
      "colspan=2>x</td></tr></table>",
      "http://example.vn/<b>", "21.11.2026 06:00");
  for (const char* bad : {"<script", "onload", "onclick", "javascript:", "<img", "<iframe", "<svg",
                          "<form", "<input", "href", "src=", "refresh"})
    EXPECT_EQ(page.find(bad), std::string::npos) << bad;
  EXPECT_NE(page.find("<h1>Tuyển &lt;b&gt;</h1>"), std::string::npos);
  EXPECT_NE(page.find("colspan=\"2\""), std::string::npos);
  EXPECT_NE(page.find("example.vn/&lt;b&gt;"), std::string::npos);
}

}  // namespace
}  // namespace agencywatch::alerts
