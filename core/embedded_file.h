// A file that was built into the program (rule packs, migrations, demo sites); see
// core/cmake/EmbedFiles.cmake.
#pragma once

#include <string_view>

namespace agencywatch::core {

struct EmbeddedFile {
  std::string_view path;   // relative to the folder that embedded it, with '/'
  std::string_view bytes;  // lives as long as the program
};

}  // namespace agencywatch::core
