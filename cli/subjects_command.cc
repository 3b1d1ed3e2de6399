// `agencywatch subjects list|show|split|merge`: who is behind postings, by which evidence, and a person's word on it.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_builder.h"
#include "alerts/alert_text.h"
#include "alerts/asked.h"
#include "alerts/correction_json.h"
#include "alerts/subject_judgement.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/viewing.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/register_store.h"
#include "db/subject_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostEvidence = 500;

void PrintJson(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

Json ToJson(const db::SubjectSummary& subject) {
  return {{"id", subject.id},
          {"label", subject.label},
          {"merged_into", subject.merged_into ? Json(*subject.merged_into) : Json{}},
          {"alerts", subject.alerts}};
}

std::string AlertNumbers(const db::SubjectSummary& subject) {
  std::string text;
  for (const auto number : subject.alerts) text += (text.empty() ? "" : " ") + ("#" + std::to_string(number));
  return text;
}

int List(Context& context, const std::string& search, int limit, const Viewer& viewer, bool as_json) {
  const auto connection = context.database().Connect();
  const auto subjects = db::InTransaction(
      *connection, [&](pqxx::work& tx) { return db::ListSubjects(tx, alerts::SearchText(core::MakeValidUtf8(search)), limit); });
  std::vector<std::int64_t> ids;
  for (const auto& subject : subjects) ids.push_back(subject.id);
  RecordView(context, *connection, viewer, "subject.list", "subjects", ids);
  for (const auto& subject : subjects) {
    if (as_json) {
      PrintJson(ToJson(subject));
    } else {
      std::cout << subject.id << "  " << alerts::LabelText(subject.label, 100, context.english()) << "  "
                << AlertNumbers(subject) << '\n';
    }
  }
  if (subjects.empty() && !as_json)
    std::cout << (context.english() ? "No subject like that.\n" : "Không có đối tượng nào như vậy.\n");
  return kDone;
}

// "tự xưng là doanh nghiệp có giấy phép số 3224/LDTBXH-GP (Công ty …)".
std::string HolderName(const std::optional<core::RegisterView>& view, const std::string& licence) {
  const auto* entry = view ? view->FindByLicence(licence) : nullptr;
  return entry == nullptr ? "" : entry->row.name;
}

int Show(Context& context, std::int64_t id, const Viewer& viewer, bool as_json) {
  const auto connection = context.database().Connect();
  const auto subject = db::InTransaction(*connection, [&](pqxx::work& tx) {
    const auto asked = db::FindSubject(tx, id);
    return asked && asked->merged_into ? db::FindSubject(tx, *asked->merged_into) : asked;
  });
  if (!subject) {
    throw core::InputError({"", 0, 0, "there is no subject " + std::to_string(id), "see agencywatch subjects list"});
  }
  RecordView(context, *connection, viewer, "subject.open", "subject " + std::to_string(subject->id));
  pqxx::read_transaction tx(*connection);
  const auto view = db::LoadRegister(tx, context.clock().Now());
  const auto restricted = RestrictedFor(viewer);
  const auto identifiers = db::IdentifiersOf(tx, subject->id, restricted);
  const auto evidence = db::EvidenceOf(tx, subject->id, kMostEvidence, restricted);
  const auto corrections = db::CorrectionsAbout(tx, subject->id, {});
  const bool english = context.english();
  if (as_json) {
    Json json = ToJson(*subject);
    json["identifiers"] = Json::array();
    for (const auto& identifier : identifiers) {
      Json row = {{"kind", identifier.identifier.kind}, {"value", identifier.identifier.norm}, {"shown", identifier.shown},
                  {"role", db::TieKindName(identifier.kind)}, {"postings", identifier.postings}, {"restricted", identifier.restricted}};
      if (identifier.identifier.kind == "licence_of") row["holder"] = HolderName(view, identifier.identifier.norm);
      json["identifiers"].push_back(row);
    }
    json["corrections"] = Json::array();
    for (const auto& correction : corrections) json["corrections"].push_back(alerts::CorrectionJson(correction));
    json["evidence"] = Json::array();
    for (const auto& tie : evidence) {
      json["evidence"].push_back({{"kind", tie.identifier.kind},
                                  {"value", tie.identifier.norm},
                                  {"role", db::TieKindName(tie.kind)},
                                  {"source", tie.source},
                                  {"url", tie.canonical_url},
                                  {"title", tie.title},
                                  {"quote", tie.quote},
                                  {"ended_at", tie.ended_at ? Json(core::FormatInstant(*tie.ended_at)) : Json{}}});
    }
    PrintJson(json);
    return kDone;
  }
  std::cout << subject->id << "  " << alerts::LabelText(subject->label, 200, english) << "  " << AlertNumbers(*subject) << '\n';
  for (const auto& identifier : identifiers) {
    std::cout << "\n  " << alerts::IdentifierTitle(identifier.identifier.kind, english) << ": "
              << (identifier.shown.empty() && identifier.restricted ? (english ? "restricted" : "hạn chế")
                                                                     : alerts::TerminalText(identifier.shown, 120));
    if (const auto holder = identifier.identifier.kind == "licence_of" ? HolderName(view, identifier.identifier.norm) : "";
        !holder.empty()) {
      std::cout << " (" << alerts::TerminalText(holder, 120) << ")";
    }
    std::cout << (identifier.kind == db::TieKind::kControls ? (english ? "  its own" : "  của chính đối tượng")
                                                            : (english ? "  only claimed" : "  chỉ tự xưng"))
              << '\n';
    for (const auto& tie : evidence) {
      if (tie.identifier != identifier.identifier || tie.kind != identifier.kind || tie.ended_at) continue;
      std::cout << "    " << alerts::TerminalText(tie.canonical_url.empty() ? tie.title : tie.canonical_url, 160);
      if (!tie.quote.empty()) std::cout << "  “" << alerts::TerminalText(tie.quote, 100) << "”";
      std::cout << '\n';
    }
  }
  if (!corrections.empty())
    std::cout << (english ? "\n  Corrected, as persons named here asked:\n" : "\n  Đã đính chính theo yêu cầu của người có tên:\n");
  for (const auto& correction : corrections) std::cout << "    " << alerts::CorrectionText(correction, english) << '\n';
  return kDone;
}

// Brings alerts up to date with what was said, under the name of whoever said it.
int Rebuild(Context& context, pqxx::connection& connection, const alerts::JudgedBy& by) {
  std::optional<core::RegisterView> view;
  {
    pqxx::read_transaction tx(connection);
    view = db::LoadRegister(tx, by.at);
  }
  const auto counts = alerts::BuildAlerts(connection, view ? &*view : nullptr, by.at, {by.name, by.reason});
  std::cout << (context.english() ? "alerts: " : "cảnh báo: ") << counts.opened << (context.english() ? " opened, " : " mới, ")
            << counts.updated << (context.english() ? " updated\n" : " cập nhật\n");
  return kDone;
}

alerts::JudgedBy By(const Context& context, const std::string& as, const std::string& reason) {
  return {ActorName(as), core::MakeValidUtf8(reason), context.clock().Now()};
}

}  // namespace

void AddSubjectsCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("subjects", "Who is behind postings, and by which evidence");
  command->require_subcommand(1);

  auto* listing = command->add_subcommand("list", "Subjects, newest first");
  auto search = std::make_shared<std::string>();
  auto limit = std::make_shared<int>(50);
  auto list_json = std::make_shared<bool>(false);
  listing->add_option("--search", *search, "Part of a name, phone, account, handle …");
  listing->add_option("--limit", *limit, "How many")->capture_default_str()->check(CLI::PositiveNumber);
  listing->add_flag("--json", *list_json, "One JSON object a line");
  listing->footer("Example: agencywatch subjects list --search \"0912 000 345\"");
  const Viewer list_viewer = AddViewer(*listing);
  listing->callback([&line, search, limit, list_viewer, list_json] {
    line.Choose([search, limit, list_viewer, list_json](Context& context) {
      return List(context, *search, *limit, list_viewer, *list_json);
    });
  });

  auto* showing = command->add_subcommand("show", "One subject: every identifier with the adverts that show it");
  auto id = std::make_shared<std::int64_t>(0);
  auto show_json = std::make_shared<bool>(false);
  showing->add_option("ID", *id, "Its id in the list")->required();
  showing->add_flag("--json", *show_json, "As one JSON object");
  showing->footer("Example: agencywatch subjects show 17");
  const Viewer show_viewer = AddViewer(*showing);
  showing->callback([&line, id, show_viewer, show_json] {
    line.Choose([id, show_viewer, show_json](Context& context) { return Show(context, *id, show_viewer, *show_json); });
  });

  auto* splitting = command->add_subcommand("split", "Two are behind it: take what belongs to somebody else");
  auto split_id = std::make_shared<std::int64_t>(0);
  auto taken = std::make_shared<std::vector<std::string>>();
  auto split_reason = std::make_shared<std::string>();
  splitting->add_option("ID", *split_id, "The subject")->required();
  splitting->add_option("--take", *taken, "What goes to another subject: phone:+84…, social:zalo:…")->required();
  splitting->add_option("--reason", *split_reason, "How you know; it is kept")->required();
  auto split_as = AddAsOption(*splitting);
  splitting->footer("Example: agencywatch subjects split 17 --take \"0912 000 345\" --reason \"hai người khác nhau\"");
  splitting->callback([&line, split_id, taken, split_reason, split_as] {
    line.Choose([split_id, taken, split_reason, split_as](Context& context) {
      const auto connection = context.database().Connect();
      const auto by = By(context, *split_as, *split_reason);
      alerts::SplitSubject(*connection, *split_id, *taken, by);
      return Rebuild(context, *connection, by);
    });
  });

  auto* merging = command->add_subcommand("merge", "One is behind both");
  auto first = std::make_shared<std::int64_t>(0);
  auto second = std::make_shared<std::int64_t>(0);
  auto merge_reason = std::make_shared<std::string>();
  merging->add_option("ID", *first, "A subject")->required();
  merging->add_option("OTHER", *second, "Another one")->required();
  merging->add_option("--reason", *merge_reason, "How you know; it is kept")->required();
  auto merge_as = AddAsOption(*merging);
  merging->footer("Example: agencywatch subjects merge 17 21 --reason \"cùng chủ tài khoản\"");
  merging->callback([&line, first, second, merge_reason, merge_as] {
    line.Choose([first, second, merge_reason, merge_as](Context& context) {
      const auto connection = context.database().Connect();
      const auto by = By(context, *merge_as, *merge_reason);
      alerts::LinkSubjects(*connection, *first, *second, by);
      return Rebuild(context, *connection, by);
    });
  });
}

}  // namespace agencywatch::cli
