#include "db/posting_store.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "core/sha256.h"
#include "db/internal/json.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr std::size_t kMaxItemKeyBytes = 256;

// Locks the postings' rows until the end of the transaction, so that versions are numbered without
// gaps or doubles.
constexpr Statement kSave{"posting.save", R"(
  INSERT INTO posting AS p (kind, source_id, canonical_url, item_key, first_seen, last_seen)
  SELECT kind, source_id, canonical_url, item_key, seen_at, seen_at
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[]) WITH ORDINALITY
   AS seen (kind, source_id, canonical_url, item_key, seen_at, n) ORDER BY n
  ON CONFLICT (source_id, canonical_url, item_key) DO UPDATE SET
   first_seen = least(p.first_seen, excluded.first_seen), last_seen = greatest(p.last_seen,
     excluded.last_seen),
   withdrawn_after = NULL, withdrawn_by = NULL, missing_since = NULL
  RETURNING source_id, canonical_url, item_key, id, xmax = 0, extract(epoch FROM first_seen)::bigint,
   extract(epoch FROM last_seen)::bigint)"};
constexpr Statement kLastVersions{"posting.last_versions", R"(
  SELECT DISTINCT ON (posting_id) posting_id, id, n, text_sha256 FROM posting_version
  WHERE posting_id = ANY ($1::bigint[]) ORDER BY posting_id, n DESC)"};
constexpr Statement kAddVersions{"posting.add_versions", R"(
  INSERT INTO posting_version (posting_id, n, reader_version, text_sha256, title, body, context,
    date_posted, fields, made_at)
  SELECT posting_id, n, $10, text_sha256, title, body, context, date_posted, fields::jsonb, made_at
  FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
    $8::text[], $9::timestamptz[]) WITH ORDINALITY
   AS made (posting_id, n, text_sha256, title, body, context, date_posted, fields, made_at, place)
  ORDER BY place RETURNING posting_id, id)"};
constexpr Statement kAddSightings{"posting.add_sightings", R"(
  INSERT INTO sighting (version_id, capture_id, locator)
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[]) ON CONFLICT DO NOTHING)"};
constexpr Statement kTouch{"posting.touch", R"(
  WITH last AS (SELECT c.id FROM capture c JOIN url u ON u.id = c.url_id
    WHERE c.url_id = $1 AND c.payload_sha256 = u.body_sha256 AND c.revisit_of IS NULL
    ORDER BY c.id DESC LIMIT 1)
  UPDATE posting SET last_seen = greatest(last_seen, $2), withdrawn_after = NULL,
   withdrawn_by = NULL, missing_since = NULL
  WHERE id IN (SELECT v.posting_id FROM sighting s JOIN posting_version v ON v.id = s.version_id
   WHERE s.capture_id = (SELECT id FROM last)) RETURNING id)"};
// A posting is the page's own when no capture of another page showed it later.
constexpr Statement kWithdraw{"posting.withdraw", R"(
  WITH here AS (SELECT v.posting_id, max(c.id) AS capture_id FROM capture c JOIN sighting s ON
    s.capture_id = c.id
    JOIN posting_version v ON v.id = s.version_id WHERE c.url_id = $1 GROUP BY v.posting_id)
  UPDATE posting p SET withdrawn_after = p.last_seen, withdrawn_by = $2 FROM here
  WHERE p.id = here.posting_id AND p.withdrawn_by IS NULL AND p.last_seen <= $2
   AND NOT EXISTS (SELECT FROM posting_version v JOIN sighting s ON s.version_id = v.id
    JOIN capture c ON c.id = s.capture_id
    WHERE v.posting_id = p.id AND c.url_id <> $1 AND c.id > here.capture_id)
  RETURNING p.id)"};

