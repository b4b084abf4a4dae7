// Signing in and out. Cookies carry the session; nothing here sees a token.
import { request } from "../http";
import type { User } from "../protocol.gen";

export interface SignUp {
  username: string;
  password: string;
  display_name?: string;
  invite?: string;
  setup_code?: string;
}

export const signUp = (form: SignUp) =>
  request<{ user: User }>("POST", "/auth/sign-up", form, { anonymous: true });

export const signIn = (username: string, password: string) =>
  request<{ user: User }>("POST", "/auth/sign-in", { username, password }, { anonymous: true });

export const signOut = () => request<void>("POST", "/auth/sign-out", undefined, { anonymous: true });
