// Dates and numbers as people in Vietnam and English-speaking readers write them; always Vietnamese time.
import { lang, t, type Language } from "./i18n.svelte";

const zone = "Asia/Ho_Chi_Minh";
const locale = (language: Language) => (language === "vi" ? "vi-VN" : "en-GB");

export function day(text: string | null | undefined): string {
  if (!text) return "–";
  // A legal day has no time: it must not move with a zone.
  const instant = text.length === 10 ? new Date(text + "T12:00:00+07:00") : new Date(text);
  return new Intl.DateTimeFormat(locale(lang.now), { timeZone: zone, day: "2-digit", month: "2-digit", year: "numeric" }).format(instant);
}

// From the first to the last, or the one day that is both.
export function days(first: string | null | undefined, last: string | null | undefined): string {
  return day(first) === day(last) ? day(first) : day(first) + " – " + day(last);
}

export function time(text: string | null | undefined): string {
  if (!text) return "–";
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date(text));
  return day(text) + " " + clock;
}

// The program's own sentences write days with dots; people here write them with strokes.
export const dated = (text: string) => text.replace(/\b(\d{2})\.(\d{2})\.(\d{4})\b/g, "$1/$2/$3");

// How long something took, in the one unit that says enough.
export function lasting(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 1) return t("minutes_n", Math.round(seconds / 60));
  if (hours < 48) return t("hours_n", Math.round(hours));
  return t("days_n", new Intl.NumberFormat(locale(lang.now), { maximumFractionDigits: 1 }).format(hours / 24));
}

export function count(number: number): string {
  return new Intl.NumberFormat(locale(lang.now)).format(number);
}

export function country(code: string): string {
  try {
    return new Intl.DisplayNames([lang.now], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

// What a whole advert would mean as one line.
export function plain(segments: { text: string }[]): string {
  return segments.map((segment) => segment.text).join("");
}