// As above, for a page that answered.
constexpr Statement kMissing{"posting.missing", R"(
  WITH here AS (SELECT v.posting_id, max(c.id) AS capture_id FROM capture c JOIN sighting s ON
    s.capture_id = c.id
    JOIN posting_version v ON v.id = s.version_id WHERE c.url_id = $1 GROUP BY v.posting_id)
  UPDATE posting p SET
   withdrawn_after = CASE WHEN $3 OR p.missing_since IS NOT NULL THEN p.last_seen END,
   withdrawn_by = CASE WHEN $3 THEN $4::timestamptz ELSE p.missing_since END,
   missing_since = CASE WHEN $3 OR p.missing_since IS NOT NULL THEN NULL ELSE $4 END
  FROM here
  WHERE p.id = here.posting_id AND NOT (p.id = ANY ($2::bigint[])) AND p.withdrawn_by IS NULL
   AND p.last_seen <= $4
   AND NOT EXISTS (SELECT FROM posting_version v JOIN sighting s ON s.version_id = v.id
    JOIN capture c ON c.id = s.capture_id
    WHERE v.posting_id = p.id AND c.url_id <> $1 AND c.id > here.capture_id)
  RETURNING p.withdrawn_by IS NOT NULL)"};

#define AW_VERSION_COLUMNS                                                                     \
  "p.id, v.id, v.n, src.key, p.kind, p.canonical_url, p.item_key, v.title, v.body, v.context," \
  " to_char(v.date_posted, 'YYYY-MM-DD'), v.fields, extract(epoch FROM p.first_seen)::bigint," \
  " extract(epoch FROM p.last_seen)::bigint"
#define AW_VERSION_TABLES                                                                       \
  " FROM posting p JOIN source src ON src.id = p.source_id"                                     \
  " JOIN LATERAL (SELECT * FROM posting_version o WHERE o.posting_id = p.id ORDER BY o.n DESC " \
  "LIMIT 1) v ON true"
constexpr int kVersionColumns = 14;

constexpr Statement kFindVersion{"posting.find_version",
                                 "SELECT " AW_VERSION_COLUMNS AW_VERSION_TABLES " WHERE p.id = $1"};
constexpr Statement kVersion{"posting.version", "SELECT " AW_VERSION_COLUMNS R"(
  FROM posting_version v JOIN posting p ON p.id = v.posting_id JOIN source src ON src.id =
    p.source_id
  WHERE v.id = $1)"};
// Besides each current version, the graver one that stands before it: it is judged up to the day on which the next
// version took its place.
#define AW_JUDGED_OTHERWISE                                                                     \
  "a.program_version <> $1 OR a.pack_sha256 <> $2 OR a.snapshot_id IS DISTINCT FROM $3::bigint" \
  " OR a.history_sha256 IS DISTINCT FROM $4::text"
constexpr Statement kToAssess{"posting.to_assess",
                              "SELECT " AW_VERSION_COLUMNS AW_VERSION_TABLES R"(
  LEFT JOIN current_assessment cur ON cur.posting_id = p.id
  LEFT JOIN assessment a ON a.id = cur.assessment_id
  WHERE p.id > $5 AND (a.id IS NULL OR a.version_id <> v.id OR )" AW_JUDGED_OTHERWISE R"(
   OR a.day_to <> (p.last_seen AT TIME ZONE 'UTC' + interval '7 hours')::date)
  ORDER BY p.id LIMIT $6)"};
constexpr Statement kStandingToAssess{"posting.standing_to_assess",
                                      "SELECT " AW_VERSION_COLUMNS R"(
  , extract(epoch FROM next.made_at)::bigint
  FROM current_assessment cur JOIN assessment a ON a.id = cur.standing_id
  JOIN posting_version v ON v.id = a.version_id JOIN posting p ON p.id = cur.posting_id JOIN source src ON src.id = p.source_id
  JOIN posting_version next ON next.posting_id = p.id AND next.n = v.n + 1
  WHERE cur.standing_id <> cur.assessment_id AND ()" AW_JUDGED_OTHERWISE R"()
  ORDER BY p.id)"};
