#include "cli/scan_run.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/notify/digest.h"
#include "alerts/notify/outbox.h"
#include "cli/evidence.h"
#include "cli/judge.h"
#include "cli/night_digest.h"
#include "cli/rescreen.h"
#include "cli/retention.h"
#include "cli/run_connection.h"
#include "cli/source_blind_spots.h"
#include "cli/source_crawl.h"
#include "cli/version.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "db/database.h"
#include "db/run_store.h"
#include "db/transaction.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

bool IsRegister(const CrawlSource& source) {
  return source.source->kind == crawler::SourceKind::kRegister;
}

// Takes in what the register pages showed; a list that was not seen whole is not taken.
RegisterOutcome ImportPages(pqxx::connection& connection, const CrawlSource& source,
                            const std::map<std::string, RegisterPages>& registers,
                            const Config& config, core::Instant now) {
  RegisterOutcome outcome;
  outcome.source = source.source->key;
  const auto found = registers.find(source.source->key);
  if (source.counts.failed + source.counts.gone > 0 || source.counts.budget_reached) {
    outcome.failure = source.counts.budget_reached
                          ? "it has more pages than max_pages; the last list stays in force"
                          : "some of its pages could not be read; the last list stays in force";
    return outcome;
  }
  db::RegisterImport import;
  std::vector<core::RegisterRow> rows;
  std::string hashes;
  if (found != registers.end()) {
    for (const auto& [url, page] : found->second.pages) {
      for (const auto& row : page.rows) {
        if (!row.status_unclear)
          rows.push_back(row);
        else
          import.unclear.push_back(row.licence_no.empty() ? row.name : row.licence_no);
      }
      hashes += page.body_sha256;
    }
    import.published_on = found->second.published_on;
  }
  outcome.rows = static_cast<int>(rows.size());
  if (rows.empty()) {
    outcome.failure =
        source.counts.visited > 0 ? "no licensed enterprise was read on its pages" : "";
    return outcome;
  }
  import.source = outcome.source;
  import.retrieved_at = now;
  import.by = "scan";
  import.sha256 = core::Sha256Hex(hashes);
  import.max_age_days = static_cast<int>(config.register_max_age.count());
  try {
    outcome.diff = db::InTransaction(
        connection, [&](pqxx::work& tx) { return db::ImportRegister(tx, import, rows); });
  } catch (const core::InputError& error) {
    outcome.failure = error.what();
  }
  return outcome;
}

}  // namespace

bool ScanReport::NeedsLook() const {
  const auto bad = [](const CrawlSource& source) {
    const SourceCounts& counts = source.counts;
    return counts.failed > 0 || counts.robots_unreachable || NothingSeen(counts);
  };
  return register_stale || !register_as_of || std::any_of(sources.begin(), sources.end(), bad) ||
         std::any_of(registers.begin(), registers.end(),
                     [](const RegisterOutcome& outcome) { return !outcome.failure.empty(); });
}

std::vector<alerts::BlindSpotOfSource> ScanReport::BlindSpots() const {
  auto spots = FindBlindSpots(sources);
  for (const auto& outcome : registers) {
    if (!outcome.failure.empty())
      spots.push_back({outcome.source, alerts::BlindSpot::kNotTaken, 0, outcome.failure, 1, ""});
  }
  spots.insert(spots.end(), still_blind.begin(), still_blind.end());
  spots.insert(spots.end(), of_workers.begin(), of_workers.end());
  return spots;
}

