// How the shipped packs judge texts that they were not written from: labelled adverts, lawful look-alikes and news made
// from templates, and every positive advert in every disguise. The figures asked for are the product's promise.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/register_file.h"
#include "rule_packs.h"
#include "rules/engine.h"
#include "rules/pack_loader.h"
#include "rules/pattern_words.h"
#include "tests/rules/disguise.h"

namespace agencywatch::rules {
namespace {

const std::string kFolder = AW_SOURCE_DIR "/tests/data/adverts/";

const RuleSet& Shipped() {
  static const auto rules = [] {
    std::vector<PackFile> files;
    for (const core::EmbeddedFile& file : embedded::rule_packs()) {
      files.push_back({std::string(file.path), std::string(file.bytes)});
    }
    return RuleSet::Load(files);
  }();
  return *rules;
}

core::RegisterView ReadRegister(const std::string& name, const std::string& as_of = "2026-07-01") {
  std::ifstream file(kFolder + name);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return core::RegisterView(
      core::RegisterView::EntriesOf(core::ParseRegisterFile(bytes.str(), name).rows),
      *core::ParseDay(as_of));
}

const core::RegisterView& Register() {
  static const auto view = ReadRegister("register.jsonl");
  return view;
}

struct Labelled {
  std::string id;
  AssessInput input;
  std::string verdict;
  std::set<std::string> codes;
};

std::vector<Labelled> ReadAdverts(const std::vector<std::string>& names) {
  std::vector<Labelled> all;
  for (const std::string& name : names) {
    std::ifstream file(kFolder + name + ".jsonl");
    for (std::string line; std::getline(file, line);) {
      const auto json = nlohmann::json::parse(line);
      Labelled advert;
      advert.id = json.at("id");
      advert.verdict = json.at("verdict");
      for (const auto& code : json.at("codes")) advert.codes.insert(code.get<std::string>());
      advert.input.text.title = json.at("title");
      advert.input.text.body = json.at("body");
      advert.input.channel = json.value("channel", "");
      if (json.at("agency").is_string()) advert.input.agency = json.at("agency");
      advert.input.posted_at = core::ParseDay(json.at("posted_at").get<std::string>());
      advert.input.day_from = advert.input.day_to = *advert.input.posted_at;
      all.push_back(std::move(advert));
    }
  }
  return all;
}

const std::vector<Labelled>& Adverts() {
  static const auto adverts =
      ReadAdverts({"round1", "round2", "round3", "round4", "round5", "round6", "round7", "round8"});
  return adverts;
}

struct Tally {
  double right = 0;
  double wrong = 0;   // found, and not there
  double missed = 0;  // there, and not found
  [[nodiscard]] double precision() const { return right + wrong > 0 ? right / (right + wrong) : 1; }
  [[nodiscard]] double recall() const { return right + missed > 0 ? right / (right + missed) : 1; }
  [[nodiscard]] double f1() const {
    return right > 0 ? 2 * precision() * recall() / (precision() + recall()) : 0;
  }
};

struct Figures {
  Tally review;
  Tally codes;
  double verdicts_f1 = 0;  // macro average
  std::string mistaken;    // for the message of a failure
};

Figures Measure(const std::vector<Labelled>& adverts, const core::RegisterView& view) {
  Figures figures;
  std::map<std::string, Tally> verdicts;
  for (const Labelled& advert : adverts) {
    const core::Assessment answer = Shipped().Assess(advert.input, &view);
    const bool wanted = advert.verdict != "clear";
    const std::string got{core::VerdictName(answer.verdict)};
    (wanted && answer.review ? figures.review.right
     : wanted                ? figures.review.missed
                             : figures.review.wrong) += wanted || answer.review ? 1 : 0;
    if (got == advert.verdict) {
      ++verdicts[got].right;
    } else {
      ++verdicts[got].wrong;
      ++verdicts[advert.verdict].missed;
      figures.mistaken += advert.id + " is " + advert.verdict + ", taken for " + got + "\n";
    }
    std::set<std::string> found;
    if (answer.review) {
      for (const core::Finding& finding : answer.findings) found.insert(finding.indicator);
    }
    for (const std::string& code : found)
      ++(advert.codes.contains(code) ? figures.codes.right : figures.codes.wrong);
    for (const std::string& code : advert.codes)
      figures.codes.missed += found.contains(code) ? 0 : 1;
  }
  for (const auto& [verdict, tally] : verdicts) figures.verdicts_f1 += tally.f1();
  figures.verdicts_f1 /= static_cast<double>(verdicts.size());
  return figures;
}

TEST(Judgement, LabelledAdvertsAreReviewedAndClearOnesAreNot) {
  ASSERT_GE(Adverts().size(), 200U);
  const Figures figures = Measure(Adverts(), Register());
  EXPECT_GE(figures.review.precision(), 0.97) << figures.mistaken;
  EXPECT_GE(figures.review.recall(), 0.97) << figures.mistaken;
  EXPECT_GE(figures.verdicts_f1, 0.93) << figures.mistaken;
  EXPECT_GE(figures.codes.f1(), 0.90);
}

// Twelve authors who had not seen the rules: posts of social networks, pages of the web, both mixed, posts of groups and
// channels, and all of these with hard clear ones, in many people's voices. What is held here is what has been reached, so
// that it does not slip.
TEST(Judgement, AdvertsOfOtherAuthorsDoNotGetWorse) {
  const auto adverts = ReadAdverts({"social", "web", "mixed", "groups", "usual", "situations", "varied", "voices", "writers",
                                   "chats", "notices", "everything"});
  ASSERT_EQ(adverts.size(), 2000U);
  const Figures figures = Measure(adverts, ReadRegister("social_web_register.jsonl"));
  EXPECT_GE(figures.review.precision(), 0.97) << figures.mistaken;
  EXPECT_GE(figures.review.recall(), 0.97) << figures.mistaken;
  EXPECT_GE(figures.verdicts_f1, 0.93) << figures.mistaken;
  EXPECT_GE(figures.codes.f1(), 0.88);
}

// One sign told in some sixty ways, and some twenty look-alikes of it, for each code, by authors who had not seen its rule:
// whether a rule knows the conduct, or only the words that it was written from.
TEST(Judgement, ASignIsKnownInOtherWordsAndItsLookAlikesAreNot) {
  Tally signs;
  double alike = 0;
  std::string lost;
  std::ifstream file(kFolder + "signs.jsonl");
  for (std::string line; std::getline(file, line);) {
    const auto json = nlohmann::json::parse(line);
    AssessInput input;
    input.channel = "facebook";
    input.day_from = input.day_to = *core::ParseDay("2026-05-10");
    input.text.body = json.at("body");
    const bool wanted = json.at("want");
    // A sign is one of an offer: somebody to answer to, where the probe names nobody.
    if (wanted && input.text.body.find("000") == std::string::npos &&
        input.text.body.find('@') == std::string::npos) {
      input.text.body += "\nLiên hệ em Hà 0912 000 345";
    }
    const auto findings = Shipped().Assess(input, &Register()).findings;
    const bool found = std::any_of(
        findings.begin(), findings.end(),
        [&](const core::Finding& finding) { return finding.indicator == json.at("code"); });
    if (!wanted) ++alike;
    (wanted ? found ? signs.right : signs.missed : signs.wrong) += wanted || found ? 1 : 0;
    if (wanted != found)
      lost += json.at("id").get<std::string>() + " " + json.at("code").get<std::string>() + "\n";
  }
  ASSERT_GE(alike, 400);
  EXPECT_GE(signs.recall(), 0.75) << lost;
  EXPECT_LE(signs.wrong / alike, 0.03) << lost;
}

// What victims, parents and clerks of a hotline tell, among questions, thanks and other people's troubles. Where two
// verdicts can be defended, both are right.
TEST(Judgement, WhatATipTellsOfARecruiterIsASign) {
  double right = 0;
  double told = 0;
  double missed = 0;
  double harmless = 0;
  double alarmed = 0;
  std::string lost;
  const core::RegisterView view = ReadRegister("register.jsonl", "2026-11-01");
  std::ifstream file(kFolder + "tips.jsonl");
  for (std::string line; std::getline(file, line);) {
    const auto json = nlohmann::json::parse(line);
    core::Posting tip;
    tip.kind = core::PostingKind::kTip;
    tip.text.body = json.at("body");
    const core::Day day = *core::ParseDay(json.at("posted_at").get<std::string>());
    const auto answer = Shipped().Assess(InputOf(tip, day, day), &view);
    const auto& verdicts = json.at("verdicts");
    const std::string got{core::VerdictName(answer.verdict)};
    const bool good = std::find(verdicts.begin(), verdicts.end(), got) != verdicts.end();
    right += good ? 1 : 0;
    (verdicts.at(0) == "clear" ? harmless : told) += 1;
    if (verdicts.at(0) == "clear")
      alarmed += good ? 0 : 1;
    else
      missed += got == "clear" ? 1 : 0;
    if (!good) lost += json.at("id").get<std::string>() + " taken for " + got + "\n";
  }
  ASSERT_GE(told, 80);
  ASSERT_GE(harmless, 40);
  EXPECT_GE(right / (told + harmless), 0.85) << lost;
  EXPECT_LE(missed / told, 0.05) << lost;
  EXPECT_LE(alarmed / harmless, 0.05) << lost;
}

TEST(Judgement, EveryQuoteIsTheTextsOwnWords) {
  for (const Labelled& advert : Adverts()) {
    for (const auto& finding : Shipped().Assess(advert.input, &Register()).findings) {
      for (const core::Place& span : finding.spans) {
        const std::string& text = advert.input.text.Get(span.field);
        ASSERT_LE(span.end, text.size());
        EXPECT_EQ(text.substr(span.start, span.end - span.start), span.quote) << advert.id;
        EXPECT_FALSE(span.quote.empty() || span.quote.front() == ' ') << advert.id;
      }
    }
  }
}

core::Assessment Judged(const std::string& body, const std::string& channel = "") {
  AssessInput input;
  input.text.body = body;
  input.channel = channel;
  input.day_from = input.day_to = *core::ParseDay("2026-06-20");
  return Shipped().Assess(input, &Register());
}

TEST(Judgement, AContactInAReportingSentenceIsNotTheAuthors) {
  const auto reported = [](const core::Assessment& answer) {
    std::vector<std::string> values;
    for (const core::Fact& fact : answer.facts.facts) {
      if (fact.Attr("reported") == "true") values.push_back(fact.value);
    }
    return values;
  };
  EXPECT_EQ(
      reported(Judged("Đối tượng dùng số 0912 000 731 để nhận tiền. Gọi tòa soạn 024 3000 0119.")),
      std::vector<std::string>{"+84912000731"});
  EXPECT_TRUE(reported(Judged("Cần 5 nam đi Ba Lan, lương 25 triệu, gọi 0912 000 731")).empty());
}

// A victim's own number must never be taken for the recruiter's.
TEST(Judgement, InATipTheTellersOwnNumberIsNobodysAndTheOtherIsTheOneLookedFor) {
  int tips = 0;
  std::ifstream file(kFolder + "callers.jsonl");
  for (std::string line; std::getline(file, line); ++tips) {
    const auto json = nlohmann::json::parse(line);
    std::vector<std::string> told_of;
    for (const core::Fact& fact : Judged(json.at("body"), std::string(kTipChannel)).facts.facts) {
      if (fact.kind == core::FactKind::kPhone && fact.Attr("reported") != "true")
        told_of.push_back(fact.value);
    }
    EXPECT_EQ(told_of, json.at("told_of").get<std::vector<std::string>>()) << line;
  }
  EXPECT_GE(tips, 20);
}

TEST(Judgement, AFraudstersWarningThatEndsInAnOfferIsAnOffer) {
  EXPECT_TRUE(Judged("CẢNH BÁO LỪA ĐẢO! Nhiều nơi lừa bà con đi Hàn. Bên em uy tín, cọc 10 triệu "
                     "giữ suất E8 Hàn Quốc, "
                     "lương 42 triệu, bao đậu, ai đi ib em zalo 0912 000 731")
                  .review);
}

TEST(Judgement, AbsenceIsShownByTheOfferItself) {
  for (const core::Finding& finding :
       Judged("Bên em có 3 chỗ xưởng bia ở Séc, lương 1.200 EUR. Zalo 0912 000 731").findings) {
    if (finding.indicator != "licence.absent") continue;
    ASSERT_FALSE(finding.spans.empty());
    EXPECT_EQ(finding.spans.front().quote, "Bên em có 3 chỗ xưởng bia ở Séc, lương 1.200 EUR.");
    return;
  }
  ADD_FAILURE() << "licence.absent was not found";
}

TEST(PatternInWords, TellsAlternativesGapsAndSums) {
  EXPECT_EQ(PatternInWords("(?:dong|nop)(?: [a-z]+){0,2} $sum"), "dong/nop … ‹sum›");
  EXPECT_EQ(PatternInWords("phi\\b[^.!?]{0,9}\\b[0-9]+"), "phi … ‹số›");
}

// A positive advert in a disguise is found nearly as often as in plain letters: within three points.
class Disguised : public ::testing::TestWithParam<Disguise> {};

TEST_P(Disguised, AdvertsAreFoundAsOftenAsPlainOnes) {
  double plain = 0;
  double disguised = 0;
  double all = 0;
  std::string lost;
  for (const Labelled& advert : Adverts()) {
    if (advert.verdict == "clear") continue;
    AssessInput input = advert.input;
    ++all;
    const bool found = Shipped().Assess(input, &Register()).review;
    input.text.title = GetParam().apply(input.text.title);
    input.text.body = GetParam().apply(input.text.body);
    const bool found_in_disguise = Shipped().Assess(input, &Register()).review;
    plain += found ? 1 : 0;
    disguised += found_in_disguise ? 1 : 0;
    if (found && !found_in_disguise)
      lost += advert.id + ": " + input.text.body.substr(0, 120) + "\n";
  }
  EXPECT_GE(disguised / all, plain / all - 0.03) << lost;
}

INSTANTIATE_TEST_SUITE_P(Judgement, Disguised, ::testing::ValuesIn(Disguises()),
                         [](const auto& disguise) { return disguise.param.name; });

// Sentences with slots: {job}, {place}, {wage}, {person}, {phone}, {account}, {n}; three adverts' worth of each kind of text
// that talks about the trade without being an unlawful offer.
struct Template {
  const char* channel;
  const char* title;
  const char* body;
};

constexpr std::array<Template, 48> kLookAlikes = {{
    {"newspaper", "Lừa đưa người đi {place}, {person} lĩnh án",
     "Tòa án nhân dân tỉnh vừa tuyên phạt {person} 9 năm tù. Theo cáo trạng, bị cáo rao tuyển "
     "{job} tại {place}, lương {wage}, thu mỗi người 40 triệu đồng tiền cọc qua tài khoản "
     "{account} rồi chiếm đoạt. {n} bị hại có mặt tại phiên tòa."},
    {"newspaper", "{n} người mắc bẫy 'việc nhẹ lương cao' ở {place}",
     "Tin lời quảng cáo \"{job}, lương {wage}, bao vé, không cần bằng cấp\", {n} thanh niên đã đi "
     "theo {person}. Công an cho biết đối tượng dùng số {phone} để liên lạc. Các nạn nhân bị thu "
     "hộ chiếu, buộc làm 15 tiếng mỗi ngày."},
    {"newspaper", "Nhu cầu {job} tại {place} tăng",
     "Hiệp hội cho biết trong quý này, {place} cần thêm {n} lao động ngành {job}, mức lương bình "
     "quân {wage}. Đại diện cơ quan quản lý khuyến cáo người lao động chỉ đăng ký qua doanh nghiệp "
     "có giấy phép, không nộp tiền cho cá nhân."},
    {"newspaper", "Khởi tố {person} về tội tổ chức cho người khác trốn ở lại {place}",
     "Cơ quan điều tra xác định {person} làm thủ tục visa du lịch cho {n} người sang {place} rồi ở "
     "lại làm {job}. Mỗi người nộp 150 triệu đồng vào tài khoản {account}. Vụ án đang được mở rộng "
     "điều tra."},
    {"newspaper", "Hỏi đáp: đi {place} làm {job} có phải cọc không?",
     "Bạn đọc hỏi: có người hẹn tôi đặt cọc 20 triệu đồng để giữ suất {job} tại {place}, gọi số "
     "{phone}. Luật sư trả lời: theo Luật số 69, doanh nghiệp chỉ được thu tiền dịch vụ sau khi ký "
     "hợp đồng; bạn không nên chuyển tiền."},
    {"official", "Cảnh báo tuyển {job} đi {place}",
     "Công an tỉnh cảnh báo: thời gian gần đây xuất hiện các trang tuyển {job} đi {place} lương "
     "{wage}, yêu cầu chuyển tiền giữ chỗ vào tài khoản {account}. Đề nghị người dân không làm "
     "theo, ai đã chuyển tiền trình báo công an xã, phường."},
    {"official", "Không có chương trình tuyển {job} tại {place}",
     "Sở Nội vụ khẳng định không tổ chức tuyển {job} đi {place}, không ủy quyền cho cá nhân nào "
     "thu hồ sơ. Số điện thoại {phone} mà các đối tượng mạo danh cán bộ Sở sử dụng không phải của "
     "Sở. Người dân cảnh giác, liên hệ 0219 3000 244 khi cần."},
    {"official", "Thông báo tìm bị hại vụ {person}",
     "Cơ quan cảnh sát điều tra đang điều tra vụ {person} lừa đảo bằng hình thức nhận tiền làm hồ "
     "sơ đi {place}. Ai từng chuyển tiền vào tài khoản {account} liên hệ điều tra viên để cung cấp "
     "thông tin."},
    {"official", "Tuyển chọn {n} lao động đi {place} theo chương trình phi lợi nhuận",
     "Trung tâm Lao động ngoài nước thông báo tuyển chọn {n} lao động. Hồ sơ nộp tại Trung tâm "
     "Dịch vụ việc làm tỉnh trong giờ hành chính. Người lao động không phải trả phí tuyển chọn; "
     "Trung tâm không thu qua tài khoản cá nhân."},
    {"agency_site", "Suối Hạc tuyển {n} lao động {job} tại Nhật Bản",
     "Công ty Cổ phần Nhân lực Suối Hạc, giấy phép 6101/LĐTBXH-GP. Ngành: {job}. Hợp đồng 3 năm, "
     "lương 178.000 yên/tháng. Tuổi 19 - 32, tốt nghiệp THPT, học tiếng 5 tháng. Tiền dịch vụ theo "
     "hợp đồng, thu sau khi ký; không thu tiền đặt cọc. Số 18 đường Gò Sỏi, Hà Nội, 024 3000 "
     "0611."},
    {"agency_site", "KEDACO - đơn {job} Đài Loan, {n} người",
     "Công ty TNHH Nhân lực Kè Đá (KEDACO), GP 6110/LĐTBXH-GP. Công việc {job}, lương cơ bản "
     "29.500 NT$/tháng, ký túc xá trừ 2.500 NT$. Không thu phí môi giới, không qua cộng tác viên. "
     "Phỏng vấn 20/6. Số 8 ngõ Ao Sen, Ninh Bình, 0229 3000 620."},
    {"agency_site", "DAVAMO tuyển {n} nam {job} đi Ba Lan",
     "DAVAMO - GP 6109/LĐTBXH-GP. Lương 34 PLN/giờ, hợp đồng 24 tháng, có kiểm tra tay nghề. Thủ "
     "tục giấy phép lao động và visa 5 - 6 tháng; công ty không hứa ngày bay, không cam kết visa. "
     "Ứng viên không nộp tiền trước khi ký hợp đồng. 26 phố Cây Gạo, Phú Thọ. 0211 3000 619."},
    {"agency_site", "CASAMED - khóa điều dưỡng Đức {n} học viên",
     "Công ty TNHH Nhân lực Y tế Cây Sả, GP 6105/BNV-GP. Yêu cầu tốt nghiệp điều dưỡng, học tiếng "
     "Đức 10 tháng tới B1. Học phí thu theo tháng có hóa đơn. Hộ chiếu do học viên giữ. Số 41 phố "
     "Giếng Mực, Hải Phòng, 0225 3000 615."},
    {"job_board", "Tuyển {n} {job} tại KCN",
     "Công ty TNHH Sản xuất Lá Bàng, KCN Vĩnh Lộc mới, cần {n} {job}, lương 8 - 11 triệu, đóng "
     "BHXH, cơm trưa miễn phí. Không cần kinh nghiệm, được đào tạo, đi làm ngay. Không thu phí, "
     "không giữ giấy tờ gốc. Cổng số 2, ĐT 028 3000 0519."},
    {"facebook", "Cần {n} bạn {job}",
     "Xưởng nhà mình ở Hóc Môn cần {n} bạn {job}, lương tuần, bao cơm trưa, ở xa có phòng trọ. Làm "
     "8 tiếng, chủ nhật nghỉ. Qua xưởng 15 đường Song Hành cũ gặp chị Tư hoặc gọi {phone}."},
    {"job_board", "{job} - nhà hàng {place}",
     "Nhà hàng phong cách {place} tại quận 3 tuyển {n} {job}, lương 9 triệu + thưởng, ca 8 tiếng, "
     "nghỉ 4 ngày/tháng. Mang CCCD bản sao tới 40 Trương Định nối dài, 028 3000 0633."},
    {"agency_site", "Tour {place} 5 ngày 4 đêm",
     "Công ty Du lịch Mây Sớm: tour {place}, bay thẳng, khách sạn 4 sao, hướng dẫn viên tiếng "
     "Việt. Giá 16,9 triệu/khách, đặt cọc 5 triệu giữ chỗ, còn {n} chỗ. Không nhận khách có ý định "
     "ở lại. 0225 3000 378."},
    {"agency_site", "Du học {place} kỳ tháng 9",
     "Trung tâm Du học Cầu Mây tư vấn hồ sơ trường tại {place}: học phí nộp thẳng cho trường, "
     "chứng minh tài chính, điểm trung bình từ 6,5. Làm thêm đúng số giờ luật cho phép. Chúng tôi "
     "không tư vấn đi làm. Số 3 phố Đèn Lồng, 0228 3000 412."},
    {"facebook", "Lớp tiếng cho người muốn đi {place}",
     "Trung tâm ngoại ngữ Hạt Mầm khai giảng lớp tối, học phí 2,2 triệu/khóa, tặng giáo trình, còn "
     "{n} chỗ. Trung tâm chỉ dạy tiếng, không nhận hồ sơ lao động. 88 phố Trại Cá, 024 3000 0398."},
    {"facebook", "Tìm việc {job}",
     "Em từng làm {job} ở {place} hai năm, nay về quê, muốn tìm việc {job} quanh Biên Hòa, lương "
     "tầm 12 triệu. Anh chị nào biết chỗ tuyển chỉ giúp em, số {phone}."},
    {"facebook", "Hỏi về {job} {place}",
     "Cho em hỏi đi {place} làm {job} bây giờ hết bao nhiêu ạ? Có bên bắt cọc 15 triệu trước khi "
     "thi, số {phone}, em sợ lừa quá. Ai đi rồi cho em xin kinh nghiệm."},
    {"facebook", "Bị lừa đi {place}",
     "Nhà em bị {person} lấy 30 triệu tiền hồ sơ đi {place} làm {job}, hẹn tháng trước bay mà giờ "
     "chặn Zalo {phone}. Tài khoản nó là {account}. Em đã trình báo công an, mọi người tránh xa "
     "nhé."},
    {"facebook", "Cho thuê phòng gần chỗ làm",
     "Còn {n} phòng trọ gần khu công nghiệp, 1,6 triệu/tháng, cọc 1 tháng, giữ CCCD làm tạm trú "
     "rồi trả. Ai xem phòng gọi {phone}."},
    {"newspaper", "{n} lao động được hỗ trợ vay vốn đi {place}",
     "Ngân hàng Chính sách xã hội tỉnh đã giải ngân cho {n} lao động vay đi làm việc tại {place}. "
     "Người vay phải có hợp đồng với doanh nghiệp được cấp phép; ngân hàng không trừ lương, không "
     "thu phí hồ sơ."},
    {"facebook", "Pass vé máy bay {place}",
     "Mình có vé khứ hồi đi {place} ngày 12/7 mà bận không đi được, pass lại 5 triệu, cọc "
     "1 triệu mình đổi tên giúp. Ai đi thăm người nhà thì nhắn, {phone}."},
    {"facebook", "Gửi hàng đi {place}",
     "Nhận gửi đồ khô, quần áo, thuốc đi {place} cho anh chị em lao động, 190k/kg bao "
     "thuế, 6 ngày tới tay. Đặt trước 200k lấy mã vận đơn. Gọi {phone}."},
    {"facebook", "Họp mặt đồng hương ở {place}",
     "Anh chị em làm {job} ở {place} họp mặt chủ nhật này, mỗi người góp 300k tiền bàn. "
     "Ai tới được báo chị Lành {phone} trước thứ năm để đặt chỗ."},
    {"facebook", "Bán xe để con đi {place}",
     "Cần bán gấp xe máy chạy {n} nghìn cây, giá 14 triệu, bớt cho người thiện chí. Lý do "
     "con sắp đi {place} học nghề. Xem xe buổi chiều, {phone}."},
    {"job_board", "{job} khách sạn Phú Quốc",
     "Khách sạn Sóng Bạc tại Phú Quốc tuyển {n} {job}, lương 9 - 12 triệu, ở ký túc xá "
     "miễn phí, nghỉ 4 ngày một tháng. Ưu tiên người từng làm ở {place}. Nộp hồ sơ tại lễ "
     "tân, 0297 3000 655."},
    {"job_board", "Phiên dịch cho khách {place}",
     "Công ty TNHH Thiết bị Lá Thông ở Bắc Ninh cần {n} phiên dịch, lương 16 - 20 triệu, "
     "thỉnh thoảng đi công tác {place} một tuần, công ty lo vé và visa công tác. Gửi CV "
     "về nhansu@lathong.example, 0222 3000 677."},
    {"job_board", "Tài xế tuyến biên giới",
     "Nhà xe Hòn Đất cần {n} tài xế hạng C, E chở nông sản tuyến Lao Bảo - Savannakhet, "
     "lương 15 triệu, đi hai ngày về nghỉ một ngày, giấy tờ liên vận do nhà xe làm. 0233 "
     "3000 612."},
    {"agency_site", "Dịch thuật hồ sơ đi {place}",
     "Văn phòng Dịch thuật Giếng Cũ nhận dịch công chứng bằng cấp, lý lịch, hộ khẩu đi "
     "{place}, 70.000đ một trang, lấy sau hai ngày. Hồ sơ trên {n} trang thu trước 30%. "
     "Không môi giới việc làm. 0210 3000 688."},
    {"official", "Danh sách doanh nghiệp nộp lại giấy phép",
     "Cục thông báo {n} doanh nghiệp nộp lại giấy phép hoạt động dịch vụ đưa người đi "
     "{place}. Các doanh nghiệp này không được quảng cáo, tuyển chọn, thu tiền của người "
     "lao động. Người đang chờ xuất cảnh liên hệ doanh nghiệp để được hoàn tiền."},
    {"facebook", "Cảm ơn mọi người",
     "Hôm qua mình đã lên công an phường trình báo vụ đi {place} làm {job}. Mình chuyển "
     "hai lần, lần một 20 triệu, lần hai 35 triệu vào tài khoản {account}, xong họ khóa "
     "Zalo. Ai cũng từng nói chuyện với số {phone} thì liên hệ công an cùng mình."},
    {"official", "Embassy notice on fake recruiters",
     "The Embassy has learned that persons posing as visa officers offer jobs in {place} "
     "and ask for USD 900 to be sent to a private account. The Embassy never charges "
     "applicants by message. If you have paid, report it to the police."},
    {"newspaper", "Workers back from {place} tell their story",
     "Two cooks who answered an advertisement for {job} in {place} said they were "
     "promised USD 1,500 a month, paid USD 2,000 in advance and were never met at the "
     "airport. Police are investigating the broker."},
    {"newspaper", "Gửi tiền về xây nhà",
     "Ba năm làm {job} ở {place}, chị {person} gửi về hơn 600 triệu đồng, trả hết nợ ngân "
     "hàng và xây lại căn nhà cho mẹ. Chị nói may mà đi qua công ty có giấy phép, không "
     "mất tiền môi giới."},
    {"facebook", "Nội quy nhóm",
     "Admin nhắc: nhóm xóa mọi bài rao \"đi {place} không cần tiếng, bao đậu\", bài không "
     "ghi tên công ty và số giấy phép. Ai lỡ cọc cho số {phone} thì nhắn admin để gửi cơ "
     "quan chức năng."},
    {"agency_site", "Nội bộ phòng thị trường {place}",
     "Gửi cả phòng: tuần này nhắc học viên lớp K{n} nộp ảnh thẻ, không thu tiền mặt tại "
     "lớp; ai lỡ nhận tiền của ứng viên qua tài khoản cá nhân phải báo ngay để công ty "
     "hoàn. Thanks cả nhà."},
    {"facebook", "Lớp nấu ăn cho người sắp đi {place}",
     "Quán Bếp Nhà mở lớp nấu ăn cơ bản {n} buổi, học phí 1,8 triệu chia hai lần, học "
     "xong tự tin làm bếp bên {place}. Không tư vấn hồ sơ đi nước ngoài. 12 ngõ Chợ, 0225 "
     "3000 466."},
    {"facebook", "Tìm người ở ghép tại {place}",
     "Mình đang làm {job} ở {place}, phòng còn trống một chỗ, chia tiền nhà 4 triệu, cọc "
     "một tháng. Bạn nào đã ở bên này nhắn mình nhé."},
    {"facebook", "Đổi tiền về Việt Nam",
     "Nhận chuyển tiền từ {place} về Việt Nam trong ngày cho anh chị em lao động, phí 1%, "
     "tỷ giá theo ngân hàng. Không giữ giấy tờ của khách. Zalo {phone}."},
    {"newspaper", "Thị trường {place} mở cửa trở lại",
     "Theo hiệp hội, trong sáu tháng đầu năm có {n} nghìn lao động Việt Nam sang {place}, "
     "thu nhập bình quân {wage}. Chuyên gia khuyên người lao động học ngoại ngữ trước khi "
     "đi và cảnh giác lời hứa bay nhanh."},
    {"official", "Tập huấn phòng chống mua bán người",
     "Hội Liên hiệp Phụ nữ xã tổ chức tập huấn cho {n} hội viên về thủ đoạn rủ rê lấy "
     "chồng {place}, việc nhẹ lương cao, giữ hộ chiếu để ép nợ. Khi nghi ngờ gọi 111 hoặc "
     "công an xã."},
    {"facebook", "Hỏi mua vali",
     "Em sắp bay đi {place} làm {job}, ai có vali to còn tốt để lại em với, tầm 400k. "
     "Nhắn {phone}."},
    {"job_board", "Cộng tác viên dịch tài liệu",
     "Công ty Dịch thuật Bến Đá tìm {n} người dịch tài liệu cho khách {place}, thù lao "
     "150.000đ một trang, trả ngày 10 hằng tháng, làm tại nhà, không nộp khoản nào. 024 "
     "3000 0677."},
    {"agency_site", "Lịch nghỉ lễ của học viên",
     "Suối Hạc (6101/LĐTBXH-GP): học viên lớp {place} nghỉ từ 30/4 đến 3/5, ký túc xá "
     "đóng cửa lúc 22h30, bạn nào về quê báo cô quản lý, mang theo chìa khóa tủ. 024 3000 "
     "0611."},
    {"newspaper", "Tuyên án đường dây mua bán thận",
     "Hội đồng xét xử tuyên {person} 10 năm tù vì môi giới bán thận, mỗi ca 400 triệu "
     "đồng, dùng số {phone} rao trên nhóm kín. {n} người bán đều đang nợ nần. Cơ quan "
     "chức năng cảnh báo hành vi mua bán mô tạng bị nghiêm cấm."},
}};

std::string Fill(std::string text, const std::map<std::string, std::string>& slots) {
  for (const auto& [name, value] : slots) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += value.size()) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

TEST(Judgement, NewsWarningsAndLawfulTextsAreHardlyEverFlagged) {
  static constexpr std::array kJobs = {
      "công nhân may",     "phụ bếp", "thợ hàn", "đóng gói thực phẩm",
      "công nhân điện tử", "phụ hồ",  "hái rau", "nhân viên buồng phòng"};
  static constexpr std::array kPlaces = {"Hàn Quốc",  "Canada",     "Đài Loan", "Úc",
                                         "Romania",   "Nhật Bản",   "Đức",      "Dubai",
                                         "Campuchia", "New Zealand"};
  static constexpr std::array kWages = {"28 triệu", "45 triệu đồng/tháng", "1.800 EUR", "80 triệu",
                                        "1.200 USD"};
  static constexpr std::array kPersons = {"Lò Thị Vân A", "Bùi Văn Khoai", "Trần Thị Mít",
                                          "Đỗ Văn Lạc"};
  static constexpr std::array kPhones = {"0912 000 731", "0378 000 465", "0865 000 209"};
  static constexpr std::array kAccounts = {"0123 0004 5577 Vietcombank Nguyen Thi Oi",
                                           "1900 0022 8844 Techcombank tên Lê Văn Bưởi",
                                           "8888 0001 3377 MB"};
  double flagged = 0;
  double all = 0;
  std::string list;
  for (std::size_t t = 0; t < kLookAlikes.size(); ++t) {
    for (std::size_t i = 0; i < 18; ++i) {
      const std::map<std::string, std::string> slots = {
          {"{job}", kJobs[(i + t) % kJobs.size()]},
          {"{place}", kPlaces[(i * 3 + t) % kPlaces.size()]},
          {"{wage}", kWages[(i + t) % kWages.size()]},
          {"{person}", kPersons[i % kPersons.size()]},
          {"{phone}", kPhones[i % kPhones.size()]},
          {"{account}", kAccounts[(i + t) % kAccounts.size()]},
          {"{n}", std::to_string(3 + (i * 7 + t) % 40)}};
      AssessInput input;
      input.channel = i % 2 == 0 ? kLookAlikes[t].channel : "";  // the words alone must do it, too
      input.text.title = Fill(kLookAlikes[t].title, slots);
      input.text.body = Fill(kLookAlikes[t].body, slots);
      input.day_from = input.day_to = *core::ParseDay("2026-06-20");
      const core::Assessment answer = Shipped().Assess(input, &Register());
      ++all;
      if (!answer.review) continue;
      ++flagged;
      list += std::to_string(t) + " [" + answer.genre + "] " + input.text.title + "\n";
    }
  }
  ASSERT_GE(all, 800);
  EXPECT_LT(flagged / all, 0.02) << list;
}

}  // namespace
}  // namespace agencywatch::rules
