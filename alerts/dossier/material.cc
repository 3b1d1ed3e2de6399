#include "alerts/dossier/material.h"

#include <algorithm>
#include <set>
#include <utility>

#include "alerts/dossier/content.h"
#include "core/errors.h"
#include "crawler/archived_answer.h"
#include "crawler/http_message.h"
#include "crawler/warc_reader.h"
#include "db/register_store.h"
#include "rules/pack_loader.h"

namespace agencywatch::alerts {
namespace {

constexpr std::int64_t kMaxAttachmentsBytes = 256LL << 20U;

db::ReferralDetails ApprovedReferral(pqxx::transaction_base& tx, std::int64_t id, bool preview) {
  auto referral = db::ShowReferral(tx, id);
  if (!preview && referral.row.approved_by.empty()) {
    throw core::InputError({"", 0, 0,
                            "referral " + std::to_string(id) + " is " +
                                std::string{db::ReferralStateName(referral.row.state)} +
                                ": a dossier is sealed only when another person has approved it",
                            "agencywatch referrals approve " + std::to_string(id)});
  }
  return referral;
}

class Gatherer {
 public:
  Gatherer(pqxx::transaction_base& tx, const DossierMaker& maker) : tx_(tx) {
    material_.maker = maker;
  }

  DossierMaterial Run(std::int64_t referral_id, bool preview) {
    material_.referral = ApprovedReferral(tx_, referral_id, preview);
    const auto& row = material_.referral.row;
    material_.case_file = db::ShowCase(tx_, row.case_id).value();
    if (!preview) TakeAttachments();
    material_.name = "dossier-" + std::to_string(referral_id) + "-" +
                     std::to_string(db::CountDossiers(tx_, referral_id) + 1);
    material_.changed_alerts = db::ChangedSinceProposed(tx_, referral_id);
    for (const auto number : row.proposal.alerts)
      material_.alerts.push_back(db::ShowAlert(tx_, number, db::Restricted::kShownWhereNeeded).value());
    TakePostings();
    TakeSights();
    for (auto& posting : material_.postings) Complete(posting);
    return std::move(material_);
  }

 private:
  // Read in memory, as everything here; whoever verifies holds the whole archive in memory, too.
  void TakeAttachments() {
    std::int64_t bytes = 0;
    for (const auto& file : material_.case_file.attachments) bytes += file.size;
    if (bytes > kMaxAttachmentsBytes) {
      throw core::InputError({"", 0, 0, "the case's attachments have " + std::to_string(bytes >> 20) + " MiB, and a dossier holds " +
                                            std::to_string(kMaxAttachmentsBytes >> 20),
                              "lay the larger ones into a case of their own"});
    }
    material_.attachments = db::AttachmentsWithBytes(tx_, material_.case_file.row.id);
  }

  void TakePostings() {
    std::set<std::int64_t> taken;
    for (const auto& alert : material_.alerts) {
      for (const auto& stored : alert.postings) {
        if (!taken.insert(stored.version.posting_id).second) continue;
        DossierPosting posting;
        posting.n = static_cast<int>(material_.postings.size()) + 1;
        posting.alert = alert.summary.alert.number;
        posting.stored = stored;
        material_.postings.push_back(std::move(posting));
      }
    }
  }

  void TakeSights() {
    std::vector<std::int64_t> ids;
    for (const auto& posting : material_.postings) ids.push_back(posting.stored.version.posting_id);
    std::set<std::int64_t> captures;
    for (auto& sight : db::SightsOf(tx_, ids)) {
      captures.insert(sight.capture_id);
      const auto owner = std::find_if(
          material_.postings.begin(), material_.postings.end(), [&](const DossierPosting& posting) {
            return posting.stored.version.posting_id == sight.posting_id;
          });
      owner->sights.push_back(std::move(sight));
    }
    material_.captures = db::CaptureOrigins(tx_, {captures.begin(), captures.end()});
  }

