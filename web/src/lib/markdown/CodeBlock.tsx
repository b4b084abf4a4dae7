// A block of code with its language and a button that copies it. Colours arrive later and move nothing.
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import type { CodeToken } from "./highlight";

interface CodeBlockProps {
  language: string;
  text: string;
  copyLabel: string;
  copiedLabel: string;
}

export function CodeBlock({ language, text, copyLabel, copiedLabel }: CodeBlockProps) {
  const [lines, setLines] = useState<CodeToken[][] | null>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (language === "") return;
    let wanted = true;
    const colour = async () => (await import("./highlight")).highlight(text, language);
    colour().then(
      (coloured) => wanted && setLines(coloured),
      // Without its grammar (offline) code is readable all the same.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [text, language]);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      // Refused by the browser: the text can be selected.
      () => {},
    );
  };
  return (
    <div className="group/code relative my-1 max-w-full overflow-hidden rounded-md border border-line bg-surface-1">
      <pre
        // It scrolls sideways, so it must be reachable.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="overflow-x-auto px-3 py-2.5 pe-12 font-mono text-sm leading-5 [tab-size:4]"
      >
        <code>
          {lines === null
            ? text
            : lines.map((line, row) => (
                // Lines and tokens never reorder.
                // oxlint-disable-next-line react/no-array-index-key
                <span key={row}>
                  {line.map((token, column) => (
                    // oxlint-disable-next-line react/no-array-index-key
                    <span key={column} style={{ color: token.color ?? undefined }}>
                      {token.text}
                    </span>
                  ))}
                  {row < lines.length - 1 && "\n"}
                </span>
              ))}
        </code>
      </pre>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? copiedLabel : copyLabel}
        className="absolute end-1.5 top-1.5 grid size-8 place-items-center rounded-md bg-surface-1 text-text-3 opacity-0 transition-opacity group-hover/code:opacity-100 hover:bg-surface-2 hover:text-text focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      </button>
    </div>
  );
}
