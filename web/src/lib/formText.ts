// The text of a form's field by its name, trimmed; "" where there is none.
export function formText(form: FormData, name: string): string {
  return rawText(form, name).trim();
}

/** Untrimmed: for passwords, whose spaces count. */
export function rawText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
