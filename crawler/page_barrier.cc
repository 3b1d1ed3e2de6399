#include "crawler/page_barrier.h"

#include <algorithm>
#include <array>
#include <string>

#include "crawler/advert_words.h"
#include "crawler/advertiser_text.h"
#include "crawler/phrase_set.h"

namespace agencywatch::crawler {
namespace {

// In the source of challenge pages and of no others, in lower case. From the vendors' own pages.
constexpr std::array kChallengeMarks = std::to_array<std::string_view>({
    "_cf_chl_opt",              // Cloudflare, managed challenge
    "cf-browser-verification",  // Cloudflare, older
    "cf_captcha_kind",          // Cloudflare
    "id=\"challenge-form\"",    // Cloudflare
    "captcha-delivery.com",     // DataDome
    "px-captcha",               // HUMAN (PerimeterX)
    "_incapsula_resource",      // Imperva
    "sec-if-cpt-container",     // Akamai
    "/_sec/cp_challenge",       // Akamai
    "bm-verify=",               // Akamai
    "awswafcookiedomainlist",   // AWS WAF
    "token.awswaf.com",         // AWS WAF
    "check.ddos-guard.net",     // DDoS-Guard
    "sucuri_cloudproxy_js",     // Sucuri
    "kpsdk",                    // Kasada
    "geo.captcha",              // DataDome
    "__ddg",                    // DDoS-Guard
    "wsidchk",                  // Imunify360
});
// Also on pages with a form: they count beside words that ask for a proof.
constexpr std::array kCaptchaMarks = std::to_array<std::string_view>(
    {"g-recaptcha", "recaptcha/api", "h-captcha", "hcaptcha.com", "cf-turnstile", "geetest",
     "funcaptcha", "arkoselabs", "captcha"});
const PhraseSet kProofPhrases = {"just a moment",
                                 "checking your browser",
                                 "verify you are human",
                                 "verifying you are human",
                                 "are you human",
                                 "are you a robot",
                                 "not a robot",
                                 "i am human",
                                 "unusual traffic",
                                 "security check",
                                 "attention required",
                                 "khong phai la robot",
                                 "khong phai robot",
                                 "ban la nguoi",
                                 "xac minh ban",
                                 "xac nhan ban",
                                 "ma xac nhan",
                                 "nhap ma captcha",
                                 "luu luong truy cap bat thuong",
                                 "kiem tra bao mat",
                                 "dang kiem tra trinh duyet",
                                 "xac thuc nguoi dung"};
const PhraseSet kRatePhrases = {
    "too many requests",  "rate limit",         "rate limited",      "rate limit exceeded",
    "error 1015",         "request limit",      "slow down",         "qua nhieu yeu cau",
    "truy cap qua nhanh", "truy cap qua nhieu", "truy cap lien tuc", "vuot qua gioi han truy cap",
    "thao tac qua nhanh", "gioi han truy cap"};
const PhraseSet kBlockedPhrases = {"access denied",
                                   "403 forbidden",
                                   "forbidden",
                                   "you have been blocked",
                                   "request blocked",
                                   "access to this page has been denied",
                                   "ip address has been blocked",
                                   "da bi chan",
                                   "bi chan truy cap",
                                   "tu choi truy cap",
                                   "khong co quyen truy cap",
                                   "truy cap bi tu choi"};
const PhraseSet kLoginPhrases = {"dang nhap",
                                 "log in",
                                 "login",
                                 "sign in",
                                 "danh cho thanh vien",
                                 "thanh vien moi xem duoc",
                                 "members only",
                                 "you must be logged in",
                                 "can dang nhap"};
// "Zaakceptuj pliki cookie albo wykup dostęp": nothing is shown before one consents, or pays.
const PhraseSet kConsentPhrases = {"dong y",    "accept",    "agree",       "consent",
                                   "zgode",     "akceptuje", "zaakceptuj",  "akzeptieren",
                                   "zustimmen", "accepter",  "chap nhan",   "souhlas",
                                   "souhlasim", "elfogadom", "persetujuan", "setuju"};
const PhraseSet kCookiePhrases = {"cookie", "cookies", "pliki cookie", "pliki cookies"};
// Told to somebody who is not let in, beside the field for the password.
const PhraseSet kStrangerPhrases = {
    "chua dang nhap",        "phai dang nhap",     "can dang nhap",
    "hay dang nhap",         "vui long dang nhap", "dang nhap de xem",
    "dang nhap de tiep tuc", "phai la thanh vien", "danh cho thanh vien",
    "chi thanh vien",        "khong co quyen",     "not logged in",
    "must be logged in",     "must log in",        "need to log in",
    "have to log in",        "please log in",      "please sign in",
    "log in to view",        "log in to continue", "sign in to view",
    "sign in to continue",   "members only",       "do not have permission"};
const PhraseSet kMissingPhrases = {"404",
                                   "khong tim thay",
                                   "khong ton tai",
                                   "khong con ton tai",
                                   "da bi xoa",
                                   "da bi go",
                                   "not found",
                                   "page not found",
                                   "no longer available",
                                   "does not exist",
                                   "has been removed",
                                   "trang ban tim",
                                   "duong dan khong dung",
                                   "co loi xay ra",
                                   "khong con hieu luc hien thi",
                                   "ten mien nay dang duoc rao ban",
                                   "ten mien dang duoc rao ban",
                                   "domain is for sale",
                                   "domain may be for sale",
                                   "buy this domain",
                                   "domain parking",
                                   "expired and removed"};
// What a page says of an advert that it shows no more, in a sentence or two.
const PhraseSet kTakenOffPhrases = {"tin nay da het han",
                                    "tuyen dung nay da het han",
                                    "viec lam nay da het han",
                                    "cong viec nay da het han",
                                    "tin dang nay da het han",
                                    "tin dang da het han",
                                    "da het han hoac da bi",
                                    "nay khong con ton tai",
                                    "nay khong con hieu luc",
                                    "nay da ngung tuyen",
                                    "nay da dong",
                                    "nay da bi an",
                                    "is no longer active",
                                    "job is closed",
                                    "position is closed",
                                    "tin nay khong con",
                                    "tin dang khong con",
                                    "tin dang nay khong con",
                                    "viec lam nay khong con",
                                    "da bi go bo",
                                    "da duoc go bo",
                                    "bai viet da bi xoa",
                                    "tin dang da bi xoa",
                                    "tin dang da bi an",
                                    "job has expired",
                                    "job is no longer available",
                                    "no longer accepting applications",
                                    "position has been filled",
                                    "listing is no longer available"};
constexpr std::array kScriptPhrases = std::to_array<std::string_view>(
    {"enable javascript", "requires javascript", "javascript is required", "javascript is disabled",
     "turn on javascript", "bat javascript", "bật javascript", "can javascript", "cần javascript",
     "ho tro javascript", "hỗ trợ javascript", "without javascript", "flutter_bootstrap.js",
     "main.dart.js"});

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

template <class Marks>
bool HoldsAny(std::string_view text, const Marks& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
    return text.find(mark) != std::string_view::npos;
  });
}

}  // namespace

