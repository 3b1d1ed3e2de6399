// `agencywatch rules list|lint|test|explain|backtest|learn|precision`: the packs as people read and check them.
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <memory>

#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/rules_backtest.h"
#include "cli/rules_learn.h"
#include "cli/rule_outcomes.h"
#include "cli/rules_precision.h"
#include "core/errors.h"
#include "rules/engine.h"
#include "rules/explain.h"
#include "rules/lint.h"
#include "rules/self_test.h"

namespace agencywatch::cli {
namespace {

using Paths = std::vector<std::filesystem::path>;

int List(Context& context, const Paths& packs) {
  const auto rules = context.LoadRules(packs);
  for (const auto& rule : rules->pack().rules) {
    std::cout << std::left << std::setw(44) << rule.id << ' ' << std::setw(9)
              << core::SeverityName(rule.severity) << std::right << std::setw(3) << rule.points
              << "  " << std::left << std::setw(12) << rules::RuleStatusName(rule.status) << ' '
              << (context.english() ? rule.title_en : rule.title_vi) << '\n';
  }
  std::cout << rules->pack().rules.size() << " rules, pack sha256:" << rules->sha256() << '\n';
  return kDone;
}

int Lint(Context& context, const Paths& packs) {
  const auto rules = context.LoadRules(packs);
  const auto problems = rules::Lint(rules->pack());
  for (const auto& problem : problems) std::cerr << problem.Text() << '\n';
  std::cout << rules->pack().rules.size() << " rules, " << problems.size() << " problems\n";
  return problems.empty() ? kDone : kDoneButLook;
}

int Test(Context& context, const Paths& packs, const std::string& only) {
  const auto rules = context.LoadRules(packs);
  if (!only.empty() && rules::FindRule(rules->pack(), only) == nullptr) {
    throw core::InputError(
        {"", 0, 0, "there is no rule '" + only + "'", "see agencywatch rules list"});
  }
  const auto result = rules::RunSelfTests(*rules, only);
  for (const auto& failure : result.failures) std::cerr << failure.Text() << '\n';
  std::cout << result.rules << " rules, " << result.tests - result.failures.size() << " passed, "
            << result.failures.size() << " failed\n";
  return result.failures.empty() ? kDone : kDoneButLook;
}

int Explain(Context& context, const Paths& packs, const std::string& id) {
  const auto rules = context.LoadRules(packs);
  const auto* rule = rules::FindRule(rules->pack(), id);
  if (rule == nullptr) {
    throw core::InputError(
        {"", 0, 0, "there is no rule '" + id + "'", "see agencywatch rules list"});
  }
  std::cout << rules::Explain(
      rules->pack(), *rule,
      context.english() ? rules::ExplainLanguage::kEnglish : rules::ExplainLanguage::kVietnamese);
  PrintRuleOutcomes(context, id);
  return kDone;
}

}  // namespace

void AddRulesCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("rules", "The rules: read them, check them, test them");
  command->require_subcommand(1);
  auto packs = std::make_shared<Paths>();
  auto id = std::make_shared<std::string>();
  const auto add = [&](const char* name, const char* what, const char* example) {
    auto* sub = command->add_subcommand(name, what);
    sub->add_option("--pack", *packs, "Folder or file of a rule pack, instead of those built in")
        ->type_name("P")
        ->allow_extra_args(false);
    sub->footer(std::string{"Example: agencywatch rules "} + example);
    return sub;
  };
  add("list", "Every rule, a line each", "list")->callback([&line, packs] {
    line.Choose([packs](Context& context) { return List(context, *packs); });
  });
  add("lint", "What a pack may not go live with", "lint --pack my-packs/")
      ->callback([&line, packs] {
        line.Choose([packs](Context& context) { return Lint(context, *packs); });
      });
  auto* test = add("test", "Run every rule's own hits and misses", "test");
  test->add_option("ID", *id, "Only this rule");
  test->callback([&line, packs, id] {
    line.Choose([packs, id](Context& context) { return Test(context, *packs, *id); });
  });
  auto backtest_options = std::make_shared<BacktestOptions>();
  auto* backtest = add("backtest", "The rules against a labelled corpus: precision, recall, lift",
                       "backtest --corpus labelled.jsonl --register register.csv");
  backtest
      ->add_option("--corpus", backtest_options->corpus,
                   "JSON lines as for match, with \"verdict\" and \"codes\" as a person labelled them")
      ->type_name("F")
      ->required();
  backtest->add_option("--register", backtest_options->register_file, "Licence register: CSV or JSON lines")
      ->type_name("F");
  backtest->add_flag("--json", backtest_options->json, "One JSON object");
  backtest->add_flag("--keep", backtest_options->keep, "Keep the result: the review site shows the last ones");
  backtest_options->as = AddAsOption(*backtest);
  backtest->callback([&line, packs, backtest_options] {
    line.Choose([packs, backtest_options](Context& context) {
      return RunBacktest(context, *packs, *backtest_options);
    });
  });
  auto* learn = command->add_subcommand("learn", "The table of likeness of a pack (tables/likeness.yaml), from labelled adverts");
  auto labelled = std::make_shared<Paths>();
  learn->add_option("FILE", *labelled, "JSON lines with \"title\", \"body\" and \"codes\", or \"body\", \"code\" and \"want\"")
      ->required();
  auto left_out = std::make_shared<std::vector<std::string>>();
  learn->add_option("--leave-out", *left_out, "A word to learn nothing of, without marks, such as one that marks made-up names")
      ->type_name("WORD")
      ->allow_extra_args(false);
  learn->footer("Example: agencywatch rules learn labelled.jsonl > my-packs/tables/likeness.yaml");
  learn->callback([&line, labelled, left_out] {
    line.Choose([labelled, left_out](Context& /*context*/) { return LearnRules(*labelled, *left_out); });
  });
  auto* precision = command->add_subcommand("precision", "The rules on real alerts: what people and the authorities made of them");
  auto precision_json = std::make_shared<bool>(false);
  precision->add_flag("--json", *precision_json, "One JSON object");
  precision->footer("Example: agencywatch rules precision");
  precision->callback([&line, precision_json] {
    line.Choose([precision_json](Context& context) { return ShowPrecision(context, *precision_json); });
  });
  auto* explain = add("explain", "One rule in plain words, and how its alerts ended", "explain vi.fee.upfront_deposit");
  explain->add_option("ID", *id, "The rule")->required();
  explain->callback([&line, packs, id] {
    line.Choose([packs, id](Context& context) { return Explain(context, *packs, *id); });
  });
}

}  // namespace agencywatch::cli
