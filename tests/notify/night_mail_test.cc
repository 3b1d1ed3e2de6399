// What arrives in the morning, over a real SMTP server and a real webhook receiver; and what happens when they fail.
#include <gtest/gtest.h>

#include <fstream>
#include <pqxx/pqxx>
#include <regex>
#include <set>

#include "alerts/notify/delivery.h"
#include "cli/demo/demo_world.h"
#include "db/private_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"
#include "tests/notify/loopback_server.h"

namespace agencywatch::test {
namespace {

using nlohmann::json;

constexpr const char* kSecret =
    "whsec_c2VjcmV0LW9mLXRoZS10ZXN0LXJlY2VpdmVy";  // "secret-of-the-test-receiver"

// The value of a header, unfolded.
std::string Header(const std::string& mail, const std::string& name) {
  const auto end = mail.find("\r\n\r\n");
  const auto at = mail.find("\r\n" + name + ": ");
  if (at == std::string::npos || at > end) return {};
  std::string value;
  for (auto i = at + name.size() + 4; i < end && !(mail[i] == '\r' && mail[i + 2] != ' '); ++i)
    value += mail[i];
  return value;
}

// Left out where the sites themselves do not matter.
const std::vector<std::string> kMostSources = {"bao-moi", "khu-cong-nghiep", "lang-nghe",
                                               "phu-son", "rao-vat",         "trung-tam"};

int HexDigit(char c) { return c >= 'A' ? c - 'A' + 10 : c - '0'; }

// RFC 2045 section 6.7, as a reader does it.
std::string FromQuotedPrintable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      if (text[i] != '\r') out += text[i];
    } else if (text[i + 1] == '\r') {
      i += 2;
    } else {
      out += static_cast<char>(16 * HexDigit(text[i + 1]) + HexDigit(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

std::string PartOf(const std::string& mail, const std::string& type) {
  const auto at = mail.find("Content-Type: " + type);
  if (at == std::string::npos) return {};
  const auto begin = mail.find("\r\n\r\n", at) + 4;
  return FromQuotedPrintable(mail.substr(begin, mail.find("\r\n--=_", begin) - begin));
}

class NightMail : public testing::Test {
 protected:
  NightMail() : certificate_(folder_.path()) {
    Write("smtp-password", "mat-khau\n");
    Write("hook-secret", std::string{kSecret} + "\n");
  }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
    std::filesystem::permissions(folder_.path() / name, std::filesystem::perms{0600});
  }

  // The demo's sources but those left out, and `more`.
  void WriteSources(const std::vector<std::string>& left_out, const std::string& more = {}) {
    std::string yaml = demo::DemoSourcesYaml(*sites_);
    for (const auto& key : left_out) {
      const auto begin = yaml.find("  - key: " + key);
      ASSERT_NE(begin, std::string::npos) << key;
      yaml.erase(begin, std::min(yaml.find("  - key: ", begin + 4), yaml.size()) - begin);
    }
    for (auto at = yaml.find("every: 0s"); at != std::string::npos; at = yaml.find("every: 0s"))
      yaml.replace(at, 9, "every: 1d");
    Write("sources.yaml", yaml + more);
  }

  void WriteSettings(const std::string& server, const std::string& recipients) {
    Write("agencywatch.yaml",
          "sources: sources.yaml\ndata_dir: data\nnotify:\n  timeout: 2s\n  smtp:\n    server: " +
              server + "\n    from: scan@example.gov.vn\n    ca_file: certificate.pem\n" + login_ +
              "  recipients:\n" + recipients);
  }
  static std::string Mail(const std::string& address, const std::string& more = {}) {
    return "    - {mail: " + address + more + "}\n";
  }
  static std::string Webhook(const std::string& url, const std::string& more = {}) {
    return "    - {webhook: \"" + url + "\", name: hook, secret_file: hook-secret" + more + "}\n";
  }

  Ended Run(const std::string& now, const std::vector<std::string>& command,
            const std::map<std::string, std::string>& env = {}) {
    std::vector<std::string> words = {"--config", (folder_.path() / "agencywatch.yaml").string(),
                                      "--now", now};
    words.insert(words.end(), command.begin(), command.end());
    return RunProgram(words, env);
  }
  std::filesystem::path Made(const std::string& name) {
    std::filesystem::create_directories(folder_.path() / name);
    return folder_.path() / name;
  }
  // As the owner of everything, who can rewrite what he likes.
  void AsOwner(const std::string& sql) {
    pqxx::connection connection(server_->ConnectionString(db::ServerRole::kSuperuser));
    pqxx::nontransaction(connection).exec("SET search_path = agencywatch; " + sql);
  }
  // Kept running, so that not every call of the program starts it anew.
  static std::unique_ptr<db::PrivateServer> StartServer(const std::filesystem::path& data_dir) {
    db::PrivateServerOptions options;
    options.data_dir = data_dir;
    options.durable = false;
    return db::PrivateServer::Attach(options);
  }

  db::TemporaryFolder folder_;
  std::unique_ptr<db::PrivateServer> server_ = StartServer(folder_.path() / "data");
  Certificate certificate_;
  std::unique_ptr<demo::DemoSites> sites_ = demo::StartDemoSites({});
  std::string login_ = "    user: scan\n    password_file: smtp-password\n";
};

std::string StartTls(const SmtpServer& server) { return "smtp://localhost:" + server.Port(); }

TEST_F(NightMail, NewAndOverdueAlertsADeadSourceAndAStaleRegisterArriveReadableInBothForms) {
  const SmtpServer server("starttls", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), Mail("thanhtra@example.gov.vn") +
                                      Mail("night@example.gov.vn", ", lang: en, severity: fraud"));
  WriteSources({"rao-vat"});
  const Ended first = Run("2026-11-21T06:00:00+07:00", {"scan"});
  EXPECT_EQ(first.code, 0) << first.out << first.err;
  EXPECT_NE(first.out.find("Thông báo: 2 đã gửi\n"), std::string::npos) << first.out;
  WriteSources({"dolab"},
               "  - key: trang-chet\n    name: Trang chết\n    start: [http://127.0.0.1:9/]\n    "
               "private: true\n");
  const Ended second = Run("2026-12-10T06:00:00+07:00", {"scan"});
  EXPECT_EQ(second.code, 1) << second.out << second.err;
  EXPECT_NE(second.out.find("Thông báo: 2 đã gửi\n"), std::string::npos) << second.out;

  const auto mails = server.Messages();
  ASSERT_EQ(mails.size(), 4U);
  std::map<std::string, std::string> of_second;  // by recipient
  for (std::size_t i = 2; i < 4; ++i)
    of_second[Header("\r\n" + mails[i], "X-Envelope-To")] = mails[i];
  const std::string& mail = of_second["thanhtra@example.gov.vn"];
  // To look at it.
  if (const char* keep = std::getenv("AGENCYWATCH_KEEP_MAIL"); keep != nullptr) {
    std::ofstream(std::string{keep} + ".eml", std::ios::binary) << mail;
    std::ofstream(std::string{keep} + ".txt") << PartOf(mail, "text/plain");
    std::ofstream(std::string{keep} + ".html") << PartOf(mail, "text/html");
    std::ofstream(std::string{keep} + ".en.txt") << PartOf(of_second["night@example.gov.vn"], "text/plain");
  }
  EXPECT_EQ(Header(mail, "X-Tls"), "True");
  EXPECT_EQ(Header(mail, "X-User"), "scan");
  EXPECT_EQ(Header(mail, "From"), "agencywatch <scan@example.gov.vn>");
  EXPECT_EQ(Header(mail, "To"), "<thanhtra@example.gov.vn>");
  EXPECT_TRUE(
      std::regex_match(Header(mail, "Date"), std::regex("Thu, 10 Dec 2026 06:0\\d:\\d\\d \\+0700")))
      << Header(mail, "Date");
  EXPECT_TRUE(std::regex_match(Header(mail, "Message-ID"),
                               std::regex("<[0-9a-f]{32}@example\\.gov\\.vn>")));
  EXPECT_EQ(Header(mail, "X-Agencywatch-Audit-Head"), "0:" + std::string(64, '0'))
      << "nobody has acted yet";

  for (const std::string type : {"text/plain", "text/html"}) {
    const std::string part = PartOf(mail, type);
    for (const std::string wanted : {"MỚI", "QUÁ HẠN", "KHÔNG CÓ GIẤY PHÉP", "VI PHẠM QUY ĐỊNH",
                                     "trang-chet: không trả lời: 1 × robots.txt không tải được", "đi Campuchia",
                                     "Danh sách giấy phép ngày 20.11.2026 đã quá cũ",
                                     "agencywatch alerts show", "1 tin đăng", "Lượt quét 2"}) {
      EXPECT_NE(part.find(wanted), std::string::npos) << type << " lacks " << wanted << "\n"
                                                      << part;
    }
    EXPECT_FALSE(std::regex_search(part, std::regex("\\+84\\d{5}|[^0-9]0[1-9]\\d{8}")))
        << "a phone stands in " << type;
  }
  const std::string english = PartOf(of_second["night@example.gov.vn"], "text/plain");
  EXPECT_NE(english.find("BLIND SPOTS"), std::string::npos) << english;
  EXPECT_NE(english.find("BELOW WHAT THIS MESSAGE TELLS OF\n  - Overdue: 1 NO LICENCE, 3 VIOLATION"), std::string::npos) << english;
  EXPECT_EQ(english.find("NEW · NO LICENCE"), std::string::npos) << "graver ones only\n" << english;
  EXPECT_EQ(english.find("· VIOLATION"), std::string::npos) << english;

  // The second night tells only what the first has not told.
  const std::string before = PartOf(mails[0], "text/plain");
  const std::string after = PartOf(mail, "text/plain");
  const auto news = after.substr(0, after.find("QUÁ HẠN"));
  std::smatch number;
  for (auto rest = before; std::regex_search(rest, number, std::regex("#\\d+ "));
       rest = number.suffix())
    EXPECT_EQ(news.find(number.str()), std::string::npos) << number.str() << "is told twice";
  EXPECT_NE(news.find("#"), std::string::npos) << "nothing is new";
}

// The scan's result and exit code stay as ever, and one receiver that is away keeps no other one back.
TEST_F(NightMail,
       AWebhookThatFailsTwiceGetsTheThirdTryOnceWhileAMailServerHangsUntilItsMailIsGivenUp) {
  const WebhookReceiver receiver(folder_.path() / "hooks", {"500", "503"});
  const SmtpServer hanging("hang", folder_.path() / "never", certificate_);
  const std::string mail = Mail("thanhtra@example.gov.vn");
  WriteSettings(StartTls(hanging), mail + Webhook(receiver.Url()));
  WriteSources(kMostSources);
  const Ended scan = Run("2026-11-21T06:00:00+07:00",
                         {"scan", "--lang", "en"});  // 5 and 20 seconds between the tries
  EXPECT_EQ(scan.code, 0) << scan.err;
  EXPECT_NE(scan.out.find("QUEUE"), std::string::npos);
  EXPECT_NE(
      scan.out.find(
          "Messages: 1 sent, 1 to be tried again\n  ! mail thanhtra@example.gov.vn: localhost:"),
      std::string::npos)
      << scan.out;

  ASSERT_EQ(receiver.Requests().size(), 3U);
  std::set<std::string> ids;
  std::set<std::string> bodies;
  for (const auto& text : receiver.Requests()) {
    const json request = json::parse(text);
    const std::string body = request["body"];
    const std::string id = request["headers"]["webhook-id"];
    ids.insert(id);
    bodies.insert(body);
    EXPECT_EQ(request["headers"]["webhook-signature"],
              alerts::WebhookSignature(
                  kSecret, id, request["headers"]["webhook-timestamp"].get<std::string>(), body));
    EXPECT_EQ(request["headers"]["content-type"], "application/json");
  }
  EXPECT_EQ(ids.size(), 1U);
  ASSERT_EQ(bodies.size(), 1U);
  const json body = json::parse(*bodies.begin());
  EXPECT_EQ(body["type"], "scan");
  EXPECT_EQ(body["id"], *ids.begin());
  ASSERT_FALSE(body["new"].empty());
  EXPECT_FALSE(body["new"][0]["alerts"][0]["why"].get<std::string>().empty());
  EXPECT_EQ(body["audit_head"]["seq"], 0);
  const std::string listed = Run("2026-11-21T06:05:00+07:00", {"notify", "--list", "--json"}).out;
  EXPECT_EQ(listed.find("t0ken"), std::string::npos) << "the URL may hold a token";
  for (const auto& row : JsonLines(listed)) {
    EXPECT_EQ(row["done_at"].is_null(), row["kind"] == "mail") << row;
    EXPECT_EQ(row["tries"], 3) << row;
  }

  // The mail: tried ten times within a day, then given up, visibly; `--again` brings it back.
  WriteSettings("smtp://localhost:1", mail + Webhook(receiver.Url()));
  for (const char* later : {"06:10", "06:40", "08:00", "11:00", "16:00"})
    EXPECT_EQ(Run(std::string{"2026-11-21T"} + later + ":00+07:00", {"notify"}).code, 1) << later;
  const auto doctor = [this](const char* when) {
    return Run(when, {"doctor", "--lang", "en"}).out;
  };
  EXPECT_NE(doctor("2026-11-21T16:30:00+07:00")
                .find("LOOK  mail thanhtra@example.gov.vn of run 1: not delivered after 8 tries"),
            std::string::npos);
  EXPECT_EQ(Run("2026-11-22T01:00:00+07:00", {"notify"}).code, 1);
  const Ended last = Run("2026-11-22T07:59:00+07:00", {"notify", "--lang", "en"});
  EXPECT_EQ(last.out.find("Messages: 0 sent, 1 to be tried"), 0U)
      << "12 hours are not over: " << last.out;
  const Ended tenth = Run("2026-11-22T13:30:00+07:00", {"notify", "--lang", "en"});
  EXPECT_NE(tenth.out.find("1 GIVEN UP"), std::string::npos) << tenth.out;
  EXPECT_NE(doctor("2026-11-22T13:40:00+07:00")
                .find("LOOK  mail thanhtra@example.gov.vn of run 1: given up after 10 tries"),
            std::string::npos);
  const SmtpServer server("starttls", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), mail + Webhook(receiver.Url()));
  EXPECT_EQ(Run("2026-11-22T13:50:00+07:00", {"notify", "--again"}).code, 0);
  EXPECT_NE(server.Messages().at(0).find("21.11.2026"), 0U);
  EXPECT_EQ(doctor("2026-11-22T13:55:00+07:00").find("LOOK  mail"), std::string::npos);
}

struct Away {
  std::string name;
  std::string mode;  // empty: nobody listens
  std::string says;
  std::string scheme = "smtp";
  bool trusted = true;
  bool login = true;
};
void PrintTo(const Away& away, std::ostream* out) { *out << away.name; }

class MailServerAway : public NightMail, public testing::WithParamInterface<Away> {};

TEST_P(MailServerAway, IsSaidAndNothingGoesOutInTheClear) {
  const std::string mode = GetParam().mode;
  const SmtpServer server(mode.empty() ? "plain" : mode, folder_.path() / "mails", certificate_);
  if (!GetParam().login) login_.clear();
  if (!GetParam().trusted) {
    const Certificate other(Made("other"));
    std::filesystem::rename(other.certificate, certificate_.certificate);
  }
  WriteSettings(GetParam().scheme + "://localhost:" + (mode.empty() ? "1" : server.Port()),
                Mail("thanhtra@example.gov.vn"));
  const Ended test = Run("2026-11-21T06:00:00+07:00", {"notify", "--test"});
  EXPECT_EQ(test.code, 1);
  EXPECT_EQ(test.out.find("LOOK  mail thanhtra@example.gov.vn: localhost:"), 0U) << test.out;
  EXPECT_NE(test.out.find(GetParam().says), std::string::npos) << test.out;
  EXPECT_TRUE(server.Messages().empty());
}

INSTANTIATE_TEST_SUITE_P(
    By, MailServerAway,
    testing::Values(Away{"NobodyListens", "", "connect"}, Away{"Hangs", "hang", "Timeout"},
                    Away{"RefusesTheRecipient", "refuse-tls", "550"},
                    Away{"DropsTls", "drop-tls", ""},
                    Away{"HasNoTlsNow", "no-tls-now", "STARTTLS"},
                    Away{"OffersNoTls", "no-tls", "STARTTLS", "smtp", true, false},
                    Away{"CertificateOfSomebodyElse", "starttls", "certificate", "smtp", false},
                    Away{"TlsFromTheStartIsSpokenToAPlainServer", "no-tls", "SSL", "smtps", true,
                         false}),
    [](const auto& test) { return test.param.name; });

TEST_F(NightMail, IsTriedAgainAfterARefusalForNowAndAConnectionLostInTheMessageAndArrivesOnce) {
  WriteSources(kMostSources);
  const SmtpServer server("recovers", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), Mail("thanhtra@example.gov.vn"));
  const Ended scan = Run("2026-11-21T06:00:00+07:00", {"scan", "--lang", "en"});  // 5 and 20 seconds between the tries
  EXPECT_EQ(scan.code, 0);
  EXPECT_NE(scan.out.find("Messages: 1 sent\n"), std::string::npos) << scan.out;
  EXPECT_EQ(Run("2026-11-21T08:20:00+07:00", {"notify", "--lang", "en"}).out, "Nothing waits to be sent.\n");
  ASSERT_EQ(server.Messages().size(), 1U);
  EXPECT_EQ(Header("\r\n" + server.Messages()[0], "X-Failed-Before"), "451,drop");
}

