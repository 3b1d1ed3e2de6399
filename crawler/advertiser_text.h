// Signs in a text of who advertises: an enterprise's name, a licence number, a way to reach somebody.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::crawler {

// The first enterprise named, as written: "Công ty Cổ phần Nhân lực Mẫu Đơn", "CÔNG TY TNHH …", "… Co., Ltd", "… JSC".
// Empty when there is none.
[[nodiscard]] std::string FindEnterprise(std::string_view text);

// The number of a licence to send workers abroad or of an employment service. `folded` is core::FoldPlain text, below too.
[[nodiscard]] bool HasLicenceNumber(std::string_view folded);

// A telephone number, e-mail address or chat.
[[nodiscard]] bool HasContact(std::string_view folded);

}  // namespace agencywatch::crawler
