// Statistics: a period in figures, what stands behind each figure, and the file.
#include <algorithm>
#include <pqxx/pqxx>

#include "alerts/api/alert_json.h"
#include "alerts/api/csv_answer.h"
#include "alerts/api/handlers.h"
#include "alerts/statistics_files.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "db/alert_queue.h"
#include "db/audit_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

// All figures are of one moment.
using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

constexpr int kMaxBehind = 200;

ReportPeriod PeriodOf(const ApiCall& call) {
  const std::string text = call.Query("period");
  try {
    return ParseReportPeriod(text.empty() ? core::FormatDay(core::VietnamDay(call.now)).substr(0, 7) : text);
  } catch (const core::InputError& error) {
    throw ApiError(400, "bad_period", error.what());
  }
}

std::shared_ptr<const Statistics> StatisticsOf(ApiCall& call, bool external) {
  const auto period = PeriodOf(call);
  if (period.begin() >= call.now) throw ApiError(400, "bad_period", "the period has not begun");
  return call.services.statistics.Get(call.connection, period, call.now, external);
}

}  // namespace

std::shared_ptr<const Statistics> StatisticsCache::Get(pqxx::connection& connection, const ReportPeriod& period,
                                                       core::Instant now, bool external) {
  static constexpr std::size_t kMost = 8;
  const std::lock_guard lock(mutex_);
  const auto then = std::chrono::steady_clock::now();
  std::erase_if(entries_, [&](const Entry& entry) { return then - entry.made > std::chrono::minutes{1}; });
  for (const auto& entry : entries_) {
    if (entry.first == period.first && entry.last == period.last && entry.external == external) return entry.statistics;
  }
  Snapshot tx(connection);
  auto made = std::make_shared<const Statistics>(MakeStatistics(tx, period, now, external));
  if (entries_.size() >= kMost) entries_.pop_front();
  entries_.push_back({period.first, period.last, external, then, made});
  return made;
}

HttpResponse GetStatistics(ApiCall& call) {
  HttpResponse answer = JsonAnswer(Json{});
  answer.body = StatisticsPageJson(*StatisticsOf(call, call.Query("external") == "1"));
  return answer;
}

HttpResponse GetStatisticsBehind(ApiCall& call) {
  const auto statistics = StatisticsOf(call, false);
  Unit unit = Unit::kAlert;
  const Figure* figure = FindFigure(*statistics, {call.Query("table"), call.Query("row"), call.Query("column")}, &unit);
  if (figure == nullptr) throw ApiError(404, "not_found", "there is no such figure");
  const auto offset = static_cast<std::size_t>(call.QueryNumber("offset", 0, 0, 1'000'000));
  std::vector<std::int64_t> numbers(figure->of.begin(), figure->of.end());
  Json json{{"unit", UnitLabel(unit).code}, {"value", figure->n}, {"all", numbers.size()}, {"numbers", Json::array()}};
  numbers.erase(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(std::min(offset, numbers.size())));
  if (numbers.size() > kMaxBehind) numbers.resize(kMaxBehind);
  json["numbers"] = numbers;
  if (unit != Unit::kAlert && unit != Unit::kDecision) return JsonAnswer(json);
  json["alerts"] = Json::array();
  if (numbers.empty()) return JsonAnswer(json);
  db::AlertFilter filter;
  filter.numbers = numbers;
  filter.closed_too = true;
  filter.limit = kMaxBehind;
  pqxx::read_transaction tx(call.connection);
  for (const auto& summary : db::ListAlerts(tx, filter, call.now)) json["alerts"].push_back(SummaryOf(summary, true, call.now));
  return JsonAnswer(json);
}

// What is meant for others is written down by its hash before it leaves, as `agencywatch report --external` does.
HttpResponse GetStatisticsCsv(ApiCall& call) {
  const bool external = call.Query("external") == "1";
  const auto statistics = StatisticsOf(call, external);
  std::string csv = StatisticsCsv(*statistics);
  const auto rows = static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) - 1;
  const std::string days = core::FormatDay(statistics->period.first) + "_" + core::FormatDay(statistics->period.last) +
                           (external ? "_external" : "_internal");
  if (external) {
    db::InTransaction(call.connection, [&](pqxx::work& tx) {
      db::AppendAudit(tx, {call.now, call.session.account, "report.external", "figures of " + days, "",
                           Json{{days + ".csv", core::Sha256Hex(csv)}}.dump()});
    });
  }
  return CsvAnswer(call, "statistics-" + days, std::move(csv), rows);
}

}  // namespace agencywatch::alerts
