#include "rules/facts/term_reader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

using Groups = ScanPattern::Groups;
using core::Day;
using core::FactKind;

int YearOf(Day day) { return static_cast<int>(day.year()); }

std::optional<Day> MakeDay(int year, int month, int day) {
  const Day made{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                 std::chrono::day{static_cast<unsigned>(day)}};
  if (!made.ok()) return {};
  return made;
}

class Reader {
 public:
  Reader(const FieldText& field, Day posted_on, std::vector<core::Fact>& facts)
      : field_(field), text_(field.text()), posted_on_(posted_on), facts_(facts) {}

  void Read() {
    ReadDates();
    ReadAges();
    ReadDeparture();
    ReadHours();
    ReadDaysOff();
    ReadContract();
    ReadHeadcount();
  }

 private:
  [[nodiscard]] int Int(Span span) const {
    int value = 0;
    for (const char c : field_.Text(span).substr(0, 6)) {
      if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
    }
    return value;
  }
  void Add(FactKind kind, double number, Span span, std::string_view attr = {},
           std::string_view attr_value = {}) {
    core::Fact fact = field_.MakeFact(kind, std::to_string(static_cast<int>(number)), span);
    fact.number = number;
    if (!attr.empty()) fact.attrs[std::string(attr)] = attr_value;
    facts_.push_back(std::move(fact));
  }
  // The text of the line before a place, up to `most` bytes.
  [[nodiscard]] std::string_view Left(std::size_t at, std::size_t most) const {
    const std::size_t begin = std::max(field_.LineOf(at).begin, at > most ? at - most : 0);
    return text_.substr(begin, at - begin);
  }

  // A day without its year is the one nearest to the posting, rather ahead than behind.
  [[nodiscard]] std::optional<Day> NearestYear(int month, int day) const {
    const int year = YearOf(posted_on_);
    auto best = MakeDay(year, month, day);
    if (best && core::DaysBetween(posted_on_, *best) < -90) best = MakeDay(year + 1, month, day);
    return best;
  }

  void ReadDates() {
    static const ScanPattern kNumeric(R"(\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](20\d\d|\d\d))?\b)");
    static const ScanPattern kEnglish(
        R"(\b(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (20\d\d)\b)");
    kNumeric.ForEach(field_, [&](const Groups& groups) {
      const std::size_t begin = groups[0].begin;
      const std::size_t end = groups[0].end;
      if (begin > 0 &&
          (text_[begin - 1] == '.' || text_[begin - 1] == ',' || text_[begin - 1] == '/' ||
           text_[begin - 1] == '-' || text_[begin - 1] == '+'))
        return;
      if (end < text_.size() &&
          (text_[end] == '/' || text_[end] == '%' ||
           ((text_[end] == '.' || text_[end] == ',') && end + 1 < text_.size() &&
            text_[end + 1] >= '0' && text_[end + 1] <= '9')))
        return;
      const char separator = text_[groups[1].end];
      const bool year = !groups[3].empty();
      if (year ? text_[groups[2].end] != separator : separator != '/') return;
      if (field_.Text(groups[0]) == "24/24" || field_.Text(groups[0]) == "24/7") return;
      const int day = Int(groups[1]);
      const int month = Int(groups[2]);
      if (day < 1 || day > 31 || month < 1 || month > 12) return;
      std::optional<Day> date;
      if (year) {
        const int written = Int(groups[3]);
        date = MakeDay(written < 100 ? 2000 + written : written, month, day);
      } else {
        if (!DayWordBefore(begin)) return;
        date = NearestYear(month, day);
      }
      if (date) AddDate(*date, groups[0]);
    });
    kEnglish.ForEach(field_, [&](const Groups& groups) {
      static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
      const auto month = kMonths.find(field_.Text(groups[2]));
      if (month == std::string_view::npos) return;
      if (const auto date =
              MakeDay(Int(groups[3]), static_cast<int>(month / 3) + 1, Int(groups[1])))
        AddDate(*date, groups[0]);
    });
  }
  [[nodiscard]] bool DayWordBefore(std::size_t at) const {
    static const ScanPattern kWord(
        R"(\b(?:ngay|truoc|den|toi|han|han nop|thi|bay|lich bay|xuat canh|phong van|sau|tu|tuyen|dot|hom|test|khai giang|sang|chieu|deadline|vao|cap)[^a-z0-9]{0,3}$)");
    return kWord.Contains(Left(at, 20));
  }
  void AddDate(Day date, Span span) {
    static const ScanPattern kDeparture(
        R"(\b(?:bay|xuat canh|len duong|khoi hanh|fly|flight|departure)\b[^.;]{0,24}$)");
    static const ScanPattern kInterview(
        R"(\b(?:thi|thi tuyen|phong van|interview|test|tuyen chon)\b[^.;]{0,28}$)");
    static const ScanPattern kDeadline(
        R"(\b(?:han|han nop|han chot|deadline|truoc|den het|nop ho so|dang ky)\b[^.;]{0,20}$)");
    static const ScanPattern kPosted(R"(\b(?:cap nhat|ngay dang|dang ngay|posted)\b[^.;]{0,12}$)");
    core::Fact fact = field_.MakeFact(FactKind::kDate, core::FormatDay(date), span);
    const std::string_view left = Left(span.begin, 40);
    if (kPosted.Contains(left))
      fact.attrs["role"] = "posted";
    else if (kDeparture.Contains(left))
      fact.attrs["role"] = "departure";
    else if (kInterview.Contains(left))
      fact.attrs["role"] = "interview";
    else if (kDeadline.Contains(left))
      fact.attrs["role"] = "deadline";
    const bool departure = fact.Attr("role") == "departure";
    facts_.push_back(std::move(fact));
    if (departure) {
      const int days = core::DaysBetween(posted_on_, date);
      if (days >= 0) Add(FactKind::kDepartureDays, days, span);
    }
  }

