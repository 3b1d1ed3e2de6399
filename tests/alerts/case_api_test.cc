// Cases and referrals through the API: what is masked, what a second person must do, and what a liaison officer may see.
#include <algorithm>

#include "alerts/alert_builder.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

class CaseApiTest : public ApiTest {
 protected:
  // Two recruiters, so two alerts, and a second supervisor.
  void SetUp() override {
    ApiTest::SetUp();
    pqxx::work tx(*connection_);
    for (const char* phone : {"0912 000 345", "0988 000 111"}) {
      Publish(tx, "bang-a", std::string{"http://127.0.0.2/"} + phone,
              std::string{"Tuyển lao động đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. Gọi "} + phone, kNow);
    }
    tx.commit();
    BuildAlerts(*connection_, nullptr, kNow);
    inspector_ = SessionOf(db::Role::kInspector);
    supervisor_ = SessionOf(db::Role::kSupervisor);
    liaison_ = SessionOf(db::Role::kLiaison);
  }

  Json Alert(int number) { return Get("/alerts/" + std::to_string(number), inspector_); }
  // {number, row_version} of an alert, as it is now.
  Json Seen(int number) { return {{"number", number}, {"row_version", Alert(number)["row_version"]}}; }
  // What was answered when it was done.
  Json Do(const std::string& path, const Json& body, const Session& session) {
    const auto answer = Post(path, body, session);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return Json::parse(answer.body);
  }
  std::string Refused(const std::string& path, const Json& body, const Session& session) {
    return ErrorOf(Post(path, body, session));
  }
  void OpenCase() {
    ASSERT_EQ(Do("/alerts/case", {{"alerts", {Seen(1)}}, {"title", "Gọi 0912 000 345"}}, inspector_)["case"], 1);
  }
  void Propose(const Session& session) {
    ASSERT_EQ(Do("/cases/1/referrals", {{"grounds", "chị C. nộp 15 triệu"}, {"province", "nghe an"}}, session)["referral"], 1);
  }

  Session inspector_;
  Session supervisor_;
  Session liaison_;
};

TEST_F(CaseApiTest, IsMaskedUntilOpenedWithAReasonThatIsLogged) {
  OpenCase();
  Do("/cases/1/notes", {{"note", "chị C. gọi đến"}}, inspector_);
  Do("/cases/1/tasks", {{"what", "gọi lại 0912000345"}, {"due", "2026-12-01"}}, inspector_);
  const auto all = [&] { return Get("/cases", inspector_).dump() + Get("/cases/1", inspector_).dump(); };
  EXPECT_EQ(all().find("0912 000"), std::string::npos) << all();
  EXPECT_EQ(all().find("0912000"), std::string::npos);
  EXPECT_EQ(all().find("chị C."), std::string::npos);
  EXPECT_TRUE(Get("/cases/1", inspector_)["masked"]);
  EXPECT_EQ(Refused("/cases/1/open", {{"reason", " "}}, inspector_), "reason_missing");
  Do("/cases/1/open", {{"reason", "xác minh theo phân công"}}, inspector_);
  const Json open = Get("/cases/1", inspector_);
  EXPECT_FALSE(open["masked"]);
  EXPECT_EQ(open["title"], "Gọi 0912 000 345");
  EXPECT_EQ(open["history"].back()["kind"], "task_added");
  EXPECT_NE(open.dump().find("chị C. gọi đến"), std::string::npos);
  EXPECT_FALSE(Get("/alerts/1", inspector_)["masked"]) << "its alerts are open with it";
  EXPECT_TRUE(Get("/cases/1", supervisor_)["masked"]) << "for that session only";
  Do("/audit/open", {{"reason", "kiểm tra định kỳ"}}, supervisor_);
  const Json audit = Get("/audit?action=case.view", supervisor_);
  EXPECT_EQ(audit["rows"][0]["reason"], "xác minh theo phân công");
}

