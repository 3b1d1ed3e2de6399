// Three nights and a quiet fourth, as an inspector lives through them: adverts appear, are edited, posted again on four
// boards and taken off; a licence is revoked; a closed recruiter is back under another name; somebody borrows a licence;
// and a person dismisses, watches, silences, splits and merges. The program is the real one, the boards answer on
// loopback.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <pqxx/pqxx>
#include <set>

#include "cli/demo/site_server.h"
#include "db/private_server.h"
#include "tests/db/test_database.h"
#include "tests/e2e/board_page.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

using nlohmann::json;

constexpr const char* kInspector = "Thanh tra viên Một";

struct Words {
  const char* title;
  const char* body;
};
constexpr Words kFarm = {"Tuyển đi Hàn Quốc làm nông",
                         "Cần 20 bạn đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu giữ chỗ, chuyển vào STK "
                         "0123000456789 MB Bank NGUYEN VAN THU, zalo 0912 000 777, bay trong 20 ngày, bao đậu visa 100%"};
// The same words but for a few, with another phone and no account.
constexpr Words kFarmAgain = {"Tuyển đi Hàn Quốc làm nông",
                              "Cần 20 bạn đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu giữ chỗ, chuyển vào STK "
                              "0123000456789 MB Bank NGUYEN VAN THU, zalo 0912 000 778, bay trong 20 ngày, bao đậu visa 100%"};
constexpr Words kFarmHidden = {"Tuyển đi Hàn Quốc làm nông",
                               "Cần 20 bạn đi Hàn Quốc làm nông. Ai quan tâm nhắn zalo 0912 000 777 để được tư vấn."};
constexpr Words kWarehouse = {"Lao động kho hàng Ba Lan",
                              "Tuyển lao động đi Ba Lan làm kho, lương 30 triệu một tháng. Đặt cọc 20 triệu trước khi ký hợp "
                              "đồng, chuyển vào tài khoản cá nhân 0987000654321 Vietcombank LE VAN BINH. Cam kết bay sau 15 "
                              "ngày. Gọi 0934 000 701 gặp anh Bình."};
constexpr Words kWarehouseBack = {"Nhà máy bánh kẹo Slovakia",
                                  "Nhận hồ sơ đi Slovakia đóng gói bánh kẹo. Ứng viên đóng cọc 22 triệu để giữ suất ngay khi nộp "
                                  "hồ sơ, hỏi 0934 000 701."};
constexpr Words kMaid = {"Giúp việc gia đình Đài Loan",
                         "Đi Đài Loan làm giúp việc nhà, thu trước 10 triệu tiền giữ chỗ, ai đóng trước xếp bay trước, hồ sơ "
                         "đơn giản. Liên hệ 0934 000 702 gặp chị Lan."};
constexpr Words kMaidPassport = {"Thêm suất đi Đài Loan",
                                 "Còn ba suất sang Đài Loan chăm người già. Nộp trước 10 triệu tiền giữ chỗ rồi mới xếp lịch. Công "
                                 "ty giữ hộ chiếu và bằng gốc của người lao động đến hết hợp đồng. Gọi 0934 000 702."};
constexpr Words kCannery = {"Đóng hộp cá ở Nhật",
                            "Đơn hàng đóng hộp cá tại Nhật Bản, tuyển nam nữ đến 40 tuổi, cọc 30 triệu giữ suất trước khi phỏng "
                            "vấn, alo 0934 000 703."};
constexpr Words kBuilder = {"Xây dựng Romania",
                            "Xuất khẩu lao động Romania làm thợ xây, nộp trước 12 triệu làm hồ sơ giữ chỗ, bao đậu, không cần bằng "
                            "cấp. Liên hệ 0934 000 704."};
constexpr Words kBuilderMore = {"Romania cần thợ sắt",
                                "Thêm đơn thợ sắt sang Romania, tiền cọc 14 triệu thu ngay khi đăng ký giữ chỗ, máy 0934 000 704."};
