#include "rules/facts/social_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/vietnamese_syllable.h"
#include "core/word_mask.h"
#include "rules/facts/lexicon.h"
#include "rules/facts/network_link.h"
#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

using Words = std::unordered_set<std::string_view>;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHandleChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '_' || c == '.' ||
         c == '-';
}
bool IsUrlChar(char c) {
  return IsHandleChar(c) || std::string_view("/@?=&%+#~").find(c) != std::string_view::npos;
}

struct Platform {
  std::string_view phrase;
  std::string_view channel;
  bool phone = false;  // its accounts are telephone numbers
  bool weak = false;   // an everyday word too: only with ':', '@', "id" or quotation marks
  bool asks = false;   // asks to write, and only a name behind it tells where: "inbox Lan Anh vd"
};
constexpr std::array kPlatforms = {
    Platform{"telegram", "telegram", true},
    Platform{"telegam", "telegram", true},
    Platform{"telegr", "telegram", true},
    Platform{"teleg", "telegram", true},
    Platform{"tele", "telegram", true},
    Platform{"tlg", "telegram", true},
    Platform{"tlgr", "telegram", true},
    Platform{"tg", "telegram", true, true},
    Platform{"zalo", "zalo", true},
    Platform{"za lo", "zalo", true},
    Platform{"za.lo", "zalo", true},
    Platform{"zl", "zalo", true},
    Platform{"z l", "zalo", true},
    Platform{"zlo", "zalo", true},
    Platform{"zolo", "zalo", true},
    Platform{"zalu", "zalo", true},
    Platform{"da lo", "zalo", true},
    Platform{"zep lao", "zalo", true},
    Platform{"facebook", "facebook"},
    Platform{"face book", "facebook"},
    Platform{"phay bup", "facebook"},
    Platform{"fb", "facebook"},
    Platform{"face", "facebook"},
    Platform{"fanpage", "facebook"},
    Platform{"fan page", "facebook"},
    Platform{"page", "facebook"},
    Platform{"trang", "facebook", false, true},
    Platform{"messenger", "facebook"},
    Platform{"mess", "facebook"},
    Platform{"nick", "facebook"},
    Platform{"whatsapp", "whatsapp", true},
    Platform{"whats app", "whatsapp", true},
    Platform{"whatapp", "whatsapp", true},
    Platform{"whatsap", "whatsapp", true},
    Platform{"wapp", "whatsapp", true},
    Platform{"wa", "whatsapp", true, true},
    Platform{"wechat", "wechat", true},
    Platform{"we chat", "wechat", true},
    Platform{"weixin", "wechat", true},
    Platform{"vx", "wechat", true, true},
    Platform{"wx", "wechat", true, true},
    Platform{"line", "line", true, true},
    Platform{"viber", "viber", true},
    Platform{"kakaotalk", "kakao", true},
    Platform{"kakao talk", "kakao", true},
    Platform{"kakao", "kakao", true},
    Platform{"katalk", "kakao", true},
    Platform{"kakaotak", "kakao", true},
    Platform{"skype", "skype", true},
    Platform{"signal", "signal", true},
    Platform{"imo", "imo", true, true},
    Platform{"tiktok", "tiktok"},
    Platform{"tik tok", "tiktok"},
    Platform{"instagram", "instagram"},
    Platform{"insta", "instagram"},
    Platform{"inst", "instagram", false, true},
    Platform{"ig", "instagram", false, true},
    Platform{"ins", "instagram", false, true},
    Platform{"group kin", "facebook"},
    Platform{"nhom kin", "facebook"},
    Platform{"twitter", "twitter"},
    Platform{"threads", "threads"},
    Platform{"discord", "discord"},
    Platform{"youtube", "youtube"},
    Platform{"inbox", "facebook", false, false, true},
    Platform{"ib", "facebook", false, false, true},
    Platform{"inb", "facebook", false, false, true},
    Platform{"ib minh", "facebook", false, false, true},
    Platform{"inbox minh", "facebook", false, false, true},
    Platform{"inb minh", "facebook", false, false, true},
    Platform{"nhan rieng", "facebook", false, false, true},
    Platform{"nhan tin rieng", "facebook", false, false, true},
    Platform{"tin nhan rieng", "facebook", false, false, true},
    Platform{"lien he kin", "facebook", false, false, true},
    Platform{"chat rieng", "facebook", false, false, true},
    Platform{"potato", "potato", true, true},
};

class Reader {
 public:
  Reader(const FieldText& field, std::vector<core::Fact>& facts)
      : field_(field), text_(field.text()), facts_(facts) {}

