#include "crawler/page_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/sha256.h"
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
#include "crawler/marked_up_posting.h"
#include "crawler/message_feed.h"
#include "crawler/order_table.h"
#include "crawler/page_head.h"
#include "crawler/page_parts.h"
#include "crawler/page_signs.h"
#include "crawler/page_state.h"
#include "crawler/phrase_set.h"
#include "crawler/register_table.h"
#include "crawler/table_grid.h"
#include "crawler/text_lines.h"
#include "crawler/trackers.h"
#include "crawler/url.h"
#include "crawler/wage_text.h"
#include "crawler/xpath_extract.h"

namespace agencywatch::crawler {
namespace {

using core::Posting;
using core::PostingKind;

std::string HashKey(std::string_view heading) {
  return core::Sha256Hex(core::FoldPlain(heading)).substr(0, 16);
}

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
      : extract_(extract), content_(content), page_url_(ParseUrl(url)) {}

  void Read(std::string_view utf8) {
    tree_ = ParseHtml(utf8);
    const HtmlNode document = tree_.root();
    content_.cut = tree_.cut();
    head_ = ReadPageHead(document);
    const std::optional<Url> base = BaseOf(head_, page_url_);
    content_.links = LinksOf(document, base);
    if (std::string canonical = CanonicalOf(head_, base, page_url_); !canonical.empty())
      content_.canonical = std::move(canonical);
    markup_ = ReadMarkup(document);
    const HtmlNode html = document.child("html");
    const HtmlNode body = html.child("body");
    root_ = body ? body : html;
    ClassBook classes;
    thread_ = KeepOnlyTheAuthor(tree_, root_, classes);
    page_ = ReadPageText(root_, classes);
    parts_ = TakeApart(page_, head_, markup_.publisher, thread_.found);
    if (parts_.body.find(thread_.author) == std::string::npos)
      Append(parts_.context, thread_.author);
    site_ = FindSiteKind(page_url_ && page_url_->host ? *page_url_->host : std::string(),
                         SiteName(), page_);
    content_.title = !head_.title.empty()      ? head_.title
                     : !head_.og_title.empty() ? head_.og_title
                                               : parts_.heading;
    content_.text = ShownText();
    folded_heading_ = core::FoldPlain(parts_.heading);
    if (extract_ != nullptr && ReadExtract()) return;
    if (ShowsLittle() && ReadState(utf8)) return;
    if (IsBarrier(utf8)) return;
    if (ReadRegister() || ReadMarkedUp() || ReadMessages() || ReadOrders()) return;
    constexpr std::size_t kHardlyProse = 100;
    if (ShowsLittle() && page_.teasers == 0 && parts_.prose_bytes < kHardlyProse &&
        !IsAboutPage(folded_heading_, core::FoldPlain(Path())))
      AddUnseenText();
    else
      AddPosters();
    ReadFree();
  }

 private:
  std::string SiteName() const {
    if (!head_.site_name.empty()) return head_.site_name;
    return markup_.publisher.empty() ? TitleSuffix(head_.title) : markup_.publisher;
  }

  std::string ShownText() const {
    std::string text = parts_.heading;
    Append(text, parts_.body);
    if (parts_.body.empty() || page_.teasers > 0)
      for (const TextLine& line : page_.lines)
        if (line.in_teaser && line.region == Region::kMain && text.size() < kMaxBodyBytes)
          Append(text, line.text);
    Append(text, parts_.context);
    return text;
  }

  Posting NewPosting() const {
    Posting posting;
    posting.canonical_url = content_.canonical;
    posting.text.context = parts_.context;
    posting.channel = ChannelOf(site_);
    return posting;
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
    return markup_.jobs.empty() && parts_.body.size() < kLittleBytes && parts_.labels < 3;
  }

