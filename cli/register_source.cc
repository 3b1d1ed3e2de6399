#include "cli/register_source.h"
#include "cli/input.h"

#include <iostream>

#include "alerts/register_list.h"
#include "core/errors.h"
#include "core/sha256.h"

namespace agencywatch::cli {
RegisterList ReadRegisterList(const std::vector<std::filesystem::path>& files, const std::stop_token& stop) {
  RegisterList list;
  std::string hashes;
  for (const auto& file : files) {
    const std::string bytes = ReadFile(file, "the register", stop);
    hashes += core::Sha256Hex(bytes);
    core::Append(list.file, alerts::ReadRegisterList(bytes, file.string()));
  }
  list.sha256 = files.size() == 1 ? hashes : core::Sha256Hex(hashes);
  return list;
}

std::optional<core::RegisterView> LoadRegisterFile(const std::filesystem::path& file,
                                                   const std::string& as_of, Context& context) {
  if (file.empty()) return {};
  const core::RegisterFile list = ReadRegisterList({file}, context.stop()).file;
  for (const auto* problems : {&list.problems, &list.doubts}) {
    for (const auto& problem : *problems) std::cerr << problem.Text() << '\n';
  }
  if (list.rows.empty()) {
    throw core::InputError(
        {file.string(), 0, 0, "no licensed enterprise was read",
         "the register is a table with headings (CSV, XLSX, XLS, HTML), or JSON lines with name and "
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
