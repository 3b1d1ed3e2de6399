// The bundled demo: eight fictional sites (a job board, an agency, a newspaper with an RSS feed, the
// licence register, classified adverts with contacts in emoji, an employment centre read by its
// Atom feed, an industrial park read by its sitemaps, a craft village in windows-1258), the sources.yaml that points at them, and the moment at
// which they are scanned. What a scan must find there: tests/e2e/demo_expectations.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "cli/demo/site_server.h"
#include "core/time.h"

namespace agencywatch::demo {

// The pages are those of Friday 20 November 2026; the scan is at 06:00 of the next morning in
// Vietnam.
inline constexpr core::Instant kDemoNow =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{23};

// Serves all sites until the result ends. `options` and errors as for DemoSites.
[[nodiscard]] std::unique_ptr<DemoSites> StartDemoSites(DemoSites::Options options);

// The demo's sources.yaml for sites that are being served. The keys of the sources are those of the
// sites.
[[nodiscard]] std::string DemoSourcesYaml(const DemoSites& sites);

}  // namespace agencywatch::demo
