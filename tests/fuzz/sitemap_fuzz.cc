// Sitemaps: whatever the document, its entries are web addresses and valid text, and bounded.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "core/utf8.h"
#include "crawler/feed.h"
#include "crawler/url.h"

namespace {

namespace core = agencywatch::core;
namespace crawler = agencywatch::crawler;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string text = core::MakeValidUtf8(input);
  crawler::PageContent page;
  constexpr std::string_view kUrl = "http://vieclam.example/sitemap.xml";
  if (crawler::IsTextSitemap(text, "text/plain"))
    crawler::ReadTextSitemap(text, kUrl, page);
  else if (!crawler::ReadFeed(text, kUrl, page))
    return 0;
  Check(page.entries.size() <= crawler::kMaxEntriesPerPage, "entries are bounded");
  for (const crawler::PageEntry& entry : page.entries) {
    const auto url = crawler::ParseUrl(entry.url);
    Check(entry.url.empty() || (url && url->IsHttp()), "an entry's URL is a web address");
    Check(url && (page.kind != crawler::PageKind::kSitemap ||
                  crawler::RegistrableDomain(*url->host) == "vieclam.example"),
          "a sitemap speaks for its own site");
    Check(core::IsValidUtf8(entry.title) && core::IsValidUtf8(entry.summary) &&
              core::IsValidUtf8(entry.content),
          "texts are valid UTF-8");
    Check(!entry.published || entry.published->ok(), "days are days");
  }
  return 0;
}
