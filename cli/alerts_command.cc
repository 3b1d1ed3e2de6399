// `agencywatch alerts list|show|export` (what people decide is in triage_command.cc): what waits for a person, and why.
#include "cli/alerts_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/correction_json.h"
#include "alerts/event_text.h"
#include "alerts/province.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/triage_command.h"
#include "cli/viewing.h"
#include "core/errors.h"
#include "core/indicator.h"
#include "core/market_name.h"
#include "db/alert_queue.h"
#include "db/database.h"
#include "db/register_store.h"
#include "db/transaction.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json InstantOrNull(const std::optional<core::Instant>& at) {
  return at ? Json(core::FormatInstant(*at)) : Json{};
}

Json TextOrNull(const std::string& text) { return text.empty() ? Json{} : Json(text); }

Json ToJson(const db::AlertSummary& summary, core::Instant now) {
  const db::AlertRow& alert = summary.alert;
  Json json;
  json["number"] = alert.number;
  json["state"] = db::AlertStateName(alert.state);
  json["closed_as"] = alert.closed_as ? Json(db::ClosedAsName(*alert.closed_as)) : Json{};
  json["verdict"] = core::VerdictName(alert.verdict);
  json["score"] = alert.score;
  json["subject"] = summary.label;
  json["subject_id"] = alert.subject_id;
  json["postings"] = alert.adverts;
  json["sites"] = alert.sites;
  json["destinations"] = alert.destinations;
  json["provinces"] = alert.provinces;
  json["first_seen"] = InstantOrNull(alert.first_seen);
  json["last_seen"] = InstantOrNull(alert.last_seen);
  json["owner"] = TextOrNull(alert.owner);
  json["due"] = InstantOrNull(alert.due);
  json["overdue"] = alert.due && *alert.due < now;
  const bool locked = alert.locked_until && *alert.locked_until > now;
  json["locked_by"] = locked ? Json(alert.locked_by) : Json{};
  json["silenced_until"] = InstantOrNull(alert.silenced_until);
  json["why"] = {{"vi", alerts::WhyInOneSentence(summary.reasons, 4, false)},
                 {"en", alerts::WhyInOneSentence(summary.reasons, 4, true)}};
  json["reasons"] = Json::array();
  for (const auto& reason : summary.reasons) {
    json["reasons"].push_back({{"rule", reason.rule},
                               {"indicator", reason.indicator},
                               {"severity", core::SeverityName(reason.severity)},
                               {"points", reason.points},
                               {"title", {{"vi", reason.title_vi}, {"en", reason.title_en}}},
                               {"postings", reason.postings}});
  }
  return json;
}

