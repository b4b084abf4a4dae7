// A page with one card in the middle, used by the entrance. It scrolls itself, because the body never does.
import type { ReactNode } from "react";
import { cx } from "../cx";
import { Rivers } from "../pictures/Rivers";

interface PageProps {
  children: ReactNode;
  /** Shown above the card. */
  head?: ReactNode;
  foot?: ReactNode;
}

export function Page({ children, head, foot }: PageProps) {
  return (
    <div className="relative isolate h-dvh bg-surface-1">
      <Rivers />
      <div className="h-full overflow-y-auto">
        <main className="relative mx-auto flex min-h-full w-full max-w-112 flex-col justify-center px-4 py-8">
          {head !== undefined && <div className="mb-6 flex justify-center">{head}</div>}
          <div className={cx("rounded-lg border border-line bg-bg p-6 rail:p-8")}>{children}</div>
          {foot !== undefined && <div className="mt-6 text-center text-text-2">{foot}</div>}
        </main>
      </div>
    </div>
  );
}
