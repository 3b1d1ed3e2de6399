// Runs one of the servers beside this file: a real SMTP server (aiosmtpd) with TLS and log-in, or a receiver of webhooks.
// Each keeps what it is sent in numbered files.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace agencywatch::test {

// A certificate for localhost and 127.0.0.1 that signs itself, valid for some days; made with openssl.
struct Certificate {
  explicit Certificate(const std::filesystem::path& folder);
  std::filesystem::path certificate;
  std::filesystem::path key;
};

class LoopbackServer {
 public:
  // `script` prints its port on its first line and ends when its stdin is closed.
  LoopbackServer(const std::string& script, const std::vector<std::string>& arguments);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] int port() const { return port_; }

 private:
  pid_t child_ = -1;
  int stdin_ = -1;
  int port_ = 0;
};

// FOLDER/1.eml, 2.eml …, as far as they are there.
[[nodiscard]] std::vector<std::string> NumberedFiles(const std::filesystem::path& folder,
                                                     const std::string& ending);

class SmtpServer {
 public:
  // `mode` as smtp_server.py has it; `folder` is made.
  SmtpServer(const std::string& mode, std::filesystem::path folder, const Certificate& certificate);
  [[nodiscard]] std::string Port() const { return std::to_string(server_.port()); }
  // Those accepted, each with its envelope in headers of its own before it.
  [[nodiscard]] std::vector<std::string> Messages() const { return NumberedFiles(folder_, ".eml"); }

 private:
  std::filesystem::path folder_;
  LoopbackServer server_;
};

class WebhookReceiver {
 public:
  // Answers with these statuses in turn, then with 200; `folder` is made.
  WebhookReceiver(std::filesystem::path folder, const std::vector<std::string>& statuses);
  [[nodiscard]] std::string Url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + "/hook?token=t0ken";
  }
  // {"headers", "body"} each.
  [[nodiscard]] std::vector<std::string> Requests() const {
    return NumberedFiles(folder_, ".json");
  }

 private:
  std::filesystem::path folder_;
  LoopbackServer server_;
};

}  // namespace agencywatch::test
