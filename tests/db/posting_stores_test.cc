// Postings, versions, sightings, assessments.
#include <stdexcept>
#include <string>
#include <vector>

#include "db/posting_index.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

using namespace std::chrono_literals;
using PostingStore = StoreTest;

TEST_F(PostingStore, VersionIsMadeOnlyWhenTheTextChanges) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  core::Posting posting = Advert("j1", "cọc 15tr");
  const auto first = SavePosting(tx, source, posting, now_, "1");
  EXPECT_TRUE(first.new_posting);
  EXPECT_TRUE(first.new_version);

  posting.salary_min = 1600;  // not text
  const auto same = SavePosting(tx, source, posting, now_ + 24h, "2");
  EXPECT_FALSE(same.new_posting);
  EXPECT_FALSE(same.new_version);
  EXPECT_EQ(same.posting_id, first.posting_id);
  EXPECT_EQ(same.version_id, first.version_id);

  posting.text.context += " - 0912 000 999";
  const auto changed = SavePosting(tx, source, posting, now_ + 48h, "2");
  EXPECT_TRUE(changed.new_version);
  EXPECT_EQ(changed.posting_id, first.posting_id);

  posting.text.context = Advert("j1", "").text.context;
  EXPECT_TRUE(SavePosting(tx, source, posting, now_ + 72h, "2").new_version)
      << "changed back is a change";

  const auto current = FindCurrentVersion(tx, first.posting_id);
  ASSERT_TRUE(current.has_value());
  EXPECT_EQ(current->n, 3);
  EXPECT_EQ(current->first_seen, now_);
  EXPECT_EQ(current->last_seen, now_ + 72h);
}

TEST_F(PostingStore, PostingComesBackAsItWasReadAndItsTextByteForByte) {
  pqxx::work tx(connection());
  core::Posting posting =
      Advert("j1", "cọc  \"15tr\"\r\n\tbay sau 20 ngày 📞 0912 000 345 e\u0301\u200b");
  posting.valid_through = OnDay("2026-12-31");
  posting.salary_unit = "MONTH";
  posting.region = "Gyeonggi";
  const auto saved = SavePosting(tx, Source(tx), posting, now_, "1");
  const auto current = FindCurrentVersion(tx, saved.posting_id);
  ASSERT_TRUE(current.has_value());
  EXPECT_EQ(current->source, "vieclam-demo");
  EXPECT_EQ(current->version_id, saved.version_id);
  EXPECT_EQ(current->posting.text, posting.text);
  EXPECT_EQ(current->posting.canonical_url, posting.canonical_url);
  EXPECT_EQ(current->posting.employer, posting.employer);
  EXPECT_EQ(current->posting.date_posted, posting.date_posted);
  EXPECT_EQ(current->posting.valid_through, posting.valid_through);
  EXPECT_EQ(current->posting.salary_min, posting.salary_min);
  EXPECT_EQ(current->posting.salary_max, std::nullopt);
  EXPECT_EQ(current->posting.salary_unit, posting.salary_unit);
  EXPECT_EQ(current->posting.region, posting.region);
}

TEST_F(PostingStore, TextWithANulOrBrokenUtf8IsRefusedAndNotCut) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  EXPECT_THROW(
      (void)SavePosting(tx, source, Advert("j1", std::string("cọc\0 15tr", 10)), now_, "1"),
      std::invalid_argument);
  EXPECT_THROW((void)SavePosting(tx, source, Advert("j2", "c\xe1\xbb"), now_, "1"),
               std::invalid_argument);
  try {
    (void)SavePosting(tx, source, Advert("j3", "\xff"), now_, "1");
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "text with a NUL or broken UTF-8 was handed to the database (statement "
                 "posting.add_versions); clean it "
                 "with core::MakeValidUtf8 where it comes in");
  }
}

TEST_F(PostingStore, VeryLongItemKeysStayApart) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto a = SavePosting(tx, source, Advert(std::string(1000, 'a'), "x"), now_, "1");
  const auto b = SavePosting(tx, source, Advert(std::string(1000, 'a') + "b", "x"), now_, "1");
  EXPECT_NE(a.posting_id, b.posting_id);
}

