// Placeholder for empty views: says why they are empty and offers what to do.
import type { ReactNode } from "react";

interface EmptyStateProps {
  art?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

export function EmptyState({ art, title, children, actions }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-105 flex-col items-center px-6 py-12 text-center">
      {art !== undefined && <div className="mb-4 text-text-3">{art}</div>}
      <h2 className="text-lg font-semibold text-balance">{title}</h2>
      {children !== undefined && <p className="mt-1.5 text-text-2 text-pretty">{children}</p>}
      {actions !== undefined && <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
