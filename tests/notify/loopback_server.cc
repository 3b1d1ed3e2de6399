#include "tests/notify/loopback_server.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace agencywatch::test {
namespace {

std::filesystem::path Made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

std::vector<std::string> With(const std::filesystem::path& folder, std::vector<std::string> more) {
  more.insert(more.begin(), folder.string());
  return more;
}

}  // namespace

Certificate::Certificate(const std::filesystem::path& folder)
    : certificate(folder / "certificate.pem"), key(folder / "key.pem") {
  const std::string command =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 3 -subj /CN=localhost"
      " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout '" +
      key.string() + "' -out '" + certificate.string() + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
}

LoopbackServer::LoopbackServer(const std::string& script,
                               const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {AW_PYTHON, "-W", "ignore",
                                    AW_SOURCE_DIR "/tests/notify/" + script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  child_ = fork();
  if (child_ == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  stdin_ = in[1];
  std::string line;
  for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) line += c;
  close(out[0]);
  if (line.empty())
    throw std::runtime_error(script + " did not start; apt-get install python3-aiosmtpd");
  port_ = std::stoi(line);
}

LoopbackServer::~LoopbackServer() {
  close(stdin_);
  int status = 0;
  waitpid(child_, &status, 0);
}

std::vector<std::string> NumberedFiles(const std::filesystem::path& folder,
                                       const std::string& ending) {
  std::vector<std::string> files;
  for (int n = 1;; ++n) {
    std::ifstream in(folder / (std::to_string(n) + ending), std::ios::binary);
    if (!in) return files;
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
}

SmtpServer::SmtpServer(const std::string& mode, std::filesystem::path folder,
                       const Certificate& certificate)
    : folder_(std::move(folder)),
      server_("smtp_server.py", {mode, Made(folder_).string(), certificate.certificate.string(),
                                 certificate.key.string()}) {}

WebhookReceiver::WebhookReceiver(std::filesystem::path folder,
                                 const std::vector<std::string>& statuses)
    : folder_(std::move(folder)), server_("webhook_receiver.py", With(Made(folder_), statuses)) {}

}  // namespace agencywatch::test
