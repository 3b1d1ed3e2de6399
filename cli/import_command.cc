// `agencywatch import`: archives, saved pages and lists that others gathered; with --tip, reports by people. All of it
// goes the way of a posting.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <set>
#include <sstream>

#include "alerts/alert_builder.h"
#include "alerts/alert_text.h"
#include "alerts/problem_text.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/evidence.h"
#include "cli/exit_code.h"
#include "cli/import_reader.h"
#include "cli/input.h"
#include "cli/judge.h"
#include "cli/rescreen.h"
#include "cli/tip_intake.h"
#include "cli/version.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "crawler/address_guard.h"
#include "crawler/charset.h"
#include "crawler/url.h"
#include "crawler/warc_writer.h"
#include "db/audit_store.h"
#include "db/capture_store.h"
#include "db/database.h"
#include "db/frontier_store.h"
#include "db/register_store.h"
#include "db/run_store.h"
#include "db/source_store.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

struct ImportOptions {
  bool tip = false;
  std::string source = "import";
  std::string channel;
  std::string place;
  std::string informant_name;
  std::string informant_contact;
  std::shared_ptr<std::string> as;  // who takes it in
  std::vector<std::filesystem::path> files;
};

constexpr std::size_t kMaxTipBytes = 1U << 20U;
constexpr std::size_t kMaxUrlBytes = 2048;

Tip TipOf(const std::string& title, const std::string& body, const ImportOptions& options) {
  Tip tip = MakeTip(title, body);
  tip.channel = options.channel;
  tip.place = options.place;
  tip.informant_name = options.informant_name;
  tip.informant_contact = options.informant_contact;
  return tip;
}

std::string TextOf(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// What is wrong with a tip's date or address; nullopt when they can be taken. A link is kept, so it must be one.
std::optional<core::InputProblem> ProblemIn(const nlohmann::json& object, const std::string& file, int line) {
  const std::string posted_at = TextOf(object, "posted_at");
  if (const auto given = object.find("posted_at"); given != object.end() && !given->is_null() && !core::ParseDay(posted_at)) {
    return core::InputProblem{file, line, 0, "posted_at is no day: " + given->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                              "write it as \"2026-11-20\", or leave it out"};
  }
  const std::string url = TextOf(object, "url");
  const auto parsed = url.empty() ? std::nullopt : crawler::ParseUrl(url);
  if (!url.empty() && (!parsed || !parsed->IsHttp() || url.size() > kMaxUrlBytes)) {
    return core::InputProblem{file, line, 0, "url is no web address: " + core::MakeValidUtf8(url.substr(0, 100)),
                              "give one that begins with http:// or https://, or leave it out"};
  }
  return std::nullopt;
}

// Who reported it, under the keys that hotlines and forms use: {"informant": {"name", "contact", "phone", "email", …}}, "informant":
// "a name", "informant_name", "informant_contact", "informant_phone" … Anything else that could name them must not be passed over.
const std::set<std::string, std::less<>> kNameKeys = {"name", "full_name", "ho_ten"};
const std::set<std::string, std::less<>> kContactKeys = {"contact", "contacts", "phone", "tel", "telephone", "mobile", "sdt", "dien_thoai", "email", "mail",
                                                         "zalo", "telegram", "facebook", "address", "dia_chi"};
const std::set<std::string, std::less<>> kTipKeys = {"title", "body", "url", "channel", "place", "agency", "posted_at", "context", "id", "lang", "kind", "source"};

// False where the key is none of these.
bool TakeInformant(const std::string& key, const nlohmann::json& value, ImportOptions& own) {
  if (value.is_null()) return true;
  const bool name = kNameKeys.contains(key);
  if (!(name || kContactKeys.contains(key)) || !(value.is_string() || value.is_number_unsigned())) return false;
  std::string& kept = name ? own.informant_name : own.informant_contact;
  const std::string said = value.is_string() ? value.get<std::string>() : value.dump();
  if (!said.empty()) kept += (kept.empty() ? "" : ", ") + said;
  return true;
}

// The first key of the line that nothing reads.
std::optional<std::string> TakeInformants(const nlohmann::json& object, ImportOptions& own) {
  constexpr std::array<std::string_view, 4> kWho = {"informant", "reporter", "nguoi_bao", "nguoi_bao_tin"};
  ImportOptions named = own;
  named.informant_name.clear();
  named.informant_contact.clear();
  for (const auto& [key, value] : object.items()) {
    if (kTipKeys.contains(key)) continue;
    const auto who = std::find_if(kWho.begin(), kWho.end(), [&](std::string_view one) { return key == one || key.starts_with(std::string{one} + "_"); });
    if (who == kWho.end()) return key;
    if (key == *who && value.is_object()) {
      for (const auto& [part, said] : value.items()) {
        if (!TakeInformant(part, said, named)) return key + "." + part;
      }
    } else if (!TakeInformant(key == *who ? "name" : key.substr(who->size() + 1), value, named)) {
      return key;
    }
  }
  if (!named.informant_name.empty() || !named.informant_contact.empty()) own = named;
  return std::nullopt;
}

core::InputProblem NoText(const std::string& file, int line) {
  return {file, line, 0, "the tip is no text", "give what was said or written, for a picture or a recording is no tip by itself"};
}

// One JSON object a line: title, body, and optionally url, channel, place, agency, posted_at, informant {name, contact}.
void ReadJsonLines(const std::string& text, const std::string& file, const ImportOptions& options,
                   std::vector<Tip>& tips, std::vector<core::InputProblem>& problems) {
  std::istringstream in(text);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (core::Trim(line).empty()) continue;
    const auto object = nlohmann::json::parse(line, nullptr, false);
    if (!object.is_object() || TextOf(object, "body").empty()) {
      problems.push_back({file, number, 0, "this is no tip",
                          "write {\"title\":\"…\",\"body\":\"…\"} on one line"});
      continue;
    }
    if (auto problem = ProblemIn(object, file, number)) {
      problems.push_back(std::move(*problem));
      continue;
    }
    if (!core::LooksLikeText(TextOf(object, "title") + TextOf(object, "body"))) {
      problems.push_back(NoText(file, number));
      continue;
    }
    ImportOptions own = options;
    if (const auto channel = TextOf(object, "channel"); !channel.empty()) own.channel = channel;
    if (const auto place = TextOf(object, "place"); !place.empty()) own.place = place;
    if (const auto unread = TakeInformants(object, own)) {
      problems.push_back({file, number, 0, "nothing reads the key '" + core::MakeValidUtf8(unread->substr(0, 60)) + "', and it might name who reported it",
                          "write who that is as \"informant\":{\"name\":\"…\",\"contact\":\"…\"}, and leave other keys out"});
      continue;
    }
    Tip tip = TipOf(TextOf(object, "title"), TextOf(object, "body"), own);
    tip.posting.employer = core::MakeValidUtf8(TextOf(object, "agency"));
    tip.posting.canonical_url = core::MakeValidUtf8(TextOf(object, "url"));
    tip.posting.text.context = core::MakeValidUtf8(TextOf(object, "context"));
    tip.posting.date_posted = core::ParseDay(TextOf(object, "posted_at"));
    tips.push_back(std::move(tip));
  }
}

