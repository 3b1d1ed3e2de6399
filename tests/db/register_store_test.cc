// The register on two time axes: what held on a day, and what was known when.
#include "db/register_store.h"

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/errors.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

using core::LicenceStatus;
using core::RegisterRow;

class RegisterStore : public StoreTest {
 protected:
  static RegisterRow Row(const std::string& serial,
                         const std::string& name = "Công ty Cổ phần Mây Trắng") {
    RegisterRow row;
    row.name = name + " " + serial;
    row.licence_no = serial + "/LĐTBXH-GP";
    row.issued_on = OnDay("2012-04-18");
    row.status_from = OnDay("2012-04-18");
    row.phones = {"024 3000 0123"};
    row.markets = {"JP", "TW"};
    return row;
  }
  static RegisterRow With(RegisterRow row, LicenceStatus status, const std::string& from,
                          const std::string& market = "") {
    row.status = status;
    row.status_from = OnDay(from);
    row.status_market = market;
    return row;
  }
  // Imports the list on a day of 2026, at noon in Vietnam.
  RegisterDiff Import(pqxx::transaction_base& tx, const std::string& day,
                      const std::vector<RegisterRow>& rows, bool force = false) {
    RegisterImport import;
    import.source = "dolab";
    import.published_on = OnDay(day);
    import.retrieved_at = Noon(day);
    import.sha256 = Hash("list of " + day);
    import.force = force;
    return ImportRegister(tx, import, rows);
  }
  static core::Instant Noon(const std::string& day) { return At(day + "T05:00:00Z"); }
  // What the register answers in SQL; the view that rules get must say the same.
  static std::optional<LicenceStatus> Status(pqxx::transaction_base& tx, const std::string& licence,
                                             const std::string& day, const std::string& known,
                                             const std::string& market = "") {
    const auto answer = LicenceStatusOn(tx, licence, OnDay(day), market, Noon(known));
    const auto view = LoadRegister(tx, Noon(known));
    if (const auto* entry = view ? view->FindByLicence(licence) : nullptr) {
      EXPECT_EQ(core::RegisterView::StatusOn(*entry, OnDay(day), market), answer)
          << licence << " on " << day << " as known on " << known << " for " << market;
    }
    return answer;
  }
};

TEST_F(RegisterStore, WithoutAnImportNothingIsKnown) {
  pqxx::work tx(connection());
  EXPECT_FALSE(LoadRegister(tx, now_).has_value());
  EXPECT_EQ(FindSnapshot(tx, now_), std::nullopt);
  EXPECT_EQ(LicenceStatusOn(tx, "3011/LDTBXH-GP", OnDay("2026-10-01"), "", now_), std::nullopt);
}

TEST_F(RegisterStore, DiffNamesWhatIsNewSuspendedRevokedReturnedChangedAndGone) {
  pqxx::work tx(connection());
  std::vector<RegisterRow> rows;
  for (int i = 0; i < 10; ++i) rows.push_back(Row(std::to_string(3000 + i)));
  auto diff = Import(tx, "2026-09-01", rows);
  EXPECT_TRUE(diff.imported);
  EXPECT_EQ(diff.licences, 10);
  EXPECT_EQ(diff.changes.size(), 10U);

  rows[0] = With(rows[0], LicenceStatus::kSuspended, "2026-09-20");
  rows[1] = With(rows[1], LicenceStatus::kRevoked, "2026-09-21");
  rows[2] = With(rows[2], LicenceStatus::kReturned, "2026-09-22");
  rows[3].address = "Số 1 phố Mới, Hà Nội";
  rows.erase(rows.begin() + 4);
  rows.push_back(Row("3010"));
  diff = Import(tx, "2026-10-01", rows);
  EXPECT_TRUE(diff.imported);
  EXPECT_EQ(diff.unchanged, 5);
  std::vector<std::pair<RegisterChangeKind, std::string>> changes;
  for (const auto& change : diff.changes) changes.emplace_back(change.kind, change.licence_no);
  EXPECT_EQ(changes, (std::vector<std::pair<RegisterChangeKind, std::string>>{
                         {RegisterChangeKind::kSuspended, "3000/LĐTBXH-GP"},
                         {RegisterChangeKind::kRevoked, "3001/LĐTBXH-GP"},
                         {RegisterChangeKind::kReturned, "3002/LĐTBXH-GP"},
                         {RegisterChangeKind::kChanged, "3003/LĐTBXH-GP"},
                         {RegisterChangeKind::kNew, "3010/LĐTBXH-GP"},
                         {RegisterChangeKind::kGone, "3004/LĐTBXH-GP"}}));
  EXPECT_EQ(Status(tx, "3001/LDTBXH-GP", "2026-09-20", "2026-10-01"), LicenceStatus::kActive);
  EXPECT_EQ(Status(tx, "3001/LDTBXH-GP", "2026-09-21", "2026-10-01"), LicenceStatus::kRevoked);
  EXPECT_EQ(Status(tx, "3004/LDTBXH-GP", "2026-09-30", "2026-10-01"), LicenceStatus::kActive);
  EXPECT_EQ(Status(tx, "3004/LDTBXH-GP", "2026-10-01", "2026-10-01"), std::nullopt)
      << "not listed any more";
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2012-04-17", "2026-10-01"), std::nullopt)
      << "not issued yet";
}

