// The figures of the periods last asked for: a year's are made of all its events, and several people look at once.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <pqxx/connection>

#include "alerts/statistics.h"

namespace agencywatch::alerts {

// Safe to use from several threads.
class StatisticsCache {
 public:
  // At most a minute old.
  [[nodiscard]] std::shared_ptr<const Statistics> Get(pqxx::connection& connection, const ReportPeriod& period,
                                                      core::Instant now, bool external);

 private:
  struct Entry {
    core::Day first;
    core::Day last;
    bool external = false;
    std::chrono::steady_clock::time_point made;
    std::shared_ptr<const Statistics> statistics;
  };
  std::mutex mutex_;  // guards what follows; held while they are made, so that they are made once
  std::deque<Entry> entries_;
};

}  // namespace agencywatch::alerts
