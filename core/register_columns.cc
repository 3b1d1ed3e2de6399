#include "core/register_columns.h"

#include <unicode/locid.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/register_activity.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Folded letters and digits, one blank for everything between, a blank at both ends: " so giay phep ".
std::string Words(std::string_view text) {
  std::string out = " ";
  for (const char c : FoldPlain(text)) {
    const bool word = IsDigit(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (word)
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool Has(std::string_view words, std::string_view phrase) {
  std::size_t at = words.find(phrase);
  while (at != std::string_view::npos) {
    const std::size_t end = at + phrase.size();
    if (at > 0 && words[at - 1] == ' ' && end < words.size() && words[end] == ' ') return true;
    at = words.find(phrase, at + 1);
  }
  return false;
}

template <std::size_t N>
bool HasAny(std::string_view words, const std::array<std::string_view, N>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return Has(words, phrase); });
}

struct Synonym {
  std::string_view phrase;
  RegisterColumn column;
};

// The first phrase that occurs decides, so what is narrow stands before what is wide.
constexpr std::array kSynonyms = std::to_array<Synonym>({
    {"status market", RegisterColumn::kStatusMarket},
    {"status activity", RegisterColumn::kStatusActivity},
    {"hoat dong bi dinh chi", RegisterColumn::kStatusActivity},
    {"hoat dong dinh chi", RegisterColumn::kStatusActivity},
    {"nganh nghe bi dinh chi", RegisterColumn::kStatusActivity},
    {"noi dung dinh chi", RegisterColumn::kStatusActivity},
    {"suspended activity", RegisterColumn::kStatusActivity},
    {"suspended activities", RegisterColumn::kStatusActivity},
    {"pham vi hoat dong", RegisterColumn::kActivities},
    {"noi dung hoat dong", RegisterColumn::kActivities},
    {"hoat dong duoc phep", RegisterColumn::kActivities},
    {"nganh nghe duoc phep", RegisterColumn::kActivities},
    {"activities", RegisterColumn::kActivities},
    {"licensed activities", RegisterColumn::kActivities},
    {"thi truong bi dinh chi", RegisterColumn::kStatusMarket},
    {"thi truong dinh chi", RegisterColumn::kStatusMarket},
    {"suspended market", RegisterColumn::kStatusMarket},
    {"status from", RegisterColumn::kStatusFrom},
    {"effective from", RegisterColumn::kStatusFrom},
    {"status since", RegisterColumn::kStatusFrom},
    {"ngay thu hoi", RegisterColumn::kStatusFrom},
    {"ngay nop lai", RegisterColumn::kStatusFrom},
    {"ngay tra lai", RegisterColumn::kStatusFrom},
    {"ngay dinh chi", RegisterColumn::kStatusFrom},
    {"ngay bi thu hoi", RegisterColumn::kStatusFrom},
    {"date of revocation", RegisterColumn::kStatusFrom},
    {"revocation date", RegisterColumn::kStatusFrom},
    {"revoked on", RegisterColumn::kStatusFrom},
    {"tinh trang tu", RegisterColumn::kStatusFrom},
    {"trang thai tu", RegisterColumn::kStatusFrom},
    {"tu ngay", RegisterColumn::kStatusFrom},
    {"hieu luc tu", RegisterColumn::kStatusFrom},
    {"status to", RegisterColumn::kStatusTo},
    {"status until", RegisterColumn::kStatusTo},
    {"den ngay", RegisterColumn::kStatusTo},
    {"den het ngay", RegisterColumn::kStatusTo},
    {"reissued from", RegisterColumn::kReissuedFrom},
    {"former licence", RegisterColumn::kReissuedFrom},
    {"former license", RegisterColumn::kReissuedFrom},
    {"previous licence", RegisterColumn::kReissuedFrom},
    {"previous license", RegisterColumn::kReissuedFrom},
    {"giay phep cu", RegisterColumn::kReissuedFrom},
    {"so gp cu", RegisterColumn::kReissuedFrom},
    {"cap lai tu", RegisterColumn::kReissuedFrom},
    {"doi tu", RegisterColumn::kReissuedFrom},
    {"thay the giay phep", RegisterColumn::kReissuedFrom},
    {"ma so thue", RegisterColumn::kTaxCode},
    {"mst", RegisterColumn::kTaxCode},
    {"ma so doanh nghiep", RegisterColumn::kTaxCode},
    {"ma so dn", RegisterColumn::kTaxCode},
    {"msdn", RegisterColumn::kTaxCode},
    {"ma thue", RegisterColumn::kTaxCode},
    {"tax code", RegisterColumn::kTaxCode},
    {"tax id", RegisterColumn::kTaxCode},
    {"tax no", RegisterColumn::kTaxCode},
    {"tax number", RegisterColumn::kTaxCode},
    {"enterprise code", RegisterColumn::kTaxCode},
    {"viet tat", RegisterColumn::kShortName},
    {"ten ngan", RegisterColumn::kShortName},
    {"thuong hieu", RegisterColumn::kShortName},
    {"short name", RegisterColumn::kShortName},
    {"abbreviation", RegisterColumn::kShortName},
    {"abbreviated name", RegisterColumn::kShortName},
    {"acronym", RegisterColumn::kShortName},
    {"tieng anh", RegisterColumn::kNameEn},
    {"ten giao dich", RegisterColumn::kNameEn},
    {"ten nuoc ngoai", RegisterColumn::kNameEn},
    {"ten quoc te", RegisterColumn::kNameEn},
    {"name en", RegisterColumn::kNameEn},
    {"english name", RegisterColumn::kNameEn},
    {"name in english", RegisterColumn::kNameEn},
    {"trading name", RegisterColumn::kNameEn},
    {"chi nhanh", RegisterColumn::kBranches},
    {"co so dao tao", RegisterColumn::kBranches},
    {"dia diem dao tao", RegisterColumn::kBranches},
    {"van phong dai dien", RegisterColumn::kBranches},
    {"branch", RegisterColumn::kBranches},
    {"branches", RegisterColumn::kBranches},
    {"sites", RegisterColumn::kBranches},
    {"training centre", RegisterColumn::kBranches},
    {"training center", RegisterColumn::kBranches},
    {"tai khoan", RegisterColumn::kAccounts},
    {"stk", RegisterColumn::kAccounts},
    {"account", RegisterColumn::kAccounts},
    {"accounts", RegisterColumn::kAccounts},
    {"bank account", RegisterColumn::kAccounts},
    {"nguoi dai dien", RegisterColumn::kDirector},
    {"dai dien phap luat", RegisterColumn::kDirector},
    {"giam doc", RegisterColumn::kDirector},
    {"director", RegisterColumn::kDirector},
    {"representative", RegisterColumn::kDirector},
    {"dia chi", RegisterColumn::kAddress},
    {"tru so", RegisterColumn::kAddress},
    {"address", RegisterColumn::kAddress},
    {"head office", RegisterColumn::kAddress},
    {"headquarters", RegisterColumn::kAddress},
    {"dien thoai", RegisterColumn::kPhone},
    {"so dien thoai", RegisterColumn::kPhone},
    {"sdt", RegisterColumn::kPhone},
    {"dt", RegisterColumn::kPhone},
    {"phone", RegisterColumn::kPhone},
    {"phones", RegisterColumn::kPhone},
    {"telephone", RegisterColumn::kPhone},
    {"tel", RegisterColumn::kPhone},
    {"hotline", RegisterColumn::kPhone},
    {"email", RegisterColumn::kEmail},
    {"e mail", RegisterColumn::kEmail},
    {"thu dien tu", RegisterColumn::kEmail},
    {"website", RegisterColumn::kWebsite},
    {"web", RegisterColumn::kWebsite},
    {"trang thong tin dien tu", RegisterColumn::kWebsite},
    {"so giay phep", RegisterColumn::kLicenceNo},
    {"giay phep so", RegisterColumn::kLicenceNo},
    {"so gp", RegisterColumn::kLicenceNo},
    {"licence no", RegisterColumn::kLicenceNo},
    {"license no", RegisterColumn::kLicenceNo},
    {"licence number", RegisterColumn::kLicenceNo},
    {"license number", RegisterColumn::kLicenceNo},
    {"ngay cap", RegisterColumn::kIssuedOn},
    {"ngay ky", RegisterColumn::kIssuedOn},
    {"ngay thang cap", RegisterColumn::kIssuedOn},
    {"thoi diem cap", RegisterColumn::kIssuedOn},
    {"ngay giay phep", RegisterColumn::kIssuedOn},
    {"issued on", RegisterColumn::kIssuedOn},
    {"issued", RegisterColumn::kIssuedOn},
    {"issue date", RegisterColumn::kIssuedOn},
    {"date of issue", RegisterColumn::kIssuedOn},
    {"licence date", RegisterColumn::kIssuedOn},
    {"license date", RegisterColumn::kIssuedOn},
    {"date of licence", RegisterColumn::kIssuedOn},
    {"tinh trang", RegisterColumn::kStatus},
    {"trang thai", RegisterColumn::kStatus},
    {"hieu luc", RegisterColumn::kStatus},
    {"status", RegisterColumn::kStatus},
    {"thi truong", RegisterColumn::kMarkets},
    {"market", RegisterColumn::kMarkets},
    {"markets", RegisterColumn::kMarkets},
    {"nuoc tiep nhan", RegisterColumn::kMarkets},
    {"quoc gia", RegisterColumn::kMarkets},
    {"countries", RegisterColumn::kMarkets},
    {"destinations", RegisterColumn::kMarkets},
    {"ghi chu", RegisterColumn::kNote},
    {"note", RegisterColumn::kNote},
    {"notes", RegisterColumn::kNote},
    {"remarks", RegisterColumn::kNote},
    {"giay phep", RegisterColumn::kLicenceNo},
    {"gp", RegisterColumn::kLicenceNo},
    {"licence", RegisterColumn::kLicenceNo},
    {"license", RegisterColumn::kLicenceNo},
    {"permit", RegisterColumn::kLicenceNo},
    {"ten doanh nghiep", RegisterColumn::kName},
    {"ten cong ty", RegisterColumn::kName},
    {"ten don vi", RegisterColumn::kName},
    {"ten to chuc", RegisterColumn::kName},
    {"doanh nghiep", RegisterColumn::kName},
    {"cong ty", RegisterColumn::kName},
    {"don vi", RegisterColumn::kName},
    {"company", RegisterColumn::kName},
    {"enterprise", RegisterColumn::kName},
    {"agency", RegisterColumn::kName},
    {"organisation", RegisterColumn::kName},
    {"organization", RegisterColumn::kName},
    {"name", RegisterColumn::kName},
    {"ten", RegisterColumn::kName},
    {"stt", RegisterColumn::kRowNumber},
    {"tt", RegisterColumn::kRowNumber},
    {"so thu tu", RegisterColumn::kRowNumber},
});

struct Market {
  std::string_view name;  // folded
  std::string_view code;
};

constexpr std::array kMarkets = std::to_array<Market>({
    {"nhat ban", "JP"},
    {"nhat", "JP"},
    {"japan", "JP"},
    {"dai loan", "TW"},
    {"taiwan", "TW"},
    {"han quoc", "KR"},
    {"south korea", "KR"},
    {"korea", "KR"},
    {"malaysia", "MY"},
    {"ma lai xi a", "MY"},
    {"singapore", "SG"},
    {"xin ga po", "SG"},
    {"duc", "DE"},
    {"chlb duc", "DE"},
    {"germany", "DE"},
    {"ba lan", "PL"},
    {"poland", "PL"},
    {"rumani", "RO"},
    {"ru ma ni", "RO"},
    {"romania", "RO"},
    {"hungary", "HU"},
    {"hung ga ri", "HU"},
    {"hungari", "HU"},
    {"nga", "RU"},
    {"lien bang nga", "RU"},
    {"russia", "RU"},
    {"belarus", "BY"},
    {"slovakia", "SK"},
    {"xlovakia", "SK"},
    {"sec", "CZ"},
    {"cong hoa sec", "CZ"},
    {"czech republic", "CZ"},
    {"czechia", "CZ"},
    {"serbia", "RS"},
    {"xec bi a", "RS"},
    {"croatia", "HR"},
    {"bulgaria", "BG"},
    {"bun ga ri", "BG"},
    {"lithuania", "LT"},
    {"latvia", "LV"},
    {"estonia", "EE"},
    {"bo dao nha", "PT"},
    {"portugal", "PT"},
    {"tho nhi ky", "TR"},
    {"turkey", "TR"},
    {"a rap xe ut", "SA"},
    {"a rap saudi", "SA"},
    {"saudi arabia", "SA"},
    {"uae", "AE"},
    {"dubai", "AE"},
    {"cac tieu vuong quoc a rap thong nhat", "AE"},
    {"qatar", "QA"},
    {"kuwait", "KW"},
    {"oman", "OM"},
    {"bahrain", "BH"},
    {"israel", "IL"},
    {"algeria", "DZ"},
    {"an gie ri", "DZ"},
    {"libya", "LY"},
    {"angola", "AO"},
    {"uc", "AU"},
    {"australia", "AU"},
    {"new zealand", "NZ"},
    {"canada", "CA"},
    {"my", "US"},
    {"hoa ky", "US"},
    {"usa", "US"},
    {"united states", "US"},
    {"anh", "GB"},
    {"united kingdom", "GB"},
    {"phap", "FR"},
    {"france", "FR"},
    {"italia", "IT"},
    {"italy", "IT"},
    {"y", "IT"},
    {"phan lan", "FI"},
    {"finland", "FI"},
    {"lao", "LA"},
    {"laos", "LA"},
    {"campuchia", "KH"},
    {"cambodia", "KH"},
    {"thai lan", "TH"},
    {"thailand", "TH"},
    {"macao", "MO"},
    {"ma cao", "MO"},
    {"macau", "MO"},
    {"hong kong", "HK"},
    {"trung quoc", "CN"},
    {"china", "CN"},
    {"brunei", "BN"},
    {"cyprus", "CY"},
    {"sip", "CY"},
    {"greece", "GR"},
    {"hy lap", "GR"},
    {"spain", "ES"},
    {"tay ban nha", "ES"},
    {"seychelles", "SC"},
    {"palau", "PW"},
    {"viet nam", "VN"},
    {"vietnam", "VN"},
});

std::string Collapse(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : Trim(text)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

// "-", "—", "không", "N/A": how lists say that there is nothing.
bool SaysNothing(std::string_view text) {
  const std::string words = Words(text);
  return words.find_first_not_of(' ') == std::string::npos || words == " n a " ||
         words == " khong " || words == " khong co " || words == " null " || words == " none ";
}

// Where a licence number such as "3011/LĐTBXH-GP", "12/2024/BNV - GP" or "44/SLĐTBXH-GP" stands in `text`: it
// begins with digits, a slash follows, and it ends with "GP". npos for none.
std::pair<std::size_t, std::size_t> LicencePlace(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!IsDigit(text[at]) || (at > 0 && (IsDigit(text[at - 1]) || text[at - 1] == '/'))) continue;
    std::size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end - at > 5) continue;
    std::size_t slash = end;
    while (slash < text.size() && text[slash] == ' ') ++slash;
    if (slash >= text.size() || text[slash] != '/') continue;
    constexpr std::size_t kMaxSuffixBytes = 40;
    const std::string_view rest = text.substr(slash, kMaxSuffixBytes);
    for (std::size_t gp = rest.find("GP"); gp != std::string_view::npos;
         gp = rest.find("GP", gp + 1)) {
      const std::string_view between = rest.substr(0, gp);
      if (between.find_first_of(",;(\n") != std::string_view::npos) break;
      const bool dash = between.find_last_not_of(" ") != std::string_view::npos && gp >= 3;
      if (dash) return {at, slash + gp + 2};
    }
  }
  return {std::string_view::npos, 0};
}

