#include "crawler/politeness.h"

#include <gtest/gtest.h>

namespace agencywatch::crawler {
namespace {

using namespace std::chrono_literals;

const Origin kA{"https", "a.vn", 443};
const Origin kB{"https", "b.vn", 443};
const SteadyTime kStart = SteadyTime{} + 1000s;
const core::Instant kWall{};

HttpHead Answer(int status, std::string retry_after = "") {
  HttpHead head;
  head.status = status;
  if (!retry_after.empty()) head.fields.emplace_back("Retry-After", retry_after);
  return head;
}

TEST(PolitenessOfAnOrigin, LetsAStrangerStartAtOnce) {
  const Politeness politeness;
  ASSERT_TRUE(politeness.NextStart(kA, ""));
  EXPECT_LE(*politeness.NextStart(kA, ""), kStart);
}

TEST(PolitenessOfAnOrigin, WaitsForTheLongerOfOurDelayAndTheirs) {
  Politeness politeness;
  politeness.SetManners(kA, {1000ms, 2500ms});
  politeness.OnStart(kA, "", kStart);
  politeness.OnEnd(kA, "", "1.1.1.1", Answer(200), kStart + 10ms, kWall);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 2500ms);
  politeness.SetManners(kB, {1000ms, 200ms});
  politeness.OnStart(kB, "", kStart);
  politeness.OnEnd(kB, "", "", Answer(200), kStart + 10ms, kWall);
  EXPECT_EQ(politeness.NextStart(kB, ""), kStart + 1000ms);
}

TEST(PolitenessOfAnOrigin, OpensNoMoreConnectionsThanAllowed) {
  Politeness politeness;
  politeness.SetManners(kA, {0ms, std::nullopt, 2, true});
  politeness.OnStart(kA, "", kStart);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart);
  politeness.OnStart(kA, "", kStart);
  EXPECT_EQ(politeness.NextStart(kA, ""), std::nullopt);
  politeness.OnEnd(kA, "", "", Answer(200), kStart + 1ms, kWall);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart);
}

TEST(PolitenessOfAnOrigin, KeepsRetryAfterInBothForms) {
  Politeness politeness;
  politeness.OnStart(kA, "", kStart);
  politeness.OnEnd(kA, "", "", Answer(429, "120"), kStart, kWall);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 120s);
  politeness.OnStart(kB, "", kStart);
  politeness.OnEnd(kB, "", "", Answer(503, "Thu, 01 Jan 1970 00:10:00 GMT"), kStart, kWall);
  EXPECT_EQ(politeness.NextStart(kB, ""), kStart + 600s);
}

TEST(PolitenessOfAnOrigin, BacksOffLongerEachTimeUntilAnAnswerIsGood) {
  Politeness politeness;
  SteadyTime now = kStart;
  for (const auto expected : {30s, 60s, 120s}) {
    politeness.OnStart(kA, "", now);
    politeness.OnEnd(kA, "", "", Answer(503), now, kWall);
    EXPECT_EQ(politeness.NextStart(kA, ""), now + expected);
    now += expected;
  }
  politeness.OnStart(kA, "", now);
  politeness.OnEnd(kA, "", "", Answer(200), now, kWall);
  EXPECT_EQ(politeness.NextStart(kA, ""), now + 1s);
  politeness.OnStart(kA, "", now);
  politeness.OnEnd(kA, "", "", Answer(429, "999999999"), now, kWall);
  EXPECT_EQ(politeness.NextStart(kA, ""), now + Politeness::kMaxBackOff);
}

TEST(PolitenessOfAnAddress, MakesOriginsOnOneMachineTakeTurns) {
  Politeness politeness;
  politeness.OnStart(kA, "1.1.1.1", kStart);
  EXPECT_EQ(politeness.NextStart(kB, "1.1.1.1"), std::nullopt);
  EXPECT_TRUE(politeness.NextStart(kB, "1.0.0.1"));
  politeness.OnEnd(kA, "1.1.1.1", "1.1.1.1", Answer(200), kStart + 5ms, kWall);
  EXPECT_EQ(politeness.NextStart(kB, "1.1.1.1"), kStart + 1000ms);
  EXPECT_EQ(politeness.LastAddress(kA), "1.1.1.1");
}

TEST(PolitenessOfAnAddress, CountsTheAddressThatWasReallyUsed) {
  Politeness politeness;
  politeness.OnStart(kA, "", kStart);
  politeness.OnEnd(kA, "", "1.1.1.1", Answer(200), kStart + 5ms, kWall);
  EXPECT_EQ(politeness.NextStart(kB, "1.1.1.1"), kStart + 1005ms);
}

TEST(PolitenessOfAnAddress, DoesNotHoldForPrivateSources) {
  Politeness politeness;
  politeness.SetManners(kA, {0ms, std::nullopt, 1, true});
  politeness.SetManners(kB, {0ms, std::nullopt, 1, true});
  politeness.OnStart(kA, "127.0.0.2", kStart);
  EXPECT_TRUE(politeness.NextStart(kB, "127.0.0.2"));
}

}  // namespace
}  // namespace agencywatch::crawler