TEST_F(PostingStore, NotModifiedPageProlongsThePostingsOfItsLastCapture) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto url = SeedUrl(tx, source, Url("/"), now_);
  const auto gone = SavePosting(tx, source, Advert("old", "x"), now_, "1");
  const auto there = SavePosting(tx, source, Advert("new", "y"), now_ + 24h, "1");
  AddSighting(tx, gone.version_id, Capture(tx, url, 1, now_), "table:1:1");
  AddSighting(tx, there.version_id, Capture(tx, url, 2, now_ + 24h), "table:1:1");
  UrlOutcome outcome;
  outcome.url_id = url;
  outcome.body_sha256 = Hash("payload000000000002");
  RecordOutcomes(tx, {outcome});
  EXPECT_EQ(TouchPostingsOf(tx, url, now_ + 48h), 1);
  EXPECT_EQ(FindCurrentVersion(tx, gone.posting_id)->last_seen, now_);
  EXPECT_EQ(FindCurrentVersion(tx, there.posting_id)->last_seen, now_ + 48h);
}

TEST_F(PostingStore, RowsThatAPageShowsNoMoreAreWithdrawnAtOnceAnEmptyPageCountsTheSecondTime) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto url = SeedUrl(tx, source, Url("/"), now_);
  const auto a = SavePosting(tx, source, Advert("a", "x"), now_, "1");
  const auto b = SavePosting(tx, source, Advert("b", "y"), now_, "1");
  const auto first = Capture(tx, url, 1, now_);
  AddSighting(tx, a.version_id, first, "row:1");
  AddSighting(tx, b.version_id, first, "row:2");
  const auto withdrawn = [&](std::int64_t posting) {
    const auto row = tx.exec_params1(
        "SELECT extract(epoch FROM withdrawn_after)::bigint, extract(epoch FROM "
        "withdrawn_by)::bigint FROM posting WHERE id = $1",
        posting);
    return row[1].is_null() ? std::string{} : std::string{row[0].c_str()} + " " + row[1].c_str();
  };
  const auto text = [](core::Instant at) { return std::to_string(at.time_since_epoch().count()); };
  EXPECT_EQ(WithdrawMissingPostings(tx, url, {a.posting_id}, now_ + 24h), 1);
  EXPECT_EQ(withdrawn(b.posting_id), text(now_) + " " + text(now_ + 24h));
  EXPECT_EQ(withdrawn(a.posting_id), "");

  EXPECT_EQ(WithdrawMissingPostings(tx, url, {}, now_ + 48h), 0) << "it may be broken";
  EXPECT_EQ(withdrawn(a.posting_id), "");
  EXPECT_EQ(WithdrawMissingPostings(tx, url, {}, now_ + 72h), 1);
  EXPECT_EQ(withdrawn(a.posting_id), text(now_) + " " + text(now_ + 48h));
}

TEST_F(PostingStore, GonePageWithdrawsItsPostingsUnlessTheyWereSeenElsewhereLater) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto page = SeedUrl(tx, source, Url("/a"), now_);
  const auto other = SeedUrl(tx, source, Url("/b"), now_);
  const auto alone = SavePosting(tx, source, Advert("alone", "x"), now_, "1");
  const auto moved = SavePosting(tx, source, Advert("moved", "y"), now_, "1");
  const auto capture = Capture(tx, page, 1, now_);
  AddSighting(tx, alone.version_id, capture, "main");
  AddSighting(tx, moved.version_id, capture, "main");
  AddSighting(tx, moved.version_id, Capture(tx, other, 2, now_ + 1h), "main");
  EXPECT_EQ(WithdrawPostingsOf(tx, page, now_ + 24h), 1);
  EXPECT_EQ(WithdrawPostingsOf(tx, page, now_ + 48h), 0) << "the first time counts";
  std::vector<PostingExport> rows;
  ForEachPosting(tx, [&rows](const PostingExport& row) { rows.push_back(row); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].version.posting.item_key, "alone");
  EXPECT_EQ(rows[0].withdrawn_by, now_ + 24h);
  EXPECT_EQ(rows[1].withdrawn_by, std::nullopt);
  EXPECT_EQ(rows[1].capture, "urn:uuid:00000000-0000-4000-8000-000000000002");

  (void)SavePosting(tx, source, Advert("alone", "x"), now_ + 72h, "1");
  rows.clear();
  ForEachPosting(tx, [&rows](const PostingExport& row) { rows.push_back(row); });
  EXPECT_EQ(rows[0].withdrawn_by, std::nullopt) << "it is back";
}

using AssessmentStore = StoreTest;

