// The picture of a room: its own one, or the faces of the people of a direct room. Decorative like `Avatar`.
import type { ReactNode } from "react";
import { Avatar } from "./Avatar";

interface RoomAvatarProps {
  id: string;
  name: string;
  url: string | null;
  /** Up to two people who are shown instead. */
  faces: readonly { id: string; name: string; url: string | null }[];
  /** Pixels. */
  size?: number;
  /** Shown in the corner of a single face. */
  badge?: ReactNode;
}

/** How much of the picture's side each of two faces takes. */
const SHARE = 0.68;

export function RoomAvatar({ id, name, url, faces, size = 36, badge }: RoomAvatarProps) {
  const [one, two] = faces;
  if (one === undefined) return <Avatar id={id} name={name} url={url} size={size} shape="square" />;
  const frame = "relative inline-block shrink-0";
  if (two === undefined)
    return (
      <span className={frame} style={{ width: size, height: size }}>
        <Avatar {...one} size={size} />
        {badge}
      </span>
    );
  const small = Math.round(size * SHARE);
  return (
    <span className={frame} style={{ width: size, height: size }}>
      <span className="absolute start-0 top-0">
        <Avatar {...one} size={small} />
      </span>
      <span className="absolute end-0 bottom-0 rounded-full ring-2 ring-bg">
        <Avatar {...two} size={small} />
      </span>
    </span>
  );
}
