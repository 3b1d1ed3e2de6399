// What the tests of stores share: a fresh database, a connection as aw_app, and the rows that most
// tests need first.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "core/assessment.h"
#include "core/posting.h"
#include "core/sha256.h"
#include "core/time.h"
#include "db/assessment_store.h"
#include "db/capture_store.h"
#include "db/frontier_store.h"
#include "db/posting_store.h"
#include "db/run_store.h"
#include "db/source_store.h"
#include "tests/db/test_database.h"

namespace agencywatch::db {

inline core::Instant At(const std::string& text) { return core::ParseInstant(text).value(); }
inline core::Day OnDay(const std::string& text) { return core::ParseDay(text).value(); }
inline constexpr const char* kForbidden = "42501";
inline std::string Hash(const std::string& text) { return core::Sha256Hex(text); }

class StoreTest : public TestDatabase {
 protected:
  StoreTest() : connection_(database().Connect()) {}

  [[nodiscard]] pqxx::connection& connection() { return *connection_; }

  std::int64_t Source(pqxx::transaction_base& tx, const std::string& key = "vieclam-demo") {
    return SaveSource(tx, {key, "Việc làm Demo", "site", Hash("config")}, now_).id;
  }

  static NewUrl Url(const std::string& path, const std::string& host = "127.0.0.2") {
    return {"http://" + host + ":8101" + path, {"http", host, 8101}};
  }

  // A capture of `url_id` number `n` (any number not used before).
  static std::int64_t Capture(pqxx::transaction_base& tx, std::int64_t url_id, int n,
                              core::Instant at) {
    std::string digits = std::to_string(n);
    digits.insert(0, 12 - digits.size(), '0');
    NewCapture capture;
    capture.record_id = "urn:uuid:00000000-0000-4000-8000-" + digits;
    capture.url_id = url_id;
    capture.final_url = "http://127.0.0.2:8101/";
    capture.at = at;
    capture.ip = "127.0.0.2";
    capture.block_sha256 = Hash("block" + digits);
    capture.payload_sha256 = Hash("payload" + digits);
    capture.warc_file_id = EnsureWarcFile(tx, "warc/spool.warc.gz", WarcClass::kSpool, "node-1");
    capture.offset = n * 1000;
    capture.length = 900;
    return AddCapture(tx, capture);
  }

  static core::Posting Advert(const std::string& item_key, const std::string& body) {
    core::Posting posting;
    posting.canonical_url = "http://127.0.0.2:8101/viec-lam/" + item_key;
    posting.item_key = item_key;
    posting.text = {"Tuyển lao động đi Hàn Quốc", body, "Liên hệ 0912 000 345"};
    posting.employer = "Công ty Mây Trắng";
    posting.date_posted = OnDay("2026-10-30");
    posting.salary_min = 1500;
    posting.salary_currency = "USD";
    posting.country = "KR";
    return posting;
  }

  JudgedWith Judged(pqxx::transaction_base& tx, const std::string& pack = "pack one") {
    SavePack(tx, Hash(pack), pack, {{"vi.fee.upfront_deposit", 3, "stable", core::Severity::kHigh}},
             now_);
    return {"1.0.0", Hash(pack), {}, {}};
  }

  // A fraud by a deposit of 15 million on the body "… cọc 15tr …", with a phone.
  static core::Assessment Fraud(const std::string& pack = "pack one",
                                const std::string& phone = "+84912000345") {
    core::Assessment assessment;
    assessment.verdict = core::Verdict::kFraud;
    assessment.score = 87;
    assessment.review = true;
    assessment.genre = "advert";
    assessment.pack_sha256 = Hash(pack);
    core::Fact money;
    money.kind = core::FactKind::kMoney;
    money.value = "15000000 VND";
    money.money = core::Money{15000000, "VND"};
    money.attrs = {{"role", "deposit"}, {"text", "15tr"}};
    money.place = {core::Field::kBody, 5, 9, "15tr"};
    core::Fact contact;
    contact.kind = core::FactKind::kPhone;
    contact.value = phone;
    contact.attrs = {{"line", "mobile"}, {"valid", "true"}};
    contact.place = {core::Field::kContext, 11, 23, "0912 000 345"};
    assessment.facts.facts = {money, contact};
    assessment.facts.evasions = {{"teencode", {core::Field::kBody, 0, 4, "cọc"}}};
    core::Finding finding;
    finding.rule = "vi.fee.upfront_deposit";
    finding.rule_version = 3;
    finding.indicator = "fee.upfront_deposit";
    finding.severity = core::Severity::kHigh;
    finding.points = 35;
    finding.spans = {{core::Field::kBody, 0, 9, "cọc \"15tr\", {a}\\b"}};
    finding.fact_index = {0};
    finding.law = {"L69-7.7", "D283-49.6"};
    finding.title_vi = "Thu tiền cọc trước khi ký hợp đồng";
    finding.title_en = "Deposit before a contract";
    finding.why_vi = "Đòi cọc 15.000.000 VND";
    finding.why_en = "Asks for a deposit of 15.000.000 VND";
    assessment.findings = {finding};
    return assessment;
  }

  static AssessmentInputs Inputs(const JudgedWith& with) {
    return {with, AssessmentMode::kLive, OnDay("2026-10-30"), OnDay("2026-11-01")};
  }

  // The SQLSTATE with which aw_app's statement is refused; empty when it is not. (libpqxx 6 has a
  // class of its own for some, and does not give those their state.)
  std::string Refusal(const std::string& sql) {
    try {
      pqxx::work tx(connection());
      tx.exec(sql);
      tx.commit();
    } catch (const pqxx::insufficient_privilege&) {
      return kForbidden;
    } catch (const pqxx::unique_violation&) {
      return "23505";
    } catch (const pqxx::integrity_constraint_violation&) {
      return "23000";
    } catch (const pqxx::sql_error& error) {
      return error.sqlstate().empty() ? error.what() : error.sqlstate();
    }
    return "";
  }

  core::Instant now_ = At("2026-11-01T02:00:00Z");

 private:
  std::unique_ptr<pqxx::connection> connection_;
};

}  // namespace agencywatch::db