  // Landing pages made of pictures: what they tell those who cannot see them, and those who share the page.
  void AddUnseenText() {
    // A headline for sharing that speaks of work is better than "Vì sao chọn chúng tôi?".
    if (parts_.heading_line.heading != 1 && !head_.og_title.empty() &&
        CountJobWords(folded_heading_) < CountJobWords(core::FoldPlain(head_.og_title))) {
      if (parts_.heading_line.heading != 0) parts_.body = parts_.heading + "\n" + parts_.body;
      parts_.heading = head_.og_title;
      parts_.heading_line = TextLine();
      parts_.heading_line.text = parts_.heading;
      folded_heading_ = core::FoldPlain(parts_.heading);
    }
    AddUnseen(head_.description);
    for (const PictureText& picture : page_.pictures) AddUnseen(picture.text);
  }

  // A poster that says what is paid or what it costs, beside a text that does not.
  void AddPosters() {
    for (const PictureText& picture : page_.pictures)
      if (!picture.leads_away && NamesSum(picture.text)) AddUnseen(picture.text);
  }

  void AddUnseen(std::string_view text) {
    const std::string line = OneLine(text);
    for (const std::string* shown : {&parts_.heading, &parts_.body, &parts_.context})
      if (shown->find(line) != std::string::npos) return;
    Append(parts_.body, line);
    TextLine added;
    added.text = line;
    parts_.lines.push_back(std::move(added));
    if (SplitLabelledLine(line)) ++parts_.labels;
  }

  // A page that a program fills in the browser may hold what it will show. What is an article there reads as one.
  bool ReadState(std::string_view utf8) {
    const PageState state =
        ReadPageState(utf8, FoldedTitle(), page_url_ ? page_url_->Href() : std::string());
    if (!state.job) {
      if (state.is_list && page_.teasers == 0 && !IsBarrier(utf8)) content_.kind = PageKind::kList;
      return content_.kind == PageKind::kList;
    }
    if (!state.says_particulars) {
      parts_.heading = state.job->title;
      parts_.body = state.job->description;
      parts_.prose_bytes = parts_.body.size();
      folded_heading_ = core::FoldPlain(parts_.heading);
      return false;
    }
    Posting posting = PostingOf(*state.job, NewPosting());
    if (posting.item_key.empty()) posting.item_key = kWholePage;
    Append(posting.text.body, parts_.body);
    ReadParticulars(posting.text.body, posting);
    AddPosting(std::move(posting));
    return true;
  }

  bool IsBarrier(std::string_view utf8) {
    if (!markup_.jobs.empty() || parts_.body.size() > kMaxBarrierBytes) return false;
    const std::string title = core::FoldPlain(head_.title);
    const std::string text = core::FoldPlain(parts_.body);
    content_.barrier = FindBarrier({utf8, folded_heading_, title, text, parts_.labels,
                                    HasPasswordField(root_), AwaitsProgram()});
    // What is told to those who share the page may be the advert.
    if (content_.barrier == PageBarrier::kJavascript && DescribesAdvert())
      content_.barrier = PageBarrier::kNone;
    return content_.barrier != PageBarrier::kNone;
  }

  // The part that a program fills is there, and holds hardly more than "Loading…", or the frame of a page without text.
  bool AwaitsProgram() const {
    constexpr std::size_t kLoadingBytes = 60;
    constexpr std::size_t kNoText = 20;
    if (page_.teasers > 0) return false;
    const HtmlNode mount = FindMount(root_);
    return mount && (mount.text_bytes() < kLoadingBytes || parts_.body.size() < kNoText);
  }

  bool DescribesAdvert() const {
    constexpr std::size_t kLeastBytes = 80;
    const std::string text = core::FoldPlain(head_.og_title + " " + head_.description);
    return head_.description.size() >= kLeastBytes && CountJobWords(text) >= 2 &&
           text.find_first_of("0123456789") != std::string::npos;
  }

  bool ReadExtract() {
    std::vector<Posting> postings = ExtractPostings(tree_, *extract_, NewPosting());
    for (Posting& posting : postings) {
      if (posting.text.title.empty()) posting.text.title = parts_.heading;
      if (posting.item_key.empty())
        posting.item_key = postings.size() == 1 ? kWholePage : HashKey(posting.text.title);
      AddPosting(std::move(posting));
    }
    return !content_.postings.empty();
  }

