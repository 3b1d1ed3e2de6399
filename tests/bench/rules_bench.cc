// The rule engine against its peers: scanning, folding, `match` whole, start. Everything on one core, in interleaved
// rounds of this run; medians. Peers that are not installed are left out, and said to be.
#include <re2/re2.h>
#include <re2/set.h>
#include <time.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>

#ifdef AW_WITH_HYPERSCAN
#include <hs/hs.h>
#endif
#ifdef AW_WITH_YARA
#include <yara.h>
#endif

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/fold.h"
#include "rule_packs.h"
#include "rules/engine.h"
#include "rules/match_json.h"
#include "rules/matcher.h"
#include "tests/bench/advert_generator.h"

namespace agencywatch::bench {
namespace {

// So many that no contestant sees one twice soon: an automaton that is built while it runs (RE2's) knows the states of
// a few thousand adverts by heart after a round, which no stream of new ones lets it.
constexpr std::size_t kAdverts = 100000;
constexpr std::size_t kRounds = 5;
constexpr double kSecondsPerTurn = 0.25;

// Of this thread's core: what else runs on the machine takes nothing away.
double Now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Bytes of text, or lines.
using Work = std::function<std::size_t(const std::string&)>;

struct Contestant {
  std::string name;
  Work work;
  std::vector<double> speeds;  // a second, by round
  std::size_t at = 0;          // the document to go on with
  [[nodiscard]] double Median() {
    std::sort(speeds.begin(), speeds.end());
    return speeds[speeds.size() / 2];
  }
};

// Each has its turn in every round; the first round only warms up.
void Race(std::vector<Contestant>& contestants, const std::vector<std::string>& documents) {
  for (std::size_t round = 0; round <= kRounds; ++round) {
    for (Contestant& one : contestants) {
      const double begin = Now();
      double took = 0;
      std::size_t done = 0;
      while ((took = Now() - begin) < kSecondsPerTurn) {
        for (int n = 0; n < 16; ++n) {
          done += one.work(documents[one.at]);
          one.at = (one.at + 1) % documents.size();
        }
      }
      if (round > 0) one.speeds.push_back(static_cast<double>(done) / took);
    }
  }
}

int missed = 0;

void Row(const std::string& what, double ours, const std::string& peer, double ratio, double target) {
  if (ratio < target) ++missed;
  std::printf("| %-34s | %10.1f | %-26s | %8.2f | %8.2f | %-6s |\n", what.c_str(), ours, peer.c_str(), ratio,
              target, ratio < target ? "MISSED" : "met");
}

// --- scanning

using Hits = std::set<std::pair<std::size_t, std::size_t>>;  // document, pattern

struct Scanner {
  std::string name;
  double target = 0;  // how many times as fast ours must be
  // Calls visit(pattern) for each one that matches.
  std::function<void(const std::string&, const std::function<void(std::size_t)>&)> scan;
};

Scanner Ours(const std::vector<std::string>& patterns) {
  auto matcher = std::make_shared<rules::Matcher>();
  std::vector<std::string> problems;
  for (const std::string& pattern : patterns) {
    if (!matcher->Add(pattern, rules::Pattern::Form::kFolded, problems)) throw std::runtime_error(problems[0]);
  }
  matcher->Build();
  return {"agencywatch", 0, [matcher](const std::string& text, const auto& visit) {
            const auto scanned = matcher->Scan(text);
            for (const rules::PatternId id : scanned.Candidates()) {
              if (!matcher->FindAll(id, text, scanned).empty()) visit(id);
            }
          }};
}

Scanner Re2Set(const std::vector<std::string>& patterns) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(512 << 20);
  auto set = std::make_shared<RE2::Set>(options, RE2::UNANCHORED);
  for (const std::string& pattern : patterns) set->Add(pattern, nullptr);
  if (!set->Compile()) throw std::runtime_error("RE2::Set does not compile");
  return {"RE2::Set, 512 MB", 3, [set](const std::string& text, const auto& visit) {
            std::vector<int> found;
            RE2::Set::ErrorInfo error;
            if (!set->Match(text, &found, &error) && error.kind != RE2::Set::kNoError) {
              throw std::runtime_error("RE2::Set ran out of memory");
            }
            for (const int id : found) visit(static_cast<std::size_t>(id));
          }};
}

#ifdef AW_WITH_HYPERSCAN
Scanner Hyperscan(const std::vector<std::string>& patterns, double target) {
  std::vector<const char*> expressions;
  std::vector<unsigned> ids;
  for (const std::string& pattern : patterns) {
    ids.push_back(static_cast<unsigned>(expressions.size()));
    expressions.push_back(pattern.c_str());
  }
  const std::vector<unsigned> flags(patterns.size(), HS_FLAG_SINGLEMATCH);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(), static_cast<unsigned>(ids.size()),
                       HS_MODE_BLOCK, nullptr, &database, &error) != HS_SUCCESS) {
    throw std::runtime_error(error->message);
  }
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) throw std::runtime_error("no Hyperscan scratch");
  return {"Hyperscan", target, [database, scratch](const std::string& text, const auto& visit) {
            const auto on_match = [](unsigned id, unsigned long long, unsigned long long, unsigned,
                                     void* context) {
              (*static_cast<const std::function<void(std::size_t)>*>(context))(id);
              return 0;
            };
            const std::function<void(std::size_t)> call = visit;
            hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, on_match,
                    const_cast<void*>(static_cast<const void*>(&call)));
          }};
}
#endif

