// Reads a rule pack out of its YAML files. The format is described in packs/README.md.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.h"
#include "rules/pack.h"

namespace agencywatch::rules {

// The order of `files` does not matter. Throws core::InputError with every problem of every file at
// once: file, line, column, what is wrong, what to write.
[[nodiscard]] std::shared_ptr<const Pack> LoadPack(std::span<const PackFile> files);

// The whole pack as one string, whatever the order of `files`: each file's path, a NUL, its length, a NUL, its
// bytes. Pack::sha256 is over this.
[[nodiscard]] std::string PackBytes(std::span<const PackFile> files);
// The files again. Throws core::InputError, which calls the bytes `name`, for what PackBytes did not write.
[[nodiscard]] std::vector<PackFile> UnpackPackBytes(std::string_view bytes,
                                                    const std::string& name);

}  // namespace agencywatch::rules
