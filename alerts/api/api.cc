#include "alerts/api/api.h"

#include <openssl/evp.h>

#include <charconv>
#include <pqxx/pqxx>

#include "alerts/problem_text.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "db/register_store.h"

namespace agencywatch::alerts {

namespace {

constexpr std::size_t kMaxArray = 100;

}  // namespace

std::shared_ptr<const core::RegisterView> RegisterCache::Get(pqxx::connection& connection,
                                                             core::Instant now) {
  const std::lock_guard lock(mutex_);
  const core::Day today = core::VietnamDay(now);
  if (view_ && today == day_ && now >= looked_at_ && now - looked_at_ < kLook) return view_;
  pqxx::read_transaction tx(connection);
  const auto newest = db::FindSnapshot(tx, now);
  looked_at_ = now;
  if (newest == snapshot_id_ && today == day_) return view_;
  auto loaded = db::LoadRegister(tx, now);
  view_ = loaded ? std::make_shared<const core::RegisterView>(std::move(*loaded)) : nullptr;
  snapshot_id_ = newest;
  day_ = today;
  return view_;
}

void RegisterCache::Forget() {
  const std::lock_guard lock(mutex_);
  view_ = nullptr;
  snapshot_id_.reset();
}

db::QueueCounts QueueCountsCache::Get(pqxx::transaction_base& tx, core::Instant now) {
  using namespace std::chrono_literals;
  const std::int64_t event = db::LastAlertEvent(tx);
  const std::lock_guard lock(mutex_);
  const auto age = std::chrono::steady_clock::now() - made_;
  if (last_event_ >= 0 && (age < 1s || (event == last_event_ && age < 60s))) return counts_;
  counts_ = db::CountAlerts(tx, now);
  last_event_ = event;
  made_ = std::chrono::steady_clock::now();
  return counts_;
}

std::optional<std::int64_t> FindWholeNumber(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

std::int64_t ApiCall::Number(std::size_t n) const {
  const auto number = FindWholeNumber(path.at(n));
  if (!number || *number <= 0) throw ApiError(404, "not_found", "there is nothing of that number");
  return *number;
}

std::string ApiCall::Query(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string{} : found->second;
}

int ApiCall::QueryNumber(const std::string& name, int otherwise, int least, int most) const {
  const auto found = query.find(name);
  if (found == query.end()) return otherwise;
  const auto number = FindWholeNumber(found->second);
  if (!number || *number < least || *number > most) {
    throw ApiError(400, "bad_query",
                   name + " must be a whole number from " + std::to_string(least) + " to " +
                       std::to_string(most));
  }
  return static_cast<int>(*number);
}

std::string ApiCall::Text(const std::string& name) const {
  if (!body.is_object() || !body.contains(name) || !body[name].is_string()) return {};
  return std::string{core::Trim(body[name].get_ref<const std::string&>())};
}

std::string ApiCall::Text(const std::string& name, std::size_t most) const {
  std::string text = Text(name);
  if (text.size() > most) throw ApiError(400, "too_long", name + " has more than " + std::to_string(most) + " bytes");
  return text;
}

std::string ApiCall::Reason() const {
  std::string reason = Text("reason", 2000);
  std::size_t letters = 0;
  for (const char c : core::FoldPlain(reason)) letters += c >= 'a' && c <= 'z' ? 1U : 0U;
  if (letters < 3) throw ApiError(400, "reason_missing", "say in a few words why");
  return reason;
}

std::string ApiCall::Bytes(const std::string& name) const {
  const std::string base64 = Text(name);
  const std::size_t padding =
      base64.ends_with("==") ? 2 : static_cast<std::size_t>(base64.ends_with("="));
  std::string bytes(base64.size() / 4 * 3, '\0');
  const int length = base64.size() % 4 != 0 || base64.empty()
                         ? -1
                         : EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                           reinterpret_cast<const unsigned char*>(base64.data()),
                                           static_cast<int>(base64.size()));
  if (length < 0) throw ApiError(400, "bad_body", name + " must be base64 and not empty");
  bytes.resize(static_cast<std::size_t>(length) - padding);
  return bytes;
}

std::vector<std::int64_t> ApiCall::Numbers(const std::string& name) const {
  std::vector<std::int64_t> numbers;
  for (const auto& entry : body.value(name, Json::array())) {
    if (!entry.is_number_integer() || numbers.size() == kMaxArray)
      throw ApiError(400, "bad_body", name + " must be up to 100 whole numbers");
    numbers.push_back(entry.get<std::int64_t>());
  }
  return numbers;
}

std::vector<std::string> ApiCall::Texts(const std::string& name) const {
  std::vector<std::string> texts;
  for (const auto& entry : body.value(name, Json::array())) {
    if (!entry.is_string() || texts.size() == kMaxArray)
      throw ApiError(400, "bad_body", name + " must be up to 100 texts");
    texts.push_back(entry.get<std::string>());
  }
  return texts;
}

HttpResponse FileAnswer(std::string bytes, const std::string& media_type, std::string_view name) {
  static constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  static constexpr const char* kHex = "0123456789ABCDEF";
  std::string plain;
  std::string encoded;
  for (const char c : name) {
    const bool as_it_is = kPlain.find(c) != std::string_view::npos;
    plain += as_it_is ? c : '_';
    if (as_it_is) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return {200,
          {{"Content-Type", media_type},
           {"Content-Disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded},
           {"Content-Security-Policy", "default-src 'none'; sandbox"},
           {"Cache-Control", "no-store"}},
          std::move(bytes)};
}

HttpResponse FramedAnswer(std::string html) {
  return {200,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Cache-Control", "no-store"},
           {"Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'; "
            "base-uri 'none'; "
            "form-action 'none'"}},
          std::move(html)};
}

HttpResponse JsonAnswer(const Json& json, int status) {
  return {status,
          {{"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "no-store"}},
          json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

HttpResponse ErrorAnswer(int status, std::string_view code, std::string_view message) {
  return JsonAnswer({{"error", {{"code", code}, {"message", message}, {"message_vi", InVietnamese(message)}}}}, status);
}

Json InBoth(std::string_view vi, std::string_view en) { return {{"vi", vi}, {"en", en}}; }

Json ToJson(const std::optional<core::Instant>& instant) {
  return instant ? Json(core::FormatInstant(*instant)) : Json{};
}

Json ToJson(const std::optional<core::Day>& day) {
  return day ? Json(core::FormatDay(*day)) : Json{};
}

}  // namespace agencywatch::alerts
