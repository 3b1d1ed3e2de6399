// A dossier as people make and receive it: from a scan through four eyes to a machine that knows nothing of us.
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "alerts/dossier/repeat.h"
#include "core/bagit.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "core/signature.h"
#include "core/time.h"
#include "core/zip_archive.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteAll(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// One scan, one case with all its alerts, one dossier, for all tests.
class Dossier : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<db::TemporaryFolder>();
    FixDemoPort(Data(), DemoPort());
    ASSERT_EQ(RunProgram({"--data-dir", Data(), "demo"}).code, 0);
    // A tip, whose words and informant stay inside.
    const std::string tip =
        "Chị Phan Thị Mơ bị một người thu cọc 27 triệu giữ chỗ đi Úc hái nho, gọi 0912 000 888 để nộp tiền, bay trong 20 ngày";
    ASSERT_EQ(Run("06:30", {"import", "--tip", "--channel", "hotline 111", "--informant", "Người Báo Tin", "--informant-contact",
                            "0912 000 999", "--as", "Người trực", "-"}, tip).code, 0);
    alerts_ = JsonLines(Run("06:31", {"alerts", "export"}).out);
    std::vector<std::string> open = {"cases", "open", "--as", "Cán bộ A"};
    for (const auto& alert : alerts_) open.push_back(std::to_string(alert["number"].get<int>()));
    ASSERT_EQ(Run("06:40", open).code, 0);
    WriteAll(folder_->path() / "biên bản.pdf", "%PDF-1.7 biên bản của Lê Thị Bưởi");
    ASSERT_EQ(Run("06:40", {"cases", "attach", "1", (folder_->path() / "biên bản.pdf").string(), "--as", "Cán bộ A"}).code, 0);
    const Ended proposed = Run("06:41", {"referrals", "propose", "1", "--province", "Nghệ An", "--grounds",
                                         "Bà Lê Thị Bưởi trình báo đã nộp tiền", "--as", "Cán bộ A"});
    ASSERT_EQ(proposed.code, 0) << proposed.out << proposed.err;
    ASSERT_EQ(Run("06:42", {"dossier", "key"}).code, 0);
    const Ended approved = Run("06:44", {"referrals", "approve", "1", "--proposal", "1", "--as", "Lãnh đạo B"});
    ASSERT_EQ(approved.code, 0) << approved.err;
    built_ = Run("06:45", {"dossier", "build", "1", "--out", Out(), "--as", "Cán bộ A", "--json"});
    if (built_.code == 0) answer_ = json::parse(built_.out);
    MoveAway();
  }
  static void TearDownTestSuite() { folder_.reset(); }

  void SetUp() override { ASSERT_EQ(built_.code, 0) << built_.out << built_.err; }

  static std::string Data() { return (folder_->path() / "data").string(); }
  static std::string Out() { return (folder_->path() / "out").string(); }
  static fs::path Bare() { return folder_->path() / "bare"; }
  static fs::path Program() { return Bare() / "agencywatch"; }

  static Ended Run(const std::string& time, std::vector<std::string> arguments, const std::string& input = {}) {
    std::vector<std::string> all = {"--data-dir", Data(), "--now", "2026-11-21T" + time + ":00+07:00", "--lang", "en"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all, {}, input);
  }

  // To a folder with nothing but the program and the archives.
  static void MoveAway() {
    if (built_.code != 0) return;
    fs::create_directories(Bare());
    chmod(Bare().c_str(), 0755);
    fs::copy_file(AW_PROGRAM, Program());
    fs::copy_file(answer_["file"].get<std::string>(), Bare() / "whole.zip");
    fs::copy_file(answer_["redacted_file"].get<std::string>(), Bare() / "redacted.zip");
    for (const char* file : {"agencywatch", "whole.zip", "redacted.zip"}) chmod((Bare() / file).c_str(), 0755);
    // Settings of somebody else, which verifying does not need and may not read.
    WriteAll(Bare() / "agencywatch.yaml", "database: postgresql://nobody@localhost:1/none\n");
    chmod((Bare() / "agencywatch.yaml").c_str(), 0600);
    for (const auto& [path, content] : core::UnpackZip(ReadAll(Bare() / "whole.zip"), "whole.zip").files)
      WriteAll(Bare() / "unpacked" / path, content);
  }

  // As somebody without rights, settings, database or network variables; where the test may not change who it is, as itself.
  static Ended Verify(const std::string& file, const std::string& more = {}) {
    const passwd* nobody = getpwnam("nobody");
    std::string command = "cd " + Bare().string() + " && ";
    if (geteuid() == 0 && nobody != nullptr)
      command += "setpriv --reuid " + std::to_string(nobody->pw_uid) + " --regid " + std::to_string(nobody->pw_gid) + " --clear-groups ";
    command += "env -i PATH=/usr/bin:/bin ./agencywatch --lang en dossier verify " + file + " " + more + " 2>&1";
    Ended ended;
    FILE* pipe = popen(command.c_str(), "r");
    char block[4096];
    while (const auto got = fread(block, 1, sizeof block, pipe)) ended.out.append(block, got);
    const int status = pclose(pipe);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended;
  }

  static std::string Key() { return answer_["key"].get<std::string>(); }
  static core::BagFiles Whole() { return core::UnpackZip(ReadAll(Bare() / "whole.zip"), "whole.zip").files; }

  // The whole bag again, with something changed by somebody who knows how bags are made, and who has a key.
  static void Forge(const std::string& file, const std::function<void(core::BagFiles&)>& change) {
    core::BagFiles payload;
    for (const auto& [path, content] : Whole()) {
      if (path.starts_with("data/")) payload[path.substr(5)] = content;
    }
    change(payload);
    const auto key = core::SigningKey::Make();
    payload["redacted/signature.txt"] = key.Sign(payload.at("redacted/tagmanifest-sha256.txt"));
    const core::BagFiles whole = Whole();
    core::BagFiles bag = core::MakeBag(payload, {{"External-Identifier", core::BagInfo(whole, "External-Identifier")},
                                                 {"Audit-Head", core::BagInfo(whole, "Audit-Head")}});
    bag[std::string{core::kBagSignature}] = key.Sign(bag.at(std::string{core::kTagManifest}));
    WriteAll(Bare() / file, core::PackZip(bag, "forged", core::Instant{}));
  }

  static std::unique_ptr<db::TemporaryFolder> folder_;
  static std::vector<json> alerts_;
  static Ended built_;
  static json answer_;
};

