// Two persons on the command line. Names are told apart by the database; that they are two people, nothing proves where one
// account of the machine gives both (--as): the audit chain keeps that account beside the name, and whoever approves is told.
// `four_eyes: system_users` in the settings refuses it. On the review site each person has an account and a second factor.
#pragma once

#include <pqxx/transaction_base>
#include <string>

#include "cli/context.h"

namespace agencywatch::cli {

// Before an approval: `action` and `object` are those of the proposal in the audit chain ("referral.proposed", "referral 1").
// Whether the proposer used this account. Throws core::InputError where they did and the settings ask for two.
[[nodiscard]] bool IsOneAccount(const Context& context, pqxx::transaction_base& tx, const std::string& action,
                                const std::string& object);
// Says so on stderr, once it is approved.
void TellOneAccount(const Context& context);

}  // namespace agencywatch::cli
