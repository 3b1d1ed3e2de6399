// Lines in, lines out, in the same order, on several cores, with bounded memory.
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>

namespace agencywatch::cli {

inline constexpr std::size_t kMaxLineBytes = 16U << 20U;

// `work(line, number)` answers one line (number from 1, without its line break) and is called from `jobs`
// threads at once. A line over kMaxLineBytes is handed over empty with `too_long` true; its rest is skipped.
// Blank lines are lines. Returns how many lines were answered. Ends early on `stop` or when
// `out` fails.
using LineWork =
    std::function<std::string(std::string_view line, std::size_t number, bool too_long)>;
std::size_t RunLines(std::istream& in, std::ostream& out, int jobs, const LineWork& work,
                     const std::stop_token& stop);

}  // namespace agencywatch::cli
