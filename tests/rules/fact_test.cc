#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/utf8.h"
#include "fact_reading.h"
#include "rules/fact_reader.h"
#include "rules/facts/licence_reader.h"
#include "rules/facts/phone_reader.h"

namespace agencywatch::rules {
namespace {

using core::FactKind;
// "wage 15000000 VND month", one for each sum.
Strings Sums(const std::string& body) {
  Strings sums;
  const core::Facts facts = Read(body);
  for (const core::Fact* fact : facts.OfKind(FactKind::kMoney)) {
    const std::string period(fact->Attr("period"));
    sums.insert(std::string(fact->Attr("role")) + " " + fact->value +
                (period.empty() ? "" : " " + period));
  }
  return sums;
}

struct Case {
  std::string name;
  std::string text;
  Strings wanted;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
std::string CaseName(const testing::TestParamInfo<Case>& row) { return row.param.name; }

class MoneyRead : public testing::TestWithParam<Case> {};
TEST_P(MoneyRead, As) { EXPECT_EQ(Sums(GetParam().text), GetParam().wanted); }

INSTANTIATE_TEST_SUITE_P(
    Spellings, MoneyRead,
    testing::Values(
        Case{"Trieu", "Lương 15 triệu/tháng", {"wage 15000000 VND month"}},
        Case{"Tr", "cọc 15tr", {"deposit 15000000 VND once"}},
        Case{"Cu", "phí 15 củ", {"fee 15000000 VND once"}}, Case{"CuIsAlsoOld", "phí 15 cũ", {}},
        Case{"DigitsBehindTr",
             "phí 1tr5, cọc 3tr25",
             {"fee 1500000 VND once", "deposit 3250000 VND once"}},
        Case{"Billion", "phạt 1 tỷ", {"penalty 1000000000 VND once"}},
        Case{"Thousands", "lương ngày 500k", {"wage 500000 VND day"}},
        Case{"DigitsBehindK",
             "thưởng 1k5 USD, đền 3k đô",
             {"wage 1500 USD month", "penalty 3000 USD once"}},
        Case{"DotGroups", "phí 1.500.000đ", {"fee 1500000 VND once"}},
        Case{"CommaGroups", "fee 1,500,000 VND", {"fee 1500000 VND once"}},
        Case{"BlankGroups", "phí 1 500 000 đồng", {"fee 1500000 VND once"}},
        Case{"ForeignGroupsWithDecimals", "lương 1.250,50 EUR/tháng", {"wage 1250.5 EUR month"}},
        Case{"RangeSharesItsUnit",
             "lương 30-35tr",
             {"wage 30000000 VND month", "wage 35000000 VND month"}},
        Case{"RangeWithTwoUnits",
             "thu nhập 800k - 1tr2/ngày",
             {"wage 800000 VND day", "wage 1200000 VND day"}},
        Case{"RangeInWords",
             "lương từ 12 đến 18 triệu",
             {"wage 12000000 VND month", "wage 18000000 VND month"}},
        Case{"Man", "Đơn Nhật lương 35 man", {"wage 350000 JPY month"}},
        Case{"VanYen", "lương 18-20 vạn Yên", {"wage 180000 JPY month", "wage 200000 JPY month"}},
        Case{"VanWon", "sang Hàn Quốc lương 210 vạn won", {"wage 2100000 KRW month"}},
        Case{"MillionWon", "lương 2,3 triệu won", {"wage 2300000 KRW month"}},
        Case{"PrefixedDollars", "lương NT$ 28.590", {"wage 28590 TWD month"}},
        Case{"TeInTaiwan", "Đi Đài Loan lương 29.500 tệ", {"wage 29500 TWD month"}},
        Case{"TeInChina", "Sang Trung Quốc lương 6.000 tệ", {"wage 6000 CNY month"}},
        Case{"DollarSign", "bỏ việc phạt 3.000$", {"penalty 3000 USD once"}},
        Case{"EuroSign", "lương €900/tháng", {"wage 900 EUR month"}},
        Case{"AustralianDollars", "lương 3.500 đô Úc", {"wage 3500 AUD month"}},
        Case{"Words", "phí hai mươi triệu rưỡi", {"fee 20500000 VND once"}},
        Case{"HundredThousandsInWords", "phí năm trăm nghìn", {"fee 500000 VND once"}},
        Case{"Gold", "cọc 2 chỉ vàng", {"deposit 2 XAU_CHI once"}},
        Case{"GoldTael", "ký quỹ 1 cây vàng", {"deposit 10 XAU_CHI once"}},
        Case{"Crypto", "nạp 50 USDT", {"deposit 50 USDT once"}},
        Case{"EnglishHourly", "Pay: PLN 36 gross per hour", {"wage 36 PLN hour"}},
        Case{"EnglishRange",
             "Salary USD 900 to 1,100 per month",
             {"wage 900 USD month", "wage 1100 USD month"}},
        Case{"SpacedLetters", "c ọ c 10tr", {"deposit 10000000 VND once"}}),
    CaseName);

INSTANTIATE_TEST_SUITE_P(
    Roles, MoneyRead,
    testing::Values(
        Case{"FeeThenDeposit",
             "Tổng phí 65tr, cọc trước 10tr",
             {"fee 65000000 VND once", "deposit 10000000 VND once"}},
        Case{"WordBehind", "đóng 2 triệu bảo đảm", {"deposit 2000000 VND once"}},
        Case{"CommissionPerHead",
             "Ai dẫn người thưởng 3 triệu/người",
             {"commission 3000000 VND head"}},
        Case{"BrokersReward", "Giới thiệu 1 lao động nhận 5tr", {"commission 5000000 VND head"}},
        Case{"Bonus", "thưởng chuyên cần 500k", {"wage 500000 VND month"}},
        Case{"Loan", "nợ 8tr trừ dần vào lương", {"loan 8000000 VND once"}},
        Case{"Advance", "Ứng trước 15 triệu cho gia đình", {"loan 15000000 VND once"}},
        Case{"TaskTopUp",
             "ứng trước 500k nhận về 650k",
             {"deposit 500000 VND once", "wage 650000 VND once"}},
        Case{"Ransom", "muốn về phải đền 80 triệu", {"penalty 80000000 VND once"}},
        Case{"OrderSheet", "12 nữ - cơm hộp Saitama - 176.000 yên", {"wage 176000 JPY month"}},
        Case{"DeductedRent", "tiền nhà trừ 12.000 yên", {}},
        Case{"Turnover", "doanh thu 45tr/tháng", {}},
        Case{"Discount", "đăng ký sớm giảm ngay 15 triệu", {}}),
    CaseName);

INSTANTIATE_TEST_SUITE_P(
    NotMoney, MoneyRead,
    testing::Values(Case{"Phone", "gọi 0912.000.345", {}}, Case{"Licence", "GP 3224/LĐTBXH-GP", {}},
                    Case{"YearsAndHours", "từ 2024 làm 8h-17h, 18-35t, 20 - 32 tuổi", {}},
                    Case{"Account", "STK 0123 4567 8901 VCB", {}},
                    Case{"AreaAndFloor", "phòng 18m2, tầng 5, số 12 ngõ 40", {}},
                    Case{"Dates", "thi 15/02/2026, nộp trước 10/2", {}}),
    CaseName);

TEST(Money, OfARangeSharesOneTextAndQuotesIt) {
  const auto facts = Read("Thu nhập 300k–1tr/ngày nhé");
  const auto sums = facts.OfKind(FactKind::kMoney);
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(sums[0]->Attr("text"), "300k–1tr/ngày");
  EXPECT_EQ(sums[1]->Attr("text"), "300k–1tr/ngày");
  EXPECT_EQ(sums[0]->place.quote, "300k–1tr/ngày");
  ASSERT_TRUE(sums[0]->money.has_value());
  EXPECT_EQ(*sums[0]->money, (core::Money{300000, "VND"}));
}

TEST(Money, SaysWhenItIsApproximate) {
  EXPECT_EQ(Read("lương khoảng 20tr").OfKind(FactKind::kMoney).at(0)->Attr("approximate"), "true");
  EXPECT_EQ(Read("lương 20tr").OfKind(FactKind::kMoney).at(0)->Attr("approximate"), "");
}

class PhonesRead : public testing::TestWithParam<Case> {};
TEST_P(PhonesRead, As) { EXPECT_EQ(Values(GetParam().text, FactKind::kPhone), GetParam().wanted); }

INSTANTIATE_TEST_SUITE_P(
    Spellings, PhonesRead,
    testing::Values(
        Case{"Plain", "gọi 0912000345", {"+84912000345"}},
        Case{"Dots", "0912.000.345", {"+84912000345"}},
        Case{"Pairs", "09 12 00 03 45", {"+84912000345"}},
        Case{"PlusZero", "+84 (0)912 000 345", {"+84912000345"}},
        Case{"BracketedCode", "(+84)912 000 345", {"+84912000345"}},
        Case{"BareCode", "84912000345", {"+84912000345"}},
        Case{"Landline", "024 3000 0123", {"+842430000123"}},
        Case{"BracketedArea", "(024) 3000 0109", {"+842430000109"}},
        Case{"ProvincialLandline", "02383 000 113", {"+842383000113"}},
        Case{"LetterO", "O9l2.OOO.l23", {"+84912000123"}},
        Case{"Keycaps",
             "0️⃣9️⃣1️⃣2️⃣ 0️⃣0️⃣0️⃣ 3️⃣4️⃣5️⃣",
             {"+84912000345"}},
        Case{"Circled", "⓪⑨①②⓪⓪⓪③④⑤", {"+84912000345"}},
        Case{"Spaced", "0 9 1 2 . 0 0 0 . 3 4 5", {"+84912000345"}},
        Case{"Words", "không chín một hai không không không ba bốn năm", {"+84912000345"}},
        Case{"CutOverLines", "zalo\n0912\n000\n345\nem Lan", {"+84912000345"}},
        Case{"OldPrefix", "01620003456", {"+84320003456"}},
        Case{"TwoInARow", "0912 000 345 - 0913 000 456", {"+84912000345", "+84913000456"}},
        Case{"Cambodian", "+855 12 000 345", {"+85512000345"}},
        Case{"Hotline", "1900 0012", {"+8419000012"}},
        Case{"AccountIsNone", "STK 0401 0006 1188 Sacombank", {}},
        Case{"TaxCodeIsNone", "MST 0199001010", {}}, Case{"SumIsNone", "180.000.000 đồng", {}},
        Case{"IdentityCardIsNone", "CCCD 001099000345", {}}),
    CaseName);

TEST(Phones, KnowTheKindOfLine) {
  EXPECT_EQ(ParsePhone("0912000345")->line, "mobile");
  EXPECT_EQ(ParsePhone("02430000123")->line, "landline");
  EXPECT_EQ(ParsePhone("19000012")->line, "hotline");
  EXPECT_EQ(ParsePhone("+85512000345")->line, "foreign");
  EXPECT_FALSE(ParsePhone("12").has_value());
}

// What we know of the Vietnamese plan is what libphonenumber knows of it.
TEST(Phones, OfVietnamAreJudgedAsLibphonenumberJudgesThem) {
  const auto& library = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
  for (int prefix = 300; prefix < 1000; ++prefix) {
    const std::string number =
        "0" + std::to_string(prefix).substr(0, 2) + std::to_string(prefix).substr(2) + "000345";
    i18n::phonenumbers::PhoneNumber parsed;
    const bool possible = library.Parse(number, "VN", &parsed) ==
                              i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR &&
                          library.IsPossibleNumber(parsed);
    const bool valid = possible && library.IsValidNumber(parsed);
    const auto read = ParsePhone(number);
    if (prefix / 100 == 4 || prefix / 100 == 6) continue;  // old landlines: renumbered
    ASSERT_EQ(read.has_value(), possible) << number;
    if (read) {
      EXPECT_EQ(read->valid, valid) << number;
    }
  }
}

class AccountsRead : public testing::TestWithParam<Case> {};
TEST_P(AccountsRead, As) {
  EXPECT_EQ(Values(GetParam().text, FactKind::kAccount), GetParam().wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, AccountsRead,
    testing::Values(
        Case{"BankBehind", "STK 0123 0007 8901 VCB - NGUYEN THI VI DU", {"VCB:012300078901"}},
        Case{"BankBefore", "ck Vietcombank: 0123.0007.8901 (Tran Van Vi Du)", {"VCB:012300078901"}},
        Case{"BankInWords",
             "TK công ty: 0002 1180 9001 - Ngân hàng Vietcombank",
             {"VCB:000211809001"}},
        Case{"WithoutBank", "số tài khoản 0123000789012", {"UNKNOWN:0123000789012"}},
        Case{"Wallet", "MoMo 0589 000 331 - chủ ví: T.H. Dung", {"MOMO:0589000331"}},
        Case{"Tron",
             "USDT TRC20: TVd1111111111111111111111111111111",
             {"USDT-TRC20:TVd1111111111111111111111111111111"}},
        Case{"WalletInSmallLetters", "Ck momo 0777 000 356 (Thu Cúc)", {"MOMO:0777000356"}},
        Case{"NumberOfAWalletOnlyNamed", "ai nhận lương momo thì gọi 0777 000 356", {}},
        Case{"OwnerInCapitals", "MB 0822 000 713 – TRAN HOANG VI DU", {"MB:0822000713"}},
        Case{"PhoneIsNone", "liên hệ 0912 000 345", {}},
        Case{"TaxCodeIsNone", "MST: 0199001010", {}}),
    CaseName);

TEST(Accounts, TellAPersonFromAnEnterprise) {
  const auto kind = [](const std::string& body) {
    return std::string(Read(body).OfKind(FactKind::kAccount).at(0)->Attr("holder_kind"));
  };
  EXPECT_EQ(kind("STK 0123 0007 8901 VCB - NGUYEN THI VI DU"), "person");
  EXPECT_EQ(kind("TK: 0002 1180 9001 - Vietcombank - chủ TK: CTCP TAP DOAN VI DU"), "enterprise");
  EXPECT_EQ(Read("stk 0123 0007 8901 VCB - NGUYEN THI VI DU")
                .OfKind(FactKind::kAccount)
                .at(0)
                ->Attr("holder"),
            "NGUYEN THI VI DU");
  EXPECT_EQ(Read("Stk 0123 0007 8901 VCB - NGUYEN THI VI DU LH 0912 000 345").OfKind(FactKind::kAccount).at(0)->Attr("holder"), "NGUYEN THI VI DU");
}

class SocialsRead : public testing::TestWithParam<Case> {};
TEST_P(SocialsRead, As) {
  EXPECT_EQ(Values(GetParam().text, FactKind::kSocial), GetParam().wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, SocialsRead,
    testing::Values(
        Case{"Telegram", "Tele @viec_vd", {"telegram:@viec_vd"}},
        Case{"TelegramLink", "vào t.me/Nhom_vd nhé", {"telegram:@nhom_vd"}},
        Case{"ZaloPhone", "zl em Vy 0912 000 345", {"zalo:+84912000345"}},
        Case{"ZaloLink", "zalo.me/g/abcvd123", {"zalo:g/abcvd123"}},
        Case{"TwoApps",
             "WhatsApp/Zalo 0912 000 345",
             {"whatsapp:+84912000345", "zalo:+84912000345"}},
        Case{"Page", "inbox page Biển Xanh Vd, không gọi", {"facebook:Biển Xanh Vd"}},
        Case{"QuotedName", "nhắn Messenger \"Hoa Nắng vd\"", {"facebook:Hoa Nắng vd"}},
        Case{"WeChat", "wechat: laoban_vd88", {"wechat:laoban_vd88"}},
        Case{"TikTok", "tiktok @xkld_vd1 ", {"tiktok:@xkld_vd1"}},
        Case{"NumberBeforeTheApp", "Lh 0912 000 345, nhắn Zalo kèm ảnh", {"zalo:+84912000345"}},
        Case{"SameNumber",
             "MoMo 0912 000 345 (Hoa).\nHỏi lịch hẹn: Zalo số trên",
             {"zalo:+84912000345"}},
        Case{"EachAppItsOwn",
             "zalo 0912 000 345, tele @hoa_vd",
             {"zalo:+84912000345", "telegram:@hoa_vd"}},
        Case{"NameBeforeANumber", "Zl: Quốc Bảo 0912 000 345", {"zalo:+84912000345"}},
        Case{"OfficeLineIsNone", "Line 0292 3000 748", {}},
        Case{"LineOfSomebody", "line của em là loan.vd", {"line:loan.vd"}},
        Case{"LineOfAFactory", "đứng máy line SMT1.2", {}},
        Case{"BlankBehindTheSign", "nhắn tele @ hoa_vd", {"telegram:@hoa_vd"}},
        Case{"AppsInAListAreNone", "biết dùng FB, Zalo, Tinder", {}},
        Case{"EmailIsNone", "hoso@vidu.example", {}}),
    CaseName);

class DestinationsRead : public testing::TestWithParam<Case> {};
TEST_P(DestinationsRead, As) {
  EXPECT_EQ(Values(GetParam().text, FactKind::kDestination), GetParam().wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Names, DestinationsRead,
    testing::Values(Case{"Country", "đi làm việc tại Nhật Bản", {"JP"}},
                    Case{"Nickname", "đơn Nhật, đi Hàn, qua Đài", {"JP", "KR", "TW"}},
                    Case{"City", "Saitama, Đài Trung, Cluj", {"JP", "TW", "RO"}},
                    Case{"Visa", "suất E-8 chắc đỗ", {"KR"}}, Case{"Flag", "cần người 🇵🇱", {"PL"}},
                    Case{"SpacedLetters", "M a l a y s i a", {"MY"}},
                    Case{"Homoglyphs", "qua Cаmpuсhіa", {"KH"}},
                    Case{"K", "sang K làm game", {"KH"}},
                    Case{"WithoutMarks", "tuyen nguoi di duc lam nha hang", {"DE"}},
                    Case{"List", "đi Hàn, Nhật, Đức", {"KR", "JP", "DE"}},
                    Case{"LanguageIsNone", "dạy tiếng Hàn, tiếng Nhật", {}},
                    Case{"RestaurantIsNone", "phụ bếp nhà hàng Nhật ở Huế", {}},
                    Case{"WeldingIsNone", "thợ hàn làm tại Vinh, ngành Hàn bán tự động", {}},
                    Case{"PersonsAreNone", "gọi anh Đức, chị Nga, Tuấn Anh", {}},
                    Case{"VietnamesePlacesAreNone", "ở Thái Nguyên, Lào Cai, Mỹ Đình, Đức Hòa", {}},
                    Case{"ThreeTimesIsNone", "đổi ba lần xe, xuất khẩu lao động, Trung tâm", {}}),
    CaseName);

TEST(Destinations, NameTheZonesOfTheCompounds) {
  const auto facts = Read("việc ở Bavet");
  const auto places = facts.OfKind(FactKind::kDestination);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0]->Attr("zone"), "scam_compound");
  EXPECT_EQ(places[0]->Attr("via"), "city");
}

TEST(Licences, AreNormalised) {
  EXPECT_EQ(Values("giấy phép số 3224/LĐTBXH - GP; 44/2024/SLĐTBXH-GP; 4003/BNV-GP; 12/LĐ-TBXH-GP",
                   FactKind::kLicence),
            (Strings{"3224/LDTBXH-GP", "44/2024/SLDTBXH-GP", "4003/BNV-GP", "12/LDTBXH-GP"}));
  EXPECT_EQ(Read("44/2024/SLĐTBXH-GP").OfKind(FactKind::kLicence).at(0)->Attr("provincial"),
            "true");
  EXPECT_EQ(Values("số 388/QLLĐNN-NBCAĐNA", FactKind::kContract), Strings{"388/QLLDNN-NBCADNA"});
}

// Decision of the tax authority on tax codes: weights 31 29 23 19 17 13 7 5 3.
TEST(TaxCodes, HaveACheckDigit) {
  EXPECT_TRUE(TaxCodeChecks("0199001010"));
  EXPECT_FALSE(TaxCodeChecks("0199001011"));
  EXPECT_EQ(Read("MST 0199001010-001").OfKind(FactKind::kTaxCode).at(0)->value, "0199001010001");
  EXPECT_EQ(Read("MST 0199001011").OfKind(FactKind::kTaxCode).at(0)->Attr("checksum"), "wrong");
}

class EnterprisesRead : public testing::TestWithParam<Case> {};
TEST_P(EnterprisesRead, As) {
  EXPECT_EQ(Values(GetParam().text, FactKind::kEnterprise), GetParam().wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Names, EnterprisesRead,
    testing::Values(
        Case{"LegalForm",
             "Công ty Cổ phần Nhân lực Ví Dụ Xanh tuyển 10 nam",
             {"Công ty Cổ phần Nhân lực Ví Dụ Xanh"}},
        Case{"Brand", "CÔNG TY TNHH VÍ DỤ (VIDUCO) - tuyển", {"CÔNG TY TNHH VÍ DỤ", "VIDUCO"}},
        Case{"BeforeItsLicence", "VIDUCO – GP 3154/LĐTBXH-GP", {"VIDUCO"}},
        Case{"English", "Vi Du Xanh Manpower JSC recruits", {"Vi Du Xanh Manpower JSC"}},
        Case{"SmallWordsInside", "Cty TNHH Định cư Ví Dụ Xanh", {"Cty TNHH Định cư Ví Dụ Xanh"}},
        Case{"Dotted", "C.ty N.ắ.n.g X.a.n.h tuyển", {"C.ty N.ắ.n.g X.a.n.h"}},
        Case{"FormAloneIsNone", "ký hợp đồng với công ty, công ty TNHH", {}},
        Case{"ForeignFirmIsNone", "tiền trả cho công ty Đài Loan 1.500 USD", {}}),
    CaseName);

TEST(Enterprises, InAWarningAreMarked) {
  const auto facts = Read("Cảnh báo Công ty Ví Dụ Xanh lừa đảo");
  ASSERT_EQ(facts.OfKind(FactKind::kEnterprise).size(), 1U);
  EXPECT_EQ(facts.OfKind(FactKind::kEnterprise)[0]->Attr("mention"), "warning");
}

TEST(Addresses, AreQuotedAsWritten) {
  EXPECT_EQ(Values("Văn phòng: số 12 ngõ 40 phố Ví Dụ, Hà Nội - 024 3000 0123", FactKind::kAddress),
            Strings{"số 12 ngõ 40 phố Ví Dụ, Hà Nội"});
  EXPECT_EQ(Values("Tầng 8 tòa nhà Ví Dụ. Gọi", FactKind::kAddress),
            Strings{"Tầng 8 tòa nhà Ví Dụ"});
  EXPECT_EQ(Values("thực tập sinh số 2 tháng 5", FactKind::kAddress), Strings{});
}

// "min 18", "max 35"
Strings Ages(const std::string& body) {
  Strings ages;
  const core::Facts facts = Read(body);
  for (const core::Fact* fact : facts.OfKind(FactKind::kAge))
    ages.insert(std::string(fact->Attr("bound")) + " " + fact->value);
  return ages;
}

TEST(Ages, AreReadInEveryForm) {
  EXPECT_EQ(Ages("nữ 18-35t"), (Strings{"min 18", "max 35"}));
  EXPECT_EQ(Ages("từ 18 đến 35 tuổi"), (Strings{"min 18", "max 35"}));
  EXPECT_EQ(Ages("dưới 45 tuổi"), Strings{"max 45"});
  EXPECT_EQ(Ages("đủ 18"), Strings{"min 18"});
  EXPECT_EQ(Ages("age 22-48"), (Strings{"min 22", "max 48"}));
  EXPECT_EQ(Ages("em nào 2k8 cũng nhận"), Strings{"min 18"});
  EXPECT_EQ(Ages("sn 1998-2007"), (Strings{"min 19", "max 28"}));
  EXPECT_EQ(Ages("lớp 3 - 4 tuổi, 12 tháng, 36 tháng"), Strings{});
}

Strings Numbers(const std::string& body, FactKind kind) { return Values(body, kind); }

TEST(Departure, IsCountedInDaysFromThePosting) {
  EXPECT_EQ(Numbers("bay trong 15 ngày", FactKind::kDepartureDays), Strings{"15"});
  EXPECT_EQ(Numbers("bay sau 2 tháng", FactKind::kDepartureDays), Strings{"60"});
  EXPECT_EQ(Numbers("đi ngay đêm nay", FactKind::kDepartureDays), Strings{"0"});
  EXPECT_EQ(Numbers("1 tuần nữa bay", FactKind::kDepartureDays), Strings{"7"});
  EXPECT_EQ(Numbers("có lịch bay 28/3", FactKind::kDepartureDays), Strings{"18"});
  EXPECT_EQ(Numbers("fly next week", FactKind::kDepartureDays), Strings{"7"});
  EXPECT_EQ(Numbers("đi làm ngay, phỏng vấn trong 3 ngày", FactKind::kDepartureDays), Strings{});
}

TEST(Hours, AreCountedOverMidnight) {
  EXPECT_EQ(Numbers("10h sáng → 11h đêm", FactKind::kHoursPerDay), Strings{"13"});
  EXPECT_EQ(Numbers("làm 12 tiếng/ngày", FactKind::kHoursPerDay), Strings{"12"});
  EXPECT_EQ(Numbers("làm từ 5h sáng tới 12h đêm", FactKind::kHoursPerDay), Strings{"19"});
  EXPECT_EQ(Numbers("Làm 7h–11h, 13h–17h", FactKind::kHoursPerDay), Strings{"8"});
  EXPECT_EQ(Numbers("tăng ca không quá 2 giờ/ngày", FactKind::kHoursPerDay), Strings{});
  EXPECT_EQ(Numbers("tháng nghỉ 2 ngày", FactKind::kDaysOff), Strings{"2"});
  EXPECT_EQ(Numbers("làm 6 ngày/tuần", FactKind::kDaysOff), Strings{"4"});
}

TEST(Terms, OfContractAndHeadcountAreRead) {
  EXPECT_EQ(Numbers("hợp đồng 3 năm", FactKind::kContractMonths), Strings{"36"});
  EXPECT_EQ(Numbers("HĐ 1+2", FactKind::kContractMonths), Strings{"36"});
  EXPECT_EQ(Numbers("24-month contract", FactKind::kContractMonths), Strings{"24"});
  EXPECT_EQ(Numbers("Số lượng: 30", FactKind::kHeadcount), Strings{"30"});
  EXPECT_EQ(Numbers("tuyển 10 nam, 5 nữ", FactKind::kHeadcount), (Strings{"10", "5"}));
  EXPECT_EQ(Numbers("còn 6 slot, kinh nghiệm 2 năm", FactKind::kHeadcount), Strings{});
}

TEST(Evasions, OfTradesAndImagesNeedFacts) {
  const auto sees = [](const std::string& body, const std::string& kind) {
    const auto facts = Read(body);
    return std::any_of(facts.evasions.begin(), facts.evasions.end(),
                       [&](const core::Evasion& evasion) { return evasion.kind == kind; });
  };
  EXPECT_TRUE(sees("trông nhà, làm cỏ ở Anh, thu hoạch xong tính công", "code_words"));
  EXPECT_FALSE(sees("cần người làm cỏ vườn chè", "code_words"));
  EXPECT_TRUE(sees("ai đi thì lấy số trong ảnh nhé", "image_only_contact"));
  EXPECT_FALSE(sees("số trong ảnh hoặc gọi 0912 000 345", "image_only_contact"));
}

// Any text at all: every fact quotes the original on code-point borders, in order of place.
TEST(Facts, QuoteTheOriginalWhateverTheTextSays) {
  const std::vector<std::string> parts = {"lương ",     "cọc ",
                                          "15tr",       "1tr5",
                                          "30",         "-",
                                          "35tr ",      "0912 000 345",
                                          "STK ",       "0123 0007 8901 ",
                                          "VCB",        "\n",
                                          " - ",        "NGUYEN VAN VD",
                                          "Công ty ",   "TNHH ",
                                          "Ví Dụ ",     "GP 3224/LĐTBXH-GP",
                                          "đi ",        "Hàn ",
                                          "🇰🇷",         "t.me/vd_1",
                                          "@vd_abc",    "18-35t",
                                          "bay ",       "28/12",
                                          "2k8",        "c ọ c",
                                          "đ.ặ.t",      "0️⃣",
                                          "\u200B",     "соc",
                                          "không ",     "chín ",
                                          "…",          ".",
                                          ",",          ")",
                                          "(",          ":",
                                          "10h",        "→",
                                          "11h đêm",    "漢",
                                          "FB: ",       "Zalo ",
                                          "/",          "%",
                                          "1.500.000đ", "hai mươi ",
                                          "triệu ",     "rưỡi",
                                          "USD ",       "900 ",
                                          "to ",        "số 12 ",
                                          "ngõ 4 ",     "MST 0199001010",
                                          "năm ",       "\"",
                                          "'"};
  std::mt19937 random(11);
  std::uniform_int_distribution<std::size_t> pick(0, parts.size() - 1);
  for (int round = 0; round < 1500; ++round) {
    std::string body;
    for (int n = 0; n < 30; ++n) body += parts[pick(random)];
    const auto facts = Read(body, body.substr(0, core::Utf8Prefix(body, 60).size()));
    for (const core::Fact& fact : facts.facts) {
      const std::string source = fact.place.field == core::Field::kTitle
                                     ? body.substr(0, core::Utf8Prefix(body, 60).size())
                                     : body;
      ASSERT_LE(fact.place.end, source.size());
      ASSERT_LT(fact.place.start, fact.place.end) << body;
      ASSERT_EQ(source.substr(fact.place.start, fact.place.end - fact.place.start),
                fact.place.quote);
      ASSERT_TRUE(core::IsValidUtf8(fact.place.quote)) << body;
      ASSERT_TRUE(core::IsValidUtf8(fact.value)) << body;
    }
  }
}

// 400 kB of what makes a careless reader quadratic; each in well under a second when it is linear.
TEST(Facts, OfAHostileTextAreReadInTimeLinearInItsLength) {
  for (const std::string part : {"9 ",
                                 "o ",
                                 "b ",
                                 "o.",
                                 "cọc 1tr, ",
                                 "1tr ",
                                 "(",
                                 "a",
                                 "1.",
                                 "0912 000 345 ",
                                 "@vd_abc ",
                                 "ck 0123 0007 8901 VCB ",
                                 "Công ty Ví Dụ ",
                                 "Hàn, ",
                                 "\u200B",
                                 "е",
                                 "không ",
                                 "10/2 ",
                                 "bay ",
                                 "STK ",
                                 "0️⃣",
                                 "ổ",
                                 "n3",
                                 "Zalo ",
                                 "18-35t "}) {
    std::string body;
    while (body.size() < 400'000) body += part;
    const std::clock_t before = std::clock();  // of this process: others may load the machine
    (void)Read(body);
    EXPECT_LT(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC, 5.0) << part;
  }
}

}  // namespace
}  // namespace agencywatch::rules
