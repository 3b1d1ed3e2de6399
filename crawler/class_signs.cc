#include "crawler/class_signs.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace agencywatch::crawler {
namespace {

// Words of class and id, each with a blank on both sides.
constexpr std::array<std::string_view, 33> kMenuWords = {
    " tips ",        " safety tip ",    " nav ",        " navbar ",      " navigation ",
    " menu ",        " topmenu ",       " mainmenu ",   " submenu ",     " breadcrumb ",
    " breadcrumbs ", " crumbs ",        " pagination ", " pager ",       " paging ",
    " social ",      " share ",         " sharing ",    " addthis ",     " cookie ",
    " cookies ",     " login ",         " signin ",     " search form ", " searchform ",
    " searchbox ",   " advertisement ", " quangcao ",   " quang cao ",   " tagcloud ",
    " skip link ",   " toolbar ",       " offcanvas "};
constexpr std::array<std::string_view, 35> kRelatedWords = {
    " similarthreads ", " relatedthreads ", " relatedtopics ",   " related ",
    " relatedposts ",   " lienquan ",       " lien quan ",       " similar ",
    " suggest ",        " suggested ",      " suggestion ",      " suggestions ",
    " recommend ",      " recommended ",    " recommendations ", " goiy ",
    " goi y ",          " tin khac ",       " tinkhac ",         " bai khac ",
    " viec khac ",      " cung loai ",      " cung chuyen muc ", " other jobs ",
    " other news ",     " othernews ",      " otherjobs ",       " more jobs ",
    " hot jobs ",       " recent posts ",   " latest posts ",    " latest news ",
    " xem nhieu ",      " doc nhieu ",      " tuong tu "};
// Banners that ask for consent, by the vendors' own names.
constexpr std::array<std::string_view, 22> kConsentWords = {
    " onetrust ",      " consent ",      " cookieconsent ", " cookiebot ", " cookiebanner ",
    " gdpr ",          " ccpa ",         " cybot ",         " didomi ",    " usercentrics ",
    " truste ",        " cky ",          " cmplz ",         " termly ",    " osano ",
    " iubenda ",       " qc cmp ",       " cookie law ",    " cc window ", " cookie bar ",
    " cookie notice ", " cookie banner "};
// Windows that open above the page.
constexpr std::array<std::string_view, 5> kModalWords = {" modal ", " popup ", " lightbox ",
                                                         " offcanvas modal ", " mfp hide "};
// What readers wrote, and what a forum says of the one who did.
constexpr std::array<std::string_view, 14> kCommentWords = {
    " comments ",    " comment list ", " commentlist ", " binh luan ", " binhluan ",
    " fb comments ", " disqus ",       " respond ",     " ufi ",       " signature ",
    " plc plm ",     " userstats ",    " user stats ",  " pairs "};
constexpr std::array<std::string_view, 6> kFooterWords = {
    " footer ", " foot ", " ftr ", " colophon ", " copyright ", " chan trang "};
constexpr std::array<std::string_view, 7> kAsideWords = {
    " sidebar ", " aside ", " widget ", " widgets ", " side bar ", " rightbar ", " leftbar "};
constexpr std::array<std::string_view, 6> kHeaderWords = {
    " header ", " hdr ", " masthead ", " topbar ", " top bar ", " site branding "};
// A "header" with one of these is that of a part of the page.
constexpr std::array<std::string_view, 24> kPartWords = {
    " date ",    " post ", " entry ", " job ",    " article ", " page ",   " section ", " card ",
    " panel ",   " box ",  " block ", " detail ", " content ", " title ",  " table ",   " news ",
    " company ", " list ", " item ",  " thread ", " topic ",   " widget ", " message ", " body "};
constexpr std::array<std::string_view, 26> kMainWords = {
    " job detail ",      " jobdetail ",      " job description ", " job content ",
    " detail content ",  " post content ",   " entry content ",   " article body ",
    " article content ", " article detail ", " content detail ",  " news detail ",
    " post body ",       " post detail ",    " post view ",       " chi tiet ",
    " chitiet ",         " noi dung ",       " noidung ",         " main content ",
    " maincontent ",     " single content ", " fck detail ",      " order detail ",
    " ad detail ",       " description "};

constexpr std::array<std::string_view, 6> kPostWords = {" post ",  " message ",  " postbit ",
                                                        " reply ", " bai viet ", " postcontainer "};
constexpr std::array<std::string_view, 13> kAuthorWords = {
    " bigusername ", " creator ",    " owner ", " nickname ", " sender ",
    " author ",      " username ",   " user ",  " nick ",     " poster ",
    " member ",      " nguoi dang ", " authi "};

constexpr std::array<std::string_view, 8> kSellerWords = {
    " seller ",     " advertiser ", " recruiter ", " nguoi ban ",
    " nguoi dang ", " poster ",     " shop info ", " company info "};

constexpr std::array<std::string_view, 8> kTitleWords = {
    " maintitle ",   " tieude ",    " tieu de ",       " post title ",
    " entry title ", " job title ", " article title ", " detail title "};
constexpr std::array<std::string_view, 2> kLabelWords = {" label ", " badge "};
constexpr std::array<std::string_view, 3> kPagerWords = {" pagination ", " pager ", " paging "};

// " card card 17 " is " card card " for us.
std::string WithoutNumbers(const std::string& words) {
  std::string out = " ";
  for (std::size_t begin = 1; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    const std::string_view word = std::string_view(words).substr(begin, end - begin);
    if (word.find_first_not_of("0123456789") != std::string_view::npos) {
      out += word;
      out += ' ';
    }
    begin = end + 1;
  }
  return out;
}

// The phrases by their first word, so that one look at each word of an element finds them all.
class Phrases {
 public:
  Phrases() {
    Add(kMenuWords, &ClassSigns::menu);
    Add(kConsentWords, &ClassSigns::consent);
    Add(kModalWords, &ClassSigns::modal);
    Add(kPagerWords, &ClassSigns::pager);
    Add(kRelatedWords, &ClassSigns::related);
    Add(kCommentWords, &ClassSigns::comments);
    Add(kFooterWords, &ClassSigns::footer);
    Add(kHeaderWords, &ClassSigns::header);
    Add(kAsideWords, &ClassSigns::aside);
    Add(kPartWords, &ClassSigns::part);
    Add(kMainWords, &ClassSigns::main);
    Add(kPostWords, &ClassSigns::post);
    Add(kAuthorWords, &ClassSigns::author);
    Add(kSellerWords, &ClassSigns::seller);
    Add(kTitleWords, &ClassSigns::title);
    Add(kLabelWords, &ClassSigns::label);
    Add(std::array<std::string_view, 1>{" content "}, &ClassSigns::content);
  }