  void AddAges(int low, int high, Span span) {
    if (low > 0 && (low < 10 || low > 75)) return;
    if (high > 0 && (high < 10 || high > 75)) return;
    if (low > 0) Add(FactKind::kAge, low, span, "bound", "min");
    if (high > 0) Add(FactKind::kAge, high, span, "bound", "max");
    ages_.Add(span);
  }
  void ReadAges() {
    static const ScanPattern kRange(
        R"(\b(\d{2}) ?(?:t|tuoi)? ?(?:-|~|den|toi|to|and|->) ?(\d{2}) ?(?:t|tuoi|years?(?: old)?)\b)");
    static const ScanPattern kLabelled(
        R"(\b(?:do tuoi|tuoi|aged?|ages)\b ?:? ?(?:tu |between |from )?(?:du )?(\d{2})(?: ?(?:t|tuoi))? ?(?:(?:-|~|den|toi|to|and|->) ?(?:duoi )?(\d{2}))?\b)");
    static const ScanPattern kAfterPeople(
        R"(\b(?:nam|nu|ban|em|co dau|nguoi|ban nu|ban nam|requirements:|lao dong) (\d{2}) ?- ?(\d{2})\b)");
    static const ScanPattern kBelow(R"(\b(?:duoi|khong qua|toi da|den) (\d{2}) ?(?:t|tuoi)\b)");
    static const ScanPattern kAbove(
        R"(\b(?:tu |tuoi tu )?(?:du|tren|tu) (\d{2})(?: ?(?:t|tuoi)\b)?)");
    static const ScanPattern kSingle(R"(\b(\d{2}) ?(?:t|tuoi)\b)");
    static const ScanPattern kTwoK(R"(\b2k(\d{1,2})(?: ?(?:-|den|~) ?2k(\d{1,2}))?\b)");
    static const ScanPattern kBorn(
        R"(\b(?:sn|sinh nam|nam sinh|born)(?: tu)?:? ?((?:19|20)\d\d)(?: ?(?:-|den) ?((?:19|20)\d\d))?\b)");
    const auto read = [&](const ScanPattern& pattern, auto visit) {
      pattern.ForEach(field_, [&](const Groups& groups) {
        if (!ages_.Overlaps(groups[0])) visit(groups);
      });
    };
    read(kRange, [&](const Groups& groups) {
      if (Int(groups[1]) < Int(groups[2])) AddAges(Int(groups[1]), Int(groups[2]), groups[0]);
    });
    read(kLabelled, [&](const Groups& groups) {
      AddAges(Int(groups[1]), groups[2].empty() ? 0 : Int(groups[2]), groups[0]);
    });
    read(kAfterPeople, [&](const Groups& groups) {
      if (Int(groups[1]) >= 14 && Int(groups[1]) < Int(groups[2]))
        AddAges(Int(groups[1]), Int(groups[2]), groups[0]);
    });
    read(kBelow, [&](const Groups& groups) { AddAges(0, Int(groups[1]), groups[0]); });
    read(kAbove, [&](const Groups& groups) {
      const bool said = field_.Text(groups[0]).find('t', groups[1].end - groups[0].begin) !=
                        std::string_view::npos;
      static const ScanPattern kDu(R"(\bdu )");
      const Span next = field_.WordAfter(groups[0].end);
      static const ScanPattern kNotAge(
          R"(^(?:thang|ngay|nam|gio|tieng|nguoi|ngan|trieu|tr|diem|buoi|tiet|m|kg|cm|km|cong|suat|dong)\b)");
      if (!said &&
          (!kDu.Contains(field_.Text(groups[0])) || kNotAge.Contains(text_.substr(next.begin))))
        return;
      if (Int(groups[1]) >= 14) AddAges(Int(groups[1]), 0, groups[0]);
    });
    // "gái 16t", "17 tuổi vẫn nhận": both bounds, for this is who is sought.
    static const ScanPattern kSought(
        R"(\b(?:nhan|tuyen|can|be|em|gai|ban|nu|nam|tu)\b[^.;]{0,24}$)");
    read(kSingle, [&](const Groups& groups) {
      if (kSought.Contains(Left(groups[0].begin, 40))) AddAges(Int(groups[1]), 0, groups[0]);
    });
    const int year = YearOf(posted_on_);
    read(kTwoK, [&](const Groups& groups) {
      const int first = year - (2000 + Int(groups[1]));
      const int second = groups[2].empty() ? first : year - (2000 + Int(groups[2]));
      AddAges(std::min(first, second), groups[2].empty() ? 0 : std::max(first, second), groups[0]);
    });
    read(kBorn, [&](const Groups& groups) {
      const int first = year - Int(groups[1]);
      const int second = groups[2].empty() ? first : year - Int(groups[2]);
      AddAges(std::min(first, second), std::max(first, second), groups[0]);
    });
  }

