// How the stores talk to PostgreSQL: named statements, values in, values out.
//
// Text that is not valid UTF-8, or that holds a NUL (at which libpqxx would cut it silently), is
// refused here with std::invalid_argument: whoever took it in from outside forgot
// core::MakeValidUtf8.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/time.h"

namespace agencywatch::db {

// `name` is unique in the program: the statement is prepared under it, once per connection, on
// first use.
struct Statement {
  const char* name;
  const char* sql;
};

void RequireText(const char* statement, const std::string& text);

namespace internal {
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

// What libpqxx can take for a value of ours: text (checked) for text, days and instants; NULL for
// nullopt.
template <typename T>
decltype(auto) Parameter(const char* statement, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    RequireText(statement, value);
    return (value);
  } else if constexpr (std::is_same_v<T, core::Instant>) {
    return core::FormatInstant(value);
  } else if constexpr (std::is_same_v<T, core::Day>) {
    return core::FormatDay(value);
  } else if constexpr (IsOptional<T>::value) {
    using Inner = std::decay_t<decltype(Parameter(statement, *value))>;
    return value ? std::optional<Inner>{Parameter(statement, *value)} : std::optional<Inner>{};
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    std::string text{std::string_view{value}};
    RequireText(statement, text);
    return text;
  } else {
    return (value);
  }
}
}  // namespace internal

template <typename... Values>
pqxx::result Exec(pqxx::transaction_base& tx, const Statement& statement, const Values&... values) {
  tx.conn().prepare(statement.name, statement.sql);
  return tx.exec_prepared(statement.name, internal::Parameter(statement.name, values)...);
}

// Planned for these very values, each time: for statements whose best plan depends on what is asked.
template <typename... Values>
pqxx::result ExecOnce(pqxx::transaction_base& tx, const Statement& statement,
                      const Values&... values) {
  return tx.exec_params(statement.sql, internal::Parameter(statement.name, values)...);
}

// Exactly one row, or std::logic_error.
template <typename... Values>
pqxx::row ExecOne(pqxx::transaction_base& tx, const Statement& statement, const Values&... values) {
  const pqxx::result rows = Exec(tx, statement, values...);
  if (rows.size() != 1) {
    throw std::logic_error(std::string{"statement "} + statement.name + " gave " +
                           std::to_string(rows.size()) + " rows instead of one");
  }
  return rows[0];
}

// Statements give an instant as whole seconds since 1970, and a day as text YYYY-MM-DD.
core::Instant InstantOf(const pqxx::field& field);
core::Day DayOf(const pqxx::field& field);

template <typename T>
std::optional<T> FindValue(const pqxx::field& field) {
  if (field.is_null()) return {};
  if constexpr (std::is_same_v<T, core::Instant>) {
    return InstantOf(field);
  } else if constexpr (std::is_same_v<T, core::Day>) {
    return DayOf(field);
  } else {
    return field.as<T>();
  }
}

// A PostgreSQL array in one parameter, for unnest($n::text[]) and = any($n::bigint[]): many rows in
// one statement. Used as a text: `$1::text[]`.
class ArrayText {
 public:
  void Add(std::string_view value);  // quoted and escaped
  void Add(std::int64_t value);
  void AddNull();
  template <typename T>
  void Add(const std::optional<T>& value) {
    if (value) {
      Add(*value);
    } else {
      AddNull();
    }
  }
  void Add(core::Instant instant) { Add(core::FormatInstant(instant)); }
  void Add(core::Day day) { Add(core::FormatDay(day)); }
  void Add(const std::string& value) { Add(std::string_view{value}); }
  void Add(const char* value) { Add(std::string_view{value}); }
  void Add(int value) { Add(static_cast<std::int64_t>(value)); }
  [[nodiscard]] std::string Text() const { return text_ + "}"; }

 private:
  void Begin();
  std::string text_ = "{";
};

// The same for long texts, in PostgreSQL's binary form of a text[] (array_recv), which need not be quoted here and parsed
// there. RequireText is the caller's business.
class LongTexts {
 public:
  void Add(std::string_view value);
  [[nodiscard]] pqxx::binarystring Binary() const;

 private:
  std::uint32_t count_ = 0;
  std::string elements_;
};

// A statement whose parameters are columns for one unnest: $1 is columns[0], and so on.
template <std::size_t N>
pqxx::result ExecColumns(pqxx::transaction_base& tx, const Statement& statement,
                         const std::array<ArrayText, N>& columns) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return Exec(tx, statement, columns[I].Text()...);
  }
  (std::make_index_sequence<N>{});
}

std::string ArrayOf(const std::vector<std::int64_t>& values);
std::string ArrayOf(const std::vector<std::string>& values);
// "{1,2,3}" as PostgreSQL prints a bigint[] without NULLs.
std::vector<std::int64_t> NumbersOf(const pqxx::field& field);
// A text[] without NULLs, as PostgreSQL prints it.
std::vector<std::string> TextsOf(const pqxx::field& field);

}  // namespace agencywatch::db
