// A subject's page, the network around it, and a person's word on who is who.
#include <algorithm>

#include "alerts/alert_builder.h"
#include "alerts/subject_judgement.h"
#include "core/errors.h"
#include "db/audit_search.h"
#include "db/silence_store.h"
#include "db/subject_store.h"
#include "db/triage_store.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

constexpr const char* kAdvert =
    "Tuyển lao động đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. Gọi ";

class SubjectApiTest : public ApiTest {
 protected:
  // Two recruiters: one on two sites with a phone and a Zalo, one with a phone of its own.
  void SetUp() override {
    ApiTest::SetUp();
    pqxx::work tx(*connection_);
    first_ = Publish(tx, "bang-a", "http://127.0.0.2/1", std::string{kAdvert} + "0912 000 345, zalo 0912 000 345", kNow);
    Publish(tx, "bang-b", "http://127.0.0.3/1", std::string{kAdvert} + "0912 000 345 hoặc 0913 000 777", kNow);
    second_ = Publish(tx, "bang-b", "http://127.0.0.3/2", std::string{kAdvert} + "0988 000 111", kNow);
    tx.commit();
    BuildAlerts(*connection_, nullptr, kNow);
    session_ = SessionOf(db::Role::kSupervisor);
  }

  std::int64_t SubjectOf(std::int64_t posting) {
    pqxx::read_transaction tx(*connection_);
    return db::SubjectsOfPostings(tx, {posting}).at(0).subject_id;
  }
  Json Page(std::int64_t subject) { return Get("/subjects/" + std::to_string(subject), session_); }
  static std::vector<std::int64_t> Ids(const Json& page, const std::string& kind) {
    std::vector<std::int64_t> ids;
    for (const auto& entry : page["identifiers"]) {
      if (entry["kind"] == kind && entry["role"] == "controls" && !entry["ended"].get<bool>()) ids.push_back(entry["id"]);
    }
    return ids;
  }

  std::int64_t first_ = 0;
  std::int64_t second_ = 0;
  Session session_;
};

TEST_F(SubjectApiTest, ShowsContactsOverTimeSitesAlertsAndAdverts) {
  const Json page = Page(SubjectOf(first_));
  EXPECT_EQ(Ids(page, "phone").size(), 2U);
  EXPECT_EQ(page["sites"].size(), 2U);
  EXPECT_EQ(page["alerts"].size(), 1U);
  EXPECT_EQ(page["postings"].size(), 2U);
  for (const auto& entry : page["identifiers"]) EXPECT_EQ(entry["first_seen"], "2026-11-20T23:00:00Z");
}

TEST_F(SubjectApiTest, PersonalDataAreMaskedUntilOneOfItsAlertsIsOpenedInThisSession) {
  const auto subject = SubjectOf(first_);
  const std::string number = std::to_string(Page(subject)["alerts"][0]["number"].get<int>());
  const auto shown = [&] {
    std::string all = Page(subject).dump() + Get("/network/s" + std::to_string(subject), session_).dump();
    for (const auto id : Ids(Page(subject), "phone")) all += Get("/network/i" + std::to_string(id), session_).dump();
    return all;
  };
  EXPECT_EQ(shown().find("912000345"), std::string::npos) << shown();
  EXPECT_EQ(shown().find("0912 000 345"), std::string::npos) << "in titles";
  EXPECT_EQ(Post("/alerts/" + number + "/open", {{"reason", "Xác minh"}}, session_).status, 200);
  EXPECT_NE(shown().find("+84912000345"), std::string::npos);
  EXPECT_EQ(Get("/network/s" + std::to_string(SubjectOf(second_)), session_).dump().find("988000111"), std::string::npos)
      << "another subject stays masked";
}

TEST_F(SubjectApiTest, TheNetworkLeadsFromSubjectOverPhoneToAdvertsAndBack) {
  const auto subject = SubjectOf(first_);
  const Json around = Get("/network/s" + std::to_string(subject), session_)["around"];
  const auto phone = std::find_if(around.begin(), around.end(), [](const Json& node) { return node["kind"] == "phone" && node["adverts"] == 2; });
  ASSERT_NE(phone, around.end()) << around;
  int adverts = 0;
  const Json around_phone = Get("/network/" + (*phone)["node"].get<std::string>(), session_)["around"];
  for (const auto& node : around_phone)
    adverts += node["type"] == "posting" ? 1 : 0;
  EXPECT_EQ(adverts, 2);
  EXPECT_FALSE(Get("/network/p" + std::to_string(first_), session_)["around"].empty());
  for (const char* none : {"s999", "i0", "x1", "p-1", "s1;drop"})
    EXPECT_EQ(Ask("GET", std::string{"/api/v1/network/"} + none, {}, session_.cookie).status, 404) << none;
}

