// Run by the build: reads the packs that are shipped and writes them compiled. A pack with a problem ends the build,
// with everything that is wrong.
#include <cstdio>
#include <exception>
#include <fstream>
#include <vector>

#include "rule_packs.h"
#include "rules/internal/pack_bytes.h"
#include "rules/pack_loader.h"

int main(int count, char** arguments) {
  using namespace agencywatch;
  if (count != 2) {
    std::fputs("usage: aw_pack_compiler OUTPUT\n", stderr);
    return 2;
  }
  try {
    std::vector<rules::PackFile> files;
    for (const core::EmbeddedFile& file : embedded::rule_packs()) {
      files.push_back({std::string{file.path}, std::string{file.bytes}});
    }
    std::ofstream out(arguments[1], std::ios::binary);
    out << rules::internal::PackToBytes(*rules::LoadPack(files));
    out.close();
    if (!out) {
      std::fprintf(stderr, "%s cannot be written\n", arguments[1]);
      return 3;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
