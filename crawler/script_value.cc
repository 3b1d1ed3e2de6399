#include "crawler/script_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/utf8.h"

namespace agencywatch::crawler {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxValues = 200'000;
constexpr std::size_t kMaxMembers = 300;
constexpr std::size_t kMaxNamedBytes = 4UL * 1024 * 1024;  // that names stand for, all together

bool IsNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// Thrown away inside: what cannot be read ends the reading of the whole value.
struct Unreadable {};

class Parser {
 public:
  using Names = std::unordered_map<std::string, ScriptValue>;

  Parser(std::string_view text, const Names* names) : text_(text), names_(names) {}

  ScriptValue Value(int depth = 0) {
    if (depth > kMaxDepth || ++values_ > kMaxValues) throw Unreadable{};
    SkipBlanks();
    const char c = Peek();
    if (c == '{') return Object(depth);
    if (c == '[') return Array(depth);
    if (c == '"' || c == '\'' || c == '`') return String();
    if (c == '(') {
      ++at_;
      ScriptValue value = Value(depth + 1);
      Expect(')');
      return value;
    }
    if (c == '!') {  // !0, !1
      ++at_;
      const ScriptValue of = Value(depth + 1);
      return of == ScriptValue(0);
    }
    if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9')) return Number();
    return Name(depth);
  }

  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  void SkipBlanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
        ++at_;
      else if (rest().starts_with("/*"))
        at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2;
      else if (rest().starts_with("//"))
        at_ = std::min(text_.find('\n', at_), text_.size());
      else
        return;
    }
  }
  bool Skip(char wanted) {
    SkipBlanks();
    if (Peek() != wanted) return false;
    ++at_;
    return true;
  }
  void Expect(char wanted) {
    if (!Skip(wanted)) throw Unreadable{};
  }
  std::string Word() {
    SkipBlanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsNamePart(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

 private:
  [[nodiscard]] char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  ScriptValue Object(int depth) {
    ScriptValue object = ScriptValue::object();
    ++at_;
    while (!Skip('}')) {
      const char c = Peek();
      std::string key = c == '"' || c == '\'' ? String() : Word();
      Expect(':');
      ScriptValue value = Value(depth + 1);
      if (object.size() < kMaxMembers) object[std::move(key)] = std::move(value);
      if (!Skip(',')) {
        Expect('}');
        break;
      }
    }
    return object;
  }

  ScriptValue Array(int depth) {
    ScriptValue array = ScriptValue::array();
    ++at_;
    while (!Skip(']')) {
      if (Skip(',')) {  // a place left out
        array.push_back(nullptr);
        continue;
      }
      array.push_back(Value(depth + 1));
      if (!Skip(',')) {
        Expect(']');
        break;
      }
    }
    return array;
  }

  unsigned Hexadecimal(std::size_t digits) {
    if (text_.size() - at_ < digits) throw Unreadable{};
    unsigned value = 0;
    const char* const begin = text_.data() + at_;
    if (std::from_chars(begin, begin + digits, value, 16).ptr != begin + digits) throw Unreadable{};
    at_ += digits;
    return value;
  }

  void Escape(std::string& out) {
    const char c = Peek();
    ++at_;
    switch (c) {
      case 'n':
        out += '\n';
        break;
      case 't':
      case 'r':
      case 'b':
      case 'f':
      case 'v':
        out += ' ';
        break;
      case '\n':
        break;
      case 'x':
        core::AppendUtf8(out, Hexadecimal(2));
        break;
      case 'u': {
        char32_t letter = 0;
        if (Peek() == '{') {
          const std::size_t close = text_.find('}', at_);
          if (close == std::string_view::npos || close - at_ - 1 > 6 || close == at_ + 1)
            throw Unreadable{};
          ++at_;
          letter = Hexadecimal(close - at_);
          ++at_;
        } else {
          letter = Hexadecimal(4);
        }
        if (letter >= 0xD800 && letter < 0xDC00 && rest().starts_with("\\u")) {
          at_ += 2;
          const char32_t low = Hexadecimal(4);
          letter = 0x10000 + ((letter - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF);
        }
        const bool half = letter >= 0xD800 && letter < 0xE000;
        core::AppendUtf8(out, letter == 0 || half || letter > 0x10FFFF ? 0xFFFD : letter);
        break;
      }
      default:
        out += c;
    }
  }

  std::string String() {
    const char quote = Peek();
    std::string out;
    for (++at_; at_ < text_.size();) {
      const char c = text_[at_++];
      if (c == quote) return out;
      if (c == '\\' && at_ < text_.size())
        Escape(out);
      else
        out += c;
    }
    throw Unreadable{};
  }

  ScriptValue Number() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           (IsNamePart(text_[at_]) || text_[at_] == '.' || text_[at_] == '-' || text_[at_] == '+'))
      ++at_;
    std::string_view written = text_.substr(begin, at_ - begin);
    if (written.starts_with('+')) written.remove_prefix(1);
    const char* const end = written.data() + written.size();
    std::int64_t whole = 0;
    if (const auto read = std::from_chars(written.data(), end, whole);
        read.ec == std::errc() && read.ptr == end)
      return whole;
    double value = 0;
    if (const auto read = std::from_chars(written.data(), end, value);
        read.ec != std::errc() || !std::isfinite(value))
      throw Unreadable{};
    return value;
  }

  ScriptValue Name(int depth) {
    const std::string word = Word();
    if (word == "true") return true;
    if (word == "false") return false;
    if (word == "null" || word == "undefined" || word == "NaN" || word == "Infinity")
      return nullptr;
    if (word == "void") {
      Value(depth + 1);
      return nullptr;
    }
    if (word == "new") {  // new Date("2026-11-12")
      Word();
      Expect('(');
      if (Skip(')')) return nullptr;
      ScriptValue value = Value(depth + 1);
      Expect(')');
      return value;
    }
    if (word == "JSON" && rest().starts_with(".parse(")) {
      at_ += 7;
      const ScriptValue inner = Value(depth + 1);
      Expect(')');
      if (!inner.is_string()) throw Unreadable{};
      return Parser(inner.get_ref<const std::string&>(), nullptr).Value(depth + 1);
    }
    if (word == "function" && depth <= 1) return Function();
    if (names_ != nullptr)
      if (const auto found = names_->find(word); found != names_->end())
        return Named(found->second);
    if (names_ == nullptr || word.empty()) throw Unreadable{};
    return nullptr;
  }

  // What a name stands for; a short page may not grow to a large one by naming something large again and again.
  ScriptValue Named(const ScriptValue& value) {
    if (value.is_structured()) return value.empty() ? value : ScriptValue(nullptr);
    if (value.is_string()) named_bytes_ += value.get_ref<const std::string&>().size();
    if (named_bytes_ > kMaxNamedBytes) throw Unreadable{};
    return value;
  }

  // (function(a,b){return {x:a,y:b}}("often",null)): the names stand for the values behind.
  ScriptValue Function() {
    std::vector<std::string> names;
    Expect('(');
    while (!Skip(')')) {
      names.push_back(Word());
      if (names.back().empty()) throw Unreadable{};
      Skip(',');
    }
    Expect('{');
    const std::size_t result = text_.find("return", at_);
    if (result == std::string_view::npos) throw Unreadable{};
    const std::string_view body = text_.substr(result + 6);
    const Names none;
    Parser first(body, &none);
    first.Value(2);
    first.Skip(';');
    first.Expect('}');
    first.Skip(')');
    first.Expect('(');
    Names values;
    for (std::size_t i = 0; !first.Skip(')'); ++i) {
      ScriptValue value = first.Value(2);
      if (i < names.size()) values.emplace(names[i], std::move(value));
      first.Skip(',');
    }
    at_ = text_.size() - first.rest().size();
    return Parser(body, &values).Value(2);
  }

  std::string_view text_;
  const Names* names_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
  std::size_t named_bytes_ = 0;
};

}  // namespace

std::optional<ScriptValue> ParseScriptValue(std::string_view text) {
  try {
    return Parser(text, nullptr).Value();
  } catch (const Unreadable&) {
    return std::nullopt;
  }
}

}  // namespace agencywatch::crawler
