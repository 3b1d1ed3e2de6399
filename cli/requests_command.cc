// `agencywatch requests new|list|show|acknowledge|identify|extract|extend|decide|approve|lift`: persons named in the data ask to see,
// correct, restrict or delete them, or object.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <set>

#include "alerts/alert_text.h"
#include "alerts/data_request.h"
#include "alerts/dossier/build.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/four_eyes.h"
#include "cli/viewing.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/deletion_store.h"
#include "db/dossier_store.h"
#include "db/retention_store.h"
#include "db/transaction.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kMaxCorrectionBytes = 4000;  // as the table has it

[[noreturn]] void Refuse(const std::string& what, const std::string& fix) {
  throw core::InputError({"", 0, 0, what, fix});
}

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

struct StepOptions {
  std::int64_t number = 0;
  std::shared_ptr<std::string> as;
  std::string note;
};

db::RequestAct ActOf(Context& context, const StepOptions& options) {
  return {ActorName(*options.as), context.clock().Now(), core::MakeValidUtf8(options.note)};
}

// ---- Taking in -----------------------------------------------------------------------------------

struct NewOptions {
  std::string kind;
  std::vector<std::string> about;
  std::vector<std::string> names;
  std::string from;
  std::string contact;
  std::string channel;
  std::string received;
  StepOptions step;  // note: their wish
};

// Contacts are read as in an advert: "0912 000 345", "STK 0123000456789 MB Bank", "zalo 0912 000 345", a@example.com.
std::vector<db::IdentifierValue> IdentifiersOf(Context& context, const NewOptions& options) {
  static const std::set<std::string_view> kKinds = {"phone", "account", "social", "email"};
  std::vector<db::IdentifierValue> identifiers;
  const auto rules = options.about.empty() ? nullptr : context.LoadRules();
  for (const auto& about : options.about) {
    const std::string text = core::MakeValidUtf8(about);
    const std::size_t before = identifiers.size();
    rules::AssessInput input;
    input.text.body = text;
    input.day_from = input.day_to = context.clock().Today();
    for (const auto& fact : rules->Read(input).facts.facts) {
      const auto kind = core::FactKindName(fact.kind);
      if (kKinds.contains(kind)) identifiers.push_back({std::string{kind}, fact.value});
    }
    const std::size_t colon = text.find(':');
    if (identifiers.size() == before && colon != std::string::npos && kKinds.contains(text.substr(0, colon)))
      identifiers.push_back({text.substr(0, colon), std::string{core::Trim(text.substr(colon + 1))}});
    if (identifiers.size() == before) {
      Refuse("'" + text + "' is no phone, account, handle or e-mail address that can be read",
             "write it as in an advert, or as `subjects show --json` has it: phone:+84912000345; a name goes to --name");
    }
  }
  for (const auto& name : options.names) identifiers.push_back({"name", std::string{core::Trim(core::MakeValidUtf8(name))}});
  return identifiers;
}

core::Instant ReceivedAt(const std::string& text, core::Instant now) {
  if (text.empty()) return now;
  const auto received = core::ParseInstant(text);
  if (!received || *received > now) Refuse("'" + text + "' is no time that has been", "--received 2026-11-20, or with the hour");
  return *received;
}

std::string DayText(core::Day day) { return core::DisplayDay(day); }

void PrintRequest(const db::RequestRow& request, core::Day today, bool english) {
  std::cout << request.number << "  " << alerts::RequestKindTitle(request.request.kind, english) << "  ·  "
            << alerts::TerminalText(request.request.requester, 80) << "\n    ";
  if (request.outcome) {
    std::cout << (english ? "decided " : "đã giải quyết ") << core::FormatVietnamTime(*request.decided_at) << ": "
              << alerts::RequestOutcomeTitle(*request.outcome, english);
  } else {
    if (!request.acknowledged_at)
      std::cout << (english ? "answer by " : "phản hồi trước hết ngày ") << DayText(request.request.acknowledge_by) << "  ·  ";
    std::cout << (english ? "due " : "hạn ") << DayText(request.last_day());
    if (request.extended_to) std::cout << (english ? " (extended)" : " (đã gia hạn)");
    if (request.Overdue(today)) std::cout << (english ? "  ·  OVERDUE" : "  ·  QUÁ HẠN");
  }
  if (request.correcting) std::cout << (english ? "  ·  correction shown" : "  ·  đang hiển thị đính chính");
  if (request.restricting) {
    const bool deletes = request.request.kind == db::RequestKind::kDelete;
    std::cout << (deletes ? (english ? "  ·  what is kept of it is not shown" : "  ·  phần còn giữ không được hiển thị")
                          : (english ? "  ·  data restricted" : "  ·  đang hạn chế dữ liệu"));
  }
  std::cout << '\n';
}

