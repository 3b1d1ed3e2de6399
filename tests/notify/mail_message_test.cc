// Mails as bytes. Sources: RFC 5322, 2045, 2047.
#include "alerts/notify/mail_message.h"

#include <gtest/gtest.h>

#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

MailParts Parts() {
  return {"scan@example.gov.vn",
          "an@example.gov.vn",
          "Thư thử",
          "0123456789abcdef0123456789abcdef",
          std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{23},
          "vi",
          "12:" + std::string(64, 'a'),
          "Chào\n",
          "<p>Chào</p>\n"};
}

TEST(QuotedPrintable, KeepsWhatIsReadableAndCodesTheRest) {
  EXPECT_EQ(QuotedPrintable("a=b \n"), "a=3Db=20\r\n");
  EXPECT_EQ(QuotedPrintable("Việt"), "Vi=E1=BB=87t");
  EXPECT_EQ(QuotedPrintable("x\r\ny\tz"), "x=0D\r\ny=09z");
  EXPECT_EQ(QuotedPrintable(".\nFrom"), "=2E\r\n=46rom");
}

TEST(QuotedPrintable, NoLineIsLongerThan76Bytes) {
  const std::string coded =
      QuotedPrintable(std::string(500, 'x') + std::string(200, '=') + "\n" + std::string(80, ' '));
  std::size_t longest = 0;
  for (std::size_t at = 0; at < coded.size();) {
    const auto end = std::min(coded.find("\r\n", at), coded.size());
    longest = std::max(longest, end - at);
    at = end + 2;
  }
  EXPECT_EQ(longest, 76U);
}

TEST(HeaderText, ShortAsciiStaysAndTheRestBecomesEncodedWords) {
  EXPECT_EQ(HeaderText("Subject", "Test message"), "Subject: Test message\r\n");
  // "Thư" in base64: VGjGsA==
  EXPECT_EQ(HeaderText("Subject", "Thư"), "Subject: =?utf-8?B?VGjGsA==?=\r\n");
  EXPECT_EQ(HeaderText("Subject", "=?utf-8?B?x?=").find("=?utf-8?B?x?="), std::string::npos)
      << "text that looks encoded is text";
}

TEST(HeaderText, LongOnesAreFoldedBetweenCodePoints) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "ệ";
  const std::string header = HeaderText("Subject", text);
  for (std::size_t at = 0; at < header.size();) {
    const auto end = header.find("\r\n", at);
    EXPECT_LE(end - at, 76U) << header;
    at = end + 2;
  }
  EXPECT_NE(header.find("?=\r\n =?utf-8?B?"), std::string::npos);
}

TEST(HeaderText, NothingInATextEndsTheHeader) {
  for (const std::string hostile : {"a\r\nBcc: x@y.vn", "a\nBcc: x@y.vn", "a\rBcc: x@y.vn",
                                    "a\xE2\x80\xA8"
                                    "Bcc: x@y.vn",
                                    "a\r\n\r\n<script>"}) {
    const std::string header = HeaderText("Subject", hostile);
    EXPECT_EQ(header.find("\r\n"), header.size() - 2) << header;
    EXPECT_EQ(header.find_first_of("\r\n"), header.size() - 2) << header;
  }
  EXPECT_EQ(HeaderText("Subject",
                       "a\xE2\x80\xAE"
                       "b"),
            "Subject: ab\r\n")
      << "direction marks are taken out";
}

TEST(MailMessage, HasTheHeadersThatReadersNeedAndBothParts) {
  const std::string mail = MailMessage(Parts());
  for (const std::string wanted :
       {"From: agencywatch <scan@example.gov.vn>\r\n", "\r\nTo: <an@example.gov.vn>\r\n",
        "\r\nDate: Sun, 22 Nov 2026 06:00:00 +0700\r\n",
        "\r\nMessage-ID: <0123456789abcdef0123456789abcdef@example.gov.vn>\r\n",
        "\r\nMIME-Version: 1.0\r\n", "\r\nAuto-Submitted: auto-generated\r\n",
        "\r\nX-Agencywatch-Audit-Head: 12:aaaa",
        "\r\nContent-Type: multipart/alternative;\r\n boundary=",
        "Content-Type: text/plain; charset=utf-8\r\n", "Content-Type: text/html; charset=utf-8\r\n",
        "Ch=C3=A0o"}) {
    EXPECT_NE(mail.find(wanted), std::string::npos) << wanted << "\n" << mail;
  }
  EXPECT_LT(mail.find("text/plain"), mail.find("text/html"))
      << "the last part is the preferred one";
  for (std::size_t at = mail.find('\n'); at != std::string::npos; at = mail.find('\n', at + 1))
    ASSERT_EQ(mail[at - 1], '\r') << "a bare line feed at " << at;
}

}  // namespace
}  // namespace agencywatch::alerts
