// Ids of statistics and advertising accounts, as the snippets of their services stand in pages.
#include "crawler/trackers.h"

#include <gtest/gtest.h>

#include "crawler/page_reader.h"

namespace agencywatch::crawler {
namespace {

using Ids = std::vector<std::string>;

struct Snippet {
  std::string name;
  std::string html;
  Ids ids;
};
void PrintTo(const Snippet& snippet, std::ostream* out) { *out << snippet.name; }

class TrackerSnippet : public testing::TestWithParam<Snippet> {};
TEST_P(TrackerSnippet, IsRead) { EXPECT_EQ(FindTrackers(GetParam().html), GetParam().ids); }

INSTANTIATE_TEST_SUITE_P(
    Of, TrackerSnippet,
    testing::Values(
        Snippet{"Gtag", R"(<script async src="https://www.googletagmanager.com/gtag/js?id=G-AB12CD34EF"></script>
                           <script>gtag('js', new Date()); gtag('config', 'G-AB12CD34EF');</script>)", {"ga:G-AB12CD34EF"}},
        Snippet{"UniversalAnalyticsOfTwoProperties", R"(<script>ga('create', 'UA-4400551-3', 'auto'); gtag("config", "UA-4400551-7");</script>)",
                {"ga:UA-4400551"}},
        Snippet{"OldAsynchronous", R"(_gaq.push(['_setAccount', 'UA-990017-1']);)", {"ga:UA-990017"}},
        Snippet{"TagManager", R"(})(window,document,'script','dataLayer','GTM-K7X2Q9');</script>
                                 <noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-K7X2Q9"></iframe>)", {"gtm:GTM-K7X2Q9"}},
        Snippet{"AdSense", R"(<ins class="adsbygoogle" data-ad-client="ca-pub-1234000012340000" data-ad-slot="12"></ins>)",
                {"adsense:pub-1234000012340000"}},
        Snippet{"MetaPixel", R"(<script>fbq('init', '450000123400001');</script>
                                <img src="https://www.facebook.com/tr?id=450000123400001&ev=PageView">)", {"pixel:450000123400001"}},
        Snippet{"AnIdInASentenceIsNone", "<p>Mã đơn G-AB12CD34EF, UA-4400551-3, GTM-K7X2Q9, pub-1234000012340000, gọi 0912 000 345</p>", {}},
        Snippet{"BytesOfNoEncoding", "\xff\xfe gtag('config', 'G-AB12CD34EF') \xc3", {"ga:G-AB12CD34EF"}}),
    [](const auto& test) { return test.param.name; });

TEST(Trackers, ManyAreBoundedAndBelongToEachPostingOfThePage) {
  std::string page = "<html><head><title>Tuyển 10 nam đi Nhật</title>";
  for (int i = 100000; i < 100050; ++i) page += "<script>ga('create', 'UA-" + std::to_string(i) + "-1');</script>";
  page += "</head><body><h1>Tuyển 10 nam đi Nhật</h1><p>Làm cơ khí, lương 170.000 yên, phỏng vấn cuối tháng, gọi 0912 000 345.</p></body></html>";
  EXPECT_EQ(FindTrackers(page).size(), kMaxTrackers);
  const auto read = ReadPage(page, "https://example.com/1", "text/html");
  ASSERT_EQ(read.postings.size(), 1U);
  EXPECT_EQ(read.postings[0].trackers.size(), kMaxTrackers);
  EXPECT_EQ(read.postings[0].text.body.find("UA-1000"), std::string::npos);
}

}  // namespace
}  // namespace agencywatch::crawler
