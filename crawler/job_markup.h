// Job adverts in mark-up for machines: schema.org JobPosting as JSON-LD, microdata and RDFa.
// Source: schema.org/JobPosting, and what pages in the wild make of it: several types, @graph, JSON that is none
// (mended_json.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// One JobPosting. What the mark-up does not say is empty.
struct MarkedUpJob {
  std::string title;
  std::string description;  // as text, lines kept
  std::optional<core::Day> date_posted;
  std::optional<core::Day> valid_through;
  std::string employer;
  std::string country;  // ISO 3166 alpha-2 where it says so, else as written
  std::string region;   // several locations joined by "; "
  std::optional<double> salary_min;
  std::optional<double> salary_max;
  std::string salary_currency;
  std::string salary_unit;
  std::string identifier;
  std::string url;      // as written
  std::string locator;  // "json-ld:0", "microdata:0"
};

struct PageMarkup {
  std::vector<MarkedUpJob>
      jobs;                  // in page order; a job that is there twice, or in two mark-ups, is one
  std::size_t articles = 0;  // NewsArticle, Article, BlogPosting
  bool is_list = false;      // ItemList, CollectionPage, SearchResultsPage
  std::string headline;      // of the article
  std::optional<core::Day> published;
  std::string publisher;  // the article's or site's publisher, an Organization
};

inline constexpr std::size_t kMaxJobsPerPage = 500;

// Never fails: a block that cannot be read is passed over.
[[nodiscard]] PageMarkup ReadMarkup(HtmlNode root);

}  // namespace agencywatch::crawler
