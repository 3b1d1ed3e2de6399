// `agencywatch silences list|add|lift`: quiet that people asked for, and whether anybody still needs it.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/silence_store.h"
#include "db/transaction.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

int List(Context& context, bool all, bool stale, bool as_json) {
  const bool english = context.english();
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto silences = db::ListSilences(tx, context.clock().Now(), all, stale);
  if (silences.empty() && !as_json) {
    std::cout << (english ? "No silences like that. One is asked for with: agencywatch silences add, or alerts silence\n"
                          : "Không có yêu cầu tạm im nào như vậy. Thêm bằng: agencywatch silences add, hoặc alerts silence\n");
  }
  for (const auto& silence : silences) {
    if (as_json) {
      using Json = nlohmann::ordered_json;
      std::cout << Json{{"id", silence.id},
                        {"about", silence.about},
                        {"up_to", core::VerdictName(silence.up_to)},
                        {"by", silence.by},
                        {"reason", silence.reason},
                        {"made_at", core::FormatInstant(silence.made_at)},
                        {"ends_at", core::FormatInstant(silence.ends_at)},
                        {"lifted_at", silence.lifted_at ? Json(core::FormatInstant(*silence.lifted_at)) : Json{}},
                        {"alerts", silence.alerts},
                        {"stale", silence.stale}}
                       .dump(-1, ' ', false, Json::error_handler_t::replace)
                << '\n';
      continue;
    }
    std::cout << silence.id << "  " << alerts::TerminalText(silence.about, 100) << "  ("
              << (english ? "up to " : "đến mức ") << alerts::VerdictTitle(silence.up_to, english) << ")\n    "
              << alerts::TerminalText(silence.by, 60) << ", " << core::FormatVietnamTime(silence.made_at) << " – "
              << core::FormatVietnamTime(silence.ends_at) << "  “" << alerts::TerminalText(silence.reason, 160) << "”\n    "
              << silence.alerts << (english ? " alerts" : " cảnh báo");
    if (silence.lifted_at) std::cout << (english ? "  ·  lifted" : "  ·  đã bỏ");
    if (silence.stale) std::cout << (english ? "  ·  STALE: over, or nothing left to silence" : "  ·  KHÔNG CÒN CẦN: đã hết hạn hoặc không còn gì để lặng");
    std::cout << '\n';
  }
  return kDone;
}

// As people write it ("0912 000 345", "zalo 0912 000 345", an address), or as `subjects show --json` has it.
db::IdentifierValue ReadIdentifier(Context& context, const std::string& given) {
  const std::string text = core::MakeValidUtf8(given);
  const auto colon = text.find(':');
  if (colon != std::string::npos && colon > 0 && colon + 1 < text.size() &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == colon && text.substr(0, 4) != "http" && text.substr(0, 4) != "zalo")
    return {text.substr(0, colon), text.substr(colon + 1)};
  rules::AssessInput input;
  input.text.body = text;
  input.day_from = input.day_to = context.clock().Today();
  for (const auto& fact : context.LoadRules()->Read(input).facts.facts) {
    using core::FactKind;
    if (fact.kind == FactKind::kPhone || fact.kind == FactKind::kAccount || fact.kind == FactKind::kSocial || fact.kind == FactKind::kEmail)
      return {std::string{core::FactKindName(fact.kind)}, fact.value};
  }
  throw core::InputError({"", 0, 0, "'" + text + "' is no identifier",
                          "as an advert writes it: \"0912 000 345\"; or as `subjects show --json` has it: phone:+84912000345"});
}

struct AddOptions {
  std::string identifier;
  std::string source;
  std::string up_to = "fraud";
  std::string reason;
  std::string until;
  std::shared_ptr<std::string> as;
};

