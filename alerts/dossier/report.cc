#include "alerts/dossier/report.h"

#include <algorithm>
#include <set>

#include "alerts/alert_text.h"
#include "alerts/country_name.h"
#include "alerts/dossier/custody.h"
#include "alerts/dossier/html_page.h"
#include "alerts/posting_signs.h"
#include "core/signature.h"
#include "core/utf8.h"
#include "crawler/url.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMostQuotes = 6;
constexpr std::size_t kMostQuoteLetters = 400;
constexpr std::size_t kMostTextLetters = 6000;
constexpr int kFewestToldOutside = 5;  // smaller counts of persons are suppressed in what leaves the unit

// Of what there are signs; never that it is so.
std::string SignsOfVerdict(core::Verdict verdict, bool english) {
  switch (verdict) {
    case core::Verdict::kTrafficking:
      return english ? "signs of trafficking in persons" : "dấu hiệu mua bán người";
    case core::Verdict::kFraud:
      return english ? "signs of fraud" : "dấu hiệu lừa đảo";
    case core::Verdict::kUnlicensed:
      return english ? "signs of activity without a licence" : "dấu hiệu hoạt động không có giấy phép";
    case core::Verdict::kViolation:
      return english ? "signs of a breach of the rules" : "dấu hiệu vi phạm quy định";
    case core::Verdict::kClear:
      return english ? "no signs seen" : "không thấy dấu hiệu";
  }
  return "";
}

class Writer {
 public:
  Writer(const DossierMaterial& material, const ReportView& view) : material_(material), view_(view) {}

  std::string CoverLetter() const {
    HtmlPage page = Page(Say("Công văn chuyển hồ sơ", "Cover letter"));
    const auto& proposal = referral().proposal;
    page.Paragraph(Say("Ngày ", "Date: ") + core::DisplayDay(core::VietnamDay(material_.maker.at)) +
                       Say("  ·  Hồ sơ ", "  ·  Dossier ") + material_.name,
                   "right");
    page.Paragraph(Say("Kính gửi: ", "To: ") + Shown(proposal.recipient_name));
    page.Paragraph(Shown(proposal.recipient_address), "small");
    if (!proposal.copies.empty()) page.Paragraph(Say("Đồng gửi: ", "Copy: ") + Shown(Joined(proposal.copies, "; ")), "small");
    page.Heading(1, Say("Về việc chuyển hồ sơ có dấu hiệu vi phạm trong tuyển lao động",
                        "Referral of signs of breaches in the recruitment of workers"));
    page.Paragraph(
        Say("Chúng tôi chuyển đến quý cơ quan hồ sơ về ", "We refer to you what was published in ") +
        Count(material_.postings.size(), "tin đăng", "advert", "adverts") +
        Say(", trong đó thấy ", ", in which these signs were seen: ") + Joined(VerdictsSeen(), ", ") + ".");
    if (sealed()) page.Paragraph(proposal.grounds);
    page.Begin("notice").Paragraph(NoJudgement()).End();
    page.Paragraph(Say("Hồ sơ gồm:", "The dossier holds:"));
    page.List(view_.redactor == nullptr ? SealedContents() : RedactedContents());
    page.Heading(2, Say("Cách kiểm tra", "How to verify"));
    page.Paragraph(
        Say("Mọi tệp có mã băm SHA-256 (BagIt, RFC 8493) và được ký bằng Ed25519. Dấu vân của khóa ký, cần "
            "đối chiếu qua một kênh khác (điện thoại, gặp trực tiếp):",
            "Every file has its SHA-256 (BagIt, RFC 8493), and all are signed with Ed25519. Fingerprint of the key, to be "
            "compared by another channel (by telephone, in person):"));
    page.Paragraph(core::GroupedFingerprint(view_.key), "small");
    page.Paragraph("agencywatch dossier verify " + material_.name + ".zip --key " + view_.key, "small");
    page.Paragraph(Say("Chương trình kiểm tra chạy trên máy khác, không cần cơ sở dữ liệu và mạng; phần niêm phong "
                       "được đọc và đánh giá lại từ dữ liệu trang web đã lưu.",
                       "The verifier runs on another machine, without database or network; the sealed part is read and "
                       "judged anew from the archived pages."));
    page.Paragraph(Say("Đề nghị quý cơ quan thông báo kết quả (tiếp nhận, chưa đủ căn cứ, khởi tố, không có hành "
                       "vi vi phạm) để chúng tôi ghi nhận.",
                       "Please tell us the outcome (accepted, insufficient, charged, no offence), so that we can record it."));
    page.Begin("sign").Paragraph(Say("NGƯỜI PHÊ DUYỆT", "APPROVED BY")).Paragraph(Actor(referral().approved_by)).End();
    return std::move(page).Finish();
  }

