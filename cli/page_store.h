// What becomes of an answer: evidence to the WARC file, postings read and judged, everything about one page
// committed in one transaction that carries the origin's lease token.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/crawl.h"
#include "cli/judge.h"
#include "core/register_view.h"
#include "crawler/warc_writer.h"
#include "db/capture_store.h"

namespace agencywatch::cli {

// The rows that the pages of one source of licensed enterprises showed.
struct RegisterPages {
  struct Page {
    std::string body_sha256;
    std::vector<core::RegisterRow> rows;
  };
  std::map<std::string, Page> pages;  // by URL
  std::optional<core::Day> published_on;
  std::vector<std::string> problems;
};

class PageStore : public VisitSink {
 public:
  // Everything passed by reference outlives the store; `warc_dir` is where `warc` writes.
  // Links found are due at `run_started`, so that the same run visits them.
  PageStore(std::int64_t run_id, core::Instant run_started, std::string node, std::string warc_dir,
            crawler::WarcWriter& warc, pqxx::connection& connection, const core::Clock& clock,
            core::Log& log);

  // Postings are judged from now on. Without a judge only registers may be crawled.
  void SetJudge(const Judge* judge) { judge_ = judge; }

  void Take(std::vector<Visit> visits, std::vector<RobotsVisit> robots) override;
  void TakeRefusal(CrawlSource& source, const db::DueUrl& url, const db::LeaseKey& lease,
                   std::int64_t token, int robots_line) override;

  // By source key; only sources of kind register.
  [[nodiscard]] const std::map<std::string, RegisterPages>& registers() const { return registers_; }

 private:
  struct Outcome;
  [[nodiscard]] std::optional<db::EvidencePlace> LastCapture(const Visit& visit);
  void Commit(Visit& visit, const std::optional<crawler::WrittenCapture>& written,
              const std::optional<db::EvidencePlace>& last);
  void CommitRobots(RobotsVisit& visit, const std::optional<crawler::WrittenCapture>& written);
  [[nodiscard]] std::optional<std::int64_t> SaveCapture(
      pqxx::transaction_base& tx, std::int64_t url_id, const crawler::FetchResult& result,
      const std::optional<crawler::WrittenCapture>& written,
      const std::optional<db::EvidencePlace>& last);
  void SaveFetch(pqxx::transaction_base& tx, std::int64_t url_id,
                 const crawler::FetchResult& result, std::optional<int> robots_line,
                 std::optional<std::int64_t> capture_id);
  void SavePage(pqxx::transaction_base& tx, Visit& visit, std::int64_t capture_id,
                Outcome& outcome);
  void SaveLinks(pqxx::transaction_base& tx, const Visit& visit,
                 const std::vector<std::string>& links, int depth);
  void ReadRegister(const Visit& visit, std::string_view body, std::string_view content_type);

  std::int64_t run_id_;
  core::Instant run_started_;
  std::string node_;
  std::string warc_dir_;
  crawler::WarcWriter& warc_;
  pqxx::connection& connection_;
  const core::Clock& clock_;
  core::Log& log_;
  const Judge* judge_ = nullptr;
  std::map<std::string, RegisterPages> registers_;
};

}  // namespace agencywatch::cli
