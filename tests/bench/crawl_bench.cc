// Crawling, side by side with peers on one loopback site served by nginx, politeness off, no process pinned:
//   whole crawl (frontier in PostgreSQL, WARC, reading)           against Scrapy following links, and wget2 -r
//   the same, and every advert judged                             for information: no peer does that
//   fetching alone                                                against wrk, what the server can give
//   memory of the whole crawl                                     at many pages against few
// The whole crawl is a worker on a store whose server runs already, as Scrapy's own start is not counted either.
// Peers come from Debian packages (bench_packages of ./dev). Exits with 1 when a target is missed.
#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/memory.h"
#include "core/time.h"
#include "crawler/fetcher.h"
#include "crawler/url.h"
#include "db/database.h"

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;
using agencywatch::crawler::Fetcher;

constexpr int kPort = 18'080;
constexpr int kScrapyPages = 400;  // Scrapy gets a part of the site, so that a round stays short

struct Ended {
  int code = 0;
  double seconds = 0;
  long most_kb = 0;
  std::string out;
};

// Runs a program to its end, with its output in memory.
Ended Run(const std::vector<std::string>& words) {
  int out[2];
  if (pipe(out) != 0) std::abort();
  const auto start = Steady::now();
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(out[1], 1);
    dup2(null, 2);
    close(out[0]);
    close(out[1]);
    std::vector<char*> argv;
    for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(out[1]);
  Ended ended;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(out[0], buffer.data(), buffer.size())) > 0;)
    ended.out.append(buffer.data(), static_cast<std::size_t>(got));
  close(out[0]);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  ended.seconds = std::chrono::duration<double>(Steady::now() - start).count();
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  ended.most_kb = usage.ru_maxrss;
  return ended;
}

bool Has(const std::string& program) {
  return Run({"sh", "-c", "command -v " + program + " || test -x /usr/sbin/" + program}).code == 0;
}

// A job board: an index, lists of 50, adverts of some 17 KB with JSON-LD, tables and 40 links.
void MakeSite(const fs::path& folder, int adverts) {
  static constexpr const char* kWords[] = {
      "tuyển", "công", "nhân", "lương", "tháng", "hợp",  "đồng", "xưởng", "may",    "điện",
      "tử",    "ca",   "ngày", "bảo",   "hiểm",  "ký",   "túc",  "xá",    "thưởng", "tết",
      "phụ",   "cấp",  "ăn",   "trưa",  "xe",    "đưa",  "đón",  "kinh",  "nghiệm", "học",
      "việc",  "hồ",   "sơ",   "phỏng", "vấn",   "tỉnh", "huyện"};
  std::mt19937 random(7);
  const auto words = [&](int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += std::string(i == 0 ? "" : " ") + kWords[random() % std::size(kWords)];
    return text;
  };
  const auto write = [&](const std::string& name, const std::string& html) {
    std::ofstream(folder / name) << "<!DOCTYPE html>\n<html lang=\"vi\"><meta charset=utf-8>"
                                 << html;
  };
  const int lists = (adverts + 49) / 50;
  std::string index = "<title>Việc làm</title><ul>";
  for (int list = 1; list <= lists; ++list) {
    index += "<li><a href='list-" + std::to_string(list) + ".html'>Danh sách</a>\n";
    std::string html = "<title>Danh sách</title><ul>";
    for (int i = (list - 1) * 50 + 1; i <= std::min(list * 50, adverts); ++i)
      html += "<li><a href='ad-" + std::to_string(i) + ".html'>Tin " + std::to_string(i) + "</a>\n";
    write("list-" + std::to_string(list) + ".html", html);
  }
  write("index.html", index);
  for (int i = 1; i <= adverts; ++i) {
    const std::string title = words(7) + " " + std::to_string(i);
    const std::string text = words(190);
    std::string html = "<title>" + title +
                       "</title><script type=\"application/ld+json\">{\"@context\":"
                       "\"https://schema.org\",\"@type\":\"JobPosting\",\"title\":\"" +
                       title + "\",\"description\":\"" + text +
                       "\",\"datePosted\":\"2026-10-01\",\"hiringOrganization\":{\"@type\":"
                       "\"Organization\",\"name\":\"Công ty " +
                       words(3) + "\"}}</script><style>";
    for (int j = 0; j < 40; ++j)
      html += ".c-" + std::to_string(j) + "{display:flex;padding:" + std::to_string(j) +
              "px;margin:0 auto}";
    html += "</style><header><nav><ul>";
    for (int j = 0; j < 18; ++j)
      html += "<li class=\"menu-item\"><a href='list-" + std::to_string(j % lists + 1) + ".html'>" +
              words(2) + "</a>\n";
    html += "</ul></nav></header><main><article><h1>" + title + "</h1><table>";
    for (const char* label : {"Mức lương", "Địa điểm", "Kinh nghiệm", "Số lượng"})
      html += std::string("<tr><th>") + label + "<td>" + words(3) + "\n";
    html += "</table><p>" + text + "</article><aside><h2>Việc làm tương tự</h2>";
    for (int j = 0; j < 20; ++j)
      html += "<div class=\"card\"><div class=\"card-body\"><a href='ad-" +
              std::to_string((i * 7 + j * 13) % adverts + 1) + ".html'><span class=\"t\">" +
              words(6) + "</span></a><div class=\"meta\"><span>" + words(2) +
              "</span></div></div></div>\n";
    html += "</aside></main><footer>";
    for (int j = 0; j < 60; ++j)
      html += "<div class='col'><h4>" + words(2) + "</h4>" + words(12) + "</div>\n";
    write("ad-" + std::to_string(i) + ".html", html + "</footer></html>\n");
  }
}

