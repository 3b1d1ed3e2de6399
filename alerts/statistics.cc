#include "alerts/statistics.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>

#include "alerts/alert_text.h"
#include "alerts/province.h"
#include "alerts/triage.h"
#include "core/errors.h"
#include "core/indicator.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

using Codes = std::vector<std::string>;

const std::string kUnknown{kUnknownCode};
const Label kUnknownLabel{kUnknown, "Không rõ", "Not known"};

Axis VerdictAxis() {
  return {"verdict",
          {{"trafficking", "Dấu hiệu mua bán người", "Signs of trafficking"},
           {"fraud", "Dấu hiệu lừa đảo", "Signs of fraud"},
           {"unlicensed", "Không có giấy phép", "No licence"},
           {"violation", "Vi phạm quy định", "Violation"},
           {"clear", "Hết dấu hiệu", "No signs left"}},
          Adding::kParts};
}

Axis OutcomeAxis() {
  return {"outcome",
          {{"waiting", "Chờ xử lý", "Waiting"},
           {"watching", "Theo dõi", "Watched"},
           {"in_case", "Trong vụ việc", "In a case"},
           {"referred", "Đã chuyển", "Referred"},
           {"confirmed", "Xác nhận", "Confirmed"},
           {"dismissed", "Loại bỏ", "Dismissed"},
           {"joined", "Gộp, trùng", "Joined to another"},
           {"cleared", "Hết dấu hiệu", "Cleared by a scan"}},
          Adding::kParts};
}

std::string OutcomeOf(const db::AlertFigure& alert) {
  if (alert.state == "new" || alert.state == "assigned") return "waiting";
  if (alert.state != "closed") return alert.state;
  return alert.closed_as == "merged" || alert.closed_as == "duplicate" ? "joined" : alert.closed_as;
}

// A list: its only column has no name of its own.
Axis OneColumn(Label what) { return {"", {std::move(what)}, Adding::kApart}; }

std::string CountryName(const std::string& code, const char* language) {
  icu::UnicodeString name;
  icu::Locale("", code.c_str()).getDisplayCountry(icu::Locale(language), name);
  std::string text;
  name.toUTF8String(text);
  return text;
}

// The codes in use, in their order, and "not known" where somebody has none.
Axis AxisOf(std::string dimension, const std::set<std::string>& codes, const auto& label_of) {
  Axis axis{std::move(dimension), {}, Adding::kOverlap};
  for (const auto& code : codes) axis.labels.push_back(label_of(code));
  axis.labels.push_back(kUnknownLabel);
  return axis;
}

const Codes& OrUnknown(const Codes& codes) {
  static const Codes kNone{kUnknown};
  return codes.empty() ? kNone : codes;
}

const Label kOverlapNote{"", "Một cảnh báo ở nhiều dòng được tính ở từng dòng; dòng tổng chỉ tính một lần.",
                         "An alert that stands in several lines counts in each; the total counts it once."};

// ---- When alerts came ----------------------------------------------------------------------------

// The days of a short period, the months of a long one, all of them, so that a chart has no gaps.
struct Calendar {
  bool by_day = false;
  std::vector<Label> labels;

  [[nodiscard]] std::string CodeOf(core::Day day) const { return core::FormatDay(day).substr(0, by_day ? 10 : 7); }
};

Calendar CalendarOf(const ReportPeriod& period) {
  static constexpr int kMostDays = 62;
  Calendar calendar;
  calendar.by_day = core::AddDays(period.first, kMostDays) > period.last;
  for (core::Day day = period.first; day <= period.last; day = core::AddDays(day, 1)) {
    const std::string code = calendar.CodeOf(day);
    if (!calendar.labels.empty() && calendar.labels.back().code == code) continue;
    const std::string written = core::DisplayDay(day);  // 05.10.2026
    const std::string shown = calendar.by_day ? written : written.substr(3);
    calendar.labels.push_back({code, shown, shown});
  }
  return calendar;
}

