#include "crawler/http_message.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace agencywatch::crawler {
namespace {

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view TrimOws(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// The names of a comma-separated list, without parameters, in lower case.
std::vector<std::string> Tokens(std::string_view list) {
  std::vector<std::string> tokens;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view token = list.substr(0, comma);
    token = TrimOws(token.substr(0, token.find(';')));
    std::string lower(token);
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    if (!lower.empty()) tokens.push_back(std::move(lower));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return tokens;
}

std::optional<int> Number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty() || text[0] == '-') {
    return std::nullopt;
  }
  return number;
}

class ZStream {
 public:
  // `window_bits` as in inflateInit2: 47 knows gzip and zlib by themselves, -15 is raw deflate.
  explicit ZStream(int window_bits) : ok_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~ZStream() {
    if (ok_) inflateEnd(&stream_);
  }
  ZStream(const ZStream&) = delete;
  ZStream& operator=(const ZStream&) = delete;
  [[nodiscard]] bool ok() const { return ok_; }
  z_stream& operator*() { return stream_; }

 private:
  z_stream stream_{};
  bool ok_;
};

DecodedBody InflateWith(int window_bits, std::string_view compressed, std::size_t max_bytes) {
  DecodedBody result;
  ZStream owner(window_bits);
  if (!owner.ok()) {
    result.error = BodyError::kBadCompression;
    return result;
  }
  z_stream& stream = *owner;
  std::array<char, 64 * 1024> buffer;
  std::size_t fed = 0;
  for (;;) {
    if (stream.avail_in == 0 && fed < compressed.size()) {
      const std::size_t part = std::min<std::size_t>(compressed.size() - fed, 1U << 20);
      // zlib only reads through this pointer.
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data() + fed));
      stream.avail_in = static_cast<uInt>(part);
      fed += part;
    }
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t made = buffer.size() - stream.avail_out;
    if (made > max_bytes - result.bytes.size()) {
      result.bytes.append(buffer.data(), max_bytes - result.bytes.size());
      result.error = BodyError::kTooLarge;
      return result;
    }
    result.bytes.append(buffer.data(), made);
    if (code == Z_STREAM_END) {
      // Another gzip member may follow; anything else behind the end is left alone, as browsers do.
      const std::size_t at = fed - stream.avail_in;
      if (window_bits > 0 && compressed.substr(at).starts_with("\x1F\x8B")) {
        if (inflateReset(&stream) == Z_OK) continue;
      }
      return result;
    }
    const bool starved = code == Z_BUF_ERROR && fed == compressed.size();
    if ((code != Z_OK && code != Z_BUF_ERROR) || starved) {
      result.error = BodyError::kBadCompression;
      return result;
    }
  }
}

}  // namespace

std::string_view HttpHead::Get(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return {};
}

std::string HttpHead::GetAll(std::string_view name) const {
  std::string all;
  for (const auto& [key, value] : fields) {
    if (EqualsIgnoringCase(key, name)) all += (all.empty() ? "" : ", ") + value;
  }
  return all;
}

