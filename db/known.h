// What is known of a number, a handle, an address or a name that somebody asks about: where it was read, and which alerts speak of
// whoever is reached or named by it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "db/subject_page.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct AskedOf {
  std::string contact;                // SearchQuery::identifier
  std::vector<std::string> licences;  // normalised
  std::vector<std::string> tax_codes;
  std::vector<std::string> names;     // keys of enterprises' names: also as a part of a longer name, word by word
};
struct KnownAlert {
  SubjectAlert alert;
  std::int64_t subject_id = 0;
  std::string label;    // of the subject
  bool claims = false;  // its subject only calls itself so
};
struct Known {
  std::vector<IdentifierValue> values;  // as they are stored
  std::string hub_reason;               // of one that many use: it is nobody's own
  int adverts = 0;                      // that show one of them, harmless ones too
  int sites = 0;
  std::optional<core::Instant> first_seen;
  std::optional<core::Instant> last_seen;
  std::vector<KnownAlert> alerts;  // open ones first, then the newest; at most kMostKnownAlerts

  [[nodiscard]] bool nothing() const { return adverts == 0 && alerts.empty(); }
};
inline constexpr int kMostKnownAlerts = 20;
// What persons had restricted is not counted.
[[nodiscard]] Known KnownOf(pqxx::transaction_base& tx, const AskedOf& asked);

}  // namespace agencywatch::db
