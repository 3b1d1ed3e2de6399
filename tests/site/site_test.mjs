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

const { AW_PROGRAM: program, AW_WEB: web } = process.env;
const shots = process.argv[2] ?? "build/screenshots";
const require = createRequire(join(web, "package.json"));
const { chromium } = require("playwright-core");
const { default: AxeBuilder } = require("@axe-core/playwright");

const kPassword = "mot mat khau du dai";
const kAdvert = "Tuyển nam nữ đi Hàn Quốc, đặt cọc 15 triệu giữ chỗ, bay sau 20 ngày. Gọi 0912 000 345.";
const kAttack = [
  `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`,
  `{{constructor.constructor('document.title=1')()}} =HYPERLINK("http://192.0.2.1","x") '; DROP TABLE alert; --`,
  `\u202Egnohp iod \u202C Đặt cọc 15 triệu giữ chỗ đi Hàn Quốc bay ngay, gọi 0912 000 346`,
].join("\n");

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

async function checkAxe(page, what) {
  const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const found = result.violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).slice(0, 3).join(" | ")}`);
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
  await page.locator("nav").waitFor();
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
  const supervisor = addUser("lan.pham", "supervisor");
  const inspector = addUser("minh.tran", "inspector");
  const viewer = addUser("xem", "viewer");
  const liaison = addUser("lien.lac", "liaison");
  const otherLiaison = addUser("lien.lac2", "liaison");
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
    await checkAxe(page, "queue");
    await shoot(page, "queue-vi");
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
    await page.locator("#dismiss-reason option").first().waitFor({ state: "attached" });
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
    await page.getByRole("link", { name: "Kiểm tra nhanh" }).click();
    await page.locator("#text").fill(kAdvert);
    await page.keyboard.press("Control+Enter");
    await page.locator("mark").first().waitFor();
    await checkAxe(page, "check");
    await shoot(page, "check-vi");
    await page.locator("#text").fill("Công ty TNHH Không Có Thật 000");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Không có trong danh sách được cấp phép").waitFor();
  });

  await step("the register: search without marks, an entry with its life, on another day", async () => {
    await page.getByRole("link", { name: "Danh sách giấy phép" }).click();
    await page.locator("tbody tr").first().waitFor();
    await checkAxe(page, "register");
    await shoot(page, "register-vi");
    await page.locator("tbody a").first().click();
    await page.locator("h2", { hasText: "Quá trình của giấy phép" }).waitFor();
    await page.locator("#on").fill("2001-01-01");
    await page.getByRole("button", { name: "Xem" }).click();
    await page.getByText("chưa được cấp phép vào ngày này").waitFor();
    await checkAxe(page, "register entry");
    await shoot(page, "register-entry-vi");
  });

  await step("rules, sources and runs, account", async () => {
    await page.getByRole("link", { name: "Quy tắc" }).click();
    await page.locator("tbody tr").first().waitFor();
    await checkAxe(page, "rules");
    await shoot(page, "rules-vi");
    await page.locator("#q").fill("coc");
    await page.locator("tbody a").first().click();
    await page.getByRole("heading", { name: "Giải thích" }).waitFor();
    await checkAxe(page, "rule");
    await shoot(page, "rule-vi");
    await page.getByRole("link", { name: "Nguồn và lượt quét" }).click();
    await page.locator("tbody tr").first().waitFor();
    await checkAxe(page, "sources");
    await shoot(page, "sources-vi");
    await page.getByRole("link", { name: "lan.pham" }).click();
    await page.locator("#current").waitFor();
    await checkAxe(page, "account");
    await shoot(page, "account-vi");
  });

  await step("adverts that attack show as text", async () => {
    await page.goto(base + "?q=HYPERLINK&closed=1");
    await page.locator("li.alert a.open").first().click();
    await page.locator("div.text", { hasText: "<script>document.title='owned'</script>" }).first().waitFor();
    assert.equal(await page.locator("main script, main img").count(), 0);
    assert.doesNotMatch(await page.title(), /owned|^1$/);
    await shoot(page, "attack-vi");
    await page.goto(base + "check");
    await page.locator("#text").fill(kAttack + "\n" + "a".repeat(100_000));
    await page.keyboard.press("Control+Enter");
    await page.locator("div.text", { hasText: "<script>document.title='owned'</script>" }).first().waitFor();
    assert.equal(await page.locator("main script, main img").count(), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a long word widens the page");
  });

  await step("every page in English", async () => {
    await page.getByRole("button", { name: "English" }).click();
    for (const [path, name, ready] of [
      ["", "queue-en", "li.alert"],
      [first.slice(1), "alert-en", "mark"],
      ["register", "register-en", "tbody tr"],
      ["rules", "rules-en", "tbody tr"],
      ["sources", "sources-en", "tbody tr"],
      ["check", "check-en", "#text"],
      ["account", "account-en", "#current"],
    ]) {
      await page.goto(base + path);
      await page.locator(ready).first().waitFor();
      await checkAxe(page, name);
      await shoot(page, name);
    }
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  });
  assert.deepEqual(problems, []);

  await step("dark, and on a phone", async () => {
    const { context, page: phone, problems: trouble } = await newPage({ viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true });
    await logIn(phone, base, inspector);
    await phone.locator("li.alert").first().waitFor();
    await checkAxe(phone, "queue, dark, phone");
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the queue is wider than a phone");
    await shoot(phone, "queue-phone-dark");
    await phone.goto(base.slice(0, -1) + first);
    await phone.locator("mark").first().waitFor();
    await checkAxe(phone, "alert, dark, phone");
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the alert is wider than a phone");
    await shoot(phone, "alert-phone-dark");
    assert.equal(await phone.getByRole("button", { name: "Chuyển công an" }).count(), 0, "an inspector refers nothing");
    assert.deepEqual(trouble, []);
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
    await officer.getByText("Không có cảnh báo nào khớp.").waitFor();
    assert.equal(await officer.evaluate(async (path) => (await fetch("/api/v1" + path)).status, first), 404);
    await shoot(officer, "queue-liaison-vi");
    await other.close();
  });

  await step("a referred alert is there for the liaison officer", async () => {
    await page.goto(base.slice(0, -1) + first);
    await page.getByRole("button", { name: "Refer" }).click();
    await page.locator(".tag", { hasText: /referred/i }).waitFor();
    const { context, page: officer } = await newPage();
    await logIn(officer, base, otherLiaison);
    await officer.locator("li.alert").first().waitFor();
    assert.equal(await officer.locator("li.alert").count(), 1);
    await context.close();
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
