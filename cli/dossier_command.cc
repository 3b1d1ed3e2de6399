// `agencywatch dossier key|build|verify`: the sealed package for those that a case is referred to.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/dossier/build.h"
#include "alerts/dossier/verify.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/dossier_maker.h"
#include "cli/exit_code.h"
#include "cli/version.h"
#include "core/errors.h"
#include "core/signature.h"
#include "crawler/sources.h"
#include "db/database.h"
#include "db/dossier_store.h"
#include "db/transaction.h"
#include "rules/pack.h"

namespace agencywatch::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string Say(const Context& context, const std::string& vi, const std::string& en) {
  return context.english() ? en : vi;
}

// Never over a key that is there.
core::SigningKey MakeKey(const fs::path& path) {
  fs::create_directories(path.parent_path().empty() ? "." : path.parent_path());
  core::SigningKey key = core::SigningKey::Make();
  const std::string text = key.FileText();
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  if (!written) throw core::CannotRun(path.string() + " cannot be written: " + std::strerror(error));
  return key;
}

int Key(Context& context, const fs::path& chosen) {
  const fs::path path = DossierKeyFile(context, chosen);
  const bool there = fs::exists(path);
  const core::SigningKey key = there ? ReadDossierKey(path) : MakeKey(path);
  std::cout << (there ? Say(context, "Khóa có sẵn: ", "The key that is there: ") : Say(context, "Khóa mới: ", "A new key: "))
            << path.string() << "\n"
            << Say(context, "Dấu vân: ", "Fingerprint: ") << key.Fingerprint() << "\n         "
            << core::GroupedFingerprint(key.Fingerprint()) << "\n"
            << Say(context,
                   "Trao dấu vân cho nơi nhận qua một kênh khác với hồ sơ (công văn giấy, điện thoại). Sao lưu tệp khóa ở nơi an toàn.\n",
                   "Give the fingerprint to recipients by another channel than the dossier (on paper, by telephone). Keep a copy of "
                   "the key file in a safe place.\n");
  return kDone;
}

struct BuildOptions {
  std::int64_t referral = 0;
  std::int64_t case_id = 0;
  fs::path out = ".";
  fs::path key_file;
  fs::path sources;
  std::shared_ptr<std::string> as;
  bool json = false;
};

// The referral asked for; of a case its last one that is approved.
std::int64_t FindReferral(pqxx::connection& connection, const BuildOptions& options) {
  if (options.case_id == 0) return options.referral;
  db::ReferralFilter filter;
  filter.case_id = options.case_id;
  pqxx::read_transaction tx(connection);
  for (const auto& referral : db::ListReferrals(tx, filter)) {
    if (!referral.approved_by.empty()) return referral.id;
  }
  throw core::InputError({"", 0, 0, "case " + std::to_string(options.case_id) + " has no referral that was approved",
                          "agencywatch referrals propose --help"});
}

int Build(Context& context, const BuildOptions& options) {
  const core::SigningKey key = ReadDossierKey(DossierKeyFile(context, options.key_file));
  const auto sources = FindDossierSources(context, options.sources);
  const auto connection = context.database().Connect();
  alerts::DossierOptions dossier;
  dossier.referral_id = FindReferral(*connection, options);
  dossier.maker = MakerOf(context, sources ? &*sources : nullptr);
  dossier.maker.by = ActorName(*options.as);
  dossier.maker.at = context.clock().Now();
  dossier.data_dir = context.data_dir();
  dossier.english = context.english();
  const bool is_file = options.out.extension() == ".zip" && !fs::is_directory(options.out);
  dossier.folder = is_file ? options.out.parent_path() : options.out;
  if (dossier.folder.empty()) dossier.folder = ".";
  if (is_file) dossier.file_name = options.out.filename().string();

  const auto built = alerts::BuildDossier(*connection, dossier, key);
  if (options.json) {
    std::cout << Json{{"name", built.name}, {"file", built.whole.string()}, {"sha256", built.whole_sha256},
                      {"redacted_file", built.redacted.string()}, {"redacted_sha256", built.redacted_sha256},
                      {"key", built.fingerprint}, {"postings", built.postings}, {"records", built.records},
                      {"without_page", built.without_page}, {"changed_alerts", built.changed_alerts},
                      {"repeats", built.repetition.Same()}}
                     .dump()
              << '\n';
    return built.repetition.Same() ? kDone : kDoneButLook;
  }
  std::cout << Say(context, "Hồ sơ ", "Dossier ") << built.name << ": " << built.postings << Say(context, " tin, ", " adverts, ")
            << built.records << Say(context, " bản ghi WARC\n", " WARC records\n")
            << Say(context, "  toàn bộ (niêm phong)  ", "  whole (sealed)        ") << built.whole.string() << "\n      SHA-256 "
            << built.whole_sha256 << "\n"
            << Say(context, "  phần đã che           ", "  redacted part         ") << built.redacted.string() << "\n      SHA-256 "
            << built.redacted_sha256 << "\n"
            << Say(context, "  ký bằng khóa          ", "  signed with the key   ") << built.fingerprint << "\n";
  if (built.without_page > 0)
    std::cout << Say(context, "  ! không có trang đã lưu (tin báo, hoặc đã hết hạn lưu): ",
                     "  ! without an archived page (tips, or kept no longer): ")
              << built.without_page << "\n";
  for (const auto number : built.changed_alerts)
    std::cout << Say(context, "  ! đã thay đổi sau khi đề xuất: cảnh báo #", "  ! changed since it was proposed: alert #") << number << "\n";
  if (!built.repetition.Same()) {
    std::cout << Say(context, "  ! khi lập, có kết quả không lặp lại được; agencywatch dossier verify nêu rõ\n",
                     "  ! some results did not repeat when it was built; agencywatch dossier verify says which\n");
    return kDoneButLook;
  }
  return kDone;
}