std::unique_ptr<db::TemporaryFolder> Dossier::folder_;
std::vector<json> Dossier::alerts_;
Ended Dossier::built_;
json Dossier::answer_;

TEST_F(Dossier, IsWholeProvedAndRepeatsOnABareMachine) {
  const Ended verified = Verify("whole.zip", "--key " + Key());
  EXPECT_EQ(verified.code, 0) << verified.out;
  for (const char* says : {"[good] WHOLE", "[good] ORIGIN: signed by the key", "[good] REPEATED: the same result", "from the archived page"})
    EXPECT_NE(verified.out.find(says), std::string::npos) << says << "\n" << verified.out;
  EXPECT_GE(answer_["postings"].get<int>(), 7);
  EXPECT_EQ(answer_["without_page"], 1);  // the tip
  EXPECT_FALSE(fs::exists(Bare() / ".local")) << "verifying left something behind";
}

TEST_F(Dossier, FilesOfTheCaseAreInItsSealedPartWithTheirCustodyAndInNoOther) {
  const core::BagFiles bag = Whole();
  const std::string path = "data/sealed/attachments/1-bien-ban.pdf";
  ASSERT_TRUE(bag.contains(path));
  EXPECT_EQ(bag.at(path), "%PDF-1.7 biên bản của Lê Thị Bưởi");
  const std::string sha256 = core::Sha256Hex(bag.at(path));
  EXPECT_NE(bag.at("manifest-sha256.txt").find(sha256 + "  " + path), std::string::npos) << bag.at("manifest-sha256.txt");
  EXPECT_EQ(json::parse(bag.at("data/sealed/case.json"))["attachments"][0]["sha256"], sha256);
  EXPECT_EQ(json::parse(bag.at("data/sealed/case.json"))["attachments"][0]["name"], "biên bản.pdf");
  const std::string custody = bag.at("data/sealed/custody.json");
  EXPECT_NE(custody.find("laid a file into the case"), std::string::npos);
  EXPECT_NE(custody.find(sha256), std::string::npos);
  // Whoever signs another file in its place is found by the audit chain.
  core::BagFiles sealed;
  for (const auto& [name, content] : bag) {
    if (name.starts_with("data/sealed/")) sealed[name.substr(12)] = content;
  }
  sealed["attachments/1-bien-ban.pdf"] = "%PDF-1.7 khác";
  sealed["attachments/2-them.pdf"] = "%PDF-1.7";
  auto of_case = json::parse(sealed["case.json"]);
  of_case["attachments"][0]["sha256"] = core::Sha256Hex(sealed["attachments/1-bien-ban.pdf"]);
  sealed["case.json"] = of_case.dump();
  EXPECT_EQ(alerts::Repeat(sealed, {{}, "1.0.0", true}).differences,
            (std::vector<std::string>{"attachments/1-bien-ban.pdf: it is not the file that was laid into the case",
                                      "attachments/2-them.pdf: the case does not name this file"}));
  for (const auto& [name, content] : core::UnpackZip(ReadAll(Bare() / "redacted.zip"), "redacted.zip").files) {
    EXPECT_EQ(name.find("attachments"), std::string::npos);
    if (!name.ends_with(".pdf")) {
      EXPECT_EQ(content.find("biên bản"), std::string::npos) << name;
    }
  }
}

