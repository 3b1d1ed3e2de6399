#include "rules/self_test.h"

#include "core/register_view.h"
#include "core/utf8.h"

namespace agencywatch::rules {
namespace {

constexpr core::Day kTestDay{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{1}};
constexpr std::size_t kShownBytes = 160;

}  // namespace

std::string TestFailure::Text() const {
  std::string shown{core::Utf8Prefix(text, kShownBytes)};
  if (shown.size() < text.size()) shown += "…";
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
         rule + (should_hit ? " should fire on '" : " should not fire on '") + shown + "' (genre " +
         genre + ")";
}

SelfTestResult RunSelfTests(const RuleSet& rules, std::string_view only) {
  SelfTestResult result;
  const auto entries = core::RegisterView::EntriesOf(rules.pack().test_register);
  for (const Rule& rule : rules.pack().rules) {
    if (rule.status == RuleStatus::kDeprecated || (!only.empty() && rule.id != only)) continue;
    ++result.rules;
    const auto run = [&](const RuleTest& test, bool should_hit) {
      ++result.tests;
      AssessInput input;
      input.text = {core::MakeValidUtf8(test.text.title), core::MakeValidUtf8(test.text.body),
                    core::MakeValidUtf8(test.text.context)};
      input.agency = test.agency;
      input.url = test.url;
      input.channel = test.channel;
      const core::Day day = test.posted_at.value_or(kTestDay);
      input.posted_at = day;
      input.day_from = day;
      input.day_to = day;
      const core::RegisterView view(entries, day);
      if (rules.Fires(rule.id, input, &view) == should_hit) return;
      const std::string text =
          test.text.title.empty() ? test.text.body : test.text.title + " / " + test.text.body;
      result.failures.push_back({rule.id, should_hit, text, rules.Read(input).genre, test.place});
    };
    for (const RuleTest& test : rule.hits) run(test, true);
    for (const RuleTest& test : rule.misses) run(test, false);
  }
  return result;
}

}  // namespace agencywatch::rules