int Add(Context& context, const AddOptions& options) {
  db::NewSilence silence;
  silence.at = context.clock().Now();
  silence.by = ActorName(*options.as);
  silence.reason = core::MakeValidUtf8(options.reason);
  silence.source = options.source;
  silence.up_to = core::FindVerdict(options.up_to).value();
  const auto day = core::ParseDay(options.until);
  if (!day || core::StartOfVietnamDay(core::AddDays(*day, 1)) <= silence.at) {
    throw core::InputError({"", 0, 0, "a silence needs its last day, still to come", "--until 2026-12-31"});
  }
  silence.ends_at = core::StartOfVietnamDay(core::AddDays(*day, 1));
  if (!options.identifier.empty()) {
    silence.identifier = ReadIdentifier(context, options.identifier);
  }
  const auto connection = context.database().Connect();
  const auto id = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto added = db::AddSilence(tx, silence);
    db::ApplySilences(tx, silence.at);
    return added;
  });
  std::cout << id << (context.english() ? "  until " : "  đến ") << core::FormatVietnamTime(silence.ends_at) << '\n';
  return kDone;
}

}  // namespace

void AddSilencesCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("silences", "Quiet that people asked for, and until when");
  command->require_subcommand(1);

  auto* listing = command->add_subcommand("list", "Silences, the next to end first");
  auto all = std::make_shared<bool>(false);
  auto stale = std::make_shared<bool>(false);
  auto json = std::make_shared<bool>(false);
  listing->add_flag("--all", *all, "Lifted ones, too");
  listing->add_flag("--stale", *stale, "Only those that are over or cover nothing any more");
  listing->add_flag("--json", *json, "One JSON object a line");
  listing->footer("Example: agencywatch silences list --stale");
  listing->callback([&line, all, stale, json] {
    line.Choose([all, stale, json](Context& context) { return List(context, *all, *stale, *json); });
  });

  auto* adding = command->add_subcommand("add", "About an identifier or a source (a subject: alerts silence)");
  auto options = std::make_shared<AddOptions>();
  auto* what = adding->add_option_group("about");
  what->add_option("--identifier", options->identifier, "Whoever controls it: phone:+84912000345");
  what->add_option("--source", options->source, "Alerts all of whose adverts stand there");
  what->require_option(1);
  adding->add_option("--reason", options->reason, "Why; others will read it")->required();
  adding->add_option("--until", options->until, "The last day")->required();
  adding->add_option("--up-to", options->up_to, "A graver verdict is heard")
      ->check(CLI::IsMember({"violation", "unlicensed", "fraud", "trafficking"}))
      ->capture_default_str();
  options->as = AddAsOption(*adding);
  adding->footer("Example: agencywatch silences add --source vieclam-demo --until 2026-12-31 --reason \"trang đang thử nghiệm\"");
  adding->callback([&line, options] {
    line.Choose([options](Context& context) { return Add(context, *options); });
  });

  auto* lifting = command->add_subcommand("lift", "End one before its time");
  auto id = std::make_shared<std::int64_t>(0);
  auto reason = std::make_shared<std::string>();
  lifting->add_option("ID", *id, "Its id in the list")->required();
  lifting->add_option("--reason", *reason, "Why");
  auto as = AddAsOption(*lifting);
  lifting->footer("Example: agencywatch silences lift 2");
  lifting->callback([&line, id, reason, as] {
    line.Choose([id, reason, as](Context& context) {
      const core::Instant now = context.clock().Now();
      const auto connection = context.database().Connect();
      db::InTransaction(*connection, [&](pqxx::work& tx) {
        db::LiftSilence(tx, *id, ActorName(*as), core::MakeValidUtf8(*reason), now);
        db::ApplySilences(tx, now);
      });
      std::cout << *id << (context.english() ? "  lifted; alerts that it kept quiet are in the queue again\n" : "  đã bỏ; những cảnh báo bị tạm im vì nó trở lại hàng đợi\n");
      return static_cast<int>(kDone);
    });
  });
}

}  // namespace agencywatch::cli