std::vector<Tip> ReadTips(const ImportOptions& options, const std::stop_token& stop, std::vector<core::InputProblem>& problems) {
  std::vector<Tip> tips;
  for (const auto& file : options.files) {
    const std::string bytes = ReadFile(file, "the tip", stop);
    const std::string text = crawler::DecodePage(bytes, "text/plain").text;
    const std::string name = file == "-" ? "stdin" : file.string();
    const std::string_view trimmed = core::Trim(text);
    if (trimmed.starts_with('{')) {
      ReadJsonLines(text, name, options, tips, problems);
    } else if (trimmed.empty()) {
      problems.push_back({name, 0, 0, "the tip is empty",
                          "paste the message, or pipe it in: … | agencywatch import --tip -"});
    } else if (trimmed.size() > kMaxTipBytes) {
      problems.push_back(
          {name, 0, 0, "the tip is longer than 1 MiB", "one pasted message a file, or JSON lines"});
    } else if (!core::LooksLikeText(trimmed)) {
      problems.push_back(NoText(name, 0));
    } else {
      tips.push_back(TipOf("", std::string{trimmed}, options));
    }
  }
  return tips;
}

// What came in, saved and judged in one transaction.
class Store {
 public:
  Store(Context& context, const db::SourceConfig& source)
      : context_(context),
        now_(context.clock().Now()),
        connection_(context.database().Connect()),
        tx_(*connection_) {
    const auto rules = context.LoadRules();
    db::RefuseClockSetBack(tx_, now_);
    SaveRules(tx_, *rules, ReadPack(context.config().packs), now_);
    judge_.emplace(LoadJudge(context, tx_, rules, now_));
    source_id_ = db::SaveSource(tx_, source, now_).id;
  }

  db::SavedPosting Save(const core::Posting& posting, core::Instant seen_at) {
    return SaveAll({posting}, seen_at).front();
  }

