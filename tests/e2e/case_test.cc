// The work of a unit on one recruiter, from the night that finds him to the police's answer, as three people live through
// it: alerts go into a case, the persons affected are counted, a referral is proposed by one and approved by another, a
// dossier is sealed, sent and answered; the month is counted, and the audit chain proves what was done. The program, the
// sites and the mail server are real; the second pair of eyes is tried to be got round on every path.
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <iterator>
#include <pqxx/pqxx>

#include "cli/demo/site_server.h"
#include "core/zip_archive.h"
#include "db/database.h"
#include "db/private_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/board_page.h"
#include "tests/e2e/program.h"
#include "tests/notify/loopback_server.h"

namespace agencywatch::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kInspector = "Thanh tra viên Một";
constexpr const char* kSupervisor = "Phó phòng Hai";
constexpr const char* kOtherSupervisor = "Trưởng phòng Ba";

class CaseOnTheCommandLine : public testing::Test {
 protected:
  CaseOnTheCommandLine() : data_((folder_.path() / "data").string()) {
    db::PrivateServerOptions options;
    options.data_dir = data_;
    options.durable = false;
    server_ = db::PrivateServer::Attach(options);
    Write("agencywatch.yaml", "lang: en\n");
  }

  void Write(const std::string& name, const std::string& text) const { std::ofstream(folder_.path() / name) << text; }
  static std::string ReadAll(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }

  Ended Run(std::vector<std::string> arguments, const std::string& input = {}) {
    std::vector<std::string> all = {"--config", Path("agencywatch.yaml"), "--data-dir", data_, "--now", now_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all, {}, input);
  }
  // Must go well; the last line of output as JSON, where there is one.
  json Do(const std::string& by, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--as", by, "--json"});
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.code, 0) << arguments[0] << " " << arguments[1] << "\n" << ended.err;
    const auto lines = JsonLines(ended.out);
    return lines.empty() ? json{} : lines.back();
  }
  std::string RefusedTo(const std::string& by, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--as", by});
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.code, 2) << arguments[0] << " " << arguments[1] << "\n" << ended.out;
    return ended.err;
  }
  json Alert(int number) { return JsonLines(Run({"alerts", "show", std::to_string(number), "--json"}).out).at(0); }
  void TakeInTip(const std::string& text) {
    const Ended ended = Run({"import", "--tip", "--channel", "111", "--place", "Nghệ An", "-"}, text);
    EXPECT_LE(ended.code, 1) << ended.err;
  }

  // With which SQLSTATE aw_app's statement is refused; empty when it is not.
  std::string SqlRefusal(const std::string& sql) {
    db::DatabaseOptions options;
    options.data_dir = data_;
    db::Database database = db::Database::Open(options);
    const auto connection = database.Connect();
    try {
      pqxx::work tx(*connection);
      tx.exec(sql);
      tx.commit();
    } catch (const pqxx::insufficient_privilege&) {
      return "42501";
    } catch (const pqxx::sql_error& error) {
      return error.sqlstate().empty() ? error.what() : error.sqlstate();
    }
    return "";
  }
  // As the owner of everything, who can rewrite what he likes.
  void AsOwner(const std::string& sql) const {
    pqxx::connection connection(server_->ConnectionString(db::ServerRole::kSuperuser));
    pqxx::nontransaction(connection).exec("SET search_path = agencywatch; " + sql);
  }

  db::TemporaryFolder folder_;
  std::shared_ptr<db::PrivateServer> server_;
  std::string data_;
  std::string now_ = "2026-11-21T09:00:00+07:00";
};

