// Named places at which a test may kill the process, to prove that nothing is lost and nothing is
// done twice.
#pragma once

#include <string_view>

namespace agencywatch::core {

// Ends the process by SIGKILL when AGENCYWATCH_CRASH_AT is "name" or "name:N" and this is the N-th
// call with that name (from 1). Otherwise does nothing.
void CrashPoint(std::string_view name);

}  // namespace agencywatch::core