TEST_F(Dossier, WithoutAKeyTheOriginIsNotProvedAndAWrongOneIsSaid) {
  const Ended without = Verify("whole.zip");
  EXPECT_EQ(without.code, 0) << without.out;
  EXPECT_NE(without.out.find("whole, origin not proved"), std::string::npos) << without.out;
  const Ended wrong = Verify("whole.zip", "--key " + std::string(64, 'a'));
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.out.find("signed by another key"), std::string::npos) << wrong.out;
  EXPECT_EQ(Verify("whole.zip", "--key 12ab").code, 2);
}

TEST_F(Dossier, TheRedactedPartStandsAlone) {
  const Ended verified = Verify("redacted.zip", "--key " + Key());
  EXPECT_EQ(verified.code, 0) << verified.out;
  EXPECT_NE(verified.out.find("the redacted part"), std::string::npos) << verified.out;
  // The very bytes that lie in the whole one.
  const auto whole = Whole();
  for (const auto& [path, content] : core::UnpackZip(ReadAll(Bare() / "redacted.zip"), "redacted.zip").files)
    EXPECT_EQ(whole.at("data/redacted/" + path), content) << path;
}

TEST_F(Dossier, OneByteAlteredInAnyOfItsFilesIsNamed) {
  const fs::path bag = Bare() / "unpacked";
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(bag)) {
    if (entry.is_regular_file()) paths.push_back(entry.path().lexically_relative(bag).generic_string());
  }
  EXPECT_GT(paths.size(), 25U);
  for (const auto& path : paths) {
    const std::string content = ReadAll(bag / path);
    std::string altered = content;
    altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
    WriteAll(bag / path, altered);
    const Ended verified = Verify("unpacked", "--key " + Key());
    WriteAll(bag / path, content);
    EXPECT_EQ(verified.code, 1) << path;
    EXPECT_NE(verified.out.find(path), std::string::npos) << path << "\n" << verified.out;
    EXPECT_NE(verified.out.find("NOT WHOLE"), std::string::npos) << path;
  }
  EXPECT_EQ(Verify("unpacked", "--key " + Key()).code, 0);
}

TEST_F(Dossier, WhatIsMissingOrExtraIsNamed) {
  const fs::path bag = Bare() / "unpacked";
  fs::rename(bag / "data/sealed/history.json", Bare() / "history.json");
  WriteAll(bag / "data/sealed/note.txt", "x");
  const Ended verified = Verify("unpacked", "--key " + Key());
  fs::rename(Bare() / "history.json", bag / "data/sealed/history.json");
  fs::remove(bag / "data/sealed/note.txt");
  EXPECT_EQ(verified.code, 1);
  EXPECT_NE(verified.out.find("data/sealed/history.json: missing"), std::string::npos) << verified.out;
  EXPECT_NE(verified.out.find("data/sealed/note.txt: extra"), std::string::npos) << verified.out;
}

