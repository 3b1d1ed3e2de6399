// Subjects and alerts.
#include "db/alert_store.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "core/errors.h"
#include "db/subject_store.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

using namespace std::chrono_literals;

const IdentifierValue kPhone{"phone", "+84912000345"};
const IdentifierValue kLicence{"licence", "3224/LDTBXH-GP"};

class AlertStore : public StoreTest {
 protected:
  // A fraud posting with a capture.
  SavedPosting Posting(pqxx::transaction_base& tx, int n, const std::string& phone = kPhone.norm) {
    const auto source = Source(tx);
    const auto url = SeedUrl(tx, source, Url("/" + std::to_string(n)), now_);
    const auto posting =
        SavePosting(tx, source, Advert("j" + std::to_string(n), "cọc 15tr"), now_ + n * 1h, "1");
    AddSighting(tx, posting.version_id, Capture(tx, url, n, now_), "main");
    (void)SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud("pack one", phone),
                         now_);
    return posting;
  }
  static AlertMaterial Material(const std::string& what, std::vector<std::int64_t> postings,
                                int score = 87) {
    return {core::Verdict::kFraud, score, Hash(what), std::move(postings)};
  }
  AlertChange Change(const std::string& reason = "") const { return {"scan", now_, reason}; }
};

using SubjectStore = AlertStore;

TEST_F(SubjectStore, IdentifiersComeBackInOrderAndTheSameAgain) {
  pqxx::work tx(connection());
  const auto ids =
      EnsureIdentifiers(tx, {kPhone, kLicence, kPhone, {"name", std::string(5000, 'x')}});
  ASSERT_EQ(ids.size(), 4U);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_EQ(EnsureIdentifiers(tx, {kLicence}).at(0), ids[1]);
  EXPECT_TRUE(EnsureIdentifiers(tx, {}).empty());
}

TEST_F(SubjectStore, ControlsUniteClaimsDoNotAndHubsDoNot) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1).posting_id;
  const auto ids = EnsureIdentifiers(tx, {kPhone, kLicence});
  const auto subject = CreateSubject(tx, "A", now_);
  ReplaceTies(tx, {posting},
              {{subject, ids[0], posting, TieKind::kControls, {}},
               {subject, ids[1], posting, TieKind::kClaims, {}}},
              now_);
  EXPECT_EQ(SubjectsControlling(tx, {ids[0]}), std::vector{subject});
  EXPECT_TRUE(SubjectsControlling(tx, {ids[1]}).empty());
  EXPECT_EQ(SubjectsOfPostings(tx, {posting}), std::vector{subject});
  SetHubReason(tx, {ids[0]}, "hotline of the portal");
  EXPECT_TRUE(SubjectsControlling(tx, {ids[0]}).empty());
}

TEST_F(SubjectStore, TiesOfAScanAreReplacedAndThoseOfAPersonStay) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1).posting_id;
  const auto ids = EnsureIdentifiers(tx, {kPhone, kLicence, {"email", "a@example.com"}});
  const auto subject = CreateSubject(tx, "A", now_);
  const std::vector<NewTie> both = {{subject, ids[0], posting, TieKind::kControls, {}},
                                    {subject, ids[1], posting, TieKind::kClaims, {}}};
  ReplaceTies(tx, {posting}, both, now_);
  ReplaceTies(tx, {posting}, both, now_);
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM tie")[0].as<int>(), 2)
      << "the same again changes nothing";
  tx.exec_params(
      "INSERT INTO tie (subject_id, identifier_id, posting_id, role, by) VALUES ($1, $2, $3, "
      "'controls', 'person')",
      subject, ids[2], posting);
  ReplaceTies(tx, {posting}, {both[1]}, now_ + 1h);
  EXPECT_EQ(IdentifiersOf(tx, subject),
            (std::vector<SubjectIdentifier>{{{"email", "a@example.com"}, TieKind::kControls, 1, ""},
                                            {kLicence, TieKind::kClaims, 1, ""}}));
}