  bool ReadRegister() {
    RegisterTables found = ReadRegisterTables(root_, parts_.heading);
    if (found.rows.empty()) return false;
    content_.kind = PageKind::kRegister;
    content_.register_headings = std::move(found.headings);
    content_.register_rows = std::move(found.rows);
    content_.register_problems = std::move(found.problems);
    content_.register_published_on =
        core::FindPublishedOn(parts_.heading + "\n" + parts_.body + "\n" + content_.text);
    return true;
  }

  // Beside others that are told in full, or each with a page of its own, a job without a description is a teaser.
  // False when nothing is left.
  bool DropMarkedUpTeasers() {
    if (markup_.jobs.size() < 2) return true;
    std::erase_if(markup_.jobs, [this](const MarkedUpJob& job) {
      const bool says_more = !job.employer.empty() || !job.region.empty() || job.salary_min ||
                             job.salary_max || job.date_posted;
      if (job.description.empty()) return !job.url.empty() || !says_more;
      return LeadsAway(job.url) && IsExcerpt(job.description);
    });
    return !markup_.jobs.empty();
  }

  // To a page of its own, and not to a place on this one.
  bool LeadsAway(std::string_view written) const {
    const auto url = ParseUrl(written, page_url_ ? &*page_url_ : nullptr);
    return !written.empty() && url && page_url_ &&
           (url->path != page_url_->path || url->query != page_url_->query);
  }

  // "Cần tuyển lao động làm vườn, xem chi tiết để biết yêu cầu…": a card's few words beside a link.
  bool IsExcerpt(std::string_view text) const {
    constexpr std::size_t kExcerptBytes = 350;
    constexpr std::size_t kFewBytes = 160;
    text = core::Trim(text);
    const bool cut = text.ends_with("…") || text.ends_with("...") || text.ends_with("[…]") ||
                     text.ends_with("[...]");
    return (cut && text.size() <= kExcerptBytes) ||
           (page_.teasers >= 3 && text.size() <= kFewBytes);
  }

  bool ReadMarkedUp() {
    if (markup_.jobs.empty()) return false;
    if (!DropMarkedUpTeasers()) {
      content_.kind = PageKind::kList;
      return true;
    }
    const bool single = markup_.jobs.size() == 1;
    if (single && page_.teasers >= 6 && LooksLikeList(page_, parts_, FoldedTitle(), Path()) &&
        markup_.jobs.front().description.empty()) {
      content_.kind = PageKind::kList;
      return true;
    }
    for (const MarkedUpJob& job : markup_.jobs) {
      Posting posting = PostingOf(job, NewPosting());
      if (posting.item_key.empty()) posting.item_key = single ? kWholePage : HashKey(job.title);
      if (single) {
        FillFromPage(job, parts_, posting);
      } else if (!job.url.empty()) {
        if (const auto url = ParseUrl(job.url, page_url_ ? &*page_url_ : nullptr);
            url && url->IsHttp() && page_url_ && IsSameSite(*url, *page_url_))
          posting.canonical_url = url->Href();
      }
      if (!single) ReadParticulars(posting.text.body, posting);
      AddPosting(std::move(posting));
    }
    return true;
  }

  // Of a channel's messages, and of a thread in which several advertise, those that speak of work, or tell whom to reach: each with its own address.
  bool ReadMessages() {
    const std::vector<FeedMessage> messages =
        thread_.adverts.empty() ? FindMessages(root_, thread_.found) : thread_.adverts;
    // Where the page has no heading, that of a message was taken for it.
    const bool heads_message =
        !thread_.found &&
        std::any_of(messages.begin(), messages.end(), [this](const FeedMessage& message) {
          return message.text.starts_with(parts_.heading);
        });
    for (const FeedMessage& message : messages) {
      constexpr std::size_t kEnoughBytes = 20'000;
      const std::string unmasked =
          core::Fold(core::Utf8Prefix(message.text, kEnoughBytes), core::Field::kBody)
              .folded.text();
      if (CountJobWords(unmasked) + (HasContact(unmasked) ? 1 : 0) < 2) continue;
      Posting posting = NewPosting();
      posting.text.title = message.title;
      posting.text.body = message.text;
      // Who says it, and where: the channel's name, a thread's title.
      posting.text.context = message.author;
      if (!heads_message && parts_.context.find(parts_.heading) == std::string::npos)
        Append(posting.text.context, parts_.heading);
      Append(posting.text.context, parts_.context);
      posting.item_key = HashKey(message.link.empty() ? message.text : message.link);
      posting.locator = "message:" + std::to_string(content_.postings.size());
      posting.date_posted = message.day;
      if (const auto url = ParseUrl(message.link, page_url_ ? &*page_url_ : nullptr);
          !message.link.empty() && url && url->IsHttp() && page_url_ &&
          IsSameSite(*url, *page_url_))
        posting.canonical_url = url->Href();
      ReadParticulars(message.text, posting);
      AddPosting(std::move(posting));
    }
    return !content_.postings.empty();
  }

