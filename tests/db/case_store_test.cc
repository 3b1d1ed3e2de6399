// Cases: what goes in, what is counted, how they end, and what the database keeps of it.
#include "db/case_store.h"

#include <algorithm>

#include "tests/db/case_fixture.h"

namespace agencywatch::db {
namespace {

using Numbers = std::vector<std::int64_t>;

class CaseStore : public CaseFixture {
 protected:
  std::vector<std::string> EventsOf(std::int64_t id) {
    std::vector<std::string> kinds;
    for (const auto& event : Case(id).events) kinds.push_back(event.kind);
    return kinds;
  }
  int Held() {
    return Do([](pqxx::work& tx) { return tx.exec1("SELECT count(*) FROM case_holds_posting")[0].as<int>(); });
  }
};

TEST_F(CaseStore, ACaseGathersAlertsAndSaysWhatTheyReach) {
  const auto first = NewAlert();
  const auto second = NewAlert();
  const auto id = NewCase({first});
  Do([&](pqxx::work& tx) { AddAlerts(tx, id, {second}, By(kSupervisor)); });
  const auto file = Case(id);
  EXPECT_EQ(file.row.title, "Nhóm cọc đi Hàn Quốc");
  EXPECT_EQ(file.row.alerts, (Numbers{first, second}));
  EXPECT_EQ(file.row.verdict, core::Verdict::kFraud);
  EXPECT_EQ(file.row.provinces, std::vector<std::string>{"Nghệ An"});
  EXPECT_EQ(file.row.destinations, std::vector<std::string>{"KR"});
  EXPECT_EQ(file.row.indicators, std::vector<std::string>{"fee.upfront_deposit"});
  EXPECT_EQ(file.row.owner, kInspector);
  EXPECT_EQ(Alert(first).state, AlertState::kInCase);
  EXPECT_EQ(Alert(second).state, AlertState::kInCase);
  EXPECT_EQ(EventsOf(id), (std::vector<std::string>{"opened", "alert_added"}));
  EXPECT_EQ(Audited(2), (std::vector<std::string>{"alert.open_case alert " + std::to_string(second) + " " + kSupervisor,
                                                  "case.alert_added case 1 " + kSupervisor}));
}

TEST_F(CaseStore, AnAlertIsInOneCaseAndACaseHasAlerts) {
  const auto alert = NewAlert();
  const auto id = NewCase({alert});
  EXPECT_EQ(Refused([&](pqxx::work& tx) { OpenCase(tx, "khác", {alert}, {}, By(kInspector)); }),
            "alert #1 is in case 1 already; see agencywatch cases show 1");
  EXPECT_NE(Refused([&](pqxx::work& tx) { OpenCase(tx, "trống", {}, {}, By(kInspector)); }), "");
  EXPECT_NE(Refused([&](pqxx::work& tx) { OpenCase(tx, "không có", {99}, {}, By(kInspector)); }), "");
  EXPECT_NE(Refused([&](pqxx::work& tx) { RemoveAlert(tx, id, alert, now_, By(kInspector, "nhầm")); }), "");
  EXPECT_EQ(Case(id).events.size(), 1U) << "nothing of what was refused stays";
}

// Cases and referrals have numbers of their own, and times only to the second.
TEST_F(CaseStore, WhatHappenedWithinOneSecondIsToldInItsOrder) {
  const auto id = NewCase({NewAlert()});
  const auto referral = NewReferral(id);
  Do([&](pqxx::work& tx) { AddNote(tx, id, By(kSupervisor, "đã đọc")); });
  Approve(referral, 1, kSupervisor);
  Do([&](pqxx::work& tx) { AddNote(tx, id, By(kInspector, "gửi hôm nay")); });
  EXPECT_EQ(EventsOf(id), (std::vector<std::string>{"opened", "referral_proposed", "noted", "referral_approved", "noted"}));
}

TEST_F(CaseStore, AnUndoneCaseIsClosedAndOneThatWasWorkedOnStays) {
  const auto first = NewAlert();
  const auto undone = NewCase({first});
  Do([&](pqxx::work& tx) { UndoCase(tx, {first}, By(kInspector)); });
  EXPECT_EQ(Alert(first).state, AlertState::kNew);
  EXPECT_EQ(Alert(first).owner, "");
  EXPECT_FALSE(Case(undone).row.open);
  EXPECT_EQ(Held(), 0);
  const auto worked_on = NewCase({first});
  Do([&](pqxx::work& tx) { AddNote(tx, worked_on, By(kInspector, "ghi chú")); });
  EXPECT_NE(Refused([&](pqxx::work& tx) { UndoCase(tx, {first}, By(kInspector)); }), "");
  EXPECT_EQ(Alert(first).state, AlertState::kInCase);
}

TEST_F(CaseStore, AnAlertThatWasNoMatterOfTheCaseIsBackInTheQueue) {
  const auto stays = NewAlert();
  const auto leaves = NewAlert();
  const auto id = NewCase({stays, leaves});
  EXPECT_EQ(Held(), 2);
  Do([&](pqxx::work& tx) { RemoveAlert(tx, id, leaves, now_ + std::chrono::hours{24}, By(kInspector, "nhầm")); });
  EXPECT_EQ(Alert(leaves).state, AlertState::kAssigned);
  EXPECT_EQ(Alert(leaves).due, now_ + std::chrono::hours{24});
  EXPECT_EQ(Case(id).row.alerts, Numbers{stays});
  EXPECT_EQ(Held(), 1);
  Do([&](pqxx::work& tx) { AddAlerts(tx, id, {leaves}, By(kInspector)); });
  EXPECT_EQ(Case(id).row.alerts, (Numbers{stays, leaves})) << "and may come again";
}

// The local plans' statistics, Law 53/2024/QH15: no names, only how many of a kind.
TEST_F(CaseStore, PersonsAreCountedByKindAndACountIsSetNotAdded) {
  const auto id = NewCase({NewAlert()});
  AffectedPersons women{"female", "16_17", "forced_crime", "rescued", {"medical", "legal", "medical"}, 3};
  Do([&](pqxx::work& tx) {
    SetAffected(tx, id, women, By(kInspector));
    women.support = {"legal", "medical"};
    women.n = 4;
    SetAffected(tx, id, women, By(kInspector));
    SetAffected(tx, id, {"male", "18_over", "money", "not_left", {}, 7}, By(kInspector));
  });
  auto file = Case(id);
  EXPECT_EQ(file.row.persons, 11);
  ASSERT_EQ(file.affected.size(), 2U);
  EXPECT_EQ(file.affected[0].n, 4);
  EXPECT_EQ(file.affected[0].support, (std::vector<std::string>{"legal", "medical"}));
  women.n = 0;
  Do([&](pqxx::work& tx) { SetAffected(tx, id, women, By(kInspector, "đếm nhầm")); });
  file = Case(id);
  EXPECT_EQ(file.row.persons, 7);
  EXPECT_NE(file.events.back().details.find(R"("before": 4)"), std::string::npos) << file.events.back().details;
  women.n = -1;
  EXPECT_NE(Refused([&](pqxx::work& tx) { SetAffected(tx, id, women, By(kInspector)); }), "");
  EXPECT_EQ(Refusal("INSERT INTO affected_count VALUES (1, 'Nguyễn Thị C', '16_17', 'money', 'unknown', '{}', 1)"), "23000")
      << "a name has no place there";
}

TEST_F(CaseStore, TasksHaveAnOwnerADayAndAnEnd) {
  const auto id = NewCase({NewAlert()});
  const auto task = Do([&](pqxx::work& tx) {
    AddTask(tx, id, "gọi lại người báo tin", kSupervisor, now_ + std::chrono::hours{48}, By(kInspector));
    return AddTask(tx, id, "hỏi ngân hàng", kInspector, now_ + std::chrono::hours{24}, By(kInspector));
  });
  EXPECT_EQ(Case(id).row.open_tasks, 2);
  EXPECT_EQ(Case(id).tasks[0].what, "hỏi ngân hàng") << "the next one due comes first";
  const auto due_by = [&](int hours) {
    return Do([&](pqxx::work& tx) {
      CaseFilter filter;
      filter.due_by = now_ + std::chrono::hours{hours};
      return ListCases(tx, filter).size();
    });
  };
  EXPECT_EQ(due_by(24), 0U);
  EXPECT_EQ(due_by(25), 1U);
  Do([&](pqxx::work& tx) { FinishTask(tx, id, task, By(kSupervisor)); });
  EXPECT_EQ(due_by(25), 0U);
  EXPECT_EQ(Case(id).tasks[1].done_by, kSupervisor);
  EXPECT_NE(Refused([&](pqxx::work& tx) { FinishTask(tx, id, task, By(kInspector)); }), "");
  EXPECT_EQ(Refusal("UPDATE case_task SET what = 'khác'"), kForbidden);
}

TEST_F(CaseStore, FilesComeBackByteForByteAndTakingOneOutIsWrittenDown) {
  const auto id = NewCase({NewAlert()});
  const std::string bytes{"%PDF-1.7\0\xff\xfe binary\n", 20};
  const auto file = Do([&](pqxx::work& tx) { return Attach(tx, id, {"bien-ban.pdf", "application/pdf", bytes}, By(kInspector)); });
  EXPECT_EQ(Case(id).attachments.at(0).sha256, Hash(bytes));
  EXPECT_EQ(Case(id).attachments.at(0).size, 20);
  EXPECT_EQ(Do([&](pqxx::work& tx) { return ReadAttachment(tx, id, file, By(kSupervisor, "xem biên bản")); }), bytes);
  EXPECT_EQ(Audited(1), std::vector<std::string>{"case.extract case 1 " + kSupervisor});
  EXPECT_NE(Refused([&](pqxx::work& tx) { Attach(tx, id, {"lại.pdf", "application/pdf", bytes}, By(kInspector)); }), "");
  EXPECT_NE(Refused([&](pqxx::work& tx) { Attach(tx, id, {"rong.pdf", "application/pdf", ""}, By(kInspector)); }), "");
  EXPECT_NE(Refused([&](pqxx::work& tx) {
              Attach(tx, id, {"to.bin", "application/octet-stream", std::string(kMaxAttachmentBytes + 1, 'x')}, By(kInspector));
            }),
            "");
}

TEST_F(CaseStore, TheDatabaseItselfRefusesAHostileFile) {
  const auto id = std::to_string(NewCase({NewAlert()}));
  Do([](pqxx::work& tx) { return EnsurePerson(tx, kInspector, At("2026-11-01T02:00:00Z")); });
  const auto attach = [&](const std::string& name, const std::string& bytes, const std::string& sha256) {
    return Refusal("INSERT INTO case_attachment (case_id, name, media_type, bytes, sha256, at, by_id) SELECT " + id + ", E'" + name +
                   "', 'text/plain', " + bytes + ", " + sha256 + ", now(), id FROM person LIMIT 1");
  };
  const std::string honest = "encode(sha256('x'), 'hex')";
  for (const std::string name : {"../../etc/passwd", "a\\\\b", "a/b", "", ".ssh", "..", "a\\nb"})
    EXPECT_EQ(attach(name, "'x'", honest), "23000") << name;
  EXPECT_EQ(attach("a.txt", "''", "encode(sha256(''), 'hex')"), "23000") << "no byte";
  EXPECT_EQ(attach("a.txt", "'x'", "repeat('0', 64)"), "23000") << "another hash";
  EXPECT_EQ(attach("a.txt", "convert_to(repeat('x', 26214401), 'UTF8')", "encode(sha256(convert_to(repeat('x', 26214401), 'UTF8')), 'hex')"),
            "23000");
  EXPECT_EQ(attach("a.txt", "'x'", honest), "");
}

TEST_F(CaseStore, ANoteStaysAndTheAuditChainKeepsOnlyItsHash) {
  const auto id = NewCase({NewAlert()});
  Do([&](pqxx::work& tx) { AddNote(tx, id, By(kInspector, "chị C. ở xã X gọi đến")); });
  EXPECT_EQ(Case(id).events.back().note, "chị C. ở xã X gọi đến");
  EXPECT_NE(Refused([&](pqxx::work& tx) { AddNote(tx, id, By(kInspector, "  ")); }), "");
  const auto [reason, body] = Do([](pqxx::work& tx) {
    const auto row = tx.exec1("SELECT reason, convert_from(body, 'UTF8') FROM audit ORDER BY seq DESC LIMIT 1");
    return std::pair{std::string{row[0].c_str()}, std::string{row[1].c_str()}};
  });
  EXPECT_EQ(reason, "");
  EXPECT_EQ(body, R"({"note_sha256":")" + Hash("chị C. ở xã X gọi đến") + R"("})");
  EXPECT_EQ(Refusal("UPDATE case_event SET note = 'khác'"), kForbidden);
}

TEST_F(CaseStore, AnEndClosesTheAlertsAndNoOffenceLetsTheEvidenceGo) {
  for (const auto outcome : {CaseOutcome::kCharged, CaseOutcome::kInsufficient, CaseOutcome::kNoOffence}) {
    const auto alert = NewAlert();
    const auto id = NewCase({alert});
    const int held = Held();
    Do([&](pqxx::work& tx) { CloseCase(tx, id, outcome, By(kInspector, "xong")); });
    EXPECT_EQ(Alert(alert).closed_as, outcome == CaseOutcome::kCharged ? ClosedAs::kConfirmed : ClosedAs::kDismissed);
    EXPECT_EQ(Case(id).row.outcome, outcome);
    EXPECT_EQ(Held(), outcome == CaseOutcome::kNoOffence ? held - 1 : held);
    EXPECT_NE(Refused([&](pqxx::work& tx) { AddNote(tx, id, By(kInspector, "thêm")); }), "") << "closed";
  }
}

TEST_F(CaseStore, AReopenedCaseHasItsAlertsAgain) {
  const auto alert = NewAlert();
  const auto id = NewCase({alert});
  EXPECT_NE(Refused([&](pqxx::work& tx) { ReopenCase(tx, id, By(kInspector)); }), "");
  Do([&](pqxx::work& tx) { CloseCase(tx, id, CaseOutcome::kInsufficient, By(kInspector)); });
  Do([&](pqxx::work& tx) { ReopenCase(tx, id, By(kInspector, "có nạn nhân mới")); });
  EXPECT_TRUE(Case(id).row.open);
  EXPECT_EQ(Alert(alert).state, AlertState::kInCase);
  EXPECT_EQ(EventsOf(id), (std::vector<std::string>{"opened", "closed", "reopened"}));
}

TEST_F(CaseStore, EvidenceOfACaseIsHeldEvenWhenAScanTakesItFromTheAlert) {
  const auto alert = NewAlert();
  NewCase({alert});
  EXPECT_EQ(Refusal("DELETE FROM alert_posting"), "23000") << "nothing leaves an alert unseen";
  Do([&](pqxx::work& tx) {
    tx.exec("INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason) SELECT id, now(), 'scan', 'updated', '{}', '{}', '' FROM alert");
    tx.exec("DELETE FROM alert_posting");
  });
  EXPECT_EQ(Held(), 1);
  Do([&](pqxx::work& tx) {
    const auto later = SavePosting(tx, Source(tx), Advert("later", "cọc 20tr"), now_, "1");
    tx.exec_params("INSERT INTO alert_posting (alert_id, posting_id, version_id) SELECT id, $1, $2 FROM alert", later.posting_id,
                   later.version_id);
  });
  EXPECT_EQ(Held(), 2) << "and what joins the alert later is held, too";
}

TEST_F(CaseStore, AStateWithoutItsCaseOrEventIsRefused) {
  const auto alert = NewAlert();
  Decision decision;
  decision.kind = DecisionKind::kOpenCase;
  decision.by = kInspector;
  decision.at = now_;
  EXPECT_THROW(Do([&](pqxx::work& tx) { return Decide(tx, alert, decision); }), pqxx::integrity_constraint_violation)
      << "in a case that is not there";
  NewCase({alert});
  EXPECT_EQ(Refusal("UPDATE case_file SET state = 'closed', outcome = 'no_offence', closed_at = now()"), "23000");
  EXPECT_EQ(Refusal("INSERT INTO case_file (title, opened_at, opened_by_id, owner_id) SELECT 'x', now(), id, id FROM person LIMIT 1"),
            "23000");
  EXPECT_EQ(Refusal("CREATE TEMP TABLE case_event (case_id bigint, xact xid8, details jsonb);"
                    "INSERT INTO pg_temp.case_event SELECT id, pg_current_xact_id(), '{\"state\": \"closed\", \"outcome\": \"fined\"}'"
                    " FROM agencywatch.case_file;"
                    "UPDATE case_file SET state = 'closed', outcome = 'fined', closed_at = now()"),
            "23000")
      << "a temporary table of the same name proves nothing";
}

}  // namespace
}  // namespace agencywatch::db
