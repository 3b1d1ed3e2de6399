#include "alerts/notify/outbox.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>

#include "alerts/alert_text.h"
#include "alerts/notify/delivery.h"
#include "alerts/notify/digest_json.h"
#include "alerts/notify/letter.h"
#include "alerts/notify/mail_message.h"
#include "core/errors.h"
#include "db/outbox_store.h"
#include "db/run_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

using db::MessageKind;
using namespace std::chrono_literals;

constexpr std::array<std::chrono::seconds, kMaxTries - 1> kPauses = {5s, 20s, 5min, 15min, 1h,
                                                                     2h, 4h,  8h,   12h};
constexpr std::size_t kMaxProblems = 20;

std::string NewId() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return hex.data();
}

std::string MailOf(const Letter& letter, const NotifySettings& settings, const std::string& to,
                   const std::string& id, core::Instant date, const std::string& head) {
  return MailMessage({settings.smtp.from, to, letter.subject, id, date,
                      letter.english ? "en" : "vi", head, LetterText(letter), LetterHtml(letter)});
}

std::string NameOf(MessageKind kind, const std::string& recipient) {
  return std::string{db::MessageKindName(kind)} + " " + recipient;
}

// One try; what cannot even be begun (no secret, a recipient that is gone) is a problem like any other.
Delivery Deliver(const db::NewMessage& message, const NotifySettings& settings, core::Instant now,
                 const std::stop_token& stop) {
  const Recipient* recipient = settings.Find(message.kind, message.recipient);
  if (recipient == nullptr) return {"no longer in the settings", false};
  try {
    if (message.kind == MessageKind::kMail)
      return SendMail(settings.smtp, settings.timeout, message.recipient, message.body, stop);
    return PostWebhook(*recipient, settings.timeout, message.id, message.body, now, stop);
  } catch (const core::CannotRun& error) {
    return {error.what(), message.kind == MessageKind::kMail};
  }
}

// Returns when the time is over or `stop` is asked for.
void Wait(std::chrono::seconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any bell;
  std::unique_lock lock(mutex);
  bell.wait_for(lock, stop, time, [] { return false; });
}

class Sender {
 public:
  Sender(pqxx::connection& connection, const NotifySettings& settings, const core::Clock& clock,
         core::Log& log, const std::stop_token& stop)
      : connection_(connection), settings_(settings), clock_(clock), log_(log), stop_(stop) {}

  // Everything that is due now, each message once.
  void Round() {
    const core::Instant begun = clock_.Now();
    bool mail_too = true;
    while (!stop_.stop_requested()) {
      const core::Instant now = clock_.Now();
      // Longer than a try can take: a sender that dies leaves the message to the others after that.
      const auto taken = db::InTransaction(connection_, [&](pqxx::work& tx) {
        return db::TakeDue(tx, mail_too, begun, now + settings_.timeout + 60s);
      });
      if (!taken) return;
      const Delivery delivery = Deliver(taken->message, settings_, now, stop_);
      db::InTransaction(connection_, [&](pqxx::work& tx) { Settle(tx, *taken, delivery); });
      if (delivery.server_is_away) mail_too = false;
    }
  }

  // When a round would have something to do again.
  [[nodiscard]] std::optional<core::Instant> NextDue() {
    pqxx::read_transaction tx(connection_);
    std::optional<core::Instant> next;
    for (const auto& row : db::UndeliveredMessages(tx)) {
      if (row.due && (!next || *row.due < *next)) next = row.due;
    }
    return next;
  }

  [[nodiscard]] SendReport Report() {
    pqxx::read_transaction tx(connection_);
    for (const auto& row : db::UndeliveredMessages(tx)) {
      if (row.due) ++report_.waiting;
    }
    for (const auto& [name, problem] : problems_) {
      if (report_.problems.size() < kMaxProblems) report_.problems.push_back(name + ": " + problem);
    }
    return report_;
  }

 private:
  void Settle(pqxx::transaction_base& tx, const db::OutboxMessage& taken,
              const Delivery& delivery) {
    const core::Instant now = clock_.Now();
    const std::string name = NameOf(taken.message.kind, taken.message.recipient);
    if (delivery.delivered()) {
      db::MarkDelivered(tx, taken, now);
      ++report_.sent;
      problems_.erase(name);
      return;
    }
    const bool known = settings_.Find(taken.message.kind, taken.message.recipient) != nullptr;
    const auto pause = known ? NextTryAfter(taken.tries) : std::nullopt;
    db::MarkFailed(tx, taken, delivery.problem, pause ? std::optional(now + *pause) : std::nullopt,
                   now);
    if (!pause) ++report_.gave_up;
    problems_[name] = delivery.problem;
    log_.Warn("message_failed", {{"kind", std::string{db::MessageKindName(taken.message.kind)}},
                                 {"run", std::to_string(taken.message.run_id)},
                                 {"try", std::to_string(taken.tries)},
                                 {"why", delivery.problem}});
  }