  bool ReadOrders() {
    struct Found {
      HtmlNode table;
      std::size_t number;  // of the table on the page, from 1
      OrderTable orders;
    };
    std::vector<Found> found;
    const std::vector<HtmlNode> tables = TablesBelow(root_);
    for (std::size_t i = 0; i < tables.size(); ++i)
      if (OrderTable orders = ReadOrderTable(tables[i]); !orders.rows.empty())
        found.push_back({tables[i], i + 1, std::move(orders)});
    if (found.empty()) return false;
    // Rows that each lead to a page of their own are teasers, and told in full there; but a fee can be judged here.
    std::size_t rows = 0;
    std::size_t linked = 0;
    for (const Found& one : found) {
      rows += one.orders.rows.size();
      for (const OrderRow& order : one.orders.rows) linked += order.has_own_page ? 1 : 0;
    }
    constexpr std::size_t kSeveral = 3;
    const bool fees = std::any_of(found.begin(), found.end(),
                                  [](const Found& one) { return one.orders.rows.front().has_fee; });
    if (rows >= kSeveral && linked == rows && !fees) {
      content_.kind = PageKind::kList;
      return true;
    }
    // One announcement that lists its trades is one advert.
    if (found.size() == 1 && IsAnnouncement(found.front().orders)) return false;
    // Words outside of the tables speak to all orders, unless they name one; a heading speaks to the table below it.
    struct Note {
      const TextLine* line;
      HtmlNode below;  // the order table that follows a heading
    };
    std::vector<Note> notes;
    const auto is_order_table = [&](HtmlNode table) {
      return std::any_of(found.begin(), found.end(),
                         [&](const Found& one) { return one.table == table; });
    };
    for (std::size_t i = parts_.lines.size(); i-- > 0;) {
      const TextLine& line = parts_.lines[i];
      if (is_order_table(line.table)) continue;
      const TextLine* next = i + 1 < parts_.lines.size() ? &parts_.lines[i + 1] : nullptr;
      const bool above = next != nullptr && is_order_table(next->table) && line.heading != 0;
      notes.push_back({&line, above && found.size() > 1 ? next->table : HtmlNode()});
    }
    std::reverse(notes.begin(), notes.end());
    const auto names_an_order = [&](const TextLine& line) {
      return std::any_of(found.begin(), found.end(), [&](const Found& one) {
        return std::any_of(one.orders.rows.begin(), one.orders.rows.end(),
                           [&](const OrderRow& order) { return SpeaksOf(line.text, order); });
      });
    };
    std::vector<bool> to_all;
    for (const Note& note : notes) to_all.push_back(!note.below && !names_an_order(*note.line));
    const std::string agency = Employer(true);
    const auto day = PageDay();
    for (const Found& one : found) {
      for (std::size_t i = 0; i < one.orders.rows.size(); ++i) {
        const OrderRow& order = one.orders.rows[i];
        Posting posting = NewPosting();
        posting.text.title = order.title;
        posting.text.body = order.body;
        Append(posting.text.body, parts_.heading);
        for (std::size_t n = 0; n < notes.size(); ++n)
          if (to_all[n] || notes[n].below == one.table ||
              (!notes[n].below && SpeaksOf(notes[n].line->text, order)))
            Append(posting.text.body, notes[n].line->text);
        posting.item_key = order.code.empty() ? HashKey(order.title) : order.code;
        posting.locator = "table:" + std::to_string(one.number) + ":" + std::to_string(i + 1);
        posting.employer = agency;
        ReadParticulars(order.body, posting);
        // What is said to all of them: until when one may apply.
        Posting said = NewPosting();
        ReadParticulars(posting.text.body, said);
        if (!posting.valid_through) posting.valid_through = said.valid_through;
        if (!posting.date_posted) posting.date_posted = day ? day : said.date_posted;
        AddPosting(std::move(posting));
      }
    }
    return true;
  }

