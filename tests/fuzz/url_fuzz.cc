// URLs: what the parser gives, it gives again when it reads its own writing, alone and against any base.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "crawler/url.h"

namespace {

namespace crawler = agencywatch::crawler;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

void CheckUrl(const crawler::Url& url) {
  const std::string href = url.Href();
  const auto again = crawler::ParseUrl(href);
  Check(again.has_value(), "a URL that was written is one");
  Check(again->Href() == href, "reading and writing again changes nothing");
  if (!url.IsHttp()) return;
  Check(url.host && !url.host->empty(), "http has a host");
  Check(url.path.starts_with('/'), "its path begins with a slash");
  Check(url.origin().port != 0, "its port is known");
  const crawler::Url normal = crawler::Normalise(url);
  Check(!normal.fragment && normal.username.empty() && normal.password.empty(),
        "no fragment, no credentials");
  Check(crawler::Normalise(normal) == normal, "normalising twice is normalising once");
  Check(!crawler::RegistrableDomain(*url.host).empty(), "every host has a domain or is its own");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const auto base = crawler::ParseUrl(input.substr(0, line));
  if (base) CheckUrl(*base);
  if (line == std::string_view::npos) return 0;
  if (const auto url = crawler::ParseUrl(input.substr(line + 1), base ? &*base : nullptr))
    CheckUrl(*url);
  return 0;
}
