#include "rules/explain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "core/indicator.h"
#include "rules/pattern_words.h"

namespace agencywatch::rules {
namespace {

class Explainer {
 public:
  Explainer(const Pack& pack, const Rule& rule, ExplainLanguage language)
      : pack_(pack), rule_(rule), vi_(language == ExplainLanguage::kVietnamese) {}

  std::string Run() {
    out_ << rule_.id << " (" << Say("phiên bản ", "version ") << rule_.version << ", "
         << RuleStatusName(rule_.status) << ")\n";
    out_ << Say(rule_.title_vi, rule_.title_en) << "\n\n";
    if (!rule_.reason.empty())
      out_ << Say("Không dùng nữa: ", "No longer used: ") << rule_.reason << "\n\n";
    const core::Indicator* indicator = core::FindIndicator(rule_.indicator);
    out_ << Say("Dấu hiệu: ", "Indicator: ") << rule_.indicator;
    if (indicator != nullptr) out_ << " - " << Say(indicator->title_vi, indicator->title_en);
    out_ << "\n"
         << Say("Mức độ: ", "Severity: ") << core::SeverityName(rule_.severity) << ", "
         << rule_.points << Say(" điểm", " points") << "\n\n";
    Law();
    When();
    List(Say("Dễ nhầm với:", "Known to be mistaken for:"), rule_.false_positives);
    const std::string guide = Say(rule_.guide_vi, rule_.guide_en);
    if (!guide.empty()) out_ << Say("Hướng dẫn: ", "What to look at: ") << guide << "\n\n";
    Sources();
    return out_.str();
  }

  std::string RunCondition() {
    When();
    Sources();
    return out_.str();
  }

 private:
  void When() {
    out_ << Say("Khi nào:", "When:") << "\n";
    if (!rule_.any_genre && !rule_.has_genre_condition) {
      out_ << "  - "
           << Say("tin rao (không phải báo chí, cảnh báo, thông báo, than phiền)",
                  "an offer (not news, a warning, a notice or a complaint)")
           << Say(", và", ", and") << "\n";
    }
    Tell(rule_.when, 1);
    out_ << "\n";
  }

  void Sources() {
    Tests(Say("Ví dụ vi phạm:", "Fires on:"), rule_.hits);
    Tests(Say("Ví dụ không vi phạm:", "Does not fire on:"), rule_.misses);
    List(Say("Nguồn:", "Sources:"), rule_.references);
    if (!rule_.author.empty())
      out_ << Say("Người viết: ", "Author: ") << rule_.author << " " << rule_.date << "\n";
  }

  std::string Say(const std::string& vietnamese, const std::string& english) const {
    return vi_ ? vietnamese : english;
  }
  std::string Say(std::string_view vietnamese, std::string_view english) const {
    return std::string(vi_ ? vietnamese : english);
  }
  std::string Say(const char* vietnamese, const char* english) const {
    return vi_ ? vietnamese : english;
  }

  void Law() {
    if (rule_.law.empty()) return;
    out_ << Say("Căn cứ pháp luật:", "Law:") << "\n";
    for (const std::string& id : rule_.law) {
      const LawArticle* article = pack_.tables.FindLaw(id);
      if (article == nullptr) continue;
      out_ << "  - " << article->act << ", " << article->article << ": "
           << Say(article->text_vi, article->text_en);
      if (article->validity.from)
        out_ << Say("; từ ", "; from ") << core::FormatDay(*article->validity.from);
      if (article->validity.to)
        out_ << Say(" đến ", " to ") << core::FormatDay(*article->validity.to);
      out_ << " [" << id << "]\n";
    }
    out_ << "\n";
  }

  void List(const std::string& heading, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out_ << heading << "\n";
    for (const std::string& line : lines) out_ << "  - " << line << "\n";
    out_ << "\n";
  }

  void Tests(const std::string& heading, const std::vector<RuleTest>& tests) {
    if (tests.empty()) return;
    out_ << heading << "\n";
    for (const RuleTest& test : tests) {
      out_ << "  - ";
      if (!test.text.title.empty()) out_ << test.text.title << " / ";
      out_ << test.text.body;
      if (!test.agency.empty()) out_ << " [" << test.agency << "]";
      out_ << "\n";
    }
    out_ << "\n";
  }

