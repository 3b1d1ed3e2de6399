// `agencywatch register import|list|show`: the licence register on the command line.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "core/register_file.h"
#include "core/sha256.h"
#include "crawler/page_reader.h"
#include "db/database.h"
#include "db/register_store.h"
#include "db/run_store.h"

namespace agencywatch::cli {
namespace {

struct ImportOptions {
  std::filesystem::path file;
  std::string source = "file";
  std::string published_on;
  bool dry_run = false;
  bool force = false;
};

core::RegisterFile ReadList(const std::string& bytes, const std::string& name) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool html = first != std::string::npos && bytes[first] == '<';
  if (!html) return core::ParseRegisterFile(bytes, name);
  const crawler::PageContent page = crawler::ReadPage(bytes, "", "");
  core::RegisterFile list;
  list.rows = page.register_rows;
  list.published_on = page.register_published_on;
  for (const auto& problem : page.register_problems)
    list.problems.push_back({name, 0, 0, problem, ""});
  return list;
}

void PrintRow(const core::RegisterRow& row) {
  std::cout << (row.licence_no.empty() ? "(no number)" : row.licence_no) << "  " << row.name;
  if (!row.short_name.empty()) std::cout << " (" << row.short_name << ")";
  std::cout << "  " << core::LicenceStatusName(row.status);
  if (row.status_from) std::cout << " from " << core::FormatDay(*row.status_from);
  if (row.status_to) std::cout << " to " << core::FormatDay(*row.status_to);
  if (!row.status_market.empty() && row.status_market != "*")
    std::cout << " for " << row.status_market;
  std::cout << '\n';
}

int Import(Context& context, const ImportOptions& options) {
  const std::string bytes = ReadFile(options.file, "the register");
  core::RegisterFile list = ReadList(bytes, options.file.string());
  for (const auto& problem : list.problems) std::cerr << problem.Text() << '\n';
  if (list.rows.empty()) {
    throw core::InputError(
        {options.file.string(), 0, 0, "no licensed enterprise was read; nothing was imported",
         "the list needs a heading such as 'Tên doanh nghiệp' and 'Số giấy phép'"});
  }
  if (!options.published_on.empty()) {
    list.published_on = core::ParseDay(options.published_on);
    if (!list.published_on) {
      throw core::InputError(
          {"--published-on", 0, 0, "'" + options.published_on + "' is no day", "write 2026-11-20"});
    }
  }
  if (options.dry_run) {
    for (const auto& row : list.rows) PrintRow(row);
    std::cout << list.rows.size() << " enterprises were read; nothing was imported (--dry-run)\n";
    return list.problems.empty() ? kDone : kDoneButLook;
  }
  const auto connection = context.database().Connect();
  pqxx::work tx(*connection);
  db::RefuseClockSetBack(tx, context.clock().Now());
  db::RegisterImport import;
  import.source = options.source;
  import.published_on = list.published_on;
  import.retrieved_at = context.clock().Now();
  import.sha256 = core::Sha256Hex(bytes);
  import.force = options.force;
  import.max_age_days = static_cast<int>(context.config().register_max_age.count());
  const db::RegisterDiff diff = db::ImportRegister(tx, import, list.rows);
  tx.commit();
  for (const auto& change : diff.changes) {
    std::cout << db::RegisterChangeName(change.kind) << "  " << change.licence_no << "  "
              << change.name << '\n';
  }
  std::cout << list.rows.size() << " enterprises were read: " << diff.changes.size() << " changes, "
            << diff.unchanged << " unchanged"
            << (diff.imported ? "" : "; the list says what was known, nothing was imported")
            << '\n';
  return list.problems.empty() ? kDone : kDoneButLook;
}

int List(Context& context) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto view = db::LoadRegister(tx, context.clock().Now());
  if (!view) {
    std::cerr << "no register has been imported yet: agencywatch register import FILE\n";
    return kDoneButLook;
  }
  for (const auto& entry : view->entries()) PrintRow(entry.row);
  std::cout << view->entries().size() << " enterprises, as of " << core::FormatDay(view->as_of())
            << '\n';
  return kDone;
}

