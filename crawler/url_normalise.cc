#include <algorithm>
#include <iterator>

#include "crawler/url.h"
#include "crawler/url_text.h"

namespace agencywatch::crawler {
namespace {

// Names that say how a reader came to a page, never which page it is.
bool IsTracking(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "fbclid",    "gclid",   "dclid",     "gbraid",        "wbraid",
      "msclkid",   "yclid",   "ttclid",    "zarsrc",        "mc_cid",
      "mc_eid",    "igshid",  "igsh",      "_ga",           "_gl",
      "twclid",    "vero_id", "_openstat", "fb_action_ids", "fb_action_types",
      "fb_source", "zclid"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower.starts_with("utm_") ||
         std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames);
}

bool IsSessionId(std::string_view name) {
  static constexpr std::string_view kNames[] = {"phpsessid", "jsessionid", "aspsessionid",
                                                "sessionid", "session_id", "sid",
                                                "cfid",      "cftoken"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames);
}

// "sid=3" may well be a page's number; a session id is long.
bool IsDropped(std::string_view parameter) {
  constexpr std::size_t kShortestSessionId = 12;
  const std::size_t equals = parameter.find('=');
  const std::string_view name = parameter.substr(0, equals);
  if (IsTracking(name)) return true;
  return IsSessionId(name) && equals != std::string_view::npos &&
         parameter.size() - equals - 1 >= kShortestSessionId;
}

std::string WithoutPathSession(std::string path) {
  for (;;) {
    std::string lower = path;
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    const std::size_t begin = lower.find(";jsessionid=");
    if (begin == std::string::npos) return path;
    const std::size_t end = std::min(path.find_first_of("/;", begin + 1), path.size());
    path.erase(begin, end - begin);
  }
}

}  // namespace

Url Normalise(const Url& url) {
  Url normal = url;
  normal.fragment.reset();
  normal.username.clear();
  normal.password.clear();
  if (!normal.IsHttp()) return normal;
  normal.path = WithoutPathSession(normal.path);
  if (normal.query) {
    std::string kept;
    for (const std::string_view parameter : Split(*url.query, '&')) {
      if (parameter.empty() || IsDropped(parameter)) continue;
      if (!kept.empty()) kept += '&';
      kept += parameter;
    }
    normal.query.reset();
    if (!kept.empty()) normal.query = kept;
  }
  return normal;
}

}  // namespace agencywatch::crawler
