// Requests of persons named in the data: steps, log, what is found about them, what is restricted and deleted.
#include "db/request_store.h"

#include "db/alert_queue.h"
#include "db/deletion_store.h"
#include "db/posting_history.h"
#include "db/posting_index.h"
#include "db/retention_store.h"
#include "db/tip_store.h"
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
  std::vector<HeldInformant> Informants(std::int64_t number) {
    return Do([&](pqxx::work& tx) { return InformantsOfRequest(tx, number, kInspector, now_); });
  }
  std::int64_t Forget(std::int64_t number) {
    const auto retention = database().ConnectForRetention();
    return InTransaction(*retention, [&](pqxx::work& tx) { return ForgetForRequest(tx, number, now_, kInspector); });
  }
  // A tip of this text, told by this informant.
  std::int64_t Told(const std::string& body, const std::string& name, const std::string& contact) {
    return Do([&](pqxx::work& tx) {
      core::Posting told = Advert("tip", body);
      told.kind = core::PostingKind::kTip;
      told.item_key = Hash(body);
      told.canonical_url = "https://example.com/khai";
      told.text.context.clear();
      const auto saved = SavePosting(tx, Source(tx, "tip"), told, now_, "1");
      core::Assessment clear = Fraud();
      clear.verdict = core::Verdict::kClear;
      clear.findings.clear();
      clear.facts.facts.clear();
      static_cast<void>(SaveAssessment(tx, saved.version_id, Inputs(Judged(tx)), clear, now_));
      const auto report = AddTipReport(tx, saved.posting_id, {now_, "111", "Nghệ An", "Người trực"});
      SaveInformant(tx, saved.posting_id, report, {name, contact, "", now_});
      return saved.posting_id;
    });
  }
  std::size_t Named(std::int64_t tip) {
    return Do([&](pqxx::work& tx) { return ReadInformants(tx, tip, kInspector, "kiểm tra", now_).size(); });
  }
  void Decide(std::int64_t number, RequestDecision decision) {
    Do([&](pqxx::work& tx) { DecideRequest(tx, number, decision, Act()); });
  }
  std::int64_t Erase(std::int64_t number, const std::vector<std::int64_t>& postings) {
    const auto retention = database().ConnectForRetention();
    return InTransaction(*retention, [&](pqxx::work& tx) { return EraseForRequest(tx, number, postings, now_, kInspector); });
  }
  // Proposed by one and approved by another.
  DeletionPlan Agreed(std::int64_t number, const std::vector<IdentifierValue>& about = {kPhone}) {
    const DeletionPlan plan = PlanDeletion(Held(about), Informants(number));
    const int proposal = Do([&](pqxx::work& tx) { return ProposeDeletion(tx, number, plan, Act()); });
    Do([&](pqxx::work& tx) { ApproveDeletion(tx, number, proposal, {kSupervisor, now_, ""}); });
    return plan;
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
  EXPECT_EQ(Held()[0].needed_by, "");
  EXPECT_EQ(Held()[1].needed_by, "alert " + std::to_string(flagged));
  ASSERT_EQ(Held({{"name", "tran van khai"}}).size(), 1U);
  EXPECT_EQ(Held({{"name", "Trần Văn Khải"}})[0].posting_id, clear);
  EXPECT_TRUE(Held({{"name", "Văn Khải Trần"}}).empty()) << "words in a row";
  EXPECT_TRUE(Held({{"phone", "+84912000999"}}).empty());
}

