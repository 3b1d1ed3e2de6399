#include "alerts/notify/digest.h"

#include <algorithm>
#include <array>

#include "alerts/alert_text.h"
#include "alerts/api/masking.h"
#include "core/enterprise_name.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::array kGravestFirst = {core::Verdict::kTrafficking, core::Verdict::kFraud,
                                      core::Verdict::kUnlicensed, core::Verdict::kViolation};
constexpr std::size_t kReasonsShown = 3;
constexpr std::size_t kNameLetters = 80;

// Latin letters, digits and what stands between them: no other script, no sign that could be read as mark-up or hide.
bool IsPlainName(std::string_view name) {
  int digits = 0;
  for (std::size_t at = 0; at < name.size();) {
    const char32_t c = core::NextCodePoint(name, at);
    if (c >= '0' && c <= '9') {
      if (++digits > 4) return false;  // longer is a phone, an account or a tax code
      continue;
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= 0xC0 && c <= 0x24F) || (c >= 0x300 && c <= 0x323) ||
                        (c >= 0x1E00 && c <= 0x1EFF);
    if (!letter && (c > 0x7F || std::string_view{" .,&-()"}.find(static_cast<char>(c)) ==
                                    std::string_view::npos))
      return false;
  }
  return true;
}

bool IsContact(std::string_view part) {
  return part.find(' ') == std::string_view::npos &&
         part.find_first_of("+:@.0123456789") != std::string_view::npos;
}

std::vector<std::string_view> PartsOf(std::string_view label) {
  std::vector<std::string_view> parts;
  for (const std::string_view between : {" · ", " / "}) {
    std::vector<std::string_view> finer;
    if (parts.empty()) parts.push_back(label);
    for (auto part : parts) {
      for (auto at = part.find(between); at != std::string_view::npos; at = part.find(between)) {
        finer.push_back(part.substr(0, at));
        part.remove_prefix(at + between.size());
      }
      finer.push_back(part);
    }
    parts = std::move(finer);
  }
  return parts;
}

DigestAlert AlertOf(const db::AlertSummary& summary, std::optional<db::News> news) {
  const db::AlertRow& row = summary.alert;
  return {row.number,
          row.score,
          news,
          MailName(summary.label),
          WhyInOneSentence(summary.reasons, kReasonsShown, false),
          WhyInOneSentence(summary.reasons, kReasonsShown, true),
          row.adverts,
          row.sites,
          row.destinations,
          row.provinces,
          row.due};
}

}  // namespace

std::string MailName(std::string_view label) {
  std::string name;
  for (const auto part : PartsOf(label)) {
    std::string shown;
    if (IsContact(part)) {
      shown = MaskedValue(TerminalText(part, kNameLetters));
    } else if (IsPlainName(part) && !core::ParseEnterpriseName(part).legal_form.empty()) {
      shown = TerminalText(part, kNameLetters);
    }
    if (!shown.empty()) name += (name.empty() ? "" : " · ") + shown;
  }
  return name;
}

void AddAlerts(pqxx::transaction_base& tx, Digest& digest) {
  db::TakeNews(tx, digest.run_id);
  const auto news = db::CountNews(tx, digest.run_id, digest.ended);
  for (const auto verdict : kGravestFirst) {
    if (const auto count = news.find(verdict); count != news.end()) {
      DigestGroup group{verdict, count->second, {}};
      for (const auto& one : db::ListNews(tx, digest.run_id, verdict, kDigestShown, digest.ended))
        group.first.push_back(AlertOf(one.summary, one.news));
      digest.news.push_back(std::move(group));
    }
    db::AlertFilter filter;
    filter.overdue = true;
    filter.verdict = verdict;
    filter.limit = kDigestShown;
    if (const auto count = db::CountMatching(tx, filter, digest.ended); count > 0) {
      DigestGroup group{verdict, count, {}};
      for (const auto& one : db::ListAlerts(tx, filter, digest.ended))
        group.first.push_back(AlertOf(one, {}));
      digest.overdue.push_back(std::move(group));
    }
  }
  digest.open = db::CountAlerts(tx, digest.ended).all_open();
  digest.head = db::CurrentAuditHead(tx);
}

std::vector<DigestGroup> AtLeast(const std::vector<DigestGroup>& groups, core::Verdict least) {
  std::vector<DigestGroup> kept;
  std::copy_if(groups.begin(), groups.end(), std::back_inserter(kept),
               [least](const DigestGroup& group) { return group.verdict >= least; });
  return kept;
}

std::vector<DigestGroup> Below(const std::vector<DigestGroup>& groups, core::Verdict least) {
  std::vector<DigestGroup> kept;
  std::copy_if(groups.begin(), groups.end(), std::back_inserter(kept),
               [least](const DigestGroup& group) { return group.verdict < least; });
  return kept;
}

std::int64_t CountOf(const std::vector<DigestGroup>& groups) {
  std::int64_t sum = 0;
  for (const auto& group : groups) sum += group.count;
  return sum;
}

std::size_t BlindSpotCount(const Digest& digest) {
  return digest.blind_spots.size() + (digest.register_stale || !digest.register_as_of ? 1 : 0);
}

}  // namespace agencywatch::alerts
