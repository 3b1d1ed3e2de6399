#include "db/request_store.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/black_out.h"
#include "core/errors.h"
#include "core/fold.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kKinds = {"view", "correct", "restrict", "delete", "object"};
constexpr std::array<std::string_view, 4> kOutcomes = {"fulfilled", "partly", "refused", "withdrawn"};

constexpr Statement kTake{"request.take", R"(
  INSERT INTO person_request (kind, received_at, channel, requester, contact, wish, taken_at, taken_by_id, acknowledge_by, due)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)"};
constexpr Statement kIdentifiers{"request.identifiers", R"(
  INSERT INTO request_identifier (request_id, kind, norm) SELECT DISTINCT $1::bigint, * FROM unnest($2::text[], $3::text[]))"};
constexpr Statement kEvent{"request.event", R"(
  INSERT INTO request_event (request_id, at, by_id, kind, note, details) VALUES ($1, $2, $3, $4, $5, $6))"};
#define AW_REQUEST                                                                                                      \
  "SELECT r.id, r.kind, extract(epoch FROM r.received_at)::bigint, r.channel, r.requester, r.contact, r.wish, p.name,"   \
  " r.acknowledge_by, r.due, r.extended_to, extract(epoch FROM r.acknowledged_at)::bigint,"                             \
  " extract(epoch FROM r.identified_at)::bigint, extract(epoch FROM r.decided_at)::bigint, r.outcome,"                  \
  " EXISTS (SELECT FROM restriction x WHERE x.request_id = r.id AND x.lifted_at IS NULL),"                              \
  " EXISTS (SELECT FROM correction c WHERE c.request_id = r.id AND c.withdrawn_at IS NULL),"                              \
  " ARRAY(SELECT i.kind FROM request_identifier i WHERE i.request_id = r.id ORDER BY i.kind, i.norm),"                  \
  " ARRAY(SELECT i.norm FROM request_identifier i WHERE i.request_id = r.id ORDER BY i.kind, i.norm)"                   \
  " FROM person_request r JOIN person p ON p.id = r.taken_by_id"
constexpr Statement kList{"request.list", AW_REQUEST R"(
  WHERE $1::boolean OR r.decided_at IS NULL ORDER BY r.decided_at IS NOT NULL, coalesce(r.extended_to, r.due), r.id)"};
constexpr Statement kGet{"request.get", AW_REQUEST " WHERE r.id = $1"};
constexpr Statement kLock{"request.lock", "SELECT id FROM person_request WHERE id = $1 FOR UPDATE"};
constexpr Statement kOverdue{"request.overdue", R"(
  SELECT count(*) FROM person_request WHERE decided_at IS NULL
   AND (coalesce(extended_to, due) < $1 OR (acknowledged_at IS NULL AND acknowledge_by < $1)))"};
constexpr Statement kEvents{"request.events", R"(
  SELECT extract(epoch FROM e.at)::bigint, p.name, e.kind, e.note, e.details FROM request_event e JOIN person p ON p.id = e.by_id
  WHERE e.request_id = $1 ORDER BY e.id)"};
constexpr Statement kAcknowledge{"request.acknowledge", "UPDATE person_request SET acknowledged_at = $2 WHERE id = $1"};
constexpr Statement kIdentify{"request.identify", "UPDATE person_request SET identified_at = $2 WHERE id = $1"};
constexpr Statement kExtend{"request.extend", "UPDATE person_request SET extended_to = $2 WHERE id = $1"};
constexpr Statement kDecide{"request.decide", "UPDATE person_request SET decided_at = $2, outcome = $3 WHERE id = $1"};
constexpr Statement kRestrict{"request.restrict", R"(
  INSERT INTO restriction (request_id, kind, norm, made_at) SELECT $1, kind, norm, $2 FROM unnest($3::text[], $4::text[]) AS t (kind, norm))"};
constexpr Statement kRestrictPostings{"request.restrict_postings", R"(
  INSERT INTO restriction (request_id, posting_id, made_at) SELECT $1, id, $3 FROM unnest($2::bigint[]) AS id)"};