  // The words of conditions as a lawyer says them; an indicator by its title.
  std::string Told(std::string_view name) const {
    struct Word {
      std::string_view name;
      std::string_view vi;
      std::string_view en;
    };
    static constexpr std::array kWords = {
        // what a sum is for, how often it is paid
        Word{"fee", "phí", "a fee"},
        Word{"deposit", "tiền cọc, tiền nộp trước", "a deposit, money in advance"},
        Word{"wage", "tiền công, tiền hứa trả", "pay, money promised"},
        Word{"penalty", "tiền phạt, tiền đền", "a penalty"},
        Word{"commission", "hoa hồng, tiền môi giới", "a commission"},
        Word{"loan", "tiền vay, tiền ứng, tiền trừ lương", "a loan, money taken from pay"},
        Word{"once", "một lần", "once"}, Word{"month", "tháng", "month"},
        Word{"day", "ngày", "day"}, Word{"hour", "giờ", "hour"}, Word{"head", "đầu người", "head"},
        Word{"none", "không nêu kỳ", "no period stated"},
        // the licence register
        Word{"unlisted", "có tên doanh nghiệp mà không có trong danh sách",
             "an enterprise not on it"},
        Word{"inactive", "giấy phép không còn hiệu lực", "a licence not in force"},
        Word{"active", "giấy phép còn hiệu lực", "a licence in force"},
        Word{"number_unknown", "số giấy phép không có trong danh sách", "a number not on it"},
        Word{"number_of_other", "số giấy phép của doanh nghiệp khác", "the number of another"},
        Word{"possible", "tên gần giống một doanh nghiệp", "a name like an enterprise's"},
        Word{"nobody", "không nêu doanh nghiệp, giấy phép nào", "no enterprise, no licence named"},
        Word{"borrowed", "tên hoặc số có thật, liên hệ của người khác",
             "contacts that are not the holder's"},
        Word{"unknown", "chưa có danh sách mới", "no recent list"},
        // kinds of text
        Word{"advert", "tin rao", "an advertisement"}, Word{"tip", "tin báo", "a tip"},
        Word{"study_abroad", "du học", "study abroad"},
        Word{"visa_service", "dịch vụ visa", "a visa service"},
        // contacts and facts
        Word{"landline", "điện thoại bàn", "a landline"}, Word{"address", "địa chỉ", "an address"},
        Word{"enterprise", "doanh nghiệp", "an enterprise"},
        Word{"mobile", "điện thoại di động", "a mobile number"},
        Word{"social", "tài khoản mạng xã hội", "a social account"},
        Word{"email", "thư điện tử", "an e-mail address"},
        Word{"website", "trang web", "a website"},
        Word{"phone", "số điện thoại", "a telephone number"},
        Word{"account", "tài khoản nhận tiền", "an account for money"},
        Word{"destination", "nơi đến", "a destination"}, Word{"person", "cá nhân", "a person"},
        // writing
        Word{"no_diacritics", "viết không dấu", "no diacritics"},
        Word{"zero_width", "ký tự ẩn", "invisible characters"},
        Word{"spaced_letters", "chữ tách rời", "spaced letters"},
        Word{"dotted_letters", "chữ chấm", "dotted letters"},
        Word{"homoglyph", "chữ giống chữ", "look-alike letters"},
        Word{"leet", "số thay chữ", "digits for letters"},
        Word{"emoji_digits", "số biểu tượng", "emoji digits"},
        Word{"digit_words", "số viết bằng chữ", "digits in words"},
        Word{"code_words", "từ lóng", "code words"}, Word{"title", "tiêu đề", "the title"}};
    for (const Word& word : kWords) {
      if (word.name == name) return std::string(vi_ ? word.vi : word.en);
    }
    if (const core::Indicator* indicator = core::FindIndicator(name); indicator != nullptr)
      return std::string(vi_ ? indicator->title_vi : indicator->title_en) + " (" +
             std::string(name) + ")";
    return std::string(name);
  }

  template <class Names>
  std::string Join(const Names& names) const {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + Told(name);
    return text;
  }

  static std::string Plain(double number) {
    std::ostringstream text;
    text.precision(12);
    text << number;
    return text.str();
  }

