// `agencywatch register import`: a published list is taken in, or looked at.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/problem_text.h"
#include "alerts/register_list.h"
#include "cli/acting.h"
#include "cli/exit_code.h"
#include "cli/register_commands.h"
#include "cli/register_source.h"
#include "cli/register_text.h"
#include "cli/rescreen.h"
#include "core/errors.h"
#include "core/register_activity.h"
#include "db/database.h"
#include "db/register_store.h"
#include "db/run_store.h"
#include "db/transaction.h"
#include "rules/facts/licence_reader.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ImportOptions {
  std::vector<std::filesystem::path> files;
  std::string source = "file";
  std::string published_on;
  bool dry_run = false;
  bool force = false;
  bool later = false;
  bool json = false;
};

core::Day GivenDay(const std::string& text) {
  const auto day = core::ParseDay(text);
  if (!day)
    throw core::InputError({"--published-on", 0, 0, "'" + text + "' is no day",
                            "write 2026-11-20"});
  return *day;
}

// How the file was understood: each heading with our column, and the first rows.
void PrintDryRun(const core::RegisterFile& list, bool english) {
  std::cout << (english ? "Headings:\n" : "Tiêu đề cột:\n");
  std::vector<core::RegisterColumn> seen;
  for (const auto& heading : list.headings) {
    if (heading.heading.empty()) continue;
    const bool again =
        heading.column && std::find(seen.begin(), seen.end(), *heading.column) != seen.end();
    if (heading.column) seen.push_back(*heading.column);
    std::cout << "  " << alerts::TerminalText(heading.heading, 80) << " -> "
              << (!heading.column ? (english ? "(ignored)" : "(bỏ qua)")
                                  : std::string{core::RegisterColumnName(*heading.column)})
              << (again ? (english ? " (again)" : " (lặp lại)") : "") << '\n';
  }
  if (list.headings.empty()) std::cout << (english ? "  (JSON keys)\n" : "  (khóa JSON)\n");
  constexpr std::size_t kFirstRows = 10;
  std::cout << (english ? "First rows:\n" : "Các dòng đầu:\n");
  for (std::size_t i = 0; i < list.rows.size() && i < kFirstRows; ++i) {
    const core::RegisterRow& row = list.rows[i];
    std::cout << "  " << alerts::TerminalText(row.licence_no, 60) << "  "
              << alerts::TerminalText(row.name, 120);
    if (row.issued_on) std::cout << "  " << core::DisplayDay(*row.issued_on);
    std::cout << "  "
              << (row.status_unclear ? (english ? "(status not understood)" : "(không rõ tình trạng)")
                                     : core::LicenceStatusTitle(row.status, english));
    if (row.status_from)
      std::cout << (english ? " from " : " từ ") << core::DisplayDay(*row.status_from);
    if (row.status_to)
      std::cout << (english ? " to " : " đến ") << core::DisplayDay(*row.status_to);
    if (!row.status_market.empty() && row.status_market != "*")
      std::cout << (english ? " for " : " ở thị trường ") << row.status_market;
    if (!row.status_activity.empty() && row.status_activity != "*")
      std::cout << (english ? ", only " : ", riêng ") << core::ActivityTitle(row.status_activity, english);
    std::cout << '\n';
  }
  if (list.published_on)
    std::cout << (english ? "List of " : "Danh sách ngày ") << core::DisplayDay(*list.published_on)
              << '\n';
  std::cout << list.rows.size()
            << (english ? " enterprises were read; nothing was imported (--dry-run)\n"
                        : " doanh nghiệp đã đọc; chưa nhập gì (--dry-run)\n");
}

Json DryRunJson(const core::RegisterFile& list) {
  Json json;
  json["headings"] = Json::array();
  for (const auto& heading : list.headings) {
    json["headings"].push_back(
        {{"heading", heading.heading},
         {"column", heading.column ? Json(core::RegisterColumnName(*heading.column)) : Json{}}});
  }
  json["published_on"] = DayJson(list.published_on);
  json["rows"] = list.rows.size();
  json["problems"] = Json::array();
  for (const auto* problems : {&list.problems, &list.doubts}) {
    for (const auto& problem : *problems) json["problems"].push_back(problem.Text());
  }
  return json;
}

