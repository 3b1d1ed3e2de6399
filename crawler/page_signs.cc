#include "crawler/page_signs.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/phrase_set.h"

namespace agencywatch::crawler {
namespace {

constexpr std::array<std::string_view, 19> kAboutPhrases = {"gioi thieu",
                                                            "gioi thieu chung",
                                                            "gioi thieu cong ty",
                                                            "ve chung toi",
                                                            "lien he",
                                                            "lien he voi chung toi",
                                                            "thong tin cong ty",
                                                            "thong tin doanh nghiep",
                                                            "thong tin lien he",
                                                            "ho so doanh nghiep",
                                                            "ho so cong ty",
                                                            "ho so nang luc",
                                                            "giay phep hoat dong",
                                                            "about us",
                                                            "about",
                                                            "contact us",
                                                            "contact",
                                                            "who we are",
                                                            "company profile"};

// Menus of sites where others advertise.
const PhraseSet kBoardPhrases = {"dang tin",
                                 "dang tin tuyen dung",
                                 "dang tuyen",
                                 "tao cv",
                                 "mau cv",
                                 "nha tuyen dung",
                                 "ung vien",
                                 "ho so ung vien",
                                 "tim ung vien",
                                 "rao vat",
                                 "mua ban",
                                 "dien dan",
                                 "cam nang nghe nghiep",
                                 "viec lam theo nganh",
                                 "post a job",
                                 "for employers",
                                 "employers",
                                 "job seekers",
                                 "candidates",
                                 "find jobs",
                                 "browse jobs",
                                 "upload cv",
                                 "create cv",
                                 "forum",
                                 "forums"};
// Imprints of the same.
const PhraseSet kBoardImprints = {
    "van hanh",          "san giao dich",          "dich vu viec lam",     "mang tuyen dung",
    "trang tuyen dung",  "khong chiu trach nhiem", "not responsible for",  "quy che hoat dong",
    "mang xa hoi",       "powered by xenforo",     "powered by vbulletin", "duoc tao boi blogger",
    "powered by blogger"};
const PhraseSet kPressImprints = {"tong bien tap",     "toa soan",          "gp-btttt",
                                  "giay phep bao chi", "hoat dong bao chi", "bao dien tu",
                                  "tap chi dien tu",   "co quan ngon luan", "editor-in-chief",
                                  "editor in chief",   "press licence"};
constexpr std::array kPressNames = std::to_array<std::string_view>(
    {"bao ", "tap chi ", "dai truyen hinh", "dai phat thanh", "thong tan xa"});
constexpr std::array kAuthorities =
    std::to_array<std::string_view>({"so lao dong",
                                     "so noi vu",
                                     "bo lao dong",
                                     "bo noi vu",
                                     "bo ngoai giao",
                                     "bo cong an",
                                     "cuc quan ly",
                                     "uy ban nhan dan",
                                     "ubnd ",
                                     "cong an tinh",
                                     "cong an thanh pho",
                                     "cong an huyen",
                                     "cong thong tin dien tu",
                                     "cong thong tin so",
                                     "trang thong tin dien tu so",
                                     "cong dich vu cong",
                                     "dai su quan",
                                     "tong lanh su quan",
                                     "trung tam dich vu viec lam tinh",
                                     "trung tam dich vu viec lam thanh pho",
                                     "ministry of",
                                     "department of labour",
                                     "department of overseas",
                                     "embassy of",
                                     "people's committee"});

template <class Phrases>
bool StartsWithAny(std::string_view folded, const Phrases& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return folded.starts_with(phrase); });
}

bool IsStateHost(std::string_view host) {
  return host.ends_with(".gov.vn") || host.ends_with(".gov") || host.find(".gov.") != host.npos;
}

}  // namespace