TEST_F(CaseApiTest, PersonsAreCountedByKnownCodesOnly) {
  OpenCase();
  Json kind = {{"n", 3}, {"sex", "female"}, {"age_band", "16_17"}, {"purpose", "money"}, {"returned", "not_left"}, {"support", {"legal", "medical"}}};
  Do("/cases/1/persons", kind, inspector_);
  EXPECT_EQ(Get("/cases/1", inspector_)["persons"], 3);
  kind["n"] = 0;
  Do("/cases/1/persons", kind, inspector_);
  EXPECT_EQ(Get("/cases/1", inspector_)["persons"], 0);
  kind["n"] = 100'001;
  EXPECT_EQ(Refused("/cases/1/persons", kind, inspector_), "bad_body");
  kind["n"] = 1;
  kind["sex"] = "chị Lê Thị Mơ";
  EXPECT_EQ(Refused("/cases/1/persons", kind, inspector_), "bad_body");
}

TEST_F(CaseApiTest, FilesComeOutAsFilesUnderHarmlessNames) {
  OpenCase();
  const std::string html = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==";  // <script>alert(1)</script>
  Do("/cases/1/attachments", {{"name", "../..\\a\"\r\nSet-Cookie: x=1 biên bản.html"}, {"content", html}}, inspector_);
  EXPECT_EQ(Refused("/cases/1/attachments", {{"name", "lại.html"}, {"content", html}}, inspector_), "refused") << "the same bytes";
  EXPECT_EQ(Refused("/cases/1/attachments", {{"name", "a"}, {"content", "%%%"}}, inspector_), "bad_body");
  EXPECT_EQ(ErrorOf(Ask("GET", "/api/v1/cases/1/attachments/1", {}, inspector_.cookie)), "masked");
  Do("/cases/1/open", {{"reason", "xem biên bản"}}, inspector_);
  const auto file = Ask("GET", "/api/v1/cases/1/attachments/1", {}, inspector_.cookie);
  EXPECT_EQ(file.body, "<script>alert(1)</script>");
  for (const auto& [name, value] : file.headers) {
    EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos);
    if (name == "Content-Type") {
      EXPECT_EQ(value, "text/plain");
    }
    if (name == "Content-Disposition") {
      EXPECT_TRUE(value.starts_with("attachment; filename=\"")) << value;
      EXPECT_EQ(std::count(value.begin(), value.end(), '"'), 2) << value;
    }
  }
  EXPECT_EQ(ErrorOf(Ask("GET", "/api/v1/cases/1/attachments/1", {}, liaison_.cookie)), "role");
}

TEST_F(CaseApiTest, WorkIsGivenOnlyToWhoMayDoIt) {
  for (const std::string nobody : {"nobody.there", "viewer", "liaison", "admin"}) {
    const auto refused = Post("/alerts/assign", {{"alerts", {Seen(1)}}, {"to", nobody}}, inspector_);
    EXPECT_EQ(refused.status, 422) << nobody;
    EXPECT_NE(refused.body.find("inspector, supervisor"), std::string::npos) << refused.body;
  }
  Do("/alerts/assign", {{"alerts", {Seen(1)}}, {"to", "supervisor"}}, inspector_);
  OpenCase();
  EXPECT_EQ(Refused("/cases/1/assign", {{"owner", "viewer"}}, inspector_), "no_decider");
  EXPECT_EQ(Refused("/cases/1/tasks", {{"what", "gọi lại"}, {"owner", "nobody.there"}}, inspector_), "no_decider");
  Do("/cases/1/assign", {{"owner", "supervisor"}}, inspector_);
}

TEST_F(CaseApiTest, TheSameReferralIsProposedTwiceOnlyWhenThatIsSaid) {
  OpenCase();
  Propose(inspector_);
  const Json same = {{"grounds", "như trước"}, {"province", "nghe an"}};
  EXPECT_EQ(Refused("/cases/1/referrals", same, inspector_), "same_referral");
  EXPECT_EQ(Get("/referrals", inspector_)["referrals"].size(), 1U);
  Json said = same;
  said["same_again"] = true;
  EXPECT_EQ(Do("/cases/1/referrals", said, inspector_)["referral"], 2);
}

