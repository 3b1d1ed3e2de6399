#include "alerts/province.h"

#include <algorithm>
#include <array>

#include "core/fold.h"

namespace agencywatch::alerts {
namespace {

struct Province {
  std::string_view name;
  std::string_view also;  // former provinces and other names, folded, separated by '|'
};

// Source: Resolution 202/2025/QH15 of 12 June 2025, article 1.
constexpr std::array kProvinces = {
    Province{"An Giang", "an giang|kien giang|phu quoc"},
    Province{"Bắc Ninh", "bac ninh|bac giang"},
    Province{"Cà Mau", "ca mau|bac lieu"},
    Province{"Cao Bằng", "cao bang"},
    Province{"Cần Thơ", "can tho|soc trang|hau giang"},
    Province{"Đà Nẵng", "da nang|quang nam"},
    Province{"Đắk Lắk", "dak lak|dac lac|daklak|phu yen"},
    Province{"Điện Biên", "dien bien"},
    Province{"Đồng Nai", "dong nai|binh phuoc"},
    Province{"Đồng Tháp", "dong thap|tien giang"},
    Province{"Gia Lai", "gia lai|binh dinh|quy nhon"},
    Province{"Hà Nội", "ha noi|hanoi"},
    Province{"Hà Tĩnh", "ha tinh"},
    Province{"Hải Phòng", "hai phong|hai duong"},
    Province{"Hồ Chí Minh", "ho chi minh|hcm|tphcm|tp hcm|tp.hcm|sai gon|saigon|binh duong|ba ria|vung tau"},
    Province{"Huế", "hue|thua thien hue"},
    Province{"Hưng Yên", "hung yen|thai binh"},
    Province{"Khánh Hòa", "khanh hoa|ninh thuan|nha trang"},
    Province{"Lai Châu", "lai chau"},
    Province{"Lạng Sơn", "lang son"},
    Province{"Lào Cai", "lao cai|yen bai"},
    Province{"Lâm Đồng", "lam dong|dak nong|dac nong|binh thuan|da lat|phan thiet"},
    Province{"Nghệ An", "nghe an"},
    Province{"Ninh Bình", "ninh binh|ha nam|nam dinh"},
    Province{"Phú Thọ", "phu tho|vinh phuc|hoa binh"},
    Province{"Quảng Ngãi", "quang ngai|kon tum"},
    Province{"Quảng Ninh", "quang ninh"},
    Province{"Quảng Trị", "quang tri|quang binh"},
    Province{"Sơn La", "son la"},
    Province{"Tây Ninh", "tay ninh|long an"},
    Province{"Thái Nguyên", "thai nguyen|bac kan|bac can"},
    Province{"Thanh Hóa", "thanh hoa"},
    Province{"Tuyên Quang", "tuyen quang|ha giang"},
    Province{"Vĩnh Long", "vinh long|ben tre|tra vinh"}};

// `use` is called with each of the names.
template <class Use>
void ForEachName(const Province& province, const Use& use) {
  for (std::size_t at = 0; at < province.also.size();) {
    const std::size_t end = std::min(province.also.find('|', at), province.also.size());
    use(province.also.substr(at, end - at));
    at = end + 1;
  }
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool Names(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !IsLetter(text[at - 1])) && (end == text.size() || !IsLetter(text[end]))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> Provinces() {
  std::vector<std::string> names;
  for (const auto& province : kProvinces) names.emplace_back(province.name);
  return names;
}

std::optional<std::string> FindProvince(std::string_view name) {
  const std::string folded = core::FoldPlain(name);
  for (const auto& province : kProvinces) {
    bool found = false;
    ForEachName(province, [&](std::string_view known) { found = found || known == folded; });
    if (found) return std::string{province.name};
  }
  return {};
}

std::set<std::string> ProvincesIn(std::string_view text) {
  std::set<std::string> found;
  const std::string folded = core::FoldPlain(text);
  for (const auto& province : kProvinces) {
    ForEachName(province, [&](std::string_view name) {
      if (Names(folded, name)) found.emplace(province.name);
    });
  }
  return found;
}

}  // namespace agencywatch::alerts