void AddCalendar(Statistics& statistics, const std::vector<db::AlertFigure>& alerts) {
  const Calendar calendar = CalendarOf(statistics.period);
  FigureTable when("alerts.when", "came", Unit::kAlert,
                   {"", "Cảnh báo theo thời gian", "Alerts by the time they came"},
                   {"when", calendar.labels, Adding::kParts}, VerdictAxis());
  for (const auto& alert : alerts) {
    if (alert.came) when.Count({calendar.CodeOf(core::VietnamDay(*alert.came))}, {alert.verdict}, alert.number);
  }
  statistics.tables.push_back(std::move(when));
}

// ---- Alerts that came in the period --------------------------------------------------------------

void AddAlerts(Statistics& statistics, const std::vector<db::AlertFigure>& alerts) {
  const Label came{"came", "", ""};
  std::set<std::string> destinations;
  std::set<std::string> indicators;
  for (const auto& alert : alerts) {
    if (!alert.came) continue;
    destinations.insert(alert.destinations.begin(), alert.destinations.end());
    indicators.insert(alert.indicators.begin(), alert.indicators.end());
  }
  std::set<std::string> places;
  for (const auto& place : Provinces()) places.insert(place);

  FigureTable outcome("alerts.outcome", came.code, Unit::kAlert,
                      {"", "Cảnh báo trong kỳ: kết luận và kết quả cuối kỳ",
                       "Alerts that came in the period, and what had become of them at its end"},
                      VerdictAxis(), OutcomeAxis());
  FigureTable place("alerts.place", came.code, Unit::kAlert,
                    {"", "Cảnh báo theo tỉnh, thành phố", "Alerts by province"},
                    AxisOf("place", places, [](const std::string& name) { return Label{name, name, name}; }),
                    VerdictAxis());
  FigureTable destination("alerts.destination", came.code, Unit::kAlert,
                          {"", "Cảnh báo theo nơi đến", "Alerts by destination"},
                          AxisOf("destination", destinations,
                                 [](const std::string& code) {
                                   return Label{code, CountryName(code, "vi"), CountryName(code, "en")};
                                 }),
                          VerdictAxis());
  FigureTable indicator("alerts.indicator", came.code, Unit::kAlert,
                        {"", "Cảnh báo theo dấu hiệu", "Alerts by sign"},
                        AxisOf("indicator", indicators,
                               [](const std::string& code) {
                                 const auto* known = core::FindIndicator(code);
                                 return known == nullptr ? Label{code, code, code}
                                                         : Label{code, std::string{known->title_vi},
                                                                 std::string{known->title_en}};
                               }),
                        VerdictAxis());
  for (auto* table : {&place, &destination, &indicator}) table->note = kOverlapNote;
  place.note.vi += " Tỉnh cũ được tính vào tỉnh mới từ 01.7.2025.";
  place.note.en += " Former provinces count as those of 1 July 2025.";
  for (const auto& alert : alerts) {
    if (!alert.came) continue;
    outcome.Count({alert.verdict}, {OutcomeOf(alert)}, alert.number);
    place.Count(OrUnknown(alert.provinces), {alert.verdict}, alert.number);
    destination.Count(OrUnknown(alert.destinations), {alert.verdict}, alert.number);
    indicator.Count(OrUnknown(alert.indicators), {alert.verdict}, alert.number);
    statistics.alerts.push_back({alert.number,
                                 {{"verdict", {alert.verdict}},
                                  {"outcome", {OutcomeOf(alert)}},
                                  {"place", OrUnknown(alert.provinces)},
                                  {"destination", OrUnknown(alert.destinations)},
                                  {"indicator", OrUnknown(alert.indicators)}}});
  }
  for (auto* table : {&outcome, &place, &destination, &indicator})
    statistics.tables.push_back(std::move(*table));
}

