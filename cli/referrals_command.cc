// `agencywatch referrals …`: what leaves the house for another authority, proposed by one person and approved by another.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "alerts/cases/case_json.h"
#include "alerts/cases/masked_case.h"
#include "alerts/cases/proposal.h"
#include "alerts/cases/referral_text.h"
#include "alerts/cases/words.h"
#include "cli/acting.h"
#include "cli/alerts_command.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/four_eyes.h"
#include "cli/input.h"
#include "cli/recipients_table.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/case_store.h"
#include "db/database.h"
#include "db/referral_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ReferralOptions {
  std::int64_t id = 0;
  std::shared_ptr<std::string> as;
  // Of a proposal.
  std::int64_t again = 0;
  std::string to;
  std::vector<std::string> copies;
  bool no_copies = false;
  std::string province;
  std::string address;
  std::string grounds;
  std::vector<std::int64_t> alerts;
  // Of the other steps.
  int proposal = 0;
  std::string note;
  std::string how;
  std::string document;
  std::string answer;
  std::string on;
  std::string reference;
  bool json = false;
};

void Print(const Json& json) { std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n'; }

alerts::TextOptions TextOptionsOf(Context& context) {
  return {context.english(), ProgramCall(context), context.clock().Now()};
}

db::ReferralAct ActOf(Context& context, const ReferralOptions& options) {
  return {ActorName(*options.as), context.clock().Now(), core::MakeValidUtf8(options.note)};
}

// One transaction that changes a referral, and how it stands after it.
template <class Act>
int Change(Context& context, const ReferralOptions& options, const Act& act) {
  const db::ReferralAct by = ActOf(context, options);
  const auto connection = context.database().Connect();
  const auto after = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const std::int64_t id = act(tx, by);
    return alerts::Masked(db::ShowReferral(tx, id));
  });
  if (options.json) Print(alerts::ToJson(after.row));
  else std::cout << alerts::ReferralText(after, TextOptionsOf(context));
  return kDone;
}

struct ListOptions {
  std::int64_t of_case = 0;
  std::string state;
  bool all = false;
  bool waiting = false;
  int limit = 50;
  int page = 1;
  bool json = false;
  std::shared_ptr<std::string> as;
};

int List(Context& context, const ListOptions& options) {
  db::ReferralFilter filter;
  if (options.of_case != 0) filter.case_id = options.of_case;
  if (!options.state.empty()) filter.state = db::FindReferralState(options.state);
  filter.unfinished = !options.all && !filter.state && !filter.case_id;
  if (options.waiting) filter.waiting_for = ActorName(*options.as);
  filter.limit = options.limit;
  filter.offset = (options.page - 1) * options.limit;
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto referrals = db::ListReferrals(tx, filter);
  for (const auto& row : referrals) {
    if (options.json) Print(alerts::ToJson(alerts::Masked(row)));
    else std::cout << alerts::ReferralLines(row, "", TextOptionsOf(context));
  }
  if (referrals.empty() && !options.json)
    std::cout << (context.english() ? "No referral like that.\n" : "Không có phiếu chuyển nào như vậy.\n");
  return kDone;
}

// Masked without a reason, as on the review site.
int Show(Context& context, const ReferralOptions& options) {
  const db::ReferralAct by = ActOf(context, options);
  const bool masked = core::Trim(by.note).empty();
  const auto connection = context.database().Connect();
  auto details = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto shown = db::ShowReferral(tx, options.id);
    db::AppendAudit(tx, {by.at, by.by, "referral.view", "referral " + std::to_string(options.id), by.note, ""});
    return shown;
  });
  if (masked) details = alerts::Masked(std::move(details));
  if (options.json) Print(alerts::ToJson(details));
  else std::cout << alerts::ReferralText(details, TextOptionsOf(context));
  return kDone;
}

db::CaseRow GetCase(pqxx::transaction_base& tx, std::int64_t id) {
  const auto row = db::FindCase(tx, id);
  if (!row) throw core::InputError({"", 0, 0, "there is no case " + std::to_string(id), "see agencywatch cases list"});
  return *row;
}

