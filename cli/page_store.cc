#include "cli/page_store.h"

#include <pqxx/pqxx>
#include <utility>
#include <variant>

#include "cli/version.h"
#include "core/crash_point.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "crawler/page_reader.h"
#include "crawler/warc_reader.h"
#include "db/capture_store.h"
#include "db/posting_store.h"
#include "db/source_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using crawler::FetchResult;
using crawler::NotModified;
using crawler::Page;
using crawler::Redirect;

// The next visit: `every` after the run's start, with a tenth (an hour at most) to spare, so that a nightly run
// that starts a little earlier than the last one still finds its pages due. Never twice in one run. A register is
// read whole or not at all, so each of its pages is due in every run.
core::Instant NextVisit(const crawler::Source& source, core::Instant run_started) {
  using std::chrono::seconds;
  if (source.kind == crawler::SourceKind::kRegister) return run_started + seconds(1);
  const auto every = std::chrono::ceil<seconds>(source.every);
  return run_started + std::max(every - std::min(every / 10, seconds(3600)), seconds(1));
}

db::Origin StoredOrigin(const crawler::Origin& origin) {
  return {origin.scheme, origin.host, origin.port};
}

// "failed-first-byte-timeout" as the table spells it.
std::string ColumnName(std::string name) {
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

bool IsGone(int status) { return status == 404 || status == 410; }

std::string StripBrackets(std::string id) {
  if (id.size() > 1 && id.front() == '<' && id.back() == '>') return id.substr(1, id.size() - 2);
  return id;
}

}  // namespace

// What a commit would change outside the database, applied once it has gone through.
struct PageStore::Outcome {
  db::UrlOutcome url;
  int postings = 0;
  int new_postings = 0;
  int new_versions = 0;
  int withdrawn = 0;
  int SourceCounts::*kind = &SourceCounts::failed;
  std::string failure;
};

PageStore::PageStore(std::int64_t run_id, core::Instant run_started, std::string node,
                     std::string warc_dir, crawler::WarcWriter& warc, pqxx::connection& connection,
                     const core::Clock& clock, core::Log& log)
    : run_id_(run_id),
      run_started_(run_started),
      node_(std::move(node)),
      warc_dir_(std::move(warc_dir)),
      warc_(warc),
      connection_(connection),
      clock_(clock),
      log_(log) {}

void PageStore::Take(std::vector<Visit> visits, std::vector<RobotsVisit> robots) {
  std::vector<std::optional<db::EvidencePlace>> last;
  std::vector<std::optional<crawler::WrittenCapture>> pages;
  std::vector<std::optional<crawler::WrittenCapture>> policies;
  for (const auto& visit : visits) {
    last.push_back(LastCapture(visit));
    std::optional<crawler::RevisitOf> revisit;
    if (last.back()) {
      revisit = crawler::RevisitOf{"<" + last.back()->record_id + ">", last.back()->final_url,
                                   last.back()->at, last.back()->payload_sha256};
    }
    pages.push_back(warc_.AppendFetch(visit.result, revisit));
  }
  for (const auto& visit : robots) policies.push_back(warc_.AppendFetch(visit.result, {}));
  warc_.Sync();  // the database never names evidence that is not on disk
  for (std::size_t i = 0; i < robots.size(); ++i) CommitRobots(robots[i], policies[i]);
  for (std::size_t i = 0; i < visits.size(); ++i) Commit(visits[i], pages[i], last[i]);
}

std::optional<db::EvidencePlace> PageStore::LastCapture(const Visit& visit) {
  if (!std::holds_alternative<NotModified>(visit.result.outcome)) return {};
  pqxx::work tx(connection_);
  auto place = db::FindCaptureOfPayload(tx, visit.url.id, visit.url.body_sha256);
  tx.commit();
  return place;
}

std::optional<std::int64_t> PageStore::SaveCapture(
    pqxx::transaction_base& tx, std::int64_t url_id, const FetchResult& result,
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
  capture.warc_file_id =
      db::EnsureWarcFile(tx, "warc/" + written->place.file, db::WarcClass::kSpool, node_);
  capture.offset = static_cast<std::int64_t>(written->place.offset);
  capture.length = static_cast<std::int64_t>(written->place.length);
  return db::AddCapture(tx, capture);
}

void PageStore::SaveFetch(pqxx::transaction_base& tx, std::int64_t url_id,
                          const FetchResult& result, std::optional<int> robots_line,
                          std::optional<std::int64_t> capture_id) {
  db::NewFetch fetch;
  fetch.at = result.exchange.at;
  fetch.run_id = run_id_;
  fetch.url_id = url_id;
  fetch.outcome = ColumnName(crawler::OutcomeName(result.outcome));
  if (result.exchange.head.status > 0) fetch.status = result.exchange.head.status;
  fetch.robots_line = robots_line;
  fetch.ip = result.exchange.ip;
  fetch.ms = static_cast<int>(result.exchange.total.count());
  fetch.bytes = static_cast<std::int64_t>(result.exchange.response_body.size());
  fetch.capture_id = capture_id;
  if (const auto* failed = std::get_if<crawler::Failed>(&result.outcome)) {
    fetch.detail = core::MakeValidUtf8(failed->detail);
  } else if (const auto* refused = std::get_if<crawler::Refused>(&result.outcome)) {
    fetch.detail = core::MakeValidUtf8(refused->detail);
  }
  db::AddFetch(tx, fetch);
}