TEST_F(Requests, WhatIsRestrictedIsNeitherListedNorExportedAndShownOnlyInAnAlertForAPurpose) {
  const auto clear = Clear(1);
  const auto alert = NewAlert();
  const auto number = Take(RequestKind::kRestrict);
  Identify(number);
  EXPECT_EQ(Exported(), 2);
  RequestDecision decision;
  decision.restricts = true;
  decision.postings = {clear};
  Decide(number, decision);
  EXPECT_EQ(Exported(), 0);
  const auto shown = [&](Restricted restricted) {
    return Do([&](pqxx::work& tx) {
      const auto details = ShowAlert(tx, alert, restricted).value();
      return std::pair{details.postings.size(), details.restricted_postings};
    });
  };
  EXPECT_EQ(shown(Restricted::kHidden), std::pair(std::size_t{0}, 1));
  EXPECT_EQ(shown(Restricted::kShownWhereNeeded), std::pair(std::size_t{1}, 0));
  EXPECT_EQ(Found("anh Khải"), 0U);
  EXPECT_TRUE(Do([&](pqxx::work& tx) { return IsRestricted(tx, clear); }));
  Clear(2);
  EXPECT_EQ(Exported(), 0) << "one that shows the number later is restricted, too";
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

TEST_F(Requests, UnderANameThatIsRestrictedNobodyIsListed) {
  const auto subject = Do([&](pqxx::work& tx) { return CreateSubject(tx, "Anh Trần Văn Khải XKLĐ · +84912000999", now_); });
  const auto alike = Do([&](pqxx::work& tx) { return CreateSubject(tx, "Trần Văn Khải Hoàn", now_); });
  const auto other = Do([&](pqxx::work& tx) { return CreateSubject(tx, "Công ty Văn Khải", now_); });
  const auto number = Take(RequestKind::kRestrict, {{"name", "TRẦN VĂN KHẢI"}, {"name", "Khải"}});
  Identify(number);
  RequestDecision decision;
  decision.restricts = true;
  Decide(number, decision);
  const auto label = [&](std::int64_t id) { return Do([&](pqxx::work& tx) { return SubjectLabel(tx, id); }); };
  EXPECT_EQ(label(subject), "•••");
  EXPECT_EQ(label(alike), "•••") << "nobody can say where the name ends";
  EXPECT_EQ(label(other), "Công ty Văn Khải") << "one word alone is no name";
}

TEST_F(Requests, WhoGaveATipIsFoundOnceTheyProvedWhoTheyAreAndGoesByTwoPersons) {
  const auto tip = Told("bà Tư thu cọc", "Chị Lê Thị Nga (mẹ)", "zalo 0977.000.445");
  const auto namesake = Told("ông Ba thu cọc", "Lê Thị Nga", "0988 000 111");
  const std::vector<IdentifierValue> about = {{"phone", "+84977000445"}, {"name", "Lê Thị Nga"}};
  const auto number = Take(RequestKind::kDelete, about);
  EXPECT_TRUE(Informants(number).empty()) << "whoever asks may be anybody";
  Identify(number);
  ASSERT_EQ(Informants(number).size(), 1U);
  EXPECT_EQ(Informants(number)[0].tip, tip);
  EXPECT_EQ(Audited(1), std::vector<std::string>{"informant.read request 1 " + kInspector});
  const DeletionPlan plan = Agreed(number, about);
  EXPECT_EQ(plan.informants.size(), 1U);
  EXPECT_EQ(Forget(number), 1);
  EXPECT_EQ(Named(tip), 0U);
  EXPECT_EQ(Named(namesake), 1U) << "another number is another person";
  EXPECT_TRUE(Informants(number).empty());
  EXPECT_EQ(Do([&](pqxx::work& tx) { return RequestEvents(tx, number).size(); }), 4U) << "the log stays";
}

TEST_F(Requests, TheAddressUnderWhichSomebodyReportedAPersonGoesWithThem) {
  const auto tip = Told("Ông Trần Văn Khải thu cọc", "", "0977 000 445");
  const std::vector<IdentifierValue> about = {{"name", "Trần Văn Khải"}};
  const auto number = Take(RequestKind::kDelete, about);
  Identify(number);
  const DeletionPlan plan = Agreed(number, about);
  ASSERT_EQ(plan.redact, std::vector<std::int64_t>{tip});
  const auto redactions = Do([&](pqxx::work& tx) { return RedactionsOf(tx, plan.redact, about); });
  const auto retention = database().ConnectForRetention();
  InTransaction(*retention, [&](pqxx::work& tx) { return RedactForRequest(tx, number, redactions.at(0), now_); });
  EXPECT_EQ(Forget(number), 0);
  EXPECT_EQ(Do([&](pqxx::work& tx) { return FindCurrentVersion(tx, tip).value().posting.canonical_url; }), "");
  EXPECT_EQ(Named(tip), 1U) << "who told it is another person";
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
  ASSERT_EQ(Held().size(), 2U);
  const DeletionPlan plan = Agreed(number);
  EXPECT_EQ(plan.erase, std::vector<std::int64_t>{clear});
  EXPECT_EQ(plan.keep.size(), 1U);
  EXPECT_THROW(Erase(number, plan.keep), pqxx::sql_error) << "nobody agreed to that";
  EXPECT_EQ(Erase(number, plan.erase), 1);
  ASSERT_EQ(Held().size(), 1U);
  EXPECT_EQ(Held()[0].needed_by, "case 1, alert " + std::to_string(alert));
  EXPECT_EQ(Do([&](pqxx::work& tx) {
              return std::string{tx.exec_params1("SELECT purged_as FROM posting WHERE id = $1", clear)[0].c_str()};
            }), "erased");
  EXPECT_EQ(Audited(1), std::vector<std::string>{"retention.erase request 1 " + kInspector});
}

TEST_F(Requests, ADeletionIsProposedByOneAndApprovedByAnother) {
  const auto clear = Clear(1);
  const auto number = Take(RequestKind::kDelete);
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeDeletion(tx, number, {{clear}, {}, {}, {}, {}}, Act()); }), "") << "nobody proved who asks";
  Identify(number);
  const auto approve = [&](const std::string& by, int proposal) {
    return Refused([&](pqxx::work& tx) { ApproveDeletion(tx, number, proposal, {by, now_, ""}); });
  };
  EXPECT_NE(approve(kSupervisor, 1).find("nobody has proposed"), std::string::npos);
  EXPECT_EQ(Do([&](pqxx::work& tx) { return ProposeDeletion(tx, number, {}, Act()); }), 1);
  EXPECT_EQ(Do([&](pqxx::work& tx) { return ProposeDeletion(tx, number, {{clear}, {}, {}, {}, {}}, Act()); }), 2);
  EXPECT_NE(approve(kInspector, 2).find("another person must approve it"), std::string::npos);
  EXPECT_NE(approve("  nguyen  thi MỘT ", 2).find("another person must approve it"), std::string::npos) << "another spelling is nobody else";
  EXPECT_NE(approve("Nguyễn Thị M\u043e\u0323\u0302t", 2).find("another person must approve it"), std::string::npos) << "nor is a Cyrillic o";
  EXPECT_NE(approve(kSupervisor, 1).find("proposal 2 stands"), std::string::npos);
  EXPECT_THROW(Erase(number, {clear}), pqxx::sql_error);
  RequestDecision granted;
  granted.restricts = true;
  EXPECT_THROW(Decide(number, granted), pqxx::sql_error) << "one person alone cannot say that it was granted";
  EXPECT_EQ(Refusal("INSERT INTO deletion VALUES (1, 1, '{}', '{}', 1, now(), 2, now())"), kForbidden);
  EXPECT_EQ(Refusal("UPDATE deletion SET approved_by = 2, approved_at = now()"), kForbidden);
  EXPECT_EQ(Refusal("SELECT deletion_record(1, 'deletion_approved', now(), 'x', '', '{}')"), kForbidden);
  EXPECT_EQ(Refusal("SELECT erase_for_request(1, '{}', now(), 'x')"), kForbidden);
  EXPECT_EQ(approve(kSupervisor, 2), "");
  EXPECT_EQ(Audited(1), std::vector<std::string>{"request.deletion_approved request 1 " + kSupervisor});
  EXPECT_NE(Refused([&](pqxx::work& tx) { ProposeDeletion(tx, number, {}, Act()); }), "") << "it was approved";
  EXPECT_EQ(Erase(number, {clear}), 1);
  EXPECT_EQ(Erase(number, {clear}), 0) << "it may be begun again where it stopped";
  Decide(number, granted);
}

