#include "cli/line_pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace agencywatch::cli {
namespace {

std::string Echo(std::string_view line, std::size_t number, bool too_long) {
  return std::to_string(number) + (too_long ? ":too long" : ":" + std::string{line});
}

TEST(RunLines, AnswersInTheOrderOfTheInputOnSeveralThreads) {
  std::string input;
  std::string expected;
  for (int i = 1; i <= 5000; ++i) {
    input += "line\n";
    expected += std::to_string(i) + ":line\n";
  }
  std::istringstream in(input);
  std::ostringstream out;
  const auto slow_at_times = [](std::string_view line, std::size_t number, bool too_long) {
    if (number % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return Echo(line, number, too_long);
  };
  EXPECT_EQ(RunLines(in, out, 4, slow_at_times, {}), 5000U);
  EXPECT_EQ(out.str(), expected);
}

TEST(RunLines, BlankLinesAreAnsweredAndTheLastLineNeedsNoBreak) {
  std::istringstream in("a\n\n \nb\r\nc");
  std::ostringstream out;
  EXPECT_EQ(RunLines(in, out, 1, Echo, {}), 5U);
  EXPECT_EQ(out.str(), "1:a\n2:\n3: \n4:b\n5:c\n");
}

TEST(RunLines, AnEndlessLineIsSkippedAndTheNextOneIsRead) {
  std::istringstream in(std::string(kMaxLineBytes + 10, 'x') + "\nshort\n");
  std::ostringstream out;
  RunLines(in, out, 2, Echo, {});
  EXPECT_EQ(out.str(), "1:too long\n2:short\n");
}

TEST(RunLines, WhatTheWorkThrowsEndsItAndComesOut) {
  std::istringstream in("a\nb\nc\n");
  std::ostringstream out;
  const auto fails = [](std::string_view, std::size_t, bool) -> std::string {
    throw std::runtime_error("no");
  };
  EXPECT_THROW(RunLines(in, out, 2, fails, {}), std::runtime_error);
}

}  // namespace
}  // namespace agencywatch::cli