// The words are unmasked there, so each look is written down: who, at what, what for.
TEST_F(CaseOnTheCommandLine, WhoLooksAtPersonalDataIsInTheAuditChain) {
  TakeInTip("Thu cọc 30 triệu giữ chỗ đi Hàn Quốc, không cần giấy tờ, gọi 0912 000 345");
  const auto last = [this] {
    pqxx::connection connection(server_->ConnectionString(db::ServerRole::kSuperuser));
    const auto row = pqxx::nontransaction(connection).exec1(
        "SELECT actor || '|' || action || '|' || object || '|' || reason || '|' || replace(regexp_replace(convert_from(body, 'UTF8'), ',?\"system_user\":\"[^\"]+\"', ''), '{}', '') "
        "FROM agencywatch.audit WHERE position('\"system_user\"'::bytea IN body) > 0 ORDER BY seq DESC LIMIT 1");
    return std::string{row[0].c_str()};
  };
  const std::vector<std::pair<std::vector<std::string>, std::string>> looks = {
      {{"alerts", "show", "1"}, "alert.open|alert 1|xác minh|"},
      {{"alerts", "list"}, R"(alert.list|alerts|xác minh|{"rows":1,"numbers":[1]})"},
      {{"alerts", "export"}, R"(alert.export|alerts|xác minh|{"rows":1,"numbers":[1]})"},
      {{"subjects", "show", "1"}, "subject.open|subject 1|xác minh|"},
      {{"subjects", "list"}, R"(subject.list|subjects|xác minh|{"rows":1,"numbers":[1]})"},
      {{"tips", "list"}, R"(tip.list|tips|xác minh|{"rows":1,"numbers":[1]})"},
      {{"postings", "search", "coc"}, R"(posting.search|postings|xác minh|{"rows":1,"numbers":[1]})"},
      {{"postings", "export"}, "posting.export|postings|xác minh|"}};
  for (const auto& [look, row] : looks) {
    auto arguments = look;
    const Ended plain = Run(arguments);
    arguments.insert(arguments.end(), {"--as", kInspector, "--reason", "xác minh"});
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.code, 0) << look[0] << " " << look[1] << "\n" << ended.err;
    EXPECT_EQ(ended.out, plain.out);
    EXPECT_EQ(last(), std::string{kInspector} + "|" + row);
  }
}

// One board: an advert, the same words again elsewhere, and another recruiter's.
// What comes in by hand, too: who took it in, which list, which tip; not what it says.
TEST_F(CaseOnTheCommandLine, WhatIsTakenInIsInTheAuditChain) {
  TakeInTip("Thu cọc 30 triệu giữ chỗ đi Hàn Quốc, không cần giấy tờ, gọi 0912 000 345");
  Write("list.csv", "Tên doanh nghiệp;Số giấy phép;Ngày cấp;Tình trạng\nCông ty TNHH An Thục;3904/LĐTBXH-GP;18/04/2012;đang hoạt động\n");
  ASSERT_EQ(Run({"register", "import", Path("list.csv"), "--published-on", "2026-11-20", "--force"}).code, 0);
  pqxx::connection connection(server_->ConnectionString(db::ServerRole::kSuperuser));
  pqxx::nontransaction tx(connection);
  EXPECT_EQ(tx.exec("SELECT FROM agencywatch.audit WHERE action = 'tip.take' AND object = 'posting 1'").size(), 1U);
  const auto imports = tx.exec("SELECT convert_from(body, 'UTF8')::jsonb ->> 'force', convert_from(body, 'UTF8')::jsonb ->> 'licences' "
                               "FROM agencywatch.audit WHERE action = 'register.import' AND object = 'snapshot 1'");
  ASSERT_EQ(imports.size(), 1U);
  EXPECT_STREQ(imports[0][0].c_str(), "true");
  EXPECT_STREQ(imports[0][1].c_str(), "1");
}