TEST_F(CaseApiTest, WhoeverProposedCannotApproveAndWhoeverApprovesHasReadIt) {
  OpenCase();
  EXPECT_EQ(Refused("/cases/1/referrals", {{"grounds", " "}, {"province", "Nghệ An"}}, inspector_), "grounds_missing");
  Propose(supervisor_);
  EXPECT_EQ(Refused("/referrals/1/approve", {{"proposal", 1}}, supervisor_), "masked");
  Do("/referrals/1/open", {{"reason", "duyệt"}}, supervisor_);
  EXPECT_EQ(Refused("/referrals/1/approve", {{"proposal", 1}}, supervisor_), "same_person");
  EXPECT_EQ(Refused("/referrals/1/approve", {{"proposal", 1}}, inspector_), "role");
  EXPECT_EQ(Refused("/referrals/1/send", {{"how", "văn thư"}}, inspector_), "not_now");
  EXPECT_EQ(Refused("/referrals/1/return", {{"reason", ""}}, supervisor_), "reason_missing");
  Do("/referrals/1/return", {{"reason", "nêu rõ số người"}}, supervisor_);
  Do("/cases/1/referrals", {{"grounds", "3 người"}, {"province", "Nghệ An"}, {"again", 1}}, inspector_);
  EXPECT_EQ(Get("/referrals?waiting=1", supervisor_)["referrals"].size(), 1U);
  EXPECT_EQ(Refused("/referrals/1/approve", {{"proposal", 1}}, supervisor_), "proposal_changed");
  Do("/referrals/1/approve", {{"proposal", 2}}, supervisor_);
  const Json approved = Get("/referrals/1", supervisor_);
  EXPECT_EQ(approved["state"], "approved");
  EXPECT_EQ(approved["approved_by"], "supervisor");
  EXPECT_EQ(approved["proposed_by"], "inspector");
}

TEST_F(CaseApiTest, ALiaisonOfficerSeesWhatTwoPeopleWantOutAndNothingElse) {
  OpenCase();
  Propose(inspector_);
  EXPECT_EQ(Get("/referrals", liaison_)["referrals"].size(), 0U);
  for (const auto* path : {"/api/v1/referrals/1", "/api/v1/referrals/1/preview"})
    EXPECT_EQ(Ask("GET", path, {}, liaison_.cookie).status, 404) << path;
  EXPECT_EQ(Refused("/referrals/1/open", {{"reason", "xem"}}, liaison_), "not_found");
  EXPECT_EQ(Refused("/referrals/1/dossiers", {{"lang", "vi"}}, liaison_), "not_found");
  EXPECT_EQ(Refused("/referrals/1/dossiers", {{"lang", "vi"}}, inspector_), "not_approved");
  Do("/referrals/1/open", {{"reason", "duyệt"}}, supervisor_);
  Do("/referrals/1/approve", {{"proposal", 1}}, supervisor_);
  EXPECT_EQ(Get("/referrals", liaison_)["referrals"].size(), 1U);
  const Json masked = Get("/referrals/1", liaison_);
  EXPECT_EQ(masked.dump().find("chị C."), std::string::npos);
  EXPECT_FALSE(masked["alerts"][0]["readable"]) << "an alert is there for them once it was sent";
  EXPECT_EQ(Refused("/referrals/1/send", {{"how", "văn thư"}, {"document_no", "45/CV"}}, liaison_), "no_dossier");
  Do("/referrals/1/send", {{"how", "văn thư"}, {"document_no", "45/CV"}, {"without_dossier", true}}, liaison_);
  EXPECT_EQ(Get("/referrals/1", liaison_)["sent_how"], "văn thư, không kèm hồ sơ điện tử");
  EXPECT_TRUE(Get("/referrals/1", liaison_)["alerts"][0]["readable"]);
  EXPECT_EQ(Refused("/referrals/1/answer", {{"answer", "charged"}, {"answered_on", "2026-12-24"}}, liaison_), "answer_day");
  Do("/referrals/1/answer", {{"answer", "accepted"}, {"reference", "QĐ 7"}}, liaison_);
  EXPECT_EQ(Get("/referrals/1", liaison_)["answer"]["answer"], "accepted");
  EXPECT_EQ(ErrorOf(Ask("GET", "/api/v1/cases", {}, liaison_.cookie)), "role");
  EXPECT_EQ(Refused("/referrals/1/withdraw", {{"reason", "cần xem"}}, liaison_), "role");
}