  // "Thông báo tuyển 60 lao động …", in numbered parts of which the table is one: the parts speak of all trades, and the
  // rows have neither codes nor fees of their own.
  bool IsAnnouncement(const OrderTable& orders) const {
    constexpr std::size_t kMostTrades = 12;
    if (orders.rows.size() > kMostTrades || !IsAnnouncementTitle(folded_heading_)) return false;
    std::size_t rows_bytes = 0;
    for (const OrderRow& order : orders.rows) {
      if (!order.code.empty() || order.has_fee) return false;
      rows_bytes += order.body.size();
    }
    std::size_t parts = 0;
    std::size_t bytes = 0;
    for (const TextLine& line : parts_.lines) {
      if (line.table) continue;
      bytes += line.text.size();
      const std::size_t dot = line.text.find_first_of(".)");
      parts += dot != std::string::npos && dot > 0 && dot <= 4 &&
                       line.text.find_first_not_of("0123456789IVX") == dot
                   ? 1
                   : 0;
    }
    constexpr std::size_t kLeastParts = 3;
    return parts >= kLeastParts || bytes > 2 * rows_bytes;
  }

  // Who recruits, by the text; else whose site it is, where it is one enterprise's own.
  std::string Employer(bool agency_page) const {
    std::string name = FindEnterprise(parts_.body);
    if (name.empty() && (agency_page || site_ == SiteKind::kUnknown) && site_ != SiteKind::kBoard)
      name = FindEnterprise(parts_.context);
    return name;
  }

  std::optional<core::Day> PageDay() const {
    if (head_.published) return head_.published;
    if (markup_.published) return markup_.published;
    if (parts_.main)
      if (auto day = FindTimeElement(parts_.main)) return day;
    if (page_.teasers == 0)
      if (auto day = FindTimeElement(root_)) return day;
    if (auto day = FindDateLine(parts_.body)) return day;
    if (auto day = FindDateLine(parts_.near_heading)) return day;
    if (auto day = FindSignedDay(parts_.body)) return day;
    if (auto day = FindSharedDay(parts_.context)) return day;
    constexpr std::size_t kTop = 800;
    return core::FindPublishedOn(core::Utf8Prefix(parts_.body, kTop));
  }

  // A saved page without an address is no home page, and neither is "/index.php?id=74".
  std::string Path() const {
    if (!page_url_) return "/saved";
    const std::string query = page_url_->query.value_or("");
    const bool numbered = query.find_first_of("0123456789") != std::string::npos;
    return IsHomePath(page_url_->path) && numbered ? page_url_->path + "?" + query
                                                   : page_url_->path;
  }
  std::string FoldedTitle() const { return core::FoldPlain(parts_.heading + " " + content_.title); }

