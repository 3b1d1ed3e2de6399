#include "cli/page_store.h"

#include <algorithm>
#include <deque>
#include <pqxx/pqxx>
#include <utility>

#include "cli/version.h"
#include "core/crash_point.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "crawler/archived_answer.h"
#include "crawler/page_reader.h"
#include "crawler/revisit.h"
#include "crawler/warc_reader.h"
#include "db/posting_store.h"
#include "db/run_store.h"
#include "db/source_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using crawler::FetchResult;
using crawler::NotModified;

// What may wait between the threads, and what is committed together.
constexpr std::size_t kMaxWaiting = 256;
constexpr std::size_t kMaxWaitingBytes = 48UL << 20U;
constexpr std::size_t kMaxBatch = 64;
constexpr std::size_t kMaxBatchBytes = 8UL << 20U;
constexpr unsigned kMaxReaders = 8;
constexpr std::size_t kMaxKnownLinks = 200'000;

std::size_t BytesOf(const FetchResult& result) {
  std::size_t bytes = result.exchange.response_body.size();
  if (const auto* page = std::get_if<crawler::Page>(&result.outcome)) {
    bytes +=
        (page->payload ? page->payload->size() : 0) + (page->decoded ? page->decoded->size() : 0);
  }
  return bytes;
}

template <typename Work>
std::size_t BytesOf(const Work& work) {
  struct Counter {
    std::size_t operator()(const Visit& visit) const {
      return visit.result ? BytesOf(*visit.result) : 0;
    }
    std::size_t operator()(const PageWork& page) const { return (*this)(page.visit); }
    std::size_t operator()(const RobotsVisit& visit) const { return BytesOf(visit.result); }
  };
  return std::visit(Counter{}, work);
}

// "failed-first-byte-timeout" as the table spells it.
std::string ColumnName(std::string name) {
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

std::string StripBrackets(std::string id) {
  if (id.size() > 1 && id.front() == '<' && id.back() == '>') return id.substr(1, id.size() - 2);
  return id;
}

// The next visit. A register is read whole or not at all, so each of its pages is due in every run.
core::Instant NextVisit(const Visit& visit, const db::UrlOutcome& outcome,
                        core::Instant run_started, bool alias = false) {
  const crawler::Source& source = *visit.source->source;
  if (visit.retry_in_this_run) return run_started;
  crawler::VisitHistory history;
  if (source.kind != crawler::SourceKind::kRegister)
    history.every = std::chrono::ceil<std::chrono::seconds>(source.every);
  history.unchanged = outcome.unchanged;
  history.failures = outcome.attempts;
  history.gone = outcome.state == db::UrlState::kGone;
  history.keen = outcome.keen;
  history.alias = alias;
  return run_started + crawler::RevisitAfter(history);
}

}  // namespace

struct PageStore::Page {
  PageWork work;
  std::optional<db::EvidencePlace> last;  // what a 304 confirms
  std::optional<crawler::WrittenCapture> written;
  std::vector<db::NewLink> links;
  std::optional<std::int64_t> capture_id;
  // Of the transaction under way.
  std::vector<std::int64_t> shown;  // postings
  db::UrlOutcome url;
  SourceCounts counts;
};

PageStore::PageStore(PageStoreOptions options, crawler::WarcWriter& warc,
                     pqxx::connection& connection, const core::Clock& clock, core::Log& log)
    : options_(std::move(options)),
      warc_(warc),
      connection_(connection),
      clock_(clock),
      log_(log),
      storer_([this] { StoreAll(); }) {
  const unsigned readers = std::clamp(std::thread::hardware_concurrency(), 1U, kMaxReaders);
  for (unsigned i = 0; i < readers; ++i) readers_.emplace_back([this] { ReadAll(); });
}

PageStore::~PageStore() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  readable_.notify_all();
  storable_.notify_all();
}

bool PageStore::HasRoom() const {
  const std::lock_guard lock(mutex_);
  return pending_ < kMaxWaiting && bytes_ < kMaxWaitingBytes;
}

