// Referrals: one person proposes, another approves, and nothing that aw_app can say in SQL goes round it.
#include "db/referral_store.h"
#include "tests/db/case_fixture.h"

namespace agencywatch::db {
namespace {

using Numbers = std::vector<std::int64_t>;

class FourEyes : public CaseFixture {
 protected:
  std::string RefusedApproval(std::int64_t referral, int proposal, const std::string& by) {
    return Refused([&](pqxx::work& tx) { ApproveReferral(tx, referral, proposal, RefBy(by)); });
  }
  static std::string Call(const std::string& function, const std::string& arguments) {
    return "SELECT referral_" + function + "(" + arguments + ", now(), '" + kInspector + "')";
  }
};

TEST_F(FourEyes, AReferralGoesFromProposalToAnswer) {
  const auto alert = NewAlert();
  const auto id = NewReferral(NewCase({alert}));
  auto shown = Referral(id).row;
  EXPECT_EQ(shown.state, ReferralState::kProposed);
  EXPECT_EQ(shown.proposal.recipient_name, "Công an tỉnh Nghệ An");
  EXPECT_EQ(shown.proposal.copies, std::vector<std::string>{"Sở Nội vụ Nghệ An"});
  EXPECT_EQ(shown.proposal.alerts, Numbers{alert});
  EXPECT_EQ(shown.proposed_by, kInspector);
  EXPECT_EQ(Alert(alert).state, AlertState::kInCase);
  Approve(id, 1, kSupervisor);
  Send(id);
  EXPECT_EQ(Alert(alert).state, AlertState::kReferred);
  Do([&](pqxx::work& tx) {
    AddAnswer(tx, id, {ReferralAnswer::kAccepted, OnDay("2026-11-01"), "12/PC02", "", now_, kInspector});
    AddAnswer(tx, id, {ReferralAnswer::kCharged, OnDay("2026-11-01"), "QĐ 7", "khởi tố", now_, kSupervisor});
  });
  const auto all = Referral(id);
  EXPECT_EQ(all.row.state, ReferralState::kAnswered);
  EXPECT_EQ(all.row.approved_by, kSupervisor);
  EXPECT_EQ(all.row.document_no, "45/CV");
  EXPECT_EQ(all.row.answer->answer, ReferralAnswer::kCharged);
  EXPECT_EQ(all.row.answer->reference, "QĐ 7");
  EXPECT_EQ(all.answers.size(), 2U);
  ASSERT_EQ(all.events.size(), 5U);
  EXPECT_EQ(Audited(6), (std::vector<std::string>{
                            "referral.proposed referral 1 " + kInspector, "referral.approved referral 1 " + kSupervisor,
                            "referral.sent referral 1 " + kInspector, "alert.refer alert 1 " + kInspector,
                            "referral.answered referral 1 " + kInspector, "referral.answered referral 1 " + kSupervisor}));
  EXPECT_EQ(Do([](pqxx::work& tx) { return VerifyAudit(tx); }).broken_seq, std::nullopt);
  EXPECT_EQ(Case(1).events.back().kind, "referral_answered");
}

TEST_F(FourEyes, NobodyApprovesTheirOwnUnderWhateverSpelling) {
  const auto id = NewReferral(NewCase({NewAlert()}));
  EXPECT_EQ(RefusedApproval(id, 1, kInspector), "referral 1 was proposed by Nguyễn Thị Một; another person must approve it");
  for (const std::string spelling :
       {"nguyễn thị một", "NGUYỄN THỊ MỘT", " Nguyễn  Thị\u00a0Một ", "Nguye\u0302\u0303n Thi\u0323 Mo\u0302\u0323t", "Nguyen Thi Mot",
        "Nguyễn\u200b Thị Một", "Ｎguyễn Thị Một", "\u202eNguyễn Thị Một", "NguyễnThị Một", "Nguyễn\u2028Thị Một",
        "Nguyễn Th\u0456 M\u043e\u0323\u0302t" /* Cyrillic i and o */, "\u039dguy\u1ec5n Th\u1ecb M\u1ed9\u03c4" /* Greek N and t */})
    EXPECT_NE(RefusedApproval(id, 1, spelling), "") << spelling;
  EXPECT_NE(RefusedApproval(id, 1, "\u200b"), "") << "nor nobody";
  EXPECT_NE(RefusedApproval(id, 1, "\u2800 \u3164"), "") << "nor what cannot be seen";
  EXPECT_EQ(Referral(id).row.state, ReferralState::kProposed);
  Approve(id, 1, kSupervisor);
}

TEST_F(FourEyes, DIsNoMarkEither) {
  const auto id = NewReferral(NewCase({NewAlert()}), "Đặng Đức Đạt");
  EXPECT_NE(RefusedApproval(id, 1, "ĐẶNG ĐỨC ĐẠT"), "");
  EXPECT_NE(RefusedApproval(id, 1, "dang duc dat"), "");
}

TEST_F(FourEyes, LettersThatOnlyLookLikeOthersMakeNoOtherPerson) {
  const auto id = NewReferral(NewCase({NewAlert()}), "lan");
  EXPECT_EQ(RefusedApproval(id, 1, "l\u0430n"), "referral 1 was proposed by lan; another person must approve it") << "Cyrillic a";
  EXPECT_NE(RefusedApproval(id, 1, "L\u0391\u039d"), "") << "Greek capitals";
  Approve(id, 1, "山田");
}

TEST_F(FourEyes, ApprovalIsOfTheProposalThatWasRead) {
  const auto id = NewReferral(NewCase({NewAlert()}));
  Proposal other = ToPolice();
  other.recipient_name = "Bộ đội Biên phòng Nghệ An";
  EXPECT_EQ(Do([&](pqxx::work& tx) { return ProposeAgain(tx, id, other, RefBy(kInspector)); }), 2);
  EXPECT_EQ(RefusedApproval(id, 1, kSupervisor),
            "referral 1 was changed meanwhile: proposal 2 stands; read it again before you approve it");
  Approve(id, 2, kSupervisor);
  // The approver changes it: now it is theirs, and the first one's to approve.
  EXPECT_EQ(Do([&](pqxx::work& tx) { return ProposeAgain(tx, id, ToPolice(), RefBy(kSupervisor)); }), 3);
  EXPECT_EQ(Referral(id).row.state, ReferralState::kProposed) << "a change takes the approval away";
  EXPECT_NE(Refused([&](pqxx::work& tx) { SendReferral(tx, id, "", "", RefBy(kSupervisor)); }), "");
  EXPECT_NE(RefusedApproval(id, 3, kSupervisor), "");
  Approve(id, 3, kInspector);
  EXPECT_EQ(Referral(id).row.approved_by, kInspector);
}

TEST_F(FourEyes, EveryStepInEveryOtherStateIsRefused) {
  const auto id = NewReferral(NewCase({NewAlert()}));
  const auto steps = [&]() {
    std::string possible;
    const auto attempt = [&](const char* name, auto step) {
      try {
        pqxx::work tx(connection());
        step(tx);
        possible += std::string{name} + " ";
      } catch (const core::InputError&) {  // refused; and nothing is committed
      }
    };
    attempt("propose", [&](pqxx::work& tx) { ProposeAgain(tx, id, ToPolice(), RefBy(kInspector)); });
    attempt("approve", [&](pqxx::work& tx) { ApproveReferral(tx, id, GetReferral(tx, id).proposal_no, RefBy(kSupervisor)); });
    attempt("return", [&](pqxx::work& tx) { ReturnReferral(tx, id, RefBy(kSupervisor, "thiếu")); });
    attempt("send", [&](pqxx::work& tx) { SendReferral(tx, id, "", "", RefBy(kInspector)); });
    attempt("answer", [&](pqxx::work& tx) {
      AddAnswer(tx, id, {ReferralAnswer::kAccepted, OnDay("2026-11-01"), "", "", now_, kInspector});
    });
    attempt("withdraw", [&](pqxx::work& tx) { WithdrawReferral(tx, id, RefBy(kInspector, "thôi")); });
    return possible;
  };
  EXPECT_EQ(steps(), "propose approve return withdraw ");
  EXPECT_NE(Refused([&](pqxx::work& tx) { ReturnReferral(tx, id, RefBy(kSupervisor, " ")); }), "") << "needs a reason";
  Do([&](pqxx::work& tx) { ReturnReferral(tx, id, RefBy(kSupervisor, "thiếu lời khai")); });
  EXPECT_EQ(steps(), "propose withdraw ");
  Do([&](pqxx::work& tx) { return ProposeAgain(tx, id, ToPolice(), RefBy(kInspector)); });
  Approve(id, 2, kSupervisor);
  EXPECT_EQ(steps(), "propose return send withdraw ");
  Send(id);
  EXPECT_EQ(steps(), "answer ");
  Do([&](pqxx::work& tx) { AddAnswer(tx, id, {ReferralAnswer::kAccepted, OnDay("2026-11-01"), "", "", now_, kInspector}); });
  EXPECT_EQ(steps(), "answer ");
  const auto other = NewReferral(1);
  Do([&](pqxx::work& tx) { WithdrawReferral(tx, other, RefBy(kInspector, "trùng")); });
  EXPECT_EQ(Refused([&](pqxx::work& tx) { ApproveReferral(tx, other, 1, RefBy(kSupervisor)); }),
            "referral 2 is withdrawn: it cannot be approved; only one that is proposed can");
}

// Every way in SQL that came to mind, as aw_app.
TEST_F(FourEyes, NoStatementOfTheApplicationGoesRoundThem) {
  const auto case_id = NewCase({NewAlert()});
  const auto id = std::to_string(NewReferral(case_id));
  for (const std::string sql :
       {"INSERT INTO referral (case_id, state, proposal, proposed_by, proposed_at, approved_by, approved_at)"
        " VALUES (1, 'approved', 1, 1, now(), 2, now())",
        "INSERT INTO referral (case_id, state, proposal, proposed_by, proposed_at) VALUES (1, 'proposed', 1, 1, now())",
        "UPDATE referral SET approved_by = 2, approved_at = now(), state = 'approved'", "UPDATE referral SET proposed_by = 2",
        "UPDATE referral SET state = 'sent'", "DELETE FROM referral", "TRUNCATE referral CASCADE",
        "UPDATE referral_proposal SET grounds = 'khác'", "INSERT INTO referral_proposal SELECT * FROM referral_proposal",
        "DELETE FROM referral_proposal", "INSERT INTO referral_alert SELECT 1, 1, id, material_sha256 FROM alert",
        "DELETE FROM referral_alert", "UPDATE referral_alert SET n = 2", "DELETE FROM referral_event",
        "INSERT INTO referral_event (referral_id, at, by_id, kind, proposal, note, details) VALUES (1, now(), 2, 'approved', 1, '', '{}')",
        "INSERT INTO referral_answer (referral_id, answer, answered_on, reference, note, at, by_id)"
        " VALUES (1, 'charged', now(), '', '', now(), 1)",
        "SELECT referral_record(1, 'approved', 1, now(), 'x', '', '{}')", "SELECT referral_take(1, '{proposed}', 'x')",
        "SELECT referral_person('x', now())", "ALTER TABLE referral DISABLE TRIGGER ALL",
        "ALTER TABLE referral DROP CONSTRAINT referral_check", "DROP FUNCTION referral_approve",
        "CREATE OR REPLACE FUNCTION agencywatch.person_key(name text) RETURNS text LANGUAGE sql AS 'SELECT name'",
        "UPDATE person SET name = 'khác'", "DELETE FROM person"})
    EXPECT_EQ(Refusal(sql), kForbidden) << sql;
  const std::string same = "RF003";
  EXPECT_EQ(Refusal(Call("approve", id + ", 1, ''")), same);
  EXPECT_EQ(Refusal("SET LOCAL search_path = pg_temp; CREATE FUNCTION pg_temp.person_key(text) RETURNS text LANGUAGE sql AS"
                    " 'SELECT random()::text'; " +
                    std::string{"SELECT agencywatch.referral_approve("} + id + ", 1, '', now(), '" + kInspector + "')"),
            same)
      << "functions and tables of the session's own are not asked";
  EXPECT_EQ(Refusal("CREATE TEMP TABLE person (id bigint, name text, made_at timestamptz); " + Call("approve", id + ", 1, ''")), same);
  EXPECT_EQ(Refusal("CREATE TEMP TABLE referral AS SELECT * FROM agencywatch.referral; UPDATE pg_temp.referral SET proposed_by = 0; " +
                    Call("approve", id + ", 1, ''")),
            same);
  EXPECT_EQ(Refusal(Call("approve", id + ", NULL, ''")), "RF004") << "no number is no reading";
  EXPECT_EQ(Refusal(Call("approve", "NULL, 1, ''")), "RF001");
  EXPECT_EQ(Refusal("SELECT referral_approve(" + id + ", 1, '', now(), NULL)"), "RF002");
  EXPECT_EQ(Refusal("SELECT referral_approve(" + id + ", 1, '', now(), '')"), "RF002");
  EXPECT_EQ(Refusal(Call("send", id + ", '', '', ''")), "RF002") << "not approved";
  EXPECT_EQ(Refusal(Call("answer_add", id + ", 'charged', current_date, '', ''")), "RF002");
  EXPECT_EQ(Referral(1).row.state, ReferralState::kProposed);
  EXPECT_EQ(Referral(1).events.size(), 1U);
}

// The state of an alert says nothing that the referral does not say.
TEST_F(FourEyes, AnAlertIsReferredOnlyByASentReferral) {
  const auto alert = NewAlert();
  const auto id = NewReferral(NewCase({alert}));
  const auto refer = [&](const std::string& before) {
    return Refusal(before +
                   "INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason)"
                   " SELECT id, now(), 'x', 'referred', '{}', '{\"state\": \"referred\"}', '' FROM agencywatch.alert;"
                   "UPDATE alert SET state = 'referred', due = NULL");
  };
  EXPECT_EQ(refer(""), "23000") << "only proposed";
  EXPECT_EQ(refer("CREATE TEMP TABLE referral AS SELECT id, 1 AS proposal, 'sent' AS state FROM agencywatch.referral;"), "23000");
  Approve(id, 1, kSupervisor);
  EXPECT_EQ(refer(""), "23000") << "only approved";
  Decision decision;
  decision.kind = DecisionKind::kRefer;
  decision.by = kSupervisor;
  decision.at = now_;
  EXPECT_THROW(Do([&](pqxx::work& tx) { return Decide(tx, alert, decision); }), pqxx::integrity_constraint_violation);
  Send(id);
  EXPECT_EQ(Alert(alert).state, AlertState::kReferred);
}

TEST_F(FourEyes, AReferralNamesAlertsOfItsOpenCaseOnly) {
  const auto alert = NewAlert();
  const auto other = NewAlert();
  const auto id = NewCase({alert});
  NewCase({other});
  Proposal proposal = ToPolice();
  proposal.alerts = {other};
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeReferral(tx, id, proposal, RefBy(kInspector)); }), "");
  proposal.alerts = {99};
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeReferral(tx, id, proposal, RefBy(kInspector)); }), "");
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeReferral(tx, 77, ToPolice(), RefBy(kInspector)); }), "");
  const auto referral = NewReferral(id);
  EXPECT_NE(Refused([&](pqxx::work& tx) { RemoveAlert(tx, id, alert, now_, By(kInspector)); }), "");
  EXPECT_EQ(Refused([&](pqxx::work& tx) { CloseCase(tx, id, CaseOutcome::kFined, By(kInspector)); }),
            "case 1 has referral 1, which is proposed; send it or withdraw it first");
  Do([&](pqxx::work& tx) { WithdrawReferral(tx, referral, RefBy(kInspector, "thôi")); });
  Do([&](pqxx::work& tx) { CloseCase(tx, id, CaseOutcome::kFined, By(kInspector)); });
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeReferral(tx, id, ToPolice(), RefBy(kInspector)); }), "") << "closed";
}

