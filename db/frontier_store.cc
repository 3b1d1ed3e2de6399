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
// In the order of the addresses, so that two workers with the same links cannot lock each other out.
// The depth is that of the page as it is known now, not as it was when the page was taken up.
constexpr Statement kAdd{"frontier.add", R"(
  INSERT INTO url (source_id, origin_id, url, state, due_at, depth, seen_from, hops)
  SELECT DISTINCT ON (link.url) $8, o.id, link.url, 'due', $9::timestamptz, p.depth + link.step,
   p.id, link.hops
  FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::int[], $7::int[])
   AS link (url, scheme, host, port, seen_from, step, hops)
  JOIN url p ON p.id = link.seen_from
  JOIN origin o ON (o.scheme, o.host, o.port) = (link.scheme, link.host, link.port)
  WHERE NOT EXISTS (SELECT FROM url u WHERE u.url = link.url)
  ORDER BY link.url, p.depth + link.step, link.hops, o.id ON CONFLICT (url) DO NOTHING
  RETURNING id)"};
constexpr Statement kComeNearer{"frontier.come_nearer", R"(
  UPDATE url SET depth = near.depth
  FROM (SELECT link.url, min(p.depth + link.step) AS depth
   FROM unnest($1::text[], $2::bigint[], $3::int[]) AS link (url, seen_from, step)
   JOIN url p ON p.id = link.seen_from GROUP BY link.url) near
  WHERE url.url = near.url AND url.source_id = $4 AND url.depth > near.depth)"};
constexpr Statement kFind{"frontier.find", "SELECT id FROM url WHERE url = $1"};
constexpr Statement kEnsure{"frontier.ensure", R"(
  INSERT INTO url (source_id, origin_id, url, state, depth) VALUES ($1, $2::bigint, $3, 'done', 0)
  ON CONFLICT (url) DO NOTHING)"};
// One range of the index for each depth: what was visited already is never passed over.
constexpr Statement kNextDue{"frontier.next_due", R"(
  SELECT u.* FROM generate_series(0, (SELECT max(depth) FROM url WHERE source_id = $1)) AS level,
  LATERAL (SELECT id, origin_id, url, state, depth, attempts,
    extract(epoch FROM gone_since)::bigint, etag, last_modified, body_sha256, hops, unchanged, keen,
    due_at
   FROM url WHERE source_id = $1 AND depth = level AND due_at <= $2
    AND NOT (origin_id = ANY ($4::bigint[])) ORDER BY due_at, id LIMIT $3) u
  ORDER BY u.depth, u.due_at, u.id LIMIT $3)"};
constexpr Statement kRecord{"frontier.record", R"(
  UPDATE url SET state = o.state, due_at = o.due_at, attempts = o.attempts,
   gone_since = o.gone_since, etag = nullif(o.etag, ''),
   last_modified = nullif(o.last_modified, ''), body_sha256 = nullif(o.body_sha256, ''),
   unchanged = o.unchanged, keen = o.keen
  FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::int[], $5::timestamptz[],
   $6::text[], $7::text[], $8::text[], $9::int[], $10::boolean[])
   AS o (id, state, due_at, attempts, gone_since, etag, last_modified, body_sha256, unchanged, keen)
  WHERE url.id = o.id RETURNING url.id)"};
constexpr Statement kDepths{"frontier.depths",
                            "SELECT id, depth FROM url WHERE id = ANY ($1::bigint[])"};
constexpr Statement kMakeDue{"frontier.make_due", R"(
  UPDATE url SET due_at = $2 WHERE source_id = $1 AND due_at > $2)"};
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
                    row[9].c_str(), row[10].as<int>(), row[11].as<int>(), row[12].as<bool>()});
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

