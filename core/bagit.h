// A bag: files with a manifest of their hashes, so that what is missing, extra or altered can be named.
// Source: RFC 8493 (BagIt 1.0); section numbers are its own. Pure: files are held in memory.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agencywatch::core {

// Path from the bag's base directory, with '/', -> bytes.
using BagFiles = std::map<std::string, std::string>;

// The one tag file that no tag manifest can list: it signs the tag manifest.
inline constexpr std::string_view kBagSignature = "signature.txt";
inline constexpr std::string_view kTagManifest = "tagmanifest-sha256.txt";

// Relative, without "." and "..", backslashes, control characters and empty parts; at most 400 bytes of UTF-8.
[[nodiscard]] bool IsSafeBagPath(std::string_view path);

// `payload` has paths without "data/". `info` becomes bag-info.txt (2.2.2), with Payload-Oxum added; its values are
// of one line. Throws std::logic_error for a path that is not safe.
[[nodiscard]] BagFiles MakeBag(const BagFiles& payload,
                               const std::vector<std::pair<std::string, std::string>>& info);
// The value of the first line "label: value" of bag-info.txt; empty when there is none.
[[nodiscard]] std::string BagInfo(const BagFiles& bag, std::string_view label);

struct BagProblem {
  enum class Kind {
    kMissing,   // listed, but not there
    kExtra,     // there, but not listed
    kAltered,   // its bytes are not those that were listed
    kMalformed  // a tag file that is not as the RFC asks
  };
  std::string path;
  Kind kind = Kind::kMalformed;
  std::string detail;  // of a malformed one: what is wrong
  friend auto operator<=>(const BagProblem&, const BagProblem&) = default;
};
[[nodiscard]] std::string_view BagProblemName(BagProblem::Kind kind);  // missing, extra …

// Every way in which the bag is not complete and valid (section 3), by path. Stricter than the RFC in one thing: a tag
// file that no tag manifest lists, other than kBagSignature, is extra. Only SHA-256 manifests are known.
[[nodiscard]] std::vector<BagProblem> CheckBag(const BagFiles& bag);

}  // namespace agencywatch::core
