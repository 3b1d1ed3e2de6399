// What the nightly runs did, and how the sources are.
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "db/run_store.h"
#include "db/source_health.h"

namespace agencywatch::alerts {

HttpResponse GetRuns(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json runs = Json::array();
  for (const auto& run : db::LatestRuns(tx, call.QueryNumber("limit", 20, 1, 100))) {
    runs.push_back({{"id", run.id},
                    {"kind", run.kind},
                    {"started", core::FormatInstant(run.started)},
                    {"ended", ToJson(run.ended)},
                    {"outcome", run.outcome},
                    {"counts", Json::parse(run.counts)}});
  }
  return JsonAnswer({{"runs", runs}});
}

HttpResponse GetSources(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json sources = Json::array();
  for (const auto& source : db::HealthOfSources(tx)) {
    sources.push_back({{"key", source.key},
                       {"name", source.name},
                       {"kind", source.kind},
                       {"urls", source.urls},
                       {"outcomes", source.outcomes},
                       {"run", source.run_id ? Json(*source.run_id) : Json{}},
                       {"postings", source.postings},
                       {"flagged", source.flagged},
                       {"last_seen", ToJson(source.last_seen)}});
  }
  return JsonAnswer({{"sources", sources}});
}

}  // namespace agencywatch::alerts
