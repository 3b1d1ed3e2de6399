#include "alerts/triage.h"

#include <array>

namespace agencywatch::alerts {
namespace {

constexpr std::array kReasons = {
    DismissalReason{"false_alarm", "Báo nhầm: chương trình đọc sai tin", "False alarm: the advert was misread", false},
    DismissalReason{"lawful", "Doanh nghiệp được phép, nội dung hợp pháp", "Licensed, and the advert is lawful", false},
    DismissalReason{"not_recruitment", "Không phải tin tuyển lao động", "Not recruitment at all", false},
    DismissalReason{"news_or_warning", "Tin tức, cảnh báo hoặc người khác kể lại", "News, a warning, or somebody telling of it", false},
    DismissalReason{"victim", "Người đăng là nạn nhân hoặc người tìm việc", "The writer is a victim or looks for work", false},
    DismissalReason{"settled", "Đã được xử lý, đã khắc phục", "Dealt with already, or put right", false},
    DismissalReason{"insufficient", "Chưa đủ căn cứ để xử lý", "Not enough to act on", false},
    DismissalReason{"no_offence", "Cơ quan có thẩm quyền kết luận không vi phạm", "The authority found no offence", false},
    DismissalReason{"out_of_remit", "Không thuộc thẩm quyền", "Outside our remit", false},
    DismissalReason{"other", "Lý do khác (ghi rõ)", "Another reason (say which)", true}};

}  // namespace

std::span<const DismissalReason> DismissalReasons() { return kReasons; }

const DismissalReason* FindDismissalReason(std::string_view code) {
  for (const auto& reason : kReasons) {
    if (reason.code == code) return &reason;
  }
  return nullptr;
}

}  // namespace agencywatch::alerts