Json ToJson(const db::AlertPosting& posting) {
  Json findings = Json::array();
  for (const auto& finding : posting.assessment.assessment.findings) {
    Json quotes = Json::array();
    for (const auto& span : finding.spans) quotes.push_back(span.quote);
    findings.push_back({{"rule", finding.rule},
                        {"rule_version", finding.rule_version},
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
  } else if (posting.version.posting.kind == core::PostingKind::kTip) {
    evidence = {{"text_sha256", db::TextSha256(posting.version.posting.text)}};
  }
  Json reports = Json::array();
  for (const auto& report : posting.reports) {
    reports.push_back({{"at", core::FormatInstant(report.at)},
                       {"channel", TextOrNull(report.channel)},
                       {"place", TextOrNull(report.place)},
                       {"taken_by", report.taken_by}});
  }
  const core::Posting& read = posting.version.posting;
  return {{"kind", core::PostingKindName(read.kind)},
          {"source", posting.version.source},
          {"url", read.canonical_url},
          {"item_key", read.item_key},
          {"title", read.text.title.empty() ? alerts::TerminalText(read.text.body, 110) : read.text.title},
          {"version", posting.version.n},
          {"edited_since", posting.edited.has_value()},
          {"withdrawn_after", InstantOrNull(posting.withdrawn_after)},
          {"withdrawn_by", InstantOrNull(posting.withdrawn_by)},
          {"duplicate_of", TextOrNull(posting.duplicate_of)},
          {"verdict", core::VerdictName(posting.assessment.assessment.verdict)},
          {"score", posting.assessment.assessment.score},
          {"findings", findings},
          {"reports", reports},
          {"evidence", evidence}};
}

Json ToJson(const db::AlertDetails& alert, core::Instant now) {
  Json json = ToJson(alert.summary, now);
  json["identifiers"] = Json::array();
  for (const auto& identifier : alert.identifiers) {
    json["identifiers"].push_back({{"kind", identifier.identifier.kind},
                                   {"value", identifier.identifier.norm},
                                   {"shown", identifier.shown},
                                   {"role", db::TieKindName(identifier.kind)},
                                   {"postings", identifier.postings},
                                   {"restricted", identifier.restricted}});
  }
  json["corrections"] = Json::array();
  for (const auto& correction : alert.corrections) json["corrections"].push_back(alerts::CorrectionJson(correction));
  json["adverts"] = Json::array();
  for (const auto& posting : alert.postings) json["adverts"].push_back(ToJson(posting));
  json["restricted_adverts"] = alert.restricted_postings;
  json["linked"] = Json::array();
  for (const auto& linked : alert.linked) {
    json["linked"].push_back(
        {{"source", linked.source},
         {"url", linked.canonical_url},
         {"title", linked.title},
         {"verdict", core::VerdictName(linked.verdict)},
         {"shared", linked.shared.kind + " " + linked.shared.norm},
         {"alert", linked.alert_number ? Json(*linked.alert_number) : Json{}}});
  }
  json["history"] = Json::array();
  for (const auto& event : alert.events) {
    json["history"].push_back({{"at", core::FormatInstant(event.at)},
                               {"actor", event.actor},
                               {"kind", event.kind},
                               {"before", Json::parse(event.before)},
                               {"after", Json::parse(event.after)},
                               {"reason", event.reason},
                               {"text",
                                {{"vi", alerts::EventText(event, alert, false)},
                                 {"en", alerts::EventText(event, alert, true)}}}});
  }
  return json;
}

int Show(Context& context, std::int64_t number, const Viewer& viewer, bool as_json) {
  const auto rules = context.LoadRules();
  const auto connection = context.database().Connect();
  const auto alert = db::InTransaction(*connection, [&](pqxx::work& tx) { return db::ShowAlert(tx, number, RestrictedFor(viewer)); });
  if (!alert) {
    throw core::InputError(
        {"", 0, 0, "there is no alert #" + std::to_string(number), "see agencywatch alerts list"});
  }
  RecordView(context, *connection, viewer, "alert.open", "alert " + std::to_string(number));
  if (as_json) {
    std::cout << Dump(ToJson(*alert, context.clock().Now())) << '\n';
  } else {
    std::cout << alerts::AlertText(*alert, rules->pack().tables,
                                   {context.english(), ProgramCall(context), context.clock().Now()});
  }
  return kDone;
}

// As ListAlerts gives them; written down before anything is shown.
std::vector<db::AlertSummary> LookAt(Context& context, pqxx::connection& connection, const db::AlertFilter& filter,
                                     const Viewer& viewer, const char* action) {
  const auto alerts = db::InTransaction(
      connection, [&](pqxx::work& tx) { return db::ListAlerts(tx, filter, context.clock().Now()); });
  std::vector<std::int64_t> numbers;
  for (const auto& summary : alerts) numbers.push_back(summary.alert.number);
  RecordView(context, connection, viewer, action, "alerts", numbers);
  return alerts;
}

int List(Context& context, const db::AlertFilter& filter, const Viewer& viewer, bool as_json) {
  const auto connection = context.database().Connect();
  const auto shown = LookAt(context, *connection, filter, viewer, "alert.list");
  if (!as_json) {
    PrintQueue(context, *connection, filter);
    return kDone;
  }
  for (const auto& alert : shown) std::cout << Dump(ToJson(alert, context.clock().Now())) << '\n';
  return kDone;
}

int Export(Context& context, const Viewer& viewer) {
  const auto connection = context.database().Connect();
  db::AlertFilter filter;
  filter.closed_too = true;
  filter.limit = kEveryAlert;
  const core::Instant now = context.clock().Now();
  const auto shown = LookAt(context, *connection, filter, viewer, "alert.export");
  pqxx::read_transaction tx(*connection);
  for (const auto& alert : shown) {
    std::cout << Dump(ToJson(*db::ShowAlert(tx, alert.alert.number), now)) << '\n';
  }
  return kDone;
}

// What a person typed, before it is checked.
struct ListOptions {
  std::string state;
  bool all = false;
  std::string verdict;
  std::string owner;
  std::string province;
  std::string destination;
  std::string indicator;
  bool overdue = false;
  bool silenced = false;
  int limit = 50;
  int page = 1;
  bool json = false;
};

db::AlertFilter FilterOf(const ListOptions& options) {
  db::AlertFilter filter;
  if (!options.state.empty()) filter.state = db::FindAlertState(options.state);
  filter.closed_too = options.all;
  if (!options.verdict.empty()) filter.verdict = core::FindVerdict(options.verdict);
  filter.owner = options.owner;
  if (!options.province.empty()) {
    const auto province = alerts::FindProvince(options.province);
    if (!province) {
      throw core::InputError({"", 0, 0, "there is no province " + options.province,
                              "with or without marks, of today or a former one: --province \"nghe an\""});
    }
    filter.province = *province;
  }
  filter.destination = options.destination;
  for (char& c : filter.destination) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (!options.destination.empty()) {
    const auto country = core::FindMarket(filter.destination);
    if (!country) throw core::InputError({"", 0, 0, "'" + options.destination + "' is no country", "--destination KR"});
    filter.destination = *country;
  }
  if (!options.indicator.empty() && core::FindIndicator(options.indicator) == nullptr)
    throw core::InputError({"", 0, 0, "there is no sign '" + options.indicator + "'", "as `alerts list --json` has them: fee.debt"});
  filter.indicator = options.indicator;
  filter.overdue = options.overdue;
  filter.silenced_too = options.silenced;
  filter.limit = options.limit <= 0 ? kEveryAlert : options.limit;
  if (options.page < 1) throw core::InputError({"", 0, 0, "pages count from 1", "--page 2"});
  filter.offset = options.limit <= 0 ? 0 : (options.page - 1) * options.limit;
  return filter;
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
  head.counts = db::CountAlerts(tx, now);
  head.matching = db::CountMatching(tx, filter, now);
  head.offset = filter.offset;
  head.next_page = ProgramCall(context) + " alerts list --page " +
                   std::to_string(filter.offset / std::max(filter.limit, 1) + 2);
  std::cout << alerts::QueueText(db::ListAlerts(tx, filter, now), head,
                                 {context.english(), ProgramCall(context), now});
}

void AddAlertsCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("alerts", "The queue: which recruiters to look at, and why");
  command->require_subcommand(1);

  auto* listing = command->add_subcommand("list", "The queue, gravest first");
  auto options = std::make_shared<ListOptions>();
  listing->add_option("--limit", options->limit, "How many in full; 0: all")->capture_default_str()->check(CLI::Range(0, 1'000'000));
  listing->add_option("--page", options->page, "The next so many: 2, 3 …")->capture_default_str();
  listing->add_option("--state", options->state, "Only those in this state")
      ->check(CLI::IsMember({"new", "assigned", "watching", "in_case", "referred", "closed"}));
  listing->add_flag("--all,--closed", options->all, "Closed ones, too");
  listing->add_option("--verdict", options->verdict, "Only those of this verdict")
      ->check(CLI::IsMember({"trafficking", "fraud", "unlicensed", "violation"}));
  listing->add_option("--owner", options->owner, "Only those that this person has");
  listing->add_option("--province", options->province, "Only those that reach this province");
  listing->add_option("--destination", options->destination, "Only those to this country: KR");
  listing->add_option("--indicator", options->indicator, "Only those with this sign: fee.debt");
  listing->add_flag("--overdue", options->overdue, "Only those whose due date is over");
  listing->add_flag("--silenced", options->silenced, "Silenced ones, too");
  listing->add_flag("--json", options->json, "One JSON object a line");
  listing->footer("Example: agencywatch alerts list --verdict trafficking --province \"nghe an\"");
  const Viewer list_viewer = AddViewer(*listing);
  listing->callback([&line, options, list_viewer] {
    line.Choose([options, list_viewer](Context& context) { return List(context, FilterOf(*options), list_viewer, options->json); });
  });

  auto* showing = command->add_subcommand("show", "One alert in full: who, why, links, evidence");
  auto number = std::make_shared<std::int64_t>(0);
  auto show_json = std::make_shared<bool>(false);
  showing->add_option("NUMBER", *number, "Its number in the queue")->required();
  showing->add_flag("--json", *show_json, "As one JSON object");
  showing->footer("Example: agencywatch alerts show 3");
  const Viewer show_viewer = AddViewer(*showing);
  showing->callback([&line, number, show_json, show_viewer] {
    line.Choose([number, show_json, show_viewer](Context& context) { return Show(context, *number, show_viewer, *show_json); });
  });

  auto* exporting =
      command->add_subcommand("export", "Every alert in full, one JSON object a line");
  exporting->footer("Example: agencywatch alerts export > alerts.jsonl");
  const Viewer export_viewer = AddViewer(*exporting);
  exporting->callback([&line, export_viewer] {
    line.Choose([export_viewer](Context& context) { return Export(context, export_viewer); });
  });

  AddTriageCommands(*command, line);
}

}  // namespace agencywatch::cli
