#include "crawler/icon_label.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/utf8.h"
#include "crawler/job_labels.h"

namespace agencywatch::crawler {
namespace {

// `text` without a colon where it is a label, else nothing.
std::string_view AsLabel(std::string_view text) {
  constexpr std::size_t kMostBytes = 40;
  text = core::Trim(text);
  if (text.empty() || text.size() > kMostBytes) return {};
  if (text.ends_with(':')) text.remove_suffix(1);
  const auto label = FindJobLabel(text);
  if (!label || *label == JobLabel::kOther || *label == JobLabel::kContact) return {};
  return text;
}

}  // namespace

std::string_view IconLabel(HtmlNode element) {
  constexpr auto kLabels = std::to_array<std::string_view>(
      {"title", "aria-label", "data-original-title", "data-bs-original-title", "data-label",
       "data-title", "data-th", "alt"});
  std::string_view found;
  element.ForEachAttribute([&](std::string_view attribute, std::string_view value) {
    if (found.empty() && std::find(kLabels.begin(), kLabels.end(), attribute) != kLabels.end())
      found = AsLabel(value);
  });
  if (found.empty() && element.name() == "svg")
    found = AsLabel(element.child("title").child_value());
  return found;
}

}  // namespace agencywatch::crawler
