// Reads the facts of one posting: money with its role, phones, accounts, handles, licence numbers,
// destinations, ages, enterprise names. Pure and safe to call from several threads.
#pragma once

#include <array>

#include "core/fact.h"
#include "core/fold.h"
#include "core/posting.h"
#include "core/time.h"
#include "rules/gazetteer.h"

namespace agencywatch::rules {

// `foldings` are core::Fold of title, body and context, in this order. `posted_on` is the day from which
// ages and days to departure count. Evasions are those of the foldings and the two that need facts:
// code_words and image_only_contact. Never throws for what a text says; bounded in time by its length.
[[nodiscard]] core::Facts ReadFacts(const core::PostingText& text,
                                    const std::array<core::Folding, 3>& foldings,
                                    core::Day posted_on, const Gazetteer& gazetteer);

}  // namespace agencywatch::rules