  void Read() {
    const bool at_sign = text_.find('@') != std::string_view::npos;
    if (at_sign) ReadEmails();
    ReadLinks();
    ReadPlatforms();
    ReadNamesOn();
    if (at_sign) ReadBareHandles();
    ReadPhonesOfApps();
  }

 private:
  // A stretch of the original: handles are read there, where no folding has touched them.
  void Add(std::string_view channel, const std::string& handle, Span original) {
    read_.Add(original);
    const std::string value = std::string(channel) + ":" + handle;
    if (handle.empty() || !handles_.insert(value).second) return;
    core::Fact fact = field_.MakeFact(core::FactKind::kSocial, value, {});
    fact.place.start = original.begin;
    fact.place.end = original.end;
    fact.place.quote =
        std::string(field_.original().substr(original.begin, original.end - original.begin));
    fact.attrs["channel"] = channel;
    fact.attrs["handle"] = handle;
    facts_.push_back(std::move(fact));
  }
  [[nodiscard]] Span Original(Span folded) const {
    if (folded.empty()) return {};
    return {field_.OriginalBegin(folded.begin), field_.OriginalEnd(folded.end)};
  }

  // The characters at `at` of the original that `allowed` lets through, invisible ones left out; `at` is
  // moved behind them.
  template <class Allowed>
  std::string Token(std::size_t& at, Allowed&& allowed) const {
    static constexpr std::array<std::string_view, 6> kInvisible = {"\u200B", "\u200C", "\u200D",
                                                                   "\u2060", "\uFEFF", "\u00AD"};
    const std::string_view original = field_.original();
    std::string token;
    std::size_t end = at;
    for (std::size_t i = at; i < original.size() && token.size() < 200;) {
      if (allowed(original[i])) {
        token += original[i++];
        end = i;
        continue;
      }
      const auto hidden = std::find_if(
          kInvisible.begin(), kInvisible.end(),
          [&](std::string_view mark) { return original.substr(i, mark.size()) == mark; });
      if (hidden == kInvisible.end()) break;
      i += hidden->size();
    }
    at = end;
    // A letter with a mark behind it: this is a word of the sentence, not a handle.
    if (at < original.size() && static_cast<unsigned char>(original[at]) >= 0xC3 &&
        static_cast<unsigned char>(original[at]) <= 0xE1)
      return {};
    return token;
  }
  static void TrimEnd(std::string& token, std::size_t& end) {
    while (!token.empty() && (token.back() == '.' || token.back() == '-' || token.back() == '/' ||
                              token.back() == ',' || token.back() == '?')) {
      token.pop_back();
      --end;
    }
  }

