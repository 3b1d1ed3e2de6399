// `agencywatch rules learn`: the table of likeness of a pack, from labelled adverts.
#pragma once

#include <filesystem>
#include <vector>

namespace agencywatch::cli {

// Reads JSON lines with "title", "body" and the "codes" that a person saw in them; a line with "code" and "want" instead
// says of one sign only whether it is there. Writes the pack file to standard output. Throws core::InputError.
int LearnRules(const std::vector<std::filesystem::path>& files,
               const std::vector<std::string>& left_out);

}  // namespace agencywatch::cli
