#include "cli/import_reader.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "cli/context.h"
#include "cli/input.h"
#include "core/csv_reader.h"
#include "core/fold.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "crawler/archived_answer.h"
#include "crawler/fetcher.h"
#include "crawler/http_message.h"
#include "crawler/page_reader.h"
#include "crawler/text_lines.h"
#include "crawler/url.h"
#include "crawler/warc_reader.h"
#include "db/frontier_store.h"

namespace agencywatch::cli {
namespace {

class Importer {
 public:
  Importer(core::Instant now, ImportCounts& counts, std::vector<core::InputProblem>& problems,
           const std::function<void(ImportedPage)>& use, const std::stop_token& stop)
      : now_(now), counts_(counts), problems_(problems), use_(use), stop_(stop) {}

  void ReadPath(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return ReadFileOfAnyKind(path, true);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
      if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) ReadFileOfAnyKind(file, false);
  }

 private:
  // A file that was named must be one of ours; of a folder, others are passed over.
  void ReadFileOfAnyKind(const std::filesystem::path& path, bool named) {
    const std::string name = path.string();
    if (IsWarc(path)) return ReadWarc(name);
    const std::string bytes = ReadFile(path, "what is to be imported", stop_);
    const std::string_view start = core::Trim(std::string_view(bytes).substr(0, 4096));
    const std::string extension = core::FoldPlain(path.extension().string());
    if (extension == ".csv" || extension == ".tsv") return ReadCsv(bytes, name);
    if (start.starts_with('{')) return ReadJsonLines(bytes, name);
    if (extension == ".html" || extension == ".htm" || extension == ".xhtml" ||
        extension == ".xml" || start.starts_with('<'))
      return ReadPageBytes(bytes, {}, {}, now_, name, Resource({}, name, "text/html", bytes));
    ++counts_.skipped;
    if (named)
      problems_.push_back({name, 0, 0, "this is no WARC, HTML, CSV or JSON lines file",
                           "a pasted message is imported with --tip"});
  }

  static bool IsWarc(const std::filesystem::path& path) {
    const std::string name = core::FoldPlain(path.filename().string());
    return name.ends_with(".warc") || name.ends_with(".warc.gz");
  }

  void ReadWarc(const std::string& name) {
    crawler::WarcReader reader(name);
    while (const auto record = reader.Next()) {
      const std::optional<core::Instant> made = core::ParseInstant(record->Get("WARC-Date"));
      const core::Instant at = std::min(made.value_or(now_), now_);
      const std::string url(record->target_uri());
      if (record->type() == "resource") {
        const std::string type(record->Get("Content-Type"));
        ReadPageBytes(record->block, url, type, at, name,
                      [&] { return crawler::ImportResource(url, type, record->block, at); });
        continue;
      }
      const auto answer = record->type() == "response"
                              ? crawler::ReadAnswer(*record, crawler::FetchLimits{}.decoded_bytes)
                              : std::nullopt;
      if (!answer || answer->head.status < 200 || answer->head.status > 299 ||
          !crawler::IsPageType(answer->head.Get("content-type"))) {
        ++counts_.skipped;
        continue;
      }
      ReadPageBytes(answer->body, url, answer->head.Get("content-type"), at, name,
                    [&] { return crawler::ImportResponse(*record, at); });
    }
    switch (reader.end()) {
      case crawler::WarcReader::End::kNone:
      case crawler::WarcReader::End::kWhole:
        return;
      case crawler::WarcReader::End::kTorn:
        problems_.push_back(
            {name, 0, 0, "the archive ends within a record", "what stands before it was read"});
        return;
      case crawler::WarcReader::End::kDamaged:
        problems_.push_back({name, 0, 0,
                             "no WARC record where one should be, after " +
                                 std::to_string(reader.whole_bytes()) + " bytes",
                             "what stands before it was read"});
        return;
    }
  }

  using Keep = std::function<crawler::Imported()>;  // what is kept of the page, if it holds anything

  // A saved page without an address is known by its canonical link, else by its content.
  void ReadPageBytes(std::string_view bytes, const std::string& url, std::string_view content_type,
                     core::Instant at, const std::string& file, const Keep& keep) {
    ++counts_.pages;
    crawler::PageContent page = crawler::ReadPage(bytes, url, content_type);
    if (page.barrier != crawler::PageBarrier::kNone) ++counts_.barriers;
    std::vector<core::Posting> postings;
    for (auto* read : {&page.postings, &page.listings})
      for (core::Posting& posting : *read) {
        if (posting.canonical_url.empty()) posting.canonical_url = page.canonical;
        if (posting.canonical_url.empty())
          posting.item_key = core::Sha256Hex(posting.text.title + '\n' + posting.text.body);
        posting.locator = std::filesystem::path(file).filename().string() + ":" + posting.locator;
        postings.push_back(std::move(posting));
      }
    if (!postings.empty()) use_({keep(), at, std::move(postings)});
  }

  // Where something without an address was found, as an address.
  static std::string FileUri(const std::string& name) {
    constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri = "file:///";
    for (const char c : std::filesystem::path(name).filename().string()) {
      const auto byte = static_cast<unsigned char>(c);
      const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter || kPlain.find(c) != std::string_view::npos)
        uri += c;
      else
        uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
    return uri;
  }

  // Bytes that are no answer of a server; `url` is where they say they were found, or empty.
  Keep Resource(std::string url, const std::string& file, std::string type,
                std::string_view bytes) const {
    const auto parsed = crawler::ParseUrl(url);
    if (!parsed || !parsed->IsHttp() || url.size() > db::kMaxUrlBytes) url = FileUri(file);
    return [url = std::move(url), type = std::move(type), bytes, now = now_] {
      return crawler::ImportResource(url, type, bytes, now);
    };
  }

