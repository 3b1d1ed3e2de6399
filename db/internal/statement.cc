#include "db/internal/statement.h"

#include <algorithm>
#include <stdexcept>

#include "core/utf8.h"

namespace agencywatch::db {

void RequireText(const char* statement, const std::string& text) {
  if (core::IsValidUtf8(text)) return;
  throw std::invalid_argument(
      std::string{"text with a NUL or broken UTF-8 was handed to the database (statement "} +
      statement + "); clean it with core::MakeValidUtf8 where it comes in");
}

core::Instant InstantOf(const pqxx::field& field) {
  return core::Instant{std::chrono::seconds{field.as<std::int64_t>()}};
}

core::Day DayOf(const pqxx::field& field) {
  const auto day = core::ParseDay(field.c_str());
  if (!day)
    throw std::logic_error(std::string{"not a day in column "} + field.name() + ": " +
                           field.c_str());
  return *day;
}

void ArrayText::Begin() {
  if (text_.size() > 1) text_ += ',';
}

void ArrayText::Add(std::string_view value) {
  Begin();
  text_ += '"';
  while (!value.empty()) {
    const std::size_t plain = std::min(value.find_first_of("\"\\"), value.size());
    text_.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    text_ += '\\';
    text_ += value.front();
    value.remove_prefix(1);
  }
  text_ += '"';
}

void ArrayText::Add(std::int64_t value) {
  Begin();
  text_ += std::to_string(value);
}

void ArrayText::AddNull() {
  Begin();
  text_ += "NULL";
}

namespace {

void AddNetworkOrder(std::string& to, std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) to += static_cast<char>((value >> shift) & 0xFFU);
}

}  // namespace

void LongTexts::Add(std::string_view value) {
  AddNetworkOrder(elements_, static_cast<std::uint32_t>(value.size()));
  elements_ += value;
  ++count_;
}

pqxx::binarystring LongTexts::Binary() const {
  constexpr std::uint32_t kTextType = 25;  // pg_type.oid of text
  std::string bytes;
  bytes.reserve(elements_.size() + 20);
  const std::uint32_t dimensions = count_ == 0 ? 0 : 1;
  for (const std::uint32_t value : {dimensions, 0U, kTextType}) AddNetworkOrder(bytes, value);
  if (count_ > 0) {
    AddNetworkOrder(bytes, count_);
    AddNetworkOrder(bytes, 1);  // the first one's subscript
  }
  return pqxx::binarystring(bytes += elements_);
}

std::string ArrayOf(const std::vector<std::int64_t>& values) {
  ArrayText array;
  for (const auto value : values) array.Add(value);
  return array.Text();
}

std::string ArrayOf(const std::vector<std::string>& values) {
  ArrayText array;
  for (const auto& value : values) array.Add(value);
  return array.Text();
}

std::vector<std::int64_t> NumbersOf(const pqxx::field& field) {
  std::vector<std::int64_t> values;
  for (const auto& text : TextsOf(field)) values.push_back(std::stoll(text));
  return values;
}

std::vector<std::string> TextsOf(const pqxx::field& field) {
  std::vector<std::string> values;
  auto parser = field.as_array();
  for (auto next = parser.get_next(); next.first != pqxx::array_parser::juncture::done;
       next = parser.get_next()) {
    if (next.first == pqxx::array_parser::juncture::string_value)
      values.push_back(std::move(next.second));
  }
  return values;
}

}  // namespace agencywatch::db
