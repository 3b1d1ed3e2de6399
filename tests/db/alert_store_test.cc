// Subjects and alerts.
#include "db/alert_store.h"

#include "db/alert_queue.h"
#include "db/triage_store.h"

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/errors.h"
#include "db/posting_index.h"
#include "db/search_query.h"
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
    versions_[posting.posting_id] = posting.version_id;
    return posting;
  }
  AlertMaterial Material(const std::string& what, const std::vector<std::int64_t>& postings,
                                int score = 87) const {
    AlertMaterial material;
    material.verdict = core::Verdict::kFraud;
    material.score = score;
    material.sha256 = Hash(what);
    for (const auto id : postings) material.postings.push_back({id, versions_.at(id), false});
    material.rank = score;
    return material;
  }
  AlertChange Change(const std::string& reason = "") const { return {"scan", now_, reason, "{}"}; }
  [[nodiscard]] core::Instant Due() const { return now_ + 72h; }

 private:
  std::map<std::int64_t, std::int64_t> versions_;  // of postings
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
  EXPECT_EQ(SubjectsControlling(tx, {ids[0]}), (std::vector<IdentifierSubject>{{ids[0], subject}}));
  EXPECT_TRUE(SubjectsControlling(tx, {ids[1]}).empty());
  EXPECT_EQ(SubjectsOfPostings(tx, {posting}).at(0).subject_id, subject);
  EXPECT_EQ(SetHubs(tx, {kPhone}, {}, "hotline of the portal").became, std::vector{ids[0]});
  EXPECT_TRUE(SubjectsControlling(tx, {ids[0]}).empty());
  EXPECT_EQ(HubsAmong(tx, {kPhone, kLicence}), std::vector{kPhone});
  EXPECT_EQ(SetHubs(tx, {}, {kPhone}, "another reason").ceased, std::vector<std::int64_t>{})
      << "what was said for another reason stays";
  EXPECT_EQ(SetHubs(tx, {}, {kPhone}, "hotline of the portal").ceased, std::vector{ids[0]});
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
            (std::vector<SubjectIdentifier>{{{"email", "a@example.com"}, TieKind::kControls, 1, "", "a@example.com"},
                                            {kLicence, TieKind::kClaims, 1, "", kLicence.norm}}));
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
  EXPECT_EQ(SubjectsControlling(tx, ids).at(0).subject_id, c);
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
  const auto alert = OpenAlert(tx, subject, Material("m1", {posting}), Due(), Change("2 findings"));
  const auto open = OpenAlertsOf(tx, subject);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].number, alert.number);
  EXPECT_FALSE(UpdateAlert(tx, open[0], Material("m1", {posting}), {}, Change()));
  EXPECT_TRUE(UpdateAlert(tx, open[0], Material("m2", {posting}, 91), {}, Change("a new finding")));
  EXPECT_EQ(FindAlert(tx, alert.number)->score, 91);
  EXPECT_THROW(UpdateAlert(tx, open[0], Material("m3", {posting}), {}, Change()), core::RetryLater);
  const auto details = ShowAlert(tx, alert.number);
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->events.size(), 2U);
  EXPECT_EQ(details->events[0].kind, "opened");
  EXPECT_EQ(details->events[1].kind, "updated");
  EXPECT_EQ(details->events[1].before, R"({"score": 87, "state": "new", "verdict": "fraud"})");
  EXPECT_EQ(details->events[1].after, R"({"score": 91, "state": "new", "adverts": 1, "verdict": "fraud"})");
  tx.commit();
}

TEST_F(AlertStore, ClosedAlertIsReopenedVisibly) {
  std::int64_t subject = 0;
  {
    pqxx::work tx(connection());
    const auto posting = Posting(tx, 1).posting_id;
    subject = CreateSubject(tx, "A", now_);
    const auto alert = OpenAlert(tx, subject, Material("m1", {posting}), Due(), Change());
    Decision decision;
    decision.kind = DecisionKind::kDismiss;
    decision.by = "Người xét";
    decision.at = now_;
    decision.reason_code = "false_alarm";
    static_cast<void>(Decide(tx, alert.number, decision));
    tx.commit();
  }
  pqxx::work tx(connection());
  EXPECT_TRUE(OpenAlertsOf(tx, subject).empty());
  const auto closed = FindClosedAlert(tx, subject);
  ASSERT_TRUE(closed.has_value());
  EXPECT_THROW(CloseClearedAlert(tx, *closed, Change()), std::logic_error);
  ReopenAlert(tx, *closed, Material("m2", {}), Due(), "reopened", Change("new material"));
  EXPECT_EQ(OpenAlertsOf(tx, subject).at(0).number, closed->number);
  EXPECT_EQ(ShowAlert(tx, closed->number)->events.back().kind, "reopened");
  tx.commit();
}

