// Paths of the client's views, built and parsed in one place.

export const paths = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  forgot: "/forgot",
  directory: "/rooms",
  invite: (code: string) => `/invite/${encodeURIComponent(code)}`,
  room: (roomId: string) => `/r/${roomId}`,
  message: (roomId: string, messageId: string) => `/r/${roomId}/m/${messageId}`,
  settings: (section = "profile") => `/settings/${section}`,
  admin: (section = "people") => `/admin/${section}`,
};

/** `path` with a query that says where to go afterwards. */
export const withReturn = (path: string, to: string): string =>
  to === "/" ? path : `${path}?to=${encodeURIComponent(to)}`;

/** Where to go after signing in: always a path of this site. */
export function returnPath(search: string): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  return to.startsWith("/") && !to.startsWith("//") && !to.startsWith("/\\") ? to : "/";
}

/** Characters that mail programs insert into links: spaces, line breaks and invisible characters. */
const BREAKS = /[\s\u00AD\u200B-\u200F\u2060]/g;

/** The invitation code in pasted text: a bare code, or any URL that ends in one. */
export function inviteCodeOf(text: string): string {
  const last = text.replaceAll(BREAKS, "").split(/[?#]/)[0]?.replace(/\/+$/, "").split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Whether a path shows visitors something without signing in. */
export const isPublic = (path: string): boolean =>
  [paths.home, paths.signIn, paths.signUp, paths.forgot].includes(path) ||
  /^\/(invite|reset|confirm-email)\//.test(path);
