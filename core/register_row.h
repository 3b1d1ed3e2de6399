// How a row of a published list of licensed enterprises becomes a RegisterRow: one place for lists as HTML tables, CSV
// and JSON lines. Pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/register_columns.h"
#include "core/register_view.h"

namespace agencywatch::core {

using RegisterCells =
    std::vector<std::pair<RegisterColumn, std::string>>;  // in the order of the row

// `status` is what holds for rows that say nothing themselves: a list headed "bị thu hồi giấy phép" has no status
// column. nullopt when the row names neither an enterprise nor a licence (a heading, a sum, an empty line).
// What could not be understood is added to `problems` in one sentence each; such a cell counts as empty, and a
// status nobody understands leaves `status` and marks the row as unclear.
[[nodiscard]] std::optional<RegisterRow> RowFromCells(const RegisterCells& cells,
                                                      LicenceStatus status,
                                                      std::vector<std::string>& problems);

}  // namespace agencywatch::core