TEST_F(AlertStore, AClearedAlertIsClosedVisiblyAndTheSameSignsReopenIt) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1).posting_id;
  const auto subject = CreateSubject(tx, "A", now_);
  const auto alert = OpenAlert(tx, subject, Material("x", {posting}), Due(), Change());
  CloseClearedAlert(tx, alert, Change("nothing speaks for it"));
  EXPECT_TRUE(OpenAlertsOf(tx, subject).empty());
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
  const auto alert_a = OpenAlert(tx, a, Material("a", {first}), Due(), Change());
  const auto alert_b = OpenAlert(tx, b, Material("b", {second}), Due(), Change());
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
      OpenAlert(tx, CreateSubject(tx, "low", now_), Material("a", {first}, 60), Due(), Change());
  const auto high =
      OpenAlert(tx, CreateSubject(tx, "high", now_), Material("b", {first, second}, 90), Due(), Change());
  AlertMaterial grave = Material("c", {second}, 10);
  grave.verdict = core::Verdict::kTrafficking;
  grave.rank = 1000;
  const auto gravest = OpenAlert(tx, CreateSubject(tx, "gravest", now_), grave, Due(), Change());
  const auto queue = ListAlerts(tx, {}, now_);
  ASSERT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue[0].alert.number, gravest.number);
  EXPECT_EQ(queue[1].alert.number, high.number);
  EXPECT_EQ(queue[2].alert.number, low.number);
  EXPECT_EQ(queue[1].label, "high");
  EXPECT_EQ(queue[1].alert.adverts, 2);
  EXPECT_EQ(queue[1].alert.due, Due());
  ASSERT_EQ(queue[1].reasons.size(), 1U);
  EXPECT_EQ(queue[1].reasons[0].indicator, "fee.upfront_deposit");
  EXPECT_EQ(queue[1].reasons[0].title_vi, "Thu tiền cọc trước khi ký hợp đồng");
  EXPECT_EQ(queue[1].reasons[0].postings, 2);
  AlertFilter frauds;
  frauds.verdict = core::Verdict::kFraud;
  frauds.limit = 1;
  EXPECT_EQ(ListAlerts(tx, frauds, now_).at(0).alert.number, high.number);
  EXPECT_EQ(CountMatching(tx, frauds, now_), 2);
  frauds.offset = 1;
  EXPECT_EQ(ListAlerts(tx, frauds, now_).at(0).alert.number, low.number);
  const auto counts = CountAlerts(tx, now_ + 73h);
  EXPECT_EQ(counts.all_open(), 3);
  EXPECT_EQ(counts.open.at(core::Verdict::kTrafficking), 1);
  EXPECT_EQ(counts.open.at(core::Verdict::kFraud), 2);
  EXPECT_EQ(counts.overdue, 3);
}

// The words of all its adverts, kept with them; marks and case do not matter.
TEST_F(AlertStore, AnAlertIsFoundByTheWordsOfItsAdvertsAndOfItsLabel) {
  pqxx::work tx(connection());
  const auto advert = [&](int n, const std::string& title, const std::string& body) {
    const auto posting = Posting(tx, n);
    core::Posting read;
    read.text = {title, body, ""};
    const PostingIndexEntry entry = IndexEntryOf(read);
    IndexPostings(tx, {{posting.posting_id, posting.version_id, &entry}});
    SaveShownWords(tx, {{posting.version_id, entry.words}});
    return posting.posting_id;
  };
  const auto korea = advert(1, "Tuyển đi Hàn Quốc", "Đặt cọc 15tr, bay ngay");
  const auto japan = advert(2, "Tuyển đi Nhật", "Cọc giữ chỗ, đặt vé trước");
  const auto phone = EnsureIdentifiers(tx, {{"phone", "+84912000345"}});
  const auto both = CreateSubject(tx, "Việc làm Sen_Vàng", now_);
  ReplaceTies(tx, {korea}, {{both, phone[0], korea, TieKind::kControls, {}}}, now_);
  const auto first = OpenAlert(tx, both, Material("a", {korea, japan}, 90), Due(), Change());
  const auto second = OpenAlert(tx, CreateSubject(tx, "Bình Minh", now_), Material("b", {japan}, 60), Due(), Change());
  const auto found = [&](const std::string& text) {
    AlertFilter filter;
    filter.text = text;
    std::vector<std::int64_t> numbers;
    for (const auto& summary : PageOfAlerts(tx, filter, now_).alerts) numbers.push_back(summary.alert.number);
    return numbers;
  };
  using Numbers = std::vector<std::int64_t>;
  EXPECT_EQ(found("tuyen"), (Numbers{first.number, second.number}));
  EXPECT_EQ(found("HÀN QUỐC"), Numbers{first.number});
  EXPECT_EQ(found("han nhat"), Numbers{first.number}) << "in two of its adverts";
  EXPECT_EQ(found("dat coc"), (Numbers{first.number, second.number}));
  EXPECT_EQ(found("\"đặt cọc\""), Numbers{first.number}) << "in a row";
  EXPECT_EQ(found("tuyen -han"), Numbers{second.number});
  EXPECT_EQ(found("sen_v"), Numbers{first.number}) << "a part of the label; _ is itself";
  EXPECT_EQ(found("sen%v"), Numbers{});
  EXPECT_EQ(found("0912 000 345"), Numbers{first.number});
  for (const std::string beginning : {"+849", "+8491200034", "091200034", "12000345", "0912 000 34", "2000345"})
    EXPECT_EQ(found(beginning), Numbers{}) << beginning << ": nobody finds a number digit by digit";
  EXPECT_EQ(found("khongcotunay"), Numbers{});
  AlertFilter none;
  none.text = "tuyen";
  none.offset = 5;
  EXPECT_EQ(PageOfAlerts(tx, none, now_).matching, 2) << "behind the last page, too";
  EXPECT_FALSE(PageOfAlerts(tx, none, now_).more);
  // What leaves the alert takes its words along.
  tx.exec_params("DELETE FROM alert_posting WHERE posting_id = $1", korea);
  EXPECT_EQ(found("han quoc"), Numbers{});
  EXPECT_EQ(found("tuyen"), (Numbers{first.number, second.number}));
}

