#include "core/near_duplicate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/fold.h"

namespace agencywatch::core {
namespace {

using Words = std::vector<std::string>;

std::string Joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Adverts of a few hundred frequent words, so that different ones share many words and some triples.
Words MakeAdvert(std::mt19937& random, std::size_t words) {
  static const Words kPhrases = {"tuyen",
                                 "lao dong di",
                                 "don hang co khi",
                                 "luong co ban",
                                 "khong qua trung gian",
                                 "bao an o",
                                 "lien he so",
                                 "ho so gom"};
  Words advert;
  while (advert.size() < words) {
    if (random() % 8 == 0) {
      const std::string& phrase = kPhrases[random() % kPhrases.size()];
      for (std::size_t begin = 0; begin < phrase.size();) {
        const std::size_t end = std::min(phrase.find(' ', begin), phrase.size());
        advert.push_back(phrase.substr(begin, end - begin));
        begin = end + 1;
      }
    } else {
      advert.push_back("t" + std::to_string(random() % 400));
    }
  }
  return advert;
}

bool ShareABand(const TextSignature& a, const TextSignature& b) {
  const BandHashes left = BandsOf(a);
  const BandHashes right = BandsOf(b);
  for (std::size_t i = 0; i < kSignatureBands; ++i)
    if (left[i] == right[i]) return true;
  return false;
}

bool AreTied(const TextSignature& a, const TextSignature& b) {
  return ShareABand(a, b) && Similarity(a, b) >= kNearDuplicate;
}

TEST(NearDuplicate, CopiesWithUpToEightOfTheirWordsReplacedAreFound) {
  std::mt19937 random(7);
  int copies = 0;
  int found = 0;
  for (int i = 0; i < 500; ++i) {
    const Words original = MakeAdvert(random, 190);
    const auto signature = SignatureOf(Joined(original)).value();
    for (int edits = 0; edits <= 8; ++edits) {
      Words copy = original;
      for (int edit = 0; edit < edits; ++edit)
        copy[random() % copy.size()] = "w" + std::to_string(random() % 5000);
      ++copies;
      found += AreTied(signature, SignatureOf(Joined(copy)).value()) ? 1 : 0;
    }
  }
  EXPECT_GE(found, copies * 95 / 100) << found << " of " << copies;
}

TEST(NearDuplicate, DifferentAdvertsAreNotTied) {
  std::mt19937 random(8);
  std::vector<TextSignature> signatures;
  for (int i = 0; i < 400; ++i)
    signatures.push_back(SignatureOf(Joined(MakeAdvert(random, 20 + random() % 300))).value());
  for (std::size_t i = 0; i < signatures.size(); ++i)
    for (std::size_t j = i + 1; j < signatures.size(); ++j)
      EXPECT_FALSE(AreTied(signatures[i], signatures[j])) << i << " and " << j;
}

TEST(NearDuplicate, AShortCopyWithOnePhoneChangedIsFound) {
  const auto signature = [](std::string_view text) { return SignatureOf(FoldPlain(text)).value(); };
  const auto a = signature(
      "Tuyển 20 nam nữ làm đóng gói bánh kẹo tại Đài Trung, Đài Loan, lương cơ bản 29.500 đài tệ, "
      "tăng ca nhiều, bao ăn ở, không yêu cầu tay nghề, hồ sơ gồm hộ chiếu và sơ yếu lý lịch, "
      "bay trong tháng 12. Liên hệ Zalo 0912 000 345");
  const auto b = signature(
      "TUYỂN 20 nam/nữ làm đóng gói bánh kẹo tại Đài Trung (Đài Loan): lương cơ bản 29.500 đài tệ - "
      "tăng ca nhiều, bao ăn ở; không yêu cầu tay nghề. Hồ sơ gồm hộ chiếu và sơ yếu lý lịch, "
      "bay trong tháng 12! Liên hệ Zalo 0912 000 346");
  EXPECT_TRUE(AreTied(a, b)) << Similarity(a, b);
}

TEST(NearDuplicate, OnlyWordsCount) {
  std::mt19937 random(9);
  const std::string text = Joined(MakeAdvert(random, 60));
  std::string marked;
  for (const char c : text) marked += c == ' ' ? std::string(" - ") : std::string(1, c);
  EXPECT_EQ(SignatureOf(text), SignatureOf(marked));
}

TEST(NearDuplicate, AFewWordsHaveNoSignature) {
  EXPECT_EQ(SignatureOf(""), std::nullopt);
  EXPECT_EQ(SignatureOf("tuyen lao dong di nhat ban luong cao"), std::nullopt);
  EXPECT_TRUE(SignatureOf("tuyen lao dong di nhat ban luong cao bao an o"));
}

// Kept in the database: another program version must come to the same numbers. These come from a second
// implementation, in Python.
TEST(NearDuplicate, SignaturesAreStable) {
  const auto signature = SignatureOf("mot hai ba bon nam sau bay tam chin muoi").value();
  EXPECT_EQ(signature.front(), 120575159U);
  EXPECT_EQ(signature.back(), 3101234624U);
  const BandHashes bands = BandsOf(signature);
  EXPECT_EQ(bands.front(), 3863074798244158100U);
  EXPECT_EQ(bands.back(), 4904440442185455004U);
  EXPECT_EQ(Similarity(signature, signature), 1.0);
}

}  // namespace
}  // namespace agencywatch::core
