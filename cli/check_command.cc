// `agencywatch check`: one advertisement, phone, account, handle, enterprise or licence number, explained in plain words.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/api/masking.h"
#include "alerts/asked.h"
#include "alerts/known_text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/input.h"
#include "cli/register_source.h"
#include "cli/register_text.h"
#include "cli/viewing.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "crawler/fetcher.h"
#include "crawler/page_reader.h"
#include "crawler/robots_policy.h"
#include "db/audit_search.h"
#include "db/database.h"
#include "db/known.h"
#include "db/register_store.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

struct CheckOptions {
  std::string text;
  std::string url;
  std::filesystem::path register_file;
  Viewer viewer;
};

// A store that does not exist yet is not made for a check.
bool HasStore(Context& context) {
  return !context.config().database.empty() || std::filesystem::exists(context.data_dir() / "postgres");
}

// The register given, else the one in the store.
std::optional<core::RegisterView> FindRegister(Context& context, const CheckOptions& options) {
  if (!options.register_file.empty()) return LoadRegisterFile(options.register_file, "", context);
  if (!HasStore(context)) return {};
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  auto view = db::LoadRegister(tx, context.clock().Now());
  if (view) view->set_max_age(context.config().register_max_age);
  return view;
}

std::string Line(std::string_view vi, std::string_view en, bool english) {
  return std::string{english ? en : vi} + "\n";
}

std::string NextStep(core::Verdict verdict, bool english) {
  switch (verdict) {
    case core::Verdict::kTrafficking:
      return Line(
          "Việc cần làm: không đi, không gửi giấy tờ. Gọi ngay đường dây nóng 111 (phòng, chống "
          "mua bán người) hoặc "
          "công an 113.",
          "Do: do not go, send no papers. Call hotline 111 (anti-trafficking) or the police, 113, "
          "at once.",
          english);
    case core::Verdict::kFraud:
      return Line(
          "Việc cần làm: không chuyển tiền. Giữ lại tin nhắn, số tài khoản và báo công an (113) "
          "hoặc gọi 111.",
          "Do: send no money. Keep the messages and account numbers, tell the police (113) or call "
          "111.",
          english);
    case core::Verdict::kUnlicensed:
      return Line(
          "Việc cần làm: không nộp hồ sơ hay tiền. Hỏi Sở Nội vụ nơi cư trú xem ai được phép "
          "tuyển; cần giúp gọi 111.",
          "Do: hand in no papers and no money. Ask the provincial Department of Home Affairs who "
          "may recruit; for "
          "help call 111.",
          english);
    case core::Verdict::kViolation:
      return Line(
          "Việc cần làm: chưa nộp tiền, chưa đưa giấy tờ gốc. Hỏi Cục Quản lý lao động ngoài nước về nơi "
          "đăng tin và khoản thu này trước.",
          "Do: pay nothing and hand over no original papers yet. First ask the Department of Overseas "
          "Labour about this recruiter and what it asks for.",
          english);
    case core::Verdict::kClear:
      return Line(
          "Không thấy dấu hiệu trong văn bản này; điều đó không chứng minh tin là thật. Nên tra "
          "giấy phép và chỉ nộp "
          "tiền sau khi ký hợp đồng. Nghi ngờ thì gọi 111.",
          "No sign was found in this text; that does not prove that it is true. Check the licence, "
          "pay only after "
          "the contract is signed. In doubt call 111.",
          english);
  }
  return {};
}

// Whom somebody may have meant: holders of a serial, or the nearest name.
void PrintCandidates(const alerts::RegisterLookup& found, core::Day today, bool english) {
  if (found.candidates.empty()) return;
  std::cout << (found.by_number
                    ? Line("Giấy phép có số này:", "Licences with this serial:", english)
                    : Line("Tên gần giống (không phải là một):", "A similar name (not the same):",
                           english));
  for (const auto* candidate : found.candidates)
    std::cout << "  " << EntryLine(*candidate, today, english) << '\n';
}

