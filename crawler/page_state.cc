#include "crawler/page_state.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/html_tree.h"
#include "crawler/page_head.h"
#include "crawler/phrase_set.h"
#include "crawler/script_value.h"
#include "crawler/text_lines.h"
#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMaxValues = 50;  // that a page holds: scripts and attributes
constexpr int kMaxDepth = 40;

// ---- where the data lies

std::string Replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
    out += text.substr(0, at);
    out += by;
    text.remove_prefix(at + what.size());
  }
  return out += text;
}

// Angular before version 16 writes &q; for quotes in its state.
std::string WithoutAngularEscapes(std::string_view text) {
  std::string out(text);
  for (const auto& [escape, letter] : {std::pair<std::string_view, std::string_view>{"&q;", "\""},
                                       {"&s;", "'"},
                                       {"&l;", "<"},
                                       {"&g;", ">"},
                                       {"&a;", "&"}})
    out = Replaced(out, escape, letter);
  return out;
}

// Nuxt 3 writes an array of values that name each other by their places (devalue). `left` bounds what comes out.
ScriptValue Resolved(const ScriptValue& all, std::size_t place, int depth, std::size_t& left) {
  if (place >= all.size() || depth > kMaxDepth || left == 0) return nullptr;
  --left;
  const ScriptValue& value = all[place];
  const auto follow = [&](const ScriptValue& reference) -> ScriptValue {
    if (!reference.is_number_integer() || reference.get<std::int64_t>() < 0) return nullptr;
    return Resolved(all, static_cast<std::size_t>(reference.get<std::int64_t>()), depth + 1, left);
  };
  if (value.is_object()) {
    ScriptValue object = ScriptValue::object();
    for (const auto& [key, reference] : value.items()) object[key] = follow(reference);
    return object;
  }
  if (value.is_array()) {
    // ["Reactive", 3], ["Date", "2026-…"]: a value of that kind.
    if (value.size() == 2 && value[0].is_string())
      return value[1].is_string() ? value[1] : follow(value[1]);
    ScriptValue array = ScriptValue::array();
    for (const ScriptValue& reference : value) array.push_back(follow(reference));
    return array;
  }
  if (value.is_string()) {
    const std::size_t kilobytes = value.get_ref<const std::string&>().size() / 1000;
    if (kilobytes > left) return nullptr;
    left -= kilobytes;
  }
  return value;
}

// The rows of Next.js' app router: "2:{…}", "5:[…]", "7:T1a4,<p>…" (a text of so many bytes, hexadecimal).
void AddRows(std::string_view rows, std::vector<ScriptValue>& values) {
  std::unordered_map<std::string, std::string> texts;
  std::vector<std::string_view> others;
  while (!rows.empty()) {
    const std::size_t colon = rows.find(':');
    constexpr std::size_t kMaxIdBytes = 8;
    if (colon == std::string_view::npos) break;
    const std::string_view id = rows.substr(0, colon);
    std::string_view row = rows.substr(colon + 1);
    if (colon <= kMaxIdBytes && row.starts_with('T')) {
      std::size_t bytes = 0;
      const auto read = std::from_chars(row.data() + 1, row.data() + row.size(), bytes, 16);
      const auto begin = static_cast<std::size_t>(read.ptr - row.data()) + 1;
      if (read.ec == std::errc() && begin <= row.size()) {
        const std::string_view text = row.substr(begin, bytes);
        texts.emplace("$" + std::string(id), text);
        rows = row.substr(begin + text.size());
        continue;
      }
    }
    const std::size_t end = std::min(row.find('\n'), row.size());
    constexpr std::size_t kMaxRows = 5000;
    if (colon <= kMaxIdBytes && others.size() < kMaxRows) others.push_back(row.substr(0, end));
    rows = row.substr(std::min(end + 1, row.size()));
  }
  const auto fill = [&](ScriptValue& value, const auto& again, int depth) -> void {
    if (depth > kMaxDepth) return;
    if (value.is_string()) {
      if (const auto found = texts.find(value.get_ref<const std::string&>());
          found != texts.end()) {
        value = std::exchange(found->second, {});  // each text once
      }
    } else if (value.is_structured()) {
      for (ScriptValue& inner : value) again(inner, again, depth + 1);
    }
  };
  for (const std::string_view row : others) {
    if (values.size() >= kMaxValues) return;
    const std::size_t begin = row.find_first_of("[{");
    if (begin > 2) continue;  // "I[…]", "HL[…]" load something
    if (auto value = ParseScriptValue(row.substr(begin))) {
      fill(*value, fill, 0);
      values.push_back(std::move(*value));
    }
  }
}

