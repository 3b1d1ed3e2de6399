#include "rules/facts/network_link.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>
#include <vector>

namespace agencywatch::rules {
namespace {

bool AllDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// The parts of a path between slashes; the query and the fragment left off.
std::vector<std::string_view> Segments(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  std::vector<std::string_view> segments;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) segments.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return segments;
}

// The digits behind "name=" in the query.
std::string_view QueryDigits(std::string_view path, std::string_view name) {
  const std::size_t query = path.find('?');
  if (query == std::string_view::npos) return {};
  std::size_t at = path.find(name, query);
  if (at == std::string_view::npos) return {};
  at += name.size();
  if (at >= path.size() || path[at] != '=') return {};
  ++at;
  if (path.substr(at, 3) == "%2B" || path.substr(at, 3) == "%2b") at += 3;
  if (at < path.size() && path[at] == '+') ++at;
  std::size_t end = at;
  while (end < path.size() && path[end] >= '0' && path[end] <= '9') ++end;
  return path.substr(at, end - at);
}

bool Among(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string Facebook(std::string_view path, const std::vector<std::string_view>& parts) {
  if (parts.empty()) return {};
  const std::string first = Lower(parts[0]);
  if (first == "profile.php") return std::string(QueryDigits(path, "id"));
  if (Among(first, {"groups", "share", "p"}))
    return parts.size() > 1 ? first + "/" + std::string(parts[1]) : std::string();
  if (Among(first, {"people", "pages", "pg"}) && parts.size() > 1) {
    const std::string_view last = parts[std::min<std::size_t>(2, parts.size() - 1)];
    return std::string(AllDigits(last) ? last : parts[1]);
  }
  if (Among(first,
            {"watch", "photo", "photo.php", "reel", "story.php", "sharer", "sharer.php", "hashtag",
             "marketplace", "events", "login", "permalink.php", "messages", "help", "policies"}))
    return {};
  return std::string(parts[0]);
}

std::string Telegram(const std::vector<std::string_view>& parts) {
  if (parts.empty()) return {};
  if (parts[0][0] == '+' || parts[0].size() < 3)
    return parts[0][0] == '+' ? std::string(parts[0]) : "";
  const std::string first = Lower(parts[0]);
  if (first == "joinchat" || first == "addlist")
    return parts.size() > 1 ? first + "/" + std::string(parts[1]) : std::string();
  if (first == "s" && parts.size() > 1) return std::string(parts[1]);
  if (Among(first, {"share", "iv", "proxy"})) return {};
  return std::string(parts[0]);
}

std::string Line(const std::vector<std::string_view>& parts) {
  if (parts.size() < 3) return {};
  // line.me/ti/p/~name, line.me/R/ti/p/@name, line.me/ti/g/code
  const std::string_view last = parts.back();
  if (last[0] == '~') return std::string(last.substr(1));
  if (last[0] == '@' || last.substr(0, 3) == "%40")
    return "@" + std::string(last.substr(last[0] == '@' ? 1 : 3));
  const std::size_t from = parts[0] == "R" || parts[0] == "r" ? 1 : 0;
  std::string handle;
  for (std::size_t n = from; n < parts.size(); ++n)
    handle += (n > from ? "/" : "") + std::string(parts[n]);
  return handle;
}

std::string WhatsApp(std::string_view host, std::string_view path,
                     const std::vector<std::string_view>& parts) {
  if (host == "chat.whatsapp.com") return parts.empty() ? "" : std::string(parts.back());
  if (const std::string_view phone = QueryDigits(path, "phone"); !phone.empty())
    return std::string(phone);
  if (parts.empty()) return {};
  if (parts[0] == "message" && parts.size() > 1) return "message/" + std::string(parts[1]);
  return std::string(parts[0][0] == '+' ? parts[0].substr(1) : parts[0]);
}

}  // namespace

std::string StoredHandle(std::string_view channel, std::string_view handle) {
  if (handle.empty()) return {};
  if (AllDigits(handle) && channel != "facebook") {
    if (handle[0] == '0') return "+84" + std::string(handle.substr(1));
    return "+" + std::string(handle);
  }
  const bool code = handle.find('/') != std::string_view::npos || handle[0] == '+';
  if (code) return std::string(handle);
  const bool at = Among(channel, {"telegram", "tiktok", "instagram"});
  return (at && handle[0] != '@' ? "@" : "") + Lower(handle);
}

std::optional<NetworkAccount> ReadNetworkLink(std::string_view host, std::string_view path) {
  static const std::unordered_map<std::string_view, std::string_view> kNetworks = {
      {"t.me", "telegram"},
      {"telegram.me", "telegram"},
      {"telegram.dog", "telegram"},
      {"zalo.me", "zalo"},
      {"chat.zalo.me", "zalo"},
      {"m.me", "facebook"},
      {"facebook.com", "facebook"},
      {"m.facebook.com", "facebook"},
      {"vi-vn.facebook.com", "facebook"},
      {"web.facebook.com", "facebook"},
      {"fb.com", "facebook"},
      {"fb.me", "facebook"},
      {"messenger.com", "facebook"},
      {"wa.me", "whatsapp"},
      {"api.whatsapp.com", "whatsapp"},
      {"chat.whatsapp.com", "whatsapp"},
      {"line.me", "line"},
      {"tiktok.com", "tiktok"},
      {"m.tiktok.com", "tiktok"},
      {"instagram.com", "instagram"},
      {"viber.me", "viber"},
      {"open.kakao.com", "kakao"},
      {"pf.kakao.com", "kakao"},
      {"u.wechat.com", "wechat"},
      {"join.skype.com", "skype"},
      {"signal.me", "signal"},
      {"signal.group", "signal"},
      {"discord.gg", "discord"},
      {"invite.viber.com", "viber"}};
  const auto network = kNetworks.find(host);
  if (network == kNetworks.end()) return {};
  const std::string channel(network->second);
  const auto parts = Segments(path);
  std::string handle;
  if (channel == "facebook") {
    handle =
        host == "messenger.com" && parts.size() > 1 ? std::string(parts[1]) : Facebook(path, parts);
    if (handle == "t" || (host == "m.me" && handle == "j")) handle.clear();
  } else if (channel == "telegram") {
    handle = Telegram(parts);
  } else if (channel == "line") {
    handle = Line(parts);
  } else if (channel == "whatsapp") {
    handle = WhatsApp(host, path, parts);
  } else if (channel == "zalo") {
    if (!parts.empty())
      handle = parts[0] == "g" && parts.size() > 1 ? "g/" + std::string(parts[1])
                                                   : std::string(parts[0]);
  } else if (channel == "kakao") {
    if (!parts.empty())
      handle = parts[0] == "o" && parts.size() > 1 ? "o/" + std::string(parts[1])
                                                   : std::string(parts[0]);
  } else if (channel == "tiktok") {
    if (!parts.empty() && parts[0][0] == '@') handle = std::string(parts[0]);
  } else if (channel == "instagram") {
    if (!parts.empty() && !Among(parts[0], {"p", "reel", "reels", "explore", "stories"}))
      handle = std::string(parts[0]);
  } else if (channel == "signal") {
    const std::size_t plus = path.find('+');
    if (plus != std::string_view::npos) handle = std::string(path.substr(plus + 1));
  } else if (!parts.empty()) {
    handle = std::string(parts.back());
  }
  const bool invitation = channel == "whatsapp" && host == "chat.whatsapp.com";
  return NetworkAccount{channel, invitation ? handle : StoredHandle(channel, handle)};
}

}  // namespace agencywatch::rules
