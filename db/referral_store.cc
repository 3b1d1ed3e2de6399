#include "db/referral_store.h"

#include <array>
#include <stdexcept>

#include "core/errors.h"
#include "core/utf8.h"
#include "db/case_store.h"
#include "db/internal/refusal.h"
#include "db/internal/statement.h"
#include "db/triage_store.h"

namespace agencywatch::db {
namespace {

constexpr std::array<std::string_view, 6> kStates = {"proposed", "returned", "approved",
                                                     "sent",     "answered", "withdrawn"};
constexpr std::array<std::string_view, 4> kAnswers = {"accepted", "insufficient", "charged",
                                                      "no_offence"};

constexpr Statement kPropose{"referral.propose", R"(
  SELECT referral_propose($1, $2, $3::bigint[], $4, $5, $6, $7, $8, $9::text[], $10, $11, $12))"};
constexpr Statement kApprove{"referral.approve", "SELECT referral_approve($1, $2, $3, $4, $5)"};
constexpr Statement kReturn{"referral.return", "SELECT referral_return($1, $2, $3, $4)"};
constexpr Statement kSend{"referral.send", "SELECT referral_send($1, $2, $3, $4, $5, $6)"};
constexpr Statement kAnswer{"referral.answer", "SELECT referral_answer_add($1, $2, $3, $4, $5, $6, $7)"};
constexpr Statement kWithdraw{"referral.withdraw", "SELECT referral_withdraw($1, $2, $3, $4)"};
constexpr Statement kAlertIds{"referral.alert_ids", R"(
  SELECT wanted, a.id FROM unnest($1::bigint[]) wanted LEFT JOIN alert a ON a.number = wanted)"};
constexpr Statement kCaseAlerts{"referral.case_alerts", R"(
  SELECT a.number FROM case_alert ca JOIN alert a ON a.id = ca.alert_id
  WHERE ca.case_id = $1 AND ca.left_at IS NULL AND a.state <> 'closed' ORDER BY 1)"};

#define AW_REFERRALS \
  "SELECT r.id, r.case_id, c.title, r.state, r.proposal, pr.recipient, pr.recipient_kind, pr.recipient_name, pr.recipient_address," \
  " pr.province, pr.copies, pr.grounds," \
  " ARRAY(SELECT a.number FROM referral_alert ra JOIN alert a ON a.id = ra.alert_id" \
  " WHERE ra.referral_id = r.id AND ra.n = r.proposal ORDER BY 1)," \
  " proposer.name, extract(epoch FROM r.proposed_at)::bigint, approver.name, extract(epoch FROM r.approved_at)::bigint," \
  " sender.name, extract(epoch FROM r.sent_at)::bigint, r.sent_how, r.document_no," \
  " ans.answer, ans.answered_on, ans.reference, ans.note, extract(epoch FROM ans.at)::bigint, ans.by_name" \
  " FROM referral r JOIN case_file c ON c.id = r.case_id JOIN referral_proposal pr ON pr.referral_id = r.id AND pr.n = r.proposal" \
  " JOIN person proposer ON proposer.id = r.proposed_by LEFT JOIN person approver ON approver.id = r.approved_by" \
  " LEFT JOIN person sender ON sender.id = r.sent_by" \
  " LEFT JOIN LATERAL (SELECT a.answer, a.answered_on, a.reference, a.note, a.at, p.name AS by_name FROM referral_answer a" \
  " JOIN person p ON p.id = a.by_id WHERE a.referral_id = r.id ORDER BY a.id DESC LIMIT 1) ans ON true"
constexpr Statement kFind{"referral.find", AW_REFERRALS " WHERE r.id = $1"};
constexpr Statement kList{"referral.list", AW_REFERRALS R"(
  WHERE ($1::bigint IS NULL OR r.case_id = $1) AND ($2::text IS NULL OR r.state = $2)
   AND (NOT $3::boolean OR r.state NOT IN ('answered', 'withdrawn'))
   AND ($4 = '' OR r.state = 'proposed' AND person_key(proposer.name) <> person_key($4))
   AND ($5::timestamptz IS NULL OR r.state = 'sent' AND r.sent_at < $5)
   AND (NOT $8::boolean OR r.approved_by IS NOT NULL)
  ORDER BY r.id DESC LIMIT $6 OFFSET $7)"};
constexpr Statement kAllAnswers{"referral.answers", R"(
  SELECT a.answer, a.answered_on, a.reference, a.note, extract(epoch FROM a.at)::bigint, p.name
  FROM referral_answer a JOIN person p ON p.id = a.by_id WHERE a.referral_id = $1 ORDER BY a.id)"};
constexpr Statement kEvents{"referral.events", R"(
  SELECT extract(epoch FROM e.at)::bigint, p.name, e.kind, e.proposal, e.note, e.details
  FROM referral_event e JOIN person p ON p.id = e.by_id WHERE e.referral_id = $1 ORDER BY e.id)"};
constexpr Statement kCountWaiting{"referral.count_waiting", R"(
  SELECT count(*) FROM referral r JOIN person proposer ON proposer.id = r.proposed_by
  WHERE r.state = 'proposed' AND person_key(proposer.name) <> person_key($1))"};
constexpr Statement kOutcomes{"referral.rule_outcomes", R"(
  SELECT rule_id, rule_version, alerts, confirmed, dismissed, accepted, insufficient, charged, no_offence, held, not_held
  FROM rule_outcome WHERE $1 = '' OR rule_id = $1 ORDER BY rule_id COLLATE "C", rule_version)"};

ReferralRefused::Why WhyOf(std::string_view sqlstate) {
  if (sqlstate == "RF001") return ReferralRefused::Why::kUnknown;
  if (sqlstate == "RF003") return ReferralRefused::Why::kSamePerson;
  if (sqlstate == "RF004") return ReferralRefused::Why::kChanged;
  return ReferralRefused::Why::kNotNow;
}

// What a function of migration 0042 refuses (SQLSTATE class RF) is for a person to mend.
template <class... Values>
pqxx::row Call(pqxx::transaction_base& tx, const Statement& statement, const Values&... values) {
  try {
    return ExecOne(tx, statement, values...);
  } catch (const pqxx::sql_error& error) {
    if (!IsRefusal(error)) throw;
    throw ReferralRefused(WhyOf(error.sqlstate()), RefusalOf(error));
  }
}

std::int64_t Propose(pqxx::transaction_base& tx, std::optional<std::int64_t> referral_id,
                     std::int64_t case_id, const Proposal& proposal, const ReferralAct& act) {
  std::vector<std::int64_t> numbers = proposal.alerts;
  if (numbers.empty()) {
    for (const auto& row : Exec(tx, kCaseAlerts, case_id)) numbers.push_back(row[0].as<std::int64_t>());
  }
  std::vector<std::int64_t> ids;
  for (const auto& row : Exec(tx, kAlertIds, ArrayOf(numbers))) {
    if (row[1].is_null()) {
      throw core::InputError({"", 0, 0, std::string{"there is no alert #"} + row[0].c_str(),
                              "see agencywatch cases show " + std::to_string(case_id)});
    }
    ids.push_back(row[1].as<std::int64_t>());
  }
  return Call(tx, kPropose, referral_id, case_id, ArrayOf(ids), proposal.recipient,
              proposal.recipient_kind, proposal.recipient_name, proposal.recipient_address,
              proposal.province, ArrayOf(proposal.copies), proposal.grounds, act.at, act.by)[0]
      .as<std::int64_t>();
}

AnswerRow AnswerOf(const pqxx::row& row, pqxx::row::size_type first) {
  const auto answer = FindReferralAnswer(row[first].c_str());
  if (!answer) throw std::logic_error(std::string{"unknown answer in the database: "} + row[first].c_str());
  return {*answer, DayOf(row[first + 1]), row[first + 2].c_str(), row[first + 3].c_str(),
          InstantOf(row[first + 4]), row[first + 5].c_str()};
}

ReferralRow RowOf(const pqxx::row& row) {
  ReferralRow referral;
  referral.id = row[0].as<std::int64_t>();
  referral.case_id = row[1].as<std::int64_t>();
  referral.case_title = row[2].c_str();
  referral.state = FindReferralState(row[3].c_str()).value();
  referral.proposal_no = row[4].as<int>();
  referral.proposal = {row[5].c_str(), row[6].c_str(),    row[7].c_str(),  row[8].c_str(),
                       row[9].c_str(), TextsOf(row[10]), row[11].c_str(), NumbersOf(row[12])};
  referral.proposed_by = row[13].c_str();
  referral.proposed_at = InstantOf(row[14]);
  referral.approved_by = row[15].c_str();
  referral.approved_at = FindValue<core::Instant>(row[16]);
  referral.sent_by = row[17].c_str();
  referral.sent_at = FindValue<core::Instant>(row[18]);
  referral.sent_how = row[19].c_str();
  referral.document_no = row[20].c_str();
  if (!row[21].is_null()) referral.answer = AnswerOf(row, 21);
  return referral;
}

}  // namespace

std::string_view ReferralStateName(ReferralState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<ReferralState> FindReferralState(std::string_view name) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates.at(i) == name) return static_cast<ReferralState>(i);
  }
  return {};
}

