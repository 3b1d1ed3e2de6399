// Does every program read the same files out of one ZIP archive? Some go by the directory at its end, some by the header
// before each file, some skip what stands around them; who makes these differ shows one thing to the checker and another to
// the reader. Source: PKWARE APPNOTE 6.3.9, sections 4.3 and 4.4.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

struct ZipFlaw {
  enum class Kind {
    kNoDirectory,   // no directory ends where the bytes end: something is behind it, it has a comment, or it is cut off
    kDirectoryBad,  // the directory, or its place, is not as its end says
    kHiddenBytes,   // bytes before `file`, or (`file` empty) before the directory, that belong to no file
    kOverlap,       // `file` and the one before it, or the directory, share bytes
    kOtherName,     // the header of `file` has another name than the directory
    kOtherHeader,   // the header of `file` tells its method, time, size or checksum otherwise than the directory
    kNameTwice,      // there are two of `file`, upper and lower case being one
    kNotPlain       // `file` is encrypted, no plain file, has a rare method, zip64 sizes, a comment, or a field that may rename it
  };
  Kind kind = Kind::kNoDirectory;
  std::string file;  // as the directory has it
  friend bool operator==(const ZipFlaw&, const ZipFlaw&) = default;
};

// The first 20 flaws; empty: files, directory and end follow one another without a gap, and all tell the same.
[[nodiscard]] std::vector<ZipFlaw> FindZipFlaws(std::string_view bytes);

}  // namespace agencywatch::core
