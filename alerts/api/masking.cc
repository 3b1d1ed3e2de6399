#include "alerts/api/masking.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>

#include "alerts/api/person_names.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/url_text.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kLeastBytes = 5;  // a shorter value would mask words by chance
constexpr std::size_t kLeastShown = 8;  // figures of a number whose last two stay
constexpr std::size_t kKeepLast = 2;
constexpr std::size_t kMostPrefix = 12;  // letters of "zalo:", "USDT-TRC20:"
constexpr std::size_t kLeastWord = 4;  // letters of a word whose first one stays

using Places = std::vector<std::pair<std::size_t, std::size_t>>;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "+84…", "zalo:…", "a@b.vn": one word that is a contact.
bool IsContact(std::string_view word) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  return word.front() == '+' || IsDigit(word.front()) ||
         word.find_first_of("@:") != std::string_view::npos;
}

// The name that `holder` begins with: the sentence may go on behind it. A name's words all begin with a capital where the
// first one does, and are at most five; a full stop ends it where it shortens none ("Ng. V. Mẫu").
std::string_view HolderName(std::string_view holder) {
  static const re2::RE2 capital(R"(((?:(?:\p{Lu}|Ng|Th|Ph|Tr)\.|\p{Lu}\pL*)(?: (?:(?:\p{Lu}|Ng|Th|Ph|Tr)\.|\p{Lu}\pL*)){0,4})(?:[^\pL].*)?)");
  static const re2::RE2 small(R"((?i)(\pL+(?: \pL+){0,3}?)(?: (?:noi dung|nội dung|nd|ghi|de|để|dat|đặt|coc|cọc|chi nhanh|chi nhánh|ngan hang|ngân hàng)\b.*)?)");
  re2::StringPiece name;
  const re2::StringPiece text(holder.data(), holder.size());
  if (re2::RE2::FullMatch(text, capital, &name) || re2::RE2::FullMatch(text, small, &name)) return {name.data(), name.size()};
  return holder;
}

using Patterns = std::vector<std::unique_ptr<re2::RE2>>;

Patterns Compiled(std::initializer_list<const char*> patterns) {
  Patterns made;
  for (const char* pattern : patterns) made.push_back(std::make_unique<re2::RE2>(pattern));
  return made;
}

constexpr std::ptrdiff_t kLeastFigures = 6;  // of each of these

// What identifies a person by its shape alone, or by the word before it. Group 1 is what is personal; each begins where no
// letter or figure stands before.
const Patterns& Numbers() {
  static const Patterns patterns = Compiled({
      // a phone, a landline of whatever length, an identity number: a 0 or +84 and seven figures or more
      R"((?:^|[^\pL\pN.,])((?:\+ ?84|\(?0)(?:[ .()\-]{0,2}[0-9]){7,12}|84[235789][0-9]{8})(?:[^0-9]|$))",
      // identity card, passport, account, with the word before
      R"((?i)(?:cccd|cmnd|cmtnd|căn cước|can cuoc|chứng minh|chung minh|identity card|id card|id no)[^0-9\n]{0,30}([0-9](?:[ \-]?[0-9]){7,13}))",
      R"((?i)(?:hộ chiếu|ho chieu|passport|visa số|\bhc\b)[^0-9\n]{0,20}?([a-z]{1,2} ?[0-9]{6,8})(?:[^0-9]|$))",
      R"((?:^|[^\pL\pN])([A-Z][0-9]{7,8})(?:[^\pL\pN]|$))",
      R"((?i)(?:\bstk\b|số tk|so tk|tài khoản|tai khoan|\btk\b|account)[^0-9\n]{0,30}([0-9](?:[ \-]?[0-9]){5,18}))"});
  return patterns;
}

// Also "name [at] host (dot) vn", "ten . ho @ host . vn": a blank stands on both sides of a dot, or it ends a sentence. Each has one of kMailSigns.
#define AW_DOT R"((?:\.| \. ?| ?[\[({<] ?(?:dot|chấm|cham|\.) ?[\])}>] ?))"
constexpr std::string_view kMailSigns = "@[({<";
const Patterns& Mail() {
  static const Patterns patterns = Compiled({
      R"((?i)([a-z0-9_%+\-]+(?:)" AW_DOT R"([a-z0-9_%+\-]+)*\.? ?(?:@|[\[({<] ?(?:at|a còng|a cong|@) ?[\])}>]) ?[a-z0-9\-]+(?:)" AW_DOT R"([a-z0-9\-]+)+))"});
  return patterns;
}

