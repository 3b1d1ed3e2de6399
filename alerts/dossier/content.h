// What lies where in the sealed part of a dossier. Paths are from `sealed/`.
#pragma once

#include <string_view>

namespace agencywatch::alerts {

// The two parts in the payload of the whole bag; the redacted one is a signed bag of its own.
inline constexpr std::string_view kSealedPart = "sealed/";
inline constexpr std::string_view kRedactedPart = "redacted/";

inline constexpr std::string_view kPostingsFile = "postings.json";     // adverts, and what was made of them
inline constexpr std::string_view kCapturesFile = "captures.warc.gz";  // whole WARC records
inline constexpr std::string_view kCollectionFile = "collection.json";  // how each record came about
inline constexpr std::string_view kHistoryFile = "history.json";       // when each advert was seen
inline constexpr std::string_view kAuditFile = "audit.json";           // the case's part of the chain
inline constexpr std::string_view kRulesFolder = "rules/";             // SHA-256.pack: rules and reference tables
inline constexpr std::string_view kCaseFile = "case.json";             // case and referral, people's words, attachments
inline constexpr std::string_view kAttachmentsFolder = "attachments/";  // NUMBER-NAME, in plain letters: files that people laid into the case
inline constexpr std::string_view kRegisterFolder = "register/";       // the register as it was known

}  // namespace agencywatch::alerts
