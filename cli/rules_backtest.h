// `agencywatch rules backtest`: the packs against a labelled corpus, as tables or JSON.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/context.h"

namespace agencywatch::cli {

struct BacktestOptions {
  // JSON lines: id, title, body and optionally context, agency, url, channel, posted_at as for `match`; verdict and
  // codes as a person labelled them.
  std::filesystem::path corpus;
  std::filesystem::path register_file;
  bool json = false;
  bool keep = false;  // for the review site
  std::shared_ptr<std::string> as;
};

[[nodiscard]] int RunBacktest(Context& context, const std::vector<std::filesystem::path>& packs,
                              const BacktestOptions& options);

}  // namespace agencywatch::cli
