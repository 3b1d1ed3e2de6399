// Reading a page of 17 KB: bytes to tree to posting, against parsel (parse and five XPaths), in interleaved rounds.
// Pages are made here: adverts of a board with menus, related adverts, a footer, scripts, styles and JSON-LD.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "crawler/html_tree.h"
#include "crawler/page_reader.h"

namespace {

namespace crawler = agencywatch::crawler;
namespace fs = std::filesystem;

constexpr double kTarget = 1.4;  // times parsel's rate
constexpr int kRounds = 9;
constexpr int kPages = 200;

std::string Words(std::mt19937& random, int count) {
  constexpr std::array kWords = {"tuyển",       "công nhân", "thực phẩm", "lương",    "đóng gói",
                                 "nhà máy",     "Nhật Bản",  "hợp đồng",  "làm ca",   "ký túc xá",
                                 "phụ cấp",     "tăng ca",   "hồ sơ",     "sức khỏe", "tiếng",
                                 "kinh nghiệm", "ổn định",   "bảo hiểm",  "chế độ",   "đào tạo",
                                 "xuất cảnh",   "nam nữ",    "bay",       "thi tuyển"};
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (!text.empty()) text += ' ';
    text += kWords.at(random() % kWords.size());
  }
  return text;
}

std::string Number(std::uint64_t value) { return std::to_string(value); }

std::string MakePage(std::mt19937& random, unsigned number) {
  const std::string title = Words(random, 5) + " " + Number(number);
  const std::string firm = "Công ty TNHH Nhân lực Mẫu " + Number(number % 50);
  std::vector<std::string> paragraphs;
  for (int i = 0; i < 10; ++i) paragraphs.push_back(Words(random, 22));
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title +
      " | Việc Mẫu</title>\n";
  for (int i = 0; i < 12; ++i)
    page += "<meta property=\"og:x" + Number(static_cast<unsigned>(i)) + "\" content=\"" +
            Words(random, 4) + "\">\n";
  page += "<style>";
  for (unsigned i = 0; i < 20; ++i)
    page += ".c-" + Number(i) + "{display:flex;padding:" + Number(i) + "px;color:#" +
            Number(100000 + random() % 900000) + "}";
  page +=
      "</style>\n<script type=\"application/ld+json\">{\"@context\":\"https://schema.org/\","
      "\"@type\":\"JobPosting\",\"title\":\"" +
      title + "\",\"description\":\"";
  for (const std::string& paragraph : paragraphs) page += paragraph + " ";
  page +=
      "\",\"datePosted\":\"2026-11-12\",\"identifier\":{\"@type\":\"PropertyValue\",\"value\":\"" +
      Number(number) + "\"},\"hiringOrganization\":{\"@type\":\"Organization\",\"name\":\"" + firm +
      "\"},\"jobLocation\":{\"@type\":\"Place\",\"address\":{\"@type\":\"PostalAddress\","
      "\"addressRegion\":\"Chiba\",\"addressCountry\":\"JP\"}},\"baseSalary\":{\"@type\":"
      "\"MonetaryAmount\",\"currency\":\"VND\",\"value\":{\"@type\":\"QuantitativeValue\","
      "\"minValue\":28000000,\"maxValue\":34000000,\"unitText\":\"MONTH\"}}}</script>\n<script>";
  for (int i = 0; i < 25; ++i)
    page += "dataLayer.push({'k':'" + Number(static_cast<unsigned>(random())) + "'});";
  page += "</script>\n</head>\n<body class=page>\n<header><nav><ul class='menu'>";
  for (unsigned i = 0; i < 18; ++i)
    page += "<li class=\"menu-item item-" + Number(i) + "\"><a href=\"list-" + Number(i) +
            ".html\">Mục " + Number(i) + "</a></li>\n";
  page +=
      "</ul></nav></header>\n<main class=\"container\"><article class=\"job-detail\"><h1 "
      "class=\"job-title\">" +
      title +
      "</h1>\n<div class=\"company\"><a class=\"company-name\" "
      "href=\"index.html\">" +
      firm +
      "</a></div>\n<table class=\"job-meta\">"
      "<tr><th>Mức lương<td class=\"v\">28 - 34 triệu\n<tr><th>Địa điểm<td class=\"v\">Chiba, Nhật "
      "Bản\n<tr><th>Kinh nghiệm<td class=\"v\">1 năm\n<tr><th>Hạn nộp<td class=\"v\">30/12/2026\n"
      "<tr><th>Số lượng<td class=\"v\">12\n</table>\n<div class=\"job-description\">";
  for (std::size_t i = 0; i < paragraphs.size(); ++i)
    page += i % 2 != 0 ? "<p>" + paragraphs[i] + "<br>" + Words(random, 10) + "\n"
                       : "<ul><li>" + paragraphs[i] + "<li><b>" + Words(random, 8) + "</b></ul>\n";
  page += "</div></article>\n<aside><h2>Việc làm tương tự</h2>\n";
  for (unsigned i = 0; i < 20; ++i)
    page +=
        "<div class=\"card card-" + Number(i) +
        "\"><div class=\"card-body\"><a class=\"job-link\" "
        "href=\"ad-" +
        Number(i) + ".html\"><span class=\"t\">" + Words(random, 5) +
        "</span></a><div class=\"meta\"><span class=\"sal\">30 triệu</span> <span class=\"loc\">Hà "
        "Nội</span> <time>3 ngày trước</time></div></div></div>\n";
  page += "</aside></main>\n<footer><div class=cols>";
  for (unsigned i = 0; i < 12; ++i)
    page += "<div class='col'><h4>Mục " + Number(i) + "</h4><a href='index.html'>Trang " +
            Number(i) + "</a> <a href='list-" + Number(i) + ".html'>Hà Nội</a></div>\n";
  page +=
      "<p>&copy; 2026 Việc Mẫu &middot; hotline 024 3000 "
      "0150</p></div></footer>\n<script>(function(){"
      "var a=[";
  for (int i = 0; i < 40; ++i) page += Number(static_cast<unsigned>(random() % 1000000000)) + ",";
  return page + "0];if(a.length<3&&1>0){document.title='<b>'}})()</script>\n</body>\n</html>\n";
}

