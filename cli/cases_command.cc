// `agencywatch cases …`: alerts that people work on together, until an authority has spoken.
#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "alerts/cases/attachment.h"
#include "alerts/cases/case_json.h"
#include "alerts/cases/case_text.h"
#include "alerts/cases/masked_case.h"
#include "alerts/cases/words.h"
#include "alerts/rank.h"
#include "cli/acting.h"
#include "cli/alerts_command.h"
#include "cli/commands.h"
#include "cli/due_option.h"
#include "cli/exit_code.h"
#include "cli/input.h"
#include "core/csv_writer.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/case_store.h"
#include "db/database.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

// What the commands share, as a person typed it.
struct CaseOptions {
  std::int64_t id = 0;
  std::vector<std::int64_t> alerts;
  std::int64_t part = 0;  // a task or an attachment
  std::shared_ptr<std::string> as;
  std::string title;
  std::string text;
  std::string note;
  std::string to;
  std::string due;
  std::string outcome;
  std::vector<std::string> files;
  std::string out = "-";
  db::AffectedPersons persons;
  bool json = false;
};

void Print(const Json& json) { std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n'; }

alerts::TextOptions TextOptionsOf(Context& context) {
  return {context.english(), ProgramCall(context), context.clock().Now()};
}

db::CaseAct ActOf(Context& context, const CaseOptions& options) {
  return {ActorName(*options.as), context.clock().Now(), core::MakeValidUtf8(options.note)};
}

// One transaction that changes a case, and how the case stands after it.
template <class Act>
int Change(Context& context, const CaseOptions& options, const Act& act) {
  const db::CaseAct by = ActOf(context, options);
  const auto connection = context.database().Connect();
  const db::CaseRow after = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const std::int64_t id = act(tx, by);
    return alerts::Masked(db::FindCase(tx, id).value());
  });
  if (options.json) Print(alerts::ToJson(after));
  else std::cout << alerts::CaseLines(after, TextOptionsOf(context));
  return kDone;
}

struct ListOptions {
  bool all = false;
  bool closed = false;
  bool overdue = false;
  std::string owner;
  std::int64_t alert = 0;
  int limit = 50;
  int page = 1;
  bool json = false;
};

int List(Context& context, const ListOptions& options) {
  db::CaseFilter filter;
  filter.open = !options.closed;
  filter.closed = options.closed || options.all;
  filter.owner = options.owner;
  if (options.alert != 0) filter.alert = options.alert;
  if (options.overdue) filter.due_by = context.clock().Now();
  filter.limit = options.limit;
  filter.offset = (options.page - 1) * options.limit;
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto cases = db::ListCases(tx, filter);
  for (const auto& row : cases) {
    const auto shown = alerts::Masked(row);
    if (options.json) Print(alerts::ToJson(shown));
    else std::cout << alerts::CaseLines(shown, TextOptionsOf(context));
  }
  if (cases.empty() && !options.json) {
    std::cout << (context.english() ? "No case. Open one from the queue: " : "Chưa có vụ việc nào. Lập từ hàng đợi: ")
              << ProgramCall(context) << " cases open 3 7\n";
  }
  return kDone;
}

// Masked without a reason, as on the review site.
int Show(Context& context, const CaseOptions& options) {
  const db::CaseAct by = ActOf(context, options);
  const bool masked = core::Trim(by.note).empty();
  const auto connection = context.database().Connect();
  auto [details, referrals] = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto found = db::ShowCase(tx, options.id);
    if (!found) {
      throw core::InputError({"", 0, 0, "there is no case " + std::to_string(options.id), "see agencywatch cases list"});
    }
    db::AppendAudit(tx, {by.at, by.by, "case.view", "case " + std::to_string(options.id), by.note, ""});
    db::ReferralFilter of_case;
    of_case.case_id = options.id;
    of_case.limit = kEveryAlert;
    return std::pair{*found, db::ListReferrals(tx, of_case)};
  });
  if (masked) {
    details = alerts::Masked(std::move(details));
    for (auto& referral : referrals) referral = alerts::Masked(std::move(referral));
  }
  if (options.json) {
    auto json = alerts::ToJson(details);
    json["masked"] = masked;
    Print(json);
  } else {
    std::cout << alerts::CaseText(details, referrals, TextOptionsOf(context));
    if (masked)
      std::cout << (context.english() ? "\nContacts and notes are masked. To open them: " : "\nLiên hệ và ghi chú đang được che. Để mở: ")
                << ProgramCall(context) << " cases show " << options.id << " --reason \"…\"\n";
  }
  return kDone;
}

