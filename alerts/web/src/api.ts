// The API, as the program gives it (/api/openapi.json).

export type Both = { vi: string; en: string };
export type Verdict = "clear" | "violation" | "unlicensed" | "fraud" | "trafficking";

export type Segment = {
  text: string;
  findings?: number[];
  fact?: string;
  disguise?: string;
  plain?: string;
  masked?: boolean;
};
export type Law = { id: string; act?: string; article?: string; text?: Both; from?: string | null; to?: string | null };
export type Finding = {
  rule: string;
  version: number;
  indicator: string;
  severity: string;
  points: number;
  counted: number;
  title: Both;
  why: Both;
  guide: Both;
  quotes: { field: string; text: string }[];
  law: Law[];
};
export type Fact = { kind: string; value: string; text: string; field: string; attrs: Record<string, string>; number?: number };
export type Score = { sum: number; score: number; cap: number };
export type Evidence = {
  record: string;
  at: string;
  url: string;
  file: string;
  offset: number;
  length: number;
  payload_sha256?: string; // not where the text is masked
  purged: boolean;
};

export type AlertSummary = {
  number: number;
  subject: number;
  label: string;
  state: string;
  closed_as: string | null;
  state_title: Both;
  verdict: Verdict;
  score: number;
  row_version: number;
  owner: string;
  due: string | null;
  overdue: boolean;
  locked_by: string;
  silenced_until: string | null;
  adverts: number;
  sites: number;
  destinations: string[];
  provinces: string[];
  first_seen: string | null;
  last_seen: string | null;
  reasons: { rule: string; indicator: string; severity: string; points: number; title: Both; adverts: number }[];
};
// Newest first; `removed` and `added`: against the version before it.
export type Version = { n: number; made_at: string; text_sha256?: string; captures: number; removed: string[]; added: string[] };
export type AlertPosting = {
  id: number;
  source: string;
  kind: string;
  url: string;
  employer: string;
  date_posted: string | null;
  first_seen: string;
  last_seen: string;
  withdrawn_after: string | null;
  withdrawn_by: string | null;
  duplicate_of: string;
  edited: boolean;
  version: number;
  verdict: Verdict;
  genre: string;
  title: Segment[];
  body: Segment[];
  score: Score;
  findings: Finding[];
  facts: Fact[];
  register: { note: Both; as_of: string | null; stale: boolean; day_from: string; day_to: string };
  versions: Version[]; // none where there is only one
  evidence: Evidence | null;
};
export type Identifier = { kind: string; value: string; role: string; adverts: number; hub: string; corrected: boolean };
// Granted to a person: about an identifier (its kind and value), a posting, or the name that a subject is shown under.
export type Correction = { kind: string; value: string | null; says: string; request: number; at: string };
export type AlertFull = AlertSummary & {
  masked: boolean;
  postings: AlertPosting[];
  identifiers: Identifier[];
  corrections: Correction[];
  linked: {
    posting: number;
    source: string;
    url: string;
    title: string;
    verdict: Verdict;
    shared: { kind: string; value: string };
    alert: number | null;
  }[];
  case: number | null;
  events: { at: string; actor: string; kind: string; text: Both; reason: string }[];
  judged_before: { alert: number; kind: string; reason_code: string; note: string; by: string; at: string }[];
};
export type Queue = {
  alerts: AlertSummary[];
  news: number;
  matching: number;
  more: boolean; // than `matching`: it was not counted further
  counts?: {
    open: number;
    overdue: number;
    silenced: number;
    states: Record<string, number>;
    verdicts: Record<string, number>;
  };
};
export type PostingFull = Omit<AlertPosting, "register" | "version" | "versions" | "withdrawn_by" | "withdrawn_after" | "duplicate_of" | "edited"> & {
  item_key?: string;
  valid_through: string | null;
  country: string;
  region: string;
  masked: boolean;
  judged: boolean;
  context: Segment[];
  alerts: number[];
  corrections: Correction[];
  versions: (Version & { title: string; body: string })[];
};
export type RegisterEntry = {
  licence: string;
  licence_no: string;
  name: string;
  name_en: string;
  short_name: string;
  tax_code: string;
  address: string;
  phones: string[];
  website: string;
  markets: string[];
  issued_on: string | null;
  reissued_from: string;
  day: string;
  status: string | null;
  status_title: Both;
  history?: {
    status: string;
    title: Both;
    market: string;
    from: string | null;
    to: string | null;
    known_from: string;
    known_to: string | null;
    snapshot: number;
  }[];
};
export type Snapshot = {
  id: number;
  source: string;
  published_on: string | null;
  retrieved_at: string;
  confirmed_at: string;
  licences: number;
  imported_by: string;
  sha256: string;
};
export type RegisterChange = {
  kind: string;
  licence_no: string;
  name: string;
  fields: { field: string; before: string; after: string }[];
};
export type RegisterChanges = { counts: Record<string, number>; changes: RegisterChange[] };
export type RegisterPreview = RegisterChanges & {
  headings: { heading: string; column: string | null }[];
  published_on: string | null;
  rows: number;
  first_rows: {
    licence_no: string;
    name: string;
    issued_on: string | null;
    status_title: Both;
    status_from: string | null;
    status_to: string | null;
  }[];
  problems: Both[];
  all_problems: number;
  objections: Both[];
  unchanged?: number;
  same?: boolean;
};
export type Rule = {
  id: string;
  version: number;
  indicator: string;
  indicator_title: Both;
  severity: string;
  points: number;
  status: string;
  title: Both;
};
export type RuleRow = Rule & { adverts: number; held: number; not_held: number; precision: number | null; lift: number | null };
// The rules against adverts that people labelled.
export type SignFigures = { name: string; labelled: number; fired: number; right: number; precision: number; recall: number; lift: number };
export type Backtest = {
  at: string;
  by: string;
  corpus: string;
  pack: string;
  current: boolean; // these are the rules in force
  result: {
    adverts: number;
    positive: number;
    clear: number;
    review_precision: number;
    review_recall: number;
    verdict_accuracy: number;
    rules?: SignFigures[];
  };
};
export type RuleTrial = {
  found: boolean;
  genre: string;
  body: Segment[];
  findings: Finding[];
  others: { rule: string; title: Both }[];
};
export type RuleFull = Rule & { guide: Both; false_positives: string[]; law: Law[]; explained: Both };
export type CheckAnswer =
  | {
      kind: "enterprise" | "name" | "contact";
      listed: boolean | null; // null: no register was taken in
      register_as_of: string | null;
      register_old: boolean;
      entry: RegisterEntry | null;
      not_licensed: Both | null; // of the entry: why it may not recruit today
      similar: RegisterEntry[]; // of a phone: whose it is by the register
      known: { nothing: boolean; sentences: Both[]; alerts: { number: number; open: boolean; text: Both; label: string }[] };
    }
  | {
      kind: "advert";
      verdict: Verdict;
      genre: string;
      score: Score;
      register_as_of: string | null;
      register_note: Both;
      body: Segment[];
      findings: Finding[];
      facts: Fact[];
    };
