// The licence register from files, in whatever shape it was published.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "core/register_file.h"
#include "core/register_view.h"

namespace agencywatch::cli {

struct RegisterList {
  core::RegisterFile file;
  std::string sha256;  // over the bytes of all files, in their order
};

// CSV, JSON lines, HTML tables or an XLSX workbook; `-` is stdin. Several files are pages of one list. Throws
// core::InputError for what is no table (PDF, Word, an old Excel workbook), saying what to do.
[[nodiscard]] RegisterList ReadRegisterList(const std::vector<std::filesystem::path>& files,
                                                const std::stop_token& stop);

// For commands that need no database. nullopt when `file` is empty. It is taken to be true on `as_of` (2026-11-20), or
// where that is empty on the day that the list says of itself, else today. Lines that were not understood are told on
// stderr; a list without any enterprise is a core::InputError.
[[nodiscard]] std::optional<core::RegisterView> LoadRegisterFile(const std::filesystem::path& file,
                                                                 const std::string& as_of,
                                                                 Context& context);

}  // namespace agencywatch::cli
