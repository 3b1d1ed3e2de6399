#include "db/audit_store.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/errors.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAddPerson{"person.add", R"(
  INSERT INTO person (name, made_at) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM person WHERE name = $1)
  ON CONFLICT (name) DO NOTHING)"};
constexpr Statement kFindPerson{"person.find", "SELECT id FROM person WHERE name = $1"};
constexpr Statement kAppend{"audit.append", "SELECT audit_append($1, $2, $3, $4, $5, $6)"};
constexpr Statement kSystemUser{"audit.system_user", R"(
  SELECT coalesce(nullif(convert_from(body, 'UTF8'), '')::jsonb ->> 'system_user', actor) FROM audit
  WHERE object = $2 AND action = $1 ORDER BY seq DESC LIMIT 1)"};
constexpr Statement kExtract{"audit.extract", R"(
  SELECT seq, prev_sha256, sha256, object = ANY ($1::text[]), (extract(epoch FROM at) * 1000000)::bigint, actor, action,
   object, reason, body
  FROM audit WHERE seq >= (SELECT min(seq) FROM audit WHERE object = ANY ($1::text[])) ORDER BY seq)"};
constexpr Statement kHead{"audit.head", "SELECT seq, sha256 FROM audit ORDER BY seq DESC LIMIT 1"};
constexpr Statement kRows{"audit.rows", R"(
  SELECT seq, (extract(epoch FROM at) * 1000000)::bigint, actor, action, object, reason, body, prev_sha256, sha256
  FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2)"};
constexpr Statement kAddAnchor{"audit.add_anchor",
                               "INSERT INTO anchor (seq, sha256, sent_to, at, in_dossier) VALUES ($1, $2, $3, $4, $5)"};
constexpr Statement kAnchors{"audit.anchors", R"(
  SELECT seq, sha256, sent_to, extract(epoch FROM at)::bigint, in_dossier FROM anchor ORDER BY id)"};

const std::string kNoHash(64, '0');

std::string Measured(const std::string& part) { return std::to_string(part.size()) + ":" + part; }

AuditContent ContentOf(const pqxx::row& row, int first) {
  return {row[first].as<std::int64_t>(), row[first + 1].c_str(), row[first + 2].c_str(), row[first + 3].c_str(),
          row[first + 4].c_str(), pqxx::binarystring(row[first + 5]).str()};
}

}  // namespace

std::int64_t EnsurePerson(pqxx::transaction_base& tx, const std::string& name, core::Instant now) {
  Exec(tx, kAddPerson, name, now);
  return ExecOne(tx, kFindPerson, name)[0].as<std::int64_t>();
}

void RequireReason(const std::string& reason) {
  if (core::Trim(reason).empty())
    throw core::InputError({"", 0, 0, "this is done only with a reason", "say why: --reason \"…\""});
}

std::int64_t AppendAudit(pqxx::transaction_base& tx, const AuditEntry& entry) {
  return ExecOne(tx, kAppend, entry.at, entry.actor, entry.action, entry.object, entry.reason,
                 pqxx::binarystring(entry.body))[0]
      .as<std::int64_t>();
}

std::optional<std::string> FindSystemUser(pqxx::transaction_base& tx, const std::string& action, const std::string& object) {
  const auto rows = Exec(tx, kSystemUser, action, object);
  if (rows.empty()) return {};
  return rows[0][0].c_str();
}

AuditHead CurrentAuditHead(pqxx::transaction_base& tx) {
  const auto rows = Exec(tx, kHead);
  if (rows.empty()) return {0, kNoHash};
  return {rows[0][0].as<std::int64_t>(), rows[0][1].c_str()};
}

AuditState VerifyAudit(pqxx::transaction_base& tx, std::span<const AuditHead> heads) {
  static constexpr int kBatch = 5000;
  std::vector<AuditHead> asked(heads.begin(), heads.end());
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  AuditState state;
  state.head_sha256 = kNoHash;
  std::int64_t expected = 1;
  std::int64_t last_seq = std::numeric_limits<std::int64_t>::min();
  auto next = asked.begin();
  // Settles the heads of rows up to `seq`, of which only `seq` itself is there, with this hash.
  const auto settle = [&](std::int64_t seq, const std::string& sha256) {
    for (; next != asked.end() && next->seq <= seq; ++next) {
      if (next->seq != seq || next->sha256 != sha256) {
        state.denied.push_back(*next);
      } else if (!state.broken_seq && state.denied.empty()) {
        state.proved_up_to = seq;
      }
    }
  };
  settle(0, kNoHash);
  for (;;) {
    const auto rows = Exec(tx, kRows, last_seq, kBatch);
    for (const auto& row : rows) {
      const auto seq = row[0].as<std::int64_t>();
      const std::string sha256 = AuditSha256({seq, row[7].c_str(), row[8].c_str(), ContentOf(row, 1)});
      const bool fits = seq == expected && state.head_sha256 == row[7].c_str() && sha256 == row[8].c_str();
      if (!fits && !state.broken_seq) state.broken_seq = seq;
      settle(seq, sha256);
      state.head_sha256 = row[8].c_str();
      last_seq = seq;
      expected = seq + 1;
      ++state.rows;
    }
    if (rows.size() < kBatch) break;
  }
  state.denied.insert(state.denied.end(), next, asked.end());  // of rows that are gone
  return state;
}

void AddAnchor(pqxx::transaction_base& tx, const Anchor& anchor) {
  Exec(tx, kAddAnchor, anchor.head.seq, anchor.head.sha256, anchor.sent_to, anchor.at, anchor.in_dossier);
}

std::vector<Anchor> Anchors(pqxx::transaction_base& tx) {
  std::vector<Anchor> anchors;
  for (const auto& row : Exec(tx, kAnchors)) {
    anchors.push_back({{row[0].as<std::int64_t>(), row[1].c_str()}, row[2].c_str(), InstantOf(row[3]), row[4].as<bool>()});
  }
  return anchors;
}

std::string AuditSha256(const AuditLink& link) {
  const AuditContent& content = link.content.value();
  return core::Sha256Hex(link.prev_sha256 + " " + std::to_string(link.seq) + " " +
                         std::to_string(content.at_us) + " " + Measured(content.actor) +
                         Measured(content.action) + Measured(content.object) +
                         Measured(content.reason) + Measured(content.body));
}

std::vector<AuditLink> AuditExtract(pqxx::transaction_base& tx,
                                    const std::vector<std::string>& objects) {
  std::vector<AuditLink> links;
  for (const auto& row : Exec(tx, kExtract, ArrayOf(objects))) {
    AuditLink link{row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), {}};
    if (row[3].as<bool>()) link.content = ContentOf(row, 4);
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace agencywatch::db
