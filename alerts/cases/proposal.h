// A proposal as a person makes it: what they say, and for the rest what the table of recipients and the case say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/cases/recipients.h"
#include "db/case_store.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

[[nodiscard]] CaseSigns SignsOf(const db::CaseRow& row);

struct ProposalWish {
  std::string to;                               // a recipient's key; empty: as the table suggests
  std::optional<std::vector<std::string>> copies;  // keys; nullopt: likewise
  std::string province;                         // of today or a former one; empty: the case's only one, else the office's
  std::string address;                          // empty: as in the table
  std::string grounds;
  std::vector<std::int64_t> alerts;  // numbers; empty: all of the case that are not closed
};
// Throws core::InputError when the table has no route, a key or a province is unknown, or a province is needed and there
// are several.
[[nodiscard]] db::Proposal MakeProposal(const Recipients& table, const ProposalWish& wish, const db::CaseRow& row,
                                        const std::string& office_province);

// What should be looked at before a case is referred. A blocking one makes it impossible.
struct MissingStep {
  std::string_view code;
  bool blocks = false;
  std::string vi;
  std::string en;
};
[[nodiscard]] std::vector<MissingStep> MissingBeforeReferral(const db::CaseDetails& details, const Recipients& table,
                                                             const std::string& office_province);

}  // namespace agencywatch::alerts