// The heading is such a phrase and hardly more ("Giới thiệu công ty Mẫu Đơn"), or the address says so. An advert that
// begins with "Giới thiệu việc làm …" is none.
bool IsAboutPage(std::string_view folded_heading, std::string_view folded_path) {
  static const PhraseSet kPathWords = {
      "gioi-thieu",     "lien-he",    "ve-chung-toi", "about",  "about-us",
      "contact",        "contact-us", "gioithieu",    "lienhe", "ho-so-doanh-nghiep",
      "company-profile"};
  const bool heading =
      std::any_of(kAboutPhrases.begin(), kAboutPhrases.end(), [&](std::string_view phrase) {
        if (!folded_heading.starts_with(phrase)) return false;
        const std::string_view rest = core::Trim(folded_heading.substr(phrase.size()));
        return rest.empty() || HasPhrase(rest, "cong ty") || HasPhrase(rest, "ctcp") ||
               rest.size() < 25;
      });
  return (heading && CountJobWords(folded_heading) == 0) || kPathWords.IsIn(folded_path);
}

bool IsHousekeeping(std::string_view folded_title) {
  static const PhraseSet kPhrases = {"chinh sach",
                                     "dieu khoan",
                                     "bao mat",
                                     "dang nhap",
                                     "dang ky tai khoan",
                                     "quen mat khau",
                                     "404",
                                     "khong tim thay",
                                     "not found",
                                     "privacy",
                                     "terms of use",
                                     "terms of service",
                                     "terms and conditions",
                                     "login",
                                     "log in",
                                     "sign in",
                                     "sitemap",
                                     "so do trang",
                                     "quy che hoat dong",
                                     "cau hoi thuong gap",
                                     "hoi dap",
                                     "faq"};
  return kPhrases.IsIn(folded_title);
}

bool IsListTitle(std::string_view folded_title) {
  constexpr std::array<std::string_view, 12> kWhole = {
      "tin tuc",         "viec lam", "tuyen dung", "don hang",  "news",    "jobs",
      "tin tuc su kien", "careers",  "blog",       "thong bao", "su kien", "bai viet"};
  for (const std::string_view whole : kWhole)
    if (folded_title.starts_with(whole) && (folded_title.size() == whole.size() ||
                                            folded_title.substr(whole.size()).starts_with(" - ")))
      return true;
  static const PhraseSet kPhrases = {"danh sach",
                                     "tim thay",
                                     "ket qua tim",
                                     "tat ca",
                                     "trang chu",
                                     "chuyen muc",
                                     "danh muc",
                                     "tin tuyen dung",
                                     "search results",
                                     "all jobs",
                                     "job list",
                                     "jobs in",
                                     "home",
                                     "category",
                                     "archive",
                                     "luu tru",
                                     "viec lam moi",
                                     "viec lam tai",
                                     "tuyen dung viec lam"};
  return kPhrases.IsIn(folded_title);
}

bool IsReceipt(std::string_view folded_title, std::string_view folded_body) {
  constexpr std::size_t kMostBytes = 600;
  constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"cam on ban da", "cam on quy", "cam on anh/chi da", "xin cam on", "thank you for",
       "thanks for", "dang ky thanh cong", "ung tuyen thanh cong", "gui thanh cong",
       "gui thong tin thanh cong", "nop don thanh cong", "registration successful",
       "application received", "application submitted"});
  return folded_body.size() <= kMostBytes && StartsWithAny(folded_title, kBeginnings);
}

bool CallsForSome(std::string_view folded_body) {
  static const re2::RE2 kCall(
      R"(\b(?:can|tuyen|can tuyen|nhan|needs?|seeks?|hiring)(?: (?:them|gap|khoang|tuyen|about))* \d{1,3} (?:nguoi|nam|nu|anh|chi|em|ban|tho|lao dong|cong nhan|ung vien|ky su|dau bep|dieu duong|ho ly|y ta|phu|tai xe|giup viec|workers?|people|men|women|staff|nurses?|cooks?|drivers?|welders?)\b)");
  return re2::RE2::PartialMatch(re2::StringPiece(folded_body.data(), folded_body.size()), kCall);
}

