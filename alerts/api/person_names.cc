#include "alerts/api/person_names.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/fold.h"

namespace agencywatch::alerts {
namespace {

using Places = std::vector<std::pair<std::size_t, std::size_t>>;

#define AW_BEFORE R"((?:^|[^\pL\pM\pN]))"
#define AW_TITLE "(?:[Aa]nh|[Cc]hị|[Cc]hi|[Cc]ô|[Cc]hú|[Ôô]ng|[Oo]ng|[Bb]à|[Bb]ác|[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|ANH|CHỊ|CHI|CÔ|CHÚ|ÔNG|BÀ|BÁC|MR|MRS|MS)"
#define AW_CAPITAL R"(\p{Lu}[\pL\pM]*)"
#define AW_NAME "(" AW_CAPITAL "(?: " AW_CAPITAL "){0,4})"
// In a text of capitals a name is told by its first word.
#define AW_SURNAME "NGUYỄN|NGUYEN|TRẦN|TRAN|LÊ|PHẠM|PHAM|HOÀNG|HOANG|HUỲNH|HUYNH|PHAN|VŨ|VÕ|ĐẶNG|BÙI|BUI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH"
#define AW_TO_ASK "(?i:gặp|gap|gọi|goi|liên hệ|lien he|l/h|lh|alo|hỏi|inbox|ib|nhắn|contact|ask for)"
#define AW_SOFTLY "(?: (?i:ngay|cho|với|voi|trực tiếp|truc tiep|qua))?"

// Words that stand where a name might, and are none. Folded; of a name its first word is held against them.
constexpr auto kNoNames = std::to_array<std::string_view>(
    {"ban",      "ben",     "bo",     "cac",      "chi nhanh", "chinh",   "chung",    "cong",   "co",       "cty",    "cuc",   "dai",      "de",    "doi",
     "duong",    "email",   "em",     "facebook", "fanpage",   "fb",      "gap",      "gmail",  "han",      "hoac",   "hotline", "hr",     "khi",   "lien",
     "line",     "luon",    "mail",   "messenger", "minh",     "ngan",    "ngay",     "nha",    "nhan",     "nhat",   "phap",  "phong",    "qua",   "quoc",
     "ria",      "sdt",     "so",     "tai",      "tel",       "telegram", "theo",    "to",     "tong",     "trang",  "truc",  "truoc",    "tt",    "trung tam",
     "tu van",   "van phong", "viber", "viet",    "wechat",    "website", "whatsapp", "zalo",   "dien thoai", "dt",   "admin", "chu",      "anh",   "ong",
     "ba",       "thong",   "thi",    "he",       "ho so",    "ha noi", "hcm", "tphcm", "tp", "sai gon", "mien", "gio",     "duc",     "my",       "uc",     "sau",      "dien",   "nay",   "skype",    "instagram", "van",     "dang ky",  "dap"});

bool IsName(std::string_view found) {
  const std::string folded = core::FoldPlain(found);
  return std::none_of(kNoNames.begin(), kNoNames.end(), [&](std::string_view no) {
    return folded.starts_with(no) && (folded.size() == no.size() || folded[no.size()] == ' ');
  });
}

Places Find(std::string_view text, const re2::RE2& pattern, bool names) {
  Places places;
  re2::StringPiece found;
  re2::StringPiece rest(text.data(), text.size());
  while (re2::RE2::FindAndConsume(&rest, pattern, &found)) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    const auto end = begin + found.size();
    if (!names || IsName(text.substr(begin, found.size()))) places.emplace_back(begin, end);
    rest = re2::StringPiece(text.data() + end, text.size() - end);
  }
  return places;
}

void Append(Places& places, Places more) { places.insert(places.end(), more.begin(), more.end()); }

}  // namespace