void PageStore::SaveLinks(pqxx::transaction_base& tx, const Visit& visit,
                          const std::vector<std::string>& links, int depth) {
  const crawler::Source& source = *visit.source->source;
  if (depth > source.max_depth) return;
  std::vector<db::NewUrl> wanted;
  for (const auto& link : links) {
    const auto parsed = crawler::ParseUrl(link);
    if (!parsed || !parsed->IsHttp()) continue;
    const crawler::Url url = crawler::Normalise(*parsed);
    if (source.IsOnSite(url) && source.filter.Wants(url.PathAndQuery())) {
      wanted.push_back({url.Href(), StoredOrigin(url.origin())});
    }
  }
  db::AddUrls(tx, visit.source->id, wanted, depth, visit.url.id, run_started_);
}

void PageStore::ReadRegister(const Visit& visit, std::string_view body,
                             std::string_view content_type) {
  RegisterPages& pages = registers_[visit.source->source->key];
  const auto content = crawler::ReadPage(body, visit.url.url, content_type);
  auto& page = pages.pages[visit.url.url];
  page.body_sha256 = core::Sha256Hex(body);
  page.rows = content.register_rows;
  if (content.register_published_on &&
      (!pages.published_on || *pages.published_on < *content.register_published_on)) {
    pages.published_on = content.register_published_on;
  }
  pages.problems.insert(pages.problems.end(), content.register_problems.begin(),
                        content.register_problems.end());
}

void PageStore::SavePage(pqxx::transaction_base& tx, Visit& visit, std::int64_t capture_id,
                         Outcome& outcome) {
  const crawler::Source& source = *visit.source->source;
  const auto& page = std::get<Page>(visit.result.outcome);
  const std::string_view type = visit.result.exchange.head.Get("content-type");
  const auto* extract = source.extract ? &*source.extract : nullptr;
  const crawler::PageContent content = crawler::ReadPage(page.body, visit.url.url, type, extract);
  std::vector<std::string> links;
  for (const auto& link : content.links) links.push_back(link.url);
  for (const auto& entry : content.entries) links.push_back(entry.url);
  SaveLinks(tx, visit, links, visit.url.depth + 1);
  if (source.kind == crawler::SourceKind::kRegister) return;

  const core::Instant now = visit.result.exchange.at;
  for (const auto* read : {&content.postings, &content.listings}) {
    for (core::Posting posting : *read) {
      if (posting.canonical_url.empty()) posting.canonical_url = content.canonical;
      const auto saved = db::SavePosting(tx, visit.source->id, posting, now, kVersion);
      db::AddSighting(tx, saved.version_id, capture_id, posting.locator);
      ++outcome.postings;
      outcome.new_postings += saved.new_posting ? 1 : 0;
      outcome.new_versions += saved.new_version ? 1 : 0;
      if (saved.new_version) judge_->Assess(tx, *db::FindCurrentVersion(tx, saved.posting_id), now);
    }
  }
}

