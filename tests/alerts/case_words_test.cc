// The table of recipients, and names of files that people hand in.
#include <gtest/gtest.h>

#include "alerts/cases/attachment.h"
#include "alerts/cases/recipients.h"
#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

using Keys = std::vector<std::string>;

Recipients Default() { return Recipients::Parse(std::string{Recipients::DefaultText()}, "recipients.yaml"); }

// First addressees and copies as local plans have them.
TEST(Recipients, TheTableBuiltInNamesTheUsualAddressees) {
  const auto table = Default();
  const auto trafficking = table.Suggest({core::Verdict::kTrafficking, {"exploitation.child", "coercion.confinement"}, {"Nghệ An"}});
  EXPECT_EQ(trafficking.to, "police");
  EXPECT_EQ(trafficking.copies, (Keys{"so_noi_vu", "so_y_te", "hotline_111", "womens_union", "border_guard"}));
  const auto inland = table.Suggest({core::Verdict::kTrafficking, {"coercion.confinement"}, {"Hà Nội"}});
  EXPECT_EQ(inland.copies, (Keys{"so_noi_vu", "so_y_te"}));
  EXPECT_EQ(table.Suggest({core::Verdict::kFraud, {"fee.upfront_deposit"}, {}}).to, "police_cyber");
  EXPECT_EQ(table.Suggest({core::Verdict::kUnlicensed, {}, {"Nghệ An"}}).to, "so_noi_vu");
  EXPECT_EQ(table.Suggest({core::Verdict::kUnlicensed, {}, {"Nghệ An", "Hà Tĩnh"}}).to, "dolab");
  EXPECT_EQ(table.Suggest({core::Verdict::kViolation, {}, {}}).to, "dolab");
  EXPECT_EQ(table.Suggest({}).to, "") << "an empty case goes nowhere";
}

TEST(Recipients, AFamilyOfSignsAndAFormerProvinceAreUnderstood) {
  const auto table = Recipients::Parse(
      "recipients: [{key: a, kind: police, name: \"Công an {province}\"}, {key: b, kind: other, name: B}]\n"
      "routes: [{indicators: [fee.], provinces: [nam dinh], to: b}, {to: a}]\n",
      "r.yaml");
  EXPECT_EQ(table.Suggest({core::Verdict::kFraud, {"fee.debt"}, {"Ninh Bình"}}).to, "b");
  EXPECT_EQ(table.Suggest({core::Verdict::kFraud, {"licence.absent"}, {"Ninh Bình"}}).to, "a");
  EXPECT_EQ(WithProvince(table.Find("a")->name, "Ninh Bình"), "Công an Ninh Bình");
  EXPECT_EQ(WithProvince(table.Find("a")->name, ""), "Công an");
}

TEST(Recipients, AllMistakesAreToldAtOnceWithTheirPlaces) {
  try {
    (void)Recipients::Parse("recipients:\n  - {key: A b, kind: army, name: X}\nroutes:\n  - {verdict: [grave], to: nobody}\n  - {verdict: fraud}\n",
                            "r.yaml");
    FAIL() << "taken";
  } catch (const core::InputError& error) {
    ASSERT_EQ(error.problems().size(), 5U) << error.what();
    EXPECT_EQ(error.problems()[1].line, 2);
    EXPECT_NE(error.problems()[1].what.find("army"), std::string::npos);
    EXPECT_EQ(error.problems()[4].line, 5);
  }
  EXPECT_THROW((void)Recipients::Parse("recipients: [", "r.yaml"), core::InputError);
  EXPECT_THROW((void)Recipients::Parse("- 1", "r.yaml"), core::InputError);
}

TEST(Attachment, ANameIsABareFileName) {
  for (const auto& [given, safe] : std::vector<std::pair<std::string, std::string>>{
           {"/tmp/biên bản.pdf", "biên bản.pdf"},
           {"../../etc/passwd", "passwd"},
           {"C:\\Users\\a\\ảnh.jpg", "ảnh.jpg"},
           {"..", "tep"},
           {"/", "tep"},
           {".ssh", "ssh"},
           {"a\nb\x01\"<>|*?:.txt", "ab.txt"},
           {"x\u202efdp.exe", "xfdp.exe"},
           {"a.txt. . ", "a.txt"},
           {std::string(300, 'a') + ".pdf", std::string(146, 'a') + ".pdf"},
           {"\xff\xfe.txt", "\uFFFD\uFFFD.txt"}})
    EXPECT_EQ(SafeFileName(given), safe) << given;
}

TEST(Attachment, TheMediaTypeIsThatOfTheBytes) {
  EXPECT_EQ(MediaTypeOf("%PDF-1.4\n"), "application/pdf");
  EXPECT_EQ(MediaTypeOf("\xFF\xD8\xFF\xE0"), "image/jpeg");
  EXPECT_EQ(MediaTypeOf("RIFF\x10\x20\x30\x40WEBPVP8 "), "image/webp");
  EXPECT_EQ(MediaTypeOf("<html><script>"), "text/plain");
  EXPECT_EQ(MediaTypeOf("<svg onload=x>"), "text/plain");
  EXPECT_EQ(MediaTypeOf(std::string("MZ\0\1", 4)), "application/octet-stream");
  EXPECT_EQ(MediaTypeOf("%PD"), "text/plain") << "too short to be one";
}

}  // namespace
}  // namespace agencywatch::alerts
