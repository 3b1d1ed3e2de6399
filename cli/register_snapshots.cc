// `agencywatch register snapshots|diff`: the lists that were taken in, and what each said otherwise.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "cli/exit_code.h"
#include "cli/register_commands.h"
#include "cli/register_text.h"
#include "core/errors.h"
#include "db/database.h"
#include "db/register_store.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

int Snapshots(Context& context, bool as_json) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const bool english = context.english();
  const auto snapshots = db::RegisterSnapshots(tx);
  if (snapshots.empty()) {
    std::cerr << RegisterUnknownText(english);
    return kDoneButLook;
  }
  for (const auto& snapshot : snapshots) {
    if (as_json) {
      std::cout << Json{{"id", snapshot.id},
                        {"source", snapshot.source},
                        {"published_on", DayJson(snapshot.published_on)},
                        {"retrieved_at", core::FormatInstant(snapshot.retrieved_at)},
                        {"confirmed_at", core::FormatInstant(snapshot.confirmed_at)},
                        {"licences", snapshot.licences},
                        {"imported_by", snapshot.imported_by},
                        {"sha256", snapshot.sha256}}
                       .dump()
                << '\n';
      continue;
    }
    std::cout << snapshot.id << "  " << snapshot.source << "  "
              << (snapshot.published_on ? core::DisplayDay(*snapshot.published_on) : "-") << "  "
              << (english ? "retrieved " : "lấy về ")
              << core::FormatVietnamTime(snapshot.retrieved_at);
    if (snapshot.confirmed_at != snapshot.retrieved_at)
      std::cout << (english ? ", unchanged until " : ", không đổi đến ")
                << core::FormatVietnamTime(snapshot.confirmed_at);
    std::cout << "  " << snapshot.licences << (english ? " licences" : " giấy phép");
    if (!snapshot.imported_by.empty())
      std::cout << (english ? "  by " : "  do ") << snapshot.imported_by;
    std::cout << "  sha256:" << snapshot.sha256.substr(0, 12) << '\n';
  }
  return kDone;
}

struct DiffOptions {
  std::vector<std::int64_t> snapshots;
  std::string since;
  bool json = false;
};

struct Two {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

// Two lists of one source, unless they were named; `from` is 0 where the newest is the only one of its source.
Two WhichTwo(pqxx::transaction_base& tx, const DiffOptions& options) {
  if (options.snapshots.size() == 2) return {options.snapshots[0], options.snapshots[1]};
  auto all = db::RegisterSnapshots(tx);
  if (all.empty()) return {};
  const std::int64_t newest = all.front().id;
  if (options.snapshots.size() == 1) return {options.snapshots[0], newest};
  std::erase_if(all, [source = all.front().source](const auto& snapshot) { return snapshot.source != source; });
  if (options.since.empty()) return {all.size() < 2 ? 0 : all[1].id, newest};
  const auto day = core::ParseDay(options.since);
  if (!day)
    throw core::InputError({"--since", 0, 0, "'" + options.since + "' is no day", "write 2026-11-20"});
  const auto known = std::find_if(all.begin(), all.end(), [&](const auto& snapshot) { return snapshot.retrieved_at <= EndOfDay(*day); });
  const std::int64_t from = known == all.end() ? all.back().id : known->id;
  return {all.size() < 2 ? 0 : from, newest};
}

int Diff(Context& context, const DiffOptions& options) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const bool english = context.english();
  const Two two = WhichTwo(tx, options);
  if (two.to == 0) {
    std::cerr << RegisterUnknownText(english);
    return kDoneButLook;
  }
  if (two.from == 0) {
    if (!options.json)
      std::cout << (english ? "Snapshot " : "Bản ") << two.to
                << (english ? " is the first list of its source: nothing to compare it with. All of it: agencywatch register list\n"
                            : " là danh sách đầu tiên của nguồn này: chưa có gì để so. Xem toàn bộ: agencywatch register list\n");
    return kDone;
  }
  const auto changes = db::CompareSnapshots(tx, two.from, two.to);
  if (options.json) {
    for (const auto& change : changes) std::cout << ChangeJson(change).dump() << '\n';
    return kDone;
  }
  std::cout << (english ? "Snapshot " : "Bản ") << two.from << " -> " << two.to << ": "
            << changes.size() << (english ? " changes\n" : " thay đổi\n");
  for (const auto& change : changes) std::cout << ChangeText(change, english);
  return kDone;
}

}  // namespace

void AddRegisterSnapshots(CLI::App& command, CommandLine& line) {
  auto* listing = command.add_subcommand("snapshots", "The lists that were taken in, newest first");
  auto json = std::make_shared<bool>(false);
  listing->add_flag("--json", *json, "One JSON object a line");
  listing->footer("Example: agencywatch register snapshots");
  listing->callback([&line, json] {
    line.Choose([json](Context& context) { return Snapshots(context, *json); });
  });

  auto* diff = command.add_subcommand(
      "diff", "What a list said otherwise: new, changed, suspended, revoked, returned, gone …");
  auto options = std::make_shared<DiffOptions>();
  auto* ids = diff->add_option("SNAPSHOT", options->snapshots,
                               "Two numbers of `register snapshots`; one is compared with the "
                               "newest; none: the last two of its source")
                  ->expected(0, 2);
  diff->add_option("--since", options->since, "The last list known on this day with the newest")
      ->type_name("DAY")
      ->excludes(ids);
  diff->add_flag("--json", options->json, "One JSON object a line");
  diff->footer("Example: agencywatch register diff --since 2026-10-31");
  diff->callback([&line, options] {
    line.Choose([options](Context& context) { return Diff(context, *options); });
  });
}

}  // namespace agencywatch::cli