void PageStore::PutWork(Work work) {
  const std::lock_guard lock(mutex_);
  bytes_ += BytesOf(work);
  ++pending_;
  to_read_.emplace_back(next_number_++, std::move(work));
  readable_.notify_one();
}

void PageStore::Put(Visit visit) { PutWork(std::move(visit)); }
void PageStore::Put(RobotsVisit visit) { PutWork(std::move(visit)); }

std::vector<StoredVisit> PageStore::TakeStored() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  return std::exchange(stored_, {});
}

void PageStore::Finish() {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return pending_ == 0 || failure_; });
  if (failure_) std::rethrow_exception(failure_);
}

void PageStore::OnStored(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

// No exception leaves a thread: the crawl meets it at its next TakeStored.
void PageStore::Fail() noexcept {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::current_exception();
  readable_.notify_all();
  storable_.notify_all();
  finished_.notify_all();
  if (wake_) wake_();
}

void PageStore::ReadAll() {
  try {
    for (;;) {
      Number number = 0;
      std::optional<Work> work;
      {
        std::unique_lock lock(mutex_);
        readable_.wait(lock, [this] { return ending_ || failure_ || !to_read_.empty(); });
        if (ending_ || failure_) return;
        number = to_read_.front().first;
        work = std::move(to_read_.front().second);
        to_read_.pop_front();
      }
      std::optional<Read> read;
      if (auto* visit = std::get_if<Visit>(&*work)) {
        read = ReadVisit(std::move(*visit), judge_);
      } else {
        read = std::move(std::get<RobotsVisit>(*work));
      }
      const std::lock_guard lock(mutex_);
      to_store_.emplace(number, std::move(*read));
      if (number == next_to_store_) storable_.notify_one();
    }
  } catch (...) {
    Fail();
  }
}

void PageStore::StoreAll() {
  try {
    for (;;) {
      std::vector<Page> pages;
      std::optional<RobotsVisit> robots;
      std::size_t bytes = 0;
      {
        std::unique_lock lock(mutex_);
        storable_.wait(lock, [this] {
          return ending_ || failure_ || to_store_.contains(next_to_store_);
        });
        if (ending_ || failure_) return;
        for (auto next = to_store_.find(next_to_store_);
             next != to_store_.end() && next->first == next_to_store_ && !robots &&
             pages.size() < kMaxBatch && bytes < kMaxBatchBytes;
             next = to_store_.erase(next), ++next_to_store_) {
          if (auto* visit = std::get_if<RobotsVisit>(&next->second)) {
            if (!pages.empty()) break;
            bytes += BytesOf(next->second);
            robots = std::move(*visit);
          } else {
            bytes += BytesOf(next->second);
            pages.emplace_back().work = std::move(std::get<PageWork>(next->second));
          }
        }
      }
      for (auto& page : pages) {
        auto& traps = traps_
                          .try_emplace(page.work.visit.source->source,
                                       core::VietnamDay(options_.run_started))
                          .first->second;
        page.links = LinksOutsideTraps(page.work, traps);
      }
      if (robots) CommitRobots(*robots);
      if (!pages.empty()) Store(pages);
      const std::lock_guard lock(mutex_);
      bytes_ -= bytes;
      pending_ -= pages.size() + (robots ? 1 : 0);
      for (const auto& page : pages)
        stored_.push_back({page.work.visit.source, page.work.visit.url.id, page.counts});
      finished_.notify_one();
      if (wake_) wake_();
    }
  } catch (...) {
    Fail();
  }
}

void PageStore::Store(std::vector<Page>& pages) {
  WriteEvidence(pages);
  const auto one_by_one = [&](const char* why) {
    if (pages.size() == 1) {
      CommitUnstorable(pages.front(), why);
      return;
    }
    for (auto& page : pages) {  // one page that the database refuses holds up no other
      std::vector<Page> alone;
      alone.push_back(std::move(page));
      Store(alone);
      page = std::move(alone.front());
    }
  };
  try {
    Commit(pages);
  } catch (const pqxx::data_exception& error) {
    one_by_one(error.what());
  } catch (const pqxx::integrity_constraint_violation& error) {
    one_by_one(error.what());
  } catch (const std::invalid_argument& error) {
    one_by_one(error.what());
  }
}

// The database never names evidence that is not on disk.
void PageStore::WriteEvidence(std::vector<Page>& pages) {
  for (auto& page : pages) {
    const Visit& visit = page.work.visit;
    if (!visit.result || page.written) continue;
    if (!std::holds_alternative<NotModified>(visit.result->outcome)) {
      if (page.work.evidence) page.written = warc_.Append(*page.work.evidence);
      page.work.evidence.reset();
      continue;
    }
    page.last = LastCapture(visit);
    std::optional<crawler::RevisitOf> revisit;
    if (page.last) {
      revisit = crawler::RevisitOf{"<" + page.last->record_id + ">", page.last->final_url,
                                   page.last->at, page.last->payload_sha256};
    }
    page.written = warc_.AppendFetch(*visit.result, revisit);
  }
  warc_.Sync();
}

std::optional<db::EvidencePlace> PageStore::LastCapture(const Visit& visit) {
  pqxx::work tx(connection_);
  auto place = db::FindCaptureOfPayload(tx, visit.url.id, visit.url.body_sha256);
  tx.commit();
  return place;
}

std::int64_t PageStore::WarcFile(pqxx::transaction_base& tx, const std::string& name) const {
  return db::EnsureWarcFile(tx, "warc/" + name, db::WarcClass::kSpool, options_.node);
}

// Without its file's id.
std::optional<db::NewCapture> PageStore::CaptureOf(
    std::int64_t url_id, const FetchResult& result,
    const std::optional<crawler::WrittenCapture>& written,
    const std::optional<db::EvidencePlace>& last) {
  if (!written || written->payload_sha256.empty()) return {};
  db::NewCapture capture;
  capture.record_id = StripBrackets(written->record_id);
  capture.url_id = url_id;
  capture.final_url = result.url.Href();
  capture.at = result.exchange.at;
  capture.ip = result.exchange.ip;
  capture.cert_sha256 = result.exchange.cert_sha256;
  capture.block_sha256 = written->block_sha256;
  capture.payload_sha256 = written->payload_sha256;
  if (written->revisit && last) capture.revisit_of = last->capture_id;
  capture.offset = static_cast<std::int64_t>(written->place.offset);
  capture.length = static_cast<std::int64_t>(written->place.length);
  return capture;
}

db::NewFetch PageStore::FetchOf(std::int64_t url_id, const FetchResult& result) const {
  db::NewFetch fetch;
  fetch.at = result.exchange.at;
  fetch.run_id = options_.run_id;
  fetch.url_id = url_id;
  fetch.outcome = ColumnName(crawler::OutcomeName(result.outcome));
  if (result.exchange.head.status > 0) fetch.status = result.exchange.head.status;
  fetch.ip = result.exchange.ip;
  fetch.ms = static_cast<int>(result.exchange.total.count());
  fetch.bytes = static_cast<std::int64_t>(result.exchange.response_body.size());
  if (const auto* failed = std::get_if<crawler::Failed>(&result.outcome)) {
    fetch.detail = core::MakeValidUtf8(failed->detail);
  } else if (const auto* refused = std::get_if<crawler::Refused>(&result.outcome)) {
    fetch.detail = core::MakeValidUtf8(refused->detail);
  }
  return fetch;
}

void PageStore::Commit(std::vector<Page>& pages) {
  for (std::size_t i = 0; i < pages.size(); ++i) core::CrashPoint("before_commit");
  const auto links = db::InTransaction(connection_, [&](pqxx::work& tx) {
    std::map<std::string, std::pair<db::LeaseKey, std::int64_t>> leases;
    std::map<std::int64_t, std::int64_t> visited;        // by source
    std::map<std::int64_t, core::Instant> next_request;  // by origin
    std::map<std::string, std::int64_t> warc_files;
    const auto warc_file = [&](const std::string& name) {
      auto& id = warc_files[name];
      if (id == 0) id = WarcFile(tx, name);
      return id;
    };
    std::vector<db::NewCapture> captures;
    std::vector<Page*> captured;
    for (auto& page : pages) {
      const Visit& visit = page.work.visit;
      leases.try_emplace(visit.lease.key, visit.lease, visit.token);
      ++visited[visit.source->id];
      if (visit.next_request) {
        auto& next = next_request[visit.url.origin_id];
        next = std::max(next, *visit.next_request);
      }
      page.url = page.work.url;
      page.counts = page.work.counts;
      page.capture_id.reset();
      page.shown.clear();
      if (!visit.result) continue;
      if (auto capture = CaptureOf(visit.url.id, *visit.result, page.written, page.last)) {
        capture->warc_file_id = warc_file(page.written->place.file);
        captures.push_back(std::move(*capture));
        captured.push_back(&page);
      }
    }
    for (const auto& [key, lease] : leases) db::CheckToken(tx, lease.first, lease.second);
    const auto ids = db::AddCaptures(tx, captures);
    for (std::size_t i = 0; i < ids.size(); ++i) captured[i]->capture_id = ids[i];
    SavePostings(tx, pages);

    std::vector<db::NewFetch> fetches;
    std::vector<db::UrlOutcome> outcomes;
    for (auto& page : pages) {
      const Visit& visit = page.work.visit;
      db::NewFetch fetch;
      if (visit.result) {
        fetch = FetchOf(visit.url.id, *visit.result);
        fetch.capture_id = page.capture_id;
      } else {
        fetch.at = clock_.Now();
        fetch.run_id = options_.run_id;
        fetch.url_id = visit.url.id;
        fetch.outcome =
            page.work.kind == &SourceCounts::refused ? "refused_robots" : "robots_unreachable";
      }
      if (visit.robots_line > 0) fetch.robots_line = visit.robots_line;
      fetches.push_back(std::move(fetch));
      NoteMissing(tx, page);
      page.url.due_at = NextVisit(visit, page.url, options_.run_started, page.work.alias);
      outcomes.push_back(page.url);
    }
    db::AddFetches(tx, fetches);
    auto saved_links = SaveLinks(tx, pages);
    db::RecordOutcomes(tx, outcomes);
    for (const auto& [source, count] : visited) db::AddVisited(tx, options_.run_id, source, count);
    for (const auto& [origin, at] : next_request) db::SetNextRequest(tx, origin, at);
    return saved_links;
  });
  for (const auto& [link, depth] : links) known_links_[link] = depth;
  for (std::size_t i = 0; i < pages.size(); ++i) core::CrashPoint("after_commit");
  for (const auto& page : pages) {
    const Visit& visit = page.work.visit;
    for (const auto& [outcome, count] : page.counts.failures) {
      log_.Warn("fetch_failed", {{"run", std::to_string(options_.run_id)},
                                 {"source", visit.source->source->key},
                                 {"outcome", outcome}});
    }
    if (visit.source->source->kind == crawler::SourceKind::kRegister) SaveRegister(page);
  }
}

// What the pages showed.
void PageStore::SavePostings(pqxx::transaction_base& tx, std::vector<Page>& pages) {
  struct Shown {
    Page* page;
    const ShownPosting* shown;
  };
  std::vector<Shown> all;
  std::vector<db::PostingToSave> to_save;
  for (auto& page : pages) {
    const Visit& visit = page.work.visit;
    if (!page.work.content || !page.capture_id) continue;
    page.url.body_sha256 = page.written->payload_sha256;
    page.url.unchanged =
        page.url.body_sha256 == visit.url.body_sha256 ? visit.url.unchanged + 1 : 0;
    for (const ShownPosting& shown : page.work.shown) {
      all.push_back({&page, &shown});
      to_save.push_back({visit.source->id, &shown.posting,
                         shown.prepared ? &shown.prepared->index : nullptr,
                         visit.result->exchange.at});
    }
  }
  const auto saved = db::SavePostings(tx, to_save, kVersion);
  std::vector<db::Sighting> sightings;
  std::deque<Judge::Judgement> judged;
  std::vector<Judge::OfVersion> judgements;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Page& page = *all[i].page;
    const ShownPosting& shown = *all[i].shown;
    page.shown.push_back(saved[i].posting_id);
    sightings.push_back({saved[i].version_id, *page.capture_id, shown.posting.locator});
    ++page.counts.postings;
    page.counts.new_postings += saved[i].new_posting ? 1 : 0;
    page.counts.new_versions += saved[i].new_version ? 1 : 0;
    if (!saved[i].new_version || judge_ == nullptr) {
      page.url.keen = page.url.keen || page.work.visit.url.keen;
      continue;
    }
    const bool same_days = shown.prepared && shown.prepared->judgement &&
                           Judge::IsOf(*shown.prepared->judgement, shown.posting,
                                       saved[i].first_seen, saved[i].last_seen);
    const Judge::Judgement& judgement =
        same_days ? *shown.prepared->judgement
                  : judged.emplace_back(judge_->Evaluate(shown.posting, saved[i].first_seen,
                                                         saved[i].last_seen));
    judgements.push_back({saved[i].version_id, &judgement});
    page.url.keen = page.url.keen || judgement.assessment.verdict != core::Verdict::kClear;
  }
  db::AddSightings(tx, sightings);
  if (!judgements.empty()) judge_->Save(tx, judgements, clock_.Now());
}