  [[nodiscard]] ClassSigns In(std::string_view words) const {
    ClassSigns signs;
    for (std::size_t blank = 0; blank + 1 < words.size(); blank = words.find(' ', blank + 1)) {
      const std::string_view rest = words.substr(blank);
      const auto found = by_first_word_.find(rest.substr(0, rest.find(' ', 1) + 1));
      if (found == by_first_word_.end()) continue;
      for (const Phrase& phrase : found->second)
        if (rest.starts_with(phrase.words)) signs.*phrase.sign = true;
    }
    return signs;
  }

 private:
  struct Phrase {
    std::string_view words;
    bool ClassSigns::*sign;
  };

  template <std::size_t N>
  void Add(const std::array<std::string_view, N>& phrases, bool ClassSigns::*sign) {
    for (const std::string_view words : phrases)
      by_first_word_[words.substr(0, words.find(' ', 1) + 1)].push_back({words, sign});
  }

  std::unordered_map<std::string_view, std::vector<Phrase>> by_first_word_;
};

ClassSigns Read(std::string_view words) {
  static const Phrases kPhrases;
  ClassSigns signs = kPhrases.In(words);
  signs.any = words.size() > 2;
  // Elementor calls every part of a page a widget, Telegram each message of a channel.
  if (signs.post || words.find(" elementor ") != std::string_view::npos) signs.aside = false;
  signs.content = signs.content || words == " main ";
  return signs;
}

// As ClassWords, but not beyond the end of word number `most`.
std::string ReadClassWords(HtmlNode element, std::size_t most) {
  std::string out = " ";
  std::size_t words = 0;
  for (const char* attribute : {"class", "id"}) {
    constexpr std::size_t kMaxBytes = 300;
    bool lower_before = false;
    for (const char c : element.attribute(attribute).substr(0, kMaxBytes)) {
      const bool upper = c >= 'A' && c <= 'Z';
      const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if ((!word || (upper && lower_before)) && out.back() != ' ') {
        if (++words == most) return out;
        out += ' ';
      }
      if (word) out += upper ? static_cast<char>(c - 'A' + 'a') : c;
      lower_before = word && !upper;
    }
    if (out.back() != ' ') {
      if (++words == most) return out;
      out += ' ';
    }
  }
  return out;
}

}  // namespace

