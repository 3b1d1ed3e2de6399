#include "cli/notify_config.h"

#include <charconv>
#include <functional>
#include <map>
#include <utility>

#include "core/utf8.h"
#include "crawler/url.h"

namespace agencywatch::cli {
namespace {

using alerts::MailTls;
using alerts::Recipient;
using core::InputProblem;

class NotifyReader {
 public:
  NotifyReader(std::filesystem::path file, bool english, std::vector<InputProblem>& problems)
      : file_(std::move(file)), english_(english), problems_(problems) {}

  alerts::NotifySettings Read(const YAML::Node& notify) {
    Each(notify, "notify",
         {{"smtp", [this](const YAML::Node& value) { ReadSmtp(value); }},
          {"timeout", [this](const YAML::Node& value) { ReadTimeout(value); }},
          {"recipients", [this](const YAML::Node& value) { ReadRecipients(value); }}});
    for (const auto& [mark, recipient] : marks_) {
      if (recipient == db::MessageKind::kMail && settings_.smtp.host.empty()) {
        Complain(mark, "a mail needs `smtp:` with `server` and `from`",
                 "server: smtp://mail.example.gov.vn:587");
        break;
      }
    }
    return std::move(settings_);
  }

 private:
  using Readers = std::map<std::string, std::function<void(const YAML::Node&)>>;

  // Calls the reader of each key in a map.
  void Each(const YAML::Node& map, const std::string& name, const Readers& readers) {
    if (!map.IsMap()) {
      Complain(map.Mark(), "`" + name + "` holds `key: value` lines", "see `agencywatch init`");
      return;
    }
    for (const auto& entry : map) {
      const auto reader = readers.find(entry.first.Scalar());
      if (reader != readers.end()) {
        reader->second(entry.second);
        continue;
      }
      std::string known;
      for (const auto& [key, ignored] : readers) known += (known.empty() ? "" : ", ") + key;
      Complain(entry.first.Mark(),
               "unknown setting '" + entry.first.Scalar() + "' in `" + name + "`",
               "known are " + known);
    }
  }

  // One value on one line, without control characters; empty when it is not that.
  std::string Text(const YAML::Node& value) {
    const std::string text = value.IsScalar() ? value.Scalar() : "";
    bool clean = core::IsValidUtf8(text);
    for (const char c : text) clean = clean && static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
    if (text.empty() || !clean) {
      Complain(value.Mark(), "one value is wanted here, on one line", "see `agencywatch init`");
      return {};
    }
    return text;
  }
  std::filesystem::path Path(const YAML::Node& value) {
    const std::filesystem::path path = Text(value);
    return path.empty() || path.is_absolute() ? path : file_.parent_path() / path;
  }
  bool Flag(const YAML::Node& value) {
    const std::string text = Text(value);
    if (text != "true" && text != "false")
      Complain(value.Mark(), "'" + text + "' is neither true nor false", "");
    return text == "true";
  }

  void ReadSmtp(const YAML::Node& smtp) {
    bool relay = false;
    YAML::Mark mark = smtp.Mark();
    auto& out = settings_.smtp;
    Each(smtp, "smtp",
         {{"server",
           [&](const YAML::Node& value) {
             mark = value.Mark();
             ReadServer(value);
           }},
          {"from",
           [&](const YAML::Node& value) {
             out.from = Text(value);
             CheckAddress(value, out.from);
           }},
          {"user", [&](const YAML::Node& value) { out.user = Text(value); }},
          {"password_file", [&](const YAML::Node& value) { out.password_file = Path(value); }},
          {"ca_file", [&](const YAML::Node& value) { out.ca_file = Path(value); }},
          {"unencrypted_loopback_relay", [&](const YAML::Node& value) { relay = Flag(value); }}});
    if (out.host.empty() || out.from.empty()) {
      Complain(smtp.Mark(), "`smtp` needs `server` and `from`",
               "server: smtp://mail.example.gov.vn:587");
      return;
    }
    if (out.user.empty() != out.password_file.empty())
      Complain(mark, "`user` and `password_file` belong together", "password_file: smtp-password");
    if (!relay) return;
    if (out.tls != MailTls::kStartTls || !alerts::IsLoopbackName(out.host)) {
      Complain(mark, "mail may leave this machine only encrypted",
               "`unencrypted_loopback_relay` is for server: smtp://localhost:25");
    }
    out.tls = MailTls::kNone;
  }

