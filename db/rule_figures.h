// How many adverts show a rule now. How its alerts ended is in referral_store.h, how much a sign lifts in sign_rates.h.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// By rule id; only rules that any advert shows.
[[nodiscard]] std::map<std::string, std::int64_t> AdvertsByRule(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
