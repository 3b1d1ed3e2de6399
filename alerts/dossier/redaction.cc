#include "alerts/dossier/redaction.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "alerts/province.h"
#include "core/enterprise_name.h"
#include "core/fold.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kLeastBytes = 4;         // a shorter spelling would black out words by chance
constexpr std::size_t kLeastSecretDigits = 7;  // of a number that must not come through in any spelling
constexpr std::size_t kLeastSecretLetters = 6;
constexpr std::size_t kMostNameWords = 5;

struct KindTitle {
  std::string_view kind;
  std::string_view vi;
  std::string_view en;
};
constexpr std::array kKinds = {
    KindTitle{"phone", "điện thoại", "phone"},     KindTitle{"account", "tài khoản", "account"},
    KindTitle{"social", "mạng xã hội", "handle"},  KindTitle{"email", "thư điện tử", "e-mail"},
    KindTitle{"address", "địa chỉ", "address"},    KindTitle{"holder", "chủ tài khoản", "holder"},
    KindTitle{"name", "tên người", "name"},        KindTitle{"number", "số", "number"},
    KindTitle{"link", "liên kết", "link"},         KindTitle{"advertiser", "người đăng", "advertiser"},
    KindTitle{"official", "cán bộ", "official"},
};

bool IsPersonalKind(std::string_view kind) {
  return kind == "phone" || kind == "account" || kind == "social" || kind == "email" || kind == "address";
}

bool IsEnterprise(std::string_view name) {
  return !core::ParseEnterpriseName(name).legal_form.empty();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (IsDigit(c)) digits += c;
  }
  return digits;
}

// Without what people put between digits.
std::string DigitsJoined(std::string_view text) {
  std::string joined;
  for (const char c : text) {
    if (std::string_view{" .-()/+_"}.find(c) == std::string_view::npos) joined += c;
  }
  return joined;
}

// "+84912000345" and 0912000345 are one number.
std::string NationalDigits(std::string_view text) {
  std::string digits = DigitsOf(text);
  if (text.starts_with("+84")) return digits.substr(2);
  if (digits.starts_with('0')) return digits.substr(1);
  return digits;
}

char32_t Lower(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if ((c >= 0x100 && c <= 0x17F) || (c >= 0x1E00 && c <= 0x1EFF)) return c | 1U;
  if (c == 0x1A0 || c == 0x1AF) return c + 1;
  return c;
}

// Latin letters with and without marks, and marks that stand alone.
bool IsLetter(char32_t c) {
  return (Lower(c) >= U'a' && Lower(c) <= U'z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
         (c >= 0x300 && c <= 0x36F) || (c >= 0x1E00 && c <= 0x1EFF);
}

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool capital = false;
  bool ascii = true;
  bool joined = false;  // one blank stands between it and the word before
  std::string lower;
};

std::vector<Word> WordsOf(std::string_view text) {
  std::vector<Word> words;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = core::NextCodePoint(text, at);
    if (!IsLetter(c)) {
      inside = false;
      continue;
    }
    if (!inside) {
      Word word;
      word.begin = begin;
      word.capital = Lower(c) != c;
      word.joined = !words.empty() && text.substr(words.back().end, begin - words.back().end) == " ";
      words.push_back(std::move(word));
    }
    inside = true;
    Word& word = words.back();
    word.end = at;
    word.ascii = word.ascii && c < 0x80;
    core::AppendUtf8(word.lower, Lower(c));
  }
  return words;
}

