#include "db/connection_string.h"

#include <libpq-fe.h>

#include <memory>

#include "core/errors.h"

namespace agencywatch::db {

namespace {
struct OptionsDeleter {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

std::string Get(const ConnectionSettings& settings, const std::string& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? std::string() : found->second;
}
}  // namespace

ConnectionSettings ParseConnectionString(const std::string& text) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, OptionsDeleter> options(
      PQconninfoParse(text.c_str(), &reason));
  PQfreemem(reason);  // repeats parts of `text`, so it is of no use here
  if (!options) {
    throw core::InputError(
        {"", 0, 0, "the database URL cannot be read",
         "write postgresql://user@host:port/database, with % codes for special characters "
         "(a password is better kept in ~/.pgpass)"});
  }
  ConnectionSettings settings;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) settings[option->keyword] = option->val;
  }
  return settings;
}

std::string FormatConnectionString(const ConnectionSettings& settings) {
  std::string text;
  for (const auto& [key, value] : settings) {
    if (!text.empty()) text += ' ';
    text += key + "='";
    for (const char c : value) {
      if (c == '\'' || c == '\\') text += '\\';
      text += c;
    }
    text += '\'';
  }
  return text;
}

std::string DescribeConnection(const ConnectionSettings& settings) {
  const std::string user = Get(settings, "user");
  std::string host = Get(settings, "host");
  if (host.empty()) host = Get(settings, "hostaddr");
  const std::string port = Get(settings, "port");
  const std::string service = Get(settings, "service");
  return "postgresql://" + (user.empty() ? "" : user + "@") + host +
         (port.empty() ? "" : ":" + port) + "/" + Get(settings, "dbname") +
         (service.empty() ? "" : "?service=" + service);
}

std::string WithoutPassword(std::string message, const ConnectionSettings& settings) {
  for (const char* key : {"password", "sslpassword"}) {
    const std::string password = Get(settings, key);
    if (password.empty()) continue;
    for (std::size_t at = 0; (at = message.find(password, at)) != std::string::npos; at += 3) {
      message.replace(at, password.size(), "***");
    }
  }
  return message;
}

}  // namespace agencywatch::db
