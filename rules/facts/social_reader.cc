#include "rules/facts/social_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace agencywatch::rules {
namespace {

class Reader {
 public:
  Reader(const FieldText& field, std::vector<core::Fact>& facts)
      : field_(field), text_(field.text()), facts_(facts) {}

  void Read() {
    ReadEmails();
    ReadLinks();
    ReadHandles();
    ReadPhonesOfApps();
    ReadNamedPages();
    ReadIds();
  }

 private:
  void Add(std::string_view channel, const std::string& handle, Span span) {
    const std::string value = std::string(channel) + ":" + handle;
    if (!handles_.insert(value).second) return;
    core::Fact fact = field_.MakeFact(core::FactKind::kSocial, value, span);
    fact.attrs["channel"] = channel;
    fact.attrs["handle"] = handle;
    facts_.push_back(std::move(fact));
    read_.Add(span);
  }

  void ReadEmails() {
    static const ScanPattern kEmail(R"(\b[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,12}\b)");
    if (text_.find('@') == std::string_view::npos) return;
    kEmail.ForEach(text_, [&](const ScanPattern::Groups& groups) {
      facts_.push_back(
          field_.MakeFact(core::FactKind::kEmail, field_.LowerWritten(groups[0]), groups[0]));
      read_.Add(groups[0]);
    });
  }

  // Links of the networks are handles; every other host is a domain.
  void ReadLinks() {
    static const ScanPattern kLink(
        R"((?:\bhttps?://)?\b(?:www\.)?((?:[a-z0-9-]+\.)+(?:vn|com|net|org|info|example|me|io|xyz|top|online|site|shop|club|vip|link|ly|be|gl|cc|asia|eu|jp|kr|tw|de|uk|biz|test))\b(?::\d+)?(/[a-z0-9._@/?=&%+-]*)?)");
    if (text_.find('.') == std::string_view::npos) return;
    kLink.ForEach(text_, [&](const ScanPattern::Groups& groups) {
      if (read_.Overlaps(groups[0]) || (groups[0].begin > 0 && text_[groups[0].begin - 1] == '@'))
        return;
      const std::string host(field_.Text(groups[1]));
      std::string path(field_.Written(groups[2]));
      while (!path.empty() && (path.front() == '/' || path.front() == '@')) path.erase(0, 1);
      while (!path.empty() && (path.back() == '.' || path.back() == '/' || path.back() == ','))
        path.pop_back();
      static const std::unordered_map<std::string_view, std::string_view> kNetworks = {
          {"t.me", "telegram"},
          {"telegram.me", "telegram"},
          {"zalo.me", "zalo"},
          {"m.me", "facebook"},
          {"facebook.com", "facebook"},
          {"fb.com", "facebook"},
          {"m.facebook.com", "facebook"},
          {"fb.me", "facebook"},
          {"wa.me", "whatsapp"},
          {"line.me", "line"},
          {"tiktok.com", "tiktok"},
          {"vt.tiktok.com", "tiktok"},
          {"instagram.com", "instagram"},
          {"viber.me", "viber"}};
      const auto network = kNetworks.find(host);
      if (network == kNetworks.end()) {
        // A bare "abc.vn" counts; a word that merely ran into the next after a full stop does not.
        const bool linked = text_.substr(groups[0].begin, 4) == "http" ||
                            text_.substr(groups[0].begin, 4) == "www.";
        const std::string_view written = field_.Written(groups[1]);
        const bool spelt = std::none_of(written.begin(), written.end(), [](char c) {
          return static_cast<unsigned char>(c) > 0x7F;
        });
        if (!linked && (!spelt || host.size() < 6)) return;
        facts_.push_back(field_.MakeFact(core::FactKind::kDomain, host, groups[0]));
        read_.Add(groups[0]);
        return;
      }
      if (path.empty()) return;
      const bool digits =
          std::all_of(path.begin(), path.end(), [](char c) { return c >= '0' && c <= '9'; });
      std::string handle = path;
      if (digits && network->second != "facebook") {
        handle = path[0] == '0' ? "+84" + path.substr(1) : "+" + path;
      } else if (network->second == "telegram" || network->second == "tiktok" ||
                 network->second == "instagram") {
        handle = "@" + path;
      }
      Add(network->second, handle, groups[0]);
    });
  }

