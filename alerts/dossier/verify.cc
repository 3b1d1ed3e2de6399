#include "alerts/dossier/verify.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "alerts/dossier/content.h"
#include "alerts/problem_text.h"
#include "core/errors.h"
#include "core/signature.h"
#include "core/utf8.h"
#include "core/zip_archive.h"

namespace agencywatch::alerts {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxArchiveBytes = (1UL << 30U) + (64UL << 20U);

[[noreturn]] void Refuse(const fs::path& path, const std::string& what) {
  throw core::InputError({path.string(), 0, 0, what, "give the .zip of a dossier, or the folder it was unpacked to"});
}

// At most `most` bytes; a link is not followed, and what is no file is not opened for long.
std::string ReadRegularFile(const fs::path& path, std::size_t most) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat info {};
  std::string bytes;
  bool good = file >= 0 && fstat(file, &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::size_t>(info.st_size) <= most;
  if (good) bytes.resize(static_cast<std::size_t>(info.st_size));
  for (std::size_t at = 0; good && at < bytes.size();) {
    const auto got = read(file, bytes.data() + at, bytes.size() - at);
    good = got > 0;
    at += good ? static_cast<std::size_t>(got) : 0;
  }
  if (file >= 0) close(file);
  if (!good) Refuse(path, "it cannot be read: not there, no right to, a link, or larger than 1 GiB");
  return bytes;
}

core::UnpackedZip ReadFolder(const fs::path& folder) {
  const core::ZipLimits limits;
  core::UnpackedZip unpacked;
  unpacked.top = fs::absolute(folder).lexically_normal().filename().string();
  std::size_t left = limits.bytes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().lexically_relative(folder).generic_string();
    if (entry.is_symlink()) Refuse(entry.path(), "the folder holds a link");
    if (entry.is_directory()) continue;
    if (unpacked.files.size() >= limits.files) Refuse(folder, "the folder holds too many files");
    auto bytes = ReadRegularFile(entry.path(), left);
    left -= bytes.size();
    unpacked.files.emplace(path, std::move(bytes));
  }
  return unpacked;
}

core::UnpackedZip Read(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return ReadFolder(path);
  return core::UnpackZip(ReadRegularFile(path, kMaxArchiveBytes), path.string());
}

core::BagFiles Below(const core::BagFiles& files, const std::string& folder) {
  core::BagFiles below;
  for (auto at = files.lower_bound(folder); at != files.end() && at->first.starts_with(folder); ++at)
    below.emplace(at->first.substr(folder.size()), at->second);
  return below;
}

class Verifier {
 public:
  explicit Verifier(const VerifyOptions& options) : options_(options) {}

