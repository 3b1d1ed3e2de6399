#include "crawler/advert_blocks.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/fold.h"
#include "core/posting.h"
#include "core/time.h"
#include "crawler/advertiser_text.h"
#include "crawler/job_labels.h"
#include "crawler/job_particulars.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// What may begin an advert, from the plainest sign to the weakest.
enum class TitleKind {
  kHeading1,
  kHeading2,
  kHeading3,
  kHeading4,
  kHeading5,
  kHeading6,
  kStrong,
  kNumbered,
  kCode,
  kJob
};
constexpr std::array kTitleKinds = {
    TitleKind::kHeading2, TitleKind::kHeading3, TitleKind::kHeading4, TitleKind::kHeading5,
    TitleKind::kHeading6, TitleKind::kStrong,   TitleKind::kNumbered, TitleKind::kCode,
    TitleKind::kJob,      TitleKind::kHeading1};

constexpr std::size_t kMaxTitleBytes = 200;

struct Labelled {
  JobLabel label;
  std::string value;
};

bool IsTerm(JobLabel label) {
  switch (label) {
    case JobLabel::kSalary:
    case JobLabel::kPlace:
    case JobLabel::kCountry:
    case JobLabel::kDeadline:
    case JobLabel::kCode:
    case JobLabel::kQuantity:
    case JobLabel::kFee:
    case JobLabel::kAge:
    case JobLabel::kSex:
    case JobLabel::kContract:
    case JobLabel::kTest:
    case JobLabel::kDeparture:
      return true;
    default:
      return false;
  }
}

// "1. Thợ hàn", "2) …", "Đơn 3: …", "III. …"
bool IsNumbered(std::string_view folded) {
  for (const std::string_view word :
       {"don hang so ", "don hang ", "don so ", "don ", "vi tri ", "job ", "order "})
    if (folded.starts_with(word)) {
      folded.remove_prefix(word.size());
      break;
    }
  std::size_t end = folded.find_first_not_of("0123456789");
  if (end == 0) end = folded.find_first_not_of("iv");
  return end != std::string_view::npos && end > 0 && end <= 4 && end + 2 < folded.size() &&
         std::string_view(".):/-").find(folded[end]) != std::string_view::npos;
}

// Headings of the parts of one advert.
bool IsPartHeading(std::string_view folded) {
  static const PhraseSet kPhrases = {"mo ta",        "quyen loi", "yeu cau",     "thong tin",
                                     "che do",       "phuc loi",  "dieu kien",   "ho so",
                                     "chi phi",      "lien he",   "cach thuc",   "quy trinh",
                                     "noi dung",     "luu y",     "ghi chu",     "lich trinh",
                                     "requirements", "benefits",  "description", "responsibilities",
                                     "how to apply", "overview",  "about",       "contact"};
  return folded.size() < 60 && kPhrases.IsIn(folded);
}

std::optional<TitleKind> KindOf(const TextLine& line, const std::optional<Labelled>& labelled) {
  if (line.text.size() > kMaxTitleBytes || line.text.size() < 4) return std::nullopt;
  if (labelled) {
    if (labelled->label == JobLabel::kCode) return TitleKind::kCode;
    if (labelled->label == JobLabel::kJob) return TitleKind::kJob;
  }
  const std::string& folded = line.Folded();
  // "Phí thế nào?" asks about the one advert.
  if (IsPartHeading(folded) || folded.find('?') != std::string::npos) return std::nullopt;
  if (line.heading != 0) return static_cast<TitleKind>(line.heading - 1);
  if (labelled && labelled->label != JobLabel::kOther) return std::nullopt;
  if (line.strong) return TitleKind::kStrong;
  if (IsNumbered(folded)) return TitleKind::kNumbered;
  return std::nullopt;
}

struct Range {
  std::size_t first = 0;  // the title
  std::size_t last = 0;
};

using Terms = std::map<JobLabel, std::string>;

