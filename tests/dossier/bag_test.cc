// Bags, archives and signatures, apart from what a dossier holds.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

#include "core/bagit.h"
#include "core/errors.h"
#include "core/signature.h"
#include "core/zip_archive.h"

namespace agencywatch::core {
namespace {

const Instant kAt = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};

BagFiles SmallBag() {
  return MakeBag({{"report.html", "<p>dấu hiệu</p>"}, {"rules/a.pack", std::string("a\0b", 3)}},
                 {{"External-Identifier", "dossier-1-1"}, {"Bagging-Date", "2026-11-21"}});
}

// RFC 8493 section 2.1: what must be there, and in which words.
TEST(Bag, HasTheFilesThatTheRfcAsksFor) {
  const BagFiles bag = SmallBag();
  EXPECT_EQ(bag.at("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  // As sha256sum prints it.
  EXPECT_TRUE(bag.at("manifest-sha256.txt")
                  .starts_with("23effbe693379be355f24d9b8e348b38b90a6a464a75d33d9ec1a2305cbbbc08  data/report.html\n"));
  EXPECT_EQ(BagInfo(bag, "Payload-Oxum"), "22.2");
  EXPECT_EQ(BagInfo(bag, "External-Identifier"), "dossier-1-1");
  EXPECT_TRUE(CheckBag(bag).empty());
}

TEST(Bag, EachAlteredByteIsNamedByItsFile) {
  const BagFiles whole = SmallBag();
  for (const auto& [path, content] : whole) {
    for (std::size_t at = 0; at < content.size(); ++at) {
      if (path == kTagManifest && content[at] >= 'a' && content[at] <= 'f') continue;  // a capital is the same hash
      BagFiles bag = whole;
      bag[path][at] = static_cast<char>(bag[path][at] ^ 1);
      const auto problems = CheckBag(bag);
      ASSERT_FALSE(problems.empty()) << path << " byte " << at;
      if (path == kTagManifest) continue;  // its own alteration shows as that of what it lists; the signature names it
      bool named = false;
      for (const auto& problem : problems) named = named || problem.path == path;
      EXPECT_TRUE(named) << path << " byte " << at;
    }
  }
}

TEST(Bag, WhatIsMissingOrExtraIsNamed) {
  BagFiles bag = SmallBag();
  bag.erase("data/report.html");
  bag["data/other.html"] = "x";
  bag["note.txt"] = "y";
  bag[std::string{kBagSignature}] = "listed nowhere, and yet not extra";
  std::vector<std::string> named;
  for (const auto& problem : CheckBag(bag))
    named.push_back(std::string{BagProblemName(problem.kind)} + " " + problem.path);
  EXPECT_EQ(named, (std::vector<std::string>{"malformed bag-info.txt", "extra data/other.html",
                                             "missing data/report.html", "extra note.txt"}));
}

TEST(Bag, AManifestCannotLeadOutOfTheBag) {
  BagFiles bag = SmallBag();
  bag["manifest-sha256.txt"] += std::string(64, '0') + "  ../../etc/passwd\nnot a line of a manifest\n";
  const auto problems = CheckBag(bag);
  std::string text;
  for (const auto& problem : problems) text += problem.path + ": " + problem.detail + "\n";
  EXPECT_NE(text.find("line 3 lists ../../etc/passwd, which it must not"), std::string::npos) << text;
  EXPECT_NE(text.find("line 4 is not a hash and a path"), std::string::npos) << text;
  for (const char* path : {"/etc/passwd", "a/../b", "..", "a//b", "./a", "a\\b", "c:\\a", "a\nb", "", "a/"})
    EXPECT_FALSE(IsSafeBagPath(path)) << path;
  EXPECT_TRUE(IsSafeBagPath("sealed/rules/0f.pack"));
}

TEST(ZipArchive, GivesBackWhatWasPacked) {
  const BagFiles bag = SmallBag();
  const auto unpacked = UnpackZip(PackZip(bag, "dossier-1-1", kAt), "x.zip");
  EXPECT_EQ(unpacked.top, "dossier-1-1");
  EXPECT_EQ(unpacked.files, bag);
  EXPECT_TRUE(unpacked.problems.empty());
  EXPECT_TRUE(unpacked.as_packed);
  EXPECT_TRUE(unpacked.flaws.empty());
}

// Any byte may be damaged: either the archive is refused, or the bag says which file it was, or nothing was lost.
TEST(ZipArchive, ADamagedByteIsNeverPassedOver) {
  const BagFiles bag = SmallBag();
  const std::string whole = PackZip(bag, "dossier-1-1", kAt);
  int told = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x11);
    try {
      const auto unpacked = UnpackZip(damaged, "x.zip");
      const bool noticed = !unpacked.problems.empty() || !CheckBag(unpacked.files).empty() || unpacked.top != "dossier-1-1";
      EXPECT_TRUE(noticed || unpacked.files == bag) << "byte " << at;
      told += noticed ? 1 : 0;
    } catch (const InputError&) {
      ++told;
    }
  }
  EXPECT_GT(told, static_cast<int>(whole.size() / 4));
}

struct Entry {
  const char* path;
  mode_t type;
  const char* link;
  std::size_t size;
};

std::string HostileZip(const std::vector<Entry>& entries) {
  std::string out(8 << 20, '\0');
  std::size_t used = 0;
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_memory(zip, out.data(), out.size(), &used);
  for (const auto& made : entries) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, made.path);
    archive_entry_set_filetype(entry, made.type);
    archive_entry_set_perm(entry, 0644);
    if (made.link != nullptr) archive_entry_set_symlink(entry, made.link);
    archive_entry_set_size(entry, static_cast<la_int64_t>(made.size));
    archive_write_header(zip, entry);
    const std::string zeros(made.size, '0');
    archive_write_data(zip, zeros.data(), zeros.size());
    archive_entry_free(entry);
  }
  archive_write_close(zip);
  archive_write_free(zip);
  out.resize(used);
  return out;
}

