// October in a small world whose figures were counted by hand; the list of what happened stands in the fixture.
#include "alerts/statistics.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "alerts/statistics_files.h"
#include "core/csv_reader.h"
#include "tests/db/case_fixture.h"

namespace agencywatch::alerts {
namespace {

using namespace std::chrono_literals;
using db::At;
using Numbers = std::set<std::int64_t>;

class October : public db::CaseFixture {
 protected:
  October() {
    // From September; decided in October after 12 days.
    Open(1, "2026-09-20T00:00:00Z", core::Verdict::kFraud, {"Nghệ An"}, {"KR"});
    Judge(1, db::DecisionKind::kDismiss, "2026-10-02T00:00:00Z", "lawful");
    // In two places; decided after a day.
    Open(2, "2026-10-05T00:00:00Z", core::Verdict::kFraud, {"Hải Phòng", "Nghệ An"}, {"KR"});
    Judge(2, db::DecisionKind::kAssign, "2026-10-05T01:00:00Z", "");
    Judge(2, db::DecisionKind::kConfirm, "2026-10-06T00:00:00Z", "");
    // Into a case after two hours, and out to the police.
    Open(3, "2026-10-10T00:00:00Z", core::Verdict::kTrafficking, {}, {"KH"});
    Do([](pqxx::work& tx) {
      db::OpenCase(tx, "Khu lừa đảo", {3}, {}, {db::kInspector, At("2026-10-10T02:00:00Z"), ""});
    });
    Count("2026-10-15T00:00:00Z", "female", "16_17", 3);
    Count("2026-10-15T00:00:00Z", "male", "18_over", 7);
    Do([](pqxx::work& tx) {
      const auto act = [](const std::string& by, const char* at) { return db::ReferralAct{by, At(at), ""}; };
      db::ProposeReferral(tx, 1, ToPolice(), act(db::kInspector, "2026-10-16T00:00:00Z"));
      db::ApproveReferral(tx, 1, 1, act(db::kSupervisor, "2026-10-16T01:00:00Z"));
      db::SendReferral(tx, 1, "văn thư", "45/CV", act(db::kInspector, "2026-10-17T00:00:00Z"));
      db::AddAnswer(tx, 1, {db::ReferralAnswer::kAccepted, db::OnDay("2026-10-30"), "12/PC02", "", At("2026-10-30T00:00:00Z"), db::kInspector});
    });
    // Nobody looks at it, and it is due on the 25th.
    Open(4, "2026-10-20T00:00:00Z", core::Verdict::kFraud, {"Nghệ An"}, {"JP"}, "2026-10-25T00:00:00Z");
    // What was decided by mistake and taken back is no decision.
    for (const auto kind : {db::DecisionKind::kWatch, db::DecisionKind::kDismiss}) {
      Judge(4, kind, "2026-10-21T00:00:00Z", kind == db::DecisionKind::kDismiss ? "false_alarm" : "");
      Do([](pqxx::work& tx) { db::UndoDecision(tx, 4, db::kInspector, At("2026-10-21T00:05:00Z")); });
    }
    // A second before November in Vietnam, and the first second of November.
    Open(5, "2026-10-31T16:59:59Z", core::Verdict::kUnlicensed, {}, {}, "2026-11-03T00:00:00Z");
    Open(6, "2026-10-31T17:00:00Z", core::Verdict::kFraud, {"Nghệ An"}, {"KR"});
  }

  // What comes after the end changes nothing in October.
  void LiveThroughNovember() {
    Judge(5, db::DecisionKind::kDismiss, "2026-11-01T00:00:00Z", "false_alarm");
    Count("2026-11-02T00:00:00Z", "female", "16_17", 5);
    Do([this](pqxx::work& tx) {
      db::AddAnswer(tx, 1, {db::ReferralAnswer::kCharged, db::OnDay("2026-11-05"), "QĐ 7", "", At("2026-11-05T00:00:00Z"), db::kInspector});
      const auto alert = db::FindAlert(tx, 4).value();
      db::AlertMaterial material = Material(4, core::Verdict::kTrafficking, {"Hà Nội"}, {"KH"});
      material.sha256 = db::Hash("grew in November");
      material.postings = {postings_.at(4)};
      db::UpdateAlert(tx, alert, material, {}, {"scan", At("2026-11-06T00:00:00Z"), "", "{}"});
    });
  }