#ifdef AW_WITH_YARA
Scanner Yara(const std::vector<std::string>& patterns) {
  std::string source;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    std::string pattern = patterns[i];  // YARA knows no (?:…)
    for (std::size_t at = pattern.find("(?:"); at != std::string::npos; at = pattern.find("(?:", at))
      pattern.replace(at, 3, "(");
    source += "rule r" + std::to_string(i) + " { strings: $a = /" + pattern + "/ condition: $a }\n";
  }
  YR_COMPILER* compiler = nullptr;
  YR_RULES* rules = nullptr;
  if (yr_initialize() != ERROR_SUCCESS || yr_compiler_create(&compiler) != ERROR_SUCCESS ||
      yr_compiler_add_string(compiler, source.c_str(), nullptr) != 0 ||
      yr_compiler_get_rules(compiler, &rules) != ERROR_SUCCESS) {
    throw std::runtime_error("YARA does not compile the rules");
  }
  yr_compiler_destroy(compiler);
  return {"YARA", 15, [rules](const std::string& text, const auto& visit) {
            const auto on_match = [](YR_SCAN_CONTEXT*, int message, void* rule, void* context) {
              if (message == CALLBACK_MSG_RULE_MATCHING) {
                (*static_cast<const std::function<void(std::size_t)>*>(context))(
                    std::stoul(static_cast<YR_RULE*>(rule)->identifier + 1));
              }
              return CALLBACK_CONTINUE;
            };
            const std::function<void(std::size_t)> call = visit;
            yr_rules_scan_mem(rules, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), 0,
                              on_match, const_cast<void*>(static_cast<const void*>(&call)), 0);
          }};
}
#endif

void Scanning(std::size_t rules, const std::vector<std::string>& folded) {
  AdvertGenerator generator(7);
  std::set<std::string> distinct;
  std::vector<std::string> patterns;
  while (patterns.size() < rules) {
    if (std::string pattern = generator.Pattern(); distinct.insert(pattern).second) patterns.push_back(pattern);
  }
  std::vector<Scanner> scanners = {Ours(patterns), Re2Set(patterns)};
#ifdef AW_WITH_HYPERSCAN
  scanners.push_back(Hyperscan(patterns, rules <= 500 ? 0.4 : 0.3));
#endif
#ifdef AW_WITH_YARA
  scanners.push_back(Yara(patterns));
#endif
  // The same hits, or the speeds say nothing.
  std::vector<Hits> hits(scanners.size());
  for (std::size_t n = 0; n < scanners.size(); ++n) {
    for (std::size_t document = 0; document < 1500; ++document) {
      scanners[n].scan(folded[document], [&](std::size_t pattern) { hits[n].emplace(document, pattern); });
    }
    if (hits[n] != hits[0]) {
      std::printf("%s finds %zu hits and %s %zu: they differ\n", scanners[n].name.c_str(), hits[n].size(),
                  scanners[0].name.c_str(), hits[0].size());
      ++missed;
    }
  }
  std::vector<Contestant> contestants;
  for (const Scanner& scanner : scanners) {
    contestants.push_back({scanner.name,
                           [&scanner](const std::string& text) {
                             std::size_t found = 0;
                             scanner.scan(text, [&](std::size_t) { ++found; });
                             return text.size();
                           },
                           {}});
  }
  Race(contestants, folded);
  const double ours = contestants[0].Median() / 1e6;
  for (std::size_t n = 1; n < scanners.size(); ++n) {
    const double peer = contestants[n].Median() / 1e6;
    char shown[64];
    std::snprintf(shown, sizeof shown, "%s %.1f", scanners[n].name.c_str(), peer);
    // YARA and RE2::Set are goals at 500 rules; beyond it they are shown.
    Row("scan, " + std::to_string(rules) + " rules, MB/s (" + std::to_string(hits[0].size()) + " hits)", ours,
        shown, ours / peer, scanners[n].target);
  }
}

// --- folding