int New(Context& context, const NewOptions& options) {
  db::NewRequest request;
  request.kind = db::FindRequestKind(options.kind).value();
  const db::RequestAct act = ActOf(context, options.step);
  request.received_at = ReceivedAt(options.received, act.at);
  request.channel = core::MakeValidUtf8(options.channel);
  request.requester = std::string{core::Trim(core::MakeValidUtf8(options.from))};
  request.contact = core::MakeValidUtf8(options.contact);
  request.wish = act.note;
  if (request.requester.empty()) Refuse("who asks?", "--from \"Trần Thị B\"");
  request.identifiers = IdentifiersOf(context, options);
  const core::WorkingDays days(context.config().holidays);
  const auto deadlines = alerts::DeadlinesOf(request.kind, request.received_at, days);
  request.acknowledge_by = deadlines.acknowledge_by;
  request.due = deadlines.due;
  const auto connection = context.database().Connect();
  const auto row = db::InTransaction(*connection, [&](pqxx::work& tx) {
    return db::GetRequest(tx, db::TakeRequest(tx, request, {act.by, act.at, ""}));
  });
  PrintRequest(row, context.clock().Today(), context.english());
  if (deadlines.due.year() > core::kLastKnownTet) {
    std::cout << (context.english() ? "    Tết of that year is not known: add its days to `holidays` in the settings\n"
                                    : "    chưa biết lịch nghỉ Tết năm đó: ghi thêm vào `holidays` trong cấu hình\n");
  }
  return kDone;
}

// ---- Reading -------------------------------------------------------------------------------------

Json ToJson(const db::RequestRow& row, core::Day today) {
  const auto instant = [](const std::optional<core::Instant>& at) { return at ? Json(core::FormatInstant(*at)) : Json{}; };
  Json identifiers = Json::array();
  for (const auto& identifier : row.request.identifiers) identifiers.push_back({{"kind", identifier.kind}, {"value", identifier.norm}});
  return {{"number", row.number},
          {"kind", db::RequestKindName(row.request.kind)},
          {"requester", row.request.requester},
          {"contact", row.request.contact},
          {"channel", row.request.channel},
          {"wish", row.request.wish},
          {"about", identifiers},
          {"received_at", core::FormatInstant(row.request.received_at)},
          {"taken_by", row.taken_by},
          {"acknowledge_by", core::FormatDay(row.request.acknowledge_by)},
          {"due", core::FormatDay(row.request.due)},
          {"extended_to", row.extended_to ? Json(core::FormatDay(*row.extended_to)) : Json{}},
          {"acknowledged_at", instant(row.acknowledged_at)},
          {"identified_at", instant(row.identified_at)},
          {"decided_at", instant(row.decided_at)},
          {"outcome", row.outcome ? Json(db::RequestOutcomeName(*row.outcome)) : Json{}},
          {"restricting", row.restricting},
          {"correcting", row.correcting},
          {"overdue", row.Overdue(today)}};
}

int List(Context& context, bool all, bool overdue, const Viewer& viewer, bool as_json) {
  const auto connection = context.database().Connect();
  const core::Day today = context.clock().Today();
  auto rows = db::InTransaction(*connection, [&](pqxx::work& tx) { return db::ListRequests(tx, all); });
  std::erase_if(rows, [&](const auto& row) { return overdue && !row.Overdue(today); });
  std::vector<std::int64_t> numbers;
  for (const auto& row : rows) numbers.push_back(row.number);
  RecordView(context, *connection, viewer, "request.list", "requests", numbers);
  if (rows.empty() && !as_json) {
    std::cout << (context.english() ? "No such requests. One that came in: agencywatch requests new --help; decided ones: --all\n"
                                    : "Không có yêu cầu nào như vậy. Tiếp nhận: agencywatch requests new --help; đã giải quyết: --all\n");
  }
  for (const auto& row : rows) {
    if (as_json) {
      std::cout << Dump(ToJson(row, today)) << '\n';
    } else {
      PrintRequest(row, today, context.english());
    }
  }
  return kDone;
}

std::vector<std::int64_t> PostingsOf(const std::vector<db::HeldData>& held) {
  std::vector<std::int64_t> postings;
  for (const auto& one : held) postings.push_back(one.posting_id);
  return postings;
}

std::string NeededText(const std::string& needed_by, bool english) {
  std::string text = needed_by;
  if (english) return text;
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"case ", "vụ việc "}, {"alert ", "cảnh báo "}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  }
  return text;
}