  // smtp://host[:587], smtps://host[:465]
  void ReadServer(const YAML::Node& value) {
    const std::string text = Text(value);
    auto& out = settings_.smtp;
    const bool implicit = text.starts_with("smtps://");
    const char* fix =
        "smtp://mail.example.gov.vn:587 (STARTTLS) or smtps://mail.example.gov.vn:465";
    if (!implicit && !text.starts_with("smtp://"))
      return Complain(value.Mark(), "'" + text + "' is no mail server", fix);
    std::string host = text.substr(text.find("//") + 2);
    out.tls = implicit ? MailTls::kImplicit : MailTls::kStartTls;
    out.port = implicit ? 465 : 587;
    const auto colon = host.rfind(':');
    if (colon != std::string::npos && host.find(']', colon) == std::string::npos) {
      const std::string port = host.substr(colon + 1);
      const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
      if (error != std::errc{} || end != port.data() + port.size() || out.port == 0)
        return Complain(value.Mark(), "'" + port + "' is no port", fix);
      host.resize(colon);
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.empty() || host.find_first_not_of(
                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") !=
                            std::string::npos)
      return Complain(value.Mark(),
                      "'" + text + "' names no server; user and password have keys of their own",
                      fix);
    out.host = host;
  }

  void ReadTimeout(const YAML::Node& value) {
    const std::string text = Text(value);
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || std::string_view(end) != "s" || seconds < 1 || seconds > 300)
      return Complain(value.Mark(), "'" + text + "' is no time limit from 1s to 300s",
                      "timeout: 30s");
    settings_.timeout = std::chrono::seconds{seconds};
  }

  void ReadRecipients(const YAML::Node& list) {
    if (!list.IsSequence())
      return Complain(list.Mark(), "`recipients` is a list", "- mail: an@example.gov.vn");
    for (const auto& entry : list) ReadRecipient(entry);
  }

  void ReadRecipient(const YAML::Node& entry) {
    Recipient out;
    out.english = english_;
    std::string mail;
    std::string name;
    bool right = true;
    Each(entry, "recipients",
         {{"mail",
           [&](const YAML::Node& value) {
             right = CheckAddress(value, mail = Text(value)) && right;
           }},
          {"webhook", [&](const YAML::Node& value) { right = ReadUrl(value, out) && right; }},
          {"name", [&](const YAML::Node& value) { name = Text(value); }},
          {"secret_file", [&](const YAML::Node& value) { out.secret_file = Path(value); }},
          {"ca_file", [&](const YAML::Node& value) { out.ca_file = Path(value); }},
          {"lang", [&](const YAML::Node& value) { out.english = ReadLanguage(value); }},
          {"severity", [&](const YAML::Node& value) { ReadSeverity(value, out); }},
          {"what", [&](const YAML::Node& value) { ReadWanted(value, out.wanted); }}});
    if (!entry.IsMap() || !right) return;
    if (mail.empty() == out.url.empty()) {
      return Complain(entry.Mark(), "a recipient is either a `mail:` or a `webhook:`",
                      "- mail: an@example.gov.vn");
    }
    if (!mail.empty()) {
      out.address = mail;
    } else {
      out.kind = db::MessageKind::kWebhook;
      if (out.secret_file.empty())
        Complain(
            entry.Mark(), "a webhook needs a `secret_file`: what it is sent is signed",
            R"aw(echo "whsec_$(openssl rand -base64 32)" > hook-secret; chmod 0640 hook-secret)aw");
      if (!name.empty()) out.address = name;
    }
    if (settings_.Find(out.kind, out.address) != nullptr) {
      return Complain(entry.Mark(), "'" + out.address + "' stands there twice",
                      mail.empty() ? "give each webhook a `name`" : "one entry for each address");
    }
    marks_.emplace_back(entry.Mark(), out.kind);
    settings_.recipients.push_back(std::move(out));
  }