std::size_t DirectoryOf(const std::string& zip) {
  std::uint32_t at = 0;
  std::memcpy(&at, zip.data() + zip.size() - 6, sizeof at);
  return at;
}
// Adds to a number of four bytes.
void Move(std::string& zip, std::size_t at, int by) {
  std::uint32_t number = 0;
  std::memcpy(&number, zip.data() + at, sizeof number);
  number += static_cast<std::uint32_t>(by);
  std::memcpy(zip.data() + at, &number, sizeof number);
}
// PKWARE APPNOTE 4.3: what stands where. The first file of SmallBag is bag-info.txt: header at 0, name at 30; its entry in the
// directory has its flags at 8, method at 10, size at 24, comment's length at 32, attributes at 38, name at 46.
struct Tampering {
  const char* name;
  ZipFlaw::Kind kind;
  void (*change)(std::string& zip);
};
void PrintTo(const Tampering& tampering, std::ostream* out) { *out << tampering.name; }

class TamperedArchive : public testing::TestWithParam<Tampering> {};
TEST_P(TamperedArchive, IsNotTheSameForEveryProgram) {
  std::string zip = PackZip(SmallBag(), "dossier-1-1", kAt);
  ASSERT_EQ(FindZipFlaws(zip), std::vector<ZipFlaw>{});
  GetParam().change(zip);
  const auto flaws = FindZipFlaws(zip);
  ASSERT_FALSE(flaws.empty());
  EXPECT_EQ(flaws.front().kind, GetParam().kind) << static_cast<int>(flaws.front().kind) << " " << flaws.front().file;
}
using Kind = ZipFlaw::Kind;
INSTANTIATE_TEST_SUITE_P(
    All, TamperedArchive,
    testing::Values(
        Tampering{"BytesBehind", Kind::kNoDirectory, [](std::string& zip) { zip += "more"; }},
        Tampering{"Comment", Kind::kNoDirectory, [](std::string& zip) { zip[zip.size() - 2] = 1, zip += "x"; }},
        Tampering{"SecondEndInAComment", Kind::kDirectoryBad,
                  [](std::string& zip) {  // the comment of the true end is an end of its own
                    const std::string end = zip.substr(zip.size() - 22);
                    zip[zip.size() - 2] = 22;
                    zip += end;
                    Move(zip, zip.size() - 10, 22);
                  }},
        Tampering{"BytesBefore", Kind::kDirectoryBad, [](std::string& zip) { zip.insert(0, "MZ"); }},
        Tampering{"BytesBeforeTheDirectory", Kind::kHiddenBytes,
                  [](std::string& zip) {
                    zip.insert(DirectoryOf(zip), "hidden");
                    Move(zip, zip.size() - 6, 6);
                  }},
        Tampering{"OtherNameInTheDirectory", Kind::kOtherName, [](std::string& zip) { zip[DirectoryOf(zip) + 46 + 12] = 'B'; }},
        Tampering{"OtherNameAtTheFile", Kind::kOtherName, [](std::string& zip) { zip[30 + 12] = 'B'; }},
        Tampering{"OtherMethod", Kind::kOtherHeader, [](std::string& zip) { zip[8] = 8; }},
        Tampering{"OtherTime", Kind::kOtherHeader, [](std::string& zip) { zip[10] = static_cast<char>(zip[10] ^ 1); }},
        Tampering{"OtherSize", Kind::kOtherHeader, [](std::string& zip) { Move(zip, 22, 1); }},
        Tampering{"OtherChecksum", Kind::kOtherHeader, [](std::string& zip) { Move(zip, DirectoryOf(zip) + 16, 1); }},
        Tampering{"Encrypted", Kind::kNotPlain, [](std::string& zip) { Move(zip, DirectoryOf(zip) + 8, 1); }},
        Tampering{"Folder", Kind::kNotPlain, [](std::string& zip) { Move(zip, DirectoryOf(zip) + 38, 0x10); }},
        Tampering{"Renaming", Kind::kNotPlain,  // the first extra field is Info-ZIP's Unicode path instead of the times
                  [](std::string& zip) { zip[DirectoryOf(zip) + 46 + 24] = 0x75, zip[DirectoryOf(zip) + 46 + 25] = 0x70; }},
        Tampering{"Overlap", Kind::kOverlap,
                  [](std::string& zip) {  // the second file begins where the first does
                    const std::size_t second = zip.find("PK\1\2", DirectoryOf(zip) + 4);
                    zip.replace(second + 42, 4, std::string(4, '\0'));
                  }},
        Tampering{"Cut", Kind::kNoDirectory, [](std::string& zip) { zip.resize(zip.size() - 1); }},
        Tampering{"FewerInTheEnd", Kind::kDirectoryBad, [](std::string& zip) { --zip[zip.size() - 14], --zip[zip.size() - 12]; }}));

