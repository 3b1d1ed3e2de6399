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

}  // namespace
}  // namespace agencywatch::alerts
