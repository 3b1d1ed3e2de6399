#include "rules/register_check.h"

#include <gtest/gtest.h>

namespace agencywatch::rules {
namespace {

using core::Fact;
using core::FactKind;

core::Day On(const char* text) { return *core::ParseDay(text); }

core::RegisterView Register(const char* as_of = "2026-10-30") {
  core::RegisterRow active;
  active.name = "Công ty Cổ phần Nhân lực Đồi Sim Biếc";
  active.short_name = "DOSIBI";
  active.licence_no = "8101/LĐTBXH-GP";
  active.issued_on = On("2015-01-01");
  active.tax_code = "0199900011";
  active.address = "Số 8 đường Bến Chuông, phường Cầu Mây, Hà Nội";
  active.phones = {"024 3000 0701"};
  active.reissued_from = "120/LĐTBXH-GP";
  core::RegisterRow revoked;
  revoked.name = "Công ty TNHH Hợp tác Lao động Suối Trăng";
  revoked.licence_no = "8102/LĐTBXH-GP";
  revoked.issued_on = On("2016-01-01");
  revoked.status = core::LicenceStatus::kRevoked;
  revoked.status_from = On("2026-10-15");
  revoked.phones = {"024 3000 0702"};
  core::RegisterRow paused;
  paused.name = "Công ty Cổ phần Quốc tế Gió Đèo Ngang";
  paused.licence_no = "8103/LĐTBXH-GP";
  paused.issued_on = On("2017-01-01");
  paused.status = core::LicenceStatus::kSuspended;
  paused.status_from = On("2026-09-01");
  paused.status_to = On("2026-12-31");
  paused.status_market = "JP";
  core::RegisterRow no_maids;
  no_maids.name = "Công ty TNHH Phái cử Lao động Suối Rút";
  no_maids.licence_no = "8104/LĐTBXH-GP";
  no_maids.issued_on = On("2017-01-01");
  no_maids.status = core::LicenceStatus::kSuspended;
  no_maids.status_from = On("2026-09-01");
  no_maids.status_activity = "domestic";
  core::RegisterRow maids_else = no_maids;  // the licence itself has a line of its own
  maids_else.status = core::LicenceStatus::kActive;
  maids_else.status_from.reset();
  maids_else.status_activity.clear();
  return core::RegisterView(core::RegisterView::EntriesOf({active, revoked, paused, maids_else, no_maids}), On(as_of));
}

Fact Read(FactKind kind, std::string value, std::map<std::string, std::string> attrs = {}) {
  Fact fact;
  fact.kind = kind;
  fact.value = std::move(value);
  fact.attrs = std::move(attrs);
  return fact;
}

RegisterVerdict Check(std::vector<Fact> facts, std::string_view agency = "",
                      const char* from = "2026-11-01", const char* to = nullptr) {
  core::Facts all;
  all.facts = std::move(facts);
  static const core::RegisterView view = Register();
  return CheckRegister(all, agency, &view, On(from), On(to == nullptr ? from : to));
}

RegisterStates Bits(std::initializer_list<RegisterState> states) {
  RegisterStates bits = 0;
  for (const RegisterState state : states)
    bits = static_cast<RegisterStates>(bits | static_cast<RegisterStates>(state));
  return bits;
}

const char* const kOwnPhone = "+842430000701";
const char* const kOtherPhone = "+84912000345";

TEST(RegisterCheck, ListedNameWithOwnPhoneIsActive) {
  const auto verdict = Check({Read(FactKind::kEnterprise, "CTCP Nhân lực Đồi Sim Biếc"),
                              Read(FactKind::kPhone, kOwnPhone)});
  EXPECT_EQ(verdict.states, Bits({RegisterState::kActive}));
  ASSERT_NE(verdict.entry, nullptr);
  EXPECT_EQ(verdict.entry->row.licence_no, "8101/LĐTBXH-GP");
}

TEST(RegisterCheck, FormerNumberOfTheSameFirmIsFine) {
  EXPECT_EQ(Check({Read(FactKind::kLicence, "120/LDTBXH-GP")}, "DOSIBI").states,
            Bits({RegisterState::kActive}));
}

TEST(RegisterCheck, UnknownFirmIsUnlisted) {
  const auto verdict = Check({Read(FactKind::kEnterprise, "Công ty TNHH Đông Âu Sao Khuê")});
  EXPECT_EQ(verdict.states, Bits({RegisterState::kUnlisted}));
  EXPECT_EQ(verdict.enterprise, "Công ty TNHH Đông Âu Sao Khuê");
  EXPECT_EQ(verdict.name_facts, (std::vector<std::size_t>{0}));
}

Fact Around(Fact fact) {
  fact.place.field = core::Field::kContext;
  return fact;
}

// The operator of a job board stands around every advert; who the recruiter is, the advert's own contact says.
TEST(RegisterCheck, WhoStandsAroundAnAdvertWithAContactOfItsOwnIsNotTheRecruiter) {
  const Fact board = Around(Read(FactKind::kEnterprise, "Công ty TNHH Sàn Việc Mẫu Đơn"));
  Fact phone = Read(FactKind::kPhone, kOtherPhone);
  phone.place.field = core::Field::kBody;
  EXPECT_EQ(Check({phone, board}).states, Bits({RegisterState::kNobody}));
  EXPECT_EQ(Check({board}).states, Bits({RegisterState::kUnlisted})) << "a firm's own page, where nothing else says who it is";
  phone.attrs = {{"reported", "true"}};
  EXPECT_EQ(Check({phone, board}).states, Bits({RegisterState::kUnlisted})) << "somebody else's phone says nothing";
}

TEST(RegisterCheck, ThePagesOwnPhoneProvesNoBorrowing) {
  Fact name = Read(FactKind::kEnterprise, "CTCP Nhân lực Đồi Sim Biếc");
  Fact mobile = Read(FactKind::kPhone, kOtherPhone);
  name.place.field = mobile.place.field = core::Field::kBody;
  const auto verdict = Check({name, mobile, Around(Read(FactKind::kPhone, "+842430000999"))});
  EXPECT_TRUE(verdict.Has(RegisterState::kBorrowed));
  EXPECT_EQ(verdict.contact_facts, (std::vector<std::size_t>{1}));
}

TEST(RegisterCheck, RevokedIsInactiveFromThatDayOn) {
  const Fact name = Read(FactKind::kEnterprise, "Công ty TNHH Hợp tác Lao động Suối Trăng");
  EXPECT_EQ(Check({name}, "", "2026-10-14").states, Bits({RegisterState::kActive}));
  const auto later = Check({name}, "", "2026-10-15");
  EXPECT_EQ(later.states, Bits({RegisterState::kInactive}));
  EXPECT_EQ(later.status, core::LicenceStatus::kRevoked);
  EXPECT_EQ(later.inactive_on, On("2026-10-15"));
}

TEST(RegisterCheck, AnyJudgedDayCounts) {
  const Fact name = Read(FactKind::kEnterprise, "Công ty TNHH Hợp tác Lao động Suối Trăng");
  const auto verdict = Check({name}, "", "2026-10-01", "2026-11-01");
  EXPECT_TRUE(verdict.Has(RegisterState::kInactive));
  EXPECT_EQ(verdict.inactive_on, On("2026-10-15"));
}

TEST(RegisterCheck, BeforeTheLicenceWasIssuedNobodyHeldIt) {
  const auto verdict = Check({Read(FactKind::kLicence, "8101/LDTBXH-GP")}, "", "2014-12-31");
  EXPECT_TRUE(verdict.Has(RegisterState::kInactive));
  EXPECT_EQ(verdict.status, std::nullopt);
}

TEST(RegisterCheck, SuspensionForOneMarketCountsThereOnly) {
  const Fact name = Read(FactKind::kEnterprise, "Công ty Cổ phần Quốc tế Gió Đèo Ngang");
  EXPECT_TRUE(Check({name, Read(FactKind::kDestination, "JP")}).Has(RegisterState::kInactive));
  EXPECT_TRUE(Check({name, Read(FactKind::kDestination, "TW")}).Has(RegisterState::kActive));
  EXPECT_TRUE(Check({name, Read(FactKind::kDestination, "JP")}, "", "2027-01-01")
                  .Has(RegisterState::kUnknown));
}

TEST(RegisterCheck, UnknownNumberIsSaid) {
  EXPECT_EQ(Check({Read(FactKind::kLicence, "9999/LDTBXH-GP")}).states,
            Bits({RegisterState::kNumberUnknown}));
}

TEST(RegisterCheck, NumberOfAnotherFirm) {
  const auto verdict = Check({Read(FactKind::kLicence, "8102/LDTBXH-GP")}, "DOSIBI");
  EXPECT_TRUE(verdict.Has(RegisterState::kNumberOfOther));
  EXPECT_TRUE(verdict.Has(RegisterState::kActive));
}

TEST(RegisterCheck, NumberUnderAnUnlistedNameIsBorrowed) {
  const auto verdict =
      Check({Read(FactKind::kEnterprise, "Công ty TNHH Đông Âu Sao Khuê"),
             Read(FactKind::kLicence, "8101/LDTBXH-GP"), Read(FactKind::kPhone, kOtherPhone)});
  EXPECT_EQ(verdict.states, Bits({RegisterState::kUnlisted, RegisterState::kNumberOfOther,
                                  RegisterState::kBorrowed}));
  EXPECT_EQ(verdict.contact_facts, (std::vector<std::size_t>{2}));
}

TEST(RegisterCheck, TheHoldersNumberUnderAlmostItsNameIsBorrowedWhenSomebodyElseAnswers) {
  const Fact number = Read(FactKind::kLicence, "8101/LDTBXH-GP");
  const Fact almost = Read(FactKind::kEnterprise, "Công ty Cổ phần Nhân lực Đồi Sim Biển");
  EXPECT_EQ(
      Check({almost, number, Read(FactKind::kPhone, kOtherPhone)}).states,
      Bits({RegisterState::kUnlisted, RegisterState::kNumberOfOther, RegisterState::kBorrowed}));
  EXPECT_FALSE(
      Check({almost, number, Read(FactKind::kPhone, kOwnPhone)}).Has(RegisterState::kUnlisted));
  const Fact shortened = Read(FactKind::kEnterprise, "CTCP TM Đồi Sim Biếc");
  EXPECT_FALSE(Check({shortened, number, Read(FactKind::kPhone, kOtherPhone)})
                   .Has(RegisterState::kNumberOfOther));
}

TEST(RegisterCheck, BorrowedNeedsAForeignContactAndNoneOfTheHolder) {
  const Fact name = Read(FactKind::kEnterprise, "Công ty Cổ phần Nhân lực Đồi Sim Biếc");
  EXPECT_TRUE(Check({name, Read(FactKind::kPhone, kOtherPhone)}).Has(RegisterState::kBorrowed));
  EXPECT_TRUE(Check({name, Read(FactKind::kSocial, std::string("zalo:") + kOtherPhone)})
                  .Has(RegisterState::kBorrowed));
  EXPECT_FALSE(Check({name, Read(FactKind::kPhone, kOtherPhone), Read(FactKind::kPhone, kOwnPhone)})
                   .Has(RegisterState::kBorrowed));
  EXPECT_FALSE(Check({name, Read(FactKind::kPhone, kOtherPhone),
                      Read(FactKind::kAddress, "8 đường Bến Chuông, phường Cầu Mây")})
                   .Has(RegisterState::kBorrowed));
  EXPECT_FALSE(Check({name}).Has(RegisterState::kBorrowed));
}

TEST(RegisterCheck, AgencyThatMentionsALicensedFirmIsNotThatFirm) {
  const auto verdict = Check({Read(FactKind::kEnterprise, "Công ty Cổ phần Nhân lực Đồi Sim Biếc"),
                              Read(FactKind::kPhone, kOtherPhone)},
                             "Cty XNK Lao động Đông Âu Sao Khuê");
  EXPECT_TRUE(verdict.Has(RegisterState::kUnlisted));
  EXPECT_TRUE(verdict.Has(RegisterState::kBorrowed));
  EXPECT_FALSE(verdict.Has(RegisterState::kActive));
}

TEST(RegisterCheck, NobodyIsNamed) {
  EXPECT_EQ(Check({Read(FactKind::kPhone, kOtherPhone)}, "Chị Hoa").states,
            Bits({RegisterState::kNobody}));
  EXPECT_EQ(Check({Read(FactKind::kPhone, kOwnPhone)}).states, Bits({RegisterState::kActive}));
  EXPECT_EQ(Check({Read(FactKind::kLicence, "18/SLDTBXH-GP", {{"provincial", "true"}})}).states, 0);
}

TEST(RegisterCheck, TradingNameWithTheHoldersPhoneIsPossibleOnly) {
  const auto verdict = Check({Read(FactKind::kEnterprise, "Trung tâm Nhân lực Bến Chuông"),
                              Read(FactKind::kPhone, kOwnPhone)});
  EXPECT_TRUE(verdict.Has(RegisterState::kPossible));
  EXPECT_FALSE(verdict.Has(RegisterState::kUnlisted));
}

// DESIGN: not knowing is said, never guessed.
TEST(RegisterCheck, WithoutOrWithAStaleRegisterNothingIsUnlisted) {
  core::Facts facts;
  facts.facts = {Read(FactKind::kEnterprise, "Công ty TNHH Đông Âu Sao Khuê")};
  const auto without = CheckRegister(facts, "", nullptr, On("2026-11-01"), On("2026-11-01"));
  EXPECT_EQ(without.states, Bits({RegisterState::kUnknown}));
  EXPECT_FALSE(without.stale);
  const core::RegisterView view = Register("2026-10-01");
  const auto fresh = CheckRegister(facts, "", &view, On("2026-10-15"), On("2026-10-15"));
  EXPECT_EQ(fresh.states, Bits({RegisterState::kUnlisted}));
  const auto stale = CheckRegister(facts, "", &view, On("2026-10-16"), On("2026-10-16"));
  EXPECT_EQ(stale.states, Bits({RegisterState::kUnknown}));
  EXPECT_TRUE(stale.stale);
  EXPECT_NE(stale.Note(true).find("more than 14 days"), std::string::npos);
  core::RegisterView believed_longer = Register("2026-10-01");
  believed_longer.set_max_age(std::chrono::days{30});
  EXPECT_EQ(CheckRegister(facts, "", &believed_longer, On("2026-10-16"), On("2026-10-16")).states,
            Bits({RegisterState::kUnlisted}));
  EXPECT_TRUE(CheckRegister(facts, "", &believed_longer, On("2026-11-01"), On("2026-11-01")).stale);
  EXPECT_EQ(CheckRegister({}, "", nullptr, On("2026-11-01"), On("2026-11-01")).states,
            Bits({RegisterState::kUnknown, RegisterState::kNobody}));
}

TEST(RegisterCheck, ASuspensionOfOneActivityIsHeldAgainstAdvertsForItOnly) {
  static const core::RegisterView view = Register();
  const auto check = [](std::vector<std::string> jobs, const char* day) {
    core::Facts facts;
    facts.facts = {Read(FactKind::kLicence, "8104/LDTBXH-GP"), Read(FactKind::kEnterprise, "Công ty TNHH Phái cử Lao động Suối Rút")};
    return CheckRegister(facts, "", &view, On(day), On(day), [&jobs]() -> const std::vector<std::string>& { return jobs; });
  };
  const auto maids = check({"factory", "domestic"}, "2026-11-01");
  EXPECT_TRUE(maids.Has(RegisterState::kInactive));
  EXPECT_EQ(maids.inactive_activity, "domestic");
  EXPECT_NE(maids.Note(false).find(", riêng giúp việc gia đình"), std::string::npos) << maids.Note(false);
  EXPECT_TRUE(check({"factory"}, "2026-11-01").Has(RegisterState::kActive));
  EXPECT_TRUE(check({}, "2026-11-01").Has(RegisterState::kActive));
  EXPECT_TRUE(check({"domestic"}, "2026-08-31").Has(RegisterState::kActive)) << "before it began";
}

}  // namespace
}  // namespace agencywatch::rules