TEST_F(SubjectApiTest, ASplitIsTakenBackAndAMergeToo) {
  const auto subject = SubjectOf(first_);
  const std::string path = "/subjects/" + std::to_string(subject);
  const auto phones = Ids(Page(subject), "phone");
  EXPECT_EQ(Post(path + "/split", {{"take", Json::array({phones[1]})}, {"reason", " "}}, session_).status, 400) << "without a reason";
  const auto split = Post(path + "/split", {{"take", Json::array({phones[1]})}, {"reason", "hai người khác nhau"}}, session_);
  ASSERT_EQ(split.status, 200) << split.body;
  EXPECT_EQ(Ids(Page(subject), "phone").size(), 1U);
  const auto judgement = Json::parse(split.body)["judgement"];
  const auto undone = Post(path + "/undo", {{"judgement", judgement}, {"reason", "nhầm"}}, session_);
  ASSERT_EQ(undone.status, 200) << undone.body;
  EXPECT_EQ(Ids(Page(SubjectOf(first_)), "phone").size(), 2U);
  EXPECT_EQ(Post(path + "/undo", {{"judgement", judgement}, {"reason", "nhầm"}}, session_).status, 422) << "once";

  const auto merged = Post(path + "/merge", {{"other", SubjectOf(second_)}, {"reason", "cùng chủ"}}, session_);
  ASSERT_EQ(merged.status, 200) << merged.body;
  EXPECT_EQ(SubjectOf(first_), SubjectOf(second_));
  EXPECT_EQ(Post(path + "/undo", {{"judgement", Json::parse(merged.body)["judgement"]}, {"reason", "nhầm"}}, session_).status, 200);
  EXPECT_NE(SubjectOf(first_), SubjectOf(second_));
}

TEST_F(SubjectApiTest, ASplitIsTakenBackOnItsOwnSubjectOnly) {
  const auto subject = SubjectOf(first_);
  const std::string path = "/subjects/" + std::to_string(subject);
  const auto split = Post(path + "/split", {{"take", Json::array({Ids(Page(subject), "phone")[1]})}, {"reason", "hai người khác nhau"}}, session_);
  ASSERT_EQ(split.status, 200) << split.body;
  const Json undo = {{"judgement", Json::parse(split.body)["judgement"]}, {"reason", "nhầm"}};
  EXPECT_EQ(Post("/subjects/" + std::to_string(SubjectOf(second_)) + "/undo", undo, session_).status, 404);
  EXPECT_EQ(Ids(Page(subject), "phone").size(), 1U) << "the split stands";
  EXPECT_EQ(Post(path + "/undo", undo, session_).status, 200);
}

// An advertiser whose name is a person's: masked on every page, and not found by its letters.
TEST_F(SubjectApiTest, ANameThatIsAPersonsIsMaskedAndNotSearchedFor) {
  const auto subject = SubjectOf(second_);
  {
    pqxx::work tx(*connection_);
    db::SetSubjectLabel(tx, subject, "Anh Dũng XKLĐ");
    tx.commit();
  }
  const auto viewer = SessionOf(db::Role::kViewer);
  for (const std::string list : {"/subjects?q=d%C5%A9ng", "/subjects?q=xkl%C4%91"})
    EXPECT_TRUE(Get(list, viewer)["subjects"].empty()) << list;
  EXPECT_EQ(Get("/subjects?q=anh", viewer)["subjects"].size(), 1U);
}