int CheckEnterprise(const core::RegisterView& view, const alerts::RegisterLookup& found,
                    const std::string& asked, const Context& context) {
  const bool english = context.english();
  const core::Day today = context.clock().Today();
  const core::RegisterEntry* entry = found.entry;
  if (entry == nullptr && found.by_number && !found.candidates.empty()) {
    PrintCandidates(found, today, english);
    std::cout << Line("Hãy tra lại với số đầy đủ.", "Ask again with the whole number.", english);
    return kDoneButLook;
  }
  const std::string age = std::to_string(core::DaysBetween(view.as_of(), today));
  if (entry == nullptr && view.TooOldOn(today)) {
    std::cout << Line("KHÔNG THẤY trong danh sách ngày " + core::DisplayDay(view.as_of()) + ", đã cũ " + age +
                          " ngày: chưa kết luận được là không có phép.",
                      "NOT FOUND on the register of " + core::DisplayDay(view.as_of()) + ", which is " + age +
                          " days old: that does not say it is unlicensed.",
                      english)
              << "  " << alerts::TerminalText(asked, 200) << '\n';
    PrintCandidates(found, today, english);
    std::cout << Line("Hãy nhập danh sách mới rồi tra lại, hoặc hỏi Sở Nội vụ.", "Import a newer list and ask again, or ask the department.", english);
    return kDoneButLook;
  }
  if (entry == nullptr) {
    std::cout << Line("KHÔNG CÓ trong danh sách doanh nghiệp được cấp phép: ",
                      "NOT on the register of licensed enterprises: ", english)
              << "  " << alerts::TerminalText(asked, 200) << '\n';
    PrintCandidates(found, today, english);
    std::cout << NextStep(core::Verdict::kUnlicensed, english);
    return kDoneButLook;
  }
  const auto status = core::RegisterView::StatusOn(*entry, today);
  const bool active = status == core::LicenceStatus::kActive;
  std::cout << (active ? (english ? "LICENSED" : "CÓ GIẤY PHÉP")
                       : (english ? "NOT LICENSED TODAY" : "HÔM NAY KHÔNG CÒN PHÉP"))
            << ": " << entry->row.name << "\n  " << entry->row.licence_no << ", "
            << StatusText(status, entry, today, english);
  if (status && entry->row.status_from)
    std::cout << (english ? " from " : " từ ") << core::DisplayDay(*entry->row.status_from);
  std::cout << '\n';
  if (!entry->row.address.empty()) std::cout << "  " << entry->row.address << '\n';
  for (const auto& phone : entry->row.phones) std::cout << "  " << phone << '\n';
  std::cout << (english ? "Register of " : "Danh sách ngày ") << core::DisplayDay(view.as_of())
            << (!view.TooOldOn(today) ? "" : english ? ", " + age + " days old: import a newer one" : ", đã cũ " + age + " ngày: hãy nhập danh sách mới")
            << ".\n"
            << Line(
                   "Giấy phép thật vẫn có thể bị người khác mượn tên: chỉ tin số điện thoại và địa "
                   "chỉ ở trên.",
                   "A real licence may still be used by somebody else: trust only the phone and "
                   "address above.",
                   english);
  return active ? kDone : kDoneButLook;
}

// nullopt: there is no store. Who asked for which contact is kept.
std::optional<db::Known> FindKnown(Context& context, const alerts::Asked& asked, const Viewer& viewer) {
  if (!HasStore(context)) return {};
  const auto connection = context.database().Connect();
  if (!asked.of.contact.empty()) RecordView(context, *connection, viewer, db::kIdentifierSearch, alerts::MaskedValue(asked.of.contact));
  pqxx::read_transaction tx(*connection);
  return db::KnownOf(tx, asked.of);
}

