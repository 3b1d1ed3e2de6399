#include "core/register_activity.h"

#include <array>

#include "core/fold.h"

namespace agencywatch::core {
namespace {

struct Activity {
  std::string_view code;
  std::string_view vi;
  std::string_view en;
  std::array<std::string_view, 5> words;  // folded; empty ones at the end
};
constexpr std::array kActivities = {
    Activity{"domestic", "giúp việc gia đình", "domestic work", {"giup viec", "domestic", "housemaid", "khan ho cong", "maid"}},
    Activity{"care_home", "hộ lý, điều dưỡng", "care and nursing", {"ho ly", "dieu duong", "care_home", "caregiver", "nurs"}},
    Activity{"engineer", "kỹ sư, kỹ thuật viên", "engineers", {"ky su", "ky thuat vien", "engineer"}},
    Activity{"agriculture", "nông nghiệp", "agriculture", {"nong nghiep", "nong trai", "agricultur", "farm"}},
    Activity{"fishing", "thuyền viên, nghề cá", "seafarers and fishing", {"thuyen vien", "tau ca", "danh bat", "fishing", "seafarer"}},
    Activity{"factory", "nhà máy, sản xuất", "factory work", {"nha may", "san xuat", "cong xuong", "factory", "manufactur"}},
    Activity{"construction", "xây dựng", "construction", {"xay dung", "construction"}},
    Activity{"service", "nhà hàng, khách sạn, dịch vụ", "hotels and services", {"khach san", "nha hang", "service", "hotel", "restaurant"}},
};

// At the beginning of a word: "nurs" in "nursing", and not "son" in "person".
bool Names(std::string_view text, std::string_view words) {
  for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if ((before < 'a' || before > 'z') && (before < '0' || before > '9')) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> FindActivities(std::string_view text) {
  const std::string folded = FoldPlain(text);
  std::vector<std::string> found;
  for (const Activity& activity : kActivities) {
    for (const auto words : activity.words) {
      if (words.empty() || !Names(folded, words)) continue;
      found.emplace_back(activity.code);
      break;
    }
  }
  return found;
}

std::optional<std::string> FindActivity(std::string_view text) {
  auto found = FindActivities(text);
  if (found.empty()) return {};
  return std::move(found.front());
}

std::string ActivityTitle(std::string_view activity, bool english) {
  for (const Activity& known : kActivities) {
    if (known.code == activity) return std::string{english ? known.en : known.vi};
  }
  return std::string{activity};
}

std::string ActivityCodes() {
  std::string codes;
  for (const Activity& activity : kActivities) codes += (codes.empty() ? "" : ", ") + std::string{activity.code};
  return codes;
}

}  // namespace agencywatch::core
