// Lists of licensed enterprises: those taken in, what each said otherwise, and a new one uploaded: looked at first, taken in
// when a person says so with a reason.
#include <algorithm>
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/problem_text.h"
#include "alerts/register_list.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "db/run_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kShownRows = 10;
constexpr std::size_t kShownProblems = 100;
constexpr std::size_t kShownChanges = 300;

Json ChangeOf(const db::RegisterChange& change) {
  Json fields = Json::array();
  for (const auto& field : change.fields)
    fields.push_back({{"field", field.field}, {"before", field.before}, {"after", field.after}});
  return {{"kind", db::RegisterChangeName(change.kind)},
          {"licence_no", change.licence_no},
          {"name", change.name},
          {"fields", fields}};
}

// {"kind": how many}, and the first of them.
Json ChangesOf(const std::vector<db::RegisterChange>& changes) {
  Json json = {{"counts", Json::object()}, {"changes", Json::array()}};
  for (const auto& change : changes) {
    const std::string kind{db::RegisterChangeName(change.kind)};
    json["counts"][kind] = json["counts"].value(kind, 0) + 1;
    if (json["changes"].size() < kShownChanges) json["changes"].push_back(ChangeOf(change));
  }
  return json;
}

struct Upload {
  core::RegisterFile list;
  db::RegisterImport import;
};

Upload UploadOf(const ApiCall& call) {
  Upload upload;
  const std::string bytes = call.Bytes("content");
  upload.list = ReadRegisterList(bytes, call.Text("name"));
  const auto duplicates = core::FindDuplicates(upload.list);
  upload.list.problems.insert(upload.list.problems.end(), duplicates.begin(), duplicates.end());
  if (const auto given = call.Text("published_on"); !given.empty()) {
    const auto day = core::ParseDay(given);
    if (!day) throw ApiError(400, "bad_body", "published_on must be a day, YYYY-MM-DD");
    upload.list.published_on = day;
  }
  const std::string source = call.Text("source");
  upload.import.source = source.empty() ? "file" : source;
  upload.import.retrieved_at = call.now;
  upload.import.sha256 = core::Sha256Hex(bytes);
  upload.import.by = call.session.account;
  upload.import.max_age_days = static_cast<int>(call.services.register_max_age.count());
  return upload;
}

Json TextsOf(const std::vector<core::InputProblem>& problems) {
  Json texts = Json::array();
  for (const auto& problem : problems) {
    if (texts.size() < kShownProblems) texts.push_back(InBoth(ProblemText(problem, false), ProblemText(problem, true)));
  }
  return texts;
}

// A list of another source has none before it to be held against: it is held against the one that is in force, which every page would
// take for as new as this one.
std::vector<core::InputProblem> SmallBeside(ApiCall& call, const Upload& upload) {
  constexpr double kSmallestShare = 0.8;  // as of one source's lists (db/register_store.cc)
  const auto view = call.services.register_cache.Get(call.connection, call.now);
  if (view == nullptr || static_cast<double>(upload.list.rows.size()) >= kSmallestShare * static_cast<double>(view->listed())) return {};
  core::InputProblem problem;
  problem.what = "the register list has only " + std::to_string(upload.list.rows.size()) + " licences, the list in force has " + std::to_string(view->listed());
  problem.fix = "look at the list; if it is right, import it with --force";
  return {problem};
}

// What stands against taking it without being told to: doubts, or a list that is much smaller or another one.
std::vector<core::InputProblem> ObjectionsTo(pqxx::transaction_base& tx, const Upload& upload, core::Day today) {
  auto objections = DoubtsAbout(upload.list, today, upload.import.max_age_days);
  try {
    static_cast<void>(TakeIn(tx, upload.import, upload.list));
  } catch (const core::InputError& refused) {
    objections.insert(objections.end(), refused.problems().begin(), refused.problems().end());
  }
  return objections;
}

Json FirstRowsOf(const core::RegisterFile& list) {
  Json rows = Json::array();
  for (const auto& row : list.rows) {
    if (rows.size() == kShownRows) break;
    rows.push_back({{"licence_no", row.licence_no},
                    {"name", row.name},
                    {"issued_on", ToJson(row.issued_on)},
                    {"status_title", row.status_unclear
                                         ? InBoth("không rõ tình trạng", "status not understood")
                                         : InBoth(core::LicenceStatusTitle(row.status, false),
                                                  core::LicenceStatusTitle(row.status, true))},
                    {"status_from", ToJson(row.status_from)},
                    {"status_to", ToJson(row.status_to)}});
  }
  return rows;
}

}  // namespace