  static int DaysOfUnit(std::string_view unit) {
    if (unit == "tuan" || unit == "week" || unit == "weeks") return 7;
    if (unit == "thang" || unit == "month" || unit == "months") return 30;
    return 1;
  }
  void ReadDeparture() {
    static const ScanPattern kCounted(
        R"(\b(?:bay|xuat canh|khoi hanh|len duong|fly|departure|di|co mat)(?: ngay| luon| lien| thang)? (?:chi )?(?:trong(?: vong)?|sau|in|within|after) (?:khoang |tam )?(\d{1,3})(?: ?- ?\d{1,3})? ?(ngay|tuan|thang|days?|weeks?|months?)\b)");
    static const ScanPattern kLater(
        R"(\b(\d{1,2}) ?(ngay|tuan|thang) (?:nua )?(?:la )?(?:bay|xuat canh|di luon)\b)");
    static const ScanPattern kNext(
        R"(\b(?:bay|fly|di|xuat canh)[a-z ]{0,12} (?:(tuan|thang) (?:sau|toi)|(tuan) nay|next (week|month))\b|\b(tuan|thang) (?:sau|toi) (?:la )?(?:bay|xuat canh)\b)");
    static const ScanPattern kNow(
        R"(\b(?:bay|xuat canh|di|sang|qua|len duong)(?: luon)?(?: ngay)? ?(?:trong ngay|trong dem|dem nay|toi nay|hom nay|ngay mai|trong hom nay)\b)");
    static const ScanPattern kMonth(
        R"(\b(?:bay|xuat canh|fly)(?: vao| du kien| trong)?(?: dau| cuoi| giua)? thang (\d{1,2})(?: ?[/.-] ?(20\d\d)| nam (20\d\d))?\b|\b(?:dau |cuoi |giua )?thang (\d{1,2}) (?:la )?(?:bay|xuat canh)\b)");
    kCounted.ForEach(field_, [&](const Groups& groups) {
      std::string unit(field_.Text(groups[2]));
      if (unit.back() == 's') unit.pop_back();
      const bool work = text_.substr(groups[0].begin, 7) == "di lam ";
      if (!work) Add(FactKind::kDepartureDays, Int(groups[1]) * DaysOfUnit(unit), groups[0]);
    });
    kLater.ForEach(field_, [&](const Groups& groups) {
      Add(FactKind::kDepartureDays, Int(groups[1]) * DaysOfUnit(field_.Text(groups[2])), groups[0]);
    });
    kNext.ForEach(field_, [&](const Groups& groups) {
      const std::string_view whole = field_.Text(groups[0]);
      if (whole.find("di lam") != std::string_view::npos ||
          whole.find("di hoc") != std::string_view::npos)
        return;
      const bool week = whole.find("tuan") != std::string_view::npos ||
                        whole.find("week") != std::string_view::npos;
      Add(FactKind::kDepartureDays, week ? 7 : 30, groups[0]);
    });
    kNow.ForEach(field_,
                 [&](const Groups& groups) { Add(FactKind::kDepartureDays, 0, groups[0]); });
    kMonth.ForEach(field_, [&](const Groups& groups) {
      const int month = Int(groups[1].empty() ? groups[4] : groups[1]);
      if (month < 1 || month > 12) return;
      const Span year = groups[2].empty() ? groups[3] : groups[2];
      const auto day = year.empty() ? NearestYear(month, 1) : MakeDay(Int(year), month, 1);
      if (!day) return;
      const int days = core::DaysBetween(posted_on_, *day);
      if (days > -31) Add(FactKind::kDepartureDays, std::max(days, 0), groups[0]);
    });
  }