bool SaysNothingFound(std::string_view folded_body) {
  constexpr std::size_t kMostBytes = 600;
  static const PhraseSet kPhrases = {"khong tim thay",
                                     "khong co ket qua",
                                     "0 ket qua",
                                     "khong co viec lam",
                                     "khong co tin",
                                     "khong co don hang",
                                     "khong co bai viet",
                                     "chua co viec lam",
                                     "chua co tin",
                                     "chua co don hang",
                                     "khong co vi tri",
                                     "khong co du lieu",
                                     "no results",
                                     "0 results",
                                     "no jobs",
                                     "0 jobs",
                                     "no vacancies",
                                     "no openings",
                                     "no listings",
                                     "no matching",
                                     "nothing found",
                                     "did not match any",
                                     "could not find any",
                                     "couldn't find any",
                                     "no open positions",
                                     "no current vacancies",
                                     "no positions"};
  return folded_body.size() <= kMostBytes && kPhrases.IsIn(folded_body);
}

bool IsAnnouncementTitle(std::string_view folded_title) {
  return folded_title.starts_with("thong bao") || folded_title.starts_with("announcement") ||
         folded_title.starts_with("notice");
}

bool CallsForWorkers(std::string_view folded_title) {
  static const PhraseSet kPhrases = {"tuyen",    "tuyen dung",     "tuyen chon",       "can tuyen",
                                     "recruits", "recruitment of", "call for workers", "hiring",
                                     "lowongan", "dibutuhkan"};
  static const PhraseSet kAbout = {"canh bao", "canh giac", "khuyen cao", "thu hoi",
                                   "xu phat",  "lua dao",   "tam dung",   "ket qua",
                                   "cong bo",  "danh sach", "warning",    "results"};
  return kPhrases.IsIn(folded_title) && !kAbout.IsIn(folded_title);
}

bool IsQuestion(std::string_view title) {
  title = core::Trim(title);
  if (!title.ends_with('?')) return false;
  const std::string folded = core::FoldPlain(title);
  static const PhraseSet kAsking = {
      "xin hoi",    "cho hoi",       "cho em hoi", "cho minh hoi", "hoi ve",     "hoi dap",
      "hoi",        "ai biet",       "co ai",      "moi nguoi",    "co nen",     "nen khong",
      "duoc khong", "co that khong", "anyone",     "should i",     "is it",      "question",
      "can i",      "has anyone",    "re",         "giup em",      "tu van giup"};
  static const PhraseSet kOffering = {"tuyen", "tuyen dung", "lien he", "hiring", "dang ky ngay"};
  return kAsking.IsIn(folded) && !kOffering.IsIn(folded);
}

bool IsGuideTitle(std::string_view folded_title) {
  static const PhraseSet kPhrases = {
      "la gi",    "gom nhung",      "nhung khoan nao", "bao nhieu", "nhu the nao",   "nhung dieu",
      "can biet", "can luu y",      "kinh nghiem",     "huong dan", "cam nang",      "tim hieu",
      "giai dap", "so sanh",        "cach nao",        "vi sao",    "tai sao",       "canh giac",
      "canh bao", "dau hieu",       "phan biet",       "how to",    "what is",       "guide",
      "tips",     "things to know", "explained",       "faq",       "warning signs", "lam sao",
      "co nen",   "ban can biet",   "thu tuc",         "quy trinh"};
  static const PhraseSet kOffering = {"tuyen",
                                      "tuyen dung",
                                      "can tuyen",
                                      "hiring",
                                      "vacancy",
                                      "khong yeu cau kinh nghiem",
                                      "khong can kinh nghiem"};
  return kPhrases.IsIn(folded_title) && !kOffering.IsIn(folded_title);
}

bool IsReport(std::string_view folded_body) {
  static const PhraseSet kPhrases = {
      "cho biet",           "ong noi",         "ba noi",           "theo bien ban",
      "doan kiem tra",      "doan lien nganh", "doan thanh tra",   "xu phat",
      "xu ly nghiem",       "khoi to",         "tam giam",         "bi can",
      "nan nhan",           "chiem doat",      "co quan dieu tra", "cong an tinh",
      "cong an thanh pho",  "cong an huyen",   "khuyen cao",       "theo ket luan",
      "ket luan thanh tra", "to giac",         "lua dao",          "giai cuu",
      "hoi nghi",           "phat bieu",       "lanh dao so",      "pho giam doc so",
      "giam doc so",        "bo truong",       "police",           "arrested",
      "investigators",      "victims",         "prosecutors",      "authorities",
      "the ministry said",  "according to",    "inspectors"};
  constexpr int kEnough = 4;
  return kPhrases.CountIn(folded_body) >= kEnough;
}

