// Folding: whatever the text, the folded form is what its header promises, and its map leads back to whole code
// points of the original, never backwards.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "core/fold.h"
#include "core/utf8.h"

namespace {

using agencywatch::core::Field;
using agencywatch::core::Fold;
using agencywatch::core::Folding;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

bool OnBorder(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

bool IsFoldedByte(char c) {
  return c == '\x01' || (c >= ' ' && c < '\x7f' && !(c >= 'A' && c <= 'Z'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string original = agencywatch::core::MakeValidUtf8(
      std::string_view(reinterpret_cast<const char*>(data), size));
  Check(agencywatch::core::IsValidUtf8(original), "MakeValidUtf8 makes valid UTF-8");

  const Folding folding = Fold(original, Field::kBody);
  const std::string& folded = folding.folded.text();
  for (const char c : folded) Check(IsFoldedByte(c), "only folded bytes");
  Check(folded.find("  ") == std::string::npos, "white space is one blank");
  Check(folded.empty() || (folded.front() != ' ' && folded.back() != ' '), "no blank at the ends");

  std::size_t before = 0;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const auto [begin, end] = folding.folded.Original(at, at + 1);
    Check(begin < end && end <= original.size(), "every folded byte comes from somewhere");
    Check(OnBorder(original, begin) && OnBorder(original, end), "whole code points");
    Check(begin >= before, "the map never runs backwards");
    before = begin;
  }
  const auto [first, last] = folding.folded.Original(0, folded.size());
  Check(first <= last && last <= original.size(), "the whole maps into the original");
  for (const auto& evasion : folding.evasions) {
    const auto& place = evasion.place;
    Check(place.start <= place.end && place.end <= original.size(), "an evasion lies in the text");
    Check(original.compare(place.start, place.end - place.start, place.quote) == 0,
          "an evasion quotes the text");
  }
  Check(Fold(original, Field::kBody).folded.text() == folded, "the same text folds the same");
  return 0;
}