alerts::ProposalWish WishOf(const ReferralOptions& options) {
  alerts::ProposalWish wish;
  wish.to = options.to;
  if (options.no_copies || !options.copies.empty()) wish.copies = options.copies;
  wish.province = options.province;
  wish.address = core::MakeValidUtf8(options.address);
  wish.grounds = core::MakeValidUtf8(options.grounds);
  wish.alerts = options.alerts;
  return wish;
}

int Propose(Context& context, const ReferralOptions& options) {
  const auto table = ReadRecipients(context);
  return Change(context, options, [&](pqxx::work& tx, const db::ReferralAct& by) {
    const auto row = GetCase(tx, options.id);
    const auto proposal = alerts::MakeProposal(table, WishOf(options), row, context.config().province);
    if (options.again == 0) return db::ProposeReferral(tx, row.id, proposal, by);
    if (db::GetReferral(tx, options.again).case_id != row.id) {
      throw core::InputError({"", 0, 0, "referral " + std::to_string(options.again) + " is not of case " + std::to_string(row.id),
                              "see agencywatch referrals list --case " + std::to_string(row.id)});
    }
    db::ProposeAgain(tx, options.again, proposal, by);
    return options.again;
  });
}

int Approve(Context& context, const ReferralOptions& options) {
  bool one_account = false;
  const int code = Change(context, options, [&](pqxx::work& tx, const db::ReferralAct& by) {
    const int proposal = options.proposal != 0 ? options.proposal : db::GetReferral(tx, options.id).proposal_no;
    one_account = IsOneAccount(context, tx, "referral.proposed", "referral " + std::to_string(options.id));
    db::ApproveReferral(tx, options.id, proposal, by);
    return options.id;
  });
  if (one_account) TellOneAccount(context);
  return code;
}

int Return(Context& context, const ReferralOptions& options) {
  return Change(context, options, [&](pqxx::work& tx, const db::ReferralAct& by) {
    db::ReturnReferral(tx, options.id, by);
    return options.id;
  });
}

int Send(Context& context, const ReferralOptions& options) {
  return Change(context, options, [&](pqxx::work& tx, const db::ReferralAct& by) {
    db::SendReferral(tx, options.id, core::MakeValidUtf8(options.how), core::MakeValidUtf8(options.document), by);
    return options.id;
  });
}

int Withdraw(Context& context, const ReferralOptions& options) {
  return Change(context, options, [&](pqxx::work& tx, const db::ReferralAct& by) {
    db::WithdrawReferral(tx, options.id, by);
    return options.id;
  });
}

int Answer(Context& context, const ReferralOptions& options) {
  return Change(context, options, [&](pqxx::work& tx, const db::ReferralAct& by) {
    db::AnswerRow answer;
    answer.answer = db::FindReferralAnswer(options.answer).value();
    const auto day = options.on.empty() ? std::optional{core::VietnamDay(by.at)} : core::ParseDay(options.on);
    if (!day) throw core::InputError({"", 0, 0, "'" + options.on + "' is no day", "the day of their letter: --on 2026-11-20"});
    answer.answered_on = *day;
    answer.reference = core::MakeValidUtf8(options.reference);
    answer.note = by.note;
    answer.at = by.at;
    answer.by = by.by;
    db::AddAnswer(tx, options.id, answer);
    return options.id;
  });
}

