// What a third person may read: personal data blacked out.
//
// Blacked out of everybody, for a dossier holds signs and no judgement, and nobody's number belongs in a stranger's hands
// with a suspicion beside it: phones, accounts and their holders, handles, e-mail and street addresses, links, identity
// numbers, and what looks like the name of a person. The advertiser's own contacts are no exception: the domain asks for
// contacts in the restricted part only. Each is replaced by a number that stays the same in the whole dossier, so that
// it can still be seen that two adverts share a phone. Officials who acted are numbered in the same way, whether they sign with a
// name or an account: the sealed part says who they are, and a suspect's friend need not know. Names, licences and tax codes of enterprises stay: they are in the
// public register. Source: Law 91/2025/QH15 articles 3 and 17; Circular 20/2021 article 3 (worker codes are identity numbers).
//
// Unlike the review site's masking, not one letter of what is hidden stays.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {

// What a black place begins and ends with.
inline constexpr std::string_view kBlack = "█";

class Redactor {
 public:
  explicit Redactor(bool english) : english_(english) {}

  // What an advert shows of persons is hidden wherever it occurs.
  void Add(const core::Facts& facts);
  void Add(const db::IdentifierValue& identifier);
  // Somebody who acted in this matter; may come twice.
  void AddOfficial(std::string_view name);

  // `text` with everything personal as "█điện thoại 1█".
  [[nodiscard]] std::string Text(std::string_view text) const;
  // An enterprise's name as it is; anybody else is "█người đăng█".
  [[nodiscard]] std::string Advertiser(std::string_view name) const;
  // Who acted: one of the officials as "█cán bộ 1█", else (the program on a machine) as Text.
  [[nodiscard]] std::string Actor(std::string_view name) const;
  // An identifier, hidden where it is personal.
  [[nodiscard]] std::string Identifier(const db::IdentifierValue& identifier) const;

  // Something it was told of that stands in a finished text after all, by its label; nullopt: nothing does. Marks, case, and
  // blanks, dots or dashes between digits make no difference. Street addresses are left out, for a province is part of many, and so are officials: some sign with their office.
  [[nodiscard]] std::optional<std::string> FindLeak(std::string_view text) const;

 private:
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string label;
  };
  void AddSecret(const std::string& kind, std::string_view same_as, std::string_view spelling);
  void FindKnown(std::string_view text, std::vector<Range>& ranges) const;
  void FindPatterns(std::string_view text, std::vector<Range>& ranges) const;
  void FindNames(std::string_view text, std::vector<Range>& ranges) const;
  [[nodiscard]] std::string LabelOf(const std::string& kind, std::string_view value) const;

  bool english_;
  std::map<std::string, std::string, std::less<>> labels_;     // kind and value -> "điện thoại 1"
  std::map<std::string, int> counts_;                          // of a kind
  struct Secret {
    std::string kind;
    std::string label;
  };
  std::map<std::string, Secret, std::less<>> spellings_;  // as written
  std::vector<std::string> open_;  // spellings that stay: sums, days, countries; names, licences and tax codes of enterprises
};

}  // namespace agencywatch::alerts