Places PersonNamePlaces(std::string_view text) {
  // "anh Dũng", "Ms. Hoa"
  static const re2::RE2 titled(AW_BEFORE AW_TITLE R"(\.?:? )" AW_NAME);
  // "gặp anh dũng 0912…": without capitals a name is one or two words before a figure or the end of a clause
  static const re2::RE2 small(AW_BEFORE AW_TO_ASK AW_SOFTLY R"(:? (?i:anh|chị|chi|cô|chú|ông|ong|bà|mr|mrs|ms)\.? ([\pL\pM]{2,}(?: [\pL\pM]{2,})?)(?:[ :.\-–(]*[+0-9]| *(?:[,.;)\n]|$)))");
  // "Người liên hệ: …", "chủ tài khoản …"
  static const re2::RE2 labelled(
      AW_BEFORE R"((?i:người liên hệ|nguoi lien he|người phụ trách|người đại diện|đại diện|giám đốc|người nhận|chủ tài khoản|chu tai khoan|chủ tk|ctk|họ và tên|họ tên|ho ten|tên tôi là|tôi tên là|em tên là|tư vấn viên|nhân viên tư vấn|chủ cơ sở|contact person|my name is|contact name)\s*[:\-–]?\s*(?:)" AW_TITLE R"(\.? )?)"
      AW_NAME);
  static const re2::RE2 labelled_small(
      AW_BEFORE R"((?i:người liên hệ|nguoi lien he|người phụ trách|họ và tên|họ tên|ho ten|ho va ten|contact person)\s*:\s*(?:(?i:anh|chị|chi|cô|ông|bà|mr|ms)\.? )?([\pL\pM]{2,}(?: [\pL\pM]{2,}){0,3}))");
  // "gọi Yến nhé", "Liên hệ Trần Văn Tèo"
  static const re2::RE2 asked(AW_BEFORE AW_TO_ASK AW_SOFTLY R"(:? ((?:\p{Lu}[\p{Ll}\pM]+(?: \p{Lu}[\p{Ll}\pM]+){0,4})|(?:)" AW_SURNAME R"()(?: \p{Lu}{2,}){1,4}))");
  // "Zalo 0912 000 345 (Dũng)"
  static const re2::RE2 behind_number(R"([0-9•]{2} ?[(\-–] ?(?:)" AW_TITLE R"(\.? )?)" AW_NAME R"( ?\))");
  Places places;
  for (const auto* pattern : {&titled, &small, &labelled, &labelled_small, &asked, &behind_number}) Append(places, Find(text, *pattern, true));
  return places;
}

Places HomePlaces(std::string_view text) {
  static const re2::RE2 labelled(
      AW_BEFORE R"((?i:(?:địa chỉ|dia chi|đ/c|đc)(?: nhà| nha| riêng| liên hệ| lien he| nhận hồ sơ)?|nhà riêng|nhà em|nhà mình|trú tại|thường trú|tạm trú|hộ khẩu|chỗ ở|nơi ở|ngụ tại|ngụ|home address|address)\s*[:\-–]?\s*(?:(?i:tại|ở|at) )?((?i:số nhà|nhà số|số|so|ngõ|ngách|hẻm|kiệt)? ?[0-9]+[a-zA-Z]?(?:/[0-9]+[a-zA-Z]?)*[^,.;\n]{0,60}))");
  static const re2::RE2 house(
      AW_BEFORE R"(((?i:số nhà|so nha|nhà số|nha so) ?[0-9]+[a-zA-Z]?(?:/[0-9]+[a-zA-Z]?)*(?:,? (?i:ngõ|ngách|hẻm|kiệt|đường|phố|tổ|xóm|thôn|ngo|ngach|hem|kiet|duong|pho)[^,.;\n]{0,40})*))");
  static const re2::RE2 lane(
      AW_BEFORE R"((?:(?:(?i:số|so) ?)?[0-9]+[a-zA-Z]?(?:/[0-9]+[a-zA-Z]?)*,? ?)?((?i:ngõ|ngách|hẻm|kiệt) [0-9]+[^,.;\n]{0,40}))");
  Places places;
  for (const auto* pattern : {&labelled, &house, &lane}) Append(places, Find(text, *pattern, false));
  return places;
}

}  // namespace agencywatch::alerts
