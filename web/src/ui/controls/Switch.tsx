// An on/off setting that takes effect at once: a native checkbox with the role of a switch, its label and a hint.
import { type ReactNode, useId } from "react";

interface SwitchProps {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="block text-sm font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="mt-0.5 text-sm text-text-2 text-pretty">
            {hint}
          </p>
        )}
      </div>
      <span className="relative mt-0.5 grid h-6 w-11 shrink-0 items-center rounded-full outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:my-2">
        <input
          id={id}
          type="checkbox"
          role="switch"
          aria-checked={checked}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          className="peer absolute -inset-2 z-10 cursor-pointer opacity-0 disabled:cursor-default"
        />
        <span className="absolute inset-0 rounded-full border border-line-strong bg-surface-2 transition-colors peer-checked:border-accent peer-checked:bg-accent peer-disabled:opacity-50" />
        <span className="relative ms-1 size-4 rounded-full bg-line-strong transition-[translate,background-color] peer-checked:translate-x-5 peer-checked:bg-on-accent rtl:peer-checked:-translate-x-5" />
      </span>
    </div>
  );
}