void AddStock(Statistics& statistics, const std::vector<db::AlertFigure>& alerts, core::Instant end) {
  FigureTable stock("alerts.open", "open", Unit::kAlert,
                    {"", "Cảnh báo đang mở cuối kỳ", "Alerts open at the end of the period"}, VerdictAxis(),
                    {"due",
                     {{"in_time", "Trong hạn", "In time"},
                      {"overdue", "Quá hạn", "Overdue"},
                      {"taken_up", "Trong vụ việc, đã chuyển", "In a case, or referred"}},
                     Adding::kParts});
  for (const auto& alert : alerts) {
    if (alert.state == "closed") continue;
    const bool taken_up = alert.state == "in_case" || alert.state == "referred";
    const bool overdue = alert.due && *alert.due < end;
    stock.Count({alert.verdict}, {taken_up ? "taken_up" : overdue ? "overdue" : "in_time"}, alert.number);
  }
  statistics.tables.push_back(std::move(stock));
}

// ---- Decisions -----------------------------------------------------------------------------------

void AddDecisions(Statistics& statistics, const std::vector<db::DecisionFigure>& decisions) {
  FigureTable kinds("decisions.kind", "decided", Unit::kDecision, {"", "Quyết định trong kỳ", "Decisions in the period"},
                    {"decision",
                     {{"watch", "Theo dõi", "Watch"},
                      {"open_case", "Đưa vào vụ việc", "Into a case"},
                      {"leave_case", "Đưa ra khỏi vụ việc", "Out of a case"},
                      {"refer", "Chuyển cơ quan chức năng", "Refer"},
                      {"confirm", "Xác nhận", "Confirm"},
                      {"dismiss", "Loại bỏ", "Dismiss"},
                      {"duplicate", "Trùng", "Duplicate"},
                      {"reopen", "Mở lại", "Reopen"}},
                     Adding::kParts},
                    VerdictAxis());
  Axis reasons{"reason", {}, Adding::kParts};
  for (const auto& reason : DismissalReasons())
    reasons.labels.push_back({std::string{reason.code}, std::string{reason.title_vi}, std::string{reason.title_en}});
  std::set<std::string> known;
  for (const auto& label : reasons.labels) known.insert(label.code);
  for (const auto& decision : decisions) {
    if (decision.kind == "dismiss" && known.insert(decision.reason_code).second)
      reasons.labels.push_back({decision.reason_code, decision.reason_code, decision.reason_code});
  }
  FigureTable dismissals("decisions.dismissed", "decided|decision=dismiss", Unit::kDecision,
                         {"", "Lý do loại bỏ", "Why alerts were dismissed"}, reasons,
                         OneColumn({"dismiss", "Loại bỏ", "Dismissed"}));
  for (const auto& decision : decisions) {
    kinds.Count({decision.kind}, {decision.verdict}, decision.alert_number);
    if (decision.kind == "dismiss") dismissals.Count({decision.reason_code}, {"dismiss"}, decision.alert_number);
  }
  statistics.tables.push_back(std::move(kinds));
  statistics.tables.push_back(std::move(dismissals));
}

void AddWaiting(Statistics& statistics, const std::vector<db::DecisionFigure>& decisions) {
  std::vector<Label> verdicts = VerdictAxis().labels;
  verdicts.push_back({"total", "Tất cả", "All"});
  for (const auto& verdict : verdicts) {
    WaitingTime time{verdict, {}, {}, {}};
    time.decided.key = "waited" + (verdict.code == "total" ? "" : "|verdict=" + verdict.code);
    std::vector<std::chrono::seconds> waited;
    for (const auto& decision : decisions) {
      if (!decision.waited || (verdict.code != "total" && decision.verdict != verdict.code)) continue;
      waited.push_back(*decision.waited);
      ++time.decided.n;
      time.decided.of.insert(decision.alert_number);
    }
    if (waited.empty()) continue;
    time.median = Percentile(waited, 50);
    time.p90 = Percentile(std::move(waited), 90);
    statistics.waiting.push_back(std::move(time));
  }
}

// ---- Cases, persons, referrals -------------------------------------------------------------------

