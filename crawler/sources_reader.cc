// The YAML of sources.yaml, key by key, with what is wrong at each.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <pugixml.hpp>
#include <set>
#include <utility>

#include "core/errors.h"
#include "crawler/robots_policy.h"
#include "crawler/sources.h"

namespace agencywatch::crawler {
namespace {

std::string Quoted(std::string_view text) {
  constexpr std::size_t kShown = 80;
  return "\"" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "…" : "") + "\"";
}

template <typename Names>
std::string Listed(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// Reads the tree and gathers problems instead of stopping at the first one.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  SourceList Read(const YAML::Node& root) {
    SourceList list;
    if (!root.IsDefined() || root.IsNull()) {
      Problem(YAML::Mark(), "the file is empty",
              "write user_agent: and sources: (agencywatch init makes a first file)");
      return list;
    }
    if (!root.IsMap()) {
      Problem(root.Mark(), "the file must be a map", "write user_agent: … and sources: [ … ]");
      return list;
    }
    bool user_agent_seen = false;
    bool sources_seen = false;
    for (const auto& [key, value] : Entries(root, {"user_agent", "limits", "sources"})) {
      if (key == "user_agent") {
        user_agent_seen = true;
        ReadUserAgent(value, list);
      } else if (key == "limits") {
        ReadLimits(value, limits_);
      } else {
        sources_seen = true;
      }
    }
    // Last: wherever the file's limits stand, they are known now.
    if (sources_seen) ReadSources(root["sources"], list);
    if (!user_agent_seen) {
      Problem(
          root.Mark(), "user_agent is missing",
          "write user_agent: \"agencywatch/1.0 (+https://your.site/about; mailto:you@your.site)\"");
    }
    if (!sources_seen)
      Problem(root.Mark(), "sources is missing", "write sources: and a list below it");
    return list;
  }

  std::vector<core::InputProblem>& problems() { return problems_; }

  void Problem(const YAML::Mark& mark, std::string what, std::string fix) {
    core::InputProblem problem;
    problem.file = file_;
    problem.line = mark.line >= 0 ? mark.line + 1 : 0;
    problem.column = mark.column >= 0 ? mark.column + 1 : 0;
    problem.what = std::move(what);
    problem.fix = std::move(fix);
    problems_.push_back(std::move(problem));
  }

