// Whether a clipboard that holds files and text is about the files or about the text. A file manager puts the names of the files
// beside them; office programs put a picture of the text beside the text.

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

/** The last part of a path of any system, or of a `file:` address. */
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
