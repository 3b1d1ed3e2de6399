// Who is behind a set of postings: postings are united by what a recruiter controls, never by what is only claimed, and
// before all by what a person has said.
//
// Controls: phone, account, chat handle, e-mail, domain offered as the advertiser's own; a text copied from another
// posting. Claims: licence number, enterprise name, tax code; they unite only together with a contact that agrees with
// the register's row (the caller then passes the enterprise as a control). So a borrowed licence never drags its lawful
// holder in. Pure: no I/O; the same input gives the same groups in the same order.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/posting.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {

using Identifier = db::IdentifierValue;

// One identifier as one posting shows it.
struct Sign {
  Identifier identifier;
  db::TieKind role = db::TieKind::kControls;
  std::optional<std::int64_t> fact_id;
  core::Field field = core::Field::kBody;
  bool shared = false;  // a hotline, a call centre, an official channel: never ties
};

struct PostingSigns {
  std::int64_t posting_id = 0;
  std::string source;  // key; a mere claim unites within its source only
  bool ties = true;    // false: news, a warning, a notice or a complaint; it unites nothing
  std::vector<Sign> signs;
};

// What unites this posting with others: controls in title and body; where there are none, those of its
// context; where there are none either, the name or number it claims, within its source. A copied text unites besides,
// but not what the register's own contact stands for: a text can be copied from a lawful firm. `hubs` are contacts
// that belong to a site and not to an advertiser.
[[nodiscard]] std::vector<Identifier> UnitingIdentifiers(const PostingSigns& posting,
                                                         const std::set<Identifier>& hubs);

struct SubjectGroup {
  std::vector<std::size_t> postings;  // indices into the input, rising
  std::set<Identifier> identifiers;   // all that unite it
};

// Every posting that ties is in exactly one group; groups are in the order of their first posting. `judgements` are a
// person's last words on pairs: linked identifiers are of one subject, separated ones never are. A posting that shows
// two separated ones goes with the first of them (in the order of kind and norm) and leaves the other alone.
[[nodiscard]] std::vector<SubjectGroup> GroupBySubject(
    const std::vector<PostingSigns>& postings, const std::set<Identifier>& hubs,
    const std::vector<db::TieJudgement>& judgements = {});

}  // namespace agencywatch::alerts
