// Files in one ZIP archive: what every machine opens with a double click, with a directory that finds each file alone.
// What is written is stored as it is, so that a damaged byte spoils one file and no other. Through libarchive.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/bagit.h"
#include "core/time.h"
#include "core/zip_layout.h"

namespace agencywatch::core {

// Every file lies under the folder `top`, dated `at`. The same files give the same bytes.
[[nodiscard]] std::string PackZip(const BagFiles& files, const std::string& top, Instant at);

struct ZipLimits {
  std::size_t files = 20'000;
  std::size_t bytes = 1UL << 30U;  // of all files, unpacked
};
struct UnpackedZip {
  std::string top;     // the one folder that everything lies in
  BagFiles files;      // paths below it
  std::vector<std::string> problems;  // files that could not be read or stand outside, one sentence each
  std::vector<ZipFlaw> flaws;  // where another program may read something else
  bool as_packed = true;  // exactly what PackZip makes of these files: no byte stands beside them
};
// The archive is a stranger's: names that lead out of it, links, and more files or bytes than the limits are refused with
// core::InputError, which calls it `name`. What stands outside the first file's folder is a problem, and not read. Of two
// files of one name the first is given.
[[nodiscard]] UnpackedZip UnpackZip(std::string_view bytes, const std::string& name,
                                    const ZipLimits& limits = {});

}  // namespace agencywatch::core
