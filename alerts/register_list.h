// A published list of licensed enterprises, from its bytes to a snapshot: read in whatever shape it comes, doubted as a
// whole, taken in. The command line and the review site go this one way.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/errors.h"
#include "core/register_file.h"
#include "core/time.h"
#include "db/register_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::alerts {

// CSV, JSON lines, HTML tables or an XLSX workbook, told apart by their bytes; `name` is what messages call it. Throws
// core::InputError for what is no table (PDF, Word, an old Excel workbook), saying what to do.
[[nodiscard]] core::RegisterFile ReadRegisterList(const std::string& bytes, const std::string& name);

// What speaks against the list as a whole: cells nobody understands, a day to come, one more than `max_age_days` old.
[[nodiscard]] std::vector<core::InputProblem> DoubtsAbout(const core::RegisterFile& list,
                                                          core::Day today, int max_age_days);

// `import` says all but the day, the unclear rows and what is written, which the list says. Rows whose status nobody
// understands are left out, and what was known of them stays. Throws core::InputError as db::ImportRegister does.
db::RegisterDiff TakeIn(pqxx::transaction_base& tx, db::RegisterImport import,
                        const core::RegisterFile& list);

// Into the audit chain: who took it in (`import.by`), which list, what came of it, and whether it was forced.
void WriteDown(pqxx::transaction_base& tx, const db::RegisterImport& import, const db::RegisterDiff& taken, const std::string& reason);

}  // namespace agencywatch::alerts