TEST_F(NightMail, GoesOverTlsFromTheStartAndOverARelayOnThisMachine) {
  WriteSources(kMostSources);
  const SmtpServer implicit("smtps", folder_.path() / "implicit", certificate_);
  login_.clear();
  WriteSettings("smtps://localhost:" + implicit.Port(), Mail("thanhtra@example.gov.vn"));
  EXPECT_EQ(Run("2026-11-21T06:00:00+07:00", {"notify", "--test"}).out,
            "ok    mail thanhtra@example.gov.vn: đã gửi\n");
  ASSERT_EQ(implicit.Messages().size(), 1U);
  EXPECT_EQ(Header("\r\n" + implicit.Messages()[0], "X-Tls"), "True");
  const SmtpServer relay("plain", folder_.path() / "relay", certificate_);
  login_ = "    unencrypted_loopback_relay: true\n";
  WriteSettings("smtp://127.0.0.1:" + relay.Port(), Mail("thanhtra@example.gov.vn"));
  EXPECT_EQ(Run("2026-11-21T06:00:00+07:00", {"notify", "--test"}).out,
            "ok    mail thanhtra@example.gov.vn: đã gửi\n");
  ASSERT_EQ(relay.Messages().size(), 1U);
}

TEST_F(NightMail, TellsOnceWhenNoScanHasEndedForADay) {
  WriteSources(kMostSources);
  const SmtpServer server("starttls", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), Mail("thanhtra@example.gov.vn"));
  ASSERT_EQ(Run("2026-11-21T06:00:00+07:00", {"scan"}).code, 0);
  EXPECT_EQ(Run("2026-11-22T07:00:00+07:00", {"notify"}).out, "Không có gì chờ gửi.\n");
  EXPECT_EQ(Run("2026-11-22T09:00:00+07:00", {"notify"}).out, "Thông báo: 1 đã gửi\n");
  EXPECT_EQ(Run("2026-11-22T10:00:00+07:00", {"notify"}).out, "Không có gì chờ gửi.\n");
  ASSERT_EQ(server.Messages().size(), 2U);
  EXPECT_NE(
      PartOf(server.Messages()[1], "text/plain").find("Lượt quét xong gần nhất: 21.11.2026 06:0"),
      std::string::npos);
}

