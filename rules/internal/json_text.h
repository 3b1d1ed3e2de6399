// JSON as text, written without a tree in between: `match` handles thousands of lines a second.
// Source: RFC 8259.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace agencywatch::rules::internal {

// Writes one value after the other; sets the commas. Keys are ours and need no escapes.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Close(']'); }
  JsonWriter& Key(std::string_view key);
  JsonWriter& Text(std::string_view text);  // valid UTF-8
  JsonWriter& TextOrNull(std::string_view text);  // null for the empty text
  JsonWriter& Integer(std::int64_t value);
  JsonWriter& Number(double value);  // the shortest text that reads back as the same number
  JsonWriter& Boolean(bool value);
  JsonWriter& Null();
  JsonWriter& Raw(std::string_view json);  // a value that is written already

 private:
  JsonWriter& Open(char bracket);
  JsonWriter& Close(char bracket);
  void Separate();

  std::string& out_;
  bool comma_ = false;  // one is due before the next value
};

}  // namespace agencywatch::rules::internal
