// One try to hand a message over, by libcurl. Proxies of the environment are ignored, redirects are not followed, and
// nothing is sent in the clear but to this machine itself, which is checked on the address that the socket uses.
//
// main calls curl_global_init before.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>

#include "alerts/notify/settings.h"
#include "core/time.h"

namespace agencywatch::alerts {

struct Delivery {
  std::string
      problem;  // empty: delivered. Else one line for the operator, with nothing secret in it
  bool server_is_away = false;  // no other message would get through there now
  [[nodiscard]] bool delivered() const { return problem.empty(); }
};

// `message` as MailMessage makes it.
[[nodiscard]] Delivery SendMail(const SmtpSettings& smtp, std::chrono::seconds timeout,
                                const std::string& to, const std::string& message,
                                const std::stop_token& stop);

// POST with the headers of the Standard Webhooks specification 1.0: webhook-id, webhook-timestamp, webhook-signature.
// Delivered when the answer is 2xx.
[[nodiscard]] Delivery PostWebhook(const Recipient& recipient, std::chrono::seconds timeout,
                                   const std::string& id, const std::string& body,
                                   core::Instant now, const std::stop_token& stop);

// "v1," and the HMAC-SHA256 of "id.timestamp.body" in base64. A secret that begins with whsec_ is the key in base64
// behind it; any other is the key itself.
[[nodiscard]] std::string WebhookSignature(std::string_view secret, std::string_view id,
                                           std::string_view timestamp, std::string_view body);

}  // namespace agencywatch::alerts
