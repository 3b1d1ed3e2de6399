// `match` on lines that nobody chose: hostile, malformed, blank, huge.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/program.h"

namespace agencywatch {
namespace {

using nlohmann::json;

// 4,000 lines; as many as the environment asks for, 200,000 for instance.
std::size_t LinesWanted() {
  const char* wanted = std::getenv("AGENCYWATCH_MATCH_LINES");
  return wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 4000;
}

struct Input {
  std::string text;
  std::vector<std::string> ids;  // of each line; empty: it is malformed
};

std::string Words(std::mt19937& random, std::size_t count) {
  static const std::vector<std::string> words = {
      "tuyển", "gấp",   "lao động", "đi",     "Nhật",     "lương", "15-20 triệu", "đặt cọc", "giữ chỗ",
      "bay",   "ngay",  "c.ọ.c",    "t i ề n", "0912 000 345", "zalo", "không",    "thu",     "phí",
      "hộ chiếu", "Công ty TNHH Ví Dụ", "❤️", "\u200b", "1️⃣5️⃣",  "visa",  "\n\n", "“việc nhẹ lương cao”"};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += words[random() % words.size()] + ' ';
  return text;
}

Input MakeInput(std::size_t lines) {
  std::mt19937 random(20261122);
  Input input;
  for (std::size_t n = 1; n <= lines; ++n) {
    std::string id = "n" + std::to_string(n);
    std::string line = json{{"id", id}, {"title", Words(random, 5)}, {"body", Words(random, 90)}}.dump();
    const auto malformed = [&](std::string text) {
      line = std::move(text);
      id.clear();
    };
    switch (random() % 16) {
      case 0:
        malformed(line.substr(0, line.size() / 2));
        break;
      case 1:
        malformed(n % 2 == 0 ? "" : " \t");
        break;
      case 2:
        malformed(R"({"id":"x","body":"\ud800"})");
        break;
      case 3:
        malformed("{\"id\":\"x\",\"body\":\"\xff\xfe\"}");
        break;
      case 4:
        malformed(n % 2 == 0 ? "[]" : "null");
        break;
      case 5:
        malformed(R"({"id":7,"body":"x"})");
        break;
      case 6:
        malformed(std::string(2000, n % 2 == 0 ? '[' : '{'));
        break;
      case 7:
        line = json{{"id", id}, {"body", std::string(3000, "09ocd."[random() % 6])}}.dump();
        break;
      case 8:
        line = json{{"id", id}, {"body", std::string("\0 cọc \0 15tr", 16)}, {"title", ""}}.dump();
        break;
      default:
        break;
    }
    input.text += line + (random() % 9 == 0 ? "\r\n" : "\n");
    input.ids.push_back(id);
  }
  return input;
}

long MostMemoryOfPrograms() {  // KiB
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

double ProcessorSecondsOfPrograms() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

TEST(Match, AnswersEveryLineInItsOrderWithFlatMemory) {
  const Input few = MakeInput(400);
  ASSERT_EQ(test::RunProgram({"match", "--jobs", "2"}, {}, few.text).code, 1);
  const long memory_for_few = MostMemoryOfPrograms();

  const Input input = MakeInput(LinesWanted());
  const double before = ProcessorSecondsOfPrograms();
  const auto begin = std::chrono::steady_clock::now();
  const test::Ended ended = test::RunProgram({"match", "--jobs", "2"}, {}, input.text);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const double processor = ProcessorSecondsOfPrograms() - before;

  EXPECT_EQ(ended.code, 1) << ended.err;  // done, but look: some lines were bad
  const std::vector<json> answers = test::JsonLines(ended.out);
  ASSERT_EQ(answers.size(), input.ids.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (input.ids[i].empty()) {
      ASSERT_EQ(answers[i].value("line", 0U), i + 1) << answers[i];
      ASSERT_FALSE(answers[i].value("error", "").empty());
    } else {
      ASSERT_EQ(answers[i].value("id", ""), input.ids[i]) << answers[i];
    }
  }
  // What a few hundred lines take, and the caches of patterns that grow with what is seen; not the input.
  EXPECT_LT(MostMemoryOfPrograms(), memory_for_few + 60 * 1024);
  RecordProperty("lines_per_second", static_cast<int>(static_cast<double>(answers.size()) / took.count()));
  RecordProperty("cores_used_percent", static_cast<int>(100 * processor / took.count()));
}

TEST(Match, GivesTheSameAnswersOnOneThreadAndOnTwo) {
  const Input input = MakeInput(600);
  const test::Ended one = test::RunProgram({"match", "--jobs", "1"}, {}, input.text);
  const test::Ended two = test::RunProgram({"match", "--jobs", "2"}, {}, input.text);
  EXPECT_EQ(one.out, two.out);
}

TEST(Match, ALineThatIsLongerThanAllowedIsAnsweredAndTheNextIsRead) {
  const std::string input = "{\"id\":\"a\",\"body\":\"" + std::string(17U << 20U, 'x') +
                            "\"}\n{\"id\":\"b\",\"body\":\"x\"}\n";
  const test::Ended ended = test::RunProgram({"match"}, {}, input);
  const auto answers = test::JsonLines(ended.out);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].value("line", 0), 1);
  EXPECT_EQ(answers[1].value("id", ""), "b");
  EXPECT_EQ(ended.code, 1);
}

}  // namespace
}  // namespace agencywatch
