// Whole pages of many kinds of sites (agencies, boards, classifieds, newspapers, authorities; WordPress, Joomla,
// Blogspot, old table layouts …), read and held against what a person expects of them. Each page lies in
// testdata/sites with its expectation beside it; people, firms and numbers are made up.
//
// An expectation names the page's `url` and `content_type`, its `kind`, `charset` and `barrier`, and per posting those
// fields that count. `body` and `context` hold what must stand there, `not_body` what must not, and `nowhere` what
// belongs to other adverts or to the site's menus. `salary` is [min, max, currency, unit].
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/fold.h"
#include "crawler/page_json.h"

namespace agencywatch::crawler {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path kFolder = fs::path(AW_SOURCE_DIR) / "tests/crawler/testdata/sites";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  EXPECT_TRUE(in) << path;
  return bytes.str();
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder))
    if (entry.path().extension() == ".html") names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

// Windows-1258 writes letters and tones apart, and is kept so.
std::string TextOf(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_string() ? core::Compose(json[key].get<std::string>())
                                                     : std::string();
}

bool Has(const std::string& text, const Json& part) {
  return text.find(part.get<std::string>()) != std::string::npos;
}

void Compare(const Json& wanted, const Json& read) {
  const std::string body = TextOf(read, "body");
  const std::string context = TextOf(read, "context");
  for (const char* field : {"title", "employer", "country", "region", "valid_through",
                            "date_posted", "item_key", "channel"})
    if (wanted.contains(field)) {
      EXPECT_EQ(TextOf(read, field), wanted[field]) << field;
    }
  if (wanted.contains("salary")) {
    const Json& salary = wanted["salary"];
    EXPECT_EQ(read["salary_min"], salary[0]);
    EXPECT_EQ(read["salary_max"], salary[1]);
    EXPECT_EQ(TextOf(read, "salary_currency"), salary[2]);
    EXPECT_EQ(TextOf(read, "salary_unit"), salary[3]);
  }
  for (const Json& part : wanted.value("body", Json::array()))
    EXPECT_TRUE(Has(body, part)) << part << " is not in the body:\n" << body;
  for (const Json& part : wanted.value("not_body", Json::array()))
    EXPECT_FALSE(Has(body, part)) << part << " is in the body:\n" << body;
  for (const Json& part : wanted.value("context", Json::array()))
    EXPECT_TRUE(Has(context, part)) << part << " is not in the context:\n" << context;
  for (const Json& part : wanted.value("nowhere", Json::array()))
    EXPECT_FALSE(Has(body + "\n\n" + context, part)) << part << " is in:\n"
                                                     << body << "\n-- context --\n"
                                                     << context;
}

void CompareAll(const Json& wanted, const Json& read, const char* what) {
  ASSERT_EQ(wanted.size(), read.size()) << what << ": " << read.dump(1);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    SCOPED_TRACE(std::string(what) + " " + std::to_string(i));
    Compare(wanted[i], read[i]);
  }
}

class SitePage : public testing::TestWithParam<std::string> {};

TEST_P(SitePage, IsReadAsAPersonReadsIt) {
  const Json wanted = Json::parse(ReadFile(kFolder / (GetParam() + ".expected.json")));
  const std::string url = wanted["url"];
  const Json page =
      Json::parse(PageJson(ReadPage(ReadFile(kFolder / (GetParam() + ".html")), url,
                                    wanted.value("content_type", "text/html; charset=utf-8")),
                           url));
  EXPECT_EQ(page["kind"], wanted["kind"]);
  if (wanted.contains("charset")) {
    EXPECT_EQ(page["charset"], wanted["charset"]);
  }
  EXPECT_EQ(TextOf(page, "barrier"), wanted.value("barrier", ""));
  CompareAll(wanted["postings"], page["postings"], "postings");
  CompareAll(wanted.value("listings", Json::array()), page["listings"], "listings");
  const Json rows = wanted.value("register", Json::array());
  ASSERT_EQ(page["register_rows"].size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (const auto& [key, value] : rows[i].items())
      EXPECT_EQ(page["register_rows"][i][key], value) << "row " << i << " " << key;
}

INSTANTIATE_TEST_SUITE_P(Sites, SitePage, testing::ValuesIn(Names()),
                         [](const auto& page) { return page.param; });

}  // namespace
}  // namespace agencywatch::crawler
