// People who act, and the chain of hashes in which everything they do is written down.
//
// A row is added by one function of the database, under a lock, with the hash of the row before it; the application can
// neither change nor remove one. Verify finds the first row that was changed, removed or put in between. Whoever owns the
// database could write the whole chain anew, so that it fits again: then it no longer has the heads that went out in
// mails, and Verify says from where on. It computes the hashes itself and trusts no function of the database.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// The person of that name (as given, trimmed, not empty, at most 200 bytes); a new one is added.
[[nodiscard]] std::int64_t EnsurePerson(pqxx::transaction_base& tx, const std::string& name,
                                        core::Instant now);

struct AuditEntry {
  core::Instant at;
  std::string actor;
  std::string action;  // alert.dismiss, subject.split, informant.read …
  std::string object;  // "alert 3", "subject 17"
  std::string reason;
  std::string body;  // JSON object with the details; may be empty
};
// Returns its place in the chain, from 1. Others who append wait until this transaction ends.
std::int64_t AppendAudit(pqxx::transaction_base& tx, const AuditEntry& entry);

// What only a person's word changes needs their reason: throws core::InputError when it is blank.
void RequireReason(const std::string& reason);

// Which account of the machine last did this: the one kept beside the name (migration 0097), else the name itself.
[[nodiscard]] std::optional<std::string> FindSystemUser(pqxx::transaction_base& tx, const std::string& action,
                                                        const std::string& object);

// The chain's last row at some time; with no row at all, seq 0 and 64 zeros.
struct AuditHead {
  std::int64_t seq = 0;
  std::string sha256;
  friend auto operator<=>(const AuditHead&, const AuditHead&) = default;
};
[[nodiscard]] AuditHead CurrentAuditHead(pqxx::transaction_base& tx);

struct AuditState {
  std::int64_t rows = 0;
  std::string head_sha256;                 // of the last row; 64 zeros when there is none
  std::optional<std::int64_t> broken_seq;  // the first row that does not fit the one before
  std::vector<AuditHead> denied;           // of the heads given, those that the chain does not have; by seq
  std::int64_t proved_up_to = 0;           // the last row up to which a head given bears the chain out
};
[[nodiscard]] AuditState VerifyAudit(pqxx::transaction_base& tx,
                                     std::span<const AuditHead> heads = {});

// A head that went out to somebody.
struct Anchor {
  AuditHead head;
  std::string sent_to;  // a mail address, the name of a webhook, or of the dossier that it lies in
  core::Instant at;
  bool in_dossier = false;
};
void AddAnchor(pqxx::transaction_base& tx, const Anchor& anchor);
// Oldest first.
[[nodiscard]] std::vector<Anchor> Anchors(pqxx::transaction_base& tx);

// A row of the chain as somebody outside may hold it: with its content, or only its place and its hash.
struct AuditContent {
  std::int64_t at_us = 0;  // microseconds since 1970
  std::string actor;
  std::string action;
  std::string object;
  std::string reason;
  std::string body;
};
struct AuditLink {
  std::int64_t seq = 0;
  std::string prev_sha256;
  std::string sha256;
  std::optional<AuditContent> content;
};
// What the link's hash must be; it has content. The same as the database's audit_sha256.
[[nodiscard]] std::string AuditSha256(const AuditLink& link);
// From the first row about one of these objects up to the head, without a gap; with the content of those rows only.
[[nodiscard]] std::vector<AuditLink> AuditExtract(pqxx::transaction_base& tx,
                                                  const std::vector<std::string>& objects);

}  // namespace agencywatch::db