bool IsNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

// A name that a page gives its data: of the window, with underscores, or declared.
bool NamesData(std::string_view before) {
  before = core::Trim(before.substr(before.size() - std::min<std::size_t>(before.size(), 60)));
  if (before.ends_with(']')) return true;  // window["x"]
  std::size_t begin = before.size();
  while (begin > 0 && IsNamePart(before[begin - 1])) --begin;
  const std::string_view name = before.substr(begin);
  before = before.substr(0, begin);
  if (name.find("__") != std::string_view::npos) return true;
  for (const std::string_view declares :
       {"window.", "self.", "globalThis.", "var ", "let ", "const "})
    if (before.ends_with(declares)) return !name.empty();
  return false;
}

// "window.__INITIAL_STATE__ = {…}", "var job = JSON.parse('…')": what is assigned. `tries` are left for the page.
void AddAssigned(std::string_view script, std::size_t& tries, std::vector<ScriptValue>& values) {
  for (std::size_t at = script.find('='); at != std::string_view::npos && tries > 0;
       at = script.find('=', at + 1)) {
    const std::string_view behind = core::Trim(script.substr(at + 1, 32));
    const bool value = behind.starts_with('{') || behind.starts_with('[') ||
                       behind.starts_with("JSON.parse(") || behind.starts_with("(function(") ||
                       behind.starts_with("function(");
    constexpr std::size_t kLeastBytes = 200;
    if (!value || script.size() - at < kLeastBytes || !NamesData(script.substr(0, at))) continue;
    --tries;
    if (auto read = ParseScriptValue(script.substr(at + 1)); read && read->is_structured())
      values.push_back(std::move(*read));
  }
}

void AddAttribute(std::string_view text, char quote, std::vector<ScriptValue>& values) {
  if ((!text.starts_with("{&quot;") && !text.starts_with("{\"") && !text.starts_with("[{")) ||
      values.size() >= kMaxValues)
    return;
  text = text.substr(0, text.find(quote));
  constexpr std::size_t kLeastBytes = 150;
  if (text.size() < kLeastBytes) return;
  std::string plain(text);
  for (const auto& [entity, letter] :
       {std::pair<std::string_view, std::string_view>{"&quot;", "\""},
        {"&#34;", "\""},
        {"&#39;", "'"},
        {"&#039;", "'"},
        {"&lt;", "<"},
        {"&gt;", ">"},
        {"&amp;", "&"}})
    plain = Replaced(plain, entity, letter);
  if (auto read = ParseScriptValue(plain)) values.push_back(std::move(*read));
}

// data-page="{&quot;…}", :job='{"…}': in the source, for XML has no names like the latter.
void AddAttributes(std::string_view html, std::vector<ScriptValue>& values) {
  for (std::size_t at = html.find("=\""); at != std::string_view::npos;
       at = html.find("=\"", at + 2))
    AddAttribute(html.substr(at + 2), '"', values);
  for (std::size_t at = html.find("='"); at != std::string_view::npos; at = html.find("='", at + 2))
    AddAttribute(html.substr(at + 2), '\'', values);
}

std::vector<ScriptValue> ValuesOf(std::string_view html) {
  std::vector<ScriptValue> values;
  std::string rows;
  constexpr std::string_view kFlight = "self.__next_f.push(";
  std::size_t tries = 200;
  std::size_t end = 0;
  for (std::size_t at = html.find("<script"); at != std::string_view::npos;
       at = html.find("<script", end)) {
    const std::size_t open = html.find('>', at);
    end = html.find("</script", open);
    if (end == std::string_view::npos || values.size() >= kMaxValues) break;
    const std::string_view tag = html.substr(at, open - at);
    const std::string_view script = html.substr(open + 1, end - open - 1);
    if (tag.find("ld+json") != std::string_view::npos) continue;
    if (tag.find("json") != std::string_view::npos ||
        tag.find("__NEXT_DATA__") != std::string_view::npos) {
      auto value = ParseScriptValue(script);
      if (!value && script.find("&q;") != std::string_view::npos)
        value = ParseScriptValue(WithoutAngularEscapes(script));
      if (!value) continue;
      std::size_t left = 100'000;
      if (tag.find("__NUXT_DATA__") != std::string_view::npos && value->is_array())
        value = Resolved(*value, 0, 0, left);
      values.push_back(std::move(*value));
    } else if (const std::size_t push = script.find(kFlight); push != std::string_view::npos) {
      const auto pushed = ParseScriptValue(script.substr(push + kFlight.size()));
      if (pushed && pushed->is_array() && pushed->size() > 1 && (*pushed)[1].is_string())
        rows += (*pushed)[1].get_ref<const std::string&>();
    } else {
      AddAssigned(script, tries, values);
    }
  }
  AddRows(rows, values);
  AddAttributes(html, values);
  return values;
}

