#include "cli/rule_outcomes.h"

#include <filesystem>
#include <iostream>
#include <pqxx/pqxx>

#include "db/database.h"
#include "db/referral_store.h"

namespace agencywatch::cli {
namespace {

// The rules explain themselves without a database: none is made for that.
bool HasDatabase(const Context& context) {
  return !context.config().database.empty() || std::filesystem::exists(context.data_dir() / "postgres");
}

std::vector<db::RuleOutcome> OutcomesOf(Context& context, const std::string& rule) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  return db::RuleOutcomes(tx, rule);
}

// "2/4 (50%)"; "–" when nobody has said yet.
std::string Share(const db::RuleOutcome& outcome) {
  const int said = outcome.held + outcome.not_held;
  if (said == 0) return "–";
  return std::to_string(outcome.held) + "/" + std::to_string(said) + " (" +
         std::to_string((100 * outcome.held + said / 2) / said) + "%)";
}

}  // namespace

void PrintRuleOutcomes(Context& context, const std::string& rule) {
  if (!HasDatabase(context)) return;
  for (const auto& outcome : OutcomesOf(context, rule)) {
    const auto in = [&](const char* vi, const char* en, int n) {
      return std::string{context.english() ? en : vi} + " " + std::to_string(n);
    };
    std::cout << '\n'
              << in("KẾT QUẢ ĐÃ BIẾT, phiên bản", "KNOWN OUTCOMES, version", outcome.version) << ": "
              << (context.english() ? "true in " : "đúng ") << Share(outcome) << "\n  "
              << in("cảnh báo đã xét", "alerts judged", outcome.alerts) << "; " << in("xác nhận", "confirmed", outcome.confirmed)
              << ", " << in("loại bỏ", "dismissed", outcome.dismissed) << "\n  "
              << (context.english() ? "recipients' answers: " : "trả lời của nơi nhận: ")
              << in("tiếp nhận", "accepted", outcome.accepted) << ", "
              << in("chưa đủ căn cứ", "insufficient", outcome.insufficient) << ", " << in("khởi tố", "charged", outcome.charged)
              << ", " << in("không vi phạm", "no offence", outcome.no_offence) << '\n';
  }
}

}  // namespace agencywatch::cli
