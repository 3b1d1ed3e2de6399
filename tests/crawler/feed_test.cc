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

TEST(Feed, DaysAreThoseInVietnam) {
  const auto day = [](const std::string& date) {
    const PageContent page = ReadPage("<rss><channel><item><title>x</title><pubDate>" + date +
                                          "</pubDate></item></channel></rss>",
                                      "", "text/xml");
    const auto& published = page.entries.at(0).published;
    return published ? core::FormatDay(*published) : std::string();
  };
  EXPECT_EQ(day("Thu, 12 Nov 2026 20:00:00 GMT"), "2026-11-13");
  EXPECT_EQ(day("Thu, 12 Nov 2026 20:00:00 +0700"), "2026-11-12");
  EXPECT_EQ(day("12 Nov 26 15:00 PST"), "2026-11-13");
  EXPECT_EQ(day("2026-11-12T18:00:00Z"), "2026-11-13");
  EXPECT_EQ(day("2026-11-12 08:00:00"), "2026-11-12");
  EXPECT_EQ(day("12/11/2026"), "2026-11-12");
  EXPECT_EQ(day("hôm qua"), "");
}

TEST(Feed, RssOfItsFirstYearsAndRdfAreRead) {
  const PageContent old = ReadPage(
      "<rss version=\"0.91\"><channel><title>T</title><item><title>A</title><link>/1</link></item>"
      "</channel></rss>",
      "http://example.test/", "text/xml");
  EXPECT_EQ(old.entries.at(0).url, "http://example.test/1");
  const PageContent rdf = ReadPage(
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns=\"http://purl.org/rss/1.0/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title></"
      "channel><item><title>A</title>"
      "<link>http://example.test/1</link><dc:date>2026-11-12</dc:date></item></rdf:RDF>",
      "", "text/xml");
  ASSERT_EQ(rdf.entries.size(), 1U);
  EXPECT_EQ(core::FormatDay(rdf.entries[0].published.value()), "2026-11-12");
}

TEST(Feed, IllFormedOnesAreReadEntryByEntry) {
  const PageContent page = ReadPage(
      "\n<rss version=\"2.0\"><channel><title>T</title>"
      "<item><title>Một</title><link>http://example.test/1</link><description>a<br>b & "
      "c</description></item>"
      "<item><title>Hai & ba</title><link>http://example.test/2</link></item>"
      "<item><title>Bốn</title><link>http://example.test/4</link>"
      "<item><title>Năm</title><link>http://exam",
      "http://example.test/rss", "application/rss+xml");
  EXPECT_EQ(page.kind, PageKind::kFeed);
  EXPECT_TRUE(page.cut);
  EXPECT_EQ(page.title, "T");
  ASSERT_EQ(page.entries.size(), 4U);
  EXPECT_EQ(page.entries[0].url, "http://example.test/1");
  EXPECT_EQ(page.entries[0].summary, "a\nb & c");
  EXPECT_EQ(page.entries[1].title, "Hai & ba");
  EXPECT_EQ(page.entries[2].url, "http://example.test/4");
  EXPECT_EQ(page.entries[3].title, "Năm");
}

TEST(Feed, ASitemapSpeaksForItsOwnSiteOnly) {
  const PageContent page = ReadPage(
      "<urlset><url><loc>http://www.example.test/a</loc></url><url><loc>http://other.test/b</loc></"
      "url></urlset>",
      "http://example.test/sitemap.xml", "application/xml");
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.foreign_entries, 1U);
}

TEST(Feed, SitemapsAsTextAndAsGzipFilesAreRead) {
  const PageContent text = ReadPage("http://example.test/a\r\nhttp://example.test/b\r\n",
                                    "http://example.test/sitemap.txt", "text/plain");
  EXPECT_EQ(text.kind, PageKind::kSitemap);
  EXPECT_EQ(text.entries.size(), 2U);
  // One spoilt line among many; half of them are no list of addresses.
  std::string many;
  for (int i = 0; i < 20; ++i) many += "http://example.test/" + std::to_string(i) + "\n";
  const PageContent spoilt =
      ReadPage(many + "không phải địa chỉ\n", "http://example.test/s.txt", "text/plain");
  EXPECT_EQ(spoilt.kind, PageKind::kSitemap);
  EXPECT_EQ(spoilt.entries.size(), 20U);
  EXPECT_NE(
      ReadPage("http://example.test/a\nxin chào\n", "http://example.test/s.txt", "text/plain").kind,
      PageKind::kSitemap);
  // printf '<urlset><url><loc>http://example.test/a</loc></url></urlset>' | gzip -9n
  constexpr std::string_view kGzip(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xb3\x29\x2d\xca\x29\x4e\x2d\xb1\xb3\x01"
      "\xd2\x76\x36\x39\xf9\xc9\x76\x19\x25\x25\x05\x56\xfa\xfa\xa9\x15\x89\xb9\x05\x39"
      "\xa9\x7a\x25\xa9\xc5\x25\xfa\x89\x36\xfa\x20\x29\x1b\x7d\xb0\x2a\x7d\xa8\x1e\x00"
      "\x29\x84\x28\x2f\x3c\x00\x00\x00",
      68);
  const PageContent file =
      ReadPage(kGzip, "http://example.test/sitemap.xml.gz", "application/gzip");
  EXPECT_EQ(file.kind, PageKind::kSitemap);
  ASSERT_EQ(file.entries.size(), 1U);
  EXPECT_EQ(file.entries[0].url, "http://example.test/a");
}

}  // namespace
}  // namespace agencywatch::crawler
