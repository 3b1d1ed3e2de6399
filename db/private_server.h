// agencywatch's own PostgreSQL, for whoever has no database configured: no administrator, no port,
// no password.
//
// The first process starts it, later ones attach, the last one out stops it. It listens on a Unix
// socket only, lets in by peer authentication (operating-system account) only, and keeps its data
// below the data directory:
//
//   DATA/run/                 lock files, of whoever owns DATA
//     server.lock             held while anybody decides, starts or stops; always taken before
//     server.users server.users            held shared by every process that uses the server, for
//     its whole life server.watcher          held by the watcher
//   DATA/postgres/            0700, of the account that PostgreSQL runs as
//     cluster/                PGDATA; appears whole (made as `new`, then renamed)
//     socket/                 the socket, when its path fits into the kernel's 107 bytes; else a
//     folder of mkdtemp server.log[.1]          what PostgreSQL says; changed over at a start when
//     larger than 10 MiB
//
// (DATA/warc, DATA/log and so on belong to others.) Root cannot run PostgreSQL: then the account is
// `postgres`, or, in a data directory made by a plain user, that user.
//
// A clean exit of the last user stops the server before it returns. For all other ends (kill -9, a
// crash, Ctrl-C) there is a watcher: a small forked process that waits to get server.users
// exclusively, which means that nobody is left, and then stops the server. A killed watcher is
// replaced by the next process that attaches.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "core/log.h"

namespace agencywatch::db {

// /var/lib/agencywatch for root; else $XDG_STATE_HOME/agencywatch or ~/.local/state/agencywatch.
[[nodiscard]] std::filesystem::path DefaultDataDir();

// Who a connection is. The superuser is for making databases and for repair.
enum class ServerRole { kOwner, kApp, kRetention, kSuperuser };
[[nodiscard]] const char* RoleName(ServerRole role);  // aw_owner, aw_app, aw_retention, postgres

struct PrivateServerOptions {
  std::filesystem::path data_dir = DefaultDataDir();  // made when missing
  // Where the versions of PostgreSQL are: <root>/<major>/bin. 15 is the oldest that will do.
  std::filesystem::path versions_root = "/usr/lib/postgresql";
  // False only for throw-away data: nothing is synced to disk, a power cut destroys it.
  bool durable = true;
  // How long to wait for another process that starts or stops the server.
  std::chrono::seconds lock_limit{120};
  core::Log* log = nullptr;  // may be null; outlives the server
};

// A share in the server. Any number of threads may call the const functions.
class PrivateServer {
 public:
  // Starts the server (making its data first when there are none) or attaches to the running one.
  // About 1.5 s for the first time, 0.2 s for a start, 0.02 s to attach. Throws core::CannotRun.
  [[nodiscard]] static std::unique_ptr<PrivateServer> Attach(PrivateServerOptions options);

  PrivateServer(const PrivateServer&) = delete;
  PrivateServer& operator=(const PrivateServer&) = delete;
  // Stops the server when nobody else uses it. Close all connections first: the stop cuts them off.
  ~PrivateServer();

  // A libpq connection string. Stays right for the life of this object, across EnsureRunning too.
  [[nodiscard]] std::string ConnectionString(ServerRole role,
                                             const std::string& database = kDatabase) const;

  // Starts the server again if it went away (somebody killed it). Throws core::CannotRun.
  void EnsureRunning();

  // The database that Attach finds or makes: UTF-8, byte-wise collation (C.UTF-8), owned by
  // aw_owner.
  static constexpr const char* kDatabase = "agencywatch";

 private:
  class Impl;
  explicit PrivateServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace agencywatch::db
