#include "rules/facts/licence_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/register_view.h"
#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

std::string Upper(std::string_view text) {
  std::string upper;
  for (const char c : text) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

}  // namespace

bool TaxCodeChecks(std::string_view digits) {
  static constexpr std::array<int, 9> kWeights = {31, 29, 23, 19, 17, 13, 7, 5, 3};
  if (digits.size() < 10) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (digits[i] - '0');
  return 10 - sum % 11 == digits[9] - '0';
}

void ReadLicences(const FieldText& field, Taken& taken, std::vector<core::Fact>& facts) {
  // 3224/LĐTBXH-GP, 44/2024/SLĐTBXH-GP, 4003/BNV-GP, 12/GP-LĐTBXH; blanks and dashes as people set them.
  static const ScanPattern kLicence(
      R"(\b(\d{1,5}) ?(?:/ ?(20\d\d) ?)?[/ ] ?(?:gp ?- ?)?(s|b)?-? ?(l ?d ?[- .]? ?t ?b ?(?:[-&]|va)? ?x ?h|bnv|snv|noi vu)(?: ?[-/ ]? ?gp(?:dc)?)?\b)");
  kLicence.ForEach(field, [&](const ScanPattern::Groups& groups) {
    const auto norm = core::NormaliseLicence(field.Text(groups[0]));
    if (!norm) return;
    core::Fact fact = field.MakeFact(core::FactKind::kLicence, *norm, groups[0]);
    fact.attrs["serial"] = norm->substr(0, norm->find('/'));
    const std::size_t issuer = norm->rfind('/') + 1;
    fact.attrs["issuer"] = norm->substr(issuer, norm->find('-', issuer) - issuer);
    fact.attrs["provincial"] = fact.attrs["issuer"].front() == 'S' ? "true" : "false";
    facts.push_back(std::move(fact));
    taken.Add(groups[0]);
  });

  static const ScanPattern kContract(R"(\b(\d{1,5}) ?/ ?qlldnn ?- ?([a-z]{2,12})\b)");
  kContract.ForEach(field, [&](const ScanPattern::Groups& groups) {
    facts.push_back(field.MakeFact(
        core::FactKind::kContract,
        std::string(field.Text(groups[1])) + "/QLLDNN-" + Upper(field.Text(groups[2])), groups[0]));
    taken.Add(groups[0]);
  });

  static const ScanPattern kTaxCode(
      R"(\b(?:mst|ma so thue|ma so doanh nghiep|msdn|tax code|tax id)\b[^0-9]{0,12}(\d{10}|\d{2,4}(?:[. ]\d{2,4}){2,3})(?: ?- ?(\d{3}))?\b)");
  kTaxCode.ForEach(field, [&](const ScanPattern::Groups& groups) {
    std::string digits;
    for (const char c : field.Text(groups[1]))
      if (c >= '0' && c <= '9') digits += c;
    if (digits.size() != 10) return;
    digits += field.Text(groups[2]);
    const Span span{groups[1].begin, groups[2].empty() ? groups[1].end : groups[2].end};
    core::Fact fact = field.MakeFact(core::FactKind::kTaxCode, digits, span);
    fact.attrs["checksum"] = TaxCodeChecks(digits) ? "ok" : "wrong";
    facts.push_back(std::move(fact));
    taken.Add(span);
  });

  // Dates and other numbers with a label are nobody's phone or account.
  static const ScanPattern kLabelled(
      R"(\b(?:cccd|cmnd|can cuoc|so dinh danh|ho chieu so|passport no)\b(?: so)?[ :.\-]{0,4}(\d[\d ]{7,13}\d)\b)");
  kLabelled.ForEach(field, [&](const ScanPattern::Groups& groups) { taken.Add(groups[1]); });
}

}  // namespace agencywatch::rules
