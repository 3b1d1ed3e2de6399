// What the head of a page says of it: title, canonical link, Open Graph and the like.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

struct PageHead {
  std::string title;  // <title>
  std::string og_title;
  std::string og_type;    // folded: article, website, product
  std::string description;  // og:description, description
  std::string site_name;  // og:site_name, application-name
  std::string canonical;  // as written
  std::string base;       // as written
  std::optional<core::Day> published;
};

// Of a whole document. Careless pages have titles and links in their body, so those count, too.
[[nodiscard]] PageHead ReadPageHead(HtmlNode root);

// "Hàn TIG đi Nhật Bản - Việc làm Ánh Sao": "Việc làm Ánh Sao", and what stands before it.
[[nodiscard]] std::string TitleSuffix(std::string_view title);
[[nodiscard]] std::string WithoutTitleSuffix(std::string_view title);

// A day as machines write it ("2026-11-10T01:12:00+00:00": the day in Vietnam), or as people do.
[[nodiscard]] std::optional<core::Day> FindMarkedDay(std::string_view text);

}  // namespace agencywatch::crawler
