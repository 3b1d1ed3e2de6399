#include "alerts/dossier/custody.h"

#include <algorithm>
#include <array>
#include <map>

#include "alerts/event_text.h"

namespace agencywatch::alerts {
namespace {

struct StepTitle {
  std::string_view kind;
  const char* vi;
  const char* en;
};
constexpr std::array kReferralSteps = {
    StepTitle{"proposed", "đề xuất chuyển hồ sơ", "referral proposed"},
    StepTitle{"returned", "trả lại đề xuất", "referral returned"},
    StepTitle{"approved", "phê duyệt chuyển hồ sơ", "referral approved"},
    StepTitle{"sent", "đã gửi hồ sơ", "referral sent"},
    StepTitle{"answered", "ghi nhận trả lời", "answer recorded"},
    StepTitle{"withdrawn", "rút đề xuất", "referral withdrawn"},
};

// What one WARC file holds of the captures.
struct FileShare {
  core::Instant first;
  std::string node;
  int records = 0;
};

}  // namespace

std::vector<CustodyStep> CustodyOf(const DossierMaterial& material, bool english) {
  std::vector<CustodyStep> steps;
  std::map<std::string, FileShare> files;
  for (const auto& capture : material.captures) {
    if (capture.file.empty()) continue;
    auto& share = files.try_emplace(capture.file, FileShare{capture.at, capture.node, 0}).first->second;
    share.first = std::min(share.first, capture.at);
    ++share.records;
  }
  for (const auto& [name, share] : files) {
    const std::string count = std::to_string(share.records);
    steps.push_back({share.first, std::string{kByProgram} + share.node,
                     (english ? "fetched; " + count + " records, first of them now, in "
                              : "tải về; " + count + " bản ghi, bản đầu tiên lúc này, trong ") +
                         name,
                     ""});
  }
  for (const auto& alert : material.alerts) {
    const std::string number = "#" + std::to_string(alert.summary.alert.number);
    for (const auto& event : alert.events) {
      if (event.actor == "scan") continue;
      steps.push_back({event.at, event.actor, (english ? "decided on alert " : "quyết định về cảnh báo ") + number,
                       EventText(event, alert, english)});
    }
  }
  for (const auto& [file, bytes] : material.attachments) {
    steps.push_back({file.at, file.by, english ? "laid a file into the case" : "đưa tài liệu vào vụ việc",
                     file.name + ", SHA-256 " + file.sha256});
  }
  for (const auto& event : material.referral.events) {
    const auto title = std::find_if(kReferralSteps.begin(), kReferralSteps.end(),
                                    [&](const StepTitle& step) { return step.kind == event.kind; });
    steps.push_back({event.at, event.by, title == kReferralSteps.end() ? event.kind : english ? title->en : title->vi, event.note});
  }
  const auto& maker = material.maker;
  steps.push_back({maker.at, maker.by, (english ? "dossier built on " : "lập hồ sơ trên máy ") + maker.node, ""});
  std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return steps;
}

}  // namespace agencywatch::alerts