// ---- what it says

// "salaryFrom", "muc_luong" as "salary from", "muc luong".
std::string WordsOf(std::string_view key) {
  std::string words;
  bool lower_before = false;
  for (const char c : core::Utf8Prefix(key, 60)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && lower_before) words += ' ';
    words += upper ? static_cast<char>(c - 'A' + 'a') : c == '_' || c == '-' || c == '.' ? ' ' : c;
    lower_before = !upper;
  }
  return core::FoldPlain(words);
}

enum class Role {
  kNone,
  kTitle,
  kText,
  kWage,
  kPlace,
  kCountry,
  kEmployer,
  kPosted,
  kDeadline,
  kCode,
  kOther,   // fee, quantity, contact: a line of the text
  kForeign  // other jobs, the site's own matters
};

// `words` is the key, behind those of the objects it stands in.
Role RoleOf(std::string_view words) {
  static const PhraseSet kForeign = {
      "related",     "similar",    "recommend",   "recommended", "suggest",      "suggested",
      "suggestions", "lien quan",  "tuong tu",    "goi y",       "others",       "other jobs",
      "latest",      "breadcrumb", "breadcrumbs", "menu",        "menus",        "navigation",
      "footer",      "header",     "seo",         "meta",        "translations", "i18n",
      "messages",    "config",     "banner",      "banners",     "image",        "images",
      "thumbnail",   "avatar",     "logo",        "slug",        "url",          "href",
      "link",        "id",         "ids",         "uuid",        "token",        "views",
      "view count",  "icon",       "color",       "route",       "path",         "css",
      "class name"};
  static const PhraseSet kDeadline = {
      "deadline",     "expired at",   "expires at",      "expire at",     "expiry",
      "expired date", "expire date",  "expiration date", "valid through", "valid until",
      "valid to",     "closing date", "close date",      "closed at",     "end date",
      "han nop",      "het han",      "ngay het han",    "han nop ho so", "apply before",
      "expires",      "due date",     "expired",         "expire time",   "expired on",
      "han"};
  static const PhraseSet kPosted = {"published at",   "publish at",  "published",  "publish date",
                                    "published date", "posted at",   "posted",     "date posted",
                                    "posted date",    "post date",   "created at", "created",
                                    "created date",   "create time", "create at",  "ngay dang",
                                    "ngay tao",       "approved at", "list time",  "published on",
                                    "posted on"};
  static const PhraseSet kWage = {"salary",       "wage",         "wages",   "luong",
                                  "muc luong",    "thu nhap",     "pay",     "income",
                                  "compensation", "price string", "tro cap", "base salary"};
  static const PhraseSet kPlace = {
      "location",     "locations", "place",      "city",       "province",
      "region",       "workplace", "work place", "address",    "dia diem",
      "noi lam viec", "tinh",      "area",       "prefecture", "working location",
      "dia chi",      "district",  "state name"};
  static const PhraseSet kCountry = {"country", "nation",     "quoc gia",   "nuoc",
                                     "market",  "thi truong", "destination"};
  static const PhraseSet kEmployer = {
      "company",        "employer",     "organization",  "hiring organization",
      "cong ty",        "recruiter",    "doanh nghiep",  "agency",
      "nha tuyen dung", "company name", "employer name", "seller"};
  static const PhraseSet kTitle = {"title",    "job title",     "job name", "subject",
                                   "headline", "tieu de",       "ten viec", "ten don hang",
                                   "position", "position name", "vi tri",   "ten",
                                   "name",     "ten cong viec"};
  static const PhraseSet kText = {"description",
                                  "descriptions",
                                  "desc",
                                  "content",
                                  "contents",
                                  "body",
                                  "html",
                                  "detail",
                                  "details",
                                  "text",
                                  "requirement",
                                  "requirements",
                                  "benefit",
                                  "benefits",
                                  "responsibilities",
                                  "qualifications",
                                  "mo ta",
                                  "noi dung",
                                  "yeu cau",
                                  "quyen loi",
                                  "chi tiet",
                                  "mo ta cong viec",
                                  "note",
                                  "notes",
                                  "ghi chu",
                                  "summary",
                                  "excerpt",
                                  "job description",
                                  "about",
                                  "dieu kien",
                                  "che do",
                                  "phuc loi",
                                  "how to apply",
                                  "lien he",
                                  "skills",
                                  "policy"};
  static const PhraseSet kContact = {
      "phone",   "tel",       "mobile",        "zalo",         "hotline",      "sdt",
      "email",   "telephone", "so dien thoai", "whatsapp",     "viber",        "telegram",
      "contact", "facebook",  "line",          "contact name", "nguoi lien he"};
  static const PhraseSet kOther = {
      "fee",        "fees",        "phi",      "chi phi",     "cost",          "costs",
      "deposit",    "dat coc",     "quantity", "so luong",    "vacancies",     "openings",
      "age",        "tuoi",        "gender",   "gioi tinh",   "contract",      "hop dong",
      "experience", "kinh nghiem", "license",  "licence",     "giay phep",     "tax code",
      "visa",       "interview",   "ngay thi", "phong van",   "xuat canh",     "departure",
      "dich vu",    "hoc phi",     "tong phi", "service fee", "service charge"};
  static const PhraseSet kCode = {"code", "job code",  "ma don", "ma tin",
                                  "ma",   "reference", "ref",    "sku"};
  if (kForeign.IsIn(words)) return Role::kForeign;
  if (kDeadline.IsIn(words)) return Role::kDeadline;
  if (kPosted.IsIn(words)) return Role::kPosted;
  if (kContact.IsIn(words) || kOther.IsIn(words)) return Role::kOther;
  if (kWage.IsIn(words)) return Role::kWage;
  if (kCountry.IsIn(words)) return Role::kCountry;
  if (kEmployer.IsIn(words)) return Role::kEmployer;
  if (kPlace.IsIn(words)) return Role::kPlace;
  if (kText.IsIn(words)) return Role::kText;
  if (kTitle.IsIn(words)) return Role::kTitle;
  if (kCode.IsIn(words)) return Role::kCode;
  return Role::kNone;
}

