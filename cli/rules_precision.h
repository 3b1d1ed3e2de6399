// `agencywatch rules precision`: how the rules do on real alerts, by what people and the authorities made of them.
#pragma once

#include "cli/context.h"

namespace agencywatch::cli {

[[nodiscard]] int ShowPrecision(Context& context, bool json);

}  // namespace agencywatch::cli
