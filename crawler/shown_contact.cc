#include "crawler/shown_contact.h"

#include <cstddef>

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kLeastDigits = 8;  // of a telephone number

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

// `contact` without its parameters, where it is a number that is not shown.
std::string_view NewNumber(std::string_view contact, std::string_view shown) {
  contact = contact.substr(0, contact.find_first_of("?#;&"));
  std::string digits = DigitsOf(contact);
  constexpr std::size_t kMostBytes = 40;
  if (digits.size() < kLeastDigits || contact.size() > kMostBytes) return {};
  if (digits.starts_with("84")) digits.erase(0, 2);  // "+84 912 …" beside "0912 …"
  while (digits.starts_with('0')) digits.erase(0, 1);
  if (digits.empty() || DigitsOf(shown).find(digits) != std::string::npos) return {};
  return contact;
}

// `contact`, an address or a name behind a chat's, where it is one and not shown.
std::string_view NewName(std::string_view contact, bool is_one, std::string_view shown) {
  constexpr std::size_t kMostBytes = 60;
  if (!is_one || contact.size() > kMostBytes || contact.find('%') != std::string_view::npos ||
      shown.find(contact) != std::string_view::npos)
    return {};
  // The name alone may be shown ("@ten"), or the address of a letter.
  const std::size_t slash = contact.rfind('/');
  if (slash != std::string_view::npos &&
      shown.find(contact.substr(slash + 1)) != std::string_view::npos)
    return {};
  return contact;
}

bool SaysNumber(std::string_view attribute) {
  for (const std::string_view word : {"phone", "tel", "mobile", "sdt", "zalo", "hotline", "contact",
                                      "call", "whatsapp", "viber", "didong"})
    if (attribute.find(word) != std::string_view::npos) return true;
  return false;
}

bool BeginsNumber(std::string_view number) {
  return number.starts_with('0') || number.starts_with("+84") || number.starts_with("84");
}

// showPhone('0912 000 345')
std::string_view QuotedNumber(std::string_view call) {
  for (std::size_t open = call.find_first_of("'\""); open != std::string_view::npos;
       open = call.find_first_of("'\"", open + 1)) {
    const std::string_view inside =
        call.substr(open + 1, call.find(call[open], open + 1) - open - 1);
    if (IsNumber(inside) && BeginsNumber(inside)) return inside;
  }
  return {};
}

}  // namespace

bool IsNumber(std::string_view alt) {
  return alt.find_first_not_of("0123456789 .-+()") == std::string_view::npos &&
         DigitsOf(alt).size() >= kLeastDigits;
}

bool HoldsNumber(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (++digits > kLeastDigits) return true;
    } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') {
      digits = 0;
    }
  }
  return false;
}

std::string_view ContactBehind(HtmlNode link, std::string_view shown) {
  const std::string_view href = link.attribute("href");
  if (href.empty()) return {};
  for (const std::string_view scheme : {"tel:", "sms:", "callto:"})
    if (href.starts_with(scheme)) return NewNumber(href.substr(scheme.size()), shown);
  if (href.starts_with("mailto:")) {
    const std::string_view address = href.substr(7, href.find('?') - 7);
    return NewName(address, address.find('@') != std::string_view::npos, shown);
  }
  for (const std::string_view chat : {"zalo.me/", "wa.me/", "t.me/", "m.me/", "line.me/"}) {
    const std::size_t at = href.find(chat);
    if (at == std::string_view::npos || at == 0 || (href[at - 1] != '/' && href[at - 1] != '.'))
      continue;
    const std::string_view contact = href.substr(at);
    if (DigitsOf(contact).size() >= kLeastDigits) return NewNumber(contact, shown);
    const std::string_view name = contact.substr(0, contact.find_first_of("?#&"));
    return NewName(name, name.size() > chat.size() && contact.find("share") == contact.npos, shown);
  }
  // viber://chat?number=%2B84…, https://api.whatsapp.com/send?phone=84…
  for (const std::string_view parameter : {"number=", "phone="})
    if (const std::size_t at = href.find(parameter); at != std::string_view::npos) {
      std::string_view number = href.substr(at + parameter.size());
      for (const std::string_view plus : {"%2B", "%2b", "+"})
        if (number.starts_with(plus)) number.remove_prefix(plus.size());
      return NewNumber(number, shown);
    }
  return {};
}

std::string_view NumberBehind(HtmlNode element, std::string_view shown) {
  constexpr std::size_t kLabelBytes = 80;  // what is clicked
  if (element.text_bytes() > kLabelBytes) return {};
  std::string_view number;
  element.ForEachAttribute([&](std::string_view name, std::string_view value) {
    constexpr std::size_t kMostBytes = 120;
    if (!number.empty() || value.size() < kLeastDigits || value.size() > kMostBytes) return;
    if (name.starts_with("data-") || name == "phone") {
      if (value.size() <= 24 && IsNumber(value) &&
          (SaysNumber(name) ||
           (BeginsNumber(value) && shown.find_first_of("*xX") != std::string_view::npos)))
        number = value;
    } else if (name == "onclick" || (name == "href" && value.starts_with("javascript:"))) {
      number = QuotedNumber(value);
    }
  });
  return number.empty() ? number : NewNumber(number, shown);
}

// Hexadecimal, the first byte is the key.
std::string UnscrambledAddress(HtmlNode element) {
  const std::string_view code = element.attribute("data-cfemail");
  if (code.size() < 8 || code.size() > 200) return {};
  const auto byte = [&](std::size_t at) {
    unsigned value = 0;
    for (const char c : code.substr(at, 2)) {
      const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                             : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                             : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                                    : 256U;
      value = value * 16 + digit;
    }
    return value;
  };
  std::string address;
  const unsigned key = byte(0);
  for (std::size_t at = 2; at + 2 <= code.size(); at += 2) {
    const unsigned letter = byte(at) ^ key;
    if (letter <= ' ' || letter >= 0x7F) return {};
    address += static_cast<char>(letter);
  }
  return address;
}

}  // namespace agencywatch::crawler