  bool CheckAddress(const YAML::Node& value, const std::string& text) {
    if (alerts::IsMailAddress(text)) return true;
    Complain(value.Mark(), "'" + text + "' is no mail address",
             "name@example.gov.vn, without brackets or a name before it");
    return false;
  }

  // https anywhere, http on this machine. Without a `name` it goes by its host.
  bool ReadUrl(const YAML::Node& value, Recipient& out) {
    const std::string text = Text(value);
    const auto url = crawler::ParseUrl(text);
    const crawler::Origin origin = url && url->IsHttp() ? url->origin() : crawler::Origin{};
    const bool local = origin.scheme == "http" && alerts::IsLoopbackName(origin.host);
    if (!url || text.find('@') != std::string::npos || (origin.scheme != "https" && !local)) {
      Complain(value.Mark(), "'" + text + "' is no address for a webhook",
               "https://…, without user and password; http only on this machine");
      return false;
    }
    out.url = url->Href();
    out.address = origin.host + ":" + std::to_string(origin.port);
    return true;
  }

  bool ReadLanguage(const YAML::Node& value) {
    const std::string text = Text(value);
    if (text != "vi" && text != "en")
      Complain(value.Mark(), "unknown language '" + text + "'", "write vi or en");
    return text == "en";
  }

  void ReadSeverity(const YAML::Node& value, Recipient& out) {
    const std::string text = Text(value);
    const auto verdict = core::FindVerdict(text);
    if (!verdict || *verdict == core::Verdict::kClear)
      return Complain(value.Mark(), "unknown severity '" + text + "'",
                      "violation, unlicensed, fraud or trafficking: that and graver");
    out.least = *verdict;
  }

  void ReadWanted(const YAML::Node& list, alerts::Wanted& out) {
    if (!list.IsSequence())
      return Complain(list.Mark(), "`what` is a list", "what: [new, overdue, blind_spots]");
    out = {false, false, false};
    for (const auto& entry : list) {
      const std::string text = Text(entry);
      if (text == "new") {
        out.news = true;
      } else if (text == "overdue") {
        out.overdue = true;
      } else if (text == "blind_spots") {
        out.blind_spots = true;
      } else {
        Complain(entry.Mark(), "unknown part '" + text + "'", "what: [new, overdue, blind_spots]");
      }
    }
  }

  void Complain(const YAML::Mark& mark, std::string what, std::string fix) {
    problems_.push_back(
        {file_.string(), mark.line + 1, mark.column + 1, std::move(what), std::move(fix)});
  }

  std::filesystem::path file_;
  bool english_;
  std::vector<InputProblem>& problems_;
  alerts::NotifySettings settings_;
  std::vector<std::pair<YAML::Mark, db::MessageKind>> marks_;
};

}  // namespace

alerts::NotifySettings ReadNotify(const YAML::Node& notify, const std::filesystem::path& file,
                                  bool english, std::vector<InputProblem>& problems) {
  return NotifyReader(file, english, problems).Read(notify);
}

std::string NotifyTemplate() {
  return R"aw(
# Who is told after each scan: what is new, what is overdue, what could not be seen. `agencywatch notify --test` tries it.
#notify:
#  smtp:
#    server: smtp://mail.example.gov.vn:587   # STARTTLS is demanded; smtps://…:465 is encrypted from the start
#    from: agencywatch@example.gov.vn
#    user: agencywatch                        # both or neither
#    password_file: smtp-password             # first line; not readable by everybody (chmod 0640)
#    #ca_file: authority.pem                  # of an authority of your own
#    #unencrypted_loopback_relay: true        # only with server: smtp://localhost:25
#  timeout: 30s                               # of one delivery
#  recipients:
#    - mail: thanhtra@example.gov.vn
#      lang: vi                               # default: the language of these settings
#      severity: violation                    # alerts of this and graver: violation, unlicensed, fraud, trafficking
#      what: [new, overdue, blind_spots]
#    - webhook: https://queue.example.gov.vn/hooks/agencywatch
#      name: queue
#      secret_file: hook-secret               # signs each message: echo "whsec_$(openssl rand -base64 32)" > hook-secret
#      severity: fraud
)aw";
}

}  // namespace agencywatch::cli
