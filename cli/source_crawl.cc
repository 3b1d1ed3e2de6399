#include "cli/source_crawl.h"

#include <pqxx/pqxx>
#include <utility>

#include "cli/evidence.h"
#include "cli/version.h"
#include "core/sha256.h"
#include "db/database.h"
#include "db/source_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

std::string ConfigSha256(const crawler::Source& source) {
  std::string text = source.name + "\n" + std::string{crawler::SourceKindName(source.kind)};
  for (const auto& url : source.start) text += "\nstart " + url.Href();
  for (const auto& pattern : source.follow) text += "\nfollow " + pattern;
  for (const auto& pattern : source.skip) text += "\nskip " + pattern;
  text += "\n" + std::to_string(source.max_pages) + " " + std::to_string(source.max_depth) + " " +
          std::to_string(source.every.count()) + " " + std::to_string(source.delay.count()) + " " +
          std::to_string(source.connections) + (source.is_private ? " private" : "");
  return core::Sha256Hex(text);
}

crawler::WarcWriterOptions WarcOptions(const Context& context, const crawler::SourceList& list) {
  crawler::WarcWriterOptions options;
  options.directory = (context.data_dir() / "warc").string();
  options.software = std::string{"agencywatch/"} + kVersion;
  options.user_agent = list.user_agent;
  return options;
}

}  // namespace

void SeedSources(pqxx::connection& connection, std::vector<CrawlSource>& sources,
                 core::Instant now) {
  db::InTransaction(connection, [&](pqxx::work& tx) {
    for (auto& source : sources) {
      source.id = db::SaveSource(tx,
                                 {source.source->key, source.source->name,
                                  std::string{crawler::SourceKindName(source.source->kind)},
                                  ConfigSha256(*source.source),
                                  std::chrono::ceil<std::chrono::seconds>(source.source->every)},
                                 now)
                      .id;
      for (const auto& start : source.source->start) {
        const crawler::Url url = crawler::Normalise(start);
        const crawler::Origin origin = url.origin();
        db::SeedUrl(tx, source.id, {url.Href(), {origin.scheme, origin.host, origin.port}}, now);
      }
    }
  });
}

SourceCrawl::SourceCrawl(Context& context, const crawler::SourceList& list, OfRun run,
                         Progress& progress)
    : context_(context),
      list_(list),
      run_(std::move(run)),
      progress_(progress),
      warc_(WarcOptions(context, list), context.clock()) {
  for (const auto& tail : warc_.repaired()) {
    context.log().Warn("warc_repaired",
                       {{"file", tail.file}, {"cut_bytes", std::to_string(tail.cut_bytes)}});
  }
}

std::map<std::string, RegisterPages> SourceCrawl::Run(pqxx::connection& connection,
                                                      std::vector<CrawlSource>& sources,
                                                      const Judge* judge) {
  if (sources.empty()) return {};
  const auto store_connection = context_.database().ConnectForKeys();
  PageStore store({run_.id, run_.started, NodeName(), (context_.data_dir() / "warc").string()},
                  warc_, *store_connection, context_.clock(), context_.log());
  store.SetJudge(judge);
  Crawl crawl({list_.user_agent, list_.contact_email, run_.worker, run_.id, run_.started},
              connection, store, context_.clock(), context_.log(), progress_);
  crawl.Run(sources, context_.stop());
  return store.registers();
}

}  // namespace agencywatch::cli