// What colleagues wrote is held of a person as well.
TEST_F(CaseOnTheCommandLine, WhatColleaguesWroteOfAPersonIsNamedAsHeld) {
  TakeInTip("Thu cọc 30 triệu giữ chỗ đi Hàn Quốc, không cần giấy tờ, gọi 0912 000 345");
  ASSERT_EQ(Run({"alerts", "case", "1", "1", "--note", "chủ máy 0988.000 111 là chị họ"}).code, 0);
  ASSERT_EQ(Run({"requests", "new", "--kind", "delete", "--about", "0988 000 111", "--from", "Lê Thị Lan"}).code, 0);
  const std::string shown = Run({"requests", "show", "1"}).out;
  EXPECT_NE(shown.find("\n  note on case 1, 21.11.2026"), std::string::npos) << shown;
  EXPECT_NE(shown.find("is kept with its file: note on case 1"), std::string::npos) << shown;
  EXPECT_NE(shown.find("not shown before the requester is identified"), std::string::npos) << shown;
  ASSERT_EQ(Run({"requests", "identify", "1", "--how", "gọi lại số máy"}).code, 0);
  const std::string extract = Run({"requests", "extract", "1"}).out;
  EXPECT_NE(extract.find("note on case 1"), std::string::npos) << extract;
  EXPECT_EQ(extract.find("chị họ"), std::string::npos) << extract;
}

class NightToAnswer : public CaseOnTheCommandLine {
 protected:
  NightToAnswer() {
    const std::string board = sites_.BaseUrl("bang-tin");
    Write("sources.yaml", Sources("bang-tin", board + "/"));
    Write("elsewhere.yaml", Sources("trang-chet", "http://127.0.0.1:9/"));
    Write("agencywatch.yaml", "lang: en\nsources: sources.yaml\nnotify:\n  timeout: 5s\n  smtp:\n    server: smtp://127.0.0.1:" +
                                  mail_server_.Port() +
                                  "\n    from: scan@example.gov.vn\n    unencrypted_loopback_relay: true\n"
                                  "  recipients:\n    - {mail: thanhtra@example.gov.vn, lang: en}\n");
    Write("register.jsonl",
          R"({"name":"Công ty Cổ phần Nhân lực Sao Khê","licence_no":"7101/LĐTBXH-GP","issued_on":"2018-03-01","status":"active",)"
          R"("status_from":"2018-03-01","phone":"+842430000701","markets":["JP"]})" "\n");
  }
  static std::string Sources(const std::string& key, const std::string& start) {
    return "user_agent: \"agencywatch/1.0 (+mailto:scan@example.gov.vn)\"\nsources:\n  - {key: " + key + ", name: \"" + key +
           "\", start: [\"" + start + "\"], every: 1d, delay: 0s, private: true}\n";
  }
  static std::vector<demo::Site> Boards() {
    const auto page = [](const std::string& html) {
      demo::SitePage made;
      made.body = html;
      return made;
    };
    const std::string farm =
        "Cần 20 bạn đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu giữ chỗ, chuyển vào STK 0123000456789 MB Bank NGUYEN VAN "
        "THU, zalo 0912 000 777, bay trong 20 ngày, bao đậu visa 100%. Nhận hồ sơ tại Nghệ An.";
    return {{"bang-tin",
             {{"/", page("<!doctype html><meta charset=utf-8><title>Bảng tin</title><a href=/1>1</a> <a href=/2>2</a> <a href=/3>3</a>")},
              {"/1", page(AdvertPage("Tuyển đi Hàn Quốc làm nông", "", farm))},
              {"/2", page(AdvertPage("Hàn Quốc làm nông, đi ngay", "", farm))},
              {"/3", page(AdvertPage("Giúp việc gia đình Đài Loan", "",
                                     "Đi Đài Loan làm giúp việc nhà, thu trước 10 triệu tiền giữ chỗ, ai đóng trước xếp bay trước, hồ sơ "
                                     "đơn giản. Liên hệ 0934 000 702 gặp chị Lan, Nghệ An."))}}}};
  }
  // A night's scan; its mail.
  std::string Night(const std::string& now) {
    now_ = now;
    const Ended scan = Run({"scan"});
    EXPECT_EQ(scan.code, 0) << scan.out << scan.err;
    const auto mails = mail_server_.Messages();
    std::string mail = mails.empty() ? "" : mails.back();
    constexpr std::string_view kSoftBreak = "=\r\n";  // of quoted-printable
    for (auto at = mail.find(kSoftBreak); at != std::string::npos; at = mail.find(kSoftBreak, at)) mail.erase(at, kSoftBreak.size());
    return mail;
  }
  // A figure of a month, and the numbers behind it.
  json Figure(const std::string& month, const std::string& table, const std::string& row, const std::string& column,
              bool external = false) {
    std::vector<std::string> command = {"report", "--period", month, "--json"};
    if (external) command.emplace_back("--external");
    const json report = json::parse(Run(command).out);
    for (const auto& one : report["tables"]) {
      for (const auto& figure : one["figures"]) {
        if (one["id"] == table && figure["row"] == row && figure["column"] == column) return figure;
      }
    }
    return {{"value", "there is no figure " + table + " " + row + " " + column}};
  }

