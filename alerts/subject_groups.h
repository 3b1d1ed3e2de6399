// Who is behind a set of postings: postings are united by what a recruiter controls, never by what is only claimed.
//
// Controls: phone, account, chat handle, e-mail, domain offered as the advertiser's own. Claims: licence number,
// enterprise name, tax code; they unite only together with a contact that agrees with the register's row (the
// caller then passes the enterprise as a control). So a borrowed licence never drags its lawful holder in.
// Pure: no I/O; the same input gives the same groups in the same order.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/posting.h"

namespace agencywatch::alerts {

enum class TieRole { kControls, kClaims };

struct Identifier {
  std::string kind;  // phone, account, social, email, domain, enterprise, licence, tax_code, name
  std::string norm;  // normalised value, compared byte for byte
  friend auto operator<=>(const Identifier&, const Identifier&) = default;
};

// One identifier as one posting shows it.
struct Sign {
  Identifier identifier;
  TieRole role = TieRole::kControls;
  std::int64_t fact_id = 0;  // 0: not a stored fact
  core::Field field = core::Field::kBody;
  bool shared = false;  // a hotline, a call centre, an official channel: never ties
};

struct PostingSigns {
  std::int64_t posting_id = 0;
  std::string source;    // key of the source; hubs are judged within it
  std::string employer;  // folded key of who offers the job; may be empty
  bool ties = true;      // false: news, a warning, a notice or a complaint; it unites nothing
  std::vector<Sign> signs;
};

// Contacts that belong to a site and not to the advertiser: found outside title and body on postings of at
// least two different employers of one source.
[[nodiscard]] std::set<Identifier> FindHubs(const std::vector<PostingSigns>& postings);

// What unites this posting with others: controls in title and body; where there are none, those of its
// context; where there are none either, the name or number it claims, within its source.
[[nodiscard]] std::vector<Identifier> UnitingIdentifiers(const PostingSigns& posting,
                                                         const std::set<Identifier>& hubs);

struct SubjectGroup {
  std::vector<std::size_t> postings;  // indices into the input, rising
  std::set<Identifier> identifiers;   // all that unite it
};

// Every posting that ties is in exactly one group; groups are in the order of their first posting.
[[nodiscard]] std::vector<SubjectGroup> GroupBySubject(const std::vector<PostingSigns>& postings,
                                                       const std::set<Identifier>& hubs);

}  // namespace agencywatch::alerts
