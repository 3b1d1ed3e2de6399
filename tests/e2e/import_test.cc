// What others gathered comes in with its evidence, and what we gathered can be read by others.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "tests/crawler/test_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

namespace fs = std::filesystem;
using crawler::TestConnection;
using crawler::TestServer;

std::string Advert(int number) {
  return "<!DOCTYPE html><html lang=vi><meta charset=utf-8><title>Đơn hàng " +
         std::to_string(number) + "</title><h1>Tuyển đơn hàng đóng gói số " +
         std::to_string(number) +
         "</h1><p>Mức lương: 28 triệu<p>Địa điểm: Nhật Bản<p>Đặt cọc 15 triệu giữ chỗ trước khi ký hợp đồng, "
         "chuyển khoản ngay hôm nay.<p>Liên hệ Zalo: 0912 000 34" +
         std::to_string(number);
}

// A list and two adverts, one of them in chunks.
bool Serve(const std::string& request, TestConnection& connection) {
  const std::string path = request.substr(4, request.find(' ', 4) - 4);
  constexpr const char* kHtml = "Content-Type: text/html\r\n";
  if (path == "/") {
    return connection.SendPage(
        "<!DOCTYPE html><title>Việc làm</title><a href=/tin/1.html>một</a> <a href=/tin/2.html>hai</a>",
        kHtml);
  }
  if (path == "/tin/1.html") return connection.SendPage(Advert(1), kHtml);
  if (path == "/tin/2.html") {
    const std::string page = Advert(2);
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx", page.size());
    connection.Send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" +
                    std::string(size.data()) + "\r\n" + page + "\r\n0\r\n\r\n");
    return false;
  }
  connection.Send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  return true;
}

struct ClosePipe {
  void operator()(std::FILE* file) const noexcept { pclose(file); }
};

class ImportedEvidence : public testing::Test {
 protected:
  [[nodiscard]] Ended Run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--data-dir", Data(), "--lang", "en", "--quiet"});
    return RunProgram(words);
  }
  [[nodiscard]] std::string Data() const { return (folder_.path() / "data").string(); }
  [[nodiscard]] std::string Write(const std::string& name, const std::string& text) const {
    const fs::path path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  [[nodiscard]] std::vector<nlohmann::json> Postings() const {
    return JsonLines(Run({"postings", "export"}).out);
  }
  // All captures are there and unaltered.
  void ExpectEvidenceHolds(const std::string& captures) const {
    const Ended doctor = Run({"doctor", "--evidence"});
    EXPECT_NE(doctor.out.find(captures), std::string::npos) << doctor.out << doctor.err;
    EXPECT_NE(doctor.out.find("are there and unaltered"), std::string::npos) << doctor.out;
    EXPECT_EQ(doctor.out.find("missing"), std::string::npos) << doctor.out;
  }
  static std::string OutputOf(const std::string& command) {
    const std::unique_ptr<std::FILE, ClosePipe> pipe(popen((command + " 2>&1").c_str(), "r"));
    std::string out;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
      out.append(buffer.data(), got);
    return out;
  }

  db::TemporaryFolder folder_;
};

TEST_F(ImportedEvidence, OfASavedPageAndALineOfAListIsARecordThatStays) {
  const std::string page = Write("trang đã lưu.html", Advert(1));
  const std::string list = Write(
      "posts.jsonl", R"({"title":"Tuyển gấp","body":"Nộp cọc 10 triệu giữ chỗ, bay ngay, zalo 0912 000 347"})" "\n");
  const Ended first = Run({"import", page, list});
  ASSERT_EQ(first.code, 0) << first.err;
  const auto postings = Postings();
  ASSERT_EQ(postings.size(), 2U) << first.out;
  std::set<std::string> captures;
  for (const auto& posting : postings) captures.insert(posting.at("capture").get<std::string>());
  EXPECT_EQ(captures.size(), 2U);
  EXPECT_FALSE(captures.contains(""));
  ExpectEvidenceHolds("2 captures");
  // Taken in again, it is the same evidence.
  EXPECT_EQ(Run({"import", page, list}).code, 0);
  EXPECT_EQ(Postings().front().at("capture"), postings.front().at("capture"));
  ExpectEvidenceHolds("2 captures");
}

TEST_F(ImportedEvidence, OfAnArchiveThatWgetMadeIsWhatTheServerSent) {
  const TestServer server(Serve);
  const std::string archive = (folder_.path() / "theirs").string();
  OutputOf("cd " + folder_.path().string() + " && wget -q -r -l 1 -e robots=off --warc-file=" + archive + " " +
           server.Url("/"));
  ASSERT_TRUE(fs::exists(archive + ".warc.gz"));
  const Ended imported = Run({"import", archive + ".warc.gz"});
  ASSERT_EQ(imported.code, 0) << imported.err;
  const auto postings = Postings();
  ASSERT_EQ(postings.size(), 2U) << imported.out;
  EXPECT_EQ(postings[0].at("url"), server.Url("/tin/1.html"));
  EXPECT_EQ(postings[1].at("url"), server.Url("/tin/2.html"));
  for (const auto& posting : postings) EXPECT_NE(posting.at("capture"), "");
  ExpectEvidenceHolds("2 captures");
}

TEST_F(ImportedEvidence, OfAScanIsReadByAReaderThatSharesNothingWithOurs) {
  const TestServer server(Serve);
  const std::string sources = Write("sources.yaml", "user_agent: \"agencywatch-test/1 (+https://example.gov.vn)\"\nsources:\n"
                                    "  - {key: a, start: [\"" + server.Url("/") + "\"], private: true, delay: 0s}\n");
  EXPECT_EQ(Run({"scan", "--sources", sources}).code, 1) << "no register";
  EXPECT_EQ(Postings().size(), 2U);
  // robots.txt, the list and two adverts.
  EXPECT_EQ(OutputOf("python3 " AW_SOURCE_DIR "/tests/e2e/read_warc.py " + Data() + "/warc/*.warc.gz"),
            "metadata 4\nrequest 4\nresponse 4\nwarcinfo 1\n");
}

}  // namespace
}  // namespace agencywatch::test