  void ReadEmails() {
    static const ScanPattern kEmail(R"(\b[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,12}\b)");
    kEmail.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      facts_.push_back(
          field_.MakeFact(core::FactKind::kEmail, field_.LowerWritten(groups[0]), groups[0]));
      read_.Add(Original(groups[0]));
    });
  }

  // ---- links ----

  // Links of the networks are handles; every other host is a domain.
  // Whether a dot stands between two characters of a host name.
  [[nodiscard]] bool HasDotInside() const {
    const auto of_name = [&](std::size_t at) {
      return at < text_.size() &&
             (core::IsWordByte<core::WordBytes::kLettersAndDigits>(text_[at]) || text_[at] == '-');
    };
    for (std::size_t dot = text_.find('.'); dot != std::string_view::npos;
         dot = text_.find('.', dot + 1)) {
      if (dot > 0 && of_name(dot - 1) && of_name(dot + 1)) return true;
    }
    return false;
  }

  void ReadLinks() {
    if (text_.find_first_of("./[") == std::string_view::npos) return;
    ReadDisguisedLinks();
    static const ScanPattern kHost(
        R"(\b(?:https?://)?(?:www\.)?([a-z0-9][a-z0-9-]*\.(?:[a-z0-9-]+\.)*(?:vn|com|net|org|info|example|me|io|xyz|top|online|site|shop|club|vip|link|ly|be|gl|gg|cc|asia|eu|jp|kr|tw|de|uk|biz|test|group))\b(?::\d+)?(/)?)");
    if (!HasDotInside()) return;
    kHost.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      Span place = Original(groups[0]);
      if (read_.Overlaps(place) || (groups[0].begin > 0 && text_[groups[0].begin - 1] == '@'))
        return;
      const std::string host(field_.Text(groups[1]));
      if (AddLink(host, place, !groups[2].empty())) return;
      // A bare "abc.vn" counts; a word that merely ran into the next after a full stop does not.
      const bool linked =
          text_.substr(groups[0].begin, 4) == "http" || text_.substr(groups[0].begin, 4) == "www.";
      const std::string_view written = field_.Written(groups[1]);
      const bool spelt = std::none_of(written.begin(), written.end(),
                                      [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
      if (!linked && (!spelt || host.size() < 6 || AfterPlatform(groups[0].begin))) return;
      if (!groups[2].empty()) {
        Token(place.end, IsUrlChar);
      }
      core::Fact fact = field_.MakeFact(core::FactKind::kDomain, host, groups[0]);
      facts_.push_back(std::move(fact));
      read_.Add(place);
    });
  }
  // "face: hoa.nguyen.vn": a handle, not a site.
  [[nodiscard]] bool AfterPlatform(std::size_t at) const {
    static const ScanPattern kBefore(
        R"(\b(?:(?:facebook|fb|face|tele|telegram|line|insta|instagram|ig|tiktok|wechat)(?: id)? ?[:/]|skype ?:?) ?@?$)");
    const std::size_t begin = at > 24 ? at - 24 : 0;
    return kBefore.Contains(text_.substr(begin, at - begin));
  }
  // False when the host belongs to no network.
  bool AddLink(std::string_view host, Span place, bool path) {
    std::size_t end = place.end;
    std::string rest = path ? Token(end, IsUrlChar) : std::string();
    TrimEnd(rest, end);
    const auto account = ReadNetworkLink(host, rest);
    if (!account) return false;
    Add(account->channel, account->handle, {place.begin, std::max(place.end, end)});
    return true;
  }
  // "t . me / x", "t[.]me/x", "t(dot)me/x", "zalo chấm me / 09…", "fb/x", "tme/x".
  void ReadDisguisedLinks() {
    static const ScanPattern kDisguised(
        R"(\b(?:https?://)?(t|zalo|m|wa|fb|facebook|telegram|line|tiktok)(?: ?(?:\.|\[\.\]|\(\.\)|\(dot\)|\[dot\]| cham | dot ) ?(me|com))? ?/ ?|\b(tme|fbcom|zalome|wame)/)");
    if (text_.find('/') == std::string_view::npos) return;
    kDisguised.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      const std::string_view whole = field_.Text(groups[0]);
      std::string host(field_.Text(groups[1]));
      if (!groups[3].empty()) {
        const std::string_view joined = field_.Text(groups[3]);
        host = joined == "tme"      ? "t.me"
               : joined == "fbcom"  ? "fb.com"
               : joined == "zalome" ? "zalo.me"
                                    : "wa.me";
      } else if (!groups[2].empty()) {
        host += "." + std::string(field_.Text(groups[2]));
        if (whole == host + "/" || whole.ends_with("//" + host + "/")) return;  // no disguise
      } else if ((host == "fb" || host == "facebook") && whole.size() == host.size() + 1) {
        host = "fb.com";  // "fb/name", but not "facebook / zalo"
      } else {
        return;
      }
      Span place = Original(groups[0]);
      if (read_.Overlaps(place)) return;
      std::size_t at = place.end;
      std::string rest = Token(at, IsUrlChar);
      TrimEnd(rest, at);
      if (host == "fb.com" && groups[2].empty() && groups[3].empty() && !LooksLikeHandle(rest))
        return;
      if (rest.size() < 3) return;
      if (const auto account = ReadNetworkLink(host, rest))
        Add(account->channel, account->handle, {place.begin, at});
    });
  }

  // ---- names of networks with a handle or a name behind ----

  void ReadPlatforms() {
    static const Lexicon<Platform> lexicon(kPlatforms);
    for (std::size_t at = 0; at < text_.size();) {
      if (!field_.WordStart(at)) {
        if (text_[at] == '\x01') ReadHanName(at);
        ++at;
        continue;
      }
      const Platform* platform = lexicon.Longest(
          field_, at, [this](const Platform& found, Span place) { return IsNamed(found, place); });
      if (platform == nullptr) {
        at = field_.WordEnd(at);
        continue;
      }
      const std::size_t end = at + platform->phrase.size();
      if (!read_.Overlaps(Original({at, end}))) ReadBehind(*platform, {at, end});
      at = end;
    }
  }
  // "trang" is a page; "tình trạng", "thời trang" and the like are none.
  [[nodiscard]] bool IsNamed(const Platform& platform, Span place) const {
    if (platform.phrase != "trang") return true;
    if (field_.LowerWritten(place) != platform.phrase) return false;
    const std::string_view before = field_.Text(field_.WordBefore(place.begin));
    constexpr std::array<std::string_view, 5> kOfOtherWords = {"tinh", "thoi", "thuc", "hien",
                                                               "nghia"};
    return std::find(kOfOtherWords.begin(), kOfOtherWords.end(), before) == kOfOtherWords.end();
  }
  // 微信: WeChat by its own name.
  void ReadHanName(std::size_t at) {
    static constexpr Platform kWeChat{"weixin", "wechat", true};
    if (at + 2 <= text_.size() && text_[at + 1] == '\x01' && field_.Written({at, at + 2}) == "微信")
      ReadBehind(kWeChat, {at, at + 2});
  }

  // «vào nhóm "Việc làm Hàn vd" trên Facebook»: the name stands before the network.
  void ReadNamesOn() {
    if (text_.find('"') == std::string_view::npos) return;
    static const ScanPattern kOn(
        R"re(\b(?:nhom|group|page|trang|fanpage|kenh|hoi|nick|tim) ?:? ?"([^"]{3,50})" (?:tren|ben|qua|on) (facebook|fb|zalo|telegram|tele|tiktok)\b)re");
    kOn.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      const Span place = Original(groups[1]);
      const auto platform = std::find_if(
          kPlatforms.begin(), kPlatforms.end(),
          [&](const Platform& candidate) { return candidate.phrase == field_.Text(groups[2]); });
      if (read_.Overlaps(place) || !Asked(groups[1].begin) || platform == kPlatforms.end()) return;
      Add(platform->channel,
          std::string(field_.original().substr(place.begin, place.end - place.begin)), place);
    });
  }

  void ReadBehind(const Platform& platform, Span name) {
    // What may stand between a network and its handle.
    static const ScanPattern kGlue(
        R"(^(?: ?(?:ca nhan|cong ty|cua (?:em|minh|chi|anh|toi|tui|shop|me|us)|cua|chinh chu|voi ten|ten la|ten|tai khoan|nick|user ?name|user|account|acc|nhom|group|gr|kenh|channel|oa|official|la|so|hr|admin|ad)\b){0,3} ?(id\b(?: la\b)?)? ?([:=>~\-]+)? ?(id\b)? ?[:=]? ?~?(@ ?|\(at\) ?|\[at\] ?|(?:a|@) cong )?(["'])?)");
    const std::string_view rest =
        text_.substr(name.end, std::min<std::size_t>(64, text_.size() - name.end));
    ScanPattern::Groups groups;
    if (!kGlue.Find(rest, 0, groups)) return;
    std::size_t at = name.end + groups[0].end;
    // "skype hr.vd2024": the handle only begins like a word that may stand between.
    if (at < text_.size() && (text_[at] == '.' || text_[at] == '_') && groups[4].empty())
      at = field_.WordAfter(name.end).begin;
    for (std::size_t i = name.end; i < at; ++i) {
      if (field_.LineBreak(i)) return;
    }
    const bool id_before = field_.Text(field_.WordBefore(name.begin)) == "id" ||
                           field_.Text(field_.WordBefore(name.begin)) == "add";
    const bool id = !groups[1].empty() || !groups[3].empty() || id_before;
    const bool colon = !groups[2].empty() && rest[groups[2].begin] != '-';
    const bool sign = !groups[4].empty();
    const bool quote = !groups[5].empty();
    if (at >= text_.size() || at == name.end) return;
    if (quote) {
      if (colon || id || Asked(name.begin) || !Reported(platform, name.begin))
        AddQuoted(platform, at);
      return;
    }
    if (platform.asks && sign) return;
    std::size_t begin = field_.OriginalBegin(at);
    std::size_t end = begin;
    std::string token = Token(end, [](char c) { return IsHandleChar(c); });
    // "line SMT1.2" is one of a factory, unless somebody is to write there, or it is somebody's.
    const bool whose = field_.Text({name.end, at}).find_first_not_of(' ') != std::string_view::npos;
    if (platform.weak && !id && !colon && !sign && token.find('_') == std::string::npos &&
        !(LooksLikeHandle(token) && (platform.phrase != "line" || whose || Asked(name.begin))))
      return;
    if (platform.channel == "skype" && token == "live" && end < field_.original().size() &&
        field_.original()[end] == ':') {
      ++end;
      token += ":" + Token(end, [](char c) { return IsHandleChar(c); });
    }
    TrimEnd(token, end);
    const bool number = std::all_of(token.begin(), token.end(),
                                    [](char c) { return IsDigit(c) || c == '.' || c == '-'; });
    const bool handle =
        IsDigit(text_[at]) ? false  // "O912…" is a telephone
        : sign             ? token.size() >= 3
                           : token.size() >= 4 && !number &&
                     (LooksLikeHandle(token) ||
                      ((id || colon || IsMessenger(platform.channel)) && IsNoWord(token) &&
                       !NameGoesOn(at) && !(platform.channel == "facebook" && field_.Capital(at))));
    if (handle && !number && !read_.Overlaps({begin, end})) {
      // "nick @x", "Telegram/Zalo: @x": neither has names of this form.
      const std::string_view channel =
          sign && (platform.phrase == "nick" || platform.channel == "zalo") ? ChannelNear(at, end)
                                                                            : platform.channel;
      std::string stored = StoredHandle(channel, token);
      if (sign && (channel == "facebook" || channel == "line")) stored = "@" + stored;
      Add(channel, stored, {begin, end});
      return;
    }
    if (!sign) AddName(platform, name, at, colon);
  }

  // Networks whose accounts are known by an id in letters even without a colon.
  [[nodiscard]] static bool IsMessenger(std::string_view channel) {
    return channel == "wechat" || channel == "kakao" || channel == "skype";
  }
  // Has a digit, an underscore or an inner dot: no word of a sentence.
  [[nodiscard]] static bool LooksLikeHandle(std::string_view token) {
    if (token.size() < 4) return false;
    bool letter = false;
    bool mark = false;
    for (std::size_t i = 0; i < token.size(); ++i) {
      const char c = token[i];
      letter = letter || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      mark = mark || IsDigit(c) || c == '_' || (c == '.' && i > 0 && i + 1 < token.size());
    }
    static const Words kUnits = {"24/7", "h24", "24h"};
    return letter && mark && kUnits.count(token) == 0 && !IsDigit(token[0]);
  }
  // Letters that make no word: "laobanvd", not "group" nor "khong".
  [[nodiscard]] static bool IsNoWord(std::string_view token) {
    if (token.size() < 5) return false;
    static const Words kWords = {
        "group",      "groups",    "marketing", "official",  "channel", "admin",    "online",
        "chat",       "video",     "account",   "number",    "contact", "message",  "business",
        "production", "telegram",  "facebook",  "zalo",      "viber",   "whatsapp", "wechat",
        "tiktok",     "skype",     "instagram", "messenger", "fanpage", "youtube",  "google",
        "kakao",      "kakaotalk", "please",    "private",   "public",  "profile",  "inbox",
        "email",      "hotline",   "phone",     "leader",    "manager", "support",  "hiring",
        "recruit",    "recruiter", "company",   "website",   "search",  "below",    "above",
        "through",    "payment",   "dating",    "crypto"};
    std::string lower;
    for (const char c : token) {
      if (c >= 'A' && c <= 'Z') {
        lower += static_cast<char>(c + 32);
      } else if (c >= 'a' && c <= 'z') {
        lower += c;
      } else {
        return true;  // a hyphen
      }
    }
    return kWords.count(lower) == 0 && !core::IsVietnameseSyllable(lower);
  }
  // "Lan Anh": a second capitalised word makes it a person's or a page's name.
  [[nodiscard]] bool NameGoesOn(std::size_t at) const {
    const Span next = field_.WordAfter(field_.WordEnd(at));
    return !next.empty() && field_.Capital(at) && field_.Capital(next.begin) &&
           next.begin == field_.WordEnd(at) + 1;
  }

  void AddQuoted(const Platform& platform, std::size_t at) {
    constexpr std::size_t kLongest = 50;
    const std::size_t close = text_.find(text_[at - 1], at);
    if (close == std::string_view::npos || close - at > kLongest || close == at) return;
    if (!field_.WordAt(at)) return;
    const Span place = Original({at, close});
    if (read_.Overlaps(place)) return;
    Add(platform.channel,
        std::string(field_.original().substr(place.begin, place.end - place.begin)), place);
  }

  // "FB: Bờ Biển Xanh vd", "inbox page Rong Biển vd", "zalo tên Lan vd": names, not handles.
  void AddName(const Platform& platform, Span network, std::size_t at, bool colon) {
    // "FB chị Ngân Đài Loan": the name begins behind the word of kinship.
    static const Words kKin = {"chi", "anh", "em", "co", "chu", "di", "bac", "me", "c", "a", "e"};
    if (field_.WordAt(at) && !field_.Capital(at) && platform.channel == "facebook" &&
        kKin.count(field_.Text({at, field_.WordEnd(at)})) != 0) {
      const Span next = field_.WordAfter(field_.WordEnd(at));
      if (next.empty() || NameAt(next.begin, false).words < 2) return;
      at = next.begin;
    }
    if (!field_.WordAt(at) || !field_.Capital(at) || IsDigit(text_[at])) return;
    // In a line of capitals a capital makes no name: "INBOX NGAY".
    const bool shouted = field_.Capital(network.end - 1) && field_.Capital(network.begin);
    if (shouted && network.end - network.begin > 2 && !colon &&
        field_.Capital(field_.WordEnd(at) - 1))
      return;
    static const ScanPattern kOther(
        R"(^(?:messenger|fanpage|facebook|zalo|telegram|tiktok|tinder|youtube|instagram|page|whatsapp|viber|google|online|hr|admin|viet nam|chi|anh|em|minh|ngay|gap|cho|de|qua|nhanh|ad|ben|so)\b)");
    if (kOther.Contains(text_.substr(at, 16))) return;
    const Name written = NameAt(at, colon);
    if (written.words == 0 || (written.words < 2 && !colon)) return;
    const std::size_t end = written.end;
    const std::string_view between = text_.substr(network.end, at - network.end);
    static const ScanPattern kNamed(R"(\b(?:ten|nick|oa|nhom|kenh|group|gr|channel)\b)");
    const std::string_view before = field_.Text(field_.WordBefore(network.begin));
    const bool named = kNamed.Contains(between) || before == "nick" || before == "nhom" ||
                       before == "group" || before == "kenh" || before == "ten";
    if (platform.channel == "facebook") {
      if (!colon && !named && !Asked(network.begin) && !written.whole) return;
    } else if (!named && !(colon && written.words >= 2 && !NumberFollows(end))) {
      return;  // "Zalo: Chị Hoa 0912…" is a telephone
    }
    const Span place = Original({at, end});
    if (!read_.Overlaps(place))
      Add(platform.channel,
          std::string(field_.original().substr(place.begin, place.end - place.begin)), place);
  }
  [[nodiscard]] bool NumberFollows(std::size_t at) const {
    constexpr std::size_t kReach = 24;
    const std::size_t end = std::min(field_.LineOf(at).end, at + kReach);
    return end > at &&
           text_.substr(at, end - at).find_first_of("0123456789") != std::string_view::npos;
  }
  // "0567" of "0567 000 240".
  [[nodiscard]] bool NumberGoesOn(std::size_t at) const {
    return at + 1 < text_.size() && (text_[at] == ' ' || text_[at] == '.' || text_[at] == '-') &&
           IsDigit(text_[at + 1]);
  }
  struct Name {
    std::size_t end = 0;
    int words = 0;
    bool whole = false;  // it fills what is left of its clause
  };
  // Capitalised words; a short one that is no syllable may end the name ("Bờ Biển Xanh vd") and then small
  // words may stand inside. Behind a colon some small words up to the end of the clause belong to it too.
  [[nodiscard]] Name NameAt(std::size_t at, bool colon) const {
    constexpr int kMostWords = 8;
    constexpr int kMostSmall = 6;
    Name capitals;
    Name clause;
    bool capitals_go_on = true;
    for (std::size_t i = at; i < text_.size() && clause.words < kMostWords;) {
      const std::size_t end = field_.WordEnd(i);
      if (end == i || (IsDigit(text_[i]) && (end - i > 4 || NumberGoesOn(end)))) break;
      const bool small = !field_.Capital(i) && !IsDigit(text_[i]);
      const bool last = end >= text_.size() || text_[end] != ' ' || field_.LineBreak(end) ||
                        !field_.WordAt(end + 1);
      clause.end = end;
      ++clause.words;
      if (small && clause.words > 1 && end - i <= 3 &&
          !core::IsVietnameseSyllable(text_.substr(i, end - i))) {
        clause.whole = true;
        return clause;
      }
      capitals_go_on = capitals_go_on && !small;
      if (capitals_go_on) capitals = {end, clause.words, last};
      if (last) {
        clause.whole = true;
        break;
      }
      i = end + 1;
    }
    if (capitals.whole || !colon) return capitals;
    return clause.whole && clause.words <= kMostSmall ? clause : capitals;
  }
  // Whether a name in quotation marks is told about: «có nick "Thảo Nhân Sự" nhắn», «giả mạo trang "X"».
  [[nodiscard]] bool Reported(const Platform& platform, std::size_t at) const {
    if (platform.phrase == "nick" || platform.phrase == "trang" || platform.phrase == "page")
      return true;
    static const ScanPattern kReport(
        R"(\b(?:canh bao|gia mao|mao danh|tu xung|ke gian|doi tuong|lua dao|nan nhan|khong phai)\b)");
    const Span line = field_.LineOf(at);
    const std::size_t begin = std::max(line.begin, at > 120 ? at - 120 : 0);
    return kReport.Contains(text_.substr(begin, at - begin));
  }
  // Whether somebody is asked to write there: "inbox page X".
  [[nodiscard]] bool Asked(std::size_t at) const {
    static const ScanPattern kAsk(
        R"(\b(?:inbox|ib|inb|nhan|nhan tin|nt|lien he|lh|add|ket ban|kb|tim|hoi|chat|theo doi|follow|nick|contact|message|qua|vao|ghe)\b[^.;]{0,16}$)");
    const Span line = field_.LineOf(at);
    const std::size_t begin = std::max(line.begin, at > 32 ? at - 32 : 0);
    return kAsk.Contains(text_.substr(begin, at - begin));
  }

  // ---- handles that no network is named for ----

  void ReadBareHandles() {
    for (std::size_t at = text_.find('@'); at != std::string_view::npos;
         at = text_.find('@', at + 1)) {
      if (at > 0 && (field_.WordAt(at - 1) || text_[at - 1] == '.')) continue;
      if (at + 1 >= text_.size() || !(field_.WordAt(at + 1) || text_[at + 1] == '_')) continue;
      const std::size_t begin = field_.OriginalBegin(at);
      std::size_t end = field_.OriginalEnd(at + 1);
      std::string token = Token(end, [](char c) { return IsHandleChar(c) && c != '-'; });
      TrimEnd(token, end);
      if (token.size() < 4 || read_.Overlaps({begin, end})) continue;
      static const Words kEverybody = {"moinguoi",  "everyone",     "all",  "tatca",  "highlight",
                                       "followers", "nguoitheodoi", "here", "channel"};
      if (kEverybody.count(StoredHandle("line", token)) != 0) continue;
      static const Words kPayment = {"wise", "paypal", "venmo", "revolut", "tag"};
      if (kPayment.count(field_.Text(field_.WordBefore(at))) != 0) continue;
      const std::string_view channel = ChannelNear(at, end);
      Add(channel, "@" + StoredHandle("line", token), {begin, end});
    }
  }
  // The network that the words around a handle name: "Tele: @a hoặc @b", "@a on Instagram". `end` is in the
  // original.
  [[nodiscard]] std::string_view ChannelNear(std::size_t at, std::size_t end) const {
    static const ScanPattern kOn(
        R"(^ ?\(?(?:on |tren |ben )?(tiktok|instagram|facebook|telegram|wechat|line|viber|kakao)\b)");
    ScanPattern::Groups behind;
    if (const std::string_view right = text_.substr(field_.FoldedAt(end), 24);
        kOn.Find(right, 0, behind))
      return right.substr(behind[1].begin, behind[1].end - behind[1].begin);
    static const ScanPattern kChannel(
        R"(\b(tiktok|tik tok|instagram|insta|facebook|fb|wechat|line|viber|kakao|skype|twitter)\b[^.;!?]{0,32}$)");
    const Span line = field_.LineOf(at);
    const std::size_t begin = std::max(line.begin, at > 48 ? at - 48 : 0);
    const std::string_view left = text_.substr(begin, at - begin);
    ScanPattern::Groups groups;
    if (!kChannel.Find(left, 0, groups) || left.find("tele") != std::string_view::npos)
      return "telegram";
    const std::string_view word = left.substr(groups[1].begin, groups[1].end - groups[1].begin);
    if (word.substr(0, 3) == "tik") return "tiktok";
    if (word.substr(0, 2) == "in") return "instagram";
    if (word == "fb" || word == "facebook") return "facebook";
    if (word == "twitter") return "twitter";
    return word;
  }

  // ---- telephones that are accounts ----

  // "zalo 0564 000 221", "Zl HR: 0968…", "WhatsApp/Zalo 0917…", "0912… (call/zalo)".
  void ReadPhonesOfApps() {
    static const ScanPattern kApp(
        R"(\b(zalo|za lo|za\.lo|z ?l|zlo|zolo|zalu|da lo|zep lao|whatsapp|whats app|whatapp|wapp|wa|viber|wechat|we chat|imo|telegram|tele|tlg|signal|line|kakao|kakaotalk)\b)");
    // At most four words between, none of them behind a full stop or a comma: "zalo HR:", "zl em Vy".
    static const ScanPattern kBetween(R"(^[ :/&()+-]*(?:[a-z]{1,8}[ :/&()+-]+){0,4}$)");
    static const ScanPattern kBehind(
        R"(^ ?[(\-/,:]? ?(?:co |cung |la |so |dung |hoac |hay |or |nhan |nhan tin |qua |them |call ?[/&,] ?|goi ?[/&,] ?|sdt ?[/&,] ?|tele ?[/&,] ?|viber ?[/&,] ?|zalo ?[/&,] ?|whatsapp ?[/&,] ?){0,4}(zalo|za lo|zl|whatsapp|viber|telegram|tele)\b)");
    // "0912…, tele @hoa": what stands behind the network is its own.
    static const ScanPattern kOwn(R"(^[^.;)]{0,12}(?:@|[0-9][0-9 .\-]{6}))");
    std::vector<std::pair<Span, std::string>> phones;  // places in the original
    for (const core::Fact& fact : facts_) {
      if (fact.kind == core::FactKind::kPhone && fact.Attr("line") != "hotline")
        phones.emplace_back(Span{fact.place.start, fact.place.end}, fact.value);
    }
    ReadSameNumber(phones);
    for (const auto& [original, number] : phones) {
      const Span span{field_.FoldedAt(original.begin), field_.FoldedAt(original.end)};
      const Span line = field_.LineOf(span.begin);
      const std::size_t begin = std::max(line.begin, span.begin > 60 ? span.begin - 60 : 0);
      const std::string_view left = text_.substr(begin, span.begin - begin);
      kApp.ForEach(left, [&](const ScanPattern::Groups& groups) {
        if (!kBetween.Contains(left.substr(groups[1].end))) return;
        // "liaison line: 0889…" is a telephone.
        const Span before = field_.WordBefore(begin + groups[1].begin);
        if (left.substr(groups[1].begin, groups[1].end - groups[1].begin) == "line" &&
            (number.starts_with("+842") ||
             (!before.empty() && before.end + 1 == begin + groups[1].begin)))
          return;
        AddApp(left.substr(groups[1].begin, groups[1].end - groups[1].begin), number, original);
      });
      const std::size_t behind_end = std::min(field_.LineOf(span.end).end, span.end + 40);
      const std::string_view right =
          text_.substr(span.end, behind_end > span.end ? behind_end - span.end : 0);
      ScanPattern::Groups groups;
      if (!kBehind.Find(right, 0, groups) || kOwn.Contains(right.substr(groups[0].end))) continue;
      kApp.ForEach(right.substr(0, groups[0].end), [&](const ScanPattern::Groups& inner) {
        AddApp(right.substr(inner[1].begin, inner[1].end - inner[1].begin), number, original);
      });
    }
  }
  // "MoMo 0765… Hỏi lịch hẹn: Zalo số trên": the last number before it.
  void ReadSameNumber(const std::vector<std::pair<Span, std::string>>& phones) {
    static const ScanPattern kSame(
        R"(\b(zalo|za lo|zl|whatsapp|viber|telegram|tele|kakao|wechat)(?: (?:la|qua|theo|dung|vao))?,? ?:? ?\(?(?:(?:cung|theo|dung|chinh) )?(?:(?:so|sdt|dt|number)(?: (?:dien thoai|phone))? (?:nay|tren|do|o tren|phia tren|noi tren|nhu tren|ke tren)|cung (?:so|sdt)|noi tren|o tren|nhu tren|same number|(?:this|the same) number)\b)");
    kSame.ForEach(field_, [&](const ScanPattern::Groups& groups) {
      const Span place = Original(groups[0]);
      const std::pair<Span, std::string>* last = nullptr;
      for (const auto& phone : phones)
        if (phone.first.end <= place.begin &&
            (last == nullptr || last->first.end < phone.first.end))
          last = &phone;
      if (last != nullptr) AddApp(field_.Text(groups[1]), last->second, last->first);
    });
  }
  void AddApp(std::string_view word, const std::string& number, Span original) {
    const auto platform =
        std::find_if(kPlatforms.begin(), kPlatforms.end(),
                     [&](const Platform& candidate) { return candidate.phrase == word; });
    if (platform != kPlatforms.end()) Add(platform->channel, number, original);
  }

  const FieldText& field_;
  std::string_view text_;
  std::vector<core::Fact>& facts_;
  Taken read_;  // in the original
  std::unordered_set<std::string> handles_;
};

}  // namespace

void ReadSocials(const FieldText& field, std::vector<core::Fact>& facts) {
  Reader(field, facts).Read();
}

}  // namespace agencywatch::rules