int Open(Context& context, const CaseOptions& options) {
  return Change(context, options, [&](pqxx::work& tx, const db::CaseAct& by) {
    const std::string title = alerts::NewCaseTitle(tx, core::MakeValidUtf8(options.title), options.alerts);
    return db::OpenCase(tx, title, options.alerts, ReadDue(options.due, by.at), by);
  });
}

int Remove(Context& context, const CaseOptions& options) {
  return Change(context, options, [&](pqxx::work& tx, const db::CaseAct& by) {
    for (const auto number : options.alerts) {
      const auto alert = db::FindAlert(tx, number);
      const auto verdict = alert ? alert->verdict : core::Verdict::kClear;
      db::RemoveAlert(tx, options.id, number, by.at + alerts::DueWithin(verdict), by);
    }
    return options.id;
  });
}

std::string NameOr(const std::string& name, const std::string& otherwise) {
  return name.empty() ? otherwise : ActorName(name);
}

int Attach(Context& context, const CaseOptions& options) {
  std::vector<db::NewAttachment> files;
  for (const auto& path : options.files) {
    db::NewAttachment file;
    file.bytes = ReadFile(path, "the attachment", context.stop(), db::kMaxAttachmentBytes);
    file.name = alerts::SafeFileName(options.title.empty() ? path : options.title);
    file.media_type = alerts::MediaTypeOf(file.bytes);
    files.push_back(std::move(file));
  }
  return Change(context, options, [&](pqxx::work& tx, const db::CaseAct& by) {
    for (const auto& file : files) static_cast<void>(db::Attach(tx, options.id, file, by));
    return options.id;
  });
}

// Never over a file that is there.
void WriteNewFile(const std::string& path, const std::string& bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST)
    throw core::InputError({path, 0, 0, "the file is there already; nothing was written", "give another name: --out FILE"});
  std::size_t written = 0;
  while (file >= 0 && written < bytes.size()) {
    const auto n = write(file, bytes.data() + written, bytes.size() - written);
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  const int error = errno;
  if (file < 0 || close(file) != 0 || written != bytes.size())
    throw core::CannotRun(path + " cannot be written: " + std::strerror(error));
}

int Extract(Context& context, const CaseOptions& options) {
  const db::CaseAct by = ActOf(context, options);
  const auto connection = context.database().Connect();
  const std::string bytes = db::InTransaction(*connection, [&](pqxx::work& tx) {
    return db::ReadAttachment(tx, options.id, options.part, by);
  });
  if (options.out == "-") std::cout << bytes;
  else WriteNewFile(options.out, bytes);
  return kDone;
}

struct ExportOptions {
  std::string format = "csv";
  std::string table = "cases";
  std::string reason;
  std::shared_ptr<std::string> as;
};

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const auto& text : texts) joined += (joined.empty() ? "" : " ") + text;
  return joined;
}

std::string Numbers(const std::vector<std::int64_t>& numbers) {
  std::string text;
  for (const auto number : numbers) text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}

std::string Instant(const std::optional<core::Instant>& at) { return at ? core::FormatInstant(*at) : ""; }

void ExportCases(const std::vector<db::CaseRow>& cases) {
  std::cout << core::CsvLine({"case", "title", "state", "outcome", "opened_at", "closed_at", "owner", "due", "verdict", "alerts",
                              "provinces", "destinations", "indicators", "persons", "open_tasks", "referrals"});
  for (const auto& row : cases) {
    std::string provinces;
    for (const auto& province : row.provinces) provinces += (provinces.empty() ? "" : "; ") + province;
    std::cout << core::CsvLine({std::to_string(row.id), row.title, row.open ? "open" : "closed",
                                row.outcome ? std::string{db::CaseOutcomeName(*row.outcome)} : "",
                                core::FormatInstant(row.opened_at), Instant(row.closed_at), row.owner, Instant(row.due),
                                row.verdict ? std::string{core::VerdictName(*row.verdict)} : "", Numbers(row.alerts), provinces,
                                Joined(row.destinations), Joined(row.indicators), std::to_string(row.persons),
                                std::to_string(row.open_tasks), std::to_string(row.referrals)});
  }
}

void ExportPersons(pqxx::transaction_base& tx, const std::vector<db::CaseRow>& cases) {
  std::cout << core::CsvLine({"case", "sex", "age_band", "purpose", "returned", "support", "n"});
  for (const auto& row : cases) {
    const auto details = db::ShowCase(tx, row.id).value();
    for (const auto& persons : details.affected) {
      std::cout << core::CsvLine({std::to_string(row.id), persons.sex, persons.age_band, persons.purpose, persons.returned,
                                  Joined(persons.support), std::to_string(persons.n)});
    }
  }
}

