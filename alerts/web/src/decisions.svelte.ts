// Deciding on one alert or several, and taking it back.
import { get, post, type AlertSummary, type Reason } from "./api";
import { errorText, t, type Key } from "./i18n.svelte";

export type Kind = "assign" | "watch" | "dismiss" | "confirm" | "case" | "reopen";
type Row = { number: number; row_version: number };

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

// True when it was done. `after` is called then, and again when it was taken back.
export async function decide(
  kind: Kind,
  alerts: AlertSummary[],
  more: Record<string, unknown>,
  after: () => Promise<void> | void,
): Promise<boolean> {
  if (deciding) return false;
  deciding = true;
  const rows = alerts.map(({ number, row_version }) => ({ number, row_version }));
  try {
    const answer = await post<{ alerts: Row[] }>("/alerts/" + kind, { alerts: rows, ...more });
    const closes = kind === "dismiss" || kind === "confirm";
    const undo = async () => {
      await decide("reopen", answer.alerts as AlertSummary[], { note: t("undo") }, after);
    };
    say(t(("done_" + kind) as Key, rows.length), false, closes ? undo : null);
    await after();
    return true;
  } catch (error) {
    say(errorText(error), true);
    return false;
  } finally {
    deciding = false;
  }
}
