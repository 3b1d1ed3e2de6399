// Lift, counted by hand: two true alerts, three adverts that quote a licence of the register, one that borrows it.
#include "db/sign_rates.h"

#include "tests/db/case_fixture.h"

namespace agencywatch::db {
namespace {

class SignRatesTest : public CaseFixture {
 protected:
  void Advertise(const std::string& key, const std::vector<std::string>& indicators) {
    Do([&](pqxx::work& tx) {
      const auto posting = SavePosting(tx, Source(tx), Advert(key, "cọc 15tr"), now_, "1");
      core::Assessment assessment = Fraud();
      core::Fact licence;
      licence.kind = core::FactKind::kLicence;
      licence.value = "7101/LDTBXH-GP";
      licence.place = {core::Field::kBody, 0, 4, "7101"};
      assessment.facts.facts.push_back(licence);
      const core::Finding found = assessment.findings.front();
      assessment.findings.clear();
      for (const auto& indicator : indicators) {
        assessment.findings.push_back(found);
        assessment.findings.back().rule = "vi." + indicator;
        assessment.findings.back().indicator = indicator;
      }
      assessment.verdict = indicators.empty() ? core::Verdict::kClear : core::Verdict::kViolation;
      static_cast<void>(SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), assessment, now_));
    });
  }
  void Judge(std::int64_t alert, DecisionKind kind) {
    Do([&](pqxx::work& tx) {
      Decision decision;
      decision.kind = kind;
      decision.by = kInspector;
      decision.at = now_;
      decision.reason_code = kind == DecisionKind::kDismiss ? "lawful" : "";
      Decide(tx, alert, decision);
    });
  }
};

TEST_F(SignRatesTest, ASignIsHeldAgainstAdvertsOfLicensedEnterprises) {
  Do([](pqxx::work& tx) {
    tx.exec("WITH e AS (INSERT INTO enterprise (tax_code) VALUES ('0100000001') RETURNING id)"
            " INSERT INTO licence (enterprise_id, serial, issuer, raw, norm) SELECT id, '7101', 'LDTBXH', '7101/LĐTBXH-GP', '7101/LDTBXH-GP' FROM e");
  });
  Judge(NewAlert(), DecisionKind::kConfirm);
  Judge(NewAlert(), DecisionKind::kConfirm);
  Judge(NewAlert(), DecisionKind::kDismiss);
  Advertise("a", {});
  Advertise("b", {});
  Advertise("c", {"fee.upfront_deposit"});
  Advertise("borrows", {"licence.number_mismatch", "fee.upfront_deposit"});

  const auto rates = Do([](pqxx::work& tx) { return ReadSignRates(tx); });
  EXPECT_EQ(rates.true_alerts, 2);
  EXPECT_EQ(rates.licensed_adverts, 3);
  ASSERT_EQ(rates.indicators.size(), 1U);
  EXPECT_EQ(rates.indicators[0].indicator, "fee.upfront_deposit");
  EXPECT_EQ(rates.indicators[0].in_true, 2);
  EXPECT_EQ(rates.indicators[0].in_licensed, 1);
  EXPECT_NEAR(LiftOf(rates.indicators[0], rates), (2.5 / 3) / (1.5 / 4), 1e-9);
}

}  // namespace
}  // namespace agencywatch::db
