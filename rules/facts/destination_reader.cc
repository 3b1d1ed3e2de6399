#include "rules/facts/destination_reader.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/utf8.h"
#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

using Words = std::unordered_set<std::string_view>;

// "tiếng Hàn", "nhà hàng Nhật", "mỹ phẩm Hàn Quốc", "tour Thái Lan": not a place to go to for work. A city is one:
// "nhà hàng Praha".
bool NamesSomethingElse(const FieldText& field, const PlaceName& name, Span place) {
  static const Words kBefore = {"tieng", "von",  "hang", "mon",  "phim", "quan", "lau",
                                "chuan", "kieu", "ngu",  "nghe", "pham", "tour", "thuoc",
                                "nhac",  "spa",  "do",   "xe",   "sua",  "gao",  "may"};
  // "Anh ngữ", "người từng đi Nhật", "Đài Loan về, mở quán"
  const Span behind = field.WordAfter(place.end);
  if (field.LowerWritten(behind) == "ngữ") return true;
  if (field.LowerWritten(behind) == "về" && field.WordAfter(behind.end).empty()) return true;
  const Span word = field.WordBefore(place.begin);
  const std::string_view before = field.Text(word);
  if (before == "di" && field.LowerWritten(field.WordBefore(word.begin)) == "từng") return true;
  if (kBefore.count(before) == 0) return false;
  if (name.via == "city" && before != "tour" && before != "tieng") return false;
  const std::string_view second = field.Text(field.WordBefore(word.begin));
  if (before == "ngu" && second == "ca") return false;  // "tàu cá ngừ Đài Loan"
  if (before == "hang") {  // "đơn hàng Nhật" is one, "hàng Nhật bãi" is not
    static const Words kGoods = {"bai", "noi", "xach", "chinh", "order"};
    return second == "nha" ||
           (second != "don" && kGoods.count(field.Text(field.WordAfter(place.end))) != 0);
  }
  if (before == "quan") return second != "su";  // "đại sứ quán Hàn Quốc" is one
  if (before == "may") return second == "may";  // "máy may Nhật", but "xưởng may Nga"
  if (before == "pham") return second == "my" || second == "san";
  if (before == "thuoc") return field.LowerWritten(word) == "thuốc";
  if (before == "do" || before == "xe")
    return field.LowerWritten(word) != "độ" && second != "tai" && second != "rua";
  return true;
}

// "không phải đi Nhật", "không làm hồ sơ đi Đài": where nobody is sent.
bool NobodyIsSent(const FieldText& field, Span place) {
  static const ScanPattern kDenied(
      R"(\b(?:khong|ko|k|hong|hok|chang|chua)(?: (?:he|co))? (?:phai|lam ho so|nhan ho so|gioi thieu|dua nguoi|to chuc|tu van)(?: [a-z]+){0,2} (?:di|sang|qua) $)");
  constexpr std::size_t kReach = 48;
  const std::size_t first = std::max(field.LineOf(place.begin).begin,
                                     place.begin > kReach ? place.begin - kReach : 0);
  return kDenied.Contains(field.Text({first, place.begin}));
}

// "hết hạn ra Poipet đóng dấu": the border that is crossed for a stamp.
bool StampedThere(const FieldText& field, Span place) {
  static const ScanPattern kStamp(R"(^ (?:de )?(?:dong|lay) (?:dau|moc|lai dau|lai\b))");
  return kStamp.Contains(field.text().substr(place.end, 20));
}

// "công ty Hàn Quốc tại Bắc Ninh", "chủ Nhật, xưởng ở Long An": who employs, not where. A place in Vietnam
// behind it in the line says so.
bool EmploysAtHome(const FieldText& field, const Gazetteer& gazetteer, Span place) {
  static const Words kEmployers = {"ty",   "cty",   "chu", "sep",   "nghiep", "doan", "may",
                                   "tnhh", "xuong", "gia", "nguoi", "ctcp",   "cp",   "hang"};
  if (kEmployers.count(field.Text(field.WordBefore(place.begin))) == 0) return false;
  constexpr std::size_t kReach = 60;
  const std::string_view text = field.text();
  const std::size_t end = std::min(field.LineOf(place.begin).end, place.end + kReach);
  for (std::size_t at = place.end; at < end; ++at) {
    if (!field.WordStart(at)) continue;
    const std::string_view word = text.substr(at, field.WordEnd(at) - at);
    if (word == "kcn") return true;
    if (word != "tai" && word != "o") continue;
    const Span next = field.WordAfter(at + word.size());
    if (next.empty()) continue;
    std::size_t length = 0;
    if (text.substr(next.begin, 3) == "kcn") return true;
    const PlaceName* there = gazetteer.FindPlace(text, next.begin, length);
    if (there != nullptr && there->iso == "VN") return true;
  }
  return false;
}

