#include "alerts/text_diff.h"

#include <algorithm>
#include <set>

#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMostPieces = 2000;

std::vector<std::string> PiecesOf(std::string_view text) {
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  const auto cut = [&](std::size_t end) {
    const std::string_view piece = core::Trim(text.substr(begin, end - begin));
    if (!piece.empty()) pieces.emplace_back(piece);
    begin = end;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool sentence = (text[i] == '.' || text[i] == '!' || text[i] == '?' || text[i] == ';') &&
                          i + 1 < text.size() && text[i + 1] == ' ';
    if (text[i] == '\n' || sentence) cut(i + 1);
  }
  cut(text.size());
  return pieces;
}

std::vector<std::string> Without(const std::vector<std::string>& pieces,
                                 const std::vector<std::string>& others) {
  const std::set<std::string> known(others.begin(), others.end());
  std::vector<std::string> left;
  std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(left),
               [&known](const std::string& piece) { return !known.contains(piece); });
  return left;
}

}  // namespace

TextDiff DiffText(std::string_view before, std::string_view after) {
  const auto old_pieces = PiecesOf(before);
  const auto new_pieces = PiecesOf(after);
  if (old_pieces.size() > kMostPieces || new_pieces.size() > kMostPieces)
    return {Without(old_pieces, new_pieces), Without(new_pieces, old_pieces)};
  // Lengths of the longest common subsequence of what is left of both, from each place on.
  const std::size_t width = new_pieces.size() + 1;
  std::vector<int> common((old_pieces.size() + 1) * width, 0);
  for (std::size_t i = old_pieces.size(); i-- > 0;) {
    for (std::size_t j = new_pieces.size(); j-- > 0;) {
      common[i * width + j] = old_pieces[i] == new_pieces[j]
                                  ? common[(i + 1) * width + j + 1] + 1
                                  : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  TextDiff diff;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < old_pieces.size() || j < new_pieces.size()) {
    if (i < old_pieces.size() && j < new_pieces.size() && old_pieces[i] == new_pieces[j]) {
      ++i;
      ++j;
    } else if (j == new_pieces.size() ||
               (i < old_pieces.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      diff.removed.push_back(old_pieces[i++]);
    } else {
      diff.added.push_back(new_pieces[j++]);
    }
  }
  return diff;
}

}  // namespace agencywatch::alerts