  using Fields = std::map<std::string, std::string, std::less<>>;

  void ReadJsonLines(std::string_view bytes, const std::string& name) {
    int number = 0;
    crawler::ForEachLine(bytes, [&](std::string_view line) {
      ++number;
      if (core::Trim(line).empty()) return;
      const auto object = nlohmann::json::parse(line, nullptr, false);
      if (!object.is_object()) {
        problems_.push_back({name, number, 0, "this line is no JSON object",
                             R"(write {"title":"…","body":"…","url":"…"})"});
        return;
      }
      Fields fields;
      for (const auto& [key, value] : object.items()) {
        NoteKey(key);
        if (value.is_string()) fields[key] = value.get<std::string>();
      }
      ReadRow(fields, name, number);
    });
  }

  void ReadCsv(const std::string& bytes, const std::string& name) {
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::string_view heading = text.substr(0, text.find_first_of("\r\n"));
    char separator = ',';
    for (const char other : {';', '\t'})
      if (std::count(heading.begin(), heading.end(), other) >
          std::count(heading.begin(), heading.end(), separator))
        separator = other;
    core::CsvReader reader(text, separator);
    core::CsvReader::Record record;
    std::vector<std::string> keys;
    if (reader.Next(record))
      for (const std::string& cell : record.cells)
        keys.push_back(core::FoldPlain(core::Trim(cell)));
    for (const auto& key : keys) NoteKey(key);
    while (reader.Next(record)) {
      Fields fields;
      for (std::size_t i = 0; i < std::min(keys.size(), record.cells.size()); ++i)
        fields[keys[i]] = std::move(record.cells[i]);
      const bool empty = std::all_of(fields.begin(), fields.end(),
                                     [](const auto& field) { return field.second.empty(); });
      if (!empty) ReadRow(fields, name, record.line);
    }
  }

  // The first of these fields that is there, made valid.
  static std::string Get(const Fields& fields, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys)
      if (const auto found = fields.find(key); found != fields.end() && !found->second.empty())
        return core::MakeValidUtf8(found->second);
    return {};
  }

  // Those of ReadRow and of the export of this program, which says more than is read.
  void NoteKey(const std::string& key) {
    static const std::set<std::string, std::less<>> kKnown = {
        "canonical_url", "url", "dia chi", "link", "html", "title", "tieu de", "body", "text", "noi dung", "context", "kind", "employer", "agency",
        "doanh nghiep", "cong ty", "country", "region", "channel", "date_posted", "posted_at", "ngay dang", "valid_through", "item_key", "id", "",
        "source", "salary_min", "salary_max", "salary_currency", "salary_unit", "phones", "emails", "accounts", "first_seen", "last_seen", "withdrawn_by", "duplicate_of", "verdict", "capture"};
    if (!kKnown.contains(key) && counts_.unread_keys.size() < kMostUnreadKeys) counts_.unread_keys.insert(core::MakeValidUtf8(key));
  }

  void ReadRow(const Fields& fields, const std::string& name, int line) {
    const std::string url = Get(fields, {"canonical_url", "url", "dia chi", "link"});
    if (const std::string html = Get(fields, {"html"}); !html.empty())
      return ReadPageBytes(html, url, "text/html; charset=utf-8", now_, name,
                           Resource(url, name, "text/html; charset=utf-8", html));
    core::Posting posting;
    posting.canonical_url = url;
    posting.text.title = Get(fields, {"title", "tieu de"});
    posting.text.body = Get(fields, {"body", "text", "noi dung"});
    posting.text.context = Get(fields, {"context"});
    if (posting.text.body.empty()) {
      problems_.push_back({name, line, 0, "there is no body and no html",
                           "an advert's text stands in `body`, a page in `html`"});
      return;
    }
    ++counts_.rows;
    if (Get(fields, {"kind"}) == "listing") posting.kind = core::PostingKind::kListing;
    posting.employer = Get(fields, {"employer", "agency", "doanh nghiep", "cong ty"});
    posting.country = Get(fields, {"country"});
    posting.region = Get(fields, {"region"});
    posting.channel = Get(fields, {"channel"});
    posting.date_posted = core::ParseDay(Get(fields, {"date_posted", "posted_at", "ngay dang"}));
    posting.valid_through = core::ParseDay(Get(fields, {"valid_through"}));
    posting.item_key = Get(fields, {"item_key", "id"});
    if (posting.item_key.empty())
      posting.item_key = url.empty()
                             ? core::Sha256Hex(posting.text.title + '\n' + posting.text.body)
                             : std::string("page");
    posting.locator = std::filesystem::path(name).filename().string() + ":" + std::to_string(line);
    const std::string row = nlohmann::json(fields).dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
    use_({Resource(url, name, "application/json", row)(), now_, {std::move(posting)}});
  }

  core::Instant now_;
  ImportCounts& counts_;
  std::vector<core::InputProblem>& problems_;
  const std::function<void(ImportedPage)>& use_;
  const std::stop_token& stop_;
};

}  // namespace

void ReadImport(const std::filesystem::path& path, core::Instant now, ImportCounts& counts,
                std::vector<core::InputProblem>& problems,
                const std::function<void(ImportedPage)>& use, const std::stop_token& stop) {
  Importer(now, counts, problems, use, stop).ReadPath(path);
}

}  // namespace agencywatch::cli