// A list that is doubtful as a whole is not taken without --force.
void RefuseDoubtful(const core::RegisterFile& list, core::Day today, int max_age_days) {
  std::vector<core::InputProblem> problems = alerts::DoubtsAbout(list, today, max_age_days);
  if (problems.empty()) return;
  problems.push_back({"", 0, 0, "nothing was imported",
                      "mend the list, or take it as it is with --force; rows with a status that is "
                      "not understood are then left out, and what was known of them stays"});
  throw core::InputError(std::move(problems));
}

db::RegisterDiff Save(Context& context, pqxx::connection& connection, const ImportOptions& options,
                      const RegisterList& list) {
  db::RegisterImport import;
  import.source = options.source;
  import.retrieved_at = context.clock().Now();
  import.sha256 = list.sha256;
  import.by = SystemUser();
  import.force = options.force;
  import.max_age_days = static_cast<int>(context.config().register_max_age.count());
  return db::InTransaction(connection, [&](pqxx::work& tx) {
    db::RefuseClockSetBack(tx, context.clock().Now());
    auto taken = alerts::TakeIn(tx, import, list.file);
    alerts::WriteDown(tx, import, taken, "");
    return taken;
  });
}

void PrintDiff(const db::RegisterDiff& diff, std::size_t rows, bool english) {
  for (const auto& change : diff.changes) std::cout << ChangeText(change, english);
  if (english) {
    std::cout << rows << " enterprises were read: " << diff.changes.size() << " changes, "
              << diff.unchanged << " unchanged"
              << (diff.imported ? "" : "; the list says what was known, nothing was imported")
              << '\n';
  } else {
    std::cout << rows << " doanh nghiệp đã đọc: " << diff.changes.size() << " thay đổi, "
              << diff.unchanged << " không đổi"
              << (diff.imported ? "" : "; đúng như đã biết, không có gì để nhập") << '\n';
  }
}

// A wrong check digit is a slip of the list, or of whoever made it up: worth a look, and no reason to lose the code.
void PrintUncheckedTaxCodes(const core::RegisterFile& list, bool english) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> wrong;
  for (const auto& row : list.rows) {
    std::string digits;
    for (const char c : row.tax_code) {
      if (c >= '0' && c <= '9') digits += c;
    }
    if ((digits.size() == 10 || digits.size() == 13) && !rules::TaxCodeChecks(digits)) wrong.push_back(row.tax_code);
  }
  if (wrong.empty()) return;
  std::cerr << wrong.size() << (english ? " tax codes with a wrong check digit, kept as they are: " : " mã số thuế sai số kiểm tra, vẫn giữ nguyên: ");
  for (std::size_t i = 0; i < wrong.size() && i < kMost; ++i) std::cerr << (i == 0 ? "" : ", ") << alerts::TerminalText(wrong[i], 20);
  std::cerr << (wrong.size() > kMost ? " …\n" : "\n");
}

void PrintDisputed(const db::RegisterDiff& diff, bool english) {
  constexpr std::size_t kMost = 20;
  for (std::size_t i = 0; i < diff.disputed.size() && i < kMost; ++i) {
    const db::DisputedLicence& one = diff.disputed[i];
    std::cerr << alerts::TerminalText(one.licence_no, 60) << "  " << alerts::TerminalText(one.name, 120) << ": "
              << core::LicenceStatusTitle(one.here, english) << (english ? " here, but on the list of " : " ở đây, nhưng theo danh sách ")
              << alerts::TerminalText(one.source, 60) << ": " << core::LicenceStatusTitle(one.there, english) << '\n';
  }
  if (diff.disputed.size() > kMost)
    std::cerr << (english ? "… and more: " : "… và còn nữa: ") << diff.disputed.size() - kMost << '\n';
}

void PrintRescreened(const Rescreened& done, bool english) {
  const alerts::AlertCounts& counts = done.alerts;
  std::cout << done.postings
            << (english ? " adverts were judged anew; alerts: "
                        : " tin đã được đánh giá lại; cảnh báo: ")
            << counts.opened << (english ? " opened, " : " mới, ") << counts.updated
            << (english ? " updated, " : " cập nhật, ") << counts.reopened
            << (english ? " reopened, " : " mở lại, ") << counts.cleared
            << (english ? " closed\n" : " đóng\n");
}

