// One posting through the API: what of it is told before somebody opens its alert.
#include "alerts/alert_builder.h"
#include "alerts/api/posting_json.h"
#include "tests/alerts/api_fixture.h"

namespace agencywatch::alerts {
namespace {

constexpr const char* kAdvert = "Tuyển lao động đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. Gọi 0912 000 345";

class PostingApiTest : public ApiTest {
 protected:
  std::int64_t Advert(const std::string& url, const std::string& body = kAdvert) {
    pqxx::work tx(*connection_);
    const auto id = Publish(tx, "bang-a", url, body, kNow);
    tx.commit();
    return id;
  }
  void Build() {
    BuildAlerts(*connection_, nullptr, kNow);
    session_ = SessionOf(db::Role::kInspector);
  }
  Json Page(std::int64_t id) { return Get("/postings/" + std::to_string(id), session_); }
  void Open() { ASSERT_EQ(Post("/alerts/1/open", {{"reason", "xác minh"}}, session_).status, 200); }

  Session session_;
};

// Of a masked phone six figures are hidden: a million texts to hash.
TEST_F(PostingApiTest, NoHashTellsWhichFiguresAreHidden) {
  const auto id = Advert("http://127.0.0.2/1");
  Build();
  const Json masked = Page(id);
  EXPECT_FALSE(masked["versions"][0].contains("text_sha256"));
  EXPECT_FALSE(masked.contains("item_key")) << "it may be a hash of the text";
  db::EvidencePlace place;
  place.payload_sha256 = std::string(64, 'a');
  const Masker masker;
  EXPECT_FALSE(EvidenceOf(place, &masker).contains("payload_sha256"));
  EXPECT_EQ(EvidenceOf(place, nullptr)["payload_sha256"], place.payload_sha256);
  Open();
  EXPECT_EQ(Page(id)["versions"][0]["text_sha256"].get<std::string>().size(), 64U);
  EXPECT_TRUE(Page(id).contains("item_key"));
}

TEST_F(PostingApiTest, AddressesAreMaskedAsTextIs) {
  const std::string address = "http://127.0.0.2/yen-0912345678?sdt=0912345678";
  const auto id = Advert(address);
  Build();
  const std::string subject = std::to_string(Get("/alerts/1", session_)["subject"].get<int>());
  const auto shown = [&] { return Page(id).dump() + Get("/alerts/1", session_).dump() + Get("/subjects/" + subject, session_).dump(); };
  EXPECT_EQ(shown().find("0912345678"), std::string::npos) << shown();
  EXPECT_EQ(Page(id)["url"], "http://127.0.0.2/yen-09••••••78?sdt=09••••••78");
  db::EvidencePlace place;
  place.final_url = address;
  Masker masker;
  masker.Add(core::Facts{});
  EXPECT_EQ(EvidenceOf(place, &masker)["url"], "http://127.0.0.2/yen-09••••••78?sdt=09••••••78");
  Open();
  EXPECT_EQ(Page(id)["url"], address);
  EXPECT_EQ(Get("/alerts/1", session_)["postings"][0]["url"], address);
}

// As on a case's page: words of one's own may name anybody.
TEST_F(PostingApiTest, ReasonsInHistoriesAreHiddenWhole) {
  Advert("http://127.0.0.2/1", std::string{kAdvert} + ", zalo 0912 000 345 hoặc 0913 000 777");
  Build();
  const Json alert = Get("/alerts/1", session_);
  const std::string subject = std::to_string(alert["subject"].get<int>());
  Json ids = Json::array();
  const Json page = Get("/subjects/" + subject, session_);
  for (const auto& contact : page["identifiers"]) {
    if (contact["role"] == "controls" && contact["kind"] == "phone") ids = Json::array({contact["id"]});
  }
  const auto supervisor = SessionOf(db::Role::kSupervisor);
  const auto split = Post("/subjects/" + subject + "/split", {{"take", ids}, {"reason", "Trần Thị Cúc nói"}}, supervisor);
  EXPECT_EQ(split.status, 200) << split.body;
  const Json row = {{"number", 1}, {"row_version", Get("/alerts/1", session_)["row_version"]}};
  const auto dismissed = Post("/alerts/dismiss", {{"alerts", {row}}, {"reason_code", "lawful"}, {"note", "Trần Thị Cúc nói"}}, session_);
  EXPECT_EQ(dismissed.status, 200) << dismissed.body;
  const auto shown = [&] { return Get("/alerts/1", session_).dump() + Get("/subjects/" + subject, session_).dump(); };
  EXPECT_EQ(shown().find("Cúc"), std::string::npos) << shown();
  EXPECT_NE(shown().find("•••"), std::string::npos);
  Open();
  EXPECT_NE(Get("/alerts/1", session_).dump().find("Cúc"), std::string::npos);
  EXPECT_NE(Get("/subjects/" + subject, session_).dump().find("Cúc"), std::string::npos);
}

TEST_F(PostingApiTest, WhatAnOlderVersionNamedIsMaskedInIt) {
  const auto id = Advert("http://127.0.0.2/1", std::string{kAdvert} + ", telegram: @yen_tuyen_dung");
  ASSERT_EQ(Advert("http://127.0.0.2/1", std::string{kAdvert} + ", telegram: @lan_viec_lam"), id);
  Build();
  const Json page = Page(id);
  ASSERT_EQ(page["versions"].size(), 2U);
  const std::string shown = page.dump() + Get("/alerts/1", session_).dump();
  for (const char* handle : {"yen_tuyen_dung", "lan_viec_lam"}) EXPECT_EQ(shown.find(handle), std::string::npos) << shown;
  Open();
  EXPECT_NE(Page(id).dump().find("yen_tuyen_dung"), std::string::npos);
}

TEST(MaskedAddress, SeesThroughPercentSignsAndLeavesOtherAddressesAlone) {
  Masker masker;
  masker.Add(core::Facts{});
  EXPECT_EQ(MaskedAddress("http://a.example/?q=goi%200912%20345%20678", masker), "http://a.example/?q=goi 09••••••••78");
  EXPECT_EQ(MaskedAddress("http://a.example/?q=goi+0912+345+678", masker), "http://a.example/?q=goi 09••••••••78");
  for (const char* plain : {"http://a.example/vi%E1%BB%87c-l%C3%A0m+tin-2026", "http://a.example/%FF", ""})
    EXPECT_EQ(MaskedAddress(plain, masker), plain);
  EXPECT_EQ(MaskedAddress("http://a.example/0912345678", Masker{}), "http://a.example/0912345678") << "open";
}

}  // namespace
}  // namespace agencywatch::alerts
