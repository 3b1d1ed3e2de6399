// Adverts that a page only holds as the data from which a program in the browser will fill it: Next.js (__NEXT_DATA__, and
// the rows of its app router), Nuxt (__NUXT__, __NUXT_DATA__), Angular's transfer state, Inertia and the like (data-page),
// window.__INITIAL_STATE__ under whatever name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crawler/job_markup.h"

namespace agencywatch::crawler {

struct PageState {
  // The one job the page is about. Its description holds all that is said of it: texts as they will be shown, then the
  // particulars, a line each ("fee: 35000000").
  std::optional<MarkedUpJob> job;
  bool says_particulars = false;  // wage, place, deadline, fee …: an advert, and no article
  bool is_list = false;           // several jobs told in short
};

// `html` is the page's source; `title` (folded) and `url` tell which of several jobs is meant. A job has a title and a
// text; what lies under "related", "similar" and so on is not looked at.
[[nodiscard]] PageState ReadPageState(std::string_view html, std::string_view title,
                                      std::string_view url);

}  // namespace agencywatch::crawler