  void ReadFree() {
    const std::string title = folded_heading_.empty() ? FoldedTitle() : folded_heading_;
    const std::string body = core::FoldPlain(parts_.body);
    const bool article =
        markup_.articles > 0 || head_.og_type == "article" || head_.published.has_value();
    if (!article && parts_.labels < 5 && IsAboutPage(folded_heading_, core::FoldPlain(Path())) &&
        ReadListing(body))
      return;
    if (IsHousekeeping(title) || (parts_.labels == 0 && IsReceipt(title, body))) return;
    if (parts_.labels == 0 && SaysNothingFound(body) && !HasContact(body)) {
      content_.kind = PageKind::kList;
      return;
    }
    if (IsCompanyProfile(body) && ReadListing(body)) return;
    constexpr std::size_t kLittleProse = 600;
    const bool news = IsNews(article, body);
    const bool is_list = LooksLikeList(page_, parts_, title, Path());
    // Positions below one another, told in full, stand under such a title, too.
    // So do the posts of a blog's category.
    const bool of_posts = markup_.articles > 1 && site_ == SiteKind::kUnknown;
    if (!is_list && (!news || of_posts) && ReadBlocks()) return;
    if (is_list || (parts_.labels < 2 && parts_.prose_bytes < kLittleProse &&
                    IsListTitle(folded_heading_) && content_.links.size() >= 3)) {
      content_.kind = PageKind::kList;
      return;
    }
    constexpr std::size_t kLeastBytes = 40;  // shorter texts say nothing that could be judged
    if (parts_.body.size() < kLeastBytes) return;
    if (!news && !IsAdvert(body)) {
      if (IsHomePath(Path())) ReadListing(body);
      return;
    }
    Posting posting = NewPosting();
    posting.text.title = parts_.heading;
    posting.text.body = parts_.body;
    posting.item_key = kWholePage;
    posting.locator = "main";
    if (!news) {
      ReadParticulars(parts_.body, posting);
      ReadTitle(parts_.heading, posting);
    }
    if (!posting.date_posted) posting.date_posted = PageDay();
    if (posting.employer.empty() && !news) posting.employer = Employer(false);
    content_.kind = news ? PageKind::kArticle : PageKind::kPosting;
    Add(std::move(posting), content_.postings);
  }

  // An article is what the page says it is, whatever its subject. A newspaper quotes adverts; an authority that gives
  // particulars of its own looks for people; any other site's post that offers work is an advert, unless it reports,
  // asks or explains and names nobody to turn to.
  bool IsNews(bool article, std::string_view body) const {
    constexpr std::size_t kSentences = 150;
    if (site_ == SiteKind::kNewspaper && (article || parts_.prose_bytes >= kSentences)) return true;
    if (parts_.labels >= 3) return false;
    const bool contact = HasContact(body);
    if (site_ == SiteKind::kOfficial && parts_.prose_bytes >= kSentences)
      return !(contact && CallsForWorkers(folded_heading_));
    if (!contact && (IsReport(body) || IsQuestion(parts_.heading) ||
                     (IsGuideTitle(folded_heading_) && parts_.prose_bytes >= kSentences)))
      return true;
    return article && !(contact && CountJobWords(folded_heading_ + " " + std::string(body)) >= 1);
  }

  // An advert speaks of work in its heading, has labelled particulars, or tells how to reach somebody about work. On a
  // board, what has a date and a contact is an advert, however it spells its words. So is what names its price, and
  // what is paid or whom to reach, and what says how many are wanted and what they are paid.
  bool IsAdvert(const std::string& body) const {
    const int job_words = CountJobWords(folded_heading_ + " " + body);
    const bool offers = CountJobWords(folded_heading_) >= 1 && job_words >= 2;
    constexpr std::size_t kEnoughBytes = 20'000;
    const std::string unmasked =
        core::Fold(core::Utf8Prefix(parts_.body, kEnoughBytes), core::Field::kBody).folded.text();
    const int signs = std::max(job_words, CountJobWords(unmasked)) +
                      (PageDay().has_value() ? 1 : 0) + (thread_.found ? 1 : 0);
    const bool contact = HasContact(unmasked);
    if (!IsHomePath(Path()))
      return parts_.labels >= 2 || offers || (contact && signs >= 1) || signs >= 3 ||
             ((contact || NamesWage()) && NamesFee()) || (CallsForSome(body) && NamesWage());
    const std::string context = core::FoldPlain(parts_.context);
    const bool calls = signs >= 3 || (CallsForWorkers(folded_heading_) && NamesWage());
    return parts_.labels >= 3 || (contact && calls && !HasLicenceNumber(body + context));
  }

  // "Phí 140tr", "đặt cọc 50 triệu": a line that says what it costs.
  bool NamesFee() const {
    bool names = false;
    ForEachLine(parts_.body, [&](std::string_view line) { names = names || IsFee(line); });
    return names;
  }