// Of a number, a handle, an enterprise or a name.
int CheckLine(Context& context, const alerts::Asked& asked, const std::string& text, const core::RegisterView* view,
              const std::optional<db::Known>& known) {
  const bool english = context.english();
  int result = kDone;
  if (known) {
    for (const auto& sentence : alerts::KnownSentences(*known, english)) std::cout << sentence << '\n';
    for (const auto& entry : known->alerts)
      std::cout << "  " << alerts::KnownAlertText(entry, english) << " · " << alerts::TerminalText(entry.label, 80) << '\n';
    if (!known->alerts.empty()) result = kDoneButLook;
  }
  if (asked.kind != alerts::AskedKind::kEnterprise) {
    if (view != nullptr) PrintCandidates(asked.found, context.clock().Today(), english);
    if (!known) std::cout << Line("Chưa có dữ liệu nào để tra số hoặc tên này.", "There are no data yet to look this number or name up in.", english);
    return result;
  }
  if (view == nullptr) {
    std::cout << RegisterUnknownText(english);
    return kDoneButLook;
  }
  return std::max(result, CheckEnterprise(*view, asked.found, text, context));
}

// Letters make up most of a text that somebody wrote; bytes of an image or a key do not look so.
bool LooksWritten(std::string_view text) {
  std::size_t letters = 0;
  std::size_t other = 0;
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter =
        (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0xC3;
    if (letter) ++letters;
    if (!letter && byte > ' ' && byte < 0x80 && !(byte >= '0' && byte <= '9')) ++other;
    if (letter && !in_word) ++words;
    in_word = letter || byte >= 0x80;
  }
  const bool broken =
      text.find("\xEF\xBF\xBD") != std::string_view::npos;  // U+FFFD: bytes that were no text
  return words >= 3 && letters > other && !broken;
}

// What the text is taken for, where that is no offer; empty for an offer.
std::string WhatItIs(std::string_view genre, bool english) {
  if (genre == "news")
    return Line("Đây là tin báo chí kể lại sự việc, không phải lời mời đi làm.",
                "This is a news report, not an offer of work.", english);
  if (genre == "official_warning")
    return Line("Đây là lời cảnh báo, không phải lời mời đi làm.",
                "This is a warning, not an offer of work.", english);
  if (genre == "official_notice")
    return Line("Đây là thông báo của cơ quan. Nên xem lại trên trang chính thức của cơ quan đó.",
                "This is a notice of an authority. Look it up on the authority's own site.",
                english);
  if (genre == "complaint")
    return Line(
        "Đây là câu hỏi hoặc lời kể của người bị hại. Nếu đã mất tiền, báo công an (113) và giữ "
        "lại tin nhắn.",
        "This is a question or a victim's account. If money was lost, tell the police (113) and "
        "keep the messages.",
        english);
  if (genre == "other" || genre == "travel")
    return Line("Văn bản này không phải là tin tuyển người đi làm.",
                "This text is no advertisement for work.", english);
  return {};
}

