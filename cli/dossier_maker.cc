#include "cli/dossier_maker.h"

#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/utsname.h>

#include <chrono>
#include <fstream>

#include "cli/evidence.h"
#include "cli/input.h"
#include "cli/version.h"
#include "core/errors.h"
#include "core/sha256.h"

namespace agencywatch::cli {
namespace {

namespace fs = std::filesystem;

std::optional<std::chrono::milliseconds> ClockError() {
  timex state{};
  if (adjtimex(&state) < 0 || (state.status & STA_UNSYNC) != 0) return {};
  return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(state.maxerror));
}

std::string SystemName() {
  utsname name{};
  if (uname(&name) != 0) return "";
  return std::string{name.sysname} + " " + name.release + " " + name.machine;
}

}  // namespace

fs::path DossierKeyFile(const Context& context, const fs::path& chosen) {
  return chosen.empty() ? context.data_dir() / "dossier.key" : chosen;
}

core::SigningKey ReadDossierKey(const fs::path& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    throw core::InputError({path.string(), 0, 0, "there is no key to sign with", "make one: agencywatch dossier key"});
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw core::InputError({path.string(), 0, 0, "others may read or change the key", "chmod 600 " + path.string() +
                                " when nobody has; else make another one"});
  }
  return core::SigningKey::FromFileText(ReadFile(path, "the key"), path.string());
}

std::string FileSha256(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  core::Sha256 sha256;
  std::string block(1 << 20, '\0');
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0)
    sha256.Add(std::string_view{block}.substr(0, static_cast<std::size_t>(file.gcount())));
  return sha256.Hex();
}

std::optional<crawler::SourceList> FindDossierSources(const Context& context, const fs::path& chosen) {
  if (!chosen.empty()) return crawler::LoadSources(chosen.string());
  try {
    return crawler::LoadSources(context.config().sources.string());
  } catch (const core::InputError&) {
    return {};
  }
}

alerts::DossierMaker MakerOf(const Context& context, const crawler::SourceList* sources) {
  alerts::DossierMaker maker;
  maker.node = NodeName();
  maker.system = SystemName();
  maker.program_version = kVersion;
  maker.program_sha256 = FileSha256("/proc/self/exe");
  maker.clock_error = ClockError();
  maker.register_max_age = context.config().register_max_age;
  maker.sources = sources;
  return maker;
}

}  // namespace agencywatch::cli
