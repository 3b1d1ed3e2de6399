#include "crawler/page_nature.h"

#include <algorithm>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/advertiser_text.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

// "Phí 140tr", "đặt cọc 50 triệu": a line that says what it costs.
bool IsFee(std::string_view line) {
  static const PhraseSet kFee = {"phi",      "chi phi",  "dat coc",       "coc",  "hoc phi",
                                 "tong chi", "fee",      "fees",          "cost", "costs",
                                 "deposit",  "tron goi", "service charge"};
  if (line.find_first_of("0123456789") == std::string_view::npos ||
      !kFee.IsIn(core::FoldPlain(line)))
    return false;
  core::Posting amount;
  ReadWage(line, amount);
  return amount.salary_min.has_value();
}

bool NamesFee(std::string_view text) {
  bool names = false;
  ForEachLine(text, [&](std::string_view line) { names = names || IsFee(line); });
  return names;
}

bool NamesWage(std::string_view text) {
  core::Posting wage;
  FindWage(text, wage);
  return wage.salary_min.has_value();
}

}  // namespace

bool IsNews(const PageView& page, bool article, std::string_view body) {
  constexpr std::size_t kSentences = 150;
  if (page.site == SiteKind::kNewspaper && (article || page.parts.prose_bytes >= kSentences))
    return true;
  if (page.parts.labels >= 3) return false;
  const bool contact = HasContact(body);
  if (page.site == SiteKind::kOfficial && page.parts.prose_bytes >= kSentences)
    return !(contact && CallsForWorkers(page.folded_heading));
  if (!contact && (IsReport(body) || IsAccount(body) || IsQuestion(page.parts.heading) ||
                   (IsGuideTitle(page.folded_heading) && page.parts.prose_bytes >= kSentences)))
    return true;
  if (!article) return false;
  const bool pays = NamesWage(page.parts.body);
  const bool of_work = pays || CountJobWords(page.folded_heading + " " + std::string(body)) >= 1;
  return !(contact && of_work) && !(page.parts.labels >= 2 && pays);
}

bool IsAdvert(const PageView& page, const std::string& body) {
  const int foreign_in_heading = CountJobWordsInOtherWritings(page.parts.heading);
  const int job_words = CountJobWords(page.folded_heading + " " + body) +
                        CountJobWordsInOtherWritings(page.parts.heading + "\n" + page.parts.body);
  const bool offers =
      CountJobWords(page.folded_heading) + foreign_in_heading >= 1 && job_words >= 2;
  constexpr std::size_t kEnoughBytes = 20'000;
  const std::string unmasked =
      core::Fold(core::Utf8Prefix(page.parts.body, kEnoughBytes), core::Field::kBody).folded.text();
  const int signs = std::max(job_words, CountJobWords(unmasked)) +
                    (page.Day().has_value() ? 1 : 0) + (page.thread.found ? 1 : 0);
  const bool contact = HasContact(unmasked);
  if (!IsHomePath(page.Path()))
    return page.parts.labels >= 2 || offers || (contact && signs >= 1) || signs >= 3 ||
           ((contact || NamesWage(page.parts.body)) && NamesFee(page.parts.body)) ||
           (CallsForSome(body) && NamesWage(page.parts.body));
  const std::string context = core::FoldPlain(page.parts.context);
  const bool calls =
      signs >= 3 || (CallsForWorkers(page.folded_heading) && NamesWage(page.parts.body));
  return page.parts.labels >= 3 || (contact && calls && !HasLicenceNumber(body + context));
}

bool IsCompanyProfile(const PageView& page, std::string_view body) {
  static const PhraseSet kWords = {"gioi thieu", "quy mo", "company size", "about"};
  return page.parts.labels < 3 && kWords.IsIn(body) && CountJobWords(page.folded_heading) == 0 &&
         !FindEnterprise(page.parts.heading).empty();
}

bool NamesSum(std::string_view text) { return NamesWage(text) || IsFee(text); }

}  // namespace agencywatch::crawler
