// Errors of a sign-up: found here before the request, or reported by the server.
import type { TFunction } from "i18next";
import type { SignUp } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";

export interface SignUpErrors {
  username?: string;
  password?: string;
  setup_code?: string;
  room?: string;
  /** Error of the form as a whole. */
  form?: string;
}

const USERNAME = /^(?![.-])[a-z0-9_.-]{2,32}(?<![.-])$/i;

export function checkSignUp(t: TFunction, form: SignUp): SignUpErrors {
  const errors: SignUpErrors = {};
  if (form.username === "") errors.username = t("entrance.username_missing");
  else if (!USERNAME.test(form.username)) errors.username = t("entrance.username_form");
  if (Array.from(form.password).length < 8) errors.password = t("entrance.password_short");
  return errors;
}

export function refusedSignUp(
  t: TFunction,
  error: unknown,
  form: SignUp,
  describe: (error: unknown) => string,
): SignUpErrors {
  const problem = asApiError(error);
  if (problem?.code === "username_taken") return { username: t("entrance.username_taken") };
  if (problem?.code === "sign_up_closed") return { form: t("entrance.sign_up_closed") };
  const fields = problem?.errors ?? [];
  const asksForCode =
    fields.some((field) => field.field === "setup_code") ||
    (problem?.code === "forbidden" && /setup/i.test(problem.message));
  if (asksForCode)
    return { setup_code: form.setup_code ? t("entrance.setup_wrong") : t("entrance.setup_needed") };
  const errors: SignUpErrors = {};
  for (const { field, detail } of fields) {
    if (field === "username" || field === "password")
      errors[field] = `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
  }
  return Object.keys(errors).length > 0 ? errors : { form: describe(error) };
}