// What a page said before and shows no more, or goes on showing. Comes after what other pages show now.
void PageStore::NoteMissing(pqxx::transaction_base& tx, Page& page) {
  const Visit& visit = page.work.visit;
  const std::int64_t url_id = visit.url.id;
  if (page.work.kind == &SourceCounts::unchanged) {
    const core::Instant at = visit.result->exchange.at;
    if (db::TouchPostingsOf(tx, url_id, at) == 0)
      page.counts.withdrawn += db::WithdrawMissingPostings(tx, url_id, {}, at);
    // The page is as it was, but rules or register may have changed what it is taken for.
    page.url.keen = page.url.keen || db::IsFlaggedUrl(tx, url_id);
  } else if (page.url.state == db::UrlState::kGone) {
    page.counts.withdrawn += db::WithdrawPostingsOf(tx, url_id, *page.url.gone_since);
  } else if (page.work.content && page.capture_id && !visit.url.body_sha256.empty() &&
             visit.source->source->kind != crawler::SourceKind::kRegister) {
    page.counts.withdrawn +=
        db::WithdrawMissingPostings(tx, url_id, page.shown, visit.result->exchange.at);
  }
}

// Links that are known to be as near already are left out: on most pages that is nearly all.
PageStore::KnownLinks PageStore::SaveLinks(pqxx::transaction_base& tx,
                                           const std::vector<Page>& pages) {
  if (known_links_.size() > kMaxKnownLinks) known_links_.clear();
  std::vector<std::int64_t> ids;
  for (const auto& page : pages) ids.push_back(page.work.visit.url.id);
  const auto depths = db::DepthsOf(tx, ids);  // may have come nearer since they were taken up
  std::map<std::int64_t, std::vector<db::NewLink>> wanted;  // by source
  KnownLinks saved;
  for (const auto& page : pages) {
    const int depth = depths.at(page.work.visit.url.id);
    auto& links = wanted[page.work.visit.source->id];
    for (const auto& link : page.links) {
      const std::size_t hash = std::hash<std::string>{}(link.url.url);
      const int link_depth = depth + link.step;
      const auto known = known_links_.find(hash);
      if (known != known_links_.end() && known->second <= link_depth) continue;
      const auto [here, added] = saved.try_emplace(hash, link_depth);
      if (!added && here->second <= link_depth) continue;
      here->second = link_depth;
      links.push_back(link);
    }
  }
  for (const auto& [source, links] : wanted)
    static_cast<void>(db::AddLinks(tx, source, links, options_.run_started));
  return saved;
}