void AddCases(Statistics& statistics, const std::vector<db::CaseFigure>& cases) {
  FigureTable flow("cases.flow", "cases", Unit::kCase, {"", "Vụ việc", "Cases"},
                   {"cases",
                    {{"opened", "Lập trong kỳ", "Opened in the period"},
                     {"closed", "Kết thúc trong kỳ", "Closed in the period"},
                     {"open", "Đang mở cuối kỳ", "Open at its end"}},
                    Adding::kApart},
                   OneColumn({"case", "Vụ việc", "Cases"}));
  FigureTable outcomes("cases.outcome", "cases|cases=closed", Unit::kCase,
                       {"", "Kết quả vụ việc kết thúc trong kỳ", "How cases ended"},
                       {"outcome",
                        {{"charged", "Khởi tố", "Criminal case opened"},
                         {"fined", "Xử phạt hành chính", "Administrative penalty"},
                         {"confirmed", "Có vi phạm, xử lý khác", "True, dealt with otherwise"},
                         {"insufficient", "Chưa đủ căn cứ", "Not enough to act on"},
                         {"no_offence", "Không có vi phạm", "No offence"}},
                        Adding::kParts},
                       OneColumn({"case", "Vụ việc", "Cases"}));
  for (const auto& one : cases) {
    if (one.opened) flow.Count({"opened"}, {"case"}, one.number);
    if (one.open) flow.Count({"open"}, {"case"}, one.number);
    if (!one.closed) continue;
    flow.Count({"closed"}, {"case"}, one.number);
    outcomes.Count({one.outcome}, {"case"}, one.number);
  }
  statistics.tables.push_back(std::move(flow));
  statistics.tables.push_back(std::move(outcomes));
}

void AddAffected(Statistics& statistics, const std::vector<db::AffectedFigure>& affected) {
  const auto table = [](const char* id, Label title, Axis rows, Axis columns) {
    FigureTable made(id, "persons", Unit::kPerson, std::move(title), std::move(rows), std::move(columns));
    made.note = {"", "Người trong các vụ việc mở vào một lúc nào đó trong kỳ, theo số đếm cuối kỳ.",
                 "Persons in cases that were open at some time of the period, as counted at its end."};
    return made;
  };
  const Axis sexes{"sex", {{"female", "Nữ", "Female"}, {"male", "Nam", "Male"}, kUnknownLabel}, Adding::kParts};
  FigureTable ages = table("persons.age", {"", "Người bị ảnh hưởng: tuổi và giới", "Persons affected: age and sex"},
                           {"age",
                            {{"under_16", "Dưới 16", "Under 16"},
                             {"16_17", "16–17", "16–17"},
                             {"18_over", "Từ 18", "18 and over"},
                             kUnknownLabel},
                            Adding::kParts},
                           sexes);
  FigureTable purposes = table("persons.purpose", {"", "Người bị ảnh hưởng: mục đích", "Persons affected: purpose"},
                               {"purpose",
                                {{"sexual", "Bóc lột tình dục", "Sexual exploitation"},
                                 {"forced_labour", "Cưỡng bức lao động", "Forced labour"},
                                 {"forced_crime", "Ép lừa đảo, phạm tội", "Forced into scams or crime"},
                                 {"organs", "Nội tạng", "Organs"},
                                 {"marriage", "Hôn nhân", "Marriage"},
                                 {"surrogacy", "Mang thai hộ", "Surrogacy"},
                                 {"child_sale", "Mua bán trẻ em", "Sale of children"},
                                 {"money", "Chiếm đoạt tiền", "Money only"},
                                 {"other", "Khác", "Other"},
                                 kUnknownLabel},
                                Adding::kParts},
                               sexes);
  FigureTable returns = table("persons.returned", {"", "Người bị ảnh hưởng: trở về", "Persons affected: how they returned"},
                              {"returned",
                               {{"rescued", "Được giải cứu", "Rescued"},
                                {"handed_over", "Được trao trả", "Handed over"},
                                {"self_returned", "Tự trở về", "Came back by themselves"},
                                {"not_returned", "Chưa trở về", "Not returned"},
                                {"not_left", "Chưa xuất cảnh", "Had not left"},
                                kUnknownLabel},
                               Adding::kParts},
                              sexes);
  FigureTable supports = table("persons.support", {"", "Người bị ảnh hưởng: hỗ trợ đã nhận", "Persons affected: support received"},
                               {"support",
                                {{"essentials", "Nhu cầu thiết yếu, đi lại", "Essentials, travel"},
                                 {"medical", "Y tế", "Medical"},
                                 {"psychological", "Tâm lý", "Psychological"},
                                 {"legal", "Trợ giúp pháp lý", "Legal aid"},
                                 {"interpreting", "Phiên dịch", "Interpreting"},
                                 {"schooling", "Học văn hóa", "Schooling"},
                                 {"vocational", "Học nghề", "Vocational training"},
                                 {"allowance", "Trợ cấp khó khăn", "Allowance"},
                                 {"loan", "Vay vốn", "Loan"},
                                 {"other", "Khác", "Other"},
                                 {kUnknown, "Chưa nhận hoặc không rõ", "None, or not known"}},
                                Adding::kOverlap},
                               sexes);
  for (const auto& count : affected) {
    ages.Count({count.age_band}, {count.sex}, count.case_number, count.n);
    purposes.Count({count.purpose}, {count.sex}, count.case_number, count.n);
    returns.Count({count.returned}, {count.sex}, count.case_number, count.n);
    supports.Count(OrUnknown(count.support), {count.sex}, count.case_number, count.n);
  }
  for (auto* made : {&ages, &purposes, &returns, &supports}) statistics.tables.push_back(std::move(*made));
}

