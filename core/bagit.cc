#include "core/bagit.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/sha256.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

constexpr std::string_view kDeclarationPath = "bagit.txt";
constexpr std::string_view kDeclaration =
    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
constexpr std::string_view kInfoPath = "bag-info.txt";
constexpr std::string_view kManifest = "manifest-sha256.txt";
constexpr std::string_view kPayload = "data/";
constexpr std::size_t kMaxPathBytes = 400;

bool IsPayload(std::string_view path) { return path.starts_with(kPayload); }

// Tag manifests list neither themselves (2.2.1) nor what signs them.
bool IsUnlistedTag(std::string_view path) { return path == kTagManifest || path == kBagSignature; }

// Octets and files of the payload (2.2.2).
std::string Oxum(const BagFiles& bag) {
  std::size_t bytes = 0;
  std::size_t files = 0;
  for (const auto& [path, content] : bag) {
    if (!IsPayload(path)) continue;
    bytes += content.size();
    ++files;
  }
  return std::to_string(bytes) + "." + std::to_string(files);
}

template <typename Wanted>
std::string ManifestOf(const BagFiles& bag, Wanted wanted) {
  std::string text;
  for (const auto& [path, content] : bag) {
    if (wanted(path)) text += Sha256Hex(content) + "  " + path + "\n";
  }
  return text;
}

bool IsHash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

class Check {
 public:
  explicit Check(const BagFiles& bag) : bag_(bag) {}

  std::vector<BagProblem> Run() {
    const auto declaration = bag_.find(std::string{kDeclarationPath});
    if (declaration == bag_.end()) {
      Add(BagProblem::Kind::kMissing, kDeclarationPath);
    } else if (declaration->second != kDeclaration) {
      Add(BagProblem::Kind::kMalformed, kDeclarationPath, "it does not declare BagIt 1.0 in UTF-8");
    }
    for (const auto& [path, content] : bag_) {
      if (!IsSafeBagPath(path))
        Add(BagProblem::Kind::kMalformed, path, "a path that leads out of the bag");
    }
    Compare(kTagManifest, [](std::string_view path) { return !IsPayload(path) && !IsUnlistedTag(path); });
    Compare(kManifest, IsPayload);
    const std::string oxum = BagInfo(bag_, "Payload-Oxum");
    if (oxum != Oxum(bag_))
      Add(BagProblem::Kind::kMalformed, kInfoPath,
          "Payload-Oxum says " + (oxum.empty() ? "nothing" : oxum) + ", the payload has " + Oxum(bag_));
    std::sort(problems_.begin(), problems_.end());
    return std::move(problems_);
  }

 private:
  // What the manifest lists is there, unaltered; all that is `wanted` is listed, and nothing else.
  template <typename Wanted>
  void Compare(std::string_view manifest, Wanted wanted) {
    std::set<std::string> listed;
    const auto found = bag_.find(std::string{manifest});
    if (found == bag_.end()) {
      Add(BagProblem::Kind::kMissing, manifest);
      return;
    }
    std::string_view rest = found->second;
    for (int number = 1; !rest.empty(); ++number) {
      const std::size_t end = rest.find('\n');
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::size_t blank = line.find_first_of(" \t");
      const std::size_t start = line.find_first_not_of(" \t", blank);
      if (blank == line.npos || start == line.npos || !IsHash(line.substr(0, blank))) {
        Add(BagProblem::Kind::kMalformed, manifest,
            "line " + std::to_string(number) + " is not a hash and a path");
        continue;
      }
      std::string hash{line.substr(0, blank)};
      for (char& c : hash) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
      const std::string path{line.substr(start)};
      if (!listed.insert(path).second || !wanted(path)) {
        Add(BagProblem::Kind::kMalformed, manifest,
            "line " + std::to_string(number) + " lists " + path + ", which it must not");
        continue;
      }
      const auto file = bag_.find(path);
      if (file == bag_.end()) {
        Add(BagProblem::Kind::kMissing, path);
      } else if (Sha256Hex(file->second) != hash) {
        Add(BagProblem::Kind::kAltered, path);
      }
    }
    for (const auto& [path, content] : bag_) {
      if (wanted(path) && !listed.contains(path)) Add(BagProblem::Kind::kExtra, path);
    }
  }

  void Add(BagProblem::Kind kind, std::string_view path, std::string detail = {}) {
    problems_.push_back({std::string{path}, kind, std::move(detail)});
  }

  const BagFiles& bag_;
  std::vector<BagProblem> problems_;
};

}  // namespace

bool IsSafeBagPath(std::string_view path) {
  if (path.empty() || path.size() > kMaxPathBytes || !IsValidUtf8(path)) return false;
  for (const char c : path) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F || c == '\\' || c == ':') return false;
  }
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = end + 1;
  }
  return true;
}

BagFiles MakeBag(const BagFiles& payload,
                 const std::vector<std::pair<std::string, std::string>>& info) {
  BagFiles bag;
  for (const auto& [path, content] : payload) {
    if (!IsSafeBagPath(path)) throw std::logic_error("no path for a bag: " + path);
    bag.emplace(std::string{kPayload} + path, content);
  }
  std::string text;
  for (const auto& [label, value] : info) {
    if (value.find_first_of("\r\n") != value.npos)
      throw std::logic_error("more than one line in bag-info: " + label);
    text += label + ": " + value + "\n";
  }
  text += "Payload-Oxum: " + Oxum(bag) + "\n";
  bag[std::string{kDeclarationPath}] = kDeclaration;
  bag[std::string{kInfoPath}] = std::move(text);
  bag[std::string{kManifest}] = ManifestOf(bag, IsPayload);
  bag[std::string{kTagManifest}] = ManifestOf(
      bag, [](std::string_view path) { return !IsPayload(path) && !IsUnlistedTag(path); });
  return bag;
}

std::string BagInfo(const BagFiles& bag, std::string_view label) {
  const auto found = bag.find(std::string{kInfoPath});
  if (found == bag.end()) return {};
  std::string_view rest = found->second;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (line.starts_with(label) && line.substr(label.size()).starts_with(':'))
      return std::string{Trim(line.substr(label.size() + 1))};
  }
  return {};
}

std::string_view BagProblemName(BagProblem::Kind kind) {
  switch (kind) {
    case BagProblem::Kind::kMissing:
      return "missing";
    case BagProblem::Kind::kExtra:
      return "extra";
    case BagProblem::Kind::kAltered:
      return "altered";
    case BagProblem::Kind::kMalformed:
      return "malformed";
  }
  throw std::logic_error("unknown kind of problem");
}

std::vector<BagProblem> CheckBag(const BagFiles& bag) { return Check(bag).Run(); }

}  // namespace agencywatch::core
