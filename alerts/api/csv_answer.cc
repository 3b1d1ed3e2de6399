#include "alerts/api/csv_answer.h"

#include <pqxx/pqxx>

#include "alerts/api/identifier_search.h"
#include "core/csv_writer.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxCellBytes = 30'000;  // Excel takes 32,767 letters

}  // namespace

CsvTable::CsvTable(const std::vector<std::string>& headings)
    : text_(std::string{core::kCsvMark} + core::CsvLine(headings)) {}

void CsvTable::Add(std::vector<std::string> cells) {
  for (auto& cell : cells) {
    if (cell.size() > kMaxCellBytes) cell = std::string{core::Utf8Prefix(cell, kMaxCellBytes)} + "…";
  }
  text_ += core::CsvLine(cells);
  ++rows_;
}

HttpResponse CsvAnswer(ApiCall& call, const std::string& name, const CsvTable& table) {
  return CsvAnswer(call, name, table.text(), table.rows());
}

HttpResponse CsvAnswer(ApiCall& call, const std::string& name, std::string text, std::size_t rows) {
  auto query = call.query;
  if (const auto asked = query.find("q"); asked != query.end() && name != "register") asked->second = NotedSearch(asked->second);
  Json details{{"rows", rows}, {"query", query}};
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    db::AppendAudit(tx, {call.now, call.session.account, "export.csv", name, "", details.dump()});
  });
  const std::string file = name + "-" + core::FormatDay(core::VietnamDay(call.now)) + ".csv";
  return {200,
          {{"Content-Type", "text/csv; charset=utf-8"},
           {"Content-Disposition", "attachment; filename=\"" + file + "\""},
           {"Cache-Control", "no-store"}},
          std::move(text)};
}

bool InEnglish(const ApiCall& call) { return call.Query("lang") == "en"; }

std::string CsvTime(const std::optional<core::Instant>& instant) {
  if (!instant) return {};
  const core::Instant local = *instant + std::chrono::hours{7};  // Vietnam, the whole year
  return core::FormatInstant(local).replace(10, 1, " ").substr(0, 16);
}

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const auto& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

}  // namespace agencywatch::alerts
