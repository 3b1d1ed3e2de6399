#include "cli/register_source.h"

#include <iostream>

#include "core/errors.h"
#include "core/register_file.h"

namespace agencywatch::cli {

std::optional<core::RegisterView> LoadRegisterFile(const std::filesystem::path& file,
                                                   const std::string& as_of, Context& context) {
  if (file.empty()) return {};
  const core::RegisterFile list =
      core::ParseRegisterFile(ReadFile(file, "the register"), file.string());
  for (const auto& problem : list.problems) std::cerr << problem.Text() << '\n';
  if (list.rows.empty()) {
    throw core::InputError(
        {file.string(), 0, 0, "no licensed enterprise was read",
         "the register is CSV with headings, or JSON lines with name and licence_no"});
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