void ExportReferrals(pqxx::transaction_base& tx) {
  std::cout << core::CsvLine({"referral", "case", "state", "recipient", "recipient_name", "alerts", "proposed_by", "proposed_at",
                              "approved_by", "approved_at", "sent_by", "sent_at", "document_no", "answer", "answered_on", "reference"});
  db::ReferralFilter all;
  all.limit = kEveryAlert;
  for (const auto& row : db::ListReferrals(tx, all)) {
    std::cout << core::CsvLine(
        {std::to_string(row.id), std::to_string(row.case_id), std::string{db::ReferralStateName(row.state)}, row.proposal.recipient,
         row.proposal.recipient_name, Numbers(row.proposal.alerts), row.proposed_by, core::FormatInstant(row.proposed_at),
         row.approved_by, Instant(row.approved_at), row.sent_by, Instant(row.sent_at), row.document_no,
         row.answer ? std::string{db::ReferralAnswerName(row.answer->answer)} : "",
         row.answer ? core::FormatDay(row.answer->answered_on) : "", row.answer ? row.answer->reference : ""});
  }
}

// Titles may hold phones and names, and notes anything: without a reason they stay in the house.
int Export(Context& context, const ExportOptions& options) {
  const std::string by = ActorName(*options.as);
  const bool open = !core::Trim(options.reason).empty();
  const core::Instant now = context.clock().Now();
  const auto connection = context.database().Connect();
  pqxx::work tx(*connection);
  db::CaseFilter all;
  all.closed = true;
  all.limit = kEveryAlert;
  auto cases = db::ListCases(tx, all);
  if (!open) {
    for (auto& row : cases) row = alerts::Masked(std::move(row));
  }
  db::AppendAudit(tx, {now, by, "case.export", options.table, core::MakeValidUtf8(options.reason),
                       Json{{"cases", cases.size()}, {"format", options.format}, {"open", open}}.dump()});
  if (options.format == "csv") {
    std::cout << core::kCsvMark;
    if (options.table == "cases") ExportCases(cases);
    else if (options.table == "persons") ExportPersons(tx, cases);
    else ExportReferrals(tx);
  } else {
    for (const auto& row : cases) {
      const auto details = db::ShowCase(tx, row.id).value();
      Print(alerts::ToJson(open ? details : alerts::Masked(details)));
    }
  }
  tx.commit();
  return kDone;
}

std::string Codes(std::span<const alerts::Word> words, const char* heading) {
  std::string text = std::string{heading} + "\n";
  for (const auto& word : words)
    text += "  " + std::string{word.code} + std::string(16 - word.code.size(), ' ') + std::string{word.vi} + " / " + std::string{word.en} + "\n";
  return text;
}

class Commands {
 public:
  Commands(CLI::App& cases, CommandLine& line) : cases_(cases), line_(line) {}

  using Work = int (*)(Context&, const CaseOptions&);
  // A command that a person is named for.
  CLI::App* Add(const char* name, const char* what, const std::shared_ptr<CaseOptions>& options, Work work) {
    auto* command = cases_.add_subcommand(name, what);
    options->as = AddAsOption(*command);
    command->callback([&line = line_, options, work] {
      line.Choose([options, work](Context& context) { return work(context, *options); });
    });
    return command;
  }
  // One that changes the case which is its first argument.
  CLI::App* AddChange(const char* name, const char* what, const std::shared_ptr<CaseOptions>& options, Work work) {
    auto* command = Add(name, what, options, work);
    command->add_option("CASE", options->id, "Its number")->required();
    command->add_flag("--json", options->json, "As one JSON object");
    return command;
  }

 private:
  CLI::App& cases_;
  CommandLine& line_;
};

