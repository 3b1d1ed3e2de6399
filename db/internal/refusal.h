// What a function of the database refuses for a person to mend (referral_refuse of migration 0042: SQLSTATE class RF).
#pragma once

#include <pqxx/except>
#include <string_view>

#include "core/errors.h"

namespace agencywatch::db {

[[nodiscard]] inline bool IsRefusal(const pqxx::sql_error& error) { return std::string_view{error.sqlstate()}.starts_with("RF"); }
// Its text and hint, without the server's labels ("ERROR:  …", in whatever language).
[[nodiscard]] core::InputProblem RefusalOf(const pqxx::sql_error& error);

// Calls `ask`; a refusal is a core::InputError.
template <class Ask>
auto Asked(Ask ask) {
  try {
    return ask();
  } catch (const pqxx::sql_error& error) {
    if (!IsRefusal(error)) throw;
    throw core::InputError(RefusalOf(error));
  }
}

}  // namespace agencywatch::db
