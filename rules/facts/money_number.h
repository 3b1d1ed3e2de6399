// How adverts write numbers: "1.250,50", "1 500 000", "hai mươi lăm", "sáu nghìn năm trăm", "nửa".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/facts/field_text.h"

namespace agencywatch::rules {

struct Number {
  std::int64_t mantissa = 0;  // the number is mantissa / 10^decimals
  int decimals = 0;
  bool grouped = false;  // written with thousands separators
  bool scaled = false;   // in words that say how many thousands or millions it is
  std::size_t end = 0;   // behind it in the folded text
};

[[nodiscard]] std::int64_t Power10(int exponent);

// Digits with '.' or ',' between groups or before decimals. nullopt where they make no number.
[[nodiscard]] std::optional<Number> ReadDigits(std::string_view text, std::size_t at);

// "1 500 000": groups behind blanks. Only where a currency follows, or these would be several numbers.
[[nodiscard]] std::optional<Number> ReadSpacedDigits(std::string_view text, std::size_t at);

// A number in Vietnamese words that begins at the word at `at`. "vài chục" and "hàng trăm" are none.
[[nodiscard]] std::optional<Number> ReadNumberWords(const FieldText& field, std::size_t at);

}  // namespace agencywatch::rules