std::string_view ReferralAnswerName(ReferralAnswer answer) {
  return kAnswers.at(static_cast<std::size_t>(answer));
}

std::optional<ReferralAnswer> FindReferralAnswer(std::string_view name) {
  for (std::size_t i = 0; i < kAnswers.size(); ++i) {
    if (kAnswers.at(i) == name) return static_cast<ReferralAnswer>(i);
  }
  return {};
}

std::int64_t ProposeReferral(pqxx::transaction_base& tx, std::int64_t case_id,
                             const Proposal& proposal, const ReferralAct& act) {
  return Propose(tx, std::nullopt, case_id, proposal, act);
}

int ProposeAgain(pqxx::transaction_base& tx, std::int64_t referral_id, const Proposal& proposal,
                 const ReferralAct& act) {
  const ReferralRow before = GetReferral(tx, referral_id);
  Propose(tx, referral_id, before.case_id, proposal, act);
  return GetReferral(tx, referral_id).proposal_no;
}

void ApproveReferral(pqxx::transaction_base& tx, std::int64_t referral_id, int proposal,
                     const ReferralAct& act) {
  Call(tx, kApprove, referral_id, proposal, act.note, act.at, act.by);
}

void ReturnReferral(pqxx::transaction_base& tx, std::int64_t referral_id, const ReferralAct& act) {
  Call(tx, kReturn, referral_id, act.note, act.at, act.by);
}