TEST_F(SubjectStore, MergedSubjectsAreReadAsOne) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1).posting_id;
  const auto ids = EnsureIdentifiers(tx, {kPhone});
  const auto a = CreateSubject(tx, "A", now_);
  const auto b = CreateSubject(tx, "B", now_);
  const auto c = CreateSubject(tx, "C", now_);
  ReplaceTies(tx, {posting}, {{a, ids[0], posting, TieKind::kControls, {}}}, now_);
  MergeSubjects(tx, a, b);
  MergeSubjects(tx, b, c);
  EXPECT_EQ(SubjectsControlling(tx, ids), std::vector{c});
  EXPECT_EQ(SubjectLabel(tx, a), "C");
  EXPECT_EQ(IdentifiersOf(tx, c).size(), 1U);
  ReplaceTies(tx, {posting}, {{c, ids[0], posting, TieKind::kControls, {}}}, now_);
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM tie")[0].as<int>(), 1) << "the tie of A is C's now";
  EXPECT_THROW(MergeSubjects(tx, a, c), std::logic_error);
  EXPECT_THROW(MergeSubjects(tx, c, c), std::logic_error);
}

TEST_F(AlertStore, AlertIsOpenedWithItsEventAndTheSameMaterialChangesNothing) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1).posting_id;
  const auto subject = CreateSubject(tx, "A", now_);
  const auto alert = OpenAlert(tx, subject, Material("m1", {posting}), Change("2 findings"));
  const auto open = OpenAlertsOf(tx, subject);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].number, alert.number);
  EXPECT_FALSE(UpdateAlert(tx, open[0], Material("m1", {posting}), Change()));
  EXPECT_TRUE(UpdateAlert(tx, open[0], Material("m2", {posting}, 91), Change("a new finding")));
  EXPECT_EQ(FindAlert(tx, alert.number)->score, 91);
  EXPECT_THROW(UpdateAlert(tx, open[0], Material("m3", {posting}), Change()), core::RetryLater);
  const auto details = ShowAlert(tx, alert.number);
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->events.size(), 2U);
  EXPECT_EQ(details->events[0].kind, "opened");
  EXPECT_EQ(details->events[1].kind, "updated");
  EXPECT_EQ(details->events[1].before, R"({"score": 87, "state": "new", "verdict": "fraud"})");
  EXPECT_EQ(details->events[1].after, R"({"score": 91, "state": "new", "verdict": "fraud"})");
  tx.commit();
}

TEST_F(AlertStore, ClosedAlertIsReopenedVisibly) {
  std::int64_t subject = 0;
  {
    pqxx::work tx(connection());
    const auto posting = Posting(tx, 1).posting_id;
    subject = CreateSubject(tx, "A", now_);
    const auto alert = OpenAlert(tx, subject, Material("m1", {posting}), Change());
    tx.exec_params("UPDATE alert SET state = 'closed', row_version = row_version + 1 WHERE id = $1",
                   alert.id);
    tx.exec_params(
        "INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason)"
        " VALUES ($1, now(), 'user:1', 'decided', '{}', '{\"state\": \"closed\"}', 'dismissed')",
        alert.id);
    tx.commit();
  }
  pqxx::work tx(connection());
  EXPECT_TRUE(OpenAlertsOf(tx, subject).empty());
  const auto closed = FindClosedAlert(tx, subject);
  ASSERT_TRUE(closed.has_value());
  EXPECT_THROW(UpdateAlert(tx, *closed, Material("m2", {}), Change()), std::logic_error);
  ReopenAlert(tx, *closed, Material("m2", {}), Change("new material"));
  EXPECT_EQ(OpenAlertsOf(tx, subject).at(0).number, closed->number);
  EXPECT_EQ(ShowAlert(tx, closed->number)->events.back().kind, "reopened");
  tx.commit();
}

TEST_F(AlertStore, AClearedAlertIsClosedVisiblyAndTheSameSignsReopenIt) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1).posting_id;
  const auto subject = CreateSubject(tx, "A", now_);
  const auto alert = OpenAlert(tx, subject, Material("x", {posting}), Change());
  EXPECT_EQ(SubjectsWithNewAlerts(tx), std::vector<std::int64_t>{subject});
  CloseClearedAlert(tx, alert, Change("nothing speaks for it"));
  EXPECT_TRUE(SubjectsWithNewAlerts(tx).empty());
  const auto closed = FindClosedAlert(tx, subject);
  ASSERT_TRUE(closed);
  EXPECT_NE(closed->material_sha256, Material("x", {posting}).sha256);
  EXPECT_EQ(ShowAlert(tx, alert.number)->events.back().kind, "cleared");
  tx.commit();
}

