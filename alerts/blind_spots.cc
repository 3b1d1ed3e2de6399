#include "alerts/blind_spots.h"

#include "alerts/alert_text.h"

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
  if (!spot.why.empty()) text += ": " + TerminalText(spot.why, 300);
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