// What was opened while nobody was told is news of the next whole scan.
TEST_F(NightMail, AScanOfOneSourceTellsNobodyAndItsAlertsStayNews) {
  WriteSources(kMostSources);
  const SmtpServer server("starttls", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), Mail("thanhtra@example.gov.vn"));
  const Ended one = Run("2026-11-21T06:00:00+07:00", {"scan", "--only", "viec-lam"});
  EXPECT_EQ(one.out.find("Thông báo"), std::string::npos) << one.out;
  EXPECT_TRUE(server.Messages().empty());
  static_cast<void>(Run("2026-11-21T07:00:00+07:00", {"scan"}));
  ASSERT_EQ(server.Messages().size(), 1U);
  EXPECT_NE(PartOf(server.Messages()[0], "text/plain").find("MỚI · "), std::string::npos);
}

// The messages are written with the run's end, or not at all.
TEST_F(NightMail, AKilledScanTellsNothingAndTheNextOneTellsEverythingOnce) {
  WriteSources(kMostSources);
  const SmtpServer server("starttls", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), Mail("thanhtra@example.gov.vn"));
  EXPECT_EQ(
      Run("2026-11-21T06:00:00+07:00", {"scan"}, {{"AGENCYWATCH_CRASH_AT", "building_alerts:2"}})
          .code,
      128 + 9);
  EXPECT_EQ(Run("2026-11-21T06:05:00+07:00", {"notify"}).out, "Không có gì chờ gửi.\n");
  static_cast<void>(Run("2026-11-21T06:10:00+07:00", {"scan"}));
  ASSERT_EQ(server.Messages().size(), 1U);
  const std::string text = PartOf(server.Messages()[0], "text/plain");
  const std::string list = Run("2026-11-21T06:20:00+07:00", {"alerts", "list", "--json"}).out;
  ASSERT_FALSE(JsonLines(list).empty());
  for (const auto& alert : JsonLines(list)) {
    const std::string number = "#" + std::to_string(alert["number"].get<int>()) + " ";
    const auto at = text.find(number);
    EXPECT_NE(at, std::string::npos) << number << "is missing\n" << text;
    EXPECT_EQ(text.find(number, at + 1), std::string::npos) << number << "stands there twice\n"
                                                            << text;
  }
}