constexpr Words kAssembly = {"Lắp ráp Hungary",
                             "Nhận hồ sơ sang Hungary lắp ráp linh kiện điện tử, đóng cọc 8 triệu giữ đơn, ký hợp đồng sau khi có "
                             "visa, hỏi anh Sơn 0934 000 705."};
constexpr Words kSewing = {"Tuyển nữ may Jordan",
                           "Tuyển nữ công nhân may đi Jordan, cần đặt cọc 9 triệu giữ chỗ khi nộp hồ sơ, gọi 0934 000 706 hoặc 0934 "
                           "000 707."};
constexpr Words kFruit = {"Nông trại Úc mùa hái quả",
                          "Sang Úc hái quả theo mùa vụ, visa du lịch rồi chuyển đổi, nộp cọc 25 triệu để giữ suất, nhắn 0934 000 "
                          "707."};
constexpr Words kShipyard = {"Hàn Quốc đóng tàu",
                             "Thợ hàn đi xưởng đóng tàu Hàn Quốc, đóng cọc 18 triệu giữ chỗ ngay hôm nay, còn ít suất, gọi 0934 000 "
                             "708."};
constexpr Words kDairy = {"Trại bò sữa Israel",
                          "Lao động sang Israel vắt sữa bò, phải nộp cọc 35 triệu giữ chỗ trước rồi mới làm hộ chiếu, alo 0934 000 "
                          "709."};
constexpr Words kLicensed = {"Đơn hàng nông nghiệp Nhật Bản",
                             "Công ty Cổ phần Nhân lực Sao Khê tuyển 10 thực tập sinh nông nghiệp tại Nhật Bản, lương 170.000 yên "
                             "một tháng. Giấy phép số 7101/LĐTBXH-GP. Phí dịch vụ theo quy định, thu sau khi ký hợp đồng. Điện thoại "
                             "024 3000 0701, địa chỉ Số 8 đường Bến Chuông, Hà Nội."};
constexpr Words kHolder = {"Tuyển công nhân đi Hungary",
                           "Công ty TNHH Phái cử Nhân lực Bờ Suối tuyển công nhân đi Hungary, lương 1.200 euro một tháng. Giấy phép số "
                           "7104/LĐTBXH-GP. Học nghề miễn phí, không thu cọc. Điện thoại 0236 3000 704, địa chỉ Số 17 đường Cối Đá, "
                           "Đà Nẵng."};
constexpr Words kBorrower = {"Bờ Suối tuyển gấp đi Hungary",
                             "Công ty TNHH Phái cử Nhân lực Bờ Suối, giấy phép số 7104/LĐTBXH-GP, tuyển gấp 15 công nhân đi Hungary. "
                             "Chuyển cọc 20 triệu vào tài khoản cá nhân 0345000123456 Techcombank TRAN THI HOA để giữ chỗ, zalo 0934 "
                             "000 710."};

class ThreeNights : public testing::Test {
 protected:
  ThreeNights() : data_((folder_.path() / "data").string()), sources_file_((folder_.path() / "sources.yaml").string()) {
    // Held for the whole test, so that the program finds it running.
    db::PrivateServerOptions options;
    options.data_dir = data_;
    options.durable = false;
    server_ = db::PrivateServer::Attach(options);
    std::ofstream yaml(sources_file_);
    yaml << "user_agent: \"agencywatch/1.0 (+mailto:scan@example.gov.vn)\"\nsources:\n";
    for (const std::string key : {"bang-a", "bang-b", "bang-c", "bang-d"}) {
      yaml << "  - {key: " << key << ", name: \"Bảng " << key << "\", start: [\"" << sites_.BaseUrl(key)
           << "/\"], every: 1d, delay: 0s, private: true}\n";
    }
  }

  static std::vector<demo::Site> Boards() {
    std::vector<demo::Site> boards;
    for (const std::string key : {"bang-a", "bang-b", "bang-c", "bang-d"}) boards.push_back({key, {{"/", {}}}});
    return boards;
  }

