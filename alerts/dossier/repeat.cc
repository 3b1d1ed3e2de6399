#include "alerts/dossier/repeat.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "alerts/dossier/assessment_json.h"
#include "alerts/dossier/content.h"
#include "alerts/dossier/register_extract.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "crawler/archived_answer.h"
#include "crawler/fetch_limits.h"
#include "crawler/page_reader.h"
#include "crawler/warc_reader.h"
#include "db/audit_store.h"
#include "rules/pack_loader.h"

namespace agencywatch::alerts {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxRecordBytes = 768UL << 20U;  // of all blocks: a dossier is read in memory

// Bytes under a path, for readers that want one; gone with the object.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("warc", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw core::CannotRun("the system gives no memory file");
    while (!bytes.empty()) {
      const auto written = write(descriptor_, bytes.data(), bytes.size());
      if (written <= 0) throw core::CannotRun("the system gives no memory for the WARC records");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

std::string Unbracketed(std::string_view id) {
  if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
  return std::string{id};
}

core::Instant InstantOf(const Json& value) {
  return core::ParseInstant(value.get<std::string>()).value();
}

core::Day DayOf(const Json& value) { return core::ParseDay(value.get<std::string>()).value(); }

std::string FileName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// The files by their names without folders: whoever installs a pack elsewhere has the same rules.
std::map<std::string, std::string> ByName(const std::vector<rules::PackFile>& files) {
  std::map<std::string, std::string> by_name;
  for (const auto& file : files) by_name[FileName(file.path)] = file.bytes;
  return by_name;
}

class Repeater {
 public:
  Repeater(const core::BagFiles& sealed, const RepeatOptions& options)
      : sealed_(sealed), options_(options) {}

  Repetition Run() {
    Try([&] { ReadRecords(); });
    Try([&] { CheckAudit(); });
    Try([&] { CheckAttachments(); });
    Try([&] {
      if (!options_.other_rules.empty())
        other_rules_ = rules::RuleSet::Load(options_.other_rules);
      history_ = Parse(kHistoryFile);
      const Json postings = Parse(kPostingsFile);
      for (const auto& posting : postings.at("postings")) RepeatOne(posting);
      const auto program = postings.at("program").get<std::string>();
      if (program != options_.program_version) {
        result_.notes.push_back(Say("hồ sơ do phiên bản " + program + " lập, đang kiểm bằng phiên bản ",
                                    "made by version " + program + ", verified by version ") +
                                options_.program_version);
      }
    });
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::string Say(const std::string& vi, const std::string& en) const {
    return options_.english ? en : vi;
  }

  template <typename Part>
  void Try(Part part) {
    try {
      part();
    } catch (const core::InputError& error) {
      result_.differences.emplace_back(error.what());
    } catch (const nlohmann::json::exception& error) {
      result_.differences.push_back(Say("tệp JSON không đúng dạng: ", "a JSON file is malformed: ") + error.what());
    } catch (const std::bad_optional_access&) {
      result_.differences.push_back(Say("tệp JSON có ngày giờ hoặc mã không đọc được",
                                        "a JSON file holds a day, time or code that cannot be read"));
    }
  }

  const std::string& File(std::string_view path) const {
    const auto found = sealed_.find(std::string{path});
    if (found == sealed_.end())
      throw core::InputError({std::string{path}, 0, 0, Say("không có tệp này", "the file is not there"), ""});
    return found->second;
  }

  Json Parse(std::string_view path) const { return Json::parse(File(path)); }

  // Every record fits its own digests and what the record of collection says of it.
  void ReadRecords() {
    const MemoryFile file(File(kCapturesFile));
    crawler::WarcReader reader(file.path());
    std::size_t bytes = 0;
    while (auto record = reader.Next()) {
      bytes += record->block.size();
      if (bytes > kMaxRecordBytes || record->block_cut)
        throw core::InputError({std::string{kCapturesFile}, 0, 0,
                                Say("quá lớn để đọc", "it is too large to be read"), ""});
      const std::string id = Unbracketed(record->id());
      const auto digest = record->Get("WARC-Block-Digest");
      if (digest != crawler::WarcDigest(core::Sha256Hex(record->block))) {
        result_.differences.push_back(id + ": " + Say("nội dung không khớp mã băm của chính bản ghi",
                                                      "its bytes do not match the record's own digest"));
      } else {
        ++result_.records;
      }
      records_.emplace(id, std::move(*record));
    }
    if (reader.end() != crawler::WarcReader::End::kWhole) {
      result_.differences.push_back(std::string{kCapturesFile} + ": " +
                                    Say("hỏng sau byte ", "damaged behind byte ") +
                                    std::to_string(reader.whole_bytes()));
    }
    const Json collection = Parse(kCollectionFile);
    for (const auto& stated : collection.at("captures")) CheckCapture(stated);
  }

  void CheckCapture(const Json& stated) {
    const auto id = stated.at("record").get<std::string>();
    const auto found = records_.find(id);
    if (found == records_.end()) {
      result_.differences.push_back(id + ": " + Say("không có trong WARC", "it is not in the WARC file"));
      return;
    }
    const crawler::WarcRecord& record = found->second;
    const auto stated_payload = stated.at("payload_sha256").get<std::string>();
    std::string payload = stated_payload;
    if (stated.at("confirms").is_null()) {
      const auto answer = crawler::ReadAnswer(record, crawler::FetchLimits{}.decoded_bytes);
      payload = answer ? answer->payload_sha256 : "";
    }
    if (stated.at("block_sha256") != core::Sha256Hex(record.block) || stated_payload != payload)
      result_.differences.push_back(id + ": " + Say("không phải là điều đã tải về", "it is not what was fetched"));
    if (stated.at("at") != std::string{record.Get("WARC-Date")} ||
        stated.at("url") != std::string{record.target_uri()})
      result_.differences.push_back(id + ": " + Say("giờ hoặc địa chỉ khác với bản ghi",
                                                    "time or address are not those of the record"));
  }

  void CheckAudit() {
    const Json audit = Parse(kAuditFile);
    std::optional<db::AuditLink> before;
    for (const auto& row : audit.at("chain")) {
      db::AuditLink link{row.at("seq").get<std::int64_t>(), row.at("prev").get<std::string>(),
                         row.at("sha256").get<std::string>(), {}};
      const std::string where = "audit " + std::to_string(link.seq) + ": ";
      if (before && (link.seq != before->seq + 1 || link.prev_sha256 != before->sha256))
        result_.differences.push_back(where + Say("không nối với dòng trước", "it does not follow the row before"));
      if (row.contains("actor")) {
        link.content = {row.at("at_us").get<std::int64_t>(),   row.at("actor").get<std::string>(),
                        row.at("action").get<std::string>(), row.at("object").get<std::string>(),
                        row.at("reason").get<std::string>(), row.at("body").get<std::string>()};
        if (db::AuditSha256(link) != link.sha256)
          result_.differences.push_back(where + Say("nội dung không khớp mã băm", "its content does not match its hash"));
        if (link.content->action == "case.attached")
          attached_.insert(Json::parse(link.content->body).at("sha256").get<std::string>());
      }
      ++result_.audit_links;
      before = std::move(link);
    }
    result_.audit_head = audit.at("head").at("sha256").get<std::string>();
    if (!before || before->sha256 != result_.audit_head || audit.at("head").at("seq") != before->seq)
      result_.differences.push_back(Say("audit: dòng cuối không phải là đầu chuỗi đã nêu",
                                        "audit: the last row is not the head that is stated"));
  }

  // Each is the file that the audit chain saw laid into the case; none is there that the case does not name.
  void CheckAttachments() {
    std::set<std::string> named;
    const Json of_case = Parse(kCaseFile);
    static_cast<void>(of_case.at("referral"));
    // Dossiers that were sealed before attachments were taken in name none.
    const Json listed = of_case.value("attachments", Json::array());
    for (const auto& stated : listed) {
      const auto path = stated.at("path").get<std::string>();
      named.insert(path);
      const std::string sha256 = core::Sha256Hex(File(path));
      if (stated.at("sha256") != sha256 || !attached_.contains(sha256))
        result_.differences.push_back(path + ": " + Say("không phải tài liệu đã đưa vào vụ việc", "it is not the file that was laid into the case"));
    }
    for (auto at = sealed_.lower_bound(std::string{kAttachmentsFolder});
         at != sealed_.end() && at->first.starts_with(kAttachmentsFolder); ++at) {
      if (!named.contains(at->first))
        result_.differences.push_back(at->first + ": " + Say("vụ việc không nêu tài liệu này", "the case does not name this file"));
    }
  }

  // The rules that judged, or those asked for instead.
  std::shared_ptr<const rules::RuleSet> RulesOf(const std::string& path) {
    if (const auto found = rules_.find(path); found != rules_.end()) return found->second;
    const std::string& bytes = File(path);
    if (std::string{kRulesFolder} + core::Sha256Hex(bytes) + ".pack" != path)
      result_.differences.push_back(path + ": " + Say("không phải bộ quy tắc có mã băm đó",
                                                      "these are not the rules of that hash"));
    const auto files = rules::UnpackPackBytes(bytes, path);
    auto own = rules::RuleSet::Load(files);
    if (other_rules_) NameOtherRules(files, own->pack());
    return rules_.emplace(path, other_rules_ ? other_rules_ : own).first->second;
  }

  void NameOtherRules(const std::vector<rules::PackFile>& files, const rules::Pack& own) {
    const auto was = ByName(files);
    const auto is = ByName(options_.other_rules);
    if (was == is) return;
    result_.differences.push_back(Say("bộ quy tắc khác: ", "other rules: ") + own.sha256.substr(0, 16) + "… → " +
                                  other_rules_->sha256().substr(0, 16) + "…");
    std::string changed;
    for (const auto& [name, bytes] : was) {
      const auto found = is.find(name);
      if (found == is.end() || found->second != bytes) changed += (changed.empty() ? "" : ", ") + name;
    }
    for (const auto& [name, bytes] : is) {
      if (!was.contains(name)) changed += (changed.empty() ? "" : ", ") + name;
    }
    result_.differences.push_back(Say("tệp quy tắc khác: ", "files of rules that differ: ") + changed);
    std::map<std::string, int> versions;
    for (const auto& rule : own.rules) versions[rule.id] = rule.version;
    for (const auto& rule : other_rules_->pack().rules) {
      const auto found = versions.find(rule.id);
      if (found == versions.end()) {
        result_.differences.push_back(Say("quy tắc mới ", "new rule ") + rule.id);
      } else {
        if (found->second != rule.version)
          result_.differences.push_back(rule.id + ": " + Say("phiên bản ", "version ") +
                                        std::to_string(found->second) + " → " + std::to_string(rule.version));
        versions.erase(found);
      }
    }
    for (const auto& [id, version] : versions)
      result_.differences.push_back(Say("không còn quy tắc ", "rule gone: ") + id);
  }

  const core::RegisterView* RegisterOf(const Json& path) {
    if (path.is_null()) return nullptr;
    const auto name = path.get<std::string>();
    const auto found = registers_.find(name);
    if (found != registers_.end()) return &found->second;
    return &registers_.emplace(name, ReadRegisterExtract(File(name), name)).first->second;
  }

  void RepeatOne(const Json& stated) {
    RepeatedPosting posting;
    posting.n = stated.at("n").get<int>();
    const Json& input = stated.at("input");
    posting.title = input.at("title").get<std::string>();
    if (posting.title.empty()) posting.title = stated.at("url").get<std::string>();
    if (posting.title.empty()) posting.title = input.at("body").get<std::string>();
    posting.findings = static_cast<int>(stated.at("assessment").at("findings").size());
    posting.from_page = !stated.at("read_from").is_null();
    try {
      const auto read = posting.from_page ? ReadAgain(stated, posting) : std::optional{Taken(stated)};
      CheckDays(stated, posting);
      if (read) {
        const auto rules = RulesOf(stated.at("rules").get<std::string>());
        const auto assessment = rules->Assess(
            rules::InputOf(*read, DayOf(input.at("day_from")), DayOf(input.at("day_to"))),
            RegisterOf(stated.at("register")));
        for (auto& difference :
             Differences(stated.at("assessment"), AssessmentJson(assessment), options_.english))
          posting.differences.push_back(std::move(difference));
      }
    } catch (const core::InputError& error) {
      posting.differences.emplace_back(error.what());
    }
    result_.postings.push_back(std::move(posting));
  }

  // The posting as the record of the page still gives it.
  std::optional<core::Posting> ReadAgain(const Json& stated, RepeatedPosting& posting) {
    const Json& from = stated.at("read_from");
    const auto id = from.at("record").get<std::string>();
    const auto found = records_.find(id);
    const auto answer = found == records_.end()
                            ? std::nullopt
                            : crawler::ReadAnswer(found->second, crawler::FetchLimits{}.decoded_bytes);
    if (!answer) {
      posting.differences.push_back(Say("không có trang trong bản ghi ", "there is no page in record ") + id);
      return {};
    }
    std::optional<crawler::ExtractRules> extract;
    if (!from.at("extract").is_null()) {
      extract.emplace();
      extract->posting = from.at("extract").at("posting").get<std::string>();
      extract->fields = from.at("extract").at("fields").get<std::map<std::string, std::string>>();
    }
    // A saved page without an address stands under the name of its file.
    std::string url{found->second.target_uri()};
    if (url.starts_with("file:")) url.clear();
    const auto content = crawler::ReadPage(answer->body, url, answer->head.Get("content-type"),
                                           extract ? &*extract : nullptr);
    std::optional<core::Posting> best;
    for (const auto* read : {&content.postings, &content.listings}) {
      for (core::Posting candidate : *read) {
        if (candidate.canonical_url.empty()) candidate.canonical_url = content.canonical;
        if (candidate.canonical_url.empty())
          candidate.item_key = core::Sha256Hex(candidate.text.title + '\n' + candidate.text.body);
        if (candidate.canonical_url != stated.at("url") ||
            (candidate.item_key != stated.at("item_key") &&
             "sha256:" + core::Sha256Hex(candidate.item_key) != stated.at("item_key")))
          continue;
        // An imported one has the name of its file before its place.
        if (!best || from.at("locator").get<std::string>().ends_with(candidate.locator))
          best = std::move(candidate);
      }
    }
    if (!best) {
      posting.differences.push_back(Say("không còn đọc được tin này từ trang đã lưu",
                                        "the advert is not read out of the archived page any more"));
      return {};
    }
    CompareReading(stated.at("input"), *best, posting);
    return best;
  }

  void CompareReading(const Json& input, const core::Posting& read, RepeatedPosting& posting) const {
    const auto compare = [&](const char* key, const std::string& now, const char* vi, const char* en) {
      if (input.at(key) != now)
        posting.differences.push_back(Say(std::string{vi} + " đọc từ trang đã lưu khác với hồ sơ",
                                          std::string{en} + " read out of the archived page differs"));
    };
    compare("title", read.text.title, "tiêu đề", "the title");
    compare("body", read.text.body, "nội dung", "the text");
    compare("context", read.text.context, "phần quanh tin", "what stands around the text");
    compare("agency", read.employer, "người đăng", "the advertiser");
    compare("channel", read.channel, "kênh", "the channel");
    compare("date_posted", read.date_posted ? core::FormatDay(*read.date_posted) : "", "ngày đăng", "the stated day");
  }

  // A tip, or what came in from another archive: its text as it was taken in.
  static core::Posting Taken(const Json& stated) {
    const Json& input = stated.at("input");
    core::Posting posting;
    posting.canonical_url = stated.at("url").get<std::string>();
    posting.text = {input.at("title").get<std::string>(), input.at("body").get<std::string>(),
                    input.at("context").get<std::string>()};
    posting.employer = input.at("agency").get<std::string>();
    posting.channel = input.at("channel").get<std::string>();
    return posting;
  }

  // The days judged are those on which the advert was seen, or from the day that it states.
  void CheckDays(const Json& stated, RepeatedPosting& posting) const {
    const Json* history = nullptr;
    for (const auto& entry : history_.at("postings")) {
      if (entry.at("n") == stated.at("n")) history = &entry;
    }
    if (history == nullptr) {
      posting.differences.push_back(Say("không có trong history.json", "it is not in history.json"));
      return;
    }
    const core::Instant first = InstantOf(history->at("first_seen"));
    const core::Instant last = InstantOf(history->at("last_seen"));
    for (const auto& sight : history->at("sights")) {
      const core::Instant at = InstantOf(sight.at("at"));
      const auto found = records_.find(sight.at("record").get<std::string>());
      const bool in_bag = sight.at("in_bag").get<bool>();
      if ((in_bag && (found == records_.end() || found->second.Get("WARC-Date") != sight.at("at"))) || at < first ||
          at > last)
        posting.differences.push_back(Say("lần thấy ", "sight of ") + sight.at("at").get<std::string>() +
                                      Say(" không khớp bản ghi", " does not match its record"));
    }
    const Json& input = stated.at("input");
    core::Day from = core::VietnamDay(first);
    if (const auto posted = input.at("date_posted").get<std::string>(); !posted.empty())
      from = std::min(from, core::ParseDay(posted).value());
    const core::Day to = DayOf(input.at("day_to"));
    if (DayOf(input.at("day_from")) != from || to < from || to > std::max(from, core::VietnamDay(last)))
      posting.differences.push_back(Say("những ngày được xét không phải là những ngày đã thấy tin",
                                        "the days judged are not those on which the advert was seen"));
  }

  const core::BagFiles& sealed_;
  const RepeatOptions& options_;
  std::set<std::string> attached_;  // SHA-256 of files that were laid into the case, as the audit chain has it
  Repetition result_;
  Json history_;
  std::map<std::string, crawler::WarcRecord> records_;
  std::shared_ptr<const rules::RuleSet> other_rules_;
  std::map<std::string, std::shared_ptr<const rules::RuleSet>> rules_;
  std::map<std::string, core::RegisterView> registers_;
};

}  // namespace

bool Repetition::Same() const {
  return differences.empty() &&
         std::all_of(postings.begin(), postings.end(),
                     [](const RepeatedPosting& posting) { return posting.differences.empty(); });
}

Repetition Repeat(const core::BagFiles& sealed, const RepeatOptions& options) {
  return Repeater(sealed, options).Run();
}

}  // namespace agencywatch::alerts
