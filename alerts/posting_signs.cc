#include "alerts/posting_signs.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "core/enterprise_name.h"

namespace agencywatch::alerts {
namespace {

using core::FactKind;

// Genres that speak of somebody else.
bool SpeaksOfOthers(const std::string& genre) {
  static const std::set<std::string> kGenres = {"news", "official_warning", "official_notice",
                                                "complaint"};
  return kGenres.contains(genre);
}

// Hosts that everybody uses: forms, short links, mail, shops, video.
constexpr std::array<std::string_view, 27> kPublicHosts = {
    "google.com",    "gmail.com",     "forms.gle",     "goo.gl",        "bit.ly",     "tinyurl.com",
    "youtube.com",   "youtu.be",      "facebook.com",  "fb.com",        "zalo.me",    "telegram.org",
    "t.me",          "tiktok.com",    "shopee.vn",     "lazada.vn",     "apple.com",  "microsoft.com",
    "yahoo.com",     "outlook.com",   "hotmail.com",   "linkedin.com",  "instagram.com",
    "whatsapp.com",  "wordpress.com", "blogspot.com",  "gov.vn"};
// The citizens' protection line of the Ministry of Foreign Affairs, the child protection line and the emergency numbers:
// official, printed in warnings and at the foot of honest adverts.
constexpr std::array<std::string_view, 6> kPublicPhones = {"+84981848484", "111", "112",
                                                           "113",          "114", "115"};

bool IsHostOrBelow(std::string_view host, std::string_view parent) {
  return host == parent || (host.size() > parent.size() && host.ends_with(parent) &&
                            host[host.size() - parent.size() - 1] == '.');
}

bool IsPublicHost(std::string_view host) {
  return std::any_of(kPublicHosts.begin(), kPublicHosts.end(),
                     [host](std::string_view known) { return IsHostOrBelow(host, known); });
}

// "https://www.example.vn:8080/x" -> "example.vn"
std::string HostOf(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos)
    url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#:"));
  if (url.starts_with("www.")) url.remove_prefix(4);
  return std::string{url};
}

bool IsShared(const core::Fact& fact, const std::string& own_host) {
  switch (fact.kind) {
    case FactKind::kPhone:
      return fact.Attr("line") == "hotline" ||
             std::find(kPublicPhones.begin(), kPublicPhones.end(), fact.value) != kPublicPhones.end();
    case FactKind::kDomain:
      // The page's own address says nothing of who advertises on it.
      return IsPublicHost(fact.value) || HostOf(fact.value) == own_host;
    default:
      return false;
  }
}

void AddFacts(const db::StoredAssessment& stored, const std::string& own_host,
              std::vector<Sign>& signs) {
  const auto& facts = stored.assessment.facts.facts;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const core::Fact& fact = facts[i];
    if (fact.Attr("reported") == "true") continue;  // told of, and not the advertiser's
    Sign sign;
    sign.fact_id = stored.fact_ids[i];
    sign.field = fact.place.field;
    sign.identifier = {std::string{core::FactKindName(fact.kind)}, fact.value};
    switch (fact.kind) {
      case FactKind::kPhone:
      case FactKind::kAccount:
      case FactKind::kSocial:
      case FactKind::kEmail:
      case FactKind::kDomain:
        sign.shared = IsShared(fact, own_host);
        break;
      case FactKind::kLicence:
      case FactKind::kTaxCode:
        sign.role = db::TieKind::kClaims;
        break;
      case FactKind::kEnterprise:
        sign.role = db::TieKind::kClaims;
        sign.identifier = {"name", core::ParseEnterpriseName(fact.value).Key()};
        break;
      default:
        continue;
    }
    if (!sign.identifier.norm.empty()) signs.push_back(std::move(sign));
  }
}

Sign PageSign(std::string kind, std::string norm, db::TieKind role,
              core::Field field = core::Field::kBody) {
  return {{std::move(kind), std::move(norm)}, role, {}, field, false};
}

}  // namespace

