#include "crawler/warc_record.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/errors.h"
#include "core/sha256.h"

namespace agencywatch::crawler {
namespace {

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

WarcRecord Begin(std::string_view type, core::Instant date) {
  WarcRecord record;
  record.fields = {{"WARC-Type", std::string(type)},
                   {"WARC-Record-ID", NewRecordId()},
                   {"WARC-Date", core::FormatInstant(date)}};
  return record;
}

void AddTarget(WarcRecord& record, const FetchResult& fetch) {
  record.fields.emplace_back("WARC-Target-URI", fetch.url.Href());
  if (!fetch.exchange.ip.empty()) record.fields.emplace_back("WARC-IP-Address", fetch.exchange.ip);
}

// Section 5.13: why a block is shorter than what the server had.
std::string_view TruncatedReason(FailReason reason) {
  switch (reason) {
    case FailReason::kBodyTooLarge:
    case FailReason::kHeaderTooLarge:
      return "length";
    case FailReason::kConnectTimeout:
    case FailReason::kFirstByteTimeout:
    case FailReason::kTotalTimeout:
    case FailReason::kTooSlow:
      return "time";
    case FailReason::kConnectionLost:
    case FailReason::kTruncated:
      return "disconnect";
    case FailReason::kNameNotFound:
    case FailReason::kConnectFailed:
    case FailReason::kCertificate:
    case FailReason::kTls:
    case FailReason::kDecodedTooLarge:
    case FailReason::kBadHttp:
    case FailReason::kBadCoding:
    case FailReason::kOther:
      return "";
  }
  return "";
}

}  // namespace

std::string_view WarcRecord::Get(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (key.size() == name.size() &&
        std::equal(key.begin(), key.end(), name.begin(),
                   [](char a, char b) { return Lower(a) == Lower(b); })) {
      return value;
    }
  }
  return {};
}

std::string_view WarcRecord::target_uri() const {
  std::string_view uri = Get("WARC-Target-URI");
  if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);
  return uri;
}

std::string NewRecordId() {
  std::array<unsigned char, 16> bytes{};
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    throw core::CannotRun(std::string("the system gives no random numbers: ") +
                          std::strerror(errno));
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id = "<urn:uuid:";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += kHex[bytes[i] >> 4];
    id += kHex[bytes[i] & 15];
  }
  return id + ">";
}

std::string WarcDigest(std::string_view sha256_hex) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text = "sha256:";
  unsigned bits = 0;
  int count = 0;
  for (const char c : sha256_hex) {
    bits = (bits << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10)) & 0xFFF;
    count += 4;
    if (count >= 5) {
      count -= 5;
      text += kLetters[bits >> count & 31];
    }
  }
  if (count > 0) text += kLetters[bits << (5 - count) & 31];
  return text;
}

WarcRecord MakeWarcinfo(const std::string& file_name, const std::string& software,
                        const std::string& user_agent, core::Instant date) {
  WarcRecord record = Begin("warcinfo", date);
  record.fields.emplace_back("WARC-Filename", file_name);
  record.fields.emplace_back("Content-Type", "application/warc-fields");
  record.block =
      "software: " + software +
      "\r\nformat: WARC File Format 1.1\r\n"
      "conformsTo: "
      "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
      "robots: RFC 9309\r\n";
  if (!user_agent.empty()) record.block += "http-header-user-agent: " + user_agent + "\r\n";
  return record;
}

Answered MakeResponse(const FetchResult& fetch) {
  const Exchange& exchange = fetch.exchange;
  Answered answered;
  WarcRecord& record = answered.record;
  record = Begin("response", exchange.at);
  AddTarget(record, fetch);
  record.fields.emplace_back("Content-Type", "application/http;msgtype=response");
  const auto* failed = std::get_if<Failed>(&fetch.outcome);
  const std::string_view truncated = failed == nullptr ? "" : TruncatedReason(failed->reason);
  if (std::holds_alternative<Page>(fetch.outcome)) {
    answered.payload_sha256 = core::Sha256Hex(fetch.payload());
  } else if (truncated.empty()) {
    const DecodedBody payload =
        RemoveTransferCoding(exchange.head, exchange.response_body, exchange.response_body.size());
    if (payload.error == BodyError::kNone) answered.payload_sha256 = core::Sha256Hex(payload.bytes);
  } else {
    record.fields.emplace_back("WARC-Truncated", truncated);
  }
  if (!answered.payload_sha256.empty()) {
    record.fields.emplace_back("WARC-Payload-Digest", WarcDigest(answered.payload_sha256));
  }
  record.block = exchange.response_head + exchange.response_body;
  return answered;
}

