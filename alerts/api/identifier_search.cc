#include "alerts/api/identifier_search.h"

#include <pqxx/pqxx>

#include "alerts/api/masking.h"
#include "alerts/api/router.h"
#include "alerts/asked.h"
#include "core/sha256.h"
#include "db/audit_search.h"
#include "db/audit_store.h"
#include "db/search_query.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

// Tells a question from another and not what it was: the token is in the browser only.
std::string Fingerprint(const ApiCall& call, const std::string& identifier) {
  const std::string token = FindCookie(call.http, SessionCookieName(call.http.secure));
  return core::Sha256Hex(token + "\n" + identifier).substr(0, 16);
}

}  // namespace

std::string NoteSearch(ApiCall& call, const std::string& text, const std::string& where) {
  const std::string searched = SearchText(text);
  const std::string identifier = db::ParseSearchQuery(searched).identifier;
  if (identifier.empty()) return searched;
  const int most = MayOpen(call.session.role) ? kSearchesOfOpeners : kSearchesOfOthers;
  const std::string asked = Fingerprint(call, identifier);
  const bool refused = db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto before = db::CountSearches(tx, call.session.account, call.now - std::chrono::hours{1}, asked);
    if (before.same) return false;
    const bool one_too_many = before.all == most;
    Json details{{"where", where}, {one_too_many ? "refused" : "asked", one_too_many ? Json(true) : Json(asked)}};
    if (before.all <= most) db::AppendAudit(tx, {call.now, call.session.account, db::kIdentifierSearch, MaskedValue(identifier), "", details.dump()});
    return before.all >= most;
  });
  if (refused) {
    throw ApiError(429, "too_many_searches",
                   "you have searched for " + std::to_string(most) +
                       " phones, accounts or addresses within an hour: go on in an hour, or search by other words");
  }
  return searched;
}

std::string NotedSearch(const std::string& text) {
  const std::string identifier = db::ParseSearchQuery(SearchText(text)).identifier;
  return identifier.empty() ? text : MaskedValue(identifier);
}

}  // namespace agencywatch::alerts