// "as who gave tip 17, 20.11.2026, 111": who that is, is not said here; the person is given it in the extract.
std::string ReportText(const db::HeldInformant& informant, bool english) {
  return (english ? "as who gave tip " : "là người báo tin số ") + std::to_string(informant.tip) + ", " + DayText(core::VietnamDay(informant.at)) +
         (informant.channel.empty() ? "" : ", " + alerts::TerminalText(informant.channel, 60)) +
         (informant.needed_by.empty() ? "" : (english ? "  ·  needed by " : "  ·  đang cần cho ") + NeededText(informant.needed_by, english));
}

// All that is held of the person of a request.
struct Held {
  std::vector<db::HeldData> postings;
  std::vector<db::HeldInformant> informants;
  std::vector<db::HeldWords> words;
};
Held HeldOf(pqxx::transaction_base& tx, const db::RequestRow& row, const std::string& by, core::Instant at) {
  return {db::HeldAbout(tx, row.request.identifiers), db::InformantsOfRequest(tx, row.number, by, at),
          db::WordsAbout(tx, row.request.identifiers)};
}
db::DeletionPlan PlanOf(const Held& held) { return db::PlanDeletion(held.postings, held.informants); }

// What a deletion will do, before anybody agrees to it.
void PrintPlan(pqxx::transaction_base& tx, const db::RequestRow& row, const Held& all, bool english) {
  const auto& held = all.postings;
  const db::DeletionPlan plan = PlanOf(all);
  const auto print = [&](const char* title, const std::vector<std::int64_t>& postings) {
    if (postings.empty()) return;
    std::cout << "  " << title << "  " << postings.size() << '\n';
    for (const auto posting : postings) {
      const auto one = std::find_if(held.begin(), held.end(), [&](const auto& data) { return data.posting_id == posting; });
      std::cout << "    " << posting << "  " << alerts::TerminalText(one->url.empty() ? one->source : one->url, 160);
      if (!one->needed_by.empty()) std::cout << "  ·  " << NeededText(one->needed_by, english);
      std::cout << '\n';
    }
  };
  for (const auto& informant : all.informants) {
    std::cout << "  " << (!informant.needed_by.empty() ? (english ? "is kept: " : "giữ nguyên: ") : (english ? "goes: " : "xóa: "))
              << ReportText(informant, english) << '\n';
  }
  print(english ? "goes altogether" : "xóa hẳn", plan.erase);
  print(english ? "stays, with this person blacked out (told by somebody else, or with others' contacts)"
                : "giữ lại, bôi đen phần của người này (do người khác báo, hoặc có liên hệ của người khác)", plan.redact);
  print(english ? "is kept: a case, or an alert that is open or confirmed, needs it (Law 91/2025/QH15, article 19(1)(b))"
                : "giữ nguyên: vụ việc, hoặc cảnh báo đang mở hay đã xác nhận, đang cần (Luật 91/2025/QH15, Điều 19 khoản 1 điểm b)",
        plan.keep);
  for (const auto& words : all.words)
    std::cout << "  " << (english ? "is kept with its file: " : "giữ cùng hồ sơ: ") << alerts::HeldWordsText(words, english) << '\n';
  for (const auto& dossier : db::DossiersShowing(tx, PostingsOf(held))) {
    if (!dossier.held && !dossier.purged_at) std::cout << "  " << (english ? "goes, too: " : "cũng xóa: ") << dossier.name << '\n';
  }
  if (const auto deletion = db::FindDeletion(tx, row.number); deletion && !row.outcome) {
    std::cout << (english ? "  proposed by " : "  do ") << alerts::TerminalText(deletion->proposed_by, 60)
              << (english ? "; another person agrees: agencywatch requests approve " : " đề xuất; một người khác đồng ý: agencywatch requests approve ")
              << row.number << " --proposal " << deletion->proposal << '\n';
  }
}

