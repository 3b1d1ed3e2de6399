#include "alerts/cases/attachment.h"

#include <array>

#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxNameBytes = 150;
constexpr std::size_t kMaxEndingBytes = 10;

struct Signature {
  std::size_t at;
  std::string_view bytes;
  std::string_view media_type;
};
using namespace std::string_view_literals;
constexpr std::array kSignatures = {
    Signature{0, "%PDF-"sv, "application/pdf"},
    Signature{0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    Signature{0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    Signature{0, "GIF87a"sv, "image/gif"},
    Signature{0, "GIF89a"sv, "image/gif"},
    Signature{8, "WEBPVP"sv, "image/webp"},
    Signature{0, "PK\x03\x04"sv, "application/zip"},
    Signature{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
    Signature{0, "ID3"sv, "audio/mpeg"},
    Signature{0, "OggS\0"sv, "application/ogg"},
    Signature{8, "WAVE"sv, "audio/wav"},
    Signature{4, "ftyp"sv, "video/mp4"},
};

bool IsUnwanted(char32_t c) {
  return c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == U'"' || c == U'<' || c == U'>' ||
         c == U'|' || c == U'*' || c == U'?' || c == U':';
}

}  // namespace

std::string SafeFileName(std::string_view path) {
  const auto cut = path.find_last_of("/\\");
  if (cut != std::string_view::npos) path.remove_prefix(cut + 1);
  const std::string valid = core::MakeValidUtf8(path);
  std::string name;
  for (std::size_t at = 0; at < valid.size();) {
    const char32_t c = core::NextCodePoint(valid, at);
    if (!IsUnwanted(c)) core::AppendUtf8(name, c);
  }
  name = core::Trim(name);
  name.erase(0, name.find_first_not_of('.') == std::string::npos ? name.size() : name.find_first_not_of('.'));
  while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.pop_back();
  if (name.size() > kMaxNameBytes) {
    const auto dot = name.rfind('.');
    const std::string ending = dot != std::string::npos && name.size() - dot <= kMaxEndingBytes ? name.substr(dot) : "";
    name = std::string{core::Utf8Prefix(name, kMaxNameBytes - ending.size())} + ending;
  }
  return name.empty() ? "tep" : name;
}

std::string MediaTypeOf(std::string_view bytes) {
  for (const Signature& signature : kSignatures) {
    if (bytes.size() >= signature.at && bytes.substr(signature.at).starts_with(signature.bytes))
      return std::string{signature.media_type};
  }
  return core::IsValidUtf8(bytes) ? "text/plain" : "application/octet-stream";
}

}  // namespace agencywatch::alerts
