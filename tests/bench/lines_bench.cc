// `match` with many mixed, hostile and malformed lines on two cores: every line is answered in order, and ten times as
// many lines take no more memory.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/advert_generator.h"

namespace agencywatch::bench {
namespace {

constexpr std::size_t kFew = 20000;
constexpr std::size_t kMany = 200000;
constexpr double kMostGrowth = 1.15;  // of the memory, from few to many lines

// One that can be answered has its number as its id.
std::string Line(AdvertGenerator& adverts, std::mt19937& random, std::size_t number) {
  std::string body;
  for (const char c : adverts.Advert()) body += c == '\n' ? std::string("\\n") : std::string(1, c);
  const std::string begin = R"({"id":"n)" + std::to_string(number) + R"(","body":")";
  switch (random() % 12) {
    case 0:
      return begin + body.substr(0, body.size() / 2);  // cut off
    case 1:
      return number % 2 == 0 ? "" : "[]";
    case 2:
      return begin + "\xff\xfe\"}";
    case 3:
      return std::string(2000, number % 2 == 0 ? '[' : '{');
    case 4:
      return begin + std::string(3000, "09ocd."[random() % 6]) + "\"}";
    case 5:
      return begin + R"(c.o.c \u0000 c\u200bọc 15tr t i ề n)" + "\"}";
    default:
      return begin + body + "\"}";
  }
}

struct Outcome {
  double lines_a_second = 0;
  double megabytes = 0;  // the most it ever had
};

Outcome Run(std::size_t lines, const std::filesystem::path& folder) {
  const auto in = folder / "in.jsonl";
  const auto out = folder / "out.jsonl";
  {
    AdvertGenerator adverts(3);
    std::mt19937 random(20261122);
    std::ofstream file(in, std::ios::binary);
    for (std::size_t n = 1; n <= lines; ++n) file << Line(adverts, random, n) << '\n';
  }
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const int from = open(in.c_str(), O_RDONLY);
    const int to = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (from < 0 || to < 0 || dup2(from, 0) < 0 || dup2(to, 1) < 0) _exit(126);
    execl(AW_PROGRAM, AW_PROGRAM, "match", "--jobs", "2", static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) throw std::runtime_error("cannot wait");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  // 1: done, and some lines were bad.
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 1) throw std::runtime_error("match did not end with 1");
  std::size_t answered = 0;
  std::ifstream answers(out, std::ios::binary);
  for (std::string answer; std::getline(answers, answer);) {
    const std::string number = std::to_string(++answered);
    if (!answer.starts_with(R"({"id":"n)" + number + '"') && !answer.starts_with(R"({"line":)" + number + ',')) {
      throw std::runtime_error("line " + number + " is not answered in its place: " + answer.substr(0, 80));
    }
  }
  if (answered != lines) throw std::runtime_error(std::to_string(answered) + " answers");
  return {static_cast<double>(lines) / took.count(), static_cast<double>(usage.ru_maxrss) / 1024};
}

int Main() {
  std::string name = (std::filesystem::temp_directory_path() / "agencywatch-lines-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  const std::filesystem::path folder = name;
  const Outcome few = Run(kFew, folder);
  const Outcome many = Run(kMany, folder);
  std::filesystem::remove_all(folder);
  const double growth = many.megabytes / few.megabytes;
  std::printf("match --jobs 2, each line answered in its place\n");
  std::printf("| %-8s | %10s | %12s |\n", "lines", "lines/s", "most MB");
  std::printf("| %8zu | %10.0f | %12.1f |\n", kFew, few.lines_a_second, few.megabytes);
  std::printf("| %8zu | %10.0f | %12.1f |\n", kMany, many.lines_a_second, many.megabytes);
  std::printf("memory grows %.2f times, at most %.2f: %s\n", growth, kMostGrowth, growth <= kMostGrowth ? "met" : "MISSED");
  return growth <= kMostGrowth ? 0 : 1;
}

}  // namespace
}  // namespace agencywatch::bench

int main() {
  try {
    return agencywatch::bench::Main();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lines bench: %s\n", error.what());
    return 2;
  }
}