constexpr Statement kHeads{"posting.heads", R"(
  SELECT p.id, p.kind, src.key, p.canonical_url, p.item_key, coalesce(nullif(v.title, ''), left(v.body, 80)),
   v.fields ->> 'region', v.fields ->> 'employer', v.id, v.text_sha256, sv.fields ->> 'employer',
   extract(epoch FROM p.first_seen)::bigint, extract(epoch FROM p.last_seen)::bigint, p.withdrawn_by IS NOT NULL,
   (SELECT ds.key || ' ' || d.canonical_url || ' ' || d.item_key FROM posting d JOIN source ds ON ds.id = d.source_id
    WHERE d.id = coalesce(p.duplicate_of, CASE WHEN EXISTS (SELECT FROM posting x WHERE x.duplicate_of = p.id) THEN p.id END)),
   (SELECT string_agg(r.place, E'\n' ORDER BY r.id) FROM tip_report r WHERE r.posting_id = p.id AND p.kind = 'tip'),
   ARRAY(SELECT jsonb_array_elements_text(v.fields -> 'trackers'))
  FROM unnest($1::bigint[]) wanted (id) JOIN posting p ON p.id = wanted.id JOIN source src ON src.id = p.source_id
  JOIN current_assessment cur ON cur.posting_id = p.id JOIN assessment sa ON sa.id = cur.standing_id
  JOIN posting_version sv ON sv.id = sa.version_id
  JOIN LATERAL (SELECT o.id, o.title, o.body, o.fields, o.text_sha256 FROM posting_version o WHERE o.posting_id = p.id
   ORDER BY o.n DESC LIMIT 1) v ON true ORDER BY p.id)"};
constexpr Statement kFlaggedUrl{"posting.flagged_url",
                                "SELECT EXISTS (SELECT FROM flagged_url WHERE url_id = $1)"};
constexpr Statement kExport{"posting.export", "SELECT " AW_VERSION_COLUMNS R"(
  , coalesce(sight.final_url, p.canonical_url), ids.phones, ids.emails, ids.accounts,
  extract(epoch FROM p.withdrawn_by)::bigint,
  (SELECT d.canonical_url || '#' || d.item_key FROM posting d WHERE d.id = p.duplicate_of),
  a.verdict, sight.record_id,
  (SELECT coalesce(array_agg(c.says ORDER BY c.id), '{}') FROM correction c WHERE c.withdrawn_at IS NULL AND (c.posting_id = p.id
   OR EXISTS (SELECT FROM fact f WHERE f.id = ANY (a.fact_ids) AND f.kind = c.kind AND f.value = c.norm))))" AW_VERSION_TABLES R"(
  LEFT JOIN current_assessment cur ON cur.posting_id = p.id
  LEFT JOIN assessment a ON a.id = cur.assessment_id
  LEFT JOIN LATERAL (SELECT c.final_url, c.record_id FROM posting_version o JOIN sighting s ON
    s.version_id = o.id
   JOIN capture c ON c.id = s.capture_id WHERE o.posting_id = p.id ORDER BY c.id DESC LIMIT 1)
     sight ON true
  CROSS JOIN LATERAL (SELECT
   coalesce(array_agg(DISTINCT f.value) FILTER (WHERE f.kind = 'phone'), '{}') AS phones,
   coalesce(array_agg(DISTINCT f.value) FILTER (WHERE f.kind = 'email'), '{}') AS emails,
   coalesce(array_agg(DISTINCT f.value) FILTER (WHERE f.kind = 'account'), '{}') AS accounts
   FROM fact f WHERE f.id = ANY (a.fact_ids)) ids
  WHERE NOT EXISTS (SELECT FROM restricted_posting r WHERE r.posting_id = p.id)
  ORDER BY src.key COLLATE "C", p.canonical_url COLLATE "C", p.item_key COLLATE "C")"};
std::string ItemKeyOf(const core::Posting& posting) {
  if (posting.item_key.size() <= kMaxItemKeyBytes) return posting.item_key;
  return "sha256:" + core::Sha256Hex(posting.item_key);
}

core::PostingKind KindOf(const pqxx::field& field) {
  for (const auto kind :
       {core::PostingKind::kAdvert, core::PostingKind::kListing, core::PostingKind::kTip}) {
    if (core::PostingKindName(kind) == field.c_str()) return kind;
  }
  throw std::logic_error(std::string{"unknown kind of posting in the database: "} + field.c_str());
}