  void ReadHours() {
    static const ScanPattern kCounted(
        R"(\b(\d{1,2})(?: ?- ?(\d{1,2}))? ?(?:tieng|gio|h|hours?)(?: ?/ ?| mot | 1 | moi | per | a | tren )(?:ngay|ca|day|shift)\b)");
    static const ScanPattern kWork(
        R"(\b(?:lam|ngay lam|ngay|ca|work) (?:tu )?(\d{1,2})(?: ?- ?(\d{1,2}))? ?(?:tieng|gio dong ho|hours?)\b)");
    static const ScanPattern kShift(R"(\bca (\d{1,2}) ?(?:gio|tieng|h)\b)");
    static const ScanPattern kClock(
        R"(\b(\d{1,2}) ?(?:h|g|gio|am|pm)(\d{2})?(?: (sang|trua|chieu|toi|dem))? ?(?:->|-|den|toi|to|~) ?(\d{1,2}) ?(?:h|g|gio|am|pm)(\d{2})?(?: (sang|trua|chieu|toi|dem))?\b)");
    const auto add = [&](int hours, Span span) {
      if (hours >= 1 && hours <= 24) Add(FactKind::kHoursPerDay, hours, span);
    };
    // "tăng ca không quá 2 giờ/ngày" is not the working day.
    static const ScanPattern kExtra(
        R"(\b(?:tang ca|lam them|overtime|ot|them|chay|hoc)\b[^.;,]{0,24}$)");
    kCounted.ForEach(field_, [&](const Groups& groups) {
      if (!kExtra.Contains(Left(groups[0].begin, 36)))
        add(Int(groups[2].empty() ? groups[1] : groups[2]), groups[0]);
    });
    kWork.ForEach(field_, [&](const Groups& groups) {
      if (groups[0].end < text_.size() && text_[groups[0].end] == '/') return;
      add(Int(groups[2].empty() ? groups[1] : groups[2]), groups[0]);
    });
    kShift.ForEach(field_, [&](const Groups& groups) { add(Int(groups[1]), groups[0]); });
    Span clock;  // the last range read
    double clock_hours = 0;
    kClock.ForEach(field_, [&](const Groups& groups) {
      const auto hour = [&](Span number, Span minutes, Span part) {
        double value = Int(number) + Int(minutes) / 60.0;
        const std::string_view word = field_.Text(part);
        if ((word == "chieu" || word == "toi" || word == "dem") && value < 12) value += 12;
        return value;
      };
      // In brackets behind a phone they are office hours.
      if (groups[0].begin > 0 && text_[groups[0].begin - 1] == '(') return;
      double from = hour(groups[1], groups[2], groups[3]);
      double to = hour(groups[4], groups[5], groups[6]);
      if (field_.Text(groups[6]) == "dem" && Int(groups[4]) == 12) to = 24;
      if (to <= from)
        to += from < 12 && to <= 12 && groups[6].empty() && from - to < 12 && to + 12 > from ? 12
                                                                                             : 24;
      const double length = to - from;
      if (length < 3 || length > 22) return;
      // "7h-11h, 13h-17h": two halves of one day.
      if (!clock.empty() && groups[0].begin - clock.end <= 5 &&
          field_.LineOf(clock.begin).begin == field_.LineOf(groups[0].begin).begin) {
        const double whole = clock_hours + length;
        facts_.pop_back();
        clock.end = groups[0].end;
        clock_hours = whole;
      } else {
        clock = groups[0];
        clock_hours = length;
      }
      Add(FactKind::kHoursPerDay, clock_hours, clock);
    });
  }

