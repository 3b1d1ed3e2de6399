// The catalogue of alerts/problem_text.cc against the messages as they are made.
#include "alerts/problem_text.h"

#include <gtest/gtest.h>

#include "alerts/register_list.h"
#include "core/register_file.h"

namespace agencywatch::alerts {
namespace {

bool HasEnglish(const std::string& text) {
  for (const char* word : {" the ", " is ", " not ", " no ", "write ", " it ", " was "}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

TEST(ProblemText, WhatTheReaderOfListsSaysIsSaidInVietnamese) {
  for (const std::string list :
       {"", "gì đó\nkhông tiêu đề", "name,licence_no,issued_on,markets\nA,1/LDTBXH-GP,hôm qua,Atlantis\n,,,\nB,,,\n",
        "name,licence_no,status\nA,1/LDTBXH-GP,lạ lùng\n", "name,licence_no\nA,1/LDTBXH-GP\nB,1/LDTBXH-GP\n",
        "name,licence_no\n\"A,1/LDTBXH-GP\n", "{\"name\": {\"a\": 1}, \"licence_no\": \"1/LDTBXH-GP\"}\n{broken\n[1]\n", "name,licence_no\nA\xFF,1/LDTBXH-GP\n"}) {
    auto file = core::ParseRegisterFile(list, "ds.csv");
    auto problems = file.problems;
    problems.insert(problems.end(), file.doubts.begin(), file.doubts.end());
    const auto duplicates = core::FindDuplicates(file);
    problems.insert(problems.end(), duplicates.begin(), duplicates.end());
    EXPECT_FALSE(problems.empty()) << list;
    for (const auto& problem : problems) {
      EXPECT_FALSE(HasEnglish(ProblemText(problem, false))) << problem.Text() << "\n" << ProblemText(problem, false);
      EXPECT_EQ(ProblemText(problem, true), problem.Text());
    }
  }
}

TEST(ProblemText, AWholeMessageIsTranslatedClauseByClause) {
  EXPECT_EQ(InVietnamese("the register list has only 3 licences, the last one of dolab had 24; look at the list; if it is right, import it with --force"),
            "danh sách chỉ có 3 giấy phép, bản trước của dolab có 24; hãy xem lại danh sách; nếu đúng thì nhập với --force");
  EXPECT_EQ(InVietnamese("ds.pdf: this is a PDF, which holds no table; open it, copy its table into a spreadsheet and save that as XLSX or CSV (UTF-8)"),
            "ds.pdf: đây là PDF, không có bảng để đọc; hãy mở ra, chép bảng vào bảng tính và lưu thành XLSX hoặc CSV (UTF-8)");
  EXPECT_EQ(InVietnamese("row 3: market not known: Atlantis"), "dòng 3: không biết thị trường: Atlantis");
  EXPECT_EQ(InVietnamese("alert #7 is in case 3 already; see agencywatch cases show 3"), "cảnh báo #7 đã nằm trong vụ việc 3; xem agencywatch cases show 3");
  EXPECT_EQ(InVietnamese("referral 4 is sent: it cannot be withdrawn; only one that is proposed or returned or approved can"),
            "phiếu chuyển 4 đã gửi: không thể ghi “đã rút”; chỉ được khi phiếu chưa gửi");
  EXPECT_EQ(InVietnamese("disk full"), "disk full") << "what the catalogue does not know stays";
}

TEST(ProblemText, HostileNamesEndNeitherTheCatalogueNorTheStack) {
  const std::string name(200'000, ':');
  EXPECT_EQ(InVietnamese(name), name);
  EXPECT_EQ(InVietnamese("market not known: {1}{2}"), "không biết thị trường: {1}{2}");
  std::string nested;
  for (int i = 0; i < 50'000; ++i) nested += "row 1: ";
  EXPECT_FALSE(InVietnamese(nested).empty());
}

}  // namespace
}  // namespace agencywatch::alerts
