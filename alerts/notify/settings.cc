#include "alerts/notify/settings.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "core/errors.h"
#include "core/utf8.h"
#include "crawler/address_guard.h"

namespace agencywatch::alerts {

const Recipient* NotifySettings::Find(db::MessageKind kind, const std::string& address) const {
  const auto found = std::find_if(recipients.begin(), recipients.end(), [&](const Recipient& one) {
    return one.kind == kind && one.address == address;
  });
  return found == recipients.end() ? nullptr : &*found;
}

bool IsMailAddress(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || at + 1 == text.size() ||
      text.size() > 254)
    return false;
  const auto allowed = [](std::string_view part, std::string_view others) {
    return std::all_of(part.begin(), part.end(), [others](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             others.find(c) != std::string_view::npos;
    });
  };
  return allowed(text.substr(0, at), ".!#$%&'*+/=?^_`{|}~-") && allowed(text.substr(at + 1), ".-");
}

bool IsLoopbackName(std::string_view host) {
  if (host == "localhost") return true;
  const auto address = crawler::ParseIpAddress(host);
  return address && crawler::KindOf(*address) == crawler::AddressKind::kLoopback;
}

std::string ReadSecret(const std::filesystem::path& file) {
  struct stat info {};
  std::ifstream in;
  if (stat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode)) in.open(file, std::ios::binary);
  if (!in.is_open()) {
    throw core::CannotRun("the secret in " + file.string() +
                          " cannot be read; is it there, and may this user read it?");
  }
  if ((info.st_mode & 07) != 0) {
    throw core::CannotRun("everybody may read the secret in " + file.string() + "; chmod 0640 " +
                          file.string());
  }
  std::string line;
  std::getline(in, line);
  std::string secret{core::Trim(line)};
  if (secret.empty())
    throw core::CannotRun("the secret in " + file.string() +
                          " is empty; write it on the first line");
  return secret;
}

}  // namespace agencywatch::alerts
