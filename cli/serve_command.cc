// `agencywatch serve`: the review site.
#include <CLI/CLI.hpp>
#include <charconv>
#include <condition_variable>
#include <iostream>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <thread>
#include <utility>

#include "alerts/alert_builder.h"
#include "alerts/api/site.h"
#include "alerts/cases/recipients.h"
#include "alerts/dossier/material.h"
#include "alerts/problem_text.h"
#include "cli/commands.h"
#include "cli/dossier_maker.h"
#include "cli/exit_code.h"
#include "cli/recipients_table.h"
#include "cli/rescreen.h"
#include "cli/tip_intake.h"
#include "cli/version.h"
#include "core/errors.h"
#include "core/signature.h"
#include "crawler/sources.h"
#include "db/assessment_store.h"
#include "db/database.h"
#include "db/posting_history.h"
#include "db/run_store.h"
#include "db/transaction.h"
#include "rules/engine.h"
#include "rules/pack_loader.h"

namespace agencywatch::cli {
namespace {

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  std::string health = "127.0.0.1:9180";
  std::vector<std::string> hosts;
  std::vector<std::string> proxies;
  std::filesystem::path certificate;
  std::filesystem::path key;
  int threads = 4;
};

// "127.0.0.1:8080", "[::1]:8080" or a port alone.
void SetEndpoint(const std::string& option, const std::string& text, alerts::HttpOptions& http) {
  const auto colon = text.rfind(':');
  std::string address = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), http.port);
  if (error != std::errc{} || end != port.data() + port.size() || address.empty()) {
    throw core::InputError(
        {option, 0, 0, "'" + text + "' is no address with a port",
         "write 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8443; port 0 takes any free one"});
  }
  http.address = address;
}

std::string Url(const alerts::HttpOptions& http, std::uint16_t port) {
  const bool v6 = http.address.find(':') != std::string::npos;
  return (http.certificate.empty() ? "http://" : "https://") +
         (v6 ? "[" + http.address + "]" : http.address) + ":" + std::to_string(port) + "/";
}

// Who the scan says we are; the program's name where sources.yaml cannot be read, as on a machine that only serves.
std::string UserAgent(const Context& context) {
  try {
    return crawler::LoadSources(context.config().sources.string()).user_agent;
  } catch (const core::InputError&) {
    return std::string{"agencywatch/"} + kVersion;
  }
}

// A tip that came in by the site, taken the way of `agencywatch import --tip`.
alerts::TakenTip TakeTip(Context& context, pqxx::connection& connection, const alerts::NewTip& given,
                         core::Instant now, const std::shared_ptr<const rules::RuleSet>& rules) {
  Tip tip = MakeTip(given.title, given.body);
  tip.posting.canonical_url = given.url;
  tip.channel = given.channel;
  tip.place = given.place;
  tip.informant_name = given.informant_name;
  tip.informant_contact = given.informant_contact;
  std::optional<Judge> judge;
  const auto saved = db::InTransaction(connection, [&](pqxx::work& tx) {
    db::RefuseClockSetBack(tx, now);
    SaveRules(tx, *rules, ReadPack(context.config().packs), now);
    judge.emplace(LoadJudge(context, tx, rules, now));
    return SaveTip(tx, TipSource(tx, now), *judge, tip, given.taken_by, now).posting;
  });
  alerts::BuildAlerts(connection, judge->register_view(), now, {given.taken_by, given.channel});
  pqxx::read_transaction tx(connection);
  alerts::TakenTip taken;
  taken.posting_id = saved.posting_id;
  taken.is_new = saved.new_posting;
  if (const auto assessed = db::FindCurrentAssessment(tx, saved.posting_id))
    taken.verdict = assessed->assessment.verdict;
  if (const auto numbers = db::AlertsOfPosting(tx, saved.posting_id); !numbers.empty())
    taken.alert_number = numbers.back();
  return taken;
}

// Judges live adverts anew when asked to, one time after another, on a thread of its own.
class BackgroundRescreen {
 public:
  explicit BackgroundRescreen(Context& context)
      : context_(context), thread_([this](const std::stop_token& stop) { Work(stop); }) {}

  void Ask(const std::string& by, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    asked_ = {by, reason};
    wake_.notify_one();
  }

 private:
  void Work(const std::stop_token& stop) {
    for (;;) {
      alerts::Occasion occasion;
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return asked_.has_value(); })) return;
        occasion = *std::exchange(asked_, std::nullopt);
      }
      try {
        const auto connection = context_.database().Connect();
        const auto done = Rescreen(context_, *connection, occasion);
        context_.log().Info("rescreened", {{"postings", std::to_string(done.postings)}});
      } catch (const std::exception& error) {
        context_.log().Error("rescreen", {{"error", error.what()}, {"next", "the next scan judges them"}});
      }
    }
  }

  Context& context_;
  std::mutex mutex_;  // guards asked_
  std::condition_variable_any wake_;
  std::optional<alerts::Occasion> asked_;
  std::jthread thread_;
};

