// Signing in and out. Cookies carry the session; nothing here sees a token.
import { request } from "../http";
import type { SignedIn, SignUp } from "../protocol.gen";

export const signUp = (form: SignUp) => request<SignedIn>("POST", "/auth/sign-up", form, { anonymous: true });

export const signIn = (username: string, password: string) =>
  request<SignedIn>("POST", "/auth/sign-in", { username, password }, { anonymous: true });

export const signOut = () => request<void>("POST", "/auth/sign-out", undefined, { anonymous: true });

/** Asks for a link that sets a new password, by mail in that language. The answer does not tell whether the address is known. */
export const requestReset = (email: string, language: string) =>
  request<void>(
    "POST",
    "/auth/password-reset",
    { email },
    { anonymous: true, headers: { "Accept-Language": language } },
  );

/** Confirms an e-mail address with the link that was sent there; 410 `email_link_expired` if that no longer works. */
export const confirmEmail = (token: string, language: string) =>
  request<void>("POST", `/auth/email/${encodeURIComponent(token)}`, undefined, {
    anonymous: true,
    headers: { "Accept-Language": language },
  });

/** Sets a new password with a one-time link; 410 `reset_expired` if that no longer works. Ends all sessions of the account. */
export const resetPassword = (token: string, newPassword: string) =>
  request<void>(
    "POST",
    `/auth/password-reset/${encodeURIComponent(token)}`,
    { new_password: newPassword },
    { anonymous: true },
  );
