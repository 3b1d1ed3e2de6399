// A licence register from a file, for commands that need no database.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/context.h"
#include "core/register_view.h"

namespace agencywatch::cli {

// nullopt when `file` is empty. It is taken to be true on `as_of` (2026-11-20), or where that is empty on the day
// that the list says of itself, else today. Lines that were not understood are told on stderr; a list without any
// enterprise is a core::InputError.
[[nodiscard]] std::optional<core::RegisterView> LoadRegisterFile(const std::filesystem::path& file,
                                                                 const std::string& as_of,
                                                                 Context& context);

}  // namespace agencywatch::cli
