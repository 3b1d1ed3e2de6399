// What the program ends with; a shell script or a timer can rely on it.
#pragma once

namespace agencywatch::cli {

enum ExitCode : int {
  kDone = 0,
  kDoneButLook =
      1,  // a source failed, a line was bad, a test, lint, verify or doctor found something
  kWrongUsage = 2,  // wrong usage or configuration
  kCannotRun = 3,   // no database, a busy port, a full disk
  kInterrupted = 130,
  kTerminated = 143,
};

}  // namespace agencywatch::cli
