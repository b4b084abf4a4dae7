// Labelled values of an entry: two columns where it is narrow, more where there is space.
import type { ReactNode } from "react";
import { cx } from "@/ui/cx";

interface FactsProps {
  facts: readonly { label: string; value: ReactNode }[];
}

export function Facts({ facts }: FactsProps) {
  return (
    <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-1.5 text-sm @xl:grid-cols-4">
      {facts.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-text-3">{label}</dt>
          <dd className="break-words text-text-2 tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A word about an entry that stands out: a role, a state. */
export function Badge({ tone = "plain", children }: { tone?: "plain" | "danger"; children: string }) {
  return (
    <span
      className={cx(
        "rounded-sm px-1.5 py-0.5 text-xs font-medium",
        tone === "danger" ? "bg-danger-soft text-danger" : "bg-accent-soft text-accent",
      )}
    >
      {children}
    </span>
  );
}