// Of more than nine in ten Vietnamese; with marks, for most of them are common words without.
bool IsFamilyName(const Word& word) {
  static const std::set<std::string_view> marked = {
      "nguyễn", "trần",  "lê",    "phạm",  "hoàng", "huỳnh", "phan",   "vũ",    "võ",    "đặng",  "bùi",   "đỗ",
      "hồ",     "ngô",   "dương", "lý",    "đinh",  "đoàn",  "lâm",    "mai",   "trịnh", "trương", "đào",   "cao",
      "lương",  "lưu",   "châu",  "tạ",    "thái",  "hà",    "tô",     "tống",  "kiều",  "quách", "vương", "thạch",
      "mạc",    "phùng", "tăng",  "bạch",  "nghiêm", "khuất", "nông",   "đàm",   "diệp",  "chu",   "triệu", "giang"};
  static const std::set<std::string_view> plain = {
      "nguyen", "tran", "le",    "pham",   "hoang",  "huynh", "phan",  "vu",    "vo",    "dang",  "bui",  "do",
      "ho",     "ngo",  "duong", "dinh",   "doan",   "lam",   "trinh", "truong", "dao",   "luong", "luu",  "chau",
      "thai",   "tong", "kieu",  "quach",  "vuong",  "thach", "mac",   "phung", "tang",  "nghiem", "khuat", "diep"};
  return word.ascii ? plain.contains(word.lower) || marked.contains(word.lower) : marked.contains(word.lower);
}

bool IsAddressing(const Word& word) {
  static const std::set<std::string_view> words = {"anh", "chị", "em",  "cô",  "chú", "bác", "ông", "bà",   "thầy", "bạn",
                                                   "cháu", "dì",  "cậu", "chi", "co",  "chu", "bac", "ong",  "ba",   "mr",
                                                   "ms",  "mrs", "miss", "sếp", "mẹ",  "bố",  "ad",  "admin"};
  return words.contains(word.lower);
}

// What stands before a contact and is no name.
bool IsLabel(const Word& word) {
  static const std::set<std::string> words = {
      "hotline", "zalo", "viber", "telegram", "tele", "facebook", "fb", "tel", "phone", "call", "mobile", "email", "line",
      "dt", "sdt", "lh", "lien", "he", "goi", "so", "stk", "tk", "tai", "khoan", "ngan", "hang", "nhan", "tin", "ib", "inbox",
      "qua", "chuyen", "vao", "toi", "cho", "va", "hoac", "contact", "whatsapp", "momo", "bank", "vnd", "coc", "phi", "cccd",
      "cmnd", "cmt", "mst", "gpkd", "dkkd"};
  return words.contains(core::FoldPlain(word.lower));
}

bool IsPlaceName(const std::vector<Word>& words, std::size_t at) {
  if (at + 1 >= words.size() || !words[at + 1].joined) return false;
  const std::string two = core::FoldPlain(words[at].lower + " " + words[at + 1].lower);
  return two == "thai lan" || two == "ha lan" || FindProvince(two).has_value();
}

}  // namespace

std::string Redactor::LabelOf(const std::string& kind, std::string_view value) const {
  const auto found = labels_.find(kind + " " + std::string{value});
  if (found != labels_.end()) return found->second;
  for (const auto& title : kKinds) {
    if (title.kind == kind) return std::string{english_ ? title.en : title.vi};
  }
  return kind;
}

void Redactor::AddSecret(const std::string& kind, std::string_view same_as, std::string_view spelling) {
  std::string& label = labels_[kind + " " + std::string{same_as}];
  if (label.empty()) {
    label = LabelOf(kind, std::string{});
    label += " " + std::to_string(++counts_[kind]);
  }
  const std::string_view trimmed = core::Trim(spelling);
  if (trimmed.size() >= kLeastBytes) spellings_.emplace(trimmed, Secret{kind, label});
}

void Redactor::Add(const core::Facts& facts) {
  for (const auto& fact : facts.facts) {
    const std::string kind{core::FactKindName(fact.kind)};
    switch (fact.kind) {
      case core::FactKind::kPhone:
      case core::FactKind::kAccount:
      case core::FactKind::kSocial:
      case core::FactKind::kEmail:
      case core::FactKind::kAddress:
        AddSecret(kind, fact.value, fact.value);
        AddSecret(kind, fact.value, fact.place.quote);
        for (const char* name : {"number", "handle"}) AddSecret(kind, fact.value, fact.Attr(name));
        if (fact.kind == core::FactKind::kPhone)
          AddSecret(kind, fact.value, "0" + NationalDigits(fact.value));
        if (const auto holder = fact.Attr("holder"); !holder.empty()) {
          if (IsEnterprise(holder)) {
            open_.emplace_back(holder);
          } else {
            AddSecret("holder", core::FoldPlain(holder), holder);
          }
        }
        break;
      case core::FactKind::kTaxCode:
        // Twelve digits are a person's number, in the place of a firm's.
        if (fact.value.size() == 10 || fact.value.size() == 13) {
          open_.push_back(fact.place.quote);
          open_.push_back(fact.value);
        }
        break;
      case core::FactKind::kEnterprise:
        if (IsEnterprise(fact.value)) open_.push_back(fact.value);
        break;
      case core::FactKind::kMoney:
        open_.push_back(std::string{fact.Attr("text")});
        open_.push_back(fact.place.quote);
        break;
      case core::FactKind::kDestination:  // "Ba Lan" is a country and no aunt
      case core::FactKind::kLicence:
      case core::FactKind::kContract:
      case core::FactKind::kDate:
        open_.push_back(fact.place.quote);
        open_.push_back(fact.value);
        break;
      default:
        break;
    }
  }
}