TEST_F(AssessmentStore, AssessmentComesBackWhole) {
  pqxx::work tx(connection());
  const auto posting = SavePosting(tx, Source(tx), Advert("j1", "cọc 15tr"), now_, "1");
  const auto inputs = Inputs(Judged(tx));
  core::Assessment made = Fraud();
  made.register_as_of = OnDay("2026-11-01");
  made.register_note_vi = "không có trong danh sách";
  made.register_note_en = "not on the register";
  const auto saved = SaveAssessment(tx, posting.version_id, inputs, made, now_);
  EXPECT_TRUE(saved.made);
  const auto stored = FindCurrentAssessment(tx, posting.posting_id);
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->id, saved.id);
  EXPECT_EQ(stored->version_id, posting.version_id);
  EXPECT_EQ(stored->inputs.day_to, inputs.day_to);
  EXPECT_EQ(stored->inputs.with.program_version, "1.0.0");
  const core::Assessment& read = stored->assessment;
  EXPECT_EQ(read.verdict, made.verdict);
  EXPECT_EQ(read.score, made.score);
  EXPECT_EQ(read.review, made.review);
  EXPECT_EQ(read.genre, made.genre);
  EXPECT_EQ(read.register_as_of, made.register_as_of);
  EXPECT_EQ(read.register_note_vi, made.register_note_vi);
  EXPECT_EQ(read.register_note_en, made.register_note_en);
  EXPECT_EQ(read.pack_sha256, made.pack_sha256);
  EXPECT_EQ(read.facts.facts, made.facts.facts);
  EXPECT_EQ(read.facts.evasions, made.facts.evasions);
  EXPECT_EQ(stored->fact_ids.size(), 2U);
  ASSERT_EQ(read.findings.size(), 1U);
  const core::Finding& finding = read.findings[0];
  EXPECT_EQ(finding.rule, made.findings[0].rule);
  EXPECT_EQ(finding.rule_version, 3);
  EXPECT_EQ(finding.severity, core::Severity::kHigh);
  EXPECT_EQ(finding.spans, made.findings[0].spans);
  EXPECT_EQ(finding.fact_index, made.findings[0].fact_index);
  EXPECT_EQ(finding.law, made.findings[0].law);
  EXPECT_EQ(finding.title_vi, made.findings[0].title_vi);
  EXPECT_EQ(finding.why_en, made.findings[0].why_en);
}

TEST_F(AssessmentStore, SavingTwiceSavesOnce) {
  pqxx::work tx(connection());
  const auto posting = SavePosting(tx, Source(tx), Advert("j1", "cọc 15tr"), now_, "1");
  const auto inputs = Inputs(Judged(tx));
  const auto first = SaveAssessment(tx, posting.version_id, inputs, Fraud(), now_);
  const auto again = SaveAssessment(tx, posting.version_id, inputs, Fraud(), now_ + 1h);
  EXPECT_FALSE(again.made);
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM finding")[0].as<int>(), 1);
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM fact")[0].as<int>(), 2);
}

TEST_F(AssessmentStore, AnotherPackMakesAnotherAssessmentOfTheSameFactsAndReplacesTheCurrentOne) {
  pqxx::work tx(connection());
  const auto posting = SavePosting(tx, Source(tx), Advert("j1", "cọc 15tr"), now_, "1");
  const auto first = SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud(), now_);
  auto inputs = Inputs(Judged(tx, "pack two"));
  const auto second = SaveAssessment(tx, posting.version_id, inputs, Fraud("pack two"), now_);
  EXPECT_NE(second.id, first.id);
  EXPECT_EQ(FindCurrentAssessment(tx, posting.posting_id)->id, second.id);
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM fact")[0].as<int>(), 2);
  inputs.mode = AssessmentMode::kBacktest;
  EXPECT_TRUE(SaveAssessment(tx, posting.version_id, inputs, Fraud("pack two"), now_).made);
  EXPECT_EQ(FindCurrentAssessment(tx, posting.posting_id)->id, second.id)
      << "a backtest is not current";
  EXPECT_THROW(SaveAssessment(tx, posting.version_id, inputs, Fraud("pack one"), now_),
               std::invalid_argument);
}

