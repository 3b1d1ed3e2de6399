// By what the current version of a posting is found again: its words, without marks and with disguises undone, and the
// signature of its text, by which copies with a few words changed are known (core/near_duplicate.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/posting.h"
#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// Call once for each new version. Says of a posting whose text is a copy of an older one's (on another page) that it
// duplicates that one; a copy of a copy duplicates the first. Once said, it stays: an edit does not undo it.
void IndexPosting(pqxx::transaction_base& tx, std::int64_t posting_id, std::int64_t version_id,
                  const core::Posting& posting);

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