// A bag may be made anew around altered evidence; what it says must still follow from the pages.
TEST_F(Dossier, AForgersWholeBagDiffersFromItsOwnPages) {
  Forge("forged.zip", [](core::BagFiles& payload) {
    json postings = json::parse(payload.at("sealed/postings.json"));
    json& assessment = postings["postings"][0]["assessment"];
    assessment["verdict"] = "clear";
    assessment["findings"].erase(0);
    payload["sealed/postings.json"] = postings.dump();
  });
  const Ended forged = Verify("forged.zip");
  EXPECT_EQ(forged.code, 1);
  EXPECT_NE(forged.out.find("[good] WHOLE"), std::string::npos) << forged.out;
  EXPECT_NE(forged.out.find("REPEATED: differs"), std::string::npos) << forged.out;
  EXPECT_NE(forged.out.find("→"), std::string::npos) << forged.out;
  EXPECT_NE(forged.out.find("new finding: "), std::string::npos) << forged.out;
  EXPECT_NE(Verify("forged.zip", "--key " + Key()).out.find("signed by another key"), std::string::npos);
}

TEST_F(Dossier, AnAuditRowADayOrACollectionThatWasChangedDoesNotFit) {
  Forge("audit.zip", [](core::BagFiles& payload) {
    json audit = json::parse(payload.at("sealed/audit.json"));
    for (auto& row : audit["chain"]) {
      if (row.value("action", "") == "referral.approved") row["actor"] = "Cán bộ A";
    }
    payload["sealed/audit.json"] = audit.dump();
    json history = json::parse(payload.at("sealed/history.json"));
    history["postings"][0]["first_seen"] = "2026-10-01T00:00:00Z";
    payload["sealed/history.json"] = history.dump();
    json collection = json::parse(payload.at("sealed/collection.json"));
    collection["captures"][0]["payload_sha256"] = std::string(64, 'a');
    collection["captures"][1]["at"] = "2026-11-19T23:00:00Z";
    payload["sealed/collection.json"] = collection.dump();
  });
  const Ended forged = Verify("audit.zip");
  EXPECT_EQ(forged.code, 1);
  EXPECT_NE(forged.out.find("its content does not match its hash"), std::string::npos) << forged.out;
  EXPECT_NE(forged.out.find("the days judged are not those"), std::string::npos) << forged.out;
  EXPECT_NE(forged.out.find("it is not what was fetched"), std::string::npos) << forged.out;
  EXPECT_NE(forged.out.find("time or address are not those of the record"), std::string::npos) << forged.out;
}

TEST_F(Dossier, OtherRulesDifferAndItIsSaidInWhat) {
  const json postings = json::parse(Whole().at("data/sealed/postings.json"));
  const auto rule = postings["postings"][0]["assessment"]["findings"][0]["rule"].get<std::string>();
  const fs::path pack = Bare() / "pack";
  fs::copy(fs::path{AW_SOURCE_DIR} / "rules/packs", pack, fs::copy_options::recursive);
  const Ended same = Verify("whole.zip", "--pack pack");
  EXPECT_EQ(same.code, 0) << same.out;
  for (const auto& entry : fs::recursive_directory_iterator(pack)) {
    if (entry.path().extension() != ".yaml") continue;
    std::string text = ReadAll(entry.path());
    const auto at = text.find("id: " + rule + "\n");
    if (at == std::string::npos) continue;
    const auto version = text.find("version: ", at) + 9;
    text.replace(version, text.find_first_of("\n,}", version) - version, "97");
    WriteAll(entry.path(), text);
  }
  const Ended other = Verify("whole.zip", "--pack pack");
  EXPECT_EQ(other.code, 1);
  EXPECT_NE(other.out.find("REPEATED: differs"), std::string::npos) << other.out;
  EXPECT_NE(other.out.find(rule + ": rule version: "), std::string::npos) << other.out;
  EXPECT_NE(other.out.find("→ 97"), std::string::npos) << other.out;
}

