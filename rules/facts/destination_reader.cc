#include "rules/facts/destination_reader.h"

#include <string>
#include <unordered_set>

#include "core/utf8.h"

namespace agencywatch::rules {
namespace {

using Words = std::unordered_set<std::string_view>;

// "tiếng Hàn", "nhà hàng Nhật": not a place to go to.
bool NamesSomethingElse(const FieldText& field, std::size_t at) {
  static const Words kBefore = {"tieng", "von", "hang", "mon", "phim", "quan", "lau", "chuan", "cong nghe", "kieu", "ngu"};
  static const Words kFood = {"nha", "mon", "do", "quan"};
  const Span word = field.WordBefore(at);
  const std::string_view before = field.Text(word);
  if (kBefore.count(before) == 0) return false;
  if (before == "hang") return field.Text(field.WordBefore(word.begin)) == "nha";  // "đơn hàng Nhật" is one
  if (before == "quan") return field.LowerWritten(word) == "quán";                   // "đại sứ quán Hàn Quốc" is one
  return true;
}

// An everyday word counts as a country behind a word of going or of work, in its own spelling.
bool IsGoal(const FieldText& field, Span span, const PlaceName& place, bool after_place) {
  static const Words kGoing = {"di", "sang", "qua", "tai", "o", "ben", "ve", "nuoc", "toi", "xkld"};
  static const Words kWork = {"don",  "viec", "lam", "visa", "truong", "re",   "trai", "chu",  "vo",   "chong", "dau",   "hang",
                              "dong", "sinh", "xuong", "khau", "dau", "vieclam", "tau",  "xu",  "ma", "cty", "qua",  "duong", "tuyen", "thi", "dien", "phe", "ca", "ong"};
  const std::string_view before = field.Text(field.WordBefore(span.begin));
  const std::string written(field.Written(span));
  const bool cased = written == place.name;
  const bool shouted = field.Capital(span.begin) && (span.end - span.begin < 2 || field.Capital(span.begin + 1));
  const std::string lower = field.LowerWritten(span);
  const bool plain = std::string_view(lower) == field.Text(span);  // without marks
  const Span after = field.WordAfter(span.end);
  const bool joined = span.end < field.text().size() && field.text()[span.end] == ' ' && !field.LineBreak(span.end);
  // Another capitalised word makes it a longer name: Thái Nguyên, Đức Hòa, Anh Tuấn.
  const bool longer = joined && !after.empty() && field.Capital(after.begin) && !shouted && field.text()[after.begin] > '9';
  if (longer && !after_place) return false;
  // Written with marks that are not its own it is another word: "hán", "nhặt".
  const std::string own = [&] {
    core::FoldedText const folded = core::Fold(place.name, core::Field::kBody).folded;
    return FieldText(core::Field::kBody, place.name, folded).LowerWritten({0, folded.text().size()});
  }();
  if (lower != own && !plain) return false;
  const bool person = own == "anh" || own == "trung" || own == "can" || own == "cam" || own == "sin" || own == "xinh" || own == "tàu" || own == "mã" || own == "ý" || own == "hung";
  if (after_place && (cased || shouted)) return true;
  if (kGoing.count(before) != 0) return person ? cased || shouted : true;
  if (kWork.count(before) != 0) return cased || shouted;
  return false;
}

}  // namespace

void ReadDestinations(const FieldText& field, const std::string& original, const Gazetteer& gazetteer,
                      std::vector<core::Fact>& facts) {
  const std::string_view text = field.text();
  const auto known = [&](const std::string& iso, const std::string& via) {
    for (const core::Fact& fact : facts) {
      if (fact.kind == core::FactKind::kDestination && fact.value == iso && fact.Attr("via") == via) return true;
    }
    return false;
  };
  std::size_t last_end = 0;  // behind the last place: "trai Trung – Đài", "Hàn, Nhật, Đài"
  bool had_place = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!field.WordStart(at)) {
      ++at;
      continue;
    }
    std::size_t length = 0;
    const PlaceName* place = gazetteer.FindPlace(text, at, length);
    if (place == nullptr) {
      at = field.WordEnd(at);
      continue;
    }
    const Span span{at, at + length};
    at = span.end;
    const std::string_view gap = had_place ? text.substr(last_end, span.begin - last_end) : std::string_view{};
    const bool after_place = had_place && (gap == "-" || gap == " - " || gap == ", " || gap == "/" || gap == " va " || gap == " / " || gap == " & " || gap == "," || gap == " hoac " || gap == " (");
    if (place->context ? !IsGoal(field, span, *place, after_place) : NamesSomethingElse(field, span.begin)) continue;
    if (place->context && NamesSomethingElse(field, span.begin)) continue;
    had_place = true;
    last_end = span.end;
    if (known(place->iso, place->via)) continue;
    core::Fact fact = field.MakeFact(core::FactKind::kDestination, place->iso, span);
    fact.attrs["via"] = place->via;
    if (!place->zone.empty()) fact.attrs["zone"] = place->zone;
    facts.push_back(std::move(fact));
  }
  // Flags: two regional indicators, U+1F1E6 (A) … U+1F1FF (Z).
  const auto letter = [](char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF ? static_cast<char>('A' + (c - 0x1F1E6)) : '\0'; };
  for (std::size_t i = original.find("\xF0\x9F\x87"); i != std::string::npos; i = original.find("\xF0\x9F\x87", i)) {
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
