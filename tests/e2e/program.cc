#include "tests/e2e/program.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <pqxx/pqxx>
#include <sstream>
#include <stdexcept>

#include "db/private_server.h"

namespace agencywatch::test {
namespace {

constexpr std::chrono::minutes kLimit{3};

void ReadAll(int fd, std::string& text, bool& open) {
  std::array<char, 65536> buffer{};
  const ssize_t count = read(fd, buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  } else {
    open = false;
  }
}

}  // namespace

Ended RunProgram(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& env, const std::string& input) {
  std::string in_file = "/tmp/agencywatch-test-input-XXXXXX";
  const int in = mkstemp(in_file.data());
  if (in < 0 || write(in, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
    throw std::runtime_error("cannot write the program's input");
  }
  lseek(in, 0, SEEK_SET);
  unlink(in_file.c_str());
  int out[2];
  int err[2];
  if (pipe(out) != 0 || pipe(err) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> words = {AW_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(in, 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    for (const int fd : {in, out[0], out[1], err[0], err[1]}) close(fd);
    unsetenv("AGENCYWATCH_DATABASE");
    for (const auto& [name, value] : env) {
      if (name == "FILE_SIZE_LIMIT") {
        const auto bytes = static_cast<rlim_t>(std::stoul(value));
        const rlimit limit{bytes, bytes};
        setrlimit(RLIMIT_FSIZE, &limit);
      } else {
        setenv(name.c_str(), value.c_str(), 1);
      }
    }
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(in);
  close(out[1]);
  close(err[1]);
  Ended ended;
  bool out_open = true;
  bool err_open = true;
  const auto deadline = std::chrono::steady_clock::now() + kLimit;
  while (out_open || err_open) {
    std::array<pollfd, 2> fds = {pollfd{out_open ? out[0] : -1, POLLIN, 0},
                                 pollfd{err_open ? err[0] : -1, POLLIN, 0}};
    poll(fds.data(), fds.size(), 1000);
    if (fds[0].revents != 0) ReadAll(out[0], ended.out, out_open);
    if (fds[1].revents != 0) ReadAll(err[0], ended.err, err_open);
    if (std::chrono::steady_clock::now() > deadline) kill(child, SIGKILL);
  }
  close(out[0]);
  close(err[0]);
  int status = 0;
  waitpid(child, &status, 0);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

std::vector<nlohmann::json> JsonLines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

std::vector<std::string> StoredState(const std::filesystem::path& data_dir) {
  db::PrivateServerOptions options;
  options.data_dir = data_dir;
  const auto server = db::PrivateServer::Attach(options);
  return StoredStateOf(server->ConnectionString(db::ServerRole::kSuperuser));
}

std::vector<std::string> StoredStateOf(const std::string& connection_string) {
  std::vector<std::string> lines;
  {
    pqxx::connection connection(connection_string);
    pqxx::nontransaction tx(connection);
    tx.exec("SET search_path = agencywatch");
    const auto take = [&](const std::string& what, const std::string& sql) {
      for (const auto& row : tx.exec(sql)) lines.push_back(what + " " + row[0].c_str());
    };
    const std::string posting = "concat_ws(' ', s.key, p.canonical_url, p.item_key)";
    const std::string of_posting = " FROM posting p JOIN source s ON s.id = p.source_id ";
    take("posting",
         "SELECT concat_ws('|', " + posting + ", p.kind, p.withdrawn_by IS NOT NULL)" + of_posting);
    take("version", "SELECT concat_ws('|', " + posting +
                        ", v.n, v.text_sha256, v.date_posted, v.fields::text)" + of_posting +
                        "JOIN posting_version v ON v.posting_id = p.id");
    take("assessment", "SELECT concat_ws('|', " + posting +
                           ", a.verdict, a.score, a.genre, a.register_note::text)" + of_posting +
                           "JOIN current_assessment c ON c.posting_id = p.id JOIN assessment a ON "
                           "a.id = c.assessment_id");
    take("finding", "SELECT concat_ws('|', " + posting +
                        ", f.n, f.rule_id, f.points, f.spans::text)" + of_posting +
                        "JOIN current_assessment c ON c.posting_id = p.id JOIN finding f ON "
                        "f.assessment_id = c.assessment_id");
    take("alert",
         "SELECT concat_ws('|', a.state, a.verdict, a.score, a.material_sha256, s.label,"
         " (SELECT string_agg(e.kind, ',' ORDER BY e.id) FROM alert_event e WHERE e.alert_id = "
         "a.id),"
         " (SELECT count(*) FROM alert_posting p WHERE p.alert_id = a.id)) FROM alert a JOIN "
         "subject s ON s.id = a.subject_id");
    take("tie", "SELECT concat_ws('|', " + posting + ", u.label, i.kind, CASE WHEN i.kind <> 'text' THEN i.norm END, t.role)" +
                    of_posting +
                    "JOIN tie t ON t.posting_id = p.id JOIN identifier i ON i.id = t.identifier_id"
                    " JOIN subject u ON u.id = t.subject_id WHERE t.ended_at IS NULL");
    take("url", "SELECT concat_ws('|', url, state, attempts, depth, etag, body_sha256) FROM url");
    take("register",
         "SELECT concat_ws('|', l.raw, s.market, s.status, s.valid::text) FROM licence l"
         " JOIN licence_state s ON s.licence_id = l.id WHERE upper_inf(s.known)");
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

int DemoPort() { return 20'000 + static_cast<int>(getpid() % 1'000) * 20; }

void FixDemoPort(const std::filesystem::path& data_dir, int port) {
  std::filesystem::create_directories(data_dir);
  std::filesystem::permissions(data_dir, std::filesystem::perms{0711});
  std::ofstream(data_dir / "demo.port") << port << '\n';
}

}  // namespace agencywatch::test