// Each with what keeps it, and whether its archives lie in the data directory.
int List(Context& context, bool json) {
  const bool english = context.english();
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto dossiers = db::KeptDossiers(tx);
  if (dossiers.empty() && !json) {
    std::cout << Say(context, "Chưa lập hồ sơ nào. Lập: agencywatch dossier build PHIẾU\n",
                     "No dossiers. Build one: agencywatch dossier build REFERRAL\n");
  }
  for (const auto& one : dossiers) {
    const bool here = fs::exists(context.data_dir() / alerts::kDossierFolder / (one.name + ".zip"));
    const auto until = one.free_since ? std::optional{*one.free_since + context.config().keep_dismissed} : std::nullopt;
    if (json) {
      std::cout << Json{{"name", one.name}, {"referral", one.referral_id}, {"case", one.case_id}, {"made_at", core::FormatInstant(one.made_at)},
                        {"by", one.by}, {"needed", one.held}, {"keep_until", until ? Json(core::FormatInstant(*until)) : Json{}},
                        {"purged_at", one.purged_at ? Json(core::FormatInstant(*one.purged_at)) : Json{}}, {"here", here}}
                       .dump(-1, ' ', false, Json::error_handler_t::replace)
                << '\n';
      continue;
    }
    std::cout << one.name << Say(context, "  ·  phiếu chuyển ", "  ·  referral ") << one.referral_id << Say(context, ", vụ việc ", ", case ")
              << one.case_id << "  ·  " << core::FormatVietnamTime(one.made_at) << ", " << alerts::TerminalText(one.by, 60) << "\n    ";
    if (one.purged_at)
      std::cout << Say(context, "đã xóa ", "taken away ") << core::DisplayDay(core::VietnamDay(*one.purged_at));
    else if (until)
      std::cout << Say(context, "không vụ việc nào cần, giữ đến ", "needed by no case, kept until ") << core::DisplayDay(core::VietnamDay(*until));
    else
      std::cout << Say(context, "vụ việc đang cần", "its case needs it");
    if (!one.purged_at) std::cout << (here ? "" : Say(context, "  ·  tệp không có trong thư mục dữ liệu", "  ·  its file is not in the data directory"));
    if (one.restricted) std::cout << (english ? "  ·  restricted" : "  ·  đang hạn chế");
    std::cout << '\n';
  }
  return kDone;
}

struct VerifyCommand {
  fs::path file;
  std::string key;
  std::vector<fs::path> packs;
  bool json = false;
};

Json RepetitionJson(const alerts::Repetition& repetition) {
  Json postings = Json::array();
  for (const auto& posting : repetition.postings) {
    postings.push_back({{"n", posting.n}, {"title", posting.title}, {"from_page", posting.from_page},
                        {"findings", posting.findings}, {"differences", posting.differences}});
  }
  return {{"same", repetition.Same()}, {"records", repetition.records}, {"audit_rows", repetition.audit_links},
          {"audit_head", repetition.audit_head}, {"differences", repetition.differences}, {"notes", repetition.notes},
          {"postings", std::move(postings)}};
}

const char* OriginName(alerts::Verification::Origin origin) {
  switch (origin) {
    case alerts::Verification::Origin::kNotAsked:
      return "not_proved";
    case alerts::Verification::Origin::kProved:
      return "proved";
    case alerts::Verification::Origin::kOtherKey:
      return "other_key";
    case alerts::Verification::Origin::kNotSigned:
      return "not_signed";
  }
  return "";
}

