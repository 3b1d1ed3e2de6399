// Cases and referrals, as the API gives them.
import { download, get, type Both, type Correction, type Verdict } from "./api";
import { day } from "./format";

export type CaseRow = {
  case: number;
  title: string;
  state: "open" | "closed";
  outcome: string | null;
  opened_at: string;
  opened_by: string;
  owner: string;
  due: string | null;
  overdue: boolean;
  closed_at: string | null;
  verdict: Verdict | null;
  alerts: number[];
  provinces: string[];
  destinations: string[];
  open_tasks: number;
  persons: number;
  referrals: number;
};
export type CaseAlert = { number: number; subject: string; state: string; verdict: Verdict; score: number; postings: number };
export type Affected = { sex: string; age_band: string; purpose: string; returned: string; support: string[]; n: number };
export type Task = { task: number; what: string; owner: string; due: string | null; done_at: string | null; done_by: string | null };
export type Attachment = { attachment: number; name: string; media_type: string; bytes: number; sha256: string; at: string; by: string };
export type HistoryRow = { at: string; by: string; kind: string; text: Both; note: string };
export type Answer = { answer: string; answered_on: string; reference: string; note: string; at: string; by: string };
export type ReferralRow = {
  referral: number;
  case: number;
  case_title: string;
  state: string;
  proposal: number;
  recipient: string;
  recipient_name: string;
  recipient_address: string;
  province: string;
  copies: string[];
  grounds: string;
  alerts: number[];
  proposed_by: string;
  proposed_at: string;
  approved_by: string | null;
  approved_at: string | null;
  sent_by: string | null;
  sent_at: string | null;
  sent_how: string;
  document_no: string;
  answer: Answer | null;
};
export type CaseFull = Omit<CaseRow, "alerts" | "referrals"> & {
  masked: boolean;
  missing: { code: string; blocks: boolean; text: Both }[];
  alerts: CaseAlert[];
  affected: Affected[];
  tasks: Task[];
  attachments: Attachment[];
  referrals: ReferralRow[];
  corrections: Correction[];
  history: HistoryRow[];
};
export type Dossier = {
  n: number;
  name: string;
  purged_at: string | null;
  proposal: number;
  made_at: string;
  by: string;
  sha256: string;
  redacted_sha256: string;
  key: string;
  key_grouped: string;
  sealed_for_you: boolean;
};
export type ReferralFull = Omit<ReferralRow, "alerts"> & {
  masked: boolean;
  alerts: (CaseAlert & { readable: boolean })[];
  changed_alerts: number[];
  persons: number;
  attachments: number;
  corrections: Correction[];
  answers: Answer[];
  history: HistoryRow[];
  dossiers: Dossier[];
};
export type Recipients = {
  recipients: { key: string; kind: string; name: string; address: string }[];
  to: string;
  copies: string[];
  province: string;
  provinces: string[];
};
export type Word = { code: string; title: Both };
export type Words = Record<"sex" | "age_band" | "purpose" | "returned" | "support" | "outcome" | "recipient_kind" | "answer", Word[]>;

let words: Promise<Words> | null = null;
export const caseWords = () => (words ??= get<Words>("/case-words"));

// A last day ends at midnight; people mean the day.
export const lastDay = (due: string) => day(new Date(Date.parse(due) - 1000).toISOString());

// Asks for a file, which may be refused, and hands it to the browser to keep.
export async function take(method: "GET" | "POST", path: string, name: string, body?: unknown) {
  const bytes = await download(method, path, body);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