std::string DigitsOf(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (IsDigit(c)) out += c;
  return out;
}

// The first tax code of a text: 10 digits, 13 for a branch, 12 for a person who trades, with dots, blanks and a dash as people
// set them; empty when there is none. A spreadsheet that took it for a number lost the zero in front.
std::string TaxCodeIn(std::string_view text) {
  const std::size_t begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos) return {};
  std::size_t end = text.find_first_not_of("0123456789 .-", begin);
  std::string_view code = text.substr(begin, end == std::string_view::npos ? end : end - begin);
  code = code.substr(0, code.find_last_of("0123456789") + 1);
  const std::string digits = DigitsOf(code);
  if (digits.size() == 9 && digits == text) return "0" + digits;
  return digits.size() == 10 || digits.size() == 12 || digits.size() == 13 ? std::string{code} : std::string{};
}

// Split at ; and / and line breaks (a comma too, when both sides are whole numbers); "024 3000 0101/0102" shortens
// the second number to what differs, which is written out again.
std::vector<std::string> SplitPhones(std::string_view text) {
  std::vector<std::string> phones;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    std::size_t end = text.find_first_of(";/\n,", begin);
    if (end == std::string_view::npos) end = text.size();
    std::string piece = Collapse(text.substr(begin, end - begin));
    begin = end + 1;
    const std::size_t digits = DigitsOf(piece).size();
    if (digits == 0) continue;
    if (digits <= 4 && !phones.empty() && DigitsOf(phones.back()).size() >= 8 &&
        digits == piece.size()) {
      std::string whole = phones.back();
      std::size_t at = whole.size();
      for (std::size_t i = piece.size(); i > 0;) {
        if (at == 0) break;
        --at;
        if (IsDigit(whole[at])) whole[at] = piece[--i];
      }
      phones.push_back(whole);
      continue;
    }
    // "ĐT: 024 3000 0101", "Fax 024…": the words in front are not part of the number.
    const std::size_t first = piece.find_first_of("+(0123456789");
    if (Words(piece).starts_with(" fax ")) continue;
    phones.push_back(piece.substr(first));
  }
  return phones;
}

