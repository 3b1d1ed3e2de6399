#include "crawler/page_view.h"

#include "core/day_text.h"
#include "core/fold.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "crawler/advertiser_text.h"
#include "crawler/job_particulars.h"

namespace agencywatch::crawler {

std::string PageView::Path() const {
  if (!url) return "/saved";
  const std::string query = url->query.value_or("");
  const bool numbered = query.find_first_of("0123456789") != std::string::npos;
  return IsHomePath(url->path) && numbered ? url->path + "?" + query : url->path;
}

std::string PageView::FoldedTitle() const { return core::FoldPlain(parts.heading + " " + title); }

std::optional<core::Day> PageView::Day() const {
  if (head.published) return head.published;
  if (markup.published) return markup.published;
  if (parts.main)
    if (auto day = FindTimeElement(parts.main)) return day;
  if (text.teasers == 0)
    if (auto day = FindTimeElement(root)) return day;
  if (auto day = FindDateLine(parts.body)) return day;
  if (auto day = FindDateLine(parts.near_heading)) return day;
  if (auto day = FindSignedDay(parts.body)) return day;
  if (auto day = FindSharedDay(parts.context)) return day;
  constexpr std::size_t kTop = 800;
  return core::FindPublishedOn(core::Utf8Prefix(parts.body, kTop));
}

std::string PageView::Employer(bool agency_page) const {
  std::string name = FindEnterprise(parts.body);
  if (name.empty() && (agency_page || site == SiteKind::kUnknown) && site != SiteKind::kBoard)
    name = FindEnterprise(parts.context);
  return name;
}

core::Posting PageView::NewPosting() const {
  core::Posting posting;
  posting.canonical_url = canonical;
  posting.text.context = parts.context;
  posting.channel = ChannelOf(site);
  return posting;
}

std::string HeadingKey(std::string_view heading) {
  return core::Sha256Hex(core::FoldPlain(heading)).substr(0, 16);
}

}  // namespace agencywatch::crawler
