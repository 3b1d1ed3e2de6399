#include "alerts/notify/mail_message.h"

#include <sodium.h>

#include <array>
#include <chrono>

#include "alerts/alert_text.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxLine = 76;
constexpr std::size_t kMaxSubjectLetters = 300;

std::string Hex(unsigned char byte) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  return {'=', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

std::string TwoDigits(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// "Sun, 22 Nov 2026 06:14:05 +0700"
std::string DateText(core::Instant instant) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const core::Day day = core::VietnamDay(instant);
  const std::chrono::hh_mm_ss time{instant - core::StartOfVietnamDay(day)};
  const std::chrono::weekday weekday{std::chrono::sys_days{day}};
  return std::string{kDays[weekday.c_encoding()]} + ", " + TwoDigits(unsigned{day.day()}) + " " +
         kMonths[unsigned{day.month()} - 1] + " " + std::to_string(int{day.year()}) + " " +
         TwoDigits(static_cast<unsigned>(time.hours().count())) + ":" +
         TwoDigits(static_cast<unsigned>(time.minutes().count())) + ":" +
         TwoDigits(static_cast<unsigned>(time.seconds().count())) + " +0700";
}

std::string Base64(std::string_view text) {
  std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), sodium_base64_VARIANT_ORIGINAL);
  out.resize(out.size() - 1);  // its NUL
  return out;
}

std::string Part(const std::string& boundary, const char* type, const std::string& text) {
  return "--" + boundary + "\r\nContent-Type: " + type +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
         QuotedPrintable(text) + "\r\n";
}

}  // namespace

std::string QuotedPrintable(std::string_view text) {
  std::string out;
  std::size_t line = 0;  // bytes in it
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      line = 0;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = (byte > 0x20 && byte < 0x7F && c != '=') || (c == ' ' && !ends_line);
    // A dot or "From " at the start of a line means something to old transports.
    const bool risky = line == 0 && (c == '.' || c == 'F');
    const std::string coded = plain && !risky ? std::string(1, c) : Hex(byte);
    if (line + coded.size() > kMaxLine - 1) {
      out += "=\r\n";
      line = 0;
    }
    out += coded;
    line += coded.size();
  }
  return out;
}

std::string HeaderText(std::string_view name, std::string_view text) {
  const std::string clean =
      TerminalText(text, kMaxSubjectLetters);  // no control or direction characters in it
  std::string header = std::string{name} + ": ";
  bool ascii = clean.find("=?") == std::string::npos;
  for (const char c : clean) ascii = ascii && static_cast<unsigned char>(c) < 0x7F;
  if (ascii && header.size() + clean.size() <= kMaxLine) return header + clean + "\r\n";
  // Encoded words of whole code points, four letters of base64 for three bytes, so that no line is longer than kMaxLine.
  static constexpr std::size_t kFirstWordBytes = 36;
  static constexpr std::size_t kWordBytes = 45;
  std::string_view rest = clean;
  const char* between = "";
  while (!rest.empty()) {
    const auto word = core::Utf8Prefix(rest, *between == '\0' ? kFirstWordBytes : kWordBytes);
    header += between + ("=?utf-8?B?" + Base64(word)) + "?=";
    between = "\r\n ";
    rest.remove_prefix(word.size());
  }
  return header + "\r\n";
}

std::string MailMessage(const MailParts& parts) {
  const std::string host = parts.from.substr(parts.from.find('@') + 1);
  // In neither part: '=' is always followed by two hexadecimal digits or a line's end there.
  const std::string boundary = "=_agencywatch_" + parts.id;
  std::string mail = "From: agencywatch <" + parts.from + ">\r\nTo: <" + parts.to + ">\r\n" +
                     HeaderText("Subject", parts.subject) + "Date: " + DateText(parts.date) +
                     "\r\nMessage-ID: <" + parts.id + "@" + host +
                     ">\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
                     "Content-Language: " +
                     parts.language + "\r\n";
  if (!parts.audit_head.empty()) mail += "X-Agencywatch-Audit-Head: " + parts.audit_head + "\r\n";
  mail += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  mail += Part(boundary, "text/plain", parts.text);
  mail += Part(boundary, "text/html", parts.html);
  return mail + "--" + boundary + "--\r\n";
}

}  // namespace agencywatch::alerts