TEST_F(FourEyes, WhoMustReadIsToldAndWhoProposedIsNot) {
  NewReferral(NewCase({NewAlert()}));
  const auto waiting = [&](const std::string& name) {
    return Do([&](pqxx::work& tx) {
      ReferralFilter filter;
      filter.waiting_for = name;
      return ListReferrals(tx, filter).size();
    });
  };
  EXPECT_EQ(waiting(kSupervisor), 1U);
  EXPECT_EQ(waiting(kInspector), 0U);
  EXPECT_EQ(waiting("nguyen thi mot"), 0U);
  Approve(1, 1, kSupervisor);
  EXPECT_EQ(waiting(kSupervisor), 0U);
}

// Of five alerts with the same rule: confirmed, dismissed as false, dismissed as settled, charged, cleared by the police.
TEST_F(FourEyes, WhatPeopleAndRecipientsSaidShowsInThePrecisionOfTheRule) {
  std::vector<std::int64_t> alerts;
  for (int i = 0; i < 5; ++i) alerts.push_back(NewAlert());
  const auto decide = [&](std::int64_t number, DecisionKind kind, const std::string& reason) {
    Decision decision;
    decision.kind = kind;
    decision.by = kInspector;
    decision.at = now_;
    decision.reason_code = reason;
    Do([&](pqxx::work& tx) { return Decide(tx, number, decision); });
  };
  decide(alerts[0], DecisionKind::kConfirm, "");
  decide(alerts[1], DecisionKind::kDismiss, "false_alarm");
  decide(alerts[2], DecisionKind::kDismiss, "settled");
  for (const auto& [alert, answer] : {std::pair{alerts[3], ReferralAnswer::kCharged}, std::pair{alerts[4], ReferralAnswer::kNoOffence}}) {
    const auto id = NewReferral(NewCase({alert}));
    Approve(id, 1, kSupervisor);
    Send(id);
    Do([&](pqxx::work& tx) { AddAnswer(tx, id, {answer, OnDay("2026-11-01"), "", "", now_, kInspector}); });
  }
  const auto outcomes = Do([](pqxx::work& tx) { return RuleOutcomes(tx, "vi.fee.upfront_deposit"); });
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].version, 3);
  EXPECT_EQ(outcomes[0].alerts, 5);
  EXPECT_EQ(outcomes[0].confirmed, 1);
  EXPECT_EQ(outcomes[0].dismissed, 2);
  EXPECT_EQ(outcomes[0].charged, 1);
  EXPECT_EQ(outcomes[0].no_offence, 1);
  EXPECT_EQ(outcomes[0].held, 2) << "confirmed, charged";
  EXPECT_EQ(outcomes[0].not_held, 2) << "false, cleared; a settled one says nothing of the sign";
  decide(alerts[0], DecisionKind::kReopen, "");
  EXPECT_EQ(Do([](pqxx::work& tx) { return RuleOutcomes(tx); }).at(0).held, 1) << "taken back";
}

