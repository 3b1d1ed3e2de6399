// A web of hostile and broken servers is crawled to its end: every page accounted for, nothing forbidden asked.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <pqxx/pqxx>
#include <set>
#include <sstream>
#include <thread>

#include "db/private_server.h"
#include "tests/crawler/test_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

using crawler::TestConnection;
using crawler::TestServer;

std::string PathOf(const std::string& request) {
  const std::size_t begin = request.find(' ') + 1;
  return request.substr(begin, request.find(' ', begin) - begin);
}

std::string Links(const std::vector<std::string>& paths) {
  std::string html = "<!DOCTYPE html><meta charset=utf-8><title>x</title>";
  for (const auto& path : paths) html += "<p><a href='" + path + "'>trang</a>";
  return html;
}

std::string Chunk(const std::string& bytes) {
  std::ostringstream size;
  size << std::hex << bytes.size();
  return size.str() + "\r\n" + bytes + "\r\n";
}

// 40 MB of zeros as gzip: 40 KB.
std::string GzipBomb() {
  FILE* pipe = popen("head -c 40000000 /dev/zero | gzip -9", "r");
  std::string bytes;
  char buffer[4096];
  for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    bytes.append(buffer, got);
  pclose(pipe);
  return bytes;
}

// What each address does, and the outcome that it must be recorded with.
const std::map<std::string, std::string>& Outcomes() {
  static const std::map<std::string, std::string> kOutcomes = {
      {"/tot.html", "page"},
      {"/cham", "failed_total_timeout"},
      {"/im-lang", "failed_first_byte_timeout"},
      {"/vo-tan", "failed_body_too_large"},
      {"/dau-vo-tan", "failed_header_too_large"},
      {"/hua-nhieu", "failed_truncated"},
      {"/hua-mot-tera", "failed_body_too_large"},
      {"/bom-gzip", "failed_decoded_too_large"},
      {"/gzip-hong", "failed_bad_coding"},
      {"/manh-hong", "failed_bad_coding"},
      {"/ngat", "failed_connection_lost"},
      {"/khong-phai-http", "failed_bad_http"},
      {"/304", "failed_bad_http"},
      {"/vong", "redirect"},
      {"/me-cung/1", "redirect"},
      {"/ra-ngoai", "redirect"},
      {"/noi-bo", "redirect"},
      {"/la-charset", "page"},
      {"/khong-co", "page"},
      {"/500", "page"},
      {"/sau", "page"},
      {"/brotli", "failed_bad_coding"},
      {"/feed.xml", "page"},
  };
  return kOutcomes;
}