// Whoever may not see a number must not learn it by asking for its beginnings, wherever it stands: in the advert's words, the
// label, or what the subject is known by.
TEST_F(AlertStore, WhatIdentifiesAPersonIsFoundOnlyAsAWhole) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1);
  core::Posting read;
  read.text = {"Gọi 0987.000.111 hoặc (024) 3000 0123", "CK VCB 0123 4567 8901 2, mail nam@mau.example, tele @mau_tele, 15 người", ""};
  const PostingIndexEntry entry = IndexEntryOf(read);
  IndexPostings(tx, {{posting.posting_id, posting.version_id, &entry}});
  const std::string shown = SearchWords("Gọi hoặc CK VCB , mail , tele , 15 người");
  SaveShownWords(tx, {{posting.version_id, shown}});
  const auto ids = EnsureIdentifiers(tx, {{"account", "VCB:0123456789012"}, {"social", "telegram:@mau_tele"}, {"licence", "123/LDTBXH-GP"}});
  const auto subject = CreateSubject(tx, "Mẫu · +84987000111 · zalo:+84987000111 gọi 0987 000 111", now_);
  std::vector<NewTie> ties;
  for (const auto id : ids) ties.push_back({subject, id, posting.posting_id, TieKind::kControls, {}});
  ReplaceTies(tx, {posting.posting_id}, ties, now_);
  (void)OpenAlert(tx, subject, Material("a", {posting.posting_id}, 90), Due(), Change());
  const auto found = [&](const std::string& text) {
    AlertFilter filter;
    filter.text = text;
    const bool alert = !PageOfAlerts(tx, filter, now_).alerts.empty();
    return std::pair{alert, !ListSubjects(tx, text, 10).empty()};
  };
  using Both = std::pair<bool, bool>;
  for (const std::string part : {"0987", "098700011", "\"0987.000\"", "000.111", "8498700011", "+84987", "3000 0123", "024 3000", "0123 4567", "4567",
                                 "012345678901", "mau_t", "@mau_tel", "nam mau", "zalo:+849"})
    EXPECT_EQ(found(part), (Both{false, false})) << part;
  for (const std::string whole : {"0987000111", "+84 987 000 111", "0987-000-111", "02430000123", "nam@mau.example", "mau_tele"})
    EXPECT_EQ(found(whole).first, true) << whole;
  for (const std::string whole : {"0123456789012", "0123 4567 8901 2", "VCB:0123456789012", "@mau_tele", "@MAU_TELE"})
    EXPECT_EQ(found(whole), (Both{true, true})) << whole;
  EXPECT_EQ(found("15 nguoi").first, true);
  EXPECT_EQ(found("mẫu"), (Both{true, true}));
  EXPECT_EQ(found("123/LDTB").second, true) << "a licence's number names no person";
}

