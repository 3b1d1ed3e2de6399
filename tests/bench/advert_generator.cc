#include "tests/bench/advert_generator.h"

#include <algorithm>
#include <set>

#include "core/fold.h"

namespace agencywatch::bench {
namespace {

using Words = std::vector<std::string>;

// What most adverts are made of, the frequent words first.
const Words& Common() {
  static const Words words = {
      "lao động", "công ty", "tuyển dụng", "và", "làm việc", "lương", "triệu", "có", "được", "cho", "người",
      "năm", "tháng", "ngày", "tại", "theo", "hợp đồng", "nam nữ", "tuổi", "từ", "đến", "yêu cầu", "sức khỏe",
      "tốt", "hồ sơ", "gồm", "phỏng vấn", "trực tiếp", "văn phòng", "liên hệ", "địa chỉ", "số điện thoại",
      "ứng viên", "kinh nghiệm", "bằng cấp", "tốt nghiệp", "trung học", "cao đẳng", "chăm chỉ", "chịu khó",
      "nhà xưởng", "thực phẩm", "điện tử", "cơ khí", "xây dựng", "nông nghiệp", "điều dưỡng", "may mặc",
      "đóng gói", "kiểm tra", "chất lượng", "vận hành", "ký túc xá", "ăn trưa", "xe đưa đón", "bảo hiểm",
      "xã hội", "chế độ", "thưởng", "phụ cấp", "tăng ca", "nghỉ lễ", "Nhật Bản", "Hàn Quốc", "Đài Loan",
      "thị trường", "đơn hàng", "xuất cảnh", "dự kiến", "đào tạo", "tiếng", "miễn phí", "chi phí", "minh bạch",
      "giấy phép", "dịch vụ", "quyền lợi", "mô tả", "công việc", "thời gian", "địa điểm", "số lượng", "Hà Nội",
      "Nghệ An", "Hải Phòng", "Thanh Hóa", "Bắc Ninh", "quản lý", "hỗ trợ", "gia đình", "thu nhập", "ổn định"};
  return words;
}
const Words& English() {
  static const Words words = {
      "the", "and", "to", "of", "in", "with", "for", "we", "you", "will", "our", "team", "company", "work",
      "salary", "per month", "overtime", "bonus", "health insurance", "annual leave", "accommodation", "meals",
      "contract", "two years", "requirements", "experience", "training", "factory worker", "caregiver", "welder",
      "driver", "hotel", "warehouse", "interview", "apply", "resume", "office", "business hours", "benefits"};
  return words;
}
const Words& PayVerbs() {
  static const Words words = {"đặt", "nộp", "đóng", "chuyển", "gửi", "thanh toán", "ứng", "thu", "nạp", "ký quỹ"};
  return words;
}
const Words& Sums() {
  static const Words words = {"tiền cọc", "tiền đặt cọc", "phí giữ chỗ", "phí môi giới", "lệ phí hồ sơ",
                              "tiền thế chân", "phí bảo lãnh", "tiền đồng phục", "phí visa", "khoản vay",
                              "tiền ký quỹ", "phí xác minh", "phí ghi danh", "tiền chống trốn"};
  return words;
}
const Words& Lures() {
  static const Words words = {"việc nhẹ lương cao", "bao đậu", "bao visa", "cam kết đậu", "bay ngay",
                              "không cần bằng cấp", "không phỏng vấn", "thu nhập khủng", "kiếm tiền online",
                              "chốt đơn ảo", "thả tim", "ngồi mát", "chỉ cần điện thoại", "hoàn tiền"};
  return words;
}
const Words& Places() {
  static const Words words = {"campuchia", "bavet", "mộc bài", "poipet", "myawaddy", "tam giác vàng", "bokeo",
                              "dubai", "laukkai", "svay rieng", "kk park", "manila", "macau", "băng cốc"};
  return words;
}
const Words& Papers() {
  static const Words words = {"hộ chiếu", "căn cước", "bằng gốc", "sổ đỏ", "giấy khai sinh", "passport", "bằng lái"};
  return words;
}
const Words& KeepVerbs() {
  static const Words words = {"giữ", "thu giữ", "tạm giữ", "cầm", "giam", "thế chấp", "nộp lại"};
  return words;
}
const Words& Chats() {
  static const Words words = {"zalo", "telegram", "facebook", "messenger", "viber", "whatsapp", "wechat"};
  return words;
}
const Words& Jobs() {
  static const Words words = {"casino", "game online", "đánh máy", "telesale", "tiền ảo", "chia bài", "trực page",
                              "nhập liệu", "forex", "livestream", "massage", "karaoke"};
  return words;
}
const Words& Units() {
  static const Words words = {"triệu", "tr", "nghìn", "usd", "đô", "yên", "man", "won", "củ"};
  return words;
}
const Words& Syllables() {
  static const Words words = {
      "an", "bách", "bảo", "bình", "cát", "châu", "đại", "đạt", "dũng", "giang", "hà", "hải", "hằng", "hạnh",
      "hòa", "hồng", "hưng", "khang", "khánh", "kiên", "kim", "lam", "linh", "lộc", "long", "mai", "minh", "mỹ",
      "ngân", "ngọc", "nguyên", "phát", "phong", "phú", "phúc", "quang", "quý", "sao", "sơn", "tâm", "tân",
      "thái", "thắng", "thành", "thịnh", "thiên", "tín", "trang", "trí", "tuấn", "tùng", "uyên", "vân", "vinh"};
  return words;
}

std::string Folded(const std::string& text) { return core::FoldPlain(text); }

}  // namespace

std::string AdvertGenerator::AnyOf(const Words& words, std::size_t count) {
  std::set<std::string> chosen;
  while (chosen.size() < std::min(count, words.size())) chosen.insert(Folded(Pick(words)));
  std::string text;
  for (const std::string& word : chosen) text += (text.empty() ? "(?:" : "|") + word;
  return text + ")";
}

std::string AdvertGenerator::Name() {
  std::string name = Pick(Syllables()) + " " + Pick(Syllables());
  if (random_() % 3 == 0) name += " " + Pick(Syllables());
  return name;
}

std::string AdvertGenerator::Phone() {
  // The block 000 behind the prefix is nobody's.
  return std::string("09") + static_cast<char>('0' + random_() % 10) + static_cast<char>('0' + random_() % 10) +
         " 000 " + std::to_string(100 + random_() % 900);
}

std::string AdvertGenerator::Phrase() {
  switch (random_() % 6) {
    case 0:
      return Pick(PayVerbs()) + " " + Pick(Sums()) + " " + std::to_string(1 + random_() % 99) + " " + Pick(Units());
    case 1:
      return Pick(Lures()) + " tại " + Pick(Places());
    case 2:
      return Pick(KeepVerbs()) + " " + Pick(Papers()) + " của lao động";
    case 3:
      return Pick(Jobs()) + " bên " + Pick(Places()) + " lương " + std::to_string(10 + random_() % 80) + " triệu";
    case 4:
      return "kết bạn " + Pick(Chats()) + " " + Phone();
    default:
      return Pick(Lures()) + ", " + Pick(Lures());
  }
}

std::string AdvertGenerator::Advert() {
  const bool vietnamese = random_() % 4 != 0;
  const Words& words = vietnamese ? Common() : English();
  const std::size_t wanted = 700 + random_() % 500;
  std::string text;
  bool capital = true;
  while (text.size() < wanted) {
    // Squared, so that the first words come oftenest.
    const double share = static_cast<double>(random_() % 1000) / 1000;
    std::string word = words[static_cast<std::size_t>(share * share * static_cast<double>(words.size()))];
    switch (random_() % 16) {
      case 0:
        word = Name();
        break;
      case 1:
        word = std::to_string(5 + random_() % 50) + "-" + std::to_string(55 + random_() % 20) + " " + Pick(Units());
        break;
      case 2:
        word += ":";
        break;
      case 3:
        word = "✅ " + word;
        break;
      default:
        break;
    }
    if (capital && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
    capital = random_() % 12 == 0;
    text += word + (capital ? (random_() % 2 == 0 ? ".\n" : ". ") : " ");
  }
  text += Phone();
  if (random_() % 100 < 3) text += "\n" + Phrase() + ". " + Phrase();
  return random_() % 10 == 0 ? Folded(text) : text;
}

std::string AdvertGenerator::Pattern() {
  switch (random_() % 12) {
    case 0:
      return "\\b" + AnyOf(PayVerbs(), 3) + " (?:truoc )?" + Folded(Pick(Sums())) + "\\b";
    case 1:
      return "\\b" + Folded(Pick(Sums())) + "\\b.{0,40}\\b[0-9]{1,3} ?" + AnyOf(Units(), 3) + "\\b";
    case 2:
      return "\\b" + Folded(Pick(Lures())) + "\\b.{0,40}\\b" + AnyOf(Places(), 3) + "\\b";
    case 3:
      return "\\b" + AnyOf(KeepVerbs(), 3) + " (?:lai |luon )?" + Folded(Pick(Papers())) + "\\b";
    case 4:
      return "\\b" + Folded(Pick(Jobs())) + "\\b.{0,60}\\b" + AnyOf(Places(), 4) + "\\b";
    case 5:
      return "\\b" + AnyOf(Chats(), 3) + "[ :.]{1,3}" + Phone().substr(0, 8) + "[0-9]{3}\\b";
    case 6:
      return "\\b" + Folded(Pick(Lures())) + "[ ,!.]{1,3}" + Folded(Pick(Lures())) + "\\b";
    case 7:
      return "\\bluong (?:tu )?[0-9]{2,3} ?" + AnyOf(Units(), 2) + "\\b.{0,40}\\b" + Folded(Pick(Lures())) + "\\b";
    default:  // enterprises and what they call themselves: most rules of a register look like this
      return "\\b(?:" + std::string(random_() % 2 == 0 ? "cong ty" : "trung tam") + " )?" + Folded(Name()) + " " +
             AnyOf({"group", "jsc", "việt nam", "quốc tế", "nhân lực"}, 2) + "\\b";
  }
}

std::string AdvertGenerator::RuleYaml(std::size_t number) {
  return "  - id: vi.bench.r" + std::to_string(number) +
         "\n    version: 1\n    indicator: deception.urgency\n    severity: low\n    points: 1\n    status: stable\n"
         "    title: {vi: 'Luật thử', en: 'Bench rule'}\n    when: {text: '" + Pattern() + "'}\n";
}

}  // namespace agencywatch::bench
