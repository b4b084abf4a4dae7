// The errors of a form, listed once at its top. It takes focus when it appears, so that it is seen and read first.
import { useEffect, useRef } from "react";

interface ErrorSummaryProps {
  title: string;
  errors: readonly string[];
  /** Changes with every attempt, so that repeated errors take focus again. */
  attempt: number;
}

export function ErrorSummary({ title, errors, attempt }: ErrorSummaryProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) ref.current?.focus();
  }, [attempt]);
  if (errors.length === 0) return null;
  return (
    <div
      ref={ref}
      role="alert"
      tabIndex={-1}
      className="rounded-md border border-danger/40 bg-danger-soft px-4 py-3 text-sm outline-offset-2"
    >
      {errors.length > 1 && <p className="font-semibold text-danger">{title}</p>}
      {errors.length === 1 ? (
        <p className="font-medium text-danger">{errors[0]}</p>
      ) : (
        <ul className="mt-1 list-disc ps-4 text-danger">
          {errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