int CheckAdvert(Context& context, const rules::AssessInput& input, const core::RegisterView* view) {
  const bool english = context.english();
  const auto rules = context.LoadRules();
  const std::string& body = input.text.body;
  if (!LooksWritten(input.text.title + " " + body)) {
    std::cout << Line("Đây không phải là tin tuyển dụng: không đọc được câu chữ nào.",
                      "This is no advertisement: there are no words to read.", english)
              << Line("Hãy dán nguyên văn bài đăng hoặc tin nhắn.",
                      "Paste the words of the post or the message.", english);
    return kDone;
  }
  const core::Assessment assessment = rules->Assess(input, view);
  const std::string no_offer = assessment.review ? "" : WhatItIs(assessment.genre, english);
  if (!no_offer.empty()) {
    std::cout << no_offer
              << Line("Nghi ngờ có người bị lừa, bị ép buộc thì gọi 111 hoặc 113.",
                      "If you fear that somebody is cheated or held, call 111 or 113.", english);
    return kDone;
  }
  std::cout << alerts::VerdictTitle(assessment.verdict, english) << "  (" << assessment.score
            << "/100)\n";
  const std::string& note = english ? assessment.register_note_en : assessment.register_note_vi;
  if (view != nullptr && !note.empty())
    std::cout << "  " << alerts::TerminalText(note, 300) << '\n';
  if (view == nullptr) {
    std::cout << Line("  Chưa có danh sách giấy phép: không kết luận được ai không phép.",
                      "  No licence register is known: nobody can be called unlisted.", english);
  }
  for (const auto& finding : assessment.findings) {
    std::cout << "\n• " << (english ? finding.title_en : finding.title_vi) << '\n';
    const std::string& why = english ? finding.why_en : finding.why_vi;
    if (why != finding.title_vi && why != finding.title_en)
      std::cout << "  " << alerts::TerminalText(why, 300) << '\n';
    std::size_t quotes = 0;
    for (const auto& span : finding.spans) {
      if (quotes++ < 3) std::cout << "  “" << alerts::TerminalText(span.quote, 160) << "”\n";
    }
    for (const auto& id : finding.law) {
      if (const auto* article = rules->pack().tables.FindLaw(id)) {
        std::cout << "  § " << article->act << ", " << article->article << '\n';
      }
    }
  }
  const bool weak = assessment.verdict == core::Verdict::kClear && !assessment.findings.empty();
  std::cout << '\n'
            << (weak ? Line("Riêng dấu hiệu trên chưa đủ để kết luận vi phạm; điều đó không chứng minh tin là thật. Nên tra giấy phép và chỉ nộp "
                            "tiền sau khi ký hợp đồng. Nghi ngờ thì gọi 111.",
                            "What stands above does not by itself make a breach of law; nor does that prove that the text is true. Check the licence, "
                            "pay only after the contract is signed. In doubt call 111.",
                            english)
                     : NextStep(assessment.verdict, english));
  return assessment.review ? kDoneButLook : kDone;
}

crawler::FetchResult FetchOne(crawler::Fetcher& fetcher, const crawler::Url& url,
                              const std::stop_token& stop) {
  crawler::FetchRequest request;
  request.url = url;
  fetcher.Submit(std::move(request));
  for (;;) {
    auto results = fetcher.Poll(std::chrono::seconds(1), stop);
    if (!results.empty()) return std::move(results.front());
    if (stop.stop_requested()) throw core::CannotRun("interrupted");
  }
}