// What a line of running text says of an advert's terms: "Cần 20 người, lương 17,60 CAD/giờ. Hạn 31/12/2026."
Terms TermsSaid(const TextLine& line) {
  static const re2::RE2 kQuantity(
      R"(\b(\d{1,3})\s+(?:nam(?:\s*[,./;]|\s+nu\b|$)|(?:nguoi|nu|tho|ban|lao dong|cong nhan|ung vien|hoc vien|workers?|people|persons?|men|women|staff|nurses?|drivers?|cooks?|welders?)\b))");
  Terms terms;
  if (line.text.find_first_of("0123456789@") == std::string::npos) return terms;
  const std::string& folded = line.Folded();
  core::Posting read;
  ReadParticulars(line.text, read);
  if (read.salary_min)
    terms.emplace(JobLabel::kSalary, std::to_string(*read.salary_min) + read.salary_currency);
  if (read.valid_through) terms.emplace(JobLabel::kDeadline, core::FormatDay(*read.valid_through));
  if (const auto posted = FindDateLine(line.text))
    terms.emplace(JobLabel::kPosted, core::FormatDay(*posted));
  if (HasContact(folded)) terms.emplace(JobLabel::kContact, folded);
  std::string quantity;
  if (re2::RE2::PartialMatch(folded, kQuantity, &quantity))
    terms.emplace(JobLabel::kQuantity, std::move(quantity));
  return terms;
}

// The terms that the lines of a range name. Terms of running text count where `said` has them, one for each line.
Terms TermsIn(const std::vector<std::optional<Labelled>>& labels, const std::vector<Terms>& said,
              const Range& range) {
  Terms terms;
  for (std::size_t i = range.first; i < range.last; ++i) {
    if (labels[i] && IsTerm(labels[i]->label)) terms.emplace(labels[i]->label, labels[i]->value);
    if (!said.empty()) terms.insert(said[i].begin(), said[i].end());
  }
  return terms;
}

// The ranges that begin with a title of one kind and hold particulars. A line of the same kind without particulars
// behind it belongs to the advert before it.
std::vector<Range> RangesOf(TitleKind kind, const std::vector<std::optional<TitleKind>>& kinds,
                            const std::vector<std::optional<Labelled>>& labels,
                            const std::vector<Terms>& said) {
  std::vector<Range> ranges;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i] == kind) ranges.push_back({i, kinds.size()});
  for (std::size_t i = 0; i + 1 < ranges.size(); ++i) ranges[i].last = ranges[i + 1].first;
  constexpr std::size_t kLeastTerms = 2;
  std::vector<Range> adverts;
  for (const Range& range : ranges) {
    const Terms terms = TermsIn(labels, said, range);
    // Running text speaks of many things: of an advert it says what is paid, and below a bold line whom to reach.
    const bool contact = terms.contains(JobLabel::kContact);
    const bool is_advert = said.empty() || (terms.contains(JobLabel::kSalary) &&
                                            (kind != TitleKind::kStrong || contact));
    if (terms.size() >= kLeastTerms && is_advert)
      adverts.push_back(range);
    else if (!adverts.empty() && (said.empty() || !contact))
      adverts.back().last = range.last;
  }
  return adverts;
}

bool AreAdverts(const std::vector<Range>& ranges, const std::vector<TextLine>& lines,
                const std::vector<std::optional<Labelled>>& labels,
                const std::vector<Terms>& said) {
  if (ranges.size() < 2) return false;
  std::vector<Terms> terms;
  std::set<std::string> titles;
  for (const Range& range : ranges) {
    terms.push_back(TermsIn(labels, said, range));
    titles.insert(lines[range.first].text);
  }
  if (titles.size() < 2) return false;
  std::size_t same = 0;
  bool differ = false;
  for (const auto& [label, value] : terms.front()) {
    const auto has = [&, wanted = label](const Terms& of) { return of.contains(wanted); };
    const auto holders = static_cast<std::size_t>(std::count_if(terms.begin(), terms.end(), has));
    if (holders * 10 < terms.size() * 7) continue;
    ++same;
    for (const Terms& of : terms) {
      const auto found = of.find(label);
      differ |= found != of.end() && found->second != value;
    }
  }
  return same >= 2 && differ;
}

