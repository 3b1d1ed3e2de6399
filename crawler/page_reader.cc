#include "crawler/page_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_blocks.h"
#include "crawler/advert_words.h"
#include "crawler/advertiser_text.h"
#include "crawler/charset.h"
#include "crawler/class_signs.h"
#include "crawler/feed.h"
#include "crawler/forum_thread.h"
#include "crawler/html_text.h"
#include "crawler/html_tree.h"
#include "crawler/http_message.h"
#include "crawler/job_labels.h"
#include "crawler/job_markup.h"
#include "crawler/job_particulars.h"
#include "crawler/json_page.h"
#include "crawler/marked_up_posting.h"
#include "crawler/message_feed.h"
#include "crawler/order_postings.h"
#include "crawler/page_head.h"
#include "crawler/page_nature.h"
#include "crawler/page_parts.h"
#include "crawler/page_signs.h"
#include "crawler/page_state.h"
#include "crawler/page_view.h"
#include "crawler/phrase_set.h"
#include "crawler/register_table.h"
#include "crawler/text_lines.h"
#include "crawler/trackers.h"
#include "crawler/url.h"
#include "crawler/xpath_extract.h"

namespace agencywatch::crawler {
namespace {

using core::Posting;
using core::PostingKind;

bool HasPasswordField(HtmlNode element) {
  for (const HtmlNode node : element.below())
    if (node.name() == "input" && core::FoldPlain(node.attribute("type")) == "password")
      return true;
  return false;
}

// The element that a program in the browser fills: <div id="root">, <app-root>.
HtmlNode FindMount(HtmlNode body) {
  constexpr std::array kIds = std::to_array<std::string_view>(
      {"root", "app", "__next", "__nuxt", "main-app", "react-root", "app-root", "q-app", "svelte",
       "___gatsby", "application", "ember-app", "mount", "spa"});
  for (const HtmlNode node : body.below()) {
    if (!node.IsElement()) continue;
    const std::string_view id = node.attribute("id");
    if (std::find(kIds.begin(), kIds.end(), id) != kIds.end() || node.name() == "app-root" ||
        node.name() == "ion-app" || node.name() == "flutter-view")
      return node;
  }
  return {};
}

// One page of HTML, read once. What it is is tried from the plainest sign to the weakest.
class Reader {
 public:
  Reader(std::string_view url, const ExtractRules* extract, PageContent& content)
      : extract_(extract), content_(content) {
    page_.url = ParseUrl(url);
  }

  void Read(std::string_view utf8) {
    tree_ = ParseHtml(utf8);
    const HtmlNode document = tree_.root();
    content_.cut = tree_.cut();
    page_.head = ReadPageHead(document);
    const std::optional<Url> base = BaseOf(page_.head, page_.url);
    content_.links = LinksOf(document, base);
    if (std::string canonical = CanonicalOf(page_.head, base, page_.url); !canonical.empty())
      content_.canonical = std::move(canonical);
    page_.markup = ReadMarkup(document);
    const HtmlNode html = document.child("html");
    const HtmlNode body = html.child("body");
    page_.root = body ? body : html;
    ClassBook classes(utf8);
    page_.thread = KeepOnlyTheAuthor(tree_, page_.root, classes);
    page_.text = ReadPageText(page_.root, classes);
    page_.parts = TakeApart(page_.text, page_.head, page_.markup.publisher, page_.thread.found);
    if (page_.parts.body.find(page_.thread.author) == std::string::npos)
      Append(page_.parts.context, page_.thread.author);
    page_.site = FindSiteKind(page_.url && page_.url->host ? *page_.url->host : std::string(),
                              SiteName(), page_.text);
    page_.canonical = content_.canonical;
    page_.title = !page_.head.title.empty()      ? page_.head.title
                  : !page_.head.og_title.empty() ? page_.head.og_title
                                                 : page_.parts.heading;
    content_.title = page_.title;
    content_.text = ShownText();
    page_.folded_heading = core::FoldPlain(page_.parts.heading);
    if (extract_ != nullptr && ReadExtract()) return;
    if (ShowsLittle() && ReadState(utf8)) return;
    if (IsBarrier(utf8)) return;
    if (ReadRegister() || ReadMarkedUp() || ReadMessages() || ReadOrders()) return;
    constexpr std::size_t kHardlyProse = 100;
    if (ShowsLittle() && page_.text.teasers == 0 && page_.parts.prose_bytes < kHardlyProse &&
        !IsAboutPage(page_.folded_heading, core::FoldPlain(page_.Path())))
      AddUnseenText();
    else
      AddPosters();
    ReadFree();
  }