  // Puts an advert on a board, or another one in its place.
  void Post(const std::string& board, const std::string& path, const Words& words, const std::string& employer = "") {
    demo::SitePage page;
    page.body = AdvertPage(words.title, employer, words.body);
    sites_.SetPage(board, path, page);
    shown_[board].insert(path);
    WriteIndex(board);
  }
  void TakeOff(const std::string& board, const std::string& path) {
    sites_.RemovePage(board, path);
    shown_[board].erase(path);
    WriteIndex(board);
  }

  Ended Run(std::vector<std::string> arguments) {
    std::vector<std::string> all = {"--data-dir", data_, "--lang", "en", "--now", now_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all);
  }
  // A command that a person gives, and that must go well.
  std::string Do(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--as", kInspector});
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.code, 0) << arguments[0] << " " << arguments[1] << ": " << ended.out << ended.err;
    return ended.out;
  }
  void Night(const std::string& now, const std::string& counts) {
    now_ = now;
    const Ended scan = Run({"scan", "--sources", sources_file_});
    EXPECT_LE(scan.code, 1) << scan.err;
    EXPECT_NE(scan.out.find("Alerts: " + counts), std::string::npos) << now << "\n" << scan.out;
  }
  void ImportRegister(const std::string& sao_khe_status, const std::string& since) {
    const auto file = folder_.path() / "register.jsonl";
    std::ofstream out(file);
    out << R"({"name":"Công ty Cổ phần Nhân lực Sao Khê","licence_no":"7101/LĐTBXH-GP","issued_on":"2018-03-01","status":")"
        << sao_khe_status << R"(","status_from":")" << since << R"(","phone":"+842430000701","markets":["JP"]})" << "\n"
        << R"({"name":"Công ty TNHH Phái cử Nhân lực Bờ Suối","licence_no":"7104/LĐTBXH-GP","issued_on":"2014-07-01",)"
        << R"("status":"active","status_from":"2014-07-01","phone":"+842363000704","markets":["HU"]})" << "\n";
    out.close();
    const Ended ended = Run({"register", "import", file.string(), "--published-on", now_.substr(0, 10)});
    EXPECT_EQ(ended.code, 0) << ended.err;
  }

  // Every alert in full, by the phone of one of its contacts.
  std::map<std::string, json> Alerts() {
    std::map<std::string, json> by_phone;
    for (auto& alert : JsonLines(Run({"alerts", "export"}).out)) {
      for (const auto& identifier : alert["identifiers"]) {
        if (identifier["kind"] == "phone") by_phone[identifier["value"]] = alert;
      }
    }
    return by_phone;
  }
  // The alert of whoever controls 0934 000 `last_digits`.
  json AlertOf(const std::string& last_digits) { return Alerts().at("+84934000" + last_digits); }
  json AlertByNumber(std::int64_t number) {
    return JsonLines(Run({"alerts", "show", std::to_string(number), "--json"}).out).at(0);
  }
  static std::string Number(const json& alert) { return std::to_string(alert["number"].get<std::int64_t>()); }

  static std::vector<std::string> Kinds(const json& alert) {
    std::vector<std::string> kinds;
    for (const auto& event : alert["history"]) kinds.push_back(event["kind"]);
    return kinds;
  }
  static json LastEvent(const json& alert, const std::string& kind) {
    json found;
    for (const auto& event : alert["history"]) {
      if (event["kind"] == kind) found = event;
    }
    EXPECT_FALSE(found.is_null()) << "no event " << kind << " of #" << alert["number"];
    return found;
  }

  std::set<std::string> Queue() {
    std::set<std::string> numbers;
    for (const auto& alert : JsonLines(Run({"alerts", "list", "--json"}).out)) numbers.insert(Number(alert));
    return numbers;
  }

  db::TemporaryFolder folder_;
  std::shared_ptr<db::PrivateServer> server_;
  demo::DemoSites sites_{Boards(), {}};
  std::string data_;
  std::string sources_file_;
  std::string now_ = "2026-11-21T05:00:00+07:00";

 private:
  void WriteIndex(const std::string& board) {
    demo::SitePage page;
    page.body = "<!doctype html><html><head><meta charset=utf-8><title>" + board + "</title></head><body><ul>";
    for (const auto& path : shown_[board]) page.body += "<li><a href=\"" + path + "\">" + path + "</a></li>";
    page.body += "</ul></body></html>";
    sites_.SetPage(board, "/", page);
  }

  std::map<std::string, std::set<std::string>> shown_;
};

