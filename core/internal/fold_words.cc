#include "core/internal/fold_words.h"

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace agencywatch::core::internal {
namespace {

// Teencode that means the same wherever it stands as a word; what depends on neighbours is in
// Teen().
const std::unordered_map<std::string_view, std::string_view>& Teencode() {
  static const std::unordered_map<std::string_view, std::string_view> words = {
      {"ko", "khong"},
      {"khg", "khong"},
      {"hok", "khong"},
      {"khum", "khong"},

      {"hk", "khong"},
      {"dc", "duoc"},
      {"dx", "duoc"},
      {"xkld", "xuat khau lao dong"},
      {"ldpt", "lao dong pho thong"},
      {"nld", "nguoi lao dong"},
      {"ld", "lao dong"},
      {"ck", "chuyen khoan"},
      {"sdt", "so dien thoai"},
      {"tts", "thuc tap sinh"},
      {"ttskn", "thuc tap sinh ky nang"},
      {"hdld", "hop dong lao dong"},
      {"lg", "luong"},
      {"ng", "nguoi"},
      {"kn", "kinh nghiem"},
      {"sk", "suc khoe"},
      {"trc", "truoc"},

      {"dky", "dang ky"},
      {"luog", "luong"},

  };
  return words;
}

// Words that tell Vietnamese without marks from English.
constexpr std::string_view kVietnamese[] = {
    "khong", "duoc",  "luong", "viec",   "lam",   "nguoi", "cong",  "ty",   "phi",  "coc",
    "ngay",  "thang", "tuyen", "dong",   "lao",   "nuoc",  "ngoai", "nhan", "ban",  "voi",
    "trong", "nam",   "nu",    "tuoi",   "di",    "bay",   "chieu", "hop",  "lien", "he",
    "dien",  "thoai", "qua",   "chi",    "va",    "la",    "ai",    "nhat", "han",  "duc",
    "dai",   "loan",  "xuat",  "khau",   "co",    "can",   "cho",   "cac",  "mot",  "hai",
    "ba",    "anh",   "em",    "minh",   "gi",    "bao",   "an",    "tra",  "tien", "trieu",
    "truoc", "sau",   "nay",   "thi",    "den",   "tu",    "moi",   "gia",  "dinh", "giay",
    "to",    "bang",  "cap",   "tieng",  "hoc",   "phong", "van",   "ho",   "so",   "goi",
    "gap",   "xuong", "may",   "tho",    "nha",   "hang",  "khach", "san",  "xay",  "dung",
    "sang",  "gioi",  "hoan",  "chuyen", "khoan", "giu",   "suat",  "don",  "chac", "dau",
    "do",    "tim",   "biet",  "que",    "tang",  "ca",    "nhe",   "giup", "mat",  "chu",
    "lo",    "vay",   "no",    "theo",   "pham",  "duong", "rung",  "kiem", "ngoi", "nhe",
    "cao",   "muon",  "hay",   "neu",    "chua",  "cung",  "da",    "se",   "roi",  "con",
    "o",     "lan",   "dau",   "rut",    "ve",    "len",   "vu",    "nap",  "khoa", "nhiem"};

const std::unordered_map<std::string_view, int>& NumberWords() {
  static const std::unordered_map<std::string_view, int> words = {
      {"khong", 0}, {"mot", 1},  {"hai", 2},   {"ba", 3},   {"bon", 4},  {"tu", 4},   {"nam", 5},
      {"lam", 5},   {"sau", 6},  {"bay", 7},   {"tam", 8},  {"chin", 9}, {"zero", 0}, {"oh", 0},
      {"one", 1},   {"two", 2},  {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6},  {"seven", 7},
      {"eight", 8}, {"nine", 9}, {"linh", -2}, {"le", -2},  {"muoi", -1}};
  return words;
}

// Teencode whose meaning depends on its neighbours.
constexpr std::array<std::string_view, 9> kContextTeencode = {"k",  "kh", "kg", "hong", "hog",
                                                              "nc", "xk", "dt", "hd"};

}  // namespace

std::optional<std::string_view> MeaningOfTeencode(std::string_view word) {
  const auto found = Teencode().find(word);
  return found == Teencode().end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> ValueOfNumberWord(std::string_view word) {
  const auto found = NumberWords().find(word);
  return found == NumberWords().end() ? std::nullopt : std::optional(found->second);
}

const PackedWords<9>& ShortWords() {
  static const PackedWords<9> words([] {
    std::vector<PackedWords<9>::Word> all;
    for (const auto& [word, meaning] : Teencode()) all.push_back({word, kTeencodeWord});
    for (const std::string_view word : kContextTeencode) all.push_back({word, kTeencodeWord});
    for (const auto& [word, value] : NumberWords()) all.push_back({word, kNumberWord});
    return all;
  }());
  return words;
}

const PackedWords<11>& VietnameseWords() {
  static const PackedWords<11> words([] {
    std::vector<PackedWords<11>::Word> all;
    for (const std::string_view word : kVietnamese) all.push_back({word, kVietnameseWord});
    return all;
  }());
  return words;
}

bool IsAbbreviation(std::string_view word) {
  static const std::unordered_set<std::string_view> words = {
      "dt", "hd", "sdt", "hdld", "xkld", "tts", "ttskn", "nld", "ld", "ldpt", "ck", "kn", "sk"};
  return words.count(word) != 0;
}

}  // namespace agencywatch::core::internal
