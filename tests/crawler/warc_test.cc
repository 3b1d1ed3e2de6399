// WARC files, written and read back, also after a crash at any byte.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/errors.h"
#include "core/sha256.h"
#include "crawler/warc_reader.h"
#include "crawler/warc_writer.h"

namespace agencywatch::crawler {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void WriteFile(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

class Warc : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "aw-warc-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  WarcWriterOptions Options() const {
    WarcWriterOptions options;
    options.directory = folder_.string();
    options.node = "test 1";
    options.user_agent = "agencywatch/1.0 (+https://example.gov.vn/aw)";
    return options;
  }
  static FetchResult Fetched(const std::string& body = "<p>xin chào</p>") {
    FetchResult fetch;
    fetch.url = *ParseUrl("http://a.vn/x?y");
    fetch.exchange.request = "GET /x?y HTTP/1.1\r\nHost: a.vn\r\n\r\n";
    fetch.exchange.response_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::ostringstream chunk;
    chunk << std::hex << body.size() << "\r\n" << body << "\r\n0\r\n\r\n";
    fetch.exchange.response_body = chunk.str();
    fetch.exchange.head = *ParseHttpHead(fetch.exchange.response_head);
    fetch.exchange.at = *core::ParseInstant("2026-10-31T23:00:00Z");
    fetch.exchange.ip = "1.1.1.1";
    fetch.exchange.port = 80;
    fetch.exchange.cert_sha256 = "00ff";
    fetch.outcome = Page{body, body};
    return fetch;
  }
  // Every record of a file as "type@offset+length", and how it ends.
  static std::string Contents(const fs::path& path) {
    WarcReader reader(path.string());
    std::string text;
    while (const auto record = reader.Next()) text += std::string(record->type()) + " ";
    switch (reader.end()) {
      case WarcReader::End::kNone:
        return text + "?";
      case WarcReader::End::kWhole:
        return text + "whole";
      case WarcReader::End::kTorn:
        return text + "torn";
      case WarcReader::End::kDamaged:
        return text + "damaged";
    }
    return text;
  }

  core::ShiftedClock clock_{*core::ParseInstant("2026-10-31T23:00:00Z")};
  fs::path folder_;
};

TEST_F(Warc, ACaptureIsAnswerRequestAndMetadataBehindTheFilesInfo) {
  WarcWriter writer(Options(), clock_);
  const FetchResult fetch = Fetched();
  const auto written = writer.AppendFetch(fetch, std::nullopt);
  writer.Sync();
  ASSERT_TRUE(written);
  EXPECT_EQ(written->place.file, "aw-20261031230000-00000-test-1.warc.gz");
  const fs::path path = folder_ / written->place.file;
  EXPECT_EQ(Contents(path), "warcinfo response request metadata whole");

  const auto response = ReadRecordAt(path.string(), written->place.offset);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->block, fetch.exchange.response_head + fetch.exchange.response_body);
  EXPECT_EQ(response->id(), written->record_id);
  EXPECT_EQ(response->target_uri(), "http://a.vn/x?y");
  EXPECT_EQ(response->Get("warc-date"), "2026-10-31T23:00:00Z");
  EXPECT_EQ(response->Get("WARC-IP-Address"), "1.1.1.1");
  EXPECT_EQ(response->Get("Content-Type"), "application/http;msgtype=response");
  EXPECT_EQ(response->Get("WARC-Block-Digest"), "sha256:" + core::Sha256Base32(response->block));
  EXPECT_EQ(response->Get("WARC-Payload-Digest"),
            "sha256:" + core::Sha256Base32("<p>xin chào</p>"));
  EXPECT_EQ(written->payload_sha256, core::Sha256Hex("<p>xin chào</p>"));
  EXPECT_EQ(written->block_sha256, core::Sha256Hex(response->block));

  WarcReader reader(path.string(), written->place.offset + written->place.length);
  const auto request = reader.Next();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->block, fetch.exchange.request);
  EXPECT_EQ(request->Get("WARC-Concurrent-To"), written->record_id);
  const auto metadata = reader.Next();
  ASSERT_TRUE(metadata);
  EXPECT_NE(metadata->block.find("certificateSha256: 00ff\r\n"), std::string::npos);
  EXPECT_NE(metadata->block.find("outcome: page\r\n"), std::string::npos);
}