TEST_F(AssessmentStore, VersionIsToBeAssessedUntilAllInputsAreThoseOfToday) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto with = Judged(tx);
  core::Posting posting = Advert("j1", "cọc 15tr");
  auto saved = SavePosting(tx, source, posting, now_, "1");
  const auto waiting = [&](const JudgedWith& judged) {
    return VersionsToAssess(tx, judged, 0, 10).size();
  };
  EXPECT_EQ(waiting(with), 1U);
  auto inputs = Inputs(with);  // now_ is 1 November in Vietnam
  (void)SaveAssessment(tx, saved.version_id, inputs, Fraud(), now_);
  EXPECT_EQ(waiting(with), 0U);
  EXPECT_EQ(waiting({"1.0.1", with.pack_sha256, {}, {}}), 1U);
  EXPECT_EQ(waiting({"1.0.0", Hash("other"), {}, {}}), 1U);
  EXPECT_EQ(waiting({"1.0.0", with.pack_sha256, 1, {}}), 1U);
  EXPECT_EQ(waiting({"1.0.0", with.pack_sha256, {}, Hash("history")}), 1U);

  (void)SavePosting(tx, source, posting, At("2026-11-01T16:59:59Z"), "1");  // still that day
  EXPECT_EQ(waiting(with), 0U);
  (void)SavePosting(tx, source, posting, At("2026-11-01T17:00:00Z"), "1");
  EXPECT_EQ(waiting(with), 1U) << "seen on another day";
  inputs.day_to = OnDay("2026-11-02");
  (void)SaveAssessment(tx, saved.version_id, inputs, Fraud(), now_);
  EXPECT_EQ(waiting(with), 0U);

  posting.text.body = "cọc 20tr";
  saved = SavePosting(tx, source, posting, At("2026-11-01T17:00:00Z"), "1");
  EXPECT_EQ(VersionsToAssess(tx, with, 0, 10).at(0).version_id, saved.version_id);
  EXPECT_TRUE(VersionsToAssess(tx, with, saved.posting_id, 10).empty());
}

TEST_F(AssessmentStore, ExportShowsVerdictAndContactsOfTheCurrentAssessment) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto url = SeedUrl(tx, source, Url("/"), now_);
  const auto posting = SavePosting(tx, source, Advert("j1", "cọc 15tr"), now_, "1");
  AddSighting(tx, posting.version_id, Capture(tx, url, 1, now_), "main");
  (void)SavePosting(tx, source, Advert("j2", "không cọc"), now_, "1");
  (void)SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud(), now_);
  std::vector<PostingExport> rows;
  ForEachPosting(tx, [&rows](const PostingExport& row) { rows.push_back(row); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].verdict, "fraud");
  EXPECT_EQ(rows[0].phones, std::vector<std::string>{"+84912000345"});
  EXPECT_TRUE(rows[0].emails.empty());
  EXPECT_EQ(rows[0].url, "http://127.0.0.2:8101/");
  EXPECT_EQ(rows[1].verdict, "");
  EXPECT_EQ(StandingAssessments(tx, {posting.posting_id}).size(), 1U);
  const auto counts = CountVerdicts(tx);
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].verdict, core::Verdict::kFraud);
}

TEST_F(AssessmentStore, AnEditThatHidesTheEvidenceLowersNothing) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  auto posting = Advert("j1", "cọc 15tr");
  const auto first = SavePosting(tx, source, posting, now_, "1");
  const auto with = Judged(tx);
  (void)SaveAssessment(tx, first.version_id, Inputs(with), Fraud(), now_);
  posting.text.body = "lương cao, không mất phí";
  const auto second = SavePosting(tx, source, posting, now_ + std::chrono::hours(24), "1");
  auto clear = Fraud();
  clear.verdict = core::Verdict::kClear;
  clear.score = 0;
  clear.findings.clear();
  (void)SaveAssessment(tx, second.version_id, Inputs(with), clear, now_);
  EXPECT_EQ(FindCurrentAssessment(tx, first.posting_id)->version_id, second.version_id);
  EXPECT_EQ(StandingAssessments(tx, {first.posting_id}).at(0).version_id, first.version_id);
  EXPECT_TRUE(StandingVersionsToAssess(tx, with).empty());
  const auto other = Judged(tx, "pack two");
  const auto again = StandingVersionsToAssess(tx, other);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].version_id, first.version_id);
  EXPECT_EQ(again[0].last_seen, now_ + std::chrono::hours(24)) << "it was up until the next version";
  clear.pack_sha256 = other.pack_sha256;
  (void)SaveAssessment(tx, first.version_id, Inputs(other), clear, now_);
  EXPECT_EQ(FindCurrentAssessment(tx, first.posting_id)->version_id, second.version_id)
      << "an older version is never the current one";
  EXPECT_EQ(StandingAssessments(tx, {first.posting_id}).at(0).assessment.verdict,
            core::Verdict::kClear)
      << "the rules themselves may take it back";
}

