#include "db/outbox_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAdd{"outbox.add", R"(
  INSERT INTO outbox (message_id, kind, recipient, run_id, about, made_at, body, audit_seq, audit_sha256, due)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $6)
  ON CONFLICT (run_id, about, kind, recipient) DO NOTHING RETURNING id)"};
constexpr Statement kTake{"outbox.take", R"(
  UPDATE outbox SET due = $3, tries = tries + 1 WHERE id = (
   SELECT id FROM outbox WHERE due <= $2 AND ($1 OR kind <> 'mail') ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, message_id, kind, recipient, run_id, about, body, audit_seq, audit_sha256, tries)"};
constexpr Statement kDelivered{"outbox.delivered", R"(
  UPDATE outbox SET due = NULL, done_at = $2, problem = '' WHERE id = $1 AND due IS NOT NULL)"};
constexpr Statement kFailed{"outbox.failed", R"(
  UPDATE outbox SET problem = $2, due = $3, gave_up_at = CASE WHEN $3::timestamptz IS NULL THEN $4::timestamptz END
  WHERE id = $1 AND due IS NOT NULL)"};
constexpr Statement kTryAgain{"outbox.try_again", R"(
  UPDATE outbox SET due = $1, tries = 0, gave_up_at = NULL WHERE gave_up_at IS NOT NULL)"};

#define AW_OUTBOX                                                                    \
  "SELECT o.message_id, o.kind, o.recipient, o.run_id, o.about, extract(epoch FROM " \
  "o.made_at)::bigint,"                                                              \
  " extract(epoch FROM o.due)::bigint, extract(epoch FROM o.done_at)::bigint,"       \
  " extract(epoch FROM o.gave_up_at)::bigint, o.tries, o.problem FROM outbox o"
constexpr Statement kList{"outbox.list", AW_OUTBOX " ORDER BY o.id DESC LIMIT $1"};
constexpr Statement kUndelivered{
    "outbox.undelivered", AW_OUTBOX
    " WHERE o.due IS NOT NULL OR (o.gave_up_at IS NOT NULL AND NOT EXISTS"
    " (SELECT FROM outbox later WHERE later.kind = o.kind AND later.recipient = o.recipient"
    " AND later.done_at > o.gave_up_at)) ORDER BY o.id"};

MessageKind KindOf(const pqxx::field& field) {
  return std::string_view{field.c_str()} == "mail" ? MessageKind::kMail : MessageKind::kWebhook;
}

std::vector<OutboxRow> RowsOf(const pqxx::result& rows) {
  std::vector<OutboxRow> messages;
  for (const auto& row : rows) {
    messages.push_back({row[0].c_str(), KindOf(row[1]), row[2].c_str(), row[3].as<std::int64_t>(),
                        row[4].c_str(), InstantOf(row[5]), FindValue<core::Instant>(row[6]),
                        FindValue<core::Instant>(row[7]), FindValue<core::Instant>(row[8]),
                        row[9].as<int>(), row[10].c_str()});
  }
  return messages;
}

}  // namespace

std::string_view MessageKindName(MessageKind kind) {
  return kind == MessageKind::kMail ? "mail" : "webhook";
}

bool AddMessage(pqxx::transaction_base& tx, const NewMessage& message, core::Instant now) {
  return !Exec(tx, kAdd, message.id, MessageKindName(message.kind), message.recipient,
               message.run_id, message.about, now, pqxx::binarystring(message.body),
               message.head.seq, message.head.sha256)
              .empty();
}

std::optional<OutboxMessage> TakeDue(pqxx::transaction_base& tx, bool mail_too, core::Instant now,
                                     core::Instant until) {
  const auto rows = Exec(tx, kTake, mail_too, now, until);
  if (rows.empty()) return {};
  const auto& row = rows[0];
  OutboxMessage taken;
  taken.row = row[0].as<std::int64_t>();
  taken.message = {row[1].c_str(),
                   KindOf(row[2]),
                   row[3].c_str(),
                   row[4].as<std::int64_t>(),
                   row[5].c_str(),
                   pqxx::binarystring(row[6]).str(),
                   {row[7].as<std::int64_t>(), row[8].c_str()}};
  taken.tries = row[9].as<int>();
  return taken;
}

void MarkDelivered(pqxx::transaction_base& tx, const OutboxMessage& message, core::Instant now) {
  if (Exec(tx, kDelivered, message.row, now).affected_rows() == 0)
    return;  // another sender was there, too
  AddAnchor(tx, {message.message.head, message.message.recipient, now, false});
}

void MarkFailed(pqxx::transaction_base& tx, const OutboxMessage& message,
                const std::string& problem, std::optional<core::Instant> again, core::Instant now) {
  Exec(tx, kFailed, message.row, problem, again, now);
}

int TryAgain(pqxx::transaction_base& tx, core::Instant now) {
  return static_cast<int>(Exec(tx, kTryAgain, now).affected_rows());
}

std::vector<OutboxRow> ListMessages(pqxx::transaction_base& tx, int limit) {
  return RowsOf(Exec(tx, kList, limit));
}

std::vector<OutboxRow> UndeliveredMessages(pqxx::transaction_base& tx) {
  return RowsOf(Exec(tx, kUndelivered));
}

}  // namespace agencywatch::db