// Behind the last labelled line of the last advert as many lines are its own as the longest tail among the others; the
// rest speaks to all. So does whom to reach, where only the last one seems to tell.
void CutTail(std::vector<Range>& ranges, const std::vector<std::optional<Labelled>>& labels,
             const std::vector<Terms>& said) {
  const auto is_contact = [&](std::size_t i) {
    return (labels[i] && labels[i]->label == JobLabel::kContact) ||
           (!said.empty() && said[i].size() == 1 && said[i].contains(JobLabel::kContact));
  };
  const bool all_tell = std::any_of(ranges.begin(), ranges.end() - 1, [&](const Range& range) {
    for (std::size_t i = range.first; i < range.last; ++i)
      if (is_contact(i)) return true;
    return false;
  });
  const auto end_of_terms = [&](const Range& range) {
    std::size_t end = range.first + 1;
    for (std::size_t i = range.first; i < range.last; ++i)
      if ((labels[i] || (!said.empty() && !said[i].empty())) && (all_tell || !is_contact(i)))
        end = i + 1;
    return end;
  };
  std::size_t tail = 0;
  for (std::size_t i = 0; i + 1 < ranges.size(); ++i)
    tail = std::max(tail, ranges[i].last - end_of_terms(ranges[i]));
  Range& last = ranges.back();
  std::size_t end = std::min(last.last, end_of_terms(last) + tail);
  if (!all_tell)
    for (std::size_t i = end_of_terms(last); i < end; ++i)
      if (is_contact(i)) end = i;
  last.last = end;
}

// At least two headings of one level, or bold lines.
bool HasHeadings(const std::vector<std::optional<TitleKind>>& kinds) {
  std::array<int, 7> count{};
  for (const auto& kind : kinds)
    if (kind && *kind <= TitleKind::kStrong && ++count.at(static_cast<std::size_t>(*kind)) == 2)
      return true;
  return false;
}

}  // namespace

AdvertBlocks FindAdvertBlocks(const std::vector<TextLine>& lines) {
  std::vector<std::optional<Labelled>> labels(lines.size());
  std::vector<std::optional<TitleKind>> kinds(lines.size());
  std::size_t terms = 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (const auto split = SplitLabelledLine(lines[i].text)) {
      labels[i] = Labelled{split->first, std::string(split->second)};
      terms += IsTerm(split->first) ? 1 : 0;
    }
  for (std::size_t i = 0; i < lines.size(); ++i) kinds[i] = KindOf(lines[i], labels[i]);
  constexpr std::size_t kLeastTerms = 4;
  constexpr std::size_t kMostLines = 300;
  std::vector<Terms> said;
  std::vector<Range> ranges;
  std::optional<TitleKind> titles;
  const auto find = [&] {
    for (const TitleKind kind : kTitleKinds) {
      if (!said.empty() && kind > TitleKind::kStrong) continue;
      ranges = RangesOf(kind, kinds, labels, said);
      if (AreAdverts(ranges, lines, labels, said)) {
        titles = kind;
        return;
      }
    }
  };
  if (terms >= kLeastTerms) find();
  if (!titles && lines.size() <= kMostLines && HasHeadings(kinds)) {
    for (const TextLine& line : lines) said.push_back(TermsSaid(line));
    find();
  }
  if (!titles) return {};
  CutTail(ranges, labels, said);
  AdvertBlocks found;
  for (std::size_t i = 0; i < ranges.front().first; ++i) Append(found.common, lines[i].text);
  // "Bán xe máy" below the last of several jobs speaks to none of them.
  for (std::size_t i = ranges.back().last; i < lines.size(); ++i) {
    if (!said.empty() && kinds[i] == titles) break;
    Append(found.common, lines[i].text);
  }
  for (const Range& range : ranges) {
    AdvertBlock block;
    const auto labelled = SplitLabelledLine(lines[range.first].text);
    const bool by_label = *titles == TitleKind::kCode || *titles == TitleKind::kJob;
    block.title = by_label ? std::string(labelled->second) : lines[range.first].text;
    for (std::size_t i = range.first + (by_label ? 0 : 1); i < range.last; ++i) {
      Append(block.body, lines[i].text);
      constexpr std::size_t kMaxCodeBytes = 40;
      const auto split = SplitLabelledLine(lines[i].text);
      if (split && split->first == JobLabel::kCode && block.code.empty() &&
          split->second.size() <= kMaxCodeBytes)
        block.code = split->second;
      // "Mã đơn: 77 / Vị trí: Thợ hàn": the job makes the better title.
      if (*titles == TitleKind::kCode && split && split->first == JobLabel::kJob)
        block.title = split->second;
    }
    found.blocks.push_back(std::move(block));
  }
  return found;
}

}  // namespace agencywatch::crawler
