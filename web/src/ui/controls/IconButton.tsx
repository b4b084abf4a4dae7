// A button with only an icon; its label is its accessible name and tooltip.
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "../cx";

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children" | "aria-label"> {
  label: string;
  icon: ReactNode;
  /** Position of the tooltip, and which edge it aligns to: near the screen's edge a centred one would be clipped. */
  tip?: "below" | "below-end" | "above" | "above-start" | "above-end" | "none";
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, icon, tip = "below", pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={tip === "none" ? undefined : label}
      data-tip-at={tip}
      title={tip === "none" ? label : undefined}
      className={cx(
        "grid size-9 shrink-0 place-items-center rounded-md text-text-2 transition-colors pointer-coarse:size-11",
        "hover:bg-surface-2 hover:text-text aria-pressed:bg-surface-2 aria-pressed:text-text",
        "aria-expanded:bg-surface-2 aria-expanded:text-text disabled:opacity-40",
        className,
      )}
    >
      {icon}
    </button>
  );
}