export type Run = {
  id: number;
  kind: string;
  started: string;
  ended: string | null;
  outcome: string;
  counts: {
    sources?: {
      key: string;
      visited: number;
      pages: number;
      unchanged: number;
      refused: number;
      gone: number;
      failed: number;
      postings: number;
      new_postings: number;
      budget_reached: boolean;
    }[];
    blind_spots?: { source: string; kind: string; pages: number; why: string }[];
    alerts?: { opened: number; updated: number; reopened: number };
  };
};
export type Source = {
  key: string;
  name: string;
  kind: string;
  urls: Record<string, number>;
  outcomes: Record<string, number>;
  run: number | null;
  postings: number;
  flagged: number;
  last_seen: string | null;
};
export type SourceFull = Source & {
  robots: { origin: string; fetched_at: string; status: number; body: string }[];
  unread: { url: string; outcome: string; status: number | null; robots_line: number | null; at: string; detail: string }[];
};
export type PageTrial = {
  url: string;
  outcome: string;
  detail: string;
  status: number;
  robots_line: number;
  crawl_delay: number | null;
  bytes: number;
  content: {
    kind: string;
    barrier: string;
    charset: string;
    title: string;
    canonical: string;
    links: number;
    first_links: string[];
    postings: number;
    first_postings: { title: string; employer: string; date_posted: string | null; country: string; region: string; url: string; body: string }[];
    register_rows: number;
    entries: number;
    text: string;
  } | null;
};
export type SubjectRow = { id: number; label: string; alerts: number[] };
export type SubjectContact = {
  id: number;
  kind: string;
  value: string;
  role: string;
  adverts: number;
  hub: string;
  first_seen: string;
  last_seen: string;
  ended: boolean;
  corrected: boolean;
};
export type Subject = {
  id: number;
  label: string;
  masked: boolean;
  identifiers: SubjectContact[];
  corrections: Correction[];
  sites: { source: string; name: string; adverts: number; first_seen: string; last_seen: string }[];
  register: (RegisterEntry & { match: string; reason: Both; details: Both[] })[];
  alerts: { number: number; state_title: Both; verdict: Verdict; score: number; opened_at: string; closed_at: string | null }[];
  decisions: { alert: number; kind: string; reason_code: string; note: string; by: string; at: string }[];
  postings: {
    id: number;
    source: string;
    url: string;
    title: string;
    verdict: Verdict;
    first_seen: string;
    last_seen: string;
    withdrawn_by: string | null;
  }[];
  judgements: {
    id: number;
    kind: "split" | "merge";
    by: string;
    at: string;
    reason: string;
    pairs: { kind: string; value: string }[][];
    in_force: boolean;
  }[];
};
export type NetworkNode = {
  node: string;
  type: "subject" | "identifier" | "posting";
  text: string;
  kind?: string;
  source?: string;
  verdict?: Verdict;
  alert?: number | null;
  claims: boolean;
  adverts: number;
};
export type Neighbours = { node: NetworkNode; around: NetworkNode[]; more: number };
export type Tip = {
  posting: number;
  title: string;
  verdict: string;
  reports: number;
  last_at: string;
  channel: string;
  place: string;
  alert: number | null;
};
export type AuditRow = { sequence: number; at: string; actor: string; action: string; object: string; reason: string; details: string };
export type Person = { name: string; role: string; second_factor: boolean; made_at: string; disabled_at: string | null };
export type Secrets = { name: string; password?: string; second_factor?: { secret: string; uri: string } };
export type Reason = { code: string; title: Both; needs_note: boolean };
export type QueueChoices = { destinations: string[]; provinces: string[]; indicators: { code: string; title: Both }[] };
export type Me = {
  name: string;
  role: string;
  csrf: string;
  ends: string;
  now: string;
  program: string;
  register: { as_of: string; entries: number; stale: boolean } | null;
  referrals_waiting?: number; // for this person's approval; of those who approve only
};