void Redactor::Add(const db::IdentifierValue& identifier) {
  if (!IsPersonalKind(identifier.kind)) return;
  AddSecret(identifier.kind, identifier.norm, identifier.norm);
  const auto colon = identifier.norm.find(':');
  if (colon != std::string::npos)
    AddSecret(identifier.kind, identifier.norm, std::string_view{identifier.norm}.substr(colon + 1));
  if (identifier.kind == "phone")
    AddSecret(identifier.kind, identifier.norm, "0" + NationalDigits(identifier.norm));
}

void Redactor::AddOfficial(std::string_view name) {
  // An account of one word ("thu") is a word of many sentences: it is hidden where it stands alone as the one who acted.
  const bool full_name = core::Trim(name).find(' ') != std::string_view::npos;
  AddSecret("official", core::FoldPlain(name), full_name ? name : std::string_view{});
}

void Redactor::FindKnown(std::string_view text, std::vector<Range>& ranges) const {
  for (const auto& [spelling, secret] : spellings_) {
    for (auto at = text.find(spelling); at != text.npos; at = text.find(spelling, at + spelling.size()))
      ranges.push_back({at, at + spelling.size(), secret.label});
  }
}

void Redactor::FindPatterns(std::string_view text, std::vector<Range>& ranges) const {
  static const RE2 kEmail(R"(([a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+))");
  static const RE2 kLink(
      R"(((?:https?://|www\.)[^ ]+|\b(?:t\.me|zalo\.me|wa\.me|m\.me|line\.me|fb\.com|facebook\.com|tiktok\.com)/[^ ]+))");
  static const RE2 kHandle(R"((@[a-z0-9_.]{3,}))");
  static const RE2 kNumber(R"((\+?[0-9](?:[ .\-/()]{0,2}[0-9]){6,}))");
  static const RE2 kGrouped(R"([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,2}[./\-][0-9]{1,2}[./\-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})");
  const core::FoldedText folded = core::Fold(text, core::Field::kBody).folded;
  const auto find = [&](const RE2& pattern, const char* kind) {
    re2::StringPiece rest(folded.text());
    re2::StringPiece match;
    while (RE2::FindAndConsume(&rest, pattern, &match)) {
      const auto begin = static_cast<std::size_t>(match.data() - folded.text().data());
      const auto [from, to] = folded.Original(begin, begin + match.size());
      const std::string_view written = text.substr(from, to - from);
      const bool open = std::any_of(open_.begin(), open_.end(), [&](const std::string& known) {
        return known.find(written) != std::string::npos;
      });
      if (&pattern == &kNumber && (open || RE2::FullMatch(match, kGrouped))) continue;
      ranges.push_back({from, to, LabelOf(kind, {})});
    }
  };
  find(kEmail, "email");
  find(kLink, "link");
  find(kHandle, "social");
  find(kNumber, "number");
}

