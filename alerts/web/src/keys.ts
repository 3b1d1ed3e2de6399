// Whether a key is meant for the field that has the focus, or for the browser, and not for the page.
export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  const field = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target.getAttribute("type") !== "checkbox";
  return event.ctrlKey || event.metaKey || event.altKey || field;
}
