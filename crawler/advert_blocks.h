// Several whole adverts below one another on one page: cards, sections under headings, rows of an old layout table,
// paragraphs between rules. Told by what the lines say, not by the elements they stand in.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crawler/html_text.h"

namespace agencywatch::crawler {

struct AdvertBlock {
  std::string title;
  std::string code;  // of the line "Mã đơn: …"
  std::string body;
};

struct AdvertBlocks {
  std::vector<AdvertBlock> blocks;  // empty, or two at least
  std::string common;  // what stands above the first and below the last one: it speaks to all
};

// Two lines or more are titles of one kind (headings of one level, bold lines, numbered lines, or lines with the same
// label such as "Vị trí: …"), each followed by labelled particulars: at least two, the same ones for each, and with
// different values. Behind headings and bold lines they may be said in running text: what is paid, and how many are
// wanted, until when or whom to reach. One advert whose parts have headings ("Mô tả công việc", "Quyền lợi") is no several.
[[nodiscard]] AdvertBlocks FindAdvertBlocks(const std::vector<TextLine>& lines);

}  // namespace agencywatch::crawler