constexpr Statement kLift{"request.lift", "UPDATE restriction SET lifted_at = $2 WHERE request_id = $1 AND lifted_at IS NULL"};
constexpr Statement kHeld{"request.held", R"(
  WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[]) AS t (kind, norm)),
  shown AS (
   SELECT v.posting_id, a.kind, a.norm, min(f.quote) AS quote FROM asked a JOIN fact f ON f.kind = a.kind AND md5(f.value) = md5(a.norm)
    AND f.value = a.norm AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code', 'enterprise')
   JOIN posting_version v ON v.id = f.version_id GROUP BY v.posting_id, a.kind, a.norm
   UNION ALL
   SELECT v.posting_id, 'social', f.value, min(f.quote) FROM asked a CROSS JOIN unnest(ARRAY['zalo', 'viber', 'whatsapp', 'telegram']) AS network
    JOIN fact f ON f.kind = 'social' AND md5(f.value) = md5(network || ':' || a.norm) AND f.value = network || ':' || a.norm
    JOIN posting_version v ON v.id = f.version_id WHERE a.kind = 'phone' GROUP BY v.posting_id, f.value
   UNION ALL
   SELECT i.posting_id, a.kind, a.norm, '' FROM asked a JOIN posting_index i ON i.words @@ phraseto_tsquery('simple', a.norm)
   WHERE a.kind = 'name')
  SELECT p.id, s.kind, s.norm, src.key, p.canonical_url, s.quote, extract(epoch FROM p.first_seen)::bigint,
   extract(epoch FROM p.last_seen)::bigint, concat_ws(', ', (SELECT string_agg(DISTINCT 'case ' || cp.case_id, ', ') FROM case_posting cp
     JOIN case_file c ON c.id = cp.case_id AND (c.state = 'open' OR c.outcome <> 'no_offence')
     JOIN case_alert ca ON ca.case_id = cp.case_id AND ca.alert_id = cp.alert_id AND ca.left_at IS NULL WHERE cp.posting_id = p.id),
    (SELECT string_agg(DISTINCT 'alert ' || a.number, ', ') FROM alert_posting ap JOIN alert a ON a.id = ap.alert_id
     LEFT JOIN alert goes_on ON goes_on.id = a.duplicate_of WHERE ap.posting_id = p.id
     AND (a.state <> 'closed' OR a.closed_as = 'confirmed' OR goes_on.state <> 'closed' OR goes_on.closed_as = 'confirmed'))),
   EXISTS (SELECT FROM restricted_posting x WHERE x.posting_id = p.id),
   coalesce((SELECT string_agg(DISTINCT pr.recipient_name, ', ') FROM alert_posting ap JOIN referral_alert ra ON ra.alert_id = ap.alert_id
    JOIN referral r ON r.id = ra.referral_id AND r.proposal = ra.n AND r.state IN ('sent', 'answered')
    JOIN referral_proposal pr ON pr.referral_id = r.id AND pr.n = r.proposal WHERE ap.posting_id = p.id), ''),
   coalesce((SELECT string_agg(c.says, '; ' ORDER BY c.id) FROM correction c WHERE c.withdrawn_at IS NULL
    AND (c.posting_id = p.id OR (c.kind = s.kind AND c.norm = s.norm))), ''),
   p.kind = 'tip' OR EXISTS (SELECT FROM posting_version v JOIN fact f ON f.version_id = v.id WHERE v.posting_id = p.id
    AND f.kind IN ('phone', 'account', 'social', 'email') AND f.field <> 'context' AND NOT EXISTS (SELECT FROM asked a
     WHERE (a.kind = f.kind AND a.norm = f.value) OR (a.kind = 'phone' AND right(f.value, length(a.norm) + 1) = ':' || a.norm)))
  FROM shown s JOIN posting p ON p.id = s.posting_id JOIN source src ON src.id = p.source_id ORDER BY p.id, s.kind, s.norm)"};
constexpr Statement kTyped{"request.typed", R"(
  SELECT t.kind, t.written, p.name, extract(epoch FROM t.at)::bigint, t.words FROM (
   SELECT 'title' AS kind, 'case ' || id AS written, opened_by_id AS by_id, opened_at AS at, title AS words FROM case_file
   UNION ALL SELECT 'note', 'case ' || case_id, by_id, at, note FROM case_event WHERE note <> ''
   UNION ALL SELECT 'task', 'case ' || case_id, made_by_id, made_at, what FROM case_task
   UNION ALL SELECT 'grounds', 'referral ' || referral_id, proposed_by, at, grounds FROM referral_proposal WHERE grounds <> ''
   UNION ALL SELECT 'note', 'referral ' || referral_id, by_id, at, note FROM referral_event WHERE note <> ''
   UNION ALL SELECT 'note', 'alert ' || a.number, d.by_id, d.at, d.note FROM decision d JOIN alert a ON a.id = d.alert_id WHERE d.note <> ''
   UNION ALL SELECT 'reason', 'silence ' || id, by_id, made_at, reason FROM silence) t
  JOIN person p ON p.id = t.by_id ORDER BY t.at, t.written, t.kind)"};
