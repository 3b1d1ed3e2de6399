#include "cli/demo/demo_world.h"

#include <stdexcept>

#include "demo_settings.h"
#include "demo_sites.h"

namespace agencywatch::demo {

std::unique_ptr<DemoSites> StartDemoSites(DemoSites::Options options) {
  return std::make_unique<DemoSites>(embedded::demo_sites(), options);
}

std::string DemoSourcesYaml(const DemoSites& sites) {
  for (const auto& file : embedded::demo_settings()) {
    if (file.path == "sources.yaml") return sites.Render(file.bytes);
  }
  throw std::logic_error("demo: sources.yaml was not built in");
}

}  // namespace agencywatch::demo