int CheckUrl(Context& context, const std::string& text, const core::RegisterView* view) {
  auto url = crawler::ParseUrl(text);
  if (!url || !url->IsHttp()) {
    throw core::InputError(
        {"--url", 0, 0, "'" + text + "' is no web address", "write https://example.com/page.html"});
  }
  static constexpr const char* kAgent = "agencywatch/1.0 (+https://example.gov.vn/agencywatch)";
  crawler::Fetcher fetcher({kAgent, "", 1}, context.clock());
  for (int hops = 0; hops < 5; ++hops) {
    const auto robots_url = crawler::ParseUrl("/robots.txt", &*url);
    const auto robots = FetchOne(fetcher, *robots_url, context.stop());
    const auto* robots_page = std::get_if<crawler::Page>(&robots.outcome);
    const auto policy = crawler::RobotsPolicy::FromResponse(
        robots.exchange.head.status, robots_page != nullptr ? robots.body() : std::string_view{},
        kAgent, context.clock().Now());
    if (!policy.Check(url->PathAndQuery()).allowed) {
      throw core::CannotRun(url->Href() +
                            ": robots.txt does not let us read it; paste the text instead");
    }
    const auto result = FetchOne(fetcher, *url, context.stop());
    if (const auto* redirect = std::get_if<crawler::Redirect>(&result.outcome);
        redirect != nullptr && redirect->target) {
      url = redirect->target;
      continue;
    }
    const auto* page = std::get_if<crawler::Page>(&result.outcome);
    if (page == nullptr || result.exchange.head.status >= 400) {
      throw core::CannotRun(url->Href() + ": " + crawler::OutcomeName(result.outcome) +
                            (result.exchange.head.status > 0
                                 ? ", status " + std::to_string(result.exchange.head.status)
                                 : "") +
                            "; paste the text instead");
    }
    const auto content =
        crawler::ReadPage(result.body(), url->Href(), result.exchange.head.Get("content-type"));
    if (content.postings.empty()) {
      std::cout << Line("Trang này không có tin tuyển dụng nào.",
                        "This page holds no advertisement.", context.english());
      return kDone;
    }
    int worst = kDone;
    for (const auto& posting : content.postings) {
      std::cout << "■ " << alerts::TerminalText(posting.text.title, 120) << '\n';
      rules::AssessInput input;
      input.text = posting.text;
      input.url = url->Href();
      input.agency = posting.employer;
      input.channel = posting.channel;
      input.posted_at = posting.date_posted.value_or(context.clock().Today());
      input.day_from = input.day_to = *input.posted_at;
      worst = std::max(worst, CheckAdvert(context, input, view));
      std::cout << '\n';
    }
    return worst;
  }
  throw core::CannotRun(text + ": too many redirects");
}

int Check(Context& context, const CheckOptions& options) {
  const auto view = FindRegister(context, options);
  if (!options.url.empty()) return CheckUrl(context, options.url, view ? &*view : nullptr);
  std::error_code error;
  if (options.text.size() < 256 && options.text != "-" &&
      std::filesystem::is_regular_file(options.text, error)) {
    throw core::InputError({options.text, 0, 0, "this is a file, and a text is checked",
                            "agencywatch check - < " + options.text});
  }
  const std::string read =
      options.text.empty() || options.text == "-" ? ReadFile("-", "the text", context.stop()) : options.text;
  const std::string text = core::MakeValidUtf8(core::Trim(read));
  if (text.empty())
    throw core::InputError(
        {"", 0, 0, "there is nothing to check", "paste a text: agencywatch check 'Tuyển …'"});
  rules::AssessInput input;
  input.text.body = text;
  input.posted_at = context.clock().Today();
  input.day_from = input.day_to = *input.posted_at;
  const core::RegisterView* known_register = view ? &*view : nullptr;
  const alerts::Asked asked = alerts::AskedFor(text, known_register);
  if (asked.kind != alerts::AskedKind::kText) {
    const auto known = FindKnown(context, asked, options.viewer);
    // Some words may be an advert as well.
    const bool advert = asked.kind == alerts::AskedKind::kName && (!known || known->nothing()) &&
                        !context.LoadRules()->Assess(input, known_register).findings.empty();
    if (!advert) return CheckLine(context, asked, text, known_register, known);
  }
  return CheckAdvert(context, input, known_register);
}

}  // namespace

void AddCheckCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand(
      "check", "One advertisement, phone, account, handle, enterprise or licence number, explained");
  auto options = std::make_shared<CheckOptions>();
  auto* text =
      command->add_option("TEXT", options->text, "What to check; none, or -, reads from stdin");
  command->add_option("--url", options->url, "A page on the web instead")
      ->type_name("U")
      ->excludes(text);
  command
      ->add_option("--register", options->register_file,
                   "Licence register: CSV, XLSX, XLS, JSON lines or HTML (default: the stored one)")
      ->type_name("F");
  options->viewer = AddViewer(*command);
  command->footer(
      "Exit code 1 when there is something to look at.\nExample: agencywatch check 'Tuyển nam nữ "
      "đi Hàn, cọc 15tr giữ chỗ'");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Check(context, *options); });
  });
}

}  // namespace agencywatch::cli