void PageStore::CommitUnstorable(Page& page, const char* why) {
  const Visit& visit = page.work.visit;
  log_.Error("page_not_stored", {{"run", std::to_string(options_.run_id)},
                                 {"source", visit.source->source->key},
                                 {"url", visit.url.url},
                                 {"why", why}});
  db::InTransaction(connection_, [&](pqxx::work& tx) {
    db::CheckToken(tx, visit.lease, visit.token);
    page.counts = {};
    page.counts.visited = page.counts.failed = 1;
    page.counts.failures["not-stored"] = 1;
    db::NewFetch fetch;
    fetch.at = clock_.Now();
    fetch.run_id = options_.run_id;
    fetch.url_id = visit.url.id;
    fetch.outcome = "failed_not_stored";
    fetch.detail = core::MakeValidUtf8(why);
    db::AddFetches(tx, {fetch});
    db::UrlOutcome outcome;
    outcome.url_id = visit.url.id;
    outcome.state = db::UrlState::kFailed;
    outcome.attempts = visit.url.attempts + 1;
    outcome.due_at = NextVisit(visit, outcome, options_.run_started);
    db::RecordOutcomes(tx, {outcome});
    db::AddVisited(tx, options_.run_id, visit.source->id, 1);
  });
}

void PageStore::CommitRobots(RobotsVisit& visit) {
  const auto written = warc_.AppendFetch(visit.result, {});
  warc_.Sync();
  db::InTransaction(connection_, [&](pqxx::work& tx) {
    const crawler::Origin origin = visit.result.url.origin();
    const db::Origin stored{origin.scheme, origin.host, origin.port};
    const auto url = db::EnsureUrl(tx, visit.source->id, {visit.result.url.Href(), stored});
    auto fetch = FetchOf(url, visit.result);
    if (auto capture = CaptureOf(url, visit.result, written, {})) {
      capture->warc_file_id = WarcFile(tx, written->place.file);
      fetch.capture_id = db::AddCapture(tx, *capture);
      if (visit.robots) db::SetRobotsCapture(tx, visit.origin_id, *fetch.capture_id);
    }
    db::AddFetches(tx, {fetch});
    if (visit.robots) db::SaveRobots(tx, visit.origin_id, *visit.robots);
    std::vector<db::NewLink> links;
    for (const auto& sitemap : visit.sitemaps) {
      const crawler::Url address = crawler::Normalise(sitemap);
      const crawler::Origin at = address.origin();
      links.push_back({{address.Href(), {at.scheme, at.host, at.port}}, url, 1, 0});
    }
    static_cast<void>(db::AddLinks(tx, visit.source->id, links, options_.run_started));
  });
}