  std::string SourceOf(PatternId id) const {
    const auto use = std::find_if(pack_.pattern_uses.begin(), pack_.pattern_uses.end(),
                                  [&](const PatternUse& candidate) {
                                    return candidate.id == id && candidate.owner == rule_.id;
                                  });
    return "«" +
           PatternInWords(use == pack_.pattern_uses.end() ? pack_.matcher.pattern(id).regex()
                                                          : use->source) +
           "»";
  }

  std::string Bounds(const std::optional<double>& min, const std::optional<double>& max) const {
    std::string text;
    if (min) text += Say(", từ ", ", from ") + Plain(*min);
    if (max) text += Say(", đến ", ", up to ") + Plain(*max);
    return text;
  }

  std::string OptionsText(const TextOptions& options) const {
    std::string text;
    if (options.in != kTitleAndBody) {
      std::vector<std::string_view> parts;
      for (const core::Field field : core::kFields) {
        if ((options.in & FieldBit(field)) != 0) parts.push_back(core::FieldName(field));
      }
      text += Say(", trong ", ", in ") + Join(parts);
    }
    if (options.negated == Inside::kOnly)
      text += Say(", chỉ khi bị phủ định", ", only where it is denied");
    if (options.negated == Inside::kAny)
      text += Say(", kể cả khi bị phủ định", ", also where it is denied");
    if (options.quoted == Inside::kOnly)
      text += Say(", chỉ khi trích dẫn", ", only where it is quoted");
    if (options.quoted == Inside::kAny)
      text += Say(", kể cả khi trích dẫn", ", also where it is quoted");
    return text;
  }

  void Line(int depth, const std::string& text) {
    out_ << std::string(static_cast<std::size_t>(depth) * 2, ' ') << "- " << text << "\n";
  }

  void Group(int depth, const std::string& heading, const std::vector<Condition>& of) {
    Line(depth, heading);
    for (const Condition& part : of) Tell(part, depth + 1);
  }

