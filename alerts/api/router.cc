#include "alerts/api/router.h"

#include <algorithm>
#include <pqxx/pqxx>

#include "alerts/accounts/login.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxQueryParts = 24;
constexpr std::size_t kMaxQueryValueBytes = 500;

std::vector<std::string_view> Segments(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const auto slash = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return segments;
}

// nullopt for a broken %-sequence or text that is not UTF-8.
std::optional<std::string> Decoded(std::string_view text, bool plus_is_blank) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return {};
      const int high = digit(text[i + 1]);
      const int low = digit(text[i + 2]);
      if (high < 0 || low < 0) return {};
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!core::IsValidUtf8(out)) return {};
  return out;
}

std::vector<std::string_view> ValuesOf(const QueryPart& part) {
  std::vector<std::string_view> values;
  for (std::string_view rest = part.values; !rest.empty();) {
    const auto end = std::min(rest.find('|'), rest.size());
    values.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return values;
}

// An unknown value is never taken for none: that would show more than was asked for.
void RequireKnownValue(const QueryPart& part, std::string_view value) {
  const auto values = ValuesOf(part);
  if (values.empty() || value.empty() || std::find(values.begin(), values.end(), value) != values.end()) return;
  std::string list;
  for (const auto known : values) list += (list.empty() ? "" : ", ") + std::string{known};
  throw ApiError(422, "bad_query", "'" + std::string{part.name} + "' must be one of: " + list);
}

std::map<std::string, std::string> QueryOf(std::string_view query, const Route& route) {
  std::map<std::string, std::string> values;
  std::size_t parts = 0;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (part.empty()) continue;
    if (++parts > kMaxQueryParts) throw ApiError(400, "bad_query", "too many parts in the query");
    const auto equals = std::min(part.find('='), part.size());
    const auto name = Decoded(part.substr(0, equals), true);
    const auto value =
        Decoded(equals < part.size() ? part.substr(equals + 1) : std::string_view{}, true);
    if (!name || !value || value->size() > kMaxQueryValueBytes)
      throw ApiError(400, "bad_query", "a part of the query cannot be read, or is too long");
    const auto known =
        std::find_if(route.query.begin(), route.query.end(),
                     [&](const QueryPart& known_part) { return known_part.name == *name; });
    if (known == route.query.end()) throw ApiError(400, "bad_query", "there is no query part '" + *name + "'");
    RequireKnownValue(*known, *value);
    if (!values.emplace(*name, *value).second)
      throw ApiError(400, "bad_query", "'" + *name + "' stands twice in the query");
  }
  return values;
}

bool HasType(const Json& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  return type == "array" && value.is_array();
}

Json BodyOf(const HttpRequest& request, const Route& route) {
  if (route.body.empty()) {
    if (!request.body.empty()) throw ApiError(400, "bad_body", "this request takes no body");
    return {};
  }
  const auto type = request.Header("Content-Type");
  if (type != "application/json" && !type.starts_with("application/json;"))
    throw ApiError(415, "bad_type", "send Content-Type: application/json");
  Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !core::IsValidUtf8(request.body))
    throw ApiError(400, "bad_body", "the body must be a JSON object");
  for (const auto& part : route.body) {
    const auto found = body.find(std::string{part.name});
    if (found == body.end()) {
      if (part.required)
        throw ApiError(400, "bad_body", "'" + std::string{part.name} + "' is missing");
    } else if (!HasType(*found, part.type)) {
      throw ApiError(400, "bad_body",
                     "'" + std::string{part.name} + "' must be of type " + std::string{part.type});
    } else if (found->is_string() &&
               found->get_ref<const std::string&>().find('\0') != std::string::npos) {
      throw ApiError(400, "bad_body", "'" + std::string{part.name} + "' holds a NUL");
    }
  }
  for (const auto& [name, value] : body.items()) {
    if (std::none_of(route.body.begin(), route.body.end(),
                     [&name = name](const BodyPart& part) { return part.name == name; })) {
      throw ApiError(400, "bad_body", "there is no member '" + name + "' in this body");
    }
  }
  return body;
}

