// Postings out of files that somebody else gathered: WARC archives, saved pages and folders of them, CSV and JSON
// lines. Pages go through the same reading as those of a scan.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/errors.h"
#include "core/posting.h"
#include "core/time.h"
#include "crawler/warc_record.h"

namespace agencywatch::cli {

// A page, or a line of a list, that holds at least one posting.
struct ImportedPage {
  crawler::Imported kept;  // what is kept of it as evidence
  core::Instant seen_at;   // when the archive's record was made; else the time of the import
  std::vector<core::Posting> postings;
};

struct ImportCounts {
  std::set<std::string> unread_keys;  // of CSV and JSON lines; at most kMostUnreadKeys
  std::size_t pages = 0;     // of HTML or feeds, in archives and files
  std::size_t rows = 0;      // of CSV and JSON lines
  std::size_t barriers = 0;  // pages that stand for others: CAPTCHA, log-in …
  std::size_t skipped =
      0;  // records and files that hold no page: images, requests, answers with an error
};

inline constexpr std::size_t kMostUnreadKeys = 20;

// Reads one path of any of these kinds, told by its first bytes; a folder is read with all below it, in the order of
// names. `use` gets every page as it is read. What is wrong with single records or lines goes to `problems`; the
// rest is read on. Throws core::InputError when the path itself cannot be read. Stdin and pipes are waited for until `stop`.
//
// JSON lines and CSV have at least `title` and `body`, or `html` for a page as it was; and perhaps url, agency or
// employer, context, posted_at or date_posted, valid_through, country, region, channel. The export of this program is
// among them.
void ReadImport(const std::filesystem::path& path, core::Instant now, ImportCounts& counts,
                std::vector<core::InputProblem>& problems,
                const std::function<void(ImportedPage)>& use, const std::stop_token& stop);

}  // namespace agencywatch::cli
