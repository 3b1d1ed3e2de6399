// What holds of dossiers in the database itself, for the application's role too.
#include "db/dossier_store.h"

#include <gtest/gtest.h>

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