using PostingIndex = StoreTest;

const char* const kLong =
    "Tuyển gấp ba mươi lao động đi làm nông trại tại Hàn Quốc, không cần biết tiếng, lương tháng bốn mươi triệu, "
    "bao ăn ở, đặt cọc mười lăm triệu giữ chỗ, bay trong hai mươi ngày, liên hệ zalo anh Thu để được tư vấn";

TEST_F(PostingIndex, WordsAreFoundWithAndWithoutMarksAndDisguise) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto plain = SavePosting(tx, source, Advert("j1", kLong), now_, "1").posting_id;
  const auto dotted = SavePosting(tx, source, Advert("j2", "đ.ặ.t c.ọ.c trước"), now_, "1").posting_id;
  const auto found = [&](const std::string& text) {
    std::vector<std::int64_t> ids;
    for (const auto& posting : SearchPostings(tx, text, 10)) ids.push_back(posting.posting_id);
    return ids;
  };
  EXPECT_EQ(found("dat coc"), (std::vector{dotted, plain})) << "newest first";
  EXPECT_EQ(found("ĐẶT CỌC nông trại"), std::vector{plain});
  EXPECT_EQ(found("\"coc truoc\""), std::vector{dotted});
  EXPECT_EQ(found("coc -truoc"), std::vector{plain});
  EXPECT_TRUE(found("không có từ này xyz").empty());
  EXPECT_TRUE(found("").empty());
}

TEST_F(PostingIndex, ACopyWithAFewWordsChangedDuplicatesTheFirst) {
  pqxx::work tx(connection());
  const auto first = SavePosting(tx, Source(tx, "a"), Advert("j1", kLong), now_, "1").posting_id;
  std::string changed = kLong;
  changed.replace(changed.find("ba mươi"), std::string("ba mươi").size(), "hai mươi");
  const auto second = SavePosting(tx, Source(tx, "b"), Advert("j9", changed), now_, "1").posting_id;
  const auto third = SavePosting(tx, Source(tx, "c"), Advert("j10", changed), now_, "1").posting_id;
  auto beside = Advert("j11", kLong);
  beside.canonical_url = Advert("j1", "").canonical_url;
  const auto same_page = SavePosting(tx, Source(tx, "a"), beside, now_, "1").posting_id;
  const auto other = SavePosting(tx, Source(tx, "b"), Advert("j12", "Bán xe máy cũ, còn tốt, giá rẻ, giao tận nhà, ai cần thì gọi cho tôi nhé"), now_, "1").posting_id;
  const auto duplicate_of = [&](std::int64_t id) {
    const auto row = tx.exec_params1("SELECT duplicate_of FROM posting WHERE id = $1", id);
    return row[0].is_null() ? 0 : row[0].as<std::int64_t>();
  };
  EXPECT_EQ(duplicate_of(first), 0);
  EXPECT_EQ(duplicate_of(second), first);
  EXPECT_EQ(duplicate_of(third), first) << "a copy of a copy";
  EXPECT_EQ(duplicate_of(same_page), 0) << "rows of one page share their words";
  EXPECT_EQ(duplicate_of(other), 0);
}

TEST_F(AssessmentStore, AnAddressWithSignsIsToBeVisitedMoreOftenUntilTheyAreTakenOff) {
  pqxx::work tx(connection());
  const auto source = Source(tx);
  const auto url = SeedUrl(tx, source, Url("/"), now_);
  const auto other = SeedUrl(tx, source, Url("/khac"), now_);
  const auto posting = SavePosting(tx, source, Advert("j1", "cọc 15tr"), now_, "1");
  AddSighting(tx, posting.version_id, Capture(tx, url, 1, now_), "main");
  EXPECT_FALSE(IsFlaggedUrl(tx, url)) << "not judged yet";
  (void)SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud(), now_);
  EXPECT_TRUE(IsFlaggedUrl(tx, url));
  EXPECT_FALSE(IsFlaggedUrl(tx, other));
  EXPECT_EQ(WithdrawPostingsOf(tx, url, now_ + std::chrono::hours(1)), 1);
  EXPECT_FALSE(IsFlaggedUrl(tx, url));
}

}  // namespace
}  // namespace agencywatch::db