bool Serve(const std::string& request, TestConnection& connection) {
  static const std::string kBomb = GzipBomb();
  const std::string path = PathOf(request);
  const auto head = [](const std::string& more) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + more + "\r\n";
  };
  const auto redirect = [&](const std::string& to) {
    return connection.Send("HTTP/1.1 302 Found\r\nLocation: " + to +
                           "\r\nContent-Length: 0\r\n\r\n");
  };
  if (path == "/robots.txt") {
    return connection.SendPage(
        "\xEF\xBB\xBFUser-agent: *\rDisallow: /cam\r\nAllow: /cam/tru\n"
        "Disallow: /*.php$\n");
  }
  if (path == "/") {
    std::vector<std::string> paths = {"/cam/a", "/cam/tru", "/x.php", "/lich/2026/12"};
    for (const auto& [target, outcome] : Outcomes()) paths.push_back(target);
    paths.insert(paths.end(),
                 {"/bay/a/", "/phien?sesskey=aaaa1111bbbb0", "/loc?a=1&b=1", "/ds?page=1"});
    return connection.SendPage(Links(paths));
  }
  if (path == "/cham") {
    connection.Send(head("Content-Length: 100000\r\n"));
    for (int i = 0; i < 100 && connection.Send("x"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return false;
  }
  if (path == "/im-lang") {
    std::this_thread::sleep_for(std::chrono::seconds(3));
    return false;
  }
  if (path == "/vo-tan") {
    connection.Send(head(""));
    for (int i = 0; i < 1000 && connection.Send(std::string(10'000, 'x')); ++i) {
    }
    return false;
  }
  if (path == "/dau-vo-tan") {
    connection.Send("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100'000 && connection.Send("X-A: " + std::string(100, 'a') + "\r\n"); ++i) {
    }
    return false;
  }
  if (path == "/hua-nhieu") {
    connection.Send(head("Content-Length: 5000\r\n") + "ngan");
    return false;
  }
  if (path == "/hua-mot-tera") {
    connection.Send(head("Content-Length: 1099511627776\r\n") + "ngan");
    return false;
  }
  if (path == "/bom-gzip") {
    return connection.Send(
        head("Content-Encoding: gzip\r\nContent-Length: " + std::to_string(kBomb.size()) + "\r\n") +
        kBomb);
  }
  if (path == "/gzip-hong") {
    return connection.SendPage("\x1F\x8B\x08 day khong phai gzip", "Content-Encoding: gzip\r\n");
  }
  if (path == "/brotli") return connection.SendPage("....", "Content-Encoding: br\r\n");
  if (path == "/manh-hong") {
    connection.Send(head("Transfer-Encoding: chunked\r\n") + Chunk("mot") + "zz\r\nhai\r\n");
    return false;
  }
  if (path == "/ngat") {
    connection.Reset();
    return false;
  }
  if (path == "/khong-phai-http") {
    connection.Send("xin chao\r\n\r\n");
    return false;
  }
  if (path == "/304") return connection.Send("HTTP/1.1 304 Not Modified\r\n\r\n");
  if (path == "/vong") return redirect("/vong-2");
  if (path == "/vong-2") return redirect("/vong");
  if (path.starts_with("/me-cung/"))
    return redirect("/me-cung/" + std::to_string(std::stoi(path.substr(9)) + 1));
  if (path == "/ra-ngoai") return redirect("http://169.254.169.254/latest/meta-data/");
  if (path == "/noi-bo") return redirect("http://127.0.0.1:1/");
  if (path == "/khong-co" || path == "/500") {
    return connection.Send("HTTP/1.1 " + std::string(path == "/500" ? "500 No" : "404 No") +
                           "\r\nContent-Length: 2\r\n\r\nno");
  }
  if (path == "/la-charset")
    return connection.Send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=klingon\r\n"
        "Content-Length: 4\r\n\r\n\xFF\xFE\x01\x80");
  if (path == "/sau") {
    std::string deep;
    for (int i = 0; i < 20'000; ++i) deep += "<div>";
    return connection.SendPage(deep + "day");
  }
  if (path == "/feed.xml") {
    return connection.SendPage(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><item>"
        "<title>&b;&c;</title><link>/tot.html</link></item></channel></rss>");
  }
  // Traps without end.
  if (path.starts_with("/bay/")) return connection.SendPage(Links({path + "bay/", path + "a/"}));
  if (path.starts_with("/lich/")) {
    const int year = std::stoi(path.substr(6, 4));
    const int month = std::stoi(path.substr(11)) % 12 + 1;
    const std::string digits = (month < 10 ? "0" : "") + std::to_string(month);
    return connection.SendPage(
        Links({"/lich/" + std::to_string(month == 1 ? year + 1 : year) + "/" + digits}));
  }
  static std::atomic<int> number = 10'000;
  if (path.starts_with("/phien"))
    return connection.SendPage(Links({"/phien?sesskey=aaaa1111b" + std::to_string(++number)}));
  if (path.starts_with("/loc")) {
    std::vector<std::string> paths;
    for (int i = 0; i < 20; ++i) {
      ++number;
      paths.push_back("/loc?a=" + std::to_string(number) + "&b=" + std::to_string(number * 7));
    }
    return connection.SendPage(Links(paths));
  }
  if (path.starts_with("/ds?page=")) {
    return connection.SendPage(
        Links({"/ds?page=" + std::to_string(std::stoi(path.substr(9)) + 50)}));
  }
  return connection.SendPage("<!DOCTYPE html><title>Tốt</title><p>Một trang bình thường.");
}

TEST(HostileWeb, IsCrawledToTheEndWithEveryPageAccountedForAndNothingForbiddenAsked) {
  const TestServer server(Serve);
  const db::TemporaryFolder folder;
  const std::string data = (folder.path() / "data").string();
  const std::string sources = (folder.path() / "sources.yaml").string();
  std::ofstream(sources) << "user_agent: \"agencywatch-test/1 (+https://example.gov.vn)\"\n"
                            "limits: {first_byte: 1s, total: 2s, body_bytes: 300KB}\n"
                            "sources:\n  - key: thu-dich\n    start: ["
                         << server.Url("/") << "]\n    private: true\n    delay: 0s\n"
                         << "    connections: 2\n    max_depth: 100\n";
  const Ended ended =
      RunProgram({"--data-dir", data, "--lang", "en", "--now",
                  "2026-11-21T06:00:00+07:00", "scan", "--sources", sources},
                 {{"http_proxy", "http://127.0.0.1:1"}, {"all_proxy", "http://127.0.0.1:1"}});
  EXPECT_EQ(ended.code, 1) << ended.out << ended.err;
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  EXPECT_LT(usage.ru_maxrss, 300 * 1024) << "KB";

  for (const auto& request : server.requests()) {
    const std::string path = PathOf(request);
    EXPECT_FALSE(path.starts_with("/cam") && path != "/cam/tru") << path;
    EXPECT_FALSE(path.ends_with(".php")) << path;
  }
  db::PrivateServerOptions options;
  options.data_dir = data;
  const auto postgres = db::PrivateServer::Attach(options);
  pqxx::connection connection(postgres->ConnectionString(db::ServerRole::kSuperuser));
  pqxx::nontransaction tx(connection);
  tx.exec("SET search_path = agencywatch");
  for (const auto& [path, outcome] : Outcomes()) {
    const auto rows = tx.exec_params(
        "SELECT f.outcome FROM \"fetch\" f JOIN url u ON u.id = f.url_id WHERE u.url = $1",
        server.Url(path));
    ASSERT_EQ(rows.size(), 1U) << path;
    EXPECT_EQ(rows[0][0].c_str(), outcome) << path;
  }
  EXPECT_EQ(
      tx.exec1("SELECT count(*) FROM url WHERE state = 'due' AND due_at IS NOT NULL")[0].as<int>(),
      0)
      << "an address was forgotten";
  for (const char* expected :
       {"too-many-redirects", "redirect-off-site", "repeating", "calendar", "session", "facets",
        "pagination", "Not seen (blind spots)", "refused: 2 × forbidden by robots.txt"}) {
    EXPECT_NE(ended.out.find(expected), std::string::npos) << expected << "\n" << ended.out;
  }
  const Ended doctor = RunProgram({"--data-dir", data, "--lang", "en", "doctor", "--evidence"});
  EXPECT_NE(doctor.out.find("are there and unaltered"), std::string::npos) << doctor.out;
  EXPECT_EQ(doctor.out.find("problems:"), std::string::npos) << doctor.out;
}

}  // namespace
}  // namespace agencywatch::test