  pqxx::connection& connection_;
  const NotifySettings& settings_;
  const core::Clock& clock_;
  core::Log& log_;
  const std::stop_token& stop_;
  SendReport report_;
  std::map<std::string, std::string> problems_;  // by recipient
};

}  // namespace

void WriteNight(pqxx::transaction_base& tx, const Digest& digest, const NotifySettings& settings) {
  for (const auto& recipient : settings.recipients) {
    db::NewMessage message{NewId(), recipient.kind, recipient.address, digest.run_id, "scan",
                           {},      digest.head};
    message.body = recipient.kind == MessageKind::kMail
                       ? MailOf(NightLetter(digest, recipient), settings, recipient.address,
                                message.id, digest.ended, HeadText(digest.head))
                       : NightJson(digest, recipient, message.id);
    db::AddMessage(tx, message, digest.ended);
  }
}

int WriteNoScan(pqxx::transaction_base& tx, const NotifySettings& settings, core::Instant now) {
  const auto scans = db::EndedScans(tx, 1);
  if (scans.empty() || *scans.front().ended + kLongestQuiet > now) return 0;
  const core::Instant last = *scans.front().ended;
  int written = 0;
  const db::AuditHead head = db::CurrentAuditHead(tx);
  for (const auto& recipient : settings.recipients) {
    db::NewMessage message{
        NewId(), recipient.kind, recipient.address, scans.front().id, "no_scan", {}, head};
    message.body = recipient.kind == MessageKind::kMail
                       ? MailOf(NoScanLetter(last, now, head, recipient.english), settings,
                                recipient.address, message.id, now, HeadText(head))
                       : NoScanJson(last, now, head, recipient.english, message.id);
    if (db::AddMessage(tx, message, now)) ++written;
  }
  return written;
}

std::optional<std::chrono::seconds> NextTryAfter(int tries) {
  if (tries < 1 || tries >= kMaxTries) return {};
  return kPauses.at(static_cast<std::size_t>(tries) - 1);
}

SendReport SendDue(pqxx::connection& connection, const NotifySettings& settings,
                   const core::Clock& clock, core::Log& log, const std::stop_token& stop,
                   std::chrono::seconds patience) {
  const core::Instant deadline = clock.Now() + patience;
  Sender sender(connection, settings, clock, log, stop);
  for (;;) {
    sender.Round();
    const auto next = sender.NextDue();
    if (!next || stop.stop_requested()) break;
    // Mails that a server kept back are still due: it is given a little time.
    const core::Instant at = std::max(*next, clock.Now() + kPauses.front());
    if (at > deadline) break;
    Wait(at - clock.Now(), stop);
  }
  return sender.Report();
}

std::string SendText(const SendReport& report, bool english) {
  if (report.sent + report.waiting + report.gave_up == 0) return {};
  std::string text = (english ? "Messages: " : "Thông báo: ") + std::to_string(report.sent) +
                     (english ? " sent" : " đã gửi");
  if (report.waiting > 0)
    text +=
        ", " + std::to_string(report.waiting) + (english ? " to be tried again" : " chờ gửi lại");
  if (report.gave_up > 0)
    text +=
        ", " + std::to_string(report.gave_up) + (english ? " GIVEN UP" : " ĐÃ BỎ, không gửi được");
  text += "\n";
  for (const auto& problem : report.problems) text += "  ! " + TerminalText(problem, 300) + "\n";
  return text;
}

std::string SendTest(const NotifySettings& settings, const Recipient& recipient, core::Instant now,
                     const std::stop_token& stop) {
  const std::string id = NewId();
  try {
    if (recipient.kind == MessageKind::kMail) {
      return SendMail(settings.smtp, settings.timeout, recipient.address,
                      MailOf(TestLetter(now, recipient.english), settings, recipient.address, id,
                             now, ""),
                      stop)
          .problem;
    }
    return PostWebhook(recipient, settings.timeout, id, TestJson(now, recipient.english, id), now,
                       stop)
        .problem;
  } catch (const core::CannotRun& error) {
    return error.what();
  }
}

}  // namespace agencywatch::alerts
