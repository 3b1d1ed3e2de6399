// What a dossier says of the machine that makes it, and the key that signs; for the command and for the review site.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "alerts/dossier/material.h"
#include "cli/context.h"
#include "core/signature.h"
#include "crawler/sources.h"

namespace agencywatch::cli {

// `chosen`, else dossier.key in the data directory.
[[nodiscard]] std::filesystem::path DossierKeyFile(const Context& context, const std::filesystem::path& chosen = {});
// Throws core::InputError when it is not there, or others may read it.
[[nodiscard]] core::SigningKey ReadDossierKey(const std::filesystem::path& path);

// `chosen`, else the file of the settings; nullopt when that cannot be read or names no source, as in an office that only takes
// tips: then pages that are read by XPaths do not repeat, and the dossier says so.
[[nodiscard]] std::optional<crawler::SourceList> FindDossierSources(const Context& context,
                                                                    const std::filesystem::path& chosen = {});
// This machine, this program, and its clock now; person and time are left open. `sources` outlives what comes back.
[[nodiscard]] alerts::DossierMaker MakerOf(const Context& context, const crawler::SourceList* sources);

[[nodiscard]] std::string FileSha256(const std::filesystem::path& path);

}  // namespace agencywatch::cli