WarcRecord MakeRevisit(const FetchResult& fetch, const RevisitOf& of) {
  WarcRecord record = Begin("revisit", fetch.exchange.at);
  AddTarget(record, fetch);
  record.fields.emplace_back("WARC-Profile",
                             "http://netpreserve.org/warc/1.1/revisit/server-not-modified");
  record.fields.emplace_back("WARC-Refers-To", of.record_id);
  record.fields.emplace_back("WARC-Refers-To-Target-URI", of.target_uri);
  record.fields.emplace_back("WARC-Refers-To-Date", core::FormatInstant(of.date));
  if (!of.payload_sha256.empty()) {
    record.fields.emplace_back("WARC-Payload-Digest", WarcDigest(of.payload_sha256));
  }
  record.fields.emplace_back("Content-Type", "application/http;msgtype=response");
  record.block = fetch.exchange.response_head;
  return record;
}

WarcRecord MakeRequest(const FetchResult& fetch, std::string_view concurrent_to) {
  WarcRecord record = Begin("request", fetch.exchange.at);
  AddTarget(record, fetch);
  record.fields.emplace_back("WARC-Concurrent-To", concurrent_to);
  record.fields.emplace_back("Content-Type", "application/http;msgtype=request");
  record.block = fetch.exchange.request;
  return record;
}

WarcRecord MakeMetadata(const FetchResult& fetch, std::string_view concurrent_to) {
  const Exchange& exchange = fetch.exchange;
  WarcRecord record = Begin("metadata", exchange.at);
  record.fields.emplace_back("WARC-Target-URI", fetch.url.Href());
  record.fields.emplace_back("WARC-Concurrent-To", concurrent_to);
  record.fields.emplace_back("Content-Type", "application/warc-fields");
  record.block = "outcome: " + OutcomeName(fetch.outcome) +
                 "\r\nfetchTimeMs: " + std::to_string(exchange.total.count()) +
                 "\r\nfirstByteMs: " + std::to_string(exchange.first_byte.count()) +
                 "\r\nserverPort: " + std::to_string(exchange.port) + "\r\n";
  if (!exchange.cert_sha256.empty())
    record.block += "certificateSha256: " + exchange.cert_sha256 + "\r\n";
  return record;
}

namespace {

bool IsUuidUrn(std::string_view id) {
  constexpr std::string_view kForm = "<urn:uuid:00000000-0000-0000-0000-000000000000>";
  if (id.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool hex = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f');
    if (kForm[i] == '0' ? !hex : id[i] != kForm[i]) return false;
  }
  return true;
}

// RFC 9562, version 8: the bits are our own.
std::string IdOfBytes(std::string_view what, std::string_view block) {
  core::Sha256 hash;
  hash.Add(what);
  hash.Add(block);
  std::string hex = hash.Hex().substr(0, 32);
  hex[12] = '8';
  hex[16] = 'a';
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
  return "<urn:uuid:" + hex + ">";
}

}  // namespace

Imported ImportResponse(const WarcRecord& from, core::Instant date) {
  Imported made;
  WarcRecord& record = made.record;
  const std::string uri(from.target_uri());
  const std::string day = core::FormatInstant(date);
  record.fields = {{"WARC-Type", "response"},
                   {"WARC-Record-ID", IsUuidUrn(from.id())
                                          ? std::string(from.id())
                                          : IdOfBytes(uri + "\n" + day + "\n", from.block)},
                   {"WARC-Date", day},
                   {"WARC-Target-URI", uri}};
  if (const auto ip = from.Get("WARC-IP-Address"); !ip.empty())
    record.fields.emplace_back("WARC-IP-Address", ip);
  if (from.block_cut)
    record.fields.emplace_back("WARC-Truncated", "length");
  else if (const auto reason = from.Get("WARC-Truncated"); !reason.empty())
    record.fields.emplace_back("WARC-Truncated", reason);
  record.fields.emplace_back("Content-Type", "application/http;msgtype=response");
  record.block = from.block;
  if (const auto head = ParseHttpHead(record.block)) {
    const std::size_t body = std::min(HttpBodyOffset(record.block), record.block.size());
    made.payload_sha256 = core::Sha256Hex(
        RemoveTransferCoding(*head, std::string_view(record.block).substr(body), record.block.size())
            .bytes);
    record.fields.emplace_back("WARC-Payload-Digest", WarcDigest(made.payload_sha256));
  }
  return made;
}

Imported ImportResource(std::string_view uri, std::string_view content_type,
                        std::string_view bytes, core::Instant date) {
  Imported made;
  made.payload_sha256 = core::Sha256Hex(bytes);
  made.record.fields = {{"WARC-Type", "resource"},
                        {"WARC-Record-ID", IdOfBytes(std::string(uri) + "\n", bytes)},
                        {"WARC-Date", core::FormatInstant(date)},
                        {"WARC-Target-URI", std::string(uri)},
                        {"Content-Type", std::string(content_type)},
                        {"WARC-Payload-Digest", WarcDigest(made.payload_sha256)}};
  made.record.block = bytes;
  return made;
}

}  // namespace agencywatch::crawler
