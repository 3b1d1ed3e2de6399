// Plays the real program in a real browser: private PostgreSQL, bundled sites, Debian's Chromium.
//
//   AW_PROGRAM=build/agencywatch AW_WEB=… node tests/site/site_test.mjs [FOLDER FOR SCREENSHOTS]
//
// Each step says what a person does; the first one that fails ends the test with exit code 1. Everything it starts ends
// with it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";

const { AW_PROGRAM: program, AW_WEB: web } = process.env;
const shots = process.argv[2] ?? "build/screenshots";
const require = createRequire(join(web, "package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const kDesk = { width: 1366, height: 768 };
const kPhone = { width: 390, height: 844 };
const kPassword = "mot mat khau du dai";
const kAdvert = "Tuyển nam nữ đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. Gọi 0912 000 345.";
const kAttack = [
  `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`,
  `{{constructor.constructor('document.title=1')()}} =HYPERLINK("http://192.0.2.1","x") '; DROP TABLE alert; --`,
  `\u202Egnohp iod \u202C Đặt cọc 15 triệu giữ chỗ đi Hàn Quốc bay ngay, gọi 0912 000 346`,
].join("\n");

// What stands in titles, names and labels, and so in every list.
const kAttackTitle = `=cmd|'/c calc'!A1 <img src=x onerror="document.title='owned'"> \u202Egnp.exe`;
const kLongWord = "a".repeat(1 << 20);

// A workbook of 70 MB that is 70 kB long.
function zipBomb() {
  const content = deflateRawSync(Buffer.alloc(70 << 20, 32));
  const name = Buffer.from("xl/workbook.xml");
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt32LE(70 << 20, 22);
  head.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  head.copy(entry, 10, 8, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(head.length + name.length + content.length, 16);
  return Buffer.concat([head, name, content, entry, name, end]);
}

// The program's clock begins where the demo's night ends, whatever the day today.
const kStart = "2026-11-21T08:00:00+07:00";
let started = Date.now();
const programNow = () => Date.parse(kStart) + Date.now() - started;

const folder = mkdtempSync(join(tmpdir(), "aw-site-"));
chmodSync(folder, 0o711);
const data = join(folder, "data");
let server;
let browser;
let steps = 0;

function run(args, input = "") {
  const ended = spawnSync(program, ["--data-dir", data, "--lang", "en", ...args], { input, encoding: "utf8", timeout: 120_000 });
  assert.ok(ended.status === 0 || ended.status === 1, `agencywatch ${args.join(" ")}: ${ended.stderr}`);
  return ended.stdout;
}

function addUser(name, role) {
  const out = run(["--now", kStart, "user", "add", name, "--role", role, "--password-stdin"], kPassword + "\n");
  return { name, secret: /Second factor:\s+([A-Z2-7]+)/.exec(out)?.[1] };
}

// RFC 6238, written here once more: the program's own is not asked.
function codeOf(secret) {
  let bits = "";
  for (const letter of secret) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(programNow() / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function serve() {
  started = Date.now();
  server = spawn(program, ["--data-dir", data, "--lang", "en", "--now", kStart, "serve", "--listen", "127.0.0.1:0", "--health", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  return await new Promise((resolve, reject) => {
    server.stdout.on("data", (chunk) => {
      out += chunk;
      const urls = out.match(/http:\/\/[0-9.:]+\//g);
      if (urls?.length === 2) resolve(urls);
    });
    server.on("exit", (code) => reject(new Error(`serve ended with ${code}: ${out}`)));
  });
}

async function step(what, work) {
  const begun = Date.now();
  await work();
  steps += 1;
  console.log(`ok ${steps} - ${what} (${Date.now() - begun} ms)`);
}

// axe stays in a page until it is left: to look again in other colours or at another size takes a fraction, as only some
// rules can then end otherwise.
const kByLook = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];
async function checkAxe(page, what, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (only) => {
    const { violations } = await window.axe.run(document, {
      runOnly: only ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
      iframes: false, // captured pages are not ours
    });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ` + nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | "));
  }, rules);
  assert.deepEqual(found, [], `axe on ${what}`);
}

async function shoot(page, name) {
  await page.screenshot({ path: join(shots, name + ".png"), fullPage: true });
}

async function logIn(page, base, user) {
  await page.goto(base);
  await page.locator("#name").fill(user.name);
  await page.locator("#password").fill(kPassword);
  if (user.secret) await page.locator("#code").fill(codeOf(user.secret));
  await page.keyboard.press("Enter");
  await page.locator("header .brand").waitFor();
}

async function approve(page) {
  await page.getByRole("button", { name: "Phê duyệt", exact: true }).click();
  await page.getByRole("button", { name: "Có, phê duyệt" }).click();
}

async function newPage(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && /Content Security Policy/.test(message.text()) && problems.push(message.text()));
  page.on("request", (request) => new URL(request.url()).hostname !== "127.0.0.1" && problems.push("a request to " + request.url()));
  return { context, page, problems };
}

async function play() {
  mkdirSync(shots, { recursive: true });
  run(["demo"]);
  const tip = join(folder, "tip.txt");
  writeFileSync(tip, kAttack);
  run(["--now", kStart, "import", "--tip", "--channel", "<b>zalo</b>", tip]);
  const adverts = join(folder, "adverts.jsonl");
  writeFileSync(
    adverts,
    [
      { url: "http://192.0.2.7/1", title: kAttackTitle, body: kAttack.replace("346", "347"), employer: kAttackTitle },
      { url: "http://192.0.2.7/2", title: "Đơn hàng Hàn Quốc", body: "Đặt cọc 15 triệu giữ chỗ đi Hàn Quốc bay ngay, gọi 0912 000 348 " + kLongWord },
    ].map((advert) => JSON.stringify(advert) + "\n").join(""),
  );
  run(["--now", kStart, "import", "--source", "tan-cong", adverts]);
  const supervisor = addUser("lan.pham", "supervisor");
  const chief = addUser("hai.vo", "supervisor");
  const inspector = addUser("minh.tran", "inspector");
  const viewer = addUser("xem", "viewer");
  const liaison = addUser("lien.lac", "liaison");
  const otherLiaison = addUser("lien.lac2", "liaison");
  const admin = addUser("quan.tri", "admin");
  const [base, health] = await serve();
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const { page, problems } = await newPage();

  await step("the log-in page asks for name, password and code, and says nothing of which was wrong", async () => {
    await page.goto(base);
    await page.locator("#name").waitFor();
    await checkAxe(page, "log-in");
    await shoot(page, "login-vi");
    await page.getByRole("button", { name: "English" }).click();
    await shoot(page, "login-en");
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.locator("#name").fill("lan.pham");
    await page.locator("#password").fill(kPassword);
    await page.keyboard.press("Enter");
    await page.getByText("Tên, mật khẩu hoặc mã không đúng.").waitFor();
  });

  await step("a supervisor logs in with the second factor", async () => {
    await logIn(page, base, supervisor);
    await page.locator("li.alert").first().waitFor();
  });

  let first;
  await step("the queue is worked by keyboard: j, k, o, and back", async () => {
    first = await page.locator("li.alert a.open").first().getAttribute("href");
    await page.keyboard.press("j");
    await page.waitForFunction(() => document.querySelectorAll("li.alert")[1].classList.contains("current"));
    await page.keyboard.press("k");
    await page.waitForFunction(() => document.querySelectorAll("li.alert")[0].classList.contains("current"));
    await page.keyboard.press("o");
    await page.waitForURL("**" + first);
    await page.goBack();
    await page.locator("li.alert").first().waitFor();
  });

  await step("filters stand in the address, and the search ignores marks", async () => {
    await page.getByRole("button", { name: /Dấu hiệu lừa đảo/ }).click();
    await page.waitForURL("**/?verdict=fraud");
    await page.waitForFunction(() => [...document.querySelectorAll(".side .verdict")].every((verdict) => verdict.classList.contains("fraud")));
    await page.goto(base + "?q=dat+coc");
    await page.locator("li.alert").first().waitFor();
    const found = await page.locator("li.alert").count();
    await page.goto(base + "?q=" + encodeURIComponent("đặt cọc"));
    await page.locator("li.alert").first().waitFor();
    assert.equal(await page.locator("li.alert").count(), found);
    // Whatever a link set is shown, and can be taken off; and what it can be set to is offered.
    await page.goto(base + "?indicator=fee.upfront_deposit&overdue=1&silenced=1");
    await page.locator("#sign").waitFor();
    assert.equal(await page.locator(".chips button").count(), 3);
    await page.getByRole("button", { name: "Bỏ lọc: Quá hạn" }).click();
    await page.waitForURL((url) => !url.search.includes("overdue"));
    assert.equal(await page.locator(".chips button").count(), 2);
    await page.locator("#destination").selectOption({ index: 1 });
    await page.waitForURL(/destination=/);
    await page.locator(".chips button").nth(2).waitFor();
    await checkAxe(page, "queue with filters");
    await shoot(page, "queue-filters-vi");
    await page.goto(base);
  });

  await step("an alert shows the quoted words in the advert, law, sum, register, history; personal data are masked", async () => {
    await page.goto(base.slice(0, -1) + first);
    await page.locator("mark").first().waitFor();
    assert.ok((await page.locator(".finding").count()) > 0);
    assert.equal(await page.getByRole("link", { name: "Tải bản ghi WARC" }).count(), 0);
    assert.match(await page.locator("main").innerText(), /••/);
    await checkAxe(page, "alert");
    await shoot(page, "alert-masked-vi");
  });

  await step("personal data open with a reason, and stay open for this session", async () => {
    await page.keyboard.press("u");
    await page.locator("#unmask").fill("Xác minh cảnh báo");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Tải bản ghi WARC" }).waitFor();
    await shoot(page, "alert-vi");
    await page.reload();
    await page.getByRole("link", { name: "Tải bản ghi WARC" }).waitFor();
  });

  await step("evidence: the posting, its snapshot without scripts, its WARC record", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Tải bản ghi WARC" }).click()]);
    const record = readFileSync(await download.path(), "utf8");
    assert.match(record, /^WARC\/1\.1\r\n/);
    assert.match(record, /WARC-Payload-Digest: sha256:/);
    await page.getByRole("link", { name: "Xem trang đã lưu" }).click();
    await page.getByRole("button", { name: "Xem trang đã lưu" }).click();
    const frame = page.frameLocator("iframe");
    await frame.locator("p.origin").waitFor();
    await checkAxe(page, "posting");
    await shoot(page, "posting-vi");
  });

  await step("dismiss with a reason, undo, watch, take", async () => {
    await page.goto(base);
    await page.locator("li.alert").last().waitFor();
    const before = await page.locator("li.alert").count();
    const last = page.locator("li.alert a.open").last();
    const number = (await last.getAttribute("href")).split("/").pop();
    await last.focus();
    await page.keyboard.press("d");
    await page.locator("#dismiss-reason option").nth(1).waitFor({ state: "attached" });
    assert.equal(await page.locator("#dismiss-reason").inputValue(), "", "no reason is chosen beforehand");
    await page.locator("#dismiss-reason").selectOption({ index: 1 });
    await shoot(page, "dismiss-vi");
    await checkAxe(page, "dismiss");
    await page.locator("#dismiss-note").fill("đã xem, không phải");
    await page.getByRole("button", { name: "Bỏ qua" }).click();
    await page.waitForFunction((count) => document.querySelectorAll("li.alert").length === count, before - 1);
    await page.getByRole("button", { name: "Hoàn tác" }).click();
    await page.waitForFunction((count) => document.querySelectorAll("li.alert").length === count, before);
    await page.goto(base + "alerts/" + number);
    await page.getByRole("button", { name: /Nhận việc/ }).waitFor();
    await page.keyboard.press("a");
    await page.locator(".tag", { hasText: "đã giao" }).waitFor();
    await page.getByText("Đã nhận 1 cảnh báo.").waitFor();
    await page.keyboard.press("w");
    await page.locator(".tag", { hasText: /theo dõi/i }).waitFor();
    await shoot(page, "alert-watched-vi");
  });

  await step("a check of a pasted advert, of an unknown firm, of a listed one", async () => {
    await page.getByRole("link", { name: "Kiểm tra", exact: true }).click();
    await page.locator("#text").fill(kAdvert);
    await page.keyboard.press("Control+Enter");
    await page.locator("mark").first().waitFor();
    await checkAxe(page, "check");
    await shoot(page, "check-vi");
    await page.locator("#text").fill("Công ty TNHH Không Có Thật 000");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Không có trong danh sách được cấp phép").waitFor();
    await page.locator("#text").fill("0977 000 222");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Chưa thấy trong bất cứ tin nào đã đọc.").waitFor();
    assert.equal(await page.locator("main .clear").count(), 0);
  });

  await step("the register: search without marks, an entry with its life, on another day", async () => {
    await page.getByRole("link", { name: "Giấy phép", exact: true }).click();
    await page.locator("tbody tr").first().waitFor();
    await page.locator("tbody a").first().click();
    await page.locator("h2", { hasText: "Quá trình của giấy phép" }).waitFor();
    await page.locator("#on").fill("2001-01-01");
    await page.getByRole("button", { name: "Xem", exact: true }).click();
    await page.getByText("chưa được cấp phép vào ngày này").waitFor();
  });

  await step("rules, sources and runs, account", async () => {
    await page.getByRole("link", { name: "Quy tắc", exact: true }).click();
    await page.locator("main details summary").first().waitFor();
    await page.getByRole("heading", { name: "Chạy thử trên tin đã gắn nhãn" }).waitFor();
    await page.locator("#q").fill("coc");
    await page.locator("tbody a").first().click();
    await page.getByRole("heading", { name: "Giải thích" }).waitFor();
    await page.getByRole("link", { name: "Nguồn", exact: true }).click();
    await page.locator("tbody tr").first().waitFor();
    await page.locator("header summary").click();
    await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
    await checkAxe(page, "the menu of one's own account");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Đăng xuất" }).waitFor({ state: "hidden" });
    await page.locator("header summary").click();
    await page.getByRole("link", { name: "Tài khoản" }).click();
    await page.locator("#current").waitFor();
  });

  await step("each page of the menu is answered as a page when it is loaded anew, also what stands below it", async () => {
    const paths = await page.locator("header nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.ok(paths.includes("/cases") && paths.includes("/referrals"), paths.join(" "));
    for (const path of paths.flatMap((path) => (path === "/" ? [path] : [path, path + "/1"])))
      assert.equal((await page.request.get(base.slice(0, -1) + path)).status(), 200, path);
    assert.equal((await page.request.get(base + "no-such-page")).status(), 404);
  });

  // Nothing of it runs, nothing turns the page's writing round, nothing widens the page.
  const harmless = async (what) => {
    assert.equal(await page.locator("main script, main img, main iframe, main b").count(), 0, what);
    assert.doesNotMatch(await page.title(), /owned|^1$/, what);
    assert.doesNotMatch(await page.locator("body").innerText(), /[\u202A-\u202E\u2066-\u2069]/, what);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), what + ": a long word widens the page");
  };
  await step("adverts that attack show as text: in lists, in full, checked, printed", async () => {
    const open = async (path, ready) => {
      await page.goto(base + path);
      await page.locator(ready).first().waitFor();
      await harmless(path);
    };
    await open("?q=HYPERLINK&closed=1", "li.alert a.open");
    await page.locator("li.alert a.open").first().click();
    await page.locator("div.text", { hasText: "<script>document.title='owned'</script>" }).first().waitFor();
    await page.locator("div.text", { hasText: "[U+202E]gnohp" }).first().waitFor();
    await harmless("alert");
    await shoot(page, "attack-vi");
    assert.equal((await page.pdf()).subarray(0, 5).toString(), "%PDF-");
    const found = await page.evaluate(async () => (await (await fetch("/api/v1/alerts?q=calc")).json()).alerts[0]);
    await open("alerts/" + found.number, "mark");
    await page.locator("h3, h2, a, bdi", { hasText: "<img src=x onerror=" }).first().waitFor();
    await open("subjects/" + found.subject, ".picture g.node");
    const posting = await page.evaluate(async (n) => (await (await fetch("/api/v1/alerts/" + n)).json()).postings[0].id, found.number);
    await open("postings/" + posting, ".text");
    await open("subjects?q=calc", "tbody tr, .panel");
    await open("tips", "tbody tr");
    await open("?q=" + encodeURIComponent("0912 000 348"), "li.alert a.open");
    await page.locator("li.alert a.open").first().click();
    await page.locator("mark").first().waitFor();
    await harmless("a word of a megabyte");
    await open("check", "#text");
    await page.locator("#text").fill(kAttack + "\n" + "a".repeat(100_000));
    await page.keyboard.press("Control+Enter");
    await page.locator("div.text", { hasText: "<script>document.title='owned'</script>" }).first().waitFor();
    await harmless("check");
  });

  await step("what attacks stays text in every file, too", async () => {
    for (const path of ["alerts.csv?q=calc", "alerts.csv?closed=1", "subjects.csv", "register.csv", "audit.csv", "statistics.csv", "../openapi.json"]) {
      const [status, type, body] = await page.evaluate(async (of) => {
        const answer = await fetch("/api/v1/" + of);
        return [answer.status, answer.headers.get("content-type"), await answer.text()];
      }, path);
      assert.equal(status, 200, path);
      assert.match(type, path.endsWith("json") ? /^application\/json/ : /^text\/csv/, path);
      assert.doesNotMatch(body, /[\u202A-\u202E\u2066-\u2069]/, path);
      assert.ok(body.length < 1_000_000, path + " is bounded");
      if (!path.endsWith("json")) for (const cell of body.split(/\r\n|,/)) assert.doesNotMatch(cell, /^"?\s*[=+@]/, path);
    }
    const [download] = await Promise.all([page.waitForEvent("download"), page.goto(base + "audit").then(() => page.getByRole("link", { name: "Tải CSV" }).click())]);
    assert.match(download.suggestedFilename(), /^audit-2026-\d\d-\d\d\.csv$/);
  });

  await step("a bomb and what is no list are refused at once, in the reader's language", async () => {
    await page.goto(base + "register-import");
    await page.locator("#file").waitFor();
    const upload = async (name, bytes, says) => {
      const begun = Date.now();
      await page.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
      await page.getByRole("button", { name: "Xem thử" }).click();
      await page.locator("main").getByText(says).first().waitFor();
      assert.ok(Date.now() - begun < 5_000, name + " took long");
      await harmless(name);
    };
    await upload("bom.xlsx", zipBomb(), /không đọc được bảng tính/);
    await upload("<img src=x>.docx", Buffer.from("PK\x03\x04 word/document.xml"), /không phải bảng tính/);
    await upload("trang.csv", Buffer.from(`<html><script>document.title='owned'</script><p>không có bảng</p></html>`), /Không đọc được dòng nào|0 doanh nghiệp/);
    await upload("hong.csv", Buffer.from(Uint8Array.from({ length: 4096 }, (_, i) => (i * 197) % 256)), /không phải văn bản/);
  });

  let subject;
  await step("a subject: contacts over time, register, network opened by keyboard, split and taken back", async () => {
    await page.goto(base.slice(0, -1) + first);
    await page.getByRole("link", { name: "Xem cả đối tượng và mạng lưới" }).click();
    await page.waitForURL("**/subjects/*");
    await page.locator(".picture g.node").nth(1).waitFor();
    await page.locator("summary", { hasText: "Mạng lưới" }).click();
    const nodes = await page.locator(".picture g.node").count();
    await page.getByRole("button", { name: /^Mở / }).first().press("Enter");
    await page.waitForFunction((count) => document.querySelectorAll(".picture g.node").length > count, nodes);
    await checkAxe(page, "subject");
    // Somebody with two contacts, to part and to join again.
    for (let id = 1; id < 30 && !subject; ++id) {
      const found = await page.evaluate(async (n) => await (await fetch("/api/v1/subjects/" + n)).json(), id);
      if (found.identifiers?.filter((entry) => entry.role === "controls" && !entry.ended).length > 1) subject = "subjects/" + found.id;
    }
    assert.ok(subject, "nobody of the demo has two contacts");
    await page.goto(base + subject);
    await page.getByRole("button", { name: "Tách" }).click();
    await page.locator("fieldset input").first().check();
    await page.locator("#judgement-reason").fill("hai người khác nhau");
    await page.locator("form").getByRole("button", { name: "Tách" }).click();
    await page.getByText(/^Đã tách/).first().waitFor();
    await page.getByText(/hai người khác nhau|•••/).first().waitFor();
    await page.locator(".toast").getByRole("button", { name: "Hoàn tác" }).click();
    await page.getByText("Đã hoàn tác.").waitFor();
    subject = new URL(page.url()).pathname.slice(1);
  });

  await step("a list of licences is looked at, then taken in with a reason; a PDF is refused", async () => {
    await page.goto(base + "register-import");
    const list = join(folder, "danh-sach.csv");
    writeFileSync(list, "Tên doanh nghiệp;Số giấy phép;Ngày cấp;Tình trạng;Cột lạ\n\"=HYPERLINK(\"\"http://192.0.2.1\"\";\"\"x\"\")\";9901/LĐTBXH-GP;01/02/2020;Đang hoạt động;x\nCông ty TNHH Mẫu <b>Một</b>;9902/LĐTBXH-GP;01/02/2020;Bị thu hồi từ ngày 01/03/2026;x\n");
    const pdf = join(folder, "danh-sach.pdf");
    writeFileSync(pdf, "%PDF-1.7");
    await page.locator("#file").setInputFiles(pdf);
    await page.getByRole("button", { name: "Xem thử" }).click();
    await page.getByRole("alert").getByText("PDF").waitFor();
    await page.locator("#file").setInputFiles(list);
    await page.locator("#whose").fill("tay");
    await page.locator("#published").fill("2026-11-20");
    await page.getByRole("button", { name: "Xem thử" }).click();
    await page.getByText("2 doanh nghiệp đã đọc").waitFor();
    await page.getByText("Công ty TNHH Mẫu <b>Một</b>").first().waitFor();
    await checkAxe(page, "import preview");
    await shoot(page, "import-preview-vi");
    await page.locator("#import-reason").fill("bản công bố tháng 11");
    if (await page.getByLabel("Vẫn nhập dù có lý do trên").count()) await page.getByLabel("Vẫn nhập dù có lý do trên").check();
    await page.getByRole("button", { name: "Nhập danh sách này" }).click();
    await page.getByText(/Đã nhập: bản/).waitFor();
  });

  await step("a rule is tried on a text; a page of a private address is not fetched", async () => {
    await page.goto(base + "rules?q=coc");
    await page.locator("tbody a").first().click();
    await page.locator("#text").fill("Bán xe máy cũ");
    await page.getByRole("button", { name: "Thử" }).click();
    await page.getByText("Quy tắc này không tìm thấy gì.").waitFor();
    await page.goto(base + "sources");
    await page.locator("#trial-url").fill("http://127.0.0.1:1/viec-lam");
    await page.getByRole("button", { name: "Đọc thử" }).click();
    await page.getByText("địa chỉ nội bộ, không đọc").waitFor();
    await page.locator("tbody a").first().click();
    await page.getByRole("heading", { name: "robots.txt đang áp dụng" }).waitFor();
  });

  await step("what was checked becomes a tip, and the queue tells of it while it is being read", async () => {
    const { context, page: reader } = await newPage();
    await logIn(reader, base, inspector);
    await reader.locator("li.alert").first().waitFor();
    await page.goto(base + "check");
    await page.locator("#text").fill("Tuyển người đi Campuchia làm chat game, lương 25 triệu, bao vé máy bay, không cần hộ chiếu. Zalo 0912 000 888");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "Chuyển thành tin báo" }).click();
    await page.locator("#tip-place").fill("Nghệ An");
    await page.getByRole("button", { name: "Nhận tin" }).click();
    await page.getByText("Đã nhận tin báo.").waitFor();
    await reader.getByRole("button", { name: /cảnh báo mới|thay đổi mới/ }).click({ timeout: 15_000 });
    await context.close();
  });

  await step("the keys stand at ?, z takes back", async () => {
    await page.goto(base);
    await page.locator("li.alert").first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await checkAxe(page, "keys");
    await shoot(page, "keys-vi");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+X");
    await page.getByText(/Đã chọn \d+/).waitFor();
    await page.keyboard.press("Shift+X");
    await page.keyboard.press("n");
    await page.waitForURL("**/alerts/*");
  });

  await step("the audit page filters and proves the chain", async () => {
    await page.goto(base + "audit?action=subject.");
    await page.locator("tbody tr").first().waitFor();
    assert.ok((await page.locator("tbody [title]").evaluateAll((cells) => cells.map((cell) => cell.title))).every((action) => action.startsWith("subject.")));
    await page.getByRole("button", { name: "Kiểm tra chuỗi" }).click();
    await page.getByText("Chuỗi nguyên vẹn").waitFor();
    assert.doesNotMatch(await page.locator("tbody").innerText(), /hai người khác nhau/);
    await page.getByRole("button", { name: "Hiện dữ liệu cá nhân" }).click();
    await page.locator("#unmask").fill("kiểm tra định kỳ");
    await page.getByRole("button", { name: "Hiện dữ liệu cá nhân" }).click();
    await page.getByText("hai người khác nhau").first().waitFor();
  });

  await step("an administrator adds somebody, whose secrets are shown once, and locks them out", async () => {
    const { context, page: office } = await newPage();
    await logIn(office, base, admin);
    await office.locator("header summary").click();
    await office.getByRole("link", { name: "Người dùng" }).click();
    await office.locator("#person").fill("hoa.le");
    await office.getByRole("button", { name: "Thêm" }).click();
    await office.getByText("Chỉ hiện một lần").waitFor();
    await checkAxe(office, "people");
    await shoot(office, "people-vi");
    await office.reload();
    await office.getByRole("cell", { name: "hoa.le", exact: true }).waitFor();
    assert.equal(await office.getByText("Chỉ hiện một lần").count(), 0);
    await office.getByRole("button", { name: "Khóa: hoa.le" }).click();
    await office.getByRole("button", { name: "Khóa", exact: true }).click();
    await office.getByText(/đã khóa/).waitFor();
    await office.getByRole("button", { name: "English" }).click();
    await office.setViewportSize({ width: 390, height: 844 });
    await office.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await checkAxe(office, "people, en, dark, phone");
    await shoot(office, "people-en");
    await context.close();
  });

  await step("every page in both languages, light and dark, on a desk and on a phone", async () => {
    const rule = "rules/" + (await page.evaluate(async () => (await (await fetch("/api/v1/rules")).json()).rules[0].id));
    const licence = "register/" + encodeURIComponent(await page.evaluate(async () => (await (await fetch("/api/v1/register")).json()).entries[0].licence));
    const posting = "postings/" + (await page.evaluate(async (path) => (await (await fetch("/api/v1" + path)).json()).postings[0].id, first));
    const views = [
      ["", "queue", "li.alert"],
      [first.slice(1), "alert", "mark"],
      [posting, "posting", ".text"],
      [subject, "subject", ".picture g.node"],
      ["subjects", "subjects", "tbody tr"],
      ["tips", "tips", "tbody tr"],
      ["register", "register", "tbody tr"],
      [licence, "register-entry", "tbody tr"],
      ["register-snapshots", "snapshots", "tbody tr"],
      ["register-import", "import", "#file"],
      ["rules?q=coc", "rules", "tbody tr"],
      [rule, "rule", "#text"],
      ["sources", "sources", "tbody tr"],
      ["sources/viec-lam", "source", "h1"],
      ["statistics", "statistics", ".keys .figure"],
      ["statistics?table=alerts.place&row=total&column=total", "statistics-behind", "main li a"],
      ["check", "check", "#text"],
      ["audit", "audit", "tbody tr"],
      ["account", "account", "#current"],
    ];
    // Two windows side by side, one of each language; in each, every page is loaded once and looked at twice, so that every
    // language meets both colours and both sizes, and every colour both sizes. The first look is a picture, too.
    const looks = { vi: [["light", kDesk], ["dark", kPhone]], en: [["light", kPhone], ["dark", kDesk]] };
    const look = async (language, desk) => {
      for (const [path, name, ready] of views) {
        let first = true;
        for (const [scheme, size] of looks[language]) {
          await desk.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" }); // no colour half-way between two
          await desk.setViewportSize(size);
          if (first) {
            await desk.goto(base + path);
            await desk.locator(ready).first().waitFor();
            assert.equal(await desk.locator("html").getAttribute("lang"), language);
          } else {
            await desk.evaluate(() => new Promise((laid) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(laid))))); // by its observers, too
          }
          await checkAxe(desk, [name, language, scheme, size.width].join(", "), first ? undefined : kByLook);
          assert.ok(await desk.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than ${size.width}`);
          if (first) await shoot(desk, name + "-" + language);
          first = false;
        }
      }
    };
    const { context, page: english } = await newPage({ storageState: await page.context().storageState() });
    await english.goto(base);
    await english.getByRole("button", { name: "English" }).click();
    await Promise.all([look("vi", page), look("en", english)]);
    await context.close();
    await page.getByRole("button", { name: "English" }).click();
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(kDesk);
  });
  assert.deepEqual(problems, []);

  await step("an inspector sees neither audit nor people nor the import of lists", async () => {
    const { context, page: desk } = await newPage({ hasTouch: true });
    await logIn(desk, base, inspector);
    for (const path of ["audit", "people", "register-import"]) {
      await desk.goto(base + path);
      await desk.locator("main h1").waitFor();
      assert.equal(await desk.locator("main table, main form").count(), 0, path);
    }
    await context.close();
  });

  await step("a viewer reads and decides nothing; a liaison officer sees no alert that was not referred", async () => {
    const { context, page: reader } = await newPage();
    await logIn(reader, base, viewer);
    await reader.goto(base.slice(0, -1) + first);
    await reader.getByText("Vai trò của bạn chỉ xem.").waitFor();
    assert.equal(await reader.getByRole("button", { name: /Bỏ qua|Nhận việc|Hiện dữ liệu/ }).count(), 0);
    const refused = await reader.evaluate(async () => {
      const { csrf } = await (await fetch("/api/v1/me")).json();
      const answer = await fetch("/api/v1/alerts/assign", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify({ alerts: [{ number: 1, row_version: 1 }] }) });
      return answer.status;
    });
    assert.equal(refused, 403);
    await context.close();
    const { context: other, page: officer } = await newPage();
    await logIn(officer, base, liaison);
    await officer.waitForURL("**/referrals");
    await officer.goto(base);
    await officer.getByText("Không có cảnh báo nào khớp.").waitFor();
    assert.equal(await officer.evaluate(async (path) => (await fetch("/api/v1" + path)).status, first), 404);
    await shoot(officer, "queue-liaison-vi");
    await other.close();
  });

  // Two people, two browsers: the inspector proposes, the supervisor approves.
  const desk = await newPage();
  const office = await newPage();
  const boss = office.page;
  let theReferral;
  await step("take, watch and case are taken back from the queue", async () => {
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await page.goto(base + "?state=new");
    await page.locator("li.alert").first().waitFor();
    const link = page.locator("li.alert a.open").last();
    const number = (await link.getAttribute("href")).split("/").pop();
    const stateNow = async () => await page.evaluate(async (n) => (await (await fetch("/api/v1/alerts/" + n)).json()).state, number);
    for (const [key, state] of [["a", "assigned"], ["w", "watching"]]) {
      await page.goto(base + "alerts/" + number);
      await page.locator(".decide button").first().waitFor();
      await page.keyboard.press(key);
      await page.locator(".toast").getByRole("button", { name: "Hoàn tác" }).waitFor();
      assert.equal(await stateNow(), state);
      await page.keyboard.press("z");
      await page.getByText("Đã hoàn tác.").waitFor();
      assert.equal(await stateNow(), "new");
    }
    await page.goto(base + "?state=new");
    await page.locator(`li.alert a.open[href="/alerts/${number}"]`).focus();
    await page.keyboard.press("c");
    await page.locator("#case-choice").waitFor();
    await checkAxe(page, "into a case");
    await shoot(page, "case-choice-vi");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/cases/*");
    await page.locator(".toast").getByRole("button", { name: "Hoàn tác" }).waitFor();
    await page.keyboard.press("z");
    await page.getByText("Đã hoàn tác.").waitFor();
    assert.equal(await stateNow(), "new");
  });

  await step("an inspector puts an alert into a case by key, counts persons, gives a task, lays in a file", async () => {
    const { page: mine } = desk;
    await logIn(mine, base, inspector);
    await mine.goto(base.slice(0, -1) + first);
    await mine.locator("mark").first().waitFor();
    await mine.keyboard.press("c");
    await mine.locator("#case-title").fill("Nhóm thu cọc, gọi 0912 000 345");
    await mine.keyboard.press("Enter");
    await mine.waitForURL("**/cases/*");
    await mine.getByRole("heading", { name: /Nhóm thu cọc/ }).waitFor();
    assert.doesNotMatch(await mine.locator("main").innerText(), /0912 000 345/);
    await mine.getByText("Chưa ghi nhận người bị ảnh hưởng.").waitFor();
    const persons = mine.getByRole("region", { name: "Người bị ảnh hưởng" });
    await persons.getByRole("button", { name: "Thêm" }).click();
    await mine.locator("#persons-n").fill("3");
    await mine.locator("#persons-sex").selectOption("female");
    await mine.locator("#persons-purpose").selectOption("money");
    await mine.getByLabel("trợ giúp pháp lý").check();
    await checkAxe(mine, "persons affected");
    await mine.getByRole("button", { name: "Ghi số người" }).click();
    await persons.getByText("nữ, chưa rõ tuổi, chỉ bị chiếm đoạt tiền").waitFor();
    const tasks = mine.getByRole("region", { name: "Việc cần làm" });
    await tasks.getByRole("button", { name: "Thêm" }).click();
    await mine.locator("#task-what").fill("hỏi ngân hàng về tài khoản");
    await mine.locator("#task-due").fill("2026-12-01");
    await mine.locator("#task-what").press("Enter");
    await tasks.getByText("hỏi ngân hàng").waitFor();
    await tasks.getByText("01/12/2026").waitFor();
    await tasks.getByRole("button", { name: /Xong: việc/ }).click();
    await tasks.getByText(/xong \d\d/).waitFor();
    await mine.locator("#note").fill("chị C. trình báo đã nộp 15 triệu");
    await mine.getByRole("button", { name: "Lưu ghi chú" }).click();
    await mine.getByText("••• (đang che)").waitFor();
    const files = mine.getByRole("region", { name: "Tài liệu" });
    await files.getByRole("button", { name: "Thêm" }).click();
    const statement = join(folder, "biên bản.html");
    writeFileSync(statement, "<script>document.title='owned'</script> biên bản");
    await mine.locator("#case-file").setInputFiles(statement);
    await files.locator("button.main").click();
    await files.getByText("biên bản.html").waitFor();
    await mine.getByText("Hiện dữ liệu cá nhân trước khi tải tài liệu.").waitFor();
    await shoot(mine, "case-masked-vi");
    await mine.locator("body").press("u");
    await mine.locator("#unmask").fill("Lập hồ sơ chuyển cơ quan điều tra");
    await mine.keyboard.press("Enter");
    await mine.getByText("chị C. trình báo đã nộp 15 triệu").waitFor();
    await mine.getByText("0912 000 345").first().waitFor();
    const [download] = await Promise.all([mine.waitForEvent("download"), files.getByRole("button", { name: /Tải về/ }).click()]);
    assert.equal(download.suggestedFilename(), "biên bản.html");
    assert.match(readFileSync(await download.path(), "utf8"), /biên bản$/);
    await checkAxe(mine, "case");
    await shoot(mine, "case-open-vi");
  });

  await step("a referral is proposed; who proposed it, and who may not approve, are told so", async () => {
    const { page: mine } = desk;
    await mine.locator("body").press("p");
    await mine.locator("#propose-province").selectOption("Nghệ An");
    await mine.locator("#propose-grounds").fill("thu cọc trước hợp đồng, 3 người");
    await checkAxe(mine, "propose");
    await shoot(mine, "propose-vi");
    await mine.getByRole("button", { name: "Gửi đề xuất" }).click();
    await mine.waitForURL("**/referrals/*");
    theReferral = new URL(mine.url()).pathname.slice(1);
    await mine.getByText("Bạn đã đề xuất phiếu này: một người khác phải duyệt.").waitFor();
    assert.equal(await mine.getByRole("button", { name: "Phê duyệt" }).count(), 0);
    await mine.getByText("Lập được sau khi người thứ hai phê duyệt.").waitFor();
    const refused = await mine.evaluate(async (path) => {
      const { csrf } = await (await fetch("/api/v1/me")).json();
      const answer = await fetch("/api/v1/" + path + "/approve", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify({ proposal: 1 }) });
      return answer.status;
    }, theReferral);
    assert.equal(refused, 403);
  });

  await step("another supervisor returns it, proposes it anew, and is refused her own approval in a clear sentence", async () => {
    await logIn(boss, base, chief);
    await boss.goto(base + "referrals?waiting=1");
    await boss.locator("li.entry").first().waitFor();
    await checkAxe(boss, "waiting referrals");
    await shoot(boss, "referrals-waiting-vi");
    await boss.locator("li.entry a").first().click();
    await boss.getByRole("button", { name: "Phê duyệt", exact: true }).waitFor();
    assert.ok(await boss.getByRole("button", { name: "Phê duyệt", exact: true }).isDisabled(), "not before it was opened");
    await boss.locator("body").press("u");
    await boss.locator("#unmask").fill("duyệt phiếu chuyển");
    await boss.keyboard.press("Enter");
    await boss.getByText("thu cọc trước hợp đồng, 3 người").waitFor();
    await boss.getByRole("button", { name: "Phần niêm phong" }).click();
    await boss.frameLocator("iframe").getByText("BẢN XEM TRƯỚC").waitFor();
    await boss.frameLocator("iframe").getByText("chưa phê duyệt").waitFor();
    await shoot(boss, "referral-preview-vi");
    await boss.getByRole("button", { name: "Trả lại", exact: true }).click();
    await boss.locator("#step-why").fill("nêu rõ số tiền");
    await boss.keyboard.press("Enter");
    await boss.getByRole("link", { name: /Đề xuất lại/ }).click();
    await boss.locator("#propose-grounds").fill("thu cọc 15 triệu mỗi người, 3 người");
    await boss.getByRole("button", { name: "Gửi đề xuất" }).click();
    await boss.waitForURL("**/" + theReferral);
    await approve(boss);
    await boss.getByRole("alert").getByText("Người đề xuất không được tự duyệt. Cần một người khác phê duyệt.").waitFor();
    await shoot(boss, "referral-same-person-vi");
  });

  await step("proposed by one, approved by another; the dossier is built", async () => {
    const { page: mine } = desk;
    await boss.getByRole("button", { name: "Trả lại", exact: true }).click();
    await boss.locator("#step-why").fill("thanh tra viên đề xuất");
    await boss.keyboard.press("Enter");
    await boss.getByRole("link", { name: /Đề xuất lại/ }).waitFor();
    await mine.goto(base + theReferral);
    await mine.getByRole("link", { name: /Đề xuất lại/ }).click();
    await mine.locator("#propose-grounds").fill("thu cọc 15 triệu mỗi người, 3 người");
    await mine.getByRole("button", { name: "Gửi đề xuất" }).click();
    await mine.waitForURL("**/" + theReferral);
    await boss.reload();
    await approve(boss);
    await boss.getByRole("button", { name: "Lập và ký hồ sơ" }).click();
    await boss.locator(".toast").getByText("Chưa có khóa ký.").waitFor();
    run(["dossier", "key"]);
    await boss.getByRole("button", { name: "Lập và ký hồ sơ" }).click();
    await boss.getByText(/Đã lập dossier-/).waitFor({ timeout: 60_000 });
    await boss.getByRole("heading", { name: /^dossier-/ }).waitFor();
    await checkAxe(boss, "referral with its dossier");
    await shoot(boss, "referral-dossier-vi");
    await mine.reload();
    await mine.getByText("Phần niêm phong chỉ dành cho cán bộ liên lạc và người đã duyệt.").waitFor();
    assert.equal(await mine.getByRole("button", { name: "Tải toàn bộ (niêm phong)" }).count(), 0);
    await desk.context.close();
    await office.context.close();
    assert.deepEqual([...desk.problems, ...office.problems], []);
  });

  await step("the liaison officer sees it alone, takes the dossier with a reason, verifies it, sends it, records the answer", async () => {
    const { context, page: officer, problems: officers } = await newPage();
    await logIn(officer, base, otherLiaison);
    await officer.waitForURL("**/referrals"); // where their work is
    assert.equal(await officer.getByRole("link", { name: "Vụ việc" }).count(), 0);
    await officer.locator("li.entry").first().waitFor();
    assert.equal(await officer.locator("li.entry").count(), 1);
    await officer.locator("li.entry a").first().click();
    await officer.getByRole("button", { name: "Tải toàn bộ (niêm phong)" }).click();
    await officer.locator("#sealed-why").fill("Giao cho bộ phận phối hợp của nơi nhận");
    const [download] = await Promise.all([officer.waitForEvent("download"), officer.keyboard.press("Enter")]);
    const dossier = join(folder, download.suggestedFilename());
    await download.saveAs(dossier);
    const command = await officer.locator("code").first().innerText();
    const key = /--key ([0-9a-f]{64})$/.exec(command)[1];
    assert.ok(command.startsWith("agencywatch dossier verify " + download.suggestedFilename()), command);
    const verified = spawnSync(program, ["--lang", "en", "dossier", "verify", dossier, "--key", key], { encoding: "utf8" });
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(verified.stdout, /ORIGIN: signed by the key that you gave/);
    assert.match(verified.stdout, /REPEATED: the same result/);
    const [redacted] = await Promise.all([officer.waitForEvent("download"), officer.getByRole("button", { name: "Tải phần đã che" }).click()]);
    assert.match(redacted.suggestedFilename(), /-redacted\.zip$/);
    await officer.locator("#sent-how").fill("văn thư");
    await officer.locator("#document-no").fill("45/CV-SNV");
    await officer.getByRole("button", { name: "Ghi là đã gửi" }).click();
    await officer.locator("#answer").selectOption("charged");
    await officer.locator("#reference").fill("QĐ 7/CSHS");
    await shoot(officer, "referral-answer-vi");
    await checkAxe(officer, "answer");
    await officer.getByRole("button", { name: "Ghi trả lời" }).click();
    await officer.getByText("QĐ 7/CSHS").first().waitFor();
    await shoot(officer, "referral-liaison-vi");
    await officer.getByRole("link", { name: "Hàng đợi" }).click();
    await officer.locator("li.alert").first().waitFor();
    assert.equal(await officer.locator("li.alert").count(), 1);
    for (const path of ["cases", "cases/1"]) {
      await officer.goto(base + path);
      await officer.locator("main h1").waitFor();
      assert.equal(await officer.locator("main .panel, main form").count(), 0, path);
    }
    assert.deepEqual(officers, []);
    await context.close();
  });

  await step("a viewer reads cases masked and does nothing with them", async () => {
    const { context, page: reader } = await newPage();
    await logIn(reader, base, viewer);
    for (const path of ["cases?state=all", "cases/2", theReferral]) {
      await reader.goto(base + path);
      await reader.locator("main .panel").first().waitFor();
      assert.doesNotMatch(await reader.locator("main").innerText(), /0912 000 345|chị C\./, path);
      assert.equal(await reader.getByRole("button", { name: /Đề xuất|Phê duyệt|Hiện dữ liệu|Ghi|Tải|Thêm|Đưa ra/ }).count(), 0, path);
    }
    await context.close();
  });

  await step("the pages of cases in both languages, light and dark, on a desk and on a phone", async () => {
    const look = async (language, scheme, size) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      for (const [path, name, ready] of [["cases?state=all", "cases", "li.entry"], ["cases/2", "case", "#history-title"], ["referrals?all=1", "referrals", "li.entry"], [theReferral, "referral", "article"]]) {
        await page.goto(base + path);
        await page.locator(ready).first().waitFor();
        await checkAxe(page, [name, language, scheme, size.width].join(", "));
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than ${size.width}`);
        await shoot(page, name + "-" + language);
      }
    };
    await look("vi", "light", { width: 1366, height: 768 });
    await page.getByRole("button", { name: "English" }).click();
    await look("en", "dark", { width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1366, height: 768 });
    assert.deepEqual(problems, []);
  });

  await step("strict headers on every answer, health on its own listener", async () => {
    for (const path of ["", "assets/site.js", "api/v1/me", "api/openapi.json", "nothing.php"]) {
      const answer = await fetch(base + path);
      assert.match(answer.headers.get("content-security-policy"), /default-src 'none'; script-src 'self'; style-src 'self'/, path);
      assert.match(answer.headers.get("content-security-policy"), /frame-ancestors 'none'/);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
      assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
    }
    assert.equal((await fetch(base + "nothing.php")).status, 404);
    assert.equal((await fetch(base + "healthz")).status, 404);
    assert.equal((await fetch(health + "readyz")).status, 200);
    assert.match(await (await fetch(health + "metrics")).text(), /agencywatch_http_requests_total\{status="200"\} \d+/);
  });
}

let failed = false;
try {
  await play();
  console.log(`${steps} passed, 0 failed`);
} catch (error) {
  failed = true;
  console.error(error);
  if (browser) {
    for (const context of browser.contexts()) {
      for (const page of context.pages()) await page.screenshot({ path: join(shots, "failed.png") }).catch(() => {});
    }
  }
} finally {
  await browser?.close().catch(() => {});
  if (server && server.exitCode === null) {
    server.removeAllListeners("exit");
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    if (server.exitCode === null && server.signalCode === null) server.kill("SIGKILL");
  }
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exit(failed ? 1 : 0);