export class ApiError extends Error {
  constructor(
    public status: number,
    public code: string,
    message: string,
    public messageVi = message,
  ) {
    super(message);
  }
}

let csrf = "";
let onLoggedOut = () => {};

export function setCsrf(token: string) {
  csrf = token;
}
export function whenLoggedOut(then: () => void) {
  onLoggedOut = then;
}

// Marks that turn the direction of writing make a text look like another one ("gnp.exe" like "exe.png"): whatever comes from
// outside shows them written out. Source: Unicode UAX 9.
const turns = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const plainly = (_: string, value: unknown) =>
  typeof value === "string" ? value.replace(turns, (mark) => "[U+" + mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "]") : value;
function read(text: string) {
  try {
    return JSON.parse(text, plainly);
  } catch {
    return null;
  }
}

async function fetched(method: string, path: string, body?: unknown, background = false): Promise<Response> {
  const headers: Record<string, string> = {};
  if (background) headers["X-Background"] = "1";
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer: Response;
  try {
    answer = await fetch("/api/v1" + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new ApiError(0, "offline", "");
  }
  if (answer.ok) return answer;
  const json = read(await answer.text());
  const code = json?.error?.code ?? "unknown";
  if (answer.status === 401 && code === "log_in") onLoggedOut();
  throw new ApiError(answer.status, code, json?.error?.message ?? answer.statusText, json?.error?.message_vi);
}

async function ask<T>(method: string, path: string, body?: unknown, background = false): Promise<T> {
  const answer = await fetched(method, path, body, background);
  return read(await answer.text()) as T;
}

// A file.
export const download = async (method: "GET" | "POST", path: string, body?: unknown) => (await fetched(method, path, body)).blob();
export const get = <T>(path: string) => ask<T>("GET", path);
// Asked by the page and not by a person: keeps no session alive.
export const look = <T>(path: string) => ask<T>("GET", path, undefined, true);
export const post = <T>(path: string, body?: unknown) => ask<T>("POST", path, body);