int Show(Context& context, std::int64_t number, const Viewer& viewer, bool as_json) {
  const bool english = context.english();
  const auto connection = context.database().Connect();
  const auto row = db::InTransaction(*connection, [&](pqxx::work& tx) { return db::GetRequest(tx, number); });
  RecordView(context, *connection, viewer, "request.view", "request " + std::to_string(number));
  const Held all = db::InTransaction(*connection, [&](pqxx::work& tx) { return HeldOf(tx, row, ActorName(*viewer.as), context.clock().Now()); });
  const auto& held = all.postings;
  pqxx::read_transaction tx(*connection);
  const auto events = db::RequestEvents(tx, number);
  const core::Day today = context.clock().Today();
  if (as_json) {
    Json json = ToJson(row, today);
    json["held"] = Json::array();
    for (const auto& one : held) {
      json["held"].push_back({{"posting", one.posting_id},
                              {"kind", one.identifier.kind},
                              {"value", one.identifier.norm},
                              {"source", one.source},
                              {"url", one.url},
                              {"needed", !one.needed_by.empty()},
                              {"needed_by", one.needed_by},
                              {"restricted", one.restricted},
                              {"recipients", one.recipients},
                              {"corrected", one.corrected}});
    }
    json["informant"] = Json::array();
    for (const auto& one : all.informants)
      json["informant"].push_back({{"tip", one.tip}, {"at", core::FormatInstant(one.at)}, {"channel", one.channel}, {"needed_by", one.needed_by}});
    json["informant_known"] = row.identified_at.has_value();  // before, nobody is told
    json["words"] = Json::array();
    for (const auto& one : all.words)
      json["words"].push_back({{"kind", one.kind}, {"written", one.written}, {"by", one.by}, {"at", core::FormatInstant(one.at)}});
    json["dossiers"] = Json::array();
    for (const auto& dossier : db::DossiersShowing(tx, PostingsOf(held)))
      json["dossiers"].push_back({{"name", dossier.name}, {"case", dossier.case_id}, {"needed", dossier.held}, {"purged", dossier.purged_at.has_value()}});
    json["log"] = Json::array();
    for (const auto& event : events) {
      json["log"].push_back({{"at", core::FormatInstant(event.at)},
                             {"by", event.by},
                             {"kind", event.kind},
                             {"note", event.note},
                             {"details", Json::parse(event.details)}});
    }
    std::cout << Dump(json) << '\n';
    return kDone;
  }
  PrintRequest(row, today, english);
  if (!row.request.contact.empty()) std::cout << "    " << alerts::TerminalText(row.request.contact, 200) << '\n';
  if (!row.request.wish.empty()) std::cout << "    “" << alerts::TerminalText(row.request.wish, 1000) << "”\n";
  for (const auto& identifier : row.request.identifiers)
    std::cout << "    " << alerts::IdentifierTitle(identifier.kind, english) << ' ' << alerts::TerminalText(identifier.norm, 200) << '\n';
  std::cout << (english ? "HELD  " : "ĐANG LƯU  ") << held.size() + all.informants.size() + all.words.size() << '\n';
  if (!row.identified_at)
    std::cout << (english ? "  whether they gave a tip: not shown before the requester is identified\n"
                          : "  có phải người báo tin hay không: chưa cho biết khi chưa xác minh người yêu cầu\n");
  for (const auto& one : all.words)
    std::cout << "  " << alerts::HeldWordsText(one, english) << "  ·  " << alerts::TerminalText(one.by, 60) << '\n';
  for (const auto& one : all.informants) std::cout << "  " << ReportText(one, english) << '\n';
  for (const auto& one : held) {
    std::cout << "  " << (one.url.empty() ? alerts::TerminalText(one.source, 60) : alerts::TerminalText(one.url, 160));
    if (!one.needed_by.empty()) std::cout << (english ? "  ·  needed by " : "  ·  đang cần cho ") << NeededText(one.needed_by, english);
    if (one.restricted) std::cout << (english ? "  ·  restricted" : "  ·  đang hạn chế");
    if (!one.corrected.empty())
      std::cout << (english ? "  ·  corrected: “" : "  ·  đã đính chính: “") << alerts::TerminalText(one.corrected, 200) << "”";
    if (!one.recipients.empty())
      std::cout << (english ? "  ·  handed to " : "  ·  đã chuyển ") << alerts::TerminalText(one.recipients, 200);
    std::cout << '\n';
  }
  for (const auto& dossier : db::DossiersShowing(tx, PostingsOf(held))) {
    std::cout << "  " << dossier.name
              << (dossier.purged_at ? (english ? "  ·  taken away" : "  ·  đã xóa")
                  : dossier.held    ? (english ? "  ·  kept: its case needs it" : "  ·  vụ việc đang cần")
                                    : (english ? "  ·  needed by no case" : "  ·  không vụ việc nào cần"))
              << '\n';
  }
  if (row.request.kind == db::RequestKind::kDelete && !row.outcome) {
    std::cout << (english ? "IF IT IS GRANTED\n" : "NẾU ĐƯỢC CHẤP THUẬN\n");
    PrintPlan(tx, row, all, english);
  }
  std::cout << (english ? "LOG\n" : "NHẬT KÝ\n");
  for (const auto& event : events) {
    std::cout << "  " << core::FormatVietnamTime(event.at) << "  " << alerts::TerminalText(event.by, 60) << "  "
              << alerts::RequestEventTitle(event.kind, english);
    if (!event.note.empty()) std::cout << "  “" << alerts::TerminalText(event.note, 300) << "”";
    std::cout << '\n';
  }
  return kDone;
}

// ---- Steps ---------------------------------------------------------------------------------------

