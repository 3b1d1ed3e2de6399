// `agencywatch serve`: the review site.
#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <memory>

#include "alerts/api/site.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/version.h"
#include "core/errors.h"
#include "db/database.h"

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

int Serve(Context& context, const ServeOptions& options) {
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
  alerts::Site site(site_options, services, context.database(), context.log());
  const bool english = context.english();
  std::cout << (english ? "The review site: " : "Trang rà soát: ") << Url(http, site.port()) << '\n'
            << (english ? "Health and metrics: " : "Tình trạng và số đo: ")
            << Url(site_options.health, site.health_port()) << "healthz, readyz, metrics\n"
            << (english ? "Accounts: agencywatch user add NAME --role inspector. Ctrl-C ends it."
                        : "Tài khoản: agencywatch user add TÊN --role inspector. Ctrl-C để dừng.")
            << std::endl;
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
