// The addresses of the client's views, made and read in one place.

export const paths = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  directory: "/rooms",
  invite: (code: string) => `/invite/${encodeURIComponent(code)}`,
  room: (roomId: string) => `/r/${roomId}`,
  message: (roomId: string, messageId: string) => `/r/${roomId}/m/${messageId}`,
  settings: (section = "profile") => `/settings/${section}`,
};

/** `path` with where to go afterwards. */
export const withReturn = (path: string, to: string): string =>
  to === "/" ? path : `${path}?to=${encodeURIComponent(to)}`;

/** Where to go after signing in: a path of ours, never another site's. */
export function returnPath(search: string): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  return to.startsWith("/") && !to.startsWith("//") && !to.startsWith("/\\") ? to : "/";
}

/** What letters and mail put around and into an address: spaces, line breaks, and marks that cannot be seen. */
const BREAKS = /[\s\u00AD\u200B-\u200F\u2060]/g;

/** The code in what a person pasted: a code, or any address that ends in one. */
export function inviteCodeOf(text: string): string {
  const last = text.replaceAll(BREAKS, "").split(/[?#]/)[0]?.replace(/\/+$/, "").split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Whether strangers see something at an address other than the request to sign in. */
export const isPublic = (path: string): boolean =>
  path === paths.home || path === paths.signIn || path === paths.signUp || path.startsWith("/invite/");
