// A main for fuzz targets in builds without libFuzzer: replays inputs, and seeded changes of each, so that the
// targets neither rot nor go unused.
//   NAME_fuzz [--changes N] FILE_OR_FOLDER…
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void Run(std::string_view input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

// One to four edits: a byte set, taken out or put in, a stretch repeated, the end cut off.
std::string Changed(std::string input, std::mt19937_64& random) {
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const std::size_t edits = 1 + below(4);
  for (std::size_t n = 0; n < edits && !input.empty(); ++n) {
    const std::size_t at = below(input.size());
    const char byte = static_cast<char>(below(256));
    switch (below(5)) {
      case 0:
        input[at] = byte;
        break;
      case 1:
        input.erase(at, 1 + below(4));
        break;
      case 2:
        input.insert(at, 1 + below(3), byte);
        break;
      case 3:
        input.insert(at, input.substr(below(input.size()), 1 + below(32)));
        break;
      case 4:
        input.resize(at);
        break;
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t changes = 0;
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--changes" && i + 1 < argc) {
      changes = static_cast<std::size_t>(std::strtoul(argv[++i], nullptr, 10));
    } else if (std::filesystem::is_directory(argument)) {
      for (const auto& entry : std::filesystem::directory_iterator(argument)) {
        files.push_back(entry.path());
      }
    } else {
      files.emplace_back(argument);
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    std::cerr << "no inputs given\n";
    return 2;
  }
  Run("");
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
      std::cerr << "cannot read " << file << '\n';
      return 2;
    }
    const std::string input{std::istreambuf_iterator<char>(in), {}};
    std::cout << file.filename().string() << std::endl;  // flushed: names the input that aborts
    Run(input);
    std::mt19937_64 random(20261101);
    for (std::size_t n = 0; n < changes; ++n) Run(Changed(input, random));
  }
  return 0;
}