TEST_F(RegisterStore, UnchangedListConfirmsTheSnapshotAndChangesNothing) {
  pqxx::work tx(connection());
  const std::vector<RegisterRow> rows = {Row("3000"), Row("3001")};
  const auto first = Import(tx, "2026-09-01", rows);
  const auto again = Import(tx, "2026-09-10", rows);
  EXPECT_FALSE(again.imported);
  EXPECT_EQ(again.snapshot_id, first.snapshot_id);
  EXPECT_EQ(again.unchanged, 2);
  const auto snapshots = RegisterSnapshots(tx);
  ASSERT_EQ(snapshots.size(), 1U);
  EXPECT_EQ(snapshots[0].confirmed_at, Noon("2026-09-10"));
  EXPECT_EQ(LoadRegister(tx, Noon("2026-09-10"))->as_of(), OnDay("2026-09-10"));
  EXPECT_EQ(LicenceHistory(tx, "3000/LDTBXH-GP").size(), 1U);

  // After more than 14 days the copy had counted as too old, which decides what rules say: a new
  // snapshot.
  const auto late = Import(tx, "2026-10-01", rows);
  EXPECT_TRUE(late.imported);
  EXPECT_TRUE(late.changes.empty());
  EXPECT_EQ(LicenceHistory(tx, "3000/LDTBXH-GP").size(), 1U);
}

TEST_F(RegisterStore, SuspiciousListsAreRefusedUnlessForced) {
  pqxx::work tx(connection());
  std::vector<RegisterRow> rows;
  for (int i = 0; i < 10; ++i) rows.push_back(Row(std::to_string(3000 + i)));
  (void)Import(tx, "2026-09-01", rows);
  rows.resize(7);
  try {
    (void)Import(tx, "2026-10-01", rows);
    FAIL() << "the small list was taken";
  } catch (const core::InputError& error) {
    EXPECT_STREQ(error.what(),
                 "the register list has only 7 licences, the last one of dolab had 10; look at the "
                 "list; if it is "
                 "right, import it with --force");
  }
  EXPECT_THROW((void)Import(tx, "2026-10-01", {}), core::InputError);
  rows.push_back(Row("3007"));
  EXPECT_THROW((void)Import(tx, "2026-08-01", rows), core::InputError)
      << "published before the last one";
  EXPECT_EQ(RegisterSnapshots(tx).size(), 1U);
  rows.pop_back();
  EXPECT_TRUE(Import(tx, "2026-10-01", rows, true).imported);
  EXPECT_EQ(Status(tx, "3009/LDTBXH-GP", "2026-10-02", "2026-10-01"), std::nullopt);
}

TEST_F(RegisterStore, RowsThatCannotBeKeptAreNamedAllAtOnce) {
  pqxx::work tx(connection());
  RegisterRow nameless;
  try {
    (void)Import(tx, "2026-09-01",
                 {Row("3000"), nameless,
                  With(Row("3001"), LicenceStatus::kSuspended, "2026-08-01", "Nhật Bản")});
    FAIL() << "the rows were taken";
  } catch (const core::InputError& error) {
    ASSERT_EQ(error.problems().size(), 2U);
    EXPECT_NE(error.problems()[0].what.find("row 2"), std::string::npos);
    EXPECT_NE(error.problems()[1].what.find("row 3"), std::string::npos);
  }
}

