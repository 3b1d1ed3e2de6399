#include "alerts/problem_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

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
    {"a name, address or contact has more than 2,000 bytes", "một tên, địa chỉ hoặc liên hệ dài hơn 2.000 byte"},
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
    {"no dossier of this referral was built: build one, or say that it goes without one",
     "chưa lập hồ sơ cho hồ sơ chuyển này: hãy lập, hoặc xác nhận gửi không kèm hồ sơ"},
    {"no page was captured of this posting: it was imported, and its record keeps what was given",
     "không có trang chụp của tin này: tin được nhập từ tệp, bản ghi giữ đúng những gì đã nhập"},
    {"the file begins like a JSON array and is none", "tệp bắt đầu như một mảng JSON nhưng không phải"},
    {"write one JSON object a line", "mỗi dòng một đối tượng JSON"},
    {"the status of {1} is not understood", "không hiểu tình trạng của {1}"},
    {"write active, suspended, revoked, returned or expired, or {1}",
     "hãy viết {1} (hoặc active, suspended, revoked, returned, expired)"},
    {"{1} stands here and at {2}, with another name", "{1} có ở đây và ở {2}, với tên khác"},
    {"{1} stands here and at {2}", "{1} có ở đây và ở {2}"},
    {"take one of them out", "hãy bỏ một trong hai"},
    {"{1} is {2} here and {3} at {4}", "{1} ở đây ghi {2}, còn ở {4} ghi {3}"},
    {"find out which is true, and take the other out", "hãy tìm xem dòng nào đúng rồi bỏ dòng kia"},
    // core/register_columns.cc
    {"market not known: {1}", "không biết thị trường: {1}"},
    {"day of issue is no day: {1}", "ngày cấp không phải một ngày: {1}"},
    {"first day of the status is no day: {1}", "ngày đầu của tình trạng không phải một ngày: {1}"},
    {"last day of the status is no day: {1}", "ngày cuối của tình trạng không phải một ngày: {1}"},
    {"status not understood: {1}", "không hiểu tình trạng: {1}"},
    {"no tax code: {1}", "không phải mã số thuế: {1}"},
    {"activity not known: {1}", "không biết hoạt động: {1}"},
    {"no name of an enterprise: {1}", "không có tên doanh nghiệp: {1}"},
    {"no licence number and no tax code: {1}", "không có số giấy phép lẫn mã số thuế: {1}"},
    {"row {1}: {2}", "dòng {1}: {2}"},
    // core/spreadsheet.cc
    {"the workbook cannot be read: {1}", "không đọc được bảng tính: {1}"},
    {"it is larger than 64 MB when unpacked", "giải nén ra lớn hơn 64 MB"},
    {"it is a document of an old Office (.doc), or damaged", "đây là văn bản Office cũ (.doc), hoặc tệp hỏng"},
    {"it is damaged, or no workbook ({1})", "tệp hỏng, hoặc không phải bảng tính ({1})"},
    {"it is protected by a password", "tệp được bảo vệ bằng mật khẩu"},
    {"out of memory", "hết bộ nhớ"},
    {"it has no sheet", "không có trang tính nào"},
    {"open it in a spreadsheet program and save it again as XLSX or CSV (UTF-8)",
     "hãy mở bằng chương trình bảng tính rồi lưu lại thành XLSX hoặc CSV (UTF-8)"},
    // alerts/register_list.cc
    {"this is a PDF, which holds no table", "đây là PDF, không có bảng để đọc"},
    {"this is no readable XLSX", "đây không phải tệp XLSX đọc được"},
    {"this is no text and no table", "đây không phải văn bản cũng không phải bảng"},
    {"the file is not UTF-8 and was read as {1}", "tệp không phải UTF-8, đã đọc theo bảng mã {1}"},
    {"look whether its letters are right, or save it as UTF-8", "hãy xem chữ có đúng không, hoặc lưu lại bằng UTF-8"},
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
    // db/case_store.cc
    {"there is no open case {1}", "không có vụ việc {1} nào đang mở"},
    {"there is no case of that number", "không có vụ việc mang số này"},
    {"there is no case {1}", "không có vụ việc {1}"},
    {"case {1} is open", "vụ việc {1} đang mở"},
    {"only a closed one can be opened again", "chỉ mở lại được vụ việc đã đóng"},
    {"case {1} is closed", "vụ việc {1} đã đóng"},
    {"open it again first: {1}", "hãy mở lại trước: {1}"},
    {"there is no alert #{1}", "không có cảnh báo #{1}"},
    {"alert #{1} is in {2} already", "cảnh báo #{1} đã nằm trong {2}"},
    {"attach a file that holds something", "hãy chọn tệp có nội dung"},
    {"the file is larger than {1} MiB", "tệp lớn hơn {1} MiB"},
    {"attach a smaller one, or its parts", "hãy đính kèm tệp nhỏ hơn hoặc chia nhỏ"},
    // cli/input.cc
    {"give a smaller one, or its parts", "hãy đưa tệp nhỏ hơn hoặc chia nhỏ"},
    {"this is no ordinary file", "đây không phải tệp thường"},
    {"{1} is no ordinary file", "{1} không phải tệp thường"},
    {"give a file, not a device, a socket or a pipe", "hãy đưa một tệp, không phải thiết bị, socket hay ống dẫn"},
    {"stopped while waiting for {1}", "đã dừng khi đang chờ {1}"},
    {"nothing came through the pipe {1} for a minute", "không có gì qua ống dẫn {1} suốt một phút"},
    {"a case needs an alert", "vụ việc phải có ít nhất một cảnh báo"},
    {"name the alerts that it is about", "hãy nêu các cảnh báo liên quan"},
    {"alert #{1} is not in {2}", "cảnh báo #{1} không nằm trong {2}"},
    {"alert #{1} is all that {2} is about, and there is more in it", "cảnh báo #{1} là tất cả của {2}, mà vụ việc đã có thêm nội dung khác"},
    {"alert #{1} is all that {2} is about", "cảnh báo #{1} là tất cả của {2}"},
    {"close the case instead", "hãy đóng vụ việc"},
    {"alert #{1} is named in referral {2}", "cảnh báo #{1} đang có trong phiếu chuyển {2}"},
    {"alert #{1} is named in a referral", "cảnh báo #{1} đang có trong một phiếu chuyển"},
    {"withdraw that first, or propose it again without this alert", "hãy rút phiếu đó trước, hoặc đề xuất lại không có cảnh báo này"},
    {"withdraw that first", "hãy rút phiếu đó trước"},
    {"alert #{1} is in no case", "cảnh báo #{1} không nằm trong vụ việc nào"},
    {"the note is empty", "ghi chú trống"},
    {"write what is to be kept", "hãy ghi điều cần lưu"},
    {"case {1} has referral {2}, which is {3}", "vụ việc {1} có phiếu chuyển {2}, đang ở trạng thái “{3}”"},
    {"send it or withdraw it first", "hãy gửi hoặc rút phiếu đó trước"},
    {"the task is empty", "nội dung công việc trống"},
    {"say what is to be done", "hãy ghi việc cần làm"},
    {"case {1} has no task {2} that is still to be done", "vụ việc {1} không có việc {2} nào chưa xong"},
    {"case {1} has this file already, as attachment {2}", "vụ việc {1} đã có tệp này, là tài liệu {2}"},
    {"it need not be there twice", "không cần đính kèm hai lần"},
    {"case {1} has no attachment {2}", "vụ việc {1} không có tài liệu {2}"},
    {"'{1}' is no number of persons", "'{1}' không phải số người"},
    {"0 to 100000", "từ 0 đến 100000"},
    // db/triage_store.cc
    {"alert #{1} is being worked on by {2}", "cảnh báo #{1} đang do {2} xử lý"},
    {"wait until {1}, or ask them to unlock it", "hãy đợi đến {1}, hoặc nhờ người đó mở khóa"},
    {"alert #{1} needs another alert that goes on in its place", "cảnh báo #{1} cần một cảnh báo khác thay cho nó"},
    {"name one that exists: {1}", "hãy nêu một cảnh báo có thật: {1}"},
    {"alert #{1} cannot go on in #{2}, which is closed", "cảnh báo #{1} không thể tiếp tục ở #{2} vì cảnh báo đó đã đóng"},
    {"name an open or a confirmed one: {1}", "hãy nêu một cảnh báo đang mở hoặc đã xác nhận: {1}"},
    {"alert #{1} has a successor that is open", "cảnh báo #{1} đã có cảnh báo nối tiếp đang mở"},
    {"alert #{1} is {2}: {3} is not possible", "cảnh báo #{1} {2}: không thể {3}"},
    {"reopen it first", "hãy mở lại trước"},
    {"alert #{1} has no decision of yours that could be taken back", "cảnh báo #{1} không có quyết định nào của bạn để hoàn tác"},
    {"decide anew: {1}", "hãy quyết định lại: {1}"},
    // db/migrations/0042_referrals.sql, db/referral_store.cc
    {"a referral needs the name of whoever acts", "phiếu chuyển cần tên người thực hiện"},
    {"give the name of a person", "hãy ghi tên người"},
    {"there is no referral of that number", "không có phiếu chuyển mang số này"},
    {"there is no referral {1}", "không có phiếu chuyển {1}"},
    {"referral {1} is {2}: it cannot be {3}", "phiếu chuyển {1} {2}: không thể ghi “{3}”"},
    {"referral {1} is {2}: a dossier is sealed only when another person has approved it",
     "phiếu chuyển {1} {2}: chỉ niêm phong hồ sơ sau khi một người khác phê duyệt"},
    {"only one that is {1} can", "chỉ được khi phiếu {1}"},
    {"referral {1} is of case {2}", "phiếu chuyển {1} thuộc vụ việc {2}"},
    {"a referral stays in its case", "phiếu chuyển không đổi vụ việc"},
    {"only an open case can be referred", "chỉ chuyển được vụ việc đang mở"},
    {"a referral of case {1} needs alerts of that case", "phiếu chuyển của vụ việc {1} cần cảnh báo thuộc vụ việc đó"},
    {"referral {1} was changed meanwhile: proposal {2} stands", "phiếu chuyển {1} vừa được sửa: bản đề xuất {2} đang có hiệu lực"},
    {"read it again before you approve it", "hãy đọc lại trước khi duyệt"},
    {"referral {1} was proposed by {2}", "phiếu chuyển {1} do {2} đề xuất"},
    {"another person must approve it", "một người khác phải duyệt"},
    // cli/
    {"the private server's database {1}", "{1}, trên máy chủ riêng"},
    {"there is no tip {1}", "không có tin báo {1}"},
    {"as `alerts list --json` has them: {1}", "như trong `alerts list --json`: {1}"},
    {"see agencywatch tips list", "xem agencywatch tips list"},
    {"'{1}' is no country", "'{1}' không phải một nước"},
    {"there is no sign '{1}'", "không có dấu hiệu '{1}'"},
    {"a page of this referral is missing: {1}", "thiếu một trang của phiếu chuyển này: {1}"},
    {"check the path, or let agencywatch init write a first one", "hãy xem lại đường dẫn, hoặc để agencywatch init viết tệp đầu tiên"},
    {"cannot be read", "không đọc được"},
    // db/migrations/0082_referral_answers.sql
    {"referral {1} was sent on {2}", "phiếu chuyển {1} được gửi ngày {2}"},
    {"an answer is not older than that", "trả lời không thể có trước ngày đó"},
    {"{1} is still to come", "{1} là ngày chưa đến"},
    {"give the day of their letter", "hãy ghi ngày của văn bản trả lời"},
    {"referral {1} was answered {2}: {3} takes that back", "phiếu chuyển {1} đã được trả lời “{2}”: “{3}” trái với trả lời đó"},
    {"say why in a note", "hãy ghi lý do trong ghi chú (--note)"},
    // db/migrations/0080_deletions.sql
    {"request {1} is not an open one to delete of a person who has proved who they are",
     "yêu cầu {1} không phải yêu cầu xóa đang mở của người đã chứng minh mình là ai"},
    {"see agencywatch requests show", "xem agencywatch requests show"},
    {"the deletion of request {1} was approved", "việc xóa theo yêu cầu {1} đã được duyệt"},
    {"agencywatch requests approve goes on with it", "agencywatch requests approve làm tiếp việc đó"},
    {"nobody has proposed what request {1} deletes", "chưa ai đề xuất xóa những gì theo yêu cầu {1}"},
    {"the deletion of request {1} was changed meanwhile: proposal {2} stands", "việc xóa theo yêu cầu {1} vừa được sửa: bản đề xuất {2} đang có hiệu lực"},
    {"the deletion of request {1} was proposed by {2}", "việc xóa theo yêu cầu {1} do {2} đề xuất"},
    {"a referral is returned with a reason", "trả lại phiếu chuyển phải có lý do"},
    {"say what is missing", "hãy ghi còn thiếu gì"},
    {"a referral is withdrawn with a reason", "rút phiếu chuyển phải có lý do"},
    {"the answer is dated {1}, a day to come", "trả lời đề ngày {1}, ngày chưa tới"},
    {"give the day of their letter", "hãy ghi ngày trên văn bản của họ"},
    // db/request_store.cc
    {"a request is about a phone, account, handle, e-mail or name", "yêu cầu phải nói về số điện thoại, tài khoản, nick, e-mail hoặc tên"},
    {"there is no request {1}", "không có yêu cầu {1}"},
    {"request {1} was decided: {2}", "yêu cầu {1} đã được quyết định: {2}"},
    {"take in a new one: {1}", "hãy nhận yêu cầu mới: {1}"},
    {"nothing is given out or done before it is proved who asks", "chưa xác minh người yêu cầu thì chưa cung cấp hay làm gì"},
    {"request {1} was acknowledged before", "yêu cầu {1} đã được xác nhận trước đó"},
    {"request {1} has its proof of identity", "yêu cầu {1} đã có xác minh nhân thân"},
    {"how did they prove that the data are about them?", "họ chứng minh dữ liệu là của mình bằng cách nào?"},
    {"request {1} was extended before", "yêu cầu {1} đã được gia hạn"},
    {"the law allows it once", "luật cho phép một lần"},
    {"an extension needs its reason", "gia hạn phải có lý do"},
    {"request {1} is overdue", "yêu cầu {1} đã quá hạn"},
    {"it could be extended until {1}", "chỉ gia hạn được đến {1}"},
    {"request {1} neither restricts nor corrects anything", "yêu cầu {1} không hạn chế, cũng không đính chính gì"},
    {"why is it to stand as before?", "vì sao để lại như cũ?"},
    // db/silence_store.cc, tip_store.cc, user_store.cc
    {"there is no source of that key", "không có nguồn mang mã này"},
    {"there is no source '{1}'", "không có nguồn '{1}'"},
    {"there is no source {1}", "không có nguồn {1}"},
    {"give its key, as it stands in sources.yaml", "hãy ghi mã như trong sources.yaml"},
    {"there is no silence {1} in force", "không có lệnh tạm im {1} nào đang có hiệu lực"},
    {"this is done only with a reason", "việc này phải có lý do"},
    {"say why: --reason \"…\"", "hãy nêu lý do: --reason \"…\""},
    {"who gave a tip is shown only with a reason", "chỉ xem người báo tin khi có lý do"},
    {"say what for: --reason \"…\"", "hãy nêu để làm gì: --reason \"…\""},
    {"it is written down with your name", "lý do được ghi lại cùng tên bạn"},
    {"'{1}' cannot be the name of an account", "'{1}' không thể là tên tài khoản"},
    {"use up to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first",
     "dùng tối đa 64 ký tự a-z, 0-9, '.', '_' và '-', bắt đầu bằng chữ hoặc số"},
    {"there is an account '{1}' already", "đã có tài khoản '{1}'"},
    {"choose another name", "hãy chọn tên khác"},
    // alerts/accounts, alerts/cases, alerts/statistics.cc, alerts/subject_judgement.cc, alerts/report_period.cc
    {"the password is too short", "mật khẩu quá ngắn"},
    {"the password is longer than 512 bytes", "mật khẩu dài hơn 512 byte"},
    {"the password repeats a few letters, or follows the keyboard", "mật khẩu lặp lại vài ký tự, hoặc theo thứ tự bàn phím"},
    {"the password contains the account's name or the program's", "mật khẩu chứa tên tài khoản hoặc tên chương trình"},
    {"the password is made of words that are tried first", "mật khẩu gồm những từ bị thử đầu tiên"},
    {"use 12 letters or more: four words that do not belong together are easy to keep",
     "hãy dùng từ 12 ký tự: bốn từ không liên quan với nhau thì dễ nhớ"},
    {"there is no recipient '{1}'", "không có nơi nhận '{1}'"},
    {"there is no province {1}", "không có tỉnh {1}"},
    {"of today or a former one: {1}", "tên hiện nay hoặc tên cũ: {1}"},
    {"with or without marks, of today or a former one: {1}", "có dấu hay không dấu, tên hiện nay hoặc tên cũ: {1}"},
    {"the case names {1}", "vụ việc nêu {1}"},
    {"say whose authority: {1}, or `province:` in the settings", "hãy nêu cơ quan của tỉnh nào: {1}, hoặc `province:` trong cấu hình"},
    {"the table of recipients has no route for this case", "bảng nơi nhận không có hướng chuyển cho vụ việc này"},
    {"name one: {1}", "hãy nêu một nơi: {1}"},
    {"'{1}' is no period", "'{1}' không phải một kỳ"},
    {"a month 2026-10, a quarter 2026-Q3, a year 2026, or days 2026-10-01..2026-10-31",
     "tháng 2026-10, quý 2026-Q3, năm 2026, hoặc ngày 2026-10-01..2026-10-31"},
    {"the period has not begun", "kỳ này chưa bắt đầu"},
    {"{1} has not begun", "{1}: kỳ chưa bắt đầu"},
    {"a period that has", "hãy chọn kỳ đã bắt đầu"},
    {"'{1}' is no condition", "'{1}' không phải điều kiện"},
    {"write them as {1}", "hãy viết như {1}"},
    {"the line is no labelled advert", "dòng này không phải tin đã gán nhãn"},
    {"write a JSON object with title, body and codes, or with body, code and want",
     "hãy viết một đối tượng JSON có title, body và codes, hoặc có body, code và want"},
    {"too few labelled adverts to learn a sign from", "quá ít tin đã gán nhãn để học được một dấu hiệu"},
    {"give more", "hãy đưa thêm"},
    {"there is no {1} '{2}' in this table", "bảng này không có {1} '{2}'"},
    {"there is no table '{1}'", "không có bảng '{1}'"},
    {"which table?", "bảng nào?"},
    {"the table {1} has no '{2}'", "bảng {1} không có '{2}'"},
    {"it has {1} and {2}", "bảng có {1} và {2}"},
    {"the lines of {1} have no total", "các dòng của {1} không có tổng"},
    {"the columns of {1} have no total", "các cột của {1} không có tổng"},
    {"one of: {1}", "một trong: {1}"},
    {"one of {1}", "một trong {1}"},
    {"there is no subject of that number", "không có đối tượng mang số này"},
    {"there is no subject {1}", "không có đối tượng {1}"},
    {"subject {1} does not control {2}", "đối tượng {1} không nắm {2}"},
    {"nothing would be left of subject {1}", "đối tượng {1} sẽ không còn gì"},
    {"take only what belongs to somebody else", "chỉ lấy ra những gì thuộc về người khác"},
    {"both are subject {1} already", "cả hai đã là đối tượng {1}"},
    {"one of the subjects controls nothing by which it could be linked", "một trong hai đối tượng không nắm liên hệ nào để nối"},
    {"there is no judgement {1}", "không có kết luận {1}"},
    {"this word does not stand any more", "kết luận này không còn hiệu lực"},
    {"look at the subject as it is now, then split or merge", "hãy xem đối tượng hiện nay rồi tách hoặc gộp"},
    {"adverts tie both sides by now, or neither is shown any more", "các tin đã nối hai bên, hoặc cả hai không còn thấy nữa"},
    {"split the subject, and say which identifiers leave", "hãy tách đối tượng và nêu những liên hệ nào đi"},
    // alerts/dossier
    {"there is a file of that name already", "đã có tệp cùng tên"},
    {"choose another with --out", "hãy chọn tên khác với --out"},
    {"{1} cannot be written: {2}", "không ghi được {1}: {2}"},
    {"the redacted part would show {1} in {2}", "phần đã che sẽ để lộ {1} trong {2}"},
    {"nothing was written. Tell whoever maintains agencywatch", "chưa ghi gì. Hãy báo người bảo trì agencywatch"},
    {"it is no folder, and cannot be made one", "không phải thư mục và không tạo được"},
    {"{1} is no folder, and cannot be made one", "{1} không phải thư mục và không tạo được"},
    {"choose a folder that this user may write to with --out", "hãy chọn thư mục ghi được với --out"},
    {"name a folder that this user may write to", "hãy nêu thư mục ghi được"},
    {"the case's attachments have {1} MiB, and a dossier holds {2}", "tài liệu của vụ việc có {1} MiB, hồ sơ chứa được {2}"},
    {"lay the larger ones into a case of their own", "hãy để tệp lớn vào một vụ việc riêng"},
    {"the pages of this referral lie on {1}, and this is {2}", "các trang của phiếu chuyển này nằm ở máy {1}, còn đây là {2}"},
    {"build the dossier there", "hãy lập hồ sơ ở máy đó"},
    {"{1} is missing, and the PDF cannot be printed: {2}", "thiếu {1} nên không in được PDF: {2}"},
    {"the PDF cannot be printed: {1}", "không in được PDF: {1}"},
    {"weasyprint took longer than three minutes, or its PDF is too large", "weasyprint chạy quá ba phút, hoặc PDF quá lớn"},
    {"weasyprint could not print the PDF", "weasyprint không in được PDF"},
    {"try it by hand: {1}", "hãy thử bằng tay: {1}"},
    {"this is no register extract: {1}", "đây không phải trích lục danh sách: {1}"},
    {"it cannot be read: not there, no right to, a link, or larger than 1 GiB",
     "không đọc được: không có, không có quyền, là liên kết, hoặc lớn hơn 1 GiB"},
    {"the folder holds a link", "thư mục có liên kết"},
    {"the folder holds too many files", "thư mục có quá nhiều tệp"},
    {"this is no dossier", "đây không phải hồ sơ"},
    {"give the .zip of a dossier, or the folder it was unpacked to", "hãy đưa tệp .zip của hồ sơ, hoặc thư mục đã giải nén"},
    {"case {1} has no referral that was approved", "vụ việc {1} chưa có phiếu chuyển nào được duyệt"},
    {"'{1}' is no fingerprint", "'{1}' không phải dấu vân khóa"},
    {"it has 64 hexadecimal digits", "dấu vân có 64 chữ số thập lục phân"},
    {"there is no key to sign with", "chưa có khóa ký"},
    {"make one: {1}", "hãy tạo: {1}"},
    {"others may read or change the key", "người khác đọc hoặc sửa được khóa"},
    {"chmod 600 {1} when nobody has", "chmod 600 {1} nếu chưa ai đọc"},
    {"else make another one", "nếu không, hãy tạo khóa khác"},
    // core/enterprise_name.cc: how two names compare
    {"one side names no enterprise", "một bên không có tên doanh nghiệp"},
    {"one proper name, spaced differently: {1} and {2} ({3} of {4})", "cùng tên riêng, cách chữ khác nhau: {1} và {2} ({3} trên {4})"},
    {"proper names with other marks on '{1}' ({2} of {3})", "tên riêng khác dấu ở '{1}' ({2} trên {3})"},
    {"other brands: '{1}' and '{2}' ({3} of {4})", "khác thương hiệu: '{1}' và '{2}' ({3} trên {4})"},
    {"neither has a proper name ({1} of {2})", "cả hai không có tên riêng ({1} trên {2})"},
    {"the same proper name '{1}' ({2} of {3})", "cùng tên riêng '{1}' ({2} trên {3})"},
    {"one proper name, with the place first: {1} and {2} ({3} of {4})", "cùng tên riêng, địa danh đứng trước: {1} và {2} ({3} trên {4})"},
    {"the same brand '{1}' ({2} of {3})", "cùng thương hiệu '{1}' ({2} trên {3})"},
    {"no word of the proper names is shared: {1} and {2} ({3} of {4})", "tên riêng không có từ nào chung: {1} và {2} ({3} trên {4})"},
    {"the words of the proper name in another order: {1} and {2} ({3} of {4})", "các từ của tên riêng đảo thứ tự: {1} và {2} ({3} trên {4})"},
    {"proper names differ: {1} and {2} ({3} of {4})", "tên riêng khác nhau: {1} và {2} ({3} trên {4})"},
    {"the same generic words ({1} of {2})", "cùng các từ chung ({1} trên {2})"},
    {"generic words that mean the same ({1} of {2})", "các từ chung cùng nghĩa ({1} trên {2})"},
    {"generic words differ ({1} of {2})", "các từ chung khác nhau ({1} trên {2})"},
    {"generic words that mean the same", "các từ chung cùng nghĩa"},
    {"generic words differ", "các từ chung khác nhau"},
    {"only in the first: {1} ({2} of {3})", "chỉ tên đầu có: {1} ({2} trên {3})"},
    {"only in the first: {1}", "chỉ tên đầu có: {1}"},
    {"only in the second: {1} ({2} of {3})", "chỉ tên sau có: {1} ({2} trên {3})"},
    {"no legal form is named ({1} of {2})", "không nêu loại hình doanh nghiệp ({1} trên {2})"},
    {"the same legal form ({1} of {2})", "cùng loại hình doanh nghiệp ({1} trên {2})"},
    {"one names no legal form ({1} of {2})", "một bên không nêu loại hình ({1} trên {2})"},
    {"legal forms that go together: {1} and {2} ({3} of {4})", "loại hình tương ứng: {1} và {2} ({3} trên {4})"},
    {"different legal forms: {1} and {2} ({3} of {4})", "khác loại hình: {1} và {2} ({3} trên {4})"},
    {"spelt alike ({1} of {2})", "viết giống nhau ({1} trên {2})"},
    {"not spelt alike ({1} of {2})", "viết không giống nhau ({1} trên {2})"},
    // alerts/api
    {"wait {1} seconds and try again", "hãy đợi {1} giây rồi thử lại"},
    {"the name, the password or the code is wrong", "tên, mật khẩu hoặc mã không đúng"},
    {"the password is wrong", "mật khẩu không đúng"},
    {"log in first", "hãy đăng nhập trước"},
    {"your role does not allow this", "vai trò của bạn không được làm việc này"},
    {"the X-CSRF-Token header does not fit the session", "tiêu đề X-CSRF-Token không khớp phiên làm việc"},
    {"this request comes from another site", "yêu cầu này đến từ trang khác"},
    {"there is no such address in the API", "API không có địa chỉ này"},
    {"something went wrong here", "máy chủ gặp lỗi"},
    {"it has been logged", "lỗi đã được ghi lại"},
    {"too many requests at once", "quá nhiều yêu cầu cùng lúc"},
    {"the database does not answer", "cơ sở dữ liệu không trả lời"},
    {"run it again in a moment", "hãy chạy lại sau giây lát"},
    {"try again in a moment", "hãy thử lại sau giây lát"},
    {"try again", "hãy thử lại"},
    {"there is no alert of that number", "không có cảnh báo mang số này"},
    {"there is nothing of that number", "không có gì mang số này"},
    {"there is no support '{1}'", "không có loại hỗ trợ '{1}'"},
    {"there is no role '{1}'", "không có vai trò '{1}'"},
    {"there is no answer '{1}'", "không có câu trả lời '{1}'"},
    {"there is no reason '{1}'", "không có lý do '{1}'"},
    {"there is no query part '{1}'", "không có tham số '{1}'"},
    {"there is no member '{1}' in this body", "nội dung gửi lên không có mục '{1}'"},
    {"there is no such figure", "không có số liệu này"},
    {"there is no such node", "không có nút này"},
    {"there is no posting of that number", "không có tin đăng mang số này"},
    {"there is no account of that name", "không có tài khoản tên này"},
    {"there is no rule of that name", "không có quy tắc tên này"},
    {"there is nothing to try", "chưa có gì để thử"},
    {"there is nothing to check", "chưa có gì để kiểm tra"},
    {"say why", "hãy nêu lý do"},
    {"say in a few words why", "hãy nêu lý do bằng vài từ"},
    {"'{1}' must be one of: {2}", "'{1}' phải là một trong: {2}"},
    {"this address takes only {1}", "địa chỉ này chỉ nhận {1}"},
    {"{1} must be a whole number from {2} to {3}", "{1} phải là số nguyên từ {2} đến {3}"},
    {"{1} has more than {2} bytes", "{1} dài hơn {2} byte"},
    {"{1} must be base64 and not empty", "{1} phải là base64 và không trống"},
    {"{1} must be up to 100 whole numbers", "{1} phải là tối đa 100 số nguyên"},
    {"{1} must be up to 100 texts", "{1} phải là tối đa 100 đoạn chữ"},
    {"{1} must be a day to come, YYYY-MM-DD", "{1} phải là một ngày sắp tới, dạng YYYY-MM-DD"},
    {"{1} must be a day, YYYY-MM-DD, and not to come", "{1} phải là một ngày, dạng YYYY-MM-DD, không ở tương lai"},
    {"{1} must be a day, YYYY-MM-DD", "{1} phải là một ngày, dạng YYYY-MM-DD"},
    {"{1} must be a number", "{1} phải là một số"},
    {"n must be 0 to 100000", "số người phải từ 0 đến 100000"},
    {"'{1}' must be of type {2}", "'{1}' phải thuộc kiểu {2}"},
    {"'{1}' is missing", "thiếu '{1}'"},
    {"'{1}' holds a NUL", "'{1}' có ký tự NUL"},
    {"'{1}' stands twice in the query", "'{1}' có hai lần trong địa chỉ"},
    {"too many parts in the query", "địa chỉ có quá nhiều tham số"},
    {"a part of the query cannot be read, or is too long", "một tham số của địa chỉ không đọc được hoặc quá dài"},
    {"this request takes no body", "yêu cầu này không nhận nội dung"},
    {"send Content-Type: application/json", "hãy gửi Content-Type: application/json"},
    {"the body must be a JSON object", "nội dung phải là một đối tượng JSON"},
    {"each of alerts must be {number, row_version}", "mỗi cảnh báo phải có dạng {number, row_version}"},
    {"decide on 1 to 100 alerts at once", "mỗi lần quyết định từ 1 đến 100 cảnh báo"},
    {"alert {1} changed since it was read", "cảnh báo {1} đã thay đổi sau khi bạn xem"},
    {"the note is too long", "ghi chú quá dài"},
    {"this reason needs a note", "lý do này cần ghi chú"},
    {"lang is vi or en", "lang là vi hoặc en"},
    {"the case has no attachment of that number", "vụ việc không có tài liệu mang số này"},
    {"the case has no such referral", "vụ việc không có phiếu chuyển này"},
    {"the referral has no dossier of that number", "phiếu chuyển không có hồ sơ mang số này"},
    {"this dossier is over its time and was taken away", "hồ sơ này đã hết thời hạn lưu và đã được xóa"},
    {"this dossier was built elsewhere", "hồ sơ này được lập ở máy khác"},
    {"its file is not on this machine", "tệp không có ở đây"},
    {"the file is not the one that was sealed", "tệp không phải tệp đã niêm phong"},
    {"a dossier is sealed only when another person has approved the referral", "chỉ niêm phong hồ sơ sau khi một người khác duyệt phiếu chuyển"},
    {"another dossier is being built", "đang lập một hồ sơ khác"},
    {"the sealed part is for liaison officers and for whoever approved the referral",
     "phần niêm phong chỉ dành cho cán bộ liên lạc và người đã duyệt phiếu"},
    {"say why: it goes into the letter", "hãy nêu lý do: lý do được ghi vào công văn"},
    {"open the personal data with a reason first", "hãy hiện dữ liệu cá nhân, có lý do, trước"},
    {"open the alert with a reason first: the page as captured names people", "hãy hiện dữ liệu cá nhân của cảnh báo trước: trang đã lưu có tên người"},
    {"a person named in it asked that it is not shown", "người được nêu trong tin đã yêu cầu không hiển thị"},
    {"no captured page is kept of this posting", "tin này không có trang đã lưu"},
    {"the record is not where it should be", "bản ghi không nằm đúng chỗ"},
    {"the record holds no HTTP answer", "bản ghi không có câu trả lời HTTP"},
    {"run {1}", "hãy chạy {1}"},
    {"no register has been imported yet", "chưa nhập danh sách giấy phép"},
    {"no enterprise holds this licence", "không doanh nghiệp nào có giấy phép này"},
    {"from and to are numbers of snapshots", "from và to là số của các bản danh sách"},
    {"nobody disables the account they are logged in with", "không ai tự khóa tài khoản đang dùng"},
    {"another page is being tried out", "đang thử một trang khác"},
    {"wait a moment", "hãy đợi một lát"},
    {"a node is s, i or p and a number", "một nút là s, i hoặc p và một số"},
    {"take holds ids of identifiers", "take chứa mã của các liên hệ"},
    {"take names what is not the subject's own", "take nêu liên hệ không thuộc đối tượng"},
    {"the tip is empty", "tin báo trống"},
    {"{1} was proposed by the same user of this machine, {2}", "{1} do cùng tài khoản của máy này đề xuất, {2}"},
    {"another user approves it, or a supervisor on the review site (four_eyes in the settings)",
     "một tài khoản khác phê duyệt, hoặc lãnh đạo phê duyệt trên trang xem xét (four_eyes trong cấu hình)"},
    {"four_eyes is not '{1}'", "four_eyes không có giá trị '{1}'"},
    {"write names or system_users", "hãy viết names hoặc system_users"},
    {"the tip is no text", "tin báo không phải văn bản"},
    {"give what was said or written, for a picture or a recording is no tip by itself",
     "hãy đưa lời đã nói hoặc đã viết; riêng hình ảnh hay bản ghi âm chưa phải là tin báo"},
    {"nothing reads the key '{1}', and it might name who reported it", "không dùng đến trường '{1}', mà trường đó có thể nêu người báo tin"},
    {"write who that is as \"informant\":{\"name\":\"…\",\"contact\":\"…\"}, and leave other keys out",
     "ghi người báo là \"informant\":{\"name\":\"…\",\"contact\":\"…\"}, và bỏ các trường khác"},
    {"a line is longer than 500 bytes", "có dòng dài hơn 500 byte"},
    {"the address must begin with http:// or https://", "địa chỉ phải bắt đầu bằng http:// hoặc https://"},
    {"this is no web address", "đây không phải địa chỉ web"},
    // cli
    {"'{1}' cannot be the name of a person", "'{1}' không thể là tên người"},
    {"give the name of whoever acts: {1}", "hãy ghi tên người thực hiện: {1}"},
    {"pages count from 1", "trang đếm từ 1"},
    {"'{1}' is no head of the audit chain", "'{1}' không phải đầu chuỗi nhật ký"},
    {"a message names it: {1} with 64 hexadecimal digits", "thư hằng đêm có ghi: {1} với 64 chữ số thập lục phân"},
    {"no head of the audit chain stands in it", "trong đó không có đầu chuỗi nhật ký nào"},
    {"give a saved message with all its headers, or lines like {1}", "hãy đưa thư đã lưu cả phần đầu, hoặc các dòng như {1}"},
    {"the file is there already", "đã có tệp này"},
    {"nothing was written", "chưa ghi gì"},
    {"give another name: {1}", "hãy đặt tên khác: {1}"},
    {"move it away, or give `init` another folder", "hãy chuyển tệp đi, hoặc chọn thư mục khác cho `init`"},
    {"'{1}' is no web address", "'{1}' không phải địa chỉ web"},
    {"this is a file, and a text is checked", "đây là một tệp, còn lệnh này kiểm tra chữ"},
    {"paste a text: {1}", "hãy dán chữ vào: {1}"},
    {"the settings file cannot be read", "không đọc được tệp cấu hình"},
    {"give an existing file to --config, or write one with `agencywatch init`", "hãy nêu tệp có thật ở --config, hoặc tạo bằng `agencywatch init`"},
    {"settings are YAML: one `key: value` a line", "cấu hình viết bằng YAML: mỗi dòng một `key: value`"},
    {"'{1}' is no time that has been", "'{1}' không phải thời điểm đã qua"},
    {"'{1}' is no time", "'{1}' không phải thời điểm"},
    {"the folder holds no rule pack", "thư mục không có gói quy tắc"},
    {"a pack is one or more .yaml files", "một gói gồm một hoặc nhiều tệp .yaml"},
    {"{1} cannot be read", "không đọc được {1}"},
    {"check that the file is there and may be read", "hãy xem tệp có đó và có quyền đọc không"},
    {"'{1}' is no day that is still to come", "'{1}' không phải ngày sắp tới"},
    {"write it as 2026-12-31", "hãy viết 2026-12-31"},
    {"the day itself is included", "tính cả ngày đó"},
    {"posted_at is no day: {1}", "posted_at không phải một ngày: {1}"},
    {"write it as {1}, or leave it out", "hãy viết {1}, hoặc bỏ đi"},
    {"url is no web address: {1}", "url không phải địa chỉ web: {1}"},
    {"give one that begins with http:// or https://, or leave it out", "hãy ghi địa chỉ bắt đầu bằng http:// hoặc https://, hoặc bỏ đi"},
    {"this is no tip", "đây không phải tin báo"},
    {"paste the message, or pipe it in: {1}", "hãy dán tin nhắn vào, hoặc dẫn vào: {1}"},
    {"the tip is longer than 1 MiB", "tin báo dài hơn 1 MiB"},
    {"one pasted message a file, or JSON lines", "mỗi tệp một tin nhắn, hoặc JSON lines"},
    {"'{1}' is no URL", "'{1}' không phải URL"},
    {"the settings name nobody under `notify:`", "cấu hình chưa nêu ai ở `notify:`"},
    {"`agencywatch init` writes an example", "`agencywatch init` ghi một ví dụ"},
    {"referral {1} is not of case {2}", "phiếu chuyển {1} không thuộc vụ việc {2}"},
    {"the day of their letter: {1}", "ngày trên văn bản của họ: {1}"},
    {"'{1}' is no market known here", "'{1}' không phải thị trường đã biết"},
    {"write a country code such as JP, or its name", "hãy ghi mã nước như JP, hoặc tên nước"},
    {"'{1}' is no activity known here", "'{1}' không phải hoạt động đã biết"},
    {"one of {1}, or its name", "một trong {1}, hoặc tên hoạt động"},
    {"the register is a table with headings (CSV, XLSX, XLS, HTML), or JSON lines with name and licence_no",
     "danh sách là bảng có tiêu đề (CSV, XLSX, XLS, HTML), hoặc JSON lines có name và licence_no"},
    {"what leaves the unit names no alerts", "bản đưa ra ngoài không nêu cảnh báo"},
    {"leave --external out", "hãy bỏ --external"},
    {"where are the files to go?", "ghi tệp vào đâu?"},
    {"--out FOLDER", "--out THƯ_MỤC"},
    {"or --json, or --explain", "hoặc --json, hoặc --explain"},
    {"'{1}' is no phone, account, handle or e-mail address that can be read", "'{1}' không phải số điện thoại, tài khoản, nick hay e-mail đọc được"},
    {"write it as in an advert, or as `subjects show --json` has it: {1}", "hãy viết như trong tin, hoặc như `subjects show --json`: {1}"},
    {"a name goes to --name", "tên thì ghi ở --name"},
    {"--received 2026-11-20, or with the hour", "--received 2026-11-20, hoặc cả giờ"},
    {"who asks?", "ai yêu cầu?"},
    {"'{1}' names no subject and its label", "'{1}' không phải đối tượng và tên gọi"},
    {"--label {1}, with a number of agencywatch subjects list", "--label {1}, với số trong agencywatch subjects list"},
    {"what is right, and of what?", "điều gì mới đúng, và của cái gì?"},
    {"--correction {1}, or --label {2}", "--correction {1}, hoặc --label {2}"},
    {"no posting shows that name: {1}", "không tin đăng nào có tên đó: {1}"},
    {"a correction has at most 4000 bytes", "đính chính tối đa 4000 byte"},
    {"say it shorter", "hãy viết ngắn hơn"},
    {"the person has not been given their extract", "chưa cung cấp bản trích cho người yêu cầu"},
    {"what is the decision?", "quyết định thế nào?"},
    {"nothing is corrected when a request is not granted", "không chấp nhận yêu cầu thì không đính chính gì"},
    {"leave --correction and --label out", "hãy bỏ --correction và --label"},
    {"'{1}' is no legal ground to refuse a request", "'{1}' không phải căn cứ pháp luật để từ chối"},
    {"one of:", "một trong:"},
    {"there is no advert in it", "trong đó không có tin nào"},
    {"write a JSON object a line", "hãy viết mỗi dòng một đối tượng JSON"},
    {"there is no rule '{1}'", "không có quy tắc '{1}'"},
    {"write the key of one of sources.yaml", "hãy ghi mã một nguồn trong sources.yaml"},
    {"'{1}' is no address with a port", "'{1}' không phải địa chỉ có cổng"},
    {"port 0 takes any free one", "cổng 0 lấy cổng trống bất kỳ"},
    {"certificate and key belong together", "chứng thư và khóa phải đi cùng nhau"},
    {"give both --certificate and --key", "hãy nêu cả --certificate và --key"},
    {"passwords would cross the network in the clear on {1}", "mật khẩu sẽ đi qua mạng không mã hóa ở {1}"},
    {"give --certificate and --key, or --trusted-proxy with the address of the proxy that speaks TLS",
     "hãy nêu --certificate và --key, hoặc --trusted-proxy với địa chỉ proxy có TLS"},
    {"a silence needs its last day, still to come", "lệnh tạm im cần ngày cuối, chưa tới"},
    {"'{1}' is no identifier", "'{1}' không phải liên hệ"},
    {"as an advert writes it: \"0912 000 345\"", "viết như trong tin đăng: \"0912 000 345\""},
    {"kind and value, as `subjects show --json` has them: {1}", "loại và giá trị, như `subjects show --json`: {1}"},
    {"'{1}' is no reason to dismiss an alert", "'{1}' không phải lý do bỏ qua cảnh báo"},
    {"say in a few words why: {1}", "hãy nêu ngắn gọn vì sao: {1}"},
    {"there is no account '{1}'", "không có tài khoản '{1}'"},
    {"the database URL cannot be read", "không đọc được URL của cơ sở dữ liệu"},
    {"write postgresql://user@host:port/database, with % codes for special characters (a password is better kept in ~/.pgpass)",
     "hãy viết postgresql://user@host:port/database, ký tự đặc biệt bằng mã % (mật khẩu nên để trong ~/.pgpass)"},
    {"an address of {1} bytes: {2}", "địa chỉ dài {1} byte: {2}"},
    {"use one of at most {1}", "dùng địa chỉ tối đa {1}"},
    {"the certificate cannot be read: {1}", "không đọc được chứng thư: {1}"},
    {"give a PEM file with the chain, the server's own certificate first", "hãy đưa tệp PEM có cả chuỗi, chứng thư của máy chủ đứng đầu"},
    {"the key cannot be read, or is not the certificate's: {1}", "không đọc được khóa, hoặc không phải khóa của chứng thư: {1}"},
    {"give the PEM file of its private key, without a password", "hãy đưa tệp PEM của khóa riêng, không có mật khẩu"},
    {"alerts have no '{1}'", "cảnh báo không có '{1}'"},
    {"or {1}", "hoặc {1}"},
    {"there is no {1} '{2}'", "không có {1} '{2}'"},
    {"see {1}", "xem {1}"},
    {"the system gives no memory file", "hệ thống không cấp tệp trong bộ nhớ"},
    {"the system gives no memory for the WARC records", "hệ thống không đủ bộ nhớ cho các bản ghi WARC"},
    // cli/config.cc, cli/import_reader.cc
    {"settings are a list of `key: value` lines", "cấu hình là các dòng `mục: giá trị`"},
    {"`packs` is a list of folders", "`packs` là danh sách thư mục"},
    {"`{1}` takes one value", "`{1}` nhận một giá trị"},
    {"unknown language '{1}'", "không có ngôn ngữ '{1}'"},
    {"`retention` says for how long each class is kept", "`retention` nêu mỗi nhóm được lưu bao lâu"},
    {"unknown class '{1}' of retention", "không có nhóm lưu trữ '{1}'"},
    {"`holidays` is a list of days", "`holidays` là danh sách các ngày"},
    {"'{1}' is no number of days", "'{1}' không phải số ngày"},
    {"divide it", "hãy chia nhỏ"},
    {"this is no WARC, HTML, CSV or JSON lines file", "đây không phải tệp WARC, HTML, CSV hoặc JSON lines"},
    {"a pasted message is imported with --tip", "tin nhắn dán vào thì nhập với --tip"},
    {"{1} stands outside the archive's folder", "{1} nằm ngoài thư mục của hồ sơ"},
    {"{1} is damaged: {2}", "{1} bị hỏng: {2}"},
    {"the archive cannot be read further: {1}", "không đọc tiếp được tệp nén: {1}"},
    // cli/evidence_check.cc
    {"{1} ends within a record", "{1} kết thúc giữa một bản ghi"},
    {"the next scan cuts that off", "lượt quét tới sẽ cắt bỏ phần đó"},
    {"{1} is damaged behind byte {2}", "{1} bị hỏng sau byte {2}"},
    {"{1} does not hold record {2}, which lay at byte {3}", "{1} không có bản ghi {2}, vốn nằm ở byte {3}"},
    {"{1} record {2} does not match its own block digest", "{1}: bản ghi {2} không khớp mã băm của chính nó"},
    {"{1} record {2} is not where the database says", "{1}: bản ghi {2} không nằm ở chỗ cơ sở dữ liệu ghi"},
    {"{1} record {2} was altered: it is not what was fetched", "{1}: bản ghi {2} đã bị sửa, không phải bản đã tải về"},
    {"{1} was purged, but is still there", "{1} đã hết hạn lưu và được xóa, nhưng vẫn còn đó"},
    {"{1} is missing, with {2} captures", "thiếu {1}, trong đó có {2} trang đã lưu"},
    {"the archive ends within a record", "tệp lưu kết thúc giữa một bản ghi"},
    {"what stands before it was read", "phần đứng trước đã được đọc"},
    {"no WARC record where one should be, after {1} bytes", "sau {1} byte không thấy bản ghi WARC"},
    {"this line is no JSON object", "dòng này không phải đối tượng JSON"},
    {"there is no body and no html", "không có body lẫn html"},
    {"an advert's text stands in `body`, a page in `html`", "chữ của tin nằm ở `body`, trang nằm ở `html`"},
    // alerts/cases/recipients.cc
    {"the table is YAML", "bảng viết bằng YAML"},
    {"the table has no list `recipients`", "bảng không có danh sách `recipients`"},
    {"unknown setting '{1}'", "không có mục '{1}'"},
    {"known are {1}", "có các mục {1}"},
    {"'{1}' is no key", "'{1}' không phải mã"},
    {"small letters, digits and _", "chữ thường, số và _"},
    {"the key '{1}' is there twice", "mã '{1}' có hai lần"},
    {"give each its own", "hãy đặt mã riêng"},
    {"'{1}' is no kind of recipient", "'{1}' không phải loại nơi nhận"},
    {"a recipient has no name", "có nơi nhận không có tên"},
    {"as it stands on a letter", "hãy ghi tên như trên công văn"},
    {"a route leads nowhere", "có hướng chuyển không tới đâu"},
    {"give it {1}", "hãy ghi {1}"},
    {"'{1}' is no verdict", "'{1}' không phải mức độ"},
    {"'{1}' is no sign", "'{1}' không phải dấu hiệu"},
    {"a code as in {1}, or a family: {2}", "mã như ở {1}, hoặc một nhóm: {2}"},
    {"there is no province '{1}'", "không có tỉnh '{1}'"},
    {"of today or a former one", "tên hiện nay hoặc tên cũ"},
    {"this is no list of `key: value`", "đây không phải danh sách `mục: giá trị`"},
    {"name one of the list above", "hãy nêu một nơi trong danh sách trên"},
    {"this server has no key to sign dossiers with: ask whoever runs it to make one",
     "máy chủ này chưa có khóa để ký bộ hồ sơ: hãy nhờ người quản trị máy chủ tạo khóa"},
    {"the new password is the old one", "mật khẩu mới trùng mật khẩu cũ"},
    {"choose another one", "hãy chọn mật khẩu khác"},
    // db/search_query.cc, alerts/api/identifier_search.cc
    {"a phone, account, handle, address or identity number is searched for alone: one at a time, without other words, without a minus sign",
     "số điện thoại, tài khoản, nick, email hoặc số giấy tờ chỉ tìm riêng từng số một: không kèm từ khác, không có dấu trừ"},
    {"take the rest out of the search", "hãy bỏ phần còn lại khỏi ô tìm"},
    {"you have searched for {1} phones, accounts or addresses within an hour: go on in an hour, or search by other words",
     "bạn đã tìm {1} số điện thoại, tài khoản hoặc địa chỉ trong một giờ: hãy đợi một giờ rồi tìm tiếp, hoặc tìm theo từ khác"},
});