  // With the evidence of where they were read. Returns how many are new.
  std::size_t Save(const ImportedPage& page) {
    const std::int64_t capture = CaptureOf(page);
    const auto saved = SaveAll(page.postings, page.seen_at);
    std::vector<db::Sighting> sightings;
    for (std::size_t i = 0; i < saved.size(); ++i)
      sightings.push_back({saved[i].version_id, capture, page.postings[i].locator});
    db::AddSightings(tx_, sightings);
    return static_cast<std::size_t>(std::count_if(
        saved.begin(), saved.end(), [](const auto& one) { return one.new_posting; }));
  }

  SavedTip Save(const Tip& tip, const std::string& taken_by) {
    SavedTip saved = SaveTip(tx_, source_id_, *judge_, tip, taken_by, now_);
    taken_.push_back({now_, taken_by, "tip.take", "posting " + std::to_string(saved.posting.posting_id), "", ""});
    return saved;
  }

  alerts::AlertCounts Finish() {
    for (const auto& tip : taken_) db::AppendAudit(tx_, tip);  // last: whoever else appends waits
    if (warc_) warc_->Sync();  // the database never names evidence that is not on disk
    tx_.commit();
    return alerts::BuildAlerts(*connection_, judge_->register_view(), now_);
  }

  [[nodiscard]] core::Instant now() const { return now_; }

 private:
  std::vector<db::SavedPosting> SaveAll(const std::vector<core::Posting>& postings,
                                        core::Instant seen_at) {
    std::vector<db::PostingToSave> to_save;
    for (const auto& posting : postings)
      to_save.push_back({source_id_, &posting, nullptr, seen_at});
    auto saved = db::SavePostings(tx_, to_save, kVersion);
    std::vector<db::StoredVersion> versions;
    for (const auto& one : saved)
      versions.push_back(*db::FindCurrentVersion(tx_, one.posting_id));
    judge_->Assess(tx_, versions, now_);
    return saved;
  }

  // Of the record as it is kept; one that was taken in before is not written again.
  std::int64_t CaptureOf(const ImportedPage& page) {
    const crawler::WarcRecord& record = page.kept.record;
    const std::string id(record.id().substr(1, record.id().size() - 2));
    if (const auto known = db::FindKeptRecord(tx_, id)) return *known;
    if (!warc_) {
      crawler::WarcWriterOptions options;
      options.directory = (context_.data_dir() / "warc").string();
      options.software = std::string{"agencywatch/"} + kVersion;
      warc_ = std::make_unique<crawler::WarcWriter>(options, context_.clock());
    }
    const crawler::WarcPlace place = warc_->Append(record);
    db::NewCapture capture;
    capture.record_id = id;
    capture.final_url = core::MakeValidUtf8(record.target_uri());
    capture.url_id = UrlOf(capture.final_url);
    capture.at = page.seen_at;
    if (const auto ip = record.Get("WARC-IP-Address"); crawler::ParseIpAddress(ip))
      capture.ip = std::string(ip);
    capture.block_sha256 = core::Sha256Hex(record.block);
    capture.payload_sha256 = page.kept.payload_sha256;
    capture.warc_file_id =
        db::EnsureWarcFile(tx_, "warc/" + place.file, db::WarcClass::kSpool, NodeName());
    capture.offset = static_cast<std::int64_t>(place.offset);
    capture.length = static_cast<std::int64_t>(place.length);
    return db::AddCapture(tx_, capture);
  }

  std::int64_t UrlOf(const std::string& uri) {
    const auto parsed = crawler::ParseUrl(uri);
    if (!parsed || !parsed->IsHttp() || uri.size() > db::kMaxUrlBytes) {
      const bool short_file = uri.starts_with("file:") && uri.size() <= db::kMaxUrlBytes;
      return db::EnsureFile(tx_, source_id_, short_file ? uri : "file:" + core::Sha256Hex(uri));
    }
    const crawler::Url url = crawler::Normalise(*parsed);
    const crawler::Origin origin = url.origin();
    return db::EnsureUrl(tx_, source_id_, {url.Href(), {origin.scheme, origin.host, origin.port}});
  }

  Context& context_;
  core::Instant now_;
  std::unique_ptr<pqxx::connection> connection_;
  pqxx::work tx_;
  std::optional<Judge> judge_;
  std::int64_t source_id_ = 0;
  std::vector<db::AuditEntry> taken_;  // the tips
  std::unique_ptr<crawler::WarcWriter> warc_;  // made with the first record
};

void Say(const std::vector<core::InputProblem>& problems, bool english) {
  std::cerr << alerts::ProblemLines(problems, english);
}

void SayAlerts(const alerts::AlertCounts& counts, bool english) {
  if (english) {
    std::cout << "; alerts: " << counts.opened << " opened, " << counts.updated << " updated, "
              << counts.reopened << " reopened\n";
  } else {
    std::cout << "; cảnh báo: " << counts.opened << " mới, " << counts.updated << " cập nhật, "
              << counts.reopened << " mở lại\n";
  }
}

