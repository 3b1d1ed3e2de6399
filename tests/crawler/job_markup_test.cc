// JobPosting in the shapes that schema.org's own page documents, in its three syntaxes, and in those of broken templates.
#include "crawler/job_markup.h"

#include <gtest/gtest.h>

#include <string>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {
namespace {

PageMarkup Read(const std::string& html) {
  const HtmlTree tree = ParseHtml(html);
  return ReadMarkup(tree.root());
}

MarkedUpJob JsonLd(const std::string& json) {
  const PageMarkup markup = Read("<script type=\"application/ld+json\">" + json + "</script>");
  EXPECT_EQ(markup.jobs.size(), 1U) << json;
  return markup.jobs.empty() ? MarkedUpJob() : markup.jobs.front();
}

MarkedUpJob WithSalary(const std::string& salary) {
  return JsonLd(R"({"@type":"JobPosting","title":"T",)" + salary + "}");
}

std::string Text(const std::optional<core::Day>& day) { return day ? core::FormatDay(*day) : ""; }

// schema.org/JobPosting, first example: salary as a text with its currency beside it.
TEST(JobMarkup, SalaryAsTextWithItsCurrencyBeside) {
  const MarkedUpJob job = JsonLd(
      R"({"@context":"https://schema.org/","@type":"JobPosting","baseSalary":"100000","salaryCurrency":"USD",
      "datePosted":"2026-10-31","title":"Engineer","jobLocation":{"@type":"Place","address":
      {"@type":"PostalAddress","addressLocality":"Vinh","addressRegion":"Nghệ An"}}})");
  EXPECT_EQ(job.salary_min, 100'000);
  EXPECT_EQ(job.salary_max, 100'000);
  EXPECT_EQ(job.salary_currency, "USD");
  EXPECT_EQ(job.region, "Vinh, Nghệ An");
  EXPECT_EQ(Text(job.date_posted), "2026-10-31");
}

TEST(JobMarkup, SalaryAsMonetaryAmountWithARange) {
  const MarkedUpJob job = WithSalary(
      R"("baseSalary":{"@type":"MonetaryAmount","currency":"JPY","value":{"@type":"QuantitativeValue",
      "minValue":180000,"maxValue":"200,000","unitText":"MONTH"}})");
  EXPECT_EQ(job.salary_min, 180'000);
  EXPECT_EQ(job.salary_max, 200'000);
  EXPECT_EQ(job.salary_unit, "MONTH");
}

TEST(JobMarkup, SalaryAsMonetaryAmountWithOneValue) {
  const MarkedUpJob job = WithSalary(
      R"("baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":2400,"unitText":"monthly"})");
  EXPECT_EQ(job.salary_min, 2400);
  EXPECT_EQ(job.salary_max, 2400);
  EXPECT_EQ(job.salary_unit, "MONTH");
}

// estimatedSalary, a MonetaryAmountDistribution with a duration.
TEST(JobMarkup, SalaryAsDistribution) {
  const MarkedUpJob job = WithSalary(
      R"("estimatedSalary":[{"@type":"MonetaryAmountDistribution","name":"base","currency":"USD",
      "duration":"P1Y","percentile10":"100000","median":110000,"percentile90":"120000.5"}])");
  EXPECT_EQ(job.salary_min, 100'000);
  EXPECT_EQ(job.salary_max, 120'000.5);
  EXPECT_EQ(job.salary_unit, "YEAR");
  EXPECT_EQ(job.salary_currency, "USD");
}

TEST(JobMarkup, SalaryAsVietnameseWords) {
  const MarkedUpJob job = WithSalary(R"("baseSalary":"25 - 30 triệu/tháng")");
  EXPECT_EQ(job.salary_min, 25'000'000);
  EXPECT_EQ(job.salary_max, 30'000'000);
  EXPECT_EQ(job.salary_currency, "VND");
  EXPECT_EQ(job.salary_unit, "MONTH");
}

TEST(JobMarkup, SalaryThatSaysNothingIsNone) {
  for (const char* salary : {R"("baseSalary":"Thỏa thuận")", R"("baseSalary":null)",
                             R"("baseSalary":{"@type":"MonetaryAmount","value":0})"}) {
    const MarkedUpJob job = WithSalary(salary);
    EXPECT_FALSE(job.salary_min) << salary;
  }
}

TEST(JobMarkup, SeveralLocationsAreAllKept) {
  const MarkedUpJob job = WithSalary(
      R"("jobLocation":[{"@type":"Place","address":{"addressLocality":"Chiba","addressCountry":{"@type":"Country","name":"JP"}}},
      {"@type":"Place","address":"Osaka"},{"@type":"Place","name":"Nara"}])");
  EXPECT_EQ(job.region, "Chiba; Osaka; Nara");
  EXPECT_EQ(job.country, "JP");
}

TEST(JobMarkup, WorkFromHomeIsWhereApplicantsLive) {
  const MarkedUpJob job = WithSalary(
      R"("jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"Việt Nam"})");
  EXPECT_EQ(job.region, "Việt Nam");
}