// Whichever page the merge was said on, and whatever had been decided: both subjects, and both alerts.
TEST_F(SubjectApiTest, AfterAMergeIsTakenBackEverythingIsAsBefore) {
  const auto first = SubjectOf(first_);
  const auto second = SubjectOf(second_);
  const auto number = [&](std::int64_t subject) { return Page(subject)["alerts"][0]["number"].get<int>(); };
  const auto state = [&](int alert) {
    const Json shown = Get("/alerts/" + std::to_string(alert), session_);
    return shown["state"].dump() + shown["owner"].dump();
  };
  const int of_first = number(first);
  const int of_second = number(second);
  const Json row = {{"number", of_second}, {"row_version", Get("/alerts/" + std::to_string(of_second), session_)["row_version"]}};
  ASSERT_EQ(Post("/alerts/assign", {{"alerts", {row}}}, session_).status, 200);
  const std::string before = state(of_first) + state(of_second);
  const std::string contacts = Page(first)["identifiers"].dump() + Page(second)["identifiers"].dump();
  for (const auto& [on, other] : {std::pair{first, second}, std::pair{second, first}}) {
    clock_.now += std::chrono::minutes{1};
    const auto merged = Post("/subjects/" + std::to_string(on) + "/merge", {{"other", other}, {"reason", "cùng chủ"}}, session_);
    ASSERT_EQ(merged.status, 200) << merged.body;
    clock_.now += std::chrono::minutes{1};
    const auto undone = Post("/subjects/" + std::to_string(on) + "/undo", {{"judgement", Json::parse(merged.body)["judgement"]}, {"reason", "nhầm"}}, session_);
    ASSERT_EQ(undone.status, 200) << undone.body;
    EXPECT_EQ(SubjectOf(first_), first);
    EXPECT_EQ(SubjectOf(second_), second);
    EXPECT_EQ(Page(first)["alerts"].size() + Page(second)["alerts"].size(), 2U) << "no new alert";
    EXPECT_EQ(state(of_first) + state(of_second), before);
  }
  EXPECT_EQ(Page(first)["identifiers"].dump() + Page(second)["identifiers"].dump(), contacts);
}

TEST_F(SubjectApiTest, WhatIsSplitOffHasASubjectOfItsOwnAlsoWhereTheSameAdvertShowsBoth) {
  const auto subject = SubjectOf(first_);
  const std::string path = "/subjects/" + std::to_string(subject);
  const auto zalo = Ids(Page(subject), "social");
  ASSERT_EQ(zalo.size(), 1U);
  clock_.now += std::chrono::minutes{1};
  const auto split = Post(path + "/split", {{"take", zalo}, {"reason", "của người khác"}}, session_);
  ASSERT_EQ(split.status, 200) << split.body;
  const Json other = Json::parse(split.body)["split_off"];
  ASSERT_EQ(other.size(), 1U) << split.body;
  EXPECT_EQ(Ids(Page(other[0]), "social"), zalo);
  EXPECT_EQ(Page(other[0])["postings"].size(), 1U);
  EXPECT_TRUE(Ids(Page(subject), "social").empty());
  BuildAlerts(*connection_, nullptr, clock_.now);
  EXPECT_EQ(Ids(Page(other[0]), "social"), zalo) << "the next scan leaves it";
  clock_.now += std::chrono::minutes{1};
  ASSERT_EQ(Post(path + "/undo", {{"judgement", Json::parse(split.body)["judgement"]}, {"reason", "nhầm"}}, session_).status, 200);
  EXPECT_EQ(Ids(Page(subject), "social"), zalo);
  EXPECT_EQ(Page(other[0])["id"], subject);
}

TEST_F(SubjectApiTest, NobodySplitsWhatIsNotTheSubjectsOwn) {
  const std::string path = "/subjects/" + std::to_string(SubjectOf(first_)) + "/split";
  const auto foreign = Ids(Page(SubjectOf(second_)), "phone");
  EXPECT_EQ(Post(path, {{"take", foreign}, {"reason", "cần xem"}}, session_).status, 400);
  EXPECT_EQ(Post(path, {{"take", Json::array({"1"})}, {"reason", "cần xem"}}, session_).status, 400);
  EXPECT_EQ(Post("/subjects/1/merge", {{"other", 999}, {"reason", "cần xem"}}, session_).status, 422);
}

TEST_F(SubjectApiTest, WhoWorksOnAnAlertKeepsOthersOffItsSubjectToo) {
  const auto subject = SubjectOf(first_);
  const auto other = SubjectOf(second_);
  pqxx::work lock(*connection_);
  const auto alert = db::OpenAlertsOf(lock, subject).at(0).number;
  db::LockAlert(lock, alert, "minh", kNow, kNow + std::chrono::hours{1});
  lock.commit();
  const auto silence = [&](const std::string& by, db::NewSilence about) {
    pqxx::work tx(*connection_);
    about.by = by;
    about.reason = "đang thanh tra";
    about.at = kNow;
    about.ends_at = kNow + std::chrono::hours{1};
    db::AddSilence(tx, about);
  };
  db::NewSilence of_subject;
  of_subject.subject_id = subject;
  db::NewSilence of_phone;
  of_phone.identifier = {"phone", "+84912000345"};
  EXPECT_THROW(SplitSubject(*connection_, subject, {"0913000777"}, {"hoa", "hai người", kNow}), core::InputError);
  EXPECT_THROW(LinkSubjects(*connection_, other, subject, {"hoa", "một người", kNow}), core::InputError);
  EXPECT_THROW(silence("hoa", of_subject), core::InputError);
  EXPECT_THROW(silence("hoa", of_phone), core::InputError);
  EXPECT_NO_THROW(silence("minh", of_subject));
  EXPECT_EQ(Post("/subjects/" + std::to_string(other) + "/merge", {{"other", subject}, {"reason", "cùng chủ"}}, session_).status, 422);
  EXPECT_NO_THROW(SplitSubject(*connection_, subject, {"0913000777"}, {"minh", "hai người", kNow}));
}

