// Decoding: whatever the bytes and whatever is said of them, valid UTF-8 without NUL comes out.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "core/utf8.h"
#include "crawler/charset.h"
#include "crawler/vietnamese_fonts.h"

namespace {

namespace core = agencywatch::core;
namespace crawler = agencywatch::crawler;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

// The first line is the Content-Type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view bytes = input.substr(std::min(line + 1, input.size()));
  const crawler::DecodedPage page = crawler::DecodePage(bytes, input.substr(0, line));
  Check(core::IsValidUtf8(page.text), "valid UTF-8");
  Check(!page.charset.empty(), "a charset has a name");
  Check(crawler::DecodePage(bytes, input.substr(0, line)).text == page.text, "always the same");
  for (const auto font : {crawler::VietnameseFont::kTcvn3, crawler::VietnameseFont::kVni})
    Check(core::IsValidUtf8(crawler::DecodeVietnameseFont(page.text, font)),
          "fonts give valid UTF-8");
  return 0;
}
