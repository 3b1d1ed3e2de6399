// Messages to those who asked to be told, from the transaction that wrote them until they are delivered or given up.
//
// A message is delivered at least once; a sender that dies between the delivery and MarkDelivered leaves it to be sent
// again with the same id, by which a receiver knows it. All functions work inside the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "db/audit_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class MessageKind { kMail, kWebhook };
[[nodiscard]] std::string_view MessageKindName(MessageKind kind);  // mail, webhook

struct NewMessage {
  std::string id;  // 32 hexadecimal digits
  MessageKind kind = MessageKind::kMail;
  std::string recipient;  // mail address, or the name of a webhook
  std::int64_t run_id = 0;
  std::string about = "scan";  // or no_scan
  std::string body;            // bytes
  AuditHead head;              // that stands in the body
};
// Due at once. False when this run has told this recipient about that already.
bool AddMessage(pqxx::transaction_base& tx, const NewMessage& message, core::Instant now);

struct OutboxMessage {
  std::int64_t row = 0;
  NewMessage message;
  int tries = 0;  // with the one that it was taken for
};
// Takes the message that has been due longest, for one try: nobody else gets it before `until`. nullopt: none is due.
[[nodiscard]] std::optional<OutboxMessage> TakeDue(pqxx::transaction_base& tx, bool mail_too,
                                                   core::Instant now, core::Instant until);
// Delivered; the audit head in it is kept as an anchor.
void MarkDelivered(pqxx::transaction_base& tx, const OutboxMessage& message, core::Instant now);
// To be tried again at `again`; nullopt: given up.
void MarkFailed(pqxx::transaction_base& tx, const OutboxMessage& message,
                const std::string& problem, std::optional<core::Instant> again, core::Instant now);
// Those given up are due again, with their tries forgotten. How many there were.
int TryAgain(pqxx::transaction_base& tx, core::Instant now);

struct OutboxRow {
  std::string id;
  MessageKind kind = MessageKind::kMail;
  std::string recipient;
  std::int64_t run_id = 0;
  std::string about;
  core::Instant made_at;
  std::optional<core::Instant> due;
  std::optional<core::Instant> done_at;
  std::optional<core::Instant> gave_up_at;
  int tries = 0;
  std::string problem;  // of the last try
};
// Newest first.
[[nodiscard]] std::vector<OutboxRow> ListMessages(pqxx::transaction_base& tx, int limit);
// What waits, and what was given up with nothing delivered to the same recipient since. Oldest first.
[[nodiscard]] std::vector<OutboxRow> UndeliveredMessages(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