StoredVersion VersionOf(const pqxx::row& row) {
  StoredVersion version;
  version.posting_id = row[0].as<std::int64_t>();
  version.version_id = row[1].as<std::int64_t>();
  version.n = row[2].as<int>();
  version.source = row[3].c_str();
  version.posting.kind = KindOf(row[4]);
  version.posting.canonical_url = row[5].c_str();
  version.posting.item_key = row[6].c_str();
  version.posting.text = {row[7].c_str(), row[8].c_str(), row[9].c_str()};
  version.posting.date_posted = FindValue<core::Day>(row[10]);
  PostingFieldsFromJson(nlohmann::json::parse(row[11].c_str()), version.posting);
  version.first_seen = InstantOf(row[12]);
  version.last_seen = InstantOf(row[13]);
  return version;
}

using PostingKey = std::tuple<std::int64_t, std::string, std::string>;  // source, URL, item key

PostingKey KeyOf(const PostingToSave& seen) {
  return {seen.source_id, seen.posting->canonical_url, ItemKeyOf(*seen.posting)};
}

// The postings' rows; tells of `saved` all but the version.
void SaveRows(pqxx::transaction_base& tx, const std::vector<PostingToSave>& postings,
              const std::map<PostingKey, std::size_t>& now, std::vector<SavedPosting>& saved) {
  std::vector<std::size_t> in_order;
  for (const auto& [key, i] : now) in_order.push_back(i);
  std::sort(in_order.begin(), in_order.end());
  std::array<ArrayText, 5> columns;
  for (const std::size_t i : in_order) {
    const core::Posting& posting = *postings[i].posting;
    const std::string item_key = ItemKeyOf(posting);
    RequireText(kSave.name, posting.canonical_url);
    RequireText(kSave.name, item_key);
    columns[0].Add(core::PostingKindName(posting.kind));
    columns[1].Add(postings[i].source_id);
    columns[2].Add(posting.canonical_url);
    columns[3].Add(item_key);
    columns[4].Add(postings[i].seen_at);
  }
  for (const auto& row : ExecColumns(tx, kSave, columns)) {
    SavedPosting& one =
        saved[now.at({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str()})];
    one.posting_id = row[3].as<std::int64_t>();
    one.new_posting = row[4].as<bool>();
    one.first_seen = InstantOf(row[5]);
    one.last_seen = InstantOf(row[6]);
  }
}

