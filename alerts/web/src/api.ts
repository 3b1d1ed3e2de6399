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
  payload_sha256: string;
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
  evidence: Evidence | null;
};
export type Identifier = { kind: string; value: string; role: string; adverts: number; hub: string };
export type AlertFull = AlertSummary & {
  masked: boolean;
  postings: AlertPosting[];
  identifiers: Identifier[];
  linked: {
    posting: number;
    source: string;
    url: string;
    title: string;
    verdict: Verdict;
    shared: { kind: string; value: string };
    alert: number | null;
  }[];
  events: { at: string; actor: string; kind: string; text: Both; reason: string }[];
  judged_before: { alert: number; kind: string; reason_code: string; note: string; by: string; at: string }[];
};
export type Queue = {
  alerts: AlertSummary[];
  matching: number;
  counts?: {
    open: number;
    overdue: number;
    silenced: number;
    states: Record<string, number>;
    verdicts: Record<string, number>;
  };
};
export type PostingFull = Omit<AlertPosting, "register" | "version" | "withdrawn_by" | "withdrawn_after" | "duplicate_of" | "edited"> & {
  item_key: string;
  valid_through: string | null;
  country: string;
  region: string;
  masked: boolean;
  judged: boolean;
  context: Segment[];
  alerts: number[];
  versions: { n: number; made_at: string; text_sha256: string; title: string; body: string; captures: number }[];
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
export type RuleFull = Rule & { guide: Both; false_positives: string[]; law: Law[]; explained: Both };
export type CheckAnswer =
  | {
      kind: "enterprise";
      listed: boolean;
      register_as_of: string;
      entry: RegisterEntry | null;
      similar: RegisterEntry | null;
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
  counts: Record<string, unknown>;
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
export type Reason = { code: string; title: Both; needs_note: boolean };
export type Me = {
  name: string;
  role: string;
  csrf: string;
  ends: string;
  now: string;
  program: string;
  register: { as_of: string; entries: number; stale: boolean } | null;
};

export class ApiError extends Error {
  constructor(
    public status: number,
    public code: string,
    message: string,
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

async function ask<T>(method: string, path: string, body?: unknown, background = false): Promise<T> {
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
  const json = await answer.json().catch(() => null);
  if (answer.ok) return json as T;
  const code = json?.error?.code ?? "unknown";
  if (answer.status === 401 && code === "log_in") onLoggedOut();
  throw new ApiError(answer.status, code, json?.error?.message ?? answer.statusText);
}

export const get = <T>(path: string) => ask<T>("GET", path);
// Asked by the page and not by a person: keeps no session alive.
export const look = <T>(path: string) => ask<T>("GET", path, undefined, true);
export const post = <T>(path: string, body?: unknown) => ask<T>("POST", path, body);
