// A labelled input with a hint and an error linked to it. Labels are always visible: a placeholder is not a label.
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { cx } from "../cx";

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Shown at the end of the label: "optional", a counter. */
  aside?: ReactNode;
}

export const inputClass = cx(
  "block w-full rounded-md border border-line-strong/70 bg-bg px-3 text-[1rem] leading-6 text-text",
  "transition-[border-color,box-shadow] placeholder:text-text-3 hover:border-line-strong",
  "focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0",
  "aria-invalid:border-danger",
);

interface FieldProps extends Frame, Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  /** Shown inside the input, at its end. */
  end?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, aside, end, className, ...input }: FieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={describedBy(id, hint, error)}
          className={cx(inputClass, "h-11", end !== undefined && "pe-12", className)}
        />
        {end !== undefined && <div className="absolute inset-y-0 end-1 flex items-center">{end}</div>}
      </div>
    </FieldFrame>
  );
}

interface TextAreaFieldProps extends Frame, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "id"> {}

export function TextAreaField({ label, hint, error, aside, className, ...input }: TextAreaFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <textarea
        rows={3}
        {...input}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(id, hint, error)}
        className={cx(inputClass, "resize-none py-2", className)}
      />
    </FieldFrame>
  );
}

function FieldFrame({
  id,
  label,
  hint,
  error,
  aside,
  children,
}: Frame & { id: string; children: ReactNode }) {
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium text-text">
          {label}
        </label>
        {aside !== undefined && <span className="text-xs text-text-3">{aside}</span>}
      </div>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1.5 text-xs text-text-3">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1.5 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  const ids = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}