  // The network that the words before a handle name.
  [[nodiscard]] std::string_view ChannelBefore(std::size_t at) const {
    static const ScanPattern kChannel(
        R"(\b(telegram|tele|tlg|tiktok|tik tok|instagram|insta|ig|facebook|fb|wechat|line|viber|kakao|skype|twitter|x)\b[^a-z0-9]{0,4}(?:id|nhom|kenh|group|channel)?[^a-z0-9]{0,4}$)");
    const std::size_t begin = at > 32 ? at - 32 : 0;
    const std::string_view left = text_.substr(begin, at - begin);
    ScanPattern::Groups groups;
    if (!kChannel.Find(left, 0, groups)) return "telegram";
    const std::string_view word = left.substr(groups[1].begin, groups[1].end - groups[1].begin);
    if (word.substr(0, 3) == "tel" || word == "tlg") return "telegram";
    if (word.substr(0, 3) == "tik") return "tiktok";
    if (word.substr(0, 2) == "in" || word == "ig") return "instagram";
    if (word == "fb" || word == "facebook") return "facebook";
    return word;
  }

  void ReadHandles() {
    static const ScanPattern kHandle(R"(@([a-z0-9_](?:[a-z0-9_.]{2,30})?[a-z0-9_]))");
    kHandle.ForEach(text_, [&](const ScanPattern::Groups& groups) {
      const std::size_t at = groups[0].begin;
      if ((at > 0 && (field_.WordAt(at - 1) || text_[at - 1] == '.')) || read_.Overlaps(groups[0]))
        return;
      const std::string handle = field_.LowerWritten(groups[1]);
      if (handle.size() < 4) return;
      Add(ChannelBefore(at), "@" + handle, groups[0]);
    });
  }

  // "zalo 0564 000 221", "Zl HR: 0968…", "WhatsApp/Zalo 0917…": the phone is the handle.
  void ReadPhonesOfApps() {
    // At most four words between, none of them behind a full stop or a comma: "zalo HR:", "zl em Vy".
    static const ScanPattern kApps(
        R"(\b(zalo|zl|zolo|da lo|whatsapp|whats app|wa|viber|wechat|imo|telegram|tele)\b[ :/&(-]*(?:[a-z]{1,8}[ :/&(-]+){0,4}$)");
    std::vector<std::pair<Span, std::string>> phones;
    for (const core::Fact& fact : facts_) {
      if (fact.kind == core::FactKind::kPhone && fact.attrs.at("line") != "hotline")
        phones.emplace_back(Locate(fact), fact.value);
    }
    for (const auto& [span, number] : phones) {
      if (span.empty()) continue;
      const Span line = field_.LineOf(span.begin);
      const std::size_t begin = std::max(line.begin, span.begin > 60 ? span.begin - 60 : 0);
      const std::string_view left = text_.substr(begin, span.begin - begin);
      ScanPattern::Groups groups;
      // Every app named directly before the number.
      if (kApps.Find(left, 0, groups)) {
        AddApp(left.substr(groups[1].begin, groups[1].end - groups[1].begin), number, span);
        // Apps that stand between: "WhatsApp/Zalo 0917".
        static const ScanPattern kApp(R"(\b(zalo|zl|whatsapp|viber|telegram|tele)\b)");
        const std::size_t between = groups[1].end;
        kApp.ForEach(left.substr(between), [&](const ScanPattern::Groups& inner) {
          AddApp(left.substr(between + inner[1].begin, inner[1].end - inner[1].begin), number,
                 span);
        });
      }
      // "0912 000 345 (zalo)"
      static const ScanPattern kBehind(
          R"(^ ?[(\-/,]? ?(?:co |cung |la |so )?(zalo|zl|whatsapp|viber)\b)");
      const std::string_view right =
          text_.substr(span.end, std::min<std::size_t>(24, text_.size() - span.end));
      if (kBehind.Find(right, 0, groups))
        AddApp(right.substr(groups[1].begin, groups[1].end - groups[1].begin), number, span);
    }
  }
  void AddApp(std::string_view word, const std::string& number, Span span) {
    const std::string_view channel = word == "zl" || word == "zolo" || word == "da lo" ? "zalo"
                                     : word == "whats app" || word == "wa"             ? "whatsapp"
                                     : word == "tele"                                  ? "telegram"
                                                                                       : word;
    Add(channel, number, span);
  }
  // Where in the folded text a fact of this field was read.
  [[nodiscard]] Span Locate(const core::Fact& fact) const {
    std::size_t low = 0;
    std::size_t high = text_.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (field_.PlaceOf({middle, middle + 1}).start < fact.place.start)
        low = middle + 1;
      else
        high = middle;
    }
    std::size_t end = low;
    while (end < text_.size() && field_.PlaceOf({end, end + 1}).end <= fact.place.end) ++end;
    return {low, end};
  }