// What ICU offers for the same: decomposed, case folded with its map of edits, marks taken off.
std::size_t FoldWithIcu(const std::string& text) {
  static const icu::Normalizer2* nfd = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFDInstance(status);
  }();
  UErrorCode status = U_ZERO_ERROR;
  std::string decomposed;
  icu::StringByteSink<std::string> decomposed_sink(&decomposed);
  icu::Edits edits;
  nfd->normalizeUTF8(0, text, decomposed_sink, &edits, status);
  std::string folded;
  icu::StringByteSink<std::string> folded_sink(&folded);
  icu::Edits case_edits;
  icu::CaseMap::utf8Fold(0, decomposed, folded_sink, &case_edits, status);
  std::size_t out = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    if ((byte == 0xCC || byte == 0xCD) && i + 1 < folded.size()) {
      ++i;
    } else {
      folded[out++] = folded[i];
    }
  }
  return out + (edits.hasChanges() ? 1 : 0);
}

void Folding(const std::vector<std::string>& adverts) {
  std::size_t sink = 0;
  std::vector<Contestant> contestants = {
      {"agencywatch",
       [&](const std::string& text) {
         sink += core::Fold(text, core::Field::kBody).folded.text().size();
         return text.size();
       },
       {}},
      {"ICU with Edits",
       [&](const std::string& text) {
         sink += FoldWithIcu(text);
         return text.size();
       },
       {}}};
  Race(contestants, adverts);
  const double ours = contestants[0].Median() / 1e6;
  const double peer = contestants[1].Median() / 1e6;
  char shown[64];
  std::snprintf(shown, sizeof shown, "ICU with Edits %.1f", peer);
  Row("fold with a map, MB/s", ours, shown, ours / peer, sink > 0 ? 12 : 0);
}

// --- match whole

double MemoryMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

std::string JsonLine(const std::string& advert) {
  std::string line = R"({"id":"b","title":"Tuyển lao động","body":")";
  for (const char c : advert) {
    if (c == '\n') {
      line += "\\n";
    } else {
      line += c;
    }
  }
  return line + R"(","posted_at":"2026-11-01"})";
}

void Match(const std::vector<std::string>& adverts) {
  constexpr std::size_t kRules = 1000;
  std::vector<rules::PackFile> files;
  for (const auto& file : embedded::rule_packs()) files.push_back({std::string(file.path), std::string(file.bytes)});
  std::size_t shipped = rules::RuleSet::Load(files)->pack().rules.size();
  AdvertGenerator generator(11);
  std::string filling = "rules:\n";
  for (; shipped < kRules; ++shipped) filling += generator.RuleYaml(shipped);
  files.push_back({"bench.yaml", filling});

  std::vector<std::string> lines;
  for (const std::string& advert : adverts) lines.push_back(JsonLine(advert));
  const double texts = MemoryMegabytes();
  const double begin = Now();
  const auto set = rules::RuleSet::Load(files);
  const double start = Now() - begin;
  std::size_t sink = 0;
  const core::Day today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{1}};
  std::vector<Contestant> contestants = {{"match",
                                          [&](const std::string& line) {
                                            sink += rules::MatchLine(*set, nullptr, line, 1, today, "1").line.size();
                                            return std::size_t{1};
                                          },
                                          {}}};
  Race(contestants, lines);
  const double ours = contestants[0].Median();
  Row("match whole, 1,000 rules, adverts/s", ours, "10,000", ours / 10000, sink > 0 ? 1 : 0);
  Row("start with 1,000 rules, s", start, "1", 1 / start, 1);
  const double memory = MemoryMegabytes() - texts;
  Row("memory of 1,000 rules, MB", memory, "300", 300 / memory, 1);
}

int Main() {
  AdvertGenerator generator(5);
  std::vector<std::string> adverts;
  for (std::size_t i = 0; i < kAdverts; ++i) adverts.push_back(generator.Advert());
  std::size_t bytes = 0;
  for (const std::string& advert : adverts) bytes += advert.size();
  std::printf("%zu adverts of %zu bytes on average, one core, medians of %zu interleaved rounds\n", adverts.size(),
              bytes / adverts.size(), kRounds);
#ifndef AW_WITH_HYPERSCAN
  std::printf("without Hyperscan: libhyperscan-dev was not there when this was configured\n");
#endif
#ifndef AW_WITH_YARA
  std::printf("without YARA: libyara-dev was not there when this was configured\n");
#endif
  std::printf("| %-34s | %10s | %-26s | %8s | %8s | %-6s |\n", "what", "ours", "peer or bound", "ratio", "target", "");
  Match(adverts);  // first: memory is what the process had at most
  std::vector<std::string> folded;
  for (const std::string& advert : adverts) folded.push_back(core::Fold(advert, core::Field::kBody).folded.text());
  Scanning(500, folded);
  Scanning(2000, folded);
  Folding(adverts);
  return missed > 0 ? 1 : 0;
}

}  // namespace
}  // namespace agencywatch::bench

int main() {
  try {
    return agencywatch::bench::Main();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rules bench: %s\n", error.what());
    return 2;
  }
}
