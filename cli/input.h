// What a person hands in: files they named, and stdin. Nothing here waits longer than the person does, or takes more than fits.
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::cli {

inline constexpr std::size_t kMaxInputBytes = std::size_t{256} * 1024 * 1024;

// A whole file of at most `most` bytes; `-` is stdin. With a stop token, stdin and pipes are waited for until a stop is
// asked for, and a pipe that was named for at most a minute of silence; without one they are refused, as devices, sockets
// and folders always are. Throws core::InputError that says `what_for` it was, core::CannotRun for a stop or silence.
[[nodiscard]] std::string ReadFile(const std::filesystem::path& path, std::string_view what_for,
                                   const std::stop_token& stop = {}, std::size_t most = kMaxInputBytes);

// The text under a key of a JSON object a person hands in, as valid UTF-8; empty where there is none.
[[nodiscard]] std::string TextAt(const nlohmann::json& line, const char* key);

// Stdin, bit by bit; it ends where a stop is asked for.
class StdinBuffer : public std::streambuf {
 public:
  explicit StdinBuffer(std::stop_token stop);

 private:
  int_type underflow() override;
  std::streamsize showmanyc() override;

  std::stop_token stop_;
  std::vector<char> bytes_;
};

}  // namespace agencywatch::cli
