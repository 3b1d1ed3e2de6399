#include "db/frontier_store.h"

#include <array>
#include <stdexcept>

#include "core/errors.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr std::array<std::string_view, 6> kStateNames = {"due",     "done",   "gone",
                                                         "refused", "failed", "skipped"};

constexpr Statement kSeed{"frontier.seed", R"(
  INSERT INTO url (source_id, origin_id, url, state, due_at, depth) VALUES ($1, $2, $3, 'due',
    $4, 0)
  ON CONFLICT (url) DO UPDATE SET source_id = excluded.source_id, depth = 0,
   due_at = CASE WHEN url.state IN ('due', 'skipped') THEN excluded.due_at ELSE url.due_at END,
   state = CASE WHEN url.state = 'skipped' THEN 'due' ELSE url.state END
  RETURNING id)"};
constexpr Statement kAddOrigins{"frontier.add_origins", R"(
  INSERT INTO origin (scheme, host, port) SELECT DISTINCT scheme, host, port
  FROM unnest($1::text[], $2::text[], $3::int[]) AS link (scheme, host, port)
  WHERE NOT EXISTS (SELECT FROM origin o WHERE (o.scheme, o.host, o.port) = (link.scheme,
    link.host, link.port))
  ORDER BY scheme, host, port ON CONFLICT (scheme, host, port) DO NOTHING)"};
// In the order of the addresses, so that two pages with the same links cannot lock each other out.
constexpr Statement kAdd{"frontier.add", R"(
  INSERT INTO url (source_id, origin_id, url, state, due_at, depth, seen_from)
  SELECT DISTINCT ON (link.url) $5, o.id, link.url, 'due', $8::timestamptz, $6, $7::bigint
  FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS link (url, scheme, host, port)
  JOIN origin o ON (o.scheme, o.host, o.port) = (link.scheme, link.host, link.port)
  WHERE NOT EXISTS (SELECT FROM url u WHERE u.url = link.url)
  ORDER BY link.url, o.id ON CONFLICT (url) DO NOTHING RETURNING id)"};
constexpr Statement kComeNearer{"frontier.come_nearer", R"(
  UPDATE url SET depth = $3 WHERE url = ANY ($1::text[]) AND source_id = $2 AND depth > $3)"};
constexpr Statement kFind{"frontier.find", "SELECT id FROM url WHERE url = $1"};
constexpr Statement kEnsure{"frontier.ensure", R"(
  INSERT INTO url (source_id, origin_id, url, state, depth) VALUES ($1, $2, $3, 'done', 0)
  ON CONFLICT (url) DO NOTHING)"};
constexpr Statement kNextDue{"frontier.next_due", R"(
  SELECT id, origin_id, url, state, depth, attempts, extract(epoch FROM gone_since)::bigint,
   etag, last_modified, body_sha256
  FROM url WHERE source_id = $1 AND due_at <= $2 ORDER BY depth, due_at, id LIMIT $3)"};
constexpr Statement kNextDueOfOrigin{"frontier.next_due_of_origin", R"(
  SELECT id, origin_id, url, state, depth, attempts, extract(epoch FROM gone_since)::bigint,
   etag, last_modified, body_sha256
  FROM url WHERE source_id = $1 AND due_at <= $2 AND origin_id = $4 ORDER BY depth, due_at, id
    LIMIT $3)"};
constexpr Statement kRecord{"frontier.record", R"(
  UPDATE url SET state = $2, due_at = $3, attempts = $4, gone_since = $5, etag = nullif($6, ''),
   last_modified = nullif($7, ''), body_sha256 = nullif($8, '') WHERE id = $1 RETURNING id)"};
constexpr Statement kCount{"frontier.count",
                           "SELECT state, count(*) FROM url WHERE source_id = $1 GROUP BY state"};

UrlState StateOf(const pqxx::field& field) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    if (kStateNames.at(i) == field.c_str()) return static_cast<UrlState>(i);
  }
  throw std::logic_error(std::string{"unknown state of a URL in the database: "} + field.c_str());
}

