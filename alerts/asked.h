// What somebody types to have it looked up: a phone, account, handle or address, an enterprise, a name, or an advert.
#pragma once

#include <string>
#include <string_view>

#include "alerts/register_lookup.h"
#include "db/known.h"

namespace agencywatch::alerts {

// `text` as it is searched for: the address of somebody's page on a network ("https://t.me/mau", "zalo.me/0912000345") is their
// handle or phone there ("telegram:@mau", "+84912000345"); anything else is as it was.
[[nodiscard]] std::string SearchText(const std::string& text);

enum class AskedKind { kContact, kEnterprise, kName, kText };
struct Asked {
  AskedKind kind = AskedKind::kText;
  RegisterLookup found;  // of an enterprise or a name, where there is a register
  db::AskedOf of;        // what db::KnownOf is asked; nothing for a text
};
// `view` may be null: nothing is known of licences. A name is short, and stands for itself; whether it is one, and no advert of
// three words, is for the caller, who may have the rules read it.
[[nodiscard]] Asked AskedFor(const std::string& text, const core::RegisterView* view);

}  // namespace agencywatch::alerts
