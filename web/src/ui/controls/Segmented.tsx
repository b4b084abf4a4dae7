// A choice of two to four options, all visible: radio buttons styled as one control.
import { type ReactNode, useId } from "react";
import { cx } from "../cx";

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; icon?: ReactNode; hint?: string }[];
  onChange: (value: T) => void;
  /** "cards" stacks an icon, a label and a hint. */
  look?: "bar" | "cards";
}

export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  look = "bar",
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div
        className={
          look === "bar"
            ? "grid auto-cols-fr grid-flow-col gap-1 rounded-md bg-surface-2 p-1"
            : "grid gap-2 rail:grid-cols-2"
        }
      >
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "flex cursor-pointer gap-2 rounded-md transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
              look === "bar"
                ? "min-h-8 items-center justify-center px-2 text-sm font-medium text-text-2 hover:text-text has-checked:bg-bg has-checked:text-text pointer-coarse:min-h-11"
                : "items-start border border-line-strong/50 p-3 has-checked:border-accent has-checked:bg-accent-soft/50",
            )}
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon}
            <span>
              <span className={cx(look === "cards" && "block text-sm font-semibold")}>{option.label}</span>
              {option.hint !== undefined && <span className="block text-xs text-text-2">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
