#include "rules/internal/json_text.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

namespace agencywatch::rules::internal {
namespace {

using Json = nlohmann::json;

// Keeps the strings of the outermost object and passes over everything else.
class FieldReader : public nlohmann::json_sax<Json> {
 public:
  FieldReader(const std::vector<std::string_view>& keys, TextFields& fields)
      : keys_(keys), fields_(fields), bad_(keys.size(), false) {}

  bool null() override { return Value(nullptr, false); }
  bool boolean(bool) override { return Value(nullptr, true); }
  bool number_integer(number_integer_t) override { return Value(nullptr, true); }
  bool number_unsigned(number_unsigned_t) override { return Value(nullptr, true); }
  bool number_float(number_float_t, const string_t&) override { return Value(nullptr, true); }
  bool string(string_t& text) override { return Value(&text, false); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(depth_ == 0); }
  bool start_array(std::size_t) override { return Open(false); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& key) override {
    if (depth_ != 1) return true;
    at_ = 0;
    while (at_ < keys_.size() && keys_[at_] != key) ++at_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

  void Finish() {
    if (!is_object_) {
      fields_.problem = TextFields::Problem::kNotAnObject;
      return;
    }
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (!bad_[i]) continue;
      fields_.problem = TextFields::Problem::kNotAString;
      fields_.key = keys_[i];
      return;
    }
  }

 private:
  bool Open(bool outermost_object) {
    if (depth_ == 0) {
      is_object_ = outermost_object;
    } else {
      static_cast<void>(Value(nullptr, true));
    }
    ++depth_;
    return true;
  }
  bool Close() {
    --depth_;
    return true;
  }
  bool Value(std::string* text, bool bad) {
    if (depth_ != 1 || !is_object_ || at_ >= keys_.size()) return true;
    bad_[at_] = bad;
    fields_.texts[at_] = text != nullptr ? std::optional(std::move(*text)) : std::nullopt;
    return true;
  }

  const std::vector<std::string_view>& keys_;
  TextFields& fields_;
  std::vector<bool> bad_;
  std::size_t depth_ = 0;
  std::size_t at_ = 0;  // the key whose value comes next
  bool is_object_ = false;
};

}  // namespace

void JsonWriter::Separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  out_ += bracket;
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  out_ += bracket;
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  out_ += '"';
  out_ += key;
  out_ += "\":";
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Text(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  Separate();
  out_ += '"';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out_ += text.substr(copied, at - copied);
    copied = at + 1;
    out_ += '\\';
    switch (c) {
      case '"':
      case '\\':
        out_ += c;
        break;
      case '\b':
        out_ += 'b';
        break;
      case '\f':
        out_ += 'f';
        break;
      case '\n':
        out_ += 'n';
        break;
      case '\r':
        out_ += 'r';
        break;
      case '\t':
        out_ += 't';
        break;
      default:
        out_ += "u00";
        out_ += kHex[static_cast<unsigned char>(c) / 16];
        out_ += kHex[static_cast<unsigned char>(c) % 16];
        break;
    }
  }
  out_ += text.substr(copied);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::TextOrNull(std::string_view text) { return text.empty() ? Null() : Text(text); }

JsonWriter& JsonWriter::Integer(std::int64_t value) {
  Separate();
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
  return *this;
}

JsonWriter& JsonWriter::Number(double value) {
  Separate();
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
  return *this;
}

JsonWriter& JsonWriter::Boolean(bool value) {
  Separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Null() {
  Separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::Raw(std::string_view json) {
  Separate();
  out_ += json;
  return *this;
}

TextFields ReadTextFields(std::string_view json, const std::vector<std::string_view>& keys) {
  TextFields fields;
  fields.texts.resize(keys.size());
  FieldReader reader(keys, fields);
  if (Json::sax_parse(json.begin(), json.end(), &reader)) {
    reader.Finish();
  } else {
    fields.problem = TextFields::Problem::kNotJson;
  }
  return fields;
}

}  // namespace agencywatch::rules::internal
