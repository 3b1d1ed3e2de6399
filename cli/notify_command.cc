// `agencywatch notify`: sends what waits in the outbox, and shows it.
#include "cli/notify_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/notify/outbox.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "db/database.h"
#include "db/outbox_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

// So long a message that failed is tried again before the program ends.
constexpr std::chrono::seconds kPatience{45};
constexpr int kListed = 100;

alerts::SendReport Send(Context& context) {
  const auto connection = context.database().Connect();
  return alerts::SendDue(*connection, context.config().notify, context.clock(), context.log(),
                         context.stop(), kPatience);
}

int SendNow(Context& context, bool again) {
  {
    const auto connection = context.database().Connect();
    db::InTransaction(*connection, [&](pqxx::work& tx) {
      const core::Instant now = context.clock().Now();
      alerts::WriteNoScan(tx, context.config().notify, now);
      if (again) db::TryAgain(tx, now);
    });
  }
  const auto report = Send(context);
  const std::string text = alerts::SendText(report, context.english());
  std::cout << (!text.empty()       ? text
                : context.english() ? "Nothing waits to be sent.\n"
                                    : "Không có gì chờ gửi.\n");
  return report.waiting + report.gave_up > 0 ? kDoneButLook : kDone;
}

std::string StateText(const db::OutboxRow& row, bool english) {
  if (row.done_at)
    return (english ? "delivered " : "đã gửi ") + core::FormatVietnamTime(*row.done_at);
  if (row.gave_up_at)
    return (english ? "GIVEN UP " : "ĐÃ BỎ ") + core::FormatVietnamTime(*row.gave_up_at);
  return (english ? "next try " : "thử lại ") + core::FormatVietnamTime(*row.due);
}

int List(Context& context, bool as_json) {
  const bool english = context.english();
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  for (const auto& row : db::ListMessages(tx, kListed)) {
    if (as_json) {
      using Json = nlohmann::ordered_json;
      const auto instant = [](const std::optional<core::Instant>& at) {
        return at ? Json(core::FormatInstant(*at)) : Json{};
      };
      std::cout << Json{{"id", row.id},
                        {"kind", db::MessageKindName(row.kind)},
                        {"recipient", row.recipient},
                        {"run", row.run_id},
                        {"about", row.about},
                        {"made_at", core::FormatInstant(row.made_at)},
                        {"due", instant(row.due)},
                        {"done_at", instant(row.done_at)},
                        {"gave_up_at", instant(row.gave_up_at)},
                        {"tries", row.tries},
                        {"problem", row.problem}}
                       .dump(-1, ' ', false, Json::error_handler_t::replace)
                << '\n';
      continue;
    }
    std::cout << core::FormatVietnamTime(row.made_at) << "  " << db::MessageKindName(row.kind)
              << ' ' << alerts::TerminalText(row.recipient, 100)
              << (english ? "  run " : "  lượt quét ") << row.run_id
              << (row.about == "no_scan" ? (english ? " (no scan)" : " (không quét)") : "")
              << "  ·  " << StateText(row, english)
              << (english ? "  ·  tries " : "  ·  số lần thử ") << row.tries << '\n';
    if (!row.problem.empty()) std::cout << "    " << alerts::TerminalText(row.problem, 300) << '\n';
  }
  return kDone;
}

int Test(Context& context) {
  const auto& settings = context.config().notify;
  const bool english = context.english();
  if (settings.recipients.empty()) {
    throw core::InputError({context.config().file.string(), 0, 0,
                            "the settings name nobody under `notify:`",
                            "`agencywatch init` writes an example"});
  }
  bool failed = false;
  for (const auto& recipient : settings.recipients) {
    const std::string problem =
        alerts::SendTest(settings, recipient, context.clock().Now(), context.stop());
    std::cout << (problem.empty() ? "ok    " : "LOOK  ") << db::MessageKindName(recipient.kind)
              << ' ' << recipient.address
              << (problem.empty() ? (english ? ": delivered" : ": đã gửi") : ": " + problem)
              << std::endl;
    failed = failed || !problem.empty();
  }
  return failed ? kDoneButLook : kDone;
}

}  // namespace

std::string SendMessages(Context& context) noexcept {
  try {
    return alerts::SendText(Send(context), context.english());
  } catch (const std::exception& error) {
    return std::string{context.english() ? "Messages: not sent, they wait: "
                                         : "Thông báo: chưa gửi, còn chờ: "} +
           alerts::TerminalText(error.what(), 300) + "\n";
  }
}

void AddNotifyCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("notify", "Send what waits to be told; a timer calls it");
  struct Options {
    bool list = false;
    bool json = false;
    bool test = false;
    bool again = false;
  };
  auto options = std::make_shared<Options>();
  auto* list = command->add_flag("--list", options->list,
                                 "Only show the newest messages and what became of them");
  command->add_flag("--json", options->json, "With --list: one JSON object a line")->needs(list);
  auto* test = command->add_flag("--test", options->test,
                                 "Only send a short test message to everybody in the settings");
  command->add_flag("--again", options->again, "Those given up, too")
      ->excludes(list)
      ->excludes(test);
  test->excludes(list);
  command->footer(
      "A scan writes its messages with its result and sends them at its end; what fails then is "
      "sent here, after\n"
      "pauses that grow from 5 seconds to 12 hours, and given up after ten tries. When no scan has "
      "ended for 26 hours,\n"
      "everybody is told that, once. Exit code 1 when something still waits or was given up.\n"
      "Example: agencywatch notify --test");
  command->callback([&line, options] {
    line.Choose([options](Context& context) {
      if (options->list) return List(context, options->json);
      if (options->test) return Test(context);
      return SendNow(context, options->again);
    });
  });
}

}  // namespace agencywatch::cli
