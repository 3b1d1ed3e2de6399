#include "crawler/site_lines.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "crawler/advert_words.h"
#include "crawler/page_headings.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// "Không chuyển tiền trước khi gặp người đăng tin.": what a board tells all its readers of those who advertise there.
bool IsSafetyNote(std::string_view folded) {
  constexpr std::size_t kMostBytes = 200;
  static constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"khong ", "dung ", "tuyet doi ", "hay ", "never ", "do not ", "don't ", "avoid "});
  static const PhraseSet kAdvertisers = {"nguoi dang tin", "nguoi ban",      "nguoi dang",
                                         "the seller",     "the advertiser", "sellers",
                                         "the poster",     "advertisers"};
  return folded.size() <= kMostBytes &&
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); }) &&
         folded.find_first_of("0123456789@") == std::string_view::npos && kAdvertisers.IsIn(folded);
}

}  // namespace

bool IsPlatformLine(std::string_view folded) {
  constexpr std::size_t kLineBytes = 80;
  static const PhraseSet kPhrases = {"duoc tao boi",    "powered by",  "theme by",
                                     "proudly powered", "designed by", "thiet ke boi"};
  return folded.size() < kLineBytes && kPhrases.IsIn(folded);
}

bool IsCounter(std::string_view folded) {
  constexpr std::size_t kLineBytes = 100;
  constexpr auto kBeginnings = std::to_array<std::string_view>({"dang truy cap",
                                                                "luot truy cap",
                                                                "so luot truy cap",
                                                                "tong luot truy cap",
                                                                "tong so luot xem",
                                                                "click de danh gia",
                                                                "tong so diem cua bai viet",
                                                                "so nguoi online",
                                                                "dang xem:",
                                                                "so nguoi dang xem",
                                                                "luot xem",
                                                                "dang online",
                                                                "hom nay:",
                                                                "hom qua:",
                                                                "users online",
                                                                "users browsing",
                                                                "ai dang truc tuyen",
                                                                "ai truc tuyen",
                                                                "thanh vien dang xem",
                                                                "hien co "});
  // "Hiện có 14 khách và không thành viên đang trực tuyến" counts, "Hiện có 14 đơn hàng" does not.
  if (folded.starts_with("hien co ") && !HasPhrase(folded, "truc tuyen")) return false;
  return folded.size() < kLineBytes &&
         std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view beginning) {
           return folded.starts_with(beginning) ||
                  (folded.starts_with("- ") && folded.substr(2).starts_with(beginning));
         });
}

bool IsForeignChrome(std::string_view text) {
  constexpr std::size_t kLineBytes = 60;
  constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"瀏覽人次", "瀏覽次數", "浏览次数", "浏览量", "點閱", "人氣", "閲覧数", "閲覧回数", "조회수",
       "조회 ", "您需要登", "請先登", "请先登", "ログインして"});
  if (text.size() > kLineBytes || text.empty() || !IsOtherWriting(text.front())) return false;
  // "あなたは 人目のお客様です"
  return text.find("人目の") != std::string_view::npos ||
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool IsOfPage(std::string_view folded) {
  constexpr std::size_t kLineBytes = 100;
  if (folded.size() > kLineBytes) return false;
  const auto begins = [&](std::string_view beginning) { return folded.starts_with(beginning); };
  constexpr auto kWaits =
      std::to_array<std::string_view>({"dang tai", "loading", "please wait", "vui long cho"});
  if (folded.ends_with("...") || folded.ends_with('\x01'))
    return std::any_of(kWaits.begin(), kWaits.end(), begins);
  if (folded.find_first_of("0123456789") == std::string_view::npos) {
    constexpr auto kFirst = std::to_array<std::string_view>(
        {"co chu", "doc bai", "nghe bai", "in ", "gui email", "chia se", "print", "share"});
    if (std::none_of(kFirst.begin(), kFirst.end(), begins)) return false;
    static const PhraseSet kTools = {"co chu",   "doc bai", "nghe bai",  "gui email",
                                     "in trang", "in bai",  "luu bai",   "chia se",
                                     "print",    "share",   "font size", "email this"};
    return kTools.CountIn(folded) >= 2 && folded.find('@') == std::string_view::npos;
  }
  // "Notice: Undefined index: sid in /home/…/hot.php on line 31"
  if (folded.find(".php on line ") != std::string_view::npos) return true;
  if (folded.find("processed in ") != std::string_view::npos ||
      folded.find("generated in ") != std::string_view::npos)
    return true;
  static const re2::RE2 kDone(
      R"(\bvua (?:dang ky|dang ki|ung tuyen|dat cho|mua)\b.*\d (?:phut|gio|giay|ngay) truoc)");
  return folded.find("vua ") != std::string_view::npos &&
         re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kDone);
}

bool IsSideBoxLine(std::string_view folded) {
  if (IsSafetyNote(folded)) return true;
  constexpr std::size_t kHeadingBytes = 40;
  const std::string_view heading = folded.substr(0, folded.find(':'));
  if (heading.size() > kHeadingBytes) return false;
  if (heading.size() == folded.size()) return folded == "quang cao" || folded == "advertisement";
  static const PhraseSet kSafety = {"an toan", "lua dao", "safe", "safety"};
  return IsSideBoxHeading(heading) && kSafety.IsIn(heading);
}

bool IsBoilerplate(const TextLine& line) {
  constexpr std::size_t kLineBytes = 160;
  const std::string& folded = line.Folded();
  if (folded.size() > kLineBytes) return false;
  static const PhraseSet kPhrases = {"dang ky nhan tin",    "dang ky nhan ban tin",
                                     "nhan ban tin",        "nhan tin moi",
                                     "chao mung quy khach", "chao mung ban",
                                     "len dau trang",       "ve dau trang",
                                     "dau trang",           "back to top",
                                     "subscribe to",        "newsletter",
                                     "so nguoi dang xem",   "dang xem",
                                     "dang online",         "khach truy cap",
                                     "luot truy cap",       "tong truy cap",
                                     "all rights reserved", "welcome to"};
  return kPhrases.IsIn(folded) && !HasIdentity(folded);
}

bool IsImprint(std::string_view folded) {
  static const PhraseSet kPhrases = {
      "ban quan tri",           "ban quyen", "copyright",     "all rights reserved",
      "khong chiu trach nhiem", "toa soan",  "tong bien tap", "powered by",
      "not responsible for"};
  return kPhrases.IsIn(folded);
}

bool IsFirmLine(std::string_view folded) {
  static const PhraseSet kPhrases = {"van hanh",
                                     "gop y",
                                     "thiet ke boi",
                                     "tru so",
                                     "gpkd",
                                     "ma so doanh nghiep",
                                     "ma so thue",
                                     "van phong dai dien",
                                     "so dang ky kinh doanh"};
  return kPhrases.IsIn(folded) && CountJobWords(folded) == 0;
}

}  // namespace agencywatch::crawler