// Suspended from 1 March, lists said; in October it turns out that it was from 1 April.
TEST_F(RegisterStore, CorrectionAnswersAsKnownThenAndAsKnownNow) {
  pqxx::work tx(connection());
  (void)Import(tx, "2026-02-01", {Row("3000")});
  (void)Import(tx, "2026-03-10", {With(Row("3000"), LicenceStatus::kSuspended, "2026-03-01")});
  (void)Import(tx, "2026-10-01", {With(Row("3000"), LicenceStatus::kSuspended, "2026-04-01")});
  const std::string licence = "3000/LDTBXH-GP";
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-03-09"), LicenceStatus::kActive)
      << "nobody knew yet";
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-03-10"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-09-30"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-10-01"), LicenceStatus::kActive) << "corrected";
  EXPECT_EQ(Status(tx, licence, "2026-04-01", "2026-10-01"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-02-28", "2026-09-30"), LicenceStatus::kActive);
}

TEST_F(RegisterStore, SuspensionThatIsOverIsNotForgotten) {
  pqxx::work tx(connection());
  (void)Import(tx, "2026-03-10", {With(Row("3000"), LicenceStatus::kSuspended, "2026-03-01")});
  (void)Import(tx, "2026-07-01", {With(Row("3000"), LicenceStatus::kActive, "2026-06-15")});
  const std::string licence = "3000/LDTBXH-GP";
  EXPECT_EQ(Status(tx, licence, "2026-06-14", "2026-07-01"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-06-15", "2026-07-01"), LicenceStatus::kActive);
  EXPECT_EQ(Status(tx, licence, "2026-02-28", "2026-07-01"), LicenceStatus::kActive);
  // A second suspension, and a list that says active without a day: lifted by the day of the list.
  (void)Import(tx, "2026-09-01", {With(Row("3000"), LicenceStatus::kSuspended, "2026-08-20")});
  (void)Import(tx, "2026-10-01", {Row("3000")});
  EXPECT_EQ(Status(tx, licence, "2026-06-14", "2026-10-01"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-08-19", "2026-10-01"), LicenceStatus::kActive);
  EXPECT_EQ(Status(tx, licence, "2026-09-30", "2026-10-01"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-10-01", "2026-10-01"), LicenceStatus::kActive);
}

TEST_F(RegisterStore, SuspensionWithAnEndEndsOnItsLastDay) {
  pqxx::work tx(connection());
  RegisterRow row = With(Row("3000"), LicenceStatus::kSuspended, "2026-03-01");
  row.status_to = OnDay("2026-06-30");
  (void)Import(tx, "2026-03-10", {row});
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2026-06-30", "2026-03-10"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2026-07-01", "2026-03-10"), LicenceStatus::kActive);
}

TEST_F(RegisterStore, MarketOnlySuspensionLeavesOtherMarketsAndARevocationCoversAll) {
  pqxx::work tx(connection());
  (void)Import(tx, "2026-03-10",
               {With(Row("3000"), LicenceStatus::kSuspended, "2026-03-01", "JP")});
  const std::string licence = "3000/LDTBXH-GP";
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-03-10", "JP"), LicenceStatus::kSuspended);
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-03-10", "TW"), LicenceStatus::kActive);
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-03-10"), LicenceStatus::kActive);
  (void)Import(tx, "2026-05-10", {With(Row("3000"), LicenceStatus::kRevoked, "2026-05-01")});
  EXPECT_EQ(Status(tx, licence, "2026-03-05", "2026-05-10", "JP"), LicenceStatus::kSuspended)
      << "before";
  EXPECT_EQ(Status(tx, licence, "2026-05-05", "2026-05-10", "JP"), LicenceStatus::kRevoked);
  EXPECT_EQ(Status(tx, licence, "2026-05-05", "2026-05-10", "TW"), LicenceStatus::kRevoked);
}

// Suspended for Japan in spring under the old number; re-issued under a new one in September.
TEST_F(RegisterStore, ASuspensionOfOneActivityLeavesTheOthersAndGoesIntoTheDiff) {
  pqxx::work tx(connection());
  Import(tx, "2026-09-01", {Row("3011")});
  RegisterRow paused = With(Row("3011"), LicenceStatus::kSuspended, "2026-10-01", "TW");
  paused.status_activity = "domestic";
  const auto diff = Import(tx, "2026-10-05", {Row("3011"), paused});
  ASSERT_EQ(diff.changes.size(), 1U);
  EXPECT_EQ(diff.changes[0].kind, RegisterChangeKind::kSuspended);
  const auto ask = [&](const std::string& day, const std::string& market, const std::string& activity, const std::string& known) {
    const auto answer = LicenceStatusOn(tx, "3011/LDTBXH-GP", OnDay(day), market, Noon(known), activity);
    const auto view = LoadRegister(tx, Noon(known)).value();
    EXPECT_EQ(core::RegisterView::StatusOn(*view.FindByLicence("3011/LDTBXH-GP"), OnDay(day), market, activity), answer)
        << day << ' ' << market << ' ' << activity << ' ' << known;
    return answer;
  };
  EXPECT_EQ(ask("2026-10-10", "TW", "domestic", "2026-10-10"), LicenceStatus::kSuspended);
  EXPECT_EQ(ask("2026-10-10", "TW", "factory", "2026-10-10"), LicenceStatus::kActive);
  EXPECT_EQ(ask("2026-10-10", "JP", "domestic", "2026-10-10"), LicenceStatus::kActive);
  EXPECT_EQ(ask("2026-10-10", "", "", "2026-10-10"), LicenceStatus::kActive);
  EXPECT_EQ(ask("2026-10-02", "TW", "domestic", "2026-10-02"), LicenceStatus::kActive) << "not known yet";
  EXPECT_EQ(ask("2026-10-02", "TW", "domestic", "2026-10-10"), LicenceStatus::kSuspended) << "known later";
  // Over; what it was stays known.
  Import(tx, "2026-11-01", {Row("3011")});
  EXPECT_EQ(ask("2026-11-05", "TW", "domestic", "2026-11-05"), LicenceStatus::kActive);
  EXPECT_EQ(ask("2026-10-10", "TW", "domestic", "2026-11-05"), LicenceStatus::kSuspended);
  // A revocation holds for every market and activity.
  Import(tx, "2026-11-10", {With(Row("3011"), LicenceStatus::kRevoked, "2026-11-08")});
  EXPECT_EQ(ask("2026-11-12", "JP", "factory", "2026-11-12"), LicenceStatus::kRevoked);
  EXPECT_EQ(ask("2026-11-12", "TW", "domestic", "2026-11-12"), LicenceStatus::kRevoked);
}

TEST_F(RegisterStore, ReissuedLicenceKeepsItsPastAndTheFormerNumberAnswersForIt) {
  pqxx::work tx(connection());
  RegisterRow old = With(Row("3000"), LicenceStatus::kSuspended, "2026-03-01", "JP");
  old.status_to = OnDay("2026-06-30");
  (void)Import(tx, "2026-03-10", {old});
  RegisterRow reissued = Row("9001");
  reissued.licence_no = "9001/BNV-GP";
  reissued.status_from = OnDay("2026-09-01");
  reissued.reissued_from = old.licence_no;
  (void)Import(tx, "2026-09-10", {reissued});
  for (const std::string licence : {"3000/LDTBXH-GP", "9001/BNV-GP"}) {
    EXPECT_EQ(Status(tx, licence, "2026-04-01", "2026-09-10", "JP"), LicenceStatus::kSuspended)
        << licence;
    EXPECT_EQ(Status(tx, licence, "2026-04-01", "2026-09-10", "TW"), LicenceStatus::kActive)
        << licence;
    EXPECT_EQ(Status(tx, licence, "2026-08-31", "2026-09-10", "JP"), LicenceStatus::kActive)
        << licence;
    EXPECT_EQ(Status(tx, licence, "2026-09-01", "2026-09-10", "JP"), LicenceStatus::kActive)
        << licence;
    EXPECT_EQ(Status(tx, licence, "2026-10-01", "2026-09-10"), LicenceStatus::kActive) << licence;
  }
  EXPECT_EQ(Status(tx, "9001/BNV-GP", "2026-04-01", "2026-09-09", "JP"), std::nullopt)
      << "not known yet";
  EXPECT_EQ(LoadRegister(tx, Noon("2026-09-10"))->entries().size(), 1U);
}

// Seen on lists without a day of the status: with its own day of issue, and with the former number's kept.
TEST_F(RegisterStore, AReissueWithoutADayOfItsStatusBeginsWithItsIssueOrItsList) {
  for (const auto& [serial, issued, begins] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"4011", "2026-07-01", "2026-07-01"}, {"4012", "2012-04-18", "2026-07-05"}}) {
    pqxx::work tx(connection());
    RegisterRow old = Row("3011");
    old.status_from.reset();
    RegisterRow reissued = old;
    reissued.licence_no = serial + "/BNV-GP";
    reissued.reissued_from = "3011/LĐTBXH-GP";
    reissued.issued_on = OnDay(issued);
    Import(tx, "2026-01-05", {old});
    Import(tx, "2026-02-05", {With(old, LicenceStatus::kSuspended, "2026-02-01")});
    Import(tx, "2026-03-05", {old});
    Import(tx, "2026-07-05", {reissued});
    Import(tx, "2026-08-05", {reissued});
    for (const std::string& number : {std::string{"3011/LDTBXH-GP"}, serial + "/BNV-GP"}) {
      EXPECT_EQ(Status(tx, number, "2026-08-01", "2026-08-10"), LicenceStatus::kActive) << number;
      EXPECT_EQ(Status(tx, number, "2026-07-04", "2026-08-10"), LicenceStatus::kActive) << number;
      EXPECT_EQ(Status(tx, number, "2026-02-10", "2026-08-10"), LicenceStatus::kSuspended) << number << ": its past";
    }
    EXPECT_EQ(LicenceNumbers(tx, serial + "/BNV-GP").back().in_force_from, OnDay(begins));
  }
}

TEST_F(RegisterStore, ViewHasNamesContactsAndMarketsOfItsTime) {
  pqxx::work tx(connection());
  RegisterRow row = Row("3000");
  (void)Import(tx, "2026-09-01", {row});
  RegisterRow renamed = row;
  renamed.name = "Công ty Cổ phần Nhân lực Mây Hồng";
  renamed.phones = {"0912 000 777"};
  (void)Import(tx, "2026-10-01", {renamed});
  const auto then = LoadRegister(tx, Noon("2026-09-15"));
  const auto now = LoadRegister(tx, Noon("2026-10-01"));
  ASSERT_TRUE(then && now);
  EXPECT_EQ(then->entries().at(0).row, row);
  EXPECT_EQ(now->entries().at(0).row, renamed);
  EXPECT_EQ(now->FindByPhone("+84912000777").size(), 1U);
  EXPECT_TRUE(now->FindByPhone("+842430000123").empty());
  EXPECT_EQ(then->as_of(), OnDay("2026-09-01"));
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM enterprise_name")[0].as<int>(), 2);
  EXPECT_EQ(tx.exec1("SELECT count(*) FROM enterprise_contact WHERE upper_inf(known)")[0].as<int>(),
            1);
}

TEST_F(RegisterStore, ListsOfOneSecondFollowEachOther) {
  pqxx::work tx(connection());
  RegisterRow revoked = Row("3000");
  revoked.status = LicenceStatus::kRevoked;
  const auto first = Import(tx, "2026-09-01", {Row("3000")}).snapshot_id;
  const auto second = Import(tx, "2026-09-01", {revoked}).snapshot_id;
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2026-09-01", "2026-09-01"), LicenceStatus::kRevoked) << "at once";
  EXPECT_EQ(FindSnapshot(tx, Noon("2026-09-01")), second);
  for (const auto& [snapshot, status] : {std::pair{first, LicenceStatus::kActive}, {second, LicenceStatus::kRevoked}}) {
    const auto view = LoadSnapshot(tx, snapshot);
    EXPECT_EQ(core::RegisterView::StatusOn(*view.FindByLicence("3000/LDTBXH-GP"), OnDay("2026-09-01")), status);
  }
}

TEST_F(RegisterStore, RowWithoutAReadableNumberIsKeptByItsName) {
  pqxx::work tx(connection());
  RegisterRow row = Row("3000");
  row.licence_no.clear();
  (void)Import(tx, "2026-09-01", {row, Row("3001")});
  EXPECT_FALSE(Import(tx, "2026-09-02", {row, Row("3001")}).imported);
  EXPECT_EQ(LoadRegister(tx, Noon("2026-09-02"))->entries().size(), 2U);
}

TEST_F(RegisterStore, ListOfOtherLicencesIsRefusedAndReissuesCountAsKept) {
  pqxx::work tx(connection());
  std::vector<RegisterRow> rows;
  for (int i = 0; i < 10; ++i) rows.push_back(Row(std::to_string(3000 + i)));
  (void)Import(tx, "2026-09-01", rows);
  std::vector<RegisterRow> reissued = rows;
  for (int i = 0; i < 5; ++i) {
    RegisterRow& row = reissued[static_cast<std::size_t>(i)];
    row.reissued_from = row.licence_no;
    row.licence_no = std::to_string(9000 + i) + "/BNV-GP";
  }
  std::vector<RegisterRow> others = reissued;
  for (auto& row : others) row.reissued_from.clear();
  try {
    (void)Import(tx, "2026-10-01", others);
    FAIL() << "a list of other licences was taken";
  } catch (const core::InputError& error) {
    EXPECT_NE(std::string{error.what()}.find("only 5 of the 10 licences"), std::string::npos)
        << error.what();
  }
  const auto diff = Import(tx, "2026-10-01", reissued);
  ASSERT_EQ(diff.changes.size(), 5U);
  EXPECT_EQ(diff.changes[0].kind, RegisterChangeKind::kReissued);
  EXPECT_EQ(diff.unchanged, 5);
}

TEST_F(RegisterStore, ChangesAreToldFieldByFieldAlsoBetweenSnapshotsFarApart) {
  pqxx::work tx(connection());
  const auto first = Import(tx, "2026-09-01", {Row("3000"), Row("3001")});
  RegisterRow moved = Row("3000");
  moved.address = "Số 1 phố Mới, Hà Nội";
  (void)Import(tx, "2026-09-10", {moved, Row("3001")});
  const auto last = Import(
      tx, "2026-10-01", {moved, With(Row("3001"), LicenceStatus::kRevoked, "2026-09-21")});
  const auto changes = CompareSnapshots(tx, first.snapshot_id, last.snapshot_id);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].kind, RegisterChangeKind::kChanged);
  EXPECT_EQ(changes[0].fields,
            (std::vector<RegisterFieldChange>{{"address", "", "Số 1 phố Mới, Hà Nội"}}));
  EXPECT_EQ(changes[1].kind, RegisterChangeKind::kRevoked);
  EXPECT_EQ(changes[1].fields,
            (std::vector<RegisterFieldChange>{{"status", "active", "revoked"},
                                              {"status_from", "2012-04-18", "2026-09-21"}}));
  EXPECT_THROW((void)CompareSnapshots(tx, first.snapshot_id, 999), core::InputError);
}

TEST_F(RegisterStore, LicenceThatLeftTheListIsNotCountedAndKnowsItsDay) {
  pqxx::work tx(connection());
  std::vector<RegisterRow> rows;
  for (int i = 0; i < 10; ++i) rows.push_back(Row(std::to_string(3000 + i)));
  (void)Import(tx, "2026-09-01", rows);
  rows.pop_back();
  (void)Import(tx, "2026-10-01", rows);
  const auto view = LoadRegister(tx, Noon("2026-10-01"));
  EXPECT_EQ(view->entries().size(), 10U);
  EXPECT_EQ(view->listed(), 9U);
  EXPECT_EQ(view->FindByLicence("3009/LDTBXH-GP")->left_on, OnDay("2026-10-01"));
  EXPECT_FALSE(view->FindByLicence("3008/LDTBXH-GP")->left_on.has_value());
}

// A revocation has no way back: a list that drops the number confirms it.
TEST_F(RegisterStore, RevokedLicenceThatLeavesTheListStaysRevokedAlsoOnTheSameDay) {
  for (const std::string next : {"2026-09-20", "2026-10-01"}) {
    pqxx::work tx(connection());
    RegisterRow revoked = Row("3001");
    revoked.status = LicenceStatus::kRevoked;
    revoked.status_from.reset();
    RegisterRow suspended = Row("3002");
    suspended.status = LicenceStatus::kSuspended;
    suspended.status_from = OnDay("2026-08-01");
    (void)Import(tx, "2026-09-20", {Row("3000"), revoked, suspended});
    (void)Import(tx, next, {Row("3000")}, true);
    EXPECT_EQ(Status(tx, "3001/LDTBXH-GP", "2026-09-19", next), LicenceStatus::kActive);
    EXPECT_EQ(Status(tx, "3001/LDTBXH-GP", "2026-09-20", next), LicenceStatus::kRevoked);
    EXPECT_EQ(Status(tx, "3001/LDTBXH-GP", "2026-12-01", next), LicenceStatus::kRevoked);
    EXPECT_EQ(Status(tx, "3002/LDTBXH-GP", "2026-12-01", next), std::nullopt);
    EXPECT_EQ(LoadRegister(tx, Noon(next))->FindByLicence("3001/LDTBXH-GP")->left_on, OnDay(next));
  }
}

// The ministry's list and a province's.
TEST_F(RegisterStore, ListsOfTwoSourcesStandSideBySideAndWhatTheyDisputeIsTold) {
  pqxx::work tx(connection());
  (void)Import(tx, "2026-09-01", {Row("3000"), Row("3001"), Row("3002")});
  RegisterImport province;
  province.source = "province";
  province.published_on = OnDay("2026-09-10");
  province.retrieved_at = Noon("2026-09-10");
  province.sha256 = Hash("list of a province");
  const auto diff = ImportRegister(tx, province, {Row("3000"), With(Row("3001"), LicenceStatus::kRevoked, "2026-09-05")});
  ASSERT_EQ(diff.disputed.size(), 1U);
  EXPECT_EQ(diff.disputed[0].licence_no, "3001/LĐTBXH-GP");
  EXPECT_EQ(diff.disputed[0].source, "dolab");
  EXPECT_EQ(diff.disputed[0].there, LicenceStatus::kActive);
  const auto lists = ListsNaming(tx, "3001/LDTBXH-GP", Noon("2026-09-10"));
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_EQ(lists[0].source, "province");
  EXPECT_EQ(lists[0].rows.front().status, LicenceStatus::kRevoked);
  EXPECT_EQ(lists[1].source, "dolab");
  EXPECT_EQ(lists[1].rows.front().status, LicenceStatus::kActive);
  // The ministry's list says again what it said: nothing is new, whatever the other one holds.
  EXPECT_TRUE(Import(tx, "2026-09-20", {Row("3000"), Row("3001"), Row("3002")}).changes.empty());
  // What the province drops is on the ministry's list all the same.
  province.published_on = OnDay("2026-10-01");
  province.retrieved_at = Noon("2026-10-01");
  province.sha256 = Hash("next list of the province");
  province.force = true;
  (void)ImportRegister(tx, province, {With(Row("3001"), LicenceStatus::kRevoked, "2026-09-05")});
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2026-10-02", "2026-10-01"), LicenceStatus::kActive);
  EXPECT_FALSE(LoadRegister(tx, Noon("2026-10-01"))->FindByLicence("3000/LDTBXH-GP")->left_on.has_value());
  EXPECT_TRUE(ListsNaming(tx, "3000/LDTBXH-GP", Noon("2026-10-01")).front().rows.empty());
}

// What was known of a licence stays when the list says of it what nobody understands.
TEST_F(RegisterStore, UnclearLicenceIsNeitherGoneNorActive) {
  pqxx::work tx(connection());
  (void)Import(tx, "2026-09-01",
               {Row("3000"), With(Row("3001"), LicenceStatus::kSuspended, "2026-08-01")});
  RegisterImport import;
  import.source = "dolab";
  import.published_on = OnDay("2026-10-01");
  import.retrieved_at = Noon("2026-10-01");
  import.sha256 = Hash("another list");
  import.force = true;
  import.unclear = {"3001/LĐTBXH-GP"};
  EXPECT_TRUE(ImportRegister(tx, import, {Row("3000")}).changes.empty());
  EXPECT_EQ(Status(tx, "3001/LDTBXH-GP", "2026-10-02", "2026-10-01"), LicenceStatus::kSuspended);
}

TEST_F(RegisterStore, StatusWithoutADayHoldsSinceItWasFirstListed) {
  pqxx::work tx(connection());
  RegisterRow revoked = Row("3000");
  revoked.status = LicenceStatus::kRevoked;
  revoked.status_from.reset();
  (void)Import(tx, "2026-09-01", {Row("3000")});
  (void)Import(tx, "2026-09-20", {revoked});
  RegisterRow moved = revoked;
  moved.address = "Số 1 phố Mới, Hà Nội";
  (void)Import(tx, "2026-10-10", {moved});
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2026-09-19", "2026-10-10"), LicenceStatus::kActive);
  EXPECT_EQ(Status(tx, "3000/LDTBXH-GP", "2026-09-20", "2026-10-10"), LicenceStatus::kRevoked);
}

// Ten lists of 2026. 3901 is revoked, the day is corrected, and the revocation turns out an error;
// 3902 is re-issued as 9002; 3903 is suspended for Japan, whose end is told later, and then for
// Taiwan; 3904 is left out of two lists by mistake.
TEST_F(RegisterStore, TenSnapshotsAnswerForMarketAndDayAsKnownThenAndAsKnownNow) {
  pqxx::work tx(connection());
  std::vector<RegisterRow> others;
  for (int i = 0; i < 10; ++i) others.push_back(Row(std::to_string(3910 + i)));
  const auto import = [&](const std::string& day, std::vector<RegisterRow> rows) {
    rows.insert(rows.end(), others.begin(), others.end());
    EXPECT_TRUE(Import(tx, day, rows).imported) << day;
  };
  const RegisterRow a = Row("3901");
  const RegisterRow b = Row("3902");
  const RegisterRow c = Row("3903");
  const RegisterRow d = Row("3904");
  const RegisterRow c_japan = With(c, LicenceStatus::kSuspended, "2026-02-01", "JP");
  RegisterRow c_japan_ended = c_japan;
  c_japan_ended.status_to = OnDay("2026-04-30");
  const RegisterRow a_revoked = With(a, LicenceStatus::kRevoked, "2026-03-01");
  const RegisterRow a_corrected = With(a, LicenceStatus::kRevoked, "2026-04-01");
  RegisterRow b_new = b;
  b_new.licence_no = "9002/BNV-GP";
  b_new.reissued_from = b.licence_no;
  b_new.issued_on = b_new.status_from = OnDay("2026-06-01");
  import("2026-01-10", {a, b, c, d});
  import("2026-02-10", {a, b, c_japan, d});
  import("2026-03-10", {a_revoked, b, c_japan, d});
  import("2026-04-10", {a_corrected, b, c_japan, d});
  import("2026-05-10", {a_corrected, b, c_japan_ended, d});
  import("2026-06-10", {a_corrected, b_new, c_japan_ended, d});
  import("2026-07-10", {a_corrected, b_new, c_japan_ended});
  import("2026-08-10", {a, b_new, c_japan_ended});
  import("2026-09-10", {a, b_new, c_japan_ended, d});
  import("2026-10-10", {a, With(b_new, LicenceStatus::kSuspended, "2026-10-01"),
                        With(c, LicenceStatus::kSuspended, "2026-10-05", "TW"), d});
  ASSERT_EQ(RegisterSnapshots(tx).size(), 10U);

  constexpr auto kActive = LicenceStatus::kActive;
  constexpr auto kSuspended = LicenceStatus::kSuspended;
  constexpr auto kRevoked = LicenceStatus::kRevoked;
  constexpr std::nullopt_t kNo = std::nullopt;
  struct Question {
    const char* serial;
    const char* market;
    const char* day;
    const char* known;
    std::optional<LicenceStatus> answer;
  };
  const std::vector<Question> table = {
      // Revoked from March, said one list; from April, said the next; never, says the eighth.
      {"3901/LDTBXH-GP", "", "2026-03-15", "2026-03-09", kActive},
      {"3901/LDTBXH-GP", "", "2026-03-15", "2026-03-10", kRevoked},
      {"3901/LDTBXH-GP", "JP", "2026-03-15", "2026-03-10", kRevoked},
      {"3901/LDTBXH-GP", "", "2026-03-15", "2026-04-10", kActive},
      {"3901/LDTBXH-GP", "", "2026-04-15", "2026-04-10", kRevoked},
      {"3901/LDTBXH-GP", "", "2026-04-15", "2026-08-09", kRevoked},
      {"3901/LDTBXH-GP", "", "2026-04-15", "2026-08-10", kActive},
      {"3901/LDTBXH-GP", "", "2012-04-17", "2026-10-10", kNo},
      {"3901/LDTBXH-GP", "", "2026-03-15", "2026-01-09", kNo},
      // The former number and the new one answer for each other, once the re-issue is known.
      {"3902/LDTBXH-GP", "", "2026-05-20", "2026-05-30", kActive},
      {"9002/BNV-GP", "", "2026-05-20", "2026-05-30", kNo},
      {"9002/BNV-GP", "", "2026-05-20", "2026-06-10", kActive},
      {"3902/LDTBXH-GP", "", "2026-07-01", "2026-07-10", kActive},
      {"9002/BNV-GP", "", "2026-10-02", "2026-10-09", kActive},
      {"9002/BNV-GP", "TW", "2026-10-02", "2026-10-10", kSuspended},
      {"3902/LDTBXH-GP", "", "2026-10-02", "2026-10-10", kSuspended},
      {"3902/LDTBXH-GP", "", "2026-09-30", "2026-10-10", kActive},
      // Japan only; without an end at first.
      {"3903/LDTBXH-GP", "JP", "2026-02-05", "2026-02-09", kActive},
      {"3903/LDTBXH-GP", "JP", "2026-02-05", "2026-02-10", kSuspended},
      {"3903/LDTBXH-GP", "TW", "2026-02-05", "2026-02-10", kActive},
      {"3903/LDTBXH-GP", "", "2026-02-05", "2026-02-10", kActive},
      {"3903/LDTBXH-GP", "JP", "2026-05-05", "2026-05-09", kSuspended},
      {"3903/LDTBXH-GP", "JP", "2026-05-05", "2026-05-10", kActive},
      {"3903/LDTBXH-GP", "JP", "2026-04-30", "2026-10-10", kSuspended},
      {"3903/LDTBXH-GP", "TW", "2026-10-06", "2026-10-09", kActive},
      {"3903/LDTBXH-GP", "TW", "2026-10-06", "2026-10-10", kSuspended},
      {"3903/LDTBXH-GP", "JP", "2026-10-06", "2026-10-10", kActive},
      // Left out by mistake from July to September.
      {"3904/LDTBXH-GP", "", "2026-07-20", "2026-07-09", kActive},
      {"3904/LDTBXH-GP", "", "2026-07-20", "2026-07-10", kNo},
      {"3904/LDTBXH-GP", "", "2026-06-20", "2026-07-10", kActive},
      {"3904/LDTBXH-GP", "", "2026-07-20", "2026-09-10", kActive}};
  for (const Question& question : table) {
    EXPECT_EQ(Status(tx, question.serial, question.day, question.known, question.market),
              question.answer)
        << question.serial << " on " << question.day << " for '" << question.market
        << "' as known on " << question.known;
  }
}

}  // namespace
}  // namespace agencywatch::db
