// One posting: its versions, what was found in it, and the captured page that proves it.
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/masking.h"
#include "alerts/correction_json.h"
#include "alerts/api/posting_json.h"
#include "alerts/api/snapshot.h"
#include "crawler/charset.h"
#include "crawler/http_message.h"
#include "crawler/warc_reader.h"
#include "db/assessment_store.h"
#include "db/audit_store.h"
#include "db/posting_history.h"
#include "db/posting_store.h"
#include "db/request_store.h"
#include "db/session_store.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxPageBytes = 8 * 1024 * 1024;

struct Captured {
  db::EvidencePlace place;
  crawler::WarcRecord record;
};

void RequireReadable(const ApiCall& call, pqxx::transaction_base& tx, std::int64_t posting_id) {
  if (call.session.role == db::Role::kLiaison && !db::WasReferred(tx, posting_id))
    throw ApiError(404, "not_found", "there is no posting of that number");
  if (db::IsRestricted(tx, posting_id))
    throw ApiError(403, "restricted", "a person named in it asked that it is not shown; see agencywatch requests list --all");
}

// The record of the posting's last sight; who takes it is written to the audit chain. Personal data in it cannot be masked: the posting must have been opened.
Captured RecordOf(ApiCall& call, const char* action) {
  const std::int64_t id = call.Number(0);
  pqxx::work tx(call.connection);
  RequireReadable(call, tx, id);
  const auto version = db::FindCurrentVersion(tx, id);
  if (!version) throw ApiError(404, "not_found", "there is no posting of that number");
  if (!db::IsPostingDisclosed(tx, call.session.token_sha256, id))
    throw ApiError(403, "masked",
                   "open the alert with a reason first: the page as captured names people");
  const auto evidence = db::EvidenceOfVersion(tx, version->version_id);
  if (!evidence || evidence->file.empty())
    throw ApiError(404, "no_capture", "no captured page is kept of this posting");
  const auto record = crawler::ReadRecordAt((call.services.data_dir / evidence->file).string(),
                                            static_cast<std::uint64_t>(evidence->offset));
  if (!record || record->id() != "<" + evidence->record_id + ">")
    throw ApiError(410, "evidence_damaged",
                   "the record is not where it should be; run agencywatch doctor");
  db::AppendAudit(tx, {call.now, call.session.account, action, "posting " + std::to_string(id),
                       evidence->record_id, ""});
  tx.commit();
  return {*evidence, *record};
}

}  // namespace

HttpResponse GetPosting(ApiCall& call) {
  const std::int64_t id = call.Number(0);
  pqxx::read_transaction tx(call.connection);
  const auto current = db::FindCurrentVersion(tx, id);
  if (!current) throw ApiError(404, "not_found", "there is no posting of that number");
  RequireReadable(call, tx, id);
  const bool open = db::IsPostingDisclosed(tx, call.session.token_sha256, id);
  const auto stored = db::FindCurrentAssessment(tx, id);
  static const core::Assessment kNone;
  Masker hiding;
  if (!open) hiding.Add(db::FactsOfAllVersions(tx, {id}));
  const Masker* masker = open ? nullptr : &hiding;
  const auto& pack = call.services.rules->pack();
  const auto& read = current->posting;
  // An assessment of an older version has its places in another text.
  const bool judged = stored && stored->version_id == current->version_id;
  const core::Assessment& assessment = judged ? stored->assessment : kNone;
  Json json = {{"id", id},
               {"source", current->source},
               {"kind", core::PostingKindName(read.kind)},
               {"url", MaskedAddress(read.canonical_url, hiding)},
               {"employer", hiding(read.employer)},
               {"date_posted", ToJson(read.date_posted)},
               {"valid_through", ToJson(read.valid_through)},
               {"country", read.country},
               {"region", read.region},
               {"first_seen", core::FormatInstant(current->first_seen)},
               {"last_seen", core::FormatInstant(current->last_seen)},
               {"masked", !open},
               {"judged", judged},
               {"verdict", core::VerdictName(assessment.verdict)},
               {"score", ScoreOf(assessment, pack)},
               {"genre", assessment.genre},
               {"title", SegmentsOf(read.text, core::Field::kTitle, assessment, masker)},
               {"body", SegmentsOf(read.text, core::Field::kBody, assessment, masker)},
               {"context", SegmentsOf(read.text, core::Field::kContext, assessment, masker)},
               {"findings", FindingsOf(assessment, pack, masker)},
               {"facts", FactsOf(assessment, masker)},
               {"evidence", EvidenceOf(db::EvidenceOfVersion(tx, current->version_id), masker)},
               {"alerts", db::AlertsOfPosting(tx, id)}};
  if (open) json["item_key"] = read.item_key;  // may be a hash of the text
  const auto corrections = db::CorrectionsAbout(tx, 0, {id});
  json["corrections"] = open ? CorrectionsOf(corrections, nullptr) : CorrectionsOf(corrections, hiding);
  const auto versions = db::VersionsOf(tx, id);
  json["versions"] = ChangesOf(versions, masker);
  for (std::size_t i = 0; i < versions.size(); ++i) {
    json["versions"][i]["title"] = hiding(versions[i].title);
    json["versions"][i]["body"] = hiding(versions[i].body);
  }
  return JsonAnswer(json);
}

// A WARC file of one record, as it was written: block and digests are the original's.
HttpResponse GetPostingRecord(ApiCall& call) {
  const Captured captured = RecordOf(call, "posting.record");
  std::string bytes = "WARC/1.1\r\n";
  for (const auto& [name, value] : captured.record.fields) bytes += name + ": " + value + "\r\n";
  bytes += "\r\n" + captured.record.block + "\r\n\r\n";
  const std::string uuid = captured.place.record_id.substr(captured.place.record_id.rfind(':') + 1);
  return {200,
          {{"Content-Type", "application/warc"},
           {"Content-Disposition", "attachment; filename=\"" + uuid + ".warc\""},
           {"Cache-Control", "no-store"}},
          std::move(bytes)};
}

HttpResponse GetPostingSnapshot(ApiCall& call) {
  const Captured captured = RecordOf(call, "posting.snapshot");
  if (captured.record.type() != "response")
    throw ApiError(404, "no_capture", "no page was captured of this posting: it was imported, and its record keeps what was given");
  const std::string& block = captured.record.block;
  const auto body_at = crawler::HttpBodyOffset(block);
  const auto head = crawler::ParseHttpHead(std::string_view{block}.substr(0, body_at));
  if (!head || body_at == std::string::npos)
    throw ApiError(410, "evidence_damaged", "the record holds no HTTP answer");
  auto payload =
      crawler::RemoveTransferCoding(*head, std::string_view{block}.substr(body_at), kMaxPageBytes);
  const auto content = crawler::RemoveContentCoding(*head, std::move(payload.bytes), kMaxPageBytes);
  const auto page = crawler::DecodePage(content.bytes, head->Get("content-type"));
  return FramedAnswer(SanitisedPage(page.text, captured.place.final_url, core::FormatVietnamTime(captured.place.at)));
}

}  // namespace agencywatch::alerts
