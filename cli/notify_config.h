// Reads `notify:` of the settings file.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <vector>

#include "alerts/notify/settings.h"
#include "core/errors.h"

namespace agencywatch::cli {

// Every mistake is added to `problems`. Relative paths are taken from the folder that `file` lies in. `english`: the
// language of those who do not say.
[[nodiscard]] alerts::NotifySettings ReadNotify(const YAML::Node& notify,
                                                const std::filesystem::path& file, bool english,
                                                std::vector<core::InputProblem>& problems);

// The commented part of the file that `agencywatch init` writes.
[[nodiscard]] std::string NotifyTemplate();

}  // namespace agencywatch::cli