TEST_F(Dossier, NothingOfAPersonIsInTheRedactedPart) {
  const json postings = json::parse(Whole().at("data/sealed/postings.json"));
  std::set<std::string> persons = {"Phan Thị Mơ", "Lê Thị Bưởi", "Người Báo Tin", "0912 000 888", "0912 000 999"};
  for (const auto& posting : postings["postings"]) {
    for (const auto& fact : posting["assessment"]["facts"]) {
      const auto kind = fact["kind"].get<std::string>();
      if (kind != "phone" && kind != "account" && kind != "social" && kind != "email") continue;
      persons.insert(fact["value"]);
      persons.insert(fact["at"]["quote"]);
      if (fact["attrs"].contains("holder") && fact["attrs"].value("holder_kind", "") == "person") persons.insert(fact["attrs"]["holder"]);
    }
  }
  EXPECT_GT(persons.size(), 15U);
  for (const auto& [path, content] : Whole()) {
    if (!path.starts_with("data/redacted/") || path.ends_with(".pdf")) continue;
    for (const auto& person : persons) EXPECT_EQ(content.find(person), std::string::npos) << person << " in " << path;
  }
  const std::string report = Whole().at("data/redacted/data/report.html");
  EXPECT_NE(report.find("<span class=\"black\">"), std::string::npos);
  EXPECT_EQ(report.find("urn:uuid:") == std::string::npos, false);
  // The informant stands nowhere, not even in the sealed part.
  for (const auto& [path, content] : Whole()) {
    EXPECT_EQ(content.find("Người Báo Tin"), std::string::npos) << path;
    EXPECT_EQ(content.find("0912 000 999"), std::string::npos) << path;
  }
}

TEST_F(Dossier, SpeaksOfSignsAndNeverOfGuilt) {
  for (const auto& [path, content] : Whole()) {
    if (!path.ends_with("report.html") && !path.ends_with("cover-letter.html")) continue;
    EXPECT_NE(content.find("igns of"), std::string::npos) << path;
    EXPECT_EQ(content.find("guilty"), std::string::npos) << path;
    EXPECT_EQ(content.find("<script"), std::string::npos) << path;
    EXPECT_TRUE(Whole().at(path.substr(0, path.size() - 4) + "pdf").starts_with("%PDF-")) << path;
  }
}

TEST_F(Dossier, ItsBuildingIsInTheChainAndAKeyThatOthersReadIsRefused) {
  const json audit = json::parse(Whole().at("data/sealed/audit.json"));
  EXPECT_EQ(audit["chain"].back()["action"], "dossier.build");
  EXPECT_EQ(audit["head"]["sha256"], audit["chain"].back()["sha256"]);
  std::set<std::string> actions;
  for (const auto& row : audit["chain"]) actions.insert(row.value("action", ""));
  for (const char* action : {"case.opened", "referral.proposed", "referral.approved"}) EXPECT_TRUE(actions.contains(action)) << action;
  EXPECT_EQ(core::Sha256Hex(ReadAll(Bare() / "whole.zip")), answer_["sha256"]);
  EXPECT_EQ(Run("06:50", {"dossier", "build", "1", "--out", Out() + "/dossier-1-1.zip"}).code, 2) << "over a file that is there";
  const fs::path key = fs::path{Data()} / "dossier.key";
  EXPECT_EQ(fs::status(key).permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write);
  chmod(key.c_str(), 0644);
  const Ended open = Run("06:52", {"dossier", "build", "1", "--out", Out()});
  chmod(key.c_str(), 0600);
  EXPECT_EQ(open.code, 2);
  EXPECT_NE(open.err.find("others may read"), std::string::npos) << open.err;
}

