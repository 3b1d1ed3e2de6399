// What a person gets wrong, or a machine refuses: a message that says what, where and what to do, a fitting exit code, and
// no half-written state.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

void Write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

void ExpectMessage(const Ended& ended, int code, const std::vector<std::string>& parts) {
  EXPECT_EQ(ended.code, code) << ended.out << ended.err;
  for (const auto& part : parts)
    EXPECT_NE(ended.err.find(part), std::string::npos) << part << "\nin: " << ended.err;
}

TEST(Mistakes, AWrongSourcesFileIsToldWithEveryLineAtOnce) {
  const db::TemporaryFolder folder;
  const auto sources = folder.path() / "sources.yaml";
  Write(sources,
        "user_agent: \"agencywatch/1.0 (+https://example.gov.vn/; mailto:scan@example.gov.vn)\"\n"
        "sources:\n"
        "  - key: viec-lam\n"
        "    start: [http://127.0.0.2:8101/]\n"
        "    dealy: 1s\n"
        "  - key: viec-lam\n"
        "    start: [ftp://example.com/]\n");
  const Ended ended = RunProgram(
      {"--data-dir", (folder.path() / "data").string(), "scan", "--sources", sources.string()});
  ExpectMessage(ended, 2, {sources.string() + ":5:", "dealy", sources.string() + ":7:", "ftp"});
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "data")) << "nothing was begun";
}

TEST(Mistakes, ABrokenRuleStopsTheStartAndNamesItsPlace) {
  const db::TemporaryFolder folder;
  Write(folder.path() / "pack/rules.yaml",
        "rules:\n"
        "  - id: vi.fee.test\n"
        "    version: 1\n"
        "    indicator: fee.upfront_depozit\n"
        "    severity: high\n"
        "    points: 10\n"
        "    status: stable\n"
        "    title: {vi: \"a\", en: \"b\"}\n"
        "    law: []\n"
        "    when: {text: 'coc('}\n");
  const Ended ended =
      RunProgram({"match", "--pack", (folder.path() / "pack").string()}, {}, "{}\n");
  ExpectMessage(ended, 2, {"rules.yaml:4:", "fee.upfront_depozit", "rules.yaml:10:"});
  EXPECT_EQ(ended.out, "");
}

TEST(Mistakes, AnUnreachableDatabaseIsNamedWithoutItsPassword) {
  const Ended ended = RunProgram(
      {"--database", "postgresql://inspector:geheim@127.0.0.1:1/agencywatch", "alerts", "list"});
  ExpectMessage(ended, 3, {"127.0.0.1"});
  EXPECT_EQ(ended.err.find("geheim"), std::string::npos) << ended.err;
}

struct WrongLine {
  std::vector<std::string> words;
  std::string vi;
  std::string en;
};

// Which word, and where help is, in the reader's language; never the words of the parser's library.
TEST(Mistakes, WhatIsNoOrdinaryFileIsRefusedAndNothingIsWaitedForWithoutEnd) {
  const db::TemporaryFolder folder;
  const std::string data = (folder.path() / "data").string();
  const std::string pipe = (folder.path() / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const std::vector<std::string>& asked : {std::vector<std::string>{"cases", "attach", "1", "/dev/zero"}, {"register", "import", "/dev/zero"},
                                                {"import", "--tip", "/dev/zero"}, {"rules", "lint", "--pack", pipe}, {"scan", "--sources", pipe}}) {
    std::vector<std::string> arguments = {"--data-dir", data, "--lang", "en"};
    arguments.insert(arguments.end(), asked.begin(), asked.end());
    const Ended ended = RunProgram(arguments);
    EXPECT_EQ(ended.code, 2) << asked[0] << " " << ended.err;
    EXPECT_NE(ended.err.find(asked.back()), std::string::npos) << ended.err;
  }
  // A pipe that somebody holds open and says nothing through; `timeout` says 124 where a SIGTERM was enough, 137 where not.
  for (const std::string command : {"match", "register import -", "inspect page -"}) {
    const std::string shell = "bash -c 'exec 3<>" + pipe + "; timeout -s TERM -k 5 1 " + AW_PROGRAM + " --data-dir " + data + " " + command + " <&3 2>/dev/null'";
    EXPECT_EQ(WEXITSTATUS(std::system(shell.c_str())), 124) << command;
  }
}

