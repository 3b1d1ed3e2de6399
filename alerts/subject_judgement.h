// A person says who is who: two subjects are one, or one is two. Their word is kept pair by pair of identifiers, beats
// every later scan, and is beaten only by a later word of a person.
#pragma once

#include <cstdint>
#include <pqxx/connection>
#include <string>
#include <vector>

#include "core/time.h"

namespace agencywatch::alerts {

// Every word below throws core::InputError without a reason, and when somebody else keeps others off an open alert of a subject it changes.
struct JudgedBy {
  std::string name;
  std::string reason;
  core::Instant at;
};

// From now on the identifiers `taken` (each as "phone:+84912000345", as written, or a phone in any spelling) are of
// another subject than the rest of `subject_id`. Throws core::InputError when there is no such subject or identifier, or
// when nothing would be left. Alerts change with the next BuildAlerts.
void SplitSubject(pqxx::connection& connection, std::int64_t subject_id,
                  const std::vector<std::string>& taken, const JudgedBy& by);

// From now on both are one. Throws core::InputError when one does not exist, both are one already, or one of them
// controls nothing.
void LinkSubjects(pqxx::connection& connection, std::int64_t a, std::int64_t b, const JudgedBy& by);

// Takes back what a person said (db::SubjectJudgement::id): a split is linked again; of a merge, whatever no advert ties to
// the rest goes its own way again. Throws core::InputError when there is no such judgement, somebody has said otherwise
// since, or adverts tie what would have to part.
void TakeBackJudgement(pqxx::connection& connection, std::int64_t judgement_id, const JudgedBy& by);

}  // namespace agencywatch::alerts