int Import(Context& context, const ImportOptions& options) {
  RegisterList list = ReadRegisterList(options.files, context.stop());
  const auto duplicates = core::FindDuplicates(list.file);
  list.file.problems.insert(list.file.problems.end(), duplicates.begin(), duplicates.end());
  std::cerr << alerts::ProblemLines(list.file.problems, context.english());
  PrintUncheckedTaxCodes(list.file, context.english());
  if (list.file.rows.empty()) {
    throw core::InputError(
        {options.files.front().string(), 0, 0,
         "no licensed enterprise was read; nothing was imported",
         "the list needs a heading such as 'Tên doanh nghiệp' and 'Số giấy phép'"});
  }
  if (!options.published_on.empty()) list.file.published_on = GivenDay(options.published_on);
  const bool clean = list.file.problems.empty() && list.file.doubts.empty();
  if (options.dry_run) {
    std::cerr << alerts::ProblemLines(list.file.doubts, context.english());
    if (options.json) {
      std::cout << DryRunJson(list.file).dump() << '\n';
    } else {
      PrintDryRun(list.file, context.english());
    }
    return clean ? kDone : kDoneButLook;
  }
  if (!options.force) {
    RefuseDoubtful(list.file, context.clock().Today(),
                   static_cast<int>(context.config().register_max_age.count()));
  }
  std::cerr << alerts::ProblemLines(list.file.doubts, context.english());
  const auto connection = context.database().Connect();
  const db::RegisterDiff diff = Save(context, *connection, options, list);
  std::optional<Rescreened> rescreened;
  if (diff.imported && !options.later)
    rescreened = Rescreen(context, *connection, {SystemUser(), "register of " + options.source});
  PrintDisputed(diff, context.english());
  if (options.json) {
    Json json;
    json["imported"] = diff.imported;
    json["snapshot"] = diff.snapshot_id;
    json["rows"] = list.file.rows.size();
    json["unchanged"] = diff.unchanged;
    json["changes"] = Json::array();
    for (const auto& change : diff.changes) json["changes"].push_back(ChangeJson(change));
    json["disputed"] = Json::array();
    for (const auto& one : diff.disputed)
      json["disputed"].push_back({{"licence_no", one.licence_no},
                                  {"status", core::LicenceStatusName(one.here)},
                                  {"source", one.source},
                                  {"status_there", core::LicenceStatusName(one.there)}});
    if (rescreened) {
      const alerts::AlertCounts& counts = rescreened->alerts;
      json["rescreened"] = {{"postings", rescreened->postings}, {"opened", counts.opened},
                            {"updated", counts.updated},        {"reopened", counts.reopened},
                            {"cleared", counts.cleared}};
    }
    std::cout << json.dump() << '\n';
  } else {
    PrintDiff(diff, list.file.rows.size(), context.english());
    if (rescreened) {
      PrintRescreened(*rescreened, context.english());
    } else if (diff.imported) {
      std::cout << (context.english() ? "The next `agencywatch scan` judges all live adverts by this list.\n"
                                      : "Lần `agencywatch scan` tới sẽ đánh giá lại mọi tin đang hiển thị theo "
                                        "danh sách này.\n");
    }
  }
  return clean && diff.disputed.empty() ? kDone : kDoneButLook;
}

}  // namespace

void AddRegisterImport(CLI::App& command, CommandLine& line) {
  auto* importing = command.add_subcommand(
      "import", "Take in a published list: CSV, XLSX, XLS, JSON lines or HTML tables");
  auto options = std::make_shared<ImportOptions>();
  importing
      ->add_option("FILE", options->files, "The list; several files are its pages; - reads stdin")
      ->required();
  importing
      ->add_option("--source", options->source,
                   "Whose list it is; it replaces the last one of the same source")
      ->capture_default_str();
  importing->add_option("--published-on", options->published_on,
                        "The day of the list, where it does not say so itself");
  importing->add_flag("--dry-run", options->dry_run,
                      "Show what each heading is taken for and the first rows; import nothing");
  importing->add_flag("--force", options->force,
                      "Take it even if it is suspiciously small, old, another list or in part not "
                      "understood");
  importing->add_flag("--later", options->later,
                      "Leave it to the next scan to judge all live adverts by the list");
  importing->add_flag("--json", options->json, "One JSON object instead of text");
  importing->footer(
      "Exit code 1 when lines were not understood, 2 when the list is refused.\n"
      "Example: agencywatch register import danh-sach.csv --published-on 2026-11-20");
  importing->callback([&line, options] {
    line.Choose([options](Context& context) { return Import(context, *options); });
  });
}

}  // namespace agencywatch::cli
