// Chooser for the skin tone of emoji: one button that opens into six.
import { useState } from "react";
import { cx } from "../cx";

interface SkinToneProps {
  /** The same hand in each tone with its name, the default yellow first. */
  tones: readonly { emoji: string; name: string }[];
  tone: number;
  label: string;
  onTone: (tone: number) => void;
}

export function SkinTone({ tones, tone, label, onTone }: SkinToneProps) {
  const [open, setOpen] = useState(false);
  const cell =
    "grid size-9 shrink-0 place-items-center rounded-md text-lg hover:bg-surface-2 pointer-coarse:size-11";
  if (!open)
    return (
      <button
        type="button"
        title={label}
        aria-label={`${label}: ${tones[tone]?.name ?? ""}`}
        className={cell}
        onClick={() => setOpen(true)}
      >
        {tones[tone]?.emoji}
      </button>
    );
  return (
    <div role="radiogroup" aria-label={label} className="flex">
      {tones.map(({ emoji, name }, index) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={index === tone}
          aria-label={name}
          title={name}
          ref={(button) => {
            if (index === tone) button?.focus();
          }}
          className={cx(cell, "size-8", index === tone && "bg-surface-2")}
          onClick={() => {
            setOpen(false);
            onTone(index);
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
