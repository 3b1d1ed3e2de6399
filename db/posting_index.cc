#include "db/posting_index.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "db/internal/search_text.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

// A tsvector holds at most 1 MiB; nobody searches for the end of a longer text.
constexpr std::size_t kMaxIndexedBytes = 200'000;
constexpr std::size_t kMaxQueryBytes = 500;
constexpr int kMaxCandidates = 100;

constexpr Statement kSave{"posting_index.save", R"(
  INSERT INTO posting_index (posting_id, version_id, words, signature, bands)
  SELECT posting_id, version_id, to_tsvector('simple', words), decode(signature, 'hex'), bands::bigint[]
  FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])
   AS made (posting_id, version_id, words, signature, bands)
  ON CONFLICT (posting_id) DO UPDATE SET version_id = excluded.version_id, words = excluded.words,
   signature = excluded.signature, bands = excluded.bands)"};
// `f` is the first of the candidate's copies. Other rows of its page share most of their words and are no copies; what
// is said here of the postings of this call may have changed when their turn comes, so those are looked at there.
// A template that many use fills the limit: the very same text comes first. OFFSET 0: or the planner walks all older postings instead of asking the index of bands.
constexpr Statement kCandidates{"posting_index.candidates", R"(
  WITH made AS MATERIALIZED (SELECT posting_id, bands::bigint[] AS bands, n
   FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS m (posting_id, bands, n))
  SELECT made.posting_id, c.signature, c.id, c.source_id, c.canonical_url, o.source_id, o.canonical_url
  FROM made JOIN posting o ON o.id = made.posting_id AND o.duplicate_of IS NULL
  CROSS JOIN LATERAL (SELECT i.posting_id, i.signature, f.id, f.source_id, f.canonical_url
   FROM (SELECT posting_id, signature, bands = made.bands AS same FROM posting_index WHERE bands && made.bands OFFSET 0) i
   JOIN posting p ON p.id = i.posting_id JOIN posting f ON f.id = coalesce(p.duplicate_of, p.id)
   WHERE i.posting_id < made.posting_id
    AND (f.id = ANY ($1::bigint[]) OR NOT (o.source_id = f.source_id AND o.canonical_url = f.canonical_url AND o.canonical_url <> ''))
   ORDER BY i.same DESC, i.posting_id LIMIT $3) c
  ORDER BY made.n, c.posting_id)"};
constexpr Statement kDuplicates{"posting_index.duplicates", R"(
  UPDATE posting SET duplicate_of = copy.first
  FROM unnest($1::bigint[], $2::bigint[]) AS copy (id, first) WHERE posting.id = copy.id)"};
// The first one's alert has to learn of its copy.
constexpr Statement kConcerns{
    "posting_index.concerns",
    "UPDATE current_assessment SET built = false WHERE posting_id = ANY ($1::bigint[]) AND built"};
constexpr Statement kShow{"posting_index.show", R"(
  INSERT INTO shown_words AS kept (posting_id, words)
  SELECT DISTINCT ON (i.posting_id) i.posting_id, to_tsvector('simple', made.words) FROM unnest($1::bigint[], $2::text[]) AS made (version_id, words)
  JOIN posting_index i ON i.version_id = made.version_id
  ON CONFLICT (posting_id) DO UPDATE SET words = excluded.words WHERE kept.words <> excluded.words)"};
constexpr Statement kSearch{"posting_index.search", R"(
  SELECT p.id, p.kind, src.key, p.canonical_url, coalesce(nullif(v.title, ''), left(v.body, 120)), coalesce(a.verdict, 'clear'),
   extract(epoch FROM p.first_seen)::bigint, extract(epoch FROM p.last_seen)::bigint
  FROM (SELECT posting_id, version_id FROM posting_index WHERE words @@ websearch_to_tsquery('simple', $1)
        AND NOT EXISTS (SELECT FROM restricted_posting r WHERE r.posting_id = posting_index.posting_id)
        ORDER BY posting_id DESC LIMIT $2) i
  JOIN posting p ON p.id = i.posting_id JOIN posting_version v ON v.id = i.version_id JOIN source src ON src.id = p.source_id
  LEFT JOIN current_assessment cur ON cur.posting_id = p.id LEFT JOIN assessment a ON a.id = cur.standing_id
  ORDER BY p.id DESC)"};

std::string Folded(std::string_view text) {
  std::string folded{core::Utf8Prefix(text, kMaxIndexedBytes)};
  folded = core::Fold(folded, core::Field::kBody).folded.text();
  std::replace(folded.begin(), folded.end(), '\x01', ' ');
  return folded;
}

std::string HexOf(const core::TextSignature& signature) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint32_t value : signature) {
    for (unsigned shift = 32; shift > 0; shift -= 4) hex += kDigits[(value >> (shift - 4)) & 15U];
  }
  return hex;
}

