// `agencywatch alerts assign|watch|dismiss|confirm|duplicate|case|reopen|lock|unlock|silence`: what people make of alerts.
// Several numbers are decided together or not at all.
#include "cli/triage_command.h"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "alerts/cases/case_json.h"
#include "alerts/cases/case_text.h"
#include "alerts/cases/masked_case.h"
#include "alerts/event_text.h"
#include "alerts/rank.h"
#include "alerts/triage.h"
#include "cli/acting.h"
#include "cli/alerts_command.h"
#include "cli/due_option.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/case_store.h"
#include "db/database.h"
#include "db/silence_store.h"
#include "db/transaction.h"
#include "db/triage_store.h"

namespace agencywatch::cli {
namespace {

constexpr std::chrono::minutes kLockTime{30};
constexpr std::chrono::hours kWatchTime{14 * 24};

struct TriageOptions {
  std::vector<std::int64_t> numbers;
  std::shared_ptr<std::string> as;
  std::string note;
  std::string reason;
  std::string to;
  std::int64_t of = 0;
  std::string until;
  bool json = false;
};

void Print(Context& context, const db::AlertRow& alert, bool json) {
  const std::string state = alerts::StateTitle(alert.state, alert.closed_as, context.english());
  if (json) {
    std::cout << nlohmann::ordered_json{{"number", alert.number},
                                        {"state", db::AlertStateName(alert.state)},
                                        {"closed_as", alert.closed_as ? nlohmann::ordered_json(db::ClosedAsName(*alert.closed_as))
                                                                      : nlohmann::ordered_json{}},
                                        {"owner", alert.owner}}
                     .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
    return;
  }
  std::cout << "#" << alert.number << "  " << state << (alert.owner.empty() ? "" : "  ·  " + alert.owner);
  if (alert.due)
    std::cout << (context.english() ? "  ·  due " : "  ·  hạn ") << core::FormatVietnamTime(*alert.due);
  std::cout << '\n';
}

// `act` is called for each alert, all in one transaction.
template <class Act>
int ForEach(Context& context, const TriageOptions& options, const Act& act) {
  const std::string by = ActorName(*options.as);
  const core::Instant now = context.clock().Now();
  const auto connection = context.database().Connect();
  const auto changed = db::InTransaction(*connection, [&](pqxx::work& tx) {
    std::vector<db::AlertRow> alerts;
    for (const auto number : options.numbers) alerts.push_back(act(tx, number, by, now));
    return alerts;
  });
  for (const auto& alert : changed) Print(context, alert, options.json);
  return kDone;
}

void CheckDismissal(const TriageOptions& options) {
  const auto* reason = alerts::FindDismissalReason(options.reason);
  std::string codes;
  for (const auto& known : alerts::DismissalReasons()) codes += (codes.empty() ? "" : ", ") + std::string{known.code};
  if (reason == nullptr)
    throw core::InputError({"", 0, 0, "'" + options.reason + "' is no reason to dismiss an alert", "one of: " + codes});
  if (reason->needs_note && core::Trim(options.note).empty())
    throw core::InputError({"", 0, 0, "this reason needs a note", "say in a few words why: --note \"…\""});
}

int Decide(Context& context, db::DecisionKind kind, const TriageOptions& options) {
  if (kind == db::DecisionKind::kDismiss) CheckDismissal(options);
  return ForEach(context, options, [&](pqxx::work& tx, std::int64_t number, const std::string& by, core::Instant now) {
    db::Decision decision;
    decision.kind = kind;
    decision.by = by;
    decision.at = now;
    decision.note = core::MakeValidUtf8(options.note);
    decision.reason_code = options.reason;
    if (kind == db::DecisionKind::kAssign) decision.assign_to = options.to.empty() ? by : ActorName(options.to);
    if (kind == db::DecisionKind::kDuplicate) decision.duplicate_of = options.of;
    if (kind == db::DecisionKind::kWatch) decision.due = ReadDue(options.until, now).value_or(now + kWatchTime);
    if (kind == db::DecisionKind::kReopen) {
      const auto alert = db::FindAlert(tx, number);
      decision.due = now + alerts::DueWithin(alert ? alert->verdict : core::Verdict::kClear);
    }
    return db::Decide(tx, number, decision);
  });
}

struct Triage {
  CLI::App& alerts;
  CommandLine& line;

