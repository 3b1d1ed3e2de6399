// `agencywatch register list|show`: who is on the register, and what was true and known when.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "cli/exit_code.h"
#include "cli/register_commands.h"
#include "alerts/register_lookup.h"
#include "cli/register_text.h"
#include "core/errors.h"
#include "core/market_name.h"
#include "core/register_activity.h"
#include "db/database.h"
#include "db/register_store.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;
using core::RegisterEntry;
using core::RegisterView;

struct ShowOptions {
  std::string what;
  std::string on;
  std::string market;
  std::string activity;
  std::string known_at;
  bool json = false;
};

int List(Context& context, bool as_json) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const bool english = context.english();
  const auto view = db::LoadRegister(tx, context.clock().Now());
  if (!view) {
    std::cerr << RegisterUnknownText(english);
    return kDoneButLook;
  }
  const core::Day today = context.clock().Today();
  for (const bool left : {false, true}) {
    for (const auto& entry : view->entries()) {
      if (entry.left_on.has_value() != left) continue;
      std::cout << (as_json ? EntryJson(entry, today).dump() : EntryLine(entry, today, english))
                << '\n';
    }
  }
  if (as_json) return kDone;
  std::cout << view->listed() << (english ? " enterprises, as of " : " doanh nghiệp, danh sách ngày ")
            << core::DisplayDay(view->as_of());
  if (const auto left = view->entries().size() - view->listed(); left > 0)
    std::cout << "; " << left
              << (english ? " no longer on the list" : " không còn trong danh sách");
  std::cout << '\n';
  return kDone;
}

// One answer to "was it licensed on that day, for this market and activity?", as known at a moment.
struct Answer {
  core::Instant known_at;
  std::optional<core::LicenceStatus> status;
  std::string text;
};

Answer Ask(pqxx::transaction_base& tx, const RegisterEntry& entry, core::Day day,
           const std::string& market, const std::string& activity, core::Instant known_at, bool english) {
  const auto view = db::LoadRegister(tx, known_at);
  const RegisterEntry* known = nullptr;
  if (view) {
    known = entry.licence_norm.empty() ? alerts::LookUp(*view, entry.row.name).entry
                                       : view->FindByLicence(entry.licence_norm);
  }
  Answer answer;
  answer.known_at = known_at;
  if (!entry.licence_norm.empty()) {
    answer.status = db::LicenceStatusOn(tx, entry.licence_norm, day, market, known_at, activity);
  } else if (known != nullptr) {
    answer.status = RegisterView::StatusOn(*known, day, market, activity);
  }
  answer.text = view ? StatusText(answer.status, known, day, english)
                     : std::string{english ? "no list was known then" : "khi đó chưa có danh sách nào"};
  // What a list says a licence covers is told, and decides nothing: such columns are seldom complete.
  if (known != nullptr && answer.status == core::LicenceStatus::kActive) {
    const auto leaves_out = [](const std::vector<std::string>& covered, const std::string& asked) {
      return !asked.empty() && !covered.empty() && std::find(covered.begin(), covered.end(), asked) == covered.end();
    };
    if (leaves_out(known->row.markets, market))
      answer.text += english ? "; but the list names other markets for it" : "; nhưng danh sách ghi các thị trường khác";
    if (leaves_out(known->row.activities, activity))
      answer.text += english ? "; but the list names other activities for it" : "; nhưng danh sách ghi các hoạt động khác";
  }
  return answer;
}

Json AnswerJson(const Answer& answer) {
  return {{"known_at", core::FormatInstant(answer.known_at)},
          {"licensed", answer.status == core::LicenceStatus::kActive},
          {"status",
           answer.status ? Json(core::LicenceStatusName(*answer.status)) : Json{}},
          {"text", answer.text}};
}

std::string KnownText(const core::Instant& from, const std::optional<core::Instant>& to,
                      bool english) {
  std::string text =
      (english ? "known from " : "biết từ ") + core::FormatVietnamTime(from);
  if (to) text += (english ? " until " : " đến ") + core::FormatVietnamTime(*to);
  return text;
}

