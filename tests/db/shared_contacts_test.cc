// Which contacts belong to a site and not to an advertiser.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "db/subject_store.h"
#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

class SharedContactsTest : public StoreTest {
 protected:
  struct Contact {
    std::string phone;
    core::Field field = core::Field::kBody;
  };

  // One judged advert of `source`.
  void Advertise(pqxx::transaction_base& tx, std::int64_t source, const std::string& employer,
                 const std::vector<Contact>& contacts, const std::vector<std::string>& trackers = {}) {
    core::Posting posting = Advert("j" + std::to_string(++count_), "Tuyển lao động");
    posting.employer = employer;
    posting.trackers = trackers;
    const auto saved = SavePosting(tx, source, posting, now_, "1");
    postings_.push_back(saved.posting_id);
    core::Assessment assessment;
    assessment.genre = "advert";
    assessment.pack_sha256 = Hash("pack one");
    for (const auto& contact : contacts) {
      core::Fact fact;
      fact.kind = core::FactKind::kPhone;
      fact.value = contact.phone;
      fact.place = {contact.field, 0, 4, "Liê"};
      assessment.facts.facts.push_back(fact);
    }
    AssessmentInputs inputs;
    inputs.with = Judged(tx);
    inputs.day_from = inputs.day_to = core::VietnamDay(now_);
    static_cast<void>(SaveAssessment(tx, saved.version_id, inputs, assessment, now_));
  }

  std::vector<std::string> Shared(pqxx::transaction_base& tx) {
    std::vector<std::string> phones;
    for (const auto& contact : SharedContacts(tx, postings_)) phones.push_back(contact.norm);
    return phones;
  }

  int count_ = 0;
  std::vector<std::int64_t> postings_;
};

using Phones = std::vector<std::string>;
constexpr auto kAround = core::Field::kContext;

TEST_F(SharedContactsTest, AHotlineAroundTheAdvertsOfTwoEmployersIsTheBoards) {
  pqxx::work tx(connection());
  const auto board = Source(tx);
  Advertise(tx, board, "Công ty A", {{"+84912000001"}, {"+84243000060", kAround}});
  Advertise(tx, board, "Công ty B", {{"+84912000002"}, {"+84243000060", kAround}});
  EXPECT_EQ(Shared(tx), Phones{"+84243000060"});
}

TEST_F(SharedContactsTest, AnAgencysFooterIsItsOwn) {
  pqxx::work tx(connection());
  const auto agency = Source(tx);
  for (int i = 0; i < 6; ++i) Advertise(tx, agency, "Công ty A", {{"+84243000061", kAround}});
  EXPECT_EQ(Shared(tx), Phones{});
}

TEST_F(SharedContactsTest, AContactOnMostPagesOfDifferentAdvertisersIsTheSites) {
  pqxx::work tx(connection());
  const auto classifieds = Source(tx);
  for (int i = 0; i < 5; ++i) {
    Advertise(tx, classifieds, "", {{"+8491200001" + std::to_string(i)}, {"+84243000062"}});
  }
  EXPECT_EQ(Shared(tx), Phones{"+84243000062"});
}

TEST_F(SharedContactsTest, ABrokersPhoneUnderSeveralNamesOnABusyBoardIsHisOwn) {
  pqxx::work tx(connection());
  const auto board = Source(tx);
  for (int i = 0; i < 3; ++i) Advertise(tx, board, "Tên " + std::to_string(i), {{"+84912000777"}});
  for (int i = 0; i < 9; ++i) {
    Advertise(tx, board, "Công ty " + std::to_string(i), {{"+8491200002" + std::to_string(i)}});
  }
  EXPECT_EQ(Shared(tx), Phones{});
}

// A recruiter's own sites have his contact on every page; a board reports all its advertisers' pages to one account.
TEST_F(SharedContactsTest, AnAnalyticsIdIsTheBoardsWhereNoContactStandsOnAllItsPages) {
  pqxx::work tx(connection());
  const auto board = Source(tx);
  const auto own = Source(tx, "own-site");
  const auto other_own = Source(tx, "own-site-2");
  for (int i = 0; i < 3; ++i) Advertise(tx, board, "", {{"+8491200003" + std::to_string(i)}}, {"ga:UA-440055", "gtm:GTM-K7X2Q9"});
  for (int i = 0; i < 3; ++i) Advertise(tx, own, "", {{"+84912000040"}, {"+8491200005" + std::to_string(i)}}, {"ga:UA-880099"});
  Advertise(tx, other_own, "", {{"+84912000060"}}, {"ga:UA-880099"});
  EXPECT_EQ(Shared(tx), (std::vector<std::string>{"ga:UA-440055", "gtm:GTM-K7X2Q9"}));
  // Known as a board's, it stays one when the next night brings a single advert.
  static_cast<void>(SetHubs(tx, {{"analytics", "ga:UA-440055"}}, {}, "shared"));
  postings_.clear();
  Advertise(tx, Source(tx, "mobile-board"), "", {{"+84912000070"}}, {"ga:UA-440055"});
  EXPECT_EQ(Shared(tx), std::vector<std::string>{"ga:UA-440055"});
}

}  // namespace
}  // namespace agencywatch::db
