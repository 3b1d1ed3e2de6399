// Files that people lay into a case: a name that is safe to write anywhere, and a media type that a browser cannot be
// made to run.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::alerts {

// The last part of a path, whatever the system it comes from; control and invisible characters, quotes and leading dots
// out, at most 150 bytes with the ending kept. "tep" when nothing is left.
[[nodiscard]] std::string SafeFileName(std::string_view path);

// By the first bytes alone: PDF, JPEG, PNG, GIF, WebP, ZIP (so DOCX and XLSX), the old Office format, MP3, OGG, WAV and MP4; else
// text/plain for valid UTF-8 (HTML and SVG, too), and application/octet-stream for the rest. WHATWG MIME Sniffing has the
// signatures.
[[nodiscard]] std::string MediaTypeOf(std::string_view bytes);

}  // namespace agencywatch::alerts
