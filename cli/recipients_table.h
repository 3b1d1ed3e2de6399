// The table of recipients that the settings name.
#pragma once

#include "alerts/cases/recipients.h"
#include "cli/context.h"

namespace agencywatch::cli {

// Of the settings, else the one built in. Throws core::InputError with every mistake of the file.
[[nodiscard]] alerts::Recipients ReadRecipients(const Context& context);

}  // namespace agencywatch::cli