const core::RegisterEntry* ClaimedEntry(const core::RegisterView& view, const core::Facts& facts,
                                        const std::string& employer) {
  for (const auto& fact : facts.facts) {
    if (fact.kind == FactKind::kLicence) {
      if (const auto* entry = view.FindByLicence(fact.value)) return entry;
    } else if (fact.kind == FactKind::kTaxCode) {
      if (const auto* entry = view.FindByTaxCode(fact.value)) return entry;
    }
  }
  const auto listed = [&view](const std::string& name) -> const core::RegisterEntry* {
    const auto match = view.MatchName(name);
    return match.kind == core::RegisterView::NameMatch::Kind::kListed ? match.entry : nullptr;
  };
  if (const auto* entry = employer.empty() ? nullptr : listed(employer)) return entry;
  for (const auto& fact : facts.facts) {
    if (fact.kind != FactKind::kEnterprise) continue;
    if (const auto* entry = listed(fact.value)) return entry;
  }
  return nullptr;
}

bool ContactAgrees(const core::RegisterEntry& entry, const core::Facts& facts,
                   const std::string& posting_url) {
  const std::string website = HostOf(entry.row.website);
  if (!website.empty() && !IsPublicHost(website) && HostOf(posting_url) == website) return true;
  return std::any_of(facts.facts.begin(), facts.facts.end(), [&](const core::Fact& fact) {
    switch (fact.kind) {
      case FactKind::kPhone:
        return std::find(entry.phones_norm.begin(), entry.phones_norm.end(), fact.value) !=
               entry.phones_norm.end();
      case FactKind::kEmail:
        return !entry.row.email.empty() && fact.value == entry.row.email;
      case FactKind::kDomain:
        return !website.empty() && HostOf(fact.value) == website;
      default:
        return false;
    }
  });
}

PostingSigns SignsOf(const db::PostingHead& head, const db::StoredAssessment& stored,
                     const db::StoredAssessment* edited, const core::RegisterEntry* claimed) {
  PostingSigns signs;
  signs.posting_id = head.posting_id;
  signs.source = head.source;
  const bool of_others = SpeaksOfOthers(stored.assessment.genre);
  // What a person reports of others is still a report: it stands for itself.
  signs.ties = !of_others || head.kind == core::PostingKind::kTip;
  if (!of_others) {
    const std::string own_host = HostOf(head.canonical_url);
    AddFacts(stored, own_host, signs.signs);
    if (edited != nullptr) AddFacts(*edited, own_host, signs.signs);
    std::set<std::string> employers = {head.employer, head.standing_employer};
    for (const auto& employer : employers) {
      if (const auto key = core::ParseEnterpriseName(employer).Key(); !key.empty())
        signs.signs.push_back(PageSign("name", key, db::TieKind::kClaims, core::Field::kContext));
    }
    if (claimed != nullptr && !claimed->licence_norm.empty()) {
      const bool agrees = ContactAgrees(*claimed, stored.assessment.facts, head.canonical_url);
      signs.signs.push_back(PageSign(agrees ? "enterprise" : "licence_of", claimed->licence_norm,
                                     agrees ? db::TieKind::kControls : db::TieKind::kClaims));
    }
    if (!head.copied_text.empty())
      signs.signs.push_back(PageSign("text", head.copied_text, db::TieKind::kControls));
  }
  if (signs.signs.empty()) {  // nobody can be told: the posting stands for itself
    signs.signs.push_back(
        PageSign("posting", head.source + " " + head.canonical_url + " " + head.item_key,
                 db::TieKind::kControls));
  }
  if (!of_others) {
    for (const auto& tracker : head.trackers)
      signs.signs.push_back(PageSign("analytics", tracker, db::TieKind::kControls));
  }
  return signs;
}

}  // namespace agencywatch::alerts
