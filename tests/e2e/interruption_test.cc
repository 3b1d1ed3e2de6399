// A scan that is killed again and again, one whose database goes away, and several workers at once: all end in the
// same state as an undisturbed scan.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <thread>

#include "cli/demo/site_server.h"
#include "tests/db/administrators_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

using namespace std::chrono_literals;
using demo::DemoSites;
using demo::Site;
using demo::SitePage;

constexpr int kPages = 120;

// Words of a page's own, so that which page is a copy of which does not hang on the order of their coming.
std::string WordsOf(int number) {
  std::string words;
  for (int word = 0; word < 40; ++word) words += " m" + std::to_string(number * 100 + word);
  return words;
}

SitePage Advert(int number) {
  SitePage page;
  page.delay = 5ms;
  page.body = "<!DOCTYPE html><meta charset=utf-8><title>Tin " + std::to_string(number) +
              "</title><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\","
              "\"@type\":\"JobPosting\",\"title\":\"Thợ may số " +
              std::to_string(number) +
              "\",\"description\":\"May công nghiệp, đơn hàng " +
              std::to_string(number) + WordsOf(number) +
              ".\",\"datePosted\":\"2026-11-01\",\"hiringOrganization\":{\"@type\":"
              "\"Organization\",\"name\":\"Xưởng May Bờ Sông\"}}</script>";
  // A tree three wide, and back to the start.
  for (int child = number * 3 + 1; child <= number * 3 + 3 && child < kPages; ++child)
    page.body += "<p><a href='/tin/" + std::to_string(child) + ".html'>tin</a>";
  page.body += "<p><a href='/'>đầu trang</a>";
  return page;
}

// The lines that only one of the two states has, those of the first marked with a +.
std::string Differences(std::vector<std::string> state, std::vector<std::string> wanted) {
  std::sort(state.begin(), state.end());
  std::sort(wanted.begin(), wanted.end());
  std::vector<std::string> more;
  std::vector<std::string> missing;
  std::set_difference(state.begin(), state.end(), wanted.begin(), wanted.end(), std::back_inserter(more));
  std::set_difference(wanted.begin(), wanted.end(), state.begin(), state.end(), std::back_inserter(missing));
  std::string told;
  for (const std::string& line : more) told += "+ " + line + "\n";
  for (const std::string& line : missing) told += "- " + line + "\n";
  return told;
}

class Interruption : public testing::Test {
 protected:
  Interruption() {
    std::vector<Site> served;
    for (const char* key : {"a", "b"}) {
      Site site;
      site.key = key;
      for (int i = 0; i < kPages; ++i)
        site.pages.emplace(i == 0 ? "/" : "/tin/" + std::to_string(i) + ".html", Advert(i));
      served.push_back(std::move(site));
    }
    sites_ = std::make_unique<DemoSites>(std::move(served), DemoSites::Options{});
    std::ofstream file(sources_);
    file << "user_agent: \"agencywatch-test/1 (+https://example.gov.vn)\"\nsources:\n";
    for (const char* key : {"a", "b"}) {
      file << "  - {key: " << key << ", start: [\"" << sites_->BaseUrl(key)
           << "/\"], private: true, delay: 0s, every: 1d, max_depth: 20}\n";
    }
  }

  std::vector<std::string> Arguments(const std::string& data, const std::string& command) const {
    std::vector<std::string> words = {"--data-dir", data, "--quiet", command};
    if (command == "crawl") words.emplace_back("--worker");
    words.insert(words.end(), {"--sources", sources_});
    return words;
  }
  std::string Data(const std::string& name) const { return (folder_.path() / name).string(); }

  const std::vector<std::string>& Undisturbed() {
    if (undisturbed_.empty()) {
      EXPECT_EQ(RunProgram(Arguments(Data("undisturbed"), "scan")).code, 1) << "no register";
      undisturbed_ = StoredState(Data("undisturbed"));
      EXPECT_GT(undisturbed_.size(), 2U * kPages * 3);
    }
    return undisturbed_;
  }

  static pid_t Start(const std::vector<std::string>& arguments,
                     const std::string& errors = "/dev/null") {
    const pid_t child = fork();
    if (child != 0) return child;
    dup2(open("/dev/null", O_RDWR), 1);
    dup2(open(errors.c_str(), O_WRONLY | O_CREAT, 0600), 2);
    std::vector<char*> words = {const_cast<char*>(AW_PROGRAM)};
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    execv(AW_PROGRAM, words.data());
    _exit(127);
  }

  db::TemporaryFolder folder_;
  std::string sources_ = (folder_.path() / "sources.yaml").string();
  std::unique_ptr<DemoSites> sites_;
  std::vector<std::string> undisturbed_;
};

