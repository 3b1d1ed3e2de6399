// Pages: whatever stands on one, what is read of it is valid, bounded, and has what every posting must have.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/utf8.h"
#include "crawler/page_json.h"
#include "crawler/page_parts.h"

namespace {

namespace core = agencywatch::core;
namespace crawler = agencywatch::crawler;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

void CheckPosting(const core::Posting& posting) {
  Check(core::IsValidUtf8(posting.text.title) && core::IsValidUtf8(posting.text.body) &&
            core::IsValidUtf8(posting.text.context) && core::IsValidUtf8(posting.employer),
        "texts are valid UTF-8");
  Check(posting.text.body.size() <= crawler::kMaxBodyBytes, "the body is bounded");
  Check(posting.text.context.size() <= crawler::kMaxBodyBytes, "the context is bounded");
  Check(!posting.item_key.empty(), "a posting has a key");
  Check(!posting.date_posted || posting.date_posted->ok(), "days are days");
  Check(!posting.valid_through || posting.valid_through->ok(), "days are days");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kUrl = "http://vieclam.example/tin/1.html";
  const crawler::PageContent page = crawler::ReadPage(input, kUrl, "");
  for (const core::Posting& posting : page.postings) CheckPosting(posting);
  for (const core::Posting& listing : page.listings) CheckPosting(listing);
  Check(page.postings.size() <= crawler::kMaxPostingsPerPage, "postings are bounded");
  Check(page.links.size() <= crawler::kMaxLinksPerPage, "links are bounded");
  Check(page.barrier == crawler::PageBarrier::kNone || page.postings.empty(),
        "nothing is read from behind a barrier");
  for (std::size_t i = 0; i < page.postings.size(); ++i)
    for (std::size_t j = i + 1; j < page.postings.size() && j < i + 20; ++j)
      Check(page.postings[i].item_key != page.postings[j].item_key, "keys differ");
  Check(nlohmann::json::accept(crawler::PageJson(page, kUrl)), "what is printed is JSON");
  return 0;
}
