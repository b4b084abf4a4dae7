// The trimmed text of a form field; "" if there is none.
export function formText(form: FormData, name: string): string {
  return rawText(form, name).trim();
}

/** The untrimmed text, for passwords, in which spaces count. */
export function rawText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
