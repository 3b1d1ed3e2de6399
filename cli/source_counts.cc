#include "cli/source_counts.h"

namespace agencywatch::cli {

void SourceCounts::Add(const SourceCounts& other) {
  for (const auto count :
       {&SourceCounts::visited, &SourceCounts::pages, &SourceCounts::unchanged,
        &SourceCounts::redirects, &SourceCounts::refused, &SourceCounts::gone,
        &SourceCounts::failed, &SourceCounts::postings, &SourceCounts::new_postings,
        &SourceCounts::new_versions, &SourceCounts::withdrawn}) {
    this->*count += other.*count;
  }
  for (const auto names : {&SourceCounts::failures, &SourceCounts::walls, &SourceCounts::traps,
                           &SourceCounts::bounds}) {
    for (const auto& [name, count] : other.*names) (this->*names)[name] += count;
  }
  for (const auto flag :
       {&SourceCounts::budget_reached, &SourceCounts::time_reached,
        &SourceCounts::robots_unreachable, &SourceCounts::silent, &SourceCounts::backed_off}) {
    this->*flag = this->*flag || other.*flag;
  }
}

}  // namespace agencywatch::cli
