// One transaction, repeated when the database asks for it.
#pragma once

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/transaction>
#include <string_view>
#include <type_traits>

#include "core/errors.h"

namespace agencywatch::db {

inline constexpr int kTransactionTries = 5;

// The server went away, or ended this connection (SQLSTATE class 57P): a new connection is needed.
[[nodiscard]] inline bool IsConnectionLost(const std::exception& error) {
  if (dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr ||
      dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr) {
    return true;
  }
  const auto* failure = dynamic_cast<const pqxx::sql_error*>(&error);
  if (failure == nullptr) return false;
  const std::string_view what = failure->what();
  return failure->sqlstate().rfind("57P", 0) == 0 ||
         what.find("server closed the connection") != std::string_view::npos ||
         what.find("terminating connection") != std::string_view::npos ||
         what.find("no connection to the server") != std::string_view::npos;
}

// Calls `unit(pqxx::work&)` and commits; returns what `unit` returned. A serialisation failure or a
// deadlock repeats the whole, so `unit` must be safe to run again and must not commit by itself.
// After five failures it throws core::RetryLater, and so does a connection that broke (the caller
// needs a new one then; when it broke during the commit, pqxx::in_doubt_error comes through
// instead: look what the database has before doing anything twice).
template <class Unit>
auto InTransaction(pqxx::connection& connection, Unit unit) {
  for (int attempt = 1;; ++attempt) {
    try {
      pqxx::work transaction(connection);
      if constexpr (std::is_void_v<std::invoke_result_t<Unit&, pqxx::work&>>) {
        unit(transaction);
        transaction.commit();
        return;
      } else {
        auto result = unit(transaction);
        transaction.commit();
        return result;
      }
    } catch (const pqxx::serialization_failure& failure) {
      if (attempt == kTransactionTries) throw core::RetryLater(failure.what());
    } catch (const pqxx::deadlock_detected& failure) {
      if (attempt == kTransactionTries) throw core::RetryLater(failure.what());
    } catch (const pqxx::in_doubt_error&) {
      throw;
    } catch (const pqxx::failure& failure) {
      if (!IsConnectionLost(failure)) throw;
      throw core::RetryLater(failure.what());
    }
  }
}

}  // namespace agencywatch::db
