// What the tests of cases and referrals share: alerts of postings that a rule found something in, and people.
#pragma once

#include <string>
#include <vector>

#include "core/errors.h"
#include "db/alert_store.h"
#include "db/audit_store.h"
#include "db/case_store.h"
#include "db/referral_store.h"
#include "db/subject_store.h"
#include "db/transaction.h"
#include "db/triage_store.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {

inline const std::string kInspector = "Nguyễn Thị Một";
inline const std::string kSupervisor = "Trần Văn Hai";

class CaseFixture : public StoreTest {
 protected:
  // Calls `unit(tx)` and commits.
  template <class Unit>
  auto Do(Unit unit) {
    return InTransaction(connection(), unit);
  }

  // The number of a new alert: a fraud with one posting, of a subject of its own.
  std::int64_t NewAlert() {
    return Do([this](pqxx::work& tx) {
      const auto posting = SavePosting(tx, Source(tx), Advert("j" + std::to_string(++alerts_), "cọc 15tr"), now_, "1");
      static_cast<void>(SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud(), now_));
      AlertMaterial material;
      material.verdict = core::Verdict::kFraud;
      material.score = 87;
      material.sha256 = Hash("material " + std::to_string(alerts_));
      material.postings = {{posting.posting_id, posting.version_id, false}};
      material.indicators = {"fee.upfront_deposit"};
      material.provinces = {"Nghệ An"};
      material.destinations = {"KR"};
      const auto subject = CreateSubject(tx, "Người tuyển " + std::to_string(alerts_), now_);
      return OpenAlert(tx, subject, material, now_ + std::chrono::hours{72}, {"scan", now_, "", "{}"}).number;
    });
  }

  [[nodiscard]] CaseAct By(const std::string& name, const std::string& note = "") const { return {name, now_, note}; }
  [[nodiscard]] ReferralAct RefBy(const std::string& name, const std::string& note = "") const { return {name, now_, note}; }

  std::int64_t NewCase(const std::vector<std::int64_t>& alerts) {
    return Do([&](pqxx::work& tx) { return OpenCase(tx, "Nhóm cọc đi Hàn Quốc", alerts, {}, By(kInspector)); });
  }
  static Proposal ToPolice() {
    return {"police", "police", "Công an tỉnh Nghệ An", "Vinh, Nghệ An", "Nghệ An", {"Sở Nội vụ Nghệ An"}, "đòi cọc trước hợp đồng", {}};
  }
  std::int64_t NewReferral(std::int64_t case_id, const std::string& by = kInspector) {
    return Do([&](pqxx::work& tx) { return ProposeReferral(tx, case_id, ToPolice(), RefBy(by)); });
  }
  void Approve(std::int64_t referral, int proposal, const std::string& by) {
    Do([&](pqxx::work& tx) { ApproveReferral(tx, referral, proposal, RefBy(by)); });
  }
  void Send(std::int64_t referral) {
    Do([&](pqxx::work& tx) { SendReferral(tx, referral, "văn thư", "45/CV", RefBy(kInspector)); });
  }

  AlertRow Alert(std::int64_t number) {
    return Do([&](pqxx::work& tx) { return FindAlert(tx, number).value(); });
  }
  CaseDetails Case(std::int64_t id) {
    return Do([&](pqxx::work& tx) { return ShowCase(tx, id).value(); });
  }
  ReferralDetails Referral(std::int64_t id) {
    return Do([&](pqxx::work& tx) { return ShowReferral(tx, id); });
  }
  // "action object actor" of the last rows of the audit chain, oldest first.
  std::vector<std::string> Audited(int last) {
    return Do([&](pqxx::work& tx) {
      std::vector<std::string> rows;
      for (const auto& row : tx.exec_params(
               "SELECT action || ' ' || object || ' ' || actor FROM (SELECT * FROM audit ORDER BY seq DESC LIMIT $1) a ORDER BY seq", last))
        rows.emplace_back(row[0].c_str());
      return rows;
    });
  }
  // What an action is refused with; empty when it is not.
  template <class Unit>
  std::string Refused(Unit unit) {
    try {
      Do([&](pqxx::work& tx) { unit(tx); });
    } catch (const core::InputError& error) {
      return error.what();
    }
    return "";
  }

 private:
  int alerts_ = 0;
};

}  // namespace agencywatch::db