 private:
  // The entries of a map with a known key, each once; the others are problems.
  std::vector<std::pair<std::string, YAML::Node>> Entries(
      const YAML::Node& map, std::initializer_list<std::string_view> known) {
    std::vector<std::pair<std::string, YAML::Node>> entries;
    std::set<std::string> seen;
    for (const auto& entry : map) {
      if (!entry.first.IsScalar()) {
        Problem(entry.first.Mark(), "a key must be a word", "known keys are " + Listed(known));
        continue;
      }
      const std::string& key = entry.first.Scalar();
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        Problem(entry.first.Mark(), "unknown key " + Quoted(key),
                "known keys are " + Listed(known));
      } else if (!seen.insert(key).second) {
        Problem(entry.first.Mark(), key + " stands here twice", "keep one of them");
      } else {
        entries.emplace_back(key, entry.second);
      }
    }
    return entries;
  }

  std::optional<std::string> Text(const YAML::Node& node, const std::string& name,
                                  const std::string& fix) {
    if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    Problem(node.Mark(),
            name + (node.IsScalar() || node.IsNull() ? " is empty" : " must be one value"), fix);
    return std::nullopt;
  }

  // A list of texts, each with its place; one text alone counts as a list of one.
  std::vector<std::pair<std::string, YAML::Mark>> Texts(const YAML::Node& node,
                                                        const std::string& name,
                                                        const std::string& fix) {
    std::vector<std::pair<std::string, YAML::Mark>> texts;
    if (node.IsScalar()) {
      if (const auto text = Text(node, name, fix)) texts.emplace_back(*text, node.Mark());
      return texts;
    }
    if (!node.IsSequence()) {
      Problem(node.Mark(), name + " must be a list", fix);
      return texts;
    }
    for (const auto& element : node) {
      if (const auto text = Text(element, "an element of " + name, fix)) {
        texts.emplace_back(*text, element.Mark());
      }
    }
    return texts;
  }

  std::optional<int> Number(const YAML::Node& node, const std::string& name, int least, int most) {
    const std::string fix =
        "write a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    const auto text = Text(node, name, fix);
    if (!text) return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size() || number < least ||
        number > most) {
      Problem(node.Mark(), name + " cannot be " + Quoted(*text), fix);
      return std::nullopt;
    }
    return number;
  }

  std::optional<bool> Bool(const YAML::Node& node, const std::string& name) {
    const auto text = Text(node, name, "write true or false");
    if (!text) return std::nullopt;
    if (*text == "true") return true;
    if (*text == "false") return false;
    Problem(node.Mark(), name + " cannot be " + Quoted(*text), "write true or false");
    return std::nullopt;
  }

  std::optional<std::chrono::milliseconds> Duration(const YAML::Node& node,
                                                    const std::string& name) {
    const std::string fix = "write a number and a unit: 500ms, 1s, 90m, 6h, 1d, 2w";
    const auto text = Text(node, name, fix);
    if (!text) return std::nullopt;
    const auto duration = ParseDuration(*text);
    if (!duration) Problem(node.Mark(), name + " cannot be " + Quoted(*text), fix);
    return duration;
  }

  template <typename Value>
  std::optional<Value> OneOf(const YAML::Node& node, const std::string& name,
                             std::initializer_list<std::pair<std::string_view, Value>> choices) {
    std::vector<std::string_view> names;
    for (const auto& choice : choices) names.push_back(choice.first);
    const std::string fix = "write one of " + Listed(names);
    const auto text = Text(node, name, fix);
    if (!text) return std::nullopt;
    for (const auto& choice : choices) {
      if (choice.first == *text) return choice.second;
    }
    Problem(node.Mark(), name + " cannot be " + Quoted(*text), fix);
    return std::nullopt;
  }

  void ReadUserAgent(const YAML::Node& node, SourceList& list) {
    const std::string fix =
        "write a name, a version and how to reach you: \"agencywatch/1.0 "
        "(+https://your.site/about; "
        "mailto:you@your.site)\"";
    const auto text = Text(node, "user_agent", fix);
    if (!text) return;
    if (std::any_of(text->begin(), text->end(), [](char c) { return c < 0x20 || c > 0x7E; })) {
      Problem(node.Mark(), "user_agent has a character that cannot go into an HTTP header",
              "use plain ASCII letters, digits and punctuation on one line");
    }
    if (ProductToken(*text).empty()) {
      Problem(node.Mark(),
              "user_agent does not begin with a name that robots.txt files can address", fix);
    }
    const std::size_t mail = text->find("mailto:");
    if (mail != std::string::npos) {
      const std::size_t begin = mail + 7;
      const std::size_t end = std::min(text->find_first_of(" ;,)>?\"", begin), text->size());
      list.contact_email = text->substr(begin, end - begin);
      if (list.contact_email.find('@') == std::string::npos) list.contact_email.clear();
    }
    const bool has_url =
        text->find("https://") != std::string::npos || text->find("http://") != std::string::npos;
    if (list.contact_email.empty() && !has_url) {
      Problem(node.Mark(), "user_agent does not say how to reach you", fix);
    }
    list.user_agent = *text;
  }

  void ReadSources(const YAML::Node& node, SourceList& list) {
    const std::string fix = "write a list: each source begins with \"- key: …\"";
    if (node.IsNull() || (node.IsSequence() && node.size() == 0)) {
      Problem(node.Mark(), "there is no source yet", "add one: \"- key: …\" with start: and a URL");
      return;
    }
    if (!node.IsSequence()) {
      Problem(node.Mark(), "sources must be a list", fix);
      return;
    }
    std::set<std::string> keys;
    for (const auto& element : node) {
      if (!element.IsMap()) {
        Problem(element.Mark(), "a source must be a map", fix);
        continue;
      }
      ReadSource(element, list, keys);
    }
  }

  void ReadSource(const YAML::Node& map, SourceList& list, std::set<std::string>& keys) {
    Source source;
    source.line = map.Mark().line + 1;
    source.limits = limits_;
    std::optional<YAML::Mark> delay_mark;
    std::optional<YAML::Mark> every_mark;
    bool start_seen = false;
    const auto entries = Entries(
        map, {"key", "name", "start", "kind", "follow", "skip", "max_pages", "max_depth",
              "max_time", "every", "delay", "connections", "private", "tls", "limits", "extract"});
    for (const auto& [key, value] : entries) {
      if (key == "key") {
        ReadKey(value, source, keys);
      } else if (key == "name") {
        if (const auto text = Text(value, "name", "write what people call this site"))
          source.name = *text;
      } else if (key == "start") {
        start_seen = true;
        ReadStart(value, source);
      } else if (key == "kind") {
        source.kind = OneOf<SourceKind>(value, "kind",
                                        {{"auto", SourceKind::kAuto},
                                         {"site", SourceKind::kSite},
                                         {"feed", SourceKind::kFeed},
                                         {"sitemap", SourceKind::kSitemap},
                                         {"register", SourceKind::kRegister}})
                          .value_or(source.kind);
      } else if (key == "follow") {
        ReadPatterns(value, "follow", source.follow);
      } else if (key == "skip") {
        ReadPatterns(value, "skip", source.skip);
      } else if (key == "max_pages") {
        source.max_pages = Number(value, "max_pages", 1, 10'000'000).value_or(source.max_pages);
      } else if (key == "max_depth") {
        source.max_depth = Number(value, "max_depth", 0, 100).value_or(source.max_depth);
      } else if (key == "max_time") {
        source.max_time = Duration(value, "max_time").value_or(source.max_time);
      } else if (key == "limits") {
        ReadLimits(value, source.limits);
      } else if (key == "every") {
        source.every = Duration(value, "every").value_or(source.every);
        every_mark = value.Mark();
      } else if (key == "delay") {
        source.delay = Duration(value, "delay").value_or(source.delay);
        delay_mark = value.Mark();
      } else if (key == "connections") {
        source.connections = Number(value, "connections", 1, 2).value_or(source.connections);
      } else if (key == "private") {
        source.is_private = Bool(value, "private").value_or(source.is_private);
      } else if (key == "tls") {
        source.tls =
            OneOf<TlsCheck>(value, "tls", {{"verify", TlsCheck::kVerify}, {"any", TlsCheck::kAny}})
                .value_or(source.tls);
      } else {
        ReadExtract(value, source);
      }
    }
    if (source.key.empty() && std::none_of(entries.begin(), entries.end(), [](const auto& entry) {
          return entry.first == "key";
        })) {
      Problem(map.Mark(), "the source has no key", "write key: and a short name of a-z, 0-9 and -");
    }
    if (!start_seen)
      Problem(map.Mark(), "the source has no start", "write start: [https://the.site/]");
    if (delay_mark && source.delay.count() == 0 && !source.is_private) {
      Problem(*delay_mark, "delay: 0s is for private sources only",
              "write delay: 1s, or private: true if the site is your own");
    }
    if (every_mark && source.every.count() == 0 && !source.is_private) {
      Problem(*every_mark, "every: 0s is for private sources only",
              "write every: 1d, or private: true if the site is your own");
    }
    if (source.name.empty()) source.name = source.key;
    source.filter = PathFilter(source.follow, source.skip);
    list.sources.push_back(std::move(source));
  }

  void ReadLimits(const YAML::Node& map, CrawlLimits& limits) {
    if (!map.IsMap()) {
      Problem(map.Mark(), "limits must be a map", "write limits: {body_bytes: 10MB, total: 60s}");
      return;
    }
    const auto bytes = [&](const YAML::Node& node, const std::string& name, std::size_t& out) {
      const std::string fix = "write a number and a unit: 64KB, 10MB";
      const auto text = Text(node, name, fix);
      if (!text) return;
      const auto size = ParseBytes(*text);
      if (size && *size > 0) {
        out = *size;
      } else {
        Problem(node.Mark(), name + " cannot be " + Quoted(*text), fix);
      }
    };
    const auto time = [&](const YAML::Node& node, const std::string& name,
                          std::chrono::milliseconds& out) {
      const auto duration = Duration(node, name);
      if (!duration) return;
      if (duration->count() == 0 || *duration > std::chrono::hours(1)) {
        Problem(node.Mark(), name + " must lie between 1ms and 1h", "write for example 20s");
      } else {
        out = *duration;
      }
    };
    const auto number = [&](const YAML::Node& node, const std::string& name, int most, int& out) {
      out = Number(node, name, 0, most).value_or(out);
    };
    for (const auto& [key, value] :
         Entries(map, {"header_bytes", "body_bytes", "decoded_bytes", "connect", "first_byte",
                       "total", "redirects", "feed_entries", "sitemap_urls", "sitemap_depth"})) {
      FetchLimits& fetch = limits.fetch;
      if (key == "header_bytes") bytes(value, key, fetch.header_bytes);
      if (key == "body_bytes") bytes(value, key, fetch.body_bytes);
      if (key == "decoded_bytes") bytes(value, key, fetch.decoded_bytes);
      if (key == "connect") time(value, key, fetch.connect);
      if (key == "first_byte") time(value, key, fetch.first_byte);
      if (key == "total") time(value, key, fetch.total);
      if (key == "redirects") number(value, key, 50, limits.redirects);
      if (key == "feed_entries") number(value, key, 50'000, limits.feed_entries);
      if (key == "sitemap_urls") number(value, key, 50'000, limits.sitemap_urls);
      if (key == "sitemap_depth") number(value, key, 10, limits.sitemap_depth);
    }
  }

  void ReadKey(const YAML::Node& node, Source& source, std::set<std::string>& keys) {
    const std::string fix = "use only a-z, 0-9 and -, for example vieclam-demo";
    const auto text = Text(node, "key", fix);
    if (!text) return;
    const bool good = text->size() <= 100 && std::all_of(text->begin(), text->end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!good) {
      Problem(node.Mark(), "key cannot be " + Quoted(*text), fix);
    } else if (!keys.insert(*text).second) {
      Problem(node.Mark(), "the key " + *text + " is used by two sources",
              "give one of them another key");
    }
    source.key = *text;
  }

  void ReadStart(const YAML::Node& node, Source& source) {
    const std::string fix = "write a whole address: https://the.site/jobs";
    const std::size_t problems_before = problems_.size();
    for (const auto& [text, mark] : Texts(node, "start", fix)) {
      const auto url = ParseUrl(text);
      if (!url || !url->IsHttp()) {
        Problem(mark, "start cannot be " + Quoted(text), fix);
      } else if (!url->username.empty() || !url->password.empty()) {
        Problem(mark, "a start URL cannot hold a user name or password",
                "only what is public is read: leave them out");
      } else {
        source.start.push_back(Normalise(*url));
      }
    }
    if (source.start.empty() && problems_.size() == problems_before) {
      Problem(node.Mark(), "start is empty", fix);
    }
  }

  void ReadPatterns(const YAML::Node& node, const std::string& name,
                    std::vector<std::string>& out) {
    for (const auto& [text, mark] :
         Texts(node, name, "write a list of patterns: ['^/viec-lam/']")) {
      if (const std::string problem = PathFilter::ProblemOf(text); !problem.empty()) {
        Problem(mark, name + " has the pattern " + Quoted(text) + ", which RE2 refuses: " + problem,
                "mend the regular expression (syntax: github.com/google/re2/wiki/Syntax)");
        continue;
      }
      out.push_back(text);
    }
  }

  void CheckXPath(const std::string& text, const YAML::Mark& mark, const std::string& name) {
    try {
      const pugi::xpath_query query(text.c_str());
      if (query.return_type() != pugi::xpath_type_none) return;
      Problem(mark, name + " is no XPath: " + Quoted(text), "mend the expression (XPath 1.0)");
    } catch (const pugi::xpath_exception& error) {
      Problem(mark,
              name + " is no XPath: " + Quoted(text) + ": " + error.result().description() +
                  " at character " + std::to_string(error.result().offset + 1),
              "mend the expression (XPath 1.0)");
    }
  }

  void ReadExtract(const YAML::Node& node, Source& source) {
    const std::string fix =
        "write extract: {posting: \"//div[@class='job']\", fields: {title: \".//h1\"}}";
    if (!node.IsMap()) {
      Problem(node.Mark(), "extract must be a map", fix);
      return;
    }
    ExtractRules rules;
    bool posting_seen = false;
    for (const auto& [key, value] : Entries(node, {"posting", "fields"})) {
      if (key == "posting") {
        posting_seen = true;
        if (const auto text = Text(value, "posting", fix)) {
          CheckXPath(*text, value.Mark(), "posting");
          rules.posting = *text;
        }
        continue;
      }
      if (!value.IsMap()) {
        Problem(value.Mark(), "fields must be a map", fix);
        continue;
      }
      for (const auto& entry : value) {
        const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
        if (std::find(kExtractFields.begin(), kExtractFields.end(), name) == kExtractFields.end()) {
          Problem(entry.first.Mark(), "unknown field " + Quoted(name),
                  "known fields are " + Listed(kExtractFields));
        } else if (rules.fields.contains(name)) {
          Problem(entry.first.Mark(), "the field " + name + " stands here twice",
                  "keep one of them");
        } else if (const auto text = Text(entry.second, name, fix)) {
          CheckXPath(*text, entry.second.Mark(), name);
          rules.fields[name] = *text;
        }
      }
    }
    if (!posting_seen) Problem(node.Mark(), "extract has no posting", fix);
    source.extract = std::move(rules);
  }

  std::string file_;
  CrawlLimits limits_;  // of the file
  std::vector<core::InputProblem> problems_;
};

}  // namespace

SourceList ParseSources(std::string_view yaml, const std::string& file) {
  Reader reader(file);
  SourceList list;
  try {
    list = reader.Read(YAML::Load(std::string(yaml)));
  } catch (const YAML::Exception& error) {
    reader.Problem(error.mark, "this is not YAML: " + error.msg,
                   "check the indentation, the quotes and the brackets before this place");
  }
  if (!reader.problems().empty()) throw core::InputError(std::move(reader.problems()));
  return list;
}

}  // namespace agencywatch::crawler
