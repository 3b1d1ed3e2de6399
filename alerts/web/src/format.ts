// Dates and numbers as people in Vietnam and English-speaking readers write them; always Vietnamese time.
import { lang, type Language } from "./i18n.svelte";

const zone = "Asia/Ho_Chi_Minh";
const locale = (language: Language) => (language === "vi" ? "vi-VN" : "en-GB");

export function day(text: string | null | undefined): string {
  if (!text) return "–";
  // A legal day has no time: it must not move with a zone.
  const instant = text.length === 10 ? new Date(text + "T12:00:00+07:00") : new Date(text);
  return new Intl.DateTimeFormat(locale(lang.now), { timeZone: zone, day: "2-digit", month: "2-digit", year: "numeric" }).format(instant);
}

export function time(text: string | null | undefined): string {
  if (!text) return "–";
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date(text));
  return day(text) + " " + clock;
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
