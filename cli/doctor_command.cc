// `agencywatch doctor`: what is wrong, and how to mend it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "cli/commands.h"
#include "cli/evidence.h"
#include "cli/evidence_check.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "crawler/sources.h"
#include "db/audit_store.h"
#include "db/database.h"
#include "db/register_store.h"
#include "db/request_store.h"
#include "db/run_store.h"
#include "rules/engine.h"
#include "rules/lint.h"

namespace agencywatch::cli {
namespace {

class Checkup {
 public:
  void Good(const std::string& what) { std::cout << "ok    " << what << '\n'; }
  void Bad(const std::string& what) {
    std::cout << "LOOK  " << what << '\n';
    bad_ = true;
  }
  // Runs one part; what it throws is what is wrong.
  template <typename Part>
  void Try(Part part) {
    try {
      part();
    } catch (const std::exception& error) {
      Bad(error.what());
    }
  }
  [[nodiscard]] bool bad() const { return bad_; }

 private:
  bool bad_ = false;
};

void CheckEvidenceOf(Context& context, Checkup& checkup) {
  static constexpr std::size_t kShown = 20;
  const auto connection = context.database().Connect();
  const EvidenceCheck check = CheckEvidence(*connection, context.data_dir(), NodeName());
  const std::string what = "evidence: " + std::to_string(check.captures) + " captures in " +
                           std::to_string(check.files) + " WARC files are there and unaltered, " +
                           std::to_string(check.orphans) + " orphan records, " +
                           std::to_string(check.purged_files) + " purged files";
  if (check.problems.empty()) {
    checkup.Good(what);
    return;
  }
  checkup.Bad(what + "; " + std::to_string(check.problems.size()) + " problems:");
  for (std::size_t i = 0; i < std::min(kShown, check.problems.size()); ++i)
    checkup.Bad(check.problems[i]);
}

// `view` is null when no register is known.
void CheckRegister(Checkup& checkup, const core::RegisterView* view, const Context& context) {
  const bool english = context.english();
  if (view == nullptr) {
    checkup.Bad(english ? "no licence register: nobody is called unlisted; agencywatch register "
                          "import FILE"
                        : "chưa có danh sách giấy phép: không kết luận được ai không phép; "
                          "agencywatch register import FILE");
    return;
  }
  const int age = core::DaysBetween(view->as_of(), context.clock().Today());
  const std::size_t left = view->entries().size() - view->listed();
  std::string what = (english ? "licence register of " : "danh sách giấy phép ngày ") +
                     core::DisplayDay(view->as_of()) + ", " + std::to_string(view->listed()) +
                     (english ? " enterprises" : " doanh nghiệp");
  if (left > 0)
    what += (english ? ", no longer on it " : ", không còn trong danh sách ") + std::to_string(left);
  if (age <= context.config().register_max_age.count()) {
    checkup.Good(what);
  } else if (english) {
    checkup.Bad(what + ": " + std::to_string(age) +
                " days old, nobody is called unlisted; import a newer one");
  } else {
    checkup.Bad(what + ": đã cũ " + std::to_string(age) +
                " ngày, không kết luận được ai không phép; hãy nhập danh sách mới");
  }
}

void CheckAudit(Checkup& checkup, const db::AuditState& audit, bool english) {
  const std::string rows = std::to_string(audit.rows);
  if (audit.broken_seq) {
    const std::string row = std::to_string(*audit.broken_seq);
    checkup.Bad(english ? "audit: row " + row + " does not fit the chain; somebody changed the log"
                        : "nhật ký: dòng " + row + " không khớp chuỗi; có người đã sửa nhật ký");
  } else {
    checkup.Good(english ? "audit: " + rows + " rows, the chain is whole"
                         : "nhật ký: " + rows + " dòng, chuỗi nguyên vẹn");
  }
}

void CheckRequests(Checkup& checkup, std::int64_t overdue, bool english) {
  if (overdue == 0) return;
  checkup.Bad(std::to_string(overdue) +
              (english ? " requests of persons are overdue: agencywatch requests list --overdue"
                       : " yêu cầu của chủ thể dữ liệu quá hạn: agencywatch requests list --overdue"));
}

int Doctor(Context& context, bool evidence) {
  Checkup checkup;
  checkup.Try([&] {
    const auto rules = context.LoadRules();
    const auto problems = rules::Lint(rules->pack());
    const std::string what = std::to_string(rules->pack().rules.size()) + " rules";
    if (problems.empty()) {
      checkup.Good(what + " load and lint clean");
    } else {
      checkup.Bad(what + ", " + std::to_string(problems.size()) +
                  " problems: agencywatch rules lint");
    }
  });
  checkup.Try([&] {
    const auto sources = crawler::LoadSources(context.config().sources.string());
    checkup.Good(std::to_string(sources.sources.size()) + " sources in " +
                 context.config().sources.string());
  });
  checkup.Try([&] {
    const auto connection = context.database().Connect();
    checkup.Good("database: " + context.database().description() + ", schema up to date");
    pqxx::read_transaction tx(*connection);
    const auto view = db::LoadRegister(tx, context.clock().Now());
    CheckRegister(checkup, view ? &*view : nullptr, context);
    CheckAudit(checkup, db::VerifyAudit(tx), context.english());
    CheckRequests(checkup, db::CountOverdueRequests(tx, context.clock().Today()), context.english());
    const auto runs = db::LatestRuns(tx, 1);
    if (runs.empty()) {
      checkup.Bad("no scan has run yet: agencywatch scan");
    } else if (runs.front().outcome == "interrupted") {
      checkup.Bad("the last run, " + std::to_string(runs.front().id) +
                  ", was interrupted: agencywatch scan goes on");
    } else {
      checkup.Good("last run " + std::to_string(runs.front().id) + " of " +
                   core::FormatVietnamTime(runs.front().started) +
                   (runs.front().outcome.empty() ? ", running" : ", done"));
    }
  });
  checkup.Try([&] {
    const auto space = std::filesystem::space(context.data_dir());
    static constexpr std::uintmax_t kLittle = 2ULL << 30U;
    const std::string what =
        std::to_string(space.available >> 20U) + " MiB free in " + context.data_dir().string();
    if (space.available < kLittle) {
      checkup.Bad(what + ": a night's captures may not fit; free some space");
    } else {
      checkup.Good(what);
    }
  });
  if (evidence) checkup.Try([&] { CheckEvidenceOf(context, checkup); });
  return checkup.bad() ? kDoneButLook : kDone;
}

}  // namespace

void AddDoctorCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand(
      "doctor", "What is wrong with database, register, rules, sources, disk");
  auto evidence = std::make_shared<bool>(false);
  command->add_flag("--evidence", *evidence,
                    "Re-read every WARC file: is each capture there, and unaltered?");
  command->footer(
      "Exit code 1 when something wants a look.\nExample: agencywatch doctor --evidence");
  command->callback([&line, evidence] {
    line.Choose([evidence](Context& context) { return Doctor(context, *evidence); });
  });
}

}  // namespace agencywatch::cli
