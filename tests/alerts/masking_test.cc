// What is hidden of a text before somebody opens it with a reason. Persons, numbers and names are made up.
#include "alerts/api/masking.h"

#include <gtest/gtest.h>

namespace agencywatch::alerts {
namespace {

// Beginning and end of a long value stay, so that one can be told from another; the rest must not.
void ExpectHidden(const std::string& text, const std::string& value) {
  const std::string masked = MaskedText(text);
  EXPECT_EQ(masked.find(value), std::string::npos) << masked;
  EXPECT_NE(masked.find("•••"), std::string::npos) << masked;
}

TEST(MaskedText, HidesWhatIdentifiesAPersonHoweverItIsWritten) {
  ExpectHidden("Gửi CCCD 001085000345 trước", "085000");
  ExpectHidden("CMND số: 012 345 678", "345 6");
  ExpectHidden("căn cước công dân 0010 8500 0345.", "8500");
  ExpectHidden("hộ chiếu số B1234567", "12345");
  ExpectHidden("Passport: C 7654321", "65432");
  ExpectHidden("mail tuyen.dung [at] mau.example nhé", ".dung [at] mau");
  ExpectHidden("mail tuyen.dung(a còng)mau(chấm)example", "dung(a còng)mau");
  ExpectHidden("Điện thoại bàn 024 3000 012", "3000");
  ExpectHidden("gọi (0225) 300 0123 ngay", "300 0");
  ExpectHidden("gọi 0912-000-345", "000");
  ExpectHidden("+84 (0) 912 000 345", "912 000");
  ExpectHidden("STK 1903 4567 8901 VCB", "4567");
}

TEST(MaskedText, LeavesWhatIsNoPersons) {
  for (const std::string text : {"lương 15.000.000 – 20.000.000 đồng", "từ 01.12.2026 đến 31-12-2026", "MST 0101234567", "giấy phép 123/LDTBXH-GP",
                                 "mã số thuế: 0101234567", "tuyển 20 nam, 18-35 tuổi, ca 08.00 - 17.00", "chứng minh tài chính 500.000.000 đồng",
                                 "phí 840.000.000 đồng", "Luật 69/2020/QH14", "theo dõi đến 07.12.2026 01:22",
                                 "đi Anh Quốc, Bà Rịa, Nhật Bản", "Liên hệ Công ty TNHH Mẫu", "LIÊN HỆ NGAY ĐỂ ĐƯỢC TƯ VẤN", "gọi Hotline, inbox Zalo", "phường Mẫu, Quận 1, Hà Nội",
                                 "anh chị em có nhu cầu liên hệ em để được tư vấn", "Gặp trực tiếp Văn phòng", "hồ sơ: họ tên, năm sinh, địa chỉ, số điện thoại", "Nghị định số 112/2021"})
    EXPECT_EQ(MaskedText(text), text);
}

TEST(MaskedText, HidesPersonsAndTheirHomesByTheWordsBeforeThem) {
  ExpectHidden("Người liên hệ: Nguyễn Thị Mẫu Yên.", "Thị Mẫu");
  ExpectHidden("NGƯỜI LIÊN HỆ: NGUYỄN THỊ MẪU", "THỊ");
  ExpectHidden("nguoi lien he: nguyen thi mau", "thi mau");
  ExpectHidden("gặp anh Dũng nhé", "ũng");
  ExpectHidden("gap anh dung 0912 000 345", "dung");
  ExpectHidden("Liên hệ Trần Văn Tèo, sáng", "Văn Tèo");
  ExpectHidden("LIÊN HỆ TRẦN VĂN TÈO", "VĂN");
  ExpectHidden("gọi Uyên nhé", "yên");
  ExpectHidden("LH Ms. Hoài Mẫu", "Mẫu");
  ExpectHidden("chủ tài khoản NGUYEN THI MAU", "THI");
  ExpectHidden("Địa chỉ: 45/12 Mẫu Lợi, phường Mẫu, Quận 1", "/12 Mẫu");
  ExpectHidden("nhà riêng số 7 ngõ 12 phố Mẫu, Hà Nội", "ngõ 12");
  ExpectHidden("nộp hồ sơ tại số nhà 12 ngách 3/4", "ngách 3");
  ExpectHidden("mail mau.yen . xkld (at) mau (dot) example", "xkld");
  ExpectHidden("mau @ hop . example", "hop . example");
}

TEST(MaskedText, WhatStandsAroundStays) {
  const std::string masked = MaskedText("gọi 0912 000 345 hoặc 0987 000 111 ca sáng");
  EXPECT_TRUE(masked.starts_with("gọi 09•")) << masked;
  EXPECT_NE(masked.find(" hoặc 09•"), std::string::npos) << masked;
  EXPECT_TRUE(masked.ends_with(" ca sáng")) << masked;
}

// The holder of an account is a name: what follows it in the sentence is none of it.
TEST(Masker, HidesTheHolderAndNotTheWordsBehind) {
  core::Facts facts;
  core::Fact account;
  account.kind = core::FactKind::kAccount;
  account.value = "VCB:1903456789012";
  account.attrs = {{"number", "1903456789012"}, {"holder", "NGUYEN VAN MAU noi dung dat coc"}};
  facts.facts.push_back(account);
  Masker masker;
  masker.Add(facts);
  const std::string masked = masker("CK 1903456789012 NGUYEN VAN MAU noi dung dat coc don hang");
  EXPECT_EQ(masked.find("VAN MAU"), std::string::npos) << masked;
  EXPECT_TRUE(masked.ends_with(" noi dung dat coc don hang")) << masked;
  EXPECT_EQ(masker("gặp Nguyễn Văn Mẫu ở VP, mẫu đơn").find("Văn"), std::string::npos) << "with its marks, too";
  EXPECT_NE(masker("gặp Nguyễn Văn Mẫu ở VP, mẫu đơn").find("mẫu đơn"), std::string::npos);
}

TEST(Masker, AFullStopEndsAHoldersName) {
  core::Facts facts;
  core::Fact account;
  account.kind = core::FactKind::kAccount;
  account.value = "VCB:1903456789012";
  account.attrs = {{"number", "1903456789012"}, {"holder", "NGUYEN VAN TEST. Liên"}};
  facts.facts.push_back(account);
  Masker masker;
  masker.Add(facts);
  const std::string masked = masker("CK 1903456789012 NGUYEN VAN TEST. Liên hệ Zalo");
  EXPECT_TRUE(masked.ends_with(". Liên hệ Zalo")) << masked;
  EXPECT_EQ(masked.find("VAN TEST"), std::string::npos) << masked;
}

TEST(MaskedIdentifier, HidesAPersonInANameAndNoEnterprise) {
  EXPECT_EQ(MaskedIdentifier("name", "Anh Dũng XKLĐ").find("ũng"), std::string::npos);
  EXPECT_EQ(MaskedIdentifier("name", "anh dung xkld").find("dung"), std::string::npos);
  EXPECT_EQ(MaskedIdentifier("name", "Công ty TNHH Mai Mẫu Xanh"), "Công ty TNHH Mai Mẫu Xanh");
  EXPECT_EQ(MaskedIdentifier("name", "mai mau xanh"), "mai mau xanh");
  EXPECT_EQ(MaskedText("Zalo 03••••••••25 (Dũng)").find("ũng"), std::string::npos);
  EXPECT_EQ(MaskedText("Gọi 03••••••••25 (Zalo)"), "Gọi 03••••••••25 (Zalo)");
}

// What a stranger may search is what a stranger sees.
TEST(SearchableText, HasNothingThatIsMasked) {
  core::Posting posting;
  posting.text = {"Đơn Nhật 0912 000 345", "CK 1903456789012 NGUYEN VAN MAU, CCCD 001085000345. Gặp Nguyễn Văn Mẫu, cọc 15 triệu", ""};
  posting.employer = "Mau nguyen van mau";
  core::Facts facts;
  core::Fact account;
  account.kind = core::FactKind::kAccount;
  account.value = "VCB:1903456789012";
  account.attrs = {{"number", "1903456789012"}, {"holder", "NGUYEN VAN MAU"}};
  facts.facts.push_back(account);
  const std::string text = SearchableText(posting, facts);
  for (const std::string hidden : {"0912", "345", "1903", "12 ", "NGUYEN", "Nguyễn", "nguyen", "VAN", "0010"})
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden << ": " << text;
  for (const std::string shown : {"Đơn Nhật", "CK", "cọc 15 triệu", "Gặp", "Mau"}) EXPECT_NE(text.find(shown), std::string::npos) << shown << ": " << text;
}

}  // namespace
}  // namespace agencywatch::alerts