// Words that only look like a country because of what they begin: "Trung tâm", "lao động", "hạn nộp".
bool BeginsAnotherWord(std::string_view place, std::string_view next) {
  static const std::unordered_map<std::string_view, Words> kCompounds = {
      {"trung",
       {"tam", "hoc", "cap", "uong", "binh", "thu", "tuan", "gian", "nguyen", "kien", "thanh",
        "hoa"}},
      {"lao", {"dong", "cai", "vao", "cong", "hoa"}},
      {"han", {"che", "nop", "dung", "chot", "cuoi", "ban", "tien", "xi", "the"}},
      {"thai", {"do", "duong", "binh", "nguyen", "hoa", "thinh", "ha", "san"}},
      {"nga", {"ba", "tu", "nam", "bay", "son"}},
      {"anh", {"em", "chi", "nao", "minh", "duong", "tuan", "van", "the", "dao"}},
      {"phap", {"luat", "ly", "nhan", "vu", "van"}},
      {"my", {"pham", "thuat", "phuoc", "dinh", "tho", "hao", "nghe", "duc"}},
      {"dai", {"dien", "hoc", "ly", "loi", "hoi", "phat", "tay", "dong"}},
      {"nhat", {"dinh", "tao", "linh", "minh", "nam", "ky", "huy", "tan"}},
      {"cam", {"ket", "on", "ranh", "lam", "do", "kim", "ky"}},
      {"can", {"bo", "cuoc", "tuyen", "nguoi", "tho", "gap", "them", "ho", "giuoc", "ban"}},
      {"ma", {"so", "don", "qr", "vach"}},
      {"y", {"te", "ta", "si", "yen", "tuong", "kien"}},
      {"mien", {"phi", "trung", "bac", "nam", "tay", "dong", "la", "thue"}},
      {"tau", {"ca", "bien", "thuy", "hang", "vien", "cau", "cao"}},
      {"hung", {"yen", "vuong", "thinh", "phat", "ha"}},
      {"duc", {"tin", "hoa", "tho", "linh", "trong", "thang", "minh"}},
      {"sing", {"along"}},
      {"tiep", {"nhan", "khach", "theo", "vien", "tuc", "thi", "can"}},
      {"sec", {"bank"}}};
  const auto found = kCompounds.find(place);
  return found != kCompounds.end() && found->second.count(next) != 0;
}

// An everyday word counts as a country behind a word of going or of work, in its own spelling.
bool IsGoal(const FieldText& field, Span span, const std::string& own, bool after_place) {
  static const Words kGoing = {"di",  "sang", "qua", "tai", "o",  "ben", "ve",   "nuoc",
                               "toi", "xkld", "bay", "den", "xu", "dat", "phia", "vao"};
  static const Words kWork = {"don",  "viec",  "lam",  "visa",  "truong", "re",   "trai",  "chu",
                              "vo",   "chong", "dau",  "hang",  "dong",   "sinh", "xuong", "khau",
                              "tau",  "xu",    "cty",  "duong", "tuyen",  "dien", "phe",   "doan",
                              "han",  "khi",   "ong",  "luong", "thuc", "suat",  "slot",   "form", "cu",    "may",
                              "truc", "thang", "thi",  "hoc",   "nong",   "bep",  "dinh",  "tuong",
                              "dong", "ld",    "vu",   "pass"};
  // "đường Y Wang": the letter is a name of its own
  if (own == "ý" && field.LowerWritten(span) != own) return false;
  const std::string_view before = field.Text(field.WordBefore(span.begin));
  const auto capitals = [&](Span word) {
    return word.end - word.begin >= 2 && field.Capital(word.begin) && field.Capital(word.begin + 1);
  };
  const bool shouted =
      field.Capital(span.begin) && (span.end - span.begin < 2 || field.Capital(span.begin + 1));
  const Span after = field.WordAfter(span.end);
  const bool joined =
      span.end < field.text().size() && field.text()[span.end] == ' ' && !field.LineBreak(span.end);
  const bool district = field.Text(after) != "lam" || field.Capital(after.begin);  // Cam Lâm
  if (joined && district && BeginsAnotherWord(field.Text(span), field.Text(after))) return false;
  // Another capitalised word makes it a longer name: Thái Nguyên, Đức Hòa, Anh Tuấn.
  const bool longer = joined && !after.empty() && field.Capital(after.begin) && !shouted;
  if (longer && !after_place) return false;
  // In a line of capitals a capital says nothing.
  const bool line_shouted = shouted && (capitals(field.WordBefore(span.begin)) || capitals(after));
  const bool cased = field.Capital(span.begin) && !line_shouted;
  // Everyday words in small letters even behind "đi" and "qua".
  static const Words kNeedsCapital = {"anh", "trung", "can",  "cam",  "sin",  "xinh",   "tàu",
                                      "mã",  "ý",     "hung", "tiệp", "miên", "jordan", "bồ",
                                      "thổ", "phi",   "áo",   "bỉ",   "síp"};
  const bool everyday = kNeedsCapital.count(own) != 0;
  if (before == "chu" && (own == "nhật")) return false;  // Sunday
  // A row of a list: "Nhật 95, Đài 75", "kho lạnh Úc 1.650 AUD"; but "Anh 0912…" is to be called.
  if (cased && !after.empty() && joined && field.text()[after.begin] >= '1' &&
      field.text()[after.begin] <= '9' && own != "anh" && own != "trung" && own != "nga" &&
      own != "can") {
    return true;
  }
  if (after_place && (cased || (shouted && !everyday))) return true;
  if (kGoing.count(before) != 0) return !everyday || cased;
  return kWork.count(before) != 0 && (cased || (shouted && !everyday && own != "hàn"));
}

}  // namespace