  void ReadDaysOff() {
    static const ScanPattern kMonthly(
        R"(\b(?:thang|moi thang|hang thang|1 thang) (?:duoc )?nghi (\d{1,2})(?: ngay)?\b|\bnghi (\d{1,2}) (?:ngay|buoi) ?(?:/|moi|1|mot|trong|hang) ?thang\b)");
    static const ScanPattern kWeekly(
        R"(\b(\d) ?(?:ngay|days?) ?(?:/|mot|1|per|a) ?(?:tuan|week)\b)");
    static const ScanPattern kNone(
        R"(\b(?:khong (?:co )?ngay nghi|khong nghi ngay nao|no days? off|lam khong nghi|khong duoc nghi)\b)");
    kMonthly.ForEach(field_, [&](const Groups& groups) {
      Add(FactKind::kDaysOff, Int(groups[1].empty() ? groups[2] : groups[1]), groups[0]);
    });
    kWeekly.ForEach(field_, [&](const Groups& groups) {
      const int work = Int(groups[1]);
      if (work < 4 || work > 7) return;
      const std::string_view left = Left(groups[0].begin, 12);
      const bool off = left.find("nghi") != std::string_view::npos;
      if (!off) Add(FactKind::kDaysOff, (7 - work) * 4, groups[0]);
    });
    kNone.ForEach(field_, [&](const Groups& groups) { Add(FactKind::kDaysOff, 0, groups[0]); });
  }

