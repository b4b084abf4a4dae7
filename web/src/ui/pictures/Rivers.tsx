// Decorative backdrop of the entrance: two faint streams that meet.
export function Rivers() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 1440 900"
      preserveAspectRatio="xMidYMax slice"
      className="pointer-events-none absolute inset-0 -z-10 size-full forced-colors:hidden"
      fill="none"
      strokeLinecap="round"
    >
      {[0, 1, 2, 3, 4].map((n) => (
        <g key={n} strokeWidth={26} opacity={0.1 + n * 0.05}>
          <path
            d={`M-80 ${300 + n * 46}C260 ${250 + n * 46} 420 ${620 + n * 44} 760 ${690 + n * 40}S1240 ${760 + n * 30} 1520 ${720 + n * 34}`}
            stroke="var(--color-accent-soft)"
          />
          <path
            d={`M1520 ${150 + n * 46}C1240 ${170 + n * 46} 1150 ${560 + n * 44} 860 ${660 + n * 40}S300 ${830 + n * 30} -80 ${800 + n * 34}`}
            stroke="var(--color-own)"
          />
        </g>
      ))}
    </svg>
  );
}