  // "FB: Bờ Biển Xanh", "inbox page Rong Biển Nhật vd", Messenger "Hương Mã Lai vd".
  void ReadNamedPages() {
    static const ScanPattern kPage(
        R"(\b(?:fan ?page|page|facebook|fb|face|messenger|mess|nick)\b( ?:)? ?(")?)");
    kPage.ForEach(text_, [&](const ScanPattern::Groups& groups) {
      const bool colon = !groups[1].empty();
      const bool quote = !groups[2].empty();
      const std::size_t at = groups[0].end;
      if (at >= text_.size() ||
          (!quote && !colon && (text_[at - 1] != ' ' || field_.LineBreak(at - 1))))
        return;
      if (!field_.WordAt(at) || !field_.Capital(at)) return;
      static const ScanPattern kApp(
          R"(^(?:messenger|fanpage|facebook|zalo|telegram|tiktok|tinder|youtube|instagram|page|whatsapp|viber|google|online)\b)");
      if (kApp.Contains(text_.substr(at, 16))) return;
      std::size_t end = at;
      int words = 0;
      for (std::size_t i = at; i < text_.size() && words < 8;) {
        const std::size_t word_end = field_.WordEnd(i);
        if (word_end == i) break;
        // A short small word may end a name ("… vd"); a longer one is the sentence going on.
        const bool last =
            word_end >= text_.size() || text_[word_end] != ' ' || field_.LineBreak(word_end);
        if (!quote && !field_.Capital(i) && !(words > 0 && last && word_end - i <= 3)) break;
        end = word_end;
        ++words;
        if (last) break;
        i = word_end + 1;
      }
      if (words < 2 && !quote && !colon) return;
      if (quote) {
        const std::size_t close = text_.find('"', at);
        if (close == std::string_view::npos || close - at > 50) return;
        end = close;
      }
      const Span span{at, end};
      if (span.empty() || read_.Overlaps(span)) return;
      Add("facebook", std::string(field_.Written(span)), span);
    });
  }

  // "line id: abc_12", "wechat: abc123"
  void ReadIds() {
    static const ScanPattern kId(
        R"(\b(?:(line|wechat|we chat|kakao|kakaotalk|viber|skype|zalo|telegram|tele|tiktok)(?: id| ?: ?id|id)? ?[:=] ?|(line|wechat|kakao) id )([a-z][a-z0-9_.\-]{3,30}))");
    kId.ForEach(text_, [&](const ScanPattern::Groups& groups) {
      if (read_.Overlaps(groups[3])) return;
      const std::string handle = field_.LowerWritten(groups[3]);
      // A word with a digit or an underscore, so that "Zalo: nhóm kín" is not a handle.
      if (handle.find_first_of("0123456789_") == std::string::npos) return;
      std::string_view channel = field_.Text(groups[1].empty() ? groups[2] : groups[1]);
      if (channel == "we chat") channel = "wechat";
      if (channel == "kakaotalk") channel = "kakao";
      if (channel == "tele") channel = "telegram";
      Add(channel, channel == "telegram" || channel == "tiktok" ? "@" + handle : handle, groups[3]);
    });
  }

  const FieldText& field_;
  std::string_view text_;
  std::vector<core::Fact>& facts_;
  Taken read_;
  std::unordered_set<std::string> handles_;
};

}  // namespace

void ReadSocials(const FieldText& field, std::vector<core::Fact>& facts) {
  Reader(field, facts).Read();
}

}  // namespace agencywatch::rules
