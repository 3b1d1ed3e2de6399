// What a page of running text is: news, an advert, or an enterprise's profile. `body` is core::FoldPlain of its body.
#pragma once

#include <string>
#include <string_view>

#include "crawler/page_view.h"

namespace agencywatch::crawler {

// An article is what the page says it is, whatever its subject. A newspaper quotes adverts; an authority that gives
// particulars of its own looks for people; any other site's post that offers work is an advert, unless it reports,
// complains, asks or explains and names nobody to turn to.
// `article`: the page says that it is one.
[[nodiscard]] bool IsNews(const PageView& page, bool article, std::string_view body);

// An advert speaks of work in its heading, has labelled particulars, or tells how to reach somebody about work. On a
// board, what has a date and a contact is an advert, however it spells its words. So is what names its price, and
// what is paid or whom to reach, and what says how many are wanted and what they are paid.
[[nodiscard]] bool IsAdvert(const PageView& page, const std::string& body);

// A board's page about an enterprise, with its adverts below: its name is the heading.
[[nodiscard]] bool IsCompanyProfile(const PageView& page, std::string_view body);

// The text says what is paid, or what it costs.
[[nodiscard]] bool NamesSum(std::string_view text);

}  // namespace agencywatch::crawler
