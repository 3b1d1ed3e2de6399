// What becomes of answers: evidence to the WARC file, postings read and judged, everything about a page committed in
// one transaction that carries the origin's lease token.
//
// As many threads as there are cores read and judge pages and pack their evidence; one writes that and commits, several
// pages at a time, so that bytes are synced and statements made once for all of them. Pages are stored in the order in which they came.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "cli/crawl.h"
#include "cli/judge.h"
#include "cli/page_work.h"
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

struct PageStoreOptions {
  std::int64_t run_id = 0;
  core::Instant run_started;  // links found are due then, so that the same run visits them
  std::string node;           // whose data directory holds the evidence
  std::string warc_dir;       // where `warc` writes
};

class PageStore : public VisitSink {
 public:
  // Everything passed by reference outlives the store, which is the only user of `connection` and `warc` meanwhile.
  PageStore(PageStoreOptions options, crawler::WarcWriter& warc, pqxx::connection& connection,
            const core::Clock& clock, core::Log& log);
  ~PageStore() override;  // drops what is not committed yet
  PageStore(const PageStore&) = delete;
  PageStore& operator=(const PageStore&) = delete;

  // Postings are judged from now on; without a judge the next scan judges them. Call before anything is put, or when
  // Finish() has returned.
  void SetJudge(const Judge* judge) { judge_ = judge; }

  [[nodiscard]] bool HasRoom() const override;
  void Put(Visit visit) override;
  void Put(RobotsVisit visit) override;
  [[nodiscard]] std::vector<StoredVisit> TakeStored() override;
  void Finish() override;
  void OnStored(std::function<void()> wake) override;

  // By source key; only sources of kind register. Call when Finish() has returned.
  [[nodiscard]] const std::map<std::string, RegisterPages>& registers() const { return registers_; }

 private:
  struct Page;  // on its way through storing
  using Work = std::variant<Visit, RobotsVisit>;
  using Read = std::variant<PageWork, RobotsVisit>;
  using Number = std::uint64_t;  // of an answer, in the order in which they came

  using KnownLinks =
      std::unordered_map<std::size_t, int>;  // hash of an address in the frontier -> its depth

  void PutWork(Work work);
  void ReadAll();
  void StoreAll();
  void Fail() noexcept;

  void Store(std::vector<Page>& pages);
  void WriteEvidence(std::vector<Page>& pages);
  void Commit(std::vector<Page>& pages);
  void CommitUnstorable(Page& page, const char* why);
  void CommitRobots(RobotsVisit& visit);
  void SavePostings(pqxx::transaction_base& tx, std::vector<Page>& pages);
  void NoteMissing(pqxx::transaction_base& tx, Page& page);
  [[nodiscard]] KnownLinks SaveLinks(pqxx::transaction_base& tx, const std::vector<Page>& pages);
  void SaveRegister(const Page& page);
  [[nodiscard]] std::optional<db::EvidencePlace> LastCapture(const Visit& visit);
  [[nodiscard]] std::int64_t WarcFile(pqxx::transaction_base& tx, const std::string& name) const;
  [[nodiscard]] static std::optional<db::NewCapture> CaptureOf(
      std::int64_t url_id, const crawler::FetchResult& result,
      const std::optional<crawler::WrittenCapture>& written,
      const std::optional<db::EvidencePlace>& last);
  [[nodiscard]] db::NewFetch FetchOf(std::int64_t url_id, const crawler::FetchResult& result) const;

  const PageStoreOptions options_;
  crawler::WarcWriter& warc_;
  pqxx::connection& connection_;
  const core::Clock& clock_;
  core::Log& log_;
  const Judge* judge_ = nullptr;

  // Of the storing thread.
  std::map<const crawler::Source*, crawler::TrapRules> traps_;
  std::map<std::string, RegisterPages> registers_;
  KnownLinks known_links_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable readable_;  // for one of the readers
  std::condition_variable storable_;  // for the storer
  std::condition_variable finished_;  // for Finish()
  std::deque<std::pair<Number, Work>> to_read_;
  std::map<Number, Read> to_store_;
  Number next_number_ = 0;
  Number next_to_store_ = 0;
  std::size_t bytes_ = 0;    // of answers in both
  std::size_t pending_ = 0;  // put, and neither committed nor lost
  std::vector<StoredVisit> stored_;
  std::function<void()> wake_;
  std::exception_ptr failure_;
  bool ending_ = false;

  std::vector<std::jthread> readers_;
  std::jthread storer_;
};

}  // namespace agencywatch::cli
