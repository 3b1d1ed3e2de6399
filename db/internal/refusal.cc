#include "db/internal/refusal.h"

#include <string>

#include "core/utf8.h"

namespace agencywatch::db {
namespace {

// The text of the message behind its label, line `n` from 0.
std::string MessageLine(std::string_view message, int n) {
  for (; n > 0; --n) {
    const auto end = message.find('\n');
    if (end == std::string_view::npos) return {};
    message.remove_prefix(end + 1);
  }
  message = message.substr(0, message.find('\n'));
  const auto label = message.find(": ");
  if (label != std::string_view::npos) message.remove_prefix(label + 2);
  return std::string{core::Trim(message)};
}

}  // namespace

core::InputProblem RefusalOf(const pqxx::sql_error& error) { return {"", 0, 0, MessageLine(error.what(), 0), MessageLine(error.what(), 1)}; }

}  // namespace agencywatch::db