constexpr Statement kInformants{"request.informants", R"(
  SELECT report_id, tip, name, contact, extract(epoch FROM reported_at)::bigint, channel, needed_by
  FROM confidential.informants_of_request($1, $2, $3))"};
constexpr Statement kIsRestricted{"request.is_restricted",
                                  "SELECT EXISTS (SELECT FROM restricted_posting WHERE posting_id = $1 AND NOT needed)"};

std::string Name(std::int64_t number) { return "request " + std::to_string(number); }

[[noreturn]] void Refuse(const std::string& what, const std::string& fix) {
  throw core::InputError({"", 0, 0, what, fix});
}

// Names are found by their words without marks, as the index has them.
std::string Searchable(const IdentifierValue& identifier) {
  return identifier.kind == "name" ? core::FoldPlain(identifier.norm) : identifier.norm;
}

// By what its reader would know them.
bool Names(const std::string& text, const IdentifierValue& identifier) {
  constexpr std::size_t kLeastDigits = 7;  // as core::BlackOutNumber wants them
  std::string words = text;
  const std::string value = identifier.norm.substr(identifier.norm.find(':') + 1);  // social "zalo:…", account "bank:…"
  std::string digits;
  std::copy_if(value.begin(), value.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  if (value.starts_with("+84")) digits.erase(0, 2);
  if (digits.starts_with('0')) digits.erase(0, 1);
  const bool number = identifier.kind == "phone" || identifier.kind == "account" || value.starts_with('+');
  if (number && digits.size() >= kLeastDigits) return core::BlackOutNumber(words, digits) > 0;
  const std::string sought = identifier.kind == "name" ? identifier.norm : value.substr(value.starts_with('@') ? 1 : 0);
  return !sought.empty() && core::BlackOutWords(words, sought) > 0;
}

void Record(pqxx::transaction_base& tx, std::int64_t number, const char* kind, const json& details,
            const RequestAct& act) {
  Exec(tx, kEvent, number, act.at, EnsurePerson(tx, act.by, act.at), kind, act.note, details.dump());
  AppendAudit(tx, {act.at, act.by, std::string{"request."} + kind, Name(number), act.note, details.dump()});
}

RequestRow RowOf(const pqxx::row& row) {
  RequestRow request;
  request.number = row[0].as<std::int64_t>();
  request.request.kind = FindRequestKind(row[1].c_str()).value();
  request.request.received_at = InstantOf(row[2]);
  request.request.channel = row[3].c_str();
  request.request.requester = row[4].c_str();
  request.request.contact = row[5].c_str();
  request.request.wish = row[6].c_str();
  request.taken_by = row[7].c_str();
  request.request.acknowledge_by = DayOf(row[8]);
  request.request.due = DayOf(row[9]);
  request.extended_to = FindValue<core::Day>(row[10]);
  request.acknowledged_at = FindValue<core::Instant>(row[11]);
  request.identified_at = FindValue<core::Instant>(row[12]);
  request.decided_at = FindValue<core::Instant>(row[13]);
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (kOutcomes.at(i) == row[14].c_str()) request.outcome = static_cast<RequestOutcome>(i);
  }
  request.restricting = row[15].as<bool>();
  request.correcting = row[16].as<bool>();
  const auto kinds = TextsOf(row[17]);
  const auto norms = TextsOf(row[18]);
  for (std::size_t i = 0; i < kinds.size(); ++i) request.request.identifiers.push_back({kinds[i], norms[i]});
  return request;
}

}  // namespace

std::string_view RequestKindName(RequestKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

std::optional<RequestKind> FindRequestKind(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds.at(i) == name) return static_cast<RequestKind>(i);
  }
  return {};
}

std::string_view RequestOutcomeName(RequestOutcome outcome) {
  return kOutcomes.at(static_cast<std::size_t>(outcome));
}

bool RequestRow::Overdue(core::Day today) const {
  return !outcome && (last_day() < today || (!acknowledged_at && request.acknowledge_by < today));
}