TEST(ZipArchive, OneThatAnotherProgramPackedHasNoFlaw) {
  const auto zip = HostileZip({{"a", AE_IFDIR, nullptr, 0}, {"a/1", AE_IFREG, nullptr, 600}, {"a/2", AE_IFREG, nullptr, 6000}});
  EXPECT_LT(zip.size(), 1000U) << "deflated";
  EXPECT_EQ(FindZipFlaws(zip), std::vector<ZipFlaw>{});
}

TEST(ZipArchive, TwoFilesOfOneNameAreAFlaw) {
  const auto unpacked = UnpackZip(HostileZip({{"a/x", AE_IFREG, nullptr, 1}, {"a/X", AE_IFREG, nullptr, 1}, {"a/x", AE_IFREG, nullptr, 2}}), "x.zip");
  EXPECT_EQ(unpacked.files.at("x"), "0");
  EXPECT_EQ(unpacked.flaws, (std::vector<ZipFlaw>{{ZipFlaw::Kind::kNameTwice, "a/X"}, {ZipFlaw::Kind::kNameTwice, "a/x"}}));
}

TEST(ZipArchive, FilesBesideItsFolderAreNamedAndNotRead) {
  const auto unpacked = UnpackZip(HostileZip({{"a/x", AE_IFREG, nullptr, 1}, {"note.txt", AE_IFREG, nullptr, 1}, {"b/x", AE_IFREG, nullptr, 1}}), "x.zip");
  EXPECT_EQ(unpacked.problems, (std::vector<std::string>{"note.txt stands outside the archive's folder", "b/x stands outside the archive's folder"}));
  EXPECT_EQ(unpacked.files.size(), 1U);
}

