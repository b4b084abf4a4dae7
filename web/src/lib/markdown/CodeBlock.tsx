// A code block with its language and a copy button. Colours arrive once the block is in view and do not shift the layout;
// without them the code is just as readable.
import { Check, Copy } from "lucide-react";
import { type RefObject, startTransition, useEffect, useRef, useState } from "react";
import type { Run } from "../highlight/protocol";

interface CodeBlockProps {
  language: string;
  text: string;
  copyLabel: string;
  copiedLabel: string;
}

export function CodeBlock({ language, text, copyLabel, copiedLabel }: CodeBlockProps) {
  const block = useRef<HTMLDivElement>(null);
  const runs = useColours(block, text, language);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      // The browser refused; the user can still select the text.
      () => {},
    );
  };
  return (
    <div
      ref={block}
      className="group/code relative my-1 max-w-full overflow-hidden rounded-md border border-line bg-surface-1"
    >
      <pre
        dir="ltr"
        translate="no"
        // It scrolls sideways, so keyboards must be able to focus it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="overflow-x-auto px-3 py-2.5 pe-12 font-mono text-sm leading-5 [tab-size:4]"
      >
        {runs === null ? <code key="plain">{text}</code> : <code key="coloured">{pieces(text, runs)}</code>}
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

/** Coloured runs of a code block, requested while it is in view; null: none (yet). */
function useColours(block: RefObject<HTMLElement | null>, text: string, language: string): Run[] | null {
  const [coloured, setColoured] = useState<{ text: string; runs: Run[] } | null>(null);
  useEffect(() => {
    const element = block.current;
    if (language === "" || element === null) return;
    let asked: AbortController | null = null;
    const seen = new IntersectionObserver((entries) => {
      asked?.abort();
      asked = null;
      if (entries.at(-1)?.isIntersecting !== true) return;
      const asking = new AbortController();
      asked = asking;
      const colour = async () => {
        const { highlight } = await import("../highlight/highlighter");
        const runs = await highlight(text, language, asking.signal);
        if (asking.signal.aborted) return;
        seen.disconnect();
        // Thousands of pieces are rendered in slices.
        if (runs !== null) startTransition(() => setColoured({ text, runs }));
      };
      // It fails offline if the highlighter was never loaded.
      colour().catch(() => {});
    });
    seen.observe(element);
    return () => {
      seen.disconnect();
      asked?.abort();
    };
  }, [block, text, language]);
  return coloured?.text === text ? coloured.runs : null;
}

function pieces(text: string, runs: readonly Run[]) {
  let at = 0;
  return runs.map(([length, color]) => {
    const from = at;
    at += length;
    return (
      <span key={from} style={{ color: color ?? undefined }}>
        {text.slice(from, at)}
      </span>
    );
  });
}