  Verification Run(const fs::path& path) {
    const core::UnpackedZip unpacked = Read(path);
    const core::BagFiles& bag = unpacked.files;
    if (!bag.contains("bagit.txt") && !bag.contains("manifest-sha256.txt") && !bag.contains(std::string{core::kTagManifest}))
      Refuse(path, "this is no dossier");
    for (const auto& problem : unpacked.problems) result_.problems.push_back(Say(InVietnamese(problem), problem));
    for (const auto& flaw : unpacked.flaws) result_.problems.push_back(Named(flaw));
    result_.as_packed = unpacked.as_packed;
    CheckBag(bag, "");
    result_.name = core::BagInfo(bag, "External-Identifier");
    result_.made_by_program = core::BagInfo(bag, "Bag-Software-Agent");
    result_.made_on = core::BagInfo(bag, "Bagging-Date");
    result_.signed_by = SignerOf(bag, "").value_or("");
    result_.origin = OriginOf(result_.signed_by);
    const core::BagFiles sealed = Below(bag, "data/" + std::string{kSealedPart});
    const core::BagFiles redacted = Below(bag, "data/" + std::string{kRedactedPart});
    result_.redacted_alone = sealed.empty() && redacted.empty();
    if (result_.redacted_alone) return std::move(result_);
    CheckBag(redacted, "data/" + std::string{kRedactedPart});
    const auto signer = SignerOf(redacted, "data/" + std::string{kRedactedPart});
    if (signer && *signer != result_.signed_by)
      result_.problems.push_back("data/" + std::string{kRedactedPart} + ": " +
                                 Say("được ký bằng khóa khác với toàn hồ sơ", "signed by another key than the whole dossier"));
    result_.repetition = Repeat(sealed, {options_.other_rules, options_.program_version, options_.english});
    const std::string head = core::BagInfo(bag, "Audit-Head");
    if (!head.ends_with(" " + result_.repetition->audit_head))
      result_.problems.push_back("bag-info.txt: " + Say("đầu chuỗi nhật ký khác với audit.json", "its audit head is not that of audit.json"));
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::string Say(const std::string& vi, const std::string& en) const { return options_.english ? en : vi; }

  void CheckBag(const core::BagFiles& bag, const std::string& where) {
    for (const auto& problem : core::CheckBag(bag)) {
      std::string line = where + problem.path + ": " + Named(problem.kind);
      if (!problem.detail.empty()) line += " (" + problem.detail + ")";
      if (std::find(result_.problems.begin(), result_.problems.end(), line) == result_.problems.end())
        result_.problems.push_back(std::move(line));
    }
  }

  [[nodiscard]] std::string Named(core::BagProblem::Kind kind) const {
    switch (kind) {
      case core::BagProblem::Kind::kMissing:
        return Say("thiếu", "missing");
      case core::BagProblem::Kind::kExtra:
        return Say("thừa", "extra");
      case core::BagProblem::Kind::kAltered:
        return Say("đã bị sửa", "altered");
      case core::BagProblem::Kind::kMalformed:
        return Say("không đúng dạng", "malformed");
    }
    return {};
  }

  // What of the archive two programs may read differently.
  [[nodiscard]] std::string Named(const core::ZipFlaw& flaw) const {
    const std::string file = flaw.file.empty() ? "ZIP" : "ZIP: " + flaw.file;
    switch (flaw.kind) {
      case core::ZipFlaw::Kind::kNoDirectory:
        return file + ": " + Say("có dữ liệu hoặc ghi chú sau mục lục, hoặc tệp bị cắt", "bytes or a comment stand behind its directory, or it is cut off");
      case core::ZipFlaw::Kind::kDirectoryBad:
        return file + ": " + Say("mục lục không đúng: có dữ liệu chèn ở trước, hoặc mục lục đã bị sửa",
                                 "its directory does not fit: bytes stand before the archive, or it was altered");
      case core::ZipFlaw::Kind::kHiddenBytes:
        return file + ": " + Say("có dữ liệu ẩn ở trước, không thuộc tệp nào", "hidden bytes before it that belong to no file");
      case core::ZipFlaw::Kind::kOverlap:
        return file + ": " + Say("chồng lên dữ liệu khác", "it shares bytes with something else");
      case core::ZipFlaw::Kind::kOtherName:
        return file + ": " + Say("mục lục và tệp ghi hai tên khác nhau", "the directory and the file's header have two names for it");
      case core::ZipFlaw::Kind::kOtherHeader:
        return file + ": " + Say("mục lục và tệp ghi khác nhau về cách nén, giờ, độ dài hoặc mã kiểm",
                                 "the directory and the file's header differ in method, time, size or checksum");
      case core::ZipFlaw::Kind::kNameTwice:
        return file + ": " + Say("có hai tệp cùng tên", "there are two files of this name");
      case core::ZipFlaw::Kind::kNotPlain:
        return file + ": " + Say("mã hóa, zip64, ghi chú hoặc trường lạ: mỗi chương trình có thể đọc một kiểu",
                                 "encryption, zip64, a comment or a strange field: programs may read it differently");
    }
    return {};
  }

  std::optional<std::string> SignerOf(const core::BagFiles& bag, const std::string& where) {
    const auto signature = bag.find(std::string{core::kBagSignature});
    const auto manifest = bag.find(std::string{core::kTagManifest});
    if (signature == bag.end()) {
      result_.problems.push_back(where + std::string{core::kBagSignature} + ": " + Say("thiếu", "missing"));
      return {};
    }
    if (manifest == bag.end()) return {};
    auto signer = core::CheckSignature(signature->second, manifest->second);
    if (!signer)
      result_.problems.push_back(where + std::string{core::kBagSignature} + ": " +
                                 Say("chữ ký không khớp: chữ ký hoặc tagmanifest-sha256.txt đã bị sửa",
                                     "the signature does not fit: it or tagmanifest-sha256.txt was altered"));
    return signer;
  }

  [[nodiscard]] Verification::Origin OriginOf(const std::string& signer) const {
    if (signer.empty()) return Verification::Origin::kNotSigned;
    if (!options_.key) return Verification::Origin::kNotAsked;
    return signer == *options_.key ? Verification::Origin::kProved : Verification::Origin::kOtherKey;
  }

  const VerifyOptions& options_;
  Verification result_;
};

// What a stranger wrote, as one harmless line.
std::string Line(std::string_view text) {
  std::string line;
  for (const char c : core::MakeValidUtf8(core::Utf8Prefix(core::MakeValidUtf8(text), 400)))
    line += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  return line;
}

}  // namespace

