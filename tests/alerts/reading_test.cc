// What people read and rank by: provinces, edits, the order of the queue.
#include <gtest/gtest.h>

#include "alerts/province.h"
#include "alerts/rank.h"
#include "alerts/text_diff.h"

namespace agencywatch::alerts {
namespace {

using namespace std::chrono_literals;
using Pieces = std::vector<std::string>;
using Names = std::set<std::string>;

// Resolution 202/2025/QH15: 34 provinces and cities.
TEST(Province, FormerOnesAreReadAsWhatTheyBecame) {
  EXPECT_EQ(Provinces().size(), 34U);
  EXPECT_EQ(FindProvince("nam dinh"), "Ninh Bình");
  EXPECT_EQ(FindProvince("Nghệ An"), "Nghệ An");
  EXPECT_EQ(FindProvince("Atlantis"), std::nullopt);
  EXPECT_EQ(ProvincesIn("Số 3 đường A, TP.HCM; chi nhánh tại Hải Dương"), (Names{"Hồ Chí Minh", "Hải Phòng"}));
  EXPECT_EQ(ProvincesIn("đường Huệ, chợ hanoian"), Names{"Huế"}) << "whole words, whatever their marks";
}

TEST(TextDiff, TellsWhatAnEditTookOutAndPutIn) {
  const auto diff = DiffText("Đi Nhật. Cọc 15 triệu.\nGọi 0912 000 345", "Đi Nhật. Không mất phí.\nGọi 0912 000 345");
  EXPECT_EQ(diff.removed, Pieces{"Cọc 15 triệu."});
  EXPECT_EQ(diff.added, Pieces{"Không mất phí."});
  EXPECT_TRUE(DiffText("a\nb", "  a \n\n b").removed.empty()) << "white space is no edit";
  std::string large;
  for (int i = 0; i < 3000; ++i) large += std::to_string(i) + "\n";
  EXPECT_EQ(DiffText(large, large + "mới").added, Pieces{"mới"});
}

TEST(QueueRank, TraffickingFirstThenHarmAndFreshness) {
  const core::Instant today = core::ParseInstant("2026-11-21T06:00:00+07:00").value();
  const auto rank = [&](core::Verdict verdict, int score, int days_ago) {
    return QueueRank(verdict, score, 1, 1, today - days_ago * 24h);
  };
  EXPECT_GT(rank(core::Verdict::kTrafficking, 10, 300), rank(core::Verdict::kFraud, 100, 0));
  EXPECT_GT(rank(core::Verdict::kFraud, 80, 0), rank(core::Verdict::kUnlicensed, 80, 0));
  EXPECT_EQ(rank(core::Verdict::kFraud, 80, 10), rank(core::Verdict::kUnlicensed, 80, 0));
  EXPECT_GT(QueueRank(core::Verdict::kFraud, 80, 8, 4, today), rank(core::Verdict::kFraud, 80, 0)) << "reach";
  EXPECT_LT(DueWithin(core::Verdict::kTrafficking), DueWithin(core::Verdict::kFraud));
}

}  // namespace
}  // namespace agencywatch::alerts