  Statistics Make(bool external = false, const char* period = "2026-10") {
    return Do([&](pqxx::work& tx) {
      return MakeStatistics(tx, ParseReportPeriod(period), At("2026-12-01T00:00:00Z"), external);
    });
  }

  static const Figure& FigureAt(const Statistics& statistics, const std::string& table, const std::string& row,
                                const std::string& column) {
    static const Figure kNone;
    for (const auto& candidate : statistics.tables) {
      if (candidate.id() != table) continue;
      for (std::size_t r = 0; r < candidate.row_count(); ++r) {
        for (std::size_t c = 0; c < candidate.column_count(); ++c) {
          if (candidate.RowLabel(r).code == row && candidate.ColumnLabel(c).code == column) return candidate.At(r, c);
        }
      }
    }
    return kNone;
  }

 private:
  db::AlertMaterial Material(int n, core::Verdict verdict, const std::vector<std::string>& provinces,
                             const std::vector<std::string>& destinations) {
    db::AlertMaterial material;
    material.verdict = verdict;
    material.score = 80;
    material.sha256 = db::Hash("material " + std::to_string(n));
    material.indicators = {"fee.upfront_deposit"};
    material.provinces = provinces;
    material.destinations = destinations;
    return material;
  }
  void Open(int n, const char* at, core::Verdict verdict, const std::vector<std::string>& provinces,
            const std::vector<std::string>& destinations, const char* due = "2026-12-31T00:00:00Z") {
    Do([&](pqxx::work& tx) {
      const auto posting = db::SavePosting(tx, Source(tx), Advert("j" + std::to_string(n), "cọc 15tr"), At(at), "1");
      static_cast<void>(db::SaveAssessment(tx, posting.version_id, Inputs(Judged(tx)), Fraud(), At(at)));
      db::AlertMaterial material = Material(n, verdict, provinces, destinations);
      postings_[n] = {posting.posting_id, posting.version_id, false};
      material.postings = {postings_[n]};
      const auto subject = db::CreateSubject(tx, "Người tuyển " + std::to_string(n), At(at));
      ASSERT_EQ(db::OpenAlert(tx, subject, material, At(due), {"scan", At(at), "", "{}"}).number, n);
    });
  }
  void Judge(int n, db::DecisionKind kind, const char* at, const char* reason) {
    Do([&](pqxx::work& tx) {
      db::Decision decision;
      decision.kind = kind;
      decision.by = db::kInspector;
      decision.assign_to = db::kInspector;
      decision.at = At(at);
      decision.reason_code = reason;
      db::Decide(tx, n, decision);
    });
  }
  void Count(const char* at, const char* sex, const char* age, int n) {
    Do([&](pqxx::work& tx) {
      db::SetAffected(tx, 1, {sex, age, "forced_crime", "rescued", {"medical"}, n}, {db::kInspector, At(at), ""});
    });
  }

