// The licence register of one day as a dossier carries it: all of it, for a name is only told apart from others by
// looking at the others.
#pragma once

#include <string>
#include <string_view>

#include "core/register_view.h"

namespace agencywatch::alerts {

[[nodiscard]] std::string RegisterExtract(const core::RegisterView& view);
// The view again; throws core::InputError, which calls the text `name`, for what RegisterExtract did not write.
[[nodiscard]] core::RegisterView ReadRegisterExtract(std::string_view text, const std::string& name);

}  // namespace agencywatch::alerts