  demo::DemoSites sites_{Boards(), {}};
  Certificate certificate_{folder_.path()};
  SmtpServer mail_server_{"plain", folder_.path() / "mails", certificate_};
};

TEST_F(NightToAnswer, AFileThatPoliceAcceptIsMadeByTwoPersonsAndProvedToTheLastLine) {
  // ---- A night, its mail, and a call in the morning about the same recruiter.
  now_ = "2026-11-20T10:00:00+07:00";
  ASSERT_EQ(Run({"register", "import", Path("register.jsonl"), "--published-on", "2026-11-20"}).code, 0);
  const std::string first_mail = Night("2026-11-21T01:00:00+07:00");
  EXPECT_NE(first_mail.find("X-Agencywatch-Audit-Head: "), std::string::npos) << first_mail;
  now_ = "2026-11-21T08:00:00+07:00";
  TakeInTip("Tuyển đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu giữ chỗ, zalo 0912 000 777, bay trong 20 ngày.");
  ASSERT_EQ(JsonLines(Run({"alerts", "list", "--json"}).out).size(), 2U);
  json farm = Alert(1);
  const int of_farm = farm["postings"] == 3 ? 1 : 2;
  const std::string farm_alert = std::to_string(of_farm);
  const std::string maid_alert = std::to_string(3 - of_farm);

  // ---- Alerts into a case.
  now_ = "2026-11-21T09:00:00+07:00";
  const json opened = Do(kInspector, {"cases", "open", farm_alert, "--title", "=Nhóm thu cọc", "--due", "2026-12-31"});
  EXPECT_EQ(opened["case"], 1);
  EXPECT_EQ(opened["alerts"], json::array({of_farm}));
  Do(kInspector, {"cases", "add", "1", maid_alert});
  EXPECT_EQ(Alert(1)["state"], "in_case");
  EXPECT_EQ(Alert(2)["state"], "in_case");
  EXPECT_NE(RefusedTo(kInspector, {"alerts", "case", "2"}).find("alert #2 is in case 1 already"), std::string::npos);
  Do(kInspector, {"cases", "task", "1", "hỏi ngân hàng", "--to", kSupervisor, "--due", "2026-11-25"});
  Do(kInspector, {"cases", "note", "1", "chị C. gọi đến lúc 8 giờ"});

  // ---- Persons counted, without who they are.
  Do(kInspector, {"cases", "count", "1", "3", "--sex", "female", "--age", "16_17", "--purpose", "forced_labour", "--returned",
                  "rescued", "--support", "medical,legal"});
  EXPECT_EQ(Do(kInspector, {"cases", "count", "1", "4", "--sex", "male", "--age", "18_over", "--purpose", "money", "--returned",
                            "not_left"})["persons"],
            7);
  RefusedTo(kInspector, {"cases", "count", "1", "1", "--sex", "khac"});
  const std::string history = Run({"cases", "show", "1"}).out;
  EXPECT_NE(history.find("16 to 17", history.find("\nHISTORY")), std::string::npos) << history;

  // ---- Whose number the second one really is asks for a correction, and has it in the term that the law gives.
  const json asked = [&] {
    EXPECT_EQ(Run({"requests", "new", "--kind", "correct", "--about", "gọi 0934 000 702", "--from", "Lê Thị Lan", "--as", kInspector}).code, 0);
    return JsonLines(Run({"requests", "list", "--json"}).out).at(0);
  }();
  EXPECT_EQ(asked["due"], "2026-12-01");
  const std::string right = "số này bị mạo danh, chủ máy không tuyển lao động";
  const std::vector<std::string> grant = {"requests", "decide", "1", "--grant", "--correction", right};
  EXPECT_NE(RefusedTo(kInspector, grant).find("requests identify"), std::string::npos) << "nobody proved who asks";
  EXPECT_EQ(Run({"requests", "identify", "1", "--how", "gọi lại số máy"}).code, 0);
  RefusedTo(kInspector, {"requests", "decide", "1", "--grant"});
  EXPECT_EQ(Run(grant).code, 0);
  EXPECT_NE(Run({"alerts", "show", maid_alert}).out.find("phone +84934000702: “" + right + "” (request 1, 21.11.2026)"), std::string::npos);
  EXPECT_EQ(Alert(3 - of_farm)["corrections"][0]["value"], "+84934000702");
  EXPECT_EQ(Alert(of_farm)["corrections"], json::array());
  int exported_with_it = 0;
  for (const auto& line : JsonLines(Run({"postings", "export"}).out)) {
    if (!line.contains("corrections")) continue;
    ++exported_with_it;
    EXPECT_NE(line["body"].get<std::string>().find("0934 000 702"), std::string::npos) << "the evidence stays as it was";
  }
  EXPECT_EQ(exported_with_it, 1);

  // ---- A referral is proposed, and approved by nobody who proposed it: on the command line …
  const std::string recipients = Run({"referrals", "recipients", "1"}).out;
  EXPECT_EQ(recipients.rfind("to    police_cyber", 0), 0U) << recipients;
  const json proposed = Do(kInspector, {"referrals", "propose", "1", "--province", "nghe an", "--grounds", "thu cọc trước hợp đồng"});
  EXPECT_EQ(proposed["state"], "proposed");
  EXPECT_NE(proposed["recipient_name"].get<std::string>().find("Nghệ An"), std::string::npos);
  EXPECT_EQ(proposed["alerts"], json::array({1, 2}));
  EXPECT_EQ(RefusedTo(kInspector, {"referrals", "approve", "1"}),
            "referral 1 was proposed by Thanh tra viên Một; another person must approve it\n");
  for (const char* spelling : {"thanh tra viên MỘT", "Thanh  tra viên Một ", "Thanh tra vien Mot", "Thanh tra viên\u200b Một"})
    RefusedTo(spelling, {"referrals", "approve", "1"});
  RefusedTo(kSupervisor, {"referrals", "send", "1"});
  ASSERT_EQ(Run({"dossier", "key"}).code, 0);
  EXPECT_NE(RefusedTo(kInspector, {"dossier", "build", "1", "--out", Path("out")}).find("another person has approved"), std::string::npos);
  // … and in SQL, as the application's role.
  const std::string approved = " SET state = 'approved', approved_by = 1, approved_at = now()";
  for (const std::string& sql :
       {"UPDATE referral" + approved, std::string{"UPDATE referral SET proposed_by = 2"},
        std::string{"INSERT INTO referral (case_id, state, proposal, proposed_by, proposed_at, approved_by, approved_at)"
                    " VALUES (1, 'approved', 1, 1, now(), 2, now())"},
        std::string{"DELETE FROM referral"}, std::string{"UPDATE audit SET actor = 'x'"},
        "SET ROLE aw_owner; UPDATE agencywatch.referral" + approved, "SET SESSION AUTHORIZATION aw_owner; UPDATE agencywatch.referral" + approved,
        "SET session_replication_role = replica; UPDATE referral" + approved, std::string{"SET row_security = off; ALTER TABLE referral DISABLE TRIGGER ALL"},
        "GRANT UPDATE ON referral TO aw_app; UPDATE referral" + approved, std::string{"SELECT referral_record(1, 'approved', 1, now(), 'x', '', '{}')"}})
    EXPECT_EQ(SqlRefusal(sql), "42501") << sql;
  for (const char* forged :
       {"SELECT referral_approve(1, 1, '', now(), 'Thanh tra viên Một')", "SELECT referral_approve(1, 1, '', now(), 'thanh tra vien mot')",
        "SET agencywatch.actor = 'Phó phòng Hai'; SELECT referral_approve(1, 1, '', now(), 'Thanh tra viên  Một')"})
    EXPECT_EQ(SqlRefusal(forged), "RF003") << forged;
  EXPECT_EQ(SqlRefusal("SELECT referral_approve(1, 1, '', now(), '')"), "RF002") << "nor by nobody";
  // Back for a better reason; then two superiors say yes at once to what was proposed again.
  Do(kSupervisor, {"referrals", "return", "1", "--reason", "nêu rõ số người"});
  Do(kInspector, {"referrals", "propose", "1", "--again", "1", "--province", "Nghệ An", "--grounds", "thu cọc, 7 người"});
  RefusedTo(kSupervisor, {"referrals", "approve", "1", "--proposal", "1"});
  EXPECT_EQ(JsonLines(Run({"referrals", "list", "--waiting", "--as", kInspector, "--json"}).out).size(), 0U);
  EXPECT_EQ(JsonLines(Run({"referrals", "list", "--waiting", "--as", kSupervisor, "--json"}).out).size(), 1U);
  const auto approve = [this](const std::string& by) {
    return Run({"referrals", "approve", "1", "--proposal", "2", "--as", by}).code;
  };
  auto other = std::async(std::launch::async, approve, kOtherSupervisor);
  const int mine = approve(kSupervisor);
  EXPECT_EQ(mine + other.get(), 0 + 2) << "one of them, and the other is told";
  EXPECT_EQ(Alert(1)["state"], "in_case");

  // ---- The dossier: built, and verified where there is neither database nor setting.
  now_ = "2026-11-21T10:00:00+07:00";
  const json dossier = Do(kInspector, {"dossier", "build", "--case", "1", "--out", Path("out")});
  EXPECT_EQ(dossier["postings"], 4);
  EXPECT_EQ(dossier["without_page"], 1) << "the call";
  const auto verify = [&](const std::string& file, const std::string& key) {
    return RunProgram({"--lang", "en", "dossier", "verify", file, "--key", key}, {{"AGENCYWATCH_DATABASE", "postgresql://localhost:1/none"}});
  };
  const std::string archive = dossier["file"];
  for (const auto& [path, content] : core::UnpackZip(ReadAll(archive), archive).files) {
    if (!path.ends_with("report.html") && !path.ends_with("case.json")) continue;
    EXPECT_EQ(content.find(right) != std::string::npos, path.starts_with("data/sealed/")) << path << ": the correction";
  }
  const Ended verified = verify(archive, dossier["key"]);
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  for (const char* says : {"[good] WHOLE", "[good] ORIGIN: signed by the key", "[good] REPEATED: the same result"})
    EXPECT_NE(verified.out.find(says), std::string::npos) << says << "\n" << verified.out;

  // ---- Sent; and the next night's mail, which holds the chain's head and what a worker elsewhere could not see.
  Do(kInspector, {"referrals", "send", "1", "--how", "văn thư", "--document", "45/CV-SNV"});
  EXPECT_EQ(Alert(1)["state"], "referred");
  EXPECT_EQ(Alert(2)["state"], "referred");
  now_ = "2026-11-22T00:30:00+07:00";
  EXPECT_EQ(Run({"crawl", "--worker", "--sources", Path("elsewhere.yaml")}).code, 1);
  const std::string second_mail = Night("2026-11-22T01:00:00+07:00");
  EXPECT_NE(second_mail.find("trang-chet: silent: 1 =C3=97 robots.txt could not be fetched (worker on "), std::string::npos) << second_mail;
  EXPECT_EQ(Night("2026-11-23T01:00:00+07:00").find("trang-chet"), std::string::npos) << "told once";

  // ---- Answered.
  now_ = "2026-12-20T09:00:00+07:00";
  RefusedTo(kInspector, {"referrals", "answer", "1", "charged", "--on", "2026-12-24"});
  const json answered = Do(kInspector, {"referrals", "answer", "1", "charged", "--on", "2026-12-18", "--reference", "QĐ 7/CSHS"});
  EXPECT_EQ(answered["answer"]["answer"], "charged");
  const std::string rule = Alert(1)["reasons"][0]["rule"];
  const std::string explained = Run({"rules", "explain", rule}).out;
  bool in_both = false;
  const json second = Alert(2);
  for (const auto& reason : second["reasons"]) in_both = in_both || reason["rule"] == rule;
  EXPECT_NE(explained.find(in_both ? "charged 2" : "charged 1"), std::string::npos) << explained;
  now_ = "2026-12-21T09:00:00+07:00";
  EXPECT_EQ(Do(kSupervisor, {"cases", "close", "1", "--outcome", "charged"})["outcome"], "charged");
  EXPECT_EQ(Alert(2)["closed_as"], "confirmed");
  const json shown = Do(kSupervisor, {"cases", "show", "1"});
  EXPECT_EQ(shown["affected"].size(), 2U);
  EXPECT_TRUE(shown["masked"]);
  EXPECT_EQ(shown.dump().find("chị C."), std::string::npos) << "without a reason nobody's name is read";
  EXPECT_EQ(shown.dump().find("000 70"), std::string::npos) << "nor a number";
  const json opened_up = Do(kSupervisor, {"cases", "show", "1", "--reason", "duyệt hồ sơ"});
  EXPECT_NE(opened_up.dump().find("chị C. gọi đến"), std::string::npos);
  EXPECT_EQ(shown["history"].back()["kind"], "closed");

  // ---- The figures of both months, counted by hand, and what stands behind them.
  const json both = json::array({1, 2});
  const json one = json::array({1});
  for (const auto& [month, table, row, column, value, of] : std::vector<std::tuple<const char*, const char*, const char*, const char*, int, json>>{
           {"2026-11", "alerts.outcome", "total", "total", 2, both},
           {"2026-11", "alerts.outcome", "total", "referred", 2, both},
           {"2026-11", "alerts.place", "Nghệ An", "total", 1, json::array({of_farm})},
           {"2026-11", "cases.flow", "opened", "case", 1, one},
           {"2026-11", "cases.flow", "open", "case", 1, one},
           {"2026-11", "referrals.sent", "total", "total", 1, one},
           {"2026-11", "persons.age", "16_17", "female", 3, one},
           {"2026-11", "persons.age", "total", "total", 7, one},
           {"2026-12", "alerts.outcome", "total", "total", 0, json::array()},
           {"2026-12", "referrals.answered", "total", "charged", 1, one}}) {
    const json figure = Figure(month, table, row, column);
    EXPECT_EQ(figure["value"], value) << month << ' ' << table << ' ' << row << ' ' << column;
    EXPECT_EQ(figure["of"], of) << month << ' ' << table << ' ' << row << ' ' << column;
  }
  EXPECT_TRUE(Figure("2026-11", "persons.age", "16_17", "female", true)["value"].is_null()) << "three leave the unit as fewer than five";
  const std::string behind = Run({"report", "--period", "2026-11", "--explain", "place=nghe an"}).out;
  EXPECT_EQ(behind.rfind("1 alerts\n#" + farm_alert + "  ", 0), 0U) << behind;
  const Ended exported = Run({"cases", "export", "--as", kSupervisor});
  EXPECT_NE(exported.out.find("1,'=Nhóm thu cọc,closed,charged,"), std::string::npos) << exported.out;
  const Ended persons = Run({"cases", "export", "--table", "persons", "--as", kSupervisor});
  EXPECT_NE(persons.out.find("1,female,16_17,forced_labour,rescued,legal medical,3\r\n"), std::string::npos) << persons.out;

  // ---- The proof: the chain is whole, has the heads that were mailed and sealed, and tells when its owner rewrites it.
  const std::string mails = Path("mails/2.eml");
  const std::string doctor = Run({"doctor", "--heads", mails}).out;
  EXPECT_NE(doctor.find("rows, the chain is whole; it has the 1 heads given; it has all 4 heads"), std::string::npos) << doctor;
  EXPECT_EQ(SqlRefusal("SELECT audit_append(now(), '', 'x', 'x', '', '')"), "23514") << "nobody is no actor";
  AsOwner("UPDATE audit SET actor = 'Phó phòng Hai' WHERE action = 'referral.proposed'");
  EXPECT_NE(Run({"doctor", "--heads", mails}).out.find("LOOK  audit: row "), std::string::npos);
  EXPECT_EQ(verify(archive, dossier["key"]).code, 0) << "the dossier stands by itself";
}