core::TextSignature SignatureIn(const pqxx::field& field) {
  const pqxx::binarystring bytes(field);
  core::TextSignature signature{};
  if (bytes.size() != signature.size() * 4)
    throw std::logic_error("a signature in the database has " + std::to_string(bytes.size()) + " bytes");
  for (std::size_t i = 0; i < bytes.size(); ++i)
    signature.at(i / 4) = (signature.at(i / 4) << 8U) | bytes.data()[i];
  return signature;
}

core::PostingKind KindOf(const pqxx::field& field) {
  for (const auto kind : {core::PostingKind::kListing, core::PostingKind::kTip}) {
    if (core::PostingKindName(kind) == field.c_str()) return kind;
  }
  return core::PostingKind::kAdvert;
}

// An older posting that a new one may be a copy of.
struct Original {
  std::int64_t id = 0;
  std::int64_t source_id = 0;
  std::string canonical_url;
};

}  // namespace

PostingIndexEntry IndexEntryOf(const core::Posting& posting) {
  const std::string folded = Folded(posting.text.title + "\n" + posting.text.body);
  return {internal::WithWholeNumbers(folded + " " + Folded(posting.employer)), core::SignatureOf(folded)};
}

std::string SearchWords(const std::string& text) { return internal::WithWholeNumbers(Folded(text)); }

void SaveShownWords(pqxx::transaction_base& tx, const std::vector<ShownWords>& shown) {
  if (shown.empty()) return;
  std::array<ArrayText, 2> columns;
  for (const auto& one : shown) {
    columns[0].Add(one.version_id);
    columns[1].Add(one.words);
  }
  ExecColumns(tx, kShow, columns);
}

void IndexPostings(pqxx::transaction_base& tx, const std::vector<IndexedVersion>& versions) {
  if (versions.empty()) return;
  std::array<ArrayText, 4> columns;
  LongTexts words;
  std::array<ArrayText, 2> comparable;
  std::unordered_map<std::int64_t, const core::TextSignature*> signature_of;
  for (const auto& version : versions) {
    const PostingIndexEntry& entry = *version.entry;
    RequireText(kSave.name, entry.words);
    columns[0].Add(version.posting_id);
    columns[1].Add(version.version_id);
    words.Add(entry.words);
    if (!entry.signature) {
      columns[2].AddNull();
      columns[3].AddNull();
      continue;
    }
    ArrayText bands;
    for (const std::uint64_t band : core::BandsOf(*entry.signature))
      bands.Add(static_cast<std::int64_t>(band));
    columns[2].Add(HexOf(*entry.signature));
    columns[3].Add(bands.Text());
    comparable[0].Add(version.posting_id);
    comparable[1].Add(bands.Text());
    signature_of.emplace(version.posting_id, &*entry.signature);
  }
  Exec(tx, kSave, columns[0].Text(), columns[1].Text(), words.Binary(), columns[2].Text(),
       columns[3].Text());
  if (signature_of.empty()) return;
  std::unordered_map<std::int64_t, Original> original_of;  // of those found to be copies now
  for (const auto& row :
       Exec(tx, kCandidates, comparable[0].Text(), comparable[1].Text(), kMaxCandidates)) {
    const auto id = row[0].as<std::int64_t>();
    if (original_of.contains(id) ||
        core::Similarity(*signature_of.at(id), SignatureIn(row[1])) < core::kNearDuplicate)
      continue;
    Original first{row[2].as<std::int64_t>(), row[3].as<std::int64_t>(), row[4].c_str()};
    if (const auto copied = original_of.find(first.id); copied != original_of.end())
      first = copied->second;
    const bool same_page = !first.canonical_url.empty() &&
                           first.source_id == row[5].as<std::int64_t>() &&
                           first.canonical_url == row[6].c_str();
    if (first.id != id && !same_page) original_of.emplace(id, std::move(first));
  }
  if (original_of.empty()) return;
  ArrayText copies;
  ArrayText firsts;
  for (const auto& [id, first] : original_of) {
    copies.Add(id);
    firsts.Add(first.id);
  }
  Exec(tx, kDuplicates, copies.Text(), firsts.Text());
  Exec(tx, kConcerns, firsts.Text());
}

std::vector<FoundPosting> SearchPostings(pqxx::transaction_base& tx, const std::string& text,
                                         int limit) {
  std::vector<FoundPosting> found;
  const std::string query = internal::WithWholeNumbers(Folded(core::Utf8Prefix(text, kMaxQueryBytes)));
  for (const auto& row : Exec(tx, kSearch, query, limit)) {
    found.push_back({row[0].as<std::int64_t>(), KindOf(row[1]), row[2].c_str(), row[3].c_str(),
                     row[4].c_str(), core::FindVerdict(row[5].c_str()).value(), InstantOf(row[6]),
                     InstantOf(row[7])});
  }
  return found;
}

}  // namespace agencywatch::db