  std::string Report() const {
    HtmlPage page = Page(Say("Báo cáo dấu hiệu vi phạm", "Report on signs of breaches"));
    page.Paragraph(Say("Hồ sơ ", "Dossier ") + material_.name + "  ·  " + core::FormatVietnamTime(material_.maker.at) +
                       Say(" (giờ Việt Nam)  ·  ", " (Vietnam time)  ·  ") +
                       (view_.redactor == nullptr ? Say("PHẦN NIÊM PHONG", "SEALED PART") : Say("PHẦN ĐÃ CHE", "REDACTED PART")),
                   "small");
    page.Heading(1, Say("Báo cáo dấu hiệu vi phạm trong tuyển lao động", "Report on signs of breaches in the recruitment of workers"));
    if (view_.preview) {
      page.Begin("notice")
          .Paragraph(Say("BẢN XEM TRƯỚC: chưa ký, không dùng để gửi đi.", "PREVIEW: not signed, not to be sent."))
          .End();
    }
    page.Begin("notice").Paragraph(NoJudgement()).Paragraph(WhatIsHidden()).End();
    Summary(page);
    for (std::size_t i = 0; i < material_.alerts.size(); ++i) Subject(page, material_.alerts[i], i + 1);
    Law(page);
    Collection(page);
    Deciding(page);
    Custody(page);
    return std::move(page).Finish();
  }

 private:
  [[nodiscard]] std::string Say(const std::string& vi, const std::string& en) const { return view_.english ? en : vi; }
  [[nodiscard]] const db::ReferralRow& referral() const { return material_.referral.row; }
  [[nodiscard]] bool sealed() const { return view_.redactor == nullptr; }

  // One of ours who did something.
  [[nodiscard]] std::string Actor(std::string_view name) const { return sealed() ? std::string{name} : view_.redactor->Actor(name); }
  // Text from outside, or that names people.
  [[nodiscard]] std::string Shown(std::string_view text) const {
    return sealed() ? std::string{text} : view_.redactor->Text(text);
  }

  [[nodiscard]] HtmlPage Page(const std::string& title) const {
    return {view_.english ? "en" : "vi", title + " – " + material_.name, material_.name + "  ·  " + title};
  }