void AddWhatIsInIt(Commands& commands) {
  const auto fresh = [] { return std::make_shared<CaseOptions>(); };

  auto options = fresh();
  auto* command = commands.Add("open", "Open a case with alerts of the queue", options, Open);
  command->add_option("ALERT", options->alerts, "One alert or several")->required();
  command->add_option("--title", options->title, "What it is called (default: who is behind the first alert)");
  command->add_option("--due", options->due, "The last day to be done with it");
  command->add_option("--note", options->note, "In your own words");
  command->add_flag("--json", options->json, "As one JSON object");
  command->footer("Example: agencywatch cases open 3 7 --title \"Nhóm cọc đi Hàn Quốc\" --due 2026-12-31");

  options = fresh();
  command = commands.AddChange("add", "More alerts for a case", options, [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::AddAlerts(tx, given.id, given.alerts, by);
      return given.id;
    });
  });
  command->add_option("ALERT", options->alerts, "One alert or several")->required();
  command->add_option("--note", options->note, "Why");
  command->footer("Example: agencywatch cases add 2 9");

  options = fresh();
  command = commands.AddChange("remove", "An alert is no matter of the case: back to the queue", options, Remove);
  command->add_option("ALERT", options->alerts, "One alert or several")->required();
  command->add_option("--reason", options->note, "Why")->required();
  command->footer("Example: agencywatch cases remove 2 9 --reason \"người khác\"");

  options = fresh();
  command = commands.AddChange("assign", "Give it to a person, or another last day", options, [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::AssignCase(tx, given.id, NameOr(given.to, by.by), ReadDue(given.due, by.at), by);
      return given.id;
    });
  });
  command->add_option("--to", options->to, "Who gets it (default: whoever acts)");
  command->add_option("--due", options->due, "The last day to be done with it");
  command->add_option("--note", options->note, "In your own words");
  command->footer("Example: agencywatch cases assign 2 --to \"Nguyễn Thị A\" --due 2026-12-31");

  options = fresh();
  command = commands.AddChange("note", "Keep a note", options, [](Context& context, const CaseOptions& given) {
    CaseOptions noted = given;
    noted.note = given.text == "-" ? ReadFile("-", "the note", context.stop()) : given.text;
    return Change(context, noted, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::AddNote(tx, given.id, by);
      return given.id;
    });
  });
  command->add_option("TEXT", options->text, "The note; - reads it from stdin")->required();
  command->footer("Example: agencywatch cases note 2 \"đã gọi cho nạn nhân, hẹn thứ hai\"");
}

void AddTasksAndFiles(Commands& commands) {
  const auto fresh = [] { return std::make_shared<CaseOptions>(); };

  auto options = fresh();
  auto* command = commands.AddChange("task", "Something that somebody is to do", options, [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::AddTask(tx, given.id, core::MakeValidUtf8(given.text), NameOr(given.to, by.by), ReadDue(given.due, by.at), by);
      return given.id;
    });
  });
  command->add_option("WHAT", options->text, "What is to be done")->required();
  command->add_option("--to", options->to, "By whom (default: whoever acts)");
  command->add_option("--due", options->due, "The last day");
  command->footer("Example: agencywatch cases task 2 \"hỏi ngân hàng về tài khoản\" --to \"Nguyễn Thị A\" --due 2026-12-01");

  options = fresh();
  command = commands.AddChange("done", "A task is done", options, [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::FinishTask(tx, given.id, given.part, by);
      return given.id;
    });
  });
  command->add_option("TASK", options->part, "Its number in the case")->required();
  command->add_option("--note", options->note, "What came of it");
  command->footer("Example: agencywatch cases done 2 5");

  options = fresh();
  command = commands.AddChange("attach", "Lay files into a case (25 MiB each)", options, Attach);
  command->add_option("FILE", options->files, "One file or several")->required();
  command->add_option("--name", options->title, "Another name than the file has");
  command->add_option("--note", options->note, "What they are");
  command->footer("Example: agencywatch cases attach 2 bien-ban.pdf --note \"biên bản làm việc\"");

  options = fresh();
  command = commands.Add("extract", "Take a file out; that you did is logged", options, Extract);
  command->add_option("CASE", options->id, "Its number")->required();
  command->add_option("ATTACHMENT", options->part, "Its number in the case")->required();
  command->add_option("--out", options->out, "Where to; a file that is there is left alone (default: stdout)")->type_name("F");
  command->add_option("--reason", options->note, "What for");
  command->footer("Example: agencywatch cases extract 2 1 --out bien-ban.pdf");
}

