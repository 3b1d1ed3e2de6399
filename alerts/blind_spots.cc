#include "alerts/blind_spots.h"

#include <algorithm>
#include <array>

#include "alerts/alert_text.h"
#include "alerts/problem_text.h"

namespace agencywatch::alerts {
namespace {

struct Name {
  const char* id;
  const char* vi;
  const char* en;
};

Name NameOf(BlindSpot spot) {
  switch (spot) {
    case BlindSpot::kSilent:
      return {"silent", "không trả lời", "silent"};
    case BlindSpot::kRefused:
      return {"refused", "không cho đọc", "refused"};
    case BlindSpot::kBroken:
      return {"broken", "hỏng", "broken"};
    case BlindSpot::kWalled:
      return {"walled", "bị chặn (đăng nhập, CAPTCHA, giới hạn)",
              "walled off (log-in, CAPTCHA, rate limit)"};
    case BlindSpot::kScripts:
      return {"scripts", "trang cần JavaScript", "needs JavaScript"};
    case BlindSpot::kTooMuch:
      return {"too-much", "vượt hạn mức một đêm, phần còn lại chờ lượt sau",
              "beyond the nightly budget; the rest waits for the next run"};
    case BlindSpot::kNoPage:
      return {"no-page", "không đọc được trang nào; trang web đã chuyển? xem lại `start`",
              "no page could be read; has the site moved? look at its `start`"};
    case BlindSpot::kNotTaken:
      return {"not-taken", "danh sách đêm nay không được nhận, bản trước vẫn dùng",
              "tonight's list was not taken in, the last one stays in force"};
  }
  return {"", "", ""};
}

struct Why {
  std::string_view outcome;
  std::string_view vi;
  std::string_view en;
};
constexpr std::array kWhys = {
    Why{"robots-unreachable", "robots.txt không tải được", "robots.txt could not be fetched"},
    Why{"robots.txt", "robots.txt không cho phép", "forbidden by robots.txt"},
    Why{"retry-after", "trang yêu cầu chờ lâu hơn một lượt quét", "it asks to wait longer than a run does"},
    Why{"no-connection", "không kết nối được", "no connection"},
    Why{"not-due", "đêm nay chưa đến lượt hỏi lại", "not due to be asked again tonight"},
    Why{"max_pages", "quá số trang một đêm (max_pages)", "more pages than a night may read (max_pages)"},
    Why{"max_time", "quá thời gian một đêm (max_time)", "more than a night's time (max_time)"},
    Why{"log-in", "đòi đăng nhập", "log-in"},
    Why{"captcha", "CAPTCHA", "CAPTCHA"},
    Why{"rate-limit", "giới hạn tốc độ", "rate limit"},
    Why{"blocked", "chặn truy cập", "blocked"},
    Why{"soft-404", "trang tự báo không tồn tại", "says it does not exist"},
    Why{"needs-javascript", "cần JavaScript", "needs JavaScript"},
    Why{"failed-name-not-found", "không tìm thấy tên miền", "no such domain name"},
    Why{"failed-connect", "không kết nối được", "no connection"},
    Why{"failed-connect-timeout", "kết nối quá lâu", "connecting took too long"},
    Why{"failed-first-byte-timeout", "không trả lời kịp", "no answer in time"},
    Why{"failed-total-timeout", "tải quá lâu", "took too long"},
    Why{"failed-too-slow", "quá chậm", "too slow"},
    Why{"failed-certificate", "chứng chỉ không hợp lệ", "invalid certificate"},
    Why{"failed-tls", "lỗi TLS", "TLS failed"},
    Why{"failed-connection-lost", "mất kết nối", "connection lost"},
    Why{"failed-truncated", "trang bị cắt giữa chừng", "cut off"},
};

// "3 × http-503, 1 × failed-too-slow" -> "3 × lỗi máy chủ 503, 1 × quá chậm". A sentence stays as it is.
std::string InWords(std::string_view why, bool english) {
  constexpr std::string_view kTimes = " × ";
  constexpr std::string_view kServerError = "http-5";
  std::string text;
  while (!why.empty()) {
    const auto end = std::min(why.find(", "), why.size());
    std::string_view part = why.substr(0, end);
    why.remove_prefix(std::min(end + 2, why.size()));
    if (!text.empty()) text += ", ";
    if (const auto times = part.find(kTimes); times != std::string_view::npos) {
      text += part.substr(0, times + kTimes.size());
      part.remove_prefix(times + kTimes.size());
    }
    const auto known = std::find_if(kWhys.begin(), kWhys.end(), [part](const Why& one) { return one.outcome == part; });
    if (known != kWhys.end()) {
      text += english ? known->en : known->vi;
    } else if (part.starts_with(kServerError)) {
      text += (english ? "server error " : "lỗi máy chủ ") + std::string{part.substr(kServerError.size() - 1)};
    } else {
      text += part;
    }
  }
  return text;
}

}  // namespace

std::string_view BlindSpotName(BlindSpot spot) { return NameOf(spot).id; }

std::optional<BlindSpot> FindBlindSpot(std::string_view name) {
  for (const BlindSpot spot : {BlindSpot::kSilent, BlindSpot::kRefused, BlindSpot::kBroken, BlindSpot::kWalled,
                               BlindSpot::kScripts, BlindSpot::kTooMuch, BlindSpot::kNoPage, BlindSpot::kNotTaken}) {
    if (NameOf(spot).id == name) return spot;
  }
  return {};
}

std::string BlindSpotLine(const BlindSpotOfSource& spot, bool english) {
  const Name name = NameOf(spot.spot);
  std::string text = TerminalText(spot.source, 80) + ": " + (english ? name.en : name.vi);
  if (!spot.why.empty()) {
    const std::string why = InWords(spot.why, english);
    text += ": " + TerminalText(english ? why : InVietnamese(why), 300);
  }
  if (!spot.machine.empty())
    text += (english ? " (worker on " : " (máy quét ") + TerminalText(spot.machine, 80) + ")";
  if (spot.nights > 1) {
    const std::string nights = std::to_string(spot.nights);
    text += english ? "; " + nights + " nights in a row" : "; " + nights + " đêm liên tiếp";
  }
  return text;
}

std::string BlindSpotText(const std::vector<BlindSpotOfSource>& spots, bool english) {
  if (spots.empty()) return {};
  std::string text = english ? "Not seen (blind spots):\n" : "Không nhìn thấy (điểm mù):\n";
  for (const auto& spot : spots) text += "  ! " + BlindSpotLine(spot, english) + "\n";
  return text;
}

}  // namespace agencywatch::alerts
