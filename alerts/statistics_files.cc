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

Json ValueOf(const Figure& figure) { return figure.suppressed ? Json{} : Json(figure.n); }

Json FigureJson(const Figure& figure, bool external) {
  Json json;
  json["value"] = ValueOf(figure);
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

Json AxisJson(const Axis& axis) {
  Json labels = Json::array();
  for (const auto& label : axis.labels) labels.push_back({{"code", label.code}, {"title", Titles(label)}});
  return {{"dimension", axis.dimension}, {"labels", labels}, {"total", axis.has_total()}};
}

// Rows of columns; a total, where there is one, stands last.
Json GridJson(const FigureTable& table) {
  Json json{{"id", table.id()},
            {"title", Titles(table.title())},
            {"unit", UnitLabel(table.unit()).code},
            {"rows", AxisJson(table.rows())},
            {"columns", AxisJson(table.columns())},
            {"note", Titles(table.note)},
            {"values", Json::array()}};
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    Json row = Json::array();
    for (std::size_t c = 0; c < table.column_count(); ++c) row.push_back(ValueOf(table.At(r, c)));
    json["values"].push_back(std::move(row));
  }
  return json;
}

Json HeadJson(const Statistics& statistics) {
  return {{"period",
           {{"first", core::FormatDay(statistics.period.first)},
            {"last", core::FormatDay(statistics.period.last)},
            {"title", {{"vi", PeriodTitle(statistics.period, false)}, {"en", PeriodTitle(statistics.period, true)}}}}},
          {"made_at", core::FormatInstant(statistics.made_at)},
          {"complete", statistics.period.end() <= statistics.made_at},
          {"form", statistics.external ? "external" : "internal"}};
}

Json WaitingJson(const WaitingTime& time, Json decided) {
  Json json{{"verdict", time.verdict.code}, {"decided", std::move(decided)}};
  json["median_seconds"] = time.median ? Json(time.median->count()) : Json{};
  json["p90_seconds"] = time.p90 ? Json(time.p90->count()) : Json{};
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
      line(std::string{kWaitingTable}, unit, "verdict", time.verdict, "measure", label, time.decided.suppressed ? "" : text,
           time.decided.suppressed);
    };
    value({"decided", "Đã quyết định", "Decided"}, "decision", std::to_string(time.decided.n));
    value({"median", "Trung vị (giờ)", "Median (hours)"}, "hour", time.median ? Hours(*time.median) : "");
    value({"p90", "90% không quá (giờ)", "90% within (hours)"}, "hour", time.p90 ? Hours(*time.p90) : "");
  }
  return csv;
}

std::string StatisticsJson(const Statistics& statistics) {
  Json json = HeadJson(statistics);
  json["tables"] = Json::array();
  for (const auto& table : statistics.tables) json["tables"].push_back(TableJson(table, statistics.external));
  json["waiting"] = Json::array();
  for (const auto& time : statistics.waiting)
    json["waiting"].push_back(WaitingJson(time, FigureJson(time.decided, statistics.external)));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string StatisticsPageJson(const Statistics& statistics) {
  Json json = HeadJson(statistics);
  json["tables"] = Json::array();
  for (const auto& table : statistics.tables) {
    if (!table.empty()) json["tables"].push_back(GridJson(table));
  }
  json["waiting"] = Json::array();
  for (const auto& time : statistics.waiting) {
    Json one = WaitingJson(time, ValueOf(time.decided));
    one["title"] = Titles(time.verdict);
    json["waiting"].push_back(std::move(one));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace agencywatch::alerts