using Events = std::vector<std::string>;

TEST_F(ThreeNights, EveryStateCountDiffAndEventIsRightAndAQuietNightChangesNothing) {
  ImportRegister("active", "2018-03-01");
  Post("bang-a", "/tin/nong-trai.html", kFarm);
  Post("bang-a", "/tin/kho-hang.html", kWarehouse, "Công ty Xuất khẩu lao động Cò Bay");
  Post("bang-a", "/tin/giup-viec.html", kMaid);
  Post("bang-a", "/tin/dong-hop.html", kCannery);
  Post("bang-a", "/tin/tho-xay.html", kBuilder);
  Post("bang-b", "/tin/lap-rap.html", kAssembly);
  Post("bang-b", "/tin/may.html", kSewing);
  Post("bang-b", "/tin/hai-qua.html", kFruit);
  Post("bang-b", "/tin/dong-tau.html", kShipyard);
  Post("bang-b", "/tin/bo-sua.html", kDairy);
  Post("bang-c", "/tin/nong-nghiep.html", kLicensed);
  Post("bang-c", "/tin/ho-ly.html", kHolder);

  // ---- The first night: 10 flagged adverts of 9 subjects, and the morning after it.
  Night("2026-11-21T06:00:00+07:00", "9 opened, 0 updated, 0 reopened, 0 unchanged, 0 cleared; looked at 10 flagged");
  auto alerts = Alerts();
  const json farm = alerts.at("+84912000777");
  EXPECT_EQ(farm["verdict"], "fraud");
  EXPECT_EQ(farm["state"], "new");
  EXPECT_EQ(farm["destinations"], json::array({"KR"}));
  EXPECT_EQ(alerts.at("+84934000706")["number"], alerts.at("+84934000707")["number"]) << "one advert shows both phones";
  EXPECT_EQ(alerts.at("+84934000706")["postings"], 2);
  EXPECT_FALSE(alerts.contains("+842430000701")) << "a licensed firm";
  EXPECT_FALSE(alerts.contains("+842363000704")) << "a licensed firm";
  EXPECT_EQ(Queue().size(), 9U);

  now_ = "2026-11-21T09:00:00+07:00";
  const json warehouse = AlertOf("701");
  const json maid = AlertOf("702");
  const json builder = AlertOf("704");
  const json assembly = AlertOf("705");
  const json sewing = AlertOf("706");
  Do({"alerts", "assign", Number(farm), "--to", "Thanh tra viên Hai"});
  Do({"alerts", "confirm", Number(warehouse), "--note", "đã lập biên bản"});
  Do({"alerts", "dismiss", Number(maid), "--reason", "settled", "--note", "đã trả lại tiền"});
  Do({"alerts", "watch", Number(builder), "--until", "2026-12-15"});
  Do({"alerts", "silence", Number(assembly), "--until", "2026-12-01", "--reason", "đang thanh tra"});
  Do({"subjects", "split", std::to_string(sewing["subject_id"].get<std::int64_t>()), "--take", "0934 000 707", "--reason",
      "hai người khác nhau"});
  EXPECT_EQ(AlertByNumber(farm["number"])["owner"], "Thanh tra viên Hai");
  EXPECT_EQ(AlertByNumber(farm["number"])["state"], "assigned");
  EXPECT_EQ(AlertByNumber(warehouse["number"])["closed_as"], "confirmed");
  EXPECT_EQ(AlertByNumber(maid["number"])["closed_as"], "dismissed");
  EXPECT_EQ(AlertByNumber(builder["number"])["due"], "2026-12-15T17:00:00Z") << "the end of that day in Vietnam";
  EXPECT_FALSE(Queue().contains(Number(assembly))) << "silenced";
  EXPECT_EQ(JsonLines(Run({"alerts", "list", "--silenced", "--json"}).out).size(), Queue().size() + 1);
  const json fruit = AlertOf("707");
  EXPECT_NE(fruit["number"], sewing["number"]) << "split";
  EXPECT_EQ(Kinds(fruit), Events{"opened"});
  EXPECT_EQ(fruit["history"][0]["actor"], kInspector);
  EXPECT_EQ(AlertOf("706")["number"], sewing["number"]);
  EXPECT_EQ(AlertOf("706")["postings"], 1);

  // ---- The second night.
  TakeOff("bang-a", "/tin/dong-hop.html");
  Post("bang-a", "/tin/nong-trai.html", kFarmHidden);
  Post("bang-b", "/tin/han-quoc.html", kFarm);
  Post("bang-c", "/tin/han-quoc.html", kFarm);
  Post("bang-d", "/tin/han-quoc.html", kFarmAgain);
  Post("bang-d", "/tin/dai-loan.html", kMaid);
  Post("bang-d", "/tin/tho-sat.html", kBuilderMore);
  Post("bang-d", "/tin/bo-suoi.html", kBorrower);
  now_ = "2026-11-22T05:00:00+07:00";
  ImportRegister("revoked", "2026-11-22");
  // The firm whose licence was revoked and the borrower are new; farm, maid and builder have more.
  Night("2026-11-22T06:00:00+07:00", "2 opened, 3 updated, 0 reopened, ");
  alerts = Alerts();
  const json farm2 = alerts.at("+84912000777");
  EXPECT_EQ(farm2["number"], farm["number"]);
  EXPECT_EQ(farm2["number"], alerts.at("+84912000778")["number"]) << "the same text with another phone";
  EXPECT_EQ(farm2["state"], "assigned");
  EXPECT_EQ(farm2["verdict"], "fraud") << "an edit that hides the evidence lowers nothing";
  EXPECT_EQ(farm2["score"], farm["score"]);
  EXPECT_EQ(farm2["postings"], 4);
  EXPECT_EQ(farm2["sites"], 4);
  EXPECT_EQ(Kinds(farm2), (Events{"opened", "assigned", "edited", "updated"}));
  EXPECT_EQ(LastEvent(farm2, "updated")["after"]["postings_added"].size(), 3U);
  EXPECT_EQ(LastEvent(farm2, "updated")["after"]["identifiers_added"],
            json::array({"phone +84912000778", "social zalo:+84912000778"}));
  const std::string diff = LastEvent(farm2, "edited")["text"]["vi"];
  EXPECT_NE(diff.find("− Cần 20 bạn đi Hàn Quốc làm nông, không cần tiếng, đặt cọc 15 triệu"), std::string::npos) << diff;
  EXPECT_NE(diff.find("+ Ai quan tâm nhắn zalo 0912 000 777"), std::string::npos) << diff;

  const json maid2 = AlertByNumber(maid["number"]);
  EXPECT_EQ(maid2["state"], "closed") << "posted again: nothing new";
  EXPECT_EQ(maid2["postings"], 2);
  EXPECT_EQ(Kinds(maid2), (Events{"opened", "dismissed", "updated"}));
  const json builder2 = AlertByNumber(builder["number"]);
  EXPECT_EQ(builder2["state"], "watching");
  EXPECT_EQ(builder2["postings"], 2);
  EXPECT_EQ(AlertOf("706")["number"], sewing["number"]) << "the split holds";
  EXPECT_EQ(AlertOf("707")["number"], fruit["number"]);
  EXPECT_EQ(Kinds(AlertOf("703")), Events{"opened"}) << "one 404 may be a slip";
  const json revoked = alerts.at("+842430000701");
  EXPECT_EQ(revoked["verdict"], "unlicensed");
  EXPECT_EQ(revoked["reasons"][0]["indicator"], "licence.inactive");
  const json borrower = AlertOf("710");
  EXPECT_EQ(borrower["verdict"], "fraud");
  bool edge = false;
  for (const auto& identifier : borrower["identifiers"]) {
    EXPECT_NE(identifier["value"], "+842363000704");
    edge = edge || (identifier["kind"] == "licence_of" && identifier["role"] == "claims" &&
                    identifier["value"] == "7104/LDTBXH-GP");
  }
  EXPECT_TRUE(edge) << "the borrower claims the holder's licence";
  EXPECT_FALSE(alerts.contains("+842363000704")) << "and the holder is not accused";

  now_ = "2026-11-22T09:00:00+07:00";
  const json shipyard = AlertOf("708");
  const json dairy = AlertOf("709");
  Do({"subjects", "merge", std::to_string(shipyard["subject_id"].get<std::int64_t>()),
      std::to_string(dairy["subject_id"].get<std::int64_t>()), "--reason", "cùng một chủ"});
  const auto first = std::min(shipyard["number"].get<std::int64_t>(), dairy["number"].get<std::int64_t>());
  const auto second = std::max(shipyard["number"].get<std::int64_t>(), dairy["number"].get<std::int64_t>());
  EXPECT_EQ(AlertByNumber(first)["postings"], 2);
  EXPECT_EQ(AlertByNumber(second)["closed_as"], "merged");
  EXPECT_EQ(LastEvent(AlertByNumber(second), "merged")["after"]["into"], first);

  // ---- The third night.
  Post("bang-c", "/tin/banh-keo.html", kWarehouseBack, "Công ty Nhân lực Hạc Trắng");
  Post("bang-c", "/tin/cham-soc.html", kMaidPassport);
  Night("2026-11-23T06:00:00+07:00", "0 opened, 1 updated, 2 reopened, ");
  const json back = AlertOf("701");
  EXPECT_EQ(back["number"], warehouse["number"]) << "the old case, under a new name";
  EXPECT_EQ(back["state"], "new");
  EXPECT_EQ(Kinds(back), (Events{"opened", "confirmed", "returned"}));
  EXPECT_EQ(LastEvent(back, "returned")["after"]["names_added"], json::array({"Công ty Nhân lực Hạc Trắng"}));
  EXPECT_EQ(LastEvent(back, "returned")["after"]["shared"], json::array({"phone +84934000701"}));
  const json maid3 = AlertOf("702");
  EXPECT_EQ(maid3["number"], maid["number"]);
  EXPECT_EQ(maid3["state"], "new");
  EXPECT_EQ(Kinds(maid3), (Events{"opened", "dismissed", "updated", "reopened"}));
  EXPECT_EQ(LastEvent(maid3, "reopened")["after"]["indicators_added"], json::array({"coercion.document_retention"}));
  const json cannery = AlertOf("703");
  EXPECT_EQ(Kinds(cannery), (Events{"opened", "withdrawn"}));
  const json gone = LastEvent(cannery, "withdrawn")["after"];
  EXPECT_EQ(gone["withdrawn_after"].get<std::string>().substr(0, 16), "2026-11-20T23:00") << "seen last";
  EXPECT_EQ(gone["withdrawn_by"].get<std::string>().substr(0, 16), "2026-11-21T23:00") << "the first 404";
  EXPECT_EQ(cannery["verdict"], "fraud");
  EXPECT_EQ(AlertByNumber(first)["postings"], 2) << "the merge holds";
  EXPECT_EQ(AlertByNumber(first)["state"], "new");
  EXPECT_FALSE(Queue().contains(Number(assembly))) << "still silenced";
  const auto silences = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"silences", "list", "--json"});
    return JsonLines(Run(more).out);
  };
  ASSERT_EQ(silences({}).size(), 1U);
  EXPECT_EQ(silences({})[0]["by"], kInspector);
  EXPECT_EQ(silences({})[0]["reason"], "đang thanh tra");
  EXPECT_EQ(silences({"--stale"}).size(), 0U) << "it is needed";
  Do({"silences", "add", "--identifier", "phone:+84934000799", "--until", "2026-11-30", "--reason", "đang chờ"});
  ASSERT_EQ(silences({"--stale"}).size(), 1U) << "nothing for it to silence";
  EXPECT_EQ(silences({"--stale"})[0]["about"], "phone +84934000799");
  Do({"silences", "lift", std::to_string(silences({"--stale"})[0]["id"].get<int>())});
  EXPECT_EQ(silences({}).size(), 1U);

  // ---- Who is behind it, with the evidence of every tie.
  const std::string borrower_id = std::to_string(borrower["subject_id"].get<std::int64_t>());
  const json subject = JsonLines(Run({"subjects", "show", borrower_id, "--json"}).out).at(0);
  std::map<std::string, std::string> roles;
  for (const auto& identifier : subject["identifiers"])
    roles[identifier["kind"].get<std::string>() + " " + identifier["value"].get<std::string>()] = identifier["role"];
  EXPECT_EQ(roles["phone +84934000710"], "controls");
  EXPECT_EQ(roles["licence_of 7104/LDTBXH-GP"], "claims");
  bool quoted = false;
  for (const auto& tie : subject["evidence"]) quoted = quoted || (tie["kind"] == "phone" && tie["quote"] == "0934 000 710");
  EXPECT_TRUE(quoted) << subject["evidence"];
  EXPECT_EQ(subject["alerts"], json::array({borrower["number"]}));
  const std::string told = Run({"subjects", "show", borrower_id}).out;
  EXPECT_NE(told.find("claims the licence of: 7104/LDTBXH-GP (Công ty TNHH Phái cử Nhân lực Bờ Suối)  only claimed"), std::string::npos) << told;
  EXPECT_EQ(JsonLines(Run({"subjects", "list", "--search", "0934 000 710", "--json"}).out).size(), 1U);

  // ---- The fourth night: nothing happened.
  const auto before = StoredState(data_);
  const auto exported = Run({"alerts", "export"}).out;
  Night("2026-11-24T06:00:00+07:00", "0 opened, 0 updated, 0 reopened, ");
  const auto after = StoredState(data_);
  std::vector<std::string> changed;
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(changed));
  // That a page which is gone was asked for once more is counted there.
  std::erase_if(changed, [](const std::string& line) {
    return line.starts_with("url ") && line.find("|gone|") != std::string::npos;
  });
  EXPECT_EQ(changed, std::vector<std::string>{});
  std::map<std::int64_t, std::size_t> events;
  for (const auto& alert : JsonLines(exported)) events[alert["number"]] = alert["history"].size();
  for (const auto& alert : JsonLines(Run({"alerts", "export"}).out))
    EXPECT_EQ(alert["history"].size(), events.at(alert["number"])) << "#" << alert["number"];
}