std::string_view FactTitle(const std::string& kind, bool english) {
  struct Title {
    std::string_view kind;
    std::string_view vi;
    std::string_view en;
  };
  static constexpr Title kTitles[] = {{"full", "tên", "name"},
                                      {"english", "tên tiếng Anh", "English name"},
                                      {"short", "tên viết tắt", "short name"},
                                      {"phone", "điện thoại", "phone"},
                                      {"address", "địa chỉ", "address"},
                                      {"website", "trang web", "website"},
                                      {"email", "email", "e-mail"},
                                      {"branch", "chi nhánh, cơ sở", "branch or site"},
                                      {"account", "tài khoản", "account"}};
  for (const Title& title : kTitles)
    if (title.kind == kind) return english ? title.en : title.vi;
  return {};
}

struct Dossier {
  const RegisterEntry* entry = nullptr;
  core::Day day;
  std::string market;
  std::string activity;
  Answer then;
  Answer now;
  std::vector<db::LicenceNumber> numbers;
  std::vector<db::EnterpriseFact> facts;
  std::vector<std::pair<std::string, db::LicenceStateRow>> history;  // with the number
  std::vector<db::ListedBy> lists;
};

// What the list alone says of the day, market and activity asked for; nullopt: it does not name the licence any more.
std::optional<core::LicenceStatus> SaidBy(const db::ListedBy& list, const Dossier& dossier) {
  if (list.rows.empty()) return {};
  return RegisterView::StatusOn(RegisterView::EntriesOf(list.rows).front(), dossier.day, dossier.market, dossier.activity);
}

bool ListsDiffer(const Dossier& dossier) {
  return std::any_of(dossier.lists.begin(), dossier.lists.end(), [&](const db::ListedBy& list) {
    return list.rows.empty() != dossier.lists.front().rows.empty() ||
           SaidBy(list, dossier) != SaidBy(dossier.lists.front(), dossier);
  });
}

void PrintLists(const Dossier& dossier, bool english) {
  if (dossier.lists.size() < 2) return;
  const bool differ = ListsDiffer(dossier);
  std::cout << (differ ? (english ? "THE LISTS DIFFER (the answer goes by the one that last said something new of it):\n"
                                  : "CÁC DANH SÁCH NÓI KHÁC NHAU (câu trả lời theo danh sách nêu điều mới sau cùng):\n")
                       : (english ? "Lists that name it:\n" : "Các danh sách có nêu:\n"));
  for (const auto& list : dossier.lists) {
    const auto status = SaidBy(list, dossier);
    std::cout << "  " << alerts::TerminalText(list.source, 60) << (english ? ", list of " : ", danh sách ngày ")
              << core::DisplayDay(list.list_day) << ": "
              << (list.rows.empty() ? std::string{english ? "not named any more" : "không còn nêu"}
                  : status          ? std::string{core::LicenceStatusTitle(*status, english)}
                                    : std::string{english ? "not licensed on that day" : "ngày đó chưa được cấp phép"})
              << '\n';
  }
}

void PrintDossier(const Dossier& dossier, core::Day today, bool english) {
  const RegisterEntry& entry = *dossier.entry;
  std::cout << EntryLine(entry, today, english) << '\n'
            << (english ? "On " : "Ngày ") << core::DisplayDay(dossier.day)
            << (dossier.market.empty() ? std::string{}
                                       : (english ? " for " : ", thị trường ") + dossier.market)
            << (dossier.activity.empty() ? std::string{} : ", " + core::ActivityTitle(dossier.activity, english))
            << ":\n"
            << (english ? "  as known then (" : "  theo điều đã biết khi đó (")
            << core::FormatVietnamTime(dossier.then.known_at) << "): " << dossier.then.text << '\n'
            << (english ? "  as known now: " : "  theo điều biết hiện nay: ") << dossier.now.text
            << '\n';
  PrintLists(dossier, english);
  if (!entry.row.tax_code.empty())
    std::cout << (english ? "Tax code: " : "Mã số thuế: ") << entry.row.tax_code << '\n';
  for (const auto& number : dossier.numbers) {
    if (number.licence_norm == entry.licence_norm) continue;
    std::cout << (english ? "Former number: " : "Số giấy phép trước: ") << number.licence_no << '\n';
  }
  for (const bool former : {false, true}) {
    for (const auto& fact : dossier.facts) {
      if (fact.known_to.has_value() != former) continue;
      std::cout << (former ? (english ? "Former " : "Trước đây, ") : "")
                << FactTitle(fact.kind, english) << ": " << alerts::TerminalText(fact.value, 200);
      if (former) std::cout << "  (" << KnownText(fact.known_from, fact.known_to, english) << ")";
      std::cout << '\n';
    }
  }
  std::cout << (english ? "History:\n" : "Lịch sử:\n");
  for (const auto& [number, state] : dossier.history) {
    std::cout << "  " << number << "  " << core::LicenceStatusTitle(state.status, english)
              << (state.market == "*" ? std::string{}
                                      : (english ? " for " : " ở thị trường ") + state.market)
              << (state.activity == "*" ? std::string{}
                                        : (english ? ", only " : ", riêng ") + core::ActivityTitle(state.activity, english));
    if (state.from)
      std::cout << (english ? " from " : " từ ") << core::DisplayDay(*state.from);
    if (state.to) std::cout << (english ? " to " : " đến ") << core::DisplayDay(*state.to);
    std::cout << "  (" << KnownText(state.known_from, state.known_to, english) << ")\n";
  }
}

