// What other commands share with `agencywatch alerts`.
#pragma once

#include <limits>
#include <pqxx/connection>
#include <string>

#include "cli/context.h"
#include "db/alert_queue.h"

namespace agencywatch::cli {

inline constexpr int kEveryAlert = std::numeric_limits<int>::max();

// How a person calls this program on the same data: "build/agencywatch --data-dir DIR".
[[nodiscard]] std::string ProgramCall(const Context& context);

// Prints the queue as people read it.
void PrintQueue(Context& context, pqxx::connection& connection, const db::AlertFilter& filter);

}  // namespace agencywatch::cli