 private:
  std::string SiteName() const {
    if (!page_.head.site_name.empty()) return page_.head.site_name;
    return page_.markup.publisher.empty() ? TitleSuffix(page_.head.title) : page_.markup.publisher;
  }

  std::string ShownText() const {
    std::string text = page_.parts.heading;
    Append(text, page_.parts.body);
    if (page_.parts.body.empty() || page_.text.teasers > 0)
      for (const TextLine& line : page_.text.lines)
        if (line.in_teaser && line.region == Region::kMain && text.size() < kMaxBodyBytes)
          Append(text, line.text);
    Append(text, page_.parts.context);
    return text;
  }

  // Adds a posting unless the page had the same before; two different ones never share a key.
  void Add(Posting posting, std::vector<Posting>& to) {
    if (to.size() >= kMaxPostingsPerPage) {
      content_.cut = true;
      return;
    }
    if (posting.text.body.size() > kMaxBodyBytes)
      posting.text.body = core::Utf8Prefix(posting.text.body, kMaxBodyBytes);
    if (posting.text.context.size() > kMaxBodyBytes)
      posting.text.context = core::Utf8Prefix(posting.text.context, kMaxBodyBytes);
    const std::string key = posting.item_key;
    int number = 1;
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (to[i].item_key != posting.item_key) continue;
      if (to[i].text.title == posting.text.title && to[i].text.body == posting.text.body) return;
      posting.item_key = key + "-" + std::to_string(++number);
      i = static_cast<std::size_t>(-1);
    }
    to.push_back(std::move(posting));
  }

  void AddPosting(Posting posting) {
    ReadTitle(posting.text.title, posting);
    content_.kind = PageKind::kPosting;
    Add(std::move(posting), content_.postings);
  }

  bool ShowsLittle() const {
    constexpr std::size_t kLittleBytes = 500;
    return page_.markup.jobs.empty() && page_.parts.body.size() < kLittleBytes &&
           page_.parts.labels < 3;
  }

  // Landing pages made of pictures: what they tell those who cannot see them, and those who share the page.
  void AddUnseenText() {
    // A headline for sharing that speaks of work is better than "Vì sao chọn chúng tôi?".
    if (page_.parts.heading_line.heading != 1 && !page_.head.og_title.empty() &&
        CountJobWords(page_.folded_heading) < CountJobWords(core::FoldPlain(page_.head.og_title))) {
      if (page_.parts.heading_line.heading != 0)
        page_.parts.body = page_.parts.heading + "\n" + page_.parts.body;
      page_.parts.heading = page_.head.og_title;
      page_.parts.heading_line = TextLine();
      page_.parts.heading_line.text = page_.parts.heading;
      page_.folded_heading = core::FoldPlain(page_.parts.heading);
    }
    AddUnseen(page_.head.description);
    for (const PictureText& picture : page_.text.pictures) AddUnseen(picture.text);
  }

  // A poster that says what is paid or what it costs, beside a text that does not.
  void AddPosters() {
    for (const PictureText& picture : page_.text.pictures)
      if (!picture.leads_away && NamesSum(picture.text)) AddUnseen(picture.text);
  }

  void AddUnseen(std::string_view text) {
    const std::string line = OneLine(text);
    for (const std::string* shown : {&page_.parts.heading, &page_.parts.body, &page_.parts.context})
      if (shown->find(line) != std::string::npos) return;
    Append(page_.parts.body, line);
    TextLine added;
    added.text = line;
    page_.parts.lines.push_back(std::move(added));
    if (SplitLabelledLine(line)) ++page_.parts.labels;
  }

