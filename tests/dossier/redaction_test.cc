// What must not reach a third person, read out of adverts as the rules read them.
#include "alerts/dossier/redaction.h"

#include <gtest/gtest.h>

#include "alerts/dossier/html_page.h"
#include "rule_packs.h"
#include "rules/engine.h"

namespace agencywatch::alerts {
namespace {

core::Facts FactsOf(const std::string& body) {
  static const auto rules = [] {
    std::vector<rules::PackFile> files;
    for (const auto& file : embedded::rule_packs())
      files.push_back({std::string{file.path}, std::string{file.bytes}});
    return rules::RuleSet::Load(files);
  }();
  rules::AssessInput input;
  input.text.body = body;
  return rules->Read(input).facts;
}

Redactor Knowing(const std::string& body) {
  Redactor redactor(false);
  redactor.Add(FactsOf(body));
  return redactor;
}

struct Hidden {
  const char* name;
  std::string text;
  std::vector<std::string> gone;
  std::vector<std::string> stays;
};
void PrintTo(const Hidden& hidden, std::ostream* out) { *out << hidden.name; }

class Redaction : public testing::TestWithParam<Hidden> {};
TEST_P(Redaction, LeavesNothingOfAPerson) {
  const Redactor redactor = Knowing(GetParam().text);
  const std::string out = redactor.Text(GetParam().text);
  for (const auto& gone : GetParam().gone) EXPECT_EQ(out.find(gone), std::string::npos) << out;
  for (const auto& stays : GetParam().stays) EXPECT_NE(out.find(stays), std::string::npos) << out;
  EXPECT_NE(out.find(kBlack), std::string::npos) << out;
  EXPECT_FALSE(redactor.FindLeak(out)) << out;
}
INSTANTIATE_TEST_SUITE_P(
    All, Redaction,
    testing::Values(
        Hidden{"Phone", "Đặt cọc 15 triệu giữ chỗ, gọi 0912 000 345", {"0912", "000 345"}, {"15 triệu", "giữ chỗ", "█điện thoại 1█"}},
        Hidden{"PhoneInEmoji", "gọi 0️⃣9️⃣1️⃣2️⃣0️⃣0️⃣0️⃣3️⃣4️⃣5️⃣ nhé", {"9️⃣"}, {"gọi", "nhé"}},
        Hidden{"AccountAndHolder", "chuyển vào STK 0123000456789 MB Bank NGUYEN VAN THU trước ngày bay", {"0123000456789", "NGUYEN", "VAN THU"},
               {"trước ngày bay"}},
        Hidden{"Handles", "inbox telegram @laodonghan88 hoặc zalo.me/0912000345", {"laodonghan88", "0912000345"}, {"inbox"}},
        Hidden{"EmailAndLink", "gửi về hoa.tran@example.com hoặc https://m.me/hoatran", {"hoa.tran", "m.me", "hoatran"}, {"gửi về"}},
        Hidden{"VictimsName", "Tôi là Nguyễn Thị Lan ở Nghệ An, gọi 0912 000 345, bị thu cọc 20 triệu", {"Nguyễn", "Lan"}, {"Nghệ An", "20 triệu"}},
        Hidden{"NameAfterAddressing", "chị Hạnh nộp 30.000.000 đồng cho anh Tuấn qua 0912000345", {"Hạnh", "Tuấn", "0912000345"}, {"30.000.000", "chị"}},
        Hidden{"ACountryIsNoAunt", "Đi Ba Lan làm kho, gọi bà Lan 0912 000 345", {"bà Lan"}, {"Đi Ba Lan làm kho"}},
        Hidden{"NameBeforePhone", "Liên hệ: Thuỷ Tiên 0912 000 345", {"Thuỷ", "Tiên"}, {"Liên hệ"}},
        Hidden{"IdentityNumber", "CCCD 040199000123 của em Lê Thị Mận", {"040199000123", "Lê", "Mận"}, {"CCCD"}},
        Hidden{"CommentOfAThirdPerson", "Trần Văn Bảy: cho hỏi còn đơn không 0382 000 111", {"Trần", "Bảy", "0382", "000 111"}, {"cho hỏi"}}));

TEST(Redactor, TheSameContactHasTheSameNumberEverywhere) {
  const std::string one = "gọi 0912 000 345 hoặc 0382.000.111";
  const std::string other = "zalo 0382 000 111";
  Redactor redactor(false);
  redactor.Add(FactsOf(one));
  redactor.Add(FactsOf(other));
  EXPECT_EQ(redactor.Text(one), "gọi █điện thoại 1█ hoặc █điện thoại 2█");
  EXPECT_EQ(redactor.Text("gọi 0382000111"), "gọi █điện thoại 2█");
  EXPECT_EQ(redactor.Identifier({"phone", "+84382000111"}), "█điện thoại 2█");
}

TEST(Redactor, EnterprisesLicencesSumsAndDaysStay) {
  const std::string text =
      "Công ty Cổ phần Nhân lực Mây Trắng, giấy phép 3224/LĐTBXH-GP, thu 45.000.000 đồng trước 25/12/2026, gọi 0912 000 345";
  const Redactor redactor = Knowing(text);
  const std::string out = redactor.Text(text);
  for (const char* stays : {"Công ty Cổ phần Nhân lực Mây Trắng", "3224/LĐTBXH-GP", "45.000.000", "25/12/2026"})
    EXPECT_NE(out.find(stays), std::string::npos) << out;
  EXPECT_EQ(redactor.Advertiser("Công ty TNHH Mây Trắng"), "Công ty TNHH Mây Trắng");
  EXPECT_EQ(redactor.Advertiser("Hoa Xuất Khẩu"), "█người đăng█");
}

// Name or account, they are hidden alike; whose program fetched a page is no secret.
TEST(Redactor, OfficialsAreNumberedHoweverTheySign) {
  Redactor redactor(false);
  redactor.AddOfficial("Lê Minh Quân");
  redactor.AddOfficial("thu");
  redactor.AddOfficial("Lê Minh Quân");
  EXPECT_EQ(redactor.Actor("Lê Minh Quân"), "█cán bộ 1█");
  EXPECT_EQ(redactor.Actor("thu"), "█cán bộ 2█");
  EXPECT_EQ(redactor.Actor("agencywatch @ scan-1"), "agencywatch @ scan-1");
  EXPECT_EQ(redactor.Text("Lê Minh Quân đề xuất vì thu tiền trước"), "█cán bộ 1█ đề xuất vì thu tiền trước");
}

TEST(Redactor, ALeakIsFoundInAnySpelling) {
  const Redactor redactor = Knowing("gọi 0912 000 345, STK 0123000456789 MB Bank NGUYEN VAN THU");
  for (const char* leak : {"số 0912.000.345", "+84 912 000 345", "0123-000-456-789", "nguyễn văn thu", "Nguyen  Van Thu"})
    EXPECT_TRUE(redactor.FindLeak(leak)) << leak;
  EXPECT_FALSE(redactor.FindLeak("Nguyễn Văn An gọi 0913 000 345"));
}

// What is read from the web is text, whatever it looks like.
TEST(HtmlPage, NothingOfAnAdvertIsMarkup) {
  EXPECT_EQ(HtmlText("<script>alert('1')</script> & \"x\"\u202E"),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;");
  EXPECT_EQ(HtmlText("gọi █điện thoại 1█"), "gọi <span class=\"black\">điện thoại 1</span>");
}

}  // namespace
}  // namespace agencywatch::alerts
