// Decides whether pasting files and text means the files or the text. File managers add the names of the files as text; office
// programs add a picture of the text.

interface Clipboard {
  types: readonly string[];
  text: string;
  /** Names of the files. */
  names: readonly string[];
}

export function meansFiles({ types, text, names }: Clipboard): boolean {
  if (names.length === 0) return false;
  const written = text.trim();
  if (written === "") return true;
  if (types.includes("text/html") || types.includes("text/rtf")) return false;
  const lines = written.split(/[\r\n]+/).map((line) => nameIn(line.trim()));
  return lines.every((line) => names.some((name) => name.normalize() === line.normalize()));
}

/** The last part of a path on any system, or of a `file:` URL. */
function nameIn(line: string): string {
  const path = line.replace(/^["']|["']$/g, "");
  const last = path.split(/[/\\]/).at(-1) ?? "";
  if (!/^file:/i.test(path)) return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
