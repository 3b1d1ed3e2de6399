#include "cli/rules_backtest.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <sstream>
#include <string>

#include "cli/acting.h"
#include "cli/exit_code.h"
#include "cli/input.h"
#include "cli/register_source.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/rule_backtest_store.h"
#include "db/transaction.h"
#include "rules/backtest.h"

namespace agencywatch::cli {
namespace {

using nlohmann::json;
using rules::BacktestFigures;
using rules::SignFigures;

// The verdict and the codes are the labels; everything else is as in `match`.
rules::LabelledAdvert ReadAdvert(const json& line, core::Day today) {
  rules::LabelledAdvert advert;
  const auto verdict = core::FindVerdict(TextAt(line, "verdict"));
  if (!verdict) throw std::invalid_argument("\"verdict\" is none of trafficking, fraud, unlicensed, violation, clear");
  advert.verdict = *verdict;
  for (const json& code : line.value("codes", json::array())) {
    if (code.is_string()) advert.indicators.insert(code.get<std::string>());
  }
  advert.input.text = {TextAt(line, "title"), TextAt(line, "body"), TextAt(line, "context")};
  advert.input.agency = TextAt(line, "agency");
  advert.input.url = TextAt(line, "url");
  advert.input.channel = TextAt(line, "channel");
  const core::Day day = core::ParseDay(TextAt(line, "posted_at").substr(0, 10)).value_or(today);
  advert.input.posted_at = day;
  advert.input.day_from = day;
  advert.input.day_to = day;
  return advert;
}

std::vector<rules::LabelledAdvert> ReadCorpus(const std::filesystem::path& file, core::Day today) {
  std::vector<rules::LabelledAdvert> corpus;
  std::vector<core::InputProblem> problems;
  std::istringstream lines(ReadFile(file, "the corpus"));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (core::Trim(line).empty()) continue;
    const json parsed = json::parse(line, nullptr, false);
    try {
      if (!parsed.is_object()) throw std::invalid_argument("the line is not a JSON object");
      corpus.push_back(ReadAdvert(parsed, today));
    } catch (const std::invalid_argument& error) {
      problems.push_back({file.string(), number, 0, error.what(), ""});
    }
  }
  if (corpus.empty() && problems.empty()) {
    problems.push_back({file.string(), 0, 0, "there is no advert in it", "write a JSON object a line"});
  }
  if (!problems.empty()) throw core::InputError(std::move(problems));
  return corpus;
}

json JsonOf(const SignFigures& sign, const BacktestFigures& figures) {
  return {{"name", sign.name},
          {"labelled", sign.labelled},
          {"fired", sign.fired},
          {"right", sign.right},
          {"precision", rules::Share(sign.right, sign.fired)},
          {"recall", rules::Share(sign.right, sign.labelled)},
          {"rate_positive", rules::Share(sign.in_positive, figures.positive)},
          {"rate_clear", rules::Share(sign.in_clear, figures.clear)},
          {"lift", rules::Lift(sign, figures)}};
}

json ResultOf(const BacktestFigures& figures, std::size_t adverts, const std::string& pack_sha256) {
  json result = {{"adverts", adverts},
                 {"positive", figures.positive},
                 {"clear", figures.clear},
                 {"review_precision", rules::Share(figures.review_right, figures.review_right + figures.review_wrong)},
                 {"review_recall", rules::Share(figures.review_right, figures.positive)},
                 {"verdict_accuracy", rules::Share(figures.verdict_right, adverts)},
                 {"pack", "sha256:" + pack_sha256}};
  for (const auto& sign : figures.indicators) result["indicators"].push_back(JsonOf(sign, figures));
  for (const auto& sign : figures.rules) result["rules"].push_back(JsonOf(sign, figures));
  return result;
}

void PrintSigns(const std::string& heading, const std::vector<SignFigures>& signs, const BacktestFigures& figures,
                bool english) {
  std::cout << '\n' << heading << '\n';
  std::cout << (english ? "labelled  fired  precision  recall  positive    clear    lift\n"
                        : " gắn nhãn   báo  chính xác  độ phủ  vi phạm   hợp pháp  gấp\n");
  std::vector<SignFigures> by_lift = signs;
  std::stable_sort(by_lift.begin(), by_lift.end(), [&](const SignFigures& a, const SignFigures& b) {
    return rules::Lift(a, figures) > rules::Lift(b, figures);
  });
  const auto percent = [](std::size_t part, std::size_t whole, int width) {
    if (whole == 0) {
      std::cout << std::setw(width) << '-';
    } else {
      std::cout << std::setw(width - 1) << std::fixed << std::setprecision(0) << 100 * rules::Share(part, whole) << '%';
    }
  };
  for (const SignFigures& sign : by_lift) {
    if (sign.labelled == 0 && sign.fired == 0) continue;
    std::cout << std::setw(8) << sign.labelled << std::setw(7) << sign.fired;
    percent(sign.right, sign.fired, 11);
    percent(sign.right, sign.labelled, 8);
    percent(sign.in_positive, figures.positive, 10);
    percent(sign.in_clear, figures.clear, 9);
    std::cout << std::setw(8) << std::fixed << std::setprecision(1) << rules::Lift(sign, figures) << "  "
              << sign.name << '\n';
  }
}

}  // namespace

int RunBacktest(Context& context, const std::vector<std::filesystem::path>& packs,
                const BacktestOptions& options) {
  const auto rule_set = context.LoadRules(packs);
  const auto corpus = ReadCorpus(options.corpus, context.clock().Today());
  const auto view = LoadRegisterFile(options.register_file, "", context);
  const BacktestFigures figures = rules::Backtest(*rule_set, corpus, view ? &*view : nullptr);
  const json result = ResultOf(figures, corpus.size(), rule_set->sha256());
  if (options.keep) {
    const db::RuleBacktest kept{context.clock().Now(), ActorName(*options.as), std::string{core::Utf8Prefix(options.corpus.filename().string(), 300)},
                                rule_set->sha256(), result.dump()};
    const auto connection = context.database().Connect();
    db::InTransaction(*connection, [&](pqxx::work& tx) { db::KeepBacktest(tx, kept); });
  }
  if (options.json) {
    std::cout << result.dump() << '\n';
    return kDone;
  }
  const bool english = context.english();
  const auto in = [&](const char* vi, const char* en) { return std::string{english ? en : vi}; };
  std::cout << corpus.size() << in(" tin: ", " adverts: ") << figures.positive << in(" vi phạm, ", " positive, ")
            << figures.clear << in(" hợp pháp\n", " clear\n") << std::fixed << std::setprecision(3)
            << in("cần xem: độ chính xác ", "review: precision ")
            << rules::Share(figures.review_right, figures.review_right + figures.review_wrong)
            << in(", độ phủ ", ", recall ") << rules::Share(figures.review_right, figures.positive)
            << in("; kết luận đúng ", "; verdicts right ") << rules::Share(figures.verdict_right, corpus.size())
            << '\n';
  PrintSigns(in("Dấu hiệu", "Indicators"), figures.indicators, figures, english);
  PrintSigns(in("Luật (so với dấu hiệu của luật)", "Rules (against the indicator of each)"), figures.rules, figures,
             english);
  return kDone;
}

}  // namespace agencywatch::cli
