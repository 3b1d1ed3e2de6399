// `agencywatch doctor`: what is wrong, and how to mend it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>
#include <set>

#include "alerts/alert_text.h"
#include "alerts/dossier/build.h"
#include "alerts/notify/settings.h"
#include "alerts/problem_text.h"
#include "cli/audit_check.h"
#include "cli/commands.h"
#include "cli/evidence.h"
#include "cli/evidence_check.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "crawler/sources.h"
#include "db/case_store.h"
#include "db/database.h"
#include "db/dossier_store.h"
#include "db/outbox_store.h"
#include "db/register_store.h"
#include "db/request_store.h"
#include "db/run_store.h"
#include "rules/engine.h"
#include "rules/lint.h"

namespace agencywatch::cli {
namespace {

class Checkup {
 public:
  explicit Checkup(bool english) : english_(english) {}
  void Good(const std::string& what) { std::cout << "ok    " << what << '\n'; }
  void Bad(const std::string& what) {
    std::cout << "LOOK  " << what << '\n';
    bad_ = true;
  }
  // Good to know; nothing is broken.
  void Note(const std::string& what) { std::cout << "note  " << what << '\n'; }
  // Runs one part; what it throws is what is wrong.
  template <typename Part>
  void Try(Part part) {
    try {
      part();
    } catch (const std::exception& error) {
      Bad(english_ ? error.what() : alerts::InVietnamese(error.what()));
    }
  }
  [[nodiscard]] bool bad() const { return bad_; }

