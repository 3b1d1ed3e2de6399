#include "db/posting_index.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "core/fold.h"
#include "core/near_duplicate.h"
#include "core/utf8.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

// A tsvector holds at most 1 MiB; nobody searches for the end of a longer text.
constexpr std::size_t kMaxIndexedBytes = 200'000;
constexpr std::size_t kMaxQueryBytes = 500;
constexpr int kMaxCandidates = 100;

constexpr Statement kSave{"posting_index.save", R"(
  INSERT INTO posting_index (posting_id, version_id, words, signature, bands)
  VALUES ($1, $2, to_tsvector('simple', $3), $4, $5::bigint[])
  ON CONFLICT (posting_id) DO UPDATE SET version_id = excluded.version_id, words = excluded.words,
   signature = excluded.signature, bands = excluded.bands)"};
// `f` is the first of the candidates' copies. Other rows of its page share most of their words and are no copies.
constexpr Statement kCandidates{"posting_index.candidates", R"(
  SELECT f.id, i.signature FROM posting_index i JOIN posting p ON p.id = i.posting_id JOIN posting f ON f.id = coalesce(p.duplicate_of, p.id)
  WHERE i.bands && $1::bigint[] AND i.posting_id < $2
   AND NOT EXISTS (SELECT FROM posting o WHERE o.id = $2 AND
    (o.duplicate_of IS NOT NULL OR (o.source_id = f.source_id AND o.canonical_url = f.canonical_url AND o.canonical_url <> '')))
  ORDER BY i.posting_id LIMIT $3)"};
constexpr Statement kDuplicates{"posting_index.duplicates",
                                "UPDATE posting SET duplicate_of = $2 WHERE id = $1"};
// The first one's alert has to learn of its copy.
constexpr Statement kConcerns{
    "posting_index.concerns",
    "UPDATE current_assessment SET built = false WHERE posting_id = $1 AND built"};
constexpr Statement kSearch{"posting_index.search", R"(
  SELECT p.id, p.kind, src.key, p.canonical_url, v.title, coalesce(a.verdict, 'clear'),
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

std::string BytesOf(const core::TextSignature& signature) {
  std::string bytes;
  for (const std::uint32_t value : signature) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  }
  return bytes;
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

}  // namespace

void IndexPosting(pqxx::transaction_base& tx, std::int64_t posting_id, std::int64_t version_id,
                  const core::Posting& posting) {
  const std::string text = posting.text.title + "\n" + posting.text.body;
  const std::string folded = Folded(text);
  const std::string words = folded + " " + Folded(posting.employer);
  const auto signature = core::SignatureOf(folded);
  if (!signature) {
    const std::optional<std::string> none;
    Exec(tx, kSave, posting_id, version_id, words, none, none);
    return;
  }
  ArrayText bands;
  for (const std::uint64_t band : core::BandsOf(*signature))
    bands.Add(static_cast<std::int64_t>(band));
  for (const auto& row : Exec(tx, kCandidates, bands.Text(), posting_id, kMaxCandidates)) {
    if (core::Similarity(*signature, SignatureIn(row[1])) < core::kNearDuplicate) continue;
    const auto first = row[0].as<std::int64_t>();
    if (first == posting_id) continue;
    Exec(tx, kDuplicates, posting_id, first);
    Exec(tx, kConcerns, first);
    break;
  }
  Exec(tx, kSave, posting_id, version_id, words, pqxx::binarystring(BytesOf(*signature)),
       bands.Text());
}

std::vector<FoundPosting> SearchPostings(pqxx::transaction_base& tx, const std::string& text,
                                         int limit) {
  std::vector<FoundPosting> found;
  const std::string query = Folded(core::Utf8Prefix(text, kMaxQueryBytes));
  for (const auto& row : Exec(tx, kSearch, query, limit)) {
    found.push_back({row[0].as<std::int64_t>(), KindOf(row[1]), row[2].c_str(), row[3].c_str(),
                     row[4].c_str(), core::FindVerdict(row[5].c_str()).value(), InstantOf(row[6]),
                     InstantOf(row[7])});
  }
  return found;
}

}  // namespace agencywatch::db