int Verify(Context& context, const VerifyCommand& command) {
  alerts::VerifyOptions options;
  if (!command.key.empty()) {
    options.key = core::ReadFingerprint(command.key);
    if (!options.key)
      throw core::InputError({"--key", 0, 0, "'" + command.key.substr(0, 80) + "' is no fingerprint", "it has 64 hexadecimal digits"});
  }
  if (!command.packs.empty()) options.other_rules = ReadPack(command.packs);
  options.program_version = kVersion;
  options.english = context.english();
  const auto verification = alerts::VerifyDossier(command.file, options);
  if (command.json) {
    std::cout << Json{{"name", verification.name}, {"good", verification.Good()}, {"problems", verification.problems}, {"as_packed", verification.as_packed},
                      {"origin", OriginName(verification.origin)}, {"signed_by", verification.signed_by},
                      {"repetition", verification.repetition ? RepetitionJson(*verification.repetition) : Json()}}
                     .dump(-1, ' ', false, Json::error_handler_t::replace)
              << '\n';
  } else {
    std::cout << alerts::VerificationText(verification, context.english());
    if (fs::is_regular_file(command.file))
      std::cout << "\nSHA-256 " << FileSha256(command.file) << "  " << command.file.filename().string() << "\n";
  }
  return verification.Good() ? kDone : kDoneButLook;
}

}  // namespace

void AddDossierCommand(CommandLine& line) {
  auto* dossier = line.app().add_subcommand("dossier", "Sealed packages for a referral: key, build, list, verify");
  dossier->require_subcommand(1);

  auto key_file = std::make_shared<fs::path>();
  auto* key = dossier->add_subcommand("key", "Make the key that signs, or show its fingerprint");
  key->add_option("--key-file", *key_file, "Where it lies (default: dossier.key in the data directory)")->type_name("F");
  key->footer("Example: agencywatch dossier key");
  key->callback([&line, key_file] { line.Choose([key_file](Context& context) { return Key(context, *key_file); }); });

  auto build_options = std::make_shared<BuildOptions>();
  auto* build = dossier->add_subcommand("build", "Build and sign the dossier of an approved referral");
  auto* referral = build->add_option("REFERRAL", build_options->referral, "Its number");
  build->add_option("--case", build_options->case_id, "The last approved referral of this case instead")->excludes(referral);
  build->add_option("--out", build_options->out, "A folder, or the name of the archive (.zip; default: here)")->type_name("DIR|FILE");
  build->add_option("--key-file", build_options->key_file, "The key (default: dossier.key in the data directory)")->type_name("F");
  build->add_option("--sources", build_options->sources, "sources.yaml of the scans, for its `extract` (default: as in the settings)")->type_name("F");
  build_options->as = AddAsOption(*build);
  build->add_flag("--json", build_options->json, "One JSON object");
  build->footer(
      "Writes NAME.zip, a BagIt bag with a sealed and a redacted part, and NAME-redacted.zip, that part alone.\n"
      "Exit codes: 0 built; 1 built, but not every result repeats; 2 not approved, no key; 3 evidence or weasyprint is missing.\n"
      "Example: agencywatch dossier build 4 --out /srv/ho-so");
  build->callback([&line, build_options] {
    if (build_options->referral == 0 && build_options->case_id == 0)
      throw CLI::RequiredError("REFERRAL or --case");
    line.Choose([build_options](Context& context) { return Build(context, *build_options); });
  });

  auto list_json = std::make_shared<bool>(false);
  auto* list = dossier->add_subcommand("list", "Those that were built, and what keeps them");
  list->add_flag("--json", *list_json, "One JSON object a line");
  list->footer("A dossier is kept while its case needs it; agencywatch purge takes it after that.\nExample: agencywatch dossier list");
  list->callback([&line, list_json] { line.Choose([list_json](Context& context) { return List(context, *list_json); }); });

  auto command = std::make_shared<VerifyCommand>();
  auto* verify = dossier->add_subcommand("verify", "Check a dossier, anywhere: no database, no network");
  verify->add_option("FILE", command->file, "The .zip, or the folder it was unpacked to")->required();
  verify->add_option("--key", command->key, "Fingerprint of the key that must have signed it")->type_name("FINGERPRINT");
  verify->add_option("--pack", command->packs, "Judge by these rules instead of those in the dossier")->type_name("P");
  verify->add_flag("--json", command->json, "One JSON object");
  verify->footer(
      "Exit codes: 0 whole, and every result repeats; 1 altered, signed by another key, or a result differs; 2 no dossier.\n"
      "Example: agencywatch dossier verify dossier-4-1.zip --key \"$(cat dau-van.txt)\"");
  verify->callback([&line, command] {
    line.ChooseWithoutSettings([command](Context& context) { return Verify(context, *command); });
  });
}

}  // namespace agencywatch::cli
