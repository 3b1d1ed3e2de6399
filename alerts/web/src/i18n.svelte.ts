// What the site says, in Vietnamese and English. Texts with {n} take a value.
import type { Both } from "./api";
import { caseTexts } from "./texts/cases";
import { officeTexts } from "./texts/office";
import { registerTexts } from "./texts/register";
import { statisticsTexts } from "./texts/statistics";
import { subjectTexts } from "./texts/subject";

export type Language = "vi" | "en";

const texts = {
  ...subjectTexts,
  ...registerTexts,
  ...officeTexts,
  ...caseTexts,
  ...statisticsTexts,

  skip: ["Đến nội dung chính", "Skip to the main content"],
  queue: ["Hàng đợi", "Queue"],
  register: ["Danh sách giấy phép", "Register"],
  rules: ["Quy tắc", "Rules"],
  check: ["Kiểm tra nhanh", "Check"],
  sources: ["Nguồn và lượt quét", "Sources and runs"],
  account: ["Tài khoản", "Account"],
  wide_table: ["Bảng", "Table"],
  nav_check: ["Kiểm tra", "Check"],
  nav_register: ["Giấy phép", "Register"],
  nav_sources: ["Nguồn", "Sources"],
  menu: ["Chuyển trang", "Pages"],
  menu_open: ["Trình đơn", "Menu"],
  me: ["Tài khoản của tôi", "My account"],
  log_out: ["Đăng xuất", "Log out"],
  other_language: ["English", "Tiếng Việt"],
  loading: ["Đang tải…", "Loading…"],
  not_found: ["Không có trang này.", "There is no such page."],
  back_to_queue: ["Về hàng đợi", "Back to the queue"],
  no_register: ["Chưa có danh sách giấy phép: không kết luận ai là không phép.", "No licence register: nobody is called unlisted."],
  stale_register: ["Danh sách giấy phép ngày {n} đã quá cũ: không kết luận ai là không phép.", "The licence register of {n} is too old: nobody is called unlisted."],
  register_of: ["Danh sách giấy phép ngày {n}", "Licence register of {n}"],

  log_in: ["Đăng nhập", "Log in"],
  log_in_hint: ["Dành cho thanh tra lao động và cán bộ liên lạc. Tài khoản do người quản trị lập.", "For labour inspectors and liaison officers. An administrator makes accounts."],
  name: ["Tên tài khoản", "Account name"],
  password: ["Mật khẩu", "Password"],
  code: ["Mã xác thực (nếu có)", "Code (if you have one)"],
  code_hint: ["6 chữ số trong ứng dụng xác thực", "6 digits from your authenticator app"],

  e_wrong_login: ["Tên, mật khẩu hoặc mã không đúng.", "The name, the password or the code is wrong."],
  e_throttled: ["Sai quá nhiều lần: {n}.", "Too many failures: {n}."],
  e_reason_missing: ["Hãy nêu lý do bằng vài từ.", "Say in a few words why."],
  e_wrong_password: ["Mật khẩu không đúng.", "The password is wrong."],
  e_log_in: ["Phiên làm việc đã hết. Hãy đăng nhập lại.", "Your session has ended. Log in again."],
  e_role: ["Vai trò của bạn không được làm việc này.", "Your role does not allow this."],
  e_changed: ["Cảnh báo vừa thay đổi. Hãy xem lại rồi quyết định.", "The alert changed meanwhile. Look again, then decide."],
  e_not_found: ["Không tìm thấy.", "Not found."],
  e_no_register: ["Chưa nhập danh sách giấy phép.", "No register has been imported yet."],
  e_no_capture: ["Tin này không có trang đã lưu.", "No captured page is kept of this posting."],
  e_note_missing: ["Lý do này cần ghi chú.", "This reason needs a note."],
  e_offline: ["Máy chủ không trả lời.", "The server does not answer."],
  e_busy: ["Máy chủ đang bận. Hãy thử lại.", "The server is busy. Try again."],
  e_masked: ["Hãy mở dữ liệu cá nhân của cảnh báo trước.", "Open the alert's personal data first."],
  e_restricted: ["Người có tên trong tin đã yêu cầu không hiển thị.", "A person named in it asked that it is not shown."],
  show_all_letters: ["Hiện toàn bộ ({n} ký tự)", "Show all ({n} characters)"],
  e_too_many_searches: ["Tạm dừng tìm theo số: {n}.", "No more searches for numbers now: {n}."],
  e_refused: ["Không thực hiện được: {n}", "This was not possible: {n}"],
  e_unknown: ["Có lỗi: {n}", "Something went wrong: {n}"],

  search: ["Tìm", "Search"],
  search_queue: ["Tên, chữ trong tin, số đầy đủ…", "Name, words of an advert, whole number…"],
  filter_more: ["Lọc thêm", "More filters"],
  filter_active: ["Đang lọc", "Filtered by"],
  filter_off: ["Bỏ lọc: {n}", "Take the filter off: {n}"],
  destination: ["Nơi đến", "Destination"],
  province: ["Tỉnh, thành phố", "Province"],
  sign: ["Dấu hiệu", "Sign"],
  every_one: ["tất cả", "all"],
  silenced_too: ["cả cảnh báo đang im", "silenced ones, too"],
  all: ["Tất cả", "All"],
  severity: ["Mức độ", "Gravity"],
  state: ["Trạng thái", "State"],
  owner: ["Người phụ trách", "Owner"],
  anybody: ["Bất kỳ ai", "Anybody"],
  mine: ["Của tôi", "Mine"],
  overdue_only: ["Quá hạn", "Overdue"],
  open_states: ["Đang mở", "Open"],
  with_closed: ["Cả đã đóng", "Closed, too"],
  matching: ["{n} cảnh báo", "{n} alerts"],
  none_match: ["Không có cảnh báo nào khớp.", "No alert matches."],
  more: ["Xem thêm", "Show more"],
  new_waiting: ["Có thay đổi mới. Tải lại hàng đợi", "There is something new. Load the queue again"],
  select: ["Chọn cảnh báo {n}", "Select alert {n}"],
  selected: ["Đã chọn {n}", "{n} selected"],
  clear_selection: ["Bỏ chọn", "Clear"],
  keys: ["Phím tắt", "Keys"],
  keys_queue: ["j/k xuống, lên · o hoặc Enter mở · x chọn · a nhận việc · w theo dõi · d bỏ qua · c vụ việc · n việc tiếp · ? tất cả phím", "j/k down, up · o or Enter opens · x selects · a take · w watch · d dismiss · c case · n next · ? all keys"],
  keys_alert: ["n/p cảnh báo sau, trước · a nhận việc · w theo dõi · d bỏ qua · c vụ việc · u hiện dữ liệu · ? tất cả phím", "n/p next, previous alert · a take · w watch · d dismiss · c case · u show personal data · ? all keys"],
  due: ["Hạn", "Due"],
  overdue: ["quá hạn", "overdue"],
  nobody: ["chưa giao", "nobody yet"],
  adverts_n: ["{n} tin", "adverts: {n}"],
  sites_n: ["{n} trang", "sites: {n}"],
  seen: ["thấy", "seen"],
  score: ["Điểm", "Score"],
  locked: ["đang giữ: {n}", "held by {n}"],
  next_for_me: ["Việc tiếp theo", "Next for me"],

  v_clear: ["Không có dấu hiệu", "No sign"],
  v_violation: ["Vi phạm quy định", "Violation"],
  v_unlicensed: ["Không có giấy phép", "No licence"],
  v_fraud: ["Dấu hiệu lừa đảo", "Signs of fraud"],
  v_trafficking: ["Dấu hiệu mua bán người", "Signs of trafficking"],
  s_new: ["Mới", "New"],
  s_assigned: ["Đã giao", "Assigned"],
  s_watching: ["Theo dõi", "Watching"],
  s_in_case: ["Đã lập vụ việc", "In a case"],
  s_referred: ["Đã chuyển", "Referred"],
  s_closed: ["Đã đóng", "Closed"],
  sev_low: ["thấp", "low"],
  sev_medium: ["trung bình", "medium"],
  sev_high: ["cao", "high"],
  sev_critical: ["rất cao", "critical"],

  alert_n: ["Cảnh báo {n}", "Alert {n}"],
  why: ["Vì sao", "Why"],
  law: ["Căn cứ", "Law"],
  guide: ["Cần xem gì", "What to look at"],
  the_advert: ["Nguyên văn tin đăng", "The advert, as published"],
  around: ["(phần quanh tin)", "(around the advert)"],
  counted_above: ["0 điểm: cùng loại với một dấu hiệu nặng hơn đã tính; mỗi loại chỉ tính một lần.", "0 points: of the same kind as a graver sign that counts; each kind counts once."],
  counts_nothing: ["0 điểm: chỉ để biết thêm.", "0 points: for information only."],
  counts_not: ["Dấu hiệu không cộng điểm ({n})", "Signs that add no points ({n})"],
  context: ["Phần quanh tin (đầu, chân trang)", "Around it (header, footer)"],
  adverts: ["Tin đăng", "Adverts"],
  disguised_as: ["viết né là “{n}”", "disguised, means “{n}”"],
  sum: ["Cách tính điểm", "How the score adds up"],
  sum_without: ["Nếu không có dấu hiệu này thì còn", "What the score would be without a sign"],
  sum_hint: ["Mỗi dấu hiệu chỉ tính một lần; tổng trên 100 thì ghi 100. Thiếu dấu hiệu nào, tổng giảm đúng số điểm của dấu hiệu đó.", "Each sign counts once; a sum above 100 is written as 100. Without a sign the sum is lower by its points."],
  register_answer: ["Danh sách giấy phép trả lời", "What the register says"],
  judged_days: ["xét các ngày {n}", "judged on {n}"],
  facts: ["Đọc được trong tin", "Read in the advert"],
  identifiers: ["Liên hệ và tên", "Contacts and names"],
  role_controls: ["của chính họ", "their own"],
  role_claims: ["chỉ tự xưng", "only claimed"],
  linked: ["Tin khác cùng liên hệ", "Other adverts with the same contact"],
  judged_before: ["Đã từng xem xét", "Judged before"],
  history: ["Diễn biến", "History"],
  history_more: ["{n} việc trước đó", "{n} earlier events"],
  evidence: ["Chứng cứ", "Evidence"],
  captured: ["Lưu lúc", "Captured"],
  record: ["Bản ghi WARC", "WARC record"],
  download_record: ["Tải bản ghi WARC", "Download the WARC record"],
  snapshot: ["Trang như đã lưu", "The page as captured"],
  snapshot_hint: ["Đã bỏ mọi mã, ảnh và liên kết.", "Scripts, pictures and links are taken out."],
  show_snapshot: ["Xem trang đã lưu", "Show the captured page"],
  no_evidence: ["Tin báo của người dân, không có trang đã lưu.", "A tip; no page was captured."],
  source: ["Nguồn", "Source"],
  address: ["Địa chỉ", "Address"],
  withdrawn: ["đã gỡ trước {n}", "withdrawn by {n}"],
  edited: ["đã bị sửa sau đó", "edited since"],
  copy_of: ["bản sao của", "copy of"],
  dated: ["đăng ngày", "dated"],
  corrections: ["Đã đính chính theo yêu cầu của người có tên", "Corrected, as persons named here asked"],
  corrected: ["đã đính chính", "corrected"],
  corrected_label: ["tên hiển thị", "shown as"],
  corrected_posting: ["nội dung tin", "what the advert says"],
  request_n: ["yêu cầu số {n}", "request {n}"],
  masked_note: ["Số điện thoại, tài khoản và liên hệ đang được che.", "Phones, accounts and contacts are masked."],
  unmask: ["Hiện dữ liệu cá nhân", "Show personal data"],
  unmask_why: ["Vì sao cần xem? Lý do được ghi vào nhật ký.", "Why do you need them? The reason is logged."],
  unmask_reason_1: ["Xác minh cảnh báo theo nhiệm vụ được giao", "Verifying an alert I was given"],
  unmask_reason_2: ["Đối chiếu với đơn thư, tin báo", "Comparing with a complaint or tip"],
  unmask_reason_3: ["Lập hồ sơ chuyển cơ quan điều tra", "Preparing a referral to the police"],
  posting_page: ["Xem riêng tin này", "This advert on its own page"],

  decide: ["Quyết định", "Decide"],
  take: ["Nhận việc", "Take it"],
  watch: ["Theo dõi 14 ngày", "Watch for 14 days"],
  dismiss: ["Bỏ qua", "Dismiss"],
  confirm: ["Xác nhận vi phạm", "Confirm"],
  case: ["Lập vụ việc", "Open a case"],
  reopen: ["Mở lại", "Reopen"],
  reason: ["Lý do", "Reason"],
  note: ["Ghi chú", "Note"],
  send: ["Ghi quyết định", "Save the decision"],
  cancel: ["Thôi", "Cancel"],
  undo: ["Hoàn tác", "Undo"],
  done_assign: ["Đã nhận {n} cảnh báo.", "Took {n} alerts."],
  done_watch: ["Đang theo dõi {n} cảnh báo.", "Watching {n} alerts."],
  done_dismiss: ["Đã bỏ qua {n} cảnh báo.", "Dismissed {n} alerts."],
  done_confirm: ["Đã xác nhận {n} cảnh báo.", "Confirmed {n} alerts."],
  done_case: ["Đã lập vụ việc cho {n} cảnh báo.", "Opened a case for {n} alerts."],
  done_reopen: ["Đã mở lại {n} cảnh báo.", "Reopened {n} alerts."],
  read_only: ["Vai trò của bạn chỉ xem.", "Your role may only read."],

  posting_n: ["Tin đăng {n}", "Advert {n}"],
  versions: ["Các phiên bản", "Versions"],
  compared: ["So sánh các phiên bản", "Versions compared"],
  taken_out: ["bỏ:", "taken out:"],
  put_in: ["thêm:", "put in:"],
  version_n: ["Phiên bản {n}", "Version {n}"],
  hash: ["SHA-256 của văn bản", "SHA-256 of the text"],
  captures_n: ["{n} lần lưu", "captures: {n}"],
  not_judged: ["Phiên bản này chưa được xét.", "This version has not been judged yet."],

  search_register: ["Tên, số giấy phép, mã số thuế, điện thoại, địa chỉ", "Name, licence number, tax code, phone, address"],
  found_n: ["{n} doanh nghiệp", "{n} enterprises"],
  licence: ["Giấy phép", "Licence"],
  enterprise: ["Doanh nghiệp", "Enterprise"],
  status: ["Tình trạng", "Status"],
  markets: ["Thị trường", "Markets"],
  l_active: ["Đang hoạt động", "Active"],
  l_suspended: ["Tạm đình chỉ", "Suspended"],
  l_revoked: ["Bị thu hồi", "Revoked"],
  l_returned: ["Nộp lại", "Returned"],
  l_expired: ["Hết hiệu lực", "Expired"],
  l_none: ["Chưa cấp", "Not yet"],
  on_day: ["Tình trạng vào ngày", "Status on the day"],
  ask_day: ["Xem", "Show"],
  short_name: ["Tên viết tắt", "Short name"],
  english_name: ["Tên tiếng Anh", "English name"],
  tax_code: ["Mã số thuế", "Tax code"],
  phones: ["Điện thoại", "Phones"],
  website: ["Trang web", "Website"],
  issued_on: ["Ngày cấp", "Issued on"],
  reissued_from: ["Cấp lại từ", "Re-issued from"],
  life: ["Quá trình của giấy phép", "The licence's life"],
  from: ["Từ ngày", "From"],
  to: ["Đến hết ngày", "To"],
  known: ["Ta biết từ", "Known from"],
  known_to: ["đến", "until"],
  still_held: ["nay vẫn đúng", "still held true"],
  every_market: ["mọi thị trường", "every market"],

  search_rules: ["Tìm quy tắc", "Search the rules"],
  rule: ["Quy tắc", "Rule"],
  points: ["Điểm", "Points"],
  fam_coercion: ["Cưỡng ép, giam giữ", "Coercion"],
  fam_deception: ["Gian dối", "Deception"],
  fam_exploitation: ["Bóc lột", "Exploitation"],
  fam_fee: ["Thu tiền", "Fees"],
  fam_licence: ["Giấy phép", "Licence"],
  rules_n: ["{n} quy tắc", "{n} rules"],
  explained: ["Giải thích", "Explained"],
  false_positives: ["Hay nhầm với", "Known to mistake"],

  check_hint: ["Dán một tin tuyển dụng, số điện thoại, tài khoản, liên hệ, tên hoặc số giấy phép. Không lưu nội dung; việc tra một số hoặc liên hệ được ghi vào nhật ký.", "Paste an advert, a phone, an account, a handle, a name or a licence number. The text is not kept; a look-up of a number or handle is logged."],
  known_contact: ["Những gì đã biết về liên hệ này", "What is known of this contact"],
  known_name: ["Những gì đã biết về tên này", "What is known of this name"],
  phone_of: ["Theo danh sách giấy phép, đây là điện thoại của", "By the licence register, this is the phone of"],
  unlisted_old: ["Không thấy trong danh sách đã cũ: chưa kết luận được", "Not on a register that is out of date: that settles nothing"],
  check_text: ["Nội dung cần kiểm tra", "What to check"],
  check_now: ["Kiểm tra", "Check"],
  listed: ["Có trong danh sách được cấp phép", "On the register"],
  unlisted: ["Không có trong danh sách được cấp phép", "Not on the register"],
  similar: ["Tên gần giống (không phải là một)", "A similar name (not the same)"],
  borrowed_hint: ["Giấy phép thật vẫn có thể bị người khác mượn tên: chỉ tin số điện thoại và địa chỉ ở đây.", "A real licence may still be used by somebody else: trust only the phone and address given here."],
  next_trafficking: ["Không đi, không gửi giấy tờ. Gọi ngay 111 (phòng, chống mua bán người) hoặc công an 113.", "Do not go, send no papers. Call 111 (anti-trafficking) or the police, 113, at once."],
  next_fraud: ["Không chuyển tiền. Giữ lại tin nhắn, số tài khoản; báo công an (113) hoặc gọi 111.", "Send no money. Keep messages and account numbers; tell the police (113) or call 111."],
  next_unlicensed: ["Không nộp hồ sơ hay tiền. Hỏi Sở Nội vụ nơi cư trú xem ai được phép tuyển.", "Hand in no papers and no money. Ask the provincial Department of Home Affairs who may recruit."],
  next_violation: ["Chưa nộp tiền, chưa đưa giấy tờ gốc. Hỏi Cục Quản lý lao động ngoài nước về nơi đăng tin và khoản thu này trước.", "Pay nothing and hand over no original papers yet. First ask the Department of Overseas Labour about this recruiter and what it asks for."],
  next_clear: ["Không thấy dấu hiệu trong văn bản này; điều đó không chứng minh tin là thật.", "No sign was found in this text; that does not prove that it is true."],

  health: ["Tình trạng các nguồn", "Health of the sources"],
  last_runs: ["Các lượt quét gần đây", "The last runs"],
  pages_read: ["Trang đã đọc", "Pages read"],
  refused_n: ["robots cấm", "refused by robots"],
  failed_n: ["lỗi", "failed"],
  gone_n: ["đã gỡ", "gone"],
  outcomes: ["Lượt cuối", "Last run"],
  flagged: ["Có dấu hiệu", "Flagged"],
  last_seen: ["Thấy lần cuối", "Last seen"],
  run: ["Lượt", "Run"],
  kind: ["Loại", "Kind"],
  started: ["Bắt đầu", "Started"],
  ended: ["Kết thúc", "Ended"],
  outcome: ["Kết quả", "Outcome"],
  running: ["đang chạy", "running"],
  o_done: ["xong", "done"],
  o_interrupted: ["bị ngắt", "interrupted"],
  blind: ["Không nhìn thấy", "Could not be seen"],

  role: ["Vai trò", "Role"],
  r_viewer: ["Người xem", "Viewer"],
  r_inspector: ["Thanh tra viên", "Inspector"],
  r_supervisor: ["Người duyệt", "Supervisor"],
  r_liaison: ["Cán bộ liên lạc", "Liaison officer"],
  r_admin: ["Quản trị", "Administrator"],
  session_ends: ["Phiên kết thúc lúc", "The session ends at"],
  change_password: ["Đổi mật khẩu", "Change the password"],
  current_password: ["Mật khẩu hiện tại", "Present password"],
  next_password: ["Mật khẩu mới (từ 12 ký tự)", "New password (12 letters or more)"],
  password_hint: ["Bốn từ không liên quan với nhau thì dễ nhớ và khó đoán. Không dùng tên tài khoản, dãy phím liền nhau hay từ hay gặp.", "Four words that do not belong together are easy to keep and hard to guess. No account name, no row of keys, no common words."],
  program: ["Phiên bản", "Version"],
} satisfies Record<string, [string, string]>;