  std::map<int, db::MaterialPosting> postings_;
};

struct Expected {
  const char* table;
  const char* row;
  const char* column;
  std::int64_t n;
  Numbers of;
};

// Counted by hand from the list above.
const std::vector<Expected>& ByHand() {
  static const std::vector<Expected> kFigures = {
      {"alerts.outcome", "total", "total", 4, {2, 3, 4, 5}},
      {"alerts.outcome", "fraud", "confirmed", 1, {2}},
      {"alerts.outcome", "fraud", "waiting", 1, {4}},
      {"alerts.outcome", "trafficking", "referred", 1, {3}},
      {"alerts.outcome", "unlicensed", "waiting", 1, {5}},
      {"alerts.when", "2026-10-05", "fraud", 1, {2}},
      {"alerts.when", "2026-10-06", "total", 0, {}},
      {"alerts.when", "2026-10-31", "unlicensed", 1, {5}},
      {"alerts.when", "total", "total", 4, {2, 3, 4, 5}},
      {"alerts.place", "Nghệ An", "fraud", 2, {2, 4}},
      {"alerts.place", "Hải Phòng", "total", 1, {2}},
      {"alerts.place", "Hà Nội", "total", 0, {}},
      {"alerts.place", "unknown", "total", 2, {3, 5}},
      {"alerts.place", "total", "fraud", 2, {2, 4}},
      {"alerts.place", "total", "total", 4, {2, 3, 4, 5}},
      {"alerts.destination", "KR", "total", 1, {2}},
      {"alerts.destination", "KH", "trafficking", 1, {3}},
      {"alerts.destination", "unknown", "total", 1, {5}},
      {"alerts.indicator", "fee.upfront_deposit", "total", 4, {2, 3, 4, 5}},
      {"alerts.open", "fraud", "overdue", 1, {4}},
      {"alerts.open", "unlicensed", "in_time", 1, {5}},
      {"alerts.open", "trafficking", "taken_up", 1, {3}},
      {"alerts.open", "total", "total", 3, {3, 4, 5}},
      {"decisions.kind", "total", "total", 4, {1, 2, 3}},
      {"decisions.kind", "refer", "trafficking", 1, {3}},
      {"decisions.dismissed", "lawful", "dismiss", 1, {1}},
      {"cases.flow", "opened", "case", 1, {1}},
      {"cases.flow", "open", "case", 1, {1}},
      {"referrals.sent", "police", "accepted", 1, {1}},
      {"referrals.answered", "total", "total", 1, {1}},
      {"persons.age", "16_17", "female", 3, {1}},
      {"persons.age", "total", "total", 10, {1}},
      {"persons.support", "medical", "male", 7, {1}},
      {"sources", "vieclam-demo", "new", 4, {}},
      {"sources", "vieclam-demo", "adverts", 4, {}}};
  return kFigures;
}

TEST_F(October, IsAsCountedByHandAndStaysSoInNovember) {
  for (const bool later : {false, true}) {
    if (later) LiveThroughNovember();
    const auto statistics = Make();
    for (const auto& expected : ByHand()) {
      const Figure& figure = FigureAt(statistics, expected.table, expected.row, expected.column);
      EXPECT_EQ(figure.n, expected.n) << expected.table << ' ' << expected.row << ' ' << expected.column << later;
      EXPECT_EQ(figure.of, expected.of) << expected.table << ' ' << expected.row << ' ' << expected.column << later;
    }
  }
  const auto november = Make(false, "2026-11");
  EXPECT_EQ(FigureAt(november, "alerts.outcome", "total", "total").of, Numbers{6});
  EXPECT_EQ(FigureAt(november, "alerts.open", "trafficking", "overdue").of, Numbers{4});
  EXPECT_EQ(FigureAt(november, "persons.age", "16_17", "female").n, 5);
  EXPECT_EQ(FigureAt(november, "referrals.answered", "police", "charged").n, 1);
}

TEST_F(October, DecisionsAreTimedFromTheDayTheAlertCame) {
  const auto statistics = Make();
  std::map<std::string, const WaitingTime*> waiting;
  for (const auto& time : statistics.waiting) waiting[time.verdict.code] = &time;
  // Fraud: 24 hours and 12 days. Trafficking: 2 hours; that it was referred later is no first decision.
  ASSERT_TRUE(waiting.contains("fraud") && waiting.contains("trafficking") && waiting.contains("total"));
  EXPECT_EQ(waiting.at("fraud")->median, 24h);
  EXPECT_EQ(waiting.at("fraud")->p90, 12 * 24h);
  EXPECT_EQ(waiting.at("trafficking")->median, 2h);
  EXPECT_EQ(waiting.at("total")->decided.of, (Numbers{1, 2, 3}));
  EXPECT_EQ(waiting.at("total")->median, 24h);
}

TEST_F(October, EachFigureOpensDownToItsAlerts) {
  const auto statistics = Make();
  EXPECT_EQ(Explain(statistics, "place=nghe an,verdict=fraud").of, (Numbers{2, 4}));
  EXPECT_EQ(Explain(statistics, "place=hai duong").of, Numbers{2}) << "Hải Dương went into Hải Phòng";
  EXPECT_EQ(Explain(statistics, "destination=KR,indicator=fee.upfront_deposit").of, Numbers{2});
  EXPECT_EQ(Explain(statistics, "outcome=waiting").n, 2);
  EXPECT_EQ(Explain(statistics, "table=alerts.open,verdict=fraud,due=overdue").of, Numbers{4});
  EXPECT_EQ(Explain(statistics, "table=decisions.dismissed").of, Numbers{1});
  const auto women = Explain(statistics, "table=persons.age,sex=female");
  EXPECT_EQ(women.n, 3);
  EXPECT_EQ(women.unit, Unit::kPerson);
  EXPECT_EQ(women.of, Numbers{1}) << "the case";
  for (const char* wrong : {"", "fraud", "colour=red", "table=x", "table=alerts.open,place=Huế", "table=sources"})
    EXPECT_THROW(static_cast<void>(Explain(statistics, wrong)), core::InputError) << wrong;
}

TEST_F(October, WhatLeavesTheUnitNamesNobodyAndShowsNoSmallNumber) {
  const auto statistics = Make(true);
  EXPECT_TRUE(statistics.alerts.empty());
  const auto json = nlohmann::json::parse(StatisticsJson(statistics));
  int printed = 0;
  for (const auto& table : json["tables"]) {
    for (const auto& figure : table["figures"]) {
      EXPECT_FALSE(figure.contains("of"));
      EXPECT_EQ(figure["value"].is_null(), figure["suppressed"].get<bool>());
      if (figure["value"].is_null()) continue;
      EXPECT_TRUE(figure["value"] == 0 || figure["value"] >= 5) << table["id"] << figure;
      ++printed;
    }
  }
  EXPECT_GT(printed, 20);
  // 10 persons, 3 of them women: the men would tell.
  EXPECT_TRUE(FigureAt(statistics, "persons.age", "16_17", "female").suppressed);
  EXPECT_TRUE(FigureAt(statistics, "persons.age", "total", "male").suppressed);
  EXPECT_FALSE(FigureAt(statistics, "persons.age", "total", "total").suppressed);
  for (const auto& time : statistics.waiting) EXPECT_FALSE(time.median) << "of three decisions";
  const std::string html = StatisticsHtml(statistics, false);
  EXPECT_EQ(html.find(": #"), std::string::npos);
  EXPECT_EQ(html.find("<details>"), std::string::npos);
}

TEST_F(October, FilesSayTheSame) {
  const auto statistics = Make();
  const std::string csv = StatisticsCsv(statistics).substr(3);
  core::CsvReader reader(csv, ',');
  std::map<std::string, std::string> values;
  core::CsvReader::Record record;
  while (reader.Next(record)) {
    ASSERT_EQ(record.cells.size(), 12U);
    values[record.cells[0] + " " + record.cells[3] + " " + record.cells[7]] = record.cells[10];
  }
  for (const auto& expected : ByHand()) {
    if (expected.n == 0) continue;
    EXPECT_EQ(values[std::string{expected.table} + " " + expected.row + " " + expected.column], std::to_string(expected.n));
  }
  EXPECT_EQ(values["decisions.waiting fraud median"], "24.0");
  const std::string html = StatisticsHtml(statistics, true);
  EXPECT_NE(html.find("Figures of October 2026"), std::string::npos);
  EXPECT_NE(html.find("<svg"), std::string::npos);
  EXPECT_NE(html.find("Nghệ An · Signs of fraud: #2 #4"), std::string::npos);
}

TEST_F(October, APeriodThatHasNotBegunIsRefused) { EXPECT_THROW(Make(false, "2027"), core::InputError); }

TEST(Percentile, IsTheNearestRank) {
  EXPECT_EQ(Percentile({}, 50), std::nullopt);
  EXPECT_EQ(Percentile({5s}, 90), 5s);
  EXPECT_EQ(Percentile({4s, 1s, 3s, 2s}, 50), 2s);
  EXPECT_EQ(Percentile({1s, 2s, 3s, 4s, 5s, 6s, 7s, 8s, 9s, 10s}, 90), 9s);
}

}  // namespace
}  // namespace agencywatch::alerts