// Saves those of `now`, whose keys differ.
void SaveDistinct(pqxx::transaction_base& tx, const std::vector<PostingToSave>& postings,
                  const std::map<PostingKey, std::size_t>& now, const std::string& reader_version,
                  std::vector<SavedPosting>& saved) {
  SaveRows(tx, postings, now, saved);
  std::map<std::int64_t, std::size_t> index_of;  // by posting: older ones first
  ArrayText known;
  bool any_known = false;
  for (const auto& [key, i] : now) {
    index_of.emplace(saved[i].posting_id, i);
    saved[i].new_version = true;
    if (saved[i].new_posting) continue;
    known.Add(saved[i].posting_id);
    any_known = true;
  }
  struct Last {
    std::int64_t id = 0;
    int n = 0;
    std::string text_sha256;
  };
  std::map<std::int64_t, Last> last_of;
  if (any_known) {
    for (const auto& row : Exec(tx, kLastVersions, known.Text()))
      last_of[row[0].as<std::int64_t>()] = {row[1].as<std::int64_t>(), row[2].as<int>(),
                                            row[3].c_str()};
  }
  std::array<ArrayText, 5> columns;
  std::array<LongTexts, 4> texts;
  std::vector<std::size_t> made;
  for (const auto& [posting_id, i] : index_of) {
    const core::Posting& posting = *postings[i].posting;
    std::string text_sha256 = TextSha256(posting.text);
    const auto last = last_of.find(posting_id);
    if (last != last_of.end() && last->second.text_sha256 == text_sha256) {
      saved[i].version_id = last->second.id;
      saved[i].new_version = false;
      continue;
    }
    const std::string fields = PostingFieldsToJson(posting).dump();
    const std::array long_ones = {&posting.text.title, &posting.text.body, &posting.text.context,
                                  &fields};
    for (std::size_t text = 0; text < long_ones.size(); ++text) {
      RequireText(kAddVersions.name, *long_ones.at(text));
      texts.at(text).Add(*long_ones.at(text));
    }
    columns[0].Add(posting_id);
    columns[1].Add(last == last_of.end() ? 1 : last->second.n + 1);
    columns[2].Add(text_sha256);
    columns[3].Add(posting.date_posted);
    columns[4].Add(postings[i].seen_at);
    made.push_back(i);
  }
  if (made.empty()) return;
  for (const auto& row : Exec(tx, kAddVersions, columns[0].Text(), columns[1].Text(),
                              columns[2].Text(), texts[0].Binary(), texts[1].Binary(),
                              texts[2].Binary(), columns[3].Text(), texts[3].Binary(),
                              columns[4].Text(), reader_version))
    saved[index_of.at(row[0].as<std::int64_t>())].version_id = row[1].as<std::int64_t>();
  std::deque<PostingIndexEntry> entries;
  std::vector<IndexedVersion> versions;
  for (const std::size_t i : made) {
    const PostingIndexEntry* entry = postings[i].index;
    if (entry == nullptr) entry = &entries.emplace_back(IndexEntryOf(*postings[i].posting));
    versions.push_back({saved[i].posting_id, saved[i].version_id, entry});
  }
  IndexPostings(tx, versions);
}

}  // namespace

std::string TextSha256(const core::PostingText& text) {
  constexpr std::string_view kNul{"\0", 1};
  core::Sha256 hash;
  hash.Add(text.title);
  hash.Add(kNul);
  hash.Add(text.body);
  hash.Add(kNul);
  hash.Add(text.context);
  return hash.Hex();
}

