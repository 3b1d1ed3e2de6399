// One transaction, repeated when the database asks for it.
#pragma once

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/transaction>
#include <type_traits>

#include "core/errors.h"

namespace agencywatch::db {

inline constexpr int kTransactionTries = 5;

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
    } catch (const pqxx::broken_connection& failure) {
      throw core::RetryLater(failure.what());
    }
  }
}

}  // namespace agencywatch::db
