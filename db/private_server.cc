#include "db/private_server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <optional>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/errors.h"
#include "db/connection_string.h"
#include "db/internal/lock_file.h"
#include "db/internal/run_as.h"

namespace agencywatch::db {

namespace fs = std::filesystem;
using internal::Account;
using internal::LockFile;
using internal::RunAs;
using internal::ToolResult;
using std::chrono::seconds;

namespace {

constexpr int kOldestMajor = 15;
constexpr const char* kInstall = "apt-get install --no-install-recommends postgresql";
constexpr std::uintmax_t kMaxLogBytes = 10UL * 1024 * 1024;
constexpr seconds kInitLimit{300};
// Recovery after a crash replays at most max_wal_size (1 GB); a slow disk may need minutes.
constexpr seconds kStartLimit{600};
constexpr seconds kStopLimit{120};
// How long a postmaster that was killed may keep its last backends, which block a new start.
constexpr seconds kLeftoverLimit{60};
// A server that runs but does not answer on its socket for so long is started anew.
constexpr seconds kSilenceLimit{5};

// What the server runs with; the rest is PostgreSQL's default. jit: our queries are short.
// log_min_error_statement: statements may hold people's data, which do not belong in a log.
constexpr std::array kSettings = {
    "listen_addresses=",
    "port=5432",
    "max_connections=100",
    "shared_buffers=128MB",
    "work_mem=16MB",
    "maintenance_work_mem=64MB",
    "max_wal_size=1GB",
    "checkpoint_completion_target=0.9",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_destination=stderr",
    "logging_collector=off",
    "log_checkpoints=off",
    "log_line_prefix=%m [%p] %a ",
    "log_min_error_statement=panic",
    "cluster_name=agencywatch",
};

std::string Reason(int error) { return std::strerror(error); }

std::string ShellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string LastLines(const std::string& text, int count) {
  std::size_t from = text.find_last_not_of('\n');
  if (from == std::string::npos) return "";
  const std::size_t end = from + 1;
  while (count > 0 && from != std::string::npos && from > 0) {
    from = text.rfind('\n', from - 1);
    if (--count == 0 || from == std::string::npos) break;
  }
  from = from == std::string::npos || count > 0 ? 0 : from + 1;
  return text.substr(from, end - from);
}

// What postmaster.pid says; PostgreSQL's utils/pidfile.h documents the lines.
struct Postmaster {
  std::string pid;         // line 1
  std::string socket_dir;  // line 5
};

std::optional<Postmaster> ReadPostmasterFile(const fs::path& cluster) {
  std::ifstream file(cluster / "postmaster.pid");
  Postmaster postmaster;
  for (int number = 1; number <= 5; ++number) {
    std::string line;
    if (!std::getline(file, line)) return {};
    if (number == 1) postmaster.pid = line;
    if (number == 5) postmaster.socket_dir = line;
  }
  return postmaster;
}

// Dead, but its parent has not asked for its exit code yet. In a container without a proper init
// that may take for ever, and all that time kill(pid, 0), PostgreSQL's own test, takes it for
// alive.
bool IsZombie(const std::string& pid) {
  std::string line;
  std::getline(std::ifstream("/proc/" + pid + "/stat"), line);
  const auto state = line.rfind(") ");
  return state != std::string::npos && line.compare(state + 2, 1, "Z") == 0;
}

// Where everything is, and as whom the server runs.
struct Place {
  fs::path data;
  fs::path run;
  fs::path postgres;
  fs::path cluster;
  fs::path log;
  fs::path bin;  // of the PostgreSQL version that the cluster has or will have
  Account account;
  bool durable = true;
};

std::string DiskHint(const std::string& output, const fs::path& where) {
  // On a full disk PostgreSQL may fail without a word: its log is on that disk, too.
  constexpr std::uintmax_t kTooLittle = 20UL * 1024 * 1024;
  std::error_code unknown;
  if (fs::space(where, unknown).available < kTooLittle ||
      output.find("No space left on device") != std::string::npos ||
      output.find("Disk quota exceeded") != std::string::npos) {
    return "the disk that holds " + where.string() + " is full: make room, or use --data-dir";
  }
  if (output.find("File too large") != std::string::npos) {
    return "a limit on the size of files is set for this process (ulimit -f): lift it";
  }
  if (output.find("Read-only file system") != std::string::npos) {
    return where.string() + " cannot be written to: use --data-dir with another folder";
  }
  return {};
}

[[noreturn]] void FailTool(const std::string& what, const Place& place, const ToolResult& result) {
  std::string message = what;
  if (result.timed_out) message += " in time";
  const std::string hint = DiskHint(result.output, place.data);
  const std::string said = LastLines(result.output, 6);
  if (!said.empty()) message += "; it said:\n" + said;
  message += "\n" + (hint.empty() ? "More may stand in " + place.log.string() : hint);
  throw core::CannotRun(message);
}

// In DATA/postgres, where the programs get the relative names below: pg_ctl puts paths into a shell
// command without quoting what is special in them.
constexpr const char* kCluster = "cluster";
constexpr const char* kUnfinished = "new";
constexpr const char* kLog = "server.log";

ToolResult Run(const Place& place, const std::vector<std::string>& argv, int lock_fd, seconds limit,
               std::string_view input = {}) {
  return RunAs(place.account, place.postgres, argv, input, lock_fd, limit);
}

bool IsRunning(const Place& place, int lock_fd) {
  if (Run(place, {place.bin / "pg_ctl", "status", "-D", kCluster}, lock_fd, seconds(30))
          .exit_code != 0) {
    return false;
  }
  const auto postmaster = ReadPostmasterFile(place.cluster);
  return !postmaster || !IsZombie(postmaster->pid);
}

// Stops the server if it runs and takes a socket folder of mkdtemp with it. The caller holds
// server.lock.
ToolResult Stop(const Place& place, int lock_fd) {
  const auto postmaster = ReadPostmasterFile(place.cluster);
  ToolResult result;
  if (IsRunning(place, lock_fd)) {
    result = Run(place,
                 {place.bin / "pg_ctl", "stop", "-m", "fast", "-w", "-t",
                  std::to_string(kStopLimit.count()), "-D", kCluster},
                 lock_fd, kStopLimit + seconds(10));
  }
  if (result.exit_code == 0 && postmaster &&
      fs::path(postmaster->socket_dir).parent_path() != place.postgres) {
    std::error_code ignored;  // not empty, or gone: neither matters
    fs::remove(postmaster->socket_dir, ignored);
  }
  return result;
}

// The watcher's whole life, in a forked child. `watcher_fd` holds server.watcher.
[[noreturn]] void Watch(const Place& place, int watcher_fd) noexcept {
  try {
    internal::ResetSignals();
    std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGINT, SIG_IGN);
    setsid();
    prctl(PR_SET_NAME, "aw-watcher");
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, fd);
    internal::CloseAllBut(watcher_fd);
    if (chdir("/") != 0) _exit(1);
    LockFile users(place.run / "server.users", place.account.uid, place.account.gid);
    LockFile lock(place.run / "server.lock", place.account.uid, place.account.gid);
    for (;;) {
      users.WaitExclusive();  // everybody is gone ...
      users.Release();        // ... but server.lock comes first: nobody waits for both at once
      lock.WaitExclusive();
      if (users.TryExclusive()) {
        Stop(place, lock.fd());
        // The watcher's lock ends before server.lock does: whoever comes next must not take us for
        // alive.
        close(watcher_fd);
        _exit(0);
      }
      lock.Release();
    }
  } catch (...) {
    _exit(1);  // the data directory was removed, say; the next process that attaches starts another
  }
}