std::int64_t TakeRequest(pqxx::transaction_base& tx, const NewRequest& request, const RequestAct& act) {
  if (request.identifiers.empty()) Refuse("a request is about a phone, account, handle, e-mail or name", "--about \"0912 000 345\"");
  const auto number =
      ExecOne(tx, kTake, RequestKindName(request.kind), request.received_at, request.channel, request.requester,
              request.contact, request.wish, act.at, EnsurePerson(tx, act.by, act.at), request.acknowledge_by, request.due)[0]
          .as<std::int64_t>();
  ArrayText kinds;
  ArrayText norms;
  for (const auto& identifier : request.identifiers) {
    kinds.Add(identifier.kind);
    norms.Add(identifier.norm);
  }
  Exec(tx, kIdentifiers, number, kinds.Text(), norms.Text());
  // Who asks, and about what, stays out of the chain: it can never be taken out of it again.
  Record(tx, number, "taken",
         {{"kind", RequestKindName(request.kind)},
          {"acknowledge_by", core::FormatDay(request.acknowledge_by)},
          {"due", core::FormatDay(request.due)}},
         act);
  return number;
}

std::vector<RequestRow> ListRequests(pqxx::transaction_base& tx, bool decided_too) {
  std::vector<RequestRow> requests;
  for (const auto& row : Exec(tx, kList, decided_too)) requests.push_back(RowOf(row));
  return requests;
}

RequestRow GetRequest(pqxx::transaction_base& tx, std::int64_t number) {
  const auto rows = Exec(tx, kGet, number);
  if (rows.empty()) Refuse("there is no " + Name(number), "see agencywatch requests list --all");
  return RowOf(rows[0]);
}

RequestRow GetOpenRequest(pqxx::transaction_base& tx, std::int64_t number, bool identified) {
  Exec(tx, kLock, number);
  RequestRow request = GetRequest(tx, number);
  if (request.outcome) {
    Refuse(Name(number) + " was decided: " + std::string{RequestOutcomeName(*request.outcome)},
           "take in a new one: agencywatch requests new");
  }
  if (identified && !request.identified_at) {
    Refuse("nothing is given out or done before it is proved who asks",
           "agencywatch requests identify " + std::to_string(number) + " --how …");
  }
  return request;
}

std::int64_t CountOverdueRequests(pqxx::transaction_base& tx, core::Day today) {
  return ExecOne(tx, kOverdue, today)[0].as<std::int64_t>();
}

std::vector<RequestEventRow> RequestEvents(pqxx::transaction_base& tx, std::int64_t number) {
  std::vector<RequestEventRow> events;
  for (const auto& row : Exec(tx, kEvents, number))
    events.push_back({InstantOf(row[0]), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str()});
  return events;
}

void AcknowledgeRequest(pqxx::transaction_base& tx, std::int64_t number, const RequestAct& act) {
  if (GetOpenRequest(tx, number, false).acknowledged_at) Refuse(Name(number) + " was acknowledged before", "see agencywatch requests show");
  Exec(tx, kAcknowledge, number, act.at);
  Record(tx, number, "acknowledged", json::object(), act);
}

void IdentifyRequester(pqxx::transaction_base& tx, std::int64_t number, const RequestAct& act) {
  if (GetOpenRequest(tx, number, false).identified_at) Refuse(Name(number) + " has its proof of identity", "see agencywatch requests show");
  if (core::Trim(act.note).empty()) Refuse("how did they prove that the data are about them?", "--how \"called back on that number\"");
  Exec(tx, kIdentify, number, act.at);
  Record(tx, number, "identified", json::object(), act);
}

void ExtendRequest(pqxx::transaction_base& tx, std::int64_t number, core::Day to, const RequestAct& act) {
  const RequestRow request = GetOpenRequest(tx, number, false);
  if (request.extended_to) Refuse(Name(number) + " was extended before", "the law allows it once");
  if (core::Trim(act.note).empty()) Refuse("an extension needs its reason", "--reason \"…\"");
  if (core::VietnamDay(act.at) > request.request.due) Refuse(Name(number) + " is overdue", "it could be extended until " + core::DisplayDay(request.request.due));
  Exec(tx, kExtend, number, to);
  Record(tx, number, "extended", {{"to", core::FormatDay(to)}}, act);
}

void RecordExtract(pqxx::transaction_base& tx, std::int64_t number, const std::string& sha256,
                   const RequestAct& act) {
  static_cast<void>(GetOpenRequest(tx, number, true));
  Record(tx, number, "extract_made", {{"sha256", sha256}}, act);
}

