// The HTML of alerts/statistics_files.h: key figures first, then each table with its chart and, inside the unit, with the
// numbers behind each figure folded under it.
#include <algorithm>
#include <array>

#include "alerts/statistics_files.h"

namespace agencywatch::alerts {
namespace {

constexpr const char* kStyle = R"(
:root{--ink:#1c2430;--soft:#5b6675;--line:#d5dae1;--bar:#2f6690;--red:#a4262c}
*{box-sizing:border-box}body{font:15px/1.45 system-ui,"Noto Sans","DejaVu Sans",sans-serif;color:var(--ink);max-width:1080px;margin:0 auto;padding:24px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 8px;padding-top:10px;border-top:2px solid var(--ink)}
p{margin:4px 0 12px}.soft{color:var(--soft)}.form{font-weight:600}.form.inside{color:var(--red)}
.keys{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px;margin:20px 0}
.key{border:1px solid var(--line);border-radius:6px;padding:10px 12px}.key b{display:block;font-size:26px;line-height:1.2}
.pair{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:20px;align-items:start}.pair.wide{grid-template-columns:1fr}.pair.wide svg{max-width:560px}
table{border-collapse:collapse;width:100%;font-size:13.5px}th,td{padding:4px 7px;border-bottom:1px solid var(--line);text-align:right;vertical-align:bottom}
th:first-child{text-align:left;font-weight:400;min-width:9em}thead th{font-weight:600;border-bottom:2px solid var(--soft)}
tbody tr.total>*{font-weight:600;border-top:2px solid var(--soft)}td.zero{color:#a9b1bc}td.hidden{color:var(--red)}
svg{width:100%;height:auto;display:block}svg text{font-size:12.5px;fill:var(--ink)}svg rect{fill:var(--bar)}svg rect.hidden{fill:url(#left-out)}
details{margin:8px 0;font-size:13px}summary{cursor:pointer;color:var(--soft)}details ul{columns:2;margin:6px 0;padding-left:18px}li{break-inside:avoid}
@media(max-width:820px){.pair{grid-template-columns:1fr}}
@media print{@page{size:A4;margin:15mm}body{max-width:none;padding:0;font-size:11px}table{font-size:10.5px}details{display:none}section{break-inside:avoid}h2{margin-top:18px}}
)";

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

// 12.345 in Vietnamese, 12,345 in English.
std::string Number(std::int64_t n, bool english) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, english ? ',' : '.');
  return digits;
}

std::string Duration(std::chrono::seconds time, bool english) {
  const auto hours = (time.count() + 1800) / 3600;
  if (hours >= 48) {
    const auto tenths = (time.count() * 10 + 43200) / 86400;
    return Number(tenths / 10, english) + (english ? "." : ",") + std::to_string(tenths % 10) + (english ? " days" : " ngày");
  }
  if (hours >= 1) return std::to_string(hours) + (english ? " h" : " giờ");
  return std::to_string((time.count() + 30) / 60) + (english ? " min" : " phút");
}

std::string Shown(const Figure& figure, bool english) {
  return figure.suppressed ? "*" : Number(figure.n, english);
}

// One bar a row, of its total (or its only column). A figure that is left out is a short hatched stub.
class Chart {
 public:
  Chart(const FigureTable& table, bool english)
      : table_(table), english_(english), column_(table.column_count() - 1) {}

  // A table whose columns count different things has no one bar for a row.
  [[nodiscard]] bool possible() const {
    return (table_.columns().has_total() || table_.column_count() == 1) && table_.rows().labels.size() > 1;
  }
  [[nodiscard]] std::string Svg() const {
    static constexpr int kRow = 24;
    static constexpr int kBarLeft = 206;
    static constexpr int kWidth = 460;
    static constexpr int kBarRoom = kWidth - kBarLeft - 50;
    const std::size_t rows = table_.rows().labels.size();
    std::int64_t most = 1;
    for (std::size_t r = 0; r < rows; ++r) {
      if (!At(r).suppressed) most = std::max(most, At(r).n);
    }
    std::string svg = "<svg role=\"img\" viewBox=\"0 0 " + std::to_string(kWidth) + " " +
                      std::to_string(static_cast<int>(rows) * kRow + 4) + "\" aria-label=\"" +
                      Escaped(table_.title().In(english_)) +
                      "\"><defs><pattern id=\"left-out\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
                      "patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" style=\"fill:#a4262c\"/></pattern></defs>";
    for (std::size_t r = 0; r < rows; ++r) {
      const int top = static_cast<int>(r) * kRow + 4;
      const Figure& figure = At(r);
      const auto width = figure.suppressed ? 14 : figure.n * kBarRoom / most;
      svg += "<text x=\"" + std::to_string(kBarLeft - 8) + "\" y=\"" + std::to_string(top + 14) + "\" text-anchor=\"end\">" +
             Escaped(Shortened(table_.RowLabel(r).In(english_))) + "</text><rect" +
             (figure.suppressed ? " class=\"hidden\"" : "") + " x=\"" + std::to_string(kBarLeft) + "\" y=\"" +
             std::to_string(top) + "\" width=\"" + std::to_string(width) + "\" height=\"18\"/><text x=\"" +
             std::to_string(kBarLeft + width + 6) + "\" y=\"" + std::to_string(top + 14) + "\">" + Shown(figure, english_) +
             "</text>";
    }
    return svg + "</svg>";
  }

 private:
  [[nodiscard]] const Figure& At(std::size_t row) const { return table_.At(row, column_); }
  // The table beside it has the whole words.
  static std::string Shortened(const std::string& text) {
    static constexpr std::size_t kLetters = 28;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
      if (++letters > kLetters) return text.substr(0, at) + "…";
    }
    return text;
  }

  const FigureTable& table_;
  bool english_;
  std::size_t column_;
};

std::string TableHtml(const FigureTable& table, bool english) {
  std::string html = "<table><thead><tr><th></th>";
  for (std::size_t c = 0; c < table.column_count(); ++c)
    html += "<th scope=\"col\">" + Escaped(table.ColumnLabel(c).In(english)) + "</th>";
  html += "</tr></thead><tbody>";
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    html += r == table.rows().labels.size() ? "<tr class=\"total\">" : "<tr>";
    html += "<th scope=\"row\">" + Escaped(table.RowLabel(r).In(english)) + "</th>";
    for (std::size_t c = 0; c < table.column_count(); ++c) {
      const Figure& figure = table.At(r, c);
      html += figure.suppressed ? "<td class=\"hidden\">*</td>"
                                : (figure.n == 0 ? "<td class=\"zero\">" : "<td>") + Number(figure.n, english) + "</td>";
    }
    html += "</tr>";
  }
  return html + "</tbody></table>";
}

// Which alerts, cases or referrals stand behind each figure that is no total.
std::string BehindHtml(const FigureTable& table, bool english) {
  std::string lines;
  for (std::size_t r = 0; r < table.rows().labels.size(); ++r) {
    for (std::size_t c = 0; c < table.columns().labels.size(); ++c) {
      const Figure& figure = table.At(r, c);
      if (figure.of.empty()) continue;
      lines += "<li>" + Escaped(table.RowLabel(r).In(english)) + " · " + Escaped(table.ColumnLabel(c).In(english)) + ":";
      for (const auto number : figure.of) lines += " #" + std::to_string(number);
      lines += "</li>";
    }
  }
  if (lines.empty()) return "";
  const bool cases = table.unit() == Unit::kPerson || table.unit() == Unit::kCase;
  const bool referrals = table.unit() == Unit::kReferral;
  const std::string what = english ? (cases ? "Cases" : referrals ? "Referrals" : "Alerts")
                                   : (cases ? "Vụ việc" : referrals ? "Lần chuyển hồ sơ" : "Cảnh báo");
  return "<details><summary>" + what + (english ? " behind each figure" : " của từng số") + "</summary><ul>" + lines + "</ul></details>";
}

std::string Section(const FigureTable& table, bool english) {
  if (table.empty()) return "";
  const Chart chart(table, english);
  const bool wide = table.column_count() > 5 || !chart.possible();
  std::string html = "<section><h2>" + Escaped(table.title().In(english)) + "</h2><div class=\"pair" + (wide ? " wide" : "") + "\">";
  if (chart.possible()) html += "<div>" + chart.Svg() + "</div>";
  html += "<div>" + TableHtml(table, english) + "</div></div>";
  if (!table.note.en.empty()) html += "<p class=\"soft\">" + Escaped(table.note.In(english)) + "</p>";
  return html + BehindHtml(table, english) + "</section>";
}

std::string WaitingHtml(const Statistics& statistics, bool english) {
  if (statistics.waiting.empty()) return "";
  std::string html = "<section><h2>" + std::string{english ? "From alert to first decision" : "Từ cảnh báo đến quyết định đầu tiên"} +
                     "</h2><table><thead><tr><th></th><th>" + (english ? "Decided" : "Đã quyết định") + "</th><th>" +
                     (english ? "Median" : "Trung vị") + "</th><th>" + (english ? "9 of 10 within" : "9 trên 10 không quá") +
                     "</th></tr></thead><tbody>";
  for (const auto& time : statistics.waiting) {
    const auto cell = [&](const std::optional<std::chrono::seconds>& value) {
      return value ? "<td>" + Duration(*value, english) + "</td>" : std::string{"<td class=\"hidden\">*</td>"};
    };
    html += (time.verdict.code == "total" ? "<tr class=\"total\">" : "<tr>") + std::string{"<th scope=\"row\">"} +
            Escaped(time.verdict.In(english)) + "</th><td" + (time.decided.suppressed ? " class=\"hidden\">" : ">") +
            Shown(time.decided, english) + "</td>" + cell(time.median) + cell(time.p90) + "</tr>";
  }
  return html + "</tbody></table></section>";
}

std::string KeyHtml(const std::string& value, const std::string& what) {
  return "<div class=\"key\"><b>" + value + "</b>" + Escaped(what) + "</div>";
}

// The figure of a table by the codes of its row and column; "total" for a total.
std::string FigureOf(const Statistics& statistics, std::string_view table, std::string_view row, std::string_view column,
                     bool english) {
  for (const auto& candidate : statistics.tables) {
    if (candidate.id() != table) continue;
    for (std::size_t r = 0; r < candidate.row_count(); ++r) {
      for (std::size_t c = 0; c < candidate.column_count(); ++c) {
        if (candidate.RowLabel(r).code == row && candidate.ColumnLabel(c).code == column)
          return Shown(candidate.At(r, c), english);
      }
    }
  }
  return "0";
}

std::string KeyFigures(const Statistics& statistics, bool english) {
  struct Key {
    const char* table;
    const char* row;
    const char* column;
    const char* vi;
    const char* en;
  };
  static constexpr std::array kKeys = {
      Key{"alerts.outcome", "total", "total", "cảnh báo trong kỳ", "alerts came"},
      Key{"decisions.kind", "total", "total", "quyết định", "decisions"},
      Key{"alerts.open", "total", "total", "đang mở cuối kỳ", "open at the end"},
      Key{"alerts.open", "total", "overdue", "trong đó quá hạn", "of these overdue"},
      Key{"cases.flow", "opened", "case", "vụ việc lập mới", "cases opened"},
      Key{"referrals.sent", "total", "total", "lần chuyển hồ sơ", "referrals sent"},
      Key{"persons.age", "total", "total", "người bị ảnh hưởng", "persons affected"},
      Key{"sources", "total", "new", "tin mới đã đọc", "new adverts read"}};
  std::string html = "<div class=\"keys\">";
  for (const auto& key : kKeys)
    html += KeyHtml(FigureOf(statistics, key.table, key.row, key.column, english), english ? key.en : key.vi);
  return html + "</div>";
}

}  // namespace