Json DossierJson(const Dossier& dossier, core::Day today) {
  Json json = EntryJson(*dossier.entry, today);
  json["on"] = core::FormatDay(dossier.day);
  json["market"] = dossier.market;
  json["activity"] = dossier.activity;
  json["as_known_then"] = AnswerJson(dossier.then);
  json["as_known_now"] = AnswerJson(dossier.now);
  const auto known_to = [](const std::optional<core::Instant>& instant) {
    return instant ? Json(core::FormatInstant(*instant)) : Json{};
  };
  json["lists"] = Json::array();
  for (const auto& list : dossier.lists) {
    const auto status = SaidBy(list, dossier);
    json["lists"].push_back({{"source", list.source},
                             {"list_day", core::FormatDay(list.list_day)},
                             {"named", !list.rows.empty()},
                             {"status", status ? Json(core::LicenceStatusName(*status)) : Json{}}});
  }
  json["lists_differ"] = ListsDiffer(dossier);
  json["numbers"] = Json::array();
  for (const auto& number : dossier.numbers)
    json["numbers"].push_back({{"licence_no", number.licence_no},
                               {"in_force_from", DayJson(number.in_force_from)}});
  json["facts"] = Json::array();
  for (const auto& fact : dossier.facts)
    json["facts"].push_back({{"kind", fact.kind},
                             {"value", fact.value},
                             {"known_from", core::FormatInstant(fact.known_from)},
                             {"known_to", known_to(fact.known_to)}});
  json["history"] = Json::array();
  for (const auto& [number, state] : dossier.history)
    json["history"].push_back({{"licence_no", number},
                               {"status", core::LicenceStatusName(state.status)},
                               {"market", state.market},
                               {"activity", state.activity},
                               {"from", DayJson(state.from)},
                               {"to", DayJson(state.to)},
                               {"known_from", core::FormatInstant(state.known_from)},
                               {"known_to", known_to(state.known_to)},
                               {"snapshot", state.snapshot_id}});
  return json;
}

// The enterprise meant, or null after telling whom it may be.
const RegisterEntry* FindOrTell(const RegisterView& view, const ShowOptions& options,
                                core::Day today, bool english) {
  const alerts::RegisterLookup found = alerts::LookUp(view, options.what);
  if (found.entry != nullptr) return found.entry;
  if (options.json) {
    Json json{{"error", "not listed"}, {"asked", options.what}, {"candidates", Json::array()}};
    for (const auto* candidate : found.candidates)
      json["candidates"].push_back({{"licence_no", candidate->row.licence_no},
                                    {"name", candidate->row.name}});
    std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return nullptr;
  }
  if (found.candidates.empty()) {
    std::cout << (english ? "not listed: " : "không có trong danh sách: ")
              << alerts::TerminalText(options.what, 200) << '\n';
    return nullptr;
  }
  if (found.by_number) {
    std::cout << (english ? "several licences have this serial; ask with the whole number:\n"
                          : "nhiều giấy phép có số này; hãy tra với số đầy đủ:\n");
  } else {
    std::cout << (english ? "not listed; the nearest name is\n"
                          : "không có trong danh sách; tên gần giống nhất là\n");
  }
  for (const auto* candidate : found.candidates)
    std::cout << "  " << EntryLine(*candidate, today, english) << '\n';
  return nullptr;
}

core::Day DayOption(const std::string& text, core::Day otherwise) {
  if (text.empty()) return otherwise;
  const auto day = core::ParseDay(text);
  if (!day || !day->ok())
    throw core::InputError({"--on", 0, 0, "'" + text + "' is no day", "write 2026-11-20"});
  return *day;
}