void DecideRequest(pqxx::transaction_base& tx, std::int64_t number, const RequestDecision& decision,
                   const RequestAct& act) {
  const bool grants = decision.outcome == RequestOutcome::kFulfilled || decision.outcome == RequestOutcome::kPartly;
  const RequestRow request = GetOpenRequest(tx, number, grants);
  if (decision.restricts) {
    ArrayText kinds;
    ArrayText norms;
    for (const auto& identifier : request.request.identifiers) {
      const std::string norm = Searchable(identifier);
      if (identifier.kind == "name" && norm.find(' ') == std::string::npos) continue;  // a word that many names have
      kinds.Add(identifier.kind);
      norms.Add(norm);
    }
    Exec(tx, kRestrict, number, act.at, kinds.Text(), norms.Text());
    Exec(tx, kRestrictPostings, number, ArrayOf(decision.postings), act.at);
  }
  AddCorrections(tx, decision.corrections, number, act.by, act.at);
  Exec(tx, kDecide, number, act.at, RequestOutcomeName(decision.outcome));
  json details = {{"outcome", RequestOutcomeName(decision.outcome)}, {"done", decision.done}, {"kept", decision.kept}};
  if (decision.informants + decision.kept_informants > 0) details["informants"] = {{"done", decision.informants}, {"kept", decision.kept_informants}};
  if (!decision.ground.empty()) details["ground"] = decision.ground;
  for (const auto& correction : decision.corrections) {
    // The chain keeps what was said by its hash: words may name a person.
    details["corrected"].push_back({{"of", correction.subject_id   ? "subject " + std::to_string(*correction.subject_id)
                                           : correction.posting_id ? "posting " + std::to_string(*correction.posting_id)
                                                                   : correction.identifier->kind},
                                    {"says_sha256", core::Sha256Hex(correction.says)}});
  }
  Record(tx, number, "decided", details, act);
}

void LiftRestriction(pqxx::transaction_base& tx, std::int64_t number, const RequestAct& act) {
  const RequestRow request = GetRequest(tx, number);
  if (!request.restricting && !request.correcting)
    Refuse(Name(number) + " neither restricts nor corrects anything", "see agencywatch requests list --all");
  if (core::Trim(act.note).empty()) Refuse("why is it to stand as before?", "--reason \"…\"");
  Exec(tx, kLift, number, act.at);
  WithdrawCorrections(tx, number, act.at);
  Record(tx, number, "lifted", json::object(), act);
}

std::vector<HeldData> HeldAbout(pqxx::transaction_base& tx, const std::vector<IdentifierValue>& identifiers) {
  ArrayText kinds;
  ArrayText norms;
  for (const auto& identifier : identifiers) {
    kinds.Add(identifier.kind);
    norms.Add(Searchable(identifier));
  }
  std::vector<HeldData> held;
  for (const auto& row : Exec(tx, kHeld, kinds.Text(), norms.Text())) {
    held.push_back({row[0].as<std::int64_t>(),
                    {row[1].c_str(), row[2].c_str()},
                    row[3].c_str(),
                    row[4].c_str(),
                    row[5].c_str(),
                    InstantOf(row[6]),
                    InstantOf(row[7]),
                    row[8].c_str(),
                    row[9].as<bool>(),
                    row[10].c_str(),
                    row[11].c_str(),
                    row[12].as<bool>()});
  }
  return held;
}

std::vector<HeldWords> WordsAbout(pqxx::transaction_base& tx, const std::vector<IdentifierValue>& identifiers) {
  std::vector<HeldWords> found;
  for (const auto& row : Exec(tx, kTyped)) {
    const std::string text = row[4].c_str();
    if (std::any_of(identifiers.begin(), identifiers.end(), [&text](const auto& identifier) { return Names(text, identifier); }))
      found.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), InstantOf(row[3])});
  }
  return found;
}

std::vector<HeldInformant> InformantsOfRequest(pqxx::transaction_base& tx, std::int64_t number, const std::string& by, core::Instant at) {
  std::vector<HeldInformant> informants;
  for (const auto& row : Exec(tx, kInformants, number, at, by)) {
    informants.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].c_str(), row[3].c_str(), InstantOf(row[4]),
                          row[5].c_str(), row[6].c_str()});
  }
  return informants;
}

bool IsRestricted(pqxx::transaction_base& tx, std::int64_t posting_id) {
  return ExecOne(tx, kIsRestricted, posting_id)[0].as<bool>();
}

}  // namespace agencywatch::db
