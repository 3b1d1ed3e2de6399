#include "cli/acting.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/errors.h"
#include "core/utf8.h"

namespace agencywatch::cli {

std::shared_ptr<std::string> AddAsOption(CLI::App& command) {
  auto as = std::make_shared<std::string>();
  command.add_option("--as", *as, "Who acts (default: the system's user)")->type_name("NAME");
  return as;
}

std::string SystemUser() {
  const char* sudo = std::getenv("SUDO_USER");
  const passwd* user = getpwuid(geteuid());
  return sudo != nullptr && *sudo != 0 ? sudo : user != nullptr ? user->pw_name : "uid " + std::to_string(geteuid());
}

std::string ActorName(const std::string& as) {
  static constexpr std::size_t kMaxBytes = 200;
  std::string name{core::Trim(core::MakeValidUtf8(as))};
  if (name.empty()) name = SystemUser();
  const bool printable = std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
  if (name.size() > kMaxBytes || name == "scan" || !printable) {
    throw core::InputError({"", 0, 0, "'" + (printable ? name.substr(0, 60) : "…") + "' cannot be the name of a person",
                            "give the name of whoever acts: --as \"Nguyễn Thị A\""});
  }
  return name;
}

}  // namespace agencywatch::cli