class Nginx {
 public:
  Nginx(const fs::path& folder, const fs::path& site) {
    const fs::path config = folder / "nginx.conf";
    std::ofstream(config)
        << "daemon off; master_process off; worker_processes 1; pid " << folder.string()
        << "/nginx.pid; error_log /dev/null; events { worker_connections 1024; }\n"
        << "http { access_log off; types { text/html html; } keepalive_requests 100000; "
        << "client_body_temp_path " << folder.string() << "/t1; proxy_temp_path " << folder.string()
        << "/t2; fastcgi_temp_path " << folder.string() << "/t3; uwsgi_temp_path "
        << folder.string() << "/t4; scgi_temp_path " << folder.string()
        << "/t5;\n server { listen 127.0.0.1:" << kPort << "; root " << site.string() << "; } }\n";
    child_ = fork();
    if (child_ == 0) {
      const int null = open("/dev/null", O_RDWR);
      dup2(null, 1);
      dup2(null, 2);
      execl("/usr/sbin/nginx", "nginx", "-c", config.c_str(), nullptr);
      _exit(127);
    }
    for (int i = 0; i < 100; ++i) {
      if (Run({"bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(kPort)}).code == 0)
        return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    std::cerr << "nginx does not start\n";
  }
  ~Nginx() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
  }
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

 private:
  pid_t child_ = -1;
};

std::string Base() { return "http://127.0.0.1:" + std::to_string(kPort) + "/"; }

// Pages a second of our fetcher with 64 requests in flight; nothing is read or kept.
double FetchAlone(int adverts, int rounds) {
  const agencywatch::core::SystemClock clock;
  Fetcher fetcher({"agencywatch-bench/1 (+https://example.gov.vn)", "", 64}, clock);
  const int total = adverts * rounds;
  int submitted = 0;
  int ended = 0;
  const auto start = Steady::now();
  while (ended < total) {
    while (submitted < total && fetcher.HasRoom()) {
      agencywatch::crawler::FetchRequest request;
      request.url = *agencywatch::crawler::ParseUrl(
          Base() + "ad-" + std::to_string(submitted % adverts + 1) + ".html");
      request.may_be_private = true;
      fetcher.Submit(std::move(request));
      ++submitted;
    }
    for (const auto& result : fetcher.Poll(std::chrono::seconds(1))) {
      ++ended;
      if (!std::holds_alternative<agencywatch::crawler::Page>(result.outcome)) {
        std::cerr << "a page failed: " << agencywatch::crawler::OutcomeName(result.outcome) << '\n';
        return 0;
      }
    }
  }
  return total / std::chrono::duration<double>(Steady::now() - start).count();
}

struct WholeCrawl {
  double pages_per_second = 0;
  long most_kb = 0;
};

WholeCrawl CrawlWhole(const fs::path& folder, int pages, bool judged) {
  const fs::path data = folder / ("data-" + std::to_string(pages) + (judged ? "-judged" : ""));
  const fs::path sources = folder / "sources.yaml";
  std::ofstream(sources)
      << "user_agent: \"agencywatch-bench/1 (+https://example.gov.vn)\"\nsources:\n"
      << "  - {key: board, start: [\"" << Base() << "index.html\"], private: true, delay: 0s, "
      << "connections: 2, max_pages: 1000000, max_depth: 10}\n";
  agencywatch::db::DatabaseOptions store;
  store.data_dir = data;
  const auto database = agencywatch::db::Database::Open(store);
  std::vector<std::string> command = {AW_PROGRAM, "--data-dir", data.string(), "--lang", "en",
                                    "crawl", "--worker", "--sources", sources.string()};
  if (!judged) command.emplace_back("--judge-later");
  const Ended ended = Run(command);
  int visited = 0;
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string key;
    if (words >> key && key == "board:") words >> visited;
  }
  if (visited < pages)
    std::cerr << "only " << visited << " of " << pages << " pages were visited\n" << ended.out;
  return {visited / ended.seconds, ended.most_kb};
}

double Wget2(const fs::path& folder) {
  const fs::path into = folder / "wget2";
  const Ended ended = Run({"wget2", "-q", "-r", "-l", "10", "--robots=off", "--max-threads=16",
                           "-P", into.string(), Base() + "index.html"});
  int pages = 0;
  for (const auto& entry : fs::recursive_directory_iterator(into))
    pages += entry.is_regular_file() ? 1 : 0;
  fs::remove_all(into);
  return pages / ended.seconds;
}

double Scrapy(const fs::path& folder) {
  const fs::path spider = folder / "spider.py";
  std::ofstream(spider) << R"py(import sys, time
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
LIMIT = int(sys.argv[2])
class Board(scrapy.Spider):
    name = "board"
    start_urls = [sys.argv[1]]
    links = LinkExtractor()
    pages = 0
    def parse(self, response):
        Board.pages += 1
        if Board.pages < LIMIT:
            for link in self.links.extract_links(response):
                yield scrapy.Request(link.url)
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64,
    "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False, "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False, "CLOSESPIDER_PAGECOUNT": LIMIT, "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7"})
start = time.time()
process.crawl(Board)
process.start()
print(Board.pages / (time.time() - start))
)py";
  return std::atof(Run({"/usr/bin/python3", spider.string(), Base() + "index.html",
                        std::to_string(kScrapyPages)})
                       .out.c_str());
}