  // A page that a program fills in the browser may hold what it will show. What is an article there reads as one.
  bool ReadState(std::string_view utf8) {
    const PageState state =
        ReadPageState(utf8, page_.FoldedTitle(), page_.url ? page_.url->Href() : std::string());
    if (!state.job) {
      if (state.is_list && page_.text.teasers == 0 && !IsBarrier(utf8))
        content_.kind = PageKind::kList;
      return content_.kind == PageKind::kList;
    }
    if (!state.says_particulars) {
      page_.parts.heading = state.job->title;
      page_.parts.body = state.job->description;
      page_.parts.prose_bytes = page_.parts.body.size();
      page_.folded_heading = core::FoldPlain(page_.parts.heading);
      return false;
    }
    Posting posting = PostingOf(*state.job, page_.NewPosting());
    if (posting.item_key.empty()) posting.item_key = kWholePage;
    Append(posting.text.body, page_.parts.body);
    ReadParticulars(posting.text.body, posting);
    AddPosting(std::move(posting));
    return true;
  }

  bool IsBarrier(std::string_view utf8) {
    if (!page_.markup.jobs.empty() || page_.parts.body.size() > kMaxBarrierBytes) return false;
    const std::string title = core::FoldPlain(page_.head.title);
    const std::string text = core::FoldPlain(page_.parts.body);
    content_.barrier = FindBarrier({utf8, page_.folded_heading, title, text, page_.parts.labels,
                                    HasPasswordField(page_.root), AwaitsProgram()});
    // What is told to those who share the page may be the advert.
    if (content_.barrier == PageBarrier::kJavascript && DescribesAdvert())
      content_.barrier = PageBarrier::kNone;
    return content_.barrier != PageBarrier::kNone;
  }

  // The part that a program fills is there, and holds hardly more than "Loading…", or the frame of a page without text.
  bool AwaitsProgram() const {
    constexpr std::size_t kLoadingBytes = 60;
    constexpr std::size_t kNoText = 20;
    if (page_.text.teasers > 0) return false;
    const HtmlNode mount = FindMount(page_.root);
    return mount && (mount.text_bytes() < kLoadingBytes || page_.parts.body.size() < kNoText);
  }

  bool DescribesAdvert() const {
    constexpr std::size_t kLeastBytes = 80;
    const std::string text = core::FoldPlain(page_.head.og_title + " " + page_.head.description);
    return page_.head.description.size() >= kLeastBytes && CountJobWords(text) >= 2 &&
           text.find_first_of("0123456789") != std::string::npos;
  }

  bool ReadExtract() {
    std::vector<Posting> postings = ExtractPostings(tree_, *extract_, page_.NewPosting());
    for (Posting& posting : postings) {
      if (posting.text.title.empty()) posting.text.title = page_.parts.heading;
      if (posting.item_key.empty())
        posting.item_key = postings.size() == 1 ? kWholePage : HeadingKey(posting.text.title);
      AddPosting(std::move(posting));
    }
    return !content_.postings.empty();
  }

  bool ReadRegister() {
    RegisterTables found = ReadRegisterTables(page_.root, page_.parts.heading);
    if (found.rows.empty()) return false;
    content_.kind = PageKind::kRegister;
    content_.register_headings = std::move(found.headings);
    content_.register_rows = std::move(found.rows);
    content_.register_problems = std::move(found.problems);
    content_.register_published_on =
        core::FindPublishedOn(page_.parts.heading + "\n" + page_.parts.body + "\n" + content_.text);
    return true;
  }

