// A message to a person, as blocks of plain text, and the two forms in which it is read: plain and HTML.
#pragma once

#include <string>
#include <vector>

#include "alerts/notify/digest.h"
#include "alerts/notify/settings.h"

namespace agencywatch::alerts {

enum class Tone { kPlain, kGrave, kWarning };

struct LetterItem {
  std::string head;  // in bold
  std::vector<std::string> lines;
};
struct LetterSection {
  std::string heading;
  Tone tone = Tone::kPlain;
  std::vector<LetterItem> items;
  std::string more;  // below the items; may be empty
};
// Everything in it is text: whatever looks like mark-up is shown as it stands.
struct Letter {
  bool english = false;
  std::string subject;
  std::string title;
  std::string summary;
  std::vector<LetterSection> sections;
  std::vector<std::string> footer;
};

// The night's letter for one recipient.
[[nodiscard]] Letter NightLetter(const Digest& digest, const Recipient& recipient);
// No scan has ended since `last`, which is longer ago than it should be.
[[nodiscard]] Letter NoScanLetter(core::Instant last, core::Instant now, const db::AuditHead& head,
                                  bool english);
// For `notify --test`.
[[nodiscard]] Letter TestLetter(core::Instant now, bool english);

[[nodiscard]] std::string LetterText(const Letter& letter);
[[nodiscard]] std::string LetterHtml(const Letter& letter);

// "12:4be0…", as `doctor --head` takes it.
[[nodiscard]] std::string HeadText(const db::AuditHead& head);

}  // namespace agencywatch::alerts
