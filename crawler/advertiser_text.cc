#include "crawler/advertiser_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/fold.h"

namespace agencywatch::crawler {
std::string FindEnterprise(std::string_view text) {
  static const re2::RE2 kVietnamese(
      R"((?i)((?:tổng\s+)?c[oô]ng\s+ty\s+(?:tnhh|cổ\s+phần|co\s+phan|cp|trách\s+nhiệm\s+hữu\s+hạn|một\s+thành\s+viên|mtv|hợp\s+danh)[^\n:;|–—!?<>"“”]{2,120}|ctcp\s+[^\n:;|–—!?<>"“”]{2,100}))");
  static const re2::RE2 kEnglish(
      R"(((?:[A-ZĐ][\pL\d&'.-]*[ \t]+){1,8}(?:JSC|J\.S\.C|Joint Stock Company|Co\., ?Ltd\.?|Company Limited|Corporation|LLC|Ltd\.?)))");
  std::string name;
  const re2::StringPiece piece(text.data(), std::min<std::size_t>(text.size(), 64UL * 1024));
  if (re2::RE2::PartialMatch(piece, kVietnamese, &name)) {
    // What follows the name on its line belongs to the sentence.
    const std::string folded = core::FoldPlain(name);
    static const std::array kEnds = std::to_array<std::string_view>(
        {" thông báo", " tuyển",      " được",       " hoạt động",  " - ",        ", địa chỉ",
         ". ",         " là ",        ", giấy phép", " (giấy phép", " giấy phép", " xin ",
         " chuyên",    " trân trọng", " cần ",       " có ",        ", gp",       ", mst",
         " hiện",      " đang",       " vận hành",   " giữ ",       " chịu ",     " địa chỉ",
         " phối hợp",  ", số ",       " THÔNG BÁO"});
    std::size_t end = name.size();
    for (const std::string_view mark : kEnds) end = std::min(end, name.find(mark));
    const std::size_t comma = name.find(", ");
    if (comma != std::string::npos && name.substr(comma, 6) != ", Ltd") end = std::min(end, comma);
    const std::size_t open = name.find('(');
    if (open != std::string::npos) end = std::min(end, open);
    name.resize(end);
  } else if (!re2::RE2::PartialMatch(piece, kEnglish, &name)) {
    return {};
  }
  while (!name.empty() && std::string_view(" .,-").find(name.back()) != std::string_view::npos &&
         !(name.ends_with("Ltd.") || name.ends_with("J.S.C.")))
    name.pop_back();
  return name;
}

bool HasLicenceNumber(std::string_view folded) {
  static const re2::RE2 kNumber(
      R"(\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?s?(?:ldtbxh|ld-tbxh|bnv|nv|dolab)[\s\w/]*-?\s*gp\b)");
  return re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kNumber);
}

bool HasContact(std::string_view folded) {
  static const re2::RE2 kChat(
      R"(\bzalo\b|\bzl\b|\btelegram\b|\btele\b|\bib\b|\binbox\b|\bwhatsapp\b|t\.me/|[\w.-]@[\w-]+\.)");
  static const re2::RE2 kNumber(
      R"((?:^|[^\d.,]|[^\d][.,])((?:\+?84|0|\+[1-9])[\d .-]{8,13})(?:[^\d]|$))");
  re2::StringPiece rest(folded.data(), folded.size());
  if (re2::RE2::PartialMatch(rest, kChat)) return true;
  static const re2::RE2 kDay(R"(^\d\d ?[.-] ?\d{1,2} ?[.-] ?(?:19|20)\d\d(?:[^\d]|$))");
  re2::StringPiece number;
  while (re2::RE2::FindAndConsume(&rest, kNumber, &number))
    if (!re2::RE2::PartialMatch(number, kDay)) return true;  // "02-11-2026"
  return false;
}

}  // namespace agencywatch::crawler