// Figures of that shape that are no person's: a day, with or without a time, and an enterprise's tax code.
bool IsHarmless(std::string_view found, std::string_view before, std::string_view after) {
  static const re2::RE2 day(R"(\(?[0-9]{1,2}[.\-][0-9]{1,2}[.\-](?:19|20)[0-9]{2}( [0-2][0-9])?)");
  static const re2::RE2 tax(R"((?i)(?:mst|mã số thuế|ma so thue|tax code|mã số doanh nghiệp|đkkd|gpkd)[^0-9]{0,15}$)");
  re2::StringPiece hour;
  return (re2::RE2::FullMatch({found.data(), found.size()}, day, &hour) && (hour.empty() || after.starts_with(':'))) ||
         re2::RE2::PartialMatch({before.data(), before.size()}, tax);
}

// Rising, and none within another.
Places Apart(Places places) {
  std::sort(places.begin(), places.end());
  Places apart;
  for (const auto& place : places) {
    if (!apart.empty() && place.first < apart.back().second)
      apart.back().second = std::max(apart.back().second, place.second);
    else
      apart.push_back(place);
  }
  return apart;
}

// `text` with what `instead` makes of each of the places.
template <typename Instead>
std::string With(std::string_view text, const Places& places, const Instead& instead) {
  std::string out;
  std::size_t done = 0;
  for (const auto& [begin, end] : places) {
    out += text.substr(done, begin - done);
    out += instead(text.substr(begin, end - begin));
    done = end;
  }
  out += text.substr(done);
  return out;
}

// A number's first figures that stay: "+849", "849" and "09" are the beginning of every tenth phone.
std::size_t ShownFirst(std::string_view digits) {
  if (digits.starts_with("84") && digits.size() >= 11 && digits.size() <= 12) return 3;
  return digits.starts_with('0') && digits.size() >= 10 && digits.size() <= 11 ? 2 : 0;
}

}  // namespace

Places PersonalPlaces(std::string_view text) {
  Places places;
  const auto find = [&](const Patterns& patterns) {
    for (const auto& pattern : patterns) {
      re2::StringPiece found;
      re2::StringPiece rest(text.data(), text.size());
      while (re2::RE2::FindAndConsume(&rest, *pattern, &found)) {
        const auto begin = static_cast<std::size_t>(found.data() - text.data());
        // What ends one may begin the next one.
        rest = re2::StringPiece(found.data() + found.size(), text.size() - begin - found.size());
        if (!IsHarmless({found.data(), found.size()}, text.substr(begin < 60 ? 0 : begin - 60, std::min<std::size_t>(begin, 60)),
                        text.substr(begin + found.size())))
          places.emplace_back(begin, begin + found.size());
      }
    }
  };
  // Most texts have neither: nothing is looked for in them.
  if (std::count_if(text.begin(), text.end(), IsDigit) >= kLeastFigures) find(Numbers());
  if (text.find_first_of(kMailSigns) != std::string_view::npos) find(Mail());
  for (const auto& more : {PersonNamePlaces(text), HomePlaces(text)}) places.insert(places.end(), more.begin(), more.end());
  return Apart(std::move(places));
}

std::string MaskedText(std::string_view text) { return With(text, PersonalPlaces(text), MaskedValue); }

std::string MaskedLabel(std::string_view label) {
  static constexpr std::string_view kBetween = " · ";
  std::string masked;
  for (;;) {
    const auto end = std::min(label.find(kBetween), label.size());
    const auto part = label.substr(0, end);
    masked += IsContact(part) ? MaskedValue(part) : MaskedText(part);
    if (end == label.size()) return masked;
    masked += kBetween;
    label.remove_prefix(end + kBetween.size());
  }
}

bool IsPersonal(core::FactKind kind) {
  return kind == core::FactKind::kPhone || kind == core::FactKind::kAccount ||
         kind == core::FactKind::kSocial || kind == core::FactKind::kEmail;
}

bool IsPersonal(std::string_view identifier_kind) {
  return identifier_kind == "phone" || identifier_kind == "account" ||
         identifier_kind == "social" || identifier_kind == "email";
}

std::string MaskedIdentifier(std::string_view kind, std::string_view value) {
  if (IsPersonal(kind)) return MaskedValue(value);
  if (kind != "name") return MaskedText(value);
  // A folded name is read as if it were written with capitals: its letters are where they were.
  std::string written{value};
  for (std::size_t i = 0; i < written.size(); ++i) {
    if ((i == 0 || written[i - 1] == ' ') && written[i] >= 'a' && written[i] <= 'z') written[i] = static_cast<char>(written[i] - 'a' + 'A');
  }
  return With(value, PersonalPlaces(written), MaskedValue);
}

