// What a scan of the demo sites must find, page by page. The planted offenders stand here; every
// other page of every site is lawful (or is news, a warning, somebody else's business) and must
// stay clear.
#pragma once

#include <array>
#include <string_view>

#include "core/assessment.h"

namespace agencywatch::test {

// One planted advertisement.
struct DemoOffender {
  std::string_view site;  // key
  std::string_view path;
  core::Verdict verdict;
  // Indicators that must be among its findings, separated by blanks; "a|b" asks for one of them at
  // least.
  std::string_view indicators;
  std::string_view phone;  // E.164: the contact that its subject controls
  std::string_view
      subject;  // offenders with the same name here must end in one subject, others must not
  std::string_view story;
};

inline constexpr std::array kDemoOffenders = {
    DemoOffender{
        "viec-lam", "/viec-lam/don-hang-che-bien-thuy-san-miyagi-1019.html", core::Verdict::kFraud,
        "fee.upfront_deposit fee.personal_account deception.impersonation|licence.number_mismatch",
        "+84934000712", "borrower",
        "Borrowed licence: the name and number of TATHAVA, another phone and a person's account"},
    DemoOffender{"viec-lam", "/viec-lam/nha-may-nhua-tan-bac-1014.html", core::Verdict::kUnlicensed,
                 "licence.inactive", "+842213000617", "BIKIPHA",
                 "Advert of 20 November by a firm whose licence was revoked on 19 November"},
    DemoOffender{"viec-lam", "/viec-lam/lap-rap-linh-kien-hungary-1021.html",
                 core::Verdict::kUnlicensed, "licence.unlisted", "+84387000733", "reposter",
                 "A firm that is not on the register"},
    DemoOffender{"rao-vat", "/viec-lam/lam-viec-hungary-506.html", core::Verdict::kUnlicensed,
                 "licence.unlisted|licence.wrong_activity|licence.absent", "+84387000733",
                 "reposter", "The same text and phone under another name on another site"},
    DemoOffender{
        "viec-lam", "/viec-lam/kho-hang-ba-lan-1024.html", core::Verdict::kFraud,
        "fee.upfront_deposit fee.personal_account deception.guarantee deception.fast_departure",
        "+84358000725", "no deposit, no place",
        "Conditional denial: 'không cọc thì không giữ chỗ' is a demand"},
    DemoOffender{"rao-vat", "/viec-lam/tuyen-cskh-luong-cao-504.html", core::Verdict::kTrafficking,
                 "deception.scam_compound", "+84779000744", "Bavet",
                 "Scam-compound advert in teencode"},
    DemoOffender{"viec-lam", "/viec-lam/trong-rau-nha-kinh-ibaraki-1016.html",
                 core::Verdict::kViolation, "fee.upfront_deposit", "+842363000618", "DOTRACO",
                 "Deposit before the contract, asked by a licensed firm"},
};

// Licensed firms (short names of the register) that no alert may be about. TATHAVA's licence is the
// borrowed one; PHUSOLI warns of an impostor and quotes the reposter's phone.
inline constexpr std::array kDemoLawfulHolders = {
    std::string_view{"TATHAVA"},  std::string_view{"PHUSOLI"}, std::string_view{"MANUBA"},
    std::string_view{"CULUNA"},   std::string_view{"SOLEBA"},  std::string_view{"MAIHA"},
    std::string_view{"HOLAGI"},   std::string_view{"THATRA"},  std::string_view{"TRUKHE"},
    std::string_view{"NGOHATRI"}, std::string_view{"LAPHOTI"}, std::string_view{"KEXACO"}};

// Printed on every page of the job board: a hub that ties nobody to anybody.
inline constexpr std::string_view kDemoBoardHotline = "+842430000600";

// Pages whose postings are the hardest to leave clear, and why.
struct DemoLookAlike {
  std::string_view site;
  std::string_view path;
  std::string_view why;
};
inline constexpr std::array kDemoLookAlikes = {
    DemoLookAlike{"viec-lam", "/viec-lam/dien-tu-dao-vien-khong-thu-coc-1007.html",
                  "denies deposits without condition"},
    DemoLookAlike{"viec-lam", "/viec-lam/ho-ly-tokutei-saitama-1013.html",
                  "the lawful holder's own advert"},
    DemoLookAlike{"viec-lam", "/viec-lam/thuyen-vien-e10-jeonnam-1017.html",
                  "lawful deposit in a blocked account"},
    DemoLookAlike{"viec-lam", "/viec-lam/cong-nhan-dien-tu-tuyen-gap-1022.html",
                  "urgent, but domestic"},
    DemoLookAlike{"viec-lam", "/viec-lam/bao-ve-toa-nha-1012.html",
                  "12-hour shifts, paid and with days off"},
    DemoLookAlike{"viec-lam", "/viec-lam/ky-su-o-to-aichi-1026.html",
                  "'at most 180 days' of waiting is the law"},
    DemoLookAlike{"phu-son", "/tin-tuc/canh-bao-mao-danh.html",
                  "warns of an impostor in the impostor's words"},
    DemoLookAlike{"phu-son", "/hoi-dap.html", "answers questions about deposits and guarantees"},
    DemoLookAlike{"rao-vat", "/viec-lam/can-gap-phu-quan-tra-sua-501.html",
                  "domestic, urgent, in teencode"},
    DemoLookAlike{"rao-vat", "/nha-dat/cho-thue-phong-tro-503.html",
                  "a conditional deposit, but for a room"},
    DemoLookAlike{"rao-vat", "/tim-viec/em-tim-viec-o-nhat-510.html",
                  "a job seeker who was asked for a deposit"},
    DemoLookAlike{"bao-moi", "/phap-luat/khoi-to-nhom-dua-nguoi-sang-campuchia.html", "court news"},
    DemoLookAlike{"bao-moi", "/xa-hoi/phong-van-nguoi-tro-ve.html", "an interview with a victim"},
    DemoLookAlike{"bao-moi", "/kinh-te/thu-hoi-giay-phep-binh-kieu-phat.html",
                  "news about the revoked licence"},
};

// Orders in the two tables of the agency's site: as many postings, with these order codes as item
// keys.
struct DemoOrderTable {
  std::string_view path;  // of site phu-son
  std::string_view first_code;
  int orders;
};
inline constexpr std::array kDemoOrderTables = {
    DemoOrderTable{"/don-hang/nhat-ban.html", "PSL-N261", 5},
    DemoOrderTable{"/don-hang/dai-loan.html", "PSL-D118", 4},
};

inline constexpr int kDemoJobPostings = 28;   // pages of viec-lam with one JSON-LD JobPosting each
inline constexpr int kDemoRegisterRows = 24;  // over the three pages of dolab
inline constexpr std::string_view kDemoForbiddenPath =
    "/quan-tri/";  // of viec-lam, by robots.txt; must not be asked for

}  // namespace agencywatch::test
