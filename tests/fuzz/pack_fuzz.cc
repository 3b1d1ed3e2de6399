// The pack loader: whatever a file says, it is read or refused with places that lie in the file; what was read can
// judge a text, and has the same hash when read again.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "core/errors.h"
#include "rules/engine.h"
#include "rules/lint.h"

namespace {

using namespace agencywatch;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::array files = {
      rules::PackFile{"fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size)}};
  const auto lines = 1 + std::count(files[0].bytes.begin(), files[0].bytes.end(), '\n');
  try {
    const auto set = rules::RuleSet::Load(files);
    Check(set->sha256() == rules::RuleSet::Load(files)->sha256(), "the same bytes have the same hash");
    static_cast<void>(rules::Lint(set->pack()));
    rules::AssessInput input;
    input.text.body = "Đặt cọc 15tr giữ chỗ, giữ hộ chiếu, bay trong 20 ngày";
    input.day_from = input.day_to = core::Day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{1}};
    const auto first = set->Assess(input, nullptr);
    for (const auto& finding : first.findings) {
      for (const auto& span : finding.spans) {
        Check(span.start < span.end && span.end <= input.text.body.size(), "spans lie in the text");
      }
    }
    const auto second = set->Assess(input, nullptr);
    Check(std::equal(first.findings.begin(), first.findings.end(), second.findings.begin(),
                     second.findings.end(),
                     [](const core::Finding& a, const core::Finding& b) {
                       return a.rule == b.rule && a.spans == b.spans && a.why_vi == b.why_vi;
                     }),
          "the same text is judged the same");
  } catch (const core::InputError& error) {
    Check(!error.problems().empty(), "a refusal says why");
    for (const auto& problem : error.problems()) {
      Check(!problem.what.empty() && problem.line >= 0 && problem.line <= lines + 1, "a problem has its place");
    }
  }
  return 0;
}