// Without it referrals are approved and no dossier can be built: told now, not when somebody needs one.
void WarnOfDossierKey(const Context& context) {
  try {
    static_cast<void>(ReadDossierKey(DossierKeyFile(context)));
  } catch (const core::InputError& error) {
    const bool english = context.english();
    std::cout << (english ? "Warning: no dossier can be built here: " : "Cảnh báo: ở đây chưa lập được bộ hồ sơ: ")
              << (english ? std::string{error.what()} : alerts::InVietnamese(error.problems().front().what) + "; " + alerts::InVietnamese(error.problems().front().fix))
              << std::endl;
  }
}

int Serve(Context& context, const ServeOptions& options) {
  context.LetAccountsAct();
  alerts::SiteOptions site_options;
  auto& http = site_options.http;
  SetEndpoint("--listen", options.listen, http);
  SetEndpoint("--health", options.health, site_options.health);
  http.certificate = options.certificate;
  http.key = options.key;
  http.hosts = options.hosts;
  http.trusted_proxies = options.proxies;
  if (http.certificate.empty() != http.key.empty()) {
    throw core::InputError({"--certificate", 0, 0, "certificate and key belong together",
                            "give both --certificate and --key"});
  }
  if (!alerts::IsLoopback(http.address) && http.certificate.empty() &&
      http.trusted_proxies.empty()) {
    throw core::InputError({"--listen", 0, 0,
                            "passwords would cross the network in the clear on " + http.address,
                            "give --certificate and --key, or --trusted-proxy with the address of "
                            "the proxy that speaks TLS"});
  }
  site_options.threads = options.threads;

  alerts::ApiServices services;
  services.clock = &context.clock();
  services.rules = context.LoadRules();
  services.data_dir = context.data_dir();
  services.register_max_age = context.config().register_max_age;
  services.program_version = kVersion;
  services.user_agent = UserAgent(context);
  services.recipients = std::make_shared<const alerts::Recipients>(ReadRecipients(context));
  services.province = context.config().province;
  const auto sources = FindDossierSources(context);
  services.dossier_maker = [&] { return MakerOf(context, sources ? &*sources : nullptr); };
  services.dossier_key = [&] { return ReadDossierKey(DossierKeyFile(context)); };
  BackgroundRescreen rescreen(context);
  services.rescreen = [&](const std::string& by, const std::string& reason) {
    rescreen.Ask(by, reason);
  };
  services.take_tip = [&](pqxx::connection& connection, const alerts::NewTip& tip,
                          core::Instant now) {
    return TakeTip(context, connection, tip, now, services.rules);
  };
  alerts::Site site(site_options, services, context.database(), context.log());
  const bool english = context.english();
  std::cout << (english ? "The review site: " : "Trang rà soát: ") << Url(http, site.port()) << '\n'
            << (english ? "Health and metrics: " : "Tình trạng và số đo: ")
            << Url(site_options.health, site.health_port()) << "healthz, readyz, metrics\n"
            << (english ? "Accounts: agencywatch user add NAME --role inspector. Ctrl-C ends it."
                        : "Tài khoản: agencywatch user add TÊN --role inspector. Ctrl-C để dừng.")
            << std::endl;
  WarnOfDossierKey(context);
  site.Run(context.stop());
  return kDone;
}

}  // namespace

void AddServeCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("serve", "The review site, in a browser");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("--listen", options->listen, "Address and port")
      ->type_name("A:P")
      ->capture_default_str();
  command
      ->add_option("--health", options->health, "Address and port of /healthz, /readyz, /metrics")
      ->type_name("A:P")
      ->capture_default_str();
  command
      ->add_option("--host", options->hosts,
                   "A name under which browsers reach it (host or host:port); may be given again")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      ->add_option("--certificate", options->certificate, "TLS: PEM file of the certificate chain")
      ->type_name("F");
  command->add_option("--key", options->key, "TLS: PEM file of its private key")->type_name("F");
  command
      ->add_option("--trusted-proxy", options->proxies,
                   "Address of a proxy that speaks TLS for it; then only proxies may connect")
      ->type_name("A")
      ->allow_extra_args(false);
  command->add_option("--threads", options->threads, "Handlers at once, a database connection each")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->footer(
      "Listens on this machine only unless told; elsewhere it wants TLS or a proxy. Nobody can log "
      "in before\n"
      "`agencywatch user add` has made an account. The API is described at /api/openapi.json.\n"
      "Example: agencywatch serve --listen 0.0.0.0:8443 --host agencywatch.example.gov.vn "
      "--certificate chain.pem --key key.pem");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Serve(context, *options); });
  });
}

}  // namespace agencywatch::cli
