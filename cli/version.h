// The version that assessments, WARC files and `--version` name.
#pragma once

namespace agencywatch::cli {

inline constexpr const char* kVersion = AW_VERSION;

}  // namespace agencywatch::cli
