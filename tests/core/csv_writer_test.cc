// RFC 4180; OWASP, "CSV Injection".
#include "core/csv_writer.h"

#include <gtest/gtest.h>

namespace agencywatch::core {
namespace {

TEST(CsvWriter, QuotesWhatNeedsIt) {
  EXPECT_EQ(CsvLine({"a", "b,c", "d\"e", "f\ng", ""}), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
}

TEST(CsvWriter, AFormulaIsText) {
  EXPECT_EQ(CsvLine({"=1+1", "+84912000345", "-x", "@cmd", "\ty", " =A1", "\n=A1"}),
            "'=1+1,'+84912000345,'-x,'@cmd,'\ty,' =A1,\"'\n=A1\"\r\n");
  EXPECT_EQ(CsvLine({"\rz"}), "\"'\rz\"\r\n");
}

// Unicode UAX 9: what turns the direction could make "gnp.exe" look like "exe.png".
TEST(CsvWriter, TurnsOfDirectionAndControlsAreWrittenOut) {
  EXPECT_EQ(CsvLine({"a\u202Egnp.exe", "\u2067x\u2069", "bell\x07", "b\xFF"}), "a[U+202E]gnp.exe,[U+2067]x[U+2069],bell[U+0007],b\uFFFD\r\n");
  EXPECT_EQ(CsvLine({"\u202E=1+1"}), "[U+202E]=1+1\r\n") << "no formula: it begins with a bracket";
}

TEST(CsvWriter, ANumberStaysOne) { EXPECT_EQ(CsvLine({"-12", "-1.5", "7", "1=1"}), "-12,-1.5,7,1=1\r\n"); }

}  // namespace
}  // namespace agencywatch::core