export type Key = keyof typeof texts;

function stored(): Language {
  try {
    return localStorage.getItem("lang") === "en" ? "en" : "vi";
  } catch {
    return "vi";
  }
}

export const lang = $state<{ now: Language }>({ now: stored() });

export function switchLanguage() {
  lang.now = lang.now === "vi" ? "en" : "vi";
  document.documentElement.lang = lang.now;
  try {
    localStorage.setItem("lang", lang.now);
  } catch {
    // Private windows may keep nothing.
  }
}
document.documentElement.lang = lang.now;

export function t(key: Key, value: string | number = ""): string {
  return texts[key][lang.now === "vi" ? 0 : 1].replace("{n}", String(value));
}
// A key that is put together; what is not there is shown as it is.
export function word(prefix: string, name: string): string {
  const key = prefix + name;
  return key in texts ? t(key as Key) : name;
}
// Who acts where it is no person, and where an advert is from where it is no site.
export const called = (name: string) => (name in inner ? inner[name]![lang.now === "vi" ? 0 : 1] : name);
const inner: Record<string, [string, string]> = {
  scan: ["lượt quét", "a scan"], import: ["lượt nhập", "an import"], auto: ["tự động", "the program"], tip: ["tin báo", "a tip"],
  "-": ["(chưa đăng nhập)", "(nobody logged in)"],
};
export const both = (text: Both) => text[lang.now];
export const other = (text: Both) => text[lang.now === "vi" ? "en" : "vi"];

