// Signs of what kind of page this is, and of what kind of site it stands on. `folded` texts are core::FoldPlain text.
#pragma once

#include <string>
#include <string_view>

#include "crawler/html_text.h"
#include "crawler/page_parts.h"

namespace agencywatch::crawler {

// "Giới thiệu công ty Mẫu Đơn", "Liên hệ", "About us": an enterprise presents itself, by heading or address.
[[nodiscard]] bool IsAboutPage(std::string_view folded_heading, std::string_view folded_path);

// Terms of use, log-in, help, search: no subject of ours.
[[nodiscard]] bool IsHousekeeping(std::string_view folded_title);

// "Tin tuyển dụng", "Việc làm tại …", "Search results".
[[nodiscard]] bool IsListTitle(std::string_view folded_title);

// "Cảm ơn bạn đã đăng ký!": a few words to somebody who sent a form. `folded_body` as below.
[[nodiscard]] bool IsReceipt(std::string_view folded_title, std::string_view folded_body);

// "cần 10 anh lái máy cày", "tuyển 8 nữ": how many are wanted, in running text.
[[nodiscard]] bool CallsForSome(std::string_view folded_body);

// A short text that says so: "Không tìm thấy việc làm phù hợp", "No vacancies match your search". `folded` as above.
[[nodiscard]] bool SaysNothingFound(std::string_view folded_body);

// "Thông báo tuyển …", "Announcement": of one thing, whatever tables it has.
[[nodiscard]] bool IsAnnouncementTitle(std::string_view folded_title);

// "Thông báo tuyển chọn ứng viên điều dưỡng": people are sought.
[[nodiscard]] bool CallsForWorkers(std::string_view folded_title);

// Somebody asks others: "Xin hỏi đi đơn hàng cơm hộp có vất vả không?"
[[nodiscard]] bool IsQuestion(std::string_view title);

// "Chi phí đi Nhật gồm những khoản nào?", "Kinh nghiệm phỏng vấn", "How to …": it explains.
[[nodiscard]] bool IsGuideTitle(std::string_view folded_title);

// Tells what authorities did and said, in the words of news: inspections, arrests, warnings.
[[nodiscard]] bool IsReport(std::string_view folded_body);

// Somebody tells what was done to them, and asks what to do: "bị giữ hộ chiếu", "đòi lại tiền", "có ai từng bị …".
[[nodiscard]] bool IsAccount(std::string_view folded_body);

[[nodiscard]] bool IsHomePath(std::string_view path);

// Teasers that lead elsewhere are what the page is about.
[[nodiscard]] bool LooksLikeList(const PageText& page, const PageParts& parts,
                                 std::string_view folded_title, std::string_view path);

enum class SiteKind {
  kUnknown,  // most likely the advertiser's own
  kBoard,  // job boards, classifieds, forums: their own names say nothing about the adverts on them
  kNewspaper,  // has an editor-in-chief or a press licence
  kOfficial    // an authority
};

// By the host, by what the site calls itself (`site_name`), and by its menus, header and imprint.
[[nodiscard]] SiteKind FindSiteKind(std::string_view host, std::string_view site_name,
                                    const PageText& page);

// As core::Posting::channel has it: newspaper, official or "".
[[nodiscard]] std::string ChannelOf(SiteKind kind);

}  // namespace agencywatch::crawler