std::string StatisticsHtml(const Statistics& statistics, bool english) {
  const std::string title = (english ? "Figures of " : "Thống kê ") + PeriodTitle(statistics.period, english);
  std::string html = "<!doctype html><html lang=\"" + std::string{english ? "en" : "vi"} +
                     "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
                     Escaped(title) + "</title><style>" + kStyle + "</style></head><body><h1>" + Escaped(title) + "</h1><p class=\"soft\">";
  html += core::DisplayDay(statistics.period.first) + " – " + core::DisplayDay(statistics.period.last) + " · " +
          (english ? "made " : "lập lúc ") + core::FormatVietnamTime(statistics.made_at);
  if (statistics.period.end() > statistics.made_at)
    html += english ? " · the period is not over" : " · kỳ báo cáo chưa kết thúc";
  html += "</p>";
  if (statistics.external) {
    html += "<p class=\"form\">" +
            std::string{english ? "For publication. * : left out; a number below 5, or one from which such a number could be worked out."
                                : "Bản phát hành. * : không công bố; số nhỏ hơn 5, hoặc số giúp tính ra số đó."} +
            "</p>";
  } else {
    html += "<p class=\"form inside\">" +
            std::string{english ? "Inside the unit only: small numbers are shown. To give it away: agencywatch report --external"
                                : "Chỉ dùng nội bộ: có cả số nhỏ. Để gửi ra ngoài: agencywatch report --external"} +
            "</p>";
  }
  html += KeyFigures(statistics, english);
  for (const auto& table : statistics.tables) {
    html += Section(table, english);
    if (table.id() == "decisions.dismissed") html += WaitingHtml(statistics, english);
  }
  html += "<p class=\"soft\">" +
          std::string{english ? "“Signs of” means just that: nobody is called guilty here. An alert is a recruiter, not an advert."
                              : "“Dấu hiệu” chỉ là dấu hiệu, không kết luận ai có tội. Mỗi cảnh báo là một bên tuyển, không phải một tin đăng."} +
          "</p></body></html>\n";
  return html;
}

}  // namespace agencywatch::alerts
