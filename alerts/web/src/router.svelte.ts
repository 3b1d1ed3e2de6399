// Where the browser is: the path and the query, so that every view has an address that can be kept and sent.

export const place = $state({ path: location.pathname, query: location.search });

export function go(to: string, replace = false) {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  place.path = location.pathname;
  place.query = location.search;
}

addEventListener("popstate", () => {
  place.path = location.pathname;
  place.query = location.search;
});

// Links within the site do not load the page again.
addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/") || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
  scrollTo(0, 0);
});

export function queryOf(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

// "?a=1&b=2" of those that say something.
export function queryText(values: Record<string, string>): string {
  const text = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "")).toString();
  return text === "" ? "" : "?" + text;
}
