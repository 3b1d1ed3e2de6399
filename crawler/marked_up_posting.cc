#include "crawler/marked_up_posting.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/job_labels.h"
#include "crawler/job_particulars.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// Letters and digits only, folded: what is left when layout is taken away.
std::string Letters(std::string_view text) {
  std::string out;
  for (const char c : core::FoldPlain(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

// Most of the description's lines can be seen on the page.
bool IsShown(std::string_view description, std::string_view body) {
  constexpr std::size_t kPieceBytes = 60;  // of a paragraph, its beginning is enough
  std::optional<std::string> letters;  // of the body: folded only where it is not the same as it is
  const auto is_shown = [&](std::string_view line) {
    if (body.find(core::Utf8Prefix(line, 2 * kPieceBytes)) != std::string_view::npos) return true;
    if (!letters) letters = Letters(body);
    return letters->find(Letters(line).substr(0, kPieceBytes)) != std::string::npos;
  };
  std::size_t found = 0;
  std::size_t total = 0;
  ForEachLine(description, [&](std::string_view line) {
    constexpr std::size_t kFewBytes = 8;
    if (line.size() < kFewBytes) return;
    total += line.size();
    if (is_shown(line)) found += line.size();
  });
  return total == 0 || found * 10 >= total * 6;
}

}  // namespace

core::Posting PostingOf(const MarkedUpJob& job, const core::Posting& like) {
  core::Posting posting = like;
  posting.text.title = job.title;
  posting.text.body = job.description;
  posting.employer = job.employer;
  posting.date_posted = job.date_posted;
  posting.valid_through = job.valid_through;
  posting.salary_min = job.salary_min;
  posting.salary_max = job.salary_max;
  posting.salary_currency = job.salary_currency;
  posting.salary_unit = job.salary_unit;
  posting.country = job.country;
  posting.region = job.region;
  posting.locator = job.locator;
  posting.item_key = job.identifier;
  return posting;
}

void FillFromPage(const MarkedUpJob& job, const PageParts& parts, core::Posting& posting) {
  const std::string title = core::FoldPlain(posting.text.title);
  const bool title_shown =
      !title.empty() && (core::FoldPlain(parts.heading).find(title) != std::string::npos ||
                         core::FoldPlain(parts.body).find(title) != std::string::npos);
  if (!title_shown && !parts.heading.empty() && parts.labels + parts.prose_bytes / 200 >= 2)
    posting.text.title = parts.heading;
  if (posting.text.title.empty()) posting.text.title = parts.heading;
  if (job.description.empty() || job.description.size() < parts.body.size() / 2 ||
      IsShown(job.description, parts.body)) {
    posting.text.body = parts.body;
  } else {
    posting.text.body = job.description;
    const std::string letters = Letters(job.description);
    ForEachLine(parts.body, [&](std::string_view line) {
      const bool wanted = SplitLabelledLine(line).has_value() ||
                          HasIdentity(core::FoldPlain(line)) || line.size() >= 60;
      if (wanted && letters.find(Letters(line)) == std::string::npos)
        Append(posting.text.body, line);
    });
  }
  core::Posting seen = posting;
  seen.valid_through.reset();
  ReadParticulars(parts.body, seen);
  if (posting.text.body != parts.body) ReadParticulars(posting.text.body, seen);
  // The last minute of a day elsewhere belongs to the next one here: people are told the day itself.
  const bool is_eve = posting.valid_through && seen.valid_through &&
                      std::chrono::sys_days(*seen.valid_through) + std::chrono::days(1) ==
                          std::chrono::sys_days(*posting.valid_through);
  if (!posting.valid_through || is_eve) posting.valid_through = seen.valid_through;
  if (!posting.date_posted) posting.date_posted = seen.date_posted;
  if (posting.country.empty()) posting.country = seen.country;
  if (posting.region.empty()) posting.region = seen.region;
  if (posting.employer.empty()) posting.employer = seen.employer;
  if (!posting.salary_min && !posting.salary_max) {
    posting.salary_min = seen.salary_min;
    posting.salary_max = seen.salary_max;
    posting.salary_currency = seen.salary_currency;
    posting.salary_unit = seen.salary_unit;
  }
}

}  // namespace agencywatch::crawler