int Step(Context& context, const StepOptions& options, void (*take)(pqxx::transaction_base&, std::int64_t, const db::RequestAct&)) {
  const db::RequestAct act = ActOf(context, options);
  const auto connection = context.database().Connect();
  const auto row = db::InTransaction(*connection, [&](pqxx::work& tx) {
    take(tx, options.number, act);
    return db::GetRequest(tx, options.number);
  });
  PrintRequest(row, context.clock().Today(), context.english());
  return kDone;
}

int Extend(Context& context, const StepOptions& options) {
  const db::RequestAct act = ActOf(context, options);
  const auto connection = context.database().Connect();
  const auto row = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto request = db::GetRequest(tx, options.number).request;
    const core::WorkingDays days(context.config().holidays);
    db::ExtendRequest(tx, options.number, alerts::LatestExtension(request.kind, request.due, days), act);
    return db::GetRequest(tx, options.number);
  });
  PrintRequest(row, context.clock().Today(), context.english());
  return kDone;
}

int Extract(Context& context, const StepOptions& options, const std::filesystem::path& out) {
  const db::RequestAct act = ActOf(context, options);
  const auto connection = context.database().Connect();
  const std::string text = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto row = db::GetRequest(tx, options.number);
    const Held held = HeldOf(tx, row, act.by, act.at);
    const std::string made = alerts::ExtractText(row, held.postings, held.informants, held.words, act.at, context.english());
    db::RecordExtract(tx, options.number, core::Sha256Hex(made), act);
    return made;
  });
  if (out.empty()) {
    std::cout << text;
    return kDone;
  }
  std::ofstream file(out, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw core::CannotRun("cannot write " + out.string() + "; is there space, and may this user write there?");
  return kDone;
}

struct DecideOptions {
  StepOptions step;
  bool grant = false;
  bool withdrawn = false;
  std::string refuse;
  std::string correction;
  std::string label;  // SUBJECT=TEXT
};

std::string GroundList() {
  std::string text;
  for (const auto& ground : alerts::RefusalGrounds()) {
    text += "  " + std::string{ground.code} + std::string(16 - ground.code.size(), ' ') + std::string{ground.title_vi} + " / " +
            std::string{ground.title_en} + "\n";
  }
  return text;
}

// The correction stands beside the person's contacts wherever they are shown, and beside the postings that name them;
// a label in place of the one under which a subject is shown.
std::vector<db::Correction> CorrectionsOf(pqxx::transaction_base& tx, const db::RequestRow& row, const DecideOptions& options) {
  const std::string says{core::Trim(core::MakeValidUtf8(options.correction))};
  std::vector<db::Correction> corrections;
  if (!says.empty()) {
    std::set<std::int64_t> naming;
    for (const auto& one : db::HeldAbout(tx, row.request.identifiers)) {
      if (one.identifier.kind == "name") naming.insert(one.posting_id);
    }
    for (const auto& identifier : row.request.identifiers) {
      if (identifier.kind != "name") corrections.push_back({identifier, {}, {}, says, row.number, {}});
    }
    for (const auto posting : naming) corrections.push_back({{}, posting, {}, says, row.number, {}});
  }
  if (!options.label.empty()) {
    const std::size_t equals = options.label.find('=');
    const std::string number = options.label.substr(0, equals);
    const std::string label{core::Trim(core::MakeValidUtf8(equals == std::string::npos ? "" : options.label.substr(equals + 1)))};
    const bool digits = !number.empty() && number.size() < 18 && number.find_first_not_of("0123456789") == std::string::npos;
    const auto subject = digits ? db::FindSubject(tx, std::stoll(number)) : std::nullopt;
    if (!subject || label.empty())
      Refuse("'" + options.label + "' names no subject and its label", "--label 17=\"…\", with a number of agencywatch subjects list");
    corrections.push_back({{}, {}, subject->merged_into.value_or(subject->id), label, row.number, {}});
  }
  if (corrections.empty()) Refuse("what is right, and of what?", says.empty() ? "--correction \"…\", or --label 17=\"…\"" : "no posting shows that name: --refuse not_held");
  for (const auto& correction : corrections) {
    if (correction.says.size() > kMaxCorrectionBytes) Refuse("a correction has at most 4000 bytes", "say it shorter");
  }
  return corrections;
}