  CLI::App* Add(const char* name, const char* what, const std::shared_ptr<TriageOptions>& options) const {
    auto* command = alerts.add_subcommand(name, what);
    command->add_option("NUMBER", options->numbers, "One alert or several")->required();
    options->as = AddAsOption(*command);
    command->add_flag("--json", options->json, "One JSON object a line");
    return command;
  }
  // One that is a decision.
  CLI::App* Add(const char* name, const char* what, db::DecisionKind kind,
                const std::shared_ptr<TriageOptions>& options) const {
    auto* command = Add(name, what, options);
    command->add_option("--note", options->note, "In your own words");
    command->callback([&line = line, kind, options] {
      line.Choose([kind, options](Context& context) { return Decide(context, kind, *options); });
    });
    return command;
  }
};

int OpenCase(Context& context, const TriageOptions& options) {
  const db::CaseAct by{ActorName(*options.as), context.clock().Now(), core::MakeValidUtf8(options.note)};
  const auto connection = context.database().Connect();
  const auto opened = db::InTransaction(*connection, [&](pqxx::work& tx) {
    return db::FindCase(tx, db::OpenCase(tx, alerts::NewCaseTitle(tx, "", options.numbers), options.numbers, {}, by)).value();
  });
  if (options.json) {
    std::cout << alerts::ToJson(opened).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  } else {
    std::cout << alerts::CaseLines(opened, {context.english(), ProgramCall(context), by.at});
  }
  return kDone;
}

std::string ReasonList() {
  std::string text = "REASONS\n";
  for (const auto& reason : alerts::DismissalReasons()) {
    text += "  " + std::string{reason.code} + std::string(18 - reason.code.size(), ' ') +
            std::string{reason.title_vi} + " / " + std::string{reason.title_en} + "\n";
  }
  return text;
}

int Lock(Context& context, const TriageOptions& options) {
  return ForEach(context, options, [&](pqxx::work& tx, std::int64_t number, const std::string& by, core::Instant now) {
    return db::LockAlert(tx, number, by, now, ReadDue(options.until, now).value_or(now + kLockTime));
  });
}

int Unlock(Context& context, const TriageOptions& options) {
  return ForEach(context, options, [](pqxx::work& tx, std::int64_t number, const std::string& by, core::Instant now) {
    db::UnlockAlert(tx, number, by, now);
    return db::FindAlert(tx, number).value();
  });
}

int Silence(Context& context, const TriageOptions& options) {
  return ForEach(context, options, [&](pqxx::work& tx, std::int64_t number, const std::string& by, core::Instant now) {
    const auto alert = db::FindAlert(tx, number);
    if (!alert)
      throw core::InputError({"", 0, 0, "there is no alert #" + std::to_string(number), "see agencywatch alerts list"});
    db::NewSilence silence;
    silence.subject_id = alert->subject_id;
    silence.up_to = alert->verdict;
    silence.by = by;
    silence.reason = core::MakeValidUtf8(options.reason);
    silence.at = now;
    silence.ends_at = ReadDue(options.until, now).value_or(now + kWatchTime);
    db::AddSilence(tx, silence);
    db::ApplySilences(tx, now);
    return *alert;
  });
}

}  // namespace

void AddTriageCommands(CLI::App& alerts, CommandLine& line) {
  using Kind = db::DecisionKind;
  const Triage triage{alerts, line};
  const auto fresh = [] { return std::make_shared<TriageOptions>(); };

  auto options = fresh();
  auto* command = triage.Add("assign", "Give it to a person", Kind::kAssign, options);
  command->add_option("--to", options->to, "Who gets it (default: whoever acts)");
  command->footer("Example: agencywatch alerts assign 3 7 --to \"Nguyễn Thị A\"");

  options = fresh();
  command = triage.Add("watch", "Look again later", Kind::kWatch, options);
  command->add_option("--until", options->until, "Look again by this day (default: in 14 days)");
  command->footer("Example: agencywatch alerts watch 3 --until 2026-12-15 --note \"chờ doanh nghiệp trả lời\"");

  options = fresh();
  command = triage.Add("dismiss", "Close: there is nothing to it", Kind::kDismiss, options);
  command->add_option("--reason", options->reason, "A code of the list below")->required();
  command->footer(ReasonList() + "Example: agencywatch alerts dismiss 3 4 --reason lawful --note \"giấy phép còn hiệu lực\"");

  triage.Add("confirm", "Close: the signs are true", Kind::kConfirm, fresh())
      ->footer("Example: agencywatch alerts confirm 3 --note \"đã lập biên bản\"");

  options = fresh();
  command = triage.Add("duplicate", "Close: another alert is about the same", Kind::kDuplicate, options);
  command->add_option("--of", options->of, "The one that goes on")->required();
  command->footer("Example: agencywatch alerts duplicate 8 --of 3");

  options = fresh();
  command = triage.Add("case", "Open one case with them (more: agencywatch cases --help; to refer it: agencywatch referrals)", options);
  command->add_option("--note", options->note, "In your own words");
  command->footer("Example: agencywatch alerts case 3 7 --note \"cùng số tài khoản\"");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return OpenCase(context, *options); });
  });
  triage.Add("reopen", "Look at a closed one again", Kind::kReopen, fresh())
      ->footer("Example: agencywatch alerts reopen 3 --note \"có thêm nạn nhân trình báo\"");

  options = fresh();
  command = triage.Add("lock", "Keep others off while you work on it", options);
  command->add_option("--until", options->until, "Default: for half an hour");
  command->footer("Example: agencywatch alerts lock 3");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Lock(context, *options); });
  });

  options = fresh();
  command = triage.Add("unlock", "Let others work on it again", options);
  command->footer("Example: agencywatch alerts unlock 3");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Unlock(context, *options); });
  });

  options = fresh();
  command = triage.Add("silence", "Leave its subject out of the queue for a time, up to its verdict of today", options);
  command->add_option("--reason", options->reason, "Why; others will read it")->required();
  command->add_option("--until", options->until, "Last day (default: 14 days)");
  command->footer("More kinds of silences, and a list of them: agencywatch silences --help\n"
                  "Example: agencywatch alerts silence 3 --until 2026-12-31 --reason \"đang thanh tra\"");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Silence(context, *options); });
  });
}

}  // namespace agencywatch::cli
