#include "crawler/html_tree.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/page_reader.h"

namespace agencywatch::crawler {
namespace {

TEST(ParseHtml, FollowsTheHtml5Algorithm) {
  const HtmlTree tree = ParseHtml(
      "<!doctype html><title>T&amp;T</title><p>một<p>hai<table><tr><td>ô<b>đậm</table>&nbsp;<i>sau");
  const HtmlNode html = tree.root().child("html");
  const HtmlNode body = html.child("body");
  EXPECT_EQ(html.child("head").child("title").child_value(), "T&T");
  EXPECT_EQ(body.child("p").child_value(), "một");
  EXPECT_EQ(body.child("table").child("tbody").child("tr").child("td").child("b").child_value(),
            "đậm");
}

TEST(ParseHtml, KeepsNoAttributeThatXmlForbids) {
  const HtmlTree tree = ParseHtml("<p a\"b=1 @click=2 :x=3 data-y=4 =5 class=c>x");
  const HtmlNode p = tree.root().child("html").child("body").child("p");
  EXPECT_EQ(p.attribute("class"), "c");
  EXPECT_EQ(p.attribute("data-y"), "4");
  int count = 0;
  p.ForEachAttribute([&](std::string_view, std::string_view) { ++count; });
  EXPECT_EQ(count, 2);
}

TEST(HtmlTree, KnowsHowMuchTextIsBelowAndForgetsWhatIsTakenOut) {
  HtmlTree tree = ParseHtml("<div> một <b>hai</b><script>không</script><i>ba</i></div><p>bốn</p>");
  const HtmlNode body = tree.root().child("html").child("body");
  const HtmlNode div = body.child("div");
  EXPECT_EQ(div.text_bytes(), std::string("mộthaiba").size());
  EXPECT_EQ(body.text_bytes(), std::string("mộthaibabốn").size());
  tree.Remove(div.child("b"));
  EXPECT_EQ(body.text_bytes(), std::string("mộtbabốn").size());
  EXPECT_FALSE(div.child("b"));
  EXPECT_EQ(std::string_view(div.child("i").previous_sibling().name()), "script");
  tree.Remove(div);
  EXPECT_EQ(std::string_view(body.first_child().name()), "p");
  for (const HtmlNode node : body.below()) EXPECT_NE(std::string_view(node.name()), "i");
}

// XPath sees the same tree, and what it finds can be read as one.
TEST(HtmlTree, IsTheSameAsXml) {
  const HtmlTree tree = ParseHtml("<ul class='a'><li>một<li id=x>hai <b>ba</b></ul>sau");
  pugi::xml_document document;
  CopyToXml(tree, document);
  const pugi::xml_node found = document.select_node("//li[@id='x']").node();
  EXPECT_STREQ(found.child_value("b"), "ba");
  EXPECT_STREQ(document.select_node("//ul/@class").attribute().value(), "a");
  EXPECT_STREQ(document.select_node("//ul/following-sibling::text()").node().value(), "sau");
  EXPECT_EQ(LineOf(TreeOfXml(found).root()), "hai ba");
}

std::size_t Depth(HtmlNode node) {
  std::size_t deepest = 0;
  for (const HtmlNode child : node.children()) deepest = std::max(deepest, Depth(child) + 1);
  return deepest;
}

std::string Times(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

struct Hostile {
  const char* name;
  std::string page;
};
void PrintTo(const Hostile& one, std::ostream* out) { *out << one.name; }

class HostilePage : public testing::TestWithParam<Hostile> {};

TEST_P(HostilePage, IsReadInBoundedTimeAndDepth) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_LE(Depth(ParseHtml(core::MakeValidUtf8(GetParam().page)).root()), 2 * kMaxHtmlDepth + 8);
  const PageContent content = ReadPage(GetParam().page, "http://example.test/", "text/html");
  EXPECT_TRUE(core::IsValidUtf8(content.text));
  EXPECT_LE(content.postings.size(), kMaxPostingsPerPage);
  EXPECT_LE(content.links.size(), kMaxLinksPerPage);
  const auto seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  EXPECT_LT(seconds, 20) << "a sanitizer run takes about ten times the usual second";
}

INSTANTIATE_TEST_SUITE_P(
    All, HostilePage,
    testing::Values(
        Hostile{"Empty", ""}, Hostile{"DeepDivs", Times("<div>", 100'000) + "tuyển lao động"},
        Hostile{"DeepInlines", Times("<b><i>", 50'000)},
        Hostile{"OnlyLess", std::string(5'000'000, '<')},
        Hostile{"OnlyNul", std::string(1'000'000, '\0')},
        Hostile{"Unclosed", "<div class=\"" + std::string(1'000'000, 'a')},
        Hostile{"UnclosedComment", "<!--" + std::string(1'000'000, '-')},
        Hostile{"ManyAttributes", "<p " + Times("a b=c ", 300'000) + ">x"},
        Hostile{"FormattingLeftOpen",
                "<p>" + Times("<font size=1>", 2'000) + "</p>" + Times("<p>x", 50'000)},
        Hostile{"DifferentFormattingLeftOpen",
                [] {
                  std::string page = "<p>";
                  for (int i = 0; i < 3'000; ++i) page += "<font color=" + std::to_string(i) + ">";
                  return page + "</p>" + Times("<p>x", 60'000);
                }()},
        Hostile{"NestedTables", Times("<table><tr><td>", 30'000)},
        Hostile{"NestedLists", Times("<ul><li>", 50'000)},
        Hostile{"FosterParents", Times("<table>x<b>", 20'000)},
        Hostile{"MisnestedFormatting", Times("<a><b><p></a></b>", 30'000)},
        Hostile{"ManyLines", "<pre>" + std::string(2'000'000, '\n') + "x\n"},
        Hostile{"ManyCells",
                "<table>" + Times("<tr><td colspan=99999 rowspan=99999>Lương<td>Phí<td>Ngành nghề",
                                  20'000)},
        Hostile{"ManyLinks", Times("<a href=/x>Việc làm tại Nhật</a> ", 60'000)},
        Hostile{"ManyHeadings", Times("<h3>Tin liên quan</h3><p>tuyển lao động</p>", 20'000)},
        Hostile{"DeepJson",
                "<script type=application/ld+json>" + std::string(500'000, '[') + "</script>"},
        Hostile{"JsonOfQuotes",
                "<script type=application/ld+json>{" + std::string(1'000'000, '"') + "</script>"},
        Hostile{"ManyJobs", "<script type=application/ld+json>[" +
                                Times("{\"@type\":\"JobPosting\",\"title\":\"a\"},", 20'000) +
                                "{}]</script>"},
        Hostile{"RandomBytes",
                [] {
                  std::string bytes;
                  unsigned state = 1;
                  for (int i = 0; i < 300'000; ++i)
                    bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
                  return bytes;
                }()}),
    [](const auto& one) { return one.param.name; });

// Pages cut and spliced at random must be read without harm; the sanitizers watch.
TEST(HostileMixture, OfMarkupIsSurvived) {
  const std::string pieces[] = {"<table>",
                                "</table>",
                                "<tr>",
                                "<td>",
                                "<b>",
                                "</b>",
                                "<a href=x>",
                                "</a>",
                                "<p>",
                                "</p>",
                                "<svg>",
                                "<math>",
                                "<template>",
                                "</template>",
                                "<select>",
                                "<option>",
                                "<frameset>",
                                "</body>",
                                "<ul><li>",
                                "Lương: 30tr ",
                                "&amp;",
                                "&#0;",
                                "&#xD800;",
                                "<!--",
                                "-->",
                                "<![CDATA[",
                                "]]>",
                                "<script>",
                                "</script>",
                                "<textarea>",
                                "<plaintext",
                                "<form>",
                                "</form>",
                                "<h1>Tuyển lao động</h1>",
                                "<nobr>",
                                "</br>",
                                "\"",
                                "'",
                                "<dl><dt>Phí<dd>",
                                "<style>",
                                "</style>",
                                "<title>",
                                "<body onload=x class=footer>",
                                "<image>",
                                "<input hidden>"};
  unsigned state = 7;
  const auto next = [&state] { return (state = state * 1664525 + 1013904223) >> 16; };
  for (int round = 0; round < 3'000; ++round) {
    std::string page;
    for (unsigned i = next() % 60; i > 0; --i) page += pieces[next() % std::size(pieces)];
    const PageContent content = ReadPage(page, "http://example.test/a", "text/html");
    ASSERT_TRUE(core::IsValidUtf8(content.text)) << page;
  }
}

}  // namespace
}  // namespace agencywatch::crawler
