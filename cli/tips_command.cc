// `agencywatch tips list|informant`: what people reported, and, with a reason that is written down, who they are.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/viewing.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/tip_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

int List(Context& context, int limit, const Viewer& viewer, bool as_json) {
  const bool english = context.english();
  const auto connection = context.database().Connect();
  const auto tips = db::InTransaction(*connection, [&](pqxx::work& tx) { return db::ListTips(tx, limit); });
  std::vector<std::int64_t> ids;
  for (const auto& tip : tips) ids.push_back(tip.posting_id);
  RecordView(context, *connection, viewer, "tip.list", "tips", ids);
  for (const auto& tip : tips) {
    if (as_json) {
      std::cout << Json{{"id", tip.posting_id},
                        {"title", tip.title},
                        {"verdict", tip.verdict},
                        {"reports", tip.reports},
                        {"last_at", core::FormatInstant(tip.last_at)},
                        {"channel", tip.channel},
                        {"place", tip.place},
                        {"alert", tip.alert_number ? Json(*tip.alert_number) : Json{}}}
                       .dump(-1, ' ', false, Json::error_handler_t::replace)
                << '\n';
      continue;
    }
    const auto verdict = core::FindVerdict(tip.verdict);
    std::cout << tip.posting_id << "  " << alerts::TerminalText(tip.title, 80) << "\n    "
              << core::FormatVietnamTime(tip.last_at) << "  " << alerts::TerminalText(tip.channel, 60)
              << (tip.place.empty() ? "" : ", " + alerts::TerminalText(tip.place, 60));
    if (tip.reports > 1) std::cout << "  ·  " << tip.reports << (english ? " reports" : " lượt báo");
    if (verdict) std::cout << "  ·  " << alerts::VerdictTitle(*verdict, english);
    if (tip.alert_number) std::cout << "  ·  #" << *tip.alert_number;
    std::cout << '\n';
  }
  if (tips.empty() && !as_json) {
    std::cout << (english ? "No tips. Take one in: agencywatch import --tip --channel \"111\" FILE\n"
                          : "Chưa có tin báo nào. Nhận tin: agencywatch import --tip --channel \"111\" TỆP\n");
  }
  return kDone;
}

int ShowInformant(Context& context, std::int64_t tip, const std::string& as, const std::string& reason) {
  const auto connection = context.database().Connect();
  const auto informants = db::InTransaction(*connection, [&](pqxx::work& tx) {
    if (db::TipReports(tx, tip).empty())
      throw core::InputError({"", 0, 0, "there is no tip " + std::to_string(tip), "see agencywatch tips list"});
    return db::ReadInformants(tx, tip, ActorName(as), core::MakeValidUtf8(reason), context.clock().Now());
  });
  for (const auto& informant : informants) {
    std::cout << core::FormatVietnamTime(informant.received_at) << "  " << alerts::TerminalText(informant.name, 200) << "  "
              << alerts::TerminalText(informant.contact, 200) << '\n';
  }
  if (informants.empty())
    std::cout << (context.english() ? "Nobody is named for this tip.\n" : "Không có tên người báo cho tin này.\n");
  return kDone;
}

}  // namespace

void AddTipsCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("tips", "What people reported (taken in with import --tip)");
  command->require_subcommand(1);

  auto* listing = command->add_subcommand("list", "Tips, the last reported first");
  auto limit = std::make_shared<int>(50);
  auto json = std::make_shared<bool>(false);
  listing->add_option("--limit", *limit, "How many")->capture_default_str()->check(CLI::PositiveNumber);
  listing->add_flag("--json", *json, "One JSON object a line");
  listing->footer("Example: agencywatch tips list");
  const Viewer viewer = AddViewer(*listing);
  listing->callback([&line, limit, viewer, json] {
    line.Choose([limit, viewer, json](Context& context) { return List(context, *limit, viewer, *json); });
  });

  auto* informant = command->add_subcommand("informant", "Who gave a tip; the reading is logged under your name");
  auto id = std::make_shared<std::int64_t>(0);
  auto reason = std::make_shared<std::string>();
  informant->add_option("ID", *id, "The tip's id in the list")->required();
  informant->add_option("--reason", *reason, "What for; it is kept for good")->required();
  auto as = AddAsOption(*informant);
  informant->footer("Example: agencywatch tips informant 120 --reason \"hẹn lấy lời khai\"");
  informant->callback([&line, id, reason, as] {
    line.Choose([id, reason, as](Context& context) { return ShowInformant(context, *id, *as, *reason); });
  });
}

}  // namespace agencywatch::cli
