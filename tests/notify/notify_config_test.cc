// `notify:` of the settings: what is read, and what is refused with its place.
#include "cli/notify_config.h"

#include <gtest/gtest.h>

namespace agencywatch::cli {
namespace {

struct Outcome {
  alerts::NotifySettings settings;
  std::string problems;  // one a line
};

Outcome Read(const std::string& yaml) {
  std::vector<core::InputProblem> problems;
  Outcome outcome{
      ReadNotify(YAML::Load(yaml), "/etc/agencywatch/agencywatch.yaml", false, problems), {}};
  for (const auto& problem : problems) outcome.problems += problem.Text() + "\n";
  return outcome;
}

const std::string kSmtp =
    "smtp: {server: 'smtp://mail.example.gov.vn', from: scan@example.gov.vn}\n";

// The example that `init` writes is right, once its marks are taken off.
TEST(NotifyConfig, TheTemplateIsReadAsItStands) {
  std::string yaml;
  std::string text = NotifyTemplate();
  for (std::size_t at = text.find("\n#notify:") + 10; at < text.size();) {
    const auto end = text.find('\n', at);
    const std::string line = text.substr(at + 1, end - at - 1);  // without its '#'
    if (line.find('#') != line.find_first_not_of(' ')) yaml += line + "\n";
    at = end + 1;
  }
  const Outcome outcome = Read(yaml);
  EXPECT_EQ(outcome.problems, "") << yaml;
  EXPECT_EQ(outcome.settings.smtp.host, "mail.example.gov.vn");
  EXPECT_EQ(outcome.settings.smtp.port, 587);
  EXPECT_EQ(outcome.settings.smtp.password_file, "/etc/agencywatch/smtp-password");
  ASSERT_EQ(outcome.settings.recipients.size(), 2U);
  EXPECT_EQ(outcome.settings.recipients[1].address, "queue");
  EXPECT_EQ(outcome.settings.recipients[1].least, core::Verdict::kFraud);
}

struct Wrong {
  std::string name;
  std::string yaml;
  std::string says;
};
void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.name; }

class NotifyMistake : public testing::TestWithParam<Wrong> {};

TEST_P(NotifyMistake, IsNamedWithItsPlace) {
  const std::string problems = Read(GetParam().yaml).problems;
  EXPECT_NE(problems.find(GetParam().says), std::string::npos) << problems;
  EXPECT_EQ(problems.find("/etc/agencywatch/agencywatch.yaml:"), 0U) << problems;
}

INSTANTIATE_TEST_SUITE_P(
    Of, NotifyMistake,
    testing::Values(
        Wrong{"AnUnknownKey", "smpt: {}\n", "unknown setting 'smpt' in `notify`"},
        Wrong{"MailWithoutAServer", "recipients: [{mail: an@example.gov.vn}]\n",
              "a mail needs `smtp:`"},
        Wrong{"NoAddress", kSmtp + "recipients: [{mail: 'An <an@example.gov.vn>'}]\n",
              "is no mail address"},
        Wrong{"AnAddressWithALineBreak",
              kSmtp + "recipients: [{mail: \"an@example.gov.vn\\r\\nRCPT TO:<x@y.vn>\"}]\n",
              "one value is wanted here"},
        Wrong{"AServerWithAPassword",
              "smtp: {server: 'smtp://u@mail.example.gov.vn', from: scan@example.gov.vn}\n",
              "keys of their own"},
        Wrong{"AnotherScheme", "smtp: {server: 'file:///etc/passwd', from: scan@example.gov.vn}\n",
              "is no mail server"},
        Wrong{"InTheClearToAnotherMachine",
              "smtp: {server: 'smtp://mail.example.gov.vn:25', from: scan@example.gov.vn, "
              "unencrypted_loopback_relay: true}\n",
              "mail may leave this machine only encrypted"},
        Wrong{
            "UserWithoutPassword",
            "smtp: {server: 'smtp://mail.example.gov.vn', from: scan@example.gov.vn, user: scan}\n",
            "belong together"},
        Wrong{"WebhookInTheClear",
              "recipients: [{webhook: 'http://hooks.example.gov.vn/', secret_file: s}]\n",
              "http only on this machine"},
        Wrong{"WebhookWithoutASecret", "recipients: [{webhook: 'https://hooks.example.gov.vn/'}]\n",
              "needs a `secret_file`"},
        Wrong{"Twice",
              kSmtp + "recipients: [{mail: an@example.gov.vn}, {mail: an@example.gov.vn}]\n",
              "stands there twice"},
        Wrong{"Both",
              kSmtp + "recipients: [{mail: an@example.gov.vn, webhook: "
                      "'https://hooks.example.gov.vn/', secret_file: s}]\n",
              "either a `mail:`"},
        Wrong{"Severity", kSmtp + "recipients: [{mail: an@example.gov.vn, severity: high}]\n",
              "unknown severity 'high'"},
        Wrong{"What", kSmtp + "recipients: [{mail: an@example.gov.vn, what: [all]}]\n",
              "unknown part 'all'"},
        Wrong{"Timeout", "timeout: 1h\n", "is no time limit"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace agencywatch::cli