// The round that was disturbed least.
double Best(const std::vector<double>& values) {
  return *std::max_element(values.begin(), values.end());
}

// In processor time, as for parsel: neither is the slower for what else the machine does.
template <class Read>
double PagesPerSecond(const std::vector<std::string>& pages, const Read& read) {
  const std::clock_t begin = std::clock();
  for (const std::string& page : pages) read(page);
  return static_cast<double>(pages.size()) * CLOCKS_PER_SEC /
         static_cast<double>(std::clock() - begin);
}

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { pclose(file); }
};

// 0 when parsel is not installed.
double Parsel(const fs::path& folder) {
  const std::string command = "/usr/bin/python3 " AW_SOURCE_DIR "/tests/bench/read_parsel.py " +
                              folder.string() + " 2>/dev/null";
  const std::unique_ptr<std::FILE, CloseFile> pipe(popen(command.c_str(), "r"));
  std::array<char, 64> line{};
  if (!pipe || std::fgets(line.data(), line.size(), pipe.get()) == nullptr) return 0;
  return std::strtod(line.data(), nullptr);
}

}  // namespace

int main() {
  std::mt19937 random(7);
  std::vector<std::string> pages;
  std::size_t bytes = 0;
  const fs::path folder = fs::temp_directory_path() / ("read_bench-" + Number(random()));
  fs::create_directories(folder);
  for (unsigned i = 0; i < kPages; ++i) {
    pages.push_back(MakePage(random, i));
    bytes += pages.back().size();
    std::ofstream(folder / (Number(1000 + i) + ".html")) << pages.back();
  }
  std::vector<double> ours;
  std::vector<double> tree;
  std::vector<double> parsel;
  bool right = true;
  for (int round = 0; round < kRounds; ++round) {
    ours.push_back(PagesPerSecond(pages, [&](const std::string& page) {
      const auto content = crawler::ReadPage(page, "http://mau.example/ad.html", "text/html");
      right &= content.postings.size() == 1 && content.postings[0].country == "JP";
    }));
    tree.push_back(PagesPerSecond(pages, [](const std::string& page) {
      static_cast<void>(crawler::ParseHtml(page));
    }));
    parsel.push_back(Parsel(folder));
  }
  fs::remove_all(folder);
  std::printf("%d pages of %zu bytes, best of %d rounds\n", kPages, bytes / kPages, kRounds);
  std::printf("  bytes to tree              %8.0f pages/s\n", Best(tree));
  std::printf("  bytes to tree to posting   %8.0f pages/s\n", Best(ours));
  if (!right) {
    std::cerr << "read: a page did not give its posting\n";
    return 1;
  }
  if (Best(parsel) <= 0) {
    std::puts("  parsel: not installed (python3-parsel)");
    return 0;
  }
  const double ratio = Best(ours) / Best(parsel);
  std::printf("  parsel, five XPaths        %8.0f pages/s\n", Best(parsel));
  std::printf("  ratio                      %8.2f (at least %.1f)\n", ratio, kTarget);
  return ratio >= kTarget ? 0 : 1;
}