// What granting it means; nothing is written here.
db::RequestDecision GrantOf(pqxx::transaction_base& tx, const db::RequestRow& row, const DecideOptions& options, const db::DeletionPlan& plan) {
  db::RequestDecision decision;
  switch (row.request.kind) {
    case db::RequestKind::kView: {
      const auto events = db::RequestEvents(tx, row.number);
      if (std::none_of(events.begin(), events.end(), [](const auto& event) { return event.kind == "extract_made"; }))
        Refuse("the person has not been given their extract", "agencywatch requests extract " + std::to_string(row.number));
      return decision;
    }
    case db::RequestKind::kCorrect:
      decision.corrections = CorrectionsOf(tx, row, options);
      return decision;
    case db::RequestKind::kRestrict:
    case db::RequestKind::kObject:
    case db::RequestKind::kDelete:  // a page that is still there will be read again, and is not shown then
      break;
  }
  decision.restricts = true;
  decision.postings = plan.keep;
  if (row.request.kind != db::RequestKind::kDelete) {
    decision.postings.insert(decision.postings.end(), plan.erase.begin(), plan.erase.end());
    decision.postings.insert(decision.postings.end(), plan.redact.begin(), plan.redact.end());
  }
  decision.done = static_cast<std::int64_t>(plan.erase.size() + plan.redact.size());
  decision.kept = static_cast<std::int64_t>(plan.keep.size());
  decision.kept_informants = static_cast<std::int64_t>(plan.kept_informants.size());
  if (decision.kept + decision.kept_informants > 0) {
    decision.outcome = db::RequestOutcome::kPartly;
    decision.ground = "prevent_crime";
  }
  return decision;
}

void PrintDecision(const db::RequestDecision& decision, bool english) {
  if (!decision.corrections.empty()) {
    std::cout << "    " << decision.corrections.size()
              << (english ? " corrected; pages and records stay as they were seen\n" : " mục đã đính chính; trang và bản ghi giữ nguyên như đã thấy\n");
  }
  if (decision.restricts) {
    std::cout << "    " << decision.done << (english ? " postings done, " : " tin đã xử lý, ") << decision.kept << (english ? " kept" : " tin giữ lại");
    if (decision.kept > 0)
      std::cout << (english ? ": a case or an alert needs them, and shows them only for a purpose" : ": vụ việc hoặc cảnh báo đang cần, chỉ hiển thị khi nêu lý do");
    std::cout << '\n';
    if (decision.informants > 0) std::cout << "    " << decision.informants << (english ? " records of who gave a tip erased\n" : " hồ sơ người báo tin đã xóa\n");
    if (decision.kept_informants > 0)
      std::cout << "    " << decision.kept_informants << (english ? " records of who gave a tip kept: a case needs them\n" : " hồ sơ người báo tin giữ lại: vụ việc đang cần\n");
  }
  if (!decision.ground.empty()) {
    const auto* ground = alerts::FindRefusalGround(decision.ground);
    std::cout << "    " << (english ? ground->title_en : ground->title_vi) << '\n';
  }
}

struct ApproveOptions {
  StepOptions step;
  int proposal = 0;
};

// Another person agrees, and it is done. Begun again where it stopped.
int Approve(Context& context, const ApproveOptions& options) {
  const bool english = context.english();
  const db::RequestAct act = ActOf(context, options.step);
  const auto connection = context.database().Connect();
  db::RequestDecision decision;
  db::DeletionPlan plan;
  std::vector<db::Redaction> redactions;
  bool one_account = false;
  db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto request = db::GetOpenRequest(tx, options.step.number, true);
    one_account = IsOneAccount(context, tx, "request.deletion_proposed", "request " + std::to_string(request.number));
    db::ApproveDeletion(tx, request.number, options.proposal, act);
    decision = GrantOf(tx, request, {}, PlanOf(HeldOf(tx, request, act.by, act.at)));
    plan = db::FindDeletion(tx, request.number).value().plan;
    redactions = db::RedactionsOf(tx, plan.redact, request.request.identifiers);
  });
  if (one_account) TellOneAccount(context);
  std::vector<std::string> dossiers_gone;
  const auto retention = context.database().ConnectForRetention();
  decision.done = db::InTransaction(*retention, [&](pqxx::work& tx) {
    std::vector<std::int64_t> both = plan.erase;
    both.insert(both.end(), plan.redact.begin(), plan.redact.end());
    dossiers_gone = db::EraseDossiersForRequest(tx, options.step.number, both, act.at, act.by);
    std::int64_t done = db::EraseForRequest(tx, options.step.number, plan.erase, act.at, act.by);
    for (const auto& redaction : redactions) done += db::RedactForRequest(tx, options.step.number, redaction, act.at) ? 1 : 0;
    decision.informants = db::ForgetForRequest(tx, options.step.number, act.at, act.by);
    return done;
  });
  for (const auto& name : dossiers_gone) alerts::RemoveDossier(context.data_dir(), name);
  const auto row = db::InTransaction(*connection, [&](pqxx::work& tx) {
    db::DecideRequest(tx, options.step.number, decision, act);
    return db::GetRequest(tx, options.step.number);
  });
  PrintRequest(row, context.clock().Today(), english);
  PrintDecision(decision, english);
  for (const auto& name : dossiers_gone) {
    std::cout << "    " << name
              << (english ? " taken away, too; copies outside the data directory are yours to destroy\n" : " cũng đã xóa; bản sao ngoài thư mục dữ liệu phải tự hủy\n");
  }
  return kDone;
}

