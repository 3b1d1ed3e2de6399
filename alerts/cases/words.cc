#include "alerts/cases/words.h"

#include <algorithm>
#include <array>

namespace agencywatch::alerts {
namespace {

constexpr std::array kSexes = {Word{"female", "nữ", "female"}, Word{"male", "nam", "male"},
                               Word{"unknown", "chưa rõ giới tính", "sex not known"}};
constexpr std::array kAgeBands = {Word{"under_16", "dưới 16 tuổi", "under 16"}, Word{"16_17", "16–17 tuổi", "16 to 17"},
                                  Word{"18_over", "từ 18 tuổi", "18 and over"},
                                  Word{"unknown", "chưa rõ tuổi", "age not known"}};
constexpr std::array kPurposes = {Word{"sexual", "bóc lột tình dục", "sexual exploitation"},
                                  Word{"forced_labour", "cưỡng bức lao động", "forced labour"},
                                  Word{"forced_crime", "ép lừa đảo, phạm tội", "forced into scams or crime"},
                                  Word{"organs", "lấy bộ phận cơ thể", "organs"},
                                  Word{"marriage", "ép hoặc môi giới kết hôn", "marriage"},
                                  Word{"surrogacy", "mang thai hộ vì mục đích thương mại", "surrogacy"},
                                  Word{"child_sale", "mua bán trẻ em", "sale of children"},
                                  Word{"money", "chỉ bị chiếm đoạt tiền", "only their money was taken"},
                                  Word{"other", "mục đích khác", "another purpose"},
                                  Word{"unknown", "chưa rõ mục đích", "purpose not known"}};
constexpr std::array kReturns = {Word{"rescued", "được giải cứu", "rescued"},
                                 Word{"handed_over", "được nước ngoài trao trả", "handed over by the other country"},
                                 Word{"self_returned", "tự trở về", "came back by themselves"},
                                 Word{"not_returned", "chưa trở về", "not back yet"},
                                 Word{"not_left", "chưa xuất cảnh", "never left"},
                                 Word{"unknown", "chưa rõ đã về hay chưa", "return not known"}};
constexpr std::array kSupports = {Word{"essentials", "nhu cầu thiết yếu, đi lại", "essentials and travel"},
                                  Word{"medical", "y tế", "medical"},
                                  Word{"psychological", "tâm lý", "psychological"},
                                  Word{"legal", "trợ giúp pháp lý", "legal aid"},
                                  Word{"interpreting", "phiên dịch", "interpreting"},
                                  Word{"schooling", "học văn hóa", "schooling"},
                                  Word{"vocational", "học nghề, việc làm", "vocational training and work"},
                                  Word{"allowance", "trợ cấp khó khăn ban đầu", "first allowance"},
                                  Word{"loan", "vay vốn", "loan"},
                                  Word{"other", "hỗ trợ khác", "other support"}};
constexpr std::array kOutcomes = {Word{"charged", "đã khởi tố", "a criminal case was opened"},
                                  Word{"fined", "đã xử phạt hành chính", "administrative penalty"},
                                  Word{"confirmed", "xác nhận vi phạm, xử lý cách khác", "true, dealt with otherwise"},
                                  Word{"insufficient", "chưa đủ căn cứ", "not enough to act on"},
                                  Word{"no_offence", "không có vi phạm", "no offence"}};
constexpr std::array kKinds = {Word{"police", "công an", "police"},
                               Word{"labour_inspectorate", "quản lý, thanh tra lao động", "labour inspectorate"},
                               Word{"border_guard", "bộ đội biên phòng", "border guard"},
                               Word{"hotline_111", "tổng đài 111", "hotline 111"},
                               Word{"social_support", "trợ giúp xã hội", "social support"},
                               Word{"other", "cơ quan khác", "another authority"}};
constexpr std::array kStates = {Word{"proposed", "chờ phê duyệt", "waits for approval"},
                                Word{"returned", "trả lại", "returned"},
                                Word{"approved", "đã duyệt, chưa gửi", "approved, not sent"},
                                Word{"sent", "đã gửi, chờ trả lời", "sent, no answer yet"},
                                Word{"answered", "đã có trả lời", "answered"},
                                Word{"withdrawn", "đã rút", "withdrawn"}};
constexpr std::array kAnswers = {Word{"accepted", "đã tiếp nhận", "accepted"},
                                 Word{"insufficient", "chưa đủ căn cứ", "not enough to act on"},
                                 Word{"charged", "đã khởi tố", "charged"},
                                 Word{"no_offence", "không có dấu hiệu vi phạm", "no offence"}};

}  // namespace

std::span<const Word> Sexes() { return kSexes; }
std::span<const Word> AgeBands() { return kAgeBands; }
std::span<const Word> Purposes() { return kPurposes; }
std::span<const Word> Returns() { return kReturns; }
std::span<const Word> Supports() { return kSupports; }
std::span<const Word> CaseOutcomes() { return kOutcomes; }
std::span<const Word> RecipientKinds() { return kKinds; }
std::span<const Word> ReferralStates() { return kStates; }
std::span<const Word> ReferralAnswers() { return kAnswers; }

bool IsCode(std::span<const Word> words, std::string_view code) {
  return std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.code == code; });
}

std::string TitleOf(std::span<const Word> words, std::string_view code, bool english) {
  for (const Word& word : words) {
    if (word.code == code) return std::string{english ? word.en : word.vi};
  }
  return std::string{code};
}

std::vector<std::string> CodesOf(std::span<const Word> words) {
  std::vector<std::string> codes;
  for (const Word& word : words) codes.emplace_back(word.code);
  return codes;
}

}  // namespace agencywatch::alerts
