#include "db/search_query.h"

#include <algorithm>

#include "core/errors.h"
#include "core/fold.h"
#include "db/internal/search_text.h"

namespace agencywatch::db {

SearchQuery ParseSearchQuery(std::string_view text) {
  std::string folded = core::FoldPlain(text);
  // What stands around a number that was copied: quotes, brackets, the end of a sentence.
  std::string_view alone = folded;
  alone.remove_prefix(std::min(alone.find_first_not_of(" \"'(.,;"), alone.size()));
  alone.remove_suffix(alone.size() - std::min(alone.find_last_not_of(" \"').,;!?") + 1, alone.size()));
  if (internal::IsIdentifier(alone)) return {"", std::string{alone}};
  if (internal::MayBeHandle(alone)) return {folded, std::string{alone}};
  if (internal::HoldsIdentifier(folded)) {
    throw core::InputError({"", 0, 0, "a phone, account, handle, address or identity number is searched for alone: one at a time, without other words, without a minus sign",
                            "take the rest out of the search"});
  }
  return {std::move(folded), ""};
}

}  // namespace agencywatch::db