void Redactor::FindNames(std::string_view text, std::vector<Range>& ranges) const {
  const std::vector<Word> words = WordsOf(text);
  const auto stays = [&](std::size_t at) {
    return std::any_of(open_.begin(), open_.end(), [&](const std::string& known) {
      if (known.size() < kLeastBytes) return false;
      for (auto found = text.find(known); found != text.npos; found = text.find(known, found + 1)) {
        if (found <= at && at < found + known.size()) return true;
      }
      return false;
    });
  };
  // The capital words from `first` on that stand together.
  const auto run = [&](std::size_t first, bool ascii) {
    std::size_t end = first;
    while (end < words.size() && end - first < kMostNameWords && words[end].capital &&
           (end == first || words[end].joined) && (!ascii || words[end].ascii) && !IsLabel(words[end]))
      ++end;
    return end;
  };
  const auto hide = [&](std::size_t first, std::size_t end) {
    if (end > first && !stays(words[first].begin))
      ranges.push_back({words[first].begin, words[end - 1].end, LabelOf("name", {})});
  };
  std::set<std::size_t> contacts;  // where a contact begins
  for (const auto& range : ranges) contacts.insert(range.begin);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].capital && IsFamilyName(words[i]) && !IsPlaceName(words, i)) {
      const std::size_t end = run(i, words[i].ascii && words[i].end - words[i].begin > 1 &&
                                         i + 1 < words.size() && words[i + 1].ascii);
      if (end > i + 1) {
        hide(i, end);
        i = end - 1;
        continue;
      }
    }
    if (IsAddressing(words[i]) && i + 1 < words.size() && words[i + 1].joined && !IsPlaceName(words, i + 1))
      hide(i + 1, run(i + 1, false));
    // "Hoa 0912 …", "Ms. Hoa: 0912 …"
    if (words[i].capital && !IsLabel(words[i])) {
      const auto next = contacts.lower_bound(words[i].end);
      if (next != contacts.end() && *next - words[i].end <= 3 &&
          text.substr(words[i].end, *next - words[i].end).find_first_not_of(" :-.(") == text.npos) {
        std::size_t first = i;
        while (first > 0 && words[first].joined && words[first - 1].capital && !IsLabel(words[first - 1])) --first;
        hide(first, i + 1);
      }
    }
  }
}

std::string Redactor::Text(std::string_view text) const {
  std::vector<Range> ranges;
  FindKnown(text, ranges);
  FindPatterns(text, ranges);
  FindNames(text, ranges);
  // The longest first where several begin; what overlaps becomes one.
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < ranges.size();) {
    std::size_t end = ranges[i].end;
    // A numbered label says more than a bare kind.
    const Range* best = &ranges[i];
    std::size_t next = i + 1;
    for (; next < ranges.size() && ranges[next].begin < end; ++next) {
      end = std::max(end, ranges[next].end);
      if (!IsDigit(best->label.back()) && IsDigit(ranges[next].label.back())) best = &ranges[next];
    }
    out += text.substr(done, ranges[i].begin - done);
    out += std::string{kBlack} + best->label + std::string{kBlack};
    done = end;
    i = next;
  }
  return out + std::string{text.substr(done)};
}

std::string Redactor::Advertiser(std::string_view name) const {
  if (name.empty() || IsEnterprise(name)) return Text(name);
  return std::string{kBlack} + LabelOf("advertiser", {}) + std::string{kBlack};
}

std::string Redactor::Actor(std::string_view name) const {
  const auto found = labels_.find("official " + core::FoldPlain(name));
  return found == labels_.end() ? Text(name) : std::string{kBlack} + found->second + std::string{kBlack};
}

std::string Redactor::Identifier(const db::IdentifierValue& identifier) const {
  if (IsPersonalKind(identifier.kind)) {
    return std::string{kBlack} + LabelOf(identifier.kind, identifier.norm) + std::string{kBlack};
  }
  return identifier.kind == "name" ? Advertiser(identifier.norm) : Text(identifier.norm);
}

std::optional<std::string> Redactor::FindLeak(std::string_view text) const {
  const std::string folded = core::FoldPlain(text);
  const std::string joined = DigitsJoined(text);
  for (const auto& [spelling, secret] : spellings_) {
    if (secret.kind == "address" || secret.kind == "official") continue;
    const std::string digits = NationalDigits(spelling);
    const std::string plain = core::FoldPlain(spelling);
    const bool by_digits = digits.size() >= kLeastSecretDigits && joined.find(digits) != joined.npos;
    if (by_digits || (plain.size() >= kLeastSecretLetters && folded.find(plain) != folded.npos)) return secret.label;
  }
  return {};
}

}  // namespace agencywatch::alerts
