// How the rules do: beside how their alerts ended (referral_store.h), how much oftener a rule speaks in alerts that held than
// in adverts at large.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct RuleFigures {
  std::int64_t held = 0;      // alerts that it spoke for, and that were true; of all its versions
  std::int64_t not_held = 0;  // that were not
  std::int64_t adverts = 0;   // that show it now
};
struct AllRuleFigures {
  std::map<std::string, RuleFigures> rules;  // by id; only rules that ever spoke
  std::int64_t held = 0;                     // alerts in all that were true
  std::int64_t adverts = 0;                  // judged adverts in all
};
[[nodiscard]] AllRuleFigures FiguresOfRules(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