std::string MarketOption(const std::string& text) {
  if (text.empty()) return {};
  const auto market = core::FindMarket(text);
  if (!market)
    throw core::InputError({"--market", 0, 0, "'" + text + "' is no market known here",
                            "write a country code such as JP, or its name"});
  return *market;
}

std::string ActivityOption(const std::string& text) {
  if (text.empty()) return {};
  const auto activity = core::FindActivity(text);
  if (!activity)
    throw core::InputError({"--activity", 0, 0, "'" + text + "' is no activity known here",
                            "one of " + core::ActivityCodes() + ", or its name"});
  return *activity;
}

// A bare day means all that was known on it.
core::Instant KnownAtOption(const std::string& text, core::Instant otherwise) {
  if (text.empty()) return otherwise;
  constexpr std::size_t kDayLetters = 10;
  if (const auto day = core::ParseDay(text); day && text.size() == kDayLetters)
    return EndOfDay(*day);
  const auto instant = core::ParseInstant(text);
  if (!instant)
    throw core::InputError({"--known-at", 0, 0, "'" + text + "' is no time",
                            "write 2026-11-20 or 2026-11-20T06:00"});
  return *instant;
}

int Show(Context& context, const ShowOptions& options) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const bool english = context.english();
  const core::Instant now = context.clock().Now();
  const core::Day today = context.clock().Today();
  const auto view = db::LoadRegister(tx, now);
  if (!view) {
    std::cerr << RegisterUnknownText(english);
    return kDoneButLook;
  }
  Dossier dossier;
  dossier.day = DayOption(options.on, today);
  dossier.market = MarketOption(options.market);
  dossier.activity = ActivityOption(options.activity);
  dossier.entry = FindOrTell(*view, options, today, english);
  if (dossier.entry == nullptr) return kDoneButLook;
  const core::Instant then =
      std::min(KnownAtOption(options.known_at, EndOfDay(dossier.day)), now);
  dossier.then = Ask(tx, *dossier.entry, dossier.day, dossier.market, dossier.activity, then, english);
  dossier.now = Ask(tx, *dossier.entry, dossier.day, dossier.market, dossier.activity, now, english);
  const std::string& norm = dossier.entry->licence_norm;
  dossier.numbers = db::LicenceNumbers(tx, norm);
  dossier.facts = db::EnterpriseFacts(tx, norm);
  dossier.lists = db::ListsNaming(tx, norm, now);
  for (const auto& number : dossier.numbers) {
    for (auto& state : db::LicenceHistory(tx, number.licence_norm))
      dossier.history.emplace_back(number.licence_no, std::move(state));
  }
  if (options.json) {
    std::cout << DossierJson(dossier, today).dump() << '\n';
  } else {
    PrintDossier(dossier, today, english);
  }
  return kDone;
}

}  // namespace

void AddRegisterLookups(CLI::App& command, CommandLine& line) {
  auto* listing = command.add_subcommand("list", "Every enterprise, as known now");
  auto json = std::make_shared<bool>(false);
  listing->add_flag("--json", *json, "One JSON object a line");
  listing->footer("Example: agencywatch register list");
  listing->callback([&line, json] {
    line.Choose([json](Context& context) { return List(context, *json); });
  });

  auto* showing = command.add_subcommand(
      "show", "One enterprise: by licence number, serial, tax code or name");
  auto options = std::make_shared<ShowOptions>();
  showing->add_option("WHAT", options->what, "Licence number, its serial, tax code or name")
      ->required();
  showing->add_option("--on", options->on, "Licensed on that day? (default: today)")
      ->type_name("DAY");
  showing->add_option("--market", options->market, "… for this market? (JP, or Nhật Bản)");
  showing->add_option("--activity", options->activity, "… for this activity? (domestic, or giúp việc gia đình)");
  showing
      ->add_option("--known-at", options->known_at,
                   "… as known on this day or at this time (default: on the day asked for)")
      ->type_name("T");
  showing->add_flag("--json", options->json, "One JSON object");
  showing->footer("Example: agencywatch register show 3224/LĐTBXH-GP --on 2026-10-31 --market JP");
  showing->callback([&line, options] {
    line.Choose([options](Context& context) { return Show(context, *options); });
  });
}

}  // namespace agencywatch::cli
