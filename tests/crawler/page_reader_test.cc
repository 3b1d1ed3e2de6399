#include "crawler/page_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "crawler/page_json.h"

namespace agencywatch::crawler {
namespace {

using core::Posting;

PageContent Read(const std::string& file, const std::string& path = "/viec-lam/trang.html",
                 const ExtractRules* extract = nullptr) {
  std::ifstream in(std::string(AW_SOURCE_DIR) + "/tests/crawler/testdata/pages/" + file,
                   std::ios::binary);
  EXPECT_TRUE(in) << file;
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return ReadPage(bytes.str(), "http://vieclam.example" + path, "text/html", extract);
}

std::string Text(const std::optional<core::Day>& day) { return day ? core::FormatDay(*day) : ""; }
bool Has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(PageReader, JsonLdInAGraphWithCommentsCdataAndASemicolonIsRead) {
  const PageContent page = Read("board_json_ld_graph.html");
  EXPECT_EQ(page.kind, PageKind::kPosting);
  EXPECT_EQ(page.charset, "utf-8");
  EXPECT_EQ(page.title, "Thợ hàn TIG đi Nhật - Việc Làm Thử");
  EXPECT_EQ(page.canonical, "http://vieclam.example/viec-lam/tho-han-tig-77?utm_source=x");
  ASSERT_EQ(page.postings.size(), 1U);
  const Posting& posting = page.postings[0];
  EXPECT_EQ(posting.item_key, "MD-77");
  EXPECT_EQ(posting.text.title, "Thợ hàn TIG đi Nhật");
  EXPECT_EQ(posting.employer, "Công ty CP Nhân lực Mẫu Đơn");
  EXPECT_EQ(Text(posting.date_posted), "2026-11-12");
  EXPECT_EQ(Text(posting.valid_through), "2026-12-05");
  EXPECT_EQ(posting.salary_min, 190'000);
  EXPECT_EQ(posting.salary_max, 210'000);
  EXPECT_EQ(posting.salary_currency, "JPY");
  EXPECT_EQ(posting.salary_unit, "MONTH");
  EXPECT_EQ(posting.country, "JP");
  EXPECT_EQ(posting.region, "Chiba; Osaka");
}

TEST(PageReader, TheVisibleTextIsTheBodyAndOthersAdvertsAreNowhere) {
  const Posting posting = Read("board_json_ld_graph.html").postings.at(0);
  EXPECT_TRUE(Has(posting.text.body, "Phí: đặt cọc 15 triệu")) << posting.text.body;
  EXPECT_TRUE(Has(posting.text.body, "Mức lương: 190.000 - 210.000 yên/tháng"));
  EXPECT_TRUE(Has(posting.text.body, "- Ở ký túc xá"));
  EXPECT_TRUE(Has(posting.text.body, "Zalo 0912 000 345"));
  EXPECT_TRUE(Has(posting.text.context, "Hotline 024 3000 0001")) << posting.text.context;
  EXPECT_TRUE(Has(posting.text.context, "Việc Làm Thử"));
  for (const std::string& text : {posting.text.body, posting.text.context}) {
    EXPECT_FALSE(Has(text, "0912 000 999"));
    EXPECT_FALSE(Has(text, "Trang chủ"));
  }
}

TEST(PageReader, LinksAreAbsoluteAndInPageOrder) {
  const PageContent page = Read("board_json_ld_graph.html");
  ASSERT_EQ(page.links.size(), 4U);
  EXPECT_EQ(page.links[0].url, "http://vieclam.example/");
  EXPECT_EQ(page.links[1].url, "http://vieclam.example/viec-lam");
  EXPECT_EQ(page.links[3].url, "http://vieclam.example/viec-lam/1");
  const PageContent based = ReadPage(
      "<base href='/b/'><a href=x#f rel='nofollow me'>x</a><a href='mailto:a@b.c'>m</a><a "
      "href='//h.example/'>h</a>",
      "http://vieclam.example/c/d", "text/html");
  ASSERT_EQ(based.links.size(), 2U);
  EXPECT_EQ(based.links[0].url, "http://vieclam.example/b/x");
  EXPECT_TRUE(based.links[0].nofollow);
  EXPECT_EQ(based.links[1].url, "http://h.example/");
}

TEST(PageReader, FramesOfTheSiteAreFollowedAndOthersAreNot) {
  const PageContent page = ReadPage(
      "<frameset cols='190,*'><frame src=menu.htm><frame src='don/hang.htm'><noframes>Xin vào <a "
      "href=x>đây</a></noframes></frameset>",
      "http://vieclam.example/", "text/html");
  ASSERT_EQ(page.links.size(), 2U);
  EXPECT_EQ(page.links[0].url, "http://vieclam.example/menu.htm");
  EXPECT_EQ(page.links[1].url, "http://vieclam.example/don/hang.htm");
  EXPECT_TRUE(page.postings.empty());
  EXPECT_FALSE(Has(page.text, "Xin"));
  EXPECT_EQ(
      ReadPage("<p>x<iframe src='http://maps.example/1'></iframe><iframe src='/bang'></iframe>",
               "http://vieclam.example/", "text/html")
          .links.size(),
      1U);
}

TEST(PageReader, RowsThatAreClickedNextPagesAndRefreshesAreFollowed) {
  const PageContent page = ReadPage(
      R"html(<meta http-equiv=Refresh content="5; URL='/moi?x=1'"><link rel=next href="?page=2"><link rel=stylesheet href=a.css>
      <meta http-equiv=refresh content=300><table><tr data-href="/don/1"><td>Đơn 1</td></tr>
      <tr onclick="window.location.href='/don/2';"><td>Đơn 2</td></tr><tr onclick="location.assign('don/3')"><td>Đơn 3</td></tr>
      <tr onclick="location = '/don/' + id"><td>Đơn 4</td></tr><tr onclick="show('location')"><td>x</td></tr></table>
      <a class="btn load-more" href="#" data-url="/api/don?page=2">Xem thêm</a><div data-url="/anh.jpg"></div>)html",
      "http://vieclam.example/viec/", "text/html");
  std::vector<std::string> urls;
  for (const PageLink& link : page.links) urls.push_back(link.url);
  EXPECT_EQ(urls, (std::vector<std::string>{
                      "http://vieclam.example/moi?x=1", "http://vieclam.example/viec/?page=2",
                      "http://vieclam.example/don/1", "http://vieclam.example/don/2",
                      "http://vieclam.example/viec/don/3", "http://vieclam.example/api/don?page=2"}));
}

TEST(PageReader, AnAnswerInJsonIsReadAsThePageThatAProgramMakesOfIt) {
  const PageContent fragment =
      ReadPage(R"({"html":"<li><a href=\"/viec/9\">Tuyển 9<\/a><\/li>","next":"/api/don?page=3"})",
               "http://vieclam.example/api/don?page=2", "application/json");
  ASSERT_EQ(fragment.links.size(), 2U);
  EXPECT_EQ(fragment.links[0].url, "http://vieclam.example/viec/9");
  EXPECT_EQ(fragment.links[1].url, "http://vieclam.example/api/don?page=3");
  EXPECT_TRUE(fragment.postings.empty());
  const PageContent posts = ReadPage(
      R"([{"id":7,"link":"http://vieclam.example/han-osaka","title":{"rendered":"Tuyển 5 thợ hàn Osaka"},"content":{"rendered":
      "<p>Lương 30 triệu/tháng, phí 90 triệu.</p><p>Gọi 0912 000 345, nộp hồ sơ trước ngày 12/12/2026.</p>"}},
      {"id":8,"link":"http://vieclam.example/may-busan","title":{"rendered":"Tuyển 8 thợ may Busan"},"content":{"rendered":
      "<p>Lương 35 triệu/tháng, phí 95 triệu.</p><p>Gọi 0912 000 346, nộp hồ sơ trước ngày 15/12/2026.</p>"}}])",
      "http://vieclam.example/wp-json/wp/v2/posts", "application/json; charset=utf-8");
  ASSERT_EQ(posts.postings.size(), 2U);
  EXPECT_EQ(posts.postings[1].text.title, "Tuyển 8 thợ may Busan");
  EXPECT_TRUE(Has(posts.postings[1].text.body, "0912 000 346"));
  EXPECT_FALSE(Has(posts.postings[1].text.body, "0912 000 345"));
  EXPECT_EQ(posts.links.size(), 2U);
  const PageContent linked_data = ReadPage(
      R"({"@context":"https://schema.org","@type":"JobPosting","title":"Tuyển 5 thợ hàn","description":"<p>Phí 90 triệu</p></script>"})",
      "http://vieclam.example/han", "application/ld+json");
  ASSERT_EQ(linked_data.postings.size(), 1U);
  EXPECT_EQ(linked_data.postings[0].text.body, "Phí 90 triệu");
  const std::string deep = std::string(500'000, '[') + "\"JobPosting\"" + std::string(500'000, ']');
  EXPECT_TRUE(ReadPage(deep, "http://vieclam.example/", "application/json").postings.empty());
}

