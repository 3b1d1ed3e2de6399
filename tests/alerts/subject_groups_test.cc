#include "alerts/subject_groups.h"

#include <gtest/gtest.h>

namespace agencywatch::alerts {
namespace {

using core::Field;

Sign Control(std::string kind, std::string norm, Field field = Field::kBody) {
  return {{std::move(kind), std::move(norm)}, db::TieKind::kControls, {}, field, false};
}
Sign Claim(std::string kind, std::string norm) {
  return {{std::move(kind), std::move(norm)}, db::TieKind::kClaims, {}, Field::kBody, false};
}

std::vector<std::vector<std::size_t>> Groups(const std::vector<PostingSigns>& postings,
                                             const std::set<Identifier>& hubs = {}) {
  std::vector<std::vector<std::size_t>> groups;
  for (const auto& group : GroupBySubject(postings, hubs)) groups.push_back(group.postings);
  return groups;
}
std::vector<std::vector<std::size_t>> Judged(const std::vector<PostingSigns>& postings,
                                             const std::vector<db::TieJudgement>& judgements) {
  std::vector<std::vector<std::size_t>> groups;
  for (const auto& group : GroupBySubject(postings, {}, judgements)) groups.push_back(group.postings);
  return groups;
}

using Expected = std::vector<std::vector<std::size_t>>;

TEST(GroupBySubject, APhoneUnitesPostingsUnderTwoNamesOnTwoSites) {
  EXPECT_EQ(Groups({{1, "board", true, {Control("phone", "+84912000345")}},
                    {2, "market", true, {Control("phone", "+84912000345")}},
                    {3, "market", true, {Control("phone", "+84912000999")}}}),
            (Expected{{0, 1}, {2}}));
}

TEST(GroupBySubject, AControlTiesOverAChainOfDifferentKinds) {
  EXPECT_EQ(Groups({{1, "a", true, {Control("phone", "1")}},
                    {2, "a", true, {Control("social", "zalo:x")}},
                    {3, "a", true, {Control("phone", "1"), Control("social", "zalo:x")}}}),
            (Expected{{0, 1, 2}}));
}

TEST(GroupBySubject, ABorrowedLicenceDoesNotReachItsHolder) {
  EXPECT_EQ(
      Groups({{1, "site", true, {Control("phone", "holder"), Claim("licence", "3224/LDTBXH-GP")}},
              {2, "site", true, {Control("phone", "other"), Claim("licence", "3224/LDTBXH-GP")}}}),
      (Expected{{0}, {1}}));
}

TEST(GroupBySubject, AnArticleThatQuotesAPhoneTiesNothing) {
  EXPECT_EQ(Groups({{1, "board", true, {Control("phone", "1")}},
                    {2, "paper", false, {Control("phone", "1")}}}),
            (Expected{{0}}));
}

TEST(GroupBySubject, TheBoardsHotlineIsNoTie) {
  EXPECT_EQ(Groups({{1, "board", true, {Control("phone", "board", Field::kContext)}},
                    {2, "board", true, {Control("phone", "board", Field::kContext)}}},
                   {{"phone", "board"}}),
            (Expected{{0}, {1}}));
}

TEST(GroupBySubject, WhatStandsAroundAnAdvertCountsOnlyWhereItHasNoContactOfItsOwn) {
  EXPECT_EQ(
      Groups({{1, "a", true, {Control("phone", "1"), Control("phone", "footer", Field::kContext)}},
              {2, "a", true, {Control("phone", "footer", Field::kContext)}}}),
      (Expected{{0}, {1}}));
}

TEST(GroupBySubject, AnAgencysFooterSpeaksForItsOrders) {
  EXPECT_EQ(Groups({{1, "agency", true, {Control("phone", "footer", Field::kContext)}},
                    {2, "agency", true, {Control("phone", "footer", Field::kContext)}}}),
            (Expected{{0, 1}}));
}

TEST(GroupBySubject, ANameAloneUnitesOnlyWithinOneSource) {
  EXPECT_EQ(Groups({{1, "a", true, {Claim("name", "x")}},
                    {2, "a", true, {Claim("name", "x")}},
                    {3, "b", true, {Claim("name", "x")}}}),
            (Expected{{0, 1}, {2}}));
}

TEST(GroupBySubject, SharedNumbersNeverTie) {
  Sign hotline = Control("phone", "111");
  hotline.shared = true;
  EXPECT_EQ(Groups({{1, "a", true, {hotline}}, {2, "b", true, {hotline}}}), (Expected{{0}, {1}}));
}

TEST(GroupBySubject, ACopiedTextUnitesButNotWithWhomTheRegistersContactStandsFor) {
  EXPECT_EQ(Groups({{1, "a", true, {Control("phone", "1"), Control("text", "t")}},
                    {2, "b", true, {Control("phone", "2"), Control("text", "t")}},
                    {3, "c", true, {Control("phone", "3"), Control("text", "t"), Control("enterprise", "e")}}}),
            (Expected{{0, 1}, {2}}));
}

TEST(GroupBySubject, WhatAPersonSeparatedStaysApartAlsoOverAThirdIdentifier) {
  const std::vector<PostingSigns> postings = {{1, "a", true, {Control("phone", "1")}},
                                              {2, "a", true, {Control("phone", "2")}},
                                              {3, "a", true, {Control("phone", "1"), Control("phone", "2")}},
                                              {4, "a", true, {Control("phone", "2"), Control("social", "x")}},
                                              {5, "a", true, {Control("phone", "1"), Control("social", "x")}}};
  EXPECT_EQ(Judged(postings, {}), (Expected{{0, 1, 2, 3, 4}}));
  EXPECT_EQ(Judged(postings, {{false, {"phone", "1"}, {"phone", "2"}}}), (Expected{{0, 2, 4}, {1, 3}}))
      << "what shows both stays with the first";
  EXPECT_EQ(Judged(postings, {{false, {"phone", "2"}, {"phone", "1"}}}), (Expected{{0}, {1, 2, 3, 4}}))
      << "what was taken away takes nothing along";
}

TEST(GroupBySubject, WhatAPersonLinkedIsOne) {
  EXPECT_EQ(Judged({{1, "a", true, {Control("phone", "1")}}, {2, "b", true, {Control("phone", "2")}}},
                   {{true, {"phone", "1"}, {"phone", "2"}}}),
            (Expected{{0, 1}}));
}

}  // namespace
}  // namespace agencywatch::alerts