std::string_view PageBarrierName(PageBarrier barrier) {
  switch (barrier) {
    case PageBarrier::kNone:
      return "";
    case PageBarrier::kCaptcha:
      return "captcha";
    case PageBarrier::kRateLimit:
      return "rate-limit";
    case PageBarrier::kBlocked:
      return "blocked";
    case PageBarrier::kLogin:
      return "log-in";
    case PageBarrier::kNotFound:
      return "soft-404";
    case PageBarrier::kJavascript:
      return "needs-javascript";
  }
  return "";
}

PageBarrier FindBarrier(const BarrierSigns& page) {
  constexpr std::size_t kShortBytes = 1500;  // a page that holds an advert shows more, or labels
  constexpr std::size_t kMaxLabels = 1;
  if (page.text.size() > kShortBytes || page.labels > kMaxLabels) return PageBarrier::kNone;
  constexpr std::size_t kSourceBytes = 256UL * 1024;
  const std::string source = Lower(page.html.substr(0, kSourceBytes));
  const std::string front = std::string(page.heading) + "\n" + std::string(page.title);
  const bool asks = kProofPhrases.IsIn(front) || kProofPhrases.IsIn(page.text);
  if (HoldsAny(source, kChallengeMarks) || (asks && HoldsAny(source, kCaptchaMarks)))
    return PageBarrier::kCaptcha;
  if (kRatePhrases.IsIn(front)) return PageBarrier::kRateLimit;
  constexpr std::size_t kSentenceBytes = 400;  // a page that says this and nothing more
  if (page.text.size() < kSentenceBytes && kRatePhrases.IsIn(page.text))
    return PageBarrier::kRateLimit;
  if (kBlockedPhrases.IsIn(front)) return PageBarrier::kBlocked;
  if (kMissingPhrases.IsIn(front)) return PageBarrier::kNotFound;
  if (page.labels == 0 && page.text.size() < kSentenceBytes && kTakenOffPhrases.IsIn(page.text))
    return PageBarrier::kNotFound;
  if (kLoginPhrases.IsIn(front) && (page.has_password || page.text.size() < kSentenceBytes))
    return PageBarrier::kLogin;
  constexpr std::size_t kRefusalBytes = 700;
  if (page.has_password && page.labels == 0 && page.text.size() < kRefusalBytes &&
      kStrangerPhrases.IsIn(page.text) && !HasContact(page.text) && CountJobWords(page.text) < 2)
    return PageBarrier::kLogin;
  if (page.labels == 0 && page.text.size() < kRefusalBytes && kCookiePhrases.IsIn(page.text) &&
      kConsentPhrases.IsIn(page.text) && !HasContact(page.text) && CountJobWords(page.text) == 0)
    return PageBarrier::kLogin;
  constexpr std::size_t kNothingBytes = 120;
  const bool empty = page.text.size() < kNothingBytes;
  if (empty && source.find("<script") != std::string::npos &&
      (page.awaits_program || HoldsAny(source, kScriptPhrases)))
    return PageBarrier::kJavascript;
  return PageBarrier::kNone;
}

}  // namespace agencywatch::crawler
