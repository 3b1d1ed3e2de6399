#include "core/indicator.h"

#include <array>

namespace agencywatch::core {
namespace {
constexpr std::array kIndicators = {
    Indicator{"licence.absent", "Tuyển đi nước ngoài nhưng không nêu doanh nghiệp, giấy phép",
              "Offers work abroad, names no enterprise and no licence"},
    Indicator{"licence.unlisted", "Doanh nghiệp không có trong danh sách được cấp phép",
              "Enterprise is not on the licence register"},
    Indicator{"licence.number_mismatch", "Số giấy phép không có hoặc là của doanh nghiệp khác",
              "Licence number is unknown or belongs to another enterprise"},
    Indicator{"licence.inactive", "Giấy phép đã bị đình chỉ, thu hồi, nộp lại vào ngày đăng",
              "Licence was suspended, revoked or returned on that day"},
    Indicator{"licence.wrong_activity", "Tuyển lao động dưới danh nghĩa ngành nghề khác",
              "Recruits for work abroad under another business"},
    Indicator{"licence.state_programme", "Rao bán suất của chương trình chỉ Nhà nước thực hiện",
              "Sells places on a programme that only the State may run"},
    Indicator{"fee.upfront_deposit", "Thu tiền cọc trước khi ký hợp đồng",
              "Deposit before a contract"},
    Indicator{"fee.excessive", "Phí vượt mức trần theo luật", "Fee above the legal ceiling"},
    Indicator{"fee.brokerage", "Thu tiền môi giới hoặc tuyển cộng tác viên ăn hoa hồng",
              "Broker's commission, or sub-agents paid by the head"},
    Indicator{"fee.personal_account", "Chuyển tiền vào tài khoản cá nhân, ví điện tử, tiền mã hóa",
              "Money to a personal account, e-wallet or crypto"},
    Indicator{"fee.disguised", "Khoản thu trá hình (hồ sơ, đồng phục, bảo đảm…)",
              "Disguised charge (forms, uniform, guarantee …)"},
    Indicator{"fee.debt", "Cho nợ phí, trừ lương, thế chấp tài sản",
              "Debt: pay later, taken from wages, pledges"},
    Indicator{"deception.easy_high_pay", "Hứa lương cao bất thường cho việc nhẹ",
              "Pay far out of line with the work"},
    Indicator{"deception.no_requirements", "Không cần tay nghề, ngoại ngữ, giấy tờ gì",
              "Asks for no skill, language or papers"},
    Indicator{"deception.guarantee", "Cam kết chắc chắn đậu, có visa, có việc",
              "Guarantees visa, pass or job"},
    Indicator{"deception.fast_departure", "Hứa xuất cảnh nhanh hơn mọi thủ tục hợp pháp",
              "Departure faster than any lawful procedure"},
    Indicator{"deception.visa_misuse", "Đi làm bằng visa du lịch, thăm thân, hoặc vượt biên",
              "Work on a tourist or visit visa, or by the back way"},
    Indicator{"deception.scam_compound", "Việc làm tại khu lừa đảo trực tuyến đã biết",
              "Job in a known scam-compound area"},
    Indicator{"deception.impersonation", "Mạo danh cơ quan nhà nước hoặc doanh nghiệp có phép",
              "Passes itself off as an authority or a licensed firm"},
    Indicator{"deception.urgency", "Hối thúc: chỉ còn ít suất, chốt hôm nay",
              "Presses: last places, today only"},
    Indicator{"deception.anonymous_contact", "Chỉ liên hệ qua mạng xã hội, số di động",
              "Can be reached only by chat or a bare mobile number"},
    Indicator{"deception.task_scam", "“Việc làm” là bẫy nạp tiền làm nhiệm vụ",
              "The 'job' itself is a top-up fraud"},
    Indicator{"coercion.document_retention", "Giữ hộ chiếu, giấy tờ gốc",
              "Keeps passports or other originals"},
    Indicator{"coercion.confinement", "Hạn chế đi lại, điện thoại, liên lạc",
              "Restricts movement, phone or contact"},
    Indicator{"coercion.penalty", "Phạt tiền, đòi chuộc, đe dọa nếu bỏ việc",
              "Fines, ransom or threats for leaving"},
    Indicator{"coercion.excessive_hours", "Giờ làm vượt xa luật định, không ngày nghỉ",
              "Hours far above the legal limit, no days off"},
    Indicator{"coercion.wage_withholding", "Giữ lương, trả chậm hoặc trả cho người khác",
              "Wages held back or paid to another"},
    Indicator{"exploitation.sexual", "Dấu hiệu bóc lột tình dục", "Signs of sexual exploitation"},
    Indicator{"exploitation.organ", "Mua bán, môi giới nội tạng", "Trade in organs"},
    Indicator{"exploitation.surrogacy", "Mang thai hộ vì mục đích thương mại, mua bán trứng",
              "Commercial surrogacy or egg trade"},
    Indicator{"exploitation.marriage", "Môi giới hôn nhân nước ngoài lấy tiền",
              "Brokered marriage abroad for money"},
    Indicator{"exploitation.child", "Tuyển trẻ em, người chưa đủ tuổi", "Recruits minors"},
    Indicator{"exploitation.prohibited_work", "Công việc hoặc nơi đến bị luật cấm",
              "A job or place that the law forbids"},
};
}  // namespace

std::span<const Indicator> Indicators() { return kIndicators; }

const Indicator* FindIndicator(std::string_view code) {
  for (const auto& indicator : kIndicators) {
    if (indicator.code == code) return &indicator;
  }
  return nullptr;
}

}  // namespace agencywatch::core