TEST_F(CaseApiTest, WhateverWasDecidedAMomentAgoIsTakenBack) {
  const Json before = Alert(1);
  const auto undo = [&](const Session& session) { return Post("/alerts/undo", {{"alerts", {Seen(1)}}}, session); };
  const auto same = [&] {
    const Json now = Alert(1);
    return now["state"] == before["state"] && now["owner"] == before["owner"] && now["due"] == before["due"];
  };
  EXPECT_EQ(undo(inspector_).status, 422) << "nothing was decided yet";
  for (const std::string act : {"assign", "watch", "confirm", "dismiss", "case"}) {
    Json decision = {{"alerts", {Seen(1)}}};
    if (act == "dismiss") decision["reason_code"] = "lawful";
    Do("/alerts/" + act, decision, inspector_);
    EXPECT_FALSE(same()) << act;
    EXPECT_EQ(undo(supervisor_).status, 422) << act << ": it was somebody else's";
    EXPECT_EQ(undo(inspector_).status, 200) << act;
    EXPECT_TRUE(same()) << act << " " << Alert(1).dump();
    EXPECT_EQ(Alert(1)["events"].back()["kind"], "undone");
  }
  EXPECT_EQ(Get("/cases", inspector_)["cases"].size(), 0U) << "a case opened by mistake is closed";
  EXPECT_EQ(Alert(1)["case"], Json{});
  Do("/alerts/case", {{"alerts", {Seen(1)}}}, inspector_);
  clock_.now += std::chrono::minutes(16);
  EXPECT_EQ(undo(inspector_).status, 422) << "too late";
}

TEST_F(CaseApiTest, AnAlertGoesIntoACaseThatIsThereAndOutAgain) {
  OpenCase();
  Do("/alerts/case", {{"alerts", {Seen(2)}}, {"case", 1}}, inspector_);
  EXPECT_EQ(Get("/cases?alert=2", inspector_)["cases"][0]["alerts"], Json::array({1, 2}));
  EXPECT_EQ(Alert(2)["case"], 1);
  Do("/cases/1/remove", {{"alerts", {2}}, {"reason", "người khác"}}, inspector_);
  EXPECT_EQ(Alert(2)["state"], "assigned");
  EXPECT_EQ(Refused("/cases/1/remove", {{"alerts", {1}}, {"reason", "hết"}}, inspector_), "refused");
  EXPECT_EQ(Refused("/cases/1/alerts", {{"alerts", {99}}}, inspector_), "refused");
  EXPECT_EQ(Refused("/cases/9/alerts", {{"alerts", {2}}}, inspector_), "not_found");
  Do("/cases/1/close", {{"outcome", "insufficient"}}, inspector_);
  EXPECT_EQ(Get("/cases?state=closed", inspector_)["cases"][0]["outcome"], "insufficient");
  EXPECT_EQ(Refused("/cases/1/notes", {{"note", "x"}}, inspector_), "refused");
  EXPECT_TRUE(Get("/cases/1", inspector_)["missing"][0]["blocks"]) << "a closed one cannot be referred";
}

}  // namespace
}  // namespace agencywatch::alerts
