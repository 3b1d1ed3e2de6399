#include "crawler/charset.h"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/utf8.h"
#include "crawler/vietnamese_fonts.h"

namespace agencywatch::crawler {
namespace {

struct Charset {
  std::string_view label;  // lower case, as found in headers and pages
  std::string_view name;   // the standard's, lower case
  const char* icu;         // ICU's name; nullptr for UTF-8, which needs no converter
};

// The labels that occur. The standard's own substitutions are in it: Latin-1 means windows-1252, UTF-16 in a page
// that could be read as ASCII means UTF-8.
constexpr std::array kCharsets = std::to_array<Charset>({
    {"utf-8", "utf-8", nullptr},
    {"utf8", "utf-8", nullptr},
    {"unicode-1-1-utf-8", "utf-8", nullptr},
    {"x-unicode20utf8", "utf-8", nullptr},
    {"utf-16", "utf-16le", "UTF-16LE"},
    {"utf-16le", "utf-16le", "UTF-16LE"},
    {"utf-16be", "utf-16be", "UTF-16BE"},
    {"windows-1258", "windows-1258", "windows-1258"},
    {"cp1258", "windows-1258", "windows-1258"},
    {"x-cp1258", "windows-1258", "windows-1258"},
    {"windows-1252", "windows-1252", "windows-1252"},
    {"cp1252", "windows-1252", "windows-1252"},
    {"x-cp1252", "windows-1252", "windows-1252"},
    {"iso-8859-1", "windows-1252", "windows-1252"},
    {"iso8859-1", "windows-1252", "windows-1252"},
    {"iso_8859-1", "windows-1252", "windows-1252"},
    {"latin1", "windows-1252", "windows-1252"},
    {"l1", "windows-1252", "windows-1252"},
    {"ascii", "windows-1252", "windows-1252"},
    {"us-ascii", "windows-1252", "windows-1252"},
    {"iso-8859-2", "iso-8859-2", "ISO-8859-2"},
    {"latin2", "iso-8859-2", "ISO-8859-2"},
    {"iso-8859-15", "iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "iso-8859-16", "windows-1250"},
    {"windows-1250", "windows-1250", "windows-1250"},
    {"cp1250", "windows-1250", "windows-1250"},
    {"windows-1251", "windows-1251", "windows-1251"},
    {"cp1251", "windows-1251", "windows-1251"},
    {"koi8-r", "koi8-r", "KOI8-R"},
    {"koi8-u", "koi8-u", "KOI8-U"},
    {"windows-1253", "windows-1253", "windows-1253"},
    {"iso-8859-7", "iso-8859-7", "ISO-8859-7"},
    {"windows-1254", "windows-1254", "windows-1254"},
    {"iso-8859-9", "windows-1254", "windows-1254"},
    {"windows-1255", "windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256", "windows-1256"},
    {"windows-1257", "windows-1257", "windows-1257"},
    {"windows-874", "windows-874", "windows-874"},
    {"tis-620", "windows-874", "windows-874"},
    {"iso-8859-11", "windows-874", "windows-874"},
    {"macintosh", "macintosh", "macintosh"},
    {"gbk", "gbk", "GBK"},
    {"gb2312", "gbk", "GBK"},
    {"gb_2312-80", "gbk", "GBK"},
    {"x-gbk", "gbk", "GBK"},
    {"gb18030", "gb18030", "gb18030"},
    {"big5", "big5", "Big5-HKSCS"},
    {"big5-hkscs", "big5", "Big5-HKSCS"},
    {"euc-tw", "euc-tw", "EUC-TW"},
    {"shift_jis", "shift_jis", "windows-31j"},
    {"shift-jis", "shift_jis", "windows-31j"},
    {"sjis", "shift_jis", "windows-31j"},
    {"x-sjis", "shift_jis", "windows-31j"},
    {"windows-31j", "shift_jis", "windows-31j"},
    {"euc-jp", "euc-jp", "EUC-JP"},
    {"iso-2022-jp", "iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "euc-kr", "windows-949"},
    {"ks_c_5601-1987", "euc-kr", "windows-949"},
    {"windows-949", "euc-kr", "windows-949"},
    {"uhc", "euc-kr", "windows-949"},
});
constexpr Charset kUtf8 = kCharsets[0];

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::optional<Charset> FindCharset(std::string_view label) {
  const std::string lower = Lower(core::Trim(label));
  for (const Charset& charset : kCharsets)
    if (charset.label == lower) return charset;
  return std::nullopt;
}

// The value behind "charset=" (or "encoding="), quoted or not.
std::string_view ValueBehind(std::string_view lower, std::string_view key) {
  for (std::size_t at = lower.find(key); at != std::string_view::npos;
       at = lower.find(key, at + 1)) {
    std::size_t begin = at + key.size();
    while (begin < lower.size() && lower[begin] == ' ') ++begin;
    if (begin >= lower.size() || lower[begin] != '=') continue;
    ++begin;
    while (begin < lower.size() &&
           (lower[begin] == ' ' || lower[begin] == '"' || lower[begin] == '\''))
      ++begin;
    std::size_t end = begin;
    while (end < lower.size() &&
           std::string_view("\"' ;>/\t\r\n?").find(lower[end]) == std::string_view::npos)
      ++end;
    if (end > begin) return lower.substr(begin, end - begin);
  }
  return {};
}

// <meta charset=…>, <meta http-equiv … content="…; charset=…">, <?xml encoding=…?>. The standard looks at the first
// 1024 bytes; browsers read on, so do we.
std::optional<Charset> FromPage(std::string_view bytes) {
  constexpr std::size_t kPrescanBytes = 8192;
  const std::string lower = Lower(bytes.substr(0, kPrescanBytes));
  const std::string_view view = lower;
  if (view.starts_with("<?xml")) {
    if (auto charset = FindCharset(ValueBehind(view.substr(0, view.find("?>")), "encoding")))
      return charset;
  }
  std::size_t at = 0;
  while ((at = view.find('<', at)) != std::string_view::npos) {
    if (view.substr(at, 4) == "<!--") {
      at = view.find("-->", at + 4);
      if (at == std::string_view::npos) break;
      continue;
    }
    if (view.substr(at, 5) == "<meta") {
      const std::size_t end = view.find('>', at);
      if (auto charset = FindCharset(ValueBehind(view.substr(at, end - at), "charset"))) {
        // A page whose meta element could be read is not UTF-16.
        return charset->name.starts_with("utf-16") ? kUtf8 : *charset;
      }
    }
    ++at;
  }
  return std::nullopt;
}

struct DetectorDeleter {
  void operator()(std::remove_pointer_t<uchardet_t>* detector) const noexcept {
    uchardet_delete(detector);
  }
};

std::optional<Charset> Detect(std::string_view bytes) {
  constexpr std::size_t kDetectBytes = 64UL * 1024;
  const std::unique_ptr<std::remove_pointer_t<uchardet_t>, DetectorDeleter> detector(
      uchardet_new());
  if (!detector) return std::nullopt;
  const std::size_t size = std::min(bytes.size(), kDetectBytes);
  if (uchardet_handle_data(detector.get(), bytes.data(), size) != 0) return std::nullopt;
  uchardet_data_end(detector.get());
  return FindCharset(uchardet_get_charset(detector.get()));
}

struct ConverterDeleter {
  void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};

std::optional<std::string> Convert(std::string_view bytes, const char* icu_name) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterDeleter> converter(ucnv_open(icu_name, &error));
  if (U_FAILURE(error)) return std::nullopt;
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  std::vector<UChar> units(16 * 1024);
  std::vector<char> utf8(units.size() * 3);
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  UChar* from =
      units.data();  // where the next unit goes: a high surrogate may wait at the beginning
  while (true) {
    UChar* target = from;
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, end, nullptr,
                   true, &error);
    const bool full = error == U_BUFFER_OVERFLOW_ERROR;
    if (U_FAILURE(error) && !full) return std::nullopt;
    auto count = static_cast<std::int32_t>(target - units.data());
    const bool half =
        full && count > 0 && (units[static_cast<std::size_t>(count) - 1] & 0xFC00) == 0xD800;
    const UChar waiting = half ? units[static_cast<std::size_t>(--count)] : UChar{0};
    std::int32_t bytes_out = 0;
    error = U_ZERO_ERROR;
    u_strToUTF8WithSub(utf8.data(), static_cast<std::int32_t>(utf8.size()), &bytes_out,
                       units.data(), count, 0xFFFD, nullptr, &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.append(utf8.data(), static_cast<std::size_t>(bytes_out));
    if (!full) return out;
    from = units.data();
    if (half) *from++ = waiting;
  }
}

bool HasNonAscii(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::uint64_t eight = 0;
  for (; bytes.size() >= sizeof eight; bytes.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, bytes.data(), sizeof eight);
    if ((eight & kHighBits) != 0) return true;
  }
  return std::any_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// Valid UTF-8, but perhaps for its end: a body that was cut off in the middle of a letter still is. `used` is set
// when there are whole letters beyond ASCII in it, `whole` when nothing at all is wrong.
bool IsUtf8ButForItsEnd(std::string_view bytes, bool& used, bool& whole) {
  whole = core::IsValidUtf8(bytes);
  if (whole) {
    used = HasNonAscii(bytes);
    return true;
  }
  std::string no_nul;
  if (bytes.find('\0') != std::string_view::npos) {
    no_nul = bytes;
    std::replace(no_nul.begin(), no_nul.end(), '\0', ' ');
    bytes = no_nul;
  }
  for (std::size_t cut = 0; cut < 4 && cut <= bytes.size(); ++cut) {
    const std::string_view kept = bytes.substr(0, bytes.size() - cut);
    if (!core::IsValidUtf8(kept)) continue;
    used = HasNonAscii(kept);
    return true;
  }
  return false;
}

// `whole`: as for IsUtf8ButForItsEnd.
Charset Choose(std::string_view bytes, std::string_view content_type, bool& whole) {
  const auto declared = [&]() -> std::optional<Charset> {
    const std::string lower = Lower(content_type);
    if (auto charset = FindCharset(ValueBehind(lower, "charset"))) return charset;
    return FromPage(bytes);
  }();
  bool used = false;
  const bool valid = IsUtf8ButForItsEnd(bytes, used, whole);
  if (declared && (declared->icu == nullptr || declared->name.starts_with("utf-16"))) {
    if (declared->icu != nullptr || valid) return *declared;
    // It says UTF-8 and is not: a second declaration may know better.
    const auto meta = FromPage(bytes);
    return meta && meta->icu != nullptr ? *meta : kUtf8;
  }
  if (valid && used) return kUtf8;
  if (declared) return *declared;
  if (!HasNonAscii(bytes)) return kUtf8;
  const auto detected = Detect(bytes);
  if (detected && detected->icu != nullptr) return *detected;
  return *FindCharset("windows-1258");
}

}  // namespace

namespace {

// Letters of a Vietnamese font, whatever the page declares: read as Latin-1, they make Vietnamese.
std::optional<DecodedPage> DecodeAsFont(std::string_view latin1) {
  const auto font = FindVietnameseFont(latin1);
  if (!font) return std::nullopt;
  return DecodedPage{DecodeVietnameseFont(latin1, *font), std::string(VietnameseFontName(*font))};
}

std::string FromLatin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 4);
  for (const char c : bytes)
    core::AppendUtf8(
        out, c == '\0' ? char32_t{0xFFFD} : static_cast<char32_t>(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

DecodedPage DecodePage(std::string_view bytes, std::string_view content_type) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return {core::MakeValidUtf8(bytes.substr(3)), "utf-8"};
  Charset charset = kUtf8;
  bool whole = false;
  if (bytes.starts_with("\xFF\xFE")) {
    charset = *FindCharset("utf-16le");
    bytes.remove_prefix(2);
  } else if (bytes.starts_with("\xFE\xFF")) {
    charset = *FindCharset("utf-16be");
    bytes.remove_prefix(2);
  } else {
    charset = Choose(bytes, content_type, whole);
  }
  if (charset.icu != nullptr && !charset.name.starts_with("utf-16") && HasNonAscii(bytes))
    if (auto page = DecodeAsFont(FromLatin1(bytes))) return *page;
  if (charset.icu != nullptr) {
    if (auto text = Convert(bytes, charset.icu))
      return {core::MakeValidUtf8(*text), std::string(charset.name)};
    charset = kUtf8;  // a converter that this ICU was built without
  }
  std::string text = whole ? std::string(bytes) : core::MakeValidUtf8(bytes);
  // Typed into a form in such a font: the letters are Latin-1, each encoded as UTF-8.
  if (HasNonAscii(bytes))
    if (auto page = DecodeAsFont(text)) return *page;
  return {std::move(text), std::string(charset.name)};
}

}  // namespace agencywatch::crawler
