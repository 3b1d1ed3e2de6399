// By what the current version of a posting is found again: its words, without marks and with disguises undone, and the
// signature of its text, by which copies with a few words changed are known (core/near_duplicate.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/near_duplicate.h"
#include "core/posting.h"
#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// What is looked up, worked out without a database.
struct PostingIndexEntry {
  std::string words;                            // folded
  std::optional<core::TextSignature> signature;  // nullopt: too short to compare
};
[[nodiscard]] PostingIndexEntry IndexEntryOf(const core::Posting& posting);

struct IndexedVersion {
  std::int64_t posting_id = 0;
  std::int64_t version_id = 0;
  const PostingIndexEntry* entry = nullptr;  // outlives the call
};
// Call once for each new version, older ones first; no posting twice in one call. Says of a posting whose text is a copy
// of an older one's (on another page) that it duplicates that one; a copy of a copy duplicates the first. Once said, it
// stays: an edit does not undo it.
void IndexPostings(pqxx::transaction_base& tx, const std::vector<IndexedVersion>& versions);

// What the review site finds an advert by: the same of a text from which was taken whatever identifies a person
// (alerts/api/masking.h). Of flagged postings, by their current versions; an older version is passed over.
[[nodiscard]] std::string SearchWords(const std::string& text);
struct ShownWords {
  std::int64_t version_id = 0;
  std::string_view words;  // outlive the call
};
void SaveShownWords(pqxx::transaction_base& tx, const std::vector<ShownWords>& shown);

struct FoundPosting {
  std::int64_t posting_id = 0;
  core::PostingKind kind = core::PostingKind::kAdvert;
  std::string source;
  std::string canonical_url;
  std::string title;
  core::Verdict verdict = core::Verdict::kClear;  // what stands; clear when not judged yet
  core::Instant first_seen;
  core::Instant last_seen;
};
// Postings that hold all words of `text`, newest first: with or without marks, in any order; "…" asks for words that
// follow one another, -word for postings without it, `or` between two for either.
[[nodiscard]] std::vector<FoundPosting> SearchPostings(pqxx::transaction_base& tx,
                                                       const std::string& text, int limit);

}  // namespace agencywatch::db