TEST_F(ThreeNights, TwoPeopleDoNotWorkOnOneAlertAndSeveralAreDecidedTogether) {
  ImportRegister("active", "2018-03-01");
  Post("bang-a", "/tin/nong-trai.html", kFarm);
  Post("bang-a", "/tin/kho-hang.html", kWarehouse);
  Post("bang-a", "/tin/giup-viec.html", kMaid);
  Night("2026-11-21T06:00:00+07:00", "3 opened");
  Do({"alerts", "lock", "1"});
  const auto other = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--as", "Thanh tra viên Hai"});
    return Run(arguments);
  };
  const Ended refused = other({"alerts", "dismiss", "2", "1", "--reason", "false_alarm"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("alert #1 is being worked on by Thanh tra viên Một"), std::string::npos) << refused.err;
  EXPECT_EQ(AlertByNumber(2)["state"], "new") << "all or none";
  now_ = "2026-11-21T06:31:00+07:00";
  EXPECT_EQ(other({"alerts", "dismiss", "2", "1", "--reason", "false_alarm"}).code, 0) << "the lock is over";
  EXPECT_EQ(AlertByNumber(1)["closed_as"], "dismissed");
  EXPECT_EQ(AlertByNumber(2)["closed_as"], "dismissed");
  EXPECT_EQ(other({"alerts", "watch", "1"}).code, 2) << "a closed one is reopened first";
  EXPECT_EQ(other({"alerts", "dismiss", "3", "--reason", "vi_the"}).code, 2);
  EXPECT_EQ(other({"alerts", "dismiss", "3", "--reason", "other"}).code, 2) << "needs a note";
  EXPECT_EQ(other({"alerts", "reopen", "1", "--note", "có nạn nhân trình báo"}).code, 0);
  EXPECT_EQ(AlertByNumber(1)["state"], "new");
  EXPECT_EQ(other({"alerts", "case", "1"}).code, 0);
  EXPECT_EQ(AlertByNumber(1)["state"], "in_case");
  EXPECT_EQ(other({"alerts", "duplicate", "3", "--of", "2"}).code, 2) << "a dismissed one does not go on";
  EXPECT_EQ(other({"alerts", "duplicate", "3", "--of", "1"}).code, 0);
  EXPECT_EQ(AlertByNumber(3)["closed_as"], "duplicate");
  EXPECT_EQ(other({"alerts", "duplicate", "1", "--of", "3"}).code, 2) << "both would be gone";
  now_ = "2026-12-01T06:00:00+07:00";
  EXPECT_EQ(JsonLines(Run({"alerts", "list", "--overdue", "--json"}).out).size(), 0U) << "all are decided";
  EXPECT_EQ(JsonLines(Run({"alerts", "list", "--all", "--json"}).out).size(), 3U);
  EXPECT_EQ(JsonLines(Run({"alerts", "list", "--owner", "Thanh tra viên Hai", "--json"}).out).size(), 1U);
}

