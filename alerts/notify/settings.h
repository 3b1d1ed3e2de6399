// Who asked to be told after a scan, of what, and by which way: the `notify:` part of the settings.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "db/outbox_store.h"

namespace agencywatch::alerts {

enum class MailTls {
  kStartTls,  // demanded: a server that does not offer it gets no mail
  kImplicit,  // from the first byte (RFC 8314)
  kNone       // a relay on this machine only
};

struct SmtpSettings {
  std::string host;  // empty: no mail can be sent
  std::uint16_t port = 587;
  MailTls tls = MailTls::kStartTls;
  std::string from;  // name@host
  std::string user;  // empty: no log-in
  std::filesystem::path password_file;
  std::filesystem::path ca_file;  // of a private authority; empty: the system's
};

// What a message holds; the summary of the run and the audit chain's head always do.
struct Wanted {
  bool news = true;
  bool overdue = true;
  bool blind_spots = true;
};

struct Recipient {
  db::MessageKind kind = db::MessageKind::kMail;
  std::string address;                // mail address, or the name of a webhook
  std::string url;                    // of a webhook; may hold a token, so it is shown nowhere
  std::filesystem::path secret_file;  // of a webhook
  std::filesystem::path ca_file;      // of a webhook; empty: the system's
  bool english = false;
  core::Verdict least = core::Verdict::kViolation;  // alerts of this verdict and graver ones
  Wanted wanted;
};

struct NotifySettings {
  SmtpSettings smtp;
  std::vector<Recipient> recipients;  // no two with the same kind and address
  std::chrono::seconds timeout{30};   // for one delivery, from the connection to the last answer
  [[nodiscard]] const Recipient* Find(db::MessageKind kind, const std::string& address) const;
};

// "name@host" of printable ASCII without blanks, quotes and brackets: nothing that could end a line or a header.
[[nodiscard]] bool IsMailAddress(std::string_view text);
// localhost, 127.x.y.z, ::1.
[[nodiscard]] bool IsLoopbackName(std::string_view host);

// The first line of a file with a secret. Throws core::CannotRun when it is not there, is empty, or may be read by
// everybody.
[[nodiscard]] std::string ReadSecret(const std::filesystem::path& file);

}  // namespace agencywatch::alerts
