// The register of licensed enterprises: search, and one entry with its life on both time axes.
#include <algorithm>
#include <pqxx/pqxx>

#include "alerts/api/csv_answer.h"
#include "alerts/api/handlers.h"
#include "alerts/api/register_json.h"
#include "alerts/known_text.h"
#include "core/fold.h"
#include "db/register_store.h"

namespace agencywatch::alerts {
namespace {

constexpr int kMaxPage = 200;

std::shared_ptr<const core::RegisterView> RegisterOf(ApiCall& call) {
  auto view = call.services.register_cache.Get(call.connection, call.now);
  if (!view) throw ApiError(404, "no_register", "no register has been imported yet");
  return view;
}

bool Holds(const core::RegisterEntry& entry, const std::string& folded, const std::string& digits) {
  const auto& row = entry.row;
  for (const auto* text :
       {&row.name, &row.name_en, &row.short_name, &row.licence_no, &row.address}) {
    if (core::FoldPlain(*text).find(folded) != std::string::npos) return true;
  }
  if (entry.licence_norm.find(folded) != std::string::npos || row.tax_code == folded) return true;
  if (digits.size() < 6) return false;
  return std::any_of(entry.phones_norm.begin(), entry.phones_norm.end(),
                     [&](const std::string& phone) { return phone.ends_with(digits); });
}

// By the query's words and status.
std::vector<const core::RegisterEntry*> Matching(const ApiCall& call, const core::RegisterView& view, core::Day today) {
  const std::string folded = core::FoldPlain(call.Query("q"));
  std::string digits;
  for (const char c : folded) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.starts_with('0')) digits.erase(0, 1);
  const std::string status = call.Query("status");
  std::vector<const core::RegisterEntry*> found;
  for (const auto& entry : view.entries()) {
    if (!folded.empty() && !Holds(entry, folded, digits)) continue;
    if (!status.empty()) {
      const auto now = core::RegisterView::StatusOn(entry, today);
      if ((now ? core::LicenceStatusName(*now) : std::string_view{"none"}) != status) continue;
    }
    found.push_back(&entry);
  }
  return found;
}

}  // namespace

Json EntryOf(const core::RegisterEntry& entry, core::Day day) {
  const auto& row = entry.row;
  const auto status = core::RegisterView::StatusOn(entry, day);
  return {{"licence", entry.licence_norm},
          {"licence_no", row.licence_no},
          {"name", row.name},
          {"name_en", row.name_en},
          {"short_name", row.short_name},
          {"tax_code", row.tax_code},
          {"address", row.address},
          {"phones", row.phones},
          {"website", row.website},
          {"markets", row.markets},
          {"issued_on", ToJson(row.issued_on)},
          {"reissued_from", row.reissued_from},
          {"day", core::FormatDay(day)},
          {"status", status ? Json(core::LicenceStatusName(*status)) : Json{}},
          {"status_title",
           status ? InBoth(core::LicenceStatusTitle(*status, false),
                           core::LicenceStatusTitle(*status, true))
                  : InBoth(StandingText(entry, day, false), StandingText(entry, day, true))}};
}

HttpResponse GetRegister(ApiCall& call) {
  const auto view = RegisterOf(call);
  const core::Day today = core::VietnamDay(call.now);
  const auto limit = static_cast<std::size_t>(call.QueryNumber("limit", 50, 1, kMaxPage));
  const auto offset = static_cast<std::size_t>(call.QueryNumber("offset", 0, 0, 1'000'000));
  const auto found = Matching(call, *view, today);
  Json entries = Json::array();
  for (std::size_t i = offset; i < found.size() && entries.size() < limit; ++i) entries.push_back(EntryOf(*found[i], today));
  return JsonAnswer({{"as_of", core::FormatDay(view->as_of())},
                     {"all", view->entries().size()},
                     {"found", found.size()},
                     {"entries", entries}});
}

HttpResponse GetRegisterCsv(ApiCall& call) {
  const auto view = RegisterOf(call);
  const core::Day today = core::VietnamDay(call.now);
  const bool english = InEnglish(call);
  CsvTable table(english ? std::vector<std::string>{"Licence", "Name", "Name in English", "Short name", "Tax code", "Address", "Phones", "Website",
                                                    "Markets", "Issued on", "Reissued from", "Status today"}
                         : std::vector<std::string>{"Số giấy phép", "Tên doanh nghiệp", "Tên tiếng Anh", "Tên viết tắt", "Mã số thuế", "Địa chỉ",
                                                    "Điện thoại", "Trang web", "Thị trường", "Ngày cấp", "Cấp đổi từ", "Tình trạng hôm nay"});
  for (const auto* entry : Matching(call, *view, today)) {
    if (table.rows() == kMaxCsvRows) break;
    const auto& row = entry->row;
    const auto status = core::RegisterView::StatusOn(*entry, today);
    table.Add({row.licence_no, row.name, row.name_en, row.short_name, row.tax_code, row.address, Joined(row.phones), row.website,
               Joined(row.markets), row.issued_on ? core::FormatDay(*row.issued_on) : "", row.reissued_from,
               status ? std::string{core::LicenceStatusTitle(*status, english)} : ""});
  }
  return CsvAnswer(call, "register", table);
}

HttpResponse GetRegisterEntry(ApiCall& call) {
  const auto view = RegisterOf(call);
  const auto* entry = view->FindByLicence(call.path.at(0));
  if (entry == nullptr) throw ApiError(404, "not_found", "no enterprise holds this licence");
  core::Day day = core::VietnamDay(call.now);
  if (const auto on = call.Query("on"); !on.empty()) {
    const auto asked = core::ParseDay(on);
    if (!asked) throw ApiError(400, "bad_query", "on must be a day, YYYY-MM-DD");
    day = *asked;
  }
  Json json = EntryOf(*entry, day);
  pqxx::read_transaction tx(call.connection);
  json["history"] = Json::array();
  for (const auto& state : db::LicenceHistory(tx, entry->licence_norm)) {
    json["history"].push_back({{"status", core::LicenceStatusName(state.status)},
                               {"title", InBoth(core::LicenceStatusTitle(state.status, false),
                                                core::LicenceStatusTitle(state.status, true))},
                               {"market", state.market},
                               {"from", ToJson(state.from)},
                               {"to", ToJson(state.to)},
                               {"known_from", core::FormatInstant(state.known_from)},
                               {"known_to", ToJson(state.known_to)},
                               {"snapshot", state.snapshot_id}});
  }
  return JsonAnswer(json);
}

}  // namespace agencywatch::alerts