void SendReferral(pqxx::transaction_base& tx, std::int64_t referral_id, const std::string& how,
                  const std::string& document_no, const ReferralAct& act) {
  Call(tx, kSend, referral_id, how, document_no, act.note, act.at, act.by);
  Decision decision;
  decision.kind = DecisionKind::kRefer;
  decision.by = act.by;
  decision.at = act.at;
  decision.note = act.note;
  decision.referral_id = referral_id;
  for (const auto number : GetReferral(tx, referral_id).proposal.alerts) {
    const AlertState state = FindAlert(tx, number).value().state;
    if (state != AlertState::kReferred && state != AlertState::kClosed)
      static_cast<void>(Decide(tx, number, decision));
  }
}

void WithdrawReferral(pqxx::transaction_base& tx, std::int64_t referral_id,
                      const ReferralAct& act) {
  Call(tx, kWithdraw, referral_id, act.note, act.at, act.by);
}

void AddAnswer(pqxx::transaction_base& tx, std::int64_t referral_id, const AnswerRow& answer) {
  if (answer.answered_on > core::VietnamDay(answer.at)) {
    throw core::InputError({"", 0, 0, "the answer is dated " + core::DisplayDay(answer.answered_on) + ", a day to come",
                            "give the day of their letter"});
  }
  Call(tx, kAnswer, referral_id, ReferralAnswerName(answer.answer), answer.answered_on,
       answer.reference, answer.note, answer.at, answer.by);
}

std::vector<ReferralRow> ListReferrals(pqxx::transaction_base& tx, const ReferralFilter& filter) {
  std::optional<std::string> state;
  if (filter.state) state = ReferralStateName(*filter.state);
  std::vector<ReferralRow> referrals;
  for (const auto& row : Exec(tx, kList, filter.case_id, state, filter.unfinished, filter.waiting_for,
                              filter.sent_before, filter.limit, filter.offset, filter.approved))
    referrals.push_back(RowOf(row));
  return referrals;
}

int CountReferralsWaitingFor(pqxx::transaction_base& tx, const std::string& person) {
  return ExecOne(tx, kCountWaiting, person)[0].as<int>();
}

std::optional<ReferralRow> FindReferral(pqxx::transaction_base& tx, std::int64_t id) {
  const auto rows = Exec(tx, kFind, id);
  if (rows.empty()) return {};
  return RowOf(rows[0]);
}

ReferralRow GetReferral(pqxx::transaction_base& tx, std::int64_t id) {
  auto referral = FindReferral(tx, id);
  if (!referral) {
    throw core::InputError(
        {"", 0, 0, "there is no referral " + std::to_string(id), "see agencywatch referrals list"});
  }
  return *std::move(referral);
}

ReferralDetails ShowReferral(pqxx::transaction_base& tx, std::int64_t id) {
  ReferralDetails details;
  details.row = GetReferral(tx, id);
  for (const auto& row : Exec(tx, kAllAnswers, id)) details.answers.push_back(AnswerOf(row, 0));
  for (const auto& row : Exec(tx, kEvents, id)) {
    details.events.push_back({InstantOf(row[0]), row[1].c_str(), row[2].c_str(), row[3].as<int>(),
                              row[4].c_str(), row[5].c_str()});
  }
  return details;
}

std::vector<RuleOutcome> RuleOutcomes(pqxx::transaction_base& tx, const std::string& rule) {
  std::vector<RuleOutcome> outcomes;
  for (const auto& row : Exec(tx, kOutcomes, rule)) {
    outcomes.push_back({row[0].c_str(), row[1].as<int>(), row[2].as<int>(), row[3].as<int>(),
                        row[4].as<int>(), row[5].as<int>(), row[6].as<int>(), row[7].as<int>(),
                        row[8].as<int>(), row[9].as<int>(), row[10].as<int>()});
  }
  return outcomes;
}

}  // namespace agencywatch::db
