// What a message says, and that hostile text in it is text.
#include "alerts/notify/letter.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "alerts/notify/delivery.h"
#include "alerts/notify/digest_json.h"
#include "alerts/notify/outbox.h"

namespace agencywatch::alerts {
namespace {

Digest OneNight() {
  Digest digest;
  digest.run_id = 7;
  digest.started = core::ParseInstant("2026-11-22T06:00:00+07:00").value();
  digest.ended = digest.started + std::chrono::minutes{14};
  digest.open = 3;
  DigestAlert alert;
  alert.number = 12;
  alert.score = 90;
  alert.news = db::News::kReturned;
  alert.who = "zalo:+849••••••45";
  alert.why_vi = "Thu tiền cọc trước khi ký hợp đồng";
  alert.why_en = "Takes a deposit before a contract";
  alert.adverts = 2;
  alert.sites = 1;
  digest.news.push_back({core::Verdict::kTrafficking, 11, {alert}});
  alert.number = 13;
  digest.news.push_back({core::Verdict::kViolation, 1, {alert}});
  digest.register_as_of = core::ParseDay("2026-11-20");
  digest.head = {12, std::string(64, 'a')};
  return digest;
}

TEST(NightLetter, SaysTheCountsAndWhereTheRestIs) {
  Recipient recipient;
  const Letter letter = NightLetter(OneNight(), recipient);
  EXPECT_EQ(letter.subject,
            "[agencywatch] 22.11.2026: 12 mới (11 mua bán người), 0 quá hạn, 0 điểm mù");
  const std::string text = LetterText(letter);
  EXPECT_NE(text.find("#12 · 90/100 · HỌ QUAY LẠI · zalo:"), std::string::npos) << text;
  EXPECT_NE(text.find("… và 10 cảnh báo khác: agencywatch alerts list --verdict trafficking"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Mọi nguồn đều trả lời"), std::string::npos) << text;
  EXPECT_NE(text.find("12:" + std::string(64, 'a')), std::string::npos) << text;
}

TEST(NightLetter, HoldsWhatTheRecipientAskedForOnly) {
  Recipient recipient;
  recipient.english = true;
  recipient.least = core::Verdict::kFraud;
  recipient.wanted.blind_spots = false;
  const Letter letter = NightLetter(OneNight(), recipient);
  EXPECT_EQ(letter.subject, "[agencywatch] 22.11.2026: 11 new (11 trafficking) (+1 lesser), 0 overdue");
  EXPECT_EQ(LetterText(letter).find("#13"), std::string::npos);
  EXPECT_NE(LetterText(letter).find("BELOW WHAT THIS MESSAGE TELLS OF\n  - New: 1 "), std::string::npos)
      << "so that nought new does not read as if nothing had happened";
  const auto json = nlohmann::json::parse(NightJson(OneNight(), recipient, "id"));
  EXPECT_EQ(json["new"].size(), 1U);
  EXPECT_EQ(json["below"]["new"], 1);
  EXPECT_FALSE(json.contains("blind_spots"));
}

TEST(NightLetter, NoRegisterIsABlindSpot) {
  Digest digest = OneNight();
  digest.register_as_of.reset();
  EXPECT_NE(LetterText(NightLetter(digest, {})).find("Chưa có danh sách giấy phép"),
            std::string::npos);
  EXPECT_EQ(BlindSpotCount(digest), 1U);
}

// A source's name and what it answers are the only words in a message that are not ours.
TEST(NightLetter, HostileTextIsTextInBothForms) {
  Digest digest = OneNight();
  const std::string hostile =
      "x</div><script>alert(1)</script>\r\n\r\nBcc: a@b.vn\xE2\x80\xAE" + std::string(100'000, 'x');
  digest.blind_spots.push_back({hostile, BlindSpot::kBroken, 1, hostile, 1, hostile});
  const Letter letter = NightLetter(digest, {});
  const std::string html = LetterHtml(letter);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
  for (const auto& form : {html, LetterText(letter)}) {
    EXPECT_EQ(form.find('\r'), std::string::npos);
    EXPECT_EQ(form.find("\nBcc"), std::string::npos);
    EXPECT_EQ(form.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_LT(form.size(), 10'000U);
  }
}

TEST(MailName, ShowsMaskedContactsAndEnterprisesAndNothingElse) {
  EXPECT_EQ(MailName("Công ty TNHH Kexaco · +84912000345"), "Công ty TNHH Kexaco · +849••••••45");
  for (const std::string person : {"Trần Thị Hoa", "Chị Lan tuyển gấp 0912 000 345", "?"})
    EXPECT_EQ(MailName(person), "") << person;
  for (const std::string hostile : {"Công ty TNHH\r\nBcc: x@y.vn", "Công ty TNHH <script>",
                                    "Công ty TNHH \xE2\x80\xAE"
                                    "X",
                                    "Công ty TNHH 0912000345", "Công ty TNHH Ở٠٩١٢٠٠٠٣٤٥"})
    EXPECT_EQ(MailName(hostile), "") << hostile;
  EXPECT_LT(MailName("Công ty TNHH " + std::string(100'000, 'x')).size(), 100U);
  EXPECT_EQ(MailName("lan.tran@example.com").find("tran"), std::string::npos);
}

// Source: Standard Webhooks 1.0. The value was computed with
// `printf '%s' 'msg_1.1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'secret-of-the-test-receiver' -binary | base64`.
TEST(WebhookSignature, IsTheHmacOverIdTimestampAndBody) {
  const std::string expected = "v1,jkzABoL+ZwZQEmTkblFd4NLO7o74LCQchy0Gh/72Hy4=";
  EXPECT_EQ(WebhookSignature("secret-of-the-test-receiver", "msg_1", "1700000000", R"({"a":1})"),
            expected);
  EXPECT_EQ(WebhookSignature("whsec_c2VjcmV0LW9mLXRoZS10ZXN0LXJlY2VpdmVy", "msg_1", "1700000000",
                             R"({"a":1})"),
            expected);
}

TEST(NextTryAfter, PausesGrowAndEnd) {
  EXPECT_EQ(NextTryAfter(1), std::chrono::seconds{5});
  EXPECT_EQ(NextTryAfter(9), std::chrono::hours{12});
  EXPECT_EQ(NextTryAfter(kMaxTries), std::nullopt);
}

}  // namespace
}  // namespace agencywatch::alerts
