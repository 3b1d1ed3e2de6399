// A server such as an administrator runs: on TCP at a free port, with passwords, without our roles; it can be stopped and
// started again. Gone with the object.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/internal/run_as.h"
#include "tests/db/test_database.h"

namespace agencywatch::db {

class AdministratorsServer {
 public:
  AdministratorsServer() : port_(FreePort()) {
    const std::string root = "/usr/lib/postgresql";
    for (const auto& entry : std::filesystem::directory_iterator(root)) bin_ = entry.path() / "bin";
    account_ = *(geteuid() == 0 ? internal::FindAccount(std::string("postgres"))
                                : internal::FindAccount(geteuid()));
    const auto data = folder_.path() / "data";
    std::filesystem::create_directory(data);
    if (chown(data.c_str(), account_.uid, account_.gid) != 0) throw std::runtime_error("chown");
    data_ = data / "db";
    const std::string script =
        "set -e; cd \"$1\"; echo administrator-word > word; \"$2\"/initdb -D db -U administrator "
        "--pwfile word -A scram-sha-256 -E UTF8 --locale C.UTF-8 --no-sync";
    Run({"/bin/sh", "-c", script, "sh", data, bin_});
    Start();
    pqxx::connection connection(Url("administrator", "administrator-word", "postgres"));
    pqxx::nontransaction setup(connection);
    setup.exec("CREATE ROLE department LOGIN CREATEROLE PASSWORD 'department-word'");
    setup.exec("CREATE ROLE reader LOGIN PASSWORD 'reader-word'");
    setup.exec("CREATE DATABASE monitor OWNER department");
  }
  ~AdministratorsServer() { static_cast<void>(Call(StopWords())); }
  AdministratorsServer(const AdministratorsServer&) = delete;
  AdministratorsServer& operator=(const AdministratorsServer&) = delete;

  void Start() {
    Run({bin_ / "pg_ctl", "start", "-w", "-D", data_, "-l", data_.parent_path() / "log", "-o",
         "-c fsync=off -c port=" + std::to_string(port_) +
             " -c listen_addresses=127.0.0.1 -c unix_socket_directories="});
  }
  // At once, as when the machine fails: connections break, what was not committed is lost.
  void Stop() { Run(StopWords()); }

  [[nodiscard]] std::string Url(const std::string& user, const std::string& word,
                                const std::string& name) const {
    return "postgresql://" + user + ":" + word + "@127.0.0.1:" + std::to_string(port_) + "/" + name;
  }

 private:
  static int FreePort() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    const bool bound = bind(fd, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                       getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    close(fd);
    return bound ? ntohs(address.sin_port) : 0;
  }
  [[nodiscard]] std::vector<std::string> StopWords() const {
    return {bin_ / "pg_ctl", "stop", "-m", "immediate", "-D", data_};
  }
  [[nodiscard]] internal::ToolResult Call(const std::vector<std::string>& argv) const {
    return internal::RunAs(account_, "/", argv, "", -1, std::chrono::seconds(60));
  }
  void Run(const std::vector<std::string>& argv) const {
    const auto result = Call(argv);
    if (result.exit_code != 0) throw std::runtime_error(result.output);
  }

  TemporaryFolder folder_;
  int port_;
  std::filesystem::path bin_;
  std::filesystem::path data_;
  internal::Account account_;
};

}  // namespace agencywatch::db