TEST_F(Warc, EveryRecordIsOneGzipMember) {
  WarcWriter writer(Options(), clock_);
  std::uint64_t next = 0;
  for (int i = 0; i < 5; ++i) {
    const auto written =
        writer.AppendFetch(Fetched(std::string(100'000, static_cast<char>('a' + i))), std::nullopt);
    writer.Sync();
    EXPECT_GT(written->place.offset, next);
    const std::string bytes = ReadFile(folder_ / written->place.file);
    const DecodedBody member = Inflate(
        std::string_view(bytes).substr(written->place.offset, written->place.length), 1 << 20);
    EXPECT_EQ(member.error, BodyError::kNone);
    EXPECT_TRUE(member.bytes.starts_with("WARC/1.1\r\nWARC-Type: response\r\n"));
    EXPECT_TRUE(member.bytes.ends_with("0\r\n\r\n\r\n\r\n"));
    next = written->place.offset + written->place.length;
  }
}

TEST_F(Warc, ANotModifiedAnswerIsARevisit) {
  WarcWriter writer(Options(), clock_);
  FetchResult fetch = Fetched();
  fetch.exchange.response_head = "HTTP/1.1 304 Not Modified\r\n\r\n";
  fetch.exchange.response_body.clear();
  fetch.outcome = NotModified{};
  const auto written = writer.AppendFetch(
      fetch, RevisitOf{"<urn:uuid:1>", "http://a.vn/x?y",
                       *core::ParseInstant("2026-10-30T23:00:00Z"), core::Sha256Hex("x")});
  writer.Sync();
  const auto record = ReadRecordAt((folder_ / written->place.file).string(), written->place.offset);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->type(), "revisit");
  EXPECT_EQ(record->Get("WARC-Profile"),
            "http://netpreserve.org/warc/1.1/revisit/server-not-modified");
  EXPECT_EQ(record->Get("WARC-Refers-To"), "<urn:uuid:1>");
  EXPECT_EQ(record->Get("WARC-Refers-To-Date"), "2026-10-30T23:00:00Z");
  EXPECT_EQ(record->Get("WARC-Payload-Digest"), "sha256:" + core::Sha256Base32("x"));
  EXPECT_EQ(record->block, fetch.exchange.response_head);
}

TEST_F(Warc, AFetchWithoutAnAnswerWritesNothing) {
  WarcWriter writer(Options(), clock_);
  FetchResult fetch;
  fetch.url = *ParseUrl("http://a.vn/");
  fetch.outcome = Failed{};
  EXPECT_FALSE(writer.AppendFetch(fetch, std::nullopt));
  writer.Sync();
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Warc, ABrokenOffAnswerIsMarkedAsTruncated) {
  FetchResult fetch = Fetched();
  fetch.outcome = Failed{FailReason::kTotalTimeout, ""};
  const Answered answered = MakeResponse(fetch);
  EXPECT_EQ(answered.record.Get("WARC-Truncated"), "time");
  EXPECT_EQ(answered.payload_sha256, "");
}

TEST_F(Warc, ValuesFromTheWebCannotAddFields) {
  WarcWriter writer(Options(), clock_);
  WarcRecord record = MakeWarcinfo("x", "y", "", clock_.Now());
  record.fields.emplace_back("WARC-Target-URI", "http://a/\r\nEvil: 1");
  const WarcPlace place = writer.Append(record);
  writer.Sync();
  const auto read = ReadRecordAt((folder_ / place.file).string(), place.offset);
  EXPECT_EQ(read->Get("Evil"), "");
}

TEST_F(Warc, FilesAreRotatedBySize) {
  auto options = Options();
  options.max_file_bytes = 2000;
  WarcWriter writer(options, clock_);
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(writer.AppendFetch(Fetched(), std::nullopt));
  writer.Sync();
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    ++files;
    EXPECT_TRUE(Contents(entry.path()).starts_with("warcinfo response request metadata "))
        << Contents(entry.path());
    EXPECT_TRUE(Contents(entry.path()).ends_with("whole"));
  }
  EXPECT_GT(files, 1);
}

TEST_F(Warc, ARecordTornAtAnyByteIsCutOffAtTheNextStart) {
  std::uint64_t whole = 0;
  std::string bytes;
  {
    WarcWriter writer(Options(), clock_);
    ASSERT_TRUE(writer.AppendFetch(Fetched(), std::nullopt));
    const WarcPlace last = writer.Append(MakeResponse(Fetched("the last one")).record);
    writer.Sync();
    whole = last.offset;
    bytes = ReadFile(folder_ / last.file);
    fs::remove(folder_ / last.file);
  }
  const fs::path path = folder_ / "aw-20261031230000-00000-test-1.warc.gz";
  for (std::size_t size = whole + 1; size < bytes.size(); size += 3) {
    WriteFile(path, std::string_view(bytes).substr(0, size));
    const WarcWriter writer(Options(), clock_);
    ASSERT_EQ(writer.repaired().size(), 1U) << size;
    EXPECT_EQ(writer.repaired()[0].cut_bytes, size - whole);
    EXPECT_FALSE(writer.repaired()[0].damaged);
    ASSERT_EQ(fs::file_size(path), whole);
    EXPECT_EQ(Contents(path), "warcinfo response request metadata whole");
  }
  // A machine that lost power may leave zeros instead.
  WriteFile(path, bytes.substr(0, whole) + std::string(5000, '\0'));
  const WarcWriter writer(Options(), clock_);
  EXPECT_EQ(fs::file_size(path), whole);
}

TEST_F(Warc, AFileWithoutOneWholeRecordIsRemoved) {
  const fs::path path = folder_ / "aw-20261031230000-00000-test-1.warc.gz";
  WriteFile(path, "\x1F\x8B");
  const WarcWriter writer(Options(), clock_);
  EXPECT_EQ(writer.repaired().size(), 1U);
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(Warc, DamageInTheMiddleIsToldAndNotCut) {
  fs::path path;
  {
    WarcWriter writer(Options(), clock_);
    const auto written = writer.AppendFetch(Fetched(), std::nullopt);
    writer.Sync();
    path = folder_ / written->place.file;
    std::string bytes = ReadFile(path);
    bytes.replace(written->place.offset + 30, 8, "########");
    fs::remove(path);
    WriteFile(path, bytes);
  }
  const auto size = fs::file_size(path);
  const WarcWriter writer(Options(), clock_);
  ASSERT_EQ(writer.repaired().size(), 1U);
  EXPECT_TRUE(writer.repaired()[0].damaged);
  EXPECT_EQ(fs::file_size(path), size);
}

TEST_F(Warc, AFileThatIsBeingWrittenIsLeftAlone) {
  WarcWriter first(Options(), clock_);
  const auto written = first.AppendFetch(Fetched(), std::nullopt);
  const fs::path path = folder_ / written->place.file;
  std::ofstream(path, std::ios::app | std::ios::binary) << "\x1F\x8B half a record";
  const auto size = fs::file_size(path);
  WarcWriter second(Options(), clock_);
  EXPECT_TRUE(second.repaired().empty());
  EXPECT_EQ(fs::file_size(path), size);
  EXPECT_NE(second.AppendFetch(Fetched(), std::nullopt)->place.file, written->place.file);
}

TEST_F(Warc, AFileSizeLimitIsToldAndLeavesAWholeFile) {
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  WarcWriter writer(Options(), clock_);
  const auto written = writer.AppendFetch(Fetched(), std::nullopt);
  const fs::path path = folder_ / written->place.file;
  const auto size = fs::file_size(path);
  const rlimit limit{size + 100, old_limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::string message;
  try {
    static_cast<void>(writer.AppendFetch(Fetched(), std::nullopt));
  } catch (const core::CannotRun& error) {
    message = error.what();
  }
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_NE(message.find("cannot write the evidence file " + path.string()), std::string::npos)
      << message;
  EXPECT_NE(message.find("raise the file-size limit"), std::string::npos) << message;
  EXPECT_EQ(fs::file_size(path), size);
  EXPECT_TRUE(
      writer.AppendFetch(Fetched(), std::nullopt));  // and it goes on when there is room again
  EXPECT_EQ(Contents(path), "warcinfo response request metadata response request metadata whole");
}

TEST_F(Warc, AFolderThatCannotBeMadeIsTold) {
  WriteFile(folder_ / "file", "x");
  auto options = Options();
  options.directory = (folder_ / "file" / "warc").string();
  EXPECT_THROW(WarcWriter(options, clock_), core::CannotRun);
}

// ---- Files of others ----

constexpr std::string_view kPlain =
    "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
    "WARC/1.0\nWARC-Type: response\nWARC-Target-URI: <http://a.vn/>\nX: a\n  "
    "folded\nContent-Length: 0\n\n\n\n";

TEST_F(Warc, PlainFilesAreRead) {
  const fs::path path = folder_ / "x.warc";
  WriteFile(path, kPlain);
  WarcReader reader(path.string());
  EXPECT_EQ(reader.Next()->block, "abc");
  EXPECT_EQ(reader.offset(), 0U);
  EXPECT_EQ(reader.length(), kPlain.find("WARC/1.0\nWARC"));
  const auto second = reader.Next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->target_uri(), "http://a.vn/");
  EXPECT_EQ(second->Get("x"), "a folded");
  EXPECT_EQ(ReadRecordAt(path.string(), *reader.offset())->type(), "response");
  EXPECT_FALSE(reader.Next());
  EXPECT_EQ(reader.end(), WarcReader::End::kWhole);
}

TEST_F(Warc, OneGzipMemberForAllIsRead) {
  const fs::path path = folder_ / "x.warc.gz";
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, kPlain.data(), static_cast<unsigned>(kPlain.size()));
  gzclose(file);
  WarcReader reader(path.string());
  EXPECT_EQ(reader.Next()->type(), "warcinfo");
  EXPECT_EQ(reader.offset(), std::nullopt);
  EXPECT_EQ(reader.Next()->type(), "response");
  EXPECT_FALSE(reader.Next());
  EXPECT_EQ(reader.end(), WarcReader::End::kWhole);
}

struct Hostile {
  const char* name;
  std::string bytes;
  const char* contents;
};
void PrintTo(const Hostile& c, std::ostream* out) { *out << c.name; }
class HostileWarc : public Warc, public testing::WithParamInterface<Hostile> {};
TEST_P(HostileWarc, EndsInAName) {
  WriteFile(folder_ / "x", GetParam().bytes);
  EXPECT_EQ(Contents(folder_ / "x"), GetParam().contents);
}
INSTANTIATE_TEST_SUITE_P(
    Files, HostileWarc,
    testing::Values(
        Hostile{"Empty", "", "whole"}, Hostile{"NoWarc", "<html>\n", "damaged"},
        Hostile{"NoLength", "WARC/1.0\r\nWARC-Type: x\r\n\r\n", "damaged"},
        Hostile{"NegativeLength", "WARC/1.0\r\nContent-Length: -1\r\n\r\n", "damaged"},
        Hostile{"HugeLength", "WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n", "damaged"},
        Hostile{"LengthBeyondTheEnd", "WARC/1.0\r\nContent-Length: 9\r\n\r\nabc", "torn"},
        Hostile{"EndlessFields", "WARC/1.0\r\n" + std::string(1'000'000, 'x'), "damaged"},
        Hostile{"NotGzipAfterAll", "\x1F\x8B\x08" + std::string(50, '#'), "damaged"}),
    [](const auto& test) { return test.param.name; });

TEST_F(Warc, ABlockBeyondTheLimitIsCutInMemoryOnly) {
  const fs::path path = folder_ / "x.warc";
  WriteFile(path, kPlain);
  WarcReaderLimits limits;
  limits.block_bytes = 2;
  WarcReader reader(path.string(), 0, limits);
  const auto record = reader.Next();
  EXPECT_EQ(record->block, "ab");
  EXPECT_TRUE(record->block_cut);
  EXPECT_EQ(reader.Next()->type(), "response");
}

TEST_F(Warc, AMissingFileIsAnInputError) {
  EXPECT_THROW(WarcReader((folder_ / "none").string()), core::InputError);
}

}  // namespace
}  // namespace agencywatch::crawler
