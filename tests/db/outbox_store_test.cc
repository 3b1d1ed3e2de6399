// Messages that wait, and the heads of the audit chain that went out with them.
#include "db/outbox_store.h"

#include "tests/db/store_fixture.h"

namespace agencywatch::db {
namespace {

using namespace std::chrono_literals;

class OutboxStore : public StoreTest {
 protected:
  std::int64_t Run(pqxx::transaction_base& tx) {
    NewRun run;
    run.kind = "scan";
    run.started = now_;
    run.program_version = "1";
    return StartRun(tx, run);
  }
  static NewMessage Message(std::int64_t run, char id, const std::string& recipient,
                            MessageKind kind = MessageKind::kMail) {
    return {std::string(32, id), kind, recipient, run, "scan", std::string{"a\0b", 3},
            {3, Hash("head")}};
  }
};

TEST_F(OutboxStore, ARunTellsARecipientOnce) {
  pqxx::work tx(connection());
  const auto run = Run(tx);
  EXPECT_TRUE(AddMessage(tx, Message(run, 'a', "an@example.gov.vn"), now_));
  EXPECT_FALSE(AddMessage(tx, Message(run, 'b', "an@example.gov.vn"), now_));
  NewMessage other = Message(run, 'c', "an@example.gov.vn");
  other.about = "no_scan";
  EXPECT_TRUE(AddMessage(tx, other, now_)) << "about something else";
}

TEST_F(OutboxStore, AMessageIsTakenByOneSenderAtATimeAndComesBackWhenThatOneDies) {
  pqxx::work tx(connection());
  AddMessage(tx, Message(Run(tx), 'a', "an@example.gov.vn"), now_);
  const auto taken = TakeDue(tx, true, now_, now_ + 1min);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->message.body, (std::string{"a\0b", 3}));
  EXPECT_EQ(taken->tries, 1);
  EXPECT_FALSE(TakeDue(tx, true, now_ + 59s, now_ + 2min));
  const auto again = TakeDue(tx, true, now_ + 1min, now_ + 2min);
  ASSERT_TRUE(again) << "its sender has died";
  EXPECT_EQ(again->tries, 2);
  EXPECT_EQ(again->message.id, taken->message.id);
}

TEST_F(OutboxStore, WhileAMailServerIsAwayWebhooksGoOn) {
  pqxx::work tx(connection());
  const auto run = Run(tx);
  AddMessage(tx, Message(run, 'a', "an@example.gov.vn"), now_);
  AddMessage(tx, Message(run, 'b', "queue", MessageKind::kWebhook), now_);
  EXPECT_EQ(TakeDue(tx, false, now_, now_ + 1min)->message.recipient, "queue");
  EXPECT_FALSE(TakeDue(tx, false, now_, now_ + 1min));
}

TEST_F(OutboxStore, WhatWasDeliveredIsAnAnchorAndIsNotSentAgain) {
  pqxx::work tx(connection());
  AddMessage(tx, Message(Run(tx), 'a', "an@example.gov.vn"), now_);
  const auto taken = TakeDue(tx, true, now_, now_ + 1min);
  MarkDelivered(tx, *taken, now_);
  MarkDelivered(tx, *taken, now_);  // another sender took it, too, after a minute
  MarkFailed(tx, *taken, "too late", now_ + 1h, now_);
  EXPECT_FALSE(TakeDue(tx, true, now_ + 24h, now_ + 25h));
  const auto anchors = Anchors(tx);
  ASSERT_EQ(anchors.size(), 1U);
  EXPECT_EQ(anchors[0].head, (AuditHead{3, Hash("head")}));
  EXPECT_EQ(anchors[0].sent_to, "an@example.gov.vn");
  EXPECT_TRUE(UndeliveredMessages(tx).empty());
}

TEST_F(OutboxStore, WhatWasGivenUpIsShownUntilSomethingElseArrives) {
  pqxx::work tx(connection());
  const auto run = Run(tx);
  AddMessage(tx, Message(run, 'a', "an@example.gov.vn"), now_);
  MarkFailed(tx, *TakeDue(tx, true, now_, now_ + 1min), "no such user", {}, now_);
  ASSERT_EQ(UndeliveredMessages(tx).size(), 1U);
  EXPECT_EQ(UndeliveredMessages(tx)[0].problem, "no such user");
  EXPECT_FALSE(TakeDue(tx, true, now_ + 24h, now_ + 25h));
  NewMessage later = Message(run, 'b', "an@example.gov.vn");
  later.about = "no_scan";
  AddMessage(tx, later, now_ + 24h);
  MarkDelivered(tx, *TakeDue(tx, true, now_ + 24h, now_ + 25h), now_ + 24h);
  EXPECT_TRUE(UndeliveredMessages(tx).empty());
  EXPECT_EQ(TryAgain(tx, now_ + 25h), 1);
  EXPECT_EQ(TakeDue(tx, true, now_ + 25h, now_ + 26h)->tries, 1);
}

// What the application's role may not do, whatever the program does.
TEST_F(OutboxStore, NobodyOfTheApplicationRewritesWhatWentOut) {
  for (const std::string sql :
       {"DELETE FROM outbox", "UPDATE outbox SET body = ''", "UPDATE outbox SET audit_seq = 1",
        "DELETE FROM anchor", "UPDATE anchor SET seq = 1", "DELETE FROM told",
        "UPDATE told SET run_id = 1"}) {
    pqxx::work tx(connection());
    EXPECT_THROW(tx.exec(sql), pqxx::insufficient_privilege) << sql;
  }
}

// The hash is computed here and in the database: both must say the same of every kind of row.
TEST_F(OutboxStore, HeadsAreHeldAgainstTheChain) {
  pqxx::work tx(connection());
  EXPECT_EQ(CurrentAuditHead(tx), (AuditHead{0, std::string(64, '0')}));
  for (const std::string reason : {"", "lý do: đã gọi", "“;'\\"})
    AppendAudit(
        tx, {now_, "Nguyễn Thị A", "alert.dismiss", "alert 1", reason, std::string{"\0\xFF", 2}});
  tx.exec("SELECT audit_append('1969-12-31 23:59:59.999999+00', 'A', 'a.b', '', '', '')");
  const AuditHead head = CurrentAuditHead(tx);
  EXPECT_EQ(head.seq, 4);
  const std::vector<AuditHead> heads = {
      head, {0, std::string(64, '0')}, {2, Hash("another")}, {9, Hash("gone")}};
  const AuditState state = VerifyAudit(tx, heads);
  EXPECT_EQ(state.broken_seq, std::nullopt);
  EXPECT_EQ(state.denied, (std::vector<AuditHead>{heads[2], heads[3]}));
  const AuditState whole = VerifyAudit(tx, std::vector<AuditHead>{head});
  EXPECT_EQ(whole.proved_up_to, 4);
  EXPECT_EQ(whole.head_sha256, head.sha256);
}

// The name is what somebody says (--as); the account of the machine stands beside it, whatever the body is.
TEST_F(OutboxStore, TheChainKeepsTheMachinesUserBesideAnotherName) {
  pqxx::work tx(connection());
  tx.exec("SELECT set_config('agencywatch.system_user', 'lan', true)");
  AppendAudit(tx, {now_, "Nguyễn Thị A", "referral.proposed", "referral 1", "", R"({"proposal":1})"});
  AppendAudit(tx, {now_, "lan", "referral.proposed", "referral 2", "", R"({"proposal":1})"});
  AppendAudit(tx, {now_, "Nguyễn Thị A", "case.view", "case 1", "", ""});
  AppendAudit(tx, {now_, "Nguyễn Thị A", "alert.dismiss", "alert 1", "", std::string{"\0\xFF", 2}});
  EXPECT_EQ(FindSystemUser(tx, "referral.proposed", "referral 1"), "lan");
  EXPECT_EQ(FindSystemUser(tx, "referral.proposed", "referral 2"), "lan");
  EXPECT_EQ(FindSystemUser(tx, "case.view", "case 1"), "lan");
  EXPECT_EQ(FindSystemUser(tx, "referral.proposed", "referral 3"), std::nullopt);
  tx.exec("SELECT set_config('agencywatch.system_user', '', true)");
  AppendAudit(tx, {now_, "Nguyễn Thị B", "referral.proposed", "referral 1", "", R"({"proposal":2})"});
  EXPECT_EQ(FindSystemUser(tx, "referral.proposed", "referral 1"), "Nguyễn Thị B");
  EXPECT_EQ(VerifyAudit(tx).broken_seq, std::nullopt);
}

}  // namespace
}  // namespace agencywatch::db
