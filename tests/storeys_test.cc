// Keeps the storeys: core knows nothing of ours; crawler, rules and db know core; alerts may know
// them; cli is on top. Reads the #include lines of all rooms.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

namespace agencywatch {
namespace {

namespace fs = std::filesystem;

// For each room, the rooms that it may include besides itself.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"core", {}},
    {"crawler", {"core"}},
    {"rules", {"core"}},
    {"db", {"core"}},
    {"alerts", {"core", "crawler", "rules", "db"}},
    {"cli", {"core", "crawler", "rules", "db", "alerts"}},
};

std::string Room(const std::string& path) { return path.substr(0, path.find('/')); }

// The path in `#include "path"`; empty for any other line.
std::string Included(const std::string& line) {
  const auto hash = line.find_first_not_of(" \t");
  if (hash == std::string::npos || line[hash] != '#') return "";
  const auto word = line.find_first_not_of(" \t", hash + 1);
  if (word == std::string::npos || line.compare(word, 7, "include") != 0) return "";
  const auto open = line.find('"', word);
  const auto close = open == std::string::npos ? open : line.find('"', open + 1);
  return close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

TEST(Storeys, NoRoomIncludesWhatIsBesideOrAboveIt) {
  const fs::path root = AW_SOURCE_DIR;
  int includes = 0;
  for (const auto& [room, allowed] : kAllowed) {
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      std::ifstream file(entry.path());
      int number = 0;
      for (std::string line; std::getline(file, line);) {
        ++number;
        const std::string path = Included(line);
        // A generated header has no folder; anything else is written from the root of the tree.
        if (path.find('/') == std::string::npos) continue;
        ++includes;
        const std::string other = Room(path);
        const std::string place =
            fs::relative(entry.path(), root).string() + ":" + std::to_string(number);
        EXPECT_TRUE(other == room || allowed.contains(other))
            << place << ": " << room << " must not include " << path;
        EXPECT_TRUE(other == room || path.find("/internal/") == std::string::npos)
            << place << ": " << path << " is nobody else's business";
      }
    }
  }
  EXPECT_GT(includes, 20) << "the sources were not found in " << root;
}

}  // namespace
}  // namespace agencywatch