// The table, or what it proposes for a case.
int ShowRecipients(Context& context, std::int64_t case_id, bool yaml, bool as_json) {
  if (yaml) {
    const auto& file = context.config().recipients;
    std::cout << (file.empty() ? std::string{alerts::Recipients::DefaultText()} : ReadFile(file, "the table of recipients"));
    return kDone;
  }
  const auto table = ReadRecipients(context);
  alerts::Recipients::Suggestion suggestion;
  if (case_id != 0) {
    const auto connection = context.database().Connect();
    pqxx::read_transaction tx(*connection);
    suggestion = table.Suggest(alerts::SignsOf(GetCase(tx, case_id)));
  }
  for (const auto& recipient : table.all()) {
    const bool to = recipient.key == suggestion.to;
    const bool copy = std::find(suggestion.copies.begin(), suggestion.copies.end(), recipient.key) != suggestion.copies.end();
    if (case_id != 0 && !to && !copy) continue;
    if (as_json) {
      Print({{"key", recipient.key}, {"kind", recipient.kind}, {"name", recipient.name}, {"address", recipient.address},
             {"proposed", to ? Json("to") : copy ? Json("copy") : Json{}}});
      continue;
    }
    std::cout << (to ? (context.english() ? "to    " : "gửi       ") : copy ? (context.english() ? "copy  " : "đồng gửi  ") : "") << recipient.key
              << std::string(recipient.key.size() < 16 ? 16 - recipient.key.size() : 1, ' ') << recipient.name << "  ("
              << alerts::TitleOf(alerts::RecipientKinds(), recipient.kind, context.english()) << ")\n";
  }
  if (case_id != 0 && suggestion.to.empty() && !as_json)
    std::cout << (context.english() ? "No route fits: name the recipient with --to.\n" : "Không có tuyến nào phù hợp: nêu nơi nhận bằng --to.\n");
  return kDone;
}

class Commands {
 public:
  Commands(CLI::App& referrals, CommandLine& line) : referrals_(referrals), line_(line) {}

  using Work = int (*)(Context&, const ReferralOptions&);
  CLI::App* Add(const char* name, const char* what, const char* number, const std::shared_ptr<ReferralOptions>& options, Work work) {
    auto* command = referrals_.add_subcommand(name, what);
    command->add_option(number, options->id, "Its number")->required();
    options->as = AddAsOption(*command);
    command->add_flag("--json", options->json, "As one JSON object");
    command->callback([&line = line_, options, work] {
      line.Choose([options, work](Context& context) { return work(context, *options); });
    });
    return command;
  }

 private:
  CLI::App& referrals_;
  CommandLine& line_;
};

void AddReading(CLI::App& referrals, CommandLine& line, Commands& commands) {
  auto* listing = referrals.add_subcommand("list", "Referrals that are not at their end, the newest first");
  auto list = std::make_shared<ListOptions>();
  listing->add_flag("--all", list->all, "Answered and withdrawn ones, too");
  listing->add_option("--case", list->of_case, "Only those of this case");
  listing->add_option("--state", list->state, "Only those in this state")
      ->check(CLI::IsMember(alerts::CodesOf(alerts::ReferralStates())));
  listing->add_flag("--waiting", list->waiting, "Only those that you may approve: proposed by somebody else");
  listing->add_option("--limit", list->limit, "How many")->capture_default_str()->check(CLI::PositiveNumber);
  listing->add_option("--page", list->page, "The next so many: 2, 3 …")->capture_default_str()->check(CLI::Range(1, 1000000));
  listing->add_flag("--json", list->json, "One JSON object a line");
  list->as = AddAsOption(*listing);
  listing->footer("Example: agencywatch referrals list --waiting --as \"Trần Văn B\"");
  listing->callback([&line, list] { line.Choose([list](Context& context) { return List(context, *list); }); });

  auto options = std::make_shared<ReferralOptions>();
  auto* showing = commands.Add("show", "One referral in full; that you looked is logged", "REFERRAL", options, Show);
  showing->add_option("--reason", options->note, "Why contacts and words about people are needed; without it they are masked");
  showing->footer("Example: agencywatch referrals show 1 --reason \"đọc trước khi duyệt\"");

  auto* table = referrals.add_subcommand("recipients", "Who gets which signs, and what that means for a case");
  auto of_case = std::make_shared<std::int64_t>(0);
  auto yaml = std::make_shared<bool>(false);
  auto json = std::make_shared<bool>(false);
  table->add_option("CASE", *of_case, "Only those that the table proposes for this case");
  table->add_flag("--yaml", *yaml, "The table itself, to be changed and named in the settings");
  table->add_flag("--json", *json, "One JSON object a line");
  table->footer("Example: agencywatch referrals recipients 2");
  table->callback([&line, of_case, yaml, json] {
    line.Choose([of_case, yaml, json](Context& context) { return ShowRecipients(context, *of_case, *yaml, *json); });
  });
}

