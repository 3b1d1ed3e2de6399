#include <gtest/gtest.h>

#include <string>

#include "crawler/page_reader.h"

namespace agencywatch::crawler {
namespace {

TEST(Feed, RssIsRead) {
  const PageContent page = ReadPage(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>"
      "<title>Tin</title><item><title>Tuyển &amp; đào tạo</title><link>/tin/1</link><pubDate>Thu, "
      "12 Nov 2026 08:00:00 +0700</pubDate>"
      "<description>&lt;p&gt;Ngắn&lt;/p&gt;</description><content:encoded><![CDATA[<p>Dài</p>]]></"
      "content:encoded></item></channel></rss>",
      "http://example.test/rss.xml", "application/rss+xml");
  EXPECT_EQ(page.kind, PageKind::kFeed);
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].url, "http://example.test/tin/1");
  EXPECT_EQ(page.entries[0].title, "Tuyển & đào tạo");
  ASSERT_TRUE(page.entries[0].published);
  EXPECT_EQ(core::FormatDay(*page.entries[0].published), "2026-11-12");
  EXPECT_EQ(page.entries[0].summary, "Ngắn");
  EXPECT_EQ(page.entries[0].content, "Dài");
}

TEST(Feed, AtomIsReadWithItsBase) {
  const PageContent page = ReadPage(
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xml:base=\"http://example.test/b/\"><title>T</title><entry><title>E</title>"
      "<link rel=\"self\" href=\"x\"/><link "
      "href=\"bai\"/><updated>2026-11-12T20:00:00Z</updated></entry></feed>",
      "http://example.test/atom", "");
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].url, "http://example.test/b/bai");
  EXPECT_EQ(core::FormatDay(page.entries[0].updated.value()), "2026-11-13");
}

TEST(Feed, SitemapIsRead) {
  const PageContent page = ReadPage(
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc> "
      "http://example.test/a </loc><lastmod>2026-11-01</lastmod>"
      "</url><url><loc>javascript:x</loc></url></urlset>",
      "http://example.test/sitemap.xml", "application/xml");
  EXPECT_EQ(page.kind, PageKind::kSitemap);
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.links.front().url, "http://example.test/a");
}

// A "billion laughs" and an external entity do nothing: no DTD is read.
TEST(Feed, EntitiesOfADtdAreNotExpanded) {
  const PageContent page = ReadPage(
      "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY x SYSTEM "
      "\"file:///etc/passwd\">]><rss><channel><item>"
      "<title>&b;&x;</title><link>http://example.test/1</link></item></channel></rss>",
      "", "text/xml");
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].title.find("ha"), std::string::npos);
  EXPECT_EQ(page.entries[0].title.find("root"), std::string::npos);
}

TEST(Feed, IllFormedOneIsReadAsFarAsItGoes) {
  const PageContent page = ReadPage(
      "<rss><channel><item><title>Một</title><link>http://example.test/1</link></"
      "item><item><title>Hai</tit",
      "", "text/xml");
  EXPECT_TRUE(page.cut);
  ASSERT_GE(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].title, "Một");
}

}  // namespace
}  // namespace agencywatch::crawler