  // Beside others that are told in full, or each with a page of its own, a job without a description is a teaser, and
  // so is what leads away from the page of the job that is its heading. False when nothing is left.
  bool DropMarkedUpTeasers() {
    if (page_.markup.jobs.size() < 2) return true;
    const auto is_of_page = [this](const MarkedUpJob& job) {
      return !LeadsAway(job.url) && core::FoldPlain(job.title) == page_.folded_heading;
    };
    if (std::any_of(page_.markup.jobs.begin(), page_.markup.jobs.end(), is_of_page))
      std::erase_if(page_.markup.jobs,
                    [this](const MarkedUpJob& job) { return LeadsAway(job.url); });
    if (page_.markup.jobs.size() < 2) return true;
    std::erase_if(page_.markup.jobs, [this](const MarkedUpJob& job) {
      const bool says_more = !job.employer.empty() || !job.region.empty() || job.salary_min ||
                             job.salary_max || job.date_posted;
      if (job.description.empty()) return !job.url.empty() || !says_more;
      return LeadsAway(job.url) && IsExcerpt(job.description);
    });
    return !page_.markup.jobs.empty();
  }

  // To a page of its own, and not to a place on this one.
  bool LeadsAway(std::string_view written) const {
    const auto url = ParseUrl(written, page_.url ? &*page_.url : nullptr);
    return !written.empty() && url && page_.url &&
           (url->path != page_.url->path || url->query != page_.url->query);
  }

  // "Cần tuyển lao động làm vườn, xem chi tiết để biết yêu cầu…": a card's few words beside a link.
  bool IsExcerpt(std::string_view text) const {
    constexpr std::size_t kExcerptBytes = 350;
    constexpr std::size_t kFewBytes = 160;
    text = core::Trim(text);
    const bool cut = text.ends_with("…") || text.ends_with("...") || text.ends_with("[…]") ||
                     text.ends_with("[...]");
    return (cut && text.size() <= kExcerptBytes) ||
           (page_.text.teasers >= 3 && text.size() <= kFewBytes);
  }

  bool ReadMarkedUp() {
    if (page_.markup.jobs.empty()) return false;
    if (!DropMarkedUpTeasers()) {
      content_.kind = PageKind::kList;
      return true;
    }
    const bool single = page_.markup.jobs.size() == 1;
    if (single && page_.text.teasers >= 6 &&
        LooksLikeList(page_.text, page_.parts, page_.FoldedTitle(), page_.Path()) &&
        page_.markup.jobs.front().description.empty()) {
      content_.kind = PageKind::kList;
      return true;
    }
    for (const MarkedUpJob& job : page_.markup.jobs) {
      Posting posting = PostingOf(job, page_.NewPosting());
      if (posting.item_key.empty()) posting.item_key = single ? kWholePage : HeadingKey(job.title);
      if (single) {
        FillFromPage(job, page_.parts, posting);
      } else if (!job.url.empty()) {
        if (const auto url = ParseUrl(job.url, page_.url ? &*page_.url : nullptr);
            url && url->IsHttp() && page_.url && IsSameSite(*url, *page_.url))
          posting.canonical_url = url->Href();
      }
      if (!single) ReadParticulars(posting.text.body, posting);
      AddPosting(std::move(posting));
    }
    return true;
  }

  // Of a channel's messages, and of a thread in which several advertise, those that speak of work, or tell whom to reach: each with its own address.
  bool ReadMessages() {
    const std::vector<FeedMessage> messages = page_.thread.adverts.empty()
                                                  ? FindMessages(page_.root, page_.thread.found)
                                                  : page_.thread.adverts;
    // Where the page has no heading, that of a message was taken for it.
    const bool heads_message =
        !page_.thread.found &&
        std::any_of(messages.begin(), messages.end(), [this](const FeedMessage& message) {
          return message.text.starts_with(page_.parts.heading);
        });
    for (const FeedMessage& message : messages) {
      constexpr std::size_t kEnoughBytes = 20'000;
      const std::string unmasked =
          core::Fold(core::Utf8Prefix(message.text, kEnoughBytes), core::Field::kBody)
              .folded.text();
      if (CountJobWords(unmasked) + (HasContact(unmasked) ? 1 : 0) < 2) continue;
      Posting posting = page_.NewPosting();
      posting.text.title = message.title;
      posting.text.body = message.text;
      // Who says it, and where: the channel's name, a thread's title.
      posting.text.context = message.author;
      if (!heads_message && page_.parts.context.find(page_.parts.heading) == std::string::npos)
        Append(posting.text.context, page_.parts.heading);
      Append(posting.text.context, page_.parts.context);
      posting.item_key = HeadingKey(message.link.empty() ? message.text : message.link);
      posting.locator = "message:" + std::to_string(content_.postings.size());
      posting.date_posted = message.day;
      if (const auto url = ParseUrl(message.link, page_.url ? &*page_.url : nullptr);
          !message.link.empty() && url && url->IsHttp() && page_.url &&
          IsSameSite(*url, *page_.url))
        posting.canonical_url = url->Href();
      ReadParticulars(message.text, posting);
      AddPosting(std::move(posting));
    }
    return !content_.postings.empty();
  }