  static std::string Joined(const std::vector<std::string>& parts, const char* between) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : between) + part;
    return text;
  }

  [[nodiscard]] std::string Count(std::size_t count, const char* vi, const char* one, const char* many) const {
    return std::to_string(count) + " " + (view_.english ? (count == 1 ? one : many) : vi);
  }

  static std::string Cut(std::string_view text, std::size_t most) {
    std::size_t at = 0;
    for (std::size_t letters = 0; at < text.size() && letters < most; ++letters)
      static_cast<void>(core::NextCodePoint(text, at));
    return std::string{text.substr(0, at)} + (at < text.size() ? " …" : "");
  }

  [[nodiscard]] std::string Period(core::Instant first, core::Instant last) const {
    return core::FormatVietnamTime(first) + " – " + core::FormatVietnamTime(last);
  }

  [[nodiscard]] std::string NoJudgement() const {
    return Say(
        "Tài liệu này nêu dấu hiệu đọc được từ nội dung đã công bố. Đây không phải là kết luận về hành vi hay lỗi của bất kỳ "
        "ai; việc xác minh và kết luận thuộc cơ quan có thẩm quyền.",
        "This document states signs read in what was published. It is no finding about the conduct or the fault of anybody; to "
        "verify and to conclude is for the competent authority.");
  }

  [[nodiscard]] std::string WhatIsHidden() const {
    if (sealed()) {
      return Say("Phần này chứa dữ liệu cá nhân và chỉ dành cho bộ phận phối hợp của cơ quan tiếp nhận.",
                 "This part holds personal data and is for the recipient's liaison team alone.");
    }
    return Say(
        "Dữ liệu cá nhân đã được che: điện thoại, tài khoản và chủ tài khoản, mạng xã hội, thư điện tử, địa chỉ, liên kết, số "
        "giấy tờ, tên người – của mọi người, kể cả người đăng tin và cán bộ. Số thứ tự trong ô đen là như nhau cho cùng một điện thoại, "
        "tài khoản… trong toàn hồ sơ. Nội dung tin báo và toàn văn tin đăng chỉ có trong phần niêm phong.",
        "Personal data are blacked out: phones, accounts and their holders, handles, e-mail and street addresses, links, identity "
        "numbers, names of persons – of everybody, the advertiser and the officials included. The number in a black box is the same for the same "
        "phone, account … in the whole dossier. What tips say, and whole adverts, are in the sealed part only.");
  }

  [[nodiscard]] std::vector<std::string> VerdictsSeen() const {
    std::set<core::Verdict> seen;
    for (const auto& alert : material_.alerts) seen.insert(alert.summary.alert.verdict);
    std::vector<std::string> titles;
    for (auto verdict = seen.rbegin(); verdict != seen.rend(); ++verdict)
      titles.push_back(SignsOfVerdict(*verdict, view_.english));
    return titles;
  }

  [[nodiscard]] std::vector<std::string> SealedContents() const {
    return {Say("báo cáo (report.html, report.pdf): dấu hiệu, câu trích, điều luật có hiệu lực, trạng thái giấy phép ngày đó, liên kết giữa các tin",
                "report (report.html, report.pdf): signs, quotes, articles of law in force, the licence on that day, ties between adverts"),
            Say("toàn bộ bản ghi WARC của các trang web (captures.warc.gz) và biên bản thu thập (collection.json)",
                "whole WARC records of the pages (captures.warc.gz) and the record of collection (collection.json)"),
            Say("quy tắc và bảng tra đã dùng (rules/), danh sách giấy phép ngày đó (register/), lịch sử các lần thấy tin (history.json)",
                "the rules and reference tables that decided (rules/), the register of that day (register/), when adverts were seen (history.json)"),
            Say("tài liệu mà cán bộ đưa vào vụ việc (attachments/): ", "files that officials laid into the case (attachments/): ") +
                std::to_string(material_.attachments.size()),
            Say("bảng bảo quản (custody.json) và phần chuỗi nhật ký về vụ việc này (audit.json)",
                "custody table (custody.json) and this case's part of the audit chain (audit.json)"),
            Say("phần đã che, có chữ ký riêng, có thể trao cho người khác (thư mục redacted)",
                "the redacted part, signed by itself, which may be given to others (folder redacted)")};
  }

  [[nodiscard]] std::vector<std::string> RedactedContents() const {
    return {Say("báo cáo đã che dữ liệu cá nhân (report.html, report.pdf)", "the report with personal data blacked out (report.html, report.pdf)"),
            Say("các dấu hiệu ở dạng máy đọc được (findings.json)", "the signs in a form for machines (findings.json)")};
  }

  void Summary(HtmlPage& page) const {
    page.Heading(2, Say("1. Tóm tắt", "1. In short"));
    int persons = 0;
    for (const auto& affected : material_.case_file.affected) persons += affected.n;
    std::string affected;
    if (persons > 0) {
      affected = !sealed() && persons < kFewestToldOutside
                     ? Say("dưới ", "fewer than ") + std::to_string(kFewestToldOutside)
                     : std::to_string(persons);
    }
    std::vector<std::string> changed;
    for (const auto number : material_.changed_alerts) changed.push_back("#" + std::to_string(number));
    page.Facts({{Say("Vụ việc", "Case"), "#" + std::to_string(referral().case_id) + (sealed() ? "  " + referral().case_title : "")},
                {Say("Chuyển đến", "Referred to"), Shown(referral().proposal.recipient_name)},
                {Say("Lý do chuyển", "Grounds"), sealed() ? referral().proposal.grounds : ""},
                {Say("Người đề xuất", "Proposed by"),
                 Actor(referral().proposed_by) + ", " + core::FormatVietnamTime(referral().proposed_at)},
                {Say("Người phê duyệt", "Approved by"),
                 referral().approved_at ? Actor(referral().approved_by) + ", " + core::FormatVietnamTime(*referral().approved_at)
                                        : Say("chưa phê duyệt", "not approved yet")},
                {Say("Số tin đăng", "Adverts"), std::to_string(material_.postings.size())},
                {Say("Người bị ảnh hưởng", "Persons affected"), affected},
                {Say("Dấu hiệu", "Signs"), Joined(VerdictsSeen(), "; ")},
                {Say("Đã thay đổi sau khi đề xuất", "Changed since it was proposed"),
                 changed.empty() ? "" : Say("cảnh báo ", "alert ") + Joined(changed, ", ")}});
  }

  void Subject(HtmlPage& page, const db::AlertDetails& alert, std::size_t number) const {
    const auto& row = alert.summary.alert;
    page.Heading(2, "2." + std::to_string(number) + Say(". Cảnh báo #", ". Alert #") + std::to_string(row.number) + ": " + SignsOfVerdict(row.verdict, view_.english));
    std::vector<std::string> own;
    std::vector<std::string> claimed;
    for (const auto& identifier : alert.identifiers) {
      if (identifier.identifier.kind == "text" || identifier.identifier.kind == "claim_at" || identifier.identifier.kind == "posting") continue;
      (identifier.kind == db::TieKind::kControls ? own : claimed)
          .push_back(sealed() && !identifier.shown.empty()
                         ? IdentifierTitle(identifier.identifier.kind, view_.english) + " " + identifier.shown
                         : ShownIdentifier(identifier.identifier));
    }
    std::vector<std::string> corrected;
    for (const auto& correction : alert.corrections) corrected.push_back(CorrectionText(correction, view_.english));
    if (!sealed() && !corrected.empty())
      corrected = {std::to_string(corrected.size()) + Say(" (nội dung: phần niêm phong)", " (what they say: sealed part)")};
    page.Facts({{Say("Điểm", "Score"), std::to_string(row.score) + "/100"},
                {Say("Đầu mối của người đăng", "The advertiser's own contacts"), Joined(own, "; ")},
                {Say("Chỉ tự nhận là", "Only claimed"), Joined(claimed, "; ")},
                {Say("Đã đính chính theo yêu cầu của người có tên", "Corrected, as persons named here asked"), Joined(corrected, "; ")},
                {Say("Thấy trong thời gian", "Seen"),
                 row.first_seen && row.last_seen ? Period(*row.first_seen, *row.last_seen) : ""},
                {Say("Nơi đến", "Destinations"), CountryNames(row.destinations, view_.english)},
                {Say("Tỉnh, thành phố", "Provinces"), Joined(row.provinces, ", ")},
                {Say("Tin không nằm trong hồ sơ", "Adverts not in this dossier"),
                 row.adverts > static_cast<int>(alert.postings.size())
                     ? std::to_string(row.adverts - static_cast<int>(alert.postings.size()))
                     : ""}});
    for (const auto& posting : material_.postings) {
      if (posting.alert == row.number) Advert(page, posting);
    }
    Links(page, alert);
  }

  // What is blacked out says its kind itself.
  [[nodiscard]] std::string ShownIdentifier(const db::IdentifierValue& identifier) const {
    const std::string shown = sealed() ? identifier.norm : view_.redactor->Identifier(identifier);
    return shown.starts_with(kBlack) ? shown : IdentifierTitle(identifier.kind, view_.english) + " " + shown;
  }

  // Outside only the site: an address may name a person.
  [[nodiscard]] std::string ShownUrl(const std::string& url) const {
    if (sealed() || url.empty()) return url;
    const auto parsed = crawler::ParseUrl(url);
    return parsed && parsed->host ? *parsed->host + Say(" (địa chỉ đầy đủ: phần niêm phong)", " (whole address: sealed part)") : "";
  }

  void Advert(HtmlPage& page, const DossierPosting& posting) const {
    const auto& version = posting.stored.version;
    const auto& read = version.posting;
    const auto& assessment = posting.stored.assessment.assessment;
    const bool tip = read.kind == core::PostingKind::kTip;
    const bool hidden = tip && !sealed();
    const std::string title = tip ? Say("Tin báo", "Tip") : Cut(Shown(read.text.title.empty() ? read.text.body : read.text.title), 160);
    page.Heading(3, Say("Tin ", "Advert ") + std::to_string(posting.n) + ": " + title);
    std::string record;
    if (posting.read_from) {
      const auto& capture = material_.GetCapture(*posting.read_from);
      record = capture.record_id + Say("\nSHA-256 nội dung trang: ", "\nSHA-256 of the page: ") + capture.payload_sha256;
    } else if (tip) {
      record = Say("văn bản do người báo cung cấp, không có trang web", "text that a person reported; there is no page");
    } else {
      record = Say("không còn trang đã lưu; văn bản như khi đọc", "the page is no longer kept; the text as it was read");
    }
    std::string withdrawn;
    if (posting.stored.withdrawn_after && posting.stored.withdrawn_by)
      withdrawn = Period(*posting.stored.withdrawn_after, *posting.stored.withdrawn_by);
    page.Facts({{Say("Địa chỉ", "Address"), ShownUrl(read.canonical_url)},
                {Say("Người đăng, như nơi đăng nêu", "Advertiser, as the site names it"),
                 sealed() ? read.employer : view_.redactor->Advertiser(read.employer)},
                {Say("Ngày đăng nêu trong tin", "Stated day"), read.date_posted ? core::DisplayDay(*read.date_posted) : ""},
                {Say("Đã thấy", "Seen"), Period(version.first_seen, version.last_seen)},
                {Say("Bị gỡ trong khoảng", "Withdrawn between"), withdrawn},
                {Say("Đánh giá", "Assessed"), SignsOfVerdict(assessment.verdict, view_.english) + ", " + std::to_string(assessment.score) + "/100"},
                {Say("Bản ghi", "Record"), record}});
    if (sealed()) page.Paragraph(Cut(read.text.title + "\n" + read.text.body, kMostTextLetters), "quote");
    for (const auto& finding : assessment.findings) Finding(page, finding, hidden);
    Register(page, posting);
  }

  void Finding(HtmlPage& page, const core::Finding& finding, bool hidden) const {
    page.Begin("finding");
    page.Heading(4, Say("Dấu hiệu: ", "Sign of: ") + (view_.english ? finding.title_en : finding.title_vi));
    const std::string& why = view_.english ? finding.why_en : finding.why_vi;
    if (!hidden && why != finding.title_vi && why != finding.title_en) page.Paragraph(Shown(why));
    std::set<std::string> quotes;
    for (const auto& span : finding.spans) {
      if (hidden || quotes.size() >= kMostQuotes || !quotes.insert(span.quote).second) continue;
      page.Paragraph("“" + Cut(Shown(span.quote), kMostQuoteLetters) + "”" +
                         (span.field == core::Field::kContext ? Say(" (phần quanh tin)", " (around the advert)") : ""),
                     "quote");
    }
    std::string law;
    for (const auto& id : finding.law) law += (law.empty() ? "" : "; ") + id;
    page.Paragraph(Say("Điều luật: ", "Law: ") + law + Say("  ·  quy tắc ", "  ·  rule ") + finding.rule + Say(", bản ", ", version ") +
                       std::to_string(finding.rule_version) + "  ·  " + std::to_string(finding.points) + Say(" điểm", " points"),
                   "small");
    page.End();
  }

  void Register(HtmlPage& page, const DossierPosting& posting) const {
    const auto& judged = posting.stored.assessment;
    const std::string days = core::DisplayDay(judged.inputs.day_from) + " – " + core::DisplayDay(judged.inputs.day_to);
    page.Heading(4, Say("Danh sách giấy phép, xét các ngày ", "The licence register, on the days ") + days);
    if (posting.register_path.empty()) {
      page.Paragraph(Say("Không có danh sách giấy phép khi đánh giá.", "No register was known when it was judged."));
      return;
    }
    const core::RegisterView& view = material_.registers.at(posting.register_path);
    const auto& note = view_.english ? judged.assessment.register_note_en : judged.assessment.register_note_vi;
    page.Paragraph(Say("Danh sách ngày ", "List of ") + core::DisplayDay(view.as_of()) + ", " + std::to_string(view.listed()) +
                       Say(" doanh nghiệp", " enterprises") +
                       (judged.assessment.register_stale ? Say("; đã quá cũ để kết luận", "; too old to conclude from") : "") + ".",
                   "small");
    if (!note.empty()) page.Paragraph(Shown(note));
    const auto* entry = ClaimedEntry(view, judged.assessment.facts, posting.stored.version.posting.employer);
    if (entry == nullptr) {
      if (note.empty()) page.Paragraph(Say("Tin không nêu doanh nghiệp nào có trong danh sách.", "The advert names no enterprise that is listed."));
      return;
    }
    const auto status = core::RegisterView::StatusOn(*entry, judged.inputs.day_to);
    // What the list publishes of an enterprise is public, but for contacts, which may be a person's.
    page.Facts({{Say("Doanh nghiệp được nêu", "Enterprise named"), entry->row.name},
                {Say("Số giấy phép", "Licence"), entry->row.licence_no},
                {Say("Ngày cấp", "Issued"), entry->row.issued_on ? core::DisplayDay(*entry->row.issued_on) : ""},
                {Say("Trạng thái ngày ", "Status on ") + core::DisplayDay(judged.inputs.day_to),
                 status ? std::string{core::LicenceStatusTitle(*status, view_.english)}
                        : Say("chưa được cấp hoặc không còn trong danh sách", "not licensed yet, or not listed any more")},
                {Say("Mã số thuế", "Tax code"), entry->row.tax_code},
                {Say("Địa chỉ, điện thoại trong danh sách", "Address and phones on the list"),
                 sealed() ? entry->row.address + (entry->row.phones.empty() ? "" : "\n" + Joined(entry->row.phones, ", ")) : ""}});
  }

  void Links(HtmlPage& page, const db::AlertDetails& alert) const {
    if (alert.linked.empty()) return;
    page.Heading(3, Say("Tin khác cùng đầu mối", "Other adverts that share a contact"));
    std::vector<std::vector<std::string>> rows;
    for (const auto& link : alert.linked) {
      rows.push_back({ShownIdentifier(link.shared),
                      sealed() ? Cut(link.title, 120) : "", ShownUrl(link.canonical_url), SignsOfVerdict(link.verdict, view_.english),
                      link.alert_number ? "#" + std::to_string(*link.alert_number) : ""});
    }
    page.Table({{Say("Chung", "Shared"), 20},
                {Say("Tin", "Advert"), 26},
                {Say("Địa chỉ", "Address"), 24},
                {Say("Đánh giá", "Assessed"), 18},
                {Say("Cảnh báo", "Alert"), 12}},
               rows);
  }

  // Each article once, with the adverts' days on which it was in force.
  void Law(HtmlPage& page) const {
    std::vector<std::vector<std::string>> rows;
    std::set<std::string> named;
    for (const auto& posting : material_.postings) {
      const auto& tables = material_.rules.at(posting.rules_path)->pack().tables;
      const core::Day day = posting.stored.assessment.inputs.day_to;
      for (const auto& finding : posting.stored.assessment.assessment.findings) {
        for (const auto& id : finding.law) {
          const auto* article = tables.FindLaw(id);
          if (article == nullptr || !named.insert(id).second) continue;
          const auto& validity = article->validity;
          std::string valid = (validity.from ? Say("từ ", "from ") + core::DisplayDay(*validity.from) : "") +
                              (validity.to ? Say(" đến ", " to ") + core::DisplayDay(*validity.to) : "");
          if (!validity.Holds(day)) valid += Say("; không có hiệu lực ngày ", "; not in force on ") + core::DisplayDay(day);
          rows.push_back({id, article->act + ", " + article->article, view_.english ? article->text_en : article->text_vi, valid, article->source});
        }
      }
    }
    page.Heading(2, Say("3. Điều luật được nêu (tóm tắt bằng lời của chúng tôi)", "3. The law cited (in our words)"));
    page.Table({{Say("Mã", "Id"), 12},
                {Say("Điều", "Article"), 20},
                {Say("Nội dung", "What it says"), 36},
                {Say("Hiệu lực", "In force"), 15},
                {Say("Nguồn", "Source"), 17}},
               rows);
  }

  void Collection(HtmlPage& page) const {
    const auto& maker = material_.maker;
    page.Heading(2, Say("4. Cách thu thập", "4. How it was collected"));
    page.Facts({{Say("Người lập hồ sơ", "Built by"), Actor(maker.by)},
                {Say("Máy", "Machine"), maker.node + "\n" + maker.system},
                {Say("Chương trình", "Program"), "agencywatch " + maker.program_version + "\nSHA-256 " + maker.program_sha256},
                {Say("Đồng hồ khi lập hồ sơ", "Clock when it was built"),
                 maker.clock_error ? Say("theo máy chủ thời gian, sai lệch tối đa ", "kept by a time server, off by at most ") +
                                         std::to_string(maker.clock_error->count()) + " ms"
                                   : Say("không có máy chủ thời gian", "not kept by a time server")}});
    page.Paragraph(
        Say("Giờ của mỗi bản ghi là giờ của máy thu thập, theo đồng hồ hệ thống (UTC). Cột cuối là chênh lệch so với giờ mà chính "
            "máy chủ nêu trong câu trả lời (trường Date): một nguồn thời gian độc lập.",
            "Each record's time is that of the collecting machine's system clock (UTC). The last column is its difference from the "
            "time that the server itself gave in its answer (the Date field): an independent source of time."),
        "small");
    std::vector<std::vector<std::string>> rows;
    for (const auto& capture : material_.captures) {
      std::string what = capture.confirms.empty() ? Say("trang", "page") : Say("không đổi (304)", "unchanged (304)");
      if (capture.file.empty()) what += Say(", không còn lưu", ", no longer kept");
      std::string time = core::FormatInstant(capture.at);
      time[time.find('T')] = ' ';
      rows.push_back({time + "\n" + what, ShownUrl(capture.url),
                      (sealed() ? capture.ip : "") + (capture.cert_sha256.empty() ? Say("\nkhông mã hóa", "\nnot encrypted") : "\nTLS " + capture.cert_sha256),
                      capture.payload_sha256, Offset(capture.capture_id)});
    }
    page.Table({{Say("Giờ (UTC)", "Time (UTC)"), 18},
                {Say("Địa chỉ", "Address"), 27},
                {Say("IP, chứng thư", "IP, certificate"), 17},
                {"SHA-256", 26},
                {Say("Chênh lệch", "Offset"), 12}},
               rows);
  }

  [[nodiscard]] std::string Offset(std::int64_t capture_id) const {
    const auto found = material_.server_offsets.find(capture_id);
    return found == material_.server_offsets.end() ? "" : std::to_string(found->second.count()) + " s";
  }

  void Deciding(HtmlPage& page) const {
    page.Heading(2, Say("5. Quy tắc và danh sách đã quyết định", "5. Rules and lists that decided"));
    std::vector<std::vector<std::string>> rows;
    for (const auto& [path, rules] : material_.rules)
      rows.push_back({Say("quy tắc và bảng tra", "rules and reference tables"), rules->sha256()});
    for (const auto& [path, view] : material_.registers)
      rows.push_back({Say("danh sách giấy phép", "licence register"), Say("ngày ", "of ") + core::DisplayDay(view.as_of()) + ", " + path});
    page.Table({{Say("Loại", "What"), 25}, {Say("Bản", "Which"), 75}}, rows);
    page.Paragraph(Say("Các quy tắc này không xét lịch sử của người đăng: mỗi tin được đánh giá theo nội dung, danh sách giấy phép "
                       "và những ngày đã thấy tin.",
                       "These rules do not ask for an advertiser's history: each advert is judged by its words, the register and "
                       "the days on which it was seen."),
                   "small");
  }

  void Custody(HtmlPage& page) const {
    page.Heading(2, Say("6. Chuỗi bảo quản", "6. Chain of custody"));
    std::vector<std::vector<std::string>> rows;
    for (const auto& step : CustodyOf(material_, view_.english)) {
      rows.push_back({core::FormatVietnamTime(step.at), Actor(step.by),
                      sealed() && !step.note.empty() ? step.what + "\n" + step.note : step.what});
    }
    page.Table({{Say("Lúc (giờ Việt Nam)", "When (Vietnam time)"), 19}, {Say("Ai", "Who"), 23}, {Say("Việc", "What"), 58}}, rows);
    page.Heading(3, Say("Bàn giao tiếp theo", "Handed on"));
    page.Table({{Say("Ngày, giờ", "Day, time"), 19}, {Say("Bên giao, ký", "From, signature"), 27}, {Say("Bên nhận, ký", "To, signature"), 27}, {Say("Tình trạng niêm phong", "State of the seal"), 27}},
               std::vector<std::vector<std::string>>(3, {"\n\n ", "", "", ""}));
  }

  const DossierMaterial& material_;
  const ReportView& view_;
};

}  // namespace

std::string CoverLetterHtml(const DossierMaterial& material, const ReportView& view) {
  return Writer(material, view).CoverLetter();
}

std::string ReportHtml(const DossierMaterial& material, const ReportView& view) {
  return Writer(material, view).Report();
}

}  // namespace agencywatch::alerts