TEST(JobMarkup, ValidThroughIsTheDayInVietnam) {
  EXPECT_EQ(Text(WithSalary(R"("validThrough":"2026-12-31T20:00:00Z")").valid_through),
            "2027-01-01");
  EXPECT_EQ(Text(WithSalary(R"("validThrough":"2026-12-31T23:59")").valid_through), "2026-12-31");
  EXPECT_EQ(Text(WithSalary(R"("validThrough":"31/12/2026")").valid_through), "2026-12-31");
  EXPECT_EQ(Text(WithSalary(R"("validThrough":"sớm")").valid_through), "");
}

TEST(JobMarkup, SeveralTypesBlocksAndGraphsAreRead) {
  const PageMarkup markup = Read(
      R"(<script type="application/ld+json">{"@type":["Thing","JobPosting"],"title":"A"}</script>)"
      R"(<script type="application/ld+json">{"@graph":[{"@type":"schema:JobPosting","schema:title":"B"}]}</script>)"
      R"(<script type="application/ld+json">[{"@type":"http://schema.org/JobPosting","title":"C"}]</script>)"
      R"(<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":)"
      R"({"@type":"JobPosting","title":"D"}}]}</script>)");
  ASSERT_EQ(markup.jobs.size(), 4U);
  EXPECT_EQ(markup.jobs[1].title, "B");
  EXPECT_EQ(markup.jobs[3].title, "D");
  EXPECT_TRUE(markup.is_list);
}

TEST(JobMarkup, BrokenBlocksAreReadAsMeant) {
  for (const char* block : {
           "/* ad */ {\"@type\":\"JobPosting\",\"title\":\"A\"};",
           "// ad\n{\"@type\":\"JobPosting\",\"title\":\"A\",}",
           "//<![CDATA[\n{\"@type\":\"JobPosting\",\"title\":\"A\"}\n//]]>",
           "<!-- {\"@type\":\"JobPosting\",\"title\":\"A\"} -->",
           "{&quot;@type&quot;:&quot;JobPosting&quot;,&quot;title&quot;:&quot;A&quot;}",
           "{\"@type\":\"JobPosting\",\"title\":\"A\",\"description\":\"one\ntwo\tthree\"}",
       })
    EXPECT_EQ(JsonLd(block).title, "A") << block;
}

TEST(JobMarkup, OneBrokenBlockDoesNotHideTheNext) {
  const PageMarkup markup = Read(
      "<script type='application/ld+json'>{\"@type\":\"JobPosting\",\"title\":</script>"
      "<script type='application/ld+json'>{\"@type\":\"JobPosting\",\"title\":\"A\"}</script>");
  ASSERT_EQ(markup.jobs.size(), 1U);
}

TEST(JobMarkup, EntitiesInTextsAreLetters) {
  const MarkedUpJob job = JsonLd(
      R"({"@type":"JobPosting","title":"A &amp; B","description":"&lt;p&gt;C &amp;amp; D&lt;/p&gt;"})");
  EXPECT_EQ(job.title, "A & B");
  EXPECT_EQ(job.description, "C & D");
}

// schema.org's first microdata example.
TEST(JobMarkup, MicrodataIsRead) {
  const PageMarkup markup = Read(
      "<div itemscope itemtype='https://schema.org/JobPosting'><h2 itemprop='title'>Kỹ sư</h2>"
      "<span itemprop='jobLocation' itemscope itemtype='https://schema.org/Place'><span "
      "itemprop='address' "
      "itemscope itemtype='https://schema.org/PostalAddress'><span "
      "itemprop='addressLocality'>Vinh</span></span>"
      "</span><span itemprop='baseSalary'>1,000</span> <span itemprop='salaryCurrency'>USD</span>"
      "<time itemprop='datePosted' datetime='2026-10-31'>hôm qua</time>"
      "<div itemprop='description'><p>Một</p><p>Hai</p></div></div>");
  ASSERT_EQ(markup.jobs.size(), 1U);
  EXPECT_EQ(markup.jobs[0].title, "Kỹ sư");
  EXPECT_EQ(markup.jobs[0].salary_min, 1000);
  EXPECT_EQ(markup.jobs[0].salary_currency, "USD");
  EXPECT_EQ(markup.jobs[0].region, "Vinh");
  EXPECT_EQ(markup.jobs[0].description, "Một\nHai");
  EXPECT_EQ(Text(markup.jobs[0].date_posted), "2026-10-31");
}

TEST(JobMarkup, RdfaIsRead) {
  const PageMarkup markup = Read(
      "<div vocab='https://schema.org/' typeof='JobPosting'><span property='title'>Kỹ sư</span>"
      "<span property='hiringOrganization' typeof='Organization'><span property='name'>Mẫu "
      "JSC</span></span>"
      "<span property='baseSalary' typeof='MonetaryAmount'><meta property='currency' content='VND'>"
      "<span property='value' typeof='QuantitativeValue'><meta property='minValue' "
      "content='10000000'>"
      "<meta property='unitText' content='MONTH'></span></span></div>");
  ASSERT_EQ(markup.jobs.size(), 1U);
  EXPECT_EQ(markup.jobs[0].employer, "Mẫu JSC");
  EXPECT_EQ(markup.jobs[0].salary_min, 10'000'000);
  EXPECT_EQ(markup.jobs[0].salary_unit, "MONTH");
}

}  // namespace
}  // namespace agencywatch::crawler
