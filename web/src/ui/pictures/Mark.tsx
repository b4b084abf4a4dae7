// The product's mark: two rivers from either side meet and continue as one.
interface MarkProps {
  size?: number;
}

export function Mark({ size = 28 }: MarkProps) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={size}
      height={size}
      aria-hidden="true"
      fill="none"
      strokeWidth="4.6"
      strokeLinecap="round"
      className="shrink-0"
      data-mark=""
    >
      <path d="M27 4.500C27 14 18.200 12.500 18.200 27.500" stroke="var(--color-focus)" data-river="right" />
      <path d="M5 4.500C5 14 13.800 12.500 13.800 27.500" stroke="var(--color-accent)" data-river="left" />
    </svg>
  );
}
