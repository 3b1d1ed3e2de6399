// Requests of persons named in the data: steps, log, what is found about them, what is restricted and deleted.
#include "db/request_store.h"

#include "db/alert_queue.h"
#include "db/posting_index.h"
#include "db/retention_store.h"
#include "tests/db/case_fixture.h"

namespace agencywatch::db {
namespace {

const IdentifierValue kPhone{"phone", "+84912000345"};

class Requests : public CaseFixture {
 protected:
  // A clear advert with the phone.
  std::int64_t Clear(int n) {
    return Do([&](pqxx::work& tx) {
      const auto posting = SavePosting(tx, Source(tx), Advert("clear" + std::to_string(n), "gặp anh Trần Văn Khải ở Vinh"), now_, "1");
      core::Assessment clear = Fraud();
      clear.verdict = core::Verdict::kClear;
      clear.findings.clear();
      static_cast<void>(SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), clear, now_));
      return posting.posting_id;
    });
  }
  std::int64_t Take(RequestKind kind, const std::vector<IdentifierValue>& about = {kPhone}) {
    NewRequest request;
    request.kind = kind;
    request.received_at = now_;
    request.requester = "Trần Văn Khải";
    request.identifiers = about;
    request.acknowledge_by = OnDay("2026-11-03");
    request.due = OnDay("2026-11-16");
    return Do([&](pqxx::work& tx) { return TakeRequest(tx, request, Act()); });
  }
  void Identify(std::int64_t number) {
    Do([&](pqxx::work& tx) { IdentifyRequester(tx, number, Act("gọi lại số máy đó")); });
  }
  std::vector<HeldData> Held(const std::vector<IdentifierValue>& about = {kPhone}) {
    return Do([&](pqxx::work& tx) { return HeldAbout(tx, about); });
  }
  void Decide(std::int64_t number, RequestDecision decision) {
    Do([&](pqxx::work& tx) { DecideRequest(tx, number, decision, Act()); });
  }
  std::int64_t Erase(std::int64_t number, const std::vector<std::int64_t>& postings) {
    const auto retention = database().ConnectForRetention();
    return InTransaction(*retention, [&](pqxx::work& tx) { return EraseForRequest(tx, number, postings, now_, kInspector); });
  }
  int Exported() {
    return Do([](pqxx::work& tx) {
      int n = 0;
      ForEachPosting(tx, [&n](const PostingExport&) { ++n; });
      return n;
    });
  }
  std::size_t Found(const std::string& words) {
    return Do([&](pqxx::work& tx) { return SearchPostings(tx, words, 10).size(); });
  }
  [[nodiscard]] RequestAct Act(const std::string& note = "") const { return {kInspector, now_, note}; }
};

TEST_F(Requests, EveryStepIsInTheLogAndInTheChainWithoutTheName) {
  const auto number = Take(RequestKind::kView);
  Do([&](pqxx::work& tx) { AcknowledgeRequest(tx, number, Act("thư điện tử")); });
  Identify(number);
  Do([&](pqxx::work& tx) {
    RecordExtract(tx, number, Hash("extract"), Act());
    DecideRequest(tx, number, {}, Act());
  });
  std::vector<std::string> kinds;
  Do([&](pqxx::work& tx) {
    for (const auto& event : RequestEvents(tx, number)) kinds.push_back(event.kind);
  });
  EXPECT_EQ(kinds, (std::vector<std::string>{"taken", "acknowledged", "identified", "extract_made", "decided"}));
  EXPECT_EQ(Audited(1), std::vector<std::string>{"request.decided request 1 " + kInspector});
  EXPECT_EQ(Do([](pqxx::work& tx) {
              return tx.exec1("SELECT count(*) FROM audit WHERE object || reason || convert_from(body, 'UTF8') LIKE '%Khải%'")[0].as<int>();
            }), 0);
  EXPECT_EQ(Refusal("DELETE FROM request_event"), kForbidden);
  EXPECT_EQ(Refusal("UPDATE person_request SET due = due + 30"), kForbidden) << "a deadline is moved by an extension only";
}