ScanReport RunScan(Context& context, const crawler::SourceList& list, Telling telling) {
  Progress progress(context.quiet());
  const auto files = ReadPack(context.config().packs);
  const auto rules = context.LoadRules();
  const core::Instant started = context.clock().Now();

  ScanReport report;
  report.started = started;
  for (const auto& source : list.sources) report.sources.push_back({&source, 0, {}});
  db::NewRun new_run;
  new_run.kind = "scan";
  new_run.started = started;
  new_run.program_version = kVersion;
  new_run.pack_sha256 = rules->sha256();
  RunConnection run(context, new_run, RunShare::kAlone, [&](pqxx::work& tx, db::NewRun& opened) {
    SaveRules(tx, *rules, files, started);
    opened.snapshot_id = db::FindSnapshot(tx, started);
  });
  report.run_id = run.id();
  run.Run([&](pqxx::connection& connection) { SeedSources(connection, report.sources, started); });

  SourceCrawl source_crawl(context, list, {run.id(), run.started(), db::WorkerOfRun(run.id())},
                           progress);
  // Registers first: whether somebody may recruit is asked of the newest list.
  std::vector<CrawlSource> registers;
  std::vector<CrawlSource> others;
  for (const auto& source : report.sources)
    (IsRegister(source) ? registers : others).push_back(source);
  run.Run([&](pqxx::connection& connection) {
    report.registers.clear();
    for (auto& source :
         registers) {  // a register is read whole: what an outage cut off begins again
      source.counts = {};
      db::InTransaction(connection, [&](pqxx::work& tx) { db::MakeDue(tx, source.id, started); });
    }
    const auto pages = source_crawl.Run(connection, registers, nullptr);
    for (const auto& source : registers) {
      if (context.stop().stop_requested()) break;
      report.registers.push_back(
          ImportPages(connection, source, pages, context.config(), context.clock().Now()));
    }
  });
  std::optional<Judge> judge;
  run.Run([&](pqxx::connection& connection) {
    const core::Instant known_at = context.clock().Now();
    judge.emplace(db::InTransaction(
        connection, [&](pqxx::work& tx) { return LoadJudge(context, tx, rules, known_at); }));
  });
  if (judge) {
    if (const auto* view = judge->register_view()) {
      report.register_as_of = view->as_of();
      report.register_stale = view->TooOldOn(core::VietnamDay(started));
    }
    run.Run([&](pqxx::connection& connection) { source_crawl.Run(connection, others, &*judge); });
  }
  for (auto& source : report.sources) {
    for (const auto* crawled : {&registers, &others}) {
      for (const auto& done : *crawled) {
        if (done.source == source.source) source = done;
      }
    }
  }
  progress.Show(context.english() ? "judging" : "đang đánh giá");
  run.Run([&](pqxx::connection& connection) {
    report.assessed_again += AssessAgain(connection, *judge, context.clock().Now(), context.stop());
  });
  run.Run([&](pqxx::connection& connection) {
    progress.Show(context.english() ? "building alerts" : "đang lập cảnh báo");
    report.alerts = alerts::BuildAlerts(connection, judge->register_view(), context.clock().Now());
  });
  run.Run([&](pqxx::connection& connection) {
    const EvidenceFolder folder{context.data_dir(), NodeName(),
                                std::string{"agencywatch/"} + kVersion, list.user_agent};
    report.evidence_kept += KeepEvidence(connection, folder, context.clock());
    const Purged purged = Purge(*context.database().ConnectForRetention(), {folder.data_dir, folder.node},
                                context.config(), context.clock().Now(), "scan");
    report.postings_purged += purged.clear + purged.dismissed;
    report.spool_purged += purged.files;
  });
  run.Run([&](pqxx::connection& connection) {
    const core::Instant now = context.clock().Now();
    db::InTransaction(connection, [&](pqxx::work& tx) {
      report.still_blind = StillBlind(tx, report.sources);
      if (telling == Telling::kRecipients) {
        report.of_workers = FromStored(db::TakeWorkerBlindSpots(tx, report.run_id));
        alerts::Digest digest = DigestOf(tx, report, now);
        alerts::AddAlerts(tx, digest);
        alerts::WriteNight(tx, digest, context.config().notify);
      }
      db::EndRun(tx, report.run_id, now, ReportJson(report));
    });
    report.ended = now;
  });
  report.interrupted = context.stop().stop_requested();
  return report;
}

std::string ReportJson(const ScanReport& report) {
  nlohmann::ordered_json json;
  for (const auto& source : report.sources) {
    const SourceCounts& counts = source.counts;
    json["sources"].push_back({{"key", source.source->key},
                               {"visited", counts.visited},
                               {"pages", counts.pages},
                               {"unchanged", counts.unchanged},
                               {"redirects", counts.redirects},
                               {"refused", counts.refused},
                               {"gone", counts.gone},
                               {"failed", counts.failed},
                               {"failures", counts.failures},
                               {"postings", counts.postings},
                               {"new_postings", counts.new_postings},
                               {"new_versions", counts.new_versions},
                               {"withdrawn", counts.withdrawn},
                               {"traps", counts.traps},
                               {"bounds", counts.bounds},
                               {"budget_reached", counts.budget_reached}});
  }
  for (const auto& spot : report.BlindSpots()) {
    json["blind_spots"].push_back({{"source", spot.source},
                                   {"kind", alerts::BlindSpotName(spot.spot)},
                                   {"pages", spot.pages},
                                   {"why", spot.why},
                                   {"machine", spot.machine}});
  }
  for (const auto& outcome : report.registers) {
    json["registers"].push_back({{"source", outcome.source},
                                 {"rows", outcome.rows},
                                 {"imported", outcome.diff.imported},
                                 {"changes", outcome.diff.changes.size()},
                                 {"failure", outcome.failure}});
  }
  json["evidence_kept"] = report.evidence_kept;
  json["postings_purged"] = report.postings_purged;
  json["spool_purged"] = report.spool_purged;
  json["register_stale"] = report.register_stale;
  json["assessed_again"] = report.assessed_again;
  json["alerts"] = {{"flagged", report.alerts.flagged},   {"subjects", report.alerts.subjects},
                    {"opened", report.alerts.opened},     {"updated", report.alerts.updated},
                    {"reopened", report.alerts.reopened}, {"unchanged", report.alerts.unchanged},
                    {"cleared", report.alerts.cleared},   {"overdue", report.alerts.overdue}};
  return json.dump();
}

namespace {

// Right-aligned in `width` letters; counts code points.
std::string Cell(const std::string& text, std::size_t width) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters)
    static_cast<void>(core::NextCodePoint(text, at));
  return std::string(letters < width ? width - letters : 1, ' ') + text;
}

