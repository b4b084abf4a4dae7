// Buttons. Each screen has one `primary` action; the rest are quieter. A busy button keeps its width and its focus.
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "../cx";
import { Spinner } from "../pictures/Spinner";

type Tone = "primary" | "secondary" | "ghost" | "danger";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: Tone;
  size?: "md" | "lg";
  busy?: boolean;
  icon?: ReactNode;
  wide?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const tones: Record<Tone, string> = {
  primary: "bg-accent text-on-accent hover:brightness-110 active:brightness-95",
  secondary: "bg-bg text-text border border-line-strong/50 hover:bg-surface-2",
  ghost: "text-text-2 hover:bg-surface-2 hover:text-text",
  danger: "bg-danger-soft text-danger hover:brightness-97",
};

export function buttonClass(tone: Tone = "secondary", size: "md" | "lg" = "md", wide = false): string {
  return cx(
    "relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap",
    "transition-[background-color,filter,color] select-none pointer-coarse:min-h-11",
    size === "md" ? "min-h-9 px-3.5 text-sm" : "min-h-11 px-5 text-base",
    wide && "w-full",
    tones[tone],
  );
}

export function Button({
  tone = "secondary",
  size = "md",
  busy = false,
  wide = false,
  icon,
  children,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || rest.disabled || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass(tone, size, wide), rest.disabled && "opacity-50", className)}
    >
      <span className={cx("inline-flex items-center gap-2", busy && "invisible")}>
        {icon}
        <span className="contents">{children}</span>
      </span>
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
    </button>
  );
}
