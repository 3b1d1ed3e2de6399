// A pattern told in words, for people who do not read regular expressions: "phí/tiền … môi giới/trung gian … ‹sum›".
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::rules {

// `source` as it is written in the pack. Alternatives are parted by '/', what may lie between by '…', what may be left
// out stands in brackets, a named fragment as ‹its name›; of long lists the first are told and '…'. Never fails: what
// it does not know is left as it is.
[[nodiscard]] std::string PatternInWords(std::string_view source);

}  // namespace agencywatch::rules
