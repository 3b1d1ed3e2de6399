#include "cli/page_work.h"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <variant>

#include "core/utf8.h"
#include "crawler/revisit.h"

namespace agencywatch::cli {
namespace {

using crawler::FetchResult;
using crawler::PageKind;
using crawler::Redirect;

bool IsGone(int status) { return status == 404 || status == 410; }

bool LooksLikeSitemap(const crawler::Url& url) {
  const std::string_view path = url.path;
  return path.find("sitemap") != std::string_view::npos &&
         (path.ends_with(".xml") || path.ends_with(".gz") || path.ends_with(".txt"));
}

class Reader {
 public:
  Reader(PageWork& work, const Judge* judge)
      : work_(work), source_(*work.visit.source->source), judge_(judge) {}

  void Read() {
    db::UrlOutcome& outcome = work_.url;
    const db::DueUrl& before = work_.visit.url;
    outcome.url_id = before.id;
    work_.counts.visited = 1;
    if (!work_.visit.result) {
      Refuse();
    } else if (const FetchResult& result = *work_.visit.result;
               std::holds_alternative<crawler::Page>(result.outcome) &&
               result.exchange.head.status / 100 == 2) {
      ReadPage(result);
    } else if (std::holds_alternative<crawler::NotModified>(result.outcome)) {
      work_.kind = &SourceCounts::unchanged;
      outcome.state = db::UrlState::kDone;
      KeepCopy();
      outcome.unchanged = before.unchanged + 1;
    } else if (const auto* redirect = std::get_if<Redirect>(&result.outcome)) {
      FollowRedirect(*redirect);
    } else if (IsGone(result.exchange.head.status)) {
      NoteGone(result);
    } else {
      const int status = result.exchange.head.status;
      if (status == 401 || status == 403 || status == 407) ++work_.counts.walls["log-in"];
      if (status == 429) ++work_.counts.walls["rate-limit"];
      Fail(status >= 400 ? "http-" + std::to_string(status) : crawler::OutcomeName(result.outcome));
    }
    ++(work_.counts.*work_.kind);
  }

 private:
  // Once may be a slip of the server; twice, and what was seen here has been taken off.
  void NoteGone(const FetchResult& result) {
    const db::DueUrl& before = work_.visit.url;
    work_.kind = &SourceCounts::gone;
    work_.url.gone_since = before.gone_since.value_or(result.exchange.at);
    work_.url.state = before.gone_since ? db::UrlState::kGone : db::UrlState::kFailed;
    work_.url.attempts = before.attempts + 1;
  }

  void Refuse() {
    KeepCopy();
    if (work_.visit.robots_line == 0) {
      Fail("robots-unreachable");
      return;
    }
    work_.kind = &SourceCounts::refused;
    work_.url.state = db::UrlState::kRefused;
  }

  void Fail(const std::string& why) {
    ++work_.counts.failures[why];
    work_.url.state = db::UrlState::kFailed;
    work_.url.attempts = work_.visit.url.attempts + 1;
    KeepCopy();
  }

  // The copy we have stays the one that the next visit asks about.
  void KeepCopy() {
    const db::DueUrl& before = work_.visit.url;
    work_.url.etag = before.etag;
    work_.url.last_modified = before.last_modified;
    work_.url.body_sha256 = before.body_sha256;
    work_.url.keen = before.keen;
  }

  void FollowRedirect(const Redirect& redirect) {
    const db::DueUrl& before = work_.visit.url;
    if (!redirect.target || !redirect.target->IsHttp()) return Fail("bad-redirect");
    if (before.hops + 1 > source_.limits.redirects) return Fail("too-many-redirects");
    const crawler::Url target = crawler::Normalise(*redirect.target);
    if (target.Href() == before.url) return Fail("redirect-loop");
    work_.kind = &SourceCounts::redirects;
    work_.url.state = db::UrlState::kDone;
    if (!source_.IsOnSite(target)) {
      ++work_.counts.bounds["redirect-off-site"];
      return;
    }
    AddLink(target, 0, before.hops + 1);
  }

  void ReadPage(const FetchResult& result) {
    const auto& head = result.exchange.head;
    db::UrlOutcome& outcome = work_.url;
    work_.kind = &SourceCounts::pages;
    outcome.state = db::UrlState::kDone;
    outcome.etag = core::MakeValidUtf8(head.Get("etag"));
    outcome.last_modified = core::MakeValidUtf8(head.Get("last-modified"));
    const auto* extract = source_.extract ? &*source_.extract : nullptr;
    work_.content =
        crawler::ReadPage(result.body(), work_.visit.url.url, head.Get("content-type"), extract);
    crawler::PageContent& content = *work_.content;
    if (content.barrier != crawler::PageBarrier::kNone) {
      StandBefore(result, content.barrier);
      return;
    }
    Bound(content);
    work_.alias = IsAlias(content.canonical);
    outcome.keen = content.kind == PageKind::kFeed || content.kind == PageKind::kSitemap ||
                   content.kind == PageKind::kList;
    if (source_.kind != crawler::SourceKind::kRegister) TakePostings(result, content);
    ChooseLinks(content);
  }

