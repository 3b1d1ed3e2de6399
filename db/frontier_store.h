// The frontier: which addresses a source led to, and when each is to be visited. There is no state
// "in progress": a killed process leaves every address as it found it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "db/source_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class UrlState {
  kDue,      // not visited yet
  kDone,     // fetched, or not changed since
  kGone,     // 404 or 410, twice
  kRefused,  // by robots.txt
  kFailed,   // no usable answer
  kSkipped   // not wanted (too deep, too many, not a page)
};
[[nodiscard]] std::string_view UrlStateName(UrlState state);

inline constexpr std::size_t kMaxUrlBytes = 2048;  // a longer one is not stored

struct NewUrl {
  std::string url;  // absolute and canonical
  Origin origin;
};

// A source's start page: at depth 0, belongs to this source from now on, due at `due_at` if it was
// never visited; a known one keeps its state. Throws core::InputError for one longer than
// kMaxUrlBytes.
std::int64_t SeedUrl(pqxx::transaction_base& tx, std::int64_t source_id, const NewUrl& url,
                     core::Instant due_at);

// A link found on the page `seen_from`; as deep as that page, and `step` more.
struct NewLink {
  NewUrl url;
  std::int64_t seen_from = 0;
  int step = 1;  // 0 for the target of a redirect
  int hops = 0;  // redirects, or sitemaps within sitemaps, in a row that led here
};
// Due at `due_at`. Known addresses only come nearer to the start page, if they are of the same
// source; too long ones are left out. Returns how many are new.
int AddLinks(pqxx::transaction_base& tx, std::int64_t source_id, const std::vector<NewLink>& links,
             core::Instant due_at);

// An address that is never due (a robots.txt, an imported page): the row that its captures hang on.
std::int64_t EnsureUrl(pqxx::transaction_base& tx, std::int64_t source_id, const NewUrl& url);
// The same for a file that was imported: `uri` begins with "file:".
std::int64_t EnsureFile(pqxx::transaction_base& tx, std::int64_t source_id, const std::string& uri);

struct DueUrl {
  std::int64_t id = 0;
  std::int64_t origin_id = 0;
  std::string url;
  UrlState state = UrlState::kDue;
  int depth = 0;
  int attempts = 0;  // failed visits in a row
  std::optional<core::Instant> gone_since;
  std::string etag;           // empty when none
  std::string last_modified;  // as sent; empty when none
  std::string body_sha256;    // hex; empty when never fetched
  int hops = 0;
  int unchanged = 0;  // visits in a row that found the same bytes
  bool keen = false;  // asked more often
};
// Due by `now`, nearest to the start page first, then the longest due; none of `without_origins`.
// `now` is the run's start, so that nothing is visited twice in one run whatever `every` says.
// Its cost does not grow with what was visited already.
[[nodiscard]] std::vector<DueUrl> NextDue(pqxx::transaction_base& tx, std::int64_t source_id,
                                          core::Instant now, int limit,
                                          const std::vector<std::int64_t>& without_origins = {});

struct UrlOutcome {
  std::int64_t url_id = 0;
  UrlState state = UrlState::kDone;
  std::optional<core::Instant> due_at;      // the next visit; nullopt: never
  int attempts = 0;                         // failed visits in a row, with this one
  std::optional<core::Instant> gone_since;  // the first 404 or 410 in a row
  std::string etag;
  std::string last_modified;
  std::string body_sha256;
  int unchanged = 0;
  bool keen = false;
};
void RecordOutcomes(pqxx::transaction_base& tx, const std::vector<UrlOutcome>& outcomes);

// Links from a start page, as known now; of addresses that are in the frontier.
[[nodiscard]] std::map<std::int64_t, int> DepthsOf(pqxx::transaction_base& tx,
                                                   const std::vector<std::int64_t>& url_ids);
// All pages of a source that are visited at all are due again at `now`.
void MakeDue(pqxx::transaction_base& tx, std::int64_t source_id, core::Instant now);

struct UrlCount {
  UrlState state = UrlState::kDue;
  std::int64_t count = 0;
};
// Of one source, in the order of the states; states without any are left out.
[[nodiscard]] std::vector<UrlCount> CountUrls(pqxx::transaction_base& tx, std::int64_t source_id);

}  // namespace agencywatch::db