void AddCountAndEnd(Commands& commands) {
  const auto fresh = [] { return std::make_shared<CaseOptions>(); };
  using alerts::CodesOf;

  auto options = fresh();
  auto* command = commands.AddChange("count", "How many persons of one kind it affected, without saying who", options,
                                     [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::SetAffected(tx, given.id, given.persons, by);
      return given.id;
    });
  });
  auto& persons = options->persons;
  command->add_option("N", persons.n, "So many; replaces what stood there, 0 takes it out")->required();
  command->add_option("--sex", persons.sex)->check(CLI::IsMember(CodesOf(alerts::Sexes())))->capture_default_str();
  command->add_option("--age", persons.age_band)->check(CLI::IsMember(CodesOf(alerts::AgeBands())))->capture_default_str();
  command->add_option("--purpose", persons.purpose)->check(CLI::IsMember(CodesOf(alerts::Purposes())))->capture_default_str();
  command->add_option("--returned", persons.returned)->check(CLI::IsMember(CodesOf(alerts::Returns())))->capture_default_str();
  command->add_option("--support", persons.support, "What they received: medical,legal")
      ->delimiter(',')
      ->check(CLI::IsMember(CodesOf(alerts::Supports())));
  command->add_option("--note", options->note, "In your own words");
  command->footer(Codes(alerts::Purposes(), "PURPOSES") + Codes(alerts::Returns(), "RETURN") + Codes(alerts::Supports(), "SUPPORT") +
                  "Example: agencywatch cases count 2 3 --sex female --age 16_17 --purpose forced_crime --returned rescued --support medical,legal");

  options = fresh();
  command = commands.AddChange("close", "An end, and its alerts with it", options, [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::CloseCase(tx, given.id, db::FindCaseOutcome(given.outcome).value(), by);
      return given.id;
    });
  });
  command->add_option("--outcome", options->outcome, "A code of the list below")
      ->required()
      ->check(CLI::IsMember(CodesOf(alerts::CaseOutcomes())));
  command->add_option("--note", options->note, "In your own words");
  command->footer(Codes(alerts::CaseOutcomes(), "OUTCOMES (the first three confirm its alerts, the others dismiss them)") +
                  "Example: agencywatch cases close 2 --outcome fined --note \"QĐ 118\"");

  options = fresh();
  command = commands.AddChange("reopen", "Work on a closed one again", options, [](Context& context, const CaseOptions& given) {
    return Change(context, given, [&](pqxx::work& tx, const db::CaseAct& by) {
      db::ReopenCase(tx, given.id, by);
      return given.id;
    });
  });
  command->add_option("--note", options->note, "Why");
  command->footer("Example: agencywatch cases reopen 2 --note \"có thêm nạn nhân trình báo\"");
}

void AddReading(CLI::App& cases, CommandLine& line, Commands& commands) {
  auto* listing = cases.add_subcommand("list", "Open cases, the next to be due first");
  auto list = std::make_shared<ListOptions>();
  listing->add_flag("--all", list->all, "Closed ones, too");
  listing->add_flag("--closed", list->closed, "Only closed ones");
  listing->add_flag("--overdue", list->overdue, "Only those that are overdue, or have a task that is");
  listing->add_option("--owner", list->owner, "Only those that this person has");
  listing->add_option("--alert", list->alert, "Only the one with this alert");
  listing->add_option("--limit", list->limit, "How many")->capture_default_str()->check(CLI::PositiveNumber);
  listing->add_option("--page", list->page, "The next so many: 2, 3 …")->capture_default_str()->check(CLI::Range(1, 1000000));
  listing->add_flag("--json", list->json, "One JSON object a line");
  listing->footer("Example: agencywatch cases list --overdue");
  listing->callback([&line, list] { line.Choose([list](Context& context) { return List(context, *list); }); });

  auto options = std::make_shared<CaseOptions>();
  auto* showing = commands.Add("show", "One case in full; that you looked is logged", options, Show);
  showing->add_option("CASE", options->id, "Its number")->required();
  showing->add_flag("--json", options->json, "As one JSON object");
  showing->add_option("--reason", options->note, "Why contacts and notes are needed; without it they are masked");
  showing->footer("Example: agencywatch cases show 2 --reason \"xác minh theo nhiệm vụ\"");

  auto* exporting = cases.add_subcommand("export", "All cases as CSV or JSON lines; that you did is logged");
  auto out = std::make_shared<ExportOptions>();
  exporting->add_option("--format", out->format)->check(CLI::IsMember({"csv", "json"}))->capture_default_str();
  exporting->add_option("--table", out->table, "Of CSV: which rows")
      ->check(CLI::IsMember({"cases", "persons", "referrals"}))
      ->capture_default_str();
  exporting->add_option("--reason", out->reason, "With one, names and numbers in titles, and notes, are left in");
  out->as = AddAsOption(*exporting);
  exporting->footer("Example: agencywatch cases export --table persons > nguoi-bi-anh-huong.csv");
  exporting->callback([&line, out] { line.Choose([out](Context& context) { return Export(context, *out); }); });
}

}  // namespace

void AddCasesCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("cases", "Alerts that people work on together, until an authority has spoken");
  command->require_subcommand(1);
  Commands commands(*command, line);
  AddReading(*command, line, commands);
  AddWhatIsInIt(commands);
  AddTasksAndFiles(commands);
  AddCountAndEnd(commands);
}

}  // namespace agencywatch::cli
