#include "alerts/statistics_files.h"

#include <nlohmann/json.hpp>

#include "core/csv_writer.h"

namespace agencywatch::alerts {
namespace {

using Json = nlohmann::ordered_json;

Json Titles(const Label& label) { return {{"vi", label.vi}, {"en", label.en}}; }

std::string Hours(const std::chrono::seconds& time) {
  const auto tenths = (time.count() * 10 + 1800) / 3600;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

Json FigureJson(const Figure& figure, bool external) {
  Json json;
  json["value"] = figure.suppressed ? Json{} : Json(figure.n);
  if (external) {
    json["suppressed"] = figure.suppressed;
  } else {
    json["of"] = figure.of;
  }
  return json;
}

Json TableJson(const FigureTable& table, bool external) {
  Json json{{"id", table.id()},
            {"title", Titles(table.title())},
            {"unit", UnitLabel(table.unit()).code},
            {"rows", table.rows().dimension},
            {"columns", table.columns().dimension}};
  if (!table.note.en.empty()) json["note"] = Titles(table.note);
  json["figures"] = Json::array();
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    for (std::size_t c = 0; c < table.column_count(); ++c) {
      Json figure{{"row", table.RowLabel(r).code}, {"column", table.ColumnLabel(c).code}};
      figure.update(FigureJson(table.At(r, c), external));
      json["figures"].push_back(std::move(figure));
    }
  }
  return json;
}

}  // namespace

std::string StatisticsCsv(const Statistics& statistics) {
  std::string csv{core::kCsvMark};
  csv += core::CsvLine({"table", "unit", "row_dimension", "row", "row_vi", "row_en", "column_dimension", "column",
                        "column_vi", "column_en", "value", "suppressed"});
  const auto line = [&](const std::string& table, const std::string& unit, const std::string& row_dimension,
                        const Label& row, const std::string& column_dimension, const Label& column,
                        const std::string& value, bool suppressed) {
    csv += core::CsvLine({table, unit, row_dimension, row.code, row.vi, row.en, column_dimension, column.code, column.vi,
                          column.en, value, suppressed ? "yes" : ""});
  };
  for (const auto& table : statistics.tables) {
    for (std::size_t r = 0; r < table.row_count(); ++r) {
      for (std::size_t c = 0; c < table.column_count(); ++c) {
        const Figure& figure = table.At(r, c);
        line(table.id(), UnitLabel(table.unit()).code, table.rows().dimension, table.RowLabel(r),
             table.columns().dimension, table.ColumnLabel(c), figure.suppressed ? "" : std::to_string(figure.n),
             figure.suppressed);
      }
    }
  }
  for (const auto& time : statistics.waiting) {
    const auto value = [&](const Label& label, const std::string& unit, const std::string& text) {
      line("decisions.waiting", unit, "verdict", time.verdict, "measure", label, time.decided.suppressed ? "" : text,
           time.decided.suppressed);
    };
    value({"decided", "Đã quyết định", "Decided"}, "decision", std::to_string(time.decided.n));
    value({"median", "Trung vị (giờ)", "Median (hours)"}, "hour", time.median ? Hours(*time.median) : "");
    value({"p90", "90% không quá (giờ)", "90% within (hours)"}, "hour", time.p90 ? Hours(*time.p90) : "");
  }
  return csv;
}

std::string StatisticsJson(const Statistics& statistics) {
  Json json{{"period",
             {{"first", core::FormatDay(statistics.period.first)},
              {"last", core::FormatDay(statistics.period.last)},
              {"title", {{"vi", PeriodTitle(statistics.period, false)}, {"en", PeriodTitle(statistics.period, true)}}}}},
            {"made_at", core::FormatInstant(statistics.made_at)},
            {"complete", statistics.period.end() <= statistics.made_at},
            {"form", statistics.external ? "external" : "internal"}};
  json["tables"] = Json::array();
  for (const auto& table : statistics.tables) json["tables"].push_back(TableJson(table, statistics.external));
  json["waiting"] = Json::array();
  for (const auto& time : statistics.waiting) {
    Json one{{"verdict", time.verdict.code}, {"decided", FigureJson(time.decided, statistics.external)}};
    one["median_seconds"] = time.median ? Json(time.median->count()) : Json{};
    one["p90_seconds"] = time.p90 ? Json(time.p90->count()) : Json{};
    json["waiting"].push_back(std::move(one));
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace agencywatch::alerts