bool SameOrigin(const HttpRequest& request) {
  const auto site = request.Header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  const auto origin = request.Header("Origin");
  if (origin.empty()) return true;
  const auto host = origin.find("://");
  return host != std::string_view::npos && origin.substr(host + 3) == request.Header("Host");
}

db::WebSession Authenticate(const HttpRequest& request, const Route& route,
                            pqxx::connection& connection, core::Instant now) {
  const std::string token = FindCookie(request, SessionCookieName(request.secure));
  std::optional<db::WebSession> session;
  if (!token.empty()) {
    session = db::InTransaction(connection, [&](pqxx::work& tx) {
      return db::UseSession(tx, SessionTokenHash(token), now,
                            request.Header("X-Background").empty());
    });
  }
  if (!session) throw ApiError(401, "log_in", "log in first");
  if (route.changes() && request.Header("X-CSRF-Token") != session->csrf_token)
    throw ApiError(403, "csrf", "the X-CSRF-Token header does not fit the session");
  if (!route.roles.Has(session->role)) throw ApiError(403, "role", "your role does not allow this");
  return *session;
}

// Advice that names a command or an option is for whoever typed one.
std::string WithoutCommands(const core::InputError& error) {
  std::string text;
  for (auto problem : error.problems()) {
    if (problem.fix.find("agencywatch ") != std::string::npos || problem.fix.find("--") != std::string::npos) problem.fix.clear();
    text += (text.empty() ? "" : "\n") + problem.Text();
  }
  return text;
}

HttpResponse Handled(const HttpRequest& request, const ApiServices& services,
                     pqxx::connection& connection) {
  const RouteMatch match =
      FindRoute(request.method == "HEAD" ? "GET" : request.method, request.path);
  const Route& route = *match.route;
  ApiCall call{request, services, connection, services.clock->Now(), match.path, {}, {}, {}};
  if (route.changes() && !SameOrigin(request))
    throw ApiError(403, "origin", "this request comes from another site");
  if (!route.open()) call.session = Authenticate(request, route, connection, call.now);
  call.query = QueryOf(request.query, route);
  call.body = BodyOf(request, route);
  return route.handler(call);
}

}  // namespace

RouteMatch FindRoute(std::string_view method, std::string_view path) {
  const auto segments = Segments(path);
  std::string allowed;
  for (const auto& route : Routes()) {
    const auto pattern = Segments(route.path);
    if (pattern.size() != segments.size()) continue;
    RouteMatch match;
    bool fits = true;
    for (std::size_t i = 0; i < pattern.size() && fits; ++i) {
      if (!pattern[i].starts_with('{')) {
        fits = pattern[i] == segments[i];
      } else {
        auto value = Decoded(segments[i], false);
        fits = value && !value->empty();
        if (fits) match.path.push_back(std::move(*value));
      }
    }
    if (!fits) continue;
    if (route.method == method) {
      match.route = &route;
      return match;
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string{route.method};
  }
  if (allowed.empty()) throw ApiError(404, "not_found", "there is no such address in the API");
  throw ApiError(405, "method", allowed);
}

HttpResponse Dispatch(const HttpRequest& request, const ApiServices& services,
                      pqxx::connection& connection, core::Log& log) {
  try {
    return Handled(request, services, connection);
  } catch (const ApiError& error) {
    if (error.status() != 405) return ErrorAnswer(error.status(), error.code(), error.what());
    HttpResponse answer = ErrorAnswer(405, error.code(), "this address takes only " + std::string{error.what()});
    answer.headers.emplace_back("Allow", error.what());
    return answer;
  } catch (const core::InputError& error) {
    return ErrorAnswer(422, "refused", WithoutCommands(error));
  } catch (const core::RetryLater&) {
    throw;
  } catch (const pqxx::broken_connection& error) {
    throw core::RetryLater(error.what());
  } catch (const std::exception& error) {
    log.Error("api", {{"method", request.method}, {"path", request.path}, {"error", error.what()}});
    return ErrorAnswer(500, "internal", "something went wrong here; it has been logged");
  }
}

std::string SessionCookieName(bool secure) { return secure ? "__Host-aw" : "aw"; }

std::string SessionCookie(bool secure, std::string_view token) {
  std::string cookie =
      SessionCookieName(secure) + "=" + std::string{token} + "; Path=/; HttpOnly; SameSite=Strict";
  if (secure) cookie += "; Secure";
  if (token.empty()) cookie += "; Max-Age=0";
  return cookie;
}

std::string FindCookie(const HttpRequest& request, std::string_view name) {
  std::string_view rest = request.Header("Cookie");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto part = core::Trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
      return std::string{part.substr(name.size() + 1)};
  }
  return {};
}