TEST_F(SubjectApiTest, ABlankReasonIsNone) {
  const auto subject = SubjectOf(first_);
  EXPECT_THROW(SplitSubject(*connection_, subject, {"0913000777"}, {"hoa", "  ", kNow}), core::InputError);
  EXPECT_THROW(LinkSubjects(*connection_, subject, SubjectOf(second_), {"hoa", " \t", kNow}), core::InputError);
  pqxx::work tx(*connection_);
  db::NewSilence silence;
  silence.subject_id = subject;
  silence.by = "hoa";
  silence.at = kNow;
  silence.ends_at = kNow + std::chrono::hours{1};
  EXPECT_THROW(db::AddSilence(tx, silence), core::InputError);
}

// Whoever is at work when a term has run out did not make it run out.
TEST_F(SubjectApiTest, AMissedDeadlineIsNobodysWord) {
  const auto late = kNow + std::chrono::hours{24 * 60};
  SplitSubject(*connection_, SubjectOf(first_), {"0913000777"}, {"hoa", "hai người", late});
  BuildAlerts(*connection_, nullptr, late, {"hoa", "hai người"});
  pqxx::work tx(*connection_);
  const auto events = tx.exec("SELECT DISTINCT actor, reason FROM alert_event WHERE kind = 'overdue'");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_STREQ(events[0][0].c_str(), "scan");
  EXPECT_STREQ(events[0][1].c_str(), "");
}

TEST_F(SubjectApiTest, AreFoundByAPhoneInAnySpelling) {
  const Json found = Get("/subjects?q=0912%20000%20345", session_)["subjects"];
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["id"], SubjectOf(first_));
  EXPECT_EQ(found.dump().find("912000345"), std::string::npos) << "the label is masked";
}

// Whoever sees masked numbers only must not find one out by asking: one at a time, each of them known, and few of them.
TEST_F(SubjectApiTest, ANumberIsAskedForOneAtATimeAndEachIsInTheAuditChain) {
  const auto viewer = SessionOf(db::Role::kViewer);
  const auto status = [&](const std::string& path, const Session& session) { return Ask("GET", "/api/v1" + path, {}, session.cookie).status; };
  for (const std::string list : {"/alerts", "/alerts.csv", "/subjects", "/subjects.csv"}) {
    for (const std::string joined : {"-%220912000345%22+-%220913000456%22", "0912000345,0913000456", "nhat+0912000345", "-%2B84912000345"})
      EXPECT_EQ(status(list + "?q=" + joined, viewer), 422) << list << joined;
  }
  const auto searches = [&] {
    pqxx::work tx(*connection_);
    return db::SearchAudit(tx, {"viewer", db::kIdentifierSearch, "", {}, {}, {}, 100});
  };
  EXPECT_TRUE(searches().empty());
  EXPECT_EQ(Get("/alerts?q=0912%20000%20345", viewer)["alerts"].size(), 1U);
  EXPECT_EQ(status("/alerts?q=%220912000345%22", viewer), 200);
  EXPECT_EQ(status("/alerts?q=0912%20000%20345", viewer), 200) << "the page is read again";
  ASSERT_EQ(searches().size(), 2U) << "another spelling is another row";
  EXPECT_EQ(searches()[0].object, "09••••••45");
  EXPECT_EQ(searches()[0].body.find("000345"), std::string::npos) << searches()[0].body;
  for (int i = 0; i < 8; ++i) EXPECT_EQ(status("/subjects?q=09120003" + std::to_string(50 + i), viewer), 200);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status("/alerts.csv?q=0912000360", viewer), 429);
  EXPECT_EQ(status("/alerts?q=0912000345", viewer), 200) << "what was asked before";
  EXPECT_EQ(status("/alerts?q=coc", viewer), 200);
  EXPECT_EQ(searches().size(), 11U) << "one refusal is kept";
  EXPECT_EQ(status("/alerts?q=0912000360", session_), 200) << "others go on";
  clock_.now += std::chrono::hours{1};
  EXPECT_EQ(status("/alerts?q=0912000361", SessionOf(db::Role::kViewer)), 200);
}

}  // namespace
}  // namespace agencywatch::alerts
