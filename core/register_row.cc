#include "core/register_row.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "core/day_text.h"
#include "core/internal/whole_words.h"
#include "core/licence_status_text.h"
#include "core/market_name.h"
#include "core/register_activity.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

using internal::HasAny;
using internal::WholeWords;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

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
  const std::string words = WholeWords(text);
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
  return digits.size() == 10 || digits.size() == 12 || digits.size() == 13 ? std::string{code}
                                                                           : std::string{};
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
    if (WholeWords(piece).starts_with(" fax ")) continue;
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

}  // namespace

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
    const std::string words = WholeWords(note);
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
  const bool has_name_column = std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
    return cell.first == RegisterColumn::kName;
  });
  if (row.name.empty() && has_name_column)
    problems.push_back("no name of an enterprise: " + row.licence_no);
  return row;
}

}  // namespace agencywatch::core
