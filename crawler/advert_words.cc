#include "crawler/advert_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {

int CountJobWords(std::string_view folded) {
  static const PhraseSet kWords = {"tuyen",
                                   "tuyen dung",
                                   "lao dong",
                                   "xuat khau lao dong",
                                   "xkld",
                                   "don hang",
                                   "luong",
                                   "viec lam",
                                   "thuc tap sinh",
                                   "tts",
                                   "ung tuyen",
                                   "cong viec",
                                   "cong nhan",
                                   "tang ca",
                                   "ho so",
                                   "xuat canh",
                                   "ky nang dac dinh",
                                   "dac dinh",
                                   "tokutei",
                                   "hop dong",
                                   "phong van",
                                   "viec nhe",
                                   "ctv",
                                   "cong tac vien",
                                   "phu cap",
                                   "lowongan",
                                   "gaji",
                                   "pekerja",
                                   "recruit",
                                   "recruitment",
                                   "hiring",
                                   "vacancy",
                                   "vacancies",
                                   "salary",
                                   "wage",
                                   "wages",
                                   "job",
                                   "jobs",
                                   "work permit",
                                   "workers",
                                   "overtime",
                                   "applicants",
                                   "thu nhap",
                                   "tro cap",
                                   "hoc nghe",
                                   "du hoc nghe",
                                   "manpower",
                                   "deployed",
                                   "employer"};
  return kWords.CountIn(folded);
}

int CountJobWordsInOtherWritings(std::string_view text) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"募集",     "求人", "採用",     "応募",   "給与",    "月給",  "時給",   "技能実習",
       "特定技能", "구인", "구합니다", "모집",   "채용",    "급여",  "월급",   "시급",
       "근로자",   "招聘", "诚聘",     "誠徵",   "招募",    "招工",  "薪资",   "薪資",
       "工资",     "移工", "勞工",     "รับสมัคร", "เงินเดือน", "ค่าจ้าง", "แรงงาน", "ตำแหน่งงาน"});
  if (!HoldsOtherWriting(text)) return 0;
  return static_cast<int>(std::count_if(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  }));
}

// "Tầng 5, số 3 ngách 9 Mai Lâm, Hà Nội": a number, and two words of which addresses are made.
bool IsAddress(std::string_view folded) {
  constexpr std::size_t kMaxBytes = 160;
  if (folded.size() > kMaxBytes || folded.find_first_of("0123456789") == std::string_view::npos ||
      folded.find(',') == std::string_view::npos)
    return false;
  static const PhraseSet kWords = {"so",     "tang",  "toa nha", "ngo",       "ngach",   "hem",
                                   "duong",  "pho",   "phuong",  "quan",      "huyen",   "xa",
                                   "thi xa", "tinh",  "tp",      "thanh pho", "khu",     "ha noi",
                                   "street", "floor", "road",    "ward",      "district"};
  return kWords.CountIn(folded) >= 2;
}

bool HasIdentity(std::string_view folded) {
  static const PhraseSet kWords = {
      "hotline",   "zalo",      "telegram",  "viber",      "whatsapp", "facebook",
      "giay phep", "gpkd",      "cong ty",   "ctcp",       "tnhh",     "co., ltd",
      "co.,ltd",   "jsc",       "dia chi",   "address",    "tru so",   "ma so thue",
      "mst",       "tax code",  "licence",   "license",    "lien he",  "dien thoai",
      "sdt",       "chi nhanh", "van phong", "nguoi dang", "dang boi", "posted by"};
  if (kWords.IsIn(folded)) return true;
  if (folded.find('@') != std::string_view::npos) return true;
  std::size_t digits = 0;
  for (const char c : folded) {
    if (c >= '0' && c <= '9') {
      if (++digits >= 8) return true;
    } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')' && c != '+') {
      digits = 0;
    }
  }
  return false;
}

}  // namespace agencywatch::crawler