TEST_F(CaseOnTheCommandLine, FilesGoInAndComeOutAndHostileOnesDoNot) {
  TakeInTip("Đi Đài Loan làm giúp việc nhà, thu trước 10 triệu tiền giữ chỗ, ai đóng trước xếp bay trước, hồ sơ đơn giản. Liên hệ 0934 "
            "000 702 gặp chị Lan, Nghệ An.");
  Do(kInspector, {"alerts", "case", "1"});
  const auto in_folder = [&](const std::string& name, const std::string& bytes) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  };
  const std::string pdf{"%PDF-1.7\0\xff\xfe", 11};
  const auto source = in_folder("biên bản.pdf", pdf);
  Do(kInspector, {"cases", "attach", "1", source});
  Do(kInspector, {"cases", "attach", "1", in_folder("a.html", "<script>alert(1)</script>"), "--name", "../../etc/..\\.x\u202efdp.html"});
  const json files = Do(kInspector, {"cases", "show", "1"})["attachments"];
  EXPECT_EQ(files[0]["name"], "biên bản.pdf");
  EXPECT_EQ(files[0]["media_type"], "application/pdf");
  EXPECT_EQ(files[1]["name"], "xfdp.html");
  EXPECT_EQ(files[1]["media_type"], "text/plain") << "nothing that a browser runs";
  RefusedTo(kInspector, {"cases", "attach", "1", in_folder("rong.txt", "")});
  RefusedTo(kInspector, {"cases", "attach", "1", source});
  RefusedTo(kInspector, {"cases", "attach", "1", "/no/such/file"});
  const auto big = folder_.path() / "to.bin";
  std::ofstream(big).put('x');
  std::filesystem::resize_file(big, 26214401);
  EXPECT_NE(RefusedTo(kInspector, {"cases", "attach", "1", big.string()}).find("25 MiB"), std::string::npos);
  const auto out = (folder_.path() / "ra.pdf").string();
  const std::string first = std::to_string(files[0]["attachment"].get<int>());
  EXPECT_EQ(Run({"cases", "extract", "1", first, "--out", out, "--as", kSupervisor}).code, 0);
  std::ifstream read(out, std::ios::binary);
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>(read), {}}), pdf);
  RefusedTo(kSupervisor, {"cases", "extract", "1", first, "--out", out});
}

}  // namespace
}  // namespace agencywatch::test
