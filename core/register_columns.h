// What the columns of a published list of licensed enterprises mean, and how a row of it becomes a RegisterRow.
// One place for lists as HTML tables, CSV and JSON lines. Pure.
// Source: the usual columns of the lists published under Decree 112/2021 article 39(7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::core {

enum class RegisterColumn {
  kRowNumber,  // STT
  kName,       // Tên doanh nghiệp; may hold the short name in brackets
  kNameEn,
  kShortName,
  kLicenceNo,  // Số giấy phép; may hold the day of issue ("3011/LĐTBXH-GP ngày 18/04/2012")
  kIssuedOn,
  kStatus,  // Tình trạng; may hold days, a market and an activity ("Tạm đình chỉ giúp việc gia đình, thị trường Đài Loan từ 01/02/2026")
  kStatusFrom,
  kStatusTo,
  kStatusMarket,
  kStatusActivity,
  kTaxCode,
  kAddress,  // may hold the phone ("…, Hà Nội. ĐT: 024 3000 0101")
  kPhone,
  kEmail,
  kWebsite,
  kBranches,
  kAccounts,
  kMarkets,
  kActivities,
  kReissuedFrom,
  kDirector,  // known, so that it is not taken for a name; not kept
  kNote       // may hold a status or the former number
};

// As the keys of a JSON object: "licence_no".
[[nodiscard]] std::string_view RegisterColumnName(RegisterColumn column);

// By the heading of a column (Vietnamese with or without marks, English) or the key of a JSON object.
// nullopt for a heading that is none of ours.
[[nodiscard]] std::optional<RegisterColumn> FindRegisterColumn(std::string_view heading);

using RegisterCells =
    std::vector<std::pair<RegisterColumn, std::string>>;  // in the order of the row

// `status` is what holds for rows that say nothing themselves: a list headed "bị thu hồi giấy phép" has no status
// column. nullopt when the row names neither an enterprise nor a licence (a heading, a sum, an empty line).
// What could not be understood is added to `problems` in one sentence each; such a cell counts as empty, and a
// status nobody understands leaves `status` and marks the row as unclear.
[[nodiscard]] std::optional<RegisterRow> RowFromCells(const RegisterCells& cells,
                                                      LicenceStatus status,
                                                      std::vector<std::string>& problems);

// The status a longer text speaks of ("Danh sách doanh nghiệp bị thu hồi giấy phép"); nullopt for none.
[[nodiscard]] std::optional<LicenceStatus> FindStatusInText(std::string_view text);

// "Cập nhật đến ngày 20/11/2026", "Tính đến 20/11/2026", "as of 20 November 2026" in a heading or paragraph.
[[nodiscard]] std::optional<Day> FindPublishedOn(std::string_view text);

// ISO 3166 alpha-2 of a market's Vietnamese or English name, or of a code; nullopt for what is none.
[[nodiscard]] std::optional<std::string> FindMarket(std::string_view name);

}  // namespace agencywatch::core
