#include "db/search_query.h"

#include "core/errors.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "db/internal/search_text.h"

namespace agencywatch::db {

SearchQuery ParseSearchQuery(std::string_view text) {
  std::string folded = core::FoldPlain(text);
  std::string_view alone = core::Trim(folded);
  while (alone.size() > 1 && alone.front() == '"' && alone.back() == '"') alone = core::Trim(alone.substr(1, alone.size() - 2));
  if (internal::IsIdentifier(alone)) return {"", std::string{alone}};
  if (internal::HoldsIdentifier(folded)) {
    throw core::InputError({"", 0, 0, "a phone, account, handle, address or identity number is searched for alone: one at a time, without other words, without a minus sign",
                            "take the rest out of the search"});
  }
  return {std::move(folded), ""};
}

}  // namespace agencywatch::db
