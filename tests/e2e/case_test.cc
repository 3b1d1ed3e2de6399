// From the queue to the police's answer, as three people live through it on the command line: alerts go into a case, the
// persons affected are counted, a referral is proposed by one and approved by another, sent and answered; and the audit
// chain holds. The program is the real one; the second pair of eyes is tried to be got round in SQL, too.
#include <gtest/gtest.h>

#include <fstream>
#include <pqxx/pqxx>

#include "db/database.h"
#include "db/private_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

using nlohmann::json;

constexpr const char* kInspector = "Thanh tra viên Một";
constexpr const char* kSupervisor = "Phó phòng Hai";

class CaseOnTheCommandLine : public testing::Test {
 protected:
  CaseOnTheCommandLine() : data_((folder_.path() / "data").string()) {
    db::PrivateServerOptions options;
    options.data_dir = data_;
    options.durable = false;
    server_ = db::PrivateServer::Attach(options);
  }

  Ended Run(std::vector<std::string> arguments, const std::string& input = {}) {
    std::vector<std::string> all = {"--data-dir", data_, "--now", now_, "--lang", "en"};
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

  // Alerts #1 and #2, each by a tip.
  void TakeInTips() {
    const auto tip = [&](const std::string& text) {
      const Ended ended = Run({"import", "--tip", "--channel", "111", "-"}, text);
      EXPECT_LE(ended.code, 1) << ended.err;
    };
    tip("Tuyển 20 bạn đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu giữ chỗ, chuyển vào STK 0123000456789 MB Bank "
        "NGUYEN VAN THU, zalo 0912 000 777, bay trong 20 ngày. Nhận hồ sơ tại Nghệ An.");
    tip("Đi Đài Loan làm giúp việc nhà, thu trước 10 triệu tiền giữ chỗ, ai đóng trước xếp bay trước, hồ sơ đơn giản. Liên hệ 0934 "
        "000 702 gặp chị Lan, Nghệ An.");
    ASSERT_EQ(JsonLines(Run({"alerts", "list", "--json"}).out).size(), 2U);
  }
  json Alert(int number) { return JsonLines(Run({"alerts", "show", std::to_string(number), "--json"}).out).at(0); }

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

  db::TemporaryFolder folder_;
  std::shared_ptr<db::PrivateServer> server_;
  std::string data_;
  std::string now_ = "2026-11-21T09:00:00+07:00";
};

TEST_F(CaseOnTheCommandLine, GoesFromTheQueueToTheAnswerWithTwoPairsOfEyes) {
  TakeInTips();

  // ---- Alerts into a case.
  const json opened = Do(kInspector, {"cases", "open", "1", "--title", "=Nhóm thu cọc", "--due", "2026-12-31"});
  EXPECT_EQ(opened["case"], 1);
  EXPECT_EQ(opened["alerts"], json::array({1}));
  Do(kInspector, {"cases", "add", "1", "2"});
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

  // ---- A referral, by two persons.
  const std::string recipients = Run({"referrals", "recipients", "1"}).out;
  EXPECT_EQ(recipients.rfind("to    so_noi_vu", 0), 0U) << recipients;
  const json proposed = Do(kInspector, {"referrals", "propose", "1", "--province", "nghe an", "--grounds", "thu cọc trước hợp đồng"});
  EXPECT_EQ(proposed["state"], "proposed");
  EXPECT_NE(proposed["recipient_name"].get<std::string>().find("Nghệ An"), std::string::npos);
  EXPECT_EQ(proposed["alerts"], json::array({1, 2}));
  EXPECT_EQ(RefusedTo(kInspector, {"referrals", "approve", "1"}),
            "referral 1 was proposed by Thanh tra viên Một; another person must approve it\n");
  RefusedTo("thanh tra viên MỘT", {"referrals", "approve", "1"});
  RefusedTo(kSupervisor, {"referrals", "send", "1"});
  EXPECT_EQ(SqlRefusal("UPDATE referral SET state = 'approved', approved_by = 2, approved_at = now()"), "42501");
  EXPECT_EQ(SqlRefusal("INSERT INTO referral (case_id, state, proposal, proposed_by, proposed_at) VALUES (1, 'approved', 1, 1, now())"),
            "42501");
  EXPECT_EQ(SqlRefusal("DELETE FROM referral"), "42501");
  EXPECT_EQ(SqlRefusal("SELECT referral_approve(1, 1, '', now(), 'Thanh tra viên Một')"), "RF003");
  Do(kSupervisor, {"referrals", "return", "1", "--reason", "nêu rõ số người"});
  Do(kInspector, {"referrals", "propose", "1", "--again", "1", "--province", "Nghệ An", "--grounds", "thu cọc, 7 người"});
  RefusedTo(kSupervisor, {"referrals", "approve", "1", "--proposal", "1"});
  EXPECT_EQ(JsonLines(Run({"referrals", "list", "--waiting", "--as", kInspector, "--json"}).out).size(), 0U);
  EXPECT_EQ(JsonLines(Run({"referrals", "list", "--waiting", "--as", kSupervisor, "--json"}).out).size(), 1U);
  Do(kSupervisor, {"referrals", "approve", "1", "--proposal", "2"});
  EXPECT_EQ(Alert(1)["state"], "in_case");

  // ---- Sent and answered.
  Do(kInspector, {"referrals", "send", "1", "--how", "văn thư", "--document", "45/CV-SNV"});
  EXPECT_EQ(Alert(1)["state"], "referred");
  EXPECT_EQ(Alert(2)["state"], "referred");
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

  // ---- The end, and the proof.
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
  EXPECT_NE(Run({"doctor"}).out.find("rows, the chain is whole"), std::string::npos);
  EXPECT_EQ(SqlRefusal("UPDATE audit SET reason = ''"), "42501");

  // ---- Out of the house.
  const Ended exported = Run({"cases", "export", "--as", kSupervisor});
  EXPECT_NE(exported.out.find("1,'=Nhóm thu cọc,closed,charged,"), std::string::npos) << exported.out;
  const Ended persons = Run({"cases", "export", "--table", "persons", "--as", kSupervisor});
  EXPECT_NE(persons.out.find("1,female,16_17,forced_labour,rescued,legal medical,3\r\n"), std::string::npos) << persons.out;
}

TEST_F(CaseOnTheCommandLine, FilesGoInAndComeOutAndHostileOnesDoNot) {
  TakeInTips();
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
