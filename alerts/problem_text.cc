#include "alerts/problem_text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace agencywatch::alerts {
namespace {

struct Message {
  std::string_view en;
  std::string_view vi;
};

constexpr auto kMessages = std::to_array<Message>({
    // core/register_file.cc
    {"the file is not valid UTF-8", "tệp không phải UTF-8 hợp lệ"},
    {"letters that could not be read were replaced", "những chữ không đọc được đã được thay"},
    {"save it as UTF-8", "hãy lưu lại bằng UTF-8"},
    {"no line of headings with a name or a licence number was found",
     "không thấy dòng tiêu đề có tên doanh nghiệp hoặc số giấy phép"},
    {"begin the file with a line such as: {1}", "hãy bắt đầu tệp bằng một dòng như: {1}"},
    {"the line names neither an enterprise nor a licence", "dòng này không có tên doanh nghiệp lẫn số giấy phép"},
    {"the object names neither an enterprise nor a licence", "đối tượng này không có tên doanh nghiệp lẫn số giấy phép"},
    {"it was passed over", "đã bỏ qua"},
    {"the quote opened here is never closed", "dấu ngoặc kép mở ở đây không bao giờ đóng"},
    {"all lines below were swallowed", "mọi dòng bên dưới bị nuốt mất"},
    {"close it, or write it twice where it is part of the text", "hãy đóng lại, hoặc viết hai lần nếu nó thuộc về chữ"},
    {"not a JSON object", "không phải đối tượng JSON"},
    {"write {1} on one line", "hãy viết {1} trên một dòng"},
    {"the value of \"{1}\" is neither a text nor a list", "giá trị của \"{1}\" không phải chữ cũng không phải danh sách"},
    {"not a line of JSON", "không phải một dòng JSON"},
    {"write one object a line, in double quotes", "mỗi dòng một đối tượng, trong dấu ngoặc kép"},
    {"the file is larger than 64 MB", "tệp lớn hơn 64 MB"},
    {"import the list of enterprises only", "chỉ nhập danh sách doanh nghiệp"},
    {"the file is empty", "tệp trống"},
    {"the file begins like a JSON array and is none", "tệp bắt đầu như một mảng JSON nhưng không phải"},
    {"write one JSON object a line", "mỗi dòng một đối tượng JSON"},
    {"the status of {1} is not understood", "không hiểu tình trạng của {1}"},
    {"write active, suspended, revoked, returned or expired, or {1}",
     "hãy viết {1} (hoặc active, suspended, revoked, returned, expired)"},
    {"{1} stands here and at {2}, with another name", "{1} có ở đây và ở {2}, với tên khác"},
    {"{1} stands here and at {2}", "{1} có ở đây và ở {2}"},
    {"take one of them out", "hãy bỏ một trong hai"},
    // core/register_columns.cc
    {"market not known: {1}", "không biết thị trường: {1}"},
    {"day of issue is no day: {1}", "ngày cấp không phải một ngày: {1}"},
    {"first day of the status is no day: {1}", "ngày đầu của tình trạng không phải một ngày: {1}"},
    {"last day of the status is no day: {1}", "ngày cuối của tình trạng không phải một ngày: {1}"},
    {"status not understood: {1}", "không hiểu tình trạng: {1}"},
    {"no licence number and no tax code: {1}", "không có số giấy phép lẫn mã số thuế: {1}"},
    {"row {1}: {2}", "dòng {1}: {2}"},
    // core/spreadsheet.cc
    {"the workbook cannot be read: {1}", "không đọc được bảng tính: {1}"},
    {"it is larger than 64 MB when unpacked", "giải nén ra lớn hơn 64 MB"},
    {"it has no sheet", "không có trang tính nào"},
    {"open it in a spreadsheet program and save it again as XLSX or CSV (UTF-8)",
     "hãy mở bằng chương trình bảng tính rồi lưu lại thành XLSX hoặc CSV (UTF-8)"},
    // alerts/register_list.cc
    {"this is a PDF, which holds no table", "đây là PDF, không có bảng để đọc"},
    {"this is a workbook or document of an old Office (.xls, .doc)", "đây là tệp Office cũ (.xls, .doc)"},
    {"this is a text document (RTF)", "đây là văn bản (RTF)"},
    {"this is an archive or a text document (.docx, .ods), not a workbook",
     "đây là tệp nén hoặc văn bản (.docx, .ods), không phải bảng tính"},
    {"open it, copy its table into a spreadsheet and save that as XLSX or CSV (UTF-8)",
     "hãy mở ra, chép bảng vào bảng tính và lưu thành XLSX hoặc CSV (UTF-8)"},
    {"the list is dated {1}, a day that is still to come", "danh sách đề ngày {1}, ngày chưa tới"},
    {"give its own day", "hãy ghi đúng ngày của danh sách"},
    {"the list is of {1}, more than {2} days old (register_max_age)", "danh sách ngày {1}, đã quá {2} ngày (register_max_age)"},
    {"import a newer one", "hãy nhập bản mới hơn"},
    // db/register_store.cc
    {"row {1} of the register names neither an enterprise nor a licence number",
     "dòng {1} của danh sách không có tên doanh nghiệp lẫn số giấy phép"},
    {"give both, or take the row out", "hãy ghi cả hai, hoặc bỏ dòng này"},
    {"row {1} of the register has the status_market \"{2}\"", "dòng {1} của danh sách có status_market \"{2}\""},
    {"write a country code of two capital letters, or *", "hãy viết mã nước gồm hai chữ hoa, hoặc *"},
    {"the register list is empty", "danh sách trống"},
    {"the register list has only {1} licences, the last one of {2} had {3}",
     "danh sách chỉ có {1} giấy phép, bản trước của {2} có {3}"},
    {"the register list names only {1} of the {2} licences that the last one of {3} named",
     "danh sách chỉ có {1} trong {2} giấy phép mà bản trước của {3} có"},
    {"it looks like another list", "có vẻ là danh sách khác"},
    {"the register list was published on {1}, before the last one of {2} ({3})",
     "danh sách công bố ngày {1}, trước bản cuối của {2} ({3})"},
    {"look at the list", "hãy xem lại danh sách"},
    {"if it is right, import it with --force", "nếu đúng thì nhập với --force"},
    {"there is no snapshot {1}", "không có bản {1}"},
    {"agencywatch register snapshots lists them", "xem bằng agencywatch register snapshots"},
    {"no licensed enterprise was read on its pages", "không đọc được doanh nghiệp có phép nào trên các trang của nguồn"},
    // cli/register_import.cc, alerts/api/register_import_api.cc
    {"no licensed enterprise was read", "không đọc được doanh nghiệp có phép nào"},
    {"nothing was imported", "chưa nhập gì"},
    {"the list needs a heading such as {1}", "danh sách cần tiêu đề như {1}"},
    {"mend the list, or take it as it is with --force", "hãy sửa danh sách, hoặc nhập nguyên như vậy với --force"},
    {"rows with a status that is not understood are then left out, and what was known of them stays",
     "khi đó những dòng không hiểu tình trạng bị bỏ ra, điều đã biết về chúng giữ nguyên"},
    {"'{1}' is no day", "'{1}' không phải một ngày"},
    {"write {1}", "hãy viết {1}"},
});

// What stands for the places of `pattern` in `text`, or nullopt.
std::optional<std::vector<std::string_view>> Match(std::string_view pattern, std::string_view text) {
  std::vector<std::string_view> values;
  for (;;) {
    const std::size_t place = pattern.find('{');
    if (place == std::string_view::npos || place + 2 >= pattern.size() || pattern[place + 2] != '}') {
      if (pattern != text) return {};
      return values;
    }
    if (!text.starts_with(pattern.substr(0, place))) return {};
    text.remove_prefix(place);
    pattern.remove_prefix(place + 3);
    const std::string_view next = pattern.substr(0, pattern.find('{'));
    const std::size_t end = pattern.empty() ? text.size() : pattern == next && text.ends_with(next) ? text.size() - next.size() : text.find(next);
    if (end == std::string_view::npos || end > text.size()) return {};
    values.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

// `depth`: how often a value may be a message itself ("row 3: market not known: Atlantis").
std::optional<std::string> Clause(std::string_view text, int depth) {
  for (const auto& message : kMessages) {
    const auto values = Match(message.en, text);
    if (!values) continue;
    std::string translated{message.vi};
    for (std::size_t i = 0; i < values->size(); ++i) {
      const std::string place = "{" + std::to_string(i + 1) + "}";
      const std::string_view value = (*values)[i];
      translated.replace(translated.find(place), place.size(),
                         (depth > 0 ? Clause(value, depth - 1) : std::nullopt).value_or(std::string{value}));
    }
    return translated;
  }
  return {};
}

// "danh-sach.csv:3: not a JSON object": what stands in front of the message stays.
std::string Translated(std::string_view clause) {
  static constexpr int kMostFronts = 8;
  std::string front;
  for (int i = 0; i < kMostFronts; ++i) {
    if (const auto known = Clause(clause, 1)) return front + *known;
    const std::size_t colon = clause.find(": ");
    if (colon == std::string_view::npos) break;
    front += clause.substr(0, colon + 2);
    clause.remove_prefix(colon + 2);
  }
  return front + std::string{clause};
}

}  // namespace

std::string InVietnamese(std::string_view message) {
  std::string translated;
  for (;;) {
    const std::size_t line = message.find('\n');
    const std::size_t end = std::min({line, message.find("; "), message.size()});
    translated += Translated(message.substr(0, end));
    if (end == message.size()) return translated;
    const std::size_t joint = end == line ? 1 : 2;
    translated += message.substr(end, joint);
    message.remove_prefix(end + joint);
  }
}

std::vector<core::InputProblem> ProblemsIn(std::vector<core::InputProblem> problems, bool english) {
  if (english) return problems;
  for (auto& problem : problems) {
    problem.what = InVietnamese(problem.what);
    problem.fix = InVietnamese(problem.fix);
    if (problem.file.empty() && problem.line > 0) {
      problem.file = "dòng " + std::to_string(problem.line);
      problem.line = 0;
    }
  }
  return problems;
}

std::string ProblemText(const core::InputProblem& problem, bool english) {
  return ProblemsIn({problem}, english).front().Text();
}

}  // namespace agencywatch::alerts
