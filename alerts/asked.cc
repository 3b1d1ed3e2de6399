#include "alerts/asked.h"

#include "core/enterprise_name.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "crawler/url.h"
#include "db/search_query.h"
#include "rules/facts/network_link.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMostLineBytes = 200;   // of what is no advert
constexpr std::size_t kMostNameWords = 12;    // with a legal form
constexpr std::size_t kMostPlainWords = 6;    // without
constexpr std::size_t kLeastNameLetters = 3;  // of a name that is looked for within others

// A phone, account, handle or address that is all of `text`; else "".
db::SearchQuery ContactIn(const std::string& text) {
  try {
    return db::ParseSearchQuery(SearchText(text));
  } catch (const core::InputError&) {
    return {};  // it holds one among other words
  }
}

void AskForEntry(Asked& asked, const core::RegisterEntry& entry) {
  asked.of.licences = {entry.licence_norm};
  if (!entry.row.tax_code.empty()) asked.of.tax_codes = {entry.row.tax_code};
  for (const auto& name : {entry.row.name, entry.row.name_en}) {
    if (!name.empty()) asked.of.names.push_back(core::ParseEnterpriseName(name).Key());
  }
}

}  // namespace

std::string SearchText(const std::string& text) {
  std::string_view address = core::Trim(text);
  if (address.find_first_of(" \n") != std::string_view::npos || address.find('/') == std::string_view::npos) return text;
  const auto url = crawler::ParseUrl(address.find("://") == std::string_view::npos ? "https://" + std::string{address} : std::string{address});
  if (!url || !url->IsHttp() || !url->host) return text;
  std::string_view host = *url->host;
  if (host.starts_with("www.")) host.remove_prefix(4);
  const auto account = rules::ReadNetworkLink(host, std::string_view{url->PathAndQuery()}.substr(1));
  if (!account || account->handle.empty()) return text;
  // Who is on Zalo by a phone is found by the phone.
  return account->handle.starts_with("+84") ? account->handle : account->channel + ":" + account->handle;
}

Asked AskedFor(const std::string& text, const core::RegisterView* view) {
  Asked asked;
  const std::string line{core::Trim(text)};
  if (line.empty() || line.size() > kMostLineBytes || line.find('\n') != std::string::npos) return asked;
  if (view != nullptr) asked.found = LookUp(*view, line);
  const auto query = ContactIn(line);
  if (asked.found.entry != nullptr) {
    asked.kind = AskedKind::kEnterprise;
    AskForEntry(asked, *asked.found.entry);
    return asked;
  }
  if (!query.identifier.empty() && query.words.empty() && asked.found.candidates.empty()) {
    asked.kind = AskedKind::kContact;
    asked.of.contact = query.identifier;
    if (asked.found.by_number) asked.of.tax_codes = {query.identifier};
    return asked;
  }
  const auto name = core::ParseEnterpriseName(line);
  const auto licence = core::NormaliseLicence(line);
  if (licence) asked.of.licences = {*licence};
  if (licence || asked.found.by_number || (!name.legal_form.empty() && name.words.size() <= kMostNameWords)) {
    asked.kind = AskedKind::kEnterprise;
  } else if (name.words.size() <= kMostPlainWords) {
    asked.kind = AskedKind::kName;
    asked.of.contact = query.identifier;  // "thuyduong.vd" may be a handle
  } else {
    return asked;
  }
  if (name.letters.size() >= kLeastNameLetters && !licence && !asked.found.by_number) asked.of.names = {name.Key()};
  return asked;
}

}  // namespace agencywatch::alerts
