#include "cli/tip_intake.h"

#include <pqxx/pqxx>

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
  tip.posting.item_key = core::Sha256Hex(tip.posting.text.title + '\n' + tip.posting.text.body);
  return tip;
}

std::int64_t TipSource(pqxx::transaction_base& tx, core::Instant now) {
  return db::SaveSource(tx, {"tip", "Tips", "tip", core::Sha256Hex("tip")}, now).id;
}

db::SavedPosting SaveTip(pqxx::transaction_base& tx, std::int64_t source_id, const Judge& judge,
                         const Tip& tip, const std::string& taken_by, core::Instant now) {
  const auto saved = db::SavePosting(tx, source_id, tip.posting, now, kVersion);
  judge.Assess(tx, {*db::FindCurrentVersion(tx, saved.posting_id)}, now);
  const auto report = db::AddTipReport(
      tx, saved.posting_id,
      {now, core::MakeValidUtf8(tip.channel), core::MakeValidUtf8(tip.place), taken_by});
  if (!tip.informant_name.empty() || !tip.informant_contact.empty()) {
    db::SaveInformant(tx, saved.posting_id, report,
                      {core::MakeValidUtf8(tip.informant_name),
                       core::MakeValidUtf8(tip.informant_contact), "", now});
  }
  return saved;
}

}  // namespace agencywatch::cli
