// A period in figures, as the API gives it, and periods as addresses write them: 2026-10, 2026-Q3, 2026, 2026-10-01..2026-10-31.
import type { AlertSummary, Both } from "./api";
import { both } from "./i18n.svelte";

export type Axis = { dimension: string; labels: { code: string; title: Both }[]; total: boolean };
// Rows of columns; null: left out; a total, where there is one, stands last.
export type Grid = { id: string; title: Both; unit: string; rows: Axis; columns: Axis; note: Both; values: (number | null)[][] };
export type Waiting = { verdict: string; title: Both; decided: number | null; median_seconds: number | null; p90_seconds: number | null };
export type Statistics = {
  period: { first: string; last: string; title: Both };
  made_at: string;
  complete: boolean;
  form: "internal" | "external";
  tables: Grid[];
  waiting: Waiting[];
};
export type Behind = { unit: string; value: number; all: number; numbers: number[]; alerts?: AlertSummary[] };

export const totalLabel = { code: "total", title: { vi: "Tổng", en: "Total" } };
export const lines = (axis: Axis) => (axis.total ? [...axis.labels, totalLabel] : axis.labels);

// Days and months as they are written here.
export function titleOf(axis: Axis, label: { code: string; title: Both }): string {
  return axis.dimension === "when" ? both(label.title).replaceAll(".", "/") : both(label.title);
}

export function cell(statistics: Statistics, table: string, row: string, column: string): number | null | undefined {
  const grid = statistics.tables.find((other) => other.id === table);
  if (!grid) return undefined;
  const r = lines(grid.rows).findIndex((label) => label.code === row);
  const c = lines(grid.columns).findIndex((label) => label.code === column);
  return grid.values[r]?.[c];
}

export type PeriodKind = "month" | "quarter" | "year" | "days";
export function kindOf(period: string): PeriodKind {
  if (period.includes("..")) return "days";
  if (period.includes("Q")) return "quarter";
  return period.length === 4 ? "year" : "month";
}

// The period of this kind that holds a day.
export function periodAt(kind: PeriodKind, day: string): string {
  const month = Number(day.slice(5, 7));
  if (kind === "year") return day.slice(0, 4);
  if (kind === "quarter") return day.slice(0, 4) + "-Q" + Math.ceil(month / 3);
  if (kind === "days") return day.slice(0, 8) + "01.." + day;
  return day.slice(0, 7);
}

// The one before (-1) or after (+1); as many days for days.
export function step(period: string, by: number): string {
  const kind = kindOf(period);
  if (kind === "days") {
    const [first, last] = period.split("..").map((text) => Date.parse(text + "T00:00:00Z")) as [number, number];
    const shift = (last - first + 86_400_000) * by;
    const text = (time: number) => new Date(time + shift).toISOString().slice(0, 10);
    return text(first) + ".." + text(last);
  }
  const year = Number(period.slice(0, 4));
  if (kind === "year") return String(year + by);
  const parts = kind === "quarter" ? 4 : 12;
  const at = year * parts + Number(period.slice(kind === "quarter" ? 6 : 5)) - 1 + by;
  const part = (at % parts) + 1;
  return Math.floor(at / parts) + (kind === "quarter" ? "-Q" + part : "-" + String(part).padStart(2, "0"));
}
