// Whether a person is there: a filled dot when active, a hollow one when away, none otherwise, so that it does not depend on
// colour alone. Its place is the corner of a picture.
import { cx } from "../cx";

interface PresenceDotProps {
  presence: "active" | "idle";
  /** Absent where the text beside it says so. */
  label?: string;
}

export function PresenceDot({ presence, label }: PresenceDotProps) {
  return (
    <span
      className={cx(
        "absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full ring-2 ring-bg forced-colors:border",
        presence === "active" ? "bg-success" : "border-2 border-success bg-bg",
      )}
    >
      {label !== undefined && <span className="sr-only">{label}</span>}
    </span>
  );
}
