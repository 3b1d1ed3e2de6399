#include "crawler/page_headings.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {

bool IsRelatedHeading(std::string_view folded) {
  constexpr std::size_t kMaxHeadingBytes = 70;
  if (folded.size() < 5 || folded.size() > kMaxHeadingBytes) return false;
  static const PhraseSet kPhrases = {"lien quan",
                                     "tin khac",
                                     "tin tuc khac",
                                     "bai viet khac",
                                     "bai khac",
                                     "viec lam khac",
                                     "viec khac",
                                     "don hang khac",
                                     "cac tin khac",
                                     "tin cung chuyen muc",
                                     "cung chuyen muc",
                                     "cung danh muc",
                                     "cung loai",
                                     "tuong tu",
                                     "co the ban quan tam",
                                     "ban co the quan tam",
                                     "co the ban thich",
                                     "goi y cho ban",
                                     "viec lam goi y",
                                     "viec lam moi nhat",
                                     "viec lam hot",
                                     "viec lam noi bat",
                                     "viec lam hap dan",
                                     "tin moi nhat",
                                     "tin moi",
                                     "tin noi bat",
                                     "bai viet moi",
                                     "bai viet moi nhat",
                                     "bai viet noi bat",
                                     "doc nhieu",
                                     "doc nhieu nhat",
                                     "xem nhieu",
                                     "xem nhieu nhat",
                                     "doc them",
                                     "tin doc nhieu",
                                     "don hang moi",
                                     "don hang noi bat",
                                     "don hang hot",
                                     "don hang moi nhat",
                                     "related",
                                     "similar jobs",
                                     "similar posts",
                                     "you may also like",
                                     "you might also like",
                                     "more jobs",
                                     "other jobs",
                                     "more from",
                                     "latest news",
                                     "most read",
                                     "most viewed",
                                     "recommended for you",
                                     "recommended jobs",
                                     "featured jobs",
                                     "recent posts",
                                     "tin cu hon",
                                     "tin moi hon",
                                     "tin da dua",
                                     "tin da dang",
                                     "bai da dang",
                                     "nhom goi y",
                                     "trang goi y"};
  // "Other vacancies"
  constexpr auto kPolish = std::to_array<std::string_view>(
      {"podobne og", "podobne of", "inne og", "inne of", "polecane of", "zobacz rowniez"});
  if (std::any_of(kPolish.begin(), kPolish.end(),
                  [&](std::string_view beginning) { return folded.starts_with(beginning); }))
    return true;
  constexpr auto kOthers = std::to_array<std::string_view>({"other ", "more ", "further "});
  if (std::any_of(kOthers.begin(), kOthers.end(),
                  [&](std::string_view others) { return folded.starts_with(others); })) {
    constexpr std::size_t kFewBytes = 30;
    static const PhraseSet kKinds = {"vacancies", "openings",      "positions",
                                     "notices",   "opportunities", "adverts",
                                     "ads",       "offers",        "postings"};
    if (folded.size() <= kFewBytes && kKinds.IsIn(folded)) return true;
  }
  // "Thông báo khác", "Cơ hội khác": others of the kind of thing that pages are about.
  if (folded.ends_with(" khac")) {
    static const PhraseSet kKinds = {"thong bao", "co hoi",  "tin",      "bai",       "don",
                                     "viec",      "van ban", "su kien",  "vi tri",    "cong viec",
                                     "bai dang",  "chu de",  "don hang", "tuyen dung"};
    constexpr std::size_t kFewBytes = 36;
    static const PhraseSet kOwn = {"thong tin", "kinh nghiem", "phi"};
    if (folded.size() <= kFewBytes && kKinds.IsIn(folded) && !kOwn.IsIn(folded)) return true;
  }
  // "Các khoản phí liên quan: …" and "Kinh nghiệm liên quan" speak of the advert itself.
  const std::string_view phrase = kPhrases.FirstIn(folded);
  if (phrase == "lien quan" || phrase == "related" || phrase == "tuong tu") {
    constexpr std::array<std::string_view, 5> kAlone = {"co lien quan", "lien quan", "related",
                                                        "tuong tu", "tin lien quan"};
    if (std::find(kAlone.begin(), kAlone.end(), folded) != kAlone.end()) return true;
    static const PhraseSet kOfOthers = {"viec lam",   "tin",      "bai viet", "bai",     "don hang",
                                        "tuyen dung", "san pham", "viec",     "tin tuc", "jobs",
                                        "posts",      "articles", "news",     "adverts", "ads",
                                        "cong viec",  "topics",   "chu de"};
    static const PhraseSet kOwn = {"kinh nghiem", "thong tin", "phi", "experience", "ho so"};
    return kOfOthers.IsIn(folded) && !kOwn.IsIn(folded);
  }
  return !phrase.empty();
}

