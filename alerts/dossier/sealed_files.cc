#include "alerts/dossier/sealed_files.h"

#include <nlohmann/json.hpp>

#include "alerts/correction_json.h"
#include "alerts/dossier/assessment_json.h"
#include "alerts/dossier/content.h"
#include "alerts/dossier/custody.h"
#include "alerts/dossier/register_extract.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "rules/engine.h"

namespace agencywatch::alerts {
namespace {

using Json = nlohmann::ordered_json;

std::string Text(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json TextOrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json InstantOrNull(const std::optional<core::Instant>& at) { return at ? Json(core::FormatInstant(*at)) : Json(); }

Json InputJson(const DossierPosting& posting) {
  const auto& read = posting.stored.version.posting;
  const auto& inputs = posting.stored.assessment.inputs;
  return {{"title", read.text.title},
          {"body", read.text.body},
          {"context", read.text.context},
          {"agency", read.employer},
          {"channel", rules::InputOf(read, inputs.day_from, inputs.day_to).channel},
          {"date_posted", read.date_posted ? core::FormatDay(*read.date_posted) : ""},
          {"day_from", core::FormatDay(inputs.day_from)},
          {"day_to", core::FormatDay(inputs.day_to)}};
}

Json ReadFromJson(const DossierMaterial& material, const DossierPosting& posting) {
  if (!posting.read_from) return {};
  Json extract;
  if (posting.extract != nullptr) extract = {{"posting", posting.extract->posting}, {"fields", posting.extract->fields}};
  return {{"record", material.GetCapture(*posting.read_from).record_id}, {"locator", posting.locator}, {"extract", std::move(extract)}};
}

Json PostingJson(const DossierMaterial& material, const DossierPosting& posting) {
  const auto& version = posting.stored.version;
  const auto& judged = posting.stored.assessment;
  return {{"n", posting.n},
          {"alert", posting.alert},
          {"source", version.source},
          {"kind", core::PostingKindName(version.posting.kind)},
          {"url", version.posting.canonical_url},
          {"item_key", version.posting.item_key},
          {"version", version.n},
          {"withdrawn_after", InstantOrNull(posting.stored.withdrawn_after)},
          {"withdrawn_by", InstantOrNull(posting.stored.withdrawn_by)},
          {"read_from", ReadFromJson(material, posting)},
          {"input", InputJson(posting)},
          {"program", judged.inputs.with.program_version},
          {"rules", posting.rules_path},
          {"register", TextOrNull(posting.register_path)},
          {"assessment", Json(AssessmentJson(judged.assessment))}};
}

std::string Postings(const DossierMaterial& material) {
  Json postings = Json::array();
  for (const auto& posting : material.postings) postings.push_back(PostingJson(material, posting));
  return Text({{"format", 1}, {"program", material.maker.program_version}, {"postings", std::move(postings)}});
}

// No rule asks for earlier adverts of the same people: what decides of the past is when this advert was seen.
std::string History(const DossierMaterial& material) {
  Json postings = Json::array();
  for (const auto& posting : material.postings) {
    Json sights = Json::array();
    for (const auto& sight : posting.sights) {
      const auto& capture = material.GetCapture(sight.capture_id);
      sights.push_back({{"version", sight.version},
                        {"record", capture.record_id},
                        {"at", core::FormatInstant(sight.at)},
                        {"confirms", TextOrNull(capture.confirms)},
                        {"in_bag", !capture.file.empty()}});
    }
    postings.push_back({{"n", posting.n},
                        {"first_seen", core::FormatInstant(posting.stored.version.first_seen)},
                        {"last_seen", core::FormatInstant(posting.stored.version.last_seen)},
                        {"sights", std::move(sights)}});
  }
  return Text({{"asked_of_advertisers", Json()}, {"postings", std::move(postings)}});
}

std::string Collection(const DossierMaterial& material) {
  const auto& maker = material.maker;
  Json captures = Json::array();
  for (const auto& capture : material.captures) {
    if (capture.file.empty()) continue;
    const auto offset = material.server_offsets.find(capture.capture_id);
    captures.push_back({{"record", capture.record_id},
                        {"url", capture.url},
                        {"at", core::FormatInstant(capture.at)},
                        {"seconds_ahead_of_server",
                         offset == material.server_offsets.end() ? Json() : Json(offset->second.count())},
                        {"ip", TextOrNull(capture.ip)},
                        {"certificate_sha256", TextOrNull(capture.cert_sha256)},
                        {"status", capture.status ? Json(*capture.status) : Json()},
                        {"robots_line", capture.robots_line ? Json(*capture.robots_line) : Json()},
                        {"block_sha256", capture.block_sha256},
                        {"payload_sha256", capture.payload_sha256},
                        {"confirms", TextOrNull(capture.confirms)},
                        {"machine", capture.node},
                        {"file", capture.file},
                        {"run", capture.run_id},
                        {"program", capture.program_version}});
  }
  return Text({{"built", {{"by", maker.by}, {"at", core::FormatInstant(maker.at)}, {"machine", maker.node},
                          {"system", maker.system}, {"program", "agencywatch " + maker.program_version},
                          {"program_sha256", maker.program_sha256}, {"clock_kept_by_time_server", maker.clock_error.has_value()},
                          {"clock_error_ms", maker.clock_error ? Json(maker.clock_error->count()) : Json()}}},
               {"time_source", "the collecting machine's system clock, UTC; compared with the Date field of each answer"},
               {"captures", std::move(captures)}});
}

// In plain letters, which every machine unpacks under the same name; case.json has the name as it was.
std::string AttachmentPath(const db::CaseAttachment& file) {
  std::string name;
  for (const char c : core::FoldPlain(file.name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    if (plain) name += c;
    else if (!name.empty() && name.back() != '-') name += '-';
  }
  return std::string{kAttachmentsFolder} + std::to_string(file.id) + "-" + name;
}

std::string CaseFile(const DossierMaterial& material) {
  const auto& row = material.referral.row;
  Json alerts = Json::array();
  for (const auto& alert : material.alerts) {
    Json identifiers = Json::array();
    for (const auto& identifier : alert.identifiers) {
      identifiers.push_back({{"kind", identifier.identifier.kind}, {"value", identifier.identifier.norm},
                             {"role", db::TieKindName(identifier.kind)}, {"postings", identifier.postings}});
    }
    Json links = Json::array();
    for (const auto& link : alert.linked) {
      links.push_back({{"shared_kind", link.shared.kind}, {"shared", link.shared.norm}, {"url", link.canonical_url},
                       {"title", link.title}, {"verdict", core::VerdictName(link.verdict)},
                       {"alert", link.alert_number ? Json(*link.alert_number) : Json()}});
    }
    Json corrections = Json::array();
    for (const auto& correction : alert.corrections) corrections.push_back(CorrectionJson(correction));
    alerts.push_back({{"number", alert.summary.alert.number}, {"subject", alert.summary.label},
                      {"verdict", core::VerdictName(alert.summary.alert.verdict)}, {"score", alert.summary.alert.score},
                      {"identifiers", std::move(identifiers)}, {"links", std::move(links)},
                      {"corrections", std::move(corrections)}});
  }
  Json attachments = Json::array();
  for (const auto& attachment : material.attachments) {
    const auto& file = attachment.file;
    attachments.push_back({{"path", AttachmentPath(file)}, {"name", file.name}, {"media_type", file.media_type}, {"sha256", file.sha256},
                           {"at", core::FormatInstant(file.at)}, {"by", file.by}});
  }
  return Text({{"case", {{"number", row.case_id}, {"title", row.case_title}}},
               {"referral", {{"number", row.id}, {"proposal", row.proposal_no}, {"to", row.proposal.recipient_name},
                             {"copies", row.proposal.copies}, {"grounds", row.proposal.grounds},
                             {"proposed_by", row.proposed_by}, {"proposed_at", core::FormatInstant(row.proposed_at)},
                             {"approved_by", row.approved_by}, {"approved_at", InstantOrNull(row.approved_at)}}},
               {"changed_since_proposed", material.changed_alerts},
               {"attachments", std::move(attachments)},
               {"alerts", std::move(alerts)}});
}

std::string Custody(const DossierMaterial& material) {
  Json steps = Json::array();
  for (const auto& step : CustodyOf(material, true))
    steps.push_back({{"at", core::FormatInstant(step.at)}, {"by", step.by}, {"what", step.what}, {"note", step.note}});
  return Text(steps);
}

}  // namespace

core::BagFiles SealedFiles(const DossierMaterial& material) {
  core::BagFiles files;
  files[std::string{kPostingsFile}] = Postings(material);
  files[std::string{kHistoryFile}] = History(material);
  files[std::string{kCollectionFile}] = Collection(material);
  files[std::string{kCapturesFile}] = material.warc;
  files[std::string{kCaseFile}] = CaseFile(material);
  files["custody.json"] = Custody(material);
  for (const auto& [path, bytes] : material.packs) files[path] = bytes;
  for (const auto& [path, view] : material.registers) files[path] = RegisterExtract(view);
  for (const auto& attachment : material.attachments) files[AttachmentPath(attachment.file)] = attachment.bytes;
  files["README.txt"] = ReadMe(material.name, false);
  return files;
}

std::string AuditFile(const std::vector<db::AuditLink>& chain) {
  Json rows = Json::array();
  for (const auto& link : chain) {
    Json row = {{"seq", link.seq}, {"prev", link.prev_sha256}, {"sha256", link.sha256}};
    if (link.content) {
      row.update({{"at_us", link.content->at_us}, {"actor", link.content->actor}, {"action", link.content->action},
                  {"object", link.content->object}, {"reason", link.content->reason}, {"body", link.content->body}});
    }
    rows.push_back(std::move(row));
  }
  return Text({{"head", {{"seq", chain.back().seq}, {"sha256", chain.back().sha256}}}, {"chain", std::move(rows)}});
}

std::string RedactedFindings(const DossierMaterial& material, const Redactor& redactor) {
  Json postings = Json::array();
  for (const auto& posting : material.postings) {
    const auto& judged = posting.stored.assessment;
    const bool tip = posting.stored.version.posting.kind == core::PostingKind::kTip;
    Json findings = Json::array();
    for (const auto& finding : judged.assessment.findings) {
      Json quotes = Json::array();
      if (!tip) {
        for (const auto& span : finding.spans) quotes.push_back(redactor.Text(span.quote));
      }
      findings.push_back({{"rule", finding.rule}, {"version", finding.rule_version}, {"indicator", finding.indicator},
                          {"severity", core::SeverityName(finding.severity)}, {"points", finding.points}, {"law", finding.law},
                          {"title", {{"vi", finding.title_vi}, {"en", finding.title_en}}}, {"quotes", std::move(quotes)}});
    }
    postings.push_back({{"n", posting.n}, {"alert", posting.alert}, {"kind", core::PostingKindName(posting.stored.version.posting.kind)},
                        {"day_from", core::FormatDay(judged.inputs.day_from)}, {"day_to", core::FormatDay(judged.inputs.day_to)},
                        {"verdict", core::VerdictName(judged.assessment.verdict)}, {"score", judged.assessment.score},
                        {"page_sha256", posting.read_from ? Json(material.GetCapture(*posting.read_from).payload_sha256) : Json()},
                        {"rules_sha256", judged.inputs.with.pack_sha256},
                        {"register_as_of", judged.assessment.register_as_of ? Json(core::FormatDay(*judged.assessment.register_as_of)) : Json()},
                        {"findings", std::move(findings)}});
  }
  return Text({{"format", 1}, {"postings", std::move(postings)}});
}

std::string ReadMe(const std::string& name, bool redacted) {
  std::string text = name + "\n\n";
  text += redacted
              ? "Phần đã che dữ liệu cá nhân của một hồ sơ agencywatch. Đọc report.html hoặc report.pdf.\n"
                "The redacted part of an agencywatch dossier. Read report.html or report.pdf.\n\n"
              : "Phần niêm phong của một hồ sơ agencywatch: chứa dữ liệu cá nhân, chỉ dành cho bộ phận phối hợp.\n"
                "The sealed part of an agencywatch dossier: it holds personal data, for the liaison team alone.\n\n"
                "report.html, report.pdf   báo cáo / the report\n"
                "cover-letter.html, .pdf   công văn / the cover letter\n"
                "captures.warc.gz          bản ghi WARC 1.1 của các trang / WARC 1.1 records of the pages\n"
                "collection.json           biên bản thu thập / how each record came about\n"
                "postings.json             tin đăng và kết quả đánh giá / adverts and what was made of them\n"
                "history.json              những lần thấy tin / when each advert was seen\n"
                "rules/                    quy tắc và bảng tra / rules and reference tables\n"
                "register/                 danh sách giấy phép ngày đó / the licence register of that day\n"
                "attachments/              tài liệu kèm theo vụ việc / files that were laid into the case\n"
                "case.json, custody.json   vụ việc, chuỗi bảo quản / case, custody\n"
                "audit.json                phần chuỗi nhật ký: dòng của vụ việc có nội dung, dòng khác chỉ có mã băm\n"
                "                          the audit chain: rows of this case with content, others by their hash only\n\n";
  return text + "Kiểm tra / verify:  agencywatch dossier verify FILE --key FINGERPRINT\n";
}

}  // namespace agencywatch::alerts