std::size_t HttpBodyOffset(std::string_view message) {
  // An empty line ends the head, whether its lines end in CRLF or in LF alone.
  for (std::size_t at = message.find('\n'); at != std::string_view::npos;
       at = message.find('\n', at + 1)) {
    const std::string_view rest = message.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return std::string_view::npos;
}

std::optional<HttpHead> ParseHttpHead(std::string_view head) {
  constexpr std::size_t kMaxFields = 1000;
  HttpHead result;
  bool first = true;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (first) {
      first = false;
      const std::size_t blank = line.find(' ');
      if (!line.starts_with("HTTP/") || blank == std::string_view::npos) return std::nullopt;
      const auto status = Number(line.substr(blank + 1, 3));
      if (!status || *status < 100) return std::nullopt;
      result.status = *status;
      continue;
    }
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') {  // obs-fold
      if (!result.fields.empty()) result.fields.back().second += " " + std::string(TrimOws(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || result.fields.size() >= kMaxFields) continue;
    result.fields.emplace_back(TrimOws(line.substr(0, colon)), TrimOws(line.substr(colon + 1)));
  }
  if (first) return std::nullopt;
  return result;
}

DecodedBody RemoveTransferCoding(const HttpHead& head, std::string_view raw,
                                 std::size_t max_bytes) {
  DecodedBody result;
  const auto codings = Tokens(head.GetAll("Transfer-Encoding"));
  for (const std::string& coding : codings) {
    if (coding != "chunked" && coding != "identity") {
      result.error = BodyError::kUnknownCoding;
      return result;
    }
  }
  if (std::find(codings.begin(), codings.end(), "chunked") == codings.end()) {
    result.bytes = std::string(raw.substr(0, max_bytes));
    if (raw.size() > max_bytes) result.error = BodyError::kTooLarge;
    return result;
  }
  for (;;) {
    const std::size_t end = raw.find('\n');
    if (end == std::string_view::npos) break;
    std::string_view line = raw.substr(0, end);
    line = TrimOws(line.substr(0, line.find(';')));
    raw.remove_prefix(end + 1);
    std::uint64_t size = 0;
    const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (error != std::errc{} || stop != line.data() + line.size() || line.empty()) break;
    if (size == 0) return result;  // trailers may follow; nobody reads them
    const std::string_view chunk = raw.substr(0, size);
    if (chunk.size() > max_bytes - result.bytes.size()) {
      result.bytes.append(chunk.substr(0, max_bytes - result.bytes.size()));
      result.error = BodyError::kTooLarge;
      return result;
    }
    result.bytes.append(chunk);
    if (chunk.size() < size) break;
    raw.remove_prefix(chunk.size());
    if (raw.starts_with("\r\n")) {
      raw.remove_prefix(2);
    } else if (raw.starts_with('\n')) {
      raw.remove_prefix(1);
    } else {
      break;
    }
  }
  result.error = BodyError::kBadChunks;
  return result;
}

DecodedBody RemoveContentCoding(const HttpHead& head, std::string payload, std::size_t max_bytes) {
  constexpr std::size_t kMaxCodings = 3;
  DecodedBody result;
  result.bytes = std::move(payload);
  auto codings = Tokens(head.GetAll("Content-Encoding"));
  codings.erase(std::remove_if(codings.begin(), codings.end(),
                               [](const std::string& coding) {
                                 return coding == "identity" || coding == "none" ||
                                        coding == "utf-8";
                               }),
                codings.end());
  if (codings.size() > kMaxCodings) {
    result.error = BodyError::kTooLarge;
    return result;
  }
  for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
    if (result.bytes.empty()) return result;
    if (*coding == "gzip" || *coding == "x-gzip") {
      if (result.bytes.starts_with("\x1F\x8B")) result = Inflate(result.bytes, max_bytes);
    } else if (*coding == "deflate") {
      DecodedBody inflated = Inflate(result.bytes, max_bytes);
      if (inflated.error == BodyError::kBadCompression && inflated.bytes.empty()) {
        inflated = InflateWith(-15, result.bytes, max_bytes);
      }
      result = std::move(inflated);
    } else {
      result.error = BodyError::kUnknownCoding;
    }
    if (result.error != BodyError::kNone) return result;
  }
  if (result.bytes.size() > max_bytes) {
    result.bytes.resize(max_bytes);
    result.error = BodyError::kTooLarge;
  }
  return result;
}

DecodedBody Inflate(std::string_view compressed, std::size_t max_bytes) {
  return InflateWith(15 + 32, compressed, max_bytes);
}

std::optional<core::Instant> ParseHttpDate(std::string_view text) {
  // All three forms hold a day, an English month, a year and hh:mm:ss in some order; the zone is
  // always GMT.
  static constexpr std::array<std::string_view, 12> kMonths = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  if (text.size() > 64) return std::nullopt;
  std::optional<int> day;
  std::optional<int> year;
  std::optional<unsigned> month;
  std::optional<std::chrono::seconds> time;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" ,-\t"), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    if (part.size() == 8 && part[2] == ':' && part[5] == ':') {
      const auto h = Number(part.substr(0, 2));
      const auto m = Number(part.substr(3, 2));
      const auto s = Number(part.substr(6, 2));
      if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
      time = std::chrono::hours(*h) + std::chrono::minutes(*m) + std::chrono::seconds(*s);
    } else if (const auto number = Number(part)) {
      if (!day) {
        day = *number;
      } else if (!year) {
        year = part.size() == 2 ? *number + (*number < 70 ? 2000 : 1900) : *number;
      } else {
        return std::nullopt;
      }
    } else if (part.size() == 3) {
      for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (EqualsIgnoringCase(part, kMonths[i])) month = static_cast<unsigned>(i + 1);
      }
    }
  }
  if (!day || !month || !year || !time || *year > 9999 || *day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return core::Instant(std::chrono::sys_days(date)) + *time;
}

std::optional<std::chrono::seconds> ParseRetryAfter(std::string_view text, core::Instant now) {
  text = TrimOws(text);
  if (const auto seconds = Number(text)) return std::chrono::seconds(*seconds);
  const auto date = ParseHttpDate(text);
  if (!date) return std::nullopt;
  return std::max(std::chrono::seconds(0), std::chrono::seconds(*date - now));
}

}  // namespace agencywatch::crawler
