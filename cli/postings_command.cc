// `agencywatch postings export|search`: what was read, as stored.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/viewing.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/posting_index.h"
#include "db/posting_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) { return text.empty() ? Json{} : Json(text); }

template <typename T, typename Format>
Json OrNull(const std::optional<T>& value, Format format) {
  return value ? Json(format(*value)) : Json{};
}

Json ToJson(const db::PostingExport& row) {
  const core::Posting& posting = row.version.posting;
  Json line;
  line["url"] = TextOrNull(row.url);
  line["canonical_url"] = TextOrNull(posting.canonical_url);
  line["source"] = row.version.source;
  line["item_key"] = TextOrNull(posting.item_key);
  line["kind"] = core::PostingKindName(posting.kind);
  line["title"] = posting.text.title;
  line["employer"] = TextOrNull(posting.employer);
  line["date_posted"] = OrNull(posting.date_posted, core::FormatDay);
  line["valid_through"] = OrNull(posting.valid_through, core::FormatDay);
  const auto same = [](double amount) { return amount; };
  line["salary_min"] = OrNull(posting.salary_min, same);
  line["salary_max"] = OrNull(posting.salary_max, same);
  line["salary_currency"] = TextOrNull(posting.salary_currency);
  line["salary_unit"] = TextOrNull(posting.salary_unit);
  line["country"] = TextOrNull(posting.country);
  line["region"] = TextOrNull(posting.region);
  line["body"] = posting.text.body;
  line["context"] = posting.text.context;
  line["phones"] = row.phones;
  line["emails"] = row.emails;
  line["accounts"] = row.accounts;
  line["first_seen"] = core::FormatInstant(row.version.first_seen);
  line["last_seen"] = core::FormatInstant(row.version.last_seen);
  line["withdrawn_by"] = OrNull(row.withdrawn_by, core::FormatInstant);
  line["duplicate_of"] = TextOrNull(row.duplicate_of);
  line["verdict"] = TextOrNull(row.verdict);
  line["capture"] = TextOrNull(row.capture);
  if (!row.corrections.empty()) line["corrections"] = row.corrections;
  return line;
}

int Search(Context& context, const std::string& text, int limit, const Viewer& viewer, bool as_json) {
  const bool english = context.english();
  const auto connection = context.database().Connect();
  const auto found = db::InTransaction(
      *connection, [&](pqxx::work& tx) { return db::SearchPostings(tx, core::MakeValidUtf8(text), limit); });
  std::vector<std::int64_t> ids;
  for (const auto& posting : found) ids.push_back(posting.posting_id);
  RecordView(context, *connection, viewer, "posting.search", "postings", ids);
  for (const auto& posting : found) {
    if (as_json) {
      std::cout << Json{{"id", posting.posting_id},
                        {"kind", core::PostingKindName(posting.kind)},
                        {"source", posting.source},
                        {"url", TextOrNull(posting.canonical_url)},
                        {"title", posting.title},
                        {"verdict", core::VerdictName(posting.verdict)},
                        {"first_seen", core::FormatInstant(posting.first_seen)},
                        {"last_seen", core::FormatInstant(posting.last_seen)}}
                       .dump(-1, ' ', false, Json::error_handler_t::replace)
                << '\n';
      continue;
    }
    std::cout << posting.posting_id << "  " << alerts::TerminalText(posting.title, 100) << "\n    " << alerts::TerminalText(posting.canonical_url, 160)
              << "  (" << posting.source << ")  " << core::FormatVietnamTime(posting.last_seen).substr(0, 10) << "  "
              << alerts::VerdictTitle(posting.verdict, english) << '\n';
  }
  if (found.empty() && !as_json) std::cout << (english ? "No posting holds these words.\n" : "Không có tin nào có những từ này.\n");
  return kDone;
}

}  // namespace

void AddPostingsCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("postings", "What was read on the pages");
  command->require_subcommand(1);
  auto* searching = command->add_subcommand("search", "Postings by their words, with or without marks, newest first");
  auto text = std::make_shared<std::string>();
  auto limit = std::make_shared<int>(50);
  auto json = std::make_shared<bool>(false);
  searching->add_option("TEXT", *text, "Words; \"…\" for words in a row, -word for without, or for either")->required();
  searching->add_option("--limit", *limit, "How many")->capture_default_str()->check(CLI::PositiveNumber);
  searching->add_flag("--json", *json, "One JSON object a line");
  searching->footer("Example: agencywatch postings search 'dat coc \"don hang han quoc\"'");
  const Viewer search_viewer = AddViewer(*searching);
  searching->callback([&line, text, limit, search_viewer, json] {
    line.Choose([text, limit, search_viewer, json](Context& context) {
      return Search(context, *text, *limit, search_viewer, *json);
    });
  });

  auto* exporting = command->add_subcommand("export", "Every posting, one JSON object a line");
  auto format = std::make_shared<std::string>("jsonl");
  exporting->add_option("--format", *format, "Form of the output")
      ->check(CLI::IsMember({"jsonl"}))
      ->capture_default_str();
  exporting->footer("Example: agencywatch postings export --format jsonl > postings.jsonl");
  const Viewer export_viewer = AddViewer(*exporting);
  exporting->callback([&line, export_viewer] {
    line.Choose([export_viewer](Context& context) {
      const auto connection = context.database().Connect();
      RecordView(context, *connection, export_viewer, "posting.export", "postings");
      pqxx::read_transaction tx(*connection);
      db::ForEachPosting(tx, [](const db::PostingExport& row) {
        std::cout << ToJson(row).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
      });
      return static_cast<int>(kDone);
    });
  });
}

}  // namespace agencywatch::cli