// Forks the watcher twice, so that it is nobody's child and leaves no zombie behind.
void StartWatcher(const Place& place, int watcher_fd) {
  const pid_t child = fork();
  if (child < 0) throw core::CannotRun("cannot start a process: " + Reason(errno));
  if (child == 0) {
    const pid_t watcher = fork();
    if (watcher == 0) Watch(place, watcher_fd);
    _exit(watcher < 0 ? 1 : 0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0) throw core::CannotRun("cannot start the watcher of the private database server");
}

std::string ModeText(const fs::path& path) {
  struct stat info {};
  std::array<char, 8> text{};
  if (stat(path.c_str(), &info) != 0) return "?";
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(info.st_mode & 07777));
  return text.data();
}

// The first folder on the way to `path` that `account` cannot enter.
std::optional<fs::path> FindBarrier(const Account& account, const fs::path& path) {
  std::vector<fs::path> way;
  for (fs::path part = path; part != part.root_path(); part = part.parent_path()) {
    way.insert(way.begin(), part);
  }
  constexpr int kNotTaken = 255;
  const int answer = internal::AskAs(account, [&way] {
    for (std::size_t i = 0; i < way.size(); ++i) {
      if (faccessat(AT_FDCWD, way[i].c_str(), X_OK, AT_EACCESS) != 0) {
        return static_cast<int>(std::min<std::size_t>(i + 1, kNotTaken - 1));
      }
    }
    return 0;
  });
  if (answer == kNotTaken) {
    throw core::CannotRun("cannot take on the account " + account.name +
                          " to run PostgreSQL: is this a container without the right to? "
                          "Run agencywatch as a plain user");
  }
  if (answer == 0) return {};
  return way[static_cast<std::size_t>(answer - 1)];
}