// Whoever signs a dossier may write into it what he likes.
TEST_F(Dossier, FilesOfTheSealedPartThatMakeNoSenseAreDifferencesAndNoCrash) {
  core::BagFiles sealed;
  for (const auto& [path, content] : Whole()) {
    if (path.starts_with("data/sealed/")) sealed[path.substr(12)] = content;
  }
  const alerts::RepeatOptions options{{}, "1.0.0", true};
  EXPECT_TRUE(alerts::Repeat(sealed, options).Same());
  for (const auto& [path, content] : sealed) {
    if (path.starts_with("report") || path.starts_with("cover") || path == "README.txt" || path == "case.json" || path == "custody.json" ||
        path.starts_with("attachments/"))
      continue;
    for (const auto& nonsense : {std::string{}, std::string{"{}"}, content.substr(0, content.size() / 2),
                                 std::string{R"({"postings":[{"n":"x"}],"captures":7,"chain":[[]],"head":{},"program":1})"}}) {
      core::BagFiles broken = sealed;
      broken[path] = nonsense;
      EXPECT_FALSE(alerts::Repeat(broken, options).Same()) << path << ": " << nonsense.substr(0, 20);
    }
    core::BagFiles without = sealed;
    without.erase(path);
    EXPECT_FALSE(alerts::Repeat(without, options).Same()) << path;
  }
  EXPECT_FALSE(alerts::Repeat({}, options).Same());
}

// What was taken in from elsewhere: a saved page is read again, a line of a list is judged as it came. It needs no source: the
// settings are those that `init` writes.
TEST_F(Dossier, ImportedAdvertsRepeatToo) {
  const fs::path page = folder_->path() / "saved.html";
  WriteAll(page, "<html><head><title>Tuyển 20 nam đi Hàn Quốc</title></head><body><h1>Tuyển 20 nam đi Hàn Quốc làm nông</h1>"
                 "<p>Không cần tiếng, đặt cọc 15 triệu giữ chỗ, bay trong 20 ngày, bao đậu visa 100%. Lương 60 triệu một tháng.</p>"
                 "<p>Chuyển khoản STK 0301000456789 MB Bank LE VAN THU, gọi 0912 000 654.</p></body></html>");
  const fs::path list = folder_->path() / "list.jsonl";
  WriteAll(list, R"({"title":"Đi Úc hái nho","body":"Cần 30 người đi Úc hái nho, không cần bằng cấp, cọc 27 triệu giữ chỗ, gọi 0912 000 655, bay trong 20 ngày","url":"https://example.com/a/1"})" "\n");
  ASSERT_EQ(Run("07:00", {"import", page.string(), list.string()}).code, 0);
  std::vector<std::string> open = {"cases", "open", "--as", "Cán bộ A"};
  for (const auto& alert : JsonLines(Run("07:01", {"alerts", "export"}).out)) {
    for (const auto& advert : alert["adverts"]) {
      if (advert["source"] == "import") open.push_back(std::to_string(alert["number"].get<int>()));
    }
  }
  ASSERT_GE(open.size(), 6U);
  ASSERT_EQ(Run("07:02", open).code, 0);
  ASSERT_EQ(Run("07:03", {"referrals", "propose", "2", "--province", "Nghệ An", "--as", "Cán bộ A"}).code, 0);
  ASSERT_EQ(Run("07:04", {"referrals", "approve", "2", "--proposal", "1", "--as", "Lãnh đạo B"}).code, 0);
  const std::string first = (folder_->path() / "first").string();
  ASSERT_EQ(RunProgram({"init", first}).code, 0);
  const Ended built = Run("07:05", {"--config", first + "/agencywatch.yaml", "dossier", "build", "2", "--out", Out(), "--as", "Cán bộ A", "--json"});
  ASSERT_EQ(built.code, 0) << built.out << built.err;
  const json answer = json::parse(built.out);
  EXPECT_EQ(answer["postings"], 2);
  EXPECT_EQ(answer["without_page"], 1);
  EXPECT_EQ(answer["records"], 2);
}

TEST_F(Dossier, AStrangersFileIsRefusedNotBelieved) {
  WriteAll(Bare() / "text.zip", "PK, but not really");
  EXPECT_EQ(Verify("text.zip").code, 2);
  EXPECT_EQ(Verify("nothing.zip").code, 2);
  fs::create_directories(Bare() / "links");
  fs::copy_file(Bare() / "unpacked/bagit.txt", Bare() / "links/bagit.txt");
  fs::create_symlink("/etc/passwd", Bare() / "links/data.txt");
  const Ended link = Verify("links");
  EXPECT_EQ(link.code, 2);
  EXPECT_NE(link.out.find("holds a link"), std::string::npos) << link.out;
}

}  // namespace
}  // namespace agencywatch::test