bool IsForeignRelatedHeading(std::string_view text) {
  constexpr std::size_t kMostBytes = 90;
  constexpr auto kPhrases = std::to_array<std::string_view>(
      {"其他職缺", "其他职位", "其他工作", "相關職缺", "相关职位", "類似職缺", "推薦職缺",
       "推荐职位", "関連求人", "関連する求人", "類似の求人", "その他の求人", "他の求人",
       "おすすめの求人", "こんな求人", "비슷한 채용", "관련 채용", "추천 채용", "다른 채용"});
  return text.size() <= kMostBytes && HoldsOtherWriting(text) &&
         std::any_of(kPhrases.begin(), kPhrases.end(), [&](std::string_view phrase) {
           return text.find(phrase) != std::string_view::npos;
         });
}

bool IsCommentsHeading(std::string_view folded) {
  constexpr std::size_t kMaxHeadingBytes = 70;
  if (folded.size() > kMaxHeadingBytes) return false;
  std::size_t begin = folded.find_first_not_of("0123456789() ");  // "4 bình luận về …"
  if (begin == std::string_view::npos) return false;
  folded.remove_prefix(begin);
  constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"binh luan", "viet binh luan", "viet mot binh luan", "gui binh luan", "de lai binh luan",
       "y kien ban doc", "y kien doc gia", "phan hoi ban doc", "comments", "comment (",
       "leave a reply", "leave a comment", "reader comments", "thao luan (", "tinggalkan balasan",
       "tinggalkan komentar", "schreibe einen kom", "mag-iwan ng kom"});
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); });
}

bool IsSideBoxHeading(std::string_view folded) {
  constexpr auto kHeadings = std::to_array<std::string_view>({"ho tro truc tuyen",
                                                              "ho tro khach hang",
                                                              "tu van truc tuyen",
                                                              "ho tro online",
                                                              "thong ke",
                                                              "thong ke truy cap",
                                                              "luot truy cap",
                                                              "so luot truy cap",
                                                              "dang truy cap",
                                                              "ty gia",
                                                              "ty gia ngoai te",
                                                              "gia vang",
                                                              "thoi tiet",
                                                              "quang cao",
                                                              "lien ket",
                                                              "lien ket website",
                                                              "lien ket web",
                                                              "doi tac",
                                                              "tham do y kien",
                                                              "dang ky nhan tin",
                                                              "fanpage",
                                                              "online support",
                                                              "statistics",
                                                              "visitors",
                                                              "advertisement",
                                                              "nhan tin moi",
                                                              "meo an toan",
                                                              "luu y an toan",
                                                              "luu y khi giao dich",
                                                              "luu y khi tim viec",
                                                              "canh bao an toan",
                                                              "giao dich an toan",
                                                              "kinh nghiem giao dich",
                                                              "de tranh bi lua dao",
                                                              "bao cao tin",
                                                              "bao tin xau",
                                                              "safety tips",
                                                              "stay safe",
                                                              "safety tips for buyers",
                                                              "safety advice",
                                                              "report this ad",
                                                              "report this job",
                                                              "ban tin",
                                                              "dang ky nhan ban tin",
                                                              "dang ky nhan viec",
                                                              "newsletter",
                                                              "subscribe",
                                                              "ai dang truc tuyen",
                                                              "who is online",
                                                              "thanh vien truc tuyen"});
  if (std::find(kHeadings.begin(), kHeadings.end(), folded) != kHeadings.end()) return true;
  // "Bí kíp tìm việc an toàn": what a board tells all its readers; "An toàn lao động" is the advert's.
  constexpr std::size_t kMostBytes = 60;
  static const PhraseSet kDealings = {"tim viec", "ung tuyen", "giao dich", "mua ban",
                                      "job search"};
  static const PhraseSet kSafe = {"an toan", "lua dao", "safe", "safely", "scam", "scams"};
  return folded.size() <= kMostBytes && kSafe.IsIn(folded) && kDealings.IsIn(folded);
}

}  // namespace agencywatch::crawler
