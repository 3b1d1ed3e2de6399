// Which requests the API takes, from whom, with which parts: one table (routes.cc), from which requests are checked,
// handlers called, and the OpenAPI document written. No handler checks a role, a session or a CSRF token.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/api/api.h"
#include "db/user_store.h"

namespace agencywatch::alerts {

class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<db::Role> roles) {
    for (const auto role : roles) bits_ |= 1U << static_cast<unsigned>(role);
  }
  [[nodiscard]] constexpr bool Has(db::Role role) const {
    return (bits_ >> static_cast<unsigned>(role) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

 private:
  unsigned bits_ = 0;
};

struct QueryPart {
  std::string_view name;
  std::string_view what;
  std::string_view values = {};  // all that it may be, with '|' between; none: any. Anything else is refused: 422
};
struct BodyPart {
  std::string_view name;
  std::string_view type;  // JSON schema: string, integer, boolean
  bool required = false;
  std::string_view what;
};

struct Route {
  std::string_view method;
  std::string_view path;  // "/api/v1/alerts/{number}"
  RoleSet roles;          // none: open to everybody, without a session
  HttpResponse (*handler)(ApiCall& call);
  std::string_view summary;
  std::vector<QueryPart> query = {};
  std::vector<BodyPart> body = {};  // of a JSON object; none: the request has no body
  std::size_t body_limit = 16 * 1024;
  std::string_view answer = "application/json";

  [[nodiscard]] bool open() const { return roles.empty(); }
  [[nodiscard]] bool changes() const { return method != "GET"; }
};

// All of them.
[[nodiscard]] std::span<const Route> Routes();
// The role may open personal data with a reason.
[[nodiscard]] bool MayOpen(db::Role role);

// The route of a method and path; throws ApiError 404, or 405 whose message is the Allow header.
struct RouteMatch {
  const Route* route = nullptr;
  std::vector<std::string> path;
};
[[nodiscard]] RouteMatch FindRoute(std::string_view method, std::string_view path);

// Finds the route, checks session, CSRF token, role, query and body in this order, and calls the handler. Never throws:
// what goes wrong is an answer; what nobody foresaw is logged, and answered with 500. core::RetryLater comes through:
// the connection is of no more use.
[[nodiscard]] HttpResponse Dispatch(const HttpRequest& request, const ApiServices& services,
                                    pqxx::connection& connection, core::Log& log);

// OpenAPI 3.1, made of the table.
[[nodiscard]] Json OpenApiDocument(std::string_view program_version);

// The cookie that holds a session. With TLS its name has the prefix that binds it to this host (RFC 6265bis).
[[nodiscard]] std::string SessionCookieName(bool secure);
// "name=value; …" for Set-Cookie; an empty value takes it away.
[[nodiscard]] std::string SessionCookie(bool secure, std::string_view token);
[[nodiscard]] std::string FindCookie(const HttpRequest& request, std::string_view name);

}  // namespace agencywatch::alerts