std::string ClassWords(HtmlNode element) {
  return ReadClassWords(element, std::numeric_limits<std::size_t>::max());
}

std::string FirstClassWord(HtmlNode element) { return ReadClassWords(element, 1); }

ClassBook::ClassBook(std::string_view html) {
  turns_ = html.find("bidi-override") != std::string_view::npos ||
           html.find("<bdo") != std::string_view::npos;
  if (!turns_) return;
  static const re2::RE2 kRule(R"(\.([A-Za-z_][\w-]*)\s*\{([^{}]*)\})");
  constexpr std::size_t kMostRules = 50;
  re2::StringPiece rest(html.data(), html.size());
  std::string name;
  re2::StringPiece rule;
  while (turned_.size() < kMostRules && re2::RE2::FindAndConsume(&rest, kRule, &name, &rule))
    if (rule.find("bidi-override") != re2::StringPiece::npos &&
        rule.find("rtl") != re2::StringPiece::npos)
      turned_.push_back(name);
}

bool ClassBook::IsTurned(HtmlNode element) const {
  if (!turns_) return false;
  if (element.name() == "bdo") return element.attribute("dir") == "rtl";
  const std::string_view style = element.attribute("style");
  if (style.find("bidi-override") != std::string_view::npos)
    return style.find("rtl") != std::string_view::npos;
  const std::string classes = " " + std::string(element.attribute("class")) + " ";
  return std::any_of(turned_.begin(), turned_.end(), [&](const std::string& name) {
    return classes.find(" " + name + " ") != std::string::npos;
  });
}

const ClassSigns& ClassBook::Of(HtmlNode element) {
  if (element.id() >= of_node_.size()) of_node_.resize(element.id() * 2 + 64);
  const ClassSigns*& known = of_node_[element.id()];
  if (known != nullptr) return *known;
  static const ClassSigns kNone;
  if (!element.HasAttribute("class") && !element.HasAttribute("id")) {
    known = &kNone;
    return kNone;
  }
  if (element.HasAttribute("id")) {
    known = &OfWords(element);
  } else {
    const ClassSigns*& of_class = of_class_[element.attribute("class")];
    if (of_class == nullptr) of_class = &OfWords(element);
    known = of_class;
  }
  return *known;
}

const ClassSigns& ClassBook::OfWords(HtmlNode element) {
  const std::string words = WithoutNumbers(ClassWords(element));
  const auto [found, is_new] = of_words_.try_emplace(words);
  if (is_new) found->second = Read(words);
  return found->second;
}

}  // namespace agencywatch::crawler
