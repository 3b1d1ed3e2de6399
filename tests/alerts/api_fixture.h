// What the tests of the API share: a database with an account of each role, and requests without a server between.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "alerts/accounts/password.h"
#include "alerts/accounts/totp.h"
#include "alerts/api/masking.h"
#include "alerts/api/router.h"
#include "alerts/cases/recipients.h"
#include "alerts/dossier/material.h"
#include "core/signature.h"
#include "db/assessment_store.h"
#include "db/posting_index.h"
#include "db/posting_store.h"
#include "db/source_store.h"
#include "core/sha256.h"
#include "rule_packs.h"
#include "tests/db/test_database.h"

namespace agencywatch::alerts {

inline constexpr const char* kPassword = "mot mat khau du dai";
inline const core::Instant kNow = core::ParseInstant("2026-11-21T06:00:00+07:00").value();

class FixedClock final : public core::Clock {
 public:
  [[nodiscard]] core::Instant Now() const override { return now; }
  core::Instant now = kNow;
};

inline std::shared_ptr<const rules::RuleSet> BuiltInRules() {
  static const auto rules = [] {
    std::vector<rules::PackFile> files;
    for (const auto& file : embedded::rule_packs())
      files.push_back({std::string{file.path}, std::string{file.bytes}});
    return rules::RuleSet::Load(files);
  }();
  return rules;
}

class ApiTest : public db::TestDatabase {
 protected:
  void SetUp() override {
    connection_ = database().Connect();
    services_.clock = &clock_;
    services_.rules = BuiltInRules();
    services_.program_version = "test";
    services_.recipients = std::make_shared<const Recipients>(
        Recipients::Parse(std::string{Recipients::DefaultText()}, "recipients.yaml"));
    services_.dossier_maker = [] { return DossierMaker{}; };
    services_.dossier_key = [] { return core::SigningKey::Make(); };
    services_.rescreen = [this](const std::string& by, const std::string& reason) {
      rescreened_.push_back(by + ": " + reason);
    };
    services_.take_tip = [this](pqxx::connection& connection, const NewTip& tip, core::Instant now) {
      taken_ = tip;
      TakenTip taken;
      pqxx::work tx(connection);
      taken.posting_id = Publish(tx, "tip", "tip:" + tip.body, tip.body, now);
      tx.commit();
      return taken;
    };
    static const std::string hash = HashPassword(kPassword);
    pqxx::work tx(*connection_);
    for (int i = 0; i < db::kRoles; ++i) {
      db::Account account;
      account.role = static_cast<db::Role>(i);
      account.name = db::RoleName(account.role);
      account.password_hash = hash;
      if (db::NeedsSecondFactor(account.role)) account.totp_secret = kSecret;
      account.made_at = kNow;
      db::AddAccount(tx, account);
    }
    tx.commit();
  }

  HttpResponse Ask(const std::string& method, const std::string& path, const Json& body = {},
                   const std::string& cookie = {}, const std::string& csrf = {}) {
    HttpRequest request;
    request.method = method;
    const auto question = path.find('?');
    request.path = path.substr(0, question);
    if (question != std::string::npos) request.query = path.substr(question + 1);
    request.peer = peer_;
    request.headers = {{"Host", "localhost"}, {"Origin", "http://localhost"}};
    if (!body.is_null()) {
      request.headers.emplace_back("Content-Type", "application/json");
      request.body = body.dump();
    }
    if (!cookie.empty()) request.headers.emplace_back("Cookie", "a=b; aw=" + cookie);
    if (!csrf.empty()) request.headers.emplace_back("X-CSRF-Token", csrf);
    return Dispatch(request, services_, *connection_, log_);
  }

  HttpResponse LogInAs(const std::string& name, const std::string& password,
                       const std::string& code) {
    return Ask("POST", "/api/v1/login", {{"name", name}, {"password", password}, {"code", code}});
  }
  [[nodiscard]] std::string Code() const {
    return TotpCode(kSecret, clock_.now.time_since_epoch().count() / kTotpSeconds);
  }

  struct Session {
    std::string cookie;
    std::string csrf;
  };
  Session SessionOf(db::Role role) {
    const auto answer = LogInAs(std::string{db::RoleName(role)}, kPassword,
                                db::NeedsSecondFactor(role) ? Code() : "");
    EXPECT_EQ(answer.status, 200) << answer.body;
    Session session;
    for (const auto& [name, value] : answer.headers) {
      if (name == "Set-Cookie") session.cookie = value.substr(3, value.find(';') - 3);
    }
    session.csrf = Json::parse(answer.body)["csrf"];
    return session;
  }
  Json Get(const std::string& path, const Session& session) {
    const auto answer = Ask("GET", "/api/v1" + path, {}, session.cookie);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return Json::parse(answer.body);
  }
  HttpResponse Post(const std::string& path, const Json& body, const Session& session) {
    return Ask("POST", "/api/v1" + path, body, session.cookie, session.csrf);
  }

  // An advert, judged as a scan would; returns the posting's id. Alerts are built by the caller.
  std::int64_t Publish(pqxx::transaction_base& tx, const std::string& source, const std::string& url,
                       const std::string& body, core::Instant now) {
    const auto source_id = db::SaveSource(tx, {source, source, "site", core::Sha256Hex(source)}, now).id;
    core::Posting posting;
    posting.canonical_url = url;
    posting.item_key = "main";
    posting.text.body = body;
    const auto saved = db::SavePosting(tx, source_id, posting, now, "test");
    db::SavePack(tx, services_.rules->sha256(), "", {}, now);
    rules::AssessInput input;
    input.text = posting.text;
    input.url = url;
    input.day_from = input.day_to = core::VietnamDay(now);
    db::AssessmentInputs inputs;
    inputs.with = {"test", services_.rules->sha256(), {}, {}};
    inputs.day_from = inputs.day_to = input.day_from;
    const core::Assessment assessment = services_.rules->Assess(input, nullptr);
    db::SaveAssessment(tx, saved.version_id, inputs, assessment, now);
    const std::string words = db::SearchWords(SearchableText(posting, assessment.facts));
    db::SaveShownWords(tx, {{saved.version_id, words}});
    return saved.posting_id;
  }
  static std::string ErrorOf(const HttpResponse& answer) {
    const Json body = Json::parse(answer.body, nullptr, false);  // files are no JSON
    return body.is_object() ? body.value("error", Json::object()).value("code", "") : "";
  }

  static constexpr const char* kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  FixedClock clock_;
  core::Log log_{core::LogLevel::kError};
  ApiServices services_;
  std::string peer_ = "192.0.2.1";
  std::unique_ptr<pqxx::connection> connection_;
  NewTip taken_;  // the last one
  std::vector<std::string> rescreened_;
};

}  // namespace agencywatch::alerts
