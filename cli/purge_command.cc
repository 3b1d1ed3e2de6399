// `agencywatch purge`: takes away what is over its retention time, as every scan does at its end.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/evidence.h"
#include "cli/exit_code.h"
#include "cli/retention.h"
#include "cli/version.h"
#include "db/database.h"

namespace agencywatch::cli {
namespace {

int Purge(Context& context, bool dry_run, const std::string& as) {
  const bool english = context.english();
  const Config& config = context.config();
  const core::Instant now = context.clock().Now();
  const RetentionPlace place{context.data_dir(), NodeName()};
  Purged purged;
  if (dry_run) {
    purged = CountPurgeable(*context.database().ConnectForRetention(), place, config, now);
  } else {
    const std::string actor = ActorName(as);
    const std::string program = std::string{"agencywatch/"} + kVersion;
    const EvidenceFolder folder{place.data_dir, place.node, program, program};
    KeepEvidence(*context.database().Connect(), folder, context.clock());
    purged = Purge(*context.database().ConnectForRetention(), place, config, now, actor);
  }
  const auto line = [&](std::int64_t n, const char* vi, const char* en, std::chrono::days keep) {
    std::cout << n << "  " << (english ? en : vi) << "  (" << keep.count() << (english ? " days)\n" : " ngày)\n");
  };
  std::cout << (dry_run ? (english ? "WOULD GO\n" : "SẼ XÓA\n") : (english ? "GONE\n" : "ĐÃ XÓA\n"));
  line(purged.clear, "tin không có dấu hiệu", "postings without signs", config.keep_clear);
  line(purged.dismissed, "tin trong cảnh báo đã loại bỏ", "postings of dismissed alerts", config.keep_dismissed);
  line(purged.files, "tệp WARC", "WARC files", config.spool_keep);
  line(purged.dossiers, "hồ sơ của vụ việc kết luận không vi phạm", "dossiers of cases that found no offence", config.keep_dismissed);
  return kDone;
}

}  // namespace

void AddPurgeCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("purge", "Take away what is over its retention time");
  auto dry_run = std::make_shared<bool>(false);
  command->add_flag("--dry-run", *dry_run, "Only count");
  auto as = AddAsOption(*command);
  command->footer(
      "What a case, an open alert or a confirmed one rests on is never taken, nor is a dossier while its case needs it:\n"
      "open, or closed otherwise than as no_offence. What goes leaves a tombstone and a row in the audit chain.\n"
      "Every scan ends with this; the times are `retention` and `spool_keep` in the settings.\n"
      "Example: agencywatch purge --dry-run");
  command->callback([&line, dry_run, as] {
    line.Choose([dry_run, as](Context& context) { return Purge(context, *dry_run, *as); });
  });
}

}  // namespace agencywatch::cli