int Show(Context& context, const std::string& what, const std::string& on,
         const std::string& market) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto view = db::LoadRegister(tx, context.clock().Now());
  if (!view) {
    std::cerr << "no register has been imported yet: agencywatch register import FILE\n";
    return kDoneButLook;
  }
  const core::Day day =
      on.empty() ? context.clock().Today() : core::ParseDay(on).value_or(core::Day{});
  if (!day.ok())
    throw core::InputError({"--on", 0, 0, "'" + on + "' is no day", "write 2026-11-20"});
  const auto licence = core::NormaliseLicence(what);
  const core::RegisterEntry* entry = licence ? view->FindByLicence(*licence) : nullptr;
  if (entry == nullptr) entry = view->FindByTaxCode(what);
  if (entry == nullptr) {
    const auto match = view->MatchName(what);
    if (match.kind == core::RegisterView::NameMatch::Kind::kPossible) {
      std::cout << "not listed; the nearest name is " << match.entry->row.name << " ("
                << match.entry->row.licence_no << ")\n";
      return kDoneButLook;
    }
    entry = match.entry;
  }
  if (entry == nullptr) {
    std::cout << "not listed: " << what << '\n';
    return kDoneButLook;
  }
  PrintRow(entry->row);
  const auto status = core::RegisterView::StatusOn(*entry, day, market);
  std::cout << "on " << core::FormatDay(day) << (market.empty() ? "" : " for " + market) << ": "
            << (status ? core::LicenceStatusName(*status) : "not licensed yet") << '\n';
  for (const auto& state : db::LicenceHistory(tx, entry->licence_norm)) {
    std::cout << "  " << core::LicenceStatusName(state.status)
              << (state.market == "*" ? "" : " for " + state.market)
              << (state.from ? " from " + core::FormatDay(*state.from) : "")
              << (state.to ? " to " + core::FormatDay(*state.to) : "") << ", known from "
              << core::FormatVietnamTime(state.known_from)
              << (state.known_to ? " until " + core::FormatVietnamTime(*state.known_to) : "")
              << '\n';
  }
  return kDone;
}

}  // namespace

void AddRegisterCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("register", "The register of licensed enterprises");
  command->require_subcommand(1);

  auto* importing = command->add_subcommand(
      "import", "Take in a published list: CSV, JSON lines or an HTML table");
  auto options = std::make_shared<ImportOptions>();
  importing->add_option("FILE", options->file, "The list; - reads from stdin")->required();
  importing
      ->add_option("--source", options->source,
                   "Whose list it is; it replaces the last one of the same source")
      ->capture_default_str();
  importing->add_option("--published-on", options->published_on,
                        "The day of the list, where it does not say so itself");
  importing->add_flag("--dry-run", options->dry_run, "Show what would be read; import nothing");
  importing->add_flag("--force", options->force, "Take it even if it is suspiciously small or old");
  importing->footer("Example: agencywatch register import danh-sach.csv --published-on 2026-11-20");
  importing->callback([&line, options] {
    line.Choose([options](Context& context) { return Import(context, *options); });
  });

  auto* listing = command->add_subcommand("list", "Every enterprise, as known now");
  listing->footer("Example: agencywatch register list");
  listing->callback([&line] { line.Choose(List); });

  auto* showing =
      command->add_subcommand("show", "One enterprise: by licence number, tax code or name");
  auto what = std::make_shared<std::string>();
  auto on = std::make_shared<std::string>();
  auto market = std::make_shared<std::string>();
  showing->add_option("WHAT", *what, "Licence number, tax code or name")->required();
  showing->add_option("--on", *on, "Licensed on that day? (2026-10-31)");
  showing->add_option("--market", *market, "… for this market? (ISO 3166: JP)");
  showing->footer("Example: agencywatch register show 3224/LĐTBXH-GP --on 2026-10-31 --market JP");
  showing->callback([&line, what, on, market] {
    line.Choose(
        [what, on, market](Context& context) { return Show(context, *what, *on, *market); });
  });
}

}  // namespace agencywatch::cli
