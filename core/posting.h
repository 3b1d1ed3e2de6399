// An advertisement as it was published, before anybody judges it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace agencywatch::core {

// The three parts of a posting's text. `context` (publisher, header, footer, contact block; related
// adverts removed) serves identity and absence conditions only.
enum class Field { kTitle, kBody, kContext };
inline constexpr std::array kFields = {Field::kTitle, Field::kBody, Field::kContext};
[[nodiscard]] std::string_view FieldName(Field field);  // title, body, context
[[nodiscard]] std::optional<Field> FindField(std::string_view name);

// Decoded, valid UTF-8 without NUL; never normalised.
struct PostingText {
  std::string title;
  std::string body;
  std::string context;

  [[nodiscard]] const std::string& Get(Field field) const {
    return field == Field::kTitle ? title : field == Field::kBody ? body : context;
  }
  friend bool operator==(const PostingText&, const PostingText&) = default;
};

// A quoted place in a posting's text: bytes [start, end) of the field's UTF-8, on code-point
// borders; `quote` is exactly those bytes.
struct Place {
  Field field = Field::kBody;
  std::size_t start = 0;
  std::size_t end = 0;
  std::string quote;
  friend bool operator==(const Place&, const Place&) = default;
};

enum class PostingKind { kAdvert, kListing, kTip };
[[nodiscard]] std::string_view PostingKindName(PostingKind kind);  // advert, listing, tip

// One advertisement read out of a page, a feed or a tip. What the page does not say stays empty:
// nothing is invented.
struct Posting {
  PostingKind kind = PostingKind::kAdvert;
  std::string canonical_url;  // absolute; empty for a tip
  std::string
      item_key;  // JSON-LD identifier, feed guid, order code, else a hash of the row's heading
  PostingText text;
  std::string employer;  // who is offered as employer or recruiter, as written
  std::optional<Day> date_posted;
  std::optional<Day> valid_through;
  std::optional<double>
      salary_min;  // as marked up by the page; `salary_unit` as written (MONTH, HOUR …)
  std::optional<double> salary_max;
  std::string salary_currency;
  std::string salary_unit;
  std::string country;  // ISO 3166 alpha-2 where the page says so, else as written
  std::string region;
  std::string channel;  // what kind of place published it, where that is plain: newspaper, official
  // Ids of the statistics and advertising accounts that its page reports to (crawler/trackers.h).
  std::vector<std::string> trackers;
  std::string locator;  // where on the page it stood: "json-ld:0", "table:1:3", "main"
};

}  // namespace agencywatch::core