void PageStore::Commit(Visit& visit, const std::optional<crawler::WrittenCapture>& written,
                       const std::optional<db::EvidencePlace>& last) {
  const crawler::Source& source = *visit.source->source;
  const int status = visit.result.exchange.head.status;
  const auto& fetched = visit.result.outcome;
  const core::Instant at = visit.result.exchange.at;
  core::CrashPoint("before_commit");
  const Outcome outcome = db::InTransaction(connection_, [&](pqxx::work& tx) {
    Outcome result;
    result.url.due_at = NextVisit(source, run_started_);
    db::CheckToken(tx, visit.lease, visit.token);
    const auto capture = SaveCapture(tx, visit.url.id, visit.result, written, last);
    SaveFetch(tx, visit.url.id, visit.result, visit.robots_line, capture);
    if (std::holds_alternative<Page>(fetched) && status >= 200 && status < 300 && capture) {
      result.kind = &SourceCounts::pages;
      result.url.state = db::UrlState::kDone;
      result.url.etag = core::MakeValidUtf8(visit.result.exchange.head.Get("etag"));
      result.url.last_modified =
          core::MakeValidUtf8(visit.result.exchange.head.Get("last-modified"));
      result.url.body_sha256 = written->payload_sha256;
      SavePage(tx, visit, *capture, result);
    } else if (std::holds_alternative<NotModified>(fetched)) {
      result.kind = &SourceCounts::unchanged;
      result.url.state = db::UrlState::kDone;
      result.url.etag = visit.url.etag;
      result.url.last_modified = visit.url.last_modified;
      result.url.body_sha256 = visit.url.body_sha256;
      db::TouchPostingsOf(tx, visit.url.id, at);
    } else if (const auto* redirect = std::get_if<Redirect>(&fetched);
               redirect != nullptr && redirect->target) {
      result.kind = &SourceCounts::redirects;
      result.url.state = db::UrlState::kDone;
      SaveLinks(tx, visit, {redirect->target->Href()}, visit.url.depth);
    } else if (IsGone(status)) {
      // Once may be a slip of the server; twice, and what was seen here has been taken off.
      result.kind = &SourceCounts::gone;
      result.url.gone_since = visit.url.gone_since.value_or(at);
      result.url.state = visit.url.gone_since ? db::UrlState::kGone : db::UrlState::kFailed;
      result.url.attempts = visit.url.attempts + 1;
      if (visit.url.gone_since)
        result.withdrawn = db::WithdrawPostingsOf(tx, visit.url.id, *visit.url.gone_since);
    } else {
      result.url.state = db::UrlState::kFailed;
      result.url.attempts = visit.url.attempts + 1;
      result.failure =
          status >= 400 ? "http-" + std::to_string(status) : crawler::OutcomeName(fetched);
    }
    db::RecordOutcome(tx, visit.url.id, result.url);
    return result;
  });
  core::CrashPoint("after_commit");

  SourceCounts& counts = visit.source->counts;
  ++(counts.*outcome.kind);
  counts.postings += outcome.postings;
  counts.new_postings += outcome.new_postings;
  counts.new_versions += outcome.new_versions;
  counts.withdrawn += outcome.withdrawn;
  if (!outcome.failure.empty()) {
    ++counts.failures[outcome.failure];
    log_.Warn(
        "fetch_failed",
        {{"run", std::to_string(run_id_)}, {"source", source.key}, {"outcome", outcome.failure}});
  }
  if (source.kind != crawler::SourceKind::kRegister) return;
  if (outcome.kind == &SourceCounts::pages) {
    ReadRegister(visit, std::get<Page>(fetched).body,
                 visit.result.exchange.head.Get("content-type"));
  } else if (outcome.kind == &SourceCounts::unchanged && last) {
    // Unchanged: its rows are read out of the capture that the answer confirms.
    const auto record =
        crawler::ReadRecordAt(warc_dir_ + "/" + last->file.substr(last->file.find('/') + 1),
                              static_cast<std::uint64_t>(last->offset));
    const auto head = record ? crawler::ParseHttpHead(record->block) : std::nullopt;
    if (!head) return;
    const std::size_t begin = crawler::HttpBodyOffset(record->block);
    auto payload = crawler::RemoveTransferCoding(
        *head, std::string_view{record->block}.substr(begin), crawler::FetchLimits{}.decoded_bytes);
    const auto body = crawler::RemoveContentCoding(*head, std::move(payload.bytes),
                                                   crawler::FetchLimits{}.decoded_bytes);
    ReadRegister(visit, body.bytes, head->Get("content-type"));
  }
}

void PageStore::CommitRobots(RobotsVisit& visit,
                             const std::optional<crawler::WrittenCapture>& written) {
  db::InTransaction(connection_, [&](pqxx::work& tx) {
    const auto origin = db::EnsureOrigin(tx, StoredOrigin(visit.origin));
    const auto url = db::EnsureUrl(
        tx, visit.source->id, {visit.result.url.Href(), StoredOrigin(visit.result.url.origin())});
    const auto capture = SaveCapture(tx, url, visit.result, written, {});
    SaveFetch(tx, url, visit.result, {}, capture);
    if (capture) db::SetRobotsCapture(tx, origin, *capture);
  });
}

void PageStore::TakeRefusal(CrawlSource& source, const db::DueUrl& url, const db::LeaseKey& lease,
                            std::int64_t token, int robots_line) {
  const core::Instant now = clock_.Now();
  db::InTransaction(connection_, [&](pqxx::work& tx) {
    db::CheckToken(tx, lease, token);
    db::NewFetch fetch;
    fetch.at = now;
    fetch.run_id = run_id_;
    fetch.url_id = url.id;
    fetch.outcome = "refused_robots";
    fetch.robots_line = robots_line;
    db::AddFetch(tx, fetch);
    db::UrlOutcome outcome;
    outcome.state = db::UrlState::kRefused;
    outcome.due_at = NextVisit(*source.source, run_started_);
    outcome.etag = url.etag;
    outcome.last_modified = url.last_modified;
    outcome.body_sha256 = url.body_sha256;
    db::RecordOutcome(tx, url.id, outcome);
  });
}

}  // namespace agencywatch::cli
