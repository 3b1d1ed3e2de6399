// Who is the advertiser, and what does the licence register say of them on every day that is
// judged? Source: Law 69/2020/QH14 articles 5, 10-17 and 27; Decree 112/2021 articles 15-16
// (publication delays).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "core/register_view.h"
#include "core/time.h"
#include "rules/condition.h"

namespace agencywatch::rules {

// The advert itself, not what stands around it, says whom to reach or pay. Then names and contacts in its context are those
// of whoever runs the page.
[[nodiscard]] bool GivesContact(const core::Facts& facts);

struct RegisterVerdict {
  RegisterStates states = 0;
  // A register was given, but on the last judged day it was older than it is believed.
  bool stale = false;
  std::chrono::days max_age{};  // it is believed so long
  // The enterprise that the advertiser turned out to be, or whose number or name is used; into the
  // view.
  const core::RegisterEntry* entry = nullptr;
  std::string enterprise;  // the name as advertised
  std::string number;      // the licence number as advertised, normalised
  std::optional<core::LicenceStatus>
      status;  // on `inactive_on`; nullopt while active, or: not licensed yet
  std::optional<core::Day> inactive_on;  // the first judged day without a licence in force
  std::string inactive_activity;         // only for this one; empty: for all
  std::vector<std::size_t> name_facts;   // what decided, into Facts::facts
  std::vector<std::size_t> number_facts;
  std::vector<std::size_t> contact_facts;

  [[nodiscard]] bool Has(RegisterState state) const {
    return (states & static_cast<RegisterStates>(state)) != 0;
  }
  // One line for people, in English or Vietnamese; empty when nobody is named.
  [[nodiscard]] std::string Note(bool english) const;
};

// `agency` is the advertiser as the publisher names it (may be empty, a person or a page). `from`
// to `to` are the judged days, both inclusive. `view` may be null: then the register is unknown. `jobs` gives the kinds of
// job offered; it is asked only where the licence is not the same for all of them.
[[nodiscard]] RegisterVerdict CheckRegister(
    const core::Facts& facts, std::string_view agency, const core::RegisterView* view,
    core::Day from, core::Day to,
    const std::function<const std::vector<std::string>&()>& jobs = {});

}  // namespace agencywatch::rules