TEST_F(Interruption, KilledTwentyTimesAtRandomMomentsItEndsAsIfItHadNotBeen) {
  std::mt19937 random(20261121);
  std::uniform_int_distribution<int> moment(150, 900);
  const std::string data = Data("killed");
  int killed = 0;
  for (int i = 0; i < 20; ++i) {
    const pid_t scan = Start(Arguments(data, "scan"));
    std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
    kill(scan, SIGKILL);
    int status = 0;
    waitpid(scan, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
  }
  EXPECT_GT(killed, 5);
  const Ended last = RunProgram(Arguments(data, "scan"));
  EXPECT_EQ(last.code, 1) << last.err;
  EXPECT_EQ(Differences(StoredState(data), Undisturbed()), "");
  const Ended doctor = RunProgram({"--data-dir", data, "--lang", "en", "doctor", "--evidence"});
  EXPECT_NE(doctor.out.find("are there and unaltered"), std::string::npos) << doctor.out;
  EXPECT_EQ(doctor.out.find("problems:"), std::string::npos) << doctor.out;
}

TEST_F(Interruption, AScanWaitsForItsDatabaseAndGoesOn) {
  const std::string data = Data("outage");
  const pid_t scan = Start(Arguments(data, "scan"));
  // Once pages are being fetched, the server is told to stop at once.
  for (int i = 0; i < 3000 && sites_->Requests().size() < 40; ++i)
    std::this_thread::sleep_for(10ms);
  ASSERT_GE(sites_->Requests().size(), 40U);
  std::ifstream pid_file(data + "/postgres/cluster/postmaster.pid");
  pid_t postmaster = 0;
  pid_file >> postmaster;
  ASSERT_GT(postmaster, 1);
  kill(postmaster, SIGQUIT);
  int status = 0;
  waitpid(scan, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_EQ(Differences(StoredState(data), Undisturbed()), "");
}

// AGENCYWATCH_OUTAGE_SECONDS makes the outage longer than the few seconds of an ordinary run.
TEST_F(Interruption, AScanWaitsForAServerOfTheAdministratorsThatIsStoppedForAWhile) {
  const char* wanted = std::getenv("AGENCYWATCH_OUTAGE_SECONDS");
  const std::chrono::seconds outage(wanted != nullptr ? std::atoi(wanted) : 3);
  db::AdministratorsServer server;
  auto arguments = Arguments(Data("stopped"), "scan");
  std::erase(arguments, "--quiet");
  arguments.insert(arguments.begin(),
                   {"--database", server.Url("department", "department-word", "monitor")});
  const pid_t scan = Start(arguments, Data("stopped.err"));
  for (int i = 0; i < 3000 && sites_->Requests().size() < 40; ++i)
    std::this_thread::sleep_for(10ms);
  ASSERT_GE(sites_->Requests().size(), 40U);
  server.Stop();
  std::this_thread::sleep_for(outage);
  int status = 0;
  EXPECT_EQ(waitpid(scan, &status, WNOHANG), 0) << "it waits";
  const std::size_t asked = sites_->Requests().size();
  EXPECT_LT(asked, 2U * kPages) << "the outage came too late to disturb anything";
  server.Start();
  waitpid(scan, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1) << "no register";
  EXPECT_EQ(StoredStateOf(server.Url("administrator", "administrator-word", "monitor")),
            Undisturbed());
  std::ifstream errors(Data("stopped.err"));
  const std::string said{std::istreambuf_iterator<char>(errors), {}};
  EXPECT_NE(said.find("event=database_away"), std::string::npos) << said;
  EXPECT_NE(said.find("event=database_back"), std::string::npos) << said;
}

// One judges what it reads, the other leaves that to the scan.
TEST_F(Interruption, TwoWorkersShareTheWorkAndAskForNothingTwice) {
  const std::string data = Data("workers");
  ASSERT_EQ(RunProgram({"--data-dir", data, "alerts", "list"}).code, 0);  // makes the store
  sites_->ForgetRequests();
  const pid_t first = Start(Arguments(data, "crawl"));
  auto arguments = Arguments(data, "crawl");
  arguments.emplace_back("--judge-later");
  const pid_t second = Start(arguments);
  for (const pid_t worker : {first, second}) {
    int status = 0;
    waitpid(worker, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  std::map<std::string, int> asked;
  for (const auto& request : sites_->Requests()) ++asked[request.site + request.target];
  EXPECT_EQ(asked.size(), 2U * kPages + 2) << "each page and two robots.txt";
  for (const auto& [page, times] : asked) EXPECT_EQ(times, 1) << page;
  EXPECT_EQ(RunProgram(Arguments(data, "scan")).code, 1);
  EXPECT_EQ(Differences(StoredState(data), Undisturbed()), "");
}

}  // namespace
}  // namespace agencywatch::test
