#include "alerts/dossier/build.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <utility>

#include "alerts/dossier/content.h"
#include "alerts/dossier/custody.h"
#include "alerts/dossier/pdf.h"
#include "alerts/dossier/report.h"
#include "alerts/dossier/sealed_files.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "core/zip_archive.h"
#include "db/audit_store.h"
#include "db/dossier_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

namespace fs = std::filesystem;

// A new file that only its owner reads; removed again unless kept.
class NewFile {
 public:
  explicit NewFile(fs::path path) : path_(std::move(path)) {
    if (fs::exists(path_))
      throw core::InputError({path_.string(), 0, 0, "there is a file of that name already", "choose another with --out"});
  }
  ~NewFile() {
    std::error_code ignored;
    if (!kept_) fs::remove(Unfinished(), ignored);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void Write(std::string_view bytes) const {
    const int file = open(Unfinished().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool written = file >= 0;
    while (written && !bytes.empty()) {
      const auto count = write(file, bytes.data(), bytes.size());
      written = count > 0;
      if (written) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    written = written && fsync(file) == 0;
    const int error = errno;
    if (file >= 0) close(file);
    if (!written) throw core::CannotRun(path_.string() + " cannot be written: " + std::strerror(error));
  }
  void Keep() {
    fs::rename(Unfinished(), path_);
    kept_ = true;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  [[nodiscard]] fs::path Unfinished() const { return path_.string() + ".part"; }
  fs::path path_;
  bool kept_ = false;
};

core::BagFiles Signed(core::BagFiles bag, const core::SigningKey& key) {
  bag[std::string{core::kBagSignature}] = key.Sign(bag.at(std::string{core::kTagManifest}));
  return bag;
}

void AddPages(core::BagFiles& files, const DossierMaterial& material, const ReportView& view) {
  files["report.html"] = ReportHtml(material, view);
  files["report.pdf"] = PrintPdf(files["report.html"]);
  files["cover-letter.html"] = CoverLetterHtml(material, view);
  files["cover-letter.pdf"] = PrintPdf(files["cover-letter.html"]);
}

Redactor RedactorOf(const DossierMaterial& material, bool english) {
  Redactor redactor(english);
  for (const auto& posting : material.postings) redactor.Add(posting.stored.assessment.assessment.facts);
  for (const auto& alert : material.alerts) {
    for (const auto& identifier : alert.identifiers) redactor.Add(identifier.identifier);
    for (const auto& link : alert.linked) redactor.Add(link.shared);
  }
  for (const auto& step : CustodyOf(material, english)) {
    if (!step.by.starts_with(kByProgram)) redactor.AddOfficial(step.by);
  }
  return redactor;
}

// Fails closed: a redacted part that shows what it should hide is never written.
void RefuseLeaks(const core::BagFiles& files, const Redactor& redactor) {
  for (const auto& [path, content] : files) {
    if (path.ends_with(".pdf")) continue;  // printed from the HTML
    if (const auto leak = redactor.FindLeak(content)) {
      throw core::CannotRun("the redacted part would show " + *leak + " in " + path +
                            "; nothing was written. Tell whoever maintains agencywatch");
    }
  }
}

std::vector<std::pair<std::string, std::string>> BagInfoOf(const DossierMaterial& material, bool redacted) {
  return {{"Source-Organization", "agencywatch"},
          {"External-Identifier", material.name},
          {"External-Description", redacted ? "redacted part of a referral dossier" : "referral dossier: sealed and redacted part"},
          {"Bagging-Date", core::FormatDay(core::VietnamDay(material.maker.at))},
          {"Bag-Software-Agent", "agencywatch " + material.maker.program_version}};
}

std::vector<std::string> ObjectsOf(const DossierMaterial& material) {
  const auto& row = material.referral.row;
  std::vector<std::string> objects = {"referral " + std::to_string(row.id), "case " + std::to_string(row.case_id)};
  for (const auto& alert : material.alerts)
    objects.push_back("alert " + std::to_string(alert.summary.alert.number));
  return objects;
}

}  // namespace

int RemoveDossier(const std::filesystem::path& data_dir, const std::string& name) {
  int removed = 0;
  for (const char* end : {".zip", "-redacted.zip"}) {
    std::error_code failed;
    removed += static_cast<int>(fs::remove(data_dir / kDossierFolder / (name + end), failed));
  }
  return removed;
}

BuiltDossier BuildDossier(pqxx::connection& connection, const DossierOptions& options, const core::SigningKey& key) {
  DossierMaterial material = db::InTransaction(
      connection, [&](pqxx::work& tx) { return GatherDossier(tx, options.referral_id, options.maker); });
  TakeRecords(material, options.data_dir.string());
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (!fs::is_directory(options.folder)) {
    throw core::InputError({options.folder.string(), 0, 0, "it is no folder, and cannot be made one",
                            "choose a folder that this user may write to with --out"});
  }
  const std::string file = options.file_name.empty() ? material.name + ".zip" : options.file_name;
  NewFile whole(options.folder / file);
  NewFile redacted(options.folder / (fs::path(file).stem().string() + "-redacted.zip"));

  BuiltDossier built;
  built.name = material.name;
  built.fingerprint = key.Fingerprint();
  built.postings = static_cast<int>(material.postings.size());
  built.without_page = static_cast<int>(std::count_if(material.postings.begin(), material.postings.end(),
                                                      [](const DossierPosting& posting) { return !posting.read_from; }));
  built.changed_alerts = material.changed_alerts;

  const Redactor redactor = RedactorOf(material, options.english);
  core::BagFiles outside;
  AddPages(outside, material, {options.english, &redactor, built.fingerprint});
  outside["findings.json"] = RedactedFindings(material, redactor);
  outside["README.txt"] = ReadMe(material.name, true);
  RefuseLeaks(outside, redactor);
  const core::BagFiles redacted_bag = Signed(core::MakeBag(outside, BagInfoOf(material, true)), key);
  const std::string redacted_zip = core::PackZip(redacted_bag, material.name + "-redacted", material.maker.at);
  built.redacted_sha256 = core::Sha256Hex(redacted_zip);
  redacted.Write(redacted_zip);

  core::BagFiles sealed = SealedFiles(material);
  AddPages(sealed, material, {options.english, nullptr, built.fingerprint});
  // From here on others who append to the chain wait: the head that is sealed is the head.
  db::InTransaction(connection, [&](pqxx::work& tx) {
    const auto& maker = material.maker;
    const std::string object = "referral " + std::to_string(options.referral_id);
    const auto seq = db::AppendAudit(
        tx, {maker.at, maker.by, "dossier.build", object, "",
             nlohmann::json{{"name", material.name}, {"key", built.fingerprint}, {"proposal", material.referral.row.proposal_no}}.dump()});
    const auto chain = db::AuditExtract(tx, ObjectsOf(material));
    sealed[std::string{kAuditFile}] = AuditFile(chain);
    core::BagFiles payload;
    for (const auto& [path, content] : sealed) payload[std::string{kSealedPart} + path] = content;
    for (const auto& [path, content] : redacted_bag) payload[std::string{kRedactedPart} + path] = content;
    auto info = BagInfoOf(material, false);
    info.emplace_back("Audit-Head", std::to_string(seq) + " " + chain.back().sha256);
    const core::BagFiles bag = Signed(core::MakeBag(payload, info), key);
    const std::string zip = core::PackZip(bag, material.name, maker.at);
    built.whole_sha256 = core::Sha256Hex(zip);
    whole.Write(zip);
    db::DossierRow row{options.referral_id, material.referral.row.proposal_no, maker.at, maker.by, built.whole_sha256,
                       built.redacted_sha256, core::SignatureHex(bag.at(std::string{core::kBagSignature})), built.fingerprint, seq};
    db::AddDossier(tx, row);
    db::AddAnchor(tx, {{chain.back().seq, chain.back().sha256}, material.name, maker.at, true});
    db::AppendAudit(tx, {maker.at, maker.by, "dossier.seal", object, "",
                         nlohmann::json{{"name", material.name}, {"sha256", built.whole_sha256},
                                        {"redacted_sha256", built.redacted_sha256}, {"file", whole.path().string()}}.dump()});
  });
  whole.Keep();
  redacted.Keep();
  built.repetition = Repeat(sealed, {{}, options.maker.program_version, options.english});
  built.records = built.repetition.records;
  built.whole = whole.path();
  built.redacted = redacted.path();
  return built;
}

std::string PreviewReport(pqxx::connection& connection, std::int64_t referral_id, const DossierMaker& maker,
                          const fs::path& data_dir, bool redacted, bool english) {
  DossierMaterial material =
      db::InTransaction(connection, [&](pqxx::work& tx) { return GatherDossier(tx, referral_id, maker, true); });
  TakeRecords(material, data_dir.string());
  const Redactor redactor = RedactorOf(material, english);
  std::string report = ReportHtml(material, {english, redacted ? &redactor : nullptr, "", true});
  if (redacted) RefuseLeaks({{"report.html", report}}, redactor);
  return report;
}

}  // namespace agencywatch::alerts