std::string ScalarText(const ScriptValue& value) {
  if (value.is_string()) return core::MakeValidUtf8(value.get_ref<const std::string&>());
  if (value.is_number()) return value.dump();
  return {};
}

// The first scalars of a structure on one line: {"from":230000,"to":260000,"currency":"JPY"} as "230000 - 260000 JPY".
std::string Flat(const ScriptValue& value, int depth = 0) {
  if (depth > 4) return {};
  if (!value.is_structured()) return OneLine(TextOfHtml(ScalarText(value)));
  std::string out;
  bool number = false;
  std::size_t parts = 0;
  for (const auto& [key, inner] : value.items()) {
    constexpr std::size_t kMostParts = 12;
    if (value.is_object() && RoleOf(WordsOf(key)) == Role::kForeign) continue;
    const std::string part = Flat(inner, depth + 1);
    constexpr std::size_t kPartBytes = 300;
    if (part.empty() || part.size() > kPartBytes || ++parts > kMostParts) continue;
    const bool is_number = inner.is_number();
    Append(out, part, number && is_number ? " - " : number ? " " : ", ");
    number = is_number;
  }
  return out;
}

// {"name":"Sao Mai Work","phone":"…"}: the name.
std::string NameIn(const ScriptValue& value) {
  if (value.is_string()) return OneLine(ScalarText(value));
  if (value.is_array()) {
    std::string names;
    for (const ScriptValue& one : value) Append(names, NameIn(one), ", ");
    return names;
  }
  if (!value.is_object()) return {};
  for (const char* key : {"name", "title", "label", "companyName", "company_name", "fullName",
                          "value", "text", "vi", "ten"})
    if (const auto found = value.find(key); found != value.end() && found->is_string())
      return OneLine(ScalarText(*found));
  return {};
}

