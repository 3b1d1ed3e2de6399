// libpq connection strings ("host=… user=…" or "postgresql://…"): taking apart, putting together,
// and naming in messages without the password. Source: PostgreSQL's manual, "Connection Strings"
// (libpq).
#pragma once

#include <map>
#include <string>

namespace agencywatch::db {

using ConnectionSettings = std::map<std::string, std::string>;  // keyword -> value

// Throws core::InputError, which never repeats `text`: there may be a password in it.
[[nodiscard]] ConnectionSettings ParseConnectionString(const std::string& text);

// The keyword/value form, each value quoted.
[[nodiscard]] std::string FormatConnectionString(const ConnectionSettings& settings);

// "postgresql://user@host:port/database", without a password and only with what is given.
[[nodiscard]] std::string DescribeConnection(const ConnectionSettings& settings);

// `message` with every occurrence of the password replaced by "***".
[[nodiscard]] std::string WithoutPassword(std::string message, const ConnectionSettings& settings);

}  // namespace agencywatch::db