TEST_F(AlertStore, AlertOfAMergedSubjectGoesOnInTheOther) {
  pqxx::work tx(connection());
  const auto first = Posting(tx, 1).posting_id;
  const auto second = Posting(tx, 2).posting_id;
  const auto a = CreateSubject(tx, "A", now_);
  const auto b = CreateSubject(tx, "B", now_);
  const auto alert_a = OpenAlert(tx, a, Material("a", {first}), Change());
  const auto alert_b = OpenAlert(tx, b, Material("b", {second}), Change());
  MergeSubjects(tx, b, a);
  EXPECT_EQ(OpenAlertsOf(tx, a).size(), 2U);
  CloseMergedAlert(tx, alert_b, alert_a, Change("the same phone"));
  EXPECT_EQ(OpenAlertsOf(tx, a).size(), 1U);
  EXPECT_FALSE(FindClosedAlert(tx, a).has_value()) << "it goes on, so it is not reopened";
  tx.commit();
}

TEST_F(AlertStore, QueueRanksByGravityAndNamesReasons) {
  pqxx::work tx(connection());
  const auto first = Posting(tx, 1).posting_id;
  const auto second = Posting(tx, 2).posting_id;
  const auto low =
      OpenAlert(tx, CreateSubject(tx, "low", now_), Material("a", {first}, 60), Change());
  const auto high =
      OpenAlert(tx, CreateSubject(tx, "high", now_), Material("b", {first, second}, 90), Change());
  AlertMaterial grave = Material("c", {second}, 10);
  grave.verdict = core::Verdict::kTrafficking;
  const auto gravest = OpenAlert(tx, CreateSubject(tx, "gravest", now_), grave, Change());
  const auto queue = ListAlerts(tx, {});
  ASSERT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue[0].alert.number, gravest.number);
  EXPECT_EQ(queue[1].alert.number, high.number);
  EXPECT_EQ(queue[2].alert.number, low.number);
  EXPECT_EQ(queue[1].label, "high");
  EXPECT_EQ(queue[1].postings, 2);
  EXPECT_EQ(queue[1].first_seen, now_ + 1h);
  EXPECT_EQ(queue[1].last_seen, now_ + 2h);
  ASSERT_EQ(queue[1].reasons.size(), 1U);
  EXPECT_EQ(queue[1].reasons[0].indicator, "fee.upfront_deposit");
  EXPECT_EQ(queue[1].reasons[0].title_vi, "Thu tiền cọc trước khi ký hợp đồng");
  EXPECT_EQ(queue[1].reasons[0].postings, 2);
  EXPECT_EQ(ListAlerts(tx, {false, core::Verdict::kFraud, 1}).at(0).alert.number, high.number);
  const auto counts = CountAlerts(tx);
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].verdict, core::Verdict::kTrafficking);
  EXPECT_EQ(counts[1].count, 2);
}

TEST_F(AlertStore, AlertShowsEvidencePlaceQuotesAndOtherPostingsWithTheSamePhone) {
  pqxx::work tx(connection());
  const auto mine = Posting(tx, 1);
  const auto linked = Posting(tx, 2);
  (void)Posting(tx, 3, "+84912000999");
  const auto ids = EnsureIdentifiers(tx, {kPhone});
  const auto subject = CreateSubject(tx, "A", now_);
  ReplaceTies(tx, {mine.posting_id}, {{subject, ids[0], mine.posting_id, TieKind::kControls, {}}},
              now_);
  const auto alert = OpenAlert(tx, subject, Material("m", {mine.posting_id}), Change());
  const auto details = ShowAlert(tx, alert.number);
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->postings.size(), 1U);
  const AlertPosting& posting = details->postings[0];
  EXPECT_EQ(posting.version.posting.item_key, "j1");
  EXPECT_EQ(posting.assessment.assessment.findings.at(0).law.at(0), "L69-7.7");
  ASSERT_TRUE(posting.evidence.has_value());
  EXPECT_EQ(posting.evidence->file, "warc/spool.warc.gz");
  EXPECT_EQ(posting.evidence->offset, 1000);
  ASSERT_EQ(details->identifiers.size(), 1U);
  ASSERT_EQ(details->linked.size(), 1U);
  EXPECT_EQ(details->linked[0].posting_id, linked.posting_id);
  EXPECT_EQ(details->linked[0].shared, kPhone);
  EXPECT_EQ(details->linked[0].alert_number, std::nullopt);
  EXPECT_FALSE(ShowAlert(tx, alert.number + 1).has_value());
}

}  // namespace
}  // namespace agencywatch::db