TEST(PageReader, ADeadlineIsTheDayThatPeopleAreTold) {
  const PageContent page = ReadPage(
      R"(<h1>Nurse, Leipzig</h1><article typeof="schema:JobPosting"><p property="schema:title">Nurse,
      Leipzig</p><p>Apply by: <time property="schema:validThrough"
      datetime="2027-01-31T22:59:00Z">31 January 2027</time></p></article>)",
      "http://vieclam.example/1", "text/html");
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_EQ(Text(page.postings[0].valid_through), "2027-01-31");
}

TEST(PageReader, CanonicalLinkToAnotherSiteIsNotBelieved) {
  const PageContent page = ReadPage("<link rel=canonical href='http://other.example/x'><p>x",
                                    "http://vieclam.example/a?utm_source=b", "");
  EXPECT_EQ(page.canonical, "http://vieclam.example/a");
}

TEST(PageReader, OneJobInTwoMarkUpsIsOnePosting) {
  const PageContent page = Read("board_json_ld_and_microdata_are_one.html");
  ASSERT_EQ(page.postings.size(), 1U);
  const Posting& posting = page.postings[0];
  EXPECT_EQ(posting.employer, "Công ty TNHH Bạch Thử");
  EXPECT_EQ(posting.salary_min, 1200);
  EXPECT_EQ(posting.salary_max, 1400);
  EXPECT_EQ(posting.salary_currency, "EUR");
  EXPECT_EQ(Text(posting.date_posted), "2026-11-12");
  EXPECT_EQ(Text(posting.valid_through), "2026-12-31");
  EXPECT_TRUE(Has(posting.text.body, "Không cần kinh nghiệm."));
}

