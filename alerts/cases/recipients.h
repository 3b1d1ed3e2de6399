// The table of recipients: which authority gets which signs. A settings file; the one built in follows the usual
// addressees of local plans against trafficking, and says in its comments how it is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"

namespace agencywatch::alerts {

struct Recipient {
  std::string key;
  std::string kind;  // see RecipientKinds() in words.h
  std::string name;  // may hold {province}
  std::string address;
};

// What a case shows.
struct CaseSigns {
  std::optional<core::Verdict> verdict;
  std::vector<std::string> indicators;
  std::vector<std::string> provinces;
};

// An immutable value.
class Recipients {
 public:
  // The text of a settings file. Throws core::InputError with every mistake, `file` in front.
  static Recipients Parse(const std::string& text, const std::string& file);
  // What is built in.
  static std::string_view DefaultText();

  // Keys; `to` is empty when no route fits.
  struct Suggestion {
    std::string to;
    std::vector<std::string> copies;  // each once, without `to`
  };
  [[nodiscard]] Suggestion Suggest(const CaseSigns& signs) const;

  [[nodiscard]] const std::vector<Recipient>& all() const { return recipients_; }
  // Null when there is none of that key.
  [[nodiscard]] const Recipient* Find(std::string_view key) const;

  struct Route {
    std::vector<core::Verdict> verdicts;  // empty: any; likewise the next two
    std::vector<std::string> indicators;
    std::vector<std::string> provinces;
    bool several_provinces = false;
    std::string to;
    std::vector<std::string> copies;
  };

 private:
  std::vector<Recipient> recipients_;
  std::vector<Route> routes_;
};

// `text` with the province in its place; without one {province} goes, with the blank before it.
[[nodiscard]] std::string WithProvince(std::string text, std::string_view province);

}  // namespace agencywatch::alerts
