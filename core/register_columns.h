// What the columns of a published list of licensed enterprises mean, by their headings. The words are in
// register_headings.txt.
// Source: the usual columns of the lists published under Decree 112/2021 article 39(7).
#pragma once

#include <optional>
#include <string_view>

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

}  // namespace agencywatch::core