std::optional<core::Day> DayIn(const ScriptValue& value) {
  if (value.is_string()) return FindMarkedDay(core::Trim(value.get_ref<const std::string&>()));
  if (!value.is_number_integer()) return std::nullopt;
  // Seconds or milliseconds since 1970, of this century.
  std::int64_t seconds = value.get<std::int64_t>();
  constexpr std::int64_t kMillisecondsFrom = 100'000'000'000;
  if (seconds >= kMillisecondsFrom) seconds /= 1000;
  constexpr std::int64_t kFirst = 946'684'800;
  constexpr std::int64_t kLast = 4'102'444'800;
  if (seconds < kFirst || seconds > kLast) return std::nullopt;
  return core::VietnamDay(core::Instant{std::chrono::seconds{seconds}});
}

struct Found {
  MarkedUpJob job;
  std::size_t text_bytes = 0;
  int particulars = 0;
  int score = 0;
};

class Finder {
 public:
  Finder(std::string_view title, std::string_view url)
      : title_(core::FoldPlain(title)), url_(url) {}

  void Walk(const ScriptValue& value, int depth) {
    if (depth > kMaxDepth || ++walked_ > kMostWalked) return;
    if (value.is_string()) {  // JSON in a text of JSON
      const auto& text = value.get_ref<const std::string&>();
      constexpr std::size_t kLeastBytes = 100;
      if (text.size() < kLeastBytes || (!text.starts_with("{\"") && !text.starts_with("[{")))
        return;
      if (const auto inner = ParseScriptValue(text)) Walk(*inner, depth + 10);
      return;
    }
    if (value.is_array()) {
      std::size_t jobs = 0;
      for (const ScriptValue& one : value) jobs += one.is_object() && LooksLikeTeaser(one) ? 1 : 0;
      constexpr std::size_t kSeveral = 4;
      if (jobs >= kSeveral) is_list_ = true;
      for (const ScriptValue& one : value) Walk(one, depth + 1);
      return;
    }
    if (!value.is_object()) return;
    if (auto found = Read(value); found && (!best_ || found->score > best_->score))
      best_ = std::move(*found);
    for (const auto& [key, inner] : value.items())
      if ((inner.is_structured() || inner.is_string()) && !IsForeign(WordsOf(key)))
        Walk(inner, depth + 1);
  }

  [[nodiscard]] const std::optional<Found>& best() const { return best_; }
  [[nodiscard]] bool is_list() const { return is_list_; }

 private:
  static constexpr std::size_t kMostWalked = 100'000;

  // Below these keys lie other jobs.
  static bool IsForeign(std::string_view words) {
    static const PhraseSet kForeign = {"related",  "similar",     "recommend", "recommended",
                                       "suggest",  "suggestions", "lien quan", "tuong tu",
                                       "goi y",    "other",       "others",    "latest",
                                       "hot jobs", "featured",    "breadcrumb"};
    return kForeign.IsIn(words);
  }

  static bool LooksLikeTeaser(const ScriptValue& object) {
    bool title = false;
    int hints = 0;
    for (const auto& [key, inner] : object.items()) {
      const Role role = RoleOf(WordsOf(key));
      title |= role == Role::kTitle && inner.is_string();
      hints += role == Role::kWage || role == Role::kPlace || role == Role::kDeadline ||
                       role == Role::kEmployer
                   ? 1
                   : 0;
    }
    return title && hints >= 1;
  }

  std::optional<Found> Read(const ScriptValue& object) {
    Found found;
    MarkedUpJob& job = found.job;
    std::string particulars;
    for (const auto& [key, value] : object.items()) {
      if (value.is_null() || value.is_boolean()) continue;
      const std::string words = WordsOf(key);
      Add(words, value, found, particulars, 0);
    }
    constexpr std::size_t kLeastText = 80;
    if (job.title.empty() || job.description.size() < kLeastText) return std::nullopt;
    found.text_bytes = job.description.size();
    Append(job.description, particulars);
    const std::string folded = core::FoldPlain(job.title);
    constexpr int kNamed = 20;
    found.score = found.particulars * 4 +
                  static_cast<int>(std::min<std::size_t>(found.text_bytes, 2000) / 200);
    if (!folded.empty() && title_.find(folded) != std::string::npos) found.score += kNamed;
    for (const char* key : {"slug", "id", "code"})
      if (const auto value = object.find(key); value != object.end()) {
        const std::string name = ScalarText(*value);
        if (name.size() >= 3 && url_.find(name) != std::string_view::npos) found.score += kNamed;
      }
    return found;
  }

