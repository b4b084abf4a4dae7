// Whether a person is there: a filled dot when active, a hollow one when away, a square when they are not to be disturbed,
// none otherwise, so that it does not depend on colour alone. Its place is the corner of a picture.
import { cx } from "../cx";

interface PresenceDotProps {
  presence: keyof typeof LOOKS;
  /** Absent where the text beside it says so. */
  label?: string;
}

const LOOKS = {
  active: "bg-success",
  idle: "border-2 border-success bg-bg",
  do_not_disturb: "rounded-none! bg-danger",
};

export function PresenceDot({ presence, label }: PresenceDotProps) {
  return (
    <span
      className={cx(
        "absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full ring-2 ring-bg forced-colors:border",
        LOOKS[presence],
      )}
    >
      {label !== undefined && <span className="sr-only">{label}</span>}
    </span>
  );
}