TEST(Mistakes, AWrongCommandLineIsToldInBothLanguages) {
  for (const auto& [words, vi, en] : std::vector<WrongLine>{
           {{"fo"}, "không có lệnh 'fo'\nXem: agencywatch --help\n", "there is no command 'fo'\nSee: agencywatch --help\n"},
           {{"cases"}, "thiếu lệnh\nXem: agencywatch cases --help\n", "a command is missing\nSee: agencywatch cases --help\n"},
           {{"cases", "foo"}, "không có lệnh 'foo'\nXem: agencywatch cases --help\n", "there is no command 'foo'\n"},
           {{"report", "--period"}, "--period cần một giá trị\n", "--period needs a value\n"},
           {{"cases", "show"}, "thiếu CASE\nXem: agencywatch cases show --help\n", "CASE is missing\nSee: agencywatch cases show --help\n"},
           {{"cases", "show", "x"}, "giá trị không hợp lệ: CASE = x\n", "this value does not fit: CASE = x\n"},
           {{"cases", "close", "1", "--outcome", "khac"}, "--outcome: khac không thuộc {charged,", "--outcome: khac is none of {charged,"},
           {{"referrals", "send", "1", "--nothing"}, "không hiểu '--nothing'\nXem: agencywatch referrals send --help\n", "not understood: '--nothing'\n"}}) {
    const Ended vietnamese = RunProgram(words);
    EXPECT_EQ(vietnamese.code, 2);
    EXPECT_EQ(vietnamese.err.rfind(vi, 0), 0U) << vietnamese.err;
    auto with_lang = words;
    with_lang.insert(with_lang.begin(), {"--lang", "en"});
    const Ended english = RunProgram(with_lang);
    EXPECT_EQ(english.err.rfind(en, 0), 0U) << english.err;
  }
}

TEST(Mistakes, ABusyPortIsNamed) {
  const db::TemporaryFolder folder;
  const int port = DemoPort() + 5;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, "127.0.0.2", &address.sin_addr);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  const std::string data = (folder.path() / "data").string();
  FixDemoPort(data, port);
  ExpectMessage(RunProgram({"--data-dir", data, "demo"}), 3,
                {std::to_string(port), "127.0.0.2", "in use"});
  close(listener);
}

TEST(Mistakes, AFileSizeLimitEndsTheScanWithAMessageAndNoHalfWrittenState) {
  const db::TemporaryFolder folder;
  const std::string data = (folder.path() / "data").string();
  FixDemoPort(data, DemoPort());
  {
    db::PrivateServerOptions options;
    options.data_dir = data;
    const auto server = db::PrivateServer::Attach(options);  // not under the limit itself
    const Ended limited = RunProgram({"--data-dir", data, "demo"}, {{"FILE_SIZE_LIMIT", "30000"}});
    ExpectMessage(limited, 3, {"warc", "limit"});
  }
  const Ended after = RunProgram({"--data-dir", data, "demo"});
  EXPECT_EQ(after.code, 0) << after.err;
}

TEST(Mistakes, ASecondScanAtTheSameTimeIsRefused) {
  const db::TemporaryFolder folder;
  const std::string data = (folder.path() / "data").string();
  FixDemoPort(data, DemoPort());
  db::PrivateServerOptions options;
  options.data_dir = data;
  ASSERT_EQ(RunProgram({"--data-dir", data, "demo"}).code, 0);
  const auto server = db::PrivateServer::Attach(options);
  pqxx::connection other(server->ConnectionString(db::ServerRole::kApp));
  pqxx::nontransaction tx(other);
  // Holds every advisory lock of the first scan.
  const pid_t scanner = fork();
  if (scanner == 0) {
    execl(AW_PROGRAM, AW_PROGRAM, "--data-dir", data.c_str(), "--quiet", "demo", nullptr);
    _exit(127);
  }
  Ended second;
  for (int i = 0;
       i < 1000 &&
       tx.exec("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")[0][0].as<int>() == 0;
       ++i) {
    usleep(20'000);
  }
  FixDemoPort(data, DemoPort() + 10);  // its own sites, the same store
  second = RunProgram({"--data-dir", data, "demo"});
  int status = 0;
  waitpid(scanner, &status, 0);
  ExpectMessage(second, 3, {"another scan"});
}

TEST(Mistakes, UnknownCommandsAndOptionsAreWrongUsage) {
  EXPECT_EQ(RunProgram({"scam"}).code, 2);
  EXPECT_EQ(RunProgram({"alerts", "list", "--limt", "3"}).code, 2);
  EXPECT_EQ(RunProgram({"--now", "yesterday", "alerts", "list"}).code, 2);
}

TEST(Mistakes, AMalformedLineOfMatchIsAnsweredInItsPlace) {
  const Ended ended = RunProgram({"match"}, {},
                                 "{\"id\":\"1\",\"title\":\"a\",\"body\":\"b\"}\nnonsense\n{\"id\":"
                                 "\"3\",\"title\":\"c\",\"body\":\"d\"}\n");
  EXPECT_EQ(ended.code, 1);
  const auto lines = JsonLines(ended.out);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["id"], "1");
  EXPECT_EQ(lines[1]["line"], 2);
  EXPECT_TRUE(lines[1].contains("error"));
  EXPECT_EQ(lines[2]["id"], "3");
}

}  // namespace
}  // namespace agencywatch::test