TEST_F(FourEyes, AnAnswerIsNotOlderThanTheReferralAndNoneTakesAChargeBackWithoutAWord) {
  const auto id = NewReferral(NewCase({NewAlert()}));
  Approve(id, 1, kSupervisor);
  Send(id);
  const auto answer = [&](ReferralAnswer said, const char* on, const std::string& note) {
    return Refused([&](pqxx::work& tx) { AddAnswer(tx, id, {said, OnDay(on), "", note, now_, kInspector}); });
  };
  const std::string today = core::FormatDay(core::VietnamDay(now_));
  const std::string yesterday = core::FormatDay(core::AddDays(core::VietnamDay(now_), -1));
  const std::string tomorrow = core::FormatDay(core::AddDays(core::VietnamDay(now_), 1));
  EXPECT_NE(answer(ReferralAnswer::kCharged, yesterday.c_str(), "").find("was sent on " + today), std::string::npos);
  EXPECT_NE(answer(ReferralAnswer::kCharged, tomorrow.c_str(), ""), "");
  EXPECT_EQ(answer(ReferralAnswer::kAccepted, today.c_str(), ""), "");
  EXPECT_EQ(answer(ReferralAnswer::kCharged, today.c_str(), ""), "") << "what was accepted goes on";
  EXPECT_NE(answer(ReferralAnswer::kNoOffence, today.c_str(), "").find("no_offence takes that back"), std::string::npos);
  EXPECT_EQ(answer(ReferralAnswer::kNoOffence, today.c_str(), "đình chỉ điều tra"), "");
  EXPECT_EQ(Referral(id).answers.size(), 3U);
}

TEST_F(FourEyes, NumbersOfCasesAndReferralsHaveNoHoles) {
  const auto first = NewCase({NewAlert()});
  const auto alert = NewAlert();
  {
    pqxx::work lost(connection());
    EXPECT_EQ(OpenCase(lost, "hỏng", {alert}, {}, By(kInspector)), first + 1);
  }
  EXPECT_EQ(NewCase({alert}), first + 1);
  const auto referral = NewReferral(first + 1);
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeReferral(tx, first + 1, ToPolice(), RefBy("")); }), "");
  EXPECT_EQ(NewReferral(first + 1), referral + 1);
  EXPECT_EQ(Refusal("INSERT INTO last_number VALUES ('case', 9)"), kForbidden);
  EXPECT_EQ(Refusal("UPDATE last_number SET n = 0"), kForbidden);
}

}  // namespace
}  // namespace agencywatch::db