struct Column {
  const char* vi;
  const char* en;
  int SourceCounts::*count;
};
// The seven after the first add up to it; postings are those on pages read anew.
constexpr std::array kColumns = {Column{"đã thăm", "visited", &SourceCounts::visited},
                                 Column{"đã đọc", "read", &SourceCounts::pages},
                                 Column{"không đổi", "unchanged", &SourceCounts::unchanged},
                                 Column{"chuyển", "redirected", &SourceCounts::redirects},
                                 Column{"robots cấm", "by robots", &SourceCounts::refused},
                                 Column{"đã gỡ", "gone", &SourceCounts::gone},
                                 Column{"lỗi", "failed", &SourceCounts::failed},
                                 Column{"tin", "postings", &SourceCounts::postings},
                                 Column{"tin mới", "new", &SourceCounts::new_postings},
                                 Column{"bản mới", "versions", &SourceCounts::new_versions}};
constexpr std::size_t kNameWidth = 18;
constexpr std::size_t kColumnWidth = 11;

std::string Row(const std::string& name, const SourceCounts& counts) {
  std::string row = "  " + name + Cell("", kNameWidth - std::min(kNameWidth - 1, name.size()));
  for (const auto& column : kColumns)
    row += Cell(std::to_string(counts.*column.count), kColumnWidth);
  return row + "\n";
}

}  // namespace

std::string ReportText(const ScanReport& report, bool english) {
  std::string text = (english ? "Run " : "Lượt quét ") + std::to_string(report.run_id) + "  ·  " +
                     core::FormatVietnamTime(report.started);
  if (report.ended) text += " – " + core::FormatVietnamTime(*report.ended).substr(11);
  text += "\n";
  text += "  " + Cell("", kNameWidth);
  for (const auto& column : kColumns) text += Cell(english ? column.en : column.vi, kColumnWidth);
  text += "\n";
  SourceCounts sum;
  for (const auto& source : report.sources) {
    text += Row(source.source->key, source.counts);
    for (const auto& column : kColumns) sum.*column.count += source.counts.*column.count;
  }
  text += Row("=", sum);
  for (const auto& source : report.sources) {
    const auto named = [&](const std::map<std::string, int>& counts, const char* what) {
      if (counts.empty()) return;
      text += "  · " + source.source->key + ": " + what;
      const char* between = " ";
      for (const auto& [name, count] : counts) {
        text += between + std::to_string(count) + " × " + name;
        between = ", ";
      }
      text += "\n";
    };
    named(source.counts.traps,
          english ? "links not followed (traps):" : "liên kết bẫy không theo:");
    named(source.counts.bounds, english ? "bounds met:" : "chạm giới hạn:");
    if (source.counts.robots_unreachable) {
      text += "  ! " + source.source->key +
              (english ? ": robots.txt did not answer, nothing was fetched; is the site up? one on "
                         "a private address needs `private: true`\n"
                       : ": robots.txt không trả lời, không tải trang nào; trang có hoạt động "
                         "không? địa chỉ nội bộ cần `private: true`\n");
    }
  }
  auto blind = FindBlindSpots(report.sources);
  blind.insert(blind.end(), report.still_blind.begin(), report.still_blind.end());
  blind.insert(blind.end(), report.of_workers.begin(), report.of_workers.end());
  text += alerts::BlindSpotText(blind, english);
  for (const auto& outcome : report.registers) {
    text += (english ? "Register " : "Danh sách giấy phép ") + outcome.source + ": " +
            std::to_string(outcome.rows) + (english ? " enterprises, " : " doanh nghiệp, ") +
            std::to_string(outcome.diff.changes.size()) + (english ? " changes" : " thay đổi") +
            (outcome.failure.empty() ? "" : "  ! " + outcome.failure) + "\n";
  }
  if (!report.register_as_of || report.register_stale) {
    text += english ? "! No up-to-date licence register: nobody is called unlisted. agencywatch "
                      "register import FILE\n"
                    : "! Không có danh sách giấy phép còn mới: không kết luận ai không phép. "
                      "agencywatch register import FILE\n";
  }
  const auto& alerts = report.alerts;
  text += (english ? "Alerts: " : "Cảnh báo: ") + std::to_string(alerts.opened) +
          (english ? " opened, " : " mới, ") + std::to_string(alerts.updated) +
          (english ? " updated, " : " cập nhật, ") + std::to_string(alerts.reopened) +
          (english ? " reopened, " : " mở lại, ") + std::to_string(alerts.unchanged) +
          (english ? " unchanged, " : " không đổi, ") + std::to_string(alerts.cleared) +
          (english ? " cleared; looked at " : " hết dấu hiệu; đã xét ") + std::to_string(alerts.flagged) +
          (english ? " flagged postings of " : " tin có dấu hiệu của ") +
          std::to_string(alerts.subjects) + (english ? " subjects\n" : " đối tượng\n");
  if (report.interrupted) {
    text += english ? "Interrupted: run `agencywatch scan` again, it goes on from here.\n"
                    : "Bị ngắt: chạy lại `agencywatch scan`, chương trình sẽ làm tiếp.\n";
  }
  return text;
}

}  // namespace agencywatch::cli
