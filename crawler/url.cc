#include "crawler/url.h"

#include "core/utf8.h"
#include "crawler/url_host.h"
#include "crawler/url_text.h"

namespace agencywatch::crawler {
namespace {

bool IsWindowsDriveLetter(std::string_view text, bool normalised = false) {
  return text.size() == 2 && IsAlpha(text[0]) &&
         (text[1] == ':' || (!normalised && text[1] == '|'));
}

bool StartsWithWindowsDriveLetter(std::string_view text) {
  return text.size() >= 2 && IsWindowsDriveLetter(text.substr(0, 2)) &&
         (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}

bool IsSingleDot(std::string_view segment) {
  return segment == "." || EqualsIgnoringCase(segment, "%2e");
}

bool IsDoubleDot(std::string_view segment) {
  return segment == ".." || EqualsIgnoringCase(segment, ".%2e") ||
         EqualsIgnoringCase(segment, "%2e.") || EqualsIgnoringCase(segment, "%2e%2e");
}

enum class State {
  kSchemeStart,
  kScheme,
  kNoScheme,
  kSpecialRelativeOrAuthority,
  kPathOrAuthority,
  kRelative,
  kRelativeSlash,
  kSpecialAuthoritySlashes,
  kSpecialAuthorityIgnoreSlashes,
  kAuthority,
  kHost,
  kPort,
  kFile,
  kFileSlash,
  kFileHost,
  kPathStart,
  kPath,
  kOpaquePath,
  kQuery,
  kFragment
};

class Parser {
 public:
  Parser(std::string_view input, const Url* base) : input_(input), base_(base) {}

  std::optional<Url> Run() {
    // One step more than there are bytes: the standard's EOF code point. Steps may move the pointer
    // back.
    for (at_ = 0;; ++at_) {
      end_ = at_ >= static_cast<std::ptrdiff_t>(input_.size());
      c_ = end_ ? '\0' : input_[static_cast<std::size_t>(at_)];
      if (!Step()) return std::nullopt;
      if (at_ >= static_cast<std::ptrdiff_t>(input_.size())) break;
    }
    if (!url_.opaque_path) {
      for (const std::string& segment : segments_) url_.path += "/" + segment;
    }
    return std::move(url_);
  }

 private:
  [[nodiscard]] bool Is(char c) const { return !end_ && c_ == c; }
  [[nodiscard]] bool special() const { return IsSpecial(url_.scheme); }
  [[nodiscard]] bool IsSlash() const { return Is('/') || (Is('\\') && special()); }
  [[nodiscard]] std::string_view Remaining() const {
    return input_.substr(std::min(input_.size(), static_cast<std::size_t>(at_ + 1)));
  }
  [[nodiscard]] std::string_view FromHere() const {
    return input_.substr(std::min(input_.size(), static_cast<std::size_t>(at_)));
  }
  void TakeSegmentsOf(const Url& other) {
    segments_.clear();
    if (other.path.empty()) return;
    for (const std::string_view part : Split(std::string_view(other.path).substr(1), '/')) {
      segments_.emplace_back(part);
    }
  }
  void TakeAuthorityOf(const Url& other) {
    url_.username = other.username;
    url_.password = other.password;
    url_.host = other.host;
    url_.port = other.port;
  }
  void ShortenPath() {
    if (url_.scheme == "file" && segments_.size() == 1 &&
        IsWindowsDriveLetter(segments_[0], true)) {
      return;
    }
    if (!segments_.empty()) segments_.pop_back();
  }
  void Begin(State state) { state_ = state; }
  void BeginQuery() {
    url_.query.emplace();
    state_ = State::kQuery;
  }
  void BeginFragment() {
    url_.fragment.emplace();
    state_ = State::kFragment;
  }

  bool Step() {
    switch (state_) {
      case State::kSchemeStart:
        return SchemeStart();
      case State::kScheme:
        return Scheme();
      case State::kNoScheme:
        return NoScheme();
      case State::kSpecialRelativeOrAuthority:
        if (Is('/') && Remaining().starts_with('/')) {
          Begin(State::kSpecialAuthorityIgnoreSlashes);
          ++at_;
        } else {
          Begin(State::kRelative);
          --at_;
        }
        return true;
      case State::kPathOrAuthority:
        if (Is('/')) {
          Begin(State::kAuthority);
        } else {
          Begin(State::kPath);
          --at_;
        }
        return true;
      case State::kRelative:
        return Relative();
      case State::kRelativeSlash:
        if (special() && (Is('/') || Is('\\'))) {
          Begin(State::kSpecialAuthorityIgnoreSlashes);
        } else if (Is('/')) {
          Begin(State::kAuthority);
        } else {
          TakeAuthorityOf(*base_);
          Begin(State::kPath);
          --at_;
        }
        return true;
      case State::kSpecialAuthoritySlashes:
        Begin(State::kSpecialAuthorityIgnoreSlashes);
        if (Is('/') && Remaining().starts_with('/')) {
          ++at_;
        } else {
          --at_;
        }
        return true;
      case State::kSpecialAuthorityIgnoreSlashes:
        if (!Is('/') && !Is('\\')) {
          Begin(State::kAuthority);
          --at_;
        }
        return true;
      case State::kAuthority:
        return Authority();
      case State::kHost:
        return Host();
      case State::kPort:
        return Port();
      case State::kFile:
        return File();
      case State::kFileSlash:
        return FileSlash();
      case State::kFileHost:
        return FileHost();
      case State::kPathStart:
        if (special()) {
          Begin(State::kPath);
          if (!Is('/') && !Is('\\')) --at_;
        } else if (Is('?')) {
          BeginQuery();
        } else if (Is('#')) {
          BeginFragment();
        } else if (!end_) {
          Begin(State::kPath);
          if (!Is('/')) --at_;
        }
        return true;
      case State::kPath:
        return Path();
      case State::kOpaquePath:
        if (Is('?')) {
          BeginQuery();
        } else if (Is('#')) {
          BeginFragment();
        } else if (Is(' ')) {
          const std::string_view rest = Remaining();
          url_.path += rest.starts_with('?') || rest.starts_with('#') ? "%20" : " ";
        } else if (!end_) {
          AppendEncoded(url_.path, c_, kC0Set);
        }
        return true;
      case State::kQuery:
        if (Is('#')) {
          BeginFragment();
        } else if (!end_) {
          AppendEncoded(*url_.query, c_, special() ? kSpecialQuerySet : kQuerySet);
        }
        return true;
      case State::kFragment:
        if (!end_) AppendEncoded(*url_.fragment, c_, kFragmentSet);
        return true;
    }
    return false;
  }

  bool SchemeStart() {
    if (!end_ && IsAlpha(c_)) {
      buffer_ += Lower(c_);
      Begin(State::kScheme);
    } else {
      Begin(State::kNoScheme);
      --at_;
    }
    return true;
  }

  bool Scheme() {
    if (!end_ && (IsAlpha(c_) || IsDigit(c_) || c_ == '+' || c_ == '-' || c_ == '.')) {
      buffer_ += Lower(c_);
      return true;
    }
    if (!Is(':')) {
      buffer_.clear();
      Begin(State::kNoScheme);
      at_ = -1;
      return true;
    }
    url_.scheme = std::move(buffer_);
    buffer_.clear();
    if (url_.scheme == "file") {
      Begin(State::kFile);
    } else if (special() && base_ != nullptr && base_->scheme == url_.scheme) {
      Begin(State::kSpecialRelativeOrAuthority);
    } else if (special()) {
      Begin(State::kSpecialAuthoritySlashes);
    } else if (Remaining().starts_with('/')) {
      Begin(State::kPathOrAuthority);
      ++at_;
    } else {
      url_.opaque_path = true;
      Begin(State::kOpaquePath);
    }
    return true;
  }

  bool NoScheme() {
    if (base_ == nullptr || (base_->opaque_path && !Is('#'))) return false;
    if (base_->opaque_path) {
      url_ = *base_;
      url_.fragment.reset();
      BeginFragment();
    } else {
      Begin(base_->scheme == "file" ? State::kFile : State::kRelative);
      --at_;
    }
    return true;
  }

  bool Relative() {
    url_.scheme = base_->scheme;
    if (Is('/') || (special() && Is('\\'))) {
      Begin(State::kRelativeSlash);
      return true;
    }
    TakeAuthorityOf(*base_);
    TakeSegmentsOf(*base_);
    url_.query = base_->query;
    if (Is('?')) {
      BeginQuery();
    } else if (Is('#')) {
      BeginFragment();
    } else if (!end_) {
      url_.query.reset();
      ShortenPath();
      Begin(State::kPath);
      --at_;
    }
    return true;
  }

  bool Authority() {
    if (Is('@')) {
      if (at_seen_) buffer_.insert(0, "%40");
      at_seen_ = true;
      for (const char c : buffer_) {
        if (c == ':' && !password_seen_) {
          password_seen_ = true;
        } else {
          AppendEncoded(password_seen_ ? url_.password : url_.username, c, kUserinfoSet);
        }
      }
      buffer_.clear();
    } else if (end_ || IsSlash() || Is('?') || Is('#')) {
      if (at_seen_ && buffer_.empty()) return false;
      at_ -= static_cast<std::ptrdiff_t>(buffer_.size()) + 1;
      buffer_.clear();
      Begin(State::kHost);
    } else {
      buffer_ += c_;
    }
    return true;
  }

  bool Host() {
    if (Is(':') && !in_brackets_) {
      if (buffer_.empty()) return false;
      if (!TakeHost()) return false;
      Begin(State::kPort);
    } else if (end_ || IsSlash() || Is('?') || Is('#')) {
      --at_;
      if (special() && buffer_.empty()) return false;
      if (!TakeHost()) return false;
      Begin(State::kPathStart);
    } else {
      if (c_ == '[') in_brackets_ = true;
      if (c_ == ']') in_brackets_ = false;
      buffer_ += c_;
    }
    return true;
  }

  bool TakeHost() {
    url_.host = ParseHost(buffer_, special());
    buffer_.clear();
    return url_.host.has_value();
  }

  bool Port() {
    if (!end_ && IsDigit(c_)) {
      buffer_ += c_;
      return true;
    }
    if (!(end_ || IsSlash() || Is('?') || Is('#'))) return false;
    if (!buffer_.empty()) {
      std::uint32_t port = 0;
      for (const char c : buffer_) {
        port = port * 10 + static_cast<std::uint32_t>(c - '0');
        if (port > 65535) return false;
      }
      url_.port = static_cast<std::uint16_t>(port);
      if (url_.port == DefaultPort(url_.scheme)) url_.port.reset();
      buffer_.clear();
    }
    Begin(State::kPathStart);
    --at_;
    return true;
  }

  bool File() {
    url_.scheme = "file";
    url_.host = "";
    if (Is('/') || Is('\\')) {
      Begin(State::kFileSlash);
    } else if (base_ != nullptr && base_->scheme == "file") {
      url_.host = base_->host;
      TakeSegmentsOf(*base_);
      url_.query = base_->query;
      if (Is('?')) {
        BeginQuery();
      } else if (Is('#')) {
        BeginFragment();
      } else if (!end_) {
        url_.query.reset();
        if (StartsWithWindowsDriveLetter(FromHere())) {
          segments_.clear();
        } else {
          ShortenPath();
        }
        Begin(State::kPath);
        --at_;
      }
    } else {
      Begin(State::kPath);
      --at_;
    }
    return true;
  }

  bool FileSlash() {
    if (Is('/') || Is('\\')) {
      Begin(State::kFileHost);
      return true;
    }
    if (base_ != nullptr && base_->scheme == "file") {
      url_.host = base_->host;
      if (!StartsWithWindowsDriveLetter(FromHere()) && base_->path.size() >= 3) {
        const std::string_view first =
            std::string_view(base_->path).substr(1, base_->path.find('/', 1) - 1);
        if (IsWindowsDriveLetter(first, true)) segments_.emplace_back(first);
      }
    }
    Begin(State::kPath);
    --at_;
    return true;
  }

  bool FileHost() {
    if (!(end_ || Is('/') || Is('\\') || Is('?') || Is('#'))) {
      buffer_ += c_;
      return true;
    }
    --at_;
    if (IsWindowsDriveLetter(buffer_)) {
      Begin(State::kPath);  // the buffer stays: it is the path's first segment
    } else if (buffer_.empty()) {
      url_.host = "";
      Begin(State::kPathStart);
    } else {
      if (!TakeHost()) return false;
      if (url_.host == "localhost") url_.host = "";
      Begin(State::kPathStart);
    }
    return true;
  }

  bool Path() {
    if (!(end_ || IsSlash() || Is('?') || Is('#'))) {
      AppendEncoded(buffer_, c_, kPathSet);
      return true;
    }
    if (IsDoubleDot(buffer_)) {
      ShortenPath();
      if (!IsSlash()) segments_.emplace_back();
    } else if (IsSingleDot(buffer_)) {
      if (!IsSlash()) segments_.emplace_back();
    } else {
      if (url_.scheme == "file" && segments_.empty() && IsWindowsDriveLetter(buffer_)) {
        buffer_[1] = ':';
      }
      segments_.push_back(buffer_);
    }
    buffer_.clear();
    if (Is('?')) BeginQuery();
    if (Is('#')) BeginFragment();
    return true;
  }

  std::string_view input_;
  const Url* base_;
  Url url_;
  std::vector<std::string> segments_;
  std::string buffer_;
  State state_ = State::kSchemeStart;
  std::ptrdiff_t at_ = 0;
  char c_ = '\0';
  bool end_ = false;
  bool at_seen_ = false;
  bool in_brackets_ = false;
  bool password_seen_ = false;
};

bool IsC0OrSpace(char c) { return static_cast<unsigned char>(c) <= 0x20; }

}  // namespace

std::string Origin::Text() const {
  std::string text = scheme + "://" + host;
  if (DefaultPort(scheme) != port) text += ":" + std::to_string(port);
  return text;
}

std::string Url::Href() const {
  std::string href = scheme + ":";
  if (host) {
    href += "//";
    if (!username.empty() || !password.empty()) {
      href += username;
      if (!password.empty()) href += ":" + password;
      href += "@";
    }
    href += *host;
    if (port) href += ":" + std::to_string(*port);
  } else if (!opaque_path && path.starts_with("//")) {
    href += "/.";
  }
  href += path;
  if (query) href += "?" + *query;
  if (fragment) href += "#" + *fragment;
  return href;
}

Origin Url::origin() const {
  return {scheme, host.value_or(""), port ? *port : DefaultPort(scheme).value_or(0)};
}

std::string Url::PathAndQuery() const { return query ? path + "?" + *query : path; }

std::optional<Url> ParseUrl(std::string_view text, const Url* base) {
  if (text.size() > kMaxUrlBytes) return std::nullopt;
  while (!text.empty() && IsC0OrSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsC0OrSpace(text.back())) text.remove_suffix(1);
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; }))
    return Parser(text, base).Run();
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    if (c != '\t' && c != '\n' && c != '\r') clean += c;
  }
  // NUL is a character of its own here, while for MakeValidUtf8 it is damage: it is kept out of its
  // sight.
  std::string input;
  std::string_view rest = clean;
  for (;;) {
    const std::size_t nul = rest.find('\0');
    input += core::MakeValidUtf8(rest.substr(0, nul));
    if (nul == std::string_view::npos) break;
    input += '\0';
    rest.remove_prefix(nul + 1);
  }
  return Parser(input, base).Run();
}

}  // namespace agencywatch::crawler