TEST_F(Requests, NothingIsGivenOutOrDoneBeforeItIsProvedWhoAsks) {
  const auto number = Take(RequestKind::kDelete);
  EXPECT_NE(Refused([&](pqxx::work& tx) { RecordExtract(tx, number, Hash("x"), Act()); }), "");
  EXPECT_NE(Refused([&](pqxx::work& tx) { DecideRequest(tx, number, {}, Act()); }), "");
  EXPECT_THROW(Erase(number, {Clear(1)}), pqxx::sql_error);
  EXPECT_NE(Refused([&](pqxx::work& tx) { IdentifyRequester(tx, number, Act(" ")); }), "");
  RequestDecision refusal;
  refusal.outcome = RequestOutcome::kRefused;
  refusal.ground = "not_identified";
  Decide(number, refusal);
  EXPECT_NE(Refused([&](pqxx::work& tx) { DecideRequest(tx, number, refusal, Act()); }), "") << "once";
}

TEST_F(Requests, AreOverdueAfterTheirLastDayAndExtendedOnce) {
  const auto number = Take(RequestKind::kView);
  const auto overdue = [&](const char* day) {
    return Do([&](pqxx::work& tx) { return CountOverdueRequests(tx, OnDay(day)); });
  };
  EXPECT_EQ(overdue("2026-11-03"), 0);
  EXPECT_EQ(overdue("2026-11-04"), 1) << "not acknowledged";
  Do([&](pqxx::work& tx) { AcknowledgeRequest(tx, number, Act()); });
  EXPECT_EQ(overdue("2026-11-16"), 0);
  EXPECT_EQ(overdue("2026-11-17"), 1);
  Do([&](pqxx::work& tx) { ExtendRequest(tx, number, OnDay("2026-11-26"), Act("nhiều nguồn")); });
  EXPECT_EQ(overdue("2026-11-26"), 0);
  EXPECT_NE(Refused([&](pqxx::work& tx) { ExtendRequest(tx, number, OnDay("2026-12-26"), Act("nữa")); }), "");
}

TEST_F(Requests, WhatIsHeldIsFoundByContactAndByName) {
  const auto clear = Clear(1);
  const auto flagged = NewAlert();
  EXPECT_EQ(Held().size(), 2U);
  EXPECT_EQ(Held()[0].posting_id, clear);
  EXPECT_EQ(Held()[0].quote, "0912 000 345");
  EXPECT_FALSE(Held()[0].held);
  EXPECT_TRUE(Held()[1].held) << "alert " << flagged << " is open";
  ASSERT_EQ(Held({{"name", "tran van khai"}}).size(), 1U);
  EXPECT_EQ(Held({{"name", "Trần Văn Khải"}})[0].posting_id, clear);
  EXPECT_TRUE(Held({{"name", "Văn Khải Trần"}}).empty()) << "words in a row";
  EXPECT_TRUE(Held({{"phone", "+84912000999"}}).empty());
}

TEST_F(Requests, WhatIsRestrictedIsNeitherShownNorExportedButByACase) {
  const auto clear = Clear(1);
  NewAlert();
  const auto number = Take(RequestKind::kRestrict);
  Identify(number);
  EXPECT_EQ(Exported(), 2);
  RequestDecision decision;
  decision.restricts = true;
  decision.postings = {clear};
  Decide(number, decision);
  EXPECT_EQ(Exported(), 1) << "the one that an open alert rests on stays to be seen";
  EXPECT_EQ(Found("anh Khải"), 0U);
  EXPECT_TRUE(Do([&](pqxx::work& tx) { return IsRestricted(tx, clear); }));
  Clear(2);
  EXPECT_EQ(Exported(), 1) << "one that shows the number later is restricted, too";
  Do([&](pqxx::work& tx) { LiftRestriction(tx, number, Act("rút lại")); });
  EXPECT_EQ(Exported(), 3);
  EXPECT_EQ(Found("anh Khải"), 2U);
}