// mkdir -p, whatever the umask. Folders above `path` are made open to all by root, and closed by
// others.
void MakeFolders(const fs::path& path, mode_t mode) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) return;
    throw core::CannotRun(path.string() + " is not a folder; choose another with --data-dir");
  }
  if (path != path.root_path()) MakeFolders(path.parent_path(), geteuid() == 0 ? 0755 : 0700);
  if (mkdir(path.c_str(), mode) == 0) {
    if (chmod(path.c_str(), mode) == 0) return;
  } else if (errno == EEXIST) {
    return;
  }
  throw core::CannotRun("cannot make the folder " + path.string() + ": " + Reason(errno) +
                        "; choose another place with --data-dir");
}

Account MyAccount() {
  auto account = internal::FindAccount(geteuid());
  if (!account) {
    throw core::CannotRun("user number " + std::to_string(geteuid()) +
                          " has no name on this machine, and PostgreSQL needs one: add the user to "
                          "/etc/passwd, or use --database");
  }
  return *account;
}

// Root runs the server as whoever owns the data already, else as postgres.
Account AccountFor(const fs::path& data, const fs::path& postgres) {
  if (geteuid() != 0) return MyAccount();
  struct stat info {};
  if ((stat(postgres.c_str(), &info) == 0 || stat(data.c_str(), &info) == 0) && info.st_uid != 0) {
    if (auto account = internal::FindAccount(info.st_uid)) return *account;
  }
  auto account = internal::FindAccount(std::string("postgres"));
  if (!account) {
    throw core::CannotRun(
        std::string("started by root, the private database server runs as user postgres, and this "
                    "machine has none: ") +
        kInstall);
  }
  return *account;
}

int MajorOfCluster(const fs::path& cluster) {
  std::ifstream file(cluster / "PG_VERSION");
  int major = 0;
  file >> major;
  return file ? major : 0;
}

// The programs of `major`, or of the newest version when that is 0.
fs::path FindBinaries(const fs::path& root, int major, const fs::path& cluster) {
  int best = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(root, ignored)) {
    const std::string name = entry.path().filename();
    int version = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), version);
    if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) continue;
    if (access((entry.path() / "bin/initdb").c_str(), X_OK) != 0) continue;
    if (version == major || (major == 0 && version > best)) best = version;
  }
  if (major != 0 && best == 0) {
    const std::string wanted = std::to_string(major);
    throw core::CannotRun("the data in " + cluster.string() + " are of PostgreSQL " + wanted +
                          ", which is not in " + root.string() +
                          ": apt-get install --no-install-recommends postgresql-" + wanted);
  }
  if (best < kOldestMajor) {
    throw core::CannotRun("no PostgreSQL " + std::to_string(kOldestMajor) + " or later in " +
                          root.string() + ": " + kInstall +
                          ", or point --database at a server that you have");
  }
  return root / std::to_string(best) / "bin";
}

