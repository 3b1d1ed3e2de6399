#include "rules/internal/json_fields.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/utf8.h"

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

// Reads what nearly every line is: a flat object of strings and nulls in valid UTF-8. Says no to everything else, errors
// among them: FieldReader then decides.
class PlainReader {
 public:
  PlainReader(std::string_view json, const std::vector<std::string_view>& keys, TextFields& fields)
      : json_(json), keys_(keys), fields_(fields) {}

  bool Read() {
    SkipBlanks();
    if (!Take('{')) return false;
    SkipBlanks();
    if (!Take('}')) {
      std::string key;
      do {
        SkipBlanks();
        key.clear();
        if (!ReadString(key)) return false;
        SkipBlanks();
        if (!Take(':')) return false;
        SkipBlanks();
        if (!ReadValue(key)) return false;
        SkipBlanks();
      } while (Take(','));
      if (!Take('}')) return false;
    }
    SkipBlanks();
    return at_ == json_.size();
  }

 private:
  void SkipBlanks() {
    while (at_ < json_.size() &&
           (json_[at_] == ' ' || json_[at_] == '\t' || json_[at_] == '\n' || json_[at_] == '\r'))
      ++at_;
  }
  bool Take(char c) {
    if (at_ == json_.size() || json_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool ReadValue(const std::string& key) {
    const auto known = std::find(keys_.begin(), keys_.end(), key);
    std::optional<std::string> text;
    if (json_.substr(at_).starts_with("null")) {
      at_ += 4;
    } else if (!ReadString(text.emplace())) {
      return false;
    }
    if (known != keys_.end())
      fields_.texts[static_cast<std::size_t>(known - keys_.begin())] = std::move(text);
    return true;
  }
  bool ReadString(std::string& text) {
    if (!Take('"')) return false;
    while (true) {
      const std::size_t begin = at_;
      while (at_ < json_.size() && static_cast<unsigned char>(json_[at_]) >= 0x20 &&
             json_[at_] != '"' && json_[at_] != '\\')
        ++at_;
      text.append(json_, begin, at_ - begin);
      if (Take('"')) return true;
      if (!Take('\\') || !ReadEscape(text)) return false;
    }
  }
  bool ReadEscape(std::string& text) {
    static constexpr std::string_view kLetters = "\"\\/bfnrt";
    static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (at_ == json_.size()) return false;
    if (Take('u')) return ReadCodePoint(text);
    const std::size_t which = kLetters.find(json_[at_]);
    if (which == std::string_view::npos) return false;
    text += kMeant[which];
    ++at_;
    return true;
  }
  // Four hexadecimal digits. Pairs of surrogates are rare.
  bool ReadCodePoint(std::string& text) {
    constexpr std::size_t kDigits = 4;
    if (json_.size() - at_ < kDigits) return false;
    unsigned code_point = 0;
    const char* const end = json_.data() + at_ + kDigits;
    if (std::from_chars(json_.data() + at_, end, code_point, 16).ptr != end) return false;
    if (code_point >= 0xD800 && code_point <= 0xDFFF) return false;
    at_ += kDigits;
    core::AppendUtf8(text, code_point);
    return true;
  }

  std::string_view json_;
  const std::vector<std::string_view>& keys_;
  TextFields& fields_;
  std::size_t at_ = 0;
};

}  // namespace

TextFields ReadTextFields(std::string_view json, const std::vector<std::string_view>& keys) {
  TextFields fields;
  fields.texts.resize(keys.size());
  if (core::IsValidUtf8(json) && PlainReader(json, keys, fields).Read()) return fields;
  fields.texts.assign(keys.size(), std::nullopt);
  FieldReader reader(keys, fields);
  if (Json::sax_parse(json.begin(), json.end(), &reader)) {
    reader.Finish();
  } else {
    fields.problem = TextFields::Problem::kNotJson;
  }
  return fields;
}

}  // namespace agencywatch::rules::internal