std::string MaskedValue(std::string_view value) {
  std::vector<std::string_view> letters;
  std::string digits;
  bool words = false;
  std::size_t prefix = 0;  // "zalo:", "VCB:" stay as they are
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t begin = at;
    static_cast<void>(core::NextCodePoint(value, at));
    letters.push_back(value.substr(begin, at - begin));
    if (prefix == 0 && letters.back() == ":" && letters.size() <= kMostPrefix) {
      prefix = letters.size();
      digits.clear();
      words = false;
      continue;
    }
    const char c = letters.back().front();
    if (IsDigit(c))
      digits += c;
    else
      words = words || std::string_view{" +.-()"}.find(c) == std::string_view::npos;
  }
  const std::size_t first = ShownFirst(digits);
  std::size_t digit = 0;
  bool led = false;  // a word's first letter was shown
  std::string masked;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    bool shown = i < prefix;
    if (!shown && words) {
      shown = !led && letters.size() >= prefix + kLeastWord;
      led = led || letters[i] != "@";
    } else if (!shown && IsDigit(letters[i].front())) {
      shown = digits.size() >= kLeastShown && (digit < first || digit + kKeepLast >= digits.size());
      ++digit;
    } else if (!shown) {
      shown = letters[i] == "+" && first == 3;
    }
    masked += shown ? letters[i] : std::string_view{"•"};
  }
  return masked;
}

void Masker::AddValue(std::string_view value) {
  if (value.size() >= kLeastBytes) values_.emplace(value);
}

void Masker::Add(const core::Facts& facts) {
  hides_ = true;
  for (const auto& fact : facts.facts) {
    if (!IsPersonal(fact.kind)) continue;
    AddValue(fact.value);
    AddValue(fact.place.quote);
    for (const char* name : {"number", "handle"}) AddValue(fact.Attr(name));
    if (std::string name = core::FoldPlain(HolderName(fact.Attr("holder"))); name.size() >= kLeastBytes) names_.insert(std::move(name));
    // "+84912000345" is often written 0912000345.
    if (fact.kind == core::FactKind::kPhone && fact.value.starts_with("+84"))
      AddValue("0" + fact.value.substr(3));
  }
}

void Masker::Add(const db::IdentifierValue& identifier) {
  hides_ = true;
  if (!IsPersonal(identifier.kind)) return;
  AddValue(identifier.norm);
  const auto colon = identifier.norm.find(':');
  if (colon != std::string::npos) AddValue(std::string_view{identifier.norm}.substr(colon + 1));
}

Places Masker::Places(std::string_view text) const {
  if (!hides_) return {};
  auto places = PersonalPlaces(text);
  for (const auto& value : values_) {
    for (auto at = text.find(value); at != std::string_view::npos; at = text.find(value, at + value.size())) places.emplace_back(at, at + value.size());
  }
  if (!names_.empty()) {
    const core::FoldedText folded = core::Fold(text, core::Field::kBody).folded;
    const std::string& plain = folded.text();
    const auto in_word = [&](std::size_t at) { return at < plain.size() && (IsDigit(plain[at]) || (plain[at] >= 'a' && plain[at] <= 'z')); };
    for (const auto& name : names_) {
      for (auto at = plain.find(name); at != std::string::npos; at = plain.find(name, at + 1)) {
        if (!(at > 0 && in_word(at - 1)) && !in_word(at + name.size())) places.push_back(folded.Original(at, at + name.size()));
      }
    }
  }
  return Apart(std::move(places));
}

std::string Masker::operator()(std::string_view text) const { return With(text, Places(text), MaskedValue); }

std::string MaskedAddress(const std::string& address, const Masker& masker) {
  const std::string decoded = core::MakeValidUtf8(crawler::PercentDecode(address));
  std::string masked = masker(decoded);
  std::string blanks = masked;
  std::replace(blanks.begin(), blanks.end(), '+', ' ');
  if (std::string found = masker(blanks); found != blanks) masked = std::move(found);
  return masked == decoded ? address : masked;
}

std::string SearchableText(const core::Posting& posting, const core::Facts& facts) {
  Masker masker;
  masker.Add(facts);
  const auto rest = [&](core::Field field, const std::string& text) {
    auto places = masker.Places(text);
    for (const auto& fact : facts.facts) {
      if (IsPersonal(fact.kind) && fact.place.field == field && fact.place.start < fact.place.end && fact.place.end <= text.size())
        places.emplace_back(fact.place.start, fact.place.end);
    }
    return With(text, Apart(std::move(places)), [](std::string_view) { return " "; });
  };
  return rest(core::Field::kTitle, posting.text.title) + "\n" + rest(core::Field::kBody, posting.text.body) + "\n" +
         With(posting.employer, masker.Places(posting.employer), [](std::string_view) { return " "; });
}

}  // namespace agencywatch::alerts
