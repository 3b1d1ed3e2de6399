// `agencywatch alerts list|show|export`: what waits for a person, and why.
#include "cli/alerts_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "db/alert_store.h"
#include "db/database.h"
#include "db/register_store.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json ToJson(const db::AlertSummary& alert) {
  Json json;
  json["number"] = alert.alert.number;
  json["state"] = db::AlertStateName(alert.alert.state);
  json["verdict"] = core::VerdictName(alert.alert.verdict);
  json["score"] = alert.alert.score;
  json["subject"] = alert.label;
  json["postings"] = alert.postings;
  json["first_seen"] = alert.first_seen ? Json(core::FormatInstant(*alert.first_seen)) : Json{};
  json["last_seen"] = alert.last_seen ? Json(core::FormatInstant(*alert.last_seen)) : Json{};
  json["reasons"] = Json::array();
  for (const auto& reason : alert.reasons) {
    json["reasons"].push_back({{"rule", reason.rule},
                               {"indicator", reason.indicator},
                               {"severity", core::SeverityName(reason.severity)},
                               {"points", reason.points},
                               {"title", {{"vi", reason.title_vi}, {"en", reason.title_en}}},
                               {"postings", reason.postings}});
  }
  return json;
}

Json ToJson(const db::AlertDetails& alert) {
  Json json = ToJson(alert.summary);
  json["identifiers"] = Json::array();
  for (const auto& identifier : alert.identifiers) {
    json["identifiers"].push_back({{"kind", identifier.identifier.kind},
                                   {"value", identifier.identifier.norm},
                                   {"role", db::TieKindName(identifier.kind)},
                                   {"postings", identifier.postings}});
  }
  json["adverts"] = Json::array();
  for (const auto& posting : alert.postings) {
    Json findings = Json::array();
    for (const auto& finding : posting.assessment.assessment.findings) {
      Json quotes = Json::array();
      for (const auto& span : finding.spans) quotes.push_back(span.quote);
      findings.push_back({{"rule", finding.rule},
                          {"indicator", finding.indicator},
                          {"points", finding.points},
                          {"why", {{"vi", finding.why_vi}, {"en", finding.why_en}}},
                          {"law", finding.law},
                          {"quotes", quotes}});
    }
    Json evidence;
    if (posting.evidence) {
      evidence = {{"record", posting.evidence->record_id},
                  {"file", posting.evidence->file},
                  {"offset", posting.evidence->offset},
                  {"length", posting.evidence->length},
                  {"payload_sha256", posting.evidence->payload_sha256}};
    }
    json["adverts"].push_back(
        {{"source", posting.version.source},
         {"url", posting.version.posting.canonical_url},
         {"item_key", posting.version.posting.item_key},
         {"title", posting.version.posting.text.title},
         {"verdict", core::VerdictName(posting.assessment.assessment.verdict)},
         {"score", posting.assessment.assessment.score},
         {"findings", findings},
         {"evidence", evidence}});
  }
  return json;
}

int Show(Context& context, std::int64_t number, bool as_json) {
  const auto rules = context.LoadRules();
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto alert = db::ShowAlert(tx, number);
  if (!alert) {
    throw core::InputError(
        {"", 0, 0, "there is no alert #" + std::to_string(number), "see agencywatch alerts list"});
  }
  if (as_json) {
    std::cout << Dump(ToJson(*alert)) << '\n';
  } else {
    std::cout << alerts::AlertText(*alert, rules->pack().tables,
                                   {context.english(), ProgramCall(context)});
  }
  return kDone;
}

int List(Context& context, const db::AlertFilter& filter, bool as_json) {
  const auto connection = context.database().Connect();
  if (!as_json) {
    PrintQueue(context, *connection, filter);
    return kDone;
  }
  pqxx::read_transaction tx(*connection);
  for (const auto& alert : db::ListAlerts(tx, filter)) std::cout << Dump(ToJson(alert)) << '\n';
  return kDone;
}

int Export(Context& context) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  db::AlertFilter filter;
  filter.closed_too = true;
  filter.limit = kEveryAlert;
  for (const auto& alert : db::ListAlerts(tx, filter)) {
    std::cout << Dump(ToJson(*db::ShowAlert(tx, alert.alert.number))) << '\n';
  }
  return kDone;
}

}  // namespace

std::string ProgramCall(const Context& context) {
  std::string call = program_invocation_name;
  if (!context.config().database.empty())
    return call + " --database URL";  // it may hold a password
  if (context.data_dir() != db::DefaultDataDir())
    call += " --data-dir " + context.data_dir().string();
  return call;
}

void PrintQueue(Context& context, pqxx::connection& connection, const db::AlertFilter& filter) {
  pqxx::read_transaction tx(connection);
  const core::Instant now = context.clock().Now();
  alerts::QueueHead head;
  head.now = now;
  if (const auto view = db::LoadRegister(tx, now)) {
    head.register_as_of = view->as_of();
    head.register_stale = core::DaysBetween(view->as_of(), context.clock().Today()) >
                          context.config().register_max_age.count();
  }
  std::cout << alerts::QueueText(db::ListAlerts(tx, filter), db::CountAlerts(tx), head,
                                 {context.english(), ProgramCall(context)});
}

void AddAlertsCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("alerts", "The queue: which recruiters to look at, and why");
  command->require_subcommand(1);

  auto* listing = command->add_subcommand("list", "The queue, gravest first");
  auto filter = std::make_shared<db::AlertFilter>();
  auto verdict = std::make_shared<std::string>();
  auto list_json = std::make_shared<bool>(false);
  listing->add_option("--limit", filter->limit, "How many in full; 0: all")->capture_default_str();
  listing->add_flag("--closed", filter->closed_too, "Closed ones, too");
  listing->add_option("--verdict", *verdict, "Only those of this verdict")
      ->check(CLI::IsMember({"trafficking", "fraud", "unlicensed", "violation"}));
  listing->add_flag("--json", *list_json, "One JSON object a line");
  listing->footer("Example: agencywatch alerts list --verdict trafficking");
  listing->callback([&line, filter, verdict, list_json] {
    line.Choose([filter, verdict, list_json](Context& context) {
      if (!verdict->empty()) filter->verdict = core::FindVerdict(*verdict);
      if (filter->limit <= 0) filter->limit = kEveryAlert;
      return List(context, *filter, *list_json);
    });
  });

  auto* showing = command->add_subcommand("show", "One alert in full: who, why, links, evidence");
  auto number = std::make_shared<std::int64_t>(0);
  auto show_json = std::make_shared<bool>(false);
  showing->add_option("NUMBER", *number, "Its number in the queue")->required();
  showing->add_flag("--json", *show_json, "As one JSON object");
  showing->footer("Example: agencywatch alerts show 3");
  showing->callback([&line, number, show_json] {
    line.Choose(
        [number, show_json](Context& context) { return Show(context, *number, *show_json); });
  });

  auto* exporting =
      command->add_subcommand("export", "Every alert in full, one JSON object a line");
  exporting->footer("Example: agencywatch alerts export > alerts.jsonl");
  exporting->callback([&line] { line.Choose(Export); });
}

}  // namespace agencywatch::cli