// What stands in the places of messages: names of things, states and steps.
constexpr auto kWords = std::to_array<Message>({
    {"case {1}", "vụ việc {1}"},
    {"no province", "không tỉnh nào"},
    {"the register", "danh sách giấy phép"},
    {"the tip", "tin báo"},
    {"the file", "tệp"},
    {"several provinces: {1}", "nhiều tỉnh: {1}"},
    {"new", "mới mở"},
    {"assigned", "đã giao"},
    {"watching", "đang được theo dõi"},
    {"in_case", "đang trong vụ việc"},
    {"referred", "đã chuyển"},
    {"closed (confirmed)", "đã đóng (xác nhận)"},
    {"closed (dismissed)", "đã đóng (bỏ qua)"},
    {"closed (duplicate)", "đã đóng (trùng)"},
    {"assign", "giao"},
    {"watch", "theo dõi"},
    {"open_case", "đưa vào vụ việc"},
    {"leave_case", "đưa khỏi vụ việc"},
    {"refer", "chuyển"},
    {"confirm", "xác nhận"},
    {"dismiss", "bỏ qua"},
    {"duplicate", "đánh dấu trùng"},
    {"reopen", "mở lại"},
    {"proposed", "đang chờ duyệt"},
    {"returned", "đã bị trả lại"},
    {"approved", "đã được duyệt"},
    {"sent", "đã gửi"},
    {"answered", "đã có trả lời"},
    {"withdrawn", "đã rút"},
    {"proposed again", "đề xuất lại"},
    {"proposed or returned or approved", "chưa gửi"},
    {"proposed or approved", "đang chờ duyệt hoặc đã được duyệt"},
    {"sent or answered", "đã gửi hoặc đã có trả lời"},
    {"fulfilled", "đã thực hiện"},
    {"partly", "thực hiện một phần"},
    {"refused", "từ chối"},
    {"active", "đang hiệu lực"},
    {"suspended", "bị đình chỉ"},
    {"revoked", "đã bị thu hồi"},
    {"given back", "đã nộp lại"},
    {"expired", "đã hết hiệu lực"},
    {"no file descriptor is left", "hệ thống hết chỗ mở tệp"},
    {"no memory for its page", "không đủ bộ nhớ"},
    {"no pipe", "hệ thống hết chỗ mở tệp"},
    {"no process can be started", "không chạy được tiến trình mới"},
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

// `pattern` with the values in its places.
std::string Filled(std::string_view pattern, const std::vector<std::string>& values) {
  std::string filled;
  for (std::size_t place = pattern.find('{'); place != std::string_view::npos; place = pattern.find('{')) {
    filled += pattern.substr(0, place);
    const auto value = static_cast<std::size_t>(pattern[place + 1] - '1');
    const bool is_place = pattern.substr(place + 2).starts_with('}') && value < values.size();
    filled += is_place ? values[value] : "{";
    pattern.remove_prefix(place + (is_place ? 3 : 1));
  }
  return filled + std::string{pattern};
}

// What says most of `text` itself among those that fit; nullopt when none does.
std::optional<std::string> Translation(std::string_view text, std::span<const Message> messages, bool values_too) {
  const Message* best = nullptr;
  std::vector<std::string_view> best_values;
  for (const auto& message : messages) {
    if (best != nullptr && best->en.size() >= message.en.size()) continue;
    auto values = Match(message.en, text);
    if (!values) continue;
    best = &message;
    best_values = std::move(*values);
  }
  if (best == nullptr) return {};
  std::vector<std::string> values;
  for (const auto value : best_values) {
    auto translated = values_too ? Translation(value, kWords, false) : std::nullopt;
    // "row 3: market not known: Atlantis"
    if (values_too && !translated) translated = Translation(value, kMessages, false);
    values.push_back(std::move(translated).value_or(std::string{value}));
  }
  return Filled(best->vi, values);
}

// "danh-sach.csv:3: not a JSON object": what stands in front of the message stays.
std::string Translated(std::string_view clause) {
  static constexpr int kMostFronts = 8;
  std::string front;
  for (int i = 0; i < kMostFronts; ++i) {
    if (const auto known = Translation(clause, kMessages, true)) return front + *known;
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

std::string ProblemLines(const std::vector<core::InputProblem>& problems, bool english) {
  constexpr std::size_t kShown = 20;
  std::string text;
  for (std::size_t i = 0; i < problems.size() && i < kShown; ++i) text += ProblemText(problems[i], english) + "\n";
  if (problems.size() > kShown) {
    const std::string more = std::to_string(problems.size() - kShown);
    text += english ? "… and " + more + " more like these\n" : "… và " + more + " lỗi khác\n";
  }
  return text;
}

}  // namespace agencywatch::alerts