int ImportTips(Context& context, const ImportOptions& options) {
  std::vector<core::InputProblem> problems;
  const std::vector<Tip> tips = ReadTips(options, context.stop(), problems);
  Say(problems, context.english());
  if (tips.empty()) return problems.empty() ? kDone : kWrongUsage;
  const std::string taken_by = ActorName(*options.as);
  Store store(context, {"tip", "Tips", "tip", core::Sha256Hex("tip")});
  std::size_t added = 0;
  int blacked_out = 0;
  int left = 0;
  for (const auto& tip : tips) {
    const SavedTip saved = store.Save(tip, taken_by);
    if (saved.posting.new_posting) ++added;
    blacked_out += saved.blacked_out;
    left += saved.left;
  }
  const alerts::AlertCounts counts = store.Finish();
  const std::size_t known = tips.size() - added;
  if (context.english()) {
    std::cout << tips.size() << (tips.size() == 1 ? " tip: " : " tips: ") << added << " new, "
              << known << " known";
  } else {
    std::cout << tips.size() << " tin báo: " << added << " mới, " << known << " đã có";
  }
  SayAlerts(counts, context.english());
  if (blacked_out > 0) {
    std::cout << (context.english() ? "The informant stood in the text; blacked out before it was kept, places: "
                                    : "Người báo có trong nội dung; đã che trước khi lưu, số chỗ: ")
              << blacked_out << '\n';
  }
  if (left > 0) {
    std::cout << (context.english() ? "Their name is a single word that stays in the text where it may be another word; look there, places: "
                                    : "Tên người báo chỉ có một tiếng, còn trong nội dung ở chỗ có thể là từ khác; hãy xem lại, số chỗ: ")
              << left << '\n';
  }
  return problems.empty() ? kDone : kDoneButLook;
}

int ImportFiles(Context& context, const ImportOptions& options) {
  std::vector<core::InputProblem> problems;
  ImportCounts counts;
  std::size_t postings = 0;
  std::size_t added = 0;
  Store store(context, {options.source, options.source, "import", core::Sha256Hex("import")});
  for (const auto& file : options.files) {
    ReadImport(file, store.now(), counts, problems, [&](const ImportedPage& page) {
      postings += page.postings.size();
      added += store.Save(page);
    }, context.stop());
  }
  const alerts::AlertCounts alerts = store.Finish();
  Say(problems, context.english());
  if (!counts.unread_keys.empty()) {
    std::string keys;
    for (const auto& key : counts.unread_keys) keys += (keys.empty() ? "" : ", ") + alerts::TerminalText(key, 40);
    std::cout << (context.english() ? "Nothing reads these keys: " : "Các trường không dùng đến: ") << keys << '\n';
  }
  if (context.english()) {
    std::cout << counts.pages << " pages, " << counts.rows << " rows; " << counts.barriers
              << " pages that stood for others, " << counts.skipped << " records without a page\n"
              << postings << " postings: " << added << " new, " << postings - added << " known";
  } else {
    std::cout << counts.pages << " trang, " << counts.rows << " dòng; " << counts.barriers
              << " trang chặn thay cho trang thật, " << counts.skipped << " bản ghi không có trang\n"
              << postings << " tin đăng: " << added << " mới, " << postings - added << " đã có";
  }
  SayAlerts(alerts, context.english());
  return problems.empty() ? kDone : kDoneButLook;
}

}  // namespace

void AddImportCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand(
      "import", "Take in WARC archives, saved pages, CSV and JSON lines; or tips");
  auto options = std::make_shared<ImportOptions>();
  command->add_flag("--tip", options->tip,
                    "What comes in was reported by a person: text or JSON lines");
  command->add_option("--source", options->source,
                      "Under which key the postings are kept (default: import)");
  command->add_option("FILE", options->files, "Files or folders; - reads from stdin")->required();
  command->add_option("--channel", options->channel,
                      "How it came in: hotline 111, letter, facebook, zalo …");
  command->add_option("--place", options->place, "Where the informant is, or where it happens");
  command->add_option("--informant", options->informant_name,
                      "Who reported it; stored apart, shown only with a reason");
  command->add_option("--informant-contact", options->informant_contact,
                      "How to reach them; stored apart");
  options->as = AddAsOption(*command);
  command->footer(
      "Examples: agencywatch import crawl.warc.gz saved-pages/ posts.jsonl\n"
      "          wl-paste | agencywatch import --tip --channel zalo -");
  command->callback([&line, options] {
    line.Choose([options](Context& context) {
      return options->tip ? ImportTips(context, *options) : ImportFiles(context, *options);
    });
  });
}

}  // namespace agencywatch::cli
