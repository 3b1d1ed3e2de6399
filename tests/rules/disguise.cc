#include "tests/rules/disguise.h"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdint>
#include <functional>
#include <utility>

#include "core/fold.h"

namespace agencywatch::rules {
namespace {

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A code point of `text` at `at`, as bytes.
std::string_view CodePointAt(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return text.substr(at, end - at);
}

std::vector<std::string> CodePoints(std::string_view text) {
  std::vector<std::string> points;
  for (std::size_t at = 0; at < text.size();) {
    points.emplace_back(CodePointAt(text, at));
    at += points.back().size();
  }
  return points;
}

// Runs `change` over every word of letters of at least `least` code points that begins with a small letter; other
// words stay. `every`: only each such word, from the first on, is changed.
std::string ChangeWords(const std::string& text, std::size_t least, std::size_t every,
                        const std::function<std::string(const std::vector<std::string>&)>& change) {
  std::string out;
  std::vector<std::string> word;
  std::size_t count = 0;
  const auto flush = [&] {
    const bool small = !word.empty() && !(word[0][0] >= 'A' && word[0][0] <= 'Z');
    if (small && word.size() >= least && count++ % every == 0) {
      out += change(word);
    } else {
      for (const std::string& point : word) out += point;
    }
    word.clear();
  };
  bool foreign = false;  // inside a handle, an address or a number
  for (const std::string& point : CodePoints(text)) {
    const bool letter =
        point.size() > 1 ? point[0] != '\xE2' && point[0] != '\xF0' : IsAsciiLetter(point[0]);
    if (letter && !foreign) {
      word.push_back(point);
      continue;
    }
    flush();
    const char c = point[0];
    foreign = foreign ? !(c == ' ' || c == '\n') : (c == '@' || c == '/' || (c >= '0' && c <= '9'));
    out += point;
  }
  flush();
  return out;
}

std::string Join(const std::vector<std::string>& word, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i > 0) out += between;
    out += word[i];
  }
  return out;
}

std::string Replace(const std::string& text,
                    const std::vector<std::pair<std::string_view, std::string_view>>& table) {
  std::string out;
  for (const std::string& point : CodePoints(text)) {
    std::string_view now = point;
    for (const auto& [from, to] : table) {
      if (point == from) now = to;
    }
    out += now;
  }
  return out;
}

std::string NoDiacritics(const std::string& text) {
  // The letters alone: case and spacing stay as they are.
  std::string out;
  for (const std::string& point : CodePoints(text)) {
    if (point.size() == 1 || static_cast<unsigned char>(point[0]) >= 0xE2) {
      if (point.size() == 3 && point[0] == '\xE1') {
        out += core::FoldPlain(point);
      } else {
        out += point;
      }
      continue;
    }
    out += core::FoldPlain(point);
  }
  return out;
}

std::string Nfd(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  std::string out;
  nfd->normalize(icu::UnicodeString::fromUTF8(text), error).toUTF8String(out);
  return U_SUCCESS(error) ? out : text;
}

std::string ZeroWidth(const std::string& text) {
  return ChangeWords(text, 3, 1, [](const auto& word) {
    std::string out = word[0] + "\u200B";
    for (std::size_t i = 1; i < word.size(); ++i) out += word[i];
    return out;
  });
}

// A handle or an address in other letters would be another one, so those stay as they are.
std::string Homoglyph(const std::string& text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size() - 1) + 1;
    const std::string word = text.substr(begin, end - begin);
    const bool contact = word.find('@') != std::string::npos || word.find('/') != std::string::npos;
    out += contact ? word
                   : Replace(word, {{"a", "а"}, {"e", "е"}, {"o", "о"}, {"c", "с"}, {"p", "р"}, {"x", "х"}});
    begin = end;
  }
  return out;
}

std::string FullWidth(const std::string& text) {
  return ChangeWords(text, 2, 2, [](const auto& word) {
    std::string out;
    for (const std::string& point : word) {
      if (point.size() > 1) {
        out += point;
        continue;
      }
      const auto code = static_cast<std::uint32_t>(static_cast<unsigned char>(point[0])) + 0xFEE0;
      out += static_cast<char>(0xE0 | (code >> 12));
      out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (code & 0x3F));
    }
    return out;
  });
}

std::string EmojiDigits(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c >= '0' && c <= '9') out += "\uFE0F\u20E3";
  }
  return out;
}

std::string SpacedLetters(const std::string& text) {
  return ChangeWords(text, 3, 4, [](const auto& word) { return Join(word, " "); });
}

std::string DottedLetters(const std::string& text) {
  return ChangeWords(text, 3, 2, [](const auto& word) { return Join(word, "."); });
}

std::string RepeatedLetters(const std::string& text) {
  return ChangeWords(text, 3, 3, [](const auto& word) {
    return Join(word, "") + word.back() + word.back() + word.back();
  });
}

std::string Leet(const std::string& text) {
  return ChangeWords(text, 3, 2, [](const auto& word) {
    std::string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const std::string& point = word[i];
      const bool inside = i > 0 && i + 1 < word.size();
      out += !inside        ? point
             : point == "o" ? "0"
             : point == "e" ? "3"
             : point == "a" ? "4"
             : point == "i" ? "1"
                            : point;
    }
    return out;
  });
}

std::string Teencode(const std::string& text) {
  static const std::vector<std::pair<std::string_view, std::string_view>> kWords = {
      {"không", "ko"}, {"được", "đc"},   {"lương", "lg"},
      {"người", "ng"}, {"trước", "trc"}, {"khong", "ko"}};
  return ChangeWords(text, 2, 1, [](const auto& word) {
    const std::string plain = Join(word, "");
    for (const auto& [from, to] : kWords) {
      if (plain == from) return std::string(to);
    }
    return plain;
  });
}

std::string MixedCase(const std::string& text) {
  return ChangeWords(text, 2, 1, [](const auto& word) {
    std::string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const bool lower = word[i].size() == 1 && word[i][0] >= 'a' && word[i][0] <= 'z';
      out +=
          lower && i % 2 == 1 ? std::string(1, static_cast<char>(word[i][0] - 'a' + 'A')) : word[i];
    }
    return out;
  });
}

}  // namespace

const std::vector<Disguise>& Disguises() {
  static const std::vector<Disguise> kDisguises = {{"no_diacritics", NoDiacritics},
                                                   {"nfd", Nfd},
                                                   {"zero_width", ZeroWidth},
                                                   {"homoglyph", Homoglyph},
                                                   {"full_width", FullWidth},
                                                   {"emoji_digits", EmojiDigits},
                                                   {"spaced_letters", SpacedLetters},
                                                   {"dotted_letters", DottedLetters},
                                                   {"repeated_letters", RepeatedLetters},
                                                   {"leet", Leet},
                                                   {"teencode", Teencode},
                                                   {"mixed_case", MixedCase}};
  return kDisguises;
}

}  // namespace agencywatch::rules
