// Signing in and out. Cookies carry the session; nothing here sees a token.
import { request } from "../http";
import type { SignedIn, SignUp } from "../protocol.gen";

export const signUp = (form: SignUp) => request<SignedIn>("POST", "/auth/sign-up", form, { anonymous: true });

export const signIn = (username: string, password: string) =>
  request<SignedIn>("POST", "/auth/sign-in", { username, password }, { anonymous: true });

export const signOut = () => request<void>("POST", "/auth/sign-out", undefined, { anonymous: true });