int Decide(Context& context, const DecideOptions& options) {
  if (int{options.grant} + int{options.withdrawn} + int{!options.refuse.empty()} != 1)
    Refuse("what is the decision?", "one of --grant, --refuse GROUND, --withdrawn");
  if (!options.grant && !(options.correction.empty() && options.label.empty()))
    Refuse("nothing is corrected when a request is not granted", "leave --correction and --label out");
  if (!options.refuse.empty() && alerts::FindRefusalGround(options.refuse) == nullptr)
    Refuse("'" + options.refuse + "' is no legal ground to refuse a request", "one of:\n" + GroundList());
  const bool english = context.english();
  const db::RequestAct act = ActOf(context, options.step);
  const auto connection = context.database().Connect();
  db::RequestDecision decision;
  if (options.grant) {
    const bool proposed = db::InTransaction(*connection, [&](pqxx::work& tx) {
      const auto open = db::GetOpenRequest(tx, options.step.number, true);
      const Held held = HeldOf(tx, open, act.by, act.at);
      decision = GrantOf(tx, open, options, PlanOf(held));
      if (open.request.kind != db::RequestKind::kDelete) return false;
      static_cast<void>(db::ProposeDeletion(tx, open.number, PlanOf(held), act));
      PrintRequest(open, context.clock().Today(), english);
      PrintPlan(tx, open, held, english);
      return true;
    });
    if (proposed) return kDone;
  } else {
    decision.outcome = options.withdrawn ? db::RequestOutcome::kWithdrawn : db::RequestOutcome::kRefused;
    decision.ground = options.refuse;
  }
  const auto row = db::InTransaction(*connection, [&](pqxx::work& tx) {
    db::DecideRequest(tx, options.step.number, decision, act);
    return db::GetRequest(tx, options.step.number);
  });
  PrintRequest(row, context.clock().Today(), english);
  PrintDecision(decision, english);
  return kDone;
}

}  // namespace

void AddRequestsCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("requests", "Persons named in the data ask to see, correct, restrict or delete them");
  command->require_subcommand(1);

  auto* taking = command->add_subcommand("new", "Take one in; its deadlines follow from the law");
  auto fresh = std::make_shared<NewOptions>();
  taking->add_option("--kind", fresh->kind, "What they ask for")
      ->check(CLI::IsMember({"view", "correct", "restrict", "delete", "object"}))
      ->required();
  taking->add_option("--about", fresh->about, "Their phone, account, handle or e-mail, as an advert writes it; several");
  taking->add_option("--name", fresh->names, "Their name");
  taking->add_option("--from", fresh->from, "Who asks")->required();
  taking->add_option("--contact", fresh->contact, "Where the answer goes");
  taking->add_option("--channel", fresh->channel, "Letter, e-mail, in person …");
  taking->add_option("--received", fresh->received, "When it came in (default: now)");
  taking->add_option("--wish", fresh->step.note, "In their words");
  fresh->step.as = AddAsOption(*taking);
  taking->footer("Example: agencywatch requests new --kind delete --about \"0912 000 345\" --from \"Trần Thị B\" --channel email");
  taking->callback([&line, fresh] { line.Choose([fresh](Context& context) { return New(context, *fresh); }); });

  auto* listing = command->add_subcommand("list", "Open ones, the next to fall due first");
  auto all = std::make_shared<bool>(false);
  auto overdue = std::make_shared<bool>(false);
  auto list_json = std::make_shared<bool>(false);
  listing->add_flag("--all", *all, "Decided ones, too");
  listing->add_flag("--overdue", *overdue, "Only those that are late");
  listing->add_flag("--json", *list_json, "One JSON object a line");
  listing->footer("Example: agencywatch requests list --overdue");
  const Viewer list_viewer = AddViewer(*listing);
  listing->callback([&line, all, overdue, list_viewer, list_json] {
    line.Choose([all, overdue, list_viewer, list_json](Context& context) {
      return List(context, *all, *overdue, list_viewer, *list_json);
    });
  });

  const auto step = [&](const char* name, const char* what, const std::shared_ptr<StepOptions>& options) {
    auto* sub = command->add_subcommand(name, what);
    sub->add_option("NUMBER", options->number, "Its number in the list")->required();
    options->as = AddAsOption(*sub);
    return sub;
  };

  auto* showing = command->add_subcommand("show", "One in full: what is held about them, and the log");
  auto number = std::make_shared<std::int64_t>(0);
  auto show_json = std::make_shared<bool>(false);
  showing->add_option("NUMBER", *number, "Its number in the list")->required();
  showing->add_flag("--json", *show_json, "As one JSON object");
  showing->footer("Example: agencywatch requests show 2");
  const Viewer show_viewer = AddViewer(*showing);
  showing->callback([&line, number, show_viewer, show_json] {
    line.Choose([number, show_viewer, show_json](Context& context) { return Show(context, *number, show_viewer, *show_json); });
  });

  auto options = std::make_shared<StepOptions>();
  auto* sub = step("acknowledge", "The person was told that it came in, and how it goes on", options);
  sub->add_option("--note", options->note, "How");
  sub->footer("Example: agencywatch requests acknowledge 2 --note \"thư điện tử\"");
  sub->callback([&line, options] {
    line.Choose([options](Context& context) { return Step(context, *options, db::AcknowledgeRequest); });
  });

  options = std::make_shared<StepOptions>();
  sub = step("identify", "It is proved that the data are about them; before, nothing is given out or done", options);
  sub->add_option("--how", options->note, "By what")->required();
  sub->footer("Example: agencywatch requests identify 2 --how \"gọi lại số máy đó\"");
  sub->callback([&line, options] {
    line.Choose([options](Context& context) { return Step(context, *options, db::IdentifyRequester); });
  });

  options = std::make_shared<StepOptions>();
  auto out = std::make_shared<std::filesystem::path>();
  sub = step("extract", "What is held about them, to be given to them", options);
  sub->add_option("--out", *out, "File (default: print it)")->type_name("F");
  sub->add_option("--note", options->note, "How it is handed over");
  sub->footer("Example: agencywatch requests extract 2 --out trich-xuat.txt");
  sub->callback([&line, options, out] {
    line.Choose([options, out](Context& context) { return Extract(context, *options, *out); });
  });

  options = std::make_shared<StepOptions>();
  sub = step("extend", "As long again, once, before it is due", options);
  sub->add_option("--reason", options->note, "Why; the person is told")->required();
  sub->footer("Example: agencywatch requests extend 2 --reason \"phải hỏi ba nguồn\"");
  sub->callback([&line, options] { line.Choose([options](Context& context) { return Extend(context, *options); }); });

  auto decide = std::make_shared<DecideOptions>();
  sub = command->add_subcommand("decide", "Grant it, which is done at once (a deletion: once another person approves), or refuse it on a legal ground");
  sub->add_option("NUMBER", decide->step.number, "Its number in the list")->required();
  sub->add_flag("--grant", decide->grant, "Restrict or delete what nothing needs; correct as said; view: the extract was given");
  sub->add_option("--correction", decide->correction, "To correct: what is right; shown wherever their contact or name is")->type_name("TEXT");
  sub->add_option("--label", decide->label, "To correct: another name under which a subject is shown")->type_name("SUBJECT=TEXT");
  sub->add_option("--refuse", decide->refuse, "A ground of the list below")->type_name("GROUND");
  sub->add_flag("--withdrawn", decide->withdrawn, "The person took it back");
  sub->add_option("--note", decide->step.note, "In your own words");
  decide->step.as = AddAsOption(*sub);
  sub->footer("GROUNDS\n" + GroundList() + "Example: agencywatch requests decide 2 --grant\n"
              "         agencywatch requests decide 3 --grant --correction \"số này bị mạo danh, không phải của người tuyển\"");
  sub->callback([&line, decide] { line.Choose([decide](Context& context) { return Decide(context, *decide); }); });

  auto approve = std::make_shared<ApproveOptions>();
  sub = command->add_subcommand("approve", "Another person agrees to a deletion that was proposed, and it is done");
  sub->add_option("NUMBER", approve->step.number, "Its number in the list")->required();
  sub->add_option("--proposal", approve->proposal, "The proposal that you have read; `requests show` names it")->required();
  sub->add_option("--note", approve->step.note, "In your own words");
  approve->step.as = AddAsOption(*sub);
  sub->footer("What goes, what is blacked out and what is kept, and why: agencywatch requests show 2\n"
              "Example: agencywatch requests approve 2 --proposal 1 --as \"Trần Văn B\"");
  sub->callback([&line, approve] { line.Choose([approve](Context& context) { return Approve(context, *approve); }); });

  options = std::make_shared<StepOptions>();
  sub = step("lift", "What was restricted or corrected is shown as before", options);
  sub->add_option("--reason", options->note, "Why")->required();
  sub->footer("Example: agencywatch requests lift 2 --reason \"người yêu cầu rút lại\"");
  sub->callback([&line, options] {
    line.Choose([options](Context& context) { return Step(context, *options, db::LiftRestriction); });
  });
}

}  // namespace agencywatch::cli