bool Verification::Good() const {
  return problems.empty() && (origin == Origin::kProved || origin == Origin::kNotAsked) && (!repetition || repetition->Same());
}

Verification VerifyDossier(const fs::path& path, const VerifyOptions& options) {
  return Verifier(options).Run(path);
}

std::string VerificationText(const Verification& verification, bool english) {
  const auto say = [english](const char* vi, const char* en) { return std::string{english ? en : vi}; };
  std::string text = Line(verification.name) + "  ·  " + Line(verification.made_on) + "  ·  " + Line(verification.made_by_program) + "\n\n";
  const bool whole = verification.problems.empty();
  text += (whole ? say("[tốt] TOÀN VẸN: mọi tệp khớp mã băm", "[good] WHOLE: every file matches its hash")
                 : say("[XẤU] KHÔNG TOÀN VẸN", "[BAD]  NOT WHOLE")) + "\n";
  for (const auto& problem : verification.problems) text += "       " + Line(problem) + "\n";
  if (whole && !verification.as_packed) {
    text += say("[chú ý] tệp ZIP không còn đúng từng byte như khi lập (thường do được nén lại)",
                "[note] the ZIP is not byte for byte as it was made (mostly: it was packed anew)") + "\n";
  }
  const std::string by = core::GroupedFingerprint(verification.signed_by);
  switch (verification.origin) {
    case Verification::Origin::kProved:
      text += say("[tốt] NGUỒN GỐC: do khóa đã nêu ký", "[good] ORIGIN: signed by the key that you gave") + "\n       " + by + "\n";
      break;
    case Verification::Origin::kNotAsked:
      text += (whole ? say("[chú ý] toàn vẹn, chưa chứng minh nguồn gốc: hãy lấy dấu vân khóa qua kênh khác và thêm --key",
                           "[note] whole, origin not proved: get the key's fingerprint by another channel, and add --key")
                     : say("[chú ý] chưa chứng minh nguồn gốc (không có --key)", "[note] origin not proved (no --key)")) +
              "\n       " + say("chữ ký của khóa ", "signed by the key ") + by + "\n";
      break;
    case Verification::Origin::kOtherKey:
      text += say("[XẤU] NGUỒN GỐC: do một khóa khác ký, không phải khóa đã nêu", "[BAD]  ORIGIN: signed by another key than the one you gave") +
              "\n       " + by + "\n";
      break;
    case Verification::Origin::kNotSigned:
      text += say("[XẤU] NGUỒN GỐC: không có chữ ký hợp lệ", "[BAD]  ORIGIN: no valid signature") + "\n";
      break;
  }
  if (!verification.repetition) {
    text += say("Đây là phần đã che: không có gì để đánh giá lại; trang web và quy tắc nằm trong phần niêm phong.",
                "This is the redacted part: there is nothing to repeat; pages and rules lie in the sealed part.") + "\n";
    return text;
  }
  const Repetition& repetition = *verification.repetition;
  text += (repetition.Same() ? say("[tốt] ĐÁNH GIÁ LẠI: cùng kết quả", "[good] REPEATED: the same result")
                             : say("[XẤU] ĐÁNH GIÁ LẠI: khác", "[BAD]  REPEATED: differs")) +
          "  ·  " + std::to_string(repetition.records) + say(" bản ghi WARC", " WARC records") + "  ·  " +
          std::to_string(repetition.audit_links) + say(" dòng nhật ký, đầu chuỗi ", " audit rows, head ") +
          repetition.audit_head.substr(0, 16) + "…\n";
  for (const auto& difference : repetition.differences) text += "       " + Line(difference) + "\n";
  for (const auto& posting : repetition.postings) {
    text += "  " + std::to_string(posting.n) + ". " + Line(core::Utf8Prefix(posting.title, 90)) + "\n       " +
            std::to_string(posting.findings) + say(" dấu hiệu, ", " findings, ") +
            (posting.from_page ? say("từ trang đã lưu", "from the archived page") : say("từ văn bản đã nhận (không có trang)", "from the text as taken in (no page)")) + ": " +
            (posting.differences.empty() ? say("cùng kết quả", "the same result") : say("KHÁC", "DIFFERS")) + "\n";
    for (const auto& difference : posting.differences) text += "       - " + Line(difference) + "\n";
  }
  for (const auto& note : repetition.notes) text += say("[chú ý] ", "[note] ") + Line(note) + "\n";
  return text;
}

}  // namespace agencywatch::alerts
