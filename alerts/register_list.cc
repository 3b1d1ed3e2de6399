#include "alerts/register_list.h"

#include <nlohmann/json.hpp>

#include "core/old_workbook.h"
#include "core/utf8.h"
#include "crawler/charset.h"
#include "crawler/page_reader.h"
#include "db/audit_store.h"

namespace agencywatch::alerts {
namespace {

core::RegisterFile ReadHtml(const std::string& bytes, const std::string& name) {
  crawler::PageContent page = crawler::ReadPage(bytes, "", "");
  core::RegisterFile list;
  for (auto& row : page.register_rows) core::AddRow(list, std::move(row), {name, 0});
  for (const auto& heading : page.register_headings) {
    // "Giấy phép / Số": which number it is, the upper row says.
    const std::size_t slash = heading.find(" / ");
    auto column = core::FindRegisterColumn(slash == std::string::npos ? heading : heading.substr(0, slash) + heading.substr(slash + 2));
    if (!column && slash != std::string::npos) column = core::FindRegisterColumn(heading.substr(slash + 3));
    list.headings.push_back({heading, column});
  }
  list.published_on = page.register_published_on;
  for (const auto& problem : page.register_problems)
    list.problems.push_back({name, 0, 0, problem, ""});
  return list;
}

// All sheets that hold a list; what the others lack is not told.
core::RegisterFile ListOf(const std::vector<core::Sheet>& sheets, const std::string& name) {
  core::RegisterFile list;
  std::vector<core::InputProblem> none;
  for (const auto& sheet : sheets) {
    core::RegisterFile part = core::ParseRegisterTable(sheet.lines, name + " [" + sheet.name + "]");
    if (part.rows.empty()) {
      none.insert(none.end(), part.problems.begin(), part.problems.end());
    } else {
      core::Append(list, std::move(part));
    }
  }
  if (list.rows.empty()) list.problems = std::move(none);
  return list;
}

[[noreturn]] void RefuseShape(const std::string& name, const char* what) {
  throw core::InputError({name, 0, 0, what,
                          "open it, copy its table into a spreadsheet and save that as XLSX or CSV "
                          "(UTF-8)"});
}

// A table saved in a charset from before Unicode, or no table at all.
core::RegisterFile ReadOldCharset(const std::string& bytes, const std::string& name) {
  const crawler::DecodedPage decoded = crawler::DecodePage(bytes, "text/csv");
  if (!core::LooksLikeText(decoded.text))
    RefuseShape(name, name.ends_with(".xlsx") ? "this is no readable XLSX" : "this is no text and no table");
  core::RegisterFile list = core::ParseRegisterFile(decoded.text, name);
  list.problems.insert(list.problems.begin(), {name, 0, 0, "the file is not UTF-8 and was read as " + decoded.charset,
                                               "look whether its letters are right, or save it as UTF-8"});
  return list;
}

}  // namespace

core::RegisterFile ReadRegisterList(const std::string& bytes, const std::string& name) {
  if (bytes.starts_with("%PDF")) RefuseShape(name, "this is a PDF, which holds no table");
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return ListOf(core::ReadOldWorkbook(bytes, name), name);
  if (bytes.starts_with("{\\rtf")) RefuseShape(name, "this is a text document (RTF)");
  if (bytes.starts_with("PK\x03\x04")) {
    if (bytes.find("xl/workbook.xml") == std::string::npos)
      RefuseShape(name, "this is an archive or a text document (.docx, .ods), not a workbook");
    return ListOf(core::ReadWorkbook(bytes, name), name);
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string::npos && bytes[first] == '<') return ReadHtml(bytes, name);
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  return utf16 || core::IsValidUtf8(bytes) ? core::ParseRegisterFile(bytes, name) : ReadOldCharset(bytes, name);
}

std::vector<core::InputProblem> DoubtsAbout(const core::RegisterFile& list, core::Day today,
                                            int max_age_days) {
  std::vector<core::InputProblem> problems = list.doubts;
  if (list.published_on && *list.published_on > today) {
    problems.push_back({"", 0, 0,
                        "the list is dated " + core::FormatDay(*list.published_on) +
                            ", a day that is still to come",
                        "give its own day"});
  } else if (list.published_on && core::DaysBetween(*list.published_on, today) > max_age_days) {
    problems.push_back({"", 0, 0,
                        "the list is of " + core::FormatDay(*list.published_on) + ", more than " +
                            std::to_string(max_age_days) + " days old (register_max_age)",
                        "import a newer one"});
  }
  return problems;
}

db::RegisterDiff TakeIn(pqxx::transaction_base& tx, db::RegisterImport import,
                        const core::RegisterFile& list) {
  import.published_on = list.published_on;
  std::vector<core::RegisterRow> rows;
  for (const auto& row : list.rows) {
    if (row.status_unclear) {
      import.unclear.push_back(row.licence_no.empty() ? row.name : row.licence_no);
    } else {
      rows.push_back(row);
    }
  }
  return db::ImportRegister(tx, import, rows);
}

void WriteDown(pqxx::transaction_base& tx, const db::RegisterImport& import, const db::RegisterDiff& taken, const std::string& reason) {
  const nlohmann::ordered_json body = {{"source", import.source},         {"sha256", import.sha256},
                                       {"licences", taken.licences},      {"changes", taken.changes.size()},
                                       {"imported", taken.imported},      {"force", import.force}};
  db::AppendAudit(tx, {import.retrieved_at, import.by, "register.import", "snapshot " + std::to_string(taken.snapshot_id), reason, body.dump()});
}

}  // namespace agencywatch::alerts
