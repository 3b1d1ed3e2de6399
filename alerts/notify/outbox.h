// Writes what a night tells into the outbox, and sends what waits there.
#pragma once

#include <chrono>
#include <optional>
#include <pqxx/connection>
#include <stop_token>
#include <string>
#include <vector>

#include "alerts/notify/digest.h"
#include "alerts/notify/settings.h"
#include "core/log.h"
#include "core/time.h"

namespace agencywatch::alerts {

// One message for each recipient; due at once. In the transaction that ends the run.
void WriteNight(pqxx::transaction_base& tx, const Digest& digest, const NotifySettings& settings);
// When no scan has ended for `kLongestQuiet`: one message for each recipient, once for each such silence. How many.
inline constexpr std::chrono::hours kLongestQuiet{26};
int WriteNoScan(pqxx::transaction_base& tx, const NotifySettings& settings, core::Instant now);

// A message is tried so many times: after 5 and 20 seconds, 5 and 15 minutes, 1, 2, 4, 8 and 12 hours. Then it is given
// up, which `doctor` tells.
inline constexpr int kMaxTries = 10;
// nullopt after the last try.
[[nodiscard]] std::optional<std::chrono::seconds> NextTryAfter(int tries);

struct SendReport {
  int sent = 0;
  int waiting = 0;  // to be tried again
  int gave_up = 0;  // in this call
  std::vector<std::string>
      problems;  // "mail an@example.gov.vn: …", the last of each message; at most 20
};
// Sends what is due, and what becomes due within `patience`. One message that fails keeps no other one back; a mail server
// that is away is asked once a round. Several senders may be at work at once.
[[nodiscard]] SendReport SendDue(pqxx::connection& connection, const NotifySettings& settings,
                                 const core::Clock& clock, core::Log& log,
                                 const std::stop_token& stop, std::chrono::seconds patience);
// "Thông báo: 2 đã gửi, 1 chờ gửi lại" and a line for each problem; empty when there was nothing to send.
[[nodiscard]] std::string SendText(const SendReport& report, bool english);

// Sends a short message at once, past the outbox. Empty: delivered; else the problem.
[[nodiscard]] std::string SendTest(const NotifySettings& settings, const Recipient& recipient,
                                   core::Instant now, const std::stop_token& stop);

}  // namespace agencywatch::alerts