std::vector<std::string> SplitMarkets(std::string_view text, std::vector<std::string>& problems) {
  std::vector<std::string> markets;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    std::size_t end = text.find_first_of(",;/|+\n", begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string piece = Collapse(text.substr(begin, end - begin));
    begin = end + 1;
    if (piece.empty() || piece == "*") continue;
    if (auto market = FindMarket(piece)) {
      if (std::find(markets.begin(), markets.end(), *market) == markets.end())
        markets.push_back(*market);
    } else {
      problems.push_back("market not known: " + piece);
    }
  }
  return markets;
}

// Split at ; and line breaks.
std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(";\n", begin), text.size());
    std::string piece = Collapse(text.substr(begin, end - begin));
    begin = end + 1;
    if (!piece.empty()) pieces.push_back(std::move(piece));
  }
  return pieces;
}

void ReadDay(std::string_view text, std::string_view what, std::optional<Day>& day,
             std::vector<std::string>& problems) {
  if (SaysNothing(text)) return;
  day = FindDayInText(text);
  if (!day) problems.push_back(std::string(what) + " is no day: " + Collapse(text));
}

// "Công ty Cổ phần Nhân lực ABC (ABC JSC)": the short name in brackets at the end, in capitals.
void SplitShortName(RegisterRow& row) {
  if (row.name.empty() || row.name.back() != ')' || !row.short_name.empty()) return;
  const std::size_t open = row.name.rfind('(');
  if (open == std::string::npos || open == 0) return;
  std::string inner =
      Collapse(std::string_view(row.name).substr(open + 1, row.name.size() - open - 2));
  for (const std::string_view lead : {"viết tắt là ", "viết tắt: ", "Tên viết tắt: ",
                                      "tên viết tắt: ", "gọi tắt là ", "viết tắt "})
    if (inner.starts_with(lead)) inner = inner.substr(lead.size());
  constexpr std::size_t kMaxShortBytes = 40;
  const bool capitals =
      std::any_of(inner.begin(), inner.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
      std::count_if(inner.begin(), inner.end(), [](char c) { return c >= 'a' && c <= 'z'; }) <= 4;
  if (inner.empty() || inner.size() > kMaxShortBytes || !capitals) return;
  row.short_name = inner;
  row.name = Collapse(std::string_view(row.name).substr(0, open));
}

// "Số 12 phố …, Hà Nội. ĐT: 024 3000 0101": the phone behind its label.
void SplitPhoneFromAddress(RegisterRow& row) {
  if (!row.phones.empty()) return;
  for (const std::string_view label :
       {"Điện thoại:", "điện thoại:", "ĐT:", "Đt:", "Tel:", "TEL:", "Phone:", "Hotline:"}) {
    const std::size_t at = row.address.find(label);
    if (at == std::string::npos || at == 0) continue;
    row.phones = SplitPhones(std::string_view(row.address).substr(at + label.size()));
    row.address = row.address.substr(0, at);
    while (!row.address.empty() &&
           std::string_view(" ,;.-|").find(row.address.back()) != std::string_view::npos)
      row.address.pop_back();
    return;
  }
}

struct StatusReading {
  std::optional<LicenceStatus> status;
  std::optional<Day> from;
  std::optional<Day> to;
  std::string market;
  std::string activity;
};

// "Tạm đình chỉ giúp việc gia đình, thị trường Đài Loan từ 01/02/2026 đến 30/04/2026"
StatusReading ReadStatus(std::string_view text) {
  StatusReading reading;
  reading.status = FindStatusInText(text);
  if (!reading.status) return reading;
  const std::string folded = FoldPlain(text);
  const std::string_view view = folded;
  std::size_t to = view.find("den ngay");
  if (to == std::string_view::npos) to = view.find(" den ");
  if (to == std::string_view::npos) to = view.find(" until ");
  if (to == std::string_view::npos) to = view.find(" to ");
  reading.from = FindDayInText(view.substr(0, to));
  if (to != std::string_view::npos && *reading.status == LicenceStatus::kSuspended)
    reading.to = FindDayInText(view.substr(to));
  if (*reading.status == LicenceStatus::kSuspended) reading.activity = FindActivity(text).value_or("");
  const std::size_t market = view.find("thi truong ");
  if (market != std::string_view::npos) {
    constexpr std::string_view kLead = "thi truong ";
    std::string_view rest = view.substr(market + kLead.size());
    rest = rest.substr(0, rest.find_first_of(",;.()"));
    // The longest run of words that names a market: "dai loan tu 01/02/2026".
    while (!rest.empty()) {
      if (auto found = FindMarket(rest)) {
        reading.market = *found;
        break;
      }
      const std::size_t blank = rest.rfind(' ');
      rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(0, blank);
    }
  }
  return reading;
}

// Whether words of activity stand there to be taken back: "không còn hoạt động", "chưa được phép hoạt động",
// "no longer active", "Hoạt động: không".
bool DeniesActivity(std::string_view words) {
  constexpr std::array kDenied = std::to_array<std::string_view>(
      {"inactive", "invalid", "not operating", "not operational", "vo hieu", "trai phep", "khong phep",
       "khong giay phep", "khong co giay phep", "mat hieu luc"});
  constexpr std::array kActivity = std::to_array<std::string_view>(
      {"hoat dong", "hieu luc", "duoc phep", "active", "valid", "binh thuong", "het dinh chi"});
  constexpr std::array kDenials = std::to_array<std::string_view>(
      {"khong", "ko", "chua", "ngung", "thoi", "dung", "het", "dut", "not", "longer", "non", "never"});
  constexpr std::array kBetween = std::to_array<std::string_view>(
      {"con", "co", "he", "duoc", "phep", "moi", "yet", "currently", "legally"});
  const auto is_one_of = [](const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  if (HasAny(words, kDenied)) return true;
  // The word that ends before `end`, which is a blank.
  const auto word_before = [words](std::size_t end) {
    const std::size_t begin = end == 0 ? 0 : words.rfind(' ', end - 1) + 1;
    return words.substr(begin, end - begin);
  };
  for (const std::string_view activity : kActivity) {
    for (std::size_t at = words.find(activity); at != std::string_view::npos; at = words.find(activity, at + 1)) {
      if (at == 0 || words[at - 1] != ' ') continue;
      std::size_t end = at - 1;
      std::string_view word = word_before(end);
      while (!word.empty() && is_one_of(kBetween, word)) {
        end -= word.size() + 1;
        word = word_before(end);
      }
      if (word.empty() || !is_one_of(kDenials, word)) continue;
      const bool at_the_same_time = word == "thoi" && word_before(end - word.size() - 1) == "dong";  // "đồng thời"
      if (!at_the_same_time) return true;
    }
  }
  const std::string_view last = words.size() < 2 ? std::string_view{} : word_before(words.size() - 1);
  return HasAny(words, kActivity) && (last == "khong" || last == "chua" || last == "no" || last == "false");
}

// ISO 3166 alpha-2, in capitals, by ICU's table.
bool IsCountryCode(std::string_view code) {
  for (const char* const* known = icu::Locale::getISOCountries(); *known != nullptr; ++known) {
    if (code == *known) return true;
  }
  return false;
}

}  // namespace

std::string_view RegisterColumnName(RegisterColumn column) {
  switch (column) {
    case RegisterColumn::kRowNumber:
      return "row_number";
    case RegisterColumn::kName:
      return "name";
    case RegisterColumn::kNameEn:
      return "name_en";
    case RegisterColumn::kShortName:
      return "short_name";
    case RegisterColumn::kLicenceNo:
      return "licence_no";
    case RegisterColumn::kIssuedOn:
      return "issued_on";
    case RegisterColumn::kStatus:
      return "status";
    case RegisterColumn::kStatusFrom:
      return "status_from";
    case RegisterColumn::kStatusTo:
      return "status_to";
    case RegisterColumn::kStatusMarket:
      return "status_market";
    case RegisterColumn::kStatusActivity:
      return "status_activity";
    case RegisterColumn::kTaxCode:
      return "tax_code";
    case RegisterColumn::kAddress:
      return "address";
    case RegisterColumn::kPhone:
      return "phone";
    case RegisterColumn::kEmail:
      return "email";
    case RegisterColumn::kWebsite:
      return "website";
    case RegisterColumn::kBranches:
      return "branches";
    case RegisterColumn::kAccounts:
      return "accounts";
    case RegisterColumn::kMarkets:
      return "markets";
    case RegisterColumn::kActivities:
      return "activities";
    case RegisterColumn::kReissuedFrom:
      return "reissued_from";
    case RegisterColumn::kDirector:
      return "director";
    case RegisterColumn::kNote:
      return "note";
  }
  return {};
}

std::optional<RegisterColumn> FindRegisterColumn(std::string_view heading) {
  constexpr std::size_t kMaxHeadingBytes = 200;  // more is a paragraph, not a heading
  if (heading.size() > kMaxHeadingBytes) return std::nullopt;
  const std::string words = Words(heading);
  // "Số, ngày cấp giấy phép", "Số, ngày giấy phép": both in one cell.
  if (Has(words, "giay phep") && Has(words, "so") &&
      (Has(words, "ngay cap") || (words.starts_with(" so ") && Has(words, "ngay"))))
    return RegisterColumn::kLicenceNo;
  for (const Synonym& synonym : kSynonyms)
    if (Has(words, synonym.phrase)) return synonym.column;
  if (words == " so " || words == " no " || Trim(heading) == "#") return RegisterColumn::kRowNumber;
  return std::nullopt;
}

std::optional<std::string> FindMarket(std::string_view name) {
  std::string words = Words(name);
  words = words.substr(1, words.size() > 1 ? words.size() - 2 : 0);
  if (words.empty()) return std::nullopt;
  const std::string_view trimmed = Trim(name);
  // A code before a name: MY is Malaysia, Mỹ is not.
  for (const Market& market : kMarkets)
    if (trimmed == market.code) return std::string(market.code);
  for (const Market& market : kMarkets)
    if (words == market.name) return std::string(market.code);
  if (trimmed.size() == 2 && IsCountryCode(trimmed)) return std::string(trimmed);
  return std::nullopt;
}

std::optional<LicenceStatus> FindStatusInText(std::string_view text) {
  const std::string words = Words(text);
  constexpr std::array<std::string_view, 5> kNot = {"khong bi thu hoi", "chua bi thu hoi",
                                                    "khong bi dinh chi", "het dinh chi",
                                                    "hoat dong tro lai"};
  const bool denied = DeniesActivity(words);
  if (HasAny(words, kNot)) return denied ? LicenceStatus::kSuspended : LicenceStatus::kActive;
  constexpr std::array<std::string_view, 7> kRevoked = {
      "thu hoi", "bi rut giay phep", "rut giay phep", "tuoc", "revoked", "revocation", "withdrawn"};
  constexpr std::array<std::string_view, 6> kReturned = {"nop lai",  "tra lai",     "hoan tra",
                                                         "returned", "surrendered", "giao nop"};
  constexpr std::array<std::string_view, 8> kSuspended = {
      "dinh chi",  "tam dung",   "tam ngung",      "ngung hoat dong",
      "suspended", "suspension", "dung hoat dong", "ngung"};
  constexpr std::array<std::string_view, 5> kExpired = {"het han", "het hieu luc", "expired",
                                                        "khong con hieu luc", "het thoi han"};
  constexpr std::array<std::string_view, 7> kActive = {
      "hoat dong", "con hieu luc", "hieu luc", "active", "valid", "binh thuong", "duoc phep"};
  if (HasAny(words, kRevoked)) return LicenceStatus::kRevoked;
  if (HasAny(words, kReturned)) return LicenceStatus::kReturned;
  if (HasAny(words, kSuspended)) return LicenceStatus::kSuspended;
  if (HasAny(words, kExpired)) return LicenceStatus::kExpired;
  if (denied) return LicenceStatus::kSuspended;
  if (HasAny(words, kActive)) return LicenceStatus::kActive;
  return std::nullopt;
}

std::optional<Day> FindPublishedOn(std::string_view text) {
  const std::string folded = FoldPlain(text.substr(0, 20'000));
  for (const std::string_view lead :
       {"cap nhat", "tinh den", "as of", "updated", "last update", "so lieu den"}) {
    std::size_t at = folded.find(lead);
    while (at != std::string::npos) {
      constexpr std::size_t kReach = 60;  // "Cập nhật lần cuối đến hết ngày 20 tháng 11 năm 2026"
      if (auto day = FindDayInText(std::string_view(folded).substr(at, kReach))) return day;
      at = folded.find(lead, at + lead.size());
    }
  }
  return std::nullopt;
}

std::optional<RegisterRow> RowFromCells(const RegisterCells& cells, LicenceStatus status,
                                        std::vector<std::string>& problems) {
  RegisterRow row;
  row.status = status;
  std::string note;
  bool status_given = false;
  StatusReading reading;
  for (const auto& [column, cell] : cells) {
    const std::string text = Collapse(cell);
    const bool dash = text == "-" || text == "–" || text == "—";
    if (text.empty() || (dash && column != RegisterColumn::kStatus)) continue;
    switch (column) {
      case RegisterColumn::kName:
        if (row.name.empty()) row.name = text;
        break;
      case RegisterColumn::kNameEn:
        row.name_en = text;
        break;
      case RegisterColumn::kShortName:
        row.short_name = text;
        break;
      case RegisterColumn::kLicenceNo: {
        const auto [begin, end] = LicencePlace(text);
        if (begin == std::string_view::npos) {
          row.licence_no = text;
          break;
        }
        row.licence_no = text.substr(begin, end - begin);
        if (!row.issued_on) row.issued_on = FindDayInText(std::string_view(text).substr(end));
        break;
      }
      case RegisterColumn::kIssuedOn:
        ReadDay(text, "day of issue", row.issued_on, problems);
        break;
      case RegisterColumn::kStatus:
        // "-", "???" and "không" too: only an empty cell leaves the status to the list.
        reading = ReadStatus(text);
        row.status_unclear = !reading.status;
        if (row.status_unclear)
          problems.push_back("status not understood: " + text);
        else
          status_given = true;
        break;
      case RegisterColumn::kStatusFrom:
        ReadDay(text, "first day of the status", row.status_from, problems);
        break;
      case RegisterColumn::kStatusTo:
        ReadDay(text, "last day of the status", row.status_to, problems);
        break;
      case RegisterColumn::kStatusMarket:
        if (text == "*") {
          row.status_market = "*";
        } else if (!SaysNothing(text)) {
          if (auto market = FindMarket(text))
            row.status_market = *market;
          else
            problems.push_back("market not known: " + text);
        }
        break;
      case RegisterColumn::kStatusActivity:
        if (text == "*") {
          row.status_activity = "*";
        } else if (!SaysNothing(text)) {
          row.status_activity = FindActivity(text).value_or("");
          if (row.status_activity.empty()) problems.push_back("activity not known: " + text);
        }
        break;
      case RegisterColumn::kTaxCode:
        if (SaysNothing(text)) break;
        row.tax_code = TaxCodeIn(text);
        if (row.tax_code.empty()) problems.push_back("no tax code: " + text);
        break;
      case RegisterColumn::kAddress:
        row.address = text;
        break;
      case RegisterColumn::kPhone:
        for (std::string& phone : SplitPhones(cell)) row.phones.push_back(std::move(phone));
        break;
      case RegisterColumn::kEmail:
        if (!SaysNothing(text)) row.email = text;
        break;
      case RegisterColumn::kWebsite:
        if (!SaysNothing(text)) row.website = text;
        break;
      case RegisterColumn::kBranches:
        if (!SaysNothing(text)) row.branches = SplitLines(cell);
        break;
      case RegisterColumn::kAccounts:
        if (!SaysNothing(text)) row.accounts = SplitLines(cell);
        break;
      case RegisterColumn::kMarkets:
        if (!SaysNothing(text)) row.markets = SplitMarkets(cell, problems);
        break;
      case RegisterColumn::kActivities:
        if (!SaysNothing(text)) row.activities = FindActivities(text);
        break;
      case RegisterColumn::kReissuedFrom:
        if (!SaysNothing(text)) row.reissued_from = text;
        break;
      case RegisterColumn::kNote:
        note = text;
        break;
      case RegisterColumn::kRowNumber:
      case RegisterColumn::kDirector:
        break;
    }
  }
  SplitShortName(row);
  SplitPhoneFromAddress(row);
  if (!status_given && !note.empty()) {
    reading = ReadStatus(note);
    status_given = reading.status.has_value() && *reading.status != LicenceStatus::kActive;
  }
  if (status_given) {
    row.status = *reading.status;
    if (!row.status_from) row.status_from = reading.from;
    if (!row.status_to) row.status_to = reading.to;
    if (row.status_market.empty()) row.status_market = reading.market;
    if (row.status_activity.empty()) row.status_activity = reading.activity;
  }
  if (row.reissued_from.empty() && !note.empty()) {
    const std::string words = Words(note);
    const auto [begin, end] = LicencePlace(note);
    constexpr std::array<std::string_view, 5> kReissued = {"cap lai", "doi tu", "thay the",
                                                           "cap doi", "reissued"};
    if (begin != std::string_view::npos && HasAny(words, kReissued))
      row.reissued_from = note.substr(begin, end - begin);
  }
  // A line of column numbers ("(1) (2) (3)"), a sum or a region's heading is no row.
  const bool name_is_text = std::any_of(row.name.begin(), row.name.end(), [](char c) {
    return !IsDigit(c) && c != '(' && c != ')' && c != ' ';
  });
  if (!name_is_text) row.name.clear();
  const bool licence_has_digit = std::any_of(row.licence_no.begin(), row.licence_no.end(), IsDigit);
  if (row.name.empty() && !licence_has_digit) return std::nullopt;
  if (row.name.empty() && row.licence_no.find('/') == std::string::npos) return std::nullopt;
  // A sum or a source below the list ("Tổng cộng: 2 doanh nghiệp") must not become a licensed enterprise.
  if (!licence_has_digit && row.tax_code.empty()) {
    problems.push_back("no licence number and no tax code: " + row.name);
    return std::nullopt;
  }
  const bool has_name_column = std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.first == RegisterColumn::kName; });
  if (row.name.empty() && has_name_column) problems.push_back("no name of an enterprise: " + row.licence_no);
  return row;
}

}  // namespace agencywatch::core
