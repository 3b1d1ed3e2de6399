#include "crawler/line_writer.h"

#include <algorithm>
#include <utility>

#include "core/utf8.h"
#include "crawler/job_labels.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// A number written backwards behind U+202E is read forwards by people. Source: UAX #9, rules X1 to X8, for one level:
// up to the mark that ends it (U+202C) or the end of the line.
std::string AsShown(std::string_view line) {
  std::string out;
  for (std::size_t at = line.find(kRightToLeft); at != std::string_view::npos;
       at = line.find(kRightToLeft)) {
    out += line.substr(0, at);
    line.remove_prefix(at + kRightToLeft.size());
    const std::string_view backwards = line.substr(0, line.find(kDirectionEnd));
    line.remove_prefix(std::min(backwards.size() + kDirectionEnd.size(), line.size()));
    for (std::size_t end = backwards.size(); end > 0;) {
      std::size_t begin = end - 1;
      while (begin > 0 && (static_cast<unsigned char>(backwards[begin]) & 0xC0) == 0x80) --begin;
      out += backwards.substr(begin, end - begin);
      end = begin;
    }
  }
  return out += line;
}

}  // namespace

void LineWriter::Text(std::string_view text, const TextPlace& place) {
  if (!icon_label_.empty() && !core::Trim(text).empty()) {
    const std::string label = std::exchange(icon_label_, {});
    if (!HasText() && !FindJobLabel(core::Trim(text)) && !SplitLabelledLine(core::Trim(text)))
      Text(label + ": ", place);
  }
  std::size_t before = line_.size();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' && place.preformatted) {
      Account(before, place);
      EndLine();
      before = 0;
      continue;
    }
    if (IsBlank(c)) {
      blank_ = true;
      continue;
    }
    // A no-break space is a blank, too.
    if (c == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0') {
      blank_ = true;
      ++at;
      continue;
    }
    if (blank_ && !line_.empty()) line_ += ' ';
    blank_ = false;
    line_ += c;
  }
  Account(before, place);
}

void LineWriter::TextApart(std::string_view text, const TextPlace& place) {
  blank_ = true;
  Text(text, place);
  blank_ = true;
}

void LineWriter::Account(std::size_t before, const TextPlace& place) {
  const std::size_t bytes = line_.size() - before;
  if (place.in_link) link_bytes_ += bytes;
  if (place.in_anchor) anchor_bytes_ += bytes;
  if (place.of_seller) of_seller_ = true;
  if (place.of_facts) of_facts_ = true;
  if (place.heading != 0) heading_ = place.heading;
  if (place.teaser) teaser_ = true;
  if (place.strong) strong_bytes_ += bytes;
  if (bytes > 0) {
    region_ = place.region;
    table_ = place.table;
  }
}

void LineWriter::Bullet() {
  line_.assign(1, '-');
  blank_ = true;
}

void LineWriter::Colon() {
  if (!line_.ends_with(':')) line_ += ':';
  blank_ = true;
}

void LineWriter::Bar() {
  line_ += " |";
  blank_ = true;
}

void LineWriter::EndLine() {
  if (HasText()) {
    icon_label_.clear();
    if (line_.find(kRightToLeft) != std::string::npos) line_ = AsShown(line_);
    text_bytes_ += line_.size();
    if (region_ == Region::kMain && !teaser_)
      main_bytes_ += line_.size() - std::min(link_bytes_, line_.size());
    constexpr std::size_t kMarksBytes = 4;  // a bullet or colon beside the bold words
    const bool strong = strong_bytes_ > 0 && strong_bytes_ + kMarksBytes >= line_.size();
    lines_.push_back({std::move(line_), region_, heading_, strong, link_bytes_, anchor_bytes_,
                      links_, of_seller_, of_facts_, teaser_, lines_.size(), table_});
  }
  line_.clear();
  blank_ = false;
  heading_ = 0;
  link_bytes_ = 0;
  anchor_bytes_ = 0;
  links_ = 0;
  of_seller_ = false;
  of_facts_ = false;
  strong_bytes_ = 0;
  teaser_ = false;
}

bool LineWriter::EndsInSmallLetter() const {
  if (blank_ || line_.empty()) return false;
  std::size_t begin = line_.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(line_[begin]) & 0xC0) == 0x80) --begin;
  return IsSmallLetter(core::NextCodePoint(line_, begin));
}

}  // namespace agencywatch::crawler