int AddLinks(pqxx::transaction_base& tx, std::int64_t source_id, const std::vector<NewLink>& links,
             core::Instant due_at) {
  ArrayText addresses;
  ArrayText schemes;
  ArrayText hosts;
  ArrayText ports;
  ArrayText pages;
  ArrayText steps;
  ArrayText hops;
  bool any = false;
  for (const auto& link : links) {
    if (link.url.url.size() > kMaxUrlBytes) continue;
    addresses.Add(link.url.url);
    schemes.Add(link.url.origin.scheme);
    hosts.Add(link.url.origin.host);
    ports.Add(link.url.origin.port);
    pages.Add(link.seen_from);
    steps.Add(link.step);
    hops.Add(link.hops);
    any = true;
  }
  if (!any) return 0;
  Exec(tx, kAddOrigins, schemes.Text(), hosts.Text(), ports.Text());
  const auto added = Exec(tx, kAdd, addresses.Text(), schemes.Text(), hosts.Text(), ports.Text(),
                          pages.Text(), steps.Text(), hops.Text(), source_id, due_at);
  Exec(tx, kComeNearer, addresses.Text(), pages.Text(), steps.Text(), source_id);
  return static_cast<int>(added.size());
}

std::int64_t EnsureUrl(pqxx::transaction_base& tx, std::int64_t source_id, const NewUrl& url) {
  if (const auto found = Exec(tx, kFind, url.url); !found.empty())
    return found[0][0].as<std::int64_t>();
  RequireShort(url.url);
  Exec(tx, kEnsure, source_id, EnsureOrigin(tx, url.origin), url.url);
  return ExecOne(tx, kFind, url.url)[0].as<std::int64_t>();
}

std::int64_t EnsureFile(pqxx::transaction_base& tx, std::int64_t source_id,
                        const std::string& uri) {
  RequireShort(uri);
  Exec(tx, kEnsure, source_id, std::optional<std::int64_t>(), uri);
  return ExecOne(tx, kFind, uri)[0].as<std::int64_t>();
}

std::vector<DueUrl> NextDue(pqxx::transaction_base& tx, std::int64_t source_id, core::Instant now,
                            int limit, const std::vector<std::int64_t>& without_origins) {
  return DueUrlsOf(Exec(tx, kNextDue, source_id, now, limit, ArrayOf(without_origins)));
}

void RecordOutcomes(pqxx::transaction_base& tx, const std::vector<UrlOutcome>& outcomes) {
  if (outcomes.empty()) return;
  ArrayText ids;
  ArrayText states;
  ArrayText due;
  ArrayText attempts;
  ArrayText gone;
  ArrayText etags;
  ArrayText modified;
  ArrayText hashes;
  ArrayText unchanged;
  ArrayText keen;
  for (const auto& outcome : outcomes) {
    ids.Add(outcome.url_id);
    states.Add(UrlStateName(outcome.state));
    due.Add(outcome.due_at);
    attempts.Add(outcome.attempts);
    gone.Add(outcome.gone_since);
    RequireText(kRecord.name, outcome.etag);
    RequireText(kRecord.name, outcome.last_modified);
    etags.Add(outcome.etag);
    modified.Add(outcome.last_modified);
    hashes.Add(outcome.body_sha256);
    unchanged.Add(outcome.unchanged);
    keen.Add(outcome.keen ? "true" : "false");
  }
  const auto recorded =
      Exec(tx, kRecord, ids.Text(), states.Text(), due.Text(), attempts.Text(), gone.Text(),
           etags.Text(), modified.Text(), hashes.Text(), unchanged.Text(), keen.Text());
  if (recorded.size() != outcomes.size())
    throw std::logic_error("the outcome of an address that is not in the frontier");
}

std::map<std::int64_t, int> DepthsOf(pqxx::transaction_base& tx,
                                     const std::vector<std::int64_t>& url_ids) {
  std::map<std::int64_t, int> depths;
  for (const auto& row : Exec(tx, kDepths, ArrayOf(url_ids)))
    depths.emplace(row[0].as<std::int64_t>(), row[1].as<int>());
  return depths;
}

void MakeDue(pqxx::transaction_base& tx, std::int64_t source_id, core::Instant now) {
  Exec(tx, kMakeDue, source_id, now);
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