// Rules that know more take a name out of what is shown; an edit takes out what the advert says no more.
TEST_F(AlertStore, AnAlertIsFoundOnlyByWhatIsShownOfItsAdverts) {
  pqxx::work tx(connection());
  const auto posting = Posting(tx, 1);
  core::Posting read;
  read.text = {"Đơn hàng Nhật", "cọc cho Dinh Van Mau", ""};
  const PostingIndexEntry entry = IndexEntryOf(read);
  IndexPostings(tx, {{posting.posting_id, posting.version_id, &entry}});
  SaveShownWords(tx, {{posting.version_id, entry.words}});
  (void)OpenAlert(tx, CreateSubject(tx, "Mẫu", now_), Material("a", {posting.posting_id}, 90), Due(), Change());
  const auto found = [&](const std::string& text) {
    AlertFilter filter;
    filter.text = text;
    return !PageOfAlerts(tx, filter, now_).alerts.empty();
  };
  EXPECT_TRUE(found("\"dinh van\""));
  SaveShownWords(tx, {{posting.version_id, "don hang nhat coc cho"}});
  for (const std::string asked : {"dinh", "\"dinh van\"", "\"cho dinh\"", "nhat dinh"}) EXPECT_FALSE(found(asked)) << asked;
  EXPECT_FALSE(found("\"van dinh\""));
  EXPECT_TRUE(found("\"don hang\" -dinh")) << "nor is it told by what it is not";
  EXPECT_EQ(SearchPostings(tx, "\"dinh van mau\"", 10).size(), 1U) << "the command line has all words";
  read.text.body = "Nhật";
  const PostingIndexEntry edited = IndexEntryOf(read);
  IndexPostings(tx, {{posting.posting_id, posting.version_id, &edited}});
  EXPECT_FALSE(found("coc"));
  EXPECT_TRUE(found("nhat"));
}

TEST_F(AlertStore, AWordThatVeryManyAlertsHaveIsNotCountedToTheEnd) {
  pqxx::work tx(connection());
  tx.exec(
      "WITH s AS (INSERT INTO subject (label, made_at) SELECT 'x', now() FROM generate_series(1, 1005) RETURNING id),"
      " a AS (INSERT INTO alert (subject_id, state, verdict, score, material_sha256, opened_at, rank)"
      " SELECT id, 'new', 'fraud', 50, repeat('0', 64), now(), id FROM s RETURNING id)"
      " INSERT INTO alert_words SELECT id, 'coc'::tsvector FROM a");
  AlertFilter filter;
  filter.text = "cọc";
  filter.limit = 3;
  const auto page = PageOfAlerts(tx, filter, now_);
  EXPECT_EQ(page.matching, kMaxCounted);
  EXPECT_TRUE(page.more);
  ASSERT_EQ(page.alerts.size(), 3U);
  EXPECT_GT(page.alerts[0].alert.id, page.alerts[1].alert.id) << "the highest ranks first";
  EXPECT_EQ(CountMatching(tx, filter, now_), 1005) << "whoever wants to know gets to know";
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
  const auto alert = OpenAlert(tx, subject, Material("m", {mine.posting_id}), Due(), Change());
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

// One question is one guess, whatever signs stand around it.
TEST(SearchQuery, AnIdentifierIsAskedForAlone) {
  for (const std::string alone : {"0912 000 345", "\"0912 000 345\"", "+84 912 000 345", " 0912.000.345 ", "(024) 3000 0123.", "(0912000345)", "1903 4567 8901 2", "001085000345",
                                  "nam@mau.example", "@mau_tele", "zalo:+84912000345", "VCB:0123456789012"}) {
    const SearchQuery asked = ParseSearchQuery(alone);
    EXPECT_NE(asked.identifier, "") << alone;
    EXPECT_EQ(asked.words, "") << alone;
  }
  for (const std::string words : {"đặt cọc", "\"bay ngay\" -nhật", "tuyển 20 nam 18-35 lương 15.000.000", "3224/LDTBXH-GP", "2026", ""})
    EXPECT_EQ(ParseSearchQuery(words).identifier, "") << words;
  for (const std::string either : {"mau.example", "thuyduong.vd", "mau_tele", "minhtam88"}) {
    EXPECT_EQ(ParseSearchQuery(either).identifier, either);
    EXPECT_EQ(ParseSearchQuery(either).words, either);
  }
  for (const std::string joined : {"-0912000345", "-\"0912000345\" -\"0913000456\"", "0912000345,0913000456", "\"0912000345\"--\"0913000456\"",
                                   "-+84912000345", "0912000345 0913000456", "0912000345 or 0913000456", "nhật 0912 000 345", "x-0912000345",
                                   "nam@mau.example lan@mau.example", "-@mau_tele", "-190345678901"})
    EXPECT_THROW(static_cast<void>(ParseSearchQuery(joined)), core::InputError) << joined;
}

}  // namespace
}  // namespace agencywatch::db
