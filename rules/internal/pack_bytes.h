// A loaded pack as bytes, and back: the build does once what a start would do each time (parse the YAML, compile the
// patterns, choose their literals). The bytes are only for the program of the same build; files of a pack that is
// given by a user are always read as they stand (pack_loader.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "rules/pack.h"

namespace agencywatch::rules::internal {

[[nodiscard]] std::string PackToBytes(const Pack& pack);
// Throws std::logic_error for bytes that PackToBytes did not make. `bytes` need not outlive the pack.
[[nodiscard]] std::shared_ptr<const Pack> PackFromBytes(std::string_view bytes);

}  // namespace agencywatch::rules::internal