TEST(PageReader, DescriptionStandsInWhereThePageShowsLess) {
  const Posting posting = Read("board_description_only_in_json.html").postings.at(0);
  EXPECT_TRUE(Has(posting.text.body, "Học phí đóng theo từng khóa")) << posting.text.body;
  EXPECT_TRUE(Has(posting.text.body, "Hạn nộp: 30/12/2026"));
  EXPECT_EQ(Text(posting.valid_through), "2026-12-30");
  EXPECT_EQ(posting.item_key, "5501");
  EXPECT_EQ(posting.salary_min, 2400);
}

TEST(PageReader, LabelsWithoutColonsAreJoinedWithTheirValues) {
  const PageContent page = Read("board_labels_without_colons.html");
  EXPECT_EQ(page.kind, PageKind::kPosting);
  const Posting posting = page.postings.at(0);
  EXPECT_EQ(posting.text.title, "Đóng gói thực phẩm Đài Loan");
  EXPECT_TRUE(Has(posting.text.body, "Mức lương: 29.500 - 32.000 đài tệ/tháng"))
      << posting.text.body;
  EXPECT_TRUE(Has(posting.text.body, "- Ngày đăng: 10/11/2026")) << posting.text.body;
  EXPECT_TRUE(Has(posting.text.body, "Phí: 3.500 USD, nộp sau khi có visa."));
  EXPECT_EQ(Text(posting.date_posted), "2026-11-10");
  EXPECT_EQ(Text(posting.valid_through), "2026-12-15");
  EXPECT_EQ(posting.salary_min, 29'500);
  EXPECT_EQ(posting.salary_max, 32'000);
  EXPECT_EQ(posting.salary_currency, "TWD");
  EXPECT_EQ(posting.salary_unit, "MONTH");
  EXPECT_EQ(posting.country, "TW");
  EXPECT_TRUE(Has(posting.text.context, "0912 000 346")) << posting.text.context;
  EXPECT_FALSE(Has(posting.text.context + posting.text.body, "0912 000 777"));
}

TEST(PageReader, AListOfTeasersGivesNoPosting) {
  const PageContent page = Read("board_list_of_teasers.html");
  EXPECT_EQ(page.kind, PageKind::kList);
  EXPECT_TRUE(page.postings.empty());
  EXPECT_GE(page.links.size(), 4U);
}

TEST(PageReader, EnglishDefinitionListIsRead) {
  const PageContent page = Read("board_english_dl.html");
  const Posting posting = page.postings.at(0);
  EXPECT_EQ(posting.text.title, "Welder (MIG/MAG) for Poland");
  EXPECT_EQ(posting.employer, "Test Lotus Manpower JSC");
  EXPECT_EQ(posting.salary_min, 1200);
  EXPECT_EQ(posting.salary_max, 1500);
  EXPECT_EQ(posting.salary_currency, "EUR");
  EXPECT_EQ(posting.country, "PL");
  EXPECT_EQ(Text(posting.date_posted), "2026-11-10");  // the day in Vietnam
  EXPECT_EQ(Text(posting.valid_through), "2026-12-20");
  EXPECT_FALSE(Has(posting.text.body + posting.text.context, "0912 000 888"));
}

TEST(PageReader, EachRowOfAnOrderTableIsAPosting) {
  const PageContent page = Read("agency_order_table.html");
  EXPECT_EQ(page.kind, PageKind::kPosting);
  ASSERT_EQ(page.postings.size(), 3U);
  const Posting& second = page.postings[1];
  EXPECT_EQ(second.item_key, "MD-02");
  EXPECT_EQ(second.text.title,
            "Nhà hàng - Nhật Bản");  // the country reaches down from the row above
  EXPECT_TRUE(Has(second.text.body, "Phí: 85 triệu")) << second.text.body;
  EXPECT_TRUE(Has(second.text.body, "ĐƠN HÀNG KỸ NĂNG ĐẶC ĐỊNH"));
  EXPECT_TRUE(Has(second.text.body, "đặt cọc 10 triệu đồng khi đăng ký thi"));
  EXPECT_TRUE(Has(second.text.body, "phí trên chưa gồm vé máy bay"));
  EXPECT_FALSE(Has(second.text.body, "Hộ lý"));
  EXPECT_FALSE(Has(second.text.body, "Cơ khí"));
  EXPECT_TRUE(Has(second.text.context, "3901/LĐTBXH-GP")) << second.text.context;
  EXPECT_TRUE(Has(second.text.context, "024 3000 0101"));
  EXPECT_EQ(second.country, "JP");
  EXPECT_EQ(second.salary_min, 195'000);
  EXPECT_EQ(Text(second.date_posted), "2026-11-18");
  EXPECT_EQ(second.locator, "table:1:2");
  EXPECT_EQ(page.postings[2].item_key.size(), 16U);  // no code: a hash of the heading
}

TEST(PageReader, OrderTableWithoutHeadingCellsIsRead) {
  const PageContent page = Read("agency_order_table_without_th.html");
  ASSERT_EQ(page.postings.size(), 2U);
  EXPECT_EQ(page.postings[0].text.title, "May công nghiệp - Hungary");
  EXPECT_TRUE(Has(page.postings[0].text.body, "0912 000 347"));
}

TEST(PageReader, WholeOrdersAsCardsAreAPostingEach) {
  const PageContent page = Read("agency_cards_of_whole_orders.html");
  ASSERT_EQ(page.postings.size(), 2U);
  EXPECT_EQ(page.postings[0].item_key, "H-01");
  EXPECT_EQ(page.postings[0].text.title, "Thuyền viên tàu cá E-10");
  EXPECT_EQ(page.postings[0].salary_currency, "KRW");
  EXPECT_TRUE(Has(page.postings[1].text.body, "Phí: 95 triệu"));
  EXPECT_FALSE(Has(page.postings[1].text.body, "7.000 USD"));
}

TEST(PageReader, AnAboutPageIsAListing) {
  const PageContent page = Read("agency_about.html", "/gioi-thieu");
  EXPECT_EQ(page.kind, PageKind::kListing);
  EXPECT_TRUE(page.postings.empty());
  ASSERT_EQ(page.listings.size(), 1U);
  EXPECT_EQ(page.listings[0].kind, core::PostingKind::kListing);
  EXPECT_TRUE(page.listings[0].employer.starts_with("Công ty Cổ phần Hợp tác Lao động MODOCO"));
  EXPECT_TRUE(Has(page.listings[0].text.body, "3901/LĐTBXH-GP"));
}

TEST(PageReader, ThePagesBottomStaysInTheBody) {
  const Posting posting = Read("agency_own_article_with_fee_at_bottom.html").postings.at(0);
  EXPECT_TRUE(Has(posting.text.body, "chuyển trước 20 triệu đồng")) << posting.text.body;
  EXPECT_TRUE(Has(posting.text.body, "Chi phí liên quan: khám sức khỏe"));
  EXPECT_TRUE(Has(posting.text.body, "Sơ yếu lý lịch | 2 | có xác nhận"));
  EXPECT_FALSE(Has(posting.text.body + posting.text.context, "0912 000 555"));
  EXPECT_EQ(Text(posting.date_posted), "2026-11-12");
  EXPECT_EQ(Text(posting.valid_through), "2026-11-28");
}

TEST(PageReader, EmojiImagesAreLetters) {
  const PageContent page = Read("classified_emoji_contact.html");
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_TRUE(Has(page.postings[0].text.body, "0️⃣")) << page.postings[0].text.body;
  EXPECT_EQ(Text(page.postings[0].date_posted), "2026-11-20");
  EXPECT_FALSE(Has(page.postings[0].text.body, "Mua bán"));
  // The board's own address is no advertiser's.
  EXPECT_FALSE(Has(page.postings[0].text.body, "quantri@raovatthu.example"))
      << page.postings[0].text.body;
  EXPECT_TRUE(Has(page.postings[0].text.context, "quantri@raovatthu.example"));
}

TEST(PageReader, OfAThreadOnlyTheAuthorsPostsCount) {
  const PageContent page = Read("forum_thread.html");
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_TRUE(Has(page.postings[0].text.body, "cọc 5 triệu"));
  EXPECT_TRUE(Has(page.postings[0].text.body, "0912 000 348")) << page.postings[0].text.body;
  EXPECT_FALSE(Has(page.postings[0].text.body, "0912 000 666"));
}

TEST(PageReader, ANewsArticleIsOneToBeAssessed) {
  const PageContent page = Read("news_article.html", "/phap-luat/1.html");
  EXPECT_EQ(page.kind, PageKind::kArticle);
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_EQ(page.postings[0].text.title, "Cảnh giác bẫy \"việc nhẹ lương cao\"");
  EXPECT_EQ(Text(page.postings[0].date_posted), "2026-11-13");
  EXPECT_TRUE(Has(page.postings[0].text.context, "Báo Thử"));
  EXPECT_FALSE(Has(page.postings[0].text.body, "Một tin khác"));
}

TEST(PageReader, AHomePageGivesNoPosting) {
  const PageContent page = Read("news_home.html", "/");
  EXPECT_EQ(page.kind, PageKind::kList);
  EXPECT_TRUE(page.postings.empty());
}

TEST(PageReader, ARegisterTableGivesRows) {
  const PageContent page = Read("register_table.html");
  EXPECT_EQ(page.kind, PageKind::kRegister);
  EXPECT_TRUE(page.postings.empty());
  EXPECT_EQ(Text(page.register_published_on), "2026-11-20");
  ASSERT_EQ(page.register_rows.size(), 2U);
  EXPECT_EQ(page.register_rows[0].name, "Công ty Cổ phần Hợp tác Lao động MODOCO");
  EXPECT_EQ(page.register_rows[0].short_name, "MODOCO");
  EXPECT_EQ(page.register_rows[0].licence_no, "3901/LĐTBXH-GP");
  EXPECT_EQ(page.register_rows[1].status, core::LicenceStatus::kSuspended);
  EXPECT_EQ(Text(page.register_rows[1].status_from), "2026-10-01");
}

TEST(PageReader, AListHeadedAsRevokedMakesItsRowsRevoked) {
  const PageContent page = Read("register_revoked_table.html");
  ASSERT_EQ(page.register_rows.size(), 1U);
  EXPECT_EQ(page.register_rows[0].status, core::LicenceStatus::kRevoked);
  EXPECT_EQ(Text(page.register_rows[0].status_from), "2026-11-19");
}

TEST(PageReader, TheSourcesOwnPathsWin) {
  const ExtractRules rules{"//div[@class='x9']",
                           {{"title", "b"}, {"salary", "i"}, {"item_key", "u"}}};
  const PageContent page = Read("own_markup.html", "/x", &rules);
  ASSERT_EQ(page.postings.size(), 2U);
  EXPECT_EQ(page.postings[0].text.title, "Phụ hồ Lào");
  EXPECT_EQ(page.postings[0].salary_min, 15'000'000);
  EXPECT_EQ(page.postings[0].item_key, "đi ngay");
}

TEST(PageReader, NothingIsInvented) {
  for (const std::string html :
       {"", "<p>Xin chào</p>",
        "<title>Đăng nhập</title><h1>Đăng nhập</h1><form>Email <input></form>",
        "<h1>404</h1><p>Không tìm thấy trang việc làm mà bạn tuyển.</p>",
        "<h1>Chính sách bảo mật</h1><p>Nhà tuyển dụng và người lao động, liên hệ 0912 000 "
        "349.</p>"}) {
    const PageContent page = ReadPage(html, "http://vieclam.example/x", "text/html");
    EXPECT_TRUE(page.postings.empty()) << html;
    EXPECT_TRUE(page.listings.empty());
    EXPECT_EQ(page.kind, PageKind::kOther);
  }
}

TEST(PageJson, IsOneLineWithTheFieldsOfTheDesign) {
  const PageContent page = Read("board_json_ld_graph.html");
  const std::string line = PageJson(page, "http://vieclam.example/viec-lam/trang.html");
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  for (const char* field : {"kind", "charset", "title", "canonical", "links", "postings",
                            "listings", "register_rows", "entries", "text"})
    EXPECT_TRUE(json.contains(field)) << field;
  const auto& posting = json["postings"][0];
  EXPECT_EQ(posting["date_posted"], "2026-11-12");
  EXPECT_EQ(posting["salary_min"], 190'000);
  EXPECT_EQ(posting["kind"], "advert");
  EXPECT_EQ(json["links"][0], "http://vieclam.example/");
}

// Joomla and Word number their paragraphs.
TEST(PageReader, ReadsParticularsThatAreNumbered) {
  const PageContent page = ReadPage(
      "<meta charset=utf-8><title>Đơn hàng sơn</title><h2>Đơn hàng sơn cơ khí</h2>"
      "<p><b>1. Nơi làm việc:</b> Aichi, Nhật Bản<p><b>2) Số lượng:</b> 6 nam<p><b>III. Mức lương:</b> 1.077 yên/giờ",
      "http://mau.example/tin/1.html", "text/html");
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_EQ(page.postings[0].region, "Aichi, Nhật Bản");
  EXPECT_EQ(page.postings[0].salary_min, 1077);
  EXPECT_EQ(page.postings[0].salary_unit, "HOUR");
}

TEST(PageReader, ADeadlineIsNotTheDayOnWhichItWasPosted) {
  const PageContent page = ReadPage(
      "<meta charset=utf-8><title>Tuyển thợ mộc</title><h1>Tuyển thợ mộc đi Malaysia</h1>"
      "<p>Hạn nộp: 20/12/2026<p>Mức lương: 15 triệu<p>Chỗ ở miễn phí, hợp đồng hai năm.",
      "http://mau.example/tin/1.html", "text/html");
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_FALSE(page.postings[0].date_posted);
  EXPECT_EQ(page.postings[0].valid_through, core::ParseDay("2026-12-20"));
}

TEST(PageReader, APageThatSaysTheAdvertIsGoneIsNoAdvert) {
  const PageContent page = ReadPage(
      "<meta charset=utf-8><title>Việc làm Mẫu</title><h1>Rất tiếc!</h1>"
      "<p>Tin tuyển dụng này đã hết hạn hoặc đã bị gỡ bỏ.<p><a href=/>Quay về trang chủ</a>",
      "http://mau.example/tin/1.html", "text/html");
  EXPECT_EQ(page.barrier, PageBarrier::kNotFound);
  EXPECT_TRUE(page.postings.empty());
}

// Of the years before style sheets: menu and text side by side in a row of two cells.
TEST(PageReader, AMenuCellIsNoLabelOfTheTextBesideIt) {
  const PageContent page = ReadPage(
      "<meta charset=utf-8><title>Rao vat</title><table><tr><td><a href=1.htm>Nhà đất</a><br><a href=2.htm>Xe cộ</a>"
      "<br><a href=3.htm>Việc làm</a></td><td><font size=4><b>Tuyển 10 thợ đi biển Hàn Quốc</b></font><br>"
      "<p>Cần 10 nam khỏe mạnh 18-40 tuổi đi thuyền viên gần bờ. Lương 2 triệu won/tháng.<br>Điện thoại: 0905.000.118"
      "</td></tr></table>",
      "http://mau.example/tin/1.htm", "text/html");
  ASSERT_EQ(page.postings.size(), 1U);
  EXPECT_EQ(page.postings[0].text.title, "Tuyển 10 thợ đi biển Hàn Quốc");
}

TEST(PageReader, AHeadingOverTwoColumnsSaysWhichNumberStandsBelow) {
  const PageContent page = ReadPage(
      "<meta charset=utf-8><table border=1><tr><td rowspan=2>STT<td rowspan=2>Tên doanh nghiệp<td colspan=2>Giấy phép"
      "<td rowspan=2>Địa chỉ<tr><td>Số<td>Ngày cấp<tr><td>1<td>Công ty Cổ phần Nhân lực Sao Khuê Mẫu<td>901/LĐTBXH-GP"
      "<td>12/3/2019<td>Hà Nội</table>",
      "http://mau.example/ds.html", "text/html");
  ASSERT_EQ(page.register_rows.size(), 1U);
  EXPECT_EQ(page.register_rows[0].licence_no, "901/LĐTBXH-GP");
  EXPECT_EQ(page.register_rows[0].issued_on, core::ParseDay("2019-03-12"));
}

// What a reader reaches by a click stands in the text, once: the link's own text may say it already.
TEST(PageReader, ANumberBehindALinkIsShown) {
  const PageContent page = ReadPage(
      "<h1>Tuyển 5 thợ hàn đi Osaka</h1><p>Lương: 190.000 yên/tháng</p><p>Phí: 90 triệu</p>"
      "<p><a href='tel:0912000345'>Gọi ngay</a></p>"
      "<p><a href='tel:+84912000346'>0912 000 346</a></p>"
      "<p><a href='https://zalo.me/0912000347?src=x'><img src='z.png'></a></p>",
      "http://vieclam.example/tin/5", "text/html; charset=utf-8");
  ASSERT_EQ(page.postings.size(), 1U);
  const core::PostingText& text = page.postings[0].text;
  const std::string all = text.body + "\n" + text.context;
  EXPECT_TRUE(Has(all, "Gọi ngay 0912000345")) << all;
  EXPECT_TRUE(Has(all, "0912 000 346"));
  EXPECT_FALSE(Has(all, "+84912000346"));
  EXPECT_TRUE(Has(all, "zalo.me/0912000347"));
}

TEST(PageReader, ADeadlineIsReadInASentence) {
  const auto deadline = [](const std::string& sentence) {
    const PageContent page = ReadPage(
        "<h1>Tuyển 5 thợ hàn đi Osaka</h1><p>Lương: 190.000 yên/tháng</p><p>Phí: 90 triệu</p><p>" +
            sentence + "</p>",
        "http://vieclam.example/tin/5", "text/html; charset=utf-8");
    return page.postings.empty() ? std::string("no posting") : Text(page.postings[0].valid_through);
  };
  EXPECT_EQ(deadline("Đề nghị nộp hồ sơ trực tiếp, không qua trung gian, trước ngày 05/04/2026."),
            "2026-04-05");
  EXPECT_EQ(deadline("Hồ sơ nhận đến hết ngày 30/6/2026 tại trụ sở."), "2026-06-30");
  EXPECT_EQ(deadline("Applications are taken until 31 July 2026."), "2026-07-31");
  // The day of something else.
  EXPECT_EQ(deadline("Bay trước ngày 30/09/2026."), "");
  EXPECT_EQ(deadline("Nộp hồ sơ tại văn phòng. Học tiếng đến ngày 30/09/2026."), "");
}

TEST(PageReader, AnIndexPageWithANumberInItsAddressIsNoHomePage) {
  const std::string html =
      "<h1>Tuyển 22 công nhân giày da đi Mauritius</h1><p>Lương khoán, tối thiểu 420 USD một tháng,"
      " làm 45 giờ một tuần.</p><p>Liên hệ anh Toán 0912 000 345</p>"
      "<p>Công ty TNHH Mẫu Tâm - Đ/c: 18 Cầu Ngà, Hải Phòng - GP 1055/LĐTBXH-GP</p>";
  EXPECT_EQ(ReadPage(html, "http://mau.example/index.php?m=donhang&id=74", "text/html").kind,
            PageKind::kPosting);
  EXPECT_NE(ReadPage(html, "http://mau.example/index.php", "text/html").kind, PageKind::kPosting);
}

}  // namespace
}  // namespace agencywatch::crawler