HttpResponse GetRegisterSnapshots(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json snapshots = Json::array();
  for (const auto& snapshot : db::RegisterSnapshots(tx)) {
    snapshots.push_back({{"id", snapshot.id},
                         {"source", snapshot.source},
                         {"published_on", ToJson(snapshot.published_on)},
                         {"retrieved_at", core::FormatInstant(snapshot.retrieved_at)},
                         {"confirmed_at", core::FormatInstant(snapshot.confirmed_at)},
                         {"licences", snapshot.licences},
                         {"imported_by", snapshot.imported_by},
                         {"sha256", snapshot.sha256}});
  }
  return JsonAnswer({{"snapshots", snapshots}});
}

HttpResponse GetRegisterDiff(ApiCall& call) {
  const int from = call.QueryNumber("from", 0, 1, 2'000'000'000);
  const int to = call.QueryNumber("to", 0, 1, 2'000'000'000);
  if (from == 0 || to == 0) throw ApiError(400, "bad_query", "from and to are numbers of snapshots");
  pqxx::read_transaction tx(call.connection);
  Json json = ChangesOf(db::CompareSnapshots(tx, from, to));
  json["from"] = from;
  json["to"] = to;
  return JsonAnswer(json);
}

HttpResponse PostRegisterPreview(ApiCall& call) {
  Upload upload = UploadOf(call);
  Json json = {{"headings", Json::array()},
               {"published_on", ToJson(upload.list.published_on)},
               {"rows", upload.list.rows.size()},
               {"first_rows", FirstRowsOf(upload.list)},
               {"problems", TextsOf(upload.list.problems)},
               {"all_problems", upload.list.problems.size()},
               {"objections", Json::array()},
               {"sha256", upload.import.sha256}};
  for (const auto& heading : upload.list.headings) {
    json["headings"].push_back(
        {{"heading", heading.heading},
         {"column", heading.column ? Json(core::RegisterColumnName(*heading.column)) : Json{}}});
  }
  if (upload.list.rows.empty()) return JsonAnswer(json);
  const auto small = SmallBeside(call, upload);
  // As if it were taken in, twice, and never committed.
  {
    pqxx::work tx(call.connection);
    auto objections = ObjectionsTo(tx, upload, core::VietnamDay(call.now));
    if (objections.empty()) objections = small;
    json["objections"] = TextsOf(objections);
  }
  upload.import.force = true;
  pqxx::work tx(call.connection);
  const db::RegisterDiff diff = TakeIn(tx, upload.import, upload.list);
  json.update(ChangesOf(diff.changes));
  json["unchanged"] = diff.unchanged;
  json["same"] = !diff.imported;
  return JsonAnswer(json);
}

HttpResponse PostRegisterImport(ApiCall& call) {
  Upload upload = UploadOf(call);
  const std::string reason = call.Reason();
  if (upload.list.rows.empty())
    throw ApiError(422, "refused", "no licensed enterprise was read; nothing was imported");
  upload.import.force = call.body.value("force", false);
  auto doubts = DoubtsAbout(upload.list, core::VietnamDay(call.now), upload.import.max_age_days);
  const auto small = SmallBeside(call, upload);
  doubts.insert(doubts.end(), small.begin(), small.end());
  if (!upload.import.force && !doubts.empty()) throw core::InputError(doubts);
  const auto diff = db::InTransaction(call.connection, [&](pqxx::work& tx) {
    db::RefuseClockSetBack(tx, call.now);
    auto taken = TakeIn(tx, upload.import, upload.list);
    WriteDown(tx, upload.import, taken, reason);
    return taken;
  });
  call.services.register_cache.Forget();
  if (diff.imported) call.services.rescreen(call.session.account, reason);
  Json json = ChangesOf(diff.changes);
  json["imported"] = diff.imported;
  json["snapshot"] = diff.snapshot_id;
  json["unchanged"] = diff.unchanged;
  return JsonAnswer(json);
}

}  // namespace agencywatch::alerts