bool IsAccount(std::string_view folded_body) {
  static const PhraseSet kPhrases = {
      "boc phot",      "bi lua",        "trinh bao",          "doi lai",    "giu ho chieu",
      "rut ho so",     "co ai bi",      "co ai tung",         "ai tung bi", "lam don",
      "to cao",        "mat luon",      "chi giup",           "minh bi",    "em bi",
      "huy don",       "hua",           "canh bao moi nguoi", "nen lam gi", "viet bai nay",
      "khong tra lai", "chan lien lac", "cat lien lac",       "tron mat"};
  constexpr int kEnough = 3;
  return kPhrases.CountIn(folded_body) >= kEnough;
}

bool IsHomePath(std::string_view path) {
  return path.empty() || path == "/" || path == "/index.html" || path == "/index.php" ||
         path == "/index.asp" || path == "/default.aspx";
}

bool LooksLikeList(const PageText& page, const PageParts& parts, std::string_view folded_title,
                   std::string_view path) {
  if (page.teasers < 3) return false;
  const bool home = IsHomePath(path);
  if (parts.labels >= 3 && !home) return false;
  if (home || page.has_page_numbers || IsListTitle(folded_title))
    return parts.labels < 3 || page.teasers >= 6;
  if (parts.prose_bytes >= 400 && parts.prose_bytes > parts.teaser_bytes) return false;
  return !(parts.labels >= 2 && parts.prose_bytes >= 150);
}

SiteKind FindSiteKind(std::string_view host, std::string_view site_name, const PageText& page) {
  const std::string name = core::FoldPlain(site_name);
  if (IsStateHost(host) || StartsWithAny(name, kAuthorities)) return SiteKind::kOfficial;
  if (StartsWithAny(name, kPressNames)) return SiteKind::kNewspaper;
  // The imprint stands at the bottom, where it is not marked as a footer, too.
  constexpr std::size_t kBottomLines = 6;
  constexpr std::array kPortals = std::to_array<std::string_view>(
      {"cong thong tin so", "cong thong tin dien tu", "cong thong tin bo", "cong thong tin ubnd",
       "trang thong tin dien tu so", "trang thong tin dien tu cua so"});
  static const PhraseSet kOwners = {"uy ban", "so", "bo", "cuc"};
  int board_words = 0;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const TextLine& line = page.lines[i];
    const bool bottom = line.region == Region::kFooter || i + kBottomLines >= page.lines.size();
    const bool top = line.region == Region::kHeader || line.region == Region::kMenu;
    if (!bottom && !top) continue;
    const std::string& folded = line.Folded();
    if (top && line.region == Region::kHeader && StartsWithAny(folded, kAuthorities))
      return SiteKind::kOfficial;
    if (bottom && StartsWithAny(folded, kPortals)) return SiteKind::kOfficial;
    if (line.region == Region::kFooter && HasPhrase(folded, "co quan chu quan") &&
        kOwners.IsIn(folded))
      return SiteKind::kOfficial;
    if (bottom && kPressImprints.IsIn(folded)) return SiteKind::kNewspaper;
    board_words += kBoardPhrases.CountIn(folded);
    constexpr int kEnough = 2;
    if (bottom && kBoardImprints.IsIn(folded)) board_words += kEnough;
  }
  return board_words >= 2 ? SiteKind::kBoard : SiteKind::kUnknown;
}

std::string ChannelOf(SiteKind kind) {
  switch (kind) {
    case SiteKind::kNewspaper:
      return "newspaper";
    case SiteKind::kOfficial:
      return "official";
    case SiteKind::kBoard:
    case SiteKind::kUnknown:
      return "";
  }
  return "";
}

}  // namespace agencywatch::crawler