void AddReferrals(Statistics& statistics, const std::vector<db::ReferralFigure>& referrals) {
  const Axis answers{"answer",
                     {{"none", "Chưa trả lời", "No answer yet"},
                      {"accepted", "Tiếp nhận", "Accepted"},
                      {"insufficient", "Chưa đủ căn cứ", "Insufficient"},
                      {"charged", "Khởi tố", "Charged"},
                      {"no_offence", "Không có tội phạm", "No offence"}},
                     Adding::kParts};
  const Axis recipients{"recipient",
                        {{"police", "Công an", "Police"},
                         {"labour_inspectorate", "Thanh tra lao động", "Labour inspectorate"},
                         {"border_guard", "Bộ đội Biên phòng", "Border guard"},
                         {"hotline_111", "Tổng đài 111", "Hotline 111"},
                         {"social_support", "Trợ giúp xã hội", "Social support"},
                         {"other", "Cơ quan khác", "Another authority"}},
                        Adding::kParts};
  FigureTable sent("referrals.sent", "sent", Unit::kReferral,
                   {"", "Chuyển hồ sơ trong kỳ và trả lời đến cuối kỳ",
                    "Referrals sent in the period, and the last answer by its end"},
                   recipients, answers);
  Axis given = answers;
  given.labels.erase(given.labels.begin());
  FigureTable answered("referrals.answered", "answered", Unit::kReferral,
                       {"", "Trả lời nhận trong kỳ", "Answers that came in the period"}, recipients, given);
  for (const auto& referral : referrals) {
    const std::string answer = referral.answer.empty() ? "none" : referral.answer;
    if (referral.sent) sent.Count({referral.recipient_kind}, {answer}, referral.number);
    if (referral.answered) answered.Count({referral.recipient_kind}, {answer}, referral.number);
  }
  statistics.tables.push_back(std::move(sent));
  statistics.tables.push_back(std::move(answered));
}

