// What a person reported goes the way of a posting: saved, judged, alerted.
#pragma once

#include <string>

#include "cli/judge.h"
#include "core/posting.h"
#include "core/time.h"
#include "db/posting_store.h"

namespace agencywatch::cli {

struct Tip {
  core::Posting posting;
  std::string channel;
  std::string place;
  std::string informant_name;
  std::string informant_contact;
};

// Text of whatever bytes.
[[nodiscard]] Tip MakeTip(const std::string& title, const std::string& body);

// The source under which all tips are kept.
[[nodiscard]] std::int64_t TipSource(pqxx::transaction_base& tx, core::Instant now);

struct SavedTip {
  db::SavedPosting posting;
  int blacked_out = 0;  // places where the informant stood in the text
  int left = 0;         // places where a word stays that is their name, or another word
};
// Saves and judges it without its informant (alerts/informant.h), who is kept apart; the same text reported twice is one tip.
// `taken_by` is a person's name. Alerts follow with alerts::BuildAlerts.
SavedTip SaveTip(pqxx::transaction_base& tx, std::int64_t source_id, const Judge& judge, Tip tip, const std::string& taken_by,
                 core::Instant now);

}  // namespace agencywatch::cli