TEST_F(Requests, ASubjectsLabelShowsNoRestrictedNumber) {
  const auto subject = [&](const std::string& label) {
    return Do([&](pqxx::work& tx) {
      static_cast<void>(EnsureIdentifiers(tx, {kPhone}));
      return CreateSubject(tx, label, now_);
    });
  };
  const auto label = [&](std::int64_t id) { return Do([&](pqxx::work& tx) { return SubjectLabel(tx, id); }); };
  const auto one = subject("Anh Khải · +84912000345 · zalo:+84912000345");
  const auto spaced = subject("Gọi 0912.000.345 gặp Khải");
  const auto other = subject("Chị Lan · +84912000999");
  const auto number = Take(RequestKind::kRestrict);
  Identify(number);
  RequestDecision decision;
  decision.restricts = true;
  Decide(number, decision);
  EXPECT_EQ(label(one), "Anh Khải · ••• · zalo:•••");
  EXPECT_EQ(label(spaced), "•••") << "nobody can say where the number ends";
  EXPECT_EQ(label(other), "Chị Lan · +84912000999");
  Do([&](pqxx::work& tx) { LiftRestriction(tx, number, Act("rút lại")); });
  EXPECT_EQ(label(one), "Anh Khải · +84912000345 · zalo:+84912000345");
}

TEST_F(Requests, ACorrectionStandsBesideWhatItCorrectsUntilItIsLifted) {
  const auto clear = Clear(1);
  const auto subject = Do([&](pqxx::work& tx) { return CreateSubject(tx, "Anh Khải", now_); });
  const auto number = Take(RequestKind::kCorrect);
  Identify(number);
  RequestDecision decision;
  decision.corrections = {{kPhone, {}, {}, "số này bị mạo danh", number, {}}, {{}, {}, subject, "Ông Trần Văn K.", number, {}}};
  Decide(number, decision);
  const auto about = [&](std::int64_t of, const std::vector<std::int64_t>& postings) {
    return Do([&](pqxx::work& tx) {
      std::vector<std::string> says;
      for (const auto& correction : CorrectionsAbout(tx, of, postings)) says.push_back(correction.says);
      return says;
    });
  };
  EXPECT_EQ(about(0, {clear}), std::vector<std::string>{"số này bị mạo danh"});
  EXPECT_EQ(about(subject, {}), std::vector<std::string>{"Ông Trần Văn K."});
  EXPECT_EQ(Do([&](pqxx::work& tx) { return SubjectLabel(tx, subject); }), "Ông Trần Văn K.");
  EXPECT_EQ(Held()[0].corrected, "số này bị mạo danh");
  EXPECT_TRUE(Do([&](pqxx::work& tx) { return GetRequest(tx, number).correcting; }));
  EXPECT_EQ(Do([](pqxx::work& tx) {
              return tx.exec1("SELECT count(*) FROM audit WHERE convert_from(body, 'UTF8') LIKE '%mạo danh%'")[0].as<int>();
            }), 0) << "the chain keeps only the hash of what was said";
  EXPECT_EQ(Refusal("UPDATE correction SET says = 'x'"), kForbidden);
  Do([&](pqxx::work& tx) { LiftRestriction(tx, number, Act("người yêu cầu rút lại")); });
  EXPECT_TRUE(about(0, {clear}).empty());
  EXPECT_EQ(Do([&](pqxx::work& tx) { return SubjectLabel(tx, subject); }), "Anh Khải");
}

TEST_F(Requests, WhatIsDeletedIsGoneButForWhatACaseNeeds) {
  const auto clear = Clear(1);
  const auto alert = NewAlert();
  NewCase({alert});
  const auto number = Take(RequestKind::kDelete);
  Identify(number);
  std::vector<std::int64_t> all;
  for (const auto& one : Held()) all.push_back(one.posting_id);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(Erase(number, all), 1);
  ASSERT_EQ(Held().size(), 1U);
  EXPECT_TRUE(Held()[0].held);
  EXPECT_EQ(Do([&](pqxx::work& tx) {
              return std::string{tx.exec_params1("SELECT purged_as FROM posting WHERE id = $1", clear)[0].c_str()};
            }), "erased");
  EXPECT_EQ(Audited(1), std::vector<std::string>{"retention.erase request 1 " + kInspector});
}

}  // namespace
}  // namespace agencywatch::db