TEST_F(ThreeNights, ThatAnAlertIsOverdueIsToldOnceAndOnlyWhereItWaits) {
  ImportRegister("active", "2018-03-01");
  Post("bang-a", "/tin/nong-trai.html", kFarm);
  Post("bang-a", "/tin/giup-viec.html", kMaid);
  Night("2026-11-21T06:00:00+07:00", "2 opened");
  Do({"alerts", "dismiss", "2", "--reason", "false_alarm"});
  Night("2026-11-29T06:00:00+07:00", "0 opened");
  Night("2026-11-30T06:00:00+07:00", "0 opened");
  const json waiting = AlertByNumber(1);
  EXPECT_EQ(Kinds(waiting), (Events{"opened", "overdue"}));
  EXPECT_EQ(LastEvent(waiting, "overdue")["after"]["was_due"], waiting["due"]);
  EXPECT_EQ(Kinds(AlertByNumber(2)), (Events{"opened", "dismissed"}));
  Do({"alerts", "watch", "1", "--until", "2026-12-01"});
  Night("2026-12-03T06:00:00+07:00", "0 opened");
  EXPECT_EQ(Kinds(AlertByNumber(1)), (Events{"opened", "overdue", "watched", "overdue"}))
      << "another date, another notice";
}

TEST_F(ThreeNights, APageThatTheRegisterMadeSuspectIsVisitedMoreOftenThoughItDidNotChange) {
  const auto keen = [&] {
    pqxx::connection connection(server_->ConnectionString(db::ServerRole::kApp));
    pqxx::read_transaction tx(connection);
    return tx.exec1("SELECT keen FROM agencywatch.url WHERE url LIKE '%/tin/sao-khe.html'")[0].as<bool>();
  };
  ImportRegister("active", "2018-03-01");
  Post("bang-a", "/tin/sao-khe.html", kLicensed);
  Night("2026-11-21T06:00:00+07:00", "0 opened");
  EXPECT_FALSE(keen());
  now_ = "2026-11-21T08:00:00+07:00";
  ImportRegister("revoked", "2026-11-20");
  EXPECT_EQ(AlertByNumber(1)["verdict"], "unlicensed") << "told by the import";
  Night("2026-11-22T06:00:00+07:00", "0 opened");
  EXPECT_TRUE(keen());
}

}  // namespace
}  // namespace agencywatch::test
