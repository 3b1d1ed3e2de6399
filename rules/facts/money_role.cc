#include "rules/facts/money_role.h"

#include <algorithm>
#include <array>

#include "rules/facts/lexicon.h"
#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

// Keeps a hostile text linear.
constexpr std::size_t kLongestClause = 240;
constexpr std::size_t kLongestSentence = 240;
constexpr std::size_t kLongestRow = 400;
// "38 triệu, chủ trả trước hết": how far behind a sum its lender may stand.
constexpr std::size_t kLenderBehind = 40;

// In đồng: what no job beside a sum makes a month's pay of it, and what hours beside it make no day's pay of it.
constexpr std::int64_t kAboveMonthlyPay = 80'000'000;
constexpr std::int64_t kAboveDailyPay = 2'000'000;

// Sums that stand alone in an order sheet are monthly wages when they look like one.
bool LooksMonthly(std::string_view currency, std::int64_t units) {
  struct Wage {
    std::string_view currency;
    std::int64_t least;
    std::int64_t most;
  };
  static constexpr std::array kMonthly = {Wage{"JPY", 100'000, 600'000},
                                          Wage{"TWD", 15'000, 90'000},
                                          Wage{"KRW", 1'200'000, 8'000'000},
                                          Wage{"EUR", 300, 5'000},
                                          Wage{"MYR", 1'000, 6'000},
                                          Wage{"PLN", 2'000, 12'000},
                                          Wage{"GBP", 600, 6'000},
                                          Wage{"HUF", 150'000, 900'000},
                                          Wage{"MOP", 4'000, 30'000},
                                          Wage{"SGD", 600, 5'000},
                                          Wage{"AUD", 1'500, 9'000},
                                          Wage{"CAD", 1'200, 8'000},
                                          Wage{"SAR", 800, 5'000},
                                          Wage{"AED", 800, 8'000},
                                          Wage{"RON", 2'000, 9'000},
                                          Wage{"THB", 8'000, 60'000},
                                          Wage{"CNY", 3'000, 20'000},
                                          Wage{"CZK", 15'000, 60'000},
                                          Wage{"ILS", 4'000, 15'000},
                                          Wage{"RUB", 30'000, 200'000},
                                          Wage{"NZD", 2'000, 9'000},
                                          Wage{"HKD", 4'000, 30'000},
                                          Wage{"QAR", 800, 8'000},
                                          Wage{"TRY", 15'000, 90'000},
                                          Wage{"USD", 300, 2'500}};
  for (const Wage& wage : kMonthly) {
    if (wage.currency == currency && units >= wage.least && units <= wage.most) return true;
  }
  return false;
}

}  // namespace

struct RoleReader::CueWord {
  std::string_view phrase;
  Sense sense;
  bool strong = true;
  std::size_t reach = 0;
  std::string_view written = {};  // spellings with marks that mean it; empty: any
  bool marked_only = false;       // too common a syllable where marks are missing
};

const std::vector<RoleReader::CueWord>& RoleReader::CueWords() {
  using S = Sense;
  static const std::vector<CueWord> words = {
      // deposits
      {"coc", S::kDeposit},
      {"dat coc", S::kDeposit},
      {"mat coc", S::kDeposit},
      {"dat cho", S::kDeposit},
      {"giu cho", S::kDeposit},
      {"giu suat", S::kDeposit},
      {"giu form", S::kDeposit},
      {"giu don", S::kDeposit},
      {"giu slot", S::kDeposit},
      {"phi giu form", S::kDeposit},
      {"phi giu cho", S::kDeposit},
      {"phi giu suat", S::kDeposit},
      {"phi giu don", S::kDeposit},
      {"phi dat cho", S::kDeposit},
      {"phi dat ma", S::kDeposit},
      {"dong ngay", S::kDeposit, true, 24, "đóng ngay"},
      {"nop ngay", S::kDeposit, true, 24, "nộp ngay"},
      {"giu ten", S::kDeposit},
      {"giu vi tri", S::kDeposit},
      {"giu cabin", S::kDeposit},
      {"giu chan", S::kDeposit, true, 0, "giữ chân"},
      {"phi giu chan", S::kDeposit},
      {"kich hoat tai khoan", S::kDeposit},
      {"xac minh tai khoan", S::kDeposit},
      {"xac thuc tai khoan", S::kDeposit},
      {"truoc", S::kDeposit, false, 1, "trước"},
      {"dat truoc", S::kDeposit},
      {"dong truoc", S::kDeposit},
      {"nop truoc", S::kDeposit},
      {"chuyen truoc", S::kDeposit},
      {"chuyen khoan truoc", S::kDeposit},
      {"gui truoc", S::kDeposit},
      {"thu truoc", S::kDeposit},
      {"tra truoc", S::kDeposit},
      {"dat ung", S::kDeposit},
      {"lay truoc", S::kDeposit, true, 0, "lấy trước"},
      {"giu tien truoc", S::kDeposit},
      {"booking payment", S::kDeposit},
      {"giu luot", S::kDeposit, true, 0, "giữ lượt"},
      {"chot ve", S::kDeposit, true, 0, "chốt vé"},
      {"ky quy", S::kDeposit},
      {"ki quy", S::kDeposit},
      {"ky cuoc", S::kDeposit},
      {"the chan", S::kDeposit},
      {"the chap", S::kDeposit, false, 24, "thế chấp"},
      {"khong the chap", S::kNeutral},
      {"khong can the chap", S::kNeutral},
      {"the than", S::kDeposit},
      {"chong tron", S::kDeposit},
      {"chong bo tron", S::kDeposit},
      {"bao dam", S::kDeposit},
      {"dam bao", S::kDeposit, false},
      {"bao lanh", S::kDeposit, false},
      {"lam tin", S::kDeposit},
      {"quy trach nhiem", S::kDeposit},
      {"nap", S::kDeposit, true, 0, "nạp"},
      {"deposit", S::kDeposit},
      {"bond", S::kDeposit},
      {"booking fee", S::kDeposit},
      {"reservation", S::kDeposit},
      {"reserve", S::kDeposit},
      {"secure your", S::kDeposit},
      {"hold your", S::kDeposit},
      {"down payment", S::kDeposit},
      {"top up", S::kDeposit},
      {"refundable", S::kDeposit},
      {"dat", S::kDeposit, false, 12, "đặt"},
      {"dua truoc", S::kDeposit},
      {"gop truoc", S::kDeposit},
      {"chot cho", S::kDeposit, true, 0, "chốt chỗ"},
      {"bo von", S::kDeposit},
      {"von dau tu", S::kNothing},
      {"tong von", S::kNothing},
      {"ty gia", S::kNothing, true, 0, "tỷ giá"},
      {"du toan", S::kNothing, true, 0, "dự toán"},
      {"ngan sach", S::kNothing},
      {"doanh thu", S::kNothing},
      {"tri gia", S::kNothing, true, 0, "trị giá"},
      {"quy doi", S::kNothing},
      {"kim ngach", S::kNothing},
      {"goi thau", S::kNothing},
      {"cong trinh", S::kNothing, false, 12, "công trình"},
      {"nap tai", S::kNeutral},
      {"giu phieu", S::kDeposit},
      {"giu ghe", S::kDeposit},
      {"lock your", S::kDeposit},
      {"book your", S::kDeposit},
      {"to hold", S::kDeposit},
      {"giu lich", S::kDeposit},
      {"dat lich", S::kDeposit, true, 0, "đặt lịch"},
      {"giu ma", S::kDeposit, true, 0, "giữ mã"},
      {"giu dat", S::kNeutral},
      {"bao luu", S::kDeposit, false},
      {"bao luu ket qua", S::kFee},
      {"bao luu cho", S::kDeposit},
      {"bao luu chi tieu", S::kDeposit},
      {"bao luu suat", S::kDeposit},
      {"phi bao luu", S::kDeposit},
      {"khoa suat", S::kDeposit},
      {"khoa slot", S::kDeposit},
      {"chot ten", S::kDeposit},
      {"chot suat", S::kDeposit},
      {"chot slot", S::kDeposit},
      {"dat gach", S::kDeposit},
      {"lot tay", S::kFee, false},
      {"xep lich", S::kDeposit},
      {"tam nop", S::kDeposit},
      {"xuong tien", S::kDeposit},
      {"len tien", S::kDeposit, true, 0, "lên tiền"},
      {"tien cam ket", S::kDeposit},
      {"tam thu", S::kDeposit},
      {"tam dong", S::kDeposit},
      {"cam truoc", S::kDeposit, true, 0, "cầm trước"},
      {"dua em truoc", S::kDeposit},
      {"gop quy", S::kDeposit},
      {"gop von", S::kDeposit, true, 24},
      {"ky gui", S::kDeposit, true, 24},
      {"khoi dong don", S::kDeposit},
      {"don dau", S::kDeposit, true, 6, "đơn đầu"},
      {"don sau", S::kDeposit, true, 6, "đơn sau"},
      {"von", S::kDeposit, false, 6, "vốn", true},
      {"pre-fund", S::kDeposit},
      {"prefund", S::kDeposit},
      {"recharge", S::kDeposit},
      {"top-up", S::kDeposit},
      {"holding fee", S::kDeposit},
      {"seat fee", S::kDeposit},
      {"placement deposit", S::kDeposit},
      {"secures your", S::kDeposit},
      {"holds your", S::kDeposit},
      {"keeps your", S::kDeposit},
      {"keep your", S::kDeposit},
      {"enrolment money", S::kDeposit},
      {"against absconding", S::kDeposit},
      {"against running away", S::kDeposit},
      // the first of several payments, or one by which somebody is entered: a deposit if it is a fee
      {"lan dau", S::kFirst, true, 0, "lần đầu"},
      {"dot dau", S::kFirst},
      {"dot 1", S::kFirst},
      {"dot mot", S::kFirst, true, 0, "đợt một"},
      {"ky dau", S::kFirst, true, 0, "kỳ đầu"},
      {"ky 1", S::kFirst, true, 0, "kỳ 1"},
      {"buoc 1", S::kFirst},
      {"tuan 1", S::kFirst},
      {"truoc mat", S::kFirst, true, 0, "trước mắt"},
      {"ban dau", S::kFirst, true, 0, "ban đầu"},
      {"khi ghi danh", S::kFirst},
      {"luc ghi danh", S::kFirst},
      {"khi dang ky", S::kFirst},
      {"luc dang ky", S::kFirst},
      {"ngay khi dang ky", S::kFirst},
      {"khi nop ho so", S::kFirst},
      {"luc nop", S::kFirst},
      {"khi nhan don", S::kFirst},
      {"luc nhan don", S::kFirst},
      {"vao form", S::kFirst},
      {"vao don", S::kFirst, true, 0, "vào đơn"},
      {"luc ky danh sach", S::kFirst},
      {"truoc khi nhan lich", S::kFirst},
      {"truoc khi gui", S::kFirst},
      {"truoc khi thi", S::kFirst},
      {"truoc phong van", S::kFirst},
      {"truoc khi phong van", S::kFirst},
      {"truoc thi", S::kFirst, true, 0, "trước thi"},
      {"vao danh sach", S::kFirst},
      {"la co suat", S::kFirst},
      {"la co ten", S::kFirst},
      {"len danh sach", S::kFirst},
      {"first instalment", S::kFirst},
      {"first installment", S::kFirst},
      {"first payment", S::kFirst},
      {"initial", S::kFirst},
      {"stage 1", S::kFirst},
      {"step 1", S::kFirst},
      {"stage one", S::kFirst},
      {"step one", S::kFirst},
      {"at sign-up", S::kFirst},
      {"on sign-up", S::kFirst},
      {"at registration", S::kFirst},
      {"on registration", S::kFirst},
      {"upon registration", S::kFirst},
      {"when you register", S::kFirst},
      {"when you apply", S::kFirst},
      {"you register", S::kFirst},
      {"open your file", S::kFirst},
      {"open a file", S::kFirst},
      {"open the file", S::kFirst},
      {"on the list", S::kFirst},
      {"vao cua", S::kFirst, true, 0, "vào cửa"},
      {"to start", S::kFirst},
      {"lan mot", S::kFirst, true, 0, "lần một"},
      {"lan 1", S::kFirst, true, 0, "lần 1"},
      {"to open", S::kFirst},
      {"to register", S::kFirst},
      {"to confirm", S::kFirst},
      {"before the interview", S::kFirst},
      {"before interview", S::kFirst},
      {"now so", S::kFirst},
      {"now to", S::kFirst},
      {"now and", S::kFirst},
      {"today to", S::kFirst},
      {"today and", S::kFirst},
      {"up front", S::kFirst},
      {"upfront", S::kFirst},
      // the payments after it
      {"lan 2", S::kLater, true, 0, "lần 2"},
      {"lan hai", S::kLater, true, 0, "lần hai"},
      {"dot 2", S::kLater},
      {"dot hai", S::kLater, true, 0, "đợt hai"},
      {"dot cuoi", S::kLater},
      {"ky 2", S::kLater, true, 0, "kỳ 2"},
      {"ky 3", S::kLater, true, 0, "kỳ 3"},
      {"dot 3", S::kLater},
      {"con lai", S::kLater},
      {"sau khi do", S::kLater, true, 0, "sau khi đỗ"},
      {"sau khi dau", S::kLater, true, 0, "sau khi đậu"},
      {"sau khi trung tuyen", S::kLater},
      {"sau khi ky", S::kLater},
      {"lan sau", S::kLater, true, 0, "lần sau"},
      {"dot sau", S::kLater, true, 0, "đợt sau"},
      {"sau khi bay", S::kLater},
      {"sau khi nhan visa", S::kLater},
      {"sau khi co", S::kLater},
      {"after signing", S::kLater},
      {"after selection", S::kLater},
      {"dong not", S::kLater},
      {"nop not", S::kLater},
      {"dua tiep", S::kLater},
      {"dong tiep", S::kLater},
      {"balance", S::kLater},
      {"second instalment", S::kLater},
      {"second", S::kLater},
      {"stage 2", S::kLater},
      {"step 2", S::kLater},
      {"stage 3", S::kLater},
      {"step 3", S::kLater},
      {"the rest", S::kLater},
      {"remaining", S::kLater},
      // what the payments come to
      {"tong", S::kTotal, true, 12, "tổng"},
      {"tong cong", S::kTotal, true, 12},
      {"in total", S::kTotal},
      // penalties
      {"phat", S::kPenalty, true, 0, "phạt"},
      {"phat trien", S::kNeutral},
      {"xu phat", S::kPenalty, true, 0, "xử phạt"},
      {"bu chi phi", S::kPenalty, true, 0, "bù chi phí"},
      {"phat sinh", S::kNeutral},
      {"den", S::kPenalty, true, 60, "đền", true},
      {"phat luong", S::kNeutral},
      {"phai boi", S::kPenalty, true, 24, "phải bồi"},
      {"phai den", S::kPenalty, true, 40, "phải đền"},
      {"den bu", S::kPenalty},
      {"tien den", S::kPenalty},
      {"den tien", S::kPenalty, true, 0, "đền tiền"},
      {"den hop dong", S::kPenalty, true, 0, "đền hợp đồng"},
      {"den gap", S::kPenalty, true, 0, "đền gấp"},
      {"boi thuong", S::kPenalty},
      {"boi hoan", S::kPenalty},
      {"chuoc", S::kPenalty},
      {"bu tien", S::kPenalty},
      {"thi hoan", S::kPenalty, true, 12},
      {"phai hoan", S::kPenalty, true, 16},
      {"phai tra lai", S::kPenalty, true, 24},
      {"hoan tra lai", S::kPenalty, false, 16},
      {"penalty", S::kPenalty},
      {"penalties", S::kPenalty},
      {"fine", S::kPenalty},
      {"fined", S::kPenalty},
      {"pay back", S::kPenalty},
      {"pays back", S::kPenalty},
      {"paying back", S::kPenalty},
      {"buy out", S::kPenalty},
      {"owe the company", S::kPenalty},
      {"nha chiu", S::kPenalty, true, 24},
      {"gia dinh chiu", S::kPenalty, true, 24},
      {"nguoi nha chiu", S::kPenalty, true, 24},
      {"family paid", S::kPenalty, true, 12},
      {"families paid", S::kPenalty, true, 12},
      {"relatives are asked for", S::kPenalty},
      {"relatives were asked for", S::kPenalty},
      {"families are asked for", S::kPenalty},
      {"families were asked for", S::kPenalty},
      {"your cost", S::kPenalty, true, 12},
      {"den phi", S::kPenalty, true, 24, "đền phí"},
      {"ransom", S::kPenalty},
      {"compensation", S::kPenalty},
      {"compensate", S::kPenalty},
      {"refund", S::kPenalty, false, 20},
      {"chiu phi", S::kPenalty},
      {"buoc tra lai", S::kPenalty},
      {"buoc nop lai", S::kPenalty},
      {"duoc tha", S::kPenalty},
      {"moi tha", S::kPenalty},
      {"moi cho ve", S::kPenalty},
      {"release fee", S::kPenalty},
      {"exit fee", S::kPenalty},
      {"thi den", S::kPenalty, true, 12, "thì đền"},
      {"han den", S::kPenalty, true, 12, "hạn đền"},
      {"ngang den", S::kPenalty, true, 12, "ngang đền"},
      {"tron den", S::kPenalty, true, 12, "trốn đền"},
      {"phai bu", S::kPenalty, true, 24, "phải bù"},
      {"muon nghi", S::kBreach},
      {"bo chay", S::kBreach, true, 0, "bỏ chạy"},
      {"khong lam noi", S::kBreach},
      {"lam khong noi", S::kBreach},
      {"khong chiu noi", S::kBreach},
      {"khong theo noi", S::kBreach},
      {"bo lam", S::kBreach, true, 0, "bỏ làm"},
      {"doi ve", S::kBreach, true, 0, "đòi về"},
      {"khong ung", S::kBreach, true, 0, "không ưng"},
      {"chua het hop dong", S::kBreach},
      {"ai huy", S::kBreach, true, 0, "ai hủy"},
      {"sai 1", S::kBreach},
      {"sai mot", S::kBreach},
      {"lam sai", S::kBreach},
      {"tu choi", S::kBreach, true, 0, "từ chối"},
      {"huy don", S::kBreach, true, 0, "hủy đơn"},
      {"doi cong ty", S::kBreach, true, 0, "đổi công ty"},
      {"go home", S::kBreach},
      {"to leave", S::kBreach},
      {"nghi benh", S::kBreach},
      {"nghi om", S::kBreach},
      {"tu y nghi", S::kBreach},
      {"moi ngay nghi", S::kBreach},
      {"thieu chi tieu", S::kBreach},
      {"thieu so", S::kBreach, true, 0, "thiếu số"},
      {"vang hoc", S::kBreach, true, 0, "vắng học"},
      {"break the contract", S::kBreach},
      {"breaks the contract", S::kBreach},
      {"breaking the contract", S::kBreach},
      {"moi loi", S::kBreach, true, 0, "mỗi lỗi"},
      {"may leave", S::kBreach},
      {"want to leave", S::kBreach},
      {"wants to leave", S::kBreach},
      {"nghi truoc", S::kBreach},
      {"bo hoc", S::kBreach},
      {"bo cuoc", S::kBreach},
      {"khong du chi tieu", S::kBreach},
      {"khong dat", S::kBreach},
      {"breach", S::kBreach},
      {"muon ra", S::kBreach},
      {"bo ra ngoai", S::kBreach},
      {"di tre", S::kBreach},
      {"huy lich", S::kBreach},
      {"huy bay", S::kBreach},
      {"mat the", S::kBreach},
      {"resign", S::kBreach},
      {"vi pham", S::kBreach},
      {"don phuong", S::kBreach},
      {"bo tron", S::kBreach},
      {"bo ve", S::kBreach},
      {"muon ve", S::kBreach},
      {"ve nuoc truoc", S::kBreach},
      {"ve som", S::kBreach},
      {"nghi ngang", S::kBreach},
      {"nghi som", S::kBreach},
      {"huy hop dong", S::kBreach},
      {"pha hop dong", S::kBreach},
      {"truoc han", S::kBreach},
      {"truoc han den", S::kPenalty, true, 12, "trước hạn đền"},
      {"truoc thoi han", S::kBreach},
      {"bo viec", S::kBreach},
      {"di muon", S::kBreach},
      {"khong dat chi tieu", S::kBreach},
      {"khong dat kpi", S::kBreach},
      {"leave early", S::kBreach},
      {"leaving", S::kBreach},
      {"leaves", S::kBreach},
      {"leave before", S::kBreach},
      {"early exit", S::kBreach},
      {"give up", S::kBreach},
      {"run off", S::kBreach},
      {"bo giua chung", S::kBreach},
      {"ma nghi", S::kBreach},
      {"khong chiu lam", S::kBreach},
      {"hong chiu lam", S::kBreach},
      {"giua chung", S::kBreach},
      {"bo ngang", S::kBreach},
      {"tron", S::kBreach, true, 0, "trốn", true},
      {"ve truoc", S::kBreach, true, 0, "về trước"},
      {"thoi hoc", S::kBreach},
      {"bo tau", S::kBreach, true, 0, "bỏ tàu"},
      {"pull out", S::kBreach},
      {"lam tre", S::kBreach, true, 0, "làm trễ"},
      {"nghi khong phep", S::kBreach},
      {"ma bo", S::kBreach, true, 0, "mà bỏ"},
      {"be keo", S::kBreach},
      {"khong hop", S::kBreach},
      {"thoi viec", S::kBreach},
      {"xin thoi", S::kBreach},
      {"xin nghi", S::kBreach},
      {"nghi giua chung", S::kBreach},
      {"khong du doanh so", S::kBreach},
      {"khong dat doanh so", S::kBreach},
      {"khong du so", S::kBreach},
      {"bo hop dong", S::kBreach},
      {"bo don", S::kBreach},
      {"doi y", S::kBreach},
      {"quit", S::kBreach},
      {"run away", S::kBreach},
      // commissions
      {"hoa hong", S::kCommission, true, 24},
      {"moi gioi", S::kCommission},
      {"phi moi gioi", S::kFee},
      {"qua moi gioi", S::kNeutral},
      {"commission", S::kCommission, true, 24},
      {"referral", S::kCommission},
      {"tra nuoc", S::kCommission, true, 0, "trà nước"},
      {"voucher", S::kWage},
      {"chiet khau", S::kCommission, false},
      {"tien dau nguoi", S::kCommission},
      {"moi nguoi gioi thieu", S::kCommission},
      {"finder", S::kCommission},
      {"phong bi", S::kCommission},
      {"cam on can bo", S::kCommission},
      {"gioi thieu", S::kRecruit},
      {"gioi thieu viec lam", S::kNeutral},
      {"ai dan", S::kRecruit},
      {"ai dua", S::kRecruit},
      {"ai chi", S::kRecruit, true, 0, "ai chỉ"},
      {"dua nguoi", S::kRecruit},
      {"dua khach", S::kRecruit},
      {"ctv duoc", S::kRecruit},
      {"ctv nhan", S::kRecruit},
      {"ctv huong", S::kRecruit},
      {"invite", S::kRecruit},
      {"hh", S::kCommission, true, 8},
      {"dan khach", S::kRecruit},
      {"co khach", S::kRecruit, true, 0, "có khách"},
      {"ru di", S::kRecruit, true, 0, "rủ đi"},
      {"ai ru", S::kRecruit, true, 0, "ai rủ"},
      {"dan them", S::kRecruit},
      {"dan be", S::kRecruit, true, 0, "dẫn bé"},
      {"dan moi", S::kRecruit, true, 0, "dẫn mối"},
      {"dat ban", S::kRecruit, true, 0, "dắt bạn"},
      {"dat them", S::kRecruit, true, 0, "dắt thêm"},
      {"ru ban", S::kRecruit, true, 0, "rủ bạn"},
      {"chi moi", S::kRecruit, true, 0, "chỉ mối"},
      {"chi duong", S::kRecruit, true, 0, "chỉ đường"},
      {"chi dan", S::kRecruit, true, 0, "chỉ dẫn"},
      {"mai moi", S::kRecruit},
      {"co dat", S::kRecruit, true, 0, "cò dắt"},
      {"ai mach", S::kRecruit, true, 0, "ai mách"},
      {"gui 1 ban", S::kRecruit, true, 0, "gửi 1 bạn"},
      {"gui mot ban", S::kRecruit, true, 0, "gửi một bạn"},
      {"lam moi", S::kRecruit, true, 0, "làm mối"},
      {"gom duoc", S::kRecruit},
      {"kiem duoc nguoi", S::kRecruit},
      {"moi em nhap hoc", S::kRecruit},
      {"moi em bay", S::kRecruit},
      {"moi bo ho so", S::kRecruit},
      {"moi ho so", S::kRecruit},
      {"moi nguoi dua", S::kRecruit},
      {"mot dua", S::kRecruit, true, 0, "một đứa"},
      {"every worker", S::kRecruit},
      {"each worker", S::kRecruit},
      {"every candidate", S::kRecruit},
      {"each candidate", S::kRecruit},
      {"every girl", S::kRecruit},
      {"per girl", S::kRecruit},
      {"per lady", S::kRecruit},
      {"apiece", S::kRecruit},
      {"complete file", S::kRecruit},
      {"per file", S::kRecruit},
      {"dat moi", S::kRecruit, true, 0, "dắt mối"},
      {"moi duoc", S::kRecruit, true, 0, "mối được"},
      {"chot duoc", S::kRecruit, true, 0, "chốt được"},
      {"dat duoc", S::kRecruit, true, 0, "dắt được"},
      {"bring a friend", S::kRecruit},
      {"bring friends", S::kRecruit},
      {"scouts", S::kRecruit},
      {"scout", S::kRecruit},
      {"dan nguoi", S::kRecruit},
      {"dan duoc", S::kRecruit},
      {"dan ban", S::kRecruit},
      {"dua duoc", S::kRecruit},
      {"ru duoc", S::kRecruit},
      {"keo duoc", S::kRecruit},
      {"tim duoc", S::kRecruit},
      {"moi lao dong", S::kRecruit},
      {"moi ung vien", S::kRecruit},
      {"moi hoc vien", S::kRecruit},
      {"1 lao dong", S::kRecruit},
      {"mot lao dong", S::kRecruit},
      {"1 dua", S::kRecruit},
      {"moi dua", S::kRecruit},
      {"moi be", S::kRecruit, true, 0, "mỗi bé"},
      {"nguoi tro len", S::kRecruit},
      {"cho ctv", S::kRecruit},
      {"cho cong tac vien", S::kRecruit},
      {"cho nguon", S::kRecruit},
      {"per head", S::kRecruit},
      {"per candidate", S::kRecruit},
      {"per worker", S::kRecruit},
      {"per person", S::kRecruit},
      {"keo them", S::kRecruit},
      {"ba moi", S::kRecruit, true, 0, "bà mối"},
      {"per recruit", S::kRecruit},
      {"ru them", S::kRecruit},
      {"moi ban be", S::kRecruit},
      {"you bring", S::kRecruit},
      {"per friend", S::kRecruit},
      {"each friend", S::kRecruit},
      {"every friend", S::kRecruit},
      {"ctv", S::kAgent},
      {"cong tac vien", S::kAgent},
      {"nguon", S::kAgent},
      {"dau moi", S::kAgent},
      {"dai ly", S::kAgent},
      {"agents", S::kAgent},
      {"partners", S::kAgent},
      {"agent's cut", S::kCommission},
      {"form", S::kHeads},
      {"lao dong", S::kHeads},
      {"ung vien", S::kHeads},
      {"hoc vien", S::kHeads},
      {"nguoi", S::kHeads},
      {"worker", S::kHeads},
      {"workers", S::kHeads},
      {"refer", S::kRecruit},
      {"referred", S::kRecruit},
      // loans
      {"ung", S::kLoan, true, 0, "ứng"},
      {"ung tuyen", S::kNeutral},
      {"ung dung", S::kNeutral},
      {"tuong ung", S::kNeutral},
      {"ung truoc", S::kLoan},
      {"tam ung", S::kLoan},
      {"vay", S::kLoan, true, 0, "vay"},
      {"vay von", S::kLoan},
      {"muc vay", S::kLoan},
      {"muon cong ty", S::kLoan, true, 0, "mượn công ty"},
      {"vay dum", S::kLoan},
      {"tra moi thang", S::kLoan, true, 0, "trả mỗi tháng"},
      {"muon truoc", S::kLoan, true, 0, "mượn trước"},
      {"cho muon", S::kLoan, true, 0, "cho mượn"},
      {"muon duoc", S::kLoan, true, 0, "mượn được"},
      {"can", S::kLoan, true, 12, "cấn", true},
      {"can tru", S::kLoan, true, 0, "cấn trừ"},
      {"bao truoc", S::kLoan, true, 0, "bao trước", true},
      {"dua truoc cha me", S::kLoan},
      {"dua truoc gia dinh", S::kLoan},
      {"dua truoc cho gia dinh", S::kLoan},
      {"borrow", S::kLoan},
      {"borrowed", S::kLoan},
      {"lo truoc", S::kLoan, false, 24, "lo trước"},
      {"bo truoc", S::kLoan, false, 24, "bỏ trước"},
      {"bo ra truoc", S::kLoan, false, 24},
      {"tru lai", S::kLoan, true, 0, "trừ lại"},
      {"lam tra lai", S::kLoan, true, 0, "làm trả lại"},
      {"tra dan", S::kLoan},
      {"repaid", S::kLoan},
      {"repay", S::kLoan},
      {"recovered", S::kLoan},
      {"lend", S::kLoan},
      {"lends", S::kLoan},
      {"we advance", S::kLoan},
      {"tru vao thu nhap", S::kLoan},
      {"tru thu nhap", S::kLoan},
      {"tru tien cong", S::kLoan},
      {"tra gop moi thang", S::kLoan},
      {"muon tien", S::kLoan, true, 0, "mượn tiền"},
      {"xoa no", S::kLoan},
      {"chu dua truoc", S::kLoan},
      {"cong ty dua truoc", S::kLoan},
      {"cty dua truoc", S::kLoan},
      {"no", S::kLoan, true, 20, "nợ"},
      {"cho no", S::kLoan},
      {"con no", S::kLoan},
      {"het no", S::kLoan},
      {"tra no", S::kLoan},
      {"tra gop", S::kLoan},
      {"bot lai", S::kLoan, true, 24, "bớt lại"},
      {"tru dan", S::kLoan},
      {"tru luong", S::kLoan, false},
      {"tru vao luong", S::kLoan, false},
      {"vao luong", S::kNeutral},
      {"vao thu nhap", S::kNeutral},
      {"from your wages", S::kNeutral},
      {"from your salary", S::kNeutral},
      {"from the salary", S::kNeutral},
      {"from wages", S::kNeutral},
      {"from salary", S::kNeutral},
      {"toi khi du", S::kLoan},
      {"den khi du", S::kLoan},
      {"tru", S::kDeduct, true, 24, "trừ"},
      {"khau tru", S::kDeduct, false},
      {"bi tru", S::kDeduct, false},
      {"deducted", S::kDeduct, false},
      {"deduct", S::kDeduct, false},
      {"deduction", S::kDeduct, false},
      {"sau khi tru", S::kNeutral},
      {"da tru", S::kNeutral},
      {"chua tru", S::kNeutral},
      {"sau khau tru", S::kNeutral},
      {"truoc khau tru", S::kNeutral},
      {"tru het", S::kNeutral},
      {"truoc khi tru", S::kNeutral},
      {"after deductions", S::kNeutral},
      {"loan", S::kLoan},
      {"dai loan", S::kNeutral},
      {"advance", S::kLoan},
      {"in advance", S::kDeposit},
      {"owe", S::kLoan},
      {"cty ung", S::kLend},
      {"cong ty ung", S::kLend},
      {"chu ung", S::kLend},
      {"ben em ung", S::kLend},
      {"ben minh ung", S::kLend},
      {"cong ty cho no", S::kLend},
      {"cty cho no", S::kLend},
      {"ben em cho no", S::kLend},
      {"ben minh cho no", S::kLend},
      {"cho vay", S::kLend},
      {"chu tra truoc", S::kLend, true, 0, "chủ trả trước"},
      {"chu lo truoc", S::kLend, true, 0, "chủ lo trước"},
      {"chu bao truoc", S::kLend, true, 0, "chủ bao trước"},
      {"cong ty tra truoc", S::kLend, true, 0, "công ty trả trước"},
      {"cong ty lo truoc", S::kLend, true, 0, "công ty lo trước"},
      {"cong ty bao truoc", S::kLend, true, 0, "công ty bao trước"},
      {"cty tra truoc", S::kLend, true, 0, "cty trả trước"},
      {"cty lo truoc", S::kLend, true, 0, "cty lo trước"},
      {"cty bao truoc", S::kLend, true, 0, "cty bao trước"},
      {"anh tra truoc", S::kLend, true, 0, "anh trả trước"},
      {"anh lo truoc", S::kLend, true, 0, "anh lo trước"},
      {"anh bao truoc", S::kLend, true, 0, "anh bao trước"},
      {"ben em tra truoc", S::kLend, true, 0, "bên em trả trước"},
      {"ben em lo truoc", S::kLend, true, 0, "bên em lo trước"},
      {"ben em bao truoc", S::kLend, true, 0, "bên em bao trước"},
      {"ben minh tra truoc", S::kLend, true, 0, "bên mình trả trước"},
      {"ben minh lo truoc", S::kLend, true, 0, "bên mình lo trước"},
      {"ben minh bao truoc", S::kLend, true, 0, "bên mình bao trước"},
      // pay
      {"luong", S::kWage, true, 0, "lương"},
      {"thu nhap", S::kWage},
      {"tro cap", S::kWage},
      {"phu cap", S::kWage},
      {"tien cong", S::kWage},
      {"pocket money", S::kWage},
      {"tieu vat", S::kWage},
      {"cung co", S::kWage, false, 12, "cũng có"},
      {"cung", S::kWage, false, 4, "cứng", true},
      {"am", S::kWage, false, 12, "ẵm", true},
      {"rinh", S::kWage, false, 12},
      {"dut tui", S::kWage},
      {"chua ke", S::kWage, false, 6, "chưa kể"},
      {"nhan truoc", S::kWage, false, 24, "nhận trước"},
      {"lanh truoc", S::kWage, false, 24, "lãnh trước"},
      {"boa", S::kWage},
      {"di khach", S::kWage, false, 12, "đi khách"},
      {"bo tui", S::kWage},
      {"ve tui", S::kWage},
      {"cam ve", S::kWage, false, 12, "cầm về"},
      {"thu nhap bao dam", S::kWage},
      {"thu nhap dam bao", S::kWage},
      {"luong bao dam", S::kWage},
      {"luong dam bao", S::kWage},
      {"guaranteed", S::kWage, false, 12},
      {"cong nhat", S::kWage},
      {"cong", S::kWage, false, 4, "công", true},
      {"tien cong lam giay", S::kFee},
      {"tien cong giay to", S::kFee},
      {"cong giay to", S::kFee},
      {"cong lam giay", S::kFee},
      {"thu ve", S::kWage, false},
      {"tong thu", S::kWage, false},
      {"de danh", S::kWage},
      {"danh dum", S::kWage},
      {"gom gop", S::kWage, false},
      {"phi phuc vu", S::kWage},
      {"moi tra", S::kFee, false, 24, "mới trả"},
      {"nha trai", S::kGift},
      {"sinh le", S::kWage},
      {"sinh hoat", S::kNeutral},
      {"bieu", S::kWage, false, 24, "biếu"},
      {"cam on", S::kWage, false, 12, "cảm ơn"},
      {"groom", S::kGift},
      {"groom's", S::kGift},
      {"gives your", S::kWage},
      {"pays your", S::kWage},
      {"mang thai ho", S::kGift},
      {"de thue", S::kGift, true, 0, "đẻ thuê", true},
      {"de muon", S::kGift, true, 0, "đẻ mướn", true},
      {"chuyen phoi", S::kGift},
      {"hien trung", S::kGift, true, 0, "hiến trứng"},
      {"hien noan", S::kGift, true, 0, "hiến noãn"},
      {"thai ho", S::kGift, true, 0, "thai hộ"},
      {"thai gium", S::kGift, true, 0, "thai giùm"},
      {"sinh ho", S::kGift, true, 0, "sinh hộ"},
      {"de ho", S::kGift, true, 0, "đẻ hộ", true},
      {"hien than", S::kGift, true, 0, "hiến thận"},
      {"ban than", S::kGift, true, 0, "bán thận", true},
      {"ghep than", S::kGift},
      {"ghep gan", S::kGift},
      {"ghep tang", S::kGift},
      {"lay chong", S::kGift},
      {"co dau", S::kGift, true, 0, "cô dâu", true},
      {"be trai", S::kGift, true, 0, "bé trai", true},
      {"be gai", S::kGift, true, 0, "bé gái", true},
      {"donor", S::kGift},
      {"donors", S::kGift},
      {"surrogate", S::kGift},
      {"bride", S::kGift},
      {"nhiem vu", S::kTask},
      {"chot don", S::kTask},
      {"don ao", S::kTask, true, 0, "đơn ảo"},
      {"hoan von", S::kTask},
      {"hoan goc", S::kTask},
      {"ca goc", S::kTask, true, 0, "cả gốc"},
      {"lenh", S::kTask, true, 0, "lệnh"},
      {"mission", S::kTask},
      {"missions", S::kTask},
      {"tang ca", S::kWage},
      {"gio dem", S::kWage, true, 0, "giờ đêm"},
      {"theo gio", S::kWage, true, 0, "theo giờ"},
      {"het thu viec", S::kWage},
      {"lam them", S::kWage},
      {"ot", S::kWage, false},
      {"overtime", S::kWage},
      {"thuc linh", S::kWage},
      {"khoan", S::kWage, false, 12, "khoán"},
      {"bo rieng", S::kWage, true, 0, "bo riêng"},
      {"thuc lanh", S::kWage},
      {"thuc nhan", S::kWage},
      {"lanh", S::kWage, false, 0, "lãnh"},
      {"ve tay", S::kWage},
      {"nhan ve", S::kWage},
      {"gui ve", S::kWage},
      {"boi duong", S::kWage, false},
      {"ho tro", S::kWage},
      {"ho tro ho so", S::kNeutral},
      {"ho tro thu tuc", S::kNeutral},
      {"ho tro lam", S::kNeutral},
      {"ho tro visa", S::kNeutral},
      {"phi ho tro", S::kFee},
      {"quy ho tro", S::kFee},
      {"ho tro vay", S::kLoan},
      {"ho tro vay von", S::kLoan},
      {"thuong", S::kWage, false, 0, "thưởng"},
      {"lam thuong", S::kNeutral},
      {"tang", S::kWage, false, 12, "tặng"},
      {"qua tet", S::kWage, false},
      {"nhan", S::kWage, false, 0, "nhận"},
      {"nhan luc", S::kNeutral},
      {"di duoc", S::kNeutral, true, 0, "đi được"},
      {"nhan ho", S::kNeutral},
      {"nhan form", S::kNeutral},
      {"nhan visa", S::kNeutral},
      {"chia", S::kWage, false},
      {"an chia", S::kWage},
      {"loi", S::kWage, false, 12, "lời"},
      {"lai", S::kWage, false, 6, "lãi"},
      {"huong", S::kWage, false, 24, "hưởng"},
      {"hau ta", S::kWage},
      {"chu cap", S::kWage},
      {"du", S::kWage, false, 12, "dư"},
      {"hoan", S::kWage, false, 6, "hoàn"},
      {"khong dau hoan", S::kNothing},
      {"khong bay hoan", S::kNothing},
      {"rot hoan", S::kNothing},
      {"khong do tra", S::kNothing, true, 0, "không đỗ trả"},
      {"khong dau tra", S::kNothing, true, 0, "không đậu trả"},
      {"rot tra", S::kNothing, true, 0, "rớt trả"},
      {"duoc", S::kWage, false, 8, "được"},
      {"lay", S::kFee, false, 12, "lấy"},
      {"chuan bi", S::kFee, false, 12, "chuẩn bị"},
      {"phai mua", S::kFee, false, 24},
      {"mua suat", S::kFee},
      {"lo duoc", S::kFee, false, 12, "lo được"},
      {"dich vu", S::kFee, false, 12},
      {"mua bo", S::kFee, false, 24},
      {"mua tai lieu", S::kFee, false, 24},
      {"mua goi", S::kFee, false, 24, "mua gói"},
      {"mua the", S::kFee, false, 24, "mua thẻ"},
      {"mua giao trinh", S::kFee, false, 24},
      {"mua sim", S::kFee, false, 24},
      {"bank cho", S::kFee, false, 24},
      {"ck", S::kFee, false, 12},
      {"ck cho", S::kFee, false, 24},
      {"appointment", S::kFee, false},
      {"certificate", S::kFee, false},
      {"paperwork", S::kFee, false},
      {"processing", S::kFee, false},
      {"translation", S::kFee, false},
      {"mua slot", S::kFee},
      {"mua don", S::kFee, true, 0, "mua đơn"},
      {"mua ve", S::kFee, true, 0, "mua vé"},
      {"tra not", S::kFee},
      {"dua not", S::kFee},
      {"chuyen not", S::kFee},
      {"gui not", S::kFee},
      {"tra tiep", S::kFee, false, 24},
      {"can ban", S::kFee, false, 12, "cần bán"},
      {"tra gia", S::kWage, false, 16, "trả giá"},
      {"gives", S::kWage, false},
      {"get", S::kWage, false},
      {"nop cho", S::kFee, false},
      {"chuyen cho", S::kFee, false},
      {"dua cho", S::kFee, false},
      {"gui cho", S::kFee, false},
      {"dong cho", S::kFee, false, 0, "đóng cho"},
      {"xin", S::kFee, true, 12, "xin"},
      {"ve", S::kFee, false, 12, "vé"},
      {"cho", S::kWage, false, 12, "cho", true},
      {"tra", S::kWage, false, 16, "trả"},
      {"mua", S::kWage, false, 24, "mua"},
      {"binh quan", S::kWage, false},
      {"kiem", S::kWage, true, 0, "kiếm"},
      {"rut", S::kWage, false, 16, "rút"},
      {"tip", S::kWage},
      {"bo", S::kWage, false, 12, "bo", true},
      {"cat-xe", S::kWage},
      {"tra cong", S::kWage},
      {"thu lao", S::kWage},
      {"hoc bong", S::kWage},
      {"sinh hoat phi", S::kWage},
      {"com", S::kWage, false, 12, "cơm"},
      {"an ca", S::kWage, false},
      {"an trua", S::kWage, false},
      {"chuyen can", S::kWage},
      {"offer", S::kWage},
      {"salary", S::kWage},
      {"salaries", S::kWage},
      {"wage", S::kWage},
      {"wages", S::kWage},
      {"pay", S::kWage, false},
      {"pay rate", S::kWage},
      {"take home", S::kWage},
      {"take-home", S::kWage},
      {"earn", S::kWage},
      {"earning", S::kWage},
      {"earnings", S::kWage},
      {"income", S::kWage},
      {"net", S::kWage, false},
      {"gross", S::kWage, false},
      {"stipend", S::kWage},
      {"allowance", S::kWage},
      {"bonus", S::kWage, false},
      {"remuneration", S::kWage},
      {"receive", S::kWage, false},
      // fees
      {"phi", S::kFee, true, 0, "phí"},
      {"phi phap", S::kNeutral},
      {"mien phi", S::kNeutral},
      {"philippines", S::kNeutral},
      {"nam phi", S::kNeutral},
      {"chi phi", S::kFee},
      {"chi phi gui em", S::kWage},
      {"chi phi ho tro em", S::kWage},
      {"chi phi boi duong", S::kWage},
      {"hoc phi", S::kFee},
      {"le phi", S::kFee},
      {"tong phi", S::kFee},
      {"chia 2 lan", S::kFee},
      {"chia 2 dot", S::kFee},
      {"chia 3 lan", S::kFee},
      {"chia 3 dot", S::kFee},
      {"chia hai lan", S::kFee},
      {"chia ba lan", S::kFee},
      {"thu nhap tong", S::kWage},
      {"tron goi", S::kFee},
      {"goi", S::kFee, false, 24, "gói"},
      {"tien dich vu", S::kFee},
      {"phi dich vu", S::kFee},
      {"ve may bay", S::kFee},
      {"tien ve", S::kFee, true, 0, "tiền vé"},
      {"dong phuc", S::kFee},
      {"tien xe", S::kFee},
      {"khoan thu", S::kFee},
      {"gia", S::kFee, false, 0, "giá"},
      {"gia dinh", S::kNeutral},
      {"gia han", S::kNeutral},
      {"gia cam", S::kNeutral},
      {"gia sau", S::kNeutral},
      {"danh gia", S::kNeutral},
      {"ra visa", S::kFee},
      {"ra giay phep", S::kFee},
      {"co visa", S::kFee},
      {"visa", S::kFee, false},
      {"ho chieu", S::kFee, false},
      {"passport", S::kFee, false},
      {"ho so", S::kFee, false},
      {"ly lich", S::kFee, false},
      {"kham", S::kFee, false, 40, "khám"},
      {"hoc", S::kFee, false, 20, "học"},
      {"dao tao", S::kFee, false},
      {"dong", S::kFee, false, 40, "đóng"},
      {"nop", S::kFee, false},
      {"thu", S::kFee, false, 20, "thu"},
      {"mat", S::kFee, false, 20, "mất"},
      {"het", S::kFee, false, 20, "hết"},
      {"ton", S::kFee, false, 12, "tốn"},
      {"phai tra", S::kFee, false, 24},
      {"chuyen", S::kFee, false, 0, "chuyển"},
      {"chuyen khoan", S::kFee, false},
      {"thanh toan", S::kFee, false},
      {"dot", S::kFee, false, 20, "đợt"},
      {"hoan tat", S::kFee, false},
      {"hoan tat ho so", S::kNeutral},
      {"hoan thanh", S::kNeutral},
      {"the tu", S::kFee, true, 0, "thẻ từ"},
      {"ao phan quang", S::kFee},
      {"giay bao ho", S::kFee},
      {"giay chung nhan suc khoe", S::kFee},
      {"vaccine", S::kFee},
      {"giam con", S::kFee, true, 12, "giảm còn"},
      {"giam tu", S::kFee, true, 12, "giảm từ"},
      {"thue", S::kFee, false, 16, "thuế"},
      {"fee", S::kFee},
      {"fees", S::kFee},
      {"cost", S::kFee},
      {"costs", S::kFee},
      {"charge", S::kFee},
      {"charges", S::kFee},
      {"price", S::kFee},
      {"package", S::kFee},
      {"ticket", S::kFee},
      {"insurance", S::kFee, false},
      {"tuition", S::kFee},
      {"pay nothing", S::kFee},
      {"wanted", S::kFee, false, 12},
      {"asked for", S::kFee, false},
      {"demanded", S::kFee, false},
      {"charged", S::kFee},
      {"collected", S::kFee},
      {"tien xang", S::kFee},
      {"bao hiem rui ro", S::kFee},
      {"bao hiem thi thuc", S::kFee},
      {"gui minh", S::kFee, false, 24, "gửi mình"},
      {"gui chi", S::kFee, true, 12, "gửi chị"},
      {"gui anh", S::kFee, true, 12, "gửi anh"},
      {"chia tien xang", S::kFee},
      {"uniform", S::kFee, false},
      {"medical", S::kFee, false},
      {"thanh ly", S::kFee},
      {"nhan lam", S::kFee, false},
      {"giay phep lai xe", S::kNeutral},
      {"may may", S::kNeutral},
      {"only pay", S::kFee, false},
      {"you pay", S::kFee, false},
      {"to pay", S::kFee, false},
      {"must pay", S::kFee, false},
      {"please pay", S::kFee, false},
      {"transfer", S::kFee, false},
      // work
      {"tho", S::kJob, true, 0, "thợ"},
      {"phu bep", S::kJob},
      {"bep", S::kJob},
      {"phuc vu", S::kJob},
      {"tap vu", S::kJob},
      {"giup viec", S::kJob},
      {"bao ve", S::kJob, true, 0, "bảo vệ"},
      {"lai xe", S::kJob},
      {"tai xe", S::kJob},
      {"phu xe", S::kJob},
      {"boc xep", S::kJob},
      {"cong nhan", S::kJob},
      {"nhan vien", S::kJob},
      {"ban hang", S::kJob},
      {"thu ngan", S::kJob},
      {"don phong", S::kJob},
      {"buong phong", S::kJob},
      {"le tan", S::kJob},
      {"shipper", S::kJob},
      {"pha che", S::kJob},
      {"dong goi", S::kJob},
      {"rua bat", S::kJob},
      {"rua chen", S::kJob},
      {"thuc tap", S::kJob},
      {"can gap", S::kJob, true, 0, "cần gấp"},
      {"can tuyen", S::kJob, true, 0, "cần tuyển"},
      {"can nu", S::kJob, true, 0, "cần nữ"},
      {"can nam", S::kJob, true, 0, "cần nam"},
      {"can tho", S::kJob, true, 0, "cần thợ"},
      {"dung quay", S::kJob, true, 0, "đứng quầy"},
      {"dung may", S::kJob, true, 0, "đứng máy"},
      {"cat rau", S::kJob, true, 0, "cắt rau"},
      {"cat co", S::kJob, true, 0, "cắt cỏ"},
      {"phu ho", S::kJob, true, 0, "phụ hồ"},
      {"boc hang", S::kJob, true, 0, "bốc hàng"},
      {"giu tre", S::kJob, true, 0, "giữ trẻ"},
      {"nhap lieu", S::kJob},
      {"danh may", S::kJob, true, 0, "đánh máy"},
      {"cham soc nguoi gia", S::kJob},
      {"don nha", S::kJob, true, 0, "dọn nhà"},
      {"ve sinh", S::kJob},
      {"cleaner", S::kJob},
      {"waiter", S::kJob},
      {"caregiver", S::kJob},
      {"driver", S::kJob},
      {"nail", S::kJob},
      {"lam nong", S::kJob},
      {"hai nho", S::kJob},
      {"hai dau", S::kJob, true, 0, "hái dâu"},
      {"hai trai cay", S::kJob},
      {"xau vong", S::kJob},
      {"thu hoach", S::kJob},
      {"chay ban", S::kJob},
      {"nau an", S::kJob},
      {"trong tre", S::kJob},
      {"moi bua", S::kJob},
      {"moi luot", S::kJob},
      {"moi review", S::kWage, false, 8},
      {"moi trang", S::kWage, false, 8, "mỗi trang"},
      {"1 trang", S::kWage, false, 8},
      {"1 review", S::kWage, false, 8},
      {"bao an", S::kJob},
      {"ky su", S::kJob},
      {"dieu duong", S::kJob},
      {"phu ho", S::kJob},
      {"may", S::kJob, true, 0, "may"},
      {"ca", S::kJob, true, 0, "ca"},
      {"thu viec", S::kJob},
      {"chinh thuc", S::kJob},
      {"full", S::kJob},
      {"full time", S::kJob},
      {"part time", S::kJob},
      {"part-time", S::kJob},
      {"bao an o", S::kJob},
      {"an o free", S::kJob},
      {"viec lam", S::kJob},
      {"lam viec", S::kJob},
      {"tuyen", S::kJob, true, 0, "tuyển"},
      {"can nguoi", S::kJob},
      {"them", S::kJob, true, 6, "thêm"},
      {"hiring", S::kJob},
      {"per task", S::kJob},
      // board
      {"tien nha", S::kBoard},
      {"nha o", S::kBoard, false},
      {"nha tro", S::kBoard, false},
      {"phong tro", S::kBoard, false},
      {"thue phong", S::kBoard, false},
      {"thue nha", S::kBoard, false},
      {"an o", S::kBoard, false},
      {"o tai", S::kBoard, false},
      {"ky tuc", S::kBoard, false},
      {"ky tuc xa", S::kBoard, false},
      {"ktx", S::kBoard, false},
      {"tien an", S::kBoard, false},
      {"tien phong", S::kBoard},
      {"tien o", S::kBoard},
      {"dien nuoc", S::kBoard, false},
      {"tien dien", S::kBoard, false},
      {"dien", S::kBoard, false, 4, "điện", true},
      {"nuoc", S::kBoard, false, 4, "nước", true},
      {"housing", S::kBoard, false},
      {"accommodation", S::kBoard, false},
      {"dormitory", S::kBoard, false},
      {"rent", S::kBoard, false},
      {"meals", S::kBoard, false},
      {"meal", S::kBoard, false},
      {"board", S::kBoard, false},
      {"bao an", S::kNeutral},
      // nothing that a person pays or gets
      {"doanh thu", S::kNothing},
      {"doanh so", S::kNothing, true, 24},
      {"von dieu le", S::kNothing},
      {"tai san", S::kNothing, false},
      {"giam", S::kNothing, true, 16, "giảm"},
      {"giam gia", S::kNothing},
      {"giam ngay", S::kNothing, true, 16},
      {"tri gia", S::kNothing},
      {"discount", S::kNothing},
      {"bot", S::kNothing, true, 12, "bớt"},
      {"truot hoan", S::kNothing, true, 16},
      {"chiem doat", S::kNothing},
      {"chung minh tai chinh", S::kNothing},
      {"proof of funds", S::kNothing},
      {"proof of fund", S::kNothing},
      {"nhat duoc", S::kNothing},
      {"so du", S::kNothing, true, 12, "số dư"},
      {"cong ty den", S::kNothing, true, 12, "công ty đền"},
      {"cty den", S::kNothing, true, 12, "cty đền"},
      {"ben em den", S::kNothing, true, 12, "bên em đền"},
      {"ben minh den", S::kNothing, true, 12, "bên mình đền"},
      {"thiet hai", S::kNothing},
      {"lua dao", S::kNothing, true, 24},
      {"kim ngach", S::kNothing},
      {"kieu hoi", S::kNothing},
  };
  return words;
}

RoleReader::RoleReader(const FieldText& field) : field_(field), text_(field.text()) { FindCues(); }

void RoleReader::FindCues() {
  static const Lexicon<CueWord> lexicon(CueWords());
  const auto fits = [&](const CueWord& word, Span span) {
    if (word.marked_only && field_.unmarked()) return false;
    return field_.Spelt(span, word.written);
  };
  for (std::size_t at = 0; at < text_.size();) {
    if (!field_.WordStart(at)) {
      ++at;
      continue;
    }
    const CueWord* word = lexicon.Longest(field_, at, fits);
    if (word == nullptr) {
      at = field_.WordEnd(at);
      continue;
    }
    const Span span{at, at + word->phrase.size()};
    if (word->sense != Sense::kNeutral)
      cues_.push_back({span, word->sense, word->strong, word->reach});
    gifts_ = gifts_ || word->sense == Sense::kGift;
    tasks_ = tasks_ || word->sense == Sense::kTask;
    at = span.end;
  }
}

std::optional<Role> RoleReader::RoleOf(Sense sense) {
  switch (sense) {
    case Sense::kFee:
    case Sense::kBoard:
      return Role::kFee;
    case Sense::kDeposit:
      return Role::kDeposit;
    case Sense::kWage:
      return Role::kWage;
    case Sense::kPenalty:
      return Role::kPenalty;
    case Sense::kCommission:
      return Role::kCommission;
    case Sense::kLoan:
    case Sense::kLend:
    case Sense::kDeduct:
      return Role::kLoan;
    case Sense::kNothing:
      return Role::kNothing;
    case Sense::kNeutral:
    case Sense::kJob:
    case Sense::kRecruit:
    case Sense::kAgent:
    case Sense::kHeads:
    case Sense::kBreach:
    case Sense::kFirst:
    case Sense::kLater:
    case Sense::kTotal:
    case Sense::kTask:
    case Sense::kGift:
      return {};
  }
  return {};
}

bool RoleReader::Has(Sense sense, Span in) const {
  const auto first =
      std::lower_bound(cues_.begin(), cues_.end(), in.begin,
                       [](const Cue& cue, std::size_t begin) { return cue.span.begin < begin; });
  for (auto cue = first; cue != cues_.end() && cue->span.end <= in.end; ++cue) {
    if (cue->sense == sense) return true;
  }
  return false;
}

// The last strong cue that reaches `at`, else the last weak one.
const RoleReader::Cue* RoleReader::LastBefore(Span in, std::size_t at) const {
  const Cue* weak = nullptr;
  const Cue* fee = nullptr;
  auto cue = std::lower_bound(cues_.begin(), cues_.end(), in.end,
                              [](const Cue& c, std::size_t end) { return c.span.end <= end; });
  while (cue != cues_.begin()) {
    --cue;
    if (cue->span.begin < in.begin) break;
    if (!RoleOf(cue->sense) || (cue->reach != 0 && at - cue->span.end > cue->reach)) continue;
    if (!cue->strong) {
      if (weak == nullptr) weak = &*cue;
    } else if (cue->sense == Sense::kWage && weak != nullptr && weak->sense == Sense::kFee &&
               fee == nullptr && at - weak->span.end <= 1 && field_.Text(weak->span) != "het") {
      return weak;  // "muốn nhận lương phải đóng 1tr"
    } else if (cue->sense == Sense::kFee) {
      if (fee == nullptr) fee = &*cue;
    } else if (fee == nullptr || cue->sense == Sense::kPenalty || cue->sense == Sense::kLoan) {
      return PenaltyOver(*cue, in, at);  // "bồi thường chi phí đào tạo", "nợ phí"
    } else {
      break;
    }
  }
  return fee != nullptr ? fee : weak;
}

// What a penalty is made of is named between it and the sum: "đền vé và hoa hồng 2.500 đô".
const RoleReader::Cue* RoleReader::PenaltyOver(const Cue& cue, Span in, std::size_t at) const {
  if (cue.sense == Sense::kPenalty || cue.sense == Sense::kNothing) return &cue;
  for (const Cue* left = &cue; left != cues_.data();) {
    --left;
    if (left->span.begin < in.begin) break;
    if (left->sense == Sense::kPenalty && left->strong &&
        (left->reach == 0 || at - left->span.end <= left->reach))
      return left;
  }
  return &cue;
}

// The first strong cue behind a sum, else the first weak one.
const RoleReader::Cue* RoleReader::FirstBehind(Span in, std::size_t at) const {
  const Cue* weak = nullptr;
  const std::size_t next = std::min(text_.find_first_of("0123456789", at), text_.size());
  // What is no money is said before the sum; a word nearer to the next number is that one's.
  for (auto cue =
           std::lower_bound(cues_.begin(), cues_.end(), in.begin,
                            [](const Cue&c, std::size_t begin) { return c.span.begin < begin; });
       cue != cues_.end() && cue->span.end <= in.end; ++cue) {
    if (!RoleOf(cue->sense) || cue->sense == Sense::kNothing ||
        text_[cue->span.begin - 1] == '/' ||  // counts: "3 triệu/hồ sơ"
        (next < in.end && (cue->span.begin > next ||
                           (cue->span.end <= next && next - cue->span.end <= cue->span.begin - at))) ||
        (cue->reach != 0 && cue->span.begin - at > cue->reach))
      continue;
    if (cue->strong) return weak != nullptr && weak->sense == Sense::kDeduct ? weak : &*cue;
    if (weak == nullptr) weak = &*cue;
  }
  return weak;
}

// ---- clauses, sentences, headings ----

bool RoleReader::BorderAt(std::size_t i) const {
  const char c = text_[i];
  if (c == ';' || c == ':' || c == '(' || c == ')' || c == '|' || c == '!' || c == '?' ||
      c == '+' || c == '\x01')
    return true;
  const bool space = i + 1 >= text_.size() || text_[i + 1] == ' ';
  if ((c == ',' || c == '.') && space) return true;
  return c == '-' && space && i > 0 && text_[i - 1] == ' ';
}

Span RoleReader::ClauseOf(Span sum) const {
  constexpr std::size_t kBehind = 48;
  Span clause = sum;
  const std::size_t first = field_.LineOf(sum.begin).begin;
  while (clause.begin > first && sum.begin - clause.begin < kLongestClause &&
         !BorderAt(clause.begin - 1))
    --clause.begin;
  const std::size_t last = field_.LineOf(sum.end).end;
  while (clause.end < last && clause.end - sum.end < kBehind && !BorderAt(clause.end)) ++clause.end;
  return clause;
}

Span RoleReader::SentenceOf(Span sum) const {
  constexpr std::size_t kBehind = 160;
  Span sentence = sum;
  const std::size_t first = field_.LineOf(sum.begin).begin;
  const auto ends = [&](std::size_t i) {
    return text_[i] == '.' || text_[i] == '!' || text_[i] == '?';
  };
  while (sentence.begin > first && sum.begin - sentence.begin < kLongestSentence &&
         !(text_[sentence.begin - 1] == ' ' && sentence.begin > 1 && ends(sentence.begin - 2)))
    --sentence.begin;
  const std::size_t last = field_.LineOf(sum.end).end;
  while (
      sentence.end < last && sentence.end - sum.end < kBehind &&
      !(text_[sentence.end] == '.' && (sentence.end + 1 >= last || text_[sentence.end + 1] == ' ')))
    ++sentence.end;
  return sentence;
}

// "Các khoản phí:" above a list of lines.
Span RoleReader::ListHeadOf(std::size_t at) const {
  constexpr int kLines = 8;
  constexpr std::size_t kLongest = 80;
  Span line = field_.LineOf(at);
  for (int n = 0; n < kLines && line.begin > 0; ++n) {
    line = field_.LineOf(line.begin - 1);
    const std::size_t last = text_.find_last_not_of(' ', line.end > 0 ? line.end - 1 : 0);
    if (last == std::string_view::npos || last < line.begin) continue;
    if (text_[last] == ':' && line.end - line.begin <= kLongest) return {line.begin, last};
  }
  return {};
}

// The cell above `at` in the last row without digits: "| Đơn | Lương (yên) | Phí (triệu) |".
std::optional<Span> RoleReader::ColumnHeadOf(std::size_t at) const {
  constexpr int kLines = 24;
  Span line = field_.LineOf(at);
  if (line.end - line.begin > kLongestRow) return {};
  const auto bars = [&](std::size_t from, std::size_t to) {
    return std::count(text_.begin() + static_cast<std::ptrdiff_t>(from),
                      text_.begin() + static_cast<std::ptrdiff_t>(to), '|');
  };
  if (bars(line.begin, line.end) < 2) return {};
  auto column = bars(line.begin, at);
  for (int n = 0; n < kLines && line.begin > 0; ++n) {
    line = field_.LineOf(line.begin - 1);
    if (line.end - line.begin > kLongestRow || bars(line.begin, line.end) < 2) continue;
    const std::string_view row = text_.substr(line.begin, line.end - line.begin);
    if (row.find_first_of("0123456789") != std::string_view::npos) continue;
    std::size_t begin = line.begin;
    for (; column > 0; --column) {
      const std::size_t bar = text_.find('|', begin);
      if (bar >= line.end) return {};
      begin = bar + 1;
    }
    return Span{begin, std::min(text_.find('|', begin), line.end)};
  }
  return {};
}

Span RoleReader::HeadingOf(std::size_t at) const {
  if (const auto column = ColumnHeadOf(at)) return *column;
  Span line = field_.LineOf(at);
  if (at - line.begin > kLongestSentence) line.begin = at - kLongestSentence;
  const std::size_t colon = text_.substr(line.begin, at - line.begin).rfind(':');
  if (colon == std::string_view::npos) return {};
  Span label{line.begin, line.begin + colon};
  // Back to the border before; brackets belong to a label: "Lương (yên):".
  for (std::size_t i = label.end; i > line.begin; --i) {
    const char c = text_[i - 1];
    if (c != '(' && c != ')' && BorderAt(i - 1)) {
      label.begin = i;
      break;
    }
  }
  return label;
}

const RoleReader::Cue* RoleReader::CueInHeading(Span heading) const {
  return heading.empty() ? nullptr : LastBefore(heading, heading.end);
}

std::optional<Role> RoleReader::SpokenOf(std::size_t at) const {
  const Span clause = ClauseOf({at, at});
  const Cue* cue = LastBefore({clause.begin, at}, at);
  if (cue == nullptr || !cue->strong) {
    if (const Cue* label = CueInHeading(HeadingOf(at)); label != nullptr) cue = label;
  }
  if (cue == nullptr) return {};
  return RoleOf(cue->sense);
}

// "đóng 30 triệu trước, 15 triệu sau", "nộp 5 triệu giữ visa".
bool RoleReader::PaidAhead(std::size_t at) const {
  static const ScanPattern kAhead(R"(^ truoc ?(?:[,;.)]|$)|^ (?:de )?giu )");
  return kAhead.Contains(text_.substr(at, std::min<std::size_t>(9, field_.LineOf(at).end - at)));
}

// "xác minh 200k, hoàn ngay sau 5 phút": whatever happens; a fee that comes back when a visa fails is one.
bool RoleReader::ComesBack(std::size_t at) const {
  static const ScanPattern kBack(
      R"(^([^.;0-9]{0,32}[ (])(?:hoan (?:tra|lai|ngay|sau|du|trong)|tra lai (?:sau|khi|ngay|het))\b)");
  static const ScanPattern kOnlyIf(R"(\b(?:truot|rot|khong|ko|k|neu|huy|fail|se|phi|duoc|mien|xong)\b)");
  ScanPattern::Groups groups;
  const std::string_view rest = text_.substr(at, std::min<std::size_t>(48, field_.LineOf(at).end - at));
  return kBack.Find(rest, 0, groups) &&
         !kOnlyIf.Contains(rest.substr(groups[1].begin, groups[1].end - groups[1].begin));
}

// "lệ phí 60tr, đóng trước 40tr": the part named behind is the deposit.
bool RoleReader::PartFollows(std::size_t at) const {
  static const ScanPattern kPart(R"(^ ?[,(-] ?(?:dat coc|coc|(?:dong|nop|gui|chuyen|dat) truoc)\b)");
  return kPart.Contains(text_.substr(at, 24));
}

// "bị phạt 80 triệu theo Nghị định": what the State takes.
bool RoleReader::LawBehind(std::size_t at) const {
  static const ScanPattern kLaw(R"(^[^.;0-9]{0,12} theo (?:nghi dinh|luat|quy dinh cua phap luat)\b)");
  return kLaw.Contains(text_.substr(at, 48));
}

// "tạm ứng 35 củ lấy giấy phép": an advance that the reader pays for something.
bool RoleReader::BuysBehind(const Cue& advance, std::size_t at) const {
  static const ScanPattern kBuys(R"(^ (?:de )?(?:lay|giu|mo|xin|chay|dat) )");
  return field_.Text(advance.span) == "tam ung" && kBuys.Contains(text_.substr(at, 12));
}

// "lương tháng đầu trừ bảo hiểm, còn 132.000 yên".
bool RoleReader::LeftOver(Span sum) const {
  static const ScanPattern kLeft(R"(\bcon (?:lai )?(?:khoang )?$)");
  const std::size_t begin = sum.begin > 16 ? sum.begin - 16 : 0;
  return kLeft.Contains(text_.substr(begin, sum.begin - begin)) &&
         Has(Sense::kWage, {SentenceOf(sum).begin, sum.begin});
}

// ---- the role ----

Role RoleReader::RoleIn(const SumInText& sum, const std::string& period, bool piecework,
                        bool& cued) const {
  const Span span = sum.span;
  const Span clause = ClauseOf(span);
  const Span sentence = SentenceOf(span);
  const bool foreign = sum.currency != "VND";
  const bool timed = period == "month" || period == "day" || period == "hour" || piecework;
  const bool monthly = LooksMonthly(sum.currency, sum.units);
  const Span said{sentence.begin, span.begin};
  const bool recruit = Has(Sense::kRecruit, said) ||
                       Has(Sense::kRecruit, {span.begin, clause.end}) ||
                       (Has(Sense::kAgent, {sentence.begin, clause.end}) &&
                        (period == "head" || Has(Sense::kHeads, {sentence.begin, clause.end}))) ||
                       (period == "head" && Has(Sense::kRecruit, ListHeadOf(span.begin)));
  cued = true;

  // Words between the sum before and this one are its own; those behind an "and" still more.
  Span own{std::max(clause.begin, std::min(sum.previous_end, span.begin)), span.begin};
  const std::size_t joint = field_.Text(own).rfind(" va ");
  const bool joined = joint != std::string_view::npos && sum.previous_end > clause.begin;
  if (joined) own.begin += joint;
  const Cue* left = LastBefore(own, span.begin);
  const bool own_word = left != nullptr;
  if (left == nullptr) left = LastBefore({clause.begin, span.begin}, span.begin);
  const Cue* right = FirstBehind({span.end, clause.end}, span.end);

  const Span label = HeadingOf(span.begin);
  const Cue* labelled = CueInHeading(label);
  // "25 triệu + 2 chỉ", "3 triệu, 10 triệu": more of the same.
  if (left == nullptr && right == nullptr && sum.previous_end > sentence.begin) {
    static const ScanPattern kMore(R"(^ ?(?:,|\+|va|cong|plus|and|kem|voi|hoac|or) ?$)");
    if (kMore.Contains(field_.Text({sum.previous_end, span.begin}))) return sum.previous_role;
  }

  // Rent and food taken from a wage, or asked for abroad, are no fee.
  const Span near{std::max(sentence.begin, span.begin > 60 ? span.begin - 60 : 0),
                  std::min(sentence.end, span.end + 40)};
  const auto is_pay = [](const Cue* cue) {
    return cue != nullptr && cue->strong && cue->sense == Sense::kWage;
  };
  const bool pay = is_pay(left) || is_pay(right);
  if (Has(Sense::kDeduct, clause) && Has(Sense::kBoard, near) && !pay) return Role::kNothing;
  const bool board = (left != nullptr && left->sense == Sense::kBoard) ||
                     (left == nullptr && right != nullptr && right->sense == Sense::kBoard && !timed);
  if (board && foreign && !(right != nullptr && right->sense == Sense::kWage) && !is_pay(labelled))
    return Role::kNothing;

  // Where in a row of payments the sum stands: said in its own words, in its label, or right behind it.
  const auto placed = [&](Sense place) {
    return Has(place, own) || (sum.previous_end <= label.begin && Has(place, label));
  };
  const Span behind{span.end, std::min(clause.end, text_.find_first_of("0123456789", span.end))};
  const bool goes_on = sum.previous_end > sentence.begin;  // another sum stands in the sentence before
  // A lender named right before the next sum lends that one.
  const std::size_t next_sum = text_.find_first_of("0123456789", span.end);
  const Span after{span.end,
                   std::min({sentence.end, span.end + kLenderBehind,
                             next_sum == std::string_view::npos ? next_sum
                                                                : std::max(span.end, next_sum - 2)})};
  const auto settle = [&](const Cue& cue) {
    const Role role = *RoleOf(cue.sense);
    if (role == Role::kFee && period == "hour" && !cue.strong) return Role::kWage;
    if (role == Role::kFee && (PaidAhead(span.end) || ComesBack(span.end))) return Role::kDeposit;
    if (role == Role::kWage && !cue.strong && Has(Sense::kBreach, {clause.begin, span.begin}) &&
        !timed)
      return Role::kPenalty;
    if (role == Role::kWage && !cue.strong && goes_on && !timed && !tasks_ && !gifts_ &&
        (sum.previous_role == Role::kFee || sum.previous_role == Role::kDeposit) &&
        field_.Text(cue.span) == "tra")
      return Role::kFee;  // "cọc 30 triệu, nhận visa trả 100 triệu"
    if (role == Role::kWage && !cue.strong && !timed && !recruit && Has(Sense::kLater, behind) &&
        field_.Text(cue.span) == "tra")
      return Role::kFee;  // "trả 90 triệu sau khi bay"
    if (role == Role::kWage && !cue.strong && goes_on && !timed &&
        sum.previous_role == Role::kCommission)
      return Role::kCommission;  // "15 triệu, đủ mười người nhận thêm 2 chỉ"
    if (role == Role::kFee && !placed(Sense::kLater) && !Has(Sense::kLater, behind)) {
      if (placed(Sense::kFirst)) return PartFollows(span.end) ? Role::kFee : Role::kDeposit;
      const bool named = cue.strong && cue.span.begin >= own.begin && cue.span.end <= span.begin;
      if (!named && Has(Sense::kFirst, behind)) return Role::kDeposit;
      if (!named && !cue.strong && tasks_ && !timed) return Role::kDeposit;
      if (!cue.strong && gifts_ && field_.Text(cue.span) != "gia")
        return recruit ? Role::kCommission : Role::kWage;
    }
    if (role == Role::kDeposit && placed(Sense::kLater) &&
        (cue.span.end <= own.begin || cue.span.begin >= span.end))
      return Role::kFee;
    if (role == Role::kWage && recruit && !timed && (!Has(Sense::kGift, own) || Has(Sense::kRecruit, own)) &&
        (!cue.strong || field_.Text(cue.span) == "earn" || Has(Sense::kRecruit, {span.end, clause.end})))
      return Role::kCommission;
    if (role == Role::kWage && !cue.strong && !timed && Has(Sense::kFirst, behind))
      return Role::kDeposit;  // "pay 4,000 now to …"
    if (role == Role::kFee && (Has(Sense::kLend, said) || Has(Sense::kLend, after)))
      return Role::kLoan;
    if (role == Role::kFee &&
        Has(Sense::kBreach, cue.strong ? Span{clause.begin, span.begin} : said))
      return Role::kPenalty;
    if (cue.sense == Sense::kDeduct && Has(Sense::kBreach, said)) return Role::kPenalty;
    if (role == Role::kPenalty && LawBehind(span.end)) return Role::kNothing;
    if (role == Role::kLoan && (Has(Sense::kFirst, behind) || BuysBehind(cue, span.end)))
      return Role::kDeposit;
    if (role == Role::kLoan) {
      static const ScanPattern kBack(R"(^.{0,12}\b(?:nhan ve|hoan|nhan lai)\b)");
      if (kBack.Contains(text_.substr(span.end, sentence.end - span.end))) return Role::kDeposit;
    }
    return role;
  };
  // "trừ 500k tiền xe vào lương", "trừ ăn ở còn 38tr gửi về": what the sum is stands behind it.
  const bool told_behind = left != nullptr && left->sense == Sense::kDeduct && right != nullptr &&
                           right->strong &&
                           (right->sense == Sense::kFee || right->sense == Sense::kWage);
  if (Has(Sense::kDeduct, said) && LeftOver(span) &&
      (right == nullptr || *RoleOf(right->sense) != Role::kFee))
    return Role::kWage;
  if (joined && !own_word && sum.previous_role == Role::kFee &&
      (right == nullptr || *RoleOf(right->sense) == Role::kFee))
    return Role::kFee;  // "nộp 480 nghìn thẻ an ninh và 650 nghìn bảo hộ"
  if (!own_word && right != nullptr && sum.previous_end > clause.begin) return settle(*right);
  if (left != nullptr && left->strong && !told_behind) return settle(*left);
  if (right != nullptr && right->strong && right->sense != Sense::kRecruit) return settle(*right);
  if (left != nullptr) return settle(*left);

  if (!timed && right == nullptr && Has(Sense::kTotal, own) && !(goes_on && sum.previous_role == Role::kWage))
    return Has(Sense::kLend, after) ? Role::kLoan : Role::kFee;
  if (placed(Sense::kLater) && goes_on && right != nullptr && *RoleOf(right->sense) == Role::kFee)
    return settle(*right);
  if (recruit && !timed && (Has(Sense::kRecruit, clause) || Has(Sense::kRecruit, label)))
    return Role::kCommission;
  const Cue* far = labelled;
  if (far == nullptr || !far->strong) {
    const Cue* before = LastBefore({sentence.begin, clause.begin}, span.begin);
    if (before != nullptr && (far == nullptr || before->strong)) far = before;
    // "EUR 900 to secure your place, EUR 2,000 when the permit comes": the deposit was the one before.
    static const ScanPattern kCondition(R"(^ (?:when|once|after|on|upon|khi|luc|sau khi) )");
    if (far == before && far != nullptr && far->sense == Sense::kDeposit &&
        far->span.begin < sum.previous_end + kLongestClause && sum.previous_end > sentence.begin &&
        kCondition.Contains(text_.substr(span.end, 16)))
      return Role::kFee;
  }
  // A period or a foreign wage speaks louder than a word further off, unless that is a wage word too.
  if (far != nullptr && !far->strong && right != nullptr) return settle(*right);
  if (far != nullptr && !((timed || (monthly && !far->strong)) && far->sense == Sense::kFee))
    return settle(*far);
  if (right != nullptr) return settle(*right);
  if (recruit && !timed && !(foreign && monthly)) return Role::kCommission;
  if (far == nullptr && !timed) {
    if (const Cue* head = CueInHeading(ListHeadOf(span.begin))) return settle(*head);
  }
  if (Has(Sense::kBreach, said)) return Role::kPenalty;
  if (placed(Sense::kFirst) || Has(Sense::kFirst, behind)) return Role::kDeposit;
  if (placed(Sense::kLater)) return Role::kFee;
  if (gifts_ && !foreign) return Role::kWage;
  cued = far != nullptr;
  const bool above_pay = !foreign && sum.units >= kAboveMonthlyPay && !timed;
  if (far == nullptr && !above_pay && Has(Sense::kJob, {sentence.begin, clause.end}))
    return Role::kWage;
  // "8 tiếng 300k": paid by the hours.
  static const ScanPattern kHours(R"(\b\d{1,2} ?(?:h|gio|tieng)(?: ?/ ?ngay)? ?$)");
  if (kHours.Contains(field_.Text({clause.begin, span.begin}))) return Role::kWage;
  if (tasks_ && !timed) return Role::kDeposit;
  if (goes_on && !timed && sum.previous_role == Role::kFee && far != nullptr && !far->strong)
    return Role::kFee;  // "medical USD 260, embarkation letter USD 340"
  // A range of some millions is what people write of wages.
  const bool like_pay = !foreign && sum.range && sum.units >= 3'000'000 && sum.units <= 60'000'000;
  return timed || monthly || like_pay ? Role::kWage : Role::kFee;
}

// ---- the period ----

std::string RoleReader::PeriodBehind(std::size_t at, std::size_t& end, bool& written) const {
  static const ScanPattern kPeriod(
      R"(^(?: ?/ ?(?:1 |mot )?| (?:mot|moi|1|hang|per|an|a|every|tren) | 1| ?/)(dau nguoi|nguoi|dau|lao dong|ban|em|head|candidate|person|worker|thang|th|month|mo|t|ngay|day|cong|gio|h|hour|hr|tieng|tuan|week|nam|year|chuyen|don|ca|khoa|luot|kg|form|suat|review|cai|bai|video|kien|chiec|tin|dem|lan|be|ho so|khach|vu|mua|nhiem vu|tour|tua|buoi)\b)");
  static const ScanPattern kLoose(
      R"(^ (?:gross |net )?(?:per|a|an|each) (hour|month|day)\b|^ (?:gross |net )?(hourly|monthly|daily)\b|^ (thang|ngay|gio|tuan)(?:[,.;!)]|$| (?:bao|chua|tang|an|luong|cong|thuc|ve|va|o|co|khong|thuong)\b))");
  ScanPattern::Groups groups;
  written = false;
  end = at;
  const std::string_view rest = text_.substr(at, std::min<std::size_t>(24, text_.size() - at));
  if (rest.size() < 2 || (rest[0] != ' ' && rest[0] != '/')) return {};
  if (!kPeriod.Find(rest, 0, groups) && !kLoose.Find(rest, 0, groups)) return {};
  const Span unit = !groups[1].empty() ? groups[1] : !groups[2].empty() ? groups[2] : groups[3];
  const std::string_view word = rest.substr(unit.begin, unit.end - unit.begin);
  end = at + unit.end;
  written = true;
  if (word == "thang" || word == "th" || word == "t" || word == "month" || word == "mo" ||
      word == "monthly")
    return "month";
  if (word == "ngay" || word == "day" || word == "cong" || word == "daily") return "day";
  if (word == "gio" || word == "h" || word == "hour" || word == "hr" || word == "tieng" ||
      word == "hourly")
    return "hour";
  if (word == "khoa" || word == "form" || word == "suat" || (word == "lan" && gifts_)) return "once";
  if (word == "dem" || word == "lan" || word == "vu" || word == "mua" || word == "nhiem vu" || word == "tour" || word == "tua" || word == "buoi" || word == "tuan" || word == "week" || word == "nam" || word == "year" || word == "chuyen" ||
      word == "don" || word == "ca" || word == "luot" || word == "kg" || word == "review" ||
      word == "cai" || word == "bai" || word == "video" || word == "kien" || word == "chiec" ||
      word == "tin")
    return {};
  return "head";
}

// "ngày kiếm 500k", "mỗi tháng nộp": the period stands before; "visa 90 ngày 15tr" is none.
std::string RoleReader::PeriodBefore(std::size_t at) const {
  static const ScanPattern kBefore(
      R"((?:^ ?|[^0-9 ] )(?:1 |mot )?(ngay|thang|thag|gio|(?:moi|mot|1) tieng|day|month|hour|hourly|daily|monthly)(?: (?:kiem|nop|luong|thu nhap|tu|duoc|tra|nhan|lam|khoang|tam|gui ve nha|gui ve|cung))* ?(?:tu |khoang |tam |duoc )?$)");
  ScanPattern::Groups groups;
  const Span clause = ClauseOf({at, at});
  const std::size_t begin = std::max(clause.begin, at > 44 ? at - 44 : 0);
  const std::string_view left = text_.substr(begin, at - begin);
  if (!kBefore.Find(left, 0, groups)) return {};
  const std::string_view word = left.substr(groups[1].begin, groups[1].end - groups[1].begin);
  if (word == "month" || word == "monthly" || word == "thag") return "month";
  if (word == "thang") {
    const Span place{begin + groups[1].begin, begin + groups[1].end};
    return field_.Spelt(place, "tháng") ? "month" : "";  // "bay thẳng"
  }
  if (word == "ngay") {
    const Span place{begin + groups[1].begin, begin + groups[1].end};
    return field_.Spelt(place, "ngày") ? "day" : "";  // "nộp ngay"
  }
  return word == "day" || word == "daily" ? "day" : "hour";
}

// "mỗi đơn 15k", "ngày 10 trang là 450k", "tuần 600 đô": pay by the piece, by a day's or a week's work.
bool RoleReader::PieceBefore(const SumInText& sum, std::string& period) const {
  static const ScanPattern kPiece(
      R"(\b(?:moi|1|mot|each|per|every) (?:don|trang|bai|nhiem vu|review|video|san pham|vu|ca|dem|luot|chuyen|kien|tuan|nam|buoi|week|task|order|mission|like|clip|link|vong|hop|san pham|follow|comment|hinh|anh|cap|thung|cay|cuon)(?: (?:duoc|tra|nhan|la|hoa hong|khoang|tu|kiem|luong|thu nhap))* ?$|\b(?:luong|thu nhap) (?:moi )?tuan ?$)");
  static const ScanPattern kOutput(
      R"((?:^|[^0-9] )(?:1 |mot |moi |moi |a )?(?:ngay|day) (?:lam |duoc |go )?\d{1,3}(?:-\d{1,3})? [a-z]+(?: [a-z]+)? ?(?:=|~|la|duoc|kiem|nhan|thu)(?: (?:duoc|khoang|ve))? ?$)");
  static const ScanPattern kHours(
      R"(\b\d{1,2} ?(?:phut|p|gio|tieng|h)(?: ?/ ?ngay| (?:moi|1|mot|trong) ngay)?(?: (?:la|nhan|duoc|kiem|co|thu|tra))* ?$)");
  const std::size_t at = sum.span.begin;
  const std::size_t first = field_.LineOf(at).begin;
  const std::size_t begin = std::max(first, at > 48 ? at - 48 : 0);
  const std::string_view left = text_.substr(begin, at - begin);
  const bool small = sum.currency == "VND" && sum.units < kAboveDailyPay;
  if (kOutput.Contains(left) || (small && kHours.Contains(left))) {
    period = "day";
    return true;
  }
  return kPiece.Contains(left);
}

// How often a sum of this role is paid where nobody says so.
std::string RoleReader::UsualPeriod(const SumInText& sum, Role role) const {
  static const ScanPattern kOnce(
      R"(\b(?:nhan|boi duong|nha trai|nha gai|tan thu|mang thai|hien|mua|ghep)\b)");
  static const ScanPattern kDaily(R"(\b(?:per day|per diem|a day|daily|moi ngay|hang ngay|cong nhat)\b)");
  static const ScanPattern kHead(R"(gioi thieu|nguoi|lao dong|candidate|head|worker|friend|lady|apiece|\b(?:1|dan|dat|ru|mach|mot dua|moi em|moi ho so) )");
  if (role == Role::kCommission) {
    const Span sentence = SentenceOf(sum.span);
    const std::string_view said = text_.substr(sentence.begin, sentence.end - sentence.begin);
    return kHead.Contains(said) ? "head" : "once";
  }
  const Span clause = ClauseOf(sum.span);
  const std::string_view left = text_.substr(clause.begin, sum.span.begin - clause.begin);
  const bool dong = sum.currency == "VND";
  static const ScanPattern kGivenOnce(
      R"(\b(?:hoan|loi|tang|bonus|voucher|khoi nghiep|sinh le)(?: [a-z]+)? ?$)");
  static const ScanPattern kPay(R"(\b(?:luong|thu nhap|salary|income)\b)");
  if (role == Role::kWage && kDaily.Contains(left)) return "day";
  if (role != Role::kWage || kOnce.Contains(left) || kGivenOnce.Contains(left) ||
      sum.currency == "XAU_CHI" || (gifts_ && !kPay.Contains(left)) ||
      (dong && sum.units >= 100'000'000 && !kPay.Contains(left)))
    return "once";
  return !dong || sum.units >= 200'000 ? "month" : "";
}

Purpose RoleReader::PurposeOf(const SumInText& sum) const {
  Purpose purpose;
  bool written = false;
  purpose.period = PeriodBehind(sum.span.end, purpose.end, written);
  if (!written) purpose.period = PeriodBefore(sum.span.begin);
  if (!written && purpose.period.empty()) written = PieceBefore(sum, purpose.period);
  purpose.role = RoleIn(sum, purpose.period, written && purpose.period.empty(), purpose.cued);
  if (purpose.period.empty() && !written) purpose.period = UsualPeriod(sum, purpose.role);
  return purpose;
}

}  // namespace agencywatch::rules