  void Add(const std::string& words, const ScriptValue& value, Found& found,
           std::string& particulars, int depth) {
    static const PhraseSet kPieces = {"attributes", "fields", "acf",   "data",
                                      "info",       "extra",  "params"};
    MarkedUpJob& job = found.job;
    const auto line = [&](const std::string& text) {
      constexpr std::size_t kMostBytes = 2000;
      if (!text.empty() && text.size() <= kMostBytes && particulars.size() < kMaxHtmlBytes)
        Append(particulars, words + ": " + text);
    };
    switch (RoleOf(words)) {
      case Role::kTitle:
        if (job.title.empty() && value.is_string()) {
          constexpr std::size_t kTitleBytes = 300;
          const std::string title = OneLine(TextOfHtml(ScalarText(value)));
          if (title.size() <= kTitleBytes) job.title = title;
        }
        break;
      case Role::kText:
        if (value.is_object() && depth < 3)
          AddPieces(value, found, particulars, depth);
        else
          AddText(value, job, depth);
        break;
      case Role::kWage: {
        ++found.particulars;
        const std::string text = Flat(value);
        if (!text.empty() && text != "0") line(text);
        core::Posting read;
        ReadWage(text, read);
        if (read.salary_min && !job.salary_min) {
          job.salary_min = read.salary_min;
          job.salary_max = read.salary_max;
          job.salary_currency = read.salary_currency;
          job.salary_unit = read.salary_unit;
        }
        break;
      }
      case Role::kPlace: {
        ++found.particulars;
        const std::string text = Flat(value);
        line(text);
        if (job.region.empty() && text.size() <= 200) job.region = text;
        if (value.is_object())
          if (const auto country = value.find("country"); country != value.end())
            job.country = NameIn(*country);
        break;
      }
      case Role::kCountry:
        ++found.particulars;
        line(Flat(value));
        if (job.country.empty()) job.country = NameIn(value);
        break;
      case Role::kEmployer:
        ++found.particulars;
        line(Flat(value));
        if (job.employer.empty()) job.employer = NameIn(value);
        break;
      case Role::kDeadline:
        if (const auto day = DayIn(value)) {
          ++found.particulars;
          if (!job.valid_through) job.valid_through = day;
          line(core::FormatDay(*day));
        }
        break;
      case Role::kPosted:
        if (!job.date_posted) job.date_posted = DayIn(value);
        break;
      case Role::kOther:
        ++found.particulars;
        line(Flat(value));
        break;
      case Role::kCode:
        if (job.identifier.empty() && !value.is_structured()) job.identifier = ScalarText(value);
        break;
      case Role::kNone:
        // {"job":{"attributes":{…}}}: one thing in several pieces.
        if (kPieces.IsIn(words) && value.is_object() && depth < 3)
          AddPieces(value, found, particulars, depth);
        break;
      case Role::kForeign:
        break;
    }
  }

  void AddPieces(const ScriptValue& object, Found& found, std::string& particulars, int depth) {
    for (const auto& [key, inner] : object.items())
      if (!inner.is_null() && !inner.is_boolean())
        Add(WordsOf(key), inner, found, particulars, depth + 1);
  }

  static void AddText(const ScriptValue& value, MarkedUpJob& job, int depth) {
    if (depth > 4 || job.description.size() >= kMaxHtmlBytes) return;
    if (value.is_string()) {
      const std::string text = TextOfHtml(ScalarText(value));
      if (text.find_first_of(" \n") != std::string::npos &&
          job.description.find(text) == std::string::npos)
        Append(job.description, text);
    } else if (value.is_structured()) {
      for (const ScriptValue& inner : value) AddText(inner, job, depth + 1);
    }
  }

  std::string title_;
  std::string_view url_;
  std::optional<Found> best_;
  bool is_list_ = false;
  std::size_t walked_ = 0;
};

}  // namespace

PageState ReadPageState(std::string_view html, std::string_view title, std::string_view url) {
  PageState state;
  Finder finder(title, url);
  for (const ScriptValue& value : ValuesOf(html.substr(0, kMaxHtmlBytes))) finder.Walk(value, 0);
  state.is_list = finder.is_list();
  if (!finder.best()) return state;
  state.job = finder.best()->job;
  state.job->locator = "state";
  constexpr int kParticulars = 2;
  state.says_particulars = finder.best()->particulars >= kParticulars;
  return state;
}

}  // namespace agencywatch::crawler
