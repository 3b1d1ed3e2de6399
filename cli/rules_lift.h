// `agencywatch rules lift`: how often each sign shows in what turned out to be true, against lawful adverts.
#pragma once

#include "cli/context.h"

namespace agencywatch::cli {

[[nodiscard]] int RunLift(Context& context, bool as_json);

}  // namespace agencywatch::cli