// DATA and DATA/run, and DATA/postgres owned by the server's account, which must be able to get
// there.
Place Prepare(const PrivateServerOptions& options) {
  std::error_code failed;
  fs::path data = fs::absolute(options.data_dir, failed);
  if (failed || options.data_dir.empty()) {
    throw core::CannotRun("cannot use " + options.data_dir.string() +
                          " as data directory; give an absolute path with --data-dir");
  }
  // As root others may pass through, not look: the server's account needs to.
  MakeFolders(data, geteuid() == 0 ? 0711 : 0700);
  data = fs::canonical(data, failed);
  if (failed) {
    throw core::CannotRun("cannot enter the data directory " + options.data_dir.string() + ": " +
                          failed.message() + "; choose another with --data-dir");
  }

  Place place;
  place.data = data;
  place.run = data / "run";
  place.postgres = data / "postgres";
  place.cluster = place.postgres / kCluster;
  place.log = place.postgres / kLog;
  place.durable = options.durable;
  place.account = AccountFor(data, place.postgres);

  if (const auto barrier = FindBarrier(place.account, data)) {
    const bool other = place.account.uid != geteuid();
    throw core::CannotRun(
        "user " + place.account.name + (other ? ", as whom the database server runs," : "") +
        " cannot enter " + barrier->string() + " (mode " + ModeText(*barrier) + ")" +
        (*barrier == data ? "" : ", which lies above the data directory " + data.string()) +
        (other ? "; use --data-dir /var/lib/agencywatch, or chmod o+x " + barrier->string()
               : "; use --data-dir with a folder of your own"));
  }
  MakeFolders(place.run, 0700);
  MakeFolders(place.postgres, 0700);
  struct stat info {};
  if (stat(place.postgres.c_str(), &info) != 0 ||
      (info.st_uid != place.account.uid && geteuid() != 0)) {
    throw core::CannotRun(place.postgres.string() +
                          " belongs to another user; run as that user, or use --data-dir");
  }
  if (info.st_uid != place.account.uid) {
    // DATA/run stays with the owner of DATA: a plain user must be able to lock what root was first
    // to use.
    struct stat owner {};
    if (stat(data.c_str(), &owner) != 0 ||
        lchown(place.run.c_str(), owner.st_uid, owner.st_gid) != 0 ||
        lchown(place.postgres.c_str(), place.account.uid, place.account.gid) != 0) {
      throw core::CannotRun("cannot give " + place.postgres.string() + " to user " +
                            place.account.name + ": " + Reason(errno));
    }
  }
  place.bin = FindBinaries(options.versions_root, MajorOfCluster(place.cluster), place.cluster);
  return place;
}

}  // namespace

class PrivateServer::Impl {
 public:
  explicit Impl(PrivateServerOptions options)
      : options_(std::move(options)),
        place_(Prepare(options_)),
        lock_(place_.run / "server.lock", OwnerOf(place_.data).first, OwnerOf(place_.data).second),
        users_(place_.run / "server.users", OwnerOf(place_.data).first,
               OwnerOf(place_.data).second) {}

  void Attach() {
    Decide([this] {
      users_.Share();
      EnsureWatcher();
      EnsureServer();
    });
  }

  void EnsureRunning() {
    Decide([this] { EnsureServer(); });
  }

