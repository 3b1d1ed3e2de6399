// Who looked at what about persons, and why. The command line shows it unmasked, for its user holds the database's secret; the
// look is a row of the audit chain, as on the review site.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <pqxx/connection>
#include <string>
#include <vector>

#include "cli/context.h"
#include "db/subject_store.h"

namespace agencywatch::cli {

struct Viewer {
  std::shared_ptr<std::string> as;
  std::shared_ptr<std::string> reason;
};
// Adds --as NAME and --reason TEXT to a command.
[[nodiscard]] Viewer AddViewer(CLI::App& command);

// Only who says what for is shown what is restricted, where a case or an open alert needs it.
[[nodiscard]] db::Restricted RestrictedFor(const Viewer& viewer);

// Writes the row and commits it; call it before anything is shown. `object`: "alert 3", or of a list "alerts" with `numbers`,
// what was in it, of which the first 200 are written down.
void RecordView(Context& context, pqxx::connection& connection, const Viewer& viewer, const std::string& action,
                const std::string& object);
void RecordView(Context& context, pqxx::connection& connection, const Viewer& viewer, const std::string& action,
                const std::string& object, const std::vector<std::int64_t>& numbers);

}  // namespace agencywatch::cli
