#include "cli/tip_intake.h"

#include <pqxx/pqxx>

#include "alerts/informant.h"
#include "cli/version.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "db/source_store.h"
#include "db/tip_store.h"

namespace agencywatch::cli {

Tip MakeTip(const std::string& title, const std::string& body) {
  Tip tip;
  tip.posting.kind = core::PostingKind::kTip;
  tip.posting.text.title = core::MakeValidUtf8(title);
  tip.posting.text.body = core::MakeValidUtf8(body);
  return tip;
}

std::int64_t TipSource(pqxx::transaction_base& tx, core::Instant now) {
  return db::SaveSource(tx, {"tip", "Tips", "tip", core::Sha256Hex("tip")}, now).id;
}

SavedTip SaveTip(pqxx::transaction_base& tx, std::int64_t source_id, const Judge& judge, Tip tip, const std::string& taken_by,
                 core::Instant now) {
  for (std::string* text : {&tip.channel, &tip.place, &tip.informant_name, &tip.informant_contact})
    *text = core::MakeValidUtf8(*text);
  core::Posting& posting = tip.posting;
  SavedTip saved;
  saved.blacked_out = alerts::KeepOut({tip.informant_name, tip.informant_contact},
                                      {&posting.text.title, &posting.text.body, &posting.text.context, &posting.employer,
                                       &posting.canonical_url, &tip.channel, &tip.place},
                                      judge.rules());
  for (std::string* line : {&tip.channel, &tip.place}) saved.blacked_out += alerts::KeepNameOut(tip.informant_name, *line);
  saved.left = alerts::NamesLeft(tip.informant_name, {&posting.text.title, &posting.text.body, &posting.text.context});
  posting.item_key = core::Sha256Hex(posting.text.title + '\n' + posting.text.body);
  saved.posting = db::SavePosting(tx, source_id, posting, now, kVersion);
  const auto id = saved.posting.posting_id;
  judge.Assess(tx, {*db::FindCurrentVersion(tx, id)}, now);
  const auto report = db::AddTipReport(tx, id, {now, tip.channel, tip.place, taken_by});
  if (!tip.informant_name.empty() || !tip.informant_contact.empty())
    db::SaveInformant(tx, id, report, {tip.informant_name, tip.informant_contact, "", now});
  return saved;
}

}  // namespace agencywatch::cli