// A third person's report is theirs: of it goes only what concerns whoever asks.
TEST_F(Requests, WhatSomebodyElseReportedStaysButForThePerson) {
  const std::string body = "Ông TRẦN VĂN KHẢI, 0912 000 345, thu cọc; bà Tư ở 0933 000 444 biết.";
  const std::size_t phone = body.find("0912");
  const std::size_t other = body.find("0933");
  const auto tip = Do([&](pqxx::work& tx) {
    core::Posting told = Advert("tip", body);
    told.kind = core::PostingKind::kTip;
    told.canonical_url.clear();
    told.text.context.clear();
    const auto saved = SavePosting(tx, Source(tx, "tip"), told, now_, "1");
    core::Assessment clear = Fraud();
    clear.verdict = core::Verdict::kClear;
    clear.facts.facts.clear();
    for (const auto& [value, at] : {std::pair{"+84912000345", phone}, std::pair{"+84933000444", other}}) {
      core::Fact fact;
      fact.kind = core::FactKind::kPhone;
      fact.value = value;
      fact.place = {core::Field::kBody, at, at + 12, body.substr(at, 12)};
      clear.facts.facts.push_back(fact);
    }
    clear.findings.resize(1);
    clear.findings[0].spans = {{core::Field::kBody, phone, other + 12, body.substr(phone, other + 12 - phone)}};
    clear.findings[0].fact_index = {0, 1};
    clear.findings[0].why_vi = "gọi 0912 000 345";
    static_cast<void>(SaveAssessment(tx, saved.version_id, Inputs(Judged(tx)), clear, now_));
    const auto report = AddTipReport(tx, saved.posting_id, {now_, "111", "Nghệ An", "Người trực"});
    SaveInformant(tx, saved.posting_id, report, {"Người báo tin", "0912 000 111", "", now_});
    return saved.posting_id;
  });
  const std::vector<IdentifierValue> about = {kPhone, {"name", "Trần Văn Khải"}};
  const auto number = Take(RequestKind::kDelete, about);
  Identify(number);
  const DeletionPlan plan = Agreed(number, about);
  EXPECT_TRUE(plan.erase.empty());
  ASSERT_EQ(plan.redact, std::vector<std::int64_t>{tip});
  const auto redactions = Do([&](pqxx::work& tx) { return RedactionsOf(tx, plan.redact, about); });
  ASSERT_EQ(redactions.size(), 1U);
  const auto retention = database().ConnectForRetention();
  const auto redact = [&](const Redaction& redaction) {
    return InTransaction(*retention, [&](pqxx::work& tx) { return RedactForRequest(tx, number, redaction, now_); });
  };
  Redaction forged = redactions[0];
  forged.body[body.find("thu")] = 'X';
  EXPECT_THROW(redact(forged), pqxx::sql_error) << "blacked out, not rewritten";
  EXPECT_TRUE(redact(redactions[0]));

  const auto version = Do([&](pqxx::work& tx) { return FindCurrentVersion(tx, tip).value(); });
  const std::string now_says = version.posting.text.body;
  EXPECT_EQ(now_says.size(), body.size());
  EXPECT_EQ(now_says.find("KHẢI"), std::string::npos) << now_says;
  EXPECT_EQ(now_says.substr(phone), "************, thu cọc; bà Tư ở 0933 000 444 biết.");
  EXPECT_TRUE(Held(about).empty());
  EXPECT_EQ(Held({{"phone", "+84933000444"}}).size(), 1U) << "the other person's number is still known";
  EXPECT_EQ(Found("khai"), 0U);
  EXPECT_EQ(Found("biet"), 1U);
  EXPECT_EQ(Do([&](pqxx::work& tx) { return TipReports(tx, tip).size(); }), 1U);
  EXPECT_EQ(Do([&](pqxx::work& tx) { return ReadInformants(tx, tip, kInspector, "kiểm tra", now_).size(); }), 1U);
  const std::string left = Do([&](pqxx::work& tx) {
    return std::string{tx.exec_params1("SELECT string_agg(f.spans::text || f.why::text || f.fact_ids::text, '') FROM finding f JOIN assessment a ON "
                                       "a.id = f.assessment_id WHERE a.version_id = $1", version.version_id)[0].c_str()};
  });
  EXPECT_EQ(left.find("0912 000 345"), std::string::npos) << left;
  EXPECT_NE(left.find("0933 000 444"), std::string::npos) << left;
  EXPECT_EQ(Do([&](pqxx::work& tx) { return VersionsOf(tx, tip).at(0).text_sha256; }), TextSha256(version.posting.text));
  EXPECT_TRUE(redact(redactions[0])) << "once more changes nothing";
}

}  // namespace
}  // namespace agencywatch::db
