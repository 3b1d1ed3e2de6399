// The browser part, as built in: which file a path means, compressed once.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "alerts/api/http_server.h"

namespace agencywatch::alerts {

class StaticFiles {
 public:
  StaticFiles();
  // A file, or the page for every path that a page of the browser part has; else the page with 404.
  [[nodiscard]] HttpResponse Get(const HttpRequest& request) const;

 private:
  struct File {
    std::string_view type;
    std::string_view bytes;
    std::string gzip;
    std::string etag;
  };
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace agencywatch::alerts
