// JobPostings in JSON-LD, however broken the block.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "core/utf8.h"
#include "crawler/html_tree.h"
#include "crawler/job_markup.h"

namespace {

namespace core = agencywatch::core;
namespace crawler = agencywatch::crawler;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const crawler::HtmlTree tree = crawler::ParseHtml("<script type='application/ld+json'>" +
                                                    core::MakeValidUtf8(input) + "</script>");
  const crawler::PageMarkup markup = crawler::ReadMarkup(tree.root());
  Check(markup.jobs.size() <= crawler::kMaxJobsPerPage, "jobs are bounded");
  for (const crawler::MarkedUpJob& job : markup.jobs) {
    Check(core::IsValidUtf8(job.title) && core::IsValidUtf8(job.description) &&
              core::IsValidUtf8(job.employer) && core::IsValidUtf8(job.region),
          "texts are valid UTF-8");
    Check(!job.title.empty() || !job.description.empty(), "an empty job is none");
    for (const auto& amount : {job.salary_min, job.salary_max})
      Check(!amount || (std::isfinite(*amount) && *amount >= 0), "a wage is a number");
    Check(!job.date_posted || job.date_posted->ok(), "days are days");
  }
  return 0;
}