std::vector<DueUrl> DueUrlsOf(const pqxx::result& rows) {
  std::vector<DueUrl> urls;
  for (const auto& row : rows) {
    urls.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].c_str(),
                    StateOf(row[3]), row[4].as<int>(), row[5].as<int>(),
                    FindValue<core::Instant>(row[6]), row[7].c_str(), row[8].c_str(),
                    row[9].c_str()});
  }
  return urls;
}

void RequireShort(const std::string& url) {
  if (url.size() <= kMaxUrlBytes) return;
  core::InputProblem problem;
  problem.what =
      "an address of " + std::to_string(url.size()) + " bytes: " + url.substr(0, 80) + "…";
  problem.fix = "use one of at most " + std::to_string(kMaxUrlBytes);
  throw core::InputError(problem);
}

}  // namespace

std::string_view UrlStateName(UrlState state) {
  return kStateNames.at(static_cast<std::size_t>(state));
}

std::int64_t SeedUrl(pqxx::transaction_base& tx, std::int64_t source_id, const NewUrl& url,
                     core::Instant due_at) {
  RequireShort(url.url);
  const auto origin_id = EnsureOrigin(tx, url.origin);
  return ExecOne(tx, kSeed, source_id, origin_id, url.url, due_at)[0].as<std::int64_t>();
}

int AddUrls(pqxx::transaction_base& tx, std::int64_t source_id, const std::vector<NewUrl>& urls,
            int depth, std::int64_t seen_from, core::Instant due_at) {
  ArrayText addresses;
  ArrayText schemes;
  ArrayText hosts;
  ArrayText ports;
  bool any = false;
  for (const auto& url : urls) {
    if (url.url.size() > kMaxUrlBytes) continue;
    addresses.Add(url.url);
    schemes.Add(url.origin.scheme);
    hosts.Add(url.origin.host);
    ports.Add(url.origin.port);
    any = true;
  }
  if (!any) return 0;
  Exec(tx, kAddOrigins, schemes.Text(), hosts.Text(), ports.Text());
  const auto added = Exec(tx, kAdd, addresses.Text(), schemes.Text(), hosts.Text(), ports.Text(),
                          source_id, depth, seen_from, due_at);
  Exec(tx, kComeNearer, addresses.Text(), source_id, depth);
  return static_cast<int>(added.size());
}

std::int64_t EnsureUrl(pqxx::transaction_base& tx, std::int64_t source_id, const NewUrl& url) {
  if (const auto found = Exec(tx, kFind, url.url); !found.empty())
    return found[0][0].as<std::int64_t>();
  RequireShort(url.url);
  Exec(tx, kEnsure, source_id, EnsureOrigin(tx, url.origin), url.url);
  return ExecOne(tx, kFind, url.url)[0].as<std::int64_t>();
}

std::vector<DueUrl> NextDue(pqxx::transaction_base& tx, std::int64_t source_id, core::Instant now,
                            int limit) {
  return DueUrlsOf(Exec(tx, kNextDue, source_id, now, limit));
}

std::vector<DueUrl> NextDueOfOrigin(pqxx::transaction_base& tx, std::int64_t source_id,
                                    std::int64_t origin_id, core::Instant now, int limit) {
  return DueUrlsOf(Exec(tx, kNextDueOfOrigin, source_id, now, limit, origin_id));
}

void RecordOutcome(pqxx::transaction_base& tx, std::int64_t url_id, const UrlOutcome& outcome) {
  ExecOne(tx, kRecord, url_id, UrlStateName(outcome.state), outcome.due_at, outcome.attempts,
          outcome.gone_since, outcome.etag, outcome.last_modified, outcome.body_sha256);
}

std::vector<UrlCount> CountUrls(pqxx::transaction_base& tx, std::int64_t source_id) {
  const auto rows = Exec(tx, kCount, source_id);
  std::vector<UrlCount> counts;
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    for (const auto& row : rows) {
      if (StateOf(row[0]) == static_cast<UrlState>(i)) {
        counts.push_back({static_cast<UrlState>(i), row[1].as<std::int64_t>()});
      }
    }
  }
  return counts;
}

}  // namespace agencywatch::db
