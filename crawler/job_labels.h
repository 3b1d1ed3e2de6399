// The labels under which adverts give their particulars: "Mức lương:", "Hạn nộp hồ sơ", "Apply before". Vietnamese with
// or without marks, English, and languages of the countries that workers go to. The words are in job_labels.txt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace agencywatch::crawler {

enum class JobLabel {
  kJob,  // vị trí, ngành nghề, đơn hàng
  kEmployer,
  kSalary,
  kPlace,     // nơi làm việc, địa điểm
  kCountry,   // quốc gia, thị trường
  kDeadline,  // hạn nộp
  kPosted,    // ngày đăng
  kCode,      // mã đơn
  kQuantity,
  kFee,
  kAge,
  kSex,
  kContract,   // thời hạn hợp đồng
  kTest,       // ngày thi, phỏng vấn
  kDeparture,  // xuất cảnh
  kState,      // tình trạng: đang tuyển, đủ form
  kContact,
  kOther  // kinh nghiệm, trình độ, hình thức … : seen on adverts, not read further
};

// The whole of `text` (a table heading, a dt, the part before a colon) is a label; nullopt when it is none.
[[nodiscard]] std::optional<JobLabel> FindJobLabel(std::string_view text);

// "Mức lương: 30 triệu" as label and value; nullopt when the line does not begin with a label and a colon. The value
// points into `line`.
[[nodiscard]] std::optional<std::pair<JobLabel, std::string_view>> SplitLabelledLine(
    std::string_view line);

}  // namespace agencywatch::crawler
