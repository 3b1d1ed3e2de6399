// Passwords and one-time codes. Source of the codes: RFC 6238, appendix B (SHA-1; the last six of its eight digits).
#include <gtest/gtest.h>

#include "alerts/accounts/password.h"
#include "alerts/accounts/totp.h"
#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

// "12345678901234567890" in base32.
constexpr const char* kRfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

core::Instant At(std::int64_t seconds) { return core::Instant{std::chrono::seconds{seconds}}; }

TEST(Totp, GivesTheCodesOfTheRfc) {
  EXPECT_EQ(TotpCode(kRfcSecret, 59 / kTotpSeconds), "287082");
  EXPECT_EQ(TotpCode(kRfcSecret, 1111111109 / kTotpSeconds), "081804");
  EXPECT_EQ(TotpCode(kRfcSecret, 1234567890 / kTotpSeconds), "005924");
  EXPECT_EQ(TotpCode(kRfcSecret, 20000000000 / kTotpSeconds), "353130");
}

TEST(Totp, ACodeIsGoodOneStepToEitherSideAndNoLonger) {
  EXPECT_EQ(FindTotpStep(kRfcSecret, "287082", At(59)), 1);
  EXPECT_EQ(FindTotpStep(kRfcSecret, "287 082", At(89)), 1);
  EXPECT_EQ(FindTotpStep(kRfcSecret, "287082", At(29)), 1);
  EXPECT_FALSE(FindTotpStep(kRfcSecret, "287082", At(90)));
  EXPECT_FALSE(FindTotpStep(kRfcSecret, "", At(59)));
  EXPECT_FALSE(FindTotpStep(kRfcSecret, "287081", At(59)));
}

TEST(Totp, SecretsHave160BitsAndDiffer) {
  EXPECT_EQ(NewTotpSecret().size(), 32U);
  EXPECT_NE(NewTotpSecret(), NewTotpSecret());
  EXPECT_NO_THROW((void)TotpCode(NewTotpSecret(), 1));
}

TEST(Password, OnlyItsOwnHashVerifies) {
  const std::string hash = HashPassword("đúng ngựa pin ghim");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(VerifyPassword(hash, "đúng ngựa pin ghim"));
  EXPECT_FALSE(VerifyPassword(hash, "đúng ngựa pin ghịm"));
  EXPECT_FALSE(VerifyPassword("", "nobody has this password"));
  EXPECT_NE(hash, HashPassword("đúng ngựa pin ghim"));
}

// What NIST SP 800-63B has refused: short, repeated, in sequence, common, the name of the account or of the service.
TEST(Password, WhatIsGuessedFirstIsRefusedWithWhatToDo) {
  for (const std::string bad : {"đúng ngựa p", "aaaaaaaaaaaa", "abcabcabcabc", "ĐĐĐĐĐĐđđđđđđ", "123456789012", "qwertyuiop12", "abcdefghijkl",
                                "lan.pham2026!", "LanPham-xyz-1", "agencywatch-7x", "passwordpassword", "Matkhau@2026!", "admin1234567!", "2026-11-22-1234"}) {
    try {
      RequireGoodPassword(bad, "lan.pham");
      ADD_FAILURE() << bad;
    } catch (const core::InputError& error) {
      EXPECT_NE(std::string{error.what()}.find("use 12 letters or more"), std::string::npos) << bad;
    }
  }
  for (const std::string good : {"đúng ngựa pin ghim", "mot mat khau du dai", "correcthorse12345", "k3x9-mwq2-vz7t", "thuyền giấy bảy mùa"})
    EXPECT_NO_THROW(RequireGoodPassword(good, "lan.pham")) << good;
  EXPECT_NO_THROW(RequireGoodPassword("mèo me ngủ trên mái", "me")) << "a short name stands in many words";
  for (int i = 0; i < 20; ++i) EXPECT_NO_THROW(RequireGoodPassword(NewPassword(), "lan.pham"));
}

}  // namespace
}  // namespace agencywatch::alerts
