#include "crawler/revisit.h"

#include <algorithm>

namespace agencywatch::crawler {
namespace {

int Stretch(int visits) {
  if (visits >= 12) return 7;
  if (visits >= 6) return 4;
  return visits >= 3 ? 2 : 1;
}

}  // namespace

std::chrono::seconds RevisitAfter(const VisitHistory& history) {
  using std::chrono::seconds;
  seconds wait = history.every;
  if (history.gone || history.alias) {
    wait *= 7;
  } else if (history.failures > 0) {
    wait *= Stretch(history.failures);
  } else if (history.keen) {
    wait /= 2;
  } else {
    wait *= Stretch(history.unchanged);
  }
  return std::max(wait - std::min(history.every / 10, seconds(3600)), seconds(1));
}

}  // namespace agencywatch::crawler
