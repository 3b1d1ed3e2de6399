#include "cli/register_source.h"

#include <iostream>

#include "core/errors.h"
#include "core/sha256.h"
#include "core/spreadsheet.h"
#include "crawler/page_reader.h"

namespace agencywatch::cli {
namespace {

core::RegisterFile ReadHtml(const std::string& bytes, const std::string& name) {
  crawler::PageContent page = crawler::ReadPage(bytes, "", "");
  core::RegisterFile list;
  for (auto& row : page.register_rows) core::AddRow(list, std::move(row), {name, 0});
  for (const auto& heading : page.register_headings)
    list.headings.push_back({heading, core::FindRegisterColumn(heading)});
  list.published_on = page.register_published_on;
  for (const auto& problem : page.register_problems)
    list.problems.push_back({name, 0, 0, problem, ""});
  return list;
}

// All sheets that hold a list; what the others lack is not told.
core::RegisterFile ReadWorkbook(const std::string& bytes, const std::string& name) {
  core::RegisterFile list;
  std::vector<core::InputProblem> none;
  for (const auto& sheet : core::ReadWorkbook(bytes, name)) {
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

core::RegisterFile ReadOne(const std::string& bytes, const std::string& name) {
  if (bytes.starts_with("%PDF")) RefuseShape(name, "this is a PDF, which holds no table");
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    RefuseShape(name, "this is a workbook or document of an old Office (.xls, .doc)");
  if (bytes.starts_with("{\\rtf")) RefuseShape(name, "this is a text document (RTF)");
  if (bytes.starts_with("PK\x03\x04")) {
    if (bytes.find("xl/workbook.xml") == std::string::npos)
      RefuseShape(name, "this is an archive or a text document (.docx, .ods), not a workbook");
    return ReadWorkbook(bytes, name);
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool html = first != std::string::npos && bytes[first] == '<';
  return html ? ReadHtml(bytes, name) : core::ParseRegisterFile(bytes, name);
}

}  // namespace

RegisterList ReadRegisterList(const std::vector<std::filesystem::path>& files) {
  RegisterList list;
  std::string hashes;
  for (const auto& file : files) {
    const std::string bytes = ReadFile(file, "the register");
    hashes += core::Sha256Hex(bytes);
    core::Append(list.file, ReadOne(bytes, file.string()));
  }
  list.sha256 = files.size() == 1 ? hashes : core::Sha256Hex(hashes);
  return list;
}

std::optional<core::RegisterView> LoadRegisterFile(const std::filesystem::path& file,
                                                   const std::string& as_of, Context& context) {
  if (file.empty()) return {};
  const core::RegisterFile list = ReadRegisterList({file}).file;
  for (const auto* problems : {&list.problems, &list.doubts}) {
    for (const auto& problem : *problems) std::cerr << problem.Text() << '\n';
  }
  if (list.rows.empty()) {
    throw core::InputError(
        {file.string(), 0, 0, "no licensed enterprise was read",
         "the register is a table with headings (CSV, XLSX, HTML), or JSON lines with name and "
         "licence_no"});
  }
  core::Day day = list.published_on.value_or(context.clock().Today());
  if (!as_of.empty()) {
    const auto given = core::ParseDay(as_of);
    if (!given)
      throw core::InputError(
          {"--register-as-of", 0, 0, "'" + as_of + "' is no day", "write 2026-11-20"});
    day = *given;
  }
  core::RegisterView view(core::RegisterView::EntriesOf(list.rows), day);
  view.set_max_age(context.config().register_max_age);
  return view;
}

}  // namespace agencywatch::cli