  void Leave() {
    Decide([this] {
      while (!users_.TryExclusive()) {
        // Trying gave our share away. Either others share the lock, or the watcher has it for a
        // moment.
        if (users_.TryShared()) {
          users_.Release();
          return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      const ToolResult result = Stop(place_, lock_.fd());
      if (result.exit_code != 0)
        FailTool("the private database server did not stop", place_, result);
      Note("server.stopped");
    });
  }

  [[nodiscard]] std::string ConnectionString(ServerRole role, const std::string& database) const {
    const std::lock_guard guard(mutex_);
    // Everything that a PG… variable of the environment could turn elsewhere is spelt out.
    return FormatConnectionString({{"host", socket_dir_},
                                   {"port", "5432"},
                                   {"user", RoleName(role)},
                                   {"dbname", database},
                                   {"requirepeer", place_.account.name},
                                   {"connect_timeout", "30"},
                                   {"options", ""},
                                   {"target_session_attrs", "any"},
                                   {"channel_binding", "prefer"},
                                   {"application_name", "agencywatch"}});
  }

 private:
  static std::pair<uid_t, gid_t> OwnerOf(const fs::path& path) {
    struct stat info {};
    return stat(path.c_str(), &info) == 0 ? std::pair{info.st_uid, info.st_gid}
                                          : std::pair{geteuid(), getegid()};
  }

  // Runs `work` with server.lock held.
  template <class Work>
  void Decide(Work work) {
    const std::lock_guard guard(deciding_);
    if (!lock_.Exclusive(options_.lock_limit)) {
      throw core::CannotRun(
          "another agencywatch has been starting or stopping the database server "
          "in " +
          place_.data.string() + " for " + std::to_string(options_.lock_limit.count()) +
          " s; see " + place_.log.string() + ", or who holds " +
          (place_.run / "server.lock").string());
    }
    try {
      work();
    } catch (...) {
      lock_.Release();
      throw;
    }
    lock_.Release();
  }

  void EnsureWatcher() {
    const auto [uid, gid] = OwnerOf(place_.data);
    LockFile watcher(place_.run / "server.watcher", uid, gid);
    if (watcher.TryExclusive()) StartWatcher(place_, watcher.fd());
  }

  void EnsureServer() {
    MakeCluster();
    const auto began = std::chrono::steady_clock::now();
    const auto waited = [began] { return std::chrono::steady_clock::now() - began; };
    for (;;) {
      if (!IsRunning(place_, lock_.fd())) {
        if (TryStart(waited() < kLeftoverLimit)) return;
      } else if (const auto postmaster = ReadPostmasterFile(place_.cluster)) {
        SetSocketDir(postmaster->socket_dir);
        switch (Ping()) {
          case PQPING_OK:
            return;
          case PQPING_REJECT:  // starting, stopping or recovering
            break;
          default:
            // It runs, but not for us: its socket was swept away, or the pid is another program's
            // by now.
            if (waited() >= kSilenceLimit) {
              Note("server.unreachable");
              const ToolResult result = Stop(place_, lock_.fd());
              if (result.exit_code != 0) {
                FailTool(place_.cluster.string() +
                             "/postmaster.pid names a process that does not answer as a server and "
                             "did not stop",
                         place_, result);
              }
            }
        }
      }
      if (waited() >= kStartLimit) {
        throw core::CannotRun("the private database server neither answers nor ends; see " +
                              place_.log.string());
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  [[nodiscard]] PGPing Ping() const {
    return PQping(ConnectionString(ServerRole::kApp, kDatabase).c_str());
  }

  // True when the server is up. False when something left over from a killed server was in the way
  // and the caller may try again; throws on everything else.
  bool TryStart(bool may_try_again) {
    WriteAccessFiles();
    ChangeLog();
    SetSocketDir(ChooseSocketDir());
    std::error_code ignored;
    const std::uintmax_t log_before =
        fs::exists(place_.log, ignored) ? fs::file_size(place_.log) : 0;
    std::string settings;
    for (const char* setting : kSettings)
      settings += std::string("-c ") + ShellQuoted(setting) + " ";
    settings += "-c " + ShellQuoted("unix_socket_directories=" + QuotedForList(SocketDir()));
    if (!place_.durable) {
      settings += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
    }
    ToolResult result =
        Run(place_,
            {place_.bin / "pg_ctl", "start", "-w", "-s", "-t", std::to_string(kStartLimit.count()),
             "-D", kCluster, "-l", kLog, "-o", settings},
            lock_.fd(), kStartLimit + seconds(10));
    if (result.exit_code == 0) {
      Note("server.started");
      return true;
    }
    std::error_code
        not_empty;  // a folder that was only just made goes; one with a socket in it stays
    if (fs::path(SocketDir()).parent_path() != place_.postgres) fs::remove(SocketDir(), not_empty);
    std::ifstream log(place_.log);
    log.seekg(static_cast<std::streamoff>(log_before));
    std::ostringstream said;
    said << log.rdbuf();
    result.output += said.str();
    if (may_try_again && (result.output.find("shared memory block") != std::string::npos ||
                          result.output.find("lock file") != std::string::npos)) {
      return false;
    }
    const auto postmaster = ReadPostmasterFile(place_.cluster);
    FailTool("the private database server in " + place_.data.string() + " did not start" +
                 (postmaster && IsZombie(postmaster->pid)
                      ? " because the killed process " + postmaster->pid +
                            " was never reaped: restart the container, and run it with an init"
                      : ""),
             place_, result);
  }

  // Makes the cluster when there is none: under another name first, so that a folder called
  // `cluster` is always whole: with roles, database and access rules, and synced.
  void MakeCluster() {
    if (MajorOfCluster(place_.cluster) != 0) return;
    std::error_code ignored;
    if (fs::exists(place_.cluster, ignored)) {
      throw core::CannotRun(place_.cluster.string() +
                            " is no PostgreSQL data folder; move it away, or use --data-dir");
    }
    Note("server.making_data");
    Must("the remains of an interrupted start could not be removed",
         {"/bin/rm", "-rf", kUnfinished});
    Must("PostgreSQL could not make its data folder",
         {place_.bin / "initdb", "--pgdata", kUnfinished, "--username", "postgres", "--encoding",
          "UTF8", "--locale", "C.UTF-8", "--auth-local", "peer", "--auth-host", "reject",
          "--no-instructions", "--no-sync"});
    // Single-user mode: one command a line. The database's owner may put trusted extensions in.
    Must("PostgreSQL could not make its database",
         {place_.bin / "postgres", "--single", "-D", kUnfinished, "-c", "fsync=off", "template1"},
         "CREATE ROLE aw_owner LOGIN\n"
         "CREATE ROLE aw_app LOGIN\n"
         "CREATE DATABASE agencywatch OWNER aw_owner\n"
         "REVOKE ALL ON DATABASE agencywatch FROM PUBLIC\n"
         "GRANT CONNECT ON DATABASE agencywatch TO aw_app\n");
    if (place_.durable) {
      Must("PostgreSQL could not sync its data folder",
           {place_.bin / "initdb", "--pgdata", kUnfinished, "--sync-only"});
    }
    const fs::path unfinished = place_.postgres / kUnfinished;
    if (rename(unfinished.c_str(), place_.cluster.c_str()) != 0) {
      throw core::CannotRun("cannot rename " + unfinished.string() + ": " + Reason(errno));
    }
    const int folder = open(place_.postgres.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
      fsync(folder);
      close(folder);
    }
  }

  void Must(const std::string& what, const std::vector<std::string>& argv,
            std::string_view input = {}) {
    const ToolResult result = Run(place_, argv, lock_.fd(), kInitLimit, input);
    // The single-user backend ends with 0 even after a failed statement.
    if (result.exit_code != 0 || result.output.find("ERROR:") != std::string::npos ||
        result.output.find("FATAL:") != std::string::npos) {
      FailTool(what, place_, result);
    }
  }

  // Who may come in as whom: root, and the account that owns the data. Written at each start,
  // because data folders get copied and change hands.
  void WriteAccessFiles() {
    std::string map;
    for (const std::string& user : {std::string("root"), place_.account.name}) {
      for (const auto role : {ServerRole::kOwner, ServerRole::kApp, ServerRole::kRetention, ServerRole::kSuperuser}) {
        map += "agencywatch \"" + user + "\" " + RoleName(role) + "\n";
      }
      if (place_.account.name == "root") break;
    }
    const std::string script =
        "cd \"$1\" && umask 077 && "
        "echo 'local all all peer map=agencywatch' > pg_hba.conf && cat > pg_ident.conf";
    const ToolResult result =
        Run(place_, {"/bin/sh", "-c", script, "sh", kCluster}, lock_.fd(), seconds(30), map);
    if (result.exit_code != 0) {
      FailTool("cannot write the database server's access rules", place_, result);
    }
  }

  void ChangeLog() {
    std::error_code ignored;
    if (fs::exists(place_.log, ignored) && fs::file_size(place_.log, ignored) > kMaxLogBytes) {
      fs::rename(place_.log, fs::path(place_.log) += ".1", ignored);
    }
  }

  // The folder that a killed server used, if it is still there: old connection strings stay right.
  // Else DATA/postgres/socket, or where the path would be too long a new folder in /tmp.
  std::string ChooseSocketDir() {
    struct stat info {};
    if (const auto old = ReadPostmasterFile(place_.cluster);
        old && lstat(old->socket_dir.c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
        info.st_uid == place_.account.uid && (info.st_mode & 077) == 0) {
      return old->socket_dir;
    }
    const std::string beside = place_.postgres / "socket";
    constexpr std::string_view kSocketName = "/.s.PGSQL.5432";
    std::string folder = beside;
    if (beside.size() + kSocketName.size() < sizeof(sockaddr_un::sun_path)) {
      if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        throw core::CannotRun("cannot make the folder " + folder + ": " + Reason(errno));
      }
    } else {
      folder = "/tmp/agencywatch-XXXXXX";
      if (mkdtemp(folder.data()) == nullptr) {
        throw core::CannotRun("cannot make a folder for the database's socket in /tmp: " +
                              Reason(errno));
      }
    }
    if (geteuid() != place_.account.uid &&
        lchown(folder.c_str(), place_.account.uid, place_.account.gid) != 0) {
      throw core::CannotRun("cannot give " + folder + " to user " + place_.account.name + ": " +
                            Reason(errno));
    }
    return folder;
  }

  // An element of a PostgreSQL list setting.
  static std::string QuotedForList(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
  }

  void SetSocketDir(std::string folder) {
    const std::lock_guard guard(mutex_);
    socket_dir_ = std::move(folder);
  }
  [[nodiscard]] std::string SocketDir() const {
    const std::lock_guard guard(mutex_);
    return socket_dir_;
  }

  void Note(std::string_view event) {
    if (options_.log != nullptr) options_.log->Debug(event, {{"data", place_.data.string()}});
  }

  PrivateServerOptions options_;
  Place place_;
  std::mutex deciding_;  // one thread at a time in Decide: flock does not keep threads apart
  LockFile lock_;
  LockFile users_;
  mutable std::mutex mutex_;  // guards socket_dir_
  std::string socket_dir_;

  friend class PrivateServer;
};

fs::path DefaultDataDir() {
  if (geteuid() == 0) return "/var/lib/agencywatch";
  // The XDG base directory specification: a relative path is to be ignored.
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return fs::path(state) / "agencywatch";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return fs::path(home) / ".local/state/agencywatch";
  const auto account = internal::FindAccount(geteuid());
  return fs::path(account ? account->home : "/") / ".local/state/agencywatch";
}

const char* RoleName(ServerRole role) {
  switch (role) {
    case ServerRole::kOwner:
      return "aw_owner";
    case ServerRole::kApp:
      return "aw_app";
    case ServerRole::kRetention:
      return "aw_retention";
    case ServerRole::kSuperuser:
      return "postgres";
  }
  throw std::logic_error("unknown role");
}

std::unique_ptr<PrivateServer> PrivateServer::Attach(PrivateServerOptions options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  impl->Attach();
  return std::unique_ptr<PrivateServer>(new PrivateServer(std::move(impl)));
}

PrivateServer::PrivateServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

PrivateServer::~PrivateServer() {
  try {
    impl_->Leave();
  } catch (const std::exception& failure) {
    // The watcher tries again as soon as our locks end.
    if (impl_->options_.log != nullptr) {
      impl_->options_.log->Warn("server.not_stopped", {{"reason", failure.what()}});
    }
  }
}

std::string PrivateServer::ConnectionString(ServerRole role, const std::string& database) const {
  return impl_->ConnectionString(role, database);
}

void PrivateServer::EnsureRunning() { impl_->EnsureRunning(); }

}  // namespace agencywatch::db