export function errorText(error: unknown): string {
  const code = (error as { code?: string }).code ?? "";
  const told = error as { message?: string; messageVi?: string };
  const message = (lang.now === "vi" ? told.messageVi : told.message) ?? told.message ?? "";
  const key = "e_" + code;
  return key in texts ? t(key as Key, message) : t("e_unknown", message || code);
}

// What came of asking for an address: "failed-connect-timeout", "refused_robots".
export function outcomeText(code: string): string {
  const name = code.replaceAll("_", "-");
  if (name.startsWith("http-")) return "HTTP " + name.slice(5);
  return name.startsWith("failed-") ? t("of_failed", word("fr_", name.slice(7))) : word("of_", name);
}

// Kinds of facts and identifiers.
const kinds: Record<string, [string, string]> = {
  money: ["tiền", "money"], phone: ["điện thoại", "phone"], account: ["tài khoản", "account"], social: ["mạng xã hội", "handle"],
  email: ["thư điện tử", "e-mail"], domain: ["tên miền", "domain"], licence: ["số giấy phép", "licence no."], tax_code: ["mã số thuế", "tax code"],
  contract: ["số phiếu trả lời", "contract no."], destination: ["nơi đến", "destination"], enterprise: ["doanh nghiệp", "enterprise"],
  address: ["địa chỉ", "address"], age: ["tuổi", "age"], departure_days: ["số ngày đến khi bay", "days to departure"],
  hours_per_day: ["giờ mỗi ngày", "hours a day"], days_off: ["ngày nghỉ mỗi tháng", "days off a month"], contract_months: ["tháng hợp đồng", "contract months"],
  headcount: ["số người", "headcount"], date: ["ngày", "date"], name: ["tên", "name"], posting: ["bài đăng", "posting"], text: ["nội dung", "text"],
  licence_of: ["tự xưng là doanh nghiệp có giấy phép", "claims to be the holder of licence"], analytics: ["mã theo dõi trang", "analytics id"], claim_at: ["tự xưng trên trang", "claim on a site"],
};
export const kind = (name: string) => kinds[name]?.[lang.now === "vi" ? 0 : 1] ?? name;

const attributes: Record<string, [string, string]> = {
  deposit: ["đặt cọc", "deposit"], fee: ["phí", "fee"], wage: ["lương", "wage"], penalty: ["phạt", "penalty"], commission: ["hoa hồng", "commission"],
  loan: ["vay", "loan"], once: ["một lần", "once"], month: ["tháng", "month"], day: ["ngày", "day"], hour: ["giờ", "hour"], head: ["đầu người", "head"],
  person: ["cá nhân", "person"], mobile: ["di động", "mobile"], landline: ["cố định", "landline"], hotline: ["tổng đài", "hotline"], foreign: ["nước ngoài", "foreign"],
  min: ["từ", "from"], max: ["đến", "up to"], posted: ["ngày đăng", "posted"],
  deadline: ["hạn nộp", "deadline"], interview: ["phỏng vấn", "interview"], departure: ["xuất cảnh", "departure"], enterprise: ["doanh nghiệp", "enterprise"],
};
export const attribute = (name: string) => attributes[name]?.[lang.now === "vi" ? 0 : 1] ?? name;