std::vector<SavedPosting> SavePostings(pqxx::transaction_base& tx,
                                       const std::vector<PostingToSave>& postings,
                                       const std::string& reader_version) {
  std::vector<SavedPosting> saved(postings.size());
  std::vector<std::size_t> left(postings.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  while (!left.empty()) {  // what one statement saves are different postings
    std::map<PostingKey, std::size_t> now;
    std::vector<std::size_t> later;
    for (const std::size_t i : left) {
      if (!now.emplace(KeyOf(postings[i]), i).second) later.push_back(i);
    }
    SaveDistinct(tx, postings, now, reader_version, saved);
    left = std::move(later);
  }
  return saved;
}

SavedPosting SavePosting(pqxx::transaction_base& tx, std::int64_t source_id,
                         const core::Posting& posting, core::Instant seen_at,
                         const std::string& reader_version) {
  return SavePostings(tx, {{source_id, &posting, nullptr, seen_at}}, reader_version).front();
}

void AddSightings(pqxx::transaction_base& tx, const std::vector<Sighting>& sightings) {
  if (sightings.empty()) return;
  std::array<ArrayText, 3> columns;
  for (const auto& sighting : sightings) {
    RequireText(kAddSightings.name, sighting.locator);
    columns[0].Add(sighting.version_id);
    columns[1].Add(sighting.capture_id);
    columns[2].Add(sighting.locator);
  }
  ExecColumns(tx, kAddSightings, columns);
}

void AddSighting(pqxx::transaction_base& tx, std::int64_t version_id, std::int64_t capture_id,
                 const std::string& locator) {
  AddSightings(tx, {{version_id, capture_id, locator}});
}

int TouchPostingsOf(pqxx::transaction_base& tx, std::int64_t url_id, core::Instant seen_at) {
  return static_cast<int>(Exec(tx, kTouch, url_id, seen_at).size());
}

int WithdrawPostingsOf(pqxx::transaction_base& tx, std::int64_t url_id, core::Instant gone_since) {
  return static_cast<int>(Exec(tx, kWithdraw, url_id, gone_since).size());
}

int WithdrawMissingPostings(pqxx::transaction_base& tx, std::int64_t url_id,
                            const std::vector<std::int64_t>& shown, core::Instant seen_at) {
  int withdrawn = 0;
  for (const auto& row : Exec(tx, kMissing, url_id, ArrayOf(shown), !shown.empty(), seen_at))
    withdrawn += row[0].as<bool>() ? 1 : 0;
  return withdrawn;
}

std::optional<StoredVersion> FindCurrentVersion(pqxx::transaction_base& tx,
                                                std::int64_t posting_id) {
  const auto rows = Exec(tx, kFindVersion, posting_id);
  if (rows.empty()) return {};
  return VersionOf(rows[0]);
}

std::optional<StoredVersion> FindVersion(pqxx::transaction_base& tx, std::int64_t version_id) {
  const auto rows = Exec(tx, kVersion, version_id);
  if (rows.empty()) return {};
  return VersionOf(rows[0]);
}

std::vector<StoredVersion> VersionsToAssess(pqxx::transaction_base& tx, const JudgedWith& with,
                                            std::int64_t after, int limit) {
  std::vector<StoredVersion> versions;
  const auto rows = Exec(tx, kToAssess, with.program_version, with.pack_sha256, with.snapshot_id,
                         with.history_sha256, after, limit);
  versions.reserve(rows.size());
  for (const auto& row : rows) versions.push_back(VersionOf(row));
  return versions;
}

std::vector<StoredVersion> StandingVersionsToAssess(pqxx::transaction_base& tx,
                                                    const JudgedWith& with) {
  std::vector<StoredVersion> versions;
  for (const auto& row : Exec(tx, kStandingToAssess, with.program_version, with.pack_sha256,
                              with.snapshot_id, with.history_sha256)) {
    versions.push_back(VersionOf(row));
    versions.back().last_seen = InstantOf(row[kVersionColumns]);
  }
  return versions;
}

std::vector<PostingHead> PostingHeads(pqxx::transaction_base& tx,
                                      const std::vector<std::int64_t>& posting_ids) {
  std::vector<PostingHead> heads;
  for (const auto& row : Exec(tx, kHeads, ArrayOf(posting_ids))) {
    PostingHead head;
    head.posting_id = row[0].as<std::int64_t>();
    head.kind = KindOf(row[1]);
    head.source = row[2].c_str();
    head.canonical_url = row[3].c_str();
    head.item_key = row[4].c_str();
    head.title = row[5].c_str();
    head.region = row[6].c_str();
    head.employer = row[7].c_str();
    head.version_id = row[8].as<std::int64_t>();
    head.text_sha256 = row[9].c_str();
    head.standing_employer = row[10].c_str();
    head.first_seen = InstantOf(row[11]);
    head.last_seen = InstantOf(row[12]);
    head.withdrawn = row[13].as<bool>();
    head.copied_text = row[14].c_str();
    head.places = row[15].c_str();
    head.trackers = TextsOf(row[16]);
    heads.push_back(std::move(head));
  }
  return heads;
}

bool IsFlaggedUrl(pqxx::transaction_base& tx, std::int64_t url_id) {
  return ExecOne(tx, kFlaggedUrl, url_id)[0].as<bool>();
}

void ForEachPosting(pqxx::transaction_base& tx,
                    const std::function<void(const PostingExport&)>& use) {
  for (const auto& row : Exec(tx, kExport)) {
    PostingExport posting;
    posting.version = VersionOf(row);
    const auto field = [&row](int i) { return row[kVersionColumns + i]; };
    posting.url = field(0).c_str();
    posting.phones = TextsOf(field(1));
    posting.emails = TextsOf(field(2));
    posting.accounts = TextsOf(field(3));
    posting.withdrawn_by = FindValue<core::Instant>(field(4));
    posting.duplicate_of = field(5).c_str();
    posting.verdict = field(6).c_str();
    posting.capture = field(7).c_str();
    posting.corrections = TextsOf(field(8));
    use(posting);
  }
}

}  // namespace agencywatch::db