  void Tell(const Condition& condition, int depth) {
    std::visit([&](const auto& kind) { Tell(kind, depth); }, condition.kind);
  }
  void Tell(const TextCondition& c, int depth) {
    Line(depth, Say("có chữ ", "the text says ") + SourceOf(c.pattern) + OptionsText(c.options));
  }
  void Tell(const NearCondition& c, int depth) {
    Line(depth, Say("trong cùng đoạn, cách nhau không quá ", "in one paragraph, no more than ") +
                    std::to_string(c.gap) + Say(" ký tự", " letters apart") +
                    (c.ordered ? Say(", đúng thứ tự", ", in this order") : "") +
                    OptionsText(c.options) + ":");
    for (const PatternId id : c.of) Line(depth + 1, SourceOf(id));
  }
  void Tell(const CountCondition& c, int depth) {
    Line(depth, Say("ít nhất ", "at least ") + std::to_string(c.min) + Say(" lần ", " times ") +
                    SourceOf(c.pattern) + OptionsText(c.options));
  }
  void Tell(const AllCondition& c, int depth) { Group(depth, Say("tất cả:", "all of:"), c.of); }
  void Tell(const AnyCondition& c, int depth) { Group(depth, Say("một trong:", "any of:"), c.of); }
  void Tell(const NoneCondition& c, int depth) { Group(depth, Say("không có:", "none of:"), c.of); }
  void Tell(const AtLeastCondition& c, int depth) {
    Group(depth, Say("ít nhất ", "at least ") + std::to_string(c.n) + Say(" trong số:", " of:"),
          c.of);
  }
  void Tell(const FactCondition& c, int depth) {
    std::string text = Say("đọc được ", "the text has ") +
                       (c.count > 1 ? std::to_string(c.count) + " × " : "") +
                       Told(core::FactKindName(c.kind));
    if (!c.values.empty()) text += " = " + Join(c.values);
    for (const auto& [name, values] : c.attrs) text += ", " + name + " = " + Join(values);
    Line(depth, text + Bounds(c.min, c.max));
  }
  void Tell(const MoneyCondition& c, int depth) {
    std::string text = Say("có số tiền", "a sum of money");
    if (!c.roles.empty()) text += Say(", là ", ", as ") + Join(c.roles);
    if (!c.periods.empty()) text += Say(", kỳ ", ", per ") + Join(c.periods);
    if (!c.currencies.empty()) text += Say(", bằng ", ", in ") + Join(c.currencies);
    Line(depth, text + Bounds(c.min, c.max) + (c.in_vnd ? " VND" : ""));
  }
  void Tell(const WageAboveCondition& c, int depth) {
    Line(depth,
         Say("lương cao hơn ", "a wage above ") + Plain(c.factor) +
             Say(" lần mức hợp lý của thị trường", " times what that market can plausibly pay"));
  }
  void Tell(const FeeAboveCeilingCondition&, int depth) {
    Line(depth, Say("phí cao hơn mức trần theo luật", "a fee above the legal ceiling"));
  }
  void Tell(const DepositAboveCapCondition&, int depth) {
    Line(depth, Say("tiền ký quỹ cao hơn mức trần", "a deposit above the legal cap"));
  }
  void Tell(const AbroadCondition&, int depth) {
    Line(depth, Say("việc làm ở nước ngoài", "an offer of work abroad"));
  }
  void Tell(const GenreCondition& c, int depth) {
    Line(depth, Say("loại văn bản: ", "the text is: ") + Join(c.genres));
  }
  void Tell(const RegisterCondition& c, int depth) {
    std::vector<std::string_view> names;
    for (unsigned bit = 0; bit < 9; ++bit) {
      if ((c.states >> bit & 1) != 0)
        names.push_back(RegisterStateName(static_cast<RegisterState>(1u << bit)));
    }
    Line(depth, Say("danh sách giấy phép cho biết: ", "the licence register says: ") + Join(names));
  }
  void Tell(const FindingCondition& c, int depth) {
    Line(depth, Say("đã có dấu hiệu: ", "also found: ") + Join(c.names));
  }
  void Tell(const EvasionCondition& c, int depth) {
    Line(depth, Say("cách viết né tránh: ", "disguised writing: ") + Join(c.kinds));
  }
  void Tell(const LanguageCondition& c, int depth) {
    Line(depth, Say("ngôn ngữ: ", "language: ") + Join(c.languages));
  }
  void Tell(const ContactCondition& c, int depth) {
    const auto names = [this](const std::set<ContactKind>& kinds) {
      std::vector<std::string_view> result;
      for (const ContactKind kind : kinds) result.push_back(ContactKindName(kind));
      return Join(result);
    };
    if (!c.any.empty()) Line(depth, Say("liên hệ có: ", "the contacts include: ") + names(c.any));
    if (!c.none.empty())
      Line(depth, Say("liên hệ không có: ", "the contacts do not include: ") + names(c.none));
  }
  void Tell(const ChannelCondition& c, int depth) {
    Line(depth, Say("kênh: ", "channel: ") + Join(c.channels));
  }
  void Tell(const LikenessCondition& c, int depth) {
    constexpr std::size_t kTold = 12;
    const std::string indicator = c.indicator;
    if (c.least) {
      Line(depth, Say("từ ngữ giống các tin đã được gán nhãn ", "its words are like those of adverts labelled ") + indicator +
                      Say(", nhất là: ", ", above all: ") + Join(pack_.likeness.Strongest(indicator, kTold)));
    } else {
      Line(depth, Say("từ ngữ khác hẳn các tin đã được gán nhãn ", "its words are quite unlike those of adverts labelled ") +
                      indicator);
    }
  }
  void Tell(const ScoreCondition& c, int depth) {
    Line(depth, Say("điểm từ ", "a score of ") + std::to_string(c.min));
  }

  const Pack& pack_;
  const Rule& rule_;
  bool vi_;
  std::ostringstream out_;
};

}  // namespace

std::string Explain(const Pack& pack, const Rule& rule, ExplainLanguage language) {
  return Explainer(pack, rule, language).Run();
}

std::string ExplainCondition(const Pack& pack, const Rule& rule, ExplainLanguage language) {
  return Explainer(pack, rule, language).RunCondition();
}

const Rule* FindRule(const Pack& pack, std::string_view id) {
  const auto found =
      std::lower_bound(pack.rules.begin(), pack.rules.end(), id,
                       [](const Rule& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != pack.rules.end() && found->id == id ? &*found : nullptr;
}

}  // namespace agencywatch::rules