void ReadDestinations(const FieldText& field, const std::string& original,
                      const Gazetteer& gazetteer, std::vector<core::Fact>& facts) {
  const std::string_view text = field.text();
  const auto known = [&](const std::string& iso, const std::string& via) {
    for (const core::Fact& fact : facts) {
      if (fact.kind == core::FactKind::kDestination && fact.value == iso && fact.Attr("via") == via)
        return true;
    }
    return false;
  };
  const auto add = [&](const PlaceName& place, Span span) {
    if (known(place.iso, place.via)) return;
    core::Fact fact = field.MakeFact(core::FactKind::kDestination, place.iso, span);
    fact.attrs["via"] = place.via;
    if (!place.zone.empty()) fact.attrs["zone"] = place.zone;
    facts.push_back(std::move(fact));
  };
  std::size_t last_end = 0;  // behind the last place: "trai Trung – Đài", "Hàn, Nhật, Đài"
  bool had_place = false;
  // An everyday word that nothing made a country yet: the next one in a list may, "Nhật - Hàn - Đài".
  const PlaceName* doubtful = nullptr;
  Span doubtful_span;
  const auto lists = [](std::string_view gap) {
    static const Words kGaps = {"-", " - ",    ", ", "/",   " va ", " / ", " & ",
                                ",", " hoac ", " (", " + ", "+",    " | "};
    return kGaps.count(gap) != 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (!field.WordStart(at)) {
      ++at;
      continue;
    }
    std::size_t length = 0;
    const PlaceName* place = gazetteer.FindPlace(text, at, length);
    if (place == nullptr || place->iso == "VN") {
      at = field.WordEnd(at);
      continue;
    }
    const Span span{at, at + length};
    at = span.end;
    const auto gap_from = [&](std::size_t end) {
      return end <= span.begin ? text.substr(end, span.begin - end) : std::string_view{};
    };
    const bool after_place = had_place && lists(gap_from(last_end));
    const std::string own = LowerVietnamese(place->name);
    if (!gazetteer.MayBeWritten(*place, field.LowerWritten(span))) {
      at = field.WordEnd(span.begin);  // "mùa vụ Hàn" is no Vũ Hán, but Hàn
      continue;
    }
    // "3 năm", and in the next line "phí": no Nam Phi
    bool broken = false;
    for (std::size_t i = span.begin; i < span.end; ++i)
      broken = broken || (text[i] == ' ' && field.LineBreak(i));
    if (broken) {
      at = field.WordEnd(span.begin);
      continue;
    }
    if (NamesSomethingElse(field, *place, span) || EmploysAtHome(field, gazetteer, span) ||
        NobodyIsSent(field, span) || StampedThere(field, span))
      continue;
    const bool in_list = doubtful != nullptr && lists(gap_from(doubtful_span.end));
    if (place->context && !IsGoal(field, span, own, after_place || in_list)) {
      doubtful = field.Capital(span.begin) ? place : nullptr;
      doubtful_span = span;
      continue;
    }
    if (in_list) add(*doubtful, doubtful_span);
    doubtful = nullptr;
    had_place = true;
    last_end = span.end;
    add(*place, span);
  }
  // Flags: two regional indicators, U+1F1E6 (A) … U+1F1FF (Z).
  const auto letter = [](char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF ? static_cast<char>('A' + (c - 0x1F1E6)) : '\0';
  };
  for (std::size_t i = original.find("\xF0\x9F\x87"); i != std::string::npos;
       i = original.find("\xF0\x9F\x87", i)) {
    const std::size_t start = i;
    const char first = letter(core::NextCodePoint(original, i));
    if (first == 0 || i >= original.size()) continue;
    std::size_t next = i;
    const char second = letter(core::NextCodePoint(original, next));
    if (second == 0) continue;
    i = next;
    std::string iso{first, second};
    if (iso == "VN" || iso == "EU" || iso == "UN" || known(iso, "flag")) continue;
    core::Fact fact;
    fact.kind = core::FactKind::kDestination;
    fact.value = iso;
    fact.attrs["via"] = "flag";
    fact.place = field.PlaceOf({0, 0});
    fact.place.start = start;
    fact.place.end = next;
    fact.place.quote = original.substr(start, next - start);
    facts.push_back(std::move(fact));
  }
}

}  // namespace agencywatch::rules