struct Refusal {
  const char* name;
  std::vector<Entry> entries;
  const char* says;
};
void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }

class HostileArchive : public testing::TestWithParam<Refusal> {};
TEST_P(HostileArchive, IsRefused) {
  try {
    static_cast<void>(UnpackZip(HostileZip(GetParam().entries), "x.zip", {3, 1 << 20}));
    FAIL() << "it was taken";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find(GetParam().says), std::string::npos) << error.what();
  }
}
INSTANTIATE_TEST_SUITE_P(
    All, HostileArchive,
    testing::Values(Refusal{"Traversal", {{"a/../../etc/cron.d/x", AE_IFREG, nullptr, 1}}, "leads out"},
                    Refusal{"Absolute", {{"/etc/cron.d/x", AE_IFREG, nullptr, 1}}, "leads out"},
                    Refusal{"Link", {{"a/x", AE_IFLNK, "/etc/passwd", 0}}, "a link"},
                    Refusal{"Bomb", {{"a/x", AE_IFREG, nullptr, 4 << 20}}, "more than it may"},
                    Refusal{"ManyFiles",
                            {{"a/1", AE_IFREG, nullptr, 1}, {"a/2", AE_IFREG, nullptr, 1}, {"a/3", AE_IFREG, nullptr, 1},
                             {"a/4", AE_IFREG, nullptr, 1}},
                            "too many"},
                    Refusal{"Empty", {}, ""}));

// RFC 8032 section 7.1, test 1: the secret key and the signature of the empty message.
TEST(Signature, IsThatOfTheRfc) {
  const auto key = SigningKey::FromFileText(
      "agencywatch-dossier-key ed25519 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n", "key");
  const std::string file = key.Sign("");
  EXPECT_EQ(file,
            "public-key ed25519 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\n"
            "signature e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f05"
            "95bbe24655141438e7a100b\n");
  EXPECT_EQ(CheckSignature(file, ""), key.Fingerprint());
  EXPECT_FALSE(CheckSignature(file, "x"));
  EXPECT_EQ(SigningKey::FromFileText(key.FileText(), "key").Fingerprint(), key.Fingerprint());
}

TEST(Signature, NoByteOfItsFileMayBeAnother) {
  const auto key = SigningKey::Make();
  const std::string file = key.Sign("message");
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const char bit : {'\x01', '\x20'}) {
      std::string altered = file;
      altered[at] = static_cast<char>(altered[at] ^ bit);
      EXPECT_FALSE(CheckSignature(altered, "message")) << "byte " << at;
    }
  }
  EXPECT_FALSE(CheckSignature(file + "\n", "message"));
  EXPECT_FALSE(CheckSignature("", "message"));
}

TEST(Signature, AFingerprintIsReadAsPeopleTypeIt) {
  const std::string fingerprint = SigningKey::Make().Fingerprint();
  std::string typed = GroupedFingerprint(fingerprint);
  for (char& c : typed) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(ReadFingerprint(typed), fingerprint);
  EXPECT_FALSE(ReadFingerprint(fingerprint.substr(1)));
  EXPECT_FALSE(ReadFingerprint("g" + fingerprint.substr(1)));
  EXPECT_THROW(static_cast<void>(SigningKey::FromFileText("no key", "key")), InputError);
}

}  // namespace
}  // namespace agencywatch::core
