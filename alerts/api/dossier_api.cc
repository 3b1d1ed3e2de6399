// Dossiers of referrals: the report looked at beforehand, the sealed package built, and its parts taken away. Everything of
// it is written to the audit chain.
#include <fstream>
#include <iterator>
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/referral_view.h"
#include "alerts/dossier/build.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "core/signature.h"
#include "db/audit_store.h"
#include "db/dossier_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

std::string Object(std::int64_t referral) { return "referral " + std::to_string(referral); }

// Of the dossier, which those that it is for read: Vietnamese unless asked otherwise.
bool English(const std::string& lang) {
  if (lang != "" && lang != "vi" && lang != "en") throw ApiError(400, "bad_query", "lang is vi or en");
  return lang == "en";
}

DossierMaker MakerOf(const ApiCall& call) {
  DossierMaker maker = call.services.dossier_maker();
  maker.by = call.session.account;
  maker.at = call.now;
  return maker;
}

struct Asked {
  db::ReferralRow referral;
  std::string name;  // of the dossier
  db::DossierRow dossier;
};

Asked Find(const ApiCall& call, pqxx::transaction_base& tx) {
  auto referral = ReadableReferral(call, tx, call.Number(0)).row;
  const auto n = call.Number(1);
  const auto dossiers = db::DossiersOf(tx, referral.id);
  if (n > static_cast<std::int64_t>(dossiers.size())) throw ApiError(404, "not_found", "the referral has no dossier of that number");
  const auto kept = db::KeptDossiersOf(tx, referral.id).at(static_cast<std::size_t>(n - 1));
  if (kept.purged_at) throw ApiError(410, "dossier_purged", "this dossier is over its time and was taken away");
  if (kept.restricted) throw ApiError(403, "restricted", "a person named in it asked that it is not shown");
  return {std::move(referral), kept.name, dossiers.at(static_cast<std::size_t>(n - 1))};
}

// The archive as it was sealed: other bytes under its name are not given away.
HttpResponse ArchiveAnswer(const ApiCall& call, const std::string& file, const std::string& sha256) {
  std::ifstream archive(call.services.data_dir / kDossierFolder / file, std::ios::binary);
  if (!archive) throw ApiError(404, "dossier_elsewhere", "this dossier was built elsewhere; its file is not on this machine");
  std::string bytes{std::istreambuf_iterator<char>(archive), {}};
  if (core::Sha256Hex(bytes) != sha256) throw ApiError(410, "evidence_damaged", "the file is not the one that was sealed");
  return FileAnswer(std::move(bytes), "application/zip", file);
}

}  // namespace

HttpResponse GetDossierPreview(ApiCall& call) {
  const std::int64_t id = call.Number(0);
  const bool redacted = call.Query("part") != "sealed";
  const bool english = English(call.Query("lang"));
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto referral = ReadableReferral(call, tx, id).row;
    if (!redacted) RequireDisclosed(call, tx, referral.proposal.alerts);
    db::AppendAudit(tx, {call.now, call.session.account, "dossier.preview", Object(id), "", redacted ? R"({"part":"redacted"})" : R"({"part":"sealed"})"});
  });
  try {
    return FramedAnswer(PreviewReport(call.connection, id, MakerOf(call), call.services.data_dir, redacted, english));
  } catch (const core::CannotRun& error) {
    throw ApiError(503, "cannot_build", error.what());
  }
}

HttpResponse PostDossier(ApiCall& call) {
  const std::int64_t id = call.Number(0);
  {
    pqxx::read_transaction tx(call.connection);
    if (ReadableReferral(call, tx, id).row.approved_by.empty())
      throw ApiError(409, "not_approved", "a dossier is sealed only when another person has approved the referral");
  }
  const std::unique_lock building(call.services.dossier_building, std::try_to_lock);
  if (!building.owns_lock()) throw ApiError(503, "dossier_under_way", "another dossier is being built; try again in a moment");
  std::optional<core::SigningKey> key;
  try {
    key.emplace(call.services.dossier_key());
  } catch (const core::InputError&) {
    throw ApiError(409, "no_key", "this server has no key to sign dossiers with: ask whoever runs it to make one");
  }
  DossierOptions options;
  options.referral_id = id;
  options.maker = MakerOf(call);
  options.data_dir = call.services.data_dir;
  options.folder = call.services.data_dir / kDossierFolder;
  options.english = English(call.Text("lang"));
  try {
    const auto built = BuildDossier(call.connection, options, *key);
    return JsonAnswer({{"name", built.name},
                       {"sha256", built.whole_sha256},
                       {"redacted_sha256", built.redacted_sha256},
                       {"key", built.fingerprint},
                       {"postings", built.postings},
                       {"records", built.records},
                       {"without_page", built.without_page},
                       {"changed_alerts", built.changed_alerts},
                       {"repeats", built.repetition.Same()}});
  } catch (const core::CannotRun& error) {
    throw ApiError(503, "cannot_build", error.what());
  }
}

// Everything about people is in it: for the liaison team, and for whoever approved exactly this.
HttpResponse PostDossierSealed(ApiCall& call) {
  const std::string reason = call.Reason();
  return db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto asked = Find(call, tx);
    if (call.session.role != db::Role::kLiaison && call.session.account != asked.referral.approved_by)
      throw ApiError(403, "not_approver", "the sealed part is for liaison officers and for whoever approved the referral");
    auto answer = ArchiveAnswer(call, asked.name + ".zip", asked.dossier.bag_sha256);
    db::AppendAudit(tx, {call.now, call.session.account, "dossier.take_sealed", Object(asked.referral.id), reason,
                         Json{{"name", asked.name}, {"sha256", asked.dossier.bag_sha256}}.dump()});
    return answer;
  });
}

HttpResponse GetDossierRedacted(ApiCall& call) {
  return db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto asked = Find(call, tx);
    auto answer = ArchiveAnswer(call, asked.name + "-redacted.zip", asked.dossier.redacted_sha256);
    db::AppendAudit(tx, {call.now, call.session.account, "dossier.take_redacted", Object(asked.referral.id), "",
                         Json{{"name", asked.name}, {"sha256", asked.dossier.redacted_sha256}}.dump()});
    return answer;
  });
}

}  // namespace agencywatch::alerts