  bool ReadOrders() {
    OrderPostings orders = ReadOrderPostings(page_);
    for (Posting& order : orders.postings) AddPosting(std::move(order));
    if (orders.leads_away) content_.kind = PageKind::kList;
    return orders.leads_away || !content_.postings.empty();
  }

  void ReadFree() {
    const std::string title =
        page_.folded_heading.empty() ? page_.FoldedTitle() : page_.folded_heading;
    const std::string body = core::FoldPlain(page_.parts.body);
    const bool article = page_.markup.articles > 0 || page_.head.og_type == "article" ||
                         page_.head.published.has_value();
    if (!article && page_.parts.labels < 5 &&
        IsAboutPage(page_.folded_heading, core::FoldPlain(page_.Path())) && ReadListing(body))
      return;
    if (IsHousekeeping(title) || (page_.parts.labels == 0 && IsReceipt(title, body))) return;
    if (page_.parts.labels == 0 && SaysNothingFound(body) && !HasContact(body)) {
      content_.kind = PageKind::kList;
      return;
    }
    if (IsCompanyProfile(page_, body) && ReadListing(body)) return;
    constexpr std::size_t kLittleProse = 600;
    const bool news = IsNews(page_, article, body);
    const bool is_list = LooksLikeList(page_.text, page_.parts, title, page_.Path());
    // Positions below one another, told in full, stand under such a title, too.
    // So do the posts of a blog's category.
    const bool of_posts = page_.markup.articles > 1 && page_.site == SiteKind::kUnknown;
    if (!is_list && (!news || of_posts) && ReadBlocks()) return;
    if (is_list || (page_.parts.labels < 2 && page_.parts.prose_bytes < kLittleProse &&
                    IsListTitle(page_.folded_heading) && content_.links.size() >= 3)) {
      content_.kind = PageKind::kList;
      return;
    }
    constexpr std::size_t kLeastBytes = 40;  // shorter texts say nothing that could be judged
    if (page_.parts.body.size() < kLeastBytes) return;
    if (!news && !IsAdvert(page_, body)) {
      if (IsHomePath(page_.Path())) ReadListing(body);
      return;
    }
    Posting posting = page_.NewPosting();
    posting.text.title = page_.parts.heading;
    posting.text.body = page_.parts.body;
    posting.item_key = kWholePage;
    posting.locator = "main";
    if (!news) {
      ReadParticulars(page_.parts.body, posting);
      ReadTitle(page_.parts.heading, posting);
    }
    if (!posting.date_posted) posting.date_posted = page_.Day();
    if (posting.employer.empty() && !news) posting.employer = page_.Employer(false);
    content_.kind = news ? PageKind::kArticle : PageKind::kPosting;
    Add(std::move(posting), content_.postings);
  }

  // An enterprise presents itself: its name, and its licence or both address and telephone.
  bool ReadListing(std::string_view folded_body) {
    std::string name = FindEnterprise(page_.parts.heading);
    if (name.empty()) name = page_.Employer(true);
    if (name.empty()) return false;
    const std::string context = core::FoldPlain(page_.parts.context);
    const bool licence = HasLicenceNumber(folded_body) || HasLicenceNumber(context);
    static const PhraseSet kAddress = {"dia chi", "tru so", "address", "head office"};
    static const PhraseSet kPhone = {"dien thoai", "hotline", "tel", "phone", "sdt", "dt"};
    const bool address = kAddress.IsIn(folded_body) || kAddress.IsIn(context);
    const bool phone = kPhone.IsIn(folded_body) || kPhone.IsIn(context);
    if (!licence && !(address && phone)) return false;
    Posting listing = page_.NewPosting();
    listing.kind = PostingKind::kListing;
    listing.text.title = page_.parts.heading;
    listing.text.body = page_.parts.body;
    listing.employer = std::move(name);
    listing.item_key = kWholePage;
    listing.locator = "main";
    Add(std::move(listing), content_.listings);
    content_.kind = PageKind::kListing;
    return true;
  }