Json OpenApiDocument(std::string_view program_version) {
  Json document;
  document["openapi"] = "3.1.0";
  document["info"] = {{"title", "agencywatch"},
                      {"version", program_version},
                      {"description",
                       "The review site's API. Log in at /api/v1/login; the session is in an "
                       "HttpOnly cookie, and each changing request "
                       "carries the X-CSRF-Token header with the token that /api/v1/me gives. "
                       "Instants are RFC 3339 in UTC, days are "
                       "YYYY-MM-DD in UTC+7, texts in two languages are {vi, en}. Personal data "
                       "are masked until an alert is opened "
                       "with a reason."}};
  document["components"] = {
      {"securitySchemes",
       {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", SessionCookieName(true)}}}}},
      {"schemas",
       {{"Error",
         {{"type", "object"},
          {"required", {"error"}},
          {"properties",
           {{"error",
             {{"type", "object"},
              {"required", {"code", "message"}},
              {"properties",
               {{"code", {{"type", "string"}}}, {"message", {{"type", "string"}}}}}}}}}}}}}};
  Json paths = Json::object();
  for (const auto& route : Routes()) {
    std::string method{route.method};
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return static_cast<char>(c + 32); });
    Json operation = {{"summary", route.summary}, {"parameters", Json::array()}};
    for (const auto segment : Segments(route.path)) {
      if (!segment.starts_with('{')) continue;
      operation["parameters"].push_back({{"name", segment.substr(1, segment.size() - 2)},
                                         {"in", "path"},
                                         {"required", true},
                                         {"schema", {{"type", "string"}}}});
    }
    for (const auto& part : route.query) {
      Json schema = {{"type", "string"}};
      if (!part.values.empty()) schema["enum"] = ValuesOf(part);
      operation["parameters"].push_back({{"name", part.name}, {"in", "query"}, {"description", part.what}, {"schema", schema}});
    }
    if (!route.body.empty()) {
      Json schema = {{"type", "object"},
                     {"required", Json::array()},
                     {"additionalProperties", false},
                     {"properties", Json::object()}};
      for (const auto& part : route.body) {
        if (part.required) schema["required"].push_back(part.name);
        schema["properties"][std::string{part.name}] = {{"type", part.type},
                                                        {"description", part.what}};
      }
      operation["requestBody"] = {{"required", true},
                                  {"content", {{"application/json", {{"schema", schema}}}}}};
    }
    const Json error = {
        {"content",
         {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
    operation["responses"]["200"] = {{"description", "done"},
                                     {"content", {{std::string{route.answer}, Json::object()}}}};
    operation["responses"]["default"] = error;
    operation["responses"]["default"]["description"] = "an error";
    if (!route.open()) {
      operation["security"] = Json::array({{{"session", Json::array()}}});
      Json roles = Json::array();
      for (int i = 0; i < db::kRoles; ++i) {
        if (route.roles.Has(static_cast<db::Role>(i)))
          roles.push_back(db::RoleName(static_cast<db::Role>(i)));
      }
      operation["x-roles"] = roles;
    }
    paths[std::string{route.path}][method] = operation;
  }
  document["paths"] = paths;
  return document;
}

}  // namespace agencywatch::alerts
