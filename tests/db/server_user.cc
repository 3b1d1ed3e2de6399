// The "other process" of the tests of the private server: attaches, says so, obeys lines on stdin,
// leaves at the end of stdin.
//
//   server_user DATA durable|fast   "attached" on stdout, or "cannot: …" and exit code 3
//     keep N                stores a number; answers "kept"
//     largest               answers with the largest number stored
//     uid                   answers with the server's user number
#include <sys/stat.h>

#include <exception>
#include <iostream>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <pqxx/transaction>
#include <string>

#include "core/errors.h"
#include "db/private_server.h"

namespace {

using agencywatch::db::PrivateServer;
using agencywatch::db::ServerRole;

int Run(const std::string& data_dir, bool durable) {
  agencywatch::db::PrivateServerOptions options;
  options.data_dir = data_dir;
  options.durable = durable;
  const auto server = PrivateServer::Attach(options);
  std::cout << "attached" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    pqxx::connection connection(server->ConnectionString(ServerRole::kOwner));
    if (line.starts_with("keep ")) {
      pqxx::work change(connection);
      change.exec(
          "CREATE SCHEMA IF NOT EXISTS kept; CREATE TABLE IF NOT EXISTS kept.number (n int)");
      change.exec_params("INSERT INTO kept.number VALUES ($1)", line.substr(5));
      change.commit();
      std::cout << "kept" << std::endl;
    } else if (line == "largest") {
      std::cout << pqxx::nontransaction(connection)
                       .exec1("SELECT max(n) FROM kept.number")[0]
                       .as<std::string>("none")
                << std::endl;
    } else if (line == "uid") {
      struct stat info {};
      stat(("/proc/" +
            pqxx::nontransaction(connection).exec1("SELECT pg_backend_pid()")[0].as<std::string>())
               .c_str(),
           &info);
      std::cout << info.st_uid << std::endl;
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  try {
    return Run(arguments[1], std::string(arguments[2]) == "durable");
  } catch (const agencywatch::core::CannotRun& refusal) {
    std::cout << "cannot: " << refusal.what() << std::endl;
    return 3;
  } catch (const std::exception& failure) {
    std::cout << "failed: " << failure.what() << std::endl;
    return 1;
  }
}