  bool ReadBlocks() {
    // The page's heading may be the title of the first advert.
    std::vector<TextLine> lines = page_.parts.lines;
    if (!page_.parts.heading_line.text.empty())
      lines.insert(std::find_if(lines.begin(), lines.end(),
                                [this](const TextLine& line) {
                                  return line.number > page_.parts.heading_line.number;
                                }),
                   page_.parts.heading_line);
    const AdvertBlocks found = FindAdvertBlocks(lines);
    if (found.blocks.empty()) return false;
    const std::string agency = page_.Employer(false);
    const auto day = page_.Day();
    for (std::size_t i = 0; i < found.blocks.size(); ++i) {
      const AdvertBlock& block = found.blocks[i];
      Posting posting = page_.NewPosting();
      posting.text.title = block.title;
      posting.text.body = block.body;
      Append(posting.text.body, found.common);
      posting.item_key = block.code.empty() ? HeadingKey(block.title) : block.code;
      posting.locator = "block:" + std::to_string(i);
      ReadParticulars(block.body, posting);
      if (posting.employer.empty()) posting.employer = agency;
      if (!posting.date_posted) posting.date_posted = FindDateLine(block.body);
      if (!posting.date_posted) posting.date_posted = day;
      AddPosting(std::move(posting));
    }
    return true;
  }

  static constexpr const char* kWholePage =
      "page";  // the key of a page that is one posting and names no other

  const ExtractRules* extract_;
  PageContent& content_;
  HtmlTree tree_;
  PageView page_;
};

}  // namespace

std::string_view PageKindName(PageKind kind) {
  switch (kind) {
    case PageKind::kPosting:
      return "posting";
    case PageKind::kList:
      return "list";
    case PageKind::kListing:
      return "listing";
    case PageKind::kRegister:
      return "register";
    case PageKind::kArticle:
      return "article";
    case PageKind::kFeed:
      return "feed";
    case PageKind::kSitemap:
      return "sitemap";
    case PageKind::kOther:
      return "other";
  }
  return "other";
}

PageContent ReadPage(std::string_view bytes, std::string_view url, std::string_view content_type,
                     const ExtractRules* extract) {
  PageContent content;
  // A sitemap.xml.gz is the file itself, not a content coding.
  constexpr std::string_view kGzipMagic = "\x1f\x8b";
  if (bytes.starts_with(kGzipMagic)) {
    const DecodedBody inflated = Inflate(bytes, kMaxInflatedBytes);
    if (inflated.error == BodyError::kNone && !inflated.bytes.starts_with(kGzipMagic)) {
      content = ReadPage(inflated.bytes, url, {}, extract);
      return content;
    }
    content.canonical = url;
    content.cut = true;
    return content;
  }
  DecodedPage decoded = DecodePage(bytes, content_type);
  content.charset = std::move(decoded.charset);
  content.canonical = url;
  if (IsTextSitemap(decoded.text, content_type)) {
    ReadTextSitemap(decoded.text, url, content);
    return content;
  }
  if (LooksLikeFeed(decoded.text, content_type) && ReadFeed(decoded.text, url, content))
    return content;
  if (content_type.find("json") != std::string_view::npos)
    if (auto html = HtmlOfJson(decoded.text)) decoded.text = std::move(*html);
  Reader(url, extract, content).Read(decoded.text);
  const auto trackers = FindTrackers(decoded.text);
  for (auto* postings : {&content.postings, &content.listings}) {
    for (auto& posting : *postings) posting.trackers = trackers;
  }
  return content;
}

}  // namespace agencywatch::crawler