void AddSteps(Commands& commands) {
  const auto fresh = [] { return std::make_shared<ReferralOptions>(); };

  auto options = fresh();
  auto* command = commands.Add("propose", "Propose to hand a case over; another person approves", "CASE", options, Propose);
  command->add_option("--to", options->to, "A recipient's key (default: what the table proposes)");
  auto* copies = command->add_option("--copy", options->copies, "Who gets a copy (default: likewise)");
  command->add_flag("--no-copies", options->no_copies, "Nobody gets a copy")->excludes(copies);
  command->add_option("--province", options->province, "Whose authority (default: the province of the case, else of the settings)");
  command->add_option("--address", options->address, "Where it goes (default: as in the table)");
  command->add_option("--grounds", options->grounds, "Why, in your own words; it goes into the letter");
  command->add_option("--alert", options->alerts, "Only this alert of the case; several times for several (default: all)");
  command->add_option("--again", options->again, "A new proposal for this referral, which was not sent; ends its approval");
  command->footer("Example: agencywatch referrals propose 2 --grounds \"thu cọc trước hợp đồng, 4 người ở 2 xã\"");

  options = fresh();
  command = commands.Add("approve", "Approve what another person proposed", "REFERRAL", options, Approve);
  command->add_option("--proposal", options->proposal, "The proposal that you have read; refused when it was changed since")
      ->check(CLI::PositiveNumber);
  command->add_option("--note", options->note, "In your own words");
  command->footer("Example: agencywatch referrals approve 1 --proposal 1 --as \"Trần Văn B\"");

  options = fresh();
  command = commands.Add("return", "Give it back to whoever proposed it", "REFERRAL", options, Return);
  command->add_option("--reason", options->note, "What is missing")->required();
  command->footer("Example: agencywatch referrals return 1 --reason \"thiếu số tài khoản\"");

  options = fresh();
  command = commands.Add("send", "It was sent; its alerts are referred from now on", "REFERRAL", options, Send);
  command->add_option("--how", options->how, "By courier, e-mail …");
  command->add_option("--document", options->document, "Number of the covering letter");
  command->add_option("--note", options->note, "In your own words");
  command->footer("Example: agencywatch referrals send 1 --how \"văn thư\" --document \"45/CV-SNV\"");

  options = fresh();
  command = commands.Add("answer", "What the recipient said; it shows in the precision of the rules", "REFERRAL", options, Answer);
  command->add_option("ANSWER", options->answer, "accepted, insufficient, charged or no_offence")
      ->required()
      ->check(CLI::IsMember(alerts::CodesOf(alerts::ReferralAnswers())));
  command->add_option("--on", options->on, "The day of their letter (default: today)");
  command->add_option("--reference", options->reference, "Number of their letter or file");
  command->add_option("--note", options->note, "In your own words");
  command->footer("A later answer stands beside the earlier ones; the last one counts. One that takes back `charged` or\n"
                  "`no_offence` needs a --note that says why.\n"
                  "Example: agencywatch referrals answer 1 charged --on 2026-12-20 --reference \"QĐ 7/CSHS\"");

  options = fresh();
  command = commands.Add("withdraw", "It will not be sent", "REFERRAL", options, Withdraw);
  command->add_option("--reason", options->note, "Why")->required();
  command->footer("Example: agencywatch referrals withdraw 1 --reason \"đã chuyển cùng vụ việc 3\"");
}

}  // namespace

void AddReferralsCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("referrals", "To the police and other authorities: proposed by one person, approved by another");
  command->require_subcommand(1);
  Commands commands(*command, line);
  AddReading(*command, line, commands);
  AddSteps(commands);
}

}  // namespace agencywatch::cli
