#include "alerts/api/static_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "alerts/api/api.h"
#include "core/sha256.h"
#include "web_files.h"

namespace agencywatch::alerts {
namespace {

// First parts of the paths that the browser part knows (alerts/web/src/App.svelte).
constexpr auto kPages = std::to_array<std::string_view>(
    {"", "account", "alerts", "audit", "cases", "check", "people", "postings", "referrals", "register",
     "register-import", "register-snapshots", "rules", "sources", "statistics", "subjects", "tips"});

std::string_view TypeOf(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTypes = {
      {{".html", "text/html; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".svg", "image/svg+xml"},
       {".woff2", "font/woff2"}}};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::string Gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) throw std::runtime_error("a file of the site cannot be compressed");
  return out;
}

}  // namespace

StaticFiles::StaticFiles() {
  for (const auto& file : embedded::web_files()) {
    const std::string path = "/" + std::string{file.path};
    File served;
    served.type = TypeOf(path);
    served.bytes = file.bytes;
    served.gzip = Gzip(file.bytes);
    served.etag = '"' + core::Sha256Hex(file.bytes).substr(0, 32) + '"';
    files_.emplace(path, std::move(served));
  }
}

HttpResponse StaticFiles::Get(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse answer = ErrorAnswer(405, "method", "this address takes only GET, HEAD");
    answer.headers.emplace_back("Allow", "GET, HEAD");
    return answer;
  }
  int status = 200;
  auto found = files_.find(request.path);
  if (found == files_.end()) {
    const auto first = std::string_view{request.path}.substr(1);
    const auto page = first.substr(0, first.find('/'));
    const bool known = std::find(kPages.begin(), kPages.end(), page) != kPages.end() &&
                       page.find('.') == std::string_view::npos;
    status = known ? 200 : 404;
    found = files_.find("/index.html");
    if (found == files_.end()) throw std::logic_error("the browser part is not built in");
  }
  const File& file = found->second;
  HttpResponse response{status,
                        {{"Content-Type", std::string{file.type}},
                         {"ETag", file.etag},
                         {"Vary", "Accept-Encoding"},
                         {"Cache-Control", "no-cache"}},
                        {}};
  if (status == 200 && request.Header("If-None-Match") == file.etag) {
    response.status = 304;
    return response;
  }
  if (request.Header("Accept-Encoding").find("gzip") != std::string_view::npos) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = file.gzip;
  } else {
    response.body = file.bytes;
  }
  return response;
}

}  // namespace agencywatch::alerts