void AddSources(Statistics& statistics, const std::vector<db::SourceFigure>& sources) {
  Axis keys{"source", {}, Adding::kParts};
  for (const auto& source : sources) keys.labels.push_back({source.key, source.key, source.key});
  FigureTable table("sources", "seen", Unit::kAdvert, {"", "Đã quan sát", "What was watched"}, keys,
                    {"seen",
                     {{"new", "Tin mới", "New adverts"},
                      {"adverts", "Tin có trong kỳ", "Adverts that stood"},
                      {"tips", "Tin báo", "Tips"},
                      {"pages", "Lượt tải trang", "Pages asked for"},
                      {"failed", "Tải lỗi", "Failed"}},
                     Adding::kApart});
  for (const auto& source : sources) {
    table.Count({source.key}, {"new"}, 0, source.new_adverts);
    table.Count({source.key}, {"adverts"}, 0, source.adverts);
    table.Count({source.key}, {"tips"}, 0, source.tips);
    table.Count({source.key}, {"pages"}, 0, source.pages);
    table.Count({source.key}, {"failed"}, 0, source.failed);
  }
  statistics.tables.push_back(std::move(table));
}

// Small numbers of decisions have no median either: it would be that of a few persons.
void MakeExternal(Statistics& statistics) {
  Axis verdicts{"verdict", {}, Adding::kParts};
  for (const auto& time : statistics.waiting) {
    if (time.verdict.code != "total") verdicts.labels.push_back(time.verdict);
  }
  FigureTable waited("waited", "waited", Unit::kDecision, {}, verdicts, OneColumn({"decided", "", ""}));
  for (const auto& time : statistics.waiting) {
    if (time.verdict.code != "total") waited.Count({time.verdict.code}, {"decided"}, 0, time.decided.n);
  }
  statistics.tables.push_back(std::move(waited));
  SuppressSmallFigures(statistics.tables);
  const FigureTable marked = std::move(statistics.tables.back());
  statistics.tables.pop_back();
  for (std::size_t i = 0; i < statistics.waiting.size(); ++i) {
    WaitingTime& time = statistics.waiting[i];
    time.decided = marked.At(i, 0);
    if (!time.decided.suppressed) continue;
    time.median.reset();
    time.p90.reset();
  }
  statistics.alerts.clear();
}

[[noreturn]] void RefuseQuestion(const std::string& what, const std::string& fix) {
  throw core::InputError({"--explain", 0, 0, what, fix});
}

using Conditions = std::vector<std::pair<std::string, std::string>>;

Conditions ReadConditions(const std::string& question) {
  Conditions conditions;
  for (std::size_t at = 0; at <= question.size();) {
    const std::size_t end = std::min(question.find(',', at), question.size());
    const std::string_view part = core::Trim(std::string_view{question}.substr(at, end - at));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      RefuseQuestion("'" + std::string{part} + "' is no condition",
                     "write them as place=Nghệ An,verdict=fraud; see --help");
    }
    std::string key{core::Trim(part.substr(0, equals))};
    std::string value{core::Trim(part.substr(equals + 1))};
    if (key == "place") {
      if (const auto province = FindProvince(value)) value = *province;
    }
    conditions.emplace_back(std::move(key), std::move(value));
    at = end + 1;
  }
  return conditions;
}

std::string ListOf(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

ExplainedFigure ExplainCell(const FigureTable& table, const Conditions& conditions) {
  std::size_t row = table.rows().labels.size();
  std::size_t column = table.columns().labels.size();
  if (table.columns().labels.size() == 1) column = 0;
  const auto find = [](const Axis& axis, const std::string& code, std::size_t& index) {
    Codes codes;
    for (std::size_t i = 0; i < axis.labels.size(); ++i) {
      codes.push_back(axis.labels[i].code);
      if (axis.labels[i].code != code) continue;
      index = i;
      return;
    }
    RefuseQuestion("there is no " + axis.dimension + " '" + code + "' in this table", "one of: " + ListOf(codes));
  };
  for (const auto& [key, value] : conditions) {
    if (key == "table") continue;
    if (key == table.rows().dimension) {
      find(table.rows(), value, row);
    } else if (key == table.columns().dimension) {
      find(table.columns(), value, column);
    } else {
      RefuseQuestion("the table " + table.id() + " has no '" + key + "'",
                     "it has " + table.rows().dimension + " and " + table.columns().dimension);
    }
  }
  if (row >= table.row_count()) RefuseQuestion("the lines of " + table.id() + " have no total", "name one: " + table.rows().dimension + "=…");
  if (column >= table.column_count())
    RefuseQuestion("the columns of " + table.id() + " have no total", "name one: " + table.columns().dimension + "=…");
  const Figure& figure = table.At(row, column);
  return {table.unit(), figure.n, figure.of};
}

}  // namespace

