// What holds of dossiers in the database itself, for the application's role too.
#include "db/deletion_store.h"
#include "db/dossier_store.h"

#include <gtest/gtest.h>

#include "db/request_store.h"
#include "db/retention_store.h"
#include "tests/db/case_fixture.h"

namespace agencywatch::db {
namespace {

class DossierStore : public CaseFixture {
 protected:
  DossierRow Of(std::int64_t referral, std::int64_t audit_seq) {
    return {referral, 1, now_, kInspector, Hash("bag"), Hash("redacted"), std::string(128, 'a'), Hash("key"), audit_seq};
  }
  std::int64_t Append(const std::string& action, std::int64_t referral) {
    return Do([&](pqxx::work& tx) { return AppendAudit(tx, {now_, kInspector, action, "referral " + std::to_string(referral), "", ""}); });
  }
  void Add(const DossierRow& dossier) {
    Do([&](pqxx::work& tx) { AddDossier(tx, dossier); });
  }
};

TEST_F(DossierStore, NoneIsKeptBeforeAnotherPersonApproved) {
  const auto referral = NewReferral(NewCase({NewAlert()}));
  const auto seq = Append("dossier.build", referral);
  EXPECT_THROW(Add(Of(referral, seq)), pqxx::integrity_constraint_violation);
  Approve(referral, 1, kSupervisor);
  Add(Of(referral, seq));
  EXPECT_EQ(Do([&](pqxx::work& tx) { return CountDossiers(tx, referral); }), 1);
}

TEST_F(DossierStore, NoneIsKeptWithoutItsRowOfTheAuditChain) {
  const auto referral = NewReferral(NewCase({NewAlert()}));
  Approve(referral, 1, kSupervisor);
  EXPECT_THROW(Add(Of(referral, Append("case.opened", referral))), pqxx::integrity_constraint_violation);
  EXPECT_THROW(Add(Of(referral, Append("dossier.build", referral + 1))), pqxx::integrity_constraint_violation);
}

TEST_F(DossierStore, AKeptOneCannotBeChangedOrTakenAway) {
  const auto referral = NewReferral(NewCase({NewAlert()}));
  Approve(referral, 1, kSupervisor);
  Add(Of(referral, Append("dossier.build", referral)));
  for (const char* sql : {"UPDATE dossier SET key_id = bag_sha256", "DELETE FROM dossier"})
    EXPECT_THROW(Do([&](pqxx::work& tx) { tx.exec(sql); }), pqxx::insufficient_privilege) << sql;
}

// Law 91/2025/QH15, articles 3(3) and 14: kept as long as the purpose needs it, and no longer.
TEST_F(DossierStore, IsKeptWhileItsCaseNeedsItAndPurgedOnceItDoesNot) {
  using namespace std::chrono_literals;
  const auto case_id = NewCase({NewAlert()});
  const auto referral = NewReferral(case_id);
  Approve(referral, 1, kSupervisor);
  Add(Of(referral, Append("dossier.build", referral)));
  Send(referral);
  const auto kept = [&] { return Do([&](pqxx::work& tx) { return KeptDossiers(tx).at(0); }); };
  const auto due = [&](core::Instant before) { return Do([&](pqxx::work& tx) { return PurgeableDossiers(tx, before).size(); }); };
  const auto close = [&](CaseOutcome outcome) { Do([&](pqxx::work& tx) { CloseCase(tx, case_id, outcome, By(kInspector)); }); };
  EXPECT_TRUE(kept().held) << "the case is open";
  close(CaseOutcome::kCharged);
  EXPECT_TRUE(kept().held) << "and its evidence needed, however it was closed";
  EXPECT_EQ(due(now_ + 10000h), 0U);
  Do([&](pqxx::work& tx) { ReopenCase(tx, case_id, By(kInspector)); });
  close(CaseOutcome::kNoOffence);
  EXPECT_EQ(kept().free_since, now_);
  EXPECT_EQ(kept().name, "dossier-" + std::to_string(referral) + "-1");
  EXPECT_EQ(due(now_), 0U) << "not before its time";
  EXPECT_EQ(due(now_ + 1h), 1U);

  const auto retention = database().ConnectForRetention();
  const auto id = kept().id;
  const auto purge = [&](core::Instant before) {
    InTransaction(*retention, [&](pqxx::work& tx) { MarkDossierPurged(tx, id, before, now_ + 2h, kSupervisor); });
  };
  EXPECT_THROW(purge(now_), pqxx::sql_error);
  EXPECT_THROW(Do([&](pqxx::work& tx) { MarkDossierPurged(tx, id, now_ + 1h, now_ + 2h, kInspector); }), pqxx::insufficient_privilege);
  purge(now_ + 1h);
  EXPECT_EQ(kept().purged_at, now_ + 2h);
  EXPECT_EQ(Audited(1), std::vector<std::string>{"retention.purge " + kept().name + " " + kSupervisor});
  EXPECT_EQ(due(now_ + 10000h), 0U);
}

TEST_F(DossierStore, GoesWithTheAdvertsThatAPersonHasErased) {
  using namespace std::chrono_literals;
  const auto alert = NewAlert();
  const auto case_id = NewCase({alert});
  const auto referral = NewReferral(case_id);
  Approve(referral, 1, kSupervisor);
  Add(Of(referral, Append("dossier.build", referral)));
  Send(referral);
  const auto postings = Do([&](pqxx::work& tx) {
    std::vector<std::int64_t> ids;
    for (const auto& row : tx.exec("SELECT posting_id FROM alert_posting")) ids.push_back(row[0].as<std::int64_t>());
    return ids;
  });
  const auto request = Do([&](pqxx::work& tx) {
    NewRequest asked;
    asked.kind = RequestKind::kDelete;
    asked.received_at = now_;
    asked.requester = "Trần Văn Khải";
    asked.identifiers = {{"phone", "+84912000345"}};
    asked.acknowledge_by = asked.due = core::VietnamDay(now_ + 480h);
    const auto number = TakeRequest(tx, asked, {kInspector, now_, ""});
    IdentifyRequester(tx, number, {kInspector, now_, "gọi lại"});
    DeletionPlan plan;
    plan.erase = postings;
    ApproveDeletion(tx, number, ProposeDeletion(tx, number, plan, {kInspector, now_, ""}), {kSupervisor, now_, ""});
    return number;
  });
  const auto retention = database().ConnectForRetention();
  const auto erase = [&] {
    return InTransaction(*retention, [&](pqxx::work& tx) { return EraseDossiersForRequest(tx, request, postings, now_ + 1h, kInspector); });
  };
  EXPECT_TRUE(erase().empty()) << "the case needs it";
  Do([&](pqxx::work& tx) { CloseCase(tx, case_id, CaseOutcome::kNoOffence, By(kInspector)); });
  EXPECT_EQ(Do([&](pqxx::work& tx) { return DossiersShowing(tx, postings).size(); }), 1U);
  EXPECT_EQ(erase(), std::vector<std::string>{"dossier-" + std::to_string(referral) + "-1"});
  EXPECT_TRUE(erase().empty()) << "once";
}

// The database's function and ours must say the same of every row, or no dossier could be verified elsewhere.
TEST_F(DossierStore, AnExtractOfTheChainProvesItsOwnRowsAndHidesOthers) {
  const auto mine = NewReferral(NewCase({NewAlert()}));
  const auto other = NewCase({NewAlert()});
  Approve(mine, 1, kSupervisor);
  const auto chain = Do([&](pqxx::work& tx) { return AuditExtract(tx, {"referral " + std::to_string(mine)}); });
  ASSERT_GE(chain.size(), 3U) << "proposed, case " << other << ", approved";
  ASSERT_TRUE(chain.front().content && chain.back().content);
  EXPECT_EQ(chain.front().content->action, "referral.proposed");
  EXPECT_EQ(chain.back().content->action, "referral.approved");
  for (std::size_t i = 1; i + 1 < chain.size(); ++i) EXPECT_FALSE(chain[i].content) << chain[i].seq;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i > 0) {
      EXPECT_EQ(chain[i].prev_sha256, chain[i - 1].sha256);
    }
    if (chain[i].content) {
      EXPECT_EQ(AuditSha256(chain[i]), chain[i].sha256);
    }
  }
}

}  // namespace
}  // namespace agencywatch::db