// The owner can write the chain anew so that it fits, and the copies of the heads in the database, too; not the mail.
TEST_F(NightMail, WhatTheOwnerDidToTheLogIsFoundAgainstTheHeadsThatWereMailed) {
  WriteSources(kMostSources);
  const SmtpServer server("starttls", folder_.path() / "mails", certificate_);
  WriteSettings(StartTls(server), Mail("thanhtra@example.gov.vn"));
  ASSERT_EQ(Run("2026-11-21T06:00:00+07:00", {"scan"}).code, 0);
  for (int i = 0; i < 6; ++i)
    AsOwner(
        "SELECT audit_append('2026-11-21 08:00:00.123456+07', 'A', 'alert.watch', 'alert 1', 'chờ "
        "hồ sơ', '{}')");
  static_cast<void>(Run("2026-11-22T06:00:00+07:00", {"scan"}));
  ASSERT_EQ(server.Messages().size(), 2U);
  const std::string mail = (folder_.path() / "mails/2.eml").string();
  const auto doctor = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command = {"doctor", "--lang", "en"};
    command.insert(command.end(), more.begin(), more.end());
    const Ended ended = Run("2026-11-22T07:00:00+07:00", command);
    const auto at = ended.out.find("audit: ");
    return ended.out.substr(at - 6, ended.out.find('\n', at) - at + 6);
  };
  EXPECT_EQ(doctor({"--heads", mail}).substr(0, 41), "ok    audit: 6 rows, the chain is whole; ");
  AsOwner(
      "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_anchor AS SELECT * FROM anchor");
  const std::string restore =
      "TRUNCATE audit, anchor, dossier CASCADE; INSERT INTO audit SELECT * FROM kept; INSERT INTO anchor OVERRIDING "
      "SYSTEM VALUE SELECT * FROM kept_anchor;";
  // Writes the whole chain anew, with the rows as they stand now.
  const std::string again =
      "DO $$ DECLARE r record; last text := repeat('0', 64); n bigint := 0; BEGIN"
      " CREATE TEMP TABLE rows AS SELECT * FROM audit ORDER BY seq; TRUNCATE audit CASCADE;"
      " FOR r IN SELECT * FROM rows ORDER BY seq LOOP n := n + 1;"
      "  INSERT INTO audit VALUES (n, r.at, r.actor, r.action, r.object, r.reason, r.body, last,"
      "   audit_sha256(last, n, r.at, r.actor, r.action, r.object, r.reason, r.body)) RETURNING "
      "sha256 INTO last;"
      " END LOOP; DROP TABLE rows; END $$;";
  for (const auto& [what, sql] : std::vector<std::pair<std::string, std::string>>{
           {"changed", "UPDATE audit SET actor = 'somebody' WHERE seq = 2;"},
           {"removed", "DELETE FROM audit WHERE seq = 3;"},
           {"the last one removed", "DELETE FROM audit WHERE seq = 6;"},
           {"put in",
            "UPDATE audit SET seq = -seq; UPDATE audit SET seq = 1 - seq; "
            "INSERT INTO audit SELECT 1, at, 'nobody', action, object, '', body, repeat('1', 64), "
            "repeat('2', 64) FROM audit LIMIT 1;"}}) {
    AsOwner(restore + sql + again);
    EXPECT_EQ(doctor({}).substr(0, 44), "LOOK  audit: the chain does not have the hea") << what;
    AsOwner(
        "UPDATE anchor a SET seq = s.seq, sha256 = s.sha256 FROM (SELECT seq, sha256 FROM audit "
        "ORDER BY seq DESC LIMIT 1) s WHERE a.seq > 0;");
    EXPECT_EQ(doctor({}).substr(0, 12), "ok    audit:")
        << what << ": the owner has changed the anchors, too";
    EXPECT_EQ(doctor({"--heads", mail}).substr(0, 44),
              "LOOK  audit: the chain does not have the hea")
        << what;
  }
  // A function of the database that says what its owner likes deceives nobody.
  AsOwner(restore +
          "UPDATE audit SET reason = 'another' WHERE seq = 2;"
          "CREATE OR REPLACE FUNCTION audit_sha256(prev text, seq bigint, at timestamptz, actor "
          "text, action text, object text, reason text, body bytea)"
          " RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT sha256::text FROM agencywatch.audit a "
          "WHERE a.seq = $2 $$;");
  EXPECT_EQ(doctor({}).substr(0, 41), "LOOK  audit: row 2 does not fit the chain");
  AsOwner(restore);
  const std::string head = Header(server.Messages()[1], "X-Agencywatch-Audit-Head");
  EXPECT_EQ(head.substr(0, 2), "6:");
  EXPECT_EQ(doctor({"--head", head}).substr(0, 12), "ok    audit:");
  EXPECT_EQ(doctor({"--head", "6:" + std::string(64, 'a')}).substr(0, 12), "LOOK  audit:");
  EXPECT_EQ(Run("2026-11-22T07:00:00+07:00", {"doctor", "--head", "6:abc"}).code, 2);
}

}  // namespace
}  // namespace agencywatch::test
