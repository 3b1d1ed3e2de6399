// One subject as people look at it: names over time, sites, adverts, alerts with what was decided, what people said of
// who is who, and the network around it, a node at a time. Subjects that were merged into it count as it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"
#include "db/alert_store.h"
#include "db/subject_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct SubjectContact {
  std::int64_t identifier_id = 0;
  IdentifierValue identifier;
  TieKind kind = TieKind::kControls;
  std::string shown;  // as an advert writes a name; else the norm
  std::string hub_reason;
  int postings = 0;
  core::Instant first_seen;  // on any of its adverts
  core::Instant last_seen;
  bool ended = false;  // only ties that ended: it was the subject's once
  bool restricted = false;  // not to be shown (db::Restricted)
};
// Controls first, then those on most postings; what is over last.
[[nodiscard]] std::vector<SubjectContact> ContactsOf(pqxx::transaction_base& tx,
                                                     std::int64_t subject_id);

struct SubjectSite {
  std::string source;
  std::string name;
  int postings = 0;
  core::Instant first_seen;
  core::Instant last_seen;
};
[[nodiscard]] std::vector<SubjectSite> SitesOf(pqxx::transaction_base& tx, std::int64_t subject_id);

struct SubjectPosting {
  std::int64_t posting_id = 0;
  std::string source;
  std::string canonical_url;
  std::string title;  // or the beginning of the body
  core::Verdict verdict = core::Verdict::kClear;
  core::Instant first_seen;
  core::Instant last_seen;
  std::optional<core::Instant> withdrawn_by;
};
inline constexpr int kMaxSubjectPostings = 200;
// Newest first; at most kMaxSubjectPostings.
[[nodiscard]] std::vector<SubjectPosting> AdvertsOf(pqxx::transaction_base& tx,
                                                    std::int64_t subject_id);

struct SubjectAlert {
  std::int64_t number = 0;
  AlertState state = AlertState::kNew;
  std::optional<ClosedAs> closed_as;
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  core::Instant opened_at;
  std::optional<core::Instant> closed_at;
};
[[nodiscard]] std::vector<SubjectAlert> AlertsOfSubject(pqxx::transaction_base& tx,
                                                        std::int64_t subject_id);

struct SubjectDecision {
  std::int64_t alert_number = 0;
  std::string kind;  // as DecisionName
  std::string reason_code;
  std::string note;
  std::string by;
  core::Instant at;
};
// Oldest first.
[[nodiscard]] std::vector<SubjectDecision> DecisionsAbout(pqxx::transaction_base& tx,
                                                          std::int64_t subject_id);

// What a person said at one time of who is who: a split or a merge is one word on many pairs.
struct SubjectJudgement {
  std::int64_t id = 0;
  bool link = true;
  std::string by;
  core::Instant at;
  std::string reason;
  std::vector<std::pair<IdentifierValue, IdentifierValue>> pairs;
  bool in_force = true;  // nobody has said otherwise of one of its pairs since
};
// Of all pairs with an identifier that is the subject's or was; oldest first.
[[nodiscard]] std::vector<SubjectJudgement> JudgementsAbout(pqxx::transaction_base& tx,
                                                            std::int64_t subject_id);
[[nodiscard]] std::optional<SubjectJudgement> FindJudgement(pqxx::transaction_base& tx,
                                                            std::int64_t id);

// Which advert shows what the subject controls: by this, and not by a person's word, a scan ties them.
struct ControlTie {
  IdentifierValue identifier;
  std::int64_t posting_id = 0;
};
[[nodiscard]] std::vector<ControlTie> ControlTiesOf(pqxx::transaction_base& tx,
                                                    std::int64_t subject_id);

// The session has opened the personal data of one of the subject's alerts.
[[nodiscard]] bool IsSubjectDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                                      std::int64_t subject_id);

// ---- The network, a node at a time --------------------------------------------------------------

enum class NodeKind { kSubject, kIdentifier, kPosting };
struct NetworkNode {
  NodeKind kind = NodeKind::kSubject;
  std::int64_t id = 0;
  std::string what;  // an identifier's kind, a posting's source
  std::string text;  // the label, the norm, the title
  core::Verdict verdict = core::Verdict::kClear;  // of a posting; of a subject's open alert
  std::optional<std::int64_t> alert_number;       // of a subject: its open alert
  bool claims = false;     // the tie to the node asked about is only claimed
  int adverts = 0;         // that show this tie
  bool disclosed = false;  // the session may see its personal data
};
struct Neighbours {
  NetworkNode node;
  std::vector<NetworkNode> around;  // most adverts first
  std::int64_t more = 0;            // left out
};
inline constexpr int kMaxNeighbours = 24;
// nullopt: there is no such node. By open ties; what only the machine made up (copied texts, adverts of nobody) is no node.
[[nodiscard]] std::optional<Neighbours> NeighboursOf(pqxx::transaction_base& tx, NodeKind kind,
                                                     std::int64_t id,
                                                     const std::string& token_sha256);

}  // namespace agencywatch::db