std::optional<std::chrono::seconds> Percentile(std::vector<std::chrono::seconds> values, int percent) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const std::size_t rank = (values.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return values[std::max<std::size_t>(rank, 1) - 1];
}

Statistics MakeStatistics(pqxx::transaction_base& tx, const ReportPeriod& period, core::Instant now,
                          bool external) {
  if (period.begin() >= now) {
    throw core::InputError({"--period", 0, 0, PeriodTitle(period, true) + " has not begun", "a period that has"});
  }
  Statistics statistics;
  statistics.period = period;
  statistics.made_at = now;
  statistics.external = external;
  const core::Instant begin = period.begin();
  const core::Instant end = std::min(period.end(), now + std::chrono::seconds{1});
  const auto alerts = db::AlertsAt(tx, begin, end);
  // Hardly any day has enough alerts for its number to be published.
  if (!external) AddCalendar(statistics, alerts);
  AddAlerts(statistics, alerts);
  AddStock(statistics, alerts, end);
  const auto decisions = db::DecisionsIn(tx, begin, end);
  AddDecisions(statistics, decisions);
  AddWaiting(statistics, decisions);
  AddCases(statistics, db::CasesIn(tx, begin, end));
  AddReferrals(statistics, db::ReferralsIn(tx, begin, end));
  AddAffected(statistics, db::AffectedIn(tx, begin, end));
  AddSources(statistics, db::SourcesIn(tx, begin, end));
  for (auto& table : statistics.tables) {
    if (table.rows().dimension != "when") table.DropEmptyLines();  // a day without alerts is a day
  }
  if (external) MakeExternal(statistics);
  return statistics;
}

const Figure* FindFigure(const Statistics& statistics, const FigureAt& at, Unit* unit) {
  for (const auto& table : statistics.tables) {
    if (table.id() != at.table) continue;
    *unit = table.unit();
    for (std::size_t r = 0; r < table.row_count(); ++r) {
      if (table.RowLabel(r).code != at.row) continue;
      for (std::size_t c = 0; c < table.column_count(); ++c) {
        if (table.ColumnLabel(c).code == at.column) return &table.At(r, c);
      }
    }
  }
  if (at.table != kWaitingTable) return nullptr;
  *unit = Unit::kDecision;
  for (const auto& time : statistics.waiting) {
    if (time.verdict.code == at.row) return &time.decided;
  }
  return nullptr;
}

ExplainedFigure Explain(const Statistics& statistics, const std::string& question) {
  const Conditions conditions = ReadConditions(question);
  for (const auto& [key, value] : conditions) {
    if (key != "table") continue;
    Codes ids;
    for (const auto& table : statistics.tables) {
      if (table.id() == value) return ExplainCell(table, conditions);
      ids.push_back(table.id());
    }
    RefuseQuestion("there is no table '" + value + "'", "one of: " + ListOf(ids));
  }
  ExplainedFigure explained;
  for (const auto& alert : statistics.alerts) {
    bool matches = true;
    for (const auto& [key, value] : conditions) {
      const auto dimension = alert.in.find(key);
      if (dimension == alert.in.end())
        RefuseQuestion("alerts have no '" + key + "'", "one of: place, destination, indicator, verdict, outcome; or table=…");
      const auto& codes = dimension->second;
      matches = matches && std::find(codes.begin(), codes.end(), value) != codes.end();
    }
    if (matches) explained.of.insert(alert.number);
  }
  explained.n = static_cast<std::int64_t>(explained.of.size());
  return explained;
}

}  // namespace agencywatch::alerts