  // The same page under another address, which the page itself names: other parameters, a slash more, http for https.
  // A site that names one address for all its pages is not believed.
  bool IsAlias(const std::string& canonical) const {
    const auto own = crawler::ParseUrl(work_.visit.url.url);
    const auto other = crawler::ParseUrl(canonical);
    if (!own || !other || canonical == work_.visit.url.url || !source_.IsOnSite(*other)) return false;
    const auto path = [](const crawler::Url& url) {
      std::string_view text = url.path;
      for (const std::string_view end : {"/", "/amp"})
        if (text.ends_with(end)) text.remove_suffix(end.size());
      return std::string(text);
    };
    return path(*own) == path(*other) && crawler::Normalise(*other).Href() != work_.visit.url.url;
  }

  void TakePostings(const FetchResult& result, crawler::PageContent& content) {
    const bool read_before = !work_.visit.url.body_sha256.empty();
    for (auto* postings : {&content.postings, &content.listings}) {
      for (core::Posting& posting : *postings) {
        ShownPosting& shown = work_.shown.emplace_back();
        shown.posting = std::move(posting);
        if (shown.posting.canonical_url.empty()) shown.posting.canonical_url = content.canonical;
        if (read_before) continue;
        shown.prepared.emplace().index = db::IndexEntryOf(shown.posting);
        const core::Instant now = result.exchange.at;
        if (judge_ != nullptr) shown.prepared->judgement = judge_->Evaluate(shown.posting, now, now);
      }
      postings->clear();
    }
  }

  // The page stands for another one: it is no advert, and says nothing of the one that was there.
  void StandBefore(const FetchResult& result, crawler::PageBarrier barrier) {
    work_.content.reset();
    work_.kind = &SourceCounts::failed;
    if (barrier == crawler::PageBarrier::kNotFound) {
      NoteGone(result);
      return;
    }
    const std::string name{crawler::PageBarrierName(barrier)};
    ++work_.counts.walls[name];
    Fail(name);
  }

  void Bound(crawler::PageContent& content) {
    if (content.cut) ++work_.counts.bounds["page-cut"];
    const bool sitemap = content.kind == PageKind::kSitemap;
    const auto most = static_cast<std::size_t>(sitemap ? source_.limits.sitemap_urls
                                                       : source_.limits.feed_entries);
    if (content.entries.size() <= most) return;
    ++work_.counts.bounds[sitemap ? "sitemap-urls" : "feed-entries"];
    content.entries.resize(most);
  }

  void ChooseLinks(const crawler::PageContent& content) {
    const db::DueUrl& before = work_.visit.url;
    if (before.depth + 1 > source_.max_depth) return;
    for (const auto& link : content.links) AddLink(link.url);
    if (content.canonical != before.url) AddLink(content.canonical);
    for (const auto& entry : content.entries) {
      const auto url = crawler::ParseUrl(entry.url);
      if (!url || !url->IsHttp()) continue;
      if (content.kind != PageKind::kSitemap || !LooksLikeSitemap(*url)) {
        AddLink(entry.url);
      } else if (before.hops + 1 > source_.limits.sitemap_depth) {
        ++work_.counts.bounds["sitemap-depth"];
      } else if (source_.IsOnSite(*url)) {  // not a page, so `follow` has no say
        Keep({crawler::Normalise(*url), 1, before.hops + 1, true});
      }
    }
  }

  void AddLink(const std::string& link) {
    const auto url = crawler::ParseUrl(link);
    if (url && url->IsHttp()) AddLink(crawler::Normalise(*url), 1, 0);
  }

  void AddLink(crawler::Url url, int step, int hops) {
    if (source_.IsOnSite(url) && source_.filter.Wants(url.PathAndQuery()))
      Keep({std::move(url), step, hops, false});
  }

  void Keep(FoundLink link) {
    if (seen_.insert(link.url.Href()).second) work_.found.push_back(std::move(link));
  }

  PageWork& work_;
  const crawler::Source& source_;
  const Judge* judge_;
  std::unordered_set<std::string> seen_;  // links of this page
};

}  // namespace

PageWork ReadVisit(Visit visit, const Judge* judge) {
  PageWork work;
  work.visit = std::move(visit);
  Reader(work, judge).Read();
  const auto& result = work.visit.result;
  if (result && !std::holds_alternative<crawler::NotModified>(result->outcome))
    work.evidence = crawler::PackFetch(*result, {});
  return work;
}

std::vector<db::NewLink> LinksOutsideTraps(PageWork& work, crawler::TrapRules& traps) {
  std::vector<db::NewLink> links;
  links.reserve(work.found.size());
  for (const FoundLink& link : work.found) {
    if (!link.sitemap) {
      if (const auto trap = traps.Check(link.url)) {
        ++work.counts.traps[std::string(crawler::TrapName(*trap))];
        continue;
      }
    }
    crawler::Origin origin = link.url.origin();
    links.push_back(
        {{link.url.Href(), {std::move(origin.scheme), std::move(origin.host), origin.port}},
         work.visit.url.id,
         link.step,
         link.hops});
  }
  return links;
}

}  // namespace agencywatch::cli
