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
