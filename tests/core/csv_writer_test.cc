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

TEST(CsvWriter, ANumberStaysOne) { EXPECT_EQ(CsvLine({"-12", "-1.5", "7", "1=1"}), "-12,-1.5,7,1=1\r\n"); }

}  // namespace
}  // namespace agencywatch::core
