// Deciding on one alert or several, and taking it back.
import { get, post, type AlertSummary, type Reason } from "./api";
import { errorText, t, type Key } from "./i18n.svelte";
import { go } from "./router.svelte";

export type Kind = "assign" | "watch" | "dismiss" | "confirm" | "case" | "reopen" | "undo";
type Row = { number: number; row_version: number };
type Decided = { alerts: Row[]; case?: number };

// What stands at the foot of the page for a while.
export const toast = $state<{ text: string; bad: boolean; undo: (() => Promise<void>) | null }>({ text: "", bad: false, undo: null });

let reasons: Reason[] | null = null;
export async function dismissalReasons(): Promise<Reason[]> {
  reasons ??= (await get<{ reasons: Reason[] }>("/reasons")).reasons;
  return reasons;
}

export function say(text: string, bad = false, undo: (() => Promise<void>) | null = null) {
  toast.text = text;
  toast.bad = bad;
  toast.undo = undo;
}

// One at a time: a second key would decide on what the first one is just changing.
let deciding = false;

// What was decided; null when it was not. `after` is called then, and again when it was taken back.
export async function decide(
  kind: Kind,
  alerts: AlertSummary[],
  more: Record<string, unknown>,
  after: () => Promise<void> | void,
): Promise<Decided | null> {
  if (deciding) return null;
  deciding = true;
  const rows = alerts.map(({ number, row_version }) => ({ number, row_version }));
  try {
    const answer = await post<Decided>("/alerts/" + kind, { alerts: rows, ...more });
    const undo = async () => {
      await decide("undo", answer.alerts as AlertSummary[], {}, after);
    };
    say(t(("done_" + kind) as Key, rows.length), false, kind === "reopen" || kind === "undo" ? null : undo);
    await after();
    return answer;
  } catch (error) {
    say(errorText(error), true);
    return null;
  } finally {
    deciding = false;
  }
}

// Into a new case, or into `of`; then the case is shown, from where it can be taken back.
export async function putInCase(alerts: AlertSummary[], of: number | null, title: string): Promise<boolean> {
  let done = false;
  const answer = await decide("case", alerts, { ...(of ? { case: of } : {}), ...(title ? { title } : {}) }, () => {
    if (done) go("/");
  });
  done = true;
  if (answer?.case) go("/cases/" + answer.case);
  return answer !== null;
}
