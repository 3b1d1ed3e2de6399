#include "rules/register_check.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/enterprise_name.h"
#include "core/fold.h"
#include "core/register_activity.h"
#include "core/utf8.h"

namespace agencywatch::rules {
namespace {

using core::Fact;
using core::FactKind;
using core::RegisterEntry;
using core::RegisterView;
using NameKind = core::RegisterView::NameMatch::Kind;

// Words that a business calls itself by, and no person or page of a friend does.
constexpr std::array<std::string_view, 33> kBusinessWords = {
    "careers",   "career", "staffing", "agency",   "agencies",   "bridge",   "desk",
    "solutions", "talent", "talents",  "edu",      "academy",    "partners", "holding",
    "holdings",  "jobs",   "tourist",  "link",     "bureau",     "visa",     "immigration",
    "global",    "hub",    "network",  "ventures", "dmcc",       "fze",      "gmbh",
    "placement", "hr",     "homes",    "travel",   "sponsorship"};

// "Anh Dũng XKLĐ", "Chị Hoa lao động Đài": somebody called by the trade. Marks tell "Ánh Dương" from "Anh Dũng".
bool CalledAsAPerson(std::string_view name) {
  static constexpr std::array<std::string_view, 16> kTitles = {
      "anh ", "Anh ", "ANH ", "chị ", "Chị ",  "CHỊ ",  "chú ", "Chú ",
      "bác ", "Bác ", "dì ",  "Dì ",  "thầy ", "Thầy ", "Mr ",  "Ms "};
  return std::any_of(kTitles.begin(), kTitles.end(),
                     [&](std::string_view title) { return name.starts_with(title); });
}

// A name of two words or more that has a legal form, a word of the trade or of business.
bool LooksLikeEnterprise(std::string_view name) {
  const core::EnterpriseName parsed = core::ParseEnterpriseName(name);
  if (parsed.legal_form.empty() && CalledAsAPerson(name)) return false;
  if (!parsed.legal_form.empty() || parsed.words.size() > parsed.distinctive.size()) return true;
  return parsed.words.size() >= 2 &&
         std::any_of(parsed.words.begin(), parsed.words.end(), [](const std::string& word) {
           return std::find(kBusinessWords.begin(), kBusinessWords.end(), word) !=
                  kBusinessWords.end();
         });
}

// What an advertiser calls itself: the agency as published, and enterprise names in the text.
struct Name {
  std::string text;
  std::optional<std::size_t> fact;
  RegisterView::NameMatch match;
};

// The judged days on which a status can change, first and last included.
std::vector<core::Day> DaysToJudge(const RegisterEntry& entry, core::Day from, core::Day to) {
  std::set<core::Day> days = {from, to};
  const auto add = [&](core::Day day) {
    if (from <= day && day <= to) days.insert(day);
  };
  for (const core::LicencePeriod& period : entry.periods) {
    if (period.from) add(*period.from);
    if (period.to) add(core::AddDays(*period.to, 1));
  }
  return {days.begin(), days.end()};
}

std::string_view HostOf(std::string_view site) {
  if (const auto scheme = site.find("://"); scheme != std::string_view::npos)
    site.remove_prefix(scheme + 3);
  site = site.substr(0, site.find_first_of("/?#:"));
  if (site.starts_with("www.")) site.remove_prefix(4);
  return site;
}

// The phone number inside a handle that is one: "zalo:+84912000345".
std::string_view PhoneOf(const Fact& fact) {
  if (fact.kind == FactKind::kPhone) return fact.value;
  if (fact.kind != FactKind::kSocial) return {};
  const auto plus = fact.value.find('+');
  return plus == std::string::npos ? std::string_view{} : std::string_view(fact.value).substr(plus);
}

enum class Whose { kNobodys, kHolders, kOthers };

// Is this contact the enterprise's own? Only what the register could know is judged.
Whose WhoseContact(const Fact& fact, const RegisterEntry& entry) {
  if (fact.Attr("reported") == "true") return Whose::kNobodys;
  switch (fact.kind) {
    case FactKind::kPhone:
    case FactKind::kSocial: {
      const std::string_view phone = PhoneOf(fact);
      if (phone.empty() || entry.phones_norm.empty()) return Whose::kNobodys;
      const bool own = std::find(entry.phones_norm.begin(), entry.phones_norm.end(), phone) !=
                       entry.phones_norm.end();
      return own ? Whose::kHolders : Whose::kOthers;
    }
    case FactKind::kTaxCode:
      if (entry.row.tax_code.empty()) return Whose::kNobodys;
      // A branch has the firm's ten digits and three of its own.
      return fact.value.substr(0, 10) == entry.row.tax_code.substr(0, 10) ? Whose::kHolders
                                                                          : Whose::kOthers;
    case FactKind::kAddress: {
      if (entry.row.address.empty()) return Whose::kNobodys;
      const std::string own = core::FoldPlain(entry.row.address);
      const std::string given = core::FoldPlain(fact.value);
      const bool same = given.size() >= 8 && (own.find(given) != std::string::npos ||
                                              given.find(own) != std::string::npos);
      return same ? Whose::kHolders
                  : Whose::kNobodys;  // a branch or a training centre lies elsewhere
    }
    case FactKind::kDomain:
    case FactKind::kEmail: {
      std::string_view host = fact.value;
      if (const auto at = host.find('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
      host = HostOf(host);
      const auto mail = entry.row.email.find('@');
      const bool own =
          (!entry.row.website.empty() && host == HostOf(entry.row.website)) ||
          (mail != std::string::npos && host == std::string_view(entry.row.email).substr(mail + 1));
      return own ? Whose::kHolders : Whose::kNobodys;
    }
    default:
      return Whose::kNobodys;
  }
}

class Check {
 public:
  Check(const core::Facts& facts, std::string_view agency, const RegisterView& view, core::Day from,
        core::Day to, const std::function<const std::vector<std::string>&()>& jobs)
      : facts_(facts), gives_contact_(GivesContact(facts)), view_(view), from_(from), to_(to), jobs_(jobs) {
    if (const auto name = core::Trim(agency); !name.empty())
      AddName(std::string(name), std::nullopt);
    for (std::size_t i = 0; i < facts.facts.size(); ++i) {
      const Fact& fact = facts.facts[i];
      if (fact.kind == FactKind::kEnterprise) AddName(fact.value, i);
      if (fact.kind == FactKind::kLicence) ReadNumber(i);
    }
  }

  RegisterVerdict Run() {
    const Name* listed = Find(NameKind::kListed);
    const Name* possible = Find(NameKind::kPossible);
    const Name* unlisted = FindUnlisted();
    if (listed != nullptr && unlisted != nullptr && IsAgency(*unlisted) &&
        !HasContactOf(*listed->match.entry)) {
      // An agency of another name that mentions a licensed firm does not become that firm.
      TakeUnlisted(*unlisted);
      JudgeBorrowed(*listed->match.entry);
    } else if (listed != nullptr) {
      Take(listed, listed->match.entry);
      const bool own =
          std::find(holders_.begin(), holders_.end(), listed->match.entry) != holders_.end();
      if (!holders_.empty() && !own) Set(RegisterState::kNumberOfOther);
    } else if (!holders_.empty()) {
      JudgeByNumber(*holders_.front(), possible, unlisted);
    } else if (possible != nullptr || unlisted != nullptr) {
      JudgeByContact(possible, unlisted);
    } else if (verdict_.number.empty() && !other_licence_) {
      if (const RegisterEntry* holder = HolderOfContact()) {
        Take(nullptr, holder);
      } else {
        Set(RegisterState::kNobody);
      }
    }
    if (advertiser_ != nullptr) {
      JudgeStatus(*advertiser_);
      JudgeBorrowed(*advertiser_);
    }
    return std::move(verdict_);
  }

 private:
  void Set(RegisterState state) {
    verdict_.states =
        static_cast<RegisterStates>(verdict_.states | static_cast<RegisterStates>(state));
  }

  void AddName(std::string text, std::optional<std::size_t> fact) {
    Name name{std::move(text), fact, {}};
    name.match = view_.MatchName(name.text);
    names_.push_back(std::move(name));
  }

  void ReadNumber(std::size_t index) {
    const Fact& fact = facts_.facts[index];
    if (fact.Attr("provincial") == "true") {
      other_licence_ = true;  // for job service at home: never on this register
      return;
    }
    if (verdict_.number.empty()) verdict_.number = fact.value;
    verdict_.number_facts.push_back(index);
    if (const RegisterEntry* holder = view_.FindByLicence(fact.value)) {
      holders_.push_back(holder);
    } else {
      Set(RegisterState::kNumberUnknown);
    }
  }

  static bool IsAgency(const Name& name) { return !name.fact; }

  const Name* Find(NameKind kind) const {
    const auto found = std::find_if(names_.begin(), names_.end(),
                                    [&](const Name& name) { return name.match.kind == kind; });
    return found == names_.end() ? nullptr : &*found;
  }

  // The first name that is an enterprise's and resembles no listed one: agency, then title, body,
  // context. Around an advert that says itself whom to reach stands whoever runs the page.
  const Name* FindUnlisted() const {
    const auto found = std::find_if(names_.begin(), names_.end(), [&](const Name& name) {
      if (name.fact && IsThePages(facts_.facts[*name.fact])) return false;
      return name.match.kind == NameKind::kNone && (name.fact || LooksLikeEnterprise(name.text));
    });
    return found == names_.end() ? nullptr : &*found;
  }

  bool IsThePages(const Fact& fact) const {
    return fact.place.field == core::Field::kContext && gives_contact_;
  }

  void Take(const Name* name, const RegisterEntry* entry) {
    if (name != nullptr) UseName(*name);
    advertiser_ = entry;
    verdict_.entry = entry;
  }

  void UseName(const Name& name) {
    verdict_.enterprise = name.text;
    if (name.fact) verdict_.name_facts.push_back(*name.fact);
  }

  void TakeUnlisted(const Name& name) {
    UseName(name);
    Set(RegisterState::kUnlisted);
  }

  bool HasContactOf(const RegisterEntry& entry) const {
    return std::any_of(facts_.facts.begin(), facts_.facts.end(), [&](const Fact& fact) {
      return WhoseContact(fact, entry) == Whose::kHolders;
    });
  }

  // "CTCP TM Nắng Mai Giang" for Công ty Cổ phần Nhân lực Quốc tế Nắng Mai Giang; not Lam Hồng Phúc for Lam Hồng Phú.
  static bool HasItsProperName(const Name& name) {
    return name.match.name != nullptr &&
           core::ParseEnterpriseName(name.text).letters == name.match.name->letters;
  }

  bool HasContactOfOthers(const RegisterEntry& entry) const {
    return std::any_of(facts_.facts.begin(), facts_.facts.end(), [&](const Fact& fact) {
      return WhoseContact(fact, entry) == Whose::kOthers;
    });
  }

  const RegisterEntry* HolderOfContact() const {
    for (const Fact& fact : facts_.facts) {
      if (fact.kind == FactKind::kTaxCode) {
        if (const RegisterEntry* holder = view_.FindByTaxCode(fact.value)) return holder;
      }
      if (const auto phone = PhoneOf(fact); !phone.empty()) {
        const auto holders = view_.FindByPhone(phone);
        if (!holders.empty()) return holders.front();
      }
    }
    return nullptr;
  }

  void JudgeByNumber(const RegisterEntry& holder, const Name* possible, const Name* unlisted) {
    const bool resembles = possible != nullptr && possible->match.entry == &holder;
    const bool another = resembles && !HasItsProperName(*possible) && !HasContactOf(holder) &&
                         HasContactOfOthers(holder);
    if (resembles && !another) {
      Take(possible, &holder);  // the number confirms what the name only resembles
    } else if (unlisted == nullptr && possible == nullptr) {
      Take(nullptr, &holder);
    } else if (HasContactOf(holder)) {
      Take(unlisted != nullptr ? unlisted : possible, &holder);  // a trading name
    } else {
      // A valid number under a name that is not its holder's.
      if (unlisted != nullptr) {
        TakeUnlisted(*unlisted);
      } else if (resembles) {
        TakeUnlisted(
            *possible);  // the holder's number, almost its name, and somebody else at the telephone
      } else {
        UseName(*possible);
        Set(RegisterState::kPossible);
      }
      Set(RegisterState::kNumberOfOther);
      verdict_.entry = &holder;
      JudgeBorrowed(holder);
    }
  }

  void JudgeByContact(const Name* possible, const Name* unlisted) {
    const RegisterEntry* holder = HolderOfContact();
    if (holder != nullptr) {
      Take(possible != nullptr ? possible : unlisted,
           holder);  // a trading name, by its phone or tax code
      Set(RegisterState::kPossible);
    } else if (possible != nullptr) {
      UseName(*possible);
      Set(RegisterState::kPossible);
      verdict_.entry = possible->match.entry;
    } else {
      TakeUnlisted(*unlisted);
    }
  }

  // The number or name is the holder's, a contact is not, and none is.
  void JudgeBorrowed(const RegisterEntry& holder) {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
      const Whose whose = WhoseContact(facts_.facts[i], holder);
      if (whose == Whose::kHolders) return;
      if (whose == Whose::kOthers && !IsThePages(facts_.facts[i])) others.push_back(i);
    }
    if (others.empty()) return;
    Set(RegisterState::kBorrowed);
    verdict_.entry = &holder;
    verdict_.contact_facts = std::move(others);
  }

  void JudgeStatus(const RegisterEntry& entry) {
    std::vector<std::string_view> markets;
    for (const Fact& fact : facts_.facts) {
      const bool named = fact.kind == FactKind::kDestination && fact.value != "VN";
      if (named && fact.place.field != core::Field::kContext) markets.push_back(fact.value);
    }
    if (markets.empty()) markets.emplace_back();
    std::vector<std::string> activities = {""};
    const bool by_activity =
        std::any_of(entry.periods.begin(), entry.periods.end(),
                    [](const core::LicencePeriod& period) { return period.activity != "*"; });
    if (by_activity && jobs_) activities.insert(activities.end(), jobs_().begin(), jobs_().end());
    for (const core::Day day : DaysToJudge(entry, from_, to_)) {
      for (const std::string_view market : markets) {
        for (const std::string& activity : activities) {
          const auto status = RegisterView::StatusOn(entry, day, market, activity);
          if (status == core::LicenceStatus::kActive) continue;
          Set(RegisterState::kInactive);
          verdict_.status = status;
          verdict_.inactive_on = day;
          verdict_.inactive_activity = activity;
          return;
        }
      }
    }
    Set(RegisterState::kActive);
  }

  const core::Facts& facts_;
  bool gives_contact_;
  const RegisterView& view_;
  core::Day from_;
  core::Day to_;
  const std::function<const std::vector<std::string>&()>& jobs_;
  std::vector<Name> names_;
  std::vector<const RegisterEntry*> holders_;  // of the numbers that are on the register
  bool other_licence_ = false;
  const RegisterEntry* advertiser_ = nullptr;  // whose status counts
  RegisterVerdict verdict_;
};

bool NamesNobody(const core::Facts& facts, std::string_view agency) {
  if (LooksLikeEnterprise(agency)) return false;
  return std::none_of(facts.facts.begin(), facts.facts.end(), [](const Fact& fact) {
    return fact.kind == FactKind::kEnterprise || fact.kind == FactKind::kLicence ||
           fact.kind == FactKind::kTaxCode;
  });
}

}  // namespace

bool GivesContact(const core::Facts& facts) {
  return std::any_of(facts.facts.begin(), facts.facts.end(), [](const Fact& fact) {
    const bool contact = fact.kind == FactKind::kPhone || fact.kind == FactKind::kSocial || fact.kind == FactKind::kEmail ||
                         fact.kind == FactKind::kAccount;
    return contact && fact.place.field != core::Field::kContext && fact.Attr("reported") != "true";
  });
}

RegisterVerdict CheckRegister(const core::Facts& facts, std::string_view agency,
                              const core::RegisterView* view, core::Day from, core::Day to,
                              const std::function<const std::vector<std::string>&()>& jobs) {
  const bool stale = view != nullptr && view->TooOldOn(to);
  if (view != nullptr && !stale) return Check(facts, agency, *view, from, to, jobs).Run();
  RegisterVerdict verdict;
  verdict.stale = stale;
  if (view != nullptr) verdict.max_age = view->max_age();
  verdict.states = static_cast<RegisterStates>(RegisterState::kUnknown);
  if (NamesNobody(facts, agency)) {
    verdict.states = static_cast<RegisterStates>(
        verdict.states | static_cast<RegisterStates>(RegisterState::kNobody));
  }
  return verdict;
}

std::string RegisterVerdict::Note(bool english) const {
  const auto in = [english](const char* vi, const char* en) {
    return std::string{english ? en : vi};
  };
  if (stale) {
    const std::string days = std::to_string(max_age.count());
    return in("danh sách giấy phép cũ hơn ", "the register is more than ") + days +
           in(" ngày so với ngày xét: không kết luận ai không phép",
              " days older than the last judged day: nothing is called unlisted");
  }
  if (Has(RegisterState::kUnknown)) {
    return in("chưa có danh sách giấy phép: không kết luận ai không phép",
              "judged without a register: nothing is called unlisted");
  }
  std::string note;
  const auto add = [&](const std::string& part) { note += (note.empty() ? "" : "; ") + part; };
  const std::string listed = entry != nullptr ? "“" + entry->row.name + "”" : "";
  const std::string advertised = "“" + enterprise + "”";
  if (Has(RegisterState::kNobody)) {
    add(in("không nêu doanh nghiệp, không có số giấy phép", "names no enterprise and no licence"));
  }
  if (Has(RegisterState::kUnlisted)) {
    add(advertised + in(" không có trong danh sách được cấp phép", " is not on the register"));
  }
  if (Has(RegisterState::kPossible)) {
    add(advertised + in(" gần giống tên được cấp phép ", " resembles the listed ") + listed);
  }
  if (Has(RegisterState::kNumberUnknown)) {
    add(in("số giấy phép ", "licence number ") + number +
        in(" không có trong danh sách", " is not on the register"));
  }
  if (Has(RegisterState::kNumberOfOther)) {
    add(in("số giấy phép ", "licence number ") + number +
        in(" là của doanh nghiệp khác", " belongs to another enterprise"));
  }
  if (Has(RegisterState::kInactive) && entry != nullptr && inactive_on) {
    const bool left = entry->left_on && *entry->left_on <= *inactive_on;
    const std::string was = status ? std::string{core::LicenceStatusTitle(*status, english)}
                            : left ? in("không còn trong danh sách", "no longer on the list")
                                   : in("chưa được cấp", "not issued yet");
    const std::string only =
        inactive_activity.empty()
            ? ""
            : in(", riêng ", ", only ") + core::ActivityTitle(inactive_activity, english);
    add(in("ngày ", "on ") + core::DisplayDay(*inactive_on) + only +
        in(" giấy phép của ", " the licence of ") + listed + in(": ", " was ") + was);
  }
  if (Has(RegisterState::kActive) && entry != nullptr) {
    add(listed + in(" có giấy phép còn hiệu lực", " held a licence in force"));
  }
  if (Has(RegisterState::kBorrowed) && entry != nullptr) {
    add(in("liên hệ trong tin không phải của ", "the contacts are not those of ") + listed);
  }
  return note;
}

}  // namespace agencywatch::rules
