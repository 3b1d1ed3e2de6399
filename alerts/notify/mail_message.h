// A mail as bytes. Sources: RFC 5322 (message), 2045 and 2046 (MIME), 2047 (headers that are not ASCII), 3834 (mail that
// a program wrote).
#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace agencywatch::alerts {

struct MailParts {
  std::string from;     // name@host; shown with "agencywatch" before it
  std::string to;       // name@host
  std::string subject;  // any text
  std::string id;       // 32 hexadecimal digits; Message-ID is <id@host of from>
  core::Instant date;
  std::string language;    // vi, en
  std::string audit_head;  // "12:4be0…"; empty: none
  std::string text;        // UTF-8 with "\n"
  std::string html;
};

// Headers, then multipart/alternative with both parts in quoted-printable; lines end with CRLF and hold at most 76
// bytes but for the audit head's. Whatever line breaks and control characters a header's text holds become blanks.
[[nodiscard]] std::string MailMessage(const MailParts& parts);

// For tests and other readers of the format.
[[nodiscard]] std::string QuotedPrintable(std::string_view text);  // RFC 2045 section 6.7
[[nodiscard]] std::string HeaderText(std::string_view name,
                                     std::string_view text);  // "Subject: …\r\n", folded

}  // namespace agencywatch::alerts