  static bool IsFee(std::string_view line) {
    static const PhraseSet kFee = {"phi",      "chi phi",  "dat coc",       "coc",  "hoc phi",
                                   "tong chi", "fee",      "fees",          "cost", "costs",
                                   "deposit",  "tron goi", "service charge"};
    if (line.find_first_of("0123456789") == std::string_view::npos ||
        !kFee.IsIn(core::FoldPlain(line)))
      return false;
    Posting amount;
    ReadWage(line, amount);
    return amount.salary_min.has_value();
  }

  static bool NamesSum(std::string_view text) {
    Posting wage;
    FindWage(text, wage);
    return wage.salary_min.has_value() || IsFee(text);
  }

  bool NamesWage() const {
    Posting wage;
    FindWage(parts_.body, wage);
    return wage.salary_min.has_value();
  }

  // A board's page about an enterprise, with its adverts below: its name is the heading.
  bool IsCompanyProfile(std::string_view body) const {
    static const PhraseSet kWords = {"gioi thieu", "quy mo", "company size", "about"};
    return parts_.labels < 3 && kWords.IsIn(body) && CountJobWords(folded_heading_) == 0 &&
           !FindEnterprise(parts_.heading).empty();
  }

  // An enterprise presents itself: its name, and its licence or both address and telephone.
  bool ReadListing(std::string_view folded_body) {
    std::string name = FindEnterprise(parts_.heading);
    if (name.empty()) name = Employer(true);
    if (name.empty()) return false;
    const std::string context = core::FoldPlain(parts_.context);
    const bool licence = HasLicenceNumber(folded_body) || HasLicenceNumber(context);
    static const PhraseSet kAddress = {"dia chi", "tru so", "address", "head office"};
    static const PhraseSet kPhone = {"dien thoai", "hotline", "tel", "phone", "sdt", "dt"};
    const bool address = kAddress.IsIn(folded_body) || kAddress.IsIn(context);
    const bool phone = kPhone.IsIn(folded_body) || kPhone.IsIn(context);
    if (!licence && !(address && phone)) return false;
    Posting listing = NewPosting();
    listing.kind = PostingKind::kListing;
    listing.text.title = parts_.heading;
    listing.text.body = parts_.body;
    listing.employer = std::move(name);
    listing.item_key = kWholePage;
    listing.locator = "main";
    Add(std::move(listing), content_.listings);
    content_.kind = PageKind::kListing;
    return true;
  }

  bool ReadBlocks() {
    // The page's heading may be the title of the first advert.
    std::vector<TextLine> lines = parts_.lines;
    if (!parts_.heading_line.text.empty())
      lines.insert(std::find_if(lines.begin(), lines.end(),
                                [this](const TextLine& line) {
                                  return line.number > parts_.heading_line.number;
                                }),
                   parts_.heading_line);
    const AdvertBlocks found = FindAdvertBlocks(lines);
    if (found.blocks.empty()) return false;
    const std::string agency = Employer(false);
    const auto day = PageDay();
    for (std::size_t i = 0; i < found.blocks.size(); ++i) {
      const AdvertBlock& block = found.blocks[i];
      Posting posting = NewPosting();
      posting.text.title = block.title;
      posting.text.body = block.body;
      Append(posting.text.body, found.common);
      posting.item_key = block.code.empty() ? HashKey(block.title) : block.code;
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
  std::optional<Url> page_url_;
  HtmlTree tree_;
  HtmlNode root_;
  PageHead head_;
  PageMarkup markup_;
  PageText page_;
  PageParts parts_;
  SiteKind site_ = SiteKind::kUnknown;
  std::string folded_heading_;
  ForumThread thread_;
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
  Reader(url, extract, content).Read(decoded.text);
  const auto trackers = FindTrackers(decoded.text);
  for (auto* postings : {&content.postings, &content.listings}) {
    for (auto& posting : *postings) posting.trackers = trackers;
  }
  return content;
}

}  // namespace agencywatch::crawler