  void Complete(DossierPosting& posting) {
    const db::StoredAssessment& judged = posting.stored.assessment;
    // The first page that showed the version, for what it says beside its text was taken from there.
    for (const auto& sight : posting.sights) {
      if (sight.version_id != judged.version_id || sight.locator.empty()) continue;
      const auto& capture = material_.GetCapture(sight.capture_id);
      if (capture.file.empty() || !capture.confirms.empty()) continue;
      posting.read_from = capture.capture_id;
      posting.locator = sight.locator;
      break;
    }
    if (material_.maker.sources != nullptr) {
      const auto* source = material_.maker.sources->Find(posting.stored.version.source);
      if (source != nullptr && source->extract) posting.extract = &*source->extract;
    }
    TakeRules(posting, judged.inputs.with.pack_sha256);
    TakeRegister(posting, judged);
  }

  void TakeRules(DossierPosting& posting, const std::string& sha256) {
    posting.rules_path = std::string{kRulesFolder} + sha256 + ".pack";
    if (material_.packs.contains(posting.rules_path)) return;
    auto bytes = db::PackBytesOf(tx_, sha256);
    material_.rules[posting.rules_path] =
        rules::RuleSet::Load(rules::UnpackPackBytes(bytes, posting.rules_path));
    material_.packs[posting.rules_path] = std::move(bytes);
  }

  // As it was known when the advert was judged, and believed as long as then.
  void TakeRegister(DossierPosting& posting, const db::StoredAssessment& judged) {
    const auto& snapshot = judged.inputs.with.snapshot_id;
    const auto& as_of = judged.assessment.register_as_of;
    if (!snapshot || !as_of) return;
    posting.register_path = std::string{kRegisterFolder} + std::to_string(*snapshot) + "-" +
                            core::FormatDay(*as_of) + ".json";
    if (material_.registers.contains(posting.register_path)) return;
    const auto known = db::LoadSnapshot(tx_, *snapshot);
    core::RegisterView view(known.entries(), *as_of);
    view.set_max_age(material_.maker.register_max_age);
    material_.registers.emplace(posting.register_path, std::move(view));
  }

  pqxx::transaction_base& tx_;
  DossierMaterial material_;
};

}  // namespace

const db::CaptureOrigin& DossierMaterial::GetCapture(std::int64_t capture_id) const {
  return *std::find_if(captures.begin(), captures.end(), [&](const db::CaptureOrigin& capture) {
    return capture.capture_id == capture_id;
  });
}

DossierMaterial GatherDossier(pqxx::transaction_base& tx, std::int64_t referral_id,
                              const DossierMaker& maker, bool preview) {
  return Gatherer(tx, maker).Run(referral_id, preview);
}

void TakeRecords(DossierMaterial& material, const std::string& data_dir) {
  for (const auto& capture : material.captures) {
    if (capture.file.empty()) continue;
    if (capture.node != material.maker.node) {
      throw core::CannotRun("the pages of this referral lie on " + capture.node + ", and this is " +
                            material.maker.node + "; build the dossier there");
    }
    const std::string path = data_dir + "/" + capture.file;
    const auto offset = static_cast<std::uint64_t>(capture.offset);
    try {
      for (const auto& member : crawler::MembersOf(path, offset, capture.record_id)) material.warc += member;
    } catch (const core::InputError& error) {  // it is ours to have, not for whoever asks to mend
      throw core::CannotRun(std::string{"a page of this referral is missing: "} + error.what() + "; agencywatch doctor --evidence says which");
    }
    const auto record = crawler::ReadRecordAt(path, offset);
    // A line of a list is evidence, but no page that could be read again.
    if (record && record->type() == "resource" && !crawler::IsPageType(record->Get("Content-Type"))) {
      for (auto& posting : material.postings) {
        if (posting.read_from == capture.capture_id) posting.read_from.reset();
      }
    }
    const auto head = record ? crawler::ParseHttpHead(record->block) : std::nullopt;
    const auto date = head ? crawler::ParseHttpDate(head->Get("date")) : std::nullopt;
    if (date) material.server_offsets[capture.capture_id] = capture.at - *date;
  }
}

}  // namespace agencywatch::alerts
