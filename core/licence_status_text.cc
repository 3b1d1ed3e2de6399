#include "core/licence_status_text.h"

#include <algorithm>
#include <array>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/internal/whole_words.h"
#include "core/market_name.h"
#include "core/register_activity.h"

namespace agencywatch::core {
namespace {

using internal::HasAny;

// Whether words of activity stand there to be taken back: "không còn hoạt động", "chưa được phép hoạt động",
// "no longer active", "Hoạt động: không".
bool DeniesActivity(std::string_view words) {
  constexpr std::array kDenied = std::to_array<std::string_view>(
      {"inactive", "invalid", "not operating", "not operational", "vo hieu", "trai phep",
       "khong phep", "khong giay phep", "khong co giay phep", "mat hieu luc"});
  constexpr std::array kActivity = std::to_array<std::string_view>(
      {"hoat dong", "hieu luc", "duoc phep", "active", "valid", "binh thuong", "het dinh chi"});
  constexpr std::array kDenials =
      std::to_array<std::string_view>({"khong", "ko", "chua", "ngung", "thoi", "dung", "het", "dut",
                                       "not", "longer", "non", "never"});
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
    for (std::size_t at = words.find(activity); at != std::string_view::npos;
         at = words.find(activity, at + 1)) {
      if (at == 0 || words[at - 1] != ' ') continue;
      std::size_t end = at - 1;
      std::string_view word = word_before(end);
      while (!word.empty() && is_one_of(kBetween, word)) {
        end -= word.size() + 1;
        word = word_before(end);
      }
      if (word.empty() || !is_one_of(kDenials, word)) continue;
      const bool at_the_same_time =
          word == "thoi" && word_before(end - word.size() - 1) == "dong";  // "đồng thời"
      if (!at_the_same_time) return true;
    }
  }
  const std::string_view last =
      words.size() < 2 ? std::string_view{} : word_before(words.size() - 1);
  return HasAny(words, kActivity) &&
         (last == "khong" || last == "chua" || last == "no" || last == "false");
}

}  // namespace

std::optional<LicenceStatus> FindStatusInText(std::string_view text) {
  const std::string words = internal::WholeWords(text);
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
  if (*reading.status == LicenceStatus::kSuspended)
    reading.activity = FindActivity(text).value_or("");
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

}  // namespace agencywatch::core