double Wrk(const fs::path& folder, int adverts) {
  const fs::path script = folder / "wrk.lua";
  std::ofstream(script) << "local i = 0\nrequest = function() i = i % " << adverts
                        << " + 1; return wrk.format('GET', '/ad-' .. i .. '.html') end\n";
  const Ended ended = Run({"wrk", "-t1", "-c64", "-d3", "-s", script.string(), Base()});
  const std::size_t at = ended.out.find("Requests/sec:");
  return at == std::string::npos ? 0 : std::atof(ended.out.c_str() + at + 13);
}

int missed = 0;

void Row(const std::string& what, double ours, const std::string& peer, double theirs,
         double target, bool at_most = false) {
  if (theirs <= 0) {
    std::printf("%-28s %10.0f   %-22s %10s   peer is missing\n", what.c_str(), ours, peer.c_str(),
                "-");
    return;
  }
  const double ratio = ours / theirs;
  const bool met = at_most ? ratio <= target : ratio >= target;
  missed += met ? 0 : 1;
  std::printf("%-28s %10.0f   %-22s %10.0f   ratio %6.2f   target %s %.2f   %s\n", what.c_str(),
              ours, peer.c_str(), theirs, ratio, at_most ? "<=" : ">=", target,
              met ? "met" : "MISSED");
}

}  // namespace

// crawl [ADVERTS [ADVERTS_FOR_MEMORY]]: the second runs a larger site to see that memory stays flat.
int main(int argc, char** argv) {
  const int adverts = argc > 1 ? std::atoi(argv[1]) : 3000;
  const int many = argc > 2 ? std::atoi(argv[2]) : 0;
  agencywatch::core::KeepFreedMemory();  // as the program does
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::string name = "/tmp/agencywatch-bench-XXXXXX";
  if (!Has("nginx") || mkdtemp(name.data()) == nullptr) {
    std::cerr << "nginx is missing: ./dev bench crawl installs it\n";
    return 1;
  }
  const fs::path folder = name;
  fs::permissions(folder, fs::perms{0755});
  const int pages = adverts + (adverts + 49) / 50 + 1;
  {
    fs::create_directories(folder / "site");
    MakeSite(folder / "site", adverts);
    const Nginx nginx(folder, folder / "site");
    const double wrk = Has("wrk") ? Wrk(folder, adverts) : 0;
    const double fetch = FetchAlone(adverts, 5);
    const double scrapy = Has("scrapy") ? Scrapy(folder) : 0;
    const double wget2 = Has("wget2") ? Wget2(folder) : 0;
    const WholeCrawl whole = CrawlWhole(folder, pages, false);
    const WholeCrawl judged = CrawlWhole(folder, pages, true);
    Row("whole crawl, pages/s", whole.pages_per_second, "Scrapy, follows links", scrapy, 15);
    Row("whole crawl, pages/s", whole.pages_per_second, "wget2 -r", wget2, 0.4);
    std::printf("%-28s %10.0f   %.2f of Scrapy, %.2f of wget2 -r\n", "and judged, pages/s",
                judged.pages_per_second, scrapy > 0 ? judged.pages_per_second / scrapy : 0,
                wget2 > 0 ? judged.pages_per_second / wget2 : 0);
    Row("fetching alone, pages/s", fetch, "wrk", wrk, 0.5);
    std::printf("%-28s %10ld\n", "judging, peak MB", judged.most_kb / 1024);
    if (many > adverts) {
      MakeSite(folder / "site", many);
      const WholeCrawl large = CrawlWhole(folder, many + (many + 49) / 50 + 1, true);
      Row("peak KB at " + std::to_string(many), static_cast<double>(large.most_kb),
          "at " + std::to_string(adverts), static_cast<double>(judged.most_kb), 1.25, true);
    }
  }
  fs::remove_all(folder);
  curl_global_cleanup();
  return missed == 0 ? 0 : 1;
}
