// Names of places abroad and of banks, as adverts write them, ready to be looked up in folded text.
// The names themselves are data of the rule pack (packs/tables/places.yaml, banks.yaml).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace agencywatch::rules {

// A name that stands for a country. In the pack:
//   places: [{names: [Bavet, Ba Vét], iso: KH, via: city, zone: scam_compound}]
struct PlaceName {
  std::string name;  // with its marks and capitals
  std::string iso;   // ISO 3166 alpha-2
  std::string via;   // country | city | zone | visa | nickname
  std::string zone;  // scam_compound, or empty
  bool context =
      false;  // also an everyday word or a personal name (Hàn, Đức, Anh): counts only as a goal
};

// In the pack: banks: [{code: VCB, names: [Vietcombank, VCB]}]
struct BankName {
  std::string name;
  std::string code;
  bool wallet = false;  // MoMo and the like: the account is a phone number
};

// Immutable once made; owns its text.
class Gazetteer {
 public:
  Gazetteer() = default;
  Gazetteer(std::vector<PlaceName> places, std::vector<BankName> banks);

  // The longest name that begins at folded[at], which must be the start of a word, and ends at the end
  // of one. `length` receives its length in folded bytes. nullptr when none.
  [[nodiscard]] const PlaceName* FindPlace(std::string_view folded, std::size_t at,
                                           std::size_t& length) const;
  // Names of the same letters ("Phnom Penh", "Phnôm Pênh") are one row; this tells whether `written`, in small
  // letters, may be one of them: "ba lần" is not Ba Lan. Without marks, or in disguise, it may.
  [[nodiscard]] bool MayBeWritten(const PlaceName& place, std::string_view written) const;
  [[nodiscard]] const BankName* FindBank(std::string_view folded, std::size_t at,
                                         std::size_t& length) const;

  // For internal/pack_bytes.cc.
  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.places_, self.spellings_, self.banks_, self.place_index_, self.bank_index_);
  }

 private:
  struct Key {
    std::string folded;
    std::size_t row = 0;
    template <class Archive, class Self>
    static void Parts(Archive& archive, Self& self) {
      archive(self.folded, self.row);
    }
  };
  // By the first word; longest key first.
  struct WordHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const {
      return std::hash<std::string_view>{}(word);
    }
  };
  using Index = std::unordered_map<std::string, std::vector<Key>, WordHash, std::equal_to<>>;
  static const Key* Find(const Index& index, std::string_view folded, std::size_t at);
  static void Add(Index& index, const std::string& name, std::size_t row);

  std::vector<PlaceName> places_;
  std::unordered_map<std::string, std::vector<std::string>>
      spellings_;  // by folded name, small letters
  std::vector<BankName> banks_;
  Index place_index_;
  Index bank_index_;
};

}  // namespace agencywatch::rules
