// Postings, their immutable versions, and in which captures they were seen.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/posting.h"
#include "core/time.h"
#include "db/posting_index.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// Over title, NUL, body, NUL, context. Hex.
[[nodiscard]] std::string TextSha256(const core::PostingText& text);

struct PostingToSave {
  std::int64_t source_id = 0;
  const core::Posting* posting = nullptr;        // both outlive the call
  const PostingIndexEntry* index = nullptr;      // nullptr: made when it is needed
  core::Instant seen_at;
};
struct SavedPosting {
  std::int64_t posting_id = 0;
  std::int64_t version_id = 0;  // the current one
  bool new_posting = false;
  bool new_version = false;
  core::Instant first_seen;  // of the posting, with this sight
  core::Instant last_seen;
};
// Finds each posting by source, canonical URL and item key, or adds it; widens its first and last
// sight by `seen_at`; takes back that it was withdrawn. A new version is made only when the text
// differs from the last version's; it is indexed (posting_index.h). `reader_version` names the program that read the page. An item
// key longer than 256 bytes is kept as its hash. In the order of the call, a few statements for all; the same
// posting may come several times.
[[nodiscard]] std::vector<SavedPosting> SavePostings(pqxx::transaction_base& tx,
                                                     const std::vector<PostingToSave>& postings,
                                                     const std::string& reader_version);
[[nodiscard]] SavedPosting SavePosting(pqxx::transaction_base& tx, std::int64_t source_id,
                                       const core::Posting& posting, core::Instant seen_at,
                                       const std::string& reader_version);

// The version was read out of the capture, at `locator`.
struct Sighting {
  std::int64_t version_id = 0;
  std::int64_t capture_id = 0;
  std::string locator;
};
void AddSightings(pqxx::transaction_base& tx, const std::vector<Sighting>& sightings);
void AddSighting(pqxx::transaction_base& tx, std::int64_t version_id, std::int64_t capture_id,
                 const std::string& locator);

// The server says that the page has not changed (304): everything read from the capture that this
// confirms was seen again. Returns how many postings.
int TouchPostingsOf(pqxx::transaction_base& tx, std::int64_t url_id, core::Instant seen_at);

// The page is gone (404 or 410 at two visits): its postings were withdrawn between their last sight
// and `gone_since`, the first of those answers. Postings last seen on another page stay. Returns
// how many postings.
int WithdrawPostingsOf(pqxx::transaction_base& tx, std::int64_t url_id, core::Instant gone_since);

// The page answered, and showed only the postings `shown`. Those read from it before, and not shown
// on another page since, were withdrawn between their last sight and `seen_at`. A page that shows
// no posting at all may be broken or a wall: then only its second answer like that counts, and the
// withdrawal is dated from the first one. Returns how many postings were withdrawn now.
int WithdrawMissingPostings(pqxx::transaction_base& tx, std::int64_t url_id,
                            const std::vector<std::int64_t>& shown, core::Instant seen_at);

// A version as it is to be judged.
struct StoredVersion {
  std::int64_t posting_id = 0;
  std::int64_t version_id = 0;
  int n = 1;
  std::string source;  // key
  core::Posting posting;
  core::Instant first_seen;  // of the posting
  core::Instant last_seen;
};
[[nodiscard]] std::optional<StoredVersion> FindCurrentVersion(pqxx::transaction_base& tx,
                                                              std::int64_t posting_id);
[[nodiscard]] std::optional<StoredVersion> FindVersion(pqxx::transaction_base& tx,
                                                       std::int64_t version_id);

// What an assessment must have been made with to count today; see assessment_store.h.
struct JudgedWith {
  std::string program_version;
  std::string pack_sha256;
  std::optional<std::int64_t> snapshot_id;
  std::optional<std::string> history_sha256;
};
// Current versions without a current assessment that was made of them, with this, up to the
// Vietnamese day of their last sight. Only postings with an id above `after`, by id: pass the last
// one's id to go on.
[[nodiscard]] std::vector<StoredVersion> VersionsToAssess(pqxx::transaction_base& tx,
                                                          const JudgedWith& with,
                                                          std::int64_t after, int limit);

// Versions that an edit replaced but whose signs stand, and that were not judged with this. Their last sight is the
// moment at which the next version was first seen.
[[nodiscard]] std::vector<StoredVersion> StandingVersionsToAssess(pqxx::transaction_base& tx,
                                                                  const JudgedWith& with);

// A posting as alerts are built from it, without its text.
struct PostingHead {
  std::int64_t posting_id = 0;
  core::PostingKind kind = core::PostingKind::kAdvert;
  std::string source;  // key
  std::string canonical_url;
  std::string item_key;
  std::string title;  // where there is none, the beginning of the body
  std::string region;
  std::string employer;          // of the current version
  std::vector<std::string> trackers;  // of it
  std::int64_t version_id = 0;   // the current one
  std::string text_sha256;       // of it
  std::string standing_employer; // of the version whose assessment stands
  core::Instant first_seen;
  core::Instant last_seen;
  bool withdrawn = false;
  // Source, URL and item key of the posting whose text this one copies, or its own where others copy it; else empty.
  std::string copied_text;
  std::string places;  // that tips were reported from, one a line
};
// Judged ones of these, in the order of their ids.
[[nodiscard]] std::vector<PostingHead> PostingHeads(pqxx::transaction_base& tx,
                                                    const std::vector<std::int64_t>& posting_ids);

// A posting with signs was seen at this address and has not been taken off: visit it more often, so that an edit or a
// withdrawal is caught near its time.
[[nodiscard]] bool IsFlaggedUrl(pqxx::transaction_base& tx, std::int64_t url_id);

// A row of `postings export`.
struct PostingExport {
  StoredVersion version;
  std::string url;  // that was fetched for the last sight; canonical for a tip
  std::vector<std::string> phones;
  std::vector<std::string> emails;
  std::vector<std::string> accounts;
  std::optional<core::Instant> withdrawn_by;
  std::string duplicate_of;  // canonical URL and item key, joined by '#'; empty when none
  std::string verdict;       // empty when not judged yet
  std::string capture;       // record id of the last sight; empty for a tip
  std::vector<std::string> corrections;  // what persons named in it had put right (correction_store.h)
};
// Every posting that may be shown (request_store.h), by source, canonical URL and item key.
void ForEachPosting(pqxx::transaction_base& tx,
                    const std::function<void(const PostingExport&)>& use);

}  // namespace agencywatch::db
