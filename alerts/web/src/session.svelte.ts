// Who is logged in; null: nobody; undefined: not asked yet.
import { ApiError, get, look, post, setCsrf, whenLoggedOut, type Me } from "./api";
import { go, place } from "./router.svelte";

export const session = $state<{ me: Me | null | undefined }>({ me: undefined });

function enter(me: Me) {
  setCsrf(me.csrf);
  session.me = me;
}

whenLoggedOut(() => (session.me = null));

export async function resume() {
  try {
    enter(await get<Me>("/me"));
  } catch (error) {
    session.me = null;
    if (!(error instanceof ApiError)) throw error;
  }
}

// What the menu counts; asked for again when somebody comes to another page, and each minute.
export async function count() {
  if (!may.approve()) return;
  try {
    const now = await look<Me>("/me");
    if (session.me) session.me.referrals_waiting = now.referrals_waiting ?? 0;
  } catch {
    // The next time will tell.
  }
}

// Where a morning begins: liaison officers work on referrals.
export const home = () => (session.me?.role === "liaison" ? "/referrals" : "/");

export async function logIn(name: string, password: string, code: string) {
  enter(await post<Me>("/login", { name, password, code }));
  if (place.path === "/") go(home());
}

export async function logOut() {
  await post("/logout").catch(() => {});
  session.me = null;
}

export const may = {
  decide: () => session.me?.role === "inspector" || session.me?.role === "supervisor",
  open: () => ["inspector", "supervisor", "liaison"].includes(session.me?.role ?? ""),
  takeTips: () => ["inspector", "supervisor", "liaison"].includes(session.me?.role ?? ""),
  keep: () => session.me?.role === "supervisor" || session.me?.role === "admin",
  approve: () => session.me?.role === "supervisor",
  administer: () => session.me?.role === "admin",
  staff: () => session.me?.role !== "liaison",
};
