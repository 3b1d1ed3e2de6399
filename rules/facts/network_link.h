// Links into social networks: which account, group or invitation they lead to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::rules {

struct NetworkAccount {
  std::string
      channel;  // telegram, zalo, facebook, whatsapp, line, tiktok, instagram, viber, wechat, kakao …
  std::string handle;  // "@name", "+84…", "g/code"; empty: a page of the network, but nobody's
};

// `host` in small letters without "www."; `path` as written, with its query, without the leading '/'.
// nullopt: the host is no network's.
[[nodiscard]] std::optional<NetworkAccount> ReadNetworkLink(std::string_view host,
                                                            std::string_view path);

// A handle as it is stored: telegram, tiktok and instagram with '@' and in small letters, telephone
// numbers as E.164, those of other networks in small letters.
[[nodiscard]] std::string StoredHandle(std::string_view channel, std::string_view handle);

}  // namespace agencywatch::rules
