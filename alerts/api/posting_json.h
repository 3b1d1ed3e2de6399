// A judged posting as the site shows it: its text cut into segments that know which findings quote them, what was
// disguised and what is personal. All of it is text; nothing is ever markup.
#pragma once

#include "alerts/api/api.h"
#include "alerts/api/masking.h"
#include "core/assessment.h"
#include "core/posting.h"
#include "db/capture_store.h"
#include "db/posting_history.h"
#include "rules/pack.h"

namespace agencywatch::alerts {

inline constexpr std::size_t kMaxShownFieldBytes = 128 * 1024;

// [{"text", "findings":[0,2], "fact":"money", "plain":"0912 000 345", "masked":true}, …], members only where they say
// something; "plain" is what a disguised piece means. `masker` null: nothing is hidden.
[[nodiscard]] Json SegmentsOf(const core::PostingText& text, core::Field field,
                              const core::Assessment& assessment, const Masker* masker);

// [{"rule","indicator","severity","points","counted","title","why","guide","quotes","law":[…],"facts":[…]}]; "counted" is
// what it adds to the score.
[[nodiscard]] Json FindingsOf(const core::Assessment& assessment, const rules::Pack& pack,
                              const Masker* masker);
// What was read in the text: [{"kind","value","text","attrs","number"}].
[[nodiscard]] Json FactsOf(const core::Assessment& assessment, const Masker* masker);
// {"points":[…], "sum":…, "score":…}.
[[nodiscard]] Json ScoreOf(const core::Assessment& assessment, const rules::Pack& pack);

// The versions of an advert, newest first: [{"n","made_at","captures","removed","added","text_sha256"}]; what each took out of the
// one before it and put in, sentence by sentence, is hidden by `masker`. A hash of a text or page of which all but a number's few
// figures is shown tells these figures to whoever tries them all: it is only there where nothing is hidden.
[[nodiscard]] Json ChangesOf(const std::vector<db::VersionRow>& versions, const Masker* masker);

[[nodiscard]] Json LawOf(const std::vector<std::string>& ids, const rules::Pack& pack);
// Where something is hidden, without the hash of the page, and with its address masked.
[[nodiscard]] Json EvidenceOf(const std::optional<db::EvidencePlace>& evidence, const Masker* masker);

}  // namespace agencywatch::alerts
