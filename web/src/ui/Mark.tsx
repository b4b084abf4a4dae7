// Our own mark: two rivers meet and go on as one.
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
      strokeWidth="3.6"
      strokeLinecap="round"
      data-mark=""
    >
      <path d="M5 5.500C5 14 16 12 16 20.500" stroke="var(--color-accent)" data-river="left" />
      <path d="M27 5.500C27 14 16 12 16 20.500" stroke="var(--color-focus)" data-river="right" />
      <path d="M16 20.500V27" stroke="var(--color-accent)" data-river="joined" />
    </svg>
  );
}
