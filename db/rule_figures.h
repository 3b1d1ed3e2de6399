// How the rules did, by what people decided: for each rule, how many of its alerts held and how many did not, and how much
// oftener it speaks in alerts that held than in adverts at large.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct RuleFigures {
  std::int64_t held = 0;      // confirmed alerts that it spoke for
  std::int64_t not_held = 0;  // dismissed ones
  std::int64_t adverts = 0;   // that show it now
};
struct AllRuleFigures {
  std::map<std::string, RuleFigures> rules;  // by id; only rules that ever spoke
  std::int64_t held = 0;                     // confirmed alerts in all
  std::int64_t adverts = 0;                  // judged adverts in all
};
// An alert counts by its last confirmation or dismissal, unless it was reopened since.
[[nodiscard]] AllRuleFigures FiguresOfRules(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