  void ReadContract() {
    static const ScanPattern kContract(
        R"(\b(?:hop dong(?: lao dong)?|thoi han(?: hop dong)?|contract|ky|ki)(?: hop dong)?(?: co thoi han| thoi han| period| term| dai han)?:? ?(?:la )?(\d{1,2})(?: ?\+ ?(\d))? ?(nam|thang|years?|months?)?\b)");
    static const ScanPattern kEnglish(
        R"(\b(\d{1,2}|one|two|three)[ -](year|month)s?[ -](?:contract|term|fixed)|\bcontract: (\d{1,2}|one|two|three) (year|month)s?)");
    static const ScanPattern kTitle(R"(\((\d) nam\))");
    static const ScanPattern kSeason(
        R"(\b(?:thoi vu|ngan han|mua vu|seasonal|hd|don nhat|don han|don uc)(?: [a-z0-9-]+){0,3} (\d{1,2}) ?(nam|thang|months?)\b|\b(\d{1,2}) ?(thang|months?)(?: [a-z-]+){0,2} (?:thoi vu|mua vu|seasonal)\b|\b(?:nhat|nhat ban|han|han quoc|uc|dai loan|duc|canada) ([1-9]|1[01]) (thang)\b)");
    static const ScanPattern kDaysOfVisa(
        R"(\b(?:c-?[34]|visa c|dien c)(?: [a-z]+){0,2} (30|60|90|180) ngay\b)");
    Taken read;
    const auto add = [&](int number, std::string_view unit, Span span) {
      if (read.Overlaps(span)) return;
      read.Add(span);
      const int months =
          unit.substr(0, 1) == "n" || unit.substr(0, 1) == "y" ? number * 12 : number;
      if (months >= 1 && months <= 120) Add(FactKind::kContractMonths, months, span);
    };
    kContract.ForEach(field_, [&](const Groups& groups) {
      const std::string_view unit = field_.Text(groups[3]);
      if (unit.empty() && groups[2].empty()) return;
      add(Int(groups[1]) + Int(groups[2]), unit.empty() ? "nam" : unit, groups[0]);
    });
    kEnglish.ForEach(field_, [&](const Groups& groups) {
      const Span number = groups[1].empty() ? groups[3] : groups[1];
      const std::string_view word = field_.Text(number);
      const int value = word == "one" ? 1 : word == "two" ? 2 : word == "three" ? 3 : Int(number);
      add(value, field_.Text(groups[1].empty() ? groups[4] : groups[2]), groups[0]);
    });
    kTitle.ForEach(field_, [&](const Groups& groups) { add(Int(groups[1]), "nam", groups[0]); });
    kSeason.ForEach(field_, [&](const Groups& groups) {
      const std::size_t form = !groups[1].empty() ? 1 : !groups[3].empty() ? 3 : 5;
      add(Int(groups[form]), field_.Text(groups[form + 1]), groups[0]);
    });
    kDaysOfVisa.ForEach(
        field_, [&](const Groups& groups) { add(Int(groups[1]) / 30, "thang", groups[0]); });
  }

  void ReadHeadcount() {
    static const ScanPattern kLabelled(
        R"(\b(?:so luong(?: tuyen)?|sl|chi tieu|quantity|vacancies):? ?(\d{1,4})\b)");
    static const ScanPattern kCounted(
        R"(\b(\d{1,2}(?:\.\d{3})|\d{1,4}) (?:lao dong|nguoi|nam|nu|ban|em|cong nhan|cn|ung vien|thuc tap sinh|tho|ho ly|ky su|nhan vien|sale|welders|women|men|workers|staff|operators|room attendants|dieu duong|ngu phu|phu ho|shipper|don)\b)");
    static const ScanPattern kRecruits(
        R"(\b(?:tuyen(?: dung| gap| them)?|can(?: gap| tuyen)?|recruits?|hiring|needs?|wanted|recruitment of|nhan)\b[^.;:0-9]{0,12}$)");
    kLabelled.ForEach(field_, [&](const Groups& groups) {
      Add(FactKind::kHeadcount, Int(groups[1]), groups[0]);
    });
    kCounted.ForEach(field_, [&](const Groups& groups) {
      const std::size_t at = groups[0].begin;
      const std::string_view left = Left(at, 40);
      const bool people = field_.Text(groups[0]).find(" nu") != std::string_view::npos ||
                          field_.Text(groups[0]).find(" nam") != std::string_view::npos;
      static const ScanPattern kBeside(R"((?:[-,|:+(/&]|\bva|\d nam|\d nu) ?$)");
      const bool years = people && field_.LowerWritten(groups[0]).find("năm") != std::string::npos;
      if (years ||
          !(kRecruits.Contains(left) || (people && (left.empty() || kBeside.Contains(left) ||
                                                    left.find("don") != std::string_view::npos))))
        return;
      const int count = Int(groups[1]);
      if (count > 0) Add(FactKind::kHeadcount, count, groups[0]);
    });
  }

  const FieldText& field_;
  std::string_view text_;
  Day posted_on_;
  std::vector<core::Fact>& facts_;
  Taken ages_;
};

}  // namespace

void ReadTerms(const FieldText& field, Day posted_on, std::vector<core::Fact>& facts) {
  Reader(field, posted_on, facts).Read();
}

}  // namespace agencywatch::rules
