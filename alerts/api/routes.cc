// Every route × every role: the one place that says who may do what.
#include "alerts/api/handlers.h"
#include "alerts/api/router.h"

namespace agencywatch::alerts {
namespace {

using enum db::Role;

constexpr RoleSet kNobodyYet{};  // open: no session
constexpr RoleSet kEverybody{kViewer, kInspector, kSupervisor, kLiaison, kAdmin};
// Of alerts and adverts; liaison officers read what was referred, which the handlers see to.
constexpr RoleSet kReaders = kEverybody;
constexpr RoleSet kStaff{kViewer, kInspector, kSupervisor, kAdmin};
constexpr RoleSet kOpeners{kInspector, kSupervisor, kLiaison};  // of personal data
constexpr RoleSet kDeciders{kInspector, kSupervisor};
constexpr RoleSet kReferrers{kSupervisor};

const BodyPart kAlerts{"alerts", "array", true,
                       "1 to 100 of {number, row_version}: all are decided or none; 409 when one "
                       "changed since it was read"};
const BodyPart kNote{"note", "string", false, "in one's own words"};

constexpr std::size_t kCheckBytes = 256 * 1024;

const std::vector<Route>& Table() {
  static const std::vector<Route> table = {
      {"GET", "/api/openapi.json", kNobodyYet, OpenApi, "This document"},

      {"POST",
       "/api/v1/login",
       kNobodyYet,
       PostLogin,
       "Log in; sets the session cookie",
       {},
       {{"name", "string", true, "of the account"},
        {"password", "string", true, ""},
        {"code", "string", false, "of the second factor, where the account has one"}},
       4096},
      {"POST", "/api/v1/logout", kEverybody, PostLogout, "End the session"},
      {"GET", "/api/v1/me", kEverybody, GetMe, "Who one is, the CSRF token, the register's age"},
      {"POST",
       "/api/v1/me/password",
       kEverybody,
       PostPassword,
       "Change the password; ends all sessions of the account",
       {},
       {{"current", "string", true, "the password until now"},
        {"next", "string", true, "12 letters or more"}},
       4096},

      {"GET",
       "/api/v1/alerts",
       kReaders,
       GetAlerts,
       "The queue",
       {{"q", "words of a name or an advert, with or without marks, or digits of a phone"},
        {"verdict", "trafficking, fraud, unlicensed or violation"},
        {"state", "new, assigned, watching, in_case, referred or closed"},
        {"owner", "a name, or me"},
        {"province", "as the alerts name it"},
        {"destination", "ISO 3166 alpha-2"},
        {"indicator", "a code"},
        {"overdue", "1: only those"},
        {"silenced", "1: silenced ones, too"},
        {"closed", "1: closed ones, too"},
        {"limit", "1 to 200; 50"},
        {"offset", "how many to leave out"}}},
      {"GET", "/api/v1/alerts/{number}", kReaders, GetAlert, "One alert in full"},
      {"POST",
       "/api/v1/alerts/{number}/open",
       kOpeners,
       PostAlertOpen,
       "Show its personal data to this session; the reason is kept",
       {},
       {{"reason", "string", true, "why they are needed"}}},
      {"POST",
       "/api/v1/alerts/assign",
       kDeciders,
       PostAssign,
       "Give alerts to a person",
       {},
       {kAlerts, kNote, {"to", "string", false, "a name; oneself"}}},
      {"POST",
       "/api/v1/alerts/watch",
       kDeciders,
       PostWatch,
       "Look again later",
       {},
       {kAlerts, kNote, {"until", "string", false, "the last day to wait; in two weeks"}}},
      {"POST",
       "/api/v1/alerts/dismiss",
       kDeciders,
       PostDismiss,
       "Close: the signs are not true",
       {},
       {kAlerts, kNote, {"reason_code", "string", true, "see /api/v1/reasons"}}},
      {"POST",
       "/api/v1/alerts/confirm",
       kDeciders,
       PostConfirm,
       "Close: the signs are true",
       {},
       {kAlerts, kNote}},
      {"POST",
       "/api/v1/alerts/duplicate",
       kDeciders,
       PostDuplicate,
       "Close: another alert is about the same",
       {},
       {kAlerts, kNote, {"of", "integer", true, "the number of the alert that goes on"}}},
      {"POST",
       "/api/v1/alerts/case",
       kDeciders,
       PostCase,
       "Open one case with the alerts",
       {},
       {kAlerts, kNote}},
      {"POST",
       "/api/v1/alerts/refer",
       kReferrers,
       PostRefer,
       "Refused with 409: a referral of its case does that, proposed by one person and approved by another",
       {},
       {kAlerts, kNote}},
      {"POST",
       "/api/v1/alerts/reopen",
       kDeciders,
       PostReopen,
       "Look at closed ones again",
       {},
       {kAlerts, kNote}},
      {"GET", "/api/v1/reasons", kEverybody, GetReasons,
       "What may be said when an alert is dismissed"},

      {"GET", "/api/v1/subjects/{id}", kStaff, GetSubject, "Who is behind an alert"},

      {"GET", "/api/v1/postings/{id}", kReaders, GetPosting,
       "A posting with its versions, findings and evidence"},
      {"GET",
       "/api/v1/postings/{id}/record",
       kOpeners,
       GetPostingRecord,
       "The WARC record of its last sight",
       {},
       {},
       0,
       "application/warc"},
      {"GET",
       "/api/v1/postings/{id}/snapshot",
       kOpeners,
       GetPostingSnapshot,
       "The captured page, made harmless",
       {},
       {},
       0,
       "text/html"},

      {"GET",
       "/api/v1/register",
       kEverybody,
       GetRegister,
       "Search the licence register",
       {{"q", "name, licence number, tax code, phone or address, with or without marks"},
        {"status", "active, suspended, revoked, returned, expired or none"},
        {"limit", "1 to 200; 50"},
        {"offset", "how many to leave out"}}},
      {"GET",
       "/api/v1/register/{licence}",
       kEverybody,
       GetRegisterEntry,
       "One enterprise, with all that was ever held of its licence",
       {{"on", "the day asked about; today"}}},

      {"GET", "/api/v1/rules", kEverybody, GetRules, "All rules"},
      {"GET", "/api/v1/rules/{id}", kEverybody, GetRule, "One rule in plain words"},
      {"POST",
       "/api/v1/check",
       kEverybody,
       PostCheck,
       "What the rules and the register say of an advert, a name or a licence number",
       {},
       {{"text", "string", true, "what to check; nothing of it is kept"}},
       kCheckBytes},

      {"GET", "/api/v1/runs", kStaff, GetRuns, "The last runs", {{"limit", "1 to 100; 20"}}},
      {"GET", "/api/v1/sources", kStaff, GetSources, "The sources and their health"},
  };
  return table;
}

}  // namespace

std::span<const Route> Routes() { return Table(); }

}  // namespace agencywatch::alerts
