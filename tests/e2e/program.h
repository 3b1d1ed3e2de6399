// Runs the real program as a person would, and reads what it left behind.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace agencywatch::test {

struct Ended {
  int code = 0;  // exit code; 128 + N when signal N ended it
  std::string out;
  std::string err;
};

// `env` is added to ours. Bounded: the program is killed after three minutes.
[[nodiscard]] Ended RunProgram(const std::vector<std::string>& arguments,
                               const std::map<std::string, std::string>& env = {},
                               const std::string& input = {});

// One JSON object a line.
[[nodiscard]] std::vector<nlohmann::json> JsonLines(const std::string& text);

// What a night left in a data directory, without ids, times and places in WARC files: one sorted line for each posting,
// version, finding, alert with its event kinds, tie, and URL with its state.
[[nodiscard]] std::vector<std::string> StoredState(const std::filesystem::path& data_dir);
// The same of a database that an administrator of it may read whole.
[[nodiscard]] std::vector<std::string> StoredStateOf(const std::string& connection_string);

// A port from which on the demo's sites may listen, another one for each process.
[[nodiscard]] int DemoPort();
// Makes a later `demo` in `data_dir` serve its sites there.
void FixDemoPort(const std::filesystem::path& data_dir, int port);

}  // namespace agencywatch::test
