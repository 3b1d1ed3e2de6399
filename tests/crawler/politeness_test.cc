#include "crawler/politeness.h"

#include <gtest/gtest.h>

namespace agencywatch::crawler {
namespace {

using namespace std::chrono_literals;

const Origin kA{"https", "a.vn", 443};
const Origin kB{"https", "b.vn", 443};
const SteadyTime kStart = SteadyTime{} + 1000s;
const core::Instant kWall{};

HttpHead Head(int status, std::string retry_after = "") {
  HttpHead head;
  head.status = status;
  if (!retry_after.empty()) head.fields.emplace_back("Retry-After", retry_after);
  return head;
}

void End(Politeness& politeness, const Origin& origin, const std::string& started_ip,
         const std::string& used_ip, const HttpHead& head, SteadyTime now,
         std::chrono::milliseconds latency = 0ms) {
  politeness.OnEnd(origin, {started_ip, used_ip, &head, latency, head.status == 0}, now, kWall);
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
  End(politeness, kA, "", "1.1.1.1", Head(200), kStart + 10ms);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 2500ms);
  politeness.SetManners(kB, {1000ms, 200ms});
  politeness.OnStart(kB, "", kStart);
  End(politeness, kB, "", "", Head(200), kStart + 10ms);
  EXPECT_EQ(politeness.NextStart(kB, ""), kStart + 1000ms);
}

TEST(PolitenessOfAnOrigin, OpensNoMoreConnectionsThanAllowed) {
  Politeness politeness;
  politeness.SetManners(kA, {0ms, std::nullopt, 2, true});
  politeness.OnStart(kA, "", kStart);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart);
  politeness.OnStart(kA, "", kStart);
  EXPECT_EQ(politeness.NextStart(kA, ""), std::nullopt);
  End(politeness, kA, "", "", Head(200), kStart + 1ms);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart);
}

TEST(PolitenessOfAnOrigin, KeepsRetryAfterInBothForms) {
  Politeness politeness;
  politeness.OnStart(kA, "", kStart);
  End(politeness, kA, "", "", Head(429, "120"), kStart);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 120s);
  politeness.OnStart(kB, "", kStart);
  End(politeness, kB, "", "", Head(503, "Thu, 01 Jan 1970 00:10:00 GMT"), kStart);
  EXPECT_EQ(politeness.NextStart(kB, ""), kStart + 600s);
}

TEST(PolitenessOfAnOrigin, BacksOffLongerEachTimeUntilAnAnswerIsGood) {
  Politeness politeness;
  SteadyTime now = kStart;
  for (const auto expected : {10s, 20s, 40s}) {
    politeness.OnStart(kA, "", now);
    End(politeness, kA, "", "", Head(503), now);
    EXPECT_EQ(politeness.NextStart(kA, ""), now + expected);
    now += expected;
  }
  politeness.OnStart(kA, "", now);
  End(politeness, kA, "", "", Head(200), now);
  EXPECT_EQ(politeness.NextStart(kA, ""), now + 1s);
  politeness.OnStart(kA, "", now);
  End(politeness, kA, "", "", Head(429, "999999999"), now);
  EXPECT_EQ(politeness.NextStart(kA, ""), now + Politeness::kMaxBackOff);
}

TEST(PolitenessOfAnOrigin, GivesASlowServerMoreTimeBetweenRequests) {
  Politeness politeness;
  politeness.SetManners(kA, {1000ms, std::nullopt});
  politeness.OnStart(kA, "", kStart);
  End(politeness, kA, "", "", Head(200), kStart + 800ms, 800ms);
  politeness.OnStart(kA, "", kStart + 1000ms);
  EXPECT_EQ(politeness.NextStart(kA, ""), std::nullopt);
  End(politeness, kA, "", "", Head(200), kStart + 1800ms, 800ms);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 1000ms + 4000ms);
  // A quick answer brings it back by and by: (3 x 800 + 40) / 4 = 610.
  politeness.OnStart(kA, "", kStart + 5000ms);
  End(politeness, kA, "", "", Head(200), kStart + 5040ms, 40ms);
  politeness.OnStart(kA, "", kStart + 10s);
  End(politeness, kA, "", "", Head(200), kStart + 10s, 40ms);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 10s + 3050ms);
}

TEST(PolitenessOfAnOrigin, KeepsWhatAnEarlierRunWasTold) {
  Politeness politeness;
  politeness.NotBefore(kA, kStart + 90s);
  EXPECT_EQ(politeness.NextStart(kA, ""), kStart + 90s);
}

TEST(PolitenessOfAnOrigin, IsSilentAfterFiveRequestsWithoutAConnection) {
  Politeness politeness;
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(politeness.IsSilent(kA)) << i;
    politeness.OnStart(kA, "", kStart);
    End(politeness, kA, "", "", Head(0), kStart);
  }
  EXPECT_TRUE(politeness.IsSilent(kA));
  politeness.OnStart(kA, "", kStart);
  End(politeness, kA, "", "", Head(500), kStart);
  EXPECT_FALSE(politeness.IsSilent(kA));
}

TEST(PolitenessOfAnOrigin, OfTwoSourcesTheGentlerOneCounts) {
  const Manners quick{500ms, std::nullopt, 2, true};
  const Manners slow{2000ms, std::nullopt, 1, false};
  const Manners both = quick.Gentler(slow);
  EXPECT_EQ(both.delay, 2000ms);
  EXPECT_EQ(both.connections, 1);
  EXPECT_FALSE(both.is_private);
}

TEST(PolitenessOfAnAddress, MakesOriginsOnOneMachineTakeTurns) {
  Politeness politeness;
  politeness.OnStart(kA, "1.1.1.1", kStart);
  EXPECT_EQ(politeness.NextStart(kB, "1.1.1.1"), std::nullopt);
  EXPECT_TRUE(politeness.NextStart(kB, "1.0.0.1"));
  End(politeness, kA, "1.1.1.1", "1.1.1.1", Head(200), kStart + 5ms);
  EXPECT_EQ(politeness.NextStart(kB, "1.1.1.1"), kStart + 1000ms);
  EXPECT_EQ(politeness.LastAddress(kA), "1.1.1.1");
}

TEST(PolitenessOfAnAddress, CountsTheAddressThatWasReallyUsed) {
  Politeness politeness;
  politeness.OnStart(kA, "", kStart);
  End(politeness, kA, "", "1.1.1.1", Head(200), kStart + 5ms);
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
