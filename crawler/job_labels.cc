#include "crawler/job_labels.h"

#include <array>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "core/fold.h"
#include "core/utf8.h"
#include "core/word_table.h"
#include "crawler/text_lines.h"
#include "job_label_words.h"

namespace agencywatch::crawler {
namespace {

bool IsWordPart(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string LabelWordsOf(std::string_view text) {
  std::string out;
  for (const char c : core::FoldPlain(text)) {
    if (c == '(') break;  // "Lương (yên/tháng)", "Phí (triệu đồng)"
    if (IsWordPart(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// As the sections of the table are headed.
JobLabel LabelNamed(std::string_view name) {
  struct Name {
    std::string_view name;
    JobLabel label;
  };
  static constexpr std::array kNames = std::to_array<Name>({{"job", JobLabel::kJob},
                                                            {"employer", JobLabel::kEmployer},
                                                            {"salary", JobLabel::kSalary},
                                                            {"place", JobLabel::kPlace},
                                                            {"country", JobLabel::kCountry},
                                                            {"deadline", JobLabel::kDeadline},
                                                            {"posted", JobLabel::kPosted},
                                                            {"code", JobLabel::kCode},
                                                            {"quantity", JobLabel::kQuantity},
                                                            {"fee", JobLabel::kFee},
                                                            {"age", JobLabel::kAge},
                                                            {"sex", JobLabel::kSex},
                                                            {"contract", JobLabel::kContract},
                                                            {"test", JobLabel::kTest},
                                                            {"departure", JobLabel::kDeparture},
                                                            {"state", JobLabel::kState},
                                                            {"contact", JobLabel::kContact},
                                                            {"other", JobLabel::kOther}});
  for (const Name& known : kNames)
    if (known.name == name) return known.label;
  throw std::logic_error("job_labels.txt: no label is called " + std::string(name));
}

struct KnownLabel {
  JobLabel label = JobLabel::kOther;
  bool whole = false;  // only as the whole label
};

struct TextHash {
  using is_transparent = void;  // looked up by std::string_view
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
using LabelTable = std::unordered_map<std::string, KnownLabel, TextHash, std::equal_to<>>;

// By LabelWordsOf what is written in Latin letters, as written what is not.
LabelTable ReadLabels() {
  constexpr std::string_view kWhole = " whole";
  LabelTable labels;
  for (auto [section, label] : core::ReadWordTable(embedded::job_label_words().front().bytes)) {
    const bool whole = section.ends_with(kWhole);
    if (whole) section.remove_suffix(kWhole.size());
    const bool other = IsOtherWriting(label.front());
    labels.emplace(other ? std::string(label) : LabelWordsOf(label),
                   KnownLabel{LabelNamed(section), whole});
  }
  return labels;
}

const KnownLabel* FindKnown(std::string_view words) {
  static const LabelTable labels = ReadLabels();
  const auto found = labels.find(words);
  return found == labels.end() ? nullptr : &found->second;
}

// Japanese, Korean, Chinese and Thai, which folding leaves no letters of.
const KnownLabel* FindOtherWriting(std::string_view text) {
  text = core::Trim(text);
  for (const std::string_view colon : {":", "："})
    if (text.ends_with(colon)) text = core::Trim(text.substr(0, text.size() - colon.size()));
  // "賃　金": short ones are spaced out to the width of the others.
  constexpr std::string_view kWideBlank = "　";
  std::string close;
  for (std::size_t at = text.find(kWideBlank); at != std::string_view::npos;
       at = text.find(kWideBlank)) {
    close += text.substr(0, at);
    text.remove_prefix(at + kWideBlank.size());
  }
  close += text;
  return FindKnown(close);
}

// "3. Lương: …", "12) …", "a) …", "IV. …": the number is not part of the label.
std::string_view WithoutNumber(std::string_view line) {
  constexpr std::size_t kMostBytes = 4;
  const std::size_t end = line.substr(0, kMostBytes + 1).find_first_of(".)");
  if (end == 0 || end == std::string_view::npos) return line;
  const std::string_view number = line.substr(0, end);
  const bool digits =
      number.size() <= 2 && number.find_first_not_of("0123456789") == std::string_view::npos;
  const bool roman = number.find_first_not_of("IVX") == std::string_view::npos;
  const bool letter = number.size() == 1 && number[0] >= 'a' && number[0] <= 'h';
  return digits || roman || letter ? core::Trim(line.substr(end + 1)) : line;
}

}  // namespace

std::optional<JobLabel> FindJobLabel(std::string_view text) {
  constexpr std::size_t kMaxLabelBytes = 80;
  if (text.size() > kMaxLabelBytes || text.empty()) return std::nullopt;
  if (IsOtherWriting(text.front()))
    if (const KnownLabel* known = FindOtherWriting(text)) return known->label;
  const std::string words = LabelWordsOf(text);
  if (words.empty()) return std::nullopt;
  if (const KnownLabel* known = FindKnown(words)) return known->label;
  // "Lương yên/tháng", "Phí dự kiến", "Số lượng (người)", "Mức lương hấp dẫn" as a heading of a column: the longest
  // label that its first words make decides, if only a few follow.
  constexpr std::size_t kMaxBytesBehind = 14;
  constexpr std::size_t kLeastBytes = 3;
  const std::string_view view = words;
  for (std::size_t end = view.rfind(' ');
       end != std::string_view::npos && end >= kLeastBytes && view.size() - end <= kMaxBytesBehind;
       end = view.rfind(' ', end - 1))
    if (const KnownLabel* known = FindKnown(view.substr(0, end)); known != nullptr && !known->whole)
      return known->label;
  return std::nullopt;
}

std::optional<std::pair<JobLabel, std::string_view>> SplitLabelledLine(std::string_view line) {
  constexpr std::size_t kMaxLabelBytes = 60;
  while (!line.empty() &&
         (line.front() == '-' || line.front() == '+' || line.front() == '*' || line.front() == ' '))
    line.remove_prefix(1);
  line = WithoutNumber(line);
  const std::string_view start = line.substr(0, kMaxLabelBytes + 3);
  std::size_t colon = start.find(':');
  std::size_t behind = colon + 1;
  const std::size_t wide = start.find("：");
  if (wide != std::string_view::npos && wide < colon) {
    colon = wide;
    behind = wide + 3;
  }
  if (colon == std::string_view::npos || colon > kMaxLabelBytes) return std::nullopt;
  std::string_view name = line.substr(0, colon);
  // An emoji or bullet in front of the label is not part of it.
  while (!name.empty()) {
    std::size_t next = 0;
    const char32_t c = core::NextCodePoint(name, next);
    if (c < 0x2000 && c > 0x20 && c != 0xB7 && c != 0x95) break;
    if (c >= 0x3000 && c < 0x1F000 && c != 0xFE0F) break;
    name.remove_prefix(next);
  }
  const auto label = FindJobLabel(name);
  if (!label) return std::nullopt;
  return std::pair{*label, core::Trim(line.substr(behind))};
}

}  // namespace agencywatch::crawler