 private:
  bool english_;
  bool bad_ = false;
};

void CheckEvidenceOf(Context& context, Checkup& checkup) {
  static constexpr std::size_t kShown = 20;
  const auto connection = context.database().Connect();
  const EvidenceCheck check = CheckEvidence(*connection, context.data_dir(), NodeName());
  const bool english = context.english();
  const std::string what =
      english ? "evidence: " + std::to_string(check.captures) + " captures in " + std::to_string(check.files) +
                    " WARC files are there and unaltered, " + std::to_string(check.orphans) + " orphan records, " +
                    std::to_string(check.purged_files) + " purged files"
              : "chứng cứ: " + std::to_string(check.captures) + " trang đã lưu trong " + std::to_string(check.files) +
                    " tệp WARC còn đủ, không bị sửa; " + std::to_string(check.orphans) + " bản ghi lẻ, " +
                    std::to_string(check.purged_files) + " tệp đã hết hạn lưu";
  if (check.problems.empty()) {
    checkup.Good(what);
    return;
  }
  checkup.Bad(what + "; " + std::to_string(check.problems.size()) + (english ? " problems:" : " lỗi:"));
  for (std::size_t i = 0; i < std::min(kShown, check.problems.size()); ++i)
    checkup.Bad(english ? check.problems[i] : alerts::InVietnamese(check.problems[i]));
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

// Are there messages that nobody gets, and could they be sent at all?
void CheckMessages(Checkup& checkup, pqxx::transaction_base& tx, const Context& context) {
  static constexpr int kTriesToWorry = 3;
  static constexpr std::chrono::hours kLateToWorry{1};
  const bool english = context.english();
  const auto& settings = context.config().notify;
  const core::Instant now = context.clock().Now();
  for (const auto& row : db::UndeliveredMessages(tx)) {
    if (settings.Find(row.kind, row.recipient) == nullptr) continue;
    const std::string what = std::string{db::MessageKindName(row.kind)} + " " + row.recipient +
                             (english ? " of run " : " của lượt quét ") + std::to_string(row.run_id) + ": ";
    const std::string why = row.problem.empty() ? "" : ": " + alerts::TerminalText(row.problem, 300);
    const std::string tries = std::to_string(row.tries);
    if (row.gave_up_at) {
      checkup.Bad(what + (english ? "given up after " + tries + " tries" : "đã bỏ sau " + tries + " lần thử") + why +
                  "; agencywatch notify --again");
    } else if (row.tries >= kTriesToWorry) {
      checkup.Bad(what + (english ? "not delivered after " + tries + " tries" : "chưa gửi được sau " + tries + " lần thử") +
                  why);
    } else if (*row.due + kLateToWorry < now) {
      checkup.Bad(what + (english ? "due since " : "đến hạn gửi từ ") + core::FormatVietnamTime(*row.due) +
                  (english ? ", and nobody sends it: is agencywatch-notify.timer on?"
                           : ", chưa ai gửi: agencywatch-notify.timer có bật không?"));
    }
  }
  if (settings.recipients.empty()) {
    checkup.Good(english ? "nobody asked to be told after a scan (`notify:` in the settings)"
                         : "không ai đăng ký nhận thông báo sau lượt quét (`notify:` trong cài đặt)");
    return;
  }
  if (!settings.smtp.user.empty()) static_cast<void>(alerts::ReadSecret(settings.smtp.password_file));
  for (const auto& recipient : settings.recipients) {
    if (recipient.kind == db::MessageKind::kWebhook) static_cast<void>(alerts::ReadSecret(recipient.secret_file));
  }
  checkup.Good(std::to_string(settings.recipients.size()) +
               (english ? " are told after a scan" : " nơi nhận thông báo sau lượt quét"));
}

void CheckRequests(Checkup& checkup, std::int64_t overdue, bool english) {
  if (overdue == 0) return;
  checkup.Bad(std::to_string(overdue) +
              (english ? " requests of persons are overdue: agencywatch requests list --overdue"
                       : " yêu cầu của chủ thể dữ liệu quá hạn: agencywatch requests list --overdue"));
}

// Is each archive in the data directory one that is kept, and none over its time?
void CheckDossiers(Checkup& checkup, pqxx::transaction_base& tx, const Context& context) {
  const bool english = context.english();
  const core::Instant before = context.clock().Now() - context.config().keep_dismissed;
  std::set<std::string> known;
  int over = 0;
  for (const auto& dossier : db::KeptDossiers(tx)) {
    if (dossier.purged_at) continue;
    known.insert(dossier.name);
    over += static_cast<int>(dossier.free_since && *dossier.free_since < before);
  }
  const std::string what = std::to_string(known.size()) + (english ? " dossiers kept" : " hồ sơ đang lưu");
  if (over == 0) {
    checkup.Good(what);
  } else {
    checkup.Bad(what + (english ? ", over their time: " : ", quá thời hạn lưu: ") + std::to_string(over) + "; agencywatch purge");
  }
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(context.data_dir() / alerts::kDossierFolder, none)) {
    std::string name = entry.path().stem().string();
    if (name.ends_with("-redacted")) name.resize(name.size() - std::string_view{"-redacted"}.size());
    if (!known.contains(name))
      checkup.Bad(entry.path().string() + (english ? " belongs to no dossier that is kept: remove it" : " không thuộc hồ sơ nào đang lưu: hãy xóa"));
  }
}

// Where cases are made, two names given by one user of the machine are two persons to the command line.
void CheckFourEyes(Checkup& checkup, pqxx::transaction_base& tx, const Context& context) {
  db::CaseFilter any;
  any.closed = true;
  any.limit = 1;
  if (context.config().four_eyes_by_system_user || db::ListCases(tx, any).empty()) return;
  checkup.Note(context.english() ? "two persons: on the command line --as is a name that nobody proves; `four_eyes: system_users` in the settings wants "
                                   "two users of the machine for every approval"
                                 : "hai người: trên dòng lệnh, tên ở --as không ai kiểm chứng; `four_eyes: system_users` trong cài đặt buộc mỗi lần duyệt "
                                   "phải là hai người dùng khác nhau của máy");
}

int Doctor(Context& context, bool evidence, const std::vector<db::AuditHead>& heads) {
  Checkup checkup(context.english());
  const auto say = [&](const std::string& vi, const std::string& en) { return context.english() ? en : vi; };
  checkup.Try([&] {
    const auto rules = context.LoadRules();
    const auto problems = rules::Lint(rules->pack());
    const std::string what = std::to_string(rules->pack().rules.size()) + say(" quy tắc", " rules");
    if (problems.empty()) {
      checkup.Good(what + say(" nạp được, không có lỗi", " load and lint clean"));
    } else {
      checkup.Bad(what + ", " + std::to_string(problems.size()) + say(" lỗi", " problems") + ": agencywatch rules lint");
    }
  });
  checkup.Try([&] {
    const auto sources = crawler::LoadSources(context.config().sources.string());
    checkup.Good(std::to_string(sources.sources.size()) + say(" nguồn trong ", " sources in ") + context.config().sources.string());
  });
  checkup.Try([&] {
    const auto connection = context.database().Connect();
    checkup.Good(say("cơ sở dữ liệu: " + alerts::InVietnamese(context.database().description()), "database: " + context.database().description()) + say(", đúng phiên bản", ", schema up to date"));
    pqxx::read_transaction tx(*connection);
    const auto view = db::LoadRegister(tx, context.clock().Now());
    CheckRegister(checkup, view ? &*view : nullptr, context);
    for (const auto& finding : CheckAudit(tx, heads, context.english())) {
      if (finding.good) {
        checkup.Good(finding.text);
      } else {
        checkup.Bad(finding.text);
      }
    }
    CheckRequests(checkup, db::CountOverdueRequests(tx, context.clock().Today()), context.english());
    const auto runs = db::LatestRuns(tx, 1);
    if (runs.empty()) {
      checkup.Bad(say("chưa quét lần nào: agencywatch scan", "no scan has run yet: agencywatch scan"));
    } else if (runs.front().outcome == "interrupted") {
      checkup.Bad(say("lượt quét cuối, ", "the last run, ") + std::to_string(runs.front().id) +
                  say(", bị ngắt: agencywatch scan sẽ làm tiếp", ", was interrupted: agencywatch scan goes on"));
    } else {
      checkup.Good(say("lượt quét cuối ", "last run ") + std::to_string(runs.front().id) + say(", ", " of ") +
                   core::FormatVietnamTime(runs.front().started) +
                   (runs.front().outcome.empty() ? say(", đang chạy", ", running") : say(", đã xong", ", done")));
    }
  });
  checkup.Try([&] {
    const auto space = std::filesystem::space(context.data_dir());
    static constexpr std::uintmax_t kLittle = 2ULL << 30U;
    const std::string what =
        std::to_string(space.available >> 20U) + say(" MiB còn trống ở ", " MiB free in ") + context.data_dir().string();
    if (space.available < kLittle) {
      checkup.Bad(what + say(": có thể không đủ chỗ cho một đêm; hãy giải phóng bớt", ": a night's captures may not fit; free some space"));
    } else {
      checkup.Good(what);
    }
  });
  checkup.Try([&] {
    const auto connection = context.database().Connect();
    pqxx::read_transaction tx(*connection);
    CheckMessages(checkup, tx, context);
    CheckDossiers(checkup, tx, context);
    CheckFourEyes(checkup, tx, context);
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
  auto head_texts = std::make_shared<std::vector<std::string>>();
  auto head_files = std::make_shared<std::vector<std::filesystem::path>>();
  command
      ->add_option("--head", *head_texts, "A head of the audit chain that a message named; may be given again")
      ->type_name("SEQ:SHA256")
      ->allow_extra_args(false);
  command
      ->add_option("--heads", *head_files, "A file with such heads: saved messages, or one a line; may be given again")
      ->type_name("F")
      ->allow_extra_args(false);
  command->footer(
      "Exit code 1 when something wants a look. The audit log is held against the heads that went out in messages. The\n"
      "database's owner could have changed the copies that it keeps of those, so give the messages themselves.\n"
      "Example: agencywatch doctor --evidence --heads inbox.mbox");
  command->callback([&line, evidence, head_texts, head_files] {
    line.Choose([evidence, head_texts, head_files](Context& context) {
      return Doctor(context, *evidence, ReadHeads(*head_texts, *head_files));
    });
  });
}

}  // namespace agencywatch::cli