void PageStore::SaveRegister(const Page& page) {
  const Visit& visit = page.work.visit;
  std::optional<crawler::PageContent> unchanged;
  std::string body_sha256;
  if (page.work.content && page.capture_id) {
    body_sha256 = core::Sha256Hex(visit.result->body());
  } else if (page.work.kind == &SourceCounts::unchanged && page.last) {
    // Its rows are read out of the capture that the answer confirms.
    const auto record = crawler::ReadRecordAt(
        options_.warc_dir + "/" + page.last->file.substr(page.last->file.find('/') + 1),
        static_cast<std::uint64_t>(page.last->offset));
    const auto answer =
        record ? crawler::ReadAnswer(*record, visit.source->source->limits.fetch.decoded_bytes)
               : std::nullopt;
    if (!answer) return;
    body_sha256 = core::Sha256Hex(answer->body);
    unchanged =
        crawler::ReadPage(answer->body, visit.url.url, answer->head.Get("content-type"));
  } else {
    return;
  }
  const crawler::PageContent& content = unchanged ? *unchanged : *page.work.content;
  RegisterPages& pages = registers_[visit.source->source->key];
  auto& saved = pages.pages[visit.url.url];
  saved.body_sha256 = body_sha256;
  saved.rows = content.register_rows;
  if (content.register_published_on &&
      (!pages.published_on || *pages.published_on < *content.register_published_on)) {
    pages.published_on = content.register_published_on;
  }
  pages.problems.insert(pages.problems.end(), content.register_problems.begin(),
                        content.register_problems.end());
}

}  // namespace agencywatch::cli
